# on_beam.exs OUT_DIR FILE...: run by Elver. For each program two steps: its modules, and its other expressions as
# OnBeam<N>.run/0, go into OUT_DIR/<N>/*.beam. The reference then loads and runs them (on_beam.sh).
[out | files] = System.argv()

for {file, n} <- Enum.with_index(files) do
  dir = Path.join(out, Integer.to_string(n))
  File.mkdir_p!(dir)
  main = Module.concat([:"OnBeam#{n}"])

  try do
    {:ok, ast} = Code.string_to_quoted(File.read!(file), file: file)
    all = case ast do
      {:__block__, _, list} -> list
      one -> [one]
    end
    {modules, rest} = Enum.split_with(all, &match?({:defmodule, _, _}, &1))
    body = {:__block__, [], rest}
    whole = {:__block__, [], modules ++ [quote do
      defmodule unquote(main) do
        def run do
          unquote(body)
        end
      end
    end]}
    compiled = Code.compile_quoted(whole, file)
    for {module, bytes} <- compiled, do: File.write!(Path.join(dir, "#{module}.beam"), bytes)
  rescue
    e -> File.write!(Path.join(dir, "skip"), Exception.message(e))
  end
end
