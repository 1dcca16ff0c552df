# receive: order, guards, what stays in the mailbox, timeouts, nested receives, values that live across.
me = self()
for m <- [:a, {:b, 1}, {:b, 20}, :c, {:ref, make_ref()}], do: send(me, m)
IO.inspect(receive do {:b, n} when n > 10 -> n end) # expect: 20
IO.inspect(receive do :c -> :got_c end) # expect: :got_c
IO.inspect(receive do x -> x end) # expect: :a
IO.inspect(receive do {:nope, _} -> 1 after 0 -> :timeout end) # expect: :timeout
IO.inspect(receive do {:b, n} -> {:b, n, receive(do: ({:ref, r} when is_reference(r) -> :a_ref))} end) # expect: {:b, 1, :a_ref}
IO.inspect(receive do _ -> 1 after 5 -> :empty end) # expect: :empty
keep = fn a, b ->
  send(self(), {:x, a, b})
  c = a + b
  receive do
    {:x, ^a, y} -> Process.sleep(1); {a, b, c, y}
  after
    1000 -> :late
  end
end
IO.inspect(keep.(1, 2)) # expect: {1, 2, 3, 2}
pid = spawn(fn -> receive do {:go, from, big} -> send(from, {:done, length(big), :erlang.garbage_collect()}) end end)
send(pid, {:go, me, Enum.to_list(1..1000)})
IO.inspect(receive do {:done, n, true} -> n end) # expect: 1000
server = spawn(fn ->
  loop = fn loop, n -> receive do {:add, k} -> loop.(loop, n + k); {:get, from} -> send(from, {:n, n}); loop.(loop, n); :stop -> send(me, :stopped) end end
  loop.(loop, 0)
end)
for i <- 1..100, do: send(server, {:add, i})
send(server, {:get, me})
IO.inspect(receive do {:n, n} -> n end) # expect: 5050
send(server, :stop)
IO.inspect(receive do :stopped -> :ok after 1000 -> :no end) # expect: :ok
IO.inspect(try do (receive do :never -> 1 after :oops -> 2 end) rescue e -> e.__struct__ end) # expect: ErlangError
IO.inspect(receive do after 1 -> :only_after end) # expect: :only_after
