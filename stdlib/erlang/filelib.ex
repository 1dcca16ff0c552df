# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :filelib do
  @moduledoc "Utilities on files, as Erlang's `filelib`."

  defp info(name) do
    case :file.path(name) do
      :error -> {:error, :badarg}
      path -> :elver_file.stat(path, true)
    end
  end

  def is_dir(name), do: type?(name, [:directory])
  def is_dir(name, _), do: is_dir(name)
  def is_file(name), do: type?(name, [:directory, :regular])
  def is_file(name, _), do: is_file(name)
  def is_regular(name), do: type?(name, [:regular])
  def is_regular(name, _), do: is_regular(name)

  defp type?(name, types) do
    case info(name) do
      {:ok, info} -> :lists.member(:erlang.element(2, info), types)
      _ -> false
    end
  end

  def file_size(name) do
    case info(name) do
      {:ok, info} -> :erlang.element(1, info)
      _ -> 0
    end
  end

  def file_size(name, _), do: file_size(name)

  def last_modified(name) do
    case info(name) do
      {:ok, info} -> :calendar.system_time_to_local_time(:erlang.element(5, info), :second)
      _ -> 0
    end
  end

  def last_modified(name, _), do: last_modified(name)

  @doc "Makes the directories that a file needs."
  def ensure_dir(name), do: ensure_path(:filename.dirname(name))

  @doc "Makes a directory and those above."
  def ensure_path(name) do
    case is_dir(name) do
      true ->
        :ok

      false ->
        with :ok <- ensure_parent(name, :filename.dirname(name)) do
          case :file.make_dir(name) do
            {:error, :eexist} -> if is_dir(name), do: :ok, else: {:error, :eexist}
            result -> result
          end
        end
    end
  end

  defp ensure_parent(name, name), do: :ok
  defp ensure_parent(_, parent), do: ensure_path(parent)

  @doc "Folds over the files whose base name matches a regular expression."
  def fold_files(dir, regexp, recursive, fun, acc) do
    {:ok, pattern} = :re.compile(regexp, [:unicode])
    fold_dir(dir, pattern, recursive, fun, acc)
  end

  def fold_files(dir, regexp, recursive, fun, acc, _), do: fold_files(dir, regexp, recursive, fun, acc)

  defp fold_dir(dir, pattern, recursive, fun, acc) do
    case :file.list_dir(dir) do
      {:ok, names} ->
        :lists.foldl(fn name, acc -> fold_entry(:filename.join(dir, name), name, pattern, recursive, fun, acc) end, acc, names)

      _ ->
        acc
    end
  end

  defp fold_entry(path, name, pattern, recursive, fun, acc) do
    cond do
      is_regular(path) -> if :re.run(name, pattern, [{:capture, :none}]) == :match, do: fun.(path, acc), else: acc
      recursive and is_dir(path) -> fold_dir(path, pattern, recursive, fun, acc)
      true -> acc
    end
  end

  # Wildcards: ? * ** [abc] [a-z] {one,two}, \ quotes

  @doc "The files that match a wildcard, sorted."
  def wildcard(pattern), do: wildcard(pattern, '.', :none)
  def wildcard(pattern, dir) when is_list(dir) or is_binary(dir), do: wildcard(pattern, dir, :none)
  def wildcard(pattern, _module), do: wildcard(pattern)

  def wildcard(pattern, dir, _module) do
    patterns = alternatives(:unicode.characters_to_list(pattern))
    found = :lists.flatmap(fn one -> expand(one, :unicode.characters_to_list(dir)) end, patterns)
    :lists.usort(found)
  end

  @doc false
  def compile_wildcard(pattern), do: pattern

  # {a,b} anywhere, also over slashes, is taken apart first.
  defp alternatives(pattern), do: alternatives(pattern, [[]])

  defp alternatives([?\\, c | rest], done), do: alternatives(rest, each(done, [[?\\, c]]))

  defp alternatives([?{ | rest] = pattern, done) do
    case choices(rest, 0, [], []) do
      {:ok, choices, rest} -> alternatives(rest, each(done, :lists.flatmap(&alternatives/1, choices)))
      :error -> alternatives(:erlang.tl(pattern), each(done, [[?{]]))
    end
  end

  defp alternatives([c | rest], done), do: alternatives(rest, each(done, [[c]]))
  defp alternatives([], done), do: done

  defp each(done, more), do: :lists.flatmap(fn a -> :lists.map(fn b -> :erlang.++(a, b) end, more) end, done)

  defp choices([?} | rest], 0, current, done), do: {:ok, :lists.reverse([:lists.reverse(current) | done]), rest}
  defp choices([?, | rest], 0, current, done), do: choices(rest, 0, [], [:lists.reverse(current) | done])
  defp choices([?{ | rest], n, current, done), do: choices(rest, n + 1, [?{ | current], done)
  defp choices([?} | rest], n, current, done), do: choices(rest, n - 1, [?} | current], done)
  defp choices([c | rest], n, current, done), do: choices(rest, n, [c | current], done)
  defp choices([], _, _, _), do: :error

  defp expand([?/ | rest], _), do: walk(segments(rest), '/', '/')
  defp expand(pattern, dir), do: walk(segments(pattern), '', dir)

  defp segments(pattern), do: :lists.filter(fn part -> part != [] end, split_slashes(pattern, [], []))

  defp split_slashes([?/ | rest], current, done), do: split_slashes(rest, [], [:lists.reverse(current) | done])
  defp split_slashes([c | rest], current, done), do: split_slashes(rest, [c | current], done)
  defp split_slashes([], current, done), do: :lists.reverse([:lists.reverse(current) | done])

  # `shown` is the path as the result has it, `dir` where it is found.
  defp walk([], shown, _), do: [shown]

  defp walk(['**' | rest], shown, dir) do
    here = if rest == [], do: [], else: walk(rest, shown, dir)

    below =
      :lists.flatmap(
        fn name ->
          path = :filename.join(dir, name)
          found = prefixed(shown, name)

          cond do
            is_dir(path) and rest == [] -> [found | walk(['**' | rest], found, path)]
            is_dir(path) -> walk(['**' | rest], found, path)
            rest == [] -> [found]
            true -> []
          end
        end,
        visible(names(dir))
      )

    :erlang.++(here, below)
  end

  defp walk([part | rest], shown, dir) do
    case literal(part) do
      {:ok, name} ->
        path = :filename.join(dir, name)
        if exists?(path), do: walk_into(rest, prefixed(shown, name), path), else: []

      :error ->
        names = :lists.filter(fn name -> matches?(part, name) end, candidates(part, names(dir)))
        :lists.flatmap(fn name -> walk_into(rest, prefixed(shown, name), :filename.join(dir, name)) end, names)
    end
  end

  defp walk_into([], shown, _), do: [shown]
  defp walk_into(rest, shown, path), do: if(is_dir(path), do: walk(rest, shown, path), else: [])

  defp exists?(path) do
    case :file.path(path) do
      :error -> false
      binary -> :erlang.element(1, :elver_file.stat(binary, false)) == :ok
    end
  end

  defp prefixed('', name), do: name
  defp prefixed('/', name), do: [?/ | name]
  defp prefixed(shown, name), do: :lists.append([shown, '/', name])

  defp names(dir) do
    case :file.list_dir(dir) do
      {:ok, names} -> :lists.sort(:lists.filter(&is_list/1, names))
      _ -> []
    end
  end

  # A leading dot is matched by a dot only.
  defp candidates([?. | _], names), do: names
  defp candidates(_, names), do: visible(names)

  defp visible(names), do: :lists.filter(fn name -> :erlang.hd(name) != ?. end, names)

  defp literal(part), do: literal(part, [])
  defp literal([c | _], _) when c in '?*[', do: :error
  defp literal([?\\, c | rest], done), do: literal(rest, [c | done])
  defp literal([c | rest], done), do: literal(rest, [c | done])
  defp literal([], done), do: {:ok, :lists.reverse(done)}

  defp matches?([], []), do: true
  defp matches?([?* | rest], name), do: star(rest, name)
  defp matches?([?? | rest], [_ | name]), do: matches?(rest, name)
  defp matches?([?\\, c | rest], [c | name]), do: matches?(rest, name)

  defp matches?([?[ | rest], [c | name]) do
    case char_class(rest, []) do
      {:ok, class, rest} -> :lists.any(fn {from, to} -> c >= from and c <= to end, class) and matches?(rest, name)
      :error -> c == ?[ and matches?(rest, name)
    end
  end

  defp matches?([c | rest], [c | name]), do: matches?(rest, name)
  defp matches?(_, _), do: false

  defp star(rest, []), do: matches?(rest, [])
  defp star(rest, [_ | tail] = name), do: matches?(rest, name) or star(rest, tail)

  defp char_class([?] | rest], [_ | _] = class), do: {:ok, class, rest}
  defp char_class([from, ?-, to | rest], class) when to != ?], do: char_class(rest, [{from, to} | class])
  defp char_class([c | rest], class), do: char_class(rest, [{c, c} | class])
  defp char_class([], _), do: :error

  # Finding

  def find_file(name, dir), do: find_file(name, dir, [])

  def find_file(name, dir, _rules) do
    path = :filename.join(dir, name)
    if is_regular(path), do: {:ok, path}, else: {:error, :not_found}
  end

  def find_source(_), do: {:error, :not_found}
  def find_source(name, dir), do: find_file(name, dir)
  def find_source(name, dir, rules), do: find_file(name, dir, rules)

  @doc "The path without . and .., unless it leaves the directory."
  def safe_relative_path(path, _cwd) do
    case :filename.pathtype(path) do
      :relative -> safe(:filename.split(path), [])
      _ -> :unsafe
    end
  end

  defp safe([part | rest], done) when part in ['.', "."], do: safe(rest, done)
  defp safe([part | _], []) when part in ['..', ".."], do: :unsafe
  defp safe([part | rest], [_ | done]) when part in ['..', ".."], do: safe(rest, done)
  defp safe([part | rest], done), do: safe(rest, [part | done])
  defp safe([], []), do: []
  defp safe([], done), do: :filename.join(:lists.reverse(done))
end
