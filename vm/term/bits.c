/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bits.c - bit strings at any bit offset. */
#include "term/bits.h"

#include <math.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "term/arith.h"
#include "term/bignum.h"

static inline uint64_t load_big_endian(const uint8_t *p)
{
    uint64_t word;
    memcpy(&word, p, 8);
    return __builtin_bswap64(word);
}
static inline void store_big_endian(uint8_t *p, uint64_t word)
{
    word = __builtin_bswap64(word);
    memcpy(p, &word, 8);
}
static inline uint64_t low_bits(uint64_t x, unsigned n)
{
    return n >= 64 ? x : x & (((uint64_t)1 << n) - 1);
}

uint64_t bits_get_64(const uint8_t *bytes, Word offset, unsigned size_bits)
{
    if (size_bits == 0) return 0;
    const uint8_t *p = bytes + offset / 8;
    unsigned skip = offset % 8, last = skip + size_bits; /* bits from the start of *p */
    if (last > 64) { /* 9 bytes */
        unsigned over = last - 64;
        return low_bits(load_big_endian(p) << over | p[8] >> (8 - over), size_bits);
    }
    uint64_t word = 0;
    unsigned count = (last + 7) / 8;
    if (count == 8) word = load_big_endian(p);
    else for (unsigned i = 0; i < count; i++) word = word << 8 | p[i];
    return low_bits(word >> (count * 8 - last), size_bits);
}

void bits_put_64(uint8_t *bytes, Word offset, unsigned size_bits, uint64_t value)
{
    uint8_t *p = bytes + offset / 8;
    unsigned skip = offset % 8;
    value = low_bits(value, size_bits);
    if (skip) {
        unsigned room = 8 - skip;
        if (size_bits <= room) {
            uint8_t mask = (uint8_t)(low_bits(~(uint64_t)0, size_bits) << (room - size_bits));
            *p = (uint8_t)((*p & ~mask) | value << (room - size_bits));
            return;
        }
        size_bits -= room;
        *p = (uint8_t)((*p & ~(0xff >> skip)) | value >> size_bits);
        p++;
    }
    if (size_bits == 64) return store_big_endian(p, value);
    for (; size_bits >= 8; p++) {
        size_bits -= 8;
        *p = (uint8_t)(value >> size_bits);
    }
    if (size_bits) *p = (uint8_t)((*p & 0xff >> size_bits) | value << (8 - size_bits));
}

void bits_copy(uint8_t *to, Word to_offset, const uint8_t *from, Word from_offset, Word size_bits)
{
    if (size_bits == 0) return;
    to += to_offset / 8, to_offset %= 8;
    from += from_offset / 8, from_offset %= 8;
    if (to_offset) { /* up to the next whole byte of the destination */
        unsigned head = 8 - (unsigned)to_offset;
        if (head > size_bits) head = (unsigned)size_bits;
        bits_put_64(to, to_offset, head, bits_get_64(from, from_offset, head));
        size_bits -= head;
        from_offset += head;
        from += from_offset / 8, from_offset %= 8;
        to++;
    }
    if (from_offset == 0) {
        memcpy(to, from, size_bits / 8);
        to += size_bits / 8;
        from += size_bits / 8;
        size_bits %= 8;
    } else {
        for (; size_bits >= 64; size_bits -= 64, to += 8, from += 8)
            store_big_endian(to, load_big_endian(from) << from_offset | from[8] >> (8 - from_offset));
        for (; size_bits >= 8; size_bits -= 8, to++, from++)
            *to = (uint8_t)(from[0] << from_offset | from[1] >> (8 - from_offset));
    }
    if (size_bits) bits_put_64(to, 0, (unsigned)size_bits, bits_get_64(from, from_offset, (unsigned)size_bits));
}

int bits_compare(const uint8_t *a, Word a_offset, Word a_bits, const uint8_t *b, Word b_offset, Word b_bits)
{
    Word left = a_bits < b_bits ? a_bits : b_bits;
    if (a_offset % 8 == 0 && b_offset % 8 == 0) {
        int order = memcmp(a + a_offset / 8, b + b_offset / 8, left / 8);
        if (order) return order;
        a_offset += left / 8 * 8;
        b_offset += left / 8 * 8;
        left %= 8;
    }
    while (left > 0) {
        unsigned n = left < 64 ? (unsigned)left : 64;
        uint64_t x = bits_get_64(a, a_offset, n), y = bits_get_64(b, b_offset, n);
        if (x != y) return x < y ? -1 : 1;
        a_offset += n, b_offset += n, left -= n;
    }
    return a_bits < b_bits ? -1 : a_bits > b_bits;
}

bool bits_equal(const uint8_t *a, Word a_offset, const uint8_t *b, Word b_offset, Word size_bits)
{
    return bits_compare(a, a_offset, size_bits, b, b_offset, size_bits) == 0;
}

/* --- integers --- */

/* A little-endian field is whole bytes, least significant first; a rest of under 8 bits comes last and counts most. */
static uint64_t reverse_field(uint64_t field, unsigned size_bits)
{
    unsigned rest = size_bits % 8, whole = size_bits - rest;
    uint64_t value = rest ? low_bits(field, rest) << whole : 0;
    uint64_t bytes = whole ? __builtin_bswap64(field >> rest) >> (64 - whole) : 0;
    return value | bytes;
}
/* The inverse: a value to the bits of its field, first bit on top. */
static uint64_t unreverse_field(uint64_t value, unsigned size_bits)
{
    unsigned rest = size_bits % 8, whole = size_bits - rest;
    uint64_t bytes = whole ? __builtin_bswap64(low_bits(value, whole)) >> (64 - whole) : 0;
    return rest ? bytes << rest | low_bits(value >> whole, rest) : bytes;
}

static Term get_large_integer(Heap *heap, const uint8_t *bytes, Word offset, Word size_bits, BitFlags flags)
{
    size_t size = (size_bits + 7) / 8;
    unsigned rest = size_bits % 8;
    if (size > (size_t)BIGNUM_MAX_LIMBS * 8) return TERM_NONE;
    uint8_t *field = mem_alloc(size), *top;
    if (flags & BITS_LITTLE) {
        bits_copy(field, 0, bytes, offset, size_bits - rest);
        top = field + size - 1;
        if (rest) *top = (uint8_t)bits_get_64(bytes, offset + size_bits - rest, rest);
    } else {
        top = field;
        if (rest) *top = (uint8_t)bits_get_64(bytes, offset, rest);
        bits_copy(field + (rest != 0), 0, bytes, offset + rest, size_bits - rest);
    }
    if (rest && (flags & BITS_SIGNED) && (*top >> (rest - 1) & 1)) *top |= (uint8_t)(0xff << rest);
    Term t = integer_from_bytes(heap, field, size, !(flags & BITS_LITTLE), flags & BITS_SIGNED);
    mem_free(field);
    return t;
}

Term bits_get_integer(Heap *heap, const uint8_t *bytes, Word offset, Word size_bits, BitFlags flags)
{
    if (size_bits == 0) return term_from_small(0);
    if (size_bits > 64) return get_large_integer(heap, bytes, offset, size_bits, flags);
    unsigned n = (unsigned)size_bits;
    uint64_t value = bits_get_64(bytes, offset, n);
    if (flags & BITS_LITTLE) value = reverse_field(value, n);
    if (flags & BITS_SIGNED) return integer_from_int64(heap, (int64_t)(value << (64 - n)) >> (64 - n));
    return integer_from_uint64(heap, value);
}

static void put_large_integer(uint8_t *bytes, Word offset, Word size_bits, BitFlags flags, Term integer)
{
    size_t size = (size_bits + 7) / 8;
    unsigned rest = size_bits % 8;
    uint8_t *field = mem_alloc(size);
    integer_to_bytes(integer, field, size, !(flags & BITS_LITTLE));
    if (flags & BITS_LITTLE) {
        bits_copy(bytes, offset, field, 0, size_bits - rest);
        if (rest) bits_put_64(bytes, offset + size_bits - rest, rest, field[size - 1]);
    } else {
        bits_copy(bytes, offset, field, size * 8 - size_bits, size_bits);
    }
    mem_free(field);
}

void bits_put_integer(uint8_t *bytes, Word offset, Word size_bits, BitFlags flags, Term integer)
{
    if (size_bits == 0) return;
    if (size_bits > 64) return put_large_integer(bytes, offset, size_bits, flags, integer);
    uint64_t value;
    if (LIKELY(term_is_small(integer))) {
        value = (uint64_t)term_to_small(integer);
    } else {
        Integer view;
        integer_view(integer, &view);
        value = view.negative ? -view.limbs[0] : view.limbs[0];
    }
    if (flags & BITS_LITTLE) value = unreverse_field(value, (unsigned)size_bits);
    bits_put_64(bytes, offset, (unsigned)size_bits, value);
}

/* --- floats --- */

static double half_to_double(uint16_t half)
{
    int exponent = half >> 10 & 31, fraction = half & 0x3ff;
    double magnitude = exponent ? ldexp(fraction + 1024, exponent - 25) : ldexp(fraction, -24);
    return half >> 15 ? -magnitude : magnitude;
}

/* Rounds to nearest, ties to even; false if it becomes infinite. */
static bool half_from_double(double d, uint16_t *half)
{
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    double magnitude = fabs(d);
    if (magnitude == 0) {
        *half = sign;
        return true;
    }
    int exponent;
    frexp(magnitude, &exponent); /* magnitude = f * 2^exponent, f in [0.5, 1) */
    int unit = exponent - 11 < -24 ? -24 : exponent - 11; /* exponent of the last bit kept */
    double rounded = nearbyint(ldexp(magnitude, -unit));
    if (rounded >= 2048) {
        rounded /= 2;
        unit++;
    }
    if (unit > 5) return false;
    unsigned fraction = (unsigned)rounded;
    *half = (uint16_t)(sign | (fraction >= 1024 ? (unsigned)(unit + 25) << 10 | (fraction - 1024) : fraction));
    return true;
}

Term bits_get_float(Heap *heap, const uint8_t *bytes, Word offset, Word size_bits, BitFlags flags)
{
    unsigned n = (unsigned)size_bits;
    uint64_t field = bits_get_64(bytes, offset, n);
    if (flags & BITS_LITTLE) field = reverse_field(field, n);
    double d;
    if (n == 64) {
        memcpy(&d, &field, sizeof d);
    } else if (n == 32) {
        uint32_t word = (uint32_t)field;
        float f;
        memcpy(&f, &word, sizeof f);
        d = f;
    } else {
        if ((field >> 10 & 31) == 31) return TERM_NONE;
        d = half_to_double((uint16_t)field);
    }
    return isfinite(d) ? float_new(heap, d) : TERM_NONE;
}

bool bits_put_float(uint8_t *bytes, Word offset, Word size_bits, BitFlags flags, Term number)
{
    double d;
    uint64_t field;
    if (!arith_to_double(number, &d)) return false;
    if (size_bits == 64) {
        memcpy(&field, &d, sizeof field);
    } else if (size_bits == 32) {
        float f = (float)d;
        uint32_t word;
        if (!isfinite(f)) return false;
        memcpy(&word, &f, sizeof word);
        field = word;
    } else {
        uint16_t half;
        if (size_bits != 16 || !half_from_double(d, &half)) return false;
        field = half;
    }
    if (flags & BITS_LITTLE) field = unreverse_field(field, (unsigned)size_bits);
    bits_put_64(bytes, offset, (unsigned)size_bits, field);
    return true;
}

/* --- characters --- */

unsigned bits_get_utf8(const uint8_t *bytes, Word offset, Word available, uint32_t *code_point)
{
    if (offset % 8 == 0) {
        int size = utf8_decode(bytes + offset / 8, available / 8, code_point);
        return size > 0 ? (unsigned)size * 8 : 0;
    }
    uint8_t aligned[4];
    unsigned count = available >= 32 ? 4 : (unsigned)available / 8;
    for (unsigned i = 0; i < count; i++) aligned[i] = (uint8_t)bits_get_64(bytes, offset + 8 * i, 8);
    int size = utf8_decode(aligned, count, code_point);
    return size > 0 ? (unsigned)size * 8 : 0;
}

static uint32_t get_unit(const uint8_t *bytes, Word offset, unsigned size_bits, BitFlags flags)
{
    uint64_t field = bits_get_64(bytes, offset, size_bits);
    return (uint32_t)(flags & BITS_LITTLE ? reverse_field(field, size_bits) : field);
}

unsigned bits_get_utf16(const uint8_t *bytes, Word offset, Word available, BitFlags flags, uint32_t *code_point)
{
    if (available < 16) return 0;
    uint32_t first = get_unit(bytes, offset, 16, flags);
    if (first < 0xd800 || first > 0xdfff) {
        *code_point = first;
        return 16;
    }
    if (first > 0xdbff || available < 32) return 0;
    uint32_t second = get_unit(bytes, offset + 16, 16, flags);
    if (second < 0xdc00 || second > 0xdfff) return 0;
    *code_point = 0x10000 + ((first - 0xd800) << 10 | (second - 0xdc00));
    return 32;
}

unsigned bits_get_utf32(const uint8_t *bytes, Word offset, Word available, BitFlags flags, uint32_t *code_point)
{
    if (available < 32) return 0;
    *code_point = get_unit(bytes, offset, 32, flags);
    return utf8_is_code_point(*code_point) ? 32 : 0;
}

unsigned bits_utf8_size(uint32_t code_point)
{
    return (unsigned)utf8_size(code_point) * 8;
}

unsigned bits_utf16_size(uint32_t code_point)
{
    return code_point < 0x10000 ? 16 : 32;
}

void bits_put_utf8(uint8_t *bytes, Word offset, uint32_t code_point)
{
    uint8_t encoded[4];
    int size = utf8_encode(code_point, encoded);
    for (int i = 0; i < size; i++) bits_put_64(bytes, offset + 8 * (Word)i, 8, encoded[i]);
}

static void put_unit(uint8_t *bytes, Word offset, unsigned size_bits, BitFlags flags, uint32_t value)
{
    bits_put_64(bytes, offset, size_bits, flags & BITS_LITTLE ? unreverse_field(value, size_bits) : value);
}

void bits_put_utf16(uint8_t *bytes, Word offset, BitFlags flags, uint32_t code_point)
{
    if (code_point < 0x10000) return put_unit(bytes, offset, 16, flags, code_point);
    code_point -= 0x10000;
    put_unit(bytes, offset, 16, flags, 0xd800 + (code_point >> 10));
    put_unit(bytes, offset + 16, 16, flags, 0xdc00 + (code_point & 0x3ff));
}

void bits_put_utf32(uint8_t *bytes, Word offset, BitFlags flags, uint32_t code_point)
{
    put_unit(bytes, offset, 32, flags, code_point);
}
