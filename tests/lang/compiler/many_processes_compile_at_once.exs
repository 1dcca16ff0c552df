Code.put_compiler_option(:ignore_module_conflict, true)

tasks =
  for p <- 1..8 do
    Task.async(fn ->
      for j <- 1..20 do
        Code.compile_string("""
        defmodule Par#{p} do
          use GenServer
          @x #{j}
          defmacro m(y), do: quote(do: unquote(y) + 1)
          def init(x), do: {:ok, x + @x}
          def f(x), do: m(x) + #{j}
        end
        """)

        {value, _} = Code.eval_string("Par#{p}.f(1) + a", a: j)
        true = value == 2 + 2 * j
      end

      :ok
    end)
  end

IO.inspect(Enum.uniq(Enum.map(tasks, &Task.await(&1, 60_000))))
# expect: [:ok]
