# ETS across processes.
t = :ets.new(:t, [:set, :public])
IO.inspect(:ets.insert(t, [{:a, 1}, {:b, 2}]))
me = self()
spawn(fn -> :ets.insert(t, {:c, 3}); send(me, :done) end)
receive do :done -> :ok end
IO.inspect(Enum.sort(:ets.tab2list(t)))
IO.inspect(:ets.lookup(t, :c))
IO.inspect(:ets.update_counter(t, :a, 5))
IO.inspect(:ets.update_counter(t, :new, {2, 1}, {:new, 0}))
IO.inspect(:ets.select(t, [{{:"$1", :"$2"}, [{:>, :"$2", 2}], [:"$1"]}]) |> Enum.sort())
IO.inspect(:ets.member(t, :zz))
IO.inspect(:ets.info(t, :size))
IO.inspect(:ets.delete(t, :a))
IO.inspect(:ets.insert_new(t, {:b, 9}))
IO.inspect(:ets.take(t, :b))
o = :ets.new(:o, [:ordered_set, :named_table])
for k <- [3, 1, 2], do: :ets.insert(:o, {k, k * k})
IO.inspect({o, :ets.first(:o), :ets.next(:o, 1), :ets.last(:o), :ets.prev(:o, 1)})
IO.inspect(:ets.tab2list(:o))
IO.inspect(:ets.foldl(fn {_, v}, acc -> acc + v end, 0, :o))
{pid, ref} = spawn_monitor(fn -> :ets.new(:owned, [:named_table, :public]); send(me, :made); receive do :go -> :ok end end)
receive do :made -> :ok end
IO.inspect(:ets.info(:owned, :owner) == pid)
send(pid, :go)
receive do {:DOWN, ^ref, _, _, _} -> :ok end
IO.inspect(:ets.whereis(:owned))
IO.inspect(try do :ets.lookup(:owned, 1) rescue ArgumentError -> :gone end)
p = spawn(fn ->
  t = :ets.new(:h, [:public, {:heir, me, :data}])
  :ets.insert(t, {1, :kept})
end)
receive do {:"ETS-TRANSFER", tab, ^p, d} -> IO.inspect({:ets.lookup(tab, 1), d}) end
priv = :ets.new(:p, [:private])
spawn(fn -> send(me, try do :ets.lookup(priv, 1) rescue ArgumentError -> :denied end) end)
receive do x -> IO.inspect(x) end
prot = :ets.new(:p, [:protected])
:ets.insert(prot, {1, 2})
spawn(fn -> send(me, {:ets.lookup(prot, 1), try do :ets.insert(prot, {2, 2}) rescue ArgumentError -> :denied end}) end)
receive do x -> IO.inspect(x) end
b = :ets.new(:b, [:bag, :public])
ps = for i <- 1..20, do: Task.async(fn -> for j <- 1..50, do: :ets.insert(b, {rem(j, 10), i, j}) end)
Task.await_many(ps)
IO.inspect(:ets.info(b, :size))
IO.inspect(length(:ets.lookup(b, 3)))
c = :ets.new(:c, [:public, write_concurrency: true])
:ets.insert(c, {:n, 0})
1..8 |> Enum.map(fn _ -> Task.async(fn -> for _ <- 1..1000, do: :ets.update_counter(c, :n, 1) end) end) |> Task.await_many()
IO.inspect(:ets.lookup(c, :n))
receiver = spawn(fn -> receive do {:"ETS-TRANSFER", tab, _, g} -> send(me, {:have, :ets.info(tab, :owner) == self(), g}) end end)
IO.inspect(:ets.give_away(c, receiver, :gift))
receive do x -> IO.inspect(x) end

# expect: true
# expect: [a: 1, b: 2, c: 3]
# expect: [c: 3]
# expect: 6
# expect: 1
# expect: [:a, :c]
# expect: false
# expect: 4
# expect: true
# expect: false
# expect: [b: 2]
# expect: {:o, 1, 2, 3, :"$end_of_table"}
# expect: [{1, 1}, {2, 4}, {3, 9}]
# expect: 14
# expect: true
# expect: :undefined
# expect: :gone
# expect: {[{1, :kept}], :data}
# expect: :denied
# expect: {[{1, 2}], :denied}
# expect: 1000
# expect: 100
# expect: [n: 8000]
# expect: true
# expect: {:have, true, :gift}
