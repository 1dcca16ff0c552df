/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap.h - where terms are built.
 *
 * Allocation never moves or frees a term and cannot fail: it bumps `top`, or spills into a fragment when the block is
 * full. So C code holds terms freely and registers no roots. A process heap is collected at safe points only
 * (gc/gc.h). An arena heap is one whose block is empty: all its terms are in fragments, freed together.
 *
 *     block:  [ young terms ... top ->      <- limit (the stack of a process, growing down) ]
 *     fragments: newest first, each [ header | terms ... top ->   end ]
 */
#ifndef TERM_HEAP_H
#define TERM_HEAP_H

#include "term/boxed.h"

typedef struct Fragment {
    struct Fragment *next;
    Word *top; /* next free word */
    Word *end;
    Word words[];
} Fragment;

typedef struct Heap {
    Word *top;           /* next free word of the block */
    Word *limit;         /* first word past the usable part of the block; for a process the stack's top */
    Fragment *fragments; /* owned; newest first */
    Word *off_heap;      /* header of the newest off-heap box in block, old generation or fragments; linked by next */
    Word fragment_words; /* words in fragments: asks for a collection when large */
    Word off_heap_bytes; /* bytes of binaries first referred to from here since the last collection */
    Word next_fragment_words; /* size of the next fragment to make; 0: as small as needed; arenas double it */
} Heap;

void heap_init(Heap *heap, Word *block, Word *limit);
/* An arena: starts without a block; fragments grow geometrically. */
void heap_init_arena(Heap *heap);
/* Drops the shares of off-heap boxes and frees the fragments; the block is the owner's. */
void heap_destroy(Heap *heap);
COLD Word *heap_alloc_fragment(Heap *heap, Word size_words);

static inline Word *heap_alloc(Heap *heap, Word size_words)
{
    Word *words = heap->top;
    assert(heap->limit >= words);
    if (UNLIKELY(heap->limit - words < (ptrdiff_t)size_words)) return heap_alloc_fragment(heap, size_words);
    heap->top = words + size_words;
    return words;
}
/* Registers a box with an off-heap part (after its words are filled in). */
static inline void heap_link_off_heap(Heap *heap, Word *header)
{
    *off_heap_next(header) = heap->off_heap;
    heap->off_heap = header;
}

/* --- small constructors; larger subjects have files of their own --- */
static inline Term cons_new(Heap *heap, Term head, Term tail)
{
    Term *words = (Term *)heap_alloc(heap, 2);
    words[0] = head;
    words[1] = tail;
    return term_from_cons(words);
}
/* Elements are uninitialised: fill all before anything else is done with the tuple. */
static inline Term tuple_new(Heap *heap, Word arity)
{
    Word *words = heap_alloc(heap, 1 + arity);
    words[0] = header_make(BOX_TUPLE, arity);
    return term_from_boxed(words);
}
static inline Term tuple_new_2(Heap *heap, Term a, Term b)
{
    Term t = tuple_new(heap, 2);
    tuple_elements(t)[0] = a;
    tuple_elements(t)[1] = b;
    return t;
}
static inline Term tuple_new_3(Heap *heap, Term a, Term b, Term c)
{
    Term t = tuple_new(heap, 3);
    tuple_elements(t)[0] = a;
    tuple_elements(t)[1] = b;
    tuple_elements(t)[2] = c;
    return t;
}
static inline Term tuple_new_4(Heap *heap, Term a, Term b, Term c, Term d)
{
    Term t = tuple_new(heap, 4);
    tuple_elements(t)[0] = a;
    tuple_elements(t)[1] = b;
    tuple_elements(t)[2] = c;
    tuple_elements(t)[3] = d;
    return t;
}
Term float_new(Heap *heap, double d);           /* d must be finite */
Term integer_from_int64(Heap *heap, int64_t n); /* small, or a bignum of one limb */
Term integer_from_uint64(Heap *heap, uint64_t n);

#endif
