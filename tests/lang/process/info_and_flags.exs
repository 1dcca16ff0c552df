# Process.info, flags, group leader, hibernate.
pid = spawn(fn -> Process.put(:k, :v); receive do :stop -> :ok end end)
Process.sleep(20)
IO.inspect(Process.info(pid, :status))
IO.inspect(Process.info(pid, [:message_queue_len, :trap_exit, :priority, :links, :dictionary]))
send(pid, :a)
send(pid, {:b, [1, 2]})
Process.sleep(5)
IO.inspect(Process.info(pid, :messages))
IO.inspect(Process.info(pid, :initial_call))
{:group_leader, gl} = Process.info(pid, :group_leader)
IO.inspect(gl == Process.group_leader())
{:memory, m} = Process.info(pid, :memory)
IO.inspect(m > 0 and m < 10_000)
send(pid, :stop)
Process.sleep(10)
IO.inspect(Process.info(pid))
IO.inspect(Process.info(self()) |> Keyword.has_key?(:current_function))
IO.inspect(Process.flag(:trap_exit, true))
IO.inspect(Process.flag(:trap_exit, false))
IO.inspect(Process.flag(:priority, :high))
IO.inspect(Process.flag(:priority, :normal))
defmodule H do
  def start, do: spawn(fn -> Process.hibernate(H, :woken, [:arg]) end)
  def woken(a), do: receive(do: ({:hello, from} -> send(from, {:awake, a})))
end
h = H.start()
Process.sleep(10)
IO.inspect(Process.info(h, :current_function))
send(h, {:hello, self()})
receive do m -> IO.inspect(m) end
p = spawn(fn -> Enum.each(Stream.cycle([1]), fn _ -> :ok end) end)
:erlang.suspend_process(p)
IO.inspect(Process.info(p, :status))
:erlang.resume_process(p)
IO.inspect(elem(Process.info(p, :status), 1) in [:running, :runnable])
Process.exit(p, :kill)
IO.inspect(:erlang.garbage_collect())
{pid, ref} = :erlang.spawn_opt(fn -> Enum.to_list(1..200_000) |> length() end, [:monitor, max_heap_size: %{size: 20_000, kill: true, error_logger: false}])
receive do {:DOWN, ^ref, _, ^pid, why} -> IO.inspect(why) end
IO.inspect(length(Process.list()) > 1)

# expect: {:status, :waiting}
# expect: [
# expect:   message_queue_len: 0,
# expect:   trap_exit: false,
# expect:   priority: :normal,
# expect:   links: [],
# expect:   dictionary: [k: :v]
# expect: ]
# expect: {:messages, [:a, {:b, [1, 2]}]}
# expect: {:initial_call, {:erlang, :apply, 2}}
# expect: true
# expect: true
# expect: nil
# expect: true
# expect: false
# expect: true
# expect: :normal
# expect: :high
# expect: {:current_function, {:erlang, :hibernate, 3}}
# expect: {:awake, :arg}
# expect: {:status, :suspended}
# expect: true
# expect: true
# expect: :killed
# expect: true
