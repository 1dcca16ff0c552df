% SPDX-License-Identifier: GPL-3.0-or-later
-module(mutual).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [even(1001), odd(1001), st([a, b, a, c]), hof(3), cps(10, fun(X) -> X end)].
even(0) -> true; even(N) -> odd(N - 1).
odd(0) -> false; odd(N) -> even(N - 1).
st(L) -> s0(L, 0).
s0([a | T], N) -> s1(T, N + 1); s0([_ | T], N) -> s0(T, N); s0([], N) -> {s0, N}.
s1([b | T], N) -> s0(T, N * 10); s1([c | T], N) -> s1(T, N - 1); s1([a | T], N) -> s1(T, N + 100); s1([], N) -> {s1, N}.
hof(N) -> F = fun(G, X) when X > 0 -> [X | G(G, X - 1)]; (_, _) -> [] end, F(F, N).
cps(0, K) -> K(0);
cps(N, K) -> cps(N - 1, fun(X) -> K(X + N) end).
