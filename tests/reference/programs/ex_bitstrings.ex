# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExBitstrings do
  def main do
    <<a::size(4), b::4, rest::binary>> = <<0xAB, "rest">>
    <<f::float, l::little-16, s::signed-8>> = <<1.5::float, 513::little-16, -3>>
    n = 3
    <<x::binary-size(n), y::bits>> = "abcdef"
    [a, b, rest, f, l, s, x, y, <<1::3, 2::5>>, <<"é"::utf8>>, <<"ab"::utf16>>, parse(<<5, "hello", 3, "abc">>), <<1, 2, 3>> |> :binary.bin_to_list(), for(<<b::1 <- <<0b1010::4>> >>, do: b)]
  end
  defp parse(<<n, s::binary-size(n), r::binary>>), do: [s | parse(r)]
  defp parse(<<>>), do: []
end
