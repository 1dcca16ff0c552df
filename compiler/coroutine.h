/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coroutine.h - two places of execution, each with a C stack, that pass control to and fro.
 *
 * Only what a C function must preserve is saved: the callee's registers and the stack pointer. Written for x86-64 and
 * aarch64; elsewhere ucontext does it, which costs two system calls a switch. */
#ifndef COMPILER_COROUTINE_H
#define COMPILER_COROUTINE_H

#include <stddef.h>

#if !defined(__x86_64__) && !defined(__aarch64__)
#include <ucontext.h>
#define COROUTINE_UCONTEXT 1
#endif

typedef struct Coroutine {
#ifdef COROUTINE_UCONTEXT
    ucontext_t context;
#else
    void *stack_pointer; /* while it does not run */
#endif
} Coroutine;

/* Prepares `c` to run entry(argument) on the given stack when it is switched to. entry must not return. */
void coroutine_prepare(Coroutine *c, void *stack, size_t stack_bytes, void (*entry)(void *argument), void *argument);
/* Goes on in `to`; returns when somebody switches to `from`. */
void coroutine_switch(Coroutine *from, Coroutine *to);

#endif
