# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx.Evaluator do
  @moduledoc false
  # Evaluates inputs one after the other, carrying bindings and environment along.
  #
  # A session is %{binding: keyword, env: Macro.Env, history: [{counter, value}], advance: 0 | 1}; advance tells whether the last
  # input counts for the prompt. Errors do not end the evaluator and leave the session as it was.

  alias IEx.{Config, History}

  @operators ~w(|> <<< >>> <<~ ~>> <~ ~> <~> && &&& || ||| ++ -- +++ --- <> .. in |)

  @doc "A fresh session, after the `.iex.exs` file (nil: the usual places, false: none)."
  def new_session(dot_iex) do
    env = Code.env_for_eval(file: "iex")
    {_, binding, env} = Code.eval_quoted_with_env(quote(do: import(IEx.Helpers)), [], env)
    load_dot_iex(%{binding: binding, env: env, history: [], advance: 0}, dot_iex)
  end

  defp load_dot_iex(session, false), do: session

  defp load_dot_iex(session, path) do
    candidates = if path, do: [path], else: [".iex.exs", Path.join(System.user_home() || ".", ".iex.exs")]

    case Enum.find(candidates, &File.regular?/1) do
      nil -> session
      file -> eval_file(session, file)
    end
  end

  defp eval_file(session, file) do
    quoted = Code.string_to_quoted!(File.read!(file), file: file)
    {_, binding, env} = Code.eval_quoted_with_env(quoted, session.binding, %{session.env | file: file, line: 1})
    %{session | binding: binding, env: %{env | file: "iex", line: 1}}
  catch
    kind, reason ->
      print_error(kind, reason, __STACKTRACE__)
      session
  end

  @doc "The evaluator process: waits for inputs from the server for ever."
  def init(server, leader, session) do
    Process.group_leader(self(), leader)
    Process.put(:iex_server, server)
    Process.put(:iex_history, session.history)
    monitor = Process.monitor(server)
    loop(server, monitor, session)
  end

  defp loop(server, monitor, session) do
    case wait(server, monitor) do
      {:eval, text, counter} -> loop(server, monitor, input(server, session, text, counter))
      :interrupted -> loop(server, monitor, session)
      :server_down -> :ok
    end
  end

  # An interrupt may come when the evaluation that it was meant for has just ended.
  defp wait(server, monitor) do
    receive do
      {:eval, ^server, text, counter} -> {:eval, text, counter}
      {:DOWN, ^monitor, :process, ^server, _reason} -> :server_down
    end
  catch
    :exit, :"$elver_interrupt" -> :interrupted
  end

  defp input(server, session, text, counter) do
    case parse(text, counter, session) do
      {:ok, :nothing} ->
        done(server, %{session | advance: 0})

      {:ok, quoted} ->
        done(server, evaluate(session, quoted, counter))

      :incomplete ->
        send(server, {:incomplete, self()})
        session

      {:error, exception} ->
        print_error(:error, exception, [])
        done(server, %{session | advance: 0})
    end
  end

  defp done(server, session) do
    send(server, {:done, self(), session})
    session
  end

  @doc "Prints what is missing at the end of an input that was not complete."
  def report_incomplete(text, counter) do
    Code.string_to_quoted!(text, file: "iex", line: counter)
  rescue
    exception -> print_error(:error, exception, [])
  end

  # {:ok, quoted} | {:ok, :nothing} | :incomplete | {:error, exception}
  defp parse(text, counter, session) do
    text = continue_with_last_value(text, session)

    case Code.string_to_quoted(text, file: "iex", line: counter) do
      {:ok, {:__block__, _, []}} -> {:ok, :nothing}
      {:ok, quoted} -> {:ok, quoted}
      {:error, {_meta, "missing " <> _, ""}} -> :incomplete
      {:error, {_meta, "syntax error before: ", ""}} -> :incomplete
      {:error, _} -> {:error, syntax_error(text, counter)}
    end
  end

  defp syntax_error(text, counter) do
    Code.string_to_quoted!(text, file: "iex", line: counter)
  rescue
    exception -> exception
  end

  # A line that starts with a binary operator goes on with the last value.
  defp continue_with_last_value(text, %{history: [_ | _]}) do
    if operator?(String.trim_leading(text)), do: "IEx.Helpers.v() " <> text, else: text
  end

  defp continue_with_last_value(text, _session), do: text

  defp operator?(text) do
    Enum.any?(@operators, fn operator ->
      String.starts_with?(text, operator) and not identifier_goes_on?(operator, text)
    end)
  end

  defp identifier_goes_on?("in", "in" <> rest), do: not String.match?(rest, ~r/\A\s/)
  defp identifier_goes_on?("|", text), do: not String.starts_with?(text, "| ")
  defp identifier_goes_on?("..", text), do: String.starts_with?(text, "...")
  defp identifier_goes_on?("<<<", _text), do: false
  defp identifier_goes_on?(_operator, _text), do: false

  defp evaluate(session, quoted, counter) do
    env = %{session.env | line: counter, file: "iex"}
    {value, binding, env} = Code.eval_quoted_with_env(call_helper(quoted, session), session.binding, env)
    print_value(value)
    history = History.add(session.history, counter, value, Config.history_size())
    Process.put(:iex_history, history)
    %{session | binding: binding, env: env, history: history, advance: 1}
  catch
    :exit, :"$elver_interrupt" ->
      IO.puts(:stdio, Config.color(:eval_interrupt, "** (interrupted)"))
      %{session | advance: 0}

    kind, reason ->
      print_error(kind, reason, __STACKTRACE__)
      %{session | advance: 0}
  end

  # A helper's name alone calls it, unless a variable has that name: h, ls, flush.
  defp call_helper({name, meta, context} = quoted, session) when is_atom(name) and is_atom(context) do
    known? = Keyword.has_key?(session.binding, name)
    imported? = Enum.any?(session.env.functions ++ session.env.macros, fn {_module, names} -> {name, 0} in names end)
    if imported? and not known?, do: {name, meta, []}, else: quoted
  end

  defp call_helper(quoted, _session), do: quoted

  # `IEx.dont_display_result/0` of the helpers.
  defp print_value(:"do not show this result in output"), do: :ok
  defp print_value(value), do: IO.puts(:stdio, Config.color(:eval_result, inspect(value, IEx.inspect_opts())))

  @doc "Prints an exception, exit or throw with its stack trace, without the shell's own frames."
  def print_error(kind, reason, stacktrace) do
    {reason, stacktrace} = Exception.blame(kind, reason, stacktrace)
    banner = :elver_cli.banner(kind, reason, stacktrace)
    IO.puts(:stdio, Config.color(:eval_error, banner))

    case stacktrace |> prune() |> Enum.map(&("    " <> Exception.format_stacktrace_entry(&1))) do
      [] -> :ok
      lines -> IO.puts(:stdio, Config.color(:stack_info, Enum.join(lines, "\n")))
    end
  end

  @own [:elver_session, :elver_compiler, Code, IEx.Evaluator, IEx.Server]
  defp prune(stacktrace), do: Enum.take_while(stacktrace, fn {module, _, _, _} -> module not in @own end)
end
