/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif.c - the table of native functions. */
#include "code/bif.h"

#include "base/base.h"

const Bif bif_table[] = {
#define BIF(module, name, arity, function, flags) {module, name, arity, flags, function},
#include "code/bifs.def"
#undef BIF
    {NULL, NULL, 0, 0, NULL},
};
const size_t bif_count = ARRAY_COUNT(bif_table) - 1;
