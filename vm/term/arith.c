/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arith.c - arithmetic on any numbers: smalls first, then floats, then limbs. */
#include "term/arith.h"

#include <math.h>

#include "base/mem.h"
#include "term/bignum.h"

static _Thread_local bool limit_reached;

bool arith_was_limit(void)
{
    bool was = limit_reached;
    limit_reached = false;
    return was;
}

static Term limit(void)
{
    limit_reached = true;
    return TERM_NONE;
}
/* A result of bignum.c is TERM_NONE only when it is too large. */
static inline Term checked(Term t)
{
    return UNLIKELY(term_is_none(t)) ? limit() : t;
}

bool arith_to_double(Term t, double *d)
{
    if (term_is_float(t)) {
        *d = term_to_double(t);
        return true;
    }
    return term_is_integer(t) && integer_to_double(t, d);
}

Term arith_from_double(Heap *heap, double d)
{
    return LIKELY(d - d == 0) ? float_new(heap, d) : TERM_NONE;
}

/* True when an operation is one on floats: at least one is, and both convert. */
static inline bool both_doubles(Term a, Term b, double *x, double *y)
{
    if (!term_is_float(a) && !term_is_float(b)) return false;
    return arith_to_double(a, x) && arith_to_double(b, y);
}
static inline bool both_integers(Term a, Term b)
{
    return term_is_integer(a) && term_is_integer(b);
}

/* --- sums --- */

static Term add_views(Heap *heap, const Integer *a, const Integer *b, bool b_negative)
{
    if (a->count < b->count) {
        Integer swapped = *b; /* views of smalls point into the originals, which live on */
        swapped.negative = b_negative;
        return add_views(heap, &swapped, a, a->negative);
    }
    if (b->count == 0) return checked(integer_from_limbs(heap, a->limbs, a->count, a->negative));
    mp_size_t a_count = (mp_size_t)a->count, b_count = (mp_size_t)b->count;
    mp_limb_t *sum = bignum_begin(heap, a->count + 1);
    if (a->negative == b_negative) {
        sum[a->count] = mpn_add(sum, a->limbs, a_count, b->limbs, b_count);
        return checked(bignum_finish(heap, sum, a->count + 1, a->count + 1, a->negative));
    }
    bool negative = a->negative;
    if (a->count == b->count && mpn_cmp(a->limbs, b->limbs, a_count) < 0) {
        mpn_sub(sum, b->limbs, b_count, a->limbs, a_count);
        negative = b_negative;
    } else {
        mpn_sub(sum, a->limbs, a_count, b->limbs, b_count);
    }
    return bignum_finish(heap, sum, a->count + 1, a->count, negative);
}

Term arith_add(Heap *heap, Term a, Term b)
{
    double x, y;
    if (term_both_small(a, b)) return integer_from_int64(heap, term_to_small(a) + term_to_small(b));
    if (both_doubles(a, b, &x, &y)) return arith_from_double(heap, x + y);
    if (!both_integers(a, b)) return TERM_NONE;
    Integer u, v;
    integer_view(a, &u);
    integer_view(b, &v);
    return add_views(heap, &u, &v, v.negative);
}

Term arith_subtract(Heap *heap, Term a, Term b)
{
    double x, y;
    if (term_both_small(a, b)) return integer_from_int64(heap, term_to_small(a) - term_to_small(b));
    if (both_doubles(a, b, &x, &y)) return arith_from_double(heap, x - y);
    if (!both_integers(a, b)) return TERM_NONE;
    Integer u, v;
    integer_view(a, &u);
    integer_view(b, &v);
    return add_views(heap, &u, &v, !v.negative);
}

/* --- products --- */

static Term multiply_integers(Heap *heap, Term a, Term b)
{
    Integer u, v;
    integer_view(a, &u);
    integer_view(b, &v);
    if (u.count == 0 || v.count == 0) return term_from_small(0);
    size_t count = u.count + v.count;
    if (count > (size_t)BIGNUM_MAX_LIMBS + 1) return limit();
    mp_limb_t *product = bignum_begin(heap, count);
    if (u.count >= v.count) mpn_mul(product, u.limbs, (mp_size_t)u.count, v.limbs, (mp_size_t)v.count);
    else mpn_mul(product, v.limbs, (mp_size_t)v.count, u.limbs, (mp_size_t)u.count);
    return checked(bignum_finish(heap, product, count, count, u.negative != v.negative));
}

Term arith_multiply(Heap *heap, Term a, Term b)
{
    double x, y;
    int64_t product;
    if (term_both_small(a, b)) {
        if (!__builtin_mul_overflow(term_to_small(a), term_to_small(b), &product))
            return integer_from_int64(heap, product);
        return multiply_integers(heap, a, b);
    }
    if (both_doubles(a, b, &x, &y)) return arith_from_double(heap, x * y);
    return both_integers(a, b) ? multiply_integers(heap, a, b) : TERM_NONE;
}

Term arith_divide(Heap *heap, Term a, Term b)
{
    double x, y;
    if (!arith_to_double(a, &x) || !arith_to_double(b, &y) || y == 0) return TERM_NONE;
    return arith_from_double(heap, x / y);
}

/* Quotient or remainder, truncating. */
static Term divide_integers(Heap *heap, Term a, Term b, bool want_remainder)
{
    Integer u, v;
    integer_view(a, &u);
    integer_view(b, &v);
    if (v.count == 0) return TERM_NONE;
    if (u.count < v.count) return want_remainder ? a : term_from_small(0);
    size_t quotient_count = u.count - v.count + 1;
    size_t wanted = want_remainder ? v.count : quotient_count, other = want_remainder ? quotient_count : v.count;
    mp_limb_t few[64], *scratch = other <= ARRAY_COUNT(few) ? few : mem_alloc(other * sizeof *scratch);
    mp_limb_t *result = bignum_begin(heap, wanted);
    mpn_tdiv_qr(want_remainder ? scratch : result, want_remainder ? result : scratch, 0, u.limbs, (mp_size_t)u.count,
                v.limbs, (mp_size_t)v.count);
    if (scratch != few) mem_free(scratch);
    return bignum_finish(heap, result, wanted, wanted, want_remainder ? u.negative : u.negative != v.negative);
}

Term arith_int_divide(Heap *heap, Term a, Term b)
{
    if (term_both_small(a, b)) {
        if (term_to_small(b) == 0) return TERM_NONE;
        return integer_from_int64(heap, term_to_small(a) / term_to_small(b));
    }
    return both_integers(a, b) ? divide_integers(heap, a, b, false) : TERM_NONE;
}

Term arith_remainder(Heap *heap, Term a, Term b)
{
    if (term_both_small(a, b)) {
        if (term_to_small(b) == 0) return TERM_NONE;
        return term_from_small(term_to_small(a) % term_to_small(b));
    }
    return both_integers(a, b) ? divide_integers(heap, a, b, true) : TERM_NONE;
}

Term arith_negate(Heap *heap, Term a)
{
    if (term_is_small(a)) return integer_from_int64(heap, -term_to_small(a));
    if (term_is_float(a)) return float_new(heap, -term_to_double(a));
    if (!term_is_integer(a)) return TERM_NONE;
    Integer view;
    integer_view(a, &view);
    return integer_from_limbs(heap, view.limbs, view.count, !view.negative);
}

Term arith_absolute(Heap *heap, Term a)
{
    if (term_is_float(a)) return signbit(term_to_double(a)) ? float_new(heap, fabs(term_to_double(a))) : a;
    if (!term_is_integer(a)) return TERM_NONE;
    return integer_is_negative(a) ? arith_negate(heap, a) : a;
}

/* --- bits --- */

typedef enum BitOperation { BIT_AND, BIT_OR, BIT_XOR } BitOperation;

/* Two's complement in `count` limbs. */
static void to_complement(const Integer *view, mp_limb_t *limbs, size_t count)
{
    mpn_copyi(limbs, view->limbs, (mp_size_t)view->count);
    memset(limbs + view->count, 0, (count - view->count) * sizeof *limbs);
    if (view->negative) mpn_neg(limbs, limbs, (mp_size_t)count);
}

static Term bit_operation(Heap *heap, Term a, Term b, BitOperation operation)
{
    Integer u, v;
    integer_view(a, &u);
    integer_view(b, &v);
    size_t count = (u.count > v.count ? u.count : v.count) + 1;
    mp_limb_t few[64], *other = count <= ARRAY_COUNT(few) ? few : mem_alloc(count * sizeof *other);
    mp_limb_t *result = bignum_begin(heap, count);
    mp_size_t n = (mp_size_t)count;
    to_complement(&u, result, count);
    to_complement(&v, other, count);
    switch (operation) {
    case BIT_AND: mpn_and_n(result, result, other, n); break;
    case BIT_OR: mpn_ior_n(result, result, other, n); break;
    case BIT_XOR: mpn_xor_n(result, result, other, n); break;
    }
    if (other != few) mem_free(other);
    bool negative = result[count - 1] >> 63;
    if (negative) mpn_neg(result, result, n);
    return checked(bignum_finish(heap, result, count, count, negative));
}

Term arith_and(Heap *heap, Term a, Term b)
{
    if (term_both_small(a, b)) return term_from_small(term_to_small(a) & term_to_small(b));
    return both_integers(a, b) ? bit_operation(heap, a, b, BIT_AND) : TERM_NONE;
}

Term arith_or(Heap *heap, Term a, Term b)
{
    if (term_both_small(a, b)) return term_from_small(term_to_small(a) | term_to_small(b));
    return both_integers(a, b) ? bit_operation(heap, a, b, BIT_OR) : TERM_NONE;
}

Term arith_xor(Heap *heap, Term a, Term b)
{
    if (term_both_small(a, b)) return term_from_small(term_to_small(a) ^ term_to_small(b));
    return both_integers(a, b) ? bit_operation(heap, a, b, BIT_XOR) : TERM_NONE;
}

Term arith_not(Heap *heap, Term a)
{
    if (term_is_small(a)) return term_from_small(~term_to_small(a));
    if (!term_is_bignum(a)) return TERM_NONE;
    Term negated = arith_negate(heap, a);
    return arith_subtract(heap, negated, term_from_small(1));
}

static Term shift_left(Heap *heap, Term a, uint64_t count)
{
    if (a == term_from_small(0)) return a;
    if (term_is_small(a) && count < 61) {
        int64_t n = term_to_small(a), shifted = (int64_t)((uint64_t)n << count);
        if (shifted >> count == n && small_fits(shifted)) return term_from_small(shifted);
    }
    Integer view;
    integer_view(a, &view);
    size_t limbs = count / 64;
    if (count / 64 > BIGNUM_MAX_LIMBS || view.count + limbs > BIGNUM_MAX_LIMBS) return limit();
    unsigned rest = count % 64;
    size_t total = view.count + limbs + 1;
    mp_limb_t *result = bignum_begin(heap, total);
    memset(result, 0, limbs * sizeof *result);
    if (rest) {
        result[total - 1] = mpn_lshift(result + limbs, view.limbs, (mp_size_t)view.count, rest);
    } else {
        mpn_copyi(result + limbs, view.limbs, (mp_size_t)view.count);
        result[total - 1] = 0;
    }
    return checked(bignum_finish(heap, result, total, total, view.negative));
}

/* Rounds down, as two's complement does. */
static Term shift_right(Heap *heap, Term a, uint64_t count)
{
    if (term_is_small(a)) return term_from_small(term_to_small(a) >> (count > 63 ? 63 : count));
    Integer view;
    integer_view(a, &view);
    size_t limbs = count / 64;
    if (limbs >= view.count) return term_from_small(view.negative ? -1 : 0);
    unsigned rest = count % 64;
    size_t left = view.count - limbs;
    bool cut = false;
    for (size_t i = 0; i < limbs && !cut; i++) cut = view.limbs[i] != 0;
    mp_limb_t *result = bignum_begin(heap, left + 1);
    if (rest) cut |= mpn_rshift(result, view.limbs + limbs, (mp_size_t)left, rest) != 0;
    else mpn_copyi(result, view.limbs + limbs, (mp_size_t)left);
    result[left] = 0;
    if (view.negative && cut) mpn_add_1(result, result, (mp_size_t)left + 1, 1);
    return bignum_finish(heap, result, left + 1, left + 1, view.negative);
}

static Term shift(Heap *heap, Term a, Term count, bool left)
{
    if (!both_integers(a, count)) return TERM_NONE;
    if (integer_is_negative(count)) left = !left;
    Integer view;
    integer_view(count, &view);
    uint64_t n = view.count == 0 ? 0 : view.count == 1 ? view.limbs[0] : UINT64_MAX;
    return left ? shift_left(heap, a, n) : shift_right(heap, a, n);
}

Term arith_shift_left(Heap *heap, Term a, Term count)
{
    return shift(heap, a, count, true);
}

Term arith_shift_right(Heap *heap, Term a, Term count)
{
    return shift(heap, a, count, false);
}

/* --- between integers and floats --- */

static Term to_integer(Heap *heap, Term a, double (*rounded)(double))
{
    if (term_is_integer(a)) return a;
    return term_is_float(a) ? integer_from_double(heap, rounded(term_to_double(a))) : TERM_NONE;
}

Term arith_truncate(Heap *heap, Term a)
{
    return to_integer(heap, a, trunc);
}

Term arith_round(Heap *heap, Term a)
{
    return to_integer(heap, a, round); /* halves away from zero */
}

Term arith_floor(Heap *heap, Term a)
{
    return to_integer(heap, a, floor);
}

Term arith_ceil(Heap *heap, Term a)
{
    return to_integer(heap, a, ceil);
}

Term arith_float(Heap *heap, Term a)
{
    double d;
    if (term_is_float(a)) return a;
    return arith_to_double(a, &d) ? float_new(heap, d) : TERM_NONE;
}
