/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op_try.c - instructions: exceptions. */
#include "exec/machine.h"

bool op_try(STATE)
{
    E[N(0)] = term_from_bits(W(try, 0) >> 3 << IMM_SHIFT | IMM_CATCH); /* machine.c: handler_of_mark */
    NEXT(try);
}

bool op_try_end(STATE)
{
    E[N(0)] = NIL;
    NEXT(try_end);
}

bool op_try_case(STATE)
{
    E[N(0)] = NIL;
    NEXT(try_case);
}

static Term caught_value(Process *p, Term exception_class, Term reason, Term trace)
{
    if (exception_class == AM(throw)) return reason;
    if (exception_class == AM(error)) reason = tuple_new_2(&p->heap, reason, stacktrace_build(&p->heap, trace));
    return tuple_new_2(&p->heap, AM(EXIT), reason);
}

bool op_catch_end(STATE)
{
    E[N(0)] = NIL;
    if (term_is_none(X[0])) {
        SYNC();
        X[0] = caught_value(p, X[1], X[2], X[3]);
        RELOAD();
        if (AFTER_NATIVE_IS_DUE()) {
            machine_after_native(p, X, 1);
            RELOAD();
        }
    }
    NEXT(catch_end);
}

bool op_badmatch(STATE) { RAISE(raise_error_with(p, AM(badmatch), SOURCE(badmatch, 0))); }
bool op_case_end(STATE) { RAISE(raise_error_with(p, AM(case_clause), SOURCE(case_end, 0))); }
bool op_try_case_end(STATE) { RAISE(raise_error_with(p, AM(try_clause), SOURCE(try_case_end, 0))); }
bool op_if_end(STATE) { RAISE(raise_error(p, AM(if_clause))); }
bool op_badrecord(STATE) { RAISE(raise_error_with(p, AM(badrecord), SOURCE(badrecord, 0))); }

bool op_raise(STATE)
{
    Term trace = SOURCE(raise, 0), reason = SOURCE(raise, 1);
    RAISE(raise_with_trace(p, stacktrace_class(trace), reason, trace));
}

bool op_raw_raise(STATE)
{
    if (X[0] == AM(error) || X[0] == AM(exit) || X[0] == AM(throw)) RAISE(raise_with_trace(p, X[0], X[1], X[2]));
    X[0] = AM(badarg);
    NEXT(raw_raise);
}

bool op_build_stacktrace(STATE)
{
    SYNC();
    X[0] = stacktrace_build(&p->heap, X[0]);
    RELOAD();
    if (AFTER_NATIVE_IS_DUE()) {
        machine_after_native(p, X, 1);
        RELOAD();
    }
    NEXT(build_stacktrace);
}
