/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expand.h - from quoted code to fully expanded code: no macros, aliases, imports; variables with versions.
 *
 * An Expander works on one function clause, one module body or one evaluated text. It carries the scope (env) along
 * and changes it as the code does: `x = 1` adds a variable, `import` an import. What opens a scope saves and restores env. */
#ifndef COMPILER_EXPAND_H
#define COMPILER_EXPAND_H

#include "compiler/definition.h"
#include "compiler/env.h"
#include "compiler/session.h"

typedef struct Expander {
    Session *s;
    Heap *h;
    Env env;
    ModuleData *module;        /* of env.module while it is being defined, else NULL */
    Definition *definition;    /* whose clause this is, or NULL */
    Variable *pattern_start;   /* in a pattern: variables newer than this belong to it */
    Variable *pattern_pins;    /* in a pattern: what ^x and sizes see */
    int next_version;
    VariableUse *uses;         /* of the whole function */
    bool allow_caller;         /* inside defmacro */
    bool allow_stacktrace;     /* inside rescue/catch */
    bool in_guard_of_match;
    int fn_depth;              /* inside of how many anonymous functions */
    bool is_eval;              /* top level of a file, string or shell input */
} Expander;

typedef Expander X;

void expander_init(X *x, Session *s, Heap *h, const Env *env);
/* Warns about variables never used. */
void expander_finish(X *x);

void forms_init(void); /* once, at boot */
Term expand(X *x, Term t);
/* A scope: leaving it takes its variables, aliases and imports away, and warns of its variables that nobody used. */
typedef struct Scope {
    Env env;
    VariableUse *uses;
} Scope;
Scope scope_enter(X *x);
void scope_leave(X *x, const Scope *scope);
/* Arguments of a call: variables bound in one are not seen by the next. */
Term expand_args(X *x, Term args);
/* In match context; `pins`: the variables that ^x sees. */
Term expand_pattern(X *x, Term t);
Term expand_patterns(X *x, Term list);
Term expand_guard(X *x, Term t);
/* [pattern, ... when guard] as in clauses: one list whose last element may be a `when` node. */
Term expand_clause_head(X *x, Term head);
Term expand_block(X *x, Term meta, Term statements);
/* A module name written in code, resolved: an atom, or t itself if it is no alias. */
Term expand_alias(X *x, Term t);

/* Fresh variable that no program can name; *pattern and *use are its nodes. */
Term fresh_variable(X *x, Term meta, const char *name);
Variable *scope_bind(X *x, Term name, Term kind, int line, bool quiet);
Term variable_node(X *x, Term name, Term meta, Term context, int version);

NORETURN void expand_error(X *x, Term meta, const char *format, ...) __attribute__((format(printf, 3, 4)));
void expand_warning(X *x, Term meta, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Text of a quoted term for messages; lives as long as the session. */
const char *code_text(X *x, Term t);
const char *atom_shown(X *x, Term atom);

/* Calls the macro on the VM and makes its result ready to be expanded (hygiene counter, lines). */
Term expand_macro_call(X *x, Term meta, Term module, Term function, Term name, Term args, Term receiver);
/* Expands one macro call, natively or on the VM: TERM_NONE if t is no macro call. */
Term expand_once(X *x, Term t);
Term remote_inline(X *x, Term meta, Term module, Term function, Term args); /* rewrites Kernel functions to :erlang's */
Term expand_remote_call(X *x, Term meta, Term dot_meta, Term receiver, Term function, Term args);
Term expand_named_call(X *x, Term name, Term meta, Term args);
/* Finds what a local name means. */
typedef enum Meaning { MEANS_NOTHING, MEANS_LOCAL, MEANS_FUNCTION, MEANS_MACRO } Meaning;
Meaning find_import(X *x, Term meta, Term name, int arity, Term *module);
bool ensure_module(X *x, Term module); /* loads it; false if there is none */
void require_module(X *x, Term meta, Term module);

/* --- special_forms.c, special_case.c --- */
typedef Term (*FormHandler)(X *x, Term t);
#define FORM(name) Term form_##name(X *x, Term t);
#include "compiler/forms.def"
#undef FORM
Term expand_do_clauses(X *x, Term meta, const char *construct, const char *key, Term clauses, int arity);

/* --- quote.c --- */
/* The code that builds the quoted form of t: what `quote do t end` expands to, before expansion of its unquotes. */
Term quote_expand(X *x, Term t);
/* Macro.escape: code that builds the value; with `unquote`, unquote fragments in it are left as code. */
Term escape_term(Heap *h, Session *s, Term t, bool unquote);
bool has_unquotes(Term t);
Term linify_with_counter(X *x, Term t, Term line, Term receiver, Term counter);
Term next_counter(X *x);

/* --- intrinsics.c: macros of Kernel done in C --- */
typedef Term (*Intrinsic)(X *x, Term meta, Term *args, int count);
/* NULL if name/arity of Kernel has no native expansion. It may return TERM_NONE: do it the ordinary way. */
Intrinsic intrinsic_find(Term name, int arity);
/* The imports of Kernel while Kernel itself is not compiled. */
Term intrinsic_macros(Heap *h);
Term intrinsic_functions(Heap *h);
void intrinsics_init(void);
/* :erlang's name of a Kernel function: TERM_NONE if it is not inlined; *swap: first two arguments exchange places. */
Term inlined_function(Term module, Term name, int arity, Term *to_module, int *special);

/* Does expanded code always give true or false? */
bool is_boolean_code(Term t);
/* Stores @spec, @type, @callback...: `code` is a kind with its quoted form. */
void module_put_typespec(ModuleData *m, Term kind, Term quoted, int line, const Env *env);

/* --- compile.c --- */
/* The default scope of a file. */
void default_env(Session *s, Env *env, Term file);
/* Compiles an expanded expression and runs it: {value, {outputs}}. */
Term run_expression(Session *s, X *x, Term body, const char *function, Term input_values, const uint32_t *inputs,
                    int input_count, const uint32_t *outputs, int output_count);

#endif
