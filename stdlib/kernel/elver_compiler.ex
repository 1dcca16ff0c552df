# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_compiler do
  @moduledoc false
  # The half of the compiler's interface that is not native: entries that run a session in the calling process.

  def compile_string(text, file), do: :elver_session.compile_string(text, absolute(file))
  def compile_quoted(quoted, file), do: :elver_session.compile_quoted(quoted, absolute(file))
  def eval(quoted, binding, env), do: :elver_session.eval(quoted, binding, env)
  def expand_once(quoted, env), do: :elver_session.expand_once(quoted, env)
  def expand_guard(quoted, env), do: :elver_session.expand_guard(quoted, env)
  def make_overridable(module, tuples), do: :elver_session.make_overridable(module, tuples, -1)

  # An environment outside of any module: Kernel imported.
  def empty_env do
    {_, _, env} = :elver_session.eval(nil, [], "nofile")
    env
  end

  defp absolute("nofile"), do: "nofile"
  defp absolute(<<"/", _::binary>> = file), do: file
  defp absolute(file), do: Path.expand(file)

  # --- options ---

  def get_option(key, default), do: :persistent_term.get({:elver_compiler, key}, default)

  def put_option(key, value) do
    if key == :ignore_module_conflict, do: :elver_compiler.ignore_conflict(value)
    :persistent_term.put({:elver_compiler, key}, value)
    :ok
  end
end
