% SPDX-License-Identifier: GPL-3.0-or-later
-module(dict).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [put(a, 1), get(a), put(a, 2), get(), erase(a), get(a), big(), keys()].
big() -> [put({k, X}, X) || X <- lists:seq(1, 100)], S = lists:sum([get({k, X}) || X <- lists:seq(1, 100)]), [erase({k, X}) || X <- lists:seq(1, 100)], S.
keys() -> lists:sort(erlang:get_keys()).
