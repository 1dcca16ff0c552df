% SPDX-License-Identifier: GPL-3.0-or-later
-module(arity).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [f(1,2,3,4,5,6,7,8,9,10,11,12), g(lists:seq(1, 20)), (k(1))(2,3,4,5,6,7,8)].
f(A,B,C,D,E,F,G,H,I,J,K,L) -> q([A,B,C,D,E,F,G,H,I,J,K,L], L,K,J,I,H,G,F,E,D,C,B,A).
q(X, A,B,C,D,E,F,G,H,I,J,K,L) -> {X, A-B, C-D, E-F, G*H, I*J, K+L}.
g([A,B,C,D,E,F,G,H,I,J | T]) -> {A,B,C,D,E,F,G,H,I,J, T}.
k(A) -> fun(B,C,D,E,F,G,H) -> [H,G,F,E,D,C,B,A] end.
