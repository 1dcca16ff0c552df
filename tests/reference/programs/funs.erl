% SPDX-License-Identifier: GPL-3.0-or-later
-module(funs).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> A = id(10), F = fun(X) -> X + A end, G = fun fact/1, H = fun lists:reverse/1, K = fun(X, Y, Z) -> {X, Y, Z, A, F(X)} end,
  [F(1), G(5), H([1,2,3]), K(1, 2, 3), apply(F, [2]), apply(fun lists:append/2, [[1], [2]]), compose([F, F, G], 0), e(fun() -> F(1, 2) end, 1), e(fun() -> (id(not_fun))(1) end, 2),
   (fun Rec(0) -> 0; Rec(N) -> N + Rec(N - 1) end)(100), is_function(F, 1), is_function(F, 2), is_function(H, 1), loop(fun(X) -> X - 1 end, 100000), erlang:fun_info(H, arity), mk(3), tail(fun tail/2, 50000), F =:= F, G =:= fun fact/1].
fact(0) -> 1;
fact(N) -> N * fact(N - 1).
compose([], X) -> X;
compose([F | T], X) -> compose(T, F(X)).
loop(_, 0) -> done;
loop(F, N) -> loop(F, F(N)).
mk(N) -> [F(10) || F <- [fun(X) -> X * Y end || Y <- lists:seq(1, N)]].
tail(_, 0) -> ok;
tail(F, N) -> F(F, N - 1).
e(F, N) -> try F() catch error:{badarity, {Fn, Args}} -> {N, badarity, is_function(Fn), Args}; error:{badfun, B} -> {N, badfun, B} end.
id(X) -> X.
