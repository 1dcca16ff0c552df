# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :timer do
  @moduledoc """
  Timers, as Erlang's `timer`. One-shot sends are the VM's own timers; what repeats or calls a function is kept by the
  process `timer_server`, which starts with its first use.
  """

  # Units

  def seconds(n), do: 1000 * n
  def minutes(n), do: 60_000 * n
  def hours(n), do: 3_600_000 * n
  def hms(h, m, s), do: hours(h) + minutes(m) + seconds(s)

  @doc "Suspends the process."
  def sleep(time) do
    receive do
    after
      time -> :ok
    end
  end

  # Measuring

  @doc "Runs a function; its time in microseconds and its value."
  def tc(fun) when is_function(fun, 0), do: tc_apply(fun, [])
  def tc(fun, args) when is_list(args), do: tc_apply(fun, args)

  def tc(m, f, args) do
    start = :erlang.monotonic_time()
    value = :erlang.apply(m, f, args)
    {:erlang.convert_time_unit(:erlang.monotonic_time() - start, :native, :microsecond), value}
  end

  defp tc_apply(fun, args) do
    start = :erlang.monotonic_time()
    value = :erlang.apply(fun, args)
    {:erlang.convert_time_unit(:erlang.monotonic_time() - start, :native, :microsecond), value}
  end

  @doc "The microseconds between two `now` tuples."
  def now_diff({m2, s2, u2}, {m1, s1, u1}), do: ((m2 - m1) * 1_000_000 + s2 - s1) * 1_000_000 + u2 - u1

  # Timers

  def start, do: ensure()
  def start_link, do: {:ok, ensure() && :erlang.whereis(:timer_server)}

  def send_after(time, message), do: send_after(time, self(), message)

  def send_after(0, to, message) do
    :erlang.send(to, message)
    {:ok, {:instant, :erlang.make_ref()}}
  end

  def send_after(time, to, message) when is_integer(time) and time >= 0 and (is_pid(to) or is_atom(to) or is_tuple(to)) do
    case to do
      {name, node} when node === node() -> {:ok, {:send_local, :erlang.send_after(time, name, message)}}
      _ -> {:ok, {:send_local, :erlang.send_after(time, to, message)}}
    end
  end

  def send_after(_, _, _), do: {:error, :badarg}

  def exit_after(time, reason), do: exit_after(time, self(), reason)
  def exit_after(time, pid, reason), do: apply_after(time, :erlang, :exit, [pid_of(pid), reason])
  def kill_after(time), do: exit_after(time, self(), :kill)
  def kill_after(time, pid), do: exit_after(time, pid, :kill)

  defp pid_of(name) when is_atom(name), do: :erlang.whereis(name)
  defp pid_of(pid), do: pid

  def apply_after(time, m, f, args) when is_integer(time) and time >= 0 and is_atom(m) and is_atom(f) and is_list(args),
    do: request({:once, time, {m, f, args}, self()})

  def apply_after(_, _, _, _), do: {:error, :badarg}

  def apply_interval(time, m, f, args) when is_integer(time) and time >= 0 and is_atom(m) and is_atom(f) and is_list(args),
    do: request({:interval, time, {m, f, args}, self()})

  def apply_interval(_, _, _, _), do: {:error, :badarg}

  def send_interval(time, message), do: send_interval(time, self(), message)

  def send_interval(time, to, message) when is_integer(time) and time >= 0,
    do: request({:interval, time, {:erlang, :send, [to, message]}, pid_of(to)})

  def send_interval(_, _, _), do: {:error, :badarg}

  def cancel({:instant, ref}) when is_reference(ref), do: {:ok, :cancel}

  def cancel({:send_local, ref}) when is_reference(ref) do
    :erlang.cancel_timer(ref)
    {:ok, :cancel}
  end

  def cancel({kind, ref}) when kind in [:once, :interval] and is_reference(ref), do: request({:cancel, ref})
  def cancel(_), do: {:error, :badarg}

  # The server. `timers` maps a reference to {VM timer, :once | {:interval, time, due}, mfa}; an interval belongs to the
  # process that it is for and ends with it.

  defp request(request) do
    ensure()

    case :gen.call(:timer_server, :timer, request, :infinity) do
      {:ok, reply} -> reply
    end
  end

  defp ensure do
    case :erlang.whereis(:timer_server) do
      :undefined ->
        {pid, ref} = :erlang.spawn_monitor(:timer, :init, [self()])

        receive do
          {:ready, ^pid} ->
            :erlang.demonitor(ref, [:flush])
            :ok

          {:DOWN, ^ref, _, _, _} ->
            ensure()
        end

      _ ->
        :ok
    end
  end

  @doc false
  def init(parent) do
    :erlang.register(:timer_server, self())
    if is_pid(:erlang.whereis(:user)), do: :erlang.group_leader(:erlang.whereis(:user), self())
    :erlang.send(parent, {:ready, self()})
    loop(%{})
  end

  defp loop(timers) do
    receive do
      {:timer, from, request} ->
        {reply, timers} = handle(request, timers)
        :gen.reply(from, reply)
        loop(timers)

      {:timeout, ref} ->
        loop(fire(ref, timers))

      {:DOWN, monitor, :process, _, _} ->
        loop(drop_of(monitor, timers))

      _ ->
        loop(timers)
    end
  end

  defp handle({:once, time, mfa, _}, timers) do
    ref = :erlang.make_ref()
    timer = :erlang.send_after(time, self(), {:timeout, ref})
    {{:ok, {:once, ref}}, :maps.put(ref, {timer, :once, mfa}, timers)}
  end

  defp handle({:interval, time, mfa, pid}, timers) do
    ref = :erlang.make_ref()
    due = :erlang.monotonic_time(:millisecond) + time
    monitor = if is_pid(pid), do: :erlang.monitor(:process, pid), else: :none
    timer = :erlang.send_after(due, self(), {:timeout, ref}, [{:abs, true}])
    {{:ok, {:interval, ref}}, :maps.put(ref, {timer, {:interval, time, due, monitor}, mfa}, timers)}
  end

  defp handle({:cancel, ref}, timers), do: {{:ok, :cancel}, drop(ref, timers)}

  defp drop(ref, timers) do
    case timers do
      %{^ref => {timer, kind, _}} ->
        :erlang.cancel_timer(timer)
        unmonitor(kind)
        :maps.remove(ref, timers)

      _ ->
        timers
    end
  end

  defp unmonitor({:interval, _, _, monitor}) when is_reference(monitor), do: :erlang.demonitor(monitor, [:flush])
  defp unmonitor(_), do: :ok

  defp drop_of(monitor, timers) do
    found = fn
      {_, {_, {:interval, _, _, m}, _}} -> m == monitor
      _ -> false
    end

    case :lists.search(found, :maps.to_list(timers)) do
      {:value, {ref, _}} -> drop(ref, timers)
      false -> timers
    end
  end

  defp fire(ref, timers) do
    case timers do
      %{^ref => {_, :once, mfa}} ->
        run(mfa)
        :maps.remove(ref, timers)

      %{^ref => {_, {:interval, time, due, monitor}, mfa}} ->
        run(mfa)
        due = due + time
        timer = :erlang.send_after(due, self(), {:timeout, ref}, [{:abs, true}])
        :maps.put(ref, {timer, {:interval, time, due, monitor}, mfa}, timers)

      _ ->
        timers
    end
  end

  # A send cannot block; anything else runs in a process of its own.
  defp run({:erlang, :send, [to, message]}) do
    try do
      :erlang.send(to, message)
    catch
      _, _ -> :ok
    end
  end

  defp run({m, f, args}), do: :erlang.spawn(m, f, args)
end
