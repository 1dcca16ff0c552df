# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Bitwise do
  @moduledoc "Operations on the bits of integers, usable in guards."

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
  defguard bnot(expr) when :erlang.bnot(expr)

  @doc "Bitwise and."
  defguard band(left, right) when :erlang.band(left, right)

  @doc "Bitwise and."
  defguard left &&& right when :erlang.band(left, right)

  @doc "Bitwise or."
  defguard bor(left, right) when :erlang.bor(left, right)

  @doc "Bitwise or."
  defguard left ||| right when :erlang.bor(left, right)

  @doc "Bitwise exclusive or."
  defguard bxor(left, right) when :erlang.bxor(left, right)

  @doc false
  defmacro left ^^^ right do
    IO.warn("Bitwise.^^^ is deprecated, use Bitwise.bxor/2 instead", Macro.Env.stacktrace(__CALLER__))
    quote(do: :erlang.bxor(unquote(left), unquote(right)))
  end

  @doc "Shift to the left."
  defguard bsl(left, right) when :erlang.bsl(left, right)

  @doc "Shift to the left."
  defguard left <<< right when :erlang.bsl(left, right)

  @doc "Arithmetic shift to the right."
  defguard bsr(left, right) when :erlang.bsr(left, right)

  @doc "Arithmetic shift to the right."
  defguard left >>> right when :erlang.bsr(left, right)
end
