# An application from a .app file: loading, environment, dependencies, phases, stop, failing start.
Logger.configure(level: :none)

defmodule Counter.App do
  use Application
  def start(type, args) do
    IO.inspect({:counter_start, type, args, Application.get_env(:counter, :first)})
    Supervisor.start_link([{Agent, fn -> Application.fetch_env!(:counter, :first) end} |> Supervisor.child_spec([])],
      strategy: :one_for_one, name: Counter.Supervisor)
  end
  def stop(state), do: IO.inspect({:counter_stop, state})
end

defmodule Sequence.App do
  use Application
  def start(type, first) do
    IO.inspect({:sequence_start, type, first})
    {:ok, sup} = Supervisor.start_link([], strategy: :one_for_one, name: Sequence.Supervisor)
    {:ok, sup, :my_state}
  end
  def start_phase(phase, type, args), do: (IO.inspect({:phase, phase, type, args}); :ok)
  def prep_stop(state), do: (IO.inspect({:prep_stop, state}); :stopping)
  def stop(state), do: IO.inspect({:sequence_stop, state})
end

# The same terms as the files counter.app and sequence.app hold.
counter = {:application, :counter,
  [description: 'a counter', vsn: '1.2.0', modules: [Counter.App], registered: [Counter.Supervisor],
   applications: [:kernel, :stdlib, :elixir], env: [first: 41], mod: {Counter.App, [:a, :b]}]}
sequence = {:application, :sequence,
  [description: 'sequence of numbers', vsn: '0.1.0', modules: [Sequence.App], registered: [Sequence.Supervisor],
   applications: [:kernel, :stdlib, :elixir, :counter], env: [], mod: {Sequence.App, 456},
   start_phases: [warm_up: [1], ready: []]]}

dir = Path.join(System.tmp_dir!(), "lang_app_#{System.pid()}")
for {_, name, _} = app <- [counter, sequence] do
  ebin = Path.join([dir, "#{name}", "ebin"])
  File.mkdir_p!(ebin)
  File.write!(Path.join(ebin, "#{name}.app"), :io_lib.format("~p.~n", [app]))
  Code.append_path(ebin)
end

IO.puts("-- loading and asking")
IO.inspect(Application.load(:sequence))
IO.inspect(Application.load(:sequence))
IO.inspect(Application.spec(:sequence, :vsn))
IO.inspect(Application.spec(:sequence, :applications))
IO.inspect(Application.start(:sequence))

IO.puts("-- dependencies start first")
IO.inspect(Application.ensure_all_started(:sequence))
IO.inspect(for {app, desc, vsn} <- Application.started_applications(), app in [:counter, :sequence], do: {app, desc, vsn})
IO.inspect(Application.ensure_all_started(:sequence))
IO.inspect(Application.get_application(Sequence.App))
IO.inspect(Application.put_env(:counter, :first, 1))
IO.inspect(Application.get_all_env(:counter))
IO.inspect(is_pid(Process.whereis(Counter.Supervisor)))

IO.puts("-- stopping")
IO.inspect(Application.stop(:sequence))
IO.inspect(Process.whereis(Sequence.Supervisor))
IO.inspect(Application.stop(:counter))
IO.inspect(Application.stop(:counter))
IO.inspect(Application.unload(:sequence))
IO.inspect(Application.spec(:sequence))
IO.inspect(Application.start(:no_such_app) |> elem(0))
File.rm_rf!(dir)
IO.inspect(Application.get_env(:nope, :key, :default))
IO.inspect(Application.fetch_env(:nope, :key))
IO.inspect(try do Application.fetch_env!(:nope, :key) rescue e -> Exception.message(e) end)
Application.put_env(:nope, :key, 1)
IO.inspect(Application.get_all_env(:nope))
Application.delete_env(:nope, :key)
IO.inspect(Application.get_all_env(:nope))

# expect: -- loading and asking
# expect: :ok
# expect: {:error, {:already_loaded, :sequence}}
# expect: '0.1.0'
# expect: [:kernel, :stdlib, :elixir, :counter]
# expect: {:error, {:not_started, :counter}}
# expect: -- dependencies start first
# expect: {:counter_start, :normal, [:a, :b], 41}
# expect: {:sequence_start, :normal, 456}
# expect: {:phase, :warm_up, :normal, [1]}
# expect: {:phase, :ready, :normal, []}
# expect: {:ok, [:counter, :sequence]}
# expect: [{:sequence, 'sequence of numbers', '0.1.0'}, {:counter, 'a counter', '1.2.0'}]
# expect: {:ok, []}
# expect: :sequence
# expect: :ok
# expect: [first: 1]
# expect: true
# expect: -- stopping
# expect: {:prep_stop, :my_state}
# expect: {:sequence_stop, :stopping}
# expect: :ok
# expect: nil
# expect: {:counter_stop, []}
# expect: :ok
# expect: {:error, {:not_started, :counter}}
# expect: :ok
# expect: nil
# expect: :error
# expect: :default
# expect: :error
# expect: "could not fetch application environment :key for application :nope because the application was not loaded nor configured"
# expect: [key: 1]
# expect: []
