# What inspect makes of terms, its options, its line breaks.
IO.puts(inspect(:"quoted atom")) # expect: :"quoted atom"
IO.puts(inspect(:ok?)) # expect: :ok?
IO.puts(inspect(:"1a")) # expect: :"1a"
IO.puts(inspect(Elixir.Foo.Bar)) # expect: Foo.Bar
IO.puts(inspect(:"Elixir.foo")) # expect: :"Elixir.foo"
IO.puts(inspect(:+)) # expect: :+
IO.puts(inspect({:{}, :%{}, :.., :"..", :<<>>})) # expect: {:{}, :%{}, :.., :.., :<<>>}
IO.puts(inspect(%{"a b" => 1, c: 2})) # expect: %{:c => 2, "a b" => 1}
IO.puts(inspect(%{:"x y" => 1})) # expect: %{"x y": 1}
IO.puts(inspect(["é": 1])) # expect: [é: 1]
IO.puts(inspect(&String.upcase/1)) # expect: &String.upcase/1
IO.puts(inspect([1, 2, 3], limit: 2)) # expect: [1, 2, ...]
IO.puts(inspect("a\\b\n\e")) # expect: "a\\b\n\e"
IO.puts(inspect('it\'s')) # expect: 'it\'s'
IO.puts(inspect(100_000_000_000_000_000_000.0)) # expect: 1.0e20
IO.puts(inspect(255, base: :hex)) # expect: 0xFF
IO.puts(inspect("abc", binaries: :as_binaries)) # expect: <<97, 98, 99>>
IO.puts(inspect([97, 98], charlists: :as_lists)) # expect: [97, 98]
IO.puts(inspect({1, [2, {3}]}, pretty: true, width: 5)) # expect: {1,
# expect:  [
# expect:    2,
# expect:    {3}
# expect:  ]}
IO.inspect(Enum.to_list(1..60), width: 300) # expect: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, ...]
IO.inspect(%{a: 1}, label: "label") # expect: label: %{a: 1}
IO.puts(inspect(1..2//1)) # expect: 1..2
IO.puts(inspect(~r/a.b/iu)) # expect: ~r/a.b/iu
IO.puts(inspect(MapSet.new())) # expect: MapSet.new([])
IO.puts(inspect(<<1, 2, 3::3>>)) # expect: <<1, 2, 3::size(3)>>
IO.puts(inspect(nil)) # expect: nil
IO.puts(inspect([nil, true | :x])) # expect: [nil, true | :x]
IO.puts(inspect(%ArgumentError{message: "m"})) # expect: %ArgumentError{message: "m"}
IO.puts(inspect(%{__struct__: 1})) # expect: %{__struct__: 1}
