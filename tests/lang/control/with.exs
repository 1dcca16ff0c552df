# with: chains, bindings between, guards, else, what falls through.
f = fn x ->
  with {:ok, a} <- x,
       b = a + 1,
       {:ok, c} when c > b <- Map.fetch(%{2 => 5, 3 => 1}, b),
       [^a | _] = [a, c] do
    {a, b, c}
  end
end
IO.inspect(f.({:ok, 1})) # expect: {1, 2, 5}
IO.inspect(f.({:ok, 2})) # expect: {:ok, 1}
IO.inspect(f.({:ok, 7})) # expect: :error
IO.inspect(f.(:nope)) # expect: :nope
g = fn x ->
  with {:ok, y} <- x, true <- is_integer(y) do
    y
  else
    :error -> :was_error
    {:error, r} when is_atom(r) -> {:reason, r}
    false -> :no_integer
  end
end
IO.inspect(Enum.map([{:ok, 1}, {:ok, :a}, :error, {:error, :r}], g)) # expect: [1, :no_integer, :was_error, {:reason, :r}]
IO.inspect(try do g.({:error, 1}) rescue e in WithClauseError -> e.term end) # expect: {:error, 1}
x = 1
r = with x <- x + 1, x <- x * 10, do: x
IO.inspect({x, r}) # expect: {1, 20}
IO.inspect(with(do: 5)) # expect: 5
