/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ordered.c - the ordered store: a skip list by key in the standard order of terms, where 1 and 1.0 are one key.
 * Nodes on the lowest level are linked both ways. Positions are keys, so deleting never disturbs a traversal. */
#include "ets/table.h"

#include "term/compare.h"

enum { MAX_LEVELS = 24 };

struct OrderedNode {
    EtsObject *object; /* owned; NULL in the head */
    OrderedNode *previous;
    int levels;
    OrderedNode *next[];
};

static OrderedNode *node_new(int levels)
{
    OrderedNode *node = mem_alloc_zero(1, sizeof *node + (size_t)levels * sizeof(OrderedNode *));
    node->levels = levels;
    return node;
}

void ordered_init(EtsTable *table)
{
    table->head = node_new(MAX_LEVELS);
    table->levels = 1;
    table->random = 0x9e3779b97f4a7c15u ^ table->number;
}

/* Each level holds a quarter of the one below. */
static int random_levels(EtsTable *table)
{
    uint64_t x = table->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    table->random = x;
    int levels = 1;
    for (; levels < MAX_LEVELS && (x & 3) == 0; x >>= 2) levels++;
    return levels;
}

/* The last node whose key is below `key` (or the head), and in before[] (if given) that of every level. */
static OrderedNode *find_before(EtsTable *table, Term key, OrderedNode **before)
{
    OrderedNode *node = table->head;
    for (int level = table->levels - 1; level >= 0; level--) {
        while (node->next[level] && term_compare(ets_object_key(table, node->next[level]->object), key) < 0)
            node = node->next[level];
        if (before) before[level] = node;
    }
    return node;
}

static OrderedNode *node_with_key(EtsTable *table, OrderedNode *before, Term key)
{
    OrderedNode *node = before->next[0];
    return node && term_compare(ets_object_key(table, node->object), key) == 0 ? node : NULL;
}

static Word node_words(const OrderedNode *node)
{
    return (sizeof *node + sizeof *node->object) / sizeof(Word) + (Word)node->levels + node->object->size_words;
}

void ordered_insert_take(EtsTable *table, EtsObject *object)
{
    OrderedNode *before[MAX_LEVELS];
    Term key = ets_object_key(table, object);
    OrderedNode *found = node_with_key(table, find_before(table, key, before), key);
    if (found) {
        ordered_swap_take(table, found->object, object);
        return;
    }
    int levels = random_levels(table);
    while (table->levels < levels) before[table->levels++] = table->head;
    OrderedNode *node = node_new(levels);
    node->object = object;
    for (int level = 0; level < levels; level++) {
        node->next[level] = before[level]->next[level];
        before[level]->next[level] = node;
    }
    node->previous = before[0];
    if (node->next[0]) node->next[0]->previous = node;
    table->object_count++;
    table->memory_words += node_words(node);
}

void ordered_swap_take(EtsTable *table, EtsObject *old, EtsObject *new)
{
    Term key = ets_object_key(table, old);
    OrderedNode *node = node_with_key(table, find_before(table, key, NULL), key);
    assert(node && node->object == old);
    table->memory_words += new->size_words - old->size_words;
    node->object = new;
    ets_object_free(old);
}

EtsObject *ordered_lookup_one(EtsTable *table, Term key)
{
    OrderedNode *node = node_with_key(table, find_before(table, key, NULL), key);
    return node ? node->object : NULL;
}

void ordered_remove(EtsTable *table, EtsObject *object)
{
    OrderedNode *before[MAX_LEVELS];
    Term key = ets_object_key(table, object);
    OrderedNode *node = node_with_key(table, find_before(table, key, before), key);
    assert(node && node->object == object);
    for (int level = 0; level < node->levels; level++) before[level]->next[level] = node->next[level];
    if (node->next[0]) node->next[0]->previous = node->previous;
    table->object_count--;
    table->memory_words -= node_words(node);
    ets_object_free(object);
    mem_free(node);
}

bool ordered_free_some(EtsTable *table, Word budget)
{
    OrderedNode *node;
    while (table->head && (node = table->head->next[0])) {
        if (budget-- == 0) return false;
        table->head->next[0] = node->next[0];
        ets_object_free(node->object);
        mem_free(node);
    }
    mem_free(table->head);
    table->head = NULL;
    return true;
}

EtsObject *ordered_next(EtsTable *table, EtsPosition *position)
{
    OrderedNode *node = table->head->next[0];
    if (!term_is_none(position->key)) {
        node = find_before(table, position->key, NULL)->next[0];
        if (node && term_compare(ets_object_key(table, node->object), position->key) == 0) node = node->next[0];
    }
    if (!node) {
        position->at_end = true;
        return NULL;
    }
    position->key = ets_object_key(table, node->object);
    return node->object;
}

static OrderedNode *last_node(EtsTable *table)
{
    OrderedNode *node = table->head;
    for (int level = table->levels - 1; level >= 0; level--)
        while (node->next[level]) node = node->next[level];
    return node;
}

EtsObject *ordered_previous(EtsTable *table, EtsPosition *position)
{
    OrderedNode *node = term_is_none(position->key) ? last_node(table) : find_before(table, position->key, NULL);
    if (node == table->head) {
        position->at_end = true;
        return NULL;
    }
    position->key = ets_object_key(table, node->object);
    return node->object;
}

bool ordered_position_after_key(EtsTable *table, Term key, EtsPosition *position)
{
    (void)table;
    position->key = key;
    return true;
}
