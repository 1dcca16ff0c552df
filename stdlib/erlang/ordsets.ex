# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :ordsets do
  @moduledoc "Sets as ordered lists."

  def new, do: []
  def from_list(list), do: :lists.usort(list)
  def to_list(set), do: set
  def is_set(term), do: is_list(term) and :lists.usort(term) == term
  def size(set), do: :erlang.length(set)
  def is_empty(set), do: set == []
  def is_element(x, set), do: :lists.any(fn y -> x == y end, set)
  def add_element(x, set), do: union([x], set)
  def del_element(x, set), do: :lists.filter(fn y -> x != y end, set)
  def union(a, b), do: :lists.umerge(a, b)
  def union(sets), do: :lists.umerge(sets)
  def intersection(a, b), do: :lists.filter(fn x -> is_element(x, b) end, a)
  def intersection([set | sets]), do: :lists.foldl(&intersection(&2, &1), set, sets)
  def is_disjoint(a, b), do: intersection(a, b) == []
  def subtract(a, b), do: :lists.filter(fn x -> not is_element(x, b) end, a)
  def is_subset(a, b), do: :lists.all(fn x -> is_element(x, b) end, a)
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, set)
  def filter(fun, set), do: :lists.filter(fun, set)
end
