# Variables: rebinding, scopes of clauses, shadowing in functions, values of blocks and matches.
x = 1
x = x + (x = 10)
IO.inspect(x) # expect: 11
y = case 1 do 1 -> z = 5; z * 2 end
IO.inspect(y) # expect: 10
a = b = c = 3
IO.inspect({a, b, c}) # expect: {3, 3, 3}
x = 0
if true do x = 5; x end
IO.inspect(x) # expect: 0
f = fn x -> x = x + 1; x end
IO.inspect({f.(x), x}) # expect: {1, 0}
list = for x <- [1, 2], do: x
IO.inspect({list, x}) # expect: {[1, 2], 0}
IO.inspect((fn -> nil end).()) # expect: nil
IO.inspect((_ = 3)) # expect: 3
m = %{k: n} = %{k: 1, l: 2}
IO.inspect({m, n}) # expect: {%{k: 1, l: 2}, 1}
h = try do hh = 3; hh after :ok end
IO.inspect(h) # expect: 3
