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

show.(DateTime.new(~D[2020-01-01], ~T[10:00:00]))  # expect: {:ok, ~U[2020-01-01 10:00:00Z]}
show.(DateTime.new!(~D[2020-01-01], ~T[10:00:00.1], "Etc/UTC"))  # expect: ~U[2020-01-01 10:00:00.1Z]
show.(DateTime.new(~D[2020-01-01], ~T[10:00:00], "Europe/Rome"))  # expect: {:error, :utc_only_time_zone_database}
show.(failure.(fn -> DateTime.new!(~D[2020-01-01], ~T[10:00:00], "Europe/Rome") end))  # expect: {ArgumentError, "cannot build datetime with ~D[2020-01-01] and ~T[10:00:00], reason: :utc_only_time_zone_database"}
show.(DateTime.from_naive(~N[2020-01-01 10:00:00], "Etc/UTC"))  # expect: {:ok, ~U[2020-01-01 10:00:00Z]}
show.(DateTime.from_naive(~N[2020-01-01 10:00:00], "Foo/Bar"))  # expect: {:error, :utc_only_time_zone_database}
show.(failure.(fn -> DateTime.from_naive!(~N[2020-01-01 10:00:00], "Foo/Bar") end))  # expect: {ArgumentError, "cannot convert ~N[2020-01-01 10:00:00] to datetime, reason: :utc_only_time_zone_database"}
show.(DateTime.from_iso8601("2020-01-01T10:00:00Z"))  # expect: {:ok, ~U[2020-01-01 10:00:00Z], 0}
show.(DateTime.from_iso8601("2020-01-01T10:00:00+02:30"))  # expect: {:ok, ~U[2020-01-01 07:30:00Z], 9000}
show.(DateTime.from_iso8601("2020-01-01 10:00:00.123-0230"))  # expect: {:ok, ~U[2020-01-01 12:30:00.123Z], -9000}
show.(DateTime.from_iso8601("2020-01-01 10:00:00+02"))  # expect: {:ok, ~U[2020-01-01 08:00:00Z], 7200}
show.(DateTime.from_iso8601("2020-01-01 10:00:00"))  # expect: {:error, :missing_offset}
show.(DateTime.from_iso8601("2020-01-01 10:00:00+25:00"))  # expect: {:error, :invalid_format}
show.(DateTime.from_iso8601("2020-01-01 10:00:00-00:00"))  # expect: {:error, :invalid_format}
show.(DateTime.from_iso8601("20200101T100000Z", :basic))  # expect: {:ok, ~U[2020-01-01 10:00:00Z], 0}
show.(DateTime.from_unix(1464096368))  # expect: {:ok, ~U[2016-05-24 13:26:08Z]}
show.(DateTime.from_unix(1432560368868569, :microsecond))  # expect: {:ok, ~U[2015-05-25 13:26:08.868569Z]}
show.(DateTime.from_unix(-1, :millisecond))  # expect: {:ok, ~U[1969-12-31 23:59:59.999Z]}
show.(DateTime.from_unix(100, 10))  # expect: {:ok, ~U[1970-01-01 00:00:10.0Z]}
show.(failure.(fn -> DateTime.from_unix!(253402300800) end))  # expect: {ArgumentError, "invalid Unix time 253402300800"}
show.(DateTime.from_unix(253402300800))  # expect: {:error, :invalid_unix_time}
show.(DateTime.to_unix(~U[2020-01-01 10:00:00Z]))  # expect: 1577872800
show.(DateTime.to_unix(~U[2020-01-01 10:00:00.123Z], :millisecond))  # expect: 1577872800123
show.(DateTime.to_unix(~U[1969-12-31 23:59:59.999Z]))  # expect: -1
show.(DateTime.to_iso8601(~U[2020-01-01 10:00:00.123Z]))  # expect: "2020-01-01T10:00:00.123Z"
show.(DateTime.to_iso8601(~U[2020-01-01 10:00:00.123Z], :basic))  # expect: "20200101T100000.123Z"
show.(DateTime.to_iso8601(~U[2020-01-01 10:00:00Z], :extended, 3600))  # expect: "2020-01-01T11:00:00+01:00"
show.(DateTime.to_string(~U[2020-01-01 10:00:00Z]))  # expect: "2020-01-01 10:00:00Z"
show.(%DateTime{year: 2000, month: 2, day: 29, zone_abbr: "CET", hour: 23, minute: 0, second: 7, microsecond: {0, 0}, utc_offset: 3600, std_offset: 0, time_zone: "Europe/Warsaw"})  # expect: #DateTime<2000-02-29 23:00:07+01:00 CET Europe/Warsaw>
show.(to_string(%DateTime{year: 2000, month: 2, day: 29, zone_abbr: "CET", hour: 23, minute: 0, second: 7, microsecond: {0, 0}, utc_offset: 3600, std_offset: 0, time_zone: "Europe/Warsaw"}))  # expect: "2000-02-29 23:00:07+01:00 CET Europe/Warsaw"
show.(DateTime.to_iso8601(%DateTime{year: 2000, month: 2, day: 29, zone_abbr: "BRM", hour: 23, minute: 0, second: 7, microsecond: {0, 0}, utc_offset: -12600, std_offset: 3600, time_zone: "Brazil/Manaus"}))  # expect: "2000-02-29T23:00:07-02:30"
show.(DateTime.add(~U[2020-01-01 10:00:00Z], 3600))  # expect: ~U[2020-01-01 11:00:00Z]
show.(DateTime.add(~U[2020-01-01 10:00:00Z], 1, :day))  # expect: ~U[2020-01-02 10:00:00Z]
show.(DateTime.add(~U[2020-01-01 10:00:00Z], 1, :millisecond))  # expect: ~U[2020-01-01 10:00:00Z]
show.(DateTime.diff(~U[2020-01-01 10:00:00Z], ~U[2020-01-01 09:00:00Z]))  # expect: 3600
show.(DateTime.diff(~U[2020-01-01 10:00:00.5Z], ~U[2020-01-01 09:00:00Z], :millisecond))  # expect: 3600500
show.(DateTime.diff(~U[2020-01-01 10:00:00.5Z], ~U[2020-01-01 09:00:00Z], :minute))  # expect: 60
show.(DateTime.compare(~U[2020-01-01 10:00:00Z], ~U[2020-01-01 10:00:00Z]))  # expect: :eq
show.(DateTime.truncate(~U[2020-01-01 10:00:00.123Z], :second))  # expect: ~U[2020-01-01 10:00:00Z]
show.(DateTime.to_naive(~U[2020-01-01 10:00:00.123Z]))  # expect: ~N[2020-01-01 10:00:00.123]
show.(DateTime.to_date(~U[2020-01-01 10:00:00.123Z]))  # expect: ~D[2020-01-01]
show.(DateTime.to_time(~U[2020-01-01 10:00:00.123Z]))  # expect: ~T[10:00:00.123]
show.(DateTime.shift_zone(~U[2020-01-01 10:00:00Z], "Etc/UTC"))  # expect: {:ok, ~U[2020-01-01 10:00:00Z]}
show.(DateTime.shift_zone(~U[2020-01-01 10:00:00Z], "Europe/Rome"))  # expect: {:error, :utc_only_time_zone_database}
show.(failure.(fn -> DateTime.shift_zone!(~U[2020-01-01 10:00:00Z], "Europe/Rome") end))  # expect: {ArgumentError, "cannot shift ~U[2020-01-01 10:00:00Z] to \"Europe/Rome\" time zone, reason: :utc_only_time_zone_database"}
show.(DateTime.now("Europe/Rome"))  # expect: {:error, :utc_only_time_zone_database}
show.(failure.(fn -> DateTime.now!("Europe/Rome") end))  # expect: {ArgumentError, "cannot get current datetime in \"Europe/Rome\" time zone, reason: :utc_only_time_zone_database"}
show.(DateTime.now!("Etc/UTC").time_zone)  # expect: "Etc/UTC"
show.(DateTime.to_gregorian_seconds(~U[2020-01-01 10:00:00.123Z]))  # expect: {63745092000, 123000}
show.(DateTime.from_gregorian_seconds(63745092000))  # expect: ~U[2020-01-01 10:00:00Z]
show.(DateTime.convert(~U[2020-01-01 10:00:00Z], Calendar.ISO))  # expect: {:ok, ~U[2020-01-01 10:00:00Z]}
show.(failure.(fn -> DateTime.from_unix(1, :foo) end))  # expect: {ArgumentError, "unsupported time unit. Expected :second, :millisecond, :microsecond, :nanosecond, or a positive integer, got :foo"}
