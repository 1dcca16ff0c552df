/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem.h - malloc that aborts when memory is exhausted, so that no caller checks. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/base.h"

void *mem_alloc(size_t size_bytes);                /* uninitialised; never NULL */
void *mem_alloc_zero(size_t count, size_t size_bytes);
void *mem_resize(void *memory, size_t size_bytes); /* like realloc */
void mem_free(void *memory);                       /* NULL is fine */
char *mem_copy_string(const char *text);

/* An arena: blocks that are freed as a whole. Memory from it is 16-byte aligned and uninitialised. */
typedef struct Arena Arena;
Arena *arena_new(void);
void *arena_alloc(Arena *arena, size_t size_bytes);
void *arena_alloc_zero(Arena *arena, size_t size_bytes);
char *arena_copy(Arena *arena, const char *text, size_t size_bytes); /* NUL-terminated copy */
void arena_free(Arena *arena);

#endif
