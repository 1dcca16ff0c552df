# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :code do
  @moduledoc "Loading of code, as Erlang's `code`. The code server is the VM: natives `:elver_code` (vm/bif/bif_code.c)."

  # Loading

  @doc "Loads a module unless it is loaded."
  def ensure_loaded(module) when is_atom(module) do
    case :erlang.module_loaded(module) or :elver_code.ensure_loaded(module) do
      true -> {:module, module}
      :on_load -> run_on_load(module)
      false -> {:error, :nofile}
    end
  end

  # The VM calls this when the first call of a module found an `on_load` function that is to run before.
  @doc false
  def call_after_on_load(module, function, arguments) do
    case run_on_load(module) do
      {:module, _} -> :erlang.apply(module, function, arguments)
      {:error, _} -> :erlang.raise(:error, :undef, [{module, function, arguments, []}])
    end
  end

  def ensure_modules_loaded(modules) when is_list(modules) do
    failed =
      :lists.filtermap(
        fn module ->
          case ensure_loaded(module) do
            {:module, _} -> false
            {:error, reason} -> {true, {module, reason}}
          end
        end,
        modules
      )

    if failed == [], do: :ok, else: {:error, failed}
  end

  @doc "Loads the newest version of a module from the code path."
  def load_file(module) when is_atom(module) do
    case :elver_code.find(module) do
      {path, beam} -> load(module, beam, path)
      nil -> {:error, :nofile}
    end
  end

  def load_abs(file), do: load_abs(file, module_of_file(file))

  @doc false
  def load_abs(file, module) do
    path = :erlang.iolist_to_binary([text(file), ".beam"])

    case :elver_file.read_file(path) do
      {:ok, beam} -> load(module, beam, path)
      {:error, _} -> {:error, :nofile}
    end
  end

  defp module_of_file(file), do: :erlang.list_to_atom(:filename.basename(list(file)))

  @doc "Loads a module from its object code."
  def load_binary(module, file, beam) when is_atom(module) and is_binary(beam) do
    case is_list(file) or is_binary(file) or is_atom(file) do
      true -> load(module, beam, text(file))
      false -> {:error, :badarg}
    end
  end

  # An old version that is in the way is purged.
  defp load(module, beam, path) do
    case :elver_code.load_binary(module, beam) do
      {:module, module} ->
        {:module, module}

      {:on_load, module, _} ->
        run_on_load(module)

      {:error, :not_purged} ->
        purge(module)
        load(module, beam, path)

      {:error, reason} ->
        {:error, reason}

      {:error, :badfile, text} ->
        :logger.log(:error, 'Loading of ~ts failed: ~ts~n', [path, text], %{error_logger: %{tag: :error}})
        {:error, :badfile}
    end
  end

  defp run_on_load(module) do
    result =
      try do
        :elver_code.run_on_load(module)
      catch
        _, _ -> :failed
      end

    :elver_code.on_load_done(module, result === :ok)
    if result === :ok, do: {:module, module}, else: {:error, :on_load_failure}
  end

  @doc "Loads modules that depend on each other: `[module | {module, file, beam}]`."
  def atomic_load(modules) do
    case prepare_loading(modules) do
      {:ok, prepared} -> finish_loading(prepared)
      error -> error
    end
  end

  def prepare_loading(modules) when is_list(modules) do
    found = :lists.map(&prepare/1, modules)

    case :lists.filter(fn x -> :erlang.element(1, x) == :error end, found) do
      [] -> {:ok, {:elver_prepared, found}}
      failed -> {:error, :lists.map(fn {:error, module, reason} -> {module, reason} end, failed)}
    end
  end

  defp prepare({module, file, beam}), do: {:ok, module, text(file), beam}

  defp prepare(module) do
    case :elver_code.find(module) do
      {path, beam} -> {:ok, module, path, beam}
      nil -> {:error, module, :nofile}
    end
  end

  def finish_loading({:elver_prepared, prepared}) do
    failed =
      :lists.filtermap(
        fn {:ok, module, path, beam} ->
          case load(module, beam, path) do
            {:module, _} -> false
            {:error, reason} -> {true, {module, reason}}
          end
        end,
        prepared
      )

    if failed == [], do: :ok, else: {:error, failed}
  end

  # Old code

  @doc "Makes the current code old: false if there is old code already."
  def delete(module) when is_atom(module) do
    case :erlang.check_old_code(module) do
      true ->
        :logger.log(:error, 'Module ~w must be purged before deleting', [module], %{
          pid: self(),
          error_logger: %{tag: :error}
        })

        false

      false ->
        :erlang.delete_module(module) === true
    end
  end

  @doc "Removes old code and ends the processes that run it: true if there were any."
  def purge(module) when is_atom(module) do
    case :erlang.check_old_code(module) do
      true ->
        killed = kill_users(module, users(module), false)
        remove_old(module)
        killed

      false ->
        false
    end
  end

  @doc "Removes old code unless a process runs it."
  def soft_purge(module) when is_atom(module) do
    case :erlang.check_old_code(module) do
      true ->
        case users(module) do
          [] ->
            remove_old(module)
            true

          _ ->
            false
        end

      false ->
        true
    end
  end

  defp users(module), do: :lists.filter(fn pid -> uses_old?(pid, module) end, :erlang.processes())

  defp uses_old?(pid, module) when pid === self(), do: :erlang.check_process_code(pid, module) === true
  defp uses_old?(pid, module), do: :erlang.check_process_code(pid, module) === true

  defp kill_users(_, [], killed), do: killed

  defp kill_users(module, pids, _) do
    :lists.foreach(&kill_and_wait/1, pids)
    kill_users(module, users(module), true)
  end

  defp kill_and_wait(pid) do
    ref = :erlang.monitor(:process, pid)
    :erlang.exit(pid, :kill)

    receive do
      {:DOWN, ^ref, :process, ^pid, _} -> :ok
    end
  end

  # Another process may have purged it meanwhile.
  defp remove_old(module) do
    try do
      :erlang.purge_module(module)
    catch
      :error, :badarg -> true
    end
  end

  # Questions

  def is_loaded(module) when is_atom(module) do
    case :erlang.module_loaded(module) do
      true -> {:file, which_loaded(module)}
      false -> false
    end
  end

  @doc "The file a module is, or would be, loaded from."
  def which(module) when is_atom(module) do
    case :erlang.module_loaded(module) do
      true -> which_loaded(module)
      false -> which_found(module)
    end
  end

  defp which_loaded(module) do
    case :elver_code.find(module) do
      nil -> ''
      {path, _} -> list(path)
    end
  end

  defp which_found(module) do
    case :elver_code.find(module) do
      {path, _} -> list(path)
      nil -> :non_existing
    end
  end

  def get_object_code(module) when is_atom(module) do
    case :elver_code.find(module) do
      {path, beam} -> {module, beam, list(path)}
      nil -> :error
    end
  end

  def get_doc(module) when is_atom(module) do
    case :elver_code.find(module) do
      {_, beam} -> doc_chunk(:elver_code.chunk(beam, "Docs"))
      nil -> {:error, :non_existing}
    end
  end

  defp doc_chunk(nil), do: {:error, :missing}
  defp doc_chunk(docs), do: {:ok, :erlang.binary_to_term(docs)}

  def all_loaded, do: :lists.map(fn module -> {module, which_loaded(module)} end, :erlang.loaded())

  def all_available do
    :lists.map(
      fn module -> {:erlang.atom_to_list(module), which(module), :erlang.module_loaded(module)} end,
      :elver_code.all_available()
    )
  end

  def module_status, do: :lists.map(fn module -> {module, module_status(module)} end, :erlang.loaded())

  def module_status(modules) when is_list(modules), do: :lists.map(fn m -> {m, module_status(m)} end, modules)

  def module_status(module) when is_atom(module) do
    case {:erlang.module_loaded(module), :elver_code.find(module)} do
      {false, _} -> :not_loaded
      {true, nil} -> :removed
      {true, {_, beam}} -> if same?(module, beam), do: :loaded, else: :modified
    end
  end

  defp same?(module, beam), do: :erlang.get_module_info(module, :md5) === module_md5(beam)

  def modified_modules do
    :lists.filtermap(
      fn
        {module, :modified} -> {true, module}
        _ -> false
      end,
      module_status()
    )
  end

  def module_md5(beam) when is_binary(beam) do
    :elver_code.md5(beam)
  end

  def clash, do: :ok
  def is_sticky(_), do: false
  def stick_mod(_), do: true
  def unstick_mod(_), do: true
  def stick_dir(_), do: :ok
  def unstick_dir(_), do: :ok
  def is_module_native(module), do: if(:erlang.module_loaded(module), do: false, else: :undefined)
  def get_mode, do: :interactive
  def objfile_extension, do: '.beam'
  def rehash, do: :ok
  def start_link, do: {:ok, self()}

  # Paths

  def get_path, do: :lists.map(&list/1, :elver_code.path())

  def set_path(paths) when is_list(paths) do
    :lists.foreach(fn path -> :elver_code.delete_path(text(path)) end, get_path())
    add_pathsz(paths)
    true
  end

  def add_path(path), do: add_pathz(path)

  def add_pathz(path), do: add(path, &:elver_code.add_path_last/1)
  def add_patha(path), do: add(path, &:elver_code.add_path_first/1)
  def add_paths(paths), do: add_pathsz(paths)

  def add_pathsz(paths) when is_list(paths), do: :lists.foreach(&add_pathz/1, paths)
  def add_pathsa(paths) when is_list(paths), do: :lists.foreach(&add_patha/1, paths)

  # Kept as given, so that get_path shows what was added.
  defp add(path, add) do
    path = text(path)

    case :filelib.is_dir(path) do
      true ->
        :elver_code.delete_path(path)
        add.(path)
        true

      false ->
        {:error, :bad_directory}
    end
  end

  def del_path(name) when is_atom(name), do: del_named(:erlang.atom_to_list(name))

  def del_path(path) do
    case :elver_code.delete_path(text(path)) do
      true -> true
      _ -> false
    end
  end

  defp del_named(name) do
    case :lists.search(fn path -> app_name(path) === name end, get_path()) do
      {:value, path} -> del_path(path)
      false -> false
    end
  end

  def replace_path(name, path) do
    del_named(if(is_atom(name), do: :erlang.atom_to_list(name), else: name))
    add_pathz(path)
  end

  def where_is_file(file), do: where_is_file(get_path(), file)

  def where_is_file([path | rest], file) do
    full = :filename.append(path, list(file))

    case :filelib.is_regular(full) do
      true -> full
      false -> where_is_file(rest, file)
    end
  end

  def where_is_file([], _), do: :non_existing

  # The directory of an application holds its ebin; its name may end in a version.
  def lib_dir, do: root_dir()

  def lib_dir(name) when is_list(name), do: lib_dir(:erlang.list_to_atom(name))

  def lib_dir(name) when is_atom(name) do
    wanted = :erlang.atom_to_list(name)

    case :lists.search(fn path -> app_name(path) === wanted end, get_path()) do
      {:value, path} -> app_dir(path)
      false -> {:error, :bad_name}
    end
  end

  def lib_dir(name, sub) when is_atom(sub) do
    case lib_dir(name) do
      dir when is_list(dir) -> :filename.append(dir, :erlang.atom_to_list(sub))
      error -> error
    end
  end

  def priv_dir(name), do: lib_dir(name, :priv)
  def root_dir do
    {:ok, program} = :elver_file.read_link("/proc/self/exe")
    list(:filename.dirname(program))
  end

  def compiler_dir, do: root_dir()

  defp app_dir(path) do
    case :filename.basename(path) do
      'ebin' -> :filename.dirname(path)
      _ -> path
    end
  end

  defp app_name(path), do: without_version(:filename.basename(app_dir(path)))

  defp without_version(name) do
    case :lists.splitwith(fn c -> c != ?- end, name) do
      {app, [?-, d | _]} when d in ?0..?9 -> app
      _ -> name
    end
  end

  defp text(path) when is_binary(path), do: path
  defp text(path) when is_atom(path), do: :erlang.atom_to_binary(path)
  defp text(path), do: :unicode.characters_to_binary(path)

  defp list(path) when is_list(path), do: path
  defp list(path), do: :unicode.characters_to_list(path)
end
