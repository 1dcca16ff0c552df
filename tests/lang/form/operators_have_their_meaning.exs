IO.inspect({nil && 1, nil || 1, !nil, true and false, not true, 1 in [1, 2], 3 not in 1..2})
IO.inspect([1, 2] ++ [3] -- [2])
IO.inspect("a" <> "b" <> "c")
IO.inspect(try do (1 and true) rescue e -> Exception.message(e) end)
# expect: {nil, 1, true, false, false, true, true}
# expect: [1, 2, 3]
# expect: "abc"
# expect: "expected a boolean on left-side of \"and\", got: 1"
