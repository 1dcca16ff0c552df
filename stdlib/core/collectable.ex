# SPDX-License-Identifier: GPL-3.0-or-later
# collectable.ex - the protocol of collections that take elements, and its built-in implementations.

defprotocol Collectable do
  @moduledoc """
  What `Enum.into/2` and `for ..., into: collectable` ask of a collection.
  """

  @type command :: {:cont, term} | :done | :halt

  @doc "A first accumulator and the function that takes in `{:cont, element}`, `:done` or `:halt`."
  @spec into(t) :: {initial_acc :: term, collector :: (term, command -> t | term)}
  def into(collectable)
end

defimpl Collectable, for: List do
  def into(list) do
    if list != [] do
      IO.warn(
        "the Collectable protocol is deprecated for non-empty lists. The behaviour of " <>
          "Enum.into/2 and \"for\" comprehensions with an :into option is incorrect " <>
          "when collecting into non-empty lists. If you're collecting into a non-empty keyword " <>
          "list, consider using Keyword.merge/2 instead. If you're collecting into a non-empty list, " <>
          "consider concatenating the two lists with the ++ operator."
      )
    end

    {[], &collect(list, &1, &2)}
  end

  defp collect(_list, acc, {:cont, element}), do: [element | acc]
  defp collect(list, acc, :done), do: list ++ :lists.reverse(acc)
  defp collect(_list, _acc, :halt), do: :ok
end

defimpl Collectable, for: BitString do
  def into(binary) when is_binary(binary) do
    {[binary],
     fn
       acc, {:cont, element} when is_binary(element) and is_list(acc) ->
         [acc | element]

       acc, {:cont, element} when is_bitstring(element) and is_bitstring(acc) ->
         <<acc::bitstring, element::bitstring>>

       acc, {:cont, element} when is_bitstring(element) ->
         <<IO.iodata_to_binary(acc)::bitstring, element::bitstring>>

       acc, :done when is_bitstring(acc) ->
         acc

       acc, :done ->
         IO.iodata_to_binary(acc)

       _acc, :halt ->
         :ok
     end}
  end

  def into(bitstring) do
    {bitstring,
     fn
       acc, {:cont, element} when is_bitstring(element) -> <<acc::bitstring, element::bitstring>>
       acc, :done -> acc
       _acc, :halt -> :ok
     end}
  end
end

defimpl Collectable, for: Map do
  def into(map) do
    {map,
     fn
       acc, {:cont, {key, value}} -> :maps.put(key, value, acc)
       _acc, {:cont, _other} -> :erlang.error(:badarg)
       acc, :done -> acc
       _acc, :halt -> :ok
     end}
  end
end

defimpl Collectable, for: MapSet do
  def into(set) do
    {set,
     fn
       acc, {:cont, element} -> MapSet.put(acc, element)
       acc, :done -> acc
       _acc, :halt -> :ok
     end}
  end
end
