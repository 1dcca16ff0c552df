# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :queue do
  @moduledoc """
  Double-ended queues, as Erlang's `queue`: `{rear, front}`, two lists, the rear in reverse. With two or more items neither is
  empty (Okasaki); a single item is in the rear. All but `len`, `join` and the like take constant time on average.
  """

  def new, do: {[], []}

  def is_queue({rear, front}) when is_list(rear) and is_list(front), do: true
  def is_queue(_), do: false

  def is_empty({[], []}), do: true
  def is_empty({rear, front}) when is_list(rear) and is_list(front), do: false
  def is_empty(q), do: :erlang.error(:badarg, [q])

  def len({rear, front}) when is_list(rear) and is_list(front), do: :erlang.length(rear) + :erlang.length(front)
  def len(q), do: :erlang.error(:badarg, [q])

  def to_list({rear, front}) when is_list(rear) and is_list(front), do: :erlang.++(front, :lists.reverse(rear))
  def to_list(q), do: :erlang.error(:badarg, [q])

  def from_list(list) when is_list(list), do: from_front(list)
  def from_list(list), do: :erlang.error(:badarg, [list])

  # The invariant from a list in order, or in reverse.
  defp from_front([]), do: {[], []}
  defp from_front([x]), do: {[x], []}

  defp from_front(list) do
    {front, rear} = :lists.split(:erlang.div(:erlang.length(list), 2), list)
    {:lists.reverse(rear), front}
  end

  defp from_rear(list) do
    {front, rear} = from_front(list)
    {rear, front}
  end

  def member(x, {rear, front}) when is_list(rear) and is_list(front), do: :lists.member(x, rear) or :lists.member(x, front)
  def member(x, q), do: :erlang.error(:badarg, [x, q])

  # Ends

  def unquote(:in)(x, {[_] = rear, []}), do: {[x], rear}
  def unquote(:in)(x, {rear, front}) when is_list(rear) and is_list(front), do: {[x | rear], front}
  def unquote(:in)(x, q), do: :erlang.error(:badarg, [x, q])

  def in_r(x, {[], [_] = front}), do: {front, [x]}
  def in_r(x, {rear, front}) when is_list(rear) and is_list(front), do: {rear, [x | front]}
  def in_r(x, q), do: :erlang.error(:badarg, [x, q])

  def out({[], []} = q), do: {:empty, q}
  def out({[x], []}), do: {{:value, x}, {[], []}}

  def out({[y | rear], []}) do
    [x | front] = :lists.reverse(rear)
    {{:value, x}, {[y], front}}
  end

  def out({rear, [x]}) when is_list(rear), do: {{:value, x}, from_rear(rear)}
  def out({rear, [x | front]}) when is_list(rear), do: {{:value, x}, {rear, front}}
  def out(q), do: :erlang.error(:badarg, [q])

  def out_r({[], []} = q), do: {:empty, q}
  def out_r({[], [x]}), do: {{:value, x}, {[], []}}

  def out_r({[], [y | front]}) do
    [x | rear] = :lists.reverse(front)
    {{:value, x}, {rear, [y]}}
  end

  def out_r({[x], front}) when is_list(front), do: {{:value, x}, from_front(front)}
  def out_r({[x | rear], front}) when is_list(front), do: {{:value, x}, {rear, front}}
  def out_r(q), do: :erlang.error(:badarg, [q])

  def peek({[], []}), do: :empty
  def peek({_, [x | _]}), do: {:value, x}
  def peek({rear, []}) when is_list(rear), do: {:value, :lists.last(rear)}
  def peek(q), do: :erlang.error(:badarg, [q])

  def peek_r({[], []}), do: :empty
  def peek_r({[x | _], _}), do: {:value, x}
  def peek_r({[], front}) when is_list(front), do: {:value, :lists.last(front)}
  def peek_r(q), do: :erlang.error(:badarg, [q])

  def get(q), do: value(peek(q), q)
  def get_r(q), do: value(peek_r(q), q)

  defp value({:value, x}, _), do: x
  defp value(:empty, q), do: :erlang.error(:empty, [q])

  def drop(q), do: rest(out(q), q)
  def drop_r(q), do: rest(out_r(q), q)

  defp rest({:empty, _}, q), do: :erlang.error(:empty, [q])
  defp rest({_, q}, _), do: q

  def head(q), do: get(q)
  def tail(q), do: drop(q)
  def cons(x, q), do: in_r(x, q)
  def daeh(q), do: get_r(q)
  def last(q), do: get_r(q)
  def liat(q), do: drop_r(q)
  def lait(q), do: drop_r(q)
  def init(q), do: drop_r(q)
  def snoc(q, x), do: :queue.in(x, q)

  # Whole queues

  def reverse({rear, front}) when is_list(rear) and is_list(front), do: {front, rear}
  def reverse(q), do: :erlang.error(:badarg, [q])

  def join({r1, f1}, {[], []}) when is_list(r1) and is_list(f1), do: {r1, f1}
  def join({[], []}, {r2, f2}) when is_list(r2) and is_list(f2), do: {r2, f2}
  def join({r1, f1}, {r2, f2}) when is_list(r1) and is_list(f1) and is_list(r2) and is_list(f2),
    do: {r2, :erlang.++(f1, :lists.reverse(r1, f2))}

  def join(a, b), do: :erlang.error(:badarg, [a, b])

  def split(n, q) when is_integer(n) and n >= 0 do
    {a, b} = :lists.split(n, to_list(q))
    {from_front(a), from_front(b)}
  end

  def split(n, q), do: :erlang.error(:badarg, [n, q])

  def filter(fun, q) when is_function(fun, 1), do: from_front(filter_list(fun, to_list(q)))

  defp filter_list(fun, list) do
    :lists.flatmap(
      fn x ->
        case fun.(x) do
          true -> [x]
          false -> []
          list when is_list(list) -> list
        end
      end,
      list
    )
  end

  def filtermap(fun, q) when is_function(fun, 1), do: from_front(:lists.filtermap(fun, to_list(q)))
  def fold(fun, acc, q) when is_function(fun, 2), do: :lists.foldl(fun, acc, to_list(q))
  def any(fun, q), do: :lists.any(fun, to_list(q))
  def all(fun, q), do: :lists.all(fun, to_list(q))
  def delete(x, q), do: delete_with(fn y -> x === y end, q)
  def delete_r(x, q), do: delete_with_r(fn y -> x === y end, q)
  def delete_with(fun, q), do: from_front(drop_first(fun, to_list(q)))
  def delete_with_r(fun, q), do: from_front(:lists.reverse(drop_first(fun, :lists.reverse(to_list(q)))))

  defp drop_first(fun, [x | rest]) do
    case fun.(x) do
      true -> rest
      false -> [x | drop_first(fun, rest)]
    end
  end

  defp drop_first(_, []), do: []
end
