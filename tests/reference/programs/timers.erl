% SPDX-License-Identifier: GPL-3.0-or-later
-module(timers).
-export([main/0]).
-compile([nowarn_unused_function, nowarn_unused_vars]).
main() -> [a(), b(), c(), d()].
a() -> R = erlang:send_after(10, self(), hi), receive hi -> is_reference(R) end.
b() -> R = erlang:start_timer(1, self(), m), receive {timeout, R, m} -> ok end.
c() -> R = erlang:send_after(5000, self(), never), X = erlang:cancel_timer(R), {is_integer(X), erlang:cancel_timer(R)}.
d() -> T0 = erlang:monotonic_time(millisecond), receive after 30 -> ok end, T1 = erlang:monotonic_time(millisecond), T1 - T0 >= 30.
