/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_gc.c - tests gc/copy.c, gc/literal.c, and the tables of process/ that need no running process. */
#include "suites.h"

#include "base/mem.h"
#include "gc/copy.h"
#include "gc/gc.h"
#include "gc/literal.h"
#include "process/dictionary.h"
#include "process/relation.h"

START_TEST(a_copy_is_equal_and_elsewhere)
{
    Term t = T("{a, [1, 2|3], #{k => \"text\"}, <<1,2,3:4>>, -1.5, 16#ffffffffffffffffffffff}");
    Heap to;
    heap_init_arena(&to);
    Term copy = copy_term(t, &to);
    ck_assert_ptr_ne(copy, t);
    const char *text = S(t);
    assert_term(copy, text);
    heap_destroy(&to);
}
END_TEST

START_TEST(a_deep_term_is_copied_without_a_deep_stack)
{
    Term t = NIL;
    for (int i = 0; i < 1000000; i++) t = tuple_new_2(&test_heap, t, NIL);
    ck_assert_uint_eq(term_size_words(t), 3000000);
    Heap to;
    heap_init_arena(&to);
    Term copy = copy_term(t, &to);
    int depth = 0;
    for (; term_is_tuple(copy); copy = tuple_get(copy, 0)) depth++;
    ck_assert_int_eq(depth, 1000000);
    heap_destroy(&to);
}
END_TEST

START_TEST(literals_are_not_copied)
{
    literal_init();
    Term literal;
    LiteralArea *area = literal_area_from_term(T("{a, [b, c]}"), &literal);
    ck_assert(term_is_literal(literal));
    Term t = cons_new(&test_heap, literal, NIL);
    ck_assert_uint_eq(term_size_words(t), 2);
    ck_assert_uint_eq(term_flat_size_words(t), 2 + 3 + 4);
    ck_assert_ptr_eq(term_head(copy_term(t, &test_heap)), literal);
    literal_area_free(area);
    ck_assert_uint_eq(literal_total_words(), 0);
}
END_TEST

START_TEST(block_sizes_ascend_and_suffice)
{
    for (Word n = 1; n < 1u << 24; n = n * 3 / 2 + 1) {
        ck_assert_uint_ge(gc_next_size(n), n);
        ck_assert_uint_eq(gc_next_size(gc_next_size(n)), gc_next_size(n));
    }
}
END_TEST

START_TEST(the_dictionary_finds_what_is_left_after_erasing)
{
    Process *p = mem_alloc_zero(1, sizeof *p);
    for (int i = 0; i < 1000; i++) dictionary_put(p, term_from_small(i), term_from_small(i * 2));
    for (int i = 0; i < 1000; i += 3) ck_assert_ptr_eq(dictionary_erase(p, term_from_small(i)), term_from_small(i * 2));
    for (int i = 0; i < 1000; i++)
        ck_assert_ptr_eq(dictionary_get(p, term_from_small(i)), i % 3 ? term_from_small(i * 2) : TERM_NONE);
    ck_assert_uint_eq(dictionary_size(p), 666);
    dictionary_clear(p);
    mem_free(p);
}
END_TEST

START_TEST(relations_are_told_apart_by_kind_and_key)
{
    Process *p = mem_alloc_zero(1, sizeof *p);
    for (Word k = 0; k < 500; k++) {
        relation_add(p, RELATION_LINK, k, NIL);
        relation_add(p, RELATION_MONITOR, k, NIL);
    }
    for (Word k = 0; k < 500; k++) relation_remove(p, relation_find(p, RELATION_LINK, k));
    ck_assert_ptr_null(relation_find(p, RELATION_LINK, 7));
    ck_assert_ptr_nonnull(relation_find(p, RELATION_MONITOR, 7));
    ck_assert_uint_eq(p->relations.count, 500);
    relations_destroy(p);
    mem_free(p);
}
END_TEST

Suite *suite_gc(void)
{
    TCase *tests;
    Suite *suite = suite_of("gc", &tests);
    tcase_add_test(tests, a_copy_is_equal_and_elsewhere);
    tcase_add_test(tests, a_deep_term_is_copied_without_a_deep_stack);
    tcase_add_test(tests, literals_are_not_copied);
    tcase_add_test(tests, block_sizes_ascend_and_suffice);
    tcase_add_test(tests, the_dictionary_finds_what_is_left_after_erasing);
    tcase_add_test(tests, relations_are_told_apart_by_kind_and_key);
    return suite;
}
