/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machine.c - the slow paths that instructions share: collecting, yielding, raising, unwinding; the doors of run.h. */
#include "exec/machine.h"

#include "process/mailbox.h"

#include "exec/call.h"
#include "process/mailbox.h"

/* --- collecting --- */

#ifdef VM_DEBUG
bool machine_stress(void)
{
    static _Thread_local bool turn;
    if (!gc_stress) return false;
    return turn = !turn;
}
#endif

void machine_collect(Process *p, Word words, Term *X, unsigned live)
{
    process_check(p, X, live);
    if (p->flags & PROCESS_FLAG_WANTS_FULL_GC) gc_collect_full(p, words, X, live);
    else gc_collect(p, words, X, live);
    process_check(p, X, live);
}

static void collect_if_due(Process *p, Word words, Term *X, unsigned live)
{
    bool no_room = (Word)(p->heap.limit - p->heap.top) < words + STACK_RESERVE;
    if (no_room || process_wants_collection(p) || machine_stress()) machine_collect(p, words, X, live);
}

void machine_after_native(Process *p, Term *X, unsigned live) { collect_if_due(p, 0, X, live); }

void machine_room_after_op(Process *p, Word words, Term *X, unsigned live, unsigned d)
{
    if ((d & REGISTER_Y) || d < live) {
        collect_if_due(p, words, X, live);
    } else {
        X[live] = X[d];
        collect_if_due(p, words, X, live + 1);
        X[d] = X[live];
    }
}

void machine_after_op(Process *p, Term *X, unsigned live, unsigned d) { machine_room_after_op(p, 0, X, live, d); }

/* --- ending a slice --- */

bool machine_killed(STATE)
{
    SYNC();
    p->run_result = RUN_EXITED;
    return false;
}

bool machine_yield(STATE)
{
    unsigned arity = (unsigned)I[-1];
    SYNC();
    if (process_wants_collection(p)) machine_collect(p, 0, X, arity);
    process_save_registers(p, X, arity);
    p->run_result = p->flags & PROCESS_FLAG_KILLED ? RUN_EXITED : RUN_YIELDED;
    return false;
}

/* --- exceptions --- */

/* Where a mark on the stack leads, if it is one of the frame that starts at `frame`: marks say address << 3. */
static const Word *handler_of_mark(const Word *slot, const Word *frame, const Word *stack_end)
{
    const Word *handler = (const Word *)(*slot >> IMM_SHIFT << 3);
    if (!op_is(handler, op_try_case) && !op_is(handler, op_catch_end)) return NULL;
    const uint16_t *operands = (const uint16_t *)(handler + 1); /* y register, size of the frame */
    if (slot - frame != operands[0] || stack_end - frame <= operands[1]) return NULL;
    return word_is_return_address(frame[operands[1]]) ? handler : NULL;
}

/* The innermost handler; *top becomes the start of its frame. */
static const Word *find_handler(Process *p, Word **top)
{
    Word *frame = p->heap.limit;
    for (Word *at = frame; at < p->block_end; at++) {
        if (word_is_return_address(*at)) {
            frame = at + 1;
        } else if ((*at & IMM_MASK) == IMM_CATCH) {
            const Word *handler = handler_of_mark(at, frame, p->block_end);
            if (handler) {
                *top = frame;
                return handler;
            }
        }
    }
    return NULL;
}

/* Finds the handler and puts into the registers what it expects there. NULL: there is none. */
static const Word *unwind_to_handler(Process *p, Term *X)
{
    Word *top;
    const Word *handler = find_handler(p, &top);
    if (!handler) return NULL;
    p->heap.limit = top;
    p->exception_trace = stacktrace_keep_class(p, p->exception_trace);
    Term *values = X;
    if (op_is(handler, op_catch_end)) *values++ = TERM_NONE;
    values[0] = p->exception_class;
    values[1] = p->exception_reason;
    values[2] = p->exception_trace;
    p->exception_reason = p->exception_trace = NIL;
    if ((Word)(p->heap.limit - p->heap.top) < STACK_RESERVE || process_wants_collection(p)) {
        X[0] = term_is_none(X[0]) ? AM(EXIT) : X[0];
        machine_collect(p, 0, X, (unsigned)(values + 3 - X));
        if (values != X) X[0] = TERM_NONE;
    }
    return handler;
}

static void end_by_exception(Process *p)
{
    Term reason = p->exception_reason;
    if (p->exception_class != AM(exit)) {
        if (p->exception_class == AM(throw)) reason = tuple_new_2(&p->heap, AM(nocatch), reason);
        reason = tuple_new_2(&p->heap, reason, stacktrace_build(&p->heap, p->exception_trace));
    }
    p->exit_reason = reason;
    p->exception_reason = p->exception_trace = NIL;
    p->run_result = RUN_EXITED;
}

bool machine_unwind(STATE)
{
    if (UNLIKELY(p->mailbox.peeked)) mailbox_remove(p); /* no compiled guard raises; the reason may be part of the message */
    const Word *handler = p->flags & PROCESS_FLAG_KILLED ? NULL : unwind_to_handler(p, X);
    if (!handler) {
        if (!(p->flags & PROCESS_FLAG_KILLED)) end_by_exception(p);
        p->run_result = RUN_EXITED;
        return false;
    }
    I = handler;
    RELOAD();
    if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    DISPATCH();
}

bool machine_raise(STATE)
{
    p->heap.limit = (Word *)E;
    if (term_is_none(p->exception_trace)) stacktrace_note(p, I, NIL, NIL, NIL, NIL);
    GO(machine_unwind);
}

bool machine_badarg(STATE) { RAISE(raise_badarg(p)); }

/* --- natives that did not return a value --- */

static bool is_raiser(const Export *export) /* erlang:error/1.. and the like: the trace starts at their caller */
{
    if (export->module != AM(erlang)) return false;
    return export->function == AM(error) || export->function == AM(exit) || export->function == AM(throw)
        || export->function == AM(raise) || export->function == AM(nif_error);
}

/* Which module explains the errors of a module's natives (error_info). */
static Term error_module(Term module)
{
    if (module == AM(erlang)) return AM(erl_erts_errors);
    if (module == AM(binary) || module == AM(ets) || module == AM(io) || module == AM(lists) || module == AM(maps)
        || module == AM(math) || module == AM(re) || module == AM(unicode))
        return AM(erl_stdlib_errors);
    if (module == AM(code) || module == AM(erl_ddll) || module == AM(os) || module == AM(persistent_term))
        return AM(erl_kernel_errors);
    return NIL;
}

void machine_note_native(Process *p, const Word *pc, const Export *export, const Term *arguments)
{
    Term given = p->exception_trace;
    if (!term_is_none(given) && !(term_is_tuple(given) && tuple_arity(given) == 3)) return; /* raise/3 brought a trace */
    if (is_raiser(export)) {
        ModuleCode *code = pc ? module_of_pc(pc) : NULL;
        const FunctionInfo *function = code ? function_of_pc(code, pc) : NULL;
        if (function && !term_is_none(given)) { /* error/2,3: the caller's arguments are known, or error_info */
            Term where = term_from_small((int64_t)((Word)pc >> 3));
            Term list = term_is_none(tuple_get(given, 0)) ? term_from_small(function->arity) : tuple_get(given, 0);
            if (!term_is_none(tuple_get(given, 2))) where = tuple_new_3(&p->heap, where, TERM_NONE, tuple_get(given, 2));
            stacktrace_note(p, NULL, code->module->name, function->name, list, where);
        } else {
            stacktrace_note(p, pc, NIL, NIL, NIL, NIL);
        }
        return;
    }
    Term list = list_from_registers(p, arguments, export->arity), information = NIL;
    if (p->exception_class == AM(error)) {
        if (term_is_none(given)) information = error_module(export->module);
        else if (!term_is_none(tuple_get(given, 0))) list = tuple_get(given, 0);
        else information = tuple_new_2(&p->heap, tuple_get(given, 1), tuple_get(given, 2));
    }
    stacktrace_note(p, pc, export->module, export->function, list, information);
}

void machine_note_here(Process *p, const Word *pc)
{
    Term given = p->exception_trace;
    ModuleCode *code = module_of_pc(pc);
    const FunctionInfo *function = code ? function_of_pc(code, pc) : NULL;
    if (!function || term_is_none(given) || !term_is_tuple_of(given, 3)) {
        stacktrace_note(p, pc, NIL, NIL, NIL, NIL);
        return;
    }
    Term where = term_from_small((int64_t)((Word)pc >> 3));
    Term information = tuple_new_3(&p->heap, where, tuple_get(given, 1), tuple_get(given, 2));
    stacktrace_note(p, NULL, code->module->name, function->name, term_from_small(function->arity), information);
}

bool machine_native_failed(STATE)
{
    bool is_body = op_is(I, op_native_entry);
    const Export *export = (const Export *)I[1]; /* the first wide operand of both instructions */
    if (p->trap_export == BIF_SWAPPED) {
        p->trap_export = NULL;
        return false;
    }
    if (p->trap_export == BIF_WAIT || p->trap_export == BIF_YIELD) {
        p->run_result = p->trap_export == BIF_WAIT ? RUN_WAITING : RUN_YIELDED;
        p->trap_export = NULL;
        SYNC();
        process_save_registers(p, X, export->arity);
        if (p->flags & PROCESS_FLAG_KILLED) p->run_result = RUN_EXITED;
        return false;
    }
    if (p->trap_export) {
        const Export *target = p->trap_export;
        p->trap_export = NULL;
        memcpy(X, p->trap_arguments, p->trap_count * sizeof *X);
        if (AFTER_NATIVE_IS_DUE()) { /* it may have used the reserve, which the return address needs */
            machine_after_native(p, X, p->trap_count);
            RELOAD();
        }
        if (!is_body) PUSH_RETURN(call_native);
        ENTER(EXPORT_CODE(target));
    }
    if (p->flags & PROCESS_FLAG_KILLED) GO(machine_killed);
    SYNC();
    machine_note_native(p, is_body ? NULL : I, export, X);
    GO(machine_unwind);
}

/* --- stubs: code that belongs to no module. The word before an entry is its arity. --- */

static Word stub_end[2], stub_apply[2], stub_value[2], stub_raise[2], stub_trap[2];

void exec_init(void)
{
    stub_end[1] = (Word)op_process_end;
    stub_apply[0] = 3;
    stub_apply[1] = (Word)op_apply_list;
    stub_value[1] = (Word)op_resume_value;
    stub_raise[1] = (Word)op_resume_raise;
    stub_trap[1] = (Word)op_resume_trap;
}

bool op_process_end(STATE)
{
    SYNC();
    p->exception_class = AM(normal);
    p->exit_reason = AM(normal);
    p->run_result = RUN_EXITED;
    return false;
}

void process_start_at(Process *p, Term module, Term function, Term arguments)
{
    assert(p->heap.limit == p->block_end);
    *--p->heap.limit = return_address_make(stub_end + 1);
    Term registers[3] = {module, function, arguments};
    process_save_registers(p, registers, 3);
    p->pc = stub_apply + 1;
}

/* The process is made to exit where it is, by an exception that it may catch: the shell's Ctrl-C. */
static void interrupt(Process *p)
{
    p->flags &= (uint16_t)~PROCESS_FLAG_INTERRUPTED;
    mailbox_timeout(p);
    p->wait_reply_number = 0;
    p->wait_reply = TERM_NONE;
    raise_exit(p, AM(elver_interrupt));
    stacktrace_note(p, p->pc, NIL, NIL, NIL, NIL);
    p->saved_count = 0;
    p->pc = stub_raise + 1;
}

RunResult process_run(Process *p, Term *X)
{
    if (UNLIKELY(p->flags & PROCESS_FLAG_INTERRUPTED)) interrupt(p);
    process_restore_registers(p, X);
    p->saved_count = 0;
    p->flags &= (uint16_t)~PROCESS_FLAG_HIBERNATING;
    const Word *I = p->pc;
#ifdef MACHINE_LOOP
    while (((OpFunction)I[0])(I, X, (Term *)p->heap.limit, p->heap.top, p, p->reductions_left)) I = p->pc;
#else
    ((OpFunction)I[0])(I, X, (Term *)p->heap.limit, p->heap.top, p, p->reductions_left);
#endif
    return (RunResult)p->run_result;
}

void process_run_dirty(Process *p, Term *X)
{
    process_restore_registers(p, X);
    const Export *export = (const Export *)p->pc[1];
    assert(op_is(p->pc, op_native_entry));
    Term value = export->bif->function(p, X);
    if (!term_is_none(value)) {
        process_save_registers(p, &value, 1);
        p->pc = stub_value + 1;
        p->run_result = RUN_YIELDED;
    } else if (p->trap_export == BIF_WAIT || p->trap_export == BIF_YIELD) {
        p->run_result = p->trap_export == BIF_WAIT ? RUN_WAITING : RUN_YIELDED;
        p->trap_export = NULL;
        process_save_registers(p, X, export->arity);
    } else if (p->trap_export) {
        Term arguments[INLINE_ARGUMENTS];
        memcpy(arguments, p->trap_arguments, sizeof arguments);
        process_save_registers(p, arguments, p->trap_count);
        p->pc = stub_trap + 1;
        p->run_result = RUN_YIELDED;
    } else {
        machine_note_native(p, NULL, export, X);
        p->saved_count = 0;
        p->pc = stub_raise + 1;
        p->run_result = RUN_YIELDED;
    }
}
