/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stacktrace.h - stack traces: noted cheaply when an exception is raised, made into a list only when somebody looks.
 *
 * Raw trace, a tuple:  {class, module, function, arguments or arity, information, pc...}
 * module is [] if the first entry is where the first pc is. A pc is a small: the address / 8. information says what the
 * first entry's location list is: a small (a pc), [] (empty), {Module, Cause} or a module's name (error_info), {Pc, Module, Cause}. */
#ifndef EXEC_STACKTRACE_H
#define EXEC_STACKTRACE_H

#include "code/export.h"
#include "process/process.h"

enum { STACKTRACE_DEPTH = 8 };

/* Notes where p is: pc (NULL: only what is on the stack), with `head` as first entry, or NULL. `arguments`: a list or a
 * small arity. Sets p->exception_trace. heap.limit must be the stack's top. */
void stacktrace_note(Process *p, const Word *pc, Term module, Term function, Term arguments, Term information);
/* The list that programs see; what is no raw trace is returned as it is. */
Term stacktrace_build(Heap *heap, Term raw);
/* The class in a raw trace; AM(error) if it is none. */
Term stacktrace_class(Term raw);
/* A trace as a handler gets it: one that is a list (erlang:raise/3) is put together with its class, so that going on with
 * the exception after the handler does not turn it into an error. */
Term stacktrace_keep_class(Process *p, Term trace);
/* One entry {M, F, Arity, Location} for a pc; TERM_NONE if it is in no module. */
Term stacktrace_entry(Heap *heap, const Word *pc);

#endif
