# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :orddict do
  @moduledoc "Dictionaries as ordered lists of pairs."

  def new, do: []
  def from_list(list), do: :lists.foldl(fn {k, v}, dict -> store(k, v, dict) end, [], list)
  def to_list(dict), do: dict
  def size(dict), do: :erlang.length(dict)
  def is_empty(dict), do: dict == []
  def is_key(key, dict), do: :lists.keymember(key, 1, dict)

  def find(key, dict) do
    case :lists.keyfind(key, 1, dict) do
      {_, value} -> {:ok, value}
      false -> :error
    end
  end

  def fetch(key, dict) do
    {_, value} = :lists.keyfind(key, 1, dict)
    value
  end

  def fetch_keys(dict), do: :lists.map(fn {key, _} -> key end, dict)
  def store(key, value, dict), do: :lists.ukeymerge(1, [{key, value}], erase(key, dict))
  def erase(key, dict), do: :lists.keydelete(key, 1, dict)
  def map(fun, dict), do: :lists.map(fn {k, v} -> {k, fun.(k, v)} end, dict)
  def fold(fun, acc, dict), do: :lists.foldl(fn {k, v}, acc -> fun.(k, v, acc) end, acc, dict)
  def filter(fun, dict), do: :lists.filter(fn {k, v} -> fun.(k, v) end, dict)
  def update(key, fun, dict), do: store(key, fun.(fetch(key, dict)), dict)

  def update(key, fun, initial, dict) do
    case find(key, dict) do
      {:ok, value} -> store(key, fun.(value), dict)
      :error -> store(key, initial, dict)
    end
  end

  def append(key, value, dict), do: update(key, fn list -> :erlang.++(list, [value]) end, [value], dict)
  def append_list(key, values, dict), do: update(key, fn list -> :erlang.++(list, values) end, values, dict)
  def update_counter(key, n, dict), do: update(key, fn value -> value + n end, n, dict)
end
