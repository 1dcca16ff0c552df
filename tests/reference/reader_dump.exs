# Prints what the reference's reader makes of source files: the oracle of reader_dump.c, same format.
# elixir reader_dump.exs [-c] [-t] [-s] [-h] FILE...
defmodule Dump do
  def bytes(b), do: for(<<c <- b>>, into: "", do: byte(c))
  defp byte(c) when c >= 32 and c < 127 and c not in [?", ?\\], do: <<c>>
  defp byte(c), do: "\\x" <> (c |> Integer.to_string(16) |> String.downcase() |> String.pad_leading(2, "0"))
  def term(a) when is_atom(a), do: [?:, bytes(Atom.to_string(a))]
  def term(l) when is_list(l), do: [?[, l |> Enum.map(&term/1) |> Enum.intersperse(", "), ?]]
  def term(t) when is_tuple(t), do: [?{, t |> Tuple.to_list() |> Enum.map(&term/1) |> Enum.intersperse(", "), ?}]
  def term(i) when is_integer(i), do: Integer.to_string(i)
  def term(f) when is_float(f), do: format_float(f)
  def term(b) when is_binary(b), do: [?", bytes(b), ?"]
  defp format_float(f) do
    <<bits::64>> = <<f::float>>
    ["float:", bits |> Integer.to_string(16) |> String.downcase() |> String.pad_leading(16, "0")]
  end
  import Bitwise
  defp fnv(line) do
    hash = for <<c <- line>>, reduce: 14_695_981_039_346_656_037, do: (h -> band(bxor(h, c) * 1_099_511_628_211, 0xFFFFFFFFFFFFFFFF))
    hash |> Integer.to_string(16) |> String.downcase() |> String.pad_leading(16, "0")
  end
  def one(text, opts, hashed) do
    result =
      try do
        Code.string_to_quoted(text, opts)
      rescue
        e -> {:raised, Exception.message(e)}
      end
    line =
      case result do
        {:ok, ast} -> term(ast)
        {:error, {meta, {prefix, suffix}, token}} -> ["ERR #{meta[:line]}:#{meta[:column]} ", bytes(to_string(prefix)), " | ", bytes(to_string(suffix)), " | ", bytes(to_string(token))]
        {:error, {meta, message, token}} -> ["ERR #{meta[:line]}:#{meta[:column]} ", bytes(to_string(message)), " | ", bytes(to_string(token))]
        {:raised, message} -> ["RAISED ", bytes(message)]
      end
    line = IO.iodata_to_binary(line)
    IO.puts(if hashed, do: fnv(line), else: line)
  end
end

{flags, files} = Enum.split_with(System.argv(), &(&1 in ~w(-c -t -s -h)))
opts = [columns: "-c" in flags, token_metadata: "-t" in flags]
for file <- files do
  text = File.read!(file)
  if "-s" in flags, do: for(t <- String.split(text, "\n---\n"), do: Dump.one(t, opts, "-h" in flags)), else: Dump.one(text, opts, "-h" in flags)
end
