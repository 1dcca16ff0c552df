# SPDX-License-Identifier: GPL-3.0-or-later
# inspect.ex - how terms look to a programmer: the protocol and its implementations for the built-in types.

defprotocol Inspect do
  @moduledoc """
  Turns a term into an algebra document (see `Inspect.Algebra`) for `inspect/2`.

  `@derive {Inspect, only: [...]}`, or `except:`, `optional:`, chooses the fields of a struct that are shown.
  """

  @fallback_to_any true

  @doc "The document of a term."
  @spec inspect(t, Inspect.Opts.t()) :: Inspect.Algebra.t()
  def inspect(term, opts)
end

defimpl Inspect, for: Atom do
  import Inspect.Algebra

  def inspect(atom, opts), do: color(literal(atom), color_key(atom), opts)

  defp color_key(atom) when is_boolean(atom), do: :boolean
  defp color_key(nil), do: nil
  defp color_key(_atom), do: :atom

  @doc false
  def literal(nil), do: "nil"
  def literal(true), do: "true"
  def literal(false), do: "false"

  def literal(atom) do
    text = :erlang.atom_to_binary(atom)

    case classify(atom, text) do
      :alias -> alias_name(text)
      :quoted -> IO.iodata_to_binary([":", quoted(text)])
      _plain -> ":" <> text
    end
  end

  @doc false
  def key(atom) do
    text = :erlang.atom_to_binary(atom)

    if classify_key(atom, text) == :quoted do
      IO.iodata_to_binary([quoted(text), ":"])
    else
      text <> ":"
    end
  end

  @doc false
  def remote_call(atom) do
    text = :erlang.atom_to_binary(atom)

    case classify(atom, text) do
      class when class in [:identifier, :operator] -> text
      :alias -> IO.iodata_to_binary(quoted(text))
      _ -> if plain_call?(text), do: text, else: IO.iodata_to_binary(quoted(text))
    end
  end

  defp plain_call?(text), do: identifier?(text, :call)

  # :alias, :identifier, :operator or :quoted
  @doc false
  def classify(atom, text) do
    cond do
      alias?(text) -> :alias
      operator?(atom) -> :operator
      identifier?(text, :atom) -> :identifier
      true -> :quoted
    end
  end

  @doc false
  def alias?("Elixir"), do: true
  def alias?("Elixir." <> rest), do: alias_parts?(rest)
  def alias?(_text), do: false

  defp classify_key(atom, text) do
    cond do
      alias?(text) -> :quoted
      operator?(atom) -> :operator
      identifier?(text, :atom) -> :identifier
      true -> :quoted
    end
  end

  defp alias_name("Elixir"), do: "Elixir"
  defp alias_name("Elixir." <> rest), do: rest

  defp alias_parts?(<<char, rest::binary>>) when char in ?A..?Z, do: alias_rest?(rest)
  defp alias_parts?(_other), do: false

  defp alias_rest?(<<char, rest::binary>>)
       when char in ?A..?Z or char in ?a..?z or char in ?0..?9 or char == ?_ do
    alias_rest?(rest)
  end

  defp alias_rest?("." <> rest), do: alias_parts?(rest)
  defp alias_rest?(""), do: true
  defp alias_rest?(_other), do: false

  defp operator?(atom) do
    :lists.member(atom, [
      :!, :!=, :!==, :%, :%{}, :&, :&&, :&&&, :*, :**, :+, :++, :+++, :-, :--, :---, :->, :., :.., :..//, :..., :/, :{},
      :<, :<-, :<<<, :<<>>, :<<~, :<=, :<>, :<|>, :<~, :<~>, :=, :==, :===, :=~, :>, :>=, :>>>, :@, :\\, :^, :|, :|>,
      :||, :|||, :~>, :~>>
    ])
  end

  # A letter or underscore, then letters, digits, marks, in an atom also @; at last perhaps ? or !.
  defp identifier?(<<char, rest::binary>>, kind) when char in ?a..?z or char == ?_, do: identifier_rest?(rest, kind)
  defp identifier?(<<char, rest::binary>>, :atom) when char in ?A..?Z, do: identifier_rest?(rest, :atom)
  defp identifier?(<<char, _::binary>>, _kind) when char < 128, do: false

  defp identifier?(<<char::utf8, rest::binary>> = text, kind) do
    :elver_string.is_id_start(char) and (kind == :atom or not :elver_string.is_upper(char)) and
      identifier_rest?(rest, kind) and :unicode.characters_to_nfc_binary(text) == text
  end

  defp identifier?(_text, _kind), do: false

  defp identifier_rest?(<<char, rest::binary>>, kind)
       when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char == ?_ do
    identifier_rest?(rest, kind)
  end

  defp identifier_rest?("@" <> rest, :atom), do: identifier_rest?(rest, :atom)
  defp identifier_rest?("", _kind), do: true
  defp identifier_rest?("?", _kind), do: true
  defp identifier_rest?("!", _kind), do: true
  defp identifier_rest?(<<char, _::binary>>, _kind) when char < 128, do: false

  defp identifier_rest?(<<char::utf8, rest::binary>>, kind) do
    :elver_string.is_id_continue(char) and identifier_rest?(rest, kind)
  end

  defp identifier_rest?(_text, _kind), do: false

  defp quoted(text) do
    {escaped, _} = Inspect.BitString.escape(text, ?", :infinity)
    [?", escaped, ?"]
  end
end

defimpl Inspect, for: BitString do
  import Inspect.Algebra

  def inspect(term, opts) when is_binary(term) do
    %{binaries: binaries, base: base, printable_limit: limit} = opts

    if base == :decimal and
         (binaries == :as_strings or (binaries == :infer and String.printable?(term, limit))) do
      doc =
        case escape(term, ?", limit) do
          {escaped, ""} -> IO.iodata_to_binary([?", escaped, ?"])
          {escaped, _rest} -> IO.iodata_to_binary([?", escaped, "\" <> ..."])
        end

      color(doc, :string, opts)
    else
      inspect_bits(term, opts)
    end
  end

  def inspect(term, opts), do: inspect_bits(term, opts)

  defp inspect_bits("", opts), do: color("<<>>", :binary, opts)

  defp inspect_bits(bits, opts) do
    left = color("<<", :binary, opts)
    right = color(">>", :binary, opts)
    container_doc(left, parts(bits, opts.limit), right, opts, &part/2, break: :flex)
  end

  # Bytes and at last {bits, size}; no more than the limit shows, with one beyond it for the dots.
  defp parts(<<>>, _limit), do: []
  defp parts(_bits, -1), do: []
  defp parts(<<byte, rest::bitstring>>, limit), do: [byte | parts(rest, if(limit == :infinity, do: limit, else: limit - 1))]

  defp parts(bits, _limit) do
    size = bit_size(bits)
    <<value::size(size)>> = bits
    [{value, size}]
  end

  defp part({value, size}, opts), do: concat(Inspect.Integer.inspect(value, opts), "::size(#{size})")
  defp part(byte, opts), do: Inspect.Integer.inspect(byte, opts)

  # Escapes up to `limit` characters; what is left over comes second.
  @doc false
  def escape(text, quote, limit), do: escape(text, quote, limit, [])

  defp escape(rest, _quote, 0, acc), do: {:lists.reverse(acc), rest}
  defp escape("", _quote, _limit, acc), do: {:lists.reverse(acc), ""}

  defp escape(<<char, rest::binary>>, quote, limit, acc) when char == quote do
    escape(rest, quote, less(limit), [<<?\\, char>> | acc])
  end

  defp escape("\#{" <> rest, quote, limit, acc), do: escape(rest, quote, less(limit), ["\\\#{" | acc])
  defp escape("\\" <> rest, quote, limit, acc), do: escape(rest, quote, less(limit), ["\\\\" | acc])

  defp escape(<<char, rest::binary>>, quote, limit, acc) when char >= 32 and char < 127 do
    escape(rest, quote, less(limit), [char | acc])
  end

  defp escape(<<char, rest::binary>>, quote, limit, acc) when char in 7..13 or char == 27 or char == 127 or char == 0 do
    escape(rest, quote, less(limit), [control(char) | acc])
  end

  defp escape(<<0xFEFF::utf8, rest::binary>>, quote, limit, acc) do
    escape(rest, quote, less(limit), ["\\uFEFF" | acc])
  end

  defp escape(<<char::utf8, rest::binary>>, quote, limit, acc) do
    shown =
      cond do
        String.printable?(<<char::utf8>>) -> <<char::utf8>>
        char < 256 -> ["\\x", hex(char, 2)]
        char < 65536 -> ["\\x{", hex(char, 4), "}"]
        true -> ["\\x{", hex(char, 6), "}"]
      end

    escape(rest, quote, less(limit), [shown | acc])
  end

  defp escape(<<byte, rest::binary>>, quote, limit, acc) do
    escape(rest, quote, less(limit), [["\\x", hex(byte, 2)] | acc])
  end

  defp less(:infinity), do: :infinity
  defp less(limit), do: limit - 1

  defp control(0), do: "\\0"
  defp control(?\a), do: "\\a"
  defp control(?\b), do: "\\b"
  defp control(?\t), do: "\\t"
  defp control(?\n), do: "\\n"
  defp control(?\v), do: "\\v"
  defp control(?\f), do: "\\f"
  defp control(?\r), do: "\\r"
  defp control(?\e), do: "\\e"
  defp control(127), do: "\\d"

  @doc false
  def hex(number, digits) do
    text = :erlang.integer_to_binary(number, 16)
    [:binary.copy("0", max(digits - byte_size(text), 0)), text]
  end
end

defimpl Inspect, for: List do
  import Inspect.Algebra

  def inspect([], opts), do: color("[]", :list, opts)

  def inspect(list, opts) do
    %{charlists: charlists, printable_limit: limit} = opts
    # The name of the option in old programs.
    charlists = if opts.char_lists == :infer, do: charlists, else: opts.char_lists

    cond do
      charlists == :as_charlists or (charlists == :infer and List.ascii_printable?(list, limit)) ->
        list |> charlist(limit) |> color(:charlist, opts)

      keyword?(list) ->
        container_doc(open(opts), list, close(opts), opts, &keyword/2, separator: separator(opts), break: :strict)

      true ->
        container_doc(open(opts), list, close(opts), opts, &to_doc/2, separator: separator(opts))
    end
  end

  defp open(opts), do: color("[", :list, opts)
  defp close(opts), do: color("]", :list, opts)
  defp separator(opts), do: color(",", :list, opts)

  defp charlist(list, limit) do
    case Inspect.BitString.escape(IO.chardata_to_string(list), ?', limit) do
      {escaped, ""} -> IO.iodata_to_binary([?', escaped, ?'])
      {escaped, _rest} -> IO.iodata_to_binary([?', escaped, "' ++ ..."])
    end
  end

  @doc false
  def keyword({key, value}, opts) do
    key = key |> Inspect.Atom.key() |> color(:atom, opts)
    concat(key, concat(" ", to_doc(value, opts)))
  end

  @doc false
  def keyword?([{key, _value} | rest]) when is_atom(key) do
    case :erlang.atom_to_binary(key) do
      "Elixir." <> _ -> false
      "Elixir" -> false
      _ -> keyword?(rest)
    end
  end

  def keyword?([]), do: true
  def keyword?(_other), do: false
end

defimpl Inspect, for: Tuple do
  import Inspect.Algebra

  def inspect(tuple, opts) do
    container_doc(
      color("{", :tuple, opts),
      :erlang.tuple_to_list(tuple),
      color("}", :tuple, opts),
      opts,
      &to_doc/2,
      separator: color(",", :tuple, opts),
      break: :flex
    )
  end
end

defimpl Inspect, for: Map do
  import Inspect.Algebra

  def inspect(map, opts), do: map |> :maps.to_list() |> pairs("%{", "}", opts)

  # What modules derived by the reference's compiler call.
  @doc false
  def inspect(map, name, infos, opts) do
    pairs = for %{field: field} <- infos, do: {field, :erlang.map_get(field, map)}
    fields(pairs, "%" <> name <> "{", "}", opts, &Inspect.List.keyword/2)
  end

  @doc false
  def pairs(list, left, right, opts) do
    fun =
      if Inspect.List.keyword?(list) do
        &Inspect.List.keyword/2
      else
        arrow = color(" => ", :map, opts)
        &pair(&1, &2, arrow)
      end

    fields(list, left, right, opts, fun)
  end

  @doc false
  def fields(list, left, right, opts, fun) do
    container_doc(
      color(left, :map, opts),
      list,
      color(right, :map, opts),
      opts,
      fun,
      separator: color(",", :map, opts),
      break: :strict
    )
  end

  defp pair({key, value}, opts, arrow) do
    concat(concat(to_doc(key, opts), arrow), to_doc(value, opts))
  end
end

defimpl Inspect, for: Integer do
  import Inspect.Algebra

  def inspect(integer, %{base: base} = opts) do
    color(text(integer, base), :number, opts)
  end

  defp text(integer, :decimal), do: :erlang.integer_to_binary(integer)
  defp text(integer, :hex), do: prefix(integer, "0x", 16)
  defp text(integer, :octal), do: prefix(integer, "0o", 8)
  defp text(integer, :binary), do: prefix(integer, "0b", 2)

  defp text(integer, base) do
    case base do
      valid when valid == :decimal -> text(integer, valid)
    end
  end

  defp prefix(integer, prefix, base) when integer < 0, do: "-" <> prefix(-integer, prefix, base)
  defp prefix(integer, prefix, base), do: prefix <> :erlang.integer_to_binary(integer, base)
end

defimpl Inspect, for: Float do
  import Inspect.Algebra

  # Whole numbers that are not too large are written without an exponent.
  def inspect(float, opts) do
    size = abs(float)

    text =
      if size >= 1.0 and size < 1.0e16 and :erlang.trunc(float) == float do
        :erlang.integer_to_binary(:erlang.trunc(float)) <> ".0"
      else
        Float.to_string(float)
      end

    color(text, :number, opts)
  end
end

defimpl Inspect, for: Regex do
  import Inspect.Algebra

  def inspect(%{opts: modifiers} = regex, opts) when is_list(modifiers) do
    concat([
      "Regex.compile!(",
      Inspect.BitString.inspect(regex.source, opts),
      ", ",
      Inspect.List.inspect(modifiers, opts),
      ")"
    ])
  end

  def inspect(regex, opts) do
    source = regex.source |> escape([]) |> IO.iodata_to_binary()
    color("~r/" <> source <> "/" <> regex.opts, :regex, opts)
  end

  defp escape(<<?\\, char::utf8, rest::binary>>, acc) when char >= 32, do: escape(rest, [<<?\\, char::utf8>> | acc])
  defp escape("/" <> rest, acc), do: escape(rest, ["\\/" | acc])
  defp escape("\n" <> rest, acc), do: escape(rest, ["\\n" | acc])
  defp escape("\t" <> rest, acc), do: escape(rest, ["\\t" | acc])

  defp escape(<<char::utf8, rest::binary>>, acc) do
    cond do
      char >= 32 and char != 127 and String.printable?(<<char::utf8>>) -> escape(rest, [<<char::utf8>> | acc])
      char < 256 -> escape(rest, [["\\x", Inspect.BitString.hex(char, 2)] | acc])
      true -> escape(rest, [["\\x{", Inspect.BitString.hex(char, 1), "}"] | acc])
    end
  end

  defp escape(<<byte, rest::binary>>, acc), do: escape(rest, [["\\x", Inspect.BitString.hex(byte, 2)] | acc])
  defp escape("", acc), do: :lists.reverse(acc)
end

defimpl Inspect, for: Function do
  def inspect(function, _opts) do
    info = :erlang.fun_info(function)
    module = Keyword.fetch!(info, :module)
    name = Keyword.fetch!(info, :name)
    arity = Keyword.fetch!(info, :arity)

    case Keyword.fetch!(info, :type) do
      :external when is_atom(module) and is_atom(name) and is_integer(arity) ->
        "&" <> Inspect.Atom.literal(module) <> "." <> Inspect.Atom.remote_call(name) <> "/#{arity}"

      :local ->
        local(:erlang.atom_to_binary(module), module, name, arity, info)
    end
  end

  defp local("elixir_compiler_" <> _ = text, module, name, arity, info) do
    case :erlang.module_loaded(module) && :lists.keyfind(:source, 1, module.module_info(:compile)) do
      {:source, file} -> "#Function<" <> unique(info) <> " in file:" <> :erlang.list_to_binary(file) <> ">"
      _ -> default(text, module, name, arity, info)
    end
  end

  defp local(text, module, name, arity, info), do: default(text, module, name, arity, info)

  defp default(_text, module, name, arity, info) do
    "#Function<" <> unique(info) <> "/#{arity} in " <> Inspect.Atom.literal(module) <> enclosing(name) <> ">"
  end

  # -name/arity-fun-0- is a function in name/arity.
  defp enclosing(name) do
    case :binary.split(:erlang.atom_to_binary(name), "-", [:global]) do
      ["" | rest] when rest != [] ->
        parts = rest |> :lists.reverse() |> drop_generated() |> :lists.reverse()
        "." <> function_name(Enum.join(parts, "-"))

      _ ->
        "." <> function_name(:erlang.atom_to_binary(name))
    end
  end

  defp drop_generated(["", _index, "fun" | rest]), do: rest
  defp drop_generated(rest), do: rest

  defp function_name(text) do
    case split_arity(text) do
      {name, arity} -> Inspect.Atom.remote_call(:erlang.binary_to_atom(name)) <> "/" <> arity
      :error -> text
    end
  end

  defp split_arity(text) do
    case :binary.matches(text, "/") do
      [] ->
        :error

      matches ->
        {at, 1} = :lists.last(matches)
        <<name::binary-size(at), "/", arity::binary>> = text
        {name, arity}
    end
  end

  defp unique(info) do
    index = Keyword.fetch!(info, :new_index)
    "#{index}." <> :erlang.integer_to_binary(Keyword.fetch!(info, :uniq))
  end
end

defimpl Inspect, for: PID do
  def inspect(pid, _opts), do: "#PID" <> :erlang.list_to_binary(:erlang.pid_to_list(pid))
end

defimpl Inspect, for: Port do
  def inspect(port, _opts), do: :erlang.list_to_binary(:erlang.port_to_list(port))
end

defimpl Inspect, for: Reference do
  def inspect(reference, _opts) do
    [?#, ?R, ?e, ?f | rest] = :erlang.ref_to_list(reference)
    "#Reference" <> :erlang.list_to_binary(rest)
  end
end

defimpl Inspect, for: Range do
  import Inspect.Algebra

  def inspect(%{first: first, last: last, step: 1}, opts) when first <= last do
    concat([to_doc(first, opts), "..", to_doc(last, opts)])
  end

  def inspect(%{first: first, last: last, step: step}, opts) do
    concat([to_doc(first, opts), "..", to_doc(last, opts), "//", to_doc(step, opts)])
  end

  def inspect(%{__struct__: Range, first: first, last: last} = range, opts) do
    step = if first <= last, do: 1, else: -1
    __MODULE__.inspect(Map.put(range, :step, step), opts)
  end
end

defimpl Inspect, for: MapSet do
  import Inspect.Algebra

  def inspect(map_set, opts) do
    opts = %{opts | charlists: :as_lists}
    concat(["MapSet.new(", Inspect.List.inspect(MapSet.to_list(map_set), opts), ")"])
  end
end

defimpl Inspect, for: Any do
  # Fields as chosen by @derive {Inspect, only: ..., except: ..., optional: ...}.
  defmacro __deriving__(module, struct, options) do
    fields = Enum.sort(Map.keys(struct) -- [:__exception__, :__struct__])

    only = check_option(:only, options, fields, fields, module)
    except = check_option(:except, options, [], fields, module)
    optional = check_option(:optional, options, [], fields, module)
    shown = Enum.reject(only, &(&1 in except))

    optional_defaults = for field <- optional, do: {field, :erlang.map_get(field, struct)}
    complete? = Enum.sort(shown) == fields

    quote do
      defimpl Inspect, for: unquote(module) do
        def inspect(struct, opts) do
          Inspect.Any.inspect_derived(
            struct,
            unquote(shown),
            unquote(Macro.escape(optional_defaults)),
            unquote(complete?),
            opts
          )
        end
      end
    end
  end

  defp check_option(option, options, default, fields, module) do
    case Keyword.get(options, option, default) -- fields do
      [] ->
        Keyword.get(options, option, default)

      unknown ->
        raise ArgumentError,
              "unknown fields #{Kernel.inspect(unknown)} in #{Kernel.inspect(option)} " <>
                "when deriving the Inspect protocol for #{Kernel.inspect(module)}"
    end
  end

  def inspect(%module{} = struct, opts) do
    case struct_fields(struct, module) do
      {:ok, fields} -> whole(fields, struct, module, opts)
      :error -> Inspect.Map.inspect(struct, opts)
    end
  end

  @doc false
  def inspect_derived(%module{} = struct, shown, optional, complete?, opts) do
    fields =
      for %{field: field} <- module.__info__(:struct),
          :lists.member(field, shown) and not default?(field, struct, optional),
          do: field

    if complete? do
      whole(fields, struct, module, opts)
    else
      partial(fields, struct, module, opts)
    end
  end

  defp default?(field, struct, optional) do
    case :lists.keyfind(field, 1, optional) do
      {_, default} -> :maps.get(field, struct, nil) == default
      false -> false
    end
  end

  # The fields in the order of their definition; :error unless struct has just these.
  defp struct_fields(struct, module) do
    try do
      fields = for %{field: field} <- module.__info__(:struct), do: field
      if Enum.sort([:__struct__ | fields]) == Enum.sort(Map.keys(struct)), do: {:ok, fields -- [:__exception__]}, else: :error
    rescue
      _ -> :error
    end
  end

  defp whole(fields, struct, module, opts) do
    fields
    |> pairs(struct)
    |> Inspect.Map.fields("%" <> Inspect.Atom.literal(module) <> "{", "}", opts, &Inspect.List.keyword/2)
  end

  defp partial(fields, struct, module, opts) do
    (pairs(fields, struct) ++ [:...])
    |> Inspect.Map.fields("#" <> Inspect.Atom.literal(module) <> "<", ">", opts, fn
      :..., _opts -> "..."
      pair, opts -> Inspect.List.keyword(pair, opts)
    end)
  end

  defp pairs(fields, struct), do: for(field <- fields, do: {field, :maps.get(field, struct, nil)})
end
