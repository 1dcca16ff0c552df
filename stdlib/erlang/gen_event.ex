# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :gen_event do
  @moduledoc """
  An event manager with handlers that come and go, as Erlang's `gen_event`.

  The manager keeps handlers as `{module, id, state, supervisor}`: `id` is false for a handler that is named by its module
  alone, `supervisor` the pid that added it with `add_sup_handler`, or false. A handler that fails is removed alone.
  """

  @callback init(term) :: {:ok, term} | {:ok, term, :hibernate} | {:error, term}
  @callback handle_event(term, term) :: term
  @callback handle_call(term, term) :: term
  @callback handle_info(term, term) :: term
  @callback terminate(term, term) :: term
  @callback code_change(term, term, term) :: {:ok, term}
  @callback format_status(map) :: map
  @callback format_status(term, [term]) :: term
  @optional_callbacks handle_info: 2, terminate: 2, code_change: 3, format_status: 1, format_status: 2

  # API

  def start, do: :gen.start(:gen_event, :nolink, :no_callback, [], [])
  def start(options) when is_list(options), do: :gen.start(:gen_event, :nolink, :no_callback, [], options)
  def start(name) when is_tuple(name), do: start(name, [])
  def start(name, options), do: :gen.start(:gen_event, :nolink, name, :no_callback, [], options)
  def start_link, do: :gen.start(:gen_event, :link, :no_callback, [], [])
  def start_link(options) when is_list(options), do: :gen.start(:gen_event, :link, :no_callback, [], options)
  def start_link(name) when is_tuple(name), do: start_link(name, [])
  def start_link(name, options), do: :gen.start(:gen_event, :link, name, :no_callback, [], options)
  def start_monitor, do: :gen.start(:gen_event, :monitor, :no_callback, [], [])
  def start_monitor(options) when is_list(options), do: :gen.start(:gen_event, :monitor, :no_callback, [], options)
  def start_monitor(name) when is_tuple(name), do: start_monitor(name, [])
  def start_monitor(name, options), do: :gen.start(:gen_event, :monitor, name, :no_callback, [], options)

  def stop(manager), do: :gen.stop(manager)
  def stop(manager, reason, timeout), do: :gen.stop(manager, reason, timeout)

  def add_handler(manager, handler, args), do: request(manager, {:add_handler, handler, args})
  def add_sup_handler(manager, handler, args), do: request(manager, {:add_sup_handler, handler, args, self()})
  def delete_handler(manager, handler, args), do: request(manager, {:delete_handler, handler, args})
  def swap_handler(manager, {h1, a1}, {h2, a2}), do: request(manager, {:swap_handler, h1, a1, h2, a2})
  def swap_sup_handler(manager, {h1, a1}, {h2, a2}), do: request(manager, {:swap_sup_handler, h1, a1, h2, a2, self()})
  def which_handlers(manager), do: request(manager, :which_handlers)
  def sync_notify(manager, event), do: request(manager, {:sync_notify, event})

  def notify(manager, event), do: send_to(manager, {:notify, event})

  def call(manager, handler, request), do: request(manager, {:call, handler, request}, 5000)
  def call(manager, handler, request, timeout), do: request(manager, {:call, handler, request}, timeout)

  def send_request(manager, handler, request), do: :gen.send_request(manager, self(), {:call, handler, request})

  def send_request(manager, handler, request, label, requests),
    do: :gen.send_request(manager, self(), {:call, handler, request}, label, requests)

  def wait_response(request, timeout), do: answer(:gen.wait_response(request, timeout))
  def wait_response(requests, timeout, delete), do: answer(:gen.wait_response(requests, timeout, delete))
  def receive_response(request, timeout), do: answer(:gen.receive_response(request, timeout))
  def receive_response(requests, timeout, delete), do: answer(:gen.receive_response(requests, timeout, delete))
  def check_response(message, request), do: answer(:gen.check_response(message, request))
  def check_response(message, requests, delete), do: answer(:gen.check_response(message, requests, delete))
  def reqids_new, do: :gen.reqids_new()
  def reqids_size(requests), do: :gen.reqids_size(requests)
  def reqids_add(request, label, requests), do: :gen.reqids_add(request, label, requests)
  def reqids_to_list(requests), do: :gen.reqids_to_list(requests)

  defp answer({:reply, {:error, _} = error}), do: error
  defp answer(other), do: other

  defp request(manager, request), do: request(manager, request, :infinity)

  defp request(manager, request, timeout) do
    {:ok, reply} = :gen.call(manager, self(), request, timeout)
    reply
  end

  defp send_to({:global, name}, message), do: send_found(:global.whereis_name(name), message)
  defp send_to({:via, module, name}, message), do: send_found(module.whereis_name(name), message)
  defp send_to({name, node}, message) when node === node(), do: send_to(name, message)
  defp send_to(pid, message), do: send_found(pid, message)

  defp send_found(:undefined, _), do: :ok

  defp send_found(pid, message) do
    :erlang.send(pid, message)
    :ok
  end

  # The manager

  @doc false
  def init_it(starter, :self, name, mod, args, options), do: init_it(starter, self(), name, mod, args, options)

  def init_it(starter, parent, full_name, _, _, options) do
    :erlang.process_flag(:trap_exit, true)
    name = :gen.name(full_name)
    :proc_lib.init_ack(starter, {:ok, self()})
    next({parent, name, :gen.hibernate_after(options)}, [], :gen.debug_options(name, options), false)
  end

  defp next(server, handlers, debug, true), do: :proc_lib.hibernate(:gen_event, :wake_hib, [server, handlers, debug])

  defp next({_, _, hibernate_after} = server, handlers, debug, false) do
    receive do
      message -> handle_message(message, server, handlers, debug)
    after
      hibernate_after -> next(server, handlers, debug, true)
    end
  end

  @doc false
  def wake_hib(server, handlers, debug) do
    receive do
      message -> handle_message(message, server, handlers, debug)
    end
  end

  defp handle_message({:system, from, request}, {parent, name, hibernate_after}, handlers, debug),
    do: :sys.handle_system_msg(request, from, parent, :gen_event, debug, [name, handlers, hibernate_after])

  defp handle_message({:EXIT, parent, reason}, {parent, name, _}, handlers, debug),
    do: terminate(reason, name, handlers, debug)

  defp handle_message(message, server, handlers, []), do: dispatch(message, server, handlers, [])

  defp handle_message(message, {_, name, _} = server, handlers, debug),
    do: dispatch(message, server, handlers, :sys.handle_debug(debug, &print_event/3, name, {:in, message}))

  defp dispatch({:notify, event}, {_, name, _} = server, handlers, debug) do
    {handlers, hibernate} = all(:handle_event, event, handlers, name)
    next(server, handlers, debug, hibernate)
  end

  # The label of a call is the pid of the caller.
  defp dispatch({_, {pid, _} = from, request}, server, handlers, debug) when is_pid(pid) do
    {reply, handlers, hibernate} = serve(request, handlers, :erlang.element(2, server))
    :gen.reply(from, reply)
    next(server, handlers, debug, hibernate)
  end

  # The supervising process of a handler ended: so does the handler.
  defp dispatch({:EXIT, pid, reason} = message, {_, name, _} = server, handlers, debug) do
    case :lists.partition(fn {_, _, _, supervisor} -> supervisor === pid end, handlers) do
      {[], _} ->
        {handlers, hibernate} = all(:handle_info, message, handlers, name)
        next(server, handlers, debug, hibernate)

      {supervised, rest} ->
        :lists.foreach(fn handler -> end_handler({:stop, reason}, handler, name, :shutdown) end, supervised)
        next(server, rest, debug, false)
    end
  end

  defp dispatch(message, {_, name, _} = server, handlers, debug) do
    {handlers, hibernate} = all(:handle_info, message, handlers, name)
    next(server, handlers, debug, hibernate)
  end

  defp serve({:sync_notify, event}, handlers, name) do
    {handlers, hibernate} = all(:handle_event, event, handlers, name)
    {:ok, handlers, hibernate}
  end

  defp serve({:add_handler, handler, args}, handlers, _), do: add(handler, args, handlers, false)

  defp serve({:add_sup_handler, handler, args, pid}, handlers, _) do
    :erlang.link(pid)
    add(handler, args, handlers, pid)
  end

  defp serve({:delete_handler, handler, args}, handlers, name) do
    case take(handler, handlers) do
      {:ok, found, rest} -> {end_handler(args, found, name, :normal), rest, false}
      :error -> {{:error, :module_not_found}, handlers, false}
    end
  end

  defp serve({:swap_handler, h1, a1, h2, a2}, handlers, name), do: swap(h1, a1, h2, a2, handlers, name, false)
  defp serve({:swap_sup_handler, h1, a1, h2, a2, pid}, handlers, name), do: swap(h1, a1, h2, a2, handlers, name, pid)

  defp serve(:which_handlers, handlers, _), do: {:lists.map(&id/1, handlers), handlers, false}

  defp serve({:call, handler, request}, handlers, name) do
    case take(handler, handlers) do
      {:ok, found, _} -> call_handler(request, found, handlers, name)
      :error -> {{:error, :bad_module}, handlers, false}
    end
  end

  defp serve(_, handlers, _), do: {{:error, :unknown_request}, handlers, false}

  defp id({mod, false, _, _}), do: mod
  defp id({mod, id, _, _}), do: {mod, id}

  defp parts({mod, id}), do: {mod, id}
  defp parts(mod), do: {mod, false}

  defp take(handler, handlers) do
    {mod, id} = parts(handler)

    case :lists.splitwith(fn {m, i, _, _} -> m !== mod or i !== id end, handlers) do
      {before, [found | rest]} -> {:ok, found, :erlang.++(before, rest)}
      {_, []} -> :error
    end
  end

  defp replace({mod, id, _, _} = handler, handlers) do
    :lists.map(
      fn
        {^mod, ^id, _, _} -> handler
        other -> other
      end,
      handlers
    )
  end

  # Adding and swapping

  defp add(handler, args, handlers, supervisor) do
    {mod, id} = parts(handler)

    case catching(fn -> mod.init(args) end) do
      {:ok, state} ->
        {:ok, [{mod, id, state, supervisor} | handlers], false}

      {:ok, state, :hibernate} ->
        {:ok, [{mod, id, state, supervisor} | handlers], true}

      other ->
        if is_pid(supervisor), do: unlink_unless_used(supervisor, handlers)
        {other, handlers, false}
    end
  end

  defp unlink_unless_used(pid, handlers) do
    unless :lists.any(fn {_, _, _, supervisor} -> supervisor === pid end, handlers), do: :erlang.unlink(pid)
  end

  defp swap(h1, a1, h2, a2, handlers, name, supervisor) do
    case take(h1, handlers) do
      {:ok, {_, _, _, old_supervisor} = found, rest} ->
        result = end_handler(a1, found, name, {:swapped, h2, supervisor})
        supervisor = if supervisor == false, do: old_supervisor, else: supervisor
        add_swapped(h2, {a2, result}, rest, supervisor)

      :error ->
        add_swapped(h2, {a2, :error}, handlers, supervisor)
    end
  end

  defp add_swapped(handler, args, handlers, supervisor) do
    if is_pid(supervisor), do: :erlang.link(supervisor)

    case add(handler, args, handlers, supervisor) do
      {:ok, handlers, hibernate} -> {:ok, handlers, hibernate}
      {{:error, _} = error, handlers, _} -> {error, handlers, false}
      {other, handlers, _} -> {{:error, other}, handlers, false}
    end
  end

  # Events

  defp all(function, event, handlers, name), do: all(handlers, function, event, name, [], false)

  defp all([handler | rest], function, event, name, done, hibernate) do
    case one(function, event, handler, name) do
      {:ok, handler} -> all(rest, function, event, name, [handler | done], hibernate)
      {:hibernate, handler} -> all(rest, function, event, name, [handler | done], true)
      :removed -> all(rest, function, event, name, done, hibernate)
    end
  end

  defp all([], _, _, _, done, hibernate), do: {:lists.reverse(done), hibernate}

  defp one(function, event, {mod, id, state, supervisor} = handler, name) do
    case run(mod, function, event, state) do
      {:ok, new} ->
        {:ok, {mod, id, new, supervisor}}

      {:ok, new, :hibernate} ->
        {:hibernate, {mod, id, new, supervisor}}

      {:swap_handler, a1, new, h2, a2} ->
        swap_self({mod, id, new, supervisor}, a1, h2, a2, name)

      :remove_handler ->
        end_handler(:remove_handler, handler, name, :normal)
        :removed

      other ->
        end_handler({:error, other}, handler, name, {event, other})
        :removed
    end
  end

  defp run(mod, :handle_info, event, state) do
    case :erlang.function_exported(mod, :handle_info, 2) do
      true -> catching(fn -> mod.handle_info(event, state) end)
      false -> {:ok, state}
    end
  end

  defp run(mod, :handle_event, event, state), do: catching(fn -> mod.handle_event(event, state) end)

  defp swap_self({_, _, _, supervisor} = handler, a1, h2, a2, name) do
    result = end_handler(a1, handler, name, {:swapped, h2, supervisor})

    case add_swapped(h2, {a2, result}, [], supervisor) do
      {:ok, [new], hibernate} -> {if(hibernate, do: :hibernate, else: :ok), new}
      _ -> :removed
    end
  end

  defp call_handler(request, {mod, id, state, supervisor} = handler, handlers, name) do
    case catching(fn -> mod.handle_call(request, state) end) do
      {:ok, reply, new} ->
        {reply, replace({mod, id, new, supervisor}, handlers), false}

      {:ok, reply, new, :hibernate} ->
        {reply, replace({mod, id, new, supervisor}, handlers), true}

      {:swap_handler, reply, a1, new, h2, a2} ->
        {:ok, _, rest} = take(id(handler), handlers)

        case swap_self({mod, id, new, supervisor}, a1, h2, a2, name) do
          :removed -> {reply, rest, false}
          {_, swapped} -> {reply, [swapped | rest], false}
        end

      {:remove_handler, reply} ->
        {:ok, _, rest} = take(id(handler), handlers)
        end_handler(:remove_handler, handler, name, :normal)
        {reply, rest, false}

      other ->
        {:ok, _, rest} = take(id(handler), handlers)
        end_handler({:error, other}, handler, name, {request, other})
        {{:error, other}, rest, false}
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

  # The end of a handler. `why` is :normal, :shutdown, {:swapped, ...} or {event, bad result}.

  defp end_handler(args, {mod, _, state, supervisor} = handler, name, why) do
    result = run_terminate(mod, args, state)
    report_end(why, handler, name)
    tell_supervisor(supervisor, handler, why)
    result
  end

  defp run_terminate(mod, args, state) do
    case :erlang.function_exported(mod, :terminate, 2) do
      true -> catching(fn -> mod.terminate(args, state) end)
      false -> :ok
    end
  end

  defp tell_supervisor(pid, handler, why) when is_pid(pid) and why != :shutdown do
    case why do
      {:swapped, h2, new} when is_pid(new) -> send_exit(pid, handler, {:swapped, h2, new})
      {:swapped, _, _} -> :ok
      :normal -> send_exit(pid, handler, :normal)
      {_, bad} -> send_exit(pid, handler, bad)
      reason -> send_exit(pid, handler, reason)
    end
  end

  defp tell_supervisor(_, _, _), do: :ok

  defp send_exit(pid, handler, reason), do: :erlang.send(pid, {:gen_event_EXIT, id(handler), reason})

  defp report_end({event, bad}, {mod, _, state, _} = handler, name) do
    reason =
      case bad do
        {:EXIT, reason} -> reason
        other -> other
      end

    status = %{state: state, message: event, reason: reason, log: []}
    shown = :gen.format_status(mod, :terminate, status, [:erlang.get(), state])

    :logger.log(
      :error,
      %{
        label: {:gen_event, :terminate},
        handler: id(handler),
        name: name,
        last_message: :maps.get(:message, shown),
        state: shown_state(shown),
        log: [],
        reason: :maps.get(:reason, shown)
      },
      %{domain: [:otp], report_cb: &:gen_event.format_log/2, error_logger: %{tag: :error}}
    )
  end

  defp report_end(_, _, _), do: :ok

  defp shown_state(%{EXIT: text}), do: text
  defp shown_state(%{"$status": state}), do: state
  defp shown_state(%{state: state}), do: state

  defp terminate(reason, name, handlers, _) do
    why = if reason == :normal, do: :normal, else: reason
    :lists.foreach(fn handler -> end_handler(:stop, handler, name, end_reason(why)) end, handlers)
    :erlang.exit(reason)
  end

  # A tuple reason is no {event, result} here.
  defp end_reason(reason) when is_atom(reason), do: reason
  defp end_reason(_), do: :shutdown

  # System messages

  @doc false
  def system_continue(parent, debug, [name, handlers, hibernate_after]),
    do: next({parent, name, hibernate_after}, handlers, debug, false)

  @doc false
  def system_terminate(reason, _, debug, [name, handlers, _]), do: terminate(reason, name, handlers, debug)

  @doc false
  def system_code_change([name, handlers, hibernate_after], module, vsn, extra) do
    changed =
      :lists.map(
        fn
          {^module, id, state, supervisor} ->
            {:ok, new} = module.code_change(vsn, state, extra)
            {module, id, new, supervisor}

          other ->
            other
        end,
        handlers
      )

    {:ok, [name, changed, hibernate_after]}
  end

  @doc false
  def system_get_state([_, handlers, _]),
    do: {:ok, :lists.map(fn {mod, id, state, _} -> {mod, id, state} end, handlers)}

  @doc false
  def system_replace_state(fun, [name, handlers, hibernate_after]) do
    {states, handlers} =
      :lists.unzip(
        :lists.map(
          fn {mod, id, state, supervisor} = handler ->
            case catching(fn -> fun.({mod, id, state}) end) do
              {^mod, ^id, new} -> {{mod, id, new}, {mod, id, new, supervisor}}
              _ -> {{mod, id, state}, handler}
            end
          end,
          handlers
        )
      )

    {:ok, states, [name, handlers, hibernate_after]}
  end

  @doc false
  def format_status(_, [_, status, parent, debug, [name, handlers, _]]) do
    header = :gen.format_status_header('Status for event handler', name)
    log = :sys.get_log(debug)

    [
      {:header, header},
      {:data, [{'Status', status}, {'Logged Events', log}, {'Parent', parent}]},
      {:items, {'Installed handlers', handlers}}
    ]
  end

  defp print_event(device, {:in, {:notify, event}}, name), do: :io.format(device, '*DBG* ~tp got event ~tp~n', [name, event])

  defp print_event(device, {:in, {_, {from, _}, {:call, handler, query}}}, name),
    do: :io.format(device, '*DBG* ~tp(~tp) got call ~tp from ~tw~n', [name, handler, query, from])

  defp print_event(device, {:in, message}, name), do: :io.format(device, '*DBG* ~tp got ~tp~n', [name, message])
  defp print_event(device, event, name), do: :io.format(device, '*DBG* ~tp dbg  ~tp~n', [name, event])

  @doc false
  def format_log(%{label: {:gen_event, :terminate}} = r, _) do
    :lists.flatten(
      :io_lib.format(
        '** gen_event handler ~tp crashed.~n** Was installed in ~tp~n** Last event was: ~tp~n** When handler state == ~tp~n** Reason == ~tp~n',
        [r.handler, r.name, r.last_message, r.state, r.reason]
      )
    )
  end
end
