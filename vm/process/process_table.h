/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process_table.h - pid to process.
 *
 * A pid's number is slot index | serial << PID_INDEX_BITS. Freed slots go to the end of a queue, so that an index is used
 * again as late as possible, with the next serial; the serial tells an old pid from a new one.
 *
 * A Process can only be freed by its own thread, after it took itself out of its slot under the slot's lock. So whoever
 * holds that lock may look at (the shared part of) the process; nobody keeps a Process * of another beyond that. */
#ifndef PROCESS_PROCESS_TABLE_H
#define PROCESS_PROCESS_TABLE_H

#include "process/process.h"

enum { PID_INDEX_BITS = 28, PROCESS_MAX_DEFAULT = 1048576 };

void process_table_init(uint32_t max_processes);
/* Gives p a pid and makes it visible. False when the table is full. */
bool process_table_insert(Process *p);
void process_table_remove(Process *p);
/* The live process with that pid, its slot locked, or NULL. Unlock with process_table_unlock(pid). */
Process *process_table_lock(Term pid);
void process_table_unlock(Term pid);
bool process_is_alive(Term pid);
uint32_t process_count(void);
uint32_t process_limit(void);
/* All pids, oldest index first, as a list. */
Term process_table_pids(Heap *heap);

/* What #PID<0.N.S> shows: N and S. */
static inline uint32_t pid_index(Term pid) { return (uint32_t)(term_to_pid_number(pid) & ((1u << PID_INDEX_BITS) - 1)); }
static inline uint32_t pid_serial(Term pid) { return (uint32_t)(term_to_pid_number(pid) >> PID_INDEX_BITS); }
static inline Term pid_make(uint32_t index, uint32_t serial)
{
    return term_from_pid_number((Word)serial << PID_INDEX_BITS | index);
}

#endif
