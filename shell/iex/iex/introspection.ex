# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx.Introspection do
  @moduledoc false
  # What h, b and t print: docs, callbacks and types of a module, a function, a function with an arity.

  @no_result :"do not show this result in output"

  @doc """
  Turns the argument of `h`, `b` or `t` into quoted code for what it names: a module, {module, name}, {module, name, arity}.
  """
  def decompose({:/, _, [call, arity]} = term, env) when is_integer(arity) do
    case decompose_call(call, env) do
      {module, name} -> quote(do: {unquote(module), unquote(name), unquote(arity)})
      :error -> term
    end
  end

  def decompose(call, env) do
    case decompose_call(call, env) do
      {module, name} -> quote(do: {unquote(module), unquote(name)})
      :error -> call
    end
  end

  defp decompose_call({{:., _, [module, name]}, _, _args}, _env) when is_atom(name), do: {module, name}

  defp decompose_call({name, _, args}, env) when is_atom(name) and (is_atom(args) or args == []) do
    if name in [:__aliases__, :%{}, :{}], do: :error, else: {find_local(name, env), name}
  end

  defp decompose_call(_other, _env), do: :error

  # The module that a name without a module means: an import, Kernel, a special form.
  defp find_local(name, env) do
    imported =
      Enum.find_value(env.functions ++ env.macros, fn {module, names} ->
        if List.keymember?(names, name, 0), do: module
      end)

    special? = Enum.any?(exports(Kernel.SpecialForms), fn {n, _} -> n == name end)
    imported || if(special?, do: Kernel.SpecialForms, else: Kernel)
  end

  defp exports(module) do
    if Code.ensure_loaded?(module), do: module.__info__(:macros) ++ module.__info__(:functions), else: []
  end

  # --- h ---

  def h(module) when is_atom(module) do
    with_docs(module, fn {:docs_v1, _, _, format, doc, _metadata, _entries} ->
      case doc do
        %{"en" => text} -> print_doc(inspect(module), [], text, format)
        :hidden -> print_error("#{inspect(module)} has its documentation hidden")
        _ -> print_error("#{inspect(module)} has no documentation")
      end
    end)
  end

  def h({module, name}), do: print_functions(module, name, :any)
  def h({module, name, arity}), do: print_functions(module, name, arity)
  def h(other), do: print_error("h/1 takes a module or function, got: #{inspect(other)}")

  defp with_docs(module, fun) do
    case Code.ensure_loaded?(module) and Code.fetch_docs(module) do
      false -> print_error("Could not load module #{inspect(module)}, got: nofile")
      {:error, _} -> print_error("#{inspect(module)} was not compiled with docs")
      docs -> fun.(docs)
    end

    @no_result
  end

  defp print_functions(module, name, arity) do
    with_docs(module, fn {:docs_v1, _, _, format, _, _, entries} ->
      found = for entry <- entries, documents?(entry, name, arity), do: entry

      cond do
        found != [] -> Enum.each(Enum.sort(found), &print_function(module, &1, format))
        exported?(module, name, arity) -> print_error("#{text(module, name, arity)} is public but has no documentation")
        true -> print_error("No documentation for #{text(module, name, arity)} was found")
      end
    end)
  end

  # A function with default arguments answers for the smaller arities as well.
  defp documents?({{kind, name, arity}, _, _, doc, metadata}, name, wanted) when kind in [:function, :macro] do
    lowest = arity - Map.get(metadata, :defaults, 0)
    doc != :hidden and (wanted == :any or wanted in lowest..arity)
  end

  defp documents?(_entry, _name, _arity), do: false

  defp exported?(module, name, arity), do: Enum.any?(exports(module), fn {n, a} -> n == name and arity in [:any, a] end)

  defp text(module, name, :any), do: "#{inspect(module)}.#{name}"
  defp text(module, name, arity), do: "#{inspect(module)}.#{name}/#{arity}"

  defp print_function(module, {{kind, name, arity}, _line, signature, doc, metadata}, format) do
    heading = if signature == [], do: "#{name}/#{arity}", else: Enum.join(signature, " ")
    prefix = if kind == :macro, do: "defmacro ", else: "def "
    specs = for spec <- specs(module, name, arity), do: "  @spec " <> spec
    notes = for {key, value} <- metadata, key in [:deprecated, :since], do: "  #{key}: #{value}"

    case doc do
      %{"en" => text} -> print_doc(prefix <> heading, specs ++ notes, text, format)
      _ -> print_doc(prefix <> heading, specs ++ notes, "", format)
    end
  end

  defp specs(module, name, arity) do
    case Code.Typespec.fetch_specs(module) do
      {:ok, specs} ->
        for {{^name, ^arity}, clauses} <- specs, clause <- clauses do
          name |> Code.Typespec.spec_to_quoted(clause) |> Macro.to_string()
        end

      :error ->
        []
    end
  end

  # --- b ---

  def b(module) when is_atom(module), do: print_callbacks(module, fn _, _ -> true end, "No callbacks for #{inspect(module)} were found")

  def b({module, name}),
    do: print_callbacks(module, fn n, _ -> n == name end, "No documentation for #{text(module, name, :any)} was found")

  def b({module, name, arity}) do
    print_callbacks(module, fn n, a -> {n, a} == {name, arity} end, "No documentation for #{text(module, name, arity)} was found")
  end

  defp print_callbacks(module, wanted?, none) do
    with true <- Code.ensure_loaded?(module), {:ok, callbacks} <- Code.Typespec.fetch_callbacks(module) do
      found = for {{name, arity}, clauses} <- Enum.sort(callbacks), wanted?.(name, arity), clause <- clauses, do: {name, clause}
      if found == [], do: print_error(none)
      for {name, clause} <- found, do: IO.puts("@callback " <> Macro.to_string(Code.Typespec.spec_to_quoted(name, clause)))
    else
      _ -> print_error(none)
    end

    @no_result
  end

  # --- t ---

  def t(module) when is_atom(module), do: print_types(module, fn _, _ -> true end, "No type information for #{inspect(module)} was found")

  def t({module, name}),
    do: print_types(module, fn n, _ -> n == name end, "No type information for #{text(module, name, :any)} was found")

  def t({module, name, arity}) do
    print_types(module, fn n, a -> {n, a} == {name, arity} end, "No type information for #{text(module, name, arity)} was found")
  end

  defp print_types(module, wanted?, none) do
    with true <- Code.ensure_loaded?(module), {:ok, types} <- Code.Typespec.fetch_types(module) do
      found = for {kind, {name, _, args} = type} <- Enum.sort(types), kind != :typep, wanted?.(name, length(args)), do: {kind, type}
      if found == [], do: print_error(none)
      for {kind, type} <- found, do: IO.puts(type_text(kind, type))
    else
      _ -> print_error(none)
    end

    @no_result
  end

  defp type_text(:opaque, {name, _, args}), do: "@opaque #{name}(#{Enum.map_join(args, ", ", &type_variable/1)})"
  defp type_text(kind, type), do: "@#{kind} " <> Macro.to_string(Code.Typespec.type_to_quoted(type))

  defp type_variable({:var, _, name}), do: name

  # --- printing ---

  defp print_doc(heading, notes, text, _format) do
    if IEx.Config.colors_enabled?() do
      IO.ANSI.Docs.print_headings([heading], [])
      Enum.each(notes, &IO.puts/1)
      IO.ANSI.Docs.print(text, "text/markdown", width: IEx.width())
    else
      IO.puts("* #{heading}\n")
      Enum.each(notes, &IO.puts/1)
      if notes != [], do: IO.puts("")
      IO.puts(text)
    end
  end

  defp print_error(message), do: IO.puts(IEx.color(:eval_error, message))
end
