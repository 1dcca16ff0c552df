/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ref.c - references, unique integers, other nodes' identities. */
#include "term/ref.h"

#include "base/lock.h"
#include "base/mem.h"
#include "term/atom.h"

/* Each thread takes numbers by the block, so that threads making references share no cache line. */
enum { REF_BLOCK = 256 };
static _Atomic(Word) next_block = 1;
static _Thread_local Word next_number, block_end;

Word ref_next_number(void)
{
    if (UNLIKELY(next_number == block_end)) {
        next_number = atomic_fetch_add_explicit(&next_block, 1, memory_order_relaxed) * REF_BLOCK;
        block_end = next_number + REF_BLOCK;
    }
    return next_number++;
}

Term ref_from_number(Heap *heap, Word number)
{
    Word *words = heap_alloc(heap, 2);
    words[0] = header_make(BOX_REF, 1);
    words[1] = number;
    return term_from_boxed(words);
}

Term ref_new(Heap *heap)
{
    return ref_from_number(heap, ref_next_number());
}

Term magic_ref_new_take(Heap *heap, Resource *resource)
{
    MagicRefBox *box = (MagicRefBox *)heap_alloc(heap, sizeof *box / sizeof(Word));
    box->header = header_make(BOX_MAGIC_REF, sizeof *box / sizeof(Word) - 1);
    box->number = ref_next_number();
    box->resource = resource;
    heap_link_off_heap(heap, &box->header);
    return term_from_boxed(box);
}

Resource *magic_ref_resource(Term t, void (*destroy)(Resource *))
{
    if (!term_is_box_of(t, BOX_MAGIC_REF)) return NULL;
    Resource *resource = ((MagicRefBox *)boxed_words(t))->resource;
    return resource->destroy == destroy ? resource : NULL;
}

void resource_init(Resource *resource, void (*destroy)(Resource *))
{
    atomic_init(&resource->reference_count, 1);
    resource->destroy = destroy;
}

void resource_retain(Resource *resource)
{
    atomic_fetch_add_explicit(&resource->reference_count, 1, memory_order_relaxed);
}

void resource_release(Resource *resource)
{
    /* acq_rel: what the other owners wrote happens before destroy */
    if (atomic_fetch_sub_explicit(&resource->reference_count, 1, memory_order_acq_rel) == 1)
        resource->destroy(resource);
}

static _Atomic(int64_t) next_monotonic = 1;
static _Atomic(int64_t) next_unique_block = 1;
static _Thread_local int64_t next_unique, unique_end;

int64_t unique_integer(void)
{
    if (UNLIKELY(next_unique == unique_end)) {
        next_unique = atomic_fetch_add_explicit(&next_unique_block, 1, memory_order_relaxed) * 64;
        unique_end = next_unique + 64;
    }
    return next_unique++;
}

int64_t unique_integer_monotonic(void)
{
    return atomic_fetch_add_explicit(&next_monotonic, 1, memory_order_relaxed);
}

/* --- other nodes --- */

Term node_name = (Term)((Word)ATOM_INDEX_nonode_nohost << IMM_SHIFT | IMM_ATOM); /* AM() is no constant */
uint32_t node_creation = 0;

static ExternalNode *_Atomic nodes;
static pthread_mutex_t nodes_mutex = PTHREAD_MUTEX_INITIALIZER; /* guards adding to `nodes`; a leaf lock */

ExternalNode *external_node(Term name, uint32_t creation)
{
    pthread_mutex_lock(&nodes_mutex);
    ExternalNode *node = atomic_load_explicit(&nodes, memory_order_relaxed);
    while (node && (node->name != name || node->creation != creation)) node = node->next;
    if (!node) {
        node = mem_alloc(sizeof *node);
        *node = (ExternalNode){name, creation, atomic_load_explicit(&nodes, memory_order_relaxed)};
        atomic_store_explicit(&nodes, node, memory_order_release);
    }
    pthread_mutex_unlock(&nodes_mutex);
    return node;
}

Term external_new(Heap *heap, BoxType type, ExternalNode *node, const Word *numbers, Word count)
{
    ExternalBox *box = (ExternalBox *)heap_alloc(heap, 2 + count);
    box->header = header_make(type, 1 + count);
    box->node = node;
    memcpy(box->numbers, numbers, count * sizeof(Word));
    return term_from_boxed(box);
}
