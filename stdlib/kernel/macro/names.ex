# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Macro.Names do
  @moduledoc false
  # Which atoms may be written without quotes where, and which are operators.

  @unary [:+, :-, :!, :^, :not, :&, :@, :~~~]
  @binary [
    :+, :-, :*, :/, :**, :++, :--, :+++, :---, :<>, :"//", :.., :|>, :<<<, :>>>, :<<~, :~>>, :<~, :~>, :<~>, :<|>, :<, :>, :<=, :>=,
    :==, :!=, :=~, :===, :!==, :&&, :&&&, :and, :||, :|||, :or, :=, :|, :"::", :when, :<-, :\\, :in, :^^^, :.
  ]
  @special [:%{}, :%, :{}, :<<>>, :..., :.., :.., :..//, :"=>", :->]
  @call_operators [:.., :., :"..//"]

  def operator?(:"..//", 3), do: true
  def operator?(:.., 0), do: true
  def operator?(name, 1), do: :lists.member(name, @unary)
  def operator?(:., 2), do: true
  def operator?(name, 2), do: :lists.member(name, @binary)
  def operator?(_name, _arity), do: false

  def binary_operator?(name), do: :lists.member(name, @binary)
  def unary_operator?(name), do: :lists.member(name, @unary)

  @doc ":alias | :identifier | :unquoted | :quoted"
  def classify(atom) do
    cond do
      alias?(atom) -> :alias
      inner(Atom.to_string(atom)) == :identifier -> :identifier
      unquoted?(atom) -> :unquoted
      true -> :quoted
    end
  end

  defp unquoted?(atom) do
    :lists.member(atom, @special) or :lists.member(atom, @unary) or :lists.member(atom, @binary) or
      inner(Atom.to_string(atom)) == :capitalised
  end

  def literal(nil), do: "nil"
  def literal(true), do: "true"
  def literal(false), do: "false"

  def literal(atom) do
    case classify(atom) do
      :alias ->
        case Atom.to_string(atom) do
          "Elixir." <> rest -> rest
          name -> name
        end

      :quoted -> ":" <> quoted(Atom.to_string(atom))
      _ -> ":" <> Atom.to_string(atom)
    end
  end

  def key(atom) do
    case classify(atom) do
      class when class in [:alias, :quoted] -> quoted(Atom.to_string(atom)) <> ":"
      _ -> Atom.to_string(atom) <> ":"
    end
  end

  def remote_call(atom) do
    text = Atom.to_string(atom)

    cond do
      classify(atom) == :identifier -> text
      atom in @call_operators or :lists.member(atom, @special) -> quoted(text)
      :lists.member(atom, @unary) or :lists.member(atom, @binary) -> text
      true -> quoted(text)
    end
  end

  defp quoted(text), do: Inspect.inspect(text, Inspect.Opts.new([])) |> Inspect.Algebra.format(:infinity) |> IO.iodata_to_binary()

  # "Elixir", "Elixir.Foo.Bar"
  defp alias?(:"Elixir"), do: true

  defp alias?(atom) do
    case Atom.to_string(atom) do
      "Elixir." <> rest -> alias_parts?(rest)
      _ -> false
    end
  end

  defp alias_parts?(<<c, rest::binary>>) when c in ?A..?Z, do: alias_rest?(rest)
  defp alias_parts?(_), do: false

  defp alias_rest?(<<?., rest::binary>>), do: alias_parts?(rest)
  defp alias_rest?(<<c, rest::binary>>) when c in ?A..?Z or c in ?a..?z or c in ?0..?9 or c == ?_, do: alias_rest?(rest)
  defp alias_rest?(""), do: true
  defp alias_rest?(_), do: false

  # :identifier for a name that may be a variable or function, :capitalised for one that may follow a colon only.
  defp inner(<<c, rest::binary>>) when c in ?a..?z or c == ?_, do: if(identifier_rest?(rest), do: :identifier)
  defp inner(<<c, rest::binary>>) when c in ?A..?Z, do: if(identifier_rest?(rest), do: :capitalised)
  defp inner(<<c::utf8, _::binary>> = text) when c > 127, do: if(:elver_string.is_identifier(text), do: :identifier)
  defp inner(_), do: nil

  defp identifier_rest?(<<c>>) when c in [??, ?!], do: true

  defp identifier_rest?(<<c, rest::binary>>) when c in ?A..?Z or c in ?a..?z or c in ?0..?9 or c == ?_ or c == ?@,
    do: identifier_rest?(rest)

  defp identifier_rest?(""), do: true
  defp identifier_rest?(<<c::utf8, _::binary>> = text) when c > 127, do: :elver_string.is_identifier("a" <> text)
  defp identifier_rest?(_), do: false
end
