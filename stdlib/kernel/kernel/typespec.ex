# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Kernel.Typespec do
  @moduledoc false
  # What is known of the @type, @spec and @callback of a module that is being defined: {kind, quoted, line} as written.

  @doc "Does the module define a type of this name and arity?"
  def defines_type?(module, {name, arity}) do
    :lists.any(
      fn {kind, quoted, _line} -> :lists.member(kind, [:type, :typep, :opaque]) and head(quoted) == {name, arity} end,
      :elver_compiler.typespecs(module)
    )
  end

  @doc "Name and arity of what a quoted spec or type defines, or nil."
  def head({:when, _, [spec, _]}), do: head(spec)
  def head({:"::", _, [call, _]}), do: head(call)
  def head({name, _, args}) when is_atom(name) and is_list(args), do: {name, length(args)}
  def head({name, _, context}) when is_atom(name) and is_atom(context), do: {name, 0}
  def head(_), do: nil

  @doc "The specs, types or callbacks written so far, in order: `{kind, quoted, line}`."
  def typespecs(module, kinds), do: :lists.filter(fn {kind, _, _} -> :lists.member(kind, kinds) end, :elver_compiler.typespecs(module))
end
