# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Record do
  @moduledoc "Tuples with named fields, tagged by an atom in front."

  @doc "True for a tuple tagged with `kind`."
  defmacro is_record(data, kind) do
    if Macro.Env.in_guard?(__CALLER__) do
      quote do
        is_atom(unquote(kind)) and is_tuple(unquote(data)) and tuple_size(unquote(data)) > 0 and elem(unquote(data), 0) == unquote(kind)
      end
    else
      quote do
        result = unquote(data)
        kind = unquote(kind)
        is_atom(kind) and is_tuple(result) and tuple_size(result) > 0 and elem(result, 0) == kind
      end
    end
  end

  @doc "True for a tuple tagged with an atom."
  defmacro is_record(data) do
    if Macro.Env.in_guard?(__CALLER__) do
      quote do
        is_tuple(unquote(data)) and tuple_size(unquote(data)) > 0 and is_atom(elem(unquote(data), 0))
      end
    else
      quote do
        result = unquote(data)
        is_tuple(result) and tuple_size(result) > 0 and is_atom(elem(result, 0))
      end
    end
  end

  @doc "Defines macros to make, read, change and match a record."
  defmacro defrecord(name, tag \\ nil, kv), do: definition(:defmacro, name, tag, kv)

  @doc "Like `defrecord/3`, private."
  defmacro defrecordp(name, tag \\ nil, kv), do: definition(:defmacrop, name, tag, kv)

  defp definition(kind, name, tag, kv) do
    quote bind_quoted: [kind: kind, name: name, tag: tag, kv: kv] do
      tag = tag || name
      fields = Record.__fields__(:defrecord, kv)

      case kind do
        :defmacro ->
          defmacro unquote(name)(args \\ []), do: Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)
          defmacro unquote(name)(record, args), do: Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)

        :defmacrop ->
          defmacrop unquote(name)(args \\ []), do: Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)
          defmacrop unquote(name)(record, args), do: Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)
      end
    end
  end

  @doc false
  def __fields__(type, fields) do
    for field <- fields do
      case field do
        {key, value} when is_atom(key) -> {key, Macro.escape(value)}
        key when is_atom(key) -> {key, nil}
        other -> raise ArgumentError, "#{type} fields must be atoms, got: #{inspect(other)}"
      end
    end
  end

  @doc false
  def __access__(tag, fields, args, caller) do
    cond do
      is_atom(args) -> index(tag, fields, args)
      Keyword.keyword?(args) -> create(tag, fields, args, caller)
      true -> keyword_of(tag, fields, args)
    end
  end

  @doc false
  def __access__(tag, fields, record, args, caller) do
    cond do
      is_atom(args) -> quote(do: :erlang.element(unquote(index(tag, fields, args) + 1), unquote(record)))
      Keyword.keyword?(args) -> update(tag, fields, record, args, caller)
      true -> raise ArgumentError, "expected arguments to be a compile time atom or a keyword list, got: " <> Macro.to_string(args)
    end
  end

  defp index(tag, fields, field) do
    case Enum.find_index(fields, fn {key, _} -> key == field end) do
      nil -> raise ArgumentError, "record #{inspect(tag)} does not have the key: #{inspect(field)}"
      position -> position + 1
    end
  end

  defp create(tag, fields, keyword, caller) do
    in_match = Macro.Env.in_match?(caller)
    keyword = apply_underscore(fields, keyword)

    {values, rest} =
      Enum.map_reduce(fields, keyword, fn {key, default}, left ->
        case Keyword.pop(left, key, :__none__) do
          {:__none__, left} -> {if(in_match, do: {:_, [], nil}, else: default), left}
          {value, left} -> {value, left}
        end
      end)

    case rest do
      [] -> {:{}, [], [tag | values]}
      _ -> raise ArgumentError, "record #{inspect(tag)} does not have the key: #{inspect(hd(Keyword.keys(rest)))}"
    end
  end

  defp apply_underscore(fields, keyword) do
    case Keyword.fetch(keyword, :_) do
      {:ok, default} -> fields |> Enum.map(fn {key, _} -> {key, default} end) |> Keyword.merge(Keyword.delete(keyword, :_))
      :error -> keyword
    end
  end

  defp update(tag, fields, record, keyword, caller) do
    if Macro.Env.in_match?(caller), do: raise(ArgumentError, "cannot invoke update style macro inside match")

    Enum.reduce(keyword, record, fn {key, value}, acc ->
      quote(do: :erlang.setelement(unquote(index(tag, fields, key) + 1), unquote(acc), unquote(value)))
    end)
  end

  defp keyword_of(tag, fields, record), do: quote(do: Record.__keyword__(unquote(tag), unquote(Keyword.keys(fields)), unquote(record)))

  @doc false
  def __keyword__(tag, fields, record) do
    if is_tuple(record) and tuple_size(record) == length(fields) + 1 and elem(record, 0) == tag do
      Enum.zip(fields, tl(Tuple.to_list(record)))
    else
      raise ArgumentError,
            "expected argument to be a #{inspect(tag)} record with #{length(fields)} fields, got: " <> inspect(record)
    end
  end

  @doc "Reading records from Erlang's header files needs the sources of Erlang."
  def extract(name, opts) when is_atom(name) and is_list(opts),
    do: raise(ArgumentError, "Record.extract/2 reads Erlang header files, which Elver does not support")

  @doc "Reading records from Erlang's header files needs the sources of Erlang."
  def extract_all(opts) when is_list(opts),
    do: raise(ArgumentError, "Record.extract_all/1 reads Erlang header files, which Elver does not support")
end
