defmodule Base do
  defmacro __using__(_), do: quote(do: alias(Some.Deep.Module, as: Short))
end
defmodule U do
  use Base
  def f, do: Short
end
IO.inspect(U.f())
# expect: Some.Deep.Module
