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

show.((Stream.unfold(3, fn 0 -> nil; n -> {n, n-1} end).({:cont, []}, fn x, a -> {:cont, [x|a]} end)))  # expect: {:done, [1, 2, 3]}
show.((Stream.transform(1..3, 0, fn 2, a -> {:halt, a}; x, a -> {[x], a+1} end).({:cont, []}, fn x, a -> {:cont, [x|a]} end)))  # expect: {:halted, [1]}
show.(Stream.transform(1..3, 0, fn x, a -> {[x], a+1} end).({:cont, []}, fn x, a -> {:cont, [x|a]} end))  # expect: {:halted, [3, 2, 1]}
show.(Stream.take([1],0))  # expect: #Stream<[enum: [], funs: []]>
show.(Stream.drop([1],-1)|> Enum.to_list)  # expect: []
show.(failure.(fn -> Stream.cycle([])|> Enum.take(1) end))  # expect: {ArgumentError, "cannot cycle over an empty enumerable"}
show.(failure.(fn -> Stream.with_index([1], :a) end))  # expect: {FunctionClauseError, "no function clause matching in Stream.with_index/2"}
show.(Stream.into([1], []) |> Enum.to_list)  # expect: [1]
show.(Stream.run(1..3))  # expect: :ok
show.(Stream.interval(1) |> Enum.take(2))  # expect: [0, 1]
show.(Stream.timer(1) |> Enum.take(2))  # expect: [0]
show.(Stream.take_every([1,2,3],2)|> Enum.to_list)  # expect: [1, 3]
show.(Stream.take_every([1,2,3],0))  # expect: #Stream<[enum: [], funs: []]>
show.(failure.(fn -> Stream.take_every([1,2,3],-1) end))  # expect: {FunctionClauseError, "no function clause matching in Stream.take_every/2"}
show.(Stream.drop_every([1,2,3],0))  # expect: #Stream<[enum: [1, 2, 3], funs: []]>
show.(Stream.map_every([1,2,3],0, & &1))  # expect: #Stream<[enum: [1, 2, 3], funs: []]>
show.(failure.(fn -> Stream.map_every([1,2,3],-1, & &1) end))  # expect: {FunctionClauseError, "no function clause matching in Stream.map_every/3"}
show.(failure.(fn -> Stream.unfold(1, fn _ -> 3 end)|> Enum.take(1) end))  # expect: {CaseClauseError, "no case clause matching: 3"}
show.(failure.(fn -> Stream.resource(fn -> 1 end, fn _ -> 3 end, fn _ -> 1 end)|> Enum.take(1) end))  # expect: {TryClauseError, "no try clause matching: 3"}
show.(failure.(fn -> Stream.chunk_while([1,2], [], fn x, a -> x end, fn a -> {:cont, 9, a} end) |> Enum.to_list end))  # expect: {CaseClauseError, "no case clause matching: 1"}
show.(Stream.take(1..3, 2) |> Enumerable.reduce({:cont, 0}, fn x, a -> {:cont, x+a} end))  # expect: {:halted, 3}
show.(Stream.take(1..3, 5) |> Enumerable.reduce({:cont, 0}, fn x, a -> {:cont, x+a} end))  # expect: {:done, 6}
show.(Stream.chunk_every(1..3, 2) |> Enumerable.reduce({:cont, 0}, fn x, a -> {:cont, {x,a}} end))  # expect: {:done, {[3], {[1, 2], 0}}}
show.(Stream.zip([1,2],[3]) |> Enumerable.reduce({:cont, []}, fn x, a -> {:cont, [x|a]} end))  # expect: {:done, [{1, 3}]}
show.(Stream.zip(1..4,Stream.take([3,4,5],2)) |> Enumerable.reduce({:cont, []}, fn x, a -> {:cont, [x|a]} end))  # expect: {:done, [{2, 4}, {1, 3}]}
show.(failure.(fn -> Stream.cycle(%{}) |> Enum.take(1) end))  # expect: {ArgumentError, "cannot cycle over an empty enumerable"}
show.(Stream.zip_with([1..2,3..4], fn [a,b] -> a+b end)|> Enum.to_list)  # expect: [4, 6]
show.(failure.(fn -> Stream.map(5, & &1)|> Enum.to_list end))  # expect: {Protocol.UndefinedError, "protocol Enumerable not implemented for 5 of type Integer"}
