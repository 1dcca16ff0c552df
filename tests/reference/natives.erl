%% SPDX-License-Identifier: GPL-3.0-or-later
%% natives.erl - calls pure functions of the reference with random and chosen arguments and writes what they give, as
%% external terms, for natives_check.c to compare with ours: natives:main([Seed, Count, File]).
-module(natives).
-export([main/1]).

main([Seed, Count, File]) ->
    rand:seed(exsss, list_to_integer(Seed)),
    Cases = lists:flatten([chosen() | [case_() || _ <- lists:seq(1, list_to_integer(Count))]]),
    Done = [{M, F, A, run(M, F, A)} || {M, F, A} <- Cases, not rounds(F, A)],
    ok = file:write_file(File, term_to_binary(Done)),
    halt().

%% The reference does not always round a long integer to the nearest float; we do.
rounds(F, A) ->
    lists:member(F, ['+', '-', '*', '/', float]) andalso (F =:= '/' orelse F =:= float orelse lists:any(fun is_float/1, A))
        andalso lists:any(fun(I) -> is_integer(I) andalso abs(I) > 1 bsl 53 end, A).

run(M, F, A) ->
    try {ok, apply(M, F, A)} catch error:R -> {error, R} end.

pick(L) -> lists:nth(rand:uniform(length(L)), L).
r(N) -> rand:uniform(N) - 1.

int() ->
    case r(8) of
        0 -> r(3) - 1;
        1 -> r(300) - 150;
        2 -> (1 bsl (r(70))) + r(3) - 1;
        3 -> -(1 bsl (r(70))) + r(3) - 1;
        4 -> (r(1 bsl 60) bsl r(200)) + r(5);
        5 -> -(r(1 bsl 64) bsl r(130)) - r(5);
        6 -> r(1 bsl 62) - (1 bsl 61);
        7 -> r(1 bsl 400) * pick([1, -1])
    end.
float() ->
    case r(8) of
        0 -> pick([0.0, -0.0, 1.0, -1.0, 0.1, 1.0e22, 1.0e23, 5.0e-324, 1.7976931348623157e308, 2.2250738585072014e-308,
                   4503599627370496.5, 9007199254740992.0, 9007199254740993.0, 0.3, 2.5, 3.5, -2.5, 1.0e15, 1.0e16, 5.0e-5]);
        1 -> float(r(1000) - 500);
        2 -> (r(2000000) - 1000000) / 1000;
        3 -> <<F/float>> = finite(), F;
        4 -> math:pow(2.0, r(2000) - 1000);
        5 -> float(int_small() bsl r(80));
        6 -> rand:uniform();
        7 -> rand:normal() * math:pow(10, r(40) - 20)
    end.
int_small() -> r(1 bsl 60) - (1 bsl 59).
finite() ->
    B = rand:bytes(8),
    case B of <<_/float>> -> B; _ -> finite() end.
num() -> case r(3) of 0 -> float(); _ -> int() end.
atom() -> pick([a, b, foo, bar, '', 'Hello', true, false, undefined, ok, 'a b', abcdefgh, abcdefghi, abcdefghj]).
bin() ->
    case r(5) of
        0 -> <<>>;
        1 -> rand:bytes(r(10));
        2 -> rand:bytes(r(200));
        3 -> unicode:characters_to_binary([pick([$a, $b, 233, 16#3b1, 16#1f600, 16#301, 32, $\n]) || _ <- lists:seq(1, r(20))]);
        4 -> B = rand:bytes(20 + r(80)), S = r(8), N = r(80) , <<_:S, P:N/bitstring, _/bitstring>> = B,
             case bit_size(P) rem 8 of 0 -> P; _ -> <<_:S, Q:(N div 8)/binary, _/bitstring>> = B, Q end
    end.
bits() -> case r(2) of 0 -> bin(); 1 -> N = r(100), <<P:N/bitstring, _/bitstring>> = rand:bytes(13), P end.
term(D) when D =< 0 -> pick([int(), float(), atom(), [], bin()]);
term(D) ->
    case r(12) of
        0 -> int(); 1 -> float(); 2 -> atom(); 3 -> bits();
        4 -> [term(D - 1) || _ <- lists:seq(1, r(6))];
        5 -> [term(D - 1) | term(D - 1)];
        6 -> list_to_tuple([term(D - 1) || _ <- lists:seq(1, r(5))]);
        7 -> map(D - 1, r(6));
        8 -> [r(256) || _ <- lists:seq(1, r(20))];
        9 -> map(D - 2, 25 + r(20));
        10 -> r(4);
        11 -> pick([1, 1.0, 2, 2.0, {1}, {1.0}, [1], [1.0]])
    end.
map(D, N) -> maps:from_list([{term(D), term(D)} || _ <- lists:seq(1, N)]).
%% Two terms that are often equal, or nearly.
pair(D) ->
    T = term(D),
    case r(4) of 0 -> {T, T}; 1 -> {T, tweak(T)}; _ -> {T, term(D)} end.
tweak(T) when is_integer(T), T < 1 bsl 500, T > -(1 bsl 500) -> pick([T + 1, float(T)]);
tweak(T) when is_float(T), T < 1.0e200, T > -1.0e200 -> pick([trunc(T), -T, T * 2]);
tweak([H | T]) -> case r(2) of 0 -> [tweak(H) | T]; 1 -> [H | tweak(T)] end;
tweak(T) when is_tuple(T), T =/= {} -> I = 1 + r(size(T)), setelement(I, T, tweak(element(I, T)));
tweak(M) when is_map(M), map_size(M) > 0 ->
    K = pick(maps:keys(M)),
    case r(3) of 0 -> M#{K := tweak(maps:get(K, M))}; 1 -> maps:remove(K, M); 2 -> (maps:remove(K, M))#{tweak(K) => maps:get(K, M)} end;
tweak(B) when is_binary(B), B =/= <<>> -> binary_part(B, 0, byte_size(B) - 1);
tweak(_) -> atom().
keys(N) -> [pick([r(60), term(1), atom(), float(r(30))]) || _ <- lists:seq(1, N)].
iolist(0) -> pick([bin(), r(256), []]);
iolist(D) -> case r(5) of 0 -> iolist(0); 1 -> [iolist(D - 1) | bin()]; _ -> [iolist(D - 1) || _ <- lists:seq(1, r(6))] end.
%% Valid text, text that ends within a character, and a wrong byte. (Of what is no UTF-8 whatever follows, cut off, the
%% reference waits for the rest; we do not.)
text() -> unicode:characters_to_binary([pick([$a, 233, 16#3b1, 16#1f600, 16#301, $\n]) || _ <- lists:seq(1, r(12))]).
dirty_text() -> T = text(), case r(4) of 0 -> <<T/binary, 16#e2, 16#82>>; 1 -> <<T/binary, 255, T/binary>>; _ -> T end.
chardata(0) -> pick([dirty_text(), r(300), 16#d800 + r(3) * 16#800, []]);
chardata(D) -> case r(3) of 0 -> dirty_text(); _ -> [chardata(D - 1) || _ <- lists:seq(1, r(5))] end.
e(F, A) -> {erlang, F, A}.
%% The reference's sort/1 is not stable for terms that are == and not =:=; ours is. So only one of each.
shuffle(L) -> [X || {_, X} <- lists:sort([{rand:uniform(), X} || X <- L])].

case_() ->
    N = num(), M = num(), I = int(), J = int(), {A, B} = pair(4),
    case r(24) of
        0 -> [e(Op, [N, M]) || Op <- ['+', '-', '*', '/', '==', '/=', '=:=', '<', '=<', '>', '>=']];
        1 -> [e(Op, [I, J]) || Op <- ['+', '-', '*', 'div', 'rem', 'band', 'bor', 'bxor', '==', '<']];
        2 -> S = r(200) - 100, [e('bsl', [I, S]), e('bsr', [I, S]), e('bnot', [I]), e('-', [I]), e(abs, [N])];
        3 -> [e(Op, [N]) || Op <- [trunc, round, floor, ceil, float, abs, '-']];
        4 -> [e(Op, [A, B]) || Op <- ['==', '/=', '=:=', '=/=', '<', '>=', min, max]];
        5 -> Base = 2 + r(35), S = integer_to_list(I, Base),
             [e(integer_to_binary, [I]), e(integer_to_list, [I, Base]), e(list_to_integer, [S, Base]),
              e(binary_to_integer, [list_to_binary(S), Base])];
        6 -> F = float(), [e(float_to_binary, [F, [short]]), e(float_to_list, [F]), e(float_to_binary, [F, [{scientific, r(20)}]]),
              e(binary_to_float, [float_to_binary(F)]), e(list_to_float, [float_to_list(F, [short])])
              | [e(float_to_binary, [F, [{decimals, r(20)}, compact]]) || abs(F) < 1.0e15]
              ++ [e(float_to_binary, [F, [{decimals, r(20)}]]) || abs(F) < 1.0e15]];
        7 -> L = [term(2) || _ <- lists:seq(1, r(40))], P = pick([term(2) | L]),
             [{lists, sort, [shuffle(lists:usort(L))]}, {lists, usort, [L]}, {lists, member, [P, L]}, {lists, reverse, [L]}, e(length, [L]),
              e('--', [L, [pick([P | L]) || _ <- lists:seq(1, r(30))]]), e('++', [L, P]), {lists, flatten, [L]},
              e(list_to_tuple, [L]), {lists, reverse, [L, P]}];
        8 -> L = [list_to_tuple([term(1) || _ <- lists:seq(1, 2 + r(2))]) || _ <- lists:seq(1, r(30))],
             K = term(1), [{lists, keysort, [2, L]}, {lists, ukeysort, [1, L]}, {lists, keyfind, [K, 1 + r(4), L]},
                           {lists, keymember, [K, 1, L]}, {lists, keysearch, [K, 2, L]}];
        9 -> Ks = keys(r(100)), Map = maps:from_list([{K, r(10)} || K <- Ks]), K = pick([x, 1, 1.0 | Ks]),
             Map2 = maps:from_list([{Q, r(10)} || Q <- keys(r(80))]),
             [{maps, from_list, [[{Q, r(5)} || Q <- Ks]]}, {maps, get, [K, Map]}, {maps, put, [K, new, Map]}, {maps, remove, [K, Map]},
              {maps, take, [K, Map]}, {maps, update, [K, u, Map]}, {maps, find, [K, Map]}, {maps, merge, [Map, Map2]},
              {maps, merge, [Map2, Map]}, {maps, from_keys, [Ks, v]}, {maps, with, [keys(20), Map]}, {maps, without, [keys(20), Map]}, {maps, intersect, [Map, Map2]}, e(map_size, [Map]), e(is_map_key, [K, Map]),
              e('==', [Map, Map2]), e('<', [Map, Map2])];
        10 -> L = iolist(4), [e(iolist_size, [L]), e(iolist_to_binary, [L]), e(list_to_binary, [L]), e(crc32, [L]), e(adler32, [L]), e(md5, [L])];
        11 -> Bi = bin(), S = byte_size(Bi), P = r(S + 2), Q = r(S + 4) - 2,
              [e(binary_part, [Bi, P, Q]), e(split_binary, [Bi, P]), e(binary_to_list, [Bi]), e(binary_to_list, [Bi, P, Q]),
               {binary, at, [Bi, P]}, {binary, first, [Bi]}, {binary, last, [Bi]}, {binary, copy, [Bi, r(4)]},
               {binary, decode_unsigned, [Bi]}, {binary, decode_unsigned, [Bi, little]}, e(bitstring_to_list, [bits()]),
               {binary, bin_to_list, [Bi, {P, Q}]}, e(byte_size, [bits()]), e(bit_size, [bits()])];
        12 -> [{binary, encode_hex, [bin()]}, {binary, decode_hex, [pick([<<"0aFf">>, <<"0">>, <<"0g">>, <<>>])]},
               {binary, encode_unsigned, [abs(I), pick([big, little])]}];
        13 -> Al = <<"abcabcab ,;b">>, S = << <<(binary:at(Al, r(12)))>> || _ <- lists:seq(1, r(60))>>,
              P = pick([<<"a">>, <<"ab">>, [<<"a">>, <<"ab">>], <<",">>, [<<",">>, <<";">>, <<" ">>], <<"abc">>]),
              O = pick([[], [global], [global, trim], [global, trim_all], [trim], [trim_all], [{scope, {1, 3}}]]),
              [{binary, split, [S, P, O]}, {binary, match, [S, P]}, {binary, matches, [S, P]},
               {binary, replace, [S, P, <<"XY">>, [pick([global, {insert_replaced, 1}])]]},
               {binary, longest_common_prefix, [[S, <<"ab">>, S]]}, {binary, longest_common_suffix, [[S, <<"b">>]]}];
        14 -> T = term(5), [e(term_to_binary, [T]) || not has_big_map(T)] ++ [e(binary_to_term, [term_to_binary(T)]),
               e(binary_to_term, [term_to_binary(T, [compressed])]), e(binary_to_term, [term_to_binary(T, [{minor_version, 2}])])];
        15 -> C = chardata(3), [{unicode, characters_to_list, [C]}, {unicode, characters_to_binary, [C]} |
               [{unicode, characters_to_list, [unicode:characters_to_binary(text(), utf8, En), En]} || En <- [utf8, utf16, utf32, {utf16, little}]]];
        16 -> T = list_to_tuple([term(1) || _ <- lists:seq(1, r(6))]), P = r(8),
              [e(element, [P, T]), e(setelement, [P, T, x]), e(tuple_to_list, [T]), e(append_element, [T, x]),
               e(insert_element, [P, T, x]), e(delete_element, [P, T]), e(make_tuple, [P, x])];
        17 -> X = float(), Y = float(), [{math, Fn, [X]} || Fn <- [sin, cos, sqrt, log, log2, exp, ceil, floor, atan, tanh, erf]]
                  ++ [{math, Fn, [X, Y]} || Fn <- [pow, atan2, fmod]];
        18 -> At = atom(), [e(atom_to_list, [At]), e(atom_to_binary, [At]), e(binary_to_atom, [atom_to_binary(At)]), e(list_to_atom, [atom_to_list(At)])];
        19 -> [e(T, [A]) || T <- [is_atom, is_binary, is_bitstring, is_boolean, is_float, is_integer, is_list, is_map, is_number, is_tuple]];
        20 -> L = [int() || _ <- lists:seq(1, 1000 + r(9000))], [{lists, sort, [L]} || r(20) == 0];
        21 -> e(list_to_bitstring, [[bits() || _ <- lists:seq(1, r(5))]]);
        22 -> W = [term(1) || _ <- lists:seq(1, 3)], [e(hd, [pick([W, a])]), e(tl, [pick([W, []])]), e(size, [pick([{1, 2}, <<1>>, a])]),
              e('and', [pick([true, false, a]), true]), e('or', [false, pick([true, 1])]), e('xor', [true, pick([true, false])]), e('not', [pick([true, 3])])];
        23 -> [e('+', [N, a]), e('div', [I, 0]), e('rem', [N, 3]), e('bsl', [N, 1]), e('/', [N, 0])]
    end.

has_big_map(M) when is_map(M) -> map_size(M) > 32 orelse has_big_map(maps:to_list(M));
has_big_map([H | T]) -> has_big_map(H) orelse has_big_map(T);
has_big_map(T) when is_tuple(T) -> has_big_map(tuple_to_list(T));
has_big_map(_) -> false.

chosen() ->
    Deep = lists:foldl(fun(_, A) -> {A, [A]} end, x, lists:seq(1, 15)),
    Mono = [1, 1.0, 2, 2.0, -1, 1 bsl 61, -(1 bsl 61), (1 bsl 61) - 1, 1 bsl 62, float(1 bsl 61), 1 bsl 64, 1.0e308, -(1 bsl 2000), 1 bsl 2000],
    [e('<', [X, Y]) || X <- Mono, Y <- Mono] ++ [e('==', [X, Y]) || X <- Mono, Y <- Mono] ++
    [e('*', [X, Y]) || X <- Mono, Y <- Mono] ++ [e('-', [X, Y]) || X <- Mono, Y <- Mono] ++
    [e('==', [Deep, Deep]), e('=:=', [0.0, -0.0]), e('==', [#{0.0 => 1}, #{-0.0 => 1}]), e('bsl', [1, 1 bsl 70]), e('bsr', [1, 1 bsl 70]),
     e('bsl', [0, 1 bsl 70]), e(list_to_integer, ["12x"]), e(list_to_integer, ["+12"]), e(list_to_integer, [""]), e(list_to_integer, ["-"]),
     e(binary_to_float, [<<"1">>]), e(binary_to_float, [<<"1.0e400">>]), e(binary_to_float, [<<"1.5e-400">>]), e(binary_to_float, [<<" 1.0">>]),
     e(list_to_atom, [lists:duplicate(256, $a)]), e(list_to_atom, [[955]]), e(binary_to_atom, [<<255>>]), e(binary_to_atom, [<<233>>, latin1]),
     e(map_get, [a, b]), e(map_get, [a, #{}]), e(map_size, [x]), {maps, get, [a, #{}]}, {maps, update, [a, 1, #{}]}, {maps, from_list, [[a]]},
     {lists, sort, [lists:reverse(lists:seq(1, 30000))]}, {lists, usort, [[X rem 1000 || X <- lists:seq(1, 20000)]]},
     {lists, keysort, [2, [{X, X * 7919 rem 10007} || X <- lists:seq(1, 25000)]]},
     {lists, sort, [[(X * 7919) rem 100003 || X <- lists:seq(1, 70000)]]},
     {binary, split, [<<"a,b,,c,">>, <<",">>, [global]]}, {binary, match, [<<"abc">>, <<>>]}, {binary, match, [<<>>, <<"a">>]},
     {math, sqrt, [-1]}, {math, log, [0]}, {math, pow, [2, 0.5]}, {math, exp, [10000]}, {math, pi, []}].
