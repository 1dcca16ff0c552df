% SPDX-License-Identifier: GPL-3.0-or-later
-module(floats).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [f(1.5, 2.5), g(3, 0.1), s([1.0, 2.5, 3.25]), area(2), conv(1 bsl 60), e(fun() -> id(1.0e308) * id(10.0) end), e(fun() -> id(1.0) / id(0.0) end), poly(1.5), math:sqrt(id(2.0)), 0.0 == -0.0, cmp(), 1.0e-300 * id(1.0e-5), id(1.0e300) + 1, mixed(3, 1.5), tiny(id(4.9e-324)), neg(id(3.5)), trunc(id(1.0e20)), round(id(2.5)), round(id(-2.5))].
f(A, B) -> A * B + A / B - B.
g(N, X) when is_float(X) -> N * X + 1.0.
s(L) -> s(L, 0.0).
s([H | T], A) when is_float(H) -> s(T, A + H * H);
s([], A) -> A.
area(R) -> 3.14159 * R * R.
conv(N) -> [float(N), N / 2, N * 1.0, N + 0.5].
poly(X) when is_float(X) -> ((X * 2.0 + 1.0) * X - 3.0) * -X.
cmp() -> [1 == id(1.0), 1 =:= id(1.0), id(1.0) < 2, id(2.0) > 1 bsl 70, id(1.0e30) > 1 bsl 70].
mixed(A, B) -> (A + B) * A - B / A.
tiny(X) -> [X, X * 2, X / 2].
neg(X) -> [-X, -(-X), 0 - X].
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
