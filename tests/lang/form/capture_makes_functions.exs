IO.inspect(Enum.map([1, 2], &(&1 * 2)))
IO.inspect(Enum.map(["a"], &String.upcase/1))
IO.inspect((&{&2, &1}).(1, 2))
IO.inspect((&"#{&1}!").(:hi))
IO.inspect(is_function(&Enum.map/2, 2))
# expect: [2, 4]
# expect: ["A"]
# expect: {2, 1}
# expect: "hi!"
# expect: true
