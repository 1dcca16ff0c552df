/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expand.c - the expander's heart: variables, calls, macros, aliases. Special forms are in special_*.c. */
#include "compiler/expand.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/buf.h"
#include "code/code_server.h"
#include "code/export.h"
#include "term/arith.h"

/* --- errors and warnings --- */

void expand_error(X *x, Term meta, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    int line = meta_line(meta);
    Term file = x->env.file, keep = keyword_get(meta, CA(keep));
    if (term_is_tuple_of(keep, 2) && term_is_binary(tuple_get(keep, 0)) && term_is_small(tuple_get(keep, 1))) {
        file = tuple_get(keep, 0);
        line = (int)term_to_small(tuple_get(keep, 1));
    }
    compile_error(x->s, file, line ? line : x->env.line, "%s", text);
}

static void describe_place(X *x, Buf *out)
{
    if (x->env.module == AM(nil)) return;
    atom_inspect(out, x->env.module);
    if (term_is_tuple(x->env.function))
        buf_printf(out, ".%s/%d", atom_text(tuple_get(x->env.function, 0)), (int)term_to_small(tuple_get(x->env.function, 1)));
    else
        buf_add_string(out, " (module)");
}

void expand_warning(X *x, Term meta, const char *format, ...)
{
    if (keyword_get(meta, CA(generated)) == AM(true)) return;
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Buf place = {0};
    describe_place(x, &place);
    int line = meta_line(meta);
    char *copy = arena_copy(x->s->arena, buf_text(&place), place.size);
    buf_free(&place);
    compile_warning(x->s, x->env.file, line ? line : x->env.line, copy, "%s", text);
}

const char *code_text(X *x, Term t)
{
    Buf text = {0};
    if (!x->s->alone && code_ensure_loaded(CA(Macro))) {
        Term string = session_call(x->s, "Elixir.Macro", "to_string", 1, t);
        size_t size;
        Buf scratch = {0};
        const uint8_t *bytes = binary_bytes_aligned(string, &size, &scratch);
        buf_add(&text, bytes, size);
        buf_free(&scratch);
    } else {
        ast_inspect(&text, t);
    }
    char *copy = arena_copy(x->s->arena, buf_text(&text), text.size);
    buf_free(&text);
    return copy;
}

const char *atom_shown(X *x, Term atom)
{
    Buf text = {0};
    ast_inspect(&text, atom);
    char *copy = arena_copy(x->s->arena, buf_text(&text), text.size);
    buf_free(&text);
    return copy;
}

/* --- life --- */

void expander_init(X *x, Session *s, Heap *h, const Env *env)
{
    memset(x, 0, sizeof *x);
    x->s = s;
    x->h = h;
    x->env = *env;
    if (env->module != AM(nil)) x->module = module_data_find(env->module);
}

static void warn_unused(X *x, VariableUse *end)
{
    VariableUse *sorted = NULL; /* by line, as they were bound */
    for (VariableUse *u = x->uses, *next; u != end; u = next) {
        next = u->next;
        u->next = sorted;
        sorted = u;
    }
    x->uses = end;
    for (VariableUse *u = sorted; u; u = u->next) {
        if (u->used || u->quiet || atom_text(u->name)[0] == '_') continue;
        expand_warning(x, keyword1(x->h, CA(line), term_from_small(u->line)), "variable \"%s\" is unused (%s)", atom_text(u->name),
                       u->shadows ? "there is a variable with the same name in the context, use the pin operator (^) to match on it or "
                                    "prefix this variable with underscore if it is not meant to be used"
                                  : "if the variable is not meant to be used, prefix it with an underscore");
    }
}

void expander_finish(X *x)
{
    warn_unused(x, NULL);
}

Scope scope_enter(X *x)
{
    return (Scope){x->env, x->uses};
}

void scope_leave(X *x, const Scope *scope)
{
    warn_unused(x, scope->uses);
    x->env = scope->env;
}

/* --- variables --- */

Variable *scope_bind(X *x, Term name, Term kind, int line, bool quiet)
{
    Variable *v = arena_alloc(x->s->arena, sizeof *v);
    v->next = x->env.variables;
    v->name = name;
    v->kind = kind;
    v->version = x->next_version++;
    v->use = arena_alloc(x->s->arena, sizeof *v->use);
    v->use->next = x->uses;
    v->use->name = name;
    v->use->line = line;
    v->use->used = false;
    v->use->quiet = quiet;
    v->use->shadows = false;
    x->uses = v->use;
    x->env.variables = v;
    return v;
}

Term variable_node(X *x, Term name, Term meta, Term context, int version)
{
    return ast_node(x->h, name, keyword_put(x->h, meta, CA(version), term_from_small(version)), context);
}

Term fresh_variable(X *x, Term meta, const char *name)
{
    Variable *saved = x->env.variables;
    Term atom = atom_intern_string(name);
    Variable *v = scope_bind(x, atom, CA(Elixir), meta_line(meta), true);
    x->env.variables = saved;
    return variable_node(x, atom, meta_only_line(x->h, meta), CA(Elixir), v->version);
}

static Variable *find_variable(Variable *from, const Variable *end, Term name, Term kind)
{
    for (Variable *v = from; v != end; v = v->next)
        if (v->name == name && v->kind == kind) return v;
    return NULL;
}

static Term variable_kind(Term t)
{
    Term counter = keyword_get(ast_meta(t), CA(counter));
    return term_is_small(counter) ? counter : ast_args(t);
}

static void mark_used(Variable *v)
{
    if (v->use) v->use->used = true;
}

static Term expand_variable_in_pattern(X *x, Term t)
{
    Term name = ast_name(t), kind = variable_kind(t);
    Variable *v = find_variable(x->env.variables, x->pattern_start, name, kind);
    if (v) {
        mark_used(v);
    } else {
        bool shadows = find_variable(x->pattern_start, NULL, name, kind) != NULL;
        v = scope_bind(x, name, kind, meta_line(ast_meta(t)), !term_is_atom(kind) || keyword_get(ast_meta(t), CA(generated)) == AM(true));
        v->use->shadows = shadows;
    }
    return variable_node(x, name, ast_meta(t), ast_args(t), v->version);
}

static Term expand_variable(X *x, Term t)
{
    Term name = ast_name(t), meta = ast_meta(t);
    if (x->env.context == CONTEXT_MATCH) {
        if (name == CA(underscore)) return t;
        return expand_variable_in_pattern(x, t);
    }
    if (name == CA(underscore))
        expand_error(x, meta, "invalid use of _. \"_\" represents a value to be ignored in a pattern and cannot be used in expressions");
    Variable *v = find_variable(x->env.variables, NULL, name, variable_kind(t));
    if (v) {
        const char *text = atom_text(name);
        mark_used(v);
        if (text[0] == '_' && text[1] != '_' && v->use && !v->use->quiet && term_is_atom(v->kind)
            && keyword_get(meta, CA(generated)) != AM(true) && x->env.context != CONTEXT_GUARD)
            expand_warning(x, meta, "the underscored variable \"%s\" is used after being set. A leading underscore indicates "
                           "that the value of the variable should be ignored. If this is intended please rename the variable "
                           "to remove the underscore", text);
        return variable_node(x, name, meta, ast_args(t), v->version);
    }
    Term fallback = keyword_get(meta, CA(if_undefined));
    if (fallback == CA(raise) || !term_is_atom(ast_args(t)))
        expand_error(x, meta, "undefined variable \"%s\"", atom_text(name));
    if (fallback != CA(apply))
        expand_warning(x, meta, "variable \"%s\" does not exist and is being expanded to \"%s()\", please use parentheses to "
                       "remove the ambiguity or change the variable name", atom_text(name), atom_text(name));
    return expand_named_call(x, name, keyword_delete(x->h, meta, CA(if_undefined)), NIL);
}

/* --- sequences --- */

static Variable *merge_new(X *x, Variable *base, Variable *from, Variable *start)
{
    if (from == start) return base;
    Variable *rest = merge_new(x, base, from->next, start);
    Variable *copy = arena_alloc(x->s->arena, sizeof *copy);
    *copy = *from;
    copy->next = rest;
    return copy;
}

static bool binds_nothing(Term t)
{
    return term_is_immediate(t) || term_is_binary(t) || ast_is_var(t);
}

Term expand_args(X *x, Term args)
{
    ListBuilder b;
    list_begin(&b, x->h);
    if (x->env.context == CONTEXT_MATCH) {
        for (; term_is_cons(args); args = list_rest(args)) list_add(&b, expand(x, list_first(args)));
        return b.list;
    }
    Variable *start = x->env.variables, *all = start;
    for (; term_is_cons(args); args = list_rest(args)) {
        Term arg = list_first(args);
        list_add(&b, expand(x, arg));
        if (binds_nothing(arg) || x->env.variables == start) continue;
        all = all == start ? x->env.variables : merge_new(x, all, x->env.variables, start);
        x->env.variables = start;
    }
    x->env.variables = all;
    return b.list;
}

static Term expand_list(X *x, Term list)
{
    if (!term_is_nil(list) && list_length(list) < 0)
        expand_error(x, NIL, "invalid quoted expression: %s (an improper list)", code_text(x, list));
    Term last = list_nth(list, list_length(list) - 1);
    if (!ast_is_call(last, CA(bar)) || list_length(ast_args(last)) != 2) return expand_args(x, list);
    /* [a, b | c]: all on one level, as arguments are */
    ListBuilder flat, b;
    list_begin(&flat, x->h);
    for (Term l = list; term_is_cons(list_rest(l)); l = list_rest(l)) list_add(&flat, list_first(l));
    list_add(&flat, list_first(ast_args(last)));
    list_add(&flat, list_first(list_rest(ast_args(last))));
    Term done = expand_args(x, flat.list);
    list_begin(&b, x->h);
    while (term_is_cons(list_rest(list_rest(done)))) {
        list_add(&b, list_first(done));
        done = list_rest(done);
    }
    list_add(&b, ast_node(x->h, CA(bar), ast_meta(last), done));
    return b.list;
}

Term expand_block(X *x, Term meta, Term statements)
{
    if (term_is_nil(statements)) return AM(nil);
    if (term_is_nil(list_rest(statements))) return expand(x, list_first(statements));
    ListBuilder b;
    list_begin(&b, x->h);
    for (; term_is_cons(statements); statements = list_rest(statements)) list_add(&b, expand(x, list_first(statements)));
    return ast_node(x->h, CA(block), meta, b.list);
}

Term expand_patterns(X *x, Term list)
{
    Env *env = &x->env;
    EnvContext context = env->context;
    Variable *start = x->pattern_start, *pins = x->pattern_pins;
    env->context = CONTEXT_MATCH;
    x->pattern_start = x->pattern_pins = env->variables;
    Term result = expand_args(x, list);
    env->context = context;
    x->pattern_start = start;
    x->pattern_pins = pins;
    return result;
}

Term expand_pattern(X *x, Term t)
{
    return list_first(expand_patterns(x, cons_new(x->h, t, NIL)));
}

Term expand_guard(X *x, Term t)
{
    EnvContext context = x->env.context;
    x->env.context = CONTEXT_GUARD;
    Term result = expand(x, t);
    x->env.context = context;
    return result;
}

static Term expand_when_guards(X *x, Term guard)
{
    if (ast_is_call(guard, CA(when)) && list_length(ast_args(guard)) == 2) {
        Term left = expand_when_guards(x, list_first(ast_args(guard)));
        Term right = expand_when_guards(x, list_nth(ast_args(guard), 1));
        return ast_call(x->h, CA(when), ast_meta(guard), 2, left, right);
    }
    return expand_guard(x, guard);
}

Term expand_clause_head(X *x, Term head)
{
    if (list_length(head) != 1 || !ast_is_call(list_first(head), CA(when))) return expand_patterns(x, head);
    Term when = list_first(head);
    int count = list_length(ast_args(when)) - 1;
    ListBuilder b;
    list_begin(&b, x->h);
    Term args = ast_args(when);
    for (int i = 0; i < count; i++, args = list_rest(args)) list_add(&b, list_first(args));
    Term patterns = expand_patterns(x, b.list);
    Term guard = expand_when_guards(x, list_first(args));
    return cons_new(x->h, ast_node(x->h, CA(when), ast_meta(when), list_append(x->h, patterns, cons_new(x->h, guard, NIL))), NIL);
}

/* --- modules and imports --- */

bool ensure_module(X *x, Term module)
{
    if (code_ensure_loaded(module)) return true;
    if (x->s->alone) return false;
    /* The parallel compiler and the like may have it in the making. */
    Term answer = session_call(x->s, "elver_session", "ensure_compiled", 1, module);
    return answer == AM(true) && code_ensure_loaded(module);
}

static Export *find_macro(Term module, Term name, int arity)
{
    char text[4 * ATOM_MAX_CHARACTERS + 16];
    int size = snprintf(text, sizeof text, "MACRO-%s", atom_text(name));
    Term function = atom_find(text, (size_t)size);
    if (term_is_none(function)) return NULL;
    Export *export = export_find(module, function, (unsigned)arity + 1);
    return export && export_is_callable(export) ? export : NULL;
}

static bool is_kernel_bootstrap(Term module)
{
    return module == CA(Kernel) && !code_ensure_loaded(module);
}

static bool module_has_macro(Term module, Term name, int arity, Term *function)
{
    if (module == CA(Kernel) && intrinsic_find(name, arity)) {
        *function = TERM_NONE; /* found natively first; the ordinary one is looked up when that declines */
        return true;
    }
    if (is_kernel_bootstrap(module) || !code_ensure_loaded(module)) return false;
    Export *export = find_macro(module, name, arity);
    if (export) *function = export->function;
    return export != NULL;
}

static void note_import_use(X *x, Term module, Term name, int arity, Term meta)
{
    lexical_use(&x->env, NIL, module);
    if (!x->module || x->env.module == CA(Kernel)) return;
    for (UsedImport *u = x->module->used_imports; u; u = u->next)
        if (u->name == name && u->arity == arity && u->module == module) return;
    UsedImport *u = arena_alloc(x->module->arena, sizeof *u);
    *u = (UsedImport){x->module->used_imports, name, module, arity, meta_line(meta)};
    x->module->used_imports = u;
}

Meaning find_import(X *x, Term meta, Term name, int arity, Term *module)
{
    Term function;
    for (Term l = keyword_get(meta, CA(imports)); term_is_cons(l); l = list_rest(l)) {
        Term entry = list_first(l);
        if (!term_is_tuple_of(entry, 2) || tuple_get(entry, 0) != term_from_small(arity) || !term_is_atom(tuple_get(entry, 1))) continue;
        *module = tuple_get(entry, 1);
        if (module_has_macro(*module, name, arity, &function)) return MEANS_MACRO;
        return MEANS_FUNCTION;
    }
    const ImportEntry *found[4];
    int count = imports_find(x->env.imports, name, arity, found, 4);
    if (count == 0) return MEANS_NOTHING;
    for (int i = 1; i < count && i < 4; i++)
        if (found[i]->module != found[0]->module)
            expand_error(x, meta, "function %s/%d imported from both %s and %s, call is ambiguous", atom_text(name), arity,
                         atom_shown(x, found[1]->module), atom_shown(x, found[0]->module));
    *module = found[0]->module;
    return found[0]->is_macro ? MEANS_MACRO : MEANS_FUNCTION;
}

/* --- macros --- */

Term next_counter(X *x)
{
    static _Atomic(int64_t) counter = -576460752303423488;
    return term_from_small(atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed));
}

Term expand_macro_call(X *x, Term meta, Term module, Term function, Term name, Term args, Term receiver)
{
    int line = meta_line(meta);
    Term env = env_to_term(x->h, &x->env, line ? line : x->env.line);
    Term result = session_apply(x->s, module, function, cons_new(x->h, env, args));
    return linify_with_counter(x, result, term_from_small(line), receiver, next_counter(x));
}

static Term macro_function(X *x, Term meta, Term module, Term name, int arity)
{
    Export *export = code_ensure_loaded(module) ? find_macro(module, name, arity) : NULL;
    if (export) return export->function;
    expand_error(x, meta, "undefined function %s.%s/%d: the macro cannot be called here", atom_shown(x, module),
                 atom_text(name), arity);
}

static Term call_macro(X *x, Term meta, Term module, Term name, Term args, int arity)
{
    if (module == CA(Kernel)) {
        Intrinsic native = intrinsic_find(name, arity);
        if (native) {
            Term array[8];
            int i = 0;
            for (Term l = args; term_is_cons(l); l = list_rest(l)) array[i++] = list_first(l);
            Term result = native(x, meta, array, arity);
            if (!term_is_none(result)) return result;
        }
    }
    Term function = macro_function(x, meta, module, name, arity);
    return expand(x, expand_macro_call(x, meta, module, function, name, args, module));
}

static Term call_local_macro(X *x, Term meta, Definition *d, Term args)
{
    Term module, function;
    d->is_used = true;
    if (!definition_local_macro(x->s, x->module, d->name, d->arity, &module, &function)) return TERM_NONE;
    return expand_macro_call(x, meta, module, function, d->name, args, x->env.module);
}

/* --- calls --- */

static NORETURN void no_local_here(X *x, Term name, Term meta, Term args, int arity)
{
    Term call = ast_node(x->h, name, meta, args);
    const char *where = x->env.context == CONTEXT_GUARD ? "guards" : "match";
    expand_error(x, meta, "cannot find or invoke local %s/%d inside %s. Only macros can be invoked in a %s and they must be "
                 "defined before their invocation. Called as: %s", atom_text(name), arity, where, where, code_text(x, call));
}

static Term expand_local_call(X *x, Term name, Term meta, Term args, int arity)
{
    if (x->env.context != CONTEXT_NORMAL) no_local_here(x, name, meta, args, arity);
    if (!x->module || x->env.function == AM(nil)) {
        if (x->module && module_definition(x->module, name, arity))
            expand_error(x, meta, "undefined function %s/%d (there is no such import)", atom_text(name), arity);
        expand_error(x, meta, "undefined function %s/%d (there is no such import)", atom_text(name), arity);
    }
    definition_note_call(x->definition, x->module, name, arity, meta_line(meta));
    return ast_node(x->h, name, meta, expand_args(x, args));
}

Term expand_named_call(X *x, Term name, Term meta, Term args)
{
    int arity = list_length(args);
    if (arity < 0) expand_error(x, meta, "invalid quoted expression: %s", code_text(x, args));
    Term module = AM(nil);
    Meaning meaning = find_import(x, meta, name, arity, &module);
    Definition *local = x->module && x->env.function != AM(nil) ? module_definition(x->module, name, arity) : NULL;
    if (meaning != MEANS_NOTHING && local && module != x->env.module && x->env.module != CA(Kernel)
        && term_is_none(keyword_get(meta, CA(imports))))
        expand_error(x, meta, "imported %s.%s/%d conflicts with local function", atom_shown(x, module), atom_text(name), arity);
    if (meaning == MEANS_MACRO) {
        note_import_use(x, module, name, arity, meta);
        return call_macro(x, meta, module, name, args, arity);
    }
    Term to;
    int special;
    /* Kernel itself: what it defines as functions around instructions are instructions in its own code too. */
    bool inlined = meaning == MEANS_FUNCTION && module == CA(Kernel) &&
                   !term_is_none(inlined_function(module, name, arity, &to, &special));
    if (meaning == MEANS_FUNCTION && (module != x->env.module || inlined)) {
        note_import_use(x, module, name, arity, meta);
        return expand_remote_call(x, meta, meta, module, name, args);
    }
    if (local && kind_is_macro(local->kind)) {
        Term result = call_local_macro(x, meta, local, args);
        if (!term_is_none(result)) return expand(x, result);
    }
    return expand_local_call(x, name, meta, args, arity);
}

static bool is_guard_function(Term name, int arity)
{
    static const char *const names[] = {
        "abs/1", "binary_part/3", "bit_size/1", "byte_size/1", "ceil/1", "div/2", "element/2", "floor/1", "hd/1", "is_atom/1",
        "is_binary/1", "is_bitstring/1", "is_boolean/1", "is_float/1", "is_function/1", "is_function/2", "is_integer/1",
        "is_list/1", "is_map/1", "is_map_key/2", "is_number/1", "is_pid/1", "is_port/1", "is_reference/1", "is_tuple/1",
        "length/1", "map_get/2", "map_size/1", "node/0", "node/1", "rem/2", "round/1", "self/0", "tl/1", "trunc/1",
        "tuple_size/1", "+/1", "-/1", "+/2", "-/2", "*/2", "//2", "==/2", "/=/2", "=:=/2", "=/=/2", "</2", ">/2", "=</2", ">=/2",
        "not/1", "and/2", "or/2", "xor/2", "andalso/2", "orelse/2", "band/2", "bor/2", "bxor/2", "bnot/1", "bsl/2", "bsr/2",
        "float/1", "size/1", "is_record/2", "is_record/3", "max/2", "min/2", "binary_part/2"};
    char text[300];
    snprintf(text, sizeof text, "%s/%d", atom_text(name), arity);
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (strcmp(names[i], text) == 0) return true;
    return false;
}

/* [..] ++ tail in a pattern */
static Term append_pattern(X *x, Term meta, Term left, Term right)
{
    if (term_is_nil(left)) return right;
    if (!term_is_cons(left)) expand_error(x, meta, "invalid argument for ++ operator inside a match, expected a literal proper list");
    int n = list_length(left);
    ListBuilder b;
    list_begin(&b, x->h);
    for (int i = 0; i < n - 1; i++, left = list_rest(left)) list_add(&b, list_first(left));
    list_add(&b, ast_call(x->h, CA(bar), meta, 2, list_first(left), right));
    return b.list;
}

static Term remote_in_match(X *x, Term meta, Term module, Term function, Term args)
{
    if (module == AM(erlang)) {
        int n = list_length(args);
        if (n == 1 && (function == CA(plus) || function == CA(minus)) && term_is_number(list_first(args)))
            return function == CA(plus) ? list_first(args) : arith_negate(x->h, list_first(args));
        if (n == 2 && strcmp(atom_text(function), "++") == 0)
            return append_pattern(x, meta, list_first(args), list_nth(args, 1));
    }
    expand_error(x, meta, "cannot invoke remote function %s.%s/%d inside a match", atom_shown(x, module), atom_text(function),
                 list_length(args));
}

static void note_remote_call(X *x, Term meta, Term module, Term function, int arity)
{
    if (!x->module || module == AM(erlang) || module == x->env.module) return;
    RemoteCall *call = arena_alloc(x->module->arena, sizeof *call);
    *call = (RemoteCall){x->module->remote_calls, module, function, x->env.function, arity, meta_line(meta)};
    x->module->remote_calls = call;
}

/* What a remote call with an expanded receiver and expanded arguments becomes. */
static Term finish_remote(X *x, Term meta, Term dot_meta, Term module, Term function, Term args)
{
    int arity = list_length(args), special = 0;
    Term to_module = module;
    Term inlined = inlined_function(module, function, arity, &to_module, &special);
    if (!term_is_none(inlined)) {
        module = to_module;
        function = inlined;
        if (special) { /* elem, put_elem, is_map_key: tuple or map second; indexes from 1 */
            Term first = list_first(args), second = list_nth(args, 1);
            if (special == 2) {
                second = term_is_small(second) ? term_from_small(term_to_small(second) + 1)
                                               : ast_remote_call(x->h, meta, AM(erlang), CA(plus), 2, second, term_from_small(1));
            }
            args = cons_new(x->h, second, cons_new(x->h, first, list_rest(list_rest(args))));
        }
        if (arity == 1 && module == AM(erlang) && (function == CA(plus) || function == CA(minus)) && term_is_number(list_first(args)))
            return function == CA(plus) ? list_first(args) : arith_negate(x->h, list_first(args));
    }
    if (x->env.context == CONTEXT_MATCH) return remote_in_match(x, meta, module, function, args);
    if (x->env.context == CONTEXT_GUARD && !(module == AM(erlang) && is_guard_function(function, arity)))
        expand_error(x, meta, "cannot invoke remote function %s.%s/%d inside guards", atom_shown(x, module), atom_text(function), arity);
    note_remote_call(x, meta, module, function, arity);
    return ast_node(x->h, ast_call(x->h, CA(dot), dot_meta, 2, module, function), meta, args);
}

Term expand_remote_call(X *x, Term meta, Term dot_meta, Term receiver, Term function, Term args)
{
    int arity = list_length(args);
    if (arity < 0) expand_error(x, meta, "invalid quoted expression: %s", code_text(x, args));
    Term macro;
    if (receiver == CA(Kernel) || receiver == CA(SpecialForms) || env_requires(&x->env, receiver)) {
        if (module_has_macro(receiver, function, arity, &macro)) return call_macro(x, meta, receiver, function, args, arity);
    } else if (x->env.module != receiver && module_is_loaded(receiver) && find_macro(receiver, function, arity)
               && !(export_find(receiver, function, (unsigned)arity) && export_is_callable(export_find(receiver, function, (unsigned)arity)))) {
        expand_error(x, meta, "you must require %s before invoking the macro %s.%s/%d", atom_shown(x, receiver),
                     atom_shown(x, receiver), atom_text(function), arity);
    }
    return finish_remote(x, meta, dot_meta, receiver, function, expand_args(x, args));
}

static Term expand_dot_call(X *x, Term t)
{
    Term dot = ast_name(t), meta = ast_meta(t), args = ast_args(t);
    Term receiver = list_first(ast_args(dot)), function = list_nth(ast_args(dot), 1);
    if (list_length(args) < 0) expand_error(x, meta, "invalid quoted expression: %s", code_text(x, t));
    Variable *before = x->env.variables;
    Term module = expand(x, receiver);
    bool is_field = (module == AM(nil) || module == AM(true) || module == AM(false)) && term_is_nil(args)
        && keyword_get(meta, CA(no_parens)) == AM(true) && x->env.context == CONTEXT_NORMAL;
    if (is_field) /* nil.name is no call, but a field of what is no map */
        return ast_remote_call(x->h, meta_only_line(x->h, meta), AM(erlang), AM(error), 1,
                               ast_call(x->h, CA(tuple), NIL, 3, AM(badkey), function, module));
    if (term_is_atom(module)) return expand_remote_call(x, meta, ast_meta(dot), module, function, args);
    if (x->env.context == CONTEXT_MATCH)
        expand_error(x, meta, "cannot invoke remote function %s inside a match", code_text(x, t));
    if (x->env.context == CONTEXT_GUARD) {
        if (!term_is_nil(args)) expand_error(x, meta, "cannot invoke remote function %s inside guards", code_text(x, t));
        return ast_remote_call(x->h, meta, AM(erlang), CA(map_get), 2, function, module);
    }
    Variable *bound = x->env.variables;
    x->env.variables = before;
    args = expand_args(x, args);
    x->env.variables = merge_new(x, x->env.variables, bound, before);
    return ast_node(x->h, ast_call(x->h, CA(dot), ast_meta(dot), 2, module, function), meta, args);
}

static Term expand_fun_call(X *x, Term t)
{
    Term dot = ast_name(t), meta = ast_meta(t);
    if (x->env.context != CONTEXT_NORMAL)
        expand_error(x, meta, "invalid expression in %s, anonymous call is not allowed in %s%s",
                     x->env.context == CONTEXT_GUARD ? "guards" : "match", x->env.context == CONTEXT_GUARD ? "guards" : "match",
                     x->env.context == CONTEXT_GUARD ? ". To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html" : "");
    Term all = expand_args(x, cons_new(x->h, list_first(ast_args(dot)), ast_args(t)));
    if (term_is_atom(list_first(all)))
        expand_error(x, meta, "invalid function call :%s.()", atom_text(list_first(all)));
    return ast_node(x->h, ast_call(x->h, CA(dot), ast_meta(dot), 1, list_first(all)), meta, list_rest(all));
}

/* --- special forms by name --- */

typedef struct FormEntry { Term name; FormHandler handler; } FormEntry;
static FormEntry form_table[128];

static FormEntry *form_slot(Term name)
{
    uint32_t i = term_to_atom_index(name) * 7 & 127;
    while (form_table[i].handler && form_table[i].name != name) i = (i + 1) & 127;
    return &form_table[i];
}

void forms_init(void)
{
#define FORM(form) *form_slot(CA(form)) = (FormEntry){CA(form), form_##form};
#include "compiler/forms.def"
#undef FORM
}

/* --- the dispatch --- */

/* How many arguments a form takes where its handler does not look itself. */
static void check_form(X *x, Term t, Term name, int count)
{
    int least = 0, most = INT32_MAX;
    if (name == CA(aliases)) least = 1;
    if (name == CA(pin) || name == CA(unquote) || name == CA(unquote_splicing)) least = most = 1;
    if (name == CA(struct_)) least = most = 2;
    if (count < least || count > most) expand_error(x, ast_meta(t), "invalid quoted expression: %s", atom_shown(x, t));
}

static Term expand_node(X *x, Term t)
{
    Term name = ast_name(t), args = ast_args(t);
    if (term_is_atom(name)) {
        if (term_is_atom(args)) {
            if (name == CA(MODULE)) return x->env.module;
            FormEntry *form = name == CA(ENV) || name == CA(DIR) || name == CA(CALLER) || name == CA(STACKTRACE) ? form_slot(name) : NULL;
            return form ? form->handler(x, t) : expand_variable(x, t);
        }
        if (term_is_list(args)) {
            FormEntry *form = form_slot(name);
            if (form->handler) {
                check_form(x, t, name, list_length(args));
                return form->handler(x, t);
            }
            return expand_named_call(x, name, ast_meta(t), args);
        }
    } else if (ast_is_call(name, CA(dot)) && term_is_list(args)) {
        int count = list_length(ast_args(name));
        if (count == 1) return expand_fun_call(x, t);
        if (count == 2 && term_is_atom(list_nth(ast_args(name), 1))) return expand_dot_call(x, t);
        if (count == 2 && ast_is_node(list_nth(ast_args(name), 1)))
            expand_error(x, ast_meta(t), "invalid call %s", code_text(x, t));
    } else if (ast_is_node(name) && term_is_list(args)) {
        expand_error(x, ast_meta(t), "invalid call %s", code_text(x, t));
    }
    expand_error(x, ast_meta(t), "invalid quoted expression: %s", atom_shown(x, t));
}

Term expand(X *x, Term t)
{
    if (term_is_immediate(t)) return t;
    if (term_is_cons(t)) return expand_list(x, t);
    if (term_is_tuple(t)) {
        if (ast_is_node(t)) {
            session_check_stack(x->s);
            session_work(x->s, 1);
            return expand_node(x, t);
        }
        if (tuple_arity(t) == 2) {
            Term both = expand_args(x, list_of(x->h, 2, tuple_get(t, 0), tuple_get(t, 1)));
            return pair(x->h, list_first(both), list_nth(both, 1));
        }
        expand_error(x, NIL, "invalid quoted expression: %s\n\nPlease make sure your quoted expressions are made of valid AST "
                     "nodes. If you would like to introduce a value into the AST, such as a four-element tuple or a map, make "
                     "sure to call Macro.escape/1 before", atom_shown(x, t));
    }
    if (term_is_number(t) || term_is_bitstring(t) || term_is_export_fun(t) || term_is_pid(t) || term_is_port(t) || term_is_ref(t))
        return t;
    if (term_is_map(t) || term_is_fun(t))
        return escape_term(x->h, x->s, t, false);
    expand_error(x, NIL, "invalid quoted expression: %s", atom_shown(x, t));
}

/* --- aliases --- */

static Term lookup_macro_alias(X *x, Term key, Term counter)
{
    for (Term l = x->env.macro_aliases; term_is_cons(l); l = list_rest(l)) {
        Term entry = list_first(l);
        if (tuple_get(entry, 0) == key && tuple_get(tuple_get(entry, 1), 0) == counter) return tuple_get(tuple_get(entry, 1), 1);
    }
    return TERM_NONE;
}

/* The module that the first segment stands for. */
static Term resolve_first(X *x, Term meta, Term segment, bool alone)
{
    Term key = alias_concat(TERM_NONE, cons_new(x->h, segment, NIL));
    Term hint = keyword_get(meta, CA(alias)), counter = keyword_get(meta, CA(counter));
    if (!term_is_none(counter)) {
        Term found = lookup_macro_alias(x, key, counter);
        if (!term_is_none(found)) {
            lexical_use(&x->env, key, found);
            return found;
        }
    }
    if (hint == AM(false)) return key;
    if (term_is_atom(hint)) return hint;
    Term found = keyword_get(x->env.aliases, key);
    if (term_is_none(found)) return key;
    lexical_use(&x->env, key, found);
    return found;
}

Term expand_alias(X *x, Term t)
{
    Term meta = ast_meta(t), segments = ast_args(t), first = list_first(segments), rest = list_rest(segments);
    for (Term l = rest; term_is_cons(l); l = list_rest(l))
        if (!term_is_atom(list_first(l))) expand_error(x, meta, "invalid alias: %s", code_text(x, t));
    if (term_is_atom(first)) {
        if (first == CA(Elixir)) return alias_concat(TERM_NONE, rest);
        Term hint = keyword_get(meta, CA(alias));
        if (term_is_atom(hint) && hint != AM(false) && !term_is_nil(rest)) return hint; /* whole alias was resolved when quoted */
        Term base = resolve_first(x, meta, first, term_is_nil(rest));
        return term_is_nil(rest) ? base : alias_concat(base, rest);
    }
    Term base = expand(x, first);
    if (!term_is_atom(base)) {
        if (x->env.context != CONTEXT_NORMAL)
            expand_error(x, meta, "invalid alias: \"%s\". If you wanted to define an alias, an alias must expand to an atom at "
                         "compile time but it did not, you may use Module.concat/2 to build it at runtime", code_text(x, t));
        return ast_remote_call(x->h, meta, CA(Module), atom_intern_string("concat"), 1, cons_new(x->h, base, rest));
    }
    return alias_concat(base, rest);
}

/* --- one step, for Macro.expand_once --- */

static Term once_named(X *x, Term t)
{
    Term name = ast_name(t), args = ast_args(t), module = AM(nil), function;
    if (form_slot(name)->handler) return TERM_NONE;
    int arity = list_length(args);
    if (arity < 0) return TERM_NONE;
    Meaning meaning = find_import(x, ast_meta(t), name, arity, &module);
    if (meaning == MEANS_MACRO) {
        function = macro_function(x, ast_meta(t), module, name, arity);
        return expand_macro_call(x, ast_meta(t), module, function, name, args, module);
    }
    if (meaning == MEANS_FUNCTION || !x->module) return TERM_NONE;
    Definition *local = module_definition(x->module, name, arity);
    return local && kind_is_macro(local->kind) ? call_local_macro(x, ast_meta(t), local, args) : TERM_NONE;
}

Term expand_once(X *x, Term t)
{
    if (!ast_is_node(t)) return TERM_NONE;
    Term name = ast_name(t), args = ast_args(t);
    if (name == CA(aliases) && term_is_cons(args)) {
        Term result = expand_alias(x, t);
        return term_is_atom(result) ? result : TERM_NONE;
    }
    if (name == CA(MODULE) && term_is_atom(args)) return x->env.module;
    if ((name == CA(DIR) || name == CA(ENV)) && term_is_atom(args)) return form_slot(name)->handler(x, t);
    if (term_is_atom(name)) return term_is_list(args) ? once_named(x, t) : TERM_NONE;
    if (!ast_is_call(name, CA(dot)) || list_length(ast_args(name)) != 2 || !term_is_list(args)) return TERM_NONE;
    Term receiver = list_first(ast_args(name)), function = list_nth(ast_args(name), 1);
    if (ast_is_node(receiver) && ast_name(receiver) == CA(aliases)) receiver = expand_alias(x, receiver);
    if (ast_is_node(receiver) && ast_name(receiver) == CA(MODULE) && term_is_atom(ast_args(receiver))) receiver = x->env.module;
    if (!term_is_atom(receiver) || !term_is_atom(function)) return TERM_NONE;
    int arity = list_length(args);
    if (receiver != CA(Kernel) && !env_requires(&x->env, receiver)) return TERM_NONE;
    if (!code_ensure_loaded(receiver)) return TERM_NONE;
    Export *macro = find_macro(receiver, function, arity);
    if (!macro) return TERM_NONE;
    return expand_macro_call(x, ast_meta(t), receiver, macro->function, function, args, receiver);
}
