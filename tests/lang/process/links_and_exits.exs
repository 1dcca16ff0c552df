# Links, exit signals, trapping.
Process.flag(:trap_exit, true)
flush = fn pid -> receive do {:EXIT, ^pid, reason} -> reason after 500 -> :none end end
run = fn f -> pid = spawn_link(f); flush.(pid) end
IO.inspect(run.(fn -> :ok end))
IO.inspect(run.(fn -> exit(:boom) end))
IO.inspect(run.(fn -> exit({:shutdown, 1}) end))
IO.inspect(run.(fn -> Process.exit(self(), :kill) end))
IO.inspect(run.(fn -> exit(:kill) end))
pid = spawn_link(fn -> receive do :never -> :ok end end)
Process.exit(pid, :normal)
Process.sleep(10)
IO.inspect(Process.alive?(pid))
Process.exit(pid, :stop)
IO.inspect(flush.(pid))
pid = spawn_link(fn -> receive do :never -> :ok end end)
Process.exit(pid, :kill)
IO.inspect(flush.(pid))
pid = spawn_link(fn -> Process.flag(:trap_exit, true); receive do {:EXIT, _, r} -> exit({:trapped, r}) end end)
Process.sleep(10)
Process.exit(pid, :please)
IO.inspect(flush.(pid))
dead = spawn(fn -> :ok end)
Process.sleep(10)
Process.link(dead)
IO.inspect(flush.(dead))
# a chain of three: the end of one ends all
parent = self()
{a, _} = spawn_monitor(fn ->
  b = spawn_link(fn ->
    c = spawn_link(fn -> receive do :die -> exit(:chain) end end)
    send(parent, {:c, c})
    receive do :never -> :ok end
  end)
  send(parent, {:b, b})
  receive do :never -> :ok end
end)
b = receive do {:b, b} -> b end
c = receive do {:c, c} -> c end
send(c, :die)
receive do {:DOWN, _, _, ^a, reason} -> IO.inspect(reason) end
IO.inspect({Process.alive?(a), Process.alive?(b), Process.alive?(c)})
# unlink
p = spawn_link(fn -> receive do :go -> exit(:unseen) end end)
Process.unlink(p)
send(p, :go)
IO.inspect(flush.(p))
IO.inspect(Process.info(self(), :links) |> elem(1) |> Enum.filter(&is_pid/1) |> length() <= 1)
{pid, _} = spawn_monitor(fn -> exit(:mon) end)
receive do {:DOWN, _, :process, ^pid, reason} -> IO.inspect(reason) end
IO.inspect(try do Process.exit(:not_a_pid, :x) rescue e in ArgumentError -> e.__struct__ end)

# expect: :normal
# expect: :boom
# expect: {:shutdown, 1}
# expect: :killed
# expect: :kill
# expect: true
# expect: :stop
# expect: :killed
# expect: {:trapped, :please}
# expect: :noproc
# expect: :chain
# expect: {false, false, false}
# expect: :none
# expect: true
# expect: :mon
# expect: ArgumentError
