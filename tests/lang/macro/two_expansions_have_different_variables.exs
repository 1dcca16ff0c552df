defmodule M do
  defmacro swap(a, b) do
    quote do
      tmp = unquote(a)
      unquote(a) = unquote(b)
      unquote(b) = tmp
    end
  end
end
defmodule U do
  import M
  def f do
    tmp = :mine
    {a, b, c} = {1, 2, 3}
    swap(a, b)
    swap(b, c)
    {a, b, c, tmp}
  end
end
IO.inspect(U.f())
# expect: {2, 3, 1, :mine}
