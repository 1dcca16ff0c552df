defmodule Lists do
  def sort([]), do: []
  def sort([h | t]), do: sort(for(x <- t, x < h, do: x)) ++ [h] ++ sort(for(x <- t, x >= h, do: x))
  def numbers(0, _), do: []
  def numbers(n, seed), do: [rem(seed, 100_003) | numbers(n - 1, rem(seed * 75 + 74, 65537))]
end

Bench.run(fn ->
  list = Lists.numbers(50_000, 1)
  sorted = Lists.sort(list)
  squares = Enum.map(sorted, &(&1 * &1)) |> Enum.filter(&(rem(&1, 3) == 0))
  Enum.reduce(squares, 0, &+/2) + length(Enum.reverse(sorted)) + length(Enum.sort(list))
end)
