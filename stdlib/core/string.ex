# SPDX-License-Identifier: GPL-3.0-or-later
# string.ex - text in UTF-8. What needs the tables of Unicode is a native of :elver_string.

defmodule String do
  @moduledoc """
  Strings: binaries in UTF-8, counted in graphemes, what a reader takes for a character.
  """

  import Kernel, except: [to_charlist: 1, length: 1]

  @type t :: binary
  @type codepoint :: t
  @type grapheme :: t
  @type pattern :: t | [t] | :binary.cp()

  defguardp is_case(mode) when mode == :default or mode == :ascii or mode == :greek or mode == :turkic

  # --- looking ------------------------------------------------------------------------------------------------------

  @doc """
  Tells whether the first `character_limit` characters are printable.

      iex> String.printable?("abc")
      true
  """
  @spec printable?(t, 0 | pos_integer | :infinity) :: boolean
  def printable?(string, character_limit \\ :infinity)

  def printable?(string, limit) when is_binary(string) and (limit == :infinity or (is_integer(limit) and limit >= 0)) do
    :elver_string.printable(string, limit)
  end

  @doc """
  Tells whether a binary is valid UTF-8.

      iex> String.valid?(<<255>>)
      false
  """
  @spec valid?(t) :: boolean
  def valid?(string)
  def valid?(string) when is_binary(string), do: :elver_string.valid(string)
  def valid?(_other), do: false

  @doc false
  def valid_character?(<<_::utf8>>), do: true
  def valid_character?(_other), do: false

  @doc """
  The number of graphemes.

      iex> String.length("héllo")
      5
  """
  @spec length(t) :: non_neg_integer
  def length(string) when is_binary(string), do: :elver_string.length(string)

  @doc "All graphemes."
  @spec graphemes(t) :: [grapheme]
  def graphemes(string) when is_binary(string), do: :elver_string.graphemes(string)

  @doc "All code points; bytes that are no UTF-8 stand alone."
  @spec codepoints(t) :: [codepoint]
  def codepoints(string) when is_binary(string), do: :elver_string.codepoints(string)

  @doc """
  The first grapheme and the rest, or `nil`.

      iex> String.next_grapheme("ab")
      {"a", "b"}
  """
  @spec next_grapheme(t) :: {grapheme, t} | nil
  def next_grapheme(string) when is_binary(string), do: :elver_string.next_grapheme(string)

  @doc false
  def next_grapheme_size(string) do
    case :elver_string.byte_offset(string, 1) do
      {size, 0} -> {size, binary_part(string, size, byte_size(string) - size)}
      {_size, 1} -> nil
    end
  end

  @doc "The first code point and the rest, or `nil`."
  @spec next_codepoint(t) :: {codepoint, t} | nil
  def next_codepoint(string)
  def next_codepoint(<<char::utf8, rest::binary>>), do: {<<char::utf8>>, rest}
  def next_codepoint(<<byte, rest::binary>>), do: {<<byte>>, rest}
  def next_codepoint(<<>>), do: nil

  @doc "The first grapheme, or `nil`."
  @spec first(t) :: grapheme | nil
  def first(string) when is_binary(string) do
    case :elver_string.next_grapheme(string) do
      {grapheme, _rest} -> grapheme
      nil -> nil
    end
  end

  @doc "The last grapheme, or `nil`."
  @spec last(t) :: grapheme | nil
  def last(""), do: nil
  def last(string) when is_binary(string), do: string |> :elver_string.graphemes() |> :lists.last()

  @doc """
  The grapheme at a position, from the end when negative, or `nil`.

      iex> String.at("elixir", -1)
      "r"
  """
  @spec at(t, integer) :: grapheme | nil
  def at(string, position) when is_binary(string) and is_integer(position) and position >= 0 do
    case :elver_string.byte_offset(string, position) do
      {offset, 0} -> first(rest_from(string, offset))
      _ -> nil
    end
  end

  def at(string, position) when is_binary(string) and is_integer(position) and position < 0 do
    position = length(string) + position
    if position >= 0, do: at(string, position)
  end

  defp rest_from(string, offset), do: binary_part(string, offset, byte_size(string) - offset)

  @doc """
  Up to `length` graphemes from `start` on.

      iex> String.slice("elixir", 1, 3)
      "lix"
  """
  @spec slice(t, integer, non_neg_integer) :: grapheme
  def slice(string, start, length)
  def slice(_string, start, 0) when is_integer(start), do: ""

  def slice(string, start, length)
      when is_binary(string) and is_integer(start) and start >= 0 and is_integer(length) and length >= 0 do
    {from, _missing} = :elver_string.byte_offset(string, start)
    rest = rest_from(string, from)
    {size, _missing} = :elver_string.byte_offset(rest, length)
    binary_part(rest, 0, size)
  end

  def slice(string, start, length)
      when is_binary(string) and is_integer(start) and start < 0 and is_integer(length) and length >= 0 do
    slice(string, max(length(string) + start, 0), length)
  end

  @doc """
  The graphemes whose positions are in a range.

      iex> String.slice("elixir", 1..-2)
      "lixi"
  """
  @spec slice(t, Range.t()) :: t
  def slice(string, first..last//step = range) when is_binary(string) do
    cond do
      step > 0 ->
        slice_range(string, first, last, step)

      step == -1 ->
        slice_range(string, first, last, 1)

      true ->
        raise ArgumentError, "String.slice/2 does not accept ranges with negative steps, got: #{inspect(range)}"
    end
  end

  defp slice_range("", _first, _last, _step), do: ""

  defp slice_range(string, first, last, step) when first >= 0 and last >= 0 do
    if last >= first, do: string |> slice(first, last - first + 1) |> every(step), else: ""
  end

  defp slice_range(string, first, last, step) do
    size = length(string)
    first = if first >= 0, do: first, else: max(first + size, 0)
    last = if last >= 0, do: last, else: last + size
    if last >= first and first < size, do: string |> slice(first, last - first + 1) |> every(step), else: ""
  end

  defp every(string, 1), do: string
  defp every(string, step), do: string |> :elver_string.graphemes() |> Enum.take_every(step) |> IO.iodata_to_binary()

  @doc """
  Splits at a position, from the end when negative.

      iex> String.split_at("sweetelixir", 5)
      {"sweet", "elixir"}
  """
  @spec split_at(t, integer) :: {t, t}
  def split_at(string, position) when is_binary(string) and is_integer(position) do
    position = if position < 0, do: max(length(string) + position, 0), else: position
    {offset, _missing} = :elver_string.byte_offset(string, position)
    {binary_part(string, 0, offset), rest_from(string, offset)}
  end

  @doc """
  Tells whether a string starts with one of the prefixes.

      iex> String.starts_with?("elixir", ["elix", "erl"])
      true
  """
  @spec starts_with?(t, t | [t]) :: boolean
  def starts_with?(string, prefix)
  def starts_with?(string, prefix) when is_binary(string) and is_binary(prefix), do: prefix?(string, prefix)
  def starts_with?(string, prefixes) when is_binary(string) and is_list(prefixes), do: Enum.any?(prefixes, &prefix?(string, &1))

  defp prefix?(string, prefix) do
    size = byte_size(prefix)
    size <= byte_size(string) and binary_part(string, 0, size) == prefix
  end

  @doc "Tells whether a string ends with one of the suffixes."
  @spec ends_with?(t, t | [t]) :: boolean
  def ends_with?(string, suffix)
  def ends_with?(string, suffix) when is_binary(string) and is_binary(suffix), do: suffix?(string, suffix)
  def ends_with?(string, suffixes) when is_binary(string) and is_list(suffixes), do: Enum.any?(suffixes, &suffix?(string, &1))

  defp suffix?(string, suffix) do
    size = byte_size(suffix)
    size <= byte_size(string) and binary_part(string, byte_size(string), -size) == suffix
  end

  @doc """
  Tells whether a string contains one of the patterns.

      iex> String.contains?("elixir", ["x", "y"])
      true
  """
  @spec contains?(t, [t] | pattern) :: boolean
  def contains?(string, contents)
  def contains?(string, []) when is_binary(string), do: false
  def contains?(string, "") when is_binary(string), do: true

  def contains?(string, contents) when is_binary(string) and is_list(contents) do
    :lists.member("", contents) or :binary.match(string, contents) != :nomatch
  end

  def contains?(string, contents) when is_binary(string), do: :binary.match(string, contents) != :nomatch

  @doc "Tells whether a string matches a regex."
  @spec match?(t, Regex.t()) :: boolean
  def match?(string, regex) when is_binary(string), do: Regex.match?(regex, string)

  @doc """
  Tells whether two strings have the same normal form.

      iex> String.equivalent?("abc", "abc")
      true
  """
  @spec equivalent?(t, t) :: boolean
  def equivalent?(string1, string2) when is_binary(string1) and is_binary(string2) do
    normalize(string1, :nfd) == normalize(string2, :nfd)
  end

  # --- splitting ----------------------------------------------------------------------------------------------------

  @doc """
  The words between white space.

      iex> String.split(" foo   bar ")
      ["foo", "bar"]
  """
  @spec split(t) :: [t]
  def split(binary), do: :elver_string.split(binary)

  @doc """
  The parts between matches of a pattern; options `:parts` and `:trim`, with a regex those of `Regex.split/3`.

      iex> String.split("a,b,c", ",", parts: 2)
      ["a", "b,c"]
  """
  @spec split(t, pattern | Regex.t(), keyword) :: [t]
  def split(string, pattern, options \\ [])

  def split(string, %{__struct__: Regex} = pattern, options) when is_binary(string) and is_list(options) do
    Regex.split(pattern, string, options)
  end

  def split(string, "", options) when is_binary(string) and is_list(options) do
    parts = Keyword.get(options, :parts, :infinity)

    if Keyword.get(options, :trim, false) do
      split_graphemes(string, parts)
    else
      if parts == 1, do: [string], else: ["" | split_graphemes_rest(string, less(parts))]
    end
  end

  def split(string, [], options) when is_binary(string) and is_list(options) do
    if string == "" and Keyword.get(options, :trim, false), do: [], else: [string]
  end

  def split(string, pattern, options) when is_binary(string) and is_list(options) do
    parts = Keyword.get(options, :parts, :infinity)
    trim = Keyword.get(options, :trim, false)

    case {parts, trim} do
      {:infinity, false} -> :binary.split(string, pattern, [:global])
      {:infinity, true} -> :binary.split(string, pattern, [:global, :trim_all])
      {2, false} -> :binary.split(string, pattern)
      _ -> split_parts(string, pattern, trim, parts)
    end
  end

  defp split_parts("", _pattern, true, _parts), do: []
  defp split_parts(string, _pattern, _trim, 1), do: [string]

  defp split_parts(string, pattern, trim, parts) do
    case :binary.split(string, pattern) do
      ["", rest] when trim -> split_parts(rest, pattern, trim, parts)
      [part, rest] -> [part | split_parts(rest, pattern, trim, parts - 1)]
      [part] -> [part]
    end
  end

  defp split_graphemes("", _parts), do: []
  defp split_graphemes(string, :infinity), do: :elver_string.graphemes(string)
  defp split_graphemes(string, 1), do: [string]

  defp split_graphemes(string, parts) do
    {grapheme, rest} = :elver_string.next_grapheme(string)
    [grapheme | split_graphemes(rest, parts - 1)]
  end

  defp split_graphemes_rest(_string, 0), do: []
  defp split_graphemes_rest(string, 1), do: [string]
  defp split_graphemes_rest("", _parts), do: [""]

  defp split_graphemes_rest(string, parts) do
    {grapheme, rest} = :elver_string.next_grapheme(string)
    [grapheme | split_graphemes_rest(rest, less(parts))]
  end

  defp less(:infinity), do: :infinity
  defp less(number), do: number - 1

  @doc """
  A stream of the parts between matches of a pattern.

      iex> String.splitter("a,b,c", ",") |> Enum.take(2)
      ["a", "b"]
  """
  @spec splitter(t, pattern, keyword) :: Enumerable.t()
  def splitter(string, pattern, options \\ [])

  def splitter(string, "", options) when is_binary(string) do
    trim = Keyword.get(options, :trim, false)
    start = if trim, do: string, else: {:first, string}

    Stream.unfold(start, fn
      {:first, string} ->
        {"", string}

      :done ->
        nil

      "" ->
        if trim, do: nil, else: {"", :done}

      string ->
        :elver_string.next_grapheme(string)
    end)
  end

  def splitter(string, [], options) when is_binary(string) do
    if string == "" and Keyword.get(options, :trim, false), do: [], else: [string]
  end

  def splitter(string, pattern, options) when is_binary(string) do
    pattern = if is_list(pattern) or is_binary(pattern), do: :binary.compile_pattern(pattern), else: pattern
    trim = Keyword.get(options, :trim, false)
    Stream.unfold(string, &next_part(&1, pattern, trim))
  end

  defp next_part(:done, _pattern, _trim), do: nil
  defp next_part("", _pattern, true), do: nil

  defp next_part(string, pattern, trim) do
    case :binary.split(string, pattern) do
      ["", rest] when trim -> next_part(rest, pattern, trim)
      [part, rest] -> {part, rest}
      [part] -> {part, :done}
    end
  end

  @doc """
  Runs of printable and not printable characters (`:printable`), or of valid and not valid ones (`:valid`).

      iex> String.chunk(<<?a, ?b, 0>>, :printable)
      ["ab", <<0>>]
  """
  @spec chunk(t, :valid | :printable) :: [t]
  def chunk(string, trait)
  def chunk("", trait) when trait in [:valid, :printable], do: []

  def chunk(string, trait) when is_binary(string) and trait in [:valid, :printable] do
    has? = if trait == :valid, do: &valid_character?/1, else: &printable?/1

    string
    |> :elver_string.codepoints()
    |> Enum.chunk_by(has?)
    |> Enum.map(&IO.iodata_to_binary/1)
  end

  # --- case and form --------------------------------------------------------------------------------------------------

  @doc """
  The string in upper case. Modes: `:default`, `:ascii`, `:greek`, `:turkic`.

      iex> String.upcase("abcd")
      "ABCD"
  """
  @spec upcase(t, :default | :ascii | :greek | :turkic) :: t
  def upcase(string, mode \\ :default)
  def upcase(string, mode) when is_binary(string) and is_case(mode), do: :elver_string.upcase(string, mode)

  @doc "The string in lower case. Modes: `:default`, `:ascii`, `:greek`, `:turkic`."
  @spec downcase(t, :default | :ascii | :greek | :turkic) :: t
  def downcase(string, mode \\ :default)
  def downcase(string, mode) when is_binary(string) and is_case(mode), do: :elver_string.downcase(string, mode)

  @doc """
  The first character in upper (title) case, the rest in lower case.

      iex> String.capitalize("abCD")
      "Abcd"
  """
  @spec capitalize(t, :default | :ascii | :greek | :turkic) :: t
  def capitalize(string, mode \\ :default)

  def capitalize(string, mode) when is_binary(string) and is_case(mode) do
    {first, rest} = :elver_string.titlecase_once(string, mode)
    first <> downcase(rest, mode)
  end

  @doc "The normal form: `:nfd`, `:nfc`, `:nfkd` or `:nfkc`."
  @spec normalize(t, :nfd | :nfc | :nfkd | :nfkc) :: t
  def normalize(string, form)

  def normalize(string, form)
      when is_binary(string) and (form == :nfd or form == :nfc or form == :nfkd or form == :nfkc) do
    :elver_string.normalize(string, form)
  end

  # --- changing -----------------------------------------------------------------------------------------------------

  @doc """
  The graphemes in reverse.

      iex> String.reverse("abc")
      "cba"
  """
  @spec reverse(t) :: t
  def reverse(string) when is_binary(string) do
    :elver_string.reverse(string)
  end

  @doc "The string `n` times."
  @spec duplicate(t, non_neg_integer) :: t
  def duplicate(subject, n) when is_binary(subject) and is_integer(n), do: :binary.copy(subject, n)

  @doc """
  Without white space at both ends.

      iex> String.trim("\\n  abc\\n ")
      "abc"
  """
  @spec trim(t) :: t
  def trim(string) when is_binary(string), do: string |> :elver_string.trim_leading() |> :elver_string.trim_trailing()

  @doc "Without repetitions of `to_trim` at both ends."
  @spec trim(t, t) :: t
  def trim(string, to_trim) when is_binary(string) and is_binary(to_trim) do
    string |> trim_leading(to_trim) |> trim_trailing(to_trim)
  end

  @doc "Without white space at the start."
  @spec trim_leading(t) :: t
  def trim_leading(string), do: :elver_string.trim_leading(string)

  @doc "Without repetitions of `to_trim` at the start."
  @spec trim_leading(t, t) :: t
  def trim_leading(string, to_trim) when is_binary(string) and is_binary(to_trim) do
    replace_leading(string, to_trim, "")
  end

  @doc "Without white space at the end."
  @spec trim_trailing(t) :: t
  def trim_trailing(string), do: :elver_string.trim_trailing(string)

  @doc "Without repetitions of `to_trim` at the end."
  @spec trim_trailing(t, t) :: t
  def trim_trailing(string, to_trim) when is_binary(string) and is_binary(to_trim) do
    replace_trailing(string, to_trim, "")
  end

  @doc """
  Filled up at the start to `count` graphemes.

      iex> String.pad_leading("1", 3, "0")
      "001"
  """
  @spec pad_leading(t, non_neg_integer, t | [t]) :: t
  def pad_leading(string, count, padding \\ [" "])
  def pad_leading(string, count, padding) when is_binary(padding), do: pad_leading(string, count, split(padding, "", trim: true))

  def pad_leading(string, count, [_ | _] = padding)
      when is_binary(string) and is_integer(count) and count >= 0 do
    IO.iodata_to_binary([padding(string, count, padding) | string])
  end

  @doc "Filled up at the end to `count` graphemes."
  @spec pad_trailing(t, non_neg_integer, t | [t]) :: t
  def pad_trailing(string, count, padding \\ [" "])
  def pad_trailing(string, count, padding) when is_binary(padding), do: pad_trailing(string, count, split(padding, "", trim: true))

  def pad_trailing(string, count, [_ | _] = padding)
      when is_binary(string) and is_integer(count) and count >= 0 do
    IO.iodata_to_binary([string | padding(string, count, padding)])
  end

  defp padding(string, count, padding), do: fill(count - length(string), padding, padding)

  defp fill(missing, _rest, _padding) when missing <= 0, do: []
  defp fill(missing, [], padding), do: fill(missing, padding, padding)
  defp fill(missing, [part | rest], padding) when is_binary(part), do: [part | fill(missing - 1, rest, padding)]
  defp fill(_missing, [other | _], _padding), do: raise(ArgumentError, "expected a string padding element, got: #{inspect(other)}")

  @doc """
  Replaces matches of a pattern by a string or what a function gives; `global: false` only the first.

      iex> String.replace("a,b,c", ",", "-")
      "a-b-c"
  """
  @spec replace(t, pattern | Regex.t(), t | (t -> t | iodata), keyword) :: t
  def replace(subject, pattern, replacement, options \\ [])
      when is_binary(subject) and (is_binary(replacement) or is_function(replacement, 1)) and is_list(options) do
    replace_any(subject, pattern, replacement, options)
  end

  defp replace_any(subject, %{__struct__: Regex} = regex, replacement, options) do
    Regex.replace(regex, subject, replacement, options)
  end

  defp replace_any(subject, "", "", _options), do: subject
  defp replace_any(subject, [], _replacement, _options), do: subject

  defp replace_any(subject, "", replacement, options) do
    replacement = if is_binary(replacement), do: replacement, else: replacement.("")

    if Keyword.get(options, :global, true) do
      IO.iodata_to_binary([replacement | Enum.map(:elver_string.graphemes(subject), &[&1, replacement])])
    else
      IO.iodata_to_binary([replacement, subject])
    end
  end

  defp replace_any(subject, pattern, replacement, options) do
    case Keyword.get(options, :insert_replaced) do
      nil -> replace_matches(subject, pattern, replacement, options)
      insert -> replace_matches(subject, pattern, &insert_match(replacement, &1, List.wrap(insert)), options)
    end
  end

  defp replace_matches(subject, pattern, replacement, options) do
    matches =
      if Keyword.get(options, :global, true) do
        :binary.matches(subject, pattern)
      else
        case :binary.match(subject, pattern) do
          :nomatch -> []
          match -> [match]
        end
      end

    case matches do
      [] -> subject
      _ -> IO.iodata_to_binary(replace_at(subject, matches, replacement, 0))
    end
  end

  defp replace_at(subject, [], _replacement, at), do: [rest_from(subject, at)]

  defp replace_at(subject, [{start, size} | matches], replacement, at) do
    new = if is_binary(replacement), do: replacement, else: replacement.(binary_part(subject, start, size))
    [binary_part(subject, at, start - at), new | replace_at(subject, matches, replacement, start + size)]
  end

  defp insert_match(replacement, match, positions) do
    {parts, rest, _at} =
      positions
      |> Enum.sort()
      |> Enum.reduce({[], replacement, 0}, fn position, {parts, rest, at} ->
        <<before::binary-size(position - at), rest::binary>> = rest
        {[match, before | parts], rest, position}
      end)

    [:lists.reverse(parts), rest]
  end

  @doc """
  Replaces repetitions of `match` at the start.

      iex> String.replace_leading("hello hello world", "hello ", "")
      "world"
  """
  @spec replace_leading(t, t, t) :: t
  def replace_leading(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    check_match(match)
    count = count_leading(string, match, 0)
    rest = rest_from(string, count * byte_size(match))
    if count == 0, do: string, else: :binary.copy(replacement, count) <> rest
  end

  defp count_leading(string, match, count) do
    at = count * byte_size(match)

    if at + byte_size(match) <= byte_size(string) and binary_part(string, at, byte_size(match)) == match do
      count_leading(string, match, count + 1)
    else
      count
    end
  end

  @doc "Replaces repetitions of `match` at the end."
  @spec replace_trailing(t, t, t) :: t
  def replace_trailing(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    check_match(match)
    count = count_trailing(string, match, 0)
    rest = binary_part(string, 0, byte_size(string) - count * byte_size(match))
    if count == 0, do: string, else: rest <> :binary.copy(replacement, count)
  end

  defp count_trailing(string, match, count) do
    at = byte_size(string) - (count + 1) * byte_size(match)

    if at >= 0 and binary_part(string, at, byte_size(match)) == match do
      count_trailing(string, match, count + 1)
    else
      count
    end
  end

  defp check_match(""), do: raise(ArgumentError, "cannot use an empty string as the match to replace")
  defp check_match(_match), do: :ok

  @doc "Replaces `match` at the start, once."
  @spec replace_prefix(t, t, t) :: t
  def replace_prefix(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    if prefix?(string, match), do: replacement <> rest_from(string, byte_size(match)), else: string
  end

  @doc "Replaces `match` at the end, once."
  @spec replace_suffix(t, t, t) :: t
  def replace_suffix(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    if suffix?(string, match) do
      binary_part(string, 0, byte_size(string) - byte_size(match)) <> replacement
    else
      string
    end
  end

  # --- converting ---------------------------------------------------------------------------------------------------

  @doc "The code points as a charlist."
  @spec to_charlist(t) :: charlist
  def to_charlist(string) when is_binary(string) do
    case :unicode.characters_to_list(string) do
      result when is_list(result) -> result
      {:error, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid
      {:incomplete, encoded, rest} -> raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  @doc false
  def to_char_list(string), do: to_charlist(string)

  @doc "The atom of this name."
  @spec to_atom(t) :: atom
  def to_atom(string) when is_binary(string), do: :erlang.binary_to_atom(string)

  @doc "The existing atom of this name."
  @spec to_existing_atom(t) :: atom
  def to_existing_atom(string) when is_binary(string), do: :erlang.binary_to_existing_atom(string)

  @doc """
  The integer written in the string.

      iex> String.to_integer("123")
      123
  """
  @spec to_integer(t) :: integer
  def to_integer(string) when is_binary(string), do: :erlang.binary_to_integer(string)

  @doc "The integer written in the string in `base`."
  @spec to_integer(t, 2..36) :: integer
  def to_integer(string, base) when is_binary(string) and is_integer(base), do: :erlang.binary_to_integer(string, base)

  @doc "The float written in the string."
  @spec to_float(t) :: float
  def to_float(string) when is_binary(string), do: :erlang.binary_to_float(string)

  # --- similarity ---------------------------------------------------------------------------------------------------

  @doc """
  How alike two strings are by common graphemes, from 0.0 to 1.0.

      iex> String.bag_distance("abcd", "abce")
      0.75
  """
  @spec bag_distance(t, t) :: float
  def bag_distance(_string, ""), do: 0.0
  def bag_distance("", _string), do: 0.0

  def bag_distance(string1, string2) when is_binary(string1) and is_binary(string2) do
    {bag1, length1} = bag(string1)
    {bag2, length2} = bag(string2)
    difference = max(missing(bag1, bag2), missing(bag2, bag1))
    1 - difference / max(length1, length2)
  end

  defp bag(string) do
    graphemes = :elver_string.graphemes(string)
    {Enum.frequencies(graphemes), Kernel.length(graphemes)}
  end

  defp missing(bag1, bag2) do
    bag1
    |> :maps.to_list()
    |> Enum.map(fn {grapheme, count} -> max(count - :maps.get(grapheme, bag2, 0), 0) end)
    |> Enum.sum()
  end

  @doc """
  How alike two strings are by Jaro's measure, from 0.0 to 1.0.

      iex> String.jaro_distance("Dwayne", "Duane")
      0.8222222222222223
  """
  @spec jaro_distance(t, t) :: float
  def jaro_distance(string1, string2)
  def jaro_distance(string, string), do: 1.0
  def jaro_distance(_string, ""), do: 0.0
  def jaro_distance("", _string), do: 0.0

  def jaro_distance(string1, string2) when is_binary(string1) and is_binary(string2) do
    graphemes1 = :elver_string.graphemes(string1)
    graphemes2 = :elver_string.graphemes(string2)
    {short, long} = if Kernel.length(graphemes1) > Kernel.length(graphemes2), do: {graphemes2, graphemes1}, else: {graphemes1, graphemes2}
    window = max(div(Kernel.length(long), 2) - 1, 0)

    positions = jaro_matches(short, List.to_tuple(long), window)
    common = Kernel.length(positions)

    if common == 0 do
      0.0
    else
      transpositions = positions |> Enum.zip(tl(positions)) |> Enum.count(fn {at, next} -> next < at end)

      (common / Kernel.length(graphemes1) + common / Kernel.length(graphemes2) +
         (common - transpositions) / common) / 3
    end
  end

  # Where in `long`, within the window, the graphemes of `short` have their partners.
  defp jaro_matches(short, long, window) do
    {positions, _index} =
      Enum.reduce(short, {[], 0}, fn grapheme, {positions, index} ->
        from = max(index - window, 0)
        to = min(index + window, tuple_size(long) - 1)

        case find_partner(grapheme, long, from, to, positions) do
          nil -> {positions, index + 1}
          at -> {[at | positions], index + 1}
        end
      end)

    :lists.reverse(positions)
  end

  defp find_partner(_grapheme, _long, from, to, _taken) when from > to, do: nil

  defp find_partner(grapheme, long, from, to, taken) do
    if elem(long, from) == grapheme and not :lists.member(from, taken) do
      from
    else
      find_partner(grapheme, long, from + 1, to, taken)
    end
  end

  @doc "The steps from one string to another; see `List.myers_difference/2`."
  @spec myers_difference(t, t) :: [{:eq | :ins | :del, t}]
  def myers_difference(string1, string2) when is_binary(string1) and is_binary(string2) do
    for {kind, graphemes} <- List.myers_difference(graphemes(string1), graphemes(string2)) do
      {kind, IO.iodata_to_binary(graphemes)}
    end
  end

  @doc false
  def lstrip(string), do: trim_leading(string)
  @doc false
  def rstrip(string), do: trim_trailing(string)
  @doc false
  def strip(string), do: trim(string)
end
