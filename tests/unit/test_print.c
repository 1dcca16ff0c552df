/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_print.c - tests term/print.c and term/ref.c. */
#include "suites.h"

#include "base/mem.h"
#include "term/compare.h"
#include "term/print.h"
#include "term/ref.h"

START_TEST(raw_text_is_that_of_w)
{
    assert_term(T("{a,'B',[1,2|c],\"hi\",<<1,2:3>>,1.5,#{a=>b}}"), "{a,'B',[1,2|c],[104,105],<<1,2:3>>,1.5,#{a => b}}");
    assert_term(T("['end',x_1,'1a','']"), "['end',x_1,'1a','']");
}
END_TEST

START_TEST(pretty_text_shows_strings)
{
    char *text = term_to_text(T("{\"hi\",<<\"abc\">>,[1,2],[]}"));
    ck_assert_str_eq(text, "{\"hi\",<<\"abc\">>,[1,2],[]}");
    mem_free(text);
}
END_TEST

START_TEST(identities_parse_as_printed)
{
    Buf text = {0};
    Term ref = ref_new(&test_heap), pid = term_from_pid_number((Word)3 << 28 | 77), port = term_from_port_number(5);
    print_ref(&text, ref);
    ck_assert(term_equal_exactly(ref_parse(&test_heap, (char *)text.bytes, text.size), ref));
    text.size = 0;
    print_pid(&text, pid);
    ck_assert_str_eq(buf_text(&text), "<0.77.3>");
    ck_assert_ptr_eq(pid_parse(&test_heap, (char *)text.bytes, text.size), pid);
    text.size = 0;
    print_port(&text, port);
    ck_assert_ptr_eq(port_parse(&test_heap, (char *)text.bytes, text.size), port);
    ck_assert(term_is_none(pid_parse(&test_heap, "<0.1>", 5)));
    ck_assert(term_is_none(pid_parse(&test_heap, "<0.1.2", 6)));
    buf_free(&text);
}
END_TEST

static int destroyed;
static void count_destroyed(Resource *resource)
{
    destroyed++;
}

START_TEST(a_magic_reference_frees_its_resource_with_the_heap)
{
    Heap own;
    Resource resource;
    heap_init_arena(&own);
    resource_init(&resource, count_destroyed);
    Term ref = magic_ref_new_take(&own, &resource);
    ck_assert(term_is_ref(ref));
    ck_assert_ptr_eq(magic_ref_resource(ref, count_destroyed), &resource);
    ck_assert_ptr_null(magic_ref_resource(ref_new(&test_heap), count_destroyed));
    heap_destroy(&own);
    ck_assert_int_eq(destroyed, 1);
}
END_TEST

START_TEST(depth_costs_no_c_stack)
{
    Term t = NIL;
    for (int i = 0; i < 1000000; i++) t = i % 2 ? tuple_new_2(&test_heap, t, AM(ok)) : cons_new(&test_heap, t, NIL);
    ck_assert_uint_gt(strlen(S(t)), 1000000);
}
END_TEST

Suite *suite_print(void)
{
    TCase *tests;
    Suite *suite = suite_of("print", &tests);
    tcase_add_test(tests, raw_text_is_that_of_w);
    tcase_add_test(tests, pretty_text_shows_strings);
    tcase_add_test(tests, identities_parse_as_printed);
    tcase_add_test(tests, a_magic_reference_frees_its_resource_with_the_heap);
    tcase_add_test(tests, depth_costs_no_c_stack);
    return suite;
}
