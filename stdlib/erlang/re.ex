# SPDX-License-Identifier: GPL-3.0-or-later
# re.ex - what of :re is not native: replace and split, over run/3.

defmodule :re do
  @moduledoc false

  def split(subject, pattern), do: split(subject, pattern, [])

  def split(subject, pattern, options) do
    {return, options} = take(options, :return, :iodata)
    {parts, options} = take(options, :parts, :infinity)
    {group?, options} = take_flag(options, :group)
    {trim?, options} = take_flag(options, :trim)
    subject = to_binary(subject, options)

    pieces =
      case :re.run(subject, pattern, [:global, {:capture, :all, :index} | options]) do
        :nomatch -> [[subject]]
        {:match, matches} -> cut(matches, subject, 0, limit(parts))
      end

    pieces = if trim? or parts == 0, do: trim(pieces), else: pieces
    pieces = :lists.map(fn piece -> :lists.map(&convert(&1, return, options), piece) end, pieces)
    if group?, do: pieces, else: :lists.append(pieces)
  end

  defp limit(0), do: :infinity
  defp limit(parts), do: parts

  # A piece and the groups of the match behind it.
  defp cut(_matches, subject, at, 1), do: [[from(subject, at)]]
  defp cut([], subject, at, _parts), do: [[from(subject, at)]]
  defp cut([[{start, 0} | _] | rest], subject, at, parts) when start == at or start == byte_size(subject), do: cut(rest, subject, at, parts)

  defp cut([[{start, size} | groups] | rest], subject, at, parts) do
    piece = [binary_part(subject, at, start - at) | :lists.map(&group(subject, &1), groups)]
    [piece | cut(rest, subject, start + size, less(parts))]
  end

  defp less(:infinity), do: :infinity
  defp less(parts), do: parts - 1

  defp trim(pieces), do: pieces |> :lists.reverse() |> :lists.dropwhile(&(&1 == [""])) |> :lists.reverse()

  defp from(subject, at), do: binary_part(subject, at, byte_size(subject) - at)

  defp group(_subject, {-1, _size}), do: ""
  defp group(subject, {start, size}), do: binary_part(subject, start, size)

  def replace(subject, pattern, replacement), do: replace(subject, pattern, replacement, [])

  def replace(subject, pattern, replacement, options) do
    {return, options} = take(options, :return, :iodata)
    {global?, options} = take_flag(options, :global)
    subject = to_binary(subject, options)
    template = if is_function(replacement, 2), do: replacement, else: replacement |> to_binary(options) |> template("")
    run_options = if global?, do: [:global | options], else: options

    matches =
      case :re.run(subject, pattern, [{:capture, :all, :index} | run_options]) do
        :nomatch -> []
        {:match, matches} when global? -> matches
        {:match, match} -> [match]
      end

    result = matches |> fill(subject, template, 0) |> :erlang.iolist_to_binary()
    if return == :iodata, do: [result], else: convert(result, return, options)
  end

  defp fill([], subject, _template, at), do: [from(subject, at)]

  defp fill([[{start, size} | _] = match | rest], subject, template, at) do
    [binary_part(subject, at, start - at), put(template, subject, match) | fill(rest, subject, template, start + size)]
  end

  defp put(fun, subject, [whole | groups]) when is_function(fun, 2) do
    fun.(group(subject, whole), :lists.map(&group(subject, &1), groups))
  end

  defp put(template, subject, match) do
    :lists.map(fn part -> if is_integer(part), do: group_number(subject, match, part), else: part end, template)
  end

  defp group_number(subject, match, number) do
    if number < length(match), do: group(subject, :lists.nth(number + 1, match)), else: ""
  end

  defp template("", acc), do: [acc]
  defp template("\\&" <> rest, acc), do: template(rest, acc <> "&")
  defp template("&" <> rest, acc), do: [acc, 0 | template(rest, "")]
  defp template("\\\\" <> rest, acc), do: template(rest, acc <> "\\")
  defp template(<<"\\", digit, rest::binary>>, acc) when digit in ?0..?9, do: number(rest, [digit], acc)

  defp template(<<"\\g{", digit, rest::binary>>, acc) when digit in ?0..?9 do
    [before, number, text | more] = number(rest, [digit], acc)
    "}" <> text = text
    [before, number, text | more]
  end

  defp template(<<"\\g", digit, rest::binary>>, acc) when digit in ?0..?9, do: number(rest, [digit], acc)
  defp template(<<byte, rest::binary>>, acc), do: template(rest, <<acc::binary, byte>>)

  defp number(<<digit, rest::binary>>, digits, acc) when digit in ?0..?9, do: number(rest, [digit | digits], acc)
  defp number(rest, digits, acc), do: [acc, digits |> :lists.reverse() |> :erlang.list_to_integer() | template(rest, "")]

  defp to_binary(text, options) do
    if :lists.member(:unicode, options), do: :unicode.characters_to_binary(text), else: :erlang.iolist_to_binary(text)
  end

  defp convert(text, :list, options) do
    if :lists.member(:unicode, options), do: :unicode.characters_to_list(text), else: :erlang.binary_to_list(text)
  end

  defp convert(text, _binary, _options), do: text

  defp take(options, key, default) do
    case :lists.keytake(key, 1, options) do
      {:value, {_, value}, rest} -> {value, rest}
      false -> {default, options}
    end
  end

  defp take_flag(options, flag), do: {:lists.member(flag, options), :lists.delete(flag, options)}
end
