# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Exception do
  @moduledoc """
  Exceptions, and text for errors, exits, throws and stack traces.

  An exception is a struct with the field `__exception__: true`, made by `defexception`. What the virtual machine raises
  (`:badarg`, `{:badmatch, v}`...) becomes one by `normalize/3`.
  """

  @type t :: %{required(:__struct__) => module, required(:__exception__) => true, optional(atom) => any}
  @type kind :: :error | non_error_kind
  @type non_error_kind :: :exit | :throw | {:EXIT, pid}

  @callback exception(term) :: t
  @callback message(t) :: String.t()
  @callback blame(t, list) :: {t, list}
  @optional_callbacks blame: 2

  @doc "True for an exception."
  def exception?(term)
  def exception?(%_{__exception__: true}), do: true
  def exception?(_), do: false

  @doc "The message of an exception; a note on what is wrong if its `message/1` fails."
  def message(%module{__exception__: true} = exception) do
    try do
      module.message(exception)
    rescue
      raised ->
        "got #{inspect(raised.__struct__)} with message #{inspect(message(raised))} " <>
          "while retrieving Exception.message/1 for #{inspect(exception)}"
    else
      text when is_binary(text) ->
        text

      other ->
        "got #{inspect(other)} while retrieving Exception.message/1 for #{inspect(exception)} " <>
          "(expected a string)"
    end
  end

  @doc "An exception for what was raised: of kind `:error` anything becomes an exception; other kinds stay."
  def normalize(kind, payload, stacktrace \\ [])
  def normalize(:error, %_{__exception__: true} = payload, _stacktrace), do: payload
  def normalize(:error, payload, stacktrace), do: ErlangError.normalize(payload, stacktrace)
  def normalize(_kind, payload, _stacktrace), do: payload

  @doc "Adds what can be found out about the cause: hints, arguments, attempted clauses."
  def blame(kind, error, stacktrace)

  def blame(:error, error, stacktrace) do
    %module{} = exception = normalize(:error, error, stacktrace)

    if Code.ensure_loaded?(module) and function_exported?(module, :blame, 2),
      do: module.blame(exception, stacktrace),
      else: {exception, stacktrace}
  end

  def blame(_kind, reason, stacktrace), do: {reason, stacktrace}

  @doc "The clauses of a function, with marks on what did not match; `:error` without debug information."
  def blame_mfa(module, function, args) when is_atom(module) and is_atom(function) and is_list(args), do: :error

  @doc "Text of an error, exit or throw: its banner and its stack trace."
  def format(kind, payload, stacktrace \\ [])
  def format({:EXIT, _} = kind, any, _stacktrace), do: format_banner(kind, any)

  def format(kind, payload, stacktrace) do
    message = format_banner(kind, payload, stacktrace)

    case stacktrace do
      [] -> message
      _ -> message <> "\n" <> format_stacktrace(stacktrace)
    end
  end

  @doc "The first lines of an error's text: `** (RuntimeError) oops`."
  def format_banner(kind, payload, stacktrace \\ [])

  def format_banner(:error, exception, stacktrace) do
    exception = normalize(:error, exception, stacktrace)
    "** (" <> inspect(exception.__struct__) <> ") " <> message(exception)
  end

  def format_banner(:throw, reason, _stacktrace), do: "** (throw) " <> inspect(reason)
  def format_banner(:exit, reason, _stacktrace), do: "** (exit) " <> format_exit(reason, "\n    ")
  def format_banner({:EXIT, pid}, reason, _stacktrace), do: "** (EXIT from #{inspect(pid)}) " <> format_exit(reason, "\n    ")

  @doc "Text of an exit reason."
  def format_exit(reason), do: format_exit(reason, "\n    ")

  defp format_exit({%_{__exception__: true} = exception, maybe_stacktrace} = reason, joiner) do
    case stacktrace?(maybe_stacktrace) do
      true -> raised_text(exception, maybe_stacktrace, joiner)
      false -> format_exit_reason(reason)
    end
  end

  defp format_exit({:bad_return_value, value}, _joiner), do: "bad return value: " <> inspect(value)
  defp format_exit({:bad_call, call}, _joiner), do: "bad call: " <> inspect(call)
  defp format_exit({:bad_cast, cast}, _joiner), do: "bad cast: " <> inspect(cast)
  defp format_exit({:start_spec, start_spec}, joiner), do: format_start_spec(start_spec, joiner)
  defp format_exit({:supervisor_data, data}, joiner), do: format_supervisor_data(data, joiner)

  defp format_exit({:shutdown, {:failed_to_start_child, child, {:EXIT, reason}}}, joiner),
    do: failed_child_text(child, reason, joiner)

  defp format_exit({:shutdown, {:failed_to_start_child, child, reason}}, joiner),
    do: failed_child_text(child, reason, joiner)

  defp format_exit({:shutdown, reason}, _joiner) when not is_tuple(reason) or tuple_size(reason) != 3,
    do: "shutdown: " <> inspect(reason)

  defp format_exit({reason, {module, function, args}} = whole, joiner) do
    case is_atom(module) and is_atom(function) and is_list(args) do
      true -> "exited in: " <> format_mfa(module, function, args) <> joiner <> "** (EXIT) " <> format_exit(reason, joiner <> "    ")
      false -> format_exit_reason(whole)
    end
  end

  defp format_exit({reason, stacktrace} = whole, joiner) do
    with true <- stacktrace?(stacktrace) and stacktrace != [],
         %module{} = exception <- normalize(:error, reason, stacktrace),
         true <- module != ErlangError do
      raised_text(exception, stacktrace, joiner)
    else
      _ -> format_exit_reason(whole)
    end
  end

  defp format_exit(reason, _joiner), do: format_exit_reason(reason)

  defp raised_text(exception, stacktrace, joiner) do
    "an exception was raised:" <>
      joiner <> "** (" <> inspect(exception.__struct__) <> ") " <>
      indent(message(exception), joiner) <> trace_text(stacktrace, joiner <> "    ")
  end

  defp indent(text, joiner), do: String.replace(text, "\n", joiner)

  defp trace_text(stacktrace, joiner) do
    Enum.map_join(stacktrace, "", fn entry -> joiner <> format_stacktrace_entry(entry) end)
  end

  defp failed_child_text(child, reason, joiner) do
    "shutdown: failed to start child: " <> inspect(child) <> joiner <> "** (EXIT) " <> format_exit(reason, joiner <> "    ")
  end

  defp stacktrace?([]), do: true
  defp stacktrace?([entry | rest]), do: stacktrace_entry?(entry) and stacktrace?(rest)
  defp stacktrace?(_), do: false

  defp stacktrace_entry?({module, fun, _arity_or_args, location}) when is_atom(module) and is_atom(fun) and is_list(location), do: true
  defp stacktrace_entry?({fun, _arity_or_args, location}) when is_function(fun) and is_list(location), do: true
  defp stacktrace_entry?(_), do: false

  defp format_exit_reason(:normal), do: "normal"
  defp format_exit_reason(:shutdown), do: "shutdown"
  defp format_exit_reason(:calling_self), do: "process attempted to call itself"
  defp format_exit_reason(:timeout), do: "time out"
  defp format_exit_reason(:killed), do: "killed"
  defp format_exit_reason(:noconnection), do: "no connection"

  defp format_exit_reason(:noproc) do
    "no process: the process is not alive or there's no process currently associated with the given name, " <>
      "possibly because its application isn't started"
  end

  defp format_exit_reason({:nodedown, node}) when is_atom(node), do: "no connection to #{node}"

  defp format_exit_reason({:already_started, pid}) when is_pid(pid), do: "already started: " <> inspect(pid)

  defp format_exit_reason({:EXIT, pid, reason}) when is_pid(pid), do: "EXIT from #{inspect(pid)}: " <> inspect(reason)

  defp format_exit_reason(reason), do: format_spec_error(reason)

  defp format_spec_error({:bad_supervisor_config, text}), do: "bad supervisor configuration, " <> supervisor_config_text(text)
  defp format_spec_error(reason), do: inspect(reason)

  defp format_start_spec(start_spec, joiner), do: "bad child specification, invalid start: " <> inspect(start_spec) <> trim(joiner)
  defp trim(_joiner), do: ""

  defp format_supervisor_data(data, _joiner), do: "bad supervisor configuration, " <> supervisor_config_text(data)

  defp supervisor_config_text({:invalid_type, type}), do: "invalid type: " <> inspect(type)
  defp supervisor_config_text({:invalid_strategy, strategy}), do: "invalid strategy: " <> inspect(strategy)
  defp supervisor_config_text({:invalid_intensity, intensity}), do: "invalid max_restarts (intensity): " <> inspect(intensity)
  defp supervisor_config_text({:invalid_period, period}), do: "invalid max_seconds (period): " <> inspect(period)
  defp supervisor_config_text(other), do: "got: " <> inspect(other)

  @doc "Text of a stack trace, of the calling process's own by default."
  def format_stacktrace(trace \\ nil) do
    trace = trace || Enum.drop(elem(Process.info(self(), :current_stacktrace), 1), 3)

    case trace do
      [] -> "\n"
      _ -> "    " <> Enum.map_join(trace, "\n    ", &format_stacktrace_entry/1) <> "\n"
    end
  end

  @doc "Text of one entry of a stack trace."
  def format_stacktrace_entry(entry)

  def format_stacktrace_entry({module, :__MODULE__, 0, location}),
    do: format_location(location) <> inspect(module) <> " (module)"

  def format_stacktrace_entry({_module, :__MODULE__, 1, location}), do: format_location(location) <> "(module)"
  def format_stacktrace_entry({_module, :__FILE__, 1, location}), do: format_location(location) <> "(file)"

  def format_stacktrace_entry({module, fun, arity, location}),
    do: format_application(module) <> format_location(location) <> format_mfa(module, fun, arity)

  def format_stacktrace_entry({fun, arity, location}), do: format_location(location) <> format_fa(fun, arity)

  defp format_application(module) do
    case :elver_system.application_of(module) do
      {application, version} -> "(#{application} #{version}) "
      nil -> ""
    end
  end

  defp format_location(location) do
    format_file_line_column(Keyword.get(location, :file), Keyword.get(location, :line), Keyword.get(location, :column), " ")
  end

  @doc "Text for a fun with its arity or arguments."
  def format_fa(fun, arity) when is_function(fun), do: inspect(fun) <> format_arity(arity)

  @doc "Text for a function with its arity or arguments."
  def format_mfa(module, fun, arity) when is_atom(module) and is_atom(fun) do
    case anonymous_of(Atom.to_string(fun)) do
      {outer_name, _outer_arity} ->
        "anonymous fn" <> format_arity(arity) <> " in " <> Macro.inspect_atom(:literal, module) <>
          "." <> Macro.inspect_atom(:remote_call, outer_name) <> outer_arity_text(Atom.to_string(fun))

      nil ->
        Macro.inspect_atom(:literal, module) <> "." <> Macro.inspect_atom(:remote_call, fun) <> format_arity(arity)
    end
  end

  # "-name/2-fun-0-" is the function number 0 within name/2.
  defp anonymous_of("-" <> rest) do
    case :binary.matches(rest, "-fun-") do
      [] -> nil
      matches -> outer_function(binary_part(rest, 0, elem(List.first(matches), 0)))
    end
  end

  defp anonymous_of(_name), do: nil

  defp outer_function(text) do
    case :binary.matches(text, "/") do
      [] -> nil
      matches ->
        {position, 1} = List.last(matches)
        {String.to_atom(binary_part(text, 0, position)), binary_part(text, position + 1, byte_size(text) - position - 1)}
    end
  end

  defp outer_arity_text("-" <> _ = name) do
    {_name, arity} = anonymous_of(name)
    "/" <> arity
  end

  defp format_arity(arity) when is_integer(arity), do: "/" <> Integer.to_string(arity)
  defp format_arity(args) when is_list(args), do: "(" <> Enum.map_join(args, ", ", &inspect/1) <> ")"

  @doc "Text `file:line:`, with the suffix."
  def format_file_line(file, line, suffix \\ ""), do: format_file_line_column(file, line, nil, suffix)

  @doc "Text `file:line:column:`, with the suffix."
  def format_file_line_column(file, line, column, suffix \\ "")
  def format_file_line_column(nil, _line, _column, _suffix), do: ""

  def format_file_line_column(file, line, column, suffix) do
    cond do
      line in [nil, 0] -> "#{file}:#{suffix}"
      column in [nil, 0] -> "#{file}:#{line}:#{suffix}"
      true -> "#{file}:#{line}:#{column}:#{suffix}"
    end
  end

  @doc false
  # "Did you mean" for a name among candidates {distance, text}: the best five at least this near.
  def suggestions(wanted, candidates) do
    wanted = to_string(wanted)

    candidates
    |> Enum.map(fn {name, text} -> {similarity(wanted, to_string(name)), text} end)
    |> Enum.filter(fn {distance, _} -> distance > 0.77 end)
    |> Enum.sort(fn {d1, t1}, {d2, t2} -> d1 > d2 or (d1 == d2 and t1 <= t2) end)
    |> Enum.take(5)
    |> Enum.map(&elem(&1, 1))
    |> Enum.sort()
  end

  # The same letters in another order are a slip of the fingers, whatever the distance says.
  defp similarity(wanted, name) do
    if Enum.sort(String.to_charlist(wanted)) == Enum.sort(String.to_charlist(name)),
      do: 1.0,
      else: String.jaro_distance(wanted, name)
  end
end
