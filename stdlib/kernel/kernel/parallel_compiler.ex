# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Kernel.ParallelCompiler do
  @moduledoc """
  Compiles many files at once, each in a process of its own. A file that needs a module of another one waits until that
  is defined; when all that is left waits, the modules they wait for do not exist.
  """

  @doc "Compiles the files: `{:ok, modules, warnings}` or `{:error, errors, warnings}`."
  def compile(files, options \\ []) when is_list(options), do: spawn_workers(files, :compile, options)

  @doc "Like `compile/2`, and writes the bytecode into the folder."
  def compile_to_path(files, path, options \\ []) when is_binary(path) and is_list(options),
    do: spawn_workers(files, {:compile, path}, options)

  @doc "Runs the files."
  def require(files, options \\ []) when is_list(options), do: spawn_workers(files, :require, options)

  defp spawn_workers(files, kind, options) do
    limit = Keyword.get(options, :max_concurrency, max(:erlang.system_info(:schedulers_online), 2))
    state = %{kind: kind, options: options, left: files, running: %{}, waiting: %{}, limit: limit, modules: [], errors: [], known: MapSet.new()}
    loop(start(state))
  end

  defp start(%{left: [file | left], errors: []} = state) when map_size(state.running) - map_size(state.waiting) < state.limit do
    {pid, ref} = spawn_worker(self(), file, state)
    start(%{state | left: left, running: Map.put(state.running, pid, {ref, file})})
  end

  defp start(state), do: state

  defp spawn_worker(parent, file, %{kind: kind, options: options}) do
    :erlang.spawn_monitor(fn ->
      :erlang.put(:elver_ensure_compiled, fn module -> wait_for(parent, module) end)
      :erlang.put(:elver_on_module, fn module, path, binary -> defined(parent, kind, options, module, path, binary) end)

      try do
        if kind == :require, do: Code.require_file(file), else: Code.compile_file(file)
      catch
        kind, reason -> exit({:failed, kind, reason, __STACKTRACE__})
      else
        _ -> exit(:done)
      end
    end)
  end

  defp wait_for(parent, module) do
    ref = make_ref()
    send(parent, {:wait, self(), ref, module})

    receive do
      {^ref, found?} -> found?
    end
  end

  defp defined(parent, kind, options, module, path, binary) do
    case kind do
      {:compile, folder} -> File.write!(Path.join(folder, Atom.to_string(module) <> ".beam"), binary)
      _ -> :ok
    end

    if each = options[:each_module], do: each.(path, module, binary)
    send(parent, {:defined, module})
  end

  defp loop(%{running: running, left: []} = state) when map_size(running) == 0, do: result(state)
  defp loop(%{running: running, errors: [_ | _]} = state) when map_size(running) == 0, do: result(state)

  defp loop(%{running: running, waiting: waiting, left: left} = state)
       when map_size(running) == map_size(waiting) and (left == [] or state.errors != []) do
    # All that runs waits: for modules that nobody defines. Those may fail now, the first one first.
    {pid, {ref, _module}} = waiting |> Enum.sort() |> hd()
    send(pid, {ref, false})
    loop(%{state | waiting: Map.delete(waiting, pid)})
  end

  defp loop(state) do
    receive do
      {:wait, pid, ref, module} ->
        if MapSet.member?(state.known, module) do
          send(pid, {ref, true})
          loop(state)
        else
          loop(start(%{state | waiting: Map.put(state.waiting, pid, {ref, module})}))
        end

      {:defined, module} ->
        {ready, waiting} = Enum.split_with(state.waiting, fn {_pid, {_ref, wanted}} -> wanted == module end)
        for {pid, {ref, _}} <- ready, do: send(pid, {ref, true})
        loop(%{state | waiting: Map.new(waiting), modules: [module | state.modules], known: MapSet.put(state.known, module)})

      {:DOWN, _ref, :process, pid, reason} when is_map_key(state.running, pid) ->
        {{_ref, file}, running} = Map.pop!(state.running, pid)
        state = %{state | running: running, waiting: Map.delete(state.waiting, pid)}
        loop(start(finished(reason, file, state)))
    end
  end

  defp finished(:done, file, state) do
    if each = state.options[:each_file], do: call_each(each, file)
    state
  end

  defp finished({:failed, kind, reason, stacktrace}, file, state) do
    IO.write(:stderr, ["\n== Compilation error in file ", Path.relative_to_cwd(file), " ==\n", Exception.format(kind, reason, stacktrace), ?\n])
    error = {Path.expand(file), line(reason), Exception.format_banner(kind, reason, stacktrace)}
    %{state | errors: [error | state.errors]}
  end

  defp finished(reason, file, state), do: %{state | errors: [{Path.expand(file), nil, inspect(reason)} | state.errors]}

  defp call_each(each, file) when is_function(each, 1), do: each.(file)
  defp call_each(each, file) when is_function(each, 2), do: each.(file, nil)

  defp line(%{line: line}) when is_integer(line), do: line
  defp line(_), do: nil

  defp result(%{errors: [], modules: modules}), do: {:ok, Enum.reverse(modules), []}
  defp result(%{errors: errors}), do: {:error, Enum.reverse(errors), []}
end
