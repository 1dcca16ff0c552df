# SPDX-License-Identifier: GPL-3.0-or-later
# How terms are laid out to a width; each text is shown escaped, on one line.
show = fn term, opts -> IO.puts(inspect(inspect(term, [pretty: true] ++ opts))) end

show.([1, 2, 3], width: 5)  # expect: "[1,\n 2,\n 3]"
show.([a: 1, b: %{c: [1, 2, 3, {4, 5}]}], width: 10)  # expect: "[\n  a: 1,\n  b: %{\n    c: [\n      1,\n      2,\n      3,\n      {4,\n       5}\n    ]\n  }\n]"
show.(%{"key" => {1, 2, "three"}, 4 => 'five'}, width: 20)  # expect: "%{\n  4 => 'five',\n  \"key\" => {1, 2,\n   \"three\"}\n}"
show.([-25 | MapSet.new([1, 2])], limit: 3)  # expect: "[-25 | MapSet.new([1, 2])]"
show.({[[], [[]]], %{}, <<1, 2, 255>>}, width: 12)  # expect: "{[[], [[]]],\n %{},\n <<1, 2,\n   255>>}"
show.(Enum.to_list(1..30), width: 30, limit: 20)  # expect: "[1, 2, 3, 4, 5, 6, 7, 8, 9,\n 10, 11, 12, 13, 14, 15, 16,\n 17, 18, 19, 20, ...]"
show.([:a, "b" | :c], width: 1)  # expect: "[:a,\n \"b\" |\n :c]"
show.([%{a: nil}, 1.0e10, 1.0e20, 0.1], syntax_colors: [number: :red, nil: :blue, list: :green])  # expect: "\e[32m[\e[0m%{a: \e[34mnil\e[0m}\e[32m,\e[0m \e[31m10000000000.0\e[0m\e[32m,\e[0m \e[31m1.0e20\e[0m\e[32m,\e[0m \e[31m0.1\e[0m\e[32m]\e[0m"
show.(%{a: 255, b: -16}, base: :hex)  # expect: "%{a: 0xFF, b: -0x10}"
show.("a" <> <<255>> <> "é\n", binaries: :as_strings)  # expect: "\"a\\xFFé\\n\""
show.([97, 98], charlists: :as_lists)  # expect: "[97, 98]"
show.(String.duplicate("x", 12), printable_limit: 5)  # expect: "\"xxxxx\" <> ..."
show.(~D[2020-01-01], structs: false)  # expect: "%{__struct__: Date, calendar: Calendar.ISO, day: 1, month: 1, year: 2020}"
show.([&Enum.map/2, ~r/a\/b/iu, 1..9//2, :"a b", :"é", Foo.Bar, :+], [])  # expect: "[&Enum.map/2, ~r/a\\/b/iu, 1..9//2, :\"a b\", :é, Foo.Bar, :+]"
