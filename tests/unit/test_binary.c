/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_binary.c - tests term/binary.c. */
#include "suites.h"

#include "term/binary.h"
#include "term/bits.h"
#include "term/compare.h"

static Term binary_of(size_t size)
{
    uint8_t *bytes;
    Term t = binary_new_empty(&test_heap, size, &bytes);
    for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)i;
    return t;
}

START_TEST(the_65th_byte_moves_a_binary_off_the_heap)
{
    ck_assert_int_eq(boxed_type(binary_of(64)), BOX_HEAP_BINARY);
    ck_assert_int_eq(boxed_type(binary_of(65)), BOX_REFC_BINARY);
}
END_TEST

START_TEST(a_part_of_a_part_refers_to_the_whole)
{
    Term whole = binary_of(200), part = binary_sub(&test_heap, whole, 80, 800), inner = binary_sub(&test_heap, part, 13, 500);
    Word offset;
    ck_assert_ptr_eq(binary_base(inner, &offset), whole);
    ck_assert_uint_eq(offset, 93);
    ck_assert_uint_eq(bitstring_size_bits(inner), 500);
    const uint8_t *bytes = binary_bytes(inner, &offset);
    ck_assert_uint_eq(offset, 5);
    ck_assert_uint_eq(bytes[0], 11);
    ck_assert_ptr_eq(binary_sub(&test_heap, whole, 0, 1600), whole);
}
END_TEST

static Term append_byte(Term t, uint8_t byte)
{
    uint8_t *bytes;
    Word offset;
    t = binary_append(&test_heap, t, 8, &bytes, &offset);
    bits_put_64(bytes, offset, 8, byte);
    return t;
}

START_TEST(appending_in_a_loop_copies_rarely)
{
    Term t = T("<<>>");
    const uint8_t *place = NULL;
    int moves = 0;
    Word offset;
    for (int i = 0; i < 10000; i++) {
        t = append_byte(t, (uint8_t)i);
        if (i >= 64 && binary_bytes(t, &offset) != place) moves++;
        place = binary_bytes(t, &offset);
    }
    ck_assert_int_le(moves, 10);
    ck_assert_uint_eq(bitstring_size_bits(t), 80000);
    for (int i = 0; i < 10000; i++) ck_assert_uint_eq(place[i], (uint8_t)i);
}
END_TEST

START_TEST(two_appends_to_one_binary_do_not_disturb_each_other)
{
    Term base = T("<<>>");
    for (int i = 0; i < 100; i++) base = append_byte(base, 0);
    Term a = append_byte(base, 1), b = append_byte(base, 2);
    ck_assert(!term_equal_exactly(a, b));
    Word offset;
    ck_assert_uint_eq(binary_bytes(a, &offset)[100], 1);
    ck_assert_uint_eq(binary_bytes(b, &offset)[100], 2);
    ck_assert_uint_eq(bitstring_size_bits(base), 800);
}
END_TEST

START_TEST(appending_single_bits_works_at_any_offset)
{
    Term t = T("<<>>");
    for (int i = 0; i < 2000; i++) {
        uint8_t *bytes;
        Word offset;
        t = binary_append(&test_heap, t, 1, &bytes, &offset);
        bits_put_64(bytes, offset, 1, i % 3 == 0);
    }
    Word offset;
    const uint8_t *bytes = binary_bytes(t, &offset);
    for (Word i = 0; i < 2000; i++) ck_assert_uint_eq(bits_get_64(bytes, offset + i, 1), i % 3 == 0);
}
END_TEST

START_TEST(iolists_flatten)
{
    assert_term(iolist_to_binary(&test_heap, T("[1,[2,<<3,4>>|<<5>>],[],[[[6]]]|<<7>>]")), "<<1,2,3,4,5,6,7>>");
    ck_assert(term_is_none(iolist_to_binary(&test_heap, T("[256]"))));
    ck_assert(term_is_none(iolist_to_binary(&test_heap, T("[a]"))));
    ck_assert(term_is_none(iolist_to_binary(&test_heap, T("[1|2]"))));
    ck_assert(term_is_none(iolist_to_binary(&test_heap, T("[<<1:1>>]"))));
    assert_term(bitstring_list_to_bitstring(&test_heap, T("[<<1:1>>,[3,<<0:2>>]]")), "<<129,4:3>>");
}
END_TEST

START_TEST(a_deep_iolist_needs_no_c_stack)
{
    Term t = NIL;
    for (int i = 0; i < 3000000; i++) {
        t = cons_new(&test_heap, t, NIL);
        if (i % 2) t = cons_new(&test_heap, t, cons_new(&test_heap, T("1"), NIL));
    }
    size_t size;
    ck_assert(iolist_size(t, &size));
    ck_assert_uint_eq(size, 1500000);
}
END_TEST

Suite *suite_binary(void)
{
    TCase *tests;
    Suite *suite = suite_of("binary", &tests);
    tcase_add_test(tests, the_65th_byte_moves_a_binary_off_the_heap);
    tcase_add_test(tests, a_part_of_a_part_refers_to_the_whole);
    tcase_add_test(tests, appending_in_a_loop_copies_rarely);
    tcase_add_test(tests, two_appends_to_one_binary_do_not_disturb_each_other);
    tcase_add_test(tests, appending_single_bits_works_at_any_offset);
    tcase_add_test(tests, iolists_flatten);
    tcase_add_test(tests, a_deep_iolist_needs_no_c_stack);
    return suite;
}
