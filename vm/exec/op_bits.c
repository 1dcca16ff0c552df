/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op_bits.c - instructions: taking bitstrings apart.
 *
 * A match context (boxed.h) is changed in place as matching goes on: it belongs to one function activation at a time
 * (calls pass it on), and programs never see it. */
#include "exec/machine.h"

#include "term/binary.h"
#include "term/bits.h"

typedef struct Context {
    Word header;
    Term base;      /* heap or refc binary */
    Word position;  /* in bits of base */
    Word end;
} Context;
enum { CONTEXT_WORDS = 4, VIEW_WORDS = 16 /* a sub-binary, or a small copy */ };

static inline bool is_context(Term t) { return term_is_box_of(t, BOX_MATCH_CONTEXT); }
static inline Context *context_of(Term t) { return (Context *)boxed_words(t); }
static inline Word left_of(const Context *c) { return c->end - c->position; }
static inline const uint8_t *bytes_of(const Context *c)
{
    const Word *box = boxed_words(c->base);
    return header_type(*box) == BOX_HEAP_BINARY ? ((const HeapBinaryBox *)box)->bytes : ((const RefcBinaryBox *)box)->data->bytes;
}

/* The context in a register, checked: hostile code may have put anything there. */
#define CONTEXT(variable, t) \
    Term variable##_term = (t); \
    if (UNLIKELY(!is_context(variable##_term))) GO(machine_badarg); \
    Context *variable = context_of(variable##_term)
#define FAIL(op, k) do { I = LABEL(op, k); DISPATCH(); } while (0)

static Term context_new(Heap *heap, Term t)
{
    Word offset, size = bitstring_size_bits(t);
    Term base = binary_base(t, &offset);
    Context *c = (Context *)heap_alloc(heap, CONTEXT_WORDS);
    *c = (Context){header_make(BOX_MATCH_CONTEXT, CONTEXT_WORDS - 1), base, offset, offset + size};
    return term_from_boxed(c);
}

bool op_bs_start_match(STATE)
{
    if (LACKS(CONTEXT_WORDS)) {
        COLLECT(CONTEXT_WORDS, N(1));
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    Term t = SOURCE(bs_start_match, 1);
    if (!is_context(t)) {
        if (UNLIKELY(!term_is_bitstring(t))) {
            if (!W(bs_start_match, 0)) GO(machine_badarg);
            FAIL(bs_start_match, 0);
        }
        SYNC();
        t = context_new(&p->heap, t);
        RELOAD();
    }
    SET(N(0), t);
    NEXT(bs_start_match);
}

/* Takes size_bits off the context as a bitstring. */
static Term take_view(Process *p, Context *c, Word size_bits)
{
    Term t = binary_view(&p->heap, c->base, c->position, size_bits);
    c->position += size_bits;
    return t;
}

bool op_bs_get_tail(STATE)
{
    if (LACKS(VIEW_WORDS)) {
        COLLECT(VIEW_WORDS, N(1));
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    CONTEXT(c, SOURCE(bs_get_tail, 0));
    Word position = c->position;
    SYNC();
    Term t = take_view(p, c, left_of(c));
    c->position = position;
    RELOAD();
    SET(N(0), t);
    NEXT(bs_get_tail);
}

bool op_bs_get_position(STATE)
{
    CONTEXT(c, SOURCE(bs_get_position, 0));
    SET(N(0), term_from_small((int64_t)c->position));
    NEXT(bs_get_position);
}

bool op_bs_set_position(STATE)
{
    CONTEXT(c, SOURCE(bs_set_position, 0));
    Term position = SOURCE(bs_set_position, 1);
    if (UNLIKELY(!term_is_small(position) || (Word)term_to_small(position) > c->end)) GO(machine_badarg);
    c->position = (Word)term_to_small(position);
    NEXT(bs_set_position);
}

/* t * unit as a number of bits; false if it is no size at all, or more than `left`. */
static inline bool size_in_bits(Term t, Word unit, Word left, Word *bits)
{
    if (UNLIKELY(!term_is_small(t) || term_to_small(t) < 0)) return false;
    return !__builtin_mul_overflow((Word)term_to_small(t), unit, bits) && *bits <= left;
}

/* --- integers --- */

static Term integer_field(Process *p, Context *c, Word bits, BitFlags flags)
{
    Term t = bits_get_integer(&p->heap, bytes_of(c), c->position, bits, flags);
    if (!term_is_none(t)) c->position += bits;
    return t;
}

COLD static bool bs_get_integer_const_slow(STATE)
{
    CONTEXT(c, REGISTER(N(1)));
    Word bits = N(3);
    if (left_of(c) < bits) FAIL(bs_get_integer_const, 0);
    SYNC();
    Term t = integer_field(p, c, bits, (BitFlags)N(4));
    RELOAD();
    if (UNLIKELY(term_is_none(t))) FAIL(bs_get_integer_const, 0);
    SET(N(0), t);
    if (AFTER_NATIVE_IS_DUE()) {
        machine_after_op(p, X, N(2), N(0));
        RELOAD();
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    NEXT(bs_get_integer_const);
}

bool op_bs_get_integer_const(STATE)
{
    CONTEXT(c, REGISTER(N(1)));
    unsigned bits = N(3);
    if (UNLIKELY(N(4) != 0 || bits > 56 || (c->position & 7) || (bits & 7) || left_of(c) < bits)) GO(bs_get_integer_const_slow);
    const uint8_t *bytes = bytes_of(c) + c->position / 8;
    Word value = 0;
    for (unsigned i = 0; i < bits; i += 8) value = value << 8 | *bytes++;
    c->position += bits;
    SET(N(0), term_from_small((int64_t)value));
    NEXT(bs_get_integer_const);
}

bool op_bs_get_integer_8(STATE)
{
    CONTEXT(c, REGISTER(N(1)));
    Word position = c->position;
    if (UNLIKELY(left_of(c) < 8)) FAIL(bs_get_integer_8, 0);
    const uint8_t *bytes = bytes_of(c) + position / 8;
    unsigned shift = position & 7, value = bytes[0];
    if (UNLIKELY(shift)) value = (value << shift | bytes[1] >> (8 - shift)) & 255;
    c->position = position + 8;
    SET(N(0), term_from_small((int64_t)value));
    NEXT(bs_get_integer_8);
}

/* d = a field of a size known only now; TERM_NONE if it does not match. */
typedef enum FieldKind { FIELD_INTEGER, FIELD_FLOAT, FIELD_BINARY } FieldKind;
static Term sized_field(Process *p, Context *c, FieldKind kind, Term size, Word unit, BitFlags flags)
{
    Word bits;
    if (!size_in_bits(size, unit, left_of(c), &bits)) return TERM_NONE;
    if (kind == FIELD_INTEGER) return integer_field(p, c, bits, flags);
    if (kind == FIELD_BINARY) return take_view(p, c, bits);
    if (bits != 16 && bits != 32 && bits != 64) return TERM_NONE;
    Term t = bits_get_float(&p->heap, bytes_of(c), c->position, bits, flags);
    if (!term_is_none(t)) c->position += bits;
    return t;
}

#define SIZED_FIELD(op, kind) \
    bool op_##op(STATE) \
    { \
        if (LACKS(VIEW_WORDS)) { \
            COLLECT(VIEW_WORDS, N(1)); \
            if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed); \
        } \
        CONTEXT(c, SOURCE(op, 1)); \
        SYNC(); \
        Term t = sized_field(p, c, kind, SOURCE(op, 2), N(2), (BitFlags)N(3)); \
        RELOAD(); \
        if (term_is_none(t)) FAIL(op, 0); \
        SET(N(0), t); \
        if (AFTER_NATIVE_IS_DUE()) { \
            machine_after_op(p, X, N(1), N(0)); \
            RELOAD(); \
            if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed); \
        } \
        NEXT(op); \
    }
SIZED_FIELD(bs_get_integer, FIELD_INTEGER)
SIZED_FIELD(bs_get_float, FIELD_FLOAT)
SIZED_FIELD(bs_get_binary, FIELD_BINARY)

bool op_bs_get_binary_all(STATE)
{
    if (LACKS(VIEW_WORDS)) {
        COLLECT(VIEW_WORDS, N(1));
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed);
    }
    CONTEXT(c, SOURCE(bs_get_binary_all, 1));
    if (left_of(c) % N(2) != 0) FAIL(bs_get_binary_all, 0);
    SYNC();
    Term t = take_view(p, c, left_of(c));
    RELOAD();
    SET(N(0), t);
    NEXT(bs_get_binary_all);
}

/* --- skipping and testing --- */

static bool skip_sized(Context *c, Term size, Word unit)
{
    Word bits;
    if (!size_in_bits(size, unit, left_of(c), &bits)) return false;
    c->position += bits;
    return true;
}

bool op_bs_skip(STATE)
{
    CONTEXT(c, SOURCE(bs_skip, 1));
    if (!skip_sized(c, SOURCE(bs_skip, 2), N(0))) FAIL(bs_skip, 0);
    NEXT(bs_skip);
}

bool op_bs_skip_const(STATE)
{
    CONTEXT(c, REGISTER(N(0)));
    Word bits = W(bs_skip_const, 0);
    if (left_of(c) < bits) FAIL(bs_skip_const, 1);
    c->position += bits;
    NEXT(bs_skip_const);
}

bool op_bs_test_tail(STATE)
{
    CONTEXT(c, REGISTER(N(0)));
    if (left_of(c) != W(bs_test_tail, 0)) FAIL(bs_test_tail, 1);
    NEXT(bs_test_tail);
}

bool op_bs_test_unit(STATE)
{
    CONTEXT(c, REGISTER(N(0)));
    if (left_of(c) % N(1) != 0) FAIL(bs_test_unit, 0);
    NEXT(bs_test_unit);
}

bool op_bs_ensure_at_least(STATE)
{
    CONTEXT(c, REGISTER(N(0)));
    Word bits = W(bs_ensure_at_least, 0), unit = W(bs_ensure_at_least, 1);
    if (left_of(c) < bits || (left_of(c) - bits) % unit != 0) FAIL(bs_ensure_at_least, 2);
    NEXT(bs_ensure_at_least);
}

bool op_bs_ensure_exactly(STATE)
{
    CONTEXT(c, REGISTER(N(0)));
    if (left_of(c) != W(bs_ensure_exactly, 0)) FAIL(bs_ensure_exactly, 1);
    NEXT(bs_ensure_exactly);
}

bool op_bs_match_string(STATE)
{
    CONTEXT(c, REGISTER(N(0)));
    Word bits = W(bs_match_string, 0);
    const uint8_t *string = (const uint8_t *)W(bs_match_string, 1);
    if (left_of(c) < bits || !bits_equal(bytes_of(c), c->position, string, 0, bits)) FAIL(bs_match_string, 2);
    c->position += bits;
    NEXT(bs_match_string);
}

bool op_bs_match_value(STATE)
{
    CONTEXT(c, REGISTER(N(0)));
    unsigned bits = N(1);
    if (left_of(c) < bits || bits_get_64(bytes_of(c), c->position, bits) != W(bs_match_value, 1)) FAIL(bs_match_value, 0);
    c->position += bits;
    NEXT(bs_match_value);
}

/* --- characters --- */

static bool take_character(Context *c, unsigned width, BitFlags flags, Term *to)
{
    uint32_t character;
    unsigned bits = width == 8 ? bits_get_utf8(bytes_of(c), c->position, left_of(c), &character)
        : width == 16 ? bits_get_utf16(bytes_of(c), c->position, left_of(c), flags, &character)
        : bits_get_utf32(bytes_of(c), c->position, left_of(c), flags, &character);
    if (bits == 0) return false;
    c->position += bits;
    *to = term_from_small(character);
    return true;
}

bool op_bs_get_utf8(STATE)
{
    CONTEXT(c, REGISTER(N(1)));
    Word position = c->position;
    if (LIKELY(!(position & 7) && left_of(c) >= 8)) { /* ASCII */
        uint8_t byte = bytes_of(c)[position / 8];
        if (LIKELY(byte < 0x80)) {
            c->position = position + 8;
            SET(N(0), term_from_small(byte));
            NEXT(bs_get_utf8);
        }
    }
    if (!take_character(c, 8, 0, &REGISTER(N(0)))) FAIL(bs_get_utf8, 0);
    NEXT(bs_get_utf8);
}

bool op_bs_get_utf16(STATE)
{
    CONTEXT(c, REGISTER(N(1)));
    if (!take_character(c, 16, (BitFlags)N(2), &REGISTER(N(0)))) FAIL(bs_get_utf16, 0);
    NEXT(bs_get_utf16);
}

bool op_bs_get_utf32(STATE)
{
    CONTEXT(c, REGISTER(N(1)));
    if (!take_character(c, 32, (BitFlags)N(2), &REGISTER(N(0)))) FAIL(bs_get_utf32, 0);
    NEXT(bs_get_utf32);
}
