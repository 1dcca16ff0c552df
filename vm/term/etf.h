/* SPDX-License-Identifier: GPL-3.0-or-later */
/* etf.h - the external term format, both ways. Decoding takes hostile input; neither way recurses in C. */
#ifndef TERM_ETF_H
#define TERM_ETF_H

#include "base/buf.h"
#include "term/heap.h"

typedef struct EtfOptions {
    int compress;      /* encode: zlib level 0 (none) to 9 */
    int minor_version; /* encode: 0 floats as text, 1 and 2 as doubles; 2 atoms as UTF-8 */
    bool safe;         /* decode: make no new atoms, no new funs */
    bool literal;      /* decode: as .beam literals */
} EtfOptions;

/* Appends the version byte and the term. */
void etf_encode(Buf *out, Term t, const EtfOptions *options);
/* Without the version byte, never compressed. */
void etf_encode_bare(Buf *out, Term t, int minor_version);
size_t etf_size(Term t, const EtfOptions *options); /* bytes, version byte included */
/* Decodes bytes that start with the version byte. *used (may be NULL): how many were read. TERM_NONE if they are not a
 * term (or not a safe one); the heap may then hold garbage. With used == NULL trailing bytes are allowed as well. */
Term etf_decode(Heap *heap, const uint8_t *bytes, size_t size, const EtfOptions *options, size_t *used);
/* Without the version byte. */
Term etf_decode_bare(Heap *heap, const uint8_t *bytes, size_t size, const EtfOptions *options, size_t *used);

#endif
