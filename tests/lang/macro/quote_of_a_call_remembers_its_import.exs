IO.inspect(quote(do: length(x)))
IO.inspect(quote(do: unknown(x)))
IO.inspect(quote(do: Foo.bar))
IO.inspect(quote(do: [unquote_splicing([1, 2]), 3]))
# expect: {:length, [context: Elixir, imports: [{1, Kernel}]], [{:x, [], Elixir}]}
# expect: {:unknown, [], [{:x, [], Elixir}]}
# expect: {{:., [], [{:__aliases__, [alias: false], [:Foo]}, :bar]}, [no_parens: true],
# expect:  []}
# expect: [1, 2, 3]
