% SPDX-License-Identifier: GPL-3.0-or-later
-module(apply_ops).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
-export([a_send/1, loop2/2, a0/0, a1/1, a2/2, a3/3]).
main() -> M = id(apply_ops), F = id(a2), [M:a0(), M:a1(1), M:F(1, 2), apply(M, F, [1, 2]), apply(M, a3, id([1, 2, 3])), tailcall(M, F), apply(fun a1/1, [x]), (fun M:F/2)(3, 4), erlang:apply(lists, reverse, [[1, 2]]), M:a1(M:a1(2)), e(fun() -> M:nope(1) end), e(fun() -> apply(M, F, [1 | 2]) end), e(fun() -> apply(id(1), a, []) end), spawned(M), loop(M, 100000), len(id(lists))].
a0() -> zero.
a1(X) -> {one, X}.
a2(X, Y) -> {two, X, Y}.
a3(X, Y, Z) -> {three, X, Y, Z}.
tailcall(M, F) -> M:F(7, 8).
spawned(M) -> S = self(), spawn(M, spawn_target(), [S]), receive X -> X after 1000 -> timeout end.
spawn_target() -> a_send.
a_send(S) -> S ! sent.
loop2(M, N) -> loop(M, N - 1).
loop(_, 0) -> done;
loop(M, N) -> M:loop2(M, N).
len(M) -> M:sum([1, 2, 3]).
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
