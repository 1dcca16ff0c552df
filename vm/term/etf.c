/* SPDX-License-Identifier: GPL-3.0-or-later */
/* etf.c - the external term format, both ways. */
#include "term/etf.h"

#include <math.h>
#include <zlib.h>

#include "base/dtoa.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "term/atom.h"
#include "term/bignum.h"
#include "term/binary.h"
#include "term/bits.h"
#include "term/fun.h"
#include "term/map.h"
#include "term/ref.h"

enum EtfTag {
    ETF_VERSION = 131, ETF_COMPRESSED = 80,
    ETF_NEW_FLOAT = 70, ETF_BIT_BINARY = 77, ETF_NEW_PID = 88, ETF_NEW_PORT = 89, ETF_NEWER_REFERENCE = 90,
    ETF_SMALL_INTEGER = 97, ETF_INTEGER = 98, ETF_FLOAT = 99, ETF_ATOM = 100, ETF_REFERENCE = 101, ETF_PORT = 102,
    ETF_PID = 103, ETF_SMALL_TUPLE = 104, ETF_LARGE_TUPLE = 105, ETF_NIL = 106, ETF_STRING = 107, ETF_LIST = 108,
    ETF_BINARY = 109, ETF_SMALL_BIG = 110, ETF_LARGE_BIG = 111, ETF_NEW_FUN = 112, ETF_EXPORT = 113,
    ETF_NEW_REFERENCE = 114, ETF_SMALL_ATOM = 115, ETF_MAP = 116, ETF_ATOM_UTF8 = 118, ETF_SMALL_ATOM_UTF8 = 119,
    ETF_V4_PORT = 120
};

enum { PID_ID_BITS = 28, FLOAT_TEXT_SIZE = 31, MIN_COMPRESSED_SIZE = 6 };

/* --- encoding --- */

typedef enum EncodeKind { ENCODE_TERMS, ENCODE_NODES, ENCODE_FUN_SIZE } EncodeKind;
typedef struct EncodeFrame {
    EncodeKind kind;
    const Term *at;
    Word left;
    Word stride;    /* 2 for a list: at is its cell, left its length without the last tail */
    size_t size_at; /* ENCODE_FUN_SIZE: where the size goes */
} EncodeFrame;
typedef struct Encoder {
    Buf *out;
    int minor_version;
    VEC(EncodeFrame) frames;
} Encoder;

/* The text in Latin-1, if all of it is. */
static bool atom_latin1(Term atom, uint8_t *latin1, size_t *size)
{
    const uint8_t *text = (const uint8_t *)atom_text(atom);
    size_t length = atom_size_bytes(atom);
    uint32_t c;
    *size = 0;
    for (size_t i = 0; i < length; latin1[(*size)++] = (uint8_t)c) {
        i += (size_t)utf8_decode(text + i, length - i, &c);
        if (c > 255) return false;
    }
    return true;
}

static void encode_atom(Encoder *encoder, Term atom)
{
    Buf *out = encoder->out;
    uint8_t latin1[ATOM_MAX_CHARACTERS + 1];
    size_t size = atom_size_bytes(atom);
    if (encoder->minor_version < 2 && atom_latin1(atom, latin1, &size)) {
        buf_put(out, ETF_ATOM);
        buf_add_16(out, (uint16_t)size);
        return buf_add(out, latin1, size);
    }
    size = atom_size_bytes(atom);
    if (size < 256) {
        buf_put(out, ETF_SMALL_ATOM_UTF8);
        buf_put(out, (uint8_t)size);
    } else {
        buf_put(out, ETF_ATOM_UTF8);
        buf_add_16(out, (uint16_t)size);
    }
    buf_add(out, atom_text(atom), size);
}

static void encode_integer(Encoder *encoder, Term t)
{
    Buf *out = encoder->out;
    int64_t n = term_is_small(t) ? term_to_small(t) : INT64_MAX;
    if (n >= 0 && n <= 255) {
        buf_put(out, ETF_SMALL_INTEGER);
        return buf_put(out, (uint8_t)n);
    }
    if (n >= INT32_MIN && n <= INT32_MAX) {
        buf_put(out, ETF_INTEGER);
        return buf_add_32(out, (uint32_t)n);
    }
    Integer view;
    integer_view(t, &view);
    size_t size = integer_byte_count(t);
    if (size < 256) {
        buf_put(out, ETF_SMALL_BIG);
        buf_put(out, (uint8_t)size);
    } else {
        buf_put(out, ETF_LARGE_BIG);
        buf_add_32(out, (uint32_t)size);
    }
    buf_put(out, view.negative);
    uint8_t *bytes = buf_reserve(out, size);
    for (size_t i = 0; i < size; i++) bytes[i] = (uint8_t)(view.limbs[i / 8] >> (i % 8 * 8));
    out->size += size;
}

static void encode_float(Encoder *encoder, double d)
{
    if (encoder->minor_version == 0) {
        char text[DTOA_BUFFER] = {0};
        dtoa_scientific(d, 20, text);
        buf_put(encoder->out, ETF_FLOAT);
        return buf_add(encoder->out, text, FLOAT_TEXT_SIZE);
    }
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    buf_put(encoder->out, ETF_NEW_FLOAT);
    buf_add_64(encoder->out, bits);
}

static void encode_bitstring(Encoder *encoder, Term t)
{
    Buf *out = encoder->out;
    Word offset, bits = bitstring_size_bits(t), size = (bits + 7) / 8;
    const uint8_t *bytes = binary_bytes(t, &offset);
    buf_put(out, bits % 8 ? ETF_BIT_BINARY : ETF_BINARY);
    buf_add_32(out, (uint32_t)size);
    if (bits % 8) buf_put(out, bits % 8);
    uint8_t *to = buf_reserve(out, size + 1);
    if (bits % 8) to[size - 1] = 0;
    bits_copy(to, 0, bytes, offset, bits);
    out->size += size;
}

static void encode_identity(Encoder *encoder, Term t)
{
    Buf *out = encoder->out;
    Term name = node_name;
    uint32_t creation = node_creation;
    Word local[5], count = 1;
    const Word *numbers = local;
    BoxType type;
    if (term_is_local_pid(t)) {
        type = BOX_EXTERNAL_PID;
        local[0] = term_to_pid_number(t) & (((Word)1 << PID_ID_BITS) - 1);
        local[1] = term_to_pid_number(t) >> PID_ID_BITS;
    } else if (term_is_local_port(t)) {
        type = BOX_EXTERNAL_PORT;
        local[0] = term_to_port_number(t);
    } else if (term_is_local_ref(t)) {
        Word n = local_ref_number(t);
        type = BOX_EXTERNAL_REF;
        local[0] = n & 0x3ffff, local[1] = n >> 18 & 0xffffffff, local[2] = n >> 50;
        count = 3;
    } else {
        type = boxed_type(t);
        numbers = external_box(t)->numbers;
        count = boxed_size_words(t) - 1;
        name = external_box(t)->node->name;
        creation = external_box(t)->node->creation;
    }
    if (type == BOX_EXTERNAL_REF) {
        buf_put(out, ETF_NEWER_REFERENCE);
        buf_add_16(out, (uint16_t)count);
        encode_atom(encoder, name);
        buf_add_32(out, creation);
        for (Word i = 0; i < count; i++) buf_add_32(out, (uint32_t)numbers[i]);
        return;
    }
    bool wide_port = type == BOX_EXTERNAL_PORT && numbers[0] >> 28;
    buf_put(out, type == BOX_EXTERNAL_PID ? ETF_NEW_PID : wide_port ? ETF_V4_PORT : ETF_NEW_PORT);
    encode_atom(encoder, name);
    if (wide_port) buf_add_64(out, numbers[0]);
    else buf_add_32(out, (uint32_t)numbers[0]);
    if (type == BOX_EXTERNAL_PID) buf_add_32(out, (uint32_t)numbers[1]);
    buf_add_32(out, creation);
}

static void encode_fun(Encoder *encoder, Term t)
{
    Buf *out = encoder->out;
    FunInfo info;
    fun_describe(t, &info);
    if (term_is_export_fun(t)) {
        buf_put(out, ETF_EXPORT);
        encode_atom(encoder, info.module);
        encode_atom(encoder, info.function);
        return encode_integer(encoder, term_from_small(info.arity));
    }
    buf_put(out, ETF_NEW_FUN);
    size_t size_at = out->size;
    buf_add_32(out, 0);
    buf_put(out, (uint8_t)info.arity);
    buf_add(out, info.uniq, sizeof info.uniq);
    buf_add_32(out, info.index);
    buf_add_32(out, (uint32_t)fun_free_count(t));
    encode_atom(encoder, info.module);
    encode_integer(encoder, term_from_small(info.old_index));
    encode_integer(encoder, term_from_small(info.old_uniq));
    encode_identity(encoder, fun_box(t)->creator);
    vec_push(&encoder->frames, ((EncodeFrame){.kind = ENCODE_FUN_SIZE, .size_at = size_at}));
    if (fun_free_count(t))
        vec_push(&encoder->frames, ((EncodeFrame){ENCODE_TERMS, fun_box(t)->free, fun_free_count(t), 1, 0}));
}

/* Writes the head of a list and all its elements that have no parts; stops at the first that has. */
static void encode_list(Encoder *encoder, Term t)
{
    Buf *out = encoder->out;
    Word length = 0;
    bool bytes = true;
    Term rest = t;
    for (; term_is_cons(rest); rest = term_tail(rest), length++) {
        Term head = term_head(rest);
        bytes = bytes && term_is_small(head) && (Word)term_to_small(head) < 256;
    }
    if (bytes && term_is_nil(rest) && length < 65536) {
        buf_put(out, ETF_STRING);
        buf_add_16(out, (uint16_t)length);
        uint8_t *to = buf_reserve(out, length);
        for (; term_is_cons(t); t = term_tail(t)) *to++ = (uint8_t)term_to_small(term_head(t));
        out->size += length;
        return;
    }
    buf_put(out, ETF_LIST);
    buf_add_32(out, (uint32_t)length);
    vec_push(&encoder->frames, ((EncodeFrame){ENCODE_TERMS, cons_words(t), length, 2, 0}));
}

static void encode_one(Encoder *encoder, Term t)
{
    Buf *out = encoder->out;
    if (term_is_small(t)) return encode_integer(encoder, t);
    if (term_is_atom(t)) return encode_atom(encoder, t);
    if (term_is_float(t)) return encode_float(encoder, term_to_double(t));
    if (term_is_nil(t)) return buf_put(out, ETF_NIL);
    if (term_is_cons(t)) return encode_list(encoder, t);
    if (!term_is_boxed(t)) return encode_identity(encoder, t);
    const Word *words = boxed_words(t);
    switch (header_type(words[0])) {
    case BOX_TUPLE: {
        Word arity = tuple_arity(t);
        if (arity < 256) {
            buf_put(out, ETF_SMALL_TUPLE);
            buf_put(out, (uint8_t)arity);
        } else {
            buf_put(out, ETF_LARGE_TUPLE);
            buf_add_32(out, (uint32_t)arity);
        }
        if (arity) vec_push(&encoder->frames, ((EncodeFrame){ENCODE_TERMS, tuple_elements(t), arity, 1, 0}));
        return;
    }
    case BOX_FLAT_MAP: {
        Word count = map_size(t);
        const FlatMapBox *box = (const FlatMapBox *)words;
        buf_put(out, ETF_MAP);
        buf_add_32(out, (uint32_t)count);
        /* Keys and values stand apart: a frame a pair, the first on top. */
        for (Word i = count; i-- > 0;) {
            vec_push(&encoder->frames, ((EncodeFrame){ENCODE_TERMS, &box->values[i], 1, 1, 0}));
            vec_push(&encoder->frames, ((EncodeFrame){ENCODE_TERMS, &tuple_elements(box->keys)[i], 1, 1, 0}));
        }
        return;
    }
    case BOX_HASH_MAP:
        buf_put(out, ETF_MAP);
        buf_add_32(out, (uint32_t)words[1]);
        t = term_from_bits(words[2]);
        vec_push(&encoder->frames,
                 ((EncodeFrame){ENCODE_NODES, (const Term *)(boxed_words(t) + 2), boxed_size_words(t) - 1, 1, 0}));
        return;
    case BOX_BIGNUM_POSITIVE: case BOX_BIGNUM_NEGATIVE: return encode_integer(encoder, t);
    case BOX_HEAP_BINARY: case BOX_REFC_BINARY: case BOX_SUB_BINARY: return encode_bitstring(encoder, t);
    case BOX_FUN: case BOX_EXPORT_FUN: return encode_fun(encoder, t);
    default: return encode_identity(encoder, t);
    }
}

static void encode_next(Encoder *encoder)
{
    EncodeFrame *frame = &vec_last(&encoder->frames);
    if (frame->kind == ENCODE_FUN_SIZE) {
        size_t at = frame->size_at;
        uint32_t size = __builtin_bswap32((uint32_t)(encoder->out->size - at));
        memcpy(encoder->out->bytes + at, &size, sizeof size);
        encoder->frames.count--;
        return;
    }
    const Term *at = frame->at;
    Term t = *at;
    if (frame->kind == ENCODE_NODES) {
        frame->at++;
        if (--frame->left == 0) encoder->frames.count--;
        if (term_is_cons(t)) /* a leaf: [key | value] */
            vec_push(&encoder->frames, ((EncodeFrame){ENCODE_TERMS, cons_words(t), 2, 1, 0}));
        else
            vec_push(&encoder->frames,
                     ((EncodeFrame){ENCODE_NODES, (const Term *)(boxed_words(t) + 2), boxed_size_words(t) - 1, 1, 0}));
        return;
    }
    if (frame->stride == 2) { /* a list: `left` heads, then the last tail */
        if (--frame->left == 0) *frame = (EncodeFrame){ENCODE_TERMS, at + 1, 1, 1, 0};
        else frame->at = cons_words(at[1]);
    } else {
        frame->at++;
        if (--frame->left == 0) encoder->frames.count--;
    }
    encode_one(encoder, t);
}

void etf_encode_bare(Buf *out, Term t, int minor_version)
{
    Encoder encoder = {.out = out, .minor_version = minor_version};
    encode_one(&encoder, t);
    while (encoder.frames.count) encode_next(&encoder);
    vec_free(&encoder.frames);
}

void etf_encode(Buf *out, Term t, const EtfOptions *options)
{
    buf_put(out, ETF_VERSION);
    size_t start = out->size;
    etf_encode_bare(out, t, options->minor_version);
    size_t size = out->size - start;
    if (options->compress == 0 || size < MIN_COMPRESSED_SIZE) return;
    uLongf compressed_size = compressBound(size);
    uint8_t *compressed = mem_alloc(compressed_size);
    if (compress2(compressed, &compressed_size, out->bytes + start, size, options->compress) == Z_OK &&
        compressed_size + 5 < size) {
        out->size = start;
        buf_put(out, ETF_COMPRESSED);
        buf_add_32(out, (uint32_t)size);
        buf_add(out, compressed, compressed_size);
    }
    mem_free(compressed);
}

size_t etf_size(Term t, const EtfOptions *options)
{
    Buf out = {0};
    etf_encode(&out, t, options);
    size_t size = out.size;
    buf_free(&out);
    return size;
}

/* --- decoding: frames of slots that wait for a term; every count is checked against the bytes that are left --- */

typedef struct DecodeFrame {
    Term *slot;
    Word left, stride;
    Term *pairs, *map_slot; /* of a map: owned array that `slot` walks; where the map goes */
    Word pair_count;
} DecodeFrame;
typedef struct Decoder {
    Heap *heap;
    const uint8_t *at, *end;
    bool safe;
    VEC(DecodeFrame) frames;
} Decoder;

static bool has(const Decoder *decoder, size_t size)
{
    return (size_t)(decoder->end - decoder->at) >= size;
}
static bool read_number(Decoder *decoder, size_t size, Word *n)
{
    if (!has(decoder, size)) return false;
    *n = 0;
    for (; size > 0; size--) *n = *n << 8 | *decoder->at++;
    return true;
}

static Term decode_atom_text(Decoder *decoder, const uint8_t *text, size_t size, bool latin1)
{
    uint8_t converted[2 * ATOM_MAX_CHARACTERS];
    if (latin1) {
        if (size > ATOM_MAX_CHARACTERS) return TERM_NONE;
        uint8_t *to = converted;
        for (size_t i = 0; i < size; i++) to += utf8_encode(text[i], to);
        text = converted;
        size = (size_t)(to - converted);
    } else if (!utf8_is_valid(text, size) || utf8_count(text, size) > ATOM_MAX_CHARACTERS) {
        return TERM_NONE;
    }
    return decoder->safe ? atom_find((const char *)text, size) : atom_intern((const char *)text, size);
}

/* Any tag of an atom, read already. */
static Term decode_atom_of(Decoder *decoder, uint8_t tag)
{
    Word size;
    bool small = tag == ETF_SMALL_ATOM || tag == ETF_SMALL_ATOM_UTF8;
    if (!read_number(decoder, small ? 1 : 2, &size) || !has(decoder, size)) return TERM_NONE;
    const uint8_t *text = decoder->at;
    decoder->at += size;
    return decode_atom_text(decoder, text, size, tag == ETF_ATOM || tag == ETF_SMALL_ATOM);
}

static Term decode_atom(Decoder *decoder)
{
    Word tag;
    if (!read_number(decoder, 1, &tag)) return TERM_NONE;
    if (tag != ETF_ATOM && tag != ETF_SMALL_ATOM && tag != ETF_ATOM_UTF8 && tag != ETF_SMALL_ATOM_UTF8)
        return TERM_NONE;
    return decode_atom_of(decoder, (uint8_t)tag);
}

static bool is_this_node(Term name, Word creation)
{
    return name == node_name && (creation == node_creation || creation == 0);
}

static Term decode_pid_of(Decoder *decoder, uint8_t tag)
{
    Word numbers[2], creation;
    Term name = decode_atom(decoder);
    if (term_is_none(name) || !read_number(decoder, 4, &numbers[0]) || !read_number(decoder, 4, &numbers[1]) ||
        !read_number(decoder, tag == ETF_PID ? 1 : 4, &creation))
        return TERM_NONE;
    if (is_this_node(name, creation) && !(numbers[0] >> PID_ID_BITS) && !(numbers[1] >> 30))
        return term_from_pid_number(numbers[1] << PID_ID_BITS | numbers[0]);
    return external_new(decoder->heap, BOX_EXTERNAL_PID, external_node(name, (uint32_t)creation), numbers, 2);
}

static Term decode_port_of(Decoder *decoder, uint8_t tag)
{
    Word number, creation;
    Term name = decode_atom(decoder);
    if (term_is_none(name) || !read_number(decoder, tag == ETF_V4_PORT ? 8 : 4, &number) ||
        !read_number(decoder, tag == ETF_PORT ? 1 : 4, &creation))
        return TERM_NONE;
    if (is_this_node(name, creation) && !(number >> 57)) return term_from_port_number(number);
    return external_new(decoder->heap, BOX_EXTERNAL_PORT, external_node(name, (uint32_t)creation), &number, 1);
}

static Term decode_reference_of(Decoder *decoder, uint8_t tag)
{
    Word count = 1, creation, numbers[5];
    if (tag != ETF_REFERENCE && !read_number(decoder, 2, &count)) return TERM_NONE;
    if (count < 1 || count > 5) return TERM_NONE;
    Term name = decode_atom(decoder);
    if (term_is_none(name)) return TERM_NONE;
    if (tag == ETF_REFERENCE) { /* the creation stands last */
        if (!read_number(decoder, 4, &numbers[0]) || !read_number(decoder, 1, &creation)) return TERM_NONE;
    } else {
        if (!read_number(decoder, tag == ETF_NEW_REFERENCE ? 1 : 4, &creation)) return TERM_NONE;
        for (Word i = 0; i < count; i++)
            if (!read_number(decoder, 4, &numbers[i])) return TERM_NONE;
    }
    if (is_this_node(name, creation) && count == 3 && !(numbers[0] >> 18) && !(numbers[2] >> 14))
        return ref_from_number(decoder->heap, numbers[2] << 50 | numbers[1] << 18 | numbers[0]);
    return external_new(decoder->heap, BOX_EXTERNAL_REF, external_node(name, (uint32_t)creation), numbers, count);
}

static Term decode_big(Decoder *decoder, Word size)
{
    Word sign;
    if (!read_number(decoder, 1, &sign) || !has(decoder, size)) return TERM_NONE;
    size_t count = (size + 7) / 8;
    if (count > BIGNUM_MAX_LIMBS) return TERM_NONE;
    if (count == 0) return term_from_small(0);
    mp_limb_t *limbs = bignum_begin(decoder->heap, count);
    limbs[count - 1] = 0;
    memcpy(limbs, decoder->at, size); /* little-endian, as the limbs are */
    decoder->at += size;
    return bignum_finish(decoder->heap, limbs, count, count, sign != 0);
}

static Term decode_float_of(Decoder *decoder, uint8_t tag)
{
    double d;
    if (tag == ETF_NEW_FLOAT) {
        Word bits;
        if (!read_number(decoder, 8, &bits)) return TERM_NONE;
        memcpy(&d, &bits, sizeof d);
    } else {
        if (!has(decoder, FLOAT_TEXT_SIZE)) return TERM_NONE;
        const char *text = (const char *)decoder->at;
        decoder->at += FLOAT_TEXT_SIZE;
        if (!dtoa_parse(text, strnlen(text, FLOAT_TEXT_SIZE), &d)) return TERM_NONE;
    }
    return isfinite(d) ? float_new(decoder->heap, d) : TERM_NONE;
}

static Term decode_bitstring_of(Decoder *decoder, uint8_t tag)
{
    Word size, last = 8;
    uint8_t *bytes;
    if (!read_number(decoder, 4, &size)) return TERM_NONE;
    if (tag == ETF_BIT_BINARY && !read_number(decoder, 1, &last)) return TERM_NONE;
    if (!has(decoder, size) || last < 1 || last > 8 || (size == 0 && last != 8)) return TERM_NONE;
    Term t = bitstring_new_empty(decoder->heap, size * 8 - (8 - last), &bytes);
    memcpy(bytes, decoder->at, size);
    decoder->at += size;
    return t;
}

static Term decode_string(Decoder *decoder)
{
    Word size;
    if (!read_number(decoder, 2, &size) || !has(decoder, size)) return TERM_NONE;
    Term list = NIL;
    for (Word i = size; i-- > 0;) list = cons_new(decoder->heap, term_from_small(decoder->at[i]), list);
    decoder->at += size;
    return list;
}

static void expect_terms(Decoder *decoder, Term *slots, Word count, Word stride)
{
    if (count == 0) return;
    for (Word i = 0; i < count; i++) slots[i * stride] = NIL; /* what fails half-way leaves a sound heap */
    vec_push(&decoder->frames, ((DecodeFrame){.slot = slots, .left = count, .stride = stride}));
}

static Term decode_tuple(Decoder *decoder, size_t arity_size)
{
    Word arity;
    if (!read_number(decoder, arity_size, &arity) || !has(decoder, arity)) return TERM_NONE;
    Term t = tuple_new(decoder->heap, arity);
    expect_terms(decoder, tuple_elements(t), arity, 1);
    return t;
}

static Term decode_list(Decoder *decoder)
{
    Word length;
    if (!read_number(decoder, 4, &length) || !has(decoder, length)) return TERM_NONE;
    if (length == 0) return TERM_NONE; /* handled by the caller: the tail alone */
    Term *cells = (Term *)heap_alloc(decoder->heap, 2 * length);
    for (Word i = 0; i + 1 < length; i++) cells[2 * i + 1] = term_from_cons(cells + 2 * i + 2);
    /* The last tail comes after all heads: its frame waits below theirs. */
    expect_terms(decoder, cells + 2 * length - 1, 1, 1);
    expect_terms(decoder, cells, length, 2);
    return term_from_cons(cells);
}

static Term decode_map(Decoder *decoder, Term *slot)
{
    Word count;
    if (!read_number(decoder, 4, &count) || !has(decoder, 2 * count)) return TERM_NONE;
    if (count == 0) return map_empty(decoder->heap);
    Term *pairs = mem_alloc(2 * count * sizeof *pairs);
    vec_push(&decoder->frames, ((DecodeFrame){.slot = pairs, .left = 2 * count, .stride = 1, .pairs = pairs,
                                              .map_slot = slot, .pair_count = count}));
    return NIL; /* until the pairs are there */
}

/* A small non-negative integer that stands inside of a fun. */
static bool decode_count(Decoder *decoder, Word *n)
{
    Word tag;
    if (!read_number(decoder, 1, &tag)) return false;
    if (tag == ETF_SMALL_INTEGER) return read_number(decoder, 1, n);
    if (tag == ETF_INTEGER) return read_number(decoder, 4, n);
    if (tag != ETF_SMALL_BIG) return false;
    Term t;
    int64_t value;
    if (!read_number(decoder, 1, n)) return false;
    t = decode_big(decoder, *n);
    if (term_is_none(t) || !integer_fits_int64(t, &value)) return false;
    *n = (Word)value;
    return true;
}

static Term decode_fun(Decoder *decoder)
{
    FunInfo info = {.function = TERM_NONE};
    Word size, arity, index, free_count, old_index, old_uniq, pid_tag;
    if (!read_number(decoder, 4, &size) || !read_number(decoder, 1, &arity) || !has(decoder, sizeof info.uniq))
        return TERM_NONE;
    memcpy(info.uniq, decoder->at, sizeof info.uniq);
    decoder->at += sizeof info.uniq;
    if (!read_number(decoder, 4, &index) || !read_number(decoder, 4, &free_count) || !has(decoder, free_count) ||
        free_count > 255)
        return TERM_NONE;
    info.module = decode_atom(decoder);
    if (term_is_none(info.module) || !decode_count(decoder, &old_index) || !decode_count(decoder, &old_uniq) ||
        !read_number(decoder, 1, &pid_tag) || (pid_tag != ETF_PID && pid_tag != ETF_NEW_PID))
        return TERM_NONE;
    Term creator = decode_pid_of(decoder, (uint8_t)pid_tag);
    if (term_is_none(creator) || !fun_hooks.make_local) return TERM_NONE;
    info.arity = (uint32_t)arity;
    info.index = (uint32_t)index;
    info.old_index = (uint32_t)old_index;
    info.old_uniq = (uint32_t)old_uniq;
    Term fun = fun_hooks.make_local(decoder->heap, &info, free_count, creator);
    if (!term_is_none(fun)) expect_terms(decoder, fun_box(fun)->free, free_count, 1);
    return fun;
}

static Term decode_export(Decoder *decoder)
{
    Word arity;
    Term module = decode_atom(decoder);
    if (term_is_none(module)) return TERM_NONE;
    Term function = decode_atom(decoder);
    if (term_is_none(function) || !decode_count(decoder, &arity) || arity > 255 || !fun_hooks.make_export)
        return TERM_NONE;
    return fun_hooks.make_export(decoder->heap, module, function, (uint32_t)arity);
}

/* Reads one term's own bytes; its parts are left to frames. TERM_NONE if it is none. */
static Term decode_one(Decoder *decoder, Term *slot)
{
    Word tag, n;
    for (;;) {
        if (!read_number(decoder, 1, &tag)) return TERM_NONE;
        if (tag != ETF_LIST || !has(decoder, 4) || memcmp(decoder->at, "\0\0\0\0", 4) != 0) break;
        decoder->at += 4; /* a list of no elements is its tail */
    }
    switch (tag) {
    case ETF_SMALL_INTEGER: return read_number(decoder, 1, &n) ? term_from_small((int64_t)n) : TERM_NONE;
    case ETF_INTEGER: return read_number(decoder, 4, &n) ? term_from_small((int32_t)n) : TERM_NONE;
    case ETF_SMALL_BIG: return read_number(decoder, 1, &n) ? decode_big(decoder, n) : TERM_NONE;
    case ETF_LARGE_BIG: return read_number(decoder, 4, &n) ? decode_big(decoder, n) : TERM_NONE;
    case ETF_FLOAT: case ETF_NEW_FLOAT: return decode_float_of(decoder, (uint8_t)tag);
    case ETF_ATOM: case ETF_SMALL_ATOM: case ETF_ATOM_UTF8: case ETF_SMALL_ATOM_UTF8:
        return decode_atom_of(decoder, (uint8_t)tag);
    case ETF_NIL: return NIL;
    case ETF_STRING: return decode_string(decoder);
    case ETF_LIST: return decode_list(decoder);
    case ETF_SMALL_TUPLE: return decode_tuple(decoder, 1);
    case ETF_LARGE_TUPLE: return decode_tuple(decoder, 4);
    case ETF_MAP: return decode_map(decoder, slot);
    case ETF_BINARY: case ETF_BIT_BINARY: return decode_bitstring_of(decoder, (uint8_t)tag);
    case ETF_PID: case ETF_NEW_PID: return decode_pid_of(decoder, (uint8_t)tag);
    case ETF_PORT: case ETF_NEW_PORT: case ETF_V4_PORT: return decode_port_of(decoder, (uint8_t)tag);
    case ETF_REFERENCE: case ETF_NEW_REFERENCE: case ETF_NEWER_REFERENCE:
        return decode_reference_of(decoder, (uint8_t)tag);
    case ETF_NEW_FUN: return decode_fun(decoder);
    case ETF_EXPORT: return decode_export(decoder);
    default: return TERM_NONE;
    }
}

/* All pairs of the newest frame, a map's, are there. False if a key comes twice. */
static bool finish_map(Decoder *decoder)
{
    DecodeFrame frame = vec_pop(&decoder->frames);
    Term map = map_from_pairs(decoder->heap, frame.pairs, frame.pair_count);
    *frame.map_slot = map;
    mem_free(frame.pairs);
    return map_size(map) == frame.pair_count;
}

static bool decode_parts(Decoder *decoder)
{
    while (decoder->frames.count) {
        DecodeFrame *frame = &vec_last(&decoder->frames);
        if (frame->left == 0) {
            if (!finish_map(decoder)) return false;
            continue;
        }
        Term *slot = frame->slot;
        frame->slot += frame->stride;
        if (--frame->left == 0 && !frame->pairs) decoder->frames.count--;
        Term t = decode_one(decoder, slot);
        if (term_is_none(t)) return false;
        *slot = t;
    }
    return true;
}

Term etf_decode_bare(Heap *heap, const uint8_t *bytes, size_t size, const EtfOptions *options, size_t *used)
{
    Decoder decoder = {.heap = heap, .at = bytes, .end = bytes + size, .safe = options && options->safe};
    Term result = decode_one(&decoder, &result);
    bool good = !term_is_none(result) && decode_parts(&decoder);
    for (size_t i = 0; i < decoder.frames.count; i++) mem_free(decoder.frames.items[i].pairs);
    vec_free(&decoder.frames);
    if (used) *used = (size_t)(decoder.at - bytes);
    return good ? result : TERM_NONE;
}

static Term decode_compressed(Heap *heap, const uint8_t *bytes, size_t size, const EtfOptions *options, size_t *used)
{
    enum { MAX_RATIO = 1040 }; /* deflate cannot do better: a larger claim is a lie */
    if (size < 6) return TERM_NONE;
    size_t full_size = (size_t)bytes[2] << 24 | (size_t)bytes[3] << 16 | (size_t)bytes[4] << 8 | bytes[5];
    if (full_size > (size - 6) * MAX_RATIO) return TERM_NONE;
    uint8_t *full = mem_alloc(full_size);
    z_stream stream = {.next_in = (Bytef *)bytes + 6, .avail_in = (uInt)(size - 6), .next_out = full,
                       .avail_out = (uInt)full_size};
    Term t = TERM_NONE;
    if (inflateInit(&stream) == Z_OK) {
        size_t read = 0;
        if (inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == full_size)
            t = etf_decode_bare(heap, full, full_size, options, &read);
        if (read != full_size) t = TERM_NONE;
        if (used) *used = 6 + stream.total_in;
        inflateEnd(&stream);
    }
    mem_free(full);
    return t;
}

Term etf_decode(Heap *heap, const uint8_t *bytes, size_t size, const EtfOptions *options, size_t *used)
{
    if (size < 2 || bytes[0] != ETF_VERSION) return TERM_NONE;
    if (bytes[1] == ETF_COMPRESSED) return decode_compressed(heap, bytes, size, options, used);
    Term t = etf_decode_bare(heap, bytes + 1, size - 1, options, used);
    if (used) ++*used;
    return t;
}
