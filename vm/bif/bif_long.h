/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_long.h - natives that take long for large arguments: those go on on the dirty pool.
 *
 *     static Term flatten(Process *p, Term *args) ...             the work
 *     BIF_LONG(bif_lists_flatten, 1, flatten, is_large_term(args[0]))
 *
 * defines the native bif_lists_flatten and its twin bif_lists_flatten_long. bifs.def lists both, the twin as
 * BIF("elver_long", "bif_lists_flatten", 1, bif_lists_flatten_long, BIF_BLOCKING). The native traps to the twin when
 * the condition holds, so that no scheduler is held for more than about a millisecond. */
#ifndef BIF_BIF_LONG_H
#define BIF_BIF_LONG_H

#include "code/bif.h"
#include "process/exception.h"

/* Does walking the term take more than some 10,000 steps? Itself takes no more. Bytes of binaries count as eight to a step. */
bool is_large_term(Term t);
/* A list of over 5,000 elements, whatever they are. */
bool is_long_list(Term t);
/* A binary of over 64 KiB. */
bool is_large_binary(Term t);
Term bif_go_long(Process *p, const char *twin, unsigned arity, const Term *args);

#define BIF_LONG(name, arity, work, condition) \
    Term name##_long(Process *p, Term *args) { return work(p, args); } \
    Term name(Process *p, Term *args) \
    { \
        return UNLIKELY(condition) ? bif_go_long(p, #name, arity, args) : work(p, args); \
    }

#endif
