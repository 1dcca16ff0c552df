defmodule U do
  defmacro m(x), do: wrap(x)
  defp wrap(x), do: quote(do: {:wrapped, unquote(x)})
  defmacrop p(x), do: quote(do: unquote(x) * 10)
  def f, do: {m(5), p(4)}
end
IO.inspect(U.f())
# expect: {{:wrapped, 5}, 40}
