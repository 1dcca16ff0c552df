# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExStreams do
  def main do
    [1..1000 |> Stream.filter(&(rem(&1, 7) == 0)) |> Stream.map(&(&1 * &1)) |> Enum.take(4), Stream.iterate(1, &(&1 * 2)) |> Enum.take(10), Stream.unfold({0, 1}, fn {a, b} -> {a, {b, a + b}} end) |> Enum.take(10), Stream.cycle([1, 2]) |> Enum.take(5), Stream.chunk_every(1..5, 2) |> Enum.to_list(), Stream.zip([1, 2], [3, 4]) |> Enum.to_list()]
  end
end
