/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module.c - the table of modules, the list of code ranges, the table of fun entries. */
#include "code/module.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/lock.h"
#include "base/mem.h"
#include "base/vec.h"
#include "code/fun_entry.h"
#include "code/module_table.h"
#include "gc/literal.h"
#include "term/fun.h"

enum { MODULE_BUCKETS = 4096, FUN_BUCKETS = 8192 };

static _Atomic(Module *) modules[MODULE_BUCKETS]; /* chains only grow: read without a lock */
static Lock table_lock;                           /* guards adding to modules and funs, and `ranges` */

Module *module_find(Term name)
{
    Module *m = atomic_load_explicit(&modules[hash_word(term_bits(name)) % MODULE_BUCKETS], memory_order_acquire);
    while (m && m->name != name) m = m->next;
    return m;
}

Module *module_get(Term name)
{
    Module *m = module_find(name);
    if (m) return m;
    lock_acquire(&table_lock);
    m = module_find(name);
    if (!m) {
        _Atomic(Module *) *head = &modules[hash_word(term_bits(name)) % MODULE_BUCKETS];
        m = mem_alloc_zero(1, sizeof *m);
        m->name = name;
        m->next = atomic_load_explicit(head, memory_order_relaxed);
        atomic_store_explicit(head, m, memory_order_release); /* pairs with module_find */
    }
    lock_release(&table_lock);
    return m;
}

bool module_is_loaded(Term name)
{
    Module *m = module_find(name);
    return m && atomic_load_explicit(&m->current, memory_order_acquire);
}

void module_each(void (*visit)(Module *module, void *data), void *data)
{
    for (size_t i = 0; i < MODULE_BUCKETS; i++)
        for (Module *m = atomic_load_explicit(&modules[i], memory_order_acquire); m; m = m->next) visit(m, data);
}

/* --- pc -> version: all versions, ascending by address --- */

static VEC(ModuleCode *) ranges;

static size_t range_position(const Word *pc) /* index of the first version that ends after pc */
{
    size_t low = 0, high = ranges.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ranges.items[middle]->code + ranges.items[middle]->code_words <= pc) low = middle + 1;
        else high = middle;
    }
    return low;
}

ModuleCode *module_of_pc(const Word *pc)
{
    lock_acquire(&table_lock);
    size_t i = range_position(pc);
    ModuleCode *code = i < ranges.count && module_code_has(ranges.items[i], pc) ? ranges.items[i] : NULL;
    lock_release(&table_lock);
    return code;
}

void module_range_add(ModuleCode *code)
{
    lock_acquire(&table_lock);
    size_t i = range_position(code->code);
    vec_reserve(&ranges, ranges.count + 1);
    memmove(ranges.items + i + 1, ranges.items + i, (ranges.count - i) * sizeof *ranges.items);
    ranges.items[i] = code;
    ranges.count++;
    lock_release(&table_lock);
}

void module_range_remove(ModuleCode *code)
{
    lock_acquire(&table_lock);
    size_t i = range_position(code->code);
    if (i < ranges.count && ranges.items[i] == code) {
        memmove(ranges.items + i, ranges.items + i + 1, (ranges.count - i - 1) * sizeof *ranges.items);
        ranges.count--;
    }
    lock_release(&table_lock);
}

const FunctionInfo *function_of_pc(const ModuleCode *code, const Word *pc)
{
    size_t low = 0, high = code->function_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code->functions[middle].end <= pc) low = middle + 1;
        else high = middle;
    }
    return low < code->function_count && pc >= code->functions[low].start ? &code->functions[low] : NULL;
}

const LineInfo *line_of_pc(const ModuleCode *code, const Word *pc)
{
    uint32_t offset = (uint32_t)(pc - code->code);
    const FunctionInfo *function = function_of_pc(code, pc);
    size_t low = 0, high = code->line_count; /* the last one that starts at or before offset */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code->lines[middle].code_offset <= offset) low = middle + 1;
        else high = middle;
    }
    if (low == 0 || !function || code->code + code->lines[low - 1].code_offset < function->start) return NULL;
    return &code->lines[low - 1];
}

void module_code_free(ModuleCode *code)
{
    if (code->literal_area) literal_area_free(code->literal_area);
    for (uint32_t i = 1; i < code->file_count; i++) mem_free(code->file_names[i].text);
    mem_free(code->file_names);
    mem_free(code->code);
    mem_free(code->functions);
    mem_free(code->lines);
    mem_free(code->strings);
    mem_free(code->funs);
    mem_free(code->attributes);
    mem_free(code->compile_info);
    mem_free(code);
}

/* --- funs --- */

static FunEntry *funs[FUN_BUCKETS]; /* guarded by table_lock */

FunEntry *fun_entry_get(Term module, uint32_t index, uint32_t old_uniq, const uint8_t uniq[16], uint32_t arity, uint32_t free_count)
{
    uint64_t hash = hash_combine(hash_bytes(uniq, 16, index), term_bits(module));
    lock_acquire(&table_lock);
    FunEntry *e = funs[hash % FUN_BUCKETS];
    while (e && !(e->module == module && e->index == index && e->old_uniq == old_uniq && e->arity == arity
                  && e->free_count == free_count && memcmp(e->uniq, uniq, 16) == 0))
        e = e->next;
    if (!e) {
        e = mem_alloc_zero(1, sizeof *e);
        e->module = module;
        e->name = TERM_NONE;
        e->index = e->old_index = index;
        e->old_uniq = old_uniq;
        e->arity = arity;
        e->free_count = free_count;
        memcpy(e->uniq, uniq, 16);
        e->next = funs[hash % FUN_BUCKETS];
        funs[hash % FUN_BUCKETS] = e;
    }
    lock_release(&table_lock);
    return e;
}

void fun_entry_name(FunEntry *entry, Term name, uint32_t old_index)
{
    lock_acquire(&table_lock);
    if (term_is_none(entry->name)) {
        entry->old_index = old_index;
        entry->name = name;
    }
    lock_release(&table_lock);
}

static void describe_fun(Term fun, FunInfo *info)
{
    memset(info, 0, sizeof *info);
    if (term_is_export_fun(fun)) {
        const Export *e = export_fun_export(fun);
        info->module = e->module;
        info->function = e->function;
        info->arity = e->arity;
        return;
    }
    const FunEntry *e = fun_box(fun)->entry;
    info->module = e->module;
    info->function = e->name;
    info->arity = e->arity;
    info->index = e->index;
    info->old_index = e->old_index;
    info->old_uniq = e->old_uniq;
    memcpy(info->uniq, e->uniq, 16);
}

static Term make_local_fun(Heap *heap, const FunInfo *info, Word free_count, Term creator)
{
    FunEntry *e = fun_entry_get(info->module, info->index, info->old_uniq, info->uniq, info->arity, (uint32_t)free_count);
    FunBox *box = (FunBox *)heap_alloc(heap, 3 + free_count);
    box->header = header_make(BOX_FUN, 2 + free_count);
    box->entry = e;
    box->creator = creator;
    for (Word i = 0; i < free_count; i++) box->free[i] = NIL;
    return term_from_boxed(box);
}

Term export_fun_new(Heap *heap, Export *export)
{
    ExportFunBox *box = (ExportFunBox *)heap_alloc(heap, 2);
    box->header = header_make(BOX_EXPORT_FUN, 1);
    box->export = export;
    return term_from_boxed(box);
}

static Term make_export_fun(Heap *heap, Term module, Term function, uint32_t arity)
{
    return arity > 255 ? TERM_NONE : export_fun_new(heap, export_get(module, function, arity));
}

void module_table_init(void)
{
    lock_init(&table_lock, RANK_leaf);
    fun_hooks = (FunHooks){describe_fun, make_local_fun, make_export_fun};
}
