# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Code do
  @moduledoc """
  Evaluating, compiling and loading code.

  Compilation is a session of the compiler that runs on behalf of the calling process (see docs/compiler.md): `:elver_compiler` starts it and
  runs the macros and module bodies that it asks for.
  """

  @options [:docs, :debug_info, :ignore_module_conflict, :relative_paths, :warnings_as_errors, :tracers, :parser_options, :no_warn_undefined]
  @defaults [
    docs: true, debug_info: true, ignore_module_conflict: false, relative_paths: true, warnings_as_errors: false, tracers: [],
    parser_options: [columns: true], no_warn_undefined: []
  ]

  # --- evaluating ---

  @doc "Evaluates text: `{value, bindings}`."
  def eval_string(string, binding \\ [], opts \\ [])

  def eval_string(string, binding, %Macro.Env{} = env) do
    quoted = string_to_quoted!(string, file: env.file, line: env.line)
    {value, binding, _env} = eval_quoted_with_env(quoted, binding, env)
    {value, binding}
  end

  def eval_string(string, binding, opts) when is_list(opts) do
    quoted = string_to_quoted!(string, Keyword.take(opts, [:file, :line]))
    eval_quoted(quoted, binding, opts)
  end

  @doc "Evaluates quoted code: `{value, bindings}`."
  def eval_quoted(quoted, binding \\ [], env_or_opts \\ []) do
    {value, binding, _env} = eval_quoted_with_env(quoted, binding, env_for_eval(env_or_opts))
    {value, binding}
  end

  @doc "Evaluates quoted code in an environment: `{value, bindings, environment}`."
  def eval_quoted_with_env(quoted, binding, %Macro.Env{} = env) when is_list(binding), do: :elver_compiler.eval(quoted, binding, env)

  @doc "An environment to evaluate in, from options (`:file`, `:line`, `:module`...) or an environment."
  def env_for_eval(env_or_opts)
  def env_for_eval(%Macro.Env{} = env), do: Macro.Env.prune_compile_info(env)

  def env_for_eval(opts) when is_list(opts) do
    env = :elver_compiler.empty_env()
    known = Map.keys(env)
    Enum.reduce(opts, env, fn {key, value}, env -> if key in known and value != nil, do: Map.put(env, key, value), else: env end)
  end

  @doc "Evaluates a file: `{value, bindings}`."
  def eval_file(file, relative_to \\ nil) do
    {charlist, file} = find_file!(file, relative_to)
    eval_string(charlist, [], file: file, line: 1)
  end

  # --- compiling ---

  @doc "Compiles and runs text: the modules it defines, as `[{module, bytecode}]`."
  def compile_string(string, file \\ "nofile") when is_binary(file), do: :elver_compiler.compile_string(to_text(string), file)

  @doc "Compiles and runs quoted code: the modules it defines, as `[{module, bytecode}]`."
  def compile_quoted(quoted, file \\ "nofile") when is_binary(file), do: :elver_compiler.compile_quoted(quoted, file)

  @doc "Compiles and runs a file: the modules it defines, as `[{module, bytecode}]`."
  def compile_file(file, relative_to \\ nil) do
    {text, file} = find_file!(file, relative_to)
    :elver_compiler.compile_string(text, file)
  end

  @doc "Compiles and runs a file unless that was done before (`nil` then)."
  def require_file(file, relative_to \\ nil) do
    {text, file} = find_file!(file, relative_to)

    if file in required_files() do
      nil
    else
      modules = :elver_compiler.compile_string(text, file)
      Application.put_env(:elixir, :elver_required_files, [file | required_files()])
      modules
    end
  end

  @doc "The files that were required."
  def required_files, do: Application.get_env(:elixir, :elver_required_files, [])

  @doc "Forgets that files were required."
  def unrequire_files(files) when is_list(files), do: Application.put_env(:elixir, :elver_required_files, required_files() -- files)

  defp find_file!(file, relative_to) do
    file = IO.chardata_to_string(file)
    file = if relative_to, do: Path.expand(file, relative_to), else: Path.expand(file)

    case File.read(file) do
      {:ok, text} -> {text, file}
      {:error, _} -> raise Code.LoadError, file: file
    end
  end

  defp to_text(text) when is_binary(text), do: text
  defp to_text(text) when is_list(text), do: List.to_string(text)

  # --- parsing ---

  @doc "Reads text: `{:ok, quoted}` or `{:error, {meta, message, token}}`."
  def string_to_quoted(string, opts \\ []) do
    case read(string, opts) do
      {:ok, quoted} -> {:ok, quoted}
      {:error, error, _exception} -> {:error, error}
    end
  end

  @doc "Reads text; raises `SyntaxError` or `TokenMissingError`."
  def string_to_quoted!(string, opts \\ []) do
    case read(string, opts) do
      {:ok, quoted} -> quoted
      {:error, _error, exception} -> raise exception
    end
  end

  defp read(string, opts) do
    if opts[:static_atoms_encoder], do: raise(ArgumentError, "the option :static_atoms_encoder is not supported by this version of Elver")
    file = Keyword.get(opts, :file, "nofile")
    reader_options = Keyword.take(opts, [:line, :column, :columns, :token_metadata, :unescape, :existing_atoms_only]) ++ [file: file]
    encoder = opts[:literal_encoder]
    reader_options = if encoder, do: [wrap_literals: true] ++ reader_options, else: reader_options

    case :elver_reader.read(to_text(string), reader_options) do
      {:ok, quoted, warnings} ->
        if Keyword.get(opts, :warnings, true), do: print_warnings(warnings, file)
        if encoder, do: encode_literals(quoted, encoder), else: {:ok, quoted}

      {:error, error, exception, _warnings} ->
        {:error, error, exception}
    end
  end

  defp print_warnings(warnings, file) do
    for {line, _column, message} <- warnings do
      IO.puts(:stderr, "warning: #{message}\n  #{Path.relative_to_cwd(file)}:#{line}\n")
    end
  end

  # The reader wraps each literal into {:"$literal", meta, [literal]}; the encoder gets its say on each.
  defp encode_literals(quoted, encoder) do
    {:ok, Macro.postwalk(quoted, fn
       {:"$literal", meta, [literal]} ->
         case encoder.(literal, meta) do
           {:ok, encoded} -> encoded
           {:error, reason} -> throw({:literal_error, meta, reason})
         end

       other ->
         other
     end)}
  catch
    {:literal_error, meta, reason} ->
      error = {Keyword.take(meta, [:line, :column]), reason, ""}
      {:error, error, %SyntaxError{file: "nofile", line: meta[:line], column: meta[:column], description: reason}}
  end

  # --- loading ---

  @doc "Loads the module if it is not: `{:module, module}` or `{:error, reason}`."
  def ensure_loaded(module) when is_atom(module), do: :code.ensure_loaded(module)

  @doc "Loads the module if it is not; tells whether it is there."
  def ensure_loaded?(module) when is_atom(module), do: match?({:module, ^module}, ensure_loaded(module))

  @doc "Like `ensure_loaded/1`, but raises `ArgumentError`."
  def ensure_loaded!(module) do
    case ensure_loaded(module) do
      {:module, module} -> module
      {:error, reason} -> raise ArgumentError, "could not load module #{inspect(module)} due to reason #{inspect(reason)}"
    end
  end

  @doc "Loads the module if it is not; a module that is being compiled counts as unavailable."
  def ensure_compiled(module) when is_atom(module) do
    case ensure_loaded(module) do
      {:module, module} -> {:module, module}
      {:error, reason} ->
        cond do
          :elver_compiler.module_open(module) -> {:error, :unavailable}
          :elver_session.ensure_compiled(module) -> {:module, module}
          true -> {:error, reason}
        end
    end
  end

  @doc "Like `ensure_compiled/1`, but raises `ArgumentError`."
  def ensure_compiled!(module) do
    case ensure_compiled(module) do
      {:module, module} -> module
      {:error, reason} -> raise ArgumentError, "could not load module #{inspect(module)} due to reason #{inspect(reason)}"
    end
  end

  @doc "False: files are compiled one after the other here."
  def can_await_module_compilation?, do: false

  @doc "Adds a folder at the end of the code path."
  def append_path(path), do: :code.add_pathz(to_charlist(Path.expand(path))) == true

  @doc "Adds a folder at the front of the code path."
  def prepend_path(path), do: :code.add_patha(to_charlist(Path.expand(path))) == true

  @doc "Removes a folder from the code path."
  def delete_path(path), do: :code.del_path(to_charlist(Path.expand(path)))

  @doc "Removes what evaluations left: `{:ok, count}`. Evaluated code is removed at once here unless functions of it live."
  def purge_compiler_modules, do: {:ok, 0}

  # --- options ---

  @doc "The names of the compiler's options."
  def available_compiler_options, do: @options

  @doc "The compiler's options and their values."
  def compiler_options, do: Map.new(@options, &{&1, get_compiler_option(&1)})

  @doc "Sets several options of the compiler; returns the old values."
  def compiler_options(options) do
    for {key, value} <- options, into: %{} do
      old = get_compiler_option(key)
      put_compiler_option(key, value)
      {key, old}
    end
  end

  @doc "The value of an option of the compiler."
  def get_compiler_option(key) when key in @options, do: :elver_compiler.get_option(key, @defaults[key])
  def get_compiler_option(key), do: raise(ArgumentError, "unknown compiler option: #{inspect(key)}")

  @doc "Sets an option of the compiler."
  def put_compiler_option(key, value) when key in [:docs, :debug_info, :ignore_module_conflict, :relative_paths, :warnings_as_errors] and is_boolean(value),
    do: :elver_compiler.put_option(key, value)

  def put_compiler_option(key, value) when key in [:tracers, :parser_options, :no_warn_undefined], do: :elver_compiler.put_option(key, value)

  def put_compiler_option(key, value) when key in @options do
    raise "compiler option #{inspect(key)} should be a boolean, got: #{inspect(value)}"
  end

  def put_compiler_option(key, _value), do: raise(ArgumentError, "unknown compiler option: #{inspect(key)}")

  # --- docs ---

  @doc "The documentation of a module, from its bytecode, as `{:docs_v1, ...}` or `{:error, reason}`."
  def fetch_docs(module_or_path)

  def fetch_docs(module) when is_atom(module) do
    case get_module_binary(module) do
      nil -> {:error, :module_not_found}
      binary -> docs_of(binary)
    end
  end

  def fetch_docs(path) when is_binary(path) do
    case File.read(path) do
      {:ok, binary} -> docs_of(binary)
      {:error, _} -> {:error, :module_not_found}
    end
  end

  @doc false
  # The bytecode of a module: what the shell compiled (it keeps it in a table), else what the code path has.
  def get_module_binary(module) do
    kept = if :ets.whereis(:elver_shell_modules) == :undefined, do: [], else: :ets.lookup(:elver_shell_modules, module)

    case kept do
      [{_module, binary}] ->
        binary

      [] ->
        case :code.get_object_code(module) do
          {_module, binary, _path} -> binary
          :error -> nil
        end
    end
  end

  defp docs_of(binary) do
    case :elver_code.chunk(binary, "Docs") do
      nil -> {:error, :chunk_not_found}
      chunk -> :erlang.binary_to_term(chunk)
    end
  end
end
