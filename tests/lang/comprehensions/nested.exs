# Comprehensions in functions, with shadowing, closures, sorting algorithms and searches.
defmodule Algo do
  def qsort([]), do: []
  def qsort([p | rest]), do: qsort(for(x <- rest, x < p, do: x)) ++ [p] ++ qsort(for x <- rest, x >= p, do: x)

  def primes(n), do: for(p <- 2..n, Enum.all?(2..p//1, fn d -> d >= p or rem(p, d) != 0 end), do: p)

  def permutations([]), do: [[]]
  def permutations(list), do: for(x <- list, rest <- permutations(list -- [x]), do: [x | rest])

  def queens(n), do: place(n, n)
  defp place(0, _), do: [[]]
  defp place(k, n), do: for(others <- place(k - 1, n), q <- 1..n, safe?(q, others, 1), do: [q | others])
  defp safe?(_, [], _), do: true
  defp safe?(q, [o | rest], d), do: q != o and abs(q - o) != d and safe?(q, rest, d + 1)

  def transpose(rows), do: for(i <- 0..(length(hd(rows)) - 1), do: for(row <- rows, do: Enum.at(row, i)))
end

IO.inspect(Algo.qsort([3, 1, 4, 1, 5, 9, 2, 6])) # expect: [1, 1, 2, 3, 4, 5, 6, 9]
IO.inspect(Algo.primes(30)) # expect: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
IO.inspect(Algo.permutations([1, 2, 3])) # expect: [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]
IO.inspect(length(Algo.queens(6))) # expect: 4
IO.inspect(hd(Algo.queens(8))) # expect: [4, 2, 7, 3, 6, 8, 5, 1]
IO.inspect(Algo.transpose([[1, 2], [3, 4], [5, 6]])) # expect: [[1, 3, 5], [2, 4, 6]]
x = 10
IO.inspect({for(x <- 1..2, do: x), x}) # expect: {[1, 2], 10}
fs = for n <- 1..3, do: fn m -> n * m end
IO.inspect(Enum.map(fs, & &1.(10))) # expect: [10, 20, 30]
IO.inspect(for {k, vs} <- %{a: [1, 2], b: []}, v <- vs, do: {k, v}) # expect: [a: 1, a: 2]
IO.inspect(for <<n::4 <- "az">>, n > 6, into: <<>>, do: <<n::8>>) # expect: "\a\n"
IO.inspect(for(i <- 1..3, do: {i, for(j <- 1..i, into: "", do: "#{j}")})) # expect: [{1, "1"}, {2, "12"}, {3, "123"}]
