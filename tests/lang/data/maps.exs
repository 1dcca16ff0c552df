# Maps: small and large, update syntax, structs of keys, ordering.
m = %{b: 2, a: 1}
IO.inspect(m) # expect: %{a: 1, b: 2}
IO.inspect(%{m | a: 10}) # expect: %{a: 10, b: 2}
IO.inspect(Map.put(m, :c, 3)) # expect: %{a: 1, b: 2, c: 3}
IO.inspect(m.a + m[:b]) # expect: 3
IO.inspect(m[:nothing]) # expect: nil
IO.inspect(Map.get(m, :nothing, :default)) # expect: :default
IO.inspect(Map.fetch(m, :a)) # expect: {:ok, 1}
IO.inspect(Map.fetch(m, :z)) # expect: :error
IO.inspect(%{1 => :i, 1.0 => :f, "s" => :b, [1] => :l, {} => :t, nil => :a}) # expect: %{1 => :i, 1.0 => :f, nil => :a, {} => :t, [1] => :l, "s" => :b}
IO.inspect(map_size(%{1 => 1, 1.0 => 2})) # expect: 2
IO.inspect(Map.merge(%{a: 1, b: 2}, %{b: 3, c: 4})) # expect: %{a: 1, b: 3, c: 4}
IO.inspect(Map.merge(%{a: 1, b: 2}, %{b: 3, c: 4}, fn _, x, y -> x + y end)) # expect: %{a: 1, b: 5, c: 4}
IO.inspect(Map.update(m, :a, 0, &(&1 + 1))) # expect: %{a: 2, b: 2}
IO.inspect(Map.update(m, :z, 0, &(&1 + 1))) # expect: %{a: 1, b: 2, z: 0}
IO.inspect(Map.pop(m, :a)) # expect: {1, %{b: 2}}
IO.inspect(Map.drop(m, [:a])) # expect: %{b: 2}
IO.inspect(Map.take(m, [:a, :x])) # expect: %{a: 1}
IO.inspect(Map.keys(m)) # expect: [:a, :b]
IO.inspect(Map.values(m)) # expect: [1, 2]
IO.inspect(Map.to_list(m)) # expect: [a: 1, b: 2]
IO.inspect(Map.new([1, 2, 3], &{&1, &1 * &1})) # expect: %{1 => 1, 2 => 4, 3 => 9}
IO.inspect(Enum.into([a: 1], %{b: 2})) # expect: %{a: 1, b: 2}
IO.inspect(m == %{a: 1, b: 2}) # expect: true
IO.inspect(%{a: 1} < %{a: 2}) # expect: true
IO.inspect(%{a: 1, b: 1} > %{z: 100}) # expect: true
large = Map.new(1..1000, &{&1, to_string(&1)})
IO.inspect(map_size(large)) # expect: 1000
IO.inspect(large[500]) # expect: "500"
IO.inspect(Enum.sum(Map.keys(large))) # expect: 500500
IO.inspect(large |> Map.delete(500) |> Map.has_key?(500)) # expect: false
IO.inspect(Enum.reduce(1..990, large, &Map.delete(&2, &1)) |> Map.keys() |> Enum.sort()) # expect: [991, 992, 993, 994, 995, 996, 997, 998, 999, 1000]
IO.inspect(large == Map.new(Enum.shuffle(1..1000), &{&1, to_string(&1)})) # expect: true
IO.inspect(Enum.count(large, fn {k, v} -> String.to_integer(v) == k end)) # expect: 1000
IO.inspect(try do: %{m | z: 1}, rescue: (e -> e)) # expect: %KeyError{key: :z, term: nil, message: nil}
IO.inspect(try do: m.z, rescue: (e -> Exception.message(e))) # expect: "key :z not found in: %{a: 1, b: 2}"
IO.inspect(try do: Map.fetch!(m, :z), rescue: (e -> Exception.message(e))) # expect: "key :z not found in: %{a: 1, b: 2}"
IO.inspect(put_in(%{a: %{b: 1}}, [:a, :b], 2)) # expect: %{a: %{b: 2}}
IO.inspect(update_in(%{a: %{b: 1}}.a.b, &(&1 + 1))) # expect: %{a: %{b: 2}}
IO.inspect(get_in(%{a: [%{b: 1}, %{b: 2}]}, [:a, Access.all(), :b])) # expect: [1, 2]
IO.inspect(pop_in(%{a: %{b: 1, c: 2}}, [:a, :b])) # expect: {1, %{a: %{c: 2}}}
IO.inspect(Map.split(%{a: 1, b: 2, c: 3}, [:a, :c])) # expect: {%{a: 1, c: 3}, %{b: 2}}
IO.inspect(Map.filter(%{a: 1, b: 2}, fn {_, v} -> v > 1 end)) # expect: %{b: 2}
IO.inspect(:maps.fold(fn _, v, acc -> v + acc end, 0, m)) # expect: 3
IO.inspect(Enum.group_by(~w(ant bee cat bear), &String.first/1)) # expect: %{"a" => ["ant"], "b" => ["bee", "bear"], "c" => ["cat"]}
IO.inspect(Enum.frequencies(~w(a b a))) # expect: %{"a" => 2, "b" => 1}
