# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx.Autocomplete do
  @moduledoc false
  # What Tab offers: modules, functions with their arities, variables of the session, fields of maps bound to variables.

  @doc """
  Completes the text before the cursor. Returns the word that is completed and the candidates for it, each a pair of what is
  inserted and what is shown: `{"Enum.sp", [{"Enum.split(", "split/2"}, ...]}`.
  """
  def complete(text, session) do
    word = List.first(Regex.run(~r/[\p{L}\p{N}_.:?!@]*$/u, text))
    {word, candidates(word, session)}
  end

  defp candidates("", _session), do: []

  defp candidates(word, session) do
    case split(word) do
      {nil, prefix} -> locals(prefix, session) ++ aliases("", prefix)
      {":" <> module, prefix} -> functions(String.to_existing_atom(module), ":" <> module <> ".", prefix)
      {<<first, _::binary>> = module, prefix} when first in ?A..?Z -> members(module, prefix, session)
      {variable, prefix} -> fields(variable, prefix, session)
    end
  rescue
    ArgumentError -> []
  end

  # "Enum.sp" is {"Enum", "sp"}, "en" is {nil, "en"}
  defp split(word) do
    case :binary.matches(word, ".") do
      [] ->
        if match?(":" <> _, word), do: {nil, word}, else: {nil, word}

      matches ->
        {position, 1} = List.last(matches)
        {binary_part(word, 0, position), binary_part(word, position + 1, byte_size(word) - position - 1)}
    end
  end

  defp locals(":" <> prefix, _session) do
    for module <- loaded(), name = Atom.to_string(module), not match?("Elixir." <> _, name),
        String.starts_with?(name, prefix), do: {":" <> name, ":" <> name}
  end

  defp locals(prefix, session) do
    variables = for {name, _} <- session.binding, is_atom(name), starts?(name, prefix), do: {"#{name}", "#{name}"}

    imported =
      for {_module, names} <- session.env.functions ++ session.env.macros, {name, arity} <- names,
          starts?(name, prefix), public?(name), do: {"#{name}", "#{name}/#{arity}"}

    Enum.sort(variables) ++ Enum.sort(imported)
  end

  defp members(module, prefix, session) do
    expanded = expand(module, session)
    functions = if Code.ensure_loaded?(expanded), do: functions(expanded, module <> ".", prefix), else: []
    aliases(module <> ".", prefix) ++ functions
  end

  defp expand(module, session) do
    {:__aliases__, [], module |> String.split(".") |> Enum.map(&String.to_atom/1)} |> Macro.expand(session.env)
  end

  defp aliases(parent, prefix) do
    root = "Elixir." <> parent

    names =
      for module <- loaded(), name = Atom.to_string(module), String.starts_with?(name, root <> prefix),
          rest = binary_part(name, byte_size(root), byte_size(name) - byte_size(root)), rest != "",
          do: hd(String.split(rest, "."))

    for name <- Enum.uniq(Enum.sort(names)), match?(<<c, _::binary>> when c in ?A..?Z, name), do: {parent <> name, name}
  end

  defp loaded, do: :elver_code.all_available()

  defp functions(module, parent, prefix) do
    for {name, arity} <- Enum.sort(exports(module)), starts?(name, prefix), public?(name),
        do: {parent <> Atom.to_string(name), "#{name}/#{arity}"}
  end

  defp exports(module) do
    cond do
      function_exported?(module, :__info__, 1) -> module.__info__(:macros) ++ module.__info__(:functions)
      Code.ensure_loaded?(module) -> module.module_info(:exports)
      true -> []
    end
  end

  defp public?(name), do: not match?("_" <> _, Atom.to_string(name))

  defp fields(variable, prefix, session) do
    case List.keyfind(session.binding, String.to_existing_atom(variable), 0) do
      {_, %{} = map} ->
        for {key, _} <- map, is_atom(key), starts?(key, prefix), public?(key), do: {"#{variable}.#{key}", "#{key}"}

      {_, module} when is_atom(module) -> functions(module, variable <> ".", prefix)
      _ -> []
    end
  end

  defp starts?(name, prefix), do: String.starts_with?(Atom.to_string(name), prefix)
end
