/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op_call.c - instructions: calls, returns, natives, apply, funs, stack and heap room. */
#include "exec/machine.h"

#include "exec/call.h"

/* --- calls in Elixir code --- */

bool op_func_info(STATE)
{
    unsigned arity = (unsigned)W(func_info, 2);
    SYNC();
    raise_error(p, AM(function_clause));
    Term arguments = list_from_registers(p, X, arity);
    stacktrace_note(p, NULL, term_from_bits(W(func_info, 0)), term_from_bits(W(func_info, 1)), arguments,
                    term_from_small((int64_t)((Word)I >> 3)));
    GO(machine_unwind);
}

bool op_call(STATE)
{
    PUSH_RETURN(call);
    ENTER(LABEL(call, 0));
}

bool op_call_only(STATE) { ENTER(LABEL(call_only, 0)); }

bool op_call_last(STATE)
{
    E += N(0);
    ENTER(LABEL(call_last, 0));
}

bool op_call_ext(STATE)
{
    const Export *export = (const Export *)W(call_ext, 0);
    PUSH_RETURN(call_ext);
    ENTER(EXPORT_CODE(export));
}

bool op_call_ext_only(STATE) { ENTER(EXPORT_CODE((const Export *)W(call_ext_only, 0))); }

bool op_call_ext_last(STATE)
{
    E += N(0);
    ENTER(EXPORT_CODE((const Export *)W(call_ext_last, 0)));
}

bool op_return(STATE)
{
    I = (const Word *)(term_bits(*E++) - TAG_HEADER);
    DISPATCH();
}

bool op_deallocate(STATE)
{
    E += N(0);
    NEXT(deallocate);
}

bool op_deallocate_return(STATE)
{
    E += N(0);
    I = (const Word *)(term_bits(*E++) - TAG_HEADER);
    DISPATCH();
}

/* --- natives --- */

bool op_call_native(STATE)
{
    BifFunction native = (BifFunction)W(call_native, 1);
    F--;
    SYNC();
    Term value = native(p, X);
    RELOAD();
    if (UNLIKELY(term_is_none(value))) GO(machine_native_failed);
    X[0] = value;
    if (AFTER_NATIVE_IS_DUE()) {
        machine_after_native(p, X, 1);
        RELOAD();
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    NEXT(call_native);
}

bool op_call_native_dirty(STATE)
{
    const Export *export = (const Export *)W(call_native_dirty, 0);
    PUSH_RETURN(call_native_dirty);
    ENTER(export->stub + 1);
}

/* The same as call_native and return; a blocking native goes to the dirty pool first (process_run_dirty). */
bool op_native_entry(STATE)
{
    const Export *export = (const Export *)W(native_entry, 0);
    F--;
    SYNC();
    if (UNLIKELY(export->bif->flags & BIF_BLOCKING)) {
        process_save_registers(p, X, export->arity);
        p->run_result = RUN_DIRTY;
        return false;
    }
    Term value = export->bif->function(p, X);
    RELOAD();
    if (UNLIKELY(term_is_none(value))) GO(machine_native_failed);
    X[0] = value;
    if (AFTER_NATIVE_IS_DUE()) {
        machine_after_native(p, X, 1);
        RELOAD();
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    I = (const Word *)(term_bits(*E++) - TAG_HEADER);
    DISPATCH();
}

/* What process_run_dirty left behind. */
bool op_resume_value(STATE)
{
    if (AFTER_NATIVE_IS_DUE()) {
        machine_after_native(p, X, 1);
        RELOAD();
    }
    I = (const Word *)(term_bits(*E++) - TAG_HEADER);
    DISPATCH();
}

bool op_resume_raise(STATE) { GO(machine_unwind); }

bool op_resume_trap(STATE)
{
    const Export *export = p->trap_export;
    p->trap_export = NULL;
    ENTER(EXPORT_CODE(export));
}

bool op_undefined(STATE)
{
    Export *export = (Export *)W(undefined, 0);
    SYNC();
    const Word *target = undefined_target(p, export, X); /* loads the module; may change the arguments */
    RELOAD();
    if (target) ENTER(target);
    GO(machine_unwind);
}

/* --- apply --- */

bool op_apply_list(STATE)
{
    SYNC();
    const Word *target = apply_target(p, X, X[0], X[1], X[2]);
    RELOAD();
    if (UNLIKELY(!target)) GO(machine_unwind);
    ENTER(target);
}

bool op_apply_fun_list(STATE)
{
    Term fun = X[0];
    SYNC();
    int arity = spread_list(X[1], X);
    if (UNLIKELY(arity < 0)) {
        X[0] = fun;
        raise_badarg(p);
        stacktrace_note(p, NULL, AM(erlang), AM(apply), list_from_registers(p, X, 2), AM(erl_erts_errors));
        GO(machine_unwind);
    }
    const Word *target = fun_target(p, fun, (unsigned)arity, X);
    if (UNLIKELY(!target)) {
        stacktrace_note(p, NULL, NIL, NIL, NIL, NIL);
        GO(machine_unwind);
    }
    ENTER(target);
}

bool op_apply(STATE)
{
    unsigned arity = N(0);
    SYNC();
    const Word *target = apply_registers_target(p, X, arity);
    RELOAD();
    if (UNLIKELY(!target)) GO(machine_unwind);
    PUSH_RETURN(apply);
    ENTER(target);
}

bool op_apply_last(STATE)
{
    unsigned arity = N(0);
    SYNC();
    const Word *target = apply_registers_target(p, X, arity);
    RELOAD();
    if (UNLIKELY(!target)) GO(machine_unwind);
    E += N(1);
    ENTER(target);
}

/* The inlined part of a call of a fun: its code, with the free variables in place; NULL for the slow cases. */
static inline const Word *fun_target_fast(Term fun, unsigned arity, Term *X)
{
    if (UNLIKELY(!term_is_local_fun(fun))) return NULL;
    const FunBox *box = fun_box(fun);
    const FunEntry *entry = box->entry;
    if (UNLIKELY(entry->arity != arity)) return NULL;
    const Word *code = atomic_load_explicit(&entry->code, memory_order_acquire);
    if (UNLIKELY(!code)) return NULL;
    Word count = fun_free_count(fun);
    for (Word i = 0; i < count; i++) X[arity + i] = box->free[i];
    return code;
}

COLD static bool call_fun_slow(STATE)
{
    SYNC();
    const Word *target = fun_target(p, SOURCE(call_fun, 0), N(0), X);
    RELOAD();
    if (!target) GO(machine_raise);
    PUSH_RETURN(call_fun);
    ENTER(target);
}

bool op_call_fun(STATE)
{
    const Word *target = fun_target_fast(SOURCE(call_fun, 0), N(0), X);
    if (UNLIKELY(!target)) GO(call_fun_slow);
    PUSH_RETURN(call_fun);
    ENTER(target);
}

COLD static bool call_fun_last_slow(STATE)
{
    SYNC();
    const Word *target = fun_target(p, SOURCE(call_fun_last, 0), N(0), X);
    RELOAD();
    if (!target) GO(machine_raise);
    E += N(1);
    ENTER(target);
}

bool op_call_fun_last(STATE)
{
    const Word *target = fun_target_fast(SOURCE(call_fun_last, 0), N(0), X);
    if (UNLIKELY(!target)) GO(call_fun_last_slow);
    E += N(1);
    ENTER(target);
}

/* --- room on stack and heap: the safe points --- */

COLD static bool allocate_slow(STATE)
{
    unsigned count = N(0);
    COLLECT(count, N(1));
    if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    E -= count;
    for (unsigned i = 0; i < count; i++) E[i] = NIL;
    NEXT(allocate);
}

bool op_allocate(STATE)
{
    Term *top = E - N(0);
    if (UNLIKELY((int64_t)((Word)top - (Word)H) < (int64_t)(STACK_RESERVE * sizeof(Word))) || machine_stress()) GO(allocate_slow);
    while (E > top) *--E = NIL;
    NEXT(allocate);
}

bool op_allocate_heap(STATE)
{
    unsigned count = N(0);
    Word words = W(allocate_heap, 0) + count;
    if (LACKS(words)) {
        COLLECT(words, N(1));
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    E -= count;
    for (unsigned i = 0; i < count; i++) E[i] = NIL;
    NEXT(allocate_heap);
}

COLD static bool test_heap_slow(STATE)
{
    COLLECT(W(test_heap, 0), N(0));
    if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    NEXT(test_heap);
}

bool op_test_heap(STATE)
{
    if (LACKS(W(test_heap, 0))) GO(test_heap_slow);
    NEXT(test_heap);
}

bool op_trim(STATE)
{
    E += N(0);
    NEXT(trim);
}

bool op_init_y(STATE)
{
    E[N(0)] = NIL;
    NEXT(init_y);
}

/* --- jumps --- */

bool op_jump(STATE)
{
    I = LABEL(jump, 0);
    DISPATCH();
}

/* A loop without a call in it must let others run as well. The live x registers were verified to be set. */
COLD static bool jump_back_yield(STATE)
{
    unsigned live = N(0);
    I = LABEL(jump_back, 0);
    SYNC();
    process_save_registers(p, X, live);
    p->run_result = RUN_YIELDED;
    return false;
}

bool op_jump_back(STATE)
{
    if (UNLIKELY(--F <= 0)) GO(jump_back_yield);
    I = LABEL(jump_back, 0);
    DISPATCH();
}

/* Pairs (value, address) follow the count, which is the last wide operand. */
static inline const Word *pairs_search(const Word *pairs, Word pair_count, Word value)
{
    Word low = 0, high = pair_count;
    while (low < high) {
        Word middle = (low + high) / 2;
        if (pairs[middle * 2] == value) return (const Word *)pairs[middle * 2 + 1];
        if (pairs[middle * 2] < value) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

bool op_select_term(STATE)
{
    const Word *target = pairs_search(I + OP_SIZE_select_term, W(select_term, 2) / 2, term_bits(SOURCE(select_term, 1)));
    I = target ? target : LABEL(select_term, 0);
    DISPATCH();
}

bool op_select_few(STATE)
{
    Word value = term_bits(SOURCE(select_few, 1)), count = W(select_few, 2);
    const Word *pairs = I + OP_SIZE_select_few;
    I = LABEL(select_few, 0);
    for (Word i = 0; i < count; i += 2) {
        if (pairs[i] == value) {
            I = (const Word *)pairs[i + 1];
            break;
        }
    }
    DISPATCH();
}

bool op_select_int(STATE)
{
    Term t = SOURCE(select_int, 1);
    if (LIKELY(term_is_small(t))) {
        Word index = (Word)term_to_small(t) - W(select_int, 2);
        if (index < W(select_int, 3)) {
            I = (const Word *)I[OP_SIZE_select_int + index];
            DISPATCH();
        }
    }
    I = LABEL(select_int, 0);
    DISPATCH();
}

bool op_select_arity(STATE)
{
    Term t = SOURCE(select_arity, 1);
    Word count = W(select_arity, 2);
    const Word *pairs = I + OP_SIZE_select_arity;
    I = LABEL(select_arity, 0);
    if (LIKELY(term_is_tuple(t))) {
        Word arity = tuple_arity(t);
        for (Word i = 0; i < count; i += 2) {
            if (pairs[i] == arity) {
                I = (const Word *)pairs[i + 1];
                break;
            }
        }
    }
    DISPATCH();
}
