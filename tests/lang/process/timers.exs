# Process.send_after and friends.
Process.send_after(self(), :c, 60)
Process.send_after(self(), :a, 10)
Process.send_after(self(), :b, 30)
order = for _ <- 1..3, do: (receive do x -> x end)
IO.inspect(order)
t = Process.send_after(self(), :never, 1000)
left = Process.read_timer(t)
IO.inspect(left > 900 and left <= 1000)
left = Process.cancel_timer(t)
IO.inspect(left > 900 and left <= 1000)
IO.inspect(Process.cancel_timer(t))
IO.inspect(Process.read_timer(t))
t = :erlang.start_timer(5, self(), :tick)
receive do {:timeout, ^t, m} -> IO.inspect(m) end
t0 = System.monotonic_time(:millisecond)
receive do after 50 -> :ok end
dt = System.monotonic_time(:millisecond) - t0
IO.inspect(dt >= 50 and dt < 150)
t0 = System.monotonic_time(:millisecond)
Process.sleep(30)
IO.inspect(System.monotonic_time(:millisecond) - t0 >= 30)
Process.send_after(self(), :x, 20)
r = receive do :y -> :y after 5 -> :first end
IO.inspect(r)
r = receive do :x -> :x after 500 -> :lost end
IO.inspect(r)
ps = for i <- 1..200 do
  me = self()
  spawn(fn -> Process.sleep(rem(i, 20)); send(me, :done) end)
end
Enum.each(ps, fn _ -> receive do :done -> :ok end end)
IO.puts("all done")
IO.inspect(is_integer(System.system_time()))
IO.inspect(System.convert_time_unit(1, :second, :millisecond))
{us, v} = :timer.tc(fn -> 42 end)
IO.inspect({us >= 0, v})
{:ok, tref} = :timer.send_interval(5, :tock)
ticks = for _ <- 1..3, do: (receive do :tock -> :tock after 500 -> :none end)
{:ok, :cancel} = :timer.cancel(tref)
IO.inspect(ticks)
IO.inspect(catch_exit = try do exit(:x) catch :exit, v -> v end)
_ = catch_exit

# expect: [:a, :b, :c]
# expect: true
# expect: true
# expect: false
# expect: false
# expect: :tick
# expect: true
# expect: true
# expect: :first
# expect: :x
# expect: all done
# expect: true
# expect: 1000
# expect: {true, 42}
# expect: [:tock, :tock, :tock]
# expect: :x
