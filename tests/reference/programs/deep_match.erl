% SPDX-License-Identifier: GPL-3.0-or-later
-module(deep_match).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [f({1, [{2, #{k => {3, [4 | T]}}}]}) || T <- [[], [5]]] ++ [g({a, b, {c, {d, {e, "str"}}}}), h([[1, 2], [3, [4]]])].
f({A, [{B, #{k := {C, [D | E]}}}]}) -> [A, B, C, D, E].
g({a, X, {c, {d, {Y, [Z | _]}}}}) -> {X, Y, Z}.
h([[A | B], [C, [D]]]) -> {A, B, C, D}.
