# Maps and structs in patterns and updates: shared keys, pinned keys, missing keys, field access.
defmodule P do
  defstruct [:x, y: 2]
end
defmodule Q do
  defstruct z: 0
end
defmodule M do
  def f(%P{x: 1, y: y}), do: {:p1, y}
  def f(%P{x: x} = p) when x > 1, do: {:p, p.y + x}
  def f(%Q{z: z}), do: {:q, z}
  def f(%mod{}), do: {:struct, mod}
  def f(%{type: :a, v: v}), do: {:a, v}
  def f(%{type: :b, v: v, w: w}), do: {:b, v, w}
  def f(%{type: t}), do: {:t, t}
  def f(%{1 => one, "s" => s}), do: {one, s}
  def f(m) when map_size(m) == 0, do: :empty
  def f(%{}), do: :map
  def f(_), do: :none
  def update(p), do: %P{p | y: :new}
end
IO.inspect(Enum.map([struct(P, x: 1), struct(P, x: 3, y: 1), struct(P, x: 0), struct(Q, z: 4), 1..2], &M.f/1)) # expect: [p1: 2, p: 4, struct: P, q: 4, struct: Range]
IO.inspect(Enum.map([%{type: :a, v: 1}, %{type: :b, v: 1, w: 2}, %{type: :b, v: 1}, %{type: :c}], &M.f/1)) # expect: [{:a, 1}, {:b, 1, 2}, {:t, :b}, {:t, :c}]
IO.inspect(Enum.map([%{1 => :x, "s" => :y}, %{}, %{q: 1}, []], &M.f/1)) # expect: [{:x, :y}, :empty, :map, :none]
key = :k
%{^key => got, other: %{deep: [first | _]}} = %{k: 1, other: %{deep: [2, 3]}}
IO.inspect({got, first}) # expect: {1, 2}
p = struct(P, x: 1)
IO.inspect(%{p | x: 5, y: 6}) # expect: %P{x: 5, y: 6}
IO.inspect(M.update(p)) # expect: %P{x: 1, y: :new}
IO.inspect(try do %{p | nope: 1} rescue e in KeyError -> e.key end) # expect: :nope
IO.inspect(try do Map.get(%{m: nil}, :m).field rescue e in [KeyError, UndefinedFunctionError] -> e.__struct__ end) # expect: KeyError
m = %{1 => :a, 1.0 => :b, key => :c, "k" => :d, [1] => :e, %{} => :f}
IO.inspect({m[1], m[1.0], m.k, m["k"], m[[1]], m[%{}], m[:none]}) # expect: {:a, :b, :c, :d, :e, :f, nil}
n = 2
IO.inspect(%{n => :first, 2 => :second, n => :third}) # expect: %{2 => :third}
big = for i <- 1..50, into: %{}, do: {i, i * i}
%{7 => a, 50 => b} = big
IO.inspect({a, b, map_size(%{big | 7 => 0})}) # expect: {49, 2500, 50}
IO.inspect(match?(%{a: nil}, %{b: 1})) # expect: false
