/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map.c - flat maps, and the choice between flat and trie. */
#include "term/map.h"

#include "base/mem.h"
#include "term/compare.h"
#include "term/hamt.h"
#include "term/term_hash.h"

static inline bool is_flat(Term map) { return boxed_type(map) == BOX_FLAT_MAP; }
static inline FlatMapBox *flat_box(Term map) { return (FlatMapBox *)boxed_words(map); }
static inline Word flat_count(Term map) { return boxed_size_words(map) - 1; }
static inline Term trie_root(Term map) { return ((HashMapBox *)boxed_words(map))->root; }

static Term flat_new(Heap *heap, Term keys, Word count)
{
    FlatMapBox *box = (FlatMapBox *)heap_alloc(heap, 2 + count);
    box->header = header_make(BOX_FLAT_MAP, 1 + count);
    box->keys = keys;
    return term_from_boxed(box);
}

static Term trie_new(Heap *heap, Word count, Term root)
{
    HashMapBox *box = (HashMapBox *)heap_alloc(heap, 3);
    box->header = header_make(BOX_HASH_MAP, 2);
    box->count = count;
    box->root = root;
    return term_from_boxed(box);
}

/* Finds the key in ascending keys: its index, or where it belongs. */
static bool find(const Term *keys, Word count, Term key, Word *index)
{
    if (term_is_atom(key) || term_is_small(key)) {
        for (Word i = 0; i < count; i++) {
            if (keys[i] == key) {
                *index = i;
                return true;
            }
        }
    }
    Word low = 0, high = count;
    while (low < high) {
        Word middle = (low + high) / 2;
        int order = term_compare_exactly(keys[middle], key);
        if (order == 0) {
            *index = middle;
            return true;
        }
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    *index = low;
    return false;
}

Term map_empty(Heap *heap)
{
    return flat_new(heap, tuple_new(heap, 0), 0);
}

Term map_get_slow(Term map, Term key)
{
    if (!is_flat(map)) return hamt_get(trie_root(map), term_hash(key), key);
    const FlatMapBox *box = flat_box(map);
    Word count = flat_count(map), index;
    const Term *keys = tuple_elements(box->keys);
    if (term_is_atom(key) || term_is_small(key)) {
        for (Word i = 0; i < count; i++)
            if (keys[i] == key) return box->values[i];
        return TERM_NONE;
    }
    return find(keys, count, key, &index) ? box->values[index] : TERM_NONE;
}

static Term flat_replace(Heap *heap, Term map, Word index, Term value)
{
    const FlatMapBox *box = flat_box(map);
    if (box->values[index] == value) return map;
    Word count = flat_count(map);
    Term copy = flat_new(heap, box->keys, count);
    memcpy(flat_box(copy)->values, box->values, count * sizeof(Term));
    flat_box(copy)->values[index] = value;
    return copy;
}

static Term flat_insert(Heap *heap, Term map, Word index, Term key, Term value)
{
    const FlatMapBox *box = flat_box(map);
    Word count = flat_count(map), after = count - index;
    Term keys = tuple_new(heap, count + 1);
    Term *to = tuple_elements(keys);
    const Term *from = tuple_elements(box->keys);
    memcpy(to, from, index * sizeof(Term));
    to[index] = key;
    memcpy(to + index + 1, from + index, after * sizeof(Term));
    Term copy = flat_new(heap, keys, count + 1);
    to = flat_box(copy)->values;
    memcpy(to, box->values, index * sizeof(Term));
    to[index] = value;
    memcpy(to + index + 1, box->values + index, after * sizeof(Term));
    return copy;
}

/* Entries to a trie, or to a flat map if duplicates leave few enough. */
static Term from_entries(Heap *heap, HamtEntry *entries, Word entry_count);

static Term flat_to_trie(Heap *heap, Term map, Term key, Term value)
{
    HamtEntry entries[FLAT_MAP_MAX + 1], scratch[FLAT_MAP_MAX + 1];
    const FlatMapBox *box = flat_box(map);
    Word n = flat_count(map), count;
    for (Word i = 0; i < n; i++) {
        Term k = tuple_elements(box->keys)[i];
        entries[i] = (HamtEntry){term_hash(k), k, box->values[i]};
    }
    entries[n] = (HamtEntry){term_hash(key), key, value};
    Term root = hamt_build(heap, entries, scratch, n + 1, &count);
    return trie_new(heap, count, root);
}

Term map_put(Heap *heap, Term map, Term key, Term value)
{
    assert(term_is_map(map));
    if (is_flat(map)) {
        Word index, count = flat_count(map);
        if (find(tuple_elements(flat_box(map)->keys), count, key, &index)) return flat_replace(heap, map, index, value);
        if (count == FLAT_MAP_MAX) return flat_to_trie(heap, map, key, value);
        return flat_insert(heap, map, index, key, value);
    }
    bool added;
    Term root = hamt_put(heap, trie_root(map), term_hash(key), key, value, &added);
    return root == trie_root(map) ? map : trie_new(heap, map_size(map) + added, root);
}

Term map_update(Heap *heap, Term map, Term key, Term value)
{
    if (is_flat(map)) {
        Word index;
        if (!find(tuple_elements(flat_box(map)->keys), flat_count(map), key, &index)) return TERM_NONE;
        return flat_replace(heap, map, index, value);
    }
    uint64_t hash = term_hash(key);
    if (term_is_none(hamt_get(trie_root(map), hash, key))) return TERM_NONE;
    bool added;
    Term root = hamt_put(heap, trie_root(map), hash, key, value, &added);
    return root == trie_root(map) ? map : trie_new(heap, map_size(map), root);
}

/* A flat map of ascending, distinct keys at keys[i * stride], their values one after each key's start. */
static Term flat_from_sorted(Heap *heap, const Term *keys, const Term *values, Word count, Word stride)
{
    Term key_tuple = tuple_new(heap, count);
    Term map = flat_new(heap, key_tuple, count);
    for (Word i = 0; i < count; i++) {
        tuple_elements(key_tuple)[i] = keys[i * stride];
        flat_box(map)->values[i] = values[i * stride];
    }
    return map;
}

/* Sorts pairs by key, later ones winning; returns how many keys. For few pairs: insertion by binary search. */
static Word sort_pairs(Term *pairs, Word count)
{
    Word sorted = 0;
    for (Word i = 0; i < count; i++) {
        Term key = pairs[2 * i], value = pairs[2 * i + 1];
        Word low = 0, high = sorted;
        if (sorted > 0) { /* often ascending already */
            int order = term_compare_exactly(pairs[2 * sorted - 2], key);
            if (order < 0) low = sorted;
            else if (order == 0) {
                pairs[2 * sorted - 1] = value;
                continue;
            }
        }
        bool found = false;
        while (low < high) {
            Word middle = (low + high) / 2;
            int order = term_compare_exactly(pairs[2 * middle], key);
            if (order == 0) {
                pairs[2 * middle + 1] = value;
                found = true;
                break;
            }
            if (order < 0) low = middle + 1;
            else high = middle;
        }
        if (found) continue;
        memmove(pairs + 2 * low + 2, pairs + 2 * low, (sorted - low) * 2 * sizeof *pairs);
        pairs[2 * low] = key;
        pairs[2 * low + 1] = value;
        sorted++;
    }
    return sorted;
}

static Term trie_to_flat(Heap *heap, Term root, Word count)
{
    Term pairs[2 * FLAT_MAP_MAX + 2];
    HashMapBox box = {.header = header_make(BOX_HASH_MAP, 2), .count = count, .root = root};
    MapIterator it;
    map_iterate(&it, term_from_boxed(&box));
    for (Word i = 0; map_next(&it, &pairs[i], &pairs[i + 1]);) i += 2;
    sort_pairs(pairs, count);
    return flat_from_sorted(heap, pairs, pairs + 1, count, 2);
}

static Term from_root(Heap *heap, Term root, Word count)
{
    return count <= FLAT_MAP_MAX ? trie_to_flat(heap, root, count) : trie_new(heap, count, root);
}

static Term from_entries(Heap *heap, HamtEntry *entries, Word entry_count)
{
    HamtEntry *scratch = mem_alloc(entry_count * sizeof *scratch);
    Word count;
    Term root = hamt_build(heap, entries, scratch, entry_count, &count);
    mem_free(scratch);
    return from_root(heap, root, count);
}

Term map_remove(Heap *heap, Term map, Term key, Term *old)
{
    Term ignored;
    if (!old) old = &ignored;
    *old = TERM_NONE;
    if (!is_flat(map)) {
        Term root = hamt_remove(heap, trie_root(map), term_hash(key), key, old);
        return term_is_none(*old) ? map : from_root(heap, root, map_size(map) - 1);
    }
    const FlatMapBox *box = flat_box(map);
    Word index, count = flat_count(map);
    if (!find(tuple_elements(box->keys), count, key, &index)) return map;
    *old = box->values[index];
    Word after = count - index - 1;
    Term keys = tuple_new(heap, count - 1);
    memcpy(tuple_elements(keys), tuple_elements(box->keys), index * sizeof(Term));
    memcpy(tuple_elements(keys) + index, tuple_elements(box->keys) + index + 1, after * sizeof(Term));
    Term copy = flat_new(heap, keys, count - 1);
    memcpy(flat_box(copy)->values, box->values, index * sizeof(Term));
    memcpy(flat_box(copy)->values + index, box->values + index + 1, after * sizeof(Term));
    return copy;
}

/* Two flat maps; TERM_NONE if the result does not fit a flat map. */
static Term merge_flat(Heap *heap, Term a, Term b)
{
    const FlatMapBox *x = flat_box(a), *y = flat_box(b);
    const Term *a_keys = tuple_elements(x->keys), *b_keys = tuple_elements(y->keys);
    Word a_count = flat_count(a), b_count = flat_count(b), i = 0, j = 0, n = 0;
    if (x->keys == y->keys) return b;
    Term keys[2 * FLAT_MAP_MAX], values[2 * FLAT_MAP_MAX];
    while (i < a_count && j < b_count) {
        int order = term_compare_exactly(a_keys[i], b_keys[j]);
        if (order < 0) {
            keys[n] = a_keys[i], values[n++] = x->values[i++];
        } else {
            keys[n] = b_keys[j], values[n++] = y->values[j++];
            if (order == 0) i++;
        }
    }
    for (; i < a_count; i++) keys[n] = a_keys[i], values[n++] = x->values[i];
    for (; j < b_count; j++) keys[n] = b_keys[j], values[n++] = y->values[j];
    if (n > FLAT_MAP_MAX) return TERM_NONE;
    if (n == b_count) return b;
    if (n == a_count) { /* no key is new: share a's */
        Term map = flat_new(heap, x->keys, n);
        memcpy(flat_box(map)->values, values, n * sizeof(Term));
        return map;
    }
    return flat_from_sorted(heap, keys, values, n, 1);
}

Term map_merge(Heap *heap, Term a, Term b)
{
    if (map_size(a) == 0 || a == b) return b;
    if (map_size(b) == 0) return a;
    if (!is_flat(a) && !is_flat(b)) {
        Word common;
        Term root = hamt_merge(heap, trie_root(a), trie_root(b), &common);
        return root == trie_root(b) ? b : trie_new(heap, map_size(a) + map_size(b) - common, root);
    }
    if (is_flat(a) && is_flat(b)) {
        Term merged = merge_flat(heap, a, b);
        if (!term_is_none(merged)) return merged;
    }
    Term key, value;
    MapIterator it;
    if (map_size(a) >= map_size(b)) {
        map_iterate(&it, b);
        while (map_next(&it, &key, &value)) a = map_put(heap, a, key, value);
        return a;
    }
    map_iterate(&it, a);
    while (map_next(&it, &key, &value))
        if (!map_has(b, key)) b = map_put(heap, b, key, value);
    return b;
}

Term map_from_pairs(Heap *heap, Term *pairs, Word count)
{
    if (count <= FLAT_MAP_MAX) {
        count = sort_pairs(pairs, count);
        return flat_from_sorted(heap, pairs, pairs + 1, count, 2);
    }
    HamtEntry *entries = mem_alloc(count * sizeof *entries);
    for (Word i = 0; i < count; i++) entries[i] = (HamtEntry){term_hash(pairs[2 * i]), pairs[2 * i], pairs[2 * i + 1]};
    Term map = from_entries(heap, entries, count);
    mem_free(entries);
    return map;
}

/* All keys are there: one copy of the values. */
static Term flat_replace_all(Heap *heap, Term map, const Term *pairs, Word count)
{
    const FlatMapBox *box = flat_box(map);
    Word n = flat_count(map), index;
    Term values[FLAT_MAP_MAX];
    memcpy(values, box->values, n * sizeof(Term));
    for (Word i = 0; i < count; i++) {
        if (!find(tuple_elements(box->keys), n, pairs[2 * i], &index)) return TERM_NONE;
        values[index] = pairs[2 * i + 1];
    }
    Term copy = flat_new(heap, box->keys, n);
    memcpy(flat_box(copy)->values, values, n * sizeof(Term));
    return copy;
}

Term map_put_pairs(Heap *heap, Term map, const Term *pairs, Word count, bool must_exist)
{
    if (count == 1)
        return must_exist ? map_update(heap, map, pairs[0], pairs[1]) : map_put(heap, map, pairs[0], pairs[1]);
    if (is_flat(map)) {
        Term replaced = flat_replace_all(heap, map, pairs, count);
        if (must_exist || !term_is_none(replaced)) return replaced;
        if (flat_count(map) + count <= FLAT_MAP_MAX) {
            Term all[2 * FLAT_MAP_MAX];
            Word n = flat_count(map);
            for (Word i = 0; i < n; i++) {
                all[2 * i] = tuple_elements(flat_box(map)->keys)[i];
                all[2 * i + 1] = flat_box(map)->values[i];
            }
            memcpy(all + 2 * n, pairs, 2 * count * sizeof(Term));
            return map_from_pairs(heap, all, n + count);
        }
    }
    for (Word i = 0; i < count; i++) {
        if (must_exist && !map_has(map, pairs[2 * i])) return TERM_NONE;
        map = map_put(heap, map, pairs[2 * i], pairs[2 * i + 1]);
    }
    return map;
}

/* --- iteration --- */

static void enter_node(MapIterator *it, Term node)
{
    assert(it->depth < MAP_MAX_DEPTH);
    const Term *children = hamt_children(node);
    it->path[it->depth].child = children;
    it->path[it->depth++].end = children + hamt_child_count(node);
}

void map_iterate(MapIterator *it, Term map)
{
    assert(term_is_map(map));
    it->left = map_size(map);
    it->depth = 0;
    it->keys = it->values = NULL;
    if (is_flat(map)) {
        it->keys = tuple_elements(flat_box(map)->keys);
        it->values = flat_box(map)->values;
    } else {
        enter_node(it, trie_root(map));
    }
}

bool map_next(MapIterator *it, Term *key, Term *value)
{
    if (it->keys) {
        if (it->left == 0) return false;
        it->left--;
        *key = *it->keys++;
        *value = *it->values++;
        return true;
    }
    while (it->depth > 0) {
        if (it->path[it->depth - 1].child == it->path[it->depth - 1].end) {
            it->depth--;
            continue;
        }
        Term child = *it->path[it->depth - 1].child++;
        if (!term_is_cons(child)) {
            enter_node(it, child);
            continue;
        }
        *key = term_head(child);
        *value = term_tail(child);
        return true;
    }
    return false;
}

void map_iterate_after(MapIterator *it, Term map, Term key)
{
    map_iterate(it, map);
    if (is_flat(map)) {
        Word index;
        if (find(it->keys, it->left, key, &index)) index++;
        it->keys += index;
        it->values += index;
        it->left -= index;
        return;
    }
    uint64_t hash = term_hash(key);
    Term node = trie_root(map);
    for (int depth = 0;; depth++) {
        Word bitmap = hamt_bitmap(node), index = 0;
        if (bitmap == HAMT_COLLISION) {
            while (index < hamt_child_count(node) &&
                   term_compare_exactly(term_head(hamt_children(node)[index]), key) <= 0)
                index++;
            it->path[it->depth - 1].child += index;
            return;
        }
        Word bit = (Word)1 << (hash >> (depth * HAMT_BITS) & 31);
        index = (Word)__builtin_popcountll(bitmap & (bit - 1));
        it->path[it->depth - 1].child += index;
        if (!(bitmap & bit)) return;
        Term child = hamt_children(node)[index];
        it->path[it->depth - 1].child++;
        if (term_is_cons(child)) return;
        enter_node(it, child);
        node = child;
    }
}

Term map_keys(Heap *heap, Term map)
{
    Term list = NIL, key, value;
    if (is_flat(map)) {
        for (Word i = flat_count(map); i-- > 0;) list = cons_new(heap, tuple_elements(flat_box(map)->keys)[i], list);
        return list;
    }
    MapIterator it;
    map_iterate(&it, map);
    while (map_next(&it, &key, &value)) list = cons_new(heap, key, list);
    return list;
}

Term map_values(Heap *heap, Term map)
{
    Term list = NIL, key, value;
    if (is_flat(map)) {
        for (Word i = flat_count(map); i-- > 0;) list = cons_new(heap, flat_box(map)->values[i], list);
        return list;
    }
    MapIterator it;
    map_iterate(&it, map);
    while (map_next(&it, &key, &value)) list = cons_new(heap, value, list);
    return list;
}

Term map_to_list(Heap *heap, Term map)
{
    Term list = NIL, key, value;
    if (is_flat(map)) {
        for (Word i = flat_count(map); i-- > 0;) {
            Term pair = tuple_new_2(heap, tuple_elements(flat_box(map)->keys)[i], flat_box(map)->values[i]);
            list = cons_new(heap, pair, list);
        }
        return list;
    }
    MapIterator it;
    map_iterate(&it, map);
    while (map_next(&it, &key, &value)) list = cons_new(heap, tuple_new_2(heap, key, value), list);
    return list;
}
