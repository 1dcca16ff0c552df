IO.inspect(for x <- 1..4, y <- [1, 2], rem(x, 2) == 0, into: %{}, do: {{x, y}, x * y})
IO.inspect(for <<r::4 <- <<0xAB, 0xCD>> >>, do: r)
IO.inspect(for x <- [1, 2, 1], uniq: true, do: x)
IO.inspect(for x <- 1..3, reduce: 0, do: (acc -> acc + x))
IO.inspect(for {:ok, x} <- [{:ok, 1}, :error, {:ok, 2}], do: x)
# expect: %{{2, 1} => 2, {2, 2} => 4, {4, 1} => 4, {4, 2} => 8}
# expect: '\n\v\f\r'
# expect: [1, 2]
# expect: 6
# expect: [1, 2]
