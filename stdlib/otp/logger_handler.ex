# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Logger.Handler do
  @moduledoc false
  # The `:logger` handler `Logger`: turns an event into a message and prints it (console), or gives it to other backends.
  # Prints in the process that logs, so that what a program prints and logs keeps its order.

  @console_format "\n$time $metadata[$level] $message\n"

  @doc "Takes an event of `:logger`."
  def log(%{meta: metadata} = event, _config) do
    case ignored?(metadata) or message_of(event) do
      true -> :ok
      :skip -> :ok
      {message, extra} -> publish(event.level, truncate(message), Map.merge(metadata, Map.new(extra)))
    end
  end

  defp ignored?(%{gl: gl}) when is_pid(gl) and node(gl) != node(), do: true
  defp ignored?(%{domain: [:otp, :sasl | _]}), do: not env(:handle_sasl_reports, false)
  defp ignored?(%{domain: [:supervisor_report | _]}), do: not env(:handle_sasl_reports, false)
  defp ignored?(%{domain: [:otp | _]}), do: not env(:handle_otp_reports, true)
  defp ignored?(_), do: false

  # Messages

  defp message_of(%{msg: {:string, chardata}}), do: {chardata, []}
  defp message_of(%{msg: {:report, %{} = report}, meta: metadata, level: level}), do: report(level, report, metadata)

  defp message_of(%{msg: {:report, report}, meta: metadata, level: level}) when is_list(report),
    do: list_report(level, report, metadata)

  defp message_of(%{msg: {format, args}, level: level}) do
    case translate(level, :format, {format, args}) do
      :none -> {format_text(format, args), []}
      other -> other
    end
  end

  defp list_report(level, report, metadata) do
    case :lists.keymember(:label, 1, report) or Map.has_key?(metadata, :report_cb) do
      true -> report(level, Map.new(Enum.filter(report, &match?({_, _}, &1))), metadata)
      false -> {inspect(report, inspect_options()), []}
    end
  end

  defp report(level, %{label: label, report: report} = whole, metadata) do
    case translate(level, :report, {label, report}) do
      :none -> callback_text(whole, metadata)
      other -> other
    end
  end

  defp report(level, %{label: {_, _}} = report, metadata) do
    case translate(level, :report, {:logger, report}) do
      :none -> callback_text(report, metadata)
      other -> other
    end
  end

  defp report(_, report, metadata), do: callback_text(report, metadata)

  defp callback_text(report, %{report_cb: callback}) when is_function(callback, 1) do
    {format, args} = callback.(report)
    {format_text(format, args), []}
  end

  defp callback_text(report, %{report_cb: callback}) when is_function(callback, 2),
    do: {callback.(report, %{depth: :unlimited, chars_limit: :unlimited, single_line: false}), []}

  defp callback_text(report, _), do: {inspect(Map.to_list(report), inspect_options()), []}

  @doc false
  # As :io_lib.format/2, with terms as Elixir writes them.
  def format_text(format, args) do
    :io_lib.scan_format(format, args)
    |> Enum.map(&inspected/1)
    |> :io_lib.build_text()
  end

  defp inspected(%{control_char: c, args: [term]} = spec) when c in 'pw', do: as_text(spec, term)
  defp inspected(%{control_char: c, args: [term, _depth]} = spec) when c in 'PW', do: as_text(spec, term)
  defp inspected(other), do: other

  defp as_text(spec, term) do
    text = inspect(term, inspect_options())
    %{spec | control_char: ?s, args: [text], encoding: :unicode, width: :none, precision: :none}
  end

  defp inspect_options, do: env(:translator_inspect_opts, [])

  @doc false
  def translators, do: env(:translators, [{Logger.Translator, :translate}])

  defp translate(level, kind, data), do: translate(translators(), Logger.level(), level, kind, data)

  defp translate([{mod, fun} | rest], min_level, level, kind, data) do
    case apply(mod, fun, [min_level, level, kind, data]) do
      {:ok, message, metadata} -> {message, metadata}
      {:ok, message} -> {message, []}
      :skip -> :skip
      :none -> translate(rest, min_level, level, kind, data)
    end
  end

  defp translate([], _, _, _, _), do: :none

  defp truncate(message) do
    case env(:truncate, 8192) do
      :infinity -> IO.chardata_to_string(message)
      limit -> truncate_text(to_text(message), limit)
    end
  end

  defp to_text(message) do
    case :unicode.characters_to_binary(message) do
      text when is_binary(text) -> text
      {_, good, _} -> good
    end
  end

  defp truncate_text(text, limit) when byte_size(text) <= limit, do: text

  defp truncate_text(text, limit) do
    # Cut before a character, not in one.
    case text do
      <<cut::binary-size(limit), next, _::binary>> when next < 0x80 or next >= 0xC0 -> cut <> " (truncated)"
      _ -> truncate_text(text, limit - 1)
    end
  end

  # Backends

  defp publish(level, message, metadata) do
    for backend <- backends() do
      case backend do
        :console -> console(level, message, metadata)
        _ -> :gen_event.notify(Logger, event(level, message, metadata))
      end
    end

    :ok
  end

  defp backends, do: env(:active_backends, [:console])

  defp event(level, message, metadata) do
    list = metadata |> Map.drop([:report_cb, :error_logger]) |> Map.to_list()
    {level, Map.get(metadata, :gl), {Logger, message, date_time(metadata), list}}
  end

  defp console(level, message, metadata) do
    options = env(:console, [])

    if enough?(level, options[:level]) do
      line =
        format(options[:format] || @console_format, level, message, date_time(metadata), shown(metadata, options[:metadata] || []))

      :io.put_chars(device(options[:device] || :user), coloured(line, level, options[:colors] || []))
    end
  end

  defp device(name), do: name

  defp enough?(_, nil), do: true
  defp enough?(level, least), do: Logger.compare_levels(level, least) != :lt

  defp shown(metadata, :all), do: metadata |> Map.drop([:report_cb, :error_logger, :gl, :time]) |> Map.to_list()
  defp shown(metadata, keys), do: for(key <- keys, Map.has_key?(metadata, key), do: {key, metadata[key]})

  defp format({mod, fun}, level, message, time, metadata), do: apply(mod, fun, [level, message, time, metadata])

  defp format(pattern, level, message, time, metadata),
    do: Logger.Formatter.format(Logger.Formatter.compile(pattern), level, message, time, metadata)

  defp coloured(line, level, colors) do
    case Keyword.get(colors, :enabled, ansi?()) do
      true -> [IO.ANSI.format_fragment(color(level, colors), true), line | IO.ANSI.reset()]
      false -> line
    end
  end

  defp ansi?, do: Application.get_env(:elixir, :ansi_enabled, false)

  defp color(level, colors), do: Keyword.get(colors, level, default_color(level))

  defp default_color(:debug), do: :cyan
  defp default_color(level) when level in [:info, :notice], do: :normal
  defp default_color(:warning), do: :yellow
  defp default_color(_), do: :red

  defp date_time(%{time: microseconds}) do
    {date, {h, m, s}} =
      case env(:utc_log, false) do
        true -> :calendar.system_time_to_universal_time(microseconds, :microsecond)
        false -> :calendar.system_time_to_local_time(microseconds, :microsecond)
      end

    {date, {h, m, s, rem(div(microseconds, 1000), 1000)}}
  end

  def add_backend(:console, _) do
    Application.put_env(:logger, :active_backends, Enum.uniq([:console | backends()]))
    {:ok, Process.whereis(:user)}
  end

  def add_backend(backend, _) do
    case :gen_event.add_handler(manager(), handler_id(backend), init_arg(backend)) do
      :ok ->
        Application.put_env(:logger, :active_backends, Enum.uniq(backends() ++ [backend]))
        {:ok, Process.whereis(Logger)}

      {:error, _} = error ->
        error

      other ->
        {:error, other}
    end
  end

  defp manager do
    case :gen_event.start({:local, Logger}) do
      {:ok, pid} -> pid
      {:error, {:already_started, pid}} -> pid
    end
  end

  defp handler_id({module, id}) when is_atom(module), do: {module, {module, id}}
  defp handler_id(module), do: module
  defp init_arg({module, id}), do: {module, id}
  defp init_arg(module), do: module

  def remove_backend(:console, _), do: deactivate(:console)

  def remove_backend(backend, _) do
    _ = :gen_event.delete_handler(Logger, handler_id(backend), :ok)
    deactivate(backend)
  end

  defp deactivate(backend) do
    case backend in backends() do
      true -> Application.put_env(:logger, :active_backends, List.delete(backends(), backend))
      false -> {:error, :not_found}
    end
  end

  def configure_backend(:console, options) do
    Application.put_env(:logger, :console, Keyword.merge(env(:console, []), options))
  end

  def configure_backend(backend, options), do: :gen_event.call(Logger, handler_id(backend), {:configure, options})

  defp env(key, default), do: Application.get_env(:logger, key, default)
end
