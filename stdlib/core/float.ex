# SPDX-License-Identifier: GPL-3.0-or-later
# float.ex - functions on floats. Rounding is exact: on the integer ratio that a float is.

defmodule Float do
  @moduledoc """
  Functions on floats: 64-bit IEEE 754.
  """

  import Kernel, except: [round: 1, to_string: 1, to_charlist: 1]

  @type precision_range :: 0..15

  defguardp is_precision(precision) when is_integer(precision) and precision >= 0 and precision <= 15

  @doc "The largest finite float."
  @spec max_finite() :: float
  def max_finite(), do: 1.7976931348623157e308

  @doc "The least finite float."
  @spec min_finite() :: float
  def min_finite(), do: -1.7976931348623157e308

  @doc "`base` to the power of `exponent`."
  @spec pow(float, number) :: float
  def pow(base, exponent) when is_float(base) and is_number(exponent), do: :math.pow(base, exponent)

  @doc """
  Reads a float at the start of a string: `{float, rest}` or `:error`.

      iex> Float.parse("56.5xyz")
      {56.5, "xyz"}
  """
  @spec parse(binary) :: {float, binary} | :error
  def parse("-" <> binary) do
    case parse_unsigned(binary) do
      {number, rest} -> {-number, rest}
      :error -> :error
    end
  end

  def parse("+" <> binary), do: parse_unsigned(binary)
  def parse(binary), do: parse_unsigned(binary)

  defp parse_unsigned(binary) when is_binary(binary) do
    {whole, rest} = take_digits(binary, 0)

    if whole == "" do
      :error
    else
      {fraction, rest} = parse_fraction(rest)
      {exponent, rest} = parse_exponent(rest)
      to_number(whole <> "." <> fraction <> exponent, rest)
    end
  end

  defp take_digits(binary, count) do
    case binary do
      <<_::binary-size(count), char, _::binary>> when char in ?0..?9 ->
        take_digits(binary, count + 1)

      <<digits::binary-size(count), rest::binary>> ->
        {digits, rest}
    end
  end

  defp parse_fraction("." <> rest = all) do
    case take_digits(rest, 0) do
      {"", _} -> {"0", all}
      {digits, rest} -> {digits, rest}
    end
  end

  defp parse_fraction(rest), do: {"0", rest}

  defp parse_exponent(<<e, rest::binary>> = all) when e in [?e, ?E] do
    {sign, digits} =
      case rest do
        "-" <> digits -> {"-", digits}
        "+" <> digits -> {"+", digits}
        _ -> {"", rest}
      end

    case take_digits(digits, 0) do
      {"", _} -> {"", all}
      {digits, rest} -> {"e" <> sign <> digits, rest}
    end
  end

  defp parse_exponent(rest), do: {"", rest}

  defp to_number(text, rest) do
    try do
      {:erlang.binary_to_float(text), rest}
    rescue
      ArgumentError -> :error
    end
  end

  @doc """
  Rounds down to `precision` digits after the point.

      iex> Float.floor(34.25, 1)
      34.2
  """
  @spec floor(float, precision_range) :: float
  def floor(number, precision \\ 0)
  def floor(number, 0) when is_float(number), do: :math.floor(number)
  def floor(number, precision) when is_float(number) and is_precision(precision), do: round(number, precision, :floor)
  def floor(number, precision) when is_float(number), do: refuse(precision)

  @doc "Rounds up to `precision` digits after the point."
  @spec ceil(float, precision_range) :: float
  def ceil(number, precision \\ 0)
  def ceil(number, 0) when is_float(number), do: :math.ceil(number)
  def ceil(number, precision) when is_float(number) and is_precision(precision), do: round(number, precision, :ceil)
  def ceil(number, precision) when is_float(number), do: refuse(precision)

  @doc """
  Rounds to `precision` digits after the point, half away from zero.

      iex> Float.round(5.5674, 3)
      5.567
  """
  @spec round(float, precision_range) :: float
  def round(float, precision \\ 0)
  def round(float, 0) when is_float(float) do
    float |> :erlang.round() |> :erlang.float()
  end

  def round(float, precision) when is_float(float) and is_precision(precision), do: round(float, precision, :half_up)
  def round(float, precision) when is_float(float), do: refuse(precision)

  defp refuse(precision) do
    raise ArgumentError, "precision #{precision} is out of valid range of 0..15"
  end

  # The float is numerator / denominator exactly; scaled by 10 ** precision it is rounded as an integer, and the
  # decimal so found is read as a float again.
  defp round(float, _precision, _mode) when float == 0.0, do: float

  defp round(float, precision, mode) do
    {numerator, denominator} = ratio(float)
    scale = Integer.pow(10, precision)
    scaled = abs(numerator) * scale
    quotient = div(scaled, denominator)
    remainder = rem(scaled, denominator)

    rounded = quotient + carry(mode, float < 0, remainder, denominator)

    cond do
      denominator == 1 -> float
      rounded == 0 and float < 0 -> -0.0
      true -> decimal(if(float < 0, do: "-", else: ""), rounded, precision)
    end
  end

  defp carry(_mode, _negative, 0, _denominator), do: 0
  defp carry(:floor, negative, _remainder, _denominator), do: if(negative, do: 1, else: 0)
  defp carry(:ceil, negative, _remainder, _denominator), do: if(negative, do: 0, else: 1)
  defp carry(:half_up, _negative, remainder, denominator), do: if(remainder * 2 >= denominator, do: 1, else: 0)

  defp decimal(sign, rounded, precision) do
    digits = :erlang.integer_to_binary(rounded)
    :erlang.binary_to_float(sign <> digits <> ".0e-" <> :erlang.integer_to_binary(precision))
  end

  @doc """
  The pair of integers whose quotient is the float, the second a power of two.

      iex> Float.ratio(0.75)
      {3, 4}
  """
  @spec ratio(float) :: {integer, pos_integer}
  def ratio(float) when is_float(float) do
    <<sign::1, exponent::11, mantissa::52>> = <<float::float>>

    {mantissa, power} =
      if exponent == 0, do: {mantissa, -1074}, else: {mantissa + 0x10000000000000, exponent - 1075}

    simplify(if(sign == 1, do: -mantissa, else: mantissa), power)
  end

  defp simplify(0, _power), do: {0, 1}
  defp simplify(mantissa, power) when power >= 0, do: {:erlang.bsl(mantissa, power), 1}

  defp simplify(mantissa, power) when :erlang.band(mantissa, 1) == 0 do
    simplify(:erlang.bsr(mantissa, 1), power + 1)
  end

  defp simplify(mantissa, power), do: {mantissa, :erlang.bsl(1, -power)}

  @doc """
  The shortest text that reads as the same float.

      iex> Float.to_string(7.0)
      "7.0"
  """
  @spec to_string(float) :: String.t()
  def to_string(float) when is_float(float), do: :erlang.float_to_binary(float, [:short])

  @doc "The shortest text that reads as the same float, as a charlist."
  @spec to_charlist(float) :: charlist
  def to_charlist(float) when is_float(float), do: :erlang.float_to_list(float, [:short])

  @doc false
  def to_char_list(float), do: to_charlist(float)
  @doc false
  def to_string(float, options), do: :erlang.float_to_binary(float, options)
  @doc false
  def to_char_list(float, options), do: :erlang.float_to_list(float, options)
end
