# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExMapset do
  def main do
    s = MapSet.new([1, 2, 3])
    [MapSet.member?(s, 2), MapSet.to_list(MapSet.union(s, MapSet.new([3, 4]))), MapSet.size(s), Enum.sort(MapSet.difference(s, MapSet.new([1]))), Map.keys(%{b: 1, a: 2}), Tuple.to_list({1, 2}), Tuple.append({1}, 2), List.flatten([1, [2, [3]]]), List.last([1, 2]), List.delete_at([1, 2, 3], 1), List.keyfind([a: 1], :a, 0), List.to_tuple([1]), List.foldr([1, 2], [], &[&1 | &2]), Integer.digits(123), Integer.to_string(255, 16), Float.round(1.256, 2), Bitwise.band(6, 3), Range.size(1..5)]
  end
end
