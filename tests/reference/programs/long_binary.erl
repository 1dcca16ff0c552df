% SPDX-License-Identifier: GPL-3.0-or-later
-module(long_binary).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> B = mk(5000, <<>>), [byte_size(B), sum(B, 0), rev(binary_part(B, 0, 50)), split(B, 700), cs(B)].
mk(0, B) -> B;
mk(N, B) -> mk(N - 1, <<B/binary, (N rem 251)>>).
sum(<<X, R/binary>>, A) -> sum(R, A + X);
sum(<<>>, A) -> A.
rev(B) -> S = bit_size(B), <<X:S/little>> = B, <<X:S>>.
split(B, N) -> case B of <<H:N/binary, R/binary>> -> [byte_size(H) | split(R, N)]; R -> [byte_size(R)] end.
cs(B) -> cs(B, 1, 0).
cs(<<X, R/bits>>, A, S) -> A1 = (A + X) rem 65521, cs(R, A1, (S + A1) rem 65521);
cs(<<>>, A, S) -> S bsl 16 bor A.
