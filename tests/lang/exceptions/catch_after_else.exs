# catch, else and after: what runs when, in which order, and the value of it all.
log = fn x -> send(self(), {:log, x}); x end
logs = fn -> Stream.repeatedly(fn -> receive do {:log, x} -> x after 0 -> nil end end) |> Enum.take_while(& &1) end
IO.inspect(try do throw(1) catch x when x > 1 -> :big; 1 -> :one end) # expect: :one
IO.inspect(try do exit(:bye) catch :exit, r -> {:exit, r} end) # expect: {:exit, :bye}
IO.inspect(try do :erlang.error(:e) catch kind, r -> {kind, r} end) # expect: {:error, :e}
IO.inspect(try do throw(1) catch :exit, _ -> :no; :throw, v -> {:throw, v} end) # expect: {:throw, 1}
IO.inspect(try do log.(:body) else :body -> log.(:else) after log.(:after) end) # expect: :else
IO.inspect(logs.()) # expect: [:body, :else, :after]
IO.inspect(try do (try do throw(:x) after log.(:inner_after) end) catch :x -> log.(:caught) after log.(:outer_after) end) # expect: :caught
IO.inspect(logs.()) # expect: [:inner_after, :caught, :outer_after]
IO.inspect(try do (try do 1 else 2 -> :no end) rescue e in TryClauseError -> e.term end) # expect: 1
IO.inspect(try do (try do raise "a" rescue _ -> raise "b" after log.(:cleanup) end) rescue e -> e.message end) # expect: "b"
IO.inspect(logs.()) # expect: [:cleanup]
IO.inspect(try do (try do 1 else 1 -> throw(:from_else) catch _ -> :wrong end) catch :from_else -> :right end) # expect: :right
f = fn x -> try do (if x > 0, do: throw({:neg, x})); :fine catch {:neg, y} -> y * 2 after log.({:after, x}) end end
IO.inspect(Enum.map([1, -1, 3], f)) # expect: [2, :fine, 6]
IO.inspect(logs.()) # expect: [after: 1, after: -1, after: 3]
IO.inspect(try do try do try do throw(1) after log.(1) end after log.(2) end catch 1 -> :all after log.(3) end) # expect: :all
IO.inspect(logs.()) # expect: [1, 2, 3]
defmodule T do
  def implicit(x) do
    10 / x
  rescue
    ArithmeticError -> :zero
  else
    r when r > 4 -> {:big, r}
    r -> r
  after
    send(self(), {:log, :done})
  end
end
IO.inspect(Enum.map([0, 1, 5], &T.implicit/1)) # expect: [:zero, {:big, 10.0}, 2.0]
IO.inspect(length(logs.())) # expect: 3
keep = fn a, b, c -> d = a + 1; r = try do {b, raise("x")} rescue _ -> {a, b, c, d} end; {r, a, d} end
IO.inspect(keep.(1, 2, 3)) # expect: {{1, 2, 3, 2}, 1, 2}
