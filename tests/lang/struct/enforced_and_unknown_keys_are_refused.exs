defmodule S do
  @enforce_keys [:a]
  defstruct [:a, b: 2]
end
IO.inspect(struct(S, a: 1).b)
IO.inspect(try do Code.eval_string("%S{b: 1}") rescue e -> Exception.message(e) end)
IO.inspect(try do Code.eval_string("%S{a: 1, c: 1}") rescue e -> Exception.message(e) end)
# expect: 2
# expect: "the following keys must also be given when building struct S: [:a]"
# expect: "key :c not found"
