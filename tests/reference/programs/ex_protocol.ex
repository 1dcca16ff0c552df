# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExProtocol do
  defprotocol Size do
    @fallback_to_any true
    def size(x)
  end
  defimpl Size, for: List do
    def size(l), do: length(l)
  end
  defimpl Size, for: [BitString, Atom] do
    def size(b) when is_binary(b), do: byte_size(b)
    def size(_), do: :atom
  end
  defimpl Size, for: Any do
    def size(_), do: :any
  end
  defmodule S do
    defstruct [:x]
  end
  def main, do: for x <- [[1, 2], "abc", :a, 1, %{}, {1}, struct(S, x: 1), 1.5, self()], do: Size.size(x)
end
