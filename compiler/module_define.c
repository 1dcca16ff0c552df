/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module_define.c - defmodule: runs the body, the hooks, checks what was defined, makes and loads the code. */
#include "compiler/module_define.h"

#include <stdatomic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "code/code_server.h"
#include "compiler/backend.h"
#include "compiler/compile.h"
#include "gc/copy.h"
#include "term/map.h"
#include "term/term_hash.h"

_Atomic(int) ignore_module_conflict;

void module_write_attribute(ModuleData *m, Term name, Term value, int line)
{
    if (name == CA(doc) || name == CA(moduledoc) || name == CA(typedoc)) {
        if (term_is_cons(value)) return; /* metadata beside the text */
        value = pair(&m->heap, term_from_small(line), value);
    }
    module_put_attribute(m, name, value, line);
    Attribute *a = module_attribute(m, name);
    if (a->persist || name == CA(doc) || name == CA(moduledoc) || name == CA(typedoc) || name == CA(deprecated)
        || name == CA(enforce_keys) || name == CA(struct_attr) || name == CA(protocol_key) || name == CA(impl_key))
        a->is_read = true;
}

/* --- small parts --- */

static Term attribute_value(ModuleData *m, Term name)
{
    Attribute *a = module_attribute(m, name);
    return a ? a->value : AM(nil);
}

static void warn(Session *s, ModuleData *m, int line, const char *format, ...) __attribute__((format(printf, 4, 5)));
static void warn(Session *s, ModuleData *m, int line, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    compile_warning(s, m->file, line, NULL, "%s", text);
}

/* "A (module)", as the place of a warning about the whole module. */
static const char *module_place(Session *s, ModuleData *m)
{
    Buf text = {0};
    atom_inspect(&text, m->name);
    buf_add_string(&text, " (module)");
    char *copy = arena_copy(s->arena, buf_text(&text), text.size);
    buf_free(&text);
    return copy;
}

static const char *shown(Session *s, Term t)
{
    Buf text = {0};
    ast_inspect(&text, t);
    char *copy = arena_copy(s->arena, buf_text(&text), text.size);
    buf_free(&text);
    return copy;
}

static bool is_public_macro(const Definition *d) { return d->kind == KIND_DEFMACRO; }
static bool is_live(const Definition *d) { return !d->is_hidden && !d->is_deleted && d->clause_count > 0; }

static int compare_entries(const void *a, const void *b)
{
    Term l = *(const Term *)a, r = *(const Term *)b;
    int order = strcmp(atom_text(tuple_get(l, 0)), atom_text(tuple_get(r, 0)));
    return order ? order : (int)(term_to_small(tuple_get(l, 1)) - term_to_small(tuple_get(r, 1)));
}

static Term public_list(Session *s, ModuleData *m, bool macros)
{
    int n = 0;
    for (Definition *d = m->first; d; d = d->next) n++;
    Term *entries = arena_alloc(s->arena, ((size_t)n + 1) * sizeof *entries);
    n = 0;
    for (Definition *d = m->first; d; d = d->next)
        if (is_live(d) && (macros ? is_public_macro(d) : d->kind == KIND_DEF))
            entries[n++] = pair(s->h, d->name, term_from_small(d->arity));
    qsort(entries, (size_t)n, sizeof *entries, compare_entries);
    return list_from_array(s->h, entries, n, NIL);
}

/* --- __info__/1 --- */

static Term info_clause(Session *s, Term head, Term value)
{
    return tuple_new_4(s->h, NIL, cons_new(s->h, head, NIL), NIL, escape_term(s->h, s, value, false));
}

static Term struct_info(Session *s, ModuleData *m)
{
    Attribute *a = module_attribute(m, CA(struct_attr));
    if (!a || !a->is_set || !term_is_map(a->value)) return AM(nil);
    Term enforced = attribute_value(m, CA(enforce_keys));
    ListBuilder b;
    list_begin(&b, s->h);
    /* In the order of the definition, which inspection shows. */
    for (Term keys = attribute_value(m, atom_intern_string("__struct_fields__")); term_is_cons(keys); keys = list_rest(keys)) {
        Term key = list_first(keys);
        Term pairs[] = {atom_intern_string("field"), key, atom_intern_string("required"), list_has(enforced, key) ? AM(true) : AM(false)};
        list_add(&b, map_from_pairs(s->h, pairs, 2));
    }
    return b.list;
}

static void add_info(Session *s, ModuleData *m, BackendFunction *f)
{
    Heap *h = s->h;
    ListBuilder b;
    list_begin(&b, h);
    list_add(&b, info_clause(s, CA(module), m->name));
    list_add(&b, info_clause(s, CA(functions), public_list(s, m, false)));
    list_add(&b, info_clause(s, CA(macros), public_list(s, m, true)));
    list_add(&b, info_clause(s, atom_intern_string("struct"), struct_info(s, m)));
    list_add(&b, info_clause(s, CA(deprecated), NIL));
    Term keys[] = {CA(attributes), CA(compile), CA(md5)};
    for (int i = 0; i < 3; i++) {
        Term call = ast_remote_call(h, NIL, AM(erlang), atom_intern_string("get_module_info"), 2, m->name, keys[i]);
        list_add(&b, tuple_new_4(h, NIL, cons_new(h, keys[i], NIL), NIL, call));
    }
    *f = (BackendFunction){CA(info), 1, true, true, (uint32_t)m->line, NULL, b.list};
}

/* --- behaviours --- */

/* name and arity of `name(args) :: result`; false if it is not of that shape. */
bool typespec_head(Term quoted, Term *name, int *arity)
{
    if (ast_is_call(quoted, CA(when)) && list_length(ast_args(quoted)) == 2) quoted = list_first(ast_args(quoted));
    if (ast_is_call(quoted, CA(colons)) && list_length(ast_args(quoted)) == 2) quoted = list_first(ast_args(quoted));
    if (!ast_is_node(quoted) || !term_is_atom(ast_name(quoted))) return false;
    *name = ast_name(quoted);
    *arity = term_is_list(ast_args(quoted)) ? list_length(ast_args(quoted)) : 0;
    return true;
}

static bool has_entry(Term list, Term name, int arity)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (term_is_tuple_of(list_first(list), 2) && tuple_get(list_first(list), 0) == name
            && tuple_get(list_first(list), 1) == term_from_small(arity)) return true;
    return false;
}

static Term own_callbacks(Session *s, ModuleData *m)
{
    ListBuilder b;
    list_begin(&b, s->h);
    for (int i = 0; i < m->typespec_count; i++) {
        bool macro = m->typespecs[i].kind == CA(macrocallback);
        if (!macro && m->typespecs[i].kind != CA(callback)) continue;
        Term name;
        int arity;
        if (!typespec_head(m->typespecs[i].quoted, &name, &arity)) continue;
        if (macro) {
            name = macro_name(name);
            arity++;
        }
        if (!has_entry(b.list, name, arity)) list_add(&b, pair(s->h, name, term_from_small(arity)));
    }
    return b.list;
}

static Term own_optional_callbacks(Session *s, ModuleData *m)
{
    ListBuilder b;
    list_begin(&b, s->h);
    for (Term l = attribute_value(m, CA(optional_callbacks)); term_is_cons(l); l = list_rest(l))
        for (Term e = list_first(l); term_is_cons(e); e = list_rest(e)) list_add(&b, list_first(e));
    return b.list;
}

static bool add_behaviour_info(Session *s, ModuleData *m, BackendFunction *f)
{
    Term callbacks = own_callbacks(s, m);
    if (term_is_nil(callbacks) || module_definition(m, CA(behaviour_info), 1)) return false;
    ListBuilder b;
    list_begin(&b, s->h);
    list_add(&b, info_clause(s, CA(callbacks), callbacks));
    list_add(&b, info_clause(s, CA(optional_callbacks), own_optional_callbacks(s, m)));
    *f = (BackendFunction){CA(behaviour_info), 1, true, true, (uint32_t)m->line, NULL, b.list};
    return true;
}

/* A callback of one of the module's behaviours. */
typedef struct Callback {
    Term behaviour, name; /* name as it is defined: without MACRO- */
    int arity;            /* as it is defined */
    bool is_macro, is_optional;
} Callback;
typedef struct CallbackList { Callback *items; int count; bool has_unknown; /* a behaviour that is not there */ } CallbackList;

static int compare_callbacks(const void *a, const void *b)
{
    const Callback *l = a, *r = b;
    int order = strcmp(atom_text(l->name), atom_text(r->name));
    return order ? order : l->arity - r->arity;
}

static void add_callbacks(Session *s, CallbackList *list, Term behaviour)
{
    Term callbacks = session_apply(s, behaviour, CA(behaviour_info), list_of(s->h, 1, CA(callbacks)));
    Term optional = session_apply(s, behaviour, CA(behaviour_info), list_of(s->h, 1, CA(optional_callbacks)));
    int n = list_length(callbacks), first = list->count;
    Callback *grown = arena_alloc(s->arena, (size_t)(list->count + (n < 0 ? 0 : n) + 1) * sizeof *grown);
    if (list->count > 0) memcpy(grown, list->items, (size_t)list->count * sizeof *grown);
    list->items = grown;
    for (; term_is_cons(callbacks); callbacks = list_rest(callbacks)) {
        Term entry = list_first(callbacks);
        if (!term_is_tuple_of(entry, 2) || !term_is_atom(tuple_get(entry, 0)) || !term_is_small(tuple_get(entry, 1))) continue;
        Term name = tuple_get(entry, 0);
        int arity = (int)term_to_small(tuple_get(entry, 1));
        bool macro = strncmp(atom_text(name), "MACRO-", 6) == 0, is_optional = has_entry(optional, name, arity);
        list->items[list->count++] = (Callback){behaviour, macro ? atom_intern_string(atom_text(name) + 6) : name,
                                                macro ? arity - 1 : arity, macro, is_optional};
    }
    qsort(list->items + first, (size_t)(list->count - first), sizeof *list->items, compare_callbacks);
}

static const Callback *callback_of(const CallbackList *list, const Definition *d, Term behaviour)
{
    for (int i = 0; i < list->count; i++) {
        const Callback *c = &list->items[i];
        if (c->name == d->name && c->arity <= d->arity && c->arity >= d->arity - d->default_count && c->is_macro == kind_is_macro(d->kind)
            && (term_is_none(behaviour) || behaviour == c->behaviour)) return c;
    }
    return NULL;
}

static const char *kind_word(const Definition *d)
{
    return kind_is_macro(d->kind) ? "macro" : "function";
}

static const char *known_callbacks(Session *s, const CallbackList *list)
{
    Buf text = {0};
    for (int i = 0; i < list->count; i++)
        buf_printf(&text, "  * %s.%s/%d (%s)\n", shown(s, list->items[i].behaviour), atom_text(list->items[i].name), list->items[i].arity,
                   list->items[i].is_macro ? "macro" : "function");
    char *copy = arena_copy(s->arena, buf_text(&text), text.size);
    buf_free(&text);
    return copy;
}

/* One definition with @impl: is it what @impl says? True if it is a callback. */
static bool check_one_impl(Session *s, ModuleData *m, const CallbackList *list, const Definition *d)
{
    const char *place = module_place(s, m), *word = kind_word(d), *name = atom_text(d->name), *impl = shown(s, d->impl);
    bool declared = list_has(attribute_value(m, CA(behaviour)), d->impl);
    if (kind_is_private(d->kind)) {
        compile_warning(s, m->file, d->line, place, "%s %s/%d is private, @impl attribute is always discarded for private functions/macros",
                        word, name, d->arity);
    } else if (!term_is_cons(attribute_value(m, CA(behaviour)))) {
        compile_warning(s, m->file, d->line, place, "got \"@impl %s\" for %s %s/%d but no behaviour was declared", impl, word, name, d->arity);
    } else if (d->impl == AM(false)) {
        const Callback *c = callback_of(list, d, TERM_NONE);
        if (c)
            compile_warning(s, m->file, d->line, place, "got \"@impl false\" for %s %s/%d but it is a callback specified in %s", word, name,
                            d->arity, shown(s, c->behaviour));
    } else if (d->impl != AM(true) && !declared) {
        compile_warning(s, m->file, d->line, place, "got \"@impl %s\" for %s %s/%d but this behaviour was not declared with @behaviour", impl,
                        word, name, d->arity);
    } else if (callback_of(list, d, d->impl == AM(true) ? TERM_NONE : d->impl)) {
        return true;
    } else {
        compile_warning(s, m->file, d->line, place, "got \"@impl %s\" for %s %s/%d but %s such callback. The known callbacks are:\n\n%s", impl,
                        word, name, d->arity, declared ? "this behaviour does not specify" : "no behaviour specifies", known_callbacks(s, list));
    }
    return false;
}

static void check_impl(Session *s, ModuleData *m, const CallbackList *list)
{
    bool any = false;
    for (Definition *d = m->first; d; d = d->next) {
        d->seen = false;
        if (d->is_hidden || d->clause_count == 0 || term_is_none(d->impl) || d->is_default) continue;
        any |= !d->is_from_macro;
        d->seen = check_one_impl(s, m, list, d);
    }
    for (Definition *d = m->first; any && d; d = d->next) {
        if (!is_live(d) || d->seen || kind_is_private(d->kind) || d->is_from_macro || d->is_default) continue;
        const Callback *c = callback_of(list, d, TERM_NONE);
        if (c)
            compile_warning(s, m->file, d->line, module_place(s, m), "module attribute @impl was not set for %s %s/%d callback (specified in %s). "
                            "This either means you forgot to add the \"@impl true\" annotation before the definition or that you are "
                            "accidentally overriding this callback", kind_word(d), atom_text(d->name), d->arity, shown(s, c->behaviour));
    }
}

static void check_implemented(Session *s, ModuleData *m, const CallbackList *list)
{
    for (int i = 0; i < list->count; i++) {
        const Callback *c = &list->items[i];
        Definition *d = module_definition(m, c->name, c->arity);
        if (c->is_optional || (d && kind_is_macro(d->kind) == c->is_macro && !kind_is_private(d->kind))) continue;
        const char *word = c->is_macro ? "macro" : "function";
        if (d)
            compile_warning(s, m->file, m->line, module_place(s, m), "%s %s/%d required by behaviour %s was implemented as \"%s\" but should "
                            "have been \"%s\" (in module %s)", word, atom_text(c->name), c->arity, shown(s, c->behaviour),
                            definition_kind_text(d->kind), c->is_macro ? "defmacro" : "def", shown(s, m->name));
        else
            compile_warning(s, m->file, m->line, module_place(s, m), "%s %s/%d required by behaviour %s is not implemented (in module %s)", word,
                            atom_text(c->name), c->arity, shown(s, c->behaviour), shown(s, m->name));
    }
}

static void check_behaviours(Session *s, ModuleData *m)
{
    if (s->alone) return;
    CallbackList list = {NULL, 0, false};
    for (Term l = list_reverse(s->h, attribute_value(m, CA(behaviour))); term_is_cons(l); l = list_rest(l)) {
        Term behaviour = list_first(l);
        if (!term_is_atom(behaviour)) continue;
        if (!code_ensure_loaded(behaviour)) {
            list.has_unknown = true;
            compile_warning(s, m->file, m->line, module_place(s, m), "@behaviour %s does not exist (in module %s)", shown(s, behaviour), shown(s, m->name));
            continue;
        }
        Export *info = export_find(behaviour, CA(behaviour_info), 1);
        if (info && export_is_callable(info)) add_callbacks(s, &list, behaviour);
        else
            compile_warning(s, m->file, m->line, module_place(s, m), "module %s is not a behaviour (in module %s)", shown(s, behaviour), shown(s, m->name));
    }
    if (!list.has_unknown) check_impl(s, m, &list);
    check_implemented(s, m, &list);
}

/* --- checks of what was defined --- */

static void check_calls(Session *s, ModuleData *m, Definition *d)
{
    for (LocalCall *c = d->calls; c; c = c->next) {
        Definition *called = module_definition(m, c->name, c->arity);
        if (called && (called->clause_count > 0 || called->has_body_less_head)) {
            if (kind_is_macro(called->kind) && !kind_is_macro(d->kind) && !d->is_default)
                compile_error(s, d->file, c->line, "cannot invoke macro %s/%d before its definition", atom_text(c->name), c->arity);
            continue;
        }
        compile_error(s, d->file, c->line, "undefined function %s/%d (expected %s to define such a function or for it to be imported, "
                      "but none are available)", atom_text(c->name), c->arity, shown(s, m->name));
    }
}

static void check_imports(Session *s, ModuleData *m)
{
    if (m->name == CA(Kernel)) return;
    for (UsedImport *u = m->used_imports; u; u = u->next) {
        Definition *d = module_definition(m, u->name, u->arity);
        if (d && u->module != m->name)
            compile_error(s, m->file, d->line, "imported %s.%s/%d conflicts with local function", shown(s, u->module), atom_text(u->name), u->arity);
    }
}

static void check_unused(Session *s, ModuleData *m)
{
    for (Definition *d = m->first; d; d = d->next) d->seen = false;
    for (Definition *d = m->first; d; d = d->next)
        if (is_live(d) && !kind_is_private(d->kind)) definition_mark_reachable(m, d);
    Term on_load = attribute_value(m, CA(on_load));
    if (term_is_tuple_of(on_load, 2)) on_load = tuple_get(on_load, 0);
    if (term_is_atom(on_load) && on_load != AM(nil)) definition_mark_reachable(m, module_definition(m, on_load, 0));
    for (Definition *d = m->first; d; d = d->next) {
        if (!is_live(d) || d->seen) continue;
        if (kind_is_macro(d->kind) && d->is_used) continue;
        if (!d->is_default && !d->is_used)
            warn(s, m, d->line, "%s %s/%d is unused", kind_is_macro(d->kind) ? "macro" : "function", atom_text(d->name), d->arity);
        d->is_deleted = !kind_is_macro(d->kind) || !d->is_used;
    }
}

static void check_attributes(Session *s, ModuleData *m)
{
    Attribute *reversed = NULL; /* in the order they were set */
    for (Attribute *a = m->attributes, *next; a; a = next) {
        next = a->next;
        a->next = reversed;
        reversed = a;
    }
    m->attributes = reversed;
    for (Attribute *a = m->attributes; a; a = a->next)
        if (a->is_set && !a->is_read && !a->persist && a->line > 0)
            warn(s, m, a->line, "module attribute @%s was set but never used", atom_text(a->name));
}

static bool is_known_call(const RemoteCall *c)
{
    Export *e = export_find(c->module, c->name, (unsigned)c->arity);
    if (e && export_is_callable(e)) return true;
    if (c->name == CA(module_info) && c->arity <= 1) return true;
    if (!code_ensure_loaded(c->module)) return false;
    e = export_find(c->module, c->name, (unsigned)c->arity);
    return e && export_is_callable(e);
}

/* What seems undefined now is looked at again when the whole text is compiled (:elver_session). */
static void check_remote_calls(Session *s, ModuleData *m)
{
    if (s->alone) return;
    Term doubtful = NIL;
    for (RemoteCall *c = m->remote_calls; c; c = c->next) {
        if (is_known_call(c)) continue;
        Term entry = tuple_new(s->h, 5);
        tuple_elements(entry)[0] = c->module;
        tuple_elements(entry)[1] = c->name;
        tuple_elements(entry)[2] = term_from_small(c->arity);
        tuple_elements(entry)[3] = term_from_small(c->line);
        tuple_elements(entry)[4] = c->caller;
        doubtful = cons_new(s->h, entry, doubtful);
    }
    if (!term_is_nil(doubtful)) session_call(s, "elver_session", "check_later", 3, m->name, m->file, doubtful);
}

/* --- docs --- */

static void signature_argument(Buf *out, Term arg, int index)
{
    if (ast_is_node(arg) && term_is_atom(ast_name(arg)) && strcmp(atom_text(ast_name(arg)), "\\\\") == 0) {
        signature_argument(out, list_first(ast_args(arg)), index);
        Term value = list_nth(ast_args(arg), 1);
        buf_add_string(out, " \\\\ ");
        ast_text(out, value);
        return;
    }
    if (ast_is_call(arg, CA(eq)) && list_length(ast_args(arg)) == 2) {
        Term right = list_nth(ast_args(arg), 1);
        arg = ast_is_var(right) ? right : list_first(ast_args(arg));
    }
    if (ast_is_var(arg)) {
        const char *name = atom_text(ast_name(arg));
        while (*name == '_') name++;
        if (*name) {
            buf_add_string(out, name);
            return;
        }
    }
    if (ast_is_call(arg, CA(map)) || ast_is_call(arg, CA(struct_))) buf_add_string(out, "map");
    else if (term_is_list(arg)) buf_add_string(out, "list");
    else if (ast_is_call(arg, CA(bits)) || term_is_binary(arg)) buf_add_string(out, "binary");
    else if (term_is_tuple_of(arg, 2) || ast_is_call(arg, CA(tuple))) buf_add_string(out, "tuple");
    else if (term_is_integer(arg)) buf_add_string(out, "int");
    else if (term_is_atom(arg)) buf_add_string(out, "atom");
    else buf_printf(out, "arg%d", index);
}

static Term signature_of(Session *s, Definition *d)
{
    Buf text = {0};
    buf_printf(&text, "%s(", atom_text(d->name));
    int i = 1;
    for (Term args = term_is_none(d->signature_args) ? NIL : d->signature_args; term_is_cons(args); args = list_rest(args), i++) {
        if (i > 1) buf_add_string(&text, ", ");
        signature_argument(&text, list_first(args), i);
    }
    buf_put(&text, ')');
    Term result = binary_new(s->h, text.bytes, text.size);
    buf_free(&text);
    return cons_new(s->h, result, NIL);
}

static Term doc_value(Session *s, Term doc)
{
    if (term_is_tuple_of(doc, 2)) doc = tuple_get(doc, 1);
    if (term_is_none(doc) || doc == AM(nil)) return CA(none);
    if (doc == AM(false)) return atom_intern_string("hidden");
    return map_put(s->h, map_empty(s->h), binary_new_string(s->h, "en"), doc);
}

static Term tuple_5(Heap *h, Term a, Term b, Term c, Term d, Term e)
{
    Term t = tuple_new(h, 5);
    Term *elements = tuple_elements(t);
    elements[0] = a;
    elements[1] = b;
    elements[2] = c;
    elements[3] = d;
    elements[4] = e;
    return t;
}

static Term docs_chunk(Session *s, ModuleData *m)
{
    Heap *h = s->h;
    ListBuilder b;
    list_begin(&b, h);
    for (Definition *d = m->first; d; d = d->next) {
        if (!is_live(d) || kind_is_private(d->kind) || d->is_default) continue;
        Term doc = doc_value(s, d->doc);
        if (doc == CA(none) && atom_text(d->name)[0] == '_') doc = atom_intern_string("hidden");
        Term meta = map_empty(h);
        if (d->default_count > 0) meta = map_put(h, meta, CA(defaults), term_from_small(d->default_count));
        Term key = tuple_new_3(h, kind_is_macro(d->kind) ? atom_intern_string("macro") : CA(function), d->name, term_from_small(d->arity));
        list_add(&b, tuple_5(h, key, term_from_small(d->line), signature_of(s, d), doc, meta));
    }
    Term chunk = tuple_new(h, 7);
    Term *e = tuple_elements(chunk);
    e[0] = atom_intern_string("docs_v1");
    e[1] = term_from_small(m->line);
    e[2] = atom_intern_string("elixir");
    e[3] = binary_new_string(h, "text/markdown");
    e[4] = doc_value(s, attribute_value(m, CA(moduledoc)));
    e[5] = map_empty(h);
    e[6] = b.list;
    return chunk;
}

/* --- attributes of the module --- */

static Term persisted_attributes(Session *s, ModuleData *m)
{
    ListBuilder b;
    list_begin(&b, s->h);
    bool has_vsn = false;
    for (Attribute *a = m->attributes; a; a = a->next) {
        if (!a->persist || !a->is_set || a->name == CA(on_load)) continue;
        Term value = a->accumulate ? list_reverse(s->h, a->value) : cons_new(s->h, a->value, NIL);
        if (a->accumulate && term_is_nil(value)) continue;
        has_vsn |= a->name == CA(vsn);
        list_add(&b, pair(s->h, a->name, value));
    }
    if (!has_vsn) {
        uint64_t hash = 0;
        for (Definition *d = m->first; d; d = d->next)
            if (is_live(d)) hash = hash * 31 + term_hash(d->clauses);
        list_add(&b, pair(s->h, CA(vsn), cons_new(s->h, integer_from_uint64(s->h, hash), NIL)));
    }
    return b.list;
}

static Term compile_info(Session *s, ModuleData *m)
{
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(m->file, &size, &scratch);
    ListBuilder b, path;
    list_begin(&b, s->h);
    list_begin(&path, s->h);
    for (size_t i = 0; i < size; i++) list_add(&path, term_from_small(bytes[i]));
    buf_free(&scratch);
    list_add(&b, pair(s->h, CA(version), list_of(s->h, 5, term_from_small('8'), term_from_small('.'), term_from_small('2'), term_from_small('.'), term_from_small('6'))));
    list_add(&b, pair(s->h, atom_intern_string("options"), NIL));
    list_add(&b, pair(s->h, atom_intern_string("source"), path.list));
    return b.list;
}

/* --- the steps --- */

static void redefinition_warning(Session *s, Term name, Term file, int line)
{
    if (s->alone || !module_is_loaded(name) || atomic_load_explicit(&ignore_module_conflict, memory_order_relaxed)) return;
    Term where = session_call(s, "elver_session", "module_origin", 1, name);
    Buf scratch = {0}, text = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(where, &size, &scratch);
    buf_add(&text, bytes, size);
    char *origin = arena_copy(s->arena, buf_text(&text), text.size);
    buf_free(&scratch);
    buf_free(&text);
    compile_warning(s, file, line, NULL, "redefining module %s (current version %s)", shown(s, name), origin);
}

static void run_before_compile(Session *s, X *x, ModuleData *m)
{
    for (Term l = list_reverse(s->h, attribute_value(m, CA(before_compile))); term_is_cons(l); l = list_rest(l)) {
        Term hook = list_first(l), module = hook, function = atom_intern_string("__before_compile__");
        if (term_is_tuple_of(hook, 2)) {
            module = tuple_get(hook, 0);
            function = tuple_get(hook, 1);
        }
        if (!term_is_atom(module) || !term_is_atom(function))
            session_raise_message(s, "Elixir.ArgumentError", "expected a hook to be a module or {module, function}, got: %s", shown(s, hook));
        Env saved = x->env;
        require_module(x, NIL, module);
        Term env = env_to_term(s->h, &x->env, m->line);
        Export *macro = export_find(module, macro_name(function), 2);
        if (macro && export_is_callable(macro)) {
            Term meta = keyword1(s->h, CA(line), term_from_small(m->line));
            Term quoted = expand_macro_call(x, meta, module, macro_name(function), function, cons_new(s->h, env, NIL), module);
            Term code = expand(x, quoted);
            expander_finish(x);
            run_statements(s, x, code, "__MODULE__", tuple_new(s->h, 0), NULL, 0);
        } else {
            session_apply(s, module, function, cons_new(s->h, env, NIL));
        }
        x->env = saved;
    }
}

static void run_hooks(Session *s, X *x, ModuleData *m, Term attribute, const char *default_name, Term binary)
{
    if (s->alone) return;
    for (Term l = list_reverse(s->h, attribute_value(m, attribute)); term_is_cons(l); l = list_rest(l)) {
        Term hook = list_first(l), module = hook, function = atom_intern_string(default_name);
        if (term_is_tuple_of(hook, 2)) {
            module = tuple_get(hook, 0);
            function = tuple_get(hook, 1);
        }
        if (!term_is_atom(module) || !term_is_atom(function))
            session_raise_message(s, "Elixir.ArgumentError", "expected a hook to be a module or {module, function}, got: %s", shown(s, hook));
        Term env = env_to_term(s->h, &x->env, m->line);
        session_apply(s, module, function, term_is_none(binary) ? list_of(s->h, 1, m->name) : list_of(s->h, 2, env, binary));
    }
}

/* What Code.Typespec reads: the types, specs and callbacks as they were written. */
static Term typespecs_chunk(Session *s, ModuleData *m)
{
    if (m->typespec_count == 0) return TERM_NONE;
    Term list = NIL;
    for (int i = m->typespec_count; i-- > 0;) {
        Term entry = tuple_new_3(s->h, m->typespecs[i].kind, m->typespecs[i].quoted, term_from_small(m->typespecs[i].line));
        list = cons_new(s->h, entry, list);
    }
    return tuple_new_3(s->h, atom_intern_string("debug_info_v1"), atom_intern_string("elver_erl"), list);
}

static Term build_binary(Session *s, ModuleData *m)
{
    for (Definition *d = m->first; d; d = d->next) {
        if (d->clause_count == 0 && d->has_body_less_head && !d->is_hidden && !d->is_deleted)
            compile_error(s, d->file, d->line, "implementation not provided for predefined %s %s/%d", definition_kind_text(d->kind),
                          atom_text(d->name), d->arity);
        if (!is_live(d) && !d->is_hidden) continue;
        check_calls(s, m, d);
    }
    check_imports(s, m);
    check_unused(s, m);
    check_attributes(s, m);
    int count;
    BackendModule module = {0};
    BackendFunction *functions = definition_functions(m, s->arena, s->h, false, &count);
    BackendFunction *all = arena_alloc(s->arena, ((size_t)count + 2) * sizeof *all);
    int total = 0;
    if (m->name != CA(elver_session)) add_info(s, m, &all[total++]);
    if (add_behaviour_info(s, m, &all[total])) total++;
    memcpy(all + total, functions, (size_t)count * sizeof *all);
    total += count;
    module.name = m->name;
    size_t size;
    Buf scratch = {0};
    const uint8_t *bytes = binary_bytes_aligned(m->file, &size, &scratch);
    module.file = shown_path(arena_copy(s->arena, (const char *)bytes, size));
    buf_free(&scratch);
    module.functions = all;
    module.function_count = (size_t)total;
    module.attributes = persisted_attributes(s, m);
    module.compile_info = compile_info(s, m);
    module.docs = docs_chunk(s, m);
    module.debug_info = typespecs_chunk(s, m);
    return compile_to_binary(s, &module);
}

/* The outer variables that the body uses: inputs of its code. */
static uint32_t *bind_outer(X *x, Session *s, Term variables, Term *values, int *count)
{
    int n = list_length(variables), i = 0;
    uint32_t *inputs = arena_alloc(s->arena, ((size_t)n + 1) * sizeof *inputs);
    *values = tuple_new(s->h, (Word)n);
    for (Term l = variables; term_is_cons(l); l = list_rest(l), i++) {
        Variable *v = scope_bind(x, tuple_get(list_first(l), 0), tuple_get(list_first(l), 1), 0, true);
        inputs[i] = (uint32_t)v->version;
        tuple_elements(*values)[i] = tuple_get(list_first(l), 2);
    }
    *count = n;
    return inputs;
}

Term module_define(Session *s, Term name, Term body, int line, const Env *outer, Term variables)
{
    if (module_data_find(name))
        compile_error(s, outer->file, line, "cannot define module %s because it is currently being defined", shown(s, name));
    redefinition_warning(s, name, outer->file, line);
    Heap *outside = s->h;
    ModuleData *m = module_data_open(s, name, outer->file, line);
    s->h = &m->heap;
    Env env = *outer;
    env.module = name;
    env.function = AM(nil);
    env.variables = NULL;
    env.line = line;
    m->env = env;
    X x;
    expander_init(&x, s, s->h, &env);
    Term values;
    int input_count;
    uint32_t *inputs = bind_outer(&x, s, variables, &values, &input_count);
    Term code = expand(&x, body);
    expander_finish(&x);
    Term value = run_statements(s, &x, code, "__MODULE__", values, inputs, input_count);
    m->env = x.env;
    run_before_compile(s, &x, m);
    Term binary = build_binary(s, m);
    m->closed = true;
    check_behaviours(s, m);
    load_binary(s, name, binary);
    run_hooks(s, &x, m, CA(after_compile), "__after_compile__", binary);
    check_remote_calls(s, m);
    if (!s->alone) session_call(s, "elver_session", "module_compiled", 3, name, m->file, binary);
    Term result = copy_term(tuple_new_4(s->h, CA(module), name, binary, value), outside);
    s->h = outside;
    module_data_close(m);
    return result;
}
