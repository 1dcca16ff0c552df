/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_code.c - natives: modules and their versions. `:erlang` ones as in the reference; `:elver_code` ones for :code and
 * Code, which are written in Elixir:
 *
 *     load_binary(module | nil, binary)  {:module, m} | {:on_load, m, function} | {:error, reason} | {:error, :badfile, text}
 *     run_on_load(module)                calls that function (arity 0), which no one else can reach yet
 *     on_load_done(module, ok?)          after run_on_load: keeps or drops what load_binary brought
 *     ensure_loaded(module)              boolean: from the code path, or built in; :on_load: run_on_load comes next
 *     find(module)                       {path, binary} | nil; what ensure_loaded would load
 *     path() add_path_first(dir) add_path_last(dir) delete_path(dir)
 *     loaded() is_loaded(m) has_old(m) delete(m) drop_old(m) md5(m) native_modules()
 *     all_available()                    names of all that could be loaded      loaded_at(m)  Unix time, or nil
 *     disassemble(module)                the machine's own instructions, as text; nil if it is not loaded
 *     chunk(binary, name)                a chunk's bytes, or nil */
#include "base/mem.h"
#include "base/vec.h"
#include "term/binary.h"
#include "term/etf.h"
#include "code/beam_file.h"
#include "code/code_server.h"
#include "code/disasm.h"
#include "process/exception.h"
#include "process/signal.h"

#include <stdio.h>

/* --- what is there --- */

static ModuleCode *current_code(Term name)
{
    Module *module = module_find(name);
    return module ? atomic_load_explicit(&module->current, memory_order_acquire) : NULL;
}

/* Built-in modules load on first use; programs that ask see them as loaded already. */
static bool is_loaded(Term name)
{
    ModuleCode *code = current_code(name);
    return code ? !code->module->on_load_pending : code_load_builtin(name);
}

Term bif_function_exported(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_atom(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    int64_t arity = term_to_small(args[2]);
    if (arity < 0 || arity > 255) return AM(false);
    Export *e = export_find(args[0], args[1], (unsigned)arity);
    if ((!e || !export_is_callable(e)) && !current_code(args[0]) && code_load_builtin(args[0]))
        e = export_find(args[0], args[1], (unsigned)arity);
    return e && export_is_callable(e) ? AM(true) : AM(false);
}

Term bif_is_builtin(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_atom(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    int64_t arity = term_to_small(args[2]);
    Export *e = arity >= 0 && arity <= 255 ? export_find(args[0], args[1], (unsigned)arity) : NULL;
    bool builtin = e && (e->bif || (args[0] == AM(erlang) && export_is_callable(e)));
    return builtin ? AM(true) : AM(false);
}

Term bif_module_loaded(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    return is_loaded(args[0]) || args[0] == AM(erlang) ? AM(true) : AM(false);
}

typedef struct ListBuilder {
    Heap *heap;
    Term list;
} ListBuilder;

static void add_loaded(Module *module, void *data)
{
    ListBuilder *builder = data;
    if (atomic_load_explicit(&module->current, memory_order_acquire)) builder->list = cons_new(builder->heap, module->name, builder->list);
}

Term bif_loaded(Process *p, Term *args)
{
    ListBuilder builder = {&p->heap, NIL};
    module_each(add_loaded, &builder);
    return builder.list;
}

/* --- module_info --- */

static Term functions_of(Heap *heap, const ModuleCode *code, bool exported_only)
{
    Term list = NIL;
    for (uint32_t i = code->function_count; i > 0; i--) {
        const FunctionInfo *f = &code->functions[i - 1];
        if (!exported_only || f->is_exported)
            list = cons_new(heap, tuple_new_2(heap, f->name, term_from_small(f->arity)), list);
    }
    return list;
}

static Term decoded(Heap *heap, const uint8_t *bytes, size_t size)
{
    EtfOptions options = {0};
    Term t = size ? etf_decode(heap, bytes, size, &options, NULL) : NIL;
    return term_is_none(t) ? NIL : t;
}

static Term info_item(Process *p, const ModuleCode *code, Term item)
{
    Heap *heap = &p->heap;
    if (item == AM(module)) return code->module->name;
    if (item == AM(exports)) return functions_of(heap, code, true);
    if (item == AM(functions)) return functions_of(heap, code, false);
    if (item == AM(nifs)) return NIL;
    if (item == AM(attributes)) return decoded(heap, code->attributes, code->attribute_bytes);
    if (item == AM(compile)) return decoded(heap, code->compile_info, code->compile_info_bytes);
    if (item == AM(md5)) return binary_new(heap, code->md5, sizeof code->md5);
    if (item == AM(native)) return AM(false);
    return TERM_NONE;
}

static Term natives_info(Process *p, Term module);

Term bif_get_module_info_1(Process *p, Term *args)
{
    ModuleCode *code = term_is_atom(args[0]) && is_loaded(args[0]) ? current_code(args[0]) : NULL;
    if (!code) return raise_badarg(p);
    const Term items[] = {AM(module), AM(exports), AM(attributes), AM(compile), AM(md5)};
    Term list = NIL;
    for (size_t i = ARRAY_COUNT(items); i-- > 0;)
        list = cons_new(&p->heap, tuple_new_2(&p->heap, items[i], info_item(p, code, items[i])), list);
    return list;
}

Term bif_get_module_info_2(Process *p, Term *args)
{
    ModuleCode *code = term_is_atom(args[0]) && is_loaded(args[0]) ? current_code(args[0]) : NULL;
    if (!code && args[1] == AM(exports)) return natives_info(p, args[0]);
    Term value = code ? info_item(p, code, args[1]) : TERM_NONE;
    return term_is_none(value) ? raise_badarg(p) : value;
}

typedef struct NativeList {
    Heap *heap;
    Term module, list;
} NativeList;

static void add_native(Export *e, void *data)
{
    NativeList *natives = data;
    if (e->module == natives->module && export_is_callable(e) && (e->bif || e->module == AM(erlang)))
        natives->list = cons_new(natives->heap, tuple_new_2(natives->heap, e->function, term_from_small(e->arity)), natives->list);
}

static Term natives_info(Process *p, Term module)
{
    NativeList natives = {&p->heap, module, NIL};
    export_each(add_native, &natives);
    return natives.list;
}

/* :elver_code.natives(module): what a module has in C. */
Term bif_elver_natives(Process *p, Term *args) { return term_is_atom(args[0]) ? natives_info(p, args[0]) : raise_badarg(p); }

/* --- loading --- */

static Term error_pair(Process *p, Term reason) { return tuple_new_2(&p->heap, AM(error), reason); }

static const FunctionInfo *on_load_function(const ModuleCode *code) { return function_of_pc(code, code->on_load); }

static Term load_result(Process *p, LoadError error, Term name, const char *reason)
{
    switch (error) {
    case LOAD_OK: {
        ModuleCode *code = current_code(name);
        if (code && code->module->on_load_pending) {
            const FunctionInfo *f = on_load_function(code);
            return tuple_new_3(&p->heap, AM(on_load), name, f->name);
        }
        return tuple_new_2(&p->heap, AM(module), name);
    }
    case LOAD_NOT_PURGED: return error_pair(p, AM(not_purged));
    case LOAD_WRONG_MODULE: return tuple_new_3(&p->heap, AM(error), AM(badfile), binary_new_string(&p->heap, reason));
    default: return tuple_new_3(&p->heap, AM(error), AM(badfile), binary_new_string(&p->heap, reason));
    }
}

Term bif_elver_load_binary(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_binary(args[1])) return raise_badarg(p);
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(args[1], &size, &scratch);
    Term name = args[0] == AM(nil) ? TERM_NONE : args[0];
    char reason[320] = "";
    LoadError error = code_load(bytes, size, &name, reason, sizeof reason);
    buf_free(&scratch);
    bif_charge(p, (int64_t)(size / 64));
    return load_result(p, error, name, reason);
}

/* erlang:load_module/2: what is current becomes old; it must not be there yet. */
Term bif_load_module(Process *p, Term *args)
{
    Term result = bif_elver_load_binary(p, args);
    if (term_is_none(result) || tuple_get(result, 0) != AM(error)) return result;
    return error_pair(p, tuple_get(result, 1));
}

/* A cell of its own for each module: the function is not exported. */
Term bif_elver_run_on_load(Process *p, Term *args)
{
    ModuleCode *code = term_is_atom(args[0]) ? current_code(args[0]) : NULL;
    if (!code || !code->on_load) return raise_badarg(p);
    Export *e = export_get(code->module->name, AM(on_load_cell), 0);
    atomic_store_explicit(&e->code, code->on_load, memory_order_release);
    return bif_trap(p, e, 0);
}

Term bif_elver_on_load_done(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    code_on_load_done(args[0], args[1] == AM(true));
    return AM(ok);
}

Term bif_elver_ensure_loaded(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    if (!code_ensure_loaded(args[0])) return AM(false);
    ModuleCode *code = current_code(args[0]);
    return code && code->module->on_load_pending ? AM(on_load) : AM(true);
}

Term bif_elver_find(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    char path[4096];
    size_t size;
    uint8_t *bytes = code_find_bytes(args[0], &size, path, sizeof path);
    if (!bytes) return AM(nil);
    Term binary = binary_new(&p->heap, bytes, size);
    mem_free(bytes);
    return tuple_new_2(&p->heap, binary_new_string(&p->heap, path), binary);
}

Term bif_elver_chunk(Process *p, Term *args)
{
    if (!term_is_binary(args[0]) || !term_is_binary(args[1]) || bitstring_size_bits(args[1]) != 32) return raise_badarg(p);
    Buf scratch = {0}, name_scratch = {0};
    size_t size, name_size;
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    const uint8_t *name = binary_bytes_aligned(args[1], &name_size, &name_scratch);
    BytesView view;
    Term result = AM(nil);
    if (beam_find_chunk(bytes, size, (const char *)name, &view)) result = binary_new(&p->heap, view.bytes, view.size);
    buf_free(&scratch);
    buf_free(&name_scratch);
    return result;
}

/* --- the path --- */

static char *path_argument(Term t) /* a binary without zero bytes, as a C string; NULL if it is none */
{
    if (!term_is_binary(t)) return NULL;
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
    char *text = NULL;
    if (!memchr(bytes, 0, size)) {
        text = mem_alloc(size + 1);
        memcpy(text, bytes, size);
        text[size] = '\0';
    }
    buf_free(&scratch);
    return text;
}

Term bif_elver_path(Process *p, Term *args)
{
    Term list = NIL;
    for (size_t i = code_path_count(); i > 0; i--) {
        char *directory = code_path_at(i - 1);
        if (directory) list = cons_new(&p->heap, binary_new_string(&p->heap, directory), list);
        mem_free(directory);
    }
    return list;
}

static Term change_path(Process *p, Term *args, void (*change)(const char *directory))
{
    char *directory = path_argument(args[0]);
    if (!directory) return raise_badarg(p);
    change(directory);
    mem_free(directory);
    return AM(true);
}

Term bif_elver_add_path_first(Process *p, Term *args) { return change_path(p, args, code_path_add_first); }
Term bif_elver_add_path_last(Process *p, Term *args) { return change_path(p, args, code_path_add_last); }

Term bif_elver_delete_path(Process *p, Term *args)
{
    char *directory = path_argument(args[0]);
    if (!directory) return raise_badarg(p);
    bool found = code_path_delete(directory);
    mem_free(directory);
    return found ? AM(true) : AM(false);
}

/* --- versions --- */

Term bif_elver_is_loaded(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    return current_code(args[0]) ? AM(true) : AM(false);
}

Term bif_check_old_code(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    return code_has_old(args[0]) ? AM(true) : AM(false);
}

Term bif_elver_delete(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    return code_delete(args[0]) ? AM(true) : AM(false);
}

/* erlang:delete_module/1: undefined if there is none, badarg while there is old code. */
Term bif_delete_module(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    if (!current_code(args[0])) return AM(undefined);
    return code_delete(args[0]) ? AM(true) : raise_badarg(p);
}

Term bif_purge_module(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !code_has_old(args[0])) return raise_badarg(p);
    code_drop_old(args[0]);
    return AM(true);
}

Term bif_elver_drop_old(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    code_drop_old(args[0]);
    return AM(ok);
}

Term bif_elver_md5(Process *p, Term *args)
{
    ModuleCode *code = term_is_atom(args[0]) ? current_code(args[0]) : NULL;
    return code ? binary_new(&p->heap, code->md5, sizeof code->md5) : AM(nil);
}

Term bif_elver_loaded_at(Process *p, Term *args)
{
    ModuleCode *code = term_is_atom(args[0]) ? current_code(args[0]) : NULL;
    return code ? integer_from_int64(&p->heap, code->loaded_at) : AM(nil);
}

static void add_available(const char *name, size_t size_bytes, void *data)
{
    ListBuilder *builder = data;
    Term atom = atom_intern(name, size_bytes);
    if (!term_is_none(atom)) builder->list = cons_new(builder->heap, atom, builder->list);
}

Term bif_elver_all_available(Process *p, Term *args)
{
    ListBuilder builder = {&p->heap, NIL};
    code_each_available(add_available, &builder);
    return builder.list;
}

Term bif_elver_disassemble(Process *p, Term *args)
{
    ModuleCode *code = term_is_atom(args[0]) && is_loaded(args[0]) ? current_code(args[0]) : NULL;
    if (!code) return AM(nil);
    Buf out = {0};
    disasm_module(&out, code);
    Term text = binary_new(&p->heap, out.bytes, out.size);
    bif_charge(p, (int64_t)(out.size / 100));
    buf_free(&out);
    return text;
}

/* Direct use only: where it is, and what it returns to. Funs do not count (as since OTP 20): they raise badfun later. */
static bool runs_code(const Process *p, const ModuleCode *code)
{
    if (module_code_has(code, p->pc)) return true;
    for (const Word *at = p->heap.limit; at < p->block_end; at++)
        if ((*at & TAG_MASK) == TAG_HEADER && module_code_has(code, (const Word *)(*at & ~(Word)TAG_MASK))) return true;
    return false;
}

static Term uses_old_code(const Process *p, Term name)
{
    Module *module = module_find(name);
    ModuleCode *old = module ? atomic_load_explicit(&module->old, memory_order_acquire) : NULL;
    return old && runs_code(p, old) ? AM(true) : AM(false);
}

static void check_in_receiver(Process *receiver, Signal *signal)
{
    request_answer(signal, uses_old_code(receiver, signal->term));
}

static Term check_process_code(Process *p, Term pid, Term name)
{
    if (!term_is_pid(pid) || !term_is_atom(name)) return raise_badarg(p);
    if (pid == p->pid) return uses_old_code(p, name);
    if (!term_is_local_pid(pid)) return raise_badarg(p);
    Term answer = request_await(p);
    if (!term_is_none(answer)) return answer;
    if (request_is_pending(p)) return bif_wait(p);
    return request_send(p, pid, check_in_receiver, name, AM(false));
}

Term bif_check_process_code_2(Process *p, Term *args) { return check_process_code(p, args[0], args[1]); }

Term bif_check_process_code_3(Process *p, Term *args)
{
    for (Term options = args[2]; term_is_cons(options); options = term_tail(options)) {
        Term option = term_head(options); /* {allow_gc, boolean}; asynchronous checks are not offered */
        if (!term_is_tuple_of(option, 2) || tuple_get(option, 0) != AM(allow_gc)) return raise_badarg(p);
    }
    return check_process_code(p, args[0], args[1]);
}
