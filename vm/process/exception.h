/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exception.h - how C code raises, traps and charges for its work.
 *
 * raise_* records class and reason in the process and returns TERM_NONE, which the native returns in turn:
 * `return raise_badarg(p);`. The interpreter then builds the stack trace and looks for a handler. A native that wants
 * to go on in another function (Elixir or native) returns bif_trap(...). */
#ifndef PROCESS_EXCEPTION_H
#define PROCESS_EXCEPTION_H

#include <stdarg.h>

#include "process/process.h"

Term raise_with_class(Process *p, Term exception_class, Term reason); /* AM(error), AM(exit), AM(throw) */
Term raise_error(Process *p, Term reason);
Term raise_exit(Process *p, Term reason);
Term raise_throw(Process *p, Term value);
Term raise_badarg(Process *p);
Term raise_badarith(Process *p);
Term raise_system_limit(Process *p);
Term raise_notsup(Process *p);
Term raise_undef(Process *p);
Term raise_badmap(Process *p, Term not_a_map);   /* {badmap, T} */
Term raise_badkey(Process *p, Term key);         /* {badkey, K} */
Term raise_badfun(Process *p, Term not_a_fun);   /* {badfun, T} */
Term raise_error_pair(Process *p, Term tag, Term value); /* {tag, value} */
/* Like raise_error, but the trace shows `arguments` (a list) for the native itself: erlang:error/2. */
Term raise_error_with_arguments(Process *p, Term reason, Term arguments);
/* badarg whose trace entry carries error_info => #{cause => cause, module => module}. */
Term raise_badarg_info(Process *p, Term cause, Term module);
/* Raises again what a handler caught: the trace is a built list (or NIL). */
Term raise_again(Process *p, Term exception_class, Term reason, Term trace);

/* Go on with `export` and the given arguments (at most 8); its result is the native's result. */
Term bif_trap(Process *p, Export *export, unsigned argument_count, ...);
/* As many reductions as the work was worth (about 1 per microsecond/10): the process yields at its next call. */
static inline void bif_charge(Process *p, int64_t reductions) { p->reductions_left -= reductions; }

#endif
