# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx do
  @moduledoc ~S"""
  Elver's interactive shell.

  Type an expression and press Enter: it is evaluated and its value printed. Input that is not complete goes on on the next
  line; `#iex:break` on a line of its own gives it up. `h()` lists the helpers. Ctrl-C interrupts an evaluation, Ctrl-D on an
  empty line leaves.

  The file `.iex.exs` of the current folder, or else of the home folder, is evaluated at the start: its bindings, imports and
  aliases are there in the session. `IEx.configure/1` changes colours, prompt, history size and how values are printed.
  """

  @doc """
  Configures the shell; see `configuration/0` for what is in force.

  Options: `:colors` (`[enabled: boolean, eval_result: color, eval_error: color, ...]`), `:inspect` (options of
  `Inspect.Opts`), `:width`, `:history_size` (a negative number: unlimited), `:default_prompt` and `:continuation_prompt`
  (with `%counter`, `%prefix`, `%node`).
  """
  def configure(options), do: IEx.Config.configure(options)

  @doc "Returns the configuration of the shell."
  def configuration, do: IEx.Config.configuration()

  @doc "Tells whether the shell runs in this system."
  def started?, do: IEx.Config.started?()

  @doc "Returns the options with which values are printed."
  def inspect_opts, do: IEx.Config.inspect_opts()

  @doc "Returns the width of the shell: that of the terminal, at most 80 unless configured."
  def width, do: IEx.Config.width()

  @doc "Returns the text in the given colour, if colours are enabled."
  def color(color, string), do: IEx.Config.color(color, string)
end
