/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_map.c - :maps, and the map functions of :erlang. */
#include "base/mem.h"
#include "base/vec.h"
#include "bif/bif_long.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/map.h"

static Term badmap(Process *p, Term t)
{
    return raise_error_with(p, AM(badmap), t);
}
static Term badkey(Process *p, Term key)
{
    return raise_error_with(p, AM(badkey), key);
}

Term bif_map_size(Process *p, Term *args)
{
    return term_is_map(args[0]) ? term_from_small((int64_t)map_size(args[0])) : badmap(p, args[0]);
}

/* get(Key, Map): both maps:get/2 and erlang:map_get/2. */
Term bif_map_get(Process *p, Term *args)
{
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    Term value = map_get(args[1], args[0]);
    return term_is_none(value) ? badkey(p, args[0]) : value;
}

Term bif_maps_get_3(Process *p, Term *args)
{
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    Term value = map_get(args[1], args[0]);
    return term_is_none(value) ? args[2] : value;
}

Term bif_is_map_key(Process *p, Term *args)
{
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    return map_has(args[1], args[0]) ? AM(true) : AM(false);
}

Term bif_maps_find(Process *p, Term *args)
{
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    Term value = map_get(args[1], args[0]);
    return term_is_none(value) ? AM(error) : tuple_new_2(&p->heap, AM(ok), value);
}

Term bif_maps_put(Process *p, Term *args)
{
    if (!term_is_map(args[2])) return badmap(p, args[2]);
    return map_put(&p->heap, args[2], args[0], args[1]);
}

Term bif_maps_update(Process *p, Term *args)
{
    if (!term_is_map(args[2])) return badmap(p, args[2]);
    Term map = map_update(&p->heap, args[2], args[0], args[1]);
    return term_is_none(map) ? badkey(p, args[0]) : map;
}

Term bif_maps_remove(Process *p, Term *args)
{
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    return map_remove(&p->heap, args[1], args[0], NULL);
}

Term bif_maps_take(Process *p, Term *args)
{
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    Term old, rest = map_remove(&p->heap, args[1], args[0], &old);
    return term_is_none(old) ? AM(error) : tuple_new_2(&p->heap, old, rest);
}

Term bif_maps_new(Process *p, Term *args)
{
    return map_empty(&p->heap);
}

Term bif_maps_merge(Process *p, Term *args)
{
    if (!term_is_map(args[0])) return badmap(p, args[0]);
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    Word a = map_size(args[0]), b = map_size(args[1]);
    bif_charge(p, (int64_t)((a < b ? a : b) / 4));
    return map_merge(&p->heap, args[0], args[1]);
}

/* Large maps: a reduction for every 16 pairs. */
static void charge_pairs(Process *p, Term map)
{
    bif_charge(p, (int64_t)(map_size(map) / 16));
}

Term bif_maps_keys(Process *p, Term *args)
{
    if (!term_is_map(args[0])) return badmap(p, args[0]);
    charge_pairs(p, args[0]);
    return map_keys(&p->heap, args[0]);
}

Term bif_maps_values(Process *p, Term *args)
{
    if (!term_is_map(args[0])) return badmap(p, args[0]);
    charge_pairs(p, args[0]);
    return map_values(&p->heap, args[0]);
}

typedef VEC(Term) TermVec;

static Term map_from_vec(Process *p, TermVec *pairs)
{
    Term map = map_from_pairs(&p->heap, pairs->items, pairs->count / 2);
    bif_charge(p, (int64_t)(pairs->count / 8));
    vec_free(pairs);
    return map;
}

static Term maps_from_list_now(Process *p, Term *args)
{
    TermVec pairs = {0};
    Term list = args[0];
    for (; term_is_cons(list); list = term_tail(list)) {
        Term pair = term_head(list);
        if (!term_is_tuple_of(pair, 2)) break;
        vec_push(&pairs, tuple_get(pair, 0));
        vec_push(&pairs, tuple_get(pair, 1));
    }
    if (term_is_nil(list)) return map_from_vec(p, &pairs);
    vec_free(&pairs);
    return raise_badarg(p);
}
BIF_LONG(bif_maps_from_list, 1, maps_from_list_now, is_long_list(args[0]))

static Term maps_from_keys_now(Process *p, Term *args)
{
    TermVec pairs = {0};
    Term list = args[0];
    for (; term_is_cons(list); list = term_tail(list)) {
        vec_push(&pairs, term_head(list));
        vec_push(&pairs, args[1]);
    }
    if (term_is_nil(list)) return map_from_vec(p, &pairs);
    vec_free(&pairs);
    return raise_badarg(p);
}
BIF_LONG(bif_maps_from_keys, 2, maps_from_keys_now, is_long_list(args[0]))

Term bif_maps_with(Process *p, Term *args)
{
    TermVec pairs = {0};
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    Term list = args[0];
    for (; term_is_cons(list); list = term_tail(list)) {
        Term value = map_get(args[1], term_head(list));
        if (term_is_none(value)) continue;
        vec_push(&pairs, term_head(list));
        vec_push(&pairs, value);
    }
    if (term_is_nil(list)) return map_from_vec(p, &pairs);
    vec_free(&pairs);
    return raise_badarg(p);
}

Term bif_maps_without(Process *p, Term *args)
{
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    Term list = args[0], map = args[1];
    for (; term_is_cons(list); list = term_tail(list)) {
        map = map_remove(&p->heap, map, term_head(list), NULL);
        bif_charge(p, 1);
    }
    return term_is_nil(list) ? map : raise_badarg(p);
}

/* The pairs of the second map whose keys are in both. */
Term bif_maps_intersect(Process *p, Term *args)
{
    TermVec pairs = {0};
    if (!term_is_map(args[0])) return badmap(p, args[0]);
    if (!term_is_map(args[1])) return badmap(p, args[1]);
    bool first_is_smaller = map_size(args[0]) < map_size(args[1]);
    Term key, value;
    MapIterator it;
    map_iterate(&it, args[first_is_smaller ? 0 : 1]);
    while (map_next(&it, &key, &value)) {
        Term other = map_get(args[first_is_smaller ? 1 : 0], key);
        if (term_is_none(other)) continue;
        vec_push(&pairs, key);
        vec_push(&pairs, first_is_smaller ? other : value);
    }
    return map_from_vec(p, &pairs);
}

/* --- iterators ---
 *
 * [Position | Map]: Position is 0 at the start, or {Key} of the last pair seen. next/1 hands out a batch: {K1, V1, {K2, V2, ...
 * [{Kn} | Map]}}, a chain of iterators each of which is already what next/1 returns; `none` ends it. */
enum { ITERATOR_BATCH = 32 };

Term bif_maps_iterator(Process *p, Term *args)
{
    if (!term_is_map(args[0])) return badmap(p, args[0]);
    return cons_new(&p->heap, term_from_small(0), args[0]);
}

Term bif_maps_next(Process *p, Term *args)
{
    Term iterator = args[0];
    if (iterator == AM(none) || term_is_tuple_of(iterator, 3)) return iterator;
    if (!term_is_cons(iterator) || !term_is_map(term_tail(iterator))) return raise_badarg(p);
    Term position = term_head(iterator), map = term_tail(iterator);
    MapIterator it;
    if (term_is_tuple_of(position, 1)) map_iterate_after(&it, map, tuple_get(position, 0));
    else if (position == term_from_small(0)) map_iterate(&it, map);
    else return raise_badarg(p);
    Term keys[ITERATOR_BATCH], values[ITERATOR_BATCH], rest = AM(none);
    int count = 0;
    while (count < ITERATOR_BATCH && map_next(&it, &keys[count], &values[count])) count++;
    if (count == ITERATOR_BATCH) {
        Term last = tuple_new(&p->heap, 1);
        tuple_elements(last)[0] = keys[count - 1];
        rest = cons_new(&p->heap, last, map);
    }
    while (count-- > 0) rest = tuple_new_3(&p->heap, keys[count], values[count], rest);
    return rest;
}

/* What an iterator still has to give. */
static Term iterator_to_list(Process *p, Term iterator)
{
    VEC(Term) pairs = {0};
    Term list = TERM_NONE;
    while (term_is_tuple_of(iterator, 3)) {
        vec_push(&pairs, tuple_new_2(&p->heap, tuple_get(iterator, 0), tuple_get(iterator, 1)));
        iterator = tuple_get(iterator, 2);
        if (term_is_cons(iterator)) {
            iterator = bif_maps_next(p, &iterator);
            if (term_is_none(iterator)) goto done;
        }
    }
    list = iterator == AM(none) ? NIL : raise_badarg(p);
    for (size_t i = pairs.count; i-- > 0 && !term_is_none(list);) list = cons_new(&p->heap, pairs.items[i], list);
done:
    vec_free(&pairs);
    return list;
}

Term bif_maps_to_list(Process *p, Term *args)
{
    if (term_is_map(args[0])) {
        charge_pairs(p, args[0]);
        return map_to_list(&p->heap, args[0]);
    }
    bool is_start = term_is_cons(args[0]) && term_is_map(term_tail(args[0]));
    if (!is_start && !term_is_tuple_of(args[0], 3) && args[0] != AM(none)) return badmap(p, args[0]);
    Term first = bif_maps_next(p, args);
    return term_is_none(first) ? first : iterator_to_list(p, first);
}
