# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :gen_server do
  @moduledoc """
  The server of a client-server relation, as Erlang's `gen_server`.

  The loop carries `{parent, name, mod, hibernate_after}`, the state, the time-out of the last callback and the debug
  structure of `:sys`. Each message goes through `handle_message`, each callback result through `handle_result`.
  """

  @callback init(term) :: term
  @callback handle_call(term, {pid, term}, term) :: term
  @callback handle_cast(term, term) :: term
  @callback handle_info(term, term) :: term
  @callback handle_continue(term, term) :: term
  @callback terminate(term, term) :: term
  @callback code_change(term, term, term) :: {:ok, term} | {:error, term}
  @callback format_status(map) :: map
  @callback format_status(:normal | :terminate, [term]) :: term
  @optional_callbacks handle_info: 2,
                      handle_continue: 2,
                      terminate: 2,
                      code_change: 3,
                      format_status: 1,
                      format_status: 2

  # Starting and stopping

  def start(mod, args, options) when is_atom(mod) and is_list(options),
    do: :gen.start(:gen_server, :nolink, mod, args, options)

  def start(name, mod, args, options) when is_tuple(name) and is_atom(mod) and is_list(options),
    do: :gen.start(:gen_server, :nolink, name, mod, args, options)

  def start_link(mod, args, options) when is_atom(mod) and is_list(options),
    do: :gen.start(:gen_server, :link, mod, args, options)

  def start_link(name, mod, args, options) when is_tuple(name) and is_atom(mod) and is_list(options),
    do: :gen.start(:gen_server, :link, name, mod, args, options)

  def start_monitor(mod, args, options) when is_atom(mod) and is_list(options),
    do: :gen.start(:gen_server, :monitor, mod, args, options)

  def start_monitor(name, mod, args, options) when is_tuple(name) and is_atom(mod) and is_list(options),
    do: :gen.start(:gen_server, :monitor, name, mod, args, options)

  def stop(server), do: :gen.stop(server)
  def stop(server, reason, timeout), do: :gen.stop(server, reason, timeout)

  @doc "Makes the calling process a server."
  def enter_loop(mod, options, state), do: enter_loop(mod, options, state, self(), :infinity)

  def enter_loop(mod, options, state, name) when is_tuple(name) or is_pid(name),
    do: enter_loop(mod, options, state, name, :infinity)

  def enter_loop(mod, options, state, timeout), do: enter_loop(mod, options, state, self(), timeout)

  def enter_loop(mod, options, state, server_name, timeout) when is_atom(mod) and is_list(options) do
    name = :gen.get_proc_name(server_name)
    parent = :gen.get_parent()
    server = {parent, name, mod, :gen.hibernate_after(options)}
    next(server, state, timeout, :gen.debug_options(name, options))
  end

  # Calls and casts

  def call(server, request) do
    try do
      :gen.call(server, :"$gen_call", request)
    catch
      :exit, reason -> :erlang.exit({reason, {:gen_server, :call, [server, request]}})
    else
      {:ok, reply} -> reply
    end
  end

  def call(server, request, timeout) do
    try do
      :gen.call(server, :"$gen_call", request, timeout)
    catch
      :exit, reason -> :erlang.exit({reason, {:gen_server, :call, [server, request, timeout]}})
    else
      {:ok, reply} -> reply
    end
  end

  def cast({:global, name}, request), do: cast_found(:global.whereis_name(name), request)
  def cast({:via, module, name}, request), do: cast_found(module.whereis_name(name), request)
  def cast({name, node}, request) when is_atom(name) and node === node(), do: cast(name, request)
  def cast(server, request) when is_pid(server) or is_atom(server) or is_tuple(server), do: send_cast(server, request)

  defp cast_found(:undefined, _), do: :ok
  defp cast_found(pid, request), do: send_cast(pid, request)

  defp send_cast(server, request) do
    try do
      :erlang.send(server, {:"$gen_cast", request})
      :ok
    catch
      _, _ -> :ok
    end
  end

  def abcast(name, request), do: abcast([node() | :erlang.nodes()], name, request)

  def abcast(nodes, name, request) when is_list(nodes) and is_atom(name) do
    :lists.foreach(fn node -> send_cast({name, node}, request) end, nodes)
    :abcast
  end

  def reply(from, reply), do: :gen.reply(from, reply)

  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)

  def send_request(server, request, label, requests),
    do: :gen.send_request(server, :"$gen_call", request, label, requests)

  def wait_response(request, timeout), do: :gen.wait_response(request, timeout)
  def wait_response(requests, timeout, delete), do: :gen.wait_response(requests, timeout, delete)
  def receive_response(request, timeout), do: :gen.receive_response(request, timeout)
  def receive_response(requests, timeout, delete), do: :gen.receive_response(requests, timeout, delete)
  def check_response(message, request), do: :gen.check_response(message, request)
  def check_response(message, requests, delete), do: :gen.check_response(message, requests, delete)
  def reqids_new, do: :gen.reqids_new()
  def reqids_size(requests), do: :gen.reqids_size(requests)
  def reqids_add(request, label, requests), do: :gen.reqids_add(request, label, requests)
  def reqids_to_list(requests), do: :gen.reqids_to_list(requests)

  def multi_call(name, request), do: multi_call([node() | :erlang.nodes()], name, request, :infinity)
  def multi_call(nodes, name, request), do: multi_call(nodes, name, request, :infinity)

  def multi_call(nodes, name, request, timeout) when is_list(nodes) and is_atom(name) do
    refs = :lists.map(fn node -> {node, :gen.send_request({name, node}, :"$gen_call", request)} end, nodes)
    gather(refs, limit(timeout), [], [])
  end

  defp gather([{node, ref} | rest], limit, replies, bad) do
    case :gen.receive_response(ref, limit) do
      {:reply, reply} -> gather(rest, limit, [{node, reply} | replies], bad)
      _ -> gather(rest, limit, replies, [node | bad])
    end
  end

  defp gather([], _, replies, bad), do: {:lists.reverse(replies), :lists.reverse(bad)}

  defp limit(:infinity), do: :infinity
  defp limit(timeout), do: {:abs, :erlang.monotonic_time(:millisecond) + timeout}

  # Initialisation

  @doc false
  def init_it(starter, :self, name, mod, args, options), do: init_it(starter, self(), name, mod, args, options)

  def init_it(starter, parent, full_name, mod, args, options) do
    name = :gen.name(full_name)
    server = {parent, name, mod, :gen.hibernate_after(options)}
    debug = :gen.debug_options(name, options)

    case init_it(mod, args) do
      {:ok, {:ok, state}} -> started(starter, server, state, :infinity, debug)
      {:ok, {:ok, state, next}} -> init_next(starter, full_name, server, state, next, debug)
      {:ok, {:stop, reason}} -> not_started(starter, full_name, {:error, reason}, reason)
      {:ok, :ignore} -> not_started(starter, full_name, :ignore, :normal)
      {:ok, other} -> not_started(starter, full_name, {:error, {:bad_return_value, other}}, {:bad_return_value, other})
      {:failed, class, reason, stacktrace} -> init_failed(starter, full_name, class, reason, stacktrace)
    end
  end

  @doc false
  def init_it(mod, args) do
    try do
      {:ok, mod.init(args)}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:failed, class, reason, __STACKTRACE__}
    end
  end

  defp init_next(starter, full_name, server, state, next, debug) do
    case valid_next?(next) do
      true ->
        started(starter, server, state, next, debug)

      false ->
        bad = {:bad_return_value, {:ok, state, next}}
        not_started(starter, full_name, {:error, bad}, bad)
    end
  end

  defp valid_next?(:infinity), do: true
  defp valid_next?(:hibernate), do: true
  defp valid_next?({:continue, _}), do: true
  defp valid_next?(timeout), do: is_integer(timeout) and timeout >= 0

  defp started(starter, server, state, next, debug) do
    :proc_lib.init_ack(starter, {:ok, self()})
    next(server, state, next, debug)
  end

  # The name is free again before the starter hears of it.
  defp not_started(starter, full_name, result, reason) do
    :gen.unregister_name(full_name)
    :proc_lib.init_ack(starter, result)
    :erlang.exit(reason)
  end

  defp init_failed(starter, full_name, class, reason, stacktrace) do
    :gen.unregister_name(full_name)
    :proc_lib.init_ack(starter, {:error, exit_reason(class, reason, stacktrace)})
    :erlang.raise(class, reason, stacktrace)
  end

  defp exit_reason(:error, reason, stacktrace), do: {reason, stacktrace}
  defp exit_reason(:exit, reason, _), do: reason

  # The loop

  defp next(server, state, {:continue, argument} = continue, debug) do
    {_, name, mod, _} = server
    debug = event(debug, name, continue)
    result = try_dispatch(mod, :handle_continue, argument, state)
    handle_result(result, server, state, continue, :undefined, debug)
  end

  defp next(server, state, :hibernate, debug), do: :proc_lib.hibernate(:gen_server, :wake_hib, [server, state, debug, 0, 0, 0])

  defp next({_, _, _, hibernate_after} = server, state, :infinity, debug) do
    receive do
      message -> handle_message(message, server, state, :infinity, debug)
    after
      hibernate_after -> next(server, state, :hibernate, debug)
    end
  end

  defp next(server, state, timeout, debug) do
    receive do
      message -> handle_message(message, server, state, timeout, debug)
    after
      timeout -> handle_message(:timeout, server, state, timeout, debug)
    end
  end

  @doc false
  def wake_hib(server, state, debug, _, _, _) do
    receive do
      message -> handle_message(message, server, state, :hibernate, debug)
    end
  end

  defp handle_message({:system, from, request}, {parent, _, _, _} = server, state, timeout, debug) do
    :sys.handle_system_msg(
      request,
      from,
      parent,
      :gen_server,
      debug,
      misc(server, state, timeout),
      timeout == :hibernate
    )
  end

  defp handle_message({:EXIT, parent, reason} = message, {parent, _, _, _} = server, state, _, debug),
    do: terminate(:exit, reason, [], message, :undefined, server, state, debug)

  defp handle_message(message, {parent, name, mod, hibernate_after}, state, _, debug),
    do: handle_msg(message, parent, name, state, mod, {event(debug, name, {:in, message}), hibernate_after})

  # The names from here to the callback are those of the reference: they are seen in stack traces.
  defp handle_msg({:"$gen_call", from, request} = message, parent, name, state, mod, {debug, hibernate_after}) do
    result = try_handle_call(mod, request, from, state)
    handle_result(result, {parent, name, mod, hibernate_after}, state, message, from, debug)
  end

  defp handle_msg({:"$gen_cast", request} = message, parent, name, state, mod, {debug, hibernate_after}) do
    result = try_dispatch(mod, :handle_cast, request, state)
    handle_result(result, {parent, name, mod, hibernate_after}, state, message, :undefined, debug)
  end

  defp handle_msg(message, parent, name, state, mod, {debug, hibernate_after}) do
    result = try_dispatch(mod, :handle_info, message, state)
    handle_result(result, {parent, name, mod, hibernate_after}, state, message, :undefined, debug)
  end

  defp try_handle_call(mod, request, from, state) do
    try do
      {:ok, mod.handle_call(request, from, state)}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:failed, class, reason, __STACKTRACE__}
    end
  end

  defp try_dispatch(mod, :handle_info, message, state) do
    try do
      {:ok, mod.handle_info(message, state)}
    catch
      :throw, value -> {:ok, value}
      :error, :undef -> undefined_info(mod, message, state, __STACKTRACE__)
      class, reason -> {:failed, class, reason, __STACKTRACE__}
    end
  end

  defp try_dispatch(mod, function, argument, state) do
    try do
      {:ok, :erlang.apply(mod, function, [argument, state])}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:failed, class, reason, __STACKTRACE__}
    end
  end

  defp undefined_info(mod, message, state, stacktrace) do
    case :erlang.function_exported(mod, :handle_info, 2) do
      true ->
        {:failed, :error, :undef, stacktrace}

      false ->
        :logger.log(
          :warning,
          %{label: {:gen_server, :no_handle_info}, module: mod, message: message},
          %{domain: [:otp], report_cb: &:gen_server.format_log/2, error_logger: %{tag: :warning_msg}}
        )

        {:ok, {:noreply, state}}
    end
  end

  # Results

  defp handle_result({:ok, {:reply, reply, new}}, server, _, message, from, debug) when from != :undefined,
    do: reply_and_next(reply, new, :infinity, server, message, from, debug)

  defp handle_result({:ok, {:reply, reply, new, next}}, server, old, message, from, debug) when from != :undefined do
    case valid_next?(next) do
      true -> reply_and_next(reply, new, next, server, message, from, debug)
      false -> bad_return({:reply, reply, new, next}, server, old, message, from, debug)
    end
  end

  defp handle_result({:ok, {:noreply, new}}, server, _, _, _, debug), do: noreply(new, :infinity, server, debug)

  defp handle_result({:ok, {:noreply, new, next} = result}, server, old, message, from, debug) do
    case valid_next?(next) do
      true -> noreply(new, next, server, debug)
      false -> bad_return(result, server, old, message, from, debug)
    end
  end

  defp handle_result({:ok, {:stop, reason, reply, new}}, server, _, message, from, debug) when from != :undefined do
    try do
      terminate(:exit, reason, [], message, from, server, new, debug)
    after
      {_, name, _, _} = server
      event(debug, name, {:out, reply, client(from), new})
      :gen.reply(from, reply)
    end
  end

  defp handle_result({:ok, {:stop, reason, new}}, server, _, message, from, debug),
    do: terminate(:exit, reason, [], message, from, server, new, debug)

  defp handle_result({:failed, class, reason, stacktrace}, server, old, message, from, debug),
    do: terminate(class, reason, stacktrace, message, from, server, old, debug)

  defp handle_result({:ok, other}, server, old, message, from, debug),
    do: bad_return(other, server, old, message, from, debug)

  defp bad_return(value, server, state, message, from, debug),
    do: terminate(:exit, {:bad_return_value, value}, [], message, from, server, state, debug)

  defp reply_and_next(reply, new, next, {_, name, _, _} = server, _, from, debug) do
    # Traced before it is sent: the line is out when the client goes on.
    debug = event(debug, name, {:out, reply, client(from), new})
    :gen.reply(from, reply)
    next(server, new, next, debug)
  end

  defp noreply(new, next, server, []), do: next(server, new, next, [])
  defp noreply(new, next, {_, name, _, _} = server, debug), do: next(server, new, next, event(debug, name, {:noreply, new}))

  defp client({to, _}), do: to

  # Events

  defp event([], _, _), do: []
  defp event(debug, name, event), do: :sys.handle_debug(debug, &print_event/3, name, event)

  defp print_event(device, {:in, {:"$gen_call", {from, _}, request}}, name),
    do: :io.format(device, '*DBG* ~tp got call ~tp from ~tw~n', [name, request, from])

  defp print_event(device, {:in, {:"$gen_cast", request}}, name),
    do: :io.format(device, '*DBG* ~tp got cast ~tp~n', [name, request])

  defp print_event(device, {:in, message}, name), do: :io.format(device, '*DBG* ~tp got ~tp~n', [name, message])

  defp print_event(device, {:out, reply, to, state}, name),
    do: :io.format(device, '*DBG* ~tp sent ~tp to ~tw, new state ~tp~n', [name, reply, to, state])

  defp print_event(device, {:noreply, state}, name), do: :io.format(device, '*DBG* ~tp new state ~tp~n', [name, state])
  defp print_event(device, event, name), do: :io.format(device, '*DBG* ~tp dbg  ~tp~n', [name, event])

  # Termination

  defp terminate(class, reason, stacktrace, message, from, {_, name, mod, _}, state, debug) do
    given = exit_reason(class, reason, stacktrace)

    case run_terminate(mod, given, state) do
      :ok ->
        unless quiet?(class, reason), do: report(given, stacktrace, name, from, message, mod, state, debug)
        finish(class, reason, stacktrace)

      {:failed, class, reason, stacktrace} ->
        report(exit_reason(class, reason, stacktrace), stacktrace, name, from, message, mod, state, debug)
        :erlang.raise(class, reason, stacktrace)
    end
  end

  defp finish(class, reason, []), do: raise_plain(class, reason)
  defp finish(class, reason, stacktrace), do: :erlang.raise(class, reason, stacktrace)

  defp raise_plain(:exit, reason), do: :erlang.exit(reason)
  defp raise_plain(:error, reason), do: :erlang.error(reason)

  defp quiet?(:exit, :normal), do: true
  defp quiet?(:exit, :shutdown), do: true
  defp quiet?(:exit, {:shutdown, _}), do: true
  defp quiet?(_, _), do: false

  defp run_terminate(mod, reason, state) do
    case :erlang.function_exported(mod, :terminate, 2) do
      false ->
        :ok

      true ->
        try do
          mod.terminate(reason, state)
          :ok
        catch
          :throw, _ -> :ok
          class, reason -> {:failed, class, reason, __STACKTRACE__}
        end
    end
  end

  defp report(reason, stacktrace, name, from, message, mod, state, debug) do
    case :logger.allow(:error, :gen_server) do
      true ->
        log = :sys.get_log(debug)
        status = %{state: state, message: message, reason: shown_reason(reason, stacktrace), log: log}
        shown = :gen.format_status(mod, :terminate, status, [:erlang.get(), state])

        :logger.log(
          :error,
          %{
            label: {:gen_server, :terminate},
            name: name,
            last_message: :maps.get(:message, shown),
            state: shown_state(shown),
            log: shown_log(:maps.get(:log, shown)),
            reason: :maps.get(:reason, shown),
            client_info: client_info(from),
            stacktrace: stacktrace
          },
          %{domain: [:otp], report_cb: &:gen_server.format_log/2, error_logger: %{tag: :error}}
        )

      false ->
        :ok
    end
  end

  # The reason of an exit in a callback is shown with the place of the exit.
  defp shown_reason(reason, []), do: reason
  defp shown_reason({_, stacktrace} = reason, stacktrace), do: reason
  defp shown_reason(reason, stacktrace), do: {reason, stacktrace}

  defp shown_state(%{EXIT: text}), do: text
  defp shown_state(%{"$status": state}), do: state
  defp shown_state(%{state: state}), do: state

  defp shown_log(log), do: log

  defp client_info(:undefined), do: :undefined
  defp client_info({pid, _}) when is_pid(pid) and node(pid) == node(), do: {pid, client_state(pid)}
  defp client_info({pid, _}) when is_pid(pid), do: {pid, :remote}
  defp client_info(_), do: :undefined

  defp client_state(pid) do
    case :erlang.process_info(pid, [:current_stacktrace, :registered_name]) do
      [{_, stacktrace}, {_, []}] -> {pid, stacktrace}
      [{_, stacktrace}, {_, name}] -> {name, stacktrace}
      _ -> :dead
    end
  end

  # System messages

  defp misc({_, name, mod, hibernate_after}, state, timeout), do: [name, state, mod, timeout, hibernate_after]

  @doc false
  def system_continue(parent, debug, [name, state, mod, timeout, hibernate_after]),
    do: next({parent, name, mod, hibernate_after}, state, timeout, debug)

  @doc false
  def system_terminate(reason, parent, debug, [name, state, mod, _, hibernate_after]),
    do: terminate(:exit, reason, [], [], :undefined, {parent, name, mod, hibernate_after}, state, debug)

  @doc false
  def system_code_change([name, state, mod, timeout, hibernate_after], _, vsn, extra) do
    case catching(fn -> mod.code_change(vsn, state, extra) end) do
      {:ok, new} -> {:ok, [name, new, mod, timeout, hibernate_after]}
      other -> other
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

  @doc false
  def system_get_state([_, state | _]), do: {:ok, state}

  @doc false
  def system_replace_state(fun, [name, state | rest]) do
    new = fun.(state)
    {:ok, new, [name, new | rest]}
  end

  @doc false
  def format_status(opt, [dictionary, sys_state, parent, debug, [name, state, mod | _]]) do
    header = :gen.format_status_header('Status for generic server', name)
    log = :sys.get_log(debug)
    shown = :gen.format_status(mod, opt, %{state: state, log: log}, [dictionary, state])

    [
      {:header, header},
      {:data, [{'Status', sys_state}, {'Parent', parent}, {'Logged events', :maps.get(:log, shown)}]}
      | specific(shown)
    ]
  end

  defp specific(%{EXIT: text}), do: [{:data, [{'State', text}]}]
  defp specific(%{"$status": list}) when is_list(list), do: list
  defp specific(%{"$status": other}), do: [other]
  defp specific(%{state: state}), do: [{:data, [{'State', state}]}]

  # Reports as Erlang text

  @doc false
  def format_log(report), do: format_log(report, %{})

  @doc false
  def format_log(%{label: {:gen_server, :terminate}} = r, _) do
    :lists.flatten([
      :io_lib.format('** Generic server ~tp terminating ~n** Last message in was ~tp~n** When Server state == ~tp~n', [
        :maps.get(:name, r),
        :maps.get(:last_message, r),
        :maps.get(:state, r)
      ]),
      :io_lib.format('** Reason for termination ==~n** ~tp~n', [:maps.get(:reason, r)])
    ])
  end

  def format_log(%{label: {:gen_server, :no_handle_info}, module: mod, message: message}, _) do
    :lists.flatten(
      :io_lib.format('** Undefined handle_info in ~tp~n** Unhandled message: ~tp~n', [mod, message])
    )
  end
end
