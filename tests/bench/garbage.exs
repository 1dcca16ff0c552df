defmodule Trees do
  def tree(0), do: :leaf
  def tree(n), do: {tree(n - 1), n, tree(n - 1)}
  def count(:leaf), do: 0
  def count({a, _, b}), do: 1 + count(a) + count(b)
end

Bench.run(fn ->
  kept = Trees.tree(16)
  for(_ <- 1..200, do: Trees.count(Trees.tree(10))) |> Enum.sum() |> Kernel.+(Trees.count(kept))
end)
