# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IO.ANSI.Docs do
  @moduledoc "Prints documentation written in Markdown with colours: headings, code, emphasis, lists; other text is wrapped."

  @defaults [
    enabled: true,
    doc_bold: [:bright],
    doc_code: [:cyan],
    doc_headings: [:yellow],
    doc_inline_code: [:cyan],
    doc_metadata: [:yellow],
    doc_quote: [:light_black],
    doc_table_heading: [:reverse],
    doc_title: [:reverse, :yellow],
    doc_underline: [:underline],
    width: 80
  ]

  @doc "The options and their defaults: colours of the parts, `:width`, `:enabled`."
  def default_options, do: @defaults

  @doc "Prints headings, each centred in a bar as wide as the screen."
  def print_headings(headings, options \\ []) do
    options = Keyword.merge(@defaults, options)
    IO.puts("")

    for heading <- headings do
      missing = max(options[:width] - String.length(heading), 0)
      bar = String.duplicate(" ", div(missing, 2)) <> heading <> String.duplicate(" ", missing - div(missing, 2))
      IO.puts(color(bar, :doc_title, options))
    end

    IO.puts("")
  end

  @doc "Prints a text in the format `\"text/markdown\"`."
  def print(doc, format, options \\ [])

  def print(doc, "text/markdown", options) do
    options = Keyword.merge(@defaults, options)
    doc |> String.split(["\r\n", "\n"]) |> blocks(options)
  end

  def print(_doc, format, _options), do: IO.puts("\nUnknown documentation format #{inspect(format)}\n")

  # --- blocks: line by line, paragraphs gathered until one ends ---

  defp blocks([], _options), do: :ok
  defp blocks(["" | rest], options), do: blocks(rest, options)
  defp blocks(["```" <> _ | rest], options), do: code(Enum.split_while(rest, &(not String.starts_with?(&1, "```"))), 1, options)
  defp blocks(["    " <> _ | _] = lines, options), do: code(Enum.split_while(lines, &code_line?/1), 0, options)
  defp blocks(["#" <> _ = line | rest], options), do: heading(line, rest, options)

  defp blocks([line | rest], options) do
    {more, rest} = Enum.split_while(rest, &continues?/1)
    text = Enum.map_join([line | more], " ", &String.trim/1)
    {indent, text} = bullet(line, text)
    IO.puts(wrap(inline(text, options), indent, options[:width]) <> "\n")
    blocks(rest, options)
  end

  defp code_line?(line), do: line == "" or String.starts_with?(line, "    ")

  defp continues?(line) do
    String.trim(line) != "" and not String.match?(line, ~r/^\s*([*+-]|\d+\.)\s/) and not String.starts_with?(line, ["#", "```", "    "])
  end

  defp code({lines, rest}, dropped, options) do
    text = lines |> Enum.join("\n") |> String.trim_trailing()
    margin = if dropped == 1, do: "    ", else: ""
    IO.puts(color(margin <> String.replace(text, "\n", "\n" <> margin), :doc_code, options) <> "\n")
    blocks(Enum.drop(rest, dropped), options)
  end

  defp heading(line, rest, options) do
    IO.puts(color(String.trim(line), :doc_headings, options) <> "\n")
    blocks(rest, options)
  end

  defp bullet(line, text) do
    case Regex.run(~r/^(\s*)[*+-]\s+/, line) do
      [mark, indent] -> {String.length(indent) + 4, String.duplicate(" ", String.length(indent)) <> "  • " <> drop(text, String.trim_leading(mark))}
      nil -> {0, text}
    end
  end

  defp drop(text, mark), do: binary_part(text, byte_size(mark), byte_size(text) - byte_size(mark))

  # --- within a paragraph ---

  defp inline(text, options) do
    text
    |> replace(~r/`+([^`]+)`+/, :doc_inline_code, options)
    |> replace(~r/\*\*([^*]+)\*\*/, :doc_bold, options)
    |> replace(~r/(?<![\w*])[*_]([^*_\s][^*_]*)[*_](?![\w*])/, :doc_underline, options)
  end

  defp replace(text, regex, name, options), do: Regex.replace(regex, text, fn _, inner -> color(inner, name, options) end)

  # Words up to the width; lines after the first are indented. Escape sequences count for nothing.
  defp wrap(text, indent, width) do
    {first, rest} = if text =~ ~r/^\s/, do: split_margin(text), else: {"", text}

    {lines, line} =
      Enum.reduce(String.split(rest), {[], first}, fn word, {lines, line} ->
        joined = if line == first and lines == [], do: line <> word, else: if(String.trim(line) == "", do: line <> word, else: line <> " " <> word)
        if visible(joined) > width, do: {[line | lines], String.duplicate(" ", indent) <> word}, else: {lines, joined}
      end)

    [line | lines] |> Enum.reverse() |> Enum.join("\n")
  end

  defp split_margin(text) do
    [margin] = Regex.run(~r/^\s*(?:• )?/u, text)
    {margin, drop(text, margin)}
  end

  defp visible(text), do: text |> String.replace(~r/\e\[[0-9;]*m/, "") |> String.length()

  defp color(text, name, options) do
    if options[:enabled], do: IO.iodata_to_binary(IO.ANSI.format([List.wrap(options[name]), text], true)), else: text
  end
end
