# System messages: suspend, change_code, state, log, install, statistics, hibernation.
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
ex = fn f -> try do f.() catch k, e -> {k, case e do {{r, [_ | _]}, {m, fu, a}} -> {{r, :stack}, {m, fu, length(a)}}; {r, {m, fu, a}} -> {r, {m, fu, length(a)}}; o -> o end} end end
{:ok, p} = GenServer.start(G, 0)
IO.inspect :sys.suspend(p); IO.inspect ex.(fn -> :sys.get_state(p) end); IO.inspect ex.(fn -> :sys.change_code(p, G, 1, 2) end); IO.inspect :sys.resume(p); IO.inspect ex.(fn -> :sys.change_code(p, G, 1, 2) end)
IO.inspect ex.(fn -> :sys.get_state(:nope) end); IO.inspect ex.(fn -> :sys.get_state(:nope, 100) end)
IO.inspect ex.(fn -> :sys.replace_state(p, fn _ -> raise "x" end) end); IO.inspect :sys.get_state(p)
IO.inspect :sys.log(p, {true, 3}); GenServer.cast(p, {:do, fn s -> {:noreply, s + 1} end}); IO.inspect(:sys.log(p, :get) |> elem(1) |> length); :sys.log(p, false)
IO.inspect :sys.install(p, {fn st, ev, _ -> send(st, {:dbg, elem(ev, 0)}); st end, self()}); GenServer.cast(p, {:do, fn s -> {:noreply, s} end}); IO.inspect fl.(); IO.inspect fl.(); 
IO.inspect :sys.statistics(p, :get); IO.inspect :sys.no_debug(p)
IO.inspect :sys.terminate(p, :normal); Process.sleep(10); IO.inspect Process.alive?(p)
{:ok, p} = GenServer.start(G, 0, hibernate_after: 10); Process.sleep(30); IO.inspect Process.info(p, :current_function); IO.inspect :sys.get_state(p)
IO.inspect Process.info(p, :dictionary) |> elem(1) |> Keyword.keys() |> Enum.sort()
IO.inspect GenServer.start(G, fn -> Process.sleep(100); {:ok, 1} end, timeout: 10)
IO.inspect G.child_spec(1)

# expect: :ok
# expect: 0
# expect: :ok
# expect: :ok
# expect: {:error, {:unknown_system_msg, {:change_code, G, 1, 2}}}
# expect: {:exit, {:noproc, {:sys, :get_state, 1}}}
# expect: {:exit, {:noproc, {:sys, :get_state, 2}}}
# expect: {:error,
# expect:  {:callback_failed, {:gen_server, :system_replace_state},
# expect:   {:error, %RuntimeError{message: "x"}}}}
# expect: 0
# expect: :ok
# expect: 2
# expect: :ok
# expect: {:dbg, :in}
# expect: {:dbg, :noreply}
# expect: {:ok, :no_statistics}
# expect: :ok
# expect: :ok
# expect: false
# expect: {:current_function, {:erlang, :hibernate, 3}}
# expect: 0
# expect: [:"$ancestors", :"$initial_call"]
# expect: {:error, :timeout}
# expect: %{id: G, start: {G, :start_link, [1]}}
