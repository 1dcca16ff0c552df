% SPDX-License-Identifier: GPL-3.0-or-later
-module(comprehensions).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> L = id([1, 2, 3, 4, 5]), [[X * Y || X <- L, Y <- L, X < Y], [{X, Y} || {X, Y} <- [{1, a}, bad, {2, b}]], << <<X:4>> || X <- L >>, [X || <<X:4>> <= <<1, 2, 3>>], << <<X, Y>> || X <- [1, 2], <<Y>> <= <<9, 8>> >>, [[Y || Y <- lists:seq(1, X)] || X <- [1, 2, 3]], [C || C <- "hello", C =/= $l], [X || X <- L, f(X), g(X)], [A + B || [A, B | _] <- [[1, 2], [3], [4, 5, 6]]], e(fun() -> [X || X <- id(bad)] end)].
f(X) -> X > 1.
g(X) -> X rem 2 =:= 1.
e(F) -> try F() catch error:{bad_generator, X} -> {bg, X} end.
id(X) -> X.
