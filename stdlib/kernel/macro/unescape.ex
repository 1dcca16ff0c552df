# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Macro.Unescape do
  @moduledoc false
  # Undoes the escapes of strings: \n, \x41, \u{1F600}...

  # With :all, the language's escapes; with :map, those for which the function gives a code point or true.
  def unescape(string, map, mode), do: scan(string, map, mode, "")

  defp scan(<<?\\, rest::binary>>, map, mode, acc), do: escape(rest, map, mode, acc)
  defp scan(<<c, rest::binary>>, map, mode, acc), do: scan(rest, map, mode, <<acc::binary, c>>)
  defp scan("", _map, _mode, acc), do: acc

  defp escape(<<?x, rest::binary>>, map, mode, acc), do: if(wanted?(:hex, ?x, map, mode), do: hex(rest, map, mode, acc), else: keep(?x, rest, map, mode, acc))
  defp escape(<<?u, rest::binary>>, map, mode, acc), do: if(wanted?(:unicode, ?u, map, mode), do: unicode(rest, map, mode, acc), else: keep(?u, rest, map, mode, acc))

  defp escape(<<?\n, rest::binary>>, map, mode, acc) do
    if wanted?(:newline, ?\n, map, mode), do: scan(rest, map, mode, acc), else: keep(?\n, rest, map, mode, acc)
  end

  defp escape(<<?\r, ?\n, rest::binary>>, map, mode, acc) do
    if wanted?(:newline, ?\r, map, mode), do: scan(rest, map, mode, acc), else: keep(?\r, <<?\n, rest::binary>>, map, mode, acc)
  end

  defp escape(<<c::utf8, rest::binary>>, map, :all, acc), do: scan(rest, map, :all, <<acc::binary, value(c)::utf8>>)

  defp escape(<<c::utf8, rest::binary>>, map, :map, acc) do
    case map.(c) do
      false -> scan(rest, map, :map, <<acc::binary, ?\\, c::utf8>>)
      value when is_integer(value) -> scan(rest, map, :map, <<acc::binary, value::utf8>>)
    end
  end

  defp escape("", _map, _mode, acc), do: <<acc::binary, ?\\>>

  defp wanted?(_what, _c, _map, :all), do: true
  defp wanted?(what, _c, map, :map), do: map.(what) == true

  defp keep(c, rest, map, mode, acc), do: scan(rest, map, mode, <<acc::binary, ?\\, c>>)

  defp hex(<<a, b, rest::binary>>, map, mode, acc) do
    case {digit(a), digit(b)} do
      {x, y} when is_integer(x) and is_integer(y) -> scan(rest, map, mode, <<acc::binary, x * 16 + y>>)
      _ -> bad_hex()
    end
  end

  defp hex(_rest, _map, _mode, _acc), do: bad_hex()

  defp bad_hex, do: raise(ArgumentError, "invalid hex escape character, expected \\xHH where H is a hexadecimal digit")

  defp unicode(<<?{, rest::binary>>, map, mode, acc), do: braces(rest, 0, 0, map, mode, acc)

  defp unicode(<<a, b, c, d, rest::binary>>, map, mode, acc) do
    digits = [digit(a), digit(b), digit(c), digit(d)]
    if nil in digits, do: bad_unicode(), else: put(Enum.reduce(digits, 0, &(&2 * 16 + &1)), rest, map, mode, acc)
  end

  defp unicode(_rest, _map, _mode, _acc), do: bad_unicode()

  defp braces(<<?}, rest::binary>>, value, count, map, mode, acc) when count in 1..6, do: put(value, rest, map, mode, acc)

  defp braces(<<c, rest::binary>>, value, count, map, mode, acc) when count < 6 do
    case digit(c) do
      nil -> bad_unicode()
      digit -> braces(rest, value * 16 + digit, count + 1, map, mode, acc)
    end
  end

  defp braces(_rest, _value, _count, _map, _mode, _acc), do: bad_unicode()

  defp put(value, rest, map, mode, acc) when value in 0..0xD7FF or value in 0xE000..0x10FFFF,
    do: scan(rest, map, mode, <<acc::binary, value::utf8>>)

  defp put(value, _rest, _map, _mode, _acc),
    do: raise(ArgumentError, "invalid or reserved Unicode code point \\u{#{Integer.to_string(value, 16)}}")

  defp bad_unicode, do: raise(ArgumentError, "invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit")

  defp digit(c) when c in ?0..?9, do: c - ?0
  defp digit(c) when c in ?a..?f, do: c - ?a + 10
  defp digit(c) when c in ?A..?F, do: c - ?A + 10
  defp digit(_c), do: nil

  defp value(?0), do: 0
  defp value(?a), do: 7
  defp value(?b), do: ?\b
  defp value(?d), do: 127
  defp value(?e), do: ?\e
  defp value(?f), do: ?\f
  defp value(?n), do: ?\n
  defp value(?r), do: ?\r
  defp value(?s), do: ?\s
  defp value(?t), do: ?\t
  defp value(?v), do: ?\v
  defp value(c), do: c
end
