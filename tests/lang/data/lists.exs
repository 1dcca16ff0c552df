# Lists, keyword lists, tuples, charlists, ranges.
IO.inspect([1, 2, 3] ++ [4]) # expect: [1, 2, 3, 4]
IO.inspect([1, 2, 3, 2] -- [2]) # expect: [1, 3, 2]
IO.inspect([1 | 2]) # expect: [1 | 2]
IO.inspect([0 | [1, 2]]) # expect: [0, 1, 2]
IO.inspect(hd([1, 2])) # expect: 1
IO.inspect(tl([1, 2])) # expect: [2]
IO.inspect(length(Enum.to_list(1..100_000))) # expect: 100000
IO.inspect('hello') # expect: 'hello'
IO.inspect([104, 105]) # expect: 'hi'
IO.inspect([104, 105, 0]) # expect: [104, 105, 0]
IO.inspect([a: 1, b: 2]) # expect: [a: 1, b: 2]
IO.inspect([{:a, 1}, {"b", 2}]) # expect: [{:a, 1}, {"b", 2}]
IO.inspect(Keyword.get([a: 1, a: 2], :a)) # expect: 1
IO.inspect(Keyword.get_values([a: 1, a: 2], :a)) # expect: [1, 2]
IO.inspect(Keyword.merge([a: 1, b: 2], b: 3)) # expect: [a: 1, b: 3]
IO.inspect({1, :two, "three", 'four', 5.0, {}}) # expect: {1, :two, "three", 'four', 5.0, {}}
IO.inspect(put_elem({1, 2, 3}, 1, :x)) # expect: {1, :x, 3}
IO.inspect(elem({1, 2, 3}, 2)) # expect: 3
IO.inspect(Tuple.append({1}, 2)) # expect: {1, 2}
IO.inspect(tuple_size({})) # expect: 0
IO.inspect(1..5) # expect: 1..5
IO.inspect(1..10//3) # expect: 1..10//3
IO.inspect(Enum.to_list(10..1//-4)) # expect: [10, 6, 2]
IO.inspect(5 in 1..10) # expect: true
IO.inspect(Range.size(1..10//3)) # expect: 4
IO.inspect(List.flatten([1, [2, [3, []], 4]])) # expect: [1, 2, 3, 4]
IO.inspect(List.keyfind([a: 1, b: 2], :b, 0)) # expect: {:b, 2}
IO.inspect(List.keysort([{2, :b}, {1, :a}], 0)) # expect: [{1, :a}, {2, :b}]
IO.inspect(List.zip([[1, 2], [:a, :b]])) # expect: [{1, :a}, {2, :b}]
IO.inspect(List.to_string([?a, "bc", [?d]])) # expect: "abcd"
IO.inspect(List.insert_at([1, 2, 3], -1, :x)) # expect: [1, 2, 3, :x]
IO.inspect(List.myers_difference([1, 2, 3], [1, 3, 4])) # expect: [eq: [1], del: [2], eq: [3], ins: [4]]
IO.inspect(Enum.sort([3, 1, 2], :desc)) # expect: [3, 2, 1]
IO.inspect(Enum.sort([:b, 1, "a", nil, 2.0, [], {}, %{}])) # expect: [1, 2.0, :b, nil, {}, %{}, [], "a"]
IO.inspect(Enum.sort_by(["aaa", "b", "cc"], &String.length/1)) # expect: ["b", "cc", "aaa"]
IO.inspect(Enum.uniq([1, 1.0, 1, 2])) # expect: [1, 1.0, 2]
IO.inspect(Enum.dedup([1, 1, 2, 1])) # expect: [1, 2, 1]
IO.inspect(Enum.chunk_every([1, 2, 3, 4, 5], 2)) # expect: [[1, 2], [3, 4], [5]]
IO.inspect(Enum.chunk_every([1, 2, 3, 4, 5], 3, 1, :discard)) # expect: [[1, 2, 3], [2, 3, 4], [3, 4, 5]]
IO.inspect(Enum.zip([1, 2, 3], [:a, :b, :c])) # expect: [{1, :a}, {2, :b}, {3, :c}]
IO.inspect(Enum.with_index(~w(a b))) # expect: [{"a", 0}, {"b", 1}]
IO.inspect(Enum.split_with(1..6, &(rem(&1, 2) == 0))) # expect: {[2, 4, 6], [1, 3, 5]}
IO.inspect(Enum.reduce_while(1..100, 0, fn x, acc -> if acc > 10, do: {:halt, acc}, else: {:cont, acc + x} end)) # expect: 15
IO.inspect(Enum.min_max([3, 1, 2])) # expect: {1, 3}
IO.inspect(Enum.slice(1..10, 2..-3)) # expect: [3, 4, 5, 6, 7, 8]
IO.inspect(Enum.scan(1..5, &+/2)) # expect: [1, 3, 6, 10, 15]
IO.inspect(Enum.flat_map_reduce(1..3, 0, fn x, acc -> {[x, x], acc + x} end)) # expect: {[1, 1, 2, 2, 3, 3], 6}
IO.inspect(Enum.sort(Enum.map(1..50, fn x -> rem(x * 37, 51) end)) == Enum.to_list(1..50)) # expect: true
IO.inspect(Stream.iterate(1, &(&1 * 2)) |> Stream.take_while(&(&1 < 100)) |> Enum.to_list()) # expect: [1, 2, 4, 8, 16, 32, 64]
IO.inspect(1..3 |> Stream.cycle() |> Enum.take(7)) # expect: [1, 2, 3, 1, 2, 3, 1]
IO.inspect(Stream.unfold({0, 1}, fn {a, b} -> {a, {b, a + b}} end) |> Enum.at(50)) # expect: 12586269025
IO.inspect(try do: hd([]), rescue: (e -> e.__struct__)) # expect: ArgumentError
IO.inspect(try do: elem({1}, 1), rescue: (e -> Exception.message(e))) # expect: "errors were found at the given arguments:\n\n  * 1st argument: out of range\n"
IO.inspect(List.improper?([1 | 2])) # expect: true
IO.inspect(List.starts_with?([1, 2, 3], [1, 2])) # expect: true
IO.inspect(~w(a b c)a) # expect: [:a, :b, :c]
IO.inspect(~c"abc") # expect: 'abc'
IO.inspect([nil: 1, true: 2, "quoted key": 3]) # expect: [nil: 1, true: 2, "quoted key": 3]
