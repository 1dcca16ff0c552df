# UTF-8, UTF-16 and UTF-32 segments, invalid text, character data.
IO.inspect(for <<c::utf8 <- "aé😀">>, do: c) # expect: [97, 233, 128512]
IO.inspect(<<"aé😀"::utf16>> |> byte_size()) # expect: 8
IO.inspect(<<"é"::utf32-little>>) # expect: <<233, 0, 0, 0>>
<<c::utf32, d::utf16>> = <<0, 0, 0, 97, 0, 98>>
IO.inspect({c, d}) # expect: {97, 98}
IO.inspect(String.valid?("é")) # expect: true
IO.inspect(String.valid?(<<0xED, 0xA0, 0x80>>)) # expect: false
IO.inspect(:unicode.characters_to_binary([0x1F600, "a", ['b']])) # expect: "😀ab"
IO.inspect(:unicode.characters_to_binary(["ok", <<255>>, "rest"])) # expect: {:error, "ok", [<<255>>, "rest"]}
IO.inspect(:unicode.characters_to_binary(<<"ok", 0xC3>>)) # expect: {:incomplete, "ok", <<195>>}
IO.inspect(:unicode.characters_to_list("añ")) # expect: [97, 241]
IO.inspect(:unicode.characters_to_binary("ñ", :utf8, {:utf16, :little})) # expect: <<241, 0>>
IO.inspect(:unicode.characters_to_list(<<241>>, :latin1)) # expect: [241]
IO.inspect(List.to_string([0x1F600])) # expect: "😀"
IO.inspect(try do: List.to_string([0x110000]), rescue: (e -> e.__struct__)) # expect: UnicodeConversionError
IO.inspect(String.codepoints(<<"a", 255, "b">>)) # expect: ["a", <<255>>, "b"]
IO.inspect(String.graphemes("a\u0300\u0301b")) # expect: ["à́", "b"]
IO.inspect(String.length("👨‍👩‍👧")) # expect: 1
IO.inspect(String.upcase("ŉ ǰ ΰ ﬃ")) # expect: "ʼN J̌ Ϋ́ FFI"
IO.inspect(String.downcase("İ")) # expect: "i̇"
IO.inspect(String.downcase("ΣΑΣ", :greek)) # expect: "σας"
IO.inspect(String.upcase("i", :turkic)) # expect: "İ"
IO.inspect(String.upcase("aé", :ascii)) # expect: "Aé"
IO.inspect(String.normalize("ﬁ", :nfkd)) # expect: "fi"
IO.inspect(String.split("a\u00A0b c\u2003d")) # expect: ["a b", "c", "d"]
IO.inspect(String.trim("\u2003x\u00A0")) # expect: "x"
