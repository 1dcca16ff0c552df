% SPDX-License-Identifier: GPL-3.0-or-later
-module(queens).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [length(queens(6)), hd(queens(8))].
queens(N) -> q(N, N).
q(0, _) -> [[]];
q(K, N) -> [[C | Qs] || Qs <- q(K - 1, N), C <- lists:seq(1, N), safe(C, Qs, 1)].
safe(_, [], _) -> true;
safe(C, [Q | Qs], D) -> C =/= Q andalso abs(C - Q) =/= D andalso safe(C, Qs, D + 1).
