# Function heads on binaries: shared prefixes, tries, sizes from earlier fields, falling back.
defmodule B do
  def verb("GET " <> rest), do: {:get, rest}
  def verb("GETX" <> rest), do: {:getx, rest}
  def verb("POST " <> rest), do: {:post, rest}
  def verb(<<"P", x, _::binary>>) when x in ?A..?Z, do: {:p, <<x>>}
  def verb(<<c, rest::binary>>), do: {:char, c, rest}
  def verb(<<>>), do: :empty
  def verb(_), do: :none
  def packet(<<len::16, body::binary-size(len), rest::binary>>), do: {body, rest}
  def packet(<<len::16, rest::binary>>), do: {:short, len, byte_size(rest)}
  def packet(bits), do: {:bits, bit_size(bits)}
  def tlv(<<1, n::8, rest::binary>>), do: [{:int, n} | tlv(rest)]
  def tlv(<<2, l, s::binary-size(l), rest::binary>>), do: [{:str, s} | tlv(rest)]
  def tlv(<<3, f::float, rest::binary>>), do: [{:float, f} | tlv(rest)]
  def tlv(<<4, c::utf8, rest::binary>>), do: [{:char, c} | tlv(rest)]
  def tlv(<<>>), do: []
  def tlv(<<t, _::binary>>), do: [{:unknown, t}]
  def digits(<<d, rest::binary>>, acc) when d in ?0..?9, do: digits(rest, acc * 10 + d - ?0)
  def digits(rest, acc), do: {acc, rest}
  def hex(<<a::4, b::4>>), do: {a, b}
  def hex(<<a::4, rest::bits>>), do: {a, bit_size(rest)}
  def word("alpha"), do: 1
  def word("beta"), do: 2
  def word("alphabet"), do: 3
  def word(w) when is_binary(w), do: byte_size(w)
  def both(<<a, _::binary>>, <<a, _::binary>>), do: :same
  def both(<<_, r::binary>>, <<x, _::binary>>), do: {r, x}
  def both(_, _), do: :no
end
IO.inspect(Enum.map(["GET /", "GETX1", "POST a", "PUT"], &B.verb/1)) # expect: [get: "/", getx: "1", post: "a", p: "U"]
IO.inspect(Enum.map(["Px", "x", "", 1], &B.verb/1)) # expect: [{:char, 80, "x"}, {:char, 120, ""}, :empty, :none]
IO.inspect(Enum.map([<<0, 2, "abc">>, <<0, 9, "abc">>, <<1>>, <<1::3>>], &B.packet/1)) # expect: [{"ab", "c"}, {:short, 9, 3}, {:bits, 8}, {:bits, 3}]
IO.inspect(B.tlv(<<1, 7, 2, 3, "xyz", 3, 1.5::float, 4, "é", 9, 9>>)) # expect: [int: 7, str: "xyz", float: 1.5, char: 233, unknown: 9]
IO.inspect(B.digits("123ab", 0)) # expect: {123, "ab"}
IO.inspect({B.hex(<<0xAB>>), B.hex(<<1, 2>>)}) # expect: {{10, 11}, {0, 12}}
IO.inspect(Enum.map(["alpha", "beta", "alphabet", "alphabeta"], &B.word/1)) # expect: [1, 2, 3, 9]
IO.inspect({B.both("ab", "ac"), B.both("ab", "xy"), B.both("", "a")}) # expect: {:same, {"b", 120}, :no}
