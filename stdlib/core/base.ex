# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Base do
  @moduledoc """
  Binary data as text of 16, 32 or 64 letters, and back (RFC 4648).

      iex> Base.encode64("hello")
      "aGVsbG8="
      iex> Base.decode16!("01FF")
      <<1, 255>>

  Base 16 and 32 take `case: :upper | :lower` (and `:mixed` when decoding); base 32 and 64 take `padding: false`;
  decoding base 64 takes `ignore: :whitespace`.
  """

  @hex "0123456789ABCDEF"
  @hex_lower "0123456789abcdef"
  @base32 "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
  @base32_lower "abcdefghijklmnopqrstuvwxyz234567"
  @hex32 "0123456789ABCDEFGHIJKLMNOPQRSTUV"
  @hex32_lower "0123456789abcdefghijklmnopqrstuv"
  @base64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  @url64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

  @type encode_case :: :upper | :lower
  @type decode_case :: :upper | :lower | :mixed

  @doc """
  Encodes in hexadecimal digits.

      iex> Base.encode16("foobar", case: :lower)
      "666f6f626172"
  """
  @spec encode16(binary, case: encode_case) :: binary
  def encode16(data, opts \\ []) when is_binary(data) do
    :elver_base.encode(data, alphabet(letter_case(opts), @hex, @hex_lower), false)
  end

  @doc """
  Decodes hexadecimal digits.

      iex> Base.decode16("666f", case: :mixed)
      {:ok, "fo"}
      iex> Base.decode16("6")
      :error
  """
  @spec decode16(binary, case: decode_case) :: {:ok, binary} | :error
  def decode16(string, opts \\ []) when is_binary(string), do: result(decode_16(string, opts))

  @doc "Like `decode16/2`, but raises `ArgumentError` for wrong text."
  @spec decode16!(binary, case: decode_case) :: binary
  def decode16!(string, opts \\ []) when is_binary(string) do
    if rem(byte_size(string), 2) != 0 do
      raise ArgumentError,
            "string given to decode has wrong length. An even number of bytes was expected, got: " <>
              "#{byte_size(string)}. Double check your string for unwanted characters or pad it accordingly"
    end

    result!(decode_16(string, opts))
  end

  @doc """
  Encodes in letters and the digits 2 to 7.

      iex> Base.encode32("foobar", padding: false)
      "MZXW6YTBOI"
  """
  @spec encode32(binary, case: encode_case, padding: boolean) :: binary
  def encode32(data, opts \\ []) when is_binary(data) do
    :elver_base.encode(data, alphabet(letter_case(opts), @base32, @base32_lower), padding(opts))
  end

  @doc """
  Decodes what `encode32/2` gave.

      iex> Base.decode32("MZXW6YTBOI======")
      {:ok, "foobar"}
  """
  @spec decode32(binary, case: decode_case, padding: boolean) :: {:ok, binary} | :error
  def decode32(string, opts \\ []) when is_binary(string), do: result(decode_32(string, opts))

  @doc "Like `decode32/2`, but raises `ArgumentError` for wrong text."
  @spec decode32!(binary, case: decode_case, padding: boolean) :: binary
  def decode32!(string, opts \\ []) when is_binary(string), do: result!(decode_32(string, opts))

  @doc """
  Encodes in 32 letters that sort as the data does.

      iex> Base.hex_encode32("foobar")
      "CPNMUOJ1E8======"
  """
  @spec hex_encode32(binary, case: encode_case, padding: boolean) :: binary
  def hex_encode32(data, opts \\ []) when is_binary(data) do
    :elver_base.encode(data, alphabet(letter_case(opts), @hex32, @hex32_lower), padding(opts))
  end

  @doc """
  Decodes what `hex_encode32/2` gave.

      iex> Base.hex_decode32("CPNMUOJ1E8======")
      {:ok, "foobar"}
  """
  @spec hex_decode32(binary, case: decode_case, padding: boolean) :: {:ok, binary} | :error
  def hex_decode32(string, opts \\ []) when is_binary(string), do: result(hex_decode_32(string, opts))

  @doc "Like `hex_decode32/2`, but raises `ArgumentError` for wrong text."
  @spec hex_decode32!(binary, case: decode_case, padding: boolean) :: binary
  def hex_decode32!(string, opts \\ []) when is_binary(string), do: result!(hex_decode_32(string, opts))

  @doc """
  Encodes in 64 letters.

      iex> Base.encode64("foob")
      "Zm9vYg=="
  """
  @spec encode64(binary, padding: boolean) :: binary
  def encode64(data, opts \\ []) when is_binary(data) do
    :elver_base.encode(data, @base64, padding(opts))
  end

  @doc """
  Decodes what `encode64/2` gave.

      iex> Base.decode64("Zm9vYg==")
      {:ok, "foob"}
      iex> Base.decode64("Zm9v Yg==\\n", ignore: :whitespace)
      {:ok, "foob"}
  """
  @spec decode64(binary, ignore: :whitespace, padding: boolean) :: {:ok, binary} | :error
  def decode64(string, opts \\ []) when is_binary(string), do: result(decode_64(string, @base64, opts))

  @doc "Like `decode64/2`, but raises `ArgumentError` for wrong text."
  @spec decode64!(binary, ignore: :whitespace, padding: boolean) :: binary
  def decode64!(string, opts \\ []) when is_binary(string), do: result!(decode_64(string, @base64, opts))

  @doc """
  Encodes in 64 letters that file names and URLs may hold.

      iex> Base.url_encode64(<<255, 127, 254, 252>>)
      "_3_-_A=="
  """
  @spec url_encode64(binary, padding: boolean) :: binary
  def url_encode64(data, opts \\ []) when is_binary(data) do
    :elver_base.encode(data, @url64, padding(opts))
  end

  @doc """
  Decodes what `url_encode64/2` gave.

      iex> Base.url_decode64("_3_-_A==")
      {:ok, <<255, 127, 254, 252>>}
  """
  @spec url_decode64(binary, ignore: :whitespace, padding: boolean) :: {:ok, binary} | :error
  def url_decode64(string, opts \\ []) when is_binary(string), do: result(decode_64(string, @url64, opts))

  @doc "Like `url_decode64/2`, but raises `ArgumentError` for wrong text."
  @spec url_decode64!(binary, ignore: :whitespace, padding: boolean) :: binary
  def url_decode64!(string, opts \\ []) when is_binary(string), do: result!(decode_64(string, @url64, opts))

  defp decode_16(string, opts), do: decode(string, letter_case(opts), @hex, @hex_lower, true)
  defp decode_32(string, opts), do: decode(string, letter_case(opts), @base32, @base32_lower, padding(opts))
  defp hex_decode_32(string, opts), do: decode(string, letter_case(opts), @hex32, @hex32_lower, padding(opts))

  defp decode(string, :mixed, upper, _lower, pad), do: :elver_base.decode(string, upper, true, pad)
  defp decode(string, letters, upper, lower, pad), do: :elver_base.decode(string, alphabet(letters, upper, lower), false, pad)

  defp decode_64(string, alphabet, opts) do
    :elver_base.decode(without_ignored(string, Keyword.get(opts, :ignore)), alphabet, false, padding(opts))
  end

  defp without_ignored(string, nil), do: string
  defp without_ignored(string, :whitespace), do: for(<<c <- string>>, c not in '\s\t\r\n', into: "", do: <<c>>)

  defp letter_case(opts), do: Keyword.get(opts, :case, :upper)
  defp padding(opts), do: Keyword.get(opts, :padding, true)

  defp alphabet(letters, upper, lower) do
    case letters do
      :upper -> upper
      :lower -> lower
    end
  end

  defp result(data) when is_binary(data), do: {:ok, data}
  defp result(_), do: :error

  defp result!(data) when is_binary(data), do: data
  defp result!(:padding), do: raise(ArgumentError, "incorrect padding")

  defp result!({:bad, byte}) do
    raise ArgumentError, "non-alphabet character found: #{inspect(<<byte>>, binaries: :as_strings)} (byte #{byte})"
  end
end
