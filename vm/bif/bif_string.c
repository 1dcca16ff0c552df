/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_string.c - :elver_string: what the String module needs of Unicode. Strings are UTF-8 binaries; a byte that is no
 * valid UTF-8 counts as a character of its own. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "bif/bif_long.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/binary.h"

typedef struct Text {
    const uint8_t *bytes;
    size_t size;
    Buf scratch;
} Text;

static bool text_begin(Process *p, Term t, Text *text)
{
    *text = (Text){0};
    if (!term_is_binary(t)) return false;
    text->bytes = binary_bytes_aligned(t, &text->size, &text->scratch);
    bif_charge(p, (int64_t)(text->size / 128));
    return true;
}
static void text_end(Text *text)
{
    buf_free(&text->scratch);
}
static Term part(Process *p, Term t, size_t from, size_t to)
{
    return binary_sub(&p->heap, t, from * 8, (to - from) * 8);
}
static Term result_of(Process *p, Text *text, Buf *out)
{
    Term t = binary_new(&p->heap, out->bytes, out->size);
    buf_free(out);
    text_end(text);
    return t;
}

/* --- grapheme clusters --- */

/* {Grapheme, Rest}, or nil at the end. */
Term bif_string_next_grapheme(Process *p, Term *args)
{
    Text text = {0};
    if (!term_is_binary(args[0])) return raise_badarg(p);
    text.bytes = binary_bytes_aligned(args[0], &text.size, &text.scratch);
    size_t size = unicode_grapheme_size(text.bytes, text.size), whole = text.size;
    text_end(&text);
    if (size == 0) return AM(nil);
    return tuple_new_2(&p->heap, part(p, args[0], 0, size), part(p, args[0], size, whole));
}

static Term string_length(Process *p, Term *args)
{
    Text text;
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    size_t count = unicode_grapheme_count(text.bytes, text.size);
    text_end(&text);
    return term_from_small((int64_t)count);
}
BIF_LONG(bif_string_length, 1, string_length, is_large_binary(args[0]))

typedef VEC(size_t) Offsets;

/* A list of the parts of `t` that end at these offsets. */
static Term parts_list(Process *p, Term t, Offsets *ends)
{
    Term list = NIL;
    for (size_t i = ends->count; i-- > 0;)
        list = cons_new(&p->heap, part(p, t, i ? ends->items[i - 1] : 0, ends->items[i]), list);
    vec_free(ends);
    return list;
}

static Term string_graphemes(Process *p, Term *args)
{
    Text text;
    Offsets ends = {0};
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    for (size_t at = 0; at < text.size;) {
        at += unicode_grapheme_size(text.bytes + at, text.size - at);
        vec_push(&ends, at);
    }
    text_end(&text);
    return parts_list(p, args[0], &ends);
}
BIF_LONG(bif_string_graphemes, 1, string_graphemes, is_large_binary(args[0]))

static Term string_codepoints(Process *p, Term *args)
{
    Text text;
    Offsets ends = {0};
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    for (size_t at = 0; at < text.size;) {
        uint32_t c;
        int length = utf8_decode(text.bytes + at, text.size - at, &c);
        at += length > 0 ? (size_t)length : 1;
        vec_push(&ends, at);
    }
    text_end(&text);
    return parts_list(p, args[0], &ends);
}
BIF_LONG(bif_string_codepoints, 1, string_codepoints, is_large_binary(args[0]))

/* {Offset, Missing}: the bytes of the first n graphemes, and how many of the n the string has not. */
Term bif_string_byte_offset(Process *p, Term *args)
{
    Text text = {0};
    if (!term_is_binary(args[0]) || !term_is_small(args[1]) || term_to_small(args[1]) < 0) return raise_badarg(p);
    text.bytes = binary_bytes_aligned(args[0], &text.size, &text.scratch);
    int64_t left = term_to_small(args[1]);
    size_t at = 0;
    for (; left > 0 && at < text.size; left--) at += unicode_grapheme_size(text.bytes + at, text.size - at);
    bif_charge(p, (int64_t)(at / 128));
    text_end(&text);
    return tuple_new_2(&p->heap, term_from_small((int64_t)at), term_from_small(left));
}

static Term string_reverse(Process *p, Term *args)
{
    Text text;
    uint8_t *out;
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    Term t = binary_new_empty(&p->heap, text.size, &out);
    for (size_t at = 0, size; at < text.size; at += size) {
        size = unicode_grapheme_size(text.bytes + at, text.size - at);
        memcpy(out + text.size - at - size, text.bytes + at, size);
    }
    text_end(&text);
    return t;
}
BIF_LONG(bif_string_reverse, 1, string_reverse, is_large_binary(args[0]))

/* --- case; the mode is default, ascii, greek or turkic --- */

static bool is_cased_letter(const uint8_t *bytes, size_t size, size_t at)
{
    uint32_t c;
    return at < size && utf8_decode(bytes + at, size - at, &c) > 0 && (unicode_is_upper(c) || unicode_is_lower(c));
}

static void downcase_greek(Buf *out, const Text *text)
{
    enum { CAPITAL_SIGMA = 0x3a3, SMALL_SIGMA = 0x3c3, FINAL_SIGMA = 0x3c2 };
    bool after_letter = false;
    for (size_t at = 0; at < text->size;) {
        uint32_t c;
        int length = utf8_decode(text->bytes + at, text->size - at, &c);
        if (length <= 0) length = 1, c = 0;
        size_t next = at + (size_t)length;
        if (c == CAPITAL_SIGMA)
            buf_add_utf8(out, after_letter && !is_cased_letter(text->bytes, text->size, next) ? FINAL_SIGMA : SMALL_SIGMA);
        else unicode_change_case(out, text->bytes + at, (size_t)length, UNICODE_LOWER);
        after_letter = unicode_is_upper(c) || unicode_is_lower(c);
        at = next;
    }
}

static void change_turkic(Buf *out, const Text *text, UnicodeCase to)
{
    enum { DOTTED_CAPITAL = 0x130, DOTLESS_SMALL = 0x131 };
    for (size_t at = 0; at < text->size;) {
        uint32_t c;
        int length = utf8_decode(text->bytes + at, text->size - at, &c);
        if (length <= 0) length = 1, c = 0;
        if (to == UNICODE_UPPER && c == 'i') buf_add_utf8(out, DOTTED_CAPITAL);
        else if (to == UNICODE_LOWER && c == 'I') buf_add_utf8(out, DOTLESS_SMALL);
        else if (to == UNICODE_LOWER && c == DOTTED_CAPITAL) buf_put(out, 'i');
        else unicode_change_case(out, text->bytes + at, (size_t)length, to);
        at += (size_t)length;
    }
}

static void change_ascii(Buf *out, const Text *text, UnicodeCase to)
{
    for (size_t i = 0; i < text->size; i++) {
        uint8_t c = text->bytes[i];
        if (c < 0x80) c = (uint8_t)(to == UNICODE_LOWER ? unicode_downcase(c) : unicode_upcase(c));
        buf_put(out, c);
    }
}

static Term change_case(Process *p, Term *args, UnicodeCase to)
{
    Text text;
    Buf out = {0};
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    if (args[1] == AM(ascii)) change_ascii(&out, &text, to);
    else if (args[1] == AM(turkic)) change_turkic(&out, &text, to);
    else if (args[1] == AM(greek) && to == UNICODE_LOWER) downcase_greek(&out, &text);
    else unicode_change_case(&out, text.bytes, text.size, to);
    return result_of(p, &text, &out);
}

static Term string_upcase(Process *p, Term *args)
{
    return change_case(p, args, UNICODE_UPPER);
}
BIF_LONG(bif_string_upcase, 2, string_upcase, is_large_binary(args[0]))

static Term string_downcase(Process *p, Term *args)
{
    return change_case(p, args, UNICODE_LOWER);
}
BIF_LONG(bif_string_downcase, 2, string_downcase, is_large_binary(args[0]))

/* {Titlecase of the first character, Rest}; both empty for an empty string. */
Term bif_string_titlecase_once(Process *p, Term *args)
{
    Text text;
    Buf out = {0};
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    uint32_t c;
    int length = utf8_decode(text.bytes, text.size, &c);
    size_t size = length > 0 ? (size_t)length : text.size > 0, whole = text.size;
    bool dotted = args[1] == AM(turkic) && size == 1 && text.bytes[0] == 'i';
    if (dotted) buf_add_utf8(&out, 0x130);
    else if (args[1] == AM(ascii) && size > 1) buf_add(&out, text.bytes, size);
    else unicode_change_case(&out, text.bytes, size, UNICODE_TITLE);
    Term first = result_of(p, &text, &out);
    return tuple_new_2(&p->heap, first, part(p, args[0], size, whole));
}

/* --- normal forms, validity, blanks --- */

static Term string_normalize(Process *p, Term *args)
{
    Text text;
    Buf out = {0};
    UnicodeForm form;
    if (args[1] == AM(nfc)) form = UNICODE_NFC;
    else if (args[1] == AM(nfd)) form = UNICODE_NFD;
    else if (args[1] == AM(nfkc)) form = UNICODE_NFKC;
    else if (args[1] == AM(nfkd)) form = UNICODE_NFKD;
    else return raise_badarg(p);
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    unicode_normalize(&out, text.bytes, text.size, form);
    return result_of(p, &text, &out);
}
BIF_LONG(bif_string_normalize, 2, string_normalize, is_large_binary(args[0]))

Term bif_string_is_valid(Process *p, Term *args)
{
    Text text;
    if (!text_begin(p, args[0], &text)) return AM(false);
    bool valid = utf8_is_valid(text.bytes, text.size);
    text_end(&text);
    return valid ? AM(true) : AM(false);
}

/* Are the first n characters printable (all, for infinity)? */
Term bif_string_is_printable(Process *p, Term *args)
{
    Text text = {0};
    if (!term_is_binary(args[0])) return AM(false);
    int64_t left = term_is_small(args[1]) ? term_to_small(args[1]) : INT64_MAX;
    text.bytes = binary_bytes_aligned(args[0], &text.size, &text.scratch);
    size_t at = 0;
    bool printable = true;
    for (; printable && left > 0 && at < text.size; left--) {
        uint32_t c;
        int length = utf8_decode(text.bytes + at, text.size - at, &c);
        printable = length > 0 && unicode_is_printable(c);
        at += length > 0 ? (size_t)length : 0;
    }
    bif_charge(p, (int64_t)(at / 128));
    text_end(&text);
    return printable ? AM(true) : AM(false);
}

static bool is_breaking_space(uint32_t c)
{
    return unicode_is_space(c) && c != 0xa0 && c != 0x2007 && c != 0x202f;
}

static size_t space_at(const Text *text, size_t at, bool (*is_space)(uint32_t))
{
    uint32_t c;
    int length = utf8_decode(text->bytes + at, text->size - at, &c);
    return length > 0 && is_space(c) ? (size_t)length : 0;
}

/* The words between runs of white space that may break. */
static Term string_split(Process *p, Term *args)
{
    Text text;
    Offsets bounds = {0};
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    size_t start = 0, at = 0;
    while (at <= text.size) {
        size_t space = at < text.size ? space_at(&text, at, is_breaking_space) : 1;
        if (space) {
            if (at > start) {
                vec_push(&bounds, start);
                vec_push(&bounds, at);
            }
            start = at + space;
        }
        at += space ? space : 1;
    }
    text_end(&text);
    Term list = NIL;
    for (size_t i = bounds.count; i > 0; i -= 2)
        list = cons_new(&p->heap, part(p, args[0], bounds.items[i - 2], bounds.items[i - 1]), list);
    vec_free(&bounds);
    return list;
}
BIF_LONG(bif_string_split, 1, string_split, is_large_binary(args[0]))

Term bif_string_trim_leading(Process *p, Term *args)
{
    Text text;
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    size_t at = 0, space;
    while (at < text.size && (space = space_at(&text, at, unicode_is_space)) > 0) at += space;
    Term t = part(p, args[0], at, text.size);
    text_end(&text);
    return t;
}

Term bif_string_trim_trailing(Process *p, Term *args)
{
    Text text;
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    size_t end = text.size;
    while (end > 0) {
        size_t start = end - 1;
        while (start > 0 && (text.bytes[start] & 0xc0) == 0x80 && end - start < 4) start--;
        size_t space = space_at(&text, start, unicode_is_space);
        if (start + space != end) break;
        end = start;
    }
    Term t = part(p, args[0], 0, end);
    text_end(&text);
    return t;
}

/* Columns on a terminal. */
Term bif_string_width(Process *p, Term *args)
{
    Text text;
    int64_t width = 0;
    if (!text_begin(p, args[0], &text)) return raise_badarg(p);
    for (size_t at = 0; at < text.size;) {
        uint32_t c;
        int length = utf8_decode(text.bytes + at, text.size - at, &c);
        if (length > 0) width += unicode_width(c);
        at += length > 0 ? (size_t)length : 1;
    }
    text_end(&text);
    return term_from_small(width);
}

/* --- characters --- */

static Term property(Term c, bool (*has)(uint32_t))
{
    if (!term_is_small(c) || !utf8_is_code_point((uint64_t)term_to_small(c))) return AM(false);
    return has((uint32_t)term_to_small(c)) ? AM(true) : AM(false);
}

Term bif_string_is_upper(Process *p, Term *args) { return property(args[0], unicode_is_upper); }
Term bif_string_is_id_start(Process *p, Term *args) { return property(args[0], unicode_is_id_start); }
Term bif_string_is_id_continue(Process *p, Term *args) { return property(args[0], unicode_is_id_continue); }
