# SPDX-License-Identifier: GPL-3.0-or-later
defmodule :rand do
  @moduledoc """
  Pseudo random numbers, as Erlang's `rand`. Algorithms: `:exsss` (the default: Xorshift116 with the StarStar scrambler, 58
  bits), `:exsp` and `:exrop`; states are those of the reference, so a seed gives the same numbers.
  """

  import Bitwise

  @mask56 0xFFFFFFFFFFFFFF
  @mask58 0x3FFFFFFFFFFFFFF
  @mask64 0xFFFFFFFFFFFFFFFF
  @key :rand_seed

  # Seeding

  @doc "Seeds this process: by an algorithm, an exported state or both."
  def seed(alg_or_state), do: store(seed_s(alg_or_state))
  def seed(alg, seed), do: store(seed_s(alg, seed))

  defp store(state) do
    :erlang.put(@key, state)
    state
  end

  defp fetch do
    case :erlang.get(@key) do
      :undefined -> store(seed_s(:default))
      state -> state
    end
  end

  def seed_s({handler, _} = state) when is_map(handler), do: state
  def seed_s({alg, alg_state}) when is_atom(alg), do: {handler(alg), alg_state}

  def seed_s(alg) when is_atom(alg) do
    seed_s(alg, {
      :erlang.phash2([{node(), self()}]),
      :erlang.system_time(),
      :erlang.unique_integer()
    })
  end

  def seed_s(:default, seed), do: seed_s(:exsss, seed)

  def seed_s(alg, seed) do
    handler = handler(alg)
    {handler, alg_state(alg, seed)}
  end

  defp handler(alg) when alg in [:exsss, :exsp, :exrop], do: %{type: alg, bits: 58, weak_low_bits: if(alg == :exsss, do: 0, else: 1)}
  defp handler(:default), do: handler(:exsss)
  defp handler(alg), do: :erlang.error({:no_such_alg, alg})

  defp alg_state(_, [s0 | s1]) when is_integer(s0) and is_integer(s1), do: [s0 | s1]

  defp alg_state(_, [a, b]) when is_integer(a) and is_integer(b), do: [band(a, @mask58) | band(b, @mask58)]

  # An integer or three: through SplitMix64.
  defp alg_state(_, x) when is_integer(x) do
    {s0, x} = nonzero58(x)
    {s1, _} = nonzero58(x)
    [s0 | s1]
  end

  # Three integers: SplitMix64 takes them in one after the other, the older generators run two rounds on them.
  defp alg_state(:exsss, {a1, a2, a3}) do
    {_, x} = splitmix64_next(band(a1, @mask64))
    {s1, x} = nonzero58(band(bxor(x, a2), @mask64))
    {s0, _} = nonzero58(band(bxor(x, a3), @mask64))
    [s1 | s0]
  end

  defp alg_state(alg, {a1, a2, a3}) do
    s1 = band(a1 * 4_294_967_197 + 1, @mask58)
    s2 = band(a2 * 4_294_967_231 + 1, @mask58)
    s3 = band(a3 * 4_294_967_279 + 1, @mask58)
    [_ | r1] = one_round(alg, [s1 | s2])
    one_round(alg, [s3 | r1])
  end

  defp one_round(:exrop, state) do
    {_, {_, state}} = next({%{type: :exrop}, state})
    state
  end

  defp one_round(_, state) do
    {_, state} = exsp_next(state)
    state
  end

  defp nonzero58(x) do
    {z, x} = splitmix64_next(x)

    case band(z, @mask58) do
      0 -> nonzero58(x)
      n -> {n, x}
    end
  end

  @doc false
  def splitmix64_next(x) do
    x = band(x + 0x9E3779B97F4A7C15, @mask64)
    z = band(bxor(x, bsr(x, 30)) * 0xBF58476D1CE4E5B9, @mask64)
    z = band(bxor(z, bsr(z, 27)) * 0x94D049BB133111EB, @mask64)
    {bxor(z, bsr(z, 31)), x}
  end

  @doc "The state of this process, to seed with later."
  def export_seed do
    case :erlang.get(@key) do
      {%{type: alg}, alg_state} -> {alg, alg_state}
      _ -> :undefined
    end
  end

  def export_seed_s({%{type: alg}, alg_state}), do: {alg, alg_state}

  # Generators

  defp next({%{type: :exsss} = handler, [s1 | s0]}) do
    s0_1 = band(s0, @mask58)
    new = xorshift(s1, s0)
    # StarStar: rotl(S0 * 5, 7) * 9
    v0 = band(s0_1 + band(bsl(s0_1, 2), @mask58), @mask58)
    v1 = bor(band(bsl(v0, 7), @mask58), bsr(v0, 51))
    v2 = band(v1 + band(bsl(v1, 3), @mask58), @mask58)
    {v2, {handler, [s0_1 | new]}}
  end

  defp next({%{type: :exsp} = handler, state}) do
    {v, state} = exsp_next(state)
    {v, {handler, state}}
  end

  defp next({%{type: :exrop} = handler, [s0 | s1]}) do
    v = band(s0 + s1, @mask58)
    s1 = bxor(s1, s0)
    a = band(bxor(bxor(rotl(s0, 24), s1), band(bsl(s1, 2), @mask58)), @mask58)
    {v, {handler, [a | rotl(s1, 35)]}}
  end

  defp rotl(x, n), do: band(bor(bsl(x, n), bsr(x, 58 - n)), @mask58)

  @doc false
  def exsp_next([s1 | s0]) do
    s0_1 = band(s0, @mask58)
    new = xorshift(s1, s0)
    {band(s0_1 + new, @mask58), [s0_1 | new]}
  end

  defp xorshift(s1, s0) do
    s0 = band(s0, @mask58)
    s1 = band(s1, @mask58)
    s1 = bxor(s1, band(bsl(s1, 24), @mask58))
    bxor(bxor(bxor(s1, s0), bsr(s1, 11)), bsr(s0, 41))
  end

  # Numbers

  @doc "A float in 0.0 =< x < 1.0."
  def uniform do
    {x, state} = uniform_s(fetch())
    store(state)
    x
  end

  @doc "An integer from 1 to n."
  def uniform(n) do
    {x, state} = uniform_s(n, fetch())
    store(state)
    x
  end

  def uniform_s(state) do
    {v, state} = next(state)
    {bsr(v, 5) * 1.1102230246251565e-16, state}
  end

  def uniform_s(n, state) when is_integer(n) and n >= 1 do
    {v, next} = next(state)
    max = @mask58 + 1

    case n do
      _ when n <= @mask58 -> below(v, n, max, next)
      _ -> wide(n, state)
    end
  end

  def uniform_s(n, state), do: :erlang.error(:function_clause, [n, state])

  # Values in the last, partial range are drawn again.
  defp below(v, n, max, state) do
    r = rem(v, n)

    case v - r + n <= max do
      true ->
        {r + 1, state}

      false ->
        {v, state} = next(state)
        below(v, n, max, state)
    end
  end

  defp wide(n, state) do
    bits = bit_length(n - 1, 0)
    {v, state} = collect(bits, 0, state)
    if v < n, do: {v + 1, state}, else: wide(n, state)
  end

  defp bit_length(0, bits), do: bits
  defp bit_length(n, bits), do: bit_length(bsr(n, 1), bits + 1)

  defp collect(bits, acc, state) when bits <= 0, do: {acc, state}

  defp collect(bits, acc, state) do
    {v, state} = next(state)
    take = min(bits, 58)
    collect(bits - take, bor(bsl(acc, take), bsr(v, 58 - take)), state)
  end

  @doc "A float in 0.0 < x < 1.0 with full precision near 0."
  def uniform_real do
    {x, state} = uniform_real_s(fetch())
    store(state)
    x
  end

  def uniform_real_s(state) do
    {x, state} = uniform_s(state)
    if x > 0.0, do: {x, state}, else: uniform_real_s(state)
  end

  @doc "Random bytes."
  def bytes(n) do
    {bytes, state} = bytes_s(n, fetch())
    store(state)
    bytes
  end

  def bytes_s(n, state) when is_integer(n) and n >= 0, do: bytes_onto(n, state, [])

  defp bytes_onto(0, state, done), do: {:erlang.list_to_binary(:lists.reverse(done)), state}

  defp bytes_onto(n, state, done) do
    {v, state} = next(state)
    take = min(n, 7)
    chunk = bsr(band(v, @mask56), 8 * (7 - take))
    bytes_onto(n - take, state, [<<chunk::size(take)-unit(8)>> | done])
  end

  @doc "A normally distributed float."
  def normal do
    {x, state} = normal_s(fetch())
    store(state)
    x
  end

  def normal(mean, variance), do: mean + :math.sqrt(variance) * normal()

  # The polar method of Marsaglia.
  def normal_s(state) do
    {u, state} = uniform_s(state)
    {v, state} = uniform_s(state)
    x = 2.0 * u - 1.0
    y = 2.0 * v - 1.0

    case x * x + y * y do
      s when s >= 1.0 or s == 0.0 -> normal_s(state)
      s -> {x * :math.sqrt(-2.0 * :math.log(s) / s), state}
    end
  end

  def normal_s(mean, variance, state) do
    {x, state} = normal_s(state)
    {mean + :math.sqrt(variance) * x, state}
  end
end
