/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map.h - maps: up to 32 pairs flat and sorted by key, above that a hash trie (hamt.c).
 *
 * A map with a given set of pairs always has the same representation kind (33 pairs or more: trie), so kinds need not
 * be compared. All functions leave their arguments unchanged and share what they can. */
#ifndef TERM_MAP_H
#define TERM_MAP_H

#include "term/heap.h"

Term map_empty(Heap *heap);
/* TERM_NONE if there is no such key. */
Term map_get_slow(Term map, Term key);
static inline Term map_get(Term map, Term key) /* inline for flat maps with immediate keys */
{
    assert(term_is_map(map));
    if (boxed_type(map) == BOX_FLAT_MAP && (term_is_atom(key) || term_is_small(key))) {
        const FlatMapBox *box = (const FlatMapBox *)boxed_words(map);
        Word count = boxed_size_words(map) - 1;
        const Term *keys = tuple_elements(box->keys);
        for (Word i = 0; i < count; i++)
            if (keys[i] == key) return box->values[i];
        return TERM_NONE;
    }
    return map_get_slow(map, key);
}
static inline bool map_has(Term map, Term key) { return !term_is_none(map_get(map, key)); }
Term map_put(Heap *heap, Term map, Term key, Term value);
/* TERM_NONE if the key is not there. */
Term map_update(Heap *heap, Term map, Term key, Term value);
/* The map itself if the key is not there. *old (may be NULL) gets the value or TERM_NONE. */
Term map_remove(Heap *heap, Term map, Term key, Term *old);
/* Pairs of b win. */
Term map_merge(Heap *heap, Term a, Term b);
/* `count` keys and values, alternating; later ones win; the array is overwritten. */
Term map_from_pairs(Heap *heap, Term *pairs, Word count);
/* The same on top of a map; `must_exist` (put_map_exact): TERM_NONE if a key is missing. */
Term map_put_pairs(Heap *heap, Term map, const Term *pairs, Word count, bool must_exist);

/* --- iteration: flat maps in key order, tries in hash order --- */
enum { MAP_MAX_DEPTH = 14 };
typedef struct MapIterator {
    const Term *keys, *values; /* flat: rest of it */
    Word left;                 /* pairs to come */
    struct { const Term *child, *end; } path[MAP_MAX_DEPTH];
    int depth;
} MapIterator;
void map_iterate(MapIterator *it, Term map);
bool map_next(MapIterator *it, Term *key, Term *value);
/* Goes on after a key (which need not be there any more). */
void map_iterate_after(MapIterator *it, Term map, Term key);

Term map_keys(Heap *heap, Term map);    /* lists */
Term map_values(Heap *heap, Term map);
Term map_to_list(Heap *heap, Term map); /* of {key, value} */

/* Convenience for C: puts under an atom key. */
static inline Term map_put_atom(Heap *heap, Term map, Term atom, Term value) { return map_put(heap, map, atom, value); }

#endif
