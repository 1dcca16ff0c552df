# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExMacrosM do
  defmacro twice(x), do: quote(do: unquote(x) + unquote(x))
  defmacro unless2(c, do: b), do: quote(do: if(!unquote(c), do: unquote(b)))
  defguard is_small(x) when is_integer(x) and x < 10
end
defmodule ExMacros do
  import ExMacrosM
  require Integer
  @attr [1, 2, 3]
  for {n, v} <- [a: 1, b: 2], do: def(unquote(n)(), do: unquote(v))
  def main, do: [twice(3), unless2(false, do: :ran), s(5), s(50), a(), b(), @attr, Integer.is_odd(3), is_nil(nil), 5 in [1, 5], "a" in ["b"], (fn x when is_small(x) -> :y; _ -> :n end).(3)]
  defp s(x) when is_small(x), do: :small
  defp s(_), do: :big
end
