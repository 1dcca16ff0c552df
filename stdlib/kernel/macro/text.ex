# SPDX-License-Identifier: GPL-3.0-or-later
defmodule Macro.Text do
  @moduledoc false
  # Code for quoted code, on one line except where blocks need more.

  alias Macro.Names

  # Operator: {associativity, precedence}; a higher one binds tighter.
  @binary %{
    :"//" => {:right, 120}, :|> => {:left, 160}, :<<< => {:left, 160}, :>>> => {:left, 160}, :<<~ => {:left, 160},
    :~>> => {:left, 160}, :<~ => {:left, 160}, :~> => {:left, 160}, :<~> => {:left, 160}, :"<|>" => {:left, 160},
    :in => {:left, 170}, :"not in" => {:left, 170}, :^^^ => {:left, 180},
    :++ => {:right, 200}, :-- => {:right, 200}, :+++ => {:right, 200}, :--- => {:right, 200}, :<> => {:right, 200}, :.. => {:right, 200},
    :+ => {:left, 210}, :- => {:left, 210}, :* => {:left, 220}, :/ => {:left, 220}, :** => {:left, 230},
    :< => {:left, 150}, :> => {:left, 150}, :<= => {:left, 150}, :>= => {:left, 150},
    :== => {:left, 140}, :!= => {:left, 140}, :=~ => {:left, 140}, :=== => {:left, 140}, :!== => {:left, 140},
    :&& => {:left, 130}, :&&& => {:left, 130}, :and => {:left, 130}, :|| => {:left, 120}, :||| => {:left, 120}, :or => {:left, 120},
    := => {:right, 100}, :| => {:right, 70}, :"::" => {:right, 60}, :when => {:right, 50}, :<- => {:left, 40}, :\\ => {:left, 40}
  }
  @unary %{:& => 90, :! => 300, :^ => 300, :not => 300, :+ => 300, :- => 300, :~~~ => 300, :@ => 320}
  # Called without parentheses.
  @bare [
    :def, :defp, :defmacro, :defmacrop, :defmodule, :defguard, :defguardp, :defdelegate, :defexception, :defoverridable, :defstruct,
    :defimpl, :defprotocol, :destructure, :raise, :reraise, :if, :unless, :use, :alias, :import, :require, :case, :cond, :for, :quote,
    :receive, :try, :with, :assert, :refute, :assert_raise, :assert_receive, :assert_received, :refute_receive,
    :refute_received, :setup, :setup_all, :test, :doctest
  ]
  @block_keys [:do, :rescue, :catch, :else, :after]

  def to_string({:__block__, _, [_, _ | _] = exprs}), do: IO.iodata_to_binary(block_lines(exprs))
  def to_string(tree), do: IO.iodata_to_binary(text(tree))

  # --- literals ---

  defp text(atom) when is_atom(atom), do: Names.literal(atom)
  defp text(string) when is_binary(string), do: inspect(string, printable_limit: :infinity)
  defp text(number) when is_number(number), do: inspect(number)
  defp text({left, right}), do: text({:{}, [], [left, right]})

  defp text(list) when is_list(list) do
    cond do
      list == [] -> "[]"
      printable?(list) -> inspect(list, charlists: :as_charlists, limit: :infinity, printable_limit: :infinity)
      keyword?(list) -> ["[", keyword_text(list), "]"]
      true -> ["[", list_items(list), "]"]
    end
  end

  # --- special forms ---

  defp text({:__aliases__, _, parts}), do: Enum.map_join(parts, ".", &alias_part/1)
  defp text({:__block__, _, []}), do: ""
  defp text({:__block__, _, [expr]}), do: text(expr)
  defp text({:__block__, _, exprs}), do: ["(\n  ", indent(block_lines(exprs)), "\n)"]
  defp text({:{}, _, args}) when is_list(args), do: ["{", arguments(args), "}"]
  defp text({:%{}, _, args}) when is_list(args), do: ["%{", map_text(args), "}"]
  defp text({:%, _, [name, {:%{}, _, args}]}), do: ["%", text(name), "{", map_text(args), "}"]
  defp text({:<<>>, _, parts} = bits) when is_list(parts), do: interpolated(bits, "\"") || ["<<", Enum.map_intersperse(parts, ", ", &bit_part/1), ">>"]
  defp text({:fn, _, clauses}) when is_list(clauses), do: fn_text(clauses)
  defp text({:.., _, []}), do: ".."
  defp text({:"..//", _, [first, last, step]}), do: [operand(first, :.., :left), "..", operand(last, :.., :right), "//", operand(step, :.., :right)]
  defp text({:&, _, [number]}) when is_integer(number), do: ["&", Integer.to_string(number)]

  defp text({:&, _, [{:/, _, [{name, _, context}, arity]}]}) when is_atom(name) and is_atom(context) and is_integer(arity),
    do: ["&", Names.remote_call(name), "/", Integer.to_string(arity)]

  defp text({:&, _, [{:/, _, [{{:., _, [_, name]} = dot, _, []}, arity]}]}) when is_atom(name) and is_integer(arity),
    do: ["&", dot_text(dot), "/", Integer.to_string(arity)]

  defp text({:not, _, [{:in, _, [left, right]}]}), do: [operand(left, :in, :left), " not in ", operand(right, :in, :right)]
  defp text({{:., _, [Access, :get]}, _, [{op, _, _} = data, key]}) when op not in [:%{}, :fn], do: [access_base(data), "[", text(key), "]"]
  defp text({:when, _, [_, _, _ | _] = args}), do: when_text(args)
  defp text([{:->, _, _} | _] = clauses), do: ["(", clauses_text(clauses), ")"]
  defp text({:->, _, _} = clause), do: clauses_text([clause])

  defp text({sigil, meta, [{:<<>>, _, _} = parts, modifiers]} = call) when is_atom(sigil) and is_list(modifiers) do
    case Atom.to_string(sigil) do
      "sigil_" <> name -> sigil_text(name, Keyword.get(meta, :delimiter, "\""), parts, modifiers)
      _ -> call_text(call)
    end
  end

  defp text({op, _, [left, right]} = call) when is_atom(op) do
    case @binary do
      %{^op => _} -> binary_text(op, left, right)
      _ -> call_text(call)
    end
  end

  defp text({op, _, [arg]} = call) when is_atom(op) do
    case @unary do
      %{^op => _} -> unary_text(op, arg)
      _ -> call_text(call)
    end
  end

  defp text({_, _, args} = call) when is_list(args), do: call_text(call)
  defp text({name, _, context}) when is_atom(name) and is_atom(context), do: Atom.to_string(name)
  defp text(other), do: inspect(other, limit: :infinity)

  # --- operators ---

  defp binary_text(:.., left, right), do: [operand(left, :.., :left), "..", operand(right, :.., :right)]
  defp binary_text(:"::", left, right), do: [operand(left, :"::", :left), " :: ", operand(right, :"::", :right)]
  defp binary_text(:/, left, right), do: [operand(left, :/, :left), " / ", operand(right, :/, :right)]

  defp binary_text(op, left, [{_, _} | _] = right) when op in [:when, :|] do
    right_text = if keyword?(right), do: keyword_text(right), else: operand(right, op, :right)
    [operand(left, op, :left), " ", Atom.to_string(op), " ", right_text]
  end

  defp binary_text(op, left, right), do: [operand(left, op, :left), " ", Atom.to_string(op), " ", operand(right, op, :right)]

  defp unary_text(:not, arg), do: ["not ", unary_operand(arg)]
  defp unary_text(:&, arg), do: ["&", unary_operand(arg)]
  defp unary_text(:@, {name, _, [value]}) when is_atom(name), do: ["@", Atom.to_string(name), " ", text(value)]
  defp unary_text(op, arg), do: [Atom.to_string(op), unary_operand(arg)]

  defp unary_operand({op, _, [_, _]} = arg) when is_atom(op) do
    case @binary do
      %{^op => _} -> ["(", text(arg), ")"]
      _ -> text(arg)
    end
  end

  defp unary_operand({op, _, [_]} = arg) when is_atom(op) do
    case @unary do
      %{^op => _} -> ["(", text(arg), ")"]
      _ -> text(arg)
    end
  end

  defp unary_operand(arg), do: text(arg)

  defp operand({op, _, [_, _]} = arg, parent, side) when is_atom(op) do
    with %{^op => {_, inner}} <- @binary, %{^parent => {associativity, outer}} <- @binary do
      if inner > outer or (inner == outer and associativity == side), do: text(arg), else: ["(", text(arg), ")"]
    else
      _ -> text(arg)
    end
  end

  defp operand({op, _, [_]} = arg, parent, :left) when op in [:not, :&] and parent != :=, do: ["(", text(arg), ")"]
  defp operand({:__block__, _, [_, _ | _]} = arg, _parent, _side), do: text(arg)
  defp operand(arg, _parent, _side), do: text(arg)

  defp when_text(args) do
    {left, [guard]} = Enum.split(args, -1)
    [arguments(left), " when ", text(guard)]
  end

  # --- calls ---

  defp call_text({target, _, args}) do
    {args, blocks} = split_blocks(args)
    name = target_text(target)

    open =
      cond do
        args == [] and blocks != [] -> []
        args != [] and bare?(target) -> [" ", arguments(args)]
        true -> ["(", arguments(args), ")"]
      end

    with_blocks([name, open], blocks)
  end

  defp bare?(name), do: is_atom(name) and :lists.member(name, @bare)

  defp target_text(name) when is_atom(name), do: Names.remote_call(name)
  defp target_text({:., _, [_]} = dot), do: [dot_text(dot)]
  defp target_text({:., _, _} = dot), do: dot_text(dot)
  defp target_text({:unquote, _, _} = call), do: text(call)
  defp target_text({_, _, _} = call), do: text(call)
  defp target_text(other), do: ["(", text(other), ")"]

  defp dot_text({:., _, [fun]}), do: [dot_left(fun), "."]
  defp dot_text({:., _, [left, name]}) when is_atom(name), do: [dot_left(left), ".", Names.remote_call(name)]
  defp dot_text({:., _, [left, right]}), do: [dot_left(left), ".", text(right)]

  defp dot_left({:fn, _, _} = fun), do: ["(", text(fun), ")"]
  defp dot_left({op, _, [_, _]} = arg) when is_atom(op), do: if(Map.has_key?(@binary, op), do: ["(", text(arg), ")"], else: text(arg))
  defp dot_left({:&, _, _} = arg), do: ["(", text(arg), ")"]
  defp dot_left({{:., _, [_, name]} = dot, meta, []}) when is_atom(name), do: if(meta[:no_parens], do: dot_text(dot), else: [dot_text(dot), "()"])
  defp dot_left(other), do: text(other)

  defp access_base(data), do: dot_left(data)

  defp split_blocks(args) do
    case List.last(args) do
      [{:do, _} | _] = blocks ->
        if Enum.all?(blocks, &match?({key, _} when key in @block_keys, &1)),
          do: {Enum.drop(args, -1), blocks},
          else: {args, []}

      _ ->
        {args, []}
    end
  end

  defp with_blocks(head, []), do: head

  defp with_blocks(head, blocks) do
    bodies = for {key, body} <- blocks, do: [Atom.to_string(key), "\n  ", indent(body_text(body)), "\n"]
    [head, " ", bodies, "end"]
  end

  defp body_text([{:->, _, _} | _] = clauses), do: clauses_text(clauses)
  defp body_text({:__block__, _, [_, _ | _] = exprs}), do: block_lines(exprs)
  defp body_text(other), do: text(other)

  defp block_lines(exprs), do: Enum.map_intersperse(exprs, "\n", &text/1)

  defp fn_text([{:->, _, [args, body]}]) do
    body = body_text(body)

    if multiline?(body),
      do: ["fn ", clause_head(args), "->\n  ", indent(body), "\nend"],
      else: ["fn ", clause_head(args), "-> ", body, " end"]
  end

  defp fn_text(clauses), do: ["fn\n  ", indent(clauses_text(clauses)), "\nend"]

  defp clauses_text(clauses) do
    Enum.map_intersperse(clauses, "\n", fn {:->, _, [args, body]} ->
      body = body_text(body)
      if multiline?(body), do: [clause_head(args), "->\n  ", indent(body)], else: [clause_head(args), "-> ", body]
    end)
  end

  defp clause_head([]), do: ""
  defp clause_head([{:when, _, args}]), do: [when_text(args), " "]
  defp clause_head(args), do: [arguments(args), " "]

  defp multiline?(body), do: String.contains?(IO.iodata_to_binary(body), "\n")
  defp indent(body), do: String.replace(IO.iodata_to_binary(body), "\n", "\n  ")

  # --- arguments, keywords, maps ---

  defp arguments(args) do
    case Enum.split(args, -1) do
      {init, [[{_, _} | _] = last]} when init != [] ->
        if keyword?(last) and not printable?(last),
          do: Enum.intersperse(Enum.map(init, &text/1) ++ [keyword_text(last)], ", "),
          else: Enum.map_intersperse(args, ", ", &text/1)

      {[], [[{_, _} | _] = last]} ->
        if keyword?(last), do: keyword_text(last), else: text(last)

      _ ->
        Enum.map_intersperse(args, ", ", &text/1)
    end
  end

  defp list_items(list) do
    {init, [last]} = Enum.split(list, -1)

    if init != [] and match?([_ | _], last) == false and match?({key, _} when is_atom(key), last) do
      {plain, pairs} = Enum.split_while(list, &(not pair?(&1)))
      if Enum.all?(pairs, &pair?/1), do: Enum.intersperse(Enum.map(plain, &text/1) ++ [keyword_text(pairs)], ", "), else: items(list)
    else
      items(list)
    end
  end

  defp items(list), do: Enum.map_intersperse(list, ", ", &text/1)

  defp pair?({key, _}) when is_atom(key), do: Names.classify(key) != :alias
  defp pair?(_), do: false

  defp keyword?([_ | _] = list), do: Enum.all?(list, &pair?/1)
  defp keyword?(_), do: false

  defp keyword_text(pairs), do: Enum.map_intersperse(pairs, ", ", fn {key, value} -> [Names.key(key), " ", text(value)] end)

  defp map_text([{:|, _, [map, pairs]}]), do: [text(map), " | ", map_text(pairs)]

  defp map_text(pairs) do
    if keyword?(pairs),
      do: keyword_text(pairs),
      else: Enum.map_intersperse(pairs, ", ", &map_pair/1)
  end

  defp map_pair({key, value}), do: [text(key), " => ", text(value)]
  defp map_pair(other), do: text(other)

  # --- strings ---

  defp bit_part({:"::", _, [left, right]}), do: [bit_left(left), "::", bit_type(right)]
  defp bit_part(other), do: text(other)

  defp bit_left({op, _, [_, _]} = left) when is_atom(op), do: if(Map.has_key?(@binary, op), do: ["(", text(left), ")"], else: text(left))
  defp bit_left(left), do: text(left)

  defp bit_type({:-, _, [left, right]}), do: [bit_type(left), "-", bit_type(right)]
  defp bit_type({:*, _, [left, right]}), do: [bit_type(left), "*", bit_type(right)]
  defp bit_type(other), do: text(other)

  # "a#{b}c", if that is what the parts are; nil otherwise
  defp interpolated({:<<>>, _, [_ | _] = parts}, delimiter) do
    if Enum.any?(parts, &interpolation?/1) and Enum.all?(parts, &(is_binary(&1) or interpolation?(&1))),
      do: [delimiter, Enum.map(parts, &interpolated_part/1), delimiter]
  end

  defp interpolated(_bits, _delimiter), do: nil

  defp interpolation?({:"::", _, [{{:., _, [Kernel, :to_string]}, _, [_]}, {:binary, _, _}]}), do: true
  defp interpolation?(_), do: false

  defp interpolated_part(part) when is_binary(part) do
    quoted = inspect(part, printable_limit: :infinity)
    binary_part(quoted, 1, byte_size(quoted) - 2)
  end

  defp interpolated_part({:"::", _, [{_, _, [expr]}, _]}), do: ["\#{", text(expr), "}"]

  defp sigil_text(name, delimiter, {:<<>>, _, parts}, modifiers) do
    inner = for part <- parts, do: if(is_binary(part), do: part, else: interpolated_part(part))
    ["~", name, delimiter, inner, closing(delimiter), modifiers]
  end

  defp closing("("), do: ")"
  defp closing("["), do: "]"
  defp closing("{"), do: "}"
  defp closing("<"), do: ">"
  defp closing(same), do: same

  defp alias_part(part) when is_atom(part), do: String.replace_prefix(Atom.to_string(part), "Elixir.", "")
  defp alias_part(part), do: IO.iodata_to_binary(text(part))

  defp printable?(list), do: list != [] and Enum.all?(list, &is_integer/1) and List.ascii_printable?(list)
end
