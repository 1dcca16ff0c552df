# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Macro do
  @moduledoc """
  Functions on quoted code: what `quote` gives and macros take and return.

  Quoted code is `{name or call, metadata, arguments}`, a variable `{name, metadata, context}`, or a literal: atom, number, string,
  list, pair.
  """

  @type t :: input
  @type input :: {input | atom, metadata, [input] | atom} | {input, input} | [input] | atom | number | binary | pid | fun
  @type metadata :: keyword

  alias Macro.{Names, Text}

  @special_forms [
    %{}: 1, %: 2, {}: 1, <<>>: 1, "::": 2, .: 2, =: 2, ^: 1, &: 1, __aliases__: 1, __block__: 1, __CALLER__: 0, __DIR__: 0, __ENV__: 0,
    __MODULE__: 0, __STACKTRACE__: 0, alias: 2, case: 2, cond: 1, fn: 1, for: 1, import: 2, quote: 2, receive: 1, require: 2,
    super: 1, try: 1, unquote: 1, unquote_splicing: 1, with: 1
  ]

  # --- making and taking apart ---

  @doc "A variable of this name and context."
  def var(name, context) when is_atom(name) and is_atom(context), do: {name, [], context}

  @doc "A variable that no other one equals."
  def unique_var(name, context) when is_atom(name) and is_atom(context), do: {name, [counter: :erlang.unique_integer()], context}

  @doc "`amount` variables `arg1`, `arg2`..."
  def generate_arguments(0, context) when is_atom(context), do: []

  def generate_arguments(amount, context) when is_integer(amount) and amount > 0 and is_atom(context) do
    for n <- 1..amount, do: var(argument_name(n), context)
  end

  @doc "`amount` variables that no other ones equal."
  def generate_unique_arguments(0, context) when is_atom(context), do: []

  def generate_unique_arguments(amount, context) when is_integer(amount) and amount > 0 and is_atom(context) do
    for n <- 1..amount, do: unique_var(argument_name(n), context)
  end

  # Without interpolation: protocols, String.Chars among them, are made with it.
  defp argument_name(n), do: :erlang.binary_to_atom(<<"arg", :erlang.integer_to_binary(n)::binary>>)

  @doc "The pieces of a pipeline, each with the position 0: `a |> b |> c` gives `[{a, 0}, {b, 0}, {c, 0}]`."
  def unpipe(expr), do: :lists.reverse(unpipe(expr, []))

  defp unpipe({:|>, _, [left, right]}, acc), do: unpipe(right, unpipe(left, acc))
  defp unpipe(other, acc), do: [{other, 0} | acc]

  @doc "Puts `expr` into the arguments of a call, at this position."
  def pipe(expr, call_args, position)

  def pipe(expr, {:&, _, _} = call_args, _position) do
    raise ArgumentError, bad_pipe(expr, call_args, "the :& operator can only take one argument")
  end

  def pipe(expr, {:fn, _, _}, _position) do
    raise ArgumentError,
          "cannot pipe #{Macro.to_string(expr)} into an anonymous function without calling the function; use Kernel.then/2 instead " <>
            "or define the anonymous function as a regular private function"
  end

  def pipe(expr, {tuple_or_map, _, _} = call_args, _position) when tuple_or_map in [:{}, :%{}] do
    raise ArgumentError, bad_pipe(expr, call_args, "the |> operator can only pipe into a function call")
  end

  def pipe(expr, {:<<>>, _, _} = call_args, _position) do
    raise ArgumentError, bad_pipe(expr, call_args, "the |> operator can only pipe into a function call")
  end

  def pipe(_expr, {unquote_call, _, []}, _position) when unquote_call in [:unquote, :unquote_splicing] do
    raise ArgumentError, "cannot pipe into the special form #{unquote_call}/1 since #{unquote_call}/1 is used to build the Elixir AST itself"
  end

  def pipe(expr, {call, meta, context}, position) when is_atom(call) and is_atom(context) do
    {call, meta, List.insert_at([], position, expr)}
  end

  def pipe(expr, {op, _, [_]} = call_args, _position) when op in [:+, :-, :!, :not, :^, :&, :@] do
    raise ArgumentError, "cannot pipe #{Macro.to_string(expr)} into #{Macro.to_string(call_args)}, the #{op} operator can only take one argument"
  end

  def pipe(expr, {op, _, [left, right]} = call_args, _position) when is_atom(op) and op != :. do
    if Names.binary_operator?(op) do
      raise ArgumentError,
            "cannot pipe #{Macro.to_string(expr)} into #{Macro.to_string(call_args)}, the #{inspect(op)} operator can only take two arguments"
    else
      {op, elem(call_args, 1), [expr, left, right]}
    end
  end

  def pipe(expr, {call, meta, args}, position) when is_list(args), do: {call, meta, List.insert_at(args, position, expr)}

  def pipe(expr, other, _position), do: raise(ArgumentError, bad_pipe(expr, other, "can only pipe into local calls foo(), remote calls Foo.bar() or anonymous function calls foo.()"))

  defp bad_pipe(expr, call, reason), do: "cannot pipe #{Macro.to_string(expr)} into #{Macro.to_string(call)}, " <> reason

  @doc "Changes the metadata of a node by a function; other terms stay."
  def update_meta({left, meta, right}, fun) when is_list(meta), do: {left, fun.(meta), right}
  def update_meta(other, _fun), do: other

  @doc "The name and arguments of a call: `{name, args}`, `{module, name, args}` or `:error`."
  def decompose_call(ast)
  def decompose_call({:{}, _, args}) when is_list(args), do: :error
  def decompose_call({{:., _, [remote, function]}, _, args}) when is_tuple(remote) or is_atom(remote), do: {remote, function, args}
  def decompose_call({name, _, args}) when is_atom(name) and is_atom(args), do: {name, []}
  def decompose_call({name, _, args}) when is_atom(name) and is_list(args), do: {name, args}
  def decompose_call(_), do: :error

  @doc "Quoted code that evaluates to the term. With `unquote: true`, unquotes inside stay."
  def escape(expr, opts \\ []), do: :elver_compiler.escape(expr, Keyword.get(opts, :unquote, false), Keyword.get(opts, :prune_metadata, false))

  @doc "The struct of the module, as its `__struct__/0` gives it; for macros."
  def struct!(module, env) when is_atom(module) do
    if module == env.module, do: Module.get_attribute(module, :__struct__) || no_struct(module), else: module.__struct__()
  end

  defp no_struct(module), do: raise(ArgumentError, "no struct defined for #{inspect(module)}")

  # --- walking ---

  @doc "Calls `pre` on the way down and `post` on the way up, with an accumulator."
  def traverse(ast, acc, pre, post) when is_function(pre, 2) and is_function(post, 2) do
    {ast, acc} = pre.(ast, acc)
    {ast, acc} = children(ast, acc, pre, post)
    post.(ast, acc)
  end

  defp children({form, meta, args}, acc, pre, post) when is_atom(form) do
    {args, acc} = arguments(args, acc, pre, post)
    {{form, meta, args}, acc}
  end

  defp children({form, meta, args}, acc, pre, post) do
    {form, acc} = traverse(form, acc, pre, post)
    {args, acc} = arguments(args, acc, pre, post)
    {{form, meta, args}, acc}
  end

  defp children({left, right}, acc, pre, post) do
    {left, acc} = traverse(left, acc, pre, post)
    {right, acc} = traverse(right, acc, pre, post)
    {{left, right}, acc}
  end

  defp children(list, acc, pre, post) when is_list(list), do: arguments(list, acc, pre, post)
  defp children(other, acc, _pre, _post), do: {other, acc}

  defp arguments(args, acc, _pre, _post) when is_atom(args), do: {args, acc}
  defp arguments(args, acc, pre, post) when is_list(args), do: :lists.mapfoldl(&traverse(&1, &2, pre, post), acc, args)

  @doc "Calls the function on each node, parents first."
  def prewalk(ast, fun) when is_function(fun, 1), do: elem(prewalk(ast, nil, fn x, nil -> {fun.(x), nil} end), 0)

  @doc "Calls the function on each node with an accumulator, parents first."
  def prewalk(ast, acc, fun) when is_function(fun, 2), do: traverse(ast, acc, fun, fn x, a -> {x, a} end)

  @doc "Calls the function on each node, children first."
  def postwalk(ast, fun) when is_function(fun, 1), do: elem(postwalk(ast, nil, fn x, nil -> {fun.(x), nil} end), 0)

  @doc "Calls the function on each node with an accumulator, children first."
  def postwalk(ast, acc, fun) when is_function(fun, 2), do: traverse(ast, acc, fn x, a -> {x, a} end, fun)

  @doc "The nodes, parents first, as an enumerable."
  def prewalker(ast), do: :lists.reverse(elem(prewalk(ast, [], fn node, acc -> {node, [node | acc]} end), 1))

  @doc "The nodes, children first, as an enumerable."
  def postwalker(ast), do: :lists.reverse(elem(postwalk(ast, [], fn node, acc -> {node, [node | acc]} end), 1))

  @doc "The path from the first node for which the function holds up to the whole; `nil` if there is none."
  def path(ast, fun) when is_function(fun, 1) do
    if fun.(ast), do: [ast], else: path_in(ast, fun)
  end

  defp path_in({form, _, args} = ast, fun) when is_atom(form), do: path_through(List.wrap(if(is_list(args), do: args, else: [])), ast, fun)
  defp path_in({form, _, args} = ast, fun), do: path_through([form | if(is_list(args), do: args, else: [])], ast, fun)
  defp path_in({left, right} = ast, fun), do: path_through([left, right], ast, fun)
  defp path_in(list, fun) when is_list(list), do: path_through(list, list, fun)
  defp path_in(_other, _fun), do: nil

  defp path_through(children, ast, fun) do
    Enum.find_value(children, fn child ->
      case path(child, fun) do
        nil -> nil
        found -> found ++ [ast]
      end
    end)
  end

  # --- questions ---

  @doc "True for the special forms of the language."
  def special_form?(name, arity) when is_atom(name) and is_integer(arity) do
    :lists.member({name, arity}, @special_forms) or
      (name in [:for, :with, :{}, :%{}, :<<>>, :__block__, :__aliases__, :super, :fn] and arity >= 0 and name in [:for, :with])
  end

  @doc "True for the name of an operator of this arity."
  def operator?(name, arity) when is_atom(name) and is_integer(arity), do: Names.operator?(name, arity)

  @doc "True for quoted code that is its own value: literals in lists, tuples, maps."
  def quoted_literal?(term)
  def quoted_literal?({:__aliases__, _, args}), do: quoted_literal?(args)
  def quoted_literal?({:%, _, [left, right]}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?({op, _, args}) when op in [:{}, :%{}], do: quoted_literal?(args)
  def quoted_literal?({op, _, [arg]}) when op in [:+, :-], do: is_number(arg)
  def quoted_literal?({left, right}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?(list) when is_list(list), do: Enum.all?(list, &quoted_literal?/1)
  def quoted_literal?(term), do: is_atom(term) or is_number(term) or is_binary(term) or is_pid(term) or is_function(term)

  @doc "`:ok` for quoted code, or `{:error, part}` with what is none."
  def validate(expr) do
    case invalid(expr) do
      :none -> :ok
      {:found, part} -> {:error, part}
    end
  end

  defp invalid({left, right}), do: first_invalid([left, right])

  defp invalid({left, meta, right}) when is_list(meta) do
    cond do
      not (is_atom(right) or is_list(right)) -> {:found, {left, meta, right}}
      is_atom(left) -> first_invalid(if(is_list(right), do: right, else: []))
      is_tuple(left) -> first_invalid([left | if(is_list(right), do: right, else: [])])
      true -> {:found, {left, meta, right}}
    end
  end

  defp invalid(list) when is_list(list), do: first_invalid(list)

  defp invalid(term) when is_atom(term) or is_number(term) or is_binary(term) or is_pid(term), do: :none

  defp invalid(fun) when is_function(fun) do
    if Function.info(fun, :type) == {:type, :external} and Function.info(fun, :env) == {:env, []}, do: :none, else: {:found, fun}
  end

  defp invalid(other), do: {:found, other}

  defp first_invalid(list) do
    Enum.find_value(list, :none, fn item ->
      case invalid(item) do
        :none -> nil
        found -> found
      end
    end)
  end

  # --- expansion ---

  @doc "Expands macros and aliases at the root until nothing changes."
  def expand(ast, env), do: expand_until(ast, env, true)

  defp expand_until(ast, env, true) do
    {ast, expanded?} = do_expand_once(ast, env)
    expand_until(ast, env, expanded?)
  end

  defp expand_until(ast, _env, false), do: ast

  @doc "Expands a macro or alias at the root once."
  def expand_once(ast, env), do: elem(do_expand_once(ast, env), 0)

  defp do_expand_once(ast, env), do: :elver_compiler.expand_once(ast, env)

  @doc "Expands aliases in quoted literals, as if they stood in a function."
  def expand_literal(ast, env) do
    prewalk(ast, fn
      {:__aliases__, _, _} = alias -> expand(alias, %{env | function: env.function || {:__info__, 1}})
      other -> other
    end)
  end

  @doc false
  def in_guard_context?(env), do: env.context == :guard

  # --- text ---

  @doc "Code for quoted code."
  def to_string(tree), do: Text.to_string(tree)

  @doc "Code for quoted code; the function may change the text of each node."
  def to_string(tree, fun) when is_function(fun, 2), do: fun.(tree, Text.to_string(tree))

  @doc "What an atom looks like as code, where it stands as a `:literal`, a `:key` or the name of a `:remote_call`."
  def inspect_atom(source_format, atom)
  def inspect_atom(:literal, atom) when is_atom(atom), do: Names.literal(atom)
  def inspect_atom(:key, atom) when is_atom(atom), do: Names.key(atom)
  def inspect_atom(:remote_call, atom) when is_atom(atom), do: Names.remote_call(atom)

  @doc "`:alias`, `:identifier`, `:unquoted` (an operator, say) or `:quoted`."
  def classify_atom(atom) when is_atom(atom), do: Names.classify(atom)

  @doc "The text with the escapes of Elixir's strings undone."
  def unescape_string(string) when is_binary(string), do: unescape_string(string, fn _ -> nil end, :all)

  @doc "The text with those escapes undone for which the function gives a code point; `false` leaves the escape as it is."
  def unescape_string(string, map) when is_binary(string) and is_function(map, 1), do: unescape_string(string, map, :map)

  defp unescape_string(string, map, mode), do: Macro.Unescape.unescape(string, map, mode)

  @doc "`\"FooBar\"` for `\"foo_bar\"`; slashes become dots."
  def camelize(string)
  def camelize(""), do: ""
  def camelize(<<c, rest::binary>>) when c == ?_, do: camelize(rest)
  def camelize(<<c, rest::binary>>), do: <<upcase(c)>> <> camelize_rest(rest)

  defp camelize_rest(<<?_, ?_, rest::binary>>), do: camelize_rest(<<?_, rest::binary>>)
  defp camelize_rest(<<?_, c, rest::binary>>) when c in ?a..?z, do: <<upcase(c)>> <> camelize_rest(rest)
  defp camelize_rest(<<?_, c, rest::binary>>) when c in ?0..?9, do: <<c>> <> camelize_rest(rest)
  defp camelize_rest(<<?_>>), do: ""
  defp camelize_rest(<<?/, rest::binary>>), do: "." <> camelize(rest)
  defp camelize_rest(<<c, rest::binary>>), do: <<c>> <> camelize_rest(rest)
  defp camelize_rest(""), do: ""

  defp upcase(c) when c in ?a..?z, do: c - 32
  defp upcase(c), do: c

  @doc "`\"foo_bar\"` for `FooBar`; dots become slashes."
  def underscore(atom_or_string)

  def underscore(atom) when is_atom(atom) do
    "Elixir." <> rest = Atom.to_string(atom)
    underscore(rest)
  end

  def underscore(""), do: ""
  def underscore(<<c, rest::binary>>), do: <<downcase(c)>> <> underscore_rest(rest, c)

  defp underscore_rest(<<c, next, rest::binary>>, previous)
       when c in ?A..?Z and not (next in ?A..?Z) and not (next in ?0..?9) and next not in [?., ?_] and previous not in [?., ?_],
       do: <<?_, downcase(c), next>> <> underscore_rest(rest, next)

  defp underscore_rest(<<c, rest::binary>>, previous) when c in ?A..?Z and not (previous in ?A..?Z) and previous not in [?_, ?.],
    do: <<?_, downcase(c)>> <> underscore_rest(rest, c)

  defp underscore_rest(<<?., rest::binary>>, _previous), do: "/" <> underscore(rest)
  defp underscore_rest(<<c, rest::binary>>, _previous), do: <<downcase(c)>> <> underscore_rest(rest, c)
  defp underscore_rest("", _previous), do: ""

  defp downcase(c) when c in ?A..?Z, do: c + 32
  defp downcase(?-), do: ?_
  defp downcase(c), do: c

  # --- dbg ---

  @doc "What `dbg` expands to by default: prints code, place and value, for pipelines each step."
  def dbg(code, options, %{__struct__: Macro.Env} = env) do
    header = "[#{env.file |> Path.relative_to_cwd()}:#{env.line}: #{function_text(env)}]\n"

    quote do
      options = unquote(options)
      {text, value} = unquote(dbg_ast(code))
      Macro.__dbg__(unquote(header), text, value, options)
    end
  end

  defp function_text(%{module: nil}), do: "(file)"
  defp function_text(%{module: module, function: nil}), do: "#{inspect(module)} (module)"
  defp function_text(%{module: module, function: {name, arity}}), do: Exception.format_mfa(module, name, arity)

  defp dbg_ast({:|>, _, [_, _]} = pipeline) do
    [{first, 0} | rest] = unpipe(pipeline)
    value = unique_var(:value, __MODULE__)
    steps = unique_var(:steps, __MODULE__)

    start =
      quote do
        unquote(value) = unquote(first)
        unquote(steps) = [{unquote(Text.to_string(first)), unquote(value)}]
      end

    more =
      for {call, position} <- rest do
        quote do
          unquote(value) = unquote(pipe(value, call, position))
          unquote(steps) = [{unquote("|> " <> Text.to_string(call)), unquote(value)} | unquote(steps)]
        end
      end

    quote do
      unquote(start)
      unquote_splicing(more)
      {{:pipeline, :lists.reverse(unquote(steps))}, unquote(value)}
    end
  end

  defp dbg_ast(code) do
    quote do
      {unquote(Text.to_string(code)), unquote(code)}
    end
  end

  @doc false
  def __dbg__(header, text, value, options) do
    {colors, inspect_options} = Keyword.pop(options, :syntax_colors, [])
    inspect_options = [pretty: true, width: 80, syntax_colors: colors] ++ inspect_options

    body =
      case text do
        {:pipeline, steps} -> Enum.map_join(steps, "", fn {code, step} -> "#{code} #=> #{inspect(step, inspect_options)}\n" end)
        code -> "#{code} #=> #{inspect(value, inspect_options)}\n"
      end

    IO.puts(:stdio, header <> body)
    value
  end
end
