defmodule U do
  @a 1
  def first, do: @a
  @a 2
  def second, do: @a
  Module.register_attribute(__MODULE__, :list, accumulate: true)
  @list 1
  @list 2
  def list, do: @list
  IO.inspect(@a)
end
IO.inspect({U.first(), U.second(), U.list()})
# expect: 2
# expect: {1, 2, [2, 1]}
