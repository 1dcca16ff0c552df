% SPDX-License-Identifier: GPL-3.0-or-later
-module(fib).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [fib(N) || N <- [0, 1, 5, 15, 20]].
fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).
