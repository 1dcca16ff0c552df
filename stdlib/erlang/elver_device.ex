# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_device do
  @moduledoc false
  # The processes `user` (standard input and output) and `standard_error`: servers of the I/O protocol over a descriptor.
  #
  # Output is written at once. Input blocks in the kernel, so a helper process reads; requests for input wait in `queue`
  # and output goes on meanwhile. `buffer` is what was read and not yet asked for, as valid UTF-8 or bytes (latin1).

  @chunk 65536

  @doc "Starts the server of a pair of descriptors and registers it."
  def start(name, input, output) do
    :erlang.spawn(:elver_device, :init, [name, input, output, self()])
    |> await_ready()
  end

  defp await_ready(pid) do
    receive do
      {:ready, ^pid} -> pid
    end
  end

  @doc false
  def init(name, input, output, parent) do
    :erlang.register(name, self())
    :erlang.group_leader(self(), self())
    :erlang.send(parent, {:ready, self()})
    loop(%{in: input, out: output, buffer: "", eof: input == nil, queue: [], reading: false, encoding: :unicode, binary: true})
  end

  @doc false
  def loop(state) do
    receive do
      {:io_request, from, ref, request} ->
        loop(request(request, from, ref, state))

      {:elver_input, {:ok, bytes}} ->
        loop(serve(%{state | buffer: state.buffer <> bytes, reading: false}))

      {:elver_input, _} ->
        loop(serve(%{state | eof: true, reading: false}))

      _ ->
        loop(state)
    end
  end

  defp request({:get_line, _, prompt}, from, ref, state), do: enqueue({from, ref, :line}, prompt, state)
  defp request({:get_line, prompt}, from, ref, state), do: enqueue({from, ref, :line}, prompt, state)
  defp request({:get_chars, _, prompt, n}, from, ref, state), do: enqueue({from, ref, {:chars, n}}, prompt, state)
  defp request({:get_chars, prompt, n}, from, ref, state), do: enqueue({from, ref, {:chars, n}}, prompt, state)

  defp request({:get_until, _, prompt, m, f, args}, from, ref, state),
    do: enqueue({from, ref, {:until, m, f, args, []}}, prompt, state)

  defp request({:get_until, prompt, m, f, args}, from, ref, state),
    do: enqueue({from, ref, {:until, m, f, args, []}}, prompt, state)

  defp request({:requests, list}, from, ref, state) do
    {result, state} = run_all(list, :ok, state)
    reply(from, ref, result)
    state
  end

  defp request(request, from, ref, state) do
    {result, state} = run(request, state)
    reply(from, ref, result)
    state
  end

  defp reply(from, ref, result), do: :erlang.send(from, {:io_reply, ref, result})

  defp run_all([request | rest], :ok, state) do
    {result, state} = run(request, state)
    run_all(rest, result, state)
  end

  defp run_all(_, result, state), do: {result, state}

  defp run({:put_chars, encoding, chars}, state), do: {write(encoding, chars, state), state}

  defp run({:put_chars, encoding, m, f, args}, state) do
    try do
      :erlang.apply(m, f, args)
    catch
      _, _ -> {{:error, f}, state}
    else
      chars -> {write(encoding, chars, state), state}
    end
  end

  defp run({:put_chars, chars}, state), do: {write(:latin1, chars, state), state}
  defp run({:put_chars, m, f, args}, state), do: run({:put_chars, :latin1, m, f, args}, state)

  defp run({:setopts, options}, state) when is_list(options), do: {:ok, set_options(options, state)}

  defp run(:getopts, state) do
    {[expand_fun: fn _ -> {:yes, [], []} end, echo: true, binary: state.binary, encoding: state.encoding], state}
  end

  defp run({:get_geometry, what}, state) do
    case :elver_io.window_size(state.out) do
      {columns, rows} when is_integer(columns) -> {if(what == :columns, do: columns, else: rows), state}
      _ -> {{:error, :enotsup}, state}
    end
  end

  defp run(_, state), do: {{:error, :request}, state}

  defp set_options([:binary | rest], state), do: set_options(rest, %{state | binary: true})
  defp set_options([:list | rest], state), do: set_options(rest, %{state | binary: false})
  defp set_options([{:binary, value} | rest], state), do: set_options(rest, %{state | binary: value})
  defp set_options([{:encoding, :utf8} | rest], state), do: set_options(rest, %{state | encoding: :unicode})
  defp set_options([{:encoding, value} | rest], state), do: set_options(rest, %{state | encoding: value})
  defp set_options([_ | rest], state), do: set_options(rest, state)
  defp set_options([], state), do: state

  # With encoding latin1 the bytes pass as they are; characters above 255 are shown as \x{..}.
  defp write(from, chars, state) do
    case :unicode.characters_to_binary(chars, from, :unicode) do
      bytes when is_binary(bytes) -> write_bytes(encoded(bytes, state.encoding), state.out)
      _ -> {:error, {:put_chars, from, chars}}
    end
  end

  defp encoded(bytes, :latin1) do
    case :unicode.characters_to_binary(bytes, :unicode, :latin1) do
      latin1 when is_binary(latin1) -> latin1
      _ -> :erlang.iolist_to_binary(:io_lib.format("~s", [escape_high(:unicode.characters_to_list(bytes))]))
    end
  end

  defp encoded(bytes, _), do: bytes

  defp escape_high([c | rest]) when c > 255, do: ['\\x{', :erlang.integer_to_list(c, 16), '}' | escape_high(rest)]
  defp escape_high([c | rest]), do: [c | escape_high(rest)]
  defp escape_high([]), do: []

  defp write_bytes(bytes, fd) do
    case :elver_io.write(fd, bytes) do
      :ok -> :ok
      {:error, reason} -> {:error, reason}
    end
  end

  # Input

  defp enqueue(entry, prompt, state) do
    write_prompt(prompt, state)
    serve(%{state | queue: :erlang.++(state.queue, [entry])})
  end

  defp write_prompt(prompt, state) when is_binary(prompt) or is_list(prompt) or is_atom(prompt) or is_tuple(prompt),
    do: write(:unicode, :io_lib.format_prompt(prompt, :unicode), state)

  defp write_prompt(_, _), do: :ok

  defp serve(%{queue: []} = state), do: state

  defp serve(%{queue: [{from, ref, want} | rest]} = state) do
    case take(want, state) do
      {:ok, result, buffer} ->
        reply(from, ref, result)
        serve(%{state | queue: rest, buffer: buffer})

      {:more, want, buffer} ->
        read_more(%{state | queue: [{from, ref, want} | rest], buffer: buffer})
    end
  end

  defp read_more(%{reading: true} = state), do: state

  defp read_more(state) do
    :erlang.spawn(:elver_device, :read_input, [self(), state.in])
    %{state | reading: true}
  end

  @doc false
  def read_input(server, fd), do: :erlang.send(server, {:elver_input, :elver_io.read(fd, @chunk)})

  defp take(:line, state) do
    case :binary.split(state.buffer, "\n") do
      [line, rest] -> {:ok, chars(line <> "\n", state), rest}
      [""] when state.eof -> {:ok, :eof, ""}
      [line] when state.eof -> {:ok, chars(line, state), ""}
      [_] -> {:more, :line, state.buffer}
    end
  end

  defp take({:chars, 0}, state), do: {:ok, chars("", state), state.buffer}

  defp take({:chars, n} = want, state) do
    case split_chars(state.buffer, n, state.encoding, 0) do
      {:ok, size} ->
        <<taken::binary-size(size), rest::binary>> = state.buffer
        {:ok, chars(taken, state), rest}

      :short when state.eof and state.buffer == "" ->
        {:ok, :eof, ""}

      :short when state.eof ->
        {:ok, chars(state.buffer, state), ""}

      :short ->
        {:more, want, state.buffer}
    end
  end

  defp take({:until, m, f, args, continuation}, state) do
    data = if state.buffer == "" and state.eof, do: :eof, else: :unicode.characters_to_list(state.buffer)

    case state.buffer == "" and not state.eof do
      true ->
        {:more, {:until, m, f, args, continuation}, ""}

      false ->
        case :erlang.apply(m, f, [continuation, data | args]) do
          {:done, result, :eof} -> {:ok, result, ""}
          {:done, result, rest} -> {:ok, result, :unicode.characters_to_binary(rest)}
          {:more, continuation} -> {:more, {:until, m, f, args, continuation}, ""}
        end
    end
  end

  defp split_chars(_, 0, _, size), do: {:ok, size}

  defp split_chars(buffer, n, :unicode, size) do
    case buffer do
      <<c::utf8, rest::binary>> -> split_chars(rest, n - 1, :unicode, size + utf8_size(c))
      <<_, rest::binary>> -> split_chars(rest, n - 1, :unicode, size + 1)
      "" -> :short
    end
  end

  defp split_chars(buffer, n, _, _) when byte_size(buffer) >= n, do: {:ok, n}
  defp split_chars(_, _, _, _), do: :short

  defp utf8_size(c) when c < 0x80, do: 1
  defp utf8_size(c) when c < 0x800, do: 2
  defp utf8_size(c) when c < 0x10000, do: 3
  defp utf8_size(_), do: 4

  defp chars(bytes, %{binary: true, encoding: :latin1}), do: :unicode.characters_to_binary(bytes, :latin1)
  defp chars(bytes, %{binary: true}), do: bytes
  defp chars(bytes, %{encoding: :latin1}), do: :erlang.binary_to_list(bytes)

  defp chars(bytes, _) do
    case :unicode.characters_to_list(bytes) do
      list when is_list(list) -> list
      _ -> :erlang.binary_to_list(bytes)
    end
  end
end
