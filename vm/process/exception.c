/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exception.c - what natives return when they have no result. The stack trace is added by the interpreter, which
 * knows where it is (exec). */
#include "process/exception.h"

#include <stdarg.h>

#include "term/arith.h"

const char bif_wait_mark[1], bif_yield_mark[1], bif_swapped_mark[1];

Term raise_exception(Process *p, Term exception_class, Term reason)
{
    p->exception_class = exception_class;
    p->exception_reason = reason;
    p->exception_trace = TERM_NONE;
    p->trap_export = NULL;
    return TERM_NONE;
}

Term raise_with_trace(Process *p, Term exception_class, Term reason, Term trace)
{
    raise_exception(p, exception_class, reason);
    p->exception_trace = trace;
    return TERM_NONE;
}

Term raise_error(Process *p, Term reason) { return raise_exception(p, AM(error), reason); }
Term raise_exit(Process *p, Term reason) { return raise_exception(p, AM(exit), reason); }
Term raise_throw(Process *p, Term value) { return raise_exception(p, AM(throw), value); }
Term raise_badarg(Process *p) { return raise_error(p, AM(badarg)); }
Term raise_arith(Process *p) { return raise_error(p, arith_was_limit() ? AM(system_limit) : AM(badarith)); }
Term raise_badarith(Process *p) { return raise_error(p, AM(badarith)); }
Term raise_system_limit(Process *p) { return raise_error(p, AM(system_limit)); }
Term raise_undef(Process *p) { return raise_error(p, AM(undef)); }
Term raise_notsup(Process *p) { return raise_error(p, AM(notsup)); }

Term raise_error_with(Process *p, Term kind, Term value)
{
    return raise_error(p, tuple_new_2(&p->heap, kind, value));
}

Term raise_error_with_arguments(Process *p, Term reason, Term arguments)
{
    raise_error(p, reason);
    p->exception_trace = tuple_new_3(&p->heap, arguments, TERM_NONE, TERM_NONE);
    return TERM_NONE;
}

Term raise_badarg_info(Process *p, Term module, Term cause)
{
    raise_badarg(p);
    p->exception_trace = tuple_new_3(&p->heap, TERM_NONE, module, cause);
    return TERM_NONE;
}

Term bif_trap(Process *p, const Export *export, unsigned argc, ...)
{
    assert(argc <= INLINE_ARGUMENTS);
    va_list args;
    va_start(args, argc);
    for (unsigned i = 0; i < argc; i++) p->trap_arguments[i] = va_arg(args, Term);
    va_end(args);
    p->trap_export = export;
    p->trap_count = (uint8_t)argc;
    return TERM_NONE;
}
