# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Bitwise do
  @moduledoc "Operations on the bits of integers, usable in guards: the compiler puts the instructions in their place."

  defmacro __using__(options) do
    except =
      cond do
        :lists.member({:only_operators, true}, options) -> [bnot: 1, band: 2, bor: 2, bxor: 2, bsl: 2, bsr: 2]
        :lists.member({:skip_operators, true}, options) -> [&&&: 2, |||: 2, <<<: 2, >>>: 2]
        true -> []
      end

    quote(do: import(Bitwise, except: unquote(except)))
  end

  @doc "Bitwise not."
  def bnot(expr), do: :erlang.bnot(expr)

  @doc "Bitwise and."
  def band(left, right), do: :erlang.band(left, right)

  @doc "Bitwise and."
  def left &&& right, do: :erlang.band(left, right)

  @doc "Bitwise or."
  def bor(left, right), do: :erlang.bor(left, right)

  @doc "Bitwise or."
  def left ||| right, do: :erlang.bor(left, right)

  @doc "Bitwise exclusive or."
  def bxor(left, right), do: :erlang.bxor(left, right)

  @doc false
  defmacro left ^^^ right do
    IO.warn("Bitwise.^^^ is deprecated, use Bitwise.bxor/2 instead", Macro.Env.stacktrace(__CALLER__))
    quote(do: :erlang.bxor(unquote(left), unquote(right)))
  end

  @doc "Shift to the left."
  def bsl(left, right), do: :erlang.bsl(left, right)

  @doc "Shift to the left."
  def left <<< right, do: :erlang.bsl(left, right)

  @doc "Arithmetic shift to the right."
  def bsr(left, right), do: :erlang.bsr(left, right)

  @doc "Arithmetic shift to the right."
  def left >>> right, do: :erlang.bsr(left, right)
end
