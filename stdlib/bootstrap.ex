# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :elver_bootstrap do
  @moduledoc false
  # The build's first run: compiles the standard library with the fresh compiler, file by file, and writes the .beam files.
  # Like :elver_session it may use natives and native macros only, since nothing else exists yet.
  #
  # Files are taken in the order given (stdlib/boot.list first). One that fails, because what it needs at compile time is not there
  # yet, is tried again after the others; when a round brings nothing, the errors are printed.

  def main do
    {_, [out | files]} = :lists.keyfind(:argv, 1, :elver_cli.options())
    :elver_compiler.ignore_conflict(true)
    :erlang.put(:elver_check_later, true)
    :erlang.put(:elver_doubtful, [])
    rounds(files, out)
  end

  defp rounds(files, out) do
    case round(files, out, [], 0) do
      {[], _compiled} ->
        :elver_session.check_doubtful()
        :erlang.halt(0)

      {failed, 0} -> give_up(failed)
      {failed, _compiled} -> rounds(files_of(failed, []), out)
    end
  end

  defp files_of([{file, _error} | rest], files), do: files_of(rest, [file | files])
  defp files_of([], files), do: files

  defp round([file | rest], out, failed, compiled) do
    case compile(file, out) do
      :ok -> round(rest, out, failed, :erlang.+(compiled, 1))
      error -> round(rest, out, [{file, error} | failed], compiled)
    end
  end

  defp round([], _out, failed, compiled), do: {failed, compiled}

  defp compile(file, out) do
    try do
      {:ok, text} = :elver_file.read_file(file)
      write(:elver_session.compile_string(text, file), out)
    catch
      kind, reason -> {kind, reason, __STACKTRACE__}
    end
  end

  defp write([{module, beam} | rest], out) do
    path = :erlang.iolist_to_binary([out, "/", :erlang.atom_to_binary(module), ".beam"])
    {:ok, file} = :elver_file.open(path, [:write])
    :ok = :elver_file.write(file, beam)
    :ok = :elver_file.close(file)
    write(rest, out)
  end

  defp write([], _out), do: :ok

  defp give_up(failed) do
    print(failed)
    :erlang.halt(1)
  end

  defp print([{file, {kind, reason, stacktrace}} | rest]) do
    print(rest)
    :elver_io.write(2, ["== ", file, "\n"])

    case :erlang.module_loaded(:"Elixir.Exception") do
      true -> print_formatted(kind, reason, stacktrace)
      false -> :erlang.display({kind, reason, stacktrace})
    end
  end

  defp print([]), do: :ok

  defp print_formatted(kind, reason, stacktrace) do
    try do
      :elver_io.write(2, [:"Elixir.Exception".format(kind, reason, stacktrace), "\n"])
    catch
      _, _ -> :erlang.display({kind, reason, stacktrace})
    end
  end
end
