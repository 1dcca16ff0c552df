% SPDX-License-Identifier: GPL-3.0-or-later
-module(fun_envs).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> X = id(1), Y = id({a}), Z = id("z"), F = fun(A) -> fun(B) -> fun(C) -> {A, B, C, X, Y, Z} end end end, [((F(1))(2))(3), [G() || G <- [fun() -> X end, fun() -> Y end, fun() -> {X, Y, Z} end]], lists:map(fun({K, V}) -> {V, K, X} end, [{1, 2}]), erlang:fun_info(fun() -> {X, Y} end, env), cnt(3)].
cnt(N) -> C = fun(_, 0) -> []; (G, K) -> [K + N | G(G, K - 1)] end, C(C, N).
id(X) -> X.
