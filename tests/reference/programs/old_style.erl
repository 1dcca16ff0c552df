% SPDX-License-Identifier: GPL-3.0-or-later
-module(old_style).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
-compile([no_bsm_opt]).
main() -> [f(<<1, 2, 3, 4>>, 0), catch_all(), b(<<"ab">>), g(#{a => 1}), is_(fun lists:map/2)].
f(<<X, R/binary>>, A) -> f(R, A * 3 + X);
f(<<>>, A) -> A.
catch_all() -> X = (catch throw({a, b})), Y = (catch error(x)), {X, element(1, Y)}.
b(B) -> <<A, C>> = B, [A, C, <<C, A>>].
g(#{a := A} = M) -> M#{a := A + 1, b => A}.
is_(F) -> [is_function(F), is_function(F, 2), erlang:is_builtin(erlang, length, 1)].
