% SPDX-License-Identifier: GPL-3.0-or-later
-module(external_terms).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [binary_to_term(term_to_binary(T)) =:= T || T <- [1, -1, 1 bsl 100, 1.5, a, "str", [1 | 2], {a, {b}}, <<1, 2>>, <<1:5>>, #{a => [1], 2 => <<"x">>}, [], {}, fun lists:map/2]] ++ [term_to_binary({a, 1, [2.5]}, [{minor_version, 1}]), erlang:phash2({a, [1, 2.5]}) =:= erlang:phash2({a, [1, 2.5]}), erlang:phash2("hello", 100) < 100].
