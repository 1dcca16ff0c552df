# SPDX-License-Identifier: GPL-3.0-or-later
# tuple.ex - functions on tuples.

defmodule Tuple do
  @moduledoc """
  Functions on tuples. `elem/2`, `put_elem/3` and `tuple_size/1` are in `Kernel`.
  """

  @doc "A tuple of `size` times `data`."
  @spec duplicate(term, non_neg_integer) :: tuple
  def duplicate(data, size) when is_integer(size) and size >= 0, do: :erlang.make_tuple(size, data)

  @doc """
  The tuple with `value` at `index`.

      iex> Tuple.insert_at({1, 3}, 1, 2)
      {1, 2, 3}
  """
  @spec insert_at(tuple, non_neg_integer, term) :: tuple
  def insert_at(tuple, index, value) when is_integer(index) and index >= 0 do
    :erlang.insert_element(index + 1, tuple, value)
  end

  @doc "The tuple with `value` at the end."
  @spec append(tuple, term) :: tuple
  def append(tuple, value), do: :erlang.append_element(tuple, value)

  @doc "The tuple without the element at `index`."
  @spec delete_at(tuple, non_neg_integer) :: tuple
  def delete_at(tuple, index) when is_integer(index) and index >= 0 do
    :erlang.delete_element(index + 1, tuple)
  end

  @doc "The sum of the elements."
  @spec sum(tuple) :: number
  def sum(tuple), do: tuple |> :erlang.tuple_to_list() |> Enum.sum()

  @doc "The product of the elements."
  @spec product(tuple) :: number
  def product(tuple), do: tuple |> :erlang.tuple_to_list() |> Enum.product()

  @doc "The elements as a list."
  @spec to_list(tuple) :: list
  def to_list(tuple), do: :erlang.tuple_to_list(tuple)
end
