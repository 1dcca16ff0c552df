# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_file_server do
  @moduledoc false
  # The process of a file that `:file.open/2` opened: speaks the I/O protocol and file requests, ends with its owner.
  # `buffer` holds bytes read ahead; the place of the file is that much behind what the kernel says.

  @chunk 65536

  def start(path, native, modes) do
    owner = self()
    {pid, ref} = :erlang.spawn_monitor(fn -> init(path, native, modes, owner) end)

    receive do
      {^pid, result} ->
        :erlang.demonitor(ref, [:flush])
        result

      {:DOWN, ^ref, _, _, reason} ->
        {:error, reason}
    end
  end

  defp init(path, native, modes, owner) do
    case :elver_file.open(path, native) do
      {:ok, file} ->
        :erlang.monitor(:process, owner)
        :erlang.send(owner, {self(), {:ok, self()}})

        loop(%{
          file: file,
          owner: owner,
          buffer: "",
          binary: :lists.member(:binary, modes),
          encoding: encoding(:proplists.get_value(:encoding, modes, :latin1))
        })

      error ->
        :erlang.send(owner, {self(), error})
    end
  end

  defp encoding(:utf8), do: :unicode
  defp encoding(other), do: other

  defp loop(%{owner: owner} = state) do
    receive do
      {:io_request, from, ref, request} ->
        {reply, state} = io(request, state)
        :erlang.send(from, {:io_reply, ref, reply})
        loop(state)

      {:file_request, from, ref, :close} ->
        :erlang.send(from, {:file_reply, ref, :elver_file.close(state.file)})

      {:file_request, from, ref, request} ->
        {reply, state} = file(request, state)
        :erlang.send(from, {:file_reply, ref, reply})
        loop(state)

      {:DOWN, _, :process, ^owner, _} ->
        :elver_file.close(state.file)

      _ ->
        loop(state)
    end
  end

  # File requests

  defp file({:pread, at, n}, state) do
    state = unread(state)
    {shown(:elver_file.pread(state.file, at, n), state), state}
  end

  defp file({:pwrite, at, bytes}, state) do
    state = unread(state)
    {checked_write(fn -> :elver_file.pwrite(state.file, at, bytes) end), state}
  end

  defp file({:position, from, offset}, state) do
    state = unread(state)
    {:elver_file.position(state.file, from, offset), state}
  end

  defp file(:truncate, state) do
    state = unread(state)
    {:elver_file.truncate(state.file), state}
  end

  defp file(:sync, state), do: {:elver_file.sync(state.file), state}
  defp file(:datasync, state), do: {:elver_file.datasync(state.file), state}
  defp file(_, state), do: {{:error, :enotsup}, state}

  defp shown({:ok, data}, %{binary: false}), do: {:ok, :erlang.binary_to_list(data)}
  defp shown(other, _), do: other

  # Gives the bytes read ahead back.
  defp unread(%{buffer: ""} = state), do: state

  defp unread(state) do
    :elver_file.position(state.file, :cur, -:erlang.byte_size(state.buffer))
    %{state | buffer: ""}
  end

  # The I/O protocol

  defp io({:put_chars, encoding, chars}, state), do: put(encoding, chars, state)

  defp io({:put_chars, encoding, m, f, args}, state) do
    try do
      :erlang.apply(m, f, args)
    catch
      _, _ -> {{:error, f}, state}
    else
      chars -> put(encoding, chars, state)
    end
  end

  defp io({:put_chars, chars}, state), do: put(:latin1, chars, state)
  defp io({:get_line, encoding, _}, state), do: get(:line, encoding, state)
  defp io({:get_line, _}, state), do: get(:line, :latin1, state)
  defp io({:get_chars, encoding, _, n}, state), do: get({:chars, n}, encoding, state)
  defp io({:get_chars, _, n}, state), do: get({:chars, n}, :latin1, state)
  defp io({:get_until, encoding, _, m, f, args}, state), do: until(encoding, m, f, args, [], state)
  defp io({:get_until, _, m, f, args}, state), do: until(:latin1, m, f, args, [], state)

  defp io({:setopts, options}, state) when is_list(options) do
    {:ok,
     %{
       state
       | binary: option(:binary, options, state.binary) and not :lists.member(:list, options),
         encoding: encoding(:proplists.get_value(:encoding, options, state.encoding))
     }}
  end

  defp io(:getopts, state), do: {[binary: state.binary, encoding: state.encoding], state}
  defp io({:requests, requests}, state), do: requests(requests, :ok, state)
  defp io(_, state), do: {{:error, :request}, state}

  defp option(name, options, default), do: :proplists.get_value(name, options, default) == true

  defp requests([request | rest], :ok, state) do
    {reply, state} = io(request, state)
    requests(rest, reply, state)
  end

  defp requests(_, reply, state), do: {reply, state}

  # latin1 requests are bytes, unless the file has an encoding.
  defp put(from, chars, state) do
    state = unread(state)

    case :unicode.characters_to_binary(chars, from, state.encoding) do
      bytes when is_binary(bytes) -> {checked_write(fn -> :elver_file.write(state.file, bytes) end), state}
      _ -> {{:error, {:no_translation, from, state.encoding}}, state}
    end
  end

  defp checked_write(write) do
    try do
      write.()
    catch
      :error, :badarg -> {:error, :badarg}
    end
  end

  defp get(want, encoding, state) do
    case take(want, state, 0) do
      {:ok, bytes, state} -> {decoded(bytes, encoding, state), state}
      {other, state} -> {other, state}
    end
  end

  defp decoded(bytes, _, %{binary: true, encoding: :unicode}), do: bytes
  defp decoded(bytes, :latin1, %{binary: true}), do: bytes
  defp decoded(bytes, _, %{binary: true, encoding: encoding}), do: :unicode.characters_to_binary(bytes, encoding)

  defp decoded(bytes, _, %{encoding: encoding}) do
    case :unicode.characters_to_list(bytes, encoding) do
      chars when is_list(chars) -> chars
      _ -> {:error, :collect_line}
    end
  end

  # `from`: what was searched already.
  defp take(:line, state, from) do
    size = :erlang.byte_size(state.buffer)

    case :binary.match(state.buffer, "\n", [{:scope, {from, size - from}}]) do
      {at, 1} -> split(at + 1, state)
      :nomatch -> more(:line, state, size)
    end
  end

  defp take({:chars, 0}, state, _), do: {:ok, "", state}

  defp take({:chars, n}, %{encoding: :unicode} = state, _) do
    case utf8_size(state.buffer, n, 0) do
      :short -> more({:chars, n}, state, 0)
      size -> split(size, state)
    end
  end

  defp take({:chars, n}, state, _) do
    case :erlang.byte_size(state.buffer) >= n do
      true -> split(n, state)
      false -> more({:chars, n}, state, 0)
    end
  end

  defp utf8_size(_, 0, size), do: size

  defp utf8_size(<<c::utf8, rest::binary>>, n, size),
    do: utf8_size(rest, n - 1, size + :erlang.byte_size(<<c::utf8>>))

  defp utf8_size(_, _, _), do: :short

  defp split(size, state) do
    <<taken::binary-size(size), rest::binary>> = state.buffer
    {:ok, taken, %{state | buffer: rest}}
  end

  defp more(want, state, from) do
    case :elver_file.read(state.file, @chunk) do
      {:ok, bytes} -> take(want, %{state | buffer: <<state.buffer::binary, bytes::binary>>}, from)
      :eof when state.buffer == "" -> {:eof, state}
      :eof -> {:ok, state.buffer, %{state | buffer: ""}}
      error -> {error, state}
    end
  end

  defp until(encoding, m, f, args, continuation, state) do
    {data, state} =
      case take(:line, state, 0) do
        {:ok, bytes, state} -> {:unicode.characters_to_list(bytes, state.encoding), state}
        {other, state} -> {other, state}
      end

    case data do
      {:error, _} = error -> {error, state}
      _ -> until_result(:erlang.apply(m, f, [continuation, data | args]), encoding, m, f, args, state)
    end
  end

  defp until_result({:done, result, rest}, _, _, _, _, state) when is_list(rest) do
    bytes = :unicode.characters_to_binary(rest, :unicode, state.encoding)
    {result, %{state | buffer: <<bytes::binary, state.buffer::binary>>}}
  end

  defp until_result({:done, result, _}, _, _, _, _, state), do: {result, state}
  defp until_result({:more, continuation}, encoding, m, f, args, state), do: until(encoding, m, f, args, continuation, state)
end
