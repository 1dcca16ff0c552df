# SPDX-License-Identifier: GPL-3.0-or-later
# map.ex - functions on maps. Most are the natives of :maps under Elixir's argument order.

defmodule Map do
  @moduledoc """
  Functions on maps, the key-value structure of choice.
  """

  @type key :: any
  @type value :: any

  @doc "All keys."
  @spec keys(map) :: [key]
  def keys(map), do: :maps.keys(map)

  @doc "All values."
  @spec values(map) :: [value]
  def values(map), do: :maps.values(map)

  @doc "All pairs as a list."
  @spec to_list(map) :: [{key, value}]
  def to_list(map), do: :maps.to_list(map)

  @doc "An empty map."
  @spec new() :: map
  def new(), do: %{}

  @doc """
  A map of the pairs in `enumerable`; the last of equal keys wins.

      iex> Map.new(a: 1, b: 2)
      %{a: 1, b: 2}
  """
  @spec new(Enumerable.t()) :: map
  def new(enumerable)
  def new(list) when is_list(list), do: :maps.from_list(list)
  def new(%{__struct__: _} = enumerable), do: enumerable |> Enum.to_list() |> :maps.from_list()
  def new(%{} = map), do: map
  def new(enumerable), do: enumerable |> Enum.to_list() |> :maps.from_list()

  @doc """
  A map of the pairs that `transform` gives.

      iex> Map.new([1, 2], &{&1, &1 * 2})
      %{1 => 2, 2 => 4}
  """
  @spec new(Enumerable.t(), (term -> {key, value})) :: map
  def new(enumerable, transform) when is_function(transform, 1) do
    enumerable |> Enum.map(transform) |> :maps.from_list()
  end

  @doc """
  A map from each of `keys` to `value`.

      iex> Map.from_keys([:a, :b], 0)
      %{a: 0, b: 0}
  """
  @spec from_keys([key], value) :: map
  def from_keys(keys, value), do: :maps.from_keys(keys, value)

  @doc "Tells whether `key` is in the map."
  @spec has_key?(map, key) :: boolean
  def has_key?(map, key), do: :maps.is_key(key, map)

  @doc """
  `{:ok, value}` of `key`, or `:error`.

      iex> Map.fetch(%{a: 1}, :b)
      :error
  """
  @spec fetch(map, key) :: {:ok, value} | :error
  def fetch(map, key), do: :maps.find(key, map)

  @doc "The value of `key`; raises `KeyError` if it is not there."
  @spec fetch!(map, key) :: value
  def fetch!(map, key), do: :maps.get(key, map)

  @doc """
  The value of `key`, or `default`.

      iex> Map.get(%{a: 1}, :b, 0)
      0
  """
  @spec get(map, key, value) :: value
  def get(map, key, default \\ nil)

  def get(%{} = map, key, default) do
    case map do
      %{^key => value} -> value
      _ -> default
    end
  end

  def get(map, _key, _default), do: bad_map(map)

  @doc "The value of `key`, or what `fun` gives."
  @spec get_lazy(map, key, (() -> value)) :: value
  def get_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => value} -> value
      %{} -> fun.()
      other -> bad_map(other)
    end
  end

  @doc """
  Puts `value` under `key`.

      iex> Map.put(%{a: 1}, :a, 2)
      %{a: 2}
  """
  @spec put(map, key, value) :: map
  def put(map, key, value), do: :maps.put(key, value, map)

  @doc "Puts `value` under `key` unless that is there."
  @spec put_new(map, key, value) :: map
  def put_new(map, key, value) do
    case map do
      %{^key => _} -> map
      %{} -> :maps.put(key, value, map)
      other -> bad_map(other)
    end
  end

  @doc "Puts what `fun` gives under `key` unless that is there."
  @spec put_new_lazy(map, key, (() -> value)) :: map
  def put_new_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => _} -> map
      %{} -> :maps.put(key, fun.(), map)
      other -> bad_map(other)
    end
  end

  @doc "Puts `value` under `key` if that is there."
  @spec replace(map, key, value) :: map
  def replace(map, key, value) do
    case map do
      %{^key => _} -> :maps.put(key, value, map)
      %{} -> map
      other -> bad_map(other)
    end
  end

  @doc "Puts `value` under `key`, which must be there."
  @spec replace!(map, key, value) :: map
  def replace!(map, key, value), do: :maps.update(key, value, map)

  @doc "Puts what `fun` gives for the value under `key` if that is there."
  @spec replace_lazy(map, key, (value -> value)) :: map
  def replace_lazy(map, key, fun) when is_map(map) and is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> map
    end
  end

  @doc """
  Updates the value of `key` with `fun`, or puts `default`.

      iex> Map.update(%{a: 1}, :a, 0, &(&1 + 1))
      %{a: 2}
  """
  @spec update(map, key, value, (value -> value)) :: map
  def update(map, key, default, fun) when is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> :maps.put(key, default, map)
      other -> bad_map(other)
    end
  end

  @doc "Updates the value of `key`, which must be there."
  @spec update!(map, key, (value -> value)) :: map
  def update!(map, key, fun) when is_function(fun, 1) do
    :maps.update(key, fun.(:maps.get(key, map)), map)
  end

  @doc "Takes the map without `key`."
  @spec delete(map, key) :: map
  def delete(map, key), do: :maps.remove(key, map)

  @doc """
  The map without `keys`.

      iex> Map.drop(%{a: 1, b: 2}, [:a])
      %{b: 2}
  """
  @spec drop(map, [key]) :: map
  def drop(map, keys)
  def drop(map, keys) when is_map(map) and is_list(keys), do: :maps.without(keys, map)
  def drop(map, keys) when is_map(map), do: :maps.without(Enum.to_list(keys), map)
  def drop(map, _keys), do: bad_map(map)

  @doc """
  The part of the map with `keys`.

      iex> Map.take(%{a: 1, b: 2}, [:a, :c])
      %{a: 1}
  """
  @spec take(map, [key]) :: map
  def take(map, keys)
  def take(map, keys) when is_map(map) and is_list(keys), do: :maps.with(keys, map)
  def take(map, keys) when is_map(map), do: :maps.with(Enum.to_list(keys), map)
  def take(map, _keys), do: bad_map(map)

  @doc "The part with `keys`, and the rest."
  @spec split(map, [key]) :: {map, map}
  def split(map, keys) when is_map(map) do
    taken = take(map, keys)
    {taken, :maps.without(:maps.keys(taken), map)}
  end

  def split(map, _keys), do: bad_map(map)

  @doc """
  The value of `key` and the map without it.

      iex> Map.pop(%{a: 1}, :a)
      {1, %{}}
  """
  @spec pop(map, key, value) :: {value, map}
  def pop(map, key, default \\ nil) do
    case :maps.take(key, map) do
      {_, _} = taken -> taken
      :error -> {default, map}
    end
  end

  @doc "The value of `key`, which must be there, and the map without it."
  @spec pop!(map, key) :: {value, map}
  def pop!(map, key) do
    case :maps.take(key, map) do
      {_, _} = taken -> taken
      :error -> raise KeyError, key: key, term: map
    end
  end

  @doc "The value of `key`, or what `fun` gives, and the map without it."
  @spec pop_lazy(map, key, (() -> value)) :: {value, map}
  def pop_lazy(map, key, fun) when is_function(fun, 0) do
    case :maps.take(key, map) do
      {_, _} = taken -> taken
      :error -> {fun.(), map}
    end
  end

  @doc """
  Gets a value and updates: `fun` gives `{get, new}` or `:pop`.

      iex> Map.get_and_update(%{a: 1}, :a, &{&1, &1 + 1})
      {1, %{a: 2}}
  """
  @spec get_and_update(map, key, (value | nil -> {current :: value, new :: value} | :pop)) :: {value, map}
  def get_and_update(map, key, fun) when is_function(fun, 1) do
    current = get(map, key)

    case fun.(current) do
      {get, update} -> {get, put(map, key, update)}
      :pop -> {current, delete(map, key)}
      other -> bad_update(other)
    end
  end

  @doc "Like `get_and_update/3`; `key` must be there."
  @spec get_and_update!(map, key, (value -> {current :: value, new :: value} | :pop)) :: {value, map}
  def get_and_update!(map, key, fun) when is_function(fun, 1) do
    current = fetch!(map, key)

    case fun.(current) do
      {get, update} -> {get, put(map, key, update)}
      :pop -> {current, delete(map, key)}
      other -> bad_update(other)
    end
  end

  @doc "The pairs of both; those of the second win."
  @spec merge(map, map) :: map
  def merge(map1, map2), do: :maps.merge(map1, map2)

  @doc """
  The pairs of both; `fun` decides between values of the same key.

      iex> Map.merge(%{a: 1}, %{a: 2}, fn _key, a, b -> a + b end)
      %{a: 3}
  """
  @spec merge(map, map, (key, value, value -> value)) :: map
  def merge(map1, map2, fun) when is_function(fun, 3), do: :maps.merge_with(fun, map1, map2)

  @doc "The pairs for which `fun` is truthy."
  @spec filter(map, ({key, value} -> as_boolean(term))) :: map
  def filter(map, fun) when is_map(map) do
    map |> :maps.to_list() |> Enum.filter(fun) |> :maps.from_list()
  end

  @doc "The pairs for which `fun` is not truthy."
  @spec reject(map, ({key, value} -> as_boolean(term))) :: map
  def reject(map, fun) when is_map(map) do
    map |> :maps.to_list() |> Enum.reject(fun) |> :maps.from_list()
  end

  @doc false
  def map(map, fun) when is_map(map), do: new(map, fn {key, value} -> {key, fun.({key, value})} end)

  @doc "The fields of a struct as a map."
  @spec from_struct(atom | struct) :: map
  def from_struct(struct)
  def from_struct(struct) when is_atom(struct), do: :maps.remove(:__struct__, struct.__struct__())
  def from_struct(%_{} = struct), do: :maps.remove(:__struct__, struct)

  @doc "Tells whether both maps are equal, `===`."
  @spec equal?(map, map) :: boolean
  def equal?(map1, map2)
  def equal?(%{} = map1, %{} = map2), do: map1 === map2
  def equal?(%{}, map2), do: bad_map(map2)
  def equal?(map1, _map2), do: bad_map(map1)

  @doc false
  def size(map), do: map_size(map)

  defp bad_map(term), do: :erlang.error({:badmap, term})

  defp bad_update(other) do
    raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
  end
end
