# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Task do
  @moduledoc """
  Processes that do one thing, and the values that come back from them.

      task = Task.async(fn -> 1 + 1 end)
      Task.await(task)
      #=> 2

  The struct has `:mfa`, the function; `:owner`, who started it; `:pid` (nil if there is no process of its own) and `:ref`,
  the reference of its reply and monitor.
  """

  @doc "The task."
  @enforce_keys [:mfa, :owner, :pid, :ref]
  defstruct @enforce_keys

  @type t :: %__MODULE__{mfa: mfa, owner: pid, pid: pid | nil, ref: reference}

  @doc "A specification to start a task under a supervisor; `:restart` is `:temporary`."
  def child_spec(arg), do: %{id: Task, start: {Task, :start_link, [arg]}, restart: :temporary}

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        `arg` is passed as the argument to `Task.start_link/1` in the `:start` field
        of the spec.

        For more information, see the `Supervisor` module,
        the `Supervisor.child_spec/2` function and the `t:Supervisor.child_spec/0` type.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]},
          restart: :temporary
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc "Starts a task that sends nothing back, linked."
  @spec start_link((() -> any)) :: {:ok, pid}
  def start_link(fun) when is_function(fun, 0), do: start_link(:erlang, :apply, [fun, []])

  @spec start_link(module, atom, [term]) :: {:ok, pid}
  def start_link(module, function, args) when is_atom(module) and is_atom(function) and is_list(args),
    do: Task.Supervised.start_link({module, function, args})

  @doc "Starts a task that sends nothing back, without a link."
  @spec start((() -> any)) :: {:ok, pid}
  def start(fun) when is_function(fun, 0), do: start(:erlang, :apply, [fun, []])

  @spec start(module, atom, [term]) :: {:ok, pid}
  def start(module, function, args) when is_atom(module) and is_atom(function) and is_list(args),
    do: Task.Supervised.start({module, function, args})

  @doc "Starts a task to be awaited, linked to the caller."
  @spec async((() -> any)) :: t
  def async(fun) when is_function(fun, 0), do: async(:erlang, :apply, [fun, []])

  @spec async(module, atom, [term]) :: t
  def async(module, function, args) when is_atom(module) and is_atom(function) and is_list(args) do
    mfargs = {module, function, args}
    owner = self()
    {:ok, pid} = Task.Supervised.start_link(owner, :nomonitor)
    alias_ref = :erlang.monitor(:process, pid, alias: :demonitor)
    send(pid, {owner, alias_ref, alias_ref, callers(), mfargs})
    %Task{pid: pid, ref: alias_ref, owner: owner, mfa: {module, function, length(args)}}
  end

  @doc false
  def callers do
    case Process.get(:"$callers") do
      nil -> [self()]
      callers -> [self() | callers]
    end
  end

  @doc "A task that is done already."
  @spec completed(any) :: t
  def completed(result) do
    ref = make_ref()
    owner = self()
    send(owner, {ref, result})
    %Task{pid: nil, ref: ref, owner: owner, mfa: {Task, :completed, 1}}
  end

  @doc "The results of `fun` for each element, computed by tasks that run at the same time; a stream of `{:ok, value}`."
  @spec async_stream(Enumerable.t(), (term -> term), keyword) :: Enumerable.t()
  def async_stream(enumerable, fun, options \\ []) when is_function(fun, 1) and is_list(options),
    do: build_stream(enumerable, fun, options)

  @spec async_stream(Enumerable.t(), module, atom, [term], keyword) :: Enumerable.t()
  def async_stream(enumerable, module, function, args, options \\ []) when is_atom(module) and is_atom(function) and is_list(args),
    do: build_stream(enumerable, {module, function, args}, options)

  defp build_stream(enumerable, fun, options) do
    options = Task.Supervised.validate_stream_options(options)

    &Task.Supervised.stream(enumerable, &1, &2, callers(), fun, options, fn ->
      {:ok, pid} = Task.Supervised.start_link(self(), :nomonitor)
      {:ok, :link, pid}
    end)
  end

  # Awaiting

  @doc "Waits for the result; exits if the task fails or takes longer than `timeout`."
  @spec await(t, timeout) :: term
  def await(%Task{ref: ref, owner: owner} = task, timeout \\ 5000) do
    if owner != self(), do: raise(ArgumentError, invalid_owner_error(task))

    receive do
      {^ref, reply} ->
        Process.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, proc, reason} ->
        exit({reason(reason, proc), {__MODULE__, :await, [task, timeout]}})
    after
      timeout ->
        Process.demonitor(ref, [:flush])
        exit({:timeout, {__MODULE__, :await, [task, timeout]}})
    end
  end

  @doc "Waits for the results of all tasks."
  @spec await_many([t], timeout) :: [term]
  def await_many(tasks, timeout \\ 5000) when is_list(tasks) do
    for task <- tasks, task.owner != self(), do: raise(ArgumentError, invalid_owner_error(task))
    refs = Map.new(tasks, &{&1.ref, true})
    timeout_ref = make_ref()
    timer = if timeout != :infinity, do: Process.send_after(self(), timeout_ref, timeout)

    try do
      await_refs(tasks, timeout, refs, %{}, timeout_ref)
    after
      timer && Process.cancel_timer(timer)
      receive do: (^timeout_ref -> :ok), after: (0 -> :ok)
    end
  end

  defp await_refs(tasks, timeout, awaiting, replies, timeout_ref) do
    case map_size(awaiting) do
      0 ->
        for %{ref: ref} <- tasks, do: Map.fetch!(replies, ref)

      _ ->
        receive do
          ^timeout_ref ->
            demonitor_pending(awaiting)
            exit({:timeout, {__MODULE__, :await_many, [tasks, timeout]}})

          {:DOWN, ref, _, proc, reason} when is_map_key(awaiting, ref) ->
            demonitor_pending(awaiting)
            exit({reason(reason, proc), {__MODULE__, :await_many, [tasks, timeout]}})

          {ref, reply} when is_reference(ref) and is_map_key(awaiting, ref) ->
            Process.demonitor(ref, [:flush])
            await_refs(tasks, timeout, Map.delete(awaiting, ref), Map.put(replies, ref, reply), timeout_ref)
        end
    end
  end

  defp demonitor_pending(refs), do: Enum.each(Map.keys(refs), &Process.demonitor(&1, [:flush]))

  @doc "Waits at most `timeout` for the result; nil if it is not there yet."
  @spec yield(t, timeout) :: {:ok, term} | {:exit, term} | nil
  def yield(%Task{ref: ref, owner: owner} = task, timeout \\ 5000) do
    if owner != self(), do: raise(ArgumentError, invalid_owner_error(task))

    receive do
      {^ref, reply} ->
        Process.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :yield, [task, timeout]}})

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      timeout -> nil
    end
  end

  @doc "As `yield/2` for many tasks with one time-out."
  @spec yield_many([t], timeout) :: [{t, {:ok, term} | {:exit, term} | nil}]
  def yield_many(tasks, timeout \\ 5000) when is_list(tasks) do
    deadline = if timeout == :infinity, do: :infinity, else: System.monotonic_time(:millisecond) + timeout

    for task <- tasks do
      left = if deadline == :infinity, do: :infinity, else: max(0, deadline - System.monotonic_time(:millisecond))
      {task, yield(task, left)}
    end
  end

  @doc "Does not wait for the task any more."
  @spec ignore(t) :: {:ok, term} | {:exit, term} | nil
  def ignore(%Task{ref: ref, pid: pid, owner: owner} = task) do
    if owner != self(), do: raise(ArgumentError, invalid_owner_error(task))

    receive do
      {^ref, reply} ->
        pid && Process.unlink(pid)
        Process.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :ignore, [task]}})

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      0 ->
        pid && Process.unlink(pid)
        Process.demonitor(ref, [:flush])
        nil
    end
  end

  @doc "Shuts the task down; a result that is there already is given back."
  @spec shutdown(t, timeout | :brutal_kill) :: {:ok, term} | {:exit, term} | nil
  def shutdown(task, shutdown \\ 5000)
  def shutdown(%Task{pid: nil} = task, _), do: raise(ArgumentError, "task #{inspect(task)} does not have an associated task process")

  def shutdown(%Task{owner: owner} = task, _) when owner != self(), do: raise(ArgumentError, invalid_owner_error(task))

  def shutdown(%Task{pid: pid} = task, :brutal_kill) do
    mon = Process.monitor(pid)
    Process.unlink(pid)
    Process.exit(pid, :kill)

    case shutdown_receive(task, mon, :brutal_kill, :infinity) do
      {:down, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :shutdown, [task, :brutal_kill]}})

      {:down, _, reason} ->
        {:exit, reason}

      result ->
        result
    end
  end

  def shutdown(%Task{pid: pid} = task, timeout) do
    mon = Process.monitor(pid)
    Process.unlink(pid)
    Process.exit(pid, :shutdown)

    case shutdown_receive(task, mon, :shutdown, timeout) do
      {:down, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :shutdown, [task, timeout]}})

      {:down, _, reason} ->
        {:exit, reason}

      result ->
        result
    end
  end

  defp shutdown_receive(%{ref: ref} = task, mon, type, timeout) do
    receive do
      {:DOWN, ^mon, _, _, :shutdown} when type in [:shutdown, :timeout_kill] ->
        Process.demonitor(ref, [:flush])
        flush_reply(ref)

      {:DOWN, ^mon, _, _, :killed} when type == :brutal_kill ->
        Process.demonitor(ref, [:flush])
        flush_reply(ref)

      {:DOWN, ^mon, _, proc, :noproc} ->
        result = flush_noproc(ref, proc, type)
        Process.demonitor(ref, [:flush])
        result

      {:DOWN, ^mon, _, proc, reason} ->
        Process.demonitor(ref, [:flush])
        flush_reply(ref) || {:down, proc, reason}
    after
      timeout ->
        Process.exit(task.pid, :kill)
        shutdown_receive(task, mon, :timeout_kill, :infinity)
    end
  end

  defp flush_reply(ref) do
    receive do
      {^ref, reply} -> {:ok, reply}
    after
      0 -> nil
    end
  end

  defp flush_noproc(ref, proc, type) do
    receive do
      {^ref, reply} -> {:ok, reply}
      {:DOWN, ^ref, _, _, :shutdown} when type in [:shutdown, :timeout_kill] -> nil
      {:DOWN, ^ref, _, _, :killed} when type == :brutal_kill -> nil
      {:DOWN, ^ref, _, _, reason} -> {:down, proc, reason}
    after
      0 -> nil
    end
  end

  defp reason(:noconnection, proc), do: {:nodedown, monitor_node(proc)}
  defp reason(reason, _), do: reason

  defp monitor_node(pid) when is_pid(pid), do: node(pid)
  defp monitor_node({_, node}), do: node

  defp invalid_owner_error(task),
    do: "task #{inspect(task)} must be queried from the owner but was queried from #{inspect(self())}"
end
