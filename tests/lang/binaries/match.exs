# Taking binaries apart with the bit syntax.
<<a, b::16, rest::binary>> = <<1, 2, 3, 4, 5>>
IO.inspect({a, b, rest}) # expect: {1, 515, <<4, 5>>}
<<x::4, y::4>> = <<0xAB>>
IO.inspect({x, y}) # expect: {10, 11}
<<s::signed, u::unsigned>> = <<255, 255>>
IO.inspect({s, u}) # expect: {-1, 255}
<<l::little-32>> = <<1, 0, 0, 0>>
IO.inspect(l) # expect: 1
<<f::float, g::float-32>> = <<1.5::float, 2.5::float-32>>
IO.inspect({f, g}) # expect: {1.5, 2.5}
<<size, data::binary-size(size), tail::binary>> = <<3, "abcdef">>
IO.inspect({data, tail}) # expect: {"abc", "def"}
<<c::utf8, more::binary>> = "éa"
IO.inspect({c, more}) # expect: {233, "a"}
<<bits::bitstring-size(3), left::bitstring>> = <<0b10110000>>
IO.inspect({bits, left}) # expect: {<<5::size(3)>>, <<16::size(5)>>}
"GET " <> path = "GET /index"
IO.inspect(path) # expect: "/index"
<<"ab", z, _::binary>> = "abcd"
IO.inspect(z) # expect: 99
<<big::128>> = <<2 ** 127::128>>
IO.inspect(big) # expect: 170141183460469231731687303715884105728
<<neg::signed-100, _::4>> = <<-5::100, 0::4>>
IO.inspect(neg) # expect: -5
<<odd::little-12, _::4>> = <<0xABC::little-12, 0::4>>
IO.inspect(odd == 0xABC) # expect: true

defmodule Parse do
  def words(<<>>), do: []
  def words(<<n, word::binary-size(n), rest::binary>>), do: [word | words(rest)]

  def kind(<<0x89, "PNG", _::binary>>), do: :png
  def kind(<<"GIF8", v, "a", _::binary>>) when v in [?7, ?9], do: {:gif, v}
  def kind(<<_::binary>>), do: :binary
  def kind(<<_::bitstring>>), do: :bits
  def kind(_), do: :other

  def count(bin, acc \\ 0)
  def count(<<1::1, rest::bits>>, acc), do: count(rest, acc + 1)
  def count(<<0::1, rest::bits>>, acc), do: count(rest, acc)
  def count(<<>>, acc), do: acc

  def utf(<<c::utf8, rest::binary>>), do: [c | utf(rest)]
  def utf(<<b, rest::binary>>), do: [{:bad, b} | utf(rest)]
  def utf(<<>>), do: []

  def tlv(<<t, l::16, v::binary-size(l), rest::binary>>), do: [{t, v} | tlv(rest)]
  def tlv(<<>>), do: []
  def tlv(other), do: [{:rest, other}]

  def u16(<<c::utf16-little, rest::binary>>), do: [c | u16(rest)]
  def u16(<<>>), do: []

  def ip(<<version::4, ihl::4, _tos, total::16, _::binary>>), do: {version, ihl, total}
end

IO.inspect(Parse.words(<<2, "hi", 5, "there", 0>>)) # expect: ["hi", "there", ""]
IO.inspect(Parse.kind(<<0x89, "PNG", 13>>)) # expect: :png
IO.inspect(Parse.kind("GIF89a...")) # expect: {:gif, 57}
IO.inspect(Parse.kind("GIF88a...")) # expect: :binary
IO.inspect(Parse.kind(<<1::3>>)) # expect: :bits
IO.inspect(Parse.kind(1)) # expect: :other
IO.inspect(Parse.count(<<0xFF, 0x0F, 1::1>>)) # expect: 13
IO.inspect(Parse.utf("aé" <> <<255>> <> "b")) # expect: [97, 233, {:bad, 255}, 98]
IO.inspect(Parse.tlv(<<1, 0, 2, "ab", 2, 0, 0, 9>>)) # expect: [{1, "ab"}, {2, ""}, {:rest, "\t"}]
IO.inspect(Parse.u16(<<0x1F600::utf16-little, ?a::utf16-little>>)) # expect: [128512, 97]
IO.inspect(Parse.ip(<<0x45, 0, 0, 84, 1, 2, 3>>)) # expect: {4, 5, 84}
IO.inspect(match?(<<_::16>>, <<1>>)) # expect: false
IO.inspect(match?(<<1, _::binary>>, <<1, 2, 3::4>>)) # expect: false
IO.inspect(match?(<<1, _::bits>>, <<1, 2, 3::4>>)) # expect: true
IO.inspect(case(<<1, 2>>, do: (<<1, n>> when n > 2 -> :big; <<1, n>> -> {:small, n}))) # expect: {:small, 2}
n = 16
<<v::size(n), w::size(n)-little>> = <<0, 1, 1, 0>>
IO.inspect({v, w}) # expect: {1, 1}
<<k, inner::binary-size(k * 2), _::binary>> = <<2, 1, 2, 3, 4, 5>>
IO.inspect(inner) # expect: <<1, 2, 3, 4>>
IO.inspect(try do: (<<1, _>> = <<2, 3>>), rescue: (e -> Exception.message(e))) # expect: "no match of right hand side value: <<2, 3>>"
IO.inspect(binary_part("hello", 1, 3)) # expect: "ell"
IO.inspect(:binary.split("k=v=w", "=")) # expect: ["k", "v=w"]
IO.inspect(:binary.matches("abcabc", ["a", "bc"])) # expect: [{0, 1}, {1, 2}, {3, 1}, {4, 2}]
