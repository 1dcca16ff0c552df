# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :sets do
  @moduledoc "Sets as maps with `[]` as values: what the reference makes with `[version: 2]`."

  def new, do: %{}
  def new(_options), do: %{}
  def from_list(list), do: :maps.from_keys(list, [])
  def from_list(list, _options), do: from_list(list)
  def to_list(set), do: :maps.keys(set)
  def is_set(term), do: is_map(term)
  def size(set), do: :erlang.map_size(set)
  def is_empty(set), do: :erlang.map_size(set) == 0
  def is_element(x, set), do: :maps.is_key(x, set)
  def add_element(x, set), do: :maps.put(x, [], set)
  def del_element(x, set), do: :maps.remove(x, set)
  def union(a, b), do: :maps.merge(a, b)
  def union(sets), do: :lists.foldl(&:maps.merge/2, %{}, sets)
  def intersection(a, b), do: :maps.intersect(a, b)
  def intersection([set | sets]), do: :lists.foldl(&:maps.intersect/2, set, sets)
  def is_disjoint(a, b), do: is_empty(intersection(a, b))
  def subtract(a, b), do: :maps.without(:maps.keys(b), a)
  def is_subset(a, b), do: :lists.all(fn x -> :maps.is_key(x, b) end, :maps.keys(a))
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, :maps.keys(set))
  def filter(fun, set), do: :maps.filter(fn x, _ -> fun.(x) end, set)
end
