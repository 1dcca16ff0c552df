%% SPDX-License-Identifier: GPL-3.0-or-later
%% Runs main/0 of each module that `modules.txt`'s generated list names and prints what it returned, the same on both machines.
-module(driver).
-export([main/0]).

main() -> [run(M) || M <- driver_list:modules()], ok.

run(M) ->
    case erlang:function_exported(erlang, spawn_monitor, 1) of
        true -> run_apart(M);
        false -> erlang:display_string(lists:flatten([atom_to_list(M), " ", result(M), "\n"]))
    end.

run_apart(M) ->
    Me = self(),
    {P, R} = spawn_monitor(fun() -> Me ! {self(), result(M)} end),
    receive
        {P, Text} -> erlang:demonitor(R, [flush]), erlang:display_string(lists:flatten([atom_to_list(M), " ", Text, "\n"]));
        {'DOWN', R, process, P, Why} -> erlang:display_string(lists:flatten([atom_to_list(M), " died: ", f(Why), "\n"]))
    after 20000 -> erlang:display_string(atom_to_list(M) ++ " hangs\n"), exit(P, kill)
    end.

result(M) ->
    try f(M:main())
    catch C:R:S -> ["failed: ", f({C, R, S})]
    end.

f(T) when is_integer(T) -> integer_to_list(T);
f(T) when is_float(T) -> float_to_list(T, [{scientific, 17}]);
f(T) when is_atom(T) -> ["'", atom_to_list(T), "'"];
f(T) when is_tuple(T) -> ["{", join(tuple_to_list(T)), "}"];
f([]) -> "[]";
f(T) when is_list(T) -> ["[", items(T), "]"];
f(T) when is_binary(T) -> ["<<", join(binary_to_list(T)), ">>"];
f(T) when is_bitstring(T) -> N = bit_size(T), <<X:N>> = T, ["<<", integer_to_list(X), ":", integer_to_list(N), ">>"];
f(T) when is_map(T) -> ["#{", join([{K, V} || {K, V} <- lists:sort(maps:to_list(T))]), "}"];
f(T) when is_function(T) -> {arity, A} = erlang:fun_info(T, arity), ["fun/", integer_to_list(A)];
f(T) when is_pid(T) -> "pid";
f(T) when is_reference(T) -> "ref";
f(_) -> "other".

items([X]) -> f(X);
items([X | T]) when is_list(T) -> [f(X), ",", items(T)];
items([X | T]) -> [f(X), "|", f(T)].

join([]) -> "";
join([X]) -> f(X);
join([X | T]) -> [f(X), "," | join(T)].
