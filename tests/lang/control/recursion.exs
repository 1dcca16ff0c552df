# Deep recursion, tail calls of every kind, mutual recursion, many arguments, big jump tables.
defmodule R do
  def sum([]), do: 0
  def sum([h | t]), do: h + sum(t)
  def loop(0, acc), do: acc
  def loop(n, acc), do: loop(n - 1, acc + n)
  def even(0), do: true
  def even(n), do: odd(n - 1)
  def odd(0), do: false
  def odd(n), do: R.even(n - 1)
  def via_fun(0, _), do: :done
  def via_fun(n, f), do: f.(n - 1, f)
  def via_apply(0), do: :done
  def via_apply(n), do: apply(hd([__MODULE__]), :via_apply, [n - 1])
  def many(a, b, c, d, e, f, g, h, i, j, k, l), do: {l, k, j, i, h, g, f, e, d, c, b, a}
  def turn(a, b, c), do: many(c, a, b, c, a, b, c, a, b, c, a, b)
  def swap(0, a, b), do: {a, b}
  def swap(n, a, b), do: swap(n - 1, b, a)
  def rot(0, a, b, c), do: {a, b, c}
  def rot(n, a, b, c), do: rot(n - 1, b, c, a)
  for {w, i} <- Enum.with_index(~w(zero one two three four five six seven eight nine ten)a), do: def(word(unquote(w)), do: unquote(i))
  def word(other), do: {:no_word, other}
  for i <- 0..40, do: def(square(unquote(i)), do: unquote(i * i))
  def acker(0, n), do: n + 1
  def acker(m, 0), do: acker(m - 1, 1)
  def acker(m, n), do: acker(m - 1, acker(m, n - 1))
  def default(a, b \\ a_default(), c \\ 3), do: {a, b, c}
  defp a_default, do: :computed
end
IO.inspect(R.sum(Enum.to_list(1..100_000))) # expect: 5000050000
IO.inspect(R.loop(1_000_000, 0)) # expect: 500000500000
IO.inspect({R.even(1001), R.odd(1001)}) # expect: {false, true}
IO.inspect(R.via_fun(100_000, &R.via_fun/2)) # expect: :done
IO.inspect(R.via_apply(100_000)) # expect: :done
IO.inspect(R.turn(1, 2, 3)) # expect: {2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3}
IO.inspect({R.swap(3, :a, :b), R.rot(4, 1, 2, 3)}) # expect: {{:b, :a}, {2, 3, 1}}
IO.inspect(Enum.map([:zero, :ten, :seven, :none, 3], &R.word/1)) # expect: [0, 10, 7, {:no_word, :none}, {:no_word, 3}]
IO.inspect(Enum.map([0, 40, 13], &R.square/1)) # expect: [0, 1600, 169]
IO.inspect(R.acker(2, 9)) # expect: 21
IO.inspect({R.default(1), R.default(1, 2), R.default(1, 2, 4)}) # expect: {{1, :computed, 3}, {1, 2, 3}, {1, 2, 4}}
IO.inspect(try do R.square(41) rescue e in FunctionClauseError -> {e.function, e.arity} end) # expect: {:square, 1}
