defmodule U do
  def f, do: g(1)
end
# expect error: undefined function g/1 (expected U to define such a function or for it to be imported, but none are available)
