# SPDX-License-Identifier: GPL-3.0-or-later
# keyword.ex - functions on keyword lists.

defmodule Keyword do
  @moduledoc """
  Functions on lists of pairs with an atom first: ordered, with repetitions, for options.
  """

  @type key :: atom
  @type value :: any
  @type t :: [{key, value}]
  @type t(value) :: [{key, value}]
  @type default :: any

  @doc "Tells whether a term is a keyword list."
  @spec keyword?(term) :: boolean
  def keyword?(term)
  def keyword?([{key, _value} | rest]) when is_atom(key), do: keyword?(rest)
  def keyword?([]), do: true
  def keyword?(_other), do: false

  @doc "An empty keyword list."
  @spec new() :: []
  def new(), do: []

  @doc """
  A keyword list of pairs; the last of equal keys stays.

      iex> Keyword.new(a: 1, b: 2, a: 3)
      [b: 2, a: 3]
  """
  @spec new(Enumerable.t()) :: t
  def new(pairs), do: new(pairs, fn pair -> pair end)

  @doc "A keyword list of the pairs that `transform` gives; the last of equal keys stays."
  @spec new(Enumerable.t(), (term -> {key, value})) :: t
  def new(pairs, transform) when is_function(transform, 1) do
    pairs
    |> Enum.reduce([], fn element, acc ->
      {key, value} = transform.(element)
      put_new_pair(acc, key, value)
    end)
    |> :lists.reverse()
  end

  defp put_new_pair(acc, key, value) when is_atom(key), do: [{key, value} | delete(acc, key)]
  defp put_new_pair(acc, key, value), do: put_new(acc, key, value)

  @doc "A keyword list of all `keys` with the same value."
  @spec from_keys([key], value) :: t
  def from_keys(keys, value) when is_list(keys), do: for(key <- keys, do: {key, value})

  @doc """
  Checks keys against a list of keys and `{key, default}`; adds defaults.

      iex> Keyword.validate([a: 1], [:a, b: 2])
      {:ok, [b: 2, a: 1]}
  """
  @spec validate(t, [key | {key, value}]) :: {:ok, t} | {:error, [key]}
  def validate(keyword, values) when is_list(keyword) and is_list(values) do
    check_keys(keyword, values, [], [])
  end

  defp check_keys([{key, _value} = pair | rest], allowed, accepted, bad) when is_atom(key) do
    case find_allowed(allowed, key, []) do
      {:ok, allowed} ->
        check_keys(rest, allowed, [pair | accepted], bad)

      :error ->
        check_keys(rest, allowed, accepted, [key | bad])
    end
  end

  defp check_keys([], allowed, accepted, []), do: {:ok, add_defaults(allowed, accepted)}
  defp check_keys([], _allowed, _accepted, bad), do: {:error, bad}

  defp check_keys([other | _], _allowed, _accepted, _bad) do
    raise ArgumentError,
          "expected a keyword list as first argument, got invalid entry: #{inspect(other)}"
  end

  defp find_allowed([key | rest], key, acc), do: {:ok, :lists.reverse(acc, rest)}
  defp find_allowed([{key, _default} | rest], key, acc), do: {:ok, :lists.reverse(acc, rest)}
  defp find_allowed([other | rest], key, acc), do: find_allowed(rest, key, [other | acc])
  defp find_allowed([], _key, _acc), do: :error

  defp add_defaults([key | rest], acc) when is_atom(key), do: add_defaults(rest, acc)
  defp add_defaults([{key, _value} = pair | rest], acc) when is_atom(key), do: add_defaults(rest, [pair | acc])
  defp add_defaults([], acc), do: acc

  defp add_defaults([other | _], _acc) do
    raise ArgumentError,
          "expected the second argument to be a list of atoms or tuples, got: #{inspect(other)}"
  end

  @doc "Like `validate/2`; raises `ArgumentError` for unknown keys."
  @spec validate!(t, [key | {key, value}]) :: t
  def validate!(keyword, values) do
    case validate(keyword, values) do
      {:ok, keyword} ->
        keyword

      {:error, bad} ->
        keys =
          for value <- values do
            if is_atom(value), do: value, else: elem(value, 0)
          end

        raise ArgumentError,
              "unknown keys #{inspect(bad)} in #{inspect(keyword)}, the allowed keys are: #{inspect(keys)}"
    end
  end

  @doc """
  The value of the first `key`, or `default`.

      iex> Keyword.get([a: 1, a: 2], :a)
      1
  """
  @spec get(t, key, default) :: value | default
  def get(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> default
    end
  end

  @doc "The value of the first `key`, or what `fun` gives."
  @spec get_lazy(t, key, (() -> value)) :: value
  def get_lazy(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> fun.()
    end
  end

  @doc """
  Gets a value and updates: `fun` gives `{get, new}` or `:pop`.

      iex> Keyword.get_and_update([a: 1], :a, &{&1, 2})
      {1, [a: 2]}
  """
  @spec get_and_update(t, key, (value | nil -> {current :: value, new :: value} | :pop)) :: {value, t}
  def get_and_update(keywords, key, fun) when is_list(keywords) and is_atom(key) do
    update_first(keywords, [], key, fun, fn ->
      case fun.(nil) do
        {get, update} -> {get, [{key, update} | keywords]}
        :pop -> {nil, keywords}
        other -> bad_update(other)
      end
    end)
  end

  @doc "Like `get_and_update/3`; `key` must be there."
  @spec get_and_update!(t, key, (value -> {current :: value, new :: value} | :pop)) :: {value, t}
  def get_and_update!(keywords, key, fun) do
    update_first(keywords, [], key, fun, fn -> raise KeyError, key: key, term: keywords end)
  end

  defp update_first([{key, current} | rest], acc, key, fun, _missing) do
    case fun.(current) do
      {get, value} -> {get, :lists.reverse(acc, [{key, value} | rest])}
      :pop -> {current, :lists.reverse(acc, rest)}
      other -> bad_update(other)
    end
  end

  defp update_first([{_, _} = pair | rest], acc, key, fun, missing) do
    update_first(rest, [pair | acc], key, fun, missing)
  end

  defp update_first([], _acc, _key, _fun, missing), do: missing.()

  defp bad_update(other) do
    raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
  end

  @doc "`{:ok, value}` of the first `key`, or `:error`."
  @spec fetch(t, key) :: {:ok, value} | :error
  def fetch(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> {:ok, value}
      false -> :error
    end
  end

  @doc "The value of the first `key`; raises `KeyError` if it is not there."
  @spec fetch!(t, key) :: value
  def fetch!(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> raise KeyError, key: key, term: keywords
    end
  end

  @doc "All values of `key`."
  @spec get_values(t, key) :: [value]
  def get_values(keywords, key) when is_list(keywords) and is_atom(key), do: values_of(keywords, key)

  defp values_of([{key, value} | rest], key), do: [value | values_of(rest, key)]
  defp values_of([{_, _} | rest], key), do: values_of(rest, key)
  defp values_of([], _key), do: []

  @doc "All keys."
  @spec keys(t) :: [key]
  def keys(keywords) when is_list(keywords), do: :lists.map(&key_of/1, keywords)

  defp key_of({key, _value}) when is_atom(key), do: key

  defp key_of(other) do
    raise ArgumentError,
          "expected a keyword list, but an entry in the list is not a two-element tuple " <>
            "with an atom as its first element, got: #{inspect(other)}"
  end

  @doc "All values."
  @spec values(t) :: [value]
  def values(keywords) when is_list(keywords) do
    :lists.map(fn {_key, value} -> value end, keywords)
  end

  @doc false
  def delete(keywords, key, value) when is_list(keywords) and is_atom(key) do
    for {k, v} = pair <- keywords, k != key or v != value, do: pair
  end

  @doc "The list without entries of `key`."
  @spec delete(t, key) :: t
  def delete(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> delete_key(keywords, key)
      _ -> keywords
    end
  end

  defp delete_key([{key, _} | rest], key), do: delete_key(rest, key)
  defp delete_key([{_, _} = pair | rest], key), do: [pair | delete_key(rest, key)]
  defp delete_key([], _key), do: []

  @doc "The list without the first entry of `key`."
  @spec delete_first(t, key) :: t
  def delete_first(keywords, key) when is_list(keywords) and is_atom(key) do
    :lists.keydelete(key, 1, keywords)
  end

  @doc "Puts an entry in front unless `key` is there."
  @spec put_new(t, key, value) :: t
  def put_new(keywords, key, value) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, _} -> keywords
      false -> [{key, value} | keywords]
    end
  end

  @doc "Puts an entry with what `fun` gives in front unless `key` is there."
  @spec put_new_lazy(t, key, (() -> value)) :: t
  def put_new_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, _} -> keywords
      false -> [{key, fun.()} | keywords]
    end
  end

  @doc """
  Puts an entry in front and removes others of `key`.

      iex> Keyword.put([a: 1, b: 2, a: 3], :a, 4)
      [a: 4, b: 2]
  """
  @spec put(t, key, value) :: t
  def put(keywords, key, value) when is_list(keywords) and is_atom(key) do
    [{key, value} | delete(keywords, key)]
  end

  @doc "Replaces the value of the first `key` if there is one, and removes others."
  @spec replace(t, key, value) :: t
  def replace(keywords, key, value) when is_list(keywords) and is_atom(key) do
    replace_with(keywords, key, fn _old -> value end, fn -> [] end)
  end

  @doc "Replaces the value of the first `key`, which must be there, and removes others."
  @spec replace!(t, key, value) :: t
  def replace!(keywords, key, value) when is_list(keywords) and is_atom(key) do
    replace_with(keywords, key, fn _old -> value end, fn -> raise KeyError, key: key, term: keywords end)
  end

  @doc "Replaces the value of the first `key` by `fun` of it if there is one, and removes others."
  @spec replace_lazy(t, key, (value -> value)) :: t
  def replace_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    replace_with(keywords, key, fun, fn -> [] end)
  end

  defp replace_with([{key, value} | rest], key, fun, _missing), do: [{key, fun.(value)} | delete(rest, key)]
  defp replace_with([{_, _} = pair | rest], key, fun, missing), do: [pair | replace_with(rest, key, fun, missing)]
  defp replace_with([], _key, _fun, missing), do: missing.()

  @doc "Tells whether both have the same entries, in any order."
  @spec equal?(t, t) :: boolean
  def equal?(left, right) when is_list(left) and is_list(right) do
    :lists.sort(left) === :lists.sort(right)
  end

  @doc """
  The entries of both; those of `keywords2` replace those of the same key.

      iex> Keyword.merge([a: 1, b: 2], [a: 3])
      [b: 2, a: 3]
  """
  @spec merge(t, t) :: t
  def merge(keywords1, keywords2)
  def merge(keywords1, []) when is_list(keywords1), do: keywords1
  def merge([], keywords2) when is_list(keywords2), do: keywords2

  def merge(keywords1, keywords2) when is_list(keywords1) and is_list(keywords2) do
    cond do
      not keyword?(keywords2) ->
        raise ArgumentError,
              "expected a keyword list as the second argument, got: #{inspect(keywords2)}"

      not keyword?(keywords1) ->
        raise ArgumentError,
              "expected a keyword list as the first argument, got: #{inspect(keywords1)}"

      true ->
        for({key, _} = pair <- keywords1, not :lists.keymember(key, 1, keywords2), do: pair) ++ keywords2
    end
  end

  @doc """
  The entries of both; `fun` decides between values of the same key.

      iex> Keyword.merge([a: 1], [a: 2], fn _key, a, b -> a + b end)
      [a: 3]
  """
  @spec merge(t, t, (key, value, value -> value)) :: t
  def merge(keywords1, keywords2, fun)
      when is_list(keywords1) and is_list(keywords2) and is_function(fun, 3) do
    if not keyword?(keywords1) do
      raise ArgumentError,
            "expected a keyword list as the first argument, got: #{inspect(keywords1)}"
    end

    if not keyword?(keywords2) do
      raise ArgumentError,
            "expected a keyword list as the second argument, got: #{inspect(keywords2)}"
    end

    merge_entries(keywords2, [], keywords1, keywords1, fun)
  end

  # `left` loses each entry that has been merged; `all` gives what has no partner.
  defp merge_entries([{key, value2} | rest], acc, left, all, fun) do
    case :lists.keyfind(key, 1, left) do
      {^key, value1} ->
        entry = {key, fun.(key, value1, value2)}
        merge_entries(rest, [entry | acc], :lists.keydelete(key, 1, left), delete(all, key), fun)

      false ->
        merge_entries(rest, [{key, value2} | acc], left, delete(all, key), fun)
    end
  end

  defp merge_entries([], acc, _left, all, _fun), do: all ++ :lists.reverse(acc)

  @doc "Tells whether `key` is there."
  @spec has_key?(t, key) :: boolean
  def has_key?(keywords, key) when is_list(keywords) and is_atom(key) do
    :lists.keymember(key, 1, keywords)
  end

  @doc "Updates the value of the first `key`, which must be there, and removes others."
  @spec update!(t, key, (value -> value)) :: t
  def update!(keywords, key, fun) when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    replace_with(keywords, key, fun, fn -> raise KeyError, key: key, term: keywords end)
  end

  @doc """
  Updates the value of the first `key` and removes others, or adds `default` at the end.

      iex> Keyword.update([a: 1], :a, 0, &(&1 + 1))
      [a: 2]
  """
  @spec update(t, key, default :: value, (value -> value)) :: t
  def update(keywords, key, default, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    replace_with(keywords, key, fun, fn -> [{key, default}] end)
  end

  @doc """
  The entries with `keys`, and the others.

      iex> Keyword.split([a: 1, b: 2], [:a])
      {[a: 1], [b: 2]}
  """
  @spec split(t, [key]) :: {t, t}
  def split(keywords, keys) when is_list(keywords) and is_list(keys) do
    {take(keywords, keys), drop(keywords, keys)}
  end

  @doc "The entries with `keys`."
  @spec take(t, [key]) :: t
  def take(keywords, keys) when is_list(keywords) and is_list(keys) do
    :lists.filter(fn {key, _} -> :lists.member(key, keys) end, keywords)
  end

  @doc "The entries without `keys`."
  @spec drop(t, [key]) :: t
  def drop(keywords, keys) when is_list(keywords) and is_list(keys) do
    :lists.filter(fn {key, _} -> not :lists.member(key, keys) end, keywords)
  end

  @doc "The value of the first `key` and the list without entries of it."
  @spec pop(t, key, default) :: {value | default, t}
  def pop(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {default, keywords}
    end
  end

  @doc "The value of the first `key`, which must be there, and the list without entries of it."
  @spec pop!(t, key) :: {value, t}
  def pop!(keywords, key) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> raise KeyError, key: key, term: keywords
    end
  end

  @doc "All values of `key` and the list without them."
  @spec pop_values(t, key) :: {[value], t}
  def pop_values(keywords, key) when is_list(keywords) and is_atom(key) do
    {get_values(keywords, key), delete(keywords, key)}
  end

  @doc "The value of the first `key`, or what `fun` gives, and the list without entries of it."
  @spec pop_lazy(t, key, (() -> value)) :: {value, t}
  def pop_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {fun.(), keywords}
    end
  end

  @doc "The value of the first `key` and the list without that entry."
  @spec pop_first(t, key, default) :: {value | default, t}
  def pop_first(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keytake(key, 1, keywords) do
      {:value, {^key, value}, rest} -> {value, rest}
      false -> {default, keywords}
    end
  end

  @doc false
  def map(keywords, fun) when is_list(keywords) do
    :lists.map(fn {key, value} -> {key, fun.({key, value})} end, keywords)
  end

  @doc "The list itself."
  @spec to_list(t) :: t
  def to_list(keywords) when is_list(keywords), do: keywords

  @doc false
  def size(keywords), do: length(keywords)

  @doc "The entries for which `fun` is truthy."
  @spec filter(t, ({key, value} -> as_boolean(term))) :: t
  def filter(keywords, fun) when is_list(keywords) and is_function(fun, 1), do: Enum.filter(keywords, fun)

  @doc "The entries for which `fun` is not truthy."
  @spec reject(t, ({key, value} -> as_boolean(term))) :: t
  def reject(keywords, fun) when is_list(keywords) and is_function(fun, 1), do: Enum.reject(keywords, fun)
end
