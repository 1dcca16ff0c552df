# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Task.Supervised do
  @moduledoc false
  # The task processes and the loop of async_stream.

  @doc "A process that runs `mfargs` and sends nothing back."
  def start(mfargs) do
    {:ok, :proc_lib.spawn(__MODULE__, :noreply, [get_owner(self()), get_ancestors(), Task.callers(), mfargs])}
  end

  def start_link(mfargs) do
    {:ok, :proc_lib.spawn_link(__MODULE__, :noreply, [get_owner(self()), get_ancestors(), Task.callers(), mfargs])}
  end

  @doc "A process that waits for `owner` to say what to run, and replies."
  def start_link(owner, monitor) when monitor in [:monitor, :nomonitor],
    do: {:ok, :proc_lib.spawn_link(__MODULE__, :reply, [get_owner(owner), monitor, owner])}

  # For Task.Supervisor, in its process
  def start_link(owner, monitor, owner_pid), do: {:ok, :proc_lib.spawn_link(__MODULE__, :reply, [owner, monitor, owner_pid])}

  def start_link(owner, ancestors, callers, mfargs),
    do: {:ok, :proc_lib.spawn_link(__MODULE__, :noreply, [owner, ancestors, callers, mfargs])}

  defp get_ancestors, do: []

  @doc "A process as reports show it: {node, registered name or pid, pid}."
  def get_owner(pid) when is_pid(pid) do
    shown =
      case pid == self() and Process.info(pid, :registered_name) do
        {:registered_name, name} when is_atom(name) and name != [] -> name
        _ -> pid
      end

    {node(), shown, pid}
  end

  @doc false
  def reply({_, _, owner_pid} = owner, monitor, owner_pid) do
    case monitor do
      :monitor ->
        mref = Process.monitor(owner_pid)
        reply(owner, owner_pid, mref)

      :nomonitor ->
        reply(owner, owner_pid, nil)
    end
  end

  def reply(owner, owner_pid, mref) do
    receive do
      {^owner_pid, ref, reply_to, callers, mfargs} ->
        if mref, do: Process.demonitor(mref, [:flush])
        put_callers(callers)
        send(reply_to, {ref, invoke_mfa({owner, callers}, mfargs)})

      {:DOWN, ^mref, _, _, reason} ->
        exit({:shutdown, reason})
    end
  end

  @doc false
  def noreply(owner, _, callers, mfargs) do
    put_callers(callers)
    invoke_mfa({owner, callers}, mfargs)
  end

  defp put_callers(callers), do: Process.put(:"$callers", callers)

  defp invoke_mfa({owner, callers}, {module, fun, args} = mfa) do
    put_initial_call(mfa)

    try do
      apply(module, fun, args)
    catch
      :exit, value when value == :normal or value == :shutdown or (is_tuple(value) and elem(value, 0) == :shutdown and tuple_size(value) == 2) ->
        :erlang.raise(:exit, value, __STACKTRACE__)

      kind, value ->
        {fun, args} = shown_call(mfa)
        stack = __STACKTRACE__

        :logger.error(
          %{
            label: {Task.Supervisor, :terminating},
            report: %{
              name: name(),
              starter: starter(owner),
              function: fun,
              args: args,
              reason: {log_value(kind, value), stack}
            }
          },
          %{
            domain: [:otp, :elixir],
            error_logger: %{tag: :error_msg},
            report_cb: &__MODULE__.format_report/1,
            callers: callers
          }
        )

        :erlang.raise(kind, value, stack)
    end
  end

  defp put_initial_call({:erlang, :apply, [fun, []]}) when is_function(fun, 0) do
    {:module, module} = :erlang.fun_info(fun, :module)
    {:name, name} = :erlang.fun_info(fun, :name)
    Process.put(:"$initial_call", {module, name, 0})
  end

  defp put_initial_call({module, fun, args}), do: Process.put(:"$initial_call", {module, fun, length(args)})

  defp shown_call({:erlang, :apply, [fun, args]}), do: {fun, args}
  defp shown_call({module, fun, args}), do: {:erlang.make_fun(module, fun, length(args)), args}

  defp name do
    case Process.info(self(), :registered_name) do
      {:registered_name, name} when is_atom(name) and name != [] -> name
      _ -> self()
    end
  end

  defp starter({_, shown, _}), do: shown

  defp log_value(:throw, value), do: {:nocatch, value}
  defp log_value(_, value), do: value

  @doc false
  def format_report(%{
        label: {Task.Supervisor, :terminating},
        report: %{name: name, starter: starter, function: fun, args: args, reason: reason}
      }) do
    message =
      '** Task ~p terminating~n' ++
        '** Started from ~p~n' ++
        '** When function  == ~p~n' ++
        '**      arguments == ~p~n' ++ '** Reason for termination == ~n' ++ '** ~p~n'

    {message, [name, starter, fun, args, reason]}
  end

  # async_stream

  def validate_stream_options(options) do
    max_concurrency = Keyword.get_lazy(options, :max_concurrency, &System.schedulers_online/0)
    on_timeout = Keyword.get(options, :on_timeout, :exit)
    timeout = Keyword.get(options, :timeout, 5000)
    ordered = Keyword.get(options, :ordered, true)
    zip_input_on_exit = Keyword.get(options, :zip_input_on_exit, false)

    unless is_integer(max_concurrency) and max_concurrency > 0,
      do: raise(ArgumentError, ":max_concurrency must be an integer greater than zero")

    unless on_timeout in [:exit, :kill_task], do: raise(ArgumentError, ":on_timeout must be either :exit or :kill_task")

    unless (is_integer(timeout) and timeout >= 0) or timeout == :infinity,
      do: raise(ArgumentError, ":timeout must be either a positive integer or :infinity")

    %{
      max_concurrency: max_concurrency,
      on_timeout: on_timeout,
      timeout: timeout,
      ordered: ordered,
      zip_input_on_exit: zip_input_on_exit
    }
  end

  @doc """
  Runs the elements in order, at most `max_concurrency` at a time, in processes linked to a monitor process: the consumer
  may take as long as it likes, and what fails does not reach it but as a message.
  """
  def stream(enumerable, acc, reducer, callers, mfa, options, spawn) when is_map(options) do
    next = &Enumerable.reduce(enumerable, &1, fn x, acc -> {:suspend, [x | acc]} end)
    parent = self()

    {pid, ref} = :erlang.spawn_opt(fn -> stream_monitor(parent, spawn) end, [:link, :monitor])

    config = Map.merge(options, %{reducer: reducer, monitor_pid: pid, monitor_ref: ref, callers: callers, mfa: mfa})
    stream_reduce(acc, options.max_concurrency, 0, 0, %{}, next, config)
  end

  # `waiting` maps positions to {state, ref, element}: :running, {:ok, value}, {:exit, reason}

  defp stream_reduce({:halt, acc}, _max, _spawned, _delivered, waiting, next, config) do
    stream_close(config, waiting)
    is_function(next) && next.({:halt, []})
    {:halted, acc}
  end

  defp stream_reduce({:suspend, acc}, max, spawned, delivered, waiting, next, config),
    do: {:suspended, acc, &stream_reduce(&1, max, spawned, delivered, waiting, next, config)}

  defp stream_reduce({:cont, acc}, max, spawned, delivered, waiting, :done, config) when map_size(waiting) == 0 do
    _ = {max, spawned, delivered}
    stream_close(config, waiting)
    {:done, acc}
  end

  defp stream_reduce({:cont, acc}, max, spawned, delivered, waiting, next, config) when max > 0 and next != :done do
    try do
      next.({:cont, []})
    catch
      kind, reason ->
        stream_close(config, waiting)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:suspended, [value], next} ->
        waiting = stream_spawn(value, spawned, waiting, config)
        stream_reduce({:cont, acc}, max - 1, spawned + 1, delivered, waiting, next, config)

      {_, [value]} ->
        waiting = stream_spawn(value, spawned, waiting, config)
        stream_reduce({:cont, acc}, max - 1, spawned + 1, delivered, waiting, :done, config)

      {_, []} ->
        stream_reduce({:cont, acc}, max, spawned, delivered, waiting, :done, config)
    end
  end

  defp stream_reduce({:cont, acc}, max, spawned, delivered, waiting, next, config) do
    case ready(waiting, delivered, config.ordered) do
      {:ok, position, result} ->
        deliver(result, acc, config, waiting, fn acc ->
          stream_reduce(acc, max, spawned, delivered + 1, Map.delete(waiting, position), next, config)
        end, next)

      :none ->
        {waiting, freed} = stream_receive(waiting, config)
        stream_reduce({:cont, acc}, max + freed, spawned, delivered, waiting, next, config)
    end
  end

  defp ready(waiting, delivered, true) do
    case waiting do
      %{^delivered => {:running, _, _}} -> :none
      %{^delivered => {result, _, _}} -> {:ok, delivered, result}
      _ -> :none
    end
  end

  defp ready(waiting, _, false) do
    case Enum.find(waiting, fn {_, {state, _, _}} -> state != :running end) do
      {position, {result, _, _}} -> {:ok, position, result}
      nil -> :none
    end
  end

  defp deliver(result, acc, config, waiting, continue, next) do
    try do
      config.reducer.(result, acc)
    catch
      kind, reason ->
        is_function(next) && next.({:halt, []})
        stream_close(config, waiting)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      acc -> continue.(acc)
    end
  end

  defp stream_spawn(value, position, waiting, %{monitor_pid: monitor_pid, monitor_ref: monitor_ref} = config) do
    send(monitor_pid, {:spawn, position, config.callers, call(config.mfa, value), config.timeout, self()})

    receive do
      {:spawned, ^position, ref} -> Map.put(waiting, position, {:running, ref, value})
      {:DOWN, ^monitor_ref, _, _, reason} -> exit({reason, {__MODULE__, :stream, [config.timeout]}})
    end
  end

  defp call({module, fun, args}, value), do: {module, fun, [value | args]}
  defp call(fun, value), do: {:erlang, :apply, [fun, [value]]}

  # A message {monitor_ref-tagged} from the monitor process: a result, an exit or a time-out of one task.
  defp stream_receive(waiting, %{monitor_pid: monitor_pid, monitor_ref: monitor_ref} = config) do
    receive do
      {:stream, ^monitor_pid, position, {:ok, value}} ->
        {update(waiting, position, {:ok, value}), 1}

      {:stream, ^monitor_pid, position, {:exit, reason}} ->
        {update(waiting, position, exit_result(reason, position, waiting, config)), 1}

      {:stream, ^monitor_pid, position, :timeout} ->
        case config.on_timeout do
          :kill_task ->
            {update(waiting, position, exit_result(:timeout, position, waiting, config)), 1}

          :exit ->
            stream_close(config, waiting)
            exit({:timeout, {__MODULE__, :stream, [config.timeout]}})
        end

      {:DOWN, ^monitor_ref, _, _, reason} ->
        exit({reason, {__MODULE__, :stream, [config.timeout]}})
    end
  end

  defp update(waiting, position, result) do
    {_, ref, value} = Map.fetch!(waiting, position)
    Map.put(waiting, position, {result, ref, value})
  end

  defp exit_result(reason, position, waiting, %{zip_input_on_exit: true}) do
    {_, _, value} = Map.fetch!(waiting, position)
    {:exit, {value, reason}}
  end

  defp exit_result(reason, _, _, _), do: {:exit, reason}

  defp stream_close(%{monitor_pid: monitor_pid, monitor_ref: monitor_ref}, _waiting) do
    Process.unlink(monitor_pid)
    send(monitor_pid, {:stop, self()})

    receive do
      {:DOWN, ^monitor_ref, _, _, _} -> :ok
    end

    flush_stream(monitor_pid)
    receive do: ({:EXIT, ^monitor_pid, _} -> :ok), after: (0 -> :ok)
  end

  defp flush_stream(monitor_pid) do
    receive do
      {:stream, ^monitor_pid, _, _} -> flush_stream(monitor_pid)
      {:spawned, _, _} -> flush_stream(monitor_pid)
    after
      0 -> :ok
    end
  end

  # The monitor process. `tasks` maps monitor references to {position, pid, timer, link?}.
  defp stream_monitor(parent, spawn) do
    Process.flag(:trap_exit, true)
    parent_ref = Process.monitor(parent)
    stream_monitor_loop(parent, parent_ref, spawn, %{})
  end

  defp stream_monitor_loop(parent, parent_ref, spawn, tasks) do
    receive do
      {:spawn, position, callers, mfa, timeout, ^parent} ->
        {:ok, type, pid} = spawn.()
        ref = Process.monitor(pid)
        send(pid, {self(), ref, self(), callers, mfa})
        send(parent, {:spawned, position, ref})
        timer = if timeout != :infinity, do: Process.send_after(self(), {:task_timeout, ref}, timeout)
        stream_monitor_loop(parent, parent_ref, spawn, Map.put(tasks, ref, {position, pid, timer, type}))

      {:stop, ^parent} ->
        stop_tasks(tasks)

      {:DOWN, ^parent_ref, _, _, reason} ->
        stop_tasks(tasks)
        exit(if(reason == :normal, do: :normal, else: reason))

      {:EXIT, ^parent, reason} ->
        stop_tasks(tasks)
        exit(reason)

      {:task_timeout, ref} when is_map_key(tasks, ref) ->
        {{position, pid, _, _}, tasks} = Map.pop!(tasks, ref)
        Process.demonitor(ref, [:flush])
        Process.unlink(pid)
        Process.exit(pid, :kill)
        send(parent, {:stream, self(), position, :timeout})
        stream_monitor_loop(parent, parent_ref, spawn, tasks)

      {ref, result} when is_map_key(tasks, ref) ->
        {{position, _, timer, _}, tasks} = Map.pop!(tasks, ref)
        timer && Process.cancel_timer(timer)
        Process.demonitor(ref, [:flush])
        send(parent, {:stream, self(), position, {:ok, result}})
        stream_monitor_loop(parent, parent_ref, spawn, tasks)

      {:DOWN, ref, _, _, reason} when is_map_key(tasks, ref) ->
        {{position, _, timer, type}, tasks} = Map.pop!(tasks, ref)
        timer && Process.cancel_timer(timer)
        down(type, reason, position, parent, tasks)
        stream_monitor_loop(parent, parent_ref, spawn, tasks)

      _ ->
        stream_monitor_loop(parent, parent_ref, spawn, tasks)
    end
  end

  # A linked task that fails takes the caller with it, through this process, unless the caller traps exits.
  defp down(:link, reason, position, parent, tasks) do
    if reason != :normal and Process.info(parent, :trap_exit) == {:trap_exit, false} do
      stop_tasks(tasks)
      exit(reason)
    end

    send(parent, {:stream, self(), position, {:exit, reason}})
  end

  defp down(:nolink, reason, position, parent, _), do: send(parent, {:stream, self(), position, {:exit, reason}})

  defp stop_tasks(tasks) do
    for {ref, {_, pid, timer, _}} <- Map.to_list(tasks) do
      timer && Process.cancel_timer(timer)
      Process.unlink(pid)
      Process.exit(pid, :kill)

      receive do
        {:DOWN, ^ref, _, _, _} -> :ok
      end
    end
  end
end
