/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_shared.c - what processes share without a server: persistent_term, atomics, counters. */
#include "base/hash.h"
#include "base/mem.h"
#include "bif/bif_process.h"
#include "code/bif.h"
#include "gc/copy.h"
#include "gc/literal.h"
#include "process/exception.h"
#include "term/arith.h"
#include "term/bignum.h"
#include "term/map.h"
#include "term/ref.h"
#include "term/term_hash.h"

/* --- persistent_term: values are literals, each in an area of its own.
 *
 * A value that is replaced or erased may still be referred to from any heap; its area stays for ever (the reference
 * scans all processes instead). Programs set such terms rarely, by design. --- */

typedef struct Persistent {
    struct Persistent *next;
    Term key, value; /* literals */
} Persistent;

static Lock persistent_lock = {PTHREAD_MUTEX_INITIALIZER, RANK_leaf}; /* guards what follows */
static Persistent **persistent_table;
static size_t persistent_count, persistent_buckets;
static Word persistent_words;

static Persistent **persistent_find(Term key)
{
    if (!persistent_table) {
        persistent_buckets = 64;
        persistent_table = mem_alloc_zero(persistent_buckets, sizeof *persistent_table);
    }
    Persistent **link = &persistent_table[term_hash(key) & (persistent_buckets - 1)];
    while (*link && !term_equal_exactly((*link)->key, key)) link = &(*link)->next;
    return link;
}

static void persistent_grow(void)
{
    Persistent **old = persistent_table;
    size_t old_buckets = persistent_buckets;
    persistent_buckets *= 2;
    persistent_table = mem_alloc_zero(persistent_buckets, sizeof *persistent_table);
    for (size_t i = 0; i < old_buckets; i++)
        for (Persistent *entry = old[i], *next; entry; entry = next) {
            next = entry->next;
            Persistent **link = &persistent_table[term_hash(entry->key) & (persistent_buckets - 1)];
            entry->next = *link;
            *link = entry;
        }
    mem_free(old);
}

static Term persistent_get(Term key)
{
    lock_acquire(&persistent_lock);
    Persistent *entry = *persistent_find(key);
    Term value = entry ? entry->value : TERM_NONE;
    lock_release(&persistent_lock);
    return value;
}

Term bif_persistent_get_1(Process *p, Term *args)
{
    Term value = persistent_get(args[0]);
    return term_is_none(value) ? raise_badarg(p) : value;
}

Term bif_persistent_get_2(Process *p, Term *args)
{
    Term value = persistent_get(args[0]);
    return term_is_none(value) ? args[1] : value;
}

Term bif_persistent_get_0(Process *p, Term *args)
{
    Term list = NIL;
    lock_acquire(&persistent_lock);
    for (size_t i = 0; i < persistent_buckets; i++)
        for (Persistent *entry = persistent_table[i]; entry; entry = entry->next)
            list = cons_new(&p->heap, tuple_new_2(&p->heap, entry->key, entry->value), list);
    lock_release(&persistent_lock);
    return list;
}

Term bif_persistent_put(Process *p, Term *args)
{
    Term before = persistent_get(args[0]);
    if (!term_is_none(before) && term_equal_exactly(before, args[1])) return AM(ok);
    Term pair, value, key;
    literal_area_from_term(tuple_new_2(&p->heap, args[0], args[1]), &pair);
    key = tuple_get(pair, 0);
    value = tuple_get(pair, 1);
    Word words = term_flat_size_words(pair);
    bif_charge(p, (int64_t)(words / 16));
    lock_acquire(&persistent_lock);
    Persistent **link = persistent_find(key);
    if (*link) (*link)->value = value;
    else {
        *link = mem_alloc(sizeof **link);
        **link = (Persistent){NULL, key, value};
        if (++persistent_count > persistent_buckets) persistent_grow();
    }
    persistent_words += words;
    lock_release(&persistent_lock);
    return AM(ok);
}

Term bif_persistent_erase(Process *p, Term *args)
{
    lock_acquire(&persistent_lock);
    Persistent **link = persistent_find(args[0]), *entry = *link;
    if (entry) {
        *link = entry->next;
        persistent_count--;
    }
    lock_release(&persistent_lock);
    mem_free(entry);
    return entry ? AM(true) : AM(false);
}

Term bif_persistent_info(Process *p, Term *args)
{
    lock_acquire(&persistent_lock);
    size_t count = persistent_count;
    Word bytes = persistent_words * sizeof(Word);
    lock_release(&persistent_lock);
    Term map = map_put(&p->heap, map_empty(&p->heap), AM(count), term_from_small((int64_t)count));
    return map_put(&p->heap, map, AM(memory), term_from_small((int64_t)bytes));
}

/* --- atomics: arrays of 64-bit integers behind a magic reference. Sequentially consistent, as documented. --- */

typedef struct Atomics {
    Resource resource; /* first */
    bool is_signed;
    Word count;
    _Atomic(uint64_t) values[];
} Atomics;

static void atomics_destroy(Resource *resource) { mem_free(resource); }

static Atomics *atomics_new(Word count, bool is_signed)
{
    Atomics *a = mem_alloc_zero(1, sizeof *a + count * sizeof(uint64_t));
    resource_init(&a->resource, atomics_destroy);
    a->is_signed = is_signed;
    a->count = count;
    return a;
}

static Atomics *atomics_from(Term t) { return (Atomics *)magic_ref_resource(t, atomics_destroy); }

static _Atomic(uint64_t) *slot(Term reference, Term index, Atomics **a)
{
    *a = atomics_from(reference);
    if (!*a || !term_is_small(index)) return NULL;
    int64_t i = term_to_small(index);
    return i >= 1 && (Word)i <= (*a)->count ? &(*a)->values[i - 1] : NULL;
}

static bool read_word(const Atomics *a, Term t, uint64_t *n)
{
    if (term_is_small(t)) {
        *n = (uint64_t)term_to_small(t);
        return a->is_signed || term_to_small(t) >= 0;
    }
    int64_t s;
    if (a->is_signed) {
        if (!integer_fits_int64(t, &s)) return false;
        *n = (uint64_t)s;
        return true;
    }
    return integer_fits_uint64(t, n);
}

/* What is added may be negative for unsigned ones too. */
static bool read_increment(const Atomics *a, Term t, uint64_t *n)
{
    int64_t s;
    if (term_is_integer(t) && integer_fits_int64(t, &s)) {
        *n = (uint64_t)s;
        return true;
    }
    return term_is_integer(t) && integer_fits_uint64(t, n);
}

static Term word_term(Process *p, const Atomics *a, uint64_t n)
{
    return a->is_signed ? integer_from_int64(&p->heap, (int64_t)n) : integer_from_uint64(&p->heap, n);
}

static Term new_array(Process *p, Term size, bool is_signed)
{
    if (!term_is_small(size) || term_to_small(size) < 1) return raise_badarg(p);
    if (term_to_small(size) > (int64_t)1 << 40) return raise_system_limit(p);
    return magic_ref_new_take(&p->heap, &atomics_new((Word)term_to_small(size), is_signed)->resource);
}

Term bif_atomics_new(Process *p, Term *args)
{
    bool is_signed = true;
    Term options = args[1];
    for (; term_is_cons(options); options = term_tail(options)) {
        Term o = term_head(options);
        if (!term_is_tuple_of(o, 2) || tuple_get(o, 0) != AM(signed)) return raise_badarg(p);
        if (tuple_get(o, 1) != AM(true) && tuple_get(o, 1) != AM(false)) return raise_badarg(p);
        is_signed = tuple_get(o, 1) == AM(true);
    }
    return term_is_nil(options) ? new_array(p, args[0], is_signed) : raise_badarg(p);
}

Term bif_atomics_put(Process *p, Term *args)
{
    Atomics *a;
    _Atomic(uint64_t) *s = slot(args[0], args[1], &a);
    uint64_t n;
    if (!s || !term_is_integer(args[2]) || !read_word(a, args[2], &n)) return raise_badarg(p);
    atomic_store_explicit(s, n, memory_order_seq_cst);
    return AM(ok);
}

Term bif_atomics_get(Process *p, Term *args)
{
    Atomics *a;
    _Atomic(uint64_t) *s = slot(args[0], args[1], &a);
    return s ? word_term(p, a, atomic_load_explicit(s, memory_order_seq_cst)) : raise_badarg(p);
}

static Term add(Process *p, Term *args, bool subtract, bool tell)
{
    Atomics *a;
    _Atomic(uint64_t) *s = slot(args[0], args[1], &a);
    uint64_t n;
    if (!s || !read_increment(a, args[2], &n)) return raise_badarg(p);
    if (subtract) n = 0 - n;
    uint64_t before = atomic_fetch_add_explicit(s, n, memory_order_seq_cst);
    return tell ? word_term(p, a, before + n) : AM(ok);
}

Term bif_atomics_add(Process *p, Term *args) { return add(p, args, false, false); }
Term bif_atomics_add_get(Process *p, Term *args) { return add(p, args, false, true); }
Term bif_atomics_sub(Process *p, Term *args) { return add(p, args, true, false); }
Term bif_atomics_sub_get(Process *p, Term *args) { return add(p, args, true, true); }

Term bif_atomics_exchange(Process *p, Term *args)
{
    Atomics *a;
    _Atomic(uint64_t) *s = slot(args[0], args[1], &a);
    uint64_t n;
    if (!s || !term_is_integer(args[2]) || !read_word(a, args[2], &n)) return raise_badarg(p);
    return word_term(p, a, atomic_exchange_explicit(s, n, memory_order_seq_cst));
}

Term bif_atomics_compare_exchange(Process *p, Term *args)
{
    Atomics *a;
    _Atomic(uint64_t) *s = slot(args[0], args[1], &a);
    uint64_t expected, desired;
    if (!s || !term_is_integer(args[2]) || !term_is_integer(args[3])) return raise_badarg(p);
    if (!read_word(a, args[2], &expected) || !read_word(a, args[3], &desired)) return raise_badarg(p);
    if (atomic_compare_exchange_strong_explicit(s, &expected, desired, memory_order_seq_cst, memory_order_seq_cst))
        return AM(ok);
    return word_term(p, a, expected);
}

Term bif_atomics_info(Process *p, Term *args)
{
    Atomics *a = atomics_from(args[0]);
    if (!a) return raise_badarg(p);
    Heap *heap = &p->heap;
    Term map = map_put(heap, map_empty(heap), AM(size), term_from_small((int64_t)a->count));
    map = map_put(heap, map, AM(memory), term_from_small((int64_t)(sizeof *a + a->count * 8)));
    if (a->is_signed) {
        map = map_put(heap, map, AM(max), integer_from_int64(heap, INT64_MAX));
        return map_put(heap, map, AM(min), integer_from_int64(heap, INT64_MIN));
    }
    map = map_put(heap, map, AM(max), integer_from_uint64(heap, UINT64_MAX));
    return map_put(heap, map, AM(min), term_from_small(0));
}

/* --- counters: {atomics | write_concurrency, Ref}; both kinds are plain arrays here --- */

static bool counter_args(Term *args, Word count, Term *converted)
{
    if (!term_is_tuple_of(args[0], 2)) return false;
    converted[0] = tuple_get(args[0], 1);
    for (Word i = 1; i < count; i++) converted[i] = args[i];
    return true;
}

Term bif_counters_new(Process *p, Term *args)
{
    Term kind = AM(atomics), options = args[1];
    for (; term_is_cons(options); options = term_tail(options)) {
        kind = term_head(options);
        if (kind != AM(atomics) && kind != AM(write_concurrency)) return raise_badarg(p);
    }
    if (!term_is_nil(options)) return raise_badarg(p);
    Term reference = new_array(p, args[0], true);
    return term_is_none(reference) ? reference : tuple_new_2(&p->heap, kind, reference);
}

Term bif_counters_get(Process *p, Term *args)
{
    Term c[2];
    return counter_args(args, 2, c) ? bif_atomics_get(p, c) : raise_badarg(p);
}
Term bif_counters_put(Process *p, Term *args)
{
    Term c[3];
    return counter_args(args, 3, c) ? bif_atomics_put(p, c) : raise_badarg(p);
}
Term bif_counters_add(Process *p, Term *args)
{
    Term c[3];
    return counter_args(args, 3, c) ? bif_atomics_add(p, c) : raise_badarg(p);
}
Term bif_counters_sub(Process *p, Term *args)
{
    Term c[3];
    return counter_args(args, 3, c) ? bif_atomics_sub(p, c) : raise_badarg(p);
}

Term bif_counters_info(Process *p, Term *args)
{
    Atomics *a = term_is_tuple_of(args[0], 2) ? atomics_from(tuple_get(args[0], 1)) : NULL;
    if (!a) return raise_badarg(p);
    Heap *heap = &p->heap;
    Term map = map_put(heap, map_empty(heap), AM(size), term_from_small((int64_t)a->count));
    return map_put(heap, map, AM(memory), term_from_small((int64_t)(sizeof *a + a->count * 8)));
}
