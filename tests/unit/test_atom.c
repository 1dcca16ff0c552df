/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_atom.c - tests term/atom.c. */
#include "suites.h"

#include <pthread.h>
#include <stdio.h>

START_TEST(a_name_is_interned_once)
{
    ck_assert_ptr_eq(atom_intern_string("some_name"), atom_intern_string("some_name"));
    ck_assert_ptr_ne(atom_intern_string("some_name"), atom_intern_string("other_name"));
    ck_assert_str_eq(atom_text(atom_intern_string("some_name")), "some_name");
}
END_TEST

START_TEST(predefined_atoms_have_their_text)
{
    ck_assert_str_eq(atom_text(AM(badarg)), "badarg");
    ck_assert_ptr_eq(atom_intern_string("false"), AM(false));
    ck_assert_uint_eq(atom_size_bytes(AM(empty)), 0);
}
END_TEST

START_TEST(finding_makes_no_atom)
{
    uint32_t count = atom_count();
    ck_assert(term_is_none(atom_find("never_seen_before", 17)));
    ck_assert_uint_eq(atom_count(), count);
}
END_TEST

START_TEST(atoms_order_by_text)
{
    ck_assert_int_lt(atom_compare(T("a"), T("b")), 0);
    ck_assert_int_lt(atom_compare(T("abcdefgh"), T("abcdefghi")), 0);
    ck_assert_int_gt(atom_compare(T("abcdefghj"), T("abcdefghi")), 0);
    ck_assert_int_lt(atom_compare(AM(empty), T("a")), 0);
    ck_assert_int_eq(atom_compare(T("a"), T("a")), 0);
}
END_TEST

enum { THREADS = 4, NAMES = 5000 };

static void *intern_many(void *result)
{
    Term *atoms = result;
    char name[32];
    for (int i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "thread_atom_%d", i);
        atoms[i] = atom_intern_string(name);
    }
    return NULL;
}

START_TEST(threads_agree_on_the_number_of_a_name)
{
    static Term atoms[THREADS][NAMES];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, intern_many, atoms[i]);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 1; i < THREADS; i++) ck_assert_mem_eq(atoms[0], atoms[i], sizeof atoms[0]);
}
END_TEST

Suite *suite_atom(void)
{
    TCase *tests;
    Suite *suite = suite_of("atom", &tests);
    tcase_add_test(tests, a_name_is_interned_once);
    tcase_add_test(tests, predefined_atoms_have_their_text);
    tcase_add_test(tests, finding_makes_no_atom);
    tcase_add_test(tests, atoms_order_by_text);
    tcase_add_test(tests, threads_agree_on_the_number_of_a_name);
    return suite;
}
