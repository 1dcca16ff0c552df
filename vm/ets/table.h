/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h - ETS tables: terms stored outside of any process.
 *
 * Every stored object is one block of its own that holds a deep copy of the tuple; programs get copies. A table has one
 * lock that guards all of it but `name` and the directory links, which the directory's lock guards. Copying an object out
 * to the caller's heap happens under the table's lock: it allocates, and calls nothing.
 *
 * Two kinds of store: a linear hash table (set, bag, duplicate_bag; set.c) and a skip list (ordered_set; ordered.c). Both
 * sit behind the store_* functions. A position in a table is an EtsPosition: for a hash table a bucket and the number of
 * its objects that were dealt with; for an ordered table the last key that was. While a table is fixed a hash table does
 * not grow and deleted objects stay in their chain, marked, so that a position stays good.
 *
 * Source for the behaviour: the manual page ets(3erl) of OTP 25. Linear hashing: Litwin 1980. Skip lists: Pugh 1990. */
#ifndef ETS_TABLE_H
#define ETS_TABLE_H

#include "base/lock.h"
#include "base/vec.h"
#include "process/process.h"
#include "term/ref.h"

typedef enum EtsType { ETS_SET, ETS_ORDERED_SET, ETS_BAG, ETS_DUPLICATE_BAG } EtsType;
typedef enum EtsProtection { ETS_PUBLIC, ETS_PROTECTED, ETS_PRIVATE } EtsProtection;
typedef enum EtsAccess { ETS_READ, ETS_WRITE, ETS_OWN, ETS_INFO } EtsAccess;

typedef struct EtsObject {
    struct EtsObject *next; /* hash chain; unused in ordered tables */
    uint64_t hash;          /* of the key; unused in ordered tables */
    Word *off_heap;         /* off-heap boxes in words */
    Word size_words;
    bool deleted;           /* only while the table is fixed */
    Term tuple;
    Word words[];
} EtsObject;

typedef struct OrderedNode OrderedNode;
typedef struct EtsFixation {
    Term pid;
    Word count;
} EtsFixation;

typedef struct EtsTable {
    Resource resource; /* first: shared by magic references and by users of the table at work */
    Lock lock;
    /* --- fixed when made --- */
    Word number;       /* of the magic reference that names it */
    EtsType type;
    Word key_position; /* from 1 */
    bool named, read_concurrency, write_concurrency, compressed, decentralized_counters;
    /* --- guarded by lock --- */
    bool alive;
    EtsProtection protection;
    Term owner; /* local pid */
    Term heir;  /* local pid, or NIL */
    EtsObject *heir_data; /* a 1-tuple, owned, or NULL */
    Word object_count, memory_words;
    VEC(EtsFixation) fixations;
    Word deleted_count; /* marked objects still in chains */
    /* hash store: directory of segments */
    EtsObject ***segments;
    Word segment_count, bucket_count, split_from, low_mask;
    /* ordered store */
    OrderedNode *head;
    int levels;
    uint64_t random;
    /* --- guarded by the directory's lock --- */
    Term name; /* atom */
    struct EtsTable *directory_next, *directory_previous, *name_next;
} EtsTable;

typedef struct EtsPosition {
    Word bucket, done; /* hash: objects of the bucket already dealt with */
    Term key;          /* ordered: last key dealt with; TERM_NONE: before the first */
    bool at_end;
} EtsPosition;

/* --- directory (table.c) --- */
void ets_init(void);
typedef struct EtsOptions {
    EtsType type;
    EtsProtection protection;
    Word key_position;
    Term heir, heir_data;
    bool named, read_concurrency, write_concurrency, compressed, decentralized_counters;
} EtsOptions;
/* A table owned by p; NULL if the name is taken. */
EtsTable *ets_new(Process *p, Term name, const EtsOptions *options);
/* The id that programs use: the name, or a magic reference. */
Term ets_id(Heap *heap, EtsTable *table);
/* The magic reference, for a named table too; it takes a share of the table. */
Term ets_reference(Heap *heap, EtsTable *table);
/* The table with its lock held and a share of it taken, or NULL if there is none or p may not use it so. */
EtsTable *ets_acquire(Process *p, Term id, EtsAccess access);
void ets_release(EtsTable *table); /* undoes ets_acquire */
/* Finds without locking the table; a share is taken. NULL if there is none. */
EtsTable *ets_find(Term id);
void ets_unfind(EtsTable *table);
bool ets_rename(EtsTable *table, Term name); /* table not locked; false if the name is taken */
/* Takes a table (locked) out of use: no one finds it any more; its objects go with the last share, or by ets_free_some. */
void ets_retire(EtsTable *table);
/* Frees up to `budget` objects of a retired table; true when none is left. Lock held. */
bool ets_free_some(EtsTable *table, Word budget);
/* All tables alive, each with a share taken: the caller calls ets_unfind on each and frees the array. */
EtsTable **ets_all(size_t *count);
/* What the end of a process means for the tables it owns or has fixed. Runs on the process's thread. */
void ets_process_exit(Process *p);
/* Tells a process that it owns a table now, so that its end is noticed; called before it is told by a message. */
void ets_note_owner(Term pid);
void ets_fix(EtsTable *table, Term pid);
bool ets_unfix(EtsTable *table, Term pid); /* false if pid had not fixed it */
static inline bool ets_is_fixed(const EtsTable *table) { return table->fixations.count > 0; }

/* --- objects (object.c): lock held, or the object not yet in a table --- */
EtsObject *ets_object_new(Term tuple);
EtsObject *ets_tuple_1_object(Term element); /* holds {element} */
void ets_object_free(EtsObject *object);
Term ets_object_copy(Heap *heap, const EtsObject *object);
static inline Term ets_object_key(const EtsTable *table, const EtsObject *object)
{
    return tuple_elements(object->tuple)[table->key_position - 1];
}

/* --- the store, lock held (set.c, ordered.c) --- */
typedef VEC(EtsObject *) EtsObjects;
void store_init(EtsTable *table);
/* Puts an object in, which the store then owns; a set's object with the same key, a bag's equal object, is replaced. */
void store_insert_take(EtsTable *table, EtsObject *object);
/* Objects with this key, oldest first, appended. For sets at most one. */
void store_lookup(EtsTable *table, Term key, EtsObjects *found);
EtsObject *store_lookup_one(EtsTable *table, Term key); /* the first, or NULL */
void store_delete_key(EtsTable *table, Term key);
void store_delete_object(EtsTable *table, Term object); /* equal ones */
/* Takes one object that is in the table out of it. */
void store_remove(EtsTable *table, EtsObject *object);
void store_swap_take(EtsTable *table, EtsObject *old, EtsObject *new); /* same key; old is freed */
void store_sweep_deleted(EtsTable *table); /* after the last unfix */
bool store_free_some(EtsTable *table, Word budget);
/* The next object from the position on, which moves past it; NULL at the end. */
EtsObject *store_next(EtsTable *table, EtsPosition *position);
EtsObject *store_previous(EtsTable *table, EtsPosition *position); /* ordered: before position.key; hash: as next */
void position_init(EtsPosition *position);
/* Moves to just after this key's objects; false if a hash table has no such key (also none that was marked deleted). */
bool position_after_key(EtsTable *table, Term key, EtsPosition *position);

/* The two stores' own parts. */
#define STORE_FUNCTIONS(prefix) \
    void prefix##_init(EtsTable *table); \
    void prefix##_insert_take(EtsTable *table, EtsObject *object); \
    EtsObject *prefix##_lookup_one(EtsTable *table, Term key); \
    void prefix##_remove(EtsTable *table, EtsObject *object); \
    void prefix##_swap_take(EtsTable *table, EtsObject *old, EtsObject *new); \
    bool prefix##_free_some(EtsTable *table, Word budget); \
    EtsObject *prefix##_next(EtsTable *table, EtsPosition *position); \
    bool prefix##_position_after_key(EtsTable *table, Term key, EtsPosition *position);
STORE_FUNCTIONS(hash)
STORE_FUNCTIONS(ordered)
void hash_lookup(EtsTable *table, Term key, EtsObjects *found);
void hash_sweep_deleted(EtsTable *table);
EtsObject *ordered_previous(EtsTable *table, EtsPosition *position);

#endif
