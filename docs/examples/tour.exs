# A tour of Elver in one run: a supervised server is called, traced, killed, and upgraded while it runs.
Code.put_compiler_option(:ignore_module_conflict, true)
Logger.configure(level: :none)

defmodule Counter do
  use GenServer
  @vsn "1"
  def start_link(start), do: GenServer.start_link(__MODULE__, start, name: __MODULE__)
  def next, do: GenServer.call(__MODULE__, :next)
  def init(start), do: {:ok, start}
  def handle_call(:next, _from, n), do: {:reply, n, n + 1}
end

IO.puts("-- a server under a supervisor")
{:ok, _supervisor} = Supervisor.start_link([{Counter, 1000}], strategy: :one_for_one)
IO.inspect([Counter.next(), Counter.next()], label: "calls")

IO.puts("-- every event of it, traced")
:sys.trace(Counter, true)
Counter.next()
:sys.trace(Counter, false)

IO.puts("-- killed, it is restarted")
before = Process.whereis(Counter)
monitor = Process.monitor(before)
Process.exit(before, :kill)
receive do {:DOWN, ^monitor, _, _, reason} -> IO.inspect(reason, label: "it ended with") end
restarted = Stream.repeatedly(fn -> Process.whereis(Counter) end) |> Enum.find(&(&1 not in [nil, before]))
IO.inspect(restarted != before, label: "a new process")
IO.inspect(Counter.next(), label: "call")

IO.puts("-- new code, the same process, its state moved over")
:sys.suspend(Counter)

Code.compile_string("""
defmodule Counter do
  use GenServer
  @vsn "2"
  def start_link(start), do: GenServer.start_link(__MODULE__, start, name: __MODULE__)
  def next, do: GenServer.call(__MODULE__, :next)
  def init(start), do: {:ok, %{count: start, step: 10}}
  def handle_call(:next, _from, s), do: {:reply, s.count, %{s | count: s.count + s.step}}
  def code_change("1", n, _extra), do: {:ok, %{count: n, step: 10}}
end
""")

IO.inspect(:sys.change_code(Counter, Counter, "1", []), label: "code_change")
:sys.resume(Counter)
IO.inspect([Counter.next(), Counter.next()], label: "calls")
IO.inspect(Process.whereis(Counter) == restarted, label: "still that process")
