% SPDX-License-Identifier: GPL-3.0-or-later
-module(binaries_match).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [m(<<1,2,3>>), m(<<>>), m(<<255>>), w(<<"hello world foo">>), ints(<<1,2,3,4,5,6,7,8>>), fl(<<1.5/float, 2.5:32/float, 3>>), sz(<<3, "abcdef">>), bits(<<2#10110111:8, 5:3>>), tail(<<1,2,3>>), utf(<<"h\x{e9}\x{20ac}\x{1f600}"/utf8>>),
  lst(<<1,2,3>>), sg(<<-1:8, -2:16, -3:16/little>>), str(<<"GET /x">>), str(<<"PUT /y">>), str(<<"zzz">>), un(<<1:1, 2:2, 3:5, 4:8>>), skip(<<1,2,3,4,5,6>>), seg(<<2:8, 1, 2, 3, 4>>), hdr(<<4:4, 5:4, 0, 20:16, 7:32>>), u16(<<"a\x{1f600}"/utf16>>, <<"b"/utf16-little>>, <<"c"/utf32>>), vs(4, <<16#ab, 16#cd>>), neg(id(-1), <<1>>), bigi(<<1:100, 2:28>>)].
m(<<A, B, C>>) -> {A, B, C};
m(<<>>) -> empty;
m(<<X/binary>>) -> {bin, X}.
w(B) -> w(B, <<>>, []).
w(<<$\s, R/binary>>, A, L) -> w(R, <<>>, [A | L]);
w(<<C, R/binary>>, A, L) -> w(R, <<A/binary, C>>, L);
w(<<>>, A, L) -> lists:reverse([A | L]).
ints(<<A:16, B:16/little, C:32/signed, R/binary>>) -> [A, B, C, R];
ints(_) -> no.
fl(<<A/float, B:32/float, R/bits>>) -> [A, B, R].
sz(<<N, S:N/binary, R/binary>>) -> {S, R}.
bits(<<A:3, B:1, C/bits>>) -> {A, B, C, bit_size(C)}.
tail(<<_, T/binary>>) -> T.
utf(<<C/utf8, R/binary>>) -> [C | utf(R)];
utf(<<>>) -> [].
lst(B) -> [X * 2 || <<X>> <= B].
sg(<<A:8/signed, B:16/signed, C:16/signed-little>>) -> [A, B, C].
str(<<"GET ", R/binary>>) -> {get, R};
str(<<"PUT ", R/binary>>) -> {put, R};
str(_) -> unknown.
un(<<A:1, B:2, C:5, D>>) -> [A, B, C, D].
skip(<<_:16, A, _:1/binary, B, _/binary>>) -> {A, B}.
seg(<<N, A:N/unit:8, R/binary>>) -> {A, R}.
hdr(<<V:4, H:4, _T, L:16, Id:32>>) when V =:= 4, H >= 5 -> {L, Id};
hdr(_) -> bad.
u16(<<A/utf16, B/utf16>>, <<C/utf16-little>>, <<D/utf32>>) -> [A, B, C, D].
vs(N, B) -> <<X:N, Y:N, R/bits>> = B, [X, Y, R].
neg(N, B) -> case B of <<_:N/binary, _/binary>> -> yes; _ -> no end.
bigi(<<A:100, B:28/little>>) -> {A, B}.
id(X) -> X.
