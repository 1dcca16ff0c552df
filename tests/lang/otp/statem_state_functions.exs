# gen_statem with state functions: enter calls, state time-outs, postponed events, system messages.
defmodule Door do
  @behaviour :gen_statem
  def start_link(code, opts \\ []), do: :gen_statem.start_link(__MODULE__, code, opts)
  def callback_mode, do: [:state_functions, :state_enter]
  def init(code), do: {:ok, :locked, %{code: code, left: code}}
  def locked(:enter, old, d), do: (IO.inspect({:enter, :locked, old}); {:keep_state, %{d | left: d.code}})
  def locked(:cast, {:button, x}, %{left: [x]} = d), do: {:next_state, :open, d, [{:state_timeout, 30, :lock}]}
  def locked(:cast, {:button, x}, %{left: [x | r]} = d), do: {:keep_state, %{d | left: r}}
  def locked(:cast, {:button, _}, d), do: {:keep_state, %{d | left: d.code}}
  def locked({:call, from}, :get, d), do: {:keep_state_and_data, [{:reply, from, {:locked, d.left}}]}
  def locked({:call, _}, :wait_open, _), do: {:keep_state_and_data, [:postpone]}
  def locked({:call, _from}, :crash, _), do: raise "boom"
  def locked({:call, from}, :stop, d), do: {:stop_and_reply, :normal, [{:reply, from, :bye}], d}
  def locked(:info, m, _), do: (IO.inspect({:info, m}); :keep_state_and_data)
  def open(:enter, old, _), do: (IO.inspect({:enter, :open, old}); :keep_state_and_data)
  def open(:state_timeout, :lock, d), do: {:next_state, :locked, d}
  def open({:call, from}, :wait_open, _), do: {:keep_state_and_data, {:reply, from, :opened}}
  def open({:call, from}, :get, _), do: {:keep_state_and_data, {:reply, from, :open}}
  def open(:cast, {:button, _}, _), do: {:keep_state_and_data, :postpone}
  def terminate(r, s, _), do: IO.inspect({:term, r, s})
  def code_change(_, s, d, _), do: {:ok, s, d}
end
{:ok, p} = Door.start_link([1, 2])
IO.inspect :gen_statem.call(p, :get)
:gen_statem.cast(p, {:button, 1}); IO.inspect :gen_statem.call(p, :get)
req = Task.async(fn -> :gen_statem.call(p, :wait_open) end); Process.sleep(10)
:gen_statem.cast(p, {:button, 2}); IO.inspect Task.await(req)
IO.inspect :gen_statem.call(p, :get)
:gen_statem.cast(p, {:button, 9})
Process.sleep(60)
IO.inspect :gen_statem.call(p, :get)
send(p, :hello); Process.sleep(10)
IO.inspect :sys.get_state(p)
IO.inspect :sys.replace_state(p, fn {s, d} -> {s, Map.put(d, :x, 1)} end)
{:status, _, {:module, m}, [_, st, _, _, misc]} = :sys.get_status(p); IO.inspect({m, st}); IO.inspect(Keyword.get_values(misc, :data) |> List.last)

# expect: {:enter, :locked, :locked}
# expect: {:locked, [1, 2]}
# expect: {:locked, [2]}
# expect: {:enter, :open, :locked}
# expect: :opened
# expect: :open
# expect: {:enter, :locked, :open}
# expect: {:locked, [1, 2]}
# expect: {:info, :hello}
# expect: {:locked, %{code: [1, 2], left: [1, 2]}}
# expect: {:locked, %{code: [1, 2], left: [1, 2], x: 1}}
# expect: {:gen_statem, :running}
# expect: [{'State', {:locked, %{code: [1, 2], left: [1, 2], x: 1}}}]
