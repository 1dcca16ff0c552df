# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :io do
  @moduledoc """
  Input and output through I/O devices: processes that speak the I/O protocol.

  A request is `{:io_request, from, ref, request}`, its answer `{:io_reply, ref, reply}`. A device is a pid, a registered
  name, or `:standard_io`, the group leader of the caller.
  """

  # Output

  def put_chars(chars), do: put_chars(default(), chars)

  def put_chars(device, chars) do
    case :unicode.characters_to_binary(chars) do
      binary when is_binary(binary) -> output(device, {:put_chars, :unicode, binary}, [device, chars])
      _ -> :erlang.error(:badarg, [device, chars])
    end
  end

  def nl, do: nl(default())
  def nl(device), do: output(device, {:put_chars, :unicode, "\n"}, [device])

  def write(term), do: write(default(), term)
  def write(device, term), do: put_chars(device, :io_lib.write(term))

  def format(format), do: format(default(), format, [])
  def format(format, args), do: format(default(), format, args)

  def format(device, format, args) do
    try do
      :io_lib.format(format, args)
    catch
      :error, :badarg -> :erlang.error(:badarg, [device, format, args])
    else
      chars -> put_chars(device, chars)
    end
  end

  def fwrite(format), do: format(format)
  def fwrite(format, args), do: format(format, args)
  def fwrite(device, format, args), do: format(device, format, args)

  defp output(device, request, args) do
    case request(device, request) do
      :ok -> :ok
      {:error, reason} when reason in [:terminated, :arguments] -> :erlang.error(reason_of(reason), args)
      {:error, reason} -> :erlang.error(reason, args)
      other -> other
    end
  end

  defp reason_of(:arguments), do: :badarg
  defp reason_of(reason), do: reason

  # Input

  def get_line(prompt), do: get_line(default(), prompt)
  def get_line(device, prompt), do: request(device, {:get_line, :unicode, prompt})

  def get_chars(prompt, n), do: get_chars(default(), prompt, n)
  def get_chars(device, prompt, n) when is_integer(n) and n >= 0, do: request(device, {:get_chars, :unicode, prompt, n})

  def get_password, do: get_password(default())
  def get_password(device), do: request(device, {:get_password, :unicode})

  @doc "Reads a term that ends with a full stop."
  def read(prompt), do: read(default(), prompt)

  def read(device, prompt) do
    case request(device, {:get_until, :unicode, prompt, :elver_term_reader, :collect, [1]}) do
      {:ok, tokens, _} -> :elver_term_reader.parse(tokens)
      {:error, info, _} -> {:error, info}
      {:eof, _} -> :eof
      other -> other
    end
  end

  def read(device, prompt, line), do: read(device, prompt, line, [])

  def read(device, prompt, line, _options) do
    case request(device, {:get_until, :unicode, prompt, :elver_term_reader, :collect, [line]}) do
      {:ok, tokens, end_line} ->
        case :elver_term_reader.parse(tokens) do
          {:ok, term} -> {:ok, term, end_line}
          {:error, info} -> {:error, info, end_line}
        end

      other ->
        other
    end
  end

  def fread(prompt, format), do: fread(default(), prompt, format)

  def fread(device, prompt, format) do
    case get_line(device, prompt) do
      line when is_list(line) or is_binary(line) ->
        case :io_lib.fread(format, :unicode.characters_to_list(line)) do
          {:ok, terms, _} -> {:ok, terms}
          other -> other
        end

      other ->
        other
    end
  end

  # Options and geometry

  def getopts, do: getopts(default())
  def getopts(device), do: request(device, :getopts)
  def setopts(options), do: setopts(default(), options)
  def setopts(device, options), do: request(device, {:setopts, options})

  def columns, do: columns(default())
  def columns(device), do: geometry(device, :columns)
  def rows, do: rows(default())
  def rows(device), do: geometry(device, :rows)

  defp geometry(device, what) do
    case request(device, {:get_geometry, what}) do
      n when is_integer(n) and n > 0 -> {:ok, n}
      _ -> {:error, :enotsup}
    end
  end

  @doc "The characters that lists must be of to be printed as strings."
  def printable_range, do: :latin1

  # Requests

  def request(request), do: request(default(), request)

  def request(:standard_io, request), do: request(:erlang.group_leader(), request)
  def request(pid, request) when is_pid(pid), do: send_request(pid, request)

  def request(name, request) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> {:error, :arguments}
      pid -> request(pid, request)
    end
  end

  def request({:file_descriptor, module, _} = file, request), do: :file.raw_request(module, file, request)
  def request(_, _), do: {:error, :arguments}

  def requests(requests), do: requests(default(), requests)
  def requests(device, requests), do: request(device, {:requests, requests})

  defp send_request(pid, request) do
    ref = :erlang.monitor(:process, pid)
    :erlang.send(pid, {:io_request, self(), ref, to_protocol(request)})

    receive do
      {:io_reply, ^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, _, _} ->
        flush_exit(pid)
        {:error, :terminated}
    end
  end

  defp flush_exit(pid) do
    receive do
      {:EXIT, ^pid, _} -> :ok
    after
      0 -> :ok
    end
  end

  # The old short forms are still requests.
  defp to_protocol({:format, format, args}), do: {:put_chars, :unicode, :io_lib, :format, [format, args]}
  defp to_protocol({:fwrite, format, args}), do: {:put_chars, :unicode, :io_lib, :format, [format, args]}
  defp to_protocol({:write, term}), do: {:put_chars, :unicode, :io_lib, :write, [term]}
  defp to_protocol(:nl), do: {:put_chars, :unicode, "\n"}
  defp to_protocol({:put_chars, chars}), do: {:put_chars, :latin1, chars}
  defp to_protocol(request), do: request

  defp default, do: :erlang.group_leader()
end
