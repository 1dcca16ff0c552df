# SPDX-License-Identifier: GPL-3.0-or-later
# base.ex - bytes as text in base 16, 32 and 64 (RFC 4648).

defmodule Base do
  @moduledoc """
  Bytes as text in base 16, 32 and 64.
  """

  @b16 {?0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?A, ?B, ?C, ?D, ?E, ?F}

  @doc """
  Base 16; option `:case`, `:upper` or `:lower`.

      iex> Base.encode16("foobar")
      "666F6F626172"
  """
  @spec encode16(binary, keyword) :: binary
  def encode16(data, opts \\ []) when is_binary(data) do
    text = for <<digit::4 <- data>>, into: "", do: <<elem(@b16, digit)>>
    lower(text, Keyword.get(opts, :case, :upper))
  end

  @doc "`{:ok, bytes}` of text in base 16, or `:error`."
  @spec decode16(binary, keyword) :: {:ok, binary} | :error
  def decode16(string, opts \\ []), do: safely(fn -> decode16!(string, opts) end)

  @doc "The bytes of text in base 16; raises."
  @spec decode16!(binary, keyword) :: binary
  def decode16!(string, opts \\ [])

  def decode16!(string, opts) when is_binary(string) and rem(byte_size(string), 2) == 0 do
    mode = Keyword.get(opts, :case, :upper)
    for <<high, low <- string>>, into: "", do: <<value16(high, mode)::4, value16(low, mode)::4>>
  end

  def decode16!(string, _opts) when is_binary(string) do
    raise ArgumentError,
          "string given to decode has wrong length. An even number of bytes was expected, got: #{byte_size(string)}. " <>
            "Double check your string for unwanted characters or pad it accordingly"
  end

  defp value16(char, _mode) when char in ?0..?9, do: char - ?0
  defp value16(char, mode) when char in ?A..?F and mode != :lower, do: char - ?A + 10
  defp value16(char, mode) when char in ?a..?f and mode != :upper, do: char - ?a + 10
  defp value16(char, _mode), do: bad_char(char)

  @doc """
  Base 64; `padding: false` leaves out the padding.

      iex> Base.encode64("foobar")
      "Zm9vYmFy"
  """
  @spec encode64(binary, keyword) :: binary
  def encode64(data, opts \\ []) when is_binary(data), do: encode64(data, ?+, ?/, opts)

  @doc "Base 64 for URLs and file names."
  @spec url_encode64(binary, keyword) :: binary
  def url_encode64(data, opts \\ []) when is_binary(data), do: encode64(data, ?-, ?_, opts)

  defp encode64(data, plus, slash, opts) do
    missing = rem(3 - rem(byte_size(data), 3), 3)
    text = for <<digit::6 <- <<data::binary, 0::size(missing)-unit(8)>> >>, into: "", do: <<char64(digit, plus, slash)>>
    pad(text, missing, Keyword.get(opts, :padding, true))
  end

  defp char64(digit, _plus, _slash) when digit < 26, do: ?A + digit
  defp char64(digit, _plus, _slash) when digit < 52, do: ?a + digit - 26
  defp char64(digit, _plus, _slash) when digit < 62, do: ?0 + digit - 52
  defp char64(62, plus, _slash), do: plus
  defp char64(63, _plus, slash), do: slash

  # The last `count` characters of a text in base 64 or 32 stand for no bytes.
  defp pad(text, count, padding?) do
    kept = binary_part(text, 0, byte_size(text) - count)
    if padding?, do: kept <> :binary.copy("=", count), else: kept
  end

  @doc "`{:ok, bytes}` of text in base 64, or `:error`."
  @spec decode64(binary, keyword) :: {:ok, binary} | :error
  def decode64(string, opts \\ []), do: safely(fn -> decode64!(string, opts) end)

  @doc "The bytes of text in base 64; raises."
  @spec decode64!(binary, keyword) :: binary
  def decode64!(string, opts \\ []) when is_binary(string), do: decode64(string, ?+, ?/, opts)

  @doc "`{:ok, bytes}` of text in base 64 for URLs, or `:error`."
  @spec url_decode64(binary, keyword) :: {:ok, binary} | :error
  def url_decode64(string, opts \\ []), do: safely(fn -> url_decode64!(string, opts) end)

  @doc "The bytes of text in base 64 for URLs; raises."
  @spec url_decode64!(binary, keyword) :: binary
  def url_decode64!(string, opts \\ []) when is_binary(string), do: decode64(string, ?-, ?_, opts)

  defp decode64(string, plus, slash, opts) do
    chars = string |> ignore(Keyword.get(opts, :ignore)) |> unpad(4, Keyword.get(opts, :padding, true))
    bits = for <<char <- chars>>, into: <<>>, do: <<value64(char, plus, slash)::6>>
    whole_bytes(bits, rem(byte_size(chars), 4) == 1)
  end

  defp value64(char, _plus, _slash) when char in ?A..?Z, do: char - ?A
  defp value64(char, _plus, _slash) when char in ?a..?z, do: char - ?a + 26
  defp value64(char, _plus, _slash) when char in ?0..?9, do: char - ?0 + 52
  defp value64(plus, plus, _slash), do: 62
  defp value64(slash, _plus, slash), do: 63
  defp value64(char, _plus, _slash), do: bad_char(char)

  defp ignore(string, :whitespace), do: for(<<char <- string>>, char not in [?\s, ?\t, ?\r, ?\n], into: "", do: <<char>>)
  defp ignore(string, nil), do: string

  # The text without its padding, which must fill up the last group unless it may be missing.
  defp unpad(string, group, padding?) do
    chars = String.trim_trailing(string, "=")

    if padding? and rem(byte_size(string), group) != 0 do
      raise ArgumentError, "incorrect padding"
    end

    chars
  end

  defp whole_bytes(_bits, true), do: raise(ArgumentError, "incorrect padding")

  defp whole_bytes(bits, false) do
    size = div(bit_size(bits), 8)
    <<bytes::binary-size(size), _::bitstring>> = bits
    bytes
  end

  @doc """
  Base 32; options `:case` and `:padding`.

      iex> Base.encode32("foobar")
      "MZXW6YTBOI======"
  """
  @spec encode32(binary, keyword) :: binary
  def encode32(data, opts \\ []) when is_binary(data), do: encode32(data, &char32/1, opts)

  @doc "Base 32 with the alphabet 0-9, A-V."
  @spec hex_encode32(binary, keyword) :: binary
  def hex_encode32(data, opts \\ []) when is_binary(data), do: encode32(data, &hex_char32/1, opts)

  defp encode32(data, char, opts) do
    missing = rem(5 - rem(byte_size(data), 5), 5)
    text = for <<digit::5 <- <<data::binary, 0::size(missing)-unit(8)>> >>, into: "", do: <<char.(digit)>>

    text
    |> pad(div(missing * 8, 5), Keyword.get(opts, :padding, true))
    |> lower(Keyword.get(opts, :case, :upper))
  end

  defp char32(digit) when digit < 26, do: ?A + digit
  defp char32(digit), do: ?2 + digit - 26

  defp hex_char32(digit) when digit < 10, do: ?0 + digit
  defp hex_char32(digit), do: ?A + digit - 10

  @doc "`{:ok, bytes}` of text in base 32, or `:error`."
  @spec decode32(binary, keyword) :: {:ok, binary} | :error
  def decode32(string, opts \\ []), do: safely(fn -> decode32!(string, opts) end)

  @doc "The bytes of text in base 32; raises."
  @spec decode32!(binary, keyword) :: binary
  def decode32!(string, opts \\ []) when is_binary(string), do: decode32(string, &value32/1, opts)

  @doc "`{:ok, bytes}` of text in base 32 with the alphabet 0-9, A-V, or `:error`."
  @spec hex_decode32(binary, keyword) :: {:ok, binary} | :error
  def hex_decode32(string, opts \\ []), do: safely(fn -> hex_decode32!(string, opts) end)

  @doc "The bytes of text in base 32 with the alphabet 0-9, A-V; raises."
  @spec hex_decode32!(binary, keyword) :: binary
  def hex_decode32!(string, opts \\ []) when is_binary(string), do: decode32(string, &hex_value32/1, opts)

  defp decode32(string, value, opts) do
    mode = Keyword.get(opts, :case, :upper)
    chars = unpad(string, 8, Keyword.get(opts, :padding, true))
    bits = for <<char <- chars>>, into: <<>>, do: <<value.(upper(char, mode))::5>>
    whole_bytes(bits, rem(byte_size(chars), 8) in [1, 3, 6])
  end

  defp upper(char, mode) when char in ?a..?z and mode != :upper, do: char - 32
  defp upper(char, :lower) when char in ?A..?Z, do: bad_char(char)
  defp upper(char, _mode), do: char

  defp value32(char) when char in ?A..?Z, do: char - ?A
  defp value32(char) when char in ?2..?7, do: char - ?2 + 26
  defp value32(char), do: bad_char(char)

  defp hex_value32(char) when char in ?0..?9, do: char - ?0
  defp hex_value32(char) when char in ?A..?V, do: char - ?A + 10
  defp hex_value32(char), do: bad_char(char)

  defp lower(text, :lower), do: String.downcase(text, :ascii)
  defp lower(text, :upper), do: text

  defp bad_char(char) do
    raise ArgumentError, "non-alphabet character found: #{inspect(<<char>>, binaries: :as_strings)} (byte #{char})"
  end

  defp safely(decode) do
    try do
      {:ok, decode.()}
    rescue
      ArgumentError -> :error
    end
  end
end
