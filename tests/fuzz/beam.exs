# SPDX-License-Identifier: GPL-3.0-or-later
# elver tests/fuzz/beam.exs [COUNT [SEED]]: mutated .beam files must be refused or run in bounds, never crash the VM.
# Files are mutated mostly inside of their Code chunk. What the loader accepts is run, each function with odd arguments, in a
# process that is killed after a moment. Best with the asan build. Closes with "N passed, N failed".
defmodule Fuzz do
  import Bitwise

  @target """
  defmodule FuzzTarget do
    defstruct a: 1, b: []
    def arith(a, b), do: (a + b * 2 - 1) |> div(3) |> rem(7) |> band(b) |> Kernel.-(a)
    defp band(a, b), do: :erlang.band(a, b)
    def lists(l), do: for(x <- l, is_integer(x), x > 1, do: {x, [x | l]})
    def tuple({a, b}), do: {b, a, {a}}
    def tuple({a, b, c}), do: [a, b | c]
    def tuple(x), do: x
    def map(m, k), do: (case m do %{a: x, b: y} -> %{m | a: y, b: x}; %{^k => v} -> Map.put(m, v, k); _ -> %{k => m, 1 => 2.5} end)
    def bits(<<a::4, b::12, n, s::binary-size(n), r::bits>>), do: {a, b, s, <<r::bits, a::3, b::size(n)>>}
    def bits(<<c::utf8, r::binary>>), do: [c | bits(r)]
    def bits(<<f::float, r::bits>>), do: {f, r}
    def bits(b), do: <<byte_size(b)::16, b::binary, 1.5::float>>
    def tries(f) do
      try do
        f.(1)
      rescue
        e -> {:rescued, e}
      catch
        :throw, x -> x
        k, v -> {k, v, __STACKTRACE__}
      after
        Process.put(:x, 1)
      end
    end
    def caught(x), do: (case x do 1 -> throw(x); 2 -> :erlang.error(x); 3 -> :erlang.apply(x, :y, []); _ -> catch_it(x) end)
    defp catch_it(x), do: (try do hd(x) catch _, r -> r end)
    def receives(t), do: (receive do {:a, x} when x > 1 -> x; :b -> t after 1 -> :timeout end)
    def funs(a, b), do: Enum.map([fn x -> {a, x} end, fn x -> {b, x, a} end, &tuple/1], & &1.({b, a}))
    def select(x), do: (case x do :a -> 1; :b -> 2; :c -> 3; :d -> 4; :e -> 5; 1 -> :x; 2 -> :y; 3 -> :z; 100 -> :h; _ -> x end)
    def float(x, y) when is_float(x), do: x * y + 1.0 - x / 2.0
    def float(x, y), do: [x == y, x === y, x < y, x >= y]
    def loop(0, acc), do: acc
    def loop(n, acc) when n < 50, do: loop(n - 1, [n, acc | "lit"])
    def loop(_, acc), do: acc
    def deep(0), do: []
    def deep(n) when n < 30, do: [deep(n - 1), n | deep(div(n, 4))]
    def deep(x), do: x
  end
  """

  def target do
    [{module, beam} | _] = Code.compile_string(@target)
    {module, beam}
  end

  # xorshift, so that a run can be repeated from its seed
  def random(limit) do
    x = Process.get(:seed)
    x = bxor(x, x <<< 13) &&& 0xFFFFFFFFFFFFFFFF
    x = bxor(x, x >>> 7)
    x = bxor(x, x <<< 17) &&& 0xFFFFFFFFFFFFFFFF
    Process.put(:seed, x)
    rem(x >>> 11, limit)
  end

  def code_range(beam), do: find_chunk(beam, 12)

  defp find_chunk(beam, at) do
    <<_::binary-size(at), name::binary-4, size::32, _::binary>> = beam
    if name == "Code", do: {at + 28, size - 20}, else: find_chunk(beam, at + 8 + div(size + 3, 4) * 4)
  end

  def mutate(beam, range), do: Enum.reduce(1..(1 + random(3)), beam, fn _, b -> mutate_once(b, range) end)

  defp mutate_once(beam, {start, size}) do
    at = if random(8) == 0, do: random(byte_size(beam)), else: start + random(size)
    at = min(at, byte_size(beam) - 1)
    <<head::binary-size(at), byte, tail::binary>> = beam

    case random(12) do
      0 -> head
      1 -> <<head::binary, random(256), tail::binary>>
      2 -> <<head::binary, tail::binary>>
      3 -> <<head::binary, bxor(byte, 1 <<< random(8)), tail::binary>>
      4 -> <<head::binary, byte + 16 &&& 255, tail::binary>>
      5 -> <<head::binary, byte - 16 &&& 255, tail::binary>>
      6 -> <<head::binary, bxor(byte, random(8)), tail::binary>>
      7 -> <<head::binary, Enum.at([0, 1, 3, 4, 5, 7, 16, 255], random(8)), tail::binary>>
      _ -> <<head::binary, random(256), tail::binary>>
    end
  end

  def arguments(arity), do: for(_ <- 1..arity//1, do: Enum.at(values(), random(length(values()))))

  defp values do
    [0, 1, 2, 3, -1, 1 <<< 70, 1.5, :a, :zz, nil, [], [1, 2, 3], [:a | :b], {1, 2}, {1, 2, 3}, {}, "abc", <<1, 2, 3, 4, 5, 6, 7, 8, 9>>, <<5::3>>,
     %{a: 1, b: 2}, %{}, fn x -> x end, fn -> raise "x" end, self(), make_ref(), List.duplicate(7, 40), String.duplicate("é", 50)]
  end

  def run(module) do
    for {name, arity} <- :erlang.get_module_info(module, :exports), name not in [:module_info, :__info__] do
      args = arguments(arity)
      pid = :erlang.spawn(fn -> Process.flag(:trap_exit, false); catch_all(fn -> apply(module, name, args) end) end)
      ref = Process.monitor(pid)
      receive do
        {:DOWN, ^ref, _, _, _} -> :ok
      after
        20 ->
          Process.exit(pid, :kill)
          receive do {:DOWN, ^ref, _, _, _} -> :ok after 5000 -> IO.puts("HANGS: #{name}/#{arity}"); System.halt(1) end
      end
    end
  end

  defp catch_all(f) do
    try do f.() catch _, _ -> :erlang.garbage_collect() end
  end

  def purge(module) do
    :elver_code.delete(module)
    :code.purge(module)
  end
end

{count, seed} =
  case System.argv() do
    [c, s | _] -> {String.to_integer(c), String.to_integer(s)}
    [c] -> {String.to_integer(c), :erlang.system_time()}
    [] -> {10_000, :erlang.system_time()}
  end

Process.put(:seed, seed + 88172645463325252)
IO.puts("seed #{seed}")
{module, beam} = Fuzz.target()
range = Fuzz.code_range(beam)
keep = System.get_env("FUZZ_KEEP")

accepted =
  Enum.reduce(1..count, 0, fn _, accepted ->
    mutant = Fuzz.mutate(beam, range)
    if keep, do: File.write!(keep, mutant)
    Fuzz.purge(module)

    case :elver_code.load_binary(module, mutant) do
      {:module, _} ->
        Fuzz.run(module)
        accepted + 1

      {:on_load, _, _} -> accepted
      {:error, :badfile, reason} when is_binary(reason) -> accepted
    end
  end)

IO.puts("#{accepted} of #{count} mutants were accepted and run")
IO.puts("#{count} passed, 0 failed")
