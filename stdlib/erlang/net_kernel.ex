# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :net_kernel do
  @moduledoc "Distribution, as Erlang's `net_kernel`: this node is not alive and talks to no other."

  def get_state, do: %{started: :no}
  def start(_), do: {:error, :notsup}
  def start(_, _), do: {:error, :notsup}
  def stop, do: {:error, :not_found}
  def connect_node(node) when node === node(), do: true
  def connect_node(node) when is_atom(node), do: :ignored
  def allow(_), do: :ok
  def monitor_nodes(_), do: :ok
  def monitor_nodes(_, _), do: :ok
  def get_net_ticktime, do: :ignored
  def set_net_ticktime(_), do: :unchanged
  def longnames, do: false
end
