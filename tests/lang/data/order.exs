# The standard order of all terms, and the two equalities.
IO.inspect(1 < :a and :a < make_ref() and make_ref() < (&is_nil/1)) # expect: true
IO.inspect(self() < {} and {} < %{} and %{} < [] and [] < [1] and [1] < "") # expect: true
IO.inspect(1 == 1.0 and 1 !== 1.0) # expect: true
IO.inspect({1, 2} < {1, 2.5}) # expect: true
IO.inspect({9} < {1, 1}) # expect: true
IO.inspect([1, 2] < [1, 2, 0]) # expect: true
IO.inspect("abc" < "abd") # expect: true
IO.inspect(<<1, 2>> < <<1, 2, 0>>) # expect: true
IO.inspect(<<1::1>> > <<0, 255>>) # expect: true
IO.inspect(9_007_199_254_740_993 > 9_007_199_254_740_992.0) # expect: true
IO.inspect(2 ** 1000 > 1.0e300) # expect: true
IO.inspect(-(2 ** 70) < -1.0e20) # expect: true
IO.inspect(%{a: 1} == %{a: 1.0}) # expect: true
IO.inspect(%{a: 1} === %{a: 1.0}) # expect: false
IO.inspect(%{1 => :a} == %{1.0 => :a}) # expect: false
IO.inspect(0.0 === -0.0) # expect: true
IO.inspect(Enum.sort([3, :b, "x", 1.5, {1}, [], nil, %{}, [1], true])) # expect: [1.5, 3, :b, nil, true, {1}, %{}, [], [1], "x"]
IO.inspect(Enum.max([1, :a, "z", [0]])) # expect: "z"
IO.inspect(Enum.uniq_by([1, 1.0, 2], &(&1 == 1))) # expect: [1, 2]
IO.inspect(:a < :b and :ab < :b and :a < :aa) # expect: true
IO.inspect(nil < true) # expect: true
deep = Enum.reduce(1..100_000, [], fn _, acc -> [acc] end)
IO.inspect(deep == Enum.reduce(1..100_000, [], fn _, acc -> [acc] end)) # expect: true
IO.inspect(deep < [deep]) # expect: true
