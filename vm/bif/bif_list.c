/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_list.c - lists: the list functions of :erlang, and what of :lists is native. */
#include "base/mem.h"
#include "base/vec.h"
#include "bif/bif_long.h"
#include "code/bif.h"
#include "code/export.h"
#include "process/exception.h"
#include "term/compare.h"
#include "term/term_hash.h"

enum { CELLS_PER_REDUCTION = 32 };

/* The length, or -1 if the list is not proper. */
static int64_t list_length(Term list)
{
    int64_t length = 0;
    for (; term_is_cons(list); list = term_tail(list)) length++;
    return term_is_nil(list) ? length : -1;
}

static void charge_cells(Process *p, int64_t cells)
{
    bif_charge(p, cells / CELLS_PER_REDUCTION);
}

Term bif_hd(Process *p, Term *args)
{
    return term_is_cons(args[0]) ? term_head(args[0]) : raise_badarg(p);
}

Term bif_tl(Process *p, Term *args)
{
    return term_is_cons(args[0]) ? term_tail(args[0]) : raise_badarg(p);
}

Term bif_length(Process *p, Term *args)
{
    int64_t length = list_length(args[0]);
    if (length < 0) return raise_badarg(p);
    charge_cells(p, length);
    return term_from_small(length);
}

/* A copy of the first `count` cells of `list`, going on with `tail`. */
static Term copy_onto(Process *p, Term list, Word count, Term tail)
{
    if (count == 0) return tail;
    Term *cells = (Term *)heap_alloc(&p->heap, 2 * count);
    for (Word i = 0; i < count; i++, list = term_tail(list)) {
        cells[2 * i] = term_head(list);
        cells[2 * i + 1] = term_from_cons(cells + 2 * i + 2);
    }
    cells[2 * count - 1] = tail;
    charge_cells(p, (int64_t)count);
    return term_from_cons(cells);
}

/* A list of an array's items. */
static Term list_from_array(Process *p, const Term *items, Word count, Term tail)
{
    if (count == 0) return tail;
    Term *cells = (Term *)heap_alloc(&p->heap, 2 * count);
    for (Word i = 0; i < count; i++) {
        cells[2 * i] = items[i];
        cells[2 * i + 1] = term_from_cons(cells + 2 * i + 2);
    }
    cells[2 * count - 1] = tail;
    return term_from_cons(cells);
}

Term bif_append(Process *p, Term *args)
{
    int64_t length = list_length(args[0]);
    if (length < 0) return raise_badarg(p);
    return term_is_nil(args[1]) ? args[0] : copy_onto(p, args[0], (Word)length, args[1]);
}

/* --- `--`: each element of the right list takes the first that equals it out of the left one --- */

enum { SUBTRACT_LINEAR_MAX = 12 };

typedef struct Bag { /* the right list's elements: open addressing by hash */
    Term *elements; /* TERM_NONE: free */
    Word *counts;
    Word mask;
} Bag;

static Word bag_slot(const Bag *bag, Term t)
{
    Word i = term_hash(t) & bag->mask;
    while (!term_is_none(bag->elements[i]) && !term_equal_exactly(bag->elements[i], t)) i = (i + 1) & bag->mask;
    return i;
}

static Word subtract_bag(const Term *left, Word left_count, Term right, Word right_count, Term *kept)
{
    Bag bag = {.mask = 63};
    while (bag.mask < right_count * 2) bag.mask = bag.mask * 2 + 1;
    bag.elements = mem_alloc((bag.mask + 1) * sizeof *bag.elements);
    bag.counts = mem_alloc_zero(bag.mask + 1, sizeof *bag.counts);
    for (Word i = 0; i <= bag.mask; i++) bag.elements[i] = TERM_NONE;
    for (; term_is_cons(right); right = term_tail(right)) {
        Word slot = bag_slot(&bag, term_head(right));
        bag.elements[slot] = term_head(right);
        bag.counts[slot]++;
    }
    Word count = 0;
    for (Word i = 0; i < left_count; i++) {
        Word slot = bag_slot(&bag, left[i]);
        if (bag.counts[slot]) bag.counts[slot]--;
        else kept[count++] = left[i];
    }
    mem_free(bag.elements);
    mem_free(bag.counts);
    return count;
}

static Word subtract_linear(const Term *left, Word left_count, Term right, Term *kept)
{
    Term wanted[SUBTRACT_LINEAR_MAX];
    Word wanted_count = 0, count = 0;
    for (; term_is_cons(right); right = term_tail(right)) wanted[wanted_count++] = term_head(right);
    for (Word i = 0; i < left_count; i++) {
        Word k = 0;
        while (k < wanted_count && !term_equal_exactly(wanted[k], left[i])) k++;
        if (k == wanted_count) kept[count++] = left[i];
        else wanted[k] = wanted[--wanted_count];
    }
    return count;
}

static Term *array_from_list(Term list, Word count)
{
    Term *items = mem_alloc(count * sizeof *items);
    for (Word i = 0; i < count; i++, list = term_tail(list)) items[i] = term_head(list);
    return items;
}

static Term subtract_list_now(Process *p, Term *args)
{
    int64_t left_count = list_length(args[0]), right_count = list_length(args[1]);
    if (left_count < 0 || right_count < 0) return raise_badarg(p);
    if (left_count == 0 || right_count == 0) return args[0];
    Term *left = array_from_list(args[0], (Word)left_count);
    Word count = right_count <= SUBTRACT_LINEAR_MAX
                     ? subtract_linear(left, (Word)left_count, args[1], left)
                     : subtract_bag(left, (Word)left_count, args[1], (Word)right_count, left);
    Term list = count == (Word)left_count ? args[0] : list_from_array(p, left, count, NIL);
    mem_free(left);
    charge_cells(p, 4 * (left_count + right_count));
    return list;
}
BIF_LONG(bif_subtract_list, 2, subtract_list_now, is_long_list(args[0]) || is_long_list(args[1]))

/* --- :lists --- */

static Term reverse_onto(Process *p, Term list, Term tail)
{
    int64_t count = 0;
    Term result = tail;
    for (; term_is_cons(list); list = term_tail(list), count++) result = cons_new(&p->heap, term_head(list), result);
    charge_cells(p, count);
    return term_is_nil(list) ? result : TERM_NONE;
}

Term bif_lists_reverse_1(Process *p, Term *args)
{
    Term list = reverse_onto(p, args[0], NIL);
    return term_is_none(list) ? raise_error(p, AM(function_clause)) : list;
}

Term bif_lists_reverse_2(Process *p, Term *args)
{
    Term list = reverse_onto(p, args[0], args[1]);
    return term_is_none(list) ? raise_badarg(p) : list;
}

Term bif_lists_member(Process *p, Term *args)
{
    int64_t count = 0;
    Term wanted = args[0], list = args[1];
    for (; term_is_cons(list); list = term_tail(list), count++) {
        if (!term_equal_exactly(term_head(list), wanted)) continue;
        charge_cells(p, count);
        return AM(true);
    }
    charge_cells(p, count);
    return term_is_nil(list) ? AM(false) : raise_badarg(p);
}

/* The first tuple whose element equals (==) the key; NIL if there is none; TERM_NONE after raising. */
static Term key_search(Process *p, Term *args)
{
    Term key = args[0], list = args[2];
    if (!term_is_small(args[1]) || term_to_small(args[1]) < 1) return raise_badarg(p);
    Word position = (Word)term_to_small(args[1]);
    int64_t count = 0;
    for (; term_is_cons(list); list = term_tail(list), count++) {
        Term t = term_head(list);
        if (!term_is_tuple(t) || tuple_arity(t) < position || !term_equal(tuple_get(t, position - 1), key)) continue;
        charge_cells(p, count);
        return t;
    }
    charge_cells(p, count);
    return term_is_nil(list) ? NIL : raise_badarg(p);
}

Term bif_lists_keyfind(Process *p, Term *args)
{
    Term t = key_search(p, args);
    return term_is_nil(t) ? AM(false) : t;
}

Term bif_lists_keymember(Process *p, Term *args)
{
    Term t = key_search(p, args);
    return term_is_none(t) ? t : term_is_nil(t) ? AM(false) : AM(true);
}

Term bif_lists_keysearch(Process *p, Term *args)
{
    Term t = key_search(p, args);
    if (term_is_none(t)) return t;
    return term_is_nil(t) ? AM(false) : tuple_new_2(&p->heap, AM(value), t);
}

/* --- sorting ---
 *
 * A list of up to SORT_RUN elements is sorted at once. A longer one is cut into such runs, which are merged pairwise as a binary
 * counter counts, by budget: lists:elver_sort_step(Kind, Rest, Runs, Merge) does a slice and traps to itself.
 *
 *     Kind   position of the key (0: the whole term) * 2 + 1 if unique
 *     Rest   elements not looked at yet
 *     Runs   newest first: [[Level | List]...]; Level runs of one level are merged to one of the next
 *     Merge  [] or {A, B, Merged, Level}: A (older) and B are being merged onto Merged, reversed; once A is [], Merged
 *            is being put in front of B */
enum { SORT_RUN = 2048, SORT_BUDGET = 16384 };

typedef struct SortOrder {
    Word key; /* 0: the term; else position from 1 */
    bool unique;
} SortOrder;

static inline int sort_compare(const SortOrder *order, Term a, Term b)
{
    if (order->key == 0) return term_compare(a, b);
    return term_compare(tuple_get(a, order->key - 1), tuple_get(b, order->key - 1));
}

/* Merge sort, stable; the result is in items. */
static void sort_array(const SortOrder *order, Term *items, Term *scratch, Word count)
{
    if (count <= 8) {
        for (Word i = 1; i < count; i++) {
            Term t = items[i];
            Word at = i;
            for (; at > 0 && sort_compare(order, items[at - 1], t) > 0; at--) items[at] = items[at - 1];
            items[at] = t;
        }
        return;
    }
    Word half = count / 2, a = 0, b = half, to = 0;
    sort_array(order, items, scratch, half);
    sort_array(order, items + half, scratch, count - half);
    if (sort_compare(order, items[half - 1], items[half]) <= 0) return;
    memcpy(scratch, items, half * sizeof *items);
    while (a < half && b < count)
        items[to++] = sort_compare(order, scratch[a], items[b]) <= 0 ? scratch[a++] : items[b++];
    memcpy(items + to, scratch + a, (half - a) * sizeof *items);
}

static Word drop_equal(const SortOrder *order, Term *items, Word count)
{
    Word kept = count ? 1 : 0;
    for (Word i = 1; i < count; i++)
        if (sort_compare(order, items[kept - 1], items[i]) != 0) items[kept++] = items[i];
    return kept;
}

/* Sorts the first elements of *rest, at most SORT_RUN, and moves *rest past them. */
static Term sort_run(Process *p, const SortOrder *order, Term *rest)
{
    Term items[SORT_RUN], scratch[SORT_RUN / 2 + 1];
    Word count = 0;
    for (; count < SORT_RUN && term_is_cons(*rest); *rest = term_tail(*rest)) items[count++] = term_head(*rest);
    sort_array(order, items, scratch, count);
    if (order->unique) count = drop_equal(order, items, count);
    return list_from_array(p, items, count, NIL);
}

typedef struct Merge {
    Term a, b, merged;
    int64_t level;
    bool active;
} Merge;

/* True when the merge is complete: the run is in b then. */
static bool merge_some(Process *p, const SortOrder *order, Merge *merge, int64_t *budget)
{
    Term a = merge->a, b = merge->b, merged = merge->merged;
    while (term_is_cons(a) && term_is_cons(b) && *budget > 0) {
        int direction = sort_compare(order, term_head(a), term_head(b));
        if (direction <= 0) {
            merged = cons_new(&p->heap, term_head(a), merged);
            a = term_tail(a);
            if (direction == 0 && order->unique) b = term_tail(b);
        } else {
            merged = cons_new(&p->heap, term_head(b), merged);
            b = term_tail(b);
        }
        --*budget;
    }
    if (term_is_nil(b)) b = a, a = NIL;
    if (term_is_nil(a)) {
        for (; term_is_cons(merged) && *budget > 0; --*budget, merged = term_tail(merged))
            b = cons_new(&p->heap, term_head(merged), b);
    }
    merge->a = a, merge->b = b, merge->merged = merged;
    return term_is_nil(a) && term_is_nil(merged);
}

/* Starts merging the two newest runs, if they are of one level or no more elements come. */
static bool start_merge(Merge *merge, Term *runs, bool at_end)
{
    if (!term_is_cons(*runs) || !term_is_cons(term_tail(*runs))) return false;
    Term newer = term_head(*runs), older = term_head(term_tail(*runs));
    if (!at_end && term_head(newer) != term_head(older)) return false;
    *merge = (Merge){.a = term_tail(older), .b = term_tail(newer), .merged = NIL,
                     .level = term_to_small(term_head(older)) + 1, .active = true};
    *runs = term_tail(term_tail(*runs));
    return true;
}

static Term push_run(Process *p, Term runs, int64_t level, Term list)
{
    return cons_new(&p->heap, cons_new(&p->heap, term_from_small(level), list), runs);
}

static Term sort_slice(Process *p, Term kind, Term rest, Term runs, Merge merge)
{
    static const Export *step;
    SortOrder order = {.key = (Word)term_to_small(kind) / 2, .unique = term_to_small(kind) % 2};
    int64_t budget = SORT_BUDGET;
    while (budget > 0) {
        if (merge.active) {
            if (!merge_some(p, &order, &merge, &budget)) break;
            runs = push_run(p, runs, merge.level, merge.b);
            merge.active = false;
        } else if (!start_merge(&merge, &runs, term_is_nil(rest))) {
            if (term_is_nil(rest)) return term_tail(term_head(runs));
            Term run = sort_run(p, &order, &rest);
            runs = push_run(p, runs, 0, run);
            budget -= SORT_RUN * 4;
        }
    }
    bif_charge(p, SORT_BUDGET / 16);
    if (!step) step = export_get_text("lists", "elver_sort_step", 4);
    Term state = NIL;
    if (merge.active) state = tuple_new_4(&p->heap, merge.a, merge.b, merge.merged, term_from_small(merge.level));
    return bif_trap(p, step, 4, kind, rest, runs, state);
}

Term bif_lists_sort_step(Process *p, Term *args)
{
    Merge merge = {0};
    if (!term_is_small(args[0]) || !term_is_list(args[1]) || !term_is_list(args[2])) return raise_badarg(p);
    if (term_is_tuple_of(args[3], 4))
        merge = (Merge){tuple_get(args[3], 0), tuple_get(args[3], 1), tuple_get(args[3], 2),
                        term_to_small(tuple_get(args[3], 3)), true};
    return sort_slice(p, args[0], args[1], args[2], merge);
}

static bool is_sorted(const SortOrder *order, Term list)
{
    for (; term_is_cons(list) && term_is_cons(term_tail(list)); list = term_tail(list)) {
        int direction = sort_compare(order, term_head(list), term_head(term_tail(list)));
        if (direction > 0 || (direction == 0 && order->unique)) return false;
    }
    return true;
}

static Term sort_list(Process *p, Term list, SortOrder order)
{
    int64_t length = list_length(list);
    if (length < 0) return raise_error(p, AM(function_clause));
    if (order.key) {
        for (Term t = list; term_is_cons(t); t = term_tail(t))
            if (!term_is_tuple(term_head(t)) || tuple_arity(term_head(t)) < order.key) return raise_badarg(p);
    }
    charge_cells(p, 4 * length);
    if (is_sorted(&order, list)) return list;
    if (length <= SORT_RUN) return sort_run(p, &order, &list);
    return sort_slice(p, term_from_small((int64_t)order.key * 2 + order.unique), list, NIL, (Merge){0});
}

Term bif_lists_sort(Process *p, Term *args)
{
    return sort_list(p, args[0], (SortOrder){0, false});
}

Term bif_lists_usort(Process *p, Term *args)
{
    return sort_list(p, args[0], (SortOrder){0, true});
}

Term bif_lists_keysort(Process *p, Term *args)
{
    if (!term_is_small(args[0]) || term_to_small(args[0]) < 1) return raise_error(p, AM(function_clause));
    return sort_list(p, args[1], (SortOrder){(Word)term_to_small(args[0]), false});
}

Term bif_lists_ukeysort(Process *p, Term *args)
{
    if (!term_is_small(args[0]) || term_to_small(args[0]) < 1) return raise_error(p, AM(function_clause));
    return sort_list(p, args[1], (SortOrder){(Word)term_to_small(args[0]), true});
}

/* --- flattening, without recursion --- */

static Term lists_flatten_now(Process *p, Term *args)
{
    VEC(Term) items = {0};
    VEC(Term) rest = {0};
    Term at = args[0], list = TERM_NONE;
    for (;;) {
        if (term_is_cons(at)) {
            Term head = term_head(at);
            at = term_tail(at);
            if (!term_is_list(head)) {
                vec_push(&items, head);
            } else if (term_is_cons(head)) {
                vec_push(&rest, at);
                at = head;
            }
        } else if (!term_is_nil(at)) {
            goto done;
        } else if (rest.count == 0) {
            break;
        } else {
            at = vec_pop(&rest);
        }
    }
    list = list_from_array(p, items.items, items.count, NIL);
    charge_cells(p, 2 * (int64_t)items.count);
done:
    vec_free(&items);
    vec_free(&rest);
    return term_is_none(list) ? raise_error(p, AM(function_clause)) : list;
}
BIF_LONG(bif_lists_flatten, 1, lists_flatten_now, is_large_term(args[0]))
