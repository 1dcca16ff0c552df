/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fun.h - what this layer needs to know of funs, told by the code layer: comparing, printing, encoding them. */
#ifndef TERM_FUN_H
#define TERM_FUN_H

#include "term/heap.h"

typedef struct FunInfo {
    Term module;      /* atom */
    Term function;    /* atom; of a local fun the generated name, as -f/1-fun-0- (may be TERM_NONE) */
    uint32_t arity;   /* as the caller sees it: without free variables */
    uint32_t index, old_index, old_uniq;
    uint8_t uniq[16]; /* MD5 of its module */
} FunInfo;

/* Set by code/ at start. */
typedef struct FunHooks {
    void (*describe)(Term fun, FunInfo *info);
    /* A local fun of a module, loaded or not, with room for its free variables; they are filled by the caller. */
    Term (*make_local)(Heap *heap, const FunInfo *info, Word free_count, Term creator);
    Term (*make_export)(Heap *heap, Term module, Term function, uint32_t arity);
} FunHooks;
extern FunHooks fun_hooks;

static inline void fun_describe(Term fun, FunInfo *info) { fun_hooks.describe(fun, info); }

#endif
