# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :beam_lib do
  @moduledoc "Chunks of `.beam` files, as Erlang's `beam_lib`: named chunks as bytes, and some of them as terms."

  @doc "The given chunks: names as 'Docs' give bytes, atoms as `:attributes` terms."
  def chunks(beam, wanted), do: chunks(beam, wanted, [])

  def chunks(beam, wanted, options) do
    case read(beam) do
      {:ok, module, all} -> found(module, all, wanted, :lists.member(:allow_missing_chunks, options), beam, [])
      error -> error
    end
  end

  defp found(module, all, [want | rest], missing?, beam, done) do
    case chunk(want, all, module) do
      :missing when missing? -> found(module, all, rest, missing?, beam, [{want, :missing_chunk} | done])
      :missing -> {:error, :beam_lib, {:missing_chunk, shown(beam), want}}
      value -> found(module, all, rest, missing?, beam, [{want, value} | done])
    end
  end

  defp found(module, _, [], _, _, done), do: {:ok, {module, :lists.reverse(done)}}

  defp chunk(name, all, _) when is_list(name), do: bytes(:erlang.list_to_binary(name), all)
  defp chunk(:attributes, all, _), do: term("Attr", all)
  defp chunk(:compile_info, all, _), do: term("CInf", all)
  defp chunk(:debug_info, all, _), do: term("Dbgi", all)
  defp chunk(:documentation, all, _), do: term("Docs", all)
  defp chunk(:exports, all, _), do: functions("ExpT", all)
  defp chunk(:locals, all, _), do: functions("LocT", all)
  defp chunk(:imports, all, _), do: imports(all)
  defp chunk(:atoms, all, _), do: numbered(atoms(all), 1)
  defp chunk(_, _, _), do: :missing

  defp bytes(name, all) do
    case :lists.keyfind(name, 1, all) do
      {_, bytes} -> bytes
      false -> :missing
    end
  end

  defp term(name, all) do
    case bytes(name, all) do
      :missing -> :missing
      bytes -> :erlang.binary_to_term(bytes)
    end
  end

  defp functions(name, all) do
    case bytes(name, all) do
      :missing ->
        :missing

      <<_::32, entries::binary>> ->
        atoms = :erlang.list_to_tuple(atoms(all))
        :lists.sort(for(<<f::32, arity::32, _::32 <- entries>>, do: {:erlang.element(f, atoms), arity}))
    end
  end

  defp imports(all) do
    case bytes("ImpT", all) do
      :missing ->
        :missing

      <<_::32, entries::binary>> ->
        a = :erlang.list_to_tuple(atoms(all))
        for(<<m::32, f::32, arity::32 <- entries>>, do: {:erlang.element(m, a), :erlang.element(f, a), arity})
    end
  end

  defp numbered([x | rest], n), do: [{n, x} | numbered(rest, n + 1)]
  defp numbered([], _), do: []

  defp atoms(all) do
    case bytes("AtU8", all) do
      <<_::32, names::binary>> -> atom_names(names)
      :missing -> []
    end
  end

  defp atom_names(<<size, name::binary-size(size), rest::binary>>), do: [:erlang.binary_to_atom(name) | atom_names(rest)]
  defp atom_names(<<>>), do: []

  def all_chunks(beam) do
    case read(beam) do
      {:ok, module, all} -> {:ok, module, :lists.map(fn {name, bytes} -> {:erlang.binary_to_list(name), bytes} end, all)}
      error -> error
    end
  end

  def info(beam) do
    case read(beam) do
      {:ok, module, all} ->
        [file: shown(beam), module: module, chunks: :lists.map(fn {n, b} -> {:erlang.binary_to_list(n), 0, byte_size(b)} end, all)]

      error ->
        error
    end
  end

  def version(beam) do
    case chunks(beam, [:attributes]) do
      {:ok, {module, [{_, attributes}]}} -> {:ok, {module, :proplists.get_value(:vsn, attributes, [])}}
      error -> error
    end
  end

  @doc "The MD5 of what makes the code of a module."
  def md5(beam) do
    case read(beam) do
      {:ok, module, all} ->
        essential = ["Atom", "AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT"]
        parts = for name <- essential, {n, bytes} <- all, n == name, do: {name, bytes}
        {:ok, {module, :erlang.md5(for({_, bytes} <- parts, do: bytes))}}

      error ->
        error
    end
  end

  # The form: FOR1, size, BEAM, then chunks padded to four bytes.
  defp read(beam) when is_binary(beam) do
    case beam do
      <<"FOR1", _::32, "BEAM", rest::binary>> -> parsed(split(rest), beam)
      <<0x1F, 0x8B, _::binary>> -> read(:zlib.gunzip(beam))
      path -> read_file(path)
    end
  end

  defp read(path) do
    case :filename.extension(path) do
      '.beam' -> read_file(path)
      _ -> read_file([path, '.beam'])
    end
  end

  defp read_file(path) do
    case :file.read_file(path) do
      {:ok, <<"FOR1", _::binary>> = bytes} -> read(bytes)
      {:ok, _} -> {:error, :beam_lib, {:not_a_beam_file, path}}
      {:error, reason} -> {:error, :beam_lib, {:file_error, path, reason}}
    end
  end

  defp split(<<name::binary-size(4), size::32, bytes::binary-size(size), rest::binary>>) do
    padding = :erlang.rem(4 - :erlang.rem(size, 4), 4)

    case rest do
      <<_::binary-size(padding), rest::binary>> -> [{name, bytes} | split(rest)]
      _ -> [{name, bytes}]
    end
  end

  defp split(_), do: []

  defp parsed(all, beam) do
    case atoms(all) do
      [module | _] -> {:ok, module, all}
      [] -> {:error, :beam_lib, {:missing_chunk, shown(beam), 'AtU8'}}
    end
  end

  defp shown(beam), do: beam

  def format_error({:error, reason}), do: format_error(reason)
  def format_error({:missing_chunk, _, name}), do: :io_lib.format('Missing chunk ~tp~n', [name])
  def format_error({:not_a_beam_file, file}), do: :io_lib.format('~tp: Not a BEAM file~n', [file])
  def format_error({:file_error, file, reason}), do: :io_lib.format('~tp: ~ts~n', [file, :file.format_error(reason)])
  def format_error(other), do: :io_lib.format('~tp~n', [other])
end
