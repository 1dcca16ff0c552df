# Anonymous functions: captured variables, nesting, captures with &, several clauses, as values.
add = fn a -> fn b -> fn c -> a + b * 10 + c * 100 end end end
IO.inspect(add.(1).(2).(3)) # expect: 321
x = 5
f = fn -> x end
x = 6
IO.inspect({f.(), x}) # expect: {5, 6}
fs = for i <- 1..3, do: fn j -> i * j end
IO.inspect(Enum.map(fs, & &1.(10))) # expect: [10, 20, 30]
fib = fn 0, _ -> 0; 1, _ -> 1; n, me -> me.(n - 1, me) + me.(n - 2, me) end
IO.inspect(fib.(15, fib)) # expect: 610
IO.inspect(Enum.map([1, 2], &(&1 + x))) # expect: '\a\b'
IO.inspect((&{&2, &1}).(1, 2)) # expect: {2, 1}
IO.inspect((& &1.name).(%{name: "n"})) # expect: "n"
IO.inspect(Enum.reduce([1, 2, 3], &+/2)) # expect: 6
IO.inspect(Enum.map(["a"], &String.upcase/1)) # expect: ["A"]
IO.inspect(&Enum.map/2) # expect: &Enum.map/2
IO.inspect(is_function(fn _, _ -> 1 end, 2)) # expect: true
many = fn a, b, c, d, e -> fn -> {a, b, c, d, e, x} end end
IO.inspect(many.(1, 2, 3, 4, 5).()) # expect: {1, 2, 3, 4, 5, 6}
guarded = fn a when a > 3 when a == 1 -> :yes; _ -> :no end
IO.inspect(Enum.map([1, 2, 4], guarded)) # expect: [:yes, :no, :yes]
IO.inspect(try do guarded.(1, 2) rescue e in BadArityError -> length(e.args) end) # expect: 2
defmodule C do
  def local(x), do: x * 3
  defp hidden(x), do: x * 4
  def all, do: Enum.map([1], &local/1) ++ Enum.map([1], &hidden/1) ++ Enum.map([1], &C.local/1)
  def maker(n), do: fn m -> hidden(n) + m end
  def compose(f, g), do: fn x -> f.(g.(x)) end
end
IO.inspect(C.all()) # expect: [3, 4, 3]
IO.inspect(C.compose(C.maker(1), &C.local/1).(2)) # expect: 10
IO.inspect(:erlang.fun_info(&C.local/1, :type)) # expect: {:type, :external}
IO.inspect(C.maker(1) == C.maker(1)) # expect: true
