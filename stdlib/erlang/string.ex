# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :string do
  @moduledoc """
  Functions on Unicode text as Erlang has them: text is a binary or a list of characters, and the answer is of the kind of the
  argument. The functions at the end are the older ones, on lists of characters and with positions from 1.
  """

  @white_space [?\s, ?\t, ?\n, ?\r, ?\v, ?\f, 0x85, 0x200E, 0x200F, 0x2028, 0x2029]

  # Text as a binary, and back to the kind that `like` is of.
  defp text(chardata), do: :unicode.characters_to_binary(chardata)
  defp like(binary, like) when is_binary(like), do: binary
  defp like(binary, _list), do: :unicode.characters_to_list(binary)

  def is_empty(text), do: text(text) == ""
  def length(text), do: String.length(text(text))
  def to_graphemes(text), do: for(g <- String.graphemes(text(text)), do: grapheme(g))

  defp grapheme(text) do
    case :unicode.characters_to_list(text) do
      [character] -> character
      cluster -> cluster
    end
  end

  def equal(a, b), do: text(a) == text(b)
  def equal(a, b, ignore_case), do: equal(a, b, ignore_case, :none)

  def equal(a, b, ignore_case, form) do
    fold = if ignore_case, do: &String.downcase/1, else: & &1
    normal(fold.(text(a)), form) == normal(fold.(text(b)), form)
  end

  defp normal(text, :none), do: text
  defp normal(text, form), do: String.normalize(text, form)

  def uppercase(text), do: like(String.upcase(text(text)), text)
  def lowercase(text), do: like(String.downcase(text(text)), text)
  def casefold(text), do: like(String.downcase(text(text)), text)

  def titlecase(text) do
    case String.next_grapheme(text(text)) do
      {first, rest} -> like(String.capitalize(first) <> rest, text)
      nil -> text
    end
  end

  def reverse(text), do: :lists.reverse(to_graphemes(text))

  def slice(text, start), do: slice(text, start, :infinity)
  def slice(text, start, :infinity), do: like(String.slice(text(text), start..-1//1), text)
  def slice(text, start, length), do: like(String.slice(text(text), start, length), text)

  def prefix(text, prefix) do
    {text_binary, prefix} = {text(text), text(prefix)}
    size = byte_size(prefix)

    case text_binary do
      <<^prefix::binary-size(size), rest::binary>> -> like(rest, text)
      _ -> :nomatch
    end
  end

  def trim(text), do: trim(text, :both)
  def trim(text, direction), do: trim(text, direction, @white_space)

  def trim(text, direction, characters) do
    graphemes = to_graphemes(text)
    graphemes = if direction in [:leading, :both], do: drop(graphemes, characters), else: graphemes
    graphemes = if direction in [:trailing, :both], do: drop_last(graphemes, characters), else: graphemes
    like(text(graphemes), text)
  end

  defp drop([g | rest] = all, characters), do: if(g in characters or g == [?\r, ?\n], do: drop(rest, characters), else: all)
  defp drop([], _characters), do: []
  defp drop_last(graphemes, characters), do: graphemes |> :lists.reverse() |> drop(characters) |> :lists.reverse()

  def take(text, characters), do: take(text, characters, false)
  def take(text, characters, complement), do: take(text, characters, complement, :leading)

  def take(text, characters, complement, direction) do
    graphemes = to_graphemes(text)
    wanted? = &((&1 in characters) != complement)

    {taken, rest} =
      case direction do
        :leading -> Enum.split_while(graphemes, wanted?)
        :trailing ->
          {last, first} = graphemes |> :lists.reverse() |> Enum.split_while(wanted?)
          {:lists.reverse(first), :lists.reverse(last)}
      end

    {like(text(taken), text), like(text(rest), text)}
  end

  def pad(text, length), do: pad(text, length, :trailing)
  def pad(text, length, direction), do: pad(text, length, direction, ?\s)

  def pad(text, length, direction, character) do
    missing = max(length - __MODULE__.length(text), 0)

    case direction do
      :leading -> [:lists.duplicate(missing, character), text]
      :trailing -> [text | :lists.duplicate(missing, character)]
      :both ->
        side = :lists.duplicate(div(missing, 2), character)
        [side, text, side | :lists.duplicate(rem(missing, 2), character)]
    end
  end

  def chomp(text), do: trim(text, :trailing, [?\n, ?\r])

  def find(text, pattern), do: find(text, pattern, :leading)

  def find(text, pattern, direction) do
    binary = text(text)

    case place(binary, text(pattern), direction) do
      :nomatch -> :nomatch
      {at, _} -> like(binary_part(binary, at, byte_size(binary) - at), text)
    end
  end

  defp place(_binary, "", :leading), do: {0, 0}
  defp place(binary, "", :trailing), do: {byte_size(binary), 0}
  defp place(binary, pattern, :leading), do: :binary.match(binary, pattern)

  defp place(binary, pattern, :trailing) do
    case :binary.matches(binary, pattern) do
      [] -> :nomatch
      matches -> :lists.last(matches)
    end
  end

  def split(text, pattern), do: split(text, pattern, :leading)

  def split(text, pattern, where) do
    {binary, pattern} = {text(text), text(pattern)}

    parts =
      cond do
        pattern == "" -> [binary]
        where == :all -> :binary.split(binary, pattern, [:global])
        true -> split_at(binary, place(binary, pattern, where))
      end

    for part <- parts, do: like(part, text)
  end

  defp split_at(binary, :nomatch), do: [binary]

  defp split_at(binary, {at, size}),
    do: [binary_part(binary, 0, at), binary_part(binary, at + size, byte_size(binary) - at - size)]

  def replace(text, pattern, replacement), do: replace(text, pattern, replacement, :leading)
  def replace(text, pattern, replacement, where), do: :lists.join(replacement, split(text, pattern, where))

  def lexemes(text, separators) do
    separators = for separator <- separators, do: text([separator])
    for part <- String.split(text(text), separators), part != "", do: like(part, text)
  end

  def nth_lexeme(text, n, separators), do: :lists.nth(n, lexemes(text, separators))

  def next_codepoint(text) do
    case text(text) do
      <<c::utf8, rest::binary>> -> [c | like(rest, text)]
      "" -> []
    end
  end

  def next_grapheme(text) do
    case String.next_grapheme(text(text)) do
      {first, rest} -> [grapheme(first) | like(rest, text)]
      nil -> []
    end
  end

  def to_integer(text), do: number(text, Integer.parse(text(text)), :no_integer)
  def to_float(text), do: to_float(text(text), text)

  defp to_float(binary, original) do
    # a comma is taken for the point
    if binary =~ ~r/\A[+-]?\d+[.,]\d/,
      do: number(original, Float.parse(String.replace(binary, ",", ".", global: false)), :no_float),
      else: {:error, :no_float}
  end

  defp number(text, {number, rest}, _reason), do: {number, like(rest, text)}
  defp number(_text, :error, reason), do: {:error, reason}

  # --- the older functions, on lists of characters ---

  def len(string), do: :erlang.length(string)
  def concat(a, b), do: a ++ b
  def copies(characters, count), do: :lists.append(:lists.duplicate(count, characters))
  def chars(character, count), do: :lists.duplicate(count, character)
  def chars(character, count, tail), do: :lists.duplicate(count, character) ++ tail
  def join(strings, separator), do: :lists.append(:lists.join(separator, strings))
  def words(string), do: words(string, ?\s)
  def words(string, separator), do: :erlang.length(tokens(string, [separator]))
  def tokens(string, separators), do: tokens(string, separators, [], [])

  defp tokens([c | rest], separators, word, words) do
    if :lists.member(c, separators),
      do: tokens(rest, separators, [], add_word(word, words)),
      else: tokens(rest, separators, [c | word], words)
  end

  defp tokens([], _separators, word, words), do: :lists.reverse(add_word(word, words))

  defp add_word([], words), do: words
  defp add_word(word, words), do: [:lists.reverse(word) | words]

  def chr(string, character), do: position(string, character, 1, 0)
  def rchr(string, character), do: last_position(string, character, 1, 0)

  defp position([c | _], c, n, _default), do: n
  defp position([_ | rest], c, n, default), do: position(rest, c, n + 1, default)
  defp position([], _c, _n, default), do: default

  defp last_position([c | rest], c, n, _found), do: last_position(rest, c, n + 1, n)
  defp last_position([_ | rest], c, n, found), do: last_position(rest, c, n + 1, found)
  defp last_position([], _c, _n, found), do: found

  def str(string, part), do: part_position(string, part, 1)

  defp part_position([_ | rest] = string, part, n), do: if(:lists.prefix(part, string), do: n, else: part_position(rest, part, n + 1))
  defp part_position([], _part, _n), do: 0

  def rstr(string, part), do: last_part(string, part, 1, 0)

  defp last_part([_ | rest] = string, part, n, found),
    do: last_part(rest, part, n + 1, if(:lists.prefix(part, string), do: n, else: found))

  defp last_part([], _part, _n, found), do: found

  def span(string, characters), do: :erlang.length(:lists.takewhile(&:lists.member(&1, characters), string))
  def cspan(string, characters), do: :erlang.length(:lists.takewhile(&(not :lists.member(&1, characters)), string))
  def substr(string, start), do: :lists.nthtail(start - 1, string)
  def substr(string, start, length), do: :lists.sublist(string, start, length)
  def sub_string(string, start), do: substr(string, start)
  def sub_string(string, start, stop), do: substr(string, start, stop - start + 1)

  def strip(string), do: strip(string, :both)
  def strip(string, direction), do: strip(string, direction, ?\s)
  def strip(string, :left, character), do: :lists.dropwhile(&(&1 == character), string)
  def strip(string, :right, character), do: :lists.reverse(strip(:lists.reverse(string), :left, character))
  def strip(string, :both, character), do: string |> strip(:left, character) |> strip(:right, character)

  def left(string, count), do: left(string, count, ?\s)
  def left(string, count, character), do: :lists.sublist(string ++ :lists.duplicate(max(count - :erlang.length(string), 0), character), count)

  def right(string, count), do: right(string, count, ?\s)
  def right(string, count, character), do: :lists.reverse(left(:lists.reverse(string), count, character))

  def centre(string, count), do: centre(string, count, ?\s)

  def centre(string, count, character) do
    missing = count - :erlang.length(string)

    if missing > 0,
      do: :lists.duplicate(div(missing, 2), character) ++ string ++ :lists.duplicate(missing - div(missing, 2), character),
      else: :lists.sublist(string, div(-missing, 2) + 1, count)
  end

  def to_upper(character) when is_integer(character), do: hd(to_upper([character]))
  def to_upper(string) when is_list(string), do: for(c <- string, do: if(c in ?a..?z or c in 0xE0..0xF6 or c in 0xF8..0xFE, do: c - 32, else: c))
  def to_lower(character) when is_integer(character), do: hd(to_lower([character]))
  def to_lower(string) when is_list(string), do: for(c <- string, do: if(c in ?A..?Z or c in 0xC0..0xD6 or c in 0xD8..0xDE, do: c + 32, else: c))
end
