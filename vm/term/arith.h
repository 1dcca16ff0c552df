/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arith.h - arithmetic on any numbers.
 *
 * All return TERM_NONE when there is no result: badarith, or, if arith_was_limit() says so, system_limit (an integer of
 * over 33 million bits). `return raise_arith(p)` of exception.h turns it into the right exception. */
#ifndef TERM_ARITH_H
#define TERM_ARITH_H

#include "term/heap.h"

Term arith_add(Heap *heap, Term a, Term b);
Term arith_subtract(Heap *heap, Term a, Term b);
Term arith_multiply(Heap *heap, Term a, Term b);
Term arith_divide(Heap *heap, Term a, Term b);    /* `/`: always a float */
Term arith_int_divide(Heap *heap, Term a, Term b); /* `div`: truncates */
Term arith_remainder(Heap *heap, Term a, Term b);  /* sign of a */
Term arith_negate(Heap *heap, Term a);
Term arith_absolute(Heap *heap, Term a);
Term arith_and(Heap *heap, Term a, Term b); /* bitwise, on two's complement */
Term arith_or(Heap *heap, Term a, Term b);
Term arith_xor(Heap *heap, Term a, Term b);
Term arith_not(Heap *heap, Term a);
Term arith_shift_left(Heap *heap, Term a, Term count); /* a negative count shifts right */
Term arith_shift_right(Heap *heap, Term a, Term count);
Term arith_truncate(Heap *heap, Term a); /* to integer; integers pass through */
Term arith_round(Heap *heap, Term a);
Term arith_floor(Heap *heap, Term a);
Term arith_ceil(Heap *heap, Term a);
Term arith_float(Heap *heap, Term a); /* to float */
/* A number as a double; false if it is no number, or an integer too large. */
bool arith_to_double(Term t, double *d);
Term arith_from_double(Heap *heap, double d); /* TERM_NONE unless finite */
/* Was the last TERM_NONE on this thread for size? Resets the answer. */
bool arith_was_limit(void);

#endif
