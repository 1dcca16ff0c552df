% SPDX-License-Identifier: GPL-3.0-or-later
-module(receive_ops).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> self() ! {a, 1}, self() ! {b, 2}, self() ! c, [r(b), r(a), r0(), r0(), to(0), to(5), sel(), many(200), ref(), nested(), guard()].
r(K) -> receive {K, V} -> {K, V} end.
r0() -> receive X -> X after 0 -> none end.
to(N) -> receive never -> x after N -> timeout end.
sel() -> self() ! 1, self() ! 2, self() ! 3, A = receive 3 -> three end, B = receive 2 -> two end, C = receive X -> X end, [A, B, C].
many(N) -> [self() ! X || X <- lists:seq(1, N)], lists:sum([receive X when X =:= Y -> X end || Y <- lists:seq(N, 1, -1)]).
ref() -> R = make_ref(), self() ! {R, hi}, receive {R, M} -> M end.
nested() -> self() ! {outer, 1}, self() ! {inner, 2}, receive {outer, X} -> receive {inner, Y} -> {X, Y} end end.
guard() -> self() ! 5, self() ! 50, A = receive X when X > 10 -> X end, B = receive Z -> Z end, {A, B}.
