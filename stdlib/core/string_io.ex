# SPDX-License-Identifier: GPL-3.0-or-later
# string_io.ex - a device that reads from a string and writes into one.

defmodule StringIO do
  @moduledoc """
  Devices in memory.
  """

  use GenServer

  @doc "Starts a device that reads `string`. With a function: runs it with the device and closes that."
  @spec open(binary, keyword | (pid -> res)) :: {:ok, pid} | {:error, term} | {:ok, res} when res: term
  def open(string, options_or_function \\ [])

  def open(string, options) when is_binary(string) and is_list(options) do
    encoding = Keyword.get(options, :encoding, :unicode)
    prompt = Keyword.get(options, :capture_prompt, false)
    GenServer.start_link(__MODULE__, {string, prompt, encoding})
  end

  def open(string, function) when is_binary(string) and is_function(function, 1), do: open(string, [], function)

  @doc "Runs a function with a device and closes that: `{:ok, result}`."
  @spec open(binary, keyword, (pid -> res)) :: {:ok, res} when res: term
  def open(string, options, function)
      when is_binary(string) and is_list(options) and is_function(function, 1) do
    {:ok, pid} = open(string, options)

    try do
      {:ok, function.(pid)}
    after
      {:ok, {_input, _output}} = close(pid)
    end
  end

  @doc "What is left to read and what has been written."
  @spec contents(pid) :: {binary, binary}
  def contents(pid) when is_pid(pid), do: GenServer.call(pid, :contents)

  @doc "What has been written, which is forgotten."
  @spec flush(pid) :: binary
  def flush(pid) when is_pid(pid), do: GenServer.call(pid, :flush)

  @doc "Stops the device; its contents."
  @spec close(pid) :: {:ok, {binary, binary}}
  def close(pid) when is_pid(pid), do: GenServer.call(pid, :close)

  # --- the server ---------------------------------------------------------------------------------------------------

  @impl true
  def init({string, capture_prompt, encoding}) do
    {:ok, %{input: string, output: "", capture_prompt: capture_prompt, encoding: encoding}}
  end

  @impl true
  def handle_call(:contents, _from, state), do: {:reply, {state.input, state.output}, state}
  def handle_call(:flush, _from, state), do: {:reply, state.output, %{state | output: ""}}
  def handle_call(:close, _from, state), do: {:stop, :normal, {:ok, {state.input, state.output}}, state}

  @impl true
  def handle_info({:io_request, from, reply_as, request}, state) do
    {reply, state} = io_request(request, state)
    send(from, {:io_reply, reply_as, reply})
    {:noreply, state}
  end

  def handle_info(_message, state), do: {:noreply, state}

  defp io_request({:put_chars, chars}, state), do: put_chars(:latin1, chars, state)
  defp io_request({:put_chars, encoding, chars}, state), do: put_chars(encoding, chars, state)

  defp io_request({:put_chars, encoding, module, function, args}, state) do
    put_chars(encoding, apply(module, function, args), state)
  end

  defp io_request({:get_chars, prompt, count}, state) when count >= 0, do: get_chars(:latin1, prompt, count, state)
  defp io_request({:get_chars, encoding, prompt, count}, state) when count >= 0, do: get_chars(encoding, prompt, count, state)
  defp io_request({:get_line, prompt}, state), do: get_line(:latin1, prompt, state)
  defp io_request({:get_line, encoding, prompt}, state), do: get_line(encoding, prompt, state)

  defp io_request({:get_until, prompt, module, function, args}, state) do
    get_until(prompt, module, function, args, state)
  end

  defp io_request({:get_until, _encoding, prompt, module, function, args}, state) do
    get_until(prompt, module, function, args, state)
  end

  defp io_request({:get_password, _encoding}, state), do: get_line(:unicode, "", state)

  defp io_request({:setopts, [encoding: encoding]}, state) when encoding in [:latin1, :unicode] do
    {:ok, %{state | encoding: encoding}}
  end

  defp io_request({:setopts, _opts}, state), do: {{:error, :enotsup}, state}
  defp io_request(:getopts, state), do: {{:ok, [binary: true, encoding: state.encoding]}, state}
  defp io_request({:get_geometry, :columns}, state), do: {{:error, :enotsup}, state}
  defp io_request({:get_geometry, :rows}, state), do: {{:error, :enotsup}, state}
  defp io_request({:requests, requests}, state), do: io_requests(requests, {:ok, state})
  defp io_request(_other, state), do: {{:error, :request}, state}

  defp io_requests([request | rest], {:ok, state}), do: io_requests(rest, io_request(request, state))
  defp io_requests(_requests, result), do: result

  defp put_chars(encoding, chars, %{encoding: own} = state) do
    case :unicode.characters_to_binary(chars, encoding, own) do
      text when is_binary(text) -> {:ok, %{state | output: state.output <> text}}
      {_error, _converted, _rest} -> {{:error, {:no_translation, encoding, own}}, state}
    end
  rescue
    ArgumentError -> {{:error, {:no_translation, encoding, own}}, state}
  end

  defp get_chars(encoding, prompt, count, %{input: input} = state) do
    case take_chars(encoding, input, count) do
      {:error, _} = error -> {error, state}
      {result, rest} -> {result, prompt(prompt, %{state | input: rest})}
    end
  end

  defp take_chars(_encoding, "", _count), do: {:eof, ""}

  defp take_chars(:latin1, input, count) do
    count = min(count, byte_size(input))
    <<chars::binary-size(count), rest::binary>> = input
    {chars, rest}
  end

  defp take_chars(_unicode, input, count), do: take_unicode(input, count, 0)

  defp take_unicode(input, count, at) do
    case input do
      <<chars::binary-size(at), rest::binary>> when count == 0 or rest == "" -> {chars, rest}
      <<_::binary-size(at), char::utf8, _::binary>> -> take_unicode(input, count - 1, at + byte_size(<<char::utf8>>))
      _ -> {:error, :invalid_unicode}
    end
  end

  defp get_line(_encoding, prompt, %{input: ""} = state), do: {:eof, prompt(prompt, state)}

  defp get_line(encoding, prompt, %{input: input} = state) do
    {line, rest} =
      case :binary.match(input, "\n") do
        {at, 1} ->
          size = at + 1
          <<line::binary-size(size), rest::binary>> = input
          {line, rest}

        :nomatch ->
          {input, ""}
      end

    if encoding == :latin1 or String.valid?(line) do
      {unix_line(line), prompt(prompt, %{state | input: rest})}
    else
      {{:error, :invalid_unicode}, state}
    end
  end

  defp unix_line(line) do
    if String.ends_with?(line, "\r\n"), do: String.replace_suffix(line, "\r\n", "\n"), else: line
  end

  defp get_until(prompt, module, function, args, state), do: collect([], prompt, module, function, args, state)

  defp collect(continuation, prompt, module, function, args, %{input: input} = state) do
    chars = if input == "", do: :eof, else: String.to_charlist(input)

    case apply(module, function, [continuation, chars | args]) do
      {:done, result, :eof} -> {result, prompt(prompt, %{state | input: ""})}
      {:done, result, rest} -> {result, prompt(prompt, %{state | input: List.to_string(rest)})}
      {:more, continuation} -> collect(continuation, prompt, module, function, args, %{state | input: ""})
    end
  end

  defp prompt(prompt, %{capture_prompt: true, output: output} = state) do
    %{state | output: output <> IO.chardata_to_string(prompt)}
  end

  defp prompt(_prompt, state), do: state
end
