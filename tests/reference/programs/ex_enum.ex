# SPDX-License-Identifier: GPL-3.0-or-later
defmodule ExEnum do
  def main do
    [Enum.map([1, 2, 3], &(&1 * 2)), Enum.reduce(1..10, 0, &+/2), Enum.group_by(~w(a bb cc d), &String.length/1), Enum.sort_by([3, 1, 2], &(-&1)),
     Enum.zip([1, 2], [:a, :b]), Enum.chunk_every([1, 2, 3, 4, 5], 2), Enum.flat_map([1, 2], &[&1, &1]), Enum.uniq([1, 1, 2]), Enum.join([1, 2], "-"), Enum.frequencies([:a, :b, :a]),
     Enum.take_while([1, 2, 5, 1], &(&1 < 3)), Enum.with_index([:a, :b]), Enum.min_max([3, 1, 2]), Enum.split_with([1, 2, 3], &(rem(&1, 2) == 0)), Enum.into([a: 1], %{}), Enum.at([1, 2], 5, :none)]
  end
end
