# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExRecursion do
  def main, do: [fib(20), fact(25), sum(Enum.to_list(1..1000)), hanoi(5), perms([1, 2, 3]), gcd(48, 36), flat([1, [2, [3, [4]]]]), pow(2, 100), prime(30), rle("aaabbc")]
  defp fib(0), do: 0
  defp fib(1), do: 1
  defp fib(n), do: fib(n - 1) + fib(n - 2)
  defp fact(0), do: 1
  defp fact(n), do: n * fact(n - 1)
  defp sum([]), do: 0
  defp sum([h | t]), do: h + sum(t)
  defp hanoi(0), do: 0
  defp hanoi(n), do: 2 * hanoi(n - 1) + 1
  defp perms([]), do: [[]]
  defp perms(l), do: for(h <- l, t <- perms(l -- [h]), do: [h | t])
  defp gcd(a, 0), do: a
  defp gcd(a, b), do: gcd(b, rem(a, b))
  defp flat([]), do: []
  defp flat([h | t]), do: flat(h) ++ flat(t)
  defp flat(x), do: [x]
  defp pow(_, 0), do: 1
  defp pow(b, e) when rem(e, 2) == 0, do: pow(b * b, div(e, 2))
  defp pow(b, e), do: b * pow(b, e - 1)
  defp prime(n), do: for(x <- 2..n, Enum.all?(2..x, fn d -> d == x or rem(x, d) != 0 end), do: x)
  defp rle(s), do: s |> String.graphemes() |> Enum.chunk_by(& &1) |> Enum.map(fn g -> {hd(g), length(g)} end)
end
