f = fn x ->
  with {:ok, a} <- x, b = a + 1, true <- b > 2 do
    {a, b}
  else
    {:error, e} -> e
    false -> :small
  end
end
IO.inspect({f.({:ok, 1}), f.({:ok, 5}), f.({:error, :e})})
# expect: {:small, {5, 6}, :e}
