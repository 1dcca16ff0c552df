/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vec.h - growable arrays of any type.
 *
 *     VEC(Term) stack = {0};
 *     vec_push(&stack, t);   t = vec_pop(&stack);   stack.items[i], stack.count   vec_free(&stack);
 *
 * A zeroed struct is an empty vector. Items move when it grows. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/mem.h"

#define VEC(type) struct { type *items; size_t count, capacity; }

#define vec_reserve(v, n) \
    do { \
        if (UNLIKELY((v)->capacity < (size_t)(n))) { \
            (v)->capacity = vec_capacity_for((v)->capacity, (n)); \
            (v)->items = mem_resize((v)->items, (v)->capacity * sizeof *(v)->items); \
        } \
    } while (0)
#define vec_push(v, item) \
    do { \
        vec_reserve(v, (v)->count + 1); \
        (v)->items[(v)->count++] = (item); \
    } while (0)
#define vec_pop(v)  ((v)->items[--(v)->count])
#define vec_last(v) ((v)->items[(v)->count - 1])
#define vec_free(v) (mem_free((v)->items), (v)->items = NULL, (v)->count = (v)->capacity = 0)

static inline size_t vec_capacity_for(size_t capacity, size_t needed)
{
    size_t doubled = capacity < 8 ? 8 : capacity * 2;
    return doubled > needed ? doubled : needed;
}

#endif
