% SPDX-License-Identifier: GPL-3.0-or-later
-module(maps_large).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> M = lists:foldl(fun(X, A) -> A#{X => {X}} end, #{}, lists:seq(1, 500)), M2 = lists:foldl(fun(X, A) -> maps:remove(X, A) end, M, lists:seq(1, 480)),
  [map_size(M), map_size(M2), lists:sort(maps:keys(M2)), M2 =:= maps:from_list([{X, {X}} || X <- lists:seq(481, 500)]), M =:= maps:from_list([{X, {X}} || X <- lists:seq(500, 1, -1)]),
   maps:values(M2), sum(maps:to_list(M)), M < M#{1 => {0}}, M2 < M].
sum(L) -> lists:sum([V || {_, {V}} <- L]).
