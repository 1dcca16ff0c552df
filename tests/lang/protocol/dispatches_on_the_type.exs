defprotocol Size do
  def size(x)
end
defimpl Size, for: BitString do
  def size(x), do: byte_size(x)
end
defimpl Size, for: [Map, List] do
  def size(x), do: Enum.count(x)
end
defmodule Box do
  defstruct [:n]
  defimpl Size do
    def size(box), do: box.n
  end
  def new(n), do: %Box{n: n}
end
IO.inspect({Size.size("abc"), Size.size(%{a: 1}), Size.size([1, 2]), Size.size(Box.new(7))})
IO.inspect(try do Size.size(1) rescue e in Protocol.UndefinedError -> e.value end)
# expect: {3, 1, 2, 7}
# expect: 1
