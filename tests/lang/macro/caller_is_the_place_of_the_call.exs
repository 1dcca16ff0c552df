defmodule M do
  defmacro where, do: Macro.escape({__CALLER__.module, __CALLER__.function, __CALLER__.line})
end
defmodule U do
  require M
  def f, do: M.where()
end
IO.inspect(U.f())
# expect: {U, {:f, 0}, 6}
