# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExGenserver do
  use GenServer
  def init(n), do: {:ok, n}
  def handle_call(:get, _from, n), do: {:reply, n, n}
  def handle_call({:add, x}, _from, n), do: {:reply, n + x, n + x}
  def handle_cast(:inc, n), do: {:noreply, n + 1}
  def handle_info({:set, n}, _), do: {:noreply, n}
  def main do
    {:ok, p} = GenServer.start_link(__MODULE__, 10)
    r1 = GenServer.call(p, :get)
    GenServer.cast(p, :inc)
    r2 = GenServer.call(p, {:add, 5})
    send(p, {:set, 100})
    r3 = GenServer.call(p, :get)
    [r1, r2, r3, GenServer.stop(p), Process.alive?(p)]
  end
end
