defmodule M do
  defmacro set(value), do: quote(do: var!(z) = unquote(value))
end
defmodule U do
  require M
  def f do
    M.set(5)
    z
  end
end
IO.inspect(U.f())
# expect: 5
