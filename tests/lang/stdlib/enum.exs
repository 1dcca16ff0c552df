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

show.(Enum.slice([1,2,3], 2..0//-1))  # expect: []
show.(Enum.slice([1,2,3,4], 0..3//2))  # expect: [1, 3]
show.(Enum.slice([1,2,3,4], 3..0))  # expect: []
show.(Enum.sort([1, 1.0, 2], :desc))  # expect: [2, 1, 1.0]
show.(Enum.sort([1.0, 1, 2], :desc))  # expect: [2, 1.0, 1]
show.(Enum.sort([1.0,1], fn a, b -> a >= b end))  # expect: [1.0, 1]
show.(failure.(fn -> Enum.slide([1,2,3], 0..2//2, 1) end))  # expect: {ArgumentError, "Enum.slide/3 does not accept ranges with custom steps, got: 0..2//2"}
show.(failure.(fn -> Enum.slide([1,2,3,4,5], 1..3, 2) end))  # expect: {ArgumentError, "insertion index for slide must be outside the range being moved (tried to insert 1..3 at 2)"}
show.(Enum.slide([1,2,3,4,5], 1..3, 9))  # expect: [1, 5, 2, 3, 4]
show.(Enum.slide([1,2,3,4,5], 1, -2))  # expect: [1, 3, 4, 2, 5]
show.(Enum.slide([1,2,3,4,5], 1..2, -9))  # expect: [1, 2, 3, 4, 5]
show.(Enum.zip([]))  # expect: []
show.(failure.(fn -> Enum.chunk_every([1,2,3], 0) end))  # expect: {FunctionClauseError, "no function clause matching in Enum.chunk_every/4"}
show.(failure.(fn -> Enum.max([]) end))  # expect: {Enum.EmptyError, "empty error"}
show.(failure.(fn -> Enum.fetch!([], 1) end))  # expect: {Enum.OutOfBoundsError, "out of bounds error"}
show.(failure.(fn -> Enum.random([]) end))  # expect: {Enum.EmptyError, "empty error"}
show.(failure.(fn -> Enum.random(1..0//1) end))  # expect: {Enum.EmptyError, "empty error"}
show.(failure.(fn -> Enum.take_random([1,2], -1) end))  # expect: {FunctionClauseError, "no function clause matching in Enum.take_random/2"}
show.(failure.(fn -> Enum.map(:a, & &1) end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for :a of type Atom"}
show.(failure.(fn -> Enum.count(:a) end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for :a of type Atom"}
show.(failure.(fn -> Enum.reduce([], & &1) end))  # expect: {Enum.EmptyError, "empty error"}
show.(Enum.sort([1], :foo))  # expect: [1]
show.(failure.(fn -> Enum.max([1,2], :foo) end))  # expect: {UndefinedFunctionError, "function :foo.compare/2 is undefined (module :foo is not available)"}
show.(failure.(fn -> Enum.max([1,2], :asc) end))  # expect: {UndefinedFunctionError, "function :asc.compare/2 is undefined (module :asc is not available)"}
show.(failure.(fn -> Enum.sum([:a]) end))  # expect: {ArithmeticError, "bad argument in arithmetic expression"}
show.(failure.(fn -> Enum.into([1], %{}) end))  # expect: {ArgumentError, "argument error"}
show.(Enum.into([1,2], [0]))  # expect: [0, 1, 2]
show.(Enum.into([a: 1], [b: 2]))  # expect: [b: 2, a: 1]
show.(failure.(fn -> Enum.join([1,[2, ?a], :c], 1) end))  # expect: {FunctionClauseError, "no function clause matching in Enum.join/2"}
show.(Enum.reverse_slice([1,2,3,4,5], 1, 100))  # expect: [1, 5, 4, 3, 2]
show.(failure.(fn -> Enum.with_index([1], :a) end))  # expect: {FunctionClauseError, "no function clause matching in Enum.with_index/2"}
show.(failure.(fn -> Enum.at([1,2], 1.0) end))  # expect: {FunctionClauseError, "no function clause matching in Enum.at/3"}
show.(failure.(fn -> Enum.into([1], "") end))  # expect: {FunctionClauseError, "no function clause matching in anonymous fn/2 in Collectable.BitString.into/1"}
show.(Enum.into(["a"], ""))  # expect: "a"
show.(failure.(fn -> Enum.into([1], 5) end))  # expect: {Protocol.UndefinedError, "protocol Collectable not implemented for 5 of type Integer"}
show.(Enum.count_until([1,2,3], 2))  # expect: 2
show.(failure.(fn -> Enum.count_until([1,2,3], 0) end))  # expect: {FunctionClauseError, "no function clause matching in Enum.count_until/2"}
show.(Enum.slice([1,2,3], -5, 4))  # expect: [1, 2, 3]
show.(Enum.slice([1,2,3],-5..2))  # expect: [1, 2, 3]
show.(Enum.split([1,2,3], -5))  # expect: {[], [1, 2, 3]}
show.(Enum.drop([1,2,3], -2))  # expect: [1]
show.(failure.(fn -> Enum.concat([1], 2) end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for 2 of type Integer"}
show.(failure.(fn -> Enum.concat([[1], 2]) end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for 2 of type Integer"}
show.(failure.(fn -> Enum.min_max([]) end))  # expect: {Enum.EmptyError, "empty error"}
show.(Enum.min_max([1,2], fn -> 3 end))  # expect: {1, 2}
show.(failure.(fn -> Enum.min_max_by([], & &1) end))  # expect: {Enum.EmptyError, "empty error"}
show.(Enum.sum(1..10//3))  # expect: 22
show.(Enum.sum(10..1//3))  # expect: 0
show.(Enum.product([]))  # expect: 1
show.(Enum.map_intersperse([1,2,3], :a, & &1*2))  # expect: [2, :a, 4, :a, 6]
show.(Enum.chunk_every([1,2,3,4,5], 2, 3))  # expect: [[1, 2], [4, 5]]
show.(Enum.chunk_every([1,2,3,4,5], 2, 1, :discard))  # expect: [[1, 2], [2, 3], [3, 4], [4, 5]]
show.(Enum.chunk_every([1,2,3,4], 3, 2, [:x,:y]))  # expect: [[1, 2, 3], [3, 4, :x]]
show.(failure.(fn -> Enum.chunk_every(1..10, 4, 4, 5) end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for 5 of type Integer"}
show.(Enum.fetch(%{a: 1}, 0))  # expect: {:ok, {:a, 1}}
show.(Enum.member?(1..10//3, 4))  # expect: true
show.(Enum.member?(1..10, 4.0))  # expect: false
show.(Enum.member?([4], 4.0))  # expect: false
show.(Enum.member?(%{a: 1}, {:a, 1.0}))  # expect: false
show.(Enum.member?(MapSet.new([1]), 1.0))  # expect: false
show.(failure.(fn -> Enum.to_list(fn _, _ -> {:done, 3} end) end))  # expect: {FunctionClauseError, "no function clause matching in :lists.reverse/1"}
show.(Enum.take(fn a, f -> Enumerable.reduce([1,2,3],a,f) end, 2))  # expect: [1, 2]
show.(failure.(fn -> Range.new(1,2,0) end))  # expect: {ArgumentError, "ranges (first..last//step) expect both sides to be integers and the step to be a non-zero integer, got: 1..2//0"}
show.(failure.(fn -> Range.new(1, 2.0) end))  # expect: {ArgumentError, "ranges (first..last) expect both sides to be integers, got: 1..2.0"}
show.(Enum.zip_with([[1,2],[3,4]], & &1))  # expect: [[1, 3], [2, 4]]
show.(Enum.zip([1,2],%{a: 1}))  # expect: [{1, {:a, 1}}]
show.(Enum.zip_reduce([1,2],[3,4], [], fn a,b,acc -> [{a,b}|acc] end))  # expect: [{2, 4}, {1, 3}]
show.(Enum.zip_reduce([[1,2],[3,4]], [], fn l,acc -> [l|acc] end))  # expect: [[2, 4], [1, 3]]
show.(Enum.flat_map([1,2], fn x -> x..3 end))  # expect: [1, 2, 3, 2, 3]
show.(failure.(fn -> Enum.flat_map([1,2], fn x -> x end) end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for 1 of type Integer"}
show.(Enum.uniq([1,1.0,1]))  # expect: [1, 1.0]
show.(Enum.dedup([1,1.0,1]))  # expect: [1, 1.0, 1]
show.(Enum.split_while(1..5, & &1<3))  # expect: {[1, 2], [3, 4, 5]}
show.(Enum.map_every(1..5, 0, & &1*10))  # expect: [1, 2, 3, 4, 5]
show.(Enum.map_every(1..5, 2, & &1*10))  # expect: [10, 2, 30, 4, 50]
show.(Enum.take_every(1..5, 0))  # expect: []
show.(failure.(fn -> Enum.take_every(1..5, -1) end))  # expect: {FunctionClauseError, "no function clause matching in Enum.take_every/2"}
show.(Enum.drop_every(1..5, 0))  # expect: [1, 2, 3, 4, 5]
show.(Enum.drop_every(1..5, 2))  # expect: [2, 4]
show.(Enum.scan([1,2,3], &+/2))  # expect: [1, 3, 6]
show.(Enum.scan([1,2,3], 10, &+/2))  # expect: [11, 13, 16]
show.(Enum.frequencies(~w(a b a)))  # expect: %{"a" => 2, "b" => 1}
