# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExWith do
  def main, do: for x <- [{:ok, 1}, {:ok, -1}, {:error, :e}, :bad], do: f(x)
  defp f(x) do
    with {:ok, n} <- x, true <- n > 0, m = n * 2 do
      {:good, m}
    else
      {:error, e} -> {:err, e}
      false -> :negative
      other -> {:other, other}
    end
  end
end
