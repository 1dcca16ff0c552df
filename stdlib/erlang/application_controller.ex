# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :application_controller do
  @moduledoc false
  # Knows which applications are loaded and running. Reads go straight to the table `:ac_tab`:
  #   {{:loaded, app}, spec}   {{:env, app, key}, value}   {{:persistent, app, key}, true}   {{:master, pid}, app}
  # Writes that are decisions (load, start, stop) go through this process. The system's own applications always run.

  @table :ac_tab
  @system [
    {:kernel, 'ERTS  CXC 138 10', '8.5.3'},
    {:stdlib, 'ERTS  CXC 138 10', '4.2'},
    {:compiler, 'ERTS  CXC 138 10', '8.2.3'},
    {:elixir, 'elixir', '1.14.0'},
    {:logger, 'logger', '1.14.0'}
  ]
  @libraries [{:iex, 'iex', '1.14.0'}, {:ex_unit, 'ex_unit', '1.14.0'}, {:eex, 'eex', '1.14.0'}, {:mix, 'mix', '1.14.0'}] ++
               [{:sasl, 'SASL  CXC 138 11', '4.2'}, {:crypto, 'CRYPTO', '5.1.3'}]

  # The process starts with its first use. It belongs to no application: `user` is its group leader.
  defp ensure do
    case :erlang.whereis(:application_controller) do
      :undefined ->
        _ = :gen_server.start({:local, :application_controller}, :application_controller, [], [])
        :ok

      _ ->
        :ok
    end
  end

  defp request(request) do
    ensure()
    :gen_server.call(:application_controller, request, :infinity)
  end

  defp table?, do: :ets.whereis(@table) != :undefined

  defp lookup(key) do
    case table?() and :ets.lookup(@table, key) do
      [{_, value}] -> {:ok, value}
      _ -> :undefined
    end
  end

  def load_application({:application, _, _} = spec), do: request({:load, spec})
  def load_application(app) when is_atom(app), do: request({:load, app})
  def load_application(app), do: {:error, {:bad_application, app}}
  def unload_application(app), do: request({:unload, app})
  def start_application(app, type), do: request({:start, app, type})
  def stop_application(app), do: request({:stop, app})
  def which_applications, do: request(:which)

  def start_type(group_leader) do
    case lookup({:master, group_leader}) do
      {:ok, _} -> :normal
      :undefined -> :undefined
    end
  end

  def loaded_applications do
    ensure()
    specs = :lists.map(fn [spec] -> spec end, :ets.match(@table, {{:loaded, :_}, :"$1"}))
    :lists.map(&shown/1, specs)
  end

  defp shown(spec), do: {spec.name, spec.description, spec.vsn}

  def application_of(pid) do
    leader =
      case :erlang.process_info(pid, :group_leader) do
        {:group_leader, leader} -> leader
        _ -> :none
      end

    case lookup({:master, leader}) do
      {:ok, app} -> {:ok, app}
      :undefined -> lookup({:master, pid})
    end
  end

  def application_of_module(module) do
    ensure()
    specs = :lists.map(fn [spec] -> spec end, :ets.match(@table, {{:loaded, :_}, :"$1"}))

    case :lists.search(fn spec -> :lists.member(module, spec.modules) end, specs) do
      {:value, spec} -> {:ok, spec.name}
      false -> :undefined
    end
  end

  # Keys

  @keys [:description, :id, :vsn, :modules, :maxP, :maxT, :registered, :included_applications, :optional_applications] ++
          [:applications, :mod, :start_phases]

  def get_key(app, :env) do
    case find_spec(app) do
      {:ok, _} -> {:ok, get_all_env(app)}
      :undefined -> :undefined
    end
  end

  def get_key(app, key) do
    case find_spec(app) do
      {:ok, spec} when is_map_key(spec, key) and key != :name -> {:ok, :maps.get(key, spec)}
      _ -> :undefined
    end
  end

  def get_all_key(app) do
    case find_spec(app) do
      {:ok, spec} -> {:ok, all_keys(app, spec)}
      :undefined -> :undefined
    end
  end

  defp all_keys(app, spec) do
    {before, rest} = :lists.splitwith(fn key -> key != :mod end, @keys)
    pairs = fn keys -> :lists.map(fn key -> {key, :maps.get(key, spec)} end, keys) end
    :lists.append([pairs.(before), [{:env, get_all_env(app)}], pairs.(rest)])
  end

  defp find_spec(app) do
    case lookup({:loaded, app}) do
      {:ok, spec} -> {:ok, spec}
      :undefined -> system_spec(app)
    end
  end

  defp system_spec(app) do
    case :lists.keyfind(app, 1, @system) do
      {app, description, vsn} -> {:ok, spec_of(app, description: description, vsn: vsn, modules: system_modules(app))}
      false -> :undefined
    end
  end

  defp system_modules(_), do: []

  # Environment

  def get_env(app, key), do: lookup({:env, app, key})

  def get_all_env(app) do
    case table?() do
      true -> :lists.map(fn [key, value] -> {key, value} end, :ets.match(@table, {{:env, app, :"$1"}, :"$2"}))
      false -> []
    end
  end

  def set_env(app, key, value) do
    ensure()
    true = :ets.insert(@table, {{:env, app, key}, value})
    :ok
  end

  def set_persistent_env(app, key, value) do
    set_env(app, key, value)
    true = :ets.insert(@table, {{:persistent, app, key}, true})
    :ok
  end

  def unset_env(app, key) do
    ensure()
    true = :ets.delete(@table, {:env, app, key})
    :ok
  end

  # Server

  def init([]) do
    :erlang.process_flag(:trap_exit, true)
    if is_pid(:erlang.whereis(:user)), do: :erlang.group_leader(:erlang.whereis(:user), self())
    :ets.new(@table, [:set, :public, :named_table, {:read_concurrency, true}])
    :lists.foreach(fn {app, _, _} -> store(elem_spec(app)) end, @system)
    # running: {app, type, master | :undefined}, last started first; starting: {app, master, from, type}
    {:ok, %{running: :lists.map(fn {app, _, _} -> {app, :permanent, :undefined} end, :lists.reverse(@system)), starting: []}}
  end

  defp elem_spec(app) do
    {:ok, spec} = system_spec(app)
    spec
  end

  defp store(spec), do: :ets.insert(@table, {{:loaded, spec.name}, spec})

  def handle_call({:load, what}, _, state), do: {:reply, load(what), state}

  def handle_call({:unload, app}, _, state) do
    case {:lists.keymember(app, 1, state.running), lookup({:loaded, app})} do
      {true, _} ->
        {:reply, {:error, {:running, app}}, state}

      {false, {:ok, spec}} ->
        :lists.foreach(&forget/1, [app | spec.included_applications])
        {:reply, :ok, state}

      {false, :undefined} ->
        {:reply, {:error, {:not_loaded, app}}, state}
    end
  end

  def handle_call({:start, app, type}, from, state) do
    cond do
      :lists.keymember(app, 1, state.running) -> {:reply, {:error, {:already_started, app}}, state}
      :lists.keymember(app, 1, state.starting) -> {:noreply, wait_for_start(app, from, state)}
      true -> start_loaded(lookup({:loaded, app}), app, type, from, state)
    end
  end

  def handle_call({:stop, app}, from, state) do
    case :lists.keyfind(app, 1, state.running) do
      {_, _, master} when is_pid(master) ->
        # The master runs callbacks that may ask this process: it is awaited elsewhere.
        :erlang.spawn(fn -> stop_and_reply(master, app, from) end)
        {:noreply, state}

      {_, type, :undefined} ->
        report_exit(app, :stopped, type)
        {:reply, :ok, %{state | running: :lists.keydelete(app, 1, state.running)}}

      false ->
        {:reply, {:error, {:not_started, app}}, state}
    end
  end

  def handle_call({:stopped, app}, _, state) do
    case :lists.keyfind(app, 1, state.running) do
      {_, type, master} ->
        if is_pid(master), do: :ets.delete(@table, {:master, master})
        report_exit(app, :stopped, type)
        {:reply, :ok, %{state | running: :lists.keydelete(app, 1, state.running)}}

      false ->
        {:reply, :ok, state}
    end
  end

  def handle_call(:masters, _, state) do
    masters = :lists.filter(&is_pid/1, :lists.map(fn {_, _, master} -> master end, state.running))
    {:reply, masters, state}
  end

  def handle_call(:which, _, state) do
    shown =
      :lists.map(
        fn {app, _, _} ->
          {:ok, spec} = lookup({:loaded, app})
          shown(spec)
        end,
        state.running
      )

    {:reply, shown, state}
  end

  defp stop_and_reply(master, app, from) do
    :application_master.stop(master)
    :gen_server.call(:application_controller, {:stopped, app}, :infinity)
    :gen_server.reply(from, :ok)
  end

  defp forget(app) do
    :ets.delete(@table, {:loaded, app})
    :ets.match_delete(@table, {{:env, app, :_}, :_})
  end

  defp wait_for_start(app, from, state) do
    {_, master, froms, type} = :lists.keyfind(app, 1, state.starting)
    %{state | starting: :lists.keyreplace(app, 1, state.starting, {app, master, [from | froms], type})}
  end

  defp start_loaded(:undefined, app, _, _, state), do: {:reply, {:error, {:not_loaded, app}}, state}

  defp start_loaded({:ok, spec}, app, type, from, state) do
    case missing(spec, state) do
      :none when spec.mod == [] ->
        {:reply, :ok, %{state | running: [{app, type, :undefined} | state.running]}}

      :none ->
        master = :application_master.start_link(spec, self())
        :ets.insert(@table, {{:master, master}, app})
        {:noreply, %{state | starting: [{app, master, [from], type} | state.starting]}}

      needed ->
        {:reply, {:error, {:not_started, needed}}, state}
    end
  end

  # The first application that this one needs and that does not run.
  defp missing(spec, state) do
    needed =
      :lists.search(
        fn app -> not :lists.keymember(app, 1, state.running) and not absent_optional?(app, spec) end,
        :lists.filter(fn app -> not :lists.keymember(app, 1, @libraries) end, spec.applications)
      )

    case needed do
      {:value, app} -> app
      false -> :none
    end
  end

  defp absent_optional?(app, spec),
    do: :lists.member(app, spec.optional_applications) and not is_list(find_file(app))

  def handle_cast(_, state), do: {:noreply, state}

  def handle_info({:application_started, master, result}, state) do
    case :lists.keytake(master, 2, state.starting) do
      {:value, {app, _, froms, type}, starting} ->
        :lists.foreach(fn from -> :gen_server.reply(from, result) end, froms)
        {:noreply, started(result, app, type, master, %{state | starting: starting})}

      false ->
        {:noreply, state}
    end
  end

  def handle_info({:EXIT, master, reason}, state) do
    case :lists.keytake(master, 3, state.running) do
      {:value, {app, type, _}, running} ->
        :ets.delete(@table, {:master, master})
        ended(app, reason, type, %{state | running: running})

      false ->
        {:noreply, not_started(master, reason, state)}
    end
  end

  def handle_info(_, state), do: {:noreply, state}

  defp not_started(master, reason, state) do
    case :lists.keytake(master, 2, state.starting) do
      {:value, {app, _, froms, type}, starting} ->
        :lists.foreach(fn from -> :gen_server.reply(from, {:error, reason}) end, froms)
        started({:error, reason}, app, type, master, %{state | starting: starting})

      false ->
        state
    end
  end

  defp started(:ok, app, type, master, state) do
    report_progress(app)
    %{state | running: [{app, type, master} | state.running]}
  end

  defp started({:error, reason}, app, type, master, state) do
    :ets.delete(@table, {:master, master})
    report_exit(app, reason, type)

    if type == :permanent or (type == :transient and reason != :normal),
      do: terminate_node(app, reason, :application_start_failure)

    state
  end

  defp ended(app, reason, type, state) do
    report_exit(app, reason, type)

    if type == :permanent or (type == :transient and reason != :normal),
      do: terminate_node(app, reason, :application_terminated)

    {:noreply, state}
  end

  defp terminate_node(app, reason, what) do
    text =
      :io_lib.format(
        'Kernel pid terminated (application_controller) (~ts)~n',
        [:io_lib.format('{~tw,~tw,~0tp}', [what, app, reason])]
      )

    :elver_io.write(2, :unicode.characters_to_binary(text))
    :erlang.halt(1)
  end

  defp report_exit(app, reason, type) do
    :logger.log(
      :notice,
      %{label: {:application_controller, :exit}, report: [application: app, exited: reason, type: type]},
      %{domain: [:otp], report_cb: &:logger.format_otp_report/1, error_logger: %{tag: :info_report, type: :std_info}}
    )
  end

  defp report_progress(app) do
    :logger.log(
      :info,
      %{label: {:application_controller, :progress}, report: [application: app, started_at: node()]},
      %{domain: [:otp, :sasl], report_cb: &:logger.format_otp_report/1, error_logger: %{tag: :info_report, type: :progress}}
    )
  end

  def terminate(_, _), do: :ok

  # Loading

  defp load({:application, app, keys}) do
    case lookup({:loaded, app}) do
      {:ok, _} -> {:error, {:already_loaded, app}}
      :undefined -> load_spec(app, keys)
    end
  end

  defp load(app) do
    case lookup({:loaded, app}) do
      {:ok, _} -> {:error, {:already_loaded, app}}
      :undefined -> load_file(app)
    end
  end

  defp load_file(app) do
    case {:lists.keyfind(app, 1, @libraries), find_file(app)} do
      {_, path} when is_list(path) -> read_file(app, path)
      {{_, description, vsn}, _} -> load_spec(app, description: description, vsn: vsn)
      {false, _} -> {:error, {'no such file or directory', file_name(app)}}
    end
  end

  defp file_name(app), do: :erlang.++(:erlang.atom_to_list(app), '.app')
  defp find_file(app), do: :code.where_is_file(file_name(app))

  defp read_file(app, path) do
    case :file.consult(path) do
      {:ok, [{:application, ^app, keys}]} -> load_spec(app, keys)
      {:ok, [other]} -> {:error, {:bad_application, other}}
      {:ok, _} -> {:error, {'bad .app file', path}}
      {:error, reason} -> {:error, {:file.format_error(reason), file_name(app)}}
    end
  end

  defp load_spec(app, keys) do
    case :lists.all(fn pair -> is_tuple(pair) and tuple_size(pair) == 2 end, keys) do
      true ->
        spec = spec_of(app, keys)
        store(spec)
        :lists.foreach(fn {key, value} -> put_default_env(app, key, value) end, :proplists.get_value(:env, keys, []))
        :lists.foreach(fn included -> load(included) end, spec.included_applications)
        :ok

      false ->
        {:error, {:invalid_options, keys}}
    end
  end

  defp put_default_env(app, key, value) do
    case lookup({:persistent, app, key}) do
      {:ok, true} -> :ok
      :undefined -> :ets.insert(@table, {{:env, app, key}, value})
    end
  end

  defp spec_of(app, keys) do
    %{
      name: app,
      description: :proplists.get_value(:description, keys, ''),
      id: :proplists.get_value(:id, keys, ''),
      vsn: :proplists.get_value(:vsn, keys, ''),
      modules: :proplists.get_value(:modules, keys, []),
      maxP: :proplists.get_value(:maxP, keys, :infinity),
      maxT: :proplists.get_value(:maxT, keys, :infinity),
      registered: :proplists.get_value(:registered, keys, []),
      included_applications: :proplists.get_value(:included_applications, keys, []),
      optional_applications: :proplists.get_value(:optional_applications, keys, []),
      applications: :proplists.get_value(:applications, keys, []),
      mod: :proplists.get_value(:mod, keys, []),
      start_phases: :proplists.get_value(:start_phases, keys, :undefined)
    }
  end
end
