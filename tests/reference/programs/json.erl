% SPDX-License-Identifier: GPL-3.0-or-later
-module(json).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [p(<<"[1, 2.5, \"a\\n\", {\"k\": [true, null]}, -3]">>), p(<<"{}">>), catch p(<<"[1,">>)].
p(B) -> {V, _} = v(ws(B)), V.
ws(<<C, R/binary>>) when C =:= $\s; C =:= $\n -> ws(R);
ws(B) -> B.
v(<<"true", R/binary>>) -> {true, R}; v(<<"false", R/binary>>) -> {false, R}; v(<<"null", R/binary>>) -> {nil, R};
v(<<$", R/binary>>) -> s(R, <<>>); v(<<$[, R/binary>>) -> a(ws(R), []); v(<<${, R/binary>>) -> o(ws(R), #{}); v(<<C, _/binary>> = B) when C =:= $-; C >= $0, C =< $9 -> n(B, []); v(_) -> throw(bad).
s(<<$", R/binary>>, A) -> {A, R}; s(<<$\\, $n, R/binary>>, A) -> s(R, <<A/binary, 10>>); s(<<C/utf8, R/binary>>, A) -> s(R, <<A/binary, C/utf8>>).
n(<<C, R/binary>>, A) when C >= $0, C =< $9; C =:= $-; C =:= $. -> n(R, [C | A]);
n(R, A) -> L = lists:reverse(A), {case lists:member($., L) of true -> list_to_float(L); false -> list_to_integer(L) end, R}.
a(<<$], R/binary>>, A) -> {lists:reverse(A), R};
a(<<$,, R/binary>>, A) -> a(ws(R), A);
a(B, A) -> {V, R} = v(B), a(ws(R), [V | A]).
o(<<$}, R/binary>>, A) -> {A, R};
o(<<$,, R/binary>>, A) -> o(ws(R), A);
o(B, A) -> {K, R} = v(B), <<$:, R1/binary>> = ws(R), {V, R2} = v(ws(R1)), o(ws(R2), A#{K => V}).
