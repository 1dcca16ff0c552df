% SPDX-License-Identifier: GPL-3.0-or-later
-module(tuples).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [t({}), t({a}), t({a, 1}), t({b, 1, 2}), t({1, 2, 3, 4}), t([]), element(2, id({a, b})), setelement(1, id({a, b}), c), tuple_size(id({1,2,3})),
  upd(id({r, 1, 2, 3})), nest(id({{1, {2, 3}}, 4})), erlang:append_element(id({1}), 2), tuple_to_list(id({1,2})), list_to_tuple(id([1,2])), e(fun() -> element(3, id({1,2})) end),
  e(fun() -> element(id(a), {1}) end), sw(id({x, 1})), sw(id({y, 1})), sw(id({z, 1, 2})), sw(id({w}))].
t({}) -> empty;
t({X}) -> {one, X};
t({a, X}) -> {a, X};
t({b, X, Y}) -> {X, Y};
t({A, B, C, D}) -> [D, C, B, A];
t(_) -> other.
upd(T) -> T1 = setelement(2, T, x), T2 = setelement(3, T1, y), setelement(4, T2, z).
nest({{A, {B, C}}, D}) -> [A, B, C, D].
sw({x, A}) -> {1, A};
sw({y, A}) -> {2, A};
sw({z, A, B}) -> {A, B};
sw({w}) -> w.
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
