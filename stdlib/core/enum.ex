# SPDX-License-Identifier: GPL-3.0-or-later
# enum.ex - algorithms on anything enumerable.
#
# Lists come first everywhere, by direct recursion; what else there is goes through `fold/3`, which knows ranges and
# maps and asks the Enumerable protocol for the rest. What may stop early uses `fold_while/3`.

defmodule Enum do
  @moduledoc """
  Algorithms on collections: everything that implements `Enumerable`.

  All functions here are eager; `Stream` has lazy ones.
  """

  @type t :: Enumerable.t()
  @type acc :: any
  @type element :: any
  @type index :: integer
  @type default :: any

  # --- predicates -----------------------------------------------------------------------------------------------

  @doc """
  Tells whether all elements are truthy.

      iex> Enum.all?([1, 2, true])
      true
      iex> Enum.all?([1, nil])
      false
  """
  @spec all?(t) :: boolean
  def all?(enumerable) when is_list(enumerable), do: all_in_list?(enumerable)
  def all?(enumerable), do: all?(enumerable, fn element -> element end)

  @doc """
  Tells whether `fun` gives a truthy value for every element.

      iex> Enum.all?([2, 4], &(rem(&1, 2) == 0))
      true
  """
  @spec all?(t, (element -> as_boolean(term))) :: boolean
  def all?(enumerable, fun) when is_list(enumerable), do: all_in_list?(enumerable, fun)

  def all?(enumerable, fun) do
    fold_while(enumerable, true, fn element, _acc ->
      if fun.(element), do: {:cont, true}, else: {:halt, false}
    end)
  end

  @doc """
  Tells whether some element is truthy.

      iex> Enum.any?([nil, false])
      false
  """
  @spec any?(t) :: boolean
  def any?(enumerable) when is_list(enumerable), do: any_in_list?(enumerable)
  def any?(enumerable), do: any?(enumerable, fn element -> element end)

  @doc """
  Tells whether `fun` gives a truthy value for some element.

      iex> Enum.any?([1, 2], &(&1 > 1))
      true
  """
  @spec any?(t, (element -> as_boolean(term))) :: boolean
  def any?(enumerable, fun) when is_list(enumerable), do: any_in_list?(enumerable, fun)

  def any?(enumerable, fun) do
    fold_while(enumerable, false, fn element, _acc ->
      if fun.(element), do: {:halt, true}, else: {:cont, false}
    end)
  end

  @doc """
  Tells whether there is no element.

      iex> Enum.empty?([])
      true
  """
  @spec empty?(t) :: boolean
  def empty?(enumerable) when is_list(enumerable), do: enumerable == []

  def empty?(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, size, _fun} -> size == 0
      {:error, _module} -> fold_while(enumerable, true, fn _element, _acc -> {:halt, false} end)
    end
  end

  @doc """
  Tells whether `element` is in the collection, compared with `===`.

      iex> Enum.member?(1..10, 5)
      true
  """
  @spec member?(t, element) :: boolean
  def member?(enumerable, element) when is_list(enumerable) do
    :lists.member(element, enumerable)
  end

  def member?(enumerable, element) do
    case Enumerable.member?(enumerable, element) do
      {:ok, found} -> found
      {:error, module} -> member_by_fold?(module, enumerable, element)
    end
  end

  # --- one element ----------------------------------------------------------------------------------------------

  @doc """
  The element at `index` (from the end when negative), or `default`.

      iex> Enum.at([2, 4, 6], -1)
      6
  """
  @spec at(t, index, default) :: element | default
  def at(enumerable, index, default \\ nil) when is_integer(index) do
    case slice_one(enumerable, index) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc """
  `{:ok, element}` at `index`, or `:error`.

      iex> Enum.fetch([2, 4, 6], 7)
      :error
  """
  @spec fetch(t, index) :: {:ok, element} | :error
  def fetch(enumerable, index) when is_integer(index), do: slice_one(enumerable, index)

  @doc """
  The element at `index`; raises `Enum.OutOfBoundsError` if there is none.

      iex> Enum.fetch!([2, 4, 6], 0)
      2
  """
  @spec fetch!(t, index) :: element
  def fetch!(enumerable, index) when is_integer(index) do
    case slice_one(enumerable, index) do
      {:ok, value} -> value
      :error -> raise Enum.OutOfBoundsError
    end
  end

  @doc """
  The first element for which `fun` is truthy, or `default`.

      iex> Enum.find([2, 3, 4], &(rem(&1, 2) == 1))
      3
  """
  @spec find(t, default, (element -> any)) :: element | default
  def find(enumerable, default \\ nil, fun)

  def find(enumerable, default, fun) when is_list(enumerable) do
    find_in_list(enumerable, default, fun)
  end

  def find(enumerable, default, fun) do
    fold_while(enumerable, default, fn element, acc ->
      if fun.(element), do: {:halt, element}, else: {:cont, acc}
    end)
  end

  @doc """
  The position of the first element for which `fun` is truthy, or `nil`.

      iex> Enum.find_index([2, 3, 4], &(&1 > 2))
      1
  """
  @spec find_index(t, (element -> any)) :: non_neg_integer | nil
  def find_index(enumerable, fun) when is_list(enumerable) do
    find_index_in_list(enumerable, 0, fun)
  end

  def find_index(enumerable, fun) do
    found =
      fold_while(enumerable, {:not_found, 0}, fn element, {_tag, index} ->
        if fun.(element), do: {:halt, {:found, index}}, else: {:cont, {:not_found, index + 1}}
      end)

    case found do
      {:found, index} -> index
      {:not_found, _index} -> nil
    end
  end

  @doc """
  The first truthy value that `fun` gives, or `default`.

      iex> Enum.find_value([2, 3, 4], fn x -> if x > 2, do: x * x end)
      9
  """
  @spec find_value(t, any, (element -> any)) :: any | nil
  def find_value(enumerable, default \\ nil, fun)

  def find_value(enumerable, default, fun) when is_list(enumerable) do
    find_value_in_list(enumerable, default, fun)
  end

  def find_value(enumerable, default, fun) do
    fold_while(enumerable, default, fn element, acc ->
      value = fun.(element)
      if value, do: {:halt, value}, else: {:cont, acc}
    end)
  end

  @doc "A random element; raises `Enum.EmptyError` if there is none."
  @spec random(t) :: element
  def random(first.._last//step = range) do
    case Range.size(range) do
      0 -> raise Enum.EmptyError
      size -> first + random_count(size) * step
    end
  end

  def random(enumerable) when is_list(enumerable) do
    case length(enumerable) do
      0 -> raise Enum.EmptyError
      size -> hd(drop_from_list(enumerable, random_count(size)))
    end
  end

  def random(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, 0, _fun} -> raise Enum.EmptyError
      {:ok, size, fun} -> hd(slice_with(enumerable, fun, random_count(size), 1, 1, size))
      {:error, _module} -> random_by_sampling(enumerable)
    end
  end

  # --- counting, sums, extremes -----------------------------------------------------------------------------------

  @doc """
  The number of elements.

      iex> Enum.count(1..3)
      3
  """
  @spec count(t) :: non_neg_integer
  def count(enumerable) when is_list(enumerable), do: :erlang.length(enumerable)

  def count(enumerable) do
    case Enumerable.count(enumerable) do
      {:ok, count} -> count
      {:error, module} -> count_by_fold(module, enumerable)
    end
  end

  @doc """
  The number of elements for which `fun` is truthy.

      iex> Enum.count(1..5, &(&1 > 2))
      3
  """
  @spec count(t, (element -> as_boolean(term))) :: non_neg_integer
  def count(enumerable, fun) do
    fold(enumerable, 0, fn element, count -> if fun.(element), do: count + 1, else: count end)
  end

  @doc """
  Counts, but not beyond `limit`.

      iex> Enum.count_until(1..20, 5)
      5
  """
  @spec count_until(t, pos_integer) :: non_neg_integer
  def count_until(enumerable, limit) when is_integer(limit) and limit > 0 do
    stop_at = limit - 1

    case enumerable do
      list when is_list(list) -> count_list_until(list, limit, 0)
      _ -> count_other_until(enumerable, limit, stop_at)
    end
  end

  @doc """
  Counts the elements for which `fun` is truthy, but not beyond `limit`.

      iex> Enum.count_until(1..20, &(rem(&1, 2) == 0), 7)
      7
  """
  @spec count_until(t, (element -> as_boolean(term)), pos_integer) :: non_neg_integer
  def count_until(enumerable, fun, limit) when is_integer(limit) and limit > 0 do
    fold_while(enumerable, 0, fn element, count ->
      cond do
        !fun.(element) -> {:cont, count}
        count + 1 == limit -> {:halt, limit}
        true -> {:cont, count + 1}
      end
    end)
  end

  @doc """
  How often each element occurs.

      iex> Enum.frequencies(~w(a b a))
      %{"a" => 2, "b" => 1}
  """
  @spec frequencies(t) :: map
  def frequencies(enumerable), do: frequencies_by(enumerable, fn element -> element end)

  @doc """
  How often each value of `key_fun` occurs.

      iex> Enum.frequencies_by(~w(a B b), &String.upcase/1)
      %{"A" => 1, "B" => 2}
  """
  @spec frequencies_by(t, (element -> any)) :: map
  def frequencies_by(enumerable, key_fun) when is_function(key_fun) do
    fold(enumerable, %{}, fn element, acc ->
      key = key_fun.(element)

      case acc do
        %{^key => count} -> %{acc | key => count + 1}
        _ -> :maps.put(key, 1, acc)
      end
    end)
  end

  @doc """
  The sum of the elements.

      iex> Enum.sum(1..10)
      55
  """
  @spec sum(t) :: number
  def sum(first..last//step = range) do
    size = Range.size(range)
    last = if size == 0, do: last, else: first + (size - 1) * step
    if size == 0, do: 0, else: div(size * (first + last), 2)
  end

  def sum(enumerable) when is_list(enumerable), do: sum_list(enumerable, 0)
  def sum(enumerable), do: fold(enumerable, 0, fn element, acc -> acc + element end)

  @doc """
  The product of the elements.

      iex> Enum.product([2, 3, 4])
      24
  """
  @spec product(t) :: number
  def product(enumerable) when is_list(enumerable), do: product_list(enumerable, 1)
  def product(enumerable), do: fold(enumerable, 1, fn element, acc -> acc * element end)

  @doc """
  The greatest element, the first of equal ones. `sorter` is a function like `&>=/2`, or a module with `compare/2`.

      iex> Enum.max([1, 3, 2])
      3
      iex> Enum.max([], fn -> 0 end)
      0
  """
  @spec max(t, (element, element -> boolean) | module, (() -> any)) :: element | any
  def max(enumerable, sorter \\ &>=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def max(enumerable, empty_fallback, _unused) when is_function(empty_fallback, 0) do
    best(enumerable, &>=/2, empty_fallback)
  end

  def max(enumerable, sorter, empty_fallback) do
    best(enumerable, max_sorter(sorter), empty_fallback)
  end

  @doc """
  The element with the greatest value of `fun`.

      iex> Enum.max_by(["a", "aaa", "aa"], &String.length/1)
      "aaa"
  """
  @spec max_by(t, (element -> any), (any, any -> boolean) | module, (() -> any)) :: element | any
  def max_by(enumerable, fun, sorter \\ &>=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def max_by(enumerable, fun, empty_fallback, _unused)
      when is_function(fun, 1) and is_function(empty_fallback, 0) do
    best_by(enumerable, fun, &>=/2, empty_fallback)
  end

  def max_by(enumerable, fun, sorter, empty_fallback) when is_function(fun, 1) do
    best_by(enumerable, fun, max_sorter(sorter), empty_fallback)
  end

  @doc """
  The least element, the first of equal ones.

      iex> Enum.min([3, 1, 2])
      1
  """
  @spec min(t, (element, element -> boolean) | module, (() -> any)) :: element | any
  def min(enumerable, sorter \\ &<=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def min(enumerable, empty_fallback, _unused) when is_function(empty_fallback, 0) do
    best(enumerable, &<=/2, empty_fallback)
  end

  def min(enumerable, sorter, empty_fallback) do
    best(enumerable, min_sorter(sorter), empty_fallback)
  end

  @doc """
  The element with the least value of `fun`.

      iex> Enum.min_by(["aa", "a", "aaa"], &String.length/1)
      "a"
  """
  @spec min_by(t, (element -> any), (any, any -> boolean) | module, (() -> any)) :: element | any
  def min_by(enumerable, fun, sorter \\ &<=/2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def min_by(enumerable, fun, empty_fallback, _unused)
      when is_function(fun, 1) and is_function(empty_fallback, 0) do
    best_by(enumerable, fun, &<=/2, empty_fallback)
  end

  def min_by(enumerable, fun, sorter, empty_fallback) when is_function(fun, 1) do
    best_by(enumerable, fun, min_sorter(sorter), empty_fallback)
  end

  @doc """
  The least and the greatest element.

      iex> Enum.min_max([2, 3, 1])
      {1, 3}
  """
  @spec min_max(t, (() -> any)) :: {element, element} | any
  def min_max(enumerable, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def min_max(first.._last//step = range, empty_fallback) when is_function(empty_fallback, 0) do
    case Range.size(range) do
      0 -> empty_fallback.()
      size when step > 0 -> {first, first + (size - 1) * step}
      size -> {first + (size - 1) * step, first}
    end
  end

  def min_max(enumerable, empty_fallback) when is_function(empty_fallback, 0) do
    acc =
      fold(enumerable, :empty, fn
        element, {least, greatest} -> {Kernel.min(element, least), Kernel.max(greatest, element)}
        element, :empty -> {element, element}
      end)

    if acc == :empty, do: empty_fallback.(), else: acc
  end

  @doc """
  The elements with the least and the greatest value of `fun`.

      iex> Enum.min_max_by(["aaa", "bb", "c"], &String.length/1)
      {"c", "aaa"}
  """
  @spec min_max_by(t, (element -> any), (any, any -> boolean) | module, (() -> any)) ::
          {element, element} | any
  def min_max_by(enumerable, fun, sorter_or_fallback \\ &</2, empty_fallback \\ fn -> raise Enum.EmptyError end)

  def min_max_by(enumerable, fun, empty_fallback, _unused)
      when is_function(fun, 1) and is_function(empty_fallback, 0) do
    extremes_by(enumerable, fun, &</2, empty_fallback)
  end

  def min_max_by(enumerable, fun, sorter, empty_fallback)
      when is_function(fun, 1) and is_atom(sorter) and is_function(empty_fallback, 0) do
    extremes_by(enumerable, fun, fn a, b -> sorter.compare(a, b) == :lt end, empty_fallback)
  end

  def min_max_by(enumerable, fun, sorter, empty_fallback)
      when is_function(fun, 1) and is_function(sorter, 2) and is_function(empty_fallback, 0) do
    extremes_by(enumerable, fun, sorter, empty_fallback)
  end

  # --- mapping and filtering --------------------------------------------------------------------------------------

  @doc """
  The values of `fun` for all elements.

      iex> Enum.map(1..3, &(&1 * 2))
      [2, 4, 6]
  """
  @spec map(t, (element -> any)) :: list
  def map(enumerable, fun)
  def map(enumerable, fun) when is_list(enumerable), do: map_list(enumerable, fun)

  def map(first..last//step, fun) do
    map_range(first, last, step, fun)
  end

  def map(enumerable, fun) do
    enumerable |> fold([], fn element, acc -> [fun.(element) | acc] end) |> :lists.reverse()
  end

  @doc """
  Calls `fun` for every element; returns `:ok`.

      iex> Enum.each([], &IO.puts/1)
      :ok
  """
  @spec each(t, (element -> any)) :: :ok
  def each(enumerable, fun) when is_list(enumerable), do: each_in_list(enumerable, fun)

  def each(enumerable, fun) do
    fold(enumerable, nil, fn element, _acc ->
      fun.(element)
      nil
    end)

    :ok
  end

  @doc """
  The elements for which `fun` is truthy.

      iex> Enum.filter(1..4, &(rem(&1, 2) == 0))
      [2, 4]
  """
  @spec filter(t, (element -> as_boolean(term))) :: list
  def filter(enumerable, fun) when is_list(enumerable), do: filter_list(enumerable, fun)

  def filter(enumerable, fun) do
    enumerable
    |> fold([], fn element, acc -> if fun.(element), do: [element | acc], else: acc end)
    |> :lists.reverse()
  end

  @doc false
  def filter_map(enumerable, filter, mapper), do: enumerable |> filter(filter) |> map(mapper)

  @doc """
  The elements for which `fun` is `false` or `nil`.

      iex> Enum.reject(1..4, &(rem(&1, 2) == 0))
      [1, 3]
  """
  @spec reject(t, (element -> as_boolean(term))) :: list
  def reject(enumerable, fun) when is_list(enumerable), do: reject_list(enumerable, fun)

  def reject(enumerable, fun) do
    enumerable
    |> fold([], fn element, acc -> if fun.(element), do: acc, else: [element | acc] end)
    |> :lists.reverse()
  end

  @doc """
  The elements of all collections that `fun` gives.

      iex> Enum.flat_map([1, 2], &[&1, &1])
      [1, 1, 2, 2]
  """
  @spec flat_map(t, (element -> t)) :: list
  def flat_map(enumerable, fun) when is_list(enumerable), do: flat_map_list(enumerable, fun)

  def flat_map(enumerable, fun) do
    enumerable
    |> fold([], fn element, acc ->
      case fun.(element) do
        list when is_list(list) -> :lists.reverse(list, acc)
        other -> fold(other, acc, fn inner, inner_acc -> [inner | inner_acc] end)
      end
    end)
    |> :lists.reverse()
  end

  @doc """
  Flat-maps with an accumulator; `fun` gives `{collection, acc}` or `{:halt, acc}`.

      iex> Enum.flat_map_reduce(1..9, 0, fn i, acc -> if acc < 3, do: {[i], acc + 1}, else: {:halt, acc} end)
      {[1, 2, 3], 3}
  """
  @spec flat_map_reduce(t, acc, (element, acc -> {t, acc} | {:halt, acc})) :: {[any], acc}
  def flat_map_reduce(enumerable, acc, fun) do
    {reversed, acc} =
      fold_while(enumerable, {[], acc}, fn element, {list, acc} ->
        case fun.(element, acc) do
          {:halt, acc} -> {:halt, {list, acc}}
          {[], acc} -> {:cont, {list, acc}}
          {[single], acc} -> {:cont, {[single | list], acc}}
          {inner, acc} -> {:cont, {fold(inner, list, &[&1 | &2]), acc}}
        end
      end)

    {:lists.reverse(reversed), acc}
  end

  @doc """
  Maps every `nth` element, from the first on, and leaves the others.

      iex> Enum.map_every(1..5, 2, &(&1 * 10))
      [10, 2, 30, 4, 50]
  """
  @spec map_every(t, non_neg_integer, (element -> any)) :: list
  def map_every(enumerable, 1, fun), do: map(enumerable, fun)
  def map_every(enumerable, 0, _fun), do: to_list(enumerable)
  def map_every([], nth, _fun) when is_integer(nth) and nth > 1, do: []

  def map_every(enumerable, nth, fun) when is_integer(nth) and nth > 1 do
    enumerable |> to_list() |> map_each_nth(0, nth - 1, fun)
  end

  @doc """
  Maps, with `separator` between the results.

      iex> Enum.map_intersperse([1, 2], :a, &(&1 * 2))
      [2, :a, 4]
  """
  @spec map_intersperse(t, separator :: any, (element -> any)) :: list
  def map_intersperse(enumerable, separator, mapper) do
    enumerable |> to_list() |> map_intersperse_list(separator, mapper)
  end

  @doc """
  Maps with an accumulator.

      iex> Enum.map_reduce([1, 2, 3], 0, fn x, acc -> {x * 2, x + acc} end)
      {[2, 4, 6], 6}
  """
  @spec map_reduce(t, acc, (element, acc -> {element, acc})) :: {list, acc}
  def map_reduce(enumerable, acc, fun) when is_list(enumerable) do
    map_reduce_list(enumerable, acc, fun)
  end

  def map_reduce(enumerable, acc, fun) do
    {reversed, acc} =
      fold(enumerable, {[], acc}, fn element, {list, acc} ->
        {value, acc} = fun.(element, acc)
        {[value | list], acc}
      end)

    {:lists.reverse(reversed), acc}
  end

  @doc """
  Running results of `fun`, starting with the first element.

      iex> Enum.scan(1..4, &+/2)
      [1, 3, 6, 10]
  """
  @spec scan(t, (element, any -> any)) :: list
  def scan(enumerable, fun) do
    case to_list(enumerable) do
      [] -> []
      [first | rest] -> [first | scan_list(rest, first, fun)]
    end
  end

  @doc """
  Running results of `fun`, starting with `acc`.

      iex> Enum.scan(1..3, 10, &+/2)
      [11, 13, 16]
  """
  @spec scan(t, any, (element, any -> any)) :: list
  def scan(enumerable, acc, fun), do: enumerable |> to_list() |> scan_list(acc, fun)

  @doc """
  Pairs the elements with indexes from an offset, or maps with a function of element and index.

      iex> Enum.with_index([:a, :b], 1)
      [a: 1, b: 2]
  """
  @spec with_index(t, integer | (element, index -> any)) :: list
  def with_index(enumerable, fun_or_offset \\ 0)

  def with_index(enumerable, offset) when is_integer(offset) do
    enumerable |> to_list() |> index_list(offset)
  end

  def with_index(enumerable, fun) when is_function(fun, 2) do
    enumerable |> to_list() |> index_list(0, fun)
  end

  # --- reducing -----------------------------------------------------------------------------------------------------

  @doc """
  Folds with the first element as accumulator; raises `Enum.EmptyError` if there is none.

      iex> Enum.reduce([1, 2, 3], &*/2)
      6
  """
  @spec reduce(t, (element, acc -> acc)) :: acc
  def reduce(enumerable, fun)
  def reduce([first | rest], fun), do: fold_list(rest, first, fun)
  def reduce([], _fun), do: raise(Enum.EmptyError)

  def reduce(enumerable, fun) do
    acc =
      fold(enumerable, :first, fn
        element, :first -> {:acc, element}
        element, {:acc, acc} -> {:acc, fun.(element, acc)}
      end)

    case acc do
      :first -> raise Enum.EmptyError
      {:acc, acc} -> acc
    end
  end

  @doc """
  Folds the elements into `acc`.

      iex> Enum.reduce([1, 2, 3], 0, &+/2)
      6
  """
  @spec reduce(t, acc, (element, acc -> acc)) :: acc
  def reduce(enumerable, acc, fun) when is_list(enumerable), do: fold_list(enumerable, acc, fun)
  def reduce(enumerable, acc, fun), do: fold(enumerable, acc, fun)

  @doc """
  Folds until `fun` gives `{:halt, acc}` instead of `{:cont, acc}`.

      iex> Enum.reduce_while(1..100, 0, fn x, acc -> if x < 5, do: {:cont, acc + x}, else: {:halt, acc} end)
      10
  """
  @spec reduce_while(t, any, (element, any -> {:cont, any} | {:halt, any})) :: any
  def reduce_while(enumerable, acc, fun), do: fold_while(enumerable, acc, fun)

  # --- building -----------------------------------------------------------------------------------------------------

  @doc """
  The elements as a list.

      iex> Enum.to_list(1..3)
      [1, 2, 3]
  """
  @spec to_list(t) :: [element]
  def to_list(enumerable) when is_list(enumerable), do: enumerable
  def to_list(%{__struct__: _} = enumerable), do: reverse(enumerable) |> :lists.reverse()
  def to_list(%{} = enumerable), do: :maps.to_list(enumerable)
  def to_list(enumerable), do: reverse(enumerable) |> :lists.reverse()

  @doc """
  The elements in reverse.

      iex> Enum.reverse(1..3)
      [3, 2, 1]
  """
  @spec reverse(t) :: list
  def reverse(enumerable)
  def reverse([]), do: []
  def reverse([_] = list), do: list
  def reverse([first, second]), do: [second, first]
  def reverse(list) when is_list(list), do: :lists.reverse(list)
  def reverse(enumerable), do: fold(enumerable, [], &[&1 | &2])

  @doc """
  The elements in reverse, in front of `tail`.

      iex> Enum.reverse([1, 2, 3], [4])
      [3, 2, 1, 4]
  """
  @spec reverse(t, t) :: list
  def reverse(enumerable, tail) when is_list(enumerable), do: :lists.reverse(enumerable, to_list(tail))
  def reverse(enumerable, tail), do: fold(enumerable, to_list(tail), &[&1 | &2])

  @doc """
  Puts the elements into a collection.

      iex> Enum.into([a: 1], %{b: 2})
      %{a: 1, b: 2}
  """
  @spec into(t, Collectable.t()) :: Collectable.t()
  def into(enumerable, collectable)
  def into(enumerable, []), do: to_list(enumerable)

  def into(%{__struct__: _} = enumerable, collectable), do: into_any(enumerable, collectable)
  def into(enumerable, %{__struct__: _} = collectable), do: into_any(enumerable, collectable)
  def into(%{} = enumerable, %{} = collectable), do: :maps.merge(collectable, enumerable)

  def into(enumerable, %{} = collectable) when is_list(enumerable) do
    :maps.merge(collectable, :maps.from_list(enumerable))
  end

  def into(enumerable, %{} = collectable) do
    fold(enumerable, collectable, fn {key, value}, acc -> :maps.put(key, value, acc) end)
  end

  def into(enumerable, collectable), do: into_any(enumerable, collectable)

  @doc """
  Puts the values of `transform` into a collection.

      iex> Enum.into([1, 2], %{}, &{&1, &1})
      %{1 => 1, 2 => 2}
  """
  @spec into(t, Collectable.t(), (term -> term)) :: Collectable.t()
  def into(enumerable, [], transform), do: map(enumerable, transform)

  def into(enumerable, %{__struct__: _} = collectable, transform) do
    into_any(enumerable, collectable, transform)
  end

  def into(enumerable, %{} = collectable, transform) do
    fold(enumerable, collectable, fn element, acc ->
      {key, value} = transform.(element)
      :maps.put(key, value, acc)
    end)
  end

  def into(enumerable, collectable, transform), do: into_any(enumerable, collectable, transform)

  @doc """
  One list of the elements of all collections in `enumerables`.

      iex> Enum.concat([1..2, [3]])
      [1, 2, 3]
  """
  @spec concat(t) :: t
  def concat(enumerables)
  def concat(list) when is_list(list), do: concat_list(list)
  def concat(enumerables), do: enumerables |> to_list() |> concat_list()

  @doc """
  One list of the elements of both.

      iex> Enum.concat(1..2, [3])
      [1, 2, 3]
  """
  @spec concat(t, t) :: t
  def concat(left, right) when is_list(left) and is_list(right), do: left ++ right
  def concat(left, right), do: concat_list([left, right])

  @doc """
  The elements as text, with `joiner` in between.

      iex> Enum.join([1, 2, 3], " = ")
      "1 = 2 = 3"
  """
  @spec join(t, String.t()) :: String.t()
  def join(enumerable, joiner \\ "")

  def join(enumerable, "") do
    enumerable |> map(&entry_to_iodata/1) |> IO.iodata_to_binary()
  end

  def join(enumerable, joiner) when is_binary(joiner) do
    enumerable |> map_intersperse(joiner, &entry_to_iodata/1) |> IO.iodata_to_binary()
  end

  @doc """
  The values of `mapper` as text, with `joiner` in between.

      iex> Enum.map_join([1, 2], ",", &(&1 * 2))
      "2,4"
  """
  @spec map_join(t, String.t(), (element -> String.Chars.t())) :: String.t()
  def map_join(enumerable, joiner \\ "", mapper) when is_binary(joiner) do
    enumerable
    |> map_intersperse(joiner, &entry_to_iodata(mapper.(&1)))
    |> IO.iodata_to_binary()
  end

  @doc """
  The elements with `separator` in between.

      iex> Enum.intersperse([1, 2, 3], 0)
      [1, 0, 2, 0, 3]
  """
  @spec intersperse(t, element) :: list
  def intersperse(enumerable, separator) do
    enumerable |> to_list() |> intersperse_list(separator)
  end

  @doc """
  A map from the values of `key_fun` to the lists of their elements, mapped by `value_fun`.

      iex> Enum.group_by(~w(ant bee bat), &String.first/1)
      %{"a" => ["ant"], "b" => ["bee", "bat"]}
  """
  @spec group_by(t, (element -> any), (element -> any)) :: map
  def group_by(enumerable, key_fun, value_fun \\ fn x -> x end)

  def group_by(enumerable, key_fun, value_fun) when is_function(key_fun) do
    groups =
      fold(enumerable, %{}, fn element, acc ->
        key = key_fun.(element)
        value = value_fun.(element)

        case acc do
          %{^key => values} -> %{acc | key => [value | values]}
          _ -> :maps.put(key, [value], acc)
        end
      end)

    :maps.map(fn _key, values -> :lists.reverse(values) end, groups)
  end

  @doc false
  def partition(enumerable, fun), do: split_with(enumerable, fun)

  @doc false
  def uniq(enumerable, fun), do: uniq_by(enumerable, fun)

  @doc """
  The elements without repetitions, compared with `===`.

      iex> Enum.uniq([1, 2, 1])
      [1, 2]
  """
  @spec uniq(t) :: list
  def uniq(enumerable), do: enumerable |> to_list() |> uniq_list(%{})

  @doc """
  The elements with the first occurrences of each value of `fun`.

      iex> Enum.uniq_by([{1, :a}, {2, :b}, {1, :c}], &elem(&1, 0))
      [{1, :a}, {2, :b}]
  """
  @spec uniq_by(t, (element -> term)) :: list
  def uniq_by(enumerable, fun), do: enumerable |> to_list() |> uniq_list(%{}, fun)

  @doc """
  The elements without immediate repetitions.

      iex> Enum.dedup([1, 1, 2, 1])
      [1, 2, 1]
  """
  @spec dedup(t) :: list
  def dedup(enumerable) do
    case to_list(enumerable) do
      [] -> []
      [first | rest] -> [first | dedup_list(rest, first)]
    end
  end

  @doc """
  The elements without those whose value of `fun` is that of the element before.

      iex> Enum.dedup_by([5, 1, 2, 3, 2, 1], &(&1 > 2))
      [5, 1, 3, 2]
  """
  @spec dedup_by(t, (element -> term)) :: list
  def dedup_by(enumerable, fun) do
    case to_list(enumerable) do
      [] -> []
      [first | rest] -> [first | dedup_list(rest, fun.(first), fun)]
    end
  end

  # --- order --------------------------------------------------------------------------------------------------------

  @doc """
  The elements in term order.

      iex> Enum.sort([3, 1, 2])
      [1, 2, 3]
  """
  @spec sort(t) :: list
  def sort(enumerable), do: enumerable |> to_list() |> :lists.sort()

  @doc """
  The elements sorted by a function, `:asc`, `:desc`, a module with `compare/2` or `{:asc | :desc, module}`.

      iex> Enum.sort([3, 1, 2], :desc)
      [3, 2, 1]
  """
  @spec sort(t, (element, element -> boolean) | :asc | :desc | module | {:asc | :desc, module}) ::
          list
  def sort(enumerable, :asc), do: sort(enumerable)
  def sort(enumerable, sorter), do: :lists.sort(to_sorter(sorter), to_list(enumerable))

  @doc """
  The elements sorted by the values of `mapper`.

      iex> Enum.sort_by(["aaa", "a", "aa"], &byte_size/1)
      ["a", "aa", "aaa"]
  """
  @spec sort_by(t, (element -> mapped), (mapped, mapped -> boolean) | :asc | :desc | module | {:asc | :desc, module}) ::
          list
        when mapped: element
  def sort_by(enumerable, mapper, sorter \\ &<=/2)

  def sort_by(enumerable, mapper, :asc), do: sort_by(enumerable, mapper, &<=/2)

  def sort_by(enumerable, mapper, sorter) do
    sorter = to_sorter(sorter)

    enumerable
    |> map(fn element -> {element, mapper.(element)} end)
    |> then(&:lists.sort(fn {_, a}, {_, b} -> sorter.(a, b) end, &1))
    |> map_list(fn {element, _key} -> element end)
  end

  @doc "The elements in random order."
  @spec shuffle(t) :: list
  def shuffle(enumerable) do
    enumerable
    |> fold([], fn element, acc -> [{:rand.uniform(), element} | acc] end)
    |> then(&:lists.keysort(1, &1))
    |> fold_list([], fn {_key, element}, acc -> [element | acc] end)
  end

  @doc """
  Reverses `count` elements from `start_index` on.

      iex> Enum.reverse_slice([1, 2, 3, 4, 5], 1, 3)
      [1, 4, 3, 2, 5]
  """
  @spec reverse_slice(t, non_neg_integer, non_neg_integer) :: list
  def reverse_slice(enumerable, start_index, count)
      when is_integer(start_index) and start_index >= 0 and is_integer(count) and count >= 0 do
    {before, rest} = enumerable |> to_list() |> split_list(start_index, [])
    {middle, rest} = split_list(rest, count, [])
    before ++ :lists.reverse(middle, rest)
  end

  @doc """
  Moves an element or a range of elements to `insertion_index`.

      iex> Enum.slide([:a, :b, :c, :d], 3, 1)
      [:a, :d, :b, :c]
  """
  @spec slide(t, Range.t() | index, index) :: list
  def slide(enumerable, range_or_single_index, insertion_index)

  def slide(enumerable, index, index) when is_integer(index), do: to_list(enumerable)

  def slide(enumerable, index, insertion_index) when is_integer(index) do
    slide(enumerable, index..index, insertion_index)
  end

  def slide(_enumerable, first..last//step, insertion_index)
      when step == 1 and first >= 0 and last >= 0 and is_integer(insertion_index) and insertion_index > first and
             insertion_index <= last do
    raise ArgumentError,
          "insertion index for slide must be outside the range being moved " <>
            "(tried to insert #{first}..#{last} at #{insertion_index})"
  end

  def slide(enumerable, first..last//1, insertion_index)
      when first < 0 or last < 0 or insertion_index < 0 do
    list = to_list(enumerable)
    size = length(list)
    first = if first < 0, do: Kernel.max(first + size, 0), else: first

    if size == 0 do
      []
    else
      slide(list, first..from_end(last, size)//1, from_end(insertion_index, size))
    end
  end

  def slide(enumerable, first..last//1, insertion_index) when is_integer(insertion_index) do
    list = to_list(enumerable)

    cond do
      first > last -> list
      insertion_index <= first -> slide_left(list, insertion_index, first, last)
      true -> slide_right(list, first, last, insertion_index)
    end
  end

  # Decreasing ranges without a step of 1 (from `5..0`) are empty when counted as indexes.
  def slide(_enumerable, _.._//step = range, _insertion_index) when step != 1 do
    raise ArgumentError,
          "Enum.slide/3 does not accept ranges with custom steps, got: #{inspect(range)}"
  end

  # --- parts --------------------------------------------------------------------------------------------------------

  @doc """
  The first `amount` elements, or the last when negative.

      iex> Enum.take([1, 2, 3], 2)
      [1, 2]
  """
  @spec take(t, integer) :: list
  def take(enumerable, amount)
  def take(_enumerable, 0), do: []

  def take(enumerable, amount) when is_list(enumerable) and is_integer(amount) and amount > 0 do
    take_from_list(enumerable, amount)
  end

  def take(enumerable, amount) when is_integer(amount) and amount > 0 do
    {_, reversed} =
      fold_while(enumerable, {amount, []}, fn
        element, {1, acc} -> {:halt, {0, [element | acc]}}
        element, {left, acc} -> {:cont, {left - 1, [element | acc]}}
      end)

    :lists.reverse(reversed)
  end

  def take(enumerable, amount) when is_integer(amount) and amount < 0 do
    list = to_list(enumerable)
    drop_from_list(list, Kernel.max(length(list) + amount, 0))
  end

  @doc """
  The elements without the first `amount`, or without the last when negative.

      iex> Enum.drop([1, 2, 3], 2)
      [3]
  """
  @spec drop(t, integer) :: list
  def drop(enumerable, amount)

  def drop(enumerable, amount) when is_list(enumerable) and is_integer(amount) and amount >= 0 do
    drop_from_list(enumerable, amount)
  end

  def drop(enumerable, 0), do: to_list(enumerable)

  def drop(enumerable, amount) when is_integer(amount) and amount > 0 do
    enumerable |> to_list() |> drop_from_list(amount)
  end

  def drop(enumerable, amount) when is_integer(amount) and amount < 0 do
    list = to_list(enumerable)
    take_from_list(list, Kernel.max(length(list) + amount, 0))
  end

  @doc """
  Every `nth` element, from the first on.

      iex> Enum.take_every(1..10, 4)
      [1, 5, 9]
  """
  @spec take_every(t, non_neg_integer) :: list
  def take_every(enumerable, nth)
  def take_every(enumerable, 1), do: to_list(enumerable)
  def take_every(_enumerable, 0), do: []

  def take_every(enumerable, nth) when is_integer(nth) and nth > 1 do
    enumerable |> to_list() |> take_each_nth(nth)
  end

  @doc """
  The elements without every `nth`, from the first on.

      iex> Enum.drop_every(1..10, 2)
      [2, 4, 6, 8, 10]
  """
  @spec drop_every(t, non_neg_integer) :: list
  def drop_every(enumerable, nth)
  def drop_every(_enumerable, 1), do: []
  def drop_every(enumerable, 0), do: to_list(enumerable)

  def drop_every(enumerable, nth) when is_integer(nth) and nth > 1 do
    enumerable |> to_list() |> drop_each_nth(0, nth)
  end

  @doc """
  Elements from the start while `fun` is truthy.

      iex> Enum.take_while([1, 2, 3, 1], &(&1 < 3))
      [1, 2]
  """
  @spec take_while(t, (element -> as_boolean(term))) :: list
  def take_while(enumerable, fun) when is_list(enumerable), do: take_list_while(enumerable, fun)

  def take_while(enumerable, fun) do
    enumerable
    |> fold_while([], fn element, acc ->
      if fun.(element), do: {:cont, [element | acc]}, else: {:halt, acc}
    end)
    |> :lists.reverse()
  end

  @doc """
  The elements from the first for which `fun` is not truthy.

      iex> Enum.drop_while([1, 2, 3, 1], &(&1 < 3))
      [3, 1]
  """
  @spec drop_while(t, (element -> as_boolean(term))) :: list
  def drop_while(enumerable, fun), do: enumerable |> to_list() |> drop_list_while(fun)

  @doc """
  `amount` random elements.

      iex> Enum.take_random([1], 2)
      [1]
  """
  @spec take_random(t, non_neg_integer) :: list
  def take_random(enumerable, amount)
  def take_random(_enumerable, 0), do: []
  def take_random([], amount) when is_integer(amount) and amount > 0, do: []
  def take_random([_ | _] = list, 1), do: [random(list)]

  def take_random(enumerable, amount) when is_integer(amount) and amount > 0 do
    {_, sample} =
      fold(enumerable, {0, %{}}, fn element, {index, sample} ->
        {index + 1, put_in_sample(sample, index, element, amount)}
      end)

    sample |> :maps.to_list() |> :lists.sort() |> map_list(fn {_index, element} -> element end)
  end

  @doc """
  The first `count` elements, or all but the last when negative, and the others.

      iex> Enum.split([1, 2, 3], 2)
      {[1, 2], [3]}
  """
  @spec split(t, integer) :: {list, list}
  def split(enumerable, count) when is_integer(count) and count >= 0 do
    enumerable |> to_list() |> split_list(count, [])
  end

  def split(enumerable, count) when is_integer(count) and count < 0 do
    list = to_list(enumerable)
    split_list(list, Kernel.max(length(list) + count, 0), [])
  end

  @doc """
  Splits where `fun` is first not truthy.

      iex> Enum.split_while([1, 2, 3, 4], &(&1 < 3))
      {[1, 2], [3, 4]}
  """
  @spec split_while(t, (element -> as_boolean(term))) :: {list, list}
  def split_while(enumerable, fun), do: enumerable |> to_list() |> split_list_while(fun, [])

  @doc """
  The elements for which `fun` is truthy, and the others.

      iex> Enum.split_with([4, 3, 2], &(rem(&1, 2) == 0))
      {[4, 2], [3]}
  """
  @spec split_with(t, (element -> as_boolean(term))) :: {list, list}
  def split_with(enumerable, fun) do
    {yes, no} =
      fold(enumerable, {[], []}, fn element, {yes, no} ->
        if fun.(element), do: {[element | yes], no}, else: {yes, [element | no]}
      end)

    {:lists.reverse(yes), :lists.reverse(no)}
  end

  @doc """
  The elements whose indexes are in a range.

      iex> Enum.slice([1, 2, 3, 4, 5], 1..-2)
      [2, 3, 4]
  """
  @spec slice(t, Range.t()) :: list
  def slice(enumerable, first..last//step = index_range) do
    cond do
      step > 0 -> slice_range(enumerable, first, last, step)
      step == -1 and first > last -> slice_range(enumerable, first, last, 1)
      true -> refuse_slice(index_range)
    end
  end

  @doc """
  Up to `amount` elements from `start_index` on.

      iex> Enum.slice([1, 2, 3, 4, 5], 1, 2)
      [2, 3]
  """
  @spec slice(t, index, non_neg_integer) :: list
  def slice(_enumerable, start_index, 0) when is_integer(start_index), do: []

  def slice(enumerable, start_index, amount)
      when is_integer(start_index) and start_index < 0 and is_integer(amount) and amount >= 0 do
    {count, fun} = slice_count_and_fun(enumerable, 1)
    start = Kernel.max(count + start_index, 0)
    amount = Kernel.min(amount, count - start)
    if amount > 0, do: fun.(start, amount, 1), else: []
  end

  def slice(enumerable, start_index, amount)
      when is_integer(start_index) and is_integer(amount) and amount >= 0 do
    slice_forward(enumerable, start_index, amount, 1)
  end

  @doc """
  Lists of neighbours with the same value of `fun`.

      iex> Enum.chunk_by([1, 2, 2, 3], &(&1 == 2))
      [[1], [2, 2], [3]]
  """
  @spec chunk_by(t, (element -> any)) :: [list]
  def chunk_by(enumerable, fun) do
    case to_list(enumerable) do
      [] -> []
      [first | rest] -> chunk_list_by(rest, [first], fun.(first), fun)
    end
  end

  @doc """
  Lists of `count` elements.

      iex> Enum.chunk_every([1, 2, 3], 2)
      [[1, 2], [3]]
  """
  @spec chunk_every(t, pos_integer) :: [list]
  def chunk_every(enumerable, count), do: chunk_every(enumerable, count, count, [])

  @doc """
  Lists of `count` elements that start every `step` elements; `leftover` fills up the last, `:discard` drops it.

      iex> Enum.chunk_every([1, 2, 3, 4], 3, 2, [0])
      [[1, 2, 3], [3, 4, 0]]
  """
  @spec chunk_every(t, pos_integer, pos_integer, t | :discard) :: [list]
  def chunk_every(enumerable, count, step, leftover \\ [])
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    enumerable |> to_list() |> chunk_list_every(count, step, leftover)
  end

  @doc false
  def chunk(enumerable, count), do: chunk(enumerable, count, count, nil)

  @doc false
  def chunk(enumerable, count, step, leftover \\ nil) do
    chunk_every(enumerable, count, step, leftover || :discard)
  end

  @doc """
  Chunks as `chunk_fun` says: `{:cont, chunk, acc}` emits, `{:cont, acc}` goes on, `{:halt, acc}` stops; `after_fun`
  may emit a last one.

      iex> Enum.chunk_while(1..3, [], fn x, acc -> {:cont, [x | acc], []} end, fn acc -> {:cont, acc} end)
      [[1], [2], [3]]
  """
  @spec chunk_while(t, acc, (element, acc -> {:cont, any, acc} | {:cont, acc} | {:halt, acc}), (acc -> {:cont, any, acc} | {:cont, acc})) ::
          Enumerable.t()
  def chunk_while(enumerable, acc, chunk_fun, after_fun) do
    {chunks, acc} =
      fold_while(enumerable, {[], acc}, fn element, {chunks, acc} ->
        case chunk_fun.(element, acc) do
          {:cont, chunk, acc} -> {:cont, {[chunk | chunks], acc}}
          {:cont, acc} -> {:cont, {chunks, acc}}
          {:halt, acc} -> {:halt, {chunks, acc}}
        end
      end)

    case after_fun.(acc) do
      {:cont, _acc} -> :lists.reverse(chunks)
      {:cont, chunk, _acc} -> :lists.reverse([chunk | chunks])
    end
  end

  # --- zipping ------------------------------------------------------------------------------------------------------

  @doc """
  Tuples of elements at the same positions, up to the end of the shortest.

      iex> Enum.zip([1, 2, 3], [:a, :b])
      [{1, :a}, {2, :b}]
  """
  @spec zip(t, t) :: [{any, any}]
  def zip(left, right) when is_list(left) and is_list(right), do: zip_lists(left, right)
  def zip(left, right), do: zip([left, right])

  @doc """
  Tuples of elements at the same positions of all collections.

      iex> Enum.zip([[1, 2], [:a, :b], ["c", "d"]])
      [{1, :a, "c"}, {2, :b, "d"}]
  """
  @spec zip(t) :: [tuple]
  def zip([]), do: []
  def zip(enumerables), do: zip_with(enumerables, &:erlang.list_to_tuple/1)

  @doc """
  Values of `fun` for pairs of elements at the same positions.

      iex> Enum.zip_with([1, 2], [3, 4], &+/2)
      [4, 6]
  """
  @spec zip_with(t, t, (term, term -> term)) :: [term]
  def zip_with(left, right, fun)
      when is_list(left) and is_list(right) and is_function(fun, 2) do
    zip_lists_with(left, right, fun)
  end

  def zip_with(left, right, fun) when is_function(fun, 2) do
    zip_with([left, right], fn [a, b] -> fun.(a, b) end)
  end

  @doc """
  Values of `fun` for lists of the elements at the same positions.

      iex> Enum.zip_with([[1, 2], [3, 4]], &Enum.sum/1)
      [4, 6]
  """
  @spec zip_with(t, ([term] -> term)) :: [term]
  def zip_with([], _fun), do: []

  def zip_with(enumerables, fun) when is_function(fun, 1) do
    enumerables
    |> zip_reduce([], fn elements, acc -> [fun.(elements) | acc] end)
    |> :lists.reverse()
  end

  @doc """
  Folds over pairs of elements at the same positions.

      iex> Enum.zip_reduce([1, 2], [3, 4], 0, fn x, y, acc -> x * y + acc end)
      11
  """
  @spec zip_reduce(t, t, acc, (any, any, acc -> acc)) :: acc
  def zip_reduce(left, right, acc, reducer)
      when is_list(left) and is_list(right) and is_function(reducer, 3) do
    zip_fold_lists(left, right, acc, reducer)
  end

  def zip_reduce(left, right, acc, reducer) when is_function(reducer, 3) do
    zip_reduce([left, right], acc, fn [a, b], acc -> reducer.(a, b, acc) end)
  end

  @doc """
  Folds over lists of elements at the same positions.

      iex> Enum.zip_reduce([[1, 2], [3, 4]], 0, fn [x, y], acc -> x * y + acc end)
      11
  """
  @spec zip_reduce(t, acc, ([term], acc -> acc)) :: acc
  def zip_reduce([], acc, reducer) when is_function(reducer, 2), do: acc

  def zip_reduce(enumerables, acc, reducer) when is_function(reducer, 2) do
    enumerables = to_list(enumerables)

    if enumerables != [] and all_in_list?(enumerables, &is_list/1) do
      zip_fold_all_lists(enumerables, acc, reducer)
    else
      enumerables |> Stream.zip_with(fn elements -> elements end) |> fold(acc, reducer)
    end
  end

  @doc """
  The lists of first and second elements of pairs.

      iex> Enum.unzip(a: 1, b: 2)
      {[:a, :b], [1, 2]}
  """
  @spec unzip(t) :: {[element], [element]}
  def unzip(list) when is_list(list), do: unzip_reversed(:lists.reverse(list), [], [])
  def unzip(enumerable), do: enumerable |> reverse() |> unzip_reversed([], [])

  # --- folding --------------------------------------------------------------------------------------------------------

  defp fold(list, acc, fun) when is_list(list), do: fold_list(list, acc, fun)

  defp fold(first..last//step, acc, fun), do: fold_range(first, last, step, acc, fun)
  defp fold(%{__struct__: _} = struct, acc, fun), do: fold_any(struct, acc, fun)
  defp fold(%{} = map, acc, fun), do: map |> :maps.to_list() |> fold_list(acc, fun)
  defp fold(enumerable, acc, fun), do: fold_any(enumerable, acc, fun)

  defp fold_any(enumerable, acc, fun) do
    reducer = fn element, acc -> {:cont, fun.(element, acc)} end
    :erlang.element(2, Enumerable.reduce(enumerable, {:cont, acc}, reducer))
  end

  defp fold_list([], acc, _fun), do: acc
  defp fold_list([head | tail], acc, fun), do: fold_list(tail, fun.(head, acc), fun)

  defp fold_range(first, last, step, acc, fun) when step > 0 and first <= last do
    fold_range(first + step, last, step, fun.(first, acc), fun)
  end

  defp fold_range(first, last, step, acc, fun) when step < 0 and first >= last do
    fold_range(first + step, last, step, fun.(first, acc), fun)
  end

  defp fold_range(_first, _last, _step, acc, _fun), do: acc

  defp fold_while(enumerable, acc, fun) do
    :erlang.element(2, Enumerable.reduce(enumerable, {:cont, acc}, fun))
  end

  # --- predicates -----------------------------------------------------------------------------------------------------

  defp all_in_list?([]), do: true
  defp all_in_list?([head | tail]), do: if(head, do: all_in_list?(tail), else: false)

  defp all_in_list?([], _fun), do: true
  defp all_in_list?([head | tail], fun), do: if(fun.(head), do: all_in_list?(tail, fun), else: false)

  defp any_in_list?([]), do: false
  defp any_in_list?([head | tail]), do: if(head, do: true, else: any_in_list?(tail))

  defp any_in_list?([], _fun), do: false
  defp any_in_list?([head | tail], fun), do: if(fun.(head), do: true, else: any_in_list?(tail, fun))

  defp member_by_fold?(module, enumerable, element) do
    {_, found} =
      module.reduce(enumerable, {:cont, false}, fn
        candidate, _acc when candidate === element -> {:halt, true}
        _candidate, acc -> {:cont, acc}
      end)

    found
  end

  # --- searching ------------------------------------------------------------------------------------------------------

  defp find_in_list([], default, _fun), do: default

  defp find_in_list([head | tail], default, fun) do
    if fun.(head), do: head, else: find_in_list(tail, default, fun)
  end

  defp find_index_in_list([], _index, _fun), do: nil

  defp find_index_in_list([head | tail], index, fun) do
    if fun.(head), do: index, else: find_index_in_list(tail, index + 1, fun)
  end

  defp find_value_in_list([], default, _fun), do: default

  defp find_value_in_list([head | tail], default, fun) do
    fun.(head) || find_value_in_list(tail, default, fun)
  end

  # --- counting, sums, extremes -----------------------------------------------------------------------------------------

  defp count_by_fold(module, enumerable) do
    {_, count} = module.reduce(enumerable, {:cont, 0}, fn _element, acc -> {:cont, acc + 1} end)
    count
  end

  defp count_list_until([], _limit, count), do: count
  defp count_list_until(_list, limit, limit), do: limit
  defp count_list_until([_ | tail], limit, count), do: count_list_until(tail, limit, count + 1)

  defp count_other_until(enumerable, limit, stop_at) do
    case Enumerable.count(enumerable) do
      {:ok, count} ->
        Kernel.min(count, limit)

      {:error, module} ->
        {_, count} =
          module.reduce(enumerable, {:cont, 0}, fn
            _element, ^stop_at -> {:halt, limit}
            _element, count -> {:cont, count + 1}
          end)

        count
    end
  end

  defp sum_list([], acc), do: acc
  defp sum_list([head | tail], acc), do: sum_list(tail, acc + head)

  defp product_list([], acc), do: acc
  defp product_list([head | tail], acc), do: product_list(tail, acc * head)

  defp max_sorter(sorter) when is_function(sorter, 2), do: sorter
  defp max_sorter(module) when is_atom(module), do: &(module.compare(&1, &2) != :lt)

  defp min_sorter(sorter) when is_function(sorter, 2), do: sorter
  defp min_sorter(module) when is_atom(module), do: &(module.compare(&1, &2) != :gt)

  defp best([], _sorter, empty), do: empty.()
  defp best([head | tail], sorter, _empty), do: best_of_list(tail, head, sorter)

  defp best(enumerable, sorter, empty) do
    acc =
      fold(enumerable, :empty, fn
        element, :empty -> {:best, element}
        element, {:best, best} -> {:best, if(sorter.(best, element), do: best, else: element)}
      end)

    case acc do
      :empty -> empty.()
      {:best, best} -> best
    end
  end

  defp best_of_list([], best, _sorter), do: best

  defp best_of_list([head | tail], best, sorter) do
    best_of_list(tail, if(sorter.(best, head), do: best, else: head), sorter)
  end

  defp best_by(enumerable, fun, sorter, empty) do
    acc =
      fold(enumerable, :empty, fn
        element, :empty ->
          {element, fun.(element)}

        element, {_best, best_key} = acc ->
          key = fun.(element)
          if sorter.(best_key, key), do: acc, else: {element, key}
      end)

    case acc do
      :empty -> empty.()
      {best, _key} -> best
    end
  end

  defp extremes_by(enumerable, fun, less?, empty) do
    acc =
      fold(enumerable, :empty, fn
        element, :empty ->
          key = fun.(element)
          {element, element, key, key}

        element, {least, greatest, least_key, greatest_key} = acc ->
          key = fun.(element)

          cond do
            less?.(key, least_key) -> {element, greatest, key, greatest_key}
            less?.(greatest_key, key) -> {least, element, least_key, key}
            true -> acc
          end
      end)

    case acc do
      :empty -> empty.()
      {least, greatest, _, _} -> {least, greatest}
    end
  end

  # --- mapping and filtering --------------------------------------------------------------------------------------------

  defp map_list([], _fun), do: []
  defp map_list([head | tail], fun), do: [fun.(head) | map_list(tail, fun)]

  defp map_range(first, last, step, fun) when step > 0 and first <= last do
    [fun.(first) | map_range(first + step, last, step, fun)]
  end

  defp map_range(first, last, step, fun) when step < 0 and first >= last do
    [fun.(first) | map_range(first + step, last, step, fun)]
  end

  defp map_range(_first, _last, _step, _fun), do: []

  defp each_in_list([], _fun), do: :ok

  defp each_in_list([head | tail], fun) do
    fun.(head)
    each_in_list(tail, fun)
  end

  defp filter_list([], _fun), do: []

  defp filter_list([head | tail], fun) do
    if fun.(head), do: [head | filter_list(tail, fun)], else: filter_list(tail, fun)
  end

  defp reject_list([], _fun), do: []

  defp reject_list([head | tail], fun) do
    if fun.(head), do: reject_list(tail, fun), else: [head | reject_list(tail, fun)]
  end

  defp flat_map_list([], _fun), do: []

  defp flat_map_list([head | tail], fun) do
    case fun.(head) do
      [] -> flat_map_list(tail, fun)
      [single] -> [single | flat_map_list(tail, fun)]
      [first, second] -> [first, second | flat_map_list(tail, fun)]
      list when is_list(list) -> list ++ flat_map_list(tail, fun)
      other -> to_list(other) ++ flat_map_list(tail, fun)
    end
  end

  defp map_each_nth([], _left, _nth, _fun), do: []
  defp map_each_nth([head | tail], 0, nth, fun), do: [fun.(head) | map_each_nth(tail, nth, nth, fun)]
  defp map_each_nth([head | tail], left, nth, fun), do: [head | map_each_nth(tail, left - 1, nth, fun)]

  defp map_intersperse_list([], _separator, _fun), do: []
  defp map_intersperse_list([last], _separator, fun), do: [fun.(last)]

  defp map_intersperse_list([head | tail], separator, fun) do
    [fun.(head), separator | map_intersperse_list(tail, separator, fun)]
  end

  defp intersperse_list([], _separator), do: []
  defp intersperse_list([last], _separator), do: [last]
  defp intersperse_list([head | tail], separator), do: [head, separator | intersperse_list(tail, separator)]

  defp map_reduce_list([], acc, _fun), do: {[], acc}

  defp map_reduce_list([head | tail], acc, fun) do
    {value, acc} = fun.(head, acc)
    {rest, acc} = map_reduce_list(tail, acc, fun)
    {[value | rest], acc}
  end

  defp scan_list([], _acc, _fun), do: []

  defp scan_list([head | tail], acc, fun) do
    acc = fun.(head, acc)
    [acc | scan_list(tail, acc, fun)]
  end

  defp index_list([], _index), do: []
  defp index_list([head | tail], index), do: [{head, index} | index_list(tail, index + 1)]

  defp index_list([], _index, _fun), do: []
  defp index_list([head | tail], index, fun), do: [fun.(head, index) | index_list(tail, index + 1, fun)]

  # --- building ---------------------------------------------------------------------------------------------------------

  defp into_any(enumerable, collectable) do
    {initial, collector} = Collectable.into(collectable)
    feed(enumerable, initial, collector, fn element, acc -> collector.(acc, {:cont, element}) end)
  end

  defp into_any(enumerable, collectable, transform) do
    {initial, collector} = Collectable.into(collectable)

    feed(enumerable, initial, collector, fn element, acc ->
      collector.(acc, {:cont, transform.(element)})
    end)
  end

  # A collector is told when the elements fail to come, so that it can release what it holds.
  defp feed(enumerable, initial, collector, step) do
    try do
      fold(enumerable, initial, step)
    catch
      kind, reason ->
        collector.(initial, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      acc -> collector.(acc, :done)
    end
  end

  defp concat_list([]), do: []
  defp concat_list([head | tail]) when is_list(head), do: head ++ concat_list(tail)
  defp concat_list([head | tail]), do: to_list(head) ++ concat_list(tail)

  defp entry_to_iodata(entry) when is_binary(entry), do: entry
  defp entry_to_iodata(entry), do: String.Chars.to_string(entry)

  defp uniq_list([], _seen), do: []

  defp uniq_list([head | tail], seen) do
    case seen do
      %{^head => _} -> uniq_list(tail, seen)
      _ -> [head | uniq_list(tail, :maps.put(head, true, seen))]
    end
  end

  defp uniq_list([], _seen, _fun), do: []

  defp uniq_list([head | tail], seen, fun) do
    key = fun.(head)

    case seen do
      %{^key => _} -> uniq_list(tail, seen, fun)
      _ -> [head | uniq_list(tail, :maps.put(key, true, seen), fun)]
    end
  end

  defp dedup_list([], _last), do: []
  defp dedup_list([last | tail], last), do: dedup_list(tail, last)
  defp dedup_list([head | tail], _last), do: [head | dedup_list(tail, head)]

  defp dedup_list([], _last, _fun), do: []

  defp dedup_list([head | tail], last, fun) do
    case fun.(head) do
      ^last -> dedup_list(tail, last, fun)
      key -> [head | dedup_list(tail, key, fun)]
    end
  end

  # --- order ------------------------------------------------------------------------------------------------------------

  defp to_sorter(fun) when is_function(fun, 2), do: fun
  defp to_sorter(:asc), do: &<=/2
  defp to_sorter(:desc), do: &>=/2
  defp to_sorter({:asc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :gt)
  defp to_sorter({:desc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :lt)
  defp to_sorter(module) when is_atom(module), do: &(module.compare(&1, &2) != :gt)

  defp from_end(index, size) when index < 0, do: index + size
  defp from_end(index, _size), do: index

  defp slide_left(list, insertion, first, last) do
    {before, rest} = split_list(list, insertion, [])
    {between, rest} = split_list(rest, first - insertion, [])
    {moved, rest} = split_list(rest, last - first + 1, [])
    before ++ moved ++ between ++ rest
  end

  defp slide_right(list, first, last, insertion) do
    {before, rest} = split_list(list, first, [])
    {moved, rest} = split_list(rest, last - first + 1, [])
    {between, rest} = split_list(rest, insertion - last, [])
    before ++ between ++ moved ++ rest
  end

  # --- parts ------------------------------------------------------------------------------------------------------------

  defp take_from_list([head | tail], amount) when amount > 0, do: [head | take_from_list(tail, amount - 1)]
  defp take_from_list(_list, _amount), do: []

  defp drop_from_list([_ | tail], amount) when amount > 0, do: drop_from_list(tail, amount - 1)
  defp drop_from_list(list, _amount), do: list

  defp take_each_nth([], _nth), do: []
  defp take_each_nth([head | tail], nth), do: [head | tail |> drop_from_list(nth - 1) |> take_each_nth(nth)]

  defp drop_each_nth([], _left, _nth), do: []
  defp drop_each_nth([_ | tail], 0, nth), do: drop_each_nth(tail, nth - 1, nth)
  defp drop_each_nth([head | tail], left, nth), do: [head | drop_each_nth(tail, left - 1, nth)]

  defp take_list_while([], _fun), do: []

  defp take_list_while([head | tail], fun) do
    if fun.(head), do: [head | take_list_while(tail, fun)], else: []
  end

  defp drop_list_while([], _fun), do: []

  defp drop_list_while([head | tail] = list, fun) do
    if fun.(head), do: drop_list_while(tail, fun), else: list
  end

  defp split_list([head | tail], count, acc) when count > 0, do: split_list(tail, count - 1, [head | acc])
  defp split_list(list, _count, acc), do: {:lists.reverse(acc), list}

  defp split_list_while([], _fun, acc), do: {:lists.reverse(acc), []}

  defp split_list_while([head | tail] = list, fun, acc) do
    if fun.(head), do: split_list_while(tail, fun, [head | acc]), else: {:lists.reverse(acc), list}
  end

  defp slice_one([head | _], 0), do: {:ok, head}
  defp slice_one([_ | tail], index) when index > 0, do: slice_one(tail, index - 1)
  defp slice_one([], _index), do: :error

  defp slice_one(enumerable, index) do
    case slice(enumerable, index, 1) do
      [element] -> if index >= 0, do: {:ok, element}, else: check_reach(enumerable, index, element)
      [] -> :error
    end
  end

  # slice/3 moves a start before the first element to the first; one element must not.
  defp check_reach(enumerable, index, element) do
    if -index <= count(enumerable), do: {:ok, element}, else: :error
  end

  defp slice_range(enumerable, first, last, step) when first >= 0 and last >= 0 do
    if last >= first, do: slice_forward(enumerable, first, last - first + 1, step), else: []
  end

  defp slice_range(enumerable, first, last, step) do
    {count, fun} = slice_count_and_fun(enumerable, step)
    first = if first >= 0, do: first, else: Kernel.max(first + count, 0)
    last = if last >= 0, do: last, else: last + count
    amount = Kernel.min(last, count - 1) - first + 1
    if first >= 0 and amount > 0, do: fun.(first, steps_in(amount, step), step), else: []
  end

  defp steps_in(amount, step), do: div(amount - 1, step) + 1

  defp slice_forward(enumerable, start, amount, step) when is_list(enumerable) do
    enumerable |> drop_from_list(start) |> take_from_list(amount) |> take_every(step)
  end

  defp slice_forward(enumerable, start, amount, step) do
    case Enumerable.slice(enumerable) do
      {:ok, count, _fun} when start >= count ->
        []

      {:ok, count, fun} ->
        amount = Kernel.min(amount, count - start)
        slice_with(enumerable, fun, start, steps_in(amount, step), step, count)

      {:error, module} ->
        module |> slice_by_fold(enumerable, start, amount) |> take_every(step)
    end
  end

  defp slice_by_fold(module, enumerable, start, amount) do
    {_, {_, _, reversed}} =
      module.reduce(enumerable, {:cont, {start, amount, []}}, fn
        _element, {start, amount, acc} when start > 0 -> {:cont, {start - 1, amount, acc}}
        element, {0, 1, acc} -> {:halt, {0, 0, [element | acc]}}
        element, {0, amount, acc} -> {:cont, {0, amount - 1, [element | acc]}}
      end)

    :lists.reverse(reversed)
  end

  defp slice_count_and_fun(list, _step) when is_list(list) do
    {length(list), &take_steps(list, &1, &2, &3)}
  end

  defp slice_count_and_fun(enumerable, step) do
    case Enumerable.slice(enumerable) do
      {:ok, count, fun} ->
        {count, fn start, amount, step -> slice_with(enumerable, fun, start, amount, step, count) end}

      {:error, _module} ->
        enumerable |> to_list() |> slice_count_and_fun(step)
    end
  end

  defp slice_with(_enumerable, fun, start, amount, step, _count) when is_function(fun, 3) do
    fun.(start, amount, step)
  end

  defp slice_with(enumerable, fun, start, amount, step, _count) when is_function(fun, 1) do
    fun.(enumerable) |> take_steps(start, amount, step)
  end

  # Implementations from before Elixir 1.14 give a function of start and amount.
  defp slice_with(_enumerable, fun, start, amount, step, count) when is_function(fun, 2) do
    fun.(start, Kernel.min((amount - 1) * step + 1, count - start)) |> take_every(step)
  end

  defp take_steps(list, start, amount, step) do
    list |> drop_from_list(start) |> take_from_list((amount - 1) * step + 1) |> take_every(step)
  end

  @spec refuse_slice(Range.t()) :: no_return
  defp refuse_slice(range) do
    raise ArgumentError,
          "Enum.slice/2 does not accept ranges with negative steps, got: #{inspect(range)}"
  end

  defp chunk_list_by([], chunk, _key, _fun), do: [:lists.reverse(chunk)]

  defp chunk_list_by([head | tail], chunk, key, fun) do
    case fun.(head) do
      ^key -> chunk_list_by(tail, [head | chunk], key, fun)
      new -> [:lists.reverse(chunk) | chunk_list_by(tail, [head], new, fun)]
    end
  end

  defp chunk_list_every([], _count, _step, _leftover), do: []

  defp chunk_list_every(list, count, step, leftover) do
    case take_chunk(list, count, []) do
      {:full, chunk} -> [chunk | list |> drop_from_list(step) |> chunk_list_every(count, step, leftover)]
      {:short, _chunk, _missing} when leftover == :discard -> []
      {:short, chunk, missing} -> [:lists.reverse(chunk, take(leftover, missing))]
    end
  end

  defp take_chunk(_list, 0, acc), do: {:full, :lists.reverse(acc)}
  defp take_chunk([], missing, acc), do: {:short, acc, missing}
  defp take_chunk([head | tail], missing, acc), do: take_chunk(tail, missing - 1, [head | acc])

  # --- chance -----------------------------------------------------------------------------------------------------------

  # A number from 0 to below size.
  defp random_count(size), do: :rand.uniform(size) - 1

  defp random_by_sampling(enumerable) do
    case take_random(enumerable, 1) do
      [element] -> element
      [] -> raise Enum.EmptyError
    end
  end

  # Reservoir sampling: element number `index` displaces one of the sample with probability amount / (index + 1).
  defp put_in_sample(sample, index, element, amount) do
    place = random_count(index + 1)

    cond do
      index < amount and place == index -> :maps.put(index, element, sample)
      index < amount -> :maps.put(place, element, :maps.put(index, :maps.get(place, sample), sample))
      place < amount -> :maps.put(place, element, sample)
      true -> sample
    end
  end

  # --- zipping ----------------------------------------------------------------------------------------------------------

  defp zip_lists([a | left], [b | right]), do: [{a, b} | zip_lists(left, right)]
  defp zip_lists(_left, _right), do: []

  defp zip_lists_with([a | left], [b | right], fun), do: [fun.(a, b) | zip_lists_with(left, right, fun)]
  defp zip_lists_with(_left, _right, _fun), do: []

  defp zip_fold_lists([a | left], [b | right], acc, fun) do
    zip_fold_lists(left, right, fun.(a, b, acc), fun)
  end

  defp zip_fold_lists(_left, _right, acc, _fun), do: acc

  defp zip_fold_all_lists(lists, acc, fun) do
    case heads_and_tails(lists, [], []) do
      {heads, tails} -> zip_fold_all_lists(tails, fun.(heads, acc), fun)
      :end -> acc
    end
  end

  defp heads_and_tails([], heads, tails), do: {:lists.reverse(heads), :lists.reverse(tails)}
  defp heads_and_tails([[] | _], _heads, _tails), do: :end

  defp heads_and_tails([[head | tail] | rest], heads, tails) do
    heads_and_tails(rest, [head | heads], [tail | tails])
  end

  defp unzip_reversed([{a, b} | rest], left, right), do: unzip_reversed(rest, [a | left], [b | right])
  defp unzip_reversed([], left, right), do: {left, right}
end
