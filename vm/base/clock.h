/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h - monotonic and wall time. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/base.h"

int64_t clock_monotonic_ns(void); /* since some point in the past; never goes back */
int64_t clock_wall_ns(void);      /* since 1970-01-01 00:00 UTC */
int64_t clock_cpu_ns(void);       /* CPU time of this OS process, all threads */
static inline int64_t clock_monotonic_ms(void) { return clock_monotonic_ns() / 1000000; }

#endif
