# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :application do
  @moduledoc """
  Applications, as Erlang's `application`. Specifications and environments are in the table `:ac_tab`, owned by the process
  `application_controller`; both appear with the first application that is loaded or the first variable that is set.
  """

  @callback start(term, term) :: {:ok, pid} | {:ok, pid, term} | {:error, term}
  @callback stop(term) :: term
  @callback config_change([{term, term}], [{term, term}], [term]) :: :ok
  @callback prep_stop(term) :: term
  @callback start_phase(atom, term, term) :: :ok | {:error, term}
  @optional_callbacks config_change: 3, prep_stop: 1, start_phase: 3

  # Loading

  def load(app), do: load(app, [])
  def load(app, _distributed), do: :application_controller.load_application(app)
  def unload(app), do: :application_controller.unload_application(app)

  # Starting and stopping

  def start(app), do: start(app, :temporary)

  def start(app, type) when type in [:temporary, :permanent, :transient] do
    name = app_name(app)

    case load_if_needed(app) do
      :ok -> :application_controller.start_application(name, type)
      error -> error
    end
  end

  def start(app, type), do: :erlang.error(:function_clause, [app, type])

  defp app_name({:application, name, _}), do: name
  defp app_name(name), do: name

  defp load_if_needed(app) do
    case load(app) do
      :ok -> :ok
      {:error, {:already_loaded, _}} -> :ok
      error -> error
    end
  end

  def ensure_started(app), do: ensure_started(app, :temporary)

  def ensure_started(app, type) do
    case start(app, type) do
      :ok -> :ok
      {:error, {:already_started, ^app}} -> :ok
      error -> error
    end
  end

  def ensure_all_started(app), do: ensure_all_started(app, :temporary)

  @doc "Starts an application after those it needs; stops what it started if one fails."
  def ensure_all_started(app, type) do
    case start_all(app, type, []) do
      {:ok, started} ->
        {:ok, :lists.reverse(started)}

      {:error, reason, started} ->
        :lists.foreach(&stop/1, started)
        {:error, reason}
    end
  end

  defp start_all(app, type, started) do
    case start(app, type) do
      :ok ->
        {:ok, [app | started]}

      {:error, {:already_started, ^app}} ->
        {:ok, started}

      {:error, {:not_started, needed}} ->
        case start_needed(app, needed, type, started) do
          {:ok, started} -> start_all(app, type, started)
          other -> other
        end

      {:error, reason} ->
        {:error, {app, reason}, started}
    end
  end

  defp start_needed(app, needed, type, started) do
    case start_all(needed, type, started) do
      {:error, {^needed, reason}, started} -> optional_or_error(app, needed, reason, started)
      other -> other
    end
  end

  # The application itself skips optional applications that are not there.
  defp optional_or_error(_, needed, reason, started), do: {:error, {needed, reason}, started}

  def stop(app), do: :application_controller.stop_application(app)
  def start_type, do: :application_controller.start_type(:erlang.group_leader())
  def permit(_, _), do: :ok
  def takeover(_, _), do: {:error, :not_running_distributed}

  def which_applications, do: :application_controller.which_applications()
  def which_applications(_timeout), do: which_applications()
  def loaded_applications, do: :application_controller.loaded_applications()
  def info, do: [loaded: loaded_applications(), running: which_applications()]

  # Keys of the specification

  def get_key(key) do
    case get_application() do
      {:ok, app} -> get_key(app, key)
      :undefined -> :undefined
    end
  end

  def get_key(app, key), do: :application_controller.get_key(app, key)

  def get_all_key do
    case get_application() do
      {:ok, app} -> get_all_key(app)
      :undefined -> []
    end
  end

  def get_all_key(app), do: :application_controller.get_all_key(app)

  def get_application, do: get_application(:erlang.group_leader())
  def get_application(pid) when is_pid(pid), do: :application_controller.application_of(pid)
  def get_application(module) when is_atom(module), do: :application_controller.application_of_module(module)

  # Environment

  def get_env(key) do
    case get_application() do
      {:ok, app} -> get_env(app, key)
      :undefined -> :undefined
    end
  end

  def get_env(app, key), do: :application_controller.get_env(app, key)

  def get_env(app, key, default) do
    case get_env(app, key) do
      {:ok, value} -> value
      :undefined -> default
    end
  end

  def get_all_env do
    case get_application() do
      {:ok, app} -> get_all_env(app)
      :undefined -> []
    end
  end

  def get_all_env(app), do: :application_controller.get_all_env(app)

  def set_env(config) when is_list(config), do: set_env(config, [])

  def set_env(config, _options) when is_list(config) do
    :lists.foreach(
      fn {app, env} -> :lists.foreach(fn {key, value} -> :application_controller.set_env(app, key, value) end, env) end,
      config
    )
  end

  def set_env(app, key, value), do: :application_controller.set_env(app, key, value)
  def set_env(app, key, value, _options), do: :application_controller.set_env(app, key, value)
  def unset_env(app, key), do: :application_controller.unset_env(app, key)
  def unset_env(app, key, _options), do: :application_controller.unset_env(app, key)

  def start_boot(app), do: start(app)
  def start_boot(app, type), do: start(app, type)
end
