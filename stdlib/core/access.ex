# SPDX-License-Identifier: GPL-3.0-or-later
# access.ex - data[key], and the functions that get_in/2 and its kin take as keys.

defmodule Access do
  @moduledoc """
  Access to values by key: `data[key]`, and functions to reach into nested data with `get_in/2`, `update_in/3`...
  """

  @type container :: keyword | struct | map
  @type nil_container :: nil
  @type t :: container | nil_container | any
  @type key :: any
  @type value :: any
  @type get_and_update_fun(data, current_value) ::
          (:get, data, (term -> term) -> new_data :: container)
          | (:get_and_update, data, (term -> term) -> {current_value, new_data :: container} | :pop)
  @type access_fun(data, current_value) :: get_and_update_fun(data, current_value)

  @doc "`{:ok, value}` of a key, or `:error`."
  @callback fetch(term :: t, key) :: {:ok, value} | :error

  @doc "Gets a value and updates; `fun` gives `{get, new}` or `:pop`."
  @callback get_and_update(data, key, (value | nil -> {current_value, new_value :: value} | :pop)) ::
              {current_value, new_data :: data}
            when current_value: value, data: container

  @doc "Gets a value and removes the key."
  @callback pop(data, key) :: {value, data} when data: container

  @doc "`{:ok, value}` of `key` in a map, keyword list or struct with this behaviour, or `:error`."
  @spec fetch(container, term) :: {:ok, term} | :error
  def fetch(container, key)

  def fetch(%module{} = container, key) do
    try do
      module.fetch(container, key)
    rescue
      exception in UndefinedFunctionError ->
        raise_undefined_behaviour(exception, module, {:fetch, 2}, __STACKTRACE__)
    end
  end

  def fetch(map, key) when is_map(map) do
    case map do
      %{^key => value} -> {:ok, value}
      _ -> :error
    end
  end

  def fetch(list, key) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {_, value} -> {:ok, value}
      false -> :error
    end
  end

  def fetch(list, key) when is_list(list), do: refuse_key(key)
  def fetch(nil, _key), do: :error

  @doc "The value of `key`; raises `KeyError` if it is not there."
  @spec fetch!(container, term) :: term
  def fetch!(container, key) do
    case fetch(container, key) do
      {:ok, value} -> value
      :error -> raise KeyError, key: key, term: container
    end
  end

  @doc "The value of `key`, or `default`: what `container[key]` calls."
  @spec get(container | nil, term, term) :: term
  def get(container, key, default \\ nil)

  def get(%module{} = container, key, default) do
    try do
      module.fetch(container, key)
    rescue
      exception in UndefinedFunctionError ->
        raise_undefined_behaviour(exception, module, {:fetch, 2}, __STACKTRACE__)
    else
      {:ok, value} -> value
      :error -> default
    end
  end

  def get(map, key, default) when is_map(map) do
    case map do
      %{^key => value} -> value
      _ -> default
    end
  end

  def get(list, key, default) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {_, value} -> value
      false -> default
    end
  end

  def get(list, key, _default) when is_list(list), do: refuse_key(key)
  def get(nil, _key, default), do: default

  @doc "Gets a value and updates: `fun` gives `{get, new}` or `:pop`."
  @spec get_and_update(data, key, (value | nil -> {current_value, new_value :: value} | :pop)) ::
          {current_value, new_data :: data}
        when data: container, current_value: var
  def get_and_update(container, key, fun)

  def get_and_update(%module{} = container, key, fun) do
    try do
      module.get_and_update(container, key, fun)
    rescue
      exception in UndefinedFunctionError ->
        raise_undefined_behaviour(exception, module, {:get_and_update, 3}, __STACKTRACE__)
    end
  end

  def get_and_update(map, key, fun) when is_map(map), do: Map.get_and_update(map, key, fun)
  def get_and_update(list, key, fun) when is_list(list) and is_atom(key), do: Keyword.get_and_update(list, key, fun)
  def get_and_update(list, key, _fun) when is_list(list), do: refuse_key(key)

  def get_and_update(nil, key, _fun) do
    raise ArgumentError, "could not put/update key #{inspect(key)} on a nil value"
  end

  @doc "The value of `key` and the container without it."
  @spec pop(data, key) :: {value, data} when data: container
  def pop(container, key)

  def pop(%module{} = container, key) do
    try do
      module.pop(container, key)
    rescue
      exception in UndefinedFunctionError ->
        raise_undefined_behaviour(exception, module, {:pop, 2}, __STACKTRACE__)
    end
  end

  def pop(map, key) when is_map(map), do: Map.pop(map, key)
  def pop(list, key) when is_list(list), do: Keyword.pop(list, key)

  def pop(nil, key) do
    raise ArgumentError, "could not pop key #{inspect(key)} on a nil value"
  end

  defp refuse_key(key) do
    raise ArgumentError,
          "the Access calls for keywords expect the key to be an atom, got: " <> inspect(key)
  end

  defp raise_undefined_behaviour(exception, module, {fun, arity}, stacktrace) do
    exception =
      case stacktrace do
        [{^module, ^fun, args, _} | _] when length(args) == arity ->
          %{
            exception
            | reason:
                "#{inspect(module)} does not implement the Access behaviour. If you are using " <>
                  "get_in/put_in/update_in, you can specify the field to be accessed using Access.key!/1"
          }

        _ ->
          exception
      end

    reraise exception, stacktrace
  end

  # --- accessors ----------------------------------------------------------------------------------------------------

  @doc """
  The value of `key` in a map or struct, or `default`.

      iex> get_in(%{a: 1}, [Access.key(:b, 0)])
      0
  """
  @spec key(key, term) :: access_fun(data :: struct | map, current_value :: term)
  def key(key, default \\ nil) do
    fn
      :get, data, next ->
        next.(Map.get(to_map(data), key, default))

      :get_and_update, data, next ->
        value = Map.get(to_map(data), key, default)

        case next.(value) do
          {get, update} -> {get, Map.put(data, key, update)}
          :pop -> {value, Map.delete(data, key)}
        end
    end
  end

  @doc "The value of `key` in a map or struct, which must have it."
  @spec key!(key) :: access_fun(data :: struct | map, current_value :: term)
  def key!(key) do
    fn
      :get, %{} = data, next ->
        next.(Map.fetch!(data, key))

      :get_and_update, %{} = data, next ->
        value = Map.fetch!(data, key)

        case next.(value) do
          {get, update} -> {get, Map.put(data, key, update)}
          :pop -> {value, Map.delete(data, key)}
        end

      _op, data, _next ->
        raise "Access.key!/1 expected a map/struct, got: #{inspect(data)}"
    end
  end

  @doc """
  The element of a tuple.

      iex> get_in({1, 2}, [Access.elem(1)])
      2
  """
  @spec elem(non_neg_integer) :: access_fun(data :: tuple, current_value :: term)
  def elem(index) when is_integer(index) and index >= 0 do
    position = index + 1

    fn
      :get, data, next when is_tuple(data) ->
        next.(:erlang.element(position, data))

      :get_and_update, data, next when is_tuple(data) ->
        case next.(:erlang.element(position, data)) do
          {get, update} -> {get, :erlang.setelement(position, data, update)}
          :pop -> raise "cannot pop data from a tuple"
        end

      _op, data, _next ->
        raise "Access.elem/1 expected a tuple, got: #{inspect(data)}"
    end
  end

  @doc """
  All elements of a list.

      iex> get_in([%{a: 1}, %{a: 2}], [Access.all(), :a])
      [1, 2]
  """
  @spec all() :: access_fun(data :: list, current_value :: list)
  def all(), do: &all/3

  defp all(:get, data, next) when is_list(data), do: Enum.map(data, next)

  defp all(:get_and_update, data, next) when is_list(data) do
    update_elements(data, next, fn _index_or_element -> true end, [], [])
  end

  defp all(_op, data, _next), do: raise("Access.all/0 expected a list, got: #{inspect(data)}")

  defp update_elements([head | rest], next, chosen?, gets, updates) do
    if chosen?.(head) do
      case next.(head) do
        {get, update} -> update_elements(rest, next, chosen?, [get | gets], [update | updates])
        :pop -> update_elements(rest, next, chosen?, [head | gets], updates)
      end
    else
      update_elements(rest, next, chosen?, gets, [head | updates])
    end
  end

  defp update_elements([], _next, _chosen?, gets, updates) do
    {:lists.reverse(gets), :lists.reverse(updates)}
  end

  @doc """
  The element of a list at `index`, or `nil`.

      iex> update_in([1, 2], [Access.at(-1)], &(&1 * 10))
      [1, 20]
  """
  @spec at(integer) :: access_fun(data :: list, current_value :: term)
  def at(index) when is_integer(index) do
    fn op, data, next -> at(op, data, index, next) end
  end

  defp at(:get, data, index, next) when is_list(data), do: data |> Enum.at(index) |> next.()

  defp at(:get_and_update, data, index, next) when is_list(data) do
    get_and_update_at(data, index, next, fn -> nil end)
  end

  defp at(_op, data, _index, _next), do: raise("Access.at/1 expected a list, got: #{inspect(data)}")

  @doc "The element of a list at `index`, which must exist."
  @spec at!(integer) :: access_fun(data :: list, current_value :: term)
  def at!(index) when is_integer(index) do
    fn op, data, next -> at!(op, data, index, next) end
  end

  defp at!(:get, data, index, next) when is_list(data) do
    case Enum.fetch(data, index) do
      {:ok, value} -> next.(value)
      :error -> raise Enum.OutOfBoundsError
    end
  end

  defp at!(:get_and_update, data, index, next) when is_list(data) do
    get_and_update_at(data, index, next, fn -> raise Enum.OutOfBoundsError end)
  end

  defp at!(_op, data, _index, _next), do: raise("Access.at!/1 expected a list, got: #{inspect(data)}")

  defp get_and_update_at(list, index, next, missing) do
    position = if index < 0, do: length(list) + index, else: index

    case if(position >= 0, do: Enum.split(list, position), else: {list, []}) do
      {_all, []} ->
        {missing.(), list}

      {before, [element | rest]} ->
        case next.(element) do
          {get, update} -> {get, before ++ [update | rest]}
          :pop -> {element, before ++ rest}
        end
    end
  end

  @doc """
  The elements of a list for which `func` is truthy.

      iex> get_in([1, 2, 3], [Access.filter(&(&1 > 1))])
      [2, 3]
  """
  @spec filter((term -> boolean)) :: access_fun(data :: list, current_value :: list)
  def filter(func) when is_function(func) do
    fn op, data, next -> filter(op, data, func, next) end
  end

  defp filter(:get, data, func, next) when is_list(data) do
    data |> Enum.filter(func) |> Enum.map(next)
  end

  defp filter(:get_and_update, data, func, next) when is_list(data) do
    update_elements(data, next, func, [], [])
  end

  defp filter(_op, data, _func, _next), do: raise("Access.filter/1 expected a list, got: #{inspect(data)}")

  @doc """
  The elements of a list whose indexes are in a range.

      iex> get_in([1, 2, 3], [Access.slice(0..1)])
      [1, 2]
  """
  @spec slice(Range.t()) :: access_fun(data :: list, current_value :: list)
  def slice(%{__struct__: Range, step: step} = range) when step > 0 do
    fn op, data, next -> slice(op, data, range, next) end
  end

  def slice(%{__struct__: Range} = range) do
    raise ArgumentError, "Access.slice/1 does not accept ranges with negative steps, got: #{inspect(range)}"
  end

  defp slice(:get, data, range, next) when is_list(data) do
    data |> Enum.slice(range) |> Enum.map(next)
  end

  defp slice(:get_and_update, data, range, next) when is_list(data) do
    size = length(data)
    first = if range.first < 0, do: max(range.first + size, 0), else: range.first
    last = if range.last < 0, do: range.last + size, else: range.last
    update_slice(data, 0, {first, last, range.step}, next, [], [])
  end

  defp slice(_op, data, _range, _next) do
    raise ArgumentError, "Access.slice/1 expected a list, got: #{inspect(data)}"
  end

  defp update_slice([], _index, _range, _next, gets, updates) do
    {:lists.reverse(gets), :lists.reverse(updates)}
  end

  defp update_slice([head | rest], index, {first, last, step} = range, next, gets, updates) do
    if index >= first and index <= last and rem(index - first, step) == 0 do
      case next.(head) do
        {get, update} -> update_slice(rest, index + 1, range, next, [get | gets], [update | updates])
        :pop -> update_slice(rest, index + 1, range, next, [head | gets], updates)
      end
    else
      update_slice(rest, index + 1, range, next, gets, [head | updates])
    end
  end

  defp to_map(nil), do: %{}
  defp to_map(data), do: data
end
