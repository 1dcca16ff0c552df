% SPDX-License-Identifier: GPL-3.0-or-later
-module(andor).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [[f(A, B) || A <- [true, false], B <- [true, false]], e(fun() -> id(1) and true end), e(fun() -> id(true) andalso id(5) end), e(fun() -> id(2) orelse true end), id(false) andalso x, not id(true), g(3), g(7), x(true, true), h([1, 2], 3)].
f(A, B) -> {A and B, A or B, A xor B, A andalso B, A orelse B, not A, A =:= B}.
g(X) -> (X > 1) and (X < 5) or (X =:= 7).
x(A, B) -> case A xor B of true -> t; false -> f end.
h(L, N) -> is_list(L) andalso length(L) < N andalso {ok, hd(L)}.
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
