# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Logger.Formatter do
  @moduledoc """
  Log lines from a pattern: `$time`, `$date`, `$message`, `$level`, `$node`, `$metadata`, `$levelpad`.

      iex> Logger.Formatter.compile("$level $message")
      [:level, " ", :message]
  """

  @type time :: {{1970..10000, 1..12, 1..31}, {0..23, 0..59, 0..59, 0..999}}
  @type pattern :: :date | :level | :levelpad | :message | :metadata | :node | :time
  @default "\n$time $metadata[$level] $message\n"
  @valid [:time, :date, :message, :level, :node, :metadata, :levelpad]

  @doc "Compiles a pattern."
  @spec compile(binary | nil | {atom, atom}) :: [pattern | binary] | {atom, atom}
  def compile(nil), do: compile(@default)
  def compile({mod, fun}) when is_atom(mod) and is_atom(fun), do: {mod, fun}

  def compile(pattern) when is_binary(pattern) do
    pieces(pattern, "")
  end

  defp pieces(<<?$, rest::binary>>, text) do
    {name, rest} = name(rest, "")

    case Enum.find(@valid, &(Atom.to_string(&1) == name)) do
      nil -> raise ArgumentError, "$#{name} is an invalid format pattern"
      key -> add_text(text, [key | pieces(rest, "")])
    end
  end

  defp pieces(<<c, rest::binary>>, text), do: pieces(rest, <<text::binary, c>>)
  defp pieces("", text), do: add_text(text, [])

  defp add_text("", list), do: list
  defp add_text(text, list), do: [text | list]

  defp name(<<c, rest::binary>>, name) when c in ?a..?z, do: name(rest, <<name::binary, c>>)
  defp name(rest, name), do: {name, rest}

  @doc "Formats one event."
  @spec format({atom, atom} | [pattern | binary], Logger.level(), Logger.message(), time, keyword) :: IO.chardata()
  def format({mod, fun}, level, msg, time, metadata), do: apply(mod, fun, [level, msg, time, metadata])

  def format(pattern, level, msg, time, metadata),
    do: for(piece <- pattern, do: output(piece, level, msg, time, metadata))

  defp output(:message, _, msg, _, _), do: msg
  defp output(:date, _, _, {date, _}, _), do: format_date(date)
  defp output(:time, _, _, {_, time}, _), do: format_time(time)
  defp output(:level, level, _, _, _), do: Atom.to_string(level)
  defp output(:node, _, _, _, _), do: Atom.to_string(node())
  defp output(:metadata, _, _, _, []), do: ""
  defp output(:metadata, _, _, _, metadata), do: metadata(metadata)
  defp output(:levelpad, level, _, _, _), do: levelpad(level)
  defp output(text, _, _, _, _), do: text

  defp levelpad(level) when level in [:info, :warn], do: " "
  defp levelpad(_), do: ""

  defp metadata([{key, value} | rest]) do
    case metadata_text(key, value) do
      nil -> metadata(rest)
      text -> [Atom.to_string(key), ?=, text, ?\s | metadata(rest)]
    end
  end

  defp metadata([]), do: []

  defp metadata_text(:time, _), do: nil
  defp metadata_text(:gl, _), do: nil
  defp metadata_text(:report_cb, _), do: nil
  defp metadata_text(_, nil), do: nil
  defp metadata_text(_, string) when is_binary(string), do: string
  defp metadata_text(_, integer) when is_integer(integer), do: Integer.to_string(integer)
  defp metadata_text(_, float) when is_float(float), do: Float.to_string(float)
  defp metadata_text(_, pid) when is_pid(pid), do: :erlang.pid_to_list(pid)
  defp metadata_text(:file, file) when is_list(file), do: file

  defp metadata_text(:domain, [head | tail]) when is_atom(head),
    do: Enum.map_intersperse([head | tail], ?., &Atom.to_string/1)

  defp metadata_text(:mfa, {mod, fun, arity}), do: Exception.format_mfa(mod, fun, arity)
  defp metadata_text(:initial_call, {mod, fun, arity}), do: Exception.format_mfa(mod, fun, arity)
  defp metadata_text(_, list) when is_list(list), do: nil
  defp metadata_text(_, atom) when is_atom(atom), do: atom |> Atom.to_string() |> without_elixir()
  defp metadata_text(_, ref) when is_reference(ref), do: :erlang.ref_to_list(ref) |> Enum.drop(4)
  defp metadata_text(_, _), do: nil

  defp without_elixir("Elixir." <> rest), do: rest
  defp without_elixir(text), do: text

  @doc "Formats a date."
  def format_date({yy, mm, dd}), do: [Integer.to_string(yy), ?-, pad2(mm), ?-, pad2(dd)]

  @doc "Formats a time."
  def format_time({hh, mi, ss, ms}), do: [pad2(hh), ?:, pad2(mi), ?:, pad2(ss), ?., pad3(ms)]

  defp pad3(int) when int < 10, do: [?0, ?0, Integer.to_string(int)]
  defp pad3(int) when int < 100, do: [?0, Integer.to_string(int)]
  defp pad3(int), do: Integer.to_string(int)

  defp pad2(int) when int < 10, do: [?0, Integer.to_string(int)]
  defp pad2(int), do: Integer.to_string(int)
end
