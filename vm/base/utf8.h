/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf8.h - UTF-8 decoding and encoding. Surrogates, overlong forms and values past 0x10ffff are invalid. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"

static inline bool utf8_is_code_point(uint64_t c) { return c < 0xd800 || (c > 0xdfff && c <= 0x10ffff); }
/* Decodes one character of at most `size` bytes; returns how many bytes it takes, 0 if invalid, -n if the bytes are
 * a valid but incomplete start (n bytes of it are there). */
int utf8_decode(const uint8_t *bytes, size_t size, uint32_t *code_point);
/* Writes 1 to 4 bytes, returns how many; the code point must be valid. */
int utf8_encode(uint32_t code_point, uint8_t *bytes);
static inline int utf8_size(uint32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }
bool utf8_is_valid(const uint8_t *bytes, size_t size);
size_t utf8_count(const uint8_t *bytes, size_t size); /* characters of valid text */
/* Length of the longest valid start. */
size_t utf8_valid_prefix(const uint8_t *bytes, size_t size);

#endif
