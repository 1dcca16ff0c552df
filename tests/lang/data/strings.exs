# Strings are UTF-8; graphemes, case, normal forms, interpolation, inspection.
name = "Jos\u00e9"
IO.inspect(name) # expect: "José"
IO.inspect(String.length(name)) # expect: 4
IO.inspect(byte_size(name)) # expect: 5
IO.inspect("#{1 + 1} and #{:atom} and #{[?a, ?b]}") # expect: "2 and atom and ab"
IO.inspect("a" <> "b" <> "c") # expect: "abc"
IO.inspect(String.upcase("straße")) # expect: "STRASSE"
IO.inspect(String.downcase("ÀÉÎ")) # expect: "àéî"
IO.inspect(String.capitalize("éLAN")) # expect: "Élan"
IO.inspect(String.reverse("e\u0301a")) # expect: "aé"
IO.inspect(String.graphemes("e\u0301🇩🇪x")) # expect: ["é", "🇩🇪", "x"]
IO.inspect(String.codepoints("e\u0301")) # expect: ["e", "́"]
IO.inspect(String.normalize("e\u0301", :nfc) == "é") # expect: true
IO.inspect(String.split("  a b\tc\n")) # expect: ["a", "b", "c"]
IO.inspect(String.split("a,b,,c", ",")) # expect: ["a", "b", "", "c"]
IO.inspect(String.split("a,b,,c", ",", trim: true)) # expect: ["a", "b", "c"]
IO.inspect(String.split("a,b,c", ",", parts: 2)) # expect: ["a", "b,c"]
IO.inspect(String.split("a-b_c", ["-", "_"])) # expect: ["a", "b", "c"]
IO.inspect(String.split("abc", "")) # expect: ["", "a", "b", "c", ""]
IO.inspect(String.slice("héllo", 1, 3)) # expect: "éll"
IO.inspect(String.slice("hello", -3..-1)) # expect: "llo"
IO.inspect(String.at("héllo", 1)) # expect: "é"
IO.inspect(String.replace("banana", "an", "AN")) # expect: "bANANa"
IO.inspect(String.replace("banana", "an", "AN", global: false)) # expect: "bANana"
IO.inspect(String.replace("a1b2", ~r/\d/, &"<#{&1}>")) # expect: "a<1>b<2>"
IO.inspect(String.trim("  x  ")) # expect: "x"
IO.inspect(String.trim_leading("xxabc", "x")) # expect: "abc"
IO.inspect(String.pad_leading("7", 3, "0")) # expect: "007"
IO.inspect(String.duplicate("ab", 3)) # expect: "ababab"
IO.inspect(String.contains?("hello", ["x", "ell"])) # expect: true
IO.inspect(String.starts_with?("hello", "he")) # expect: true
IO.inspect(String.to_atom("some atom")) # expect: :"some atom"
IO.inspect(String.valid?(<<0xFF>>)) # expect: false
IO.inspect(<<0xFF, 0x61>>) # expect: <<255, 97>>
IO.inspect("tab\tnewline\nquote\"bell\a") # expect: "tab\tnewline\nquote\"bell\a"
IO.inspect("\u200B\x7F") # expect: "​\d"
IO.inspect("#{"nested #{"deep"}"}") # expect: "nested deep"
IO.inspect(~s(with "quotes" and #{1})) # expect: "with \"quotes\" and 1"
IO.inspect(~S(no #{interpolation})) # expect: "no \#{interpolation}"
IO.inspect("""
  heredoc
    indented
  """) # expect: "heredoc\n  indented\n"
IO.inspect(String.to_charlist("añ")) # expect: [97, 241]
IO.inspect(String.next_grapheme("abc")) # expect: {"a", "bc"}
IO.inspect(String.first("")) # expect: nil
IO.inspect(String.myers_difference("abc", "adc")) # expect: [eq: "a", del: "b", ins: "d", eq: "c"]
IO.inspect(String.jaro_distance("Dwayne", "Duane")) # expect: 0.8222222222222223
IO.inspect("a" < "b" and "a" < "aa") # expect: true
IO.inspect(to_string([1, 2]) == <<1, 2>>) # expect: true
IO.inspect(inspect("é", binaries: :as_binaries)) # expect: "<<195, 169>>"
IO.inspect(String.printable?("abc\0")) # expect: false
IO.inspect(Regex.scan(~r/(\w)(\d)/, "a1 b2")) # expect: [["a1", "a", "1"], ["b2", "b", "2"]]
IO.inspect(Regex.named_captures(~r/(?<y>\d+)-(?<m>\d+)/, "2020-12")) # expect: %{"m" => "12", "y" => "2020"}
IO.inspect("foo bar" =~ ~r/o\s+b/) # expect: true
IO.inspect(String.split_at("hello", 2)) # expect: {"he", "llo"}
IO.inspect(String.equivalent?("é", "e\u0301")) # expect: true
IO.inspect(Enum.join(["a", :b, 3], "-")) # expect: "a-b-3"
IO.inspect(:unicode.characters_to_binary("é", :utf8, :latin1)) # expect: <<233>>
IO.inspect(:binary.bin_to_list("é")) # expect: [195, 169]
