# A table goes with its owner, and so does its memory.
resident = fn ->
  :erlang.garbage_collect()
  [_, kilobytes] = Regex.run(~r/VmRSS:\s+(\d+)/, File.read!("/proc/self/status"))
  String.to_integer(kilobytes)
end

fill = fn type ->
  {_, ref} = spawn_monitor(fn ->
    table = :ets.new(:t, [type])
    for i <- 1..10_000, do: :ets.insert(table, {i, :a, :b, "a string of some length"})
  end)
  receive do {:DOWN, ^ref, _, _, :normal} -> :ok end
end

for _ <- 1..5, type <- [:set, :ordered_set], do: fill.(type)
before = resident.()
for _ <- 1..40, type <- [:set, :ordered_set], do: fill.(type)
IO.inspect(resident.() - before < 60_000)  # expect: true
