% SPDX-License-Identifier: GPL-3.0-or-later
-module(arith).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [ints(7, 3), ints(-7, 3), ints(1 bsl 70, 12345), floats(1.5, 2), errs(), mixed(3, 2.5), big(60)].
ints(A, B) -> [A + B, A - B, A * B, A div B, A rem B, A band B, A bor B, A bxor B, A bsl 5, A bsr 2, bnot A, -A, A / B].
floats(A, B) -> [A + B, A - B, A * B, A / B, -A, abs(-A), trunc(A), round(A), float(B), ceil(A), floor(A)].
mixed(A, B) -> [A < B, A > B, A =< B, A >= B, A == B, A /= B, A =:= B, A =/= B, max(A, B), min(A, B)].
errs() -> [e(fun() -> id(a) + 1 end), e(fun() -> 1 div id(0) end), e(fun() -> 1 / id(0) end), e(fun() -> id(1.0) rem 2 end), e(fun() -> 1 bsl id(a) end)].
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
big(0) -> [];
big(N) -> [(1 bsl N) - 1, -(1 bsl N), (1 bsl N) * (1 bsl N) | big(N - 20)].
