% SPDX-License-Identifier: GPL-3.0-or-later
-module(binaries_build).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> X = id(5), F = id(2.5), B = id(<<"abc">>), [<<X>>, <<X:16>>, <<X:16/little>>, <<X:3, 1:5>>, <<F/float>>, <<F:32/float>>, <<F:16/float>>, <<B/binary, X>>, <<B:2/binary>>, <<"lit", X, "more">>, <<X:X>>, <<(id(1000)):8>>, <<(id(-1)):16>>, <<(id(16#20ac))/utf8>>, <<(id(16#1f600))/utf16>>, <<(id($a))/utf32-little>>,
  << <<(Y * 2)>> || Y <- [1, 2, 3] >>, << <<Y:3>> || <<Y:3>> <= <<2#101010101:9>> >>, acc(20, <<>>), app(id(<<1>>)), <<(id(1 bsl 80)):96>>, <<(id(1 bsl 80)):96/little>>, big(), e(fun() -> <<(id(a))>> end), e(fun() -> <<(id(x))/binary>> end), e(fun() -> <<1:(id(-1))>> end), e(fun() -> <<(id(<<1:3>>))/binary>> end), e(fun() -> <<(id(16#d800))/utf8>> end), e(fun() -> <<(id(b)):32/float>> end), share(), <<(id(<<1:3>>))/bits, 1:5>>, iolist_to_binary([B, [X, "x"], <<"y">>])].
acc(0, B) -> B;
acc(N, B) -> acc(N - 1, <<B/binary, N>>).
app(B) -> B1 = <<B/binary, 2>>, B2 = <<B1/binary, 3>>, B3 = <<B1/binary, 4>>, [B, B1, B2, B3].
big() -> B = binary:copy(<<"x">>, 1000), C = <<B/binary, "end">>, {byte_size(C), binary_part(C, 998, 5)}.
share() -> B = binary:copy(<<7>>, 100), <<_:50/binary, T/binary>> = B, {byte_size(T), T =:= binary:copy(<<7>>, 50)}.
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
