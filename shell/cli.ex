# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_cli do
  @moduledoc false
  # What the command line asks for, done in order; the first process of the machine runs main/0.
  #
  # Every action runs in one process of its own, so that an exit signal ends that and is reported. The exit status is 0
  # after a normal end, n after exit({:shutdown, n}), otherwise 1.

  @settle_ms 100
  @own [:elver_cli, :elver_eval, :elver_compiler, :elver_session, Code, Kernel.ParallelCompiler]

  def main do
    boot()
    options = :elver_cli.options()
    System.argv(options[:argv])
    System.no_halt(not options[:halt])
    {pid, ref} = :erlang.spawn_monitor(fn -> run(options) end)

    status =
      receive do
        {:DOWN, ^ref, _, _, reason} -> status_of(reason, pid)
      end

    settle(:erlang.monotonic_time(:millisecond) + @settle_ms)
    finish(status)
  end

  # Processes that have something to do yet (print, say) are let do it before the system goes down, for a moment.
  defp settle(deadline) do
    busy? = Enum.any?(:erlang.processes(), &(&1 != self() and :erlang.process_info(&1, :status) in [{:status, :running}, {:status, :runnable}]))

    if busy? and :erlang.monotonic_time(:millisecond) < deadline do
      :timer.sleep(1)
      settle(deadline)
    end
  end

  @doc "Makes what every program needs: the processes of standard input, output and error, and the system's services."
  def boot do
    user = :user.start()
    :erlang.group_leader(user, self())
    start_services()
  end

  # Services of the system, if their modules are there.
  defp start_services do
    for {module, function} <- [{:elver_services, :start}], :code.ensure_loaded(module) == {:module, module} do
      apply(module, function, [])
    end
  end

  @doc "Runs what System.at_exit/1 registered, last first, and halts."
  def finish(status) do
    try do
      System.run_at_exit(status)
    catch
      kind, reason ->
        report(kind, reason, __STACKTRACE__)
        finish(1)
    else
      _ -> :erlang.halt(status)
    end
  end

  defp status_of(:normal, _pid), do: 0
  defp status_of(:shutdown, _pid), do: 0
  defp status_of({:shutdown, status}, _pid) when is_integer(status), do: status

  defp status_of(reason, pid) do
    :io.put_chars(:standard_error, ["** (EXIT from ", inspect(pid), ") ", Exception.format_exit(reason), ?\n])
    1
  end

  # --- the process that does the work ---

  defp run(options) do
    act_all(grouped(options[:actions]), options)

    cond do
      options[:shell] -> shell(options)
      options[:halt] -> :ok
      true -> Process.sleep(:infinity)
    end
  end

  # Files to compile are compiled together: they may need each other.
  defp grouped(actions) do
    case for({:compile, file} <- actions, do: file) do
      [] -> actions
      files -> Enum.reject(actions, &match?({:compile, _}, &1)) ++ [{:compile, files}]
    end
  end

  # No Enum here: its frames would show in stack traces.
  defp act_all([action | rest], options) do
    guarded(fn -> act(action, options) end)
    act_all(rest, options)
  end

  defp act_all([], _options), do: :ok

  # Reports what ends an action early, and ends with its status.
  defp guarded(fun) do
    try do
      fun.()
    catch
      :exit, reason when reason in [:normal, :shutdown] ->
        :erlang.exit({:shutdown, 0})

      :exit, {:shutdown, status} when is_integer(status) ->
        :erlang.exit({:shutdown, status})

      kind, reason ->
        report(kind, reason, __STACKTRACE__)
        :erlang.exit({:shutdown, 1})
    end
  end

  defp report(kind, reason, stacktrace) do
    {blamed, trace} = Exception.blame(kind, reason, stacktrace)
    banner = banner(kind, blamed, trace)
    lines = trace |> prune() |> Enum.map(&["    ", Exception.format_stacktrace_entry(&1), ?\n])
    :io.put_chars(:standard_error, [banner, ?\n, lines])
  catch
    # Even if the library is broken the program's own error is shown.
    _, _ -> :io.put_chars(:standard_error, :io_lib.format("** (~p) ~tp~n  ~tp~n", [kind, reason, stacktrace]))
  end

  @doc "The first lines of a report. The arguments that no clause matched are set off from the trace."
  def banner(:error, %FunctionClauseError{args: args} = exception, trace) when is_list(args) do
    plain = Exception.format_banner(:error, %{exception | args: nil}, trace)
    whole = Exception.format_banner(:error, exception, trace)
    details = binary_part(whole, byte_size(plain), byte_size(whole) - byte_size(plain))
    plain <> Enum.map_join(String.split(details, "\n"), "\n", &("    " <> &1))
  end

  def banner(kind, reason, trace), do: Exception.format_banner(kind, reason, trace)

  defp prune(stacktrace), do: Enum.reject(stacktrace, fn entry -> elem(entry, 0) in @own end)

  defp act({:eval, text}, _options), do: Code.eval_string(text, [])

  defp act({:stdin, _}, _options) do
    case IO.read(:stdio, :eof) do
      :eof -> :ok
      text -> Code.eval_string(text, [], file: "stdin")
    end
  end

  defp act({kind, file}, _options) when kind in [:script, :require] do
    if regular?(file), do: Code.require_file(file), else: stop("No file named #{file}")
  end

  defp act({:parallel_require, file}, _options), do: Kernel.ParallelCompiler.require([file])

  defp act({:compile, files}, options) do
    case Kernel.ParallelCompiler.compile_to_path(files, options[:output]) do
      {:ok, _modules, _warnings} -> :ok
      {:error, _errors, _warnings} -> :erlang.exit({:shutdown, 1})
    end
  end

  defp act({:app, name}, _options) do
    case Application.ensure_all_started(String.to_atom(name)) do
      {:ok, _} -> :ok
      {:error, {app, reason}} -> stop("Could not start application #{app}: " <> Application.format_error(reason))
    end
  end

  defp regular?(file) do
    case :file.read_file_info(file, [{:time, :posix}]) do
      {:ok, info} -> elem(info, 2) == :regular
      _ -> false
    end
  end

  defp stop(message) do
    :io.put_chars(:standard_error, [message, ?\n])
    :erlang.exit({:shutdown, 1})
  end

  defp shell(options) do
    banner = "Elver #{options[:version]} - press Ctrl-D to leave (type h() ENTER for help)"
    dot_iex = if options[:dot_iex] == "", do: false, else: options[:dot_iex]
    IEx.Server.run(banner: banner, dot_iex: dot_iex)
  end
end
