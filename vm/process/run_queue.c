/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_queue.c - who is ready, who takes it, who sleeps. */
#include "process/run_queue.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "process/timer.h"

Scheduler *schedulers;
unsigned scheduler_total;
_Thread_local Scheduler *scheduler_of_thread;
_Atomic(bool) schedulers_stopping;
static _Atomic(uint32_t) parked_count; /* a hint that saves looking */

void run_queues_init(unsigned count)
{
    schedulers = aligned_alloc(64, count * sizeof *schedulers);
    if (!schedulers) panic("out of memory");
    memset(schedulers, 0, count * sizeof *schedulers);
    scheduler_total = count;
    for (unsigned i = 0; i < count; i++) {
        Scheduler *s = &schedulers[i];
        s->index = i;
        lock_init(&s->queue.lock, RANK_run_queue);
        for (int k = 0; k < PRIORITY_COUNT; k++) s->queue.last[k] = &s->queue.first[k];
        pthread_mutex_init(&s->park_mutex, NULL);
        pthread_condattr_t attributes;
        pthread_condattr_init(&attributes);
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        pthread_cond_init(&s->park_condition, &attributes);
        pthread_condattr_destroy(&attributes);
    }
}

/* --- the state word --- */

bool process_note_signal(Process *p)
{
    /* Written even if nothing changes: the owner clears SIGNALED before it takes the outer queue, so either it clears after this and
     * sees what was pushed before, or this comes after and sets the bit again. */
    uint32_t state = atomic_load_explicit(&p->state, memory_order_relaxed), next;
    do next = state | PROCESS_SIGNALED | (state & (PROCESS_QUEUED | PROCESS_RUNNING) ? 0 : PROCESS_QUEUED);
    while (!atomic_compare_exchange_weak_explicit(&p->state, &state, next, memory_order_acq_rel, memory_order_relaxed));
    return !(state & (PROCESS_QUEUED | PROCESS_RUNNING));
}

void process_clear_signaled(Process *p)
{
    atomic_fetch_and_explicit(&p->state, ~(uint32_t)PROCESS_SIGNALED, memory_order_acq_rel);
}

void process_begin_slice(Process *p)
{
    uint32_t state = atomic_load_explicit(&p->state, memory_order_relaxed);
    assert(state & PROCESS_QUEUED);
    while (!atomic_compare_exchange_weak_explicit(&p->state, &state, (state & ~(uint32_t)PROCESS_QUEUED) | PROCESS_RUNNING,
                                                  memory_order_acq_rel, memory_order_relaxed)) {}
}

void process_end_slice(Process *p, bool ready)
{
    uint32_t state = atomic_load_explicit(&p->state, memory_order_relaxed), next;
    do {
        next = state & ~(uint32_t)PROCESS_RUNNING;
        if (ready || state & PROCESS_SIGNALED) next |= PROCESS_QUEUED;
    } while (!atomic_compare_exchange_weak_explicit(&p->state, &state, next, memory_order_acq_rel, memory_order_relaxed));
    if (next & PROCESS_QUEUED) scheduler_enqueue(p);
}

/* --- queues --- */

void scheduler_enqueue(Process *p)
{
    Scheduler *own = scheduler_of_thread;
    Scheduler *s = own ? own : p->scheduler ? p->scheduler : &schedulers[0];
    unsigned priority = p->priority;
    RunQueue *q = &s->queue;
    lock_acquire(&q->lock);
    p->run_next = NULL;
    *q->last[priority] = p;
    q->last[priority] = &p->run_next;
    uint32_t length = atomic_load_explicit(&q->length, memory_order_relaxed) + 1;
    atomic_store_explicit(&q->length, length, memory_order_seq_cst);
    lock_release(&q->lock);
    if (s != own) scheduler_unpark(s);
    if (length >= 2) scheduler_wake_one();
}

static Process *take_priority(RunQueue *q, unsigned priority)
{
    Process *p = q->first[priority];
    if (!p) return NULL;
    q->first[priority] = p->run_next;
    if (!p->run_next) q->last[priority] = &q->first[priority];
    p->run_next = NULL;
    atomic_store_explicit(&q->length, atomic_load_explicit(&q->length, memory_order_relaxed) - 1, memory_order_relaxed);
    return p;
}

/* Under the lock. Max and high before all others; one low for eight normal ones. */
static Process *take_locked(RunQueue *q)
{
    enum { MAX, HIGH, NORMAL, LOW, LOW_SKIPS = 8 };
    Process *p;
    if ((p = take_priority(q, MAX)) || (p = take_priority(q, HIGH))) return p;
    if (q->first[LOW] && (++q->low_skipped >= LOW_SKIPS || !q->first[NORMAL])) {
        q->low_skipped = 0;
        return take_priority(q, LOW);
    }
    return take_priority(q, NORMAL);
}

static Process *take_from(RunQueue *q)
{
    if (atomic_load_explicit(&q->length, memory_order_relaxed) == 0) return NULL;
    lock_acquire(&q->lock);
    Process *p = take_locked(q);
    lock_release(&q->lock);
    return p;
}

Process *run_queue_take(Scheduler *s) { return take_from(&s->queue); }

uint32_t run_queue_length(const Scheduler *s) { return atomic_load_explicit(&s->queue.length, memory_order_relaxed); }

unsigned run_queues_total(void)
{
    unsigned total = 0;
    for (unsigned i = 0; i < scheduler_total; i++) total += run_queue_length(&schedulers[i]);
    return total;
}

Process *run_queue_steal(Scheduler *thief, unsigned least)
{
    Scheduler *victim = NULL;
    uint32_t longest = least - 1;
    for (unsigned i = 1; i < scheduler_total; i++) {
        Scheduler *s = &schedulers[(thief->index + i) % scheduler_total];
        uint32_t length = run_queue_length(s);
        if (length <= longest) continue;
        longest = length;
        victim = s;
    }
    if (!victim) return NULL;
    Process *p = take_from(&victim->queue);
    if (p) atomic_fetch_add_explicit(&thief->steals, 1, memory_order_relaxed);
    return p;
}

/* --- parking --- */

static bool is_work_in_sight(const Scheduler *s)
{
    if (atomic_load_explicit(&schedulers_stopping, memory_order_seq_cst)) return true;
    if (atomic_load_explicit(&s->queue.length, memory_order_seq_cst) > 0) return true;
    for (unsigned i = 0; i < scheduler_total; i++)
        if (atomic_load_explicit(&schedulers[i].queue.length, memory_order_seq_cst) >= 2) return true;
    return false;
}

void scheduler_park(Scheduler *s)
{
    pthread_mutex_lock(&s->park_mutex);
    atomic_store_explicit(&s->parked, true, memory_order_seq_cst); /* before looking: a pusher stores, then looks here */
    atomic_fetch_add_explicit(&parked_count, 1, memory_order_seq_cst);
    int64_t due_ms = timers_next(s->index); /* after setting `parked`, so that whoever adds an earlier one wakes us */
    if (!is_work_in_sight(s) && due_ms > clock_monotonic_ms()) {
        int64_t deadline_ns = due_ms == INT64_MAX ? INT64_MAX : timer_ms_to_clock_ns(due_ms);
        struct timespec until = {deadline_ns / 1000000000, deadline_ns % 1000000000};
        while (atomic_load_explicit(&s->parked, memory_order_relaxed)) {
            if (deadline_ns == INT64_MAX) pthread_cond_wait(&s->park_condition, &s->park_mutex);
            else if (pthread_cond_timedwait(&s->park_condition, &s->park_mutex, &until) == ETIMEDOUT) break;
        }
    }
    atomic_fetch_sub_explicit(&parked_count, 1, memory_order_relaxed);
    atomic_store_explicit(&s->parked, false, memory_order_relaxed);
    pthread_mutex_unlock(&s->park_mutex);
}

void scheduler_unpark(Scheduler *s)
{
    if (!atomic_load_explicit(&s->parked, memory_order_seq_cst)) return;
    pthread_mutex_lock(&s->park_mutex);
    if (atomic_load_explicit(&s->parked, memory_order_relaxed)) {
        atomic_store_explicit(&s->parked, false, memory_order_relaxed);
        pthread_cond_signal(&s->park_condition);
    }
    pthread_mutex_unlock(&s->park_mutex);
}

void scheduler_wake_one(void)
{
    if (atomic_load_explicit(&parked_count, memory_order_seq_cst) == 0) return;
    unsigned start = scheduler_of_thread ? scheduler_of_thread->index : 0;
    for (unsigned i = 1; i <= scheduler_total; i++) {
        Scheduler *s = &schedulers[(start + i) % scheduler_total];
        if (s == scheduler_of_thread || !atomic_load_explicit(&s->parked, memory_order_relaxed)) continue;
        scheduler_unpark(s);
        return;
    }
}

void scheduler_wake_all(void)
{
    for (unsigned i = 0; i < scheduler_total; i++) scheduler_unpark(&schedulers[i]);
}
