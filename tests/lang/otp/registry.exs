# Registry.
{:ok, _} = Registry.start_link(keys: :unique, name: R)
{:ok, _} = Registry.register(R, :a, 1)
IO.inspect(Registry.lookup(R, :a) == [{self(), 1}])
IO.inspect(match?({:error, {:already_registered, _}}, Registry.register(R, :a, 2)))
IO.inspect(Registry.keys(R, self()))
IO.inspect(Registry.update_value(R, :a, &(&1 + 10)))
IO.inspect(Registry.values(R, :a, self()))
IO.inspect(Registry.count(R))
{:ok, ag} = Agent.start_link(fn -> :state end, name: {:via, Registry, {R, "agent"}})
IO.inspect(Agent.get({:via, Registry, {R, "agent"}}, & &1))
IO.inspect(Registry.whereis_name({R, "agent"}) == ag)
Agent.stop(ag)
Process.sleep(20)
IO.inspect(Registry.lookup(R, "agent"))
IO.inspect(Registry.unregister(R, :a))
IO.inspect(Registry.count(R))
{:ok, _} = Registry.start_link(keys: :duplicate, name: D, partitions: 2)
me = self()
ps = for i <- 1..3, do: spawn(fn -> {:ok, _} = Registry.register(D, :topic, i); send(me, :ready); receive do {:msg, m} -> send(me, {:got, i, m}) end end)
for _ <- ps, do: (receive do :ready -> :ok end)
IO.inspect(Registry.lookup(D, :topic) |> Enum.map(&elem(&1, 1)) |> Enum.sort())
Registry.dispatch(D, :topic, fn entries -> for {pid, _} <- entries, do: send(pid, {:msg, :hi}) end)
IO.inspect(Enum.sort(for _ <- ps, do: (receive do {:got, i, m} -> {i, m} end)))
Process.sleep(20)
IO.inspect(Registry.count(D))
Registry.register(D, :k, {1, :x})
Registry.register(D, :k, {2, :y})
IO.inspect(Registry.match(D, :k, {2, :_}) |> Enum.map(&elem(&1, 1)))
IO.inspect(Registry.count_match(D, :k, {:_, :_}))
IO.inspect(Registry.select(D, [{{:"$1", :_, :"$2"}, [], [{{:"$1", :"$2"}}]}]) |> Enum.sort())
IO.inspect(Registry.put_meta(D, :m, 1))
IO.inspect(Registry.meta(D, :m))
IO.inspect(Registry.meta(D, :z))
IO.inspect(Registry.unregister_match(D, :k, {1, :_}))
IO.inspect(Registry.count(D))

# expect: true
# expect: true
# expect: [:a]
# expect: {11, 1}
# expect: '\v'
# expect: 1
# expect: :state
# expect: true
# expect: []
# expect: :ok
# expect: 0
# expect: [1, 2, 3]
# expect: [{1, :hi}, {2, :hi}, {3, :hi}]
# expect: 0
# expect: [{2, :y}]
# expect: 2
# expect: [k: {1, :x}, k: {2, :y}]
# expect: :ok
# expect: {:ok, 1}
# expect: :error
# expect: :ok
# expect: 1
