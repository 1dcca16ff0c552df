defmodule M do
  defmacro m do
    quote do
      quote do: unquote(1 + 2)
    end
  end
end
defmodule U do
  require M
  def f, do: M.m()
end
IO.inspect(U.f())
# expect: 3
