/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_ets_select.c - natives of :ets that traverse: match, select, and those that count, delete and replace.
 *
 * A traversal that has looked at CHUNK objects traps to itself with its state in a tuple, so that others may run; in between
 * the table is fixed by the process. A continuation (select/3) is such a tuple too: nothing in it is trusted.
 *
 *     {table, specification, form, kind, position, limit, found so far, count}
 *     position: [] start, {bucket, objects done} in a hash table, {last key} in an ordered one */
#include "bif/bif_ets.h"

#include "code/export.h"
#include "ets/match_spec.h"
#include "gc/copy.h"
#include "process/exception.h"
#include "term/compare.h"

enum { CHUNK = 1000 };

/* What the specification term is. */
typedef enum Form { FORM_SPEC, FORM_MATCH, FORM_MATCH_OBJECT, FORM_COUNT } Form;
typedef enum Kind { KIND_SELECT, KIND_REVERSE, KIND_COUNT, KIND_DELETE, KIND_REPLACE, KIND_COUNT_ } Kind;
enum { STATE_TABLE, STATE_SPEC, STATE_FORM, STATE_KIND, STATE_POSITION, STATE_LIMIT, STATE_FOUND, STATE_NUMBER,
       STATE_SIZE };

typedef struct Traversal {
    Term id, spec_term;
    Form form;
    Kind kind;
    EtsPosition position;
    int64_t limit; /* 0: none */
    Term found;    /* newest first */
    int64_t count;
    MatchSpec *spec;
    EtsTable *table;
} Traversal;

static bool is_ordered(const EtsTable *table)
{
    return table->type == ETS_ORDERED_SET;
}

static MatchSpec *compile(Form form, Term spec)
{
    switch (form) {
    case FORM_MATCH: return match_spec_new_pattern(spec, MATCH_RETURN_BINDINGS);
    case FORM_MATCH_OBJECT: return match_spec_new_pattern(spec, MATCH_RETURN_OBJECT);
    default: return match_spec_new(spec);
    }
}

static Term position_term(Heap *heap, const Traversal *t)
{
    if (!is_ordered(t->table))
        return tuple_new_2(heap, term_from_small((int64_t)t->position.bucket), term_from_small((int64_t)t->position.done));
    if (term_is_none(t->position.key)) return NIL;
    Term tuple = tuple_new(heap, 1);
    tuple_elements(tuple)[0] = copy_term(t->position.key, heap);
    return tuple;
}

static Term state_term(Heap *heap, const Traversal *t)
{
    Term position = position_term(heap, t), state = tuple_new(heap, STATE_SIZE);
    Term *elements = tuple_elements(state);
    elements[STATE_TABLE] = t->id;
    elements[STATE_SPEC] = t->spec_term;
    elements[STATE_FORM] = term_from_small(t->form);
    elements[STATE_KIND] = term_from_small(t->kind);
    elements[STATE_POSITION] = position;
    elements[STATE_LIMIT] = term_from_small(t->limit);
    elements[STATE_FOUND] = t->found;
    elements[STATE_NUMBER] = term_from_small(t->count);
    return state;
}

static bool read_small(Term t, int64_t from, int64_t below, int64_t *number)
{
    if (!term_is_small(t)) return false;
    *number = term_to_small(t);
    return *number >= from && *number < below;
}

/* Reads a state tuple; the table must be acquired for the position's form to be checked. */
static bool read_state(Term state, Traversal *t)
{
    int64_t form, kind;
    if (!term_is_tuple_of(state, STATE_SIZE)) return false;
    const Term *elements = tuple_elements(state);
    if (!read_small(elements[STATE_FORM], 0, FORM_COUNT, &form)) return false;
    if (!read_small(elements[STATE_KIND], 0, KIND_COUNT_, &kind)) return false;
    if (!read_small(elements[STATE_LIMIT], 0, SMALL_MAX, &t->limit)) return false;
    if (!read_small(elements[STATE_NUMBER], 0, SMALL_MAX, &t->count)) return false;
    if (!term_is_list(elements[STATE_FOUND])) return false;
    t->id = elements[STATE_TABLE];
    t->spec_term = elements[STATE_SPEC];
    t->form = (Form)form;
    t->kind = (Kind)kind;
    t->found = elements[STATE_FOUND];
    return true;
}

static bool read_position(Term term, Traversal *t)
{
    int64_t bucket, done;
    position_init(&t->position);
    if (term_is_nil(term)) return true;
    if (is_ordered(t->table)) {
        if (!term_is_tuple_of(term, 1)) return false;
        t->position.key = tuple_get(term, 0);
        return true;
    }
    if (!term_is_tuple_of(term, 2) || !read_small(tuple_get(term, 0), 0, SMALL_MAX, &bucket) ||
        !read_small(tuple_get(term, 1), 0, SMALL_MAX, &done))
        return false;
    t->position.bucket = (Word)bucket;
    t->position.done = (Word)done;
    return true;
}

static bool writes(Kind kind)
{
    return kind == KIND_DELETE || kind == KIND_REPLACE;
}

/* A replacement must be an object with the same key. */
static bool replace(Traversal *t, EtsObject *object, Term result)
{
    Word key_position = t->table->key_position;
    if (!term_is_tuple(result) || tuple_arity(result) < key_position ||
        !term_equal_exactly(tuple_get(result, key_position - 1), ets_object_key(t->table, object)))
        return false;
    EtsObject *new = ets_object_new(result);
    if (is_ordered(t->table)) t->position.key = ets_object_key(t->table, new); /* the old one's key goes */
    store_swap_take(t->table, object, new);
    return true;
}

/* Deals with one object; false if it may not be replaced so. */
static bool visit(Traversal *t, Process *p, EtsObject *object)
{
    bool collects = t->kind == KIND_SELECT || t->kind == KIND_REVERSE;
    Term result = match_spec_run(t->spec, p, object->tuple, collects);
    if (term_is_none(result)) return true;
    switch (t->kind) {
    case KIND_SELECT: case KIND_REVERSE:
        t->found = cons_new(&p->heap, result, t->found);
        t->count++;
        return true;
    case KIND_COUNT: t->count += result == AM(true); return true;
    case KIND_DELETE:
        if (result != AM(true)) return true;
        if (is_ordered(t->table)) t->position.key = copy_term(t->position.key, &p->heap); /* the object goes */
        store_remove(t->table, object);
        t->count++;
        return true;
    default: t->count++; return replace(t, object, result);
    }
}

/* The result of a finished traversal. */
static Term result_of(Process *p, Traversal *t, bool at_end, Term continuation)
{
    if (t->kind != KIND_SELECT && t->kind != KIND_REVERSE) return term_from_small(t->count);
    Term list = t->found;
    if (t->limit) {
        if (term_is_nil(list)) return AM(end_of_table);
        Term ordered = NIL;
        for (; term_is_cons(list); list = term_tail(list)) ordered = cons_new(&p->heap, term_head(list), ordered);
        return tuple_new_2(&p->heap, ordered, at_end ? AM(end_of_table) : continuation);
    }
    if (term_is_nil(list)) return list;
    return bif_trap(p, export_get(atom_intern_string("lists"), atom_intern_string("reverse"), 2), 2, list, NIL);
}

/* All objects with the only key that can match. */
static bool visit_known_key(Traversal *t, Process *p, Term key)
{
    EtsObjects objects = {0};
    store_lookup(t->table, key, &objects);
    bool good = true;
    for (size_t i = 0; i < objects.count && good; i++) good = visit(t, p, objects.items[i]);
    vec_free(&objects);
    return good;
}

/* Up to CHUNK objects or the limit. */
static bool visit_chunk(Traversal *t, Process *p)
{
    for (int n = 0; n < CHUNK && (!t->limit || t->count < t->limit); n++) {
        EtsObject *object = t->kind == KIND_REVERSE ? store_previous(t->table, &t->position)
                                                    : store_next(t->table, &t->position);
        if (!object) return true;
        if (!visit(t, p, object)) return false;
    }
    return true;
}

/* Runs a traversal from its position. `fixed`: an earlier chunk has fixed the table for it. */
static Term traverse(Process *p, Traversal *t, Term position, bool fixed)
{
    t->table = ets_acquire(p, t->id, writes(t->kind) ? ETS_WRITE : ETS_READ);
    if (!t->table) return ets_raise_badarg(p, t->id);
    t->spec = compile(t->form, t->spec_term);
    bool good = t->spec && read_position(position, t);
    if (!good) {
        if (t->spec) match_spec_free(t->spec);
        if (fixed) ets_unfix(t->table, p->pid);
        ets_release(t->table);
        return raise_badarg(p);
    }
    if (!fixed && t->kind == KIND_DELETE) { /* deleting must not move what the position counts */
        ets_fix(t->table, p->pid);
        fixed = true;
    }
    Term key = term_is_nil(position) ? match_spec_known_key(t->spec, t->table->key_position) : TERM_NONE;
    if (!term_is_none(key)) {
        good = visit_known_key(t, p, key);
        t->position.at_end = true;
    } else {
        good = visit_chunk(t, p);
    }
    bif_charge(p, CHUNK / 4);
    bool at_end = t->position.at_end, limited = t->limit && t->count >= t->limit;
    bool goes_on = good && !at_end && !limited;
    Term state = NIL;
    if (goes_on) {
        if (!fixed) ets_fix(t->table, p->pid);
        p->flags |= PROCESS_USES_ETS;
        state = state_term(&p->heap, t);
    } else {
        if (good && !at_end) {
            Term found = t->found;
            int64_t count = t->count;
            t->found = NIL;
            t->count = 0;
            state = state_term(&p->heap, t);
            t->found = found;
            t->count = count;
        }
        if (fixed) ets_unfix(t->table, p->pid);
    }
    match_spec_free(t->spec);
    ets_release(t->table);
    if (!good) return raise_badarg(p);
    if (goes_on) return bif_trap(p, export_get(AM(ets), atom_intern_string("elver_traverse"), 1), 1, state);
    return result_of(p, t, at_end, state);
}

Term bif_ets_traverse(Process *p, Term *args)
{
    Traversal t;
    if (!read_state(args[0], &t)) return raise_badarg(p);
    return traverse(p, &t, tuple_get(args[0], STATE_POSITION), true);
}

static Term start(Process *p, Term id, Term spec, Form form, Kind kind, int64_t limit)
{
    Traversal t = {.id = id, .spec_term = spec, .form = form, .kind = kind, .limit = limit, .found = NIL};
    return traverse(p, &t, NIL, false);
}

static Term start_limited(Process *p, Term *args, Form form, Kind kind)
{
    int64_t limit;
    if (!read_small(args[2], 1, SMALL_MAX, &limit)) return raise_badarg(p);
    return start(p, args[0], args[1], form, kind, limit);
}

static Term resume(Process *p, Term continuation)
{
    if (continuation == AM(end_of_table)) return continuation;
    Traversal t;
    if (!read_state(continuation, &t) || t.limit == 0 || writes(t.kind) || !term_is_nil(t.found)) return raise_badarg(p);
    t.count = 0;
    return traverse(p, &t, tuple_get(continuation, STATE_POSITION), false);
}

Term bif_ets_select_1(Process *p, Term *args) { return resume(p, args[0]); }
Term bif_ets_select_2(Process *p, Term *args) { return start(p, args[0], args[1], FORM_SPEC, KIND_SELECT, 0); }
Term bif_ets_select_3(Process *p, Term *args) { return start_limited(p, args, FORM_SPEC, KIND_SELECT); }
Term bif_ets_select_reverse_2(Process *p, Term *args) { return start(p, args[0], args[1], FORM_SPEC, KIND_REVERSE, 0); }
Term bif_ets_select_reverse_3(Process *p, Term *args) { return start_limited(p, args, FORM_SPEC, KIND_REVERSE); }
Term bif_ets_select_count(Process *p, Term *args) { return start(p, args[0], args[1], FORM_SPEC, KIND_COUNT, 0); }
Term bif_ets_select_delete(Process *p, Term *args) { return start(p, args[0], args[1], FORM_SPEC, KIND_DELETE, 0); }
Term bif_ets_select_replace(Process *p, Term *args) { return start(p, args[0], args[1], FORM_SPEC, KIND_REPLACE, 0); }
Term bif_ets_match_2(Process *p, Term *args) { return start(p, args[0], args[1], FORM_MATCH, KIND_SELECT, 0); }
Term bif_ets_match_3(Process *p, Term *args) { return start_limited(p, args, FORM_MATCH, KIND_SELECT); }
Term bif_ets_match_object_2(Process *p, Term *args) { return start(p, args[0], args[1], FORM_MATCH_OBJECT, KIND_SELECT, 0); }
Term bif_ets_match_object_3(Process *p, Term *args) { return start_limited(p, args, FORM_MATCH_OBJECT, KIND_SELECT); }

/* --- specifications on their own --- */

/* A compiled specification keeps a copy of its term; its tree is made anew by each run, which costs little beside it. */
typedef struct CompiledSpec {
    Resource resource;
    Heap heap;
    Term spec;
} CompiledSpec;

static void compiled_spec_destroy(Resource *resource)
{
    CompiledSpec *compiled = (CompiledSpec *)resource;
    heap_destroy(&compiled->heap);
    mem_free(compiled);
}

Term bif_ets_match_spec_compile(Process *p, Term *args)
{
    MatchSpec *spec = match_spec_new(args[0]);
    if (!spec) return raise_badarg(p);
    match_spec_free(spec);
    CompiledSpec *compiled = mem_alloc(sizeof *compiled);
    resource_init(&compiled->resource, compiled_spec_destroy);
    heap_init_arena(&compiled->heap);
    compiled->spec = copy_term(args[0], &compiled->heap);
    return magic_ref_new_take(&p->heap, &compiled->resource);
}

Term bif_ets_is_compiled_ms(Process *p, Term *args)
{
    return magic_ref_resource(args[0], compiled_spec_destroy) ? AM(true) : AM(false);
}

/* match_spec_run_r(list, compiled, acc): results in front of acc, last first. */
Term bif_ets_match_spec_run_r(Process *p, Term *args)
{
    CompiledSpec *compiled = (CompiledSpec *)magic_ref_resource(args[1], compiled_spec_destroy);
    if (!compiled) return raise_badarg(p);
    MatchSpec *spec = match_spec_new(compiled->spec);
    Term list = args[0], found = args[2];
    for (int n = 0; n < CHUNK && term_is_cons(list); n++, list = term_tail(list)) {
        Term result = match_spec_run(spec, p, term_head(list), true);
        if (!term_is_none(result)) found = cons_new(&p->heap, result, found);
    }
    match_spec_free(spec);
    bif_charge(p, CHUNK / 4);
    if (term_is_nil(list)) return found;
    if (!term_is_cons(list)) return raise_badarg(p);
    Export *self = export_get(AM(ets), atom_intern_string("match_spec_run_r"), 3);
    return bif_trap(p, self, 3, list, args[1], found);
}
