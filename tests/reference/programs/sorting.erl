% SPDX-License-Identifier: GPL-3.0-or-later
-module(sorting).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> L = rnd(500, 42, []), [msort(L) =:= lists:sort(L), qs(lists:sublist(L, 50)), lists:keysort(2, [{a, 3}, {b, 1}, {c, 2}]), lists:usort(L) =:= lists:usort(lists:reverse(L)), lists:sort(fun(A, B) -> A > B end, [1, 3, 2])].
rnd(0, _, A) -> A;
rnd(N, S, A) -> S1 = (S * 1103515245 + 12345) rem 2147483648, rnd(N - 1, S1, [S1 rem 1000 | A]).
qs([]) -> [];
qs([P | T]) -> qs([X || X <- T, X < P]) ++ [P] ++ qs([X || X <- T, X >= P]).
msort([]) -> []; msort([X]) -> [X];
msort(L) -> {A, B} = lists:split(length(L) div 2, L), mg(msort(A), msort(B)).
mg([], B) -> B; mg(A, []) -> A;
mg([A | As], [B | _] = Bs) when A =< B -> [A | mg(As, Bs)];
mg(As, [B | Bs]) -> [B | mg(As, Bs)].
