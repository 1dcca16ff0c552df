/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_process_info.c - looking at and changing one's own or another's process: process_info, process_flag, group_leader,
 * suspend, garbage_collect, hibernate. What concerns another process is done by a request in that process's thread. */
#include "bif/bif_process.h"
#include "code/bif.h"
#include "gc/copy.h"
#include "gc/gc.h"
#include "process/dictionary.h"
#include "process/exception.h"
#include "process/mailbox.h"
#include "process/process_table.h"
#include "process/registry.h"
#include "process/relation.h"
#include "process/run_queue.h"
#include "process/signal.h"
#include "term/map.h"
#include "term/ref.h"

enum { MIN_HEAP_WORDS = 233, MIN_BIN_VHEAP_WORDS = 46422 };

Term priority_atom(unsigned priority)
{
    static const uint32_t names[] = {ATOM_INDEX_max, ATOM_INDEX_high, ATOM_INDEX_normal, ATOM_INDEX_low};
    return term_from_atom_index(names[priority]);
}

Term max_heap_map(const Process *p, Heap *heap)
{
    const ProcessExtra *e = p->extra;
    Term map = map_put(heap, map_empty(heap), AM(size), integer_from_uint64(heap, e ? e->max_heap_words : 0));
    map = map_put(heap, map, AM(kill), !e || e->max_heap_kill ? AM(true) : AM(false));
    return map_put(heap, map, AM(error_logger), !e || e->max_heap_log ? AM(true) : AM(false));
}

static Term number(Heap *heap, Word n) { return integer_from_uint64(heap, n); }
static Word min_heap(const Process *p) { return p->min_heap_words ? p->min_heap_words : MIN_HEAP_WORDS; }
static Word min_bin_vheap(const Process *p)
{
    return p->extra && p->extra->min_bin_vheap_words ? p->extra->min_bin_vheap_words : MIN_BIN_VHEAP_WORDS;
}

/* --- process_info: one function an item, of a process that does not run at the moment or asks about itself --- */

typedef struct Listing {
    Heap *heap;
    Term list;
} Listing;

static void list_link(Process *p, Relation *r, void *context)
{
    Listing *l = context;
    if (r->kind == RELATION_LINK) l->list = cons_new(l->heap, r->pid, l->list);
}

static void list_monitor(Process *p, Relation *r, void *context)
{
    Listing *l = context;
    if (r->kind != RELATION_MONITOR || (!term_is_local_pid(r->pid) && term_is_nil(r->name))) return;
    Term what = term_is_nil(r->name) ? r->pid : tuple_new_2(l->heap, r->name, node_name);
    l->list = cons_new(l->heap, tuple_new_2(l->heap, AM(process), what), l->list);
}

static void list_monitored_by(Process *p, Relation *r, void *context)
{
    Listing *l = context;
    if (r->kind == RELATION_MONITORED_BY) l->list = cons_new(l->heap, r->pid, l->list);
}

static Term relations_list(Process *p, Heap *heap, void (*f)(Process *, Relation *, void *))
{
    Listing listing = {heap, NIL};
    relation_each(p, f, &listing);
    return listing.list;
}

static Term messages(const Process *p, Heap *heap)
{
    Term list = NIL, *end = &list;
    for (const Signal *s = p->mailbox.first; s; s = s->next) {
        Term cell = cons_new(heap, copy_term(s->term, heap), NIL);
        *end = cell;
        end = cons_words(cell) + 1;
    }
    return list;
}

static Term garbage_collection(const Process *p, Heap *heap)
{
    Term list = property(heap, AM(minor_gcs), number(heap, p->minor_collections), NIL);
    list = property(heap, AM(fullsweep_after), number(heap, p->fullsweep_after), list);
    list = property(heap, AM(min_heap_size), number(heap, min_heap(p)), list);
    list = property(heap, AM(min_bin_vheap_size), number(heap, min_bin_vheap(p)), list);
    return property(heap, AM(max_heap_size), max_heap_map(p, heap), list);
}

static Word block_words(const Process *p) { return (Word)(p->block_end - p->block); }
static Word old_words(const Process *p) { return (Word)(p->old_end - p->old_block); }
static Word stack_words(const Process *p) { return (Word)(p->block_end - p->heap.limit); }

static Term garbage_collection_info(const Process *p, Heap *heap)
{
    Term list = property(heap, AM(bin_old_vheap_block_size), number(heap, MIN_BIN_VHEAP_WORDS), NIL);
    list = property(heap, AM(bin_old_vheap_size), number(heap, 0), list);
    list = property(heap, AM(bin_vheap_block_size), number(heap, MIN_BIN_VHEAP_WORDS), list);
    list = property(heap, AM(bin_vheap_size), number(heap, p->heap.off_heap_bytes / sizeof(Word)), list);
    list = property(heap, AM(heap_size), number(heap, (Word)(p->heap.top - p->block)), list);
    list = property(heap, AM(old_heap_size), number(heap, (Word)(p->old_top - p->old_block)), list);
    list = property(heap, AM(stack_size), number(heap, stack_words(p)), list);
    list = property(heap, AM(recent_size), number(heap, (Word)(p->high_water - p->block)), list);
    list = property(heap, AM(mbuf_size), number(heap, p->heap.fragment_words), list);
    list = property(heap, AM(heap_block_size), number(heap, block_words(p)), list);
    return property(heap, AM(old_heap_block_size), number(heap, old_words(p)), list);
}

static Term binaries(const Process *p, Heap *heap)
{
    Term list = NIL;
    for (Word *box = p->heap.off_heap; box; box = *off_heap_next(box)) {
        if (header_type(*box) != BOX_REFC_BINARY) continue;
        const BinaryData *data = ((RefcBinaryBox *)box)->data;
        Word count = atomic_load_explicit(&data->reference_count, memory_order_relaxed);
        list = cons_new(heap, tuple_new_3(heap, number(heap, (Word)data >> 4), number(heap, data->capacity),
                                          number(heap, count)), list);
    }
    return list;
}

static Term status(const Process *p, bool of_self)
{
    if (of_self) return AM(running);
    if (p->suspend_count) return AM(suspended);
    return p->run_result == RUN_WAITING ? AM(waiting) : AM(runnable);
}

static Term initial_call(const Process *p, Heap *heap)
{
    return tuple_new_3(heap, p->initial_module, p->initial_function, term_from_small(p->initial_arity));
}

static Term current_function(Process *p, Heap *heap)
{
    if (p->flags & PROCESS_FLAG_HIBERNATING) return tuple_new_3(heap, AM(erlang), AM(hibernate), term_from_small(3));
    Term mfa = process_hooks.current_function(p, heap);
    return term_is_nil(mfa) ? initial_call(p, heap) : mfa;
}

static Term current_location(Process *p, Heap *heap)
{
    Term trace = process_hooks.current_stacktrace(p, heap, 1);
    if (term_is_cons(trace)) return term_head(trace);
    Term mfa = current_function(p, heap);
    return tuple_new_4(heap, tuple_get(mfa, 0), tuple_get(mfa, 1), tuple_get(mfa, 2), NIL);
}

/* The value; TERM_NONE if there is no such item. A registered name that is not there is the empty list. */
static Term item_value(Process *p, Heap *heap, Term item, bool of_self)
{
    if (item == AM(links)) return relations_list(p, heap, list_link);
    if (item == AM(monitors)) return relations_list(p, heap, list_monitor);
    if (item == AM(monitored_by)) return relations_list(p, heap, list_monitored_by);
    if (item == AM(message_queue_len)) return number(heap, p->mailbox.length);
    if (item == AM(messages)) return messages(p, heap);
    if (item == AM(registered_name)) return registry_name_of(p->pid);
    if (item == AM(dictionary)) {
        return dictionary_to_list(p, heap);
    }
    if (item == AM(status)) return status(p, of_self);
    if (item == AM(trap_exit)) return p->flags & PROCESS_FLAG_TRAP_EXIT ? AM(true) : AM(false);
    if (item == AM(priority)) return priority_atom(p->priority);
    if (item == AM(group_leader)) return p->group_leader;
    if (item == AM(parent)) return term_is_nil(p->parent) ? AM(undefined) : p->parent;
    if (item == AM(initial_call)) return initial_call(p, heap);
    if (item == AM(current_function)) return current_function(p, heap);
    if (item == AM(current_location)) return current_location(p, heap);
    if (item == AM(current_stacktrace)) return process_hooks.current_stacktrace(p, heap, 8);
    if (item == AM(error_handler)) return p->extra ? p->extra->error_handler : AM(error_handler);
    if (item == AM(heap_size)) return number(heap, block_words(p));
    if (item == AM(total_heap_size)) return number(heap, block_words(p) + old_words(p) + p->heap.fragment_words);
    if (item == AM(stack_size)) return number(heap, stack_words(p));
    if (item == AM(memory)) return number(heap, process_memory_bytes(p));
    if (item == AM(reductions)) {
        int64_t slice = of_self && p->reductions_left < SLICE_REDUCTIONS ? SLICE_REDUCTIONS - p->reductions_left : 0;
        return number(heap, p->total_reductions + (Word)slice);
    }
    if (item == AM(garbage_collection)) return garbage_collection(p, heap);
    if (item == AM(garbage_collection_info)) return garbage_collection_info(p, heap);
    if (item == AM(min_heap_size)) return number(heap, min_heap(p));
    if (item == AM(min_bin_vheap_size)) return number(heap, min_bin_vheap(p));
    if (item == AM(fullsweep_after)) return number(heap, p->fullsweep_after);
    if (item == AM(max_heap_size)) return max_heap_map(p, heap);
    if (item == AM(message_queue_data)) return p->flags & PROCESS_FLAG_OFF_HEAP_QUEUE ? AM(off_heap) : AM(on_heap);
    if (item == AM(suspending)) return p->extra ? copy_term(p->extra->suspending, heap) : NIL;
    if (item == AM(catchlevel)) return term_from_small(0);
    if (item == AM(last_calls)) return AM(false);
    if (item == AM(sequential_trace_token)) return NIL;
    if (item == AM(trace)) return term_from_small(0);
    if (item == AM(binary)) return binaries(p, heap);
    return TERM_NONE;
}

static bool is_item(Term item)
{
    static const uint32_t items[] = {
        ATOM_INDEX_links, ATOM_INDEX_monitors, ATOM_INDEX_monitored_by, ATOM_INDEX_message_queue_len, ATOM_INDEX_messages,
        ATOM_INDEX_registered_name, ATOM_INDEX_dictionary, ATOM_INDEX_status, ATOM_INDEX_trap_exit, ATOM_INDEX_priority,
        ATOM_INDEX_group_leader, ATOM_INDEX_parent, ATOM_INDEX_initial_call, ATOM_INDEX_current_function,
        ATOM_INDEX_current_location, ATOM_INDEX_current_stacktrace, ATOM_INDEX_error_handler, ATOM_INDEX_heap_size,
        ATOM_INDEX_total_heap_size, ATOM_INDEX_stack_size, ATOM_INDEX_memory, ATOM_INDEX_reductions,
        ATOM_INDEX_garbage_collection, ATOM_INDEX_garbage_collection_info, ATOM_INDEX_min_heap_size,
        ATOM_INDEX_min_bin_vheap_size, ATOM_INDEX_fullsweep_after, ATOM_INDEX_max_heap_size, ATOM_INDEX_message_queue_data,
        ATOM_INDEX_suspending, ATOM_INDEX_catchlevel, ATOM_INDEX_last_calls, ATOM_INDEX_sequential_trace_token,
        ATOM_INDEX_trace, ATOM_INDEX_binary};
    if (!term_is_atom(item)) return false;
    for (size_t i = 0; i < ARRAY_COUNT(items); i++)
        if (term_to_atom_index(item) == items[i]) return true;
    return false;
}

/* {item, value} for one item, a list of them for a list. */
static Term info(Process *p, Heap *heap, Term items, bool of_self)
{
    if (term_is_atom(items)) {
        Term value = item_value(p, heap, items, of_self);
        if (items == AM(registered_name) && term_is_nil(value)) return NIL;
        return tuple_new_2(heap, items, value);
    }
    Term list = NIL, *end = &list;
    for (; term_is_cons(items); items = term_tail(items)) {
        Term item = term_head(items);
        Term cell = cons_new(heap, tuple_new_2(heap, item, item_value(p, heap, item, of_self)), NIL);
        *end = cell;
        end = cons_words(cell) + 1;
    }
    return list;
}

static void info_request(Process *receiver, Signal *request)
{
    Heap arena; /* the answer is built aside: the process that is asked keeps its heap as it is */
    heap_init_arena(&arena);
    request_answer(request, info(receiver, &arena, request->term, false));
    heap_destroy(&arena);
}

static Term process_info(Process *p, Term pid, Term items)
{
    Term answer = request_await(p);
    if (!term_is_none(answer)) return answer;
    if (request_is_pending(p)) return bif_wait(p);
    if (!term_is_local_pid(pid)) return raise_badarg(p);
    if (!term_is_atom(items)) {
        Term rest = items;
        while (term_is_cons(rest) && is_item(term_head(rest))) rest = term_tail(rest);
        if (!term_is_nil(rest)) return raise_badarg(p);
    } else if (!is_item(items))
        return raise_badarg(p);
    if (pid == p->pid) {
        signals_take_in(p);
        return info(p, &p->heap, items, true);
    }
    return request_send(p, pid, info_request, items, AM(undefined));
}

Term bif_process_info_2(Process *p, Term *args) { return process_info(p, args[0], args[1]); }

/* What process_info/1 tells; a name only if there is one, and without current_location etc. */
static Term standard_items(Process *p)
{
    static const uint32_t items[] = {
        ATOM_INDEX_suspending, ATOM_INDEX_garbage_collection, ATOM_INDEX_reductions, ATOM_INDEX_stack_size,
        ATOM_INDEX_heap_size, ATOM_INDEX_total_heap_size, ATOM_INDEX_group_leader, ATOM_INDEX_priority,
        ATOM_INDEX_error_handler, ATOM_INDEX_trap_exit, ATOM_INDEX_dictionary, ATOM_INDEX_links,
        ATOM_INDEX_message_queue_len, ATOM_INDEX_status, ATOM_INDEX_initial_call, ATOM_INDEX_current_function};
    Term list = NIL;
    for (size_t i = 0; i < ARRAY_COUNT(items); i++) list = cons_new(&p->heap, term_from_atom_index(items[i]), list);
    return list;
}

Term bif_process_info_1(Process *p, Term *args)
{
    if (!term_is_local_pid(args[0])) return raise_badarg(p);
    Term items = standard_items(p);
    Term name = registry_name_of(args[0]);
    if (!term_is_nil(name)) items = cons_new(&p->heap, AM(registered_name), items);
    return process_info(p, args[0], items);
}

/* --- process_flag --- */

static bool read_bool(Term t, bool *value)
{
    *value = t == AM(true);
    return t == AM(true) || t == AM(false);
}

static Term set_bit(Process *p, ProcessFlags bit, Term value)
{
    bool on, before = p->flags & bit;
    if (!read_bool(value, &on)) return raise_badarg(p);
    if (on) p->flags |= bit;
    else p->flags &= (uint16_t)~bit;
    return before ? AM(true) : AM(false);
}

static Term bad_type(Process *p) { return raise_badarg_info(p, TERM_NONE, AM(badtype)); }

Term bif_process_flag_2(Process *p, Term *args)
{
    Term flag = args[0], value = args[1];
    if (flag == AM(trap_exit)) return set_bit(p, PROCESS_FLAG_TRAP_EXIT, value);
    if (flag == AM(sensitive)) return set_bit(p, PROCESS_FLAG_SENSITIVE, value);
    if (flag == AM(async_dist)) return AM(false);
    if (flag == AM(priority)) {
        Term before = priority_atom(p->priority);
        return read_priority(value, &p->priority) ? before : raise_badarg(p);
    }
    if (flag == AM(error_handler)) {
        if (!term_is_atom(value)) return bad_type(p);
        Term before = process_extra(p)->error_handler;
        p->extra->error_handler = value;
        return before;
    }
    if (flag == AM(message_queue_data)) {
        if (value != AM(on_heap) && value != AM(off_heap)) return raise_badarg(p);
        Term before = p->flags & PROCESS_FLAG_OFF_HEAP_QUEUE ? AM(off_heap) : AM(on_heap);
        set_bit(p, PROCESS_FLAG_OFF_HEAP_QUEUE, value == AM(off_heap) ? AM(true) : AM(false));
        return before;
    }
    if (flag == AM(max_heap_size)) {
        Term before = max_heap_map(p, &p->heap);
        ProcessExtra *e = process_extra(p);
        return read_max_heap(value, &e->max_heap_words, &e->max_heap_kill, &e->max_heap_log) ? before : bad_type(p);
    }
    if (flag != AM(min_heap_size) && flag != AM(min_bin_vheap_size) && flag != AM(fullsweep_after) && flag != AM(save_calls))
        return raise_badarg_info(p, TERM_NONE, AM(badopt));
    if (!term_is_small(value) || term_to_small(value) < 0) return bad_type(p);
    Word n = (Word)term_to_small(value), before;
    if (flag == AM(min_heap_size)) {
        before = min_heap(p);
        p->min_heap_words = n > UINT32_MAX ? UINT32_MAX : (uint32_t)gc_next_size(n);
    } else if (flag == AM(min_bin_vheap_size)) {
        before = min_bin_vheap(p);
        process_extra(p)->min_bin_vheap_words = n;
    } else if (flag == AM(fullsweep_after)) {
        before = p->fullsweep_after;
        p->fullsweep_after = n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
    } else {
        before = process_extra(p)->save_calls;
        p->extra->save_calls = n;
    }
    return number(&p->heap, before);
}

/* process_flag/3: only save_calls may be set for another. */
Term bif_process_flag_3(Process *p, Term *args)
{
    if (args[0] == p->pid) return bif_process_flag_2(p, args + 1);
    if (args[1] != AM(save_calls) || !term_is_small(args[2]) || term_to_small(args[2]) < 0) return raise_badarg(p);
    if (!term_is_local_pid(args[0]) || !process_is_alive(args[0])) return bad_type(p);
    return term_from_small(0);
}

/* --- group leader --- */

Term bif_group_leader_0(Process *p, Term *args) { return p->group_leader; }

static void group_leader_request(Process *receiver, Signal *request)
{
    receiver->group_leader = copy_term(request->term, &receiver->heap);
    request_answer(request, AM(true));
}

Term bif_group_leader_2(Process *p, Term *args) /* group_leader(Leader, Pid) */
{
    Term answer = request_await(p);
    if (!term_is_none(answer)) return answer == AM(true) ? AM(true) : raise_badarg(p);
    if (request_is_pending(p)) return bif_wait(p);
    if (!term_is_local_pid(args[1]) || !term_is_pid(args[0])) return raise_badarg(p);
    if (args[1] == p->pid) {
        p->group_leader = args[0];
        return AM(true);
    }
    answer = request_send(p, args[1], group_leader_request, args[0], AM(false));
    return answer == AM(false) ? raise_badarg(p) : answer;
}

/* --- suspend and resume: counted; the suspender keeps a list of {pid, count} --- */

static Term suspend_count_of(Process *p, Term pid)
{
    for (Term l = process_extra(p)->suspending; term_is_cons(l); l = term_tail(l))
        if (tuple_get(term_head(l), 0) == pid) return tuple_get(term_head(l), 1);
    return term_from_small(0);
}

static void set_suspend_count(Process *p, Term pid, int64_t count)
{
    Term list = NIL;
    for (Term l = p->extra->suspending; term_is_cons(l); l = term_tail(l))
        if (tuple_get(term_head(l), 0) != pid) list = cons_new(&p->heap, term_head(l), list);
    if (count > 0) list = cons_new(&p->heap, tuple_new_2(&p->heap, pid, term_from_small(count)), list);
    p->extra->suspending = list;
}

static void suspend_request(Process *receiver, Signal *request)
{
    receiver->suspend_count++;
    request_answer(request, AM(true));
}

static void resume_request(Process *receiver, Signal *request)
{
    if (receiver->suspend_count) receiver->suspend_count--;
}

static Term suspend(Process *p, Term pid, bool unless_suspending)
{
    Term answer = request_await(p);
    if (term_is_none(answer)) {
        if (request_is_pending(p)) return bif_wait(p);
        if (!term_is_local_pid(pid) || pid == p->pid) return raise_badarg(p);
        int64_t count = term_to_small(suspend_count_of(p, pid));
        if (count > 0) {
            if (unless_suspending) return AM(false);
            set_suspend_count(p, pid, count + 1);
            return AM(true);
        }
        answer = request_send(p, pid, suspend_request, NIL, AM(false));
        if (answer != AM(false)) return answer;
    }
    if (answer == AM(false)) return raise_badarg(p);
    set_suspend_count(p, pid, 1);
    return AM(true);
}

Term bif_suspend_process_1(Process *p, Term *args) { return suspend(p, args[0], false); }

Term bif_suspend_process_2(Process *p, Term *args)
{
    bool unless = false;
    Term options = args[1];
    for (; term_is_cons(options); options = term_tail(options)) {
        if (term_head(options) == AM(unless_suspending)) unless = true;
        else if (term_head(options) != AM(asynchronous)) return raise_badarg(p);
    }
    return term_is_nil(options) ? suspend(p, args[0], unless) : raise_badarg(p);
}

Term bif_resume_process(Process *p, Term *args)
{
    int64_t count = term_is_local_pid(args[0]) ? term_to_small(suspend_count_of(p, args[0])) : 0;
    if (count == 0) return raise_badarg(p);
    set_suspend_count(p, args[0], count - 1);
    if (count == 1) request_send_async(p, args[0], resume_request, NIL, 0);
    return AM(true);
}

static void resume_all(Process *p)
{
    if (!p->extra) return;
    for (Term l = p->extra->suspending; term_is_cons(l); l = term_tail(l))
        request_send_async(p, tuple_get(term_head(l), 0), resume_request, NIL, 0);
}

void bif_process_init(void) { process_at_exit(resume_all); }

/* --- collecting --- */

Term bif_garbage_collect_0(Process *p, Term *args)
{
    p->flags |= PROCESS_FLAG_WANTS_FULL_GC; /* the interpreter collects when a native returns and fragments are there */
    p->reductions_left = 0;
    return AM(true);
}

/* request->term: {major|minor, async?, id} */
static void collect_request(Process *receiver, Signal *request)
{
    Term how = tuple_get(request->term, 0);
    if (how == AM(minor)) gc_collect(receiver, 0, receiver->saved_arguments, receiver->saved_count);
    else gc_collect_full(receiver, 0, receiver->saved_arguments, receiver->saved_count);
    if (tuple_get(request->term, 1) == AM(false)) {
        request_answer(request, AM(true));
        return;
    }
    Heap *heap = &receiver->heap;
    message_send(receiver, request->sender, tuple_new_3(heap, AM(garbage_collect), tuple_get(request->term, 2), AM(true)));
}

static Term collect_other(Process *p, Term pid, Term how, Term async, Term id)
{
    Term answer = request_await(p);
    if (!term_is_none(answer)) return answer;
    if (request_is_pending(p)) return bif_wait(p);
    if (!term_is_local_pid(pid)) return raise_badarg(p);
    Term request = tuple_new_3(&p->heap, how, async, id);
    if (async == AM(false)) {
        if (pid == p->pid) return bif_garbage_collect_0(p, NULL);
        return request_send(p, pid, collect_request, request, AM(false));
    }
    if (!request_send_async(p, pid, collect_request, request, 0))
        message_send(p, p->pid, tuple_new_3(&p->heap, AM(garbage_collect), id, AM(false)));
    return AM(async);
}

Term bif_garbage_collect_1(Process *p, Term *args) { return collect_other(p, args[0], AM(major), AM(false), NIL); }

Term bif_garbage_collect_2(Process *p, Term *args)
{
    Term how = AM(major), async = AM(false), id = NIL, options = args[1];
    for (; term_is_cons(options); options = term_tail(options)) {
        Term option = term_head(options);
        if (!term_is_tuple_of(option, 2)) return raise_badarg(p);
        Term value = tuple_get(option, 1);
        if (tuple_get(option, 0) == AM(type) && (value == AM(major) || value == AM(minor))) how = value;
        else if (tuple_get(option, 0) == AM(async)) async = AM(true), id = value;
        else return raise_badarg(p);
    }
    return term_is_nil(options) ? collect_other(p, args[0], how, async, id) : raise_badarg(p);
}

/* --- hibernate, yield --- */

Term bif_hibernate(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_atom(args[1]) || !term_is_proper_list(args[2])) return raise_badarg(p);
    p->heap.limit = p->block_end; /* the stack is forgotten */
    Term arguments = args[2];
    p->saved_count = 0;
    gc_collect_full(p, 8, &arguments, 1);
    process_hooks.start_at(p, args[0], args[1], arguments);
    signals_take_in(p);
    p->run_result = RUN_WAITING;
    p->flags |= PROCESS_FLAG_HIBERNATING;
    return bif_swapped(p);
}

Term bif_yield_0(Process *p, Term *args)
{
    p->reductions_left = 0;
    return AM(true);
}

Term bif_bump_reductions(Process *p, Term *args)
{
    if (!term_is_small(args[0]) || term_to_small(args[0]) < 1) return raise_badarg(p);
    int64_t n = term_to_small(args[0]);
    bif_charge(p, n < SLICE_REDUCTIONS ? n : SLICE_REDUCTIONS);
    return AM(true);
}
