# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExProcesses do
  def main do
    {:ok, a} = Agent.start_link(fn -> 0 end)
    Agent.update(a, &(&1 + 5))
    t = Task.async(fn -> Enum.sum(1..100) end)
    parent = self()
    spawn(fn -> send(parent, {:hi, 1}) end)
    got = receive do {:hi, n} -> n after 1000 -> :timeout end
    [Agent.get(a, & &1), Task.await(t), got, Agent.stop(a), Task.async_stream([1, 2, 3], &(&1 * 2)) |> Enum.to_list()]
  end
end
