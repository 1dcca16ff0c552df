/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scheduler.h - the threads that run processes.
 *
 * One thread a core, each with a run queue of four priorities. A thread takes from its own queue, steals from another
 * when that is empty, and parks when all are. A parked thread is woken only when a queue holds more than its owner
 * is about to run. Blocking natives run on the dirty pool (dirty.h), which gives the process back when done. */
#ifndef EXEC_SCHEDULER_H
#define EXEC_SCHEDULER_H

#include "process/process.h"

enum { SCHEDULER_MAX = 256, PRIORITY_COUNT = 4 };

typedef struct SchedulerStatistics {
    uint64_t context_switches, reductions, collections, words_reclaimed, steals;
} SchedulerStatistics;

void schedulers_start(unsigned count); /* 0: one a core */
void schedulers_stop(void);            /* asks all threads to end; does not wait for running slices */
unsigned scheduler_count(void);
/* 1..count on a scheduler thread, 0 elsewhere. */
unsigned scheduler_current_id(void);
/* The number of a scheduler (from 1); a process's view. */
unsigned scheduler_id(const Scheduler *scheduler);
void scheduler_statistics(SchedulerStatistics *sum);
unsigned scheduler_run_queue_length(void);
/* Marks p (whose QUEUED bit the caller has just set) as ready, and sees to it that a thread picks it up. */
void scheduler_enqueue(Process *p);

#endif
