% SPDX-License-Identifier: GPL-3.0-or-later
-module(deep_recursion).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [sum(100000), len(build(200000)), deep(50000, []), tree(14), ack(2, 9), flat(nest(1000))].
sum(0) -> 0;
sum(N) -> N + sum(N - 1).
build(0) -> [];
build(N) -> [N | build(N - 1)].
len([_ | T]) -> 1 + len(T);
len([]) -> 0.
deep(0, A) -> length(A);
deep(N, A) -> 1 + deep(N - 1, [N | A]).
tree(0) -> 1;
tree(N) -> {L, R} = {tree(N - 1), tree(N - 1)}, L + R.
ack(0, N) -> N + 1;
ack(M, 0) -> ack(M - 1, 1);
ack(M, N) -> ack(M - 1, ack(M, N - 1)).
nest(0) -> [];
nest(N) -> [N, [nest(N - 1)]].
flat(L) -> length(lists:flatten(L)).
