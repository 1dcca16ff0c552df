/* SPDX-License-Identifier: GPL-3.0-or-later */
/* env.h - what is in scope at a point of the source: module, file, function, aliases, imports, requires, variables.
 *
 * An Env is a plain value: saving it is copying the struct, leaving a scope is copying it back. Its lists are immutable
 * terms on the compiler's heap; ImportTable and the variable nodes are immutable too, newest first. Macros and
 * __ENV__ see it as %Macro.Env{}. */
#ifndef COMPILER_ENV_H
#define COMPILER_ENV_H

#include "compiler/ast.h"

typedef enum EnvContext { CONTEXT_NORMAL, CONTEXT_MATCH, CONTEXT_GUARD } EnvContext;

/* What is known of one variable (one version of it), for warnings. Shared by all scopes that see it. */
typedef struct VariableUse {
    struct VariableUse *next; /* all of a function */
    Term name;
    int line;
    bool used, quiet; /* quiet: generated, or of a macro: never warned about */
    bool shadows;     /* an older variable of the name was in sight: a ^ was forgotten, perhaps */
} VariableUse;

typedef struct Variable {
    struct Variable *next; /* older ones */
    Term name;
    Term kind;     /* context atom, or the counter of a macro expansion */
    int version;
    VariableUse *use;
} Variable;

/* The imports as lists of {Module, [{name, arity}]}, as Macro.Env has them, and a table to find them by name. */
typedef struct ImportEntry {
    Term name, module;
    uint32_t arity;
    bool is_macro;
    struct ImportEntry *next; /* same bucket */
} ImportEntry;
typedef struct ImportTable {
    Term functions, macros;
    uint32_t mask;
    ImportEntry *buckets[]; /* borrowed: of the arena */
} ImportTable;

/* An alias or import written in a file, for the warning that nobody uses it. Lives as long as the file's session. */
typedef struct LexicalUse {
    struct LexicalUse *next;
    Term name;   /* the alias; NIL for an import */
    Term module;
    int line;
    bool used;
} LexicalUse;
typedef struct Lexical {
    Arena *arena;
    LexicalUse *uses; /* newest first */
} Lexical;

typedef struct Env {
    Term module;          /* atom; nil outside of modules */
    Term file;            /* binary */
    Term function;        /* {name, arity} or nil */
    Term aliases;         /* [{Alias, Module}] */
    Term macro_aliases;   /* [{Alias, {counter, Module}}] */
    Term requires;        /* sorted list of modules */
    Term context_modules;
    Term lexical_tracker; /* nil */
    Term tracers;
    const ImportTable *imports;
    Variable *variables;
    Lexical *lexical;     /* of the file, or NULL: nobody watches */
    int line;
    EnvContext context;
} Env;

void env_init(Env *env, Heap *h, Term file);

/* --- what is used --- */
void lexical_add(const Env *env, Term name, Term module, int line);
void lexical_use(const Env *env, Term name, Term module);

/* --- imports --- */
const ImportTable *import_table_new(Arena *arena, Term functions, Term macros);
/* Fills up to `max` entries that import name/arity (or every arity if arity is -1); returns how many there are. */
int imports_find(const ImportTable *table, Term name, int arity, const ImportEntry **found, int max);

/* --- aliases and requires --- */
Term env_alias_put(Heap *h, Term aliases, Term alias, Term value);
Term list_insert_sorted(Heap *h, Term atoms, Term atom);
bool env_requires(const Env *env, Term module);

/* --- Macro.Env --- */
Term env_to_term(Heap *h, const Env *env, int line);
/* False if t is no Macro.Env. Lists are shared with t; variables get their versions as in t; next_version is set past them. */
bool env_from_term(Heap *h, Arena *arena, Term t, Env *env, int *next_version);

#endif
