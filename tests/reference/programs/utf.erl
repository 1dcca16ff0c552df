% SPDX-License-Identifier: GPL-3.0-or-later
-module(utf).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> S = "h\x{e9}l\x{20ac}\x{1f600}", B = << <<C/utf8>> || C <- S >>, L = << <<C/utf16>> || C <- S >>, M = << <<C/utf32-little>> || C <- S >>, [B, L, M, [C || <<C/utf8>> <= B], [C || <<C/utf16>> <= L], [C || <<C/utf32-little>> <= M], cnt(B, 0), bad(<<255, 1>>), bad(<<16#c0, 16#80>>), bad(<<16#ed, 16#a0, 16#80>>), sk(B)].
cnt(<<_/utf8, R/binary>>, N) -> cnt(R, N + 1);
cnt(<<>>, N) -> N.
bad(<<C/utf8, _/binary>>) -> C;
bad(_) -> invalid.
sk(<<_/utf8, _/utf8, C/utf8, _/binary>>) -> C.
