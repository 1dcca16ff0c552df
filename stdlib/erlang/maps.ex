# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :maps do
  @moduledoc """
  Maps, as Erlang's `maps`. Natives: `find/2`, `from_keys/2`, `from_list/1`, `get/2,3`, `is_key/2`, `iterator/1`, `keys/1`,
  `merge/2`, `new/0`, `next/1`, `put/3`, `remove/2`, `size/1`, `take/2`, `to_list/1`, `update/3`, `values/1`.

  Functions that take a map take an iterator too.
  """

  @doc "Keeps the pairs for which `pred` holds."
  @spec filter((term, term -> boolean), map) :: map
  def filter(pred, map) when is_function(pred, 2) and is_map(map),
    do: :maps.from_list(filter_pairs(pred, :maps.to_list(map)))

  def filter(pred, iterator) when is_function(pred, 2), do: :maps.from_list(filter_pairs(pred, pairs_left(iterator, [pred, iterator])))
  def filter(pred, map), do: bad_call(pred, 2, map, [pred, map])

  defp filter_pairs(pred, [{key, value} = pair | rest]) do
    case pred.(key, value) do
      true -> [pair | filter_pairs(pred, rest)]
      false -> filter_pairs(pred, rest)
    end
  end

  defp filter_pairs(_, []), do: []

  @doc "Filters and maps: `fun` returns true, false or `{true, new_value}`."
  @spec filtermap((term, term -> boolean | {true, term}), map) :: map
  def filtermap(fun, map) when is_function(fun, 2) and is_map(map),
    do: :maps.from_list(filtermap_pairs(fun, :maps.to_list(map)))

  def filtermap(fun, iterator) when is_function(fun, 2), do: :maps.from_list(filtermap_pairs(fun, pairs_left(iterator, [fun, iterator])))
  def filtermap(fun, map), do: bad_call(fun, 2, map, [fun, map])

  defp filtermap_pairs(fun, [{key, value} = pair | rest]) do
    case fun.(key, value) do
      true -> [pair | filtermap_pairs(fun, rest)]
      {true, new} -> [{key, new} | filtermap_pairs(fun, rest)]
      false -> filtermap_pairs(fun, rest)
    end
  end

  defp filtermap_pairs(_, []), do: []

  @doc "Calls `fun` with each pair."
  @spec foreach((term, term -> term), map) :: :ok
  def foreach(fun, map) when is_function(fun, 2) and is_map(map), do: foreach_pair(fun, :maps.to_list(map))
  def foreach(fun, iterator) when is_function(fun, 2), do: foreach_pair(fun, pairs_left(iterator, [fun, iterator]))
  def foreach(fun, map), do: bad_call(fun, 2, map, [fun, map])

  defp foreach_pair(fun, [{key, value} | rest]) do
    fun.(key, value)
    foreach_pair(fun, rest)
  end

  defp foreach_pair(_, []), do: :ok

  @doc "Folds over the pairs."
  @spec fold((term, term, acc -> acc), acc, map) :: acc when acc: term
  def fold(fun, acc, map) when is_function(fun, 3) and is_map(map), do: fold_pairs(fun, acc, :maps.to_list(map))
  def fold(fun, acc, iterator) when is_function(fun, 3), do: fold_pairs(fun, acc, pairs_left(iterator, [fun, acc, iterator]))
  def fold(fun, acc, map), do: bad_call(fun, 3, map, [fun, acc, map])

  defp fold_pairs(fun, acc, [{key, value} | rest]), do: fold_pairs(fun, fun.(key, value, acc), rest)
  defp fold_pairs(_, acc, []), do: acc

  @doc "Maps the values."
  @spec map((term, term -> term), map) :: map
  def map(fun, map) when is_function(fun, 2) and is_map(map), do: :maps.from_list(map_pairs(fun, :maps.to_list(map)))
  def map(fun, iterator) when is_function(fun, 2), do: :maps.from_list(map_pairs(fun, pairs_left(iterator, [fun, iterator])))
  def map(fun, map), do: bad_call(fun, 2, map, [fun, map])

  defp map_pairs(fun, [{key, value} | rest]), do: [{key, fun.(key, value)} | map_pairs(fun, rest)]
  defp map_pairs(_, []), do: []

  @doc "Applies `fun` to the value of `key`, which must be there."
  @spec update_with(term, (term -> term), map) :: map
  def update_with(key, fun, map) when is_function(fun, 1) and is_map(map) do
    case map do
      %{^key => value} -> :maps.update(key, fun.(value), map)
      _ -> :erlang.error({:badkey, key}, [key, fun, map])
    end
  end

  def update_with(key, fun, map), do: bad_call(fun, 1, map, [key, fun, map])

  @spec update_with(term, (term -> term), term, map) :: map
  def update_with(key, fun, initial, map) when is_function(fun, 1) and is_map(map) do
    case map do
      %{^key => value} -> :maps.update(key, fun.(value), map)
      _ -> :maps.put(key, initial, map)
    end
  end

  def update_with(key, fun, initial, map), do: bad_call(fun, 1, map, [key, fun, initial, map])

  @doc "Only the given keys."
  @spec with([term], map) :: map
  def unquote(:with)(keys, map) when is_list(keys) and is_map(map), do: :maps.from_list(pairs_of(keys, map))
  def unquote(:with)(keys, map), do: bad_list(keys, map, [keys, map])

  defp pairs_of([key | rest], map) do
    case map do
      %{^key => value} -> [{key, value} | pairs_of(rest, map)]
      _ -> pairs_of(rest, map)
    end
  end

  defp pairs_of([], _), do: []

  @doc "All but the given keys."
  @spec without([term], map) :: map
  def without(keys, map) when is_list(keys) and is_map(map), do: remove_all(keys, map)
  def without(keys, map), do: bad_list(keys, map, [keys, map])

  defp remove_all([key | rest], map), do: remove_all(rest, :maps.remove(key, map))
  defp remove_all([], map), do: map

  @doc "Merges; `combiner.(key, a, b)` gives the value of keys in both."
  @spec merge_with((term, term, term -> term), map, map) :: map
  def merge_with(combiner, a, b) when is_function(combiner, 3) and is_map(a) and is_map(b),
    do: merge_pairs(:maps.to_list(b), a, combiner)

  def merge_with(combiner, a, b), do: bad_maps(combiner, 3, a, b, [combiner, a, b])

  defp merge_pairs([{key, value} | rest], map, combiner) do
    case map do
      %{^key => old} -> merge_pairs(rest, :maps.update(key, combiner.(key, old, value), map), combiner)
      _ -> merge_pairs(rest, :maps.put(key, value, map), combiner)
    end
  end

  defp merge_pairs([], map, _), do: map

  @doc "The pairs of `b` whose keys `a` has too."
  @spec intersect(map, map) :: map
  def intersect(a, b) when is_map(a) and is_map(b), do: intersect_with(fn _, _, value -> value end, a, b)
  def intersect(a, b), do: bad_maps(&intersect/2, 2, a, b, [a, b])

  @spec intersect_with((term, term, term -> term), map, map) :: map
  def intersect_with(combiner, a, b) when is_function(combiner, 3) and is_map(a) and is_map(b) do
    case :erlang.map_size(a) <= :erlang.map_size(b) do
      true -> :maps.from_list(common_pairs(:maps.to_list(a), b, combiner))
      false -> :maps.from_list(common_pairs(:maps.to_list(b), a, fn key, vb, va -> combiner.(key, va, vb) end))
    end
  end

  def intersect_with(combiner, a, b), do: bad_maps(combiner, 3, a, b, [combiner, a, b])

  defp common_pairs([{key, value} | rest], other, combiner) do
    case other do
      %{^key => second} -> [{key, combiner.(key, value, second)} | common_pairs(rest, other, combiner)]
      _ -> common_pairs(rest, other, combiner)
    end
  end

  defp common_pairs([], _, _), do: []

  @doc "Groups list elements by `key_fun`."
  @spec groups_from_list((term -> term), [term]) :: map
  def groups_from_list(key_fun, list) when is_function(key_fun, 1) and is_list(list),
    do: group(key_fun, fn x -> x end, :lists.reverse(list), %{})

  @spec groups_from_list((term -> term), (term -> term), [term]) :: map
  def groups_from_list(key_fun, value_fun, list)
      when is_function(key_fun, 1) and is_function(value_fun, 1) and is_list(list),
      do: group(key_fun, value_fun, :lists.reverse(list), %{})

  defp group(key_fun, value_fun, [x | rest], groups) do
    key = key_fun.(x)
    value = value_fun.(x)

    case groups do
      %{^key => values} -> group(key_fun, value_fun, rest, :maps.update(key, [value | values], groups))
      _ -> group(key_fun, value_fun, rest, :maps.put(key, [value], groups))
    end
  end

  defp group(_, _, [], groups), do: groups

  # What is no map may be an iterator; if it is neither, the map is to blame.
  defp pairs_left(iterator, args) do
    try do
      rest(:maps.next(iterator))
    catch
      :error, _ -> :erlang.error({:badmap, iterator}, args)
    end
  end

  defp rest(:none), do: []
  defp rest({key, value, iterator}), do: [{key, value} | rest(:maps.next(iterator))]

  defp bad_map(map, args) when is_map(map), do: :erlang.error(:badarg, args)
  defp bad_map(map, args), do: :erlang.error({:badmap, map}, args)

  defp bad_call(fun, arity, map, args) when is_function(fun, arity), do: bad_map(map, args)
  defp bad_call(_, _, map, args) when is_map(map), do: :erlang.error(:badarg, args)
  defp bad_call(_, _, map, args), do: :erlang.error({:badmap, map}, args)

  defp bad_list(_, map, args) when is_map(map), do: :erlang.error(:badarg, args)
  defp bad_list(_, map, args), do: :erlang.error({:badmap, map}, args)

  defp bad_maps(_, _, a, b, args) when is_map(a) and is_map(b), do: :erlang.error(:badarg, args)
  defp bad_maps(_, _, a, b, args) when is_map(a), do: :erlang.error({:badmap, b}, args)
  defp bad_maps(_, _, a, _, args), do: :erlang.error({:badmap, a}, args)
end
