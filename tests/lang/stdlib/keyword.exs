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

show.(failure.(fn -> Keyword.fetch!([a: 1], :b) end))  # expect: {KeyError, "key :b not found in: [a: 1]"}
show.(failure.(fn -> Keyword.get([a: 1], "a") end))  # expect: {FunctionClauseError, "no function clause matching in Keyword.get/3"}
show.(Keyword.validate([a: 1, b: 2], [:a]))  # expect: {:error, [:b]}
show.(failure.(fn -> Keyword.validate!([a: 1, b: 2], [:a, c: 3]) end))  # expect: {ArgumentError, "unknown keys [:b] in [a: 1, b: 2], the allowed keys are: [:a, :c]"}
show.(Keyword.validate!([a: 1], [:a, c: 3]))  # expect: [c: 3, a: 1]
show.(Keyword.validate([a: 1], [c: 3, a: 4]))  # expect: {:ok, [c: 3, a: 1]}
show.(failure.(fn -> Keyword.validate([1], [:a]) end))  # expect: {ArgumentError, "expected a keyword list as first argument, got invalid entry: 1"}
show.(failure.(fn -> Keyword.new([1]) end))  # expect: {MatchError, "no match of right hand side value: 1"}
show.(failure.(fn -> Keyword.new([{"a", 1}]) end))  # expect: {FunctionClauseError, "no function clause matching in Keyword.put_new/3"}
show.(failure.(fn -> Keyword.new([:a], & &1) end))  # expect: {MatchError, "no match of right hand side value: :a"}
show.(failure.(fn -> Keyword.merge([a: 1], [1]) end))  # expect: {ArgumentError, "expected a keyword list as the second argument, got: [1]"}
show.(failure.(fn -> Keyword.merge([1], [a: 1]) end))  # expect: {ArgumentError, "expected a keyword list as the first argument, got: [1]"}
show.(Keyword.merge([a: 1, b: 2], [a: 3, a: 4]))  # expect: [b: 2, a: 3, a: 4]
show.(Keyword.merge([a: 1, b: 2, a: 5], [a: 3, a: 4], fn k,x,y -> {k,x,y} end))  # expect: [b: 2, a: {:a, 1, 3}, a: {:a, 5, 4}]
show.(Keyword.merge([], [a: 1, a: 2], fn _,x,_ -> x end))  # expect: [a: 1, a: 2]
show.(failure.(fn -> Keyword.merge([a: 1], [a: 2], fn x -> x end) end))  # expect: {FunctionClauseError, "no function clause matching in Keyword.merge/3"}
show.(failure.(fn -> Keyword.merge([a: 1], [1], fn _, x, y -> x end) end))  # expect: {ArgumentError, "expected a keyword list as the second argument, got: [1]"}
show.(failure.(fn -> Keyword.update!([], :a, & &1) end))  # expect: {KeyError, "key :a not found in: []"}
show.(failure.(fn -> Keyword.replace!([], :a, 1) end))  # expect: {KeyError, "key :a not found in: []"}
show.(Keyword.replace([a: 1, b: 2, a: 3], :a, 9))  # expect: [a: 9, b: 2]
show.(Keyword.put([a: 1, b: 2, a: 3], :a, 9))  # expect: [a: 9, b: 2]
show.(Keyword.update([a: 1, b: 2, a: 3], :a, 9, & &1+1))  # expect: [a: 2, b: 2]
show.(Keyword.update([b: 2], :a, 9, & &1+1))  # expect: [b: 2, a: 9]
show.(failure.(fn -> Keyword.pop!([], :a) end))  # expect: {KeyError, "key :a not found in: []"}
show.(Keyword.pop_first([a: 1, a: 2], :a))  # expect: {1, [a: 2]}
show.(Keyword.pop_values([a: 1, b: 3, a: 2], :a))  # expect: {[1, 2], [b: 3]}
show.(failure.(fn -> Keyword.get_and_update([a: 1], :a, fn _ -> 1 end) end))  # expect: {RuntimeError, "the given function must return a two-element tuple or :pop, got: 1"}
show.(failure.(fn -> Keyword.get_and_update!([a: 1], :b, fn _ -> 1 end) end))  # expect: {KeyError, "key :b not found in: [a: 1]"}
show.(Keyword.get_and_update([a: 1, b: 2, a: 3], :a, fn x -> {x, 9} end))  # expect: {1, [a: 9, b: 2, a: 3]}
show.(Keyword.get_and_update([a: 1, b: 2, a: 3], :a, fn x -> :pop end))  # expect: {1, [b: 2, a: 3]}
show.(Keyword.get_and_update([b: 2], :a, fn x -> {x, 9} end))  # expect: {nil, [a: 9, b: 2]}
show.(failure.(fn -> Keyword.keys([1]) end))  # expect: {ArgumentError, "expected a keyword list, but an entry in the list is not a two-element tuple with an atom as its first element, got: 1"}
show.(failure.(fn -> Keyword.keys([{"a", 1}]) end))  # expect: {ArgumentError, "expected a keyword list, but an entry in the list is not a two-element tuple with an atom as its first element, got: {\"a\", 1}"}
show.(failure.(fn -> Keyword.values([1]) end))  # expect: {FunctionClauseError, "no function clause matching in anonymous fn/1 in Keyword.values/1"}
show.(Keyword.drop([a: 1, b: 2, a: 3], [:a]))  # expect: [b: 2]
show.(Keyword.take([a: 1, b: 2, a: 3], [:a, :c]))  # expect: [a: 1, a: 3]
show.(Keyword.split([a: 1, b: 2, a: 3], [:a]))  # expect: {[a: 1, a: 3], [b: 2]}
show.(Keyword.equal?([a: 1, b: 2], [b: 2, a: 1]))  # expect: true
show.(Keyword.equal?([a: 1, a: 2], [a: 2, a: 1]))  # expect: true
show.(Keyword.put_new([a: 1], :b, 2))  # expect: [b: 2, a: 1]
show.(Keyword.delete([a: 1, a: 2], :a))  # expect: []
show.(Keyword.from_keys([:a], 1))  # expect: [a: 1]
show.(Keyword.to_list([1]))  # expect: [1]
show.(Keyword.filter([a: 1], fn {k,v} -> v end))  # expect: [a: 1]
show.(Keyword.replace_lazy([a: 1], :a, & &1+1))  # expect: [a: 2]
show.(Keyword.pop_lazy([], :a, fn -> 3 end))  # expect: {3, []}
show.(Keyword.get([{1,2}, {:a, 1}], :a))  # expect: 1
show.(Keyword.delete_first([b: 1, a: 2, a: 3], :a))  # expect: [b: 1, a: 3]
show.(Keyword.get_values([a: 1, b: 2, a: 3], :a))  # expect: [1, 3]
show.(Keyword.keyword?([{:a, 1}|:b]))  # expect: false
show.(Keyword.get_lazy([a: nil], :a, fn -> 1 end))  # expect: nil
