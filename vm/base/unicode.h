/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unicode.h - case, grapheme clusters, normalisation, categories (tables of utf8proc). */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/buf.h"

typedef enum UnicodeCase { UNICODE_UPPER, UNICODE_LOWER, UNICODE_TITLE } UnicodeCase;
typedef enum UnicodeForm { UNICODE_NFC, UNICODE_NFD, UNICODE_NFKC, UNICODE_NFKD } UnicodeForm;

/* Simple (one to one) mappings. */
uint32_t unicode_upcase(uint32_t c);
uint32_t unicode_downcase(uint32_t c);
/* Appends the full mapping of valid UTF-8 text (ß -> SS); invalid bytes are copied. */
void unicode_change_case(Buf *out, const uint8_t *bytes, size_t size, UnicodeCase to);
/* Bytes of the first grapheme cluster; an invalid byte is one of its own; 0 for empty text. */
size_t unicode_grapheme_size(const uint8_t *bytes, size_t size);
size_t unicode_grapheme_count(const uint8_t *bytes, size_t size);
/* Is there a cluster boundary between two characters? *state starts at 0 and is kept along a text. */
bool unicode_grapheme_break(uint32_t before, uint32_t after, int32_t *state);
void unicode_normalize(Buf *out, const uint8_t *bytes, size_t size, UnicodeForm form);
bool unicode_is_printable(uint32_t c); /* as Elixir's String.printable? */
bool unicode_is_upper(uint32_t c);
bool unicode_is_lower(uint32_t c);
bool unicode_is_space(uint32_t c); /* White_Space property */
bool unicode_is_id_start(uint32_t c);    /* XID_Start */
bool unicode_is_id_continue(uint32_t c); /* XID_Continue */
int unicode_width(uint32_t c); /* columns on a terminal */
const char *unicode_category(uint32_t c); /* "Lu", "Nd"... */

#endif
