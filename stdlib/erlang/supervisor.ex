# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :supervisor do
  @moduledoc """
  Starts, watches and stops child processes, as Erlang's `supervisor`.

  A child is `{:child, pid, id, mfargs, restart, significant, shutdown, type, modules}`, its `pid` a pid, `:undefined` or
  `{:restarting, pid}`. The state holds the children in start order; with `:simple_one_for_one` the only child is the
  template and `dynamics` maps each pid to its extra arguments.
  """

  @callback init(term) :: {:ok, {term, [term]}} | :ignore

  # API

  def start_link(mod, args), do: :gen_server.start_link(:supervisor, {:self, mod, args}, [])
  def start_link(name, mod, args), do: :gen_server.start_link(name, :supervisor, {name, mod, args}, [])

  def start_child(supervisor, spec), do: request(supervisor, {:start_child, spec})
  def restart_child(supervisor, id), do: request(supervisor, {:restart_child, id})
  def delete_child(supervisor, id), do: request(supervisor, {:delete_child, id})
  def terminate_child(supervisor, id), do: request(supervisor, {:terminate_child, id})
  def get_childspec(supervisor, id), do: request(supervisor, {:get_childspec, id})
  def which_children(supervisor), do: request(supervisor, :which_children)
  def count_children(supervisor), do: request(supervisor, :count_children)
  def get_callback_module(pid), do: request(pid, :get_callback_module)

  defp request(supervisor, request), do: :gen_server.call(supervisor, request, :infinity)

  def check_childspecs(specs), do: check_childspecs(specs, :undefined)

  def check_childspecs(specs, auto_shutdown) when is_list(specs) do
    case check_auto_shutdown(auto_shutdown) do
      :ok ->
        case children_of(specs, auto_shutdown) do
          {:ok, _} -> :ok
          error -> error
        end

      error ->
        error
    end
  end

  def check_childspecs(other, _), do: {:error, {:badarg, other}}

  defp check_auto_shutdown(value) when value in [:undefined, :never, :any_significant, :all_significant], do: :ok
  defp check_auto_shutdown(value), do: {:error, {:badarg, value}}

  # Initialisation

  def init({name, mod, args}) do
    :erlang.process_flag(:trap_exit, true)

    case mod.init(args) do
      {:ok, {flags, specs}} -> init_flags(name, mod, args, flags, specs)
      :ignore -> :ignore
      other -> {:stop, {:bad_return, {mod, :init, other}}}
    end
  end

  defp init_flags(name, mod, args, flags, specs) do
    case read_flags(flags) do
      {:ok, flags} ->
        state =
          :maps.merge(flags, %{
            name: name_of(name, mod),
            mod: mod,
            args: args,
            children: [],
            dynamics: %{},
            restarts: []
          })

        init_children(state, specs)

      {:error, reason} ->
        {:stop, {:supervisor_data, reason}}
    end
  end

  defp name_of(:self, mod), do: {self(), mod}
  defp name_of(name, _), do: name

  defp init_children(%{strategy: :simple_one_for_one} = state, [spec]) do
    case children_of([spec], state.auto_shutdown) do
      {:ok, children} -> {:ok, %{state | children: children}}
      {:error, reason} -> {:stop, {:start_spec, reason}}
    end
  end

  defp init_children(%{strategy: :simple_one_for_one}, specs), do: {:stop, {:bad_start_spec, specs}}

  defp init_children(state, specs) do
    case children_of(specs, state.auto_shutdown) do
      {:ok, children} ->
        case start_all(children, [], state.name) do
          {:ok, children} ->
            {:ok, %{state | children: children}}

          {:error, children, reason} ->
            terminate_all(children, state.name)
            {:stop, {:shutdown, reason}}
        end

      {:error, reason} ->
        {:stop, {:start_spec, reason}}
    end
  end

  # Starts children in order; those that ignore and are temporary are forgotten.
  defp start_all([child | rest], started, name) do
    case start_child_process(child, name) do
      {:ok, :undefined} when :erlang.element(5, child) == :temporary -> start_all(rest, started, name)
      {:ok, pid} -> start_all(rest, [with_pid(child, pid) | started], name)
      {:ok, pid, _} -> start_all(rest, [with_pid(child, pid) | started], name)
      {:error, reason} ->
        report_error(:start_error, reason, child, name)
        {:error, :lists.reverse(started, [child | rest]), {:failed_to_start_child, id(child), reason}}
    end
  end

  defp start_all([], started, _), do: {:ok, :lists.reverse(started)}

  defp start_child_process(child, name, extra \\ []) do
    {m, f, args} = mfargs(child)

    case catching(fn -> :erlang.apply(m, f, :erlang.++(args, extra)) end) do
      {:ok, pid} when is_pid(pid) ->
        report_progress(with_pid(child, pid), name)
        {:ok, pid}

      {:ok, pid, info} when is_pid(pid) ->
        report_progress(with_pid(child, pid), name)
        {:ok, pid, info}

      :ignore ->
        {:ok, :undefined}

      {:error, reason} ->
        {:error, reason}

      other ->
        {:error, other}
    end
  end

  defp catching(fun) do
    try do
      fun.()
    catch
      :throw, value -> value
      :exit, reason -> {:EXIT, reason}
      :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
    end
  end

  # Requests

  def handle_call({:start_child, extra}, _, %{strategy: :simple_one_for_one} = state) do
    [template] = state.children
    {m, f, args} = mfargs(template)

    case start_child_process(template, state.name, extra) do
      {:ok, :undefined} -> {:reply, {:ok, :undefined}, state}
      {:ok, pid} -> {:reply, {:ok, pid}, add_dynamic(pid, extra, state)}
      {:ok, pid, info} -> {:reply, {:ok, pid, info}, add_dynamic(pid, extra, state)}
      {:error, reason} ->
        report_error(:start_error, reason, set_mfargs(template, {m, f, :erlang.++(args, extra)}), state.name)
        {:reply, {:error, reason}, state}
    end
  end

  def handle_call({:start_child, spec}, _, state) do
    case child_of(spec, state.auto_shutdown) do
      {:ok, child} -> add_child(child, find(id(child), state), state)
      error -> {:reply, error, state}
    end
  end

  def handle_call({:terminate_child, pid}, _, %{strategy: :simple_one_for_one} = state) when is_pid(pid) do
    case state.dynamics do
      %{^pid => _} ->
        [template] = state.children
        stop_child(with_pid(template, pid), state.name)
        {:reply, :ok, %{state | dynamics: :maps.remove(pid, state.dynamics)}}

      _ ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:terminate_child, _}, _, %{strategy: :simple_one_for_one} = state),
    do: {:reply, {:error, :simple_one_for_one}, state}

  def handle_call({:terminate_child, id}, _, state) do
    case find(id, state) do
      false ->
        {:reply, {:error, :not_found}, state}

      child ->
        stop_child(child, state.name)
        {:reply, :ok, after_stop(child, state)}
    end
  end

  def handle_call({:restart_child, _}, _, %{strategy: :simple_one_for_one} = state),
    do: {:reply, {:error, :simple_one_for_one}, state}

  def handle_call({:restart_child, id}, _, state), do: restart_stopped(find(id, state), state)

  def handle_call({:delete_child, _}, _, %{strategy: :simple_one_for_one} = state),
    do: {:reply, {:error, :simple_one_for_one}, state}

  def handle_call({:delete_child, id}, _, state) do
    case find(id, state) do
      false -> {:reply, {:error, :not_found}, state}
      {:child, :undefined, _, _, _, _, _, _, _} -> {:reply, :ok, remove(id, state)}
      {:child, {:restarting, _}, _, _, _, _, _, _, _} -> {:reply, {:error, :restarting}, state}
      _ -> {:reply, {:error, :running}, state}
    end
  end

  def handle_call({:get_childspec, pid}, _, %{strategy: :simple_one_for_one} = state) when is_pid(pid) do
    case state.dynamics do
      %{^pid => _} -> {:reply, {:ok, to_spec(:erlang.hd(state.children))}, state}
      _ -> {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call({:get_childspec, id}, _, state) do
    case find(id, state) do
      false -> {:reply, {:error, :not_found}, state}
      child -> {:reply, {:ok, to_spec(child)}, state}
    end
  end

  def handle_call(:which_children, _, %{strategy: :simple_one_for_one} = state) do
    [{:child, _, _, _, _, _, _, type, modules}] = state.children

    shown =
      :lists.map(
        fn
          {{:restarting, _}, _} -> {:undefined, :restarting, type, modules}
          {pid, _} -> {:undefined, pid, type, modules}
        end,
        :maps.to_list(state.dynamics)
      )

    {:reply, shown, state}
  end

  def handle_call(:which_children, _, state),
    do: {:reply, :lists.reverse(:lists.map(&shown_child/1, state.children)), state}

  def handle_call(:count_children, _, %{strategy: :simple_one_for_one} = state) do
    [{:child, _, _, _, _, _, _, type, _}] = state.children
    all = :maps.keys(state.dynamics)
    active = :erlang.length(:lists.filter(fn pid -> is_pid(pid) and :erlang.is_process_alive(pid) end, all))
    total = :erlang.length(all)

    case type do
      :supervisor -> {:reply, [specs: 1, active: active, supervisors: total, workers: 0], state}
      :worker -> {:reply, [specs: 1, active: active, supervisors: 0, workers: total], state}
    end
  end

  def handle_call(:count_children, _, %{children: children} = state) do
    active = :erlang.length(:lists.filter(fn c -> is_pid(pid(c)) and :erlang.is_process_alive(pid(c)) end, children))
    supervisors = :erlang.length(:lists.filter(fn c -> :erlang.element(8, c) == :supervisor end, children))
    specs = :erlang.length(children)
    {:reply, [specs: specs, active: active, supervisors: supervisors, workers: specs - supervisors], state}
  end

  def handle_call(:get_callback_module, _, state), do: {:reply, state.mod, state}

  def handle_cast({:try_again_restart, {:restarting, _} = who}, %{strategy: :simple_one_for_one} = state) do
    case state.dynamics do
      %{^who => extra} -> restart_dynamic(who, extra, state) |> noreply()
      _ -> {:noreply, state}
    end
  end

  def handle_cast({:try_again_restart, id}, state) do
    case find(id, state) do
      {:child, {:restarting, _}, _, _, _, _, _, _, _} = child -> noreply(restart_if_allowed(child, state))
      _ -> {:noreply, state}
    end
  end

  def handle_info({:EXIT, pid, reason}, state), do: noreply(child_exited(pid, reason, state))

  def handle_info(message, state) do
    if :logger.allow(:error, :supervisor) do
      :logger.log(:error, 'Supervisor received unexpected message: ~tp~n', [message], %{
        domain: [:otp],
        error_logger: %{tag: :error}
      })
    end

    {:noreply, state}
  end

  def terminate(_, %{strategy: :simple_one_for_one} = state), do: terminate_dynamics(state)
  def terminate(_, state), do: terminate_all(state.children, state.name)

  def code_change(_, state, _) do
    case state.mod.init(state.args) do
      {:ok, {flags, specs}} -> change_flags(read_flags(flags), specs, state)
      :ignore -> {:ok, state}
      other -> {:error, other}
    end
  end

  defp change_flags({:error, reason}, _, _), do: {:error, {:supervisor_data, reason}}

  defp change_flags({:ok, flags}, specs, state) do
    case children_of(specs, flags.auto_shutdown) do
      {:ok, children} -> {:ok, :maps.merge(%{state | children: take_over(children, state.children)}, flags)}
      {:error, reason} -> {:error, reason}
    end
  end

  # New specs keep the processes of the old; children that the new list does not name stay behind them.
  defp take_over(new, old) do
    updated =
      :lists.map(
        fn child ->
          case :lists.keyfind(id(child), 3, old) do
            false -> child
            running -> with_pid(child, pid(running))
          end
        end,
        new
      )

    :erlang.++(updated, :lists.filter(fn child -> not :lists.keymember(id(child), 3, new) end, old))
  end

  def format_status(:terminate, [_, state]), do: state
  def format_status(_, [_, state]), do: [{:data, [{'State', state}]}, {:supervisor, [{'Callback', state.mod}]}]

  defp noreply({:ok, state}), do: {:noreply, state}
  defp noreply({:shutdown, state}), do: {:stop, :shutdown, state}

  # Adding, stopping and restarting by request

  defp add_child(child, false, state) do
    case start_child_process(child, state.name) do
      {:ok, :undefined} when :erlang.element(5, child) == :temporary -> {:reply, {:ok, :undefined}, state}
      {:ok, pid} -> {:reply, {:ok, pid}, append(with_pid(child, pid), state)}
      {:ok, pid, info} -> {:reply, {:ok, pid, info}, append(with_pid(child, pid), state)}
      {:error, {:already_started, _} = reason} -> {:reply, {:error, reason}, state}
      {:error, reason} -> {:reply, {:error, {reason, child}}, state}
    end
  end

  defp add_child(_, {:child, pid, _, _, _, _, _, _, _}, state) when is_pid(pid),
    do: {:reply, {:error, {:already_started, pid}}, state}

  defp add_child(_, _, state), do: {:reply, {:error, :already_present}, state}

  defp restart_stopped(false, state), do: {:reply, {:error, :not_found}, state}

  defp restart_stopped({:child, :undefined, _, _, _, _, _, _, _} = child, state) do
    case start_child_process(child, state.name) do
      {:ok, pid} -> {:reply, {:ok, pid}, replace(with_pid(child, pid), state)}
      {:ok, pid, info} -> {:reply, {:ok, pid, info}, replace(with_pid(child, pid), state)}
      {:error, reason} -> {:reply, {:error, reason}, state}
    end
  end

  defp restart_stopped({:child, {:restarting, _}, _, _, _, _, _, _, _}, state), do: {:reply, {:error, :restarting}, state}
  defp restart_stopped(_, state), do: {:reply, {:error, :running}, state}

  defp after_stop({:child, _, id, _, :temporary, _, _, _, _}, state), do: remove(id, state)
  defp after_stop(child, state), do: replace(with_pid(child, :undefined), state)

  # A child exited: {:ok, state} or {:shutdown, state}

  defp child_exited(pid, reason, %{strategy: :simple_one_for_one} = state) do
    case state.dynamics do
      %{^pid => extra} ->
        [template] = state.children
        {m, f, args} = mfargs(template)
        child = set_mfargs(with_pid(template, pid), {m, f, :erlang.++(args, extra)})
        exited(restart_type(child), reason, child, state)

      _ ->
        {:ok, state}
    end
  end

  defp child_exited(pid, reason, state) do
    case :lists.keyfind(pid, 2, state.children) do
      false -> {:ok, state}
      child -> exited(restart_type(child), reason, child, state)
    end
  end

  defp exited(:permanent, reason, child, state) do
    report_error(:child_terminated, reason, child, state.name)
    restart_if_allowed(child, state)
  end

  defp exited(_, :normal, child, state), do: ended(child, state)
  defp exited(_, :shutdown, child, state), do: ended(child, state)
  defp exited(_, {:shutdown, _}, child, state), do: ended(child, state)

  defp exited(:transient, reason, child, state) do
    report_error(:child_terminated, reason, child, state.name)
    restart_if_allowed(child, state)
  end

  defp exited(:temporary, reason, child, state) do
    report_error(:child_terminated, reason, child, state.name)
    ended(child, state)
  end

  defp ended(child, %{strategy: :simple_one_for_one} = state),
    do: {:ok, %{state | dynamics: :maps.remove(pid(child), state.dynamics)}}

  defp ended(child, state), do: auto_shutdown(significant(child), after_stop(child, state))

  defp auto_shutdown(false, state), do: {:ok, state}
  defp auto_shutdown(true, %{auto_shutdown: :any_significant} = state), do: {:shutdown, state}

  defp auto_shutdown(true, %{auto_shutdown: :all_significant} = state) do
    case :lists.any(fn c -> significant(c) and pid(c) != :undefined end, state.children) do
      true -> {:ok, state}
      false -> {:shutdown, state}
    end
  end

  defp auto_shutdown(true, state), do: {:ok, state}

  defp restart_if_allowed(child, state) do
    now = :erlang.monotonic_time(:second)
    recent = :lists.filter(fn t -> t >= now - state.period end, [now | state.restarts])
    state = %{state | restarts: recent}

    case :erlang.length(recent) > state.intensity do
      false ->
        restart(child, state)

      true ->
        report_error(:shutdown, :reached_max_restart_intensity, with_pid(child, :undefined), state.name)
        {:shutdown, forget(child, state)}
    end
  end

  defp forget(child, %{strategy: :simple_one_for_one} = state),
    do: %{state | dynamics: :maps.remove(pid(child), state.dynamics)}

  defp forget(child, state), do: after_stop(child, state)

  defp restart(child, %{strategy: :simple_one_for_one} = state) do
    who = pid(child)
    start_dynamic(who, :maps.get(who, state.dynamics), state)
  end

  defp restart(child, %{strategy: :one_for_one} = state) do
    case start_child_process(child, state.name) do
      {:ok, pid} -> {:ok, replace(with_pid(child, pid), state)}
      {:ok, pid, _} -> {:ok, replace(with_pid(child, pid), state)}
      {:error, reason} -> try_again(child, reason, state)
    end
  end

  defp restart(child, %{strategy: :rest_for_one} = state) do
    {before, from} = :lists.splitwith(fn c -> id(c) !== id(child) end, state.children)
    restart_group(child, before, from, state)
  end

  defp restart(child, %{strategy: :one_for_all} = state), do: restart_group(child, [], state.children, state)

  defp restart_group(child, before, group, state) do
    group = terminate_all(:lists.keyreplace(id(child), 3, group, with_pid(child, :undefined)), state.name)

    case start_all(group, [], state.name) do
      {:ok, children} ->
        {:ok, %{state | children: :erlang.++(before, children)}}

      {:error, children, {:failed_to_start_child, failed, _}} ->
        state = %{state | children: :erlang.++(before, children)}
        again(find(failed, state), pid(child), state)
    end
  end

  defp try_again(child, reason, state) do
    report_error(:start_error, reason, child, state.name)
    again(child, pid(child), state)
  end

  # The restart is tried again after what is in the mailbox by now.
  defp again(child, old, state) do
    :gen_server.cast(self(), {:try_again_restart, id(child)})
    {:ok, replace(with_pid(child, restarting(old)), state)}
  end

  defp restarting({:restarting, _} = old), do: old
  defp restarting(old), do: {:restarting, old}

  # Dynamic children

  defp add_dynamic(pid, extra, state), do: %{state | dynamics: :maps.put(pid, extra, state.dynamics)}

  defp restart_dynamic(who, extra, state) do
    [template] = state.children
    {m, f, args} = mfargs(template)
    restart_if_allowed(set_mfargs(with_pid(template, who), {m, f, :erlang.++(args, extra)}), state)
  end

  defp start_dynamic(who, extra, state) do
    [template] = state.children
    others = :maps.remove(who, state.dynamics)

    case start_child_process(template, state.name, extra) do
      {:ok, :undefined} ->
        {:ok, %{state | dynamics: others}}

      {:ok, pid} ->
        {:ok, %{state | dynamics: :maps.put(pid, extra, others)}}

      {:ok, pid, _} ->
        {:ok, %{state | dynamics: :maps.put(pid, extra, others)}}

      {:error, reason} ->
        report_error(:start_error, reason, with_pid(template, who), state.name)
        :gen_server.cast(self(), {:try_again_restart, restarting(who)})
        {:ok, %{state | dynamics: :maps.put(restarting(who), extra, others)}}
    end
  end

  # All are told at once, then awaited.
  defp terminate_dynamics(state) do
    [template] = state.children
    pids = :lists.filter(&is_pid/1, :maps.keys(state.dynamics))
    monitors = :lists.map(fn pid -> {pid, monitor_child(pid)} end, pids)
    shutdown = :erlang.element(7, template)
    signal = if shutdown == :brutal_kill, do: :kill, else: :shutdown
    :lists.foreach(fn pid -> :erlang.exit(pid, signal) end, pids)
    limit = deadline(shutdown)
    :lists.foreach(fn {pid, monitor} -> await_dynamic(pid, monitor, limit, template, state.name) end, monitors)
  end

  defp deadline(timeout) when is_integer(timeout), do: :erlang.monotonic_time(:millisecond) + timeout
  defp deadline(_), do: :infinity

  defp time_left(:infinity), do: :infinity
  defp time_left(limit), do: :erlang.max(0, limit - :erlang.monotonic_time(:millisecond))

  defp await_dynamic(pid, monitor, limit, template, name) do
    case await_down(pid, monitor, time_left(limit)) do
      :ok -> :ok
      {:error, reason} -> report_stop(reason, with_pid(template, pid), name)
    end
  end

  # Stopping children

  # Stops in reverse order; gives the children that are still known, in order.
  defp terminate_all(children, name) do
    :lists.foreach(fn child -> stop_child(child, name) end, :lists.reverse(children))

    :lists.filtermap(
      fn child ->
        case restart_type(child) == :temporary and pid(child) != :undefined do
          true -> false
          false -> {true, with_pid(child, :undefined)}
        end
      end,
      children
    )
  end

  defp stop_child({:child, pid, _, _, _, _, shutdown, _, _} = child, name) when is_pid(pid) do
    case shutdown_process(pid, shutdown) do
      :ok -> :ok
      {:error, reason} -> report_stop(reason, child, name)
    end
  end

  defp stop_child(_, _), do: :ok

  defp report_stop(reason, child, name) do
    case {reason, restart_type(child), :erlang.element(7, child)} do
      {:killed, _, :brutal_kill} -> :ok
      {:normal, type, _} when type != :permanent -> :ok
      {{:shutdown, _}, type, _} when type != :permanent -> :ok
      _ -> report_error(:shutdown_error, reason, child, name)
    end
  end

  defp shutdown_process(pid, :brutal_kill) do
    monitor = monitor_child(pid)
    :erlang.exit(pid, :kill)
    await_down(pid, monitor, :infinity)
  end

  defp shutdown_process(pid, timeout) do
    monitor = monitor_child(pid)
    :erlang.exit(pid, :shutdown)
    await_down(pid, monitor, timeout)
  end

  # From here on the monitor, not the link, tells of the end of the child.
  defp monitor_child(pid) do
    ref = :erlang.monitor(:process, pid)
    :erlang.unlink(pid)

    receive do
      {:EXIT, ^pid, reason} -> {:exited, ref, reason}
    after
      0 -> {:running, ref}
    end
  end

  defp await_down(pid, {:exited, ref, reason}, _) do
    receive do
      {:DOWN, ^ref, :process, ^pid, _} -> stopped(reason)
    end
  end

  defp await_down(pid, {:running, ref}, timeout) do
    receive do
      {:DOWN, ^ref, :process, ^pid, reason} -> stopped(reason)
    after
      timeout ->
        :erlang.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, :process, ^pid, reason} -> {:error, reason}
        end
    end
  end

  defp stopped(:shutdown), do: :ok
  defp stopped(reason), do: {:error, reason}

  # Children

  defp pid({:child, pid, _, _, _, _, _, _, _}), do: pid
  defp id({:child, _, id, _, _, _, _, _, _}), do: id
  defp mfargs({:child, _, _, mfargs, _, _, _, _, _}), do: mfargs
  defp restart_type({:child, _, _, _, restart, _, _, _, _}), do: restart
  defp significant({:child, _, _, _, _, significant, _, _, _}), do: significant
  defp with_pid(child, pid), do: :erlang.setelement(2, child, pid)
  defp set_mfargs(child, mfargs), do: :erlang.setelement(4, child, mfargs)

  # A dynamic child may be named by its pid elsewhere; here by its id.
  defp find(id, state) do
    case :lists.search(fn child -> id(child) === id end, state.children) do
      {:value, child} -> child
      false -> false
    end
  end

  defp append(child, state), do: %{state | children: :erlang.++(state.children, [child])}
  defp remove(id, state), do: %{state | children: :lists.filter(fn c -> id(c) !== id end, state.children)}

  defp replace(child, state),
    do: %{state | children: :lists.map(fn c -> if id(c) === id(child), do: child, else: c end, state.children)}

  defp shown_child({:child, {:restarting, _}, id, _, _, _, _, type, modules}), do: {id, :restarting, type, modules}
  defp shown_child({:child, pid, id, _, _, _, _, type, modules}), do: {id, pid, type, modules}

  defp to_spec({:child, _, id, mfargs, restart, significant, shutdown, type, modules}) do
    # The arguments of a child that was forgotten (temporary, stopped) are not kept.
    %{
      id: id,
      start: mfargs,
      restart: restart,
      significant: significant,
      shutdown: shutdown,
      type: type,
      modules: modules
    }
  end

  # Flags and specs

  defp read_flags({strategy, intensity, period}),
    do: check_flags(%{strategy: strategy, intensity: intensity, period: period, auto_shutdown: :never})

  defp read_flags(flags) when is_map(flags) do
    check_flags(%{
      strategy: :maps.get(:strategy, flags, :one_for_one),
      intensity: :maps.get(:intensity, flags, 1),
      period: :maps.get(:period, flags, 5),
      auto_shutdown: :maps.get(:auto_shutdown, flags, :never)
    })
  end

  defp read_flags(other), do: {:error, {:invalid_type, other}}

  defp check_flags(%{strategy: strategy})
       when strategy not in [:one_for_one, :one_for_all, :rest_for_one, :simple_one_for_one],
       do: {:error, {:invalid_strategy, strategy}}

  defp check_flags(%{intensity: intensity}) when not (is_integer(intensity) and intensity >= 0),
    do: {:error, {:invalid_intensity, intensity}}

  defp check_flags(%{period: period}) when not (is_integer(period) and period > 0),
    do: {:error, {:invalid_period, period}}

  defp check_flags(%{auto_shutdown: value}) when value not in [:never, :any_significant, :all_significant],
    do: {:error, {:invalid_auto_shutdown, value}}

  defp check_flags(%{strategy: :simple_one_for_one, auto_shutdown: value}) when value != :never,
    do: {:error, {:bad_combination, [auto_shutdown: value, strategy: :simple_one_for_one]}}

  defp check_flags(flags), do: {:ok, flags}

  defp children_of(specs, auto_shutdown) when is_list(specs), do: children_of(specs, auto_shutdown, [])

  defp children_of([spec | rest], auto_shutdown, children) do
    case child_of(spec, auto_shutdown) do
      {:ok, child} ->
        case :lists.any(fn c -> id(c) === id(child) end, children) do
          true -> {:error, {:duplicate_child_name, id(child)}}
          false -> children_of(rest, auto_shutdown, [child | children])
        end

      error ->
        error
    end
  end

  defp children_of([], _, children), do: {:ok, :lists.reverse(children)}

  defp child_of({id, start, restart, shutdown, type, modules}, auto_shutdown),
    do: check_child(id, start, restart, false, shutdown, type, modules, auto_shutdown)

  defp child_of(%{id: _, start: start} = spec, auto_shutdown) do
    type = :maps.get(:type, spec, :worker)

    check_child(
      spec.id,
      start,
      :maps.get(:restart, spec, :permanent),
      :maps.get(:significant, spec, false),
      :maps.get(:shutdown, spec, if(type == :supervisor, do: :infinity, else: 5000)),
      type,
      :maps.get(:modules, spec, :elver_default),
      auto_shutdown
    )
  end

  defp child_of(%{start: _}, _), do: {:error, :missing_id}
  defp child_of(spec, _) when is_map(spec), do: {:error, :missing_start}
  defp child_of(other, _), do: {:error, {:invalid_child_spec, other}}

  defp check_child(id, start, restart, significant, shutdown, type, modules, auto_shutdown) do
    modules = default_modules(modules, start)

    checks = [
      valid_mfa?(start) or {:invalid_mfa, start},
      :lists.member(restart, [:permanent, :transient, :temporary]) or {:invalid_restart_type, restart},
      check_significant(significant, restart, auto_shutdown),
      :lists.member(type, [:worker, :supervisor]) or {:invalid_child_type, type},
      valid_shutdown?(shutdown) or {:invalid_shutdown, shutdown},
      valid_modules?(modules) or {:invalid_modules, modules}
    ]

    case :lists.search(fn check -> check != true end, checks) do
      {:value, reason} -> {:error, reason}
      false -> {:ok, {:child, :undefined, id, start, restart, significant, shutdown, type, modules}}
    end
  end

  defp default_modules(:elver_default, {m, _, _}), do: [m]
  defp default_modules(:elver_default, _), do: []
  defp default_modules(modules, _), do: modules

  defp valid_mfa?({m, f, args}), do: is_atom(m) and is_atom(f) and is_list(args)
  defp valid_mfa?(_), do: false

  defp check_significant(false, _, _), do: true
  defp check_significant(true, _, :never), do: {:bad_combination, [auto_shutdown: :never, significant: true]}
  defp check_significant(true, :permanent, _), do: {:bad_combination, [restart: :permanent, significant: true]}
  defp check_significant(true, _, _), do: true
  defp check_significant(other, _, _), do: {:invalid_significant, other}

  defp valid_shutdown?(:brutal_kill), do: true
  defp valid_shutdown?(:infinity), do: true
  defp valid_shutdown?(time), do: is_integer(time) and time > 0

  defp valid_modules?(:dynamic), do: true
  defp valid_modules?(modules), do: is_list(modules) and :lists.all(&is_atom/1, modules)

  # Reports

  defp report_error(error, reason, child, name) do
    if :logger.allow(:error, :supervisor) do
      :logger.log(
        :error,
        %{
          label: {:supervisor, error},
          report: [supervisor: name, errorContext: error, reason: reason, offender: shown_offender(child)]
        },
        %{
          domain: [:otp, :sasl],
          report_cb: &:supervisor.format_log/2,
          logger_formatter: %{title: 'SUPERVISOR REPORT'},
          error_logger: %{tag: :error_report, type: :supervisor_report, report_cb: &:supervisor.format_log/1}
        }
      )
    end

    :ok
  end

  defp report_progress(child, name) do
    if :logger.allow(:info, :supervisor) do
      :logger.log(
        :info,
        %{label: {:supervisor, :progress}, report: [supervisor: name, started: shown_offender(child)]},
        %{
          domain: [:otp, :sasl],
          report_cb: &:supervisor.format_log/2,
          logger_formatter: %{title: 'PROGRESS REPORT'},
          error_logger: %{tag: :info_report, type: :progress, report_cb: &:supervisor.format_log/1}
        }
      )
    end

    :ok
  end

  defp shown_offender({:child, pid, id, mfargs, restart, significant, shutdown, type, _}) do
    [
      pid: shown_pid(pid),
      id: id,
      mfargs: mfargs,
      restart_type: restart,
      significant: significant,
      shutdown: shutdown,
      child_type: type
    ]
  end

  defp shown_pid(pid), do: pid

  @doc false
  def format_log(report), do: format_log(report, %{})

  @doc false
  def format_log(%{label: {:supervisor, :progress}, report: report}, _),
    do: :lists.flatten(:lists.map(fn {key, value} -> :io_lib.format('    ~tw: ~tp~n', [key, value]) end, report))

  def format_log(%{label: {:supervisor, _}, report: report}, _),
    do: :lists.flatten(:lists.map(fn {key, value} -> :io_lib.format('    ~tw: ~tp~n', [key, value]) end, report))
end
