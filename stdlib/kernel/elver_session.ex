# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_session do
  @moduledoc false
  # The process's side of a compiler session (compiler/session.h): runs what the session asks for and hands back what came
  # out. Also what module bodies call when they run: def, defmodule. This is the first module of the bootstrap: it is compiled
  # before anything can run, so it uses special forms, natives and Kernel's native macros only, and no other module.

  def run(op, args), do: step(:elver_compiler.start(op, args), :go)

  defp step(session, reply) do
    case :elver_compiler.step(session, reply) do
      {:done, value} -> value
      {:apply, module, function, args} -> step(session, call(module, function, args))
      :yield -> step(session, :go)
      {:raise, kind, reason, stacktrace} -> :erlang.raise(kind, reason, stacktrace)
    end
  end

  defp call(module, function, args) do
    try do
      {:ok, :erlang.apply(module, function, args)}
    catch
      kind, reason -> {kind, reason, __STACKTRACE__}
    end
  end

  # --- what module bodies call ---

  def define(module, site), do: run(:def_site, [module, site])
  def define(module, kind, env, call, body, has_body, line), do: run(:def_quoted, [module, kind, env, call, body, has_body, line])

  def define_module(name, place, variables), do: run(:defmodule, [name, place, variables])

  def make_overridable(module, functions, env) when is_list(functions), do: run(:overridable, [module, functions, env])
  def make_overridable(module, behaviour, _env), do: :"Elixir.Module".make_overridable(module, behaviour)

  # --- what sessions call ---

  def ensure_compiled(module) do
    case :erlang.get(:elver_ensure_compiled) do
      :undefined -> false
      fun -> fun.(module)
    end
  end

  def warn(text) do
    case :erlang.get(:elver_warnings) do
      list when is_list(list) -> :erlang.put(:elver_warnings, [text | list])
      _ -> :elver_compiler.print_warning(text)
    end

    :ok
  end

  # Ends the processes that still run the oldest version. While booting there is no :code yet, and nobody runs old code.
  def purge(module) do
    case :elver_compiler.exported(:code, :purge, 1) do
      true -> :code.purge(module)
      false -> :elver_compiler.purge(module)
    end
  end

  # What "redefining module" says of the version that goes.
  def module_origin(module) do
    case :elver_compiler.exported(:code, :which, 1) and :code.which(module) do
      [_ | _] = path -> <<"loaded from ", :unicode.characters_to_binary(path)::binary>>
      _ -> "defined in memory"
    end
  end

  def module_compiled(module, file, binary) do
    # The shell keeps bytecode for h, t and b (Code.get_module_binary/1).
    if :ets.whereis(:elver_shell_modules) != :undefined, do: :ets.insert(:elver_shell_modules, {module, binary})

    case :erlang.get(:elver_modules) do
      list when is_list(list) -> :erlang.put(:elver_modules, [{module, binary} | list])
      _ -> :ok
    end

    case :erlang.get(:elver_on_module) do
      :undefined -> :ok
      fun -> fun.(module, file, binary)
    end
  end

  def check_later(module, file, calls) do
    case :erlang.get(:elver_doubtful) do
      list when is_list(list) -> :erlang.put(:elver_doubtful, [{module, file, calls} | list])
      _ -> check([{module, file, calls}])
    end

    :ok
  end

  # --- whole texts: [{module, bytecode}] ---

  def compile_string(text, file), do: compile(:compile_text, [text, file, 1])
  def compile_quoted(quoted, file), do: compile(:compile_quoted, [quoted, file])

  defp compile(op, args) do
    modules = :erlang.put(:elver_modules, [])
    later = :erlang.get(:elver_check_later)
    doubtful = if later == :undefined, do: :erlang.put(:elver_doubtful, []), else: :undefined

    try do
      run(op, args)
      compiled = :erlang.get(:elver_modules)
      if later == :undefined, do: check_doubtful()
      :lists.reverse(compiled)
    after
      restore(:elver_modules, modules)
      if later == :undefined, do: restore(:elver_doubtful, doubtful)
    end
  end

  # Looks again at the calls that seemed undefined when their module was compiled. Whoever compiles several texts puts something
  # under :elver_check_later and [] under :elver_doubtful first, and calls this in the end.
  def check_doubtful, do: check(:lists.reverse(:erlang.erase(:elver_doubtful)))

  defp restore(key, :undefined), do: :erlang.erase(key)
  defp restore(key, value), do: :erlang.put(key, value)

  # --- warnings about functions that are not there ---

  defp check([]), do: :ok

  defp check([{module, file, calls} | rest]) do
    check_calls(module, file, calls)
    check(rest)
  end

  defp check_calls(_module, _file, []), do: :ok

  defp check_calls(module, file, [{to, name, arity, line, caller} | rest]) do
    case :elver_compiler.exported(to, name, arity) do
      true -> :ok
      false -> :elver_compiler.warn_undefined(module, file, {to, name, arity, line, caller})
    end

    check_calls(module, file, rest)
  end

  # --- evaluation: {value, bindings, environment} ---

  def eval(quoted, binding, env) do
    {keys, values} = unzip(binding, [], [])
    session = :elver_compiler.start(:eval, [quoted, keys, env])
    {module, function, out_keys, env} = step(session, :go)
    {value, outputs} = :erlang.apply(module, function, [:erlang.list_to_tuple(values)])
    # The code comes back to the session for the modules in it: the session must live until here.
    :elver_compiler.finish(session)
    {value, zip(out_keys, :erlang.tuple_to_list(outputs), []), env}
  end

  defp unzip([{key, value} | rest], keys, values), do: unzip(rest, [key | keys], [value | values])
  defp unzip([], keys, values), do: {keys, values}

  defp zip([key | keys], [value | values], pairs), do: zip(keys, values, [{key, value} | pairs])
  defp zip([], [], pairs), do: pairs

  # --- Macro.expand_once: {quoted, expanded?} ---

  def expand_once(quoted, env) do
    case run(:expand, [quoted, env, :once]) do
      ^quoted -> {quoted, false}
      expanded -> {expanded, true}
    end
  end

  def expand_guard(quoted, env), do: run(:expand_guard, [quoted, env])
end
