# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_term_reader do
  @moduledoc false
  # Erlang terms from text: what `file:consult/1`, .app files and `io:read/1` need. Reads characters directly, no tokens.
  # Inside, `text` is a charlist and errors are thrown as {line, what}.

  @doc "All terms of a text, each ended by a full stop: {:ok, terms} | {:error, {line, :erl_parse, message}}."
  def read_all(text) do
    try do
      all(text, 1, [])
    catch
      :throw, {:elver_reader, line, what} -> {:error, {line, :erl_parse, what}}
    end
  end

  @doc "One term: {:ok, term, rest, line} | :eof | {:error, info}. The full stop may miss at the end."
  def read_one(text, line) do
    try do
      case blanks(text, line) do
        {[], _} ->
          :eof

        {text, line} ->
          {term, rest, line} = term(text, line)
          {rest, line} = full_stop(rest, line)
          {:ok, term, rest, line}
      end
    catch
      :throw, {:elver_reader, line, what} -> {:error, {line, :erl_parse, what}}
    end
  end

  defp all(text, line, terms) do
    case blanks(text, line) do
      {[], _} ->
        {:ok, :lists.reverse(terms)}

      {text, line} ->
        {term, rest, line} = term(text, line)
        {rest, line} = full_stop(rest, line)
        all(rest, line, [term | terms])
    end
  end

  defp fail(line, what), do: :erlang.throw({:elver_reader, line, what})

  defp full_stop(text, line) do
    case blanks(text, line) do
      {[?. | rest], line} -> {rest, line}
      {[], line} -> fail(line, ['unterminated term', []])
      {[c | _], line} -> fail(line, ['syntax error before: ', [c]])
    end
  end

  defp blanks([?\n | rest], line), do: blanks(rest, line + 1)
  defp blanks([c | rest], line) when c in 0..?\s or c in 0x80..0xA0, do: blanks(rest, line)
  defp blanks([?% | rest], line), do: blanks(:lists.dropwhile(fn c -> c != ?\n end, rest), line)
  defp blanks(text, line), do: {text, line}

  # Terms

  defp term(text, line) do
    {text, line} = blanks(text, line)
    start(text, line)
  end

  defp start([?{ | rest], line) do
    {items, rest, line} = items(rest, line, ?})
    {:erlang.list_to_tuple(items), rest, line}
  end

  defp start([?[ | rest], line), do: list(rest, line)
  defp start([?#, ?{ | rest], line), do: map(rest, line)
  defp start([?<, ?< | rest], line), do: binary(rest, line)
  defp start([?" | rest], line), do: strings(rest, line)

  defp start([?' | rest], line) do
    {chars, rest, line} = quoted(rest, line, ?', [])
    {:erlang.list_to_atom(chars), rest, line}
  end

  defp start([?$ | rest], line) do
    {char, rest} = character(rest, line)
    {char, rest, line}
  end

  defp start([?- | rest], line) do
    {text, line} = blanks(rest, line)

    case start(text, line) do
      {number, rest, line} when is_number(number) -> {-number, rest, line}
      _ -> fail(line, ['syntax error before: ', '-'])
    end
  end

  defp start([?+ | rest], line), do: term(rest, line)
  defp start([c | _] = text, line) when c in ?0..?9, do: number(text, line)

  defp start([c | _] = text, line) when c in ?a..?z or c in 0xDF..0xFF do
    {name, rest} = :lists.splitwith(&name_char?/1, text)
    {:erlang.list_to_atom(name), rest, line}
  end

  defp start([], line), do: fail(line, ['unterminated term', []])
  defp start([c | _], line), do: fail(line, ['syntax error before: ', [c]])

  defp name_char?(c) when c in ?a..?z or c in ?A..?Z or c in ?0..?9 or c == ?_ or c == ?@, do: true
  defp name_char?(c), do: c in 0xC0..0xFF and c != 0xD7 and c != 0xF7

  # Items up to a closing character.
  defp items(text, line, close) do
    case blanks(text, line) do
      {[^close | rest], line} -> {[], rest, line}
      {text, line} -> more_items(text, line, close)
    end
  end

  defp more_items(text, line, close) do
    {item, rest, line} = term(text, line)

    case blanks(rest, line) do
      {[?, | rest], line} ->
        {items, rest, line} = more_items(rest, line, close)
        {[item | items], rest, line}

      {[^close | rest], line} ->
        {[item], rest, line}

      {[c | _], line} ->
        fail(line, ['syntax error before: ', [c]])

      {[], line} ->
        fail(line, ['unterminated term', []])
    end
  end

  defp list(text, line) do
    case blanks(text, line) do
      {[?] | rest], line} -> {[], rest, line}
      {text, line} -> list_items(text, line)
    end
  end

  defp list_items(text, line) do
    {item, rest, line} = term(text, line)

    case blanks(rest, line) do
      {[?, | rest], line} ->
        {items, rest, line} = list_items(rest, line)
        {[item | items], rest, line}

      {[?| | rest], line} ->
        {tail, rest, line} = term(rest, line)
        {[item | tail], expect(rest, line, ?]), line}

      {[?] | rest], line} ->
        {[item], rest, line}

      {_, line} ->
        fail(line, ['syntax error in list', []])
    end
  end

  defp expect(text, line, char) do
    case blanks(text, line) do
      {[^char | rest], _} -> rest
      {_, line} -> fail(line, ['expected ', [char]])
    end
  end

  defp map(text, line) do
    case blanks(text, line) do
      {[?} | rest], line} -> {%{}, rest, line}
      {text, line} -> map_pairs(text, line, %{})
    end
  end

  defp map_pairs(text, line, map) do
    {key, rest, line} = term(text, line)
    rest = expect(expect(rest, line, ?=), line, ?>)
    {value, rest, line} = term(rest, line)
    map = :maps.put(key, value, map)

    case blanks(rest, line) do
      {[?, | rest], line} -> map_pairs(rest, line, map)
      {[?} | rest], line} -> {map, rest, line}
      {_, line} -> fail(line, ['syntax error in map', []])
    end
  end

  # <<"text"/utf8, 1, 2:16>>
  defp binary(text, line) do
    case blanks(text, line) do
      {[?>, ?> | rest], line} -> {<<>>, rest, line}
      {text, line} -> segments(text, line, <<>>)
    end
  end

  defp segments(text, line, bits) do
    {value, rest, line} = term(text, line)
    {size, rest} = segment_size(rest)
    {utf8?, rest} = segment_type(rest)
    bits = <<bits::bitstring, segment(value, size, utf8?)::bitstring>>

    case blanks(rest, line) do
      {[?, | rest], line} -> segments(rest, line, bits)
      {[?>, ?> | rest], line} -> {bits, rest, line}
      {_, line} -> fail(line, ['syntax error in binary', []])
    end
  end

  defp segment_size([?: | rest]) do
    {digits, rest} = :lists.splitwith(fn c -> c in ?0..?9 end, rest)
    {:erlang.list_to_integer(digits), rest}
  end

  defp segment_size(rest), do: {8, rest}

  defp segment_type([?/ | rest]) do
    {name, rest} = :lists.splitwith(&name_char?/1, rest)
    {name == 'utf8', rest}
  end

  defp segment_type(rest), do: {false, rest}

  defp segment(chars, _, true) when is_list(chars), do: :unicode.characters_to_binary(chars)
  defp segment(chars, _, false) when is_list(chars), do: :erlang.list_to_binary(chars)
  defp segment(float, _, _) when is_float(float), do: <<float::float>>
  defp segment(integer, size, _), do: <<integer::size(size)>>

  # Adjacent strings are one.
  defp strings(text, line) do
    {chars, rest, line} = quoted(text, line, ?", [])

    case blanks(rest, line) do
      {[?" | rest], line} ->
        {more, rest, line} = strings(rest, line)
        {:erlang.++(chars, more), rest, line}

      _ ->
        {chars, rest, line}
    end
  end

  defp quoted([quote | rest], line, quote, chars), do: {:lists.reverse(chars), rest, line}
  defp quoted([?\\, ?\n | rest], line, quote, chars), do: quoted(rest, line + 1, quote, [?\n | chars])

  defp quoted([?\\ | rest], line, quote, chars) do
    {char, rest} = escape(rest, line)
    quoted(rest, line, quote, [char | chars])
  end

  defp quoted([?\n | rest], line, quote, chars), do: quoted(rest, line + 1, quote, [?\n | chars])
  defp quoted([c | rest], line, quote, chars), do: quoted(rest, line, quote, [c | chars])
  defp quoted([], line, _, _), do: fail(line, ['unterminated string', []])

  defp character([?\\ | rest], line), do: escape(rest, line)
  defp character([c | rest], _), do: {c, rest}
  defp character([], line), do: fail(line, ['unterminated character', []])

  defp escape([?n | rest], _), do: {?\n, rest}
  defp escape([?r | rest], _), do: {?\r, rest}
  defp escape([?t | rest], _), do: {?\t, rest}
  defp escape([?v | rest], _), do: {?\v, rest}
  defp escape([?b | rest], _), do: {?\b, rest}
  defp escape([?f | rest], _), do: {?\f, rest}
  defp escape([?e | rest], _), do: {?\e, rest}
  defp escape([?s | rest], _), do: {?\s, rest}
  defp escape([?d | rest], _), do: {?\d, rest}

  defp escape([?x, ?{ | rest], _) do
    {digits, [_ | rest]} = :lists.splitwith(fn c -> c != ?} end, rest)
    {:erlang.list_to_integer(digits, 16), rest}
  end

  defp escape([?x, a, b | rest], _), do: {:erlang.list_to_integer([a, b], 16), rest}
  defp escape([?^, c | rest], _), do: {:erlang.band(c, 31), rest}

  defp escape([c | _] = text, _) when c in ?0..?7 do
    {digits, _} = :lists.splitwith(fn d -> d in ?0..?7 end, :lists.sublist(text, 3))
    {:erlang.list_to_integer(digits, 8), :lists.nthtail(:erlang.length(digits), text)}
  end

  defp escape([c | rest], _), do: {c, rest}
  defp escape([], line), do: fail(line, ['unterminated escape', []])

  # Numbers: 12, 1_000, 16#ff, 1.5, 1.5e-3

  defp number(text, line) do
    {digits, rest} = digits(text)

    case rest do
      [?# | rest] ->
        {more, rest} = :lists.splitwith(fn c -> c in ?0..?9 or c in ?a..?z or c in ?A..?Z end, rest)
        {:erlang.list_to_integer(more, :erlang.list_to_integer(digits)), rest, line}

      [?., d | _] when d in ?0..?9 ->
        float(digits, :erlang.tl(rest), line)

      _ ->
        {:erlang.list_to_integer(digits), rest, line}
    end
  end

  defp digits(text) do
    {digits, rest} = :lists.splitwith(fn c -> c in ?0..?9 or c == ?_ end, text)
    {:lists.filter(fn c -> c != ?_ end, digits), rest}
  end

  defp float(whole, text, line) do
    {fraction, rest} = digits(text)
    {exponent, rest} = exponent(rest)
    {:erlang.list_to_float(:lists.append([whole, '.', fraction, exponent])), rest, line}
  end

  defp exponent([e, sign, d | rest]) when e in 'eE' and sign in '+-' and d in ?0..?9 do
    {digits, rest} = digits([d | rest])
    {[?e, sign | digits], rest}
  end

  defp exponent([e, d | rest]) when e in 'eE' and d in ?0..?9 do
    {digits, rest} = digits([d | rest])
    {[?e | digits], rest}
  end

  defp exponent(rest), do: {[], rest}

  # For the I/O protocol: gathers characters up to a full stop, then reads. The result is what io:read expects.

  @doc false
  def collect(continuation, :eof, line) do
    case continuation do
      [] -> {:done, {:eof, line}, :eof}
      chars -> {:done, {:ok, chars, line}, :eof}
    end
  end

  def collect(continuation, chars, line) do
    text = :erlang.++(continuation, chars)

    case ends_term?(text) do
      true -> {:done, {:ok, text, line}, []}
      false -> {:more, text}
    end
  end

  defp ends_term?(text) do
    case :lists.dropwhile(fn c -> c in [?\s, ?\n, ?\r, ?\t] end, :lists.reverse(text)) do
      [?. | _] -> true
      _ -> false
    end
  end

  @doc false
  def parse(text) do
    case read_one(text, 1) do
      {:ok, term, _, _} -> {:ok, term}
      :eof -> {:error, {1, :erl_parse, ['no term', []]}}
      {:error, info} -> {:error, info}
    end
  end
end
