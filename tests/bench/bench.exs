# Bench.run(fun): runs it twice to warm up, then three times, and prints the shortest run in microseconds.
defmodule Bench do
  def run(fun) do
    for _ <- 1..2, do: fun.()
    times = for _ <- 1..3, do: elem(:timer.tc(fun), 0)
    IO.puts(Enum.min(times))
  end
end
