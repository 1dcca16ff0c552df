# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_boot do
  @moduledoc false
  # What runs before the first program. The VM spawns one process in `start/0`, or in `run/3` to run a function and stop:
  #
  #   user, standard_error   I/O servers (:elver_device); `user` is the group leader of all that follows
  #   logger                 formats reports of the VM itself: the VM sends it {:log, level, format, args, metadata}
  #
  # All else is started when it is first needed: application_controller by :application, the code server is natives
  # (:elver_code), timers are natives, `init` is registered as the process that runs the boot function.

  @doc "Starts the system's processes. Returns when they serve."
  def start do
    user = :elver_device.start(:user, 0, 1)
    :erlang.group_leader(user, self())
    :elver_device.start(:standard_error, nil, 2)
    start_logger()
    :ok
  end

  @doc "Starts the system, runs `m.f(a)` in a process of its own, then stops with status 0, or 1 if it crashed."
  def run(m, f, a) do
    :ok = start()
    {pid, ref} = :erlang.spawn_monitor(m, f, a)

    receive do
      {:DOWN, ^ref, :process, ^pid, :normal} -> :erlang.halt(0)
      {:DOWN, ^ref, :process, ^pid, _} -> :erlang.halt(1)
    end
  end

  defp start_logger do
    pid = :erlang.spawn(:elver_boot, :logger_loop, [])
    :erlang.register(:logger, pid)
    pid
  end

  @doc false
  def logger_loop do
    receive do
      {:log, level, format, args, metadata} -> quietly(fn -> :logger.log(level, format, args, metadata) end)
      {:log, level, report, metadata} -> quietly(fn -> :logger.log(level, report, metadata) end)
      {:sync, from, ref} -> :erlang.send(from, {ref, :ok})
      _ -> :ok
    end

    :elver_boot.logger_loop()
  end

  defp quietly(fun) do
    try do
      fun.()
    catch
      _, _ -> :ok
    end
  end
end
