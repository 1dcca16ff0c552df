% SPDX-License-Identifier: GPL-3.0-or-later
-module(lists_ops).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [rev([1,2,3]), app([1,2],[3]), map(fun(X) -> X * X end, [1,2,3]), fold(fun(X, A) -> X + A end, 0, [1,2,3]),
  zip([1,2],[a,b]), [hd(id([1])), tl(id([1,2]))], length(id([1,2,3])), [X || X <- [1,2,3,4], X rem 2 =:= 0],
  [{X, Y} || X <- [1,2], Y <- [a,b]], id([1|2]), [a,b] ++ id([c]), id([a,b,c]) -- [b], lists:member(2, id([1,2]))].
rev(L) -> rev(L, []).
rev([H|T], A) -> rev(T, [H|A]);
rev([], A) -> A.
app([H|T], L) -> [H | app(T, L)];
app([], L) -> L.
map(F, [H|T]) -> [F(H) | map(F, T)];
map(_, []) -> [].
fold(F, A, [H|T]) -> fold(F, F(H, A), T);
fold(_, A, []) -> A.
zip([A|As], [B|Bs]) -> [{A, B} | zip(As, Bs)];
zip([], []) -> [].
id(X) -> X.
