# Base: encodings of RFC 4648.
IO.inspect(Base.encode16("foobar", case: :lower)) # expect: "666f6f626172"
IO.inspect(Base.decode16!("01ff", case: :mixed)) # expect: <<1, 255>>
IO.inspect(Base.decode16("0")) # expect: :error
IO.inspect(Base.encode32("hello!")) # expect: "NBSWY3DPEE======"
IO.inspect(Base.hex_encode32("hello!")) # expect: "D1IMOR3F44======"
IO.inspect(Base.decode32("NBUQ====")) # expect: {:ok, "hi"}
IO.inspect(Base.encode64(<<255, 254, 253>>)) # expect: "//79"
IO.inspect(Base.url_encode64(<<255, 254>>, padding: false)) # expect: "__4"
IO.inspect(Base.decode64("aG k=\n", ignore: :whitespace)) # expect: {:ok, "hi"}
IO.inspect(Base.decode64("aGk", padding: false)) # expect: {:ok, "hi"}
IO.inspect(Base.decode64("a%==")) # expect: :error
IO.inspect(try do: Base.decode64!("a"), rescue: (e -> e.message)) # expect: "incorrect padding"
IO.inspect(try do: Base.decode64!("a%=="), rescue: (e -> e.message)) # expect: "non-alphabet character found: \"%\" (byte 37)"
IO.inspect(try do: Base.decode16!("zz"), rescue: (e -> e.message)) # expect: "non-alphabet character found: \"z\" (byte 122)"
IO.inspect(Enum.all?(0..64, fn n -> b = :binary.copy(<<n>>, n); Base.decode64!(Base.encode64(b)) == b end)) # expect: true
