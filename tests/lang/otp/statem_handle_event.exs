# gen_statem with handle_event: named and event time-outs, internal events, repeat_state.
defmodule H do
  @behaviour :gen_statem
  def callback_mode, do: :handle_event_function
  def init(x), do: {:ok, :a, x, [{:next_event, :internal, :first}]}
  def handle_event(:internal, :first, :a, d), do: (IO.inspect({:internal, d}); {:keep_state, [:i | d]})
  def handle_event({:call, f}, {:set, s}, old, d), do: {:next_state, s, d, [{:reply, f, {old, s}}]}
  def handle_event({:call, f}, {:timer, n}, _, _), do: {:keep_state_and_data, [{:reply, f, :ok}, {{:timeout, n}, 20, :t}, {:timeout, 10, :ev}]}
  def handle_event({:call, f}, {:cancel, n}, _, _), do: {:keep_state_and_data, [{:reply, f, :ok}, {{:timeout, n}, :cancel}]}
  def handle_event({:call, f}, :repeat, s, d), do: {:repeat_state, [s | d], [{:reply, f, :rep}]}
  def handle_event({:call, f}, :data, _, d), do: {:keep_state_and_data, [{:reply, f, d}]}
  def handle_event({:call, f}, :next, _, d), do: {:keep_state, d, [{:next_event, :internal, {:reply, f}}, {:next_event, :cast, :x}]}
  def handle_event(:internal, {:reply, f}, _, _), do: {:keep_state_and_data, [{:reply, f, :from_internal}]}
  def handle_event({:timeout, n}, c, _, d), do: (IO.inspect({:named_timeout, n, c}); {:keep_state, d})
  def handle_event(:timeout, c, _, d), do: (IO.inspect({:event_timeout, c}); {:keep_state, d})
  def handle_event(:cast, c, _, _), do: (IO.inspect({:cast, c}); :keep_state_and_data)
  def handle_event(:info, :bad, _, _), do: :bad_return
  def handle_event(t, c, s, _), do: (IO.inspect({:other, t, c, s}); :keep_state_and_data)
end
{:ok, h} = :gen_statem.start({:local, :hh}, H, [0], [])
IO.inspect :gen_statem.call(:hh, {:set, :b})
IO.inspect :gen_statem.call(:hh, {:timer, :n1}); Process.sleep(40)
IO.inspect :gen_statem.call(:hh, {:timer, :n2}); IO.inspect :gen_statem.call(:hh, {:cancel, :n2}); Process.sleep(40)
IO.inspect :gen_statem.call(:hh, :repeat); IO.inspect :gen_statem.call(:hh, :data); 
IO.inspect(try do :gen_statem.call(:nobody, :x) catch :exit, e -> e end)
IO.inspect :gen_statem.stop(:hh)
defmodule BadInit do
  def callback_mode, do: :state_functions
  def init(:stop), do: {:stop, :why}
  def init(:ignore), do: :ignore
  def init(:bad), do: :x
end
IO.inspect(:gen_statem.start(BadInit, :stop, []))
IO.inspect(:gen_statem.start(BadInit, :ignore, []))
IO.inspect(:gen_statem.start(BadInit, :bad, []))

# expect: {:internal, [0]}
# expect: {:a, :b}
# expect: :ok
# expect: {:event_timeout, :ev}
# expect: {:named_timeout, :n1, :t}
# expect: :ok
# expect: :ok
# expect: :rep
# expect: [:b, :i, 0]
# expect: {:noproc, {:gen_statem, :call, [:nobody, :x, :infinity]}}
# expect: :ok
# expect: {:error, :why}
# expect: :ignore
# expect: {:error, {:bad_return_from_init, :x}}
