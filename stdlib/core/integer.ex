# SPDX-License-Identifier: GPL-3.0-or-later
# integer.ex - functions on integers.

defmodule Integer do
  @moduledoc """
  Functions on integers.
  """

  import Kernel, except: [to_string: 1, to_charlist: 1]

  @doc "Tells whether an integer is odd; allowed in guards."
  defmacro is_odd(integer) do
    quote do: is_integer(unquote(integer)) and :erlang.band(unquote(integer), 1) == 1
  end

  @doc "Tells whether an integer is even; allowed in guards."
  defmacro is_even(integer) do
    quote do: is_integer(unquote(integer)) and :erlang.band(unquote(integer), 1) == 0
  end

  @doc """
  `base` to the power of `exponent`.

      iex> Integer.pow(2, 10)
      1024
  """
  @spec pow(integer, non_neg_integer) :: integer
  def pow(base, exponent) when is_integer(base) and is_integer(exponent) do
    if exponent < 0, do: :erlang.error(:badarith)
    power(base, exponent)
  end

  defp power(_base, 0), do: 1
  defp power(base, 1), do: base

  defp power(base, exponent) do
    half = power(base, :erlang.bsr(exponent, 1))
    if :erlang.band(exponent, 1) == 1, do: half * half * base, else: half * half
  end

  @doc """
  The remainder with the sign of the divisor.

      iex> Integer.mod(-5, 2)
      1
  """
  @spec mod(integer, neg_integer | pos_integer) :: integer
  def mod(dividend, divisor) do
    remainder = rem(dividend, divisor)
    if remainder * divisor < 0, do: remainder + divisor, else: remainder
  end

  @doc """
  The quotient rounded down.

      iex> Integer.floor_div(-5, 2)
      -3
  """
  @spec floor_div(integer, neg_integer | pos_integer) :: integer
  def floor_div(dividend, divisor) do
    if dividend * divisor < 0 and rem(dividend, divisor) != 0 do
      div(dividend, divisor) - 1
    else
      div(dividend, divisor)
    end
  end

  @doc """
  The digits of an integer.

      iex> Integer.digits(123)
      [1, 2, 3]
  """
  @spec digits(integer, pos_integer) :: [integer, ...]
  def digits(integer, base \\ 10) when is_integer(integer) and is_integer(base) and base >= 2 do
    digits(integer, base, [])
  end

  defp digits(integer, base, acc) when abs(integer) < base, do: [integer | acc]
  defp digits(integer, base, acc), do: digits(div(integer, base), base, [rem(integer, base) | acc])

  @doc """
  The integer with these digits.

      iex> Integer.undigits([1, 2, 3])
      123
  """
  @spec undigits([integer], pos_integer) :: integer
  def undigits(digits, base \\ 10) when is_list(digits) and is_integer(base) and base >= 2 do
    undigits(digits, base, 0)
  end

  defp undigits([], _base, acc), do: acc

  defp undigits([digit | _], base, _acc) when is_integer(digit) and digit >= base do
    raise ArgumentError, "invalid digit #{digit} in base #{base}"
  end

  defp undigits([digit | rest], base, acc) when is_integer(digit), do: undigits(rest, base, acc * base + digit)

  @doc """
  Reads an integer at the start of a string: `{integer, rest}` or `:error`.

      iex> Integer.parse("12.3")
      {12, ".3"}
  """
  @spec parse(binary, 2..36) :: {integer, rest :: binary} | :error
  def parse(binary, base \\ 10)

  def parse(binary, base) when is_binary(binary) and base in 2..36 do
    case binary do
      "-" <> rest -> rest |> parse_first(base) |> negate()
      "+" <> rest -> parse_first(rest, base)
      _ -> parse_first(binary, base)
    end
  end

  def parse(binary, base) when is_binary(binary) do
    raise ArgumentError, "invalid base #{inspect(base)}"
  end

  defp negate({integer, rest}), do: {-integer, rest}
  defp negate(:error), do: :error

  # Converted at once: digit by digit would be quadratic.
  defp parse_first(binary, base) do
    case count_digits(binary, base, 0) do
      0 ->
        :error

      count ->
        <<digits::binary-size(count), rest::binary>> = binary
        {:erlang.binary_to_integer(digits, base), rest}
    end
  end

  defp count_digits(<<char, rest::binary>>, base, count) do
    if digit(char) < base, do: count_digits(rest, base, count + 1), else: count
  end

  defp count_digits(<<>>, _base, count), do: count

  defp digit(char) when char >= ?0 and char <= ?9, do: char - ?0
  defp digit(char) when char >= ?a and char <= ?z, do: char - ?a + 10
  defp digit(char) when char >= ?A and char <= ?Z, do: char - ?A + 10
  defp digit(_char), do: 99

  @doc """
  The text of an integer.

      iex> Integer.to_string(255, 16)
      "FF"
  """
  @spec to_string(integer, 2..36) :: String.t()
  def to_string(integer, base \\ 10)
  def to_string(integer, 10), do: :erlang.integer_to_binary(integer)
  def to_string(integer, base), do: :erlang.integer_to_binary(integer, base)

  @doc "The text of an integer as a charlist."
  @spec to_charlist(integer, 2..36) :: charlist
  def to_charlist(integer, base \\ 10)
  def to_charlist(integer, 10), do: :erlang.integer_to_list(integer)
  def to_charlist(integer, base), do: :erlang.integer_to_list(integer, base)

  @doc false
  def to_char_list(integer), do: to_charlist(integer)
  @doc false
  def to_char_list(integer, base), do: to_charlist(integer, base)

  @doc """
  The greatest common divisor.

      iex> Integer.gcd(12, 18)
      6
  """
  @spec gcd(integer, integer) :: non_neg_integer
  def gcd(integer1, integer2) when is_integer(integer1) and is_integer(integer2) do
    euclid(abs(integer1), abs(integer2))
  end

  defp euclid(a, 0), do: a
  defp euclid(a, b), do: euclid(b, rem(a, b))

  @doc """
  `{gcd, m, n}` with gcd = a * m + b * n.

      iex> Integer.extended_gcd(240, 46)
      {2, -9, 47}
  """
  @spec extended_gcd(integer, integer) :: {non_neg_integer, integer, integer}
  def extended_gcd(0, 0), do: {0, 0, 0}
  def extended_gcd(0, b), do: {b, 0, 1}
  def extended_gcd(a, 0), do: {a, 1, 0}

  def extended_gcd(integer1, integer2) when is_integer(integer1) and is_integer(integer2) do
    extended(integer2, integer1, 0, 1, 1, 0)
  end

  defp extended(r1, r0, s1, s0, t1, t0) do
    quotient = div(r0, r1)

    case r0 - quotient * r1 do
      0 when r1 > 0 -> {r1, s1, t1}
      0 when r1 < 0 -> {-r1, -s1, -t1}
      r2 -> extended(r2, r1, s0 - quotient * s1, s1, t0 - quotient * t1, t1)
    end
  end
end
