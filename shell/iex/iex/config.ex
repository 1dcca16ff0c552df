# SPDX-License-Identifier: GPL-3.0-or-later
defmodule IEx.Config do
  @moduledoc false
  # The shell's configuration: one keyword list in the environment of the application :iex.

  @defaults [
    colors: [],
    inspect: [pretty: true],
    history_size: 20,
    default_prompt: "%prefix(%counter)>",
    alive_prompt: "%prefix(%node)%counter>",
    continuation_prompt: "%prefix(%counter)>"
  ]
  @color_names [
    eval_result: :yellow,
    eval_error: :red,
    eval_info: :normal,
    eval_interrupt: :yellow,
    stack_info: :red,
    blame_diff: :red,
    doc_code: :cyan,
    doc_headings: [:yellow, :bright],
    doc_inline_code: :cyan,
    doc_title: [:reverse, :yellow, :bright],
    ls_directory: :blue,
    ls_device: :green
  ]
  @syntax_colors [
    number: :default_color,
    atom: :cyan,
    string: :green,
    boolean: :magenta,
    nil: :magenta
  ]
  @keys [:colors, :inspect, :width, :history_size, :default_prompt, :alive_prompt, :continuation_prompt, :parser, :dot_iex]

  def configure(options) do
    Enum.each(options, &check/1)
    Application.put_env(:iex, :configuration, Keyword.merge(configuration(), options, &merge/3))
  end

  defp merge(key, old, new) when key in [:colors, :inspect], do: Keyword.merge(old, new)
  defp merge(_key, _old, new), do: new

  defp check({key, value}) when key in [:colors, :inspect] and is_list(value), do: :ok
  defp check({key, value}) when key in [:width, :history_size] and is_integer(value), do: :ok

  defp check({key, value}) when key in [:default_prompt, :alive_prompt, :continuation_prompt] and is_binary(value),
    do: :ok

  defp check({key, _value}) when key in [:parser, :dot_iex], do: :ok

  defp check({key, value}) do
    if key in @keys,
      do: raise(ArgumentError, "expected a valid value for configuration #{inspect(key)}, got: #{inspect(value)}"),
      else: raise(ArgumentError, "unknown configuration key #{inspect(key)}")
  end

  def configuration, do: Application.get_env(:iex, :configuration, @defaults)
  def started?, do: Process.whereis(IEx.Server) != nil
  def history_size, do: configuration()[:history_size]

  def width do
    configuration()[:width] ||
      case :io.columns() do
        {:ok, columns} -> min(columns, 80)
        _ -> 80
      end
  end

  def inspect_opts do
    options = Keyword.put_new(configuration()[:inspect], :width, width())
    if colors_enabled?(), do: Keyword.put_new(options, :syntax_colors, syntax_colors()), else: options
  end

  defp syntax_colors do
    colors = configuration()[:colors]
    Keyword.get(colors, :syntax_colors, [reset: reset(colors)] ++ @syntax_colors) || []
  end

  defp reset(colors), do: [:reset, Keyword.get(colors, :eval_result, @color_names[:eval_result])]

  def colors_enabled? do
    case Keyword.fetch(configuration()[:colors], :enabled) do
      {:ok, enabled} -> enabled
      :error -> IO.ANSI.enabled?()
    end
  end

  def color(color, string) do
    with true <- colors_enabled?(),
         ansi when ansi not in [nil, :normal] <- configuration()[:colors][color] || @color_names[color] do
      IO.iodata_to_binary(IO.ANSI.format_fragment([ansi, string, :reset], true))
    else
      _ -> string
    end
  end

  def prompt(:first, counter), do: expand(configuration()[:default_prompt], "iex", counter)
  def prompt(:more, counter), do: expand(configuration()[:continuation_prompt], "...", counter)

  defp expand(prompt, prefix, counter) do
    prompt
    |> String.replace("%counter", Integer.to_string(counter))
    |> String.replace("%prefix", prefix)
    |> String.replace("%node", Atom.to_string(node()))
    |> Kernel.<>(" ")
  end
end
