# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExKeywords do
  def main do
    k = [a: 1, b: 2, a: 3]
    [Keyword.get(k, :a), Keyword.get_values(k, :a), Keyword.put(k, :c, 4), Keyword.delete(k, :a), Keyword.merge(k, b: 9), Keyword.pop(k, :b), opts(), opts(x: 5), Map.new(k), Map.update(%{a: 1}, :a, 0, &(&1 + 1)), Map.merge(%{a: 1}, %{b: 2}, fn _, x, y -> x + y end), Map.split(%{a: 1, b: 2}, [:a])]
  end
  defp opts(o \\ []), do: {Keyword.get(o, :x, 1), Keyword.has_key?(o, :x)}
end
