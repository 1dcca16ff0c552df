# SPDX-License-Identifier: GPL-3.0-or-later
# io/ansi.ex - escape sequences of terminals.

defmodule IO.ANSI do
  @moduledoc """
  Escape sequences for colors and the cursor (ECMA-48).
  """

  @type ansicode :: atom
  @type ansilist :: maybe_improper_list(char | ansicode | binary | ansilist, binary | ansicode | [])
  @type ansidata :: ansilist | ansicode | binary

  @doc "Whether sequences are put out by default: the setting `:ansi_enabled` of the application `:elixir`."
  @spec enabled?() :: boolean
  def enabled?(), do: :application.get_env(:elixir, :ansi_enabled, false) == true

  @doc "The colors that terms are shown with in the shell."
  @spec syntax_colors() :: [{Inspect.Opts.color_key(), ansidata}]
  def syntax_colors() do
    :application.get_env(:elixir, :ansi_syntax_colors, [
      atom: :cyan,
      binary: :default_color,
      boolean: :magenta,
      charlist: :yellow,
      list: :default_color,
      map: :default_color,
      nil: :magenta,
      number: :yellow,
      string: :green,
      tuple: :default_color
    ])
  end

  @doc "The sequence of `reset`."
  @spec reset() :: String.t()
  def reset(), do: "\e[0m"

  @doc "The sequence of `bright`."
  @spec bright() :: String.t()
  def bright(), do: "\e[1m"

  @doc "The sequence of `faint`."
  @spec faint() :: String.t()
  def faint(), do: "\e[2m"

  @doc "The sequence of `italic`."
  @spec italic() :: String.t()
  def italic(), do: "\e[3m"

  @doc "The sequence of `underline`."
  @spec underline() :: String.t()
  def underline(), do: "\e[4m"

  @doc "The sequence of `blink_slow`."
  @spec blink_slow() :: String.t()
  def blink_slow(), do: "\e[5m"

  @doc "The sequence of `blink_rapid`."
  @spec blink_rapid() :: String.t()
  def blink_rapid(), do: "\e[6m"

  @doc "The sequence of `inverse`."
  @spec inverse() :: String.t()
  def inverse(), do: "\e[7m"

  @doc "The sequence of `reverse`."
  @spec reverse() :: String.t()
  def reverse(), do: "\e[7m"

  @doc "The sequence of `conceal`."
  @spec conceal() :: String.t()
  def conceal(), do: "\e[8m"

  @doc "The sequence of `crossed_out`."
  @spec crossed_out() :: String.t()
  def crossed_out(), do: "\e[9m"

  @doc "The sequence of `primary_font`."
  @spec primary_font() :: String.t()
  def primary_font(), do: "\e[10m"

  @doc "The sequence of `font_1`."
  @spec font_1() :: String.t()
  def font_1(), do: "\e[11m"

  @doc "The sequence of `font_2`."
  @spec font_2() :: String.t()
  def font_2(), do: "\e[12m"

  @doc "The sequence of `font_3`."
  @spec font_3() :: String.t()
  def font_3(), do: "\e[13m"

  @doc "The sequence of `font_4`."
  @spec font_4() :: String.t()
  def font_4(), do: "\e[14m"

  @doc "The sequence of `font_5`."
  @spec font_5() :: String.t()
  def font_5(), do: "\e[15m"

  @doc "The sequence of `font_6`."
  @spec font_6() :: String.t()
  def font_6(), do: "\e[16m"

  @doc "The sequence of `font_7`."
  @spec font_7() :: String.t()
  def font_7(), do: "\e[17m"

  @doc "The sequence of `font_8`."
  @spec font_8() :: String.t()
  def font_8(), do: "\e[18m"

  @doc "The sequence of `font_9`."
  @spec font_9() :: String.t()
  def font_9(), do: "\e[19m"

  @doc "The sequence of `normal`."
  @spec normal() :: String.t()
  def normal(), do: "\e[22m"

  @doc "The sequence of `not_italic`."
  @spec not_italic() :: String.t()
  def not_italic(), do: "\e[23m"

  @doc "The sequence of `no_underline`."
  @spec no_underline() :: String.t()
  def no_underline(), do: "\e[24m"

  @doc "The sequence of `blink_off`."
  @spec blink_off() :: String.t()
  def blink_off(), do: "\e[25m"

  @doc "The sequence of `inverse_off`."
  @spec inverse_off() :: String.t()
  def inverse_off(), do: "\e[27m"

  @doc "The sequence of `reverse_off`."
  @spec reverse_off() :: String.t()
  def reverse_off(), do: "\e[27m"

  @doc "The sequence of `black`."
  @spec black() :: String.t()
  def black(), do: "\e[30m"

  @doc "The sequence of `light_black`."
  @spec light_black() :: String.t()
  def light_black(), do: "\e[90m"

  @doc "The sequence of `black_background`."
  @spec black_background() :: String.t()
  def black_background(), do: "\e[40m"

  @doc "The sequence of `light_black_background`."
  @spec light_black_background() :: String.t()
  def light_black_background(), do: "\e[100m"

  @doc "The sequence of `red`."
  @spec red() :: String.t()
  def red(), do: "\e[31m"

  @doc "The sequence of `light_red`."
  @spec light_red() :: String.t()
  def light_red(), do: "\e[91m"

  @doc "The sequence of `red_background`."
  @spec red_background() :: String.t()
  def red_background(), do: "\e[41m"

  @doc "The sequence of `light_red_background`."
  @spec light_red_background() :: String.t()
  def light_red_background(), do: "\e[101m"

  @doc "The sequence of `green`."
  @spec green() :: String.t()
  def green(), do: "\e[32m"

  @doc "The sequence of `light_green`."
  @spec light_green() :: String.t()
  def light_green(), do: "\e[92m"

  @doc "The sequence of `green_background`."
  @spec green_background() :: String.t()
  def green_background(), do: "\e[42m"

  @doc "The sequence of `light_green_background`."
  @spec light_green_background() :: String.t()
  def light_green_background(), do: "\e[102m"

  @doc "The sequence of `yellow`."
  @spec yellow() :: String.t()
  def yellow(), do: "\e[33m"

  @doc "The sequence of `light_yellow`."
  @spec light_yellow() :: String.t()
  def light_yellow(), do: "\e[93m"

  @doc "The sequence of `yellow_background`."
  @spec yellow_background() :: String.t()
  def yellow_background(), do: "\e[43m"

  @doc "The sequence of `light_yellow_background`."
  @spec light_yellow_background() :: String.t()
  def light_yellow_background(), do: "\e[103m"

  @doc "The sequence of `blue`."
  @spec blue() :: String.t()
  def blue(), do: "\e[34m"

  @doc "The sequence of `light_blue`."
  @spec light_blue() :: String.t()
  def light_blue(), do: "\e[94m"

  @doc "The sequence of `blue_background`."
  @spec blue_background() :: String.t()
  def blue_background(), do: "\e[44m"

  @doc "The sequence of `light_blue_background`."
  @spec light_blue_background() :: String.t()
  def light_blue_background(), do: "\e[104m"

  @doc "The sequence of `magenta`."
  @spec magenta() :: String.t()
  def magenta(), do: "\e[35m"

  @doc "The sequence of `light_magenta`."
  @spec light_magenta() :: String.t()
  def light_magenta(), do: "\e[95m"

  @doc "The sequence of `magenta_background`."
  @spec magenta_background() :: String.t()
  def magenta_background(), do: "\e[45m"

  @doc "The sequence of `light_magenta_background`."
  @spec light_magenta_background() :: String.t()
  def light_magenta_background(), do: "\e[105m"

  @doc "The sequence of `cyan`."
  @spec cyan() :: String.t()
  def cyan(), do: "\e[36m"

  @doc "The sequence of `light_cyan`."
  @spec light_cyan() :: String.t()
  def light_cyan(), do: "\e[96m"

  @doc "The sequence of `cyan_background`."
  @spec cyan_background() :: String.t()
  def cyan_background(), do: "\e[46m"

  @doc "The sequence of `light_cyan_background`."
  @spec light_cyan_background() :: String.t()
  def light_cyan_background(), do: "\e[106m"

  @doc "The sequence of `white`."
  @spec white() :: String.t()
  def white(), do: "\e[37m"

  @doc "The sequence of `light_white`."
  @spec light_white() :: String.t()
  def light_white(), do: "\e[97m"

  @doc "The sequence of `white_background`."
  @spec white_background() :: String.t()
  def white_background(), do: "\e[47m"

  @doc "The sequence of `light_white_background`."
  @spec light_white_background() :: String.t()
  def light_white_background(), do: "\e[107m"

  @doc "The sequence of `default_color`."
  @spec default_color() :: String.t()
  def default_color(), do: "\e[39m"

  @doc "The sequence of `default_background`."
  @spec default_background() :: String.t()
  def default_background(), do: "\e[49m"

  @doc "The sequence of `framed`."
  @spec framed() :: String.t()
  def framed(), do: "\e[51m"

  @doc "The sequence of `encircled`."
  @spec encircled() :: String.t()
  def encircled(), do: "\e[52m"

  @doc "The sequence of `overlined`."
  @spec overlined() :: String.t()
  def overlined(), do: "\e[53m"

  @doc "The sequence of `not_framed_encircled`."
  @spec not_framed_encircled() :: String.t()
  def not_framed_encircled(), do: "\e[54m"

  @doc "The sequence of `not_overlined`."
  @spec not_overlined() :: String.t()
  def not_overlined(), do: "\e[55m"

  @doc "The sequence of `home`."
  @spec home() :: String.t()
  def home(), do: "\e[H"

  @doc "The sequence of `clear`."
  @spec clear() :: String.t()
  def clear(), do: "\e[2J"

  @doc "The sequence of `clear_line`."
  @spec clear_line() :: String.t()
  def clear_line(), do: "\e[2K"

  @doc "The foreground of a 256 color terminal."
  @spec color(0..255) :: String.t()
  def color(code) when is_integer(code) and code >= 0 and code <= 255, do: "\e[38;5;#{code}m"

  @doc """
  The foreground from red, green and blue from 0 to 5.

      iex> IO.ANSI.color(1, 2, 3)
      "\\e[38;5;67m"
  """
  @spec color(0..5, 0..5, 0..5) :: String.t()
  def color(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5, do: color(16 + 36 * r + 6 * g + b)

  @doc "The background of a 256 color terminal."
  @spec color_background(0..255) :: String.t()
  def color_background(code) when is_integer(code) and code >= 0 and code <= 255, do: "\e[48;5;#{code}m"

  @doc "The background from red, green and blue from 0 to 5."
  @spec color_background(0..5, 0..5, 0..5) :: String.t()
  def color_background(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5 do
    color_background(16 + 36 * r + 6 * g + b)
  end

  @doc "Moves the cursor to a line and column."
  @spec cursor(non_neg_integer, non_neg_integer) :: String.t()
  def cursor(line, column)
      when is_integer(line) and line >= 0 and is_integer(column) and column >= 0 do
    "\e[#{line};#{column}H"
  end

  @doc "Moves the cursor up."
  @spec cursor_up(pos_integer) :: String.t()
  def cursor_up(count \\ 1) when is_integer(count) and count >= 1, do: "\e[#{count}A"

  @doc "Moves the cursor down."
  @spec cursor_down(pos_integer) :: String.t()
  def cursor_down(count \\ 1) when is_integer(count) and count >= 1, do: "\e[#{count}B"

  @doc "Moves the cursor right."
  @spec cursor_right(pos_integer) :: String.t()
  def cursor_right(count \\ 1) when is_integer(count) and count >= 1, do: "\e[#{count}C"

  @doc "Moves the cursor left."
  @spec cursor_left(pos_integer) :: String.t()
  def cursor_left(count \\ 1) when is_integer(count) and count >= 1, do: "\e[#{count}D"

  @doc """
  Puts sequences in the place of their names, and a reset at the end if there were any.

      iex> IO.ANSI.format(["Hello, ", :red, "you"], true) |> IO.chardata_to_string()
      "Hello, \\e[31myou\\e[0m"
  """
  @spec format(ansidata, boolean) :: IO.chardata()
  def format(ansidata, emit? \\ enabled?()) when is_boolean(emit?) do
    {acc, any?} = walk(ansidata, [], [], emit?, false)
    if emit? and any?, do: [acc | reset()], else: acc
  end

  @doc "Like `format/2`, without a reset at the end."
  @spec format_fragment(ansidata, boolean) :: IO.chardata()
  def format_fragment(ansidata, emit? \\ enabled?()) when is_boolean(emit?) do
    {acc, _any?} = walk(ansidata, [], [], emit?, false)
    acc
  end

  # `rest` holds the tails of the lists around; the text grows to the left.
  defp walk([term | tail], rest, acc, emit?, any?), do: walk(term, [tail | rest], acc, emit?, any?)
  defp walk([], rest, acc, emit?, any?), do: next(rest, acc, emit?, any?)
  defp walk(term, rest, acc, true, _any?) when is_atom(term), do: next(rest, [acc | sequence(term)], true, true)
  defp walk(term, rest, acc, false, any?) when is_atom(term), do: next(rest, acc, false, any?)
  defp walk(term, rest, acc, emit?, any?), do: next(rest, [acc, term], emit?, any?)

  defp next([], acc, _emit?, any?), do: {acc, any?}
  defp next([term | rest], acc, emit?, any?), do: walk(term, rest, acc, emit?, any?)

  defp sequence(:reset), do: "\e[0m"
  defp sequence(:bright), do: "\e[1m"
  defp sequence(:faint), do: "\e[2m"
  defp sequence(:italic), do: "\e[3m"
  defp sequence(:underline), do: "\e[4m"
  defp sequence(:blink_slow), do: "\e[5m"
  defp sequence(:blink_rapid), do: "\e[6m"
  defp sequence(:inverse), do: "\e[7m"
  defp sequence(:reverse), do: "\e[7m"
  defp sequence(:conceal), do: "\e[8m"
  defp sequence(:crossed_out), do: "\e[9m"
  defp sequence(:primary_font), do: "\e[10m"
  defp sequence(:font_1), do: "\e[11m"
  defp sequence(:font_2), do: "\e[12m"
  defp sequence(:font_3), do: "\e[13m"
  defp sequence(:font_4), do: "\e[14m"
  defp sequence(:font_5), do: "\e[15m"
  defp sequence(:font_6), do: "\e[16m"
  defp sequence(:font_7), do: "\e[17m"
  defp sequence(:font_8), do: "\e[18m"
  defp sequence(:font_9), do: "\e[19m"
  defp sequence(:normal), do: "\e[22m"
  defp sequence(:not_italic), do: "\e[23m"
  defp sequence(:no_underline), do: "\e[24m"
  defp sequence(:blink_off), do: "\e[25m"
  defp sequence(:inverse_off), do: "\e[27m"
  defp sequence(:reverse_off), do: "\e[27m"
  defp sequence(:black), do: "\e[30m"
  defp sequence(:light_black), do: "\e[90m"
  defp sequence(:black_background), do: "\e[40m"
  defp sequence(:light_black_background), do: "\e[100m"
  defp sequence(:red), do: "\e[31m"
  defp sequence(:light_red), do: "\e[91m"
  defp sequence(:red_background), do: "\e[41m"
  defp sequence(:light_red_background), do: "\e[101m"
  defp sequence(:green), do: "\e[32m"
  defp sequence(:light_green), do: "\e[92m"
  defp sequence(:green_background), do: "\e[42m"
  defp sequence(:light_green_background), do: "\e[102m"
  defp sequence(:yellow), do: "\e[33m"
  defp sequence(:light_yellow), do: "\e[93m"
  defp sequence(:yellow_background), do: "\e[43m"
  defp sequence(:light_yellow_background), do: "\e[103m"
  defp sequence(:blue), do: "\e[34m"
  defp sequence(:light_blue), do: "\e[94m"
  defp sequence(:blue_background), do: "\e[44m"
  defp sequence(:light_blue_background), do: "\e[104m"
  defp sequence(:magenta), do: "\e[35m"
  defp sequence(:light_magenta), do: "\e[95m"
  defp sequence(:magenta_background), do: "\e[45m"
  defp sequence(:light_magenta_background), do: "\e[105m"
  defp sequence(:cyan), do: "\e[36m"
  defp sequence(:light_cyan), do: "\e[96m"
  defp sequence(:cyan_background), do: "\e[46m"
  defp sequence(:light_cyan_background), do: "\e[106m"
  defp sequence(:white), do: "\e[37m"
  defp sequence(:light_white), do: "\e[97m"
  defp sequence(:white_background), do: "\e[47m"
  defp sequence(:light_white_background), do: "\e[107m"
  defp sequence(:default_color), do: "\e[39m"
  defp sequence(:default_background), do: "\e[49m"
  defp sequence(:framed), do: "\e[51m"
  defp sequence(:encircled), do: "\e[52m"
  defp sequence(:overlined), do: "\e[53m"
  defp sequence(:not_framed_encircled), do: "\e[54m"
  defp sequence(:not_overlined), do: "\e[55m"
  defp sequence(:home), do: "\e[H"
  defp sequence(:clear), do: "\e[2J"
  defp sequence(:clear_line), do: "\e[2K"

  defp sequence(other) do
    raise ArgumentError, "invalid ANSI sequence specification: #{inspect(other)}"
  end
end
