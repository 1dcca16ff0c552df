# SPDX-License-Identifier: GPL-3.0-or-later
# What the functions of this part of the library give; recorded from the reference.
show = fn value -> IO.puts(inspect(value, limit: :infinity, printable_limit: :infinity)) end
failure = fn fun ->
  try do
    {:no_failure, fun.()}
  rescue
    e -> {e.__struct__, Exception.message(e)}
  end
end

show.(Base.encode16("foobar"))  # expect: "666F6F626172"
show.(Base.encode16("foo", case: :lower))  # expect: "666f6f"
show.(Base.decode16("666F6F"))  # expect: {:ok, "foo"}
show.(Base.decode16!("666f6f", case: :mixed))  # expect: "foo"
show.(Base.decode16("666f6f"))  # expect: :error
show.(failure.(fn -> Base.decode16!("666f6f") end))  # expect: {ArgumentError, "non-alphabet character found: \"f\" (byte 102)"}
show.(Base.decode16("6"))  # expect: :error
show.(failure.(fn -> Base.decode16!("6") end))  # expect: {ArgumentError, "string given to decode has wrong length. An even number of bytes was expected, got: 1. Double check your string for unwanted characters or pad it accordingly"}
show.(Base.encode64("foobar!!"))  # expect: "Zm9vYmFyISE="
show.(Base.encode64("foob", padding: false))  # expect: "Zm9vYg"
show.(Base.decode64("Zm9vYg=="))  # expect: {:ok, "foob"}
show.(Base.decode64("Zm9vYg", padding: false))  # expect: {:ok, "foob"}
show.(Base.decode64("Zm9vYg"))  # expect: :error
show.(failure.(fn -> Base.decode64!("Zm9vYg") end))  # expect: {ArgumentError, "incorrect padding"}
show.(failure.(fn -> Base.decode64!("Zm9v*g==") end))  # expect: {ArgumentError, "non-alphabet character found: \"*\" (byte 42)"}
show.(Base.decode64("Zm 9v\nYg==", ignore: :whitespace))  # expect: {:ok, "foob"}
show.(Base.url_encode64(<<255,127,254,252>>))  # expect: "_3_-_A=="
show.(Base.url_decode64("_3_-_A=="))  # expect: {:ok, <<255, 127, 254, 252>>}
show.(Base.url_decode64!("_3_-_A", padding: false))  # expect: <<255, 127, 254, 252>>
show.(Base.encode32("foobar"))  # expect: "MZXW6YTBOI======"
show.(Base.encode32("foob", padding: false, case: :lower))  # expect: "mzxw6yq"
show.(Base.decode32("MZXW6YTBOI======"))  # expect: {:ok, "foobar"}
show.(Base.decode32!("mzxw6ytboi======", case: :lower))  # expect: "foobar"
show.(Base.decode32("MZXW6"))  # expect: :error
show.(failure.(fn -> Base.decode32!("MZXW6YTBOI") end))  # expect: {ArgumentError, "incorrect padding"}
show.(Base.hex_encode32("foobar"))  # expect: "CPNMUOJ1E8======"
show.(Base.hex_decode32("CPNMUOJ1E8======"))  # expect: {:ok, "foobar"}
show.(Base.encode16(""))  # expect: ""
show.(Base.decode64(""))  # expect: {:ok, ""}
show.(Base.decode64("A"))  # expect: :error
show.(Base.decode32("A======="))  # expect: :error
show.(failure.(fn -> Base.decode32!("1") end))  # expect: {ArgumentError, "incorrect padding"}
show.(Base.decode64("AB=C"))  # expect: :error
show.(failure.(fn -> Base.encode16(1) end))  # expect: {FunctionClauseError, "no function clause matching in Base.encode16/2"}
