# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :proc_lib do
  @moduledoc """
  Processes that adhere to the OTP principles: they know their ancestors, acknowledge their start and report a crash.

  A started process runs `init_p`, which stores `$ancestors` and `$initial_call` in the process dictionary, calls the
  function and turns every exception into an exit with a crash report before it.
  """

  @type spawn_option :: term

  # Spawning

  @spec spawn((() -> term)) :: pid
  def spawn(fun) when is_function(fun, 0),
    do: :erlang.spawn(:proc_lib, :init_p, [my_name(), my_ancestors(), fun])

  @spec spawn(module, atom, [term]) :: pid
  def spawn(m, f, a) when is_atom(m) and is_atom(f) and is_list(a),
    do: :erlang.spawn(:proc_lib, :init_p, [my_name(), my_ancestors(), m, f, a])

  @spec spawn_link((() -> term)) :: pid
  def spawn_link(fun) when is_function(fun, 0),
    do: :erlang.spawn_link(:proc_lib, :init_p, [my_name(), my_ancestors(), fun])

  @spec spawn_link(module, atom, [term]) :: pid
  def spawn_link(m, f, a) when is_atom(m) and is_atom(f) and is_list(a),
    do: :erlang.spawn_link(:proc_lib, :init_p, [my_name(), my_ancestors(), m, f, a])

  @spec spawn(node, (() -> term)) :: pid
  def spawn(node, fun) when is_function(fun, 0),
    do: :erlang.spawn(node, :proc_lib, :init_p, [my_name(), my_ancestors(), fun])

  @spec spawn(node, module, atom, [term]) :: pid
  def spawn(node, m, f, a), do: :erlang.spawn(node, :proc_lib, :init_p, [my_name(), my_ancestors(), m, f, a])

  @spec spawn_link(node, (() -> term)) :: pid
  def spawn_link(node, fun) when is_function(fun, 0),
    do: :erlang.spawn_link(node, :proc_lib, :init_p, [my_name(), my_ancestors(), fun])

  @spec spawn_link(node, module, atom, [term]) :: pid
  def spawn_link(node, m, f, a), do: :erlang.spawn_link(node, :proc_lib, :init_p, [my_name(), my_ancestors(), m, f, a])

  @spec spawn_opt((() -> term), [spawn_option]) :: pid | {pid, reference}
  def spawn_opt(fun, opts) when is_function(fun, 0),
    do: :erlang.spawn_opt(:proc_lib, :init_p, [my_name(), my_ancestors(), fun], opts)

  @spec spawn_opt(node, (() -> term), [spawn_option]) :: pid | {pid, reference}
  def spawn_opt(node, fun, opts) when is_function(fun, 0),
    do: :erlang.spawn_opt(node, :proc_lib, :init_p, [my_name(), my_ancestors(), fun], opts)

  @spec spawn_opt(module, atom, [term], [spawn_option]) :: pid | {pid, reference}
  def spawn_opt(m, f, a, opts) when is_atom(m) and is_atom(f) and is_list(a),
    do: :erlang.spawn_opt(:proc_lib, :init_p, [my_name(), my_ancestors(), m, f, a], opts)

  @spec spawn_opt(node, module, atom, [term], [spawn_option]) :: pid | {pid, reference}
  def spawn_opt(node, m, f, a, opts),
    do: :erlang.spawn_opt(node, :proc_lib, :init_p, [my_name(), my_ancestors(), m, f, a], opts)

  @doc false
  def init_p(parent, ancestors, fun) when is_function(fun, 0) do
    {:module, m} = :erlang.fun_info(fun, :module)
    {:name, name} = :erlang.fun_info(fun, :name)
    :erlang.put(:"$initial_call", {m, name, 0})
    :erlang.put(:"$ancestors", [parent | ancestors])

    try do
      fun.()
    catch
      class, reason -> exit_after_report(class, reason, __STACKTRACE__)
    end
  end

  @doc false
  def init_p(parent, ancestors, m, f, a) do
    :erlang.put(:"$initial_call", initial_call_of(m, f, a))
    :erlang.put(:"$ancestors", [parent | ancestors])
    init_p_do_apply(m, f, a)
  end

  # Named as in the reference: it is seen in stack traces.
  defp init_p_do_apply(m, f, a) do
    try do
      :erlang.apply(m, f, a)
    catch
      class, reason -> exit_after_report(class, reason, __STACKTRACE__)
    end
  end

  @doc "Hibernates; wakes in `m.f(a)` with crash reports still in place."
  @spec hibernate(module, atom, [term]) :: no_return
  def hibernate(m, f, a), do: :erlang.hibernate(:proc_lib, :wake_up, [m, f, a])

  @doc false
  def wake_up(m, f, a) do
    try do
      :erlang.apply(m, f, a)
    catch
      class, reason -> exit_after_report(class, reason, __STACKTRACE__)
    end
  end

  # Behaviours run their callback module's init: this is the call that reports name.
  defp initial_call_of(:gen, :init_it, [:gen_server, _, _, :supervisor, {_, mod, _}, _]), do: {:supervisor, mod, 1}
  defp initial_call_of(:gen, :init_it, [:gen_server, _, _, _, :supervisor, {_, mod, _}, _]), do: {:supervisor, mod, 1}
  defp initial_call_of(:gen, :init_it, [gen_mod, _, _, mod, _, _]), do: behaviour_call(gen_mod, mod)
  defp initial_call_of(:gen, :init_it, [gen_mod, _, _, _, mod, _, _]), do: behaviour_call(gen_mod, mod)
  defp initial_call_of(m, f, a), do: {m, f, :erlang.length(a)}

  defp behaviour_call(:gen_server, mod), do: {mod, :init, 1}
  defp behaviour_call(:gen_statem, mod), do: {mod, :init, 1}
  defp behaviour_call(:gen_event, _), do: {:gen_event, :init_it, 6}
  defp behaviour_call(gen_mod, _), do: {gen_mod, :init_it, 6}

  defp my_name do
    case :erlang.process_info(self(), :registered_name) do
      {:registered_name, name} -> name
      _ -> self()
    end
  end

  defp my_ancestors do
    case :erlang.get(:"$ancestors") do
      ancestors when is_list(ancestors) -> ancestors
      _ -> []
    end
  end

  # Synchronous start

  @doc "Starts a process and waits until it calls `init_ack/1,2`."
  @spec start(module, atom, [term]) :: term
  def start(m, f, a), do: start(m, f, a, :infinity, [])
  @spec start(module, atom, [term], timeout) :: term
  def start(m, f, a, timeout), do: start(m, f, a, timeout, [])

  @spec start(module, atom, [term], timeout, [spawn_option]) :: term
  def start(m, f, a, timeout, opts) do
    {pid, ref} = spawn_opt(m, f, a, [:monitor | opts])
    {result, _} = await_ack(pid, ref, timeout)
    result
  end

  @spec start_link(module, atom, [term]) :: term
  def start_link(m, f, a), do: start_link(m, f, a, :infinity, [])
  @spec start_link(module, atom, [term], timeout) :: term
  def start_link(m, f, a, timeout), do: start_link(m, f, a, timeout, [])

  @spec start_link(module, atom, [term], timeout, [spawn_option]) :: term
  def start_link(m, f, a, timeout, opts) do
    pid = spawn_opt(m, f, a, [:link | opts])

    receive do
      {:ack, ^pid, result} -> result
      {:EXIT, ^pid, reason} -> {:error, reason}
    after
      timeout ->
        kill_linked(pid)
        {:error, :timeout}
    end
  end

  @spec start_monitor(module, atom, [term]) :: {term, reference}
  def start_monitor(m, f, a), do: start_monitor(m, f, a, :infinity, [])
  @spec start_monitor(module, atom, [term], timeout) :: {term, reference}
  def start_monitor(m, f, a, timeout), do: start_monitor(m, f, a, timeout, [])

  @spec start_monitor(module, atom, [term], timeout, [spawn_option]) :: {term, reference}
  def start_monitor(m, f, a, timeout, opts) do
    {pid, ref} = spawn_opt(m, f, a, [:monitor | opts])

    receive do
      {:ack, ^pid, result} -> {result, ref}
      {:DOWN, ^ref, :process, ^pid, reason} = down -> {{:error, reason}, keep_down(ref, down)}
    after
      timeout ->
        :erlang.exit(pid, :kill)
        {{:error, :timeout}, ref}
    end
  end

  # The caller of start_monitor is promised the DOWN message.
  defp keep_down(ref, down) do
    :erlang.send(self(), down)
    ref
  end

  defp await_ack(pid, ref, timeout) do
    receive do
      {:ack, ^pid, result} ->
        :erlang.demonitor(ref, [:flush])
        {result, ref}

      {:DOWN, ^ref, :process, ^pid, reason} ->
        {{:error, reason}, ref}
    after
      timeout ->
        :erlang.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, :process, ^pid, _} -> :ok
        end

        {{:error, :timeout}, ref}
    end
  end

  defp kill_linked(pid) do
    ref = :erlang.monitor(:process, pid)
    :erlang.unlink(pid)
    :erlang.exit(pid, :kill)

    receive do
      {:DOWN, ^ref, :process, ^pid, _} -> :ok
    end

    receive do
      {:EXIT, ^pid, _} -> :ok
    after
      0 -> :ok
    end
  end

  @doc "Tells the starter that this process has started."
  @spec init_ack(term) :: :ok
  def init_ack(result) do
    [parent | _] = :erlang.get(:"$ancestors")
    init_ack(parent, result)
  end

  @spec init_ack(pid | atom, term) :: :ok
  def init_ack(parent, result) do
    :erlang.send(parent, {:ack, self(), result})
    :ok
  end

  # Stop

  @doc "Orders a process to exit through its system message handling, and waits for it."
  @spec stop(term) :: :ok
  def stop(process), do: stop(process, :normal, :infinity)

  @spec stop(term, term, timeout) :: :ok
  def stop(process, _, _) when process === self(), do: :erlang.exit(:calling_self)

  def stop(process, reason, timeout) do
    ref = :erlang.monitor(:process, process)
    alias_ref = :erlang.alias()
    :erlang.send(process, {:system, {self(), [:alias | alias_ref]}, {:terminate, reason}})

    outcome =
      receive do
        {:DOWN, ^ref, _, _, down} -> down
      after
        timeout ->
          :erlang.demonitor(ref, [:flush])
          :elver_timeout
      end

    :erlang.unalias(alias_ref)
    drop_reply(alias_ref)

    case outcome do
      ^reason -> :ok
      :elver_timeout -> :erlang.exit(:timeout)
      other -> :erlang.exit(other)
    end
  end

  defp drop_reply(ref) do
    receive do
      {[:alias | ^ref], _} -> :ok
    after
      0 -> :ok
    end
  end

  # Initial call

  @doc "The initial call of a process, as reports show it."
  @spec initial_call(term) :: {module, atom, [atom]} | false
  def initial_call(process) do
    case raw_initial_call(process) do
      {m, f, arity} -> {m, f, argument_names(arity)}
      false -> false
    end
  end

  @spec translate_initial_call(term) :: {module, atom, arity}
  def translate_initial_call(process) do
    case raw_initial_call(process) do
      {m, f, arity} -> {m, f, arity}
      false -> {:proc_lib, :init_p, 5}
    end
  end

  defp raw_initial_call(pid) when is_pid(pid) do
    case :erlang.process_info(pid, :dictionary) do
      {:dictionary, dictionary} -> raw_initial_call(dictionary)
      _ -> false
    end
  end

  defp raw_initial_call([{_, _} | _] = dictionary) do
    case :lists.keyfind(:"$initial_call", 1, dictionary) do
      {_, {_, _, _} = call} -> call
      _ -> raw_initial_call_of_info(:lists.keyfind(:dictionary, 1, dictionary))
    end
  end

  defp raw_initial_call(_), do: false

  defp raw_initial_call_of_info({:dictionary, dictionary}) when is_list(dictionary), do: raw_initial_call(dictionary)
  defp raw_initial_call_of_info(_), do: false

  defp argument_names(arity), do: argument_names(1, arity)
  defp argument_names(n, arity) when n > arity, do: []

  defp argument_names(n, arity),
    do: [:erlang.list_to_atom(:erlang.++('Argument__', :erlang.integer_to_list(n))) | argument_names(n + 1, arity)]

  # Crash report

  defp exit_after_report(class, reason, stacktrace) do
    final = exit_reason(class, reason, stacktrace)
    unless quiet?(final), do: crash_report(class, reason, stacktrace)
    :erlang.raise(:exit, final, stacktrace)
  end

  defp exit_reason(:error, reason, stacktrace), do: {reason, stacktrace}
  defp exit_reason(:exit, reason, _), do: reason
  defp exit_reason(:throw, reason, stacktrace), do: {{:nocatch, reason}, stacktrace}

  defp quiet?(:normal), do: true
  defp quiet?(:shutdown), do: true
  defp quiet?({:shutdown, _}), do: true
  defp quiet?(_), do: false

  defp crash_report(class, reason, stacktrace) do
    case :logger.allow(:error, :proc_lib) do
      true ->
        :logger.log(
          :error,
          %{label: {:proc_lib, :crash}, report: [my_info(class, reason, stacktrace), linked_info()]},
          %{
            domain: [:otp, :sasl],
            report_cb: &:proc_lib.report_cb/2,
            logger_formatter: %{title: 'CRASH REPORT'},
            error_logger: %{tag: :error_report, type: :crash_report}
          }
        )

      false ->
        :ok
    end
  end

  defp my_info(class, reason, stacktrace) do
    dictionary = :erlang.get()
    {m, f, arity} = :proplists.get_value(:"$initial_call", dictionary, {:proc_lib, :init_p, 5})

    [
      initial_call: {m, f, argument_names(arity)},
      pid: self(),
      registered_name: item(:registered_name),
      error_info: {class, reason, stacktrace},
      ancestors: :proplists.get_value(:"$ancestors", dictionary, []),
      message_queue_len: item(:message_queue_len),
      messages: item(:messages),
      links: item(:links),
      dictionary: :lists.keydelete(:"$ancestors", 1, :lists.keydelete(:"$initial_call", 1, dictionary)),
      trap_exit: item(:trap_exit),
      status: item(:status),
      heap_size: item(:heap_size),
      stack_size: item(:stack_size),
      reductions: item(:reductions)
    ]
  end

  defp item(name) do
    case :erlang.process_info(self(), name) do
      {_, value} -> value
      other -> other
    end
  end

  # Linked processes that do not trap exits go down with this one.
  defp linked_info do
    {:links, links} = :erlang.process_info(self(), :links)
    :lists.flatmap(&neighbour/1, links)
  end

  defp neighbour(pid) when is_pid(pid) and node(pid) == node() do
    case :erlang.process_info(pid, :trap_exit) do
      {:trap_exit, false} -> [{:neighbour, neighbour_info(pid)}]
      _ -> []
    end
  end

  defp neighbour(_), do: []

  defp neighbour_info(pid) do
    items = [:registered_name, :current_function, :message_queue_len, :links, :trap_exit, :status, :heap_size]

    case :erlang.process_info(pid, items) do
      info when is_list(info) -> [{:pid, pid} | info]
      _ -> [{:pid, pid}]
    end
  end

  @doc "The text of a crash report, for the `logger` callback `report_cb`."
  @spec report_cb(map, map) :: charlist
  def report_cb(%{label: {:proc_lib, :crash}, report: report}, _), do: format(report)

  @spec format([term]) :: charlist
  def format(report), do: format(report, :latin1)
  @spec format([term], atom) :: charlist
  def format(report, encoding), do: format(report, encoding, :unlimited)

  @spec format([term], atom, term) :: charlist
  def format([own, linked], _encoding, depth) do
    control = if depth == :unlimited, do: {'~tp', []}, else: {'~tP', [depth]}

    [
      '  crasher:\n',
      :lists.map(&format_item(&1, control), own),
      '  neighbours:\n',
      :lists.map(
        fn {:neighbour, info} -> ['    neighbour:\n', :lists.map(&format_item(&1, control), info)] end,
        linked
      )
    ]
    |> :lists.flatten()
  end

  defp format_item({:initial_call, {m, f, args}}, _),
    do: :io_lib.format('    initial call: ~ts:~ts(~ts)~n', [atom_text(m), atom_text(f), names(args)])

  defp format_item({:error_info, {class, reason, stacktrace}}, {control, extra}) do
    [
      '    exception ',
      :erlang.atom_to_list(class),
      ': ',
      :io_lib.format(control, [reason | extra]),
      '\n',
      :lists.map(fn frame -> :io_lib.format('      in call from ~tp~n', [frame]) end, stacktrace)
    ]
  end

  defp format_item({name, value}, {control, extra}),
    do: ['    ', :erlang.atom_to_list(name), ': ', :io_lib.format(control, [value | extra]), '\n']

  defp atom_text(atom), do: :io_lib.write_atom(atom)
  defp names(args), do: :lists.join(', ', :lists.map(&:erlang.atom_to_list/1, args))
end
