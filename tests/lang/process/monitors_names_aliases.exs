# Monitors, demonitor, names, aliases.
flush = fn f -> receive do m -> [m | f.(f)] after 30 -> [] end end
all = fn -> flush.(flush) end
idle = fn -> spawn(fn -> receive do {:exit, r} -> exit(r) end end) end
p = idle.()
r1 = Process.monitor(p)
r2 = Process.monitor(p)
IO.inspect(r1 == r2)
send(p, {:exit, :bye})
msgs = all.()
IO.inspect(Enum.map(msgs, fn {:DOWN, r, :process, ^p, why} -> {r in [r1, r2], why} end))
r = Process.monitor(p)
IO.inspect(match?([{:DOWN, ^r, :process, ^p, :noproc}], all.()))
r = Process.monitor(:nobody_here)
[{:DOWN, ^r, :process, {name, node}, why}] = all.()
IO.inspect({name, node == node(), why})
p = idle.()
r = Process.monitor(p)
IO.inspect(Process.demonitor(r))
send(p, {:exit, :x})
IO.inspect(all.())
p = idle.()
r = Process.monitor(p)
send(p, {:exit, :x})
Process.sleep(20)
IO.inspect(Process.demonitor(r, [:flush]))
IO.inspect(all.())
IO.inspect(Process.demonitor(r, [:info]))
p = idle.()
IO.inspect(Process.register(p, :worker))
IO.inspect(Process.whereis(:worker) == p)
IO.inspect(:worker in Process.registered())
r = Process.monitor(:worker)
IO.inspect(try do Process.register(self(), :worker) rescue ArgumentError -> :taken end)
send(:worker, {:exit, :named})
[{:DOWN, ^r, :process, {:worker, _}, why}] = all.()
IO.inspect({why, Process.whereis(:worker)})
IO.inspect(try do send(:worker, :hello) rescue ArgumentError -> :no_such_name end)
a = :erlang.alias()
send(a, :one)
:erlang.unalias(a)
send(a, :two)
IO.inspect(all.())
p = spawn(fn -> receive do {:call, to} -> send(to, {to, :reply}); send(to, {to, :again}) end end)
m = :erlang.monitor(:process, p, alias: :reply_demonitor)
send(p, {:call, m})
IO.inspect(match?([{^m, :reply}], all.()))
IO.inspect(Process.info(self(), :monitors))
p = idle.()
Process.monitor(p)
{:monitors, [process: q]} = Process.info(self(), :monitors)
IO.inspect(q == p)
{:monitored_by, by} = Process.info(p, :monitored_by)
IO.inspect(by == [self()])

# expect: false
# expect: [true: :bye, true: :bye]
# expect: true
# expect: {:nobody_here, true, :noproc}
# expect: true
# expect: []
# expect: true
# expect: []
# expect: false
# expect: true
# expect: true
# expect: true
# expect: :taken
# expect: {:named, nil}
# expect: :no_such_name
# expect: []
# expect: true
# expect: {:monitors, []}
# expect: true
# expect: true
