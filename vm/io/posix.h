/* SPDX-License-Identifier: GPL-3.0-or-later */
/* posix.h - errno as the atoms that Erlang's file and socket functions return: ENOENT is :enoent. */
#ifndef IO_POSIX_H
#define IO_POSIX_H

#include "term/heap.h"

/* The atom of an errno value; :unknown for one without a name. */
Term posix_atom(int error_number);
/* {:error, atom}. */
Term posix_error(Heap *heap, int error_number);

#endif
