% SPDX-License-Identifier: GPL-3.0-or-later
-module(sieve).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [sieve(lists:seq(2, 200)), length(primes(3000)), collatz(27, 0)].
sieve([]) -> [];
sieve([P | T]) -> [P | sieve([X || X <- T, X rem P =/= 0])].
primes(N) -> [X || X <- lists:seq(2, N), p(X, 2)].
p(X, D) when D * D > X -> true;
p(X, D) when X rem D =:= 0 -> false;
p(X, D) -> p(X, D + 1).
collatz(1, N) -> N;
collatz(X, N) when X rem 2 =:= 0 -> collatz(X div 2, N + 1);
collatz(X, N) -> collatz(3 * X + 1, N + 1).
