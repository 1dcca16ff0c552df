defmodule Outer do
  defmodule Inner do
    defstruct a: 1
    def name, do: __MODULE__
  end
  def f, do: {Inner.name(), %Inner{a: 2}.a}
end
IO.inspect(Outer.f())
# expect: {Outer.Inner, 2}
