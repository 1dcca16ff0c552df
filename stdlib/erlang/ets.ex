# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :ets do
  @moduledoc "Tables of terms outside of any process. Natives do the work (vm/bif/bif_ets.c); here is what is made of them."

  @doc "All objects of the table."
  def tab2list(table), do: :ets.match_object(table, :_)

  @doc "Deletes all objects."
  def delete_all_objects(table) do
    :ets.select_delete(table, [{:_, [], [true]}])
    true
  end

  @doc "Deletes the objects that match the pattern."
  def match_delete(table, pattern) do
    :ets.select_delete(table, [{pattern, [], [true]}])
    true
  end

  @doc "Folds over all objects, in the table's order."
  def foldl(fun, acc, table) when is_function(fun, 2) do
    :ets.safe_fixtable(table, true)

    try do
      fold_forward(:ets.first(table), fun, acc, table)
    after
      :ets.safe_fixtable(table, false)
    end
  end

  defp fold_forward(:"$end_of_table", _fun, acc, _table), do: acc

  defp fold_forward(key, fun, acc, table) do
    acc = :lists.foldl(fun, acc, :ets.lookup(table, key))
    fold_forward(:ets.next(table, key), fun, acc, table)
  end

  @doc "Folds over all objects, from the last one."
  def foldr(fun, acc, table) when is_function(fun, 2) do
    :ets.safe_fixtable(table, true)

    try do
      fold_backward(:ets.last(table), fun, acc, table)
    after
      :ets.safe_fixtable(table, false)
    end
  end

  defp fold_backward(:"$end_of_table", _fun, acc, _table), do: acc

  defp fold_backward(key, fun, acc, table) do
    acc = :lists.foldr(fun, acc, :ets.lookup(table, key))
    fold_backward(:ets.prev(table, key), fun, acc, table)
  end

  @doc "Runs a compiled match specification over a list of tuples."
  def match_spec_run(list, compiled), do: :lists.reverse(:ets.match_spec_run_r(list, compiled, []))

  @doc "Makes a continuation good again after it was stored as a term; here it always is."
  def repair_continuation(continuation, _match_spec), do: continuation

  @doc "Tries a match specification on a tuple: `{:ok, result}`, with `false` for no match, or `{:error, reasons}`."
  def test_ms(tuple, match_spec) when is_tuple(tuple) do
    compiled = :ets.match_spec_compile(match_spec)

    case :ets.match_spec_run_r([tuple], compiled, []) do
      [result] -> {:ok, result}
      [] -> {:ok, false}
    end
  catch
    :error, :badarg -> {:error, [error: 'badarg']}
  end

  @doc "Fills a table by an input function, which gives `{objects, next function}` or `:end_of_input`."
  def init_table(table, fun) when is_function(fun, 1) do
    :ets.delete_all_objects(table)
    init_from(table, fun)
  end

  defp init_from(table, fun) do
    case fun.(:read) do
      :end_of_input ->
        true

      {objects, next} ->
        :ets.insert(table, objects)
        init_from(table, next)
    end
  end

  @doc "Writes a table to a file."
  def tab2file(table, file, _options \\ []) do
    case :ets.info(table) do
      :undefined -> {:error, :badtab}
      info -> :file.write_file(file, :erlang.term_to_binary({:elver_ets_file, 1, info, tab2list(table)}, [:compressed]))
    end
  end

  @doc "Makes a table from a file that `tab2file/2` wrote: `{:ok, table}` or `{:error, reason}`."
  def file2tab(file, _options \\ []) do
    with {:ok, binary} <- :file.read_file(file), {:ok, info, objects} <- decode(binary) do
      {:ok, restore(info, objects)}
    end
  end

  defp decode(binary) do
    case :erlang.binary_to_term(binary) do
      {:elver_ets_file, 1, info, objects} when is_list(info) and is_list(objects) -> {:ok, info, objects}
      _ -> {:error, :badfile}
    end
  catch
    :error, :badarg -> {:error, :badfile}
  end

  defp restore(info, objects) do
    {_, name} = :lists.keyfind(:name, 1, info)
    {_, type} = :lists.keyfind(:type, 1, info)
    {_, protection} = :lists.keyfind(:protection, 1, info)
    {_, position} = :lists.keyfind(:keypos, 1, info)
    named = if :lists.member({:named_table, true}, info), do: [:named_table], else: []
    table = :ets.new(name, [type, protection, {:keypos, position} | named])
    :ets.insert(table, objects)
    table
  end

  @doc "Prints the tables of the system."
  def i do
    for table <- :ets.all() do
      info = :ets.info(table)
      :io.format(" ~-20w ~-20w ~-12w ~-8w ~w~n", [table, info[:name], info[:type], info[:size], info[:memory]])
    end

    :ok
  end
end
