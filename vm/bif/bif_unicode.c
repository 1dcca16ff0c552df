/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_unicode.c - :unicode: character data (deep lists of code points and binaries) between encodings. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "bif/bif_long.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/binary.h"

typedef enum Encoding { ENC_LATIN1, ENC_UTF8, ENC_UTF16_BIG, ENC_UTF16_LITTLE, ENC_UTF32_BIG, ENC_UTF32_LITTLE } Encoding;

static bool get_encoding(Term t, Encoding *encoding)
{
    bool little = false;
    if (term_is_tuple_of(t, 2)) {
        if (tuple_get(t, 1) == AM(little)) little = true;
        else if (tuple_get(t, 1) != AM(big)) return false;
        t = tuple_get(t, 0);
        if (t != AM(utf16) && t != AM(utf32)) return false;
    }
    if (t == AM(latin1)) *encoding = ENC_LATIN1;
    else if (t == AM(unicode) || t == AM(utf8)) *encoding = ENC_UTF8;
    else if (t == AM(utf16)) *encoding = little ? ENC_UTF16_LITTLE : ENC_UTF16_BIG;
    else if (t == AM(utf32)) *encoding = little ? ENC_UTF32_LITTLE : ENC_UTF32_BIG;
    else return false;
    return true;
}

static uint32_t unit_at(const uint8_t *bytes, int size, bool little)
{
    uint32_t unit = 0;
    for (int i = 0; i < size; i++) unit = unit << 8 | bytes[little ? size - 1 - i : i];
    return unit;
}

/* As utf8_decode: bytes taken; 0 if invalid; negative if cut off. */
static int decode_character(Encoding encoding, const uint8_t *bytes, size_t size, uint32_t *c)
{
    bool little = encoding == ENC_UTF16_LITTLE || encoding == ENC_UTF32_LITTLE;
    switch (encoding) {
    case ENC_LATIN1: *c = bytes[0]; return 1;
    case ENC_UTF8: return utf8_decode(bytes, size, c);
    case ENC_UTF16_BIG: case ENC_UTF16_LITTLE:
        if (size < 2) return -1;
        *c = unit_at(bytes, 2, little);
        if (*c < 0xd800 || *c > 0xdfff) return 2;
        if (*c > 0xdbff) return 0;
        if (size < 4) return -(int)size;
        uint32_t second = unit_at(bytes + 2, 2, little);
        if (second < 0xdc00 || second > 0xdfff) return 0;
        *c = 0x10000 + ((*c - 0xd800) << 10 | (second - 0xdc00));
        return 4;
    default:
        if (size < 4) return !little && (bytes[0] || (size > 1 && bytes[1] > 0x10)) ? 0 : -(int)size;
        *c = unit_at(bytes, 4, little);
        return utf8_is_code_point(*c) ? 4 : 0;
    }
}

static void put_unit(Buf *out, uint32_t unit, int size, bool little)
{
    for (int i = 0; i < size; i++) buf_put(out, (uint8_t)(unit >> 8 * (little ? i : size - 1 - i)));
}

typedef struct Conversion {
    Encoding in, out;
    bool as_list;
    Buf bytes;           /* result, unless as_list */
    VEC(uint32_t) characters;
    uint8_t pending[4];  /* start of a character that the last binary cut off */
    size_t pending_size;
    VEC(Term) tails;
} Conversion;

/* False if the output encoding has no such character. */
static bool emit(Conversion *cv, uint32_t c)
{
    if (cv->as_list) {
        vec_push(&cv->characters, c);
        return true;
    }
    bool little = cv->out == ENC_UTF16_LITTLE || cv->out == ENC_UTF32_LITTLE;
    switch (cv->out) {
    case ENC_LATIN1:
        if (c > 255) return false;
        buf_put(&cv->bytes, (uint8_t)c);
        return true;
    case ENC_UTF8: buf_add_utf8(&cv->bytes, c); return true;
    case ENC_UTF16_BIG: case ENC_UTF16_LITTLE:
        if (c < 0x10000) {
            put_unit(&cv->bytes, c, 2, little);
        } else {
            put_unit(&cv->bytes, 0xd800 + ((c - 0x10000) >> 10), 2, little);
            put_unit(&cv->bytes, 0xdc00 + ((c - 0x10000) & 0x3ff), 2, little);
        }
        return true;
    default: put_unit(&cv->bytes, c, 4, little); return true;
    }
}

/* Converts as much as it can; returns how many bytes. What is cut off at the end becomes pending and counts as done. */
static size_t convert_bytes(Conversion *cv, const uint8_t *bytes, size_t size)
{
    size_t at = 0;
    uint32_t c;
    while (at < size && cv->pending_size) { /* a character split between binaries */
        cv->pending[cv->pending_size++] = bytes[at++];
        int length = decode_character(cv->in, cv->pending, cv->pending_size, &c);
        if (length < 0) continue;
        if (length == 0 || !emit(cv, c)) {
            cv->pending_size -= at;
            return 0;
        }
        cv->pending_size = 0;
    }
    while (at < size) {
        if (cv->in == ENC_UTF8 && cv->out == ENC_UTF8 && !cv->as_list) {
            size_t valid = utf8_valid_prefix(bytes + at, size - at);
            buf_add(&cv->bytes, bytes + at, valid);
            at += valid;
            if (at == size) break;
        }
        int length = decode_character(cv->in, bytes + at, size - at, &c);
        if (length < 0) {
            cv->pending_size = size - at;
            memcpy(cv->pending, bytes + at, size - at);
            return size;
        }
        if (length == 0 || !emit(cv, c)) return at;
        at += (size_t)length;
    }
    return size;
}

typedef enum Outcome { OUTCOME_OK, OUTCOME_ERROR, OUTCOME_INCOMPLETE, OUTCOME_BADARG } Outcome;

/* Puts what is left of the enclosing lists behind the part that failed; the start of a character that the binary before
 * it cut off comes first. */
static Term rest_of(Process *p, Conversion *cv, Term rest)
{
    while (cv->tails.count) {
        Term tail = vec_pop(&cv->tails);
        rest = cons_new(&p->heap, rest, tail);
    }
    if (cv->pending_size) {
        Term start = binary_new(&p->heap, cv->pending, cv->pending_size);
        rest = cons_new(&p->heap, start, cons_new(&p->heap, rest, NIL));
        cv->pending_size = 0;
    }
    return rest;
}

static Outcome convert_binary(Process *p, Conversion *cv, Term t, Term *rest)
{
    Buf scratch = {0};
    size_t size;
    if (!term_is_binary(t)) return OUTCOME_BADARG;
    const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
    size_t done = convert_bytes(cv, bytes, size);
    buf_free(&scratch);
    if (done == size) return OUTCOME_OK;
    *rest = binary_sub(&p->heap, t, done * 8, (size - done) * 8);
    return OUTCOME_ERROR;
}

static Outcome convert(Process *p, Conversion *cv, Term data, Term *rest)
{
    Term at = data;
    Outcome outcome;
    for (;;) {
        if (term_is_cons(at)) {
            Term head = term_head(at), tail = term_tail(at);
            if (term_is_small(head)) {
                int64_t c = term_to_small(head);
                bool valid = c >= 0 && utf8_is_code_point((uint64_t)c) && (cv->in != ENC_LATIN1 || c < 256);
                if (cv->pending_size || !valid || !emit(cv, (uint32_t)c)) {
                    *rest = rest_of(p, cv, at);
                    return OUTCOME_ERROR;
                }
                at = tail;
            } else if (term_is_list(head)) {
                vec_push(&cv->tails, tail); /* even []: what is left over on an error keeps the nesting */
                at = head;
            } else {
                outcome = convert_binary(p, cv, head, rest);
                if (outcome == OUTCOME_ERROR) *rest = rest_of(p, cv, cons_new(&p->heap, *rest, tail));
                if (outcome != OUTCOME_OK) return outcome;
                at = tail;
            }
        } else if (term_is_nil(at)) {
            if (cv->tails.count == 0) break;
            at = vec_pop(&cv->tails);
        } else {
            outcome = convert_binary(p, cv, at, rest);
            if (outcome == OUTCOME_ERROR && (cv->tails.count || cv->pending_size)) *rest = rest_of(p, cv, *rest);
            if (outcome != OUTCOME_OK) return outcome;
            at = NIL;
        }
    }
    if (cv->pending_size == 0) return OUTCOME_OK;
    *rest = binary_new(&p->heap, cv->pending, cv->pending_size);
    return OUTCOME_INCOMPLETE;
}

static Term conversion_result(Process *p, Conversion *cv)
{
    if (!cv->as_list) return binary_new(&p->heap, cv->bytes.bytes, cv->bytes.size);
    Term list = NIL;
    for (size_t i = cv->characters.count; i-- > 0;)
        list = cons_new(&p->heap, term_from_small(cv->characters.items[i]), list);
    return list;
}

static Term characters(Process *p, Term data, Term in, Term out, bool as_list)
{
    Conversion cv = {.as_list = as_list};
    if (!get_encoding(in, &cv.in) || !get_encoding(out, &cv.out)) return raise_badarg(p);
    if (!as_list && term_is_cons(data) && term_is_nil(term_tail(data)) && term_is_binary(term_head(data))) data = term_head(data);
    Term rest = NIL, result;
    Outcome outcome = convert(p, &cv, data, &rest);
    if (outcome == OUTCOME_BADARG) result = raise_badarg(p);
    else result = conversion_result(p, &cv);
    if (outcome == OUTCOME_ERROR) result = tuple_new_3(&p->heap, AM(error), result, rest);
    if (outcome == OUTCOME_INCOMPLETE) result = tuple_new_3(&p->heap, AM(incomplete), result, rest);
    bif_charge(p, (int64_t)(cv.bytes.size / 256 + cv.characters.count / 64));
    buf_free(&cv.bytes);
    vec_free(&cv.characters);
    vec_free(&cv.tails);
    return result;
}

/* A valid UTF-8 binary is its own conversion. */
static bool is_valid_binary(Term t)
{
    Word offset;
    if (!term_is_binary(t)) return false;
    const uint8_t *bytes = binary_bytes(t, &offset);
    return offset == 0 && utf8_is_valid(bytes, bitstring_size_bits(t) / 8);
}

Term bif_characters_to_binary_3(Process *p, Term *args)
{
    bool utf8_in = args[1] == AM(unicode) || args[1] == AM(utf8), utf8_out = args[2] == AM(unicode) || args[2] == AM(utf8);
    if (utf8_in && utf8_out && is_valid_binary(args[0])) {
        bif_charge(p, (int64_t)(bitstring_size_bits(args[0]) / 8 / 1024));
        return args[0];
    }
    return characters(p, args[0], args[1], args[2], false);
}

Term bif_characters_to_binary_2(Process *p, Term *args)
{
    Term all[3] = {args[0], args[1], AM(unicode)};
    return bif_characters_to_binary_3(p, all);
}

Term bif_characters_to_binary_1(Process *p, Term *args)
{
    Term all[3] = {args[0], AM(unicode), AM(unicode)};
    return bif_characters_to_binary_3(p, all);
}

static Term characters_to_list_2_now(Process *p, Term *args)
{
    return characters(p, args[0], args[1], AM(unicode), true);
}
BIF_LONG(bif_characters_to_list_2, 2, characters_to_list_2_now, is_large_term(args[0]))

Term bif_characters_to_list_1(Process *p, Term *args)
{
    return characters(p, args[0], AM(unicode), AM(unicode), true);
}

Term bif_bin_is_7bit(Process *p, Term *args)
{
    Buf scratch = {0};
    size_t size, i = 0;
    if (!term_is_binary(args[0])) return AM(false);
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    while (i < size && bytes[i] < 0x80) i++;
    buf_free(&scratch);
    bif_charge(p, (int64_t)(size / 1024));
    return i == size ? AM(true) : AM(false);
}

/* --- byte order marks --- */

typedef struct Mark {
    Encoding encoding;
    uint8_t size;
    uint8_t bytes[4];
} Mark;
static const Mark marks[] = { /* UTF-32 little before UTF-16 little, which it starts with */
    {ENC_UTF8, 3, {0xef, 0xbb, 0xbf}}, {ENC_UTF32_LITTLE, 4, {0xff, 0xfe, 0, 0}}, {ENC_UTF32_BIG, 4, {0, 0, 0xfe, 0xff}},
    {ENC_UTF16_LITTLE, 2, {0xff, 0xfe}}, {ENC_UTF16_BIG, 2, {0xfe, 0xff}}};

Term bif_bom_to_encoding(Process *p, Term *args)
{
    Buf scratch = {0};
    size_t size;
    if (!term_is_binary(args[0])) return raise_badarg(p);
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    const Mark *mark = marks, *end = marks + ARRAY_COUNT(marks);
    while (mark < end && (size < mark->size || memcmp(bytes, mark->bytes, mark->size) != 0)) mark++;
    buf_free(&scratch);
    if (mark == end) return tuple_new_2(&p->heap, AM(latin1), term_from_small(0));
    Term name = AM(utf8);
    if (mark->encoding != ENC_UTF8) {
        bool wide = mark->size == 4, little = mark->encoding == ENC_UTF16_LITTLE || mark->encoding == ENC_UTF32_LITTLE;
        name = tuple_new_2(&p->heap, wide ? AM(utf32) : AM(utf16), little ? AM(little) : AM(big));
    }
    return tuple_new_2(&p->heap, name, term_from_small(mark->size));
}

Term bif_encoding_to_bom(Process *p, Term *args)
{
    Encoding encoding;
    if (!get_encoding(args[0], &encoding)) return raise_badarg(p);
    for (const Mark *mark = marks; mark < marks + ARRAY_COUNT(marks); mark++)
        if (mark->encoding == encoding) return binary_new(&p->heap, mark->bytes, mark->size);
    return binary_new(&p->heap, NULL, 0);
}

/* --- normal forms --- */

static Term normal_form(Process *p, Term data, UnicodeForm form, bool as_list)
{
    Term binary = bif_characters_to_binary_1(p, &data);
    if (!term_is_binary(binary)) return binary; /* raised, or {error, ...} */
    Buf scratch = {0}, out = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(binary, &size, &scratch);
    unicode_normalize(&out, bytes, size, form);
    Term result = binary_new(&p->heap, out.bytes, out.size);
    bif_charge(p, (int64_t)(size / 64));
    buf_free(&scratch);
    buf_free(&out);
    return as_list ? bif_characters_to_list_1(p, &result) : result;
}

#define NORMAL_FORM(name, form) \
    Term bif_to_##name##_binary(Process *p, Term *args) { return normal_form(p, args[0], form, false); } \
    Term bif_to_##name##_list(Process *p, Term *args) { return normal_form(p, args[0], form, true); }
NORMAL_FORM(nfc, UNICODE_NFC)
NORMAL_FORM(nfd, UNICODE_NFD)
NORMAL_FORM(nfkc, UNICODE_NFKC)
NORMAL_FORM(nfkd, UNICODE_NFKD)
