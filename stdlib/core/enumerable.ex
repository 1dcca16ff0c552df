# SPDX-License-Identifier: GPL-3.0-or-later
# enumerable.ex - the protocol behind Enum and Stream, and its implementations for the built-in collections.

defprotocol Enumerable do
  @moduledoc """
  What `Enum` and `Stream` ask of a collection.

  `reduce/3` is the heart: it folds a tagged accumulator, `{:cont, acc}` to go on, `{:halt, acc}` to stop and
  `{:suspend, acc}` to pause, and answers `{:done, acc}`, `{:halted, acc}` or `{:suspended, acc, continuation}`.
  """

  @type acc :: {:cont, term} | {:halt, term} | {:suspend, term}
  @type reducer :: (element :: term, current_acc :: acc -> updated_acc :: acc)
  @type result :: {:done, term} | {:halted, term} | {:suspended, term, continuation}
  @type continuation :: (acc -> result)
  @type slicing_fun ::
          (start :: non_neg_integer, length :: pos_integer, step :: pos_integer -> [term])
  @type to_list_fun :: (t -> [term])

  @doc "Folds the collection, minding the tag of the accumulator."
  @spec reduce(t, acc, reducer) :: result
  def reduce(enumerable, acc, fun)

  @doc "The number of elements, or `{:error, module}` when only a traversal can tell."
  @spec count(t) :: {:ok, non_neg_integer} | {:error, module}
  def count(enumerable)

  @doc "Whether `element` is in the collection, or `{:error, module}` when only a traversal can tell."
  @spec member?(t, term) :: {:ok, boolean} | {:error, module}
  def member?(enumerable, element)

  @doc "A size and a function that gives parts of the collection, or `{:error, module}`."
  @spec slice(t) :: {:ok, non_neg_integer, slicing_fun | to_list_fun} | {:error, module}
  def slice(enumerable)
end

defimpl Enumerable, for: List do
  def count([]), do: {:ok, 0}
  def count(_list), do: {:error, __MODULE__}

  def member?([], _value), do: {:ok, false}
  def member?(_list, _value), do: {:error, __MODULE__}

  def slice([]), do: {:ok, 0, fn _start, _amount, _step -> [] end}
  def slice(_list), do: {:error, __MODULE__}

  def reduce(_list, {:halt, acc}, _fun), do: {:halted, acc}
  def reduce(list, {:suspend, acc}, fun), do: {:suspended, acc, &reduce(list, &1, fun)}
  def reduce([], {:cont, acc}, _fun), do: {:done, acc}
  def reduce([head | tail], {:cont, acc}, fun), do: reduce(tail, fun.(head, acc), fun)
end

defimpl Enumerable, for: Map do
  def count(map), do: {:ok, :erlang.map_size(map)}

  def member?(map, {key, value}) do
    case map do
      %{^key => found} -> {:ok, :erlang."=:="(found, value)}
      _ -> {:ok, false}
    end
  end

  def member?(_map, _other), do: {:ok, false}

  def slice(map), do: {:ok, :erlang.map_size(map), &:maps.to_list/1}

  def reduce(map, acc, fun), do: Enumerable.List.reduce(:maps.to_list(map), acc, fun)
end

defimpl Enumerable, for: Function do
  def count(function) when is_function(function, 2), do: {:error, __MODULE__}
  def count(function), do: refuse(function)

  def member?(function, _value) when is_function(function, 2), do: {:error, __MODULE__}
  def member?(function, _value), do: refuse(function)

  def slice(function) when is_function(function, 2), do: {:error, __MODULE__}
  def slice(function), do: refuse(function)

  def reduce(function, acc, fun) when is_function(function, 2), do: function.(acc, fun)
  def reduce(function, _acc, _fun), do: refuse(function)

  defp refuse(function) do
    raise Protocol.UndefinedError,
      protocol: @protocol,
      value: function,
      description: "only anonymous functions of arity 2 are enumerable"
  end
end

defimpl Enumerable, for: Range do
  def reduce(%{__struct__: Range, first: first, last: last, step: step}, acc, fun) do
    fold(first, last, acc, fun, step)
  end

  # Ranges made before steps existed carry none.
  def reduce(%{__struct__: Range, first: first, last: last}, acc, fun) do
    fold(first, last, acc, fun, if(first <= last, do: 1, else: -1))
  end

  defp fold(_first, _last, {:halt, acc}, _fun, _step), do: {:halted, acc}

  defp fold(first, last, {:suspend, acc}, fun, step) do
    {:suspended, acc, &fold(first, last, &1, fun, step)}
  end

  defp fold(first, last, {:cont, acc}, fun, step)
       when (step > 0 and first <= last) or (step < 0 and first >= last) do
    fold(first + step, last, fun.(first, acc), fun, step)
  end

  defp fold(_first, _last, {:cont, acc}, _fun, _step), do: {:done, acc}

  def member?(range, value) when is_integer(value) do
    {:ok, within?(range.first, range.last, range.step, value)}
  end

  def member?(_range, _value), do: {:ok, false}

  defp within?(first, last, step, value) when step > 0 do
    first <= value and value <= last and rem(value - first, step) == 0
  end

  defp within?(first, last, step, value) do
    last <= value and value <= first and rem(value - first, step) == 0
  end

  def count(range), do: {:ok, Range.size(range)}

  def slice(%{first: first, step: step} = range) do
    {:ok, Range.size(range), &part(first + &1 * step, &2, step * &3)}
  end

  defp part(_current, 0, _step), do: []
  defp part(current, remaining, step), do: [current | part(current + step, remaining - 1, step)]
end

defimpl Enumerable, for: MapSet do
  def count(set), do: {:ok, MapSet.size(set)}
  def member?(set, value), do: {:ok, MapSet.member?(set, value)}
  def reduce(set, acc, fun), do: Enumerable.List.reduce(MapSet.to_list(set), acc, fun)
  def slice(set), do: {:ok, MapSet.size(set), &MapSet.to_list/1}
end

defimpl Enumerable, for: Stream do
  def count(_lazy), do: {:error, __MODULE__}
  def member?(_lazy, _value), do: {:error, __MODULE__}
  def slice(_lazy), do: {:error, __MODULE__}

  def reduce(lazy, acc, fun), do: Stream.reduce_lazy(lazy, acc, fun)
end
