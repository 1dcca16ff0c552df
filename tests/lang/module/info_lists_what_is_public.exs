defmodule U do
  def b(_), do: 1
  def a, do: p()
  defp p, do: 1
  defmacro m(x), do: x
end
IO.inspect({U.__info__(:functions), U.__info__(:macros), U.__info__(:module)})
# expect: {[a: 0, b: 1], [m: 1], U}
