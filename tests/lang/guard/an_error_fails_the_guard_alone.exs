defmodule U do
  def f(x) when hd(x) == 1 when is_atom(x), do: :yes
  def f(_), do: :no
end
IO.inspect({U.f([1]), U.f(:a), U.f(5)})
# expect: {:yes, :yes, :no}
