# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx.Server do
  @moduledoc false
  # Reads input and has an evaluator process evaluate it.
  #
  # The evaluator keeps bindings, imports and history while it lives. After each input it also hands its session back, so
  # that the session goes on with all bindings when the evaluator was ended: by a link, by exit/1, or because it
  # could not be interrupted. The protocol, both ways:
  #
  #     {:eval, server, text, counter}   ->  {:done, evaluator, session} | {:incomplete, evaluator}
  #     {:interrupt}                      from the terminal, while an evaluation runs

  alias IEx.{Config, Evaluator}

  @interrupt_grace_ms 1000

  @doc "Runs the shell until the end of input. `options`: `:dot_iex`, a path, or `false` for none; `:banner`."
  def run(options \\ []) do
    Process.register(self(), __MODULE__)
    Process.flag(:trap_exit, true)
    :ets.new(:elver_shell_modules, [:named_table, :public])
    if options[:banner], do: IO.puts(options[:banner])
    completer = spawn_link(fn -> complete(nil) end)
    :elver_line.start(self(), completer)
    session = Evaluator.new_session(Keyword.get(options, :dot_iex))
    loop(%{counter: 1, buffer: "", session: session, evaluator: start_evaluator(session), completer: completer})
  end

  # Answers Tab while the server waits for a line.
  defp complete(session) do
    receive do
      {:session, session} ->
        complete(session)

      {:complete, id, text} ->
        candidates =
          try do
            {_word, candidates} = IEx.Autocomplete.complete(text, session)
            candidates
          catch
            _, _ -> []
          end

        :elver_line.completions(id, candidates)
        complete(session)
    end
  end

  defp start_evaluator(session) do
    server = self()
    leader = Process.group_leader()
    {evaluator, _ref} = spawn_monitor(fn -> Evaluator.init(server, leader, session) end)
    evaluator
  end

  defp loop(state) do
    kind = if state.buffer == "", do: :first, else: :more

    case read_line(Config.prompt(kind, state.counter), state) do
      {:ok, "#iex:break" <> _} when kind == :more -> state |> give_up() |> loop()
      {:ok, line} -> evaluate(%{state | buffer: state.buffer <> line})
      :interrupted when kind == :more -> state |> give_up() |> loop()
      :interrupted -> loop(state)
      :eof when kind == :more -> evaluate_rest(state)
      :eof -> leave(state)
    end
  end

  defp read_line(prompt, state) do
    flush_interrupts()
    send(state.completer, {:session, state.session})
    line = :elver_line.read(prompt)
    %{evaluator: evaluator} = state

    receive do
      {:DOWN, _ref, :process, ^evaluator, reason} -> send(self(), {:evaluator_down, reason})
    after
      0 -> :ok
    end

    line
  end

  defp flush_interrupts do
    receive do
      :interrupt -> flush_interrupts()
      {:EXIT, _pid, _reason} -> flush_interrupts()
    after
      0 -> :ok
    end
  end

  defp give_up(state) do
    IO.puts(:stdio, Config.color(:eval_interrupt, "(the incomplete input was given up)"))
    %{state | buffer: ""}
  end

  # The input ended within an expression: say what is missing.
  defp evaluate_rest(state) do
    Evaluator.report_incomplete(state.buffer, state.counter)
    leave(state)
  end

  defp leave(_state) do
    IO.puts(:stdio, "")
    :ok
  end

  defp evaluate(state) do
    state = revive(state)
    send(state.evaluator, {:eval, self(), state.buffer, state.counter})
    state |> await() |> loop()
  end

  # The evaluator may have died while its user was typing.
  defp revive(state) do
    receive do
      {:evaluator_down, reason} -> evaluator_died(state, reason)
    after
      0 -> state
    end
  end

  defp await(%{evaluator: evaluator} = state) do
    receive do
      {:done, ^evaluator, session} ->
        %{state | session: session, buffer: "", counter: state.counter + session.advance}

      {:incomplete, ^evaluator} ->
        state

      {:DOWN, _ref, :process, ^evaluator, reason} ->
        %{evaluator_died(state, reason) | buffer: "", counter: state.counter + 1}

      :interrupt ->
        :elver_process.interrupt(evaluator)
        await_interrupted(state)
    end
  end

  defp await_interrupted(%{evaluator: evaluator} = state) do
    receive do
      {:done, ^evaluator, session} -> %{state | session: session, buffer: ""}
      {:DOWN, _ref, :process, ^evaluator, _reason} -> restart(%{state | buffer: ""})
    after
      @interrupt_grace_ms ->
        Process.exit(evaluator, :kill)
        await_killed(state)
    end
  end

  defp await_killed(%{evaluator: evaluator} = state) do
    receive do
      {:DOWN, _ref, :process, ^evaluator, _reason} ->
        IO.puts(:stdio, Config.color(:eval_interrupt, "** (interrupted)"))
        restart(%{state | buffer: ""})
    end
  end

  defp evaluator_died(state, reason) do
    message = "** (EXIT from #{inspect(state.evaluator)}) shell process exited with reason: "
    IO.puts(:stdio, Config.color(:eval_error, message <> Exception.format_exit(reason)))
    restart(state)
  end

  defp restart(state), do: %{state | evaluator: start_evaluator(state.session)}
end
