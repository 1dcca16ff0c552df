# Registry, unique and duplicate, via names, and PartitionSupervisor.
{:ok, sup} = Registry.start_link(keys: :unique, name: R)
IO.inspect Registry.register(R, "a", 1) |> elem(0)
IO.inspect Registry.register(R, "a", 2) == {:error, {:already_registered, self()}}
IO.inspect Registry.lookup(R, "a") == [{self(), 1}]
IO.inspect Registry.lookup(R, "b")
IO.inspect Registry.update_value(R, "a", &(&1 + 10))
IO.inspect Registry.keys(R, self())
IO.inspect Registry.values(R, "a", self())
IO.inspect Registry.count(R)
{:ok, a} = Agent.start_link(fn -> 5 end, name: {:via, Registry, {R, :agent}})
IO.inspect Agent.get({:via, Registry, {R, :agent}}, & &1)
IO.inspect Agent.start_link(fn -> 5 end, name: {:via, Registry, {R, :agent}}) == {:error, {:already_started, a}}
{:ok, b} = Agent.start_link(fn -> 6 end, name: {:via, Registry, {R, :agent2, :val}})
IO.inspect Registry.lookup(R, :agent2) == [{b, :val}]
Agent.stop(a)
Process.sleep(20)
IO.inspect Registry.lookup(R, :agent)
IO.inspect Registry.select(R, [{{:"$1", :_, :"$3"}, [], [{{:"$1", :"$3"}}]}]) |> Enum.sort
IO.inspect Registry.match(R, "a", :"$1", [{:>, :"$1", 5}]) |> Enum.map(&elem(&1, 1))
IO.inspect Registry.count_match(R, "a", :_)
IO.inspect Registry.unregister(R, "a")
IO.inspect Registry.count(R)
IO.inspect Registry.put_meta(R, :m, 1); IO.inspect Registry.meta(R, :m); IO.inspect Registry.meta(R, :n)
IO.inspect(try do Registry.lookup(Nope, 1) rescue e -> e end)
IO.inspect(try do Registry.start_link(keys: :foo, name: R2) rescue e -> e end)
{:ok, _} = Registry.start_link(keys: :duplicate, name: D, partitions: 4)
for i <- 1..3, do: {:ok, _} = Registry.register(D, :topic, i)
parent = self()
pids = for i <- 1..3, do: spawn_link(fn -> Registry.register(D, :topic, {:p, i}); send(parent, :reg); receive do {:msg, m} -> send(parent, {i, m}) end; Process.sleep(:infinity) end)
for _ <- 1..3, do: (receive do :reg -> :ok end)
IO.inspect length(Registry.lookup(D, :topic))
Registry.dispatch(D, :topic, fn es -> for {pid, {:p, _}} <- es, do: send(pid, {:msg, :hello}) end)
IO.inspect(Enum.sort(for _ <- 1..3, do: (receive do {i, m} -> {i, m} end)))
IO.inspect Registry.keys(D, self())
IO.inspect Registry.unregister_match(D, :topic, 2)
IO.inspect Registry.values(D, :topic, self()) |> Enum.sort
IO.inspect Registry.count(D)
for p <- pids, do: (Process.unlink(p); Process.exit(p, :kill))
Process.sleep(30)
IO.inspect Registry.count(D)
{:ok, _} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> :x end}, name: PS, partitions: 3)
IO.inspect PartitionSupervisor.partitions(PS)
IO.inspect PartitionSupervisor.count_children(PS)
IO.inspect Agent.get({:via, PartitionSupervisor, {PS, 4}}, & &1)
IO.inspect(for {id, pid, t, m} <- PartitionSupervisor.which_children(PS), do: {id, is_pid(pid), t, m})

# expect: :ok
# expect: true
# expect: true
# expect: []
# expect: {11, 1}
# expect: ["a"]
# expect: '\v'
# expect: 1
# expect: 5
# expect: true
# expect: true
# expect: []
# expect: [{:agent2, :val}, {"a", 11}]
# expect: '\v'
# expect: 1
# expect: :ok
# expect: 1
# expect: :ok
# expect: {:ok, 1}
# expect: :error
# expect: %ArgumentError{message: "unknown registry: Nope"}
# expect: %ArgumentError{
# expect:   message: "expected :keys to be given and be one of :unique or :duplicate, got: :foo"
# expect: }
# expect: 6
# expect: [{1, :hello}, {2, :hello}, {3, :hello}]
# expect: [:topic, :topic, :topic]
# expect: :ok
# expect: [1, 3]
# expect: 5
# expect: 2
# expect: 3
# expect: %{active: 3, specs: 3, supervisors: 0, workers: 3}
# expect: :x
# expect: [
# expect:   {2, true, :worker, [Agent]},
# expect:   {1, true, :worker, [Agent]},
# expect:   {0, true, :worker, [Agent]}
# expect: ]
