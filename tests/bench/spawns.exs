Bench.run(fn ->
  for _ <- 1..100_000 do
    {_, ref} = spawn_monitor(fn -> :ok end)

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    end
  end
end)
