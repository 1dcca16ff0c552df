/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op_build.c - instructions: building bitstrings. */
#include "exec/machine.h"

#include "code/segment.h"
#include "term/arith.h"
#include "term/binary.h"
#include "term/bignum.h"
#include "term/bits.h"
#include "base/utf8.h"

enum { MAX_BITS_SHIFT = 40, BOX_ROOM = 12 }; /* larger bitstrings are refused: system_limit */

/* --- bs_create_bin: all segments at once --- */

/* Records badarg with what formats its message: error_info's cause {Segment, Type, Reason, Value}. */
static Term segment_error(Process *p, const Segment *s, Term reason, Term value)
{
    static const char *const names[] = {"integer", "float", "binary", "binary", "string", "utf8", "utf16", "utf32"};
    SegmentType type = (SegmentType)(s->type_and_flags & 255);
    Term number = term_from_small((int64_t)(s->type_and_flags >> 16));
    raise_badarg(p);
    Term cause = tuple_new_4(&p->heap, number, atom_intern_string(names[type]), reason, value);
    p->exception_trace = tuple_new_3(&p->heap, TERM_NONE, AM(erl_erts_errors), cause);
    return TERM_NONE;
}

static bool is_code_point(Term t)
{
    if (!term_is_small(t)) return false;
    int64_t n = term_to_small(t);
    return n >= 0 && n <= 0x10ffff && (n < 0xd800 || n > 0xdfff);
}

/* The segment's size in bits; false after recording the error. */
static bool segment_bits(Process *p, const Segment *s, Term value, Term size, Word *bits)
{
    switch ((SegmentType)(s->type_and_flags & 255)) {
    case SEGMENT_STRING: *bits = s->size * 8; return true;
    case SEGMENT_UTF8:
        if (!is_code_point(value)) return segment_error(p, s, AM(type), value), false;
        *bits = bits_utf8_size((uint32_t)term_to_small(value));
        return true;
    case SEGMENT_UTF16:
        if (!is_code_point(value)) return segment_error(p, s, AM(type), value), false;
        *bits = bits_utf16_size((uint32_t)term_to_small(value));
        return true;
    case SEGMENT_UTF32:
        if (!is_code_point(value)) return segment_error(p, s, AM(type), value), false;
        *bits = 32;
        return true;
    case SEGMENT_INTEGER:
        if (!term_is_integer(value)) return segment_error(p, s, AM(type), value), false;
        break;
    case SEGMENT_FLOAT:
        if (!term_is_number(value)) return segment_error(p, s, AM(type), value), false;
        break;
    case SEGMENT_BINARY: case SEGMENT_APPEND:
        if (!term_is_bitstring(value)) return segment_error(p, s, AM(type), value), false;
        if (size == AM(all)) {
            *bits = bitstring_size_bits(value);
            return *bits % s->unit == 0 || (segment_error(p, s, AM(unit), value), false);
        }
        break;
    }
    if (!term_is_small(size) || term_to_small(size) < 0) {
        if (term_is_integer(size) && !integer_is_negative(size)) return raise_system_limit(p), false;
        return segment_error(p, s, AM(size), size), false;
    }
    if (__builtin_mul_overflow((Word)term_to_small(size), s->unit, bits) || *bits >> MAX_BITS_SHIFT) return raise_system_limit(p), false;
    SegmentType type = (SegmentType)(s->type_and_flags & 255);
    if (type == SEGMENT_FLOAT && *bits != 16 && *bits != 32 && *bits != 64) return segment_error(p, s, AM(invalid), size), false;
    if ((type == SEGMENT_BINARY || type == SEGMENT_APPEND) && *bits > bitstring_size_bits(value))
        return segment_error(p, s, AM(short), value), false;
    return true;
}

static bool put_segment(Process *p, const Segment *s, Term value, uint8_t *bytes, Word offset, Word bits)
{
    BitFlags flags = (BitFlags)(s->type_and_flags >> 8 & 255);
    switch ((SegmentType)(s->type_and_flags & 255)) {
    case SEGMENT_INTEGER: bits_put_integer(bytes, offset, bits, flags, value); break;
    case SEGMENT_FLOAT:
        if (!bits_put_float(bytes, offset, bits, flags, value)) return segment_error(p, s, AM(no_float), value), false;
        break;
    case SEGMENT_BINARY: case SEGMENT_APPEND: {
        Word from;
        const uint8_t *source = binary_bytes(value, &from);
        bits_copy(bytes, offset, source, from, bits);
        break;
    }
    case SEGMENT_STRING: bits_copy(bytes, offset, (const uint8_t *)s->value, 0, bits); break;
    case SEGMENT_UTF8: bits_put_utf8(bytes, offset, (uint32_t)term_to_small(value)); break;
    case SEGMENT_UTF16: bits_put_utf16(bytes, offset, flags, (uint32_t)term_to_small(value)); break;
    case SEGMENT_UTF32: bits_put_utf32(bytes, offset, flags, (uint32_t)term_to_small(value)); break;
    }
    return true;
}

enum { FEW_SEGMENTS = 16 };

static Term create_bin(Process *p, const Word *I, Term *X, Term *E)
{
    const Segment *segments = (const Segment *)(I + OP_SIZE_bs_create_bin);
    Word count = I[OP_WIDE_bs_create_bin + 1] / SEGMENT_WORDS, total = 0;
    Word few[FEW_SEGMENTS], *sizes = count <= FEW_SEGMENTS ? few : mem_alloc(count * sizeof *sizes);
    Term result = TERM_NONE;
    p->exception_trace = TERM_NONE;
    for (Word i = 0; i < count; i++) {
        const Segment *s = &segments[i];
        bool is_string = (s->type_and_flags & 255) == SEGMENT_STRING;
        Term value = is_string ? NIL : fetch(s->value, X, E), size = is_string ? NIL : fetch(s->size, X, E);
        if (!segment_bits(p, s, value, size, &sizes[i])) goto done;
        total += sizes[i];
        if (total >> MAX_BITS_SHIFT) {
            raise_system_limit(p);
            goto done;
        }
    }
    uint8_t *bytes;
    Word offset = 0, first = 0;
    if (count && (segments[0].type_and_flags & 255) == SEGMENT_APPEND && fetch(segments[0].size, X, E) == AM(all)) {
        result = binary_append(&p->heap, fetch(segments[0].value, X, E), total - sizes[0], &bytes, &offset);
        first = 1;
    } else {
        result = bitstring_new_empty(&p->heap, total, &bytes);
        if (total % 8) bytes[total / 8] = 0;
    }
    for (Word i = first; i < count; i++) {
        Term value = (segments[i].type_and_flags & 255) == SEGMENT_STRING ? NIL : fetch(segments[i].value, X, E);
        if (!put_segment(p, &segments[i], value, bytes, offset, sizes[i])) {
            result = TERM_NONE;
            goto done;
        }
        offset += sizes[i];
    }
done:
    if (sizes != few) mem_free(sizes);
    return result;
}

COLD static bool create_bin_failed(STATE)
{
    if (W(bs_create_bin, 0)) {
        I = LABEL(bs_create_bin, 0);
        DISPATCH();
    }
    SYNC();
    machine_note_here(p, I);
    GO(machine_unwind);
}

bool op_bs_create_bin(STATE)
{
    unsigned room = N(2); /* what the instructions after it build */
    if (LACKS(room + BOX_ROOM)) {
        COLLECT(room + BOX_ROOM, N(1));
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    SYNC();
    Term t = create_bin(p, I, X, E);
    RELOAD();
    if (UNLIKELY(term_is_none(t))) GO(create_bin_failed);
    SET(N(0), t);
    if (LACKS(room) || AFTER_NATIVE_IS_DUE()) {
        machine_room_after_op(p, room, X, N(1), N(0));
        RELOAD();
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    I += OP_SIZE_bs_create_bin + W(bs_create_bin, 1);
    DISPATCH();
}

/* --- the set before it (OTP 24): start, then put. No process switch comes in between, so a thread has one writer. --- */

static _Thread_local struct {
    uint8_t *bytes;
    Word offset, end;
} writer;

static bool writer_has(Word bits) { return writer.bytes && writer.end - writer.offset >= bits; }

static void writer_start(uint8_t *bytes, Word offset, Word bits)
{
    writer.bytes = bytes;
    writer.offset = offset;
    writer.end = offset + bits;
}

static bool size_of(Term size, Word unit, Word *bits)
{
    if (!term_is_small(size) || term_to_small(size) < 0) return false;
    return !__builtin_mul_overflow((Word)term_to_small(size), unit, bits) && !(*bits >> MAX_BITS_SHIFT);
}

static Term build_init(Process *p, Term size, Word unit)
{
    Word bits;
    if (!size_of(size, unit, &bits)) return term_is_small(size) || !term_is_integer(size) ? raise_badarg(p) : raise_system_limit(p);
    uint8_t *bytes;
    Term t = bitstring_new_empty(&p->heap, bits, &bytes);
    memset(bytes, 0, (bits + 7) / 8);
    writer_start(bytes, 0, bits);
    return t;
}

static Term build_append(Process *p, Term t, Term size, Word unit, Word t_unit)
{
    Word bits, offset;
    uint8_t *bytes;
    if (!term_is_bitstring(t) || bitstring_size_bits(t) % t_unit != 0 || !size_of(size, unit, &bits)) return raise_badarg(p);
    Term result = binary_append(&p->heap, t, bits, &bytes, &offset);
    writer_start(bytes, offset, bits);
    return result;
}

#define BUILD(op, call, live, fail) \
    bool op_##op(STATE) \
    { \
        SYNC(); \
        Term t = call; \
        RELOAD(); \
        if (UNLIKELY(term_is_none(t))) { \
            if (!W(op, fail)) GO(machine_raise); \
            I = LABEL(op, fail); \
            DISPATCH(); \
        } \
        SET(N(0), t); \
        NEXT(op); \
    }
BUILD(bs_init, build_init(p, SOURCE(bs_init, 1), N(2)), N(1), 0)
BUILD(bs_append, build_append(p, SOURCE(bs_append, 1), SOURCE(bs_append, 2), N(2), N(3)), N(1), 0)

static bool write_field(SegmentType type, Term size, Word unit, BitFlags flags, Term value)
{
    Word bits;
    if (type == SEGMENT_BINARY && size == AM(all) && term_is_bitstring(value)) {
        bits = bitstring_size_bits(value);
        if (bits % unit != 0) return false;
    } else if (!size_of(size, unit, &bits)) {
        return false;
    }
    if (!writer_has(bits)) return false;
    if (type == SEGMENT_INTEGER) {
        if (!term_is_integer(value)) return false;
        bits_put_integer(writer.bytes, writer.offset, bits, flags, value);
    } else if (type == SEGMENT_FLOAT) {
        if (!term_is_number(value) || (bits != 16 && bits != 32 && bits != 64)) return false;
        if (!bits_put_float(writer.bytes, writer.offset, bits, flags, value)) return false;
    } else {
        Word from;
        if (!term_is_bitstring(value) || bitstring_size_bits(value) < bits) return false;
        const uint8_t *source = binary_bytes(value, &from);
        bits_copy(writer.bytes, writer.offset, source, from, bits);
    }
    writer.offset += bits;
    return true;
}

static bool write_character(unsigned width, BitFlags flags, Term value)
{
    if (!is_code_point(value)) return false;
    uint32_t character = (uint32_t)term_to_small(value);
    Word bits = width == 8 ? bits_utf8_size(character) : width == 16 ? bits_utf16_size(character) : 32;
    if (!writer_has(bits)) return false;
    if (width == 8) bits_put_utf8(writer.bytes, writer.offset, character);
    else if (width == 16) bits_put_utf16(writer.bytes, writer.offset, flags, character);
    else bits_put_utf32(writer.bytes, writer.offset, flags, character);
    writer.offset += bits;
    return true;
}

#define PUT(op, condition) \
    bool op_##op(STATE) \
    { \
        if (LIKELY(condition)) NEXT(op); \
        if (!W(op, 0)) GO(machine_badarg); \
        I = LABEL(op, 0); \
        DISPATCH(); \
    }
PUT(bs_put_integer, write_field(SEGMENT_INTEGER, SOURCE(bs_put_integer, 1), N(0), (BitFlags)N(1), SOURCE(bs_put_integer, 2)))
PUT(bs_put_float, write_field(SEGMENT_FLOAT, SOURCE(bs_put_float, 1), N(0), (BitFlags)N(1), SOURCE(bs_put_float, 2)))
PUT(bs_put_binary, write_field(SEGMENT_BINARY, SOURCE(bs_put_binary, 1), N(0), (BitFlags)N(1), SOURCE(bs_put_binary, 2)))
PUT(bs_put_utf8, write_character(8, 0, SOURCE(bs_put_utf8, 1)))
PUT(bs_put_utf16, write_character(16, (BitFlags)N(0), SOURCE(bs_put_utf16, 1)))
PUT(bs_put_utf32, write_character(32, (BitFlags)N(0), SOURCE(bs_put_utf32, 1)))

bool op_bs_put_string(STATE)
{
    Word bits = W(bs_put_string, 0) * 8;
    if (UNLIKELY(!writer_has(bits))) GO(machine_badarg);
    bits_copy(writer.bytes, writer.offset, (const uint8_t *)W(bs_put_string, 1), 0, bits);
    writer.offset += bits;
    NEXT(bs_put_string);
}

static Term add_sizes(Process *p, Term a, Term b, Word unit)
{
    if (!term_is_integer(a) || !term_is_integer(b) || integer_is_negative(a) || integer_is_negative(b)) return raise_badarg(p);
    Term product = arith_multiply(&p->heap, b, term_from_small((int64_t)unit));
    Term sum = term_is_none(product) ? product : arith_add(&p->heap, a, product);
    return term_is_none(sum) ? raise_system_limit(p) : sum;
}

static Term character_size(Process *p, Term value, unsigned width)
{
    if (!is_code_point(value)) return raise_badarg(p);
    uint32_t character = (uint32_t)term_to_small(value);
    return term_from_small((width == 8 ? bits_utf8_size(character) : bits_utf16_size(character)) / 8);
}

BUILD(bs_add, add_sizes(p, SOURCE(bs_add, 1), SOURCE(bs_add, 2), N(1)), 0, 0)
BUILD(bs_utf8_size, character_size(p, SOURCE(bs_utf8_size, 1), 8), 0, 0)
BUILD(bs_utf16_size, character_size(p, SOURCE(bs_utf16_size, 1), 16), 0, 0)

static Term writable_binary(Process *p, Term size)
{
    Word bytes = term_is_small(size) && term_to_small(size) > 0 ? (Word)term_to_small(size) : 256;
    BinaryData *data = binary_data_new(bytes < 1 << 20 ? bytes : 1 << 20);
    return binary_from_data_take(&p->heap, data, 0);
}

bool op_bs_init_writable(STATE)
{
    SYNC();
    X[0] = writable_binary(p, X[0]);
    RELOAD();
    NEXT(bs_init_writable);
}
