# GenServer: callbacks, returns, timeouts, names, stop, crash of the server seen by the caller.
Logger.configure(level: :none)
defmodule Stack do
  use GenServer
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, Keyword.take(opts, [:name]))
  @impl true
  def init(opts) do
    case opts[:init] do
      nil -> {:ok, opts[:items] || []}
      other -> other
    end
  end
  @impl true
  def handle_call(:pop, _from, [h | t]), do: {:reply, h, t}
  def handle_call(:pop, _from, []), do: {:reply, nil, []}
  def handle_call(:later, from, s) do
    send(self(), {:answer, from})
    {:noreply, s}
  end
  def handle_call(:slow, _from, s) do
    Process.sleep(100)
    {:reply, :slow, s}
  end
  def handle_call(:stop_me, _from, s), do: {:stop, :normal, :stopped, s}
  def handle_call(:crash, _from, _s), do: raise("oops")
  def handle_call(:exit, _from, _s), do: exit(:because)
  def handle_call(:throw, _from, s), do: throw({:reply, :thrown, s})
  def handle_call(:cont, _from, s), do: {:reply, :ok, s, {:continue, {:push, :from_continue}}}
  def handle_call(:timeout, _from, s), do: {:reply, :ok, s, 10}
  def handle_call(:all, _from, s), do: {:reply, s, s}
  def handle_call(:hib, _from, s), do: {:reply, :ok, s, :hibernate}
  @impl true
  def handle_cast({:push, x}, s), do: {:noreply, [x | s]}
  def handle_cast(:stop, s), do: {:stop, {:shutdown, :cast}, s}
  @impl true
  def handle_continue({:push, x}, s), do: {:noreply, [x | s]}
  @impl true
  def handle_info({:answer, from}, s) do
    GenServer.reply(from, :later_answer)
    {:noreply, s}
  end
  def handle_info(:timeout, s), do: {:noreply, [:timed_out | s]}
  def handle_info(m, s), do: {:noreply, [{:info, m} | s]}
  @impl true
  def terminate(reason, s) do
    if is_pid(List.last(s)), do: send(List.last(s), {:terminated, reason})
    :ok
  end
end
Process.flag(:trap_exit, true)
{:ok, pid} = Stack.start_link(items: [1, 2], name: :stack)
IO.inspect(GenServer.call(pid, :pop))
IO.inspect(GenServer.call(:stack, :pop))
IO.inspect(GenServer.call(:stack, :pop))
IO.inspect(GenServer.cast(:stack, {:push, :x}))
IO.inspect(GenServer.call(pid, :all))
IO.inspect(GenServer.call(pid, :later))
IO.inspect(GenServer.call(pid, :throw))
IO.inspect(GenServer.call(pid, :cont))
IO.inspect(GenServer.call(pid, :all))
send(pid, :hello)
IO.inspect(GenServer.call(pid, :all))
GenServer.call(pid, :timeout)
Process.sleep(30)
IO.inspect(GenServer.call(pid, :all))
IO.inspect(GenServer.call(pid, :hib))
IO.inspect(hd(GenServer.call(pid, :all)))
IO.inspect(catch_exit = try do GenServer.call(pid, :slow, 10) catch :exit, {r, {m, f, [_ | rest]}} -> {r, m, f, rest} end)
_ = catch_exit
Process.sleep(120)
IO.inspect(Process.info(self(), :message_queue_len))
IO.inspect(Stack.start_link(name: :stack) == {:error, {:already_started, pid}})
IO.inspect(GenServer.call(pid, :stop_me))
receive do {:EXIT, ^pid, r} -> IO.inspect(r) end
IO.inspect(try do GenServer.call(pid, :pop) catch :exit, {r, {m, f, _}} -> {r, m, f} end)
IO.inspect(try do GenServer.call(:stack, :pop) catch :exit, r -> r end)
IO.inspect(GenServer.cast(:stack, :x))
for req <- [:crash, :exit] do
  {:ok, p} = Stack.start_link([])
  r = try do GenServer.call(p, req) catch :exit, {r, {m, f, [q | _]}} -> {r, m, f, q == p} end
  case r do
    {{%RuntimeError{message: m}, st}, GenServer, :call, same} when is_list(st) -> IO.inspect({:runtime, m, same})
    other -> IO.inspect(other)
  end
  receive do {:EXIT, ^p, {e, _}} -> IO.inspect(e); {:EXIT, ^p, e} -> IO.inspect(e) end
end
IO.inspect(Stack.start_link(init: :ignore))
receive do {:EXIT, _, r} -> IO.inspect(r) after 20 -> IO.puts("nothing") end
IO.inspect(Stack.start_link(init: {:stop, :nope}))
receive do {:EXIT, _, r} -> IO.inspect(r) after 20 -> IO.puts("nothing") end
IO.inspect(match?({:error, {:bad_return_value, :weird}}, Stack.start_link(init: :weird)))
receive do {:EXIT, _, r} -> IO.inspect(r) after 20 -> IO.puts("nothing") end
{:ok, p} = Stack.start_link(items: [self()])
GenServer.cast(p, :stop)
receive do {:terminated, r} -> IO.inspect(r) end
receive do {:EXIT, ^p, r} -> IO.inspect(r) end
{:ok, p} = Stack.start_link(items: [self()])
IO.inspect(GenServer.stop(p, :shutdown))
receive do {:terminated, r} -> IO.inspect(r) end
receive do {:EXIT, ^p, r} -> IO.inspect(r) end
{:ok, p} = GenServer.start(Stack, [items: [:a]], [])
IO.inspect(:sys.get_state(p))
IO.inspect(:sys.replace_state(p, fn s -> [:z | s] end))
:sys.suspend(p)
IO.inspect(try do GenServer.call(p, :all, 20) catch :exit, {r, _} -> r end)
:sys.resume(p)
IO.inspect(GenServer.call(p, :all))
IO.inspect(GenServer.whereis(p) == p)
IO.inspect(GenServer.whereis(:nobody))
IO.inspect(Stack.child_spec(:arg))
r = :gen_server.send_request(p, :all)
IO.inspect(:gen_server.wait_response(r, 100))
IO.inspect(GenServer.stop(p))
IO.inspect(try do GenServer.stop(p) catch :exit, {r, _} -> r end)

# expect: 1
# expect: 2
# expect: nil
# expect: :ok
# expect: [:x]
# expect: :later_answer
# expect: :thrown
# expect: :ok
# expect: [:from_continue, :x]
# expect: [{:info, :hello}, :from_continue, :x]
# expect: [:timed_out, {:info, :hello}, :from_continue, :x]
# expect: :ok
# expect: :timed_out
# expect: {:timeout, GenServer, :call, [:slow, 10]}
# expect: {:message_queue_len, 0}
# expect: true
# expect: :stopped
# expect: :normal
# expect: {:noproc, GenServer, :call}
# expect: {:noproc, {GenServer, :call, [:stack, :pop, 5000]}}
# expect: :ok
# expect: {:runtime, "oops", true}
# expect: %RuntimeError{message: "oops"}
# expect: {:because, GenServer, :call, true}
# expect: :because
# expect: :ignore
# expect: :normal
# expect: {:error, :nope}
# expect: :nope
# expect: true
# expect: {:bad_return_value, :weird}
# expect: {:shutdown, :cast}
# expect: {:shutdown, :cast}
# expect: :ok
# expect: :shutdown
# expect: :shutdown
# expect: [:a]
# expect: [:z, :a]
# expect: :timeout
# expect: [:z, :a]
# expect: true
# expect: nil
# expect: %{id: Stack, start: {Stack, :start_link, [:arg]}}
# expect: {:reply, [:z, :a]}
# expect: :ok
# expect: :noproc
