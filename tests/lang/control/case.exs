# case: order of clauses, guards that fall through, jump tables, no clause.
kind = fn x ->
  case x do
    0 -> :zero
    n when is_integer(n) and n < 0 -> :negative
    n when is_integer(n) -> {:int, n}
    :a -> :atom_a
    :b -> :atom_b
    a when is_atom(a) -> {:atom, a}
    [] -> :empty
    [_] -> :one
    [_, _ | _] -> :many
    {} -> :unit
    {_, _} -> :pair
    {:tag, _, _} -> :tagged
    t when is_tuple(t) -> :tuple
    %{k: v} when v > 1 -> {:map, v}
    %{} -> :map
    "exact" -> :exact
    "pre" <> rest -> {:pre, rest}
    <<_::8, _::binary>> -> :binary
    "" -> :empty_binary
    f when is_function(f, 2) -> :fun2
    _ -> :other
  end
end
IO.inspect(Enum.map([0, -3, 7, 1.5], kind)) # expect: [:zero, :negative, {:int, 7}, :other]
IO.inspect(Enum.map([:a, :b, :c, nil, true], kind)) # expect: [:atom_a, :atom_b, {:atom, :c}, {:atom, nil}, {:atom, true}]
IO.inspect(Enum.map([[], [1], [1, 2], [1 | 2]], kind)) # expect: [:empty, :one, :many, :other]
IO.inspect(Enum.map([{}, {1, 2}, {:tag, 1, 2}, {:other, 1, 2}], kind)) # expect: [:unit, :pair, :tagged, :tuple]
IO.inspect(Enum.map([%{k: 2}, %{k: 1}, %{}], kind)) # expect: [{:map, 2}, :map, :map]
IO.inspect(Enum.map(["exact", "prefix", "x", "", <<1::3>>], kind)) # expect: [:exact, {:pre, "fix"}, :binary, :empty_binary, :other]
IO.inspect(Enum.map([&+/2, &-/1], kind)) # expect: [:fun2, :other]
IO.inspect(try do (case kind.(5) do :never -> 1 end) rescue e in CaseClauseError -> e.term end) # expect: {:int, 5}
nested = fn x -> case (case x do 1 -> :a; 2 -> :b; _ -> nil end) do :a -> "A"; nil -> "none"; y -> y end end
IO.inspect(Enum.map([1, 2, 3], nested)) # expect: ["A", :b, "none"]
v = case 5 do x when x > 3 when x < 1 -> x * 2; _ -> 0 end
IO.inspect(v) # expect: 10
