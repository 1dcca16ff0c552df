# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :calendar do
  @moduledoc "Dates and times, as Erlang's `calendar`: proleptic Gregorian, days counted from year 0."

  @seconds_a_day 86400
  @days_0_to_1970 719_528
  @seconds_0_to_1970 @seconds_a_day * @days_0_to_1970

  # Days

  @doc "The number of days from year 0 to a date."
  def date_to_gregorian_days({year, month, day}), do: date_to_gregorian_days(year, month, day)

  def date_to_gregorian_days(year, month, day)
      when is_integer(year) and year >= 0 and month in 1..12 and is_integer(day) and day > 0 do
    case day <= last_day_of_the_month(year, month) do
      true -> days_before_year(year) + days_before_month(year, month) + day - 1
      false -> :erlang.error(:if_clause)
    end
  end

  # Year 0 is a leap year.
  defp days_before_year(0), do: 0

  defp days_before_year(year) do
    y = year - 1
    year * 365 + :erlang.div(y, 4) - :erlang.div(y, 100) + :erlang.div(y, 400) + 1
  end

  defp days_before_month(year, month) do
    before = :erlang.element(month, {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334})
    if month > 2 and is_leap_year(year), do: before + 1, else: before
  end

  @doc "The date of a day."
  def gregorian_days_to_date(days) when is_integer(days) and days >= 0 do
    year = year_of(days, :erlang.div(days * 400, 146_097))
    day_of_year = days - days_before_year(year)
    month = month_of(year, day_of_year, 12)
    {year, month, day_of_year - days_before_month(year, month) + 1}
  end

  # The first guess is off by one at most.
  defp year_of(days, year) do
    cond do
      days < days_before_year(year) -> year_of(days, year - 1)
      days >= days_before_year(year + 1) -> year_of(days, year + 1)
      true -> year
    end
  end

  defp month_of(year, day, month) do
    case day >= days_before_month(year, month) do
      true -> month
      false -> month_of(year, day, month - 1)
    end
  end

  @doc "The weekday, 1 for Monday."
  def day_of_the_week({year, month, day}), do: day_of_the_week(year, month, day)
  def day_of_the_week(year, month, day), do: :erlang.rem(date_to_gregorian_days(year, month, day) + 5, 7) + 1

  def is_leap_year(year) when is_integer(year) and year >= 0,
    do: (:erlang.rem(year, 4) == 0 and :erlang.rem(year, 100) != 0) or :erlang.rem(year, 400) == 0

  def last_day_of_the_month(year, 2) when is_integer(year) and year >= 0, do: if(is_leap_year(year), do: 29, else: 28)
  def last_day_of_the_month(year, month) when is_integer(year) and month in [4, 6, 9, 11], do: 30
  def last_day_of_the_month(year, month) when is_integer(year) and month in 1..12, do: 31

  def valid_date({year, month, day}), do: valid_date(year, month, day)

  def valid_date(year, month, day),
    do:
      is_integer(year) and year >= 0 and month in 1..12 and is_integer(day) and day > 0 and
        day <= last_day_of_the_month(year, month)

  @doc "The ISO year and week."
  def iso_week_number do
    {date, _} = local_time()
    iso_week_number(date)
  end

  def iso_week_number({year, month, day}) do
    days = date_to_gregorian_days(year, month, day)
    # The week belongs to the year of its Thursday.
    thursday = days - day_of_the_week(year, month, day) + 4
    {iso_year, _, _} = gregorian_days_to_date(thursday)
    {iso_year, :erlang.div(thursday - days_before_year(iso_year), 7) + 1}
  end

  # Seconds

  def time_to_seconds({h, m, s}) when is_integer(h) and is_integer(m) and is_integer(s), do: h * 3600 + m * 60 + s

  def seconds_to_time(seconds) when seconds >= 0 and seconds < @seconds_a_day,
    do: {:erlang.div(seconds, 3600), :erlang.div(:erlang.rem(seconds, 3600), 60), :erlang.rem(seconds, 60)}

  def seconds_to_daystime(seconds) do
    days = floor_div(seconds, @seconds_a_day)
    {days, seconds_to_time(seconds - days * @seconds_a_day)}
  end

  defp floor_div(a, b) do
    case :erlang.rem(a, b) do
      r when r < 0 -> :erlang.div(a, b) - 1
      _ -> :erlang.div(a, b)
    end
  end

  def datetime_to_gregorian_seconds({date, time}), do: date_to_gregorian_days(date) * @seconds_a_day + time_to_seconds(time)

  def gregorian_seconds_to_datetime(seconds) when seconds >= 0 do
    days = :erlang.div(seconds, @seconds_a_day)
    {gregorian_days_to_date(days), seconds_to_time(:erlang.rem(seconds, @seconds_a_day))}
  end

  def time_difference(from, to),
    do: seconds_to_daystime(datetime_to_gregorian_seconds(to) - datetime_to_gregorian_seconds(from))

  # Clocks

  def local_time, do: :erlang.localtime()
  def universal_time, do: :erlang.universaltime()

  def universal_time_to_local_time(date_time), do: :erlang.universaltime_to_localtime(date_time)
  def local_time_to_universal_time(date_time), do: :erlang.localtime_to_universaltime(date_time)
  def local_time_to_universal_time(date_time, dst), do: :erlang.localtime_to_universaltime(date_time, dst)

  @doc "The universal times that a local time may be: none, one or two."
  def local_time_to_universal_time_dst(date_time) do
    candidates = [
      :erlang.localtime_to_universaltime(date_time, true),
      :erlang.localtime_to_universaltime(date_time, false)
    ]

    :lists.usort(:lists.filter(fn universal -> :erlang.universaltime_to_localtime(universal) == date_time end, candidates))
  end

  def now_to_universal_time(now), do: now_to_datetime(now)
  def now_to_local_time(now), do: :erlang.universaltime_to_localtime(now_to_datetime(now))

  def now_to_datetime({mega, seconds, _}),
    do: system_time_to_universal_time(mega * 1_000_000 + seconds, :second)

  def system_time_to_universal_time(time, unit) do
    seconds = :erlang.convert_time_unit(time, unit, :second)
    gregorian_seconds_to_datetime(seconds + @seconds_0_to_1970)
  end

  def system_time_to_local_time(time, unit),
    do: :erlang.universaltime_to_localtime(system_time_to_universal_time(time, unit))

  # RFC 3339

  def system_time_to_rfc3339(time), do: system_time_to_rfc3339(time, [])

  def system_time_to_rfc3339(time, options) do
    unit = :proplists.get_value(:unit, options, :second)
    separator = :proplists.get_value(:time_designator, options, ?T)
    seconds = floor_div(time, per_second(unit))
    fraction = time - seconds * per_second(unit)
    {offset, zone} = zone(:proplists.get_value(:offset, options, ''), seconds)
    {{y, mo, d}, {h, mi, s}} = system_time_to_universal_time(seconds + offset, :second)

    :lists.flatten([
      :io_lib.format('~4..0b-~2..0b-~2..0b~c~2..0b:~2..0b:~2..0b', [y, mo, d, separator, h, mi, s]),
      fraction_text(fraction, unit),
      zone
    ])
  end

  defp per_second(unit), do: :erlang.convert_time_unit(1, :second, unit)

  defp fraction_text(_, :second), do: ''
  defp fraction_text(n, :millisecond), do: :io_lib.format('.~3..0b', [n])
  defp fraction_text(n, :microsecond), do: :io_lib.format('.~6..0b', [n])
  defp fraction_text(n, _), do: :io_lib.format('.~9..0b', [n])

  defp zone('', seconds) do
    utc = system_time_to_universal_time(seconds, :second)
    local = :erlang.universaltime_to_localtime(utc)
    offset = datetime_to_gregorian_seconds(local) - datetime_to_gregorian_seconds(utc)
    {offset, zone_text(offset)}
  end

  defp zone('Z', _), do: {0, 'Z'}
  defp zone(offset, _) when is_integer(offset), do: {offset, zone_text(offset)}

  defp zone([sign | rest] = text, _) do
    {:ok, [h, m], _} = :io_lib.fread('~2d:~2d', rest)
    seconds = h * 3600 + m * 60
    {if(sign == ?-, do: -seconds, else: seconds), text}
  end

  defp zone_text(offset) do
    sign = if offset < 0, do: ?-, else: ?+
    minutes = :erlang.div(:erlang.abs(offset), 60)
    :io_lib.format('~c~2..0b:~2..0b', [sign, :erlang.div(minutes, 60), :erlang.rem(minutes, 60)])
  end

  def rfc3339_to_system_time(text), do: rfc3339_to_system_time(text, [])

  def rfc3339_to_system_time(text, options) do
    unit = :proplists.get_value(:unit, options, :second)
    [y1, y2, y3, y4, ?-, o1, o2, ?-, d1, d2, _, h1, h2, ?:, m1, m2, ?:, s1, s2 | rest] = :unicode.characters_to_list(text)
    n = &:erlang.list_to_integer/1
    date_time = {{n.([y1, y2, y3, y4]), n.([o1, o2]), n.([d1, d2])}, {n.([h1, h2]), n.([m1, m2]), n.([s1, s2])}}
    {fraction, rest} = fraction(rest, unit)
    seconds = datetime_to_gregorian_seconds(date_time) - @seconds_0_to_1970 - offset(rest)
    seconds * per_second(unit) + fraction
  end

  defp fraction([?. | rest], unit) do
    {digits, rest} = :lists.splitwith(fn c -> c in ?0..?9 end, rest)
    nanoseconds = :erlang.list_to_integer(:lists.sublist(:erlang.++(digits, '000000000'), 9))
    {:erlang.convert_time_unit(nanoseconds, :nanosecond, unit), rest}
  end

  defp fraction(rest, _), do: {0, rest}

  defp offset([z]) when z in [?Z, ?z], do: 0

  defp offset([sign, h1, h2, ?:, m1, m2]) do
    seconds = :erlang.list_to_integer([h1, h2]) * 3600 + :erlang.list_to_integer([m1, m2]) * 60
    if sign == ?-, do: -seconds, else: seconds
  end
end
