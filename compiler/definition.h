/* SPDX-License-Identifier: GPL-3.0-or-later */
/* definition.h - a module while it is being defined: its attributes, functions, overridables, saved scopes.
 *
 * From `defmodule` until its .beam is made a module has a ModuleData, found by name in one table (guarded by a lock;
 * the data itself belongs to the session or process that defines the module). All its terms are in its own arena
 * heap. A `def` in the body is kept as a DefSite (the quoted head and body and the scope there); running the body then
 * says "define site n", which expands the clause and appends it to a Definition. */
#ifndef COMPILER_DEFINITION_H
#define COMPILER_DEFINITION_H

#include "compiler/env.h"
#include "compiler/session.h"

typedef enum DefinitionKind { KIND_DEF, KIND_DEFP, KIND_DEFMACRO, KIND_DEFMACROP } DefinitionKind;

enum { DEFINE_FROM_MACRO = 4 }; /* beside the kind, in :elver_session.define/7 */

typedef struct LocalCall { /* a call (or capture) of a local function, for "undefined function" and "unused" */
    struct LocalCall *next;
    Term name;
    int arity, line;
    bool is_macro_use;   /* the macro was expanded here */
    bool counted;
} LocalCall;

typedef struct RemoteCall { /* for warnings about undefined functions */
    struct RemoteCall *next;
    Term module, name, caller /* {name, arity} or nil */;
    int arity, line;
} RemoteCall;

typedef struct Definition {
    struct Definition *next;       /* in order of definition */
    struct Definition *same_hash;
    struct Definition *overridden; /* what super() calls: defined before defoverridable */
    Term name;
    int arity;
    DefinitionKind kind;
    Term meta, file;
    int line;
    Term clauses;                  /* reversed list of {meta, args, guards, body} */
    int clause_count;
    int default_count;             /* of `\\` in the head */
    bool has_body_less_head;
    bool is_default;               /* made by defaults of a larger arity */
    bool is_overridable;           /* set by defoverridable, until it is defined anew */
    bool is_hidden;                /* overridden version: called by super only */
    bool is_used;                  /* private: someone calls it */
    bool is_deleted;
    bool is_from_macro;            /* its head was quoted in a macro */
    bool checked_grouping;
    LocalCall *calls;
    Term local_module;             /* made to run this macro while its own module is compiled; TERM_NONE */
    int local_signature;           /* what it was made of */
    bool seen;                     /* scratch mark of walks */
    Term impl;                     /* what @impl said, or TERM_NONE */
    Term doc, doc_meta;            /* what @doc said, or TERM_NONE */
    Term signature_args;           /* quoted arguments of the first clause or head */
    Term super_name;               /* of a hidden one: its name as a private function */
} Definition;

typedef struct Attribute {
    struct Attribute *next;
    Term name, value;              /* accumulated: list, newest first */
    bool accumulate, persist, is_set, is_read;
    int line;                      /* where it was set last; 0: by a program */
} Attribute;

typedef struct DefSite {
    DefinitionKind kind;
    Term call, body;               /* quoted; body TERM_NONE for a head alone */
    int line;
    bool from_macro;               /* written in a quote */
    Env env;
} DefSite;

typedef struct UsedImport {
    struct UsedImport *next;
    Term name, module;
    int arity, line;
} UsedImport;

struct ModuleData {
    ModuleData *next;              /* in the table */
    ModuleData *outer;             /* of the same session */
    Session *session;              /* that opened it */
    Term name;
    Term file;
    int line;
    Heap heap;
    Arena *arena;
    Env env;                       /* of its body */
    Definition *first, *last;
    Definition *hash[64];
    Definition *previous;          /* defined last, for the grouping warning */
    Attribute *attributes;
    DefSite *sites;
    int site_count, site_capacity;
    Env *saved_envs;               /* for calls from the body that need the scope */
    int saved_env_count, saved_env_capacity;
    UsedImport *used_imports;
    RemoteCall *remote_calls;
    struct { Term kind, quoted; int line; } *typespecs;
    int typespec_count, typespec_capacity;
    bool closed;                   /* no more changes: the binary is being made or is there */
    int store_count;               /* clauses stored so far */
};

/* --- the table --- */
ModuleData *module_data_find(Term name);        /* NULL if the module is not being defined */
void module_data_close_all(Session *s);         /* a session failed: drops what it was defining */

/* --- attributes --- */
Attribute *module_attribute(ModuleData *m, Term name); /* NULL if never set or registered */
void module_put_attribute(ModuleData *m, Term name, Term value, int line); /* copies value */
Attribute *module_register_attribute(ModuleData *m, Term name, bool accumulate, bool persist);
void module_delete_attribute(ModuleData *m, Term name);

/* --- definitions --- */
Definition *module_definition(ModuleData *m, Term name, int arity); /* NULL if there is none */
int module_add_site(ModuleData *m, DefinitionKind kind, Term call, Term body, int line, bool from_macro, const Env *env);
int module_save_env(ModuleData *m, const Env *env);
/* Defines one clause: what running `def` does. Returns {name, arity}. */
Term definition_store(Session *s, ModuleData *m, DefinitionKind kind, Term call, Term body, int line, bool from_macro, const Env *env);
void module_make_overridable(Session *s, ModuleData *m, Term name, int arity, int line, const Env *env);
/* Looks a local macro up and gives a fun to call (a name/arity of a module made for it); false if there is none. */
bool definition_local_macro(Session *s, ModuleData *m, Term name, int arity, Term *module, Term *function);
void definition_note_call(Definition *caller, ModuleData *m, Term name, int arity, int line);
const char *definition_kind_text(DefinitionKind kind);
static inline bool kind_is_macro(DefinitionKind kind) { return kind >= KIND_DEFMACRO; }
static inline bool kind_is_private(DefinitionKind kind) { return kind == KIND_DEFP || kind == KIND_DEFMACROP; }

/* A function of the backend's for each live definition; `only_seen`: those marked seen. */
struct BackendFunction *definition_functions(ModuleData *m, Arena *arena, Heap *h, bool only_seen, int *count);
/* Marks d and all that it calls, in this module, as seen. */
void definition_mark_reachable(ModuleData *m, Definition *d);
ModuleData *module_data_open(Session *s, Term name, Term file, int line);
void module_data_close(ModuleData *m);

/* --- modules --- */
/* Defines a module: expands and runs the body, compiles, loads. Returns {:module, name, binary, value}. */
Term module_define(Session *s, Term name, Term body, int line, const Env *env, Term variables);

#endif
