# SPDX-License-Identifier: GPL-3.0-or-later
# date_time.ex - moments in a time zone.

defmodule DateTime do
  @moduledoc """
  Moments in a time zone.
  """

  import Kernel, except: [to_string: 1]

  @enforce_keys [:year, :month, :day, :hour, :minute, :second, :time_zone, :zone_abbr, :utc_offset, :std_offset]
  defstruct [
    :year,
    :month,
    :day,
    :hour,
    :minute,
    :second,
    :time_zone,
    :zone_abbr,
    :utc_offset,
    :std_offset,
    microsecond: {0, 0},
    calendar: Calendar.ISO
  ]

  @type t :: %__MODULE__{}

  @unix_days 719_528
  @seconds_per_day 86_400

  @doc "The moment now in UTC."
  @spec utc_now(Calendar.calendar()) :: t
  def utc_now(calendar \\ Calendar.ISO), do: :os.system_time() |> from_unix!(:native, calendar)

  @doc "`{:ok, moment}` of a date and a time in a time zone, or `{:ambiguous, ...}`, `{:gap, ...}`, `{:error, ...}`."
  @spec new(Date.t(), Time.t(), Calendar.time_zone(), Calendar.time_zone_database()) ::
          {:ok, t} | {:ambiguous, t, t} | {:gap, t, t} | {:error, atom}
  def new(date, time, time_zone \\ "Etc/UTC", time_zone_database \\ Calendar.get_time_zone_database())

  def new(%Date{} = date, %Time{} = time, time_zone, time_zone_database) do
    with {:ok, naive_datetime} <- NaiveDateTime.new(date, time), do: from_naive(naive_datetime, time_zone, time_zone_database)
  end

  @doc "The moment of a date and a time in a time zone; raises if there is none."
  @spec new!(Date.t(), Time.t(), Calendar.time_zone(), Calendar.time_zone_database()) :: t
  def new!(date, time, time_zone \\ "Etc/UTC", time_zone_database \\ Calendar.get_time_zone_database()) do
    case new(date, time, time_zone, time_zone_database) do
      {:ok, datetime} ->
        datetime

      {:ambiguous, dt1, dt2} ->
        raise ArgumentError,
              "cannot build datetime with #{inspect(date)} and #{inspect(time)} because such " <>
                "instant is ambiguous in time zone #{time_zone} as there is an overlap between #{inspect(dt1)} and #{inspect(dt2)}"

      {:gap, dt1, dt2} ->
        raise ArgumentError,
              "cannot build datetime with #{inspect(date)} and #{inspect(time)} because such " <>
                "instant does not exist in time zone #{time_zone} as there is a gap between #{inspect(dt1)} and #{inspect(dt2)}"

      {:error, reason} ->
        raise ArgumentError, "cannot build datetime with #{inspect(date)} and #{inspect(time)}, reason: #{inspect(reason)}"
    end
  end

  # --- unix time ------------------------------------------------------------------------------------------------------

  @doc """
  The moment of Unix time.

      iex> DateTime.from_unix(1_464_096_368)
      {:ok, ~U[2016-05-24 13:26:08Z]}
  """
  @spec from_unix(integer, :native | System.time_unit(), Calendar.calendar()) :: {:ok, t} | {:error, atom}
  def from_unix(integer, unit \\ :second, calendar \\ Calendar.ISO) when is_integer(integer) do
    with {:ok, {year, month, day}, {hour, minute, second}, microsecond} <- Calendar.ISO.from_unix(integer, unit) do
      convert(utc({year, month, day, hour, minute, second, microsecond}), calendar)
    end
  end

  defp utc({year, month, day, hour, minute, second, microsecond}) do
    %DateTime{
      year: year,
      month: month,
      day: day,
      hour: hour,
      minute: minute,
      second: second,
      microsecond: microsecond,
      std_offset: 0,
      utc_offset: 0,
      zone_abbr: "UTC",
      time_zone: "Etc/UTC"
    }
  end

  @doc "The moment of Unix time; raises if there is none."
  @spec from_unix!(integer, :native | System.time_unit(), Calendar.calendar()) :: t
  def from_unix!(integer, unit \\ :second, calendar \\ Calendar.ISO) do
    case from_unix(integer, unit, calendar) do
      {:ok, datetime} -> datetime
      {:error, :invalid_unix_time} -> raise ArgumentError, "invalid Unix time #{integer}"
    end
  end

  @doc "Unix time of a moment."
  @spec to_unix(Calendar.datetime(), System.time_unit()) :: integer
  def to_unix(datetime, unit \\ :second)

  def to_unix(%{utc_offset: utc_offset, std_offset: std_offset} = datetime, unit) do
    {days, fraction} = to_iso_days(datetime)
    unix = Calendar.ISO.iso_days_to_unit({days - @unix_days, fraction}, unit)
    unix - System.convert_time_unit(utc_offset + std_offset, :second, unit)
  end

  # --- time zones -----------------------------------------------------------------------------------------------------

  @doc "The moment of a naive one in a time zone."
  @spec from_naive(NaiveDateTime.t(), Calendar.time_zone(), Calendar.time_zone_database()) ::
          {:ok, t} | {:ambiguous, t, t} | {:gap, t, t} | {:error, atom}
  def from_naive(naive_datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database())

  def from_naive(naive_datetime, "Etc/UTC", _database) do
    {:ok, in_period(naive_datetime, %{utc_offset: 0, std_offset: 0, zone_abbr: "UTC"}, "Etc/UTC")}
  end

  def from_naive(%{calendar: Calendar.ISO} = naive_datetime, time_zone, time_zone_database) do
    case time_zone_database.time_zone_periods_from_wall_datetime(naive_datetime, time_zone) do
      {:ok, period} ->
        {:ok, in_period(naive_datetime, period, time_zone)}

      {:ambiguous, first, second} ->
        {:ambiguous, in_period(naive_datetime, first, time_zone), in_period(naive_datetime, second, time_zone)}

      {:gap, {first, first_limit}, {second, second_limit}} ->
        before = naive_limit(first_limit) |> NaiveDateTime.add(-1, :microsecond) |> Map.put(:microsecond, {999_999, 6})
        {:gap, in_period(before, first, time_zone), in_period(naive_limit(second_limit), second, time_zone)}

      {:error, _} = error ->
        error
    end
  end

  def from_naive(%{calendar: calendar} = naive_datetime, time_zone, time_zone_database) do
    if Calendar.compatible_calendars?(calendar, Calendar.ISO) do
      {:ok, iso} = NaiveDateTime.convert(naive_datetime, Calendar.ISO)

      case from_naive(iso, time_zone, time_zone_database) do
        {:ok, datetime} -> convert(datetime, calendar)
        {kind, first, second} -> {kind, convert!(first, calendar), convert!(second, calendar)}
        error -> error
      end
    else
      {:error, :incompatible_calendars}
    end
  end

  defp naive_limit(%{year: _} = limit) do
    %NaiveDateTime{
      year: limit.year,
      month: limit.month,
      day: limit.day,
      hour: limit.hour,
      minute: limit.minute,
      second: limit.second,
      microsecond: Map.get(limit, :microsecond, {0, 0})
    }
  end

  defp in_period(naive, %{utc_offset: utc_offset, std_offset: std_offset, zone_abbr: zone_abbr}, time_zone) do
    %DateTime{
      calendar: naive.calendar,
      year: naive.year,
      month: naive.month,
      day: naive.day,
      hour: naive.hour,
      minute: naive.minute,
      second: naive.second,
      microsecond: naive.microsecond,
      utc_offset: utc_offset,
      std_offset: std_offset,
      zone_abbr: zone_abbr,
      time_zone: time_zone
    }
  end

  @doc "The moment of a naive one in a time zone; raises if there is none."
  @spec from_naive!(NaiveDateTime.t(), Calendar.time_zone(), Calendar.time_zone_database()) :: t
  def from_naive!(naive_datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database()) do
    case from_naive(naive_datetime, time_zone, time_zone_database) do
      {:ok, datetime} ->
        datetime

      {:ambiguous, dt1, dt2} ->
        raise ArgumentError,
              "cannot convert #{inspect(naive_datetime)} to datetime because such " <>
                "instant is ambiguous in time zone #{time_zone} as there is an overlap between #{inspect(dt1)} and #{inspect(dt2)}"

      {:gap, dt1, dt2} ->
        raise ArgumentError,
              "cannot convert #{inspect(naive_datetime)} to datetime because such " <>
                "instant does not exist in time zone #{time_zone} as there is a gap between #{inspect(dt1)} and #{inspect(dt2)}"

      {:error, reason} ->
        raise ArgumentError, "cannot convert #{inspect(naive_datetime)} to datetime, reason: #{inspect(reason)}"
    end
  end

  @doc "The same moment in another time zone."
  @spec shift_zone(t, Calendar.time_zone(), Calendar.time_zone_database()) :: {:ok, t} | {:error, atom}
  def shift_zone(datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database())
  def shift_zone(%{time_zone: time_zone} = datetime, time_zone, _database), do: {:ok, datetime}

  def shift_zone(datetime, time_zone, time_zone_database) do
    %{utc_offset: utc_offset, std_offset: std_offset, calendar: calendar, microsecond: {_, precision}} = datetime
    iso_days = datetime |> to_iso_days() |> Calendar.ISO.add_day_fraction_to_iso_days(-(utc_offset + std_offset), @seconds_per_day)

    case period_at(iso_days, time_zone, time_zone_database) do
      {:ok, period} ->
        {:ok,
         iso_days
         |> Calendar.ISO.add_day_fraction_to_iso_days(period.utc_offset + period.std_offset, @seconds_per_day)
         |> NaiveDateTime.from_iso_days(calendar, precision)
         |> in_period(period, time_zone)}

      {:error, _} = error ->
        error
    end
  end

  defp period_at(_iso_days, "Etc/UTC", _database), do: {:ok, %{utc_offset: 0, std_offset: 0, zone_abbr: "UTC"}}
  defp period_at(iso_days, time_zone, database), do: database.time_zone_period_from_utc_iso_days(iso_days, time_zone)

  @doc "The same moment in another time zone; raises if there is none."
  @spec shift_zone!(t, Calendar.time_zone(), Calendar.time_zone_database()) :: t
  def shift_zone!(datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database()) do
    case shift_zone(datetime, time_zone, time_zone_database) do
      {:ok, datetime} ->
        datetime

      {:error, reason} ->
        raise ArgumentError, "cannot shift #{inspect(datetime)} to #{inspect(time_zone)} time zone, reason: #{inspect(reason)}"
    end
  end

  @doc "The moment now in a time zone."
  @spec now(Calendar.time_zone(), Calendar.time_zone_database()) :: {:ok, t} | {:error, atom}
  def now(time_zone, time_zone_database \\ Calendar.get_time_zone_database()) do
    shift_zone(utc_now(), time_zone, time_zone_database)
  end

  @doc "The moment now in a time zone; raises if there is no such zone."
  @spec now!(Calendar.time_zone(), Calendar.time_zone_database()) :: t
  def now!(time_zone, time_zone_database \\ Calendar.get_time_zone_database()) do
    case now(time_zone, time_zone_database) do
      {:ok, value} ->
        value

      {:error, reason} ->
        raise ArgumentError, "cannot get current datetime in #{inspect(time_zone)} time zone, reason: #{inspect(reason)}"
    end
  end

  # --- parts ----------------------------------------------------------------------------------------------------------

  @doc "The moment without its time zone."
  @spec to_naive(Calendar.datetime()) :: NaiveDateTime.t()
  def to_naive(%{calendar: calendar, time_zone: _} = datetime) do
    %NaiveDateTime{
      calendar: calendar,
      year: datetime.year,
      month: datetime.month,
      day: datetime.day,
      hour: datetime.hour,
      minute: datetime.minute,
      second: datetime.second,
      microsecond: datetime.microsecond
    }
  end

  @doc "The date of a moment."
  @spec to_date(Calendar.datetime()) :: Date.t()
  def to_date(%{year: year, month: month, day: day, calendar: calendar, time_zone: _}) do
    %Date{year: year, month: month, day: day, calendar: calendar}
  end

  @doc "The time of a moment."
  @spec to_time(Calendar.datetime()) :: Time.t()
  def to_time(%{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar, time_zone: _}) do
    %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}
  end

  # --- text -----------------------------------------------------------------------------------------------------------

  @doc "The text of a moment in the format of ISO 8601, with an offset in seconds if one is given."
  @spec to_iso8601(Calendar.datetime(), :basic | :extended, nil | integer) :: String.t()
  def to_iso8601(datetime, format \\ :extended, offset \\ nil)

  def to_iso8601(%{calendar: Calendar.ISO} = datetime, format, nil) when format in [:extended, :basic] do
    datetime |> to_naive() |> iso_text(format, Calendar.ISO.offset_to_string(datetime.utc_offset, datetime.std_offset, datetime.time_zone, format))
  end

  def to_iso8601(%{calendar: Calendar.ISO, time_zone: "Etc/UTC"} = datetime, format, 0) when format in [:extended, :basic] do
    to_iso8601(datetime, format, nil)
  end

  def to_iso8601(%{calendar: Calendar.ISO, microsecond: {_, precision}} = datetime, format, offset)
      when format in [:extended, :basic] do
    zone = Calendar.ISO.offset_to_string(offset, 0, nil, format)

    datetime
    |> to_iso_days()
    |> Calendar.ISO.add_day_fraction_to_iso_days(offset - datetime.utc_offset - datetime.std_offset, @seconds_per_day)
    |> NaiveDateTime.from_iso_days(Calendar.ISO, precision)
    |> iso_text(format, zone)
  end

  def to_iso8601(%{calendar: _} = datetime, format, offset) when format in [:extended, :basic] do
    datetime |> convert!(Calendar.ISO) |> to_iso8601(format, offset)
  end

  defp iso_text(naive_datetime, format, zone), do: NaiveDateTime.to_iso8601(naive_datetime, format) <> zone

  @doc "Reads a moment with an offset, which is converted to UTC: `{:ok, moment, offset}`."
  @spec from_iso8601(String.t(), :basic | :extended | Calendar.calendar()) :: {:ok, t, Calendar.utc_offset()} | {:error, atom}
  def from_iso8601(string, format_or_calendar \\ Calendar.ISO)
  def from_iso8601(string, format) when format in [:basic, :extended], do: from_iso8601(string, Calendar.ISO, format)
  def from_iso8601(string, calendar) when is_atom(calendar), do: from_iso8601(string, calendar, :extended)

  @doc "Reads a moment with an offset in a format, which is converted to UTC: `{:ok, moment, offset}`."
  @spec from_iso8601(String.t(), Calendar.calendar(), :basic | :extended) :: {:ok, t, Calendar.utc_offset()} | {:error, atom}
  def from_iso8601(string, calendar, format) do
    with {:ok, moment, offset} <- Calendar.ISO.parse_utc_datetime(string, format),
         {:ok, datetime} <- convert(utc(moment), calendar) do
      {:ok, datetime, offset}
    end
  end

  @doc "The text of a moment."
  @spec to_string(Calendar.datetime()) :: String.t()
  def to_string(%{calendar: calendar} = value) do
    calendar.datetime_to_string(
      value.year,
      value.month,
      value.day,
      value.hour,
      value.minute,
      value.second,
      value.microsecond,
      value.time_zone,
      value.zone_abbr,
      value.utc_offset,
      value.std_offset
    )
  end

  # --- counting -------------------------------------------------------------------------------------------------------

  @doc "The moment so many seconds after 0000-01-01 00:00:00."
  @spec from_gregorian_seconds(integer, Calendar.microsecond(), Calendar.calendar()) :: t
  def from_gregorian_seconds(seconds, {microsecond, precision} \\ {0, 0}, calendar \\ Calendar.ISO) when is_integer(seconds) do
    seconds
    |> NaiveDateTime.from_gregorian_seconds({microsecond, precision}, calendar)
    |> in_period(%{utc_offset: 0, std_offset: 0, zone_abbr: "UTC"}, "Etc/UTC")
  end

  @doc "The seconds since 0000-01-01 00:00:00 in UTC, and the microseconds."
  @spec to_gregorian_seconds(Calendar.datetime()) :: {integer, non_neg_integer}
  def to_gregorian_seconds(%{utc_offset: utc_offset, std_offset: std_offset} = datetime) do
    {seconds, microsecond} = datetime |> to_naive() |> NaiveDateTime.to_gregorian_seconds()
    {seconds - utc_offset - std_offset, microsecond}
  end

  @doc "Compares two moments: `:lt`, `:eq`, `:gt`."
  @spec compare(Calendar.datetime(), Calendar.datetime()) :: :lt | :eq | :gt
  def compare(%{utc_offset: _, std_offset: _} = datetime1, %{utc_offset: _, std_offset: _} = datetime2) do
    first = utc_microseconds(datetime1)
    second = utc_microseconds(datetime2)

    cond do
      first > second -> :gt
      first < second -> :lt
      true -> :eq
    end
  end

  defp utc_microseconds(%{utc_offset: utc_offset, std_offset: std_offset} = datetime) do
    Calendar.ISO.iso_days_to_unit(to_iso_days(datetime), :microsecond) - (utc_offset + std_offset) * 1_000_000
  end

  @doc "The time from the second to the first moment."
  @spec diff(Calendar.datetime(), Calendar.datetime(), :day | :hour | :minute | System.time_unit()) :: integer
  def diff(datetime1, datetime2, unit \\ :second)
  def diff(datetime1, datetime2, :day), do: div(diff(datetime1, datetime2, :second), 86_400)
  def diff(datetime1, datetime2, :hour), do: div(diff(datetime1, datetime2, :second), 3600)
  def diff(datetime1, datetime2, :minute), do: div(diff(datetime1, datetime2, :second), 60)

  def diff(%{utc_offset: offset1, std_offset: std1} = datetime1, %{utc_offset: offset2, std_offset: std2} = datetime2, unit) do
    units1 = datetime1 |> to_iso_days() |> Calendar.ISO.iso_days_to_unit(unit)
    units2 = datetime2 |> to_iso_days() |> Calendar.ISO.iso_days_to_unit(unit)
    units1 - units2 + System.convert_time_unit(offset2 + std2 - offset1 - std1, :second, unit)
  end

  @doc "The moment so much later."
  @spec add(Calendar.datetime(), integer, :day | :hour | :minute | System.time_unit(), Calendar.time_zone_database()) :: t
  def add(datetime, amount_to_add, unit \\ :second, time_zone_database \\ Calendar.get_time_zone_database())
  def add(datetime, amount, :day, database) when is_integer(amount), do: add(datetime, amount * 86_400, :second, database)
  def add(datetime, amount, :hour, database) when is_integer(amount), do: add(datetime, amount * 3600, :second, database)
  def add(datetime, amount, :minute, database) when is_integer(amount), do: add(datetime, amount * 60, :second, database)

  def add(%{utc_offset: utc_offset, std_offset: std_offset} = datetime, amount, unit, time_zone_database) when is_integer(amount) do
    %{calendar: calendar, microsecond: {_, precision}, time_zone: time_zone} = datetime
    per_day = @seconds_per_day * System.convert_time_unit(1, :second, unit)

    iso_days =
      datetime
      |> to_iso_days()
      |> Calendar.ISO.add_day_fraction_to_iso_days(amount, per_day)
      |> Calendar.ISO.add_day_fraction_to_iso_days(-(utc_offset + std_offset), @seconds_per_day)

    case period_at(iso_days, time_zone, time_zone_database) do
      {:ok, period} ->
        iso_days
        |> Calendar.ISO.add_day_fraction_to_iso_days(period.utc_offset + period.std_offset, @seconds_per_day)
        |> NaiveDateTime.from_iso_days(calendar, precision)
        |> in_period(period, time_zone)

      {:error, reason} ->
        raise ArgumentError, "cannot add #{amount} #{unit} to #{inspect(datetime)} (with time zone database #{inspect(time_zone_database)}), reason: #{inspect(reason)}"
    end
  end

  @doc "Cuts microseconds to a precision."
  @spec truncate(Calendar.datetime(), :microsecond | :millisecond | :second) :: t
  def truncate(%DateTime{microsecond: microsecond} = datetime, precision) do
    %{datetime | microsecond: Calendar.truncate(microsecond, precision)}
  end

  def truncate(%{microsecond: microsecond} = datetime, precision) do
    %{datetime | microsecond: Calendar.truncate(microsecond, precision)}
  end

  @doc "The moment in another calendar."
  @spec convert(Calendar.datetime(), Calendar.calendar()) :: {:ok, t} | {:error, :incompatible_calendars}
  def convert(%DateTime{calendar: calendar} = datetime, calendar), do: {:ok, datetime}

  def convert(%{calendar: own, microsecond: {_, precision}} = datetime, calendar) do
    if Calendar.compatible_calendars?(own, calendar) do
      {:ok,
       datetime
       |> to_iso_days()
       |> NaiveDateTime.from_iso_days(calendar, precision)
       |> in_period(datetime, datetime.time_zone)}
    else
      {:error, :incompatible_calendars}
    end
  end

  @doc "The moment in another calendar; raises if it has no such moments."
  @spec convert!(Calendar.datetime(), Calendar.calendar()) :: t
  def convert!(datetime, calendar) do
    case convert(datetime, calendar) do
      {:ok, value} ->
        value

      {:error, reason} ->
        raise ArgumentError, "cannot convert #{inspect(datetime)} to target calendar #{inspect(calendar)}, reason: #{inspect(reason)}"
    end
  end

  defp to_iso_days(%{calendar: calendar} = value) do
    calendar.naive_datetime_to_iso_days(value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
  end
end

defimpl String.Chars, for: DateTime do
  def to_string(datetime), do: DateTime.to_string(datetime)
end

defimpl Inspect, for: DateTime do
  def inspect(%{time_zone: "Etc/UTC", calendar: Calendar.ISO} = datetime, _opts), do: "~U[" <> DateTime.to_string(datetime) <> "]"

  def inspect(%{utc_offset: 0, std_offset: 0, zone_abbr: "UTC", calendar: calendar} = datetime, _opts) when calendar != Calendar.ISO do
    "~U[" <> DateTime.to_string(datetime) <> " " <> Kernel.inspect(calendar) <> "]"
  end

  def inspect(%{calendar: calendar} = datetime, _opts) do
    suffix = if calendar == Calendar.ISO, do: "", else: " " <> Kernel.inspect(calendar)
    "#DateTime<" <> DateTime.to_string(datetime) <> suffix <> ">"
  end
end
