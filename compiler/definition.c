/* SPDX-License-Identifier: GPL-3.0-or-later */
/* definition.c - def, defp, defmacro, defmacrop: heads, defaults, clauses, overriding, and macros run before their module is. */
#include "compiler/definition.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "code/code_server.h"
#include "compiler/backend.h"
#include "compiler/compile.h"
#include "compiler/expand.h"
#include "gc/copy.h"

const char *definition_kind_text(DefinitionKind kind)
{
    static const char *const names[] = {"def", "defp", "defmacro", "defmacrop"};
    return names[kind];
}

static uint32_t bucket_of(Term name, int arity)
{
    return (term_to_atom_index(name) * 5 + (uint32_t)arity) & 63;
}

Definition *module_definition(ModuleData *m, Term name, int arity)
{
    for (Definition *d = m->hash[bucket_of(name, arity)]; d; d = d->same_hash)
        if (d->name == name && d->arity == arity && !d->is_hidden && !d->is_deleted) return d;
    return NULL;
}

static Definition *definition_new(ModuleData *m, Term name, int arity, DefinitionKind kind, int line)
{
    Definition *d = arena_alloc_zero(m->arena, sizeof *d);
    d->name = name;
    d->arity = arity;
    d->kind = kind;
    d->line = line;
    d->clauses = NIL;
    d->file = m->file;
    d->impl = d->doc = d->doc_meta = d->signature_args = d->local_module = TERM_NONE;
    uint32_t bucket = bucket_of(name, arity);
    d->same_hash = m->hash[bucket];
    m->hash[bucket] = d;
    if (m->last) m->last->next = d;
    else m->first = d;
    m->last = d;
    return d;
}

void definition_note_call(Definition *caller, ModuleData *m, Term name, int arity, int line)
{
    if (!caller) return;
    for (LocalCall *c = caller->calls; c; c = c->next)
        if (c->name == name && c->arity == arity) return;
    LocalCall *c = arena_alloc_zero(m->arena, sizeof *c);
    *c = (LocalCall){caller->calls, name, arity, line, false, false};
    caller->calls = c;
}

/* --- taking the head apart --- */

typedef struct Head {
    Term name, meta, args;  /* args with defaults taken out */
    Term written;           /* as they stand in the head */
    Term defaults[256];     /* TERM_NONE: none */
    Term guards;            /* list of alternatives, quoted */
    int arity, default_count;
} Head;

static NORETURN void store_error(Session *s, ModuleData *m, const Env *env, int line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
static NORETURN void store_error(Session *s, ModuleData *m, const Env *env, int line, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    compile_error(s, env->file, line, "%s", text);
}

static void split_guards(Heap *h, Term guard, ListBuilder *out)
{
    if (ast_is_call(guard, CA(when)) && list_length(ast_args(guard)) == 2) {
        split_guards(h, list_first(ast_args(guard)), out);
        split_guards(h, list_nth(ast_args(guard), 1), out);
    } else {
        list_add(out, guard);
    }
}

static void read_head(Session *s, ModuleData *m, const Env *env, DefinitionKind kind, Term call, int line, Head *head)
{
    Heap *h = &m->heap;
    ListBuilder guards, args;
    list_begin(&guards, h);
    list_begin(&args, h);
    if (ast_is_call(call, CA(when)) && list_length(ast_args(call)) == 2) {
        split_guards(h, list_nth(ast_args(call), 1), &guards);
        call = list_first(ast_args(call));
    }
    head->guards = guards.list;
    if (!ast_is_node(call) || !term_is_atom(ast_name(call))) {
        X x;
        expander_init(&x, s, h, env);
        store_error(s, m, env, line, "invalid syntax in %s %s", definition_kind_text(kind), code_text(&x, call));
    }
    head->name = ast_name(call);
    head->meta = ast_meta(call);
    head->written = term_is_list(ast_args(call)) ? ast_args(call) : NIL;
    head->arity = head->default_count = 0;
    if (term_is_list(ast_args(call))) {
        for (Term l = ast_args(call); term_is_cons(l); l = list_rest(l)) {
            Term arg = list_first(l);
            if (head->arity == 255) store_error(s, m, env, line, "a function takes at most 255 arguments");
            head->defaults[head->arity] = TERM_NONE;
            if (ast_is_node(arg) && term_is_atom(ast_name(arg)) && strcmp(atom_text(ast_name(arg)), "\\\\") == 0
                && list_length(ast_args(arg)) == 2) {
                head->defaults[head->arity] = list_nth(ast_args(arg), 1);
                head->default_count++;
                arg = list_first(ast_args(arg));
            }
            head->arity++;
            list_add(&args, arg);
        }
    }
    head->args = args.list;
}

/* do-block keyword to one body: with rescue, catch, after or else it is a try. */
static Term body_of(Session *s, ModuleData *m, const Env *env, DefinitionKind kind, const Head *head, Term body, int line)
{
    if (!term_is_list(body) || term_is_none(keyword_get(body, CA(do_)))) {
        store_error(s, m, env, line, "missing :do option in \"%s\"", definition_kind_text(kind));
    }
    if (term_is_nil(list_rest(body))) return keyword_get(body, CA(do_));
    return ast_call(&m->heap, CA(try_), keyword1(&m->heap, CA(line), term_from_small(line)), 1, body);
}

/* --- checks between clauses and definitions --- */

static void check_kind(Session *s, ModuleData *m, const Env *env, const Definition *d, DefinitionKind kind, int line)
{
    if (d->kind == kind) return;
    Buf file = {0}, scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(d->file, &size, &scratch);
    buf_add(&file, bytes, size);
    const char *slash = strrchr(buf_text(&file), '/');
    char *shown = arena_copy(s->arena, slash ? slash + 1 : buf_text(&file), strlen(slash ? slash + 1 : buf_text(&file)));
    buf_free(&file);
    buf_free(&scratch);
    store_error(s, m, env, line, "%s %s/%d already defined as %s in %s:%d", definition_kind_text(kind), atom_text(d->name), d->arity,
                definition_kind_text(d->kind), shown, d->line);
}

static void check_defaults(Session *s, ModuleData *m, const Env *env, const Head *head, DefinitionKind kind, int line)
{
    for (Definition *d = m->first; d; d = d->next) {
        if (d->name != head->name || d->is_hidden || d->is_deleted) continue;
        /* an existing one with defaults that cover this arity */
        if (d->arity > head->arity && d->default_count > 0 && d->arity - d->default_count <= head->arity) {
            Definition *same = module_definition(m, head->name, head->arity);
            if (same && same->is_default)
                store_error(s, m, env, line, "%s %s/%d conflicts with defaults from %s/%d", definition_kind_text(kind),
                            atom_text(head->name), head->arity, atom_text(head->name), d->arity);
        }
        if (d->arity < head->arity && head->default_count > 0 && head->arity - head->default_count <= d->arity && !d->is_default)
            store_error(s, m, env, line, "%s %s/%d defaults conflicts with %s/%d", definition_kind_text(kind), atom_text(head->name),
                        head->arity, atom_text(head->name), d->arity);
    }
}

static void warn_grouping(X *x, ModuleData *m, Definition *d, int line)
{
    if (d->clause_count == 0 || m->previous == d || d->checked_grouping) return;
    d->checked_grouping = true;
    Buf file = {0}, scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(d->file, &size, &scratch);
    buf_add(&file, bytes, size);
    const char *slash = strrchr(buf_text(&file), '/');
    Env saved = x->env;
    x->env.module = AM(nil);
    bool same_name = m->previous && m->previous->name == d->name;
    expand_warning(x, keyword1(x->h, CA(line), term_from_small(line)),
                   "clauses with the same name %sshould be grouped together, \"%s %s/%d\" was previously defined (%s:%d)",
                   same_name ? "" : "and arity (number of arguments) ", definition_kind_text(d->kind), atom_text(d->name), d->arity,
                   slash ? slash + 1 : buf_text(&file), d->line);
    x->env = saved;
    buf_free(&file);
    buf_free(&scratch);
}

/* --- storing --- */

static void clause_expander(X *x, Session *s, ModuleData *m, Definition *d, const Env *env, Term meta)
{
    expander_init(x, s, &m->heap, env);
    x->module = m;
    x->definition = d;
    x->env.function = pair(&m->heap, d->name, term_from_small(d->arity));
    x->env.variables = NULL;
}

static Term caller_argument(X *x, Definition *d, Term meta)
{
    if (!kind_is_macro(d->kind)) return TERM_NONE;
    x->allow_caller = true;
    Variable *v = scope_bind(x, CA(CALLER), CA(Kernel), 0, true);
    return variable_node(x, CA(CALLER), meta, CA(Kernel), v->version);
}

static void add_clause(ModuleData *m, Definition *d, Term meta, Term args, Term guards, Term body)
{
    Term clause = tuple_new_4(&m->heap, meta, args, guards, body);
    d->clauses = cons_new(&m->heap, clause, d->clauses);
    d->clause_count++;
    m->store_count++;
}

static void store_clause(Session *s, ModuleData *m, Definition *d, const Env *env, const Head *head, Term body, int line)
{
    X x;
    Heap *h = &m->heap;
    Term meta = keyword1(h, CA(line), term_from_small(line));
    clause_expander(&x, s, m, d, env, meta);
    Term caller = caller_argument(&x, d, meta);
    Term args = expand_patterns(&x, head->args);
    if (!term_is_none(caller)) args = cons_new(h, caller, args);
    ListBuilder guards;
    list_begin(&guards, h);
    for (Term l = head->guards; term_is_cons(l); l = list_rest(l)) list_add(&guards, expand_guard(&x, list_first(l)));
    Term code = expand(&x, body);
    expander_finish(&x);
    warn_grouping(&x, m, d, line);
    add_clause(m, d, meta, args, guards.list, code);
}

/* name(a, b) -> name(a, b, default) for each arity that the defaults give. */
static void store_defaults(Session *s, ModuleData *m, Definition *full, const Env *env, const Head *head, DefinitionKind kind, int line)
{
    Heap *h = &m->heap;
    Term meta = keyword1(h, CA(line), term_from_small(line));
    for (int given = 0; given < head->default_count; given++) {
        int arity = head->arity - head->default_count + given;
        Definition *d = module_definition(m, head->name, arity);
        if (d && d->is_overridable) { /* the version before defoverridable gives way */
            d->is_hidden = true;
            d = NULL;
        }
        if (d) store_error(s, m, env, line, "%s %s/%d defaults conflicts with %s/%d", definition_kind_text(kind), atom_text(head->name), head->arity, atom_text(head->name), arity);
        d = definition_new(m, head->name, arity, kind, line);
        d->is_default = true;
        d->file = env->file;
        X x;
        clause_expander(&x, s, m, d, env, meta);
        Term caller = caller_argument(&x, d, meta);
        ListBuilder params, args;
        list_begin(&params, h);
        list_begin(&args, h);
        if (!term_is_none(caller)) {
            list_add(&params, caller);
            list_add(&args, caller);
        }
        int defaults_used = 0;
        for (int i = 0; i < head->arity; i++) {
            bool has_default = !term_is_none(head->defaults[i]);
            if (has_default && defaults_used++ >= given) {
                Variable *hidden = x.env.variables; /* defaults do not see the arguments */
                x.env.variables = NULL;
                if (!term_is_none(caller))
                    for (Variable *v = hidden; v; v = v->next)
                        if (v->name == CA(CALLER)) x.env.variables = v;
                list_add(&args, expand(&x, head->defaults[i]));
                x.env.variables = hidden;
                continue;
            }
            Term var = fresh_variable(&x, meta, "x");
            list_add(&params, var);
            list_add(&args, var);
        }
        Term name = head->name;
        if (kind_is_macro(kind)) name = macro_name(name);
        else definition_note_call(d, m, head->name, head->arity, line);
        if (kind_is_macro(kind)) definition_note_call(d, m, head->name, head->arity, line);
        add_clause(m, d, meta, params.list, NIL, ast_node(h, name, meta, args.list));
    }
}

static void take_doc(Session *s, ModuleData *m, Definition *d, const Env *env, const Head *head, int line)
{
    Attribute *doc = module_attribute(m, CA(doc));
    if (doc && doc->is_set) {
        bool text = term_is_tuple_of(doc->value, 2) && term_is_binary(tuple_get(doc->value, 1));
        if (kind_is_private(d->kind) && text) {
            X x;
            clause_expander(&x, s, m, d, env, NIL);
            expand_warning(&x, keyword1(x.h, CA(line), term_from_small(line)), "%s %s/%d is private, @doc attribute is always discarded "
                           "for private functions/macros/types", definition_kind_text(d->kind), atom_text(d->name), d->arity);
        }
        if (term_is_none(d->doc)) d->doc = doc->value;
        doc->is_set = false;
        doc->value = AM(nil);
    }
    Attribute *impl = module_attribute(m, CA(impl));
    if (impl && impl->is_set) {
        d->impl = impl->value;
        if (term_is_none(d->doc) && impl->value != AM(false)) d->doc = AM(false);
        module_delete_attribute(m, CA(impl));
    }
    Attribute *deprecated = module_attribute(m, CA(deprecated));
    if (deprecated && deprecated->is_set) module_delete_attribute(m, CA(deprecated));
    if (term_is_none(d->signature_args)) d->signature_args = head->written;
}

/* The overridable version steps back: it stays as a private function under another name, for super. */
static Definition *override(ModuleData *m, Definition *old, DefinitionKind kind, int line)
{
    char text[4 * ATOM_MAX_CHARACTERS + 32];
    int depth = 0;
    for (Definition *o = old->overridden; o; o = o->overridden) depth++;
    snprintf(text, sizeof text, "%s (overridable %d)", atom_text(old->name), depth + 1);
    old->is_hidden = true;
    old->is_overridable = false;
    old->super_name = atom_intern_string(text);
    Definition *d = definition_new(m, old->name, old->arity, kind, line);
    d->overridden = old;
    return d;
}

static void run_on_definition(Session *s, ModuleData *m, DefinitionKind kind, const Env *env, const Head *head, Term body, int line)
{
    Attribute *hooks = module_attribute(m, CA(on_definition));
    if (!hooks || !term_is_cons(hooks->value)) return;
    Env inside = *env;
    inside.function = pair(&m->heap, head->name, term_from_small(head->arity));
    Term env_term = env_to_term(&m->heap, &inside, line);
    for (Term l = hooks->value; term_is_cons(l); l = list_rest(l)) {
        Term hook = list_first(l), module = hook, function = atom_intern_string("__on_definition__");
        if (term_is_tuple_of(hook, 2)) {
            module = tuple_get(hook, 0);
            function = tuple_get(hook, 1);
        }
        if (!term_is_atom(module) || !term_is_atom(function))
            session_raise_message(s, "Elixir.ArgumentError", "expected @on_definition to be a module or {module, function}");
        session_apply(s, module, function, list_of(&m->heap, 6, env_term, atom_intern_string(definition_kind_text(kind)), head->name,
                                                   head->args, head->guards, term_is_none(body) ? AM(nil) : body));
    }
}

Term definition_store(Session *s, ModuleData *m, DefinitionKind kind, Term call, Term body, int line, bool from_macro, const Env *env)
{
    Head *head = arena_alloc(s->arena, sizeof *head);
    read_head(s, m, env, kind, call, line, head);
    if (head->name == CA(info) && head->arity == 1)
        store_error(s, m, env, line, "cannot define %s __info__/1 as it is automatically defined by Elixir", definition_kind_text(kind));
    Definition *d = module_definition(m, head->name, head->arity);
    bool is_new = !d;
    if (d && d->is_overridable) {
        d = override(m, d, kind, line);
        d->file = env->file;
        is_new = true;
    }
    if (is_new) check_defaults(s, m, env, head, kind, line);
    if (d && !is_new) {
        if (d->is_default) check_defaults(s, m, env, head, kind, line);
        check_kind(s, m, env, d, kind, line);
    }
    if (!d) {
        d = definition_new(m, head->name, head->arity, kind, line);
        d->file = env->file;
    }
    if (head->default_count > 0) {
        if (!is_new && d->default_count > 0)
            store_error(s, m, env, line, "%s %s/%d defines defaults multiple times. Elixir allows defaults to be declared once per "
                        "definition. Instead of:\n\n    def foo(:first_clause, b \\\\ :default) do ... end\n    def foo(:second_clause, b "
                        "\\\\ :default) do ... end\n\none should write:\n\n    def foo(a, b \\\\ :default)\n    def foo(:first_clause, b) do "
                        "... end\n    def foo(:second_clause, b) do ... end\n", definition_kind_text(kind), atom_text(head->name), head->arity);
        if (!is_new && d->clause_count > 0)
            store_error(s, m, env, line, "%s %s/%d has multiple clauses and also declares default values. In such cases, the default "
                        "values should be defined in a header. Instead of:\n\n    def foo(:first_clause, b \\\\ :default) do ... end\n    "
                        "def foo(:second_clause, b) do ... end\n\none should write:\n\n    def foo(a, b \\\\ :default)\n    def "
                        "foo(:first_clause, b) do ... end\n    def foo(:second_clause, b) do ... end\n", definition_kind_text(kind),
                        atom_text(head->name), head->arity);
        d->default_count = head->default_count;
    }
    d->is_from_macro = from_macro;
    take_doc(s, m, d, env, head, line);
    Term code = term_is_none(body) ? TERM_NONE : body_of(s, m, env, kind, head, body, line);
    if (head->default_count > 0) store_defaults(s, m, d, env, head, kind, line);
    if (term_is_none(body)) d->has_body_less_head = true;
    else store_clause(s, m, d, env, head, code, line);
    m->previous = d;
    run_on_definition(s, m, kind, env, head, body, line);
    return pair(&m->heap, head->name, term_from_small(head->arity));
}

void module_make_overridable(Session *s, ModuleData *m, Term name, int arity, int line, const Env *env)
{
    Definition *d = module_definition(m, name, arity);
    if (!d)
        compile_error(s, env->file, line, "cannot make function %s/%d overridable because it was not defined", atom_text(name), arity);
    d->is_overridable = true;
}

/* --- the backend's view --- */

void definition_mark_reachable(ModuleData *m, Definition *d)
{
    if (!d || d->seen) return;
    d->seen = true;
    for (LocalCall *c = d->calls; c; c = c->next) definition_mark_reachable(m, module_definition(m, c->name, c->arity));
    if (d->overridden) definition_mark_reachable(m, d->overridden);
}

static const char *file_text(Arena *arena, Term file)
{
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(file, &size, &scratch);
    char *copy = arena_copy(arena, (const char *)bytes, size);
    buf_free(&scratch);
    return shown_path(copy);
}

BackendFunction *definition_functions(ModuleData *m, Arena *arena, Heap *h, bool only_seen, int *count)
{
    int n = 0;
    for (Definition *d = m->first; d; d = d->next) n++;
    BackendFunction *functions = arena_alloc_zero(arena, ((size_t)n + 2) * sizeof *functions);
    n = 0;
    for (Definition *d = m->first; d; d = d->next) {
        if (d->is_deleted || d->clause_count == 0 || (only_seen && !d->seen)) continue;
        if (d->is_hidden && term_is_none(d->super_name)) continue;
        if (d->is_hidden && !d->super_name) continue;
        bool macro = kind_is_macro(d->kind);
        BackendFunction *f = &functions[n++];
        f->name = d->is_hidden ? d->super_name : macro ? macro_name(d->name) : d->name;
        f->arity = (unsigned)d->arity + (macro ? 1 : 0);
        f->is_exported = !kind_is_private(d->kind) && !d->is_hidden;
        f->is_generated = false;
        f->line = (uint32_t)d->line;
        f->file = d->file == m->file ? NULL : file_text(arena, d->file);
        f->clauses = list_reverse(h, d->clauses);
    }
    *count = n;
    return functions;
}

/* --- local macros --- */

static int signature_of(ModuleData *m)
{
    int signature = 0;
    for (Definition *d = m->first; d; d = d->next)
        if (d->seen) signature += d->clause_count * 31 + 1;
    return signature;
}

static void clear_seen(ModuleData *m)
{
    for (Definition *d = m->first; d; d = d->next) d->seen = false;
}

bool definition_local_macro(Session *s, ModuleData *m, Term name, int arity, Term *module, Term *function)
{
    Definition *d = module_definition(m, name, arity);
    if (!d || d->clause_count == 0) return false;
    clear_seen(m);
    definition_mark_reachable(m, d);
    int signature = signature_of(m);
    *function = macro_name(name);
    if (!term_is_none(d->local_module) && d->local_signature == signature) {
        *module = d->local_module;
        return true;
    }
    BackendModule code = {0};
    int count;
    code.name = temporary_module_name("elver_local");
    code.file = file_text(s->arena, m->file);
    BackendFunction *functions = definition_functions(m, s->arena, s->h, true, &count);
    for (int i = 0; i < count; i++) functions[i].is_exported = true;
    code.functions = functions;
    code.function_count = (size_t)count;
    code.attributes = code.compile_info = NIL;
    code.docs = code.debug_info = TERM_NONE;
    compile_and_load(s, &code);
    d->local_module = code.name;
    d->local_signature = signature;
    *module = code.name;
    return true;
}
