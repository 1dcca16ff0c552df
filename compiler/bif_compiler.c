/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_compiler.c - the natives of :elver_compiler: sessions, and what Module does with modules under definition.
 *
 *     start(op, arguments)    a session (a reference); step(session, reply) runs it to its next request (session.h)
 *     get_attribute(module, name, line), put_attribute(module, name, value, line), ... for a module being defined */
#include <stdio.h>

#include "base/buf.h"
#include "code/bif.h"
#include "code/code_server.h"
#include "code/export.h"
#include "compiler/compile.h"
#include "compiler/compiler.h"
#include "compiler/module_define.h"
#include "compiler/natives.h"
#include "compiler/unescape.h"
#include "gc/copy.h"
#include "process/exception.h"
#include "process/process.h"
#include "term/map.h"
#include "term/ref.h"

/* --- sessions --- */

typedef struct Operation { const char *name; int argument_count; SessionBody body; } Operation;

static const Operation operations[] = {
    {"compile_text", 3, compile_text_session}, {"compile_quoted", 2, compile_quoted_session}, {"eval", 3, eval_session},
    {"def_site", 2, define_site_session}, {"def_quoted", 7, define_quoted_session}, {"defmodule", 3, define_module_session},
    {"overridable", 3, overridable_session}, {"expand", 3, expand_session}, {"expand_guard", 2, expand_guard_session}};

static Term compiler_start(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || list_length(args[1]) < 0) return raise_badarg(p);
    for (size_t i = 0; i < ARRAY_COUNT(operations); i++) {
        if (strcmp(operations[i].name, atom_text(args[0])) != 0) continue;
        if (list_length(args[1]) != operations[i].argument_count) return raise_badarg(p);
        return magic_ref_new_take(&p->heap, &session_new(operations[i].body, args[1])->resource);
    }
    return raise_badarg(p);
}

static Term compiler_step(Process *p, Term *args)
{
    Session *s = (Session *)magic_ref_resource(args[0], session_destroy);
    return s ? session_step(p, s, args[1]) : raise_badarg(p);
}

/* finish(session): nothing; who calls it holds the session until then. */
static Term compiler_finish(Process *p, Term *args)
{
    return magic_ref_resource(args[0], session_destroy) ? AM(ok) : raise_badarg(p);
}

/* --- modules under definition --- */

static ModuleData *open_module(Term name)
{
    return term_is_atom(name) ? module_data_find(name) : NULL;
}

static Term already_compiled(Process *p, Term name, const char *function)
{
    Buf text = {0}, shown = {0};
    ast_inspect(&shown, name);
    buf_printf(&text, "could not call Module.%s because the module %s is already compiled", function, buf_text(&shown));
    Term pairs[] = {CA(struct_key), CA(ArgumentError), CA(exception_key), AM(true), CA(message), binary_new(&p->heap, text.bytes, text.size)};
    buf_free(&text);
    buf_free(&shown);
    return raise_error(p, map_from_pairs(&p->heap, pairs, 3));
}

static Term compiler_is_open(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    return m && !m->closed ? AM(true) : AM(false);
}

static bool is_doc(Term name)
{
    return name == CA(doc) || name == CA(moduledoc) || name == CA(typedoc);
}

static void warn_unset_attribute(ModuleData *m, Term name, int line)
{
    Buf scratch = {0}, file = {0}, shown = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(m->file, &size, &scratch);
    buf_add(&file, bytes, size);
    atom_inspect(&shown, m->name);
    fprintf(stderr, "warning: undefined module attribute @%s, please remove access to @%s or explicitly set it before access\n"
            "  %s:%d: %s (module)\n\n", atom_text(name), atom_text(name), shown_path(buf_text(&file)), line, buf_text(&shown));
    buf_free(&scratch);
    buf_free(&file);
    buf_free(&shown);
}

/* get_attribute(module, name, line): line > 0 when written as @name */
static Term compiler_get_attribute(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "get_attribute/2");
    Attribute *a = module_attribute(m, args[1]);
    if (!a || !(a->is_set || a->accumulate || a->persist)) {
        int line = term_is_small(args[2]) ? (int)term_to_small(args[2]) : 0;
        if (line > 0 && args[1] != CA(behaviour) && args[1] != CA(impl)) warn_unset_attribute(m, args[1], line);
        return AM(nil);
    }
    a->is_read = true;
    Term value = a->value;
    if (is_doc(args[1]) && term_is_tuple_of(value, 2)
        && term_is_small(args[2]) && term_to_small(args[2]) > 0)
        value = tuple_get(value, 1);
    return copy_term(value, &p->heap);
}

/* get_attribute(module, key) of Module: {:ok, value} or :error */
static Term compiler_fetch_attribute(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "get_attribute/2");
    Attribute *a = module_attribute(m, args[1]);
    if (!a || !(a->is_set || a->accumulate)) return AM(error);
    a->is_read = true;
    return pair(&p->heap, AM(ok), copy_term(a->value, &p->heap));
}

/* put_attribute(module, key, value) of Module */
static Term compiler_store_attribute(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m || m->closed) return already_compiled(p, args[0], "put_attribute/3");
    module_put_attribute(m, args[1], args[2], 0);
    return AM(ok);
}

static Term compiler_has_attribute(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "has_attribute?/2");
    Attribute *a = module_attribute(m, args[1]);
    return a && (a->is_set || a->accumulate) ? AM(true) : AM(false);
}

static Term compiler_put_attribute(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "put_attribute/3");
    if (m->closed) return already_compiled(p, args[0], "put_attribute/3");
    module_write_attribute(m, args[1], args[2], term_is_small(args[3]) ? (int)term_to_small(args[3]) : 0);
    return AM(ok);
}

static Term compiler_delete_attribute(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "delete_attribute/2");
    Attribute *a = module_attribute(m, args[1]);
    Term old = a ? copy_term(a->value, &p->heap) : AM(nil);
    module_delete_attribute(m, args[1]);
    return old;
}

static Term compiler_register_attribute(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "register_attribute/3");
    bool persist = keyword_get(args[2], CA(persist)) == AM(true);
    Attribute *a = module_register_attribute(m, args[1], keyword_get(args[2], CA(accumulate)) == AM(true), persist);
    a->is_read |= persist;
    return AM(ok);
}

static Term compiler_attributes_in(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "attributes_in/1");
    Term list = NIL;
    for (Attribute *a = m->attributes; a; a = a->next)
        if (a->is_set || a->accumulate) list = cons_new(&p->heap, a->name, list);
    return list;
}

static Term compiler_put_typespec(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "put_attribute/3");
    module_put_typespec(m, args[1], args[2], term_is_small(args[3]) ? (int)term_to_small(args[3]) : 0, &m->env);
    return AM(ok);
}

/* [{kind, quoted, line}] */
static Term compiler_typespecs(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "get_attribute/2");
    Term list = NIL;
    for (int i = m->typespec_count; i-- > 0;)
        list = cons_new(&p->heap, tuple_new_3(&p->heap, m->typespecs[i].kind, copy_term(m->typespecs[i].quoted, &p->heap),
                                              term_from_small(m->typespecs[i].line)), list);
    return list;
}

/* [{{name, arity}, kind}] */
static Term compiler_definitions_in(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "definitions_in/1");
    Heap *h = &p->heap;
    Term list = NIL;
    for (Definition *d = m->first; d; d = d->next)
        if (!d->is_hidden && !d->is_deleted && (d->clause_count > 0 || d->has_body_less_head))
            list = cons_new(h, pair(h, pair(h, d->name, term_from_small(d->arity)), atom_intern_string(definition_kind_text(d->kind))), list);
    return list_reverse(h, list);
}

static Definition *named_definition(ModuleData *m, Term tuple)
{
    if (!term_is_tuple_of(tuple, 2) || !term_is_atom(tuple_get(tuple, 0)) || !term_is_small(tuple_get(tuple, 1))) return NULL;
    return module_definition(m, tuple_get(tuple, 0), (int)term_to_small(tuple_get(tuple, 1)));
}

static Term compiler_definition_kind(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    Definition *d = m ? named_definition(m, args[1]) : NULL;
    return d ? atom_intern_string(definition_kind_text(d->kind)) : AM(nil);
}

/* A callback with the text of the function's spec; false if it has none. */
static Term compiler_spec_to_callback(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m || !term_is_tuple_of(args[1], 2)) return AM(false);
    bool found = false;
    for (int i = 0, count = m->typespec_count; i < count; i++) {
        Term name;
        int arity;
        if (m->typespecs[i].kind != CA(spec) || !typespec_head(m->typespecs[i].quoted, &name, &arity)) continue;
        if (name != tuple_get(args[1], 0) || term_from_small(arity) != tuple_get(args[1], 1)) continue;
        module_put_typespec(m, CA(callback), m->typespecs[i].quoted, m->typespecs[i].line, &m->env);
        found = true;
    }
    return found ? AM(true) : AM(false);
}

/* {:v1, kind, meta, clauses} or nil */
static Term compiler_get_definition(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "get_definition/2");
    Definition *d = named_definition(m, args[1]);
    if (!d) return AM(nil);
    Heap *h = &p->heap;
    Term meta = keyword1(h, CA(line), term_from_small(d->line));
    return tuple_new_4(h, atom_intern_string("v1"), atom_intern_string(definition_kind_text(d->kind)), meta,
                       copy_term(list_reverse(&m->heap, d->clauses), h));
}

static Term compiler_delete_definition(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "delete_definition/2");
    Definition *d = named_definition(m, args[1]);
    if (!d) return AM(false);
    d->is_deleted = true;
    return AM(true);
}

static Term compiler_overridables(Process *p, Term *args)
{
    ModuleData *m = open_module(args[0]);
    if (!m) return already_compiled(p, args[0], "overridables_in/1");
    Heap *h = &p->heap;
    Term list = NIL;
    for (Definition *d = m->first; d; d = d->next)
        if (!d->is_hidden && (d->is_overridable || d->overridden)) list = cons_new(h, pair(h, d->name, term_from_small(d->arity)), list);
    return list;
}

/* --- quoted forms and texts --- */

/* left.unquote(right)(args): what the right side is decides. args is nil without parentheses. */
static Term compiler_quote_dot(Process *p, Term *args)
{
    Heap *h = &p->heap;
    Term meta = args[0], left = args[1], right = args[2], call_args = args[3];
    if (ast_is_node(right) && ast_name(right) == CA(aliases) && call_args == AM(nil)) {
        if (term_is_atom(left)) return ast_node(h, CA(aliases), ast_meta(right), cons_new(h, left, ast_args(right)));
        return ast_node(h, CA(aliases), ast_meta(right), cons_new(h, left, ast_args(right)));
    }
    if (term_is_atom(right)) {
        if (call_args == AM(nil) && atom_is_alias(right)) {
            Term segment = atom_intern_string(atom_text(right) + 7);
            return ast_node(h, CA(aliases), keyword1(h, CA(alias), AM(false)), list_of(h, 2, left, segment));
        }
        Term dot = ast_call(h, CA(dot), meta, 2, left, right);
        if (call_args == AM(nil)) return ast_node(h, dot, keyword_put(h, meta, CA(no_parens), AM(true)), NIL);
        return ast_node(h, dot, meta, call_args);
    }
    if (ast_is_node(right) && term_is_atom(ast_name(right))) { /* a variable or call: its name, its arguments */
        Term dot = ast_call(h, CA(dot), meta, 2, left, ast_name(right));
        Term own = term_is_list(ast_args(right)) ? ast_args(right) : NIL;
        return ast_node(h, dot, meta, call_args == AM(nil) ? own : list_append(h, own, call_args));
    }
    if (ast_is_node(right) && ast_is_call(ast_name(right), CA(dot))) {
        Term inner = ast_args(ast_name(right)), dot;
        if (list_length(inner) == 1) { /* unquote(f).() : left.f.() */
            dot = ast_call(h, CA(dot), meta, 1, ast_node(h, ast_call(h, CA(dot), meta, 2, left, term_head(inner)), meta, NIL));
            return ast_node(h, dot, meta, ast_args(right));
        }
    }
    return raise_badarg(p);
}

static Term compiler_unescape(Process *p, Term *args)
{
    if (!term_is_binary(args[0])) return raise_badarg(p);
    Buf out = {0}, scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    const char *wrong = unescape_text(&out, bytes, size);
    Term result = wrong ? pair(&p->heap, AM(error), binary_new_string(&p->heap, wrong)) : binary_new(&p->heap, out.bytes, out.size);
    buf_free(&out);
    buf_free(&scratch);
    return result;
}

/* --- escape --- */

/* Macro.escape(value, unquote, prune): runs a session's code without its coroutine, so without anything to ask. */
static Term escape_body(Session *s)
{
    return escape_term(s->h, s, term_head(s->arguments), list_nth(s->arguments, 1) == AM(true));
}

static Term compiler_escape(Process *p, Term *args)
{
    Heap h;
    heap_init_arena(&h);
    Session *s = session_new(escape_body, list_of(&h, 2, args[0], args[1]));
    heap_destroy(&h);
    Term result;
    if (session_run_alone(s) == SESSION_DONE) result = copy_term(s->result, &p->heap);
    else result = raise_error(p, copy_term(tuple_get(s->result, 1), &p->heap));
    session_release(s);
    return result;
}

/* --- warnings, loaded code --- */

static Term compiler_print_warning(Process *p, Term *args)
{
    Buf scratch = {0};
    size_t size;
    if (!term_is_binary(args[0])) return raise_badarg(p);
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    fwrite(bytes, 1, size, stderr);
    buf_free(&scratch);
    return AM(ok);
}

static Term compiler_purge(Process *p, Term *args)
{
    code_drop_old(args[0]);
    return AM(ok);
}

static bool is_exported(Term module, Term name, Term arity)
{
    if (!code_ensure_loaded(module)) return false;
    Export *e = export_find(module, name, (unsigned)term_to_small(arity));
    return e && export_is_callable(e);
}

static Term compiler_exported(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_atom(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    return is_exported(args[0], args[1], args[2]) ? AM(true) : AM(false);
}

/* warn_undefined(module, file, {to, name, arity, line, caller}) */
static Term compiler_warn_undefined(Process *p, Term *args)
{
    Term call = args[2], caller = tuple_get(call, 4);
    Buf text = {0}, scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(args[1], &size, &scratch);
    Buf file = {0};
    buf_add(&file, bytes, size);
    buf_add_string(&text, "warning: ");
    atom_inspect(&text, tuple_get(call, 0));
    buf_printf(&text, ".%s/%d is undefined", atom_text(tuple_get(call, 1)), (int)term_to_small(tuple_get(call, 2)));
    if (code_ensure_loaded(tuple_get(call, 0))) {
        buf_add_string(&text, " or private");
    } else {
        buf_add_string(&text, " (module ");
        atom_inspect(&text, tuple_get(call, 0));
        buf_add_string(&text, " is not available or is yet to be defined)");
    }
    buf_printf(&text, "\n  %s:%d: ", shown_path(buf_text(&file)), (int)term_to_small(tuple_get(call, 3)));
    atom_inspect(&text, args[0]);
    if (term_is_tuple_of(caller, 2))
        buf_printf(&text, ".%s/%d", atom_text(tuple_get(caller, 0)), (int)term_to_small(tuple_get(caller, 1)));
    buf_add_string(&text, "\n\n");
    fwrite(text.bytes, 1, text.size, stderr);
    buf_free(&text);
    buf_free(&file);
    buf_free(&scratch);
    return AM(ok);
}

static Term compiler_ignore_conflict(Process *p, Term *args)
{
    int old = atomic_exchange_explicit(&ignore_module_conflict, args[0] == AM(true), memory_order_relaxed);
    return old ? AM(true) : AM(false);
}

static Term compiler_counter(Process *p, Term *args)
{
    return next_counter(NULL);
}

/* Is Kernel's macro name/arity expanded natively? Is a function another name of a native: {module, name} or nil. */
static Term compiler_inline(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_atom(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    Term module = args[0];
    int special = 0;
    Term name = inlined_function(args[0], args[1], (int)term_to_small(args[2]), &module, &special);
    return term_is_none(name) || special ? AM(nil) : pair(&p->heap, module, name);
}

const Bif compiler_natives[] = {
    {"elver_compiler", "start", 2, BIF_PLAIN, compiler_start},
    {"elver_compiler", "step", 2, BIF_PLAIN, compiler_step},
    {"elver_compiler", "finish", 1, BIF_PLAIN, compiler_finish},
    {"elver_compiler", "module_open", 1, BIF_PLAIN, compiler_is_open},
    {"elver_compiler", "get_attribute", 2, BIF_PLAIN, compiler_fetch_attribute},
    {"elver_compiler", "put_attribute", 3, BIF_PLAIN, compiler_store_attribute},
    {"elver_compiler", "definition_kind", 2, BIF_PLAIN, compiler_definition_kind},
    {"elver_compiler", "spec_to_callback", 2, BIF_PLAIN, compiler_spec_to_callback},
    {"elver_compiler", "escape", 3, BIF_PLAIN, compiler_escape},
    {"elver_compiler", "print_warning", 1, BIF_PLAIN, compiler_print_warning},
    {"elver_compiler", "purge", 1, BIF_PLAIN, compiler_purge},
    {"elver_compiler", "exported", 3, BIF_PLAIN, compiler_exported},
    {"elver_compiler", "warn_undefined", 3, BIF_PLAIN, compiler_warn_undefined},
    {"elver_compiler", "get_attribute", 3, BIF_PLAIN, compiler_get_attribute},
    {"elver_compiler", "has_attribute", 2, BIF_PLAIN, compiler_has_attribute},
    {"elver_compiler", "__put_attribute__", 4, BIF_PLAIN, compiler_put_attribute},
    {"elver_compiler", "delete_attribute", 2, BIF_PLAIN, compiler_delete_attribute},
    {"elver_compiler", "register_attribute", 3, BIF_PLAIN, compiler_register_attribute},
    {"elver_compiler", "attributes_in", 1, BIF_PLAIN, compiler_attributes_in},
    {"elver_compiler", "put_typespec", 4, BIF_PLAIN, compiler_put_typespec},
    {"elver_compiler", "typespecs", 1, BIF_PLAIN, compiler_typespecs},
    {"elver_compiler", "definitions_in", 1, BIF_PLAIN, compiler_definitions_in},
    {"elver_compiler", "get_definition", 2, BIF_PLAIN, compiler_get_definition},
    {"elver_compiler", "delete_definition", 2, BIF_PLAIN, compiler_delete_definition},
    {"elver_compiler", "overridables_in", 1, BIF_PLAIN, compiler_overridables},
    {"elver_compiler", "quote_dot", 4, BIF_PLAIN, compiler_quote_dot},
    {"elver_compiler", "unescape", 1, BIF_PLAIN, compiler_unescape},
    {"elver_compiler", "ignore_conflict", 1, BIF_PLAIN, compiler_ignore_conflict},
    {"elver_compiler", "counter", 0, BIF_PLAIN, compiler_counter},
    {"elver_compiler", "inline", 3, BIF_PLAIN, compiler_inline},
    {NULL, NULL, 0, 0, NULL},
};

/* --- boot --- */

void compiler_init(void)
{
    names_init();
    intrinsics_init();
    forms_init();
    export_register_natives(compiler_natives);
    export_register_natives(reader_natives);
}

static Term bootstrap_session(Session *s)
{
    Term result = compile_text_session(s); /* {:module, name, binary, value} */
    return term_is_tuple_of(result, 4) ? tuple_get(result, 2) : NIL;
}

bool compiler_bootstrap_file(const char *path, uint8_t **bytes, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "elver: cannot read %s\n", path);
        return false;
    }
    Buf text = {0};
    for (size_t n; (n = fread(buf_reserve(&text, 65536), 1, 65536, file)) > 0;) text.size += n;
    fclose(file);
    Heap h;
    heap_init_arena(&h);
    Term arguments = list_of(&h, 3, binary_new(&h, text.bytes, text.size), binary_new_string(&h, path), term_from_small(1));
    Session *s = session_new(bootstrap_session, arguments);
    heap_destroy(&h);
    buf_free(&text);
    bool ok = session_run_alone(s) == SESSION_DONE;
    if (ok && bytes) {
        Buf scratch = {0};
        const uint8_t *from = binary_bytes_aligned(s->result, size, &scratch);
        *bytes = mem_alloc(*size + 1);
        memcpy(*bytes, from, *size);
        buf_free(&scratch);
    } else if (!ok) {
        Buf shown = {0};
        Term reason = tuple_get(s->result, 1);
        MapIterator it;
        Term key, value;
        if (term_is_map(reason)) {
            map_iterate(&it, reason);
            while (map_next(&it, &key, &value)) {
                ast_inspect(&shown, key);
                buf_add_string(&shown, ": ");
                ast_inspect(&shown, value);
                buf_add_string(&shown, " ");
            }
        } else {
            ast_inspect(&shown, reason);
        }
        fprintf(stderr, "elver: %s: %s\n", path, buf_text(&shown));
        buf_free(&shown);
    }
    session_release(s);
    return ok;
}
