# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Module do
  @moduledoc """
  Functions on modules while they are compiled, and on module names.

  What a module holds while it is open (attributes, definitions, what is overridable) belongs to the compiler: natives of
  `:elver_compiler` read and change it.
  """

  @reserved %{
    after_compile: "A hook that will be invoked right after the current module is compiled.",
    after_verify: "A hook that will be invoked right after the current module is verified.",
    before_compile: "A hook that will be invoked before the module is compiled.",
    behaviour: "Specifies that the current module implements a given behaviour.",
    callback: "Declares the function signature for a callback.",
    compile: "Defines options for module compilation.",
    deprecated: "Provides the deprecation reason for a function.",
    derive: "Derives an implementation for the given protocol for the struct defined in the current module.",
    dialyzer: "Defines Dialyzer warnings to request or suppress.",
    doc: "Provides documentation for the entity that follows.",
    enforce_keys: "Ensures the given keys are always set when building the struct defined in the current module.",
    external_resource: "Specifies an external resource for the current module.",
    file: "Changes the filename used in stacktraces for the function or macro that follows the attribute.",
    impl: "Declares an implementation of a callback function or macro.",
    macrocallback: "Declares the function signature for a macro callback.",
    moduledoc: "Provides documentation for the current module.",
    on_definition: "A hook that will be invoked when each function or macro in the current module is defined.",
    on_load: "A hook that will be invoked whenever the module is loaded.",
    opaque: "Declares an opaque type.",
    optional_callbacks: "Specifies which behaviour callbacks and macro behaviour callbacks are optional.",
    spec: "Declares a type specification for a function.",
    type: "Declares a type.",
    typedoc: "Provides documentation for the type that follows.",
    typep: "Declares a private type.",
    vsn: "Specifies the module version."
  }

  @doc "The attributes with a meaning of their own, and what they mean."
  def reserved_attributes, do: Map.new(@reserved, fn {name, doc} -> {name, %{doc: doc}} end)

  @doc "True while the module is being compiled."
  def open?(module) when is_atom(module), do: :elver_compiler.module_open(module)

  # --- names ---

  @doc "The alias made of these parts: `Module.concat([Foo, :Bar])` is `Foo.Bar`."
  def concat(list) when is_list(list), do: :elver_string.module_concat(list)

  @doc "The alias made of two parts."
  def concat(left, right), do: :elver_string.module_concat([left, right])

  @doc "Like `concat/1`, for atoms that exist only."
  def safe_concat(list) when is_list(list), do: String.to_existing_atom(concat_text(list))

  @doc "Like `concat/2`, for atoms that exist only."
  def safe_concat(left, right), do: safe_concat([left, right])

  defp concat_text(list) do
    "Elixir" <> for part <- list, part != nil, part != :"Elixir", into: "", do: part_text(to_string(part))
  end

  defp part_text("Elixir." <> rest), do: "." <> rest
  defp part_text("." <> _ = rest), do: rest
  defp part_text(""), do: ""
  defp part_text(text), do: "." <> text

  @doc "The parts of an alias as strings."
  def split(module)
  def split(module) when is_atom(module), do: split_text(Atom.to_string(module), module)
  def split(module) when is_binary(module), do: split_text(module, module)

  defp split_text("Elixir." <> name, _original), do: String.split(name, ".")

  defp split_text(_, original) do
    raise ArgumentError, "expected an Elixir module, got: #{inspect(original)}"
  end

  # --- attributes ---

  @doc "The value of an attribute of a module that is being compiled."
  def get_attribute(module, key, default \\ nil) when is_atom(module) and is_atom(key) do
    assert_open!(:get_attribute, module)

    case :elver_compiler.get_attribute(module, key) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc "Sets an attribute of a module that is being compiled; accumulating ones get one more value."
  def put_attribute(module, key, value) when is_atom(module) and is_atom(key) do
    assert_open!(:put_attribute, module)
    :elver_compiler.put_attribute(module, key, value)
    :ok
  end

  @doc "True if the attribute is set, or accumulates."
  def has_attribute?(module, key) when is_atom(module) and is_atom(key) do
    assert_open!(:has_attribute?, module)
    :elver_compiler.has_attribute(module, key)
  end

  @doc "The names of all attributes."
  def attributes_in(module) when is_atom(module) do
    assert_open!(:attributes_in, module)
    :elver_compiler.attributes_in(module)
  end

  @doc "Removes an attribute; returns its value."
  def delete_attribute(module, key) when is_atom(module) and is_atom(key) do
    assert_open!(:delete_attribute, module)
    :elver_compiler.delete_attribute(module, key)
  end

  @doc "Makes an attribute accumulate (`accumulate: true`) or stay in the compiled module (`persist: true`)."
  def register_attribute(module, attribute, options) when is_atom(module) and is_atom(attribute) and is_list(options) do
    assert_open!(:register_attribute, module)
    :elver_compiler.register_attribute(module, attribute, options)
    :ok
  end

  # --- definitions ---

  @doc "True if the function or macro is defined so far."
  def defines?(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open!(:defines?, module)
    :elver_compiler.definition_kind(module, tuple) != nil
  end

  @doc "True if it is defined so far as a function or macro of this kind (`:def`, `:defp`, `:defmacro`, `:defmacrop`)."
  def defines?(module, {name, arity} = tuple, kind) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open!(:defines?, module)
    :elver_compiler.definition_kind(module, tuple) == kind
  end

  @doc "True if the module defines this type so far."
  def defines_type?(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open!(:defines_type?, module)
    Kernel.Typespec.defines_type?(module, tuple)
  end

  @doc "Makes a callback of the module's spec of a function."
  def spec_to_callback(module, {name, arity} = tuple) when is_atom(name) and is_integer(arity) do
    assert_open!(:spec_to_callback, module)
    :elver_compiler.spec_to_callback(module, tuple)
  end

  @doc "All functions and macros defined so far."
  def definitions_in(module) when is_atom(module) do
    assert_open!(:definitions_in, module)
    for {pair, _kind} <- :elver_compiler.definitions_in(module), do: pair
  end

  @doc "All functions or macros of this kind defined so far."
  def definitions_in(module, kind) when is_atom(module) and kind in [:def, :defp, :defmacro, :defmacrop] do
    assert_open!(:definitions_in, module)
    for {pair, ^kind} <- :elver_compiler.definitions_in(module), do: pair
  end

  @doc "The definition of a function, expanded: `{:v1, kind, meta, clauses}` or `nil`."
  def get_definition(module, {name, arity} = tuple, options \\ []) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open!(:get_definition, module)

    case :elver_compiler.get_definition(module, tuple) do
      {:v1, kind, meta, _clauses} = definition -> if options[:skip_clauses], do: {:v1, kind, meta, []}, else: definition
      nil -> nil
    end
  end

  @doc "Removes a definition; true if there was one."
  def delete_definition(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open!(:delete_definition, module)
    :elver_compiler.delete_definition(module, tuple)
  end

  @doc "Marks functions as overridable, or all callbacks of a behaviour that the module defines."
  def make_overridable(module, tuples)

  def make_overridable(module, tuples) when is_atom(module) and is_list(tuples) do
    assert_open!(:make_overridable, module)
    Enum.each(tuples, &check_overridable(module, &1))
    :elver_compiler.make_overridable(module, tuples)
    :ok
  end

  def make_overridable(module, behaviour) when is_atom(module) and is_atom(behaviour) do
    assert_open!(:make_overridable, module)

    unless behaviour in List.wrap(get_attribute(module, :behaviour)) do
      raise ArgumentError,
            "cannot make module #{inspect(behaviour)} overridable because it was not defined with @behaviour in module #{inspect(module)}"
    end

    callbacks = for {name, arity} <- behaviour.behaviour_info(:callbacks), pair = callback_pair(name, arity), defines?(module, pair), do: pair
    make_overridable(module, callbacks)
  end

  defp callback_pair(name, arity) do
    case Atom.to_string(name) do
      "MACRO-" <> macro -> {String.to_atom(macro), arity - 1}
      _ -> {name, arity}
    end
  end

  defp check_overridable(module, {name, arity} = tuple) when is_atom(name) and is_integer(arity) and arity in 0..255 do
    unless defines?(module, tuple) do
      raise ArgumentError, "cannot make function #{name}/#{arity} overridable because it was not defined"
    end
  end

  defp check_overridable(_module, other) do
    raise ArgumentError, "each element in tuple list has to be a {function_name :: atom, arity :: 0..255} tuple, got: #{inspect(other)}"
  end

  @doc "True if the function is marked as overridable, or was overridden."
  def overridable?(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity),
    do: tuple in :elver_compiler.overridables_in(module)

  @doc "All functions marked as overridable."
  def overridables_in(module) when is_atom(module) do
    assert_open!(:overridables_in, module)
    :elver_compiler.overridables_in(module)
  end

  # --- making modules ---

  @doc "Defines a module from quoted code."
  def create(module, quoted, env_or_opts)

  def create(module, quoted, %{__struct__: Macro.Env} = env) when is_atom(module), do: create(module, quoted, Map.to_list(Map.from_struct(env)))

  def create(module, quoted, opts) when is_atom(module) and is_list(opts) do
    unless Keyword.has_key?(opts, :file), do: raise(ArgumentError, "expected :file to be given as option")
    env = Code.env_for_eval(Keyword.take(opts, [:file, :line]))
    quoted = if is_list(quoted), do: {:__block__, [], quoted}, else: quoted
    {result, _, _} = Code.eval_quoted_with_env({:defmodule, [context: Elixir, import: Kernel], [module, [do: quoted]]}, [], env)
    result
  end

  @doc false
  def eval_quoted(env_or_module, quoted, binding \\ [], opts \\ [])
  def eval_quoted(%{__struct__: Macro.Env} = env, quoted, binding, opts), do: Code.eval_quoted(quoted, binding, Keyword.merge(Macro.Env.location(env), opts))
  def eval_quoted(module, quoted, binding, opts) when is_atom(module), do: Code.eval_quoted(quoted, binding, [module: module] ++ opts)

  defp assert_open!(function, module) do
    unless :elver_compiler.module_open(module) do
      raise ArgumentError,
            "could not call Module.#{function}/#{arity_of(function)} because the module #{inspect(module)} is already compiled" <> extra(function)
    end
  end

  defp extra(function) when function in [:get_attribute, :has_attribute?, :attributes_in],
    do: ". Use the Module.__info__/1 callback or Code.fetch_docs/1 instead"

  defp extra(_function), do: ""

  defp arity_of(:get_attribute), do: 2
  defp arity_of(:put_attribute), do: 3
  defp arity_of(:register_attribute), do: 3
  defp arity_of(function) when function in [:attributes_in, :definitions_in, :overridables_in], do: 1
  defp arity_of(_function), do: 2
end
