/* SPDX-License-Identifier: GPL-3.0-or-later */
/* copy.h - deep copies of terms between heaps. Depth costs no C stack. Sharing is not kept; literals are not copied. */
#ifndef GC_COPY_H
#define GC_COPY_H

#include "term/heap.h"

/* The words that copy_term will need: literals and immediates count nothing. */
Word term_size_words(Term t);
/* Copies into `to` (reserve term_size_words first to have it in one piece); binaries' bytes are shared, counted. */
Term copy_term(Term t, Heap *to);
/* The same when the size is known already. */
Term copy_term_sized(Term t, Word size_words, Heap *to);
/* Copies literals too; size as term_flat_size_words says. */
Term copy_term_flat(Term t, Word size_words, Heap *to);
/* :erts_debug.flat_size: literals count too. */
Word term_flat_size_words(Term t);

#endif
