defmodule U do
  def f(x) when foo(x), do: 1
end
# expect error: cannot find or invoke local foo/1 inside guards. Only macros can be invoked in a guards and they must be defined before their invocation. Called as: foo(x)
