/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem.c - malloc that aborts; arenas freed as a whole. */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void *mem_alloc(size_t size_bytes)
{
    void *memory = malloc(size_bytes ? size_bytes : 1);
    if (UNLIKELY(!memory)) panic("out of memory: %zu bytes", size_bytes);
    return memory;
}

void *mem_alloc_zero(size_t count, size_t size_bytes)
{
    void *memory = calloc(count ? count : 1, size_bytes ? size_bytes : 1);
    if (UNLIKELY(!memory)) panic("out of memory: %zu times %zu bytes", count, size_bytes);
    return memory;
}

void *mem_resize(void *memory, size_t size_bytes)
{
    memory = realloc(memory, size_bytes ? size_bytes : 1);
    if (UNLIKELY(!memory)) panic("out of memory: %zu bytes", size_bytes);
    return memory;
}

void mem_free(void *memory)
{
    free(memory);
}

char *mem_copy_string(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(mem_alloc(size), text, size);
}

enum { ARENA_ALIGN = 16, ARENA_FIRST_BLOCK = 16 * 1024, ARENA_LARGEST_BLOCK = 1024 * 1024 };

typedef struct ArenaBlock {
    struct ArenaBlock *next; /* older block */
    size_t size_bytes;       /* of `data` */
    _Alignas(ARENA_ALIGN) char data[];
} ArenaBlock;

struct Arena {
    ArenaBlock *newest; /* owned, as the whole chain is */
    char *free_from;    /* next free byte of the newest block */
    char *free_to;
    size_t next_block_bytes;
};

Arena *arena_new(void)
{
    Arena *arena = mem_alloc_zero(1, sizeof *arena);
    arena->next_block_bytes = ARENA_FIRST_BLOCK;
    return arena;
}

static void add_block(Arena *arena, size_t at_least)
{
    size_t size = arena->next_block_bytes > at_least ? arena->next_block_bytes : at_least;
    ArenaBlock *block = mem_alloc(sizeof *block + size);
    block->next = arena->newest;
    block->size_bytes = size;
    arena->newest = block;
    arena->free_from = block->data;
    arena->free_to = block->data + size;
    if (arena->next_block_bytes < ARENA_LARGEST_BLOCK) arena->next_block_bytes *= 2;
}

void *arena_alloc(Arena *arena, size_t size_bytes)
{
    size_t size = (size_bytes + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (UNLIKELY((size_t)(arena->free_to - arena->free_from) < size)) add_block(arena, size);
    void *memory = arena->free_from;
    arena->free_from += size;
    return memory;
}

void *arena_alloc_zero(Arena *arena, size_t size_bytes)
{
    return memset(arena_alloc(arena, size_bytes), 0, size_bytes);
}

char *arena_copy(Arena *arena, const char *text, size_t size_bytes)
{
    char *copy = arena_alloc(arena, size_bytes + 1);
    memcpy(copy, text, size_bytes);
    copy[size_bytes] = '\0';
    return copy;
}

void arena_free(Arena *arena)
{
    for (ArenaBlock *block = arena->newest, *next; block; block = next) {
        next = block->next;
        mem_free(block);
    }
    mem_free(arena);
}
