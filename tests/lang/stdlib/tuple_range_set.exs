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

show.(Tuple.duplicate(1, 2))  # expect: {1, 1}
show.(Tuple.insert_at({1,2}, 2, 3))  # expect: {1, 2, 3}
show.(Tuple.sum({1,2}))  # expect: 3
show.(Tuple.product({2,3}))  # expect: 6
show.(Tuple.append({1},2))  # expect: {1, 2}
show.(Tuple.to_list({1}))  # expect: [1]
show.(Range.size(1..0))  # expect: 2
show.(Range.size(1..10//3))  # expect: 4
show.(Range.shift(1..3, 2))  # expect: 3..5
show.(Range.shift(1..10//3, 1))  # expect: 4..13//3
show.(Range.disjoint?(1..5, 6..9))  # expect: true
show.(Range.disjoint?(1..10//2, 2..10//2))  # expect: true
show.(Range.disjoint?(1..100//6, 4..100//9))  # expect: false
show.(1..3)  # expect: 1..3
show.(1..3//2)  # expect: 1..3//2
show.(3..1)  # expect: 3..1//-1
show.(3..1//-1)  # expect: 3..1//-1
show.(3..1//1)  # expect: 3..1//1
show.(Range.new(3,1))  # expect: 3..1//-1
show.(MapSet.new([1,2.0,3]))  # expect: MapSet.new([1, 3, 2.0])
show.(MapSet.new(1..3, &(&1*2)))  # expect: MapSet.new([2, 4, 6])
show.(MapSet.union(MapSet.new([1]), MapSet.new([2])))  # expect: MapSet.new([1, 2])
show.(failure.(fn -> MapSet.union(1,2) end))  # expect: {FunctionClauseError, "no function clause matching in MapSet.union/2"}
show.(failure.(fn -> MapSet.put(1,2) end))  # expect: {FunctionClauseError, "no function clause matching in MapSet.put/2"}
show.(MapSet.subset?(MapSet.new([1]),MapSet.new([1,2])))  # expect: true
show.(MapSet.symmetric_difference(MapSet.new([1,2]),MapSet.new([2,3])))  # expect: MapSet.new([1, 3])
show.(MapSet.equal?(MapSet.new([1]),MapSet.new([1.0])))  # expect: false
show.(failure.(fn -> MapSet.size(3) end))  # expect: {FunctionClauseError, "no function clause matching in MapSet.size/1"}
show.(failure.(fn -> MapSet.new(1) end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for 1 of type Integer"}
