# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Logger do
  @moduledoc """
  Logs text and reports of processes.

      require Logger
      Logger.error("disk full", disk: 1)
      #=> 20:15:03.123 [error] disk full

  Levels, from most severe: `:emergency`, `:alert`, `:critical`, `:error`, `:warning`, `:notice`, `:info`, `:debug`. Events go
  through `:logger` to the handler `Logger`, which translates reports of OTP processes and prints.
  """

  @type message :: iodata | String.Chars.t() | report
  @type report :: map | keyword
  @type level :: :emergency | :alert | :critical | :error | :warning | :warn | :notice | :info | :debug
  @type metadata :: keyword

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]
  @metadata_key :"$logger_metadata$"

  @doc "All levels, most severe first."
  @spec levels() :: [level]
  def levels, do: @levels

  # Metadata of the process

  @doc "The metadata of this process."
  @spec metadata() :: metadata
  def metadata do
    case :erlang.get(@metadata_key) do
      map when is_map(map) -> Map.to_list(map)
      _ -> []
    end
  end

  @doc "Changes the metadata of this process; nil removes a key."
  @spec metadata(metadata) :: :ok
  def metadata(keyword) do
    case :erlang.get(@metadata_key) do
      map when is_map(map) -> merge_metadata(map, keyword)
      _ -> merge_metadata(%{}, keyword)
    end
  end

  defp merge_metadata(map, keyword) do
    new =
      Enum.reduce(keyword, map, fn
        {key, nil}, acc -> Map.delete(acc, key)
        {key, value}, acc -> Map.put(acc, key, value)
      end)

    :erlang.put(@metadata_key, new)
    :ok
  end

  @doc "Replaces the metadata of this process."
  @spec reset_metadata(metadata) :: :ok
  def reset_metadata(keyword \\ []), do: merge_metadata(%{}, keyword)

  # Switches

  @doc "Logs from `pid`, this process, again."
  @spec enable(pid) :: :ok
  def enable(pid) when pid == self() do
    Process.delete({__MODULE__, :enabled})
    :ok
  end

  @doc "Logs nothing from `pid`, this process."
  @spec disable(pid) :: :ok
  def disable(pid) when pid == self() do
    Process.put({__MODULE__, :enabled}, false)
    :ok
  end

  @doc "Whether `pid`, this process, logs."
  @spec enabled?(pid) :: boolean
  def enabled?(pid) when pid == self(), do: Process.get({__MODULE__, :enabled}, true)

  @doc "The level from which on events are logged."
  @spec level() :: level | :all | :none
  def level, do: :logger.get_primary_config().level

  @doc "Compares levels: `:gt` if `left` is more severe."
  @spec compare_levels(level, level) :: :lt | :eq | :gt
  def compare_levels(left, right), do: :logger.compare_levels(erlang_level(left), erlang_level(right))

  defp erlang_level(:warn), do: :warning
  defp erlang_level(level), do: level

  @doc """
  Configures the logger: `:level`, `:truncate`, `:utc_log`, `:handle_sasl_reports`, `:handle_otp_reports`...
  """
  @spec configure(keyword) :: :ok
  def configure(options) do
    for {key, value} <- options, do: configure_one(key, value)
    :ok
  end

  defp configure_one(:level, level) do
    case :logger.set_primary_config(:level, erlang_level(level)) do
      :ok -> Application.put_env(:logger, :level, level)
      {:error, _} -> raise ArgumentError, "Logger only supports levels #{inspect(@levels)}, got: #{inspect(level)}"
    end
  end

  defp configure_one(key, value), do: Application.put_env(:logger, key, value)

  @doc "Waits until all has been written. Events are written when logged, so there is nothing to wait for."
  @spec flush() :: :ok
  def flush, do: :ok

  # Module and application levels

  def put_module_level(module, level) when level in [:all, :none, :warn | @levels],
    do: :logger.set_module_level(module, erlang_level(level))

  def get_module_level(module), do: :logger.get_module_level(module)
  def delete_module_level(module), do: :logger.unset_module_level(module)
  def delete_all_module_levels, do: :logger.unset_module_level()
  def put_application_level(app, level), do: :logger.set_application_level(app, erlang_level(level))

  # Backends

  @doc "Adds a backend: a `:gen_event` handler that takes `{level, group_leader, {Logger, message, time, metadata}}`."
  def add_backend(backend, opts \\ []), do: Logger.Handler.add_backend(backend, opts)

  @doc "Removes a backend."
  def remove_backend(backend, opts \\ []), do: Logger.Handler.remove_backend(backend, opts)

  @doc "Configures a backend."
  @spec configure_backend(term, keyword) :: term
  def configure_backend(backend, options) when is_list(options), do: Logger.Handler.configure_backend(backend, options)

  def add_translator({mod, fun} = translator) when is_atom(mod) and is_atom(fun),
    do: Application.put_env(:logger, :translators, [translator | Logger.Handler.translators() -- [translator]])

  def remove_translator({mod, fun} = translator) when is_atom(mod) and is_atom(fun),
    do: Application.put_env(:logger, :translators, Logger.Handler.translators() -- [translator])

  # Logging

  @doc "Logs without the location of the caller."
  @spec bare_log(level, message | (() -> message | {message, keyword}), keyword) :: :ok
  def bare_log(level, message_or_fun, metadata \\ []) do
    case __should_log__(level, nil) do
      nil -> :ok
      level -> __do_log__(level, message_or_fun, add_pid(metadata))
    end
  end

  defp add_pid(metadata), do: Map.new(metadata)

  @doc false
  def __should_log__(level, module) do
    level = erlang_level(level)

    case :logger.allow(level, module) and enabled?(self()) do
      true -> level
      false -> nil
    end
  end

  @doc false
  def __do_log__(level, fun, metadata) when is_function(fun, 0) do
    case fun.() do
      {message, extra} when is_list(extra) -> __do_log__(level, message, Enum.into(extra, metadata))
      message -> __do_log__(level, message, metadata)
    end
  end

  def __do_log__(level, report, metadata) when is_map(report) and not is_struct(report),
    do: :logger.macro_log(%{}, level, report, add_elixir_domain(metadata))

  def __do_log__(level, [{key, _} | _] = keyword, metadata) when is_atom(key),
    do: :logger.macro_log(%{}, level, keyword, add_elixir_domain(metadata))

  def __do_log__(level, message, metadata) when is_binary(message) or is_list(message),
    do: :logger.macro_log(%{}, level, message, add_elixir_domain(metadata))

  def __do_log__(level, message, metadata),
    do: :logger.macro_log(%{}, level, to_string(message), add_elixir_domain(metadata))

  defp add_elixir_domain(%{domain: domain} = metadata) when is_list(domain), do: %{metadata | domain: [:elixir | domain]}
  defp add_elixir_domain(metadata), do: Map.put(metadata, :domain, [:elixir])

  for level <- @levels ++ [:warn] do
    @doc "Logs a #{level} message."
    defmacro unquote(level)(message_or_fun, metadata \\ []),
      do: log_call(unquote(level), message_or_fun, metadata, __CALLER__)
  end

  @doc "Logs a message with a level that is known at run time."
  defmacro log(level, message_or_fun, metadata \\ []), do: log_call(level, message_or_fun, metadata, __CALLER__)

  defp log_call(level, message, metadata, caller) do
    location = Macro.escape(location(caller))

    quote do
      case Logger.__should_log__(unquote(level), __MODULE__) do
        nil ->
          :ok

        level ->
          Logger.__do_log__(level, unquote(message), Enum.into(unquote(metadata), unquote(location)))
      end
    end
  end

  defp location(%{module: module, function: {function, arity}, file: file, line: line}),
    do: %{mfa: {module, function, arity}, file: String.to_charlist(file), line: line}

  defp location(%{file: file, line: line}), do: %{file: String.to_charlist(file), line: line}
end
