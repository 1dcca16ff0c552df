/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_time.c - natives on clocks, calendars and timers.
 *
 * The native time unit is the nanosecond. Monotonic time plus a constant offset, taken at boot, is system time. */
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "bif/bif_process.h"
#include "code/bif.h"
#include "process/exception.h"
#include "process/mailbox.h"
#include "process/process_table.h"
#include "process/registry.h"
#include "process/signal.h"
#include "process/timer.h"
#include "term/arith.h"
#include "term/ref.h"

/* --- units --- */

/* Parts of a second; 0: no such unit. */
static int64_t unit_parts(Term unit)
{
    if (unit == AM(second) || unit == AM(seconds)) return 1;
    if (unit == AM(millisecond) || unit == AM(milli_seconds)) return 1000;
    if (unit == AM(microsecond) || unit == AM(micro_seconds)) return 1000000;
    if (unit == AM(nanosecond) || unit == AM(nano_seconds) || unit == AM(native) || unit == AM(perf_counter)) return 1000000000;
    if (term_is_small(unit) && term_to_small(unit) > 0) return term_to_small(unit);
    return 0;
}

static int64_t floor_divide(__int128 a, int64_t b)
{
    __int128 q = a / b;
    if (a % b != 0 && (a < 0) != (b < 0)) q--;
    return (int64_t)q;
}

static Term in_unit(Process *p, int64_t ns, Term unit)
{
    int64_t parts = unit_parts(unit);
    if (parts == 0) return raise_badarg(p);
    return integer_from_int64(&p->heap, floor_divide((__int128)ns * parts, 1000000000));
}

/* --- clocks --- */

int64_t system_offset_ns(void)
{
    static _Atomic(int64_t) offset; /* set once by whoever asks first */
    int64_t known = atomic_load_explicit(&offset, memory_order_relaxed);
    if (known) return known;
    int64_t measured = clock_wall_ns() - clock_monotonic_ns();
    if (atomic_compare_exchange_strong_explicit(&offset, &known, measured, memory_order_relaxed, memory_order_relaxed))
        return measured;
    return known;
}

static int64_t system_ns(void) { return clock_monotonic_ns() + system_offset_ns(); }

Term bif_monotonic_time_0(Process *p, Term *args) { return integer_from_int64(&p->heap, clock_monotonic_ns()); }
Term bif_monotonic_time_1(Process *p, Term *args) { return in_unit(p, clock_monotonic_ns(), args[0]); }
Term bif_system_time_0(Process *p, Term *args) { return integer_from_int64(&p->heap, system_ns()); }
Term bif_system_time_1(Process *p, Term *args) { return in_unit(p, system_ns(), args[0]); }
Term bif_time_offset_0(Process *p, Term *args) { return integer_from_int64(&p->heap, system_offset_ns()); }
Term bif_time_offset_1(Process *p, Term *args) { return in_unit(p, system_offset_ns(), args[0]); }
Term bif_os_system_time_0(Process *p, Term *args) { return integer_from_int64(&p->heap, clock_wall_ns()); }
Term bif_os_system_time_1(Process *p, Term *args) { return in_unit(p, clock_wall_ns(), args[0]); }
Term bif_perf_counter_0(Process *p, Term *args) { return integer_from_int64(&p->heap, clock_monotonic_ns()); }
Term bif_perf_counter_1(Process *p, Term *args) { return in_unit(p, clock_monotonic_ns(), args[0]); }

Term bif_convert_time_unit(Process *p, Term *args)
{
    int64_t from = unit_parts(args[1]), to = unit_parts(args[2]);
    if (from == 0 || to == 0 || !term_is_integer(args[0])) return raise_badarg(p);
    if (term_is_small(args[0]))
        return integer_from_int64(&p->heap, floor_divide((__int128)term_to_small(args[0]) * to, from));
    Term product = arith_multiply(&p->heap, args[0], integer_from_int64(&p->heap, to));
    Term divisor = integer_from_int64(&p->heap, from);
    if (term_is_none(product)) return raise_arith(p);
    Term zero = term_from_small(0);
    if (term_compare(product, zero) < 0) /* rounds down */
        product = arith_subtract(&p->heap, product, integer_from_int64(&p->heap, from - 1));
    return arith_int_divide(&p->heap, product, divisor);
}

static Term timestamp(Process *p, int64_t ns)
{
    int64_t us = ns / 1000;
    return tuple_new_3(&p->heap, term_from_small(us / 1000000000000), term_from_small(us / 1000000 % 1000000),
                       term_from_small(us % 1000000));
}

Term bif_timestamp(Process *p, Term *args) { return timestamp(p, system_ns()); }
Term bif_os_timestamp(Process *p, Term *args) { return timestamp(p, clock_wall_ns()); }

/* Strictly ascending, as now/0 promises. */
Term bif_now(Process *p, Term *args)
{
    static _Atomic(int64_t) last_us;
    int64_t us = system_ns() / 1000, last = atomic_load_explicit(&last_us, memory_order_relaxed);
    do if (us <= last) us = last + 1;
    while (!atomic_compare_exchange_weak_explicit(&last_us, &last, us, memory_order_relaxed, memory_order_relaxed));
    return timestamp(p, us * 1000);
}

/* --- calendars --- */

static Term date_term(Heap *heap, int64_t year, int month, int day)
{
    return tuple_new_3(heap, term_from_small(year), term_from_small(month), term_from_small(day));
}

static Term time_term(Heap *heap, int hour, int minute, int second)
{
    return tuple_new_3(heap, term_from_small(hour), term_from_small(minute), term_from_small(second));
}

static Term datetime_term(Heap *heap, const struct tm *tm)
{
    Term date = date_term(heap, tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday);
    return tuple_new_2(heap, date, time_term(heap, tm->tm_hour, tm->tm_min, tm->tm_sec));
}

static struct tm local_now(void)
{
    time_t now = (time_t)(clock_wall_ns() / 1000000000);
    struct tm tm;
    localtime_r(&now, &tm);
    return tm;
}

Term bif_date(Process *p, Term *args)
{
    struct tm tm = local_now();
    return date_term(&p->heap, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

Term bif_time(Process *p, Term *args)
{
    struct tm tm = local_now();
    return time_term(&p->heap, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

Term bif_localtime(Process *p, Term *args)
{
    struct tm tm = local_now();
    return datetime_term(&p->heap, &tm);
}

Term bif_universaltime(Process *p, Term *args)
{
    time_t now = (time_t)(clock_wall_ns() / 1000000000);
    struct tm tm;
    gmtime_r(&now, &tm);
    return datetime_term(&p->heap, &tm);
}

static int days_in_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_three(Term t, int64_t n[3])
{
    if (!term_is_tuple_of(t, 3)) return false;
    for (Word i = 0; i < 3; i++) {
        if (!term_is_small(tuple_get(t, i))) return false;
        n[i] = term_to_small(tuple_get(t, i));
    }
    return true;
}

static bool read_datetime(Term t, struct tm *tm)
{
    int64_t d[3], c[3];
    if (!term_is_tuple_of(t, 2) || !read_three(tuple_get(t, 0), d) || !read_three(tuple_get(t, 1), c)) return false;
    if (d[0] < 1 || d[0] > 100000 || d[1] < 1 || d[1] > 12 || d[2] < 1 || d[2] > days_in_month(d[0], (int)d[1])) return false;
    if (c[0] < 0 || c[0] > 23 || c[1] < 0 || c[1] > 59 || c[2] < 0 || c[2] > 59) return false;
    *tm = (struct tm){.tm_year = (int)d[0] - 1900, .tm_mon = (int)d[1] - 1, .tm_mday = (int)d[2], .tm_hour = (int)c[0],
                      .tm_min = (int)c[1], .tm_sec = (int)c[2], .tm_isdst = -1};
    return true;
}

static Term local_to_universal(Process *p, Term datetime, int is_dst)
{
    struct tm tm, utc;
    if (!read_datetime(datetime, &tm)) return raise_badarg(p);
    tm.tm_isdst = is_dst;
    time_t seconds = mktime(&tm);
    gmtime_r(&seconds, &utc);
    return datetime_term(&p->heap, &utc);
}

Term bif_localtime_to_universaltime_1(Process *p, Term *args) { return local_to_universal(p, args[0], -1); }

Term bif_localtime_to_universaltime_2(Process *p, Term *args)
{
    if (args[1] != AM(true) && args[1] != AM(false) && args[1] != AM(undefined)) return raise_badarg(p);
    return local_to_universal(p, args[0], args[1] == AM(true) ? 1 : args[1] == AM(false) ? 0 : -1);
}

Term bif_universaltime_to_localtime(Process *p, Term *args)
{
    struct tm tm, local;
    if (!read_datetime(args[0], &tm)) return raise_badarg(p);
    time_t seconds = timegm(&tm);
    localtime_r(&seconds, &local);
    return datetime_term(&p->heap, &local);
}

Term bif_universaltime_to_posixtime(Process *p, Term *args)
{
    struct tm tm;
    return read_datetime(args[0], &tm) ? integer_from_int64(&p->heap, timegm(&tm)) : raise_badarg(p);
}

Term bif_posixtime_to_universaltime(Process *p, Term *args)
{
    if (!term_is_small(args[0])) return raise_badarg(p);
    time_t seconds = (time_t)term_to_small(args[0]);
    struct tm tm;
    if (!gmtime_r(&seconds, &tm)) return raise_badarg(p);
    return datetime_term(&p->heap, &tm);
}

/* --- timers --- */

static Term bad_option(Process *p) { return raise_badarg_info(p, TERM_NONE, AM(badopt)); }
static Term bad_time(Process *p) { return raise_badarg_info(p, TERM_NONE, AM(time)); }

static bool read_abs(Term options, bool *absolute)
{
    for (; term_is_cons(options); options = term_tail(options)) {
        Term option = term_head(options);
        if (!term_is_tuple_of(option, 2) || tuple_get(option, 0) != AM(abs)) return false;
        if (tuple_get(option, 1) != AM(true) && tuple_get(option, 1) != AM(false)) return false;
        *absolute = tuple_get(option, 1) == AM(true);
    }
    return term_is_nil(options);
}

/* Sends `message`, or {timeout, Ref, message} when wrapped. */
static Term set_timer(Process *p, Term time, Term to, Term message, Term options, bool wrapped)
{
    bool absolute = false;
    if (!read_abs(options, &absolute)) return bad_option(p);
    if (!term_is_small(time) || (!absolute && (term_to_small(time) < 0 || term_to_small(time) > (int64_t)1 << 50)))
        return bad_time(p);
    if (!term_is_local_pid(to) && !term_is_atom(to)) return raise_badarg(p);
    Term reference = timer_ref_new(&p->heap);
    mailbox_mark(p, local_ref_number(reference));
    if (wrapped) message = tuple_new_3(&p->heap, AM(timeout), reference, message);
    int64_t due = absolute ? term_to_small(time) : timer_due_ms(term_to_small(time));
    bif_charge(p, 2);
    timer_start(local_ref_number(reference), due, to, signal_new(SIGNAL_MESSAGE, p->pid, message));
    return reference;
}

Term bif_send_after_3(Process *p, Term *args) { return set_timer(p, args[0], args[1], args[2], NIL, false); }
Term bif_send_after_4(Process *p, Term *args) { return set_timer(p, args[0], args[1], args[2], args[3], false); }
Term bif_start_timer_3(Process *p, Term *args) { return set_timer(p, args[0], args[1], args[2], NIL, true); }
Term bif_start_timer_4(Process *p, Term *args) { return set_timer(p, args[0], args[1], args[2], args[3], true); }

static bool read_timer_options(Term options, bool *async, bool *info, bool may_info)
{
    for (; term_is_cons(options); options = term_tail(options)) {
        Term option = term_head(options);
        if (!term_is_tuple_of(option, 2)) return false;
        Term key = tuple_get(option, 0), value = tuple_get(option, 1);
        if (value != AM(true) && value != AM(false)) return false;
        if (key == AM(async)) *async = value == AM(true);
        else if (key == AM(info) && may_info) *info = value == AM(true);
        else return false;
    }
    return term_is_nil(options);
}

static Term time_left(Process *p, int64_t left)
{
    return left < 0 ? AM(false) : integer_from_int64(&p->heap, left);
}

static Term cancel(Process *p, Term reference, bool async, bool info)
{
    if (!term_is_ref(reference)) return raise_badarg(p);
    Term left = time_left(p, term_is_local_ref(reference) ? timer_cancel(local_ref_number(reference)) : -1);
    if (!info) return AM(ok);
    if (!async) return left;
    message_send(p, p->pid, tuple_new_3(&p->heap, AM(cancel_timer), reference, left));
    return AM(ok);
}

Term bif_cancel_timer_1(Process *p, Term *args) { return cancel(p, args[0], false, true); }

Term bif_cancel_timer_2(Process *p, Term *args)
{
    bool async = false, info = true;
    if (!read_timer_options(args[1], &async, &info, true)) return bad_option(p);
    return cancel(p, args[0], async, info);
}

static Term read_timer(Process *p, Term reference, bool async)
{
    if (!term_is_ref(reference)) return raise_badarg(p);
    Term left = time_left(p, term_is_local_ref(reference) ? timer_read(local_ref_number(reference)) : -1);
    if (!async) return left;
    message_send(p, p->pid, tuple_new_3(&p->heap, AM(read_timer), reference, left));
    return AM(ok);
}

Term bif_read_timer_1(Process *p, Term *args) { return read_timer(p, args[0], false); }

Term bif_read_timer_2(Process *p, Term *args)
{
    bool async = false, info = true;
    if (!read_timer_options(args[1], &async, &info, false)) return bad_option(p);
    return read_timer(p, args[0], async);
}
