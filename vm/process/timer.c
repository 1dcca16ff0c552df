/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.c - hierarchical timing wheels (Varghese and Lauck, 1987), one per scheduler.
 *
 *     near: 1024 slots of 1 ms        far: 1024 slots of 1024 ms        later: all else
 *
 * When `now` enters a new span of 1024 ms that span's far slot is spread over near; every 2^20 ms the later ones are
 * looked through. Each timer stands in the wheel's hash table by its number as well. */
#include "process/timer.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "process/registry.h"
#include "process/run_queue.h"
#include "process/signal.h"
#include "term/ref.h"

enum { SLOT_BITS = 10, SLOTS = 1 << SLOT_BITS, SLOT_MASK = SLOTS - 1 };
#define NUMBER_PRIVATE ((Word)1 << 62) /* numbers that are no reference's */

typedef struct Timer {
    struct Timer *next, **link; /* in its slot; link: what points to this one */
    struct Timer *hash_next;
    Word number;
    int64_t when_ms;
    Term to; /* pid or name */
    Signal *signal;
} Timer;

typedef struct Wheel {
    _Alignas(64) Lock lock; /* guards all of it */
    int64_t now_ms;         /* all timers up to here have fired */
    Timer *near[SLOTS], *far[SLOTS], *later;
    uint64_t near_used[SLOTS / 64], far_used[SLOTS / 64]; /* bit: the slot may hold timers */
    Timer **table;
    size_t count, table_size;
    _Atomic(int64_t) next_ms; /* not later than the next due time; read without the lock as a hint */
} Wheel;

static Wheel *wheels;
static unsigned wheel_count;

void timers_init(unsigned count)
{
    wheels = aligned_alloc(64, count * sizeof *wheels);
    if (!wheels) panic("out of memory");
    memset(wheels, 0, count * sizeof *wheels);
    wheel_count = count;
    for (unsigned i = 0; i < count; i++) {
        lock_init(&wheels[i].lock, RANK_timer);
        wheels[i].now_ms = clock_monotonic_ms();
        atomic_store_explicit(&wheels[i].next_ms, INT64_MAX, memory_order_relaxed);
        wheels[i].table_size = 16;
        wheels[i].table = mem_alloc_zero(16, sizeof(Timer *));
    }
}

static unsigned wheel_index(Word number) { return (unsigned)((number & ~NUMBER_PRIVATE) % wheel_count); }

static unsigned own_index(void) { return scheduler_of_thread ? scheduler_of_thread->index : 0; }

Word timer_number_new(void)
{
    static _Atomic(Word) counter;
    Word n = atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed);
    return NUMBER_PRIVATE | (n * wheel_count + own_index());
}

Term timer_ref_new(Heap *heap)
{
    Word number;
    do number = ref_next_number();
    while (wheel_index(number) != own_index());
    return ref_from_number(heap, number);
}

int64_t timer_due_ms(int64_t from_now_ms)
{
    return (clock_monotonic_ns() + 999999) / 1000000 + from_now_ms;
}

/* --- slots --- */

static void list_add(Timer **list, Timer *t)
{
    t->next = *list;
    t->link = list;
    if (t->next) t->next->link = &t->next;
    *list = t;
}

static void list_remove(Timer *t)
{
    *t->link = t->next;
    if (t->next) t->next->link = t->link;
}

static void mark(uint64_t *used, unsigned slot) { used[slot / 64] |= (uint64_t)1 << slot % 64; }
static void unmark(uint64_t *used, unsigned slot) { used[slot / 64] &= ~((uint64_t)1 << slot % 64); }

/* The distance (0..SLOTS-1) from `slot` to the next used one, or -1. */
static int next_used(const uint64_t *used, unsigned slot)
{
    for (unsigned distance = 0; distance < SLOTS;) {
        unsigned at = (slot + distance) & SLOT_MASK;
        uint64_t rest = used[at / 64] >> at % 64;
        if (rest) {
            distance += (unsigned)__builtin_ctzll(rest);
            return distance < SLOTS ? (int)distance : -1;
        }
        distance += 64 - at % 64;
    }
    return -1;
}

static void place(Wheel *w, Timer *t)
{
    int64_t when = t->when_ms > w->now_ms ? t->when_ms : w->now_ms + 1;
    if (when - w->now_ms < SLOTS) {
        unsigned slot = (unsigned)(when & SLOT_MASK);
        list_add(&w->near[slot], t);
        mark(w->near_used, slot);
    } else if ((when >> SLOT_BITS) - (w->now_ms >> SLOT_BITS) < SLOTS) {
        unsigned slot = (unsigned)(when >> SLOT_BITS & SLOT_MASK);
        list_add(&w->far[slot], t);
        mark(w->far_used, slot);
    } else
        list_add(&w->later, t);
}

static void place_again(Wheel *w, Timer **list)
{
    Timer *t = *list;
    *list = NULL;
    for (Timer *next; t; t = next) {
        next = t->next;
        place(w, t);
    }
}

/* When something has to be done next: a timer fires, or a slot is spread. */
static int64_t next_event(const Wheel *w)
{
    if (w->count == 0) return INT64_MAX;
    int near = next_used(w->near_used, (unsigned)((w->now_ms + 1) & SLOT_MASK));
    int far = next_used(w->far_used, (unsigned)(((w->now_ms >> SLOT_BITS) + 1) & SLOT_MASK));
    int64_t event = INT64_MAX;
    if (near >= 0) event = w->now_ms + 1 + near;
    if (far >= 0) {
        int64_t spread = ((w->now_ms >> SLOT_BITS) + 1 + far) << SLOT_BITS;
        if (spread < event) event = spread;
    }
    if (w->later) {
        int64_t look = ((w->now_ms >> 2 * SLOT_BITS) + 1) << 2 * SLOT_BITS;
        if (look < event) event = look;
    }
    return event;
}

static void set_next(Wheel *w) { atomic_store_explicit(&w->next_ms, next_event(w), memory_order_relaxed); }

/* --- the table by number --- */

static Timer **hash_find(Wheel *w, Word number)
{
    Timer **link = &w->table[hash_word(number) & (w->table_size - 1)];
    while (*link && (*link)->number != number) link = &(*link)->hash_next;
    return link;
}

static void hash_grow(Wheel *w)
{
    Timer **old = w->table;
    size_t old_size = w->table_size;
    w->table_size *= 2;
    w->table = mem_alloc_zero(w->table_size, sizeof(Timer *));
    for (size_t i = 0; i < old_size; i++)
        for (Timer *t = old[i], *next; t; t = next) {
            next = t->hash_next;
            Timer **link = &w->table[hash_word(t->number) & (w->table_size - 1)];
            t->hash_next = *link;
            *link = t;
        }
    mem_free(old);
}

static void hash_add(Wheel *w, Timer *t)
{
    if (++w->count > w->table_size) hash_grow(w);
    Timer **link = hash_find(w, t->number);
    assert(!*link);
    t->hash_next = NULL;
    *link = t;
}

/* --- in and out --- */

void timer_start(Word number, int64_t when_ms, Term to, Signal *signal)
{
    Timer *t = mem_alloc(sizeof *t);
    *t = (Timer){.number = number, .when_ms = when_ms, .to = to, .signal = signal};
    unsigned index = wheel_index(number);
    Wheel *w = &wheels[index];
    lock_acquire(&w->lock);
    if (w->count == 0) {
        int64_t now = clock_monotonic_ms(); /* nothing to fire in between */
        if (now > w->now_ms) w->now_ms = now;
    }
    hash_add(w, t);
    place(w, t);
    int64_t before = atomic_load_explicit(&w->next_ms, memory_order_relaxed);
    if (when_ms < before) set_next(w);
    lock_release(&w->lock);
    if (when_ms < before && scheduler_of_thread != &schedulers[index]) scheduler_unpark(&schedulers[index]);
}

static int64_t left_ms(const Timer *t)
{
    int64_t left = t->when_ms * 1000000 - clock_monotonic_ns();
    return left > 0 ? left / 1000000 : 0;
}

int64_t timer_cancel(Word number)
{
    Wheel *w = &wheels[wheel_index(number)];
    lock_acquire(&w->lock);
    Timer **link = hash_find(w, number), *t = *link;
    if (t) {
        *link = t->hash_next;
        list_remove(t);
        w->count--;
    }
    lock_release(&w->lock);
    if (!t) return -1;
    int64_t left = left_ms(t);
    signal_free(t->signal);
    mem_free(t);
    return left;
}

int64_t timer_read(Word number)
{
    Wheel *w = &wheels[wheel_index(number)];
    lock_acquire(&w->lock);
    Timer *t = *hash_find(w, number);
    int64_t left = t ? left_ms(t) : -1;
    lock_release(&w->lock);
    return left;
}

/* Moves on to the next event not after `to_ms`; timers that are due go to the end of the list at *due. */
static Timer **advance(Wheel *w, int64_t to_ms, Timer **due)
{
    int64_t event = next_event(w);
    if (event > to_ms) {
        w->now_ms = to_ms;
        return due;
    }
    w->now_ms = event;
    if ((event & SLOT_MASK) == 0) {
        if ((event & (((int64_t)1 << 2 * SLOT_BITS) - 1)) == 0) place_again(w, &w->later);
        unsigned slot = (unsigned)(event >> SLOT_BITS & SLOT_MASK);
        unmark(w->far_used, slot);
        w->now_ms = event - 1; /* so that those due at once go into this very slot of near */
        place_again(w, &w->far[slot]);
        w->now_ms = event;
    }
    unsigned slot = (unsigned)(event & SLOT_MASK);
    unmark(w->near_used, slot);
    Timer *t = w->near[slot], *reversed = NULL;
    w->near[slot] = NULL;
    for (Timer *next; t; t = next) { /* the slot's list is newest first */
        next = t->next;
        *hash_find(w, t->number) = t->hash_next;
        w->count--;
        t->next = reversed;
        reversed = t;
    }
    *due = reversed;
    while (*due) due = &(*due)->next;
    return due;
}

void timers_run(unsigned index, int64_t now_ms)
{
    Wheel *w = &wheels[index];
    if (atomic_load_explicit(&w->next_ms, memory_order_relaxed) > now_ms) return;
    Timer *due = NULL, **last = &due;
    lock_acquire(&w->lock);
    while (w->now_ms < now_ms) last = advance(w, now_ms, last);
    set_next(w);
    lock_release(&w->lock);
    for (Timer *next; due; due = next) {
        next = due->next;
        Term to = term_is_atom(due->to) ? registry_find(due->to) : due->to;
        if (term_is_local_pid(to)) signal_send(to, due->signal);
        else signal_free(due->signal);
        mem_free(due);
    }
}

int64_t timers_next(unsigned index)
{
    Wheel *w = &wheels[index];
    lock_acquire(&w->lock);
    int64_t next = next_event(w);
    lock_release(&w->lock);
    return next;
}
