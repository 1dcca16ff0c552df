/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bignum.h - integers past 62 bits: limbs in the heap, magnitude and sign, worked on by GMP's mpn functions.
 *
 * A bignum box never holds a value that fits a small: integer_from_limbs normalises. `Integer` views any integer term as
 * limbs, a small's single limb standing in the view itself. */
#ifndef TERM_BIGNUM_H
#define TERM_BIGNUM_H

#include <gmp.h>

#include "base/buf.h"
#include "term/heap.h"

enum { BIGNUM_MAX_LIMBS = (1 << 19) - 1 /* 33 million bits, as in the reference: more is system_limit */ };

typedef struct Integer {
    const mp_limb_t *limbs; /* least significant first; no leading zero limb */
    size_t count;           /* 0 for zero */
    bool negative;
    mp_limb_t small;        /* what `limbs` points to for a small */
} Integer;

/* Fills `view`; t must be an integer; the view must not be copied (it may point into itself). */
void integer_view(Term t, Integer *view);
/* Makes a term of limbs (leading zeros allowed, they are dropped). TERM_NONE if too large. */
Term integer_from_limbs(Heap *heap, const mp_limb_t *limbs, size_t count, bool negative);
/* Room for a result of at most `count` limbs at the top of the heap; finish it with bignum_finish. */
mp_limb_t *bignum_begin(Heap *heap, size_t count);
Term bignum_finish(Heap *heap, mp_limb_t *limbs, size_t reserved, size_t count, bool negative);

int integer_compare(Term a, Term b);
bool integer_fits_int64(Term t, int64_t *n);
bool integer_fits_uint64(Term t, uint64_t *n);
bool integer_is_negative(Term t);
/* Nearest double (ties to even); false if it is too large. */
bool integer_to_double(Term t, double *d);
int integer_compare_double(Term integer, double d); /* exact */
Term integer_from_double(Heap *heap, double d);     /* truncates; d finite */

/* Digits in base 2..36, lower or upper case accepted, optional sign, nothing else; TERM_NONE if it is not that (or too large). */
Term integer_parse(Heap *heap, const char *text, size_t size, int base);
void integer_to_text(Buf *out, Term t, int base); /* upper-case digits */

/* Magnitude as bytes: for ETF, bit syntax, encode_unsigned. */
size_t integer_byte_count(Term t); /* of |t|; 0 for 0 */
/* size bytes of two's complement, truncated or sign-extended. */
void integer_to_bytes(Term t, uint8_t *bytes, size_t size, bool big_endian);
Term integer_from_bytes(Heap *heap, const uint8_t *bytes, size_t size, bool big_endian, bool is_signed);

#endif
