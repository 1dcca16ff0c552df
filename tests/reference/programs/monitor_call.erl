% SPDX-License-Identifier: GPL-3.0-or-later
-module(monitor_call).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> S = spawn(fun() -> loop(0) end), [c(S, {add, X}) || X <- [1, 2, 3]] ++ [c(S, get), d(S)].
loop(N) -> receive {F, R, {add, X}} -> F ! {R, N + X}, loop(N + X); {F, R, get} -> F ! {R, N}, loop(N); {_, _, die} -> exit(dead) end.
c(S, M) -> R = monitor(process, S), S ! {self(), R, M}, receive {R, V} -> demonitor(R, [flush]), V; {'DOWN', R, _, _, W} -> {down, W} end.
d(S) -> c(S, die).
