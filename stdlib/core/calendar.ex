# SPDX-License-Identifier: GPL-3.0-or-later
# calendar.ex - what a calendar is, the time zone database, and formatting by pattern.

defmodule Calendar do
  @moduledoc """
  The behaviour of calendars, and `strftime/3`.
  """

  @type year :: integer
  @type month :: pos_integer
  @type day :: pos_integer
  @type week :: pos_integer
  @type day_of_week :: non_neg_integer
  @type era :: non_neg_integer
  @type day_of_era :: {day :: non_neg_integer, era}
  @type hour :: non_neg_integer
  @type minute :: non_neg_integer
  @type second :: non_neg_integer
  @type microsecond :: {value :: non_neg_integer, precision :: non_neg_integer}
  @type calendar :: module
  @type iso_days :: {days :: integer, day_fraction}
  @type day_fraction :: {parts_in_day :: non_neg_integer, parts_per_day :: pos_integer}
  @type time_zone :: String.t()
  @type zone_abbr :: String.t()
  @type utc_offset :: integer
  @type std_offset :: integer
  @type date :: %{optional(any) => any, calendar: calendar, year: year, month: month, day: day}
  @type time :: %{optional(any) => any, hour: hour, minute: minute, second: second, microsecond: microsecond}
  @type naive_datetime :: %{optional(any) => any}
  @type datetime :: %{optional(any) => any}
  @type time_zone_database :: module

  @callback days_in_month(year, month) :: day
  @callback months_in_year(year) :: month
  @callback leap_year?(year) :: boolean
  @callback day_of_week(year, month, day, starting_on :: :default | atom) ::
              {day_of_week, first_day_of_week :: non_neg_integer, last_day_of_week :: non_neg_integer}
  @callback day_of_year(year, month, day) :: non_neg_integer
  @callback quarter_of_year(year, month, day) :: non_neg_integer
  @callback year_of_era(year, month, day) :: {year, era}
  @callback day_of_era(year, month, day) :: day_of_era
  @callback date_to_string(year, month, day) :: String.t()
  @callback naive_datetime_to_string(year, month, day, hour, minute, second, microsecond) :: String.t()
  @callback datetime_to_string(year, month, day, hour, minute, second, microsecond, time_zone, zone_abbr, utc_offset, std_offset) ::
              String.t()
  @callback time_to_string(hour, minute, second, microsecond) :: String.t()
  @callback naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond) :: iso_days
  @callback naive_datetime_from_iso_days(iso_days) :: {year, month, day, hour, minute, second, microsecond}
  @callback time_to_day_fraction(hour, minute, second, microsecond) :: day_fraction
  @callback time_from_day_fraction(day_fraction) :: {hour, minute, second, microsecond}
  @callback day_rollover_relative_to_midnight_utc() :: day_fraction
  @callback valid_date?(year, month, day) :: boolean
  @callback valid_time?(hour, minute, second, microsecond) :: boolean
  @callback parse_time(String.t()) :: {:ok, {hour, minute, second, microsecond}} | {:error, atom}
  @callback parse_date(String.t()) :: {:ok, {year, month, day}} | {:error, atom}
  @callback parse_naive_datetime(String.t()) ::
              {:ok, {year, month, day, hour, minute, second, microsecond}} | {:error, atom}
  @callback parse_utc_datetime(String.t()) ::
              {:ok, {year, month, day, hour, minute, second, microsecond}, utc_offset} | {:error, atom}

  @doc "Tells whether days change at the same moment in both calendars."
  @spec compatible_calendars?(calendar, calendar) :: boolean
  def compatible_calendars?(calendar, calendar), do: true

  def compatible_calendars?(calendar1, calendar2) do
    calendar1.day_rollover_relative_to_midnight_utc() == calendar2.day_rollover_relative_to_midnight_utc()
  end

  @doc "Cuts microseconds to a precision."
  @spec truncate(microsecond, :microsecond | :millisecond | :second) :: microsecond
  def truncate(microsecond_tuple, :microsecond), do: microsecond_tuple
  def truncate({microsecond, precision}, :millisecond), do: {div(microsecond, 1000) * 1000, min(precision, 3)}
  def truncate(_microsecond_tuple, :second), do: {0, 0}

  @doc "Sets the time zone database."
  @spec put_time_zone_database(time_zone_database) :: :ok
  def put_time_zone_database(database), do: :persistent_term.put({__MODULE__, :time_zone_database}, database)

  @doc "The time zone database."
  @spec get_time_zone_database() :: time_zone_database
  def get_time_zone_database() do
    :persistent_term.get({__MODULE__, :time_zone_database}, Calendar.UTCOnlyTimeZoneDatabase)
  end

  # --- strftime -----------------------------------------------------------------------------------------------------

  @doc """
  Formats a date or time: `%<padding><width><format>`.

      iex> Calendar.strftime(~D[2019-08-26], "%a, %B %d %Y")
      "Mon, August 26 2019"
  """
  @spec strftime(map, String.t(), keyword) :: String.t()
  def strftime(date_or_time_or_datetime, string_format, user_options \\ [])
      when is_map(date_or_time_or_datetime) and is_binary(string_format) do
    string_format
    |> format(date_or_time_or_datetime, options(user_options), [])
    |> IO.iodata_to_binary()
  end

  defp options(user_options) do
    default = %{
      preferred_date: "%Y-%m-%d",
      preferred_time: "%H:%M:%S",
      preferred_datetime: "%Y-%m-%d %H:%M:%S",
      am_pm_names: fn
        :am -> "am"
        :pm -> "pm"
      end,
      month_names: &month_name/1,
      day_of_week_names: &day_name/1,
      abbreviated_month_names: fn month -> binary_part(month_name(month), 0, 3) end,
      abbreviated_day_of_week_names: fn day -> binary_part(day_name(day), 0, 3) end,
      invoked: []
    }

    Enum.reduce(user_options, default, fn {key, value}, acc ->
      if Map.has_key?(default, key) and key != :invoked do
        Map.put(acc, key, value)
      else
        raise ArgumentError, "unknown option #{inspect(key)} given to Calendar.strftime/3"
      end
    end)
  end

  defp month_name(month) do
    elem(
      {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
       "December"},
      month - 1
    )
  end

  defp day_name(day) do
    elem({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}, day - 1)
  end

  defp format("", _datetime, _options, acc), do: :lists.reverse(acc)
  defp format("%" <> rest, datetime, options, acc), do: directive(rest, nil, nil, datetime, options, acc)
  defp format(<<char::utf8, rest::binary>>, datetime, options, acc), do: format(rest, datetime, options, [<<char::utf8>> | acc])

  # Padding, then width, then the letter.
  defp directive("-" <> rest, nil, nil, datetime, options, acc), do: directive(rest, "", nil, datetime, options, acc)
  defp directive("0" <> rest, nil, nil, datetime, options, acc), do: directive(rest, ?0, nil, datetime, options, acc)
  defp directive("_" <> rest, nil, nil, datetime, options, acc), do: directive(rest, ?\s, nil, datetime, options, acc)

  defp directive(<<digit, rest::binary>>, padding, width, datetime, options, acc) when digit in ?0..?9 do
    directive(rest, padding, (width || 0) * 10 + digit - ?0, datetime, options, acc)
  end

  defp directive("%" <> rest, padding, width, datetime, options, acc) do
    format(rest, datetime, options, [pad("%", padding, width, ?\s, 0) | acc])
  end

  defp directive("f" <> rest, _padding, _width, datetime, options, acc) do
    format(rest, datetime, options, [microseconds(datetime) | acc])
  end

  defp directive(<<letter, rest::binary>>, padding, width, datetime, options, acc) do
    {text, default_padding, default_width, options} = field(letter, datetime, options, padding, width)
    format(rest, datetime, %{options | invoked: []}, [pad(text, padding, width, default_padding, default_width) | acc])
  end

  defp directive("", _padding, _width, _datetime, _options, _acc) do
    raise ArgumentError, "invalid strftime format: %"
  end

  defp pad(text, "", _width, _default_padding, _default_width), do: text

  defp pad(text, padding, width, default_padding, default_width) do
    String.pad_leading(text, width || default_width, <<padding || default_padding>>)
  end

  defp number(number, width, options), do: {Integer.to_string(number), ?0, width, options}
  defp text(text, options), do: {text, ?\s, 0, options}

  defp field(?Y, datetime, options, _, _), do: number(get(datetime, :year), 4, options)
  defp field(?y, datetime, options, _, _), do: number(rem(get(datetime, :year), 100), 2, options)
  defp field(?m, datetime, options, _, _), do: number(get(datetime, :month), 2, options)
  defp field(?d, datetime, options, _, _), do: number(get(datetime, :day), 2, options)
  defp field(?H, datetime, options, _, _), do: number(get(datetime, :hour), 2, options)
  defp field(?I, datetime, options, _, _), do: number(rem(get(datetime, :hour) + 23, 12) + 1, 2, options)
  defp field(?M, datetime, options, _, _), do: number(get(datetime, :minute), 2, options)
  defp field(?S, datetime, options, _, _), do: number(get(datetime, :second), 2, options)
  defp field(?j, datetime, options, _, _), do: number(Date.day_of_year(datetime), 3, options)
  defp field(?q, datetime, options, _, _), do: number(Date.quarter_of_year(datetime), 1, options)
  defp field(?u, datetime, options, _, _), do: number(Date.day_of_week(datetime), 1, options)
  defp field(?a, datetime, options, _, _), do: text(options.abbreviated_day_of_week_names.(Date.day_of_week(datetime)), options)
  defp field(?A, datetime, options, _, _), do: text(options.day_of_week_names.(Date.day_of_week(datetime)), options)
  defp field(?b, datetime, options, _, _), do: text(options.abbreviated_month_names.(get(datetime, :month)), options)
  defp field(?B, datetime, options, _, _), do: text(options.month_names.(get(datetime, :month)), options)
  defp field(?P, datetime, options, _, _), do: text(half_of_day(datetime, options), options)
  defp field(?p, datetime, options, _, _), do: text(String.upcase(half_of_day(datetime, options)), options)
  defp field(?c, datetime, options, _, _), do: preferred(:preferred_datetime, datetime, options)
  defp field(?x, datetime, options, _, _), do: preferred(:preferred_date, datetime, options)
  defp field(?X, datetime, options, _, _), do: preferred(:preferred_time, datetime, options)
  defp field(?z, datetime, options, padding, width), do: {zone_offset(datetime, padding, width), ?\s, 0, options}
  defp field(?Z, datetime, options, _, _), do: text(Map.get(datetime, :zone_abbr, ""), options)
  defp field(letter, _datetime, _options, _, _), do: raise(ArgumentError, "invalid strftime format: %#{<<letter>>}")

  defp get(datetime, field) do
    case datetime do
      %{^field => value} -> value
      _ -> raise KeyError, key: field, term: datetime
    end
  end

  defp half_of_day(datetime, options) do
    options.am_pm_names.(if get(datetime, :hour) > 11, do: :pm, else: :am)
  end

  defp microseconds(%{microsecond: {_value, 0}}), do: "0"

  defp microseconds(%{microsecond: {value, precision}}) do
    value |> Integer.to_string() |> String.pad_leading(6, "0") |> binary_part(0, precision)
  end

  defp microseconds(datetime), do: raise(KeyError, key: :microsecond, term: datetime)

  defp preferred(kind, datetime, %{invoked: invoked} = options) do
    if kind in invoked do
      raise ArgumentError, "tried to format #{kind} within another #{kind} format"
    end

    inner = Map.fetch!(options, kind)
    result = format_nested(inner, datetime, %{options | invoked: [kind | invoked]}, [])
    {IO.iodata_to_binary(result), ?\s, 0, options}
  end

  # Like format/4, but what has been invoked stays so.
  defp format_nested("", _datetime, _options, acc), do: :lists.reverse(acc)

  defp format_nested(<<"%", letter, rest::binary>>, datetime, options, acc) when letter in [?c, ?x, ?X] do
    {text, _, _, _} = field(letter, datetime, options, nil, nil)
    format_nested(rest, datetime, options, [text | acc])
  end

  defp format_nested("%" <> rest, datetime, options, acc) do
    {piece, rest} = take_directive(rest, "%")
    format_nested(rest, datetime, options, [format(piece, datetime, options, []) | acc])
  end

  defp format_nested(<<char::utf8, rest::binary>>, datetime, options, acc) do
    format_nested(rest, datetime, options, [<<char::utf8>> | acc])
  end

  defp take_directive(<<char, rest::binary>>, acc) when char in ?0..?9 or char in [?-, ?_] do
    take_directive(rest, acc <> <<char>>)
  end

  defp take_directive(<<char, rest::binary>>, acc), do: {acc <> <<char>>, rest}
  defp take_directive("", acc), do: {acc, ""}

  defp zone_offset(%{utc_offset: utc_offset, std_offset: std_offset}, padding, width) do
    minutes = div(abs(utc_offset + std_offset), 60)
    number = Integer.to_string(div(minutes, 60) * 100 + rem(minutes, 60))
    sign = if utc_offset + std_offset >= 0, do: "+", else: "-"
    if padding == "", do: sign <> number, else: sign <> String.pad_leading(number, (width || 5) - 1, <<padding || ?0>>)
  end

  defp zone_offset(_datetime, _padding, _width), do: ""
end

defmodule Calendar.TimeZoneDatabase do
  @moduledoc """
  The behaviour of time zone databases.
  """

  @type time_zone_period :: %{
          optional(any) => any,
          utc_offset: Calendar.utc_offset(),
          std_offset: Calendar.std_offset(),
          zone_abbr: Calendar.zone_abbr()
        }
  @type time_zone_period_limit :: Calendar.naive_datetime()

  @doc "The period of a zone at a moment in UTC."
  @callback time_zone_period_from_utc_iso_days(Calendar.iso_days(), Calendar.time_zone()) ::
              {:ok, time_zone_period} | {:error, :time_zone_not_found | :utc_only_time_zone_database}

  @doc "The periods of a zone at a time of its clocks."
  @callback time_zone_periods_from_wall_datetime(Calendar.naive_datetime(), Calendar.time_zone()) ::
              {:ok, time_zone_period}
              | {:ambiguous, time_zone_period, time_zone_period}
              | {:gap, {time_zone_period, time_zone_period_limit}, {time_zone_period, time_zone_period_limit}}
              | {:error, :time_zone_not_found | :utc_only_time_zone_database}
end

defmodule Calendar.UTCOnlyTimeZoneDatabase do
  @moduledoc """
  The time zone database used by default: it knows only `"Etc/UTC"`.
  """

  @behaviour Calendar.TimeZoneDatabase

  @impl true
  def time_zone_period_from_utc_iso_days(_iso_days, time_zone), do: period(time_zone)

  @impl true
  def time_zone_periods_from_wall_datetime(_naive_datetime, time_zone), do: period(time_zone)

  defp period("Etc/UTC"), do: {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  defp period(_time_zone), do: {:error, :utc_only_time_zone_database}
end
