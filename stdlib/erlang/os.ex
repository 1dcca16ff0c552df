# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :os do
  @moduledoc "The operating system, as Erlang's `os`: what is not native. Natives: getenv, putenv, unsetenv, getpid, system_time..."

  def type, do: {:unix, :linux}

  def version do
    case :elver_file.read_file("/proc/sys/kernel/osrelease") do
      {:ok, text} -> version(:binary.split(text, [".", "-", "\n"], [:global]))
      _ -> {0, 0, 0}
    end
  end

  defp version([a, b, c | _]),
    do: {:erlang.binary_to_integer(a), :erlang.binary_to_integer(b), :erlang.binary_to_integer(leading_digits(c))}

  defp leading_digits(text), do: :erlang.list_to_binary(:lists.takewhile(fn c -> c in ?0..?9 end, :erlang.binary_to_list(text)))

  def timestamp do
    us = :os.system_time(:microsecond)
    {:erlang.div(us, 1_000_000_000_000), :erlang.rem(:erlang.div(us, 1_000_000), 1_000_000), :erlang.rem(us, 1_000_000)}
  end

  @doc "The path of a program on PATH, or false."
  def find_executable(name) do
    case :os.getenv('PATH') do
      false -> find_executable(name, [])
      path -> find_executable(name, path)
    end
  end

  def find_executable(name, path) do
    case :filename.pathtype(name) do
      :absolute -> executable(:unicode.characters_to_list(name))
      :relative -> find_in(name, :lists.map(&:unicode.characters_to_list/1, :binary.split(:unicode.characters_to_binary(path), ":", [:global])))
    end
  end

  defp find_in(name, [dir | rest]) do
    case executable(:unicode.characters_to_list(:filename.join(dir, name))) do
      false -> find_in(name, rest)
      path -> path
    end
  end

  defp find_in(_, []), do: false

  # Any of the three execute bits.
  defp executable(path) do
    case :elver_file.stat(:unicode.characters_to_binary(path), true) do
      {:ok, info} ->
        if :erlang.element(2, info) == :regular and :erlang.band(:erlang.element(7, info), 0o111) != 0, do: path, else: false

      _ ->
        false
    end
  end

  @doc "Runs a command with sh; its output."
  def cmd(command), do: cmd(command, %{})

  def cmd(command, _options) do
    text = :unicode.characters_to_binary(if(is_atom(command), do: :erlang.atom_to_list(command), else: command))

    case :elver_io.spawn("/bin/sh", ["sh", "-c", text], :inherit, nil, true) do
      {:ok, {pid, input, output}} ->
        :elver_io.close(input)
        bytes = read_all(output, [])
        :elver_io.close(output)
        :elver_io.wait(pid)
        chars(bytes)

      {:error, reason} ->
        :erlang.error(reason, [command])
    end
  end

  defp read_all(fd, chunks) do
    case :elver_io.read(fd, 65536) do
      {:ok, bytes} -> read_all(fd, [bytes | chunks])
      _ -> :erlang.iolist_to_binary(:lists.reverse(chunks))
    end
  end

  defp chars(bytes) do
    case :unicode.characters_to_list(bytes) do
      list when is_list(list) -> list
      _ -> :erlang.binary_to_list(bytes)
    end
  end
end
