# Ours alone: the reference answers otherwise.
nested = fn n -> Enum.reduce(1..n, 1, fn _, acc -> {:+, [], [acc, 1]} end) end
IO.inspect(Code.eval_quoted(nested.(10_000)) |> elem(0))
IO.inspect(try do Code.eval_quoted(nested.(400_000)) rescue e in RuntimeError -> e.message end)
# expect: 10001
# expect: "the code is nested too deeply to be compiled"
