# GenServer and :sys: every return of the callbacks, exits of callers, requests, debug functions.
defmodule G do
  use GenServer
  def init(f) when is_function(f), do: f.()
  def init(x), do: {:ok, x}
  def handle_call({:do, f}, from, s), do: f.(from, s)
  def handle_cast({:do, f}, s), do: f.(s)
  def handle_info({:do, f}, s), do: f.(s)
  def handle_info(m, s), do: (IO.inspect({:info, m}); {:noreply, s})
  def handle_continue(c, s), do: (IO.inspect({:continue, c, s}); {:noreply, {:c, s}})
end
Logger.configure(level: :none)
Process.flag(:trap_exit, true)
fl = fn -> receive do {:EXIT, _, r} -> {:EXIT, r}; m -> m after 50 -> :none end end
clean = fn {r, [_ | _]} -> {r, :stack}; r -> r end
for {n, f} <- [ok: fn -> {:ok, 1} end, to: fn -> {:ok, 1, 10} end, hib: fn -> {:ok, 1, :hibernate} end, cont: fn -> {:ok, 1, {:continue, :x}} end,
    stop: fn -> {:stop, :why} end, ignore: fn -> :ignore end, bad: fn -> :foo end, badto: fn -> {:ok, 1, :foo} end, throw: fn -> throw({:ok, 2}) end, exit: fn -> exit(:e) end, raise: fn -> raise "r" end] do
  r = GenServer.start_link(G, f, name: :gg)
  IO.inspect({n, case r do {:ok, p} -> is_pid(p); {:error, {e, [_ | _]}} -> {:error, e}; o -> o end, clean.(case fl.() do {:EXIT, {e, [_ | _]}} -> e; o -> o end)})
  if Process.whereis(:gg), do: (Process.sleep(20); IO.inspect(:sys.get_state(:gg)); GenServer.stop(:gg); fl.())
end
{:ok, p} = GenServer.start(G, 0)
GenServer.call(p, {:do, fn _, s -> {:reply, s, s + 1, {:continue, :after}} end})
IO.inspect :sys.get_state(p)
IO.inspect GenServer.call(p, {:do, fn from, s -> GenServer.reply(from, :early); {:noreply, s, 10} end}); Process.sleep(30)
IO.inspect GenServer.call(p, {:do, fn _, s -> {:reply, :r, s, :hibernate} end})
IO.inspect GenServer.call(p, {:do, fn _, s -> {:stop, :normal, :bye, s} end}); Process.sleep(10); IO.inspect Process.alive?(p)
ex = fn f -> try do f.() catch k, e -> {k, case e do {{r, [_ | _]}, {m, fu, a}} -> {{r, :stack}, {m, fu, length(a)}}; {r, {m, fu, a}} -> {r, {m, fu, length(a)}}; o -> o end} end end
{:ok, p} = GenServer.start(G, 0); IO.inspect ex.(fn -> GenServer.call(p, {:do, fn _, s -> {:stop, :crash, s} end}) end)
{:ok, p} = GenServer.start(G, 0); IO.inspect ex.(fn -> GenServer.call(p, {:do, fn _, _ -> :bad end}) end)
{:ok, p} = GenServer.start(G, 0); IO.inspect ex.(fn -> GenServer.call(p, {:do, fn _, _ -> throw({:reply, 1, 2}) end}) end); IO.inspect(:sys.get_state(p))
IO.inspect ex.(fn -> GenServer.call(p, {:do, fn _, _ -> exit(:x) end}) end)
{:ok, p} = GenServer.start(G, 0); IO.inspect ex.(fn -> GenServer.call(p, {:do, fn _, s -> {:noreply, s} end}, 10) end)
IO.inspect ex.(fn -> GenServer.call(p, {:do, fn _, s -> Process.sleep(30); {:reply, :late, s} end}, 10) end); Process.sleep(50); IO.inspect fl.()
IO.inspect ex.(fn -> GenServer.stop(:nope) end); IO.inspect ex.(fn -> GenServer.stop(p, :oops) end)
IO.inspect ex.(fn -> GenServer.call(self(), :x) end)
IO.inspect ex.(fn -> GenServer.call({:nope, node()}, :x) end); IO.inspect ex.(fn -> GenServer.call({:global, :nope}, :x) end)
IO.inspect ex.(fn -> GenServer.start(G, 1, name: "bad") end)
IO.inspect GenServer.cast(:nope, :x); IO.inspect GenServer.whereis(:nope)
{:ok, p} = GenServer.start_link(G, 0, name: {:global, :glob}); IO.inspect GenServer.whereis({:global, :glob}) == p; IO.inspect GenServer.call({:global, :glob}, {:do, fn _, s -> {:reply, s, s} end}); GenServer.stop({:global, :glob}); fl.()
{:ok, p} = GenServer.start(G, 0)
rid = :gen_server.send_request(p, {:do, fn _, s -> {:reply, :async, s} end}); IO.inspect :gen_server.wait_response(rid, 100)
rid = :gen_server.send_request(:nope, :x); IO.inspect :gen_server.receive_response(rid, 100)
c = :gen_server.send_request(p, {:do, fn _, s -> {:reply, :one, s} end}, :l1, :gen_server.reqids_new()); IO.inspect(:gen_server.receive_response(c, 100, true) |> then(fn {r, l, c} -> {r, l, :gen_server.reqids_size(c)} end))
IO.inspect GenServer.multi_call([node()], :nope, :x); IO.inspect GenServer.abcast([node()], :nope, :x)

# expect: {:ok, true, :none}
# expect: 1
# expect: {:info, :timeout}
# expect: {:to, true, :none}
# expect: 1
# expect: {:hib, true, :none}
# expect: 1
# expect: {:continue, :x, 1}
# expect: {:cont, true, :none}
# expect: {:c, 1}
# expect: {:stop, {:error, :why}, {:EXIT, :why}}
# expect: {:ignore, :ignore, {:EXIT, :normal}}
# expect: {:bad, {:error, {:bad_return_value, :foo}}, {:EXIT, {:bad_return_value, :foo}}}
# expect: {:badto, {:error, {:bad_return_value, {:ok, 1, :foo}}},
# expect:  {:EXIT, {:bad_return_value, {:ok, 1, :foo}}}}
# expect: {:throw, true, :none}
# expect: 2
# expect: {:exit, {:error, :e}, {:EXIT, :e}}
# expect: {:raise, {:error, %RuntimeError{message: "r"}}, %RuntimeError{message: "r"}}
# expect: {:continue, :after, 1}
# expect: {:c, 1}
# expect: :early
# expect: {:info, :timeout}
# expect: :r
# expect: :bye
# expect: false
# expect: {:exit, {:crash, {GenServer, :call, 3}}}
# expect: {:exit, {{:bad_return_value, :bad}, {GenServer, :call, 3}}}
# expect: 1
# expect: 2
# expect: {:exit, {:x, {GenServer, :call, 3}}}
# expect: {:exit, {:timeout, {GenServer, :call, 3}}}
# expect: {:exit, {:timeout, {GenServer, :call, 3}}}
# expect: :none
# expect: {:exit, {:noproc, {GenServer, :stop, 3}}}
# expect: :ok
# expect: {:exit, {:calling_self, {GenServer, :call, 3}}}
# expect: {:exit, {:noproc, {GenServer, :call, 3}}}
# expect: {:exit, {:noproc, {GenServer, :call, 3}}}
# expect: {:error,
# expect:  %ArgumentError{
# expect:    message: "expected :name option to be one of the following:\n\n  * nil\n  * atom\n  * {:global, term}\n  * {:via, module, term}\n\nGot: \"bad\"\n"
# expect:  }}
# expect: :ok
# expect: nil
# expect: true
# expect: 0
# expect: {:reply, :async}
# expect: {:error, {:noproc, :nope}}
# expect: {{:reply, :one}, :l1, 0}
# expect: {[], [:nonode@nohost]}
# expect: :abcast
