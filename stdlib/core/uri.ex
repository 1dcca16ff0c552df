# SPDX-License-Identifier: GPL-3.0-or-later
# uri.ex - uniform resource identifiers (RFC 3986).

defmodule URI do
  @moduledoc """
  Identifiers of resources: reading, writing, encoding.
  """

  import Kernel, except: [to_string: 1]

  @derive {Inspect, optional: [:authority]}
  defstruct [:scheme, :authority, :userinfo, :host, :port, :path, :query, :fragment]

  @type t :: %__MODULE__{}

  # --- ports --------------------------------------------------------------------------------------------------------

  @doc """
  The port that a scheme uses by default, or `nil`.

      iex> URI.default_port("https")
      443
  """
  @spec default_port(binary) :: nil | non_neg_integer
  def default_port(scheme) when is_binary(scheme) do
    case :persistent_term.get({__MODULE__, scheme}, nil) do
      nil -> known_port(scheme)
      port -> port
    end
  end

  defp known_port("ftp"), do: 21
  defp known_port("sftp"), do: 22
  defp known_port("tftp"), do: 69
  defp known_port("http"), do: 80
  defp known_port("https"), do: 443
  defp known_port("ldap"), do: 389
  defp known_port("ws"), do: 80
  defp known_port("wss"), do: 443
  defp known_port(_scheme), do: nil

  @doc "Sets the port that a scheme uses by default."
  @spec default_port(binary, non_neg_integer) :: :ok
  def default_port(scheme, port) when is_binary(scheme) and is_integer(port) and port >= 0 do
    :persistent_term.put({__MODULE__, scheme}, port)
  end

  # --- encoding -----------------------------------------------------------------------------------------------------

  @doc "Tells whether a character has a meaning of its own in URIs."
  @spec char_reserved?(byte) :: boolean
  def char_reserved?(character), do: character in ':/?#[]@!$&\'()*+,;='

  @doc "Tells whether a character never needs encoding."
  @spec char_unreserved?(byte) :: boolean
  def char_unreserved?(character) do
    character in ?0..?9 or character in ?a..?z or character in ?A..?Z or character in '~_-.'
  end

  @doc "Tells whether a character may stand in a URI."
  @spec char_unescaped?(byte) :: boolean
  def char_unescaped?(character), do: char_reserved?(character) or char_unreserved?(character)

  @doc """
  Encodes the characters for which `predicate` is false.

      iex> URI.encode("a b")
      "a%20b"
  """
  @spec encode(binary, (byte -> as_boolean(term))) :: binary
  def encode(string, predicate \\ &char_unescaped?/1) when is_binary(string) and is_function(predicate, 1) do
    for <<byte <- string>>, into: "", do: percent(byte, predicate)
  end

  defp percent(byte, predicate) do
    if predicate.(byte), do: <<byte>>, else: <<"%", hex(div(byte, 16)), hex(rem(byte, 16))>>
  end

  defp hex(digit) when digit < 10, do: ?0 + digit
  defp hex(digit), do: ?A + digit - 10

  @doc "Encodes as web forms do: a space is a plus."
  @spec encode_www_form(binary) :: binary
  def encode_www_form(string) when is_binary(string) do
    for <<byte <- string>>, into: "" do
      if byte == ?\s, do: "+", else: percent(byte, &char_unreserved?/1)
    end
  end

  @doc "Decodes."
  @spec decode(binary) :: binary
  def decode(uri), do: unpercent(uri, "", false)

  @doc "Decodes what web forms encode."
  @spec decode_www_form(binary) :: binary
  def decode_www_form(string) when is_binary(string), do: unpercent(string, "", true)

  defp unpercent(<<?+, rest::binary>>, acc, true), do: unpercent(rest, acc <> " ", true)

  defp unpercent(<<?%, high, low, rest::binary>>, acc, spaces) do
    case {digit(high), digit(low)} do
      {high, low} when is_integer(high) and is_integer(low) -> unpercent(rest, <<acc::binary, high * 16 + low>>, spaces)
      _ -> unpercent(<<high, low, rest::binary>>, acc <> "%", spaces)
    end
  end

  defp unpercent(<<byte, rest::binary>>, acc, spaces), do: unpercent(rest, <<acc::binary, byte>>, spaces)
  defp unpercent("", acc, _spaces), do: acc

  defp digit(char) when char in ?0..?9, do: char - ?0
  defp digit(char) when char in ?a..?f, do: char - ?a + 10
  defp digit(char) when char in ?A..?F, do: char - ?A + 10
  defp digit(_char), do: nil

  @doc """
  A query of pairs.

      iex> URI.encode_query(foo: 1, bar: 2)
      "foo=1&bar=2"
  """
  @spec encode_query(Enumerable.t(), :rfc3986 | :www_form) :: binary
  def encode_query(enumerable, encoding \\ :www_form), do: Enum.map_join(enumerable, "&", &pair_text(&1, encoding))

  defp pair_text({key, _value}, _encoding) when is_list(key) do
    raise ArgumentError, "encode_query/2 keys cannot be lists, got: #{inspect(key)}"
  end

  defp pair_text({_key, value}, _encoding) when is_list(value) do
    raise ArgumentError, "encode_query/2 values cannot be lists, got: #{inspect(value)}"
  end

  defp pair_text({key, value}, :rfc3986) do
    encode(Kernel.to_string(key), &char_unreserved?/1) <> "=" <> encode(Kernel.to_string(value), &char_unreserved?/1)
  end

  defp pair_text({key, value}, :www_form) do
    encode_www_form(Kernel.to_string(key)) <> "=" <> encode_www_form(Kernel.to_string(value))
  end

  @doc """
  The pairs of a query put into a map.

      iex> URI.decode_query("foo=1&bar=2")
      %{"bar" => "2", "foo" => "1"}
  """
  @spec decode_query(binary, %{optional(binary) => binary}, :rfc3986 | :www_form) :: %{optional(binary) => binary}
  def decode_query(query, map \\ %{}, encoding \\ :www_form)

  def decode_query(query, map, encoding) when is_binary(query) and is_map(map) do
    query |> pairs(encoding) |> Enum.reduce(map, fn {key, value}, acc -> Map.put(acc, key, value) end)
  end

  defp pairs("", _encoding), do: []

  defp pairs(query, encoding) do
    for part <- :binary.split(query, "&", [:global, :trim_all]) do
      case :binary.split(part, "=") do
        [key, value] -> {decode_with(key, encoding), decode_with(value, encoding)}
        [key] -> {decode_with(key, encoding), ""}
      end
    end
  end

  defp decode_with(text, :www_form), do: decode_www_form(text)
  defp decode_with(text, :rfc3986), do: decode(text)

  @doc "A stream of the pairs of a query."
  @spec query_decoder(binary, :rfc3986 | :www_form) :: Enumerable.t()
  def query_decoder(query, encoding \\ :www_form) when is_binary(query), do: Stream.map(pairs(query, encoding), & &1)

  # --- reading ------------------------------------------------------------------------------------------------------

  @doc """
  Takes a URI apart without checking it.

      iex> URI.parse("https://elixir-lang.org/x").host
      "elixir-lang.org"
  """
  @spec parse(t | binary) :: t
  def parse(%URI{} = uri), do: uri

  def parse(string) when is_binary(string) do
    {scheme, rest} = take_scheme(string)
    {rest, fragment} = split_off(rest, "#")
    {rest, query} = split_off(rest, "?")

    {authority, path} =
      case rest do
        "//" <> rest ->
          case :binary.match(rest, "/") do
            {at, 1} -> {binary_part(rest, 0, at), binary_part(rest, at, byte_size(rest) - at)}
            :nomatch -> {rest, ""}
          end

        path ->
          {nil, path}
      end

    {userinfo, host, port} = split_authority(authority)
    scheme = scheme && String.downcase(scheme)

    %URI{
      scheme: scheme,
      authority: authority,
      userinfo: userinfo,
      host: host,
      port: port || (scheme && default_port(scheme)),
      path: none_if_empty(path),
      query: query,
      fragment: fragment
    }
  end

  defp take_scheme(string) do
    case :binary.match(string, [":", "/", "?", "#"]) do
      {at, 1} when at > 0 ->
        case string do
          <<scheme::binary-size(at), ":", rest::binary>> -> if scheme?(scheme), do: {scheme, rest}, else: {nil, string}
          _ -> {nil, string}
        end

      _ ->
        {nil, string}
    end
  end

  defp scheme?(<<first, rest::binary>>) when first in ?a..?z or first in ?A..?Z do
    rest
    |> :binary.bin_to_list()
    |> Enum.all?(&(&1 in ?a..?z or &1 in ?A..?Z or &1 in ?0..?9 or &1 in '+-.'))
  end

  defp scheme?(_text), do: false

  defp split_off(string, separator) do
    case :binary.split(string, separator) do
      [before, rest] -> {before, rest}
      [string] -> {string, nil}
    end
  end

  defp none_if_empty(""), do: nil
  defp none_if_empty(text), do: text

  defp split_authority(nil), do: {nil, nil, nil}

  defp split_authority(authority) do
    {userinfo, rest} =
      case :binary.split(authority, "@") do
        [userinfo, rest] -> {userinfo, rest}
        [rest] -> {nil, rest}
      end

    {host, port} =
      case Regex.run(~r/^\[(.*)\](?::(\d*))?$/, rest) do
        [_, host] -> {host, nil}
        [_, host, port] -> {host, port}
        nil -> host_and_port(rest)
      end

    {userinfo, host, if(port in [nil, ""], do: nil, else: String.to_integer(port))}
  end

  defp host_and_port(text) do
    case Regex.run(~r/^(.*):(\d*)$/s, text) do
      [_, host, port] -> {host, port}
      nil -> {text, nil}
    end
  end

  @doc "Takes a URI apart: `{:ok, uri}`, or `{:error, part}` that may not be there."
  @spec new(t | String.t()) :: {:ok, t} | {:error, String.t()}
  def new(%URI{} = uri), do: {:ok, uri}

  def new(binary) when is_binary(binary) do
    uri = parse(binary)

    cond do
      not plain?(binary) -> {:error, ":"}
      uri.authority != nil and uri.host != nil and bad_host?(uri) -> {:error, ":"}
      true -> {:ok, %{uri | authority: nil}}
    end
  end

  # Characters that URIs may have; brackets belong to hosts only.
  defp plain?(binary) do
    outside = Regex.replace(~r{^([^/?#]*//(?:[^/?#@]*@)?)\[[^/?#]*\]}, binary, "\\1")
    outside |> :binary.bin_to_list() |> Enum.all?(&(&1 == ?% or (char_unescaped?(&1) and &1 not in '[]')))
  end

  defp bad_host?(%{host: host, authority: authority}) do
    String.contains?(host, ":") and not String.contains?(authority, "[")
  end

  @doc "Takes a URI apart; raises `URI.Error`."
  @spec new!(t | String.t()) :: t
  def new!(%URI{} = uri), do: uri

  def new!(binary) when is_binary(binary) do
    case new(binary) do
      {:ok, uri} -> uri
      {:error, part} -> raise URI.Error, action: :parse, reason: :invalid_uri, part: part
    end
  end

  # --- writing ------------------------------------------------------------------------------------------------------

  @doc "The text of a URI."
  @spec to_string(t) :: binary
  def to_string(uri), do: String.Chars.to_string(uri)

  @doc """
  A URI as seen from another, which is absolute.

      iex> URI.merge("http://google.com/a", "/query") |> to_string()
      "http://google.com/query"
  """
  @spec merge(t | binary, t | binary) :: t
  def merge(uri, rel)
  def merge(%URI{host: nil}, _rel), do: raise(ArgumentError, "you must merge onto an absolute URI")
  def merge(_base, %URI{scheme: scheme} = rel) when scheme != nil, do: %{rel | path: remove_dots(rel.path)}

  def merge(%URI{} = base, %URI{host: host} = rel) when host != nil do
    %{rel | scheme: base.scheme, path: remove_dots(rel.path)}
  end

  def merge(%URI{} = base, %URI{path: nil} = rel) do
    %{base | query: rel.query || base.query, fragment: rel.fragment}
  end

  def merge(%URI{} = base, %URI{} = rel) do
    %{base | path: merge_paths(base.path, rel.path), query: rel.query, fragment: rel.fragment}
  end

  def merge(base, rel), do: merge(parse(base), parse(rel))

  defp merge_paths(_base, "/" <> _ = rel), do: remove_dots(rel)
  defp merge_paths(nil, rel), do: remove_dots("/" <> rel)

  defp merge_paths(base, rel) do
    {at, 1} = base |> :binary.matches("/") |> :lists.last()
    remove_dots(binary_part(base, 0, at + 1) <> rel)
  end

  defp remove_dots(nil), do: nil

  defp remove_dots(path) do
    path |> :binary.split("/", [:global]) |> remove_dots([]) |> Enum.join("/")
  end

  # Names so far in reverse; the first is empty, for the slash in front.
  defp remove_dots([".."], acc), do: :lists.reverse(["" | up(acc)])
  defp remove_dots(["."], acc), do: :lists.reverse(["" | acc])
  defp remove_dots([".." | rest], acc), do: remove_dots(rest, up(acc))
  defp remove_dots(["." | rest], acc), do: remove_dots(rest, acc)
  defp remove_dots([name | rest], acc), do: remove_dots(rest, [name | acc])
  defp remove_dots([], acc), do: :lists.reverse(acc)

  defp up([""]), do: [""]
  defp up([_ | acc]), do: acc
  defp up([]), do: []

  @doc """
  The URI with more in its query.

      iex> URI.append_query(URI.parse("http://example.com/?x=1"), "y=2") |> URI.to_string()
      "http://example.com/?x=1&y=2"
  """
  @spec append_query(t, binary) :: t
  def append_query(%URI{} = uri, query) when is_binary(query) and uri.query in [nil, ""], do: %{uri | query: query}

  def append_query(%URI{} = uri, query) when is_binary(query) do
    separator = if String.ends_with?(uri.query, "&"), do: "", else: "&"
    %{uri | query: uri.query <> separator <> query}
  end
end

defmodule URI.Error do
  @moduledoc "Raised for text that is no URI."
  defexception [:action, :reason, :part]

  @impl true
  def message(%{action: action, reason: reason, part: part}) do
    "cannot #{action} due to reason #{reason}: #{inspect(part)}"
  end
end

defimpl String.Chars, for: URI do
  def to_string(%{host: host, path: path} = uri) when host != nil and is_binary(path) and path != "" and binary_part(path, 0, 1) != "/" do
    raise ArgumentError,
          ":path in URI must be empty or an absolute path if URL has a :host, got: #{inspect(uri)}"
  end

  def to_string(%{scheme: scheme, path: path, query: query, fragment: fragment} = uri) do
    scheme = if scheme, do: [scheme, ?:], else: []
    authority = authority(uri)
    query = if query, do: [??, query], else: []
    fragment = if fragment, do: [?#, fragment], else: []
    IO.iodata_to_binary([scheme, authority, path || [], query, fragment])
  end

  defp authority(%{host: nil, authority: nil}), do: []
  defp authority(%{host: nil, authority: authority}), do: ["//", authority]

  defp authority(%{host: host, userinfo: userinfo, port: port, scheme: scheme}) do
    userinfo = if userinfo, do: [userinfo, ?@], else: []
    host = if String.contains?(host, ":"), do: [?[, host, ?]], else: host
    port = if port && port != (scheme && URI.default_port(scheme)), do: [?:, Integer.to_string(port)], else: []
    ["//", userinfo, host, port]
  end
end
