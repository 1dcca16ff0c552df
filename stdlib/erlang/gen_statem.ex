# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :gen_statem do
  @moduledoc """
  State machines, as Erlang's `gen_statem`.

  The machine is a map `m`: `parent name mod hibernate_after debug`, what the callback module said of itself (`mode`
  `enter?`), `state data`, `queue` (events to handle, first to last), `postponed` (last first), `timers` (by type: `{timer,
  content}`, or `{:zero, content}` for one whose event is queued) and `modules` (what push_callback_module left).

  One turn: an event is taken, the callback gives a result, its actions are applied (`act`), then, if the state changed, the
  timers of the state go, the new state is entered and postponed events return to the queue.
  """

  @callback init(term) :: term
  @callback callback_mode() :: term
  @callback handle_event(term, term, term, term) :: term
  @callback terminate(term, term, term) :: term
  @callback code_change(term, term, term, term) :: term
  @callback format_status(map) :: map
  @callback format_status(term, [term]) :: term
  @optional_callbacks handle_event: 4, terminate: 3, code_change: 4, format_status: 1, format_status: 2

  # API

  def start(mod, args, options) when is_atom(mod), do: :gen.start(:gen_statem, :nolink, mod, args, options)
  def start(name, mod, args, options), do: :gen.start(:gen_statem, :nolink, name, mod, args, options)
  def start_link(mod, args, options) when is_atom(mod), do: :gen.start(:gen_statem, :link, mod, args, options)
  def start_link(name, mod, args, options), do: :gen.start(:gen_statem, :link, name, mod, args, options)
  def start_monitor(mod, args, options) when is_atom(mod), do: :gen.start(:gen_statem, :monitor, mod, args, options)
  def start_monitor(name, mod, args, options), do: :gen.start(:gen_statem, :monitor, name, mod, args, options)

  def stop(server), do: :gen.stop(server)
  def stop(server, reason, timeout), do: :gen.stop(server, reason, timeout)

  def call(server, request), do: call(server, request, :infinity)
  def call(server, request, {:clean_timeout, timeout}), do: call(server, request, timeout)
  def call(server, request, {:dirty_timeout, timeout}), do: call(server, request, timeout)

  def call(server, request, timeout) do
    try do
      :gen.call(server, :"$gen_call", request, timeout)
    catch
      :exit, reason -> :erlang.exit({reason, {:gen_statem, :call, [server, request, timeout]}})
    else
      {:ok, reply} -> reply
    end
  end

  def cast(server, message), do: :gen_server.cast(server, message)

  def reply(replies) when is_list(replies), do: :lists.foreach(&reply/1, replies)
  def reply({:reply, from, reply}), do: reply(from, reply)
  def reply(from, reply), do: :gen.reply(from, reply)

  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)
  def send_request(server, request, label, requests), do: :gen.send_request(server, :"$gen_call", request, label, requests)
  def wait_response(request), do: wait_response(request, :infinity)
  def wait_response(request, timeout), do: :gen.wait_response(request, timeout)
  def wait_response(requests, timeout, delete), do: :gen.wait_response(requests, timeout, delete)
  def receive_response(request), do: receive_response(request, :infinity)
  def receive_response(request, timeout), do: :gen.receive_response(request, timeout)
  def receive_response(requests, timeout, delete), do: :gen.receive_response(requests, timeout, delete)
  def check_response(message, request), do: :gen.check_response(message, request)
  def check_response(message, requests, delete), do: :gen.check_response(message, requests, delete)
  def reqids_new, do: :gen.reqids_new()
  def reqids_size(requests), do: :gen.reqids_size(requests)
  def reqids_add(request, label, requests), do: :gen.reqids_add(request, label, requests)
  def reqids_to_list(requests), do: :gen.reqids_to_list(requests)

  @doc "Makes the calling process a state machine."
  def enter_loop(mod, options, state, data), do: enter_loop(mod, options, state, data, self(), [])

  def enter_loop(mod, options, state, data, name) when is_tuple(name) or is_pid(name),
    do: enter_loop(mod, options, state, data, name, [])

  def enter_loop(mod, options, state, data, actions), do: enter_loop(mod, options, state, data, self(), actions)

  def enter_loop(mod, options, state, data, server_name, actions) do
    name = :gen.get_proc_name(server_name)
    enter(machine(:gen.get_parent(), name, mod, options), state, data, actions)
  end

  # Initialisation

  @doc false
  def init_it(starter, :self, name, mod, args, options), do: init_it(starter, self(), name, mod, args, options)

  def init_it(starter, parent, full_name, mod, args, options) do
    m = machine(parent, :gen.name(full_name), mod, options)

    case init_it(mod, args) do
      {:ok, {:ok, state, data}} -> started(starter, m, state, data, [])
      {:ok, {:ok, state, data, actions}} -> started(starter, m, state, data, actions)
      {:ok, {:stop, reason}} -> not_started(starter, full_name, {:error, reason}, reason)
      {:ok, :ignore} -> not_started(starter, full_name, :ignore, :normal)
      {:ok, other} -> not_started(starter, full_name, {:error, {:bad_return_from_init, other}}, {:bad_return_from_init, other})
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

  defp started(starter, m, state, data, actions) do
    :proc_lib.init_ack(starter, {:ok, self()})
    enter(m, state, data, actions)
  end

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
  defp exit_reason(:throw, reason, stacktrace), do: {{:nocatch, reason}, stacktrace}

  defp machine(parent, name, mod, options) do
    %{
      parent: parent,
      name: name,
      mod: mod,
      modules: [],
      hibernate_after: :gen.hibernate_after(options),
      debug: :gen.debug_options(name, options),
      mode: :undefined,
      enter?: false,
      state: :undefined,
      data: :undefined,
      queue: [],
      postponed: [],
      timers: %{}
    }
  end

  defp enter(m, state, data, actions) do
    m = debug(%{m | state: state, data: data}, {:enter, m.mod, state})
    m = read_mode(m, m.mod)
    event = {:internal, :init_state}
    turn(m, event, m.state, data, listed(actions), :init)
  end

  # The callback mode: a mode, or a list with :state_enter.
  defp read_mode(m, mod) do
    case safely(fn -> mod.callback_mode() end) do
      {:ok, mode} -> checked_mode(m, mod, listed(mode), mode)
      {:failed, class, reason, stacktrace} -> terminate(class, reason, stacktrace, m, nil)
    end
  end

  defp checked_mode(m, mod, modes, shown) do
    enter? = :lists.member(:state_enter, modes)

    case :lists.delete(:state_enter, modes) do
      [mode] when mode in [:state_functions, :handle_event_function] -> %{m | mod: mod, mode: mode, enter?: enter?}
      _ -> terminate(:error, {:bad_return_from_callback_mode, shown}, [], m, nil)
    end
  end

  defp listed(list) when is_list(list), do: list
  defp listed(one), do: [one]

  defp safely(fun) do
    try do
      {:ok, fun.()}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:failed, class, reason, __STACKTRACE__}
    end
  end

  # The loop

  defp loop(%{queue: [event | rest]} = m, _), do: take(event, %{m | queue: rest})
  defp loop(m, true), do: :proc_lib.hibernate(:gen_statem, :wakeup_from_hibernate, [m])

  defp loop(%{hibernate_after: hibernate_after} = m, false) do
    receive do
      message -> handle_message(message, m)
    after
      hibernate_after -> loop(m, true)
    end
  end

  @doc false
  def wakeup_from_hibernate(m) do
    receive do
      message -> handle_message(message, m)
    end
  end

  defp handle_message({:system, from, request}, m),
    do: :sys.handle_system_msg(request, from, m.parent, :gen_statem, m.debug, m)

  defp handle_message({:EXIT, parent, reason} = message, %{parent: parent} = m),
    do: terminate(:exit, reason, [], m, {:info, message})

  defp handle_message({:"$gen_call", from, request}, m), do: received({{:call, from}, request}, m)
  defp handle_message({:"$gen_cast", message}, m), do: received({:cast, message}, m)

  defp handle_message({:timeout, timer, type} = message, m) do
    case m.timers do
      %{^type => {^timer, content}} -> received({type, content}, %{m | timers: :maps.remove(type, m.timers)})
      _ -> received({:info, message}, m)
    end
  end

  defp handle_message(message, m), do: received({:info, message}, m)

  defp received(event, m), do: handle(event, debug(m, {:in, event, m.state}))

  # A time-out of zero waits in the queue: it may have been cancelled meanwhile.
  defp take({:zero, type}, m) do
    case m.timers do
      %{^type => {:zero, content}} ->
        event = {type, content}
        handle(event, debug(%{m | timers: :maps.remove(type, m.timers)}, {:in, event, m.state}))

      _ ->
        loop(m, false)
    end
  end

  defp take(event, m), do: handle(event, m)

  defp handle({type, content} = event, m) do
    case callback(m, type, content) do
      {:ok, result} -> result(result, event, m)
      {:failed, class, reason, stacktrace} -> terminate(class, reason, stacktrace, m, event)
    end
  end

  defp callback(%{mode: :state_functions, mod: mod, state: state, data: data}, type, content) do
    try do
      {:ok, :erlang.apply(mod, state, [type, content, data])}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:failed, class, reason, __STACKTRACE__}
    end
  end

  defp callback(%{mod: mod, state: state, data: data}, type, content) do
    try do
      {:ok, mod.handle_event(type, content, state, data)}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:failed, class, reason, __STACKTRACE__}
    end
  end

  # Results

  defp result({:next_state, state, data}, event, m), do: turn(m, event, state, data, [], :next)
  defp result({:next_state, state, data, actions}, event, m), do: turn(m, event, state, data, listed(actions), :next)
  defp result({:keep_state, data}, event, m), do: turn(m, event, m.state, data, [], :keep)
  defp result({:keep_state, data, actions}, event, m), do: turn(m, event, m.state, data, listed(actions), :keep)
  defp result(:keep_state_and_data, event, m), do: turn(m, event, m.state, m.data, [], :keep)
  defp result({:keep_state_and_data, actions}, event, m), do: turn(m, event, m.state, m.data, listed(actions), :keep)
  defp result({:repeat_state, data}, event, m), do: turn(m, event, m.state, data, [], :repeat)
  defp result({:repeat_state, data, actions}, event, m), do: turn(m, event, m.state, data, listed(actions), :repeat)
  defp result(:repeat_state_and_data, event, m), do: turn(m, event, m.state, m.data, [], :repeat)
  defp result({:repeat_state_and_data, actions}, event, m), do: turn(m, event, m.state, m.data, listed(actions), :repeat)
  defp result(other, event, m), do: stop_result(other, event, m)

  defp stop_result(:stop, event, m), do: terminate(:exit, :normal, [], m, event)
  defp stop_result({:stop, reason}, event, m), do: terminate(:exit, reason, [], m, event)
  defp stop_result({:stop, reason, data}, event, m), do: terminate(:exit, reason, [], %{m | data: data}, event)

  defp stop_result({:stop_and_reply, reason, replies}, event, m), do: stop_and_reply(reason, replies, m, event)

  defp stop_result({:stop_and_reply, reason, replies, data}, event, m),
    do: stop_and_reply(reason, replies, %{m | data: data}, event)

  defp stop_result(other, event, m), do: terminate(:error, {:bad_return_from_state_function, other}, [], m, event)

  defp stop_and_reply(reason, replies, m, event) do
    m = :lists.foldl(fn {:reply, from, reply}, m -> send_reply(from, reply, m) end, m, listed(replies))
    terminate(:exit, reason, [], m, event)
  end

  # A turn. `effects` gathers what the actions asked for.

  @none %{postpone: false, hibernate: false, next: [], timeouts: []}

  defp turn(m, event, state, data, actions, kind) do
    old = m.state
    m = %{m | data: data}

    case act(actions, m, @none) do
      {:error, action} ->
        terminate(:error, {:bad_action_from_state_function, action}, [], m, event)

      {m, effects} ->
        changed? = kind == :init or kind == :repeat or state !== old
        m = %{m | state: state}
        {m, effects} = if changed? and m.enter?, do: call_enter(m, event, old, effects), else: {m, effects}
        finish(m, event, old, effects, kind, state !== old or kind == :repeat)
    end
  end

  # An enter call may keep or repeat the state, act and stop, no more.
  defp call_enter(m, event, old, effects) do
    case callback(m, :enter, old) do
      {:ok, {:keep_state, data}} -> enter_acted(m, event, data, [], effects)
      {:ok, {:keep_state, data, actions}} -> enter_acted(m, event, data, listed(actions), effects)
      {:ok, :keep_state_and_data} -> {m, effects}
      {:ok, {:keep_state_and_data, actions}} -> enter_acted(m, event, m.data, listed(actions), effects)
      {:ok, {:next_state, state, data}} when state === m.state -> enter_acted(m, event, data, [], effects)
      {:ok, {:next_state, state, data, actions}} when state === m.state -> enter_acted(m, event, data, listed(actions), effects)
      {:ok, {:repeat_state, data}} -> enter_again(m, event, data, [], effects)
      {:ok, {:repeat_state, data, actions}} -> enter_again(m, event, data, listed(actions), effects)
      {:ok, :repeat_state_and_data} -> enter_again(m, event, m.data, [], effects)
      {:ok, {:repeat_state_and_data, actions}} -> enter_again(m, event, m.data, listed(actions), effects)
      {:ok, other} -> stop_from_enter(other, event, m)
      {:failed, class, reason, stacktrace} -> terminate(class, reason, stacktrace, m, event)
    end
  end

  defp enter_again(m, event, data, actions, effects) do
    {m, effects} = enter_acted(m, event, data, actions, effects)
    call_enter(m, event, m.state, effects)
  end

  defp stop_from_enter(result, event, m) do
    case result do
      :stop -> stop_result(result, event, m)
      {:stop, _} -> stop_result(result, event, m)
      {:stop, _, _} -> stop_result(result, event, m)
      {:stop_and_reply, _, _} -> stop_result(result, event, m)
      {:stop_and_reply, _, _, _} -> stop_result(result, event, m)
      _ -> terminate(:error, {:bad_state_enter_return_from_state_function, result}, [], m, event)
    end
  end

  defp enter_acted(m, event, data, actions, effects) do
    case act(actions, %{m | data: data}, effects) do
      {:error, action} -> terminate(:error, {:bad_state_enter_action_from_state_function, action}, [], m, event)
      done -> done
    end
  end

  defp finish(m, {type, _} = event, old, effects, kind, changed?) do
    m = if effects.postpone, do: %{m | postponed: [event | m.postponed]}, else: m

    m =
      case effects.postpone do
        true -> debug(m, {:postpone, event, old, m.state})
        false -> debug(m, {:consume, event, old, m.state})
      end

    # Any event but its own kind cancels the event time-out; a new state cancels that of the old.
    m = if kind == :init or type == :timeout, do: m, else: cancel(:timeout, m)
    m = if changed?, do: cancel(:state_timeout, m), else: m

    {again, postponed} = if changed?, do: {:lists.reverse(m.postponed), []}, else: {[], m.postponed}
    next = :lists.reverse(effects.next)
    m = %{m | postponed: postponed, queue: :lists.append([next, again, m.queue])}
    m = :lists.foldl(&start_timer/2, m, :lists.reverse(effects.timeouts))
    loop(m, effects.hibernate)
  end

  # Actions

  defp act([action | rest], m, effects) do
    case act_one(action, m, effects) do
      {:error, _} = error -> error
      {m, effects} -> act(rest, m, effects)
    end
  end

  defp act([], m, effects), do: {m, effects}

  defp act_one(:postpone, m, e), do: {m, %{e | postpone: true}}
  defp act_one({:postpone, value}, m, e) when is_boolean(value), do: {m, %{e | postpone: value}}
  defp act_one(:hibernate, m, e), do: {m, %{e | hibernate: true}}
  defp act_one({:hibernate, value}, m, e) when is_boolean(value), do: {m, %{e | hibernate: value}}
  defp act_one({:reply, from, reply}, m, e), do: {send_reply(from, reply, m), e}

  defp act_one({:next_event, type, content}, m, e) do
    case event_type?(type) do
      true -> {debug(m, {:in, {type, content}, m.state}), %{e | next: [{type, content} | e.next]}}
      false -> {:error, {:next_event, type, content}}
    end
  end

  defp act_one({:change_callback_module, mod}, m, e), do: {read_mode(debug(m, {:module, mod, m.state}), mod), e}

  defp act_one({:push_callback_module, mod}, m, e),
    do: {read_mode(debug(%{m | modules: [m.mod | m.modules]}, {:module, mod, m.state}), mod), e}

  defp act_one(:pop_callback_module, %{modules: [mod | modules]} = m, e),
    do: {read_mode(debug(%{m | modules: modules}, {:module, mod, m.state}), mod), e}

  defp act_one(:infinity, m, e), do: timeout(:timeout, :infinity, :infinity, [], m, e)
  defp act_one(time, m, e) when is_integer(time) and time >= 0, do: timeout(:timeout, time, time, [], m, e)
  defp act_one({type, :cancel}, m, e), do: timeout_command(type, {:cancel, type}, m, e)
  defp act_one({type, :update, content}, m, e), do: timeout_command(type, {:update, type, content}, m, e)
  defp act_one({type, time, content}, m, e), do: timeout(type, time, content, [], m, e)
  defp act_one({type, time, content, options}, m, e), do: timeout(type, time, content, listed(options), m, e)
  defp act_one(other, _, _), do: {:error, other}

  defp event_type?({:call, {pid, _}}) when is_pid(pid), do: true
  defp event_type?({:timeout, _}), do: true
  defp event_type?(type), do: type in [:cast, :info, :timeout, :state_timeout, :internal]

  defp timeout(type, time, content, options, m, e) do
    case timeout_type?(type) and (time == :infinity or is_integer(time)) do
      true -> {m, %{e | timeouts: [{:start, type, time, content, options} | e.timeouts]}}
      false -> {:error, {type, time, content}}
    end
  end

  defp timeout_command(type, command, m, e) do
    case timeout_type?(type) do
      true -> {m, %{e | timeouts: [command | e.timeouts]}}
      false -> {:error, command}
    end
  end

  defp timeout_type?({:timeout, _}), do: true
  defp timeout_type?(type), do: type in [:timeout, :state_timeout]

  defp send_reply(from, reply, m) do
    m = debug(m, {:out, reply, from})
    :gen.reply(from, reply)
    m
  end

  # Timers

  defp start_timer({:cancel, type}, m), do: cancel(type, m)

  defp start_timer({:update, type, content}, m) do
    case m.timers do
      %{^type => {timer, _}} -> %{m | timers: :maps.put(type, {timer, content}, m.timers)}
      # What does not run fires at once.
      _ -> start_timer({:start, type, 0, content, []}, m)
    end
  end

  defp start_timer({:start, type, :infinity, _, _}, m), do: cancel(type, m)

  defp start_timer({:start, type, time, content, options}, m) do
    m = cancel(type, m)

    case time == 0 and not :proplists.get_bool(:abs, options) do
      true ->
        m = debug(m, {:insert_timeout, {type, content}, m.state})
        %{m | timers: :maps.put(type, {:zero, content}, m.timers), queue: :erlang.++(m.queue, [{:zero, type}])}

      false ->
        m = debug(m, {:start_timer, {type, time, content, options}, m.state})
        timer = :erlang.start_timer(time, self(), type, options)
        %{m | timers: :maps.put(type, {timer, content}, m.timers)}
    end
  end

  defp cancel(type, m) do
    case m.timers do
      %{^type => {:zero, _}} ->
        %{m | timers: :maps.remove(type, m.timers), queue: :lists.delete({:zero, type}, m.queue)}

      %{^type => {timer, _}} ->
        if :erlang.cancel_timer(timer) == false, do: flush(timer)
        %{m | timers: :maps.remove(type, m.timers)}

      _ ->
        m
    end
  end

  defp flush(timer) do
    receive do
      {:timeout, ^timer, _} -> :ok
    after
      0 -> :ok
    end
  end

  # Debug

  defp debug(%{debug: []} = m, _), do: m
  defp debug(m, event), do: %{m | debug: :sys.handle_debug(m.debug, &print_event/3, m.name, event)}

  defp print_event(device, {:in, event, state}, name),
    do: :io.format(device, '*DBG* ~tp receive ~ts in state ~tp~n', [name, event_text(event), state])

  defp print_event(device, {:out, reply, {to, _}}, name),
    do: :io.format(device, '*DBG* ~tp send ~tp to ~tw~n', [name, reply, to])

  defp print_event(device, {:enter, mod, state}, name),
    do: :io.format(device, '*DBG* ~tp enter ~tp in state ~tp~n', [name, mod, state])

  defp print_event(device, {:module, mod, state}, name),
    do: :io.format(device, '*DBG* ~tp module ~tp in state ~tp~n', [name, mod, state])

  defp print_event(device, {:start_timer, timer, state}, name),
    do: :io.format(device, '*DBG* ~tp start_timer ~tp in state ~tp~n', [name, timer, state])

  defp print_event(device, {:insert_timeout, event, state}, name),
    do: :io.format(device, '*DBG* ~tp insert_timeout ~tp in state ~tp~n', [name, event, state])

  defp print_event(device, {:terminate, reason, state}, name),
    do: :io.format(device, '*DBG* ~tp terminate ~tp in state ~tp~n', [name, reason, state])

  defp print_event(device, {what, event, old, new}, name) when what in [:consume, :postpone] do
    change = if old === new, do: '', else: :io_lib.format(' => ~tp', [new])
    :io.format(device, '*DBG* ~tp ~w ~ts in state ~tp~ts~n', [name, what, event_text(event), old, change])
  end

  defp event_text({{:call, {from, _}}, content}), do: :io_lib.format('call ~tp from ~tw', [content, from])
  defp event_text({type, content}), do: :io_lib.format('~tw ~tp', [type, content])

  # The end

  defp terminate(class, reason, stacktrace, m, event) do
    :lists.foreach(fn type -> cancel(type, m) end, :maps.keys(m.timers))

    case run_terminate(m, reason) do
      :ok ->
        m = debug(m, {:terminate, reason, m.state})
        unless quiet?(class, reason), do: report(class, reason, stacktrace, m, event)
        finish_with(class, reason, stacktrace)

      {:failed, class, reason, stacktrace} ->
        report(class, reason, stacktrace, m, event)
        :erlang.raise(class, reason, stacktrace)
    end
  end

  defp run_terminate(%{mod: mod, state: state, data: data}, reason) do
    case :erlang.function_exported(mod, :terminate, 3) do
      false ->
        :ok

      true ->
        try do
          mod.terminate(reason, state, data)
          :ok
        catch
          :throw, _ -> :ok
          class, reason -> {:failed, class, reason, __STACKTRACE__}
        end
    end
  end

  defp quiet?(:exit, :normal), do: true
  defp quiet?(:exit, :shutdown), do: true
  defp quiet?(:exit, {:shutdown, _}), do: true
  defp quiet?(_, _), do: false

  defp finish_with(:exit, reason, []), do: :erlang.exit(reason)
  defp finish_with(:error, reason, []), do: :erlang.error(reason)
  defp finish_with(class, reason, stacktrace), do: :erlang.raise(class, reason, stacktrace)

  defp report(class, reason, stacktrace, m, event) do
    if :logger.allow(:error, :gen_statem) do
      queue = if event == nil, do: m.queue, else: [event | m.queue]
      status = %{state: m.state, data: m.data, reason: reason, queue: queue, postponed: m.postponed, log: []}
      shown = :gen.format_status(m.mod, :terminate, status, [:erlang.get(), m.state, m.data])

      :logger.log(
        :error,
        %{
          label: {:gen_statem, :terminate},
          name: m.name,
          queue: queue,
          postponed: m.postponed,
          modules: [m.mod | m.modules],
          callback_mode: m.mode,
          state_enter: m.enter?,
          state: shown_state(shown),
          timeouts: {:erlang.map_size(m.timers), :maps.to_list(m.timers)},
          log: :sys.get_log(m.debug),
          reason: {class, reason, stacktrace},
          client_info: :undefined
        },
        %{domain: [:otp], report_cb: &:gen_statem.format_log/2, error_logger: %{tag: :error}}
      )
    end

    :ok
  end

  defp shown_state(%{EXIT: text}), do: text
  defp shown_state(%{"$status": status}), do: status
  defp shown_state(%{state: state, data: data}), do: {state, data}

  # System messages

  @doc false
  def system_continue(parent, debug, m), do: loop(%{m | parent: parent, debug: debug}, false)

  @doc false
  def system_terminate(reason, parent, debug, m),
    do: terminate(:exit, reason, [], %{m | parent: parent, debug: debug}, nil)

  @doc false
  def system_code_change(%{mod: mod} = m, _, vsn, extra) do
    case safely(fn -> mod.code_change(vsn, m.state, m.data, extra) end) do
      {:ok, {:ok, state, data}} -> {:ok, read_mode(%{m | state: state, data: data}, mod)}
      {:ok, other} -> other
      {:failed, :exit, reason, _} -> {:EXIT, reason}
      {:failed, _, reason, stacktrace} -> {:EXIT, {reason, stacktrace}}
    end
  end

  @doc false
  def system_get_state(m), do: {:ok, {m.state, m.data}}

  @doc false
  def system_replace_state(fun, m) do
    {state, data} = fun.({m.state, m.data})
    {:ok, {state, data}, %{m | state: state, data: data}}
  end

  @doc false
  def format_status(opt, [dictionary, status, parent, debug, m]) do
    header = :gen.format_status_header('Status for state machine', m.name)
    log = :sys.get_log(debug)
    shown = :gen.format_status(m.mod, opt, %{state: m.state, data: m.data, log: log}, [dictionary, m.state, m.data])

    [
      {:header, header},
      {:data,
       [
         {'Status', status},
         {'Parent', parent},
         {'Modules', [m.mod | m.modules]},
         {'Time-outs', {:erlang.map_size(m.timers), :maps.to_list(m.timers)}},
         {'Logged Events', log},
         {'Postponed', m.postponed}
       ]}
      | specific(shown)
    ]
  end

  defp specific(%{EXIT: text}), do: [{:data, [{'State', text}]}]
  defp specific(%{"$status": list}) when is_list(list), do: list
  defp specific(%{"$status": other}), do: [other]
  defp specific(%{state: state, data: data}), do: [{:data, [{'State', {state, data}}]}]

  @doc false
  def format_log(%{label: {:gen_statem, :terminate}} = r, _) do
    {class, reason, stacktrace} = r.reason

    :lists.flatten(
      :io_lib.format(
        '** State machine ~tp terminating~n** When server state = ~tp~n** Reason for termination = ~w:~tp~n** Stacktrace =~n**  ~tp~n',
        [r.name, r.state, class, reason, stacktrace]
      )
    )
  end
end
