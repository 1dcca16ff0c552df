defmodule Helper do
  def help(x), do: {:helped, x}
end
defmodule M do
  import Helper
  defmacro m(x), do: quote(do: help(unquote(x)))
end
defmodule U do
  require M
  def f, do: M.m(1)
end
IO.inspect(U.f())
# expect: {:helped, 1}
