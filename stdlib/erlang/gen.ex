# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :gen do
  @moduledoc """
  What the OTP behaviours share: start with a name, requests and their replies, options, status.

  A request is `{label, {caller, tag}, request}`, its reply `{tag, reply}`. The tag is `[:alias | ref]`, where `ref` is
  both a monitor of the server and an alias of the caller: after a time-out the alias is gone and a late reply is dropped.
  """

  # Start

  @doc "Starts a process of behaviour `gen_mod` under a name."
  def start(gen_mod, link, name, mod, args, options) do
    case where(name) do
      :undefined -> start_process(gen_mod, link, [name], mod, args, options)
      pid -> already_started(link, pid)
    end
  end

  @doc "Starts a process of behaviour `gen_mod` without a name."
  def start(gen_mod, link, mod, args, options), do: start_process(gen_mod, link, [], mod, args, options)

  defp already_started(:monitor, pid), do: {:error, {:already_started, pid}}
  defp already_started(_, pid), do: {:error, {:already_started, pid}}

  defp start_process(gen_mod, :link, name, mod, args, options) do
    :proc_lib.start_link(
      :gen,
      :init_it,
      :lists.append([[gen_mod, self(), self()], name, [mod, args, options]]),
      start_timeout(options),
      spawn_options(options)
    )
  end

  defp start_process(gen_mod, :monitor, name, mod, args, options) do
    started =
      :proc_lib.start_monitor(
        :gen,
        :init_it,
        :lists.append([[gen_mod, self(), :self], name, [mod, args, options]]),
        start_timeout(options),
        spawn_options(options)
      )

    case started do
      {{:ok, pid}, ref} ->
        {:ok, {pid, ref}}

      {error, ref} ->
        :erlang.demonitor(ref, [:flush])
        error
    end
  end

  defp start_process(gen_mod, _nolink, name, mod, args, options) do
    :proc_lib.start(
      :gen,
      :init_it,
      :lists.append([[gen_mod, self(), :self], name, [mod, args, options]]),
      start_timeout(options),
      spawn_options(options)
    )
  end

  defp start_timeout(options) do
    case :lists.keyfind(:timeout, 1, options) do
      {_, timeout} -> timeout
      false -> :infinity
    end
  end

  defp spawn_options(options) do
    case :lists.keyfind(:spawn_opt, 1, options) do
      {_, list} -> list
      false -> []
    end
  end

  @doc false
  def init_it(gen_mod, starter, parent, mod, args, options),
    do: gen_mod.init_it(starter, parent, self(), mod, args, options)

  @doc false
  def init_it(gen_mod, starter, parent, name, mod, args, options) do
    case register_name(name) do
      true -> gen_mod.init_it(starter, parent, name, mod, args, options)
      {false, pid} -> :proc_lib.init_ack(starter, {:error, {:already_started, pid}})
    end
  end

  # Names

  @doc "What a server calls itself in events and reports."
  def name({:local, name}), do: name
  def name({:global, name}), do: name
  def name({:via, _, name}), do: name
  def name(pid) when is_pid(pid), do: pid

  defp where({:local, name}), do: :erlang.whereis(name)
  defp where({:global, name}), do: :global.whereis_name(name)
  defp where({:via, module, name}), do: module.whereis_name(name)

  defp register_name({:local, name} = full) do
    try do
      :erlang.register(name, self())
      true
    catch
      :error, _ -> {false, where(full)}
    end
  end

  defp register_name({:global, name} = full) do
    case :global.register_name(name, self()) do
      :yes -> true
      :no -> {false, where(full)}
    end
  end

  defp register_name({:via, module, name} = full) do
    case module.register_name(name, self()) do
      :yes -> true
      :no -> {false, where(full)}
    end
  end

  @doc false
  def unregister_name({:local, name}) do
    try do
      :erlang.unregister(name)
    catch
      _, _ -> :ok
    end

    :ok
  end

  def unregister_name({:global, name}), do: :global.unregister_name(name)
  def unregister_name({:via, module, name}), do: module.unregister_name(name)
  def unregister_name(pid) when is_pid(pid), do: :ok

  @doc false
  def get_proc_name(pid) when is_pid(pid), do: pid

  def get_proc_name({:local, name}) do
    case :erlang.process_info(self(), :registered_name) do
      {:registered_name, ^name} -> name
      _ -> :erlang.exit(:process_not_registered)
    end
  end

  def get_proc_name({:global, name}), do: if_own(:global.whereis_name(name), name, :process_not_registered_globally)

  def get_proc_name({:via, module, name}),
    do: if_own(module.whereis_name(name), name, {:process_not_registered_via, module})

  defp if_own(pid, name, _) when pid === self(), do: name
  defp if_own(_, _, reason), do: :erlang.exit(reason)

  @doc false
  def get_parent do
    case :erlang.get(:"$ancestors") do
      [parent | _] when is_pid(parent) -> parent
      [parent | _] when is_atom(parent) -> parent_pid(parent, :erlang.whereis(parent))
      _ -> :erlang.exit(:process_was_not_started_by_proc_lib)
    end
  end

  defp parent_pid(name, :undefined), do: parent_pid_global(:global.whereis_name(name))
  defp parent_pid(_, pid), do: pid

  defp parent_pid_global(:undefined), do: :erlang.exit(:could_not_find_registered_name)
  defp parent_pid_global(pid), do: pid

  # Requests

  @doc "Sends a request and waits at most 5 seconds for the reply; exits if there is none."
  def call(process, label, request), do: call(process, label, request, 5000)

  def call(process, label, request, timeout) when is_pid(process) do
    case process === self() do
      true -> :erlang.exit(:calling_self)
      false -> do_call(process, label, request, timeout)
    end
  end

  def call(name, label, request, timeout) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> :erlang.exit(:noproc)
      pid when pid === self() -> :erlang.exit(:calling_self)
      pid when is_pid(pid) -> do_call(pid, label, request, timeout)
      port -> do_call(port, label, request, timeout)
    end
  end

  def call({:global, name}, label, request, timeout), do: call_found(:global.whereis_name(name), label, request, timeout)

  def call({:via, module, name}, label, request, timeout),
    do: call_found(module.whereis_name(name), label, request, timeout)

  def call({name, node}, label, request, timeout) when is_atom(name) and node === node(),
    do: call(name, label, request, timeout)

  def call({name, node} = process, label, request, timeout) when is_atom(name) and is_atom(node),
    do: do_call(process, label, request, timeout)

  defp call_found(:undefined, _, _, _), do: :erlang.exit(:noproc)
  defp call_found(pid, label, request, timeout), do: call(pid, label, request, timeout)

  defp do_call(process, label, request, timeout)
       when timeout === :infinity or (is_integer(timeout) and timeout >= 0) do
    ref = :erlang.monitor(:process, process, alias: :demonitor)
    _ = :erlang.send(process, {label, {self(), [:alias | ref]}, request}, [:noconnect])

    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, _, :noconnection} ->
        :erlang.exit({:nodedown, node_of(process)})

      {:DOWN, ^ref, _, _, reason} ->
        :erlang.exit(reason)
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], reply} -> {:ok, reply}
        after
          0 -> :erlang.exit(:timeout)
        end
    end
  end

  defp node_of(pid) when is_pid(pid), do: node(pid)
  defp node_of({_, node}), do: node

  @doc "Answers a request."
  def reply({_, [:alias | ref] = tag}, reply) when is_reference(ref) do
    :erlang.send(ref, {tag, reply})
    :ok
  end

  def reply({_, [[:alias | ref] | _] = tag}, reply) when is_reference(ref) do
    :erlang.send(ref, {tag, reply})
    :ok
  end

  def reply({to, tag}, reply) do
    try do
      :erlang.send(to, {tag, reply})
      :ok
    catch
      _, _ -> :ok
    end
  end

  # Requests whose replies are fetched later. A request id is the monitor reference.

  @doc false
  def send_request(process, label, request) do
    case resolve(process) do
      :undefined -> dead_request(process)
      found -> do_send_request(found, label, request)
    end
  end

  def send_request(process, label, request, request_label, requests) when is_map(requests),
    do: :maps.put(send_request(process, label, request), request_label, requests)

  defp do_send_request(process, label, request) do
    ref = :erlang.monitor(:process, process, alias: :demonitor)
    _ = :erlang.send(quiet(process), {label, {self(), [:alias | ref]}, request}, [:noconnect])
    ref
  end

  # To {name, node} a message may get lost; to a plain name that nobody has it must not be sent.
  defp quiet(name) when is_atom(name), do: {name, node()}
  defp quiet(process), do: process

  # A name that resolves to nothing looks like a server that went down at once.
  defp dead_request(process) do
    ref = :erlang.make_ref()
    :erlang.send(self(), {:DOWN, ref, :process, process, :noproc})
    ref
  end

  defp resolve({:global, name}), do: :global.whereis_name(name)
  defp resolve({:via, module, name}), do: module.whereis_name(name)
  defp resolve({name, node}) when node === node(), do: name
  defp resolve(process), do: process

  @doc false
  def wait_response(ref, timeout) when is_reference(ref), do: await(ref, deadline(timeout), :keep)

  def wait_response(requests, timeout, delete) when is_map(requests) and map_size(requests) == 0 do
    _ = {timeout, delete}
    :no_request
  end

  def wait_response(requests, timeout, delete) when is_map(requests),
    do: await_any(requests, deadline(timeout), delete, :keep)

  @doc false
  def receive_response(ref, timeout) when is_reference(ref), do: await(ref, deadline(timeout), :abandon)

  def receive_response(requests, timeout, delete) when is_map(requests) and map_size(requests) == 0 do
    _ = {timeout, delete}
    :no_request
  end

  def receive_response(requests, timeout, delete) when is_map(requests),
    do: await_any(requests, deadline(timeout), delete, :abandon)

  defp await(ref, timeout, on_timeout) do
    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:reply, reply}

      {:DOWN, ^ref, _, object, reason} ->
        {:error, {reason, shown(object)}}
    after
      timeout ->
        if on_timeout == :abandon, do: abandon(ref)
        :timeout
    end
  end

  defp await_any(requests, timeout, delete, on_timeout) do
    receive do
      {[:alias | ref], reply} when is_map_key(requests, ref) ->
        :erlang.demonitor(ref, [:flush])
        with_label({:reply, reply}, ref, requests, delete)

      {:DOWN, ref, _, object, reason} when is_map_key(requests, ref) ->
        with_label({:error, {reason, shown(object)}}, ref, requests, delete)
    after
      timeout ->
        if on_timeout == :abandon, do: :lists.foreach(&abandon/1, :maps.keys(requests))
        :timeout
    end
  end

  # A local name as it was given.
  defp shown({name, node}) when node === node(), do: name
  defp shown(object), do: object

  defp abandon(ref) do
    :erlang.demonitor(ref, [:flush])

    receive do
      {[:alias | ^ref], _} -> :ok
    after
      0 -> :ok
    end
  end

  defp with_label(result, ref, requests, true), do: {result, :maps.get(ref, requests), :maps.remove(ref, requests)}
  defp with_label(result, ref, requests, false), do: {result, :maps.get(ref, requests), requests}

  defp deadline(:infinity), do: :infinity
  defp deadline({:abs, time}), do: :erlang.max(0, time - :erlang.monotonic_time(:millisecond))
  defp deadline(timeout), do: timeout

  @doc false
  def check_response({[:alias | ref], reply}, ref) when is_reference(ref) do
    :erlang.demonitor(ref, [:flush])
    {:reply, reply}
  end

  def check_response({:DOWN, ref, _, object, reason}, ref), do: {:error, {reason, shown(object)}}
  def check_response(_, ref) when is_reference(ref), do: :no_reply

  def check_response(_, requests, _) when is_map(requests) and map_size(requests) == 0, do: :no_request

  def check_response({[:alias | ref], reply}, requests, delete) when is_map_key(requests, ref) do
    :erlang.demonitor(ref, [:flush])
    with_label({:reply, reply}, ref, requests, delete)
  end

  def check_response({:DOWN, ref, _, object, reason}, requests, delete) when is_map_key(requests, ref),
    do: with_label({:error, {reason, shown(object)}}, ref, requests, delete)

  def check_response(_, requests, _) when is_map(requests), do: :no_reply

  @doc false
  def reqids_new, do: %{}
  @doc false
  def reqids_size(requests) when is_map(requests), do: :erlang.map_size(requests)

  @doc false
  def reqids_add(ref, _, requests) when is_map_key(requests, ref), do: :erlang.error(:badarg)
  def reqids_add(ref, label, requests) when is_reference(ref) and is_map(requests), do: :maps.put(ref, label, requests)

  @doc false
  def reqids_to_list(requests) when is_map(requests), do: :maps.to_list(requests)

  # Stop

  @doc "Stops a server through its system messages."
  def stop(process), do: stop(process, :normal, :infinity)

  def stop(process, reason, timeout) do
    case resolve(process) do
      :undefined -> :erlang.exit(:noproc)
      found -> :proc_lib.stop(pid_if_local(found), reason, timeout)
    end
  end

  defp pid_if_local(name) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> :erlang.exit(:noproc)
      pid -> pid
    end
  end

  defp pid_if_local(other), do: other

  # Options and status

  @doc false
  def hibernate_after(options) do
    case :lists.keyfind(:hibernate_after, 1, options) do
      {_, timeout} -> timeout
      false -> :infinity
    end
  end

  @doc false
  def debug_options(name, options) do
    case :lists.keyfind(:debug, 1, options) do
      {_, debug} -> checked_debug_options(name, debug)
      false -> []
    end
  end

  defp checked_debug_options(name, debug) do
    try do
      :sys.debug_options(debug)
    catch
      _, _ ->
        :io.format('~tp: ignoring erroneous debug options - ~tp~n', [name, debug])
        []
    end
  end

  @doc false
  def format_status_header(tag, pid) when is_pid(pid), do: :lists.concat([tag, ' ', :erlang.pid_to_list(pid)])
  def format_status_header(tag, name) when is_atom(name), do: :lists.concat([tag, ' ', name])
  def format_status_header(tag, name), do: {tag, name}

  @doc """
  Lets the callback module format `status`, a map with some of `:state`, `:message`, `:reason`, `:log`, `:data`. Its
  `format_status/1` takes the map; `format_status/2` takes `opt` and `args` and gives what is put under `:EXIT` or `:"$status"`.
  """
  def format_status(mod, opt, status, args) do
    case :erlang.function_exported(mod, :format_status, 1) do
      true -> format_status_map(mod, status)
      false -> format_status_args(mod, opt, status, args)
    end
  end

  defp format_status_map(mod, status) do
    try do
      case mod.format_status(status) do
        result when is_map(result) -> :maps.merge(status, result)
        _ -> :maps.put(:EXIT, unexpected(mod, 1), status)
      end
    catch
      _, _ -> :maps.put(:EXIT, unexpected(mod, 1), status)
    end
  end

  defp unexpected(mod, arity),
    do: :lists.concat([mod, ':format_status/', arity, ' returned an unexpected value or crashed'])

  defp format_status_args(mod, opt, status, args) do
    case :erlang.function_exported(mod, :format_status, 2) do
      false ->
        status

      true ->
        try do
          :maps.put(:"$status", mod.format_status(opt, args), status)
        catch
          :throw, result -> :maps.put(:"$status", result, status)
          _, _ -> :maps.put(:EXIT, :lists.concat([mod, ':format_status/2 crashed']), status)
        end
    end
  end
end
