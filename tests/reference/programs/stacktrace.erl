% SPDX-License-Identifier: GPL-3.0-or-later
-module(stacktrace).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [t(fun() -> a(1) end), t(fun() -> lists:nth(id(0), []) end), t(fun() -> atom_to_list(id(1)) end), t(fun() -> nomod:f(1, 2) end), t(fun() -> b(id(x), y) end),
  t(fun() -> error(boom) end), t(fun() -> error(boom, [1, 2]) end), t(fun() -> exit(bye) end), t(fun() -> throw(ball) end), t(fun() -> id(1) + id(a) end), t(fun() -> element(id(5), {1}) end), t(fun() -> rec(20) end),
  t(fun() -> maps:get(id(k), #{}) end), t(fun() -> apply(stacktrace, nofun, [1]) end), t(fun() -> (id(x)):foo(1) end), t(fun() -> <<(id(a)):8>> end), t(fun() -> binary_part(id(<<"abc">>), 2, 5) end), t(fun() -> list_to_integer(id("x")) end), t(fun() -> (id(3))(1) end)].
t(F) -> try F() catch C:R:S -> {C, r(R), [e(X) || X <- S]} end.
r({badfun, _}) -> badfun;
r(R) -> R.
e({M, F, A, L}) -> {M, F, args(A), case lists:keyfind(line, 1, L) of {line, N} when M =:= stacktrace -> N; _ -> 0 end, lists:keymember(error_info, 1, L) andalso M =/= maps andalso M =/= lists}.
args(A) -> A.
a(X) -> X1 = b(X, X), X1 + 1.
b(1, Y) -> c(Y) * 2.
c(Z) -> 2 = id(Z), Z.
rec(0) -> error(bottom);
rec(N) -> 1 + rec(N - 1).
id(X) -> X.
