# SPDX-License-Identifier: GPL-3.0-or-later
# port.ex - programs and files outside, as the Erlang natives have them.

defmodule Port do
  @moduledoc """
  Working with ports: the outside world as something to send messages to.
  """

  @type name :: {:spawn, charlist | binary} | {:spawn_driver, charlist | binary} | {:spawn_executable, :file.name_all()} | {:fd, non_neg_integer, non_neg_integer}

  @doc "Opens a port."
  @spec open(name, list) :: port
  def open(name, settings), do: :erlang.open_port(name, settings)

  @doc "Closes a port."
  @spec close(port) :: true
  def close(port), do: :erlang.port_close(port)

  @doc "Sends data to a port."
  @spec command(port, iodata, [:force | :nosuspend]) :: boolean
  def command(port, data, options \\ []), do: :erlang.port_command(port, data, options)

  @doc "Makes another process the owner of a port."
  @spec connect(port, pid) :: true
  def connect(port, pid), do: :erlang.port_connect(port, pid)

  @doc "What is known of a port, or `nil` if it is closed."
  @spec info(port) :: keyword | nil
  def info(port), do: nillify(:erlang.port_info(port))

  @doc "An item of what is known of a port, or `nil` if it is closed."
  @spec info(port, atom) :: {atom, term} | nil
  def info(port, spec)

  def info(port, :registered_name) do
    case :erlang.port_info(port, :registered_name) do
      [] -> {:registered_name, []}
      other -> nillify(other)
    end
  end

  def info(port, item), do: nillify(:erlang.port_info(port, item))

  @doc "Monitors a port."
  @spec monitor(port | {name, node} | name) :: reference when name: atom
  def monitor(port), do: :erlang.monitor(:port, port)

  @doc "Ends a monitor."
  @spec demonitor(reference, options :: [:flush | :info]) :: boolean
  def demonitor(monitor_ref, options \\ []), do: :erlang.demonitor(monitor_ref, options)

  @doc "All ports."
  @spec list() :: [port]
  def list(), do: :erlang.ports()

  defp nillify(:undefined), do: nil
  defp nillify(other), do: other
end
