/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dictionary.c - linear probing; erasing moves later entries of the run up, so that there are no tombstones. */
#include "process/dictionary.h"

#include "base/hash.h"
#include "base/mem.h"
#include "term/compare.h"
#include "term/term_hash.h"

struct Dictionary {
    uint32_t count, capacity; /* capacity: a power of two, at most 3/4 full */
    Term slots[];             /* key, value */
};

static uint32_t home(const Dictionary *d, Term key)
{
    return (uint32_t)hash_word(term_hash(key)) & (d->capacity - 1);
}

/* The slot of the key, or the free one where it belongs. */
static uint32_t find(const Dictionary *d, Term key)
{
    uint32_t i = home(d, key);
    while (!term_is_none(d->slots[2 * i]) && d->slots[2 * i] != key && !term_equal_exactly(d->slots[2 * i], key))
        i = (i + 1) & (d->capacity - 1);
    return i;
}

static Dictionary *dictionary_new(uint32_t capacity)
{
    Dictionary *d = mem_alloc(sizeof *d + 2 * capacity * sizeof(Term));
    d->count = 0;
    d->capacity = capacity;
    for (uint32_t i = 0; i < 2 * capacity; i++) d->slots[i] = TERM_NONE;
    return d;
}

static Dictionary *grow(Dictionary *old)
{
    Dictionary *d = dictionary_new(old->capacity * 2);
    for (uint32_t i = 0; i < old->capacity; i++) {
        if (term_is_none(old->slots[2 * i])) continue;
        uint32_t at = find(d, old->slots[2 * i]);
        d->slots[2 * at] = old->slots[2 * i];
        d->slots[2 * at + 1] = old->slots[2 * i + 1];
    }
    d->count = old->count;
    mem_free(old);
    return d;
}

Term dictionary_get(const Process *p, Term key)
{
    if (!p->dictionary) return TERM_NONE;
    return p->dictionary->slots[2 * find(p->dictionary, key) + 1];
}

Term dictionary_put(Process *p, Term key, Term value)
{
    if (!p->dictionary) p->dictionary = dictionary_new(4);
    uint32_t at = find(p->dictionary, key);
    Term old = p->dictionary->slots[2 * at + 1];
    if (term_is_none(old)) {
        if ((p->dictionary->count + 1) * 4 > p->dictionary->capacity * 3) {
            p->dictionary = grow(p->dictionary);
            at = find(p->dictionary, key);
        }
        p->dictionary->count++;
        p->dictionary->slots[2 * at] = key;
    }
    p->dictionary->slots[2 * at + 1] = value;
    return old;
}

Term dictionary_erase(Process *p, Term key)
{
    Dictionary *d = p->dictionary;
    if (!d) return TERM_NONE;
    uint32_t hole = find(d, key);
    Term old = d->slots[2 * hole + 1];
    if (term_is_none(old)) return TERM_NONE;
    uint32_t mask = d->capacity - 1;
    for (uint32_t i = (hole + 1) & mask; !term_is_none(d->slots[2 * i]); i = (i + 1) & mask) {
        uint32_t h = home(d, d->slots[2 * i]);
        if (((i - h) & mask) < ((i - hole) & mask)) continue; /* its home lies after the hole */
        d->slots[2 * hole] = d->slots[2 * i];
        d->slots[2 * hole + 1] = d->slots[2 * i + 1];
        hole = i;
    }
    d->slots[2 * hole] = d->slots[2 * hole + 1] = TERM_NONE;
    d->count--;
    if (d->count == 0) dictionary_clear(p);
    return old;
}

void dictionary_clear(Process *p)
{
    mem_free(p->dictionary);
    p->dictionary = NULL;
}

Term *dictionary_terms(const Process *p, Word *count)
{
    *count = p->dictionary ? 2 * (Word)p->dictionary->capacity : 0;
    return p->dictionary ? p->dictionary->slots : NULL;
}

Word dictionary_size(const Process *p) { return p->dictionary ? p->dictionary->count : 0; }
