{:module, name, code, value} =
  defmodule U do
    :last
  end
IO.inspect({name, is_binary(code), value})
# expect: {U, true, :last}
