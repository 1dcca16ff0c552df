# SPDX-License-Identifier: GPL-3.0-or-later
# file.ex - working with files and directories, over :file. Functions with ! raise File.Error and its kin.

defmodule File do
  @moduledoc """
  Working with files and directories.
  """

  @type posix :: :file.posix()
  @type io_device :: :file.io_device()
  @type stat_options :: [time: :local | :universal | :posix]
  @type mode :: atom | {atom, term}
  @type on_conflict_callback :: (Path.t(), Path.t() -> boolean)

  # --- what a path is -------------------------------------------------------------------------------------------------

  @doc "Tells whether the path is a regular file."
  @spec regular?(Path.t(), [:raw]) :: boolean
  def regular?(path, opts \\ []), do: path_type(path, opts) == :regular

  @doc "Tells whether the path is a directory."
  @spec dir?(Path.t(), [:raw]) :: boolean
  def dir?(path, opts \\ []), do: path_type(path, opts) == :directory

  @doc "Tells whether the path exists."
  @spec exists?(Path.t(), [:raw]) :: boolean
  def exists?(path, opts \\ []), do: path_type(path, opts) != :none

  defp path_type(path, opts) do
    case :file.read_file_info(text(path), opts) do
      {:ok, info} -> elem(info, 2)
      {:error, _} -> :none
    end
  end

  @doc "What is known of a file; option `:time`."
  @spec stat(Path.t(), stat_options) :: {:ok, File.Stat.t()} | {:error, posix}
  def stat(path, opts \\ []) do
    path |> text() |> :file.read_file_info(time_options(opts)) |> to_stat()
  end

  @doc "What is known of a file; raises `File.Error`."
  @spec stat!(Path.t(), stat_options) :: File.Stat.t()
  def stat!(path, opts \\ []), do: path |> stat(opts) |> value!("read file stats", path)

  @doc "Like `stat/2`, of a link itself."
  @spec lstat(Path.t(), stat_options) :: {:ok, File.Stat.t()} | {:error, posix}
  def lstat(path, opts \\ []) do
    path |> text() |> :file.read_link_info(time_options(opts)) |> to_stat()
  end

  @doc "Like `stat!/2`, of a link itself."
  @spec lstat!(Path.t(), stat_options) :: File.Stat.t()
  def lstat!(path, opts \\ []), do: path |> lstat(opts) |> value!("read file stats", path)

  defp time_options(opts), do: if(Keyword.has_key?(opts, :time), do: opts, else: Keyword.put(opts, :time, :universal))

  defp to_stat({:ok, info}), do: {:ok, File.Stat.from_record(info)}
  defp to_stat(error), do: error

  @doc "Writes what a `File.Stat` says to a file."
  @spec write_stat(Path.t(), File.Stat.t(), stat_options) :: :ok | {:error, posix}
  def write_stat(path, stat, opts \\ []) do
    :file.write_file_info(text(path), File.Stat.to_record(stat), time_options(opts))
  end

  @doc "Writes what a `File.Stat` says to a file; raises `File.Error`."
  @spec write_stat!(Path.t(), File.Stat.t(), stat_options) :: :ok
  def write_stat!(path, stat, opts \\ []), do: path |> write_stat(stat, opts) |> done!("write file stats", path)

  @doc "Sets the times of a file, which is made if it does not exist."
  @spec touch(Path.t(), :calendar.datetime() | integer) :: :ok | {:error, posix}
  def touch(path, time \\ :erlang.system_time(:second))

  def touch(path, time) when is_tuple(time), do: path |> text() |> do_touch(fn path -> set_times(path, time, :universal) end)
  def touch(path, time) when is_integer(time), do: path |> text() |> do_touch(fn path -> set_times(path, time, :posix) end)

  defp do_touch(path, set) do
    case set.(path) do
      {:error, :enoent} -> with :ok <- write(path, "", [:append]), do: set.(path)
      other -> other
    end
  end

  defp set_times(path, time, unit) do
    with {:ok, info} <- :file.read_file_info(path, [{:time, unit}]) do
      info = :erlang.setelement(5, info, time)
      :file.write_file_info(path, :erlang.setelement(6, info, time), [{:time, unit}])
    end
  end

  @doc "Like `touch/2`; raises `File.Error`."
  @spec touch!(Path.t(), :calendar.datetime() | integer) :: :ok
  def touch!(path, time \\ :erlang.system_time(:second)), do: path |> touch(time) |> done!("touch", path)

  @doc "Changes the mode of a file."
  @spec chmod(Path.t(), non_neg_integer) :: :ok | {:error, posix}
  def chmod(path, mode), do: path |> text() |> :file.change_mode(mode)

  @doc "Changes the mode of a file; raises `File.Error`."
  @spec chmod!(Path.t(), non_neg_integer) :: :ok
  def chmod!(path, mode), do: path |> chmod(mode) |> done!("change mode for", path)

  @doc "Changes the owner of a file."
  @spec chown(Path.t(), non_neg_integer) :: :ok | {:error, posix}
  def chown(path, uid), do: path |> text() |> :file.change_owner(uid)

  @doc "Changes the owner of a file; raises `File.Error`."
  @spec chown!(Path.t(), non_neg_integer) :: :ok
  def chown!(path, uid), do: path |> chown(uid) |> done!("change owner for", path)

  @doc "Changes the group of a file."
  @spec chgrp(Path.t(), non_neg_integer) :: :ok | {:error, posix}
  def chgrp(path, gid), do: path |> text() |> :file.change_group(gid)

  @doc "Changes the group of a file; raises `File.Error`."
  @spec chgrp!(Path.t(), non_neg_integer) :: :ok
  def chgrp!(path, gid), do: path |> chgrp(gid) |> done!("change group for", path)

  # --- links ----------------------------------------------------------------------------------------------------------

  @doc "What a link points to."
  @spec read_link(Path.t()) :: {:ok, binary} | {:error, posix}
  def read_link(path) do
    with {:ok, target} <- path |> text() |> :file.read_link(), do: {:ok, IO.chardata_to_string(target)}
  end

  @doc "What a link points to; raises `File.Error`."
  @spec read_link!(Path.t()) :: binary
  def read_link!(path), do: path |> read_link() |> value!("read link", path)

  @doc "Makes a hard link."
  @spec ln(Path.t(), Path.t()) :: :ok | {:error, posix}
  def ln(existing, new), do: :file.make_link(text(existing), text(new))

  @doc "Makes a hard link; raises `File.LinkError`."
  @spec ln!(Path.t(), Path.t()) :: :ok
  def ln!(existing, new), do: existing |> ln(new) |> link!("create hard link", existing, new)

  @doc "Makes a symbolic link."
  @spec ln_s(Path.t(), Path.t()) :: :ok | {:error, posix}
  def ln_s(existing, new), do: :file.make_symlink(text(existing), text(new))

  @doc "Makes a symbolic link; raises `File.LinkError`."
  @spec ln_s!(Path.t(), Path.t()) :: :ok
  def ln_s!(existing, new), do: existing |> ln_s(new) |> link!("create symlink", existing, new)

  defp link!(:ok, _action, _existing, _new), do: :ok

  defp link!({:error, reason}, action, existing, new) do
    raise File.LinkError, reason: reason, action: action, existing: text(existing), new: text(new)
  end

  # --- reading and writing --------------------------------------------------------------------------------------------

  @doc "The content of a file."
  @spec read(Path.t()) :: {:ok, binary} | {:error, posix}
  def read(path), do: path |> text() |> :file.read_file()

  @doc "The content of a file; raises `File.Error`."
  @spec read!(Path.t()) :: binary
  def read!(path), do: path |> read() |> value!("read file", path)

  @doc "Writes a file; modes as for `open/2`."
  @spec write(Path.t(), iodata, [mode]) :: :ok | {:error, posix}
  def write(path, content, modes \\ []), do: path |> text() |> :file.write_file(content, normalize_modes(modes, false))

  @doc "Writes a file; raises `File.Error`."
  @spec write!(Path.t(), iodata, [mode]) :: :ok
  def write!(path, content, modes \\ []), do: path |> write(content, modes) |> done!("write to file", path)

  @doc "Opens a file, or runs a function with the open file."
  @spec open(Path.t(), [mode | :ram] | (io_device -> res)) :: {:ok, io_device | res} | {:error, posix} when res: var
  def open(path, modes_or_function \\ [])
  def open(path, modes) when is_list(modes), do: path |> text() |> :file.open(normalize_modes(modes, true))
  def open(path, function) when is_function(function, 1), do: open(path, [], function)

  @doc "Runs a function with an open file: `{:ok, result}`."
  @spec open(Path.t(), [mode | :ram], (io_device -> res)) :: {:ok, res} | {:error, posix} when res: var
  def open(path, modes, function) when is_list(modes) and is_function(function, 1) do
    case open(path, modes) do
      {:ok, device} ->
        try do
          {:ok, function.(device)}
        after
          :ok = close(device)
        end

      error ->
        error
    end
  end

  @doc "Opens a file; raises `File.Error`."
  @spec open!(Path.t(), [mode | :ram] | (io_device -> res)) :: io_device | res when res: var
  def open!(path, modes_or_function \\ []), do: path |> open(modes_or_function) |> value!("open", path)

  @doc "Runs a function with an open file; raises `File.Error`."
  @spec open!(Path.t(), [mode | :ram], (io_device -> res)) :: res when res: var
  def open!(path, modes, function), do: path |> open(modes, function) |> value!("open", path)

  @doc "Closes a file."
  @spec close(io_device) :: :ok | {:error, posix | :badarg | :terminated}
  def close(io_device), do: :file.close(io_device)

  @doc "A stream of the lines of a file, or of blocks of bytes; also takes text in."
  @spec stream!(Path.t(), [mode | :trim_bom], :line | pos_integer) :: File.Stream.t()
  def stream!(path, modes \\ [], line_or_bytes \\ :line) do
    File.Stream.__build__(text(path), normalize_modes(modes, true), line_or_bytes)
  end

  defp normalize_modes([:utf8 | rest], binary?), do: [{:encoding, :utf8} | normalize_modes(rest, binary?)]
  defp normalize_modes([:charlist | rest], _binary?), do: normalize_modes(rest, false)
  defp normalize_modes([mode | rest], binary?), do: [mode | normalize_modes(rest, binary?)]
  defp normalize_modes([], true), do: [:binary]
  defp normalize_modes([], false), do: []

  # --- copying and moving ---------------------------------------------------------------------------------------------

  @doc "Copies bytes from one file or device to another: how many."
  @spec copy(Path.t() | io_device, Path.t() | io_device, pos_integer | :infinity) :: {:ok, non_neg_integer} | {:error, posix}
  def copy(source, destination, bytes_count \\ :infinity) do
    :file.copy(to_file(source), to_file(destination), bytes_count)
  end

  defp to_file({path, modes}) when is_list(modes), do: {text(path), normalize_modes(modes, true)}
  defp to_file(device) when is_pid(device) or is_tuple(device), do: device
  defp to_file(path), do: text(path)

  @doc "Like `copy/3`; raises `File.CopyError`."
  @spec copy!(Path.t() | io_device, Path.t() | io_device, pos_integer | :infinity) :: non_neg_integer
  def copy!(source, destination, bytes_count \\ :infinity) do
    case copy(source, destination, bytes_count) do
      {:ok, count} -> count
      {:error, reason} -> raise File.CopyError, reason: reason, action: "copy", source: path_text(source), destination: path_text(destination)
    end
  end

  defp path_text(path) when is_binary(path) or is_list(path), do: text(path)
  defp path_text(device), do: device

  @doc "Renames a file or directory."
  @spec rename(Path.t(), Path.t()) :: :ok | {:error, posix}
  def rename(source, destination), do: :file.rename(text(source), text(destination))

  @doc "Renames a file or directory; raises `File.RenameError`."
  @spec rename!(Path.t(), Path.t()) :: :ok
  def rename!(source, destination) do
    case rename(source, destination) do
      :ok -> :ok
      {:error, reason} -> raise File.RenameError, reason: reason, action: "rename", source: text(source), destination: text(destination)
    end
  end

  @doc "Copies a file with its mode; `callback` (or `on_conflict:`) says whether a file that exists is replaced."
  @spec cp(Path.t(), Path.t(), on_conflict_callback | keyword) :: :ok | {:error, posix}
  def cp(source_file, destination_file, callback \\ [])

  def cp(source_file, destination_file, options) when is_list(options) do
    cp(source_file, destination_file, Keyword.get(options, :on_conflict, fn _source, _destination -> true end))
  end

  def cp(source_file, destination_file, callback) when is_function(callback, 2) do
    source = text(source_file)
    destination = text(destination_file)

    with {:ok, stat} <- :file.read_file_info(source) do
      if not exists?(destination) or callback.(source, destination), do: copy_file(source, destination, stat), else: :ok
    end
  end

  defp copy_file(source, destination, stat) do
    with {:ok, _count} <- :file.copy(source, destination) do
      :file.change_mode(destination, elem(stat, 7))
    end
  end

  @doc "Copies a file with its mode; raises `File.CopyError`."
  @spec cp!(Path.t(), Path.t(), on_conflict_callback | keyword) :: :ok
  def cp!(source_file, destination_file, callback \\ []) do
    case cp(source_file, destination_file, callback) do
      :ok -> :ok
      {:error, reason} -> raise File.CopyError, reason: reason, action: "copy", source: text(source_file), destination: text(destination_file)
    end
  end

  @doc "Copies a directory with all that is in it: `{:ok, paths}` or `{:error, reason, path}`."
  @spec cp_r(Path.t(), Path.t(), on_conflict_callback | keyword) :: {:ok, [binary]} | {:error, posix, binary}
  def cp_r(source, destination, callback \\ [])

  def cp_r(source, destination, options) when is_list(options) do
    cp_r(source, destination, Keyword.get(options, :on_conflict, fn _source, _destination -> true end))
  end

  def cp_r(source, destination, callback) when is_function(callback, 2) do
    case copy_tree(text(source), text(destination), callback, []) do
      {:error, _, _} = error -> error
      paths -> {:ok, paths}
    end
  end

  defp copy_tree(source, destination, callback, acc) do
    case :file.read_link_info(source) do
      {:ok, info} when elem(info, 2) == :directory -> copy_dir(source, destination, callback, acc)
      {:ok, info} when elem(info, 2) == :symlink -> copy_link(source, destination, callback, acc)
      {:ok, info} when elem(info, 2) == :regular -> copy_one(source, destination, callback, info, acc)
      {:ok, _info} -> {:error, :eio, source}
      {:error, reason} -> {:error, reason, source}
    end
  end

  defp copy_dir(source, destination, callback, acc) do
    with {:ok, names} <- :file.list_dir(source), :ok <- make_dir_if_none(destination) do
      Enum.reduce_while(names, [destination | acc], fn name, acc ->
        case copy_tree(Path.join(source, name), Path.join(destination, name), callback, acc) do
          {:error, _, _} = error -> {:halt, error}
          acc -> {:cont, acc}
        end
      end)
    else
      {:error, reason} -> {:error, reason, source}
    end
  end

  defp make_dir_if_none(path) do
    case :file.make_dir(path) do
      {:error, :eexist} -> if dir?(path), do: :ok, else: {:error, :enotdir}
      other -> other
    end
  end

  defp copy_link(source, destination, callback, acc) do
    with {:ok, target} <- :file.read_link(source) do
      case :file.make_symlink(target, destination) do
        {:error, :eexist} ->
          if callback.(source, destination) do
            :file.delete(destination)
            copy_link(source, destination, callback, acc)
          else
            acc
          end

        :ok ->
          [destination | acc]

        {:error, reason} ->
          {:error, reason, source}
      end
    else
      {:error, reason} -> {:error, reason, source}
    end
  end

  defp copy_one(source, destination, callback, info, acc) do
    cond do
      exists?(destination) and not callback.(source, destination) ->
        acc

      true ->
        case copy_file(source, destination, info) do
          :ok -> [destination | acc]
          {:error, reason} -> {:error, reason, source}
        end
    end
  end

  @doc "Copies a directory with all that is in it; raises `File.CopyError`."
  @spec cp_r!(Path.t(), Path.t(), on_conflict_callback | keyword) :: [binary]
  def cp_r!(source, destination, callback \\ []) do
    case cp_r(source, destination, callback) do
      {:ok, files} ->
        files

      {:error, reason, file} ->
        raise File.CopyError,
          reason: reason,
          on: file,
          action: "copy recursively",
          source: text(source),
          destination: text(destination)
    end
  end

  # --- removing -------------------------------------------------------------------------------------------------------

  @doc "Removes a file."
  @spec rm(Path.t()) :: :ok | {:error, posix}
  def rm(path) do
    path = text(path)

    case :file.delete(path) do
      {:error, :eisdir} -> {:error, :eperm}
      other -> other
    end
  end

  @doc "Removes a file; raises `File.Error`."
  @spec rm!(Path.t()) :: :ok
  def rm!(path), do: path |> rm() |> done!("remove file", path)

  @doc "Removes an empty directory."
  @spec rmdir(Path.t()) :: :ok | {:error, posix}
  def rmdir(path), do: path |> text() |> :file.del_dir()

  @doc "Removes an empty directory; raises `File.Error`."
  @spec rmdir!(Path.t()) :: :ok
  def rmdir!(path), do: path |> rmdir() |> done!("remove directory", path)

  @doc "Removes files and directories with all that is in them: `{:ok, paths}` or `{:error, reason, path}`."
  @spec rm_rf(Path.t()) :: {:ok, [binary]} | {:error, posix, binary}
  def rm_rf(path) do
    case remove_tree(text(path), []) do
      {:error, _, _} = error -> error
      paths -> {:ok, paths}
    end
  end

  defp remove_tree(path, acc) do
    case :file.read_link_info(path) do
      {:ok, info} when elem(info, 2) == :directory ->
        with {:ok, names} <- :file.list_dir(path),
             acc when is_list(acc) <- remove_all(names, path, acc) do
          removed(:file.del_dir(path), path, acc)
        else
          {:error, reason} -> removed({:error, reason}, path, acc)
          error -> error
        end

      {:ok, _info} ->
        removed(:file.delete(path), path, acc)

      {:error, reason} ->
        removed({:error, reason}, path, acc)
    end
  end

  defp remove_all(names, path, acc) do
    Enum.reduce_while(names, acc, fn name, acc ->
      case remove_tree(Path.join(path, name), acc) do
        {:error, _, _} = error -> {:halt, error}
        acc -> {:cont, acc}
      end
    end)
  end

  defp removed(:ok, path, acc), do: [path | acc]
  defp removed({:error, reason}, _path, acc) when reason in [:enoent, :enotdir], do: acc
  defp removed({:error, reason}, path, _acc), do: {:error, reason, path}

  @doc "Like `rm_rf/1`; raises `File.Error`."
  @spec rm_rf!(Path.t()) :: [binary]
  def rm_rf!(path) do
    case rm_rf(path) do
      {:ok, files} -> files
      {:error, reason, file} -> raise File.Error, reason: reason, path: file, action: "remove files and directories recursively from"
    end
  end

  # --- directories ----------------------------------------------------------------------------------------------------

  @doc "Makes a directory."
  @spec mkdir(Path.t()) :: :ok | {:error, posix}
  def mkdir(path), do: path |> text() |> :file.make_dir()

  @doc "Makes a directory; raises `File.Error`."
  @spec mkdir!(Path.t()) :: :ok
  def mkdir!(path), do: path |> mkdir() |> done!("make directory", path)

  @doc "Makes a directory and those it is in."
  @spec mkdir_p(Path.t()) :: :ok | {:error, posix}
  def mkdir_p(path), do: path |> text() |> make_path()

  defp make_path("/"), do: :ok

  defp make_path(path) do
    if dir?(path) do
      :ok
    else
      parent = Path.dirname(path)

      if parent == path do
        {:error, :einval}
      else
        case make_path(parent) do
          :ok -> make_dir_if_none(path)
          error -> error
        end
      end
    end
  end

  @doc "Makes a directory and those it is in; raises `File.Error`."
  @spec mkdir_p!(Path.t()) :: :ok
  def mkdir_p!(path), do: path |> mkdir_p() |> done!("make directory (with -p)", path)

  @doc "The names in a directory."
  @spec ls(Path.t()) :: {:ok, [binary]} | {:error, posix}
  def ls(path \\ ".") do
    with {:ok, names} <- path |> text() |> :file.list_dir() do
      {:ok, Enum.map(names, &IO.chardata_to_string/1)}
    end
  end

  @doc "The names in a directory; raises `File.Error`."
  @spec ls!(Path.t()) :: [binary]
  def ls!(path \\ "."), do: path |> ls() |> value!("list directory", path)

  @doc "The current directory."
  @spec cwd() :: {:ok, binary} | {:error, posix}
  def cwd() do
    with {:ok, base} <- :file.get_cwd(), do: {:ok, IO.chardata_to_string(base)}
  end

  @doc "The current directory; raises `File.Error`."
  @spec cwd!() :: binary
  def cwd!() do
    case cwd() do
      {:ok, cwd} -> cwd
      {:error, reason} -> raise File.Error, reason: reason, action: "get current working directory"
    end
  end

  @doc "Changes the current directory."
  @spec cd(Path.t()) :: :ok | {:error, posix}
  def cd(path), do: path |> text() |> :file.set_cwd()

  @doc "Changes the current directory; raises `File.Error`."
  @spec cd!(Path.t()) :: :ok
  def cd!(path), do: path |> cd() |> done!("set current working directory to", path)

  @doc "Runs a function in another directory."
  @spec cd!(Path.t(), (() -> res)) :: res when res: var
  def cd!(path, function) do
    old = cwd!()
    cd!(path)

    try do
      function.()
    after
      cd!(old)
    end
  end

  defp text(path), do: IO.chardata_to_string(path)

  defp value!({:ok, value}, _action, _path), do: value
  defp value!({:error, reason}, action, path), do: raise(File.Error, reason: reason, action: action, path: text(path))

  defp done!(:ok, _action, _path), do: :ok
  defp done!({:error, reason}, action, path), do: raise(File.Error, reason: reason, action: action, path: text(path))
end
