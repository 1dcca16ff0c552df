# load.exs BEAM... - loads on the real BEAM, after a look by its disassembler; prints what fails.
for f <- System.argv() do
  bin = File.read!(f)
  try do
    {:beam_file, _mod, _, _, _, code} = :beam_disasm.file(bin)
    if System.get_env("DIS"), do: IO.inspect(code, limit: :infinity, width: 150)
  rescue e -> IO.puts("disasm #{f}: #{inspect(e)}")
  end
  {:ok, {mod, _}} = :beam_lib.chunks(bin, [:imports])
  case :code.load_binary(mod, to_charlist(f), bin) do
    {:module, _} -> :ok
    other -> IO.puts("LOAD #{f}: #{inspect(other)}")
  end
end
