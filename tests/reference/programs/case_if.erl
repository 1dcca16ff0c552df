% SPDX-License-Identifier: GPL-3.0-or-later
-module(case_if).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [[c(X) || X <- [1, {a, 2}, {a, b}, [], [1], [1, 2], <<>>, "ab", #{}, nil]], [i(X) || X <- [1, 5, 10, -3]], b(1, 2), b(2, 1), n(3), m([{1, [2, {3}]}, 4])].
c(1) -> one;
c({a, X}) when is_integer(X) -> {int, X};
c({a, _} = T) -> {t, T};
c([]) -> nil;
c([X]) -> {single, X};
c([X | T]) -> {X, T};
c(<<>>) -> bin;
c(#{}) -> map;
c(_) -> any.
i(X) -> if X < 0 -> neg; X =:= 1 -> one; X > 7 -> big; true -> mid end.
b(X, Y) -> Z = case X > Y of true -> X - Y; false -> Y - X end, {Z, X}.
n(X) -> case X of 1 -> a; 2 -> b; 3 -> case X + 1 of 4 -> {c, four}; _ -> d end end.
m([{A, [B, {C}]}, D]) -> A + B + C + D.
