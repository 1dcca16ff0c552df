/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relation.c - a chained hash table that starts with two buckets, doubles when full, and vanishes when empty. */
#include "process/relation.h"

#include "base/hash.h"
#include "base/mem.h"
#include "process/signal.h"

static Relation **bucket(const Relations *r, RelationKind kind, Word key)
{
    return &r->buckets[hash_word(key * 8 + (Word)kind) & (r->capacity - 1)];
}

Relation *relation_find(const Process *p, RelationKind kind, Word key)
{
    if (!p->relations.buckets) return NULL;
    Relation *relation = *bucket(&p->relations, kind, key);
    while (relation && (relation->key != key || relation->kind != kind)) relation = relation->next;
    return relation;
}

static void resize(Relations *r, uint32_t capacity)
{
    Relations bigger = {mem_alloc_zero(capacity, sizeof(Relation *)), r->count, capacity};
    for (uint32_t i = 0; i < r->capacity; i++)
        for (Relation *relation = r->buckets[i], *next; relation; relation = next) {
            next = relation->next;
            Relation **link = bucket(&bigger, relation->kind, relation->key);
            relation->next = *link;
            *link = relation;
        }
    mem_free(r->buckets);
    *r = bigger;
}

Relation *relation_add(Process *p, RelationKind kind, Word key, Term pid)
{
    Relation *relation = relation_find(p, kind, key);
    if (relation) return relation;
    Relations *r = &p->relations;
    if (!r->buckets) resize(r, 2);
    else if (r->count >= r->capacity * 2) resize(r, r->capacity * 4);
    relation = mem_alloc(sizeof *relation);
    *relation = (Relation){.key = key, .kind = (uint8_t)kind, .pid = pid, .name = NIL};
    Relation **link = bucket(r, kind, key);
    relation->next = *link;
    *link = relation;
    r->count++;
    return relation;
}

static void relation_free(Relation *relation)
{
    if (relation->tag) signal_free(relation->tag);
    mem_free(relation);
}

void relation_remove(Process *p, Relation *relation)
{
    Relations *r = &p->relations;
    Relation **link = bucket(r, relation->kind, relation->key);
    while (*link != relation) link = &(*link)->next;
    *link = relation->next;
    relation_free(relation);
    if (--r->count == 0) {
        mem_free(r->buckets);
        *r = (Relations){NULL, 0, 0};
    }
}

void relation_each(Process *p, void (*f)(Process *p, Relation *relation, void *context), void *context)
{
    for (uint32_t i = 0; i < p->relations.capacity; i++)
        for (Relation *relation = p->relations.buckets[i]; relation; relation = relation->next)
            f(p, relation, context);
}

void relations_destroy(Process *p)
{
    for (uint32_t i = 0; i < p->relations.capacity; i++)
        for (Relation *relation = p->relations.buckets[i], *next; relation; relation = next) {
            next = relation->next;
            relation_free(relation);
        }
    mem_free(p->relations.buckets);
    p->relations = (Relations){NULL, 0, 0};
}
