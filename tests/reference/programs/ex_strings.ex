# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExStrings do
  def main do
    s = "héllo wörld"
    [String.upcase(s), String.length(s), String.split("a,b,,c", ","), String.reverse(s), String.slice(s, 1, 3), String.replace("aXbX", "X", "-"), "a" <> "b#{1 + 1}c", String.to_integer("42"), String.trim("  x "), String.pad_leading("7", 3, "0"),
     String.graphemes("añ"), String.starts_with?("abc", "ab"), String.contains?("abc", "bc"), to_string(:atom), to_string(1.5), inspect({1, "a", [b: 2]}), String.capitalize("abc"), String.codepoints("xy"), String.at("abc", 1), String.duplicate("ab", 3), <<1, 2>> <> <<3>>]
  end
end
