/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_bits.c - tests term/bits.c. */
#include "suites.h"

#include "base/hash.h"
#include "term/bits.h"
#include "term/compare.h"

enum { AREA = 64 };

static bool bit(const uint8_t *bytes, Word i)
{
    return bytes[i / 8] >> (7 - i % 8) & 1;
}

static void fill(uint8_t *bytes, uint64_t seed)
{
    for (int i = 0; i < AREA; i++) bytes[i] = (uint8_t)hash_word(seed * 1000 + (uint64_t)i);
}

START_TEST(copy_agrees_with_a_bit_by_bit_copy)
{
    uint8_t from[AREA], to[AREA], expected[AREA];
    for (uint64_t round = 0; round < 20000; round++) {
        uint64_t random = hash_word(round);
        Word from_offset = random % 40, to_offset = random >> 8 & 31, size = (random >> 16) % 300;
        fill(from, round);
        fill(to, round + 1);
        memcpy(expected, to, AREA);
        for (Word i = 0; i < size; i++) {
            Word at = to_offset + i;
            uint8_t mask = (uint8_t)(0x80 >> at % 8);
            expected[at / 8] = (uint8_t)(bit(from, from_offset + i) ? expected[at / 8] | mask : expected[at / 8] & ~mask);
        }
        bits_copy(to, to_offset, from, from_offset, size);
        ck_assert_mem_eq(to, expected, AREA);
        ck_assert(bits_equal(to, to_offset, from, from_offset, size));
    }
}
END_TEST

START_TEST(fields_read_what_was_written)
{
    static const char *const values[] = {"0", "1", "-1", "255", "-128", "1000000007", "-2305843009213693952",
        "18446744073709551615", "-18446744073709551616", "123456789012345678901234567890"};
    uint8_t bytes[AREA];
    for (unsigned flags = 0; flags < 4; flags++)
        for (size_t v = 0; v < ARRAY_COUNT(values); v++)
            for (Word size = 98; size <= 200; size++)
                for (Word offset = 0; offset < 9; offset += 4) {
                    Term t = T(values[v]);
                    bool negative = values[v][0] == '-';
                    if (negative && !(flags & BITS_SIGNED)) continue;
                    bits_put_integer(bytes, offset, size, flags, t);
                    Term back = bits_get_integer(&test_heap, bytes, offset, size, flags);
                    ck_assert_msg(term_equal_exactly(back, t), "%s in %lu bits, flags %u", values[v], size, flags);
                }
}
END_TEST

START_TEST(short_fields_truncate_and_extend_the_sign)
{
    uint8_t bytes[AREA] = {0};
    for (Word size = 1; size <= 64; size++)
        for (unsigned flags = 0; flags < 4; flags++) {
            bits_put_integer(bytes, 3, size, flags, T("-1"));
            Term back = bits_get_integer(&test_heap, bytes, 3, size, flags);
            if (flags & BITS_SIGNED) ck_assert_ptr_eq(back, T("-1"));
            else ck_assert(term_equal_exactly(back, integer_from_uint64(&test_heap, size == 64 ? UINT64_MAX : ((uint64_t)1 << size) - 1)));
        }
}
END_TEST

START_TEST(little_fields_of_odd_size_end_with_the_high_bits)
{
    uint8_t bytes[AREA] = {0};
    bits_put_integer(bytes, 0, 12, BITS_LITTLE, T("16#abc"));
    ck_assert_uint_eq(bytes[0], 0xbc);
    ck_assert_uint_eq(bytes[1] >> 4, 0xa);
    ck_assert_ptr_eq(bits_get_integer(&test_heap, bytes, 0, 12, BITS_LITTLE), T("16#abc"));
}
END_TEST

START_TEST(floats_of_three_sizes_read_back)
{
    uint8_t bytes[AREA];
    static const double doubles[] = {0.0, 1.5, -2.25, 65504.0, 0.00006103515625, 5.9604644775390625e-8};
    for (size_t i = 0; i < ARRAY_COUNT(doubles); i++)
        for (unsigned size = 16; size <= 64; size *= 2)
            for (unsigned flags = 0; flags < 2; flags++) {
                Term t = float_new(&test_heap, doubles[i]);
                ck_assert(bits_put_float(bytes, 5, size, flags, t));
                ck_assert(term_equal_exactly(bits_get_float(&test_heap, bytes, 5, size, flags), t));
            }
    ck_assert(!bits_put_float(bytes, 0, 16, 0, T("65520.0")));
    ck_assert(bits_put_float(bytes, 0, 16, 0, T("65519.0")));
    ck_assert(!bits_put_float(bytes, 0, 32, 0, T("1.0e39")));
    ck_assert(!bits_put_float(bytes, 0, 64, 0, T("a")));
    memset(bytes, 0xff, sizeof bytes);
    for (unsigned size = 16; size <= 64; size *= 2) ck_assert(term_is_none(bits_get_float(&test_heap, bytes, 0, size, 0)));
}
END_TEST

START_TEST(characters_of_three_encodings_read_back)
{
    static const uint32_t characters[] = {0, 'a', 0xe9, 0x20ac, 0xffff, 0x1f600, 0x10ffff};
    uint8_t bytes[AREA];
    for (size_t i = 0; i < ARRAY_COUNT(characters); i++)
        for (Word offset = 0; offset < 8; offset += 3) {
            uint32_t c = characters[i], back;
            bits_put_utf8(bytes, offset, c);
            ck_assert_uint_eq(bits_get_utf8(bytes, offset, 64, &back), bits_utf8_size(c));
            ck_assert_uint_eq(back, c);
            for (unsigned flags = 0; flags < 2; flags++) {
                bits_put_utf16(bytes, offset, flags, c);
                ck_assert_uint_eq(bits_get_utf16(bytes, offset, 64, flags, &back), bits_utf16_size(c));
                ck_assert_uint_eq(back, c);
                bits_put_utf32(bytes, offset, flags, c);
                ck_assert_uint_eq(bits_get_utf32(bytes, offset, 64, flags, &back), 32);
                ck_assert_uint_eq(back, c);
            }
        }
    uint32_t back;
    ck_assert_uint_eq(bits_get_utf8((const uint8_t *)"\xed\xa0\x80", 0, 24, &back), 0);
    ck_assert_uint_eq(bits_get_utf16((const uint8_t *)"\xd8\x00\x00", 0, 24, 0, &back), 0);
}
END_TEST

Suite *suite_bits(void)
{
    TCase *tests;
    Suite *suite = suite_of("bits", &tests);
    tcase_add_test(tests, copy_agrees_with_a_bit_by_bit_copy);
    tcase_add_test(tests, fields_read_what_was_written);
    tcase_add_test(tests, short_fields_truncate_and_extend_the_sign);
    tcase_add_test(tests, little_fields_of_odd_size_end_with_the_high_bits);
    tcase_add_test(tests, floats_of_three_sizes_read_back);
    tcase_add_test(tests, characters_of_three_encodings_read_back);
    return suite;
}
