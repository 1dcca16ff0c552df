# SPDX-License-Identifier: GPL-3.0-or-later
# What the functions of this part of the library give; recorded from the reference.
show = fn value -> IO.puts(inspect(value, limit: :infinity, printable_limit: :infinity)) end
failure = fn fun ->
  try do
    {:no_failure, fun.()}
  rescue
    e -> {e.__struct__, Exception.message(e)}
  end
end

show.(Calendar.strftime(~U[2019-08-26 13:52:06.012Z], "%y-%m-%d %I:%M:%S %p %P %f %j %q %u %a %A %b %B %z %Z %% %H %Y"))  # expect: "19-08-26 01:52:06 PM pm 012 238 3 1 Mon Monday Aug August +0000 UTC % 13 2019"
show.(Calendar.strftime(~N[2019-08-06 03:02:06], "%c | %x | %X | %-d | %_d | %05d | %10B | %-10B | %_5H | %f"))  # expect: "2019-08-06 03:02:06 | 2019-08-06 | 03:02:06 | 6 |  6 | 00006 |     August | August |     3 | 0"
show.(failure.(fn -> Calendar.strftime(~D[2019-08-06], "%H") end))  # expect: {KeyError, "key :hour not found in: ~D[2019-08-06]"}
show.(failure.(fn -> Calendar.strftime(~D[2019-08-06], "%Q") end))  # expect: {ArgumentError, "invalid strftime format: %Q"}
show.(failure.(fn -> Calendar.strftime(~D[2019-08-06], "%") end))  # expect: {ArgumentError, "invalid strftime format: %"}
show.(Calendar.strftime(~D[-0019-08-06], "%Y %y"))  # expect: "0-19 -19"
show.(Calendar.strftime(~D[2019-08-06], "%A", day_of_week_names: fn d -> "D#{d}" end))  # expect: "D2"
show.(Calendar.strftime(~D[2019-08-06], "%x", preferred_date: "%d/%m"))  # expect: "06/08"
show.(failure.(fn -> Calendar.strftime(~D[2019-08-06], "%x", preferred_date: "%x") end))  # expect: {ArgumentError, "tried to format preferred_date within another preferred_date format"}
show.(failure.(fn -> Calendar.strftime(~D[2019-08-06], "%d", foo: 1) end))  # expect: {ArgumentError, "unknown option :foo given to Calendar.strftime/3"}
show.(Calendar.strftime(~T[00:05:00], "%I %p"))  # expect: "12 AM"
show.(Calendar.strftime(~U[2019-08-26 13:52:06.012Z], "%10f %-z"))  # expect: "012 +0"
show.(Calendar.truncate({123456, 6}, :millisecond))  # expect: {123000, 3}
show.(Calendar.get_time_zone_database())  # expect: Calendar.UTCOnlyTimeZoneDatabase
show.(Calendar.compatible_calendars?(Calendar.ISO, Calendar.ISO))  # expect: true
show.(Calendar.ISO.naive_datetime_to_iso_days(2000,1,1,12,0,0,{0,6}))  # expect: {730485, {43200000000, 86400000000}}
show.(Calendar.ISO.naive_datetime_from_iso_days({730485, {1,2}}))  # expect: {2000, 1, 1, 12, 0, 0, {0, 6}}
show.(Calendar.ISO.valid_date?(2015, 2, 30))  # expect: false
show.(Calendar.ISO.valid_time?(10, 50, 25, {3006, 6}))  # expect: true
show.(Calendar.ISO.day_of_week(2016, 10, 31, :default))  # expect: {1, 1, 7}
show.(failure.(fn -> Calendar.ISO.day_of_week(2016, 10, 31, :foo) end))  # expect: {FunctionClauseError, "no function clause matching in Calendar.ISO.day_of_week_offset/1"}
show.(Calendar.ISO.time_to_day_fraction(12, 0, 0, {0,0}))  # expect: {43200000000, 86400000000}
show.(Calendar.ISO.time_from_day_fraction({1,4}))  # expect: {6, 0, 0, {0, 6}}
show.(Calendar.ISO.date_to_string(2015, 2, 28))  # expect: "2015-02-28"
show.(Calendar.ISO.time_to_string(2,2,2,{2,6}))  # expect: "02:02:02.000002"
show.(Calendar.ISO.parse_date("2015-01-23"))  # expect: {:ok, {2015, 1, 23}}
show.(Calendar.ISO.parse_time("23:50:07"))  # expect: {:ok, {23, 50, 7, {0, 0}}}
show.(Calendar.ISO.parse_utc_datetime("2015-01-23 23:50:07Z"))  # expect: {:ok, {2015, 1, 23, 23, 50, 7, {0, 0}}, 0}
show.(Calendar.ISO.parse_utc_datetime("2015-01-23 23:50:07+02:30"))  # expect: {:ok, {2015, 1, 23, 21, 20, 7, {0, 0}}, 9000}
show.(Calendar.ISO.parse_naive_datetime("2015-01-23 23:50:07"))  # expect: {:ok, {2015, 1, 23, 23, 50, 7, {0, 0}}}
show.(Calendar.ISO.days_in_month(1900, 2))  # expect: 28
show.(failure.(fn -> Calendar.ISO.days_in_month(1900, 13) end))  # expect: {FunctionClauseError, "no function clause matching in Calendar.ISO.days_in_month/2"}
show.(Calendar.ISO.leap_year?(1900))  # expect: false
show.(Calendar.ISO.year_of_era(0))  # expect: {1, 0}
show.(Calendar.ISO.iso_days_to_unit({1, {0, 1}}, :second))  # expect: 86400
show.(Calendar.ISO.date_to_iso_days(-1,12,31))  # expect: -1
show.(Calendar.ISO.date_to_iso_days(0,1,1))  # expect: 0
show.(Calendar.ISO.date_from_iso_days(-1))  # expect: {-1, 12, 31}
show.(Calendar.ISO.date_from_iso_days(730485))  # expect: {2000, 1, 1}
show.(Calendar.ISO.datetime_to_string(2017, 8, 1, 1, 2, 3, {4, 5}, "Europe/Berlin", "CET", 3600, 0))  # expect: "2017-08-01 01:02:03.00000+01:00 CET Europe/Berlin"
show.(Calendar.ISO.months_in_year(2000))  # expect: 12
show.(Calendar.ISO.day_rollover_relative_to_midnight_utc)  # expect: {0, 1}
