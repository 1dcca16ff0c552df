/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scheduler.h - the threads that run processes.
 *
 * One thread a core, each with a run queue of four priorities (process/run_queue.h). A thread takes from its own queue,
 * steals from another when that is empty, and parks when all are. A parked thread is woken only when a queue
 * holds more than its owner is about to run. Blocking natives run on the dirty pool (dirty.h), which gives the process back. */
#ifndef EXEC_SCHEDULER_H
#define EXEC_SCHEDULER_H

#include "process/process.h"

typedef struct SchedulerStatistics {
    uint64_t context_switches, reductions, steals;
} SchedulerStatistics;

void schedulers_start(unsigned count); /* 0: one a core */
/* Asks all threads to end after their present slice, and waits for them. Not from a scheduler thread. */
void schedulers_stop(void);
unsigned scheduler_count(void);
/* 1..count on a scheduler thread, 0 elsewhere. */
unsigned scheduler_current_id(void);
void scheduler_statistics(SchedulerStatistics *sum);
/* Reductions and context switches of the slice that the thread is in are not counted yet. */

#endif
