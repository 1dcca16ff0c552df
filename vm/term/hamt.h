/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hamt.h - hash array mapped tries: the inside of large maps; map.h is for everyone else.
 *
 * A node is a box of a bitmap and one child for each bit set; five bits of a key's hash choose the child at each level. A
 * child is a leaf, the cons [key | value], or a node. Below HAMT_DEPTH levels, keys with equal hashes stand in a
 * collision node (bitmap HAMT_COLLISION), ascending by key. A set of pairs has one shape only: equal maps are
 * compared node by node. */
#ifndef TERM_HAMT_H
#define TERM_HAMT_H

#include "term/heap.h"

enum { HAMT_BITS = 5, HAMT_DEPTH = 12 };
#define HAMT_COLLISION ((Word)1 << 32)

typedef struct HamtEntry {
    uint64_t hash;
    Term key, value;
} HamtEntry;

Term hamt_get(Term root, uint64_t hash, Term key);
/* The new root; *added tells whether the key is new. */
Term hamt_put(Heap *heap, Term root, uint64_t hash, Term key, Term value, bool *added);
/* The new root, or the same if there is no such key (*old: TERM_NONE then). */
Term hamt_remove(Heap *heap, Term root, uint64_t hash, Term key, Term *old);
/* The union; pairs of b win. *common: how many keys are in both. */
Term hamt_merge(Heap *heap, Term a, Term b, Word *common);
/* Builds from entries (reordered), later ones winning; `scratch` has room for as many. *count: distinct keys. */
Term hamt_build(Heap *heap, HamtEntry *entries, HamtEntry *scratch, Word entry_count, Word *count);

static inline Word hamt_bitmap(Term node) { return boxed_words(node)[1]; }
static inline Term *hamt_children(Term node) { return (Term *)(boxed_words(node) + 2); }
static inline Word hamt_child_count(Term node) { return boxed_size_words(node) - 1; }

#endif
