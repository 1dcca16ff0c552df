/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quote.c - quote: from code to code that builds that code; hygiene of variables, aliases and imports; escaping values.
 *
 * `quote do foo(unquote(x)) end` becomes {:{}, [], [:foo, [], [x]]}, which is then expanded like any code. Hygiene is in
 * the meta: variables get the quoting module as context and, when a macro's result is taken in, a counter
 * (linify_with_counter); __aliases__ remember what they meant (alias:), calls what they were imported from (imports:). */
#include "base/buf.h"
#include "code/code_server.h"
#include "compiler/expand.h"
#include "term/map.h"

typedef struct Quote {
    X *x;
    Heap *h;
    bool unquote;
    Term context;   /* of variables */
    Term line;      /* TERM_NONE: drop lines; false-valued `keep` below */
    bool has_line;
    Term file;      /* for location: :keep, or TERM_NONE */
    bool generated;
} Quote;

static Term quote_term(Quote *q, Term t);

/* Code for a tuple with these elements. */
static Term code_tuple(Heap *h, int count, const Term *elements)
{
    if (count == 2) return pair(h, elements[0], elements[1]);
    return ast_node(h, CA(tuple), NIL, list_from_array(h, elements, count, NIL));
}

static Term code_node(Heap *h, Term name, Term meta, Term args)
{
    Term elements[] = {name, meta, args};
    return code_tuple(h, 3, elements);
}

/* --- meta --- */

static Term quote_meta(Quote *q, Term meta)
{
    Term line = keyword_get(meta, CA(line));
    ListBuilder b;
    list_begin(&b, q->h);
    if (q->has_line && !term_is_none(q->line)) list_add(&b, pair(q->h, CA(line), q->line));
    if (!term_is_none(q->file) && term_is_none(keyword_get(meta, CA(keep))))
        list_add(&b, pair(q->h, CA(keep), pair(q->h, q->file, term_is_none(line) ? term_from_small(0) : line)));
    if (q->generated) list_add(&b, pair(q->h, CA(generated), AM(true)));
    for (Term l = meta; term_is_cons(l); l = list_rest(l)) {
        Term entry = list_first(l);
        if (!term_is_tuple_of(entry, 2)) continue;
        Term key = tuple_get(entry, 0);
        if (key == CA(line) || key == CA(column) || (q->generated && key == CA(generated))) continue;
        list_add(&b, pair(q->h, key, escape_term(q->h, q->x->s, tuple_get(entry, 1), false)));
    }
    return b.list;
}

static Term with_imports(Quote *q, Term meta, Term name, int needed_arity)
{
    const ImportEntry *found[16];
    if (!term_is_none(keyword_get(meta, CA(imports)))) return meta;
    int count = imports_find(q->x->env.imports, name, -1, found, 16);
    if (count > 16) count = 16;
    bool needed = needed_arity < 0;
    for (int i = 0; i < count; i++) needed |= (int)found[i]->arity == needed_arity;
    if (count == 0 || !needed) return meta;
    for (int i = 0; i < count; i++) lexical_use(&q->x->env, NIL, found[i]->module);
    bool taken[256] = {false};
    Term list = NIL;
    for (int arity = 255; arity >= 0; arity--)
        for (int i = 0; i < count; i++)
            if ((int)found[i]->arity == arity && !taken[arity]) {
                taken[arity] = true;
                list = cons_new(q->h, pair(q->h, term_from_small(arity), found[i]->module), list);
            }
    return list_append(q->h, meta, list_of(q->h, 2, pair(q->h, CA(context), q->context), pair(q->h, CA(imports), list)));
}

/* --- unquote --- */

static bool is_unquote(Term t, Term name)
{
    return ast_is_call(t, name) && list_length(ast_args(t)) == 1;
}

/* A list of code; unquote_splicing inside becomes ++. */
static Term quote_list(Quote *q, Term list)
{
    int count = 0;
    for (Term l = list; term_is_cons(l); l = list_rest(l)) count++;
    Term *items = arena_alloc(q->x->s->arena, ((size_t)count + 1) * sizeof *items);
    int i = 0;
    Term l = list;
    for (; term_is_cons(l); l = list_rest(l)) items[i++] = list_first(l);
    Term tail = term_is_nil(l) ? NIL : quote_term(q, l);
    while (i-- > 0) {
        Term item = items[i];
        if (q->unquote && is_unquote(item, CA(unquote_splicing))) {
            Term spliced = list_first(ast_args(item));
            if (term_is_nil(tail)) tail = spliced;
            else tail = ast_remote_call(q->h, ast_meta(item), AM(erlang), atom_intern_string("++"), 2, spliced, tail);
        } else {
            Term head = quote_term(q, item);
            if (term_is_list(tail)) tail = cons_new(q->h, head, tail);
            else tail = cons_new(q->h, ast_call(q->h, CA(bar), NIL, 2, head, tail), NIL);
        }
    }
    return tail;
}

/* left.unquote(name)(args): what name is decides at run time. */
static Term quote_dynamic_dot(Quote *q, Term meta, Term left, Term name, Term args)
{
    return ast_remote_call(q->h, meta, CA(elver_compiler), atom_intern_string("quote_dot"), 4, quote_meta(q, meta),
                           quote_term(q, left), name, args);
}

static bool is_dot_unquote(Term t) /* {{:., _, [left, :unquote]}, _, [name]} */
{
    return ast_is_node(t) && ast_is_call(ast_name(t), CA(dot)) && list_length(ast_args(ast_name(t))) == 2
        && list_nth(ast_args(ast_name(t)), 1) == CA(unquote) && term_is_list(ast_args(t)) && list_length(ast_args(t)) == 1;
}

/* --- nodes --- */

static Term quote_alias(Quote *q, Term t)
{
    Term meta = quote_meta(q, ast_meta(t)), first = list_first(ast_args(t));
    if (!term_is_atom(first)) return code_node(q->h, CA(aliases), meta, quote_list(q, ast_args(t)));
    if (term_is_none(keyword_get(meta, CA(alias)))) {
        Term meaning = AM(false);
        if (first != CA(Elixir)) {
            Term key = alias_concat(TERM_NONE, cons_new(q->h, first, NIL));
            Term found = keyword_get(q->x->env.aliases, key);
            if (!term_is_none(found)) {
                lexical_use(&q->x->env, key, found);
                meaning = term_is_nil(list_rest(ast_args(t))) ? found : alias_concat(found, list_rest(ast_args(t)));
            }
        }
        meta = cons_new(q->h, pair(q->h, CA(alias), meaning), meta);
    }
    return code_node(q->h, CA(aliases), meta, ast_args(t));
}

static Term quote_variable(Quote *q, Term t)
{
    Term meta = quote_meta(q, ast_meta(t));
    const ImportEntry *found[1];
    if (imports_find(q->x->env.imports, ast_name(t), 0, found, 1) > 0) {
        meta = with_imports(q, meta, ast_name(t), 0);
        meta = cons_new(q->h, pair(q->h, CA(if_undefined), CA(apply)), meta);
    }
    return code_node(q->h, ast_name(t), meta, q->context);
}

static Term quote_capture(Quote *q, Term t)
{
    Term slash = list_first(ast_args(t));
    Term meta = quote_meta(q, ast_meta(t));
    if (ast_is_call(slash, CA(slash)) && list_length(ast_args(slash)) == 2 && ast_is_var(list_first(ast_args(slash)))
        && term_is_small(list_nth(ast_args(slash), 1)))
        meta = with_imports(q, meta, ast_name(list_first(ast_args(slash))), (int)term_to_small(list_nth(ast_args(slash), 1)));
    return code_node(q->h, CA(capture), meta, quote_list(q, ast_args(t)));
}

static Term quote_nested(Quote *q, Term t)
{
    bool unquote = q->unquote;
    q->unquote = false;
    Term args = quote_list(q, ast_args(t));
    q->unquote = unquote;
    return code_node(q->h, CA(quote), quote_meta(q, ast_meta(t)), args);
}

static Term quote_node(Quote *q, Term t)
{
    Term name = ast_name(t), args = ast_args(t);
    if (q->unquote && is_unquote(t, CA(unquote))) return list_first(args);
    if (q->unquote && is_unquote(t, CA(unquote_splicing)))
        session_raise_message(q->x->s, "Elixir.ArgumentError", "unquote_splicing only works inside arguments and block contexts, wrap it in "
                              "parens if you want it to work with one-liners");
    if (q->unquote && is_dot_unquote(t))
        return quote_dynamic_dot(q, ast_meta(t), list_first(ast_args(name)), list_first(args), AM(nil));
    if (q->unquote && is_dot_unquote(name) && term_is_list(args))
        return quote_dynamic_dot(q, ast_meta(t), list_first(ast_args(ast_name(name))), list_first(ast_args(name)),
                                 quote_list(q, args));
    if (term_is_atom(name)) {
        if (term_is_atom(args)) return quote_variable(q, t);
        if (name == CA(aliases) && term_is_cons(args)) return quote_alias(q, t);
        if (name == CA(quote) && term_is_list(args)) return quote_nested(q, t);
        if (name == CA(capture) && list_length(args) == 1) return quote_capture(q, t);
        Term meta = quote_meta(q, ast_meta(t));
        if (name == CA(alias) || name == CA(import) || name == CA(require)) {
            if (term_is_none(keyword_get(meta, CA(context)))) meta = cons_new(q->h, pair(q->h, CA(context), q->context), meta);
        } else {
            meta = with_imports(q, meta, name, -1);
        }
        return code_node(q->h, name, meta, quote_list(q, args));
    }
    Term meta = quote_meta(q, ast_meta(t));
    Term quoted_name = quote_term(q, name);
    return code_node(q->h, quoted_name, meta, term_is_list(args) ? quote_list(q, args) : args);
}

static Term quote_term(Quote *q, Term t)
{
    session_check_stack(q->x->s);
    if (term_is_immediate(t)) return t;
    if (term_is_cons(t)) return quote_list(q, t);
    if (ast_is_node(t)) return quote_node(q, t);
    if (term_is_tuple_of(t, 2)) {
        Term left = quote_term(q, tuple_get(t, 0));
        return pair(q->h, left, quote_term(q, tuple_get(t, 1)));
    }
    if (term_is_tuple(t) || term_is_map(t)) return escape_term(q->h, q->x->s, t, false);
    return t;
}

/* --- the form --- */

/* Code for `name = value` each, and the body as it was written, last. */
static Term bind_block(Quote *q, Term meta, Term bindings, Term body)
{
    ListBuilder b;
    list_begin(&b, q->h);
    for (; term_is_cons(bindings); bindings = list_rest(bindings)) {
        Term entry = list_first(bindings);
        Term var = code_node(q->h, tuple_get(entry, 0), meta_only_line(q->h, meta), q->context);
        list_add(&b, code_node(q->h, CA(eq), NIL, list_of(q->h, 2, var, tuple_get(entry, 1))));
    }
    list_add(&b, body);
    return b.list;
}

static bool is_keyword_literal(Term list)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (!term_is_tuple_of(list_first(list), 2) || !term_is_atom(tuple_get(list_first(list), 0))) return false;
    return term_is_nil(list);
}

static void read_option(X *x, Quote *q, Term meta, Term key, Term value, Term *bindings)
{
    if (key == CA(bind_quoted)) {
        *bindings = value;
        if (!is_keyword_literal(value)) {
            expand_error(x, meta, "invalid :bind_quoted for quote, expected a keyword list of variable names, got: %s", code_text(x, value));
        }
        return;
    }
    if (key != CA(line) && key != CA(file)) value = expand(x, value); /* those two may be known at run time only */
    if (key == CA(unquote)) {
        if (value != AM(true) && value != AM(false))
            expand_error(x, meta, "invalid runtime value for option :unquote in quote, expected a boolean, got: %s", code_text(x, value));
        q->unquote = value == AM(true);
    } else if (key == CA(line)) {
        q->has_line = value != AM(false);
        q->line = value == AM(true) ? TERM_NONE : value;
    } else if (key == CA(file)) {
        q->file = value == AM(true) || value == AM(false) ? TERM_NONE : value;
    } else if (key == CA(location)) {
        if (value != CA(keep)) expand_error(x, meta, "invalid value for option :location in quote, expected :keep, got: %s", code_text(x, value));
        q->file = x->env.file;
    } else if (key == CA(context)) {
        if (!term_is_atom(value) || value == AM(nil))
            expand_error(x, meta, "invalid :context for quote, expected non-nil compile time atom or alias, got: %s", code_text(x, value));
        q->context = value;
    } else if (key == CA(generated)) {
        q->generated = value == AM(true);
    } else if (strcmp(atom_text(key), "prune_metadata") != 0) {
        expand_error(x, meta, "unexpected option %s in \"quote\"", atom_shown(x, key));
    }
}

Term form_quote(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t), opts = NIL, block = NIL;
    int count = list_length(args);
    if (count == 1) {
        block = list_first(args);
    } else if (count == 2) {
        opts = list_first(args);
        block = list_nth(args, 1);
    } else {
        expand_error(x, meta, "invalid arguments for \"quote\"");
    }
    if (!is_keyword_literal(block)) expand_error(x, meta, "missing :do option in \"quote\"");
    Term body = keyword_get(block, CA(do_));
    if (term_is_none(body)) expand_error(x, meta, "missing :do option in \"quote\"");
    if (count == 1) opts = keyword_delete(x->h, block, CA(do_)); /* quote opts..., do: body */
    if (!is_keyword_literal(opts)) {
        expand_error(x, meta, "invalid options for quote, expected a keyword list");
    }
    Quote q = {x, x->h, true, x->env.module == AM(nil) ? CA(Elixir) : x->env.module, TERM_NONE, false, TERM_NONE, false};
    Term bindings = TERM_NONE;
    bool said_unquote = !term_is_none(keyword_get(opts, CA(unquote)));
    for (Term l = opts; term_is_cons(l); l = list_rest(l))
        read_option(x, &q, meta, tuple_get(list_first(l), 0), tuple_get(list_first(l), 1), &bindings);
    Term code;
    if (!term_is_none(bindings)) {
        Term pieces = bind_block(&q, meta, bindings, body);
        int n = list_length(pieces);
        ListBuilder b;
        list_begin(&b, x->h);
        for (int i = 0; i < n - 1; i++, pieces = list_rest(pieces)) list_add(&b, list_first(pieces));
        q.unquote = said_unquote && q.unquote;
        list_add(&b, quote_term(&q, body));
        code = code_node(x->h, CA(block), NIL, b.list);
    } else {
        code = quote_term(&q, body);
    }
    return expand(x, code);
}

Term quote_expand(X *x, Term t)
{
    Quote q = {x, x->h, true, x->env.module == AM(nil) ? CA(Elixir) : x->env.module, TERM_NONE, false, TERM_NONE, false};
    return quote_term(&q, t);
}

/* --- escaping values --- */

bool has_unquotes(Term t)
{
    for (; term_is_cons(t); t = list_rest(t))
        if (has_unquotes(list_first(t))) return true;
    if (!term_is_tuple(t)) return false;
    if (ast_is_node(t)) {
        if (ast_is_call(t, CA(quote))) return false;
        if (is_unquote(t, CA(unquote)) || is_unquote(t, CA(unquote_splicing)) || is_dot_unquote(t)) return true;
    }
    for (Word i = 0; i < tuple_arity(t); i++)
        if (!(i == 1 && ast_is_node(t)) && has_unquotes(tuple_get(t, i))) return true;
    return false;
}

static Term escape_list(Heap *h, Session *s, Term list, bool unquote)
{
    if (term_is_nil(list)) return NIL;
    Term head = list_first(list), rest = list_rest(list);
    if (unquote && is_unquote(head, CA(unquote_splicing))) {
        Term spliced = list_first(ast_args(head));
        if (term_is_nil(rest)) return spliced;
        return ast_remote_call(h, ast_meta(head), AM(erlang), atom_intern_string("++"), 2, spliced, escape_term(h, s, rest, true));
    }
    ListBuilder b;
    list_begin(&b, h);
    for (; term_is_cons(list); list = list_rest(list)) {
        head = list_first(list);
        if (unquote && is_unquote(head, CA(unquote_splicing))) {
            Term tail = escape_list(h, s, list, true);
            if (term_is_list(tail)) {
                *b.end = tail;
                return b.list;
            }
            /* [a, b | tail]: the last cell so far takes the tail */
            Term reversed = list_reverse(h, b.list);
            Term last = ast_call(h, CA(bar), NIL, 2, list_first(reversed), tail);
            return list_reverse(h, cons_new(h, last, list_rest(reversed)));
        }
        if (!term_is_list(list_rest(list))) { /* improper */
            Term tail = escape_term(h, s, list_rest(list), unquote);
            list_add(&b, ast_call(h, CA(bar), NIL, 2, escape_term(h, s, head, unquote), tail));
            return b.list;
        }
        list_add(&b, escape_term(h, s, head, unquote));
    }
    return b.list;
}

Term escape_term(Heap *h, Session *s, Term t, bool unquote)
{
    session_check_stack(s);
    if (term_is_list(t)) return escape_list(h, s, t, unquote);
    if (term_is_tuple(t)) {
        if (unquote && ast_is_node(t)) {
            if (is_unquote(t, CA(unquote))) return list_first(ast_args(t));
            Term name = ast_name(t), args = ast_args(t);
            if (ast_is_call(t, CA(quote))) unquote = false;
            if (is_dot_unquote(t))
                return ast_remote_call(h, ast_meta(t), CA(elver_compiler), atom_intern_string("quote_dot"), 4,
                                       escape_term(h, s, ast_meta(t), false), escape_term(h, s, list_first(ast_args(name)), true),
                                       list_first(args), AM(nil));
            if (is_dot_unquote(name) && term_is_list(args))
                return ast_remote_call(h, ast_meta(t), CA(elver_compiler), atom_intern_string("quote_dot"), 4,
                                       escape_term(h, s, ast_meta(t), false), escape_term(h, s, list_first(ast_args(ast_name(name))), true),
                                       list_first(ast_args(name)), escape_term(h, s, args, true));
        }
        int count = (int)tuple_arity(t);
        if (count == 2) {
            Term left = escape_term(h, s, tuple_get(t, 0), unquote);
            return pair(h, left, escape_term(h, s, tuple_get(t, 1), unquote));
        }
        ListBuilder b;
        list_begin(&b, h);
        for (int i = 0; i < count; i++) list_add(&b, escape_term(h, s, tuple_get(t, (Word)i), unquote));
        return ast_node(h, CA(tuple), NIL, b.list);
    }
    if (term_is_map(t)) {
        ListBuilder b;
        list_begin(&b, h);
        MapIterator it;
        map_iterate(&it, t);
        Term key, value;
        while (map_next(&it, &key, &value))
            list_add(&b, pair(h, escape_term(h, s, key, unquote), escape_term(h, s, value, unquote)));
        return ast_node(h, CA(map), NIL, b.list);
    }
    if (term_is_local_fun(t))
        session_raise_message(s, "Elixir.ArgumentError", "cannot escape an anonymous function. The supported values are: lists, "
                              "tuples, maps, atoms, numbers, bitstrings, PIDs and remote functions in the format &Mod.fun/arity");
    return t;
}

/* --- taking in what a macro returned --- */

typedef struct Linify { Heap *h; Session *s; Term line, receiver, counter; } Linify;

static Term linify(const Linify *l, Term t)
{
    if (term_is_cons(t)) {
        ListBuilder b;
        list_begin(&b, l->h);
        for (; term_is_cons(t); t = list_rest(t)) list_add(&b, linify(l, list_first(t)));
        *b.end = term_is_nil(t) ? NIL : linify(l, t);
        return b.list;
    }
    if (!term_is_tuple(t)) return t;
    session_check_stack(l->s);
    if (ast_is_node(t)) {
        Term name = ast_name(t), meta = ast_meta(t), args = ast_args(t);
        bool counts = (term_is_atom(args) && args == l->receiver && name != CA(underscore))
                   || (name == CA(aliases) && term_is_list(args))
                   || ((name == CA(alias) || name == CA(require) || name == CA(import)) && keyword_get(meta, CA(context)) == l->receiver);
        if (counts && term_is_none(keyword_get(meta, CA(counter))))
            meta = cons_new(l->h, pair(l->h, CA(counter), l->counter), meta);
        if (term_is_none(keyword_get(meta, CA(line)))) {
            Term keep = keyword_get(meta, CA(keep));
            if (term_is_tuple_of(keep, 2)) meta = cons_new(l->h, pair(l->h, CA(line), tuple_get(keep, 1)), meta);
            else if (l->line != term_from_small(0)) meta = cons_new(l->h, pair(l->h, CA(line), l->line), meta);
        }
        return ast_node(l->h, term_is_atom(name) ? name : linify(l, name), meta, term_is_atom(args) ? args : linify(l, args));
    }
    if (tuple_arity(t) == 2) {
        Term left = linify(l, tuple_get(t, 0));
        return pair(l->h, left, linify(l, tuple_get(t, 1)));
    }
    return t;
}

Term linify_with_counter(X *x, Term t, Term line, Term receiver, Term counter)
{
    Linify l = {x->h, x->s, line, receiver, counter};
    return linify(&l, t);
}
