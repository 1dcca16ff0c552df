/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signal.c - making, sending and handling signals; links, monitors, aliases, requests. */
#include "process/signal.h"

#include "base/mem.h"
#include "gc/copy.h"
#include "process/exception.h"
#include "process/mailbox.h"
#include "process/process_table.h"
#include "process/relation.h"
#include "process/run_queue.h"
#include "term/ref.h"

_Static_assert(offsetof(Signal, next) == offsetof(Fragment, next) && offsetof(Signal, top) == offsetof(Fragment, top)
               && offsetof(Signal, end) == offsetof(Fragment, end), "a signal begins like a fragment");

/* --- making --- */

Signal *signal_open(SignalKind kind, Term sender, Word size_words, Heap *heap)
{
    Signal *signal = mem_alloc(sizeof *signal + size_words * sizeof(Word));
    *signal = (Signal){.kind = (uint8_t)kind, .term = NIL, .sender = sender, .refusal = TERM_NONE};
    signal->top = signal->words;
    signal->end = signal->words + size_words;
    heap_init(heap, signal->words, signal->end);
    return signal;
}

void signal_close(Signal *signal, Heap *heap)
{
    if (heap->fragments) panic("a signal's term is larger than was said");
    signal->top = heap->top;
    signal->off_heap = heap->off_heap;
}

Signal *signal_new(SignalKind kind, Term sender, Term term)
{
    Heap heap;
    Word size = term_size_words(term);
    Signal *signal = signal_open(kind, sender, size, &heap);
    signal->term = copy_term_sized(term, size, &heap);
    signal_close(signal, &heap);
    return signal;
}

void signal_free(Signal *signal)
{
    Heap heap;
    heap_init(&heap, signal->words, signal->end);
    heap.off_heap = signal->off_heap;
    heap_destroy(&heap);
    mem_free(signal);
}

void signal_attach(Process *p, Signal *signal)
{
    if (signal->off_heap) {
        Word **link = &signal->off_heap;
        while (*link) link = off_heap_next(*link);
        *link = p->heap.off_heap;
        p->heap.off_heap = signal->off_heap;
    }
    if (signal->top == signal->words) {
        mem_free(signal);
        return;
    }
    Fragment *fragment = (Fragment *)signal;
    p->heap.fragment_words += (Word)(signal->end - fragment->words);
    fragment->end = fragment->top; /* nothing is built in what may be left */
    fragment->next = p->heap.fragments;
    p->heap.fragments = fragment;
}

/* --- sending --- */

/* Puts the signal on the receiver's outer queue. The receiver cannot be freed meanwhile: its slot is locked, or the
 * caller runs it. True: the caller has to enqueue it. */
static bool push(Process *receiver, Signal *signal)
{
    Signal *newest = atomic_load_explicit(&receiver->outer, memory_order_relaxed);
    do signal->next = newest;
    while (!atomic_compare_exchange_weak_explicit(&receiver->outer, &newest, signal, memory_order_release, /* pairs with take */
                                                  memory_order_relaxed));
    return process_note_signal(receiver);
}

bool signal_send(Term pid, Signal *signal)
{
    Process *receiver = process_table_lock(pid);
    if (!receiver) {
        signal_free(signal);
        return false;
    }
    bool ready = push(receiver, signal);
    process_table_unlock(pid);
    if (ready) scheduler_enqueue(receiver);
    return true;
}

static void charge_copy(Process *sender, Word size_words)
{
    if (sender) bif_charge(sender, (int64_t)(size_words / 32 + 2));
}

bool message_send(Process *sender, Term pid, Term message)
{
    Signal *signal = signal_new(SIGNAL_MESSAGE, sender ? sender->pid : NIL, message);
    charge_copy(sender, (Word)(signal->end - signal->words));
    return signal_send(pid, signal);
}

/* An alias is a reference of two words: its number, and the pid that it leads to. */
static Term alias_ref_new(Process *p, Word number)
{
    Word *box = heap_alloc(&p->heap, 3);
    box[0] = header_make(BOX_REF, 2);
    box[1] = number;
    box[2] = term_bits(p->pid);
    return term_from_boxed(box);
}

bool message_send_alias(Process *sender, Term reference, Term message)
{
    if (!term_is_box_of(reference, BOX_REF) || boxed_size_words(reference) != 2) return false;
    Term pid = term_from_bits(boxed_words(reference)[2]);
    Signal *signal = signal_new(SIGNAL_ALIAS_MESSAGE, sender ? sender->pid : NIL, message);
    signal->number = local_ref_number(reference);
    charge_copy(sender, (Word)(signal->end - signal->words));
    return signal_send(pid, signal);
}

static void send_plain(SignalKind kind, Term sender, Term to, Word number)
{
    Signal *signal = signal_new(kind, sender, NIL);
    signal->number = number;
    signal_send(to, signal);
}

/* --- exits and downs: built in the form in which they may become messages --- */

static Signal *exit_signal_new(SignalKind kind, Term sender, Term reason)
{
    Heap heap;
    Word size = term_size_words(reason);
    Signal *signal = signal_open(kind, sender, 4 + size, &heap);
    Term message = tuple_new(&heap, 3);
    tuple_elements(message)[0] = AM(EXIT);
    tuple_elements(message)[1] = sender;
    tuple_elements(message)[2] = copy_term_sized(reason, size, &heap);
    signal->term = message;
    signal_close(signal, &heap);
    return signal;
}

static Signal *down_signal_new(Word number, Term tag, Term object, Term name, Term reason)
{
    Heap heap;
    Word tag_size = term_size_words(tag), reason_size = term_size_words(reason);
    Signal *signal = signal_open(SIGNAL_DOWN, term_is_nil(name) ? object : NIL, 6 + 2 + 3 + tag_size + reason_size, &heap);
    Term message = tuple_new(&heap, 5);
    Term *e = tuple_elements(message);
    e[0] = copy_term_sized(tag, tag_size, &heap);
    e[1] = ref_from_number(&heap, number);
    e[2] = AM(process);
    e[3] = term_is_nil(name) ? object : tuple_new_2(&heap, name, node_name);
    e[4] = copy_term_sized(reason, reason_size, &heap);
    signal->term = message;
    signal->number = number;
    signal_close(signal, &heap);
    return signal;
}

/* --- what the running process does --- */

void process_link(Process *p, Term pid)
{
    if (pid == p->pid || relation_find(p, RELATION_LINK, term_to_pid_number(pid))) return;
    relation_add(p, RELATION_LINK, term_to_pid_number(pid), pid);
    if (!signal_send(pid, signal_new(SIGNAL_LINK, p->pid, NIL)))
        signal_send(p->pid, exit_signal_new(SIGNAL_LINK_EXIT, pid, AM(noproc)));
}

void process_unlink(Process *p, Term pid)
{
    Relation *link = relation_find(p, RELATION_LINK, term_to_pid_number(pid));
    if (!link) return;
    relation_remove(p, link);
    send_plain(SIGNAL_UNLINK, p->pid, pid, 0);
}

void process_send_exit(Process *p, Term pid, Term reason)
{
    signal_send(pid, exit_signal_new(SIGNAL_EXIT, p->pid, reason));
}

Term process_monitor_spawned(Process *p, Term pid, Term tag, unsigned alias_flags)
{
    Word number = ref_next_number();
    mailbox_mark(p, number);
    Relation *monitor = relation_add(p, RELATION_MONITOR, number, pid);
    if (alias_flags) monitor->flags = (uint8_t)(alias_flags | ALIAS_ACTIVE);
    if (!term_is_none(tag)) monitor->tag = signal_new(SIGNAL_MESSAGE, NIL, tag);
    return alias_flags ? alias_ref_new(p, number) : ref_from_number(&p->heap, number);
}

Term process_monitor(Process *p, Term pid, Term name, Term tag, unsigned alias_flags)
{
    if (pid == p->pid && !alias_flags) return ref_new(&p->heap); /* never goes down before itself */
    Term reference = process_monitor_spawned(p, pid, tag, alias_flags);
    Word number = local_ref_number(reference);
    relation_find(p, RELATION_MONITOR, number)->name = name;
    if (pid == p->pid) return reference;
    bool sent = false;
    if (term_is_local_pid(pid)) {
        Signal *signal = signal_new(SIGNAL_MONITOR, p->pid, name);
        signal->number = number;
        sent = signal_send(pid, signal);
    }
    if (!sent) signal_send(p->pid, down_signal_new(number, AM(DOWN), pid, name, AM(noproc)));
    return reference;
}

/* Ends the monitor; its alias lives on if it is to be ended by unalias/1 only. */
static void monitor_end(Process *p, Relation *monitor)
{
    Word number = monitor->key;
    bool keep_alias = (monitor->flags & (ALIAS_ACTIVE | ALIAS_UNALIAS)) == (ALIAS_ACTIVE | ALIAS_UNALIAS);
    unsigned flags = monitor->flags;
    relation_remove(p, monitor);
    if (keep_alias) relation_add(p, RELATION_ALIAS, number, p->pid)->flags = (uint8_t)flags;
}

static bool is_down_for(Term message, Word number)
{
    if (!term_is_tuple_of(message, 5)) return false;
    Term reference = tuple_get(message, 1);
    return term_is_local_ref(reference) && local_ref_number(reference) == number;
}

bool process_demonitor(Process *p, Term reference, bool flush)
{
    Word number = local_ref_number(reference);
    Relation *monitor = relation_find(p, RELATION_MONITOR, number);
    if (monitor) { /* so no DOWN has been taken in; one on its way will find no monitor */
        Term pid = monitor->pid;
        monitor_end(p, monitor);
        if (term_is_local_pid(pid) && pid != p->pid) send_plain(SIGNAL_DEMONITOR, p->pid, pid, number);
        return true;
    }
    if (flush)
        for (Signal **link = &p->mailbox.first; *link; link = &(*link)->next)
            if (is_down_for((*link)->term, number)) {
                signal_free(mailbox_take(p, link));
                break;
            }
    return false;
}

Term process_alias(Process *p, unsigned alias_flags)
{
    Word number = ref_next_number();
    mailbox_mark(p, number);
    relation_add(p, RELATION_ALIAS, number, p->pid)->flags = (uint8_t)(alias_flags | ALIAS_ACTIVE);
    return alias_ref_new(p, number);
}

bool process_unalias(Process *p, Term reference)
{
    Word number = local_ref_number(reference);
    Relation *alias = relation_find(p, RELATION_ALIAS, number);
    if (alias) {
        relation_remove(p, alias);
        return true;
    }
    Relation *monitor = relation_find(p, RELATION_MONITOR, number);
    if (!monitor || !(monitor->flags & ALIAS_ACTIVE)) return false;
    monitor->flags = 0;
    return true;
}

/* --- handling: in the receiver's thread --- */

static void add_message(Process *p, Signal *signal)
{
    signal->kind = SIGNAL_MESSAGE;
    signal->next = NULL;
    *p->mailbox.last = signal;
    p->mailbox.last = &signal->next;
    p->mailbox.length++;
}

static void kill_with(Process *p, Term reason, Signal *signal)
{
    if (!(p->flags & PROCESS_FLAG_KILLED)) {
        p->flags |= PROCESS_FLAG_KILLED;
        p->exit_reason = reason;
        p->exception_class = TERM_NONE;
        p->reductions_left = 0;
    }
    signal_attach(p, signal); /* the reason lies in it */
}

static void handle_exit(Process *p, Signal *signal)
{
    Term reason = tuple_get(signal->term, 2);
    if (signal->kind == SIGNAL_LINK_EXIT) {
        Relation *link = relation_find(p, RELATION_LINK, term_to_pid_number(signal->sender));
        if (!link) {
            signal_free(signal);
            return;
        }
        relation_remove(p, link);
    } else if (reason == AM(kill)) {
        kill_with(p, AM(killed), signal);
        return;
    }
    if (p->flags & PROCESS_FLAG_TRAP_EXIT) add_message(p, signal);
    else if (reason != AM(normal) || (signal->kind == SIGNAL_EXIT && signal->sender == p->pid)) kill_with(p, reason, signal);
    else signal_free(signal);
}

static void handle_down(Process *p, Signal *signal)
{
    Relation *monitor = relation_find(p, RELATION_MONITOR, signal->number);
    if (!monitor) {
        signal_free(signal);
        return;
    }
    if (monitor->tag) {
        Term *e = tuple_elements(signal->term);
        Term name = term_is_tuple(e[3]) ? tuple_get(e[3], 0) : NIL;
        Signal *tagged = down_signal_new(signal->number, monitor->tag->term, e[3], name, e[4]);
        signal_free(signal);
        signal = tagged;
    }
    monitor_end(p, monitor);
    add_message(p, signal);
}

static void handle_alias_message(Process *p, Signal *signal)
{
    Relation *alias = relation_find(p, RELATION_ALIAS, signal->number);
    Relation *monitor = alias ? NULL : relation_find(p, RELATION_MONITOR, signal->number);
    if (!alias && !(monitor && monitor->flags & ALIAS_ACTIVE)) {
        signal_free(signal);
        return;
    }
    if (alias && alias->flags & ALIAS_REPLY) relation_remove(p, alias);
    if (monitor && monitor->flags & ALIAS_REPLY) {
        Term pid = monitor->pid;
        relation_remove(p, monitor);
        if (term_is_local_pid(pid) && pid != p->pid) send_plain(SIGNAL_DEMONITOR, p->pid, pid, signal->number);
    }
    add_message(p, signal);
}

static void handle_monitor(Process *p, Signal *signal)
{
    relation_add(p, RELATION_MONITORED_BY, signal->number, signal->sender)->name = signal->term;
}

static void handle_request(Process *p, Signal *signal)
{
    Signal **last = &p->requests;
    while (*last) last = &(*last)->next;
    signal->next = NULL;
    *last = signal;
}

static void remove_if_there(Process *p, RelationKind kind, Word key)
{
    Relation *relation = relation_find(p, kind, key);
    if (relation) relation_remove(p, relation);
}

/* Takes over the signal. */
static void handle(Process *p, Signal *signal)
{
    switch ((SignalKind)signal->kind) {
    case SIGNAL_MESSAGE: add_message(p, signal); return;
    case SIGNAL_ALIAS_MESSAGE: handle_alias_message(p, signal); return;
    case SIGNAL_EXIT: case SIGNAL_LINK_EXIT: handle_exit(p, signal); return;
    case SIGNAL_DOWN: handle_down(p, signal); return;
    case SIGNAL_REQUEST: handle_request(p, signal); return;
    case SIGNAL_REPLY:
        if (signal->number != p->wait_reply_number) break;
        p->wait_reply = signal->term;
        signal_attach(p, signal);
        return;
    case SIGNAL_LINK: relation_add(p, RELATION_LINK, term_to_pid_number(signal->sender), signal->sender); break;
    case SIGNAL_UNLINK: remove_if_there(p, RELATION_LINK, term_to_pid_number(signal->sender)); break;
    case SIGNAL_MONITOR: handle_monitor(p, signal); break;
    case SIGNAL_DEMONITOR: remove_if_there(p, RELATION_MONITORED_BY, signal->number); break;
    case SIGNAL_TIMEOUT:
        if (signal->number == p->receive_timer) {
            p->receive_timer = 0;
            p->flags |= PROCESS_FLAG_TIMER_FIRED;
        }
        break;
    }
    signal_free(signal);
}

/* The outer queue, oldest first. */
static Signal *take_outer(Process *p)
{
    process_clear_signaled(p);
    Signal *newest = atomic_exchange_explicit(&p->outer, NULL, memory_order_acquire); /* pairs with push */
    Signal *oldest = NULL;
    for (Signal *next; newest; newest = next) {
        next = newest->next;
        newest->next = oldest;
        oldest = newest;
    }
    return oldest;
}

void signals_take_in(Process *p)
{
    for (Signal *signal = take_outer(p), *next; signal; signal = next) {
        next = signal->next;
        handle(p, signal);
    }
}

static void refuse(Process *p, Signal *signal)
{
    switch ((SignalKind)signal->kind) {
    case SIGNAL_LINK: signal_send(signal->sender, exit_signal_new(SIGNAL_LINK_EXIT, p->pid, AM(noproc))); break;
    case SIGNAL_MONITOR:
        signal_send(signal->sender, down_signal_new(signal->number, AM(DOWN), p->pid, signal->term, AM(noproc)));
        break;
    case SIGNAL_REQUEST:
        if (!term_is_none(signal->refusal)) request_answer(signal, signal->refusal);
        break;
    default: break;
    }
    signal_free(signal);
}

static void refuse_all(Process *p, Signal *signal)
{
    for (Signal *next; signal; signal = next) {
        next = signal->next;
        refuse(p, signal);
    }
}

void signals_refuse(Process *p)
{
    refuse_all(p, p->requests);
    p->requests = NULL;
    refuse_all(p, take_outer(p));
}

static void tell_end(Process *p, Relation *relation, void *reason_at)
{
    Term reason = *(Term *)reason_at;
    switch ((RelationKind)relation->kind) {
    case RELATION_LINK: signal_send(relation->pid, exit_signal_new(SIGNAL_LINK_EXIT, p->pid, reason)); break;
    case RELATION_MONITORED_BY:
        signal_send(relation->pid, down_signal_new(relation->key, AM(DOWN), p->pid, relation->name, reason));
        break;
    case RELATION_MONITOR:
        if (term_is_local_pid(relation->pid) && relation->pid != p->pid)
            send_plain(SIGNAL_DEMONITOR, p->pid, relation->pid, relation->key);
        break;
    case RELATION_ALIAS: break;
    }
}

void process_tell_end(Process *p, Term reason) { relation_each(p, tell_end, &reason); }

/* --- requests --- */

bool request_is_pending(const Process *p) { return p->wait_reply_number != 0; }

Term request_await(Process *p)
{
    Term answer = p->wait_reply;
    if (term_is_none(answer)) return TERM_NONE;
    p->wait_reply = TERM_NONE;
    p->wait_reply_number = 0;
    return answer;
}

Term request_send(Process *p, Term pid, SignalFunction run, Term term, Term noproc_answer)
{
    Signal *signal = signal_new(SIGNAL_REQUEST, p->pid, term);
    signal->run = run;
    signal->refusal = noproc_answer;
    signal->number = p->wait_reply_number = ref_next_number();
    p->wait_reply = TERM_NONE;
    if (signal_send(pid, signal)) return bif_wait(p);
    p->wait_reply_number = 0;
    return noproc_answer;
}

bool request_send_async(Process *p, Term pid, SignalFunction run, Term term, Word number)
{
    Signal *signal = signal_new(SIGNAL_REQUEST, p->pid, term);
    signal->run = run;
    signal->number = number;
    return signal_send(pid, signal);
}

void request_answer(const Signal *request, Term answer)
{
    Signal *reply = signal_new(SIGNAL_REPLY, NIL, answer);
    reply->number = request->number;
    signal_send(request->sender, reply);
}

void requests_run(Process *p)
{
    while (p->requests) {
        Signal *request = p->requests;
        p->requests = request->next;
        request->run(p, request);
        signal_free(request);
    }
}
