/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_etf.c - tests term/etf.c. */
#include "suites.h"

#include <stdlib.h>

#include "base/hash.h"
#include "term/compare.h"
#include "term/etf.h"
#include "term/map.h"
#include "term/ref.h"

static const EtfOptions plain = {.minor_version = 1};

static Term round_trip(Term t, const EtfOptions *options)
{
    Buf out = {0};
    size_t used;
    etf_encode(&out, t, options);
    Term back = etf_decode(&test_heap, out.bytes, out.size, options, &used);
    ck_assert_uint_eq(used, out.size);
    buf_free(&out);
    return back;
}

static Term varied(void)
{
    Term list = T("[1,-1,255,256,-2147483648,2147483648,-123456789012345678901234567890,1.5,-0.0,1.0e300,atom,'Hello World',"
                  "{},{a},[],[a|b],\"text\",[[[]]],<<>>,<<1,2,3>>,<<1,5:3>>,#{},#{a=>#{b=>[1]}}]");
    Term map = map_empty(&test_heap);
    for (int i = 0; i < 100; i++) map = map_put(&test_heap, map, term_from_small(i), tuple_new_2(&test_heap, T("k"), term_from_small(-i)));
    list = cons_new(&test_heap, map, list);
    list = cons_new(&test_heap, ref_new(&test_heap), list);
    list = cons_new(&test_heap, term_from_pid_number(12345), list);
    list = cons_new(&test_heap, term_from_port_number((Word)1 << 40), list);
    list = cons_new(&test_heap, atom_intern_string("\xce\xb1\xce\xb2"), list);
    Word numbers[3] = {1, 2, 3};
    return cons_new(&test_heap, external_new(&test_heap, BOX_EXTERNAL_REF, external_node(T("'a@b'"), 7), numbers, 3), list);
}

START_TEST(every_kind_of_term_comes_back)
{
    static const EtfOptions options[] = {{.minor_version = 0}, {.minor_version = 1}, {.minor_version = 2},
                                         {.compress = 9, .minor_version = 1}};
    for (size_t i = 0; i < ARRAY_COUNT(options); i++) {
        Term t = varied(), back = round_trip(t, &options[i]);
        ck_assert_msg(term_equal_exactly(t, back), "%s", S(back));
    }
}
END_TEST

START_TEST(bytes_are_those_of_the_format)
{
    static const uint8_t expected[] = {131, 104, 3, 100, 0, 1, 'a', 107, 0, 2, 1, 2, 98, 0, 0, 1, 0};
    Buf out = {0};
    etf_encode(&out, T("{a,[1,2],256}"), &plain);
    ck_assert_uint_eq(out.size, sizeof expected);
    ck_assert_mem_eq(out.bytes, expected, sizeof expected);
    buf_free(&out);
}
END_TEST

START_TEST(a_safe_decoder_makes_no_atoms)
{
    static const uint8_t unknown[] = {131, 119, 9, 'n', 'e', 'v', 'e', 'r', 's', 'e', 'e', 'n'};
    EtfOptions safe = {.safe = true};
    ck_assert(term_is_none(etf_decode(&test_heap, unknown, sizeof unknown, &safe, NULL)));
    ck_assert(!term_is_none(etf_decode(&test_heap, unknown, sizeof unknown, &plain, NULL)));
    ck_assert(!term_is_none(etf_decode(&test_heap, unknown, sizeof unknown, &safe, NULL)));
}
END_TEST

START_TEST(depth_costs_no_c_stack)
{
    Term t = NIL;
    for (int i = 0; i < 1000000; i++) t = i % 2 ? tuple_new_2(&test_heap, t, AM(ok)) : cons_new(&test_heap, t, NIL);
    ck_assert(term_equal_exactly(round_trip(t, &plain), t));
}
END_TEST

START_TEST(lies_about_sizes_are_refused)
{
    static const struct { uint8_t bytes[12]; size_t size; } lies[] = {
        {{131, 108, 255, 255, 255, 255, 97, 1}, 8}, {{131, 105, 255, 255, 255, 255}, 6}, {{131, 116, 255, 255, 255, 255}, 6},
        {{131, 109, 255, 255, 255, 255}, 6}, {{131, 111, 255, 255, 255, 255, 0}, 7}, {{131, 107, 255, 255}, 4},
        {{131, 80, 255, 255, 255, 255, 1}, 7}, {{131, 77, 0, 0, 0, 0, 3}, 7}, {{131, 116, 0, 0, 0, 2, 97, 1, 97, 2, 97, 1}, 12},
        {{131}, 1}, {{131, 200}, 2}, {{130, 97, 1}, 3}, {{131, 70, 127, 240, 0, 0, 0, 0, 0, 0}, 10}};
    for (size_t i = 0; i < ARRAY_COUNT(lies); i++)
        ck_assert_msg(term_is_none(etf_decode(&test_heap, lies[i].bytes, lies[i].size, &plain, NULL)), "lie %zu", i);
}
END_TEST

START_TEST(mutated_bytes_never_crash)
{
    Buf out = {0};
    etf_encode(&out, varied(), &plain);
    uint8_t *bytes = malloc(out.size);
    for (uint64_t round = 0; round < 50000; round++) {
        uint64_t random = hash_word(round);
        memcpy(bytes, out.bytes, out.size);
        for (int i = 0; i < 1 + (int)(random % 3); i++) bytes[hash_word(random + (uint64_t)i) % out.size] = (uint8_t)(random >> (8 * i));
        size_t size = random % 5 ? out.size : (random >> 20) % out.size;
        Heap own;
        heap_init_arena(&own);
        Term t = etf_decode(&own, bytes, size, &plain, NULL);
        if (!term_is_none(t)) ck_assert(term_equal_exactly(t, t));
        heap_destroy(&own);
    }
    free(bytes);
    buf_free(&out);
}
END_TEST

Suite *suite_etf(void)
{
    TCase *tests;
    Suite *suite = suite_of("etf", &tests);
    tcase_add_test(tests, every_kind_of_term_comes_back);
    tcase_add_test(tests, bytes_are_those_of_the_format);
    tcase_add_test(tests, a_safe_decoder_makes_no_atoms);
    tcase_add_test(tests, depth_costs_no_c_stack);
    tcase_add_test(tests, lies_about_sizes_are_refused);
    tcase_add_test(tests, mutated_bytes_never_crash);
    return suite;
}
