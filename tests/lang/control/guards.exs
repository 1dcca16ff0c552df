# Guards: errors fail the guard, alternatives, andalso/orelse, natives allowed in them.
defmodule G do
  def a(x) when hd(x) == 1, do: :hd
  def a(x) when byte_size(x) > 2 or is_binary(x), do: :long
  def a(x) when is_binary(x) or byte_size(x) > 2, do: :binary
  def a(x) when map_size(x) == 1 when tuple_size(x) == 1, do: :one
  def a(x) when elem(x, 1) > 5 and elem(x, 2) < 3, do: :elem
  def a(x) when is_number(x) and (x * 2 > 10 or abs(x) == 1), do: :number
  def a(x) when x.field == 3, do: :field
  def a(x) when is_map_key(x, :k) and :erlang.map_get(:k, x) == [], do: :key
  def a(x) when not is_atom(x) and not is_list(x), do: :rest
  def a(_), do: :none
  def b(x) when is_function(x, 1) when is_pid(x), do: :callable
  def b(x) when is_struct(x, Range), do: :range
  def b(x) when is_exception(x), do: :exception
  def b(x) when is_nil(x) or is_boolean(x), do: :nil_or_bool
  def b(x) when rem(x, 2) == 0 and div(x, 2) > 3, do: :even
  def b(x) when trunc(x) == round(x) and x != trunc(x), do: :low
  def b(x) when length(x) in 1..2, do: :short
  def b(x) when x in [:p, :q, "r"], do: :listed
  def b(_), do: :none
end
IO.inspect(Enum.map([[1], [2], "abc", "a", <<1::2>>], &G.a/1)) # expect: [:hd, :none, :long, :long, :rest]
IO.inspect(Enum.map([%{z: 1}, {1}, {0, 6, 2}, {0, 6, 4}, {0, 6}], &G.a/1)) # expect: [:one, :one, :elem, :rest, :rest]
IO.inspect(Enum.map([6, -1, 2, 1.0], &G.a/1)) # expect: [:number, :number, :rest, :number]
IO.inspect(Enum.map([%{field: 3, a: 1}, %{k: [], a: 1}, %{k: 1, a: 1}, :at], &G.a/1)) # expect: [:field, :key, :rest, :none]
IO.inspect(Enum.map([&G.a/1, self(), 1..2, %RuntimeError{}, nil, true], &G.b/1)) # expect: [:callable, :callable, :range, :exception, :nil_or_bool, :nil_or_bool]
IO.inspect(Enum.map([8, 4, 1.2, 1.7, [1], [1, 2, 3], [1 | 2], :q, "r", :s], &G.b/1)) # expect: [:even, :none, :low, :none, :short, :none, :none, :listed, :listed, :none]
