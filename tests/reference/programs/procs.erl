% SPDX-License-Identifier: GPL-3.0-or-later
-module(procs).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [ping(10), echo(), links(), mon(), ring(50, 3), many(300), exits(), tmo(), reg(), pmap([1,2,3,4])].
ping(N) -> P = spawn(fun() -> pong() end), R = [begin P ! {self(), X}, receive {P, Y} -> Y end end || X <- lists:seq(1, N)], P ! stop, R.
pong() -> receive {F, X} -> F ! {self(), X * 2}, pong(); stop -> ok end.
echo() -> S = self(), spawn(fun() -> S ! {hello, [1, {2, "three", <<"four">>}, #{k => v}, 1 bsl 100, 2.5]} end), receive {hello, X} -> X end.
links() -> process_flag(trap_exit, true), P = spawn_link(fun() -> exit(reason) end), X = receive {'EXIT', P, R} -> R end, process_flag(trap_exit, false), X.
mon() -> {P, R} = spawn_monitor(fun() -> exit(bye) end), receive {'DOWN', R, process, P, W} -> W end.
ring(N, L) -> P = lists:foldl(fun(_, Next) -> spawn(fun() -> fwd(Next) end) end, self(), lists:seq(1, N)), P ! {tok, L * 10}, receive {tok, X} -> X end.
fwd(Next) -> receive {tok, X} -> Next ! {tok, X + 1} end.
many(N) -> S = self(), [spawn(fun() -> S ! {X, X * X} end) || X <- lists:seq(1, N)], lists:sum([receive {X, Y} -> Y end || X <- lists:seq(1, N)]).
exits() -> [ex(fun() -> ok end), ex(fun() -> exit(normal) end), ex(fun() -> exit({a, b}) end), ex(fun() -> exit(self(), kill), receive x -> x end end)].
ex(F) -> {_, R} = spawn_monitor(F), receive {'DOWN', R, _, _, W} -> W end.
tmo() -> receive x -> x after 20 -> late end.
reg() -> S = self(), P = spawn(fun() -> receive {q, F} -> F ! got end end), register(my_name, P), my_name ! {q, S}, receive X -> [X, whereis(no_such)] end.
pmap(L) -> S = self(), Rs = [begin R = make_ref(), spawn(fun() -> S ! {R, X * X} end), R end || X <- L], [receive {R, V} -> V end || R <- Rs].
