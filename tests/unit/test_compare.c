/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_compare.c - tests term/compare.c and term/term_hash.c. */
#include "suites.h"

#include "term/compare.h"
#include "term/map.h"
#include "term/ref.h"
#include "term/term_hash.h"

START_TEST(kinds_stand_in_the_standard_order)
{
    Term kinds[] = {T("1"), T("a"), ref_new(&test_heap), term_from_port_number(1), term_from_pid_number(1), T("{a,b}"),
                    T("#{a=>1}"), T("[]"), T("[a]"), T("<<1>>")};
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++)
        for (size_t k = 0; k < ARRAY_COUNT(kinds); k++)
            ck_assert_int_eq(term_compare(kinds[i], kinds[k]) < 0, i < k);
}
END_TEST

static void check_order(const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            int order = term_compare(T(texts[i]), T(texts[k]));
            ck_assert_msg((order < 0) == (i < k) && (order > 0) == (i > k), "%s and %s", texts[i], texts[k]);
        }
}

START_TEST(each_kind_orders_inside_of_itself)
{
    const char *const numbers[] = {"-18446744073709551616", "-1.5", "-1", "0", "0.5", "1", "1.0e10", "18446744073709551616",
                                   "1.0e300"};
    const char *const tuples[] = {"{}", "{z}", "{a,a}", "{a,b}", "{b,a}", "{a,a,a}"};
    const char *const lists[] = {"[]", "[a]", "[a,a]", "[a,b]", "[b]"};
    const char *const binaries[] = {"<<>>", "<<0:1>>", "<<0>>", "<<1>>", "<<1,0:1>>", "<<1,0>>", "<<1:1>>", "<<2:2,1:6>>"};
    const char *const maps[] = {"#{}", "#{b=>1}", "#{a=>2,b=>1}", "#{a=>2,b=>2}", "#{a=>1,c=>0}", "#{1=>a,2=>b,3=>c}"};
    check_order(numbers, ARRAY_COUNT(numbers));
    check_order(tuples, ARRAY_COUNT(tuples));
    check_order(lists, ARRAY_COUNT(lists));
    check_order(binaries, ARRAY_COUNT(binaries) - 1);
    check_order(maps, ARRAY_COUNT(maps));
}
END_TEST

START_TEST(equal_numbers_differ_exactly)
{
    ck_assert(term_equal(T("1"), T("1.0")));
    ck_assert(!term_equal_exactly(T("1"), T("1.0")));
    ck_assert(term_equal(T("{[1],2}"), T("{[1.0],2.0}")));
    ck_assert(!term_equal_exactly(T("{[1],2}"), T("{[1.0],2.0}")));
    ck_assert(term_equal(T("18446744073709551616"), T("18446744073709551616.0")));
    ck_assert(!term_equal(T("18446744073709551617"), T("18446744073709551616.0")));
    ck_assert(term_equal_exactly(T("0.0"), T("-0.0")));
}
END_TEST

START_TEST(map_keys_compare_exactly_and_values_loosely)
{
    ck_assert(term_equal(T("#{a=>1}"), T("#{a=>1.0}")));
    ck_assert(!term_equal(T("#{1=>a}"), T("#{1.0=>a}")));
    ck_assert_int_lt(term_compare(T("#{2=>a}"), T("#{1.0=>a}")), 0);
}
END_TEST

static Term large_map(int count, Term value)
{
    Term map = map_empty(&test_heap);
    for (int i = 0; i < count; i++) map = map_put(&test_heap, map, term_from_small(i * 7919 % 10007), value);
    return map;
}

START_TEST(large_maps_compare_like_small_ones)
{
    Term a = large_map(1000, T("1")), b = large_map(1000, T("1.0")), c = map_put(&test_heap, a, T("-1"), T("1"));
    ck_assert(term_equal(a, b));
    ck_assert(!term_equal_exactly(a, b));
    ck_assert(term_equal_exactly(a, large_map(1000, T("1"))));
    ck_assert_int_lt(term_compare(a, c), 0);
    Term d = map_put(&test_heap, a, T("500"), T("2"));
    ck_assert_int_lt(term_compare(a, d), 0);
    ck_assert(!term_equal(a, d));
    ck_assert_int_eq(term_compare(a, b), 0);
}
END_TEST

/* Nested `depth` deep through heads, tails and tuples in turn. */
static Term deep_term(int depth)
{
    Term t = NIL;
    for (int i = 0; i < depth; i++) {
        switch (i % 3) {
        case 0: t = cons_new(&test_heap, t, NIL); break;
        case 1: t = cons_new(&test_heap, AM(ok), t); break;
        case 2: t = tuple_new_2(&test_heap, t, AM(ok)); break;
        }
    }
    return t;
}

START_TEST(ten_million_levels_need_no_c_stack)
{
    Term a = deep_term(10000000), b = deep_term(10000000);
    ck_assert(term_equal_exactly(a, b));
    ck_assert(term_equal(a, b));
    ck_assert_int_eq(term_compare(a, b), 0);
    ck_assert_uint_eq(term_hash(a), term_hash(b));
}
END_TEST

START_TEST(what_is_equal_exactly_hashes_alike)
{
    ck_assert_uint_eq(term_hash(T("0.0")), term_hash(T("-0.0")));
    ck_assert_uint_eq(term_hash(T("{a,[1,2.5],#{k=>v}}")), term_hash(T("{a,[1,2.5],#{k=>v}}")));
    ck_assert_uint_ne(term_hash(T("[a,[b]]")), term_hash(T("[[a],b]")));
    ck_assert_uint_ne(term_hash(T("1")), term_hash(T("1.0")));
    ck_assert_uint_eq(term_hash_portable(large_map(100, T("1"))), term_hash_portable(large_map(100, T("1"))));
}
END_TEST

Suite *suite_compare(void)
{
    TCase *tests;
    Suite *suite = suite_of("compare", &tests);
    tcase_add_test(tests, kinds_stand_in_the_standard_order);
    tcase_add_test(tests, each_kind_orders_inside_of_itself);
    tcase_add_test(tests, equal_numbers_differ_exactly);
    tcase_add_test(tests, map_keys_compare_exactly_and_values_loosely);
    tcase_add_test(tests, large_maps_compare_like_small_ones);
    tcase_add_test(tests, ten_million_levels_need_no_c_stack);
    tcase_add_test(tests, what_is_equal_exactly_hashes_alike);
    return suite;
}
