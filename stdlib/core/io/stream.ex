# SPDX-License-Identifier: GPL-3.0-or-later
# io/stream.ex - a device as a lazy collection of lines or blocks.

defmodule IO.StreamError do
  @moduledoc "Raised when a stream of a device fails."

  defexception [:reason, :message]

  @impl true
  def exception(opts) do
    reason = Keyword.fetch!(opts, :reason)
    formatted = :file.format_error(reason) |> IO.iodata_to_binary()
    %IO.StreamError{message: "error during streaming: #{formatted}", reason: reason}
  end
end

defmodule IO.Stream do
  @moduledoc """
  The structure of `IO.stream/2` and `IO.binstream/2`.
  """

  defstruct device: nil, raw: true, line_or_bytes: :line

  @type t :: %__MODULE__{}

  @doc false
  def __build__(device, raw, line_or_bytes) do
    %IO.Stream{device: device, raw: raw, line_or_bytes: line_or_bytes}
  end
end

defimpl Collectable, for: IO.Stream do
  def into(%{device: device, raw: raw} = stream) do
    {:ok,
     fn
       :ok, {:cont, x} -> if raw, do: IO.binwrite(device, x), else: IO.write(device, x)
       :ok, _done_or_halt -> stream
     end}
  end
end

defimpl Enumerable, for: IO.Stream do
  def reduce(%{device: device, raw: raw, line_or_bytes: line_or_bytes}, acc, fun) do
    next = if raw, do: &IO.each_binstream(&1, line_or_bytes), else: &IO.each_stream(&1, line_or_bytes)
    Stream.resource(fn -> device end, next, fn _device -> :ok end).(acc, fun)
  end

  def count(_stream), do: {:error, __MODULE__}
  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
