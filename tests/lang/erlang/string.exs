s = :string
t = fn f -> try do f.() catch k, e -> {k, (if is_map(e), do: e.__struct__, else: e)} end end
for x <- ["  héllo wörld ", 'abc  abc', "", '', "a,b,,c", 'xyz'] do
  IO.inspect {s.length(x), s.uppercase(x), s.lowercase(x), s.titlecase(x), s.reverse(x), s.trim(x), s.trim(x, :leading), s.trim(x, :trailing), s.is_empty(x), s.to_graphemes(x)}
  IO.inspect {s.slice(x, 1), s.slice(x, 1, 2), s.prefix(x, "a"), s.find(x, "b"), s.find(x, "b", :trailing), s.split(x, ","), s.split(x, ",", :all), s.split(x, "b", :trailing), s.replace(x, "b", "Q", :all), s.lexemes(x, ', '), s.pad(x, 15), s.pad(x, 15, :leading, ?*), s.pad(x, 16, :both)}
  IO.inspect {s.take(x, 'ab'), s.take(x, 'ab', true), s.take(x, 'c ', false, :trailing), s.next_codepoint(x), s.next_grapheme(x), s.chomp(x), s.equal(x, "xyz"), s.casefold(x)}
end
for x <- ["12abc", '-7', "x", "", "1.5e3z", "+3", "1,5"], do: IO.inspect {t.(fn -> s.to_integer(x) end), t.(fn -> s.to_float(x) end)}
l = 'hello there hello'
IO.inspect {s.len(l), s.concat('a', 'b'), s.copies('ab', 3), s.chars(?x, 3), s.join(['a', 'b'], ', '), s.words(l), s.tokens(l, ' e'), s.chr(l, ?l), s.rchr(l, ?l), s.str(l, 'hello'), s.rstr(l, 'hello'), s.span(l, 'hel'), s.cspan(l, 'o'), s.substr(l, 3), s.substr(l, 3, 4), s.sub_string(l, 2, 4), s.strip('  a '), s.strip('xxaxx', :left, ?x), s.left('abc', 5), s.left('abc', 2), s.right('abc', 5), s.right('abc', 2), s.centre('abc', 6), s.centre('abcdef', 3), s.to_upper('abcé'), s.to_lower('ABC'), s.to_upper(?a)}
# expect: {14, "  HÉLLO WÖRLD ", "  héllo wörld ", "  héllo wörld ",
# expect:  [32, 100, 108, 114, 246, 119, 32, 111, 108, 108, 233, 104, 32, 32],
# expect:  "héllo wörld", "héllo wörld ", "  héllo wörld", false,
# expect:  [32, 32, 104, 233, 108, 108, 111, 32, 119, 246, 114, 108, 100, 32]}
# expect: {" héllo wörld ", " h", :nomatch, :nomatch, :nomatch, ["  héllo wörld "],
# expect:  ["  héllo wörld "], ["  héllo wörld "], ["  héllo wörld "],
# expect:  ["héllo", "wörld"], ["  héllo wörld ", 32], ['*', "  héllo wörld "],
# expect:  [' ', "  héllo wörld ", ' ']}
# expect: {{"", "  héllo wörld "}, {"  héllo wörld ", ""}, {"  héllo wörld", " "},
# expect:  [32 | " héllo wörld "], [32 | " héllo wörld "], "  héllo wörld ", false,
# expect:  "  héllo wörld "}
# expect: {8, 'ABC  ABC', 'abc  abc', 'Abc  abc', 'cba  cba', 'abc  abc', 'abc  abc',
# expect:  'abc  abc', false, 'abc  abc'}
# expect: {'bc  abc', 'bc', 'bc  abc', 'bc  abc', 'bc', ['abc  abc'], ['abc  abc'],
# expect:  ['abc  a', 'c'], ['a', "Q", 'c  a', "Q", 'c'], ['abc', 'abc'],
# expect:  ['abc  abc', 32, 32, 32, 32, 32, 32, 32], ['*******', 'abc  abc'],
# expect:  ['    ', 'abc  abc', '    ']}
# expect: {{'ab', 'c  abc'}, {[], 'abc  abc'}, {'abc  ab', 'c'}, 'abc  abc', 'abc  abc',
# expect:  'abc  abc', false, 'abc  abc'}
# expect: {0, "", "", "", [], "", "", "", true, []}
# expect: {"", "", :nomatch, :nomatch, :nomatch, [""], [""], [""], [""], [],
# expect:  ["", 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32],
# expect:  ['***************', ""], ['        ', "", '        ']}
# expect: {{"", ""}, {"", ""}, {"", ""}, [], [], "", false, ""}
# expect: {0, [], [], [], [], [], [], [], true, []}
# expect: {[], [], :nomatch, :nomatch, :nomatch, [[]], [[]], [[]], [[]], [],
# expect:  [[], 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32],
# expect:  ['***************', []], ['        ', [], '        ']}
# expect: {{[], []}, {[], []}, {[], []}, [], [], [], false, []}
# expect: {6, "A,B,,C", "a,b,,c", "A,b,,c", 'c,,b,a', "a,b,,c", "a,b,,c", "a,b,,c", false,
# expect:  'a,b,,c'}
# expect: {",b,,c", ",b", ",b,,c", "b,,c", "b,,c", ["a", "b,,c"], ["a", "b", "", "c"],
# expect:  ["a,", ",,c"], ["a,", "Q", ",,c"], ["a", "b", "c"],
# expect:  ["a,b,,c", 32, 32, 32, 32, 32, 32, 32, 32, 32], ['*********', "a,b,,c"],
# expect:  ['     ', "a,b,,c", '     ']}
# expect: {{"a", ",b,,c"}, {"", "a,b,,c"}, {"a,b,,", "c"}, [97 | ",b,,c"], [97 | ",b,,c"],
# expect:  "a,b,,c", false, "a,b,,c"}
# expect: {3, 'XYZ', 'xyz', 'Xyz', 'zyx', 'xyz', 'xyz', 'xyz', false, 'xyz'}
# expect: {'yz', 'yz', :nomatch, :nomatch, :nomatch, ['xyz'], ['xyz'], ['xyz'], ['xyz'],
# expect:  ['xyz'], ['xyz', 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32],
# expect:  ['************', 'xyz'], ['      ', 'xyz', '      ', 32]}
# expect: {{[], 'xyz'}, {'xyz', []}, {'xyz', []}, 'xyz', 'xyz', 'xyz', true, 'xyz'}
# expect: {{12, "abc"}, {:error, :no_float}}
# expect: {{-7, []}, {:error, :no_float}}
# expect: {{:error, :no_integer}, {:error, :no_float}}
# expect: {{:error, :no_integer}, {:error, :no_float}}
# expect: {{1, ".5e3z"}, {1500.0, "z"}}
# expect: {{3, ""}, {:error, :no_float}}
# expect: {{1, ",5"}, {1.5, ""}}
# expect: {17, 'ab', 'ababab', 'xxx', 'a, b', 3, ['h', 'llo', 'th', 'r', 'h', 'llo'], 3,
# expect:  16, 1, 13, 4, 4, 'llo there hello', 'llo ', 'ell', 'a', 'axx', 'abc  ', 'ab',
# expect:  '  abc', 'bc', ' abc  ', 'bcd', [65, 66, 67, 201], 'abc', 65}
