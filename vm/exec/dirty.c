/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dirty.c - threads that run blocking natives, one process at a time each.
 *
 * The queue is linked through run_next, which is free while a process is not on a run queue. A thread is made when a
 * process comes and none waits for work; idle ones stay. */
#include "exec/dirty.h"

#include "base/mem.h"
#include "exec/run.h"
#include "process/run_queue.h"
#include "process/signal.h"

static pthread_mutex_t pool_mutex = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static pthread_cond_t pool_condition = PTHREAD_COND_INITIALIZER;
static Process *first, **last = &first;
static unsigned thread_count, waiting_count, queued_count, thread_limit = 64;
static bool stopping;

void dirty_pool_init(unsigned max_threads)
{
    if (max_threads) thread_limit = max_threads;
}

static Process *take(void)
{
    pthread_mutex_lock(&pool_mutex);
    waiting_count++;
    while (!first && !stopping) pthread_cond_wait(&pool_condition, &pool_mutex);
    waiting_count--;
    Process *p = stopping ? NULL : first;
    if (p) {
        first = p->run_next;
        if (!first) last = &first;
        queued_count--;
    }
    pthread_mutex_unlock(&pool_mutex);
    return p;
}

static void *dirty_main(void *unused)
{
    Term *x = mem_alloc(X_REGISTER_COUNT * sizeof *x);
    for (Process *p; (p = take());) {
        p->flags |= PROCESS_FLAG_ON_DIRTY;
        p->reductions_left = SLICE_REDUCTIONS;
        process_run_dirty(p, x);
        p->flags &= (uint16_t)~PROCESS_FLAG_ON_DIRTY;
        process_end_slice(p, true); /* a scheduler looks what is next */
    }
    mem_free(x);
    return NULL;
}

void dirty_pool_run(Process *p)
{
    pthread_mutex_lock(&pool_mutex);
    p->run_next = NULL;
    *last = p;
    last = &p->run_next;
    queued_count++;
    bool make = queued_count > waiting_count && thread_count < thread_limit;
    if (make) thread_count++;
    else pthread_cond_signal(&pool_condition);
    pthread_mutex_unlock(&pool_mutex);
    if (!make) return;
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (pthread_create(&thread, &attributes, dirty_main, NULL)) panic("cannot make a thread");
    pthread_attr_destroy(&attributes);
}

void dirty_pool_stop(void)
{
    pthread_mutex_lock(&pool_mutex);
    stopping = true;
    pthread_cond_broadcast(&pool_condition);
    pthread_mutex_unlock(&pool_mutex);
}
