# SPDX-License-Identifier: GPL-3.0-or-later
# list.ex - functions that make sense on lists only.

defmodule List do
  @moduledoc """
  Functions on linked lists. What makes sense on other collections too is in `Enum`.
  """

  @doc "The list without the first occurrence of `element`."
  @spec delete([], any) :: []
  @spec delete([...], any) :: list
  def delete(list, element)
  def delete([element | list], element), do: list
  def delete([other | list], element), do: [other | delete(list, element)]
  def delete([], _element), do: []

  @doc """
  `element`, `n` times.

      iex> List.duplicate(0, 3)
      [0, 0, 0]
  """
  @spec duplicate(any, non_neg_integer) :: list
  def duplicate(element, n), do: :lists.duplicate(n, element)

  @doc """
  The elements of all lists inside.

      iex> List.flatten([1, [[2], 3]])
      [1, 2, 3]
  """
  @spec flatten(deep_list) :: list when deep_list: [any | deep_list]
  def flatten(list), do: :lists.flatten(list)

  @doc "The elements of all lists inside, in front of `tail`."
  @spec flatten(deep_list, [elem]) :: [elem] when deep_list: [elem | deep_list], elem: var
  def flatten(list, tail), do: :lists.flatten(list, tail)

  @doc "Folds from the left."
  @spec foldl([elem], acc, (elem, acc -> acc)) :: acc when elem: var, acc: var
  def foldl(list, acc, fun) when is_list(list) and is_function(fun, 2), do: :lists.foldl(fun, acc, list)

  @doc """
  Folds from the right.

      iex> List.foldr([1, 2, 3], 0, &-/2)
      2
  """
  @spec foldr([elem], acc, (elem, acc -> acc)) :: acc when elem: var, acc: var
  def foldr(list, acc, fun) when is_list(list) and is_function(fun, 2), do: :lists.foldr(fun, acc, list)

  @doc "The first element, or `default`."
  @spec first(list, any) :: any
  def first(list, default \\ nil)
  def first([], default), do: default
  def first([head | _], _default), do: head

  @doc "The last element, or `default`."
  @spec last(list, any) :: any
  def last(list, default \\ nil)
  def last([], default), do: default
  def last([head], _default), do: head
  def last([_ | tail], default), do: last(tail, default)

  @doc """
  The first tuple with `key` at `position`, or `default`.

      iex> List.keyfind([a: 1, b: 2], 2, 1)
      {:b, 2}
  """
  @spec keyfind([tuple], any, non_neg_integer, any) :: any
  def keyfind(list, key, position, default \\ nil) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) || default
  end

  @doc "The first tuple with `key` at `position`; raises `KeyError` if there is none."
  @spec keyfind!([tuple], any, non_neg_integer) :: any
  def keyfind!(list, key, position) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) ||
      raise KeyError,
        key: key,
        term: list,
        message: "key #{inspect(key)} at position #{inspect(position)} not found in: #{inspect(list)}"
  end

  @doc "Tells whether there is a tuple with `key` at `position`."
  @spec keymember?([tuple], any, non_neg_integer) :: boolean
  def keymember?(list, key, position) when is_integer(position) do
    :lists.keymember(key, position + 1, list)
  end

  @doc "Replaces the first tuple with `key` at `position`."
  @spec keyreplace([tuple], any, non_neg_integer, tuple) :: [tuple]
  def keyreplace(list, key, position, new_tuple) when is_integer(position) do
    :lists.keyreplace(key, position + 1, list, new_tuple)
  end

  @doc """
  Sorts tuples by what is at `position`, in the order of `sorter` as for `Enum.sort/2`.

      iex> List.keysort([a: 5, b: 1], 1)
      [b: 1, a: 5]
  """
  @spec keysort([tuple], non_neg_integer, (any, any -> boolean) | :asc | :desc | module | {:asc | :desc, module}) ::
          [tuple]
  def keysort(list, position, sorter \\ :asc)

  def keysort(list, position, :asc) when is_list(list) and is_integer(position) do
    :lists.keysort(position + 1, list)
  end

  def keysort(list, position, sorter) when is_list(list) and is_integer(position) do
    Enum.sort_by(list, &:erlang.element(position + 1, &1), sorter)
  end

  @doc "Replaces the first tuple with `key` at `position`, or adds the new one at the end."
  @spec keystore([tuple], any, non_neg_integer, tuple) :: [tuple, ...]
  def keystore(list, key, position, new_tuple) when is_integer(position) do
    :lists.keystore(key, position + 1, list, new_tuple)
  end

  @doc "The list without the first tuple with `key` at `position`."
  @spec keydelete([tuple], any, non_neg_integer) :: [tuple]
  def keydelete(list, key, position) when is_integer(position) do
    :lists.keydelete(key, position + 1, list)
  end

  @doc "The first tuple with `key` at `position` and the list without it, or `nil`."
  @spec keytake([tuple], any, non_neg_integer) :: {tuple, [tuple]} | nil
  def keytake(list, key, position) when is_integer(position) do
    case :lists.keytake(key, position + 1, list) do
      {:value, item, rest} -> {item, rest}
      false -> nil
    end
  end

  @doc """
  A list stays one, `nil` is `[]`, anything else is put in a list.

      iex> List.wrap(1)
      [1]
  """
  @spec wrap(term) :: list
  def wrap(term)
  def wrap(list) when is_list(list), do: list
  def wrap(nil), do: []
  def wrap(other), do: [other]

  @doc "Tuples of elements at the same positions of all lists."
  @spec zip([list]) :: [tuple]
  def zip([]), do: []

  def zip(list_of_lists) when is_list(list_of_lists) do
    zip_lists(list_of_lists, [], [])
  end

  defp zip_lists([[head | tail] | rest], heads, tails), do: zip_lists(rest, [head | heads], [tail | tails])
  defp zip_lists([[] | _], _heads, _tails), do: []
  defp zip_lists([other | _], _heads, _tails), do: to_list(other)

  defp zip_lists([], heads, tails) do
    [heads |> :lists.reverse() |> :erlang.list_to_tuple() | tails |> :lists.reverse() |> zip_lists([], [])]
  end

  defp to_list(list) when is_list(list), do: list

  @doc """
  Tells whether a charlist is printable ASCII, up to `limit` characters.

      iex> List.ascii_printable?('abc')
      true
  """
  @spec ascii_printable?(list, :infinity | non_neg_integer) :: boolean
  def ascii_printable?(list, limit \\ :infinity)

  def ascii_printable?(list, limit)
      when is_list(list) and (limit == :infinity or (is_integer(limit) and limit >= 0)) do
    printable_ascii?(list, limit)
  end

  defp printable_ascii?(_list, 0), do: true

  defp printable_ascii?([char | rest], limit)
       when is_integer(char) and char >= 32 and char <= 126 do
    printable_ascii?(rest, less(limit))
  end

  defp printable_ascii?([char | rest], limit)
       when is_integer(char) and ((char >= 7 and char <= 13) or char == 27) do
    printable_ascii?(rest, less(limit))
  end

  defp printable_ascii?([], _limit), do: true
  defp printable_ascii?(_other, _limit), do: false

  defp less(:infinity), do: :infinity
  defp less(limit), do: limit - 1

  @doc "Tells whether a list does not end in `[]`."
  @spec improper?(maybe_improper_list) :: boolean
  def improper?(list)
  def improper?(list) when is_list(list) and length(list) >= 0, do: false
  def improper?(list) when is_list(list), do: true

  @doc """
  The list with `value` at `index`, counted from the end when negative.

      iex> List.insert_at([1, 2, 3], 1, 0)
      [1, 0, 2, 3]
  """
  @spec insert_at(list, integer, any) :: list
  def insert_at(list, index, value) when is_list(list) and is_integer(index) do
    case index do
      -1 -> list ++ [value]
      _ when index < 0 -> insert_before(list, length(list) + index + 1, value)
      _ -> insert_before(list, index, value)
    end
  end

  defp insert_before(list, index, value) when index <= 0, do: [value | list]
  defp insert_before([], _index, value), do: [value]
  defp insert_before([head | tail], index, value), do: [head | insert_before(tail, index - 1, value)]

  @doc "The list with the element at `index` replaced."
  @spec replace_at(list, integer, any) :: list
  def replace_at(list, index, value) when is_list(list) and is_integer(index) do
    change_at(list, from_start(list, index), fn _old -> value end)
  end

  @doc """
  The list with `fun` of the element at `index`.

      iex> List.update_at([1, 2], -1, &(&1 * 10))
      [1, 20]
  """
  @spec update_at([elem], integer, (elem -> any)) :: list when elem: var
  def update_at(list, index, fun) when is_list(list) and is_function(fun, 1) and is_integer(index) do
    change_at(list, from_start(list, index), fun)
  end

  defp from_start(_list, index) when index >= 0, do: index
  defp from_start(list, index), do: length(list) + index

  defp change_at(list, index, _fun) when index < 0, do: list
  defp change_at([], _index, _fun), do: []
  defp change_at([head | tail], 0, fun), do: [fun.(head) | tail]
  defp change_at([head | tail], index, fun), do: [head | change_at(tail, index - 1, fun)]

  @doc "The list without the element at `index`."
  @spec delete_at(list, integer) :: list
  def delete_at(list, index) when is_integer(index), do: elem(pop_at(list, index), 1)

  @doc """
  The element at `index`, or `default`, and the list without it.

      iex> List.pop_at([1, 2, 3], 0)
      {1, [2, 3]}
  """
  @spec pop_at(list, integer, any) :: {any, list}
  def pop_at(list, index, default \\ nil) when is_integer(index) do
    take_at(list, from_start(list, index), default, [])
  end

  defp take_at(list, index, default, []) when index < 0, do: {default, list}
  defp take_at([], _index, default, acc), do: {default, :lists.reverse(acc)}
  defp take_at([head | tail], 0, _default, acc), do: {head, :lists.reverse(acc, tail)}
  defp take_at([head | tail], index, default, acc), do: take_at(tail, index - 1, default, [head | acc])

  @doc "Tells whether `list` begins with `prefix`."
  @spec starts_with?(list, list) :: boolean
  def starts_with?(list, prefix)
  def starts_with?([head | tail], [head | prefix]), do: starts_with?(tail, prefix)
  def starts_with?(list, []) when is_list(list), do: true
  def starts_with?(list, [_ | _]) when is_list(list), do: false

  @doc "The atom named by a charlist."
  @spec to_atom(charlist) :: atom
  def to_atom(charlist), do: :erlang.list_to_atom(charlist)

  @doc """
  The charlist of text and code points.

      iex> List.to_charlist(["ab", ?c])
      'abc'
  """
  @spec to_charlist(:unicode.charlist()) :: charlist
  def to_charlist(list) when is_list(list) do
    try do
      :unicode.characters_to_list(list)
    rescue
      ArgumentError ->
        raise ArgumentError, """
        cannot convert the given list to a charlist.

        To be converted to a charlist, a list must contain only:

          * strings
          * integers representing Unicode code points
          * or a list containing one of these three elements

        Please check the given list or call inspect/1 to get the list representation, got:

        #{inspect(list)}
        """
    else
      result when is_list(result) -> result
      {:error, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid
      {:incomplete, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  @doc "The existing atom named by a charlist."
  @spec to_existing_atom(charlist) :: atom
  def to_existing_atom(charlist), do: :erlang.list_to_existing_atom(charlist)

  @doc "The float written in a charlist."
  @spec to_float(charlist) :: float
  def to_float(charlist), do: :erlang.list_to_float(charlist)

  @doc "The integer written in a charlist."
  @spec to_integer(charlist) :: integer
  def to_integer(charlist), do: :erlang.list_to_integer(charlist)

  @doc "The integer written in a charlist in `base`."
  @spec to_integer(charlist, 2..36) :: integer
  def to_integer(charlist, base), do: :erlang.list_to_integer(charlist, base)

  @doc "A tuple of the elements."
  @spec to_tuple(list) :: tuple
  def to_tuple(list), do: :erlang.list_to_tuple(list)

  @doc """
  The string of text and code points.

      iex> List.to_string([?a, "bc"])
      "abc"
  """
  @spec to_string(:unicode.charlist()) :: String.t()
  def to_string(list) when is_list(list) do
    try do
      :unicode.characters_to_binary(list)
    rescue
      ArgumentError ->
        raise ArgumentError, """
        cannot convert the given list to a string.

        To be converted to a string, a list must either be empty or only
        contain the following elements:

          * strings
          * integers representing Unicode code points
          * a list containing one of these three elements

        Please check the given list or call inspect/1 to get the list representation, got:

        #{inspect(list)}
        """
    else
      result when is_binary(result) -> result
      {:error, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid
      {:incomplete, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  @doc """
  The steps from one list to another: `eq`, `del`, `ins`; `diff` where `diff_script` gives one for two elements.

      iex> List.myers_difference([1, 4, 2, 3], [1, 2, 3, 4])
      [eq: [1], del: [4], eq: [2, 3], ins: [4]]
  """
  @spec myers_difference(list, list) :: [{:eq | :ins | :del, list}]
  def myers_difference(list1, list2) when is_list(list1) and is_list(list2) do
    find_script(0, [{0, list1, list2, []}], nil)
  end

  @spec myers_difference(list, list, (term, term -> script | nil)) :: [{:eq | :ins | :del | :diff, list}] when script: term
  def myers_difference(list1, list2, diff_script)
      when is_list(list1) and is_list(list2) and is_function(diff_script) do
    find_script(0, [{0, list1, list2, []}], diff_script)
  end

  # Myers' greedy algorithm: `paths` are the furthest ones with `envelope` edits, one for each diagonal; a path is
  # {steps down, what is left of both lists, edits in reverse}.
  defp find_script(envelope, paths, diff) do
    case each_diagonal(-envelope, envelope, paths, [], diff) do
      {:done, edits} -> compact(edits, [])
      {:next, paths} -> find_script(envelope + 1, paths, diff)
    end
  end

  defp each_diagonal(diagonal, limit, _paths, next, _diff) when diagonal > limit do
    {:next, :lists.reverse(next)}
  end

  defp each_diagonal(diagonal, limit, paths, next, diff) do
    {path, rest} = choose_path(diagonal, limit, paths, diff)

    case follow_snake(path) do
      {:cont, path} -> each_diagonal(diagonal + 2, limit, rest, [path | next], diff)
      {:done, edits} -> {:done, edits}
    end
  end

  defp choose_path(0, 0, [path], _diff), do: {path, []}
  defp choose_path(diagonal, diagonal, [path | rest], diff), do: {go_right(path, diff), rest}
  defp choose_path(diagonal, limit, [path | _] = paths, diff) when diagonal == -limit, do: {go_down(path, diff), paths}

  defp choose_path(_diagonal, _limit, [path1, path2 | rest], diff) do
    if elem(path1, 0) + 1 >= elem(path2, 0) do
      {go_right(path1, diff), [path2 | rest]}
    else
      {go_down(path2, diff), [path2 | rest]}
    end
  end

  defp go_right({y, [element | rest], [other | other_rest], edits}, diff) when diff != nil do
    case diff.(element, other) do
      nil -> {y + 1, [element | rest], other_rest, [{:ins, other} | edits]}
      script -> {y + 1, rest, other_rest, [{:diff, script} | edits]}
    end
  end

  defp go_right({y, list1, [element | rest], edits}, _diff), do: {y + 1, list1, rest, [{:ins, element} | edits]}
  defp go_right({y, list1, [], edits}, _diff), do: {y + 1, list1, [], edits}

  defp go_down({y, [element | rest], [other | other_rest] = list2, edits}, diff) when diff != nil do
    case diff.(element, other) do
      nil -> {y, rest, list2, [{:del, element} | edits]}
      script -> {y + 1, rest, other_rest, [{:diff, script} | edits]}
    end
  end

  defp go_down({y, [element | rest], list2, edits}, _diff), do: {y, rest, list2, [{:del, element} | edits]}
  defp go_down({y, [], list2, edits}, _diff), do: {y, [], list2, edits}

  defp follow_snake({y, [element | rest1], [element | rest2], edits}) do
    follow_snake({y + 1, rest1, rest2, [{:eq, element} | edits]})
  end

  defp follow_snake({_y, [], [], edits}), do: {:done, edits}
  defp follow_snake(path), do: {:cont, path}

  defp compact([], acc), do: acc
  defp compact([{:diff, _} = edit | rest], acc), do: compact(rest, [edit | acc])
  defp compact([{kind, element} | rest], [{kind, elements} | acc]), do: compact(rest, [{kind, [element | elements]} | acc])
  defp compact([{kind, element} | rest], acc), do: compact(rest, [{kind, [element]} | acc])
end
