# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Protocol do
  @moduledoc """
  Protocols: functions whose implementation depends on the type of their first argument.

  A protocol module finds the implementation by the type's name: `Inspect` for integers is in `Inspect.Integer`.
  """

  @builtin [
    is_tuple: Tuple,
    is_atom: Atom,
    is_list: List,
    is_map: Map,
    is_bitstring: BitString,
    is_integer: Integer,
    is_float: Float,
    is_function: Function,
    is_pid: PID,
    is_port: Port,
    is_reference: Reference
  ]

  @doc "Defines a function of the protocol; only a head, as in `def size(data)`."
  defmacro def(signature)

  defmacro def({_, _, args}) when args == [] or is_atom(args) do
    raise ArgumentError, "protocol functions expect at least one argument"
  end

  defmacro def({name, _, args}) when is_atom(name) and is_list(args) do
    arity = length(args)
    variables = for n <- 1..arity, do: {:erlang.binary_to_atom("arg" <> :erlang.integer_to_binary(n)), [], __MODULE__}
    call_args = variables

    quote do
      name = unquote(name)
      arity = unquote(arity)
      @__functions__ [{name, arity} | @__functions__]
      Protocol.__copy_spec__(__MODULE__, name, arity, __ENV__)
      Kernel.def(unquote(name)(unquote_splicing(args)))

      Kernel.def unquote(name)(unquote_splicing(variables)) do
        impl_for!(unquote(hd(variables))).unquote(name)(unquote_splicing(call_args))
      end
    end
  end

  defmacro def(_other) do
    raise ArgumentError, "invalid arguments for def inside defprotocol"
  end

  @doc false
  # A @spec before a protocol function is also its callback.
  def __copy_spec__(module, name, arity, _env) do
    unless :elver_compiler.spec_to_callback(module, {name, arity}) do
      args = [{:t, [], []} | for(_ <- :lists.seq(2, arity), do: {:term, [], []})]
      :elver_compiler.put_typespec(module, :callback, {:"::", [], [{name, [], args}, {:term, [], []}]}, 0)
    end

    :ok
  end

  @doc "Raises unless the module is a protocol."
  def assert_protocol!(module), do: assert_protocol!(module, "")

  defp assert_protocol!(module, extra) do
    case Code.ensure_compiled(module) do
      {:module, ^module} -> :ok
      _ -> raise ArgumentError, "#{inspect(module)} is not available" <> extra
    end

    if function_exported?(module, :__protocol__, 1),
      do: :ok,
      else: raise(ArgumentError, "#{inspect(module)} is not a protocol" <> extra)
  end

  @doc "Raises unless the protocol is implemented for the type `base`."
  def assert_impl!(protocol, base), do: assert_impl!(protocol, base, "")

  defp assert_impl!(protocol, base, extra) do
    impl = Module.concat(protocol, base)

    case Code.ensure_compiled(impl) do
      {:module, ^impl} -> :ok
      _ -> raise ArgumentError, "#{inspect(impl)} is not available" <> extra
    end

    unless function_exported?(impl, :__impl__, 1), do: raise(ArgumentError, "#{inspect(impl)} is not an implementation of a protocol" <> extra)

    if impl.__impl__(:protocol) != protocol,
      do: raise(ArgumentError, "expected #{inspect(impl)} to be an implementation of #{inspect(protocol)}, got: #{inspect(impl.__impl__(:protocol))}" <> extra)

    :ok
  end

  @doc "Derives the protocol for a struct's module, as `@derive` does before `defstruct`."
  defmacro derive(protocol, module, options \\ []) do
    quote do
      module = unquote(module)
      Protocol.__derive__([{unquote(protocol), unquote(options)}], module, __ENV__)
    end
  end

  @doc false
  def __derive__(derives, for, %Macro.Env{} = env) when is_atom(for) do
    struct = if Module.open?(for), do: Module.get_attribute(for, :__struct__), else: for.__struct__()
    for derive <- derives, do: derive_one(derive, for, struct, env)
    :ok
  end

  defp derive_one({protocol, options}, for, struct, env) when is_atom(protocol), do: derive(protocol, for, struct, options, env)
  defp derive_one(protocol, for, struct, env) when is_atom(protocol), do: derive(protocol, for, struct, [], env)

  defp derive_one(other, _for, _struct, _env),
    do: raise(ArgumentError, "expected @derive to be a module or {module, options}, got: #{inspect(other)}")

  defp derive(protocol, for, struct, options, env) do
    extra = ", cannot derive #{inspect(protocol)} for #{inspect(for)}"
    assert_protocol!(protocol, extra)
    impl = Module.concat(protocol, Any)

    case Code.ensure_compiled(impl) do
      {:module, ^impl} ->
        if macro_exported?(impl, :__deriving__, 3) do
          quoted = apply(impl, :"MACRO-__deriving__", [env, for, struct, options])
          Code.eval_quoted(quoted, [], %{env | module: nil, function: nil})
        else
          any_implementation(protocol, for, impl, env)
        end

      _ ->
        any_implementation(protocol, for, impl, env, extra)
    end
  end

  defp any_implementation(protocol, for, impl, env, extra \\ "") do
    assert_impl!(protocol, Any, extra)

    quoted =
      quote do
        @doc false
        Kernel.def(__impl__(:target), do: unquote(impl))
        Kernel.def(__impl__(:protocol), do: unquote(protocol))
        Kernel.def(__impl__(:for), do: unquote(for))
      end

    delegates =
      for {name, arity} <- protocol.__protocol__(:functions) do
        args = Macro.generate_arguments(arity, __MODULE__)
        quote(do: Kernel.def(unquote(name)(unquote_splicing(args)), do: unquote(impl).unquote(name)(unquote_splicing(args))))
      end

    Module.create(Module.concat(protocol, for), [quote(do: @moduledoc(false)), quoted | delegates], Macro.Env.location(env))
  end

  @doc "Is the protocol consolidated?"
  def consolidated?(protocol), do: protocol.__protocol__(:consolidated?)

  @doc "The protocols whose bytecode is in these folders."
  def extract_protocols(paths) do
    extract(paths, "Elixir.", fn module -> function_exported?(module, :__protocol__, 1) end)
  end

  @doc "The types for which folders hold implementations of the protocol."
  def extract_impls(protocol, paths) when is_atom(protocol) do
    prefix = Atom.to_string(protocol) <> "."

    for module <- extract(paths, prefix, fn module -> function_exported?(module, :__impl__, 1) and module.__impl__(:protocol) == protocol end),
        do: module.__impl__(:for)
  end

  defp extract(paths, prefix, wanted?) do
    for path <- paths,
        file <- Path.wildcard(Path.join(to_string(path), prefix <> "*.beam")),
        module = String.to_atom(Path.basename(file, ".beam")),
        Code.ensure_loaded?(module) and wanted?.(module),
        uniq: true,
        do: module
  end

  @doc """
  Consolidation fixes the implementations of a protocol for speed. Dispatch here needs none, so this answers what the reference
  answers for a protocol without the chunks it needs.
  """
  def consolidate(protocol, _types) when is_atom(protocol) do
    if Code.ensure_loaded?(protocol) and function_exported?(protocol, :__protocol__, 1),
      do: {:error, :no_beam_info},
      else: {:error, :not_a_protocol}
  end

  # --- defprotocol and defimpl ---

  @doc false
  def __protocol__(name, do: block) do
    quote do
      Kernel.defmodule unquote(name) do
        import Kernel, except: [def: 1, def: 2, defp: 1, defp: 2, defdelegate: 2, defguard: 1, defguardp: 1, defmacro: 1, defmacro: 2, defmacrop: 1, defmacrop: 2]
        import Protocol, only: [def: 1]
        @before_compile Protocol
        @__functions__ []
        @fallback_to_any false
        unquote(block)
      end
    end
  end

  @doc false
  defmacro __before_compile__(env) do
    functions = :lists.reverse(Module.get_attribute(env.module, :__functions__))

    if functions == [] do
      IO.warn("protocols must define at least one function, but none was defined", Macro.Env.stacktrace(env))
    end

    any? = Module.get_attribute(env.module, :fallback_to_any) == true
    any = Module.concat(env.module, Any)

    builtin =
      for {guard, type} <- @builtin do
        target = Module.concat(env.module, type)

        quote do
          Kernel.def(impl_for(data) when :erlang.unquote(guard)(data), do: __impl_or_any__(unquote(target)))
        end
      end

    fallback = if any?, do: quote(do: __existing__(unquote(any), nil))

    quote do
      @doc false
      @spec impl_for(term) :: atom | nil
      Kernel.def(impl_for(data))

      Kernel.def impl_for(%struct{}) when :erlang.is_atom(struct),
        do: __impl_or_any__(:elver_code.protocol_impl(__MODULE__, struct))

      unquote_splicing(builtin)

      @doc false
      @spec impl_for!(term) :: atom
      Kernel.def impl_for!(data) do
        case impl_for(data) do
          nil -> :erlang.error(Protocol.UndefinedError.exception(protocol: __MODULE__, value: data))
          impl -> impl
        end
      end

      Kernel.defp(__impl_or_any__(impl), do: __existing__(impl, unquote(fallback)))

      # Implementations are found by name, and loaded when they are not yet.
      Kernel.defp __existing__(impl, otherwise) do
        case :erlang.function_exported(impl, :__impl__, 1) do
          true ->
            impl.__impl__(:target)

          false ->
            :code.ensure_loaded(impl)

            case :erlang.function_exported(impl, :__impl__, 1) do
              true -> impl.__impl__(:target)
              false -> otherwise
            end
        end
      end

      @doc false
      @spec __protocol__(:module) :: __MODULE__
      Kernel.def(__protocol__(:module), do: __MODULE__)
      Kernel.def(__protocol__(:functions), do: unquote(:lists.sort(functions)))
      Kernel.def(__protocol__(:consolidated?), do: false)
      Kernel.def(__protocol__(:impls), do: :not_consolidated)

      if not Kernel.Typespec.defines_type?(__MODULE__, {:t, 0}) do
        @typedoc "All the types that implement this protocol."
        @type t :: term
      end
    end
  end

  @doc false
  def __impl__(protocol, opts, do_block, env) do
    opts = Keyword.merge(opts, do_block)
    {block, opts} = Keyword.pop(opts, :do, nil)

    for =
      Keyword.get_lazy(opts, :for, fn ->
        env.module || raise(ArgumentError, "defimpl/3 expects a :for option when declared outside a module")
      end)

    for = Macro.expand(for, env)

    case for do
      list when is_list(list) ->
        {:__block__, [], for(type <- list, do: implementation(protocol, Macro.expand(type, env), block))}

      _ ->
        implementation(protocol, for, block)
    end
  end

  defp implementation(protocol, for, block) do
    quote do
      protocol = unquote(protocol)
      for = unquote(for)
      name = Module.concat(protocol, for)
      Protocol.assert_protocol!(protocol)

      Kernel.defmodule name do
        @moduledoc false
        @behaviour protocol
        @protocol protocol
        @for for

        unquote(block)

        @doc false
        Kernel.def(__impl__(:target), do: __MODULE__)
        Kernel.def(__impl__(:protocol), do: @protocol)
        Kernel.def(__impl__(:for), do: @for)
      end
    end
  end
end
