x = 1
IO.inspect(match?({^x, y} when y > 1, {1, 2}))
IO.inspect(case {2, 1} do {^x, _} -> :first; {_, ^x} -> :second end)
m = %{key: 1}
k = :key
%{^k => v} = m
IO.inspect(v)
# expect: true
# expect: :second
# expect: 1
