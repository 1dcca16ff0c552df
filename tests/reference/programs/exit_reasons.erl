% SPDX-License-Identifier: GPL-3.0-or-later
-module(exit_reasons).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [x(fun() -> exit(a) end), x(fun() -> error(b) end), x(fun() -> throw(c) end), x(fun() -> 1 + id(x) end), x(fun() -> nomod:nofun() end), x(fun() -> fc(id(1)) end), x(fun() -> m(id(1), 2) end)].
x(F) -> {_, R} = spawn_monitor(F), receive {'DOWN', R, process, _, W} -> cut(W) end.
cut({R, [{M, F, A, _} | _]}) -> {R, M, if is_atom(F) -> F end, A};
cut(R) -> R.
fc(a) -> 1.
m(X, X) -> X.
id(X) -> X.
