defmodule G do
  defguard is_even(x) when is_integer(x) and rem(x, 2) == 0
end
defmodule U do
  import G
  def f(x) when is_even(x), do: :even
  def f(_), do: :other
  def g(x), do: is_even(x)
end
IO.inspect({U.f(2), U.f(3), U.f(:a), U.g(2), U.g(3)})
# expect: {:even, :other, :other, true, false}
