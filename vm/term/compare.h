/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.h - the standard order of terms, and the two equalities.
 *
 *     number < atom < reference < fun < port < pid < tuple < map < [] < cons < bitstring
 *
 * Integers and floats compare by exact value; 1 == 1.0 but not 1 =:= 1.0. None of this uses C stack in proportion to the
 * depth of a term. */
#ifndef TERM_COMPARE_H
#define TERM_COMPARE_H

#include "term/boxed.h"

/* Negative, zero, positive; zero for 1 and 1.0. */
int term_compare_slow(Term a, Term b);
/* The order of map keys: as above, but an integer comes before the float that it equals, at any depth. */
int term_compare_exactly(Term a, Term b);
bool term_equal_slow(Term a, Term b);
bool term_equal_exactly_slow(Term a, Term b);

static inline int term_compare(Term a, Term b)
{
    if (a == b) return 0;
    if (term_both_small(a, b)) return (int64_t)term_bits(a) < (int64_t)term_bits(b) ? -1 : 1;
    return term_compare_slow(a, b);
}
/* == */
static inline bool term_equal(Term a, Term b)
{
    if (a == b) return true;
    if (term_both_small(a, b)) return false;
    return term_equal_slow(a, b);
}
/* =:= (0.0 and -0.0 are equal, as in OTP 25) */
static inline bool term_equal_exactly(Term a, Term b)
{
    if (a == b) return true;
    if ((term_bits(a) & 3) == TAG_SMALL || term_is_atom(a)) return false;
    return term_equal_exactly_slow(a, b);
}

#endif
