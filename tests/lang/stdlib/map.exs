# SPDX-License-Identifier: GPL-3.0-or-later
# What the functions of this part of the library give; recorded from the reference.
show = fn value -> IO.puts(inspect(value, limit: :infinity, printable_limit: :infinity)) end
failure = fn fun ->
  try do
    {:no_failure, fun.()}
  rescue
    e -> {e.__struct__, Exception.message(e)}
  end
end

show.(failure.(fn -> Map.fetch!(%{a: 1}, :b) end))  # expect: {KeyError, "key :b not found in: %{a: 1}"}
show.(failure.(fn -> Map.fetch!(%{}, :b) end))  # expect: {KeyError, "key :b not found in: %{}"}
show.(failure.(fn -> Map.get([], :a) end))  # expect: {BadMapError, "expected a map, got: []"}
show.(failure.(fn -> Map.update!(%{}, :a, & &1) end))  # expect: {KeyError, "key :a not found in: %{}"}
show.(failure.(fn -> Map.replace!(%{a: 1}, :b, 1) end))  # expect: {KeyError, "key :b not found in: %{a: 1}"}
show.(failure.(fn -> Map.pop!(%{a: 1}, :b) end))  # expect: {KeyError, "key :b not found in: %{a: 1}"}
show.(failure.(fn -> Map.get_and_update(%{a: 1}, :a, fn _ -> 3 end) end))  # expect: {RuntimeError, "the given function must return a two-element tuple or :pop, got: 3"}
show.(failure.(fn -> Map.get_and_update!(%{a: 1}, :a, fn _ -> 3 end) end))  # expect: {RuntimeError, "the given function must return a two-element tuple or :pop, got: 3"}
show.(failure.(fn -> Map.get_and_update!(%{a: 1}, :b, fn _ -> :pop end) end))  # expect: {KeyError, "key :b not found in: %{a: 1}"}
show.(Map.from_struct(Range))  # expect: %{first: nil, last: nil, step: nil}
show.(failure.(fn -> Map.from_struct(1) end))  # expect: {FunctionClauseError, "no function clause matching in Map.from_struct/1"}
show.(failure.(fn -> Map.take([], [:a]) end))  # expect: {BadMapError, "expected a map, got: []"}
show.(failure.(fn -> Map.keys([]) end))  # expect: {BadMapError, "expected a map, got: []"}
show.(failure.(fn -> Map.values(3) end))  # expect: {BadMapError, "expected a map, got: 3"}
show.(failure.(fn -> Map.merge(%{}, []) end))  # expect: {BadMapError, "expected a map, got: []"}
show.(Map.merge(%{a: 1}, %{a: 2}, fn k,a,b -> {k,a,b} end))  # expect: %{a: {:a, 1, 2}}
show.(Map.new(1..2, &{&1,&1}))  # expect: %{1 => 1, 2 => 2}
show.(failure.(fn -> Map.put(1,2,3) end))  # expect: {BadMapError, "expected a map, got: 1"}
show.(failure.(fn -> Map.delete([],1) end))  # expect: {BadMapError, "expected a map, got: []"}
show.(failure.(fn -> Map.filter([], & &1) end))  # expect: {FunctionClauseError, "no function clause matching in Map.filter/2"}
show.(Map.split(%{a: 1, b: 2}, [:a, :z]))  # expect: {%{a: 1}, %{b: 2}}
show.(failure.(fn -> Map.has_key?([], 1) end))  # expect: {BadMapError, "expected a map, got: []"}
show.(failure.(fn -> Map.to_list([]) end))  # expect: {BadMapError, "expected a map, got: []"}
show.(Map.new(%{a: 1}))  # expect: %{a: 1}
show.(Map.new(MapSet.new(a: 1)))  # expect: %{a: 1}
show.(Map.from_keys([1,2], 0))  # expect: %{1 => 0, 2 => 0}
show.(failure.(fn -> Map.equal?(%{}, 1) end))  # expect: {BadMapError, "expected a map, got: 1"}
