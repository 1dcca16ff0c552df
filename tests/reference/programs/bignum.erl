% SPDX-License-Identifier: GPL-3.0-or-later
-module(bignum).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> A = id(123456789012345678901234567890), B = id(987654321098765432109876543210), [A + B, A - B, A * B, B div A, B rem A, -A, A band B, A bor B, A bxor B, bnot A, A bsl 17, B bsr 33, A < B, A == A + 0, A =:= id(123456789012345678901234567890), float(A), A / B, gcd(A, B), pow(3, 200), integer_to_list(A, 36), list_to_integer("-99999999999999999999"), h(A), abs(-A), trunc(1.0e25), [X rem 7 || X <- [A, B, -A, -B]]].
gcd(A, 0) -> A;
gcd(A, B) -> gcd(B, A rem B).
pow(_, 0) -> 1;
pow(X, N) -> X * pow(X, N - 1).
h(123456789012345678901234567890) -> yes;
h(_) -> no.
id(X) -> X.
