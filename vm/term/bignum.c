/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bignum.c - integers past 62 bits. */
#include "term/bignum.h"

#include <math.h>

#include "base/mem.h"

void integer_view(Term t, Integer *view)
{
    if (term_is_small(t)) {
        int64_t n = term_to_small(t);
        view->negative = n < 0;
        view->small = n < 0 ? -(mp_limb_t)n : (mp_limb_t)n;
        view->limbs = &view->small;
        view->count = n != 0;
        return;
    }
    assert(term_is_bignum(t));
    const Word *words = boxed_words(t);
    view->limbs = (const mp_limb_t *)(words + 1);
    view->count = header_size_words(words[0]);
    view->negative = header_type(words[0]) == BOX_BIGNUM_NEGATIVE;
}

mp_limb_t *bignum_begin(Heap *heap, size_t count)
{
    return (mp_limb_t *)(heap_alloc(heap, 1 + count) + 1);
}

/* Gives back the words from `from` to `end`, or makes a dead box of them so that the heap can still be walked. */
static void give_back(Heap *heap, Word *from, Word *end)
{
    if (from == end) return;
    if (heap->top == end) heap->top = from;
    else if (heap->fragments && heap->fragments->top == end) heap->fragments->top = from;
    else *from = header_make(BOX_BIGNUM_POSITIVE, (Word)(end - from) - 1);
}

Term bignum_finish(Heap *heap, mp_limb_t *limbs, size_t reserved, size_t count, bool negative)
{
    Word *header = (Word *)limbs - 1, *end = (Word *)limbs + reserved;
    while (count > 0 && limbs[count - 1] == 0) count--;
    if (count == 0) {
        give_back(heap, header, end);
        return term_from_small(0);
    }
    if (count == 1) {
        mp_limb_t limb = limbs[0];
        if (limb <= (Word)SMALL_MAX || (negative && limb == (Word)SMALL_MAX + 1)) {
            give_back(heap, header, end);
            return term_from_small(negative ? (int64_t)-limb : (int64_t)limb);
        }
    }
    *header = header_make(negative ? BOX_BIGNUM_NEGATIVE : BOX_BIGNUM_POSITIVE, count);
    give_back(heap, (Word *)limbs + count, end);
    return count > BIGNUM_MAX_LIMBS ? TERM_NONE : term_from_boxed(header);
}

Term integer_from_limbs(Heap *heap, const mp_limb_t *limbs, size_t count, bool negative)
{
    while (count > 0 && limbs[count - 1] == 0) count--;
    if (count > BIGNUM_MAX_LIMBS) return TERM_NONE;
    if (count == 0) return term_from_small(0);
    mp_limb_t *copy = bignum_begin(heap, count);
    mpn_copyi(copy, limbs, (mp_size_t)count);
    return bignum_finish(heap, copy, count, count, negative);
}

static int compare_magnitudes(const Integer *a, const Integer *b)
{
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    return a->count ? mpn_cmp(a->limbs, b->limbs, (mp_size_t)a->count) : 0;
}

int integer_compare(Term a, Term b)
{
    Integer x, y;
    integer_view(a, &x);
    integer_view(b, &y);
    if (x.negative != y.negative) return x.negative ? -1 : 1;
    int order = compare_magnitudes(&x, &y);
    return x.negative ? -order : order;
}

bool integer_fits_int64(Term t, int64_t *n)
{
    Integer view;
    integer_view(t, &view);
    if (view.count > 1) return false;
    mp_limb_t limb = view.count ? view.limbs[0] : 0;
    if (limb > (Word)INT64_MAX + view.negative) return false;
    *n = (int64_t)(view.negative ? -limb : limb);
    return true;
}

bool integer_fits_uint64(Term t, uint64_t *n)
{
    Integer view;
    integer_view(t, &view);
    if (view.count > 1 || view.negative) return false;
    *n = view.count ? view.limbs[0] : 0;
    return true;
}

bool integer_is_negative(Term t)
{
    return term_is_small(t) ? term_to_small(t) < 0 : boxed_type(t) == BOX_BIGNUM_NEGATIVE;
}

/* --- doubles --- */

bool integer_to_double(Term t, double *d)
{
    if (LIKELY(term_is_small(t))) {
        *d = (double)term_to_small(t);
        return true;
    }
    Integer view;
    integer_view(t, &view);
    size_t top = view.count - 1;
    unsigned zeros = (unsigned)__builtin_clzll(view.limbs[top]);
    /* The leading 64 bits, the lowest standing for all that is cut off, round as the whole number would. */
    uint64_t leading = view.limbs[top] << zeros;
    bool rest = false;
    if (top > 0) {
        if (zeros) leading |= view.limbs[top - 1] >> (64 - zeros);
        rest = zeros ? view.limbs[top - 1] << zeros != 0 : view.limbs[top - 1] != 0;
        for (size_t i = 0; i + 1 < top && !rest; i++) rest = view.limbs[i] != 0;
    }
    if (top > 16) return false;
    double magnitude = ldexp((double)(leading | rest), (int)(top * 64) - (int)zeros);
    *d = view.negative ? -magnitude : magnitude;
    return isfinite(magnitude);
}

enum { DOUBLE_LIMBS = 17 };

/* The limbs of the integer part of |d|, d finite; returns how many. */
static size_t double_limbs(double d, mp_limb_t limbs[DOUBLE_LIMBS])
{
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
    exponent -= 53;
    memset(limbs, 0, DOUBLE_LIMBS * sizeof limbs[0]);
    if (exponent <= 0) {
        limbs[0] = exponent <= -64 ? 0 : mantissa >> -exponent;
    } else {
        int limb = exponent / 64, shift = exponent % 64;
        limbs[limb] = mantissa << shift;
        if (shift) limbs[limb + 1] = mantissa >> (64 - shift);
    }
    size_t count = DOUBLE_LIMBS;
    while (count > 0 && limbs[count - 1] == 0) count--;
    return count;
}

int integer_compare_double(Term integer, double d)
{
    if (term_is_small(integer)) {
        int64_t n = term_to_small(integer);
        if (d >= 0x1p62) return -1;
        if (d < -0x1p62) return 1;
        int64_t whole = (int64_t)d;
        if (n != whole) return n < whole ? -1 : 1;
        double rest = d - (double)whole; /* exact: either |d| < 2^53, or d has no fraction */
        return rest > 0 ? -1 : rest < 0;
    }
    Integer view;
    integer_view(integer, &view);
    if (view.negative != (d < 0)) return view.negative ? -1 : 1;
    mp_limb_t limbs[DOUBLE_LIMBS];
    Integer other = {.limbs = limbs, .count = double_limbs(d, limbs)};
    int order = compare_magnitudes(&view, &other);
    if (order == 0 && d != trunc(d)) order = -1;
    return view.negative ? -order : order;
}

Term integer_from_double(Heap *heap, double d)
{
    if (d > -0x1p61 && d < 0x1p61) return term_from_small((int64_t)d);
    mp_limb_t limbs[DOUBLE_LIMBS];
    size_t count = double_limbs(d, limbs);
    return integer_from_limbs(heap, limbs, count, d < 0);
}

/* --- text --- */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

Term integer_parse(Heap *heap, const char *text, size_t size, int base)
{
    size_t i = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    bool negative = i && text[0] == '-';
    if (i == size) return TERM_NONE;
    for (size_t k = i; k < size; k++)
        if (digit_value(text[k]) >= base) return TERM_NONE;
    while (i + 1 < size && text[i] == '0') i++;
    size_t digits = size - i;
    if (digits <= 11) { /* below 36^11 < 2^61 */
        int64_t n = 0;
        for (; i < size; i++) n = n * base + digit_value(text[i]);
        return term_from_small(negative ? -n : n);
    }
    unsigned bits_per_digit = 64 - (unsigned)__builtin_clzll((uint64_t)base - 1);
    size_t limb_count = digits * bits_per_digit / 64 + 2;
    if (limb_count > (size_t)BIGNUM_MAX_LIMBS * 2) return TERM_NONE;
    uint8_t *values = mem_alloc(digits);
    for (size_t k = 0; k < digits; k++) values[k] = (uint8_t)digit_value(text[i + k]);
    mp_limb_t *limbs = bignum_begin(heap, limb_count);
    mp_size_t count = mpn_set_str(limbs, values, digits, base);
    mem_free(values);
    return bignum_finish(heap, limbs, limb_count, (size_t)count, negative);
}

void integer_to_text(Buf *out, Term t, int base)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (term_is_small(t)) {
        char reversed[66], *at = reversed + sizeof reversed;
        int64_t n = term_to_small(t);
        uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
        do *--at = digits[left % (uint64_t)base];
        while (left /= (uint64_t)base);
        if (n < 0) *--at = '-';
        return buf_add(out, at, (size_t)(reversed + sizeof reversed - at));
    }
    Integer view;
    integer_view(t, &view);
    if (view.negative) buf_put(out, '-');
    mp_limb_t *copy = mem_alloc((view.count + 1) * sizeof *copy); /* mpn_get_str destroys it */
    mpn_copyi(copy, view.limbs, (mp_size_t)view.count);
    uint8_t *text = buf_reserve(out, mpn_sizeinbase(copy, (mp_size_t)view.count, base) + 2);
    size_t size = mpn_get_str(text, base, copy, (mp_size_t)view.count);
    mem_free(copy);
    size_t skip = 0;
    while (skip + 1 < size && text[skip] == 0) skip++;
    for (size_t i = skip; i < size; i++) text[i - skip] = (uint8_t)digits[text[i]];
    out->size += size - skip;
}

/* --- bytes --- */

size_t integer_byte_count(Term t)
{
    Integer view;
    integer_view(t, &view);
    if (view.count == 0) return 0;
    return view.count * 8 - (size_t)__builtin_clzll(view.limbs[view.count - 1]) / 8;
}

void integer_to_bytes(Term t, uint8_t *bytes, size_t size, bool big_endian)
{
    Integer view;
    integer_view(t, &view);
    unsigned carry = view.negative;
    for (size_t i = 0; i < size; i++) {
        unsigned byte = i / 8 < view.count ? (unsigned)(view.limbs[i / 8] >> (i % 8 * 8)) & 0xff : 0;
        if (view.negative) { /* complement and add one, byte by byte */
            byte = (~byte & 0xff) + carry;
            carry = byte >> 8;
        }
        bytes[big_endian ? size - 1 - i : i] = (uint8_t)byte;
    }
}

Term integer_from_bytes(Heap *heap, const uint8_t *bytes, size_t size, bool big_endian, bool is_signed)
{
    bool negative = is_signed && size > 0 && (bytes[big_endian ? 0 : size - 1] & 0x80);
    uint8_t skip = negative ? 0xff : 0; /* sign extension that need not be looked at */
    while (size > 1 && bytes[big_endian ? 0 : size - 1] == skip) {
        if (big_endian) bytes++;
        size--;
    }
    size_t count = (size + 7) / 8 + 1;
    if (count > (size_t)BIGNUM_MAX_LIMBS + 1) return TERM_NONE;
    mp_limb_t *limbs = bignum_begin(heap, count);
    memset(limbs, 0, count * sizeof *limbs);
    for (size_t i = 0; i < size; i++)
        limbs[i / 8] |= (mp_limb_t)(bytes[big_endian ? size - 1 - i : i] ^ skip) << (i % 8 * 8);
    if (negative) mpn_add_1(limbs, limbs, (mp_size_t)count, 1);
    return bignum_finish(heap, limbs, count, count, negative);
}
