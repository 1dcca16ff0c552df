# SPDX-License-Identifier: GPL-3.0-or-later
# path.ex - file names as text: nothing here but wildcard/2 looks at files.

defmodule Path do
  @moduledoc """
  Working with file names.
  """

  @type t :: IO.chardata()

  @doc """
  An absolute path, from the current directory; `..` stays.

      iex> Path.absname("/x/../y")
      "/x/../y"
  """
  @spec absname(t) :: binary
  def absname(path), do: absname(path, File.cwd!())

  @doc """
  A path from `relative_to` unless it is absolute.

      iex> Path.absname("foo", "bar")
      "bar/foo"
  """
  @spec absname(t, t) :: binary
  def absname(path, relative_to) do
    path = text(path)

    case split(path) do
      ["/" | _] = parts -> join(parts)
      _ -> join(relative_to, path)
    end
  end

  @doc "An absolute path without `.` and `..`; `~` is the home directory."
  @spec expand(t) :: binary
  def expand(path), do: path |> expand_home() |> absname() |> collapse()

  @doc """
  A path from `relative_to`, without `.` and `..`.

      iex> Path.expand("foo/../bar", "/a")
      "/a/bar"
  """
  @spec expand(t, t) :: binary
  def expand(path, relative_to) do
    path |> expand_home() |> absname(relative_to |> expand_home() |> absname()) |> collapse()
  end

  defp expand_home(path) do
    case text(path) do
      "~" -> System.user_home!()
      "~/" <> rest -> System.user_home!() <> "/" <> rest
      path -> path
    end
  end

  defp collapse(path), do: path |> split() |> collapse([]) |> join()

  defp collapse([".." | rest], ["/"]), do: collapse(rest, ["/"])
  defp collapse([".." | rest], [_ | acc]), do: collapse(rest, acc)
  defp collapse(["." | rest], acc), do: collapse(rest, acc)
  defp collapse([part | rest], acc), do: collapse(rest, [part | acc])
  defp collapse([], acc), do: :lists.reverse(acc)

  @doc """
  `:absolute` or `:relative`.

      iex> Path.type("usr/local")
      :relative
  """
  @spec type(t) :: :absolute | :relative | :volumerelative
  def type(name) do
    case text(name) do
      "/" <> _ -> :absolute
      _ -> :relative
    end
  end

  @doc "The path without the root."
  @spec relative(t) :: binary
  def relative(name) do
    case split(name) do
      ["/"] -> "."
      ["/" | rest] -> join(rest)
      [] -> ""
      parts -> join(parts)
    end
  end

  @doc """
  The path as seen from another, if it is below that.

      iex> Path.relative_to("/usr/local/foo", "/usr/local")
      "foo"
  """
  @spec relative_to(t, t) :: binary
  def relative_to(path, from) do
    path = text(path)
    below(split(path), split(from), path)
  end

  defp below(parts, parts, _path), do: "."
  defp below([part | rest1], [part | rest2], path), do: below(rest1, rest2, path)
  defp below([_ | _] = parts, [], _path), do: join(parts)
  defp below(_parts, _from, path), do: path

  @doc "The path as seen from the current directory, if it is below that."
  @spec relative_to_cwd(t) :: binary
  def relative_to_cwd(path) do
    case File.cwd() do
      {:ok, base} -> relative_to(path, base)
      _ -> text(path)
    end
  end

  @doc """
  `{:ok, path}` of a relative path that stays below where it starts, or `:error`.

      iex> Path.safe_relative("a/../b")
      {:ok, "b"}
  """
  @spec safe_relative(t) :: {:ok, binary} | :error
  def safe_relative(path), do: path |> text() |> split() |> safe([])

  @doc "Like `safe_relative/1`, for a path to be used in `cwd`."
  @spec safe_relative_to(t, t) :: {:ok, binary} | :error
  def safe_relative_to(path, _cwd), do: safe_relative(path)

  defp safe(["/" | _], _acc), do: :error
  defp safe([".." | _], []), do: :error
  defp safe([".." | rest], [_ | acc]), do: safe(rest, acc)
  defp safe(["." | rest], acc), do: safe(rest, acc)
  defp safe([part | rest], acc), do: safe(rest, [part | acc])
  defp safe([], []), do: {:ok, ""}
  defp safe([], acc), do: {:ok, acc |> :lists.reverse() |> join()}

  @doc """
  The last part.

      iex> Path.basename("foo/bar")
      "bar"
  """
  @spec basename(t) :: binary
  def basename(path) do
    case split(path) do
      [] -> ""
      ["/"] -> ""
      parts -> :lists.last(parts)
    end
  end

  @doc """
  The last part without an extension.

      iex> Path.basename("foo/bar.ex", ".ex")
      "bar"
  """
  @spec basename(t, t) :: binary
  def basename(path, extension), do: path |> basename() |> without(text(extension))

  defp without(name, ""), do: name
  defp without(name, extension), do: String.replace_suffix(name, extension, "")

  @doc """
  All but the last part.

      iex> Path.dirname("/foo/bar.ex")
      "/foo"
  """
  @spec dirname(t) :: binary
  def dirname(path) do
    path = text(path)

    case :binary.matches(path, "/") do
      [] -> "."
      matches -> path |> binary_part(0, matches |> :lists.last() |> elem(0)) |> strip_slashes()
    end
  end

  defp strip_slashes(path) do
    case String.trim_trailing(path, "/") do
      "" -> "/"
      path -> path
    end
  end

  @doc """
  The extension with its dot.

      iex> Path.extname("foo.erl")
      ".erl"
  """
  @spec extname(t) :: binary
  def extname(path) do
    name = path |> text() |> last_component()

    case :binary.matches(name, ".") do
      [] ->
        ""

      matches ->
        case :lists.last(matches) do
          {0, 1} -> ""
          {at, 1} -> binary_part(name, at, byte_size(name) - at)
        end
    end
  end

  defp last_component(path), do: path |> :binary.split("/", [:global]) |> :lists.last()

  @doc """
  The path without its extension.

      iex> Path.rootname("/foo/bar.ex")
      "/foo/bar"
  """
  @spec rootname(t) :: binary
  def rootname(path) do
    path = text(path)
    name = last_component(path)

    case :binary.matches(name, ".") do
      [] -> path
      matches -> binary_part(path, 0, byte_size(path) - byte_size(name) + elem(:lists.last(matches), 0))
    end
  end

  @doc "The path without the extension given."
  @spec rootname(t, t) :: binary
  def rootname(path, extension), do: path |> text() |> without(text(extension))

  @doc """
  Joins parts with slashes.

      iex> Path.join(["/", "foo", "bar/"])
      "/foo/bar"
  """
  @spec join([t, ...]) :: binary
  def join([name1, name2 | rest]), do: join([join(name1, name2) | rest])
  def join([name]), do: name |> text() |> strip_end()

  @doc "Joins two parts with a slash."
  @spec join(t, t) :: binary
  def join(left, right) do
    left = left |> text() |> strip_end()
    right = right |> text() |> String.trim_leading("/") |> strip_end()

    cond do
      left == "" -> right
      right == "" -> left
      left == "/" -> "/" <> right
      true -> left <> "/" <> right
    end
  end

  defp strip_end("/"), do: "/"
  defp strip_end(""), do: ""

  defp strip_end(path) do
    if String.ends_with?(path, "/"), do: path |> binary_part(0, byte_size(path) - 1) |> strip_end(), else: path
  end

  @doc """
  The parts between slashes.

      iex> Path.split("/foo/bar")
      ["/", "foo", "bar"]
  """
  @spec split(t) :: [binary]
  def split(path) do
    case text(path) do
      "" -> []
      "/" <> rest -> ["/" | :binary.split(rest, "/", [:global, :trim_all])]
      path -> :binary.split(path, "/", [:global, :trim_all])
    end
  end

  # --- wildcards ----------------------------------------------------------------------------------------------------

  @doc """
  The files that match a pattern: `?`, `*`, `**` (directories at any depth), `[a-z]`, `{a,b}`. With `match_dot: true`
  also those whose names start with a dot.
  """
  @spec wildcard(t, keyword) :: [binary]
  def wildcard(glob, opts \\ []) when is_list(opts) do
    dots? = Keyword.get(opts, :match_dot, false)
    glob = text(glob)

    if glob =~ "\0" do
      raise ArgumentError, "cannot execute Path.wildcard/2 for path with null byte, got: #{inspect(glob)}"
    end

    glob
    |> expand_braces()
    |> Enum.flat_map(&search(split(&1), dots?))
    |> Enum.sort()
    |> Enum.dedup()
  end

  defp search(["/" | parts], dots?), do: walk(parts, "/", dots?)
  defp search(parts, dots?), do: walk(parts, "", dots?)

  defp walk([], "", _dots?), do: []
  defp walk([], path, _dots?), do: [path]

  defp walk(["**" | rest], path, dots?) do
    deeper =
      for name <- entries(path, dots?), below = under(path, name), real_dir?(below), do: walk(["**" | rest], below, dots?)

    here = if rest == [], do: for(name <- entries(path, dots?), do: under(path, name)), else: walk(rest, path, dots?)
    Enum.concat([here | deeper])
  end

  defp walk([part | rest], path, dots?) do
    if plain?(part) do
      below = under(path, part)
      if exists?(below), do: walk(rest, below, dots?), else: []
    else
      pattern = tokens(part)
      dots? = dots? or String.starts_with?(part, ".")

      for name <- entries(path, dots?), fits?(name, pattern), found <- walk_on(rest, under(path, name), dots?), do: found
    end
  end

  defp walk_on([], path, _dots?), do: [path]
  defp walk_on(rest, path, dots?), do: if(File.dir?(path), do: walk(rest, path, dots?), else: [])

  defp under("", name), do: name
  defp under("/", name), do: "/" <> name
  defp under(path, name), do: path <> "/" <> name

  defp entries(path, dots?) do
    case File.ls(if(path == "", do: ".", else: path)) do
      {:ok, names} -> if dots?, do: names, else: Enum.reject(names, &String.starts_with?(&1, "."))
      {:error, _} -> []
    end
  end

  # A link to a directory is not followed by **, as it may lead back.
  defp real_dir?(path), do: match?({:ok, %{type: :directory}}, File.lstat(path))
  defp exists?(path), do: match?({:ok, _}, File.lstat(path))

  defp plain?(part), do: not String.contains?(part, ["*", "?", "[", "\\"])

  defp tokens("*" <> rest), do: [:any | tokens(String.trim_leading(rest, "*"))]
  defp tokens("?" <> rest), do: [:one | tokens(rest)]

  defp tokens("[" <> rest = all) do
    case :binary.split(rest, "]") do
      [set, rest] when set != "" -> [{:set, ranges(String.to_charlist(set))} | tokens(rest)]
      _ -> [?[ | all |> binary_part(1, byte_size(all) - 1) |> tokens()]
    end
  end

  defp tokens(<<"\\", char::utf8, rest::binary>>), do: [char | tokens(rest)]
  defp tokens(<<char::utf8, rest::binary>>), do: [char | tokens(rest)]
  defp tokens(""), do: []

  defp ranges([first, ?-, last | rest]), do: [{first, last} | ranges(rest)]
  defp ranges([char | rest]), do: [{char, char} | ranges(rest)]
  defp ranges([]), do: []

  defp fits?(name, pattern) when is_binary(name), do: name |> String.to_charlist() |> fits?(pattern)
  defp fits?([], []), do: true
  defp fits?(_chars, [:any]), do: true
  defp fits?(chars, [:any | pattern] = all), do: fits?(chars, pattern) or (chars != [] and fits?(tl(chars), all))
  defp fits?([_ | chars], [:one | pattern]), do: fits?(chars, pattern)

  defp fits?([char | chars], [{:set, ranges} | pattern]) do
    Enum.any?(ranges, fn {first, last} -> char >= first and char <= last end) and fits?(chars, pattern)
  end

  defp fits?([char | chars], [char | pattern]), do: fits?(chars, pattern)
  defp fits?(_chars, _pattern), do: false

  # a{b,c}d is abd and acd; braces may be nested.
  defp expand_braces(glob) do
    case find_brace(glob, 0) do
      nil -> [glob]
      {before, options, rest} -> for option <- options, more <- expand_braces(before <> option <> rest), do: more
    end
  end

  defp find_brace(glob, at) do
    case glob do
      <<_::binary-size(at), "\\", _, _::binary>> ->
        find_brace(glob, at + 2)

      <<before::binary-size(at), "{", rest::binary>> ->
        case options(rest, 0, "", []) do
          {options, rest} -> {before, options, rest}
          nil -> nil
        end

      <<_::binary-size(at), _, _::binary>> ->
        find_brace(glob, at + 1)

      _ ->
        nil
    end
  end

  defp options("}" <> rest, 0, option, acc), do: {:lists.reverse([option | acc]), rest}
  defp options("," <> rest, 0, option, acc), do: options(rest, 0, "", [option | acc])
  defp options("{" <> rest, depth, option, acc), do: options(rest, depth + 1, option <> "{", acc)
  defp options("}" <> rest, depth, option, acc), do: options(rest, depth - 1, option <> "}", acc)
  defp options(<<byte, rest::binary>>, depth, option, acc), do: options(rest, depth, <<option::binary, byte>>, acc)
  defp options("", _depth, _option, _acc), do: nil

  defp text(path), do: IO.chardata_to_string(path)
end
