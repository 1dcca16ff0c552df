/* SPDX-License-Identifier: GPL-3.0-or-later */
/* atom.c - the atom table.
 *
 * Entries stand in segments that never move. The index is an open-addressing table of atom numbers (+ 1; 0 is free); when
 * it grows a new one is published and the old one is kept, for readers that still look into it. A reader that does
 * not find a name there asks again under the lock. */
#include "term/atom.h"

#include <stdatomic.h>

#include "base/hash.h"
#include "base/lock.h"
#include "base/mem.h"

enum { SEGMENT_SHIFT = 10, SEGMENT_SIZE = 1 << SEGMENT_SHIFT, SEGMENT_COUNT = ATOM_MAX_COUNT / SEGMENT_SIZE };

typedef struct AtomEntry {
    const char *text;
    uint64_t order; /* the first eight bytes, big-endian: decides most comparisons */
    uint32_t size_bytes;
    uint32_t hash;
} AtomEntry;

typedef struct AtomIndex {
    uint32_t mask;
    _Atomic(uint32_t) slots[];
} AtomIndex;

static Lock atom_lock; /* guards writing all of these */
static AtomEntry *segments[SEGMENT_COUNT];
static _Atomic(uint32_t) count;
static _Atomic(AtomIndex *) current_index;
static Arena *texts;

static inline const AtomEntry *entry_at(uint32_t index)
{
    return &segments[index >> SEGMENT_SHIFT][index & (SEGMENT_SIZE - 1)];
}
static inline const AtomEntry *entry_of(Term atom)
{
    return entry_at(term_to_atom_index(atom));
}

static AtomIndex *index_new(uint32_t capacity)
{
    AtomIndex *index = mem_alloc_zero(1, sizeof *index + capacity * sizeof index->slots[0]);
    index->mask = capacity - 1;
    return index;
}

static void index_insert(AtomIndex *index, uint32_t hash, uint32_t atom_index)
{
    uint32_t i = hash & index->mask;
    while (atomic_load_explicit(&index->slots[i], memory_order_relaxed)) i = (i + 1) & index->mask;
    /* release: the entry is complete before its number can be seen (acquire in `lookup`) */
    atomic_store_explicit(&index->slots[i], atom_index + 1, memory_order_release);
}

static Term lookup(const char *text, size_t size, uint32_t hash)
{
    const AtomIndex *index = atomic_load_explicit(&current_index, memory_order_acquire);
    for (uint32_t i = hash & index->mask;; i = (i + 1) & index->mask) {
        uint32_t slot = atomic_load_explicit(&index->slots[i], memory_order_acquire);
        if (slot == 0) return TERM_NONE;
        const AtomEntry *entry = entry_at(slot - 1);
        if (entry->hash == hash && entry->size_bytes == size &&
            (size == 0 || memcmp(entry->text, text, size) == 0))
            return term_from_atom_index(slot - 1);
    }
}

static void grow_index(void)
{
    AtomIndex *old = atomic_load_explicit(&current_index, memory_order_relaxed);
    AtomIndex *index = index_new((old->mask + 1) * 2);
    uint32_t n = atomic_load_explicit(&count, memory_order_relaxed);
    for (uint32_t i = 0; i < n; i++) index_insert(index, entry_at(i)->hash, i);
    atomic_store_explicit(&current_index, index, memory_order_release); /* acquire: lookup */
}

static Term add(const char *text, size_t size, uint32_t hash)
{
    uint32_t n = atomic_load_explicit(&count, memory_order_relaxed);
    if (n >= ATOM_MAX_COUNT) return TERM_NONE;
    AtomEntry **segment = &segments[n >> SEGMENT_SHIFT];
    if (!*segment) *segment = mem_alloc_zero(SEGMENT_SIZE, sizeof **segment);
    AtomEntry *entry = &(*segment)[n & (SEGMENT_SIZE - 1)];
    *entry = (AtomEntry){.text = arena_copy(texts, text, size), .size_bytes = (uint32_t)size, .hash = hash};
    for (size_t i = 0; i < 8; i++) entry->order = entry->order << 8 | (i < size ? (uint8_t)text[i] : 0);
    AtomIndex *index = atomic_load_explicit(&current_index, memory_order_relaxed);
    if ((n + 1) * 2 > index->mask) {
        grow_index();
        index = atomic_load_explicit(&current_index, memory_order_relaxed);
    }
    atomic_store_explicit(&count, n + 1, memory_order_release);
    index_insert(index, hash, n);
    return term_from_atom_index(n);
}

static inline uint32_t hash_text(const char *text, size_t size)
{
    return (uint32_t)hash_bytes(text, size, 0);
}

void atom_table_init(void)
{
    static const struct { const char *text; size_t size; } predefined[] = {
#define ATOM(name, text) {text, sizeof(text) - 1},
#include "term/atoms.def"
#undef ATOM
    };
    if (texts) return; /* tests start the VM's parts in any order */
    lock_init(&atom_lock, RANK_atom_table);
    texts = arena_new();
    atomic_store_explicit(&current_index, index_new(4096), memory_order_release);
    for (size_t i = 0; i < ARRAY_COUNT(predefined); i++) {
        uint32_t hash = hash_text(predefined[i].text, predefined[i].size);
        if (!term_is_none(lookup(predefined[i].text, predefined[i].size, hash)))
            panic("atoms.def has '%s' twice", predefined[i].text);
        add(predefined[i].text, predefined[i].size, hash);
    }
}

Term atom_intern(const char *text, size_t size_bytes)
{
    uint32_t hash = hash_text(text, size_bytes);
    Term atom = lookup(text, size_bytes, hash);
    if (LIKELY(!term_is_none(atom))) return atom;
    lock_acquire(&atom_lock);
    atom = lookup(text, size_bytes, hash);
    if (term_is_none(atom)) atom = add(text, size_bytes, hash);
    lock_release(&atom_lock);
    return atom;
}

Term atom_intern_string(const char *text)
{
    return atom_intern(text, strlen(text));
}

Term atom_find(const char *text, size_t size_bytes)
{
    uint32_t hash = hash_text(text, size_bytes);
    Term atom = lookup(text, size_bytes, hash);
    if (!term_is_none(atom)) return atom;
    lock_acquire(&atom_lock);
    atom = lookup(text, size_bytes, hash);
    lock_release(&atom_lock);
    return atom;
}

const char *atom_text(Term atom)
{
    return entry_of(atom)->text;
}

size_t atom_size_bytes(Term atom)
{
    return entry_of(atom)->size_bytes;
}

uint32_t atom_hash(Term atom)
{
    return entry_of(atom)->hash;
}

uint32_t atom_count(void)
{
    return atomic_load_explicit(&count, memory_order_acquire);
}

int atom_compare(Term a, Term b)
{
    if (a == b) return 0;
    const AtomEntry *x = entry_of(a), *y = entry_of(b);
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    size_t shorter = x->size_bytes < y->size_bytes ? x->size_bytes : y->size_bytes;
    int order = memcmp(x->text, y->text, shorter);
    return order ? order : x->size_bytes < y->size_bytes ? -1 : 1;
}
