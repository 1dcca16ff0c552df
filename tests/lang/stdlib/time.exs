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

show.(Time.new(23,59,59))  # expect: {:ok, ~T[23:59:59]}
show.(Time.new(24,0,0))  # expect: {:error, :invalid_time}
show.(failure.(fn -> Time.new!(24,0,0) end))  # expect: {ArgumentError, "cannot build time, reason: :invalid_time"}
show.(Time.new(1,2,3,{4,5}))  # expect: {:ok, ~T[01:02:03.00000]}
show.(Time.new(1,2,3,4))  # expect: {:ok, ~T[01:02:03.000004]}
show.(Time.new(1,2,3,{1000000,6}))  # expect: {:error, :invalid_time}
show.(Time.from_iso8601("23:50:07"))  # expect: {:ok, ~T[23:50:07]}
show.(Time.from_iso8601("T23:50:07Z"))  # expect: {:ok, ~T[23:50:07]}
show.(Time.from_iso8601("23:50:07,0123456"))  # expect: {:ok, ~T[23:50:07.012345]}
show.(Time.from_iso8601("23:50:07.123+01:30"))  # expect: {:ok, ~T[23:50:07.123]}
show.(Time.from_iso8601("235007"))  # expect: {:error, :invalid_format}
show.(Time.from_iso8601("235007", :basic))  # expect: {:error, :invalid_format}
show.(Time.from_iso8601("23:50:61"))  # expect: {:error, :invalid_time}
show.(Time.from_iso8601("23:50:60"))  # expect: {:error, :invalid_time}
show.(Time.from_iso8601("23:50"))  # expect: {:error, :invalid_format}
show.(failure.(fn -> Time.from_iso8601!("x") end))  # expect: {ArgumentError, "cannot parse \"x\" as time, reason: :invalid_format"}
show.(Time.from_iso8601("23:50:07."))  # expect: {:error, :invalid_format}
show.(Time.from_iso8601("23:50:07.12A"))  # expect: {:error, :invalid_format}
show.(Time.to_iso8601(~T[10:00:00.123], :basic))  # expect: "100000.123"
show.(to_string(~T[10:00:00.123]))  # expect: "10:00:00.123"
show.(Time.add(~T[10:00:00], 3600))  # expect: ~T[11:00:00]
show.(Time.add(~T[10:00:00], -11, :hour))  # expect: ~T[23:00:00]
show.(Time.add(~T[10:00:00.1], 1, :millisecond))  # expect: ~T[10:00:00.1]
show.(Time.add(~T[10:00:00], 1, :microsecond))  # expect: ~T[10:00:00]
show.(Time.add(~T[23:59:59], 2))  # expect: ~T[00:00:01]
show.(failure.(fn -> Time.add(~T[23:59:59], 1, :day) end))  # expect: {ArgumentError, "unsupported time unit. Expected :second, :millisecond, :microsecond, :nanosecond, or a positive integer, got :day"}
show.(failure.(fn -> Time.add(~T[23:59:59], 1, :foo) end))  # expect: {ArgumentError, "unsupported time unit. Expected :second, :millisecond, :microsecond, :nanosecond, or a positive integer, got :foo"}
show.(Time.diff(~T[10:00:01], ~T[10:00:00]))  # expect: 1
show.(Time.diff(~T[10:00:01], ~T[10:00:00], :millisecond))  # expect: 1000
show.(Time.diff(~T[10:00:01], ~T[09:00:00], :hour))  # expect: 1
show.(Time.compare(~T[10:00:01], ~T[10:00:00]))  # expect: :gt
show.(Time.truncate(~T[10:00:00.123456], :millisecond))  # expect: ~T[10:00:00.123]
show.(Time.truncate(~T[10:00:00.123456], :second))  # expect: ~T[10:00:00]
show.(Time.to_erl(~T[10:00:01]))  # expect: {10, 0, 1}
show.(Time.from_erl({1,2,3}))  # expect: {:ok, ~T[01:02:03]}
show.(failure.(fn -> Time.from_erl!({1,2,63}) end))  # expect: {ArgumentError, "cannot convert {1, 2, 63} to time, reason: :invalid_time"}
show.(Time.from_erl({1,2,3}, {5,3}))  # expect: {:ok, ~T[01:02:03.000]}
show.(Time.from_seconds_after_midnight(3661))  # expect: ~T[01:01:01]
show.(Time.to_seconds_after_midnight(~T[01:01:01.5]))  # expect: {3661, 500000}
show.(Time.convert!(~T[01:01:01], Calendar.ISO))  # expect: ~T[01:01:01]
