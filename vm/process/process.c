/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.c - a process's beginning and end.
 *
 * The struct and the first block are one allocation; with its slot in the process table an idle process costs under
 * 1 KiB. */
#include "process/process.h"

#include "base/buf.h"
#include "base/mem.h"
#include "gc/copy.h"
#include "gc/gc.h"
#include "process/dictionary.h"
#include "process/mailbox.h"
#include "process/process_table.h"
#include "process/registry.h"
#include "process/relation.h"
#include "process/run_queue.h"
#include "process/signal.h"
#include "process/timer.h"
#include "term/print.h"
#include "term/ref.h"

#ifdef VM_STRESS
enum { FIRST_BLOCK_WORDS = 16 };
#else
enum { FIRST_BLOCK_WORDS = 36 };
#endif
enum { START_WORDS = 8 /* what process_start_at may push and build */, MAX_EXIT_HOOKS = 16 };

ProcessHooks process_hooks;
static void (*exit_hooks[MAX_EXIT_HOOKS])(Process *p); /* written at boot only */
static int exit_hook_count;

void spawn_options_init(SpawnOptions *options)
{
    *options = (SpawnOptions){.priority = 2, .fullsweep_after = UINT16_MAX, .max_heap_kill = true, .max_heap_log = true,
                              .monitor_tag = TERM_NONE, .monitor_ref = NIL};
}

static Process *process_new(Word first_words, const SpawnOptions *options)
{
    if (options->min_heap_words > first_words) first_words = options->min_heap_words;
    bool inline_block = first_words <= UINT16_MAX;
    Word inline_words = inline_block ? first_words : FIRST_BLOCK_WORDS;
    Process *p = mem_alloc(sizeof *p + inline_words * sizeof(Word));
    memset(p, 0, sizeof *p);
    p->first_words = (uint16_t)inline_words;
    p->block = inline_block ? p->first_block : mem_alloc(first_words * sizeof(Word));
    p->block_end = p->block + first_words;
    heap_init(&p->heap, p->block, p->block_end);
    p->high_water = p->block;
    p->saved_arguments = p->inline_arguments;
    p->saved_capacity = INLINE_ARGUMENTS;
    p->run_result = RUN_YIELDED;
    p->priority = options->priority;
    p->min_heap_words = options->min_heap_words;
    p->fullsweep_after = options->fullsweep_after;
    if (options->off_heap_queue) p->flags |= PROCESS_FLAG_OFF_HEAP_QUEUE;
    p->exception_class = p->exception_reason = p->exception_trace = p->exit_reason = TERM_NONE;
    p->wait_reply = TERM_NONE;
    p->registered_name = NIL;
    p->parent = p->group_leader = NIL;
    mailbox_init(&p->mailbox);
    if (options->max_heap_words) {
        ProcessExtra *extra = process_extra(p);
        extra->max_heap_words = options->max_heap_words;
        extra->max_heap_kill = options->max_heap_kill;
        extra->max_heap_log = options->max_heap_log;
    }
    return p;
}

static void process_free(Process *p)
{
    gc_free_heaps(p);
    for (Signal *signal = p->mailbox.first, *next; signal; signal = next) {
        next = signal->next;
        signal_free(signal);
    }
    dictionary_clear(p);
    relations_destroy(p);
    if (p->saved_arguments != p->inline_arguments) mem_free(p->saved_arguments);
    mem_free(p->extra);
    mem_free(p);
}

/* Before the child has run its parent may set both ends. */
static void relate(Process *parent, Process *child, SpawnOptions *options)
{
    if (options->link) {
        relation_add(parent, RELATION_LINK, term_to_pid_number(child->pid), child->pid);
        relation_add(child, RELATION_LINK, term_to_pid_number(parent->pid), parent->pid);
    }
    if (!options->monitor) return;
    options->monitor_ref = process_monitor_spawned(parent, child->pid, options->monitor_tag, options->alias);
    relation_add(child, RELATION_MONITORED_BY, local_ref_number(options->monitor_ref), parent->pid);
}

static Word list_length(Term t)
{
    Word length = 0;
    for (; term_is_cons(t); t = term_tail(t)) length++;
    return length;
}

/* Makes the process, visible but on no queue yet. NULL: the table is full. */
static Process *make(Process *parent, Term module, Term function, Term arguments, SpawnOptions *options)
{
    bool is_fun = term_is_none(module);
    Term payload = is_fun ? function : arguments;
    Word size = term_size_words(payload);
    Word needed = size + (is_fun ? 4 : 0) + START_WORDS + STACK_RESERVE;
    Process *p = process_new(needed > FIRST_BLOCK_WORDS ? needed : FIRST_BLOCK_WORDS, options);
    payload = copy_term_sized(payload, size, &p->heap);
    if (is_fun) {
        p->initial_module = AM(erlang);
        p->initial_function = AM(apply);
        p->initial_arity = 2;
        arguments = cons_new(&p->heap, payload, cons_new(&p->heap, NIL, NIL));
    } else {
        p->initial_module = module;
        p->initial_function = function;
        p->initial_arity = (uint32_t)list_length(payload);
        arguments = payload;
    }
    if (parent) {
        p->parent = parent->pid;
        p->group_leader = copy_term(parent->group_leader, &p->heap);
        p->scheduler = parent->scheduler;
    }
    process_hooks.start_at(p, p->initial_module, p->initial_function, arguments);
    atomic_store_explicit(&p->state, PROCESS_QUEUED, memory_order_relaxed); /* nobody knows it yet */
    if (!process_table_insert(p)) {
        process_free(p);
        return NULL;
    }
    if (!parent) p->group_leader = p->pid;
    else relate(parent, p, options);
    return p;
}

Term process_spawn(Process *parent, Term module, Term function, Term arguments, SpawnOptions *options)
{
    Process *p = make(parent, module, function, arguments, options);
    if (!p) return TERM_NONE;
    Term pid = p->pid;
    scheduler_enqueue(p); /* from here on it may be gone any time */
    return pid;
}

Term process_spawn_first(Term module, Term function, Term arguments, SpawnOptions *options, _Atomic(Term) *pid_out)
{
    Process *p = make(NULL, module, function, arguments, options);
    if (!p) return TERM_NONE;
    Term pid = p->pid;
    atomic_store_explicit(pid_out, pid, memory_order_release); /* pairs with whoever asks for it when a process ends */
    scheduler_enqueue(p);
    return pid;
}

/* --- the end --- */

void process_at_exit(void (*hook)(Process *p))
{
    if (exit_hook_count == MAX_EXIT_HOOKS) panic("too many exit hooks");
    exit_hooks[exit_hook_count++] = hook;
}

/* "Error in process <0.1.0> with exit value: ..." for an uncaught error: to the process `logger` as an event
 * {log, error, Format, Arguments, Metadata}, as the reference sends it; on standard error when there is none, and of the first
 * process, whose end is the machine's. */
static void log_uncaught(Process *p)
{
    Heap *heap = &p->heap;
    Term values = cons_new(heap, p->pid, cons_new(heap, p->exit_reason, NIL));
    Term logger = registry_find(AM(logger));
    if (process_hooks.log_event && term_is_local_pid(logger) && logger != p->pid && !term_is_nil(p->parent)) {
        process_hooks.log_event(p, logger, "Error in process ~p with exit value:~n~p~n", values);
        return;
    }
    Buf out = {0};
    buf_add_string(&out, "Error in process ");
    term_print(&out, p->pid);
    buf_add_string(&out, " with exit value:\n");
    term_print(&out, p->exit_reason);
    buf_add_string(&out, "\n");
    if (process_hooks.write_error) process_hooks.write_error(buf_text(&out));
    buf_free(&out);
}

void process_exit(Process *p)
{
    bool uncaught = p->run_result == RUN_EXITED && !(p->flags & PROCESS_FLAG_KILLED)
        && (p->exception_class == AM(error) || p->exception_class == AM(throw));
    atomic_fetch_or_explicit(&p->state, PROCESS_EXITING, memory_order_relaxed);
    if (uncaught) log_uncaught(p);
    if (p->receive_timer) timer_cancel(p->receive_timer);
    for (int i = 0; i < exit_hook_count; i++) exit_hooks[i](p);
    process_table_remove(p); /* nobody reaches it from here on */
    registry_forget(p);
    signals_refuse(p);
    process_tell_end(p, p->exit_reason);
    if (process_hooks.ended) process_hooks.ended(p);
    process_free(p);
}

/* --- the rest --- */

ProcessExtra *process_extra(Process *p)
{
    if (!p->extra) {
        p->extra = mem_alloc_zero(1, sizeof *p->extra);
        p->extra->error_handler = AM(error_handler);
        p->extra->suspending = NIL;
        p->extra->max_heap_kill = p->extra->max_heap_log = true;
    }
    return p->extra;
}

Word process_memory_bytes(const Process *p)
{
    Word bytes = sizeof *p + p->first_words * sizeof(Word) + p->heap.fragment_words * sizeof(Word);
    if (p->block != p->first_block) bytes += (Word)(p->block_end - p->block) * sizeof(Word);
    bytes += (Word)(p->old_end - p->old_block) * sizeof(Word) + p->relations.count * sizeof(Relation);
    for (const Signal *s = p->mailbox.first; s; s = s->next) bytes += sizeof *s + (Word)(s->end - s->words) * sizeof(Word);
    return bytes;
}

void process_grow_saved(Process *p, unsigned count)
{
    Term *bigger = mem_alloc(count * sizeof(Term));
    memcpy(bigger, p->saved_arguments, p->saved_count * sizeof(Term));
    if (p->saved_arguments != p->inline_arguments) mem_free(p->saved_arguments);
    p->saved_arguments = bigger;
    p->saved_capacity = (uint16_t)count;
}
