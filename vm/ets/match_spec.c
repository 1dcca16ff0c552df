/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match_spec.c - match specifications as trees: compiling them, matching heads, evaluating guards and bodies. */
#include "ets/match_spec.h"

#include <stdlib.h>

#include "base/vec.h"
#include "code/bif.h"
#include "gc/copy.h"
#include "process/exception.h"
#include "term/compare.h"
#include "term/map.h"

enum { MAX_DEPTH = 1000 /* nesting of a specification */, MAX_ARGUMENTS = 4 };

typedef enum NodeKind {
    NODE_ANY,      /* _ */
    NODE_VARIABLE, /* $N: index */
    NODE_CONSTANT, /* term */
    NODE_CONS,     /* children[0], children[1] */
    NODE_TUPLE,    /* children */
    NODE_MAP,      /* key, value, key, value...; keys of a head are constants */
    /* expressions only */
    NODE_WHOLE,    /* $_ */
    NODE_BINDINGS, /* $$ */
    NODE_SELF,
    NODE_CALL,     /* bif, children */
    NODE_AND_ALSO, NODE_OR_ELSE
} NodeKind;

typedef struct Node {
    NodeKind kind;
    uint32_t index, count;
    Term term;
    BifFunction function;
    struct Node *children[];
} Node;

typedef struct Clause {
    Node *head; /* NULL: any object, whole tuple bound to one variable is a head of kind NODE_VARIABLE */
    Node **guards, **body;
    size_t guard_count, body_count;
} Clause;

struct MatchSpec {
    Arena *arena;
    Clause *clauses;
    size_t clause_count;
    uint32_t *variables; /* numbers N of the $N in use, ascending; a variable's index is its place here */
    uint32_t variable_count, variable_capacity;
    Term *bindings; /* one a variable; TERM_NONE while unbound */
    bool failed;    /* while compiling */
};

/* --- compiling --- */

static Node *node_new(MatchSpec *spec, NodeKind kind, uint32_t count)
{
    Node *node = arena_alloc(spec->arena, sizeof *node + count * sizeof(Node *));
    *node = (Node){.kind = kind, .count = count, .term = TERM_NONE};
    return node;
}

static Node *constant_new(MatchSpec *spec, Term term)
{
    Node *node = node_new(spec, NODE_CONSTANT, 0);
    node->term = term;
    return node;
}

static Node *fail(MatchSpec *spec)
{
    spec->failed = true;
    return constant_new(spec, NIL);
}

/* The N of an atom '$N', or -1. */
static int64_t variable_number(Term t)
{
    if (!term_is_atom(t)) return -1;
    const char *text = atom_text(t);
    if (text[0] != '$' || text[1] < '0' || text[1] > '9') return -1;
    char *end;
    unsigned long number = strtoul(text + 1, &end, 10);
    return *end || number > 100000000 ? -1 : (int64_t)number;
}

static int64_t variable_index(const MatchSpec *spec, uint32_t number)
{
    for (uint32_t i = 0; i < spec->variable_count; i++)
        if (spec->variables[i] == number) return i;
    return -1;
}

/* The variables of all heads are numbered before anything is compiled, so that an index is final. */
static void collect_variables(MatchSpec *spec, Term t, int depth)
{
    if (depth > MAX_DEPTH) {
        spec->failed = true;
        return;
    }
    for (; term_is_cons(t); t = term_tail(t)) collect_variables(spec, term_head(t), depth + 1);
    int64_t number = variable_number(t);
    if (number >= 0 && variable_index(spec, (uint32_t)number) < 0) {
        if (spec->variable_count == spec->variable_capacity) {
            spec->variable_capacity = spec->variable_capacity ? 2 * spec->variable_capacity : 8;
            spec->variables = mem_resize(spec->variables, spec->variable_capacity * sizeof(uint32_t));
        }
        uint32_t i = spec->variable_count++;
        for (; i > 0 && spec->variables[i - 1] > number; i--) spec->variables[i] = spec->variables[i - 1];
        spec->variables[i] = (uint32_t)number;
    } else if (term_is_tuple(t)) {
        for (Word i = 0; i < tuple_arity(t); i++) collect_variables(spec, tuple_get(t, i), depth + 1);
    } else if (term_is_map(t)) {
        MapIterator it;
        Term key, value;
        map_iterate(&it, t);
        while (map_next(&it, &key, &value)) collect_variables(spec, value, depth + 1);
    }
}

static bool all_constant(Node *const *nodes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (nodes[i]->kind != NODE_CONSTANT) return false;
    return true;
}

static Node *compile_head(MatchSpec *spec, Term t)
{
    if (term_is_atom(t)) {
        int64_t number = variable_number(t);
        if (t == AM(underscore)) return node_new(spec, NODE_ANY, 0);
        if (number < 0) return constant_new(spec, t);
        Node *node = node_new(spec, NODE_VARIABLE, 0);
        node->index = (uint32_t)variable_index(spec, (uint32_t)number);
        return node;
    }
    if (term_is_cons(t)) { /* built from the end: a list may be long */
        VEC(Node *) heads = {0};
        VEC(Term) cells = {0};
        Term tail = t;
        for (; term_is_cons(tail); tail = term_tail(tail)) {
            vec_push(&heads, compile_head(spec, term_head(tail)));
            vec_push(&cells, tail);
        }
        Node *list = compile_head(spec, tail);
        while (heads.count) {
            Node *node = node_new(spec, NODE_CONS, 2);
            node->children[0] = vec_pop(&heads);
            node->children[1] = list;
            Term cell = vec_pop(&cells);
            list = all_constant(node->children, 2) ? constant_new(spec, cell) : node;
        }
        vec_free(&heads);
        vec_free(&cells);
        return list;
    }
    if (term_is_tuple(t)) {
        Node *node = node_new(spec, NODE_TUPLE, (uint32_t)tuple_arity(t));
        for (uint32_t i = 0; i < node->count; i++) node->children[i] = compile_head(spec, tuple_get(t, i));
        return all_constant(node->children, node->count) ? constant_new(spec, t) : node;
    }
    if (term_is_map(t)) {
        Node *node = node_new(spec, NODE_MAP, 2 * (uint32_t)map_size(t));
        MapIterator it;
        Term key, value;
        map_iterate(&it, t);
        for (uint32_t i = 0; map_next(&it, &key, &value); i += 2) {
            node->children[i] = constant_new(spec, key);
            node->children[i + 1] = compile_head(spec, value);
        }
        return node;
    }
    return constant_new(spec, t);
}

static Node *compile_expression(MatchSpec *spec, Term t, int depth);

static BifFunction guard_function(Term name, Word arity)
{
    for (const Bif *bif = bif_table; bif->module; bif++)
        if ((bif->flags & BIF_GUARD) && bif->arity == arity && strcmp(bif->module, "erlang") == 0 &&
            strcmp(bif->name, atom_text(name)) == 0)
            return bif->function;
    return NULL;
}

static Node *compile_arguments(MatchSpec *spec, NodeKind kind, Term call, int depth)
{
    Node *node = node_new(spec, kind, (uint32_t)tuple_arity(call) - 1);
    for (uint32_t i = 0; i < node->count; i++)
        node->children[i] = compile_expression(spec, tuple_get(call, i + 1), depth + 1);
    return node;
}

/* and, or and andalso, orelse with any number of arguments: nested to the right. */
static Node *compile_logic(MatchSpec *spec, NodeKind kind, Term call, int depth)
{
    return tuple_arity(call) < 3 ? fail(spec) : compile_arguments(spec, kind, call, depth);
}

static Node *compile_call(MatchSpec *spec, Term call, int depth)
{
    Term name = tuple_get(call, 0);
    Word arity = tuple_arity(call) - 1;
    if (!term_is_atom(name)) return fail(spec);
    if (name == AM(const) && arity == 1) return constant_new(spec, tuple_get(call, 1));
    if (name == AM(self) && arity == 0) return node_new(spec, NODE_SELF, 0);
    if (name == AM(andalso) || name == AM(and)) return compile_logic(spec, NODE_AND_ALSO, call, depth);
    if (name == AM(orelse) || name == AM(or)) return compile_logic(spec, NODE_OR_ELSE, call, depth);
    BifFunction function = arity <= MAX_ARGUMENTS ? guard_function(name, arity) : NULL;
    if (!function) return fail(spec);
    Node *node = compile_arguments(spec, NODE_CALL, call, depth);
    node->function = function;
    return node;
}

static Node *compile_list_expression(MatchSpec *spec, Term t, int depth)
{
    VEC(Node *) heads = {0};
    for (; term_is_cons(t); t = term_tail(t)) vec_push(&heads, compile_expression(spec, term_head(t), depth + 1));
    Node *list = compile_expression(spec, t, depth + 1);
    while (heads.count) {
        Node *node = node_new(spec, NODE_CONS, 2);
        node->children[0] = vec_pop(&heads);
        node->children[1] = list;
        list = node;
    }
    vec_free(&heads);
    return list;
}

static Node *compile_expression(MatchSpec *spec, Term t, int depth)
{
    if (depth > MAX_DEPTH) return fail(spec);
    if (t == AM(dollar_underscore)) return node_new(spec, NODE_WHOLE, 0);
    if (t == AM(dollar_dollar)) return node_new(spec, NODE_BINDINGS, 0);
    int64_t number = variable_number(t);
    if (number >= 0) {
        int64_t index = variable_index(spec, (uint32_t)number);
        if (index < 0) return fail(spec);
        Node *node = node_new(spec, NODE_VARIABLE, 0);
        node->index = (uint32_t)index;
        return node;
    }
    if (term_is_cons(t)) return compile_list_expression(spec, t, depth);
    if (term_is_map(t)) {
        Node *node = node_new(spec, NODE_MAP, 2 * (uint32_t)map_size(t));
        MapIterator it;
        Term key, value;
        map_iterate(&it, t);
        for (uint32_t i = 0; map_next(&it, &key, &value); i += 2) {
            node->children[i] = compile_expression(spec, key, depth + 1);
            node->children[i + 1] = compile_expression(spec, value, depth + 1);
        }
        return node;
    }
    if (!term_is_tuple(t)) return constant_new(spec, t);
    if (tuple_arity(t) == 0) return constant_new(spec, t);
    if (tuple_arity(t) == 1 && term_is_tuple(tuple_get(t, 0))) {
        Term inner = tuple_get(t, 0);
        Node *node = node_new(spec, NODE_TUPLE, (uint32_t)tuple_arity(inner));
        for (uint32_t i = 0; i < node->count; i++)
            node->children[i] = compile_expression(spec, tuple_get(inner, i), depth + 1);
        return node;
    }
    return compile_call(spec, t, depth);
}

static Node **compile_expressions(MatchSpec *spec, Term list, size_t *count)
{
    VEC(Node *) nodes = {0};
    for (; term_is_cons(list); list = term_tail(list)) vec_push(&nodes, compile_expression(spec, term_head(list), 0));
    if (!term_is_nil(list)) spec->failed = true;
    Node **copy = arena_alloc(spec->arena, nodes.count * sizeof *copy);
    if (nodes.count) memcpy(copy, nodes.items, nodes.count * sizeof *copy);
    *count = nodes.count;
    vec_free(&nodes);
    return copy;
}

static void compile_clause(MatchSpec *spec, Clause *clause, Term t)
{
    if (!term_is_tuple_of(t, 3)) {
        spec->failed = true;
        return;
    }
    Term head = tuple_get(t, 0);
    if (!term_is_tuple(head) && variable_number(head) < 0 && head != AM(underscore)) spec->failed = true;
    clause->head = compile_head(spec, head);
    clause->guards = compile_expressions(spec, tuple_get(t, 1), &clause->guard_count);
    clause->body = compile_expressions(spec, tuple_get(t, 2), &clause->body_count);
    if (clause->body_count == 0) spec->failed = true;
}

static MatchSpec *spec_new(void)
{
    MatchSpec *spec = mem_alloc_zero(1, sizeof *spec);
    spec->arena = arena_new();
    return spec;
}

static MatchSpec *finish(MatchSpec *spec)
{
    if (spec->failed) {
        match_spec_free(spec);
        return NULL;
    }
    spec->bindings = arena_alloc(spec->arena, (spec->variable_count + 1) * sizeof(Term));
    return spec;
}

MatchSpec *match_spec_new(Term list)
{
    MatchSpec *spec = spec_new();
    size_t count = 0;
    Term t = list;
    for (; term_is_cons(t); t = term_tail(t), count++) {
        Term clause = term_head(t);
        if (term_is_tuple_of(clause, 3)) collect_variables(spec, tuple_get(clause, 0), 0);
    }
    if (!term_is_nil(t) || count == 0 || spec->failed) {
        spec->failed = true;
        return finish(spec);
    }
    spec->clauses = arena_alloc_zero(spec->arena, count * sizeof(Clause));
    for (t = list; term_is_cons(t) && !spec->failed; t = term_tail(t))
        compile_clause(spec, &spec->clauses[spec->clause_count++], term_head(t));
    return finish(spec);
}

MatchSpec *match_spec_new_pattern(Term pattern, MatchSpecBody body)
{
    MatchSpec *spec = spec_new();
    collect_variables(spec, pattern, 0);
    if (!term_is_tuple(pattern) && variable_number(pattern) < 0 && pattern != AM(underscore)) spec->failed = true;
    if (spec->failed) return finish(spec);
    spec->clause_count = 1;
    Clause *clause = spec->clauses = arena_alloc_zero(spec->arena, sizeof(Clause));
    clause->head = compile_head(spec, pattern);
    clause->body = arena_alloc(spec->arena, sizeof(Node *));
    clause->body[0] = node_new(spec, body == MATCH_RETURN_OBJECT ? NODE_WHOLE : NODE_BINDINGS, 0);
    clause->body_count = 1;
    return finish(spec);
}

void match_spec_free(MatchSpec *spec)
{
    mem_free(spec->variables);
    arena_free(spec->arena);
    mem_free(spec);
}

Term match_spec_known_key(const MatchSpec *spec, Word key_position)
{
    Term key = TERM_NONE;
    for (size_t i = 0; i < spec->clause_count; i++) {
        const Node *head = spec->clauses[i].head;
        Term clause_key = TERM_NONE;
        if (head->kind == NODE_TUPLE && head->count >= key_position &&
            head->children[key_position - 1]->kind == NODE_CONSTANT)
            clause_key = head->children[key_position - 1]->term;
        if (head->kind == NODE_CONSTANT && term_is_tuple(head->term) && tuple_arity(head->term) >= key_position)
            clause_key = tuple_get(head->term, key_position - 1);
        if (term_is_none(clause_key)) return TERM_NONE;
        if (!term_is_none(key) && !term_equal_exactly(key, clause_key)) return TERM_NONE;
        key = clause_key;
    }
    return key;
}

/* --- running --- */

static bool match_head(MatchSpec *spec, const Node *node, Term t)
{
    for (; node->kind == NODE_CONS; node = node->children[1], t = term_tail(t))
        if (!term_is_cons(t) || !match_head(spec, node->children[0], term_head(t))) return false;
    switch (node->kind) {
    case NODE_ANY: return true;
    case NODE_CONSTANT: return term_equal_exactly(node->term, t);
    case NODE_VARIABLE:
        if (!term_is_none(spec->bindings[node->index])) return term_equal_exactly(spec->bindings[node->index], t);
        spec->bindings[node->index] = t;
        return true;
    case NODE_TUPLE:
        if (!term_is_tuple_of(t, node->count)) return false;
        for (uint32_t i = 0; i < node->count; i++)
            if (!match_head(spec, node->children[i], tuple_get(t, i))) return false;
        return true;
    case NODE_MAP:
        if (!term_is_map(t)) return false;
        for (uint32_t i = 0; i < node->count; i += 2) {
            Term value = map_get(t, node->children[i]->term);
            if (term_is_none(value) || !match_head(spec, node->children[i + 1], value)) return false;
        }
        return true;
    default: return false;
    }
}

static Term evaluate(MatchSpec *spec, const Node *node, Process *p, Term object);

static Term evaluate_call(MatchSpec *spec, const Node *node, Process *p, Term object)
{
    Term arguments[MAX_ARGUMENTS];
    for (uint32_t i = 0; i < node->count; i++) {
        arguments[i] = evaluate(spec, node->children[i], p, object);
        if (term_is_none(arguments[i])) return TERM_NONE;
    }
    return node->function(p, arguments);
}

/* All bound variables in ascending order of their numbers. */
static Term bindings_list(MatchSpec *spec, Process *p)
{
    Term list = NIL;
    for (uint32_t i = spec->variable_count; i-- > 0;)
        if (!term_is_none(spec->bindings[i])) list = cons_new(&p->heap, spec->bindings[i], list);
    return list;
}

static Term evaluate_map(MatchSpec *spec, const Node *node, Process *p, Term object)
{
    Term map = map_empty(&p->heap);
    for (uint32_t i = 0; i < node->count; i += 2) {
        Term key = evaluate(spec, node->children[i], p, object);
        Term value = evaluate(spec, node->children[i + 1], p, object);
        if (term_is_none(key) || term_is_none(value)) return TERM_NONE;
        map = map_put(&p->heap, map, key, value);
    }
    return map;
}

/* and/or chains: every value must be a boolean; `decides` ends the chain. */
static Term evaluate_logic(MatchSpec *spec, const Node *node, Process *p, Term object, Term decides)
{
    Term value = TERM_NONE;
    for (uint32_t i = 0; i < node->count; i++) {
        value = evaluate(spec, node->children[i], p, object);
        if (value != AM(true) && value != AM(false)) return TERM_NONE;
        if (value == decides) break;
    }
    return value;
}

/* TERM_NONE if it fails. The result may point into the object. */
static Term evaluate(MatchSpec *spec, const Node *node, Process *p, Term object)
{
    switch (node->kind) {
    case NODE_CONSTANT: return node->term;
    case NODE_VARIABLE: return spec->bindings[node->index];
    case NODE_WHOLE: return object;
    case NODE_BINDINGS: return bindings_list(spec, p);
    case NODE_SELF: return p->pid;
    case NODE_CALL: return evaluate_call(spec, node, p, object);
    case NODE_AND_ALSO: return evaluate_logic(spec, node, p, object, AM(false));
    case NODE_OR_ELSE: return evaluate_logic(spec, node, p, object, AM(true));
    case NODE_MAP: return evaluate_map(spec, node, p, object);
    case NODE_CONS: {
        Term head = evaluate(spec, node->children[0], p, object), tail = evaluate(spec, node->children[1], p, object);
        return term_is_none(head) || term_is_none(tail) ? TERM_NONE : cons_new(&p->heap, head, tail);
    }
    case NODE_TUPLE: {
        Term tuple = tuple_new(&p->heap, node->count);
        for (uint32_t i = 0; i < node->count; i++) tuple_elements(tuple)[i] = NIL;
        for (uint32_t i = 0; i < node->count; i++) {
            Term element = evaluate(spec, node->children[i], p, object);
            if (term_is_none(element)) return TERM_NONE;
            tuple_elements(tuple)[i] = element;
        }
        return tuple;
    }
    default: return TERM_NONE;
    }
}

static bool guards_hold(MatchSpec *spec, const Clause *clause, Process *p, Term object)
{
    for (size_t i = 0; i < clause->guard_count; i++)
        if (evaluate(spec, clause->guards[i], p, object) != AM(true)) return false;
    return true;
}

Term match_spec_run(MatchSpec *spec, Process *p, Term object, bool copy_result)
{
    for (size_t c = 0; c < spec->clause_count; c++) {
        const Clause *clause = &spec->clauses[c];
        for (uint32_t i = 0; i < spec->variable_count; i++) spec->bindings[i] = TERM_NONE;
        if (!match_head(spec, clause->head, object) || !guards_hold(spec, clause, p, object)) continue;
        Term result = TERM_NONE;
        for (size_t i = 0; i < clause->body_count; i++) result = evaluate(spec, clause->body[i], p, object);
        if (term_is_none(result)) result = AM(EXIT); /* a body that fails gives 'EXIT' */
        return copy_result ? copy_term(result, &p->heap) : result;
    }
    return TERM_NONE;
}
