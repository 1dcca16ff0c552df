# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_services do
  @moduledoc false
  # The processes of the system beside the I/O servers (`:user`), started by the command line before the program:
  #
  #   logger   formats reports of the VM itself, which sends it {:log, level, format, args, metadata}
  #
  # All else starts with its first use: application_controller (:application), global_name_server (:global), timer_server
  # (:timer), pg. The code server and timers are natives.

  @doc "Starts them. Returns when they serve."
  def start do
    case :erlang.whereis(:logger) do
      :undefined ->
        pid = :erlang.spawn(:elver_services, :logger_loop, [])
        :erlang.register(:logger, pid)
        :ok

      _ ->
        :ok
    end
  end

  @doc "Waits until the logger process has handled what was sent to it before."
  def sync do
    ref = :erlang.make_ref()

    case :erlang.whereis(:logger) do
      :undefined ->
        :ok

      pid ->
        :erlang.send(pid, {:sync, self(), ref})

        receive do
          {^ref, :ok} -> :ok
        after
          1000 -> :ok
        end
    end
  end

  @doc false
  def logger_loop do
    receive do
      {:log, level, format, args, metadata} -> quietly(fn -> :logger.log(level, format, args, metadata) end)
      {:log, level, report, metadata} -> quietly(fn -> :logger.log(level, report, metadata) end)
      {:sync, from, ref} -> :erlang.send(from, {ref, :ok})
      _ -> :ok
    end

    :elver_services.logger_loop()
  end

  defp quietly(fun) do
    try do
      fun.()
    catch
      _, _ -> :ok
    end
  end
end
