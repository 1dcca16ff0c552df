/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dtoa.c - doubles as text and back.
 *
 * Shortest digits by the method of R. Giulietti, "The Schubfach way to render doubles" (2020): scale the bounds of the rounding
 * interval by a power of ten in 128-bit fixed point, and pick the one shortest decimal inside. The powers are made
 * with GMP when first needed. */
#include "base/dtoa.h"

#include <gmp.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POWER_MIN = -330, POWER_MAX = 330 };

typedef struct Power {
    _Atomic(uint32_t) ready;
    uint64_t high, low;
} Power;
static Power powers[POWER_MAX - POWER_MIN + 1];

static int floor_log10_pow2(int e) { return (e * 1262611) >> 22; }
static int floor_log10_three_quarters_pow2(int e) { return (e * 1262611 - 524031) >> 22; }
static int floor_log2_pow10(int e) { return (e * 1741647) >> 19; }

/* ceil(10^k * 2^(127 - floor(log2(10^k)))): the 128 leading bits of 10^k, rounded up. */
static void compute_power(int k, Power *power)
{
    mpz_t ten, value;
    mpz_init(ten);
    mpz_init(value);
    mpz_ui_pow_ui(ten, 10, (unsigned long)abs(k));
    int shift = 127 - floor_log2_pow10(k);
    if (k < 0) {
        mpz_setbit(value, (mp_bitcnt_t)shift);
        mpz_cdiv_q(value, value, ten);
    } else if (shift >= 0) {
        mpz_mul_2exp(value, ten, (mp_bitcnt_t)shift);
    } else {
        mpz_cdiv_q_2exp(value, ten, (mp_bitcnt_t)-shift);
    }
    power->low = mpz_getlimbn(value, 0);
    power->high = mpz_getlimbn(value, 1);
    mpz_clear(ten);
    mpz_clear(value);
}

static Power power_of_ten(int k)
{
    Power *power = &powers[k - POWER_MIN];
    if (LIKELY(atomic_load_explicit(&power->ready, memory_order_acquire) == 2)) return *power;
    Power computed = {0};
    compute_power(k, &computed);
    uint32_t expected = 0;
    if (atomic_compare_exchange_strong_explicit(&power->ready, &expected, 1, memory_order_relaxed,
                                                memory_order_relaxed)) {
        power->high = computed.high;
        power->low = computed.low;
        atomic_store_explicit(&power->ready, 2, memory_order_release); /* acquire: above */
    }
    return computed;
}

/* The high 64 bits of g * x / 2^64, with the lowest set if anything was cut off. */
static uint64_t round_to_odd(const Power *g, uint64_t x)
{
    unsigned __int128 low = (unsigned __int128)g->low * x;
    unsigned __int128 product = (unsigned __int128)g->high * x + (uint64_t)(low >> 64);
    return (uint64_t)(product >> 64) | ((uint64_t)product > 1);
}

/* d = *significand * 10^*exponent, as short as it can be; d is positive and finite. */
static void shortest(double d, uint64_t *significand, int *exponent)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    int biased = (int)(bits >> 52 & 0x7ff);
    uint64_t c = biased ? fraction | (uint64_t)1 << 52 : fraction;
    int q = biased ? biased - 1075 : -1074;
    if (0 <= -q && -q < 53 && (c & (((uint64_t)1 << -q) - 1)) == 0) { /* an integer below 2^53 */
        *significand = c >> -q;
        *exponent = 0;
        return;
    }
    bool lower_is_closer = fraction == 0 && biased > 1, even = c % 2 == 0;
    uint64_t left = 4 * c - 2 + lower_is_closer, middle = 4 * c, right = 4 * c + 2;
    int k = lower_is_closer ? floor_log10_three_quarters_pow2(q) : floor_log10_pow2(q);
    int h = q + floor_log2_pow10(-k) + 1;
    Power g = power_of_ten(-k);
    uint64_t vl = round_to_odd(&g, left << h), v = round_to_odd(&g, middle << h), vr = round_to_odd(&g, right << h);
    uint64_t lower = vl + !even, upper = vr - !even, s = v / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool down_fits = lower <= 40 * tens, up_fits = 40 * tens + 40 <= upper;
        if (down_fits != up_fits) {
            *significand = tens + up_fits;
            *exponent = k + 1;
            return;
        }
    }
    bool down_fits = lower <= 4 * s, up_fits = 4 * s + 4 <= upper;
    *exponent = k;
    if (down_fits != up_fits) {
        *significand = s + up_fits;
        return;
    }
    uint64_t half = 4 * s + 2;
    *significand = s + (v > half || (v == half && (s & 1)));
}

int dtoa_shortest_digits(double d, char *digits, int *point)
{
    d = fabs(d);
    if (d == 0) {
        digits[0] = '0';
        *point = 1;
        return 1;
    }
    uint64_t significand;
    int exponent, count = 0;
    shortest(d, &significand, &exponent);
    while (significand % 10 == 0) significand /= 10, exponent++;
    char reversed[24];
    for (; significand; significand /= 10) reversed[count++] = (char)('0' + significand % 10);
    for (int i = 0; i < count; i++) digits[i] = reversed[count - 1 - i];
    *point = count + exponent;
    return count;
}

static char *put_zeros(char *at, int count)
{
    for (; count > 0; count--) *at++ = '0';
    return at;
}
static char *put_digits(char *at, const char *digits, int count)
{
    memcpy(at, digits, (size_t)count);
    return at + count;
}

/* Of the plain and the scientific form the shorter one; the plain one when they are of one length. From 2^53 on always scientific. */
int dtoa_shortest(double d, char text[DTOA_BUFFER])
{
    char digits[24], *at = text;
    int point, count = dtoa_shortest_digits(d, digits, &point);
    if (signbit(d)) *at++ = '-';
    int exponent = point - 1;
    int exponent_size = exponent < 0 ? (exponent > -10 ? 2 : exponent > -100 ? 3 : 4)
                                     : (exponent < 10 ? 1 : exponent < 100 ? 2 : 3);
    int scientific_size = (count == 1 ? 3 : count + 1) + 1 + exponent_size;
    int plain_size = point <= 0 ? 2 - point + count : point < count ? count + 1 : point + 2;
    if (d != 0 && (fabs(d) >= 9007199254740992.0 || plain_size > scientific_size)) {
        *at++ = digits[0];
        *at++ = '.';
        if (count == 1) *at++ = '0';
        else at = put_digits(at, digits + 1, count - 1);
        at += sprintf(at, "e%d", exponent);
    } else if (point <= 0) {
        *at++ = '0';
        *at++ = '.';
        at = put_zeros(at, -point);
        at = put_digits(at, digits, count);
    } else if (point < count) {
        at = put_digits(at, digits, point);
        *at++ = '.';
        at = put_digits(at, digits + point, count - point);
    } else {
        at = put_digits(at, digits, count);
        at = put_zeros(at, point - count);
        *at++ = '.';
        *at++ = '0';
    }
    *at = '\0';
    return (int)(at - text);
}

int dtoa_scientific(double d, int digits, char text[DTOA_BUFFER])
{
    return snprintf(text, DTOA_BUFFER, "%.*e", digits, d);
}

/* As the reference does it: up to 18 decimals the fraction is scaled and rounded in double arithmetic (so 1.45 with one
 * decimal is 1.5), with more it is exact. */
static int fixed(double d, int decimals, char text[DTOA_BUFFER])
{
    static const uint64_t tens[] = {1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
        10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u,
        10000000000000000u, 100000000000000000u, 1000000000000000000u};
    double magnitude = fabs(d);
    if (decimals > 18 || magnitude >= 9.2e18) return snprintf(text, DTOA_BUFFER, "%.*f", decimals, d);
    uint64_t whole = (uint64_t)magnitude;
    uint64_t part = (uint64_t)round((magnitude - (double)whole) * (double)tens[decimals]);
    if (part >= tens[decimals]) {
        part -= tens[decimals];
        whole++;
    }
    const char *sign = signbit(d) ? "-" : "";
    if (decimals == 0) return snprintf(text, DTOA_BUFFER, "%s%lu", sign, (unsigned long)whole);
    return snprintf(text, DTOA_BUFFER, "%s%lu.%0*lu", sign, (unsigned long)whole, decimals, (unsigned long)part);
}

int dtoa_decimals(double d, int decimals, bool compact, char text[DTOA_BUFFER])
{
    int size = fixed(d, decimals, text);
    if (size >= DTOA_BUFFER) return -1;
    if (compact && decimals > 0) {
        while (text[size - 1] == '0' && text[size - 2] != '.') size--;
        text[size] = '\0';
    }
    return size;
}

static size_t skip_digits(const char *text, size_t size, size_t i)
{
    while (i < size && text[i] >= '0' && text[i] <= '9') i++;
    return i;
}

static bool is_float_syntax(const char *text, size_t size)
{
    size_t i = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0, end = skip_digits(text, size, i);
    if (end == i || end == size || text[end] != '.') return false;
    i = end + 1;
    end = skip_digits(text, size, i);
    if (end == i) return false;
    if (end == size) return true;
    if (text[end] != 'e' && text[end] != 'E') return false;
    i = end + 1;
    if (i < size && (text[i] == '-' || text[i] == '+')) i++;
    end = skip_digits(text, size, i);
    return end > i && end == size;
}

bool dtoa_parse(const char *text, size_t size, double *d)
{
    if (!is_float_syntax(text, size)) return false;
    char inline_copy[128], *copy = size < sizeof inline_copy ? inline_copy : mem_alloc(size + 1);
    memcpy(copy, text, size);
    copy[size] = '\0';
    *d = strtod(copy, NULL);
    if (copy != inline_copy) mem_free(copy);
    return isfinite(*d);
}
