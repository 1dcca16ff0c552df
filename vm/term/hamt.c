/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hamt.c - hash array mapped tries (Bagwell 2001, "Ideal hash trees"), persistent: a change copies one path. */
#include "term/hamt.h"

#include "term/compare.h"
#include "term/term_hash.h"

static inline unsigned slot_of(uint64_t hash, int depth)
{
    return (unsigned)(hash >> (depth * HAMT_BITS)) & 31;
}

static Term node_new(Heap *heap, Word bitmap, Word child_count)
{
    Word *words = heap_alloc(heap, 2 + child_count);
    words[0] = header_make(BOX_HASH_NODE, 1 + child_count);
    words[1] = bitmap;
    return term_from_boxed(words);
}

static inline Word child_index(Word bitmap, Word bit)
{
    return (Word)__builtin_popcountll(bitmap & (bit - 1));
}

Term hamt_get(Term node, uint64_t hash, Term key)
{
    for (int depth = 0;; depth++) {
        Word bitmap = hamt_bitmap(node);
        const Term *children = hamt_children(node);
        if (UNLIKELY(bitmap == HAMT_COLLISION)) {
            for (Word i = 0, n = hamt_child_count(node); i < n; i++)
                if (term_equal_exactly(term_head(children[i]), key)) return term_tail(children[i]);
            return TERM_NONE;
        }
        Word bit = (Word)1 << slot_of(hash, depth);
        if (!(bitmap & bit)) return TERM_NONE;
        Term child = children[child_index(bitmap, bit)];
        if (term_is_cons(child))
            return term_equal_exactly(term_head(child), key) ? term_tail(child) : TERM_NONE;
        node = child;
    }
}

static Term copy_with(Heap *heap, Term node, Word index, Term child)
{
    Word count = hamt_child_count(node);
    Term copy = node_new(heap, hamt_bitmap(node), count);
    memcpy(hamt_children(copy), hamt_children(node), count * sizeof(Term));
    hamt_children(copy)[index] = child;
    return copy;
}

static Term copy_inserting(Heap *heap, Term node, Word bitmap, Word index, Term child)
{
    Word count = hamt_child_count(node);
    Term copy = node_new(heap, bitmap, count + 1);
    Term *to = hamt_children(copy);
    const Term *from = hamt_children(node);
    memcpy(to, from, index * sizeof(Term));
    to[index] = child;
    memcpy(to + index + 1, from + index, (count - index) * sizeof(Term));
    return copy;
}

static Term copy_removing(Heap *heap, Term node, Word bitmap, Word index)
{
    Word count = hamt_child_count(node);
    Term copy = node_new(heap, bitmap, count - 1);
    Term *to = hamt_children(copy);
    const Term *from = hamt_children(node);
    memcpy(to, from, index * sizeof(Term));
    memcpy(to + index, from + index + 1, (count - index - 1) * sizeof(Term));
    return copy;
}

/* The subtree of two leaves with different keys. */
static Term join(Heap *heap, Term a, uint64_t a_hash, Term b, uint64_t b_hash, int depth)
{
    if (depth >= HAMT_DEPTH) {
        bool in_order = term_compare_exactly(term_head(a), term_head(b)) < 0;
        Term node = node_new(heap, HAMT_COLLISION, 2);
        hamt_children(node)[0] = in_order ? a : b;
        hamt_children(node)[1] = in_order ? b : a;
        return node;
    }
    unsigned a_slot = slot_of(a_hash, depth), b_slot = slot_of(b_hash, depth);
    if (a_slot == b_slot) {
        Term child = join(heap, a, a_hash, b, b_hash, depth + 1);
        Term node = node_new(heap, (Word)1 << a_slot, 1);
        hamt_children(node)[0] = child;
        return node;
    }
    Term node = node_new(heap, (Word)1 << a_slot | (Word)1 << b_slot, 2);
    hamt_children(node)[a_slot < b_slot ? 0 : 1] = a;
    hamt_children(node)[a_slot < b_slot ? 1 : 0] = b;
    return node;
}

static Term put_colliding(Heap *heap, Term node, Term key, Term value, bool *added)
{
    const Term *children = hamt_children(node);
    Word i = 0, count = hamt_child_count(node);
    for (; i < count; i++) {
        int order = term_compare_exactly(key, term_head(children[i]));
        if (order == 0) return copy_with(heap, node, i, cons_new(heap, key, value));
        if (order < 0) break;
    }
    *added = true;
    return copy_inserting(heap, node, HAMT_COLLISION, i, cons_new(heap, key, value));
}

static Term put(Heap *heap, Term node, uint64_t hash, int depth, Term key, Term value, bool *added)
{
    Word bitmap = hamt_bitmap(node);
    if (UNLIKELY(bitmap == HAMT_COLLISION)) return put_colliding(heap, node, key, value, added);
    Word bit = (Word)1 << slot_of(hash, depth), index = child_index(bitmap, bit);
    if (!(bitmap & bit)) {
        *added = true;
        return copy_inserting(heap, node, bitmap | bit, index, cons_new(heap, key, value));
    }
    Term child = hamt_children(node)[index], changed;
    if (!term_is_cons(child)) {
        changed = put(heap, child, hash, depth + 1, key, value, added);
        if (changed == child) return node;
    } else if (term_equal_exactly(term_head(child), key)) {
        if (term_tail(child) == value) return node;
        changed = cons_new(heap, key, value);
    } else {
        *added = true;
        changed = join(heap, child, term_hash(term_head(child)), cons_new(heap, key, value), hash, depth + 1);
    }
    return copy_with(heap, node, index, changed);
}

Term hamt_put(Heap *heap, Term root, uint64_t hash, Term key, Term value, bool *added)
{
    *added = false;
    return put(heap, root, hash, 0, key, value, added);
}

/* A node that came down to a single leaf gives way to that leaf; TERM_NONE when nothing is left. */
static Term take_out(Heap *heap, Term node, Word bitmap, Word index, int depth)
{
    Word count = hamt_child_count(node);
    const Term *children = hamt_children(node);
    if (count == 1) return TERM_NONE;
    if (count == 2 && depth > 0 && term_is_cons(children[1 - index])) return children[1 - index];
    return copy_removing(heap, node, bitmap, index);
}

static Term take(Heap *heap, Term node, uint64_t hash, int depth, Term key, Term *old)
{
    Word bitmap = hamt_bitmap(node);
    const Term *children = hamt_children(node);
    if (UNLIKELY(bitmap == HAMT_COLLISION)) {
        for (Word i = 0, n = hamt_child_count(node); i < n; i++) {
            if (!term_equal_exactly(term_head(children[i]), key)) continue;
            *old = term_tail(children[i]);
            return take_out(heap, node, HAMT_COLLISION, i, depth);
        }
        return node;
    }
    Word bit = (Word)1 << slot_of(hash, depth), index = child_index(bitmap, bit);
    if (!(bitmap & bit)) return node;
    Term child = children[index];
    if (term_is_cons(child)) {
        if (!term_equal_exactly(term_head(child), key)) return node;
        *old = term_tail(child);
        return take_out(heap, node, bitmap & ~bit, index, depth);
    }
    Term changed = take(heap, child, hash, depth + 1, key, old);
    if (changed == child) return node;
    if (term_is_none(changed)) return take_out(heap, node, bitmap & ~bit, index, depth);
    if (term_is_cons(changed) && hamt_child_count(node) == 1 && depth > 0) return changed;
    return copy_with(heap, node, index, changed);
}

Term hamt_remove(Heap *heap, Term root, uint64_t hash, Term key, Term *old)
{
    *old = TERM_NONE;
    return take(heap, root, hash, 0, key, old);
}

/* --- union: node by node, so that parts that only one side has are shared --- */

static Word count_leaves(Term node)
{
    if (term_is_cons(node)) return 1;
    Word sum = 0;
    for (Word i = 0, n = hamt_child_count(node); i < n; i++) sum += count_leaves(hamt_children(node)[i]);
    return sum;
}

static Term merge_child(Heap *heap, Term a, Term b, int depth, Word *common);

/* The leaves of `from` put into `into`, unless `keep` and the key is there. */
static Term put_all(Heap *heap, Term into, Term from, int depth, bool keep, Word *common)
{
    if (!term_is_cons(from)) {
        for (Word i = 0, n = hamt_child_count(from); i < n; i++)
            into = put_all(heap, into, hamt_children(from)[i], depth, keep, common);
        return into;
    }
    uint64_t hash = term_hash(term_head(from));
    bool added = false;
    Term result = put(heap, into, hash, depth, term_head(from), term_tail(from), &added);
    if (added) return result;
    ++*common;
    return keep ? into : result;
}

static Term merge_nodes(Heap *heap, Term a, Term b, int depth, Word *common)
{
    Word a_bitmap = hamt_bitmap(a), b_bitmap = hamt_bitmap(b), bitmap = a_bitmap | b_bitmap;
    if (bitmap & HAMT_COLLISION) return put_all(heap, a, b, depth, false, common);
    const Term *a_child = hamt_children(a), *b_child = hamt_children(b);
    Term children[32];
    Word count = 0;
    bool all_a = bitmap == a_bitmap, all_b = bitmap == b_bitmap;
    for (Word left = bitmap; left; left &= left - 1, count++) {
        Word bit = left & -left;
        Term from_a = a_bitmap & bit ? *a_child++ : TERM_NONE, from_b = b_bitmap & bit ? *b_child++ : TERM_NONE;
        if (term_is_none(from_b)) children[count] = from_a;
        else if (term_is_none(from_a)) children[count] = from_b;
        else children[count] = merge_child(heap, from_a, from_b, depth + 1, common);
        all_a = all_a && children[count] == from_a;
        all_b = all_b && children[count] == from_b;
    }
    if (all_b) return b;
    if (all_a) return a;
    Term node = node_new(heap, bitmap, count);
    memcpy(hamt_children(node), children, count * sizeof *children);
    return node;
}

static Term merge_child(Heap *heap, Term a, Term b, int depth, Word *common)
{
    if (a == b) {
        *common += count_leaves(a);
        return b;
    }
    if (!term_is_cons(a)) {
        return term_is_cons(b) ? put_all(heap, a, b, depth, false, common) : merge_nodes(heap, a, b, depth, common);
    }
    if (!term_is_cons(b)) return put_all(heap, b, a, depth, true, common);
    if (term_equal_exactly(term_head(a), term_head(b))) {
        ++*common;
        return b;
    }
    return join(heap, a, term_hash(term_head(a)), b, term_hash(term_head(b)), depth);
}

Term hamt_merge(Heap *heap, Term a, Term b, Word *common)
{
    *common = 0;
    return merge_child(heap, a, b, 0, common);
}

/* --- building in bulk: partition by five bits at each level, keeping the order of entries with one key --- */

static bool same_hash(const HamtEntry *entries, Word n)
{
    for (Word i = 1; i < n; i++)
        if (entries[i].hash != entries[0].hash) return false;
    return true;
}

/* Entries of one hash: keeps the last of each key; returns how many keys. */
static Word drop_duplicates(HamtEntry *entries, Word n)
{
    Word kept = 0;
    for (Word i = 0, k; i < n; i++) {
        for (k = 0; k < kept; k++)
            if (term_equal_exactly(entries[k].key, entries[i].key)) break;
        entries[k] = entries[i];
        if (k == kept) kept++;
    }
    return kept;
}

static Term collision_node(Heap *heap, HamtEntry *entries, Word n)
{
    Term node = node_new(heap, HAMT_COLLISION, n);
    for (Word i = 0; i < n; i++) {
        Term leaf = cons_new(heap, entries[i].key, entries[i].value);
        Word at = i;
        for (; at > 0 && term_compare_exactly(term_head(hamt_children(node)[at - 1]), entries[i].key) > 0; at--)
            hamt_children(node)[at] = hamt_children(node)[at - 1];
        hamt_children(node)[at] = leaf;
    }
    return node;
}

static Term build(Heap *heap, HamtEntry *entries, HamtEntry *scratch, Word n, int depth, Word *count)
{
    if (n > 1 && same_hash(entries, n)) n = drop_duplicates(entries, n);
    if (n == 1 && depth > 0) {
        ++*count;
        return cons_new(heap, entries[0].key, entries[0].value);
    }
    if (depth >= HAMT_DEPTH) {
        *count += n;
        return collision_node(heap, entries, n);
    }
    Word ends[32] = {0}, starts[32], at = 0, bitmap = 0, children = 0;
    for (Word i = 0; i < n; i++) ends[slot_of(entries[i].hash, depth)]++;
    for (int slot = 0; slot < 32; slot++) {
        if (ends[slot]) bitmap |= (Word)1 << slot, children++;
        starts[slot] = at;
        at += ends[slot];
        ends[slot] = starts[slot];
    }
    for (Word i = 0; i < n; i++) scratch[ends[slot_of(entries[i].hash, depth)]++] = entries[i];
    Term node = node_new(heap, bitmap, children);
    Word child = 0;
    for (int slot = 0; slot < 32; slot++) {
        Word size = ends[slot] - starts[slot];
        if (size == 0) continue;
        hamt_children(node)[child++] =
            build(heap, scratch + starts[slot], entries + starts[slot], size, depth + 1, count);
    }
    return node;
}

Term hamt_build(Heap *heap, HamtEntry *entries, HamtEntry *scratch, Word entry_count, Word *count)
{
    assert(entry_count > 0);
    *count = 0;
    return build(heap, entries, scratch, entry_count, 0, count);
}
