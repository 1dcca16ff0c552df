# for: filters, several generators, into, uniq, reduce, bitstrings, what is skipped.
IO.inspect(for x <- 1..4, rem(x, 2) == 0, y <- [:a, :b], do: {x, y}) # expect: [{2, :a}, {2, :b}, {4, :a}, {4, :b}]
IO.inspect(for {:ok, v} <- [ok: 1, error: 2, ok: 3], do: v) # expect: [1, 3]
IO.inspect(for {k, v} when v > 1 <- %{a: 1, b: 2}, into: %{}, do: {v, k}) # expect: %{2 => :b}
IO.inspect(for x <- [1, 2, 1, 3, 2], uniq: true, do: x) # expect: [1, 2, 3]
IO.inspect(for x <- [1, 2, 1], y <- [1, 2], uniq: true, into: [], do: x + y) # expect: [2, 3, 4]
IO.inspect(for c <- ~c"hello", c != ?l, into: "", do: <<c>>) # expect: "heo"
IO.inspect(for <<r::8, g::8 <- <<1, 2, 3, 4, 5>> >>, do: {r, g}) # expect: [{1, 2}, {3, 4}]
IO.inspect(for <<1::2, x::6 <- <<65, 1, 66>> >>, do: x) # expect: [1, 2]
IO.inspect(for <<b::1 <- <<5::4>> >>, do: b) # expect: [0, 1, 0, 1]
IO.inspect(for x <- 1..3, reduce: [] do acc -> [x | acc] end) # expect: [3, 2, 1]
IO.inspect(for x <- 1..5, x > 2, reduce: {0, []} do {n, l} when n < 7 -> {n + x, [x | l]}; acc -> acc end) # expect: {7, [4, 3]}
IO.inspect(for x <- MapSet.new([3, 1]), into: MapSet.new([9]), do: x * 2) # expect: MapSet.new([2, 6, 9])
IO.inspect(for line <- ["a=1", "b", "c=3"], [k, v] <- [String.split(line, "=")], into: %{}, do: {k, v}) # expect: %{"a" => "1", "c" => "3"}
IO.inspect(for x <- [nil, false, 1], x, do: x) # expect: [1]
IO.inspect(for x <- [1, 2, 3], y = x * x, y > 1, do: y) # expect: [4, 9]
IO.inspect(for i <- 1..2, do: (for j <- 1..i, do: (for k <- 1..j, do: {i, j, k}))) # expect: [[[{1, 1, 1}]], [[{2, 1, 1}], [{2, 2, 1}, {2, 2, 2}]]]
IO.inspect(for _ <- [], do: 1) # expect: []
IO.inspect(try do for(x <- 5, do: x) rescue e in Protocol.UndefinedError -> e.value end) # expect: 5
outer = 10
IO.inspect(for x <- [1, 2], f = fn y -> x + y + outer end, do: f.(x)) # expect: [12, 14]
