/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scheduler.c - pick, run, park. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_getaffinity */
#endif
#include "exec/scheduler.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "exec/dirty.h"
#include "exec/run.h"
#include "gc/gc.h"
#include "process/run_queue.h"
#include "process/signal.h"
#include "process/timer.h"

enum {
    SPIN_ROUNDS = 40,      /* looks at the queues before parking */
    SPIN_PAUSES = 30,      /* between two of them */
    PATIENT_ROUNDS = 20,   /* after so many, takes also what its own thread was about to run */
    BALANCE_EVERY = 64     /* slices between two looks at the other queues */
};

static int64_t slice_reductions = SLICE_REDUCTIONS;

/* A stress build makes slices of 1 to 7 reductions, steals at random, and dawdles, all from a seed (ELVER_SEED, or the
 * clock; shown on standard error when ELVER_SHOW_SEED is set). */
#ifdef VM_STRESS
static uint64_t stress_seed;

static unsigned stress_random(unsigned below)
{
    static _Thread_local uint64_t state;
    if (!state) state = stress_seed * 2 + scheduler_current_id() + 1;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 33) % below;
}

static void stress_start(void)
{
    const char *seed = getenv("ELVER_SEED");
    stress_seed = seed ? strtoull(seed, NULL, 10) : (uint64_t)clock_monotonic_ns();
    if (getenv("ELVER_SHOW_SEED")) fprintf(stderr, "stress seed %llu\n", (unsigned long long)stress_seed);
}

static int64_t slice_length(void)
{
    if (stress_random(64) == 0) sched_yield();
    return 1 + stress_random(7);
}

static bool steals_at_random(void) { return stress_random(8) == 0; }
#else
static void stress_start(void) {}
static int64_t slice_length(void) { return slice_reductions; }
static bool steals_at_random(void) { return false; }
#endif

/* Has the process something to do, or does it go on waiting? */
static bool is_ready(const Process *p)
{
    if (p->suspend_count) return false;
    if (p->flags & PROCESS_FLAG_INTERRUPTED) return true;
    if (p->run_result != RUN_WAITING) return true;
    if (p->wait_reply_number) return !term_is_none(p->wait_reply);
    return *p->mailbox.save || p->flags & PROCESS_FLAG_TIMER_FIRED;
}

/* Between two slices everything of the process is in its struct: the place for what others ask of it. */
static void between_slices(Process *p)
{
    if (p->requests) requests_run(p);
    if (p->flags & PROCESS_FLAG_WANTS_FULL_GC) gc_collect_full(p, 0, p->saved_arguments, p->saved_count);
    else if (process_wants_collection(p)) gc_collect(p, 0, p->saved_arguments, p->saved_count);
}

static void count_slice(Scheduler *s, Process *p, int64_t slice)
{
    int64_t used = slice - p->reductions_left;
    if (used < 1) used = 1;
    p->total_reductions += (Word)used;
    atomic_fetch_add_explicit(&s->reductions, (uint64_t)used, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->context_switches, 1, memory_order_relaxed);
}

/* The process is the caller's (RUNNING) at the start, and nobody's or another's at the end. */
static void run_slice(Scheduler *s, Process *p)
{
    p->scheduler = s;
    if (atomic_load_explicit(&p->state, memory_order_acquire) & PROCESS_SIGNALED) signals_take_in(p);
    if (p->requests) requests_run(p);
    if (p->flags & PROCESS_FLAG_KILLED || p->run_result == RUN_EXITED) {
        process_exit(p);
        return;
    }
    if (!is_ready(p)) {
        process_end_slice(p, false);
        return;
    }
    if (p->run_result == RUN_DIRTY) {
        dirty_pool_run(p);
        return;
    }
    int64_t slice = p->reductions_left = slice_length();
    p->slice_collections = 0;
    p->flags &= (uint16_t)~PROCESS_FLAG_HIBERNATING;
    process_run(p, s->x);
    count_slice(s, p, slice);
    if (p->run_result == RUN_EXITED || p->flags & PROCESS_FLAG_KILLED) {
        process_exit(p);
        return;
    }
    if (p->run_result == RUN_DIRTY) {
        dirty_pool_run(p);
        return;
    }
    between_slices(p);
    if (p->flags & PROCESS_FLAG_KILLED) process_exit(p);
    else process_end_slice(p, is_ready(p));
}

static Process *next_process(Scheduler *s, unsigned slice)
{
    if (slice % BALANCE_EVERY == 0) {
        Process *p = run_queue_steal(s, run_queue_length(s) + 2);
        if (p) return p;
    }
    if (steals_at_random()) {
        Process *p = run_queue_steal(s, 1);
        if (p) return p;
    }
    return run_queue_take(s);
}

static void pause_a_little(void)
{
    for (int i = 0; i < SPIN_PAUSES; i++) {
#if defined __x86_64__
        __builtin_ia32_pause();
#elif defined __aarch64__
        __asm__ volatile("yield");
#endif
    }
}

/* Looks around for a while, then sleeps. NULL: look again. */
static Process *idle(Scheduler *s)
{
    for (int round = 0; round < SPIN_ROUNDS; round++) {
        Process *p = run_queue_take(s);
        if (!p) p = run_queue_steal(s, round < PATIENT_ROUNDS ? 2 : 1);
        if (p) return p;
        pause_a_little();
    }
    scheduler_park(s);
    return NULL;
}

static void *scheduler_main(void *argument)
{
    Scheduler *s = argument;
    scheduler_of_thread = s;
    for (unsigned slice = s->index; !atomic_load_explicit(&schedulers_stopping, memory_order_relaxed); slice++) {
        timers_run(s->index, clock_monotonic_ms());
        Process *p = next_process(s, slice);
        if (!p) p = idle(s);
        if (!p) continue;
        process_begin_slice(p);
        run_slice(s, p);
    }
    return NULL;
}

static unsigned core_count(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (unsigned)count;
}

void schedulers_start(unsigned count)
{
    const char *wanted = getenv("ELVER_SCHEDULERS"), *slice = getenv("ELVER_SLICE");
    if (!count && wanted) count = (unsigned)atoi(wanted);
    if (!count) count = core_count();
    if (count > SCHEDULER_MAX) count = SCHEDULER_MAX;
    if (slice && atoi(slice) > 0) slice_reductions = atoi(slice); /* for the stress tests */
    stress_start();
    run_queues_init(count);
    timers_init(count);
    for (unsigned i = 0; i < count; i++)
        if (pthread_create(&schedulers[i].thread, NULL, scheduler_main, &schedulers[i])) panic("cannot make a thread");
}

void schedulers_stop(void)
{
    atomic_store_explicit(&schedulers_stopping, true, memory_order_seq_cst);
    scheduler_wake_all();
    for (unsigned i = 0; i < scheduler_total; i++) pthread_join(schedulers[i].thread, NULL);
}

unsigned scheduler_count(void) { return scheduler_total; }
unsigned scheduler_current_id(void) { return scheduler_of_thread ? scheduler_of_thread->index + 1 : 0; }

void scheduler_statistics(SchedulerStatistics *sum)
{
    *sum = (SchedulerStatistics){0};
    for (unsigned i = 0; i < scheduler_total; i++) {
        sum->context_switches += atomic_load_explicit(&schedulers[i].context_switches, memory_order_relaxed);
        sum->reductions += atomic_load_explicit(&schedulers[i].reductions, memory_order_relaxed);
        sum->steals += atomic_load_explicit(&schedulers[i].steals, memory_order_relaxed);
    }
}
