# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Logger.Translator do
  @moduledoc """
  Turns reports of OTP processes into messages: `{:ok, message, metadata}`, `:skip` or `:none` if it does not know them.
  """

  @doc "Translates one report or format."
  def translate(min_level, level, kind, message)

  def translate(min_level, _level, :report, {:logger, %{label: label} = report}) do
    case label do
      {:gen_server, :terminate} -> report_gen_server_terminate(min_level, report)
      {:gen_event, :terminate} -> report_gen_event_terminate(min_level, report)
      {:application_controller, _} -> report_application(report)
      _ -> :skip
    end
  end

  def translate(min_level, :error, :report, {{:supervisor, error}, data}), do: report_supervisor(min_level, error, data)

  def translate(min_level, :error, :report, {{:proc_lib, :crash}, [data, linked]}),
    do: report_crash(min_level, data, linked)

  def translate(_, :info, :report, {{:supervisor, :progress}, data}), do: report_progress(data)

  def translate(_min_level, level, :report, {{:application_controller, event}, data}) when level in [:info, :notice],
    do: report_application(%{label: {:application_controller, event}, report: data})

  def translate(min_level, :error, :report, {{Task.Supervisor, :terminating}, data}),
    do: report_task_terminating(min_level, data)

  def translate(_, :error, :format, {'Error in process ' ++ _, [pid, reason]}), do: process_error(pid, reason, "")

  def translate(_, :error, :format, {"Error in process " <> _, [pid, reason]}), do: process_error(pid, reason, "")
  def translate(_, _, _, _), do: :none

  # Processes

  defp process_error(pid, {reason, [_ | _] = stack}, node) do
    banner = Exception.format_banner(:error, reason, stack)

    {:ok, ["Process ", inspect(pid), node, " raised an exception\n", banner | stack_lines(stack)], crash_metadata({reason, stack})}
  end

  defp process_error(pid, reason, node) do
    {:ok, ["Process ", inspect(pid), node, " terminating\n" | format_stop(reason)], crash_metadata(reason)}
  end

  defp stack_lines(stack), do: for(entry <- stack, do: ["\n    " | Exception.format_stacktrace_entry(entry)])

  # Behaviours

  defp report_gen_server_terminate(min_level, report) do
    %{name: name, last_message: last, state: state, reason: reason, client_info: client} = report

    message = ["GenServer ", inspect(name), " terminating", "\n" | format_stop(reason)]

    {:ok, [message, last_message(last, client) | details(min_level, state, client)],
     [registered_name(name) | crash_metadata(reason)] |> List.flatten()}
  end

  defp last_message({:"$gen_call", _, message}, client), do: last_line(message, from(client))
  defp last_message(message, client), do: last_line(message, from(client))

  defp last_line(message, from), do: ["\nLast message", from, ": ", inspect(message, inspect_opts())]

  defp from({pid, {_, _}}) when is_pid(pid), do: [" (from ", inspect(pid), ")"]
  defp from({pid, _}) when is_pid(pid), do: [" (from ", inspect(pid), ")"]
  defp from(_), do: []

  defp details(:debug, state, client), do: ["\nState: ", inspect(state, inspect_opts()) | client_lines(client)]
  defp details(_, _, _), do: []

  defp client_lines(:undefined), do: []
  defp client_lines({pid, :dead}), do: ["\nClient ", inspect(pid), " is dead"]
  defp client_lines({pid, :remote}), do: ["\nClient ", inspect(pid), " is remote on node ", inspect(node(pid))]

  defp client_lines({_, {name, stacktrace}}),
    do: ["\nClient ", inspect(name), " is alive\n" | stack_lines(stacktrace)]

  defp client_lines(_), do: []

  defp report_gen_event_terminate(min_level, report) do
    %{handler: handler, name: name, last_message: last, state: state, reason: reason} = report
    reason = Map.get(report, :crash_reason, reason)

    message = [":gen_event handler ", inspect(handler), " installed in ", inspect(name), " terminating", "\n" | format_stop(event_reason(reason))]

    {:ok, [message, "\nLast message: ", inspect(last, inspect_opts()) | details(min_level, state, :undefined)],
     [registered_name(name) | crash_metadata(reason)] |> List.flatten()}
  end

  defp event_reason({:EXIT, reason}), do: reason
  defp event_reason(reason), do: reason

  defp report_task_terminating(min_level, %{name: name, starter: starter, function: fun, args: args, reason: reason}) do
    message = ["Task ", inspect(name), " started from ", inspect(starter), " terminating", "\n" | format_stop(reason)]

    {:ok, [message, "\nFunction: ", inspect(fun), "\n    Args: ", inspect(args, inspect_opts())],
     [registered_name(name) | crash_metadata(reason)] |> List.flatten() |> tap(fn _ -> min_level end)}
  end

  # Applications

  defp report_application(%{label: {_, :exit}, report: [application: app, exited: reason, type: _]}),
    do: {:ok, ["Application ", Atom.to_string(app), " exited: " | Application.format_error(reason)]}

  defp report_application(%{label: {_, :progress}, report: [application: app, started_at: node]}),
    do: {:ok, ["Application ", Atom.to_string(app), " started at ", inspect(node)]}

  defp report_application(_), do: :skip

  # Supervisors

  defp report_supervisor(min_level, error, supervisor: sup, errorContext: error, reason: reason, offender: offender) do
    child = Keyword.get(offender, :id) || Keyword.get(offender, :name)

    {:ok,
     [
       "Child ",
       inspect(child),
       " of Supervisor ",
       sup_name(sup),
       action(error),
       "\n",
       format_stop_line(reason),
       "\n" | child_info(min_level, offender)
     ], crash_metadata(reason)}
  end

  defp report_supervisor(_, _, _), do: :none

  defp action(:start_error), do: " failed to start"
  defp action(:child_terminated), do: " terminated"
  defp action(:shutdown), do: " caused shutdown"
  defp action(:shutdown_error), do: " shut down abnormally"
  defp action(_), do: " terminated"

  defp format_stop_line(reason), do: ["** (exit) " | Exception.format_exit(reason)]

  defp child_info(min_level, offender) do
    {:ok, start} = Keyword.fetch(offender, :mfargs)
    pid = Keyword.get(offender, :pid)

    [
      if(is_pid(pid), do: ["Pid: ", inspect(pid), "\n"], else: []),
      "Start Call: ",
      start_call(start)
      | child_debug(min_level, offender)
    ]
  end

  defp start_call({mod, fun, args}) when is_list(args), do: format_mfa(mod, fun, args)
  defp start_call({mod, fun, :undefined}), do: [format_mfa(mod, fun, []) |> strip_parens(), "/?"]
  defp start_call(other), do: inspect(other)

  defp strip_parens(text), do: String.replace_suffix(IO.iodata_to_binary(text), "()", "")

  defp format_mfa(mod, fun, args), do: Exception.format_mfa(mod, fun, args)

  defp child_debug(:debug, offender) do
    restart = Keyword.get(offender, :restart_type)
    shutdown = Keyword.get(offender, :shutdown)
    type = Keyword.get(offender, :child_type)
    [
      "\nRestart: ",
      inspect(restart),
      "\nShutdown: ",
      inspect(shutdown),
      "\nType: ",
      inspect(type)
    ]
  end

  defp child_debug(_, _), do: []

  defp report_progress(supervisor: sup, started: offender) do
    pid = Keyword.get(offender, :pid)
    child = Keyword.get(offender, :id)

    {:ok,
     [
       "Child ",
       inspect(child),
       " of Supervisor ",
       sup_name(sup),
       " started\nPid: ",
       inspect(pid),
       "\nStart Call: ",
       start_call(Keyword.get(offender, :mfargs)) | child_debug(:debug, offender)
     ]}
  end

  defp report_progress(_), do: :none

  defp sup_name({:local, name}), do: inspect(name)
  defp sup_name({:global, name}), do: inspect(name)
  defp sup_name({:via, _mod, name}), do: inspect(name)
  defp sup_name({pid, mod}), do: [inspect(pid), " (", inspect(mod), ")"]
  defp sup_name(other), do: inspect(other)

  # Crash reports of :proc_lib

  defp report_crash(min_level, data, linked) do
    {kind, reason, stack} = Keyword.fetch!(data, :error_info)
    pid = Keyword.get(data, :pid)
    name = Keyword.get(data, :registered_name)
    shown = if name in [[], nil], do: inspect(pid), else: [inspect(name), " (", inspect(pid), ")"]

    {:ok,
     [
       "Process ",
       shown,
       " terminating\n",
       [Exception.format_banner(kind, reason, stack) | stack_lines(stack)],
       crash_info(min_level, data)
       | linked_info(min_level, linked)
     ], crash_metadata({reason, stack})}
  end

  defp crash_info(min_level, data) do
    initial =
      case Keyword.get(data, :initial_call) do
        {m, f, args} -> ["\nInitial Call: ", initial_call(m, f, args)]
        _ -> []
      end

    [initial, "\nAncestors: ", inspect(Keyword.get(data, :ancestors)) | crash_debug(min_level, data)]
  end

  defp initial_call(m, f, args) when is_list(args), do: Exception.format_mfa(m, f, length(args))
  defp initial_call(m, f, arity), do: Exception.format_mfa(m, f, arity)

  defp crash_debug(:debug, data) do
    for {key, label} <- [
          message_queue_len: "Message Queue Length",
          messages: "Messages",
          links: "Links",
          dictionary: "Dictionary",
          trap_exit: "Trapping Exits",
          status: "Status",
          heap_size: "Heap Size",
          stack_size: "Stack Size",
          reductions: "Reductions"
        ],
        Keyword.has_key?(data, key) do
      ["\n", label, ": ", inspect(Keyword.get(data, key), inspect_opts())]
    end
  end

  defp crash_debug(_, _), do: []

  defp linked_info(_, []), do: []

  defp linked_info(min_level, linked) do
    ["\nNeighbours:" | for({:neighbour, data} <- linked, do: ["\n    ", inspect(Keyword.get(data, :pid)) | neighbour(min_level, data)])]
  end

  defp neighbour(_, _), do: []

  # Reasons

  defp format_stop({maybe_exception, [_ | _] = maybe_stacktrace} = reason) do
    try do
      for entry <- maybe_stacktrace, do: ["\n    " | Exception.format_stacktrace_entry(entry)]
    catch
      :error, _ -> [stop_banner(reason)]
    else
      formatted -> [stop_banner(maybe_exception, maybe_stacktrace) | formatted]
    end
  end

  defp format_stop(reason), do: [stop_banner(reason)]

  defp stop_banner(reason), do: ["** (stop) " | Exception.format_exit(reason)]

  defp stop_banner(reason, stacktrace) do
    case Exception.normalize(:error, reason, stacktrace) do
      %ErlangError{} -> stop_banner(reason)
      exception -> Exception.format_banner(:error, exception, stacktrace)
    end
  end

  defp crash_metadata({reason, stack}) when is_list(stack), do: [crash_reason: {crash_reason(reason, stack), stack}]
  defp crash_metadata(reason), do: [crash_reason: {reason, []}]

  defp crash_reason(reason, stack) do
    case Exception.normalize(:error, reason, stack) do
      %ErlangError{} -> reason
      exception -> exception
    end
  end

  defp registered_name(name) when is_atom(name), do: [registered_name: name]
  defp registered_name(_), do: []

  defp inspect_opts, do: Application.get_env(:logger, :translator_inspect_opts, [])
end
