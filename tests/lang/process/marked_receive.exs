# A call with many messages waiting does not look at them: thousands of calls take no longer than a moment.
server = spawn(fn -> loop = fn loop -> receive do {:call, ref, from} -> send(from, {ref, :reply}); loop.(loop) end end; loop.(loop) end)
me = self()
for i <- 1..100_000, do: send(me, {:noise, i})
call = fn ->
  ref = make_ref()
  send(server, {:call, ref, me})
  receive do {^ref, answer} -> answer end
end
{time, answers} = :timer.tc(fn -> for _ <- 1..2000, do: call.() end)
IO.inspect(Enum.uniq(answers)) # expect: [:reply]
IO.inspect(time < 2_000_000) # expect: true
{:ok, agent} = Agent.start_link(fn -> 0 end)
{time, _} = :timer.tc(fn -> for _ <- 1..2000, do: Agent.update(agent, &(&1 + 1)) end)
IO.inspect({Agent.get(agent, & &1), time < 2_000_000}) # expect: {2000, true}
IO.inspect(receive do {:noise, n} -> n end) # expect: 1
late = make_ref()
send(me, {:late, late})
IO.inspect(receive do {:late, ^late} -> :found after 0 -> :missed end) # expect: :found
IO.inspect(receive do {^late, _} -> 1; {:x, ^late} -> 2 after 0 -> :none end) # expect: :none
