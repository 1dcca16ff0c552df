/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process_table.c - slots, each guarded by one of 64 locks (its index modulo 64); free indices in a queue of their own. */
#include "process/process_table.h"

#include <sys/mman.h>

#include "base/mem.h"

enum { STRIPES = 64, REUSE_AFTER = 4096 /* so many free indices before one is used again */ };

typedef struct Slot {
    Process *process; /* or NULL */
    uint32_t serial;  /* of the process, or of the next one */
} Slot;

static Slot *slots; /* a stripe's lock guards its slots */
static uint32_t slot_limit;
static struct { _Alignas(64) Lock lock; } stripes[STRIPES];

static Lock free_lock; /* guards what follows */
static uint32_t *free_ring, free_first, free_count, fresh_index;
static _Atomic(uint32_t) live_count; /* relaxed: told, not relied on */

static void *reserve(size_t size_bytes)
{
    void *memory = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) panic("cannot reserve the process table");
    return memory;
}

void process_table_init(uint32_t max_processes)
{
    slot_limit = max_processes ? max_processes : PROCESS_MAX_DEFAULT;
    if (slot_limit > 1u << (PID_INDEX_BITS - 1)) slot_limit = 1u << (PID_INDEX_BITS - 1);
    slots = reserve(slot_limit * sizeof *slots); /* touched as far as it is used */
    free_ring = reserve(slot_limit * sizeof *free_ring);
    fresh_index = 1; /* <0.0.0> stands for no process */
    for (unsigned i = 0; i < STRIPES; i++) lock_init(&stripes[i].lock, RANK_process_table);
    lock_init(&free_lock, RANK_process_table);
}

static Lock *stripe_of(uint32_t index) { return &stripes[index % STRIPES].lock; }

static bool take_index(uint32_t *index)
{
    lock_acquire(&free_lock);
    bool found = true;
    if (fresh_index < slot_limit && free_count < REUSE_AFTER) *index = fresh_index++;
    else if (free_count > 0) {
        *index = free_ring[free_first];
        free_first = (free_first + 1) % slot_limit;
        free_count--;
    } else
        found = false;
    lock_release(&free_lock);
    return found;
}

bool process_table_insert(Process *p)
{
    uint32_t index;
    if (!take_index(&index)) return false;
    Lock *stripe = stripe_of(index);
    lock_acquire(stripe);
    p->pid = pid_make(index, slots[index].serial);
    slots[index].process = p;
    lock_release(stripe);
    atomic_fetch_add_explicit(&live_count, 1, memory_order_relaxed);
    return true;
}

void process_table_remove(Process *p)
{
    uint32_t index = pid_index(p->pid);
    Lock *stripe = stripe_of(index);
    lock_acquire(stripe);
    assert(slots[index].process == p);
    slots[index].process = NULL;
    slots[index].serial++;
    lock_release(stripe);
    lock_acquire(&free_lock);
    free_ring[(free_first + free_count) % slot_limit] = index;
    free_count++;
    lock_release(&free_lock);
    atomic_fetch_sub_explicit(&live_count, 1, memory_order_relaxed);
}

Process *process_table_lock(Term pid)
{
    uint32_t index = pid_index(pid);
    if (index == 0 || index >= slot_limit) return NULL;
    Lock *stripe = stripe_of(index);
    lock_acquire(stripe);
    Process *p = slots[index].process;
    if (p && p->pid == pid) return p;
    lock_release(stripe);
    return NULL;
}

void process_table_unlock(Term pid) { lock_release(stripe_of(pid_index(pid))); }

bool process_is_alive(Term pid)
{
    if (!process_table_lock(pid)) return false;
    process_table_unlock(pid);
    return true;
}

uint32_t process_count(void) { return atomic_load_explicit(&live_count, memory_order_relaxed); }
uint32_t process_limit(void) { return slot_limit; }

Term process_table_pids(Heap *heap)
{
    lock_acquire(&free_lock);
    uint32_t end = fresh_index;
    lock_release(&free_lock);
    Term list = NIL;
    for (uint32_t index = end; index-- > 1;) {
        Lock *stripe = stripe_of(index);
        lock_acquire(stripe);
        Process *p = slots[index].process;
        Term pid = p ? p->pid : NIL;
        lock_release(stripe);
        if (!term_is_nil(pid)) list = cons_new(heap, pid, list);
    }
    return list;
}
