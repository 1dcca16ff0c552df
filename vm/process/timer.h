/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.h - a timing wheel per scheduler, in milliseconds of monotonic time.
 *
 * Each wheel is guarded by its lock (rank timer). A timer is found by its number (a reference's number, or one of the
 * same source for a receive's timeout); the number's low byte names the wheel. Any thread may cancel. */
#ifndef PROCESS_TIMER_H
#define PROCESS_TIMER_H

#include "base/clock.h"
#include "process/process.h"

void timers_init(unsigned wheels);
/* At `when_ms` sends the signal (owned by the timer) to pid, or to the process that has the name then. */
void timer_start(Word number, int64_t when_ms, Term pid_or_name, Signal *signal);
/* Milliseconds that were left, or -1 if there is no such timer (any more). */
int64_t timer_cancel(Word number);
int64_t timer_read(Word number);
/* The scheduler's part: fires what is due on its wheel; returns when the next is due (ms), INT64_MAX if none. */
int64_t timers_run(unsigned wheel, int64_t now_ms);
int64_t timers_next(unsigned wheel);


#endif
