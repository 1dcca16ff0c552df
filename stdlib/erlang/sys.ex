# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :sys do
  @moduledoc """
  System messages: every OTP process answers them. They show and replace its state, suspend it, change its code, trace it.

  A request is `{:system, from, request}`. The process hands it to `handle_system_msg/6`, which answers and goes on in
  `module.system_continue/3` or stays here, in the suspended loop. `debug` is a list with at most one each of

      {:trace, true}   {:log, {size, [event]}}   {:statistics, {start, reductions, in, out}}
      {:log_to_file, device}   {id, {fun, state}}
  """

  @type name :: term
  @type dbg_opt :: term

  # Requests

  @doc "The state of a process."
  @spec get_state(name) :: term
  def get_state(name), do: state_reply(request(name, :get_state, {:get_state, [name]}))
  @spec get_state(name, timeout) :: term
  def get_state(name, timeout), do: state_reply(request(name, :get_state, timeout, {:get_state, [name, timeout]}))

  @doc "Replaces the state by the result of `fun`."
  @spec replace_state(name, (term -> term)) :: term
  def replace_state(name, fun),
    do: state_reply(request(name, {:replace_state, fun}, {:replace_state, [name, fun]}))

  @spec replace_state(name, (term -> term), timeout) :: term
  def replace_state(name, fun, timeout),
    do: state_reply(request(name, {:replace_state, fun}, timeout, {:replace_state, [name, fun, timeout]}))

  defp state_reply({:ok, state}), do: state
  defp state_reply({:error, reason}), do: :erlang.error(reason)

  @doc "The status of a process: `{:status, pid, {:module, mod}, [dictionary, state, parent, debug, misc]}`."
  @spec get_status(name) :: term
  def get_status(name), do: request(name, :get_status, {:get_status, [name]})
  @spec get_status(name, timeout) :: term
  def get_status(name, timeout), do: request(name, :get_status, timeout, {:get_status, [name, timeout]})

  @doc "Suspends a process: it answers system messages only."
  @spec suspend(name) :: :ok
  def suspend(name), do: request(name, :suspend, {:suspend, [name]})
  @spec suspend(name, timeout) :: :ok
  def suspend(name, timeout), do: request(name, :suspend, timeout, {:suspend, [name, timeout]})

  @doc "Resumes a suspended process."
  @spec resume(name) :: :ok
  def resume(name), do: request(name, :resume, {:resume, [name]})
  @spec resume(name, timeout) :: :ok
  def resume(name, timeout), do: request(name, :resume, timeout, {:resume, [name, timeout]})

  @doc "Tells a suspended process to convert its state for new code."
  @spec change_code(name, module, term, term) :: :ok | {:error, term}
  def change_code(name, mod, vsn, extra),
    do: request(name, {:change_code, mod, vsn, extra}, {:change_code, [name, mod, vsn, extra]})

  @spec change_code(name, module, term, term, timeout) :: :ok | {:error, term}
  def change_code(name, mod, vsn, extra, timeout),
    do: request(name, {:change_code, mod, vsn, extra}, timeout, {:change_code, [name, mod, vsn, extra, timeout]})

  @doc "Orders a process to terminate."
  @spec terminate(name, term) :: :ok
  def terminate(name, reason), do: request(name, {:terminate, reason}, {:terminate, [name, reason]})
  @spec terminate(name, term, timeout) :: :ok
  def terminate(name, reason, timeout),
    do: request(name, {:terminate, reason}, timeout, {:terminate, [name, reason, timeout]})

  @doc "Prints all events of a process, or no more."
  @spec trace(name, boolean) :: :ok
  def trace(name, flag), do: request(name, {:debug, {:trace, flag}}, {:trace, [name, flag]})
  @spec trace(name, boolean, timeout) :: :ok
  def trace(name, flag, timeout), do: request(name, {:debug, {:trace, flag}}, timeout, {:trace, [name, flag, timeout]})

  @doc "Keeps the last events: `true`, `{true, n}`, `false`, `:get` or `:print`."
  @spec log(name, term) :: :ok | {:ok, [term]}
  def log(name, flag), do: request(name, {:debug, {:log, flag}}, {:log, [name, flag]})
  @spec log(name, term, timeout) :: :ok | {:ok, [term]}
  def log(name, flag, timeout), do: request(name, {:debug, {:log, flag}}, timeout, {:log, [name, flag, timeout]})

  @doc "Counts messages and reductions: `true`, `false` or `:get`."
  @spec statistics(name, term) :: :ok | {:ok, term}
  def statistics(name, flag), do: request(name, {:debug, {:statistics, flag}}, {:statistics, [name, flag]})
  @spec statistics(name, term, timeout) :: :ok | {:ok, term}
  def statistics(name, flag, timeout),
    do: request(name, {:debug, {:statistics, flag}}, timeout, {:statistics, [name, flag, timeout]})

  @doc "Writes all events to a file, or no more (`false`)."
  @spec log_to_file(name, term) :: :ok | {:error, :open_file}
  def log_to_file(name, file), do: request(name, {:debug, {:log_to_file, file}}, {:log_to_file, [name, file]})
  @spec log_to_file(name, term, timeout) :: :ok | {:error, :open_file}
  def log_to_file(name, file, timeout),
    do: request(name, {:debug, {:log_to_file, file}}, timeout, {:log_to_file, [name, file, timeout]})

  @doc "Turns all debugging off."
  @spec no_debug(name) :: :ok
  def no_debug(name), do: request(name, {:debug, :no_debug}, {:no_debug, [name]})
  @spec no_debug(name, timeout) :: :ok
  def no_debug(name, timeout), do: request(name, {:debug, :no_debug}, timeout, {:no_debug, [name, timeout]})

  @doc "Installs a debug function: `{fun, state}` or `{id, fun, state}`."
  @spec install(name, term) :: :ok
  def install(name, spec), do: request(name, {:debug, {:install, spec}}, {:install, [name, spec]})
  @spec install(name, term, timeout) :: :ok
  def install(name, spec, timeout),
    do: request(name, {:debug, {:install, spec}}, timeout, {:install, [name, spec, timeout]})

  @doc "Removes a debug function, by itself or its id."
  @spec remove(name, term) :: :ok
  def remove(name, fun), do: request(name, {:debug, {:remove, fun}}, {:remove, [name, fun]})
  @spec remove(name, term, timeout) :: :ok
  def remove(name, fun, timeout), do: request(name, {:debug, {:remove, fun}}, timeout, {:remove, [name, fun, timeout]})

  defp request(name, request, call), do: request(name, request, 5000, call)

  defp request(name, request, timeout, {function, args}) do
    try do
      :gen.call(name, :system, request, timeout)
    catch
      :exit, reason -> :erlang.exit({reason, {:sys, function, args}})
    else
      {:ok, reply} -> reply
    end
  end

  # The receiving side

  @doc "Answers a system message of a running process, then continues or suspends."
  def handle_system_msg(request, from, parent, mod, debug, misc),
    do: handle(:running, request, from, parent, mod, debug, misc, false)

  @doc false
  def handle_system_msg(request, from, parent, mod, debug, misc, hibernate),
    do: handle(:running, request, from, parent, mod, debug, misc, hibernate)

  defp handle(status, request, from, parent, mod, debug, misc, hibernate) do
    case execute(status, request, parent, mod, debug, misc) do
      {:running, reply, debug, misc} ->
        :gen.reply(from, reply)
        mod.system_continue(parent, debug, misc)

      {:suspended, reply, debug, misc} ->
        :gen.reply(from, reply)
        suspend_loop(parent, mod, debug, misc, hibernate)

      {{:terminating, reason}, reply, debug, misc} ->
        :gen.reply(from, reply)
        mod.system_terminate(reason, parent, debug, misc)
    end
  end

  defp suspend_loop(parent, mod, debug, misc, true),
    do: :proc_lib.hibernate(:sys, :suspend_loop_hib, [parent, mod, debug, misc, true, :elver])

  defp suspend_loop(parent, mod, debug, misc, hibernate) do
    receive do
      {:system, from, request} -> handle(:suspended, request, from, parent, mod, debug, misc, hibernate)
      {:EXIT, ^parent, reason} -> mod.system_terminate(reason, parent, debug, misc)
    end
  end

  @doc false
  def suspend_loop_hib(parent, mod, debug, misc, hibernate, _) do
    receive do
      {:system, from, request} -> handle(:suspended, request, from, parent, mod, debug, misc, hibernate)
      {:EXIT, ^parent, reason} -> mod.system_terminate(reason, parent, debug, misc)
    after
      0 -> suspend_loop(parent, mod, debug, misc, hibernate)
    end
  end

  defp execute(_, :suspend, _, _, debug, misc), do: {:suspended, :ok, debug, misc}
  defp execute(_, :resume, _, _, debug, misc), do: {:running, :ok, debug, misc}

  defp execute(status, :get_state, _, mod, debug, misc),
    do: {status, callback(mod, :system_get_state, fn -> read_state(mod, misc) end), debug, misc}

  defp execute(status, {:replace_state, fun}, _, mod, debug, misc) do
    case callback(mod, :system_replace_state, fn -> write_state(mod, fun, misc) end) do
      {:ok, {state, misc}} -> {status, {:ok, state}, debug, misc}
      error -> {status, error, debug, misc}
    end
  end

  defp execute(status, :get_status, parent, mod, debug, misc),
    do: {status, status(status, parent, mod, debug, misc), debug, misc}

  defp execute(status, {:debug, what}, _, _, debug, misc) do
    {reply, debug} = debug_command(what, debug)
    {status, reply, debug, misc}
  end

  defp execute(_, {:terminate, reason}, _, _, debug, misc), do: {{:terminating, reason}, :ok, debug, misc}

  defp execute(:suspended, {:change_code, changed, vsn, extra}, _, mod, debug, misc) do
    case code_change(mod, changed, vsn, extra, misc) do
      {:ok, misc} -> {:suspended, :ok, debug, misc}
      other -> {:suspended, {:error, other}, debug, misc}
    end
  end

  defp execute(status, other, _, _, debug, misc),
    do: {status, {:error, {:unknown_system_msg, other}}, debug, misc}

  defp read_state(mod, misc) do
    case :erlang.function_exported(mod, :system_get_state, 1) do
      true ->
        {:ok, state} = mod.system_get_state(misc)
        state

      false ->
        misc
    end
  end

  defp write_state(mod, fun, misc) do
    case :erlang.function_exported(mod, :system_replace_state, 2) do
      true ->
        {:ok, state, misc} = mod.system_replace_state(fun, misc)
        {state, misc}

      false ->
        misc = fun.(misc)
        {misc, misc}
    end
  end

  defp callback(mod, function, fun) do
    try do
      {:ok, fun.()}
    catch
      class, reason -> {:error, {:callback_failed, {mod, function}, {class, reason}}}
    end
  end

  defp code_change(mod, changed, vsn, extra, misc) do
    try do
      mod.system_code_change(misc, changed, vsn, extra)
    catch
      :throw, value -> value
      :exit, reason -> {:EXIT, reason}
      :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
    end
  end

  defp status(status, parent, mod, debug, misc) do
    dictionary = :erlang.get()
    {:status, self(), {:module, mod}, [dictionary, status, parent, debug, shown_misc(mod, dictionary, status, parent, debug, misc)]}
  end

  defp shown_misc(mod, dictionary, status, parent, debug, misc) do
    case :erlang.function_exported(mod, :format_status, 2) do
      true -> mod.format_status(:normal, [dictionary, status, parent, debug, misc])
      false -> misc
    end
  end

  # Debug

  @doc "Debug structure of start options."
  @spec debug_options([dbg_opt]) :: [dbg_opt]
  def debug_options(options) when is_list(options), do: debug_options(options, [])

  defp debug_options([:trace | rest], debug), do: debug_options(rest, put(:trace, true, debug))
  defp debug_options([:log | rest], debug), do: debug_options(rest, put(:log, {10, []}, debug))

  defp debug_options([{:log, n} | rest], debug) when is_integer(n) and n > 0,
    do: debug_options(rest, put(:log, {n, []}, debug))

  defp debug_options([:statistics | rest], debug), do: debug_options(rest, put(:statistics, new_statistics(), debug))

  defp debug_options([{:log_to_file, file} | rest], debug) do
    case open_log(file) do
      {:ok, device} -> debug_options(rest, put(:log_to_file, device, debug))
      _ -> debug_options(rest, debug)
    end
  end

  defp debug_options([{:install, {fun, state}} | rest], debug), do: debug_options(rest, put(fun, {fun, state}, debug))

  defp debug_options([{:install, {id, fun, state}} | rest], debug), do: debug_options(rest, put(id, {fun, state}, debug))
  defp debug_options([_ | rest], debug), do: debug_options(rest, debug)
  defp debug_options([], debug), do: debug

  defp put(key, value, debug), do: :lists.keystore(key, 1, debug, {key, value})

  defp debug_command(:no_debug, debug) do
    close_log(debug)
    {:ok, []}
  end

  defp debug_command({:trace, true}, debug), do: {:ok, put(:trace, true, debug)}
  defp debug_command({:trace, false}, debug), do: {:ok, :lists.keydelete(:trace, 1, debug)}
  defp debug_command({:log, true}, debug), do: debug_command({:log, {true, 10}}, debug)

  defp debug_command({:log, {true, n}}, debug) when is_integer(n) and n > 0 do
    {_, events} = logged(debug)
    {:ok, put(:log, {n, :lists.sublist(events, n)}, debug)}
  end

  defp debug_command({:log, false}, debug), do: {:ok, :lists.keydelete(:log, 1, debug)}
  defp debug_command({:log, :get}, debug), do: {{:ok, get_log(debug)}, debug}

  defp debug_command({:log, :print}, debug) do
    print_log(debug)
    {:ok, debug}
  end

  defp debug_command({:log_to_file, false}, debug), do: {:ok, close_log(debug)}

  defp debug_command({:log_to_file, file}, debug) do
    debug = close_log(debug)

    case open_log(file) do
      {:ok, device} -> {:ok, put(:log_to_file, device, debug)}
      _ -> {{:error, :open_file}, debug}
    end
  end

  defp debug_command({:statistics, true}, debug), do: {:ok, put(:statistics, new_statistics(), debug)}
  defp debug_command({:statistics, false}, debug), do: {:ok, :lists.keydelete(:statistics, 1, debug)}
  defp debug_command({:statistics, :get}, debug), do: {{:ok, shown_statistics(debug)}, debug}
  defp debug_command({:install, {fun, state}}, debug), do: {:ok, put(fun, {fun, state}, debug)}
  defp debug_command({:install, {id, fun, state}}, debug), do: {:ok, put(id, {fun, state}, debug)}
  defp debug_command({:remove, fun}, debug), do: {:ok, remove_installed(fun, debug)}
  defp debug_command(_, debug), do: {:unknown_debug, debug}

  defp remove_installed(key, debug),
    do: :lists.filter(fn {id, what} -> id !== key and not installed_as?(what, key) end, debug)

  defp installed_as?({fun, _}, fun) when is_function(fun), do: true
  defp installed_as?(_, _), do: false

  defp open_log(file), do: :file.open(file, [:write, {:encoding, :utf8}])

  defp close_log(debug) do
    case :lists.keyfind(:log_to_file, 1, debug) do
      {_, device} ->
        :file.close(device)
        :lists.keydelete(:log_to_file, 1, debug)

      false ->
        debug
    end
  end

  defp new_statistics, do: {:calendar.local_time(), reductions(), 0, 0}

  defp reductions do
    {:reductions, n} = :erlang.process_info(self(), :reductions)
    n
  end

  defp shown_statistics(debug) do
    case :lists.keyfind(:statistics, 1, debug) do
      {_, {start, first, messages_in, messages_out}} ->
        [
          start_time: start,
          current_time: :calendar.local_time(),
          reductions: reductions() - first,
          messages_in: messages_in,
          messages_out: messages_out
        ]

      false ->
        :no_statistics
    end
  end

  defp logged(debug) do
    case :lists.keyfind(:log, 1, debug) do
      {_, log} -> log
      false -> {10, []}
    end
  end

  @doc "Runs an event through the debug structure; returns the new structure."
  def handle_debug([{:trace, true} = entry | rest], form, info, event) do
    print_event(form, event, info)
    [entry | handle_debug(rest, form, info, event)]
  end

  def handle_debug([{:log, {n, events}} | rest], form, info, event) do
    events = :lists.sublist([{event, info, form} | events], n)
    [{:log, {n, events}} | handle_debug(rest, form, info, event)]
  end

  def handle_debug([{:log_to_file, device} = entry | rest], form, info, event) do
    print_event(device, form, event, info)
    [entry | handle_debug(rest, form, info, event)]
  end

  def handle_debug([{:statistics, counts} | rest], form, info, event),
    do: [{:statistics, count(event, counts)} | handle_debug(rest, form, info, event)]

  def handle_debug([{id, {fun, state}} | rest], form, info, event) do
    case run_installed(fun, state, event, info) do
      :done -> handle_debug(rest, form, info, event)
      state -> [{id, {fun, state}} | handle_debug(rest, form, info, event)]
    end
  end

  def handle_debug([], _, _, _), do: []

  # A debug function that fails is removed.
  defp run_installed(fun, state, event, info) do
    try do
      fun.(state, event, info)
    catch
      _, _ -> :done
    end
  end

  defp count({:in, _}, {start, reductions, i, o}), do: {start, reductions, i + 1, o}
  defp count({:in, _, _}, {start, reductions, i, o}), do: {start, reductions, i + 1, o}
  defp count({:out, _, _}, {start, reductions, i, o}), do: {start, reductions, i, o + 1}
  defp count({:out, _, _, _}, {start, reductions, i, o}), do: {start, reductions, i, o + 1}
  defp count(_, counts), do: counts

  defp print_event(form, event, info), do: print_event(:standard_io, form, event, info)

  defp print_event(device, {m, f}, event, info), do: :erlang.apply(m, f, [device, event, info])
  defp print_event(device, form, event, info), do: form.(device, event, info)

  @doc "The logged events, oldest first."
  @spec get_log([dbg_opt]) :: [term]
  def get_log(debug) do
    {_, events} = logged(debug)
    :lists.reverse(:lists.map(fn {event, _, _} -> event end, events))
  end

  @doc "Prints the logged events."
  @spec print_log([dbg_opt]) :: :ok
  def print_log(debug) do
    {_, events} = logged(debug)
    :lists.foreach(fn {event, info, form} -> print_event(form, event, info) end, :lists.reverse(events))
  end

  @doc false
  def get_debug(item, debug, default) do
    case :lists.keyfind(item, 1, debug) do
      {_, value} -> value
      false -> default
    end
  end
end
