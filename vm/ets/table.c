/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.c - the directory of ETS tables, ownership, fixing, and the store_* functions, which pick the kind of store. */
#include "ets/table.h"

#include "gc/copy.h"
#include "process/process_table.h"
#include "process/signal.h"
#include "term/compare.h"

enum { NAME_BUCKETS = 1024 };

/* Guarded by `directory.lock`. */
static struct {
    Lock lock;
    EtsTable *first;
    EtsTable *by_name[NAME_BUCKETS];
    size_t count;
} directory;

void ets_init(void)
{
    lock_init(&directory.lock, RANK_ets_tables);
}

static EtsTable **name_bucket(Term name)
{
    return &directory.by_name[atom_hash(name) % NAME_BUCKETS];
}

static EtsTable *find_name(Term name)
{
    EtsTable *table = *name_bucket(name);
    while (table && table->name != name) table = table->name_next;
    return table;
}

static void unlink_name(EtsTable *table)
{
    EtsTable **link = name_bucket(table->name);
    while (*link != table) link = &(*link)->name_next;
    *link = table->name_next;
}

/* The last share is gone: nobody can reach the table. */
static void destroy(Resource *resource)
{
    EtsTable *table = (EtsTable *)resource;
    while (!store_free_some(table, ~(Word)0)) {}
    if (table->heir_data) ets_object_free(table->heir_data);
    vec_free(&table->fixations);
    lock_destroy(&table->lock);
    mem_free(table);
}

EtsTable *ets_new(Process *p, Term name, const EtsOptions *options)
{
    EtsTable *table = mem_alloc_zero(1, sizeof *table);
    resource_init(&table->resource, destroy);
    lock_init(&table->lock, RANK_ets_table);
    table->number = ref_next_number();
    table->type = options->type;
    table->key_position = options->key_position;
    table->named = options->named;
    table->read_concurrency = options->read_concurrency;
    table->write_concurrency = options->write_concurrency;
    table->compressed = options->compressed;
    table->decentralized_counters = options->decentralized_counters;
    table->alive = true;
    table->protection = options->protection;
    table->owner = p->pid;
    table->heir = options->heir;
    if (!term_is_nil(options->heir)) table->heir_data = ets_tuple_1_object(options->heir_data);
    table->name = name;
    store_init(table);

    lock_acquire(&directory.lock);
    bool taken = options->named && find_name(name);
    if (!taken) {
        if (options->named) {
            table->name_next = *name_bucket(name);
            *name_bucket(name) = table;
        }
        table->directory_next = directory.first;
        if (directory.first) directory.first->directory_previous = table;
        directory.first = table;
        directory.count++;
    }
    lock_release(&directory.lock);
    if (taken) {
        destroy(&table->resource);
        return NULL;
    }
    p->flags |= PROCESS_USES_ETS;
    return table;
}

Term ets_id(Heap *heap, EtsTable *table)
{
    return table->named ? table->name : ets_reference(heap, table);
}

Term ets_reference(Heap *heap, EtsTable *table)
{
    resource_retain(&table->resource);
    Term id = magic_ref_new_take(heap, &table->resource);
    boxed_words(id)[1] = table->number;
    return id;
}

EtsTable *ets_find(Term id)
{
    EtsTable *table;
    if (term_is_atom(id)) {
        lock_acquire(&directory.lock);
        table = find_name(id);
        if (table) resource_retain(&table->resource);
        lock_release(&directory.lock);
    } else {
        table = (EtsTable *)magic_ref_resource(id, destroy);
        if (table) resource_retain(&table->resource);
    }
    return table;
}

void ets_unfind(EtsTable *table)
{
    resource_release(&table->resource);
}

static bool may(const EtsTable *table, const Process *p, EtsAccess access)
{
    if (table->owner == p->pid || access == ETS_INFO) return true;
    switch (table->protection) {
    case ETS_PUBLIC: return access != ETS_OWN;
    case ETS_PROTECTED: return access == ETS_READ;
    default: return false;
    }
}

EtsTable *ets_acquire(Process *p, Term id, EtsAccess access)
{
    EtsTable *table = ets_find(id);
    if (!table) return NULL;
    lock_acquire(&table->lock);
    if (table->alive && may(table, p, access)) return table;
    ets_release(table);
    return NULL;
}

void ets_release(EtsTable *table)
{
    lock_release(&table->lock);
    ets_unfind(table);
}

bool ets_rename(EtsTable *table, Term name)
{
    lock_acquire(&directory.lock);
    bool taken = table->named && find_name(name);
    if (!taken) {
        if (table->named) unlink_name(table);
        table->name = name;
        if (table->named) {
            table->name_next = *name_bucket(name);
            *name_bucket(name) = table;
        }
    }
    lock_release(&directory.lock);
    return !taken;
}

void ets_retire(EtsTable *table)
{
    table->alive = false;
    lock_release(&table->lock); /* rank: the directory comes first */
    lock_acquire(&directory.lock);
    if (table->named) unlink_name(table);
    if (table->directory_previous) table->directory_previous->directory_next = table->directory_next;
    else directory.first = table->directory_next;
    if (table->directory_next) table->directory_next->directory_previous = table->directory_previous;
    directory.count--;
    lock_release(&directory.lock);
    ets_unfind(table); /* the directory's share; the caller's keeps the table */
    lock_acquire(&table->lock);
}

bool ets_free_some(EtsTable *table, Word budget)
{
    return store_free_some(table, budget);
}

EtsTable **ets_all(size_t *count)
{
    lock_acquire(&directory.lock);
    EtsTable **tables = mem_alloc(directory.count * sizeof *tables);
    size_t n = 0;
    for (EtsTable *table = directory.first; table; table = table->directory_next) {
        resource_retain(&table->resource);
        tables[n++] = table;
    }
    lock_release(&directory.lock);
    *count = n;
    return tables;
}

static void note_owner(Process *receiver, Signal *signal)
{
    receiver->flags |= PROCESS_USES_ETS;
}

void ets_note_owner(Term pid)
{
    Signal *signal = signal_new(SIGNAL_REQUEST, NIL, NIL);
    signal->run = note_owner;
    signal_send(pid, signal);
}

void ets_fix(EtsTable *table, Term pid)
{
    for (size_t i = 0; i < table->fixations.count; i++)
        if (table->fixations.items[i].pid == pid) {
            table->fixations.items[i].count++;
            return;
        }
    vec_push(&table->fixations, ((EtsFixation){pid, 1}));
}

static void drop_fixation(EtsTable *table, size_t index)
{
    table->fixations.items[index] = vec_last(&table->fixations);
    table->fixations.count--;
    if (!ets_is_fixed(table)) store_sweep_deleted(table);
}

bool ets_unfix(EtsTable *table, Term pid)
{
    for (size_t i = 0; i < table->fixations.count; i++)
        if (table->fixations.items[i].pid == pid) {
            if (--table->fixations.items[i].count == 0) drop_fixation(table, i);
            return true;
        }
    return false;
}

/* The owner dies: the table goes to its heir if that is alive, else it goes. Lock held. */
static void lose_owner(EtsTable *table)
{
    Term heir = table->heir, old_owner = table->owner;
    if (term_is_nil(heir) || heir == old_owner || !process_is_alive(heir)) {
        ets_retire(table);
        return;
    }
    table->owner = heir;
    table->heir = NIL;
    Heap heap;
    heap_init_arena(&heap);
    Term message = tuple_new_4(&heap, AM(ets_transfer), ets_id(&heap, table), old_owner,
                               tuple_get(table->heir_data->tuple, 0));
    lock_release(&table->lock); /* no signal is sent under a table's lock */
    ets_note_owner(heir);
    bool sent = message_send(NULL, heir, message);
    lock_acquire(&table->lock);
    heap_destroy(&heap);
    if (!sent && table->alive && table->owner == heir) ets_retire(table);
}

void ets_process_exit(Process *p)
{
    if (!(p->flags & PROCESS_USES_ETS)) return;
    size_t count;
    EtsTable **tables = ets_all(&count);
    for (size_t i = 0; i < count; i++) {
        EtsTable *table = tables[i];
        lock_acquire(&table->lock);
        for (size_t f = 0; f < table->fixations.count; f++)
            if (table->fixations.items[f].pid == p->pid) {
                drop_fixation(table, f);
                break;
            }
        if (table->alive && table->owner == p->pid) lose_owner(table);
        ets_release(table);
    }
    mem_free(tables);
}

/* --- the store of a table's type --- */

#define IS_ORDERED(table) ((table)->type == ETS_ORDERED_SET)

void store_init(EtsTable *table)
{
    if (IS_ORDERED(table)) ordered_init(table);
    else hash_init(table);
}

void store_insert_take(EtsTable *table, EtsObject *object)
{
    if (IS_ORDERED(table)) ordered_insert_take(table, object);
    else hash_insert_take(table, object);
}

EtsObject *store_lookup_one(EtsTable *table, Term key)
{
    return IS_ORDERED(table) ? ordered_lookup_one(table, key) : hash_lookup_one(table, key);
}

void store_lookup(EtsTable *table, Term key, EtsObjects *found)
{
    if (!IS_ORDERED(table)) {
        hash_lookup(table, key, found);
        return;
    }
    EtsObject *object = ordered_lookup_one(table, key);
    if (object) vec_push(found, object);
}

void store_remove(EtsTable *table, EtsObject *object)
{
    if (IS_ORDERED(table)) ordered_remove(table, object);
    else hash_remove(table, object);
}

void store_swap_take(EtsTable *table, EtsObject *old, EtsObject *new)
{
    if (IS_ORDERED(table)) ordered_swap_take(table, old, new);
    else hash_swap_take(table, old, new);
}

void store_delete_key(EtsTable *table, Term key)
{
    EtsObject *object;
    while ((object = store_lookup_one(table, key))) store_remove(table, object);
}

void store_delete_object(EtsTable *table, Term tuple)
{
    if (tuple_arity(tuple) < table->key_position) return;
    EtsObjects found = {0};
    store_lookup(table, tuple_get(tuple, table->key_position - 1), &found);
    for (size_t i = 0; i < found.count; i++)
        if (term_equal_exactly(found.items[i]->tuple, tuple)) store_remove(table, found.items[i]);
    vec_free(&found);
}

void store_sweep_deleted(EtsTable *table)
{
    if (!IS_ORDERED(table) && table->deleted_count) hash_sweep_deleted(table);
}

bool store_free_some(EtsTable *table, Word budget)
{
    return IS_ORDERED(table) ? ordered_free_some(table, budget) : hash_free_some(table, budget);
}

void position_init(EtsPosition *position)
{
    *position = (EtsPosition){.key = TERM_NONE};
}

EtsObject *store_next(EtsTable *table, EtsPosition *position)
{
    return IS_ORDERED(table) ? ordered_next(table, position) : hash_next(table, position);
}

EtsObject *store_previous(EtsTable *table, EtsPosition *position)
{
    return IS_ORDERED(table) ? ordered_previous(table, position) : hash_next(table, position);
}

bool position_after_key(EtsTable *table, Term key, EtsPosition *position)
{
    return IS_ORDERED(table) ? ordered_position_after_key(table, key, position)
                             : hash_position_after_key(table, key, position);
}
