/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.h - a timing wheel per scheduler, in milliseconds of monotonic time.
 *
 * Each wheel is guarded by its lock (rank timer). A timer is found by its number (a reference's number, or one of the
 * same source for a receive's timeout); the number's low byte names the wheel. Any thread may cancel. */
#ifndef PROCESS_TIMER_H
#define PROCESS_TIMER_H

#include "base/clock.h"
#include "process/process.h"

/* A number for a timer that no reference stands for; of the calling scheduler's wheel. */
Word timer_number_new(void);
/* Makes a reference whose number belongs to the calling scheduler's wheel. */
Term timer_ref_new(Heap *heap);
/* When a timer of so many milliseconds from now is due: not a moment earlier. */
int64_t timer_due_ms(int64_t from_now_ms);
static inline int64_t timer_ms_to_clock_ns(int64_t ms) { return ms * 1000000; }
void timers_init(unsigned wheels);
/* At `when_ms` sends the signal (owned by the timer) to pid, or to the process that has the name then. */
void timer_start(Word number, int64_t when_ms, Term pid_or_name, Signal *signal);
/* Milliseconds that were left, or -1 if there is no such timer (any more). */
int64_t timer_cancel(Word number);
int64_t timer_read(Word number);
/* The scheduler's part: fires what is due on its wheel. Cheap if nothing is. */
void timers_run(unsigned wheel, int64_t now_ms);
/* When it has something to do next (ms); INT64_MAX: nothing to come. */
int64_t timers_next(unsigned wheel);


#endif
