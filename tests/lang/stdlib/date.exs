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

show.(Date.new(2020,2,30))  # expect: {:error, :invalid_date}
show.(failure.(fn -> Date.new!(2020,2,30) end))  # expect: {ArgumentError, "cannot build date, reason: :invalid_date"}
show.(Date.new!(2020,2,29))  # expect: ~D[2020-02-29]
show.(Date.from_iso8601("2020-01-01"))  # expect: {:ok, ~D[2020-01-01]}
show.(Date.from_iso8601("-2020-01-01"))  # expect: {:ok, ~D[-2020-01-01]}
show.(Date.from_iso8601("+2020-01-01"))  # expect: {:ok, ~D[2020-01-01]}
show.(Date.from_iso8601("20200101"))  # expect: {:error, :invalid_format}
show.(Date.from_iso8601("2020-13-01"))  # expect: {:error, :invalid_date}
show.(failure.(fn -> Date.from_iso8601!("x") end))  # expect: {ArgumentError, "cannot parse \"x\" as date, reason: :invalid_format"}
show.(failure.(fn -> Date.from_iso8601!("2020-02-30") end))  # expect: {ArgumentError, "cannot parse \"2020-02-30\" as date, reason: :invalid_date"}
show.(Date.to_iso8601(~D[2020-01-02], :basic))  # expect: "20200102"
show.(Date.to_string(~D[2020-01-02]))  # expect: "2020-01-02"
show.(to_string(~D[-0001-01-02]))  # expect: "-0001-01-02"
show.(Date.add(~D[2020-01-31], 1))  # expect: ~D[2020-02-01]
show.(Date.add(~D[2020-01-01], -1))  # expect: ~D[2019-12-31]
show.(Date.diff(~D[2020-01-31], ~D[2019-01-31]))  # expect: 365
show.(Date.compare(~D[2020-01-31], ~D[2019-01-31]))  # expect: :gt
show.(Date.day_of_week(~D[2020-01-31]))  # expect: 5
show.(Date.day_of_week(~D[2020-01-31], :sunday))  # expect: 6
show.(Date.day_of_year(~D[2020-12-31]))  # expect: 366
show.(Date.quarter_of_year(~D[2020-05-31]))  # expect: 2
show.(Date.year_of_era(~D[-0001-05-31]))  # expect: {2, 0}
show.(Date.day_of_era(~D[0001-01-01]))  # expect: {1, 1}
show.(Date.day_of_era(~D[-0001-12-31]))  # expect: {367, 0}
show.(Date.days_in_month(~D[2019-02-01]))  # expect: 28
show.(Date.months_in_year(~D[2019-02-01]))  # expect: 12
show.(Date.leap_year?(~D[2000-01-01]))  # expect: true
show.(Date.beginning_of_month(~D[2000-01-11]))  # expect: ~D[2000-01-01]
show.(Date.end_of_month(~D[2000-02-11]))  # expect: ~D[2000-02-29]
show.(Date.beginning_of_week(~D[2020-07-11]))  # expect: ~D[2020-07-06]
show.(Date.beginning_of_week(~D[2020-07-11], :sunday))  # expect: ~D[2020-07-05]
show.(Date.end_of_week(~D[2020-07-11], :saturday))  # expect: ~D[2020-07-17]
show.(Date.end_of_week(~D[2020-07-11]))  # expect: ~D[2020-07-12]
show.(Date.range(~D[2020-01-01], ~D[2020-01-05]))  # expect: Date.range(~D[2020-01-01], ~D[2020-01-05])
show.(Date.range(~D[2020-01-01], ~D[2020-01-05], 2) |> Enum.to_list)  # expect: [~D[2020-01-01], ~D[2020-01-03], ~D[2020-01-05]]
show.(Date.range(~D[2020-01-05], ~D[2020-01-01]) |> Enum.count)  # expect: 5
show.(~D[2020-01-03] in Date.range(~D[2020-01-01], ~D[2020-01-05]))  # expect: true
show.(Date.range(~D[2020-01-01], ~D[2020-01-05], -1) |> Enum.to_list)  # expect: []
show.(failure.(fn -> Date.range(~D[2020-01-01], ~D[2020-01-05], 0) end))  # expect: {ArgumentError, "both dates must have matching calendar and the step must be a non-zero integer, got: ~D[2020-01-01], ~D[2020-01-05], 0"}
show.(failure.(fn -> Date.range(1, 2) end))  # expect: {FunctionClauseError, "no function clause matching in Date.range/2"}
show.(Date.to_erl(~D[2020-01-02]))  # expect: {2020, 1, 2}
show.(Date.from_erl({2020,1,2}))  # expect: {:ok, ~D[2020-01-02]}
show.(failure.(fn -> Date.from_erl!({2020,1,32}) end))  # expect: {ArgumentError, "cannot convert {2020, 1, 32} to date, reason: :invalid_date"}
show.(Date.to_gregorian_days(~D[2000-01-01]))  # expect: 730485
show.(Date.from_gregorian_days(1))  # expect: ~D[0000-01-02]
show.(Date.convert(~D[2020-01-01], Calendar.ISO))  # expect: {:ok, ~D[2020-01-01]}
show.(failure.(fn -> Date.day_of_week(1) end))  # expect: {FunctionClauseError, "no function clause matching in Date.day_of_week/2"}
show.(~D[2020-01-01] == ~D[2020-01-01])  # expect: true
show.(failure.(fn -> Date.add(~D[9999-12-31], 1) end))  # expect: {FunctionClauseError, "no function clause matching in Calendar.ISO.date_from_iso_days/1"}
show.(failure.(fn -> Date.add(~D[-9999-01-01], -1) end))  # expect: {FunctionClauseError, "no function clause matching in Calendar.ISO.date_from_iso_days/1"}
show.(failure.(fn -> Date.diff(1, 2) end))  # expect: {FunctionClauseError, "no function clause matching in Date.diff/2"}
show.(~D[2020-01-01] |> Map.from_struct)  # expect: %{calendar: Calendar.ISO, day: 1, month: 1, year: 2020}
