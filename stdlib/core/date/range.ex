# SPDX-License-Identifier: GPL-3.0-or-later
# date/range.ex - ranges of dates.

defmodule Date.Range do
  @moduledoc """
  The structure of `Date.range/2`.
  """

  @enforce_keys [:first, :last, :first_in_iso_days, :last_in_iso_days, :step]
  defstruct [:first, :last, :first_in_iso_days, :last_in_iso_days, :step]

  @type t :: %__MODULE__{first: Date.t(), last: Date.t(), first_in_iso_days: integer, last_in_iso_days: integer, step: pos_integer | neg_integer}

  @doc false
  def days(%{first_in_iso_days: first, last_in_iso_days: last} = range) do
    step = Map.get(range, :step, if(first <= last, do: 1, else: -1))
    %{__struct__: Range, first: first, last: last, step: step}
  end

  @doc false
  def to_date(days, Calendar.ISO) do
    {year, month, day} = Calendar.ISO.date_from_iso_days(days)
    %{__struct__: Date, year: year, month: month, day: day, calendar: Calendar.ISO}
  end

  def to_date(days, calendar) do
    {year, month, day, _, _, _, _} = calendar.naive_datetime_from_iso_days({days, {0, 86_400_000_000}})
    %{__struct__: Date, year: year, month: month, day: day, calendar: calendar}
  end
end

defimpl Enumerable, for: Date.Range do
  def member?(%{first: %{calendar: calendar}} = range, %{__struct__: Date, calendar: calendar} = date) do
    {days, _} = Date.to_iso_days(date)
    Enumerable.Range.member?(Date.Range.days(range), days)
  end

  def member?(_range, _other), do: {:ok, false}

  def count(range), do: {:ok, Range.size(Date.Range.days(range))}

  def slice(%{first: %{calendar: calendar}} = range) do
    {:ok, size, slicer} = Enumerable.Range.slice(Date.Range.days(range))
    {:ok, size, fn start, amount, step -> Enum.map(slicer.(start, amount, step), &Date.Range.to_date(&1, calendar)) end}
  end

  def reduce(%{first: %{calendar: calendar}} = range, acc, fun) do
    Enumerable.Range.reduce(Date.Range.days(range), acc, fn days, acc -> fun.(Date.Range.to_date(days, calendar), acc) end)
  end
end

defimpl Inspect, for: Date.Range do
  def inspect(%{first: first, last: last} = range, _opts) do
    "Date.range(" <> Kernel.inspect(first) <> ", " <> Kernel.inspect(last) <> step(Date.Range.days(range)) <> ")"
  end

  defp step(%{first: first, last: last, step: 1}) when first <= last, do: ""
  defp step(%{first: first, last: last, step: -1}) when first > last, do: ""
  defp step(%{step: step}), do: ", " <> Integer.to_string(step)
end
