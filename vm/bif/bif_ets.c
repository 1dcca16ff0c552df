/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_ets.c - natives of :ets on tables and single objects. Traversals are in bif_ets_select.c. */
#include "bif/bif_ets.h"

#include "code/export.h"
#include "gc/copy.h"
#include "gc/literal.h"
#include "process/exception.h"
#include "process/process_table.h"
#include "process/signal.h"
#include "term/arith.h"
#include "term/compare.h"
#include "term/map.h"

enum { FREE_BUDGET = 2000 /* objects freed before others may run */, INSERT_COST = 2 };

Term ets_raise_badarg(Process *p, Term id)
{
    EtsTable *table = ets_find(id);
    if (!table) return raise_badarg_info(p, AM(erl_stdlib_errors), AM(id));
    lock_acquire(&table->lock);
    bool alive = table->alive;
    ets_release(table);
    return raise_badarg_info(p, AM(erl_stdlib_errors), alive ? AM(access) : AM(id));
}

/* --- making and describing tables --- */

static bool read_heir(Process *p, Term option, EtsOptions *options)
{
    if (term_is_tuple_of(option, 2) && tuple_get(option, 1) == AM(none)) {
        options->heir = NIL;
        return true;
    }
    if (!term_is_tuple_of(option, 3) || !term_is_local_pid(tuple_get(option, 1))) return false;
    options->heir = tuple_get(option, 1);
    options->heir_data = tuple_get(option, 2);
    if (!process_is_alive(options->heir)) options->heir = NIL;
    return true;
}

static bool read_flag(Term value, bool *flag)
{
    *flag = value == AM(true);
    return *flag || value == AM(false);
}

static bool read_pair_option(Process *p, Term option, EtsOptions *options)
{
    Term key = tuple_get(option, 0), value = tuple_get(option, 1);
    if (key == AM(heir)) return read_heir(p, option, options);
    if (tuple_arity(option) != 2) return false;
    if (key == AM(keypos)) {
        if (!term_is_small(value) || term_to_small(value) < 1) return false;
        options->key_position = (Word)term_to_small(value);
        return true;
    }
    if (key == AM(write_concurrency) && value == AM(auto)) {
        options->write_concurrency = true;
        return true;
    }
    if (key == AM(write_concurrency)) return read_flag(value, &options->write_concurrency);
    if (key == AM(read_concurrency)) return read_flag(value, &options->read_concurrency);
    if (key == AM(decentralized_counters)) return read_flag(value, &options->decentralized_counters);
    return false;
}

static bool read_option(Process *p, Term option, EtsOptions *options)
{
    if (term_is_tuple(option) && tuple_arity(option) >= 2) return read_pair_option(p, option, options);
    if (option == AM(set)) options->type = ETS_SET;
    else if (option == AM(ordered_set)) options->type = ETS_ORDERED_SET;
    else if (option == AM(bag)) options->type = ETS_BAG;
    else if (option == AM(duplicate_bag)) options->type = ETS_DUPLICATE_BAG;
    else if (option == AM(public)) options->protection = ETS_PUBLIC;
    else if (option == AM(protected)) options->protection = ETS_PROTECTED;
    else if (option == AM(private)) options->protection = ETS_PRIVATE;
    else if (option == AM(named_table)) options->named = true;
    else if (option == AM(compressed)) options->compressed = true;
    else return false;
    return true;
}

Term bif_ets_new(Process *p, Term *args)
{
    EtsOptions options = {.type = ETS_SET, .protection = ETS_PROTECTED, .key_position = 1, .heir = NIL};
    Term list = args[1];
    for (; term_is_cons(list); list = term_tail(list))
        if (!read_option(p, term_head(list), &options)) return raise_badarg(p);
    if (!term_is_atom(args[0]) || !term_is_nil(list)) return raise_badarg(p);
    EtsTable *table = ets_new(p, args[0], &options);
    if (!table) return raise_badarg_info(p, AM(erl_stdlib_errors), AM(already_exists));
    Term id = ets_id(&p->heap, table);
    /* The directory keeps the table'"'"'s first share until it is retired. */
    return id;
}

/* Goes on freeing until nothing is left; args: a magic reference to the retired table. */
Term bif_ets_free_rest(Process *p, Term *args)
{
    EtsTable *table = ets_find(args[0]);
    if (!table) return raise_badarg(p);
    lock_acquire(&table->lock);
    bool done = ets_free_some(table, FREE_BUDGET);
    ets_release(table);
    bif_charge(p, FREE_BUDGET);
    if (done) return AM(true);
    return bif_trap(p, export_get(AM(ets), atom_intern_string("elver_free_rest"), 1), 1, args[0]);
}

Term bif_ets_delete_1(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    ets_retire(table);
    Term rest = ets_reference(&p->heap, table);
    ets_release(table);
    return bif_ets_free_rest(p, &rest);
}

Term bif_ets_rename(Process *p, Term *args)
{
    if (!term_is_atom(args[1])) return raise_badarg(p);
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    lock_release(&table->lock); /* rank: the directory comes first */
    bool renamed = ets_rename(table, args[1]);
    Term id = renamed ? (table->named ? args[1] : args[0]) : TERM_NONE;
    ets_unfind(table);
    return renamed ? id : raise_badarg_info(p, AM(erl_stdlib_errors), AM(already_exists));
}

Term bif_ets_whereis(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    EtsTable *table = ets_find(args[0]);
    if (!table) return AM(undefined);
    Term reference = ets_reference(&p->heap, table);
    ets_unfind(table);
    return reference;
}

Term bif_ets_all(Process *p, Term *args)
{
    size_t count;
    EtsTable **tables = ets_all(&count);
    Term list = NIL;
    for (size_t i = 0; i < count; i++) {
        list = cons_new(&p->heap, ets_id(&p->heap, tables[i]), list);
        ets_unfind(tables[i]);
    }
    mem_free(tables);
    bif_charge(p, (int64_t)count / 8);
    return list;
}

static Term type_atom(EtsType type)
{
    switch (type) {
    case ETS_SET: return AM(set);
    case ETS_ORDERED_SET: return AM(ordered_set);
    case ETS_BAG: return AM(bag);
    default: return AM(duplicate_bag);
    }
}

static Term protection_atom(EtsProtection protection)
{
    return protection == ETS_PUBLIC ? AM(public) : protection == ETS_PROTECTED ? AM(protected) : AM(private);
}

static Term flag_atom(bool flag)
{
    return flag ? AM(true) : AM(false);
}

static Term info_item(Heap *heap, EtsTable *table, Term item)
{
    if (item == AM(name)) return table->name;
    if (item == AM(id)) return ets_reference(heap, table);
    if (item == AM(type)) return type_atom(table->type);
    if (item == AM(size)) return term_from_small((int64_t)table->object_count);
    if (item == AM(memory)) return term_from_small((int64_t)(table->memory_words + sizeof *table / sizeof(Word)));
    if (item == AM(owner)) return table->owner;
    if (item == AM(heir)) return term_is_nil(table->heir) ? AM(none) : table->heir;
    if (item == AM(node)) return node_name;
    if (item == AM(named_table)) return flag_atom(table->named);
    if (item == AM(keypos)) return term_from_small((int64_t)table->key_position);
    if (item == AM(protection)) return protection_atom(table->protection);
    if (item == AM(compressed)) return flag_atom(table->compressed);
    if (item == AM(read_concurrency)) return flag_atom(table->read_concurrency);
    if (item == AM(write_concurrency)) return flag_atom(table->write_concurrency);
    if (item == AM(decentralized_counters)) return flag_atom(table->decentralized_counters);
    if (item == AM(fixed)) return flag_atom(ets_is_fixed(table));
    return TERM_NONE;
}

Term bif_ets_info_1(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) && !term_is_ref(args[0])) return raise_badarg(p);
    EtsTable *table = ets_acquire(p, args[0], ETS_INFO);
    if (!table) return AM(undefined);
    const Term items[] = {AM(id), AM(decentralized_counters), AM(read_concurrency), AM(write_concurrency),
                          AM(compressed), AM(memory), AM(owner), AM(heir), AM(name), AM(size), AM(node),
                          AM(named_table), AM(type), AM(keypos), AM(protection)};
    Term list = NIL;
    for (size_t i = ARRAY_COUNT(items); i-- > 0;) {
        Term value = info_item(&p->heap, table, items[i]);
        list = cons_new(&p->heap, tuple_new_2(&p->heap, items[i], value), list);
    }
    ets_release(table);
    return list;
}

Term bif_ets_info_2(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) && !term_is_ref(args[0])) return raise_badarg(p);
    EtsTable *table = ets_acquire(p, args[0], ETS_INFO);
    if (!table) return AM(undefined);
    Term value = info_item(&p->heap, table, args[1]);
    ets_release(table);
    return term_is_none(value) ? raise_badarg(p) : value;
}

Term bif_ets_give_away(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_OWN);
    if (!table) return ets_raise_badarg(p, args[0]);
    Term receiver = args[1];
    bool good = table->owner == p->pid && term_is_local_pid(receiver) && receiver != p->pid && process_is_alive(receiver);
    if (good) table->owner = receiver;
    Term message = good ? tuple_new_4(&p->heap, AM(ets_transfer), ets_id(&p->heap, table), p->pid, args[2]) : NIL;
    ets_release(table);
    if (!good) return raise_badarg(p);
    ets_note_owner(receiver);
    message_send(p, receiver, message);
    return AM(true);
}

Term bif_ets_setopts(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_OWN);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsOptions options = {.protection = table->protection, .heir = table->heir, .key_position = table->key_position};
    bool heir_given = false, good = table->owner == p->pid;
    Term list = term_is_list(args[1]) ? args[1] : cons_new(&p->heap, args[1], NIL);
    for (; good && term_is_cons(list); list = term_tail(list)) {
        Term option = term_head(list);
        if (term_is_tuple_of(option, 2) && tuple_get(option, 0) == AM(protection))
            good = read_option(p, tuple_get(option, 1), &options);
        else if (term_is_tuple(option) && tuple_arity(option) >= 2 && tuple_get(option, 0) == AM(heir))
            good = heir_given = read_heir(p, option, &options);
        else
            good = false;
    }
    if (good) {
        table->protection = options.protection;
        if (heir_given) {
            if (table->heir_data) ets_object_free(table->heir_data);
            table->heir_data = term_is_nil(options.heir) ? NULL : ets_tuple_1_object(options.heir_data);
            table->heir = options.heir;
        }
    }
    ets_release(table);
    return good ? AM(true) : raise_badarg(p);
}

Term bif_ets_safe_fixtable(Process *p, Term *args)
{
    if (args[1] != AM(true) && args[1] != AM(false)) return raise_badarg(p);
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    if (args[1] == AM(true)) {
        ets_fix(table, p->pid);
        p->flags |= PROCESS_USES_ETS;
    } else {
        ets_unfix(table, p->pid);
    }
    ets_release(table);
    return AM(true);
}

/* --- writing --- */

static bool is_object(Term t, Word key_position)
{
    return term_is_tuple(t) && tuple_arity(t) >= key_position;
}

/* Counts the objects of a list; -1 if one is none. */
static int64_t check_objects(Term list, Word key_position)
{
    int64_t count = 0;
    for (; term_is_cons(list); list = term_tail(list), count++)
        if (!is_object(term_head(list), key_position)) return -1;
    return term_is_nil(list) ? count : -1;
}

static bool any_key_exists(EtsTable *table, Term list)
{
    for (; term_is_cons(list); list = term_tail(list))
        if (store_lookup_one(table, tuple_get(term_head(list), table->key_position - 1))) return true;
    return false;
}

/* insert and insert_new: all objects or, for insert_new with any key there already, none. */
static Term insert(Process *p, Term *args, bool only_new)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    Term list = term_is_list(args[1]) ? args[1] : cons_new(&p->heap, args[1], NIL);
    int64_t count = check_objects(list, table->key_position);
    bool exists = count >= 0 && only_new && any_key_exists(table, list);
    if (count >= 0 && !exists)
        for (; term_is_cons(list); list = term_tail(list)) store_insert_take(table, ets_object_new(term_head(list)));
    ets_release(table);
    if (count < 0) return raise_badarg(p);
    bif_charge(p, count * INSERT_COST);
    return exists ? AM(false) : AM(true);
}

Term bif_ets_insert(Process *p, Term *args)
{
    return insert(p, args, false);
}

Term bif_ets_insert_new(Process *p, Term *args)
{
    return insert(p, args, true);
}

Term bif_ets_delete_2(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    store_delete_key(table, args[1]);
    ets_release(table);
    return AM(true);
}

Term bif_ets_delete_object(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    bool good = term_is_tuple(args[1]);
    if (good) store_delete_object(table, args[1]);
    ets_release(table);
    return good ? AM(true) : raise_badarg(p);
}

Term bif_ets_update_element(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsObject *object = NULL;
    bool good = table->type == ETS_SET || table->type == ETS_ORDERED_SET;
    if (good) object = store_lookup_one(table, args[1]);
    Term list = term_is_list(args[2]) ? args[2] : cons_new(&p->heap, args[2], NIL);
    for (Term rest = list; good && term_is_cons(rest); rest = term_tail(rest)) {
        Term change = term_head(rest);
        good = term_is_tuple_of(change, 2) && term_is_small(tuple_get(change, 0)) &&
               term_to_small(tuple_get(change, 0)) >= 1 &&
               (Word)term_to_small(tuple_get(change, 0)) != table->key_position &&
               (!object || (Word)term_to_small(tuple_get(change, 0)) <= tuple_arity(object->tuple));
        if (good && !term_is_list(term_tail(rest))) good = false;
    }
    if (good && object) {
        Word arity = tuple_arity(object->tuple);
        Term changed = tuple_new(&p->heap, arity);
        memcpy(tuple_elements(changed), tuple_elements(object->tuple), arity * sizeof(Term));
        for (; term_is_cons(list); list = term_tail(list))
            tuple_elements(changed)[term_to_small(tuple_get(term_head(list), 0)) - 1] = tuple_get(term_head(list), 1);
        EtsObject *copy = ets_object_new(changed);
        for (Word i = 0; i < arity; i++) tuple_elements(changed)[i] = NIL; /* nothing may point into the old object */
        store_swap_take(table, object, copy);
    }
    ets_release(table);
    return !good ? raise_badarg(p) : flag_atom(object != NULL);
}

/* One operation of update_counter: Incr, {Pos, Incr} or {Pos, Incr, Threshold, SetValue}. */
typedef struct CounterStep {
    Word position;
    Term increment, threshold, reset;
} CounterStep;

static bool read_step(Term t, Word default_position, CounterStep *step)
{
    *step = (CounterStep){default_position, t, TERM_NONE, TERM_NONE};
    if (term_is_tuple_of(t, 2) || term_is_tuple_of(t, 4)) {
        if (!term_is_small(tuple_get(t, 0)) || term_to_small(tuple_get(t, 0)) < 1) return false;
        step->position = (Word)term_to_small(tuple_get(t, 0));
        step->increment = tuple_get(t, 1);
        if (tuple_arity(t) == 4) {
            step->threshold = tuple_get(t, 2);
            step->reset = tuple_get(t, 3);
            if (!term_is_integer(step->threshold) || !term_is_integer(step->reset)) return false;
        }
    }
    return term_is_integer(step->increment);
}

static Term apply_step(Heap *heap, Term old, const CounterStep *step)
{
    Term sum = arith_add(heap, old, step->increment);
    if (term_is_none(step->threshold)) return sum;
    bool up = term_compare(step->increment, term_from_small(0)) >= 0;
    int order = term_compare(sum, step->threshold);
    return (up ? order > 0 : order < 0) ? step->reset : sum;
}

/* The new elements go into a scratch tuple; a store of small integers over small integers is done in place. */
static bool update_counters(Process *p, EtsTable *table, EtsObject **object, Term list, Term *results)
{
    Word arity = tuple_arity((*object)->tuple);
    Term changed = tuple_new(&p->heap, arity);
    Term *elements = tuple_elements(changed);
    memcpy(elements, tuple_elements((*object)->tuple), arity * sizeof(Term));
    bool good = true, in_place = !term_is_literal((*object)->tuple);
    VEC(Term) values = {0};
    for (; good && term_is_cons(list); list = term_tail(list)) {
        CounterStep step;
        good = read_step(term_head(list), table->key_position + 1, &step) && step.position <= arity &&
               step.position != table->key_position && term_is_integer(elements[step.position - 1]);
        if (!good) break;
        Term *element = &elements[step.position - 1];
        in_place = in_place && term_is_small(*element);
        *element = apply_step(&p->heap, *element, &step);
        in_place = in_place && term_is_small(*element);
        vec_push(&values, *element);
    }
    good = good && term_is_nil(list);
    *results = NIL;
    if (good) {
        if (in_place) {
            for (Word i = 0; i < arity; i++)
                if (term_is_small(elements[i])) tuple_elements((*object)->tuple)[i] = elements[i];
        } else {
            EtsObject *copy = ets_object_new(changed);
            store_swap_take(table, *object, copy);
            *object = copy;
        }
        while (values.count) *results = cons_new(&p->heap, vec_pop(&values), *results);
    }
    for (Word i = 0; i < arity; i++) elements[i] = NIL; /* nothing may point into the object */
    vec_free(&values);
    return good;
}

static Term update_counter(Process *p, Term *args, Term default_object)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    bool one = !term_is_list(args[2]);
    Term list = one ? cons_new(&p->heap, args[2], NIL) : args[2], results = NIL;
    bool good = table->type == ETS_SET || table->type == ETS_ORDERED_SET;
    EtsObject *object = good ? store_lookup_one(table, args[1]) : NULL;
    bool added = false;
    if (good && !object && !term_is_none(default_object)) {
        good = is_object(default_object, table->key_position);
        if (good) {
            Term scratch = tuple_new(&p->heap, tuple_arity(default_object));
            memcpy(tuple_elements(scratch), tuple_elements(default_object), tuple_arity(scratch) * sizeof(Term));
            tuple_elements(scratch)[table->key_position - 1] = args[1];
            store_insert_take(table, ets_object_new(scratch));
            object = store_lookup_one(table, args[1]);
            added = true;
        }
    }
    good = good && object && update_counters(p, table, &object, list, &results);
    if (!good && added) store_delete_key(table, args[1]);
    ets_release(table);
    if (!good) return raise_badarg(p);
    return one ? term_head(results) : results;
}

Term bif_ets_update_counter_3(Process *p, Term *args)
{
    return update_counter(p, args, TERM_NONE);
}

Term bif_ets_update_counter_4(Process *p, Term *args)
{
    return update_counter(p, args, args[3]);
}

/* --- reading --- */

static Term objects_to_list(Heap *heap, const EtsObjects *found)
{
    Term list = NIL;
    for (size_t i = found->count; i-- > 0;) list = cons_new(heap, ets_object_copy(heap, found->items[i]), list);
    return list;
}

Term bif_ets_lookup(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    Term list = NIL;
    if (table->type == ETS_SET || table->type == ETS_ORDERED_SET) {
        EtsObject *object = store_lookup_one(table, args[1]);
        if (object) list = cons_new(&p->heap, ets_object_copy(&p->heap, object), NIL);
    } else {
        EtsObjects found = {0};
        store_lookup(table, args[1], &found);
        list = objects_to_list(&p->heap, &found);
        bif_charge(p, (int64_t)found.count);
        vec_free(&found);
    }
    ets_release(table);
    return list;
}

Term bif_ets_lookup_element(Process *p, Term *args)
{
    if (!term_is_small(args[2]) || term_to_small(args[2]) < 1) return raise_badarg(p);
    Word position = (Word)term_to_small(args[2]);
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsObjects found = {0};
    store_lookup(table, args[1], &found);
    bool good = found.count > 0;
    for (size_t i = 0; i < found.count; i++) good = good && position <= tuple_arity(found.items[i]->tuple);
    Term result = NIL;
    if (good && (table->type == ETS_SET || table->type == ETS_ORDERED_SET))
        result = copy_term(tuple_get(found.items[0]->tuple, position - 1), &p->heap);
    else if (good)
        for (size_t i = found.count; i-- > 0;)
            result = cons_new(&p->heap, copy_term(tuple_get(found.items[i]->tuple, position - 1), &p->heap), result);
    bool missing = found.count == 0;
    vec_free(&found);
    ets_release(table);
    if (good) return result;
    return missing ? raise_badarg_info(p, AM(erl_stdlib_errors), AM(badkey)) : raise_badarg(p);
}

Term bif_ets_member(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    bool found = store_lookup_one(table, args[1]) != NULL;
    ets_release(table);
    return flag_atom(found);
}

Term bif_ets_take(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_WRITE);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsObjects found = {0};
    store_lookup(table, args[1], &found);
    Term list = objects_to_list(&p->heap, &found);
    for (size_t i = 0; i < found.count; i++) store_remove(table, found.items[i]);
    vec_free(&found);
    ets_release(table);
    return list;
}

/* The key at a position, or '$end_of_table'; releases the table. */
static Term key_and_release(Process *p, EtsTable *table, EtsObject *object)
{
    Term key = object ? copy_term(ets_object_key(table, object), &p->heap) : AM(end_of_table);
    ets_release(table);
    return key;
}

Term bif_ets_first(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsPosition position;
    position_init(&position);
    return key_and_release(p, table, store_next(table, &position));
}

Term bif_ets_last(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsPosition position;
    position_init(&position);
    return key_and_release(p, table, store_previous(table, &position));
}

Term bif_ets_next(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsPosition position;
    position_init(&position);
    if (!position_after_key(table, args[1], &position)) {
        ets_release(table);
        return raise_badarg_info(p, AM(erl_stdlib_errors), AM(badkey));
    }
    return key_and_release(p, table, store_next(table, &position));
}

Term bif_ets_prev(Process *p, Term *args)
{
    EtsTable *table = ets_acquire(p, args[0], ETS_READ);
    if (!table) return ets_raise_badarg(p, args[0]);
    EtsPosition position;
    position_init(&position);
    if (!position_after_key(table, args[1], &position)) { /* an ordered table knows a place for any key */
        ets_release(table);
        return raise_badarg_info(p, AM(erl_stdlib_errors), AM(badkey));
    }
    EtsObject *object = table->type == ETS_ORDERED_SET ? store_previous(table, &position) : store_next(table, &position);
    return key_and_release(p, table, object);
}
