/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_arith.c - tests term/arith.c and term/bignum.c. */
#include "suites.h"

#include "term/arith.h"
#include "term/bignum.h"

START_TEST(smalls_overflow_into_bignums_and_back)
{
    Term max = T("2305843009213693951"), one = T("1");
    ck_assert(term_is_small(max));
    Term big = arith_add(&test_heap, max, one);
    ck_assert(term_is_bignum(big));
    assert_term(big, "2305843009213693952");
    ck_assert_ptr_eq(arith_subtract(&test_heap, big, one), max);
    ck_assert(term_is_small(T("-2305843009213693952")));
    ck_assert(term_is_bignum(T("-2305843009213693953")));
    assert_term(arith_negate(&test_heap, T("-2305843009213693952")), "2305843009213693952");
    ck_assert(term_is_small(arith_negate(&test_heap, T("2305843009213693952"))));
}
END_TEST

START_TEST(products_and_quotients_agree)
{
    Term a = T("123456789012345678901234567890123456789"), b = T("-987654321098765432109876543210");
    Term product = arith_multiply(&test_heap, a, b);
    assert_term(product, "-121932631137021795226185032733744855963362292333223746380111126352690");
    ck_assert(integer_compare(arith_int_divide(&test_heap, product, b), a) == 0);
    assert_term(arith_remainder(&test_heap, arith_add(&test_heap, product, T("-7")), b), "-7");
    assert_term(arith_int_divide(&test_heap, T("-7"), T("2")), "-3");
    assert_term(arith_remainder(&test_heap, T("-7"), T("2")), "-1");
}
END_TEST

START_TEST(bits_work_on_twos_complement)
{
    assert_term(arith_and(&test_heap, T("-18446744073709551617"), T("340282366920938463463374607431768211455")),
                "340282366920938463444927863358058659839");
    assert_term(arith_xor(&test_heap, T("-1"), T("18446744073709551616")), "-18446744073709551617");
    assert_term(arith_not(&test_heap, T("18446744073709551616")), "-18446744073709551617");
    assert_term(arith_shift_right(&test_heap, T("-18446744073709551617"), T("64")), "-2");
    assert_term(arith_shift_left(&test_heap, T("-1"), T("100")), "-1267650600228229401496703205376");
    assert_term(arith_shift_left(&test_heap, T("5"), T("-1")), "2");
}
END_TEST

START_TEST(what_is_no_number_has_no_result)
{
    ck_assert(term_is_none(arith_add(&test_heap, T("a"), T("1"))));
    ck_assert(term_is_none(arith_int_divide(&test_heap, T("1"), T("0"))));
    ck_assert(term_is_none(arith_divide(&test_heap, T("1"), T("0.0"))));
    ck_assert(term_is_none(arith_multiply(&test_heap, T("1.0e308"), T("10"))));
    ck_assert(!arith_was_limit());
}
END_TEST

START_TEST(too_large_is_the_systems_limit)
{
    ck_assert(term_is_none(arith_shift_left(&test_heap, T("1"), T("33554368"))));
    ck_assert(arith_was_limit());
    ck_assert(!arith_was_limit());
    ck_assert(!term_is_none(arith_shift_left(&test_heap, T("1"), T("33554367"))));
    assert_term(arith_shift_left(&test_heap, T("0"), T("1180591620717411303424")), "0");
    assert_term(arith_shift_right(&test_heap, T("-5"), T("1180591620717411303424")), "-1");
}
END_TEST

START_TEST(any_base_reads_what_it_writes)
{
    Term n = T("-123456789012345678901234567890123456789012345678901234567890");
    for (int base = 2; base <= 36; base++) {
        Buf text = {0};
        integer_to_text(&text, n, base);
        Term back = integer_parse(&test_heap, (char *)text.bytes, text.size, base);
        ck_assert(!term_is_none(back) && integer_compare(back, n) == 0);
        buf_free(&text);
    }
    ck_assert(term_is_none(integer_parse(&test_heap, "12", 2, 2)));
    ck_assert(term_is_none(integer_parse(&test_heap, "-", 1, 10)));
    ck_assert(term_is_none(integer_parse(&test_heap, "", 0, 10)));
}
END_TEST

START_TEST(integers_compare_exactly_with_doubles)
{
    ck_assert_int_gt(integer_compare_double(T("9007199254740993"), 9007199254740992.0), 0);
    ck_assert_int_lt(integer_compare_double(T("1"), 1.5), 0);
    ck_assert_int_gt(integer_compare_double(T("-1"), -1.5), 0);
    ck_assert_int_eq(integer_compare_double(T("18446744073709551616"), 18446744073709551616.0), 0);
    ck_assert_int_lt(integer_compare_double(T("18446744073709551615"), 18446744073709551616.0), 0);
    ck_assert_int_lt(integer_compare_double(T("-18446744073709551617"), -18446744073709551616.0), 0);
}
END_TEST

START_TEST(conversion_to_double_rounds_to_nearest_even)
{
    double d;
    ck_assert(integer_to_double(T("51694724173175237810"), &d) && d == 5.1694724173175235e19);
    ck_assert(integer_to_double(T("9007199254740993000000"), &d) && d == 9007199254740993000000.0);
    ck_assert(!integer_to_double(arith_shift_left(&test_heap, T("1"), T("1024")), &d));
    ck_assert(integer_to_double(arith_shift_left(&test_heap, T("1"), T("1023")), &d) && d == 0x1p1023);
}
END_TEST

START_TEST(rounding_makes_integers)
{
    assert_term(arith_round(&test_heap, T("2.5")), "3");
    assert_term(arith_round(&test_heap, T("-2.5")), "-3");
    assert_term(arith_truncate(&test_heap, T("-2.9")), "-2");
    assert_term(arith_floor(&test_heap, T("-2.1")), "-3");
    assert_term(arith_ceil(&test_heap, T("2.1")), "3");
    assert_term(arith_truncate(&test_heap, T("1.0e22")), "10000000000000000000000");
}
END_TEST

START_TEST(every_double_is_a_term)
{
    const double doubles[] = {0.0, -0.0, 1.0, -1.5, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 0x1p-255,
                              0x1p-256, 0x1p256, 0x1.fffffffffffffp255, -0x1p300};
    for (size_t i = 0; i < ARRAY_COUNT(doubles); i++) {
        double back = term_to_double(float_new(&test_heap, doubles[i]));
        ck_assert_mem_eq(&back, &doubles[i], sizeof back);
    }
}
END_TEST

START_TEST(a_result_that_shrank_leaves_a_heap_that_can_be_walked)
{
    Word block[64];
    Heap small;
    heap_init(&small, block, block + 64);
    Term a = arith_shift_left(&small, T("1"), T("200"));
    Term b = arith_add(&small, a, T("1"));
    Term zero = arith_subtract(&small, arith_subtract(&small, b, a), T("1"));
    ck_assert_ptr_eq(zero, T("0"));
    Word *at = block;
    while (at < small.top) {
        ck_assert(word_is_header(*at));
        at += 1 + header_size_words(*at);
    }
    ck_assert_ptr_eq(at, small.top);
}
END_TEST

Suite *suite_arith(void)
{
    TCase *tests;
    Suite *suite = suite_of("arith", &tests);
    tcase_add_test(tests, smalls_overflow_into_bignums_and_back);
    tcase_add_test(tests, products_and_quotients_agree);
    tcase_add_test(tests, bits_work_on_twos_complement);
    tcase_add_test(tests, what_is_no_number_has_no_result);
    tcase_add_test(tests, too_large_is_the_systems_limit);
    tcase_add_test(tests, any_base_reads_what_it_writes);
    tcase_add_test(tests, integers_compare_exactly_with_doubles);
    tcase_add_test(tests, conversion_to_double_rounds_to_nearest_even);
    tcase_add_test(tests, rounding_makes_integers);
    tcase_add_test(tests, every_double_is_a_term);
    tcase_add_test(tests, a_result_that_shrank_leaves_a_heap_that_can_be_walked);
    return suite;
}
