# Building binaries with the bit syntax.
IO.inspect(<<1, 2, 3>>) # expect: <<1, 2, 3>>
IO.inspect(<<256>>) # expect: <<0>>
IO.inspect(<<-1>>) # expect: <<255>>
IO.inspect(<<1::16>>) # expect: <<0, 1>>
IO.inspect(<<1::little-16>>) # expect: <<1, 0>>
IO.inspect(<<1::size(4), 2::4>>) # expect: <<18>>
IO.inspect(<<5::3>>) # expect: <<5::size(3)>>
IO.inspect(<<1::1, 0::1, 1::1>>) # expect: <<5::size(3)>>
IO.inspect(<<3.14::float>>) # expect: <<64, 9, 30, 184, 81, 235, 133, 31>>
IO.inspect(<<3.14::float-32>>) # expect: <<64, 72, 245, 195>>
IO.inspect(<<1.5::float-16>>) # expect: <<62, 0>>
IO.inspect(<<3::float-little-64>>) # expect: <<0, 0, 0, 0, 0, 0, 8, 64>>
IO.inspect(<<"abc", 0>>) # expect: <<97, 98, 99, 0>>
IO.inspect(<<"é"::utf16>>) # expect: <<0, 233>>
IO.inspect(<<?é::utf8, 0x1F600::utf8>>) # expect: "é😀"
IO.inspect(<<0x1F600::utf16-little>>) # expect: <<61, 216, 0, 222>>
IO.inspect(<<0x1F600::utf32>>) # expect: <<0, 1, 246, 0>>
IO.inspect(<<123456789012345678901234567890::128>>) # expect: <<0, 0, 0, 1, 142, 233, 15, 246, 195, 115, 224, 238, 78, 63, 10, 210>>
IO.inspect(<<-2::100, 1::4>>) # expect: <<255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 225>>
part = <<1::5>>
IO.inspect(<<part::bitstring, 7::3>>) # expect: <<15>>
IO.inspect(<<part::bits, part::bits>>) # expect: <<8, 1::size(2)>>
bin = "binary"
IO.inspect(<<bin::binary, "!">>) # expect: "binary!"
IO.inspect(<<bin::binary-size(3)>>) # expect: "bin"
n = 2
IO.inspect(<<7::size(n)-unit(8)>>) # expect: <<0, 7>>
IO.inspect(<<bin::binary-size(n)>>) # expect: "bi"
IO.inspect(byte_size(<<0::size(100)-unit(8)>>)) # expect: 100
IO.inspect(bit_size(<<1::7>>)) # expect: 7
IO.inspect(byte_size(<<1::7>>)) # expect: 1
IO.inspect(<<1, 2>> <> <<3>>) # expect: <<1, 2, 3>>
IO.inspect(Enum.reduce(1..1000, <<>>, &<<&2::binary, rem(&1, 256)>>) |> byte_size()) # expect: 1000
IO.inspect(Enum.reduce(1..20, <<>>, &<<&2::bits, rem(&1, 2)::1>>)) # expect: <<170, 170, 10::size(4)>>
IO.inspect(for(x <- 1..4, into: <<>>, do: <<x::4>>)) # expect: <<18, 52>>
IO.inspect(try do: <<hd(["a"])::integer>>, rescue: (e -> e.__struct__)) # expect: ArgumentError
IO.inspect(try do: <<hd([:a])::8>>, rescue: (e -> e.__struct__)) # expect: ArgumentError
IO.inspect(try do: <<hd(["abc"])::binary-size(5)>>, rescue: (e -> e.__struct__)) # expect: ArgumentError
IO.inspect(try do: <<hd([0xD800])::utf8>>, rescue: (e -> e.__struct__)) # expect: ArgumentError
IO.inspect(is_binary(<<1::7>>)) # expect: false
IO.inspect(is_bitstring(<<1::7>>)) # expect: true
IO.inspect(<<1, 2, 3::6>>) # expect: <<1, 2, 3::size(6)>>
IO.inspect(Base.encode16(<<1, 255>>)) # expect: "01FF"
IO.inspect(Base.encode64("hello")) # expect: "aGVsbG8="
IO.inspect(Base.decode64!("aGVsbG8=")) # expect: "hello"
IO.inspect(Base.encode32("hi")) # expect: "NBUQ===="
IO.inspect(:binary.copy("ab", 3)) # expect: "ababab"
IO.inspect(:binary.encode_unsigned(2 ** 40)) # expect: <<1, 0, 0, 0, 0, 0>>
IO.inspect(:erlang.term_to_binary({:a, 1, "x"})) # expect: <<131, 104, 3, 100, 0, 1, 97, 97, 1, 109, 0, 0, 0, 1, 120>>
IO.inspect(:erlang.binary_to_term(:erlang.term_to_binary(%{a: [1, 2.5, "x"], b: {nil}}))) # expect: %{a: [1, 2.5, "x"], b: {nil}}
IO.inspect(:erlang.md5("abc") |> Base.encode16(case: :lower)) # expect: "900150983cd24fb0d6963f7d28e17f72"
IO.inspect(:erlang.crc32("hello")) # expect: 907060870
IO.inspect(:erlang.iolist_to_binary([1, [2, "three"], 52])) # expect: <<1, 2, 116, 104, 114, 101, 101, 52>>
