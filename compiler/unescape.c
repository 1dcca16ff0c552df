/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unescape.c - \n, \x41, \u{1F600} and the others. */
#include "compiler/unescape.h"

#include "base/utf8.h"

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Reads after \x or \u; returns how many bytes it took, 0 if it is none. */
static size_t read_hex(const uint8_t *bytes, size_t size, int digits_min, int digits_max, uint32_t *value)
{
    *value = 0;
    if (size > 0 && bytes[0] == '{') {
        size_t i = 1;
        while (i < size && i <= 6 && hex_digit(bytes[i]) >= 0) *value = *value * 16 + (uint32_t)hex_digit(bytes[i++]);
        return i > 1 && i < size && bytes[i] == '}' ? i + 1 : 0;
    }
    int n = 0;
    while (n < digits_max && (size_t)n < size && hex_digit(bytes[n]) >= 0) *value = *value * 16 + (uint32_t)hex_digit(bytes[n++]);
    return n >= digits_min ? (size_t)n : 0;
}

const char *unescape_text(Buf *out, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\\') {
            buf_put(out, bytes[i]);
            continue;
        }
        if (++i == size) return "invalid escape \\ at end of string";
        uint32_t code;
        size_t used;
        switch (bytes[i]) {
        case '0': buf_put(out, 0); break;
        case 'a': buf_put(out, 7); break;
        case 'b': buf_put(out, 8); break;
        case 'd': buf_put(out, 127); break;
        case 'e': buf_put(out, 27); break;
        case 'f': buf_put(out, 12); break;
        case 'n': buf_put(out, '\n'); break;
        case 'r': buf_put(out, '\r'); break;
        case 's': buf_put(out, ' '); break;
        case 't': buf_put(out, '\t'); break;
        case 'v': buf_put(out, 11); break;
        case '\n': break;
        case 'x':
            used = read_hex(bytes + i + 1, size - i - 1, 1, 2, &code);
            if (used == 0) return "invalid hex escape character, expected \\xHH where H is a hexadecimal digit";
            if (bytes[i + 1] == '{') {
                if (!utf8_is_code_point(code)) return "invalid or reserved Unicode code point";
                buf_add_utf8(out, code);
            } else {
                buf_put(out, (uint8_t)code);
            }
            i += used;
            break;
        case 'u':
            used = read_hex(bytes + i + 1, size - i - 1, 4, 4, &code);
            if (used == 0) return "invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit";
            if (!utf8_is_code_point(code)) return "invalid or reserved Unicode code point";
            buf_add_utf8(out, code);
            i += used;
            break;
        default: buf_put(out, bytes[i]);
        }
    }
    return NULL;
}
