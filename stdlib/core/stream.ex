# SPDX-License-Identifier: GPL-3.0-or-later
# stream.ex - lazy collections.
#
# A %Stream{} is a collection with a pipeline of stages over it. A stage is a function from the next step to its own;
# a step takes an element and the accumulators, a list with one entry for every stage that keeps state, in order, and
# the consumer's last. What makes more than one element out of one is a function of arity 2, run by `produce/5`.

defmodule Stream do
  @moduledoc """
  Collections whose elements are computed when asked for.
  """

  defstruct enum: nil, funs: [], accs: [], done: nil

  @type acc :: any
  @type element :: any
  @type index :: non_neg_integer
  @type default :: any
  @type timer :: non_neg_integer | :infinity

  # --- stages -------------------------------------------------------------------------------------------------------

  @doc """
  Chunks neighbours with the same value of `fun`.

      iex> Stream.chunk_by([1, 1, 2], & &1) |> Enum.to_list()
      [[1, 1], [2]]
  """
  @spec chunk_by(Enumerable.t(), (element -> any)) :: Enumerable.t()
  def chunk_by(enum, fun) when is_function(fun, 1) do
    chunk_while(
      enum,
      nil,
      fn
        element, nil ->
          {:cont, {[element], fun.(element)}}

        element, {chunk, key} ->
          case fun.(element) do
            ^key -> {:cont, {[element | chunk], key}}
            new -> {:cont, :lists.reverse(chunk), {[element], new}}
          end
      end,
      fn
        nil -> {:cont, :done}
        {chunk, _key} -> {:cont, :lists.reverse(chunk), :done}
      end
    )
  end

  @doc """
  Chunks of `count` elements.

      iex> Stream.chunk_every(1..3, 2) |> Enum.to_list()
      [[1, 2], [3]]
  """
  @spec chunk_every(Enumerable.t(), pos_integer) :: Enumerable.t()
  def chunk_every(enum, count), do: chunk_every(enum, count, count, [])

  @doc """
  Chunks of `count` elements that start every `step` elements; see `Enum.chunk_every/4`.

      iex> Stream.chunk_every(1..4, 3, 2, :discard) |> Enum.to_list()
      [[1, 2, 3]]
  """
  @spec chunk_every(Enumerable.t(), pos_integer, pos_integer, Enumerable.t() | :discard) ::
          Enumerable.t()
  def chunk_every(enum, count, step, leftover \\ [])
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    # The accumulator: elements of the chunk in reverse, how many, and how many to skip before it goes on.
    chunk_while(
      enum,
      {[], 0, 0},
      fn
        _element, {buffer, size, skip} when skip > 0 -> {:cont, {buffer, size, skip - 1}}
        element, {buffer, size, 0} when size + 1 < count -> {:cont, {[element | buffer], size + 1, 0}}
        element, {buffer, _size, 0} -> emit_chunk([element | buffer], count, step)
      end,
      fn
        {_buffer, 0, _skip} -> {:cont, :done}
        {_buffer, _size, _skip} when leftover == :discard -> {:cont, :done}
        {buffer, size, _skip} -> {:cont, fill_chunk(buffer, count - size, leftover), :done}
      end
    )
  end

  defp emit_chunk(buffer, count, step) when step >= count do
    {:cont, :lists.reverse(buffer), {[], 0, step - count}}
  end

  defp emit_chunk(buffer, count, step) do
    kept = count - step
    {:cont, :lists.reverse(buffer), {Enum.take(buffer, kept), kept, 0}}
  end

  defp fill_chunk(buffer, missing, leftover) do
    :lists.reverse(buffer, Enum.take(leftover, missing))
  end

  @doc false
  def chunk(enum, count), do: chunk(enum, count, count, nil)
  @doc false
  def chunk(enum, count, step, leftover \\ nil) do
    chunk_every(enum, count, step, leftover || :discard)
  end

  @doc """
  Chunks as `chunk_fun` and `after_fun` say; see `Enum.chunk_while/4`.

      iex> Stream.chunk_while(1..2, [], &{:cont, &1, &2}, &{:cont, &1}) |> Enum.to_list()
      [1, 2]
  """
  @spec chunk_while(Enumerable.t(), acc, (element, acc -> {:cont, any, acc} | {:cont, acc} | {:halt, acc}), (acc -> {:cont, any, acc} | {:cont, acc})) ::
          Enumerable.t()
  def chunk_while(enum, acc, chunk_fun, after_fun)
      when is_function(chunk_fun, 2) and is_function(after_fun, 1) do
    stage = fn next ->
      fn element, [acc | rest] ->
        case chunk_fun.(element, acc) do
          {:cont, chunk, acc} -> next.(chunk, rest) |> keep(acc)
          {:cont, acc} -> {:cont, [acc | rest]}
          {:halt, acc} -> {:halt, [acc | rest]}
        end
      end
    end

    %Stream{enum: enum, funs: [stage], accs: [acc], done: after_fun}
  end

  @doc """
  Leaves out immediate repetitions.

      iex> Stream.dedup([1, 1, 2]) |> Enum.to_list()
      [1, 2]
  """
  @spec dedup(Enumerable.t()) :: Enumerable.t()
  def dedup(enum), do: dedup_by(enum, fn element -> element end)

  @doc "Leaves out elements whose value of `fun` is that of the one before."
  @spec dedup_by(Enumerable.t(), (element -> term)) :: Enumerable.t()
  def dedup_by(enum, fun) when is_function(fun, 1) do
    add(enum, nil, fn next ->
      fn element, [last | rest] ->
        key = {:key, fun.(element)}
        if key === last, do: {:cont, [last | rest]}, else: next.(element, rest) |> keep(key)
      end
    end)
  end

  @doc """
  Drops the first `amount` elements, or the last when negative.

      iex> Stream.drop(1..4, -2) |> Enum.to_list()
      [1, 2]
  """
  @spec drop(Enumerable.t(), integer) :: Enumerable.t()
  def drop(enum, amount) when is_integer(amount) and amount >= 0 do
    add(enum, amount, fn next ->
      fn
        _element, [left | rest] when left > 0 -> {:cont, [left - 1 | rest]}
        element, [left | rest] -> next.(element, rest) |> keep(left)
      end
    end)
  end

  # Holds back as many elements as may turn out to be the last.
  def drop(enum, amount) when is_integer(amount) and amount < 0 do
    held = -amount

    add(enum, {0, [], []}, fn next ->
      fn
        element, [{count, front, back} | rest] when count < held ->
          {:cont, [{count + 1, front, [element | back]} | rest]}

        element, [{count, [], back} | rest] ->
          [first | front] = :lists.reverse([element | back])
          next.(first, rest) |> keep({count, front, []})

        element, [{count, [first | front], back} | rest] ->
          next.(first, rest) |> keep({count, front, [element | back]})
      end
    end)
  end

  @doc """
  Drops every `nth` element, from the first on.

      iex> Stream.drop_every(1..5, 2) |> Enum.to_list()
      [2, 4]
  """
  @spec drop_every(Enumerable.t(), non_neg_integer) :: Enumerable.t()
  def drop_every(enum, nth)
  def drop_every(enum, 0), do: %Stream{enum: enum}
  def drop_every([], _nth), do: %Stream{enum: []}

  def drop_every(enum, nth) when is_integer(nth) and nth > 0 do
    add(enum, 0, fn next ->
      fn
        _element, [0 | rest] -> {:cont, [nth - 1 | rest]}
        element, [left | rest] -> next.(element, rest) |> keep(left - 1)
      end
    end)
  end

  @doc """
  Drops elements while `fun` is truthy.

      iex> Stream.drop_while(1..4, &(&1 < 3)) |> Enum.to_list()
      [3, 4]
  """
  @spec drop_while(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def drop_while(enum, fun) when is_function(fun, 1) do
    add(enum, true, fn next ->
      fn element, [dropping | rest] ->
        if dropping && fun.(element) do
          {:cont, [true | rest]}
        else
          next.(element, rest) |> keep(false)
        end
      end
    end)
  end

  @doc "A stream of `value`, `n` times."
  @spec duplicate(any, non_neg_integer) :: Enumerable.t()
  def duplicate(value, n) when is_integer(n) and n >= 0 do
    unfold(n, fn
      0 -> nil
      left -> {value, left - 1}
    end)
  end

  @doc "Calls `fun` for every element that passes."
  @spec each(Enumerable.t(), (element -> term)) :: Enumerable.t()
  def each(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn element, accs ->
        fun.(element)
        next.(element, accs)
      end
    end)
  end

  @doc """
  Elements of all collections that `mapper` gives.

      iex> Stream.flat_map([1, 2], &[&1, &1]) |> Enum.to_list()
      [1, 1, 2, 2]
  """
  @spec flat_map(Enumerable.t(), (element -> Enumerable.t())) :: Enumerable.t()
  def flat_map(enum, mapper) when is_function(mapper, 1) do
    transform(enum, nil, fn element, nil -> {mapper.(element), nil} end)
  end

  @doc """
  Elements for which `fun` is truthy.

      iex> Stream.filter(1..4, &(&1 > 2)) |> Enum.to_list()
      [3, 4]
  """
  @spec filter(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def filter(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn element, accs -> if fun.(element), do: next.(element, accs), else: {:cont, accs} end
    end)
  end

  @doc false
  def filter_map(enum, filter, mapper), do: enum |> filter(filter) |> map(mapper)

  @doc """
  Puts elements also into `collectable` as they pass.

      iex> Stream.into([1, 2], []) |> Stream.run()
      :ok
  """
  @spec into(Enumerable.t(), Collectable.t(), (term -> term)) :: Enumerable.t()
  def into(enum, collectable, transform \\ fn x -> x end) when is_function(transform, 1) do
    &collect(enum, collectable, transform, &1, &2)
  end

  defp collect(enum, collectable, transform, command, fun) do
    {initial, collector} = Collectable.into(collectable)

    step = fn element, [into_acc, acc] ->
      into_acc = collector.(into_acc, {:cont, transform.(element)})
      {tag, acc} = fun.(element, acc)
      {tag, [into_acc, acc]}
    end

    collect_on(&Enumerable.reduce(enum, &1, step), initial, collector, command)
  end

  defp collect_on(reduce, into_acc, collector, {tag, acc}) do
    try do
      reduce.({tag, [into_acc, acc]})
    catch
      kind, reason ->
        collector.(into_acc, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:suspended, [into_acc, acc], continuation} ->
        {:suspended, acc, &collect_on(continuation, into_acc, collector, &1)}

      {reason, [into_acc, acc]} ->
        collector.(into_acc, :done)
        {reason, acc}
    end
  end

  @doc "A stream of 0, 1, 2... with `n` milliseconds before each."
  @spec interval(timer) :: Enumerable.t()
  def interval(n) when is_integer(n) and n >= 0 or n == :infinity do
    unfold(0, fn count ->
      Process.sleep(n)
      {count, count + 1}
    end)
  end

  @doc """
  Puts an element between elements.

      iex> Stream.intersperse(1..3, 0) |> Enum.to_list()
      [1, 0, 2, 0, 3]
  """
  @spec intersperse(Enumerable.t(), any) :: Enumerable.t()
  def intersperse(enum, separator) do
    add(enum, false, fn next ->
      fn
        element, [false | rest] ->
          next.(element, rest) |> keep(true)

        element, [true | rest] ->
          case next.(separator, rest) do
            {:cont, rest} -> next.(element, rest) |> keep(true)
            {tag, rest} -> {tag, [true | rest]}
          end
      end
    end)
  end

  @doc """
  Values of `fun`.

      iex> Stream.map(1..3, &(&1 * 2)) |> Enum.to_list()
      [2, 4, 6]
  """
  @spec map(Enumerable.t(), (element -> any)) :: Enumerable.t()
  def map(enum, fun) when is_function(fun, 1) do
    add(enum, fn next -> fn element, accs -> next.(fun.(element), accs) end end)
  end

  @doc """
  Maps every `nth` element, from the first on.

      iex> Stream.map_every(1..4, 2, &(&1 * 10)) |> Enum.to_list()
      [10, 2, 30, 4]
  """
  @spec map_every(Enumerable.t(), non_neg_integer, (element -> any)) :: Enumerable.t()
  def map_every(enum, nth, fun)
  def map_every(enum, 1, fun), do: map(enum, fun)
  def map_every(enum, 0, _fun), do: %Stream{enum: enum}
  def map_every([], nth, _fun) when is_integer(nth) and nth > 1, do: %Stream{enum: []}

  def map_every(enum, nth, fun) when is_integer(nth) and nth > 1 do
    add(enum, 0, fn next ->
      fn
        element, [0 | rest] -> next.(fun.(element), rest) |> keep(nth - 1)
        element, [left | rest] -> next.(element, rest) |> keep(left - 1)
      end
    end)
  end

  @doc """
  Elements for which `fun` is `false` or `nil`.

      iex> Stream.reject(1..4, &(&1 > 2)) |> Enum.to_list()
      [1, 2]
  """
  @spec reject(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def reject(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn element, accs -> if fun.(element), do: {:cont, accs}, else: next.(element, accs) end
    end)
  end

  @doc "Runs the stream for its effects."
  @spec run(Enumerable.t()) :: :ok
  def run(stream) do
    _ = Enumerable.reduce(stream, {:cont, nil}, fn _element, _acc -> {:cont, nil} end)
    :ok
  end

  @doc """
  Running results of `fun`, starting with the first element.

      iex> Stream.scan(1..3, &+/2) |> Enum.to_list()
      [1, 3, 6]
  """
  @spec scan(Enumerable.t(), (element, acc -> any)) :: Enumerable.t()
  def scan(enum, fun) when is_function(fun, 2) do
    add(enum, :first, fn next ->
      fn
        element, [:first | rest] ->
          next.(element, rest) |> keep({:acc, element})

        element, [{:acc, acc} | rest] ->
          value = fun.(element, acc)
          next.(value, rest) |> keep({:acc, value})
      end
    end)
  end

  @doc """
  Running results of `fun`, starting with `acc`.

      iex> Stream.scan(1..3, 10, &+/2) |> Enum.to_list()
      [11, 13, 16]
  """
  @spec scan(Enumerable.t(), acc, (element, acc -> any)) :: Enumerable.t()
  def scan(enum, acc, fun) when is_function(fun, 2) do
    add(enum, acc, fn next ->
      fn element, [acc | rest] ->
        value = fun.(element, acc)
        next.(value, rest) |> keep(value)
      end
    end)
  end

  @doc """
  The first `count` elements, or the last when negative.

      iex> Stream.take(1..100, 3) |> Enum.to_list()
      [1, 2, 3]
  """
  @spec take(Enumerable.t(), integer) :: Enumerable.t()
  def take(_enum, 0), do: %Stream{enum: []}
  def take([], count) when is_integer(count) and count > 0, do: %Stream{enum: []}

  def take(enum, count) when is_integer(count) and count > 0 do
    add(enum, count, fn next ->
      fn element, [left | rest] ->
        case next.(element, rest) do
          {tag, rest} when left > 1 -> {tag, [left - 1 | rest]}
          {_tag, rest} -> {:halt, [0 | rest]}
        end
      end
    end)
  end

  def take(enum, count) when is_integer(count) and count < 0 do
    &Enumerable.reduce(Enum.take(enum, count), &1, &2)
  end

  @doc """
  Every `nth` element, from the first on.

      iex> Stream.take_every(1..5, 2) |> Enum.to_list()
      [1, 3, 5]
  """
  @spec take_every(Enumerable.t(), non_neg_integer) :: Enumerable.t()
  def take_every(enum, nth)
  def take_every(_enum, 0), do: %Stream{enum: []}
  def take_every([], nth) when is_integer(nth) and nth > 0, do: %Stream{enum: []}

  def take_every(enum, nth) when is_integer(nth) and nth > 0 do
    add(enum, 0, fn next ->
      fn
        element, [0 | rest] -> next.(element, rest) |> keep(nth - 1)
        _element, [left | rest] -> {:cont, [left - 1 | rest]}
      end
    end)
  end

  @doc """
  Elements while `fun` is truthy.

      iex> Stream.take_while(1..100, &(&1 < 3)) |> Enum.to_list()
      [1, 2]
  """
  @spec take_while(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def take_while(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn element, accs -> if fun.(element), do: next.(element, accs), else: {:halt, accs} end
    end)
  end

  @doc "A stream of one element, 0, after `n` milliseconds."
  @spec timer(timer) :: Enumerable.t()
  def timer(n) when is_integer(n) and n >= 0 or n == :infinity do
    unfold(0, fn
      0 ->
        Process.sleep(n)
        {0, 1}

      1 ->
        nil
    end)
  end

  @doc """
  Leaves out repetitions.

      iex> Stream.uniq([1, 2, 1]) |> Enum.to_list()
      [1, 2]
  """
  @spec uniq(Enumerable.t()) :: Enumerable.t()
  def uniq(enum), do: uniq_by(enum, fn element -> element end)

  @doc false
  def uniq(enum, fun), do: uniq_by(enum, fun)

  @doc "Leaves out elements whose value of `fun` has been seen."
  @spec uniq_by(Enumerable.t(), (element -> term)) :: Enumerable.t()
  def uniq_by(enum, fun) when is_function(fun, 1) do
    add(enum, %{}, fn next ->
      fn element, [seen | rest] ->
        key = fun.(element)

        case seen do
          %{^key => _} -> {:cont, [seen | rest]}
          _ -> next.(element, rest) |> keep(:maps.put(key, true, seen))
        end
      end
    end)
  end

  @doc """
  Pairs elements with indexes from an offset, or maps with a function of element and index.

      iex> Stream.with_index([:a, :b]) |> Enum.to_list()
      [a: 0, b: 1]
  """
  @spec with_index(Enumerable.t(), integer | (element, index -> any)) :: Enumerable.t()
  def with_index(enum, fun_or_offset \\ 0)

  def with_index(enum, offset) when is_integer(offset) do
    add(enum, offset, fn next ->
      fn element, [index | rest] -> next.({element, index}, rest) |> keep(index + 1) end
    end)
  end

  def with_index(enum, fun) when is_function(fun, 2) do
    add(enum, 0, fn next ->
      fn element, [index | rest] -> next.(fun.(element, index), rest) |> keep(index + 1) end
    end)
  end

  # --- combining ----------------------------------------------------------------------------------------------------

  @doc """
  Elements of all collections, one collection after the other.

      iex> Stream.concat([1..2, 3..4]) |> Enum.to_list()
      [1, 2, 3, 4]
  """
  @spec concat(Enumerable.t()) :: Enumerable.t()
  def concat(enumerables), do: flat_map(enumerables, fn enumerable -> enumerable end)

  @doc "Elements of `first`, then of `second`."
  @spec concat(Enumerable.t(), Enumerable.t()) :: Enumerable.t()
  def concat(first, second), do: flat_map([first, second], fn enumerable -> enumerable end)

  @doc """
  Pairs of elements at the same positions.

      iex> Stream.zip(1..3, [:a, :b]) |> Enum.to_list()
      [{1, :a}, {2, :b}]
  """
  @spec zip(Enumerable.t(), Enumerable.t()) :: Enumerable.t()
  def zip(left, right), do: zip_with(left, right, fn a, b -> {a, b} end)

  @doc "Tuples of elements at the same positions of all collections."
  @spec zip(Enumerable.t()) :: Enumerable.t()
  def zip(enumerables), do: zip_with(enumerables, &:erlang.list_to_tuple/1)

  @doc "Values of `zip_fun` for elements at the same positions of two collections."
  @spec zip_with(Enumerable.t(), Enumerable.t(), (term, term -> term)) :: Enumerable.t()
  def zip_with(left, right, zip_fun) when is_function(zip_fun, 2) do
    zip_with([left, right], fn [a, b] -> zip_fun.(a, b) end)
  end

  @doc """
  Values of `zip_fun` for lists of the elements at the same positions.

      iex> Stream.zip_with([1..2, 3..4], &Enum.sum/1) |> Enum.to_list()
      [4, 6]
  """
  @spec zip_with(Enumerable.t(), ([term] -> term)) :: Enumerable.t()
  def zip_with(enumerables, zip_fun) when is_function(zip_fun, 1) do
    &zip_start(enumerables, &1, &2, zip_fun)
  end

  defp zip_start(enumerables, command, fun, zip_fun) do
    case Enum.map(enumerables, &source/1) do
      [] -> {:done, elem(command, 1)}
      sources -> zip_run(sources, command, fun, zip_fun)
    end
  end

  defp zip_run(sources, {:halt, acc}, _fun, _zip_fun) do
    close_all(sources)
    {:halted, acc}
  end

  defp zip_run(sources, {:suspend, acc}, fun, zip_fun) do
    {:suspended, acc, &zip_run(sources, &1, fun, zip_fun)}
  end

  defp zip_run(sources, {:cont, acc}, fun, zip_fun) do
    case pull_all(sources, [], []) do
      {elements, sources} ->
        command =
          try do
            fun.(zip_fun.(elements), acc)
          catch
            kind, reason ->
              close_all(sources)
              :erlang.raise(kind, reason, __STACKTRACE__)
          end

        zip_run(sources, command, fun, zip_fun)

      :end ->
        {:done, acc}
    end
  end

  defp pull_all([], elements, sources), do: {:lists.reverse(elements), :lists.reverse(sources)}

  defp pull_all([source | rest], elements, sources) do
    pulled =
      try do
        pull(source)
      catch
        kind, reason ->
          close_all(rest)
          close_all(sources)
          :erlang.raise(kind, reason, __STACKTRACE__)
      end

    case pulled do
      {:ok, element, source} ->
        pull_all(rest, [element | elements], [source | sources])

      :end ->
        close_all(rest)
        close_all(sources)
        :end
    end
  end

  # --- sources: a collection, element by element ----------------------------------------------------------------------

  # A list, or a function that goes on with a suspended reduction, or :end.
  defp source(list) when is_list(list), do: list

  defp source(enumerable) do
    &Enumerable.reduce(enumerable, &1, fn element, _acc -> {:suspend, {:element, element}} end)
  end

  defp pull([]), do: :end
  defp pull([head | tail]), do: {:ok, head, tail}
  defp pull(:end), do: :end

  defp pull(continue) do
    case continue.({:cont, :nothing}) do
      {:suspended, {:element, element}, continue} -> {:ok, element, continue}
      {_done, {:element, element}} -> {:ok, element, :end}
      {_done, :nothing} -> :end
    end
  end

  defp close(continue) when is_function(continue, 1), do: continue.({:halt, :nothing})
  defp close(_source), do: :ok

  defp close_all(sources), do: Enum.each(sources, &close/1)

  # --- transform ------------------------------------------------------------------------------------------------------

  @doc """
  Replaces each element by the elements of a collection, with an accumulator; `{:halt, acc}` ends the stream.

      iex> Stream.transform(1..9, 0, fn x, acc -> if acc < 3, do: {[x], acc + 1}, else: {:halt, acc} end) |> Enum.to_list()
      [1, 2, 3]
  """
  @spec transform(Enumerable.t(), acc, (element, acc -> {Enumerable.t(), acc} | {:halt, acc})) ::
          Enumerable.t()
  def transform(enum, acc, reducer) when is_function(reducer, 2) do
    &run_transform(enum, fn -> acc end, reducer, nil, nil, &1, &2)
  end

  @doc "Like `transform/3`; the accumulator starts as `start_fun` gives it and ends in `after_fun`."
  @spec transform(Enumerable.t(), (() -> acc), (element, acc -> {Enumerable.t(), acc} | {:halt, acc}), (acc -> term)) ::
          Enumerable.t()
  def transform(enum, start_fun, reducer, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(after_fun, 1) do
    &run_transform(enum, start_fun, reducer, nil, after_fun, &1, &2)
  end

  @doc "Like `transform/4`; `last_fun` may add elements when the collection has ended."
  @spec transform(Enumerable.t(), (() -> acc), (element, acc -> {Enumerable.t(), acc} | {:halt, acc}), (acc -> {Enumerable.t(), acc} | {:halt, acc}), (acc -> term)) ::
          Enumerable.t()
  def transform(enum, start_fun, reducer, last_fun, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(last_fun, 1) and
             is_function(after_fun, 1) do
    &run_transform(enum, start_fun, reducer, last_fun, after_fun, &1, &2)
  end

  defp run_transform(enum, start_fun, reducer, last_fun, after_fun, command, fun) do
    next = &transform_next(&1, reducer, last_fun)

    finish = fn {source, acc} ->
      close(source)
      if after_fun, do: after_fun.(acc)
    end

    produce(next, {source(enum), start_fun.()}, finish, command, fun)
  end

  defp transform_next({:finished, _acc} = state, _reducer, _last_fun), do: {:halt, state}

  defp transform_next({source, acc}, reducer, last_fun) do
    case pull(source) do
      {:ok, element, source} ->
        # What the reducer raises must find the source to close.
        try do
          reducer.(element, acc)
        catch
          kind, reason ->
            close(source)
            :erlang.raise(kind, reason, __STACKTRACE__)
        else
          {:halt, acc} -> {:halt, {source, acc}}
          {inner, acc} -> {inner, {source, acc}}
        end

      :end when last_fun == nil ->
        {:halt, {:finished, acc}}

      :end ->
        case last_fun.(acc) do
          {:halt, acc} -> {:halt, {:finished, acc}}
          {inner, acc} -> {inner, {:finished, acc}}
        end
    end
  end

  @doc """
  A stream of what `next_fun` gives: `{elements, acc}` until `{:halt, acc}`. `after_fun` runs at the end in any case.

      iex> Stream.resource(fn -> 3 end, fn 0 -> {:halt, 0}; n -> {[n], n - 1} end, fn _ -> :ok end) |> Enum.to_list()
      [3, 2, 1]
  """
  @spec resource((() -> acc), (acc -> {[element], acc} | {:halt, acc}), (acc -> term)) ::
          Enumerable.t()
  def resource(start_fun, next_fun, after_fun)
      when is_function(start_fun, 0) and is_function(next_fun, 1) and is_function(after_fun, 1) do
    &run_resource(start_fun, next_fun, after_fun, &1, &2)
  end

  # The resource is not opened before the first element is asked for.
  defp run_resource(start_fun, next_fun, after_fun, {:suspend, acc}, fun) do
    {:suspended, acc, &run_resource(start_fun, next_fun, after_fun, &1, fun)}
  end

  defp run_resource(_start_fun, _next_fun, _after_fun, {:halt, acc}, _fun), do: {:halted, acc}

  defp run_resource(start_fun, next_fun, after_fun, command, fun) do
    produce(next_fun, start_fun.(), after_fun, command, fun)
  end

  # Runs `next` for collections of elements and gives these to fun; `finish` gets the last state, whatever happens.
  defp produce(_next, state, finish, {:halt, acc}, _fun) do
    finish.(state)
    {:halted, acc}
  end

  defp produce(next, state, finish, {:suspend, acc}, fun) do
    {:suspended, acc, &produce(next, state, finish, &1, fun)}
  end

  defp produce(next, state, finish, {:cont, acc} = command, fun) do
    try do
      next.(state)
    catch
      kind, reason ->
        finish.(state)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:halt, state} ->
        finish.(state)
        {:halted, acc}

      {[], state} ->
        produce(next, state, finish, command, fun)

      {list, state} when is_list(list) ->
        produce_inner(&Enumerable.List.reduce(list, &1, mark_outer(fun)), {next, state, finish, fun}, command)

      {inner, state} ->
        produce_inner(&Enumerable.reduce(inner, &1, mark_outer(fun)), {next, state, finish, fun}, command)
    end
  end

  # Tells an inner collection that stopped by itself from a consumer that wants no more.
  defp mark_outer(fun) do
    fn element, [_who | acc] ->
      case fun.(element, acc) do
        {:halt, acc} -> {:halt, [:consumer | acc]}
        {tag, acc} -> {tag, [:inner | acc]}
      end
    end
  end

  defp produce_inner(reduce, {next, state, finish, fun} = context, {tag, acc}) do
    try do
      reduce.({tag, [if(tag == :halt, do: :consumer, else: :inner) | acc]})
    catch
      kind, reason ->
        finish.(state)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:suspended, [_who | acc], continuation} ->
        {:suspended, acc, &produce_inner(continuation, context, &1)}

      {:halted, [:consumer | acc]} ->
        finish.(state)
        {:halted, acc}

      {_done, [_who | acc]} ->
        produce(next, state, finish, {:cont, acc}, fun)
    end
  end

  # --- endless and other sources --------------------------------------------------------------------------------------

  @doc """
  Repeats the elements for ever.

      iex> Stream.cycle([1, 2]) |> Enum.take(3)
      [1, 2, 1]
  """
  @spec cycle(Enumerable.t()) :: Enumerable.t()
  def cycle([]), do: raise(ArgumentError, "cannot cycle over an empty enumerable")

  def cycle(enumerable) when is_list(enumerable) do
    unfold({enumerable, enumerable}, fn
      {all, [head | tail]} -> {head, {all, tail}}
      {[head | tail] = all, []} -> {head, {all, tail}}
    end)
  end

  def cycle(enumerable) do
    fn command, fun ->
      next = fn
        {:ran, false} -> raise ArgumentError, "cannot cycle over an empty enumerable"
        _state -> {enumerable, {:ran, true}}
      end

      case Enumerable.slice(enumerable) do
        {:ok, 0, _fun} -> next.({:ran, false})
        {:ok, _size, _fun} -> produce(next, {:ran, true}, fn _state -> :ok end, command, fun)
        {:error, _module} -> cycle_unknown(enumerable, command, fun)
      end
    end
  end

  # Each round begins by pulling one element, which tells whether there is any.
  defp cycle_unknown(enumerable, command, fun) do
    next = fn source ->
      case pull(source) do
        {:ok, element, source} ->
          {[element], source}

        :end ->
          case pull(source(enumerable)) do
            {:ok, element, source} -> {[element], source}
            :end -> raise ArgumentError, "cannot cycle over an empty enumerable"
          end
      end
    end

    produce(next, :end, &close/1, command, fun)
  end

  @doc """
  `start_value`, then always `next_fun` of the one before.

      iex> Stream.iterate(1, &(&1 * 2)) |> Enum.take(4)
      [1, 2, 4, 8]
  """
  @spec iterate(element, (element -> element)) :: Enumerable.t()
  def iterate(start_value, next_fun) when is_function(next_fun, 1) do
    unfold({:start, start_value}, fn
      {:start, value} ->
        {value, {:next, value}}

      {:next, value} ->
        value = next_fun.(value)
        {value, {:next, value}}
    end)
  end

  @doc "What `generator_fun` gives, again and again."
  @spec repeatedly((() -> element)) :: Enumerable.t()
  def repeatedly(generator_fun) when is_function(generator_fun, 0) do
    &repeat(generator_fun, &1, &2)
  end

  defp repeat(generator_fun, {:suspend, acc}, fun) do
    {:suspended, acc, &repeat(generator_fun, &1, fun)}
  end

  defp repeat(_generator_fun, {:halt, acc}, _fun), do: {:halted, acc}

  defp repeat(generator_fun, {:cont, acc}, fun) do
    repeat(generator_fun, fun.(generator_fun.(), acc), fun)
  end

  @doc """
  Elements that `next_fun` gives as `{element, acc}`, until `nil`.

      iex> Stream.unfold(3, fn 0 -> nil; n -> {n, n - 1} end) |> Enum.to_list()
      [3, 2, 1]
  """
  @spec unfold(acc, (acc -> {element, acc} | nil)) :: Enumerable.t()
  def unfold(next_acc, next_fun) when is_function(next_fun, 1) do
    &run_unfold(next_acc, next_fun, &1, &2)
  end

  defp run_unfold(next_acc, next_fun, {:suspend, acc}, fun) do
    {:suspended, acc, &run_unfold(next_acc, next_fun, &1, fun)}
  end

  defp run_unfold(_next_acc, _next_fun, {:halt, acc}, _fun), do: {:halted, acc}

  defp run_unfold(next_acc, next_fun, {:cont, acc}, fun) do
    case next_fun.(next_acc) do
      nil -> {:done, acc}
      {element, next_acc} -> run_unfold(next_acc, next_fun, fun.(element, acc), fun)
    end
  end

  # --- running a pipeline ---------------------------------------------------------------------------------------------

  @doc false
  def reduce_lazy(%{enum: enum, funs: funs, accs: accs, done: nil}, {tag, acc}, fun) do
    last = fn element, [acc] ->
      {tag, acc} = fun.(element, acc)
      {tag, [acc]}
    end

    step = :lists.foldl(fn stage, next -> stage.(next) end, last, funs)
    go_on(&Enumerable.reduce(enum, &1, step), :lists.reverse(accs), {tag, acc})
  end

  def reduce_lazy(%{enum: enum, funs: [stage], accs: [state], done: done}, {tag, acc}, fun) do
    last = fn element, [[_who | acc]] ->
      case fun.(element, acc) do
        {:halt, acc} -> {:halt, [[:consumer | acc]]}
        {tag, acc} -> {tag, [[:inner | acc]]}
      end
    end

    go_on_done(&Enumerable.reduce(enum, &1, stage.(last)), state, done, fun, {tag, acc})
  end

  defp go_on(reduce, states, {tag, acc}) do
    case reduce.({tag, states ++ [acc]}) do
      {:suspended, accs, continuation} ->
        {states, acc} = split_last(accs, [])
        {:suspended, acc, &go_on(continuation, states, &1)}

      {reason, accs} ->
        {_states, acc} = split_last(accs, [])
        {reason, acc}
    end
  end

  defp split_last([acc], states), do: {:lists.reverse(states), acc}
  defp split_last([state | rest], states), do: split_last(rest, [state | states])

  # A chunking stage has a say at the end, unless it is the consumer that ended it.
  defp go_on_done(reduce, state, done, fun, {tag, acc}) do
    case reduce.({tag, [state, [if(tag == :halt, do: :consumer, else: :inner) | acc]]}) do
      {:suspended, [state, [_who | acc]], continuation} ->
        {:suspended, acc, &go_on_done(continuation, state, done, fun, &1)}

      {reason, [_state, [:consumer | acc]]} ->
        {reason, acc}

      {reason, [state, [:inner | acc]]} ->
        case done.(state) do
          {:cont, _state} -> {reason, acc}
          {:cont, chunk, _state} -> finish_done(reason, fun.(chunk, acc))
        end
    end
  end

  defp finish_done(reason, {:cont, acc}), do: {reason, acc}
  defp finish_done(_reason, {:halt, acc}), do: {:halted, acc}

  defp finish_done(reason, {:suspend, acc}) do
    {:suspended, acc, fn {tag, acc} -> finish_done(reason, {tag, acc}) end}
  end

  defp add(%Stream{done: nil, funs: funs} = lazy, fun), do: %{lazy | funs: [fun | funs]}
  defp add(enum, fun), do: %Stream{enum: enum, funs: [fun]}

  defp add(%Stream{done: nil, funs: funs, accs: accs} = lazy, acc, fun) do
    %{lazy | funs: [fun | funs], accs: [acc | accs]}
  end

  defp add(enum, acc, fun), do: %Stream{enum: enum, funs: [fun], accs: [acc]}

  # The answer of the following stages, with this stage's state put back in front.
  defp keep({tag, rest}, state), do: {tag, [state | rest]}
end

defimpl Inspect, for: Stream do
  import Inspect.Algebra

  def inspect(%{enum: enum, funs: funs}, opts) do
    concat(["#Stream<", to_doc([enum: enum, funs: :lists.reverse(funs)], opts), ">"])
  end
end
