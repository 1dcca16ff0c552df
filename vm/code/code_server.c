/* SPDX-License-Identifier: GPL-3.0-or-later */
/* code_server.c - bringing code in and out. */
#include "code/code_server.h"

#include <dirent.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/lock.h"
#include "base/mem.h"
#include "base/vec.h"
#include "code/fun_entry.h"
#include "code/lower.h"
#include "code/module_table.h"
#include "code/op.h"

static Lock lock; /* rank code_server: guards every module's current and old, and the paths */

enum { MAX_SOURCES = 8 };
static CodeSource sources[MAX_SOURCES];
static CodeSourceNames source_names[MAX_SOURCES];
static unsigned source_count;
static VEC(char *) paths; /* owned strings */

void code_server_init(void)
{
    lock_init(&lock, RANK_code_server);
    module_table_init();
}

void (*code_bad_file_hook)(const char *path, const char *reason);

/* --- loading --- */

static uint8_t *copy_bytes(BytesView view)
{
    uint8_t *copy = mem_alloc(view.size);
    if (view.size) memcpy(copy, view.bytes, view.size);
    return copy;
}

static FunEntry **get_fun_entries(const BeamFile *file)
{
    FunEntry **funs = mem_alloc((file->fun_count + 1) * sizeof *funs);
    for (uint32_t i = 0; i < file->fun_count; i++) {
        const BeamFun *fun = &file->funs[i];
        funs[i] = fun_entry_get(file->module, i, fun->old_uniq, file->md5, fun->arity - fun->free_count, fun->free_count);
        fun_entry_name(funs[i], fun->name, fun->index);
    }
    return funs;
}

/* The file as a version of its module that nobody can reach yet; NULL: file->reason says why not. */
static ModuleCode *prepare(BeamFile *file, uint32_t **labels)
{
    Facts facts;
    *labels = NULL;
    if (!verify(file, &facts)) return NULL;
    ModuleCode *code = mem_alloc_zero(1, sizeof *code);
    code->module = module_get(file->module);
    code->loaded_at = clock_wall_ns() / 1000000000;
    code->funs = get_fun_entries(file);
    code->fun_count = file->fun_count;
    if (!lower(file, &facts, code->funs, code, labels)) {
        module_code_free(code);
        mem_free(*labels);
        return NULL;
    }
    for (uint32_t i = 0; i < file->export_count; i++)
        code->functions[facts.label_function[file->exports[i].label] - 1].is_exported = true;
    if (facts.on_load_function) code->on_load = code->functions[facts.on_load_function - 1].start + OP_SIZE_func_info;
    memcpy(code->md5, file->md5, sizeof code->md5);
    code->attributes = copy_bytes(file->attributes);
    code->attribute_bytes = (uint32_t)file->attributes.size;
    code->compile_info = copy_bytes(file->compile_info);
    code->compile_info_bytes = (uint32_t)file->compile_info.size;
    return code;
}

static const Word *entry_of(const FunctionInfo *function) { return function->start + OP_SIZE_func_info; }

static void set_export(const ModuleCode *code, const FunctionInfo *function, bool on)
{
    Export *e = export_get(code->module->name, function->name, function->arity);
    if (e->bif) return; /* natives win */
    if (!on && !op_is(e->stub + 1, op_undefined)) return;
    atomic_store_explicit(&e->code, on ? entry_of(function) : e->stub + 1, memory_order_release); /* pairs with calls */
}

static void unpublish_exports(const ModuleCode *code)
{
    for (uint32_t i = 0; i < code->function_count; i++)
        if (code->functions[i].is_exported) set_export(code, &code->functions[i], false);
}

/* A call that comes in between finds either version of each function, or for an instant the undefined stub of one that
 * the new version has as well: so exports that stay are set, not cleared first. */
static void publish_exports(const ModuleCode *code, const ModuleCode *before)
{
    for (uint32_t i = 0; i < code->function_count; i++)
        if (code->functions[i].is_exported) set_export(code, &code->functions[i], true);
    if (!before) return;
    for (uint32_t i = 0; i < before->function_count; i++) {
        const FunctionInfo *f = &before->functions[i];
        if (!f->is_exported) continue;
        Export *e = export_get(code->module->name, f->name, f->arity);
        if (atomic_load_explicit(&e->code, memory_order_relaxed) == entry_of(f)) set_export(before, f, false);
    }
}

static void bind_funs(ModuleCode *code, const BeamFile *file, const uint32_t *labels)
{
    for (uint32_t i = 0; i < code->fun_count; i++) {
        code->funs[i]->owner = code;
        atomic_store_explicit(&code->funs[i]->code, code->code + labels[file->funs[i].label], memory_order_release); /* pairs with calls of funs */
    }
}

static LoadError publish(ModuleCode *code, const BeamFile *file, const uint32_t *labels, bool if_absent)
{
    Module *module = code->module;
    LoadError result = LOAD_OK;
    lock_acquire(&lock);
    ModuleCode *before = atomic_load_explicit(&module->current, memory_order_relaxed);
    if (before && if_absent) {
        result = LOAD_IS_LOADED;
    } else if (before && atomic_load_explicit(&module->old, memory_order_relaxed)) {
        result = LOAD_NOT_PURGED;
    } else {
        module_range_add(code);
        bind_funs(code, file, labels);
        if (before) atomic_store_explicit(&module->old, before, memory_order_release);
        atomic_store_explicit(&module->current, code, memory_order_release);
        module->on_load_pending = code->on_load != NULL;
        if (code->on_load) {
            if (before) unpublish_exports(before);
        } else {
            publish_exports(code, before);
        }
    }
    lock_release(&lock);
    return result;
}

void code_on_load_done(Term name, bool ok)
{
    Module *module = module_find(name);
    lock_acquire(&lock);
    ModuleCode *code = module ? atomic_load_explicit(&module->current, memory_order_relaxed) : NULL;
    if (code && module->on_load_pending) {
        module->on_load_pending = false;
        if (ok) {
            publish_exports(code, NULL);
        } else {
            ModuleCode *old = atomic_load_explicit(&module->old, memory_order_relaxed);
            atomic_store_explicit(&module->current, NULL, memory_order_release); /* nothing but its on_load function ever ran */
            for (uint32_t i = 0; i < code->fun_count; i++)
                if (code->funs[i]->owner == code) atomic_store_explicit(&code->funs[i]->code, NULL, memory_order_release);
            if (old) {
                atomic_store_explicit(&module->current, old, memory_order_release);
                atomic_store_explicit(&module->old, NULL, memory_order_release);
                publish_exports(old, NULL);
            }
        }
    }
    lock_release(&lock);
}

static LoadError load(const uint8_t *bytes, size_t size_bytes, Term *name, bool if_absent, char *reason, size_t reason_size)
{
    BeamFile file;
    uint32_t *labels = NULL;
    LoadError result = LOAD_BADFILE;
    bool ok = beam_file_read(&file, bytes, size_bytes);
    if (ok && !term_is_none(*name) && *name != file.module) {
        snprintf(reason, reason_size, "the file is of module %.100s", atom_text(file.module));
        result = LOAD_WRONG_MODULE;
    } else if (ok) {
        ModuleCode *code = prepare(&file, &labels);
        if (code) {
            *name = file.module;
            result = publish(code, &file, labels, if_absent);
            if (result != LOAD_OK) module_code_free(code);
        }
        if (code) mem_free(labels);
    }
    if (result == LOAD_BADFILE && reason_size) snprintf(reason, reason_size, "%s", file.reason);
    beam_file_destroy(&file);
    return result;
}

LoadError code_load(const uint8_t *bytes, size_t size_bytes, Term *name, char *reason, size_t reason_size)
{
    return load(bytes, size_bytes, name, false, reason, reason_size);
}

/* --- taking out --- */

bool code_delete(Term name)
{
    Module *module = module_find(name);
    bool ok = true;
    if (!module) return true;
    lock_acquire(&lock);
    ModuleCode *code = atomic_load_explicit(&module->current, memory_order_relaxed);
    if (code && atomic_load_explicit(&module->old, memory_order_relaxed)) {
        ok = false;
    } else if (code) {
        unpublish_exports(code);
        atomic_store_explicit(&module->old, code, memory_order_release);
        atomic_store_explicit(&module->current, NULL, memory_order_release);
    }
    lock_release(&lock);
    return ok;
}

bool code_has_old(Term name)
{
    Module *module = module_find(name);
    return module && atomic_load_explicit(&module->old, memory_order_acquire);
}

void code_drop_old(Term name)
{
    Module *module = module_find(name);
    if (!module) return;
    lock_acquire(&lock);
    ModuleCode *code = atomic_load_explicit(&module->old, memory_order_relaxed);
    if (code) {
        for (uint32_t i = 0; i < code->fun_count; i++) {
            FunEntry *fun = code->funs[i];
            if (fun->owner != code) continue; /* bound again by the current version, the same code */
            fun->owner = NULL;
            atomic_store_explicit(&fun->code, NULL, memory_order_release);
        }
        atomic_store_explicit(&module->old, NULL, memory_order_release);
        module_range_remove(code);
    }
    lock_release(&lock);
    if (!code) return;
    /* Any heap, message or table may hold its literals, and nobody counts them: the area stays for good. */
    code->literal_area = NULL;
    module_code_free(code);
}

/* --- finding --- */

void code_source_add(CodeSource source, CodeSourceNames names)
{
    if (source_count == MAX_SOURCES) panic("too many code sources");
    source_names[source_count] = names;
    sources[source_count++] = source;
}

static void visit_directory(const char *directory, CodeNameVisitor visit, void *data)
{
    DIR *stream = opendir(directory);
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        size_t size = strlen(entry->d_name);
        if (size > 5 && strcmp(entry->d_name + size - 5, ".beam") == 0) visit(entry->d_name, size - 5, data);
    }
    if (stream) closedir(stream);
}

void code_each_available(CodeNameVisitor visit, void *data)
{
    for (unsigned i = 0; i < source_count; i++)
        if (source_names[i]) source_names[i](visit, data);
    char *directory;
    for (size_t i = 0; (directory = code_path_at(i)); i++) {
        visit_directory(directory, visit, data);
        mem_free(directory);
    }
}

static void path_remove(const char *directory)
{
    for (size_t i = 0; i < paths.count; i++) {
        if (strcmp(paths.items[i], directory) != 0) continue;
        mem_free(paths.items[i]);
        memmove(paths.items + i, paths.items + i + 1, (paths.count - i - 1) * sizeof *paths.items);
        paths.count--;
        return;
    }
}

void code_path_add_first(const char *directory)
{
    lock_acquire(&lock);
    path_remove(directory);
    vec_push(&paths, NULL);
    memmove(paths.items + 1, paths.items, (paths.count - 1) * sizeof *paths.items);
    paths.items[0] = mem_copy_string(directory);
    lock_release(&lock);
}

void code_path_add_last(const char *directory)
{
    lock_acquire(&lock);
    path_remove(directory);
    vec_push(&paths, mem_copy_string(directory));
    lock_release(&lock);
}

bool code_path_delete(const char *directory)
{
    lock_acquire(&lock);
    size_t before = paths.count;
    path_remove(directory);
    bool found = paths.count < before;
    lock_release(&lock);
    return found;
}

size_t code_path_count(void)
{
    lock_acquire(&lock);
    size_t count = paths.count;
    lock_release(&lock);
    return count;
}

char *code_path_at(size_t index)
{
    lock_acquire(&lock);
    char *copy = index < paths.count ? mem_copy_string(paths.items[index]) : NULL;
    lock_release(&lock);
    return copy;
}

static uint8_t *read_file(const char *path, size_t *size_bytes)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    VEC(uint8_t) bytes = {0};
    size_t got;
    do {
        vec_reserve(&bytes, bytes.count + 65536);
        got = fread(bytes.items + bytes.count, 1, 65536, file);
        bytes.count += got;
    } while (got > 0);
    fclose(file);
    *size_bytes = bytes.count;
    return bytes.items;
}

static uint8_t *find_builtin(const char *module, size_t *size_bytes, char *path, size_t path_size)
{
    for (unsigned i = source_count; i > 0; i--) {
        uint8_t *bytes = sources[i - 1](module, size_bytes, path, path_size);
        if (bytes) return bytes;
    }
    return NULL;
}

uint8_t *code_find_bytes(Term name, size_t *size_bytes, char *path, size_t path_size)
{
    const char *module = atom_text(name);
    if (strchr(module, '/') || strlen(module) != atom_size_bytes(name)) return NULL;
    char *directory;
    for (size_t i = 0; (directory = code_path_at(i)); i++) {
        snprintf(path, path_size, "%s/%s.beam", directory, module);
        mem_free(directory);
        uint8_t *bytes = read_file(path, size_bytes);
        if (bytes) return bytes;
    }
    return find_builtin(module, size_bytes, path, path_size);
}

static bool load_if_absent(Term name, uint8_t *bytes, size_t size, const char *path)
{
    char reason[320];
    LoadError error = load(bytes, size, &name, true, reason, sizeof reason);
    mem_free(bytes);
    if (error == LOAD_BADFILE || error == LOAD_WRONG_MODULE) {
        if (code_bad_file_hook) code_bad_file_hook(path, reason);
        return false;
    }
    return error == LOAD_OK || error == LOAD_IS_LOADED;
}

bool code_ensure_loaded(Term name)
{
    if (module_is_loaded(name)) return true;
    char path[4096];
    size_t size;
    uint8_t *bytes = code_find_bytes(name, &size, path, sizeof path);
    return bytes && load_if_absent(name, bytes, size, path);
}

bool code_load_builtin(Term name)
{
    if (module_is_loaded(name)) return true;
    char path[4096];
    size_t size;
    uint8_t *bytes = find_builtin(atom_text(name), &size, path, sizeof path);
    return bytes && load_if_absent(name, bytes, size, path);
}
