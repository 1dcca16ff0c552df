# Stack traces: functions, anonymous functions, arguments of function_clause, lines.
defmodule S do
  def outer(x), do: inner(x) + 1
  def inner(x) do
    hd(x)
  end
  def clause(:only), do: :ok
  def in_fun(x), do: Enum.map([x], fn y -> inner(y) end)
  def trace(f) do
    f.()
  rescue
    _ -> for {m, fun, a, l} <- __STACKTRACE__, m == __MODULE__, do: {fun, (if is_list(a), do: {:args, a}, else: a), l[:line]}
  end
end
IO.inspect(S.trace(fn -> S.outer(:no) end) |> Enum.take(2)) # expect: [{:inner, 1, 5}, {:outer, 1, 3}]
IO.inspect(S.trace(fn -> S.clause(:other) end) |> hd()) # expect: {:clause, {:args, [:other]}, 7}
IO.inspect(S.trace(fn -> S.in_fun(:no) end) |> Enum.take(2) |> Enum.map(&elem(&1, 0))) # expect: [:inner, :trace]
IO.inspect(try do S.clause(1) rescue e -> Exception.message(e) |> String.split("\n") |> hd() end) # expect: "no function clause matching in S.clause/1"
IO.inspect(try do S.nope(1) rescue e -> Exception.message(e) end) # expect: "function S.nope/1 is undefined or private"
IO.inspect(try do raise "x" catch _, _ -> is_list(__STACKTRACE__) end) # expect: true
