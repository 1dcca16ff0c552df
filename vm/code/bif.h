/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif.h - native functions: what they look like, the table of all of them.
 *
 * A native takes the running process and its arguments and returns a term, or TERM_NONE after it raised
 * (return raise_badarg(p)) or trapped (return bif_trap(...): go on by calling an Elixir or native function instead).
 * It allocates on p->heap freely: nothing is collected before it has returned. Work is charged with
 * bif_charge(p, reductions); one that can take over ~1 ms keeps its state in a term and traps to itself.
 * The table is bifs.def: BIF(module, name, arity, C function, flags). */
#ifndef CODE_BIF_H
#define CODE_BIF_H

#include "term/boxed.h"

typedef struct Process Process;
typedef Term (*BifFunction)(Process *p, Term *args);

typedef enum BifFlags {
    BIF_PLAIN = 0,
    BIF_GUARD = 1,    /* allowed in guards: pure, cheap, never traps; may be called with a plain Heap sync */
    BIF_PURE = 2,     /* the compiler may fold it for constant arguments */
    BIF_BLOCKING = 4  /* may block in the kernel: runs on a thread of the dirty pool */
} BifFlags;

typedef struct Bif {
    const char *module, *name;
    uint8_t arity;
    uint8_t flags;
    BifFunction function;
} Bif;

extern const Bif bif_table[];
extern const size_t bif_count;

#define BIF(module, name, arity, function, flags) Term function(Process *p, Term *args);
#include "code/bifs.def"
#undef BIF

#endif
