# A receive for a fresh reference starts after what waited already; it must not miss, nor lose, anything.
for i <- 1..5, do: send(self(), {:old, i})
ref = make_ref()
other = make_ref()
send(self(), {other, :second})
send(self(), {ref, :first})
r = receive do
  {^ref, x} -> x
end
IO.inspect(r)
r = receive do
  {^other, x} -> x
after
  0 -> :missed
end
IO.inspect(r)
olds = for _ <- 1..5, do: (receive do {:old, i} -> i end)
IO.inspect(olds)
r = receive do
  {^ref, x} -> x
after
  5 -> :nothing
end
IO.inspect(r)
refs = for _ <- 1..10, do: make_ref()
for r <- Enum.reverse(refs), do: send(self(), {r, :m})
IO.inspect(for r <- refs, do: (receive do {^r, m} -> m after 0 -> :lost end))
parent = self()
ref = make_ref()
spawn(fn -> send(parent, :noise); send(parent, {ref, :answer}); send(parent, :noise) end)
IO.inspect(receive do {^ref, a} -> a end)
IO.inspect(Process.info(self(), :message_queue_len) in [{:message_queue_len, 1}, {:message_queue_len, 2}])

# expect: :first
# expect: :second
# expect: [1, 2, 3, 4, 5]
# expect: :nothing
# expect: [:m, :m, :m, :m, :m, :m, :m, :m, :m, :m]
# expect: :answer
# expect: true
