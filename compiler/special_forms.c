/* SPDX-License-Identifier: GPL-3.0-or-later */
/* special_forms.c - special forms that are no control flow: blocks, match, data, environment, directives, capture. */
#include <stdio.h>

#include "base/buf.h"
#include "code/code_server.h"
#include "code/export.h"
#include "compiler/expand.h"
#include "term/compare.h"
#include "term/map.h"

static void check_not_pattern(X *x, Term t, const char *form)
{
    if (x->env.context == CONTEXT_MATCH)
        expand_error(x, ast_meta(t), "invalid pattern in match, %s is not allowed in matches", form);
    if (x->env.context == CONTEXT_GUARD)
        expand_error(x, ast_meta(t), "invalid expression in guards, %s is not allowed in guards. To learn more about guards, "
                     "visit: https://hexdocs.pm/elixir/patterns-and-guards.html", form);
}

Term form_block(X *x, Term t)
{
    if (term_is_cons(ast_args(t)) && term_is_cons(list_rest(ast_args(t)))) check_not_pattern(x, t, "__block__");
    return expand_block(x, ast_meta(t), ast_args(t));
}

Term form_aliases(X *x, Term t)
{
    return expand_alias(x, t);
}

Term form_MODULE(X *x, Term t)
{
    return x->env.module;
}

Term form_ENV(X *x, Term t)
{
    check_not_pattern(x, t, "__ENV__");
    int line = meta_line(ast_meta(t));
    return escape_term(x->h, x->s, env_to_term(x->h, &x->env, line ? line : x->env.line), false);
}

Term form_DIR(X *x, Term t)
{
    size_t size;
    Buf scratch = {0};
    const uint8_t *bytes = binary_bytes_aligned(x->env.file, &size, &scratch);
    while (size > 1 && bytes[size - 1] != '/') size--;
    if (size > 1) size--;
    Term result = binary_new(x->h, bytes, size);
    buf_free(&scratch);
    return result;
}

Term form_CALLER(X *x, Term t)
{
    if (!x->allow_caller) expand_error(x, ast_meta(t), "__CALLER__ is available only inside defmacro and defmacrop");
    for (Variable *v = x->env.variables; v; v = v->next)
        if (v->name == CA(CALLER)) {
            v->use->used = true;
            return variable_node(x, CA(CALLER), ast_meta(t), ast_args(t), v->version);
        }
    panic("no caller in a macro");
}

Term form_STACKTRACE(X *x, Term t)
{
    if (!x->allow_stacktrace)
        expand_error(x, ast_meta(t), "__STACKTRACE__ is available only inside catch and rescue clauses of try expressions");
    return t;
}

Term form_eq(X *x, Term t)
{
    Term left, right;
    if (list_length(ast_args(t)) != 2) return expand_named_call(x, ast_name(t), ast_meta(t), ast_args(t));
    if (x->env.context == CONTEXT_GUARD) check_not_pattern(x, t, "=");
    if (x->env.context == CONTEXT_MATCH) {
        left = expand(x, list_first(ast_args(t)));
        right = expand(x, list_nth(ast_args(t), 1));
    } else {
        right = expand(x, list_nth(ast_args(t), 1));
        left = expand_pattern(x, list_first(ast_args(t)));
    }
    return ast_call(x->h, CA(eq), ast_meta(t), 2, left, right);
}

Term form_pin(X *x, Term t)
{
    Term arg = term_is_cons(ast_args(t)) ? list_first(ast_args(t)) : NIL, meta = ast_meta(t);
    if (x->env.context != CONTEXT_MATCH)
        expand_error(x, meta, "misplaced operator ^%s\n\nThe pin operator ^ is supported only inside matches or inside custom "
                     "macros. Make sure you are inside a match or all necessary macros have been required", code_text(x, arg));
    if (!ast_is_var(arg))
        expand_error(x, meta, "invalid argument for unary operator ^, expected an existing variable, got: ^%s", code_text(x, arg));
    Term counter = keyword_get(ast_meta(arg), CA(counter)), kind = term_is_small(counter) ? counter : ast_args(arg);
    for (Variable *v = x->pattern_pins; v; v = v->next) {
        if (v->name != ast_name(arg) || v->kind != kind) continue;
        v->use->used = true;
        return ast_call(x->h, CA(pin), meta, 1, variable_node(x, v->name, ast_meta(arg), ast_args(arg), v->version));
    }
    expand_error(x, meta, "undefined variable ^%s. No variable \"%s\" has been defined before the current pattern",
                 atom_text(ast_name(arg)), atom_text(ast_name(arg)));
}

Term form_tuple(X *x, Term t)
{
    Term args = expand_args(x, ast_args(t));
    if (list_length(args) == 2) return pair(x->h, list_first(args), list_nth(args, 1));
    return ast_node(x->h, CA(tuple), ast_meta(t), args);
}

Term form_colons(X *x, Term t)
{
    expand_error(x, ast_meta(t), "misplaced operator ::/2\n\nThe :: operator is typically used in bitstrings to specify types and "
                 "sizes of segments:\n\n    <<size::32-integer, letters::binary>>\n\nIt is also used in typespecs, such as @type and "
                 "@spec, to describe inputs and outputs");
}

Term form_arrow(X *x, Term t)
{
    expand_error(x, ast_meta(t), "misplaced operator ->\n\nThis typically means invalid syntax or a macro is not available in scope");
}

Term form_unquote(X *x, Term t)
{
    expand_error(x, ast_meta(t), "unquote called outside quote");
}

Term form_unquote_splicing(X *x, Term t)
{
    expand_error(x, ast_meta(t), "unquote_splicing called outside quote");
}

/* --- maps and structs --- */

static bool is_pair_list(Term list)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (!term_is_tuple_of(list_first(list), 2)) return false;
    return term_is_nil(list);
}

static void check_pattern_key(X *x, Term meta, Term key)
{
    if (!ast_is_var(key)) return;
    expand_error(x, meta, "cannot use variable %s as map key inside a pattern. If you are attempting to match on an existing "
                 "variable, you must use the pin operator: ^%s", atom_text(ast_name(key)), atom_text(ast_name(key)));
}

static Term expand_pairs(X *x, Term meta, Term pairs)
{
    if (!is_pair_list(pairs)) {
        for (Term l = pairs; term_is_cons(l); l = list_rest(l))
            if (!term_is_tuple_of(list_first(l), 2))
                expand_error(x, meta, "expected key-value pairs in a map, got: %s", code_text(x, list_first(l)));
    }
    ListBuilder flat, result;
    list_begin(&flat, x->h);
    for (Term l = pairs; term_is_cons(l); l = list_rest(l)) {
        Term key = tuple_get(list_first(l), 0);
        if (x->env.context == CONTEXT_MATCH) check_pattern_key(x, meta, key);
        list_add(&flat, key);
        list_add(&flat, tuple_get(list_first(l), 1));
    }
    Term done = expand_args(x, flat.list);
    list_begin(&result, x->h);
    for (; term_is_cons(done); done = list_rest(list_rest(done)))
        list_add(&result, pair(x->h, list_first(done), list_first(list_rest(done))));
    if (x->env.context == CONTEXT_NORMAL)
        for (Term l = result.list; term_is_cons(l); l = list_rest(l)) {
            Term key = tuple_get(list_first(l), 0);
            if (!term_is_atom(key) && !term_is_number(key) && !term_is_binary(key)) continue;
            for (Term other = list_rest(l); term_is_cons(other); other = list_rest(other))
                if (term_equal_exactly(key, tuple_get(list_first(other), 0))) {
                    compile_warning(x->s, x->env.file, meta_line(meta), NULL, "key %s will be overridden in map", atom_shown(x, key));
                    break;
                }
        }
    return result.list;
}

Term form_map(X *x, Term t)
{
    Term args = ast_args(t), meta = ast_meta(t);
    if (list_length(args) == 1 && ast_is_call(list_first(args), CA(bar)) && list_length(ast_args(list_first(args))) == 2) {
        Term bar = list_first(args);
        if (x->env.context != CONTEXT_NORMAL) check_not_pattern(x, bar, "|");
        if (!term_is_list(list_nth(ast_args(bar), 1)))
            expand_error(x, meta, "expected key-value pairs in a map, got: %s", code_text(x, list_nth(ast_args(bar), 1)));
        Variable *before = x->env.variables;
        (void)before;
        Term map = expand(x, list_first(ast_args(bar)));
        Term pairs = expand_pairs(x, meta, list_nth(ast_args(bar), 1));
        return ast_call(x->h, CA(map), meta, 1, ast_call(x->h, CA(bar), ast_meta(bar), 2, map, pairs));
    }
    return ast_node(x->h, CA(map), meta, expand_pairs(x, meta, args));
}

/* The struct's default map, after checking `pairs` (a keyword list of expanded code) against it. */
static Term struct_defaults(X *x, Term meta, Term module, Term pairs, bool for_building)
{
    ModuleData *m = module_data_find(module);
    Attribute *own = m ? module_attribute(m, CA(struct_attr)) : NULL;
    Term fields = pairs;
    if (!for_building) fields = NIL;
    if (m && x->env.module == module && own && own->is_set && term_is_map(own->value)) {
        Term defaults = own->value;
        if (for_building) {
            Attribute *enforced = module_attribute(m, CA(enforce_keys));
            Buf missing = {0};
            for (Term l = enforced ? enforced->value : NIL; term_is_cons(l); l = list_rest(l))
                if (term_is_none(keyword_get(pairs, list_first(l)))) {
                    if (missing.size > 0) buf_add_string(&missing, ", ");
                    atom_inspect(&missing, list_first(l));
                }
            if (missing.size > 0)
                session_raise_message(x->s, "Elixir.ArgumentError",
                                      "the following keys must also be given when building struct %s: [%s]",
                                      atom_shown(x, module), arena_copy(x->s->arena, buf_text(&missing), missing.size));
            buf_free(&missing);
        }
        return defaults;
    }
    if (!ensure_module(x, module)) {
        if (list_has(x->env.context_modules, module))
            expand_error(x, meta, "cannot access struct %s, the struct was not yet defined or the struct is being accessed in the "
                         "same context that defines it", atom_shown(x, module));
        expand_error(x, meta, "%s.__struct__/1 is undefined, cannot expand struct %s. Make sure the struct name is correct. If the "
                     "struct name exists and is correct but it still cannot be found, you likely have cyclic module usage in your code",
                     atom_shown(x, module), atom_shown(x, module));
    }
    Export *export = export_find(module, CA(struct_key), 1);
    if (!export || !export_is_callable(export))
        expand_error(x, meta, "%s.__struct__/1 is undefined, cannot expand struct %s. Make sure the struct name is correct. If the "
                     "struct name exists and is correct but it still cannot be found, you likely have cyclic module usage in your code",
                     atom_shown(x, module), atom_shown(x, module));
    if (for_building) session_apply(x->s, module, CA(struct_key), cons_new(x->h, fields, NIL));
    return session_apply(x->s, module, CA(struct_key), NIL);
}

static void check_struct_keys(X *x, Term meta, Term module, Term defaults, Term pairs)
{
    for (; term_is_cons(pairs); pairs = list_rest(pairs)) {
        Term key = tuple_get(list_first(pairs), 0);
        if (!term_is_atom(key)) expand_error(x, meta, "unknown key %s for struct %s", code_text(x, key), atom_shown(x, module));
        if (term_is_none(map_get(defaults, key)))
            expand_error(x, meta, "unknown key %s for struct %s", atom_shown(x, key), atom_shown(x, module));
    }
}

/* KeyError, as the struct's own __struct__/1 raises it. */
static void check_built_keys(X *x, Term defaults, Term pairs)
{
    for (; term_is_cons(pairs); pairs = list_rest(pairs)) {
        Term key = tuple_get(list_first(pairs), 0);
        if (!term_is_atom(key) || !term_is_none(map_get(defaults, key))) continue;
        Term fields[] = {CA(struct_key), atom_intern_string("Elixir.KeyError"), CA(exception_key), AM(true), atom_intern_string("key"), key,
                         atom_intern_string("term"), AM(nil), CA(message), AM(nil)};
        session_raise(x->s, AM(error), map_from_pairs(x->h, fields, 5), NIL);
    }
}

static Term build_struct_pairs(X *x, Term defaults, Term pairs)
{
    ListBuilder b;
    list_begin(&b, x->h);
    MapIterator it;
    map_iterate(&it, defaults);
    Term key, value;
    while (map_next(&it, &key, &value))
        if (key != CA(struct_key) && term_is_none(keyword_get(pairs, key)))
            list_add(&b, pair(x->h, key, escape_term(x->h, x->s, value, false)));
    *b.end = pairs;
    return b.list;
}

Term form_struct_(X *x, Term t)
{
    Term meta = ast_meta(t), name = list_first(ast_args(t)), map = list_nth(ast_args(t), 1);
    if (!ast_is_call(map, CA(map)))
        expand_error(x, meta, "expected struct to be followed by a map, got: %s", code_text(x, map));
    Term module = expand(x, name);
    bool matching = x->env.context == CONTEXT_MATCH;
    if (matching && !term_is_atom(module)) {
        bool pinned = ast_is_call(module, CA(pin));
        if (!ast_is_var(module) && !pinned)
            expand_error(x, meta, "expected struct name in a match to be a compile time atom, alias or a variable, got: %s", code_text(x, name));
        return ast_call(x->h, CA(struct_), meta, 2, module, form_map(x, map));
    }
    if (!term_is_atom(module))
        expand_error(x, meta, "expected struct name to be a compile time atom or alias, got: %s", code_text(x, name));
    Term inner = form_map(x, map), pairs = ast_args(inner);
    bool update = term_is_cons(pairs) && ast_is_call(list_first(pairs), CA(bar));
    Term checked = update ? list_nth(ast_args(list_first(pairs)), 1) : pairs;
    for (Term l = checked; term_is_cons(l); l = list_rest(l))
        if (tuple_get(list_first(l), 0) == CA(struct_key)) checked = keyword_delete(x->h, checked, CA(struct_key));
    Term defaults = struct_defaults(x, meta, module, checked, !matching && !update);
    if (!term_is_map(defaults)) expand_error(x, meta, "expected %s.__struct__/0 to return a map", atom_shown(x, module));
    if (!matching && !update) check_built_keys(x, defaults, checked);
    check_struct_keys(x, meta, module, defaults, checked);
    if (matching || update) return ast_call(x->h, CA(struct_), meta, 2, module, inner);
    return ast_call(x->h, CA(struct_), meta, 2, module,
                    ast_node(x->h, CA(map), ast_meta(map), build_struct_pairs(x, defaults, checked)));
}

/* --- alias, require, import --- */

static Term option(X *x, Term opts, Term key)
{
    Term value = keyword_get(opts, key);
    return value;
}

static Term alias_name_of(X *x, Term meta, Term as)
{
    if (ast_is_node(as) && ast_name(as) == CA(aliases) && term_is_list(ast_args(as))) {
        if (!term_is_nil(list_rest(ast_args(as))))
            expand_error(x, meta, "invalid value for option :as, expected a simple alias, got nested alias: %s", code_text(x, as));
        return alias_concat(TERM_NONE, ast_args(as));
    }
    as = expand(x, as);
    if (!term_is_atom(as)) expand_error(x, meta, "invalid value for option :as, expected an alias, got: %s", code_text(x, as));
    return as;
}

static bool should_warn(Term meta, Term opts)
{
    Term warn = keyword_get(opts, CA(warn));
    return term_is_none(warn) ? term_is_none(keyword_get(meta, CA(context))) : warn != AM(false);
}

static void put_alias(X *x, Term meta, Term opts, Term name, Term module)
{
    Env *env = &x->env;
    if (name != module && should_warn(meta, opts)) lexical_add(env, name, module, meta_line(meta));
    if (name == module) {
        env->aliases = keyword_delete(x->h, env->aliases, name);
        return;
    }
    env->aliases = env_alias_put(x->h, env->aliases, name, module);
    Term counter = keyword_get(meta, CA(counter));
    if (!term_is_none(counter))
        env->macro_aliases = cons_new(x->h, pair(x->h, name, pair(x->h, counter, module)), env->macro_aliases);
}

static Term last_segment(Heap *h, Term module)
{
    const char *text = atom_text(module), *dot = strrchr(text, '.');
    if (!dot || strncmp(text, "Elixir.", 7) != 0) return TERM_NONE;
    return alias_concat(TERM_NONE, cons_new(h, atom_intern_string(dot + 1), NIL));
}

static Term directive_module(X *x, Term t, const char *form)
{
    Term ref = list_first(ast_args(t)), module = expand(x, ref);
    if (!term_is_atom(module))
        expand_error(x, ast_meta(t), "invalid argument for %s, expected a compile time atom or alias, got: %s", form, code_text(x, ref));
    return module;
}

static Term directive_options(X *x, Term t)
{
    if (term_is_nil(list_rest(ast_args(t)))) return NIL;
    Term opts = list_nth(ast_args(t), 1);
    if (ast_is_node(opts)) opts = expand(x, opts);
    if (!term_is_list(opts))
        expand_error(x, ast_meta(t), "invalid options for %s, expected a keyword list, got: %s", atom_text(ast_name(t)), code_text(x, opts));
    return opts;
}

/* alias Foo.{A, B}: each item with the base in front. NIL-valued TERM_NONE when t is not of that shape. */
static Term expand_multi(X *x, Term t)
{
    Term ref = list_first(ast_args(t)), meta = ast_meta(t);
    if (!ast_is_node(ref) || !ast_is_call(ast_name(ref), CA(dot))) return TERM_NONE;
    Term dot_args = ast_args(ast_name(ref));
    if (list_length(dot_args) != 2 || list_nth(dot_args, 1) != CA(tuple)) return TERM_NONE;
    Term base = expand(x, list_first(dot_args));
    if (!term_is_atom(base))
        expand_error(x, meta, "invalid argument for %s, expected a compile time atom or alias, got: %s", atom_text(ast_name(t)),
                     code_text(x, list_first(dot_args)));
    ListBuilder b;
    list_begin(&b, x->h);
    for (Term l = ast_args(ref); term_is_cons(l); l = list_rest(l)) {
        Term item = list_first(l);
        Term segments = ast_is_node(item) && ast_name(item) == CA(aliases) ? ast_args(item) : cons_new(x->h, item, NIL);
        Term module = alias_concat(base, segments);
        list_add(&b, expand(x, ast_node(x->h, ast_name(t), meta, cons_new(x->h, module, list_rest(ast_args(t))))));
    }
    return b.list;
}

static bool is_directive(X *x, Term t, Term *result)
{
    int count = list_length(ast_args(t));
    if (count != 1 && count != 2) {
        *result = expand_named_call(x, ast_name(t), ast_meta(t), ast_args(t));
        return false;
    }
    check_not_pattern(x, t, atom_text(ast_name(t)));
    *result = expand_multi(x, t);
    return term_is_none(*result);
}

Term form_alias(X *x, Term t)
{
    Term result, meta = ast_meta(t);
    if (!is_directive(x, t, &result)) return result;
    Term module = directive_module(x, t, "alias"), opts = directive_options(x, t), as = option(x, opts, CA(as));
    if (!term_is_none(as) && as != AM(nil)) {
        put_alias(x, meta, opts, alias_name_of(x, meta, as), module);
        return module;
    }
    Term name = last_segment(x->h, module);
    if (term_is_none(name))
        expand_error(x, meta, "alias cannot be inferred automatically for module: %s, please use the :as option. Implicit aliasing "
                     "is only supported with Elixir modules", atom_shown(x, module));
    put_alias(x, meta, opts, name, module);
    return module;
}

void require_module(X *x, Term meta, Term module)
{
    if (!env_requires(&x->env, module)) {
        if (!(module == CA(Kernel)) && !ensure_module(x, module)) {
            if (list_has(x->env.context_modules, module) && !module_data_find(module))
                expand_error(x, meta, "module %s is not loaded but was defined. This happens when you depend on a module in the same "
                             "context in which it is defined. For example:\n\n    defmodule MyApp do\n      defmodule Mod do\n      "
                             "end\n\n      use Mod\n    end\n\nTry defining the module outside the context that uses it:\n\n    "
                             "defmodule MyApp.Mod do\n    end\n\n    defmodule MyApp do\n      use MyApp.Mod\n    end\n\nIf the module "
                             "is defined at the top-level and you are trying to use it at the top-level, this is not supported by Elixir",
                             atom_shown(x, module));
            if (list_has(x->env.context_modules, module))
                expand_error(x, meta, "you are trying to use the module %s which is currently being defined.\n\nThis may happen if "
                             "you accidentally override the module you want to use. For example:\n\n    defmodule MyApp do\n      "
                             "defmodule Supervisor do\n        use Supervisor\n      end\n    end\n\nIn the example above, the new "
                             "Supervisor conflicts with Elixir's Supervisor. This may be fixed by using the fully qualified name in "
                             "the definition:\n\n    defmodule MyApp.Supervisor do\n      use Supervisor\n    end\n",
                             atom_shown(x, module));
            expand_error(x, meta, "module %s is not loaded and could not be found", atom_shown(x, module));
        }
        x->env.requires = list_insert_sorted(x->h, x->env.requires, module);
    }
}

Term form_require(X *x, Term t)
{
    Term result, meta = ast_meta(t);
    if (!is_directive(x, t, &result)) return result;
    Term module = directive_module(x, t, "require"), opts = directive_options(x, t), as = option(x, opts, CA(as));
    require_module(x, meta, module);
    if (!term_is_none(as) && as != AM(nil)) put_alias(x, meta, opts, alias_name_of(x, meta, as), module);
    return module;
}

static bool is_listed(Term list, Term name, Term arity)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (tuple_get(list_first(list), 0) == name && tuple_get(list_first(list), 1) == arity) return true;
    return false;
}

static Term remote_list(X *x, Term module, bool macros)
{
    Export *info = export_find(module, CA(info), 1);
    if (info && export_is_callable(info))
        return session_apply(x->s, module, CA(info), cons_new(x->h, macros ? CA(macros) : CA(functions), NIL));
    if (macros) return NIL;
    Term exports = session_apply(x->s, AM(erlang), atom_intern_string("get_module_info"), list_of(x->h, 2, module, CA(exports)));
    ListBuilder b;
    list_begin(&b, x->h);
    for (; term_is_cons(exports); exports = list_rest(exports))
        if (tuple_get(list_first(exports), 0) != CA(module_info)) list_add(&b, list_first(exports));
    return b.list;
}

static bool is_sigil(Term name)
{
    return strncmp(atom_text(name), "sigil_", 6) == 0;
}

typedef struct ImportChoice { Term only, except, existing; bool sigils; } ImportChoice;

static Term choose_imports(X *x, const ImportChoice *choice, Term all)
{
    ListBuilder b;
    list_begin(&b, x->h);
    Term from = term_is_list(choice->except) && term_is_cons(choice->existing) ? choice->existing : all;
    for (; term_is_cons(from); from = list_rest(from)) {
        Term name = tuple_get(list_first(from), 0), arity = tuple_get(list_first(from), 1);
        if (term_is_list(choice->only)) {
            if (!is_listed(choice->only, name, arity)) continue;
        } else {
            if (atom_text(name)[0] == '_') continue;
            if (choice->sigils && !is_sigil(name)) continue;
            if (term_is_list(choice->except) && is_listed(choice->except, name, arity)) continue;
        }
        list_add(&b, list_first(from));
    }
    return b.list;
}

static void check_import_list(X *x, Term meta, Term list, const char *which)
{
    for (Term l = list; term_is_cons(l); l = list_rest(l)) {
        Term entry = list_first(l);
        if (!term_is_tuple_of(entry, 2) || !term_is_atom(tuple_get(entry, 0)) || !term_is_small(tuple_get(entry, 1)))
            expand_error(x, meta, "invalid :%s option for import, expected value to be an atom :functions, :macros, or a list literal, got: %s",
                         which, atom_shown(x, list));
    }
}

Term form_import(X *x, Term t)
{
    Term result, meta = ast_meta(t);
    if (!is_directive(x, t, &result)) return result;
    Term module = directive_module(x, t, "import"), opts = directive_options(x, t);
    require_module(x, meta, module);
    Term only = option(x, opts, CA(only)), except = option(x, opts, CA(except));
    if (!term_is_none(only)) only = expand(x, only);
    if (!term_is_none(except)) except = expand(x, except);
    if (!term_is_none(only) && !term_is_none(except) && !term_is_nil(except) && term_is_list(only))
        expand_error(x, meta, ":only and :except can only be given together to import when :only is :functions, :macros, or :sigils");
    if (term_is_list(only)) check_import_list(x, meta, only, "only");
    if (term_is_list(except)) check_import_list(x, meta, except, "except");
    Term as = option(x, opts, CA(as));
    if (!term_is_none(as) && as != AM(nil)) put_alias(x, meta, opts, alias_name_of(x, meta, as), module);

    Term functions = x->env.imports->functions, macros = x->env.imports->macros;
    Term all_functions = only == CA(macros) ? NIL : remote_list(x, module, false);
    Term all_macros = only == CA(functions) ? NIL : remote_list(x, module, true);
    for (Term l = only; term_is_cons(l); l = list_rest(l)) {
        Term name = tuple_get(list_first(l), 0), arity = tuple_get(list_first(l), 1);
        if (!is_listed(all_functions, name, arity) && !is_listed(all_macros, name, arity))
            expand_error(x, meta, "cannot import %s.%s/%d because it is undefined or private", atom_shown(x, module),
                         atom_text(name), (int)term_to_small(arity));
    }
    ImportChoice choice = {only, except, keyword_get(functions, module), only == CA(sigils)};
    Term chosen = choose_imports(x, &choice, all_functions);
    functions = keyword_delete(x->h, functions, module);
    if (!term_is_nil(chosen)) functions = cons_new(x->h, pair(x->h, module, chosen), functions);
    choice.existing = keyword_get(macros, module);
    chosen = choose_imports(x, &choice, all_macros);
    macros = keyword_delete(x->h, macros, module);
    if (!term_is_nil(chosen)) macros = cons_new(x->h, pair(x->h, module, chosen), macros);
    x->env.imports = import_table_new(x->s->arena, functions, macros);
    if (should_warn(meta, opts)) lexical_add(&x->env, NIL, module, meta_line(meta));
    return module;
}

/* --- super --- */

Term form_super(X *x, Term t)
{
    Definition *d = x->definition;
    if (!term_is_list(ast_args(t))) return TERM_NONE;
    int arity = list_length(ast_args(t));
    if (x->env.module == AM(nil)) expand_error(x, ast_meta(t), "cannot invoke super outside module");
    if (!d) expand_error(x, ast_meta(t), "cannot invoke super outside function");
    if (d->arity != arity || !d->overridden)
        expand_error(x, ast_meta(t), "no super defined for %s/%d in module %s. Overridable functions available are: ",
                     atom_text(d->name), d->arity, atom_shown(x, x->env.module));
    Term args = expand_args(x, ast_args(t));
    d->overridden->is_used = true;
    if (kind_is_macro(d->overridden->kind)) {
        for (Variable *v = x->env.variables; v; v = v->next)
            if (v->name == CA(CALLER)) {
                v->use->used = true;
                args = cons_new(x->h, variable_node(x, CA(CALLER), NIL, AM(nil), v->version), args);
                break;
            }
    }
    return ast_node(x->h, d->overridden->super_name, ast_meta(t), args);
}

/* --- & --- */

enum { MAX_CAPTURE = 255 };

typedef struct Capture { Term meta; int max; bool used[MAX_CAPTURE + 1]; } Capture;

static Term capture_variable(X *x, Capture *c, int n)
{
    char text[16];
    snprintf(text, sizeof text, "x%d", n);
    return ast_var(x->h, atom_intern_string(text), NIL, atom_intern_string("elixir_fn"));
}

static Term replace_captures(X *x, Capture *c, Term t)
{
    if (ast_is_call(t, CA(capture)) && list_length(ast_args(t)) == 1) {
        Term arg = list_first(ast_args(t));
        if (term_is_small(arg)) {
            int64_t n = term_to_small(arg);
            if (n < 1 || n > MAX_CAPTURE)
                expand_error(x, ast_meta(t), "capture argument &%d must be numbered between 1 and 255", (int)n);
            if (n > c->max) c->max = (int)n;
            c->used[n] = true;
            return capture_variable(x, c, (int)n);
        }
        expand_error(x, ast_meta(t), "nested captures via & are not allowed: %s", code_text(x, t));
    }
    if (term_is_cons(t)) {
        ListBuilder b;
        list_begin(&b, x->h);
        for (; term_is_cons(t); t = list_rest(t)) list_add(&b, replace_captures(x, c, list_first(t)));
        return b.list;
    }
    if (ast_is_node(t))
        return ast_node(x->h, term_is_atom(ast_name(t)) ? ast_name(t) : replace_captures(x, c, ast_name(t)), ast_meta(t),
                        term_is_atom(ast_args(t)) ? ast_args(t) : replace_captures(x, c, ast_args(t)));
    if (term_is_tuple_of(t, 2))
        return pair(x->h, replace_captures(x, c, tuple_get(t, 0)), replace_captures(x, c, tuple_get(t, 1)));
    return t;
}

static Term local_capture(X *x, Term meta, Term name, int arity)
{
    return ast_call(x->h, CA(capture), meta, 1,
                    ast_call(x->h, CA(slash), NIL, 2, ast_var(x->h, name, NIL, AM(nil)), term_from_small(arity)));
}

static Term remote_capture(X *x, Term meta, Term module, Term name, int arity)
{
    Term call = ast_remote(x->h, NIL, module, name, NIL);
    return ast_call(x->h, CA(capture), meta, 1, ast_call(x->h, CA(slash), NIL, 2, call, term_from_small(arity)));
}

/* fn x1, ... -> name(x1, ...) end, for macros and functions whose inlining moves arguments. */
static Term capture_by_fn(X *x, Term meta, Term callee, Term call_meta, int arity)
{
    Capture c = {0};
    ListBuilder args;
    list_begin(&args, x->h);
    for (int i = 1; i <= arity; i++) list_add(&args, capture_variable(x, &c, i));
    Term body = ast_node(x->h, callee, call_meta, args.list);
    return expand(x, ast_call(x->h, CA(fn), meta, 1, ast_call(x->h, CA(arrow), meta, 2, args.list, body)));
}

static Term capture_remote(X *x, Term meta, Term call_meta, Term callee, Term module, Term name, int arity)
{
    Term function, to_module = module;
    int special = 0;
    if (term_is_atom(module)) {
        Term inlined = inlined_function(module, name, arity, &to_module, &special);
        if (special) return capture_by_fn(x, meta, callee, call_meta, arity);
        if (!term_is_none(inlined)) return remote_capture(x, meta, to_module, inlined, arity);
        bool kernel = module == CA(Kernel);
        if ((kernel && intrinsic_find(name, arity)) || (kernel || env_requires(&x->env, module))) {
            char text[300];
            int size = snprintf(text, sizeof text, "MACRO-%s", atom_text(name));
            function = atom_find(text, (size_t)size);
            Export *macro = !term_is_none(function) && code_ensure_loaded(module) ? export_find(module, function, (unsigned)arity + 1) : NULL;
            if ((kernel && intrinsic_find(name, arity)) || (macro && export_is_callable(macro)))
                return capture_by_fn(x, meta, callee, call_meta, arity);
        }
        if (x->module && module != x->env.module) {
            RemoteCall *call = arena_alloc(x->module->arena, sizeof *call);
            *call = (RemoteCall){x->module->remote_calls, module, name, x->env.function, arity, meta_line(meta)};
            x->module->remote_calls = call;
        }
    }
    return remote_capture(x, meta, module, name, arity);
}

static Term capture_named(X *x, Term meta, Term name, Term name_meta, int arity)
{
    Term module = AM(nil);
    Meaning meaning = find_import(x, name_meta, name, arity, &module);
    if (meaning == MEANS_NOTHING) meaning = find_import(x, meta, name, arity, &module);
    if (meaning == MEANS_MACRO) return capture_by_fn(x, meta, name, list_append(x->h, name_meta, meta), arity);
    if (meaning == MEANS_FUNCTION && (module != x->env.module || module == CA(Kernel))) {
        lexical_use(&x->env, NIL, module);
        Term callee = ast_call(x->h, CA(dot), name_meta, 2, module, name);
        return capture_remote(x, meta, name_meta, callee, module, name, arity);
    }
    Definition *local = x->module ? module_definition(x->module, name, arity) : NULL;
    if (local && kind_is_macro(local->kind)) return capture_by_fn(x, meta, name, name_meta, arity);
    if (!x->module || x->env.function == AM(nil))
        expand_error(x, meta, "undefined function %s/%d (there is no such import)", atom_text(name), arity);
    definition_note_call(x->definition, x->module, name, arity, meta_line(meta));
    return local_capture(x, meta, name, arity);
}

/* &1, &2, ... in order and nothing else: the call can be captured as name/arity. */
static bool is_sequential(Term args)
{
    int64_t n = 0;
    for (; term_is_cons(args); args = list_rest(args)) {
        Term arg = list_first(args);
        if (!ast_is_call(arg, CA(capture)) || list_length(ast_args(arg)) != 1) return false;
        if (list_first(ast_args(arg)) != term_from_small(++n)) return false;
    }
    return term_is_nil(args) && n > 0;
}

static bool is_special_form(Term name)
{
#define FORM(form) if (name == CA(form)) return true;
#include "compiler/forms.def"
#undef FORM
    return name == CA(dot);
}

/* The capture of a call with sequential arguments, or TERM_NONE. */
static Term try_sequential(X *x, Term meta, Term body)
{
    if (!ast_is_node(body) || !term_is_cons(ast_args(body)) || !is_sequential(ast_args(body))) return TERM_NONE;
    Term name = ast_name(body);
    int arity = list_length(ast_args(body));
    if (term_is_atom(name)) {
        if (is_special_form(name)) return TERM_NONE;
        Term module = AM(nil);
        Meaning meaning = find_import(x, ast_meta(body), name, arity, &module);
        Definition *local = x->module ? module_definition(x->module, name, arity) : NULL;
        if (meaning == MEANS_MACRO || (local && kind_is_macro(local->kind))) return TERM_NONE;
        if (meaning == MEANS_NOTHING && (!x->module || x->env.function == AM(nil))) return TERM_NONE;
        return capture_named(x, meta, name, ast_meta(body), arity);
    }
    if (ast_is_call(name, CA(dot)) && list_length(ast_args(name)) == 2 && term_is_atom(list_nth(ast_args(name), 1))) {
        Term receiver = list_first(ast_args(name));
        if (term_is_atom(receiver) || (ast_is_node(receiver) && ast_name(receiver) == CA(aliases))) {
            Term module = expand(x, receiver);
            if (term_is_atom(module)) return capture_remote(x, meta, ast_meta(body), name, module, list_nth(ast_args(name), 1), arity);
        }
    }
    return TERM_NONE;
}

static Term capture_expression(X *x, Term t, Term body)
{
    Term meta = ast_meta(t);
    if (ast_is_call(body, CA(block)) && list_length(ast_args(body)) != 1)
        expand_error(x, meta, "block expressions are not allowed inside the capture operator &, got: %s", code_text(x, body));
    Term sequential = try_sequential(x, meta, body);
    if (!term_is_none(sequential)) return sequential;
    Capture c = {meta, 0, {false}};
    Term replaced = replace_captures(x, &c, body);
    if (c.max == 0)
        expand_error(x, meta, "invalid args for &, expected one of:\n\n  * &Mod.fun/arity to capture a remote function, such as "
                     "&Enum.map/2\n  * &fun/arity to capture a local or imported function, such as &is_atom/1\n  * &some_code(&1, ...) "
                     "containing at least one argument as &1, such as &List.flatten(&1)\n\nGot: %s", code_text(x, body));
    ListBuilder params;
    list_begin(&params, x->h);
    for (int i = 1; i <= c.max; i++) {
        if (!c.used[i]) expand_error(x, meta, "capture argument &%d must be used within the capture operator & if &%d is used: %s", i, i + 1, code_text(x, body));
        list_add(&params, capture_variable(x, &c, i));
    }
    return expand(x, ast_call(x->h, CA(fn), meta, 1, ast_call(x->h, CA(arrow), meta, 2, params.list, replaced)));
}

Term form_capture(X *x, Term t)
{
    Term meta = ast_meta(t), args = ast_args(t);
    if (list_length(args) != 1) return expand_named_call(x, CA(capture), meta, args);
    check_not_pattern(x, t, "&");
    Term arg = list_first(args);
    if (term_is_small(arg)) expand_error(x, meta, "capture argument &%d must be used within the capture operator &", (int)term_to_small(arg));
    if (ast_is_call(arg, CA(slash)) && list_length(ast_args(arg)) == 2 && term_is_small(list_nth(ast_args(arg), 1))) {
        Term callee = list_first(ast_args(arg));
        int64_t wanted = term_to_small(list_nth(ast_args(arg), 1));
        int arity = (int)wanted;
        if (wanted < 0 || wanted > 255)
            expand_error(x, meta, "capture argument &%s is out of range: a function takes at most 255 arguments", code_text(x, arg));
        if (ast_is_var(callee)) return capture_named(x, meta, ast_name(callee), list_append(x->h, ast_meta(callee), meta), arity);
        if (ast_is_node(callee) && ast_is_call(ast_name(callee), CA(dot)) && term_is_nil(ast_args(callee))
            && list_length(ast_args(ast_name(callee))) == 2 && term_is_atom(list_nth(ast_args(ast_name(callee)), 1))) {
            Term module = expand(x, list_first(ast_args(ast_name(callee)))), name = list_nth(ast_args(ast_name(callee)), 1);
            return capture_remote(x, meta, ast_meta(callee), ast_call(x->h, CA(dot), ast_meta(callee), 2, module, name), module, name, arity);
        }
    }
    return capture_expression(x, t, arg);
}
