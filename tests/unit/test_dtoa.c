/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_dtoa.c - tests base/dtoa.c. */
#include "suites.h"

#include <stdlib.h>

#include "base/dtoa.h"
#include "base/hash.h"

static const char *shortest(double d)
{
    static char text[DTOA_BUFFER];
    dtoa_shortest(d, text);
    return text;
}

START_TEST(shortest_text_is_that_of_the_language)
{
    ck_assert_str_eq(shortest(0.1), "0.1");
    ck_assert_str_eq(shortest(1.0), "1.0");
    ck_assert_str_eq(shortest(-0.0), "-0.0");
    ck_assert_str_eq(shortest(100000.0), "1.0e5");
    ck_assert_str_eq(shortest(123456.789), "123456.789");
    ck_assert_str_eq(shortest(0.001), "0.001");
    ck_assert_str_eq(shortest(0.00001), "1.0e-5");
    ck_assert_str_eq(shortest(5e-324), "5.0e-324");
    ck_assert_str_eq(shortest(1.7976931348623157e308), "1.7976931348623157e308");
    ck_assert_str_eq(shortest(9007199254740992.0), "9.007199254740992e15");
    ck_assert_str_eq(shortest(2251799813685248.5), "2251799813685248.5");
    ck_assert_str_eq(shortest(2e-44), "2.0e-44");
    ck_assert_str_eq(shortest(5.684341886080802e-14), "5.684341886080802e-14");
}
END_TEST

START_TEST(shortest_text_reads_back)
{
    uint64_t bits = 1;
    for (int i = 0; i < 200000; i++) {
        double d, back;
        bits = hash_word(bits + (uint64_t)i);
        memcpy(&d, &bits, sizeof d);
        if (d - d != 0) continue;
        const char *text = shortest(d);
        ck_assert_msg(dtoa_parse(text, strlen(text), &back) && back == d, "%s", text);
    }
}
END_TEST

START_TEST(decimals_round_as_the_reference_does)
{
    char text[DTOA_BUFFER];
    dtoa_decimals(1.45, 1, false, text);
    ck_assert_str_eq(text, "1.5");
    dtoa_decimals(1.15, 1, false, text);
    ck_assert_str_eq(text, "1.1");
    dtoa_decimals(-2.5, 0, false, text);
    ck_assert_str_eq(text, "-3");
    dtoa_decimals(0.999, 2, false, text);
    ck_assert_str_eq(text, "1.00");
    dtoa_decimals(1.5, 5, true, text);
    ck_assert_str_eq(text, "1.5");
    dtoa_decimals(0.1, 20, false, text);
    ck_assert_str_eq(text, "0.10000000000000000555");
    ck_assert_int_eq(dtoa_decimals(1e300, 250, false, text), -1);
}
END_TEST

START_TEST(only_float_syntax_parses)
{
    double d;
    const char *const bad[] = {"", "1", "1.", ".5", "1.0e", "1.0e+", "1e5", " 1.0", "1.0 ", "inf", "nan", "1.0e400", "0x1.0"};
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) ck_assert_msg(!dtoa_parse(bad[i], strlen(bad[i]), &d), "%s", bad[i]);
    ck_assert(dtoa_parse("+1.5e2", 6, &d) && d == 150);
}
END_TEST

Suite *suite_dtoa(void)
{
    TCase *tests;
    Suite *suite = suite_of("dtoa", &tests);
    tcase_add_test(tests, shortest_text_is_that_of_the_language);
    tcase_add_test(tests, shortest_text_reads_back);
    tcase_add_test(tests, decimals_round_as_the_reference_does);
    tcase_add_test(tests, only_float_syntax_parses);
    return suite;
}
