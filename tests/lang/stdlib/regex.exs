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

show.(Regex.compile("a("))  # expect: {:error, {'missing )', 2}}
show.(failure.(fn -> Regex.compile!("a(") end))  # expect: {Regex.CompileError, "missing ) at position 2"}
show.(Regex.compile("a", "z"))  # expect: {:error, {:invalid_option, "z"}}
show.(failure.(fn -> Regex.compile!("*a") end))  # expect: {Regex.CompileError, "nothing to repeat at position 0"}
show.(Regex.compile("a", "imsxuUf"))  # expect: {:ok, ~r/a/imsxuUf}
show.(Regex.compile!("a", [:caseless]))  # expect: Regex.compile!("a", [:caseless])
show.(Regex.match?(~r/b/, "abc"))  # expect: true
show.(Regex.run(~r/(b)(x)?(c)/, "abc"))  # expect: ["bc", "b", "", "c"]
show.(Regex.run(~r/b/, "xx"))  # expect: nil
show.(Regex.run(~r/(b)c/, "abc", return: :index))  # expect: [{1, 2}, {1, 1}]
show.(Regex.run(~r/(?<foo>b)c/, "abc", capture: ["foo"]))  # expect: ["b"]
show.(Regex.run(~r/(?<foo>b)c/, "abc", capture: :all_names))  # expect: ["b"]
show.(Regex.run(~r/(b)c/, "abc", capture: :all_but_first))  # expect: ["b"]
show.(Regex.run(~r/b/, "abcb", offset: 2))  # expect: ["b"]
show.(Regex.run(~r/b/, "abc", capture: :none))  # expect: []
show.(Regex.scan(~r/b./, "abcbdb"))  # expect: [["bc"], ["bd"]]
show.(Regex.scan(~r/(b)(.)/, "abcbd", capture: :all_but_first))  # expect: [["b", "c"], ["b", "d"]]
show.(Regex.scan(~r/b/, "abcb", return: :index))  # expect: [[{1, 1}], [{3, 1}]]
show.(Regex.scan(~r/x/, "abc"))  # expect: []
show.(Regex.scan(~r/a(?<foo>b)/, "abab", capture: :all_names))  # expect: [["b"], ["b"]]
show.(Regex.scan(~r/\p{Sc}/u, "$, £, and €"))  # expect: [["$"], ["£"], ["€"]]
show.(Regex.named_captures(~r/c(?<foo>d)/, "abcd"))  # expect: %{"foo" => "d"}
show.(Regex.named_captures(~r/c(?<foo>d)/, "ab"))  # expect: nil
show.(Regex.named_captures(~r/a(?<foo>b)?(?<bar>c)/, "ac"))  # expect: %{"bar" => "c", "foo" => ""}
show.(Regex.names(~r/(?<foo>ab)(?<bar>c)/))  # expect: ["bar", "foo"]
show.(Regex.source(~r/a/))  # expect: "a"
show.(Regex.opts(~r/a/imu))  # expect: "imu"
show.(Regex.split(~r/-/, "a-b-c"))  # expect: ["a", "b", "c"]
show.(Regex.split(~r/-/, "a-b-c", parts: 2))  # expect: ["a", "b-c"]
show.(Regex.split(~r//, "abc"))  # expect: ["", "a", "b", "c", ""]
show.(Regex.split(~r//, "abc", trim: true))  # expect: ["a", "b", "c"]
show.(Regex.split(~r/a(?<second>b)c/, "abc", on: [:second]))  # expect: ["a", "c"]
show.(Regex.split(~r/(x)/, "axbxc", include_captures: true))  # expect: ["a", "x", "b", "x", "c"]
show.(Regex.split(~r/x/, "axbxc", include_captures: true, parts: 2))  # expect: ["a", "x", "bxc"]
show.(Regex.split(~r/a(?<second>b)c/, "abcabc", on: [:second], include_captures: true))  # expect: ["a", "b", "ca", "b", "c"]
show.((Regex.split(~r/[,; ]/, "", trim: true)))  # expect: []
show.(Regex.split(~r/,/, ""))  # expect: [""]
show.(Regex.split(~r/,/, ",a,,b,", trim: true))  # expect: ["a", "b"]
show.(Regex.split(~r/,/, ",a,,b,", trim: true, parts: 2))  # expect: ["a", ",b,"]
show.(Regex.split(~r/(a)/, "xay", on: :all_but_first))  # expect: ["x", "y"]
show.(Regex.split(~r/b/, "éb€bx"))  # expect: ["é", "€", "x"]
show.(Regex.replace(~r/b/, "abc", "d"))  # expect: "adc"
show.(Regex.replace(~r/b/, "abcb", "[\\0]"))  # expect: "a[b]c[b]"
show.(Regex.replace(~r/a(b|d)c/, "abcadc", "[\\1]"))  # expect: "[b][d]"
show.(Regex.replace(~r/(b)/, "abc", "\\\\1 \\g{1} \\g1 \\9"))  # expect: "a\\1 b \\g1 c"
show.(Regex.replace(~r/a(b|d)c/, "abcadc", fn _, x -> "[#{x}]" end))  # expect: "[b][d]"
show.(Regex.replace(~r/b/, "abcb", fn x -> x <> x end, global: false))  # expect: "abbcb"
show.(Regex.replace(~r/(a)(b)?/, "aab", fn a, b, c -> inspect({a,b,c}) end))  # expect: "{\"a\", \"a\", \"\"}{\"ab\", \"a\", \"b\"}"
show.(Regex.replace(~r/a/, "aab", fn -> "x" end))  # expect: "xxb"
show.(Regex.replace(~r/\b/, "ab cd", "|"))  # expect: "|ab| |cd|"
show.(Regex.replace(~r//, "abc", "-"))  # expect: "-a-b-c-"
show.(Regex.replace(~r/é/u, "aéb", "x"))  # expect: "axb"
show.(failure.(fn -> Regex.replace(~r/(?<n>b)/, "abc", "<\\g{n}>") end))  # expect: {MatchError, "no match of right hand side value: {[], \"n}>\"}"}
show.(Regex.escape("a.b*c[d]\n#-é ^$"))  # expect: "a\\.b\\*c\\[d\\]\\\n\\#\\-é\\ \\^\\$"
show.(Regex.recompile(~r/a/) |> elem(0))  # expect: :ok
show.(Regex.regex?(~r/a/))  # expect: true
show.(Regex.regex?(1))  # expect: false
show.("abc" =~ ~r/b/)  # expect: true
show.("abc" =~ "b")  # expect: true
show.(failure.(fn -> Regex.match?(~r/a/, 1) end))  # expect: {FunctionClauseError, "no function clause matching in Regex.match?/2"}
show.(failure.(fn -> Regex.run(~r/a/, "a", return: :foo) end))  # expect: {ArgumentError, "argument error"}
show.(Regex.scan(~r/^a/m, "a\na"))  # expect: [["a"], ["a"]]
show.(Regex.run(~r/a.c/s, "a\nc"))  # expect: ["a\nc"]
show.(Regex.run(~r/a b c/x, "abc"))  # expect: ["abc"]
show.(Regex.run(~r/a+/U, "aaa"))  # expect: ["a"]
show.(Regex.run(~r/a.b/f, "x\na b"))  # expect: nil
show.(Regex.run(~r/\d+/u, "٣٤"))  # expect: ["٣٤"]
show.(Regex.run(~r/./, "é"))  # expect: [<<195>>]
show.(Regex.run(~r/./u, "é"))  # expect: ["é"]
show.(failure.(fn -> Regex.run(~r/a/u, <<255>>) end))  # expect: {ArgumentError, "argument error"}
show.(Regex.run(~r/(a|b)*c/, String.duplicate("ab", 20000) <> "c") |> hd |> byte_size)  # expect: 40001
show.(Regex.run(~r/(?<year>\d{4})-(?<m>\d\d)/, "on 2020-12"))  # expect: ["2020-12", "2020", "12"]
