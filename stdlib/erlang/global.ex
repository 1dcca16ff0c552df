# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :global do
  @moduledoc """
  Global names. There is one node: names live in a table owned by the process `global_name_server`, which starts with the
  first registration and drops names of processes that end.
  """

  @table :global_names

  def whereis_name(name) do
    case :ets.whereis(@table) != :undefined and :ets.lookup(@table, name) do
      [{_, pid}] -> if :erlang.is_process_alive(pid), do: pid, else: :undefined
      _ -> :undefined
    end
  end

  def register_name(name, pid), do: register_name(name, pid, &random_exit_name/3)
  def register_name(name, pid, _resolve) when is_pid(pid), do: request({:register, name, pid})

  def re_register_name(name, pid) when is_pid(pid), do: request({:re_register, name, pid})
  def re_register_name(name, pid, _resolve), do: re_register_name(name, pid)

  def unregister_name(name) do
    case whereis_name(name) do
      :undefined -> :ok
      _ -> request({:unregister, name})
    end
  end

  def registered_names do
    case :ets.whereis(@table) do
      :undefined -> []
      _ -> :lists.map(fn {name, _} -> name end, :ets.tab2list(@table))
    end
  end

  def send(name, message) do
    case whereis_name(name) do
      pid when is_pid(pid) ->
        :erlang.send(pid, message)
        pid

      :undefined ->
        :erlang.exit({:badarg, {name, message}})
    end
  end

  def sync, do: :ok
  def random_exit_name(_, pid, _), do: pid
  def random_notify_name(_, pid, _), do: pid
  def notify_all_name(_, _, _), do: :none

  @doc "Runs `fun` while holding the lock `id`."
  def trans(id, fun), do: trans(id, fun, [node()], :infinity)
  def trans(id, fun, nodes), do: trans(id, fun, nodes, :infinity)

  def trans(id, fun, nodes, retries) do
    case set_lock(id, nodes, retries) do
      true ->
        try do
          fun.()
        after
          del_lock(id, nodes)
        end

      false ->
        :aborted
    end
  end

  def set_lock(id), do: set_lock(id, [node()], :infinity)
  def set_lock(id, nodes), do: set_lock(id, nodes, :infinity)

  def set_lock({resource, requester} = id, nodes, retries) do
    case request({:lock, resource, requester, self()}) do
      true ->
        true

      false when retries == 0 ->
        false

      false ->
        receive do
        after
          10 -> set_lock(id, nodes, if(retries == :infinity, do: :infinity, else: retries - 1))
        end
    end
  end

  def del_lock(id), do: del_lock(id, [node()])
  def del_lock({resource, requester}, _nodes), do: request({:unlock, resource, requester})

  # Server

  defp request(request) do
    ensure()
    {:ok, reply} = :gen.call(:global_name_server, :global, request, :infinity)
    reply
  end

  defp ensure do
    case :erlang.whereis(:global_name_server) do
      :undefined ->
        {pid, ref} = :erlang.spawn_monitor(:global, :init, [self()])

        receive do
          {:ready, ^pid} -> :erlang.demonitor(ref, [:flush])
          {:DOWN, ^ref, _, _, _} -> ensure()
        end

      _ ->
        :ok
    end
  end

  @doc false
  def init(parent) do
    # Two starters race for the name: the loser ends and its starter looks again.
    :erlang.register(:global_name_server, self())
    if is_pid(:erlang.whereis(:user)), do: :erlang.group_leader(:erlang.whereis(:user), self())
    :ets.new(@table, [:set, :protected, :named_table, {:read_concurrency, true}])
    :erlang.send(parent, {:ready, self()})
    loop(%{monitors: %{}, locks: %{}})
  end

  defp loop(state) do
    receive do
      {:global, from, request} ->
        {reply, state} = handle(request, state)
        :gen.reply(from, reply)
        loop(state)

      {:DOWN, ref, :process, pid, _} ->
        loop(down(ref, pid, state))

      _ ->
        loop(state)
    end
  end

  defp handle({:register, name, pid}, state) do
    case whereis_name(name) do
      :undefined -> {:yes, add(name, pid, state)}
      _ -> {:no, state}
    end
  end

  defp handle({:re_register, name, pid}, state), do: {:yes, add(name, pid, state)}

  defp handle({:unregister, name}, state) do
    :ets.delete(@table, name)
    {:ok, state}
  end

  defp handle({:lock, resource, requester, pid}, state) do
    case state.locks do
      %{^resource => {^requester, _}} -> {true, state}
      %{^resource => _} -> {false, state}
      _ ->
        ref = :erlang.monitor(:process, pid)
        {true, %{state | locks: :maps.put(resource, {requester, ref}, state.locks)}}
    end
  end

  defp handle({:unlock, resource, requester}, state) do
    case state.locks do
      %{^resource => {^requester, ref}} ->
        :erlang.demonitor(ref, [:flush])
        {true, %{state | locks: :maps.remove(resource, state.locks)}}

      _ ->
        {true, state}
    end
  end

  defp add(name, pid, state) do
    :ets.insert(@table, {name, pid})
    %{state | monitors: :maps.put(:erlang.monitor(:process, pid), name, state.monitors)}
  end

  defp down(ref, pid, state) do
    case state.monitors do
      %{^ref => name} ->
        :ets.delete_object(@table, {name, pid})
        %{state | monitors: :maps.remove(ref, state.monitors)}

      _ ->
        %{state | locks: :maps.filter(fn _, {_, lock_ref} -> lock_ref != ref end, state.locks)}
    end
  end
end
