defmodule M do
  defmacro twice(x), do: quote(bind_quoted: [x: x], do: {x, x})
end
defmodule U do
  require M
  def f, do: M.twice(IO.inspect(:evaluated))
end
IO.inspect(U.f())
# expect: :evaluated
# expect: {:evaluated, :evaluated}
