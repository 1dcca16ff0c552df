# SPDX-License-Identifier: GPL-3.0-or-later
# naive_date_time.ex - moments without a time zone.

defmodule NaiveDateTime do
  @moduledoc """
  Moments without a time zone.
  """

  import Kernel, except: [to_string: 1]

  @enforce_keys [:year, :month, :day, :hour, :minute, :second]
  defstruct [:year, :month, :day, :hour, :minute, :second, microsecond: {0, 0}, calendar: Calendar.ISO]

  @type t :: %__MODULE__{
          year: Calendar.year(),
          month: Calendar.month(),
          day: Calendar.day(),
          calendar: Calendar.calendar(),
          hour: Calendar.hour(),
          minute: Calendar.minute(),
          second: Calendar.second(),
          microsecond: Calendar.microsecond()
        }

  @seconds_per_day 86_400

  @doc "The moment now in UTC."
  @spec utc_now(Calendar.calendar()) :: t
  def utc_now(calendar \\ Calendar.ISO) do
    {:ok, {year, month, day}, {hour, minute, second}, {value, _}} = Calendar.ISO.from_unix(:os.system_time(), :native)

    convert!(
      %NaiveDateTime{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: {value, 6}},
      calendar
    )
  end

  @doc "The moment now on the clock of the computer."
  @spec local_now(Calendar.calendar()) :: t
  def local_now(calendar \\ Calendar.ISO) do
    :calendar.local_time() |> from_erl!() |> convert!(calendar)
  end

  @doc "`{:ok, moment}`, or `{:error, reason}`."
  @spec new(Calendar.year(), Calendar.month(), Calendar.day(), Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) ::
          {:ok, t} | {:error, atom}
  def new(year, month, day, hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def new(year, month, day, hour, minute, second, microsecond, calendar) when is_integer(microsecond) do
    new(year, month, day, hour, minute, second, {microsecond, 6}, calendar)
  end

  def new(year, month, day, hour, minute, second, microsecond, calendar) do
    cond do
      not calendar.valid_date?(year, month, day) ->
        {:error, :invalid_date}

      not calendar.valid_time?(hour, minute, second, microsecond) ->
        {:error, :invalid_time}

      true ->
        {:ok,
         %NaiveDateTime{
           calendar: calendar,
           year: year,
           month: month,
           day: day,
           hour: hour,
           minute: minute,
           second: second,
           microsecond: microsecond
         }}
    end
  end

  @doc "A moment; raises if there is none such."
  @spec new!(Calendar.year(), Calendar.month(), Calendar.day(), Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) ::
          t
  def new!(year, month, day, hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    year |> new(month, day, hour, minute, second, microsecond, calendar) |> built!()
  end

  defp built!({:ok, value}), do: value
  defp built!({:error, reason}), do: raise(ArgumentError, "cannot build naive datetime, reason: #{inspect(reason)}")

  @doc "The moment of a date and a time."
  @spec new(Date.t(), Time.t()) :: {:ok, t}
  def new(date, time)

  def new(%Date{calendar: calendar} = date, %Time{calendar: calendar} = time) do
    {:ok,
     %NaiveDateTime{
       calendar: calendar,
       year: date.year,
       month: date.month,
       day: date.day,
       hour: time.hour,
       minute: time.minute,
       second: time.second,
       microsecond: time.microsecond
     }}
  end

  @doc "The moment of a date and a time."
  @spec new!(Date.t(), Time.t()) :: t
  def new!(date, time), do: date |> new(time) |> built!()

  @doc """
  The moment so much later.

      iex> NaiveDateTime.add(~N[2014-10-02 00:29:10], 2)
      ~N[2014-10-02 00:29:12]
  """
  @spec add(Calendar.naive_datetime(), integer, :day | :hour | :minute | System.time_unit()) :: t
  def add(naive_datetime, amount_to_add, unit \\ :second)
  def add(naive_datetime, amount, :day) when is_integer(amount), do: add(naive_datetime, amount * 86_400, :second)
  def add(naive_datetime, amount, :hour) when is_integer(amount), do: add(naive_datetime, amount * 3600, :second)
  def add(naive_datetime, amount, :minute) when is_integer(amount), do: add(naive_datetime, amount * 60, :second)

  def add(%{calendar: calendar, microsecond: {_, precision}} = naive_datetime, amount, unit) when is_integer(amount) do
    per_day = @seconds_per_day * System.convert_time_unit(1, :second, unit)

    naive_datetime
    |> to_iso_days()
    |> Calendar.ISO.add_day_fraction_to_iso_days(amount, per_day)
    |> from_iso_days(calendar, precision)
  end

  @doc "The time from the second to the first moment."
  @spec diff(Calendar.naive_datetime(), Calendar.naive_datetime(), :day | :hour | :minute | System.time_unit()) :: integer
  def diff(naive_datetime1, naive_datetime2, unit \\ :second)
  def diff(naive_datetime1, naive_datetime2, :day), do: div(diff(naive_datetime1, naive_datetime2, :second), 86_400)
  def diff(naive_datetime1, naive_datetime2, :hour), do: div(diff(naive_datetime1, naive_datetime2, :second), 3600)
  def diff(naive_datetime1, naive_datetime2, :minute), do: div(diff(naive_datetime1, naive_datetime2, :second), 60)

  def diff(%{calendar: calendar1} = naive_datetime1, %{calendar: calendar2} = naive_datetime2, unit) do
    if not Calendar.compatible_calendars?(calendar1, calendar2) do
      raise ArgumentError,
            "cannot calculate the difference between #{inspect(naive_datetime1)} and #{inspect(naive_datetime2)} because their calendars are not compatible and thus the result would be ambiguous"
    end

    units1 = naive_datetime1 |> to_iso_days() |> Calendar.ISO.iso_days_to_unit(unit)
    units2 = naive_datetime2 |> to_iso_days() |> Calendar.ISO.iso_days_to_unit(unit)
    units1 - units2
  end

  @doc "Cuts microseconds to a precision."
  @spec truncate(t, :microsecond | :millisecond | :second) :: t
  def truncate(%NaiveDateTime{microsecond: microsecond} = naive_datetime, precision) do
    %{naive_datetime | microsecond: Calendar.truncate(microsecond, precision)}
  end

  def truncate(%{microsecond: microsecond} = datetime, precision) do
    %{datetime | microsecond: Calendar.truncate(microsecond, precision)}
  end

  @doc "The date of a moment."
  @spec to_date(Calendar.naive_datetime()) :: Date.t()
  def to_date(%{year: year, month: month, day: day, calendar: calendar, hour: _, minute: _, second: _, microsecond: _}) do
    %Date{year: year, month: month, day: day, calendar: calendar}
  end

  @doc "The time of a moment."
  @spec to_time(Calendar.naive_datetime()) :: Time.t()
  def to_time(%{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar, year: _, month: _, day: _}) do
    %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}
  end

  @doc "The text of a moment."
  @spec to_string(Calendar.naive_datetime()) :: String.t()
  def to_string(%{calendar: calendar} = naive_datetime) do
    %{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond} = naive_datetime
    calendar.naive_datetime_to_string(year, month, day, hour, minute, second, microsecond)
  end

  @doc "Reads a moment in the format of ISO 8601; an offset is ignored."
  @spec from_iso8601(String.t(), Calendar.calendar()) :: {:ok, t} | {:error, atom}
  def from_iso8601(string, calendar \\ Calendar.ISO) do
    with {:ok, {year, month, day, hour, minute, second, microsecond}} <- Calendar.ISO.parse_naive_datetime(string) do
      convert(
        %NaiveDateTime{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond},
        calendar
      )
    end
  end

  @doc "Reads a moment in the format of ISO 8601; raises if it is none."
  @spec from_iso8601!(String.t(), Calendar.calendar()) :: t
  def from_iso8601!(string, calendar \\ Calendar.ISO) do
    case from_iso8601(string, calendar) do
      {:ok, value} ->
        value

      {:error, reason} ->
        raise ArgumentError, "cannot parse #{inspect(string)} as naive datetime, reason: #{inspect(reason)}"
    end
  end

  @doc "The text of a moment in the format of ISO 8601."
  @spec to_iso8601(Calendar.naive_datetime(), :basic | :extended) :: String.t()
  def to_iso8601(naive_datetime, format \\ :extended)

  def to_iso8601(%{calendar: Calendar.ISO} = value, format) when format in [:basic, :extended] do
    Calendar.ISO.date_to_string(value.year, value.month, value.day, format) <>
      "T" <> Calendar.ISO.time_to_string(value.hour, value.minute, value.second, value.microsecond, format)
  end

  def to_iso8601(%{calendar: _} = naive_datetime, format) when format in [:basic, :extended] do
    naive_datetime |> convert!(Calendar.ISO) |> to_iso8601(format)
  end

  @doc "The tuple that Erlang has for a moment."
  @spec to_erl(Calendar.naive_datetime()) :: :calendar.datetime()
  def to_erl(naive_datetime) do
    value = convert!(naive_datetime, Calendar.ISO)
    {{value.year, value.month, value.day}, {value.hour, value.minute, value.second}}
  end

  @doc "The moment of Erlang's tuple."
  @spec from_erl(:calendar.datetime(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) :: {:ok, t} | {:error, atom}
  def from_erl(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def from_erl({{year, month, day}, {hour, minute, second}}, microsecond, calendar) do
    with {:ok, value} <- new(year, month, day, hour, minute, second, microsecond), do: convert(value, calendar)
  end

  @doc "The moment of Erlang's tuple; raises if it is none."
  @spec from_erl!(:calendar.datetime(), Calendar.microsecond() | non_neg_integer, Calendar.calendar()) :: t
  def from_erl!(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case from_erl(tuple, microsecond, calendar) do
      {:ok, value} ->
        value

      {:error, reason} ->
        raise ArgumentError, "cannot convert #{inspect(tuple)} to naive datetime, reason: #{inspect(reason)}"
    end
  end

  @doc "The moment so many seconds after 0000-01-01 00:00:00."
  @spec from_gregorian_seconds(integer, Calendar.microsecond(), Calendar.calendar()) :: t
  def from_gregorian_seconds(seconds, {microsecond, precision} \\ {0, 0}, calendar \\ Calendar.ISO) when is_integer(seconds) do
    seconds |> Calendar.ISO.gregorian_seconds_to_iso_days(microsecond) |> from_iso_days(calendar, precision)
  end

  @doc "The seconds since 0000-01-01 00:00:00, and the microseconds."
  @spec to_gregorian_seconds(Calendar.naive_datetime()) :: {integer, non_neg_integer}
  def to_gregorian_seconds(%{microsecond: {microsecond, _}} = naive_datetime) do
    {days, fraction} = to_iso_days(naive_datetime)
    {div(Calendar.ISO.iso_days_to_unit({days, fraction}, :microsecond) - microsecond, 1_000_000), microsecond}
  end

  @doc "Compares two moments: `:lt`, `:eq`, `:gt`."
  @spec compare(Calendar.naive_datetime(), Calendar.naive_datetime()) :: :lt | :eq | :gt
  def compare(%{calendar: calendar1} = naive_datetime1, %{calendar: calendar2} = naive_datetime2) do
    if Calendar.compatible_calendars?(calendar1, calendar2) do
      first = naive_datetime1 |> to_iso_days() |> Calendar.ISO.iso_days_to_unit(:microsecond)
      second = naive_datetime2 |> to_iso_days() |> Calendar.ISO.iso_days_to_unit(:microsecond)

      cond do
        first > second -> :gt
        first < second -> :lt
        true -> :eq
      end
    else
      raise ArgumentError, """
      cannot compare #{inspect(naive_datetime1)} with #{inspect(naive_datetime2)}.

      This comparison would be ambiguous as their calendars have incompatible day rollover moments.
      Specify an exact time of day (using DateTime) to resolve this ambiguity
      """
    end
  end

  @doc "The moment in another calendar."
  @spec convert(Calendar.naive_datetime(), Calendar.calendar()) :: {:ok, t} | {:error, :incompatible_calendars}
  def convert(%{calendar: calendar} = value, calendar) do
    {:ok,
     %NaiveDateTime{
       calendar: calendar,
       year: value.year,
       month: value.month,
       day: value.day,
       hour: value.hour,
       minute: value.minute,
       second: value.second,
       microsecond: value.microsecond
     }}
  end

  def convert(%{calendar: own, microsecond: {_, precision}} = naive_datetime, calendar) do
    if Calendar.compatible_calendars?(own, calendar) do
      {:ok, naive_datetime |> to_iso_days() |> from_iso_days(calendar, precision)}
    else
      {:error, :incompatible_calendars}
    end
  end

  @doc "The moment in another calendar; raises if it has no such moments."
  @spec convert!(Calendar.naive_datetime(), Calendar.calendar()) :: t
  def convert!(naive_datetime, calendar) do
    case convert(naive_datetime, calendar) do
      {:ok, value} ->
        value

      {:error, reason} ->
        raise ArgumentError, "cannot convert #{inspect(naive_datetime)} to target calendar #{inspect(calendar)}, reason: #{inspect(reason)}"
    end
  end

  @doc false
  def to_iso_days(%{calendar: calendar, year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}) do
    calendar.naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)
  end

  @doc false
  def from_iso_days(iso_days, calendar, precision) do
    {year, month, day, hour, minute, second, {value, _}} = calendar.naive_datetime_from_iso_days(iso_days)

    %NaiveDateTime{
      calendar: calendar,
      year: year,
      month: month,
      day: day,
      hour: hour,
      minute: minute,
      second: second,
      microsecond: {value, precision}
    }
  end
end

defimpl String.Chars, for: NaiveDateTime do
  def to_string(naive_datetime), do: NaiveDateTime.to_string(naive_datetime)
end

defimpl Inspect, for: NaiveDateTime do
  def inspect(%{calendar: calendar} = naive_datetime, _opts) do
    "~N[" <> NaiveDateTime.to_string(naive_datetime) <> suffix(calendar) <> "]"
  end

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> Kernel.inspect(calendar)
end
