/* SPDX-License-Identifier: GPL-3.0-or-later */
/* env.c - scopes: imports found by name, aliases, the way to and from Macro.Env. */
#include "compiler/env.h"

#include "base/hash.h"
#include "base/mem.h"
#include "term/map.h"

void env_init(Env *env, Heap *h, Term file)
{
    memset(env, 0, sizeof *env);
    env->module = AM(nil);
    env->file = file;
    env->function = AM(nil);
    env->aliases = env->macro_aliases = env->context_modules = env->tracers = NIL;
    env->requires = list_of(h, 3, atom_intern_string("Elixir.Application"), CA(Kernel),
                            atom_intern_string("Elixir.Kernel.Typespec"));
    env->lexical_tracker = AM(nil);
    env->line = 1;
}

void lexical_add(const Env *env, Term name, Term module, int line)
{
    if (!env->lexical) return;
    LexicalUse *use = arena_alloc(env->lexical->arena, sizeof *use);
    *use = (LexicalUse){env->lexical->uses, name, module, line, false};
    env->lexical->uses = use;
}

void lexical_use(const Env *env, Term name, Term module)
{
    for (LexicalUse *use = env->lexical ? env->lexical->uses : NULL; use; use = use->next)
        if (use->name == name && use->module == module) {
            use->used = true;
            return;
        }
}

static uint32_t name_bucket(Term name, uint32_t mask)
{
    return (uint32_t)hash_word(term_bits(name)) & mask;
}

static int count_imports(Term modules)
{
    int n = 0;
    for (; term_is_cons(modules); modules = list_rest(modules)) n += list_length(tuple_get(list_first(modules), 1));
    return n;
}

static ImportEntry *add_imports(ImportTable *table, ImportEntry *next, Term modules, bool is_macro)
{
    for (; term_is_cons(modules); modules = list_rest(modules)) {
        Term module = tuple_get(list_first(modules), 0);
        for (Term l = tuple_get(list_first(modules), 1); term_is_cons(l); l = list_rest(l)) {
            Term entry = list_first(l);
            uint32_t bucket = name_bucket(tuple_get(entry, 0), table->mask);
            next->name = tuple_get(entry, 0);
            next->arity = (uint32_t)term_to_small(tuple_get(entry, 1));
            next->module = module;
            next->is_macro = is_macro;
            next->next = table->buckets[bucket];
            table->buckets[bucket] = next++;
        }
    }
    return next;
}

const ImportTable *import_table_new(Arena *arena, Term functions, Term macros)
{
    int count = count_imports(functions) + count_imports(macros);
    uint32_t size = 16;
    while (size < (uint32_t)count) size *= 2;
    ImportTable *table = arena_alloc_zero(arena, sizeof *table + size * sizeof table->buckets[0]);
    table->functions = functions;
    table->macros = macros;
    table->mask = size - 1;
    ImportEntry *entries = arena_alloc(arena, ((size_t)count + 1) * sizeof *entries);
    add_imports(table, add_imports(table, entries, functions, false), macros, true);
    return table;
}

int imports_find(const ImportTable *table, Term name, int arity, const ImportEntry **found, int max)
{
    int n = 0;
    for (const ImportEntry *e = table->buckets[name_bucket(name, table->mask)]; e; e = e->next) {
        if (e->name != name || (arity >= 0 && e->arity != (uint32_t)arity)) continue;
        if (n < max) found[n] = e;
        n++;
    }
    return n;
}

Term env_alias_put(Heap *h, Term aliases, Term alias, Term value)
{
    return keyword_put(h, aliases, alias, value);
}

Term list_insert_sorted(Heap *h, Term atoms, Term atom)
{
    ListBuilder b;
    list_begin(&b, h);
    for (; term_is_cons(atoms); atoms = list_rest(atoms)) {
        int order = strcmp(atom_text(list_first(atoms)), atom_text(atom));
        if (order >= 0) {
            if (order > 0) list_add(&b, atom);
            *b.end = atoms;
            return b.list;
        }
        list_add(&b, list_first(atoms));
    }
    list_add(&b, atom);
    return b.list;
}

bool env_requires(const Env *env, Term module)
{
    return list_has(env->requires, module);
}

static Term versioned_vars(Heap *h, const Env *env)
{
    int count = 0;
    for (const Variable *v = env->variables; v; v = v->next) count++;
    if (count == 0) return map_empty(h);
    Term *pairs = mem_alloc(2 * (size_t)count * sizeof *pairs);
    int i = count; /* oldest first: later ones win */
    for (const Variable *v = env->variables; v; v = v->next) {
        i--;
        pairs[2 * i] = pair(h, v->name, v->kind);
        pairs[2 * i + 1] = term_from_small(v->version);
    }
    Term map = map_from_pairs(h, pairs, (Word)count);
    mem_free(pairs);
    return map;
}

Term env_to_term(Heap *h, const Env *env, int line)
{
    Term context = env->context == CONTEXT_MATCH ? CA(match) : env->context == CONTEXT_GUARD ? CA(guard) : AM(nil);
    Term pairs[] = {
        CA(struct_key), CA(MacroEnv), CA(env_aliases), env->aliases, CA(context), context,
        CA(context_modules), env->context_modules, CA(file), env->file, CA(function), env->function,
        CA(functions), env->imports->functions, CA(lexical_tracker), env->lexical_tracker,
        CA(line), term_from_small(line), CA(macro_aliases), env->macro_aliases, CA(macros), env->imports->macros,
        CA(module), env->module, CA(requires), env->requires, CA(tracers), env->tracers,
        CA(versioned_vars), versioned_vars(h, env)};
    return map_from_pairs(h, pairs, ARRAY_COUNT(pairs) / 2);
}

static bool read_variables(Arena *arena, Term map, Env *env, int *next_version)
{
    if (!term_is_map(map)) return false;
    MapIterator it;
    map_iterate(&it, map);
    Term key, version;
    while (map_next(&it, &key, &version)) {
        if (!term_is_tuple_of(key, 2) || !term_is_atom(tuple_get(key, 0)) || !term_is_small(version)) return false;
        Variable *v = arena_alloc_zero(arena, sizeof *v);
        v->name = tuple_get(key, 0);
        v->kind = tuple_get(key, 1);
        v->version = (int)term_to_small(version);
        v->next = env->variables;
        env->variables = v;
        if (v->version >= *next_version) *next_version = v->version + 1;
    }
    return true;
}

static Term field(Term map, Term key, Term fallback)
{
    Term value = map_get(map, key);
    return term_is_none(value) ? fallback : value;
}

static bool is_import_list(Term modules)
{
    for (; term_is_cons(modules); modules = list_rest(modules)) {
        Term entry = list_first(modules);
        if (!term_is_tuple_of(entry, 2) || !term_is_atom(tuple_get(entry, 0))) return false;
        for (Term l = tuple_get(entry, 1); l != NIL; l = list_rest(l)) {
            if (!term_is_cons(l)) return false;
            Term function = list_first(l);
            if (!term_is_tuple_of(function, 2) || !term_is_atom(tuple_get(function, 0)) || !term_is_small(tuple_get(function, 1))) return false;
        }
    }
    return term_is_nil(modules);
}

static bool is_list_of(Term list, bool (*fits)(Term))
{
    for (; term_is_cons(list); list = list_rest(list))
        if (!fits(list_first(list))) return false;
    return term_is_nil(list);
}

static bool is_alias(Term t) { return term_is_tuple_of(t, 2) && term_is_atom(tuple_get(t, 0)) && term_is_atom(tuple_get(t, 1)); }
static bool is_macro_alias(Term t)
{
    return term_is_tuple_of(t, 2) && term_is_atom(tuple_get(t, 0)) && term_is_tuple_of(tuple_get(t, 1), 2) && term_is_atom(tuple_get(tuple_get(t, 1), 1));
}
static bool is_atom(Term t) { return term_is_atom(t); }

/* A struct of any program's making: is each field what the expander relies on? */
static bool env_is_valid(const Env *env)
{
    bool function = env->function == AM(nil) || (term_is_tuple_of(env->function, 2) && term_is_atom(tuple_get(env->function, 0))
                                                 && term_is_small(tuple_get(env->function, 1)));
    return function && term_is_atom(env->module) && term_is_binary(env->file) && is_list_of(env->aliases, is_alias)
        && is_list_of(env->macro_aliases, is_macro_alias) && is_list_of(env->requires, is_atom) && is_list_of(env->context_modules, is_atom);
}

bool env_from_term(Heap *h, Arena *arena, Term t, Env *env, int *next_version)
{
    if (!term_is_map(t) || map_get(t, CA(struct_key)) != CA(MacroEnv)) return false;
    memset(env, 0, sizeof *env);
    env->module = field(t, CA(module), AM(nil));
    env->file = field(t, CA(file), binary_new_string(h, "nofile"));
    env->function = field(t, CA(function), AM(nil));
    env->aliases = field(t, CA(env_aliases), NIL);
    env->macro_aliases = field(t, CA(macro_aliases), NIL);
    env->requires = field(t, CA(requires), NIL);
    env->context_modules = field(t, CA(context_modules), NIL);
    env->lexical_tracker = field(t, CA(lexical_tracker), AM(nil));
    env->tracers = field(t, CA(tracers), NIL);
    Term functions = field(t, CA(functions), NIL), macros = field(t, CA(macros), NIL);
    if (!env_is_valid(env) || !is_import_list(functions) || !is_import_list(macros)) return false;
    env->imports = import_table_new(arena, functions, macros);
    Term line = field(t, CA(line), term_from_small(0));
    env->line = term_is_small(line) ? (int)term_to_small(line) : 0;
    Term context = field(t, CA(context), AM(nil));
    env->context = context == CA(match) ? CONTEXT_MATCH : context == CA(guard) ? CONTEXT_GUARD : CONTEXT_NORMAL;
    return read_variables(arena, field(t, CA(versioned_vars), map_empty(h)), env, next_version);
}
