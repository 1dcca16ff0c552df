% SPDX-License-Identifier: GPL-3.0-or-later
-module(maps_ops).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> M = id(#{a => 1, b => 2}), [M, M#{c => 3}, M#{a := 9}, maps:get(a, M), g(M), g(#{}), g2(M), e(fun() -> M#{zz := 1} end), e(fun() -> (id(1))#{a => 1} end),
  maps:keys(M), maps:values(M), map_size(M), is_map_key(a, M), is_map_key(z, M), map_get(b, M), e(fun() -> map_get(z, M) end), e(fun() -> map_get(z, id(x)) end),
  big(50), maps:merge(M, #{b => x, z => y}), maps:remove(a, M), maps:find(a, M), maps:find(q, M), k(#{1 => a, 1.0 => b, "s" => c, {t} => d}), v(M, a), v(M, x), lit(), #{id(x) => 1, id(y) => 2, id(x) => 3}].
g(#{a := X}) -> {a, X};
g(#{}) -> none.
g2(#{a := X, b := Y}) -> X + Y.
big(N) -> M = mk(N, #{}), {map_size(M), maps:get(7, M), lists:sort(maps:to_list(maps:remove(3, M)))}.
mk(0, M) -> M;
mk(N, M) -> mk(N - 1, M#{N => N * N}).
k(#{1 := A, 1.0 := B, "s" := C, {t} := D}) -> [A, B, C, D].
v(M, K) -> case M of #{K := V} -> {ok, V}; _ -> error end.
lit() -> #{a => [1, 2], b => #{c => {d}}}.
e(F) -> try F() catch C:R -> {C, R} end.
id(X) -> X.
