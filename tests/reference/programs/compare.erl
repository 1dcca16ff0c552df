% SPDX-License-Identifier: GPL-3.0-or-later
-module(compare).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> V = [1, 1.0, -5, 1 bsl 65, 2.5, a, b, true, {}, {1}, {1, 2}, {0, 9}, #{}, #{a => 1}, #{a => 2}, #{b => 0}, [], [1], [1, 2], [0 | 5], "z", <<>>, <<1>>, <<1:3>>, <<1, 2>>], [[cmp(X, Y) || Y <- V] || X <- V] ++ [lists:sort(tl(V)), lists:usort([1, 1.0, 1, 2, a, a])].
cmp(X, Y) -> {X < Y, X =< Y, X == Y, X =:= Y}.
