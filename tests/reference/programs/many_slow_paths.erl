%% SPDX-License-Identifier: GPL-3.0-or-later
%% Each round takes slow paths of many instructions. An instruction whose last call were no sibling call would leave a C
%% frame behind every time, and the C stack would overflow long before the end.
-module(many_slow_paths).
-export([main/0]).
-compile([nowarn_unused_function]).
main() -> L = [fun() -> throw(x) end, fun() -> id(1) + id(a) end, fun() -> hd(id([])) end, fun() -> element(id(9), {}) end, fun() -> id(1) div id(0) end, fun() -> (id(1))() end,
    fun() -> (id(fun(X) -> X end))(1, 2) end, fun() -> <<(id(a)):8>> end, fun() -> #{} = id(1) end, fun() -> (id(1))#{a => 1} end, fun() -> (id(#{}))#{a := 1} end, fun() -> case id(1) of 2 -> 3 end end,
    fun() -> fc(id(2)) end, fun() -> exit(x) end, fun() -> error(x) end, fun() -> id(1.0e300) * id(1.0e300) end, fun() -> apply(id(1), a, []) end, fun() -> apply(lists, id(nofun), []) end, fun() -> atom_to_list(id(1)) end],
  [c(F, 60000) || F <- L] ++ [t(F, 60000) || F <- L] ++ [big(100000, 0), mixed(200000, 1), guards(200000, 0), bits(100000), recv(100000), maps_(50000, #{}), floats(200000, 1.0), lists:foldl(fun(X, A) -> X + A end, 0, lists:seq(1, 200000))].
c(_, 0) -> ok;
c(F, N) -> catch F(), c(F, N - 1).
t(_, 0) -> ok;
t(F, N) -> try F() catch _:_ -> t(F, N - 1) end.
fc(1) -> 1.
big(0, A) -> A bsr 90;
big(N, A) -> X = id(1 bsl 100), Y = (X + N) - N, Z = (Y * 2) div 2, true = Z =:= X, big(N - 1, A + (Z band 1)).
mixed(0, A) -> A;
mixed(N, A) -> B = case N > 1.5 of true -> 1; false -> 2 end, C = case id("a") < [N] of true -> 1; false -> 0 end, mixed(N - 1, (A + B + C) rem 1000).
guards(0, A) -> A;
guards(N, A) when hd(N) =:= 1; element(3, N) =:= 2; N + a =:= 1; map_size(N) =:= 1; byte_size(N) =:= 1 -> A;
guards(N, A) -> guards(N - 1, A + 1).
bits(0) -> ok;
bits(N) -> <<A:7, B/bits>> = id(<<N:32, "abc">>), C = case id(N) of <<_:8>> -> 1; _ -> 2 end, D = case B of <<X:64>> -> X; <<X:17, _/bits>> -> X; _ -> 0 end, true = is_integer(A + C + D), bits(N - 1).
recv(0) -> ok;
recv(N) -> self() ! N, self() ! {x, N}, receive {x, N} -> ok end, receive N -> ok end, receive never -> ok after 0 -> ok end, recv(N - 1).
maps_(0, M) -> map_size(M);
maps_(N, M) -> maps_(N - 1, M#{N rem 50 => N}).
floats(0, A) -> A;
floats(N, A) when is_float(A) -> floats(N - 1, case A > 1.0e200 of true -> 1.0; false -> A * 1.5e100 end).
id(X) -> X.
