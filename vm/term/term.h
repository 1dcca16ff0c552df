/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term.h - the tagged word that is every value, its immediates, and list cells.
 *
 * A term is one 64-bit word. The low bits tell what it is:
 *
 *     ..00  small integer: a signed 62-bit value, shifted left by two
 *     .s10  ordinary float: a double with exponent 2^-255 .. 2^256, rotated (see term_from_double); s = sign
 *     .001  cons: pointer + 1 to two words, head and tail
 *     .011  boxed: pointer + 3 to a header word that is followed by the value's words
 *     .101  other immediate: bits 3-5 say which (atom, local pid, local port, special), the rest is its number
 *     .111  header: never a term; the first word of a box. On a stack it marks a return address.
 *
 * Only term.h and boxed.h look at these bits. */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include <string.h>

#include "base/base.h"

typedef const struct TermBits *Term; /* never defined: no arithmetic, no dereference, but == works */

static inline Word term_bits(Term t) { return (Word)t; }
static inline Term term_from_bits(Word bits) { return (Term)bits; }

enum {
    TAG_SMALL = 0, TAG_CONS = 1, TAG_FLOAT = 2, TAG_BOXED = 3, TAG_IMMEDIATE = 5, TAG_HEADER = 7,
    TAG_MASK = 7, IMM_SHIFT = 6,
    IMM_ATOM = TAG_IMMEDIATE | 0 << 3,
    IMM_PID = TAG_IMMEDIATE | 1 << 3,
    IMM_PORT = TAG_IMMEDIATE | 2 << 3,
    IMM_SPECIAL = TAG_IMMEDIATE | 3 << 3,
    IMM_CATCH = TAG_IMMEDIATE | 4 << 3, /* a catch mark in a stack slot; never seen by a program */
    IMM_MASK = 63
};

#define NIL       ((Term)(Word)(0 << IMM_SHIFT | IMM_SPECIAL)) /* the empty list */
#define TERM_NONE ((Term)(Word)(1 << IMM_SHIFT | IMM_SPECIAL)) /* no value: raised, absent, moved away */

static inline bool term_is_none(Term t) { return t == TERM_NONE; }
static inline bool term_is_nil(Term t) { return t == NIL; }
static inline bool term_is_cons(Term t) { return (term_bits(t) & TAG_MASK) == TAG_CONS; }
static inline bool term_is_list(Term t) { return term_is_cons(t) || term_is_nil(t); }
static inline bool term_is_boxed(Term t) { return (term_bits(t) & TAG_MASK) == TAG_BOXED; }
/* True for a value that lives in its word alone. */
static inline bool term_is_immediate(Term t) { return !term_is_cons(t) && !term_is_boxed(t); }

/* --- small integers: -2^61 .. 2^61 - 1 --- */

#define SMALL_MAX ((int64_t)0x1fffffffffffffff)
#define SMALL_MIN (-SMALL_MAX - 1)

static inline bool term_is_small(Term t) { return (term_bits(t) & 3) == TAG_SMALL; }
static inline bool term_both_small(Term a, Term b) { return ((term_bits(a) | term_bits(b)) & 3) == 0; }
static inline bool small_fits(int64_t n) { return n >= SMALL_MIN && n <= SMALL_MAX; }
static inline Term term_from_small(int64_t n)
{
    assert(small_fits(n));
    return term_from_bits((Word)n << 2);
}
static inline int64_t term_to_small(Term t)
{
    assert(term_is_small(t));
    return (int64_t)term_bits(t) >> 2;
}

/* --- ordinary floats --- */

#define FLOAT_BIAS ((Word)768 << 52) /* lowest unboxed exponent; its smallest pattern stands for zero */

static inline bool term_is_float_immediate(Term t) { return (term_bits(t) & 3) == TAG_FLOAT; }
/* TERM_NONE if the double needs a box (see float_new in boxed.h for the general constructor). */
static inline Term term_from_double(double d)
{
    Word bits;
    memcpy(&bits, &d, sizeof bits);
    if (UNLIKELY((bits << 1) == 0)) return term_from_bits(bits >> 63 << 2 | TAG_FLOAT);
    Word u = bits - FLOAT_BIAS;
    if (UNLIKELY((u & (Word)3 << 61) != 0 || (u << 1) == 0)) return TERM_NONE;
    return term_from_bits((u << 3 | u >> 61) | TAG_FLOAT);
}
static inline double term_to_double_immediate(Term t)
{
    assert(term_is_float_immediate(t));
    Word u = term_bits(t) ^ TAG_FLOAT, bits;
    if (UNLIKELY((u >> 3) == 0)) bits = u << 61;
    else bits = (u >> 3 | u << 61) + FLOAT_BIAS;
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* --- atoms, local pids and ports --- */

static inline bool term_is_atom(Term t) { return (term_bits(t) & IMM_MASK) == IMM_ATOM; }
static inline Term term_from_atom_index(uint32_t index) { return term_from_bits((Word)index << IMM_SHIFT | IMM_ATOM); }
static inline uint32_t term_to_atom_index(Term t)
{
    assert(term_is_atom(t));
    return (uint32_t)(term_bits(t) >> IMM_SHIFT);
}
static inline bool term_is_local_pid(Term t) { return (term_bits(t) & IMM_MASK) == IMM_PID; }
static inline Term term_from_pid_number(Word number) { return term_from_bits(number << IMM_SHIFT | IMM_PID); }
static inline Word term_to_pid_number(Term t)
{
    assert(term_is_local_pid(t));
    return term_bits(t) >> IMM_SHIFT;
}
static inline bool term_is_local_port(Term t) { return (term_bits(t) & IMM_MASK) == IMM_PORT; }
static inline Term term_from_port_number(Word number) { return term_from_bits(number << IMM_SHIFT | IMM_PORT); }
static inline Word term_to_port_number(Term t)
{
    assert(term_is_local_port(t));
    return term_bits(t) >> IMM_SHIFT;
}

/* --- list cells --- */

static inline Term *cons_words(Term t)
{
    assert(term_is_cons(t));
    return (Term *)(term_bits(t) - TAG_CONS);
}
static inline Term term_head(Term t) { return cons_words(t)[0]; }
static inline Term term_tail(Term t) { return cons_words(t)[1]; }
static inline Term term_from_cons(const Term *two_words) { return term_from_bits((Word)two_words + TAG_CONS); }

/* --- boxes: what follows the header is in boxed.h --- */

static inline Word *boxed_words(Term t)
{
    assert(term_is_boxed(t));
    return (Word *)(term_bits(t) - TAG_BOXED);
}
static inline Term term_from_boxed(const void *header) { return term_from_bits((Word)header + TAG_BOXED); }

#endif
