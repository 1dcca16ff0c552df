# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :filename do
  @moduledoc """
  File names, as Erlang's `filename`, on Unix. Names are lists (deep, with atoms) or binaries; a result is a binary if an
  argument was one. Inside, all is done on binaries.
  """

  defp binary(name) do
    case :file.path(name) do
      :error -> :erlang.error(:badarg, [name])
      path -> path
    end
  end

  defp like(name, result) when is_binary(name), do: result
  defp like(_, result), do: :unicode.characters_to_list(result)

  @doc "Flattens a name."
  def flatten(name) when is_binary(name), do: name
  def flatten(name), do: like(name, binary(name))

  @doc "The last part of a name."
  def basename(name), do: like(name, last_part(binary(name)))

  @doc "The last part without the extension `ext`."
  def basename(name, ext) do
    base = last_part(binary(name))
    like(name, strip_suffix(base, binary(ext)))
  end

  defp strip_suffix(base, ext) do
    size = :erlang.byte_size(base) - :erlang.byte_size(ext)

    case size >= 0 and base do
      <<rest::binary-size(size), ^ext::binary>> when size > 0 -> rest
      <<_::binary-size(size), ^ext::binary>> when size == 0 and ext != "" -> ""
      _ -> base
    end
  end

  defp last_part(path) do
    case :lists.reverse(parts(path)) do
      ["/"] -> ""
      [last | _] -> last
      [] -> ""
    end
  end

  @doc "All but the last part."
  def dirname(name), do: like(name, directory(binary(name)))

  defp directory(path) do
    case :binary.matches(path, "/") do
      [] -> "."
      matches -> directory(path, :erlang.element(1, :lists.last(matches)))
    end
  end

  defp directory(_, 0), do: "/"

  defp directory(path, at) do
    case strip_slashes(:binary.part(path, 0, at)) do
      "" -> "/"
      dir -> dir
    end
  end

  defp strip_slashes(path) do
    size = :erlang.byte_size(path) - 1

    case path do
      <<rest::binary-size(size), ?/>> -> strip_slashes(rest)
      _ -> path
    end
  end

  @doc "The extension, with its dot."
  def extension(name) do
    base = :lists.last([:erlang.hd([binary(name)])])
    like(name, extension_of(last_part_raw(base)))
  end

  defp last_part_raw(path), do: :lists.last(:binary.split(path, "/", [:global]))

  defp extension_of(base) do
    case :binary.matches(base, ".") do
      [] -> ""
      matches -> extension_at(base, :erlang.element(1, :lists.last(matches)))
    end
  end

  defp extension_at(_, 0), do: ""
  defp extension_at(base, at), do: :binary.part(base, at, :erlang.byte_size(base) - at)

  @doc "The name without its extension."
  def rootname(name) do
    path = binary(name)
    size = :erlang.byte_size(path) - :erlang.byte_size(extension_of(last_part_raw(path)))
    like(name, :binary.part(path, 0, size))
  end

  @doc "The name without the extension `ext`."
  def rootname(name, ext), do: like(name, root(binary(name), binary(ext)))

  defp root(path, ext) do
    size = :erlang.byte_size(path) - :erlang.byte_size(ext)

    case size >= 0 and path do
      <<rest::binary-size(size), ^ext::binary>> -> rest
      _ -> path
    end
  end

  @doc "Joins parts; an absolute part forgets what was before."
  def join([name]), do: like(name, joined([binary(name)]))
  def join([_ | _] = names), do: like_any(names, joined(:lists.map(&binary/1, names)))

  def join(a, b), do: like_any([a, b], joined([binary(a), binary(b)]))

  defp like_any(names, result) do
    case :lists.any(&is_binary/1, names) do
      true -> result
      false -> :unicode.characters_to_list(result)
    end
  end

  defp joined(paths), do: :lists.foldl(&join_one/2, "", paths)

  defp join_one(<<?/, _::binary>> = absolute, _), do: clean(absolute)
  defp join_one(part, ""), do: clean(part)
  defp join_one("", path), do: path
  defp join_one(part, "/"), do: "/" <> clean(part)
  defp join_one(part, path), do: path <> "/" <> clean(part)

  # One slash for many, none at the end.
  defp clean(path), do: strip_end(squeeze(path, ""))

  defp squeeze(<<?/, ?/, rest::binary>>, done), do: squeeze(<<?/, rest::binary>>, done)
  defp squeeze(<<c, rest::binary>>, done), do: squeeze(rest, <<done::binary, c>>)
  defp squeeze("", done), do: done

  defp strip_end("/"), do: "/"
  defp strip_end(path), do: strip_slashes(path)

  @doc "Joins a directory and a name, as they are."
  def append(dir, name), do: like_any([dir, name], appended(binary(dir), binary(name)))

  defp appended(dir, name) do
    case strip_slashes(dir) do
      "" -> dir <> name
      stripped -> stripped <> "/" <> name
    end
  end

  @doc "The parts of a name."
  def split(name), do: :lists.map(fn part -> like(name, part) end, parts(binary(name)))

  defp parts(<<?/, rest::binary>>), do: ["/" | named_parts(rest)]
  defp parts(path), do: named_parts(path)

  defp named_parts(path), do: :lists.filter(fn part -> part != "" end, :binary.split(path, "/", [:global]))

  @doc "The absolute name."
  def absname(name) do
    {:ok, cwd} = :elver_file.get_cwd()
    like(name, absolute(binary(name), cwd))
  end

  def absname(name, dir), do: like_any([name, dir], absolute(binary(name), binary(dir)))
  def absname_join(dir, name), do: absname(name, dir)

  defp absolute(path, dir), do: joined([dir, path])

  def pathtype(name) do
    case binary(name) do
      <<?/, _::binary>> -> :absolute
      _ -> :relative
    end
  end

  def nativename(name), do: join([name])

  def validate(name) do
    case :file.path(name) do
      :error -> false
      _ -> true
    end
  end

  @doc "Where a program keeps its files of a kind."
  def basedir(type, application), do: basedir(type, application, %{})

  def basedir(type, application, _options) do
    home = :os.getenv('HOME', '')
    like(application, joined([base(type, :unicode.characters_to_binary(home)), binary(application)]))
  end

  defp base(:user_cache, home), do: xdg('XDG_CACHE_HOME', home <> "/.cache")
  defp base(:user_config, home), do: xdg('XDG_CONFIG_HOME', home <> "/.config")
  defp base(:user_data, home), do: xdg('XDG_DATA_HOME', home <> "/.local/share")
  defp base(:user_log, home), do: base(:user_cache, home)

  defp xdg(variable, default) do
    case :os.getenv(variable) do
      false -> default
      value -> :unicode.characters_to_binary(value)
    end
  end
end
