defprotocol P do
  @fallback_to_any true
  def p(x)
end
defimpl P, for: Any do
  defmacro __deriving__(module, _struct, opts) do
    quote do
      defimpl P, for: unquote(module), do: def(p(_), do: {:derived, unquote(opts)})
    end
  end
  def p(_), do: :any
end
defmodule D do
  @derive [{P, [o: 1]}]
  defstruct []
end
IO.inspect({P.p(1), P.p(struct(D)), P.impl_for(1)})
# expect: {:any, {:derived, [o: 1]}, P.Any}
