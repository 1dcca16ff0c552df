%% SPDX-License-Identifier: GPL-3.0-or-later
-module(more_ops).
-export([main/0]).
-on_load(init/0).
-record(r, {a, b, c, d, e, f, g, h, i, j}).
init() -> persistent_term:put(more_ops, ready), ok.
main() -> [persistent_term:get(more_ops), has(#{a => 1, b => 2}), has(#{a => 1}), ne(1, 1.0), ne(1, 2.0), ne(a, b),
  sk16(<<"ab"/utf16>>), sk16(<<16#dc00:16, 0>>), sk32(<<"ab"/utf32>>), sk32(<<255:32>>), upd(#r{a = 1}), nef([1, 2, 1.0], 1), fl(2.0, 3), set({1, 2, 3})].
has(#{a := _, b := _}) -> both;
has(#{a := _}) -> a;
has(_) -> none.
ne(A, B) when A /= B -> different;
ne(_, _) -> same.
sk16(<<_/utf16, R/binary>>) -> R;
sk16(_) -> no.
sk32(<<_/utf32, R/binary>>) -> R;
sk32(_) -> no.
upd(R) -> R#r{b = id(2), c = id(3)}.
id(X) -> X.
nef(A, B) -> [X || X <- A, not (X == B)].
fl(X, Y) when is_float(X) -> Z = X * 2.5 + 1.0 - X / 4.0, W = -(Z * X), [Z, W, float(Y) + X].
set(T) -> T1 = setelement(1, T, a), T2 = setelement(2, T1, b), setelement(3, T2, c).
