f = fn g ->
  try do
    g.()
  rescue
    e in [ArgumentError, KeyError] -> {:rescued, e.__struct__}
    ArithmeticError -> :arithmetic
  catch
    :throw, x -> {:thrown, x}
    kind, x -> {kind, x}
  else
    x when x > 0 -> :positive
    x -> {:other, x}
  after
    IO.puts("after")
  end
end
IO.inspect(f.(fn -> 1 end))
IO.inspect(f.(fn -> -1 end))
IO.inspect(f.(fn -> raise ArgumentError end))
IO.inspect(f.(fn -> 1 / 0 end))
IO.inspect(f.(fn -> throw(:ball) end))
IO.inspect(f.(fn -> exit(:bye) end))
# expect: after
# expect: :positive
# expect: after
# expect: {:other, -1}
# expect: after
# expect: {:rescued, ArgumentError}
# expect: after
# expect: :arithmetic
# expect: after
# expect: {:thrown, :ball}
# expect: after
# expect: {:exit, :bye}
