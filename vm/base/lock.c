/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.c - ranked mutexes. */
#include "base/lock.h"

#ifndef NDEBUG
static _Thread_local uint32_t held[RANK_COUNT]; /* how many locks of each rank this thread holds */

static void check_order(LockRank rank)
{
    for (int r = (int)rank; r < RANK_COUNT; r++)
        if (held[r]) panic("lock of rank %d taken while one of rank %d is held", (int)rank, r);
}
#define NOTE_ACQUIRED(rank) (held[rank]++)
#define NOTE_RELEASED(rank) (held[rank]--)
#else
#define check_order(rank)   ((void)(rank))
#define NOTE_ACQUIRED(rank) ((void)(rank))
#define NOTE_RELEASED(rank) ((void)(rank))
#endif

void lock_init(Lock *lock, LockRank rank)
{
    pthread_mutex_init(&lock->mutex, NULL);
    lock->rank = rank;
}

void lock_destroy(Lock *lock)
{
    pthread_mutex_destroy(&lock->mutex);
}

void lock_acquire(Lock *lock)
{
    check_order(lock->rank);
    pthread_mutex_lock(&lock->mutex);
    NOTE_ACQUIRED(lock->rank);
}

void lock_release(Lock *lock)
{
    NOTE_RELEASED(lock->rank);
    pthread_mutex_unlock(&lock->mutex);
}

void lock_both(Lock *a, Lock *b)
{
    check_order(a->rank);
    Lock *first = a < b ? a : b, *second = a < b ? b : a;
    pthread_mutex_lock(&first->mutex);
    NOTE_ACQUIRED(first->rank);
    pthread_mutex_lock(&second->mutex);
    NOTE_ACQUIRED(second->rank);
}
