# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Kernel.SpecialForms do
  @moduledoc """
  The forms that everything else is made of. The compiler knows them itself: they cannot be redefined, and the macros here
  only carry their documentation.
  """

  @doc "A tuple: `{1, 2, 3}`."
  defmacro unquote(:{})(args), do: error(:{}, args)

  @doc "A map: `%{key: value}`, `%{\"key\" => value}`; `%{map | key: value}` replaces values of keys that are there."
  defmacro unquote(:%{})(args), do: error(:%{}, args)

  @doc "A struct: `%Name{field: value}`; `%Name{struct | field: value}`. In a pattern `%name{}` gets the name."
  defmacro unquote(:%)(struct, map), do: error(:%, [struct, map])

  @doc "A bitstring: `<<1, x::16, rest::binary>>`. Types: integer, float, binary (bytes), bitstring (bits), utf8, utf16, utf32; with size, unit, signed, unsigned, big, little, native."
  defmacro unquote(:<<>>)(args), do: error(:<<>>, args)

  @doc "A remote call `Mod.fun(args)`, a field `map.key`, an anonymous call `fun.(args)`, or an alias `Foo.{A, B}`."
  defmacro unquote(:.)(left, right), do: error(:., [left, right])

  @doc "Matches the value on the right against the pattern on the left: `{:ok, x} = f()`."
  defmacro left = right, do: error(:=, [left, right])

  @doc "In a pattern: the value a variable has already, `^x`."
  defmacro ^var, do: error(:^, [var])

  @doc "Gives the type of a part of a bitstring, or of a function in a spec."
  defmacro left :: right, do: error(:"::", [left, right])

  @doc "Captures a function: `&Mod.fun/1`, `&fun/1`, `&(&1 + &2)`."
  defmacro &expr, do: error(:&, [expr])

  @doc "What an alias such as `Foo.Bar` is in quoted code."
  defmacro unquote(:__aliases__)(args), do: error(:__aliases__, args)

  @doc "What a sequence of expressions is in quoted code."
  defmacro unquote(:__block__)(args), do: error(:__block__, args)

  @doc "The environment of the caller, in a macro."
  defmacro __CALLER__, do: error(:__CALLER__, [])

  @doc "The folder of the current file."
  defmacro __DIR__, do: error(:__DIR__, [])

  @doc "The environment here, as `Macro.Env`."
  defmacro __ENV__, do: error(:__ENV__, [])

  @doc "The current module, or nil."
  defmacro __MODULE__, do: error(:__MODULE__, [])

  @doc "The stack trace of the exception being handled, inside rescue and catch."
  defmacro __STACKTRACE__, do: error(:__STACKTRACE__, [])

  @doc "Gives a module a short name until the block ends: `alias Foo.Bar`, `alias Foo.Bar, as: B`, `alias Foo.{A, B}`."
  defmacro alias(module, opts), do: error(:alias, [module, opts])

  @doc "Matches a value against clauses: `case value do pattern when guard -> result end`."
  defmacro case(condition, clauses), do: error(:case, [condition, clauses])

  @doc "The first clause whose condition is truthy: `cond do x > 1 -> :big; true -> :other end`."
  defmacro cond(clauses), do: error(:cond, [clauses])

  @doc "An anonymous function: `fn x when x > 0 -> x; _ -> 0 end`."
  defmacro unquote(:fn)(clauses), do: error(:fn, [clauses])

  @doc "A comprehension: `for x <- list, x > 1, into: %{}, do: {x, x}`. Options: `:into`, `:uniq`, `:reduce`."
  defmacro for(args), do: error(:for, [args])

  @doc "Lets functions and macros of a module be called without its name: `import Foo, only: [bar: 1]`."
  defmacro import(module, opts), do: error(:import, [module, opts])

  @doc "The quoted form of code. Options: `:bind_quoted`, `:unquote`, `:location`, `:line`, `:file`, `:context`, `:generated`."
  defmacro quote(opts, block), do: error(:quote, [opts, block])

  @doc "Waits for a message that matches a clause: `receive do pattern -> result after timeout -> result end`."
  defmacro receive(args), do: error(:receive, [args])

  @doc "Loads a module and makes its macros callable."
  defmacro require(module, opts), do: error(:require, [module, opts])

  @doc "Calls the function that the current one overrides."
  defmacro super(args), do: error(:super, [args])

  @doc "Handles exceptions, throws and exits: `try do ... rescue ... catch ... else ... after ... end`."
  defmacro try(args), do: error(:try, [args])

  @doc "Puts a value into quoted code."
  defmacro unquote(:unquote)(expr), do: error(:unquote, [expr])

  @doc "Puts the elements of a list into quoted code."
  defmacro unquote(:unquote_splicing)(expr), do: error(:unquote_splicing, [expr])

  @doc "Matches in sequence: `with {:ok, a} <- f(), {:ok, b} <- g(a) do b else error -> error end`."
  defmacro with(args), do: error(:with, [args])

  defp error(name, _args), do: raise("#{name} is a special form: it is expanded by the compiler")
end
