defmodule S do
  defstruct a: 1
  def set(%S{} = s, a), do: %S{s | a: a}
  def name(%name{}), do: name
  def bad, do: set(%{a: 1}, 2)
end
IO.inspect({S.set(struct(S), 2).a, S.name(struct(S))})
IO.inspect(try do S.bad() rescue e in FunctionClauseError -> e.function end)
# expect: {2, S}
# expect: :set
