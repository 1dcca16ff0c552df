/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fun.c - the hooks that the code layer sets. */
#include "term/fun.h"

static void describe_nothing(Term fun, FunInfo *info)
{
    panic("a fun (%p) in a VM without code", (const void *)fun);
}

FunHooks fun_hooks = {.describe = describe_nothing};
