Module.create(Made, quote(do: def(f(x), do: x + 1)), Macro.Env.location(__ENV__))
IO.inspect(apply(Made, :f, [1]))
# expect: 2
