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

show.(NaiveDateTime.new(2020,1,1,0,0,0))  # expect: {:ok, ~N[2020-01-01 00:00:00]}
show.(NaiveDateTime.new(2020,1,1,0,0,60))  # expect: {:error, :invalid_time}
show.(failure.(fn -> NaiveDateTime.new!(2020,13,1,0,0,0) end))  # expect: {ArgumentError, "cannot build naive datetime, reason: :invalid_date"}
show.(NaiveDateTime.new(~D[2020-01-01], ~T[10:00:00]))  # expect: {:ok, ~N[2020-01-01 10:00:00]}
show.(NaiveDateTime.from_iso8601("2020-01-01T10:00:00Z"))  # expect: {:ok, ~N[2020-01-01 10:00:00]}
show.(NaiveDateTime.from_iso8601("2020-01-01 10:00:00.123+02:00"))  # expect: {:ok, ~N[2020-01-01 10:00:00.123]}
show.(NaiveDateTime.from_iso8601("2020-01-01X10:00:00"))  # expect: {:error, :invalid_format}
show.(NaiveDateTime.from_iso8601("20200101T100000", :basic))  # expect: {:error, :invalid_format}
show.(failure.(fn -> NaiveDateTime.from_iso8601!("2020-01-32 10:00:00") end))  # expect: {ArgumentError, "cannot parse \"2020-01-32 10:00:00\" as naive datetime, reason: :invalid_date"}
show.(NaiveDateTime.from_iso8601("2020-01-01"))  # expect: {:error, :invalid_format}
show.(NaiveDateTime.to_iso8601(~N[2020-01-01 10:00:00.5]))  # expect: "2020-01-01T10:00:00.5"
show.(NaiveDateTime.to_iso8601(~N[2020-01-01 10:00:00.5], :basic))  # expect: "20200101T100000.5"
show.(to_string(~N[2020-01-01 10:00:00.5]))  # expect: "2020-01-01 10:00:00.5"
show.(NaiveDateTime.add(~N[2020-01-01 10:00:00], 86400))  # expect: ~N[2020-01-02 10:00:00]
show.(NaiveDateTime.add(~N[2020-01-01 10:00:00], 1, :day))  # expect: ~N[2020-01-02 10:00:00]
show.(NaiveDateTime.add(~N[2020-01-01 10:00:00], 5, :millisecond))  # expect: ~N[2020-01-01 10:00:00]
show.(NaiveDateTime.add(~N[2020-01-01 10:00:00.000], -5, :microsecond))  # expect: ~N[2020-01-01 09:59:59.999]
show.(NaiveDateTime.diff(~N[2020-01-02 10:00:00], ~N[2020-01-01 10:00:00]))  # expect: 86400
show.(NaiveDateTime.diff(~N[2020-01-02 10:00:00], ~N[2020-01-01 11:00:00], :day))  # expect: 0
show.(failure.(fn -> NaiveDateTime.diff(~N[2020-01-02 10:00:00], ~N[2020-01-01 11:00:00], :foo) end))  # expect: {ArgumentError, "unsupported time unit. Expected :second, :millisecond, :microsecond, :nanosecond, or a positive integer, got :foo"}
show.(NaiveDateTime.compare(~N[2020-01-02 10:00:00], ~N[2020-01-01 10:00:00.1]))  # expect: :gt
show.(NaiveDateTime.truncate(~N[2020-01-02 10:00:00.123456], :second))  # expect: ~N[2020-01-02 10:00:00]
show.(NaiveDateTime.to_date(~N[2020-01-02 10:00:00]))  # expect: ~D[2020-01-02]
show.(NaiveDateTime.to_time(~N[2020-01-02 10:00:00.1]))  # expect: ~T[10:00:00.1]
show.(NaiveDateTime.to_erl(~N[2020-01-02 10:00:00.1]))  # expect: {{2020, 1, 2}, {10, 0, 0}}
show.(NaiveDateTime.from_erl({{2020,1,2},{3,4,5}}))  # expect: {:ok, ~N[2020-01-02 03:04:05]}
show.(failure.(fn -> NaiveDateTime.from_erl!({{2020,1,2},{3,4,65}}) end))  # expect: {ArgumentError, "cannot convert {{2020, 1, 2}, {3, 4, 65}} to naive datetime, reason: :invalid_time"}
show.(NaiveDateTime.to_gregorian_seconds(~N[2020-01-02 10:00:00.1]))  # expect: {63745178400, 100000}
show.(NaiveDateTime.from_gregorian_seconds(63745092000))  # expect: ~N[2020-01-01 10:00:00]
show.(NaiveDateTime.from_gregorian_seconds(-1))  # expect: ~N[-0001-12-31 23:59:59]
show.(NaiveDateTime.convert(~N[2020-01-02 10:00:00], Calendar.ISO))  # expect: {:ok, ~N[2020-01-02 10:00:00]}
show.(NaiveDateTime.compare(~U[2020-01-02 10:00:00Z], ~N[2020-01-02 10:00:00]))  # expect: :eq
