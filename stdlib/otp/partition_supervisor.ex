# SPDX-License-Identifier: GPL-3.0-or-later
defmodule PartitionSupervisor do
  @moduledoc """
  Starts the same child in several partitions, so that one process does not have to serve all.

      {:ok, _} = PartitionSupervisor.start_link(child_spec: DynamicSupervisor, name: MySupervisors)
      DynamicSupervisor.start_child({:via, PartitionSupervisor, {MySupervisors, self()}}, {Agent, fn -> 0 end})
  """
  @behaviour Supervisor

  @type name :: atom | {:via, module, term}
  @type option :: Supervisor.option() | {:child_spec, term} | {:partitions, pos_integer} | {:with_arguments, fun}

  @doc "A specification to start a partition supervisor under a supervisor."
  def child_spec(opts) when is_list(opts) do
    id =
      case Keyword.get(opts, :name, PartitionSupervisor) do
        name when is_atom(name) -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {PartitionSupervisor, :start_link, [opts]}, type: :supervisor}
  end

  @doc """
  Starts a partition supervisor. Options: `:child_spec`, `:name`, `:partitions` (the number of schedulers), `:strategy`,
  `:max_restarts`, `:max_seconds`, `:with_arguments`.
  """
  @spec start_link(keyword) :: Supervisor.on_start()
  def start_link(opts) do
    name = opts[:name]
    unless name, do: raise(ArgumentError, "the :name option must be given to PartitionSupervisor")

    {child_spec, opts} = Keyword.pop(opts, :child_spec)
    unless child_spec, do: raise(ArgumentError, "the :child_spec option must be given to PartitionSupervisor")

    {partitions, opts} = Keyword.pop(opts, :partitions, System.schedulers_online())

    unless is_integer(partitions) and partitions >= 1,
      do: raise(ArgumentError, "the :partitions option must be a positive integer, got: #{inspect(partitions)}")

    {with_arguments, opts} = Keyword.pop(opts, :with_arguments, fn args, _partition -> args end)

    unless is_function(with_arguments, 2),
      do: raise(ArgumentError, "the :with_arguments option must be a function that receives two arguments, the current call arguments and the partition, got: #{inspect(with_arguments)}")

    %{start: {mod, fun, args}} = map = Supervisor.child_spec(child_spec, [])
    modules = map[:modules] || [mod]

    children =
      for partition <- 0..(partitions - 1) do
        args = with_arguments.(args, partition)

        unless is_list(args),
          do: raise(ArgumentError, "the call to the function in :with_arguments must return a list, got: #{inspect(args)}")

        start = {__MODULE__, :start_child, [mod, fun, args, name, partition]}
        Map.merge(map, %{id: partition, start: start, modules: modules})
      end

    {init_opts, start_opts} = Keyword.split(opts, [:strategy, :max_seconds, :max_restarts])
    Supervisor.start_link(__MODULE__, {name, partitions, children, init_opts}, start_opts)
  end

  # The table `{:partitions, n}`, `{partition, pid}` is found by the name of the supervisor.
  @doc false
  def start_child(mod, fun, args, name, partition) do
    case apply(mod, fun, args) do
      {:ok, pid} ->
        register_child(name, partition, pid)
        {:ok, pid}

      {:ok, pid, info} ->
        register_child(name, partition, pid)
        {:ok, pid, info}

      other ->
        other
    end
  end

  defp register_child(name, partition, pid), do: :ets.insert(table!(name), {partition, pid})

  @impl true
  def init({name, partitions, children, init_opts}) do
    table = new_table(name)
    :ets.insert(table, {:partitions, partitions})
    Supervisor.init(children, Keyword.put_new(init_opts, :strategy, :one_for_one))
  end

  defp new_table(name) when is_atom(name), do: :ets.new(name, [:set, :named_table, :protected, read_concurrency: true])

  defp new_table({:via, _, _}) do
    table = :ets.new(__MODULE__, [:set, :protected, read_concurrency: true])
    Process.put(__MODULE__, table)
    :persistent_term.put({__MODULE__, self()}, table)
    table
  end

  defp table!(name) when is_atom(name) do
    case :ets.whereis(name) do
      :undefined -> exit({:noproc, {__MODULE__, :partitions, [name]}})
      _ -> name
    end
  end

  defp table!({:via, _, _} = name) do
    pid = GenServer.whereis(name)
    :persistent_term.get({__MODULE__, pid})
  end

  @doc "The number of partitions."
  @spec partitions(name) :: pos_integer
  def partitions(name), do: :ets.lookup_element(table!(name), :partitions, 2)

  @doc "All children, as `Supervisor.which_children/1`; ids are the partitions."
  @spec which_children(name) :: [{integer, pid | :restarting, :worker | :supervisor, [module] | :dynamic}]
  def which_children(name), do: Supervisor.which_children(name)

  @doc "How many children there are."
  @spec count_children(name) :: map
  def count_children(supervisor), do: Supervisor.count_children(supervisor)

  @doc "Stops the supervisor."
  @spec stop(name, term, timeout) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity), do: Supervisor.stop(supervisor, reason, timeout)

  # Via names: {name, key}; an integer key chooses by remainder, any other by hash.

  @doc false
  def whereis_name({name, key}) do
    table = table!(name)
    partitions = :ets.lookup_element(table, :partitions, 2)
    partition = if is_integer(key), do: rem(abs(key), partitions), else: :erlang.phash2(key, partitions)

    case :ets.lookup(table, partition) do
      [{_, pid}] -> pid
      [] -> :undefined
    end
  end

  @doc false
  def send({name, key}, msg), do: Kernel.send(whereis_name({name, key}), msg)

  @doc false
  def register_name(_, _), do: raise("{:via, PartitionSupervisor, _} cannot be given on registration")

  @doc false
  def unregister_name(_, _), do: raise("{:via, PartitionSupervisor, _} cannot be given on unregistration")
end
