# What is said of wrong arguments of native functions.
said = fn f -> try do f.() rescue e -> e |> Exception.message() |> String.replace("\n", " ") |> String.trim() end |> IO.puts() end
said.(fn -> :erlang.element(0, {1}) end) # expect: errors were found at the given arguments:    * 1st argument: out of range
said.(fn -> :erlang.element(3, {1}) end) # expect: errors were found at the given arguments:    * 1st argument: out of range
said.(fn -> :erlang.binary_part("abc", 0, :x) end) # expect: errors were found at the given arguments:    * 3rd argument: not an integer
said.(fn -> String.to_integer("abc") end) # expect: errors were found at the given arguments:    * 1st argument: not a textual representation of an integer
said.(fn -> :erlang.list_to_integer('12', 40) end) # expect: errors were found at the given arguments:    * 2nd argument: not an integer in the range 2 through 36
said.(fn -> :erlang.binary_to_integer(12) end) # expect: errors were found at the given arguments:    * 1st argument: not a binary
said.(fn -> :maps.from_list([1 | 2]) end) # expect: errors were found at the given arguments:    * 1st argument: not a proper list
said.(fn -> :lists.keyfind(:a, 0, []) end) # expect: errors were found at the given arguments:    * 2nd argument: out of range
said.(fn -> :lists.member(1, :a) end) # expect: errors were found at the given arguments:    * 2nd argument: not a list
said.(fn -> :binary.split(:a, "") end) # expect: errors were found at the given arguments:    * 1st argument: not a binary   * 2nd argument: not a valid pattern
said.(fn -> :binary.at("abc", 5) end) # expect: argument error
said.(fn -> :binary.part("abc", {1}) end) # expect: errors were found at the given arguments:    * 2nd argument: not a valid {Pos,Length} tuple
said.(fn -> :binary.first("") end) # expect: errors were found at the given arguments:    * 1st argument: a zero-sized binary is not allowed
said.(fn -> :math.sqrt("4") end) # expect: errors were found at the given arguments:    * 1st argument: not a number
said.(fn -> :math.log(-1) end) # expect: bad argument in arithmetic expression
said.(fn -> :erlang.list_to_pid('x') end) # expect: errors were found at the given arguments:    * 1st argument: not a textual representation of a pid
said.(fn -> :erlang.binary_to_term("x") end) # expect: errors were found at the given arguments:    * 1st argument: invalid external representation of a term
said.(fn -> :erlang.term_to_binary(1, [:x]) end) # expect: errors were found at the given arguments:    * 2nd argument: invalid option in list
said.(fn -> :erlang.list_to_atom([:x]) end) # expect: errors were found at the given arguments:    * 1st argument: not a list of characters
said.(fn -> :erlang.iolist_to_binary([1, :a]) end) # expect: errors were found at the given arguments:    * 1st argument: not an iodata term
said.(fn -> :unicode.characters_to_list(:a) end) # expect: errors were found at the given arguments:    * 1st argument: not valid character data (an iodata term)
said.(fn -> :maps.get(:a, 1) end) # expect: expected a map, got: 1
said.(fn -> :erlang.map_get(:a, %{}) end) # expect: key :a not found in: %{}
said.(fn -> :erlang.round(:a) end) # expect: errors were found at the given arguments:    * 1st argument: not a number
said.(fn -> 1 + "a" end) # expect: bad argument in arithmetic expression
said.(fn -> :erlang.bsl(1, :a) end) # expect: bad argument in arithmetic expression
