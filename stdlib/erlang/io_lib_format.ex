# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :io_lib_format do
  @moduledoc false
  # Control sequences of `:io_lib.format/2`: `~F.P.PadModC`. A format is scanned into characters and maps
  #   %{control_char:, args:, width:, adjust:, precision:, pad_char:, encoding:, strings:}
  # and each map is built into text. `~p` and `~P` need the column: it is found from the text before them.

  def format(format, args) do
    scan(format, args) |> build()
  end

  defp bad, do: :erlang.throw({:io_lib_format, :bad})

  # Scanning

  def scan(format, args) when is_atom(format), do: scan(:erlang.atom_to_list(format), args)
  def scan(format, args) when is_binary(format), do: scan(:unicode.characters_to_list(format), args)
  def scan(format, args) when is_list(format) and is_list(args), do: scan_chars(flat(format), args)
  def scan(_, _), do: bad()

  defp flat(format) do
    case :unicode.characters_to_list(format) do
      list when is_list(list) -> list
      _ -> bad()
    end
  end

  defp scan_chars([?~ | rest], args) do
    {adjust, width, rest, args} = field_width(rest, args)
    {precision, rest, args} = precision(rest, args)
    {pad, rest, args} = pad_char(rest, args)
    {encoding, strings, rest} = modifiers(rest, :latin1, true)
    {control, rest} = control_char(rest)
    {used, args} = take_args(control, args)

    spec = %{
      control_char: control,
      args: used,
      width: width,
      adjust: adjust,
      precision: precision,
      pad_char: pad,
      encoding: encoding,
      strings: strings
    }

    [spec | scan_chars(rest, args)]
  end

  defp scan_chars([c | rest], args), do: [c | scan_chars(rest, args)]
  defp scan_chars([], []), do: []
  defp scan_chars([], _), do: bad()

  defp field_width([?- | rest], args) do
    {width, rest, args} = number(rest, args)
    {:left, width, rest, args}
  end

  defp field_width(rest, args) do
    case number(rest, args) do
      {width, rest, args} when is_integer(width) and width < 0 -> {:left, -width, rest, args}
      {width, rest, args} -> {:right, width, rest, args}
    end
  end

  defp precision([?. | rest], args), do: number(rest, args)
  defp precision(rest, args), do: {:none, rest, args}

  defp pad_char([?., ?* | rest], [pad | args]), do: {pad, rest, args}
  defp pad_char([?., pad | rest], args), do: {pad, rest, args}
  defp pad_char(rest, args), do: {?\s, rest, args}

  defp number([?* | rest], [n | args]) when is_integer(n), do: {n, rest, args}
  defp number([?* | _], _), do: bad()
  defp number([d | rest], args) when d in ?0..?9, do: digits(rest, d - ?0, args)
  defp number(rest, args), do: {:none, rest, args}

  defp digits([d | rest], n, args) when d in ?0..?9, do: digits(rest, n * 10 + d - ?0, args)
  defp digits(rest, n, args), do: {n, rest, args}

  defp modifiers([?t | rest], _, strings), do: modifiers(rest, :unicode, strings)
  defp modifiers([?l | rest], encoding, _), do: modifiers(rest, encoding, false)
  defp modifiers(rest, encoding, strings), do: {encoding, strings, rest}

  defp control_char([c | rest]), do: {c, rest}
  defp control_char([]), do: bad()

  defp take_args(c, args) when c in [?~, ?n], do: {[], args}
  defp take_args(c, [x, y | args]) when c in [?W, ?P, ?x, ?X], do: {[x, y], args}
  defp take_args(c, [x | args]) when c in [?c, ?f, ?e, ?g, ?s, ?w, ?p, ?B, ?b, ?#, ?+, ?i], do: {[x], args}
  defp take_args(_, _), do: bad()

  def unscan([c | rest]) when is_integer(c), do: prepend_char(c, unscan(rest))

  def unscan([spec | rest]) do
    {format, args} = unscan(rest)

    sequence =
      :lists.append([
        '~',
        if(spec.adjust == :left, do: '-', else: ''),
        shown_number(spec.width),
        if(spec.precision == :none and spec.pad_char == ?\s, do: '', else: [?. | shown_number(spec.precision)]),
        if(spec.pad_char == ?\s, do: '', else: [?., spec.pad_char]),
        if(spec.encoding == :unicode, do: 't', else: ''),
        [spec.control_char]
      ])

    {:erlang.++(sequence, format), :erlang.++(spec.args, args)}
  end

  def unscan([]), do: {[], []}

  defp prepend_char(c, {format, args}), do: {[c | format], args}
  defp shown_number(:none), do: ''
  defp shown_number(n), do: :erlang.integer_to_list(n)

  # Building: `done` is what is built, in reverse, to find the column

  def build(specs), do: build(specs, [])

  defp build([spec | rest], done) when is_map(spec), do: build(rest, [control(spec, done) | done])
  defp build([c | rest], done), do: build(rest, [c | done])
  defp build([], done), do: :lists.reverse(done)

  defp control(%{control_char: ?~} = s, _), do: pad_chars([?~], s)
  defp control(%{control_char: ?n} = s, _), do: newlines(s.width)
  defp control(%{control_char: ?i}, _), do: []
  defp control(%{control_char: ?c, args: [c]} = s, _), do: chars(c, s)
  defp control(%{control_char: ?s, args: [text]} = s, _), do: string(text, s)
  defp control(%{control_char: ?w, args: [t]} = s, _), do: adjust(:io_lib_pretty.write(t, -1, s.encoding), s)

  defp control(%{control_char: ?W, args: [t, depth]} = s, _) when is_integer(depth),
    do: adjust(:io_lib_pretty.write(t, depth, s.encoding), s)

  defp control(%{control_char: ?p, args: [t]} = s, done), do: pretty(t, -1, s, done)
  defp control(%{control_char: ?P, args: [t, depth]} = s, done) when is_integer(depth), do: pretty(t, depth, s, done)
  defp control(%{control_char: ?e, args: [x]} = s, _), do: float_text(&exponent/2, x, s)
  defp control(%{control_char: ?f, args: [x]} = s, _), do: float_text(&fixed/2, x, s)
  defp control(%{control_char: ?g, args: [x]} = s, _), do: float_text(&general/2, x, s)
  defp control(%{control_char: ?b, args: [x]} = s, _), do: lower(integer(x, base(s), '', s), s)
  defp control(%{control_char: ?B, args: [x]} = s, _), do: integer(x, base(s), '', s)
  defp control(%{control_char: ?x, args: [x, prefix]} = s, _), do: lower_prefixed(x, prefix, s)
  defp control(%{control_char: ?X, args: [x, prefix]} = s, _), do: integer(x, base(s), prefix_text(prefix), s)
  defp control(%{control_char: ?+, args: [x]} = s, _), do: lower(integer(x, base(s), base_prefix(s), s), s)
  defp control(%{control_char: ?#, args: [x]} = s, _), do: integer(x, base(s), base_prefix(s), s)
  defp control(_, _), do: bad()

  defp newlines(:none), do: '\n'
  defp newlines(n), do: :lists.duplicate(n, ?\n)

  defp chars(c, s) when is_integer(c) and c >= 0 do
    c = if s.encoding == :latin1, do: :erlang.band(c, 255), else: c

    count =
      case {s.precision, s.width} do
        {:none, :none} -> 1
        {:none, width} -> width
        {precision, _} -> precision
      end

    adjust(:lists.duplicate(count, c), s)
  end

  defp chars(_, _), do: bad()

  defp pad_chars(chars, %{width: :none}), do: chars
  defp pad_chars(chars, s), do: adjust(chars, s)

  # Strings: cut to the precision, then padded or cut to the width

  defp string(text, s) do
    chars = string_chars(text, s.encoding)
    fit_string(chars, s.width, s.precision, s)
  end

  defp string_chars(atom, :latin1) when is_atom(atom), do: :io_lib.write_atom_as_latin1(atom) |> unquoted(atom)
  defp string_chars(atom, :unicode) when is_atom(atom), do: :erlang.atom_to_list(atom)
  defp string_chars(binary, :latin1) when is_binary(binary), do: :erlang.binary_to_list(binary)
  defp string_chars(text, :latin1) when is_list(text), do: latin1_chars(text)

  defp string_chars(text, :unicode) when is_binary(text) or is_list(text) do
    case :unicode.characters_to_list(text) do
      chars when is_list(chars) -> chars
      _ -> bad_unicode(text)
    end
  end

  defp string_chars(_, _), do: bad()

  # A binary that is not UTF-8 is taken as latin1.
  defp bad_unicode(text) when is_binary(text), do: :erlang.binary_to_list(text)
  defp bad_unicode(_), do: bad()

  defp unquoted(_, atom), do: :erlang.atom_to_list(atom)

  defp latin1_chars(text) do
    try do
      :erlang.binary_to_list(:erlang.iolist_to_binary(text))
    catch
      _, _ -> bad()
    end
  end

  defp fit_string(chars, :none, :none, _), do: chars

  defp fit_string(chars, width, :none, s), do: cut_or_pad(chars, width, s)

  defp fit_string(chars, :none, precision, s), do: cut_or_pad(chars, precision, %{s | adjust: :left})

  defp fit_string(chars, width, precision, s) when precision >= width, do: cut_or_pad(chars, width, s)

  defp fit_string(chars, width, precision, s),
    do: cut_or_pad(cut_or_pad(chars, precision, %{s | adjust: :left}), width, s)

  defp cut_or_pad(chars, width, s) do
    case :erlang.length(chars) do
      n when n > width -> :lists.sublist(chars, width)
      n when n == width -> chars
      n -> pad(chars, width - n, s)
    end
  end

  defp pad(chars, n, %{adjust: :left} = s), do: :erlang.++(chars, :lists.duplicate(n, s.pad_char))
  defp pad(chars, n, s), do: :erlang.++(:lists.duplicate(n, s.pad_char), chars)

  # Terms: stars if they do not fit

  defp adjust(chars, %{width: :none, precision: :none}), do: chars
  defp adjust(chars, %{width: :none, precision: p} = s), do: adjust_to(chars, p, %{s | adjust: :left})
  defp adjust(chars, s), do: adjust_to(chars, s.width, s)

  defp adjust_to(chars, width, s) do
    flat = :lists.flatten(chars)

    case :erlang.length(flat) do
      n when n > width -> :lists.duplicate(width, ?*)
      n -> pad(flat, width - n, s)
    end
  end

  defp pretty(term, depth, s, done) do
    line = if s.width == :none, do: 80, else: s.width

    column =
      case s.precision do
        :none -> column_after(done)
        p -> p
      end

    :io_lib_pretty.print(term, column, line, depth, s.encoding, s.strings)
  end

  defp column_after(done), do: :io_lib.indentation(:lists.reverse(done), 0) + 1

  # Integers

  defp base(%{precision: :none}), do: 10
  defp base(%{precision: base}) when base in 2..36, do: base
  defp base(_), do: bad()

  defp base_prefix(s), do: :erlang.++(:erlang.integer_to_list(base(s)), '#')

  defp integer(x, base, prefix, s) when is_integer(x) and x < 0,
    do: adjust(:erlang.++([?- | prefix], :erlang.integer_to_list(-x, base)), %{s | precision: :none})

  defp integer(x, base, prefix, s) when is_integer(x),
    do: adjust(:erlang.++(prefix, :erlang.integer_to_list(x, base)), %{s | precision: :none})

  defp integer(_, _, _, _), do: bad()

  defp lower(chars, _), do: :lists.map(&lower_char/1, chars)
  defp lower_char(c) when c in ?A..?Z, do: c + 32
  defp lower_char(c), do: c

  defp lower_prefixed(x, prefix, s) when is_integer(x) do
    digits = lower(:erlang.integer_to_list(:erlang.abs(x), base(s)), s)
    sign = if x < 0, do: '-', else: ''
    adjust(:lists.append([sign, prefix_text(prefix), digits]), %{s | precision: :none})
  end

  defp lower_prefixed(_, _, _), do: bad()

  defp prefix_text(prefix) when is_atom(prefix), do: :erlang.atom_to_list(prefix)
  defp prefix_text(prefix) when is_list(prefix), do: :lists.flatten(prefix)
  defp prefix_text(_), do: bad()

  # Floats

  defp float_text(style, x, s) when is_float(x), do: adjust(style.(x, s.precision), %{s | precision: :none})
  defp float_text(style, x, s) when is_integer(x), do: float_text(style, :erlang.float(x), s)
  defp float_text(_, _, _), do: bad()

  defp exponent(x, :none), do: exponent(x, 6)

  defp exponent(x, digits) when digits >= 2,
    do: short_exponent(:erlang.float_to_list(x, [{:scientific, digits - 1}]))

  defp exponent(_, _), do: bad()

  # 1.0e+04 is written 1.0e+4
  defp short_exponent([?e, sign, ?0, d | rest]), do: [?e, sign, d | rest]
  defp short_exponent([c | rest]), do: [c | short_exponent(rest)]
  defp short_exponent([]), do: []

  defp fixed(x, :none), do: fixed(x, 6)
  defp fixed(x, digits) when digits >= 1, do: :erlang.float_to_list(x, [{:decimals, digits}])
  defp fixed(_, _), do: bad()

  defp general(x, :none), do: general(x, 6)

  defp general(x, digits) do
    case :erlang.abs(x) do
      a when a < 0.1 -> exponent(x, digits)
      a when a < 1.0 -> fixed(x, digits)
      a when a < 10.0 -> fixed(x, at_least(digits - 1, 1))
      a when a < 100.0 and digits > 2 -> fixed(x, digits - 2)
      a when a < 1000.0 and digits > 3 -> fixed(x, digits - 3)
      a when a < 10000.0 and digits > 4 -> fixed(x, digits - 4)
      _ -> exponent(x, digits)
    end
  end

  defp at_least(n, least) when n < least, do: least
  defp at_least(n, _), do: n
end
