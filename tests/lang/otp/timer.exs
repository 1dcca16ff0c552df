# :timer: intervals, sends, calls, measuring.
IO.inspect :timer.tc(fn -> :x end) |> elem(1)
{:ok, t} = :timer.send_interval(10, :tick); for _ <- 1..3, do: (receive do :tick -> :ok end); IO.inspect :timer.cancel(t)
{:ok, _} = :timer.send_after(5, :one); IO.inspect(receive do x -> x after 100 -> :no end)
{:ok, _} = :timer.apply_after(5, :erlang, :send, [self(), :applied]); IO.inspect(receive do x -> x after 100 -> :no end)

# expect: :x
# expect: {:ok, :cancel}
# expect: :one
# expect: :applied
