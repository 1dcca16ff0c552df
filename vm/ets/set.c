/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.c - the hash store: linear hashing, so that growth moves one bucket at a time and no insert is slow.
 *
 * Buckets 0 .. bucket_count-1 in segments of 256. `low_mask` is the mask of the round's start: a hash whose low bits under
 * it are below split_from uses one bit more. Objects with equal keys stand next to each other, oldest first. */
#include "ets/table.h"

#include "term/compare.h"
#include "term/term_hash.h"

enum { SEGMENT_BUCKETS = 256, LOAD = 2 /* objects a bucket that make the table grow */ };

static EtsObject **bucket_at(EtsTable *table, Word bucket)
{
    return &table->segments[bucket / SEGMENT_BUCKETS][bucket % SEGMENT_BUCKETS];
}

static EtsObject **bucket_of(EtsTable *table, uint64_t hash)
{
    Word bucket = hash & table->low_mask;
    if (bucket < table->split_from) bucket = hash & (table->low_mask << 1 | 1);
    return bucket_at(table, bucket);
}

static void add_segment(EtsTable *table)
{
    Word count = table->segment_count + 1;
    if ((count & (count - 1)) == 0 || count == 1)
        table->segments = mem_resize(table->segments, 2 * count * sizeof *table->segments);
    table->segments[table->segment_count++] = mem_alloc_zero(SEGMENT_BUCKETS, sizeof(EtsObject *));
    table->memory_words += SEGMENT_BUCKETS;
}

void hash_init(EtsTable *table)
{
    add_segment(table);
    table->bucket_count = SEGMENT_BUCKETS;
    table->low_mask = SEGMENT_BUCKETS - 1;
    table->split_from = 0;
}

/* Splits one bucket in two, keeping the order of its objects. */
static void grow(EtsTable *table)
{
    if (table->bucket_count % SEGMENT_BUCKETS == 0 && table->bucket_count / SEGMENT_BUCKETS == table->segment_count)
        add_segment(table);
    EtsObject **from = bucket_at(table, table->split_from);
    EtsObject **to = bucket_at(table, table->bucket_count);
    Word bit = table->low_mask + 1;
    EtsObject *object = *from;
    while (object) {
        EtsObject *next = object->next;
        if (object->hash & bit) {
            *to = object;
            to = &object->next;
        } else {
            *from = object;
            from = &object->next;
        }
        object = next;
    }
    *from = *to = NULL;
    table->bucket_count++;
    if (++table->split_from > table->low_mask) {
        table->low_mask = table->low_mask << 1 | 1;
        table->split_from = 0;
    }
}

static bool has_key(const EtsTable *table, const EtsObject *object, uint64_t hash, Term key)
{
    return object->hash == hash && term_equal_exactly(ets_object_key(table, object), key);
}

/* The link to the first object with this key, marked or not; else the link at the end of the chain. */
static EtsObject **find_link(EtsTable *table, uint64_t hash, Term key)
{
    EtsObject **link = bucket_of(table, hash);
    while (*link && !has_key(table, *link, hash, key)) link = &(*link)->next;
    return link;
}

static void unlink_and_free(EtsTable *table, EtsObject **link)
{
    EtsObject *object = *link;
    *link = object->next;
    table->memory_words -= object->size_words + sizeof *object / sizeof(Word);
    ets_object_free(object);
}

/* Takes *link out of the table: at once, or by a mark while someone holds a position in it. */
static void remove_at(EtsTable *table, EtsObject **link)
{
    table->object_count--;
    if (ets_is_fixed(table)) {
        (*link)->deleted = true;
        table->deleted_count++;
    } else {
        unlink_and_free(table, link);
    }
}

static void note_inserted(EtsTable *table, EtsObject *object)
{
    table->object_count++;
    table->memory_words += object->size_words + sizeof *object / sizeof(Word);
    if (table->object_count > table->bucket_count * LOAD && !ets_is_fixed(table)) grow(table);
}

void hash_insert_take(EtsTable *table, EtsObject *object)
{
    Term key = ets_object_key(table, object);
    object->hash = term_hash(key);
    EtsObject **link = find_link(table, object->hash, key);
    if (table->type == ETS_SET && *link && !(*link)->deleted) {
        hash_swap_take(table, *link, object);
        return;
    }
    while (*link && has_key(table, *link, object->hash, key)) {
        if (table->type == ETS_BAG && !(*link)->deleted && term_equal_exactly((*link)->tuple, object->tuple)) {
            ets_object_free(object);
            return;
        }
        link = &(*link)->next;
    }
    object->next = *link;
    *link = object;
    note_inserted(table, object);
}

void hash_swap_take(EtsTable *table, EtsObject *old, EtsObject *new)
{
    EtsObject **link = bucket_of(table, old->hash);
    while (*link != old) link = &(*link)->next;
    new->hash = old->hash;
    new->next = old->next;
    *link = new;
    table->memory_words += new->size_words - old->size_words;
    ets_object_free(old);
}

EtsObject *hash_lookup_one(EtsTable *table, Term key)
{
    uint64_t hash = term_hash(key);
    EtsObject *object = *find_link(table, hash, key);
    while (object && object->deleted) {
        object = object->next;
        if (object && !has_key(table, object, hash, key)) return NULL;
    }
    return object;
}

void hash_lookup(EtsTable *table, Term key, EtsObjects *found)
{
    uint64_t hash = term_hash(key);
    EtsObject *object = *find_link(table, hash, key);
    for (; object && has_key(table, object, hash, key); object = object->next)
        if (!object->deleted) vec_push(found, object);
}

void hash_remove(EtsTable *table, EtsObject *object)
{
    EtsObject **link = bucket_of(table, object->hash);
    while (*link != object) link = &(*link)->next;
    remove_at(table, link);
}

void hash_sweep_deleted(EtsTable *table)
{
    for (Word bucket = 0; bucket < table->bucket_count && table->deleted_count; bucket++) {
        EtsObject **link = bucket_at(table, bucket);
        while (*link) {
            if ((*link)->deleted) {
                unlink_and_free(table, link);
                table->deleted_count--;
            } else {
                link = &(*link)->next;
            }
        }
    }
}

bool hash_free_some(EtsTable *table, Word budget)
{
    while (table->bucket_count) {
        EtsObject **link = bucket_at(table, table->bucket_count - 1);
        while (*link) {
            if (budget-- == 0) return false;
            unlink_and_free(table, link);
        }
        table->bucket_count--;
    }
    for (Word i = 0; i < table->segment_count; i++) mem_free(table->segments[i]);
    mem_free(table->segments);
    table->segments = NULL;
    table->segment_count = 0;
    return true;
}

EtsObject *hash_next(EtsTable *table, EtsPosition *position)
{
    for (; position->bucket < table->bucket_count; position->bucket++, position->done = 0) {
        Word seen = 0;
        for (EtsObject *object = *bucket_at(table, position->bucket); object; object = object->next)
            if (seen++ >= position->done && !object->deleted) {
                position->done = seen;
                return object;
            }
    }
    position->at_end = true;
    return NULL;
}

bool hash_position_after_key(EtsTable *table, Term key, EtsPosition *position)
{
    uint64_t hash = term_hash(key);
    Word bucket = hash & table->low_mask;
    if (bucket < table->split_from) bucket = hash & (table->low_mask << 1 | 1);
    Word seen = 0;
    bool found = false;
    for (EtsObject *object = *bucket_at(table, bucket); object; object = object->next) {
        bool equal = has_key(table, object, hash, key);
        if (found && !equal) break;
        found = found || equal;
        seen++;
    }
    position->bucket = bucket;
    position->done = seen;
    return found;
}
