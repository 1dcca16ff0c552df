# spawn_opt: priorities, monitors with tags, heap sizes.
me = self()
{pid, ref} = :erlang.spawn_opt(fn -> send(me, Process.info(self(), [:priority, :min_heap_size, :fullsweep_after])) end,
  [:monitor, {:priority, :high}, {:min_heap_size, 500}, {:fullsweep_after, 5}])
receive do [{:priority, p}, {:min_heap_size, m}, {:fullsweep_after, f}] -> IO.inspect({p, m >= 500, f}) end
receive do {:DOWN, ^ref, :process, ^pid, r} -> IO.inspect(r) end
{pid, ref} = :erlang.spawn_opt(fn -> exit(:tagged) end, [{:monitor, [tag: :gone]}])
receive do {:gone, ^ref, :process, ^pid, r} -> IO.inspect(r) end
low = :erlang.spawn_opt(fn -> receive do :go -> send(me, :low_ran) end end, [{:priority, :low}])
send(low, :go)
receive do m -> IO.inspect(m) end
ref = :erlang.spawn_request(fn -> :ok end, [:monitor])
receive do {:spawn_reply, ^ref, :ok, p} -> IO.inspect(is_pid(p)) end
receive do {:DOWN, ^ref, :process, _, r} -> IO.inspect(r) end
IO.inspect(try do :erlang.spawn_opt(fn -> 1 end, [:nonsense]) rescue ArgumentError -> :badarg end)
IO.inspect(try do spawn(:not_a_fun) rescue ArgumentError -> :badarg end)

# expect: {:high, true, 5}
# expect: :normal
# expect: :tagged
# expect: :low_ran
# expect: true
# expect: :normal
# expect: :badarg
# expect: :badarg
