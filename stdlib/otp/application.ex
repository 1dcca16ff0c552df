# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Application do
  @moduledoc """
  Applications: components with modules, an environment and, as a rule, a supervision tree that starts and stops as one.

      defmodule MyApp do
        use Application

        def start(_type, _args), do: Supervisor.start_link([], strategy: :one_for_one)
      end

  The specification is in `my_app.app` on the code path. `Application.ensure_all_started(:my_app)` starts it after the
  applications it depends on.
  """

  @type app :: atom
  @type key :: atom
  @type application_key ::
          :start_phases
          | :mod
          | :applications
          | :optional_applications
          | :included_applications
          | :registered
          | :maxT
          | :maxP
          | :modules
          | :vsn
          | :id
          | :description
  @type value :: term
  @type state :: term
  @type start_type :: :normal | {:takeover, node} | {:failover, node}
  @type restart_type :: :permanent | :transient | :temporary

  @doc "Called when the application starts: starts the top supervisor."
  @callback start(start_type, start_args :: term) :: {:ok, pid} | {:ok, pid, state} | {:error, reason :: term}
  @doc "Called before the application stops."
  @callback prep_stop(state) :: state
  @doc "Called after the application has stopped."
  @callback stop(state) :: term
  @doc "Called for each start phase."
  @callback start_phase(phase :: term, start_type, phase_args :: term) :: :ok | {:error, reason :: term}
  @doc "Called after a code change that changed the environment."
  @callback config_change(changed, new, removed) :: :ok when changed: keyword, new: keyword, removed: [atom]
  @optional_callbacks start_phase: 3, prep_stop: 1, config_change: 3

  @keys [
    :description,
    :id,
    :vsn,
    :modules,
    :maxP,
    :maxT,
    :registered,
    :included_applications,
    :optional_applications,
    :applications,
    :mod,
    :start_phases
  ]

  @doc false
  defmacro __using__(_) do
    quote location: :keep do
      @behaviour Application

      @doc false
      def stop(_state), do: :ok

      defoverridable Application
    end
  end

  @doc "The specification of an application, or nil."
  @spec spec(app) :: [{application_key, value}] | nil
  def spec(app) when is_atom(app) do
    case :application.get_all_key(app) do
      {:ok, info} -> :lists.keydelete(:env, 1, info)
      :undefined -> nil
    end
  end

  @doc "One key of the specification, or nil."
  @spec spec(app, application_key) :: value | nil
  def spec(app, key) when is_atom(app) and key in @keys do
    case :application.get_key(app, key) do
      {:ok, value} -> value
      :undefined -> nil
    end
  end

  @doc "The application that `module` belongs to, or nil."
  @spec get_application(atom) :: atom | nil
  def get_application(module) when is_atom(module) do
    case :application.get_application(module) do
      {:ok, app} -> app
      :undefined -> nil
    end
  end

  # Environment

  @doc "All of the environment."
  @spec get_all_env(app) :: [{key, value}]
  def get_all_env(app) when is_atom(app), do: :application.get_all_env(app)

  @doc "The value of `key`, noted at compile time."
  defmacro compile_env(app, key_or_path, default \\ nil) when is_atom(app) do
    quote do: Application.__compile_env__(unquote(app), unquote(key_or_path), unquote(default))
  end

  @doc "The value of `key`, noted at compile time; raises if there is none."
  defmacro compile_env!(app, key_or_path) when is_atom(app) do
    quote do: Application.__compile_env__!(unquote(app), unquote(key_or_path))
  end

  @doc false
  def __compile_env__(app, key_or_path, default) do
    case fetch_path(app, key_or_path) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc false
  def __compile_env__!(app, key_or_path) do
    case fetch_path(app, key_or_path) do
      {:ok, value} ->
        value

      :error ->
        raise ArgumentError,
              "could not fetch application environment #{inspect(key_or_path)} for application " <>
                "#{inspect(app)} #{fetch_env_failed_message(app, key_or_path)}"
    end
  end

  defp fetch_path(app, [key | path]) do
    case fetch_env(app, key) do
      {:ok, value} -> fetch_in(value, path)
      :error -> :error
    end
  end

  defp fetch_path(app, key), do: fetch_env(app, key)

  defp fetch_in(value, []), do: {:ok, value}

  defp fetch_in(value, [key | path]) do
    case Access.fetch(value, key) do
      {:ok, value} -> fetch_in(value, path)
      :error -> :error
    end
  end

  @doc "The value of `key`, or `default`."
  @spec get_env(app, key, value) :: value
  def get_env(app, key, default \\ nil) when is_atom(app), do: :application.get_env(app, key, default)

  @doc "`{:ok, value}` or `:error`."
  @spec fetch_env(app, key) :: {:ok, value} | :error
  def fetch_env(app, key) when is_atom(app) do
    case :application.get_env(app, key) do
      {:ok, value} -> {:ok, value}
      :undefined -> :error
    end
  end

  @doc "The value of `key`; raises if there is none."
  @spec fetch_env!(app, key) :: value
  def fetch_env!(app, key) when is_atom(app) do
    case fetch_env(app, key) do
      {:ok, value} ->
        value

      :error ->
        raise ArgumentError,
              "could not fetch application environment #{inspect(key)} for application " <>
                "#{inspect(app)} #{fetch_env_failed_message(app, key)}"
    end
  end

  defp fetch_env_failed_message(app, key) do
    case :application.get_key(app, :vsn) do
      {:ok, _} -> "because configuration at #{inspect(key)} was not set"
      :undefined -> "because the application was not loaded nor configured"
    end
  end

  @doc "Sets a value."
  @spec put_env(app, key, value, timeout: timeout, persistent: boolean) :: :ok
  def put_env(app, key, value, opts \\ []) when is_atom(app) do
    case Keyword.get(opts, :persistent, false) do
      true -> :application_controller.set_persistent_env(app, key, value)
      false -> :application.set_env(app, key, value, opts)
    end
  end

  @doc "Sets the values of many applications."
  @spec put_all_env([{app, [{key, value}]}], keyword) :: :ok
  def put_all_env(config, opts \\ []) when is_list(config) and is_list(opts) do
    for {app, env} <- config, {key, value} <- env, do: put_env(app, key, value, opts)
    :ok
  end

  @doc "Deletes a value."
  @spec delete_env(app, key, keyword) :: :ok
  def delete_env(app, key, opts \\ []) when is_atom(app), do: :application.unset_env(app, key, opts)

  # Starting and stopping

  @doc "Starts an application unless it runs."
  @spec ensure_started(app, restart_type) :: :ok | {:error, term}
  def ensure_started(app, type \\ :temporary) when is_atom(app), do: :application.ensure_started(app, type)

  @doc "Loads an application unless it is loaded."
  @spec ensure_loaded(app) :: :ok | {:error, term}
  def ensure_loaded(app) when is_atom(app) do
    case :application.load(app) do
      :ok -> :ok
      {:error, {:already_loaded, ^app}} -> :ok
      {:error, _} = error -> error
    end
  end

  @doc "Starts an application after all it depends on; gives those that were started."
  @spec ensure_all_started(app, restart_type) :: {:ok, [app]} | {:error, {app, term}}
  def ensure_all_started(app, type \\ :temporary) when is_atom(app), do: :application.ensure_all_started(app, type)

  @doc "Starts an application."
  @spec start(app, restart_type) :: :ok | {:error, term}
  def start(app, type \\ :temporary) when is_atom(app), do: :application.start(app, type)

  @doc "Stops an application."
  @spec stop(app) :: :ok | {:error, term}
  def stop(app) when is_atom(app), do: :application.stop(app)

  @doc "Loads an application, without starting it."
  @spec load(app) :: :ok | {:error, term}
  def load(app) when is_atom(app), do: :application.load(app)

  @doc "Unloads an application that does not run."
  @spec unload(app) :: :ok | {:error, term}
  def unload(app) when is_atom(app), do: :application.unload(app)

  @doc "The directory of an application, optionally with a path in it."
  @spec app_dir(app) :: String.t()
  def app_dir(app) when is_atom(app) do
    case :code.lib_dir(app) do
      lib when is_list(lib) -> IO.chardata_to_string(lib)
      {:error, :bad_name} -> raise ArgumentError, "unknown application: #{inspect(app)}"
    end
  end

  @spec app_dir(app, String.t() | [String.t()]) :: String.t()
  def app_dir(app, path) when is_atom(app) and is_binary(path), do: Path.join(app_dir(app), path)
  def app_dir(app, path) when is_atom(app) and is_list(path), do: Path.join([app_dir(app) | path])

  @doc "The applications that run: `{app, description, vsn}`."
  @spec started_applications(timeout) :: [{app, description :: charlist, vsn :: charlist}]
  def started_applications(timeout \\ 5000), do: :application.which_applications(timeout)

  @doc "The applications that are loaded."
  @spec loaded_applications() :: [{app, description :: charlist, vsn :: charlist}]
  def loaded_applications, do: :application.loaded_applications()

  # Errors

  @doc "Text of an error reason of this module."
  @spec format_error(any) :: String.t()
  def format_error(reason) do
    try do
      impl_format_error(reason)
    catch
      _, _ -> Exception.format_exit(reason)
    end
  end

  defp impl_format_error({{:EXIT, reason}, {mod, :start, args}}),
    do: exit_in(Exception.format_mfa(mod, :start, args)) <> Exception.format_exit(reason)

  defp impl_format_error({reason, {mod, :start, args}}),
    do: Exception.format_mfa(mod, :start, args) <> " returned an error: " <> Exception.format_exit({:shutdown_reason, reason} |> elem(1))

  defp impl_format_error({:bad_return, {{mod, :start, args}, {:EXIT, {reason, stack}}}}) when is_list(stack),
    do: exit_in(Exception.format_mfa(mod, :start, args)) <> Exception.format_exit({reason, stack})

  defp impl_format_error({:bad_return, {{mod, :start, args}, return}}),
    do: Exception.format_mfa(mod, :start, args) <> " returned a bad value: " <> inspect(return)

  defp impl_format_error({:already_loaded, app}) when is_atom(app), do: "already loaded application #{app}"
  defp impl_format_error({:not_loaded, app}) when is_atom(app), do: "could not load application #{app}"
  defp impl_format_error({:invalid_name, name}), do: "invalid application name: #{inspect(name)}"
  defp impl_format_error({:running, app}), do: "application is already running: #{app}"
  defp impl_format_error({:bad_application, app}), do: "bad application: #{inspect(app)}"
  defp impl_format_error({:not_started, app}), do: "could not start application #{app}"
  defp impl_format_error({:already_started, app}), do: "already started application #{app}"
  defp impl_format_error({reason, file}) when is_list(file), do: "could not load #{file}: #{reason}"
  defp impl_format_error(reason), do: Exception.format_exit(reason)

  defp exit_in(call), do: "exited in: " <> call <> "\n    ** (EXIT) "
end
