# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :io_lib do
  @moduledoc "Terms as Erlang text, as Erlang's `io_lib`. Formats live in `:io_lib_format`, layout in `:io_lib_pretty`."

  # Formatting

  @doc "Text of `format`, whose control sequences consume `args`."
  @spec format(charlist | binary | atom, [term]) :: [term]
  def format(format, args) do
    try do
      :io_lib_format.format(format, args)
    catch
      :throw, {:io_lib_format, :bad} -> :erlang.error(:badarg, [format, args])
    end
  end

  @spec format(charlist | binary | atom, [term], [{:chars_limit, integer}]) :: [term]
  def format(format, args, options) do
    text = format(format, args)

    case :proplists.get_value(:chars_limit, options, -1) do
      limit when is_integer(limit) and limit >= 0 -> limit_chars(text, limit)
      _ -> text
    end
  end

  defp limit_chars(text, limit) do
    flat = :lists.flatten(text)

    case :erlang.length(flat) > limit do
      true -> :erlang.++(:lists.sublist(flat, limit), '...')
      false -> text
    end
  end

  def fwrite(format, args), do: format(format, args)
  def fwrite(format, args, options), do: format(format, args, options)

  @doc "Pretty text of a term, as `~p` gives it."
  @spec print(term) :: [term]
  def print(term), do: :io_lib_pretty.print(term, 1, 80, -1, :latin1, true)

  @spec print(term, integer, integer, integer) :: [term]
  def print(term, column, line_length, depth), do: :io_lib_pretty.print(term, column, line_length, depth, :latin1, true)

  @doc "Text of a term, as `~w` gives it."
  @spec write(term) :: [term]
  def write(term), do: :io_lib_pretty.write(term, -1, :latin1)
  @spec write(term, integer | [term]) :: [term]
  def write(term, depth) when is_integer(depth), do: :io_lib_pretty.write(term, depth, :latin1)

  def write(term, options) when is_list(options) do
    depth = :proplists.get_value(:depth, options, -1)
    :io_lib_pretty.write(term, depth, :proplists.get_value(:encoding, options, :latin1))
  end

  @doc false
  def write(term, depth, true), do: print(term, 1, 80, depth)
  def write(term, depth, false), do: write(term, depth)

  def nl, do: '\n'

  @doc "The column after `text` that starts at `column`."
  def indentation([?\n | rest], _), do: indentation(rest, 0)
  def indentation([?\t | rest], n), do: indentation(rest, :erlang.div(n + 8, 8) * 8)
  def indentation([c | rest], n) when is_integer(c), do: indentation(rest, n + 1)
  def indentation([list | rest], n), do: indentation(rest, indentation(list, n))
  def indentation([], n), do: n
  def indentation(binary, n) when is_binary(binary), do: indentation(:unicode.characters_to_list(binary), n)

  @doc false
  def chars_length(chars), do: :erlang.length(:lists.flatten(chars))

  @doc "What follows depth `depth` cut off."
  def limit_term(term, _depth), do: term

  # Atoms

  @doc "Text of an atom, quoted if it must be."
  @spec write_atom(atom) :: charlist
  def write_atom(atom), do: quoted_unless_plain(atom, :unicode)
  @spec write_atom_as_latin1(atom) :: charlist
  def write_atom_as_latin1(atom), do: quoted_unless_plain(atom, :latin1)

  defp quoted_unless_plain(atom, encoding) do
    chars = :erlang.atom_to_list(atom)

    case quote_atom(atom, chars) do
      false -> chars
      true -> [?' | escape(chars, ?', encoding, [?'])]
    end
  end

  @doc false
  def quote_atom(atom, chars), do: reserved?(atom) or not plain?(chars)

  @reserved [:after, :begin, :case, :try, :cond, :catch, :andalso, :orelse, :end, :fun, :if, :let, :of, :receive] ++
              [:when, :bnot, :not, :div, :rem, :band, :and, :bor, :bxor, :bsl, :bsr, :or, :xor]
  defp reserved?(atom), do: :lists.member(atom, @reserved)

  defp plain?([c | rest]) when c in ?a..?z, do: name_chars?(rest)
  defp plain?([c | rest]) when c in 0xDF..0xFF and c != 0xF7, do: name_chars?(rest)
  defp plain?(_), do: false

  defp name_chars?([c | rest]) when c in ?a..?z or c in ?A..?Z or c in ?0..?9 or c == ?_ or c == ?@, do: name_chars?(rest)
  defp name_chars?([c | rest]) when c in 0xC0..0xFF and c != 0xD7 and c != 0xF7, do: name_chars?(rest)
  defp name_chars?(rest), do: rest == []

  # Strings and characters

  def write_string(string), do: write_string(string, ?")
  def write_string(string, quote), do: [quote | escape(string, quote, :unicode, [quote])]
  def write_unicode_string(string), do: write_string(string)
  def write_latin1_string(string), do: write_latin1_string(string, ?")
  def write_latin1_string(string, quote), do: [quote | escape(string, quote, :raw_latin1, [quote])]
  def write_string_as_latin1(string), do: write_string_as_latin1(string, ?")
  def write_string_as_latin1(string, quote), do: [quote | escape(string, quote, :latin1, [quote])]

  def write_char(?\s), do: '$\\s'
  def write_char(char) when is_integer(char), do: [?$ | escape([char], -1, :unicode, [])]
  def write_unicode_char(char), do: write_char(char)
  def write_latin1_char(char) when char in 0..255, do: write_char(char)
  def write_char_as_latin1(?\s), do: '$\\s'
  def write_char_as_latin1(char) when is_integer(char), do: [?$ | escape([char], -1, :latin1, [])]

  @doc false
  def escape([quote | rest], quote, encoding, tail), do: [?\\, quote | escape(rest, quote, encoding, tail)]
  def escape([?\\ | rest], quote, encoding, tail), do: [?\\, ?\\ | escape(rest, quote, encoding, tail)]
  def escape([?\n | rest], quote, encoding, tail), do: [?\\, ?n | escape(rest, quote, encoding, tail)]
  def escape([?\r | rest], quote, encoding, tail), do: [?\\, ?r | escape(rest, quote, encoding, tail)]
  def escape([?\t | rest], quote, encoding, tail), do: [?\\, ?t | escape(rest, quote, encoding, tail)]
  def escape([?\v | rest], quote, encoding, tail), do: [?\\, ?v | escape(rest, quote, encoding, tail)]
  def escape([?\b | rest], quote, encoding, tail), do: [?\\, ?b | escape(rest, quote, encoding, tail)]
  def escape([?\f | rest], quote, encoding, tail), do: [?\\, ?f | escape(rest, quote, encoding, tail)]
  def escape([?\e | rest], quote, encoding, tail), do: [?\\, ?e | escape(rest, quote, encoding, tail)]
  def escape([?\d | rest], quote, encoding, tail), do: [?\\, ?d | escape(rest, quote, encoding, tail)]

  def escape([c | rest], quote, encoding, tail) when c < ?\s or c in 0x80..0x9F do
    digits = [?\\, ?0 + :erlang.bsr(c, 6), ?0 + :erlang.band(:erlang.bsr(c, 3), 7), ?0 + :erlang.band(c, 7)]
    :erlang.++(digits, escape(rest, quote, encoding, tail))
  end

  def escape([c | rest], quote, :latin1, tail) when c > 255,
    do: :erlang.++(hex_escape(c), escape(rest, quote, :latin1, tail))

  def escape([c | rest], quote, encoding, tail), do: [c | escape(rest, quote, encoding, tail)]
  def escape([], _, _, tail), do: tail

  defp hex_escape(c), do: :erlang.++('\\x{', :erlang.++(:erlang.integer_to_list(c, 16), '}'))

  # Kinds of lists

  @doc "Whether `term` is a flat list of printable characters."
  def printable_list(term) do
    case :io.printable_range() do
      :unicode -> printable_unicode_list(term)
      _ -> printable_latin1_list(term)
    end
  end

  def printable_latin1_list([c | rest]) when c in ?\s..?~ or c in 0xA0..0xFF, do: printable_latin1_list(rest)

  def printable_latin1_list([c | rest]) when c in [?\n, ?\r, ?\t, ?\v, ?\b, ?\f, ?\e],
    do: printable_latin1_list(rest)

  def printable_latin1_list(rest), do: rest == []

  def printable_unicode_list([c | rest])
      when c in ?\s..?~ or c in 0xA0..0xD7FF or c in 0xE000..0xFFFD or c in 0x10000..0x10FFFF,
      do: printable_unicode_list(rest)

  def printable_unicode_list([c | rest]) when c in [?\n, ?\r, ?\t, ?\v, ?\b, ?\f, ?\e],
    do: printable_unicode_list(rest)

  def printable_unicode_list(rest), do: rest == []

  def char_list([c | rest]) when c in 0..0xD7FF or c in 0xE000..0xFFFD or c in 0x10000..0x10FFFF, do: char_list(rest)
  def char_list(rest), do: rest == []

  def latin1_char_list([c | rest]) when c in 0..255, do: latin1_char_list(rest)
  def latin1_char_list(rest), do: rest == []

  def deep_char_list(chars), do: deep?(chars, &char?/1)
  def deep_unicode_char_list(chars), do: deep?(chars, &char?/1)
  def deep_latin1_char_list(chars), do: deep?(chars, fn c -> is_integer(c) and c in 0..255 end)

  defp char?(c), do: is_integer(c) and (c in 0..0xD7FF or c in 0xE000..0xFFFD or c in 0x10000..0x10FFFF)

  defp deep?([head | rest], valid?) when is_list(head), do: deep?(head, valid?) and deep?(rest, valid?)
  defp deep?([head | rest], valid?), do: valid?.(head) and deep?(rest, valid?)
  defp deep?(rest, _), do: rest == []

  # Input

  @doc false
  def format_prompt(prompt), do: format_prompt(prompt, :latin1)
  @doc false
  def format_prompt({:format, format, args}, _), do: format(format, args)
  def format_prompt(prompt, _) when is_list(prompt) or is_binary(prompt), do: prompt
  def format_prompt(prompt, _) when is_atom(prompt), do: :erlang.atom_to_list(prompt)
  def format_prompt(prompt, _), do: format('~tp', [prompt])

  @doc "Reads terms from a string as `format` says; control sequences `~d ~s ~a ~c ~f ~- ~# ~u ~l ~~`."
  def fread(format, string), do: :io_lib_fread.fread(format, string)

  # Formats taken apart and put together

  @doc false
  def scan_format(format, args), do: :io_lib_format.scan(format, args)
  @doc false
  def build_text(specs), do: :io_lib_format.build(specs)
  @doc false
  def build_text(specs, _options), do: :io_lib_format.build(specs)
  @doc false
  def unscan_format(specs), do: :io_lib_format.unscan(specs)
end
