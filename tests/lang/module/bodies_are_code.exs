x = 5
defmodule U do
  y = x + 1
  if y > 5 do
    def big, do: unquote(y)
  else
    def small, do: unquote(y)
  end
end
IO.inspect({U.big(), function_exported?(U, :small, 0)})
# expect: {6, false}
