/* SPDX-License-Identifier: GPL-3.0-or-later */
/* posix.c - errno as atoms, by the C library's own names. */
#define _GNU_SOURCE
#include "io/posix.h"

#include <ctype.h>
#include <string.h>

#include "term/atom.h"

Term posix_atom(int error_number)
{
    const char *name = strerrorname_np(error_number);
    char text[32];
    size_t size = 0;
    if (!name) return atom_intern_string("unknown");
    for (; name[size] && size < sizeof text; size++) text[size] = (char)tolower((unsigned char)name[size]);
    return atom_intern(text, size);
}

Term posix_error(Heap *heap, int error_number)
{
    return tuple_new_2(heap, AM(error), posix_atom(error_number));
}
