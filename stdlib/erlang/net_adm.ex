# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :net_adm do
  @moduledoc "Nodes of the network, as Erlang's `net_adm`: there is none but this."

  def ping(node) when node === node(), do: :pong
  def ping(node) when is_atom(node), do: :pang

  def localhost do
    case :elver_file.read_file("/proc/sys/kernel/hostname") do
      {:ok, name} -> :unicode.characters_to_list(:binary.replace(name, "\n", ""))
      _ -> 'localhost'
    end
  end

  def names, do: {:error, :address}
  def names(_), do: {:error, :address}
  def world, do: []
end
