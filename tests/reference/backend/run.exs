# run.exs FILE BEAM... - runs every run/0 of FILE compiled by the reference, then of ours; reports differences.
[file | beams] = System.argv()
Code.put_compiler_option(:ignore_module_conflict, true)
stderr = fn f -> f.() end
run = fn mods ->
  for m <- mods, function_exported?(m, :run, 0) do
    result = try do m.run() catch k, r -> {:raised, k, r, Enum.take(__STACKTRACE__, 3)} end
    {m, result}
  end
end
mods = stderr.(fn -> for {m, _} <- Code.compile_file(file), do: m end) |> Enum.sort()
expected = run.(mods)
for f <- beams do
  bin = File.read!(f)
  {:ok, {mod, _}} = :beam_lib.chunks(bin, [:imports])
  case :code.load_binary(mod, to_charlist(f), bin) do
    {:module, _} -> :ok
    other -> IO.puts("LOAD #{mod}: #{inspect(other)}")
  end
end
got = run.(mods)
if expected === got do
  IO.puts("ok   #{file}")
else
  IO.puts("DIFF #{file}")
  for {{m, e}, {m, g}} <- Enum.zip(expected, got), e !== g do
    if is_list(e) and is_list(g) and length(e) == length(g) do
      for {{x, y}, i} <- Enum.with_index(Enum.zip(e, g)), x !== y, do: IO.puts("  #{m} ##{i}\n    expected #{inspect(x)}\n    got      #{inspect(y)}")
    else
      IO.puts("  #{m}\n    expected #{inspect(e, limit: 50)}\n    got      #{inspect(g, limit: 50)}")
    end
  end
  System.halt(1)
end
