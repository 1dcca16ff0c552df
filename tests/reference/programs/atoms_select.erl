% SPDX-License-Identifier: GPL-3.0-or-later
-module(atoms_select).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [[f(X) || X <- [a, b, c, d, e, f, g, h, zz, 1, 2.0, "x"]], [g(X) || X <- [0, 1, 2, 3, 4, 5, 9, 100, -1, a]], [h(X) || X <- [1, 1000, 1000000, 1 bsl 80, 2.5, 0]], [b(X) || X <- [true, false, x]], [k(X) || X <- [a, b, 1, {}]]].
f(a) -> 1; f(b) -> 2; f(c) -> 3; f(d) -> 4; f(e) -> 5; f(f) -> 6; f(g) -> 7; f(h) -> 8; f(_) -> other.
g(0) -> zero; g(1) -> one; g(2) -> two; g(3) -> three; g(4) -> four; g(5) -> five; g(9) -> nine; g(X) when is_integer(X) -> int; g(_) -> no.
h(1) -> one; h(1000) -> k; h(1000000) -> m; h(1208925819614629174706176) -> big; h(2.5) -> f; h(_) -> other.
b(X) -> if X -> yes; not X -> no; true -> neither end.
k(a) -> 1; k(b) -> 2; k(_) -> 3.
