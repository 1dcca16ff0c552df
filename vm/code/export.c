/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.c - the table of export cells: a hash table that is read without a lock.
 *
 * Cells are added at the head of a chain with a release store and never removed. When the table grows, a new array of
 * heads with chains of its own is published; the old one is kept, since a reader may be in it. */
#include "code/export.h"

#include "base/hash.h"
#include "base/lock.h"
#include "base/mem.h"
#include "code/op.h"

typedef struct Chain {
    Export *export;
    struct Chain *next;
} Chain;
typedef struct Table {
    Word capacity;
    _Atomic(Chain *) heads[];
} Table;

static _Atomic(Table *) table;
static Word count;      /* guarded by lock */
static Lock lock;

static uint64_t hash_of(Term module, Term function, unsigned arity)
{
    return hash_word(term_bits(module) * 31 + term_bits(function) * 1000003 + arity);
}

static Export *find_in(Table *t, Term module, Term function, unsigned arity)
{
    Chain *chain = atomic_load_explicit(&t->heads[hash_of(module, function, arity) & (t->capacity - 1)], memory_order_acquire);
    for (; chain; chain = chain->next) {
        Export *e = chain->export;
        if (e->module == module && e->function == function && e->arity == arity) return e;
    }
    return NULL;
}

Export *export_find(Term module, Term function, unsigned arity)
{
    return find_in(atomic_load_explicit(&table, memory_order_acquire), module, function, arity); /* pairs with publish */
}

static Table *table_new(Word capacity)
{
    Table *t = mem_alloc_zero(1, sizeof *t + capacity * sizeof t->heads[0]);
    t->capacity = capacity;
    return t;
}

static void link_in(Table *t, Export *e)
{
    _Atomic(Chain *) *head = &t->heads[hash_of(e->module, e->function, e->arity) & (t->capacity - 1)];
    Chain *chain = mem_alloc(sizeof *chain);
    chain->export = e;
    chain->next = atomic_load_explicit(head, memory_order_relaxed);
    atomic_store_explicit(head, chain, memory_order_release); /* pairs with find_in */
}

static void grow(void)
{
    Table *old = atomic_load_explicit(&table, memory_order_relaxed), *larger = table_new(old->capacity * 4);
    for (Word i = 0; i < old->capacity; i++)
        for (Chain *c = atomic_load_explicit(&old->heads[i], memory_order_relaxed); c; c = c->next) link_in(larger, c->export);
    atomic_store_explicit(&table, larger, memory_order_release); /* old: leaked on purpose, readers may be in it */
}

Export *export_get(Term module, Term function, unsigned arity)
{
    assert(arity <= 255);
    Export *e = export_find(module, function, arity);
    if (e) return e;
    lock_acquire(&lock);
    Table *t = atomic_load_explicit(&table, memory_order_relaxed);
    e = find_in(t, module, function, arity);
    if (!e) {
        e = mem_alloc_zero(1, sizeof *e);
        e->module = module;
        e->function = function;
        e->arity = arity;
        e->stub[0] = arity;
        e->stub[1] = (Word)op_undefined;
        e->stub[2] = (Word)e;
        atomic_store_explicit(&e->code, e->stub + 1, memory_order_release);
        if (++count > t->capacity) {
            grow();
            t = atomic_load_explicit(&table, memory_order_relaxed);
        }
        link_in(t, e);
    }
    lock_release(&lock);
    return e;
}

Export *export_get_text(const char *module, const char *function, unsigned arity)
{
    return export_get(atom_intern_string(module), atom_intern_string(function), arity);
}

bool export_is_callable(const Export *export)
{
    const Word *code = atomic_load_explicit(&export->code, memory_order_acquire);
    return !op_is(code, op_undefined);
}

void export_register_natives(const Bif *natives)
{
    for (const Bif *bif = natives; bif->module; bif++) {
        Export *e = export_get_text(bif->module, bif->name, bif->arity);
        e->bif = bif;
        e->stub[1] = (Word)op_native_entry;
    }
}

/* Functions that are instructions rather than C functions: what they do to the stack no native could. */
static void register_instruction(const char *function, unsigned arity, OpFunction body)
{
    Export *e = export_get_text("erlang", function, arity);
    e->bif = NULL;
    e->stub[1] = (Word)body;
}

void export_table_init(void)
{
    lock_init(&lock, RANK_leaf);
    atomic_store_explicit(&table, table_new(4096), memory_order_release);
    export_register_natives(bif_table);
    register_instruction("apply", 3, op_apply_list);
    register_instruction("apply", 2, op_apply_fun_list);
}

Export *export_of_stub(const Word *pc)
{
    if (!op_is(pc, op_native_entry) && !op_is(pc, op_undefined)) return NULL;
    Export *e = (Export *)pc[1];
    return pc == e->stub + 1 ? e : NULL;
}

void export_each(void (*visit)(Export *export, void *data), void *data)
{
    Table *t = atomic_load_explicit(&table, memory_order_acquire);
    for (Word i = 0; i < t->capacity; i++)
        for (Chain *c = atomic_load_explicit(&t->heads[i], memory_order_acquire); c; c = c->next) visit(c->export, data);
}
