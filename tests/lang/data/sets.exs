# MapSet: membership, algebra, order of small sets, equality whatever the order of building.
a = MapSet.new([3, 1, 2])
b = MapSet.new(2..4)
IO.inspect(a) # expect: MapSet.new([1, 2, 3])
IO.inspect(MapSet.member?(a, 2)) # expect: true
IO.inspect(2 in a) # expect: true
IO.inspect(MapSet.union(a, b)) # expect: MapSet.new([1, 2, 3, 4])
IO.inspect(MapSet.intersection(a, b)) # expect: MapSet.new([2, 3])
IO.inspect(MapSet.difference(a, b)) # expect: MapSet.new([1])
IO.inspect(MapSet.put(a, 1) == a) # expect: true
IO.inspect(MapSet.size(MapSet.delete(a, 3))) # expect: 2
IO.inspect(MapSet.subset?(MapSet.new([1]), a)) # expect: true
IO.inspect(MapSet.disjoint?(a, MapSet.new([9]))) # expect: true
IO.inspect(MapSet.new([1, 1.0])) # expect: MapSet.new([1, 1.0])
IO.inspect(Enum.sum(a)) # expect: 6
IO.inspect(MapSet.new(1..100) == MapSet.new(100..1)) # expect: true
IO.inspect(MapSet.to_list(MapSet.new(["b", "a"]))) # expect: ["a", "b"]
IO.inspect(MapSet.new([[1], {2}, %{}])) # expect: MapSet.new([{2}, %{}, [1]])
IO.inspect(Enum.into([5], a)) # expect: MapSet.new([1, 2, 3, 5])
IO.inspect(MapSet.equal?(a, MapSet.new([1, 2, 3]))) # expect: true
