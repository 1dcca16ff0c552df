# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :init do
  @moduledoc "The system as a whole, as Erlang's `init`: arguments and stopping."

  def get_plain_arguments, do: :lists.map(&:unicode.characters_to_list/1, System.argv())
  def get_arguments, do: []
  def get_argument(_), do: :error
  def get_status, do: {:started, :started}
  def script_id, do: {'Elver', '25'}
  def objfile_extension, do: '.beam'

  @doc "Stops the system: runs what is registered for its end, stops applications, halts."
  def stop, do: stop(0)

  def stop(status) do
    :erlang.spawn(fn -> stop_all(status) end)
    :ok
  end

  # Without the reports of single stops, as the reference.
  defp stop_all(status) do
    case :erlang.whereis(:application_controller) do
      :undefined -> :ok
      _ -> :lists.foreach(&:application_master.stop/1, :gen_server.call(:application_controller, :masters, :infinity))
    end

    halt(status)
  end

  defp halt(status) when is_integer(status), do: :elver_cli.finish(status)
  defp halt(text) when is_list(text), do: :erlang.halt(text)

  def restart, do: :erlang.error(:notsup)
  def reboot, do: stop()
end
