# for: generators, filters, patterns, into, reduce, uniq, bitstring generators.
IO.inspect(for x <- [1, 2, 3], do: x * 2) # expect: [2, 4, 6]
IO.inspect(for x <- 1..3, y <- [:a, :b], do: {x, y}) # expect: [{1, :a}, {1, :b}, {2, :a}, {2, :b}, {3, :a}, {3, :b}]
IO.inspect(for x <- 1..10, rem(x, 2) == 0, x > 4, do: x) # expect: [6, 8, 10]
IO.inspect(for {:ok, v} <- [ok: 1, error: 2, ok: 3], do: v) # expect: [1, 3]
IO.inspect(for x <- 1..3, y = x * x, y > 1, do: y) # expect: [4, 9]
IO.inspect(for {k, v} <- %{a: 1, b: 2}, into: %{}, do: {v, k}) # expect: %{1 => :a, 2 => :b}
IO.inspect(for x <- 1..3, into: MapSet.new(), do: rem(x, 2)) # expect: MapSet.new([0, 1])
IO.inspect(for c <- 'abc', into: "", do: <<c - 32>>) # expect: "ABC"
IO.inspect(for <<c <- "abc">>, do: c) # expect: 'abc'
IO.inspect(for <<r::8, g::8, b::8 <- <<1, 2, 3, 4, 5, 6>> >>, do: {r, g, b}) # expect: [{1, 2, 3}, {4, 5, 6}]
IO.inspect(for <<bit::1 <- <<0b1010::4>> >>, do: bit) # expect: [1, 0, 1, 0]
IO.inspect(for <<c::utf8 <- "añ">>, into: "", do: <<c::utf16>>) # expect: <<0, 97, 0, 241>>
IO.inspect(for <<1, x <- <<1, 2, 3, 4, 1, 5>> >>, do: x) # expect: [2, 5]
IO.inspect(for x <- [1, 1, 2, 1], uniq: true, do: x) # expect: [1, 2]
IO.inspect(for x <- 1..5, reduce: 0 do acc -> acc + x end) # expect: 15
IO.inspect(for x <- 1..3, y <- 1..2, reduce: [] do acc -> [{x, y} | acc] end) # expect: [{3, 2}, {3, 1}, {2, 2}, {2, 1}, {1, 2}, {1, 1}]
IO.inspect(for(w <- ~w(a b a), reduce: %{}, do: (acc -> Map.update(acc, w, 1, &(&1 + 1))))) # expect: %{"a" => 2, "b" => 1}
IO.inspect(for [a, b] <- [[1, 2], [3], [4, 5]], do: a + b) # expect: [3, 9]
IO.inspect(for x when x > 1 <- [1, 2, 3], do: x) # expect: [2, 3]
IO.inspect(for x <- [[1, 2], [3]], y <- x, do: y) # expect: [1, 2, 3]
IO.inspect(for x <- 1..2, do: (for y <- 1..2, do: x * y)) # expect: [[1, 2], [2, 4]]
IO.inspect(for _ <- 1..3, do: :x) # expect: [:x, :x, :x]
IO.inspect(for x <- [], do: x) # expect: []
IO.inspect(for %{n: n} <- [%{n: 1}, %{m: 2}, %{n: 3, m: 4}], do: n) # expect: [1, 3]
x = 1
IO.inspect(for ^x <- [1, 2, 1], do: :same) # expect: [:same, :same]
IO.inspect(for x <- Stream.map(1..3, & &1), do: x + 1) # expect: [2, 3, 4]
IO.inspect(for(<<n::little-16 <- <<1, 0, 2, 0>> >>, into: [], do: n)) # expect: [1, 2]
IO.inspect(for <<b::bitstring-size(2) <- <<0b11100100>> >>, do: b) # expect: [<<3::size(2)>>, <<2::size(2)>>, <<1::size(2)>>, <<0::size(2)>>]
IO.inspect(for(x <- 1..4, into: <<>>, do: <<x::2>>)) # expect: "l"
IO.inspect(for {a, b} <- Enum.zip(1..3, 4..6), a != 2, do: a * b) # expect: [4, 18]
IO.inspect(for x <- 3..1, do: x) # expect: [3, 2, 1]
IO.inspect(for a <- 1..20, b <- a..20, c <- b..20, a * a + b * b == c * c, do: {a, b, c}) # expect: [{3, 4, 5}, {5, 12, 13}, {6, 8, 10}, {8, 15, 17}, {9, 12, 15}, {12, 16, 20}]
IO.inspect(try do: (for x <- :atom, do: x), rescue: (e -> Exception.message(e) |> String.split("\n") |> hd())) # expect: "protocol Enumerable not implemented for :atom of type Atom"
