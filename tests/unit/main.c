/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - runs all unit tests: unit [SUITE]. */
#include "suites.h"

#include <stdlib.h>

static Suite *(*const suites[])(void) = {
#define SUITE(name) suite_##name,
#include "suites.def"
#undef SUITE
};

int main(int argc, char **argv)
{
    SRunner *runner = srunner_create(suites[0]());
    for (size_t i = 1; i < ARRAY_COUNT(suites); i++) srunner_add_suite(runner, suites[i]());
    srunner_run(runner, argc > 1 ? argv[1] : NULL, NULL, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
