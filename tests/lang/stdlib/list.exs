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

show.(List.delete_at([1,2,3], -1))  # expect: [1, 2]
show.(List.delete_at([1,2,3], -4))  # expect: [1, 2, 3]
show.(List.insert_at([1,2,3], -1, 0))  # expect: [1, 2, 3, 0]
show.(List.insert_at([1,2,3], -10, 0))  # expect: [0, 1, 2, 3]
show.(List.insert_at([1,2,3], 10, 0))  # expect: [1, 2, 3, 0]
show.(List.replace_at([1,2,3], -4, 0))  # expect: [1, 2, 3]
show.(List.update_at([1,2,3], -1, & &1*2))  # expect: [1, 2, 6]
show.(List.pop_at([1,2,3], -1))  # expect: {3, [1, 2]}
show.(List.pop_at([1,2,3], 5, :d))  # expect: {:d, [1, 2, 3]}
show.(List.flatten([1,[2,[3]]], [4]))  # expect: [1, 2, 3, 4]
show.(List.myers_difference([1,4,2,3],[1,2,3,4]))  # expect: [eq: [1], del: [4], eq: [2, 3], ins: [4]]
show.(List.myers_difference([[1,2],3],[[1],3], fn l, r -> if is_list(l) and is_list(r), do: List.myers_difference(l,r) end))  # expect: [diff: [eq: [1], del: [2]], eq: [3]]
show.(List.to_string([1, [?a, "b"]]))  # expect: <<1, 97, 98>>
show.(failure.(fn -> List.to_string([0x110000]) end))  # expect: {UnicodeConversionError, "invalid code point 1114112"}
show.(failure.(fn -> List.to_string([:a]) end))  # expect: {ArgumentError, "cannot convert the given list to a string.\n\nTo be converted to a string, a list must either be empty or only\ncontain the following elements:\n\n  * strings\n  * integers representing Unicode code points\n  * a list containing one of these three elements\n\nPlease check the given list or call inspect/1 to get the list representation, got:\n\n[:a]\n"}
show.(failure.(fn -> List.to_string([255, <<255>>]) end))  # expect: {UnicodeConversionError, "invalid encoding starting at <<255>>"}
show.(List.to_charlist(["ab", ?c]))  # expect: 'abc'
show.(failure.(fn -> List.to_charlist([:a]) end))  # expect: {ArgumentError, "cannot convert the given list to a charlist.\n\nTo be converted to a charlist, a list must contain only:\n\n  * strings\n  * integers representing Unicode code points\n  * or a list containing one of these three elements\n\nPlease check the given list or call inspect/1 to get the list representation, got:\n\n[:a]\n"}
show.(List.keytake([a: 1], :a, 0))  # expect: {{:a, 1}, []}
show.(failure.(fn -> List.keyfind!([a: 1], :b, 0) end))  # expect: {KeyError, "key :b at position 0 not found in: [a: 1]"}
show.(List.keyfind!([a: 1], :a, 0))  # expect: {:a, 1}
show.(List.zip([[1,2],[3]]))  # expect: [{1, 3}]
show.(failure.(fn -> List.zip([1]) end))  # expect: {FunctionClauseError, "no function clause matching in List.to_list/1"}
show.(List.last([], 5))  # expect: 5
show.(List.first([1]))  # expect: 1
show.(List.wrap(nil))  # expect: []
show.(List.wrap(%{a: 1}))  # expect: [%{a: 1}]
show.(List.starts_with?([1,2],[1]))  # expect: true
show.(List.starts_with?([], []))  # expect: true
show.(List.improper?([1|2]))  # expect: true
show.(List.ascii_printable?('abc\d'))  # expect: false
show.(List.ascii_printable?('abc', 2))  # expect: true
show.(List.ascii_printable?([1], 0))  # expect: true
show.(List.to_atom('abc'))  # expect: :abc
show.(List.to_integer('ff', 16))  # expect: 255
show.(List.keysort([{1,2},{0,3}], 0))  # expect: [{0, 3}, {1, 2}]
show.(List.keysort([{1,2},{0,3}], 1, :desc))  # expect: [{0, 3}, {1, 2}]
show.(List.keystore([a: 1], :b, 0, {:b, 2}))  # expect: [a: 1, b: 2]
show.(List.keyreplace([a: 1], :a, 0, {:b, 2}))  # expect: [b: 2]
show.(List.foldl([1,2],0,&-/2))  # expect: 1
show.(List.foldr([1,2],0,&-/2))  # expect: -1
show.(failure.(fn -> List.duplicate(1,-1) end))  # expect: {FunctionClauseError, "no function clause matching in :lists.duplicate/2"}
show.(List.duplicate(1,2))  # expect: [1, 1]
show.(List.delete([1,2,1],1))  # expect: [2, 1]
show.(List.delete([1], 1.0))  # expect: [1]
