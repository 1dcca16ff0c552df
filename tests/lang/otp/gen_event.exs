# gen_event: handlers come, go, swap and fail; supervised handlers.
defmodule L do
  @behaviour :gen_event
  def init({:fail}), do: {:error, :no}
  def init({pid, {old, term}}), do: (send(pid, {:swapped_in, old, term}); {:ok, {pid, []}})
  def init(pid), do: {:ok, {pid, []}}
  def handle_event(:crash, _), do: raise "ev"
  def handle_event(:remove, _), do: :remove_handler
  def handle_event(:bad, _), do: :foo
  def handle_event(:swap, {p, _} = s), do: {:swap_handler, :args1, s, {L, :two}, p}
  def handle_event(e, {p, l}), do: (send(p, {:ev, e}); {:ok, {p, [e | l]}})
  def handle_call(:get, {_, l} = s), do: {:ok, l, s}
  def handle_call(:crash, _), do: raise "call"
  def handle_call(:remove, _), do: {:remove_handler, :bye}
  def handle_info(m, {p, _} = s), do: (send(p, {:info, m}); {:ok, s})
  def terminate(r, {p, _}), do: (send(p, {:term, r}); :term_result)
end
Logger.configure(level: :none)
# without stack traces
shown = fn
  {:term, {:error, {:EXIT, {e, _}}}} -> {:term, {:error, e.__struct__}}
  {:gen_event_EXIT, h, {:EXIT, {e, _}}} -> {:gen_event_EXIT, h, e.__struct__}
  m -> m
end
flush = fn f -> receive do m -> IO.inspect(shown.(m)); f.(f) after 30 -> :ok end end
{:ok, p} = :gen_event.start_link({:local, :mgr})
IO.inspect :gen_event.add_handler(p, L, self())
IO.inspect :gen_event.add_handler(p, {L, 2}, self())
IO.inspect :gen_event.add_handler(p, {L, 3}, {:fail})
IO.inspect :gen_event.which_handlers(:mgr)
IO.inspect :gen_event.notify(p, :a); IO.inspect :gen_event.sync_notify(p, :b)
flush.(flush)
IO.inspect :gen_event.call(p, L, :get); IO.inspect :gen_event.call(p, {L, 9}, :get); IO.inspect :gen_event.call(p, {L, 2}, :remove)
flush.(flush)
IO.inspect :gen_event.delete_handler(p, L, :args); IO.inspect :gen_event.delete_handler(p, L, :args)
flush.(flush)
IO.inspect :gen_event.add_sup_handler(p, L, self())
send(p, :msg); flush.(flush)
:gen_event.notify(p, :crash); Process.sleep(50)
f = fn -> receive do {:gen_event_EXIT, h, {e, [_ | _]}} -> IO.inspect({:sup, h, e}); m -> IO.inspect(shown.(m)) after 50 -> IO.puts("none") end end
f.(); f.()
IO.inspect :gen_event.which_handlers(p)
IO.inspect :gen_event.add_sup_handler(p, L, self()); :gen_event.notify(p, :bad); f.(); f.()
IO.inspect :gen_event.add_sup_handler(p, L, self()); :gen_event.notify(p, :remove); f.(); f.()
IO.inspect :gen_event.add_handler(p, L, self()); IO.inspect :gen_event.swap_handler(p, {L, :sa}, {{L, :x}, self()}); flush.(flush); IO.inspect :gen_event.which_handlers(p)
IO.inspect(try do :gen_event.call(p, {L, :x}, :crash) |> elem(0) catch k, e -> {k, e} end); flush.(flush)
IO.inspect :gen_event.add_handler(p, L, self()); IO.inspect :sys.get_state(p) |> Enum.map(&elem(&1, 0))
IO.inspect :gen_event.stop(p); flush.(flush)

# expect: :ok
# expect: :ok
# expect: {:error, :no}
# expect: [{L, 2}, L]
# expect: :ok
# expect: :ok
# expect: {:ev, :a}
# expect: {:ev, :a}
# expect: {:ev, :b}
# expect: {:ev, :b}
# expect: [:b, :a]
# expect: {:error, :bad_module}
# expect: :bye
# expect: {:term, :remove_handler}
# expect: :term_result
# expect: {:error, :module_not_found}
# expect: {:term, :args}
# expect: :ok
# expect: {:info, :msg}
# expect: {:term, {:error, RuntimeError}}
# expect: {:gen_event_EXIT, L, RuntimeError}
# expect: []
# expect: :ok
# expect: {:term, {:error, :foo}}
# expect: {:gen_event_EXIT, L, :foo}
# expect: :ok
# expect: {:term, :remove_handler}
# expect: {:gen_event_EXIT, L, :normal}
# expect: :ok
# expect: :ok
# expect: {:term, :sa}
# expect: [{L, :x}]
# expect: :error
# expect: :ok
# expect: [L]
# expect: :ok
# expect: {:term, :stop}
