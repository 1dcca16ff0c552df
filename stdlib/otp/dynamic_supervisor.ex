# SPDX-License-Identifier: GPL-3.0-or-later
defmodule DynamicSupervisor do
  @moduledoc """
  A supervisor without children at its start: they come with `start_child/2`, in any number, and go.

      {:ok, sup} = DynamicSupervisor.start_link(strategy: :one_for_one)
      {:ok, pid} = DynamicSupervisor.start_child(sup, {Agent, fn -> 0 end})
  """
  @behaviour GenServer

  @type sup_flags :: %{
          strategy: strategy,
          intensity: non_neg_integer,
          period: pos_integer,
          max_children: non_neg_integer | :infinity,
          extra_arguments: [term]
        }
  @type option :: GenServer.option()
  @type init_option ::
          {:strategy, strategy}
          | {:max_restarts, non_neg_integer}
          | {:max_seconds, pos_integer}
          | {:max_children, non_neg_integer | :infinity}
          | {:extra_arguments, [term]}
  @type on_start_child ::
          {:ok, pid} | {:ok, pid, info :: term} | :ignore | {:error, {:already_started, pid} | :max_children | term}
  @type strategy :: :one_for_one

  @callback init(init_arg :: term) :: {:ok, sup_flags} | :ignore

  @doc "A specification to start a dynamic supervisor under a supervisor."
  def child_spec(options) when is_list(options) do
    id =
      case Keyword.get(options, :name, DynamicSupervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {DynamicSupervisor, :start_link, [options]}, type: :supervisor}
  end

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour DynamicSupervisor

      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]},
          type: :supervisor
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc "Starts a dynamic supervisor."
  @spec start_link([option | init_option]) :: Supervisor.on_start()
  def start_link(options) when is_list(options) do
    keys = [:extra_arguments, :max_children, :max_seconds, :max_restarts, :strategy]
    {sup_opts, start_opts} = Keyword.split(options, keys)
    start_link(Supervisor.Default, init(sup_opts), start_opts)
  end

  @spec start_link(module, term, [option]) :: Supervisor.on_start()
  def start_link(module, init_arg, opts \\ []),
    do: GenServer.start_link(__MODULE__, {module, init_arg, opts[:name]}, opts)

  @doc "Starts a child."
  @spec start_child(Supervisor.supervisor(), Supervisor.child_spec() | {module, term} | module) :: on_start_child
  def start_child(supervisor, {_, _, _, _, _, _} = child_spec),
    do: validate_and_start_child(supervisor, child_spec)

  def start_child(supervisor, child_spec) do
    validate_and_start_child(supervisor, Supervisor.child_spec(child_spec, []))
  end

  defp validate_and_start_child(supervisor, child_spec) do
    case validate_child(child_spec) do
      {:ok, child} -> call(supervisor, {:start_child, child})
      error -> {:error, error}
    end
  end

  defp validate_child(%{id: _, start: {mod, _, _} = start} = child) do
    type = Map.get(child, :type, :worker)

    validate_child(
      start,
      Map.get(child, :restart, :permanent),
      Map.get(child, :shutdown, if(type == :supervisor, do: :infinity, else: 5000)),
      type,
      Map.get(child, :modules, [mod])
    )
  end

  defp validate_child({_, start, restart, shutdown, type, modules}),
    do: validate_child(start, restart, shutdown, type, modules)

  defp validate_child(other), do: {:invalid_child_spec, other}

  defp validate_child(start, restart, shutdown, type, modules) do
    with :ok <- validate_start(start),
         :ok <- validate_restart(restart),
         :ok <- validate_shutdown(shutdown),
         :ok <- validate_type(type),
         :ok <- validate_modules(modules) do
      {:ok, {start, restart, shutdown, type, modules}}
    end
  end

  defp validate_start({m, f, args}) when is_atom(m) and is_atom(f) and is_list(args), do: :ok
  defp validate_start(mfa), do: {:invalid_mfa, mfa}
  defp validate_type(type) when type in [:supervisor, :worker], do: :ok
  defp validate_type(type), do: {:invalid_child_type, type}
  defp validate_restart(restart) when restart in [:permanent, :temporary, :transient], do: :ok
  defp validate_restart(restart), do: {:invalid_restart_type, restart}
  defp validate_shutdown(shutdown) when is_integer(shutdown) and shutdown >= 0, do: :ok
  defp validate_shutdown(shutdown) when shutdown in [:infinity, :brutal_kill], do: :ok
  defp validate_shutdown(shutdown), do: {:invalid_shutdown, shutdown}
  defp validate_modules(:dynamic), do: :ok

  defp validate_modules(mods) do
    if is_list(mods) and Enum.all?(mods, &is_atom/1), do: :ok, else: {:invalid_modules, mods}
  end

  @doc "Stops a child by its pid."
  @spec terminate_child(Supervisor.supervisor(), pid) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, pid) when is_pid(pid), do: call(supervisor, {:terminate_child, pid})

  @doc "All children: `{:undefined, pid, type, modules}`."
  @spec which_children(Supervisor.supervisor()) :: [{:undefined, pid | :restarting, :worker | :supervisor, term}]
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc "How many children there are."
  @spec count_children(Supervisor.supervisor()) :: %{
          specs: non_neg_integer,
          active: non_neg_integer,
          supervisors: non_neg_integer,
          workers: non_neg_integer
        }
  def count_children(supervisor), do: call(supervisor, :count_children)

  @doc "Stops the supervisor and its children."
  @spec stop(Supervisor.supervisor(), reason :: term, timeout) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity), do: GenServer.stop(supervisor, reason, timeout)

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)

  @doc "What `c:init/1` returns for these options."
  @spec init([init_option]) :: {:ok, sup_flags}
  def init(options)

  def init(options) when is_list(options) do
    {:ok,
     %{
       strategy: Keyword.get(options, :strategy, :one_for_one),
       intensity: Keyword.get(options, :max_restarts, 3),
       period: Keyword.get(options, :max_seconds, 5),
       max_children: Keyword.get(options, :max_children, :infinity),
       extra_arguments: Keyword.get(options, :extra_arguments, [])
     }}
  end

  # GenServer callbacks. `children` maps pids, or {:restarting, ref}, to {start, restart, shutdown, type, modules}.
  @impl true
  def init({mod, init_arg, name}) do
    Process.put(:"$initial_call", {:supervisor, mod, 1})
    Process.flag(:trap_exit, true)

    case mod.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        state = %{
          mod: mod,
          args: init_arg,
          name: name || {self(), mod},
          children: %{},
          restarts: [],
          strategy: nil,
          max_restarts: nil,
          max_seconds: nil,
          max_children: nil,
          extra_arguments: nil
        }

        case apply_flags(state, flags) do
          {:ok, state} -> {:ok, state}
          {:error, reason} -> {:stop, {:supervisor_data, reason}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {mod, :init, other}}}
    end
  end

  defp apply_flags(state, flags) do
    extra = Map.get(flags, :extra_arguments, [])
    max_children = Map.get(flags, :max_children, :infinity)
    max_restarts = Map.get(flags, :intensity, 1)
    max_seconds = Map.get(flags, :period, 5)
    strategy = Map.get(flags, :strategy, :one_for_one)

    cond do
      strategy != :one_for_one -> {:error, {:invalid_strategy, strategy}}
      not (is_integer(max_restarts) and max_restarts >= 0) -> {:error, {:invalid_intensity, max_restarts}}
      not (is_integer(max_seconds) and max_seconds > 0) -> {:error, {:invalid_period, max_seconds}}
      not valid_max_children?(max_children) -> {:error, {:invalid_max_children, max_children}}
      not is_list(extra) -> {:error, {:invalid_extra_arguments, extra}}
      true ->
        {:ok,
         %{
           state
           | strategy: strategy,
             max_restarts: max_restarts,
             max_seconds: max_seconds,
             max_children: max_children,
             extra_arguments: extra
         }}
    end
  end

  defp valid_max_children?(:infinity), do: true
  defp valid_max_children?(max), do: is_integer(max) and max >= 0

  @impl true
  def handle_call(:which_children, _from, state) do
    reply =
      for {pid, {_, _, _, type, modules}} <- Map.to_list(state.children) do
        {:undefined, if(is_pid(pid), do: pid, else: :restarting), type, modules}
      end

    {:reply, reply, state}
  end

  def handle_call(:count_children, _from, %{children: children} = state) do
    specs = map_size(children)
    active = Enum.count(Map.keys(children), &(is_pid(&1) and Process.alive?(&1)))
    workers = Enum.count(Map.values(children), fn {_, _, _, type, _} -> type == :worker end)
    {:reply, %{specs: specs, active: active, supervisors: specs - workers, workers: workers}, state}
  end

  def handle_call({:terminate_child, pid}, _from, %{children: children} = state) do
    case children do
      %{^pid => child} ->
        stop_children(%{pid => child}, state)
        {:reply, :ok, forget(pid, state)}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:start_child, child}, _from, state) do
    if map_size(state.children) < state.max_children do
      start_new(child, state)
    else
      {:reply, {:error, :max_children}, state}
    end
  end

  defp start_new({{m, f, args}, restart, shutdown, type, modules}, state) do
    case start_process(m, f, state.extra_arguments ++ args) do
      {:ok, pid} = reply ->
        {:reply, reply, save(pid, {{m, f, args}, restart, shutdown, type, modules}, state)}

      {:ok, pid, _} = reply ->
        {:reply, reply, save(pid, {{m, f, args}, restart, shutdown, type, modules}, state)}

      reply ->
        {:reply, reply, state}
    end
  end

  defp save(pid, {{m, f, _}, :temporary, shutdown, type, modules}, state),
    do: put_in(state.children[pid], {{m, f, :undefined}, :temporary, shutdown, type, modules})

  defp save(pid, child, state), do: put_in(state.children[pid], child)

  defp forget(pid, state), do: %{state | children: Map.delete(state.children, pid)}

  defp start_process(m, f, args) do
    try do
      apply(m, f, args)
    catch
      kind, reason -> {:error, exit_reason(kind, reason, __STACKTRACE__)}
    else
      {:ok, pid, extra} when is_pid(pid) -> {:ok, pid, extra}
      {:ok, pid} when is_pid(pid) -> {:ok, pid}
      :ignore -> :ignore
      {:error, _} = error -> error
      other -> {:error, other}
    end
  end

  defp exit_reason(:exit, reason, _), do: reason
  defp exit_reason(:error, reason, stack), do: {reason, stack}
  defp exit_reason(:throw, value, stack), do: {{:nocatch, value}, stack}

  @impl true
  def handle_cast(_msg, state), do: {:noreply, state}

  @impl true
  def handle_info({:EXIT, pid, reason}, state) do
    case state.children do
      %{^pid => {_, restart, _, _, _} = child} -> child_exited(restart, reason, pid, child, state)
      _ -> {:noreply, state}
    end
  end

  def handle_info({:"$gen_restart", ref}, state) do
    case state.children do
      %{^ref => child} -> restart_child(ref, child, state)
      _ -> {:noreply, state}
    end
  end

  def handle_info(msg, state) do
    :logger.log(
      :error,
      %{
        label: {DynamicSupervisor, :unexpected_msg},
        report: %{msg: msg}
      },
      %{domain: [:otp, :elixir], error_logger: %{tag: :error_msg}, report_cb: &__MODULE__.format_report/1}
    )

    {:noreply, state}
  end

  @doc false
  def format_report(%{label: {__MODULE__, :unexpected_msg}, report: %{msg: msg}}),
    do: {'DynamicSupervisor received unexpected message: ~p~n', [msg]}

  @impl true
  def code_change(_, %{mod: mod, args: init_arg} = state, _) do
    case mod.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        case apply_flags(state, flags) do
          {:ok, state} -> {:ok, state}
          {:error, reason} -> {:error, {:supervisor_data, reason}}
        end

      :ignore ->
        {:ok, state}

      error ->
        error
    end
  end

  @impl true
  def terminate(_, state), do: stop_children(state.children, state)

  defp child_exited(:permanent, reason, pid, child, state) do
    report_error(:child_terminated, reason, pid, child, state)
    restart_child(pid, child, state)
  end

  defp child_exited(_, :normal, pid, _, state), do: {:noreply, forget(pid, state)}
  defp child_exited(_, :shutdown, pid, _, state), do: {:noreply, forget(pid, state)}
  defp child_exited(_, {:shutdown, _}, pid, _, state), do: {:noreply, forget(pid, state)}

  defp child_exited(:transient, reason, pid, child, state) do
    report_error(:child_terminated, reason, pid, child, state)
    restart_child(pid, child, state)
  end

  defp child_exited(:temporary, reason, pid, child, state) do
    report_error(:child_terminated, reason, pid, child, state)
    {:noreply, forget(pid, state)}
  end

  defp restart_child(pid, {{m, f, args}, _, _, _, _} = child, state) do
    case add_restart(state) do
      {:ok, state} ->
        case start_process(m, f, state.extra_arguments ++ args) do
          {:ok, new} -> {:noreply, save(new, child, forget(pid, state))}
          {:ok, new, _} -> {:noreply, save(new, child, forget(pid, state))}
          :ignore -> {:noreply, forget(pid, state)}
          {:error, reason} ->
            report_error(:start_error, reason, {:restarting, pid}, child, state)
            {:noreply, try_again(pid, child, state)}
        end

      {:shutdown, state} ->
        report_error(:shutdown, :reached_max_restart_intensity, pid, child, state)
        {:stop, :shutdown, forget(pid, state)}
    end
  end

  # The restart is tried again after what is in the mailbox by now.
  defp try_again(pid, child, state) do
    key = if is_pid(pid), do: {:restarting, make_ref()}, else: pid
    send(self(), {:"$gen_restart", key})
    state = forget(pid, state)
    put_in(state.children[key], child)
  end

  defp add_restart(state) do
    now = :erlang.monotonic_time(:second)
    restarts = [now | Enum.filter(state.restarts, &(now - &1 <= state.max_seconds))]
    state = %{state | restarts: restarts}
    if length(restarts) > state.max_restarts, do: {:shutdown, state}, else: {:ok, state}
  end

  # All children are told, then awaited until each one's time is over. One that ends within a moment is waited for before the
  # next is told, so that quick children end in order; the first that does not has all the rest told at once.
  @moment_ms 5
  defp stop_children(children, state) do
    monitored = for {pid, child} <- Map.to_list(children), is_pid(pid), do: {pid, child, monitor_child(pid)}
    start = System.monotonic_time(:millisecond)
    {told, _} = Enum.map_reduce(monitored, @moment_ms, &tell_to_stop/2)

    for {pid, {_, _, shutdown, _, _} = child, monitor} <- told do
      report_stop(await_down(pid, monitor, time_left(shutdown, start)), shutdown, pid, child, state)
    end

    :ok
  end

  defp tell_to_stop({pid, {_, _, shutdown, _, _} = child, monitor}, moment) do
    Process.exit(pid, if(shutdown == :brutal_kill, do: :kill, else: :shutdown))

    case monitor do
      {:running, ref} ->
        receive do
          {:DOWN, ^ref, :process, ^pid, reason} -> {{pid, child, {:down, reason}}, moment}
        after
          moment -> {{pid, child, monitor}, 0}
        end

      {:exited, _, _} ->
        {{pid, child, monitor}, moment}
    end
  end

  defp time_left(shutdown, _) when shutdown in [:infinity, :brutal_kill], do: :infinity
  defp time_left(time, start), do: max(0, start + time - System.monotonic_time(:millisecond))

  defp monitor_child(pid) do
    ref = Process.monitor(pid)
    Process.unlink(pid)

    receive do
      {:EXIT, ^pid, reason} -> {:exited, ref, reason}
    after
      0 -> {:running, ref}
    end
  end

  defp await_down(_pid, {:down, reason}, _), do: reason

  defp await_down(pid, {:exited, ref, reason}, _) do
    receive do
      {:DOWN, ^ref, :process, ^pid, _} -> reason
    end
  end

  defp await_down(pid, {:running, ref}, timeout) do
    receive do
      {:DOWN, ^ref, :process, ^pid, reason} -> reason
    after
      timeout ->
        Process.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, :process, ^pid, reason} -> reason
        end
    end
  end

  defp report_stop(:killed, :brutal_kill, _, _, _), do: :ok
  defp report_stop(:shutdown, _, _, _, _), do: :ok
  defp report_stop({:shutdown, _}, _, _, {_, restart, _, _, _}, _) when restart != :permanent, do: :ok
  defp report_stop(:normal, _, _, {_, restart, _, _, _}, _) when restart != :permanent, do: :ok
  defp report_stop(reason, _, pid, child, state), do: report_error(:shutdown_error, reason, pid, child, state)

  defp report_error(error, reason, pid, {start, restart, shutdown, type, _}, state) do
    :logger.log(
      :error,
      %{
        label: {:supervisor, error},
        report: [
          {:supervisor, state.name},
          {:errorContext, error},
          {:reason, reason},
          {:offender,
           [pid: pid, id: :undefined, mfargs: start, restart_type: restart, shutdown: shutdown, child_type: type]}
        ]
      },
      %{
        domain: [:otp, :sasl],
        report_cb: &:logger.format_otp_report/1,
        logger_formatter: %{title: "SUPERVISOR REPORT"},
        error_logger: %{tag: :error_report, type: :supervisor_report}
      }
    )
  end
end
