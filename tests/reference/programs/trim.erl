% SPDX-License-Identifier: GPL-3.0-or-later
-module(trim).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [f(1, 2, 3, 4), g([1, 2, 3]), h(5)].
f(A, B, C, D) -> X = id(A), Y = id(B), put(z, {X, Y}), Z = id(C), put(z, {Z, D}), W = id(D), put(z, W), id(Z + W).
g(L) -> A = id(L), B = case length(A) of 3 -> C = id(hd(A)), put(q, C), D = id(tl(A)), {C, D}; _ -> none end, {A, B, get(q)}.
h(N) -> A = id(N), B = id(A + 1), C = id(B + 1), _ = id(A), D = id(C + B), E = id(D), {D, E}.
id(X) -> X.
