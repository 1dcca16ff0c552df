defmodule Binaries do
  def build(0, acc), do: acc
  def build(n, acc), do: build(n - 1, <<acc::binary, n::32>>)
  def sum(<<n::32, rest::binary>>, acc), do: sum(rest, acc + n)
  def sum(<<>>, acc), do: acc
end

Bench.run(fn ->
  total = Binaries.sum(Binaries.build(500_000, <<>>), 0)
  words = String.split(String.duplicate("the quick brown fox ", 20_000), " ")
  total + length(words) + byte_size(Enum.join(words, "-"))
end)
