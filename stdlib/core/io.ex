# SPDX-License-Identifier: GPL-3.0-or-later
# io.ex - input and output on devices: processes that speak the I/O protocol of :io.

defmodule IO do
  import Kernel, except: [inspect: 1, inspect: 2]

  @moduledoc """
  Input and output on devices: `:stdio`, `:stderr`, a pid or a registered name.
  """

  @type device :: atom | pid
  @type nodata :: {:error, term} | :eof
  @type chardata :: String.t() | maybe_improper_list(char | chardata, String.t() | [])

  defguardp is_device(term) when is_atom(term) or is_pid(term) or is_tuple(term)
  defguardp is_iodata(data) when is_list(data) or is_binary(data)

  # --- reading ------------------------------------------------------------------------------------------------------

  @doc "Reads from a device: `:line`, `:eof` (all) or a number of characters."
  @spec read(device, :eof | :all | :line | non_neg_integer) :: chardata | nodata
  def read(device \\ :stdio, line_or_chars)

  def read(device, :all) do
    with :eof <- read(device, :eof), do: ""
  end

  def read(device, :eof) when is_device(device), do: read_all(map_dev(device), [], &:io.get_line(&1, ""))
  def read(device, :line) when is_device(device), do: :io.get_line(map_dev(device), "")

  def read(device, count) when is_device(device) and is_integer(count) and count >= 0 do
    :io.get_chars(map_dev(device), "", count)
  end

  defp read_all(device, acc, line) do
    case line.(device) do
      :eof when acc == [] -> :eof
      :eof -> acc |> :lists.reverse() |> iodata_to_binary()
      {:error, _} = error -> error
      data -> read_all(device, [data | acc], line)
    end
  end

  @doc "Like `read/2`, in bytes."
  @spec binread(device, :eof | :all | :line | non_neg_integer) :: iodata | nodata
  def binread(device \\ :stdio, line_or_chars)

  def binread(device, :all) do
    with :eof <- binread(device, :eof), do: ""
  end

  def binread(device, :eof) when is_device(device), do: read_all(map_dev(device), [], &file_data(:file.read(&1, 4096)))

  def binread(device, :line) when is_device(device) do
    device |> map_dev() |> :file.read_line() |> file_data()
  end

  def binread(device, count) when is_device(device) and is_integer(count) and count >= 0 do
    device |> map_dev() |> :file.read(count) |> file_data()
  end

  defp file_data({:ok, data}), do: data
  defp file_data(other), do: other

  @doc "Prints a prompt and reads a line."
  @spec gets(device, chardata | String.Chars.t()) :: chardata | nodata
  def gets(device \\ :stdio, prompt) do
    :io.get_line(map_dev(device), to_chardata(prompt))
  end

  @doc "Prints a prompt and reads a character."
  @spec getn(chardata | String.Chars.t(), pos_integer) :: chardata | nodata
  @spec getn(device, chardata | String.Chars.t()) :: chardata | nodata
  def getn(prompt, count \\ 1)
  def getn(prompt, count) when is_integer(count) and count > 0, do: getn(:stdio, prompt, count)
  def getn(device, prompt) when not is_integer(prompt), do: getn(device, prompt, 1)

  @doc "Prints a prompt and reads `count` characters."
  @spec getn(device, chardata | String.Chars.t(), pos_integer) :: chardata | nodata
  def getn(device, prompt, count) when is_integer(count) and count > 0 do
    :io.get_chars(map_dev(device), to_chardata(prompt), count)
  end

  # --- writing ------------------------------------------------------------------------------------------------------

  @doc "Writes text, or what `to_string/1` gives."
  @spec write(device, chardata | String.Chars.t()) :: :ok
  def write(device \\ :stdio, chardata) do
    :io.put_chars(map_dev(device), to_chardata(chardata))
  end

  @doc "Writes bytes."
  @spec binwrite(device, iodata) :: :ok | {:error, term}
  def binwrite(device \\ :stdio, iodata) when is_iodata(iodata) do
    :file.write(map_dev(device), iodata)
  end

  @doc "Writes text and a new line."
  @spec puts(device, chardata | String.Chars.t()) :: :ok
  def puts(device \\ :stdio, item) when is_device(device) do
    :io.put_chars(map_dev(device), [to_chardata(item), ?\n])
  end

  @doc "Writes a term as `inspect/2` shows it, after `label:` if there is one; returns the term."
  @spec inspect(item, keyword) :: item when item: var
  def inspect(item, opts \\ []), do: inspect(:stdio, item, opts)

  @doc "Writes a term to a device as `inspect/2` shows it; returns the term."
  @spec inspect(device, item, keyword) :: item when item: var
  def inspect(device, item, opts) when is_device(device) and is_list(opts) do
    label = if label = opts[:label], do: [to_chardata(label), ": "], else: []
    opts = Inspect.Opts.new(Keyword.put_new(opts, :pretty, true))
    doc = Inspect.Algebra.group(Inspect.Algebra.to_doc(item, opts))
    chardata = Inspect.Algebra.format(doc, if(opts.pretty, do: opts.width, else: :infinity))
    puts(device, [label, chardata])
    item
  end

  @doc "Writes a warning to standard error, with where it comes from."
  @spec warn(chardata | String.Chars.t(), Exception.stacktrace() | keyword | Macro.Env.t()) :: :ok
  def warn(message, stacktrace_info)

  def warn(message, %{__struct__: Macro.Env} = env), do: warn(message, Macro.Env.stacktrace(env))

  def warn(message, [{_, _} | _] = options) do
    file = Keyword.get(options, :file)
    line = Keyword.get(options, :line)
    where = if file, do: ["\n  ", to_chardata(file), if(line, do: [":", Integer.to_string(line)], else: [])], else: []
    warning(message, where)
  end

  def warn(message, stacktrace) when is_list(stacktrace) do
    warning(message, for(entry <- stacktrace, do: ["\n  " | Exception.format_stacktrace_entry(entry)]))
  end

  @doc "Writes a warning to standard error, with the current stack trace."
  @spec warn(chardata | String.Chars.t()) :: :ok
  def warn(message) do
    {:current_stacktrace, stacktrace} = Process.info(self(), :current_stacktrace)
    warn(message, Enum.drop(stacktrace, 2))
  end

  defp warning(message, where) do
    prefix = if IO.ANSI.enabled?(), do: "\e[33mwarning: \e[0m", else: "warning: "
    puts(:stderr, [prefix, to_chardata(message), where, ?\n])
  end

  # --- streams ------------------------------------------------------------------------------------------------------

  @doc "A stream of the lines of a device, or of blocks of characters; also takes text in."
  @spec stream(device, :line | pos_integer) :: Enumerable.t()
  def stream(device \\ :stdio, line_or_codepoints)
      when line_or_codepoints == :line or (is_integer(line_or_codepoints) and line_or_codepoints > 0) do
    IO.Stream.__build__(map_dev(device), false, line_or_codepoints)
  end

  @doc "A stream of the lines of standard input."
  @spec stream() :: Enumerable.t()
  def stream(), do: stream(:stdio, :line)

  @doc "Like `stream/2`, in bytes."
  @spec binstream(device, :line | pos_integer) :: Enumerable.t()
  def binstream(device \\ :stdio, line_or_bytes)
      when line_or_bytes == :line or (is_integer(line_or_bytes) and line_or_bytes > 0) do
    IO.Stream.__build__(map_dev(device), true, line_or_bytes)
  end

  @doc "A stream of the lines of standard input, as bytes."
  @spec binstream() :: Enumerable.t()
  def binstream(), do: binstream(:stdio, :line)

  @doc false
  def each_stream(device, line_or_codepoints), do: device |> read(line_or_codepoints) |> stream_element(device)
  @doc false
  def each_binstream(device, line_or_bytes), do: device |> binread(line_or_bytes) |> stream_element(device)

  defp stream_element(:eof, device), do: {:halt, device}
  defp stream_element({:error, reason}, _device), do: raise(IO.StreamError, reason: reason)
  defp stream_element(data, device), do: {[data], device}

  # --- chardata and iodata --------------------------------------------------------------------------------------------

  @doc """
  The string of text in nested lists.

      iex> IO.chardata_to_string(["a", ?b, 'c'])
      "abc"
  """
  @spec chardata_to_string(chardata) :: String.t()
  def chardata_to_string(chardata)
  def chardata_to_string(string) when is_binary(string), do: string
  def chardata_to_string(list) when is_list(list), do: List.to_string(list)

  @doc """
  The bytes of nested lists as one binary.

      iex> IO.iodata_to_binary(["a", [98]])
      "ab"
  """
  @spec iodata_to_binary(iodata) :: binary
  def iodata_to_binary(iodata), do: :erlang.iolist_to_binary(iodata)

  @doc "The number of bytes in nested lists."
  @spec iodata_length(iodata) :: non_neg_integer
  def iodata_length(iodata), do: :erlang.iolist_size(iodata)

  defp map_dev(:stdio), do: :standard_io
  defp map_dev(:stderr), do: :standard_error
  defp map_dev(device), do: device

  defp to_chardata(list) when is_list(list), do: list
  defp to_chardata(binary) when is_binary(binary), do: binary
  defp to_chardata(other), do: String.Chars.to_string(other)
end
