# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :application_master do
  @moduledoc false
  # One per running application. The master is the group leader of the application's processes: it passes their I/O on.
  # Its child runs the callbacks; the top supervisor is linked to the child. When the tree is gone, the master
  # ends what is left of the application's processes.

  @doc "Starts the application; the controller gets {:application_started, master, :ok | {:error, reason}}."
  def start_link(spec, controller) do
    leader = :erlang.group_leader()
    :erlang.spawn_link(:application_master, :init, [spec, controller, leader])
  end

  @doc "Stops it: prep_stop, the tree, stop. Returns when all is done."
  def stop(master) do
    ref = :erlang.monitor(:process, master)
    :erlang.send(master, :stop)

    receive do
      {:DOWN, ^ref, :process, ^master, _} -> :ok
    end
  end

  @doc false
  def init(spec, controller, leader) do
    :erlang.process_flag(:trap_exit, true)
    :erlang.group_leader(self(), self())
    child = :erlang.spawn_link(:application_master, :child, [spec, self()])
    wait_start(%{spec: spec, controller: controller, leader: leader, child: child})
  end

  defp wait_start(%{child: child, controller: controller} = state) do
    receive do
      {:started, ^child} ->
        :erlang.send(controller, {:application_started, self(), :ok})
        loop(state)

      {:EXIT, ^child, reason} ->
        end_processes()
        :erlang.unlink(controller)
        :erlang.send(controller, {:application_started, self(), {:error, reason}})

      {:EXIT, ^controller, reason} ->
        :erlang.exit(child, :kill)
        :erlang.exit(reason)

      message ->
        pass_on(message, state)
        wait_start(state)
    end
  end

  defp loop(%{child: child, controller: controller} = state) do
    receive do
      :stop ->
        :erlang.send(child, :stop)
        wait_stop(state)

      {:EXIT, ^child, reason} ->
        end_processes()
        :erlang.exit(reason)

      {:EXIT, ^controller, reason} ->
        :erlang.exit(child, :shutdown)
        :erlang.exit(reason)

      message ->
        pass_on(message, state)
        loop(state)
    end
  end

  # A stop that was asked for is no exit of a running application: the controller does not hear of it.
  defp wait_stop(%{child: child, controller: controller} = state) do
    receive do
      {:EXIT, ^child, _} ->
        end_processes()
        :erlang.unlink(controller)
        :erlang.exit(:normal)

      message ->
        pass_on(message, state)
        wait_stop(state)
    end
  end

  defp pass_on({:io_request, _, _, _} = request, state), do: :erlang.send(state.leader, request)
  defp pass_on(_, _), do: :ok

  defp end_processes do
    me = self()

    :lists.foreach(
      fn pid ->
        if pid != me and :erlang.process_info(pid, :group_leader) == {:group_leader, me}, do: :erlang.exit(pid, :kill)
      end,
      :erlang.processes()
    )
  end

  # The child

  @doc false
  def child(spec, master) do
    :erlang.process_flag(:trap_exit, true)
    :erlang.group_leader(master, self())
    {mod, args} = spec.mod

    case start_callback(mod, args) do
      {:ok, pid} when is_pid(pid) -> phases(spec, master, mod, pid, [])
      {:ok, pid, state} when is_pid(pid) -> phases(spec, master, mod, pid, state)
      {:error, reason} -> :erlang.exit({reason, {mod, :start, [:normal, args]}})
      other -> :erlang.exit({:bad_return, {{mod, :start, [:normal, args]}, other}})
    end
  end

  defp start_callback(mod, args), do: catching(fn -> mod.start(:normal, args) end)

  defp catching(fun) do
    try do
      fun.()
    catch
      :throw, value -> value
      :exit, reason -> {:EXIT, reason}
      :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
    end
  end

  defp phases(spec, master, mod, pid, state) do
    case run_phases(phase_list(spec), mod) do
      :ok ->
        :erlang.send(master, {:started, self()})
        child_loop(mod, pid, state)

      {:error, reason} ->
        stop_tree(pid)
        catching(fn -> mod.stop(state) end)
        :erlang.exit(reason)
    end
  end

  defp phase_list(%{start_phases: :undefined}), do: []
  defp phase_list(%{start_phases: phases}), do: phases

  defp run_phases([{phase, args} | rest], mod) do
    case catching(fn -> mod.start_phase(phase, :normal, args) end) do
      :ok -> run_phases(rest, mod)
      {:error, reason} -> {:error, {reason, {mod, :start_phase, [phase, :normal, args]}}}
      other -> {:error, {:bad_return, {{mod, :start_phase, [phase, :normal, args]}, other}}}
    end
  end

  defp run_phases([], _), do: :ok

  defp child_loop(mod, pid, state) do
    receive do
      :stop ->
        state = prep_stop(mod, state)
        stop_tree(pid)
        catching(fn -> mod.stop(state) end)
        :erlang.exit(:normal)

      {:EXIT, ^pid, reason} ->
        catching(fn -> mod.stop(state) end)
        :erlang.exit(reason)

      _ ->
        child_loop(mod, pid, state)
    end
  end

  defp prep_stop(mod, state) do
    case :erlang.function_exported(mod, :prep_stop, 1) do
      true ->
        case catching(fn -> mod.prep_stop(state) end) do
          {:EXIT, _} -> state
          state -> state
        end

      false ->
        state
    end
  end

  defp stop_tree(pid) do
    :erlang.exit(pid, :shutdown)

    receive do
      {:EXIT, ^pid, _} -> :ok
    end
  end
end
