# SPDX-License-Identifier: GPL-3.0-or-later
# process.ex - working with processes.

defmodule Process do
  @moduledoc """
  Working with processes and the process dictionary.
  """

  @type dest :: pid | port | (registered_name :: atom) | {registered_name :: atom, node}

  @doc "Tells whether a local process is alive."
  @spec alive?(pid) :: boolean
  def alive?(pid), do: :erlang.is_process_alive(pid)

  @doc "All pairs of the process dictionary."
  @spec get() :: [{term, term}]
  def get(), do: :erlang.get()

  @doc "The value of a key in the process dictionary, or `default`."
  @spec get(term, default :: term) :: term
  def get(key, default \\ nil) do
    case :erlang.get(key) do
      :undefined -> default
      value -> value
    end
  end

  @doc "All keys of the process dictionary."
  @spec get_keys() :: [term]
  def get_keys(), do: :erlang.get_keys()

  @doc "The keys of the process dictionary with a value."
  @spec get_keys(term) :: [term]
  def get_keys(value), do: :erlang.get_keys(value)

  @doc "Puts a value into the process dictionary; the one before, or `nil`."
  @spec put(term, term) :: term | nil
  def put(key, value), do: nillify(:erlang.put(key, value))

  @doc "Removes a key from the process dictionary; its value, or `nil`."
  @spec delete(term) :: term | nil
  def delete(key), do: nillify(:erlang.erase(key))

  @doc "Sends an exit signal."
  @spec exit(pid, term) :: true
  def exit(pid, reason), do: :erlang.exit(pid, reason)

  @doc "Waits for a time in milliseconds, or for ever."
  @spec sleep(timeout) :: :ok
  def sleep(timeout)
  def sleep(timeout) when (is_integer(timeout) and timeout >= 0) or timeout == :infinity do
    receive do
    after
      timeout -> :ok
    end
  end

  @doc "Sends a message; options `:noconnect` and `:nosuspend`."
  @spec send(dest, msg, [option]) :: :ok | :noconnect | :nosuspend when msg: any, option: :noconnect | :nosuspend
  def send(dest, msg, options), do: :erlang.send(dest, msg, options)

  @doc "Sends a message after a time in milliseconds; a reference to the timer."
  @spec send_after(pid | atom, term, non_neg_integer, [option]) :: reference when option: {:abs, boolean}
  def send_after(dest, msg, time, opts \\ []), do: :erlang.send_after(time, dest, msg, opts)

  @doc "Cancels a timer: the milliseconds that were left, or `false`."
  @spec cancel_timer(reference, options) :: non_neg_integer | false | :ok when options: [async: boolean, info: boolean]
  def cancel_timer(timer_ref, options \\ []), do: :erlang.cancel_timer(timer_ref, options)

  @doc "The milliseconds left of a timer, or `false`."
  @spec read_timer(reference) :: non_neg_integer | false
  def read_timer(timer_ref), do: :erlang.read_timer(timer_ref)

  @type spawn_opt :: :link | :monitor | {:monitor, keyword} | {atom, term}
  @type spawn_opts :: [spawn_opt]

  @doc "Spawns a process with options."
  @spec spawn((() -> any), spawn_opts) :: pid | {pid, reference}
  def spawn(fun, opts), do: :erlang.spawn_opt(fun, opts)

  @doc "Spawns a process with options that calls a function."
  @spec spawn(module, atom, list, spawn_opts) :: pid | {pid, reference}
  def spawn(mod, fun, args, opts), do: :erlang.spawn_opt(mod, fun, args, opts)

  @doc "Monitors a process."
  @spec monitor(pid | {name, node} | name) :: reference when name: atom
  def monitor(item), do: :erlang.monitor(:process, item)

  @doc "Ends a monitor; options `:flush` and `:info`."
  @spec demonitor(reference, options :: [:flush | :info]) :: boolean
  def demonitor(monitor_ref, options \\ []), do: :erlang.demonitor(monitor_ref, options)

  @doc "All processes."
  @spec list() :: [pid]
  def list(), do: :erlang.processes()

  @doc "Links with a process or port."
  @spec link(pid | port) :: true
  def link(pid_or_port), do: :erlang.link(pid_or_port)

  @doc "Ends a link."
  @spec unlink(pid | port) :: true
  def unlink(pid_or_port), do: :erlang.unlink(pid_or_port)

  @doc "Gives a process or port a name."
  @spec register(pid | port, atom) :: true
  def register(pid_or_port, name) when is_atom(name) and name not in [nil, false, true, :undefined] do
    :erlang.register(name, pid_or_port)
  rescue
    ArgumentError ->
      message =
        "could not register #{inspect(pid_or_port)} with " <>
          "name #{inspect(name)} because it is not alive, the name is already " <>
          "taken, or it has already been given another name"

      raise ArgumentError, message
  end

  @doc "Takes a name away."
  @spec unregister(atom) :: true
  def unregister(name), do: :erlang.unregister(name)

  @doc "The process or port with a name, or `nil`."
  @spec whereis(atom) :: pid | port | nil
  def whereis(name), do: nillify(:erlang.whereis(name))

  @doc "The group leader."
  @spec group_leader() :: pid
  def group_leader(), do: :erlang.group_leader()

  @doc "Sets the group leader of a process."
  @spec group_leader(pid, leader :: pid) :: true
  def group_leader(pid, leader), do: :erlang.group_leader(leader, pid)

  @doc "All names that processes have."
  @spec registered() :: [atom]
  def registered(), do: :erlang.registered()

  @doc "Sets a flag of the own process; its old value."
  @spec flag(atom, term) :: term
  def flag(flag, value), do: :erlang.process_flag(flag, value)

  @doc "Sets a flag of a process; its old value."
  @spec flag(pid, :save_calls, 0..10000) :: 0..10000
  def flag(pid, flag, value), do: :erlang.process_flag(pid, flag, value)

  @doc "What is known of a process, or `nil` if it is not alive."
  @spec info(pid) :: keyword | nil
  def info(pid), do: nillify(:erlang.process_info(pid))

  @doc "An item or items of what is known of a process, or `nil` if it is not alive."
  @spec info(pid, atom | [atom]) :: {atom, term} | [{atom, term}] | nil
  def info(pid, spec)

  def info(pid, :registered_name) do
    case :erlang.process_info(pid, :registered_name) do
      :undefined -> nil
      [] -> {:registered_name, []}
      other -> other
    end
  end

  def info(pid, spec) when is_atom(spec) or is_list(spec) or is_tuple(spec) do
    nillify(:erlang.process_info(pid, spec))
  end

  @doc "Waits for a message with as little memory as possible, then calls a function."
  @spec hibernate(module, atom, list) :: no_return
  def hibernate(mod, fun_name, args), do: :erlang.hibernate(mod, fun_name, args)

  defp nillify(:undefined), do: nil
  defp nillify(other), do: other
end
