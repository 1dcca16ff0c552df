defmodule M do
  defmacro outer(x), do: quote(do: M.inner(unquote(x)))
  defmacro inner(x), do: quote(do: {unquote(x), :inner})
end
defmodule U do
  require M
  def f, do: {Macro.expand_once(quote(do: M.outer(1)), __ENV__) |> elem(2), Macro.expand(quote(do: M.outer(1)), __ENV__)}
end
IO.inspect(U.f())
# expect: {[1], {1, :inner}}
