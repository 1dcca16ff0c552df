# :lists and :maps: results and which error a wrong call raises.
IO.inspect :lists.seq(1,10,3); IO.inspect :lists.seq(5,4); IO.inspect :lists.seq(10,1,-4); IO.inspect :lists.sublist([1,2,3,4],2,2); IO.inspect :lists.keytake(2,1,[{1,2},{2,3}]); IO.inspect :lists.partition(&(&1>2),[1,2,3,4]); IO.inspect :lists.usort(&>=/2,[3,1,2,3,1]); IO.inspect :lists.merge([[1,4],[2,5],[3]]); IO.inspect :lists.concat([:a,1,'b',1.5]); IO.inspect :lists.mapfoldr(fn x,a -> {x*2,a+x} end,0,[1,2,3]); IO.inspect :lists.join(:x,[1,2,3]); IO.inspect :lists.uniq([1,1.0,2,1]); IO.inspect :lists.enumerate([:a,:b]); IO.inspect :lists.suffix([2,3],[1,2,3]); IO.inspect :lists.nthtail(1,[1,2]); IO.inspect :lists.keymerge(1,[{1,:a}],[{1,:b},{2,:c}]); IO.inspect :lists.flatlength([1,[2,[3]]])
for f <- [fn -> :lists.seq(5,1) end, fn -> :lists.nth(3,[1]) end, fn -> :lists.split(3,[1]) end, fn -> :lists.map(1,[]) end, fn -> :lists.sublist([1],-1) end, fn -> :maps.map(1,%{}) end, fn -> :maps.fold(fn _,_,_ -> 1 end,0,:x) end, fn -> :maps.update_with(:a,& &1,%{}) end, fn -> :queue.get(:queue.new) end, fn -> :lists.zip([1],[]) end], do: IO.inspect(try do f.() rescue e -> e.__struct__ end)
IO.inspect :maps.filter(fn _,v -> v > 1 end,%{a: 1,b: 2}); IO.inspect :maps.groups_from_list(&rem(&1,2),[1,2,3]); IO.inspect :maps.intersect(%{a: 1,b: 2},%{b: 3}); IO.inspect :maps.merge_with(fn _,a,b -> a+b end,%{a: 1},%{a: 2,c: 3}); IO.inspect :maps.fold(fn k,v,a -> [{k,v}|a] end,[],%{a: 1,b: 2}); IO.inspect :maps.with([:a,:z],%{a: 1,b: 2}); IO.inspect :maps.without([:a],%{a: 1,b: 2})

# expect: [1, 4, 7, 10]
# expect: []
# expect: [10, 6, 2]
# expect: [2, 3]
# expect: {:value, {2, 3}, [{1, 2}]}
# expect: {[3, 4], [1, 2]}
# expect: [3, 2, 1]
# expect: [1, 2, 3, 4, 5]
# expect: 'a1b1.50000000000000000000e+00'
# expect: {[2, 4, 6], 6}
# expect: [1, :x, 2, :x, 3]
# expect: [1, 1.0, 2]
# expect: [{1, :a}, {2, :b}]
# expect: true
# expect: [2]
# expect: [{1, :a}, {1, :b}, {2, :c}]
# expect: 3
# expect: FunctionClauseError
# expect: FunctionClauseError
# expect: ArgumentError
# expect: FunctionClauseError
# expect: FunctionClauseError
# expect: ArgumentError
# expect: BadMapError
# expect: KeyError
# expect: ErlangError
# expect: FunctionClauseError
# expect: %{b: 2}
# expect: %{0 => [2], 1 => [1, 3]}
# expect: %{b: 3}
# expect: %{a: 3, c: 3}
# expect: [b: 2, a: 1]
# expect: %{a: 1}
# expect: %{b: 2}
