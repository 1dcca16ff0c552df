% SPDX-License-Identifier: GPL-3.0-or-later
-module(yield_loop).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> S = self(), P = [spawn(fun() -> loop(200000), S ! {done, X} end) || X <- [1, 2, 3]], length(P) + lists:sum([receive {done, X} -> X end || _ <- P]).
loop(0) -> ok;
loop(N) -> loop(N - 1).
