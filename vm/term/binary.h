/* SPDX-License-Identifier: GPL-3.0-or-later */
/* binary.h - making and reading binaries and bitstrings.
 *
 * Up to 64 bytes a binary's bytes stand in its box; above that the box shares a counted BinaryData. A sub-binary is a
 * view of bits of one of the two (never of another sub-binary). */
#ifndef TERM_BINARY_H
#define TERM_BINARY_H

#include "base/buf.h"
#include "term/heap.h"

Term binary_new(Heap *heap, const void *bytes, size_t size_bytes);
Term binary_new_string(Heap *heap, const char *text); /* NUL-terminated */
/* Uninitialised: the caller fills *bytes before anything else. */
Term binary_new_empty(Heap *heap, size_t size_bytes, uint8_t **bytes);
/* A bitstring of its own whose bytes the caller fills ((size_bits + 7) / 8 of them; unused low bits of the last: zero). */
Term bitstring_new_empty(Heap *heap, Word size_bits, uint8_t **bytes);
/* Shares data's bytes 0..size_bytes; takes over one reference of the caller's. */
Term binary_from_data_take(Heap *heap, BinaryData *data, Word size_bytes);
BinaryData *binary_data_new(Word capacity); /* one reference, used = 0 */
void binary_data_release(BinaryData *data);
static inline BinaryData *binary_data_retain(BinaryData *data)
{
    atomic_fetch_add_explicit(&data->reference_count, 1, memory_order_relaxed);
    return data;
}

/* The byte that holds the first bit; *bit_offset (0..7) is the bit within it. t must be a bitstring. Valid as long as the term is. */
const uint8_t *binary_bytes(Term t, Word *bit_offset);
/* Like it, for a binary whose bytes must be contiguous and aligned: copies into `scratch` if they are not. */
const uint8_t *binary_bytes_aligned(Term t, size_t *size_bytes, Buf *scratch);
/* The heap or refc binary below, and the offset in bits of t in it. */
Term binary_base(Term t, Word *offset_bits);
/* Bits of t: a view (a copy if that is smaller, or t itself if it is all). Range must be inside. */
Term binary_sub(Heap *heap, Term t, Word offset_bits, Word size_bits);
/* The same of a base (binary_base), whose data may hold more than the box itself shows (binary_append). */
Term binary_view(Heap *heap, Term base, Word offset_bits, Word size_bits);
/* t with room for `extra_bits` more after it: a new term of size t + extra whose last extra_bits the caller fills at
 * *bytes, bit *offset. In place when t ends where its data's used part ends, else copied with room to grow. */
Term binary_append(Heap *heap, Term t, Word extra_bits, uint8_t **bytes, Word *offset_bits);

/* --- iolists --- */
/* Size in bytes; false if t is no iolist (or too large). Depth-safe. */
bool iolist_size(Term t, size_t *size_bytes);
/* Appends the bytes of an iolist; false if it is none (partial output stays). */
bool iolist_to_buf(Term t, Buf *out);
/* One binary: t itself if it is one; TERM_NONE if t is no iolist. */
Term iolist_to_binary(Heap *heap, Term t);
/* Like it for lists with unaligned bitstrings. */
Term bitstring_list_to_bitstring(Heap *heap, Term t);

#endif
