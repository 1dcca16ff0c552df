defmodule M do
  defmacro double_then_add(x) do
    quote do
      y = unquote(x) * 2
      y + 1
    end
  end
end
defmodule U do
  require M
  def f(y), do: {M.double_then_add(y), y}
end
IO.inspect(U.f(3))
# expect: {7, 3}
