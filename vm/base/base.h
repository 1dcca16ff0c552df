/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base.h - what every file may use: fixed-width integers, branch hints, panic.
 *
 * Knows nothing of terms. A panic is for bugs only (a broken invariant): it prints and aborts. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t Word;  /* one machine word: a term, an instruction word, a header */

#define LIKELY(x)   __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define COLD        __attribute__((cold, noinline))
#define NORETURN    __attribute__((noreturn))
#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Prints "elver: internal error: ..." with file and line on standard error and aborts. */
#define panic(...) panic_at(__FILE__, __LINE__, __VA_ARGS__)
NORETURN COLD void panic_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
