# SPDX-License-Identifier: GPL-3.0-or-later
# atom.ex - functions on atoms.

defmodule Atom do
  @moduledoc """
  Functions on atoms.
  """

  @doc """
  The name of an atom.

      iex> Atom.to_string(:foo)
      "foo"
  """
  @spec to_string(atom) :: String.t()
  def to_string(atom), do: :erlang.atom_to_binary(atom)

  @doc "The name of an atom as a charlist."
  @spec to_charlist(atom) :: charlist
  def to_charlist(atom), do: :erlang.atom_to_list(atom)

  @doc false
  def to_char_list(atom), do: :erlang.atom_to_list(atom)
end
