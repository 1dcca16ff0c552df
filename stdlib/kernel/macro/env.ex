# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Macro.Env do
  @moduledoc """
  What holds at a place in code: module, function, file, line, aliases, imports, requires, variables. `__ENV__` gives it.
  """

  @fields [
    aliases: [],
    context: nil,
    context_modules: [],
    file: "nofile",
    function: nil,
    functions: [],
    lexical_tracker: nil,
    line: 0,
    macro_aliases: [],
    macros: [],
    module: nil,
    requires: [],
    tracers: [],
    versioned_vars: %{}
  ]

  defstruct @fields

  @type t :: %__MODULE__{}

  @doc false
  def vars(env)
  def vars(%{__struct__: Macro.Env, versioned_vars: vars}), do: Map.keys(vars)

  @doc "True if the variable `{name, context}` is bound."
  def has_var?(env, variable)
  def has_var?(%{__struct__: Macro.Env, versioned_vars: vars}, variable), do: Map.has_key?(vars, variable)

  @doc "File and line, as a keyword list."
  def location(env)
  def location(%{__struct__: Macro.Env, file: file, line: line}), do: [file: file, line: line]

  @doc "`{:ok, module}` for an alias, or `:error`."
  def fetch_alias(%{__struct__: Macro.Env, aliases: aliases}, atom) when is_atom(atom), do: Keyword.fetch(aliases, :"Elixir.#{atom}")

  @doc "`{:ok, module}` for an alias set by a macro, or `:error`."
  def fetch_macro_alias(%{__struct__: Macro.Env, macro_aliases: aliases}, atom) when is_atom(atom) do
    case Keyword.fetch(aliases, :"Elixir.#{atom}") do
      {:ok, {_counter, module}} -> {:ok, module}
      :error -> :error
    end
  end

  @doc "The modules that a name and arity is imported from: `[function: module, macro: module]`."
  def lookup_import(%{__struct__: Macro.Env, functions: functions, macros: macros}, {name, arity} = pair) when is_atom(name) and is_integer(arity) do
    for({module, pairs} <- functions, pair in pairs, do: {:function, module}) ++
      for({module, pairs} <- macros, pair in pairs, do: {:macro, module})
  end

  @doc "True if the module is required."
  def required?(%{__struct__: Macro.Env, requires: requires}, module) when is_atom(module), do: module in requires

  @doc "The environment with a tracer in front."
  def prepend_tracer(%{__struct__: Macro.Env, tracers: tracers} = env, tracer), do: %{env | tracers: [tracer | tracers]}

  @doc "The environment in a match."
  def to_match(%{__struct__: Macro.Env} = env), do: %{env | context: :match}

  @doc "True in a guard."
  def in_guard?(env)
  def in_guard?(%{__struct__: Macro.Env, context: context}), do: context == :guard

  @doc "True in a match."
  def in_match?(env)
  def in_match?(%{__struct__: Macro.Env, context: context}), do: context == :match

  @doc "The environment without what only a compilation under way needs."
  def prune_compile_info(%{__struct__: Macro.Env} = env), do: %{env | lexical_tracker: nil, tracers: []}

  @doc "A stack trace of one entry that shows this place."
  def stacktrace(%{__struct__: Macro.Env} = env) do
    cond do
      env.module == nil -> [{:elixir_compiler, :__FILE__, 1, relative_location(env)}]
      env.function == nil -> [{env.module, :__MODULE__, 0, relative_location(env)}]
      true -> [{env.module, elem(env.function, 0), elem(env.function, 1), relative_location(env)}]
    end
  end

  defp relative_location(env), do: [file: String.to_charlist(Path.relative_to_cwd(env.file)), line: env.line]
end
