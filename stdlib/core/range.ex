# SPDX-License-Identifier: GPL-3.0-or-later
# range.ex - ranges of integers.

defmodule Range do
  @moduledoc """
  Ranges: integers from `first` to `last`, `step` apart, both ends included.
  """

  @enforce_keys [:first, :last, :step]
  defstruct first: nil, last: nil, step: nil

  @type limit :: integer
  @type step :: pos_integer | neg_integer
  @type t :: %__MODULE__{first: limit, last: limit, step: step}
  @type t(first, last) :: %__MODULE__{first: first, last: last, step: step}

  @doc """
  A range with a step of 1, or of -1 when `first` is greater.

      iex> Range.new(1, 3)
      1..3
  """
  @spec new(limit, limit) :: t
  def new(first, last) when is_integer(first) and is_integer(last) do
    %{__struct__: Range, first: first, last: last, step: if(first <= last, do: 1, else: -1)}
  end

  def new(first, last) do
    raise ArgumentError,
          "ranges (first..last) expect both sides to be integers, " <>
            "got: #{inspect(first)}..#{inspect(last)}"
  end

  @doc """
  A range with a step.

      iex> Range.new(1, 9, 3)
      1..9//3
  """
  @spec new(limit, limit, step) :: t
  def new(first, last, step)
      when is_integer(first) and is_integer(last) and is_integer(step) and step != 0 do
    %{__struct__: Range, first: first, last: last, step: step}
  end

  def new(first, last, step) do
    raise ArgumentError,
          "ranges (first..last//step) expect both sides to be integers and the step to be a " <>
            "non-zero integer, got: #{inspect(first)}..#{inspect(last)}//#{inspect(step)}"
  end

  @doc """
  The number of integers in the range.

      iex> Range.size(1..10//3)
      4
  """
  @spec size(t) :: non_neg_integer
  def size(range)
  def size(%{__struct__: Range, first: first, last: last, step: step}) when step > 0 and first > last, do: 0
  def size(%{__struct__: Range, first: first, last: last, step: step}) when step < 0 and first < last, do: 0

  def size(%{__struct__: Range, first: first, last: last, step: step}) do
    :erlang.abs(:erlang.div(last - first, step)) + 1
  end

  def size(%{__struct__: Range, first: first, last: last}) do
    :erlang.abs(last - first) + 1
  end

  @doc """
  The range moved by a number of steps.

      iex> Range.shift(0..10//2, 1)
      2..12//2
  """
  @spec shift(t, integer) :: t
  def shift(%{__struct__: Range, first: first, last: last, step: step}, steps_to_shift)
      when is_integer(steps_to_shift) do
    new(first + steps_to_shift * step, last + steps_to_shift * step, step)
  end

  @doc """
  Tells whether two ranges have no integer in common.

      iex> Range.disjoint?(1..5, 6..9)
      true
  """
  @spec disjoint?(t, t) :: boolean
  def disjoint?(%{__struct__: Range} = range1, %{__struct__: Range} = range2) do
    if size(range1) == 0 or size(range2) == 0 do
      true
    else
      {first1, last1, step1} = ascending(range1)
      {first2, last2, step2} = ascending(range2)
      no_common?(first1, step1, first2, step2, max(first1, first2), min(last1, last2))
    end
  end

  # The same integers in ascending order, with `last` one of them.
  defp ascending(%{first: first, step: step} = range) do
    last = first + (size(range) - 1) * step
    if step > 0, do: {first, last, step}, else: {last, first, -step}
  end

  # Common integers are those congruent to both firsts: by the extended Euclidean algorithm, one at a multiple of lcm.
  defp no_common?(first1, step1, first2, step2, from, to) do
    {gcd, coefficient, _} = Integer.extended_gcd(step1, step2)

    if rem(first2 - first1, gcd) != 0 do
      true
    else
      period = div(step1 * step2, gcd)
      common = first1 + div(first2 - first1, gcd) * coefficient * step1
      from + Integer.mod(common - from, period) > to
    end
  end

  @doc false
  def range?(term), do: is_map(term) and :erlang.map_get(:__struct__, term) == Range
end
