/* SPDX-License-Identifier: GPL-3.0-or-later */
/* special_case.c - special forms with clauses: case, cond, fn, receive, try, with, for. Each clause has a scope of its own. */
#include "base/buf.h"
#include "compiler/expand.h"

static void only_in_code(X *x, Term t, const char *form)
{
    if (x->env.context == CONTEXT_MATCH)
        expand_error(x, ast_meta(t), "invalid pattern in match, %s is not allowed in matches", form);
    if (x->env.context == CONTEXT_GUARD)
        expand_error(x, ast_meta(t), "invalid expression in guards, %s is not allowed in guards. To learn more about guards, "
                     "visit: https://hexdocs.pm/elixir/patterns-and-guards.html", form);
}

static bool is_keyword(Term list)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (!term_is_tuple_of(list_first(list), 2) || !term_is_atom(tuple_get(list_first(list), 0))) return false;
    return term_is_nil(list);
}

static bool is_clause_list(Term list)
{
    if (!term_is_cons(list)) return false;
    for (; term_is_cons(list); list = list_rest(list))
        if (!ast_is_call(list_first(list), CA(arrow)) || list_length(ast_args(list_first(list))) != 2) return false;
    return true;
}

typedef enum HeadKind { HEAD_PATTERN, HEAD_EXPRESSION, HEAD_RESCUE } HeadKind;

static int head_arity(Term head)
{
    if (list_length(head) == 1 && ast_is_call(list_first(head), CA(when))) return list_length(ast_args(list_first(head))) - 1;
    return list_length(head);
}

static Term expand_clause(X *x, Term clause, HeadKind kind)
{
    Scope saved = scope_enter(x);
    Term head = list_first(ast_args(clause)), body = list_nth(ast_args(clause), 1);
    if (!term_is_list(head)) head = cons_new(x->h, head, NIL);
    head = kind == HEAD_EXPRESSION ? expand_args(x, head) : expand_clause_head(x, head);
    body = expand(x, body);
    scope_leave(x, &saved);
    return ast_call(x->h, CA(arrow), ast_meta(clause), 2, head, body);
}

static Term expand_clauses(X *x, Term meta, const char *construct, const char *key, Term clauses, int min, int max, HeadKind kind)
{
    if (!is_clause_list(clauses)) expand_error(x, meta, "expected -> clauses for :%s in \"%s\"", key, construct);
    ListBuilder b;
    list_begin(&b, x->h);
    for (; term_is_cons(clauses); clauses = list_rest(clauses)) {
        Term clause = list_first(clauses), head = list_first(ast_args(clause));
        int arity = head_arity(head);
        if (arity < min || arity > max) {
            if (max == 1) expand_error(x, ast_meta(clause), "expected one argument for :%s clauses (->) in \"%s\"", key, construct);
            expand_error(x, ast_meta(clause), "expected one or two args for :%s clauses (->) in \"%s\"", key, construct);
        }
        list_add(&b, expand_clause(x, clause, kind));
    }
    return b.list;
}

Term expand_do_clauses(X *x, Term meta, const char *construct, const char *key, Term clauses, int arity)
{
    return expand_clauses(x, meta, construct, key, clauses, arity, arity, HEAD_PATTERN);
}

/* The keyword list of do, else, after...; checks that each key is one of `allowed` and stands once. */
static void check_options(X *x, Term meta, const char *construct, Term opts, const char *const *allowed)
{
    for (Term l = opts; term_is_cons(l); l = list_rest(l)) {
        Term key = tuple_get(list_first(l), 0);
        bool found = false;
        for (int i = 0; allowed[i]; i++) found |= strcmp(allowed[i], atom_text(key)) == 0;
        if (!found) expand_error(x, meta, "unexpected option %s in \"%s\"", atom_shown(x, key), construct);
        if (!term_is_none(keyword_get(list_rest(l), key)))
            expand_error(x, meta, "duplicated :%s clauses given for \"%s\"", atom_text(key), construct);
    }
}

Term form_case_(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t);
    only_in_code(x, t, "case");
    if (list_length(args) == 1 && is_keyword(list_first(args)))
        expand_error(x, meta, "invalid arguments for \"case\"");
    if (list_length(args) != 2 || !is_keyword(list_nth(args, 1))) expand_error(x, meta, "invalid arguments for \"case\"");
    static const char *const allowed[] = {"do", NULL};
    Term opts = list_nth(args, 1), clauses = keyword_get(opts, CA(do_));
    if (term_is_none(clauses)) expand_error(x, meta, "missing :do option in \"case\"");
    check_options(x, meta, "case", opts, allowed);
    Term value = expand(x, list_first(args));
    Term result = expand_clauses(x, meta, "case", "do", clauses, 1, 1, HEAD_PATTERN);
    return ast_call(x->h, CA(case_), meta, 2, value, keyword1(x->h, CA(do_), result));
}

Term form_cond(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t);
    only_in_code(x, t, "cond");
    if (list_length(args) != 1 || !is_keyword(list_first(args))) expand_error(x, meta, "invalid arguments for \"cond\"");
    static const char *const allowed[] = {"do", NULL};
    Term clauses = keyword_get(list_first(args), CA(do_));
    if (term_is_none(clauses)) expand_error(x, meta, "missing :do option in \"cond\"");
    check_options(x, meta, "cond", list_first(args), allowed);
    return ast_call(x->h, CA(cond), meta, 1,
                    keyword1(x->h, CA(do_), expand_clauses(x, meta, "cond", "do", clauses, 1, 1, HEAD_EXPRESSION)));
}

Term form_fn(X *x, Term t)
{
    Term meta = ast_meta(t), clauses = ast_args(t);
    only_in_code(x, t, "fn");
    if (!is_clause_list(clauses)) expand_error(x, meta, "expected -> clauses in fn");
    int arity = head_arity(list_first(ast_args(list_first(clauses))));
    Scope saved = scope_enter(x);
    bool stacktrace = x->allow_stacktrace;
    x->allow_stacktrace = false;
    x->fn_depth++;
    ListBuilder b;
    list_begin(&b, x->h);
    for (Term l = clauses; term_is_cons(l); l = list_rest(l)) list_add(&b, expand_clause(x, list_first(l), HEAD_PATTERN));
    for (Term l = clauses; term_is_cons(l); l = list_rest(l))
        if (head_arity(list_first(ast_args(list_first(l)))) != arity)
            expand_error(x, meta, "cannot mix clauses with different arities in anonymous functions");
    scope_leave(x, &saved);
    x->allow_stacktrace = stacktrace;
    x->fn_depth--;
    return ast_node(x->h, CA(fn), meta, b.list);
}

static bool is_empty_block(Term t)
{
    return ast_is_call(t, CA(block)) && term_is_nil(ast_args(t));
}

Term form_receive(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t);
    only_in_code(x, t, "receive");
    if (list_length(args) != 1 || !is_keyword(list_first(args))) expand_error(x, meta, "invalid arguments for \"receive\"");
    static const char *const allowed[] = {"do", "after", NULL};
    Term opts = list_first(args), clauses = keyword_get(opts, CA(do_)), after = keyword_get(opts, CA(after));
    if (term_is_none(clauses) && term_is_none(after)) expand_error(x, meta, "missing :do/:after option in \"receive\"");
    check_options(x, meta, "receive", opts, allowed);
    ListBuilder b;
    list_begin(&b, x->h);
    if (!term_is_none(clauses)) {
        Term done = is_empty_block(clauses) ? clauses : expand_clauses(x, meta, "receive", "do", clauses, 1, 1, HEAD_PATTERN);
        list_add(&b, pair(x->h, CA(do_), done));
    }
    if (!term_is_none(after)) {
        if (!is_clause_list(after) || list_length(after) != 1)
            expand_error(x, meta, "expected a single -> clause for :after in \"receive\"");
        list_add(&b, pair(x->h, CA(after), expand_clauses(x, meta, "receive", "after", after, 1, 1, HEAD_EXPRESSION)));
    }
    return ast_call(x->h, CA(receive), meta, 1, b.list);
}

/* --- try --- */

static bool is_atom_list(Term list)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (!term_is_atom(list_first(list))) return false;
    return term_is_nil(list);
}

static NORETURN void bad_rescue(X *x, Term clause)
{
    expand_error(x, ast_meta(clause), "invalid \"rescue\" clause. The clause should match on an alias, a variable or be in the "
                 "\"var in [alias]\" format");
}

/* x, _, Alias, [A, B], var in Alias, var in [A, B], var in _ */
static Term expand_rescue_head(X *x, Term clause)
{
    Term head = list_first(ast_args(clause));
    if (list_length(head) != 1)
        expand_error(x, ast_meta(clause), "expected one argument for :rescue clauses (->) in \"try\"");
    Term arg = list_first(head);
    if (ast_is_var(arg)) return cons_new(x->h, expand_pattern(x, arg), NIL);
    Term in_meta = NIL, var = ast_var(x->h, CA(underscore), NIL, x->env.module), modules = arg;
    if (ast_is_call(arg, CA(in)) && list_length(ast_args(arg)) == 2) {
        in_meta = ast_meta(arg);
        var = list_first(ast_args(arg));
        modules = list_nth(ast_args(arg), 1);
        if (!ast_is_var(var)) bad_rescue(x, clause);
    } else if (ast_is_call(arg, CA(when))) {
        bad_rescue(x, clause);
    } else if (ast_is_node(arg) && !ast_is_var(arg) && ast_name(arg) != CA(aliases)) {
        Term once = expand_once(x, arg); /* a macro may give any of these */
        if (term_is_none(once)) {
            if (!(ast_is_node(arg) && ast_name(arg) == CA(MODULE))) bad_rescue(x, clause);
        } else {
            return expand_rescue_head(x, ast_call(x->h, CA(arrow), ast_meta(clause), 2, cons_new(x->h, once, NIL), AM(nil)));
        }
    }
    var = expand_pattern(x, var);
    if (ast_is_var(modules) && ast_name(modules) == CA(underscore)) return cons_new(x->h, var, NIL);
    modules = expand(x, modules);
    if (term_is_atom(modules) && modules != AM(nil)) modules = cons_new(x->h, modules, NIL);
    if (!term_is_cons(modules) || !is_atom_list(modules)) bad_rescue(x, clause);
    return cons_new(x->h, ast_call(x->h, CA(in), in_meta, 2, var, modules), NIL);
}

static Term expand_rescue(X *x, Term meta, Term clauses)
{
    if (!is_clause_list(clauses)) expand_error(x, meta, "expected -> clauses for :rescue in \"try\"");
    ListBuilder b;
    list_begin(&b, x->h);
    for (; term_is_cons(clauses); clauses = list_rest(clauses)) {
        Scope saved = scope_enter(x);
        Term clause = list_first(clauses), head = expand_rescue_head(x, clause);
        Term body = expand(x, list_nth(ast_args(clause), 1));
        scope_leave(x, &saved);
        list_add(&b, ast_call(x->h, CA(arrow), ast_meta(clause), 2, head, body));
    }
    return b.list;
}

static Term expand_try_part(X *x, Term meta, Term key, Term value)
{
    Scope saved = scope_enter(x);
    bool stacktrace = x->allow_stacktrace;
    Term result;
    if (key == CA(do_) || key == CA(after)) {
        if (key == CA(do_)) x->allow_stacktrace = false;
        result = expand(x, value);
    } else if (key == CA(else_)) {
        result = expand_clauses(x, meta, "try", "else", value, 1, 1, HEAD_PATTERN);
    } else {
        x->allow_stacktrace = true;
        result = key == CA(rescue) ? expand_rescue(x, meta, value)
                                   : expand_clauses(x, meta, "try", "catch", value, 1, 2, HEAD_PATTERN);
    }
    x->allow_stacktrace = stacktrace;
    scope_leave(x, &saved);
    return result;
}

Term form_try_(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t);
    only_in_code(x, t, "try");
    if (list_length(args) != 1 || !is_keyword(list_first(args))) expand_error(x, meta, "invalid arguments for \"try\"");
    static const char *const allowed[] = {"do", "rescue", "catch", "else", "after", NULL};
    Term opts = list_first(args);
    if (term_is_none(keyword_get(opts, CA(do_)))) expand_error(x, meta, "missing :do option in \"try\"");
    if (term_is_nil(list_rest(opts)))
        expand_error(x, meta, "missing :catch/:rescue/:after option in \"try\"");
    check_options(x, meta, "try", opts, allowed);
    if (list_length(opts) == 2 && !term_is_none(keyword_get(opts, CA(else_))))
        expand_warning(x, meta, "\"else\" shouldn't be used as the only clause in \"try\", use \"case\" instead");
    ListBuilder b;
    list_begin(&b, x->h);
    for (; term_is_cons(opts); opts = list_rest(opts)) {
        Term key = tuple_get(list_first(opts), 0);
        list_add(&b, pair(x->h, key, expand_try_part(x, meta, key, tuple_get(list_first(opts), 1))));
    }
    return ast_call(x->h, CA(try_), meta, 1, b.list);
}

/* The options of with and for: the last argument, and a keyword list before it if a do block follows one
 * (for ..., reduce: 0 do ... end). *count comes to be how many arguments are no options. */
static Term split_options(X *x, Term args, int *count)
{
    Term last = *count > 0 ? list_nth(args, *count - 1) : NIL;
    if (!is_keyword(last) || term_is_nil(last)) return NIL;
    Term before = *count > 1 ? list_nth(args, *count - 2) : NIL;
    --*count;
    if (term_is_nil(before) || !is_keyword(before)) return last;
    --*count;
    ListBuilder b;
    list_begin(&b, x->h);
    for (; term_is_cons(before); before = list_rest(before)) list_add(&b, list_first(before));
    for (; term_is_cons(last); last = list_rest(last)) list_add(&b, list_first(last));
    return b.list;
}

/* --- with --- */

static Term expand_generator_pattern(X *x, Term left)
{
    if (ast_is_call(left, CA(when)) && list_length(ast_args(left)) == 2) {
        Term head = expand_clause_head(x, cons_new(x->h, left, NIL));
        return list_first(head);
    }
    return expand_pattern(x, left);
}

static Term expand_arrow_step(X *x, Term step)
{
    Term right = expand(x, list_nth(ast_args(step), 1));
    Term left = expand_generator_pattern(x, list_first(ast_args(step)));
    return ast_call(x->h, CA(larrow), ast_meta(step), 2, left, right);
}

static bool is_larrow(Term t)
{
    return ast_is_call(t, CA(larrow)) && list_length(ast_args(t)) == 2;
}

Term form_with(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t);
    only_in_code(x, t, "with");
    int count = list_length(args);
    Term opts = split_options(x, args, &count);
    if (term_is_nil(opts)) expand_error(x, meta, "missing :do option in \"with\"");
    static const char *const allowed[] = {"do", "else", NULL};
    Term body = keyword_get(opts, CA(do_)), otherwise = keyword_get(opts, CA(else_));
    if (term_is_none(body)) expand_error(x, meta, "missing :do option in \"with\"");
    check_options(x, meta, "with", opts, allowed);
    Scope saved = scope_enter(x);
    ListBuilder b, parts;
    list_begin(&b, x->h);
    for (int i = 0; i < count; i++, args = list_rest(args)) {
        Term step = list_first(args);
        list_add(&b, is_larrow(step) ? expand_arrow_step(x, step) : expand(x, step));
    }
    list_begin(&parts, x->h);
    list_add(&parts, pair(x->h, CA(do_), expand(x, body)));
    scope_leave(x, &saved);
    if (!term_is_none(otherwise))
        list_add(&parts, pair(x->h, CA(else_), expand_clauses(x, meta, "with", "else", otherwise, 1, 1, HEAD_PATTERN)));
    list_add(&b, parts.list);
    return ast_node(x->h, CA(with), meta, b.list);
}

/* --- for --- */

static bool is_bit_generator(Term t, Term *arrow)
{
    if (!ast_is_call(t, CA(bits)) || term_is_nil(ast_args(t))) return false;
    *arrow = list_nth(ast_args(t), list_length(ast_args(t)) - 1);
    return is_larrow(*arrow);
}

/* <<a, b <- bin>> becomes {:<<>>, _, [{:<-, _, [<<a, b>>, bin]}]} */
static Term expand_bit_generator(X *x, Term t, Term arrow)
{
    Term right = expand(x, list_nth(ast_args(arrow), 1));
    int count = list_length(ast_args(t));
    ListBuilder parts;
    list_begin(&parts, x->h);
    Term l = ast_args(t);
    for (int i = 0; i < count - 1; i++, l = list_rest(l)) list_add(&parts, list_first(l));
    list_add(&parts, list_first(ast_args(arrow)));
    Term left = expand_pattern(x, ast_node(x->h, CA(bits), ast_meta(t), parts.list));
    Term inner = ast_call(x->h, CA(larrow), ast_meta(arrow), 2, left, right);
    return ast_call(x->h, CA(bits), ast_meta(t), 1, inner);
}

static Term expand_for_body(X *x, Term meta, Term body, bool reduces)
{
    if (!reduces) {
        if (is_clause_list(body))
            expand_error(x, meta, "the do block was written using acc -> expr clauses but the :reduce option was not given");
        return expand(x, body);
    }
    if (!is_clause_list(body))
        expand_error(x, meta, "when using :reduce with comprehensions, the do block must be written using acc -> expr clauses, where "
                     "each clause expects the accumulator as a single argument");
    return expand_clauses(x, meta, "for", "do", body, 1, 1, HEAD_PATTERN);
}

Term form_for_(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t);
    only_in_code(x, t, "for");
    int count = list_length(args);
    Term opts = split_options(x, args, &count);
    static const char *const allowed[] = {"do", "into", "uniq", "reduce", NULL};
    if (term_is_nil(opts) || term_is_none(keyword_get(opts, CA(do_)))) expand_error(x, meta, "missing :do option in \"for\"");
    check_options(x, meta, "for", opts, allowed);
    Term reduce = keyword_get(opts, CA(reduce));
    if (!term_is_none(reduce) && (!term_is_none(keyword_get(opts, CA(into))) || !term_is_none(keyword_get(opts, CA(uniq)))))
        expand_error(x, meta, "cannot use :reduce alongside :into/:uniq in comprehension");
    ListBuilder options, b;
    Scope saved = scope_enter(x);
    /* Options are expanded in the outer scope, before the generators. */
    Term into_uniq_reduce[3] = {TERM_NONE, TERM_NONE, TERM_NONE};
    Term keys[3] = {CA(into), CA(uniq), CA(reduce)};
    for (int i = 0; i < 3; i++) {
        Term value = keyword_get(opts, keys[i]);
        if (!term_is_none(value)) into_uniq_reduce[i] = expand(x, value);
        if (i == 1 && !term_is_none(value) && into_uniq_reduce[1] != AM(true) && into_uniq_reduce[1] != AM(false))
            expand_error(x, meta, ":uniq option for comprehensions only accepts a boolean, got: %s", code_text(x, value));
    }
    list_begin(&b, x->h);
    for (int i = 0; i < count; i++, args = list_rest(args)) {
        Term part = list_first(args), arrow = NIL;
        if (is_larrow(part)) list_add(&b, expand_arrow_step(x, part));
        else if (is_bit_generator(part, &arrow)) list_add(&b, expand_bit_generator(x, part, arrow));
        else if (i == 0) expand_error(x, meta, "for comprehensions must start with a generator");
        else list_add(&b, expand(x, part));
    }
    if (count == 0) expand_error(x, meta, "for comprehensions must start with a generator");
    list_begin(&options, x->h);
    list_add(&options, pair(x->h, CA(do_), expand_for_body(x, meta, keyword_get(opts, CA(do_)), !term_is_none(reduce))));
    scope_leave(x, &saved);
    for (int i = 0; i < 3; i++)
        if (!term_is_none(into_uniq_reduce[i])) list_add(&options, pair(x->h, keys[i], into_uniq_reduce[i]));
    list_add(&b, options.list);
    return ast_node(x->h, CA(for_), meta, b.list);
}
