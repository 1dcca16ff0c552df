% SPDX-License-Identifier: GPL-3.0-or-later
-module(guards).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [[t(X) || X <- vals()], [u(X) || X <- vals()], [w(X) || X <- vals()], [a(X, Y) || X <- [0, 1, 5], Y <- [0, 2.5]], [o(X) || X <- [1, 2, 3, a, {}]]].
vals() -> [1, -1, 1.5, a, true, "s", [], <<"b">>, <<1:3>>, {1,2}, #{a => 1}, fun main/0, self(), make_ref(), 1 bsl 70].
t(X) when is_integer(X) -> integer; t(X) when is_float(X) -> float; t(X) when is_boolean(X) -> boolean; t(X) when is_atom(X) -> atom;
t(X) when is_list(X) -> list; t(X) when is_binary(X) -> binary; t(X) when is_bitstring(X) -> bitstring; t(X) when is_tuple(X) -> tuple;
t(X) when is_map(X) -> map; t(X) when is_function(X, 0) -> fun0; t(X) when is_pid(X) -> pid; t(X) when is_reference(X) -> ref; t(_) -> other.
u(X) when is_number(X), X > 0 -> pos; u(X) when hd(X) =:= $s -> s; u(X) when byte_size(X) =:= 1 -> b1; u(X) when map_size(X) =:= 1 -> m1;
u(X) when tuple_size(X) =:= 2; X =:= a -> t2; u(X) when is_function(X) -> f; u(X) when bit_size(X) =:= 3 -> b3; u(_) -> no.
w(X) -> [is_integer(X), is_float(X), is_number(X), is_atom(X), is_boolean(X), is_list(X), is_tuple(X), is_binary(X), is_bitstring(X), is_map(X), is_function(X), is_function(X, 0), is_pid(X), is_port(X), is_reference(X)].
a(X, Y) when X / Y > 1 -> big; a(X, Y) when X + Y > 1, X * 2 > 1 -> sum; a(X, _) when X rem 2 =:= 1; X div 2 =:= 0 -> odd; a(_, _) -> none.
o(X) when X =:= 1 orelse X =:= 2 andalso true -> yes; o(X) when not (X =/= 3) -> three; o(X) when element(1, X) =:= 1 -> never; o(X) when X > 100 -> big; o(_) -> no.
