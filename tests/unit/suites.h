/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suites.h - what the unit tests share: the suites' prototypes, terms from text. */
#ifndef UNIT_SUITES_H
#define UNIT_SUITES_H

#include <check.h>

#include "term/atom.h"
#include "term/heap.h"

#define SUITE(name) Suite *suite_##name(void);
#include "suites.def"
#undef SUITE

/* The heap that T builds on: an arena, fresh in each test (each runs in a process of its own). */
extern Heap test_heap;

/* A term in Erlang syntax: 1, -1.5, 16#ff, atom, 'Atom', [1|2], "text", {a,b}, #{a=>1}, <<1,2,3:4>>, <<"text">>. */
Term T(const char *text);
/* A term as text (~w), valid until the test ends. */
const char *S(Term t);
#define assert_term(t, text) ck_assert_str_eq(S(t), (text))

/* A suite of one test case; add tests with tcase_add_test. */
Suite *suite_of(const char *name, TCase **tests);

#endif
