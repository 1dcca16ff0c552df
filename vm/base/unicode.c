/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unicode.c - case, grapheme clusters, normalisation, over utf8proc's tables.
 *
 * utf8proc maps one character to one; the mappings to several (SpecialCasing.txt of the Unicode database, those without
 * conditions) are listed here. */
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

typedef struct CaseMapping {
    uint16_t from;
    uint16_t to[3]; /* 0: no more */
} CaseMapping;

static const CaseMapping upper_mappings[] = {
    {0xdf, {0x53, 0x53}}, {0x149, {0x2bc, 0x4e}}, {0x1f0, {0x4a, 0x30c}},
    {0x390, {0x399, 0x308, 0x301}}, {0x3b0, {0x3a5, 0x308, 0x301}}, {0x587, {0x535, 0x552}},
    {0x1e96, {0x48, 0x331}}, {0x1e97, {0x54, 0x308}}, {0x1e98, {0x57, 0x30a}},
    {0x1e99, {0x59, 0x30a}}, {0x1e9a, {0x41, 0x2be}}, {0x1f50, {0x3a5, 0x313}},
    {0x1f52, {0x3a5, 0x313, 0x300}}, {0x1f54, {0x3a5, 0x313, 0x301}}, {0x1f56, {0x3a5, 0x313, 0x342}},
    {0x1f80, {0x1f08, 0x399}}, {0x1f81, {0x1f09, 0x399}}, {0x1f82, {0x1f0a, 0x399}},
    {0x1f83, {0x1f0b, 0x399}}, {0x1f84, {0x1f0c, 0x399}}, {0x1f85, {0x1f0d, 0x399}},
    {0x1f86, {0x1f0e, 0x399}}, {0x1f87, {0x1f0f, 0x399}}, {0x1f88, {0x1f08, 0x399}},
    {0x1f89, {0x1f09, 0x399}}, {0x1f8a, {0x1f0a, 0x399}}, {0x1f8b, {0x1f0b, 0x399}},
    {0x1f8c, {0x1f0c, 0x399}}, {0x1f8d, {0x1f0d, 0x399}}, {0x1f8e, {0x1f0e, 0x399}},
    {0x1f8f, {0x1f0f, 0x399}}, {0x1f90, {0x1f28, 0x399}}, {0x1f91, {0x1f29, 0x399}},
    {0x1f92, {0x1f2a, 0x399}}, {0x1f93, {0x1f2b, 0x399}}, {0x1f94, {0x1f2c, 0x399}},
    {0x1f95, {0x1f2d, 0x399}}, {0x1f96, {0x1f2e, 0x399}}, {0x1f97, {0x1f2f, 0x399}},
    {0x1f98, {0x1f28, 0x399}}, {0x1f99, {0x1f29, 0x399}}, {0x1f9a, {0x1f2a, 0x399}},
    {0x1f9b, {0x1f2b, 0x399}}, {0x1f9c, {0x1f2c, 0x399}}, {0x1f9d, {0x1f2d, 0x399}},
    {0x1f9e, {0x1f2e, 0x399}}, {0x1f9f, {0x1f2f, 0x399}}, {0x1fa0, {0x1f68, 0x399}},
    {0x1fa1, {0x1f69, 0x399}}, {0x1fa2, {0x1f6a, 0x399}}, {0x1fa3, {0x1f6b, 0x399}},
    {0x1fa4, {0x1f6c, 0x399}}, {0x1fa5, {0x1f6d, 0x399}}, {0x1fa6, {0x1f6e, 0x399}},
    {0x1fa7, {0x1f6f, 0x399}}, {0x1fa8, {0x1f68, 0x399}}, {0x1fa9, {0x1f69, 0x399}},
    {0x1faa, {0x1f6a, 0x399}}, {0x1fab, {0x1f6b, 0x399}}, {0x1fac, {0x1f6c, 0x399}},
    {0x1fad, {0x1f6d, 0x399}}, {0x1fae, {0x1f6e, 0x399}}, {0x1faf, {0x1f6f, 0x399}},
    {0x1fb2, {0x1fba, 0x399}}, {0x1fb3, {0x391, 0x399}}, {0x1fb4, {0x386, 0x399}},
    {0x1fb6, {0x391, 0x342}}, {0x1fb7, {0x391, 0x342, 0x399}}, {0x1fbc, {0x391, 0x399}},
    {0x1fc2, {0x1fca, 0x399}}, {0x1fc3, {0x397, 0x399}}, {0x1fc4, {0x389, 0x399}},
    {0x1fc6, {0x397, 0x342}}, {0x1fc7, {0x397, 0x342, 0x399}}, {0x1fcc, {0x397, 0x399}},
    {0x1fd2, {0x399, 0x308, 0x300}}, {0x1fd3, {0x399, 0x308, 0x301}}, {0x1fd6, {0x399, 0x342}},
    {0x1fd7, {0x399, 0x308, 0x342}}, {0x1fe2, {0x3a5, 0x308, 0x300}}, {0x1fe3, {0x3a5, 0x308, 0x301}},
    {0x1fe4, {0x3a1, 0x313}}, {0x1fe6, {0x3a5, 0x342}}, {0x1fe7, {0x3a5, 0x308, 0x342}},
    {0x1ff2, {0x1ffa, 0x399}}, {0x1ff3, {0x3a9, 0x399}}, {0x1ff4, {0x38f, 0x399}},
    {0x1ff6, {0x3a9, 0x342}}, {0x1ff7, {0x3a9, 0x342, 0x399}}, {0x1ffc, {0x3a9, 0x399}},
    {0xfb00, {0x46, 0x46}}, {0xfb01, {0x46, 0x49}}, {0xfb02, {0x46, 0x4c}},
    {0xfb03, {0x46, 0x46, 0x49}}, {0xfb04, {0x46, 0x46, 0x4c}}, {0xfb05, {0x53, 0x54}},
    {0xfb06, {0x53, 0x54}}, {0xfb13, {0x544, 0x546}}, {0xfb14, {0x544, 0x535}},
    {0xfb15, {0x544, 0x53b}}, {0xfb16, {0x54e, 0x546}}, {0xfb17, {0x544, 0x53d}},
};
static const CaseMapping lower_mappings[] = {
    {0x130, {0x69, 0x307}},
};
static const CaseMapping title_mappings[] = {
    {0xdf, {0x53, 0x73}}, {0x149, {0x2bc, 0x4e}}, {0x1f0, {0x4a, 0x30c}},
    {0x390, {0x399, 0x308, 0x301}}, {0x3b0, {0x3a5, 0x308, 0x301}}, {0x587, {0x535, 0x582}},
    {0x1e96, {0x48, 0x331}}, {0x1e97, {0x54, 0x308}}, {0x1e98, {0x57, 0x30a}},
    {0x1e99, {0x59, 0x30a}}, {0x1e9a, {0x41, 0x2be}}, {0x1f50, {0x3a5, 0x313}},
    {0x1f52, {0x3a5, 0x313, 0x300}}, {0x1f54, {0x3a5, 0x313, 0x301}}, {0x1f56, {0x3a5, 0x313, 0x342}},
    {0x1fb2, {0x1fba, 0x345}}, {0x1fb4, {0x386, 0x345}}, {0x1fb6, {0x391, 0x342}},
    {0x1fb7, {0x391, 0x342, 0x345}}, {0x1fc2, {0x1fca, 0x345}}, {0x1fc4, {0x389, 0x345}},
    {0x1fc6, {0x397, 0x342}}, {0x1fc7, {0x397, 0x342, 0x345}}, {0x1fd2, {0x399, 0x308, 0x300}},
    {0x1fd3, {0x399, 0x308, 0x301}}, {0x1fd6, {0x399, 0x342}}, {0x1fd7, {0x399, 0x308, 0x342}},
    {0x1fe2, {0x3a5, 0x308, 0x300}}, {0x1fe3, {0x3a5, 0x308, 0x301}}, {0x1fe4, {0x3a1, 0x313}},
    {0x1fe6, {0x3a5, 0x342}}, {0x1fe7, {0x3a5, 0x308, 0x342}}, {0x1ff2, {0x1ffa, 0x345}},
    {0x1ff4, {0x38f, 0x345}}, {0x1ff6, {0x3a9, 0x342}}, {0x1ff7, {0x3a9, 0x342, 0x345}},
    {0xfb00, {0x46, 0x66}}, {0xfb01, {0x46, 0x69}}, {0xfb02, {0x46, 0x6c}},
    {0xfb03, {0x46, 0x66, 0x69}}, {0xfb04, {0x46, 0x66, 0x6c}}, {0xfb05, {0x53, 0x74}},
    {0xfb06, {0x53, 0x74}}, {0xfb13, {0x544, 0x576}}, {0xfb14, {0x544, 0x565}},
    {0xfb15, {0x544, 0x56b}}, {0xfb16, {0x54e, 0x576}}, {0xfb17, {0x544, 0x56d}},
};

static int compare_mapping(const void *key, const void *mapping)
{
    uint32_t c = *(const uint32_t *)key;
    uint32_t from = ((const CaseMapping *)mapping)->from;
    return c < from ? -1 : c > from;
}

uint32_t unicode_upcase(uint32_t c)
{
    if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

uint32_t unicode_downcase(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static void change_character(Buf *out, uint32_t c, UnicodeCase to)
{
    static const struct { const CaseMapping *mappings; size_t count; } tables[] = {
        [UNICODE_UPPER] = {upper_mappings, ARRAY_COUNT(upper_mappings)},
        [UNICODE_LOWER] = {lower_mappings, ARRAY_COUNT(lower_mappings)},
        [UNICODE_TITLE] = {title_mappings, ARRAY_COUNT(title_mappings)}};
    const CaseMapping *mapping =
        bsearch(&c, tables[to].mappings, tables[to].count, sizeof(CaseMapping), compare_mapping);
    if (mapping) {
        for (int i = 0; i < 3 && mapping->to[i]; i++) buf_add_utf8(out, mapping->to[i]);
        return;
    }
    switch (to) {
    case UNICODE_UPPER: return buf_add_utf8(out, unicode_upcase(c));
    case UNICODE_LOWER: return buf_add_utf8(out, unicode_downcase(c));
    case UNICODE_TITLE: return buf_add_utf8(out, (uint32_t)utf8proc_totitle((utf8proc_int32_t)c));
    }
}

void unicode_change_case(Buf *out, const uint8_t *bytes, size_t size, UnicodeCase to)
{
    uint32_t c;
    buf_reserve(out, size);
    for (size_t i = 0; i < size;) {
        if (bytes[i] < 0x80) {
            buf_put(out, (uint8_t)(to == UNICODE_LOWER ? unicode_downcase(bytes[i]) : unicode_upcase(bytes[i])));
            i++;
            continue;
        }
        int length = utf8_decode(bytes + i, size - i, &c);
        if (length <= 0) {
            buf_put(out, bytes[i++]);
        } else {
            change_character(out, c, to);
            i += (size_t)length;
        }
    }
}

bool unicode_grapheme_break(uint32_t before, uint32_t after, int32_t *state)
{
    return utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)after, state);
}

size_t unicode_grapheme_size(const uint8_t *bytes, size_t size)
{
    uint32_t before, after;
    int32_t state = 0;
    if (size == 0) return 0;
    /* Two plain characters in a row are two clusters; only \r\n is not. */
    if (size >= 2 && bytes[0] < 0x80 && bytes[1] < 0x80 && bytes[0] != '\r') return 1;
    int length = utf8_decode(bytes, size, &before);
    if (length <= 0) return 1;
    size_t at = (size_t)length;
    while (at < size) {
        length = utf8_decode(bytes + at, size - at, &after);
        if (length <= 0 || unicode_grapheme_break(before, after, &state)) break;
        at += (size_t)length;
        before = after;
    }
    return at;
}

size_t unicode_grapheme_count(const uint8_t *bytes, size_t size)
{
    size_t count = 0;
    for (size_t at = 0; at < size; count++) at += unicode_grapheme_size(bytes + at, size - at);
    return count;
}

static void normalize_valid(Buf *out, const uint8_t *bytes, size_t size, UnicodeForm form)
{
    static const utf8proc_option_t options[] = {
        [UNICODE_NFC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
        [UNICODE_NFD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
        [UNICODE_NFKC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
        [UNICODE_NFKD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT};
    utf8proc_uint8_t *result = NULL;
    utf8proc_ssize_t length = utf8proc_map(bytes, (utf8proc_ssize_t)size, &result, options[form]);
    if (length < 0) buf_add(out, bytes, size);
    else buf_add(out, result, (size_t)length);
    free(result);
}

void unicode_normalize(Buf *out, const uint8_t *bytes, size_t size, UnicodeForm form)
{
    for (size_t at = 0; at < size;) {
        size_t valid = utf8_valid_prefix(bytes + at, size - at);
        if (valid) normalize_valid(out, bytes + at, valid, form);
        at += valid;
        if (at < size) buf_put(out, bytes[at++]);
    }
}

bool unicode_is_printable(uint32_t c)
{
    return (c >= 0x20 && c <= 0x7e) || (c >= 7 && c <= 13) || c == 27 || c == 127 || (c >= 0xa0 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

bool unicode_is_upper(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

bool unicode_is_lower(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

bool unicode_is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool unicode_is_id_start(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_NL:
        return true;
    default: return c == 0x2118 || c == 0x212e; /* Other_ID_Start */
    }
}

bool unicode_is_id_continue(uint32_t c)
{
    if (unicode_is_id_start(c)) return true;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_PC:
        return true;
    default: return c == 0xb7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19da; /* Other_ID_Continue */
    }
}

int unicode_width(uint32_t c)
{
    return utf8proc_charwidth((utf8proc_int32_t)c);
}

const char *unicode_category(uint32_t c)
{
    return utf8proc_category_string((utf8proc_int32_t)c);
}
