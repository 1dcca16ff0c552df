# SPDX-License-Identifier: GPL-3.0-or-later
# regex.ex - regular expressions, over :re (PCRE).

defmodule Regex do
  @moduledoc """
  Regular expressions in the syntax of Perl.
  """

  defstruct re_pattern: nil, source: "", opts: "", re_version: ""

  @type t :: %__MODULE__{re_pattern: term, source: binary, opts: binary | [term]}

  @doc """
  Compiles a regex: `{:ok, regex}` or `{:error, reason}`. Options are modifiers `imsxuUf`, or a list for `:re.compile/2`.

      iex> Regex.compile("foo")
      {:ok, ~r/foo/}
  """
  @spec compile(binary, binary | [term]) :: {:ok, t} | {:error, any}
  def compile(source, opts \\ "") when is_binary(source) do
    compile(source, opts, version())
  end

  defp compile(source, opts, version) when is_binary(opts) do
    case modifiers(opts, []) do
      {:error, rest} -> {:error, {:invalid_option, rest}}
      translated -> compile(source, translated, opts, version)
    end
  end

  defp compile(source, opts, version) when is_list(opts), do: compile(source, opts, opts, version)

  defp compile(source, opts, doc_opts, version) do
    case :re.compile(source, opts) do
      {:ok, re_pattern} ->
        {:ok, %Regex{re_pattern: re_pattern, re_version: version, source: source, opts: doc_opts}}

      error ->
        error
    end
  end

  defp modifiers(<<?s, rest::binary>>, acc), do: modifiers(rest, [:dotall, {:newline, :anycrlf} | acc])
  defp modifiers(<<?u, rest::binary>>, acc), do: modifiers(rest, [:unicode, :ucp | acc])
  defp modifiers(<<?i, rest::binary>>, acc), do: modifiers(rest, [:caseless | acc])
  defp modifiers(<<?x, rest::binary>>, acc), do: modifiers(rest, [:extended | acc])
  defp modifiers(<<?f, rest::binary>>, acc), do: modifiers(rest, [:firstline | acc])
  defp modifiers(<<?U, rest::binary>>, acc), do: modifiers(rest, [:ungreedy | acc])
  defp modifiers(<<?r, rest::binary>>, acc), do: modifiers(rest, [:ungreedy | acc])
  defp modifiers(<<?m, rest::binary>>, acc), do: modifiers(rest, [:multiline | acc])
  defp modifiers(<<>>, acc), do: acc
  defp modifiers(rest, _acc), do: {:error, rest}

  @doc "Compiles a regex; raises `Regex.CompileError`."
  @spec compile!(binary, binary | [term]) :: t
  def compile!(source, options \\ "") when is_binary(source) do
    case compile(source, options) do
      {:ok, regex} -> regex
      {:error, {reason, at}} -> raise Regex.CompileError, message: "#{reason} at position #{at}"
    end
  end

  @doc "Compiles a regex anew that another system has compiled."
  @spec recompile(t) :: {:ok, t} | {:error, any}
  def recompile(%Regex{} = regex) do
    version = version()

    case regex do
      %{re_version: ^version} -> {:ok, regex}
      _ -> compile(regex.source, regex.opts, version)
    end
  end

  @doc "Compiles a regex anew that another system has compiled; raises `Regex.CompileError`."
  @spec recompile!(t) :: t
  def recompile!(regex) do
    case recompile(regex) do
      {:ok, regex} -> regex
      {:error, {reason, at}} -> raise Regex.CompileError, message: "#{reason} at position #{at}"
    end
  end

  @doc "The version of the library, and the byte order."
  @spec version() :: term
  def version(), do: {:re.version(), :erlang.system_info(:endian)}

  @doc false
  def regex?(term)
  def regex?(%Regex{}), do: true
  def regex?(_other), do: false

  @doc """
  Tells whether a string matches.

      iex> Regex.match?(~r/foo/, "foo")
      true
  """
  @spec match?(t, String.t()) :: boolean
  def match?(%Regex{} = regex, string) when is_binary(string) do
    :re.run(string, pattern(regex), [{:capture, :none}]) == :match
  end

  @doc "The source of a regex."
  @spec source(t) :: String.t()
  def source(%Regex{source: source}), do: source

  @doc "The options of a regex."
  @spec opts(t) :: String.t() | [term]
  def opts(%Regex{opts: opts}), do: opts

  @doc "The compiled pattern."
  @spec re_pattern(t) :: term
  def re_pattern(%Regex{re_pattern: compiled}), do: compiled

  @doc """
  The names of the groups.

      iex> Regex.names(~r/(?<foo>bar)/)
      ["foo"]
  """
  @spec names(t) :: [String.t()]
  def names(%Regex{} = regex) do
    {:namelist, names} = :re.inspect(pattern(regex), :namelist)
    names
  end

  @doc """
  The first match and its groups, or `nil`. Options `:return` (`:index` or `:binary`), `:capture`, `:offset`.

      iex> Regex.run(~r/c(d)/, "abcd")
      ["cd", "d"]
  """
  @spec run(t, binary, [term]) :: nil | [binary] | [{integer, integer}]
  def run(regex, string, options \\ [])

  def run(%Regex{} = regex, string, options) when is_binary(string) do
    return = Keyword.get(options, :return, :binary)
    captures = Keyword.get(options, :capture, :all)
    offset = Keyword.get(options, :offset, 0)

    case :re.run(string, pattern(regex), [{:capture, captures, return}, {:offset, offset}]) do
      :nomatch -> nil
      :match -> []
      {:match, results} -> results
    end
  end

  @doc """
  The named groups of the first match as a map, or `nil`.

      iex> Regex.named_captures(~r/c(?<foo>d)/, "abcd")
      %{"foo" => "d"}
  """
  @spec named_captures(t, String.t(), [term]) :: map | nil
  def named_captures(regex, string, options \\ []) when is_binary(string) do
    names = names(regex)

    case run(regex, string, Keyword.put(options, :capture, names)) do
      nil -> nil
      results -> names |> Enum.zip(results) |> :maps.from_list()
    end
  end

  @doc """
  All matches and their groups.

      iex> Regex.scan(~r/b./, "abcbd")
      [["bc"], ["bd"]]
  """
  @spec scan(t, String.t(), [term]) :: [[String.t()]] | [[{integer, integer}]]
  def scan(regex, string, options \\ [])

  def scan(%Regex{} = regex, string, options) when is_binary(string) do
    return = Keyword.get(options, :return, :binary)
    captures = Keyword.get(options, :capture, :all)
    offset = Keyword.get(options, :offset, 0)

    case :re.run(string, pattern(regex), [{:capture, captures, return}, :global, {:offset, offset}]) do
      :match -> []
      :nomatch -> []
      {:match, results} -> results
    end
  end

  @doc """
  The parts between matches. Options `:parts`, `:trim`, `:on`, `:include_captures`.

      iex> Regex.split(~r{-}, "a-b-c")
      ["a", "b", "c"]
  """
  @spec split(t, String.t(), [term]) :: [String.t()]
  def split(regex, string, options \\ [])

  def split(%Regex{}, "", options) do
    if Keyword.get(options, :trim, false), do: [], else: [""]
  end

  def split(%Regex{} = regex, string, options) when is_binary(string) and is_list(options) do
    on = Keyword.get(options, :on, :first)

    case :re.run(string, pattern(regex), [:global, {:capture, on, :index}]) do
      {:match, matches} ->
        parts = Keyword.get(options, :parts, :infinity)
        parts = if parts == 0, do: :infinity, else: parts
        trim = Keyword.get(options, :trim, false)
        include = Keyword.get(options, :include_captures, false)
        cut(matches |> Enum.concat() |> Enum.reject(&(elem(&1, 0) < 0)), string, 0, parts, trim, include)

      :match ->
        [string]

      :nomatch ->
        [string]
    end
  end

  # Parts from byte `at` on; an empty match before the first byte counts, one at the end of a match does not.
  defp cut(_matches, string, at, _parts, true, _include) when at == byte_size(string), do: []
  defp cut(_matches, string, at, 1, _trim, _include), do: [from(string, at)]
  defp cut([], string, at, _parts, _trim, _include), do: [from(string, at)]

  defp cut([{start, size} | rest], string, at, parts, trim, include) do
    part = binary_part(string, at, max(start - at, 0))
    next = start + size
    match = if include, do: binary_part(string, start, size), else: ""

    cond do
      start < at ->
        cut(rest, string, at, parts, trim, include)

      trim and part == "" ->
        keep(match, cut(rest, string, next, if(include, do: less(parts), else: parts), trim, include))

      true ->
        [part | keep(match, cut(rest, string, next, less(parts), trim, include))]
    end
  end

  defp keep("", parts), do: parts
  defp keep(match, parts), do: [match | parts]

  defp less(:infinity), do: :infinity
  defp less(number), do: number - 1

  defp from(string, at), do: binary_part(string, at, byte_size(string) - at)

  @doc """
  Replaces matches by a string, in which `\\\\N` and `\\\\g{N}` stand for groups, or by what a function of match and
  groups gives; `global: false` only the first.

      iex> Regex.replace(~r/b/, "abc", "[\\\\0]")
      "a[b]c"
  """
  @spec replace(t, String.t(), String.t() | (... -> String.t()), [term]) :: String.t()
  def replace(regex, string, replacement, options \\ [])

  def replace(%Regex{} = regex, string, replacement, options)
      when is_binary(string) and is_binary(replacement) and is_list(options) do
    replace_matches(regex, string, template(replacement, ""), options)
  end

  def replace(%Regex{} = regex, string, replacement, options)
      when is_binary(string) and is_function(replacement) and is_list(options) do
    {:arity, arity} = Function.info(replacement, :arity)
    replace_matches(regex, string, {replacement, arity}, options)
  end

  defp replace_matches(regex, string, replacement, options) do
    opts = if Keyword.get(options, :global) != false, do: [:global], else: []
    opts = [{:capture, captures(replacement), :index} | opts]

    case :re.run(string, pattern(regex), opts) do
      :nomatch -> string
      {:match, [first | _] = matches} when is_list(first) -> fill(matches, string, replacement, 0)
      {:match, match} -> fill([match], string, replacement, 0)
    end
  end

  defp captures({_fun, arity}), do: Enum.take(Enum.to_list(0..arity//1), max(arity, 1))
  defp captures(_template), do: :all

  defp fill(matches, string, replacement, at), do: matches |> fill_parts(string, replacement, at) |> IO.iodata_to_binary()

  defp fill_parts([], string, _replacement, at), do: [from(string, at)]

  defp fill_parts([[{start, size} | _] = match | rest], string, replacement, at) do
    [binary_part(string, at, start - at), put(replacement, string, match) | fill_parts(rest, string, replacement, start + size)]
  end

  defp put({fun, arity}, string, match) do
    apply(fun, match |> Enum.take(arity) |> Enum.map(&group(string, &1)))
  end

  defp put(template, string, match) do
    for part <- template do
      if is_integer(part), do: group(string, Enum.at(match, part)), else: part
    end
  end

  defp group(_string, nil), do: ""
  defp group(_string, {-1, _}), do: ""
  defp group(string, {start, size}), do: binary_part(string, start, size)

  # Text and numbers of groups.
  defp template("", acc), do: [acc]

  defp template(<<?\\, ?g, ?{, rest::binary>>, acc) when byte_size(rest) > 0 do
    {digits, <<?}, rest::binary>>} = take_digits(rest, [])
    [acc, List.to_integer(digits) | template(rest, "")]
  end

  defp template(<<?\\, ?\\, rest::binary>>, acc), do: template(rest, acc <> "\\")

  defp template(<<?\\, digit, rest::binary>>, acc) when digit in ?0..?9 do
    [acc, digit - ?0 | template(rest, "")]
  end

  defp template(<<byte, rest::binary>>, acc), do: template(rest, <<acc::binary, byte>>)

  defp take_digits(<<digit, rest::binary>>, acc) when digit in ?0..?9, do: take_digits(rest, [digit | acc])
  defp take_digits(rest, acc), do: {:lists.reverse(acc), rest}

  @doc ~S"""
  The source of a regex that matches just this string.

      iex> Regex.escape(".")
      "\\."
  """
  @spec escape(String.t()) :: String.t()
  def escape(string) when is_binary(string) do
    for <<byte <- string>>, into: "", do: escape_byte(byte)
  end

  defp escape_byte(byte) when byte in '.^$*+?()[]{}|#-\\ \t\n\v\f\r', do: <<?\\, byte>>
  defp escape_byte(byte), do: <<byte>>

  # Escapes that ~r translates itself: what the reference's sigil asks for.
  @doc false
  def unescape_map(:newline), do: true
  def unescape_map(?f), do: ?\f
  def unescape_map(?n), do: ?\n
  def unescape_map(?r), do: ?\r
  def unescape_map(?t), do: ?\t
  def unescape_map(?v), do: ?\v
  def unescape_map(?a), do: ?\a
  def unescape_map(_char), do: false

  # A pattern compiled by another version of the library is compiled anew.
  defp pattern(%Regex{re_version: version, re_pattern: compiled, source: source, opts: opts}) do
    if version == version() do
      compiled
    else
      {:ok, %Regex{re_pattern: compiled}} = compile(source, opts)
      compiled
    end
  end
end

defmodule Regex.CompileError do
  @moduledoc "Raised when a regex cannot be compiled."
  defexception message: "regex could not be compiled"
end
