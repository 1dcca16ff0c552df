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

show.(Access.fetch([a: 1], :a))  # expect: {:ok, 1}
show.(Access.get(nil, :a, 1))  # expect: 1
show.(failure.(fn -> Access.get(1, :a) end))  # expect: {FunctionClauseError, "no function clause matching in Access.get/3"}
show.([1][:a])  # expect: nil
show.(failure.(fn -> [a: 1]["a"] end))  # expect: {ArgumentError, "the Access calls for keywords expect the key to be an atom, got: \"a\""}
show.(failure.(fn -> [a: 1][1] end))  # expect: {ArgumentError, "the Access calls for keywords expect the key to be an atom, got: 1"}
show.(%{a: 1}[:b])  # expect: nil
show.(nil[:a])  # expect: nil
show.(failure.(fn -> "abc"[1] end))  # expect: {FunctionClauseError, "no function clause matching in Access.get/3"}
show.(get_in(%{a: [%{b: 1},%{b: 2}]}, [:a, Access.all(), :b]))  # expect: [1, 2]
show.(update_in(%{a: [1,2]}, [:a, Access.at(0)], & &1+1))  # expect: %{a: [2, 2]}
show.(pop_in(%{a: [1,2]}, [:a, Access.at(-1)]))  # expect: {2, %{a: [1]}}
show.(get_in([1,2,3], [Access.at(-1)]))  # expect: 3
show.(put_in([1,2,3], [Access.at(5)], 3))  # expect: [1, 2, 3]
show.(failure.(fn -> get_in([1], [Access.at!(5)]) end))  # expect: {Enum.OutOfBoundsError, "out of bounds error"}
show.(failure.(fn -> get_in(%{a: 1}, [Access.key!(:b)]) end))  # expect: {KeyError, "key :b not found in: %{a: 1}"}
show.(get_in(%{a: 1}, [Access.key(:b, 7)]))  # expect: 7
show.(failure.(fn -> get_in(1, [Access.key(:b, 7)]) end))  # expect: {BadMapError, "expected a map, got: 1"}
show.(failure.(fn -> get_in(1, [Access.key!(:b)]) end))  # expect: {RuntimeError, "Access.key!/1 expected a map/struct, got: 1"}
show.(get_in({1,2}, [Access.elem(1)]))  # expect: 2
show.(put_in({1,2}, [Access.elem(0)], 3))  # expect: {3, 2}
show.(failure.(fn -> pop_in({1,2}, [Access.elem(0)]) end))  # expect: {RuntimeError, "cannot pop data from a tuple"}
show.(failure.(fn -> get_in(1, [Access.elem(0)]) end))  # expect: {RuntimeError, "Access.elem/1 expected a tuple, got: 1"}
show.(failure.(fn -> get_in(1, [Access.all()]) end))  # expect: {RuntimeError, "Access.all/0 expected a list, got: 1"}
show.(failure.(fn -> get_in(1, [Access.at(0)]) end))  # expect: {RuntimeError, "Access.at/1 expected a list, got: 1"}
show.(failure.(fn -> Access.at(:a) end))  # expect: {FunctionClauseError, "no function clause matching in Access.at/1"}
show.(get_in([1,2,3], [Access.filter(& &1>1)]))  # expect: [2, 3]
show.(update_in([1,2,3], [Access.filter(& &1>1)], & &1*2))  # expect: [1, 4, 6]
show.(pop_in([1,2,3], [Access.filter(& &1>1)]))  # expect: {[2, 3], [1]}
show.(failure.(fn -> get_in(1, [Access.filter(& &1>1)]) end))  # expect: {RuntimeError, "Access.filter/1 expected a list, got: 1"}
show.(get_in([1,2,3,4,5], [Access.slice(1..3)]))  # expect: [2, 3, 4]
show.(update_in([1,2,3,4,5], [Access.slice(1..-1//2)], & &1*10))  # expect: [1, 20, 3, 40, 5]
show.(pop_in([1,2,3,4,5], [Access.slice(-2..-1)]))  # expect: {[4, 5], [1, 2, 3]}
show.(failure.(fn -> get_in(1, [Access.slice(0..1)]) end))  # expect: {ArgumentError, "Access.slice/1 expected a list, got: 1"}
show.(failure.(fn -> Access.slice(3..1//-1) end))  # expect: {ArgumentError, "Access.slice/1 does not accept ranges with negative steps, got: 3..1//-1"}
show.(failure.(fn -> Access.slice(5..1) end))  # expect: {ArgumentError, "Access.slice/1 does not accept ranges with negative steps, got: 5..1//-1"}
show.(pop_in([[a: 1],[a: 2]], [Access.all(), :a]))  # expect: {[1, 2], [[], []]}
show.(failure.(fn -> Access.fetch!([a: 1], :b) end))  # expect: {KeyError, "key :b not found in: [a: 1]"}
show.(failure.(fn -> Access.fetch!(%{a: 1}, :b) end))  # expect: {KeyError, "key :b not found in: %{a: 1}"}
show.(failure.(fn -> Access.fetch!(nil, :b) end))  # expect: {KeyError, "key :b not found"}
show.(failure.(fn -> Access.fetch!(1, :b) end))  # expect: {FunctionClauseError, "no function clause matching in Access.fetch/2"}
show.(Access.pop([a: 1], :a))  # expect: {1, []}
show.(failure.(fn -> Access.pop(nil, :a) end))  # expect: {ArgumentError, "could not pop key :a on a nil value"}
show.(failure.(fn -> Access.pop(1, :a) end))  # expect: {FunctionClauseError, "no function clause matching in Access.pop/2"}
show.(failure.(fn -> Access.get_and_update(nil, :a, & {&1, 1}) end))  # expect: {ArgumentError, "could not put/update key :a on a nil value"}
show.(failure.(fn -> Access.get_and_update(1, :a, & {&1, 1}) end))  # expect: {FunctionClauseError, "no function clause matching in Access.get_and_update/3"}
show.(failure.(fn -> Access.get_and_update(1..2, :a, & {&1, 1}) end))  # expect: {UndefinedFunctionError, "function Range.get_and_update/3 is undefined (Range does not implement the Access behaviour. If you are using get_in/put_in/update_in, you can specify the field to be accessed using Access.key!/1)"}
show.(failure.(fn -> update_in([1], [Access.key(:a)], & &1) end))  # expect: {BadMapError, "expected a map, got: [1]"}
show.(failure.(fn -> pop_in(%{a: 1}, [Access.key!(:b)]) end))  # expect: {KeyError, "key :b not found in: %{a: 1}"}
show.(failure.(fn -> Access.elem(-1) end))  # expect: {FunctionClauseError, "no function clause matching in Access.elem/1"}
show.(failure.(fn -> Access.at!(:a) end))  # expect: {FunctionClauseError, "no function clause matching in Access.at!/1"}
show.(failure.(fn -> update_in([1], [Access.at!(5)], & &1) end))  # expect: {Enum.OutOfBoundsError, "out of bounds error"}
show.(pop_in([1], [Access.at!(-1)]))  # expect: {1, []}
