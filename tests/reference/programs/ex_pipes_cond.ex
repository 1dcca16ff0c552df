# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExPipesCond do
  def main do
    [[1, 2, 3] |> Enum.map(&inc/1) |> Enum.sum(), c(5), c(15), c(25), if(nil, do: 1), (nil || 5) && 6, case({1, [2]}) do {x, [y | _]} when x < y -> {x, y} end, then(5, &(&1 + 1)), tap(1, fn _ -> :x end), f(1..5), f(5..1//-2), "abc" =~ "b", ~w(a b)a, ~c"xy", [1 | [2]], [1, 2] ++ [3], [1, 2, 3] -- [2], rem(-7, 3), div(-7, 2), 7 / 2, 2 ** 10]
  end
  defp inc(x), do: x + 1
  defp c(x), do: (cond do x < 10 -> :low; x < 20 -> :mid; true -> :high end)
  defp f(r), do: {Enum.to_list(r), Enum.count(r), 3 in r}
end
