defmodule Hooks do
  defmacro __using__(_) do
    quote do
      @before_compile Hooks
      @after_compile Hooks
      @on_definition Hooks
    end
  end
  defmacro __before_compile__(env) do
    IO.inspect({:before, env.module})
    quote(do: def(added, do: :added))
  end
  def __after_compile__(env, beam), do: IO.inspect({:after, env.module, is_binary(beam)})
  def __on_definition__(_env, kind, name, args, _guards, _body), do: IO.inspect({kind, name, length(args)})
end
defmodule U do
  use Hooks
  def f(x), do: x
  defp g(x), do: x
  def h, do: g(1)
end
IO.inspect({U.added(), U.h()})
# expect: {:def, :f, 1}
# expect: {:defp, :g, 1}
# expect: {:def, :h, 0}
# expect: {:before, U}
# expect: {:def, :added, 0}
# expect: {:after, U, true}
# expect: {:added, 1}
