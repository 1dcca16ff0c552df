% SPDX-License-Identifier: GPL-3.0-or-later
-module(swap_regs).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [r(1, 2, 3, 10), s(1, 2, 11), rot(a, b, c, d), t({1, 2}), u(1, 2, 3)].
r(A, B, C, 0) -> {A, B, C};
r(A, B, C, N) -> r(B, C, A, N - 1).
s(A, B, 0) -> {A, B};
s(A, B, N) -> s(B, A, N - 1).
rot(A, B, C, D) -> q(D, C, B, A).
q(A, B, C, D) -> [A, B, C, D].
t({A, B}) -> x(B, A).
x(A, B) -> {A, B, y(B, A)}.
y(A, B) -> {A, B}.
u(A, B, C) -> X = y(C, A), Z = y(B, X), {X, Z, A, B, C}.
