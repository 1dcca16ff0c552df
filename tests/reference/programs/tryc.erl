% SPDX-License-Identifier: GPL-3.0-or-later
-module(tryc).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [[t(F) || F <- fs()], [c(F) || F <- fs()], [af(F) || F <- fs()], nested(1), nested(2), nested(3), of_(1), of_(2), cl(), rr(), st(), depth(5), reraise()].
fs() -> [fun() -> ok end, fun() -> throw(t) end, fun() -> exit(e) end, fun() -> error(r) end, fun() -> error(r, [a]) end, fun() -> 2 = id(1) end, fun() -> case id(1) of 2 -> x end end,
  fun() -> F0 = id(false), if F0 -> x end end, fun() -> hd(id([])) end, fun() -> atom_to_list(id(1)) end, fun() -> nomod:nofun(1) end, fun() -> fc(id(x)) end, fun() -> (id(fun(X) -> X end))() end, fun() -> 1 + id(a) end, fun() -> erlang:raise(throw, q, []) end].
t(F) -> try F() of V -> {v, V} catch throw:X -> {throw, X}; exit:X -> {exit, X}; error:X -> {error, clean(X)} end.
c(F) -> case catch F() of {'EXIT', {R, S}} when is_list(S) -> {exit2, clean(R)}; X -> X end.
af(F) -> put(k, 0), R = (catch try F() after put(k, get(k) + 1) end), {cl2(R), get(k)}.
cl2({'EXIT', {R, S}}) when is_list(S) -> clean(R);
cl2(X) -> X.
clean({badarity, _}) -> badarity;
clean(X) -> X.
fc(a) -> a.
nested(N) -> try try case N of 1 -> throw(a); 2 -> error(b); 3 -> exit(c) end catch throw:a -> inner end catch error:X -> {outer, X}; exit:X -> {outer_exit, X} end.
of_(N) -> try (try id(N) of 1 -> one catch _:_ -> caught after id(z) end) catch error:R -> R end.
cl() -> [catch throw(x), catch 1 + 1, (catch exit(a)), element(1, catch error(b))].
rr() -> try try error(first) catch error:first -> error(second) end catch error:X -> X end.
st() -> try error(foo) catch error:foo:S -> [{M, F, if is_list(A) -> length(A); true -> A end} || {M, F, A, _} <- S, M =:= tryc] end.
depth(N) -> try deep(N) catch throw:X:S -> {X, length([1 || {tryc, deep, 1, _} <- S])} end.
deep(0) -> throw(bottom);
deep(N) -> 1 + deep(N - 1).
reraise() -> try try error(foo) catch C:R:S -> erlang:raise(C, {wrapped, R}, S) end catch error:X:S2 -> {X, is_list(S2)} end.
id(X) -> X.
