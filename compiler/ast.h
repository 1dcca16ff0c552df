/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ast.h - the quoted form as terms: taking nodes apart and building them.
 *
 * A node is {name, meta, args}: name an atom or a node, meta a keyword list, args a list, or an atom for a variable.
 * Everything is built on an arena heap, so cells of a list under construction may be written (ListBuilder). */
#ifndef COMPILER_AST_H
#define COMPILER_AST_H

#include "term/atom.h"
#include "term/binary.h"
#include "term/heap.h"

enum CompilerName {
#define NAME(name, text) NAME_##name,
#include "compiler/names.def"
#undef NAME
    NAME_COUNT
};
extern Term compiler_names[NAME_COUNT];
#define CA(name) (compiler_names[NAME_##name])
void names_init(void); /* interns them; once, at boot */

/* Quoted code may be anything: these give nil and [] where a list has no more. */
static inline Term list_first(Term list) { return term_is_cons(list) ? term_head(list) : AM(nil); }
static inline Term list_rest(Term list) { return term_is_cons(list) ? term_tail(list) : NIL; }

/* --- nodes --- */
static inline bool ast_is_node(Term t)
{
    return term_is_tuple_of(t, 3) && term_is_list(tuple_get(t, 1));
}
static inline bool ast_is_call(Term t, Term name) /* {name, meta, [...]} */
{
    return ast_is_node(t) && tuple_get(t, 0) == name && term_is_list(tuple_get(t, 2));
}
static inline bool ast_is_var(Term t)
{
    return ast_is_node(t) && term_is_atom(tuple_get(t, 0)) && term_is_atom(tuple_get(t, 2));
}
static inline Term ast_name(Term t) { return tuple_get(t, 0); }
static inline Term ast_meta(Term t) { return tuple_get(t, 1); }
static inline Term ast_args(Term t) { return tuple_get(t, 2); }
Term ast_node(Heap *h, Term name, Term meta, Term args);
/* {name, meta, [arguments...]} of `count` Terms. */
Term ast_call(Heap *h, Term name, Term meta, int count, ...);
/* module.function(arguments...) */
Term ast_remote(Heap *h, Term meta, Term module, Term function, Term args);
Term ast_remote_call(Heap *h, Term meta, Term module, Term function, int count, ...);
Term ast_var(Heap *h, Term name, Term meta, Term context);

/* --- meta and other keyword lists --- */
Term keyword_get(Term list, Term key); /* TERM_NONE if absent */
Term keyword_put(Heap *h, Term list, Term key, Term value); /* replaces, or puts in front */
Term keyword_delete(Heap *h, Term list, Term key);
int meta_line(Term meta); /* 0 if there is none */
Term meta_only_line(Heap *h, Term meta); /* [line: n] or [] */
Term pair(Heap *h, Term a, Term b);
Term keyword1(Heap *h, Term key, Term value);

/* --- lists --- */
int list_length(Term list); /* -1 if improper */
Term list_of(Heap *h, int count, ...);
Term list_from_array(Heap *h, const Term *terms, int count, Term tail);
Term list_append(Heap *h, Term front, Term tail); /* copies front */
Term list_reverse(Heap *h, Term list);
bool list_has(Term list, Term atom);
Term list_nth(Term list, int index); /* nil past the end */

typedef struct ListBuilder {
    Heap *h;
    Term list;
    Term *end; /* where the next cell goes */
} ListBuilder;
/* A builder holds a pointer into itself: initialise in place, do not copy. */
static inline void list_begin(ListBuilder *b, Heap *h)
{
    b->h = h;
    b->list = NIL;
    b->end = &b->list;
}
static inline void list_add(ListBuilder *b, Term t)
{
    Term cell = cons_new(b->h, t, NIL);
    *b->end = cell;
    b->end = &cons_words(cell)[1];
}

/* --- text --- */
/* A term as Elixir would inspect it, good enough for messages: aliases, atoms, numbers, strings, tuples, lists. */
void ast_inspect(Buf *out, Term t);
/* Quoted code as text, for the simple code that default arguments are. */
void ast_text(Buf *out, Term t);
/* An atom as inspect shows it: :foo, Foo.Bar, nil, :"a b". */
void atom_inspect(Buf *out, Term atom);
bool atom_is_alias(Term atom); /* Elixir.X... */
/* Joins a module and further atoms: Elixir.A.B. */
Term alias_concat(Term base /* or TERM_NONE */, Term segments);

#endif
