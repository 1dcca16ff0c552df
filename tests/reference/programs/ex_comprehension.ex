# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExComprehension do
  def main do
    [for(x <- 1..3, y <- [:a, :b], do: {x, y}), for(x <- 1..6, rem(x, 2) == 0, do: x), for({k, v} <- %{a: 1, b: 2}, into: %{}, do: {v, k}), for(<<c <- "abc">>, do: c + 1), Enum.sum([1]),
     for(<<r::4, g::4 <- <<0x12, 0x34>> >>, do: {r, g}), for(x <- [1, 1, 2], uniq: true, do: x), for(c <- ["a", "b"], into: "", do: c <> "!"), for({:ok, v} <- [{:ok, 1}, :no, {:ok, 2}], do: v)]
  end
end
