# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx.Helpers do
  @moduledoc ~S"""
  Welcome to Elver's interactive shell. You are seeing the documentation of the module `IEx.Helpers`, whose functions are
  at hand in the shell:

    * `b/1` - prints callbacks and their types
    * `c/1` - compiles a file
    * `c/2` - compiles a file and writes bytecode to a folder
    * `cd/1` - changes the current folder
    * `clear/0` - clears the screen
    * `exports/1` - shows all exports of a module
    * `flush/0` - prints all messages that the shell has received
    * `h/0` - prints this
    * `h/1` - prints the documentation of a module, function or macro
    * `i/0` - information about the last value
    * `i/1` - information about a value
    * `l/1` - loads a module's bytecode anew
    * `ls/0`, `ls/1` - lists a folder
    * `pid/1`, `pid/3` - makes a pid
    * `port/1`, `port/2` - makes a port
    * `pwd/0` - prints the current folder
    * `r/1` - recompiles a module from its source file
    * `recompile/0` - recompiles all modules whose source changed
    * `ref/1`, `ref/4` - makes a reference
    * `runtime_info/0` - prints what runs on which machine
    * `t/1` - prints the types of a module
    * `v/0`, `v/1` - the value of an earlier expression

  The input `#iex:break` gives up an expression that is not complete.
  """

  alias IEx.{History, Introspection}

  @no_result :"do not show this result in output"

  @doc "A value that the shell does not print."
  def dont_display_result, do: @no_result

  @doc "Prints the documentation of `IEx.Helpers`."
  def h do
    Introspection.h(IEx.Helpers)
    @no_result
  end

  @doc """
  Prints the documentation of a module, function or macro.

      iex> h(Enum)
      iex> h(Enum.map/2)
      iex> h(Enum.map)
  """
  defmacro h(term) do
    quote do: IEx.Introspection.h(unquote(Introspection.decompose(term, __CALLER__)))
  end

  @doc "Prints the callbacks of a behaviour: `b(Mod)`, `b(Mod.fun)`, `b(Mod.fun/arity)`."
  defmacro b(term) do
    quote do: IEx.Introspection.b(unquote(Introspection.decompose(term, __CALLER__)))
  end

  @doc "Prints the types of a module: `t(Mod)`, `t(Mod.type)`, `t(Mod.type/arity)`."
  defmacro t(term) do
    quote do: IEx.Introspection.t(unquote(Introspection.decompose(term, __CALLER__)))
  end

  @doc "Information about a value: its type, what it is, how it is represented."
  def i(term \\ v(-1)) do
    IEx.Info.Printer.print(term)
    @no_result
  end

  @doc """
  The value of the expression at prompt `n`, or, for a negative `n`, of the `-n`th before this one.
  """
  def v(n \\ -1), do: History.fetch!(Process.get(:iex_history) || [], n)

  @doc """
  Recompiles a module from its source file and loads it.

  Processes that run its old code go on with that until they make a fully qualified call.
  """
  def r(module) when is_atom(module) do
    {:reloaded, recompile_modules([module])}
  end

  def r(modules) when is_list(modules) do
    {:reloaded, recompile_modules(modules)}
  end

  defp recompile_modules(modules) do
    modules
    |> Enum.map(&source_of!/1)
    |> Enum.uniq()
    |> Enum.flat_map(&compile_file/1)
    |> Enum.uniq()
  end

  defp source_of!(module) do
    unless Code.ensure_loaded?(module) do
      raise ArgumentError, "could not load nor find module: #{inspect(module)}"
    end

    source = source(module)

    cond do
      source == nil -> raise ArgumentError, "could not find source for module: #{inspect(module)}"
      File.exists?(source) -> source
      true -> raise ArgumentError, "could not find source (#{source}) for module: #{inspect(module)}"
    end
  end

  defp source(module) do
    case module.module_info(:compile)[:source] do
      nil -> nil
      source -> Path.relative_to_cwd(List.to_string(source))
    end
  end

  defp compile_file(file) do
    for {module, _bytecode} <- Code.compile_file(file), do: module
  end

  @doc """
  Compiles files. With a path, the bytecode is written there; without, the modules are defined in memory only
  (`:in_memory`). Returns the list of modules.
  """
  def c(files, path \\ :in_memory) when is_binary(path) or path == :in_memory do
    files = List.wrap(files)
    unless Enum.all?(files, &is_binary/1), do: raise(ArgumentError, "expected a binary or a list of binaries as argument")
    {found, missing} = Enum.split_with(files, &File.exists?/1)
    unless missing == [], do: raise(ArgumentError, "could not find files #{Enum.join(missing, ", ")}")

    for file <- found, {module, bytecode} <- Code.compile_file(file) do
      if path != :in_memory, do: File.write!(Path.join(path, "#{module}.beam"), bytecode)
      module
    end
  end

  @doc "Recompiles all loaded modules whose source file is newer than their code: `:ok`, or `:noop` if none is."
  def recompile(_options \\ []) do
    changed =
      for {module, _} <- :code.all_loaded(), file = recompilable_source(module), changed?(module, file), uniq: true, do: file

    Enum.each(changed, &Code.compile_file/1)
    if changed == [], do: :noop, else: :ok
  end

  defp recompilable_source(module) do
    source = source(module)
    if source && File.regular?(source), do: source
  end

  defp changed?(module, file) do
    compiled = :elver_code.loaded_at(module)
    File.stat!(file, time: :posix).mtime >= compiled
  end

  @doc "Loads the bytecode of a module anew from the code path; the old version is purged."
  def l(module) when is_atom(module) do
    :code.purge(module)
    :code.load_file(module)
  end

  @doc "Prints all exports of a module, those of the shell's helpers by default."
  def exports(module \\ IEx.Helpers) do
    functions = for {name, arity} <- module.module_info(:exports), public?(name), do: {visible(name), visible_arity(name, arity)}
    print_table(for {name, arity} <- Enum.sort(functions), do: "#{name}/#{arity}")
    @no_result
  end

  defp public?(name), do: name not in [:module_info, :__info__] and not match?("_" <> _, Atom.to_string(name))

  defp visible(name) do
    case Atom.to_string(name) do
      "MACRO-" <> name -> name
      name -> name
    end
  end

  defp visible_arity(name, arity), do: if(match?("MACRO-" <> _, Atom.to_string(name)), do: arity - 1, else: arity)

  @doc "Prints, and so removes, all messages that the shell has received."
  def flush do
    receive do
      message ->
        IO.inspect(message, IEx.inspect_opts())
        flush()
    after
      0 -> :ok
    end
  end

  @doc "Clears the screen."
  def clear do
    if IO.ANSI.enabled?(),
      do: IO.write([IO.ANSI.home(), IO.ANSI.clear()]),
      else: IO.puts("Cannot clear the screen because ANSI escape codes are not enabled on this shell")

    @no_result
  end

  @doc "Prints the current folder."
  def pwd do
    IO.puts(IEx.color(:eval_info, File.cwd!()))
    @no_result
  end

  @doc "Changes the current folder."
  def cd(directory) when is_binary(directory) do
    case File.cd(Path.expand(directory)) do
      :ok -> pwd()
      {:error, :enoent} -> print_error("No directory #{directory}")
      {:error, reason} -> print_error("Cannot change to #{directory}: #{:file.format_error(reason)}")
    end
  end

  defp print_error(message) do
    IO.puts(IEx.color(:eval_error, message))
    @no_result
  end

  @doc "Lists a folder, the current one by default."
  def ls(path \\ ".") when is_binary(path) do
    path = Path.expand(path)

    case File.ls(path) do
      {:ok, names} -> names |> Enum.sort() |> Enum.map(&mark_directory(path, &1)) |> print_table()
      {:error, :enoent} -> print_error("No such file or directory #{path}")
      {:error, :enotdir} -> IO.puts(IEx.color(:eval_info, path))
      {:error, reason} -> print_error("Cannot list #{path}: #{:file.format_error(reason)}")
    end

    @no_result
  end

  defp mark_directory(path, name) do
    if File.dir?(Path.join(path, name)), do: name <> "/", else: name
  end

  # In columns as wide as the widest entry, down to the width of the shell.
  defp print_table([]), do: :ok

  defp print_table(entries) do
    widest = entries |> Enum.map(&String.length/1) |> Enum.max()
    columns = max(div(IEx.width(), widest + 5), 1)

    for row <- Enum.chunk_every(entries, columns) do
      row |> Enum.map_join("", &String.pad_trailing(&1, widest + 5)) |> String.trim_trailing() |> IO.puts()
    end
  end

  @doc "The pid with this text (`\"0.21.32\"`), or the one registered under this name."
  def pid(string) when is_binary(string), do: :erlang.list_to_pid('<#{string}>')
  def pid(name) when is_atom(name), do: Process.whereis(name)

  @doc "The pid of these three numbers."
  def pid(x, y, z) when is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and z >= 0,
    do: :erlang.list_to_pid('<#{x}.#{y}.#{z}>')

  @doc "The port with this text."
  def port(string) when is_binary(string), do: :erlang.list_to_port('#Port<#{string}>')

  @doc "The port of these two numbers."
  def port(major, minor) when is_integer(major) and major >= 0 and is_integer(minor) and minor >= 0,
    do: :erlang.list_to_port('#Port<#{major}.#{minor}>')

  @doc "The reference with this text."
  def ref(string) when is_binary(string), do: :erlang.list_to_ref('#Ref<#{string}>')

  @doc "The reference of these four numbers."
  def ref(w, x, y, z) when is_integer(w) and is_integer(x) and is_integer(y) and is_integer(z),
    do: :erlang.list_to_ref('#Ref<#{w}.#{x}.#{y}.#{z}>')

  @doc "Prints versions, memory and limits of the running system."
  def runtime_info(topics \\ [:system, :memory, :limits]) do
    topics |> List.wrap() |> Enum.each(&print_topic/1)
    IO.puts("")
    @no_result
  end

  defp print_topic(:system) do
    print_section("System and architecture")
    print_entry("Elver version", :elver_system.version())
    print_entry("Elixir version", System.version())
    print_entry("OTP version", :erlang.system_info(:otp_release))
    print_entry("Schedulers", :erlang.system_info(:schedulers))
    print_entry("Schedulers online", :erlang.system_info(:schedulers_online))
  end

  defp print_topic(:memory) do
    print_section("Memory")
    for {name, bytes} <- :erlang.memory(), do: print_entry(String.capitalize("#{name}"), bytes_text(bytes))
  end

  defp print_topic(:limits) do
    print_section("Statistics / limits")
    {uptime_ms, _} = :erlang.statistics(:wall_clock)
    print_entry("Uptime", "#{div(uptime_ms, 1000)} seconds")
    print_entry("Run queue", :erlang.statistics(:run_queue))
    print_limit("Atoms", :erlang.system_info(:atom_count), :erlang.system_info(:atom_limit))
    print_limit("Processes", :erlang.system_info(:process_count), :erlang.system_info(:process_limit))
    print_entry("ETS", :erlang.system_info(:ets_count))
  end

  defp print_topic(:applications) do
    print_section("Loaded OTP Applications")
    for {name, _, version} <- Enum.sort(Application.loaded_applications()), do: print_entry("#{name}", version)
  end

  defp print_topic(topic), do: raise(ArgumentError, "unknown topic #{inspect(topic)}")

  defp print_section(title), do: IO.puts("\n" <> IEx.color(:doc_headings, "## #{title}\n"))
  defp print_entry(name, value), do: IO.puts(String.pad_trailing(name <> ":", 21) <> to_string(value))
  defp print_limit(name, used, limit), do: print_entry(name, "#{used} / #{limit} (#{div(used * 100, limit)}% used)")

  defp bytes_text(bytes) when bytes > 9_999_999, do: "#{div(bytes, 1_000_000)} MB"
  defp bytes_text(bytes) when bytes > 9_999, do: "#{div(bytes, 1_000)} KB"
  defp bytes_text(bytes), do: "#{bytes} B"

  @doc "Evaluates the file in the shell's session: its bindings, imports and aliases stay."
  defmacro import_file(path) when is_binary(path) do
    Code.string_to_quoted!(File.read!(Path.expand(path)), file: path)
  end

  @doc "Like `import_file/1`, if there is such a file."
  defmacro import_file_if_available(path) when is_binary(path) do
    if File.exists?(Path.expand(path)), do: Code.string_to_quoted!(File.read!(Path.expand(path)), file: path)
  end

  @doc "Imports the module if there is one."
  defmacro import_if_available(module, options \\ []) do
    if Code.ensure_loaded?(Macro.expand(module, __CALLER__)), do: quote(do: import(unquote(module), unquote(options)))
  end

  @doc "Calls `use` if there is such a module."
  defmacro use_if_available(module, options \\ []) do
    if Code.ensure_loaded?(Macro.expand(module, __CALLER__)), do: quote(do: use(unquote(module), unquote(options)))
  end
end
