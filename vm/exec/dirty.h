/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dirty.h - the pool of threads for natives that may block in the kernel. Threads are made when needed, up to a limit. */
#ifndef EXEC_DIRTY_H
#define EXEC_DIRTY_H

#include "process/process.h"

void dirty_pool_init(unsigned max_threads);
/* Hands over a process whose run_result is RUN_DIRTY. The pool's thread owns it until it is enqueued again. */
void dirty_pool_run(Process *p);
void dirty_pool_stop(void);

#endif
