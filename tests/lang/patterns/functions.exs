# Clauses of functions: order, defaults, guards with several whens, binaries, maps, recursion.
defmodule F do
  def sum([]), do: 0
  def sum([h | t]), do: h + sum(t)

  def opts(a, b \\ 2, c \\ a_default()), do: {a, b, c}
  defp a_default, do: :c

  def either(x) when is_atom(x) when is_binary(x), do: :name
  def either(_), do: :other

  def safe(x) when hd(x) == 1, do: :one
  def safe(_), do: :not_one

  def same(x, x), do: true
  def same(_, _), do: false

  def depth([h | t]), do: max(1 + depth(h), depth(t))
  def depth(_), do: 0

  def swap(%{left: l, right: r} = m), do: %{m | left: r, right: l}

  def keyword(a: a, b: b), do: a + b
  def keyword([{key, _} | _]), do: key

  def ack(0, n), do: n + 1
  def ack(m, 0), do: ack(m - 1, 1)
  def ack(m, n), do: ack(m - 1, ack(m, n - 1))

  def loop(0, acc), do: acc
  def loop(n, acc), do: loop(n - 1, acc + n)

  def even?(0), do: true
  def even?(n), do: odd?(n - 1)
  def odd?(0), do: false
  def odd?(n), do: even?(n - 1)
end

IO.inspect(F.sum([1, 2, 3])) # expect: 6
IO.inspect(F.opts(1)) # expect: {1, 2, :c}
IO.inspect(F.opts(1, 5)) # expect: {1, 5, :c}
IO.inspect(F.opts(1, 5, 6)) # expect: {1, 5, 6}
IO.inspect(Enum.map([:a, "b", 1], &F.either/1)) # expect: [:name, :name, :other]
IO.inspect(Enum.map([[1], [2], 5, []], &F.safe/1)) # expect: [:one, :not_one, :not_one, :not_one]
IO.inspect({F.same(1, 1), F.same(1, 1.0)}) # expect: {true, false}
IO.inspect(F.depth([[], [[1, [2]]]])) # expect: 4
IO.inspect(F.swap(%{left: 1, right: 2})) # expect: %{left: 2, right: 1}
IO.inspect({F.keyword(a: 1, b: 2), F.keyword(b: 1, a: 2)}) # expect: {3, :b}
IO.inspect(F.ack(2, 3)) # expect: 9
IO.inspect(F.loop(1_000_000, 0)) # expect: 500000500000
IO.inspect(F.even?(100_001)) # expect: false
IO.inspect(try do: F.sum(:x), rescue: (e -> Exception.message(e))) # expect: "no function clause matching in F.sum/1"
IO.inspect(try do: F.keyword([]), rescue: (e in FunctionClauseError -> {e.function, e.arity})) # expect: {:keyword, 1}
IO.inspect(try do: F.nothing(1), rescue: (e -> Exception.message(e))) # expect: "function F.nothing/1 is undefined or private"
IO.inspect(function_exported?(F, :opts, 2)) # expect: true
IO.inspect(apply(F, :ack, [1, 1])) # expect: 3
fact = fn f, n -> if n == 0, do: 1, else: n * f.(f, n - 1) end
IO.inspect(fact.(fact, 20)) # expect: 2432902008176640000
IO.inspect(Enum.map(1..15, fn n -> case {rem(n, 3), rem(n, 5)} do {0, 0} -> :fizzbuzz; {0, _} -> :fizz; {_, 0} -> :buzz; _ -> n end end)) # expect: [1, 2, :fizz, 4, :buzz, :fizz, 7, 8, :fizz, :buzz, 11, :fizz, 13, 14, :fizzbuzz]
