# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :lists do
  @moduledoc """
  List processing, as Erlang's `lists`. Natives: `append/2`, `flatten/1`, `keyfind/3`,
  `keymember/3`, `keysearch/3`, `keysort/2`, `member/2`, `reverse/1,2`, `sort/1`, `subtract/2`, `ukeysort/2`, `usort/1`.

  This module is at the bottom of the library: it uses nothing but natives.
  """

  # Predicates and search

  @doc "Whether `pred` holds for all elements."
  @spec all((term -> boolean), [term]) :: boolean
  def all(pred, []) when is_function(pred, 1), do: true
  def all(pred, list) when is_function(pred, 1), do: every(pred, list)

  defp every(pred, [x | rest]) do
    case pred.(x) do
      true -> every(pred, rest)
      false -> false
    end
  end

  defp every(_, []), do: true

  @doc "Whether `pred` holds for some element."
  @spec any((term -> boolean), [term]) :: boolean
  def any(pred, []) when is_function(pred, 1), do: false
  def any(pred, list) when is_function(pred, 1), do: some(pred, list)

  defp some(pred, [x | rest]) do
    case pred.(x) do
      true -> true
      false -> some(pred, rest)
    end
  end

  defp some(_, []), do: false

  @doc "The first element for which `pred` holds, as `{:value, x}`, or `false`."
  @spec search((term -> boolean), [term]) :: {:value, term} | false
  def search(pred, [x | rest]) do
    case pred.(x) do
      true -> {:value, x}
      false -> search(pred, rest)
    end
  end

  def search(pred, []) when is_function(pred, 1), do: false

  @doc "Whether `list` begins with `prefix`."
  @spec prefix([term], [term]) :: boolean
  def prefix([x | a], [y | b]) when x === y, do: prefix(a, b)
  def prefix([], list) when is_list(list), do: true
  def prefix([_ | _], list) when is_list(list), do: false

  @doc "Whether `list` ends with `suffix`."
  @spec suffix([term], [term]) :: boolean
  def suffix(suffix, list) do
    extra = :erlang.length(list) - :erlang.length(suffix)
    extra >= 0 and nthtail(extra, list) === suffix
  end

  # Building

  @doc "Appends a list of lists."
  @spec append([[term]]) :: [term]
  def append([list]), do: list
  def append([list | lists]), do: :erlang.++(list, append(lists))
  def append([]), do: []

  @doc "The text of atoms, numbers and strings, put together."
  @spec concat([term]) :: charlist
  def concat(things), do: flatmap(&thing_to_list/1, things)

  defp thing_to_list(x) when is_integer(x), do: :erlang.integer_to_list(x)
  defp thing_to_list(x) when is_float(x), do: :erlang.float_to_list(x)
  defp thing_to_list(x) when is_atom(x), do: :erlang.atom_to_list(x)
  defp thing_to_list(x) when is_list(x), do: x

  @doc "Deletes the first element that matches `item`."
  @spec delete(term, [term]) :: [term]
  def delete(item, [x | rest]) when item === x, do: rest
  def delete(item, [x | rest]), do: [x | delete(item, rest)]
  def delete(_, []), do: []

  @doc "All but the last element."
  @spec droplast([term, ...]) :: [term]
  def droplast([_]), do: []
  def droplast([x | rest]), do: [x | droplast(rest)]

  @doc "`n` copies of `item`."
  @spec duplicate(non_neg_integer, term) :: [term]
  def duplicate(n, item) when is_integer(n) and n >= 0, do: duplicate_onto(n, item, [])

  defp duplicate_onto(0, _, list), do: list
  defp duplicate_onto(n, item, list), do: duplicate_onto(n - 1, item, [item | list])

  @doc "Pairs of position and element."
  @spec enumerate([term]) :: [{integer, term}]
  def enumerate(list), do: enumerate(1, list)

  @spec enumerate(integer, [term]) :: [{integer, term}]
  def enumerate(from, [x | rest]) when is_integer(from), do: [{from, x} | enumerate(from + 1, rest)]
  def enumerate(from, []) when is_integer(from), do: []

  @doc "Puts `separator` between elements."
  @spec join(term, [term]) :: [term]
  def join(_, []), do: []
  def join(separator, [x | rest]), do: [x | prepend_each(separator, rest)]

  defp prepend_each(separator, [x | rest]), do: [separator, x | prepend_each(separator, rest)]
  defp prepend_each(_, []), do: []

  @doc "The integers from `first` to `last`."
  @spec seq(integer, integer) :: [integer]
  def seq(first, last) when is_integer(first) and is_integer(last) and first - 1 <= last,
    do: count_down(last, first, 1, [])

  def seq(first, last), do: :erlang.error(:function_clause, [first, last])

  @spec seq(integer, integer, integer) :: [integer]
  def seq(first, last, step)
      when is_integer(first) and is_integer(last) and is_integer(step) and
             ((step > 0 and first - step <= last) or (step < 0 and first - step >= last)) do
    steps = :erlang.div(last - first, step)
    # div rounds towards zero: an empty sequence has last - first between -step and 0
    case (step > 0 and last < first) or (step < 0 and last > first) do
      true -> []
      false -> count_steps(first + steps * step, step, steps + 1, [])
    end
  end

  def seq(same, same, 0) when is_integer(same), do: [same]
  def seq(first, last, step), do: :erlang.error(:badarg, [first, last, step])

  defp count_down(n, first, _, list) when n < first, do: list
  defp count_down(n, first, step, list), do: count_down(n - step, first, step, [n | list])

  defp count_steps(_, _, 0, list), do: list
  defp count_steps(n, step, left, list), do: count_steps(n - step, step, left - 1, [n | list])

  @doc "Flattens a list of any depth, onto `tail`."
  @spec flatten([term], [term]) :: [term]
  def flatten(list, tail) when is_list(list) and is_list(tail), do: flatten_onto(list, tail)

  defp flatten_onto([head | rest], tail) when is_list(head), do: flatten_onto(head, flatten_onto(rest, tail))
  defp flatten_onto([head | rest], tail), do: [head | flatten_onto(rest, tail)]
  defp flatten_onto([], tail), do: tail

  @doc "The length of the flattened list."
  @spec flatlength([term]) :: non_neg_integer
  def flatlength(list), do: flatlength(list, 0)

  defp flatlength([head | rest], n) when is_list(head), do: flatlength(head, flatlength(rest, n))
  defp flatlength([_ | rest], n), do: flatlength(rest, n + 1)
  defp flatlength([], n), do: n

  # Access

  @doc "The last element."
  @spec last([term, ...]) :: term
  def last([x]), do: x
  def last([_ | rest]), do: last(rest)

  @doc "Element `n`, counted from 1."
  @spec nth(pos_integer, [term, ...]) :: term
  def nth(1, [x | _]), do: x
  def nth(n, [_ | rest]) when n > 1, do: nth(n - 1, rest)

  @doc "What follows the first `n` elements."
  @spec nthtail(non_neg_integer, [term]) :: [term]
  def nthtail(0, list) when is_list(list), do: list
  def nthtail(n, [_ | rest]) when n > 0, do: nthtail(n - 1, rest)

  @doc "The greatest element."
  @spec max([term, ...]) :: term
  def max([x | rest]), do: greatest(rest, x)

  defp greatest([x | rest], best) when x > best, do: greatest(rest, x)
  defp greatest([_ | rest], best), do: greatest(rest, best)
  defp greatest([], best), do: best

  @doc "The smallest element."
  @spec min([term, ...]) :: term
  def min([x | rest]), do: smallest(rest, x)

  defp smallest([x | rest], best) when x < best, do: smallest(rest, x)
  defp smallest([_ | rest], best), do: smallest(rest, best)
  defp smallest([], best), do: best

  @doc "The sum of the elements."
  @spec sum([number]) :: number
  def sum(list), do: sum(list, 0)

  defp sum([x | rest], total), do: sum(rest, total + x)
  defp sum([], total), do: total

  @doc "The first `n` elements and the rest."
  @spec split(non_neg_integer, [term]) :: {[term], [term]}
  def split(n, list) when is_integer(n) and n >= 0 and is_list(list) do
    case split_onto(n, list, []) do
      :short -> :erlang.error(:badarg, [n, list])
      result -> result
    end
  end

  def split(n, list), do: :erlang.error(:badarg, [n, list])

  defp split_onto(0, list, taken), do: {:lists.reverse(taken), list}
  defp split_onto(n, [x | rest], taken), do: split_onto(n - 1, rest, [x | taken])
  defp split_onto(_, _, _), do: :short

  @doc "At most `count` elements from the start of `list`."
  @spec sublist([term], non_neg_integer) :: [term]
  def sublist(list, count) when is_integer(count) and count >= 0 and is_list(list), do: take_upto(list, count)

  @spec sublist([term], pos_integer, non_neg_integer) :: [term]
  def sublist(list, 1, count) when is_list(list) and is_integer(count) and count >= 0, do: take_upto(list, count)
  def sublist([], start, _) when is_integer(start) and start > 1, do: []
  def sublist([_ | rest], start, count) when is_integer(start) and start > 1, do: sublist(rest, start - 1, count)

  defp take_upto([x | rest], n) when n > 0, do: [x | take_upto(rest, n - 1)]
  defp take_upto(list, _) when is_list(list), do: []

  # Higher order

  @doc "Applies `fun` to each element, for its effect."
  @spec foreach((term -> term), [term]) :: :ok
  def foreach(fun, list) when is_function(fun, 1), do: each(fun, list)

  defp each(fun, [x | rest]) do
    fun.(x)
    each(fun, rest)
  end

  defp each(_, []), do: :ok

  @doc "The list of results of `fun`."
  @spec map((term -> term), [term]) :: [term]
  def map(fun, list) when is_function(fun, 1), do: map_each(fun, list)

  defp map_each(fun, [x | rest]), do: [fun.(x) | map_each(fun, rest)]
  defp map_each(_, []), do: []

  @doc "Appends the lists that `fun` returns."
  @spec flatmap((term -> [term]), [term]) :: [term]
  def flatmap(fun, list) when is_function(fun, 1), do: flatmap_each(fun, list)

  defp flatmap_each(fun, [x | rest]), do: :erlang.++(fun.(x), flatmap_each(fun, rest))
  defp flatmap_each(_, []), do: []

  @doc "The elements for which `pred` holds."
  @spec filter((term -> boolean), [term]) :: [term]
  def filter(pred, list) when is_function(pred, 1), do: keep(pred, list)

  defp keep(pred, [x | rest]) do
    case pred.(x) do
      true -> [x | keep(pred, rest)]
      false -> keep(pred, rest)
    end
  end

  defp keep(_, []), do: []

  @doc "Filters and maps: `fun` returns true, false or `{true, new}`."
  @spec filtermap((term -> boolean | {true, term}), [term]) :: [term]
  def filtermap(fun, [x | rest]) do
    case fun.(x) do
      true -> [x | filtermap(fun, rest)]
      {true, new} -> [new | filtermap(fun, rest)]
      false -> filtermap(fun, rest)
    end
  end

  def filtermap(fun, []) when is_function(fun, 1), do: []

  @doc false
  def zf(fun, list), do: filtermap(fun, list)

  @doc "Folds from the left."
  @spec foldl((term, acc -> acc), acc, [term]) :: acc when acc: term
  def foldl(fun, acc, list) when is_function(fun, 2), do: fold_left(fun, acc, list)

  defp fold_left(fun, acc, [x | rest]), do: fold_left(fun, fun.(x, acc), rest)
  defp fold_left(_, acc, []), do: acc

  @doc "Folds from the right."
  @spec foldr((term, acc -> acc), acc, [term]) :: acc when acc: term
  def foldr(fun, acc, list) when is_function(fun, 2), do: fold_right(fun, acc, list)

  defp fold_right(fun, acc, [x | rest]), do: fun.(x, fold_right(fun, acc, rest))
  defp fold_right(_, acc, []), do: acc

  @doc "Maps and folds from the left at once."
  @spec mapfoldl((term, acc -> {term, acc}), acc, [term]) :: {[term], acc} when acc: term
  def mapfoldl(fun, acc, list) when is_function(fun, 2), do: map_fold_left(fun, acc, list)

  defp map_fold_left(fun, acc, [x | rest]) do
    {y, acc} = fun.(x, acc)
    {ys, acc} = map_fold_left(fun, acc, rest)
    {[y | ys], acc}
  end

  defp map_fold_left(_, acc, []), do: {[], acc}

  @doc "Maps and folds from the right at once."
  @spec mapfoldr((term, acc -> {term, acc}), acc, [term]) :: {[term], acc} when acc: term
  def mapfoldr(fun, acc, list) when is_function(fun, 2), do: map_fold_right(fun, acc, list)

  defp map_fold_right(fun, acc, [x | rest]) do
    {ys, acc} = map_fold_right(fun, acc, rest)
    {y, acc} = fun.(x, acc)
    {[y | ys], acc}
  end

  defp map_fold_right(_, acc, []), do: {[], acc}

  @doc "The elements for which `pred` holds, and the others."
  @spec partition((term -> boolean), [term]) :: {[term], [term]}
  def partition(pred, list) when is_function(pred, 1), do: partition(pred, list, [], [])

  defp partition(pred, [x | rest], yes, no) do
    case pred.(x) do
      true -> partition(pred, rest, [x | yes], no)
      false -> partition(pred, rest, yes, [x | no])
    end
  end

  defp partition(_, [], yes, no), do: {:lists.reverse(yes), :lists.reverse(no)}

  @doc "Splits where `pred` first fails."
  @spec splitwith((term -> boolean), [term]) :: {[term], [term]}
  def splitwith(pred, list) when is_function(pred, 1), do: splitwith(pred, list, [])

  defp splitwith(pred, [x | rest] = list, taken) do
    case pred.(x) do
      true -> splitwith(pred, rest, [x | taken])
      false -> {:lists.reverse(taken), list}
    end
  end

  defp splitwith(_, [], taken), do: {:lists.reverse(taken), []}

  @doc "The elements before `pred` first fails."
  @spec takewhile((term -> boolean), [term]) :: [term]
  def takewhile(pred, [x | rest]) do
    case pred.(x) do
      true -> [x | takewhile(pred, rest)]
      false -> []
    end
  end

  def takewhile(pred, []) when is_function(pred, 1), do: []

  @doc "The elements from where `pred` first fails."
  @spec dropwhile((term -> boolean), [term]) :: [term]
  def dropwhile(pred, [x | rest] = list) do
    case pred.(x) do
      true -> dropwhile(pred, rest)
      false -> list
    end
  end

  def dropwhile(pred, []) when is_function(pred, 1), do: []

  @doc "The elements without later copies."
  @spec uniq([term]) :: [term]
  def uniq(list), do: uniq_by(fn x -> x end, list, %{})

  @spec uniq((term -> term), [term]) :: [term]
  def uniq(fun, list) when is_function(fun, 1), do: uniq_by(fun, list, %{})

  defp uniq_by(fun, [x | rest], seen) do
    key = fun.(x)

    case seen do
      %{^key => _} -> uniq_by(fun, rest, seen)
      _ -> [x | uniq_by(fun, rest, :maps.put(key, [], seen))]
    end
  end

  defp uniq_by(_, [], _), do: []

  # Zip

  @doc "Pairs of the elements of two lists of one length."
  @spec zip([a], [b]) :: [{a, b}] when a: term, b: term
  def zip([x | xs], [y | ys]), do: [{x, y} | zip(xs, ys)]
  def zip([], []), do: []

  @spec zip3([a], [b], [c]) :: [{a, b, c}] when a: term, b: term, c: term
  def zip3([x | xs], [y | ys], [z | zs]), do: [{x, y, z} | zip3(xs, ys, zs)]
  def zip3([], [], []), do: []

  @spec zipwith((term, term -> term), [term], [term]) :: [term]
  def zipwith(fun, [x | xs], [y | ys]), do: [fun.(x, y) | zipwith(fun, xs, ys)]
  def zipwith(fun, [], []) when is_function(fun, 2), do: []

  @spec zipwith3((term, term, term -> term), [term], [term], [term]) :: [term]
  def zipwith3(fun, [x | xs], [y | ys], [z | zs]), do: [fun.(x, y, z) | zipwith3(fun, xs, ys, zs)]
  def zipwith3(fun, [], [], []) when is_function(fun, 3), do: []

  @doc "The inverse of `zip/2`."
  @spec unzip([{a, b}]) :: {[a], [b]} when a: term, b: term
  def unzip(list), do: unzip(list, [], [])

  defp unzip([{x, y} | rest], xs, ys), do: unzip(rest, [x | xs], [y | ys])
  defp unzip([], xs, ys), do: {:lists.reverse(xs), :lists.reverse(ys)}

  @spec unzip3([{a, b, c}]) :: {[a], [b], [c]} when a: term, b: term, c: term
  def unzip3(list), do: unzip3(list, [], [], [])

  defp unzip3([{x, y, z} | rest], xs, ys, zs), do: unzip3(rest, [x | xs], [y | ys], [z | zs])
  defp unzip3([], xs, ys, zs), do: {:lists.reverse(xs), :lists.reverse(ys), :lists.reverse(zs)}

  # Lists of tuples

  @doc "Deletes the first tuple whose element `n` equals `key`."
  @spec keydelete(term, pos_integer, [tuple]) :: [tuple]
  def keydelete(key, n, list) when is_integer(n) and n > 0, do: key_delete(key, n, list)

  defp key_delete(key, n, [x | rest]) when :erlang.element(n, x) == key, do: rest
  defp key_delete(key, n, [x | rest]), do: [x | key_delete(key, n, rest)]
  defp key_delete(_, _, []), do: []

  @doc "Replaces the first tuple whose element `n` equals `key`."
  @spec keyreplace(term, pos_integer, [tuple], tuple) :: [tuple]
  def keyreplace(key, n, list, new) when is_integer(n) and n > 0 and is_tuple(new), do: key_replace(key, n, list, new)

  defp key_replace(key, n, [x | rest], new) when :erlang.element(n, x) == key, do: [new | rest]
  defp key_replace(key, n, [x | rest], new), do: [x | key_replace(key, n, rest, new)]
  defp key_replace(_, _, [], _), do: []

  @doc "Replaces the first tuple whose element `n` equals `key`, or adds `new` at the end."
  @spec keystore(term, pos_integer, [tuple], tuple) :: [tuple]
  def keystore(key, n, list, new) when is_integer(n) and n > 0 and is_tuple(new), do: key_store(key, n, list, new)

  defp key_store(key, n, [x | rest], new) when :erlang.element(n, x) == key, do: [new | rest]
  defp key_store(key, n, [x | rest], new), do: [x | key_store(key, n, rest, new)]
  defp key_store(_, _, [], new), do: [new]

  @doc "Takes the first tuple whose element `n` equals `key` out of the list."
  @spec keytake(term, pos_integer, [tuple]) :: {:value, tuple, [tuple]} | false
  def keytake(key, n, list) when is_integer(n) and n > 0, do: key_take(key, n, list, [])

  defp key_take(key, n, [x | rest], before) when :erlang.element(n, x) == key,
    do: {:value, x, :lists.reverse(before, rest)}

  defp key_take(key, n, [x | rest], before), do: key_take(key, n, rest, [x | before])
  defp key_take(_, _, [], _), do: false

  @doc "Applies `fun` to element `n` of each tuple."
  @spec keymap((term -> term), pos_integer, [tuple]) :: [tuple]
  def keymap(fun, n, [tuple | rest]),
    do: [:erlang.setelement(n, tuple, fun.(:erlang.element(n, tuple))) | keymap(fun, n, rest)]

  def keymap(fun, n, []) when is_integer(n) and n >= 1 and is_function(fun, 1), do: []

  # Sorting: bottom-up merge sort. Runs that already ascend or descend are taken as they come. Every sort below is
  # `sort_by`: `le.(x, y)` says that x may stay before y, which makes it stable.

  defp merge_runs([run]), do: run
  defp merge_runs(runs), do: merge_runs(merge_pairs(runs))

  defp merge_pairs([a, b | rest]), do: [merge_two(a, b, []) | merge_pairs(rest)]
  defp merge_pairs(rest), do: rest

  defp merge_two([x | a], [y | _] = b, done) when x <= y, do: merge_two(a, b, [x | done])
  defp merge_two([_ | _] = a, [y | b], done), do: merge_two(a, b, [y | done])
  defp merge_two([], b, done), do: :lists.reverse(done, b)
  defp merge_two(a, [], done), do: :lists.reverse(done, a)

  @doc "Sorts with an ordering function `le.(x, y)`: true if x may come before y."
  @spec sort((term, term -> boolean), [term]) :: [term]
  def sort(le, []) when is_function(le, 2), do: []
  def sort(le, [_] = list) when is_function(le, 2), do: list
  def sort(le, list) when is_function(le, 2), do: merge_runs(le, runs(le, list))

  defp runs(le, [x, y | rest]) do
    case le.(x, y) do
      true -> run_up(le, rest, y, [x])
      false -> run_down(le, rest, y, [x])
    end
  end

  defp runs(_, [x]), do: [[x]]
  defp runs(_, []), do: []

  defp run_up(le, [y | rest] = list, x, run) do
    case le.(x, y) do
      true -> run_up(le, rest, y, [x | run])
      false -> [:lists.reverse(run, [x]) | runs(le, list)]
    end
  end

  defp run_up(_, [], x, run), do: [:lists.reverse(run, [x])]

  defp run_down(le, [y | rest] = list, x, run) do
    case le.(x, y) do
      false -> run_down(le, rest, y, [x | run])
      true -> [[x | run] | runs(le, list)]
    end
  end

  defp run_down(_, [], x, run), do: [[x | run]]

  defp merge_runs(_, [run]), do: run
  defp merge_runs(le, runs), do: merge_runs(le, merge_pairs(le, runs))

  defp merge_pairs(le, [a, b | rest]), do: [merge_two(le, a, b, []) | merge_pairs(le, rest)]
  defp merge_pairs(_, rest), do: rest

  defp merge_two(le, [x | a1] = a, [y | b1] = b, done) do
    case le.(x, y) do
      true -> merge_two(le, a1, b, [x | done])
      false -> merge_two(le, a, b1, [y | done])
    end
  end

  defp merge_two(_, [], b, done), do: :lists.reverse(done, b)
  defp merge_two(_, a, [], done), do: :lists.reverse(done, a)

  defp drop_equal([x, y | rest]) when x == y, do: drop_equal([x | rest])
  defp drop_equal([x | rest]), do: [x | drop_equal(rest)]
  defp drop_equal([]), do: []

  @spec usort((term, term -> boolean), [term]) :: [term]
  def usort(le, list) when is_function(le, 2), do: drop_equal(le, sort(le, list))

  # In sorted order x comes before y, so they are equal if y may come before x too.
  defp drop_equal(le, [x, y | rest]) do
    case le.(y, x) do
      true -> drop_equal(le, [x | rest])
      false -> [x | drop_equal(le, [y | rest])]
    end
  end

  defp drop_equal(_, rest), do: rest

  defp key_order(n), do: fn x, y -> :erlang.element(n, x) <= :erlang.element(n, y) end

  # Merging of sorted lists; u-variants drop duplicates, r-variants take lists in descending order.

  @doc "Merges sorted lists."
  @spec merge([[term]]) :: [term]
  def merge([]), do: []
  def merge(lists), do: merge_runs(lists)

  @spec merge([term], [term]) :: [term]
  def merge(a, b), do: merge_two(a, b, [])

  @spec merge((term, term -> boolean), [term], [term]) :: [term]
  def merge(le, a, b) when is_function(le, 2), do: merge_two(le, a, b, [])

  @spec merge3([term], [term], [term]) :: [term]
  def merge3(a, b, c), do: merge(merge(a, b), c)

  @spec umerge([[term]]) :: [term]
  def umerge(lists), do: drop_equal(merge(lists))

  @spec umerge([term], [term]) :: [term]
  def umerge(a, b), do: drop_equal(merge_two(a, b, []))

  @spec umerge((term, term -> boolean), [term], [term]) :: [term]
  def umerge(le, a, b) when is_function(le, 2), do: drop_equal(le, merge_two(le, a, b, []))

  @spec umerge3([term], [term], [term]) :: [term]
  def umerge3(a, b, c), do: umerge(umerge(a, b), c)

  @spec keymerge(pos_integer, [tuple], [tuple]) :: [tuple]
  def keymerge(n, a, b) when is_integer(n) and n > 0, do: merge(key_order(n), a, b)

  @spec ukeymerge(pos_integer, [tuple], [tuple]) :: [tuple]
  def ukeymerge(n, a, b) when is_integer(n) and n > 0, do: umerge(key_order(n), a, b)

  @doc false
  def rmerge(a, b), do: rmerge(fn x, y -> x <= y end, a, b)
  @doc false
  def rmerge(le, a, b), do: :lists.reverse(merge(le, :lists.reverse(a), :lists.reverse(b)))
  @doc false
  def rmerge3(a, b, c), do: rmerge(rmerge(a, b), c)
  @doc false
  def rumerge(a, b), do: :lists.reverse(umerge(:lists.reverse(a), :lists.reverse(b)))
  @doc false
  def rumerge(le, a, b), do: :lists.reverse(umerge(le, :lists.reverse(a), :lists.reverse(b)))
  @doc false
  def rumerge3(a, b, c), do: rumerge(rumerge(a, b), c)
  @doc false
  def rkeymerge(n, a, b), do: rmerge(key_order(n), a, b)
  @doc false
  def rukeymerge(n, a, b), do: rumerge(key_order(n), a, b)
end
