% SPDX-License-Identifier: GPL-3.0-or-later
-module(gc_stress_lists).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [work(200, []), strings(100), tuples(300), bins(100, [])].
work(0, A) -> erlang:phash2(A) > 0;
work(N, A) -> L = lists:seq(1, N * 5), work(N - 1, [lists:sum(L), lists:reverse(L) | lists:sublist(A, 20)]).
strings(N) -> length(lists:append([integer_to_list(X) || X <- lists:seq(1, N * 20)])).
tuples(N) -> T = lists:foldl(fun(X, A) -> {X, A, [X]} end, nil, lists:seq(1, N)), d(T).
d(nil) -> 0;
d({X, R, [X]}) -> X + d(R).
bins(0, A) -> byte_size(iolist_to_binary(A));
bins(N, A) -> bins(N - 1, [binary:copy(<<N>>, N) | A]).
