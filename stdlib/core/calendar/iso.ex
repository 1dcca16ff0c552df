# SPDX-License-Identifier: GPL-3.0-or-later
# calendar/iso.ex - the calendar of ISO 8601: the Gregorian one, extended to years from -9999 to 9999.
#
# Days are counted from 0000-01-01, parts of a day in microseconds.

defmodule Calendar.ISO do
  @moduledoc """
  The calendar of ISO 8601.
  """

  @behaviour Calendar

  @unix_epoch 62_167_219_200
  @parts_per_day 86_400_000_000
  @days_per_400_years 146_097
  @days_per_100_years 36_524
  @days_per_4_years 1_461

  @type bce :: 0
  @type ce :: 1
  @type era :: bce | ce
  @type year :: -9999..9999
  @type month :: 1..12
  @type day :: 1..31
  @type day_of_week :: 1..7
  @type hour :: 0..23
  @type minute :: 0..59
  @type second :: 0..59
  @type microsecond :: {0..999_999, 0..6}
  @type format :: :basic | :extended

  defguardp is_year(year) when is_integer(year) and year >= -9999 and year <= 9999
  defguardp is_month(month) when is_integer(month) and month >= 1 and month <= 12
  defguardp is_format(format) when format == :basic or format == :extended

  # --- dates --------------------------------------------------------------------------------------------------------

  @doc "Tells whether a year is a leap year."
  @impl true
  @spec leap_year?(year) :: boolean
  def leap_year?(year) when is_year(year) do
    rem(year, 4) == 0 and (rem(year, 100) != 0 or rem(year, 400) == 0)
  end

  @doc "The number of days of a month."
  @impl true
  @spec days_in_month(year, month) :: 28..31
  def days_in_month(year, month)
  def days_in_month(year, 2) when is_year(year), do: if(leap_year?(year), do: 29, else: 28)
  def days_in_month(year, month) when is_year(year) and month in [4, 6, 9, 11], do: 30
  def days_in_month(year, month) when is_year(year) and is_month(month), do: 31

  @doc "The number of months of a year."
  @impl true
  @spec months_in_year(year) :: 12
  def months_in_year(year) when is_year(year), do: 12

  @doc "Tells whether there is such a date."
  @impl true
  @spec valid_date?(year, month, day) :: boolean
  def valid_date?(year, month, day) when is_year(year) and is_month(month) and is_integer(day) do
    day >= 1 and day <= days_in_month(year, month)
  end

  def valid_date?(_year, _month, _day), do: false

  @doc "Tells whether there is such a time."
  @impl true
  @spec valid_time?(hour, minute, second, microsecond) :: boolean
  def valid_time?(hour, minute, second, {value, precision})
      when is_integer(hour) and hour >= 0 and hour <= 23 and is_integer(minute) and minute >= 0 and minute <= 59 and
             is_integer(second) and second >= 0 and second <= 59 and is_integer(value) and value >= 0 and
             value <= 999_999 and is_integer(precision) and precision >= 0 and precision <= 6 do
    true
  end

  def valid_time?(_hour, _minute, _second, _microsecond), do: false

  @doc false
  def date_to_iso_days(year, month, day) when is_year(year) and is_month(month) do
    true = day >= 1 and day <= days_in_month(year, month)
    days_before_year(year) + days_before_month(year, month) + day - 1
  end

  # Leap years among those from 0 to before `year` (year 0 is one), or from `year` to before 0 when negative.
  defp days_before_year(year) do
    previous = year - 1
    year * 365 + Integer.floor_div(previous, 4) - Integer.floor_div(previous, 100) + Integer.floor_div(previous, 400) + 1
  end

  defp days_before_month(year, month) do
    days = elem({0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}, month - 1)
    if month > 2 and leap_year?(year), do: days + 1, else: days
  end

  @doc false
  def date_from_iso_days(days) when days >= -3_652_059 and days <= 3_652_424 do
    cycle = Integer.floor_div(days, @days_per_400_years)
    rest = days - cycle * @days_per_400_years
    {year, day_of_year} = year_in_cycle(rest)
    year = cycle * 400 + year
    {month, day} = month_and_day(year, day_of_year, 12)
    {year, month, day}
  end

  # Years 0, 400... are leap years and come first in their cycle of 400, centuries in it begin with a common year.
  defp year_in_cycle(days) when days < 366, do: {0, days}

  defp year_in_cycle(days) do
    # The first century of a cycle has lost its year 0 here, the others have a common year there.
    days = days - 366
    rest = days - (@days_per_100_years - 365)

    if rest < 0 do
      year_in_century(1, days)
    else
      century = div(rest, @days_per_100_years)
      year_in_century((century + 1) * 100, rest - century * @days_per_100_years)
    end
  end

  # From year 1 on leap years are each fourth; a century after the first begins with a common year 0 in its four.
  defp year_in_century(1, days) do
    # Three common years, then a leap year.
    four = div(days, @days_per_4_years)
    rest = rem(days, @days_per_4_years)
    year = min(div(rest, 365), 3)
    {1 + four * 4 + year, rest - year * 365}
  end

  defp year_in_century(base, days) when days < 365, do: {base, days}

  defp year_in_century(base, days) do
    {year, rest} = year_in_century(1, days - 365)
    {base + year, rest}
  end

  defp month_and_day(year, day_of_year, month) do
    before = days_before_month(year, month)
    if day_of_year >= before, do: {month, day_of_year - before + 1}, else: month_and_day(year, day_of_year, month - 1)
  end

  @doc "The day of the week, and the numbers of its first and last day."
  @impl true
  @spec day_of_week(year, month, day, :default | :monday | :tuesday | :wednesday | :thursday | :friday | :saturday | :sunday) ::
          {day_of_week, 1, 7}
  def day_of_week(year, month, day, starting_on) do
    {iso_days_to_day_of_week(date_to_iso_days(year, month, day), starting_on), 1, 7}
  end

  @doc false
  def day_of_week(year, month, day), do: year |> day_of_week(month, day, :default) |> elem(0)

  @doc false
  def iso_days_to_day_of_week(iso_days, starting_on) do
    Integer.mod(iso_days + day_of_week_offset(starting_on), 7) + 1
  end

  defp day_of_week_offset(:default), do: 5
  defp day_of_week_offset(:wednesday), do: 3
  defp day_of_week_offset(:thursday), do: 2
  defp day_of_week_offset(:friday), do: 1
  defp day_of_week_offset(:saturday), do: 0
  defp day_of_week_offset(:sunday), do: 6
  defp day_of_week_offset(:monday), do: 5
  defp day_of_week_offset(:tuesday), do: 4

  @doc "The day of the year."
  @impl true
  @spec day_of_year(year, month, day) :: 1..366
  def day_of_year(year, month, day) do
    true = valid_date?(year, month, day)
    days_before_month(year, month) + day
  end

  @doc "The quarter of the year."
  @impl true
  @spec quarter_of_year(year, month, day) :: 1..4
  def quarter_of_year(year, month, day) when is_year(year) and is_month(month) and is_integer(day), do: div(month - 1, 3) + 1

  @doc "The year in its era, and the era."
  @spec year_of_era(year) :: {1..10000, era}
  def year_of_era(year) when is_year(year) and year > 0, do: {year, 1}
  def year_of_era(year) when is_year(year), do: {abs(year) + 1, 0}

  @doc "The year of a date in its era, and the era."
  @impl true
  @spec year_of_era(year, month, day) :: {1..10000, era}
  def year_of_era(year, _month, _day), do: year_of_era(year)

  @doc "The day in its era, and the era."
  @impl true
  @spec day_of_era(year, month, day) :: Calendar.day_of_era()
  def day_of_era(year, month, day) when is_year(year) and year > 0, do: {date_to_iso_days(year, month, day) - 365, 1}
  def day_of_era(year, month, day) when is_year(year), do: {abs(date_to_iso_days(year, month, day) - 366), 0}

  # --- counted time ---------------------------------------------------------------------------------------------------

  @doc "The days of a moment, and the part of the day."
  @impl true
  @spec naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond) :: Calendar.iso_days()
  def naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond) do
    {date_to_iso_days(year, month, day), time_to_day_fraction(hour, minute, second, microsecond)}
  end

  @doc "The moment of days and a part of the day."
  @impl true
  @spec naive_datetime_from_iso_days(Calendar.iso_days()) :: {year, month, day, hour, minute, second, microsecond}
  def naive_datetime_from_iso_days({days, day_fraction}) do
    {year, month, day} = date_from_iso_days(days)
    {hour, minute, second, microsecond} = time_from_day_fraction(day_fraction)
    {year, month, day, hour, minute, second, microsecond}
  end

  @doc "The part of the day of a time."
  @impl true
  @spec time_to_day_fraction(hour, minute, second, microsecond) :: Calendar.day_fraction()
  def time_to_day_fraction(0, 0, 0, {0, _}), do: {0, @parts_per_day}

  def time_to_day_fraction(hour, minute, second, {microsecond, _})
      when hour in 0..23 and minute in 0..59 and second in 0..59 and microsecond in 0..999_999 do
    {((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond, @parts_per_day}
  end

  @doc "The time of a part of the day."
  @impl true
  @spec time_from_day_fraction(Calendar.day_fraction()) :: {hour, minute, second, microsecond}
  def time_from_day_fraction({0, _}), do: {0, 0, 0, {0, 6}}

  def time_from_day_fraction({parts_in_day, parts_per_day}) do
    total = div(parts_in_day * @parts_per_day, parts_per_day)
    seconds = div(total, 1_000_000)
    {div(seconds, 3600), rem(div(seconds, 60), 60), rem(seconds, 60), {rem(total, 1_000_000), 6}}
  end

  @doc "When days begin: at midnight."
  @impl true
  @spec day_rollover_relative_to_midnight_utc() :: {0, 1}
  def day_rollover_relative_to_midnight_utc(), do: {0, 1}

  @doc false
  def from_unix(integer, unit) when is_integer(integer) do
    total = System.convert_time_unit(integer, unit, :microsecond) + @unix_epoch * 1_000_000

    if total >= -315_569_519_999_000_000_000 and Integer.floor_div(total, @parts_per_day) in -3_652_059..3_652_424 do
      days = Integer.floor_div(total, @parts_per_day)
      {year, month, day} = date_from_iso_days(days)
      {hour, minute, second, {value, _}} = time_from_day_fraction({total - days * @parts_per_day, @parts_per_day})
      {:ok, {year, month, day}, {hour, minute, second}, {value, unit_precision(unit)}}
    else
      {:error, :invalid_unix_time}
    end
  end

  defp unit_precision(:second), do: 0
  defp unit_precision(:millisecond), do: 3
  defp unit_precision(:microsecond), do: 6
  defp unit_precision(:nanosecond), do: 6
  defp unit_precision(:native), do: unit_precision(System.convert_time_unit(1, :second, :native))
  defp unit_precision(unit) when is_integer(unit) and unit > 0, do: min(digits(unit, 0), 6)
  defp unit_precision(unit), do: System.convert_time_unit(1, unit, :second)

  defp digits(1, count), do: count
  defp digits(unit, count) when unit < 10, do: count + 1
  defp digits(unit, count), do: digits(div(unit, 10), count + 1)

  @doc false
  def precision_for_unit(unit), do: unit_precision(unit)

  @doc false
  def iso_days_to_unit({days, {parts, parts_per_day}}, unit) do
    micros = days * @parts_per_day + div(parts * @parts_per_day, parts_per_day)
    System.convert_time_unit(micros, :microsecond, unit)
  end

  @doc false
  def add_day_fraction_to_iso_days({days, {parts, parts_per_day}}, add, add_per_day) do
    micros = div(parts * @parts_per_day, parts_per_day) + Integer.floor_div(add * @parts_per_day, add_per_day)
    extra = Integer.floor_div(micros, @parts_per_day)
    {days + extra, {micros - extra * @parts_per_day, @parts_per_day}}
  end

  @doc false
  def gregorian_seconds_to_iso_days(seconds, microsecond) do
    days = Integer.floor_div(seconds, 86_400)
    {days, {Integer.mod(seconds, 86_400) * 1_000_000 + microsecond, @parts_per_day}}
  end

  # --- text -----------------------------------------------------------------------------------------------------------

  @doc "The text of a time."
  @impl true
  @spec time_to_string(hour, minute, second, microsecond, format) :: String.t()
  def time_to_string(hour, minute, second, microsecond, format \\ :extended) when is_format(format) do
    IO.iodata_to_binary(time_text(hour, minute, second, microsecond, format))
  end

  defp time_text(hour, minute, second, {value, precision}, format) do
    colon = if format == :extended, do: ":", else: ""
    [pad(hour, 2), colon, pad(minute, 2), colon, pad(second, 2) | fraction(value, precision)]
  end

  defp fraction(_value, 0), do: []
  defp fraction(value, precision), do: [".", value |> pad(6) |> binary_part(0, precision)]

  @doc "The text of a date."
  @impl true
  @spec date_to_string(year, month, day, format) :: String.t()
  def date_to_string(year, month, day, format \\ :extended) when is_format(format) do
    IO.iodata_to_binary(date_text(year, month, day, format))
  end

  defp date_text(year, month, day, format) do
    dash = if format == :extended, do: "-", else: ""
    [pad(year, 4), dash, pad(month, 2), dash, pad(day, 2)]
  end

  @doc "The text of a moment."
  @impl true
  @spec naive_datetime_to_string(year, month, day, hour, minute, second, microsecond, format) :: String.t()
  def naive_datetime_to_string(year, month, day, hour, minute, second, microsecond, format \\ :extended)
      when is_format(format) do
    IO.iodata_to_binary([date_text(year, month, day, format), " ", time_text(hour, minute, second, microsecond, format)])
  end

  @doc "The text of a moment in a time zone."
  @impl true
  @spec datetime_to_string(year, month, day, hour, minute, second, microsecond, Calendar.time_zone(), Calendar.zone_abbr(), Calendar.utc_offset(), Calendar.std_offset(), format) ::
          String.t()
  def datetime_to_string(year, month, day, hour, minute, second, microsecond, time_zone, zone_abbr, utc_offset, std_offset, format \\ :extended)
      when is_format(format) do
    IO.iodata_to_binary([
      date_text(year, month, day, format),
      " ",
      time_text(hour, minute, second, microsecond, format),
      offset_to_string(utc_offset, std_offset, time_zone, format),
      zone_text(utc_offset, std_offset, zone_abbr, time_zone)
    ])
  end

  @doc false
  def offset_to_string(0, 0, "Etc/UTC", _format), do: "Z"

  def offset_to_string(utc_offset, std_offset, _time_zone, format) do
    total = utc_offset + std_offset
    minutes = div(abs(total), 60)
    colon = if format == :extended, do: ":", else: ""
    sign = if total < 0, do: "-", else: "+"
    sign <> pad(div(minutes, 60), 2) <> colon <> pad(rem(minutes, 60), 2)
  end

  defp zone_text(_utc_offset, _std_offset, _abbr, "Etc/UTC"), do: ""
  defp zone_text(_utc_offset, _std_offset, abbr, time_zone), do: " " <> abbr <> " " <> time_zone

  defp pad(number, width) when number < 0, do: "-" <> pad(-number, width)
  defp pad(number, width), do: number |> Integer.to_string() |> String.pad_leading(width, "0")

  # --- reading --------------------------------------------------------------------------------------------------------

  @doc "Reads a date."
  @impl true
  def parse_date(string) when is_binary(string), do: parse_date(string, :extended)

  @doc "Reads a date in a format."
  @spec parse_date(String.t(), format) :: {:ok, {year, month, day}} | {:error, atom}
  def parse_date(string, format) when is_binary(string) and is_format(format) do
    with {:ok, date, ""} <- take_date(string, format) do
      check_date(date)
    else
      _ -> {:error, :invalid_format}
    end
  end

  @doc "Reads a time; an offset behind it is ignored."
  @impl true
  def parse_time(string) when is_binary(string), do: parse_time(string, :extended)

  @doc "Reads a time in a format."
  @spec parse_time(String.t(), format) :: {:ok, {hour, minute, second, microsecond}} | {:error, atom}
  def parse_time("T" <> string, format) when is_format(format), do: parse_only_time(string, format)
  def parse_time(string, format) when is_binary(string) and is_format(format), do: parse_only_time(string, format)

  defp parse_only_time(string, format) do
    with {:ok, time, rest} <- take_time(string, format), {_offset, ""} <- take_offset(rest) do
      check_time(time)
    else
      _ -> {:error, :invalid_format}
    end
  end

  @doc "Reads a moment; an offset behind it is ignored."
  @impl true
  def parse_naive_datetime(string) when is_binary(string), do: parse_naive_datetime(string, :extended)

  @doc "Reads a moment in a format."
  @spec parse_naive_datetime(String.t(), format) ::
          {:ok, {year, month, day, hour, minute, second, microsecond}} | {:error, atom}
  def parse_naive_datetime(string, format) when is_binary(string) and is_format(format) do
    with {:ok, moment, _offset} <- parse_moment(string, format), do: {:ok, moment}
  end

  @doc "Reads a moment with an offset, which is converted to UTC."
  @impl true
  def parse_utc_datetime(string) when is_binary(string), do: parse_utc_datetime(string, :extended)

  @doc "Reads a moment with an offset in a format."
  @spec parse_utc_datetime(String.t(), format) ::
          {:ok, {year, month, day, hour, minute, second, microsecond}, Calendar.utc_offset()} | {:error, atom}
  def parse_utc_datetime(string, format) when is_binary(string) and is_format(format) do
    case parse_moment(string, format) do
      {:ok, _moment, nil} ->
        {:error, :missing_offset}

      {:ok, moment, 0} ->
        {:ok, moment, 0}

      {:ok, {year, month, day, hour, minute, second, {value, precision}}, offset} ->
        {days, fraction} = naive_datetime_to_iso_days(year, month, day, hour, minute, second, {value, precision})

        {year, month, day, hour, minute, second, _} =
          {days, fraction} |> add_day_fraction_to_iso_days(-offset, 86_400) |> naive_datetime_from_iso_days()

        {:ok, {year, month, day, hour, minute, second, {value, precision}}, offset}

      error ->
        error
    end
  end

  defp parse_moment(string, format) do
    with {:ok, date, <<separator, rest::binary>>} when separator in [?T, ?\s] <- take_date(string, format),
         {:ok, time, rest} <- take_time(rest, format),
         {offset, ""} <- take_offset(rest) do
      with {:ok, {year, month, day}} <- check_date(date), {:ok, {hour, minute, second, microsecond}} <- check_time(time) do
        {:ok, {year, month, day, hour, minute, second, microsecond}, offset}
      end
    else
      _ -> {:error, :invalid_format}
    end
  end

  defp take_date("-" <> rest, format), do: take_date(rest, format, -1)
  defp take_date("+" <> rest, format), do: take_date(rest, format, 1)
  defp take_date(rest, format), do: take_date(rest, format, 1)

  defp take_date(string, :extended, sign) do
    with {year, "-" <> rest} <- take_number(string, 4),
         {month, "-" <> rest} <- take_number(rest, 2),
         {day, rest} <- take_number(rest, 2) do
      {:ok, {sign * year, month, day}, rest}
    end
  end

  defp take_date(string, :basic, sign) do
    with {year, rest} <- take_number(string, 4),
         {month, rest} <- take_number(rest, 2),
         {day, rest} <- take_number(rest, 2) do
      {:ok, {sign * year, month, day}, rest}
    end
  end

  defp take_time(string, :extended) do
    with {hour, ":" <> rest} <- take_number(string, 2),
         {minute, ":" <> rest} <- take_number(rest, 2),
         {second, rest} <- take_number(rest, 2),
         {microsecond, rest} <- take_fraction(rest) do
      {:ok, {hour, minute, second, microsecond}, rest}
    end
  end

  defp take_time(string, :basic) do
    with {hour, rest} <- take_number(string, 2),
         {minute, rest} <- take_number(rest, 2),
         {second, rest} <- take_number(rest, 2),
         {microsecond, rest} <- take_fraction(rest) do
      {:ok, {hour, minute, second, microsecond}, rest}
    end
  end

  defp take_number(string, size) do
    case string do
      <<digits::binary-size(size), rest::binary>> -> if digits?(digits), do: {String.to_integer(digits), rest}, else: :error
      _ -> :error
    end
  end

  defp digits?(<<digit, rest::binary>>) when digit in ?0..?9, do: digits?(rest)
  defp digits?(rest), do: rest == ""

  defp take_fraction(<<point, rest::binary>>) when point in [?., ?,] do
    case take_digits(rest, "") do
      {"", _rest} ->
        :error

      {digits, rest} ->
        digits = if byte_size(digits) > 6, do: binary_part(digits, 0, 6), else: digits
        {{digits |> String.pad_trailing(6, "0") |> String.to_integer(), byte_size(digits)}, rest}
    end
  end

  defp take_fraction(rest), do: {{0, 0}, rest}

  defp take_digits(<<digit, rest::binary>>, acc) when digit in ?0..?9, do: take_digits(rest, <<acc::binary, digit>>)
  defp take_digits(rest, acc), do: {acc, rest}

  defp take_offset(""), do: {nil, ""}
  defp take_offset("Z"), do: {0, ""}
  defp take_offset("-00:00"), do: :error
  defp take_offset("-0000"), do: :error
  defp take_offset("-00"), do: :error
  defp take_offset("+" <> rest), do: take_offset(rest, 1)
  defp take_offset("-" <> rest), do: take_offset(rest, -1)
  defp take_offset(_rest), do: :error

  defp take_offset(string, sign) do
    with {hour, rest} when hour < 24 <- take_number(string, 2),
         {minute, ""} when minute < 60 <- take_offset_minutes(rest) do
      {sign * (hour * 60 + minute) * 60, ""}
    else
      _ -> :error
    end
  end

  defp take_offset_minutes(""), do: {0, ""}
  defp take_offset_minutes(":" <> rest), do: take_number(rest, 2)
  defp take_offset_minutes(rest), do: take_number(rest, 2)

  defp check_date({year, month, day} = date) do
    if valid_date?(year, month, day), do: {:ok, date}, else: {:error, :invalid_date}
  end

  defp check_time({hour, minute, second, microsecond} = time) do
    if valid_time?(hour, minute, second, microsecond), do: {:ok, time}, else: {:error, :invalid_time}
  end
end
