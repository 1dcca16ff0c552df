/* SPDX-License-Identifier: GPL-3.0-or-later */
/* literal.c - the reserved range of addresses, and areas in it.
 *
 * Free room is a list of ranges, ascending, neighbours joined, first fit: areas are few (one a module) and long-lived.
 * Pages are committed by the kernel when first touched, and given back when an area that covers them is freed. */
#include "gc/literal.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/mem.h"
#include "gc/copy.h"
#include "term/binary.h"
#include "term/ref.h"

struct LiteralArea {
    Heap heap;
    Word *start;
    Word size_words;
};

typedef struct FreeRange {
    struct FreeRange *next;
    Word *start;
    Word size_words;
} FreeRange;

enum { RANGE_BYTES_LOG2 = 32, AREA_ALIGN_WORDS = 2 };

const Word *literal_range_start, *literal_range_end;
static Lock range_lock;       /* guards what follows */
static FreeRange *free_ranges; /* owned */
static Word total_words;

void literal_init(void)
{
    if (literal_range_start) return;
    size_t size = (size_t)1 << RANGE_BYTES_LOG2;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        size = (size_t)1 << 28; /* where address space is limited (ulimit -v) */
        memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }
    if (memory == MAP_FAILED) panic("cannot reserve addresses for literals");
    literal_range_start = memory;
    literal_range_end = literal_range_start + size / sizeof(Word);
    lock_init(&range_lock, RANK_leaf);
    free_ranges = mem_alloc(sizeof *free_ranges);
    *free_ranges = (FreeRange){NULL, memory, size / sizeof(Word)};
}

static Word *range_take(Word size_words)
{
    lock_acquire(&range_lock);
    FreeRange **link = &free_ranges;
    while (*link && (*link)->size_words < size_words) link = &(*link)->next;
    FreeRange *range = *link;
    if (!range) panic("no room for %llu words of literals", (unsigned long long)size_words);
    Word *start = range->start;
    range->start += size_words;
    range->size_words -= size_words;
    if (range->size_words == 0) {
        *link = range->next;
        mem_free(range);
    }
    total_words += size_words;
    lock_release(&range_lock);
    return start;
}

static void range_give_back(Word *start, Word size_words)
{
    Word page = (Word)sysconf(_SC_PAGESIZE);
    Word from = ((Word)start + page - 1) & ~(page - 1), to = (Word)(start + size_words) & ~(page - 1);
    if (from < to) madvise((void *)from, to - from, MADV_DONTNEED);
    lock_acquire(&range_lock);
    FreeRange **link = &free_ranges, *before = NULL;
    while (*link && (*link)->start < start) {
        before = *link;
        link = &before->next;
    }
    FreeRange *after = *link;
    if (before && before->start + before->size_words == start) {
        before->size_words += size_words;
        if (after && before->start + before->size_words == after->start) {
            before->size_words += after->size_words;
            before->next = after->next;
            mem_free(after);
        }
    } else if (after && start + size_words == after->start) {
        after->start = start;
        after->size_words += size_words;
    } else {
        FreeRange *range = mem_alloc(sizeof *range);
        *range = (FreeRange){after, start, size_words};
        *link = range;
    }
    total_words -= size_words;
    lock_release(&range_lock);
}

LiteralArea *literal_area_new(Word size_words)
{
    assert(literal_range_start);
    LiteralArea *area = mem_alloc(sizeof *area);
    size_words = (size_words + AREA_ALIGN_WORDS) & ~(Word)(AREA_ALIGN_WORDS - 1); /* never empty */
    area->start = range_take(size_words);
    area->size_words = size_words;
    heap_init(&area->heap, area->start, area->start + size_words);
    return area;
}

void literal_area_free(LiteralArea *area)
{
    if (!area) return;
    heap_destroy(&area->heap);
    range_give_back(area->start, area->size_words);
    mem_free(area);
}

Term literal_area_add(LiteralArea *area, Term t)
{
    Word size = term_flat_size_words(t);
    if ((Word)(area->heap.limit - area->heap.top) < size) panic("literal area too small");
    return copy_term_flat(t, size, &area->heap);
}

LiteralArea *literal_area_from_term(Term t, Term *copy)
{
    LiteralArea *area = literal_area_new(term_flat_size_words(t));
    *copy = literal_area_add(area, t);
    return area;
}

void literal_area_range(const LiteralArea *area, const Word **from, const Word **to)
{
    *from = area->start;
    *to = area->start + area->size_words;
}

Word literal_total_words(void)
{
    lock_acquire(&range_lock);
    Word total = total_words;
    lock_release(&range_lock);
    return total;
}
