# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Registry do
  @moduledoc """
  Names (`keys: :unique`) and groups (`keys: :duplicate`) of local processes, by any term.

      {:ok, _} = Registry.start_link(keys: :unique, name: MyRegistry)
      {:ok, _} = Registry.register(MyRegistry, "hello", :value)
      [{pid, :value}] = Registry.lookup(MyRegistry, "hello")

  A process is registered by itself and forgotten when it ends. `{:via, Registry, {registry, key}}` is a name for
  `GenServer` and the like. A registry is a supervisor of its partitions: each a process that owns a table of entries
  `{key, {pid, value}}` and a table `{pid, key, key_table}` of what to remove when a process ends. Table `registry` itself
  holds the options and the meta values.
  """

  @keys [:unique, :duplicate]
  @all_info -1
  @key_info -2

  @type registry :: atom
  @type keys :: :unique | :duplicate
  @type key :: term
  @type value :: term
  @type match_pattern :: atom | term
  @type guards :: [guard]
  @type guard :: tuple
  @type meta_key :: atom | tuple
  @type meta_value :: term

  @doc "Starts a registry. Options: `:keys`, `:name`, `:partitions`, `:listeners`, `:meta`, `:compressed`."
  @spec start_link(keyword) :: {:ok, pid} | {:error, term}
  def start_link(options) do
    keys = Keyword.get(options, :keys)

    unless keys in @keys,
      do: raise(ArgumentError, "expected :keys to be given and be one of :unique or :duplicate, got: #{inspect(keys)}")

    name =
      case Keyword.fetch(options, :name) do
        {:ok, name} when is_atom(name) -> name
        {:ok, other} -> raise ArgumentError, "expected :name to be an atom, got: #{inspect(other)}"
        :error -> raise ArgumentError, "expected :name option to be present"
      end

    meta = Keyword.get(options, :meta, [])
    unless Keyword.keyword?(meta), do: raise(ArgumentError, "expected :meta to be a keyword list, got: #{inspect(meta)}")

    partitions = Keyword.get(options, :partitions, 1)

    unless is_integer(partitions) and partitions >= 1,
      do: raise(ArgumentError, "expected :partitions to be a positive integer, got: #{inspect(partitions)}")

    listeners = Keyword.get(options, :listeners, [])

    unless is_list(listeners) and Enum.all?(listeners, &is_atom/1),
      do: raise(ArgumentError, "expected :listeners to be a list of named processes, got: #{inspect(listeners)}")

    compressed = Keyword.get(options, :compressed, false)
    unless is_boolean(compressed), do: raise(ArgumentError, "expected :compressed to be a boolean, got: #{inspect(compressed)}")

    # The kind of table, its number of partitions and the table of the only partition.
    key_ets = if partitions == 1, do: key_name(name, 0), else: nil
    entries = [{@all_info, {keys, partitions, key_ets}}, {@key_info, {keys, partitions, key_ets, listeners}} | meta]
    Registry.Supervisor.start_link(keys, name, partitions, listeners, entries, compressed)
  end

  @doc "A specification to start a registry under a supervisor."
  def child_spec(options) do
    %{id: Keyword.get(options, :name, Registry), start: {Registry, :start_link, [options]}, type: :supervisor}
  end

  # Via names

  @doc false
  def whereis_name({registry, key}), do: whereis_name(registry, key)
  def whereis_name({registry, key, _value}), do: whereis_name(registry, key)

  defp whereis_name(registry, key) do
    case key_info!(registry) do
      {:unique, partitions, key_ets, _} ->
        case lookup_alive(key_ets || key_table!(registry, key, partitions), key) do
          [{pid, _}] -> pid
          [] -> :undefined
        end

      {kind, _, _, _} ->
        raise ArgumentError, ":via is not supported for #{kind} registries"
    end
  end

  @doc false
  def register_name({registry, key}, pid), do: register_name(registry, key, nil, pid)
  def register_name({registry, key, value}, pid), do: register_name(registry, key, value, pid)

  defp register_name(registry, key, value, pid) when pid == self() do
    case register(registry, key, value) do
      {:ok, _} -> :yes
      {:error, _} -> :no
    end
  end

  @doc false
  def send({registry, key}, msg) do
    case lookup(registry, key) do
      [{pid, _}] -> Kernel.send(pid, msg)
      [] -> :erlang.error(:badarg, [{registry, key}, msg])
    end
  end

  def send({registry, key, _value}, msg), do: Registry.send({registry, key}, msg)

  @doc false
  def unregister_name({registry, key}), do: unregister(registry, key)
  def unregister_name({registry, key, _value}), do: unregister(registry, key)

  # Registering

  @doc "Registers this process under `key`; gives the pid of the partition, or who has the key already."
  @spec register(registry, key, value) :: {:ok, pid} | {:error, {:already_registered, pid}}
  def register(registry, key, value) when is_atom(registry) do
    self = self()
    {kind, partitions, key_ets, listeners} = key_info!(registry)
    {key_partition, pid_partition} = partitions(kind, key, self, partitions)
    key_ets = key_ets || key_ets!(registry, key_partition)
    {pid_server, pid_ets} = pid_ets!(registry, pid_partition)

    # The pid entry goes first: should this process end in between, its partition still cleans the key.
    Process.link(pid_server)
    true = :ets.insert(pid_ets, {self, key, key_ets})

    case insert(kind, pid_ets, key_ets, key, {key, {self, value}}, self) do
      :ok ->
        for listener <- listeners, do: notify(listener, {:register, registry, key, self, value})
        {:ok, pid_server}

      {:error, {:already_registered, ^self}} = error ->
        error

      {:error, _} = error ->
        true = :ets.delete_object(pid_ets, {self, key, key_ets})
        unlink_if_unregistered(pid_server, pid_ets, self)
        error
    end
  end

  defp notify(listener, message) do
    try do
      Kernel.send(listener, message)
    catch
      _, _ -> :ok
    end
  end

  defp insert(:duplicate, _, key_ets, _, entry, _) do
    true = :ets.insert(key_ets, entry)
    :ok
  end

  defp insert(:unique, pid_ets, key_ets, key, entry, self) do
    if :ets.insert_new(key_ets, entry) do
      :ok
    else
      case :ets.lookup(key_ets, key) do
        [{_, {pid, _}} = current] ->
          if Process.alive?(pid) do
            already_registered(pid, pid_ets, key, key_ets, self)
          else
            :ets.delete_object(key_ets, current)
            insert(:unique, pid_ets, key_ets, key, entry, self)
          end

        [] ->
          insert(:unique, pid_ets, key_ets, key, entry, self)
      end
    end
  end

  # The own pid entry that was just made a second time goes.
  defp already_registered(self, pid_ets, key, key_ets, self) do
    true = :ets.delete_object(pid_ets, {self, key, key_ets})
    true = :ets.insert(pid_ets, {self, key, key_ets})
    {:error, {:already_registered, self}}
  end

  defp already_registered(pid, _, _, _, _), do: {:error, {:already_registered, pid}}

  @doc "Forgets this process under `key`."
  @spec unregister(registry, key) :: :ok
  def unregister(registry, key) when is_atom(registry) do
    self = self()
    {kind, partitions, key_ets, listeners} = key_info!(registry)
    {key_partition, pid_partition} = partitions(kind, key, self, partitions)
    key_ets = key_ets || key_ets!(registry, key_partition)
    {pid_server, pid_ets} = pid_ets!(registry, pid_partition)
    # Deleting the key entry first keeps the pid entry until all is done.
    true = :ets.match_delete(key_ets, {key, {self, :_}}) |> ok_true()
    true = :ets.delete_object(pid_ets, {self, key, key_ets})
    unlink_if_unregistered(pid_server, pid_ets, self)
    for listener <- listeners, do: notify(listener, {:unregister, registry, key, self})
    :ok
  end

  defp ok_true(_), do: true

  @doc "Forgets this process's entries under `key` whose values match."
  @spec unregister_match(registry, key, match_pattern, guards) :: :ok
  def unregister_match(registry, key, pattern, guards \\ []) when is_list(guards) do
    self = self()
    {kind, partitions, key_ets, listeners} = key_info!(registry)
    {key_partition, pid_partition} = partitions(kind, key, self, partitions)
    key_ets = key_ets || key_ets!(registry, key_partition)
    {pid_server, pid_ets} = pid_ets!(registry, pid_partition)
    guards = [{:"=:=", {:element, 1, :"$_"}, {:const, key}} | guards]
    spec = [{{:_, {self, pattern}}, guards, [true]}]

    case :ets.select_delete(key_ets, spec) do
      0 ->
        :ok

      n ->
        left = :ets.select_count(key_ets, [{{:"$1", {self, :_}}, [{:"=:=", :"$1", {:const, key}}], [true]}])
        if left == 0, do: :ets.delete_object(pid_ets, {self, key, key_ets})
        unlink_if_unregistered(pid_server, pid_ets, self)
        for _ <- 1..n, listener <- listeners, do: notify(listener, {:unregister, registry, key, self})
        :ok
    end
  end

  defp unlink_if_unregistered(pid_server, pid_ets, self) do
    unless :ets.member(pid_ets, self), do: Process.unlink(pid_server)
  end

  @doc "Changes the value of this process's unique key."
  @spec update_value(registry, key, (value -> value)) :: {new_value :: term, old_value :: term} | :error
  def update_value(registry, key, callback) when is_atom(registry) and is_function(callback, 1) do
    case key_info!(registry) do
      {:unique, partitions, key_ets, listeners} ->
        key_ets = key_ets || key_table!(registry, key, partitions)
        self = self()

        case :ets.lookup(key_ets, key) do
          [{^key, {^self, old}}] ->
            new = callback.(old)
            :ets.insert(key_ets, {key, {self, new}})
            for listener <- listeners, do: notify(listener, {:register, registry, key, self, new})
            {new, old}

          _ ->
            :error
        end

      {kind, _, _, _} ->
        raise ArgumentError, "Registry.update_value/3 is not supported for #{kind} registries"
    end
  end

  # Looking up

  @doc "The `{pid, value}` pairs of a key."
  @spec lookup(registry, key) :: [{pid, value}]
  def lookup(registry, key) when is_atom(registry) do
    case key_info!(registry) do
      {:unique, partitions, key_ets, _} ->
        lookup_alive(key_ets || key_table!(registry, key, partitions), key)

      {:duplicate, 1, key_ets, _} ->
        pairs(key_ets, key)

      {:duplicate, partitions, _, _} ->
        for partition <- 0..(partitions - 1), pair <- pairs(key_ets!(registry, partition), key), do: pair
    end
  end

  defp lookup_alive(key_ets, key) do
    case :ets.lookup(key_ets, key) do
      [{_, {pid, _} = pair}] -> if Process.alive?(pid), do: [pair], else: []
      [] -> []
    end
  end

  defp pairs(key_ets, key), do: for({_, pair} <- :ets.lookup(key_ets, key), do: pair)

  @doc "The values of `pid` under `key`."
  @spec values(registry, key, pid) :: [value]
  def values(registry, key, pid) when is_atom(registry) do
    {kind, partitions, key_ets, _} = key_info!(registry)
    {key_partition, _} = partitions(kind, key, pid, partitions)
    for {^pid, value} <- pairs(key_ets || key_ets!(registry, key_partition), key), do: value
  end

  @doc "The pairs of a key whose values match a pattern."
  @spec match(registry, key, match_pattern, guards) :: [{pid, term}]
  def match(registry, key, pattern, guards \\ []) when is_atom(registry) and is_list(guards) do
    guards = [{:"=:=", {:element, 1, :"$_"}, {:const, key}} | guards]
    spec = [{{:_, {:_, pattern}}, guards, [{:element, 2, :"$_"}]}]
    for table <- tables_of_key(registry, key), pair <- :ets.select(table, spec), do: pair
  end

  @doc "How many entries of a key match a pattern."
  @spec count_match(registry, key, match_pattern, guards) :: non_neg_integer
  def count_match(registry, key, pattern, guards \\ []) when is_atom(registry) and is_list(guards) do
    guards = [{:"=:=", {:element, 1, :"$_"}, {:const, key}} | guards]
    spec = [{{:_, {:_, pattern}}, guards, [true]}]
    Enum.sum(for table <- tables_of_key(registry, key), do: :ets.select_count(table, spec))
  end

  defp tables_of_key(registry, key) do
    case key_info!(registry) do
      {:unique, partitions, key_ets, _} -> [key_ets || key_table!(registry, key, partitions)]
      {:duplicate, 1, key_ets, _} -> [key_ets]
      {:duplicate, partitions, _, _} -> for partition <- 0..(partitions - 1), do: key_ets!(registry, partition)
    end
  end

  @doc "The keys of `pid`."
  @spec keys(registry, pid) :: [key]
  def keys(registry, pid) when is_atom(registry) and is_pid(pid) do
    {kind, partitions, _, _} = key_info!(registry)
    {_, pid_ets} = pid_ets!(registry, hash(pid, partitions))

    keys = for {_, key, _} <- :ets.lookup(pid_ets, pid), do: key

    case kind do
      :unique -> Enum.uniq(keys)
      :duplicate -> for key <- Enum.uniq(keys), _ <- values(registry, key, pid), do: key
    end
  end

  @doc "Calls `mfa_or_fun` with the entries of a key."
  @spec dispatch(registry, key, ([{pid, value}] -> term) | {module, atom, [any]}, keyword) :: :ok
  def dispatch(registry, key, mfa_or_fun, opts \\ [])
      when (is_atom(registry) and is_function(mfa_or_fun, 1)) or
             (is_tuple(mfa_or_fun) and tuple_size(mfa_or_fun) == 3) do
    case key_info!(registry) do
      {:unique, partitions, key_ets, _} ->
        (key_ets || key_table!(registry, key, partitions)) |> lookup_alive(key) |> apply_non_empty(mfa_or_fun)

      {:duplicate, 1, key_ets, _} ->
        key_ets |> pairs(key) |> apply_non_empty(mfa_or_fun)

      {:duplicate, partitions, _, _} ->
        if Keyword.get(opts, :parallel, false) do
          dispatch_parallel(registry, key, mfa_or_fun, partitions)
        else
          for partition <- 0..(partitions - 1),
              do: registry |> key_ets!(partition) |> pairs(key) |> apply_non_empty(mfa_or_fun)
        end
    end

    :ok
  end

  defp apply_non_empty([], _), do: :ok
  defp apply_non_empty(entries, {mod, fun, args}), do: apply(mod, fun, [entries | args])
  defp apply_non_empty(entries, fun), do: fun.(entries)

  defp dispatch_parallel(registry, key, mfa_or_fun, partitions) do
    0..(partitions - 1)
    |> Enum.map(fn partition ->
      Task.async(fn -> registry |> key_ets!(partition) |> pairs(key) |> apply_non_empty(mfa_or_fun) end)
    end)
    |> Enum.each(&Task.await(&1, :infinity))
  end

  @doc "The number of entries."
  @spec count(registry) :: non_neg_integer
  def count(registry) when is_atom(registry),
    do: Enum.sum(for table <- all_tables(registry), do: :ets.info(table, :size))

  @doc "Selects entries by a match specification on `{key, pid, value}`."
  @spec select(registry, list) :: [term]
  def select(registry, spec) when is_atom(registry) and is_list(spec) do
    spec = group_match_headers(spec, __ENV__.function)
    for table <- all_tables(registry), result <- :ets.select(table, spec), do: result
  end

  @doc "How many entries a match specification selects."
  @spec count_select(registry, list) :: non_neg_integer
  def count_select(registry, spec) when is_atom(registry) and is_list(spec) do
    spec = group_match_headers(spec, __ENV__.function)
    Enum.sum(for table <- all_tables(registry), do: :ets.select_count(table, spec))
  end

  defp group_match_headers(spec, {fun, arity}) do
    for part <- spec do
      case part do
        {{key, pid, value}, guards, select} ->
          {{key, {pid, value}}, guards, select}

        _ ->
          raise ArgumentError,
                "invalid match specification in Registry.#{fun}/#{arity}: #{inspect(spec)}"
      end
    end
  end

  defp all_tables(registry) do
    case key_info!(registry) do
      {_, 1, key_ets, _} -> [key_ets]
      {_, partitions, _, _} -> for partition <- 0..(partitions - 1), do: key_ets!(registry, partition)
    end
  end

  # Meta

  @doc "A meta value of the registry."
  @spec meta(registry, meta_key) :: {:ok, meta_value} | :error
  def meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    try do
      :ets.lookup(registry, key)
    catch
      :error, :badarg -> raise ArgumentError, "unknown registry: #{inspect(registry)}"
    else
      [{^key, value}] -> {:ok, value}
      _ -> :error
    end
  end

  @doc "Sets a meta value."
  @spec put_meta(registry, meta_key, meta_value) :: :ok
  def put_meta(registry, key, value) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    try do
      :ets.insert(registry, {key, value})
      :ok
    catch
      :error, :badarg -> raise ArgumentError, "unknown registry: #{inspect(registry)}"
    end
  end

  @doc "Deletes a meta value."
  @spec delete_meta(registry, meta_key) :: :ok
  def delete_meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    try do
      :ets.delete(registry, key)
      :ok
    catch
      :error, :badarg -> raise ArgumentError, "unknown registry: #{inspect(registry)}"
    end
  end

  # Tables

  defp key_info!(registry) do
    try do
      :ets.lookup(registry, @key_info)
    catch
      :error, :badarg -> raise ArgumentError, "unknown registry: #{inspect(registry)}"
    else
      [{_, info}] -> info
      [] -> raise ArgumentError, "unknown registry: #{inspect(registry)}"
    end
  end

  defp key_table!(registry, key, partitions), do: key_ets!(registry, hash(key, partitions))
  defp key_ets!(registry, partition), do: :ets.lookup_element(registry, partition, 2)
  defp pid_ets!(registry, partition), do: :ets.lookup_element(registry, partition, 3)

  # A unique key lives where its hash says, a duplicate one where its process does.
  defp partitions(:unique, key, pid, partitions), do: {hash(key, partitions), hash(pid, partitions)}

  defp partitions(:duplicate, _, pid, partitions) do
    partition = hash(pid, partitions)
    {partition, partition}
  end

  defp hash(_, 1), do: 0
  defp hash(term, partitions), do: :erlang.phash2(term, partitions)

  @doc false
  def key_name(registry, partition), do: Module.concat(registry, "KeyPartition" <> Integer.to_string(partition))
end

defmodule Registry.Supervisor do
  @moduledoc false
  use Supervisor

  def start_link(kind, registry, partitions, listeners, entries, compressed) do
    Supervisor.start_link(__MODULE__, {kind, registry, partitions, listeners, entries, compressed}, name: registry)
  end

  @impl true
  def init({kind, registry, partitions, listeners, entries, compressed}) do
    ^registry = :ets.new(registry, [:set, :public, :named_table, read_concurrency: true])
    true = :ets.insert(registry, entries)

    children =
      for i <- 0..(partitions - 1) do
        key_partition = Registry.key_name(registry, i)
        pid_partition = Module.concat(registry, "PIDPartition" <> Integer.to_string(i))
        arg = {kind, registry, i, partitions, key_partition, pid_partition, listeners, compressed}
        %{id: pid_partition, start: {Registry.Partition, :start_link, [pid_partition, arg]}}
      end

    Supervisor.init(children, strategy: if(partitions == 1 or kind == :duplicate, do: :one_for_one, else: :one_for_all))
  end
end

defmodule Registry.Partition do
  @moduledoc false
  # Linked to each process that registered: its exit removes what it had.
  use GenServer

  def start_link(registry, arg), do: GenServer.start_link(__MODULE__, arg, name: registry)

  @impl true
  def init({kind, registry, i, partitions, key_partition, pid_partition, listeners, compressed}) do
    Process.flag(:trap_exit, true)
    key_ets = new_table(kind, key_partition, compressed)
    pid_ets = :ets.new(pid_partition, [:duplicate_bag, :public, write_concurrency: true])
    entry = {i, key_ets, {self(), pid_ets}}
    true = :ets.insert(registry, entry)

    {:ok, %{registry: registry, pid_ets: pid_ets, kind: kind, partitions: partitions, listeners: listeners}}
  end

  # With one partition the table is known by its name.
  defp new_table(kind, name, compressed) do
    type = if kind == :unique, do: :set, else: :duplicate_bag
    options = [type, :public, :named_table, read_concurrency: true, write_concurrency: true]
    :ets.new(name, if(compressed, do: [:compressed | options], else: options))
  end

  @impl true
  def handle_call(:sync, _, state), do: {:reply, :ok, state}

  @impl true
  def handle_info({:EXIT, pid, _reason}, state) do
    for {_, key, key_ets} <- Enum.uniq(:ets.take(state.pid_ets, pid)) do
      try do
        :ets.match_delete(key_ets, {key, {pid, :_}})
        for listener <- state.listeners, do: listener_send(listener, {:unregister, state.registry, key, pid})
      catch
        :error, :badarg -> :badarg
      end
    end

    {:noreply, state}
  end

  def handle_info(_, state), do: {:noreply, state}

  defp listener_send(listener, message) do
    try do
      send(listener, message)
    catch
      _, _ -> :ok
    end
  end
end
