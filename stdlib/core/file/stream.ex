# SPDX-License-Identifier: GPL-3.0-or-later
# file/stream.ex - a file as a lazy collection of lines or blocks, and as a collection that takes text in.

defmodule File.Stream do
  @moduledoc """
  The structure of `File.stream!/3`.
  """

  defstruct path: nil, modes: [], line_or_bytes: :line, raw: true

  @type t :: %__MODULE__{}

  @doc false
  def __build__(path, modes, line_or_bytes) do
    raw = :lists.keyfind(:encoding, 1, modes) == false

    modes =
      cond do
        not raw -> modes
        :lists.keymember(:read_ahead, 1, modes) or :lists.member(:read_ahead, modes) -> [:raw | modes]
        true -> [:raw, :read_ahead | modes]
      end

    %File.Stream{path: path, modes: modes, raw: raw, line_or_bytes: line_or_bytes}
  end

  @doc false
  def open(%{path: path, modes: modes}, more) do
    case :file.open(path, more ++ (modes -- [:trim_bom])) do
      {:ok, device} -> device
      {:error, reason} -> raise File.Error, reason: reason, action: "stream", path: path
    end
  end
end

defimpl Collectable, for: File.Stream do
  def into(%{modes: modes, raw: raw} = stream) do
    modes = for mode <- modes, mode not in [:read], do: mode
    device = File.Stream.open(%{stream | modes: modes}, [:write])

    {:ok,
     fn
       :ok, {:cont, x} when raw -> IO.binwrite(device, x)
       :ok, {:cont, x} -> IO.write(device, x)
       :ok, :done -> finish(device, stream)
       :ok, :halt -> finish(device, nil)
     end}
  end

  defp finish(device, result) do
    :file.close(device)
    result
  end
end

defimpl Enumerable, for: File.Stream do
  def reduce(%{raw: raw, line_or_bytes: line_or_bytes, modes: modes} = stream, acc, fun) do
    start = fn ->
      device = File.Stream.open(stream, [:read])
      if :lists.member(:trim_bom, modes), do: skip_bom(device)
      device
    end

    next = if raw, do: &IO.each_binstream(&1, line_or_bytes), else: &IO.each_stream(&1, line_or_bytes)
    Stream.resource(start, next, &:file.close/1).(acc, fun)
  end

  defp skip_bom(device) do
    case :file.read(device, 3) do
      {:ok, <<0xEF, 0xBB, 0xBF>>} -> :ok
      _ -> :file.position(device, :bof)
    end
  end

  def count(%{modes: modes, line_or_bytes: bytes, path: path, raw: true}) when is_integer(bytes) do
    case File.stat(path) do
      {:ok, %{size: 0}} -> {:error, __MODULE__}
      {:ok, %{size: size}} -> {:ok, div(size - trimmed(modes, path) + bytes - 1, bytes)}
      {:error, reason} -> raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  def count(_stream), do: {:error, __MODULE__}

  defp trimmed(modes, path) do
    with true <- :lists.member(:trim_bom, modes),
         {:ok, "\uFEFF"} <- File.open(path, [:read, :raw, :binary], fn device -> IO.binread(device, 3) end) do
      3
    else
      _ -> 0
    end
  end

  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
