defmodule Base do
  defmacro __using__(opts) do
    quote do
      def opts, do: unquote(opts)
      def kind, do: :base
      defoverridable kind: 0
    end
  end
end
defmodule U do
  use Base, a: 1
  def kind, do: {:own, super()}
end
IO.inspect({U.opts(), U.kind()})
# expect: {[a: 1], {:own, :base}}
