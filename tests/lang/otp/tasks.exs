# Task, Task.Supervisor, Agent.
IO.inspect Task.await(Task.async(fn -> 1 + 1 end))
IO.inspect Task.async_stream(1..5, fn x -> x * x end) |> Enum.to_list
IO.inspect Task.async_stream(1..5, fn x -> Process.sleep(if rem(x, 2) == 0, do: 20, else: 1); x end, ordered: false, max_concurrency: 5) |> Enum.map(&elem(&1, 1)) |> Enum.sort
IO.inspect Task.async_stream(1..3, fn x -> (if x == 2, do: Process.sleep(200)); x end, timeout: 50, on_timeout: :kill_task) |> Enum.to_list
IO.inspect(try do Task.async_stream(1..3, fn x -> (if x == 2, do: Process.sleep(200)); x end, timeout: 50) |> Enum.to_list catch k, r -> {k, elem(r, 0)} end)
IO.inspect Task.async_stream(1..100, fn x -> x end) |> Enum.take(3)
t = Task.async(fn -> Process.sleep(1000) end)
IO.inspect Task.yield(t, 10)
IO.inspect Task.shutdown(t)
IO.inspect(try do Task.await(Task.async(fn -> Process.sleep(500) end), 10) catch k, {r, {m, f, [_, t]}} -> {k, r, m, f, t} end)
IO.inspect Task.await_many([Task.async(fn -> 1 end), Task.async(fn -> 2 end)])
IO.inspect Task.yield_many([Task.async(fn -> 1 end), Task.async(fn -> Process.sleep(100) end)], 30) |> Enum.map(&elem(&1, 1))
{:ok, ts} = Task.Supervisor.start_link()
IO.inspect Task.await(Task.Supervisor.async(ts, fn -> :sup end))
Logger.configure(level: :none)
IO.inspect(Task.yield(Task.Supervisor.async_nolink(ts, fn -> exit(:boo) end)))
IO.inspect Task.Supervisor.async_stream(ts, [1, 2], fn x -> x + 1 end) |> Enum.to_list
IO.inspect Task.Supervisor.async_stream_nolink(ts, [1, 2], fn x -> if x == 1, do: exit(:bad), else: x end) |> Enum.to_list
IO.inspect Task.Supervisor.children(ts)
{:ok, p} = Task.Supervisor.start_child(ts, fn -> Process.sleep(:infinity) end)
IO.inspect Task.Supervisor.children(ts) == [p]
IO.inspect Task.Supervisor.terminate_child(ts, p)
IO.inspect Task.completed(3) |> Task.await
IO.inspect(Process.info(spawn_link(fn -> Process.sleep(100) end), :links) == {:links, [self()]})
Process.flag(:trap_exit, true)
t = Task.async(fn -> raise "x" end)
IO.inspect(try do Task.await(t) catch :exit, {{%RuntimeError{}, [_ | _]}, {Task, :await, _}} -> :ok end)
IO.inspect Map.keys(t) |> Enum.sort
{:ok, ag} = Agent.start_link(fn -> %{} end)
IO.inspect Agent.update(ag, Map, :put, [:a, 1]); IO.inspect Agent.get_and_update(ag, fn m -> {m.a, Map.put(m, :b, 2)} end); IO.inspect Agent.get(ag, Map, :keys, [])
IO.inspect Agent.cast(ag, fn _ -> 0 end); IO.inspect Agent.get(ag, & &1)

# expect: 2
# expect: [ok: 1, ok: 4, ok: 9, ok: 16, ok: 25]
# expect: [1, 2, 3, 4, 5]
# expect: [ok: 1, exit: :timeout, ok: 3]
# expect: {:exit, :timeout}
# expect: [ok: 1, ok: 2, ok: 3]
# expect: nil
# expect: nil
# expect: {:exit, :timeout, Task, :await, 10}
# expect: [1, 2]
# expect: [{:ok, 1}, nil]
# expect: :sup
# expect: {:exit, :boo}
# expect: [ok: 2, ok: 3]
# expect: [exit: :bad, ok: 2]
# expect: []
# expect: true
# expect: :ok
# expect: 3
# expect: true
# expect: :ok
# expect: [:__struct__, :mfa, :owner, :pid, :ref]
# expect: :ok
# expect: 1
# expect: [:a, :b]
# expect: :ok
# expect: 0
