% SPDX-License-Identifier: GPL-3.0-or-later
-module(strings).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [atom_to_list(abc), list_to_atom("xyz"), integer_to_list(-123), integer_to_list(255, 16), list_to_integer("42"), list_to_integer("ff", 16), atom_to_binary(hey), binary_to_atom(<<"foo">>), list_to_binary([1, [2, 3], <<4>>]), binary_to_list(<<"abc">>), float_to_list(1.5, [short]), list_to_float("2.5"), integer_to_binary(77), binary_to_integer(<<"88">>), list_to_existing_atom("main"), iolist_size([1, <<2, 3>>, [4]]), "ab" ++ "cd", "abc" < "abd", [$a, $b | "c"], unicode:characters_to_list(<<"h\x{e9}"/utf8>>)].
