/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap.c - fragments, arenas, off-heap shares; constructors of small numbers and floats. */
#include "term/heap.h"

#include "base/mem.h"
#include "term/binary.h"
#include "term/ref.h"

enum { FRAGMENT_MIN_WORDS = 64, FRAGMENT_MAX_WORDS = 1 << 17, ARENA_FIRST_WORDS = 1024 };

void heap_init(Heap *heap, Word *block, Word *limit)
{
    *heap = (Heap){.top = block, .limit = limit};
}

void heap_init_arena(Heap *heap)
{
    *heap = (Heap){.next_fragment_words = ARENA_FIRST_WORDS};
}

/* A fragment is larger than asked for, in proportion to what has spilled already, so that many small terms past a full
 * block cost few mallocs. */
static Fragment *fragment_new(Heap *heap, Word size_words)
{
    Word words = heap->next_fragment_words;
    if (words) {
        if (words < FRAGMENT_MAX_WORDS) heap->next_fragment_words = words * 2;
    } else {
        words = heap->fragment_words;
        if (words < FRAGMENT_MIN_WORDS) words = FRAGMENT_MIN_WORDS;
        if (words > FRAGMENT_MAX_WORDS) words = FRAGMENT_MAX_WORDS;
    }
    if (words < size_words) words = size_words;
    Fragment *fragment = mem_alloc(sizeof *fragment + words * sizeof(Word));
    fragment->top = fragment->words;
    fragment->end = fragment->words + words;
    return fragment;
}

Word *heap_alloc_fragment(Heap *heap, Word size_words)
{
    Fragment *fragment = heap->fragments;
    if (!fragment || (Word)(fragment->end - fragment->top) < size_words) {
        Fragment *old = fragment;
        fragment = fragment_new(heap, size_words);
        /* One made for a single large term is full: the old one, with room left, stays in front. */
        if (old && (Word)(old->end - old->top) > (Word)(fragment->end - fragment->top) - size_words) {
            fragment->next = old->next;
            old->next = fragment;
        } else {
            fragment->next = old;
            heap->fragments = fragment;
        }
    }
    Word *words = fragment->top;
    fragment->top += size_words;
    heap->fragment_words += size_words;
    return words;
}

void heap_destroy(Heap *heap)
{
    for (Word *box = heap->off_heap, *next; box; box = next) {
        next = *off_heap_next(box);
        if (header_type(*box) == BOX_REFC_BINARY) binary_data_release(((RefcBinaryBox *)box)->data);
        else resource_release(((MagicRefBox *)box)->resource);
    }
    for (Fragment *fragment = heap->fragments, *next; fragment; fragment = next) {
        next = fragment->next;
        mem_free(fragment);
    }
    heap->off_heap = NULL;
    heap->fragments = NULL;
}

Term float_new(Heap *heap, double d)
{
    assert(d - d == 0); /* finite */
    Term t = term_from_double(d);
    if (LIKELY(!term_is_none(t))) return t;
    Word *words = heap_alloc(heap, 2);
    words[0] = header_make(BOX_FLOAT, 1);
    memcpy(words + 1, &d, sizeof d);
    return term_from_boxed(words);
}

static Term one_limb(Heap *heap, Word magnitude, bool negative)
{
    Word *words = heap_alloc(heap, 2);
    words[0] = header_make(negative ? BOX_BIGNUM_NEGATIVE : BOX_BIGNUM_POSITIVE, 1);
    words[1] = magnitude;
    return term_from_boxed(words);
}

Term integer_from_int64(Heap *heap, int64_t n)
{
    if (LIKELY(small_fits(n))) return term_from_small(n);
    return one_limb(heap, n < 0 ? -(Word)n : (Word)n, n < 0);
}

Term integer_from_uint64(Heap *heap, uint64_t n)
{
    if (LIKELY(n <= (uint64_t)SMALL_MAX)) return term_from_small((int64_t)n);
    return one_limb(heap, n, false);
}
