defmodule U do
  def f(a, b \\ 2, c \\ a_default(), d), do: {a, b, c, d}
  def a_default, do: :default
  def g(x \\ 1)
  def g(1), do: :one
  def g(x), do: x
end
IO.inspect({U.f(1, 9), U.f(1, 8, 9), U.f(1, 7, 8, 9), U.g(), U.g(3)})
# expect: {{1, 2, :default, 9}, {1, 8, :default, 9}, {1, 7, 8, 9}, :one, 3}
