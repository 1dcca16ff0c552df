# :calendar and :timer.
IO.inspect :calendar.iso_week_number({2021, 1, 3}); IO.inspect :calendar.day_of_the_week({2024, 2, 29}); IO.inspect :calendar.gregorian_seconds_to_datetime(63_800_000_000)
IO.inspect(for d <- [0, 1, 59, 60, 365, 366, 367, 730_000, 738_000, 146_096, 146_097], do: :calendar.gregorian_days_to_date(d))
IO.inspect :calendar.system_time_to_rfc3339(1_600_000_000, offset: 'Z'); IO.inspect :calendar.rfc3339_to_system_time('2020-09-13T12:26:40Z')
IO.inspect :calendar.system_time_to_rfc3339(1_600_000_000_123, unit: :millisecond, offset: '+02:00')

# expect: {2020, 53}
# expect: 4
# expect: {{2021, 9, 27}, {22, 13, 20}}
# expect: [
# expect:   {0, 1, 1},
# expect:   {0, 1, 2},
# expect:   {0, 2, 29},
# expect:   {0, 3, 1},
# expect:   {0, 12, 31},
# expect:   {1, 1, 1},
# expect:   {1, 1, 2},
# expect:   {1998, 9, 3},
# expect:   {2020, 7, 29},
# expect:   {399, 12, 31},
# expect:   {400, 1, 1}
# expect: ]
# expect: '2020-09-13T12:26:40Z'
# expect: 1600000000
# expect: '2020-09-13T14:26:40.123+02:00'
