/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf8.c - UTF-8 decoding and encoding. */
#include "base/utf8.h"

#include <string.h>

/* How many bytes a character takes that starts with `first`; 0 if none can. The range of the second byte excludes
 * overlong forms, surrogates and what is past 0x10ffff, so no check is left after decoding. */
static int lead(uint8_t first, uint8_t *low, uint8_t *high)
{
    *low = 0x80, *high = 0xbf;
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    if (first < 0xe0) return 2;
    if (first < 0xf0) {
        if (first == 0xe0) *low = 0xa0;
        if (first == 0xed) *high = 0x9f;
        return 3;
    }
    if (first == 0xf0) *low = 0x90;
    if (first == 0xf4) *high = 0x8f;
    return 4;
}

int utf8_decode(const uint8_t *bytes, size_t size, uint32_t *code_point)
{
    if (size == 0) return 0;
    uint8_t first = bytes[0], low, high;
    if (LIKELY(first < 0x80)) {
        *code_point = first;
        return 1;
    }
    int length = lead(first, &low, &high);
    if (length == 0) return 0;
    uint32_t c = first & (0x7fu >> length);
    for (int i = 1; i < length; i++) {
        if ((size_t)i >= size) return -i;
        if (bytes[i] < low || bytes[i] > high) return 0;
        low = 0x80, high = 0xbf;
        c = c << 6 | (bytes[i] & 0x3f);
    }
    *code_point = c;
    return length;
}

int utf8_encode(uint32_t c, uint8_t *bytes)
{
    if (c < 0x80) {
        bytes[0] = (uint8_t)c;
        return 1;
    }
    int length = utf8_size(c);
    for (int i = length - 1; i > 0; i--, c >>= 6) bytes[i] = (uint8_t)(0x80 | (c & 0x3f));
    bytes[0] = (uint8_t)(0xf00 >> length | c);
    return length;
}

size_t utf8_valid_prefix(const uint8_t *bytes, size_t size)
{
    size_t i = 0;
    while (i < size) {
        uint64_t word;
        while (size - i >= 8) {
            memcpy(&word, bytes + i, 8);
            if (word & 0x8080808080808080u) break;
            i += 8;
        }
        if (i >= size) break;
        uint32_t c;
        int length = utf8_decode(bytes + i, size - i, &c);
        if (length <= 0) break;
        i += (size_t)length;
    }
    return i;
}

bool utf8_is_valid(const uint8_t *bytes, size_t size)
{
    return utf8_valid_prefix(bytes, size) == size;
}

size_t utf8_count(const uint8_t *bytes, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) count += (bytes[i] & 0xc0) != 0x80;
    return count;
}
