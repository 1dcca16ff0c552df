# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :proplists do
  @moduledoc "Lists of properties: `{key, value}`, or an atom for `{atom, true}`."

  def property({key, true}) when is_atom(key), do: key
  def property(property), do: property
  def property(key, true) when is_atom(key), do: key
  def property(key, value), do: {key, value}

  def get_value(key, list), do: get_value(key, list, :undefined)

  def get_value(key, [property | rest], default) do
    case property do
      ^key when is_atom(key) -> true
      {^key, value} -> value
      tuple when is_tuple(tuple) and tuple_size(tuple) >= 1 and :erlang.element(1, tuple) === key -> odd(tuple, default)
      _ -> get_value(key, rest, default)
    end
  end

  def get_value(_, [], default), do: default

  # {key, a, b} hides later entries but has no value.
  defp odd(_, default), do: default

  def get_bool(key, list), do: get_value(key, list) === true

  def get_all_values(key, [property | rest]) do
    case property do
      ^key when is_atom(key) -> [true | get_all_values(key, rest)]
      {^key, value} -> [value | get_all_values(key, rest)]
      _ -> get_all_values(key, rest)
    end
  end

  def get_all_values(_, []), do: []

  def append_values(key, list), do: append_all(get_all_values(key, list))

  defp append_all([value | rest]) when is_list(value), do: :erlang.++(value, append_all(rest))
  defp append_all([value | rest]), do: [value | append_all(rest)]
  defp append_all([]), do: []

  def lookup(key, [property | rest]) do
    case key_of(property) do
      {:ok, ^key} -> entry(property)
      _ -> lookup(key, rest)
    end
  end

  def lookup(_, []), do: :none

  def lookup_all(key, list), do: :lists.map(&entry/1, :lists.filter(fn p -> key_of(p) === {:ok, key} end, list))

  def is_defined(key, list), do: :lists.any(fn p -> key_of(p) === {:ok, key} end, list)
  def delete(key, list), do: :lists.filter(fn p -> key_of(p) !== {:ok, key} end, list)

  defp key_of(atom) when is_atom(atom), do: {:ok, atom}
  defp key_of(tuple) when is_tuple(tuple) and tuple_size(tuple) >= 1, do: {:ok, :erlang.element(1, tuple)}
  defp key_of(_), do: :none

  defp entry(atom) when is_atom(atom), do: {atom, true}
  defp entry(tuple), do: tuple

  def get_keys(list), do: :maps.keys(keys(list, %{}))

  defp keys([property | rest], map) do
    case key_of(property) do
      {:ok, key} -> keys(rest, :maps.put(key, true, map))
      :none -> keys(rest, map)
    end
  end

  defp keys([], map), do: map

  def unfold(list), do: :lists.map(fn p -> if is_atom(p), do: {p, true}, else: p end, list)
  def compact(list), do: :lists.map(&property/1, list)

  def from_map(map), do: :maps.to_list(map)
  def to_map(list), do: to_map_first(list, %{})

  # The first entry of a key counts.
  defp to_map_first([property | rest], map) do
    case property do
      {key, value} -> to_map_first(rest, put_new(key, value, map))
      atom when is_atom(atom) -> to_map_first(rest, put_new(atom, true, map))
      _ -> to_map_first(rest, map)
    end
  end

  defp to_map_first([], map), do: map

  defp put_new(key, _, map) when is_map_key(map, key), do: map
  defp put_new(key, value, map), do: :maps.put(key, value, map)

  def to_map(list, stages), do: to_map(normalize(list, stages))

  def split(list, keys) do
    {groups, rest} = :lists.foldl(&split_one(&1, &2, keys), {%{}, []}, list)
    {:lists.map(fn key -> :lists.reverse(:maps.get(key, groups, [])) end, keys), :lists.reverse(rest)}
  end

  defp split_one(property, {groups, rest}, keys) do
    with {:ok, key} <- key_of(property), true <- :lists.member(key, keys) do
      {:maps.put(key, [property | :maps.get(key, groups, [])], groups), rest}
    else
      :none -> {groups, rest}
      false -> {groups, [property | rest]}
    end
  end

  def substitute_aliases(aliases, list), do: :lists.map(&rename(&1, aliases), list)

  defp rename(property, aliases) do
    with {:ok, key} <- key_of(property), {_, new} <- :lists.keyfind(key, 1, aliases) do
      if is_atom(property), do: property(new, true), else: property(:erlang.setelement(1, property, new))
    else
      _ -> property
    end
  end

  def substitute_negations(negations, list), do: :lists.map(&negate(&1, negations), list)

  defp negate(property, negations) do
    with {:ok, key} <- key_of(property), {_, new} <- :lists.keyfind(key, 1, negations) do
      case entry(property) do
        {_, true} -> property(new, false)
        {_, false} -> property(new, true)
        _ -> property
      end
    else
      _ -> property
    end
  end

  def expand(expansions, list), do: :lists.flatmap(&expand_one(&1, expansions), list)

  defp expand_one(property, expansions) do
    case :lists.search(fn {from, _} -> property(from) === property(property) end, expansions) do
      {:value, {_, to}} -> to
      false -> [property]
    end
  end

  def normalize(list, stages), do: :lists.foldl(&stage/2, list, stages)

  defp stage({:aliases, aliases}, list), do: substitute_aliases(aliases, list)
  defp stage({:negations, negations}, list), do: substitute_negations(negations, list)
  defp stage({:expand, expansions}, list), do: expand(expansions, list)
end
