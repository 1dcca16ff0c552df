# Patterns: every kind of data, pins, guards, nested, in every place they stand.
{a, [b | c], %{k: d}} = {1, [2, 3], %{k: 4, other: 5}}
IO.inspect({a, b, c, d}) # expect: {1, 2, [3], 4}
[first, second | rest] = [1, 2, 3, 4]
IO.inspect({first, second, rest}) # expect: {1, 2, [3, 4]}
{x, x} = {1, 1}
IO.inspect(x) # expect: 1
IO.inspect(match?({y, y} when y > 0, {1, 2})) # expect: false
pinned = 5
IO.inspect(match?(^pinned, 5)) # expect: true
IO.inspect(match?({^pinned, _}, {6, 1})) # expect: false
key = :dynamic
%{^key => found} = %{dynamic: 42}
IO.inspect(found) # expect: 42
whole = [head | _] = [1, 2]
IO.inspect({whole, head}) # expect: {[1, 2], 1}
{:ok, value} = result = {:ok, 10}
IO.inspect({value, result}) # expect: {10, {:ok, 10}}
"prefix-" <> suffix = "prefix-rest"
IO.inspect(suffix) # expect: "rest"
[a: one, b: two] = [a: 1, b: 2]
IO.inspect({one, two}) # expect: {1, 2}
1..last = 1..9
IO.inspect(last) # expect: 9

defmodule Shape do
  defstruct [:kind, size: 1]
  def area(%Shape{kind: :square, size: s}), do: s * s
  def area(%__MODULE__{kind: {:rect, w, h}}), do: w * h
  def area(%{size: s}) when is_integer(s), do: s
  def area(other), do: {:unknown, other}

  def name(%mod{}), do: mod

  def classify(n) when is_integer(n) and n < 0, do: :negative
  def classify(0), do: :zero
  def classify(n) when n in 1..9, do: :digit
  def classify(n) when n in [10, 20, 30], do: :round
  def classify(n) when is_float(n) or is_integer(n), do: :number
  def classify(n) when is_binary(n) and byte_size(n) > 3, do: :long
  def classify(<<c, _::binary>>) when c in ?a..?z, do: :lower
  def classify([_ | _] = l) when length(l) > 2, do: {:list, length(l)}
  def classify([]), do: :empty
  def classify({}), do: :empty_tuple
  def classify(%{} = m) when map_size(m) == 0, do: :empty_map
  def classify(f) when is_function(f, 1), do: :fun1
  def classify(nil), do: nil
  def classify(a) when is_atom(a) and not is_nil(a), do: :atom
  def classify(_), do: :other
end

defmodule Uses do
  def run do
    IO.inspect(Shape.area(%Shape{kind: :square, size: 3})) # expect: 9
    IO.inspect(Shape.area(%Shape{kind: {:rect, 2, 5}})) # expect: 10
    IO.inspect(Shape.area(%{size: 7})) # expect: 7
    IO.inspect(Shape.area(:nothing)) # expect: {:unknown, :nothing}
    IO.inspect(Shape.name(%Shape{})) # expect: Shape
    IO.inspect(%Shape{}) # expect: %Shape{kind: nil, size: 1}
  end
end

Uses.run()
inputs = [-5, 0, 7, 20, 99, 1.5, "long", "abc", "A", [1, 2, 3], [1], [], {}, %{}, &is_nil/1, nil, :a, %{a: 1}]
Enum.each(inputs, fn i -> IO.inspect(Shape.classify(i)) end)
# expect: :negative
# expect: :zero
# expect: :digit
# expect: :round
# expect: :number
# expect: :number
# expect: :long
# expect: :lower
# expect: :other
# expect: {:list, 3}
# expect: :other
# expect: :empty
# expect: :empty_tuple
# expect: :empty_map
# expect: :fun1
# expect: nil
# expect: :atom
# expect: :other
IO.inspect(case({1, 2}, do: ({1, z} when z > 5 -> :a; {1, _} -> :b; _ -> :c))) # expect: :b
IO.inspect((fn 0 -> :zero; n when n > 0 -> :pos; _ -> :neg end).(-3)) # expect: :neg
IO.inspect(with({:ok, p} <- {:ok, 1}, [q] <- [2], do: p + q)) # expect: 3
IO.inspect(with({:ok, p} <- {:error, :why}, do: p)) # expect: {:error, :why}
IO.inspect(with({:ok, p} <- {:error, :why}, do: p, else: ({:error, r} -> {:failed, r}))) # expect: {:failed, :why}
IO.inspect(try do: ({:ok, _} = {:error, 1}), rescue: (e in MatchError -> e.term)) # expect: {:error, 1}
IO.inspect(try do: (case 5, do: (1 -> :one)), rescue: (e -> Exception.message(e))) # expect: "no case clause matching: 5"
IO.inspect(try do: Shape.classify(make_ref()), rescue: (e -> e)) # expect: :other
f = fn [a, b], %{c: c} -> a + b + c end
IO.inspect(f.([1, 2], %{c: 3, d: 4})) # expect: 6
IO.inspect(try do: f.([1], %{}), rescue: (e -> e.__struct__)) # expect: FunctionClauseError
IO.inspect(Enum.map([{:a, 1}, {:b, 2}], fn {k, v} -> {v, k} end)) # expect: [{1, :a}, {2, :b}]
IO.inspect(match?(%{a: %{b: [_, %{c: 1} | _]}}, %{a: %{b: [0, %{c: 1}, 2]}})) # expect: true
IO.inspect(match?(1, 1.0)) # expect: false
IO.inspect(match?(1.0, 1.0)) # expect: true
IO.inspect(match?(%{}, %{a: 1})) # expect: true
IO.inspect(match?({_, _}, {1, 2, 3})) # expect: false
IO.inspect(match?([1, 2 | _], [1, 2])) # expect: true
IO.inspect(match?('abc', [97, 98, 99])) # expect: true
