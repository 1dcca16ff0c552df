defmodule M do
  alias String, as: S
  defmacro up(x), do: quote(do: S.upcase(unquote(x)))
end
defmodule S do
  def upcase(_), do: :wrong
end
defmodule U do
  require M
  def f, do: M.up("a")
end
IO.inspect(U.f())
# expect: "A"
