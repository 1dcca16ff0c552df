/* SPDX-License-Identifier: GPL-3.0-or-later */
/* literal.h - where modules keep their constant terms: never copied in messages, never moved by the collector.
 *
 * All areas lie in one reserved range of addresses, so one comparison tells a literal from a heap term. Each area has
 * a Heap to build on; it must be large enough beforehand (term_flat_size_words). */
#ifndef GC_LITERAL_H
#define GC_LITERAL_H

#include "term/heap.h"

typedef struct LiteralArea LiteralArea;

/* Reserves the range; once, at boot. */
void literal_init(void);
LiteralArea *literal_area_new(Word size_words);
/* Drops what its off-heap boxes own. Only when no process can hold a term of it (code server). */
void literal_area_free(LiteralArea *area);
/* Copies t into the area, whole: also parts that are literals of other areas. */
Term literal_area_add(LiteralArea *area, Term t);
/* An area of its own for one term (persistent_term). */
LiteralArea *literal_area_from_term(Term t, Term *copy);
/* The area's words. */
void literal_area_range(const LiteralArea *area, const Word **from, const Word **to);
Word literal_total_words(void); /* in use now */

extern const Word *literal_range_start, *literal_range_end;
static inline bool word_is_in_literal_area(const Word *words)
{
    return (Word)((const char *)words - (const char *)literal_range_start)
         < (Word)((const char *)literal_range_end - (const char *)literal_range_start);
}
static inline bool term_is_literal(Term t)
{
    return !term_is_immediate(t) && word_is_in_literal_area((const Word *)(term_bits(t) & ~(Word)7));
}

#endif
