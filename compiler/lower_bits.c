/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower_bits.c - building binaries: segments of <<>> that are constant become text, the rest one instruction. */
#include "compiler/lower.h"
#include "term/arith.h"
#include "term/binary.h"
#include "term/bits.h"

typedef struct Builder {
    Segment *segments;
    uint32_t count;
    Value **args;
    uint32_t arg_count, arg_capacity;
    uint8_t *text; /* constant bytes not yet a segment */
    uint32_t text_size, text_capacity;
} Builder;

static uint8_t *text_room(Lower *L, Builder *b, uint32_t size)
{
    while (b->text_size + size > b->text_capacity) {
        uint32_t capacity = (b->text_capacity + size) * 2 + 16;
        uint8_t *grown = arena_alloc_zero(L->u->arena, capacity);
        if (b->text_size) memcpy(grown, b->text, b->text_size);
        b->text = grown;
        b->text_capacity = capacity;
    }
    uint8_t *at = b->text + b->text_size;
    memset(at, 0, size);
    b->text_size += size;
    return at;
}

static void flush_text(Builder *b)
{
    if (!b->text_size) return;
    b->segments[b->count++] = (Segment){.type = SEG_STRING, .unit = 8, .value_arg = -1, .size_arg = -1,
                                        .string = b->text, .string_size = b->text_size};
    b->text = NULL;
    b->text_size = b->text_capacity = 0;
}

static int16_t add_arg(Lower *L, Builder *b, Value *v)
{
    arena_push(L->u->arena, b->args, b->arg_count, b->arg_capacity, v);
    return (int16_t)(b->arg_count - 1);
}

/* True if the segment is a constant of whole bytes, which are then appended. */
static bool add_constant(Lower *L, Builder *b, const SegmentSpec *s, const Value *v, const Value *size)
{
    if (v->kind != VALUE_CONSTANT || (size && (size->kind != VALUE_CONSTANT || !term_is_small(size->constant)))) return false;
    Term t = v->constant;
    BitFlags flags = s->flags & SEGMENT_LITTLE ? BITS_LITTLE : 0;
    int64_t bits = size ? term_to_small(size->constant) * s->unit : 0;
    switch (s->type) {
    case SEG_INTEGER:
        if (!term_is_integer(t) || bits < 0 || bits % 8 || bits > 4096) return false;
        bits_put_integer(text_room(L, b, (uint32_t)bits / 8), 0, (Word)bits, flags, t);
        return true;
    case SEG_FLOAT:
        if (!term_is_number(t) || (bits != 32 && bits != 64)) return false;
        if (!bits_put_float(text_room(L, b, (uint32_t)bits / 8), 0, (Word)bits, flags, t)) {
            b->text_size -= (uint32_t)bits / 8;
            return false;
        }
        return true;
    case SEG_UTF8:
        if (!term_is_small(t) || term_to_small(t) < 0 || term_to_small(t) > 0xd7ff) return false;
        bits = bits_utf8_size((uint32_t)term_to_small(t));
        bits_put_utf8(text_room(L, b, (uint32_t)bits / 8), 0, (uint32_t)term_to_small(t));
        return true;
    case SEG_BINARY: case SEG_BITS: {
        if (s->has_size || !term_is_binary(t)) return false;
        Buf scratch = {0};
        size_t count;
        const uint8_t *bytes = binary_bytes_aligned(t, &count, &scratch);
        if (count > 0) memcpy(text_room(L, b, (uint32_t)count), bytes, count);
        buf_free(&scratch);
        return true;
    }
    default: return false;
    }
}

static void add_segment(Lower *L, Builder *b, Term ast)
{
    SegmentSpec s;
    segment_spec(L, ast, &s);
    const uint8_t *bytes;
    uint32_t text_size;
    if (segment_literal_bytes(L, &s, &bytes, &text_size)) {
        if (text_size > 0) memcpy(text_room(L, b, text_size), bytes, text_size);
        return;
    }
    uint32_t line = L->line;
    L->line = s.line;
    Value *v = lower_expr(L, s.value);
    Value *size = s.has_size ? lower_expr(L, s.size) : NULL;
    L->line = line;
    if (add_constant(L, b, &s, v, size)) return;
    flush_text(b);
    Segment *segment = &b->segments[b->count++];
    *segment = (Segment){.type = s.type, .flags = s.flags, .unit = s.unit, .size_arg = -1};
    segment->value_arg = add_arg(L, b, v);
    if (size) segment->size_arg = add_arg(L, b, size);
}

Value *lower_binary(Lower *L, Term ast)
{
    Term list = ast_args(ast);
    uint32_t line = L->line;
    Builder b = {0};
    b.segments = arena_alloc(L->u->arena, (2 * list_count(list) + 1) * sizeof *b.segments);
    for (; term_is_cons(list); list = term_tail(list)) add_segment(L, &b, term_head(list));
    L->line = line;
    if (b.count == 0) return lower_constant(L, binary_new(L->u->heap, b.text ? b.text : (const uint8_t *)"", b.text_size));
    flush_text(&b);
    Instr *i = lower_emit(L, IR_binary, b.arg_count, 1);
    if (b.arg_count > 0) memcpy(i->args, b.args, b.arg_count * sizeof *b.args);
    i->segments = b.segments;
    i->aux = b.count;
    return i->dsts[0];
}
