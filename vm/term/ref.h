/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ref.h - references, unique integers, and the pids, ports and references of other nodes.
 *
 * A local reference is a number that no other reference of this VM has. A magic reference also owns a share of a C object
 * (a compiled pattern, an ETS table id...): to programs it is a reference like any other. */
#ifndef TERM_REF_H
#define TERM_REF_H

#include "term/heap.h"

Word ref_next_number(void);   /* thread-safe, never repeats; mostly ascending */
Term ref_new(Heap *heap);
Term ref_from_number(Heap *heap, Word number);
/* Takes over one reference of the caller's on the resource. */
Term magic_ref_new_take(Heap *heap, Resource *resource);
/* The resource if t is a magic reference whose resource has this destroy function; else NULL. */
Resource *magic_ref_resource(Term t, void (*destroy)(Resource *));
void resource_init(Resource *resource, void (*destroy)(Resource *)); /* count 1 */
void resource_retain(Resource *resource);
void resource_release(Resource *resource);

int64_t unique_integer(void);           /* may be any order */
int64_t unique_integer_monotonic(void); /* strictly ascending in the whole VM */

/* --- other nodes --- */
struct ExternalNode {
    Term name; /* atom */
    uint32_t creation;
    struct ExternalNode *next;
};
ExternalNode *external_node(Term name, uint32_t creation); /* interned */
extern Term node_name;         /* of this node: 'nonode@nohost' until it is named */
extern uint32_t node_creation;
static inline ExternalBox *external_box(Term t) { return (ExternalBox *)boxed_words(t); }
/* numbers: pid {id, serial}, port {id}, reference up to 5 words */
Term external_new(Heap *heap, BoxType type, ExternalNode *node, const Word *numbers, Word count);

#endif
