/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.h - the interpreter's doors: run a process until it stops, prepare one to start, run its blocking native.
 *
 * While a process runs, its state is in the machine's arguments (op.h); while it does not, in the Process: pc, the live
 * x registers in saved_arguments[0..saved_count), heap.top, and the stack's top in heap.limit. */
#ifndef EXEC_RUN_H
#define EXEC_RUN_H

#include "process/process.h"

void exec_init(void); /* once, after atoms and before the first process */

/* Runs p from p->pc; x is the thread's array of X_REGISTER_COUNT words, p->reductions_left the slice. Sets and returns
 * p->run_result. Never called for a process that has to exit (PROCESS_FLAG_KILLED): that is the scheduler's to see. */
RunResult process_run(Process *p, Term *x);
/* Runs the one blocking native at p->pc (after RUN_DIRTY). Afterwards p is ready to run on a scheduler, or, with
 * p->run_result == RUN_WAITING, waits for a signal to run the native again (bif_wait). */
void process_run_dirty(Process *p, Term *x);

/* Makes p start with module:function(arguments...); `arguments` is a list in p's heap. The stack must be empty:
 * p->heap.limit = p->block_end. Pushes the address where a process ends normally. Needs STACK_RESERVE free words. */
void process_start_at(Process *p, Term module, Term function, Term arguments);

/* A return address as it stands on a stack (process.h), and back. */
static inline Word return_address_make(const Word *pc) { return (Word)pc | TAG_HEADER; }
static inline bool word_is_return_address(Word w) { return (w & TAG_MASK) == TAG_HEADER; }
static inline const Word *return_address_pc(Word w) { return (const Word *)(w & ~(Word)TAG_MASK); }

/* The stack trace of a process that does not run, for process_info: a list of {M,F,A,Location} built on `heap`. */
Term process_current_stacktrace(Process *p, Heap *heap, unsigned limit);
/* {M,F,A} where it is; NIL if unknown. */
Term process_current_function(Process *p, Heap *heap);

#endif
