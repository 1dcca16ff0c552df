/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intrinsics.c - the hottest macros of Kernel done in C, and Kernel's functions that are :erlang's natives.
 *
 * An intrinsic takes the quoted arguments and gives expanded code. While Kernel itself is compiled, these tables are
 * all that is imported. Macros that define things (def, @, defmodule) are in intrinsics_def.c. */
#include <stdlib.h>

#include "base/buf.h"
#include "compiler/expand.h"
#include "compiler/intrinsics.h"

/* --- tables --- */

typedef struct IntrinsicEntry { const char *name; int arity; Intrinsic function; Term atom; } IntrinsicEntry;

static IntrinsicEntry intrinsics[] = {
#define INTRINSIC(text, arity, function) {text, arity, function, NULL},
#include "compiler/intrinsics.def"
#undef INTRINSIC
};

typedef struct InlineEntry { const char *module, *name; int arity; const char *to; int special; Term atom; } InlineEntry;

/* special 1: the first two arguments change places; 2: they do, and the index counts from 1 */
static InlineEntry inlines[] = {
#define INLINE(module, name, arity, to, special) {module, name, arity, to, special, NULL},
#include "compiler/inline.def"
#undef INLINE
};

enum { TABLE_SIZE = 1024 };
static uint16_t intrinsic_index[TABLE_SIZE], inline_index[TABLE_SIZE]; /* position + 1 */

static uint32_t slot_of(Term name, int arity)
{
    return (term_to_atom_index(name) * 31 + (uint32_t)arity * 7) & (TABLE_SIZE - 1);
}

void intrinsics_init(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(intrinsics); i++) {
        intrinsics[i].atom = atom_intern_string(intrinsics[i].name);
        uint32_t slot = slot_of(intrinsics[i].atom, intrinsics[i].arity);
        while (intrinsic_index[slot]) slot = (slot + 1) & (TABLE_SIZE - 1);
        intrinsic_index[slot] = (uint16_t)(i + 1);
    }
    for (size_t i = 0; i < ARRAY_COUNT(inlines); i++) {
        inlines[i].atom = atom_intern_string(inlines[i].name);
        uint32_t slot = slot_of(inlines[i].atom, inlines[i].arity);
        while (inline_index[slot]) slot = (slot + 1) & (TABLE_SIZE - 1);
        inline_index[slot] = (uint16_t)(i + 1);
    }
}

Intrinsic intrinsic_find(Term name, int arity)
{
    for (uint32_t slot = slot_of(name, arity); intrinsic_index[slot]; slot = (slot + 1) & (TABLE_SIZE - 1)) {
        const IntrinsicEntry *e = &intrinsics[intrinsic_index[slot] - 1];
        if (e->atom == name && e->arity == arity) return e->function;
    }
    return NULL;
}

Term inlined_function(Term module, Term name, int arity, Term *to_module, int *special)
{
    for (uint32_t slot = slot_of(name, arity); inline_index[slot]; slot = (slot + 1) & (TABLE_SIZE - 1)) {
        const InlineEntry *e = &inlines[inline_index[slot] - 1];
        if (e->atom != name || e->arity != arity || strcmp(e->module, atom_text(module)) != 0) continue;
        *special = e->special;
        const char *to = e->to, *colon = strchr(to, ':');
        if (colon && *to >= 'a' && *to <= 'z') { /* not the colon of =:= */
            *to_module = atom_intern(to, (size_t)(colon - to));
            return atom_intern_string(colon + 1);
        }
        *to_module = AM(erlang);
        return atom_intern_string(to);
    }
    return TERM_NONE;
}

static int compare_entries(const void *a, const void *b)
{
    Term l = *(const Term *)a, r = *(const Term *)b;
    int order = strcmp(atom_text(tuple_get(l, 0)), atom_text(tuple_get(r, 0)));
    return order ? order : (int)(term_to_small(tuple_get(l, 1)) - term_to_small(tuple_get(r, 1)));
}

Term intrinsic_macros(Heap *h)
{
    Term entries[ARRAY_COUNT(intrinsics)];
    for (size_t i = 0; i < ARRAY_COUNT(intrinsics); i++)
        entries[i] = pair(h, intrinsics[i].atom, term_from_small(intrinsics[i].arity));
    qsort(entries, ARRAY_COUNT(entries), sizeof entries[0], compare_entries);
    return list_from_array(h, entries, ARRAY_COUNT(entries), NIL);
}

Term intrinsic_functions(Heap *h)
{
    Term entries[ARRAY_COUNT(inlines)];
    int count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(inlines); i++)
        if (strcmp(inlines[i].module, "Elixir.Kernel") == 0)
            entries[count++] = pair(h, inlines[i].atom, term_from_small(inlines[i].arity));
    qsort(entries, (size_t)count, sizeof entries[0], compare_entries);
    return list_from_array(h, entries, count, NIL);
}

/* --- building blocks --- */

static Term erlang1(X *x, Term meta, Term function, Term a)
{
    return ast_remote_call(x->h, meta, AM(erlang), function, 1, a);
}

static Term erlang2(X *x, Term meta, Term function, Term a, Term b)
{
    return ast_remote_call(x->h, meta, AM(erlang), function, 2, a, b);
}

static Term clause(X *x, Term meta, Term head, Term body)
{
    Term generated = cons_new(x->h, pair(x->h, CA(generated), AM(true)), meta_only_line(x->h, meta));
    return ast_call(x->h, CA(arrow), generated, 2, cons_new(x->h, head, NIL), body);
}

static Term case_of(X *x, Term meta, Term value, Term clauses)
{
    meta = cons_new(x->h, pair(x->h, CA(optimize_boolean), AM(true)), meta_only_line(x->h, meta));
    return ast_call(x->h, CA(case_), meta, 2, value, keyword1(x->h, CA(do_), clauses));
}

/* var when var === false or var === nil */
static Term falsy_head(X *x, Term meta, Term var)
{
    Term test = erlang2(x, meta, CA(orelse), erlang2(x, meta, CA(erl_exact_eq), var, AM(false)),
                        erlang2(x, meta, CA(erl_exact_eq), var, AM(nil)));
    return ast_call(x->h, CA(when), meta, 2, var, test);
}

static Term anything(X *x, Term meta)
{
    return ast_var(x->h, CA(underscore), meta_only_line(x->h, meta), CA(Kernel));
}

static bool is_erlang_call(Term t, Term *function, Term *args)
{
    if (!ast_is_node(t) || !ast_is_call(ast_name(t), CA(dot)) || list_length(ast_args(ast_name(t))) != 2) return false;
    if (list_first(ast_args(ast_name(t))) != AM(erlang)) return false;
    *function = list_nth(ast_args(ast_name(t)), 1);
    *args = ast_args(t);
    return true;
}

bool is_boolean_code(Term t)
{
    if (t == AM(true) || t == AM(false)) return true;
    Term function, args;
    if (ast_is_call(t, CA(case_))) { /* and, or, !, match?: all clauses give booleans */
        Term clauses = keyword_get(list_nth(ast_args(t), 1), CA(do_));
        if (keyword_get(ast_meta(t), CA(optimize_boolean)) != AM(true)) return false;
        for (; term_is_cons(clauses); clauses = list_rest(clauses)) {
            Term body = list_nth(ast_args(list_first(clauses)), 1);
            if (is_erlang_call(body, &function, &args) && function == AM(error)) continue;
            if (!is_boolean_code(body)) return false;
        }
        return true;
    }
    if (!is_erlang_call(t, &function, &args)) return false;
    const char *name = atom_text(function);
    int arity = list_length(args);
    if (strncmp(name, "is_", 3) == 0) return strcmp(name, "is_process_alive") != 0 || arity == 1;
    if (arity == 1) return function == CA(not_);
    if (arity != 2) return false;
    if (function == CA(andalso) || function == CA(orelse)) return is_boolean_code(list_nth(args, 1));
    return function == CA(erl_eq) || function == CA(erl_exact_eq) || function == CA(erl_not_eq) || function == CA(erl_exact_ne)
        || function == CA(less) || function == CA(greater) || function == CA(less_eq) || function == CA(greater_eq);
}

static void not_in_pattern(X *x, Term meta, const char *name, int arity)
{
    if (x->env.context == CONTEXT_MATCH)
        expand_error(x, meta, "invalid expression in match, %s is not allowed in patterns such as function clauses, case clauses or on "
                     "the left side of the = operator", name);
}

static Term in_scope(X *x, Term t) /* its variables end with it */
{
    Scope saved = scope_enter(x);
    Term result = expand(x, t);
    scope_leave(x, &saved);
    return result;
}

/* --- control --- */

static Term branch(X *x, Term meta, const char *name, Term clauses, bool want_else)
{
    if (!term_is_list(clauses))
        session_raise_message(x->s, "Elixir.ArgumentError", "invalid or duplicate keys for %s, only \"do\" and an optional \"else\" are permitted", name);
    for (Term l = clauses; term_is_cons(l); l = list_rest(l)) {
        Term key = term_is_tuple_of(list_first(l), 2) ? tuple_get(list_first(l), 0) : NIL;
        if ((key != CA(do_) && key != CA(else_)) || !term_is_none(keyword_get(list_rest(l), key)))
            session_raise_message(x->s, "Elixir.ArgumentError", "invalid or duplicate keys for %s, only \"do\" and an optional \"else\" are permitted", name);
    }
    Term value = keyword_get(clauses, want_else ? CA(else_) : CA(do_));
    if (!term_is_none(value)) return value;
    if (!want_else)
        session_raise_message(x->s, "Elixir.ArgumentError", "invalid or duplicate keys for %s, only \"do\" and an optional \"else\" are permitted", name);
    return AM(nil);
}

static Term choose(X *x, Term meta, Term condition, Term yes, Term no)
{
    not_in_pattern(x, meta, "if", 2);
    if (x->env.context == CONTEXT_GUARD)
        expand_error(x, meta, "invalid expression in guards, case is not allowed in guards. To learn more about guards, visit: "
                     "https://hexdocs.pm/elixir/patterns-and-guards.html");
    Term value = expand(x, condition);
    ListBuilder clauses;
    list_begin(&clauses, x->h);
    if (is_boolean_code(value)) {
        Term otherwise = in_scope(x, no);
        list_add(&clauses, clause(x, meta, AM(false), otherwise));
        list_add(&clauses, clause(x, meta, AM(true), in_scope(x, yes)));
    } else {
        Term var = fresh_variable(x, meta, "x");
        Term otherwise = in_scope(x, no);
        list_add(&clauses, clause(x, meta, falsy_head(x, meta, var), otherwise));
        list_add(&clauses, clause(x, meta, anything(x, meta), in_scope(x, yes)));
    }
    return case_of(x, meta, value, clauses.list);
}

Term intrinsic_if(X *x, Term meta, Term *args, int count)
{
    Term yes = branch(x, meta, "if", args[1], false);
    return choose(x, meta, args[0], yes, branch(x, meta, "if", args[1], true));
}

Term intrinsic_unless(X *x, Term meta, Term *args, int count)
{
    Term yes = branch(x, meta, "unless", args[1], false);
    return choose(x, meta, args[0], branch(x, meta, "unless", args[1], true), yes);
}

static Term bad_boolean(X *x, Term meta, Term operator_name, Term var)
{
    Term reason = ast_call(x->h, CA(tuple), meta, 3, CA(badbool), operator_name, var);
    return erlang1(x, meta, AM(error), reason);
}

static Term and_or(X *x, Term meta, Term *args, bool is_and)
{
    not_in_pattern(x, meta, is_and ? "and" : "or", 2);
    Term only_line = meta_only_line(x->h, meta);
    if (x->env.context == CONTEXT_GUARD) {
        Term left = expand(x, args[0]);
        return erlang2(x, only_line, is_and ? CA(andalso) : CA(orelse), left, expand(x, args[1]));
    }
    Term left = expand(x, args[0]), right = in_scope(x, args[1]);
    if (is_boolean_code(left)) return erlang2(x, only_line, is_and ? CA(andalso) : CA(orelse), left, right);
    Term other = fresh_variable(x, meta, "other");
    ListBuilder clauses;
    list_begin(&clauses, x->h);
    list_add(&clauses, clause(x, meta, AM(false), is_and ? AM(false) : right));
    list_add(&clauses, clause(x, meta, AM(true), is_and ? right : AM(true)));
    list_add(&clauses, clause(x, meta, other, bad_boolean(x, only_line, is_and ? CA(and_) : CA(or_), other)));
    return case_of(x, meta, left, clauses.list);
}

Term intrinsic_and(X *x, Term meta, Term *args, int count)
{
    return and_or(x, meta, args, true);
}

Term intrinsic_or(X *x, Term meta, Term *args, int count)
{
    return and_or(x, meta, args, false);
}

static void only_code(X *x, Term meta, const char *name)
{
    not_in_pattern(x, meta, name, 2);
    if (x->env.context == CONTEXT_GUARD)
        expand_error(x, meta, "invalid expression in guards, %s is not allowed in guards. To learn more about guards, visit: "
                     "https://hexdocs.pm/elixir/patterns-and-guards.html", name);
}

Term intrinsic_and_then(X *x, Term meta, Term *args, int count)
{
    only_code(x, meta, "&&");
    Term left = expand(x, args[0]), right = in_scope(x, args[1]), var = fresh_variable(x, meta, "x");
    ListBuilder clauses;
    list_begin(&clauses, x->h);
    list_add(&clauses, clause(x, meta, falsy_head(x, meta, var), var));
    list_add(&clauses, clause(x, meta, anything(x, meta), right));
    return case_of(x, meta, left, clauses.list);
}

Term intrinsic_or_else(X *x, Term meta, Term *args, int count)
{
    only_code(x, meta, "||");
    Term left = expand(x, args[0]), right = in_scope(x, args[1]), var = fresh_variable(x, meta, "x");
    ListBuilder clauses;
    list_begin(&clauses, x->h);
    list_add(&clauses, clause(x, meta, falsy_head(x, meta, var), right));
    list_add(&clauses, clause(x, meta, var, var));
    return case_of(x, meta, left, clauses.list);
}

Term intrinsic_bang(X *x, Term meta, Term *args, int count)
{
    only_code(x, meta, "!");
    Term value = expand(x, args[0]);
    if (is_boolean_code(value)) return erlang1(x, meta_only_line(x->h, meta), CA(not_), value);
    Term var = fresh_variable(x, meta, "x");
    ListBuilder clauses;
    list_begin(&clauses, x->h);
    list_add(&clauses, clause(x, meta, falsy_head(x, meta, var), AM(true)));
    list_add(&clauses, clause(x, meta, anything(x, meta), AM(false)));
    return case_of(x, meta, value, clauses.list);
}

Term intrinsic_match_q(X *x, Term meta, Term *args, int count)
{
    only_code(x, meta, "match?");
    Term value = expand(x, args[1]);
    Env saved = x->env;
    VariableUse *before = x->uses;
    Term head = expand_clause_head(x, cons_new(x->h, args[0], NIL));
    for (VariableUse *u = x->uses; u != before; u = u->next) u->quiet = true;
    x->env = saved;
    ListBuilder clauses;
    list_begin(&clauses, x->h);
    list_add(&clauses, clause(x, meta, list_first(head), AM(true)));
    list_add(&clauses, clause(x, meta, anything(x, meta), AM(false)));
    return case_of(x, meta, value, clauses.list);
}

/* --- pipes --- */

static NORETURN void bad_pipe(X *x, Term left, Term right)
{
    session_raise_message(x->s, "Elixir.ArgumentError", "cannot pipe %s into %s, can only pipe into local calls foo(), remote calls "
                          "Foo.bar() or anonymous function calls foo.()", code_text(x, left), code_text(x, right));
}

static bool is_operator_atom(Term name)
{
    const char *text = atom_text(name);
    static const char *const operators[] = {"+", "-", "*", "/", "++", "--", "<>", "==", "!=", "===", "!==", "<", ">", "<=", ">=",
        "&&", "||", "and", "or", "in", "=~", "=", "|", "::", "<-", "->", "..", "&", "fn", "^", "{}", "%{}", "<<>>", "%", "__aliases__", NULL};
    for (int i = 0; operators[i]; i++)
        if (strcmp(operators[i], text) == 0) return true;
    return false;
}

Term intrinsic_pipe(X *x, Term meta, Term *args, int count)
{
    Term left = args[0], right = args[1];
    if (!ast_is_node(right)) bad_pipe(x, left, right);
    Term name = ast_name(right), rest = ast_args(right), right_meta = ast_meta(right);
    if (term_is_atom(name)) {
        if (term_is_list(rest) && is_operator_atom(name) && (list_length(rest) != 1 || name == CA(capture) || name == CA(fn) || name == CA(aliases) || name == CA(tuple)))
            bad_pipe(x, left, right);
        if (term_is_atom(rest)) rest = NIL;
        if (name == CA(unquote)) return expand(x, ast_node(x->h, name, right_meta, cons_new(x->h, left, rest)));
        return expand(x, ast_node(x->h, name, right_meta, cons_new(x->h, left, rest)));
    }
    if (!ast_is_node(name) || !term_is_list(rest)) bad_pipe(x, left, right);
    if (ast_name(name) == CA(dot) && list_length(ast_args(name)) == 2 && keyword_get(right_meta, CA(no_parens)) == AM(true))
        right_meta = keyword_delete(x->h, right_meta, CA(no_parens));
    return expand(x, ast_node(x->h, name, right_meta, cons_new(x->h, left, rest)));
}

/* --- in --- */

static Term compare_elements(X *x, Term meta, Term left, Term list)
{
    Term result = TERM_NONE;
    for (; term_is_cons(list); list = list_rest(list)) {
        Term test = erlang2(x, meta, CA(erl_exact_eq), left, list_first(list));
        result = term_is_none(result) ? test : erlang2(x, meta, CA(orelse), result, test);
    }
    return result;
}

static Term compare_bounds(X *x, Term meta, Term left, Term first, Term last)
{
    Term is_integer = erlang1(x, meta, atom_intern_string("is_integer"), left);
    Term bounds = erlang2(x, meta, CA(andalso), erlang2(x, meta, CA(greater_eq), left, first), erlang2(x, meta, CA(less_eq), left, last));
    return erlang2(x, meta, CA(andalso), is_integer, bounds);
}

static bool has_tail(Term list)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (ast_is_call(list_first(list), CA(bar))) return true;
    return false;
}

/* [a, b | c] where c is a literal list once expanded: all in one; else the list as it is. */
static Term flatten_tail(X *x, Term list)
{
    if (!term_is_cons(list) || list_length(list) < 1) return list;
    Term last = list_nth(list, list_length(list) - 1);
    if (!ast_is_call(last, CA(bar)) || list_length(ast_args(last)) != 2) return list;
    Term tail = expand(x, list_nth(ast_args(last), 1));
    if (!term_is_list(tail) || list_length(tail) < 0 || has_tail(tail)) return list;
    ListBuilder b;
    list_begin(&b, x->h);
    for (; term_is_cons(list_rest(list)); list = list_rest(list)) list_add(&b, list_first(list));
    list_add(&b, list_first(ast_args(last)));
    *b.end = tail;
    return b.list;
}

static Term with_left(X *x, Term meta, Term value, Term *var)
{
    if (!ast_is_node(value) || !term_is_none(keyword_get(ast_meta(value), CA(version)))) {
        *var = value;
        return TERM_NONE;
    }
    *var = fresh_variable(x, meta, "left");
    return ast_call(x->h, CA(eq), meta, 2, *var, value);
}

Term intrinsic_in(X *x, Term meta, Term *args, int count)
{
    not_in_pattern(x, meta, "in", 2);
    Term right = args[1], line = meta_only_line(x->h, meta);
    bool guard = x->env.context == CONTEXT_GUARD;
    if (ast_is_node(right) && term_is_list(ast_args(right)) && !guard) { /* ~w(...)a and the like give lists */
        Term name = ast_name(right);
        if (term_is_atom(name) && strncmp(atom_text(name), "sigil_", 6) == 0) right = expand(x, right);
    } else if (guard && ast_is_node(right) && !ast_is_call(right, CA(range)) && !ast_is_var(right)) {
        right = expand(x, right);
    }
    right = flatten_tail(x, right);
    bool is_range = ast_is_call(right, CA(range)) && list_length(ast_args(right)) == 2
        && term_is_small(list_first(ast_args(right))) && term_is_small(list_nth(ast_args(right), 1))
        && term_to_small(list_first(ast_args(right))) <= term_to_small(list_nth(ast_args(right), 1));
    bool is_list = term_is_list(right) && list_length(right) >= 0 && !has_tail(right);
    if (!is_range && !is_list) {
        if (guard) return TERM_NONE;
        if (ast_is_call(right, CA(range)) || ast_is_call(right, CA(range_step)) || !term_is_nil(right) ) {
            Term both = expand_args(x, list_of(x->h, 2, args[0], right));
            return ast_remote_call(x->h, line, CA(Enum), CA(member), 2, list_nth(both, 1), list_first(both));
        }
    }
    Term var, value = expand(x, args[0]);
    if (is_list && term_is_nil(right)) return guard ? AM(false) : ast_call(x->h, CA(block), line, 2, value, AM(false));
    Term binding = guard ? TERM_NONE : with_left(x, line, value, &var);
    if (guard) var = value;
    Term test = is_range ? compare_bounds(x, line, var, list_first(ast_args(right)), list_nth(ast_args(right), 1))
                         : compare_elements(x, line, var, expand_args(x, right));
    return term_is_none(binding) ? test : ast_call(x->h, CA(block), line, 2, binding, test);
}

/* --- ranges --- */

static Term range_map(X *x, Term meta, Term first, Term last, Term step)
{
    ListBuilder b;
    list_begin(&b, x->h);
    list_add(&b, pair(x->h, CA(struct_key), CA(Range)));
    list_add(&b, pair(x->h, CA(first), first));
    list_add(&b, pair(x->h, CA(last), last));
    if (!term_is_none(step)) list_add(&b, pair(x->h, CA(step), step));
    return ast_node(x->h, CA(map), meta_only_line(x->h, meta), b.list);
}

static void check_bound(X *x, Term bound)
{
    if (term_is_float(bound) || term_is_atom(bound) || term_is_binary(bound) || term_is_cons(bound) || term_is_nil(bound))
        session_raise_message(x->s, "Elixir.ArgumentError", "ranges (first..last) expect both sides to be integers, got: %s", code_text(x, bound));
}

Term intrinsic_range(X *x, Term meta, Term *args, int count)
{
    if (count == 0) return range_map(x, meta, term_from_small(0), term_from_small(-1), term_from_small(1));
    Term both = expand_args(x, list_of(x->h, 2, args[0], args[1])), first = list_first(both), last = list_nth(both, 1);
    check_bound(x, first);
    check_bound(x, last);
    if (x->env.context == CONTEXT_MATCH) return range_map(x, meta, first, last, TERM_NONE);
    if (term_is_small(first) && term_is_small(last))
        return range_map(x, meta, first, last, term_from_small(term_to_small(first) <= term_to_small(last) ? 1 : -1));
    if (x->env.context == CONTEXT_GUARD) only_code(x, meta, "..");
    return ast_remote(x->h, meta_only_line(x->h, meta), CA(Range), CA(new), both);
}

Term intrinsic_range_step(X *x, Term meta, Term *args, int count)
{
    Term all = expand_args(x, list_of(x->h, 3, args[0], args[1], args[2]));
    Term first = list_first(all), last = list_nth(all, 1), step = list_nth(all, 2);
    if (x->env.context == CONTEXT_MATCH || (term_is_small(first) && term_is_small(last) && term_is_small(step) && term_to_small(step) != 0))
        return range_map(x, meta, first, last, step);
    return ast_remote(x->h, meta_only_line(x->h, meta), CA(Range), CA(new), all);
}

/* --- strings --- */

static void collect_concat(X *x, Term t, ListBuilder *parts)
{
    if (ast_is_call(t, CA(concat)) && list_length(ast_args(t)) == 2) {
        collect_concat(x, list_first(ast_args(t)), parts);
        collect_concat(x, list_nth(ast_args(t), 1), parts);
    } else {
        list_add(parts, t);
    }
}

Term intrinsic_concat(X *x, Term meta, Term *args, int count)
{
    Term line = meta_only_line(x->h, meta);
    ListBuilder parts, segments;
    list_begin(&parts, x->h);
    collect_concat(x, args[0], &parts);
    collect_concat(x, args[1], &parts);
    list_begin(&segments, x->h);
    for (Term l = parts.list; term_is_cons(l); l = list_rest(l)) {
        Term part = list_first(l);
        if (term_is_binary(part)) {
            list_add(&segments, part);
            continue;
        }
        if (term_is_number(part) || term_is_atom(part) || term_is_list(part))
            session_raise_message(x->s, "Elixir.ArgumentError", "expected binary argument in <> operator but got: %s", code_text(x, part));
        if (x->env.context == CONTEXT_MATCH && !term_is_nil(list_rest(l)) && ast_is_var(part))
            session_raise_message(x->s, "Elixir.ArgumentError", "the left argument of <> operator inside a match should always be a "
                                  "literal binary because its size can't be verified. Got: %s", code_text(x, part));
        list_add(&segments, ast_call(x->h, CA(colons), line, 2, part, ast_var(x->h, CA(binary), line, AM(nil))));
    }
    return expand(x, ast_node(x->h, CA(bits), line, segments.list));
}

Term intrinsic_to_string(X *x, Term meta, Term *args, int count)
{
    Term value = expand(x, args[0]);
    if (term_is_binary(value)) return value;
    if (x->env.context != CONTEXT_NORMAL)
        expand_error(x, meta, "cannot invoke remote function String.Chars.to_string/1 inside %s", x->env.context == CONTEXT_GUARD ? "guards" : "a match");
    return ast_remote_call(x->h, meta_only_line(x->h, meta), CA(StringChars), CA(to_string), 1, value);
}

Term intrinsic_to_charlist(X *x, Term meta, Term *args, int count)
{
    return ast_remote_call(x->h, meta_only_line(x->h, meta), CA(ListChars), CA(to_charlist), 1, expand(x, args[0]));
}

Term intrinsic_is_nil(X *x, Term meta, Term *args, int count)
{
    not_in_pattern(x, meta, "is_nil", 1);
    return erlang2(x, meta_only_line(x->h, meta), CA(erl_eq), expand(x, args[0]), AM(nil));
}

/* --- raise --- */

static Term raise_code(X *x, Term meta, Term exception)
{
    Term info = keyword1(x->h, CA(error_info), ast_node(x->h, CA(map), meta, keyword1(x->h, CA(module), CA(Exception))));
    return ast_remote_call(x->h, meta, AM(erlang), AM(error), 3, exception, CA(none), info);
}

static Term exception_code(X *x, Term meta, Term what)
{
    if (term_is_binary(what) || ast_is_call(what, CA(bits)))
        return ast_remote_call(x->h, meta, CA(RuntimeError), CA(exception), 1, what);
    if (term_is_atom(what)) return ast_remote_call(x->h, meta, what, CA(exception), 1, NIL);
    return ast_remote_call(x->h, meta, atom_intern_string("Elixir.Kernel.Utils"), CA(raise), 1, what);
}

Term intrinsic_raise(X *x, Term meta, Term *args, int count)
{
    only_code(x, meta, "raise");
    meta = meta_only_line(x->h, meta);
    if (count == 1) return raise_code(x, meta, exception_code(x, meta, expand(x, args[0])));
    Term both = expand_args(x, list_of(x->h, 2, args[0], args[1]));
    Term call = ast_node(x->h, ast_call(x->h, CA(dot), meta, 2, list_first(both), CA(exception)), meta, list_rest(both));
    return raise_code(x, meta, call);
}

Term intrinsic_reraise(X *x, Term meta, Term *args, int count)
{
    only_code(x, meta, "reraise");
    meta = meta_only_line(x->h, meta);
    Term all = expand_args(x, list_from_array(x->h, args, count, NIL)), exception;
    if (count == 2) exception = exception_code(x, meta, list_first(all));
    else exception = ast_node(x->h, ast_call(x->h, CA(dot), meta, 2, list_first(all), CA(exception)), meta, list_of(x->h, 1, list_nth(all, 1)));
    return ast_remote_call(x->h, meta, AM(erlang), CA(raise), 3, AM(error), exception, list_nth(all, count - 1));
}

/* --- scope --- */

Term intrinsic_var(X *x, Term meta, Term *args, int count)
{
    Term context = AM(nil);
    if (count == 2) {
        context = expand(x, args[1]);
        if (!term_is_atom(context))
            session_raise_message(x->s, "Elixir.ArgumentError", "expected var! context to expand to an atom, got: %s", code_text(x, args[1]));
    }
    if (!ast_is_var(args[0])) {
        if (ast_is_node(args[0]) && term_is_nil(ast_args(args[0])) && term_is_atom(ast_name(args[0])))
            args[0] = ast_var(x->h, ast_name(args[0]), ast_meta(args[0]), AM(nil));
        else
            session_raise_message(x->s, "Elixir.ArgumentError", "expected a variable to be given to var!, got: %s", code_text(x, args[0]));
    }
    Term var_meta = keyword_delete(x->h, ast_meta(args[0]), CA(counter));
    var_meta = keyword_delete(x->h, var_meta, CA(imports));
    if (x->env.context != CONTEXT_MATCH) var_meta = keyword_put(x->h, var_meta, CA(if_undefined), CA(raise));
    Term result = expand(x, ast_var(x->h, ast_name(args[0]), var_meta, context));
    return result;
}

Term intrinsic_alias(X *x, Term meta, Term *args, int count)
{
    if (term_is_atom(args[0])) return args[0];
    if (!ast_is_node(args[0]) || ast_name(args[0]) != CA(aliases)) return TERM_NONE;
    Term clean = keyword_delete(x->h, keyword_delete(x->h, ast_meta(args[0]), CA(counter)), CA(alias));
    return expand(x, ast_node(x->h, CA(aliases), clean, ast_args(args[0])));
}

Term intrinsic_use(X *x, Term meta, Term *args, int count)
{
    only_code(x, meta, "use");
    Term what = args[0], opts = count == 2 ? args[1] : NIL;
    Term dot = ast_is_node(what) ? ast_name(what) : NIL;
    if (ast_is_call(dot, CA(dot)) && list_length(ast_args(dot)) == 2 && list_nth(ast_args(dot), 1) == CA(tuple)) {
        Term base = expand(x, list_first(ast_args(dot)));
        ListBuilder b;
        list_begin(&b, x->h);
        for (Term l = ast_args(what); term_is_cons(l); l = list_rest(l)) {
            Term item = list_first(l), segments = ast_is_node(item) ? ast_args(item) : cons_new(x->h, item, NIL);
            Term one[] = {alias_concat(base, segments), opts};
            list_add(&b, intrinsic_use(x, meta, one, 2));
        }
        return ast_node(x->h, CA(block), meta_only_line(x->h, meta), b.list);
    }
    Term module = expand(x, what);
    if (!term_is_atom(module))
        session_raise_message(x->s, "Elixir.ArgumentError", "invalid arguments for use, expected a compile time atom or alias, got: %s", code_text(x, what));
    require_module(x, meta, module);
    return expand_remote_call(x, meta_only_line(x->h, meta), meta_only_line(x->h, meta), module, CA(using_), cons_new(x->h, opts, NIL));
}

static int compare_names(const void *a, const void *b)
{
    const Variable *l = *(const Variable *const *)a, *r = *(const Variable *const *)b;
    return strcmp(atom_text(l->name), atom_text(r->name));
}

Term intrinsic_binding(X *x, Term meta, Term *args, int count)
{
    Term context = count == 1 ? expand(x, args[0]) : AM(nil);
    if (!term_is_atom(context)) session_raise_message(x->s, "Elixir.ArgumentError", "expected binding context to be an atom");
    int n = 0;
    for (Variable *v = x->env.variables; v; v = v->next) n++;
    Variable **found = arena_alloc(x->s->arena, ((size_t)n + 1) * sizeof *found);
    n = 0;
    for (Variable *v = x->env.variables; v; v = v->next) {
        bool seen = v->kind != context || v->name == CA(CALLER);
        for (int i = 0; i < n; i++) seen |= found[i]->name == v->name;
        if (!seen) found[n++] = v;
    }
    qsort(found, (size_t)n, sizeof *found, compare_names);
    ListBuilder b;
    list_begin(&b, x->h);
    Term generated = keyword_put(x->h, meta_only_line(x->h, meta), CA(generated), AM(true));
    for (int i = 0; i < n; i++) {
        if (found[i]->use) found[i]->use->used = true;
        list_add(&b, pair(x->h, found[i]->name, variable_node(x, found[i]->name, generated, context, found[i]->version)));
    }
    return b.list;
}
