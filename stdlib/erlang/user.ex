# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :user do
  @moduledoc false
  # The I/O servers of standard input and output (registered as :user) and standard error (:standard_error), speaking the
  # I/O protocol: {:io_request, from, reply_as, request} -> {:io_reply, reply_as, reply}.
  #
  # Reading blocks in a process of its own, so that output goes on while somebody waits for a line. Requests for input
  # wait in a queue and are served in order.

  @read_size 65536

  @doc "Starts both servers unless they run; returns the pid of :user."
  def start do
    start(:standard_error, 2)
    start(:user, 1)
  end

  defp start(name, output) do
    case :erlang.whereis(name) do
      :undefined ->
        pid = :erlang.spawn(fn -> init(output) end)
        :erlang.register(name, pid)
        pid

      pid ->
        pid
    end
  end

  defp init(output) do
    :erlang.process_flag(:trap_exit, true)
    :erlang.group_leader(self(), self())
    loop(%{output: output, input: "", reader: nil, eof: output == 2, queue: [], binary: true, encoding: :unicode, echo: true})
  end

  defp loop(state) do
    receive do
      {:io_request, from, reply_as, request} -> state |> request(from, reply_as, request) |> loop()
      {:input, data} -> state |> arrived(data) |> loop()
      _other -> loop(state)
    end
  end

  defp reply(from, reply_as, result), do: :erlang.send(from, {:io_reply, reply_as, result})

  # Input that is asked for waits its turn; everything else is done at once.
  defp request(state, from, reply_as, request) do
    if input?(request) do
      entry = {from, reply_as, request, nil, prompt_text(request)}
      state = %{state | queue: state.queue ++ [entry]}
      if state.reader, do: state, else: serve(state)
    else
      {result, state} = simple(state, request)
      reply(from, reply_as, result)
      state
    end
  end

  defp input?({:get_line, _, _}), do: true
  defp input?({:get_line, _}), do: true
  defp input?({:get_chars, _, _, _}), do: true
  defp input?({:get_chars, _, _}), do: true
  defp input?({:get_until, _, _, _, _, _}), do: true
  defp input?({:get_until, _, _, _, _}), do: true
  defp input?(_), do: false

  defp simple(state, {:put_chars, encoding, chars}), do: {put(state, encoding, chars), state}
  defp simple(state, {:put_chars, chars}), do: {put(state, :latin1, chars), state}

  defp simple(state, {:put_chars, encoding, module, function, args}) do
    try do
      apply(module, function, args)
    catch
      _, _ -> {{:error, :put_chars}, state}
    else
      chars -> {put(state, encoding, chars), state}
    end
  end

  defp simple(state, {:requests, requests}), do: many(state, requests, :ok)

  defp simple(state, {:setopts, options}) do
    options = for option <- options, do: if(is_atom(option), do: {option, option != :list}, else: option)
    binary = :proplists.get_value(:binary, options, state.binary)
    encoding = :proplists.get_value(:encoding, options, state.encoding)
    {:ok, %{state | binary: binary, encoding: encoding}}
  end

  defp simple(state, :getopts), do: {[binary: state.binary, encoding: state.encoding], state}

  defp simple(state, {:get_geometry, what}) do
    result =
      case :elver_io.window_size(state.output) do
        {columns, rows} when is_integer(rows) -> if what == :columns, do: columns, else: rows
        _ -> {:error, :enotsup}
      end

    {result, state}
  end

  defp simple(state, _unknown), do: {{:error, :request}, state}

  defp many(state, [request | rest], _last) do
    case simple(state, request) do
      {{:error, _} = error, state} -> {error, state}
      {result, state} -> many(state, rest, result)
    end
  end

  defp many(state, [], last), do: {last, state}

  defp put(state, encoding, chars) do
    case to_bytes(chars, encoding, state.encoding) do
      {:ok, bytes} ->
        case :elver_io.write(state.output, bytes) do
          :ok -> :ok
          {:error, _} = error -> error
        end

      :error ->
        {:error, {:put_chars, encoding, chars}}
    end
  end

  defp to_bytes(chars, encoding, _out) when is_binary(chars) and encoding != :latin1, do: {:ok, chars}

  defp to_bytes(chars, encoding, out) do
    case :unicode.characters_to_binary(chars, encoding, out) do
      bytes when is_binary(bytes) -> {:ok, bytes}
      _ -> :error
    end
  catch
    _, _ -> :error
  end

  # --- input ---

  defp prompt_text(request) do
    case request do
      {:get_line, _, prompt} -> prompt
      {:get_line, prompt} -> prompt
      {:get_chars, encoding, prompt, _} when is_atom(encoding) -> prompt
      {:get_chars, prompt, _} -> prompt
      {:get_until, _, prompt, _, _, _} -> prompt
      {:get_until, prompt, _, _, _} -> prompt
    end
    |> case do
      [] -> ""
      {:format, format, args} -> :io_lib.format(format, args)
      prompt when is_atom(prompt) -> :erlang.atom_to_binary(prompt)
      prompt -> prompt
    end
  end

  defp print_prompt(_state, ""), do: :ok
  defp print_prompt(state, prompt), do: put(state, :unicode, prompt)

  defp serve(%{queue: []} = state), do: state

  defp serve(%{queue: [{from, reply_as, request, continuation, prompt} | rest]} = state) do
    case take(state, request, continuation) do
      {:done, result, input} ->
        print_prompt(state, prompt)
        reply(from, reply_as, result)
        serve(%{state | queue: rest, input: input})

      {:more, continuation, input} ->
        read_more(%{state | queue: [{from, reply_as, request, continuation, ""} | rest], input: input}, prompt)
    end
  end

  defp arrived(state, {:ok, data}), do: serve(%{state | reader: nil, input: state.input <> data})

  # Ctrl-C in the shell: nobody gets what they waited for.
  defp arrived(state, :interrupted) do
    for {from, reply_as, _, _, _} <- state.queue, do: reply(from, reply_as, {:error, :interrupted})
    %{state | reader: nil, queue: [], input: ""}
  end

  defp arrived(state, _eof_or_error) do
    # On a terminal the end of one input is not the end of all.
    state = serve(%{state | reader: nil, eof: true})
    if :elver_line.is_active(), do: %{state | eof: false}, else: state
  end

  defp read_more(%{reader: nil, output: output} = state, prompt) when output != 2 do
    server = self()

    reader =
      if :elver_line.is_active() do
        text = :unicode.characters_to_binary(prompt)
        :erlang.spawn_link(fn -> :erlang.send(server, {:input, :elver_line.read_input(text)}) end)
      else
        print_prompt(state, prompt)
        :erlang.spawn_link(fn -> :erlang.send(server, {:input, :elver_io.read(0, @read_size)}) end)
      end

    %{state | reader: reader}
  end

  defp read_more(state, _prompt), do: state

  # {:done, reply, rest of input} | {:more, continuation, input}
  defp take(state, {:get_line, prompt}, c), do: take(state, {:get_line, :latin1, prompt}, c)
  defp take(state, {:get_chars, prompt, n}, c), do: take(state, {:get_chars, :latin1, prompt, n}, c)

  defp take(state, {:get_until, prompt, module, function, args}, c),
    do: take(state, {:get_until, :latin1, prompt, module, function, args}, c)

  defp take(%{input: input} = state, {:get_line, encoding, _prompt}, _continuation) do
    case :binary.split(input, "\n") do
      [line, rest] -> {:done, give(state, line <> "\n", encoding), rest}
      [""] when state.eof -> {:done, :eof, ""}
      [line] when state.eof -> {:done, give(state, line, encoding), ""}
      [_] -> {:more, nil, input}
    end
  end

  defp take(%{input: input} = state, {:get_chars, encoding, _prompt, count}, _continuation) do
    case split_characters(input, count, encoding) do
      {taken, rest} -> {:done, give(state, taken, encoding), rest}
      :more when state.eof and input == "" -> {:done, :eof, ""}
      :more when state.eof -> {:done, give(state, input, encoding), ""}
      :more -> {:more, nil, input}
    end
  end

  defp take(%{input: input} = state, {:get_until, encoding, _prompt, module, function, args}, continuation) do
    data =
      cond do
        input != "" -> :unicode.characters_to_list(input)
        state.eof -> :eof
        true -> :none
      end

    if data == :none do
      {:more, continuation, input}
    else
      case apply(module, function, [continuation || [], data | args]) do
        {:done, result, rest} -> {:done, result, rest_of(rest, encoding)}
        {:more, continuation} when data == :eof -> {:done, {:error, continuation}, ""}
        {:more, continuation} -> take(%{state | input: ""}, {:get_until, encoding, "", module, function, args}, continuation)
      end
    end
  catch
    _, _ -> {:done, {:error, {:get_until, function}}, ""}
  end

  defp rest_of(rest, _encoding) when is_list(rest), do: :unicode.characters_to_binary(rest)
  defp rest_of(rest, _encoding) when is_binary(rest), do: rest
  defp rest_of(_eof, _encoding), do: ""

  defp split_characters(input, count, :latin1) do
    case input do
      <<taken::binary-size(count), rest::binary>> -> {taken, rest}
      _ -> :more
    end
  end

  defp split_characters(input, count, _unicode), do: split_utf8(input, input, count, 0)

  defp split_utf8(input, _rest, 0, size) do
    <<taken::binary-size(size), rest::binary>> = input
    {taken, rest}
  end

  defp split_utf8(input, <<c::utf8, rest::binary>>, count, size) do
    split_utf8(input, rest, count - 1, size + byte_size(<<c::utf8>>))
  end

  defp split_utf8(_input, _rest, _count, _size), do: :more

  defp give(%{binary: true}, bytes, :latin1) do
    case :unicode.characters_to_binary(bytes, :unicode, :latin1) do
      latin1 when is_binary(latin1) -> latin1
      _ -> bytes
    end
  end

  defp give(%{binary: true}, bytes, _unicode), do: bytes
  defp give(_state, bytes, _encoding), do: :unicode.characters_to_list(bytes)
end
