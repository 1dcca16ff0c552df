# if, unless, cond, && || !, and or not: truthiness, laziness, values.
id = fn x -> x end
for x <- [nil, false, true, 0, ""] do
  IO.inspect({if(id.(x), do: 1, else: 2), unless(id.(x), do: 1), id.(x) && :b, id.(x) || :c, !id.(x), !!id.(x)}) # expect: {2, 1, nil, :c, true, false}
end
# expect: {2, 1, false, :c, true, false}
# expect: {1, nil, :b, true, false, true}
# expect: {1, nil, :b, 0, false, true}
# expect: {1, nil, :b, "", false, true}
IO.inspect(if(id.(1) > 2 || (id.(1) == 1 && id.("x") != "y"), do: :yes, else: :no)) # expect: :yes
IO.inspect(id.(true) and id.(:any)) # expect: :any
IO.inspect(id.(false) or id.(nil)) # expect: nil
IO.inspect(try do id.(1) and true rescue e in BadBooleanError -> {e.operator, e.term} end) # expect: {:and, 1}
IO.inspect(try do id.(nil) or true rescue e in BadBooleanError -> {e.operator, e.term} end) # expect: {:or, nil}
IO.inspect(try do not id.(1) rescue e -> e.__struct__ end) # expect: ArgumentError
IO.inspect(id.(false) and raise("not reached")) # expect: false
pick = fn n -> cond do n < 0 -> :neg; x = n > 10 && n * 2 -> x; n == 5 -> :five; true -> :else end end
IO.inspect(Enum.map([-1, 11, 5, 6], pick)) # expect: [:neg, 22, :five, :else]
IO.inspect(try do (cond do id.(nil) -> 1; id.(false) -> 2 end) rescue e -> e.__struct__ end) # expect: CondClauseError
IO.inspect(for x <- 0..6, x in [1, 3] or x in 5..6, do: x) # expect: [1, 3, 5, 6]
IO.inspect(id.(1.0) in 1..3) # expect: false
IO.inspect(id.(4) not in [4]) # expect: false
