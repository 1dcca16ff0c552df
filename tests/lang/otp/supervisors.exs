# Supervisor, DynamicSupervisor: strategies, restarts, intensity.
Logger.configure(level: :none)
defmodule W do
  use GenServer
  def start_link({name, parent}), do: GenServer.start_link(__MODULE__, {name, parent}, name: name)
  def init({name, parent}) do
    Process.flag(:trap_exit, true)
    send(parent, {:started, name})
    {:ok, {name, parent}}
  end
  def handle_cast({:exit, r}, s), do: {:stop, r, s}
  def terminate(r, {name, parent}), do: send(parent, {:stopped, name, r})
end
defmodule T do
  def drain(ms \\ 60), do: (receive do {:started, n} -> [{:started, n} | drain(ms)]; {:stopped, n, r} -> [{:stopped, n, r} | drain(ms)] after ms -> [] end)
  def spec(name, extra \\ []), do: Supervisor.child_spec({W, {name, self()}}, [id: name] ++ extra)
end
Process.flag(:trap_exit, true)
for strategy <- [:one_for_one, :one_for_all, :rest_for_one] do
  {:ok, sup} = Supervisor.start_link([T.spec(:a), T.spec(:b), T.spec(:c)], strategy: strategy)
  IO.inspect({strategy, T.drain()})
  Process.exit(Process.whereis(:b), :kill)
  Process.sleep(20)
  IO.inspect(T.drain())
  IO.inspect(Supervisor.count_children(sup))
  IO.inspect(Supervisor.which_children(sup) |> Enum.map(fn {id, pid, type, mods} -> {id, is_pid(pid), type, mods} end))
  Supervisor.stop(sup)
  IO.inspect(T.drain())
  receive do {:EXIT, ^sup, r} -> IO.inspect(r) end
end
{:ok, sup} = Supervisor.start_link([T.spec(:t, restart: :temporary), T.spec(:n, restart: :transient)], strategy: :one_for_one, max_restarts: 1, max_seconds: 5)
T.drain()
GenServer.cast(:n, {:exit, :normal})
IO.inspect(T.drain())
IO.inspect(Supervisor.count_children(sup))
GenServer.cast(:t, {:exit, :oops})
IO.inspect(T.drain())
IO.inspect(Supervisor.which_children(sup))
IO.inspect(Supervisor.restart_child(sup, :n) |> elem(0))
IO.inspect(T.drain())
GenServer.cast(:n, {:exit, :bad})
IO.inspect(T.drain())
GenServer.cast(:n, {:exit, :bad})
IO.inspect(T.drain())
receive do {:EXIT, ^sup, r} -> IO.inspect(r) after 200 -> IO.puts("alive") end
{:ok, sup} = Supervisor.start_link([], strategy: :one_for_one)
{:ok, p} = Supervisor.start_child(sup, T.spec(:x))
IO.inspect(Supervisor.start_child(sup, T.spec(:x)) == {:error, {:already_started, p}})
IO.inspect(Supervisor.terminate_child(sup, :x))
IO.inspect(Supervisor.start_child(sup, T.spec(:x)))
IO.inspect(Supervisor.delete_child(sup, :x))
IO.inspect(Supervisor.delete_child(sup, :x))
IO.inspect(Supervisor.terminate_child(sup, :nope))
IO.inspect(T.drain())
Supervisor.stop(sup)
{:ok, ds} = DynamicSupervisor.start_link(strategy: :one_for_one, max_children: 2)
{:ok, d1} = DynamicSupervisor.start_child(ds, T.spec(:d1))
{:ok, _} = DynamicSupervisor.start_child(ds, T.spec(:d2))
IO.inspect(DynamicSupervisor.start_child(ds, T.spec(:d3)))
IO.inspect(DynamicSupervisor.count_children(ds))
IO.inspect(DynamicSupervisor.terminate_child(ds, d1))
IO.inspect(DynamicSupervisor.terminate_child(ds, d1))
IO.inspect(T.drain())
Process.exit(Process.whereis(:d2), :kill)
Process.sleep(20)
IO.inspect(T.drain())
IO.inspect(is_pid(Process.whereis(:d2)))
DynamicSupervisor.stop(ds)
IO.inspect(T.drain())
defmodule Sup do
  use Supervisor
  def start_link(arg), do: Supervisor.start_link(__MODULE__, arg, name: __MODULE__)
  def init(parent), do: Supervisor.init([{W, {:in_sup, parent}}], strategy: :one_for_one)
end
{:ok, s} = Sup.start_link(self())
IO.inspect(T.drain())
IO.inspect(Process.whereis(Sup) == s)
IO.inspect(Sup.child_spec(1))
Process.exit(s, :shutdown)
IO.inspect(T.drain())
IO.inspect(Supervisor.start_link([%{id: :bad, start: {W, :nope, []}}], strategy: :one_for_one) |> elem(0))

# expect: {:one_for_one, [started: :a, started: :b, started: :c]}
# expect: [started: :b]
# expect: %{active: 3, specs: 3, supervisors: 0, workers: 3}
# expect: [{:c, true, :worker, [W]}, {:b, true, :worker, [W]}, {:a, true, :worker, [W]}]
# expect: [
# expect:   {:stopped, :c, :shutdown},
# expect:   {:stopped, :b, :shutdown},
# expect:   {:stopped, :a, :shutdown}
# expect: ]
# expect: :normal
# expect: {:one_for_all, [started: :a, started: :b, started: :c]}
# expect: [
# expect:   {:stopped, :c, :shutdown},
# expect:   {:stopped, :a, :shutdown},
# expect:   {:started, :a},
# expect:   {:started, :b},
# expect:   {:started, :c}
# expect: ]
# expect: %{active: 3, specs: 3, supervisors: 0, workers: 3}
# expect: [{:c, true, :worker, [W]}, {:b, true, :worker, [W]}, {:a, true, :worker, [W]}]
# expect: [
# expect:   {:stopped, :c, :shutdown},
# expect:   {:stopped, :b, :shutdown},
# expect:   {:stopped, :a, :shutdown}
# expect: ]
# expect: :normal
# expect: {:rest_for_one, [started: :a, started: :b, started: :c]}
# expect: [{:stopped, :c, :shutdown}, {:started, :b}, {:started, :c}]
# expect: %{active: 3, specs: 3, supervisors: 0, workers: 3}
# expect: [{:c, true, :worker, [W]}, {:b, true, :worker, [W]}, {:a, true, :worker, [W]}]
# expect: [
# expect:   {:stopped, :c, :shutdown},
# expect:   {:stopped, :b, :shutdown},
# expect:   {:stopped, :a, :shutdown}
# expect: ]
# expect: :normal
# expect: [{:stopped, :n, :normal}]
# expect: %{active: 1, specs: 2, supervisors: 0, workers: 2}
# expect: [{:stopped, :t, :oops}]
# expect: [{:n, :undefined, :worker, [W]}]
# expect: :ok
# expect: [started: :n]
# expect: [{:stopped, :n, :bad}, {:started, :n}]
# expect: [{:stopped, :n, :bad}]
# expect: :shutdown
# expect: true
# expect: :ok
# expect: {:error, :already_present}
# expect: :ok
# expect: {:error, :not_found}
# expect: {:error, :not_found}
# expect: [{:started, :x}, {:stopped, :x, :shutdown}]
# expect: {:error, :max_children}
# expect: %{active: 2, specs: 2, supervisors: 0, workers: 2}
# expect: :ok
# expect: {:error, :not_found}
# expect: [{:started, :d1}, {:started, :d2}, {:stopped, :d1, :shutdown}]
# expect: [started: :d2]
# expect: true
# expect: [{:stopped, :d2, :shutdown}]
# expect: [started: :in_sup]
# expect: true
# expect: %{id: Sup, start: {Sup, :start_link, [1]}, type: :supervisor}
# expect: [{:stopped, :in_sup, :shutdown}]
# expect: :error
