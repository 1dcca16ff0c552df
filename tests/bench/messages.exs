defmodule Echo do
  def loop do
    receive do
      {from, n} ->
        send(from, {self(), n})
        loop()
    end
  end

  def rounds(_, 0), do: :ok

  def rounds(pid, n) do
    send(pid, {self(), n})

    receive do
      {^pid, ^n} -> rounds(pid, n - 1)
    end
  end
end

Bench.run(fn -> Echo.rounds(spawn(&Echo.loop/0), 200_000) end)
