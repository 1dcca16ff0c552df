% SPDX-License-Identifier: GPL-3.0-or-later
%% is_ne: inequality between numbers of unknown kinds; set_tuple_element: a tuple updated in several places, last first.
-module(not_equal).
-export([main/0]).
-record(r, {a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7}).

main() ->
    {[ne(A, B) || A <- [1, 1.0, a, 2], B <- [1, 1.0, b]], [both(1, B) || B <- [2, 1.0, 7]],
     update(#r{}, 7, 8), update(#r{a = x}, [], {}), (catch update({r, 1}, 1, 1)), set({1, 2, 3, 4, 5}, a),
     (catch set({1, 2}, a))}.

ne(A, B) when A /= B -> different;
ne(_, _) -> same.

both(A, B) -> if A /= B, B /= 7 -> yes; true -> no end.

update(#r{a = A} = R, X, Y) -> R#r{b = X, d = Y, e = A, g = {X, Y}}.

set(T0, X) ->
    T1 = setelement(5, T0, X),
    T2 = setelement(3, T1, {X}),
    setelement(2, T2, c).
