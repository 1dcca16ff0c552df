Bench.run(fn ->
  map = Enum.reduce(1..100_000, %{}, fn i, m -> Map.put(m, {:key, i}, i) end)
  sum = Enum.reduce(1..100_000, 0, fn i, acc -> acc + Map.fetch!(map, {:key, i}) end)
  small = Enum.reduce(1..200_000, %{a: 0, b: 0, c: 0}, fn i, m -> %{m | a: i, b: m.a} end)
  sum + small.a + map_size(map)
end)
