/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_process.h - what the natives on processes, time and the system share. */
#ifndef BIF_BIF_PROCESS_H
#define BIF_BIF_PROCESS_H

#include "process/process.h"
#include "term/compare.h"

bool term_is_proper_list(Term t);
bool read_priority(Term t, uint8_t *priority);
bool read_max_heap(Term t, Word *words, bool *kill, bool *log);
Term max_heap_map(const Process *p, Heap *heap);
Term priority_atom(unsigned priority);
Term dictionary_to_list(const Process *p, Heap *heap);
/* Appends to a property list. */
static inline Term property(Heap *heap, Term key, Term value, Term rest)
{
    return cons_new(heap, tuple_new_2(heap, key, value), rest);
}
extern int64_t boot_time_ns;
extern Term (*system_info_ets_count)(Heap *heap);
int64_t system_offset_ns(void); /* system time - monotonic time */
void bif_process_init(void);
/* Sending to a port: set by the port layer; false: badarg. */
extern bool (*port_command)(Process *p, Term port, Term message);

#endif
