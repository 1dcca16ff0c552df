% SPDX-License-Identifier: GPL-3.0-or-later
-module(overflow).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
-define(MAX, 2305843009213693951).
main() -> [up(?MAX), up(?MAX + 1), down(-?MAX - 1), mul(?MAX), mul(-?MAX), sh(40), neg(-?MAX - 1), 4611686018427387904 - id(1), facs()].
up(X) -> [X + 1, X + X, X + id(1)].
down(X) -> [X - 1, X - id(1), X + X].
mul(X) -> [X * 2, X * X, X * id(-1), X * id(0)].
sh(N) -> [id(1) bsl N, id(1) bsl (N * 2), id(-1) bsl 61, id(-1) bsl 62, (id(1) bsl 100) bsr 99, id(-5) bsr 100, id(5) bsr 62].
neg(X) -> [-X, X div -1, X rem -1, abs(X)].
facs() -> [fac(N) || N <- [10, 20, 21, 25, 40]].
fac(0) -> 1;
fac(N) -> N * fac(N - 1).
id(X) -> X.
