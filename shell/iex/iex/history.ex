# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx.History do
  @moduledoc false
  # The values of earlier inputs, newest first: [{counter, value}].

  @doc "Adds a value; keeps the newest `limit` (a negative limit: all)."
  def add(history, counter, value, limit) when limit < 0, do: [{counter, value} | history]
  def add(history, counter, value, limit), do: Enum.take([{counter, value} | history], limit)

  @doc "The value of input `n`; for a negative `n` counted back from the newest, which is -1."
  def fetch!(history, n) when n < 0 do
    case Enum.at(history, -n - 1) do
      nil -> raise "v(#{n}) is out of bounds"
      {_counter, value} -> value
    end
  end

  def fetch!(history, n) do
    case List.keyfind(history, n, 0) do
      nil -> raise "v(#{n}) is out of bounds"
      {_counter, value} -> value
    end
  end
end
