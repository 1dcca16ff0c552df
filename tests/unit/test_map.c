/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_map.c - tests term/map.c and term/hamt.c. */
#include "suites.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "term/compare.h"
#include "term/map.h"

START_TEST(a_small_map_is_sorted_by_key)
{
    assert_term(T("#{b=>1, a=>2, 2=>3, 1.0=>4, {}=>5}"), "#{2 => 3,1.0 => 4,a => 2,b => 1,{} => 5}");
    assert_term(T("#{a=>1, a=>2}"), "#{a => 2}");
}
END_TEST

START_TEST(get_put_update_remove_work_on_small_maps)
{
    Term map = T("#{a=>1,b=>2}"), old;
    assert_term(map_get(map, T("a")), "1");
    ck_assert(term_is_none(map_get(map, T("c"))));
    assert_term(map_put(&test_heap, map, T("c"), T("3")), "#{a => 1,b => 2,c => 3}");
    assert_term(map_put(&test_heap, map, T("a"), T("3")), "#{a => 3,b => 2}");
    ck_assert(term_is_none(map_update(&test_heap, map, T("c"), T("3"))));
    assert_term(map_update(&test_heap, map, T("b"), T("3")), "#{a => 1,b => 3}");
    assert_term(map_remove(&test_heap, map, T("a"), &old), "#{b => 2}");
    assert_term(old, "1");
    ck_assert_ptr_eq(map_remove(&test_heap, map, T("x"), &old), map);
    assert_term(map, "#{a => 1,b => 2}");
}
END_TEST

static Term map_of(int count)
{
    Term map = map_empty(&test_heap);
    for (int i = 0; i < count; i++) map = map_put(&test_heap, map, term_from_small(i), term_from_small(i * i));
    return map;
}

START_TEST(the_33rd_entry_makes_it_a_hash_trie)
{
    ck_assert_int_eq(boxed_type(map_of(32)), BOX_FLAT_MAP);
    Term map = map_of(33);
    ck_assert_int_eq(boxed_type(map), BOX_HASH_MAP);
    map = map_remove(&test_heap, map, term_from_small(7), NULL);
    ck_assert_int_eq(boxed_type(map), BOX_FLAT_MAP);
    ck_assert_uint_eq(map_size(map), 32);
    Term again = map_remove(&test_heap, map_of(32), term_from_small(7), NULL);
    ck_assert(term_equal_exactly(map_put(&test_heap, again, term_from_small(32), term_from_small(1024)), map));
}
END_TEST

/* A model: what a map of small integers below MODEL_KEYS should hold; -1: no such key. */
enum { MODEL_KEYS = 300 };

static void check_model(Term map, const int *model)
{
    Word count = 0;
    for (int key = 0; key < MODEL_KEYS; key++) {
        Term value = map_get(map, term_from_small(key));
        if (model[key] < 0) ck_assert(term_is_none(value));
        else ck_assert_ptr_eq(value, term_from_small(model[key]));
        count += model[key] >= 0;
    }
    ck_assert_uint_eq(map_size(map), count);
    Term key, value;
    MapIterator it;
    map_iterate(&it, map);
    for (; map_next(&it, &key, &value); count--) ck_assert_ptr_eq(value, term_from_small(model[term_to_small(key)]));
    ck_assert_uint_eq(count, 0);
}

START_TEST(random_changes_agree_with_a_model)
{
    int model[MODEL_KEYS];
    uint64_t random = 1;
    for (int i = 0; i < MODEL_KEYS; i++) model[i] = -1;
    Term map = map_empty(&test_heap);
    for (int step = 0; step < 20000; step++) {
        random = hash_word(random + 1);
        int key = (int)(random % MODEL_KEYS), value = (int)(random >> 32 & 0xffff);
        bool growing = step / 3000 % 2 == 0;
        if ((random >> 60) < (growing ? 12u : 3u)) {
            map = map_put(&test_heap, map, term_from_small(key), term_from_small(value));
            model[key] = value;
        } else {
            map = map_remove(&test_heap, map, term_from_small(key), NULL);
            model[key] = -1;
        }
        if (step % 500 == 0) check_model(map, model);
    }
    /* The same pairs in one go are the same map, of the same shape. */
    Term pairs[2 * MODEL_KEYS];
    Word count = 0;
    for (int key = MODEL_KEYS; key-- > 0;) {
        if (model[key] < 0) continue;
        pairs[2 * count] = term_from_small(key);
        pairs[2 * count++ + 1] = term_from_small(model[key]);
    }
    ck_assert(term_equal_exactly(map, map_from_pairs(&test_heap, pairs, count)));
}
END_TEST

START_TEST(building_in_bulk_keeps_the_last_of_a_key)
{
    enum { COUNT = 1000 };
    Term *pairs = mem_alloc(2 * COUNT * sizeof *pairs);
    for (int i = 0; i < COUNT; i++) {
        pairs[2 * i] = term_from_small(i % 100);
        pairs[2 * i + 1] = term_from_small(i);
    }
    Term map = map_from_pairs(&test_heap, pairs, COUNT);
    ck_assert_uint_eq(map_size(map), 100);
    for (int i = 0; i < 100; i++) ck_assert_ptr_eq(map_get(map, term_from_small(i)), term_from_small(900 + i));
    for (int i = 0; i < COUNT; i++) pairs[2 * i] = term_from_small(i % 5);
    map = map_from_pairs(&test_heap, pairs, COUNT);
    ck_assert_int_eq(boxed_type(map), BOX_FLAT_MAP);
    ck_assert_uint_eq(map_size(map), 5);
    mem_free(pairs);
}
END_TEST

START_TEST(the_right_map_wins_a_merge)
{
    assert_term(map_merge(&test_heap, T("#{a=>1,b=>2}"), T("#{b=>3,c=>4}")), "#{a => 1,b => 3,c => 4}");
    Term small = T("#{1=>x,1000=>y}"), large = map_of(100);
    ck_assert_ptr_eq(map_get(map_merge(&test_heap, large, small), T("1")), T("x"));
    ck_assert_ptr_eq(map_get(map_merge(&test_heap, small, large), T("1")), T("1"));
    ck_assert_uint_eq(map_size(map_merge(&test_heap, small, large)), 101);
}
END_TEST

START_TEST(merging_large_maps_agrees_with_putting_each_pair)
{
    for (int start = 0; start < 2000; start += 250) {
        Term a = map_of(1000), b = map_empty(&test_heap), key, value;
        for (int i = start; i < start + 1000; i++) b = map_put(&test_heap, b, term_from_small(i), T("b"));
        Term expected = a, merged = map_merge(&test_heap, a, b);
        MapIterator it;
        map_iterate(&it, b);
        while (map_next(&it, &key, &value)) expected = map_put(&test_heap, expected, key, value);
        ck_assert_uint_eq(map_size(merged), map_size(expected));
        ck_assert(term_equal_exactly(merged, expected));
    }
}
END_TEST

START_TEST(iteration_goes_on_after_any_key)
{
    for (int size = 0; size < 200; size += 37) {
        Term map = map_of(size), key, value, next_key;
        MapIterator it, resumed;
        map_iterate(&it, map);
        while (map_next(&it, &key, &value)) {
            MapIterator ahead = it;
            map_iterate_after(&resumed, map, key);
            bool more = map_next(&ahead, &next_key, &value);
            Term resumed_key, resumed_value;
            ck_assert_int_eq(map_next(&resumed, &resumed_key, &resumed_value), more);
            if (more) ck_assert_ptr_eq(next_key, resumed_key);
        }
    }
}
END_TEST

START_TEST(put_pairs_wants_existing_keys_when_told)
{
    Term pairs[] = {T("a"), T("10"), T("c"), T("30")};
    ck_assert(term_is_none(map_put_pairs(&test_heap, T("#{a=>1,b=>2}"), pairs, 2, true)));
    assert_term(map_put_pairs(&test_heap, T("#{a=>1,b=>2}"), pairs, 2, false), "#{a => 10,b => 2,c => 30}");
    assert_term(map_put_pairs(&test_heap, T("#{a=>1,c=>2}"), pairs, 2, true), "#{a => 10,c => 30}");
}
END_TEST

Suite *suite_map(void)
{
    TCase *tests;
    Suite *suite = suite_of("map", &tests);
    tcase_add_test(tests, a_small_map_is_sorted_by_key);
    tcase_add_test(tests, get_put_update_remove_work_on_small_maps);
    tcase_add_test(tests, the_33rd_entry_makes_it_a_hash_trie);
    tcase_add_test(tests, random_changes_agree_with_a_model);
    tcase_add_test(tests, building_in_bulk_keeps_the_last_of_a_key);
    tcase_add_test(tests, the_right_map_wins_a_merge);
    tcase_add_test(tests, merging_large_maps_agrees_with_putting_each_pair);
    tcase_add_test(tests, iteration_goes_on_after_any_key);
    tcase_add_test(tests, put_pairs_wants_existing_keys_when_told);
    return suite;
}
