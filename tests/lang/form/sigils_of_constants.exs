IO.inspect({~w(a b)a, ~w(x y), ~s(q "x"), ~S(a#{b}\n), ~c(abc), ~W(a#{b} c)})
# expect: {[:a, :b], ["x", "y"], "q \"x\"", "a\#{b}\\n", 'abc', ["a\#{b}", "c"]}
