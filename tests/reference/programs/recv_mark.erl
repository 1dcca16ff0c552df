% SPDX-License-Identifier: GPL-3.0-or-later
-module(recv_mark).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [call(X) || X <- lists:seq(1, 20)] ++ [after_many()].
call(X) -> P = spawn(fun() -> receive {R, F, Y} -> F ! {R, Y + 1} end end), R = make_ref(), P ! {R, self(), X}, receive {R, V} -> V after 1000 -> timeout end.
after_many() -> [self() ! junk || _ <- lists:seq(1, 1000)], X = call(1), n(0), X.
n(N) -> receive junk -> n(N + 1) after 0 -> N end.
