/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gc.h - the collector of one process's heap: copying (Cheney), two generations.
 *
 *     young block [ survivors | high_water | new terms -> top    free    E <- stack ]     old block [ promoted... ]
 *
 * A minor collection copies what lives in the young block and the fragments: terms below high_water (they survived one
 * collection) to the old generation, the others to a fresh young block. Old terms never point to young ones, since
 * terms are immutable: so the old generation is not scanned, but for what was promoted just now. A full collection
 * copies all into one young block.
 * Never moved: literals (literal.h), and the message that a receive is looking at (mailbox.h). */
#ifndef GC_GC_H
#define GC_GC_H

#include "term/heap.h"

typedef struct Process Process;

/* Collects, so that afterwards need_words (heap and stack together) plus the reserve are free between heap.top and heap.limit.
 * Roots: live[0 .. live_count), the stack, the process's own terms. p->heap.top and limit (= E) must be in step, and are to
 * be read again afterwards: the stack moves. */
void gc_collect(Process *p, Word need_words, Term *live, unsigned live_count);
/* The same, both generations (garbage_collect/0, hibernate); shrinks the block to fit. */
void gc_collect_full(Process *p, Word need_words, Term *live, unsigned live_count);
/* Frees blocks, fragments, and shares of off-heap boxes, at the process's end. */
void gc_free_heaps(Process *p);

/* A heap over max_heap_size kills the process: PROCESS_FLAG_KILLED is set, and its slice ends. */
Word gc_next_size(Word at_least_words); /* the growth table: the smallest size in it that is enough */
void gc_statistics(uint64_t *collections, uint64_t *words_reclaimed); /* of all processes */

#ifdef VM_DEBUG
/* Walks stack, registers and heap, verifying that every word is a term into p's memory or a literal area; panics. */
void process_check(Process *p, const Term *live, unsigned live_count);
#else
#define process_check(p, live, live_count) ((void)0)
#endif

/* In a stress build, or with VM_GC_STRESS in the environment: collect at each safe point. */
extern bool gc_stress;

#endif
