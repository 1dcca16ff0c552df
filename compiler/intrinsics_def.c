/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intrinsics_def.c - native Kernel macros that define: def and its kin, defmodule, attributes; and constant sigils. */
#include "base/buf.h"
#include "base/utf8.h"
#include "code/code_server.h"
#include "compiler/expand.h"
#include "compiler/intrinsics.h"
#include "compiler/site.h"
#include "compiler/unescape.h"

static Term atom_of(const char *text)
{
    return atom_intern_string(text);
}

/* --- def, defp, defmacro, defmacrop --- */

static void assert_module_scope(X *x, const char *name, int arity)
{
    if (x->env.module == AM(nil)) session_raise_message(x->s, "Elixir.ArgumentError", "cannot invoke %s/%d outside module", name, arity);
    if (x->env.function != AM(nil))
        session_raise_message(x->s, "Elixir.ArgumentError", "cannot invoke %s/%d inside function/macro", name, arity);
    if (!x->module) session_raise_message(x->s, "Elixir.ArgumentError", "could not call %s because the module %s is already compiled", name, atom_shown(x, x->env.module));
}

static Term define(X *x, Term meta, Term *args, int count, DefinitionKind kind)
{
    const char *name = definition_kind_text(kind);
    assert_module_scope(x, name, count);
    Term body = count == 2 ? args[1] : TERM_NONE;
    int line = meta_line(meta);
    bool from_macro = !term_is_none(keyword_get(meta, CA(context)));
    Term line_meta = meta_only_line(x->h, meta);
    if (!has_unquotes(args[0]) && (count == 1 || !has_unquotes(body))) {
        int site = module_add_site(x->module, kind, args[0], body, line, from_macro, &x->env);
        return ast_remote_call(x->h, line_meta, CA(elver_session), CA(define), 2, x->env.module, term_from_small(site));
    }
    int env = module_save_env(x->module, &x->env);
    Term call = expand(x, escape_term(x->h, x->s, args[0], true));
    Term code = count == 2 ? expand(x, escape_term(x->h, x->s, body, true)) : AM(nil);
    return ast_remote_call(x->h, line_meta, CA(elver_session), CA(define), 7, x->env.module, term_from_small(kind | (from_macro ? DEFINE_FROM_MACRO : 0)), term_from_small(env),
                           call, code, count == 2 ? AM(true) : AM(false), term_from_small(line));
}

Term intrinsic_def(X *x, Term meta, Term *args, int count)
{
    return define(x, meta, args, count, KIND_DEF);
}

Term intrinsic_defp(X *x, Term meta, Term *args, int count)
{
    return define(x, meta, args, count, KIND_DEFP);
}

Term intrinsic_defmacro(X *x, Term meta, Term *args, int count)
{
    return define(x, meta, args, count, KIND_DEFMACRO);
}

Term intrinsic_defmacrop(X *x, Term meta, Term *args, int count)
{
    return define(x, meta, args, count, KIND_DEFMACROP);
}

Term intrinsic_defoverridable(X *x, Term meta, Term *args, int count)
{
    assert_module_scope(x, "defoverridable", 1);
    int env = module_save_env(x->module, &x->env);
    return ast_remote_call(x->h, meta_only_line(x->h, meta), CA(elver_session), atom_of("make_overridable"), 3, x->env.module,
                           expand(x, args[0]), term_from_small(env));
}

/* --- defmodule --- */

static bool mentions(Term t, Term name)
{
    for (; term_is_cons(t); t = list_rest(t))
        if (mentions(list_first(t), name)) return true;
    if (!term_is_tuple(t)) return false;
    if (ast_is_var(t)) return ast_name(t) == name;
    for (Word i = 0; i < tuple_arity(t); i++)
        if (mentions(tuple_get(t, i), name)) return true;
    return false;
}

/* Code for [{name, kind, value}] of the variables that the body may use. */
static Term outer_variables(X *x, Term meta, Term body)
{
    ListBuilder b;
    list_begin(&b, x->h);
    for (Variable *v = x->env.variables; v; v = v->next) {
        bool hidden = v->name == CA(CALLER);
        for (Variable *newer = x->env.variables; newer != v; newer = newer->next) hidden |= newer->name == v->name && newer->kind == v->kind;
        if (hidden || !mentions(body, v->name)) continue;
        if (v->use) v->use->used = true;
        Term context = term_is_atom(v->kind) ? v->kind : CA(Elixir);
        list_add(&b, ast_call(x->h, CA(tuple), NIL, 3, v->name, v->kind, variable_node(x, v->name, NIL, context, v->version)));
    }
    return b.list;
}

/* The full name, and the alias that the rest of the scope has for it. */
static Term module_name(X *x, Term meta, Term written)
{
    Term expanded = expand(x, written);
    if (!term_is_atom(expanded) || !ast_is_node(written) || ast_name(written) != CA(aliases)) return expanded;
    Term first = list_first(ast_args(written));
    if (x->env.module == AM(nil)) return expanded;
    if (first == CA(Elixir) || !term_is_atom(first)) return expanded;
    Term full = alias_concat(x->env.module, ast_args(written));
    Term alias = alias_concat(TERM_NONE, cons_new(x->h, first, NIL));
    Term target = alias_concat(x->env.module, cons_new(x->h, first, NIL));
    x->env.aliases = env_alias_put(x->h, x->env.aliases, alias, target);
    Term counter = keyword_get(ast_meta(written), CA(counter));
    if (!term_is_none(counter)) x->env.macro_aliases = cons_new(x->h, pair(x->h, alias, pair(x->h, counter, target)), x->env.macro_aliases);
    return full;
}

Term intrinsic_defmodule(X *x, Term meta, Term *args, int count)
{
    Term body = term_is_list(args[1]) ? keyword_get(args[1], CA(do_)) : TERM_NONE;
    if (term_is_none(body))
        session_raise_message(x->s, "Elixir.ArgumentError", "expected a do block in defmodule");
    Term name = module_name(x, meta, args[0]);
    if (term_is_atom(name)) {
        if (name == AM(nil) || name == AM(true) || name == AM(false))
            expand_error(x, meta, "invalid module name: %s", atom_shown(x, name));
        x->env.context_modules = cons_new(x->h, name, x->env.context_modules);
    }
    Env inside = x->env;
    inside.variables = NULL;
    inside.function = AM(nil);
    Term variables = outer_variables(x, meta, body), where;
    Term line_meta = meta_only_line(x->h, meta);
    if (x->env.function == AM(nil) && x->fn_depth == 0) {
        where = pair(x->h, term_from_small(site_session_id(x->s)), term_from_small(site_add(x->s, &inside, body, meta_line(meta))));
    } else {
        Term env = escape_term(x->h, x->s, env_to_term(x->h, &inside, meta_line(meta)), false);
        where = ast_call(x->h, CA(tuple), NIL, 3, expand(x, escape_term(x->h, x->s, body, false)), env, term_from_small(meta_line(meta)));
    }
    return ast_remote_call(x->h, line_meta, CA(elver_session), CA(define_module), 3, name, where, variables);
}

/* --- attributes --- */

static bool is_typespec(Term name)
{
    return name == CA(spec) || name == CA(type) || name == CA(typep) || name == CA(opaque) || name == CA(callback) || name == CA(macrocallback);
}

static Term read_attribute(X *x, Term meta, Term name)
{
    if (name == CA(moduledoc) || name == CA(doc) || name == CA(typedoc)) {
        if (x->env.function != AM(nil)) {
            Attribute *a = module_attribute(x->module, name);
            Term value = a && a->is_set ? a->value : AM(nil);
            if (term_is_tuple_of(value, 2)) value = tuple_get(value, 1);
            return expand(x, escape_term(x->h, x->s, value, false));
        }
    }
    if (x->env.function != AM(nil)) {
        Attribute *a = module_attribute(x->module, name);
        if (!a || !(a->is_set || a->accumulate)) {
            if (name != CA(behaviour))
                expand_warning(x, meta, "undefined module attribute @%s, please remove access to @%s or explicitly set it before access",
                               atom_text(name), atom_text(name));
            return AM(nil);
        }
        a->is_read = true;
        return expand(x, escape_term(x->h, x->s, a->value, false));
    }
    return ast_remote_call(x->h, meta_only_line(x->h, meta), CA(elver_compiler), atom_of("get_attribute"), 3, x->env.module, name,
                           term_from_small(meta_line(meta)));
}

Term intrinsic_at(X *x, Term meta, Term *args, int count)
{
    Term what = args[0];
    if (!ast_is_node(what) || !term_is_atom(ast_name(what)))
        session_raise_message(x->s, "Elixir.ArgumentError", "expected a module attribute after @, got: %s", code_text(x, what));
    Term name = ast_name(what);
    if (x->env.module == AM(nil)) session_raise_message(x->s, "Elixir.ArgumentError", "cannot invoke @/1 outside module");
    if (!x->module) session_raise_message(x->s, "Elixir.ArgumentError", "could not call Module.__get_attribute__/4 because the module %s is already compiled", atom_shown(x, x->env.module));
    if (term_is_atom(ast_args(what)) || term_is_nil(ast_args(what))) return read_attribute(x, meta, name);
    int n = list_length(ast_args(what));
    if (n != 1)
        session_raise_message(x->s, "Elixir.ArgumentError", "expected 0 or 1 argument for @%s, got: %d", atom_text(name), n);
    if (x->env.function != AM(nil))
        session_raise_message(x->s, "Elixir.ArgumentError", "cannot set attribute @%s inside function/macro", atom_text(name));
    if (x->env.context != CONTEXT_NORMAL)
        session_raise_message(x->s, "Elixir.ArgumentError", "invalid write attribute syntax. If you want to define an attribute, don't do this:\n\n    @%s = :value\n\nInstead, do this:\n\n    @%s :value\n", atom_text(name), atom_text(name));
    Term value = list_first(ast_args(what)), line = term_from_small(meta_line(meta)), line_meta = meta_only_line(x->h, meta);
    if (is_typespec(name)) {
        if (!has_unquotes(value)) {
            module_put_typespec(x->module, name, value, meta_line(meta), &x->env);
            return AM(ok);
        }
        Term quoted = expand(x, escape_term(x->h, x->s, value, true));
        return ast_remote_call(x->h, line_meta, CA(elver_compiler), atom_of("put_typespec"), 4, x->env.module, name, quoted, line);
    }
    return ast_remote_call(x->h, line_meta, CA(elver_compiler), CA(put_attribute), 4, x->env.module, name, expand(x, value), line);
}

/* --- sigils of constant text --- */

/* The one binary of {:<<>>, _, [text]}, or TERM_NONE. */
static Term constant_text(Term t)
{
    if (!ast_is_call(t, CA(bits)) || list_length(ast_args(t)) != 1 || !term_is_binary(list_first(ast_args(t)))) return TERM_NONE;
    return list_first(ast_args(t));
}

static void unescaped(X *x, Term text, Buf *out)
{
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(text, &size, &scratch);
    const char *wrong = unescape_text(out, bytes, size);
    buf_free(&scratch);
    if (wrong) session_raise_message(x->s, "Elixir.ArgumentError", "%s", wrong);
}

/* The text's pieces with escapes replaced; interpolations stay. */
static Term unescape_parts(X *x, Term meta, Term t)
{
    ListBuilder b;
    list_begin(&b, x->h);
    for (Term l = ast_args(t); term_is_cons(l); l = list_rest(l)) {
        Term part = list_first(l);
        if (term_is_binary(part)) {
            Buf out = {0};
            unescaped(x, part, &out);
            part = binary_new(x->h, out.bytes, out.size);
            buf_free(&out);
        }
        list_add(&b, part);
    }
    return ast_node(x->h, CA(bits), ast_meta(t), b.list);
}

Term intrinsic_sigil_s(X *x, Term meta, Term *args, int count)
{
    if (!ast_is_call(args[0], CA(bits))) return TERM_NONE;
    Term parts = unescape_parts(x, meta, args[0]), text = constant_text(parts);
    return term_is_none(text) ? expand(x, parts) : text;
}

Term intrinsic_sigil_S(X *x, Term meta, Term *args, int count)
{
    return constant_text(args[0]);
}

static Term charlist_of(X *x, Term text)
{
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(text, &size, &scratch);
    ListBuilder b;
    list_begin(&b, x->h);
    for (size_t i = 0; i < size;) {
        uint32_t c;
        int n = utf8_decode(bytes + i, size - i, &c);
        if (n <= 0) {
            c = bytes[i];
            n = 1;
        }
        list_add(&b, term_from_small(c));
        i += (size_t)n;
    }
    buf_free(&scratch);
    return b.list;
}

Term intrinsic_sigil_c(X *x, Term meta, Term *args, int count)
{
    if (!ast_is_call(args[0], CA(bits))) return TERM_NONE;
    Term parts = unescape_parts(x, meta, args[0]), text = constant_text(parts);
    if (!term_is_none(text)) return charlist_of(x, text);
    return ast_remote_call(x->h, meta_only_line(x->h, meta), CA(String), CA(to_charlist), 1, expand(x, parts));
}

Term intrinsic_sigil_C(X *x, Term meta, Term *args, int count)
{
    Term text = constant_text(args[0]);
    return term_is_none(text) ? TERM_NONE : charlist_of(x, text);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static Term words(X *x, Term meta, Term text, Term modifiers)
{
    Term kind = term_is_cons(modifiers) ? list_first(modifiers) : term_from_small('s');
    if (list_length(modifiers) > 1 || (kind != term_from_small('s') && kind != term_from_small('a') && kind != term_from_small('c')))
        session_raise_message(x->s, "Elixir.ArgumentError", "modifier must be one of: s, a, c");
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(text, &size, &scratch);
    ListBuilder b;
    list_begin(&b, x->h);
    for (size_t i = 0; i < size;) {
        size_t end = i;
        while (end < size && !is_space(bytes[end])) end++;
        if (end > i) {
            Term word = binary_new(x->h, bytes + i, end - i);
            if (kind == term_from_small('a')) word = atom_intern((const char *)bytes + i, end - i);
            else if (kind == term_from_small('c')) word = charlist_of(x, word);
            list_add(&b, word);
        }
        i = end + 1;
    }
    buf_free(&scratch);
    return b.list;
}

Term intrinsic_sigil_w(X *x, Term meta, Term *args, int count)
{
    Term text = constant_text(args[0]);
    if (term_is_none(text) || !term_is_list(args[1])) return TERM_NONE;
    return words(x, meta, constant_text(unescape_parts(x, meta, args[0])), args[1]);
}

Term intrinsic_sigil_W(X *x, Term meta, Term *args, int count)
{
    Term text = constant_text(args[0]);
    return term_is_none(text) || !term_is_list(args[1]) ? TERM_NONE : words(x, meta, text, args[1]);
}
