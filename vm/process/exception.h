/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exception.h - how a native raises, traps, waits, and charges its work.
 *
 * raise_* record class and reason in the process and return TERM_NONE, so that a native says
 *     if (!term_is_tuple(t)) return raise_badarg(p);
 * The interpreter sees TERM_NONE: p->trap_export set means a trap or a wait, otherwise an exception. */
#ifndef PROCESS_EXCEPTION_H
#define PROCESS_EXCEPTION_H

#include "process/process.h"

COLD Term raise_exception(Process *p, Term exception_class, Term reason);
COLD Term raise_error(Process *p, Term reason);
COLD Term raise_exit(Process *p, Term reason);
COLD Term raise_throw(Process *p, Term value);
COLD Term raise_badarg(Process *p);
COLD Term raise_badarith(Process *p);
COLD Term raise_system_limit(Process *p);
COLD Term raise_error_with(Process *p, Term kind, Term value); /* error {kind, value}: {badmap, 1}, {badkey, k} */
COLD Term raise_arith(Process *p); /* after an arith_* returned TERM_NONE: badarith or system_limit */
COLD Term raise_undef(Process *p);
COLD Term raise_notsup(Process *p);
/* An exception with a stack trace of its own (erlang:raise/3). */
COLD Term raise_with_trace(Process *p, Term exception_class, Term reason, Term trace);
/* Like raise_error, but the trace shows `arguments` (a list) for the native itself: erlang:error/2. */
COLD Term raise_error_with_arguments(Process *p, Term reason, Term arguments);
/* badarg whose trace entry carries error_info => #{module => module, cause => cause}; TERM_NONE leaves one out. */
COLD Term raise_badarg_info(Process *p, Term module, Term cause);
/* What both leave in p->exception_trace for the interpreter: {arguments or none, module or none, cause or none}. */

/* Goes on by calling `export` with argc (at most INLINE_ARGUMENTS) arguments, instead of returning. Returns TERM_NONE. */
Term bif_trap(Process *p, const Export *export, unsigned argc, ...);

/* Waits for a signal, then runs the same native again with the same arguments: returns TERM_NONE with
 * p->trap_export == BIF_WAIT. The interpreter saves the native's arguments, leaves p->pc at the calling instruction,
 * and returns RUN_WAITING. A native that waits looks first whether it has been called already (p->wait_reply_number). */
extern const char bif_wait_mark[];
#define BIF_WAIT ((const void *)bif_wait_mark)
static inline Term bif_wait(Process *p)
{
    p->trap_export = BIF_WAIT;
    return TERM_NONE;
}
/* The same, but only lets others run in between: RUN_YIELDED. */
extern const char bif_yield_mark[];
#define BIF_YIELD ((const void *)bif_yield_mark)
static inline Term bif_yield(Process *p)
{
    p->trap_export = BIF_YIELD;
    return TERM_NONE;
}

/* The native has put the process into the state in which it is to go on (pc, saved registers, stack, run_result): the
 * interpreter returns p->run_result and touches nothing. Hibernation. */
extern const char bif_swapped_mark[];
#define BIF_SWAPPED ((const void *)bif_swapped_mark)
static inline Term bif_swapped(Process *p)
{
    p->trap_export = BIF_SWAPPED;
    return TERM_NONE;
}

/* The interpreter keeps its count of reductions in a register: natives charge here, the caller takes it over by
 * subtracting p->reductions_left's change (it sets the field before the call and reads it after). */
static inline void bif_charge(Process *p, int64_t reductions) { p->reductions_left -= reductions; }

#endif
