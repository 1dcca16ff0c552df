defmodule Adder do
  use GenServer
  def init(n), do: {:ok, n}
  def handle_call({:add, x}, _from, n), do: {:reply, n + x, n + x}
end

Bench.run(fn ->
  {:ok, pid} = GenServer.start_link(Adder, 0)
  for _ <- 1..100_000, do: GenServer.call(pid, {:add, 1})
end)
