/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_long.c - telling large arguments from small ones, and going on on the dirty pool. */
#include "bif/bif_long.h"

#include "code/export.h"
#include "term/hamt.h"

enum { LARGE_STEPS = 10000, LARGE_BYTES = 64 * 1024, MAX_DEPTH = 64 };

typedef struct Walk {
    struct { const Term *at; Word left; } frames[MAX_DEPTH];
    int depth;
    Word steps;
} Walk;

/* False when the walk can stop: large, or deeper than it looks. */
static bool push(Walk *walk, const Term *at, Word count)
{
    walk->steps += count;
    if (walk->steps > LARGE_STEPS || walk->depth == MAX_DEPTH) return false;
    if (count == 0) return true;
    walk->frames[walk->depth].at = at;
    walk->frames[walk->depth++].left = count;
    return true;
}

static bool visit(Walk *walk, Term t)
{
    if (term_is_cons(t)) return push(walk, cons_words(t), 2);
    if (!term_is_boxed(t)) return true;
    const Word *words = boxed_words(t);
    Word first, count;
    switch (header_type(words[0])) {
    case BOX_HEAP_BINARY: case BOX_REFC_BINARY: case BOX_SUB_BINARY:
        walk->steps += bitstring_size_bits(t) / 64;
        return walk->steps <= LARGE_STEPS;
    default:
        count = box_term_words(words[0], &first);
        return push(walk, (const Term *)words + first, count);
    }
}

bool is_large_term(Term t)
{
    Walk walk = {.depth = 0};
    if (!visit(&walk, t)) return true;
    while (walk.depth > 0) {
        const Term *at = walk.frames[walk.depth - 1].at++;
        if (--walk.frames[walk.depth - 1].left == 0) walk.depth--; /* so a long list stays at one depth */
        if (!visit(&walk, *at)) return true;
    }
    return false;
}

bool is_long_list(Term t)
{
    Word count = 0;
    for (; term_is_cons(t); t = term_tail(t))
        if (++count > LARGE_STEPS / 2) return true;
    return false;
}

bool is_large_binary(Term t)
{
    return term_is_bitstring(t) && bitstring_size_bits(t) > LARGE_BYTES * 8;
}

Term bif_go_long(Process *p, const char *twin, unsigned arity, const Term *args)
{
    const Export *export = export_get_text("elver_long", twin, arity);
    Term none = NIL;
    return bif_trap(p, export, arity, args[0], arity > 1 ? args[1] : none, arity > 2 ? args[2] : none,
                    arity > 3 ? args[3] : none);
}
