/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_queue.h - the processes that are ready, one queue a scheduler; parking and waking of the threads that take from them.
 *
 * A process's `state` word decides who has to do what (all transitions are here):
 *
 *     idle --signal--> QUEUED --picked--> RUNNING --slice over--> QUEUED | idle
 *
 * Whoever sets QUEUED has to enqueue. A signal that finds the process RUNNING only sets SIGNALED; the runner sees it
 * when the slice is over. While QUEUED or RUNNING the process cannot go away under whoever did that. */
#ifndef PROCESS_RUN_QUEUE_H
#define PROCESS_RUN_QUEUE_H

#include <pthread.h>

#include "process/process.h"

enum { PRIORITY_COUNT = 4, SCHEDULER_MAX = 256 };

typedef struct RunQueue {
    Lock lock; /* guards first, last, low_skipped */
    Process *first[PRIORITY_COUNT], **last[PRIORITY_COUNT];
    unsigned low_skipped;
    _Atomic(uint32_t) length; /* written under the lock, read by all as a hint */
} RunQueue;

struct Scheduler {
    _Alignas(64) RunQueue queue;
    unsigned index;             /* from 0; constant */
    pthread_t thread;
    _Atomic(bool) parked;       /* set by itself, cleared by whoever wakes it */
    pthread_mutex_t park_mutex; /* guards waking */
    pthread_cond_t park_condition;
    _Atomic(uint64_t) context_switches, reductions, steals; /* written by its thread; relaxed */
    _Atomic(int64_t) busy_ns;   /* likewise */
    Term x[X_REGISTER_COUNT];   /* its thread's */
};

extern Scheduler *schedulers; /* array */
extern unsigned scheduler_total;
extern _Thread_local Scheduler *scheduler_of_thread; /* NULL on other threads */

void run_queues_init(unsigned count);

/* --- the state word --- */
/* After a signal was pushed. True: the caller has set QUEUED, and has to call scheduler_enqueue. */
bool process_note_signal(Process *p);
void process_clear_signaled(Process *p);
/* A picked process is the caller's. */
void process_begin_slice(Process *p);
/* The slice is over; if `ready` or signals came meanwhile it is put on the queue again. The caller does not own it any more. */
void process_end_slice(Process *p, bool ready);

/* --- queues --- */
/* Puts p (whose QUEUED the caller has set) on the thread's own queue, or on the one it was on last. */
void scheduler_enqueue(Process *p);
/* The next of s's own queue, or NULL. */
Process *run_queue_take(Scheduler *s);
/* One that waits on another queue: of the longest if that holds at least `least`; or NULL. */
Process *run_queue_steal(Scheduler *thief, unsigned least);
uint32_t run_queue_length(const Scheduler *s);
unsigned run_queues_total(void);

/* --- parking --- */
/* Sleeps until woken, or until its wheel's next timer is due, unless there is something to do. */
void scheduler_park(Scheduler *s);
extern _Atomic(bool) schedulers_stopping; /* set once, by schedulers_stop */
void scheduler_unpark(Scheduler *s);
/* Wakes one parked thread, if there is any. */
void scheduler_wake_one(void);
void scheduler_wake_all(void);

#endif
