/* SPDX-License-Identifier: GPL-3.0-or-later */
/* copy.c - deep copies of terms.
 *
 * The copy goes to one contiguous piece of memory, in Cheney's manner: the root is copied, then the piece is scanned
 * from its start, and whatever a word of it still points to elsewhere is appended. The scan is the only work list, so
 * depth costs nothing. The spine of a list is copied in one go, for locality. */
#include "gc/copy.h"

#include "base/mem.h"
#include "gc/literal.h"
#include "term/binary.h"
#include "term/ref.h"

/* --- size: an explicit stack of ranges of terms still to look at --- */

typedef struct Pending {
    const Term *next, *end;
} Pending;
typedef struct PendingStack {
    Pending inline_items[64], *items; /* items: the inline ones, or owned */
    size_t count, capacity;
} PendingStack;

static void pending_push(PendingStack *stack, const Term *next, const Term *end)
{
    if (stack->count == stack->capacity) {
        size_t capacity = stack->capacity * 2;
        if (stack->items == stack->inline_items) {
            stack->items = mem_alloc(capacity * sizeof(Pending));
            memcpy(stack->items, stack->inline_items, sizeof stack->inline_items);
        } else
            stack->items = mem_resize(stack->items, capacity * sizeof(Pending));
        stack->capacity = capacity;
    }
    stack->items[stack->count++] = (Pending){next, end};
}

static inline bool is_left_out(Term t, bool flat)
{
    return term_is_immediate(t) || (!flat && term_is_literal(t));
}

static Word size_words(Term root, bool flat)
{
    if (is_left_out(root, flat)) return 0;
    PendingStack stack;
    stack.items = stack.inline_items;
    stack.count = 0;
    stack.capacity = ARRAY_COUNT(stack.inline_items);
    Word total = 0;
    const Term *next = &root, *end = &root + 1;
    for (;;) {
        while (next == end) {
            if (stack.count == 0) goto done;
            next = stack.items[--stack.count].next;
            end = stack.items[stack.count].end;
        }
        Term t = *next++;
        if (is_left_out(t, flat)) continue;
        if (next != end) pending_push(&stack, next, end);
        if (term_is_cons(t)) {
            total += 2;
            next = cons_words(t);
            end = next + 2;
        } else {
            Word *box = boxed_words(t), first;
            Word terms = box_term_words(box[0], &first);
            total += 1 + header_size_words(box[0]);
            next = (const Term *)box + first;
            end = next + terms;
        }
    }
done:
    if (stack.items != stack.inline_items) mem_free(stack.items);
    return total;
}

Word term_size_words(Term t) { return size_words(t, false); }
Word term_flat_size_words(Term t) { return size_words(t, true); }

/* --- copying --- */

typedef struct Copier {
    Heap *to;
    Word *start, *top, *end; /* the piece: what is copied lies in start..top */
    bool flat;
} Copier;

static Term copy_list_spine(Copier *c, Term t)
{
    Term first = term_from_cons((Term *)c->top);
    for (;;) {
        Term *cell = (Term *)c->top;
        c->top += 2;
        cell[0] = term_head(t);
        t = term_tail(t);
        if (!term_is_cons(t) || (!c->flat && term_is_literal(t))) {
            cell[1] = t; /* the scan copies it if it must be */
            return first;
        }
        cell[1] = term_from_cons((Term *)c->top);
    }
}

static Term copy_box(Copier *c, Term t)
{
    const Word *from = boxed_words(t);
    Word *box = c->top, count = 1 + header_size_words(from[0]);
    memcpy(box, from, count * sizeof *box);
    c->top += count;
    switch (header_type(box[0])) {
    case BOX_REFC_BINARY:
        binary_data_retain(((RefcBinaryBox *)box)->data);
        heap_link_off_heap(c->to, box);
        break;
    case BOX_MAGIC_REF:
        resource_retain(((MagicRefBox *)box)->resource);
        heap_link_off_heap(c->to, box);
        break;
    default: break;
    }
    return term_from_boxed(box);
}

static inline void copy_slot(Copier *c, Term *slot)
{
    Term t = *slot;
    if (is_left_out(t, c->flat)) return;
    const Word *words = (const Word *)(term_bits(t) & ~(Word)TAG_MASK);
    if (words >= c->start && words < c->end) return; /* a spine's tail: copied already */
    *slot = term_is_cons(t) ? copy_list_spine(c, t) : copy_box(c, t);
}

static Term copy_sized(Term t, Word size, Heap *to, bool flat)
{
    if (size == 0) return t;
    Copier c = {.to = to, .flat = flat};
    c.start = c.top = heap_alloc(to, size);
    c.end = c.start + size;
    copy_slot(&c, &t);
    for (Word *scan = c.start; scan < c.top;) {
        if (!word_is_header(*scan)) {
            copy_slot(&c, (Term *)scan++);
            continue;
        }
        Word first, terms = box_term_words(*scan, &first);
        for (Word i = 0; i < terms; i++) copy_slot(&c, (Term *)scan + first + i);
        scan += 1 + header_size_words(*scan);
    }
    assert(c.top == c.end);
    return t;
}

Term copy_term(Term t, Heap *to) { return copy_sized(t, size_words(t, false), to, false); }
Term copy_term_sized(Term t, Word size, Heap *to) { return copy_sized(t, size, to, false); }
Term copy_term_flat(Term t, Word size, Heap *to) { return copy_sized(t, size, to, true); }
