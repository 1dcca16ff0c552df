# Spawning, sending, receiving, selective receive, timeouts.
parent = self()
pid = spawn(fn -> send(parent, {:from, self()}) end)
receive do
  {:from, ^pid} -> IO.puts("got it")
end
IO.inspect(is_pid(pid))
ref = make_ref()
send(self(), {:a, 1})
send(self(), {:b, 2})
send(self(), {:c, 3})
receive do
  {:b, n} -> IO.inspect(n)
end
IO.inspect(Process.info(self(), :message_queue_len))
receive do
  x -> IO.inspect(x)
end
receive do
  x -> IO.inspect(x)
after
  10 -> IO.puts("late")
end
receive do
  x -> IO.inspect(x)
after
  10 -> IO.puts("timeout")
end
receive do
  ^ref -> :never
after
  0 -> IO.puts("zero")
end
IO.inspect(Process.alive?(pid))
double = fn f -> receive do {from, n} -> send(from, n * 2); f.(f); :stop -> :ok end end
worker = spawn(fn -> double.(double) end)
results = for n <- 1..5 do
  send(worker, {self(), n})
  receive do r -> r end
end
IO.inspect(results)
send(worker, :stop)
Process.sleep(20)
IO.inspect(Process.alive?(worker))
send(self(), 1)
send(self(), 2.0)
send(self(), "three")
order = for _ <- 1..3 do
  receive do
    x when is_binary(x) -> x
    x when is_float(x) -> x
  after 0 -> receive do y -> {:rest, y} end
  end
end
IO.inspect(order)
pids = for i <- 1..100, do: spawn(fn -> send(parent, {:n, i}) end)
sum = Enum.reduce(pids, 0, fn _, acc -> receive do {:n, i} -> acc + i end end)
IO.inspect(sum)
IO.inspect(Process.get(:x))
Process.put(:x, 1)
IO.inspect({Process.get(:x), Process.put(:x, 2), Process.delete(:x), Process.get(:x, :default)})

# expect: got it
# expect: true
# expect: 2
# expect: {:message_queue_len, 2}
# expect: {:a, 1}
# expect: {:c, 3}
# expect: timeout
# expect: zero
# expect: false
# expect: [2, 4, 6, 8, 10]
# expect: false
# expect: [2.0, "three", {:rest, 1}]
# expect: 5050
# expect: nil
# expect: {1, 1, 2, :default}
