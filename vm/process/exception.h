/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exception.h - raising from natives, trapping, charging work.
 *
 * Every raise_* records class and reason in the process and returns TERM_NONE: `return raise_badarg(p);`. */
#ifndef PROCESS_EXCEPTION_H
#define PROCESS_EXCEPTION_H

#include "process/process.h"

COLD Term raise_error(Process *p, Term reason);
COLD Term raise_exit(Process *p, Term reason);
COLD Term raise_throw(Process *p, Term value);
COLD Term raise_badarg(Process *p);
COLD Term raise_badarith(Process *p);
COLD Term raise_system_limit(Process *p);
COLD Term raise_arith(Process *p); /* after an arith_* returned TERM_NONE: badarith or system_limit */
COLD Term raise_error_with(Process *p, Term kind, Term value); /* error {kind, value}: {badmap, 1}, {badkey, k} */

/* Goes on in `export` (an Export *) with these arguments, instead of returning a result. At most 8. */
Term bif_trap(Process *p, const Export *export, unsigned argument_count, ...);

static inline void bif_charge(Process *p, int64_t reductions) { p->reductions_left -= reductions; }

#endif
