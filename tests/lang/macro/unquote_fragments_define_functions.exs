defmodule U do
  for {name, value} <- [one: 1, two: 2] do
    def unquote(name)(), do: unquote(value)
  end
  def unquote(:"odd name")(x), do: x
end
IO.inspect({U.one(), U.two(), U."odd name"(3)})
# expect: {1, 2, 3}
