% SPDX-License-Identifier: GPL-3.0-or-later
-module(ets_use).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> T = ets:new(t, [set]), ets:insert(T, [{a, 1}, {b, 2}]), [ets:lookup(T, a), ets:lookup(T, z), ets:update_counter(T, a, 5), lists:sort(ets:tab2list(T)), ets:member(T, b), ets:delete(T, b), ets:info(T, size), o()].
o() -> T = ets:new(o, [ordered_set]), [ets:insert(T, {X, X * X}) || X <- [3, 1, 2]], [ets:first(T), ets:next(T, 1), ets:last(T), ets:tab2list(T), ets:select(T, [{{'$1', '$2'}, [{'>', '$1', 1}], ['$2']}])].
