# SPDX-License-Identifier: GPL-3.0-or-later
# option_parser.ex - command lines into options.

defmodule OptionParser do
  @moduledoc """
  Command lines into options.
  """

  @type argv :: [String.t()]
  @type parsed :: keyword
  @type errors :: [{String.t(), String.t() | nil}]
  @type options :: keyword

  @doc """
  The options, the other arguments, and what is invalid.

      iex> OptionParser.parse(["--debug", "x"], strict: [debug: :boolean])
      {[debug: true], ["x"], []}
  """
  @spec parse(argv, options) :: {parsed, argv, errors}
  def parse(argv, opts \\ []) when is_list(argv) and is_list(opts), do: walk(argv, config(opts), [], [], [], true)

  @doc "The options and the other arguments; raises `OptionParser.ParseError`."
  @spec parse!(argv, options) :: {parsed, argv}
  def parse!(argv, opts \\ []) when is_list(argv) and is_list(opts), do: argv |> parse(opts) |> valid!(opts)

  @doc "Like `parse/2`, up to the first other argument."
  @spec parse_head(argv, options) :: {parsed, argv, errors}
  def parse_head(argv, opts \\ []) when is_list(argv) and is_list(opts), do: walk(argv, config(opts), [], [], [], false)

  @doc "Like `parse!/2`, up to the first other argument."
  @spec parse_head!(argv, options) :: {parsed, argv}
  def parse_head!(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    case walk(argv, config(opts), [], [], [], false) do
      {parsed, rest, []} -> {parsed, rest}
      # What is wrong behind the first argument counts too.
      {_parsed, _rest, _errors} -> argv |> parse(opts) |> valid!(opts)
    end
  end

  defp valid!({parsed, argv, []}, _opts), do: {parsed, argv}
  defp valid!({_parsed, _argv, errors}, opts), do: raise(OptionParser.ParseError, format_errors(errors, opts))

  defp format_errors(errors, opts) do
    types = opts[:switches] || opts[:strict] || []
    count = length(errors)
    lines = Enum.map_join(errors, "\n", &format_error(&1, config(opts), types))
    "#{count} #{if count == 1, do: "error", else: "errors"} found!\n" <> lines
  end

  defp format_error({option, value}, config, types) do
    type = types |> List.keyfind(key_of(option, config), 0) |> type_name()

    cond do
      type == nil -> "#{option} : Unknown option"
      value == nil -> "#{option} : Missing argument of type #{type}"
      true -> "#{option} : Expected type #{type}, got #{inspect(value)}"
    end
  end

  defp key_of("--" <> name, _config), do: existing(String.replace(name, "-", "_"))
  defp key_of("-" <> name, config), do: config.aliases[existing(name)]

  defp existing(name) do
    try do
      String.to_existing_atom(name)
    rescue
      ArgumentError -> nil
    end
  end

  defp type_name(nil), do: nil
  defp type_name({_key, types}), do: types |> List.wrap() |> Enum.reject(&(&1 == :keep)) |> List.first(:string)

  # --- walking --------------------------------------------------------------------------------------------------------

  defp walk(argv, config, parsed, args, errors, all?) do
    case step(argv, config) do
      {:ok, key, value, rest} -> walk(rest, config, store(parsed, key, value, config), args, errors, all?)
      {:invalid, option, value, rest} -> walk(rest, config, parsed, args, [{option, value} | errors], all?)
      {:undefined, option, _value, rest} -> walk(rest, config, parsed, args, [{option, nil} | errors], all?)
      {:error, ["--" | rest]} -> done(parsed, args, errors, if(config.return_separator and not all?, do: ["--" | rest], else: rest))
      {:error, [arg | rest]} when all? -> walk(rest, config, parsed, [arg | args], errors, all?)
      {:error, rest} -> done(parsed, args, errors, rest)
    end
  end

  defp done(parsed, args, errors, rest) do
    {:lists.reverse(parsed), :lists.reverse(args, rest), :lists.reverse(errors)}
  end

  # A later value replaces an earlier one in the end of the list, unless all are kept.
  defp store(parsed, key, value, config) do
    types = List.wrap(config.types[key])

    cond do
      :keep in types -> [{key, value} | parsed]
      :count in types -> Keyword.update(parsed, key, value, &(&1 + value))
      true -> [{key, value} | Keyword.delete(parsed, key)]
    end
  end

  @doc "The first option: `{:ok, key, value, rest}`, `{:invalid, option, value, rest}`, `{:undefined, ...}` or `{:error, rest}`."
  @spec next(argv, options) ::
          {:ok, key :: atom, value :: term, argv}
          | {:invalid, String.t(), String.t() | nil, argv}
          | {:undefined, String.t(), String.t() | nil, argv}
          | {:error, argv}
  def next(argv, opts \\ []) when is_list(argv) and is_list(opts), do: step(argv, config(opts))

  defp step([], _config), do: {:error, []}
  defp step(["--" | _] = argv, _config), do: {:error, argv}
  defp step(["-" | _] = argv, _config), do: {:error, argv}
  defp step(["--" <> option | rest], config), do: long(option, rest, config)

  defp step(["-" <> option = arg | rest] = argv, config) do
    if negative_number?(arg), do: {:error, argv}, else: short(option, rest, config)
  end

  defp step(argv, _config), do: {:error, argv}

  defp negative_number?(arg), do: match?({_, ""}, Float.parse(arg))

  defp long(option, rest, config) do
    {name, value} = split_value(option)
    tagged = tag(name, config)
    take_value(tagged, "--" <> name, value, rest, config)
  end

  defp split_value(option) do
    case :binary.split(option, "=") do
      [name, value] -> {name, value}
      [name] -> {name, nil}
    end
  end

  # {:switch, key, types, negated?} or :unknown
  defp tag(name, config) do
    if String.contains?(name, "_") do
      :unknown
    else
      key = to_key(name, config)
      plain = config.types[key]

      cond do
        key != nil and plain != nil ->
          {:switch, key, List.wrap(plain), false}

        negated = negated_key(name, config) ->
          {:switch, negated, List.wrap(config.types[negated]), true}

        config.strict? or key == nil ->
          :unknown

        true ->
          {:switch, key, [], false}
      end
    end
  end

  defp negated_key("no-" <> name, config) do
    key = to_key(name, config)
    if key != nil and :boolean in List.wrap(config.types[key]), do: key
  end

  defp negated_key(_name, _config), do: nil

  defp to_key(name, config) do
    text = String.replace(name, "-", "_")
    if config.new_atoms?, do: String.to_atom(text), else: existing(text)
  end

  defp short(option, rest, config) do
    {name, value} = split_value(option)

    case String.graphemes(name) do
      [letter] -> take_value(tag_alias(letter, config), "-" <> letter, value, rest, config)
      letters -> short_many(letters, name, value, rest, config)
    end
  end

  # An alias of several letters, a letter with its value behind it, or several letters at once.
  defp short_many([first | more] = letters, name, value, rest, config) do
    case {tag_alias(name, config), tag_alias(first, config)} do
      {{:switch, _, _, _} = tagged, _} ->
        take_value(tagged, "-" <> name, value, rest, config)

      {_, {:switch, _key, types, _} = tagged} when types != [] ->
        if :boolean in types or :count in types do
          expand(letters, value, rest, config)
        else
          take_value(tagged, "-" <> first, Enum.join(more) <> if(value, do: "=" <> value, else: ""), rest, config)
        end

      {_, _} ->
        if Enum.all?(letters, &(tag_alias(&1, config) != :unknown)) do
          expand(letters, value, rest, config)
        else
          {:undefined, "-" <> name, value, rest}
        end
    end
  end

  defp expand(letters, value, rest, config) do
    last = List.last(letters)
    options = Enum.map(letters, &("-" <> &1))
    options = if value, do: List.replace_at(options, -1, "-#{last}=#{value}"), else: options
    step(options ++ rest, config)
  end

  defp tag_alias(name, config) do
    key = existing(name)

    case key && config.aliases[key] do
      nil -> :unknown
      target -> {:switch, target, List.wrap(config.types[target]), false}
    end
  end

  defp take_value(:unknown, option, value, rest, _config), do: {:undefined, option, value, rest}

  defp take_value({:switch, key, types, true}, _option, nil, rest, _config) when types != [], do: {:ok, key, false, rest}
  defp take_value({:switch, _key, _types, true}, option, value, rest, _config), do: {:invalid, option, value, rest}

  defp take_value({:switch, key, types, false}, option, value, rest, _config) do
    kind = kind(types)

    cond do
      kind == :boolean and value == nil -> {:ok, key, true, rest}
      kind == :count and value == nil -> {:ok, key, 1, rest}
      value != nil -> convert(kind, key, option, value, rest)
      kind == :any -> optional_value(key, rest)
      true -> next_value(kind, key, option, rest)
    end
  end

  defp kind([]), do: :any
  defp kind([:keep]), do: :string
  defp kind(types), do: types |> Enum.reject(&(&1 == :keep)) |> List.first(:string)

  # Without a type, what follows is the value unless it is an option.
  defp optional_value(key, [value | rest]) do
    if value?(value), do: {:ok, key, value, rest}, else: {:ok, key, true, [value | rest]}
  end

  defp optional_value(key, []), do: {:ok, key, true, []}

  defp next_value(kind, key, option, [value | rest]) do
    if value?(value), do: convert(kind, key, option, value, rest), else: {:invalid, option, nil, [value | rest]}
  end

  defp next_value(_kind, _key, option, []), do: {:invalid, option, nil, []}

  defp value?("-"), do: true
  defp value?("-" <> _ = text), do: negative_number?(text)
  defp value?(_text), do: true

  defp convert(:string, key, _option, value, rest), do: {:ok, key, value, rest}
  defp convert(:any, key, _option, value, rest), do: {:ok, key, value, rest}

  defp convert(:boolean, key, _option, value, rest) when value in ["t", "true"], do: {:ok, key, true, rest}
  defp convert(:boolean, key, _option, value, rest) when value in ["f", "false"], do: {:ok, key, false, rest}

  defp convert(:integer, key, option, value, rest) do
    case Integer.parse(value) do
      {integer, ""} -> {:ok, key, integer, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  defp convert(:float, key, option, value, rest) do
    case Float.parse(value) do
      {float, ""} -> {:ok, key, float, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  defp convert(:count, key, option, value, rest) do
    case Integer.parse(value) do
      {count, ""} -> {:ok, key, count, rest}
      _ -> {:invalid, option, value, rest}
    end
  end

  defp convert(_kind, _key, option, value, rest), do: {:invalid, option, value, rest}

  defp config(opts) do
    {types, strict?} =
      cond do
        opts[:switches] && opts[:strict] -> raise ArgumentError, ":switches and :strict cannot be given together"
        types = opts[:switches] -> {types, false}
        types = opts[:strict] -> {types, true}
        true -> {[], false}
      end

    %{
      types: types,
      strict?: strict?,
      aliases: opts[:aliases] || [],
      new_atoms?: opts[:allow_nonexistent_atoms] || false,
      return_separator: opts[:return_separator] || false
    }
  end

  # --- the other way --------------------------------------------------------------------------------------------------

  @doc """
  The arguments of options.

      iex> OptionParser.to_argv(foo_bar: "baz", bool: true)
      ["--foo-bar", "baz", "--bool"]
  """
  @spec to_argv(Enumerable.t(), options) :: argv
  def to_argv(enum, options \\ []) do
    types = options[:switches] || []

    Enum.flat_map(enum, fn
      {_key, nil} -> []
      {key, true} -> ["--" <> switch(key)]
      {key, false} -> ["--no-" <> switch(key)]
      {key, value} -> if types[key] == :count, do: List.duplicate("--" <> switch(key), value), else: ["--" <> switch(key), to_string(value)]
    end)
  end

  defp switch(key), do: key |> Atom.to_string() |> String.replace("_", "-")

  @doc ~S"""
  The arguments in a string, as a shell would see them.

      iex> OptionParser.split("foo \"bar baz\"")
      ["foo", "bar baz"]
  """
  @spec split(String.t()) :: argv
  def split(string) when is_binary(string), do: string |> String.trim_leading() |> split("", [], nil)

  defp split("", "", acc, nil), do: :lists.reverse(acc)
  defp split("", buffer, acc, nil), do: :lists.reverse([buffer | acc])

  defp split("", _buffer, _acc, marker) do
    raise "argv string did not terminate properly, a #{<<marker>>} was opened but never closed"
  end

  defp split(<<?\\, quote, rest::binary>>, buffer, acc, quote), do: split(rest, <<buffer::binary, quote>>, acc, quote)
  defp split(<<quote, rest::binary>>, buffer, acc, quote), do: split(rest, buffer, acc, nil)
  defp split(<<quote, rest::binary>>, buffer, acc, nil) when quote in [?", ?'], do: split(rest, buffer, acc, quote)
  defp split(<<?\\, char, rest::binary>>, buffer, acc, nil), do: split(rest, <<buffer::binary, char>>, acc, nil)
  defp split(<<?\s, rest::binary>>, buffer, acc, nil), do: split(String.trim_leading(rest), "", [buffer | acc], nil)
  defp split(<<char, rest::binary>>, buffer, acc, marker), do: split(rest, <<buffer::binary, char>>, acc, marker)
end

defmodule OptionParser.ParseError do
  @moduledoc "Raised for arguments that are no options."
  defexception [:message]
end
