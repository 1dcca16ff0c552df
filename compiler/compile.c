/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile.c - what follows expansion: making the .beam, loading it, running it; whole files, evaluation. */
#include "compiler/compile.h"

#include <stdatomic.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "code/code_server.h"
#include "compiler/diagnostics.h"
#include "compiler/module_define.h"
#include "gc/copy.h"
#include "term/map.h"

Term macro_name(Term name)
{
    char text[4 * ATOM_MAX_CHARACTERS + 16];
    int size = snprintf(text, sizeof text, "MACRO-%s", atom_text(name));
    Term result = atom_intern(text, (size_t)size);
    return term_is_none(result) ? name : result; /* too long for an atom */
}

Term temporary_module_name(const char *prefix)
{
    static _Atomic(int) counter;
    char text[64];
    snprintf(text, sizeof text, "%s_%d", prefix, atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed));
    return atom_intern_string(text);
}

const char *shown_path(const char *path)
{
    char directory[4096];
    if (!getcwd(directory, sizeof directory)) return path;
    size_t size = strlen(directory);
    return strncmp(path, directory, size) == 0 && path[size] == '/' ? path + size + 1 : path;
}

/* --- the default scope --- */

static _Atomic(const ImportTable *) kernel_imports; /* made once Kernel is loaded; never freed. release/acquire */

static const ImportTable *load_kernel_imports(Session *s)
{
    const ImportTable *table = atomic_load_explicit(&kernel_imports, memory_order_acquire);
    if (table) return table;
    if (s->alone || !code_ensure_loaded(CA(Kernel)))
        return import_table_new(s->arena, keyword1(s->h, CA(Kernel), intrinsic_functions(s->h)),
                                keyword1(s->h, CA(Kernel), intrinsic_macros(s->h)));
    Term functions = session_apply(s, CA(Kernel), CA(info), cons_new(s->h, CA(functions), NIL));
    Term macros = session_apply(s, CA(Kernel), CA(info), cons_new(s->h, CA(macros), NIL));
    static Heap heap; /* written by the one that wins; a loser's copy is lost, once */
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    table = atomic_load_explicit(&kernel_imports, memory_order_relaxed);
    if (!table) {
        heap_init_arena(&heap);
        functions = keyword1(&heap, CA(Kernel), copy_term(functions, &heap));
        macros = keyword1(&heap, CA(Kernel), copy_term(macros, &heap));
        table = import_table_new(arena_new(), functions, macros);
        atomic_store_explicit(&kernel_imports, table, memory_order_release);
    }
    pthread_mutex_unlock(&mutex);
    return table;
}

void default_env(Session *s, Env *env, Term file)
{
    env_init(env, s->h, file);
    env->imports = load_kernel_imports(s);
}

/* --- back end and loading --- */

typedef struct HostData { Session *s; } HostData;

static void host_error(void *data, const char *file, uint32_t line, const char *message)
{
    Session *s = ((HostData *)data)->s;
    compile_error(s, binary_new_string(s->h, file ? file : "nofile"), (int)line, "%s", message);
}

static void host_warning(void *data, const char *file, uint32_t line, const char *message)
{
    Session *s = ((HostData *)data)->s;
    compile_warning(s, binary_new_string(s->h, file ? file : "nofile"), (int)line, NULL, "%s", message);
}

static Term take_output(Session *s, BackendOutput output)
{
    Term binary = binary_new(s->h, output.bytes, output.size_bytes);
    mem_free(output.bytes);
    return binary;
}

Term compile_to_binary(Session *s, const BackendModule *module)
{
    HostData data = {s};
    BackendHost host = {&data, host_error, host_warning};
    session_work(s, 1000);
    return take_output(s, backend_compile(module, &host, s->arena, s->h));
}

void load_binary(Session *s, Term name, Term binary)
{
    for (int attempt = 0;; attempt++) {
        char reason[256] = "";
        Buf scratch = {0};
        size_t size;
        const uint8_t *bytes = binary_bytes_aligned(binary, &size, &scratch);
        Term expected = name;
        LoadError error = code_load(bytes, size, &expected, reason, sizeof reason);
        buf_free(&scratch);
        if (error == LOAD_OK) return;
        if (error == LOAD_NOT_PURGED && attempt < 3) {
            if (s->alone) code_drop_old(name);
            else session_call(s, "elver_session", "purge", 1, name);
            continue;
        }
        if (error == LOAD_ON_LOAD_FAILURE) {
            session_raise_message(s, "Elixir.RuntimeError", "the on_load function of module %s failed", atom_text(name));
        }
        panic("the compiler made a module that cannot be loaded: %s: %s", atom_text(name), reason);
    }
}

void compile_and_load(Session *s, const BackendModule *module)
{
    load_binary(s, module->name, compile_to_binary(s, module));
}

static Term compile_expression(Session *s, Term file, int line, Term body, const char *function, const uint32_t *inputs, int input_count,
                               const uint32_t *outputs, int output_count)
{
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(file, &size, &scratch);
    const char *path = shown_path(arena_copy(s->arena, (const char *)bytes, size));
    buf_free(&scratch);
    BackendExpression expression = {temporary_module_name("elixir_compiler"), atom_intern_string(function), path, (uint32_t)line, body,
                                    inputs, (size_t)input_count, outputs, (size_t)output_count};
    HostData data = {s};
    BackendHost host = {&data, host_error, host_warning};
    load_binary(s, expression.module, take_output(s, backend_compile_expression(&expression, &host, s->arena, s->h)));
    return expression.module;
}

Term run_expression(Session *s, X *x, Term body, const char *function, Term input_values, const uint32_t *inputs, int input_count,
                    const uint32_t *outputs, int output_count)
{
    Term module = compile_expression(s, x->env.file, x->env.line, body, function, inputs, input_count, outputs, output_count);
    return session_apply(s, module, atom_intern_string(function), cons_new(s->h, input_values, NIL));
}

/* --- running statements one by one --- */

static void flatten_blocks(Term code, ListBuilder *out)
{
    if (ast_is_call(code, CA(block))) {
        for (Term l = ast_args(code); term_is_cons(l); l = list_rest(l)) flatten_blocks(list_first(l), out);
    } else {
        list_add(out, code);
    }
}

/* The value of expanded code that is a constant. */
static bool constant_value(Heap *h, Term code, Term *value)
{
    if (term_is_immediate(code) || term_is_number(code) || term_is_bitstring(code)) {
        *value = code;
        return true;
    }
    if (term_is_cons(code)) {
        ListBuilder b;
        list_begin(&b, h);
        for (Term item; term_is_cons(code); code = list_rest(code)) {
            if (ast_is_call(list_first(code), CA(bar)) || !constant_value(h, list_first(code), &item)) return false;
            list_add(&b, item);
        }
        *value = b.list;
        return term_is_nil(code);
    }
    if (!term_is_tuple(code)) return false;
    if (term_is_tuple_of(code, 2)) {
        Term a, b;
        if (!constant_value(h, tuple_get(code, 0), &a) || !constant_value(h, tuple_get(code, 1), &b)) return false;
        *value = pair(h, a, b);
        return true;
    }
    Term items;
    if (ast_is_call(code, CA(tuple)) && constant_value(h, ast_args(code), &items)) {
        Term tuple = tuple_new(h, (Word)list_length(items));
        Word i = 0;
        for (; term_is_cons(items); items = list_rest(items)) tuple_elements(tuple)[i++] = list_first(items);
        *value = tuple;
        return true;
    }
    if (ast_is_call(code, CA(map)) && constant_value(h, ast_args(code), &items)) {
        Term map = map_empty(h);
        for (; term_is_cons(items); items = list_rest(items)) {
            if (!term_is_tuple_of(list_first(items), 2)) return false;
            map = map_put(h, map, tuple_get(list_first(items), 0), tuple_get(list_first(items), 1));
        }
        *value = map;
        return true;
    }
    return false;
}

/* Does in C what a statement would do on the VM; false if it is not of a kind that can be. */
static bool run_directly(Session *s, X *x, Term code, Term *value)
{
    if (!ast_is_node(code)) return constant_value(s->h, code, value);
    Term dot = ast_name(code), args = ast_args(code);
    if (!ast_is_call(dot, CA(dot)) || list_length(ast_args(dot)) != 2) return constant_value(s->h, code, value);
    Term module = list_first(ast_args(dot)), function = list_nth(ast_args(dot), 1);
    if (module == CA(elver_session) && function == CA(define) && list_length(args) == 2) {
        ModuleData *m = module_data_find(list_first(args));
        int64_t site = term_to_small(list_nth(args, 1));
        if (!m || site >= m->site_count) return false;
        DefSite def = m->sites[site];
        *value = definition_store(s, m, def.kind, def.call, def.body, def.line, def.from_macro, &def.env);
        return true;
    }
    if (module == CA(elver_compiler) && function == CA(put_attribute) && list_length(args) == 4) {
        ModuleData *m = module_data_find(list_first(args));
        Term attribute;
        if (!m || !constant_value(s->h, list_nth(args, 2), &attribute)) return false;
        module_write_attribute(m, list_nth(args, 1), attribute, (int)term_to_small(list_nth(args, 3)));
        *value = AM(ok);
        return true;
    }
    if (module == CA(elver_session) && function == CA(define_module) && list_length(args) == 3 && term_is_nil(list_nth(args, 2))) {
        Term where = list_nth(args, 1);
        if (!term_is_atom(list_first(args)) || !term_is_tuple_of(where, 2) || !term_is_small(tuple_get(where, 0))) return false;
        const ModuleSite *site = site_find(term_to_small(tuple_get(where, 0)), term_to_small(tuple_get(where, 1)));
        if (!site) return false;
        *value = module_define(s, list_first(args), site->body, site->line, &site->env, NIL);
        return true;
    }
    return false;
}

Term run_statements(Session *s, X *x, Term code, const char *function, Term input_values, const uint32_t *inputs, int input_count)
{
    ListBuilder flat;
    list_begin(&flat, s->h);
    flatten_blocks(code, &flat);
    Term value = AM(nil);
    for (Term l = flat.list; term_is_cons(l); l = list_rest(l)) {
        if (run_directly(s, x, list_first(l), &value)) continue;
        Term rest = term_is_nil(list_rest(l)) ? list_first(l) : ast_node(s->h, CA(block), NIL, l);
        Term result = run_expression(s, x, rest, function, input_values, inputs, input_count, NULL, 0);
        return tuple_get(result, 0);
    }
    return value;
}

/* --- whole files --- */

static const char *text_of(Session *s, Term binary, size_t *size)
{
    Buf scratch = {0};
    const uint8_t *bytes = binary_bytes_aligned(binary, size, &scratch);
    const char *copy = arena_copy(s->arena, (const char *)bytes, *size);
    buf_free(&scratch);
    return copy;
}

Term read_source(Session *s, Term text, Term file, int line)
{
    size_t size, path_size;
    const char *source = text_of(s, text, &size), *path = text_of(s, file, &path_size);
    Reader reader;
    ReaderOptions options = {0};
    options.file = shown_path(path);
    options.line = (uint32_t)line;
    options.stack_bytes = 8 << 20;
    reader_init(&reader, s->h);
    Term quoted = reader_read(&reader, source, size, &options);
    Term exception = NIL;
    if (term_is_none(quoted)) exception = diagnostics_exception(s->h, &reader.error, options.file, source, size, (uint32_t)line);
    ListBuilder warnings;
    list_begin(&warnings, s->h);
    for (const ReaderWarning *w = reader.warnings; w; w = w->next)
        list_add(&warnings, tuple_new_3(s->h, term_from_small(w->line), term_from_small(w->column), binary_new_string(s->h, w->message)));
    reader_destroy(&reader);
    for (Term l = warnings.list; term_is_cons(l); l = list_rest(l)) {
        size_t message_size;
        compile_text_warning(s, file, (int)term_to_small(tuple_get(list_first(l), 0)), (int)term_to_small(tuple_get(list_first(l), 1)),
                             text_of(s, tuple_get(list_first(l), 2), &message_size));
    }
    if (term_is_none(quoted)) session_raise(s, AM(error), exception, NIL);
    return quoted;
}

static void warn_unused(Session *s, Term file, Lexical *lexical)
{
    LexicalUse *in_order = NULL;
    for (LexicalUse *use = lexical->uses, *next; use; use = next) {
        next = use->next;
        use->next = in_order;
        in_order = use;
    }
    for (int imports = 0; imports < 2; imports++) /* aliases first, as the reference does */
        for (LexicalUse *use = in_order; use; use = use->next) {
            if (use->used || (use->name == NIL) != imports) continue;
            Buf text = {0};
            atom_inspect(&text, imports ? use->module : use->name);
            char *shown = arena_copy(s->arena, buf_text(&text), text.size);
            buf_free(&text);
            compile_warning(s, file, use->line, NULL, "unused %s %s", imports ? "import" : "alias", shown);
        }
}

Term compile_text_session(Session *s)
{
    Term text = list_nth(s->arguments, 0), file = list_nth(s->arguments, 1), line = list_nth(s->arguments, 2);
    Term quoted = read_source(s, text, file, (int)term_to_small(line));
    Env env;
    default_env(s, &env, file);
    X x;
    expander_init(&x, s, s->h, &env);
    x.is_eval = true;
    Lexical lexical = {s->arena, NULL};
    x.env.lexical = &lexical;
    Term code = expand(&x, quoted);
    expander_finish(&x);
    Term result = run_statements(s, &x, code, "__FILE__", tuple_new(s->h, 0), NULL, 0);
    warn_unused(s, file, &lexical);
    return result;
}

Term compile_quoted_session(Session *s)
{
    Term quoted = list_nth(s->arguments, 0), file = list_nth(s->arguments, 1);
    Env env;
    default_env(s, &env, file);
    X x;
    expander_init(&x, s, s->h, &env);
    x.is_eval = true;
    Term code = expand(&x, quoted);
    expander_finish(&x);
    return run_statements(s, &x, code, "__FILE__", tuple_new(s->h, 0), NULL, 0);
}

/* --- evaluation: [quoted, keys of the bindings, env or file]. Gives {module, function, keys to pass, keys that come back, env}:
 * the process runs it itself, so that values are not copied. A key is a name or {name, context}. --- */

static Term key_of(Heap *h, const Variable *v)
{
    return v->kind == AM(nil) ? v->name : pair(h, v->name, v->kind);
}

static void bind_keys(X *x, Term keys)
{
    for (Term l = keys; term_is_cons(l); l = list_rest(l)) {
        Term key = list_first(l), name = key, kind = AM(nil);
        if (term_is_tuple_of(key, 2)) {
            name = tuple_get(key, 0);
            kind = tuple_get(key, 1);
        }
        Variable *v = scope_bind(x, name, kind, 0, true);
        v->use->used = true;
    }
}

Term eval_session(Session *s)
{
    Term quoted = list_nth(s->arguments, 0), keys = list_nth(s->arguments, 1), scope = list_nth(s->arguments, 2);
    Env env;
    int next_version = 0;
    if (term_is_binary(scope)) default_env(s, &env, scope);
    else if (!env_from_term(s->h, s->arena, scope, &env, &next_version)) session_raise(s, AM(error), AM(badarg), NIL);
    env.variables = NULL;
    X x;
    expander_init(&x, s, s->h, &env);
    x.is_eval = true;
    bind_keys(&x, keys);
    int input_count = list_length(keys), output_count = 0;
    uint32_t *inputs = arena_alloc(s->arena, ((size_t)input_count + 1) * sizeof *inputs);
    for (int i = 0; i < input_count; i++) inputs[i] = (uint32_t)i;
    Term code = expand(&x, quoted);
    for (VariableUse *u = x.uses; u; u = u->next) u->quiet |= u->line == 0;
    for (Variable *v = x.env.variables; v; v = v->next) {
        if (v->use) v->use->quiet = true; /* still there for what is evaluated next */
        output_count++;
    }
    expander_finish(&x);
    uint32_t *outputs = arena_alloc(s->arena, ((size_t)output_count + 1) * sizeof *outputs);
    ListBuilder out_keys;
    list_begin(&out_keys, s->h);
    output_count = 0;
    for (Variable *v = x.env.variables; v; v = v->next) {
        bool shadowed = false;
        for (Variable *newer = x.env.variables; newer != v; newer = newer->next) shadowed |= newer->name == v->name && newer->kind == v->kind;
        if (shadowed) continue;
        outputs[output_count++] = (uint32_t)v->version;
        list_add(&out_keys, key_of(s->h, v));
    }
    Term module = compile_expression(s, x.env.file, x.env.line, code, "__FILE__", inputs, input_count, outputs, output_count);
    Term result = tuple_new(s->h, 4);
    tuple_elements(result)[0] = module;
    tuple_elements(result)[1] = atom_intern_string("__FILE__");
    tuple_elements(result)[2] = out_keys.list;
    tuple_elements(result)[3] = env_to_term(s->h, &x.env, x.env.line);
    return result;
}

/* --- one definition, from a module body that runs on the VM --- */

static ModuleData *module_argument(Session *s, Term name)
{
    ModuleData *m = module_data_find(name);
    if (!m) {
        Buf text = {0};
        ast_inspect(&text, name);
        session_raise_message(s, "Elixir.ArgumentError", "could not call Module functions on module %s because it is already compiled",
                              arena_copy(s->arena, buf_text(&text), text.size));
    }
    s->h = &m->heap;
    return m;
}

Term define_site_session(Session *s)
{
    ModuleData *m = module_argument(s, list_nth(s->arguments, 0));
    int64_t index = term_to_small(list_nth(s->arguments, 1));
    if (index < 0 || index >= m->site_count) session_raise(s, AM(error), AM(badarg), NIL);
    DefSite site = m->sites[index];
    return definition_store(s, m, site.kind, site.call, site.body, site.line, site.from_macro, &site.env);
}

Term define_quoted_session(Session *s)
{
    Term args = s->arguments;
    ModuleData *m = module_argument(s, list_nth(args, 0));
    int64_t env = term_to_small(list_nth(args, 2));
    if (env < 0 || env >= m->saved_env_count) session_raise(s, AM(error), AM(badarg), NIL);
    Env scope = m->saved_envs[env];
    int64_t kind = term_is_small(list_nth(args, 1)) ? term_to_small(list_nth(args, 1)) : -1;
    bool from_macro = kind >= 0 && (kind & DEFINE_FROM_MACRO);
    if (kind >= 0) kind &= ~(int64_t)DEFINE_FROM_MACRO;
    if (kind < KIND_DEF || kind > KIND_DEFMACROP) session_raise(s, AM(error), AM(badarg), NIL);
    Term call = copy_term(list_nth(args, 3), s->h), body = copy_term(list_nth(args, 4), s->h);
    if (list_nth(args, 5) != AM(true)) body = TERM_NONE;
    return definition_store(s, m, (DefinitionKind)kind, call, body, (int)term_to_small(list_nth(args, 6)), from_macro, &scope);
}

Term overridable_session(Session *s)
{
    ModuleData *m = module_argument(s, list_nth(s->arguments, 0));
    int64_t env = term_to_small(list_nth(s->arguments, 2));
    Env scope = env >= 0 && env < m->saved_env_count ? m->saved_envs[env] : m->env;
    for (Term l = list_nth(s->arguments, 1); term_is_cons(l); l = list_rest(l)) {
        Term entry = list_first(l);
        if (!term_is_tuple_of(entry, 2) || !term_is_atom(tuple_get(entry, 0)) || !term_is_small(tuple_get(entry, 1)))
            session_raise_message(s, "Elixir.ArgumentError", "each element in tuple list has to be a {function_name :: atom, arity :: 0..255} tuple");
        module_make_overridable(s, m, tuple_get(entry, 0), (int)term_to_small(tuple_get(entry, 1)), scope.line, &scope);
    }
    return AM(ok);
}

Term define_module_session(Session *s)
{
    Term name = list_nth(s->arguments, 0), where = list_nth(s->arguments, 1), variables = list_nth(s->arguments, 2);
    if (!term_is_atom(name)) {
        Buf text = {0};
        ast_inspect(&text, name);
        session_raise_message(s, "Elixir.ArgumentError", "expected module name to be an atom, got: %s", arena_copy(s->arena, buf_text(&text), text.size));
    }
    if (term_is_tuple_of(where, 2)) {
        const ModuleSite *site = site_find(term_to_small(tuple_get(where, 0)), term_to_small(tuple_get(where, 1)));
        if (!site) session_raise(s, AM(error), AM(badarg), NIL);
        Env env = site->env;
        if (!list_has(env.context_modules, name)) env.context_modules = cons_new(s->h, name, env.context_modules);
        return module_define(s, name, site->body, site->line, &env, variables);
    }
    Env env;
    int next_version = 0;
    if (!term_is_tuple_of(where, 3) || !env_from_term(s->h, s->arena, tuple_get(where, 1), &env, &next_version))
        session_raise(s, AM(error), AM(badarg), NIL);
    env.variables = NULL;
    env.function = AM(nil);
    if (!list_has(env.context_modules, name)) env.context_modules = cons_new(s->h, name, env.context_modules);
    return module_define(s, name, tuple_get(where, 0), (int)term_to_small(tuple_get(where, 2)), &env, variables);
}

/* --- Macro.expand and Macro.expand_once --- */

Term expand_session(Session *s)
{
    Term quoted = list_nth(s->arguments, 0);
    Env env;
    int next_version = 0;
    if (!env_from_term(s->h, s->arena, list_nth(s->arguments, 1), &env, &next_version)) session_raise(s, AM(error), AM(badarg), NIL);
    X x;
    expander_init(&x, s, s->h, &env);
    x.next_version = next_version;
    for (Variable *v = x.env.variables; v; v = v->next) {
        v->use = arena_alloc_zero(s->arena, sizeof *v->use);
        v->use->name = v->name;
        v->use->quiet = true;
    }
    if (x.module && term_is_tuple(env.function))
        x.definition = module_definition(x.module, tuple_get(env.function, 0), (int)term_to_small(tuple_get(env.function, 1)));
    for (;;) {
        Term next = expand_once(&x, quoted);
        if (term_is_none(next)) return quoted;
        quoted = next;
        if (list_nth(s->arguments, 2) != atom_intern_string("all")) return quoted;
    }
}

static void bind_mentioned(X *x, Term t)
{
    for (; term_is_cons(t); t = list_rest(t)) bind_mentioned(x, list_first(t));
    if (!term_is_tuple(t)) return;
    if (ast_is_var(t)) {
        Term counter = keyword_get(ast_meta(t), CA(counter)), kind = term_is_small(counter) ? counter : ast_args(t);
        if (ast_name(t) != CA(MODULE) && ast_name(t) != CA(ENV) && ast_name(t) != CA(CALLER))
            scope_bind(x, ast_name(t), kind, 0, true);
        return;
    }
    for (Word i = 0; i < tuple_arity(t); i++) bind_mentioned(x, tuple_get(t, i));
}

/* A guard's body with its macros expanded; its variables need not be known. */
Term expand_guard_session(Session *s)
{
    Env env;
    int next_version = 0;
    if (!env_from_term(s->h, s->arena, list_nth(s->arguments, 1), &env, &next_version)) session_raise(s, AM(error), AM(badarg), NIL);
    X x;
    env.variables = NULL;
    env.context = CONTEXT_NORMAL;
    expander_init(&x, s, s->h, &env);
    x.next_version = next_version;
    bind_mentioned(&x, list_first(s->arguments));
    return expand_guard(&x, list_first(s->arguments));
}
