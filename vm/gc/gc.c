/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gc.c - generational copying collection of one process (see gc.h for the picture).
 *
 * One routine serves both kinds: a full collection is one whose from-space includes the old generation. Two
 * to-spaces grow: `young` (a new block) and `old` (the end of the old block, or a new one); each is scanned as it
 * grows. C. J. Cheney, "A nonrecursive list compacting algorithm", 1970. */
#include "gc/gc.h"

#include <stdlib.h>

#include "base/mem.h"
#include "gc/literal.h"
#include "process/dictionary.h"
#include "process/mailbox.h"
#include "process/process.h"
#include "term/binary.h"
#include "term/ref.h"

bool gc_stress;

typedef struct Space {
    Word *start, *scan, *top, *end;
} Space;

typedef struct Collection {
    bool full;
    const Word *kept_start, *kept_end;     /* minor: the old generation, which stays where it is */
    const Word *aged_start, *aged_end;     /* survived once: goes to the old generation */
    const Word *before_start, *before_end; /* full: the old generation that is being left: goes to the new one */
    const Word *pinned_start, *pinned_end; /* the message that receive looks at */
    Space young, old;
} Collection;

/* --- sizes --- */

enum { USUAL_BLOCK_WORDS = 233, LEAST_SHRUNK_WORDS = 610, BUSY_BLOCK_WORDS = 10946 };

/* Sizes of blocks: Fibonacci-like up to a megaword, then by a fifth. */
Word gc_next_size(Word at_least)
{
    Word a = 21, b = 34;
    while (a < at_least && a < 1u << 20) {
        Word c = a + b;
        a = b;
        b = c;
    }
    while (a < at_least) a += a / 5;
    return a;
}

static bool is_first_block(const Process *p, const Word *block) { return block == p->first_block; }

static Word *block_new(Word size_words) { return mem_alloc(size_words * sizeof(Word)); }

static void block_free(const Process *p, Word *block, Word *end)
{
    if (!block) return;
#ifdef VM_DEBUG
    memset(block, 0xff, (size_t)((char *)end - (char *)block)); /* no term */
#endif
    (void)end;
    if (!is_first_block(p, block)) mem_free(block);
}

/* --- moving --- */

static inline bool in_range(const Word *words, const Word *start, const Word *end)
{
    return (Word)((const char *)words - (const char *)start) < (Word)((const char *)end - (const char *)start);
}

static inline bool stays(const Collection *c, const Word *words)
{
    return word_is_in_literal_area(words) || in_range(words, c->kept_start, c->kept_end)
        || in_range(words, c->pinned_start, c->pinned_end);
}

static inline Space *target_space(Collection *c, const Word *words)
{
    if (in_range(words, c->aged_start, c->aged_end) || in_range(words, c->before_start, c->before_end))
        return &c->old;
    return &c->young;
}

static inline void forward(Collection *c, Term *slot)
{
    Term t = *slot;
    if (term_is_cons(t)) {
        Word *cell = (Word *)cons_words(t);
        if (cell[0] == term_bits(TERM_NONE)) {
            *slot = term_from_bits(cell[1]);
            return;
        }
        if (stays(c, cell)) return;
        Space *to = target_space(c, cell);
        Word *copy = to->top;
        to->top += 2;
        copy[0] = cell[0];
        copy[1] = cell[1];
        *slot = term_from_cons((Term *)copy);
        cell[0] = term_bits(TERM_NONE);
        cell[1] = term_bits(*slot);
    } else if (term_is_boxed(t)) {
        Word *box = boxed_words(t), header = box[0];
        if (!word_is_header(header)) {
            *slot = term_from_bits(header);
            return;
        }
        if (stays(c, box)) return;
        Space *to = target_space(c, box);
        Word *copy = to->top, count = 1 + header_size_words(header);
        to->top += count;
        for (Word i = 0; i < count; i++) copy[i] = box[i];
        *slot = term_from_boxed(copy);
        box[0] = term_bits(*slot);
    }
}

static void scan_space(Collection *c, Space *space)
{
    Word *scan = space->scan;
    while (scan < space->top) {
        Word w = *scan;
        if (!word_is_header(w)) {
            forward(c, (Term *)scan++);
            continue;
        }
        Word first, terms = box_term_words(w, &first), size = header_size_words(w);
        for (Word i = 0; i < terms; i++) forward(c, (Term *)scan + first + i);
        scan += 1 + size;
    }
    space->scan = scan;
}

static void forward_stack(Collection *c, Word *from, Word *to)
{
    for (Word *slot = from; slot < to; slot++)
        if (!word_is_header(*slot)) forward(c, (Term *)slot);
}

/* The terms that a process owns besides its stack and registers. */
static void forward_process_roots(Collection *c, Process *p)
{
    Term *roots[] = {&p->group_leader, &p->parent, &p->exception_reason, &p->exception_trace, &p->exit_reason,
                     &p->wait_reply};
    for (size_t i = 0; i < ARRAY_COUNT(roots); i++) forward(c, roots[i]);
    if (p->extra) forward(c, &p->extra->suspending);
    Word count;
    for (Term *slot = dictionary_terms(p, &count); count > 0; count--) forward(c, slot++);
}

/* --- what the heap owns outside --- */

static void off_heap_release(Word *header)
{
    if (header_type(*header) == BOX_REFC_BINARY) binary_data_release(((RefcBinaryBox *)header)->data);
    else resource_release(((MagicRefBox *)header)->resource);
}

/* Keeps the boxes that moved or stayed, drops the shares of the others. */
static void sweep_off_heap(const Collection *c, Heap *heap)
{
    Word *next, *kept = NULL, **link = &kept;
    for (Word *box = heap->off_heap; box; box = next) {
        Word *now = box;
        if (!word_is_header(box[0])) {
            next = ((Word **)box)[3]; /* only the header was overwritten */
            now = boxed_words(term_from_bits(box[0]));
        } else {
            next = *off_heap_next(box);
            if (!stays(c, box)) {
                off_heap_release(box);
                continue;
            }
        }
        *link = now;
        link = off_heap_next(now);
    }
    *link = NULL;
    heap->off_heap = kept;
}

static void free_fragments(Heap *heap)
{
    for (Fragment *fragment = heap->fragments, *next; fragment; fragment = next) {
        next = fragment->next;
#ifdef VM_DEBUG
        memset(fragment, 0xff, (size_t)((char *)fragment->end - (char *)fragment));
#endif
        mem_free(fragment);
    }
    heap->fragments = NULL;
    heap->fragment_words = 0;
}

/* --- a collection --- */

static Word words_between(const Word *from, const Word *to) { return (Word)(to - from); }
static Word stack_words(const Process *p) { return words_between(p->heap.limit, p->block_end); }

/* All that could be alive of block and fragments. */
static Word young_words(const Process *p)
{
    Word total = words_between(p->block, p->heap.top);
    for (const Fragment *f = p->heap.fragments; f; f = f->next) total += words_between(f->words, f->top);
    return total;
}

static Space space_new(Word *block, Word size_words)
{
    return (Space){block, block, block, block + size_words};
}

/* Copies what lives into a young block of young_size words and, for aged terms, the old block, which is made with old_size
 * words when there is none to go on with. */
static void collect_into(Process *p, bool full, Word young_size, Word old_size, Term *live, unsigned live_count)
{
    Collection c = {.full = full};
    mailbox_peeked_range(p, &c.pinned_start, &c.pinned_end);
    c.aged_start = p->block;
    c.aged_end = p->high_water;
    Word *old_before = p->old_block, *old_before_end = p->old_end;
    if (full) {
        c.before_start = p->old_block;
        c.before_end = p->old_top;
        c.old = old_size ? space_new(block_new(old_size), old_size) : (Space){0};
    } else {
        c.kept_start = p->old_block;
        c.kept_end = p->old_end;
        if (p->old_block) c.old = (Space){p->old_block, p->old_top, p->old_top, p->old_end};
        else if (old_size) {
            c.old = space_new(block_new(old_size), old_size);
            c.kept_start = c.old.start; /* so that new old terms stay where they were put */
            c.kept_end = c.old.end;
        }
    }
    Word first_words = p->first_words;
    Word *block = young_size <= first_words && !is_first_block(p, p->block) ? p->first_block : block_new(young_size);
    if (is_first_block(p, block)) young_size = first_words;
    c.young = space_new(block, young_size);

    Word stack = stack_words(p);
    Word *new_stack = c.young.end - stack;
    memcpy(new_stack, p->heap.limit, stack * sizeof(Word));
    for (unsigned i = 0; i < live_count; i++) forward(&c, &live[i]);
    forward_stack(&c, new_stack, c.young.end);
    forward_process_roots(&c, p);
    while (c.young.scan < c.young.top || c.old.scan < c.old.top) {
        scan_space(&c, &c.young);
        scan_space(&c, &c.old);
    }
    assert(c.young.top <= new_stack && c.old.top <= c.old.end);
    sweep_off_heap(&c, &p->heap);
    free_fragments(&p->heap);

    block_free(p, p->block, p->block_end);
    if (full) block_free(p, old_before, old_before_end);
    p->block = c.young.start;
    p->block_end = c.young.end;
    p->heap.top = c.young.top;
    p->heap.limit = new_stack;
    p->old_block = c.old.start;
    p->old_top = c.old.top;
    p->old_end = c.old.end;
    /* Terms that point to the peeked message must not grow old before it belongs to the heap. */
    p->high_water = c.pinned_start ? p->block : p->heap.top;
    p->heap.off_heap_bytes = 0;
}

static void check_max_heap(Process *p)
{
    if (!p->extra || !p->extra->max_heap_words) return;
    Word total = words_between(p->block, p->block_end) + words_between(p->old_block, p->old_end);
    if (total <= p->extra->max_heap_words || !p->extra->max_heap_kill) return;
    if (p->flags & PROCESS_FLAG_KILLED) return;
    p->flags |= PROCESS_FLAG_KILLED;
    p->exit_reason = AM(killed);
    p->reductions_left = 0;
}

static Word young_target(const Process *p, Word needed)
{
    Word size = gc_next_size(needed);
    return size < p->min_heap_words ? gc_next_size(p->min_heap_words) : size;
}

static void collect(Process *p, bool explicit_full, Word need, Term *live, unsigned live_count)
{
    bool full = explicit_full;
    need += STACK_RESERVE;
    Word stack = stack_words(p), aged = words_between(p->block, p->high_water);
    Word young = young_words(p) - aged, size_now = words_between(p->block, p->block_end);
    if (p->flags & PROCESS_FLAG_WANTS_FULL_GC) full = true;
    if (p->minor_collections >= p->fullsweep_after) full = true;
    if (!full && p->old_block && words_between(p->old_top, p->old_end) < aged) full = true;

    /* Survivors of a collection that fill much of the block mean that collections come too soon. */
    Word wanted = young + stack + need;
    if (wanted < size_now && aged * 3 > size_now) wanted = size_now + size_now / 2;
    /* So does a slice with many collections: an active process gets a block that is worth its while. */
    bool busy = ++p->slice_collections >= 3;
    if (busy && wanted < size_now * 2 && size_now < BUSY_BLOCK_WORDS) wanted = size_now * 2;
    else if (!explicit_full && wanted < USUAL_BLOCK_WORDS) wanted = USUAL_BLOCK_WORDS;
    Word old_size;
    if (full) {
        Word old = words_between(p->old_block, p->old_top) + aged;
        old_size = old ? gc_next_size(old + old / 4) : 0;
    } else
        old_size = aged ? gc_next_size(aged * 2 > size_now ? aged * 2 : size_now) : 0;
    collect_into(p, full, young_target(p, wanted), old_size, live, live_count);
    p->minor_collections = full ? 0 : p->minor_collections + 1;
    p->flags &= (uint16_t)~PROCESS_FLAG_WANTS_FULL_GC;
    if (p->extra && !full) p->extra->gc_minor_total++;

    /* Little lives: a smaller block, by copying the little once more. */
    Word young_live = words_between(p->block, p->heap.top) + stack + need;
    Word old_live = words_between(p->old_block, p->old_top), old_now = words_between(p->old_block, p->old_end);
    Word least = busy ? BUSY_BLOCK_WORDS : explicit_full ? 0 : LEAST_SHRUNK_WORDS;
    Word size_after = words_between(p->block, p->block_end);
    bool young_sparse = size_after > least && size_after > young_target(p, explicit_full ? young_live : young_live * 4);
    bool old_sparse = full && old_now > 1024 && old_live * 4 < old_now;
    if (young_sparse || old_sparse) {
        Word *high_water = p->high_water;
        Word survivors = words_between(p->block, high_water);
        p->high_water = p->block; /* nothing ages by this */
        Word new_old = old_sparse && old_live ? gc_next_size(old_live + old_live / 4) : 0;
        collect_into(p, old_sparse, young_target(p, explicit_full ? young_live : young_live * 2), new_old, live, live_count);
        if (survivors == 0) p->high_water = p->block;
    }
    check_max_heap(p);
    process_check(p, live, live_count);
}

/* --- statistics of the whole machine: counts only grow; relaxed, nothing is ordered by them --- */

static _Atomic(uint64_t) collection_count, reclaimed_words;

static void note(const Process *p, Word words_before)
{
    Word now = words_between(p->block, p->heap.top);
    atomic_fetch_add_explicit(&collection_count, 1, memory_order_relaxed);
    if (now < words_before) atomic_fetch_add_explicit(&reclaimed_words, words_before - now, memory_order_relaxed);
}

void gc_statistics(uint64_t *collections, uint64_t *words_reclaimed)
{
    *collections = atomic_load_explicit(&collection_count, memory_order_relaxed);
    *words_reclaimed = atomic_load_explicit(&reclaimed_words, memory_order_relaxed);
}

void gc_collect(Process *p, Word need_words, Term *live, unsigned live_count)
{
    process_check(p, live, live_count);
    Word before = words_between(p->block, p->heap.top) + p->heap.fragment_words;
    collect(p, false, need_words, live, live_count);
    p->reductions_left -= (int64_t)(words_between(p->block, p->heap.top) / 64 + 1);
    note(p, before);
}

void gc_collect_full(Process *p, Word need_words, Term *live, unsigned live_count)
{
    process_check(p, live, live_count);
    Word before = words_between(p->block, p->heap.top) + p->heap.fragment_words;
    collect(p, true, need_words, live, live_count);
    p->reductions_left -= (int64_t)((words_between(p->block, p->heap.top) + words_between(p->old_block, p->old_top)) / 64);
    note(p, before);
}

void gc_free_heaps(Process *p)
{
    for (Word *box = p->heap.off_heap, *next; box; box = next) {
        next = *off_heap_next(box);
        off_heap_release(box);
    }
    p->heap.off_heap = NULL;
    free_fragments(&p->heap);
    block_free(p, p->block, p->block_end);
    block_free(p, p->old_block, p->old_end);
    p->block = p->old_block = NULL;
}

/* --- checking --- */

#ifdef VM_DEBUG
static bool in_process(const Process *p, const Word *words)
{
    if (word_is_in_literal_area(words)) return true;
    if (words >= p->block && words < p->heap.top) return true;
    if (p->old_block && words >= p->old_block && words < p->old_top) return true;
    for (const Fragment *f = p->heap.fragments; f; f = f->next)
        if (words >= f->words && words < f->top) return true;
    const Word *from, *to;
    mailbox_peeked_range(p, &from, &to);
    return words >= from && words < to;
}

static void check_term(const Process *p, Term t, const char *where)
{
    if (term_is_immediate(t)) {
        if (word_is_header(term_bits(t))) panic("a header stands for a term in %s", where);
        return;
    }
    const Word *words = (const Word *)(term_bits(t) & ~(Word)TAG_MASK);
    if (!in_process(p, words)) panic("%s points outside of the process: %#llx", where, (unsigned long long)term_bits(t));
    if (term_is_boxed(t) && (!word_is_header(words[0]) || header_type(words[0]) >= BOX_TYPE_COUNT))
        panic("%s points to no box: %#llx", where, (unsigned long long)words[0]);
}

static void check_words(const Process *p, const Word *scan, const Word *end, const char *where)
{
    while (scan < end) {
        if (!word_is_header(*scan)) {
            check_term(p, term_from_bits(*scan++), where);
            continue;
        }
        Word first, terms = box_term_words(*scan, &first);
        for (Word i = 0; i < terms; i++) check_term(p, term_from_bits(scan[first + i]), where);
        scan += 1 + header_size_words(*scan);
    }
}

void process_check(Process *p, const Term *live, unsigned live_count)
{
    assert(p->block <= p->heap.top && p->heap.top <= p->heap.limit && p->heap.limit <= p->block_end);
    for (unsigned i = 0; i < live_count; i++) check_term(p, live[i], "a register");
    for (const Word *slot = p->heap.limit; slot < p->block_end; slot++)
        if (!word_is_header(*slot)) check_term(p, term_from_bits(*slot), "the stack");
    if (!gc_stress && p->heap.top - p->block > 4096) return; /* the rest takes too long to do each time */
    check_words(p, p->block, p->high_water, "an old survivor"); /* younger terms may have holes that natives left */
    if (p->old_block && p->old_top - p->old_block < 65536) check_words(p, p->old_block, p->old_top, "the old generation");
}
#endif
