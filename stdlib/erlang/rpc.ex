# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :rpc do
  @moduledoc "Calls on other nodes, as Erlang's `rpc`: this node is the only one that answers."

  def call(node, m, f, args), do: call(node, m, f, args, :infinity)

  def call(node, m, f, args, timeout) when node === node() do
    {pid, ref} = :erlang.spawn_monitor(fn -> :erlang.exit({:elver_rpc, run(m, f, args)}) end)

    receive do
      {:DOWN, ^ref, _, _, {:elver_rpc, result}} -> result
      {:DOWN, ^ref, _, _, reason} -> {:badrpc, {:EXIT, reason}}
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])
        :erlang.exit(pid, :kill)
        {:badrpc, :timeout}
    end
  end

  def call(_, _, _, _, _), do: {:badrpc, :nodedown}

  defp run(m, f, args) do
    try do
      :erlang.apply(m, f, args)
    catch
      :throw, value -> value
      :exit, reason -> {:badrpc, {:EXIT, reason}}
      :error, reason -> {:badrpc, {:EXIT, {reason, __STACKTRACE__}}}
    end
  end

  def block_call(node, m, f, args), do: call(node, m, f, args)
  def block_call(node, m, f, args, timeout), do: call(node, m, f, args, timeout)

  def cast(node, m, f, args) do
    if node === node(), do: :erlang.spawn(m, f, args)
    true
  end

  def multicall(m, f, args), do: multicall([node()], m, f, args, :infinity)
  def multicall(nodes, m, f, args) when is_list(nodes) and is_atom(m), do: multicall(nodes, m, f, args, :infinity)
  def multicall(m, f, args, timeout), do: multicall([node()], m, f, args, timeout)

  def multicall(nodes, m, f, args, timeout) do
    {here, bad} = :lists.partition(fn node -> node === node() end, nodes)
    {:lists.map(fn node -> call(node, m, f, args, timeout) end, here), bad}
  end

  def async_call(node, m, f, args) do
    owner = self()
    :erlang.spawn(fn -> :erlang.send(owner, {self(), {:promise_reply, call(node, m, f, args)}}) end)
  end

  def yield(key) do
    receive do
      {^key, {:promise_reply, result}} -> result
    end
  end

  def nb_yield(key), do: nb_yield(key, 0)

  def nb_yield(key, timeout) do
    receive do
      {^key, {:promise_reply, result}} -> {:value, result}
    after
      timeout -> :timeout
    end
  end

  def pmap({m, f}, extra, list) do
    :lists.map(&yield/1, :lists.map(fn x -> async_call(node(), m, f, [x | extra]) end, list))
  end
end
