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

show.(String.length("héllo"))  # expect: 5
show.(String.graphemes("éa🇫🇷👨‍👩‍👧"))  # expect: ["é", "a", "🇫🇷", "👨‍👩‍👧"]
show.(String.codepoints("é"))  # expect: ["e", "́"]
show.(String.graphemes(<<255, 97>>))  # expect: [<<255>>, "a"]
show.(String.reverse("éab"))  # expect: "baé"
show.(String.upcase("straße"))  # expect: "STRASSE"
show.(String.upcase("iß", :ascii))  # expect: "Iß"
show.(String.upcase("i", :turkic))  # expect: "İ"
show.(String.downcase("İI", :turkic))  # expect: "iı"
show.(String.downcase("ΣΑΣ"))  # expect: "σασ"
show.(String.downcase("ΣΑΣ", :greek))  # expect: "σας"
show.(String.downcase("ÀÉ"))  # expect: "àé"
show.(String.capitalize("ǆabc DEF"))  # expect: "ǅabc def"
show.(String.capitalize("ﬁN"))  # expect: "Fin"
show.(String.capitalize("éCOLE", :ascii))  # expect: "école"
show.(String.capitalize(""))  # expect: ""
show.(String.split(" a  b \n c"))  # expect: ["a", "b", "c"]
show.(String.split("a\u00a0b\u2003c"))  # expect: ["a b", "c"]
show.(String.split("a,b,c", ","))  # expect: ["a", "b", "c"]
show.((String.split("a,b;c", [",", ";"])))  # expect: ["a", "b", "c"]
show.(String.split("a,b,c", ",", parts: 2))  # expect: ["a", "b,c"]
show.(String.split(",a,,b,", ",", trim: true))  # expect: ["a", "b"]
show.(String.split("abc", ""))  # expect: ["", "a", "b", "c", ""]
show.(String.split("abc", "", trim: true))  # expect: ["a", "b", "c"]
show.(String.split("abc", "", parts: 2))  # expect: ["", "abc"]
show.(String.split("a1b2", ~r/[0-9]/))  # expect: ["a", "b", ""]
show.(String.split("a1b2", ~r/[0-9]/, include_captures: true, trim: true))  # expect: ["a", "1", "b", "2"]
show.(String.split("abc", []))  # expect: ["abc"]
show.(String.split("", ","))  # expect: [""]
show.(String.split("", ",", trim: true))  # expect: []
show.(String.split(""))  # expect: []
show.(String.split("a b", " ", parts: :infinity))  # expect: ["a", "b"]
show.(String.split("a,b", ",", trim: true, parts: 5))  # expect: ["a", "b"]
show.(String.split(",,a,b,,c", ",", trim: true, parts: 2))  # expect: ["a", "b,,c"]
show.(String.splitter("a,b,c", ",") |> Enum.to_list)  # expect: ["a", "b", "c"]
show.(String.splitter("abc", "") |> Enum.to_list)  # expect: ["", "a", "b", "c", ""]
show.(String.splitter("a,,b", [","], trim: true) |> Enum.take(2))  # expect: ["a", "b"]
show.(String.trim("  a b \n"))  # expect: "a b"
show.(String.trim("xxaxx", "x"))  # expect: "a"
show.(String.trim_leading("  a"))  # expect: "a"
show.(String.trim_trailing("a\u00a0 "))  # expect: "a"
show.(String.trim_leading("xxaxx", "x"))  # expect: "axx"
show.(String.trim_trailing("abcabc", "abc"))  # expect: ""
show.(String.replace("a,b,c", ",", "-"))  # expect: "a-b-c"
show.(String.replace("a,b,c", ",", "-", global: false))  # expect: "a-b,c"
show.(String.replace("a,b,c", ",", fn x -> x <> x end))  # expect: "a,,b,,c"
show.(String.replace("abc", ~r/b/, "[\\0]"))  # expect: "a[b]c"
show.(String.replace("abc", "", "-"))  # expect: "-a-b-c-"
show.(String.replace("abc", ["a","c"], "x"))  # expect: "xbx"
show.(String.replace("abc", "", fn x -> "<" <> x <> ">" end))  # expect: "<>a<>b<>c<>"
show.(String.replace("abc", ~r/b/, fn x -> x <> x end))  # expect: "abbc"
show.(String.replace("é,b", <<195>>, "x"))  # expect: <<120, 169, 44, 98>>
show.(String.replace("abc", "", "-", global: false))  # expect: "-abc"
show.(String.replace("a", [], "x"))  # expect: "a"
show.(String.replace_leading("aab", "a", "xy"))  # expect: "xyxyb"
show.(String.replace_trailing("baa", "a", "xy"))  # expect: "bxyxy"
show.(String.replace_prefix("aab", "a", "x"))  # expect: "xab"
show.(String.replace_suffix("baa", "a", "x"))  # expect: "bax"
show.(failure.(fn -> String.replace_leading("a", "", "x") end))  # expect: {ArgumentError, "cannot use an empty string as the match to replace"}
show.(failure.(fn -> String.replace_leading("", "", "x") end))  # expect: {ArgumentError, "cannot use an empty string as the match to replace"}
show.(String.replace_prefix("a", "", "x"))  # expect: "xa"
show.(failure.(fn -> String.replace_trailing("a", "", "x") end))  # expect: {ArgumentError, "cannot use an empty string as the match to replace"}
show.(String.pad_leading("a", 3))  # expect: "  a"
show.(String.pad_leading("a", 5, "xy"))  # expect: "xyxya"
show.(String.pad_trailing("a", 5, ["x","yz"]))  # expect: "axyzxyz"
show.(String.pad_leading("abc", 2))  # expect: "abc"
show.(failure.(fn -> String.pad_leading("a", 3, "") end))  # expect: {FunctionClauseError, "no function clause matching in String.pad_leading/3"}
show.(failure.(fn -> String.pad_leading("a", 3, []) end))  # expect: {FunctionClauseError, "no function clause matching in String.pad_leading/3"}
show.(failure.(fn -> String.pad_leading("a", 3, [1]) end))  # expect: {ArgumentError, "expected a string padding element, got: 1"}
show.(failure.(fn -> String.pad_leading("a", -1) end))  # expect: {FunctionClauseError, "no function clause matching in String.pad_leading/3"}
show.(String.duplicate("ab", 3))  # expect: "ababab"
show.(String.at("héllo", 1))  # expect: "é"
show.(String.at("abc", -1))  # expect: "c"
show.(String.at("abc", 5))  # expect: nil
show.(String.at("abc", -5))  # expect: nil
show.(String.slice("héllo", 1, 3))  # expect: "éll"
show.(String.slice("hello", 1..3))  # expect: "ell"
show.(String.slice("hello", -3..-1))  # expect: "llo"
show.(String.slice("hello", 5, 2))  # expect: ""
show.(String.slice("hello", 6, 2))  # expect: ""
show.(String.slice("hello", -10, 3))  # expect: "hel"
show.(String.slice("hello", -3, 2))  # expect: "ll"
show.(String.slice("hello", 0..-1//2))  # expect: "hlo"
show.(String.slice("hello", 4..1))  # expect: ""
show.(String.slice("hello", 3..1//-1))  # expect: ""
show.(String.slice("hello", -10..2))  # expect: "hel"
show.(String.slice("hello", 1..100))  # expect: "ello"
show.(String.slice("hello", 1..10//3))  # expect: "eo"
show.(String.slice("hello", 10..12))  # expect: ""
show.(String.slice("", 0..1))  # expect: ""
show.(String.slice("hello", 0, 0))  # expect: ""
show.(String.first("abc"))  # expect: "a"
show.(String.first(""))  # expect: nil
show.(String.last("abc"))  # expect: "c"
show.(String.last(""))  # expect: nil
show.(String.starts_with?("abc", ["x","a"]))  # expect: true
show.(String.starts_with?("abc", ""))  # expect: true
show.(String.starts_with?("abc", []))  # expect: false
show.(String.ends_with?("abc", "bc"))  # expect: true
show.(String.ends_with?("abc", ["","x"]))  # expect: true
show.(String.contains?("abc", "b"))  # expect: true
show.(String.contains?("abc", ["x",""]))  # expect: true
show.(String.contains?("abc", []))  # expect: false
show.(String.match?("abc", ~r/b/))  # expect: true
show.(String.to_integer("12"))  # expect: 12
show.(String.to_integer("ff", 16))  # expect: 255
show.(String.to_float("1.5"))  # expect: 1.5
show.(String.to_atom("abc"))  # expect: :abc
show.(String.to_charlist("é"))  # expect: [233]
show.(failure.(fn -> String.to_charlist(<<255>>) end))  # expect: {UnicodeConversionError, "invalid encoding starting at <<255>>"}
show.(String.valid?(<<255>>))  # expect: false
show.(String.valid?("é"))  # expect: true
show.(String.valid?(1))  # expect: false
show.(String.printable?("a\n"))  # expect: true
show.(String.printable?(<<0>>))  # expect: false
show.(String.printable?("ab\0", 2))  # expect: true
show.(String.next_grapheme("éa"))  # expect: {"é", "a"}
show.(String.next_grapheme(""))  # expect: nil
show.(String.next_codepoint("éa"))  # expect: {"é", "a"}
show.(String.next_codepoint(""))  # expect: nil
show.(String.next_codepoint(<<255,1>>))  # expect: {<<255>>, <<1>>}
show.(String.equivalent?("é", "é"))  # expect: true
show.(String.normalize("é", :nfd))  # expect: "é"
show.(String.normalize("é", :nfc))  # expect: "é"
show.(String.normalize("ﬁ", :nfkc))  # expect: "fi"
show.(String.normalize(<<255, 97>>, :nfc))  # expect: <<255, 97>>
show.(failure.(fn -> String.normalize("a", :foo) end))  # expect: {FunctionClauseError, "no function clause matching in String.normalize/2"}
show.(String.jaro_distance("Dwayne", "Duane"))  # expect: 0.8222222222222223
show.(String.jaro_distance("a",""))  # expect: 0.0
show.(String.jaro_distance("",""))  # expect: 1.0
show.(String.jaro_distance("martha","marhta"))  # expect: 0.9444444444444445
show.(String.jaro_distance("dixon","dicksonx"))  # expect: 0.7666666666666666
show.(String.bag_distance("abcd","abce"))  # expect: 0.75
show.(String.bag_distance("",""))  # expect: 0.0
show.(String.myers_difference("fox hops over the dog", "fox jumps over the lazy cat"))  # expect: [eq: "fox ", del: "ho", ins: "jum", eq: "ps over the ", del: "dog", ins: "lazy cat"]
show.(String.chunk("abc\0de", :printable))  # expect: ["abc", <<0>>, "de"]
show.(String.chunk(<<97,98,255,254,99>>, :valid))  # expect: ["ab", <<255, 254>>, "c"]
show.(String.chunk("", :valid))  # expect: []
show.(String.split_at("héllo", 2))  # expect: {"hé", "llo"}
show.(String.split_at("hello", -2))  # expect: {"hel", "lo"}
show.(String.split_at("hello", 10))  # expect: {"hello", ""}
show.(String.split_at("hello", -10))  # expect: {"", "hello"}
show.(failure.(fn -> String.length(1) end))  # expect: {FunctionClauseError, "no function clause matching in String.length/1"}
show.(failure.(fn -> String.upcase(1) end))  # expect: {FunctionClauseError, "no function clause matching in String.upcase/2"}
show.(failure.(fn -> to_string(<<1::1>>) end))  # expect: {Protocol.UndefinedError, "protocol String.Chars not implemented for <<1::size(1)>> of type BitString, cannot convert a bitstring to a string"}
show.(failure.(fn -> to_string({1}) end))  # expect: {Protocol.UndefinedError, "protocol String.Chars not implemented for {1} of type Tuple"}
show.(to_string([1,2]))  # expect: <<1, 2>>
show.(failure.(fn -> to_string(%{}) end))  # expect: {Protocol.UndefinedError, "protocol String.Chars not implemented for %{} of type Map"}
show.(to_charlist(1))  # expect: '1'
show.(to_charlist(:a))  # expect: 'a'
show.(failure.(fn -> to_charlist({}) end))  # expect: {Protocol.UndefinedError, "protocol List.Chars not implemented for {} of type Tuple"}
show.(String.graphemes("\r\na"))  # expect: ["\r\n", "a"]
show.(String.length("👍🏽"))  # expect: 1
show.(String.graphemes("각각"))  # expect: ["각", "각"]
show.(String.graphemes("नमस्ते"))  # expect: ["न", "म", "स्", "ते"]
