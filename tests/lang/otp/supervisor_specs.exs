# Child specifications and flags: what is accepted, how the rest is refused; requests to a supervisor.
Logger.configure(level: :none)
Process.flag(:trap_exit, true)
defmodule W do
  def start_link(:ok), do: {:ok, spawn_link(fn -> Process.sleep(:infinity) end)}
  def start_link(:info), do: {:ok, spawn_link(fn -> Process.sleep(:infinity) end), :extra}
  def start_link(:ignore), do: :ignore
  def start_link(:err), do: {:error, :oops}
  def start_link(:bad), do: :bad
  def start_link(:raise), do: raise "x"
  def start_link(:throw), do: throw(:x)
  def start_link(:exit), do: exit(:x)
end
{:ok, s} = Supervisor.start_link([], strategy: :one_for_one)
pidless = fn
  {:ok, p} when is_pid(p) -> {:ok, :pid}
  {:ok, p, i} when is_pid(p) -> {:ok, :pid, i}
  {:error, {:already_started, _}} -> {:error, {:already_started, :pid}}
  o -> o
end
spec = fn a -> %{id: a, start: {W, :start_link, [a]}} end
for a <- [:ok, :ok, :info, :ignore, :ignore, :err, :bad, :throw, :exit], do: IO.inspect({a, pidless.(Supervisor.start_child(s, spec.(a)))})
IO.inspect(for {id, p, t, m} <- Supervisor.which_children(s), do: {id, is_pid(p), t, m})
IO.inspect Supervisor.start_child(s, %{id: 1})
IO.inspect :supervisor.start_child(s, %{id: 1})
IO.inspect :supervisor.start_child(s, {:a, 1})
IO.inspect :supervisor.start_child(s, %{id: 1, start: 1})
IO.inspect :supervisor.start_child(s, %{id: 1, start: {W, :start_link, [:ok]}, restart: :x})
IO.inspect :supervisor.start_child(s, %{id: 1, start: {W, :start_link, [:ok]}, shutdown: :x})
IO.inspect :supervisor.start_child(s, %{id: 1, start: {W, :start_link, [:ok]}, type: :x})
IO.inspect :supervisor.start_child(s, %{id: 1, start: {W, :start_link, [:ok]}, modules: :x})
IO.inspect :supervisor.start_child(s, %{id: 1, start: {W, :start_link, [:ok]}, significant: :x})
IO.inspect :supervisor.start_child(s, %{id: 1, start: {W, :start_link, [:ok]}, significant: true})
IO.inspect :supervisor.get_childspec(s, :ok)
IO.inspect :supervisor.get_childspec(s, :nok)
IO.inspect :supervisor.delete_child(s, :ok)
IO.inspect :supervisor.restart_child(s, :ok)
IO.inspect :supervisor.restart_child(s, :ignore)
IO.inspect :supervisor.terminate_child(s, :ok)
IO.inspect :supervisor.terminate_child(s, :ok)
IO.inspect :supervisor.terminate_child(s, :nnn)
IO.inspect pidless.(:supervisor.restart_child(s, :ok))
IO.inspect :supervisor.count_children(s)
IO.inspect :supervisor.check_childspecs([%{id: 1}])
IO.inspect :supervisor.check_childspecs([spec.(:ok), spec.(:ok)])
IO.inspect :supervisor.check_childspecs(:x)
for a <- [:err, :bad, :throw, :exit], do: IO.inspect({a, Supervisor.start_link([spec.(:ok), spec.(a)], strategy: :one_for_one)})
IO.inspect Supervisor.start_link([spec.(:ok), spec.(:ok)], strategy: :one_for_one)
IO.inspect Supervisor.start_link([spec.(:ok)], strategy: :one_for_onee)
IO.inspect Supervisor.start_link([spec.(:ok)], strategy: :one_for_one, max_restarts: -1)
IO.inspect Supervisor.start_link([spec.(:ok)], strategy: :one_for_one, max_seconds: 0)

# expect: {:ok, {:ok, :pid}}
# expect: {:ok, {:error, {:already_started, :pid}}}
# expect: {:info, {:ok, :pid, :extra}}
# expect: {:ignore, {:ok, :undefined}}
# expect: {:ignore, {:error, :already_present}}
# expect: {:err,
# expect:  {:error,
# expect:   {:oops,
# expect:    {:child, :undefined, :err, {W, :start_link, [:err]}, :permanent, false, 5000,
# expect:     :worker, [W]}}}}
# expect: {:bad,
# expect:  {:error,
# expect:   {:bad,
# expect:    {:child, :undefined, :bad, {W, :start_link, [:bad]}, :permanent, false, 5000,
# expect:     :worker, [W]}}}}
# expect: {:throw,
# expect:  {:error,
# expect:   {:x,
# expect:    {:child, :undefined, :throw, {W, :start_link, [:throw]}, :permanent, false,
# expect:     5000, :worker, [W]}}}}
# expect: {:exit,
# expect:  {:error,
# expect:   {{:EXIT, :x},
# expect:    {:child, :undefined, :exit, {W, :start_link, [:exit]}, :permanent, false,
# expect:     5000, :worker, [W]}}}}
# expect: [
# expect:   {:ignore, false, :worker, [W]},
# expect:   {:info, true, :worker, [W]},
# expect:   {:ok, true, :worker, [W]}
# expect: ]
# expect: {:error, :missing_start}
# expect: {:error, :missing_start}
# expect: {:error, {:invalid_child_spec, {:a, 1}}}
# expect: {:error, {:invalid_mfa, 1}}
# expect: {:error, {:invalid_restart_type, :x}}
# expect: {:error, {:invalid_shutdown, :x}}
# expect: {:error, {:invalid_child_type, :x}}
# expect: {:error, {:invalid_modules, :x}}
# expect: {:error, {:invalid_significant, :x}}
# expect: {:error, {:bad_combination, [auto_shutdown: :never, significant: true]}}
# expect: {:ok,
# expect:  %{
# expect:    id: :ok,
# expect:    modules: [W],
# expect:    restart: :permanent,
# expect:    shutdown: 5000,
# expect:    significant: false,
# expect:    start: {W, :start_link, [:ok]},
# expect:    type: :worker
# expect:  }}
# expect: {:error, :not_found}
# expect: {:error, :running}
# expect: {:error, :running}
# expect: {:ok, :undefined}
# expect: :ok
# expect: :ok
# expect: {:error, :not_found}
# expect: {:ok, :pid}
# expect: [specs: 3, active: 2, supervisors: 0, workers: 3]
# expect: {:error, :missing_start}
# expect: {:error, {:duplicate_child_name, :ok}}
# expect: {:error, {:badarg, :x}}
# expect: {:err, {:error, {:shutdown, {:failed_to_start_child, :err, :oops}}}}
# expect: {:bad, {:error, {:shutdown, {:failed_to_start_child, :bad, :bad}}}}
# expect: {:throw, {:error, {:shutdown, {:failed_to_start_child, :throw, :x}}}}
# expect: {:exit, {:error, {:shutdown, {:failed_to_start_child, :exit, {:EXIT, :x}}}}}
# expect: {:error, {:start_spec, {:duplicate_child_name, :ok}}}
# expect: {:error, {:supervisor_data, {:invalid_strategy, :one_for_onee}}}
# expect: {:error, {:supervisor_data, {:invalid_intensity, -1}}}
# expect: {:error, {:supervisor_data, {:invalid_period, 0}}}
