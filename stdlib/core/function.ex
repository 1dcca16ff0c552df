# SPDX-License-Identifier: GPL-3.0-or-later
# function.ex - functions on functions.

defmodule Function do
  @moduledoc """
  Functions on functions.
  """

  @type information :: :arity | :env | :index | :module | :name | :new_index | :new_uniq | :pid | :type | :uniq

  @doc """
  The function `module.function_name/arity`.

      iex> Function.capture(String, :length, 1)
      &String.length/1
  """
  @spec capture(module, atom, arity) :: fun
  def capture(module, function_name, arity), do: :erlang.make_fun(module, function_name, arity)

  @doc "All that is known of a function."
  @spec info(fun) :: [{information, term}]
  def info(fun), do: :erlang.fun_info(fun)

  @doc """
  One item of what is known of a function.

      iex> Function.info(&String.length/1, :arity)
      {:arity, 1}
  """
  @spec info(fun, item) :: {item, term} when item: information
  def info(fun, item), do: :erlang.fun_info(fun, item)

  @doc "The argument."
  @spec identity(value) :: value when value: var
  def identity(value), do: value
end
