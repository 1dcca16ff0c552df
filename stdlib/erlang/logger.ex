# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :logger do
  @moduledoc """
  Log events and the handlers that take them, as Erlang's `logger`.

  The configuration is one persistent term: reading it costs nothing. Handlers run in the process that logs. The first
  configuration has one handler, Elixir's `Logger`.
  """

  @key {:logger, :config}
  @levels [emergency: 0, alert: 1, critical: 2, error: 3, warning: 4, notice: 5, info: 6, debug: 7]

  # Levels

  for {level, _} <- @levels do
    def unquote(level)(x), do: log_allowed(unquote(level), x)
    def unquote(level)(x, y), do: log_allowed(unquote(level), x, y)
    def unquote(level)(x, y, metadata), do: log_allowed(unquote(level), x, y, metadata)
  end

  defp rank(:all), do: 10
  defp rank(:none), do: -1
  for {level, n} <- @levels, do: defp(rank(unquote(level)), do: unquote(n))

  defp level?(level), do: :lists.member(level, [:all, :none | :lists.map(fn {l, _} -> l end, @levels)])

  @doc "Whether `a` is more severe (`:gt`), less (`:lt`) or the same (`:eq`)."
  def compare_levels(a, a), do: :eq

  def compare_levels(a, b) do
    case rank(a) < rank(b) do
      true -> :gt
      false -> :lt
    end
  end

  @doc "Whether an event of this level from `module` may be logged."
  def allow(level, module) do
    config = config()

    case config.modules do
      %{^module => least} -> rank(level) <= rank(least)
      _ -> rank(level) <= rank(config.primary.level)
    end
  end

  # Logging

  def log(level, x) do
    if allow(level, :undefined), do: emit(level, message(x), %{})
    :ok
  end

  def log(level, format, args) when is_list(args) do
    if allow(level, :undefined), do: emit(level, {format, args}, %{})
    :ok
  end

  def log(level, x, metadata) when is_map(metadata) do
    if allow(level, module_of(metadata)), do: emit(level, message(x), metadata)
    :ok
  end

  def log(level, fun, args, metadata) when is_function(fun, 1) do
    if allow(level, module_of(metadata)), do: emit(level, result_message(fun.(args)), metadata)
    :ok
  end

  def log(level, format, args, metadata) do
    if allow(level, module_of(metadata)), do: emit(level, {format, args}, metadata)
    :ok
  end

  defp log_allowed(level, x), do: log(level, x)
  defp log_allowed(level, x, y), do: log(level, x, y)
  defp log_allowed(level, x, y, metadata), do: log(level, x, y, metadata)

  @doc false
  def macro_log(location, level, x), do: macro_log(location, level, x, %{})
  @doc false
  def macro_log(location, level, x, metadata) when is_map(metadata), do: emit(level, message(x), :maps.merge(location, metadata))
  def macro_log(location, level, format, args), do: emit(level, {format, args}, location)
  @doc false
  def macro_log(location, level, format, args, metadata), do: emit(level, {format, args}, :maps.merge(location, metadata))

  defp module_of(%{mfa: {m, _, _}}), do: m
  defp module_of(_), do: :undefined

  defp message(report) when is_map(report), do: {:report, report}
  defp message([{_, _} | _] = list), do: list_message(is_report(list), list)
  defp message(text), do: {:string, text}

  defp list_message(true, list), do: {:report, list}
  defp list_message(false, list), do: {:string, list}

  defp is_report([{_, _} | rest]), do: is_report(rest)
  defp is_report(rest), do: rest == []

  defp result_message({format, args}) when is_list(args), do: {format, args}
  defp result_message(other), do: message(other)

  defp emit(level, message, metadata) do
    config = config()
    event = %{level: level, msg: message, meta: full_metadata(metadata, config)}

    case filter(event, config.primary.filters, config.primary.filter_default) do
      :stop -> :ok
      event -> deliver(event, :maps.to_list(config.handlers))
    end
  end

  defp full_metadata(metadata, config) do
    base = :maps.merge(:maps.get(:metadata, config.primary, %{}), %{pid: self(), gl: :erlang.group_leader(), time: timestamp()})

    case get_process_metadata() do
      :undefined -> :maps.merge(base, metadata)
      own -> :maps.merge(:maps.merge(base, own), metadata)
    end
  end

  defp deliver(event, [{_, handler} | rest]) do
    if rank(event.level) <= rank(handler.level), do: deliver_one(event, handler)
    deliver(event, rest)
  end

  defp deliver(_, []), do: :ok

  defp deliver_one(event, handler) do
    case filter(event, handler.filters, handler.filter_default) do
      :stop -> :ok
      event -> call_handler(event, handler)
    end
  end

  # A handler that fails is removed.
  defp call_handler(event, handler) do
    try do
      handler.module.log(event, handler)
      :ok
    catch
      class, reason ->
        stacktrace = __STACKTRACE__
        remove_handler(handler.id)

        :elver_io.write(
          2,
          :unicode.characters_to_binary(
            :io_lib.format('Logger - error: removed failing handler ~tp: ~tp~n', [handler.id, {class, reason, stacktrace}])
          )
        )
    end
  end

  defp filter(event, [{_, {fun, extra}} | rest], default) do
    case run_filter(fun, event, extra) do
      :stop -> :stop
      :ignore -> filter(event, rest, default)
      %{level: _} = event -> filter_passed(event, rest)
      _ -> filter(event, rest, default)
    end
  end

  defp filter(event, [], :log), do: event
  defp filter(_, [], :stop), do: :stop

  # Once a filter has let an event pass, the default does not matter.
  defp filter_passed(event, filters), do: filter(event, filters, :log)

  defp run_filter(fun, event, extra) do
    try do
      fun.(event, extra)
    catch
      _, _ -> :ignore
    end
  end

  @doc "Microseconds since 1970."
  def timestamp, do: :erlang.system_time(:microsecond)

  # Process metadata

  def get_process_metadata do
    case :erlang.get(:"$logger_metadata$") do
      map when is_map(map) -> map
      _ -> :undefined
    end
  end

  def set_process_metadata(map) when is_map(map) do
    :erlang.put(:"$logger_metadata$", map)
    :ok
  end

  def set_process_metadata(other), do: :erlang.error(:badarg, [other])

  def update_process_metadata(map) when is_map(map) do
    case get_process_metadata() do
      :undefined -> set_process_metadata(map)
      old -> set_process_metadata(:maps.merge(old, map))
    end
  end

  def unset_process_metadata do
    :erlang.erase(:"$logger_metadata$")
    :ok
  end

  # Configuration

  defp config, do: :persistent_term.get(@key, initial())

  defp put_config(config) do
    :persistent_term.put(@key, config)
    :ok
  end

  defp initial do
    %{
      primary: %{level: :debug, filter_default: :log, filters: [], metadata: %{}},
      modules: %{},
      handlers: %{
        Logger => %{
          id: Logger,
          module: Logger.Handler,
          level: :all,
          filter_default: :log,
          filters: [],
          formatter: {:logger_formatter, %{}},
          config: %{}
        }
      }
    }
  end

  def get_primary_config, do: config().primary

  def set_primary_config(key, value) do
    case check_primary(key, value) do
      :ok ->
        config = config()
        put_config(%{config | primary: :maps.put(key, value, config.primary)})

      error ->
        error
    end
  end

  def set_primary_config(map) when is_map(map) do
    config = config()
    put_config(%{config | primary: :maps.merge(initial().primary, map)})
  end

  def update_primary_config(map) when is_map(map) do
    config = config()
    put_config(%{config | primary: :maps.merge(config.primary, map)})
  end

  defp check_primary(:level, level) do
    case level?(level) do
      true -> :ok
      false -> {:error, {:invalid_level, level}}
    end
  end

  defp check_primary(_, _), do: :ok

  def get_config do
    config = config()
    %{primary: config.primary, handlers: :maps.values(config.handlers), module_levels: :maps.to_list(config.modules), proxy: %{}}
  end

  def get_proxy_config, do: %{}
  def add_default_metadata(metadata), do: update_primary_config(%{metadata: :maps.merge(config().primary.metadata, metadata)})

  def add_primary_filter(id, filter) do
    config = config()

    case :lists.keymember(id, 1, config.primary.filters) do
      true -> {:error, {:already_exist, id}}
      false -> update_primary_config(%{filters: :erlang.++(config.primary.filters, [{id, filter}])})
    end
  end

  def remove_primary_filter(id) do
    config = config()

    case :lists.keymember(id, 1, config.primary.filters) do
      true -> update_primary_config(%{filters: :lists.keydelete(id, 1, config.primary.filters)})
      false -> {:error, {:not_found, id}}
    end
  end

  # Module levels

  def set_module_level(modules, level) when is_list(modules) do
    config = config()
    added = :lists.foldl(fn module, map -> :maps.put(module, level, map) end, config.modules, modules)
    put_config(%{config | modules: added})
  end

  def set_module_level(module, level), do: set_module_level([module], level)

  def unset_module_level do
    put_config(%{config() | modules: %{}})
  end

  def unset_module_level(modules) when is_list(modules) do
    config = config()
    put_config(%{config | modules: :maps.without(modules, config.modules)})
  end

  def unset_module_level(module), do: unset_module_level([module])

  def get_module_level, do: :maps.to_list(config().modules)

  def get_module_level(modules) when is_list(modules),
    do: :lists.filter(fn {module, _} -> :lists.member(module, modules) end, get_module_level())

  def get_module_level(module), do: get_module_level([module])

  def set_application_level(app, level) do
    case :application.get_key(app, :modules) do
      {:ok, modules} -> set_module_level(modules, level)
      :undefined -> {:error, {:not_loaded, app}}
    end
  end

  def unset_application_level(app) do
    case :application.get_key(app, :modules) do
      {:ok, modules} -> unset_module_level(modules)
      :undefined -> {:error, {:not_loaded, app}}
    end
  end

  # Handlers

  def get_handler_ids, do: :maps.keys(config().handlers)
  def get_handler_config, do: :maps.values(config().handlers)

  def get_handler_config(id) do
    case config().handlers do
      %{^id => handler} -> {:ok, handler}
      _ -> {:error, {:not_found, id}}
    end
  end

  def add_handler(id, module, handler_config) when is_atom(id) and is_atom(module) and is_map(handler_config) do
    config = config()

    handler =
      :maps.merge(
        %{level: :all, filter_default: :log, filters: [], formatter: {:logger_formatter, %{}}},
        :maps.merge(handler_config, %{id: id, module: module})
      )

    case config.handlers do
      %{^id => _} -> {:error, {:already_exist, id}}
      _ -> add_checked(handler, config)
    end
  end

  def add_handler(id, module, handler_config), do: {:error, {:invalid_config, {id, module, handler_config}}}

  defp add_checked(handler, config) do
    case handler_callback(handler.module, :adding_handler, [handler]) do
      {:ok, handler} -> put_config(%{config | handlers: :maps.put(handler.id, handler, config.handlers)})
      {:error, reason} -> {:error, {:handler_not_added, reason}}
    end
  end

  defp handler_callback(module, function, [handler | _] = args) do
    :code.ensure_loaded(module)

    case :erlang.function_exported(module, function, :erlang.length(args)) do
      true -> :erlang.apply(module, function, args)
      false -> {:ok, handler}
    end
  end

  def add_handlers(_), do: :ok

  def remove_handler(id) do
    config = config()

    case config.handlers do
      %{^id => handler} ->
        _ = handler_callback(handler.module, :removing_handler, [handler])
        put_config(%{config | handlers: :maps.remove(id, config.handlers)})

      _ ->
        {:error, {:not_found, id}}
    end
  end

  def set_handler_config(id, key, value), do: change_handler(id, fn handler -> :maps.put(key, value, handler) end)

  def set_handler_config(id, new) when is_map(new),
    do: change_handler(id, fn handler -> :maps.merge(new, %{id: id, module: handler.module}) end)

  def update_handler_config(id, new) when is_map(new), do: change_handler(id, fn handler -> :maps.merge(handler, new) end)

  def update_handler_config(id, key, value) when is_map(value) do
    change_handler(id, fn handler -> :maps.put(key, :maps.merge(:maps.get(key, handler, %{}), value), handler) end)
  end

  def update_handler_config(id, key, value), do: set_handler_config(id, key, value)

  def update_formatter_config(id, new) when is_map(new) do
    change_handler(id, fn %{formatter: {module, config}} = handler ->
      %{handler | formatter: {module, :maps.merge(config, new)}}
    end)
  end

  def update_formatter_config(id, key, value), do: update_formatter_config(id, :maps.put(key, value, %{}))

  def add_handler_filter(id, filter_id, filter),
    do: change_handler(id, fn handler -> %{handler | filters: :erlang.++(handler.filters, [{filter_id, filter}])} end)

  def remove_handler_filter(id, filter_id),
    do: change_handler(id, fn handler -> %{handler | filters: :lists.keydelete(filter_id, 1, handler.filters)} end)

  defp change_handler(id, fun) do
    config = config()

    case config.handlers do
      %{^id => handler} -> put_config(%{config | handlers: :maps.put(id, fun.(handler), config.handlers)})
      _ -> {:error, {:not_found, id}}
    end
  end

  # Reports

  @doc "The format and arguments of any report."
  def format_report(report) when is_map(report), do: format_report(:maps.to_list(report))
  def format_report(report) when is_list(report), do: format_pairs(report)
  def format_report(report), do: {'~tp', [report]}

  @doc "The format and arguments of an OTP report: what stands under `report`."
  def format_otp_report(%{label: _, report: report}), do: format_report(report)
  def format_otp_report(report), do: format_report(report)

  defp format_pairs([]), do: {'~tp', [[]]}

  defp format_pairs(list) do
    formats =
      :lists.map(
        fn
          {_, _} -> '    ~tp: ~tp'
          _ -> '    ~tp'
        end,
        list
      )

    args =
      :lists.flatmap(
        fn
          {key, value} -> [key, value]
          other -> [other]
        end,
        list
      )

    {:lists.flatten(:lists.join('~n', formats)), args}
  end

  def filter_stacktrace(module, [{module, _, _, _} | rest]), do: filter_stacktrace(module, rest)
  def filter_stacktrace(module, [frame | rest]), do: [frame | filter_stacktrace(module, rest)]
  def filter_stacktrace(_, []), do: []

  @doc false
  def reconfigure, do: put_config(initial())
  @doc false
  def i, do: :io.format('~p~n', [get_config()])
end
