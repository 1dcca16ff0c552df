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

show.(:re.run("abc", "b"))  # expect: {:match, [{1, 1}]}
show.(:re.run("abc", "(?<x>b)(d)?", [{:capture, :all, :binary}]))  # expect: {:match, ["b", "b"]}
show.(:re.run("abc", "(b)(d)?c", [{:capture, :all_but_first, :list}]))  # expect: {:match, ['b']}
show.(:re.run("abcabc", "b", [:global]))  # expect: {:match, [[{1, 1}], [{4, 1}]]}
show.(:re.run("abc", "x"))  # expect: :nomatch
show.(:re.compile("("))  # expect: {:error, {'missing )', 1}}
show.(:re.run("abc", "(?<x>b)(?<y>c)", [{:capture, [:x, "y", 0, :z], :binary}]))  # expect: {:match, ["b", "c", "bc", ""]}
show.(:re.run("abc", "(?<y>b)(?<x>c)", [{:capture, :all_names, :binary}]))  # expect: {:match, ["c", "b"]}
show.(:re.run("abc", "b", [{:capture, :none}]))  # expect: :match
show.(:re.run("abc", "b", [{:capture, :first, :binary}]))  # expect: {:match, ["b"]}
show.(:re.run("abcb", "b", [{:offset, 2}]))  # expect: {:match, [{3, 1}]}
show.(:re.run("éa", "a", [:unicode]))  # expect: {:match, [{2, 1}]}
show.(:re.run("éa", "\\w+", [:unicode, :ucp, {:capture, :all, :list}]))  # expect: {:match, [[233, 97]]}
show.(:re.split("a,b,c", ","))  # expect: ["a", "b", "c"]
show.(:re.split("a,b,c", "(,)", [{:return, :list}, {:parts, 2}]))  # expect: ['a', ',', 'b,c']
show.(:re.replace("abc", "b", "[&]", [{:return, :binary}]))  # expect: "a[b]c"
show.(:re.replace("abcb", "(b)", "<\\1>", [:global, {:return, :list}]))  # expect: 'a<b>c<b>'
show.(:re.inspect(elem(:re.compile("(?<a>x)"), 1), :namelist))  # expect: {:namelist, ["a"]}
show.(:re.run("", "", [:global]))  # expect: {:match, [[{0, 0}]]}
show.(:re.run("ab", "", [:global, {:capture, :all, :binary}]))  # expect: {:match, [[""], [""], [""]]}
show.(:re.run("aaa", "a*?", [:global]))  # expect: {:match, [[{0, 0}], [{0, 1}], [{1, 0}], [{1, 1}], [{2, 0}], [{2, 1}], [{3, 0}]]}
show.(:re.run(["a", ?b], "b"))  # expect: {:match, [{1, 1}]}
show.(:re.run("ab\ncd", "^c", [:multiline]))  # expect: {:match, [{3, 1}]}
show.(:re.run("abc", "(b)(c)(d)?", [{:capture, [1,2,3], :index}]))  # expect: {:match, [{1, 1}, {2, 1}, {-1, 0}]}
show.(:re.run("a", "a", [:notempty, :anchored]))  # expect: {:match, [{0, 1}]}
show.(:re.run("abc", "B", [:caseless]))  # expect: {:match, [{1, 1}]}
