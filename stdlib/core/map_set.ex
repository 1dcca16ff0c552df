# SPDX-License-Identifier: GPL-3.0-or-later
# map_set.ex - sets: the keys of a map.

defmodule MapSet do
  @moduledoc """
  Sets of any terms, compared with `===`.
  """

  defstruct map: %{}, version: 2

  @type value :: term
  @type t(value) :: %__MODULE__{map: %{optional(value) => []}}
  @type t :: t(term)

  @doc "An empty set."
  @spec new() :: t
  def new(), do: %MapSet{}

  @doc """
  A set of the elements of a collection.

      iex> MapSet.new([1, 2, 1])
      MapSet.new([1, 2])
  """
  @spec new(Enumerable.t()) :: t
  def new(enumerable)
  def new(%__MODULE__{} = map_set), do: map_set
  def new(enumerable), do: of_list(Enum.to_list(enumerable))

  @doc "A set of the values of `transform`."
  @spec new(Enumerable.t(), (term -> val)) :: t(val) when val: value
  def new(enumerable, transform) when is_function(transform, 1) do
    enumerable |> Enum.map(transform) |> of_list()
  end

  defp of_list(list), do: %MapSet{map: :maps.from_keys(list, [])}

  @doc "The set without `value`."
  @spec delete(t, value) :: t
  def delete(%MapSet{map: map} = map_set, value), do: %{map_set | map: :maps.remove(value, map)}

  @doc """
  The elements of the first that are not in the second.

      iex> MapSet.difference(MapSet.new([1, 2]), MapSet.new([2]))
      MapSet.new([1])
  """
  @spec difference(t, t) :: t
  def difference(%MapSet{map: map1} = map_set, %MapSet{map: map2}) do
    %{map_set | map: :maps.without(:maps.keys(map2), map1)}
  end

  @doc "The elements that are in one of both only."
  @spec symmetric_difference(t, t) :: t
  def symmetric_difference(%MapSet{} = map_set1, %MapSet{} = map_set2) do
    union(difference(map_set1, map_set2), difference(map_set2, map_set1))
  end

  @doc "Tells whether both have no element in common."
  @spec disjoint?(t, t) :: boolean
  def disjoint?(%MapSet{map: map1}, %MapSet{map: map2}) do
    {small, large} = if map_size(map1) <= map_size(map2), do: {map1, map2}, else: {map2, map1}
    not any_key?(:maps.keys(small), large)
  end

  defp any_key?([], _map), do: false
  defp any_key?([key | rest], map), do: :maps.is_key(key, map) or any_key?(rest, map)

  @doc "Tells whether both have the same elements."
  @spec equal?(t, t) :: boolean
  def equal?(%MapSet{map: map1, version: version}, %MapSet{map: map2, version: version}), do: map1 === map2

  def equal?(%MapSet{} = map_set1, %MapSet{} = map_set2) do
    size(map_set1) == size(map_set2) and subset?(map_set1, map_set2)
  end

  @doc "The elements that are in both."
  @spec intersection(t, t) :: t
  def intersection(%MapSet{map: map1} = map_set, %MapSet{map: map2}) do
    {small, large} = if map_size(map1) <= map_size(map2), do: {map1, map2}, else: {map2, map1}
    %{map_set | map: :maps.with(:maps.keys(small), large)}
  end

  @doc "Tells whether `value` is in the set."
  @spec member?(t, value) :: boolean
  def member?(%MapSet{map: map}, value), do: :erlang.is_map_key(value, map)

  @doc """
  The set with `value`.

      iex> MapSet.put(MapSet.new([1]), 2)
      MapSet.new([1, 2])
  """
  @spec put(t, value) :: t
  def put(%MapSet{map: map} = map_set, value), do: %{map_set | map: :maps.put(value, [], map)}

  @doc "The number of elements."
  @spec size(t) :: non_neg_integer
  def size(%MapSet{map: map}), do: map_size(map)

  @doc "Tells whether all elements of the first are in the second."
  @spec subset?(t, t) :: boolean
  def subset?(%MapSet{map: map1}, %MapSet{map: map2}) do
    map_size(map1) <= map_size(map2) and all_keys?(:maps.keys(map1), map2)
  end

  defp all_keys?([], _map), do: true
  defp all_keys?([key | rest], map), do: :maps.is_key(key, map) and all_keys?(rest, map)

  @doc "The elements as a list."
  @spec to_list(t(val)) :: [val] when val: value
  def to_list(%MapSet{map: map}), do: :maps.keys(map)

  @doc """
  The elements of both.

      iex> MapSet.union(MapSet.new([1]), MapSet.new([2]))
      MapSet.new([1, 2])
  """
  @spec union(t, t) :: t
  def union(map_set1, map_set2)
  def union(%MapSet{map: map1, version: version} = map_set, %MapSet{map: map2, version: version}) do
    %{map_set | map: :maps.merge(map1, map2)}
  end

  def union(%MapSet{map: map1}, %MapSet{map: map2}), do: of_list(:maps.keys(map1) ++ :maps.keys(map2))

  @doc "The elements for which `fun` is truthy."
  @spec filter(t(a), (a -> as_boolean(term))) :: t(a) when a: value
  def filter(%MapSet{map: map} = map_set, fun) when is_function(fun) do
    %{map_set | map: map |> :maps.keys() |> Enum.filter(fun) |> :maps.from_keys([])}
  end

  @doc "The elements for which `fun` is not truthy."
  @spec reject(t(a), (a -> as_boolean(term))) :: t(a) when a: value
  def reject(%MapSet{map: map} = map_set, fun) when is_function(fun) do
    %{map_set | map: map |> :maps.keys() |> Enum.reject(fun) |> :maps.from_keys([])}
  end
end
