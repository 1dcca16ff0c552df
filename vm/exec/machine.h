/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machine.h - what instruction bodies are written with. Only vm/exec/op_*.c and run.c include it.
 *
 * In optimised builds an instruction ends in a sibling call of the next one's function: DISPATCH. In -O0, -O1 and
 * sanitizer builds, where the compiler does not promise such calls, it stores the state in the process and returns
 * true; a loop in run.c calls the next one. An instruction that ends the slice returns false with p->run_result set.
 *
 * A body must not take the address of a local: that would make its last call an ordinary one. Slow paths are functions
 * of their own, cold, with the same signature: `return slow(ARGS)`. Helpers that return (not STATE) may do anything. */
#ifndef EXEC_MACHINE_H
#define EXEC_MACHINE_H

#include "code/op.h"
#include "code/export.h"
#include "code/module.h"
#include "gc/gc.h"
#include "process/exception.h"
#include "process/process.h"
#include "exec/run.h"
#include "exec/stacktrace.h"

#define ARGS I, X, E, H, p, F

#if defined(VM_DEBUG) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
#define MACHINE_LOOP 1
#endif

#ifdef MACHINE_LOOP
#define DISPATCH() do { SYNC(); return true; } while (0)
#elif defined(__clang__)
#define DISPATCH() __attribute__((musttail)) return ((OpFunction)I[0])(ARGS)
#else
#define DISPATCH() return ((OpFunction)I[0])(ARGS)
#endif

#if defined(__clang__) && !defined(MACHINE_LOOP)
#define GO(function) __attribute__((musttail)) return function(ARGS)
#else
#define GO(function) return function(ARGS)
#endif

#define NEXT(op) do { I += OP_SIZE_##op; DISPATCH(); } while (0)

/* Operands: narrow number k; wide number k of the instruction `op`. */
#define N(k) ((unsigned)((const uint16_t *)(I + 1))[k])
#define W(op, k) (I[OP_WIDE_##op + (k)])
#define LABEL(op, k) ((const Word *)W(op, k))
#define SOURCE(op, k) fetch(W(op, k), X, E)

/* A register that may be x or y; a source of any kind. */
#define REGISTER(r) (*((r) & REGISTER_Y ? &E[(r) & (REGISTER_Y - 1)] : &X[r]))
#define SET(r, value) (REGISTER(r) = (value))
static inline Term fetch(Word w, Term *X, Term *E)
{
    if ((w & TAG_MASK) != TAG_HEADER) return term_from_bits(w);
    unsigned r = (unsigned)(w >> 3);
    return REGISTER(r);
}

/* The state as it is while something else than an instruction looks at the process. */
#define SYNC() (p->pc = I, p->heap.top = H, p->heap.limit = (Word *)E, p->reductions_left = F)
#define RELOAD() (H = p->heap.top, E = (Term *)p->heap.limit, F = p->reductions_left)

#ifdef VM_DEBUG
bool machine_stress(void); /* every second call true, if collections are to be provoked */
#else
#define machine_stress() false
#endif
/* Too little room for `words` on heap and stack? */
#define LACKS(words) (UNLIKELY((Word)((Word *)E - H) < (Word)(words) + STACK_RESERVE) || machine_stress())
/* Makes room; live x registers move. */
#define COLLECT(words, live) do { SYNC(); machine_collect(p, (words), X, (live)); RELOAD(); } while (0)
COLD void machine_collect(Process *p, Word words, Term *X, unsigned live);

/* After a native: is the reserve gone, or has it left much garbage or other wishes? */
#define AFTER_NATIVE_IS_DUE() \
    (UNLIKELY((Word)((Word *)E - H) < STACK_RESERVE || p->heap.fragment_words > 0 || p->heap.off_heap_bytes > 1u << 20) \
     || machine_stress())
COLD void machine_after_native(Process *p, Term *X, unsigned live);
/* The same after an instruction that set register d; x registers from `live` on but d are dead. */
COLD void machine_after_op(Process *p, Term *X, unsigned live, unsigned d);
COLD void machine_room_after_op(Process *p, Word words, Term *X, unsigned live, unsigned d); /* and leaves room */

/* --- going on elsewhere; all with the usual signature, so that they are sibling calls --- */
COLD bool machine_yield(STATE);   /* at a function's entry I, out of reductions */
COLD bool machine_unwind(STATE);  /* p->exception_* are set, the trace too: to the handler */
COLD bool machine_raise(STATE);   /* p->exception_* are set by the instruction I: notes the trace, unwinds */
COLD bool machine_badarg(STATE);  /* raises badarg at I */
COLD bool machine_native_failed(STATE); /* the native called by I returned TERM_NONE: exception, trap, or wait */
COLD bool machine_killed(STATE);  /* PROCESS_FLAG_KILLED was found set */

/* The trace of an exception that a native raised; pc: the calling instruction, or NULL. */
void machine_note_native(Process *p, const Word *pc, const Export *export, const Term *arguments);

/* The trace of an exception that an instruction at pc raised, with information for error_info in exception_trace. */
void machine_note_here(Process *p, const Word *pc);

/* Calls: the return address is on the stack already, or stays that of the caller. */
#define PUSH_RETURN(op) (*--E = term_from_bits(return_address_make(I + OP_SIZE_##op)))
#define ENTER(target) \
    do { \
        I = (target); \
        if (UNLIKELY(--F <= 0)) GO(machine_yield); \
        DISPATCH(); \
    } while (0)
#define EXPORT_CODE(export) atomic_load_explicit(&(export)->code, memory_order_acquire)

/* Raising from an instruction: `make` is a raise_* call. */
#define RAISE(make) do { SYNC(); (void)(make); GO(machine_raise); } while (0)

#endif
