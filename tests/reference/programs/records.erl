% SPDX-License-Identifier: GPL-3.0-or-later
-module(records).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
-record(p, {x = 0, y = 0, name}).
-record(big, {a, b, c, d, e, f, g, h}).
main() -> B = mk(), P = #p{x = 1, name = n}, [P, P#p{y = 5}, P#p.x, mv(P, 2, 3), is(P), is({q, 1}), B#big{a = 9, h = 8, d = 7}, e(fun() -> (id({no}))#p.x end), e(fun() -> (id(x))#p{x = 1} end), #p.y, upd(lists:seq(1, 5), P)].
mv(#p{x = X, y = Y} = P, A, B) -> P#p{x = X + A, y = Y + B}.
is(#p{}) -> true;
is(_) -> false.
mk() -> #big{a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8}.
upd([N | T], P) -> upd(T, P#p{x = P#p.x + N, y = N});
upd([], P) -> P.
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
