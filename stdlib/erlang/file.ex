# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :file do
  @moduledoc """
  Files, as Erlang's `file`, over the natives `:elver_file` (vm/bif/bif_file.c).

  `open/2` gives a process that speaks the I/O protocol and the file requests below (`:elver_file_server`); with `:raw` it
  gives `{:file_descriptor, :elver_file, ref}`, used by natives without a process.
  """

  # Whole files

  def read_file(name), do: with_path(name, &:elver_file.read_file/1)

  def write_file(name, bytes), do: write_file(name, bytes, [])

  def write_file(name, bytes, modes) do
    case open(name, [:raw, :binary, :write | modes -- [:write, :binary]]) do
      {:ok, file} ->
        result = write_all(file, bytes, modes)

        case {result, close(file)} do
          {:ok, closed} -> closed
          {error, _} -> error
        end

      error ->
        error
    end
  end

  defp write_all(file, bytes, modes) do
    case :proplists.get_value(:encoding, modes) do
      :utf8 -> raw_write(file, :unicode.characters_to_binary(bytes))
      :unicode -> raw_write(file, :unicode.characters_to_binary(bytes))
      _ -> raw_write(file, bytes)
    end
  end

  defp raw_write({:file_descriptor, _, file}, bytes) do
    try do
      :elver_file.write(file, bytes)
    catch
      :error, :badarg -> {:error, :badarg}
    end
  end

  # Open files

  def open(name, modes) when is_list(modes) do
    case native_modes(modes) do
      {:ok, native} -> with_path(name, fn path -> open_path(path, native, modes) end)
      error -> error
    end
  end

  def open(name, mode) when is_atom(mode), do: open(name, [mode])
  def open(_, _), do: {:error, :badarg}

  defp open_path(path, native, modes) do
    case :lists.member(:raw, modes) do
      true -> open_raw(path, native)
      false -> :elver_file_server.start(path, native, modes)
    end
  end

  defp open_raw(path, native) do
    case :elver_file.open(path, native) do
      {:ok, file} -> {:ok, {:file_descriptor, :elver_file, file}}
      error -> error
    end
  end

  defp native_modes(modes) do
    known = [:read, :write, :append, :exclusive, :sync, :directory]
    native = :lists.filter(fn mode -> :lists.member(mode, known) end, modes)

    case :lists.all(&mode?/1, modes) do
      true when native == [] -> {:ok, [:read]}
      true -> {:ok, reads(native)}
      false -> {:error, :badarg}
    end
  end

  defp reads(native) do
    case :lists.any(fn mode -> :lists.member(mode, [:read, :write, :append]) end, native) do
      true -> native
      false -> [:read | native]
    end
  end

  @flags [:read, :write, :append, :exclusive, :sync, :directory, :raw, :binary, :delayed_write, :read_ahead, :compressed, :ram]
  defp mode?(mode) when is_atom(mode), do: :lists.member(mode, @flags) or mode in [:charlist, :utf8]
  defp mode?({:encoding, _}), do: true
  defp mode?({:delayed_write, _, _}), do: true
  defp mode?({:read_ahead, _}), do: true
  defp mode?(_), do: false

  def close({:file_descriptor, _, file}), do: :elver_file.close(file)
  def close(pid) when is_pid(pid), do: ask(pid, :close)
  def close(_), do: {:error, :badarg}

  def read({:file_descriptor, _, file}, n), do: listed(:elver_file.read(file, n))

  def read(device, n) when is_pid(device) or is_atom(device) do
    case :io.request(device, {:get_chars, :latin1, '', n}) do
      data when is_list(data) or is_binary(data) -> {:ok, data}
      other -> other
    end
  end

  def read(_, _), do: {:error, :badarg}

  defp listed(result), do: result

  def read_line({:file_descriptor, _, file}), do: raw_line(file, "")

  def read_line(device) do
    case :io.request(device, {:get_line, :latin1, ''}) do
      data when is_list(data) or is_binary(data) -> {:ok, data}
      other -> other
    end
  end

  # Without a buffer a raw file is read byte by byte.
  defp raw_line(file, line) do
    case :elver_file.read(file, 1) do
      {:ok, "\n"} -> {:ok, line <> "\n"}
      {:ok, byte} -> raw_line(file, line <> byte)
      :eof when line == "" -> :eof
      :eof -> {:ok, line}
      error -> error
    end
  end

  def write({:file_descriptor, _, _} = file, bytes), do: raw_write(file, bytes)

  def write(device, bytes) when is_pid(device) or is_atom(device) do
    try do
      :erlang.iolist_to_binary(bytes)
    catch
      :error, _ -> {:error, :badarg}
    else
      binary -> :io.request(device, {:put_chars, :latin1, binary})
    end
  end

  def write(_, _), do: {:error, :badarg}

  def pread({:file_descriptor, _, file}, at, n), do: :elver_file.pread(file, at, n)
  def pread(pid, at, n) when is_pid(pid), do: ask(pid, {:pread, at, n})

  def pread(file, list) do
    results =
      :lists.map(
        fn {at, n} ->
          case pread(file, at, n) do
            {:ok, data} -> data
            other -> other
          end
        end,
        list
      )

    case :lists.keyfind(:error, 1, :lists.filter(&is_tuple/1, results)) do
      false -> {:ok, results}
      error -> error
    end
  end

  def pwrite({:file_descriptor, _, file}, at, bytes), do: :elver_file.pwrite(file, at, bytes)
  def pwrite(pid, at, bytes) when is_pid(pid), do: ask(pid, {:pwrite, at, bytes})

  def pwrite(file, list), do: pwrite_all(list, file, 0)

  defp pwrite_all([{at, bytes} | rest], file, done) do
    case pwrite(file, at, bytes) do
      :ok -> pwrite_all(rest, file, done + 1)
      {:error, reason} -> {:error, {done, reason}}
    end
  end

  defp pwrite_all([], _, _), do: :ok

  def position(file, where) do
    case location(where) do
      {from, offset} -> seek(file, from, offset)
      :error -> {:error, :badarg}
    end
  end

  defp location(n) when is_integer(n), do: {:bof, n}
  defp location(:bof), do: {:bof, 0}
  defp location(:cur), do: {:cur, 0}
  defp location(:eof), do: {:eof, 0}
  defp location({from, n}) when from in [:bof, :cur, :eof] and is_integer(n), do: {from, n}
  defp location(_), do: :error

  defp seek({:file_descriptor, _, file}, from, offset), do: :elver_file.position(file, from, offset)
  defp seek(pid, from, offset) when is_pid(pid), do: ask(pid, {:position, from, offset})

  def truncate({:file_descriptor, _, file}), do: :elver_file.truncate(file)
  def truncate(pid) when is_pid(pid), do: ask(pid, :truncate)
  def sync({:file_descriptor, _, file}), do: :elver_file.sync(file)
  def sync(pid) when is_pid(pid), do: ask(pid, :sync)
  def datasync({:file_descriptor, _, file}), do: :elver_file.datasync(file)
  def datasync(pid) when is_pid(pid), do: ask(pid, :datasync)
  def advise(_, _, _, _), do: :ok
  def allocate(_, _, _), do: :ok

  @doc false
  def raw_request(_, {:file_descriptor, _, _} = file, {:put_chars, encoding, chars}),
    do: raw_write(file, :unicode.characters_to_binary(chars, encoding))

  def raw_request(_, {:file_descriptor, _, file}, {:get_line, _, _}) do
    case raw_line(file, "") do
      {:ok, line} -> line
      other -> other
    end
  end

  def raw_request(_, {:file_descriptor, _, file}, {:get_chars, _, _, n}) do
    case :elver_file.read(file, n) do
      {:ok, data} -> data
      other -> other
    end
  end

  def raw_request(_, _, _), do: {:error, :request}

  # File requests to a file process
  defp ask(pid, request) do
    ref = :erlang.monitor(:process, pid)
    :erlang.send(pid, {:file_request, self(), ref, request})

    receive do
      {:file_reply, ^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, _, _} ->
        {:error, :terminated}
    end
  end

  @doc "Copies bytes: between names, `{name, modes}` or open files."
  def copy(from, to), do: copy(from, to, :infinity)

  def copy(from, to, count) do
    with_open(from, [:read, :binary], fn source ->
      with_open(to, [:write, :binary], fn target -> copy_bytes(source, target, count, 0) end)
    end)
  end

  defp with_open({:file_descriptor, _, _} = file, _, fun), do: fun.(file)
  defp with_open(pid, _, fun) when is_pid(pid), do: fun.(pid)
  defp with_open({name, modes}, more, fun), do: with_open_modes(name, modes ++ more, fun)
  defp with_open(name, modes, fun), do: with_open_modes(name, modes, fun)

  defp with_open_modes(name, modes, fun) do
    case open(name, [:raw | modes]) do
      {:ok, file} ->
        try do
          fun.(file)
        after
          close(file)
        end

      error ->
        error
    end
  end

  defp copy_bytes(_, _, count, done) when is_integer(count) and done >= count, do: {:ok, done}

  defp copy_bytes(source, target, count, done) do
    step = if count == :infinity, do: 65536, else: :erlang.min(65536, count - done)

    case read(source, step) do
      {:ok, data} ->
        case write(target, data) do
          :ok -> copy_bytes(source, target, count, done + :erlang.iolist_size(data))
          error -> error
        end

      :eof ->
        {:ok, done}

      error ->
        error
    end
  end

  # Names and directories

  def delete(name), do: with_path(name, &:elver_file.delete/1)
  def delete(name, _options), do: delete(name)
  def rename(from, to), do: with_paths(from, to, &:elver_file.rename/2)
  def make_link(existing, new), do: with_paths(existing, new, &:elver_file.make_link/2)
  def make_symlink(existing, new), do: with_paths(existing, new, &:elver_file.make_symlink/2)
  def read_link(name), do: name_result(with_path(name, &:elver_file.read_link/1))
  def read_link_all(name), do: read_link(name)
  def make_dir(name), do: with_path(name, &:elver_file.make_dir/1)
  def del_dir(name) do
    case with_path(name, &:elver_file.del_dir/1) do
      # Erlang's word for a directory with something in it.
      {:error, :enotempty} -> {:error, :eexist}
      result -> result
    end
  end

  def del_dir_r(name) do
    case read_link_info(name) do
      {:ok, info} when elem(info, 2) == :directory ->
        {:ok, names} = list_dir_all(name)
        results = :lists.map(fn entry -> del_dir_r(:filename.join(name, entry)) end, names)

        case :lists.search(fn result -> result != :ok end, results) do
          {:value, error} -> error
          false -> del_dir(name)
        end

      {:ok, _} ->
        delete(name)

      error ->
        error
    end
  end

  def list_dir(name), do: names_result(with_path(name, &:elver_file.list_dir/1))
  def list_dir_all(name), do: list_dir(name)
  def get_cwd, do: name_result(:elver_file.get_cwd())
  def get_cwd(_drive), do: {:error, :enotsup}
  def set_cwd(name), do: with_path(name, &:elver_file.set_cwd/1)
  def native_name_encoding, do: :utf8
  def altname(_), do: {:error, :enotsup}

  defp name_result({:ok, name}), do: {:ok, :unicode.characters_to_list(name)}
  defp name_result(other), do: other

  defp names_result({:ok, names}), do: {:ok, :lists.map(&name_list/1, names)}
  defp names_result(other), do: other

  # A name that is no UTF-8 stays a binary.
  defp name_list(name) do
    case :unicode.characters_to_list(name) do
      list when is_list(list) -> list
      _ -> name
    end
  end

  # Information: {:file_info, size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid, gid}

  def read_file_info(name), do: read_file_info(name, [])
  def read_file_info(name, options), do: info(name, true, options)
  def read_link_info(name), do: read_link_info(name, [])
  def read_link_info(name, options), do: info(name, false, options)
  def raw_read_file_info(name), do: read_file_info(name)

  defp info(name, follow, options) do
    time = :proplists.get_value(:time, options, :local)

    case with_path(name, fn path -> :elver_file.stat(path, follow) end) do
      {:ok, {size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid, gid}} ->
        t = fn seconds -> time_from(seconds, time) end
        {:ok, {:file_info, size, type, access, t.(atime), t.(mtime), t.(ctime), mode, links, major, minor, inode, uid, gid}}

      error ->
        error
    end
  end

  defp time_from(seconds, :posix), do: seconds
  defp time_from(seconds, :universal), do: :calendar.system_time_to_universal_time(seconds, :second)
  defp time_from(seconds, :local), do: :calendar.system_time_to_local_time(seconds, :second)

  defp time_to(seconds, :posix), do: seconds
  defp time_to(time, :universal), do: :calendar.datetime_to_gregorian_seconds(time) - 62_167_219_200

  defp time_to(time, :local) do
    [universal | _] = :calendar.local_time_to_universal_time_dst(time)
    time_to(universal, :universal)
  end

  def write_file_info(name, info), do: write_file_info(name, info, [])

  def write_file_info(name, {:file_info, _, _, _, atime, mtime, _, mode, _, _, _, _, uid, gid}, options) do
    kind = :proplists.get_value(:time, options, :local)

    steps = [
      fn -> if is_integer(mode), do: change_mode(name, mode), else: :ok end,
      fn -> if is_integer(uid) or is_integer(gid), do: change_owner(name, id(uid), id(gid)), else: :ok end,
      fn -> if mtime != :undefined or atime != :undefined, do: set_times(name, atime, mtime, kind), else: :ok end
    ]

    :lists.foldl(fn step, result -> if result == :ok, do: step.(), else: result end, :ok, steps)
  end

  defp id(n) when is_integer(n), do: n
  defp id(_), do: -1

  defp set_times(name, atime, mtime, kind) do
    mtime = if mtime == :undefined, do: atime, else: mtime
    atime = if atime == :undefined, do: mtime, else: atime
    with_path(name, fn path -> :elver_file.utime(path, time_to(atime, kind), time_to(mtime, kind)) end)
  end

  def raw_write_file_info(name, info), do: write_file_info(name, info)
  def change_mode(name, mode), do: with_path(name, fn path -> :elver_file.chmod(path, mode) end)
  def change_owner(name, uid), do: change_owner(name, uid, -1)
  def change_owner(name, uid, gid), do: with_path(name, fn path -> :elver_file.chown(path, uid, gid) end)
  def change_group(name, gid), do: change_owner(name, -1, gid)
  def change_time(name, mtime), do: change_time(name, mtime, mtime)
  def change_time(name, atime, mtime), do: set_times(name, atime, mtime, :local)

  # Terms

  @doc "Reads the terms of a file, each ended by a full stop."
  def consult(name) do
    case read_file(name) do
      {:ok, bytes} -> :elver_term_reader.read_all(file_chars(bytes))
      error -> error
    end
  end

  # UTF-8 unless it is not.
  defp file_chars(bytes) do
    case :unicode.characters_to_list(bytes) do
      chars when is_list(chars) -> chars
      _ -> :erlang.binary_to_list(bytes)
    end
  end

  def path_consult(paths, name) do
    case find_in(paths, name) do
      {:ok, full} -> consult_full(full)
      error -> error
    end
  end

  defp consult_full(full) do
    case consult(full) do
      {:ok, terms} -> {:ok, terms, full}
      error -> error
    end
  end

  def path_open(paths, name, modes) do
    with {:ok, full} <- find_in(paths, name), {:ok, file} <- open(full, modes), do: {:ok, file, full}
  end

  defp find_in([path | rest], name) do
    full = :filename.join(path, name)
    if :filelib.is_regular(full), do: {:ok, full}, else: find_in(rest, name)
  end

  defp find_in([], _), do: {:error, :enoent}

  # Errors

  @doc "Text of an error reason."
  def format_error({line, module, reason}) when is_integer(line),
    do: :lists.flatten(:io_lib.format('~w: ~ts', [line, module_error(module, reason)]))

  def format_error(:badarg), do: 'bad argument'
  def format_error(:system_limit), do: 'a system limit was hit, probably not enough ports'
  def format_error(:terminated), do: 'the file server process is terminated'
  def format_error(reason), do: posix_text(reason)

  defp module_error(:erl_parse, text), do: :lists.flatten(text)
  defp module_error(_, reason), do: :io_lib.format('~tp', [reason])

  @texts [
    e2big: 'argument list too long',
    eacces: 'permission denied',
    eagain: 'resource temporarily unavailable',
    ebadf: 'bad file number',
    ebusy: 'file busy',
    edeadlk: 'resource deadlock avoided',
    edquot: 'disk quota exceeded',
    eexist: 'file already exists',
    efault: 'bad address in system call argument',
    efbig: 'file too large',
    eintr: 'interrupted system call',
    einval: 'invalid argument',
    eio: 'I/O error',
    eisdir: 'illegal operation on a directory',
    eloop: 'too many levels of symbolic links',
    emfile: 'too many open files',
    emlink: 'too many links',
    enametoolong: 'file name too long',
    enfile: 'file table overflow',
    enodev: 'no such device',
    enoent: 'no such file or directory',
    enomem: 'not enough memory',
    enospc: 'no space left on device',
    enotblk: 'block device required',
    enotdir: 'not a directory',
    enotempty: 'directory not empty',
    enotsup: 'operation not supported',
    enxio: 'no such device or address',
    eperm: 'not owner',
    epipe: 'broken pipe',
    erofs: 'read-only file system',
    espipe: 'invalid seek',
    esrch: 'no such process',
    estale: 'stale remote file handle',
    etxtbsy: 'text file busy',
    exdev: 'cross-domain link'
  ]
  defp posix_text(reason) do
    case :lists.keyfind(reason, 1, @texts) do
      {_, text} -> text
      false -> 'unknown POSIX error'
    end
  end

  # Paths: deep lists, atoms and binaries without NUL

  defp with_path(name, fun) do
    case path(name) do
      :error -> {:error, :badarg}
      path -> fun.(path)
    end
  end

  defp with_paths(a, b, fun), do: with_path(a, fn a -> with_path(b, fn b -> fun.(a, b) end) end)

  @doc false
  def path(name) when is_binary(name), do: checked(name)
  def path(name) when is_atom(name), do: :erlang.atom_to_binary(name)

  def path(name) when is_list(name) do
    try do
      :unicode.characters_to_binary(flat(name))
    catch
      _, _ -> :error
    else
      binary when is_binary(binary) -> checked(binary)
      _ -> :error
    end
  end

  def path(_), do: :error

  defp flat([head | rest]) when is_atom(head) and head != [], do: :erlang.++(:erlang.atom_to_list(head), flat(rest))
  defp flat([head | rest]) when is_list(head), do: :erlang.++(flat(head), flat(rest))
  defp flat([head | rest]), do: [head | flat(rest)]
  defp flat([]), do: []

  defp checked(binary) do
    case :binary.match(binary, <<0>>) do
      :nomatch -> binary
      _ -> :error
    end
  end
end
