# Ten thousand processes, linked in a tree, monitored, all told to go.
defmodule Tree do
  def grow(0, parent), do: (send(parent, :leaf); Process.sleep(:infinity))
  def grow(n, parent) do
    for _ <- 1..10, do: spawn_link(fn -> grow(n - 1, parent) end)
    Process.sleep(:infinity)
  end
end
me = self()
{root, ref} = spawn_monitor(fn -> Tree.grow(4, me) end)
for _ <- 1..10_000, do: (receive do :leaf -> :ok end)
n = length(Process.list())
IO.inspect(n > 11_000)
Process.exit(root, :done)
receive do {:DOWN, ^ref, _, _, reason} -> IO.inspect(reason) end
Process.sleep(100)
IO.inspect(n - length(Process.list()) > 11_000)

# expect: true
# expect: :done
# expect: true
