/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.h - mutexes with a rank: a debug build panics if one is taken while one of equal or higher rank is held.
 * The order is ranks.def. Under a lock: no term building that can call out, no callback, no I/O. */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include <pthread.h>

#include "base/base.h"

typedef enum LockRank {
#define RANK(name, meaning) RANK_##name,
#include "base/ranks.def"
#undef RANK
    RANK_COUNT
} LockRank;

typedef struct Lock {
    pthread_mutex_t mutex;
    LockRank rank;
} Lock;

void lock_init(Lock *lock, LockRank rank);
void lock_destroy(Lock *lock);
void lock_acquire(Lock *lock);
void lock_release(Lock *lock);
/* Two locks of one rank, in order of address. */
void lock_both(Lock *a, Lock *b);

#endif
