# :atomics, :counters, :persistent_term from many processes.
c = :counters.new(2, [])
a = :atomics.new(1, signed: true)
1..10
|> Enum.map(fn _ -> Task.async(fn -> for _ <- 1..1000 do :counters.add(c, 1, 1); :atomics.add(a, 1, 2) end end) end)
|> Task.await_many()
IO.inspect({:counters.get(c, 1), :counters.get(c, 2), :atomics.get(a, 1)})
IO.inspect(:atomics.compare_exchange(a, 1, 20_000, 5))
IO.inspect(:atomics.compare_exchange(a, 1, 20_000, 6))
IO.inspect(:atomics.exchange(a, 1, -1))
IO.inspect(:atomics.sub_get(a, 1, 9))
:persistent_term.put({:my, :key}, %{list: [1, 2, 3], text: "abc"})
IO.inspect(Task.await(Task.async(fn -> :persistent_term.get({:my, :key}) end)))
IO.inspect(:persistent_term.get(:none, :default))
IO.inspect(:persistent_term.erase({:my, :key}))
IO.inspect(:persistent_term.get({:my, :key}, nil))
IO.inspect(try do :counters.get(c, 3) rescue ArgumentError -> :badarg end)

# expect: {10000, 0, 20000}
# expect: :ok
# expect: 5
# expect: 5
# expect: -10
# expect: %{list: [1, 2, 3], text: "abc"}
# expect: :default
# expect: true
# expect: nil
# expect: :badarg
