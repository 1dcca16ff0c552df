# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExStructs do
  defstruct a: 1, b: nil, c: []
  def main do
    s = %__MODULE__{b: 2}
    [s.a, s.b, %{s | a: 5}.a, match?(%ExStructs{}, s), up(s), Map.from_struct(s), get_in(%{x: %{y: 1}}, [:x, :y]), put_in(%{x: %{y: 1}}, [:x, :y], 3), bad(s)]
  end
  defp up(%__MODULE__{a: a} = s), do: %{s | c: [a | s.c]} |> Map.from_struct()
  defp bad(s), do: (try do Map.get(s, :zz, :dflt) rescue e -> e end)
end
