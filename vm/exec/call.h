/* SPDX-License-Identifier: GPL-3.0-or-later */
/* call.h - finding what to call: apply, funs, functions that are not there (yet). Used by instructions and natives. */
#ifndef EXEC_CALL_H
#define EXEC_CALL_H

#include "code/export.h"
#include "process/process.h"

/* Each returns the entry to go to, with the arguments in X, or NULL: then p->exception_* are set. */

/* apply(module, function, arguments). On failure the trace is noted as well. */
const Word *apply_target(Process *p, Term *X, Term module, Term function, Term arguments);
/* x(arity):x(arity+1) with the arguments where they belong. On failure the trace is noted as well. */
const Word *apply_registers_target(Process *p, Term *X, unsigned arity);
/* A fun with its arguments in X: puts its free variables behind them. */
const Word *fun_target(Process *p, Term fun, unsigned arity, Term *X);
/* A cell without code: loads its module; else $handle_undefined_function, error handler, undef (with its trace noted). */
const Word *undefined_target(Process *p, Export *export, Term *X);

Term list_from_registers(Process *p, const Term *X, unsigned count);
/* A proper list of at most 255 elements into X: their count, or -1. */
int spread_list(Term list, Term *X);
bool fun_has_arity(Term fun, Term arity);
/* Is the tuple in the heap's newest part, so that storing into it is safe? */
bool is_fresh_tuple(const Process *p, const Word *top, Term tuple);

#endif
