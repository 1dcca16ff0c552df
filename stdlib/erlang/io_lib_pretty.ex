# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :io_lib_pretty do
  @moduledoc false
  # Terms as Erlang text, on one line (`write`) or broken into lines (`print`).
  #
  # A term first becomes a tree of nodes that know their length on one line:
  #   {:leaf, chars, length}
  #   {:list, nodes, tail, length}   tail: :none or the node after |
  #   {:tuple, nodes, tagged?, length}   {:map, pairs, length}   {:bits, nodes, length}
  # A node that fits goes on the line; otherwise its simple elements fill lines and each compound one starts a line.

  @doc "One line."
  def write(term, depth, encoding), do: text(tree(term, depth, {encoding, false}))

  @doc "Lines of at most `width` columns, the first of which starts at `column` (from 1)."
  def print(term, column, width, depth, encoding, strings?) do
    node = tree(term, depth, {encoding, strings?})

    case width do
      0 -> text(node)
      _ -> layout(node, column - 1, width, 0)
    end
  end

  # Tree

  defp leaf(chars), do: {:leaf, chars, :erlang.length(chars)}
  defp dots, do: {:leaf, '...', 3}

  defp tree(_, 0, _), do: dots()
  defp tree(atom, _, {:unicode, _}) when is_atom(atom), do: leaf(:io_lib.write_atom(atom))
  defp tree(atom, _, _) when is_atom(atom), do: leaf(:io_lib.write_atom_as_latin1(atom))
  defp tree(x, _, _) when is_integer(x), do: leaf(:erlang.integer_to_list(x))
  defp tree(x, _, _) when is_float(x), do: leaf(:erlang.float_to_list(x, [:short]))
  defp tree(pid, _, _) when is_pid(pid), do: leaf(:erlang.pid_to_list(pid))
  defp tree(ref, _, _) when is_reference(ref), do: leaf(:erlang.ref_to_list(ref))
  defp tree(port, _, _) when is_port(port), do: leaf(:erlang.port_to_list(port))
  defp tree(fun, _, _) when is_function(fun), do: leaf(:erlang.fun_to_list(fun))
  defp tree([], _, _), do: leaf('[]')
  defp tree({}, _, _), do: leaf('{}')
  defp tree(list, depth, mode) when is_list(list), do: list_tree(list, depth, mode)
  defp tree(tuple, 1, _) when is_tuple(tuple), do: leaf('{...}')

  defp tree(tuple, depth, mode) when is_tuple(tuple) do
    nodes = elements(:erlang.tuple_to_list(tuple), depth - 1, mode)
    tagged? = is_atom(:erlang.element(1, tuple)) and :erlang.tuple_size(tuple) > 1
    {:tuple, nodes, tagged?, joined_length(nodes) + 2}
  end

  defp tree(map, _, _) when is_map(map) and map_size(map) == 0, do: leaf('\#{}')
  defp tree(map, 1, _) when is_map(map), do: leaf('\#{...}')

  defp tree(map, depth, mode) when is_map(map) do
    pairs = pairs(:maps.to_list(map), depth - 1, depth - 1, mode)
    {:map, pairs, joined_length(pairs) + 3}
  end

  defp tree(<<>>, _, _), do: leaf('<<>>')
  defp tree(bits, depth, mode) when is_bitstring(bits), do: bits_tree(bits, depth, mode)

  defp elements([x | rest], depth, mode) when depth != 0, do: [tree(x, depth, mode) | elements(rest, depth - 1, mode)]
  defp elements([], _, _), do: []
  defp elements(_, _, _), do: [dots()]

  defp pairs([{key, value} | rest], left, depth, mode) when left != 0 do
    key = tree(key, depth, mode)
    value = tree(value, depth, mode)
    [{:pair, key, value, len(key) + 4 + len(value)} | pairs(rest, left - 1, depth, mode)]
  end

  defp pairs([], _, _, _), do: []
  defp pairs(_, _, _, _), do: [dots()]

  defp list_tree(list, depth, {encoding, strings?} = mode) do
    case strings? and depth != 1 and :io_lib.printable_list(list) do
      true when encoding == :unicode -> leaf(:io_lib.write_string(list))
      true -> leaf(:io_lib.write_string_as_latin1(list))
      false when depth == 1 -> leaf('[...]')
      false -> plain_list(list, depth, mode)
    end
  end

  defp plain_list(list, depth, mode) do
    {nodes, tail} = list_elements(list, depth - 1, mode)
    tail_length = if tail == :none, do: 0, else: len(tail) + 1
    {:list, nodes, tail, joined_length(nodes) + tail_length + 2}
  end

  defp list_elements([x | rest], depth, mode) when depth != 0 do
    {nodes, tail} = list_elements(rest, depth - 1, mode)
    {[tree(x, depth, mode) | nodes], tail}
  end

  defp list_elements([], _, _), do: {[], :none}
  defp list_elements([_ | _], _, _), do: {[], dots()}
  defp list_elements(_, 0, _), do: {[], dots()}
  defp list_elements(other, depth, mode), do: {[], tree(other, depth, mode)}

  defp bits_tree(bits, depth, {encoding, strings?}) do
    case strings? and is_binary(bits) and bits != "" and bits_string(bits, depth, encoding) do
      false -> plain_bits(bits, depth)
      chars -> leaf(chars)
    end
  end

  defp bits_string(bits, depth, encoding) do
    {shown, more} = shorten(bits, depth)

    case printable_bytes(shown, encoding) do
      {:latin1, chars} -> :lists.append(['<<', chars, more, '>>'])
      {:utf8, chars} -> :lists.append(['<<', chars, '/utf8', more, '>>'])
      false -> false
    end
  end

  defp shorten(bits, depth) when depth > 0 and byte_size(bits) > 4 * (depth - 1) and depth < 1000,
    do: {:erlang.binary_part(bits, 0, 4 * (depth - 1)), '...'}

  defp shorten(bits, _), do: {bits, ''}

  defp printable_bytes(bytes, encoding) do
    list = :erlang.binary_to_list(bytes)

    case :io_lib.printable_latin1_list(list) do
      true when encoding == :latin1 -> {:latin1, :io_lib.write_string_as_latin1(list)}
      true -> utf8_or_latin1(bytes, list)
      false when encoding == :unicode -> utf8_text(bytes)
      false -> false
    end
  end

  defp utf8_or_latin1(bytes, list) do
    case :lists.all(fn c -> c < 128 end, list) or not is_list(:unicode.characters_to_list(bytes)) do
      true -> {:latin1, :io_lib.write_string(list)}
      false -> utf8_text(bytes)
    end
  end

  defp utf8_text(bytes) do
    case :unicode.characters_to_list(bytes) do
      chars when is_list(chars) -> printable_utf8(:io_lib.printable_list(chars), chars)
      _ -> false
    end
  end

  defp printable_utf8(true, chars), do: {:utf8, :io_lib.write_string(chars)}
  defp printable_utf8(false, _), do: false

  defp plain_bits(bits, depth) do
    nodes = bit_nodes(bits, depth)
    {:bits, nodes, joined_length(nodes) + 4}
  end

  defp bit_nodes(<<>>, _), do: []
  defp bit_nodes(_, 1), do: [dots()]
  defp bit_nodes(<<byte, rest::bitstring>>, depth), do: [leaf(:erlang.integer_to_list(byte)) | bit_nodes(rest, depth - 1)]

  defp bit_nodes(bits, _) do
    size = :erlang.bit_size(bits)
    <<value::size(size)>> = bits
    [leaf(:lists.append([:erlang.integer_to_list(value), ':', :erlang.integer_to_list(size)]))]
  end

  defp len({:leaf, _, n}), do: n
  defp len({:list, _, _, n}), do: n
  defp len({:tuple, _, _, n}), do: n
  defp len({:map, _, n}), do: n
  defp len({:bits, _, n}), do: n
  defp len({:pair, _, _, n}), do: n

  defp joined_length([]), do: 0
  defp joined_length(nodes), do: :lists.foldl(fn node, sum -> sum + len(node) + 1 end, -1, nodes)

  # One line

  defp text({:leaf, chars, _}), do: chars
  defp text({:list, nodes, :none, _}), do: [?[, joined(nodes), ?]]
  defp text({:list, nodes, tail, _}), do: [?[, joined(nodes), ?|, text(tail), ?]]
  defp text({:tuple, nodes, _, _}), do: [?{, joined(nodes), ?}]
  defp text({:map, pairs, _}), do: ['\#{', joined(pairs), ?}]
  defp text({:bits, nodes, _}), do: ['<<', joined(nodes), '>>']
  defp text({:pair, key, value, _}), do: [text(key), ' => ', text(value)]

  defp joined(nodes), do: :lists.join(?,, :lists.map(&text/1, nodes))

  # Lines. `trailing` counts the characters that must follow on the last line: brackets and a comma.

  # `width` is a number, or {:strict, number} to see whether a layout fits with tagged tuples aligned after their tags.

  defp limit({:strict, width}), do: width
  defp limit(width), do: width

  defp layout(node, column, width, trailing) do
    case column + len(node) + trailing < limit(width) do
      true -> text(node)
      false -> broken(node, column, width, trailing)
    end
  end

  defp broken({:leaf, chars, _}, _, _, _), do: chars

  defp broken({:list, nodes, :none, _}, column, width, trailing),
    do: [?[, fill(nodes, column + 1, column + 1, width, trailing + 1), ?]]

  defp broken({:list, nodes, tail, _}, column, width, trailing) do
    after_nodes = len(tail) + trailing + 2
    [?[, fill(nodes, column + 1, column + 1, width, after_nodes), ?|, layout(tail, column + 1, width, trailing + 1), ?]]
  end

  defp broken({:tuple, [tag | rest], true, _}, column, width, trailing) do
    aligned = column + 2 + len(tag)

    case is_integer(width) and aligned - column > 5 and overflows?(rest, aligned, width, trailing + 1) do
      false ->
        [?{, text(tag), ?,, fill(rest, aligned, aligned, width, trailing + 1), ?}]

      true ->
        indent = column + 4
        [?{, text(tag), ?,, line(indent), fill(rest, indent, indent, width, trailing + 1), ?}]
    end
  end

  defp broken({:tuple, nodes, _, _}, column, width, trailing),
    do: [?{, fill(nodes, column + 1, column + 1, width, trailing + 1), ?}]

  defp broken({:bits, nodes, _}, column, width, trailing),
    do: ['<<', fill(nodes, column + 2, column + 2, width, trailing + 2), '>>']

  defp broken({:map, pairs, _}, column, width, trailing), do: ['\#{', fill(pairs, column + 2, column + 2, width, trailing + 1), ?}]

  defp broken({:pair, key, value, _}, column, width, trailing) do
    [layout(key, column, width, 3), ' =>', line(column + 4), layout(value, column + 4, width, trailing)]
  end

  # Elements from column `at`; lines begin at `start`.
  defp fill([node], at, _, width, trailing), do: layout(node, at, width, trailing)

  defp fill([node, next | rest], at, start, width, trailing) do
    shown = layout(node, at, width, 1)
    simple? = simple?(node) and simple?(next)
    next_at = at + len(node) + 1
    next_trailing = if rest == [], do: trailing, else: 1

    case simple? and next_at + len(next) + next_trailing < limit(width) - 1 do
      true -> [shown, ?, | fill([next | rest], next_at, start, width, trailing)]
      false -> [shown, ?,, line(start) | fill([next | rest], start, start, width, trailing)]
    end
  end

  defp simple?({:leaf, _, _}), do: true
  defp simple?({:pair, key, value, _}), do: simple?(key) and simple?(value)
  defp simple?(_), do: false

  defp overflows?(nodes, column, width, trailing) do
    text = :lists.flatten(fill(nodes, column, column, {:strict, width}, trailing))
    too_long?(text, column, width, trailing)
  end

  defp too_long?(_, n, width, _) when n >= width, do: true
  defp too_long?([?\n | rest], _, width, trailing), do: too_long?(rest, 0, width, trailing)
  defp too_long?([_ | rest], n, width, trailing), do: too_long?(rest, n + 1, width, trailing)
  defp too_long?([], n, width, trailing), do: n + trailing >= width

  defp line(column), do: [?\n | :lists.duplicate(column, ?\s)]
end
