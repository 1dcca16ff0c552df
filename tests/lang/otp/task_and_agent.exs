# Task, Task.Supervisor, Agent.
Logger.configure(level: :none)
t = Task.async(fn -> 1 + 1 end)
IO.inspect(Task.await(t))
IO.inspect(Task.await_many([Task.async(fn -> 1 end), Task.async(fn -> 2 end)]))
t = Task.async(fn -> Process.sleep(200); :late end)
IO.inspect(Task.yield(t, 10))
IO.inspect(Task.shutdown(t, :brutal_kill))
IO.inspect(Process.info(self(), :message_queue_len))
t = Task.async(fn -> :quick end)
Process.sleep(20)
IO.inspect(Task.yield(t))
IO.inspect(1..6 |> Task.async_stream(fn x -> x * x end, max_concurrency: 2) |> Enum.to_list())
IO.inspect(1..3 |> Task.async_stream(fn x -> Process.sleep((4 - x) * 15); x end, ordered: false, max_concurrency: 3) |> Enum.map(&elem(&1, 1)))
IO.inspect([1, 2] |> Task.async_stream(fn 1 -> :ok; 2 -> Process.sleep(500) end, timeout: 50, on_timeout: :kill_task) |> Enum.to_list())
Process.flag(:trap_exit, true)
t = Task.async(fn -> raise "boom" end)
IO.inspect(try do Task.await(t) catch :exit, {{%RuntimeError{message: m}, _}, {Task, :await, [_, 5000]}} -> m end)
receive do {:EXIT, _, {e, _}} -> IO.inspect(e) end
t = Task.async(fn -> Process.sleep(:infinity) end)
IO.inspect(try do Task.await(t, 10) catch :exit, {:timeout, {Task, :await, [_, 10]}} -> :timeout end)
Task.shutdown(t, :brutal_kill)
receive do {:EXIT, _, r} -> IO.inspect(r) after 50 -> IO.puts("no exit") end
{:ok, sup} = Task.Supervisor.start_link()
t = Task.Supervisor.async_nolink(sup, fn -> exit(:bad) end)
IO.inspect(Task.yield(t, 200))
t = Task.Supervisor.async(sup, fn -> :fine end)
IO.inspect(Task.await(t))
me = self()
{:ok, pid} = Task.Supervisor.start_child(sup, fn -> send(me, :from_child) end)
IO.inspect(is_pid(pid))
receive do :from_child -> IO.puts("child ran") end
IO.inspect(Task.Supervisor.async_stream(sup, [1, 2, 3], fn x -> x + 1 end) |> Enum.to_list())
{:ok, a} = Agent.start_link(fn -> %{n: 0} end)
IO.inspect(Agent.get(a, & &1))
IO.inspect(Agent.update(a, &Map.put(&1, :n, 5)))
IO.inspect(Agent.get_and_update(a, fn s -> {s.n, %{s | n: s.n + 1}} end))
Agent.cast(a, fn s -> %{s | n: s.n * 2} end)
IO.inspect(Agent.get(a, fn s -> s.n end))
IO.inspect(Agent.get(a, Map, :get, [:n]))
IO.inspect(Agent.stop(a))
{:ok, _} = Agent.start(fn -> [] end, name: :ag)
IO.inspect(Agent.start(fn -> [] end, name: :ag) |> elem(0))
Agent.update(:ag, &[1 | &1])
IO.inspect(Agent.get(:ag, & &1))
ps = for i <- 1..50, do: Task.async(fn -> Agent.update(:ag, &[i | &1]) end)
Task.await_many(ps)
IO.inspect(Agent.get(:ag, &length/1))
IO.inspect(Task.completed(:v) |> Task.await())
IO.inspect(Process.info(self(), :message_queue_len) |> elem(1) > 100)

# expect: 2
# expect: [1, 2]
# expect: nil
# expect: nil
# expect: {:message_queue_len, 0}
# expect: {:ok, :quick}
# expect: [ok: 1, ok: 4, ok: 9, ok: 16, ok: 25, ok: 36]
# expect: [3, 2, 1]
# expect: [ok: :ok, exit: :timeout]
# expect: "boom"
# expect: %RuntimeError{message: "boom"}
# expect: :timeout
# expect: no exit
# expect: {:exit, :bad}
# expect: :fine
# expect: true
# expect: child ran
# expect: [ok: 2, ok: 3, ok: 4]
# expect: %{n: 0}
# expect: :ok
# expect: 5
# expect: 12
# expect: 12
# expect: :ok
# expect: :error
# expect: [1]
# expect: 51
# expect: :v
# expect: false
