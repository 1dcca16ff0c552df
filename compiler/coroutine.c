/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coroutine.c - switching stacks. */
#include "compiler/coroutine.h"

#include <stdint.h>

#ifdef COROUTINE_UCONTEXT

static void start(unsigned entry_high, unsigned entry_low, unsigned argument_high, unsigned argument_low)
{
    void (*entry)(void *) = (void (*)(void *))((uintptr_t)entry_high << 16 << 16 | entry_low);
    entry((void *)((uintptr_t)argument_high << 16 << 16 | argument_low));
}

void coroutine_prepare(Coroutine *c, void *stack, size_t stack_bytes, void (*entry)(void *argument), void *argument)
{
    getcontext(&c->context);
    c->context.uc_stack.ss_sp = stack;
    c->context.uc_stack.ss_size = stack_bytes;
    c->context.uc_link = NULL;
    makecontext(&c->context, (void (*)(void))start, 4, (unsigned)((uintptr_t)entry >> 16 >> 16), (unsigned)(uintptr_t)entry,
                (unsigned)((uintptr_t)argument >> 16 >> 16), (unsigned)(uintptr_t)argument);
}

void coroutine_switch(Coroutine *from, Coroutine *to)
{
    swapcontext(&from->context, &to->context);
}

#else

/* Pushes the callee-saved registers, stores the stack pointer in *save, takes `next` as the stack pointer, pops. */
void elver_switch_stack(void **save, void *next);
/* Where a new stack starts: calls the function in one saved register with another as its argument. */
void elver_start_stack(void);

#ifdef __x86_64__
__asm__(
    ".text\n"
    ".globl elver_switch_stack\n"
    ".type elver_switch_stack, @function\n"
    "elver_switch_stack:\n"
    "    pushq %rbp\n"
    "    pushq %rbx\n"
    "    pushq %r12\n"
    "    pushq %r13\n"
    "    pushq %r14\n"
    "    pushq %r15\n"
    "    movq %rsp, (%rdi)\n"
    "    movq %rsi, %rsp\n"
    "    popq %r15\n"
    "    popq %r14\n"
    "    popq %r13\n"
    "    popq %r12\n"
    "    popq %rbx\n"
    "    popq %rbp\n"
    "    ret\n"
    ".size elver_switch_stack, .-elver_switch_stack\n"
    ".globl elver_start_stack\n"
    ".type elver_start_stack, @function\n"
    "elver_start_stack:\n"
    "    movq %r12, %rdi\n"
    "    callq *%r13\n"
    "    ud2\n"
    ".size elver_start_stack, .-elver_start_stack\n");

enum { SAVED_WORDS = 7 }; /* r15 r14 r13 r12 rbx rbp, return address */

static void fill_frame(uintptr_t *frame, void (*entry)(void *), void *argument)
{
    frame[2] = (uintptr_t)entry;    /* r13 */
    frame[3] = (uintptr_t)argument; /* r12 */
    frame[6] = (uintptr_t)elver_start_stack;
}
#else
__asm__(
    ".text\n"
    ".globl elver_switch_stack\n"
    "elver_switch_stack:\n"
    "    sub sp, sp, #160\n"
    "    stp x19, x20, [sp]\n"
    "    stp x21, x22, [sp, #16]\n"
    "    stp x23, x24, [sp, #32]\n"
    "    stp x25, x26, [sp, #48]\n"
    "    stp x27, x28, [sp, #64]\n"
    "    stp x29, x30, [sp, #80]\n"
    "    stp d8, d9, [sp, #96]\n"
    "    stp d10, d11, [sp, #112]\n"
    "    stp d12, d13, [sp, #128]\n"
    "    stp d14, d15, [sp, #144]\n"
    "    mov x9, sp\n"
    "    str x9, [x0]\n"
    "    mov sp, x1\n"
    "    ldp x19, x20, [sp]\n"
    "    ldp x21, x22, [sp, #16]\n"
    "    ldp x23, x24, [sp, #32]\n"
    "    ldp x25, x26, [sp, #48]\n"
    "    ldp x27, x28, [sp, #64]\n"
    "    ldp x29, x30, [sp, #80]\n"
    "    ldp d8, d9, [sp, #96]\n"
    "    ldp d10, d11, [sp, #112]\n"
    "    ldp d12, d13, [sp, #128]\n"
    "    ldp d14, d15, [sp, #144]\n"
    "    add sp, sp, #160\n"
    "    ret\n"
    ".globl elver_start_stack\n"
    "elver_start_stack:\n"
    "    mov x0, x19\n"
    "    blr x20\n"
    "    brk #0\n");

enum { SAVED_WORDS = 20 };

static void fill_frame(uintptr_t *frame, void (*entry)(void *), void *argument)
{
    frame[0] = (uintptr_t)argument;           /* x19 */
    frame[1] = (uintptr_t)entry;              /* x20 */
    frame[11] = (uintptr_t)elver_start_stack; /* x30 */
}
#endif

void coroutine_prepare(Coroutine *c, void *stack, size_t stack_bytes, void (*entry)(void *argument), void *argument)
{
    uintptr_t top = ((uintptr_t)stack + stack_bytes) & ~(uintptr_t)15;
    uintptr_t *frame = (uintptr_t *)top - SAVED_WORDS;
    for (int i = 0; i < SAVED_WORDS; i++) frame[i] = 0;
    fill_frame(frame, entry, argument);
    c->stack_pointer = frame;
}

void coroutine_switch(Coroutine *from, Coroutine *to)
{
    elver_switch_stack(&from->stack_pointer, to->stack_pointer);
}

#endif
