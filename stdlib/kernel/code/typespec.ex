# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Code.Typespec do
  @moduledoc false
  # The types, specs and callbacks of a compiled module. Our compiler keeps them in the Dbgi chunk as they were written:
  # {:debug_info_v1, :elver_erl, [{kind, quoted, line}]}. So a "spec" here is quoted code, and *_to_quoted gives it back.

  import Kernel.Typespec, only: [head: 1]

  @doc "`{:ok, [{{name, arity}, [spec]}]}` or `:error`."
  def fetch_specs(module), do: fetch_grouped(module, [:spec])

  @doc "`{:ok, [{{name, arity}, [callback]}]}` or `:error`; macro callbacks are named `MACRO-name`."
  def fetch_callbacks(module), do: fetch_grouped(module, [:callback, :macrocallback])

  @doc "`{:ok, [{kind, {name, quoted, arguments}}]}` or `:error`."
  def fetch_types(module) do
    with {:ok, written} <- fetch(module) do
      {:ok,
       for {kind, quoted, _line} <- written, kind in [:type, :typep, :opaque], {name, _arity} <- [head(quoted)] do
         {kind, {name, quoted, arguments(quoted)}}
       end}
    end
  end

  @doc "The quoted form of a spec or callback that was fetched."
  def spec_to_quoted(_name, quoted), do: quoted

  @doc "The quoted form of a type that was fetched."
  def type_to_quoted({_name, quoted, _arguments}), do: quoted

  defp arguments({:"::", _, [head, _]}), do: arguments(head)
  defp arguments({_name, _, arguments}) when is_list(arguments), do: for({name, _, _} <- arguments, do: {:var, 0, name})
  defp arguments(_), do: []

  defp fetch_grouped(module, kinds) do
    with {:ok, written} <- fetch(module) do
      named = for {kind, quoted, _line} <- written, kind in kinds, key = key(kind, head(quoted)), do: {key, quoted}
      keys = for({key, _} <- named, do: key) |> Enum.uniq()
      {:ok, for(key <- keys, do: {key, for({^key, quoted} <- named, do: quoted)})}
    end
  end

  defp key(_kind, nil), do: nil
  defp key(:macrocallback, {name, arity}), do: {:"MACRO-#{name}", arity + 1}
  defp key(_kind, name_arity), do: name_arity

  defp fetch(binary) when is_binary(binary) do
    case :elver_code.chunk(binary, "Dbgi") do
      nil -> :error
      chunk -> written(:erlang.binary_to_term(chunk))
    end
  end

  defp fetch(module) when is_atom(module) do
    case Code.get_module_binary(module) do
      binary when is_binary(binary) -> fetch(binary)
      nil -> :error
    end
  end

  defp written({:debug_info_v1, :elver_erl, list}) when is_list(list), do: {:ok, list}
  defp written(_), do: :error
end
