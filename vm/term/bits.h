/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bits.h - bit strings at any bit offset: copy, compare, and the integer, float and utf fields of the bit syntax.
 *
 * Bits are numbered from the most significant bit of byte 0. Offsets may exceed 7: they are relative to `bytes`. */
#ifndef TERM_BITS_H
#define TERM_BITS_H

#include "term/heap.h"

typedef enum BitFlags { BITS_LITTLE = 1, BITS_SIGNED = 2 } BitFlags; /* big-endian unsigned when 0 */

/* Copies; areas must not overlap, other bits of the last byte stay. */
void bits_copy(uint8_t *to, Word to_offset, const uint8_t *from, Word from_offset, Word size_bits);
/* Order of two bit strings of equal or different size: as Erlang (bit by bit, then the shorter first). */
int bits_compare(const uint8_t *a, Word a_offset, Word a_bits, const uint8_t *b, Word b_offset, Word b_bits);
bool bits_equal(const uint8_t *a, Word a_offset, const uint8_t *b, Word b_offset, Word size_bits);
/* At most 64 bits, big-endian unsigned: for hot paths. */
uint64_t bits_get_64(const uint8_t *bytes, Word offset, unsigned size_bits);
void bits_put_64(uint8_t *bytes, Word offset, unsigned size_bits, uint64_t value);

/* An integer field of any size; TERM_NONE if the integer would be too large. */
Term bits_get_integer(Heap *heap, const uint8_t *bytes, Word offset, Word size_bits, BitFlags flags);
/* Writes the low bits of an integer term. */
void bits_put_integer(uint8_t *bytes, Word offset, Word size_bits, BitFlags flags, Term integer);
/* size_bits 16, 32 or 64; TERM_NONE for nan, infinity. */
Term bits_get_float(Heap *heap, const uint8_t *bytes, Word offset, Word size_bits, BitFlags flags);
/* A number; false if it is no number or does not fit. */
bool bits_put_float(uint8_t *bytes, Word offset, Word size_bits, BitFlags flags, Term number);
/* Decodes a character at `offset` with `available` bits; returns the bits it takes, 0 if invalid or short. */
unsigned bits_get_utf8(const uint8_t *bytes, Word offset, Word available, uint32_t *code_point);
unsigned bits_get_utf16(const uint8_t *bytes, Word offset, Word available, BitFlags flags, uint32_t *code_point);
unsigned bits_get_utf32(const uint8_t *bytes, Word offset, Word available, BitFlags flags, uint32_t *code_point);
/* Sizes in bits of an encoded code point, and writing it; the code point must be valid (utf8_is_code_point). */
unsigned bits_utf8_size(uint32_t code_point);
unsigned bits_utf16_size(uint32_t code_point);
void bits_put_utf8(uint8_t *bytes, Word offset, uint32_t code_point);
void bits_put_utf16(uint8_t *bytes, Word offset, BitFlags flags, uint32_t code_point);
void bits_put_utf32(uint8_t *bytes, Word offset, BitFlags flags, uint32_t code_point);

#endif
