# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Task.Supervisor do
  @moduledoc """
  A supervisor of tasks: `DynamicSupervisor` whose children are tasks.

      {:ok, sup} = Task.Supervisor.start_link()
      Task.Supervisor.async(sup, fn -> 1 + 1 end) |> Task.await()
      #=> 2
  """

  @type option :: DynamicSupervisor.option() | DynamicSupervisor.init_option()

  @doc "A specification to start a task supervisor under a supervisor."
  def child_spec(opts) when is_list(opts) do
    id =
      case Keyword.get(opts, :name, Task.Supervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {Task.Supervisor, :start_link, [opts]}, type: :supervisor}
  end

  @doc "Starts a task supervisor."
  @spec start_link([option]) :: Supervisor.on_start()
  def start_link(options \\ []) do
    {restart, options} = Keyword.pop(options, :restart)
    {shutdown, options} = Keyword.pop(options, :shutdown)
    keys = [:max_children, :max_seconds, :max_restarts]
    {sup_opts, start_opts} = Keyword.split(options, keys)
    restart = restart || :temporary
    shutdown = shutdown || 5000
    DynamicSupervisor.start_link(__MODULE__, {restart, shutdown, sup_opts}, start_opts)
  end

  @doc false
  def init({_restart, _shutdown, options}) do
    Process.put(__MODULE__, {:temporary, 5000})
    DynamicSupervisor.init([strategy: :one_for_one] ++ options)
  end

  @doc "Starts a task to be awaited, linked to the caller and supervised."
  @spec async(Supervisor.supervisor(), (() -> any), keyword) :: Task.t()
  def async(supervisor, fun, options \\ []) when is_function(fun, 0),
    do: start_async(supervisor, :link, :erlang, :apply, [fun, []], options)

  @spec async(Supervisor.supervisor(), module, atom, [term], keyword) :: Task.t()
  def async(supervisor, module, fun, args, options \\ []), do: start_async(supervisor, :link, module, fun, args, options)

  @doc "Starts a task to be awaited, supervised, not linked to the caller."
  @spec async_nolink(Supervisor.supervisor(), (() -> any), keyword) :: Task.t()
  def async_nolink(supervisor, fun, options \\ []) when is_function(fun, 0),
    do: start_async(supervisor, :nolink, :erlang, :apply, [fun, []], options)

  @spec async_nolink(Supervisor.supervisor(), module, atom, [term], keyword) :: Task.t()
  def async_nolink(supervisor, module, fun, args, options \\ []),
    do: start_async(supervisor, :nolink, module, fun, args, options)

  defp start_async(supervisor, link_type, module, fun, args, options) do
    owner = self()
    shutdown = options[:shutdown] || 5000

    case start_child_with_spec(supervisor, [Task.Supervised.get_owner(owner), :monitor, owner], :temporary, shutdown) do
      {:ok, pid} ->
        if link_type == :link, do: Process.link(pid)
        ref = :erlang.monitor(:process, pid, alias: :demonitor)
        send(pid, {owner, ref, ref, Task.callers(), {module, fun, args}})
        %Task{pid: pid, ref: ref, owner: owner, mfa: {module, fun, length(args)}}

      {:error, :max_children} ->
        raise """
        reached the maximum number of tasks for this task supervisor. The maximum number \
        of tasks that are allowed to run at the same time under this supervisor can be \
        configured with the :max_children option passed to Task.Supervisor.start_link/1. When \
        using async_stream or async_stream_nolink, make sure to configure :max_concurrency to \
        be lower or equal to :max_children and pay attention to whether other tasks are also \
        spawned under the same task supervisor.
        """
    end
  end

  defp start_child_with_spec(supervisor, args, restart, shutdown) do
    DynamicSupervisor.start_child(supervisor, %{
      id: Task.Supervised,
      start: {Task.Supervised, :start_link, args},
      restart: restart,
      shutdown: shutdown
    })
  end

  @doc "As `Task.async_stream/3`, with supervised tasks."
  def async_stream(supervisor, enumerable, fun, options \\ []) when is_function(fun, 1),
    do: build_stream(supervisor, :link, enumerable, fun, options)

  def async_stream(supervisor, enumerable, module, function, args, options),
    do: build_stream(supervisor, :link, enumerable, {module, function, args}, options)

  @doc "As `async_stream/4`; tasks are not linked to the caller."
  def async_stream_nolink(supervisor, enumerable, fun, options \\ []) when is_function(fun, 1),
    do: build_stream(supervisor, :nolink, enumerable, fun, options)

  def async_stream_nolink(supervisor, enumerable, module, function, args, options),
    do: build_stream(supervisor, :nolink, enumerable, {module, function, args}, options)

  defp build_stream(supervisor, link_type, enumerable, fun, options) do
    shutdown = Keyword.get(options, :shutdown, 5000)
    options = Task.Supervised.validate_stream_options(Keyword.delete(options, :shutdown))

    fn acc, acc_fun ->
      Task.Supervised.stream(enumerable, acc, acc_fun, Task.callers(), fun, options, fn ->
        owner = self()

        case start_child_with_spec(supervisor, [Task.Supervised.get_owner(owner), :monitor, owner], :temporary, shutdown) do
          {:ok, pid} ->
            if link_type == :link, do: Process.link(pid)
            {:ok, link_type, pid}

          {:error, :max_children} ->
            exit(:max_children)
        end
      end)
    end
  end

  @doc "Starts a task that sends nothing back."
  @spec start_child(Supervisor.supervisor(), (() -> any), keyword) :: DynamicSupervisor.on_start_child()
  def start_child(supervisor, fun, options \\ []) when is_function(fun, 0),
    do: start_plain_child(supervisor, {:erlang, :apply, [fun, []]}, options)

  @spec start_child(Supervisor.supervisor(), module, atom, [term], keyword) :: DynamicSupervisor.on_start_child()
  def start_child(supervisor, module, fun, args, options \\ []) when is_atom(fun) and is_list(args),
    do: start_plain_child(supervisor, {module, fun, args}, options)

  defp start_plain_child(supervisor, mfargs, options) do
    args = [Task.Supervised.get_owner(self()), [], Task.callers(), mfargs]

    DynamicSupervisor.start_child(supervisor, %{
      id: Task.Supervised,
      start: {Task.Supervised, :start_link, args},
      restart: options[:restart] || :temporary,
      shutdown: options[:shutdown] || 5000
    })
  end

  @doc "Stops a task by its pid."
  @spec terminate_child(Supervisor.supervisor(), pid) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, pid) when is_pid(pid), do: DynamicSupervisor.terminate_child(supervisor, pid)

  @doc "The pids of all tasks."
  @spec children(Supervisor.supervisor()) :: [pid]
  def children(supervisor) do
    for {_, pid, _, _} <- DynamicSupervisor.which_children(supervisor), is_pid(pid), do: pid
  end
end
