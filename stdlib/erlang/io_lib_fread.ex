# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :io_lib_fread do
  @moduledoc false
  # Formatted input from a string: ~d ~u ~- ~# ~f ~s ~a ~c ~l ~~, a width and * (read, but do not give).

  def fread(format, string), do: scan(chars(format), chars(string), 0, [])

  defp chars(text) when is_binary(text), do: :unicode.characters_to_list(text)
  defp chars(text) when is_atom(text), do: :erlang.atom_to_list(text)
  defp chars(text), do: text

  # `at` counts what was read; :more asks for more input.
  defp scan([?~ | format], input, at, done) do
    {skip?, format} = star(format)
    {width, format} = width(format)
    {format, _} = translation(format)
    control(format, skip?, width, input, at, done)
  end

  defp scan([c | format], input, at, done) when c in [?\s, ?\n, ?\t, ?\r] do
    {input, at} = blanks(input, at)
    scan(format, input, at, done)
  end

  defp scan([c | format], [c | input], at, done), do: scan(format, input, at + 1, done)
  defp scan([_ | _] = format, [], at, done), do: {:more, format, at, done}
  defp scan([_ | _], _, _, _), do: {:error, {:fread, :input}}
  defp scan([], input, _, done), do: {:ok, :lists.reverse(done), input}

  defp star([?* | format]), do: {true, format}
  defp star(format), do: {false, format}

  defp width(format) do
    case :lists.splitwith(fn c -> c in ?0..?9 end, format) do
      {[], format} -> {:none, format}
      {digits, format} -> {:erlang.list_to_integer(digits), format}
    end
  end

  defp translation([?t | format]), do: {format, :unicode}
  defp translation(format), do: {format, :latin1}

  defp blanks([c | input], at) when c in [?\s, ?\n, ?\t, ?\r], do: blanks(input, at + 1)
  defp blanks(input, at), do: {input, at}

  defp control([?~ | format], _, _, input, at, done), do: literal_tilde(format, input, at, done)
  defp control([?l | format], skip?, _, input, at, done), do: give(at, skip?, format, input, at, done)

  defp control([?c | format], skip?, width, input, at, done) do
    n = if width == :none, do: 1, else: width

    case :erlang.length(input) >= n do
      true -> give(:lists.sublist(input, n), skip?, format, :lists.nthtail(n, input), at + n, done)
      false when input == [] -> {:more, [?~, ?c | format], at, done}
      false -> {:error, {:fread, :input}}
    end
  end

  defp control([c | format], skip?, width, input, at, done) when c in [?d, ?u, ?-, ?#, ?f, ?s, ?a] do
    {input, at} = blanks(input, at)

    case {input, field(input, width)} do
      {[], _} ->
        {:more, [?~, c | format], at, done}

      {_, {text, rest}} ->
        case convert(c, text) do
          {:ok, value, unread} ->
            give(value, skip?, format, :erlang.++(unread, rest), at + :erlang.length(text) - :erlang.length(unread), done)

          {:error, reason} ->
            {:error, {:fread, reason}}
        end
    end
  end

  defp control(_, _, _, _, _, _), do: {:error, {:fread, :format}}

  # ~~ is one tilde of the input.
  defp literal_tilde(format, [?~ | input], at, done), do: scan(format, input, at + 1, done)
  defp literal_tilde(format, [], at, done), do: {:more, [?~, ?~ | format], at, done}
  defp literal_tilde(_, _, _, _), do: {:error, {:fread, :input}}

  defp give(_, true, format, input, at, done), do: scan(format, input, at, done)
  defp give(value, false, format, input, at, done), do: scan(format, input, at, [value | done])

  defp field(input, :none), do: :lists.splitwith(fn c -> c not in [?\s, ?\n, ?\t, ?\r] end, input)

  defp field(input, width) do
    {text, rest} = :lists.split(:erlang.min(width, :erlang.length(input)), input)
    {shown, blank} = :lists.splitwith(fn c -> c not in [?\s, ?\n, ?\t, ?\r] end, text)
    {shown, :erlang.++(blank, rest)}
  end

  defp convert(?s, text), do: {:ok, text, []}
  defp convert(?a, text), do: {:ok, :erlang.list_to_atom(text), []}

  defp convert(?d, text) do
    {sign, digits} = sign(text)

    case :lists.splitwith(fn c -> c in ?0..?9 end, digits) do
      {[], _} -> {:error, :integer}
      {number, rest} -> {:ok, :erlang.list_to_integer(:erlang.++(sign, number)), rest}
    end
  end

  defp convert(?u, text) do
    case :lists.splitwith(fn c -> c in ?0..?9 end, text) do
      {[], _} -> {:error, :unsigned}
      {number, rest} -> {:ok, :erlang.list_to_integer(number), rest}
    end
  end

  defp convert(?-, [?- | rest]), do: {:ok, -1, rest}
  defp convert(?-, [?+ | rest]), do: {:ok, 1, rest}
  defp convert(?-, text), do: {:ok, 1, text}

  defp convert(?#, text) do
    case :lists.splitwith(fn c -> c != ?# end, text) do
      {base, [?# | digits]} -> based(base, digits)
      _ -> {:error, :based}
    end
  end

  defp convert(?f, text) do
    try do
      {:ok, :erlang.list_to_float(text), []}
    catch
      :error, _ -> {:error, :float}
    end
  end

  defp based(base, digits) do
    try do
      {:ok, :erlang.list_to_integer(digits, :erlang.list_to_integer(base)), []}
    catch
      :error, _ -> {:error, :based}
    end
  end

  defp sign([?- | rest]), do: {'-', rest}
  defp sign([?+ | rest]), do: {'', rest}
  defp sign(text), do: {'', text}
end
