# Terms of all kinds arrive as they were sent.
big = String.duplicate("x", 100_000)
deep = Enum.reduce(1..100_000, nil, fn i, acc -> {i, acc} end)
wide = Enum.to_list(1..50_000)
map = Map.new(1..1000, fn i -> {i, {:v, i, Integer.to_string(i)}} end)
fun = fn x -> {x, byte_size(big)} end
<<_::binary-size(500), part::binary-size(1000), _::binary>> = big
all = {big, deep, wide, map, 1.5e300, 123_456_789_012_345_678_901_234_567_890, part, <<5::3>>, [a: 1]}
echo = spawn(fn -> for _ <- 1..2 do receive do {from, m} -> send(from, {:back, m}) end end end)
send(echo, {self(), all})
receive do {:back, m} -> IO.inspect(m == all) end
send(echo, {self(), fun})
receive do {:back, f} -> IO.inspect(f.(:a)) end
pids = for _ <- 1..20, do: spawn(fn -> receive do {from, m} -> send(from, :erlang.phash2(m)) end end)
for p <- pids, do: send(p, {self(), all})
hashes = for _ <- pids, do: (receive do h -> h end)
IO.inspect(Enum.uniq(hashes) == [:erlang.phash2(all)])

# expect: true
# expect: {:a, 100000}
# expect: true
