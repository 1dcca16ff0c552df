/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower.c - generic to specific instructions, one pass over what the verifier found reachable. */
#include "code/lower.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/vec.h"
#include "code/bif.h"
#include "code/op.h"
#include "code/segment.h"
#include "gc/copy.h"
#include "gc/literal.h"
#include "term/bits.h"

typedef struct Fixup { uint32_t word, label; } Fixup; /* code[word] = address of label */
typedef struct LiteralCopy { Word from; Term to; } LiteralCopy;

typedef struct Lowering {
    BeamFile *file;
    const Facts *facts;
    FunEntry **funs;
    ModuleCode *out;
    VEC(Word) code;
    VEC(Fixup) fixups;
    VEC(LineInfo) lines;
    uint32_t *labels;       /* offsets */
    uint32_t at;            /* instruction */
    uint32_t barrier;       /* code offset before which nothing may be changed any more (a label stands here) */
    bool failed;
} Lowering;

static void fail(Lowering *l, const char *what)
{
    if (!l->failed) snprintf(l->file->reason, sizeof l->file->reason, "instruction %u (%s): %s", l->at, generic_info[l->file->instructions[l->at].op].name, what);
    l->failed = true;
}

/* --- emitting --- */

/* Arguments in the order of the format's letters. F: a label's number, 0 for none. V: the count of words, which the
 * caller then adds. */
static void emit_op(Lowering *l, Op op, const Word *arguments)
{
    const OpInfo *info = &op_info[op];
    size_t start = l->code.count;
    vec_reserve(&l->code, start + info->size_words);
    Word *words = l->code.items + start;
    memset(words, 0, info->size_words * sizeof *words);
    l->code.count += info->size_words;
    words[0] = (Word)info->function;
    uint16_t *narrow = (uint16_t *)(words + 1);
    for (const char *letter = info->narrow; *letter; letter++) {
        assert(*arguments <= UINT16_MAX);
        *narrow++ = (uint16_t)*arguments++;
    }
    for (unsigned i = 0; info->wide[i]; i++, arguments++) {
        unsigned at = info->wide_at + i;
        if (info->wide[i] == 'F' && *arguments) vec_push(&l->fixups, ((Fixup){(uint32_t)(start + at), (uint32_t)*arguments}));
        else l->code.items[start + at] = *arguments;
    }
}
#define EMIT(op, ...) emit_op(l, OP_##op, (const Word[]){__VA_ARGS__})
#define EMIT0(op) emit_op(l, OP_##op, NULL)
static void emit_word(Lowering *l, Word word) { vec_push(&l->code, word); }
static void emit_label(Lowering *l, Word label)
{
    vec_push(&l->fixups, ((Fixup){(uint32_t)l->code.count, (uint32_t)label}));
    vec_push(&l->code, 0);
}

/* --- operands --- */

static bool is_x(const Operand *o) { return o->kind == OPERAND_X; }
static bool is_y(const Operand *o) { return o->kind == OPERAND_Y; }
static bool is_register(const Operand *o) { return is_x(o) || is_y(o); }
static bool is_constant(const Operand *o) { return o->kind == OPERAND_TERM; }
static bool is_small(const Operand *o) { return is_constant(o) && term_is_small(o->term); }
/* Immediates that equal only themselves, word by word. */
static bool is_word(const Operand *o) { return is_constant(o) && term_is_immediate(o->term) && !term_is_float(o->term); }

static unsigned reg(const Operand *o)
{
    assert(is_register(o));
    return is_x(o) ? (unsigned)o->number : (unsigned)o->number | REGISTER_Y;
}

static Word source(const Operand *o)
{
    if (o->kind == OPERAND_NUMBER) return term_bits(term_from_small((int64_t)o->number));
    return is_register(o) ? source_from_register(reg(o)) : term_bits(o->term);
}

/* A register that holds the operand: itself, or a scratch register that it is moved to. */
static unsigned in_register(Lowering *l, const Operand *o)
{
    if (is_register(o)) return reg(o);
    EMIT(move_xi, X_SCRATCH, term_bits(o->term));
    return X_SCRATCH;
}

static BitFlags bit_flags(Word beam_flags) /* little 2, signed 4, native 16 */
{
    BitFlags flags = 0;
    if (beam_flags & (2 | 16)) flags |= BITS_LITTLE;
    if (beam_flags & 4) flags |= BITS_SIGNED;
    return flags;
}

static BitFlags bit_flags_of_list(Term list)
{
    BitFlags flags = 0;
    for (; term_is_cons(list); list = term_tail(list)) {
        if (!term_is_atom(term_head(list))) continue;
        const char *name = atom_text(term_head(list));
        if (!strcmp(name, "little") || !strcmp(name, "native")) flags |= BITS_LITTLE;
        if (!strcmp(name, "signed")) flags |= BITS_SIGNED;
    }
    return flags;
}

/* --- the previous instruction, for fusing --- */

/* Is the newest emitted instruction this one, with no label after it? Then its first word's offset. */
static Word *newest(Lowering *l, Op op)
{
    size_t size = op_info[op].size_words;
    if (l->code.count < l->barrier + size) return NULL;
    Word *words = l->code.items + l->code.count - size;
    return words[0] == (Word)op_info[op].function ? words : NULL;
}
static uint16_t narrow_at(const Word *words, unsigned k) { return ((const uint16_t *)(words + 1))[k]; }

/* What op_newest looks at must really be an instruction's start: only simple moves, noted when they are emitted. */
typedef struct Recent { uint32_t offset; Op op; } Recent;
static _Thread_local Recent recent;

static void emit_move(Lowering *l, const Operand *from, const Operand *to)
{
    Op op = is_x(to) ? (is_x(from) ? OP_move_xx : is_y(from) ? OP_move_xy : OP_move_xi)
                     : (is_x(from) ? OP_move_yx : is_y(from) ? OP_move_yy : OP_move_yi);
    Op pair = op == OP_move_xx ? OP_move2_xx : op == OP_move_xy ? OP_move2_xy : op == OP_move_yx ? OP_move2_yx : op;
    Word arguments[4] = {to->number, is_constant(from) ? term_bits(from->term) : from->number};
    if (pair != op && recent.op == op && recent.offset >= l->barrier && newest(l, op) == l->code.items + recent.offset) {
        Word *words = l->code.items + recent.offset;
        Word both[4] = {narrow_at(words, 0), narrow_at(words, 1), arguments[0], arguments[1]};
        l->code.count = recent.offset;
        emit_op(l, pair, both);
        recent.op = OP_COUNT;
        return;
    }
    recent = (Recent){(uint32_t)l->code.count, op};
    emit_op(l, op, arguments);
}

/* --- calls --- */

static Export *import_export(Lowering *l, Word import)
{
    const BeamImport *i = &l->file->imports[import];
    return export_get(i->module, i->function, i->arity);
}

static bool is_op(const Lowering *l, uint32_t i, GenericOp op) { return i < l->file->instruction_count && l->file->instructions[i].op == op; }

static void lower_call_ext(Lowering *l, Word import)
{
    Export *export = import_export(l, import);
    if (export->bif && export->bif->flags & BIF_BLOCKING) EMIT(call_native_dirty, (Word)export);
    else if (export->bif) EMIT(call_native, (Word)export, (Word)export->bif->function);
    else EMIT(call_ext, (Word)export);
}

/* call_fun; deallocate; return: the frame must go before the call, or loops through funs would not run in constant space. */
static bool is_tail_call(const Lowering *l, Word *frame)
{
    if (!is_op(l, l->at + 1, GEN_deallocate) || !is_op(l, l->at + 2, GEN_return)) return false;
    *frame = l->file->operands[l->file->instructions[l->at + 1].first].number;
    return true;
}

static void lower_call_fun(Lowering *l, Word arity, Word fun, uint32_t *skip)
{
    Word frame;
    if (is_tail_call(l, &frame)) {
        EMIT(call_fun_last, arity, frame, fun);
        *skip = 2;
    } else {
        EMIT(call_fun, arity, fun);
    }
}

/* --- selections --- */

typedef struct SelectPair { Word value, label; } SelectPair;
static int compare_pairs(const void *a, const void *b)
{
    Word x = ((const SelectPair *)a)->value, y = ((const SelectPair *)b)->value;
    return x < y ? -1 : x > y;
}

enum { FEW_PAIRS = 4, MAX_TABLE = 4096 };

/* A jump table, if all values are smalls close together. */
static bool select_table(Lowering *l, Word value, Word fail_label, const SelectPair *pairs, size_t count)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        if ((pairs[i].value & 3) != TAG_SMALL) return false;
        int64_t n = (int64_t)pairs[i].value >> 2;
        if (n < low) low = n;
        if (n > high) high = n;
    }
    if (count < 3 || (Word)(high - low) >= MAX_TABLE || (Word)(high - low) > count * 4) return false;
    Word size = (Word)(high - low) + 1;
    EMIT(select_int, fail_label, value, (Word)low, size);
    size_t start = l->code.count;
    for (Word i = 0; i < size; i++) emit_word(l, 0);
    Word *labels = mem_alloc_zero(size, sizeof *labels);
    for (size_t i = count; i > 0; i--) labels[((int64_t)pairs[i - 1].value >> 2) - low] = pairs[i - 1].label;
    for (Word i = 0; i < size; i++)
        vec_push(&l->fixups, ((Fixup){(uint32_t)(start + i), (uint32_t)(labels[i] ? labels[i] : fail_label)}));
    mem_free(labels);
    return true;
}

static void lower_select_val(Lowering *l, const Operand *o)
{
    const Operand *list = l->file->operands + o[2].first;
    VEC(SelectPair) pairs = {0};
    Word value = source(&o[0]);
    for (Word i = 0; i < o[2].number; i += 2) {
        if (is_word(&list[i])) vec_push(&pairs, ((SelectPair){term_bits(list[i].term), list[i + 1].number}));
        else EMIT(is_ne_exact_ss, list[i + 1].number, value, source(&list[i])); /* bignums, floats: to the label if equal */
    }
    Word fail_label = o[1].number;
    if (pairs.count == 0) {
        EMIT(jump, fail_label);
    } else if (!select_table(l, value, fail_label, pairs.items, pairs.count)) {
        bool few = pairs.count <= FEW_PAIRS;
        if (!few) qsort(pairs.items, pairs.count, sizeof *pairs.items, compare_pairs);
        if (few) EMIT(select_few, fail_label, value, pairs.count * 2);
        else EMIT(select_term, fail_label, value, pairs.count * 2);
        for (size_t i = 0; i < pairs.count; i++) {
            emit_word(l, pairs.items[i].value);
            emit_label(l, pairs.items[i].label);
        }
    }
    vec_free(&pairs);
}

static void lower_select_arity(Lowering *l, const Operand *o)
{
    const Operand *list = l->file->operands + o[2].first;
    EMIT(select_arity, o[1].number, source(&o[0]), o[2].number);
    for (Word i = 0; i < o[2].number; i += 2) {
        emit_word(l, list[i].number);
        emit_label(l, list[i + 1].number);
    }
}

/* --- tests and comparisons --- */

#define LOWER_TEST(name) \
    case GEN_##name: \
        if (is_x(&o[1])) EMIT(name##_x, o[1].number, o[0].number); \
        else EMIT(name##_s, o[0].number, source(&o[1])); \
        return

#define LOWER_COMPARE(name, is_simple) \
    case GEN_##name: \
        if (is_x(&o[1]) && is_x(&o[2])) EMIT(name##_xx, o[1].number, o[2].number, o[0].number); \
        else if (is_x(&o[1]) && is_simple(&o[2])) EMIT(name##_xi, o[1].number, o[0].number, term_bits(o[2].term)); \
        else EMIT(name##_ss, o[0].number, source(&o[1]), source(&o[2])); \
        return

/* Exact comparison does not care for the order: the constant goes second. */
static void constant_second(Operand *o)
{
    if (!is_constant(&o[1])) return;
    Operand t = o[1];
    o[1] = o[2];
    o[2] = t;
}

/* --- natives in guards and expressions --- */

typedef struct ArithOps { const char *name; Op xx, xi, ss, yx, xy, yi; } ArithOps;
static const ArithOps arith_ops[] = {
    {"+", OP_add_xx, OP_add_xi, OP_add_ss, OP_add_yx, OP_add_xy, OP_add_yi},
    {"-", OP_sub_xx, OP_sub_xi, OP_sub_ss, OP_sub_yx, OP_sub_xy, OP_sub_yi},
#define PLAIN(text, op) {text, OP_##op##_xx, OP_##op##_xi, OP_##op##_ss, OP_COUNT, OP_COUNT, OP_COUNT}
    PLAIN("*", mul), PLAIN("div", int_div), PLAIN("rem", rem), PLAIN("band", band), PLAIN("bor", bor), PLAIN("bxor", bxor),
    PLAIN("bsl", bsl), PLAIN("bsr", bsr),
#undef PLAIN
};

static const ArithOps *find_arith(Term name)
{
    for (size_t i = 0; i < ARRAY_COUNT(arith_ops); i++)
        if (strcmp(atom_text(name), arith_ops[i].name) == 0) return &arith_ops[i];
    return NULL;
}

static void lower_arith(Lowering *l, const ArithOps *ops, Word fail_label, Word live, const Operand *a, const Operand *b, const Operand *d)
{
    bool commutes = ops->xx == OP_add_xx || ops->xx == OP_mul_xx;
    if (commutes && is_constant(a) && !is_constant(b) && fail_label) { /* when it raises, the order shows */
        const Operand *t = a;
        a = b;
        b = t;
    }
    Word registers[5] = {d->number, a->number, b->number, live, fail_label};
    Word constant[5] = {d->number, a->number, live, fail_label, is_constant(b) ? term_bits(b->term) : 0};
    if (is_x(d) && is_x(a) && is_x(b)) emit_op(l, ops->xx, registers);
    else if (is_x(d) && is_x(a) && is_small(b)) emit_op(l, ops->xi, constant);
    else if (is_x(d) && is_y(a) && is_x(b) && ops->yx != OP_COUNT) emit_op(l, ops->yx, registers);
    else if (is_x(d) && is_x(a) && is_y(b) && ops->xy != OP_COUNT) emit_op(l, ops->xy, registers);
    else if (is_x(d) && is_y(a) && is_small(b) && ops->yi != OP_COUNT) emit_op(l, ops->yi, constant);
    else emit_op(l, ops->ss, (Word[]){reg(d), live, fail_label, source(a), source(b)});
}

static bool is_erlang(const Export *export, const char *name)
{
    return export->module == AM(erlang) && strcmp(atom_text(export->function), name) == 0;
}

static Export *guard_export(Lowering *l, Word import, bool must_be_guard)
{
    Export *export = import_export(l, import);
    if (!export->bif || (must_be_guard && !(export->bif->flags & BIF_GUARD) && !is_erlang(export, "get")) || (export->bif->flags & BIF_BLOCKING)) {
        char what[160];
        snprintf(what, sizeof what, "%.50s:%.50s/%u is no native for guards", atom_text(export->module), atom_text(export->function), export->arity);
        fail(l, what);
        return NULL;
    }
    return export;
}


static void lower_bif(Lowering *l, GenericOp op, const Operand *o)
{
    Export *export = guard_export(l, o[op == GEN_bif0 ? 0 : 1].number, true);
    if (!export) return;
    if (op == GEN_bif0) {
        if (is_erlang(export, "self")) EMIT(self, reg(&o[1]));
        else EMIT(bif0, reg(&o[1]), (Word)export);
    } else if (op == GEN_bif1) {
        Op which = is_erlang(export, "hd") ? OP_bif_hd : is_erlang(export, "tl") ? OP_bif_tl
            : is_erlang(export, "tuple_size") ? OP_bif_tuple_size : OP_bif1;
        emit_op(l, which, (Word[]){reg(&o[3]), o[0].number, (Word)export, source(&o[2])});
    } else {
        Op which = is_erlang(export, "element") ? OP_bif_element : is_erlang(export, "map_get") ? OP_bif_map_get : OP_bif2;
        emit_op(l, which, (Word[]){reg(&o[4]), o[0].number, (Word)export, source(&o[2]), source(&o[3])});
    }
}

static void lower_gc_bif(Lowering *l, GenericOp op, const Operand *o)
{
    const BeamImport *import = &l->file->imports[o[2].number];
    const ArithOps *arith = op == GEN_gc_bif2 && import->module == AM(erlang) ? find_arith(import->function) : NULL;
    if (arith) {
        lower_arith(l, arith, o[0].number, o[1].number, &o[3], &o[4], &o[5]);
        return;
    }
    Export *export = guard_export(l, o[2].number, false);
    if (!export) return;
    Word live = o[1].number, fail_label = o[0].number;
    if (op == GEN_gc_bif1) EMIT(gc_bif1, reg(&o[4]), live, fail_label, (Word)export, source(&o[3]));
    else if (op == GEN_gc_bif2) EMIT(gc_bif2, reg(&o[5]), live, fail_label, (Word)export, source(&o[3]), source(&o[4]));
    else EMIT(gc_bif3, reg(&o[6]), live, fail_label, (Word)export, source(&o[3]), source(&o[4]), source(&o[5]));
}

/* --- data --- */

static void lower_get_list(Lowering *l, const Operand *o, bool proven, uint32_t skipped_test_label)
{
    if (skipped_test_label) EMIT(nonempty_get_list, o[1].number, o[2].number, o[0].number, skipped_test_label);
    else if (proven && is_x(&o[0]) && is_x(&o[1]) && is_x(&o[2])) EMIT(get_list_xxx, o[1].number, o[2].number, o[0].number);
    else if (proven) EMIT(get_list, reg(&o[1]), reg(&o[2]), in_register(l, &o[0]));
    else EMIT(get_list_checked, reg(&o[1]), reg(&o[2]), in_register(l, &o[0]));
}

static void lower_get_element(Lowering *l, const Operand *o, bool proven)
{
    Word index = o[1].number;
    if (index > UINT16_MAX) {
        fail(l, "a tuple that large cannot be taken apart");
        return;
    }
    if (!proven) EMIT(get_element_checked, reg(&o[2]), in_register(l, &o[0]), index);
    else if (is_x(&o[0]) && is_x(&o[2])) EMIT(get_element_xx, o[2].number, o[0].number, index);
    else if (is_x(&o[0])) EMIT(get_element_yx, o[2].number, o[0].number, index);
    else if (is_y(&o[0]) && is_x(&o[2])) EMIT(get_element_xy, o[2].number, o[0].number, index);
    else EMIT(get_element, reg(&o[2]), in_register(l, &o[0]), index);
}

static void lower_put_list(Lowering *l, const Operand *o)
{
    if (is_x(&o[0]) && is_x(&o[1]) && is_x(&o[2])) EMIT(put_list_xxx, o[2].number, o[0].number, o[1].number);
    else if (is_register(&o[0]) && is_register(&o[1])) EMIT(put_list, reg(&o[2]), reg(&o[0]), reg(&o[1]));
    else EMIT(put_list_ss, reg(&o[2]), source(&o[0]), source(&o[1]));
}

static void emit_sources(Lowering *l, const Operand *list)
{
    for (Word i = 0; i < list->number; i++) emit_word(l, source(&l->file->operands[list->first + i]));
}

static void lower_put_tuple(Lowering *l, const Operand *o)
{
    const Operand *items = l->file->operands + o[1].first;
    if (o[1].number == 2) {
        EMIT(put_tuple_2, reg(&o[0]), source(&items[0]), source(&items[1]));
        return;
    }
    EMIT(put_tuple, reg(&o[0]), o[1].number);
    emit_sources(l, &o[1]);
}

static void lower_update_record(Lowering *l, const Operand *o)
{
    const Operand *items = l->file->operands + o[4].first;
    EMIT(update_record, reg(&o[3]), source(&o[2]), o[4].number + 1);
    emit_word(l, o[1].number);
    for (Word i = 0; i < o[4].number; i += 2) {
        emit_word(l, items[i].number);
        emit_word(l, source(&items[i + 1]));
    }
}

static void lower_get_map_elements(Lowering *l, const Operand *o)
{
    const Operand *items = l->file->operands + o[2].first;
    if (o[2].number == 2 && is_word(&items[0])) {
        EMIT(get_map_element, reg(&items[1]), in_register(l, &o[1]), o[0].number, term_bits(items[0].term));
        return;
    }
    EMIT(get_map_elements, o[0].number, source(&o[1]), o[2].number);
    for (Word i = 0; i < o[2].number; i += 2) {
        emit_word(l, source(&items[i]));
        emit_word(l, reg(&items[i + 1]));
    }
}

static void lower_make_fun(Lowering *l, Word index, unsigned d, const Operand *free)
{
    Word count = l->file->funs[index].free_count;
    EMIT(make_fun, d, (Word)l->funs[index], count);
    for (Word i = 0; i < count; i++) emit_word(l, free ? source(&free[i]) : source_from_register((unsigned)i));
}

/* --- bitstrings --- */

static void lower_get_integer(Lowering *l, Word fail_label, const Operand *context, Word live, const Operand *size, Word unit, BitFlags flags, const Operand *d)
{
    Word bits = is_small(size) && term_to_small(size->term) >= 0 ? (Word)term_to_small(size->term) * unit : UINT64_MAX;
    if (size->kind == OPERAND_NUMBER) bits = size->number * unit;
    if (bits == 8 && flags == 0) EMIT(bs_get_integer_8, reg(d), in_register(l, context), fail_label);
    else if (bits <= UINT16_MAX) EMIT(bs_get_integer_const, reg(d), in_register(l, context), live, bits, flags, fail_label);
    else EMIT(bs_get_integer, reg(d), live, unit, flags, fail_label, source(context), source(size));
}

static bool constant_bits(const Operand *size, Word unit, Word *bits)
{
    if (!is_small(size) || term_to_small(size->term) < 0) return false;
    return !__builtin_mul_overflow((Word)term_to_small(size->term), unit, bits);
}

static void lower_bs_get(Lowering *l, GenericOp op, const Operand *o)
{
    Word live = o[2].number, unit = o[4].number;
    BitFlags flags = bit_flags(o[5].number);
    if (op == GEN_bs_get_integer2) lower_get_integer(l, o[0].number, &o[1], live, &o[3], unit, flags, &o[6]);
    else if (op == GEN_bs_get_float2) EMIT(bs_get_float, reg(&o[6]), live, unit, flags, o[0].number, source(&o[1]), source(&o[3]));
    else if (is_constant(&o[3]) && o[3].term == AM(all)) EMIT(bs_get_binary_all, reg(&o[6]), live, unit, 0, o[0].number, source(&o[1]));
    else EMIT(bs_get_binary, reg(&o[6]), live, unit, flags, o[0].number, source(&o[1]), source(&o[3]));
}

static void lower_bs_match(Lowering *l, const Operand *o)
{
    const Operand *at = l->file->operands + o[2].first, *end = at + o[2].number;
    Word fail_label = o[0].number;
    const Operand *context = &o[1];
    while (at < end) {
        const char *name = atom_text(at->term);
        at++;
        if (!strcmp(name, "ensure_at_least")) {
            EMIT(bs_ensure_at_least, in_register(l, context), at[0].number, at[1].number ? at[1].number : 1, fail_label);
            at += 2;
        } else if (!strcmp(name, "ensure_exactly")) {
            EMIT(bs_ensure_exactly, in_register(l, context), at[0].number, fail_label);
            at += 1;
        } else if (!strcmp(name, "skip")) {
            EMIT(bs_skip_const, in_register(l, context), at[0].number, fail_label);
            at += 1;
        } else if (!strcmp(name, "integer")) {
            lower_get_integer(l, fail_label, context, at[0].number, &at[2], at[3].number, bit_flags_of_list(at[1].term), &at[4]);
            at += 5;
        } else if (!strcmp(name, "binary")) {
            Operand size = {.kind = OPERAND_TERM, .term = term_from_small((int64_t)at[2].number)};
            EMIT(bs_get_binary, reg(&at[4]), at[0].number, at[3].number, 0, fail_label, source(context), source(&size));
            at += 5;
        } else if (!strcmp(name, "get_tail")) {
            EMIT(bs_get_binary_all, reg(&at[2]), at[0].number, at[1].number, 0, fail_label, source(context));
            at += 3;
        } else { /* =:= */
            EMIT(bs_match_value, in_register(l, context), at[1].number, fail_label, at[2].number);
            at += 3;
        }
    }
}

static SegmentType segment_type(const char *name)
{
    static const char *const names[] = {"integer", "float", "binary", "append", "string", "utf8", "utf16", "utf32"};
    for (int i = 0; i < (int)ARRAY_COUNT(names); i++)
        if (!strcmp(name, names[i])) return (SegmentType)i;
    return !strcmp(name, "private_append") ? SEGMENT_APPEND : (SegmentType)255;
}

static Word operand_value(const Operand *o) { return o->kind == OPERAND_NUMBER ? o->number : (Word)term_to_small(o->term); }

static void lower_create_bin(Lowering *l, const Operand *o)
{
    Word count = o[5].number / 6;
    if (o[1].number > UINT16_MAX) fail(l, "needs too much room");
    else EMIT(bs_create_bin, reg(&o[4]), o[2].number, o[1].number, o[0].number, count * SEGMENT_WORDS);
    for (Word i = 0; i < count; i++) {
        const Operand *s = l->file->operands + o[5].first + i * 6;
        SegmentType type = segment_type(atom_text(s[0].term));
        if (type == (SegmentType)255) {
            fail(l, "a segment of unknown type");
            return;
        }
        emit_word(l, (Word)type | (Word)bit_flags_of_list(s[3].term) << 8 | s[1].number << 16);
        emit_word(l, s[2].number ? s[2].number : 1);
        if (type == SEGMENT_STRING) {
            emit_word(l, (Word)(l->out->strings + operand_value(&s[4])));
            emit_word(l, operand_value(&s[5]));
        } else {
            emit_word(l, source(&s[4]));
            emit_word(l, source(&s[5]));
        }
    }
}

static void lower_bs_build(Lowering *l, GenericOp op, const Operand *o)
{
    enum { BOX_ROOM = 12 };
    switch (op) {
    case GEN_bs_init2: case GEN_bs_init_bits:
        /* Room first: nothing may move the new bitstring while it is filled. */
        EMIT(test_heap, o[3].number, o[2].number + BOX_ROOM);
        EMIT(bs_init, reg(&o[5]), o[3].number, op == GEN_bs_init2 ? 8 : 1, o[0].number, source(&o[1]));
        return;
    case GEN_bs_append:
        EMIT(test_heap, o[3].number, o[2].number + BOX_ROOM);
        EMIT(bs_append, reg(&o[7]), o[3].number, 1, o[4].number, o[0].number, source(&o[5]), source(&o[1]));
        return;
    case GEN_bs_private_append:
        EMIT(bs_append, reg(&o[5]), 0, o[2].number, 1, o[0].number, source(&o[3]), source(&o[1]));
        return;
    case GEN_bs_put_integer: EMIT(bs_put_integer, o[2].number, bit_flags(o[3].number), o[0].number, source(&o[1]), source(&o[4])); return;
    case GEN_bs_put_float: EMIT(bs_put_float, o[2].number, bit_flags(o[3].number), o[0].number, source(&o[1]), source(&o[4])); return;
    case GEN_bs_put_binary: EMIT(bs_put_binary, o[2].number, bit_flags(o[3].number), o[0].number, source(&o[1]), source(&o[4])); return;
    case GEN_bs_put_string: EMIT(bs_put_string, o[0].number, (Word)(l->out->strings + o[1].number)); return;
    case GEN_bs_put_utf8: EMIT(bs_put_utf8, o[0].number, source(&o[2])); return;
    case GEN_bs_put_utf16: EMIT(bs_put_utf16, bit_flags(o[1].number), o[0].number, source(&o[2])); return;
    case GEN_bs_put_utf32: EMIT(bs_put_utf32, bit_flags(o[1].number), o[0].number, source(&o[2])); return;
    case GEN_bs_add: EMIT(bs_add, reg(&o[4]), o[3].number, o[0].number, source(&o[1]), source(&o[2])); return;
    case GEN_bs_utf8_size: EMIT(bs_utf8_size, reg(&o[2]), o[0].number, source(&o[1])); return;
    case GEN_bs_utf16_size: EMIT(bs_utf16_size, reg(&o[2]), o[0].number, source(&o[1])); return;
    default: EMIT0(bs_init_writable); return;
    }
}

/* --- one instruction --- */

static void lower_jump(Lowering *l, const Operand *o)
{
    const InstructionFacts *facts = &l->facts->instructions[l->at];
    if (facts->trap) {
        EMIT0(if_end);
        return;
    }
    if (!facts->backward) {
        EMIT(jump, o[0].number);
        return;
    }
    unsigned live = facts->x_set ? 64 - (unsigned)__builtin_clzll(facts->x_set) : 0; /* saved when it yields: so all must be terms */
    for (unsigned x = 0; x < live; x++)
        if (!(facts->x_set >> x & 1)) EMIT(move_xi, x, term_bits(NIL));
    EMIT(jump_back, live, o[0].number);
}

static void note_line(Lowering *l, Word index)
{
    if (index >= l->file->line_count) return;
    const BeamLine *line = &l->file->lines[index];
    LineInfo info = {(uint32_t)l->code.count, line->file, line->line};
    if (l->lines.count && vec_last(&l->lines).code_offset == info.code_offset) vec_last(&l->lines) = info;
    else vec_push(&l->lines, info);
}

static void lower_instruction(Lowering *l, GenericOp op, Operand *o, uint32_t *skip)
{
    const InstructionFacts *facts = &l->facts->instructions[l->at];
    switch (op) {
    case GEN_line: note_line(l, o[0].number); return;
    case GEN_executable_line: case GEN_nif_start: case GEN_fclearerror: case GEN_fcheckerror: case GEN_recv_mark: case GEN_recv_set: case GEN_on_load: return;
    case GEN_func_info: EMIT(func_info, term_bits(o[0].term), term_bits(o[1].term), o[2].number); return;
    /* calls */
    case GEN_call: EMIT(call, o[1].number); return;
    case GEN_call_only: EMIT(call_only, o[1].number); return;
    case GEN_call_last: EMIT(call_last, o[2].number, o[1].number); return;
    case GEN_call_ext: lower_call_ext(l, o[1].number); return;
    case GEN_call_ext_only:
        if (import_export(l, o[1].number)->bif && !(import_export(l, o[1].number)->bif->flags & BIF_BLOCKING)) {
            lower_call_ext(l, o[1].number);
            EMIT0(return);
        } else {
            EMIT(call_ext_only, (Word)import_export(l, o[1].number));
        }
        return;
    case GEN_call_ext_last:
        if (import_export(l, o[1].number)->bif && !(import_export(l, o[1].number)->bif->flags & BIF_BLOCKING)) {
            lower_call_ext(l, o[1].number);
            EMIT(deallocate_return, o[2].number);
        } else {
            EMIT(call_ext_last, o[2].number, (Word)import_export(l, o[1].number));
        }
        return;
    case GEN_call_fun: lower_call_fun(l, o[0].number, source_from_register((unsigned)o[0].number), skip); return;
    case GEN_call_fun2: lower_call_fun(l, o[1].number, source(&o[2]), skip); return;
    case GEN_apply: EMIT(apply, o[0].number); return;
    case GEN_apply_last: EMIT(apply_last, o[0].number, o[1].number); return;
    case GEN_send: EMIT0(send); return;
    case GEN_return: {
        if (recent.offset >= l->barrier && recent.op == OP_move_xx && newest(l, OP_move_xx) == l->code.items + recent.offset) {
            Word *words = l->code.items + recent.offset;
            Word arguments[2] = {narrow_at(words, 0), narrow_at(words, 1)};
            l->code.count = recent.offset;
            emit_op(l, OP_move_xx_return, arguments);
        } else if (recent.offset >= l->barrier && recent.op == OP_move_xi && newest(l, OP_move_xi) == l->code.items + recent.offset) {
            Word *words = l->code.items + recent.offset;
            Word arguments[2] = {narrow_at(words, 0), words[OP_WIDE_move_xi]};
            l->code.count = recent.offset;
            emit_op(l, OP_move_xi_return, arguments);
        } else {
            EMIT0(return);
        }
        recent.op = OP_COUNT;
        return;
    }
    /* the stack */
    case GEN_allocate: case GEN_allocate_zero: EMIT(allocate, o[0].number, o[1].number); return;
    case GEN_allocate_heap: case GEN_allocate_heap_zero: EMIT(allocate_heap, o[0].number, o[2].number, o[1].number); return;
    case GEN_test_heap: EMIT(test_heap, o[1].number, o[0].number); return;
    case GEN_deallocate:
        if (is_op(l, l->at + 1, GEN_return)) {
            EMIT(deallocate_return, o[0].number);
            *skip = 1;
        } else {
            EMIT(deallocate, o[0].number);
        }
        return;
    case GEN_trim: EMIT(trim, o[0].number); return;
    case GEN_init: EMIT(init_y, o[0].number); return;
    case GEN_init_yregs:
        for (Word i = 0; i < o[0].number; i++) EMIT(init_y, l->file->operands[o[0].first + i].number);
        return;
    case GEN_jump: lower_jump(l, o); return;
    case GEN_select_val: lower_select_val(l, o); return;
    case GEN_select_tuple_arity: lower_select_arity(l, o); return;
    /* data */
    case GEN_move: emit_move(l, &o[0], &o[1]); return;
    case GEN_swap: EMIT(swap, reg(&o[0]), reg(&o[1])); return;
    case GEN_get_list: lower_get_list(l, o, facts->proven, 0); return;
    case GEN_get_hd:
        if (facts->proven) EMIT(get_hd, reg(&o[1]), in_register(l, &o[0]));
        else EMIT(get_hd_checked, reg(&o[1]), in_register(l, &o[0]));
        return;
    case GEN_get_tl:
        if (facts->proven) EMIT(get_tl, reg(&o[1]), in_register(l, &o[0]));
        else EMIT(get_tl_checked, reg(&o[1]), in_register(l, &o[0]));
        return;
    case GEN_get_tuple_element: lower_get_element(l, o, facts->proven); return;
    case GEN_set_tuple_element: EMIT(set_element, o[2].number, source(&o[0]), source(&o[1])); return;
    case GEN_put_list: lower_put_list(l, o); return;
    case GEN_put_tuple2: lower_put_tuple(l, o); return;
    case GEN_update_record: lower_update_record(l, o); return;
    case GEN_make_fun2: lower_make_fun(l, o[0].number, 0, NULL); return;
    case GEN_make_fun3: lower_make_fun(l, o[0].number, reg(&o[1]), l->file->operands + o[2].first); return;
    case GEN_put_map_assoc: EMIT(put_map_assoc, reg(&o[2]), o[3].number, o[0].number, source(&o[1]), o[4].number); emit_sources(l, &o[4]); return;
    case GEN_put_map_exact: EMIT(put_map_exact, reg(&o[2]), o[3].number, o[0].number, source(&o[1]), o[4].number); emit_sources(l, &o[4]); return;
    case GEN_has_map_fields: EMIT(has_map_fields, o[0].number, source(&o[1]), o[2].number); emit_sources(l, &o[2]); return;
    case GEN_get_map_elements: lower_get_map_elements(l, o); return;
    /* tests */
    LOWER_TEST(is_integer);
    LOWER_TEST(is_float);
    LOWER_TEST(is_number);
    LOWER_TEST(is_atom);
    LOWER_TEST(is_boolean);
    LOWER_TEST(is_pid);
    LOWER_TEST(is_reference);
    LOWER_TEST(is_port);
    LOWER_TEST(is_nil);
    LOWER_TEST(is_binary);
    LOWER_TEST(is_bitstr);
    LOWER_TEST(is_list);
    LOWER_TEST(is_map);
    LOWER_TEST(is_function);
    case GEN_is_nonempty_list:
        if (is_x(&o[1]) && is_op(l, l->at + 1, GEN_get_list)) {
            const Operand *get = l->file->operands + l->file->instructions[l->at + 1].first;
            if (is_x(&get[0]) && get[0].number == o[1].number && is_x(&get[1]) && is_x(&get[2])) {
                lower_get_list(l, get, true, (uint32_t)o[0].number);
                *skip = 1;
                return;
            }
        }
        if (is_x(&o[1])) EMIT(is_nonempty_list_x, o[1].number, o[0].number);
        else EMIT(is_nonempty_list_s, o[0].number, source(&o[1]));
        return;
    case GEN_is_tuple:
        if (is_op(l, l->at + 1, GEN_test_arity)) { /* which tests that as well */
            const Operand *next = l->file->operands + l->file->instructions[l->at + 1].first;
            if (next[0].number == o[0].number && next[1].kind == o[1].kind && is_register(&o[1]) && next[1].number == o[1].number) return;
        }
        if (is_x(&o[1])) EMIT(is_tuple_x, o[1].number, o[0].number);
        else EMIT(is_tuple_s, o[0].number, source(&o[1]));
        return;
    case GEN_is_function2: EMIT(is_function2, o[0].number, source(&o[1]), source(&o[2])); return;
    case GEN_test_arity:
        if (o[2].number > UINT16_MAX) fail(l, "a tuple too large");
        else if (is_x(&o[1])) EMIT(test_arity_x, o[1].number, o[2].number, o[0].number);
        else EMIT(test_arity, in_register(l, &o[1]), o[2].number, o[0].number);
        return;
    case GEN_is_tagged_tuple:
        if (o[2].number > UINT16_MAX) fail(l, "a tuple too large");
        else if (is_x(&o[1])) EMIT(is_tagged_tuple_x, o[1].number, o[2].number, o[0].number, term_bits(o[3].term));
        else EMIT(is_tagged_tuple, in_register(l, &o[1]), o[2].number, o[0].number, term_bits(o[3].term));
        return;
    case GEN_is_lt:
        if (is_small(&o[1]) && is_x(&o[2])) {
            EMIT(is_lt_ix, o[2].number, o[0].number, term_bits(o[1].term));
            return;
        }
        if (is_x(&o[1]) && is_x(&o[2])) EMIT(is_lt_xx, o[1].number, o[2].number, o[0].number);
        else if (is_x(&o[1]) && is_small(&o[2])) EMIT(is_lt_xi, o[1].number, o[0].number, term_bits(o[2].term));
        else EMIT(is_lt_ss, o[0].number, source(&o[1]), source(&o[2]));
        return;
    case GEN_is_ge:
        if (is_small(&o[1]) && is_x(&o[2])) {
            EMIT(is_ge_ix, o[2].number, o[0].number, term_bits(o[1].term));
            return;
        }
        if (is_x(&o[1]) && is_x(&o[2])) EMIT(is_ge_xx, o[1].number, o[2].number, o[0].number);
        else if (is_x(&o[1]) && is_small(&o[2])) EMIT(is_ge_xi, o[1].number, o[0].number, term_bits(o[2].term));
        else EMIT(is_ge_ss, o[0].number, source(&o[1]), source(&o[2]));
        return;
    case GEN_is_eq: constant_second(o); goto equal;
    case GEN_is_ne: constant_second(o); goto equal;
    case GEN_is_eq_exact:
        constant_second(o);
        if (is_y(&o[1]) && is_word(&o[2])) {
            EMIT(is_eq_exact_yi, o[1].number, o[0].number, term_bits(o[2].term));
            return;
        }
        goto equal;
    case GEN_is_ne_exact:
        constant_second(o);
        goto equal;
    equal:
        switch (op) {
        LOWER_COMPARE(is_eq, is_small);
        LOWER_COMPARE(is_ne, is_small);
        LOWER_COMPARE(is_eq_exact, is_word);
        LOWER_COMPARE(is_ne_exact, is_word);
        default: return;
        }
    /* natives, floats */
    case GEN_bif0: case GEN_bif1: case GEN_bif2: lower_bif(l, op, o); return;
    case GEN_gc_bif1: case GEN_gc_bif2: case GEN_gc_bif3: lower_gc_bif(l, op, o); return;
    case GEN_fmove:
        if (o[1].kind == OPERAND_FLOAT) {
            if (o[0].kind == OPERAND_FLOAT) EMIT(move_xx, X_FLOAT_BASE + o[1].number, X_FLOAT_BASE + o[0].number);
            else EMIT(fmove_to, X_FLOAT_BASE + o[1].number, source(&o[0]));
        } else if (o[0].kind == OPERAND_FLOAT && is_register(&o[1])) {
            EMIT(fmove_from, reg(&o[1]), X_FLOAT_BASE + o[0].number);
        } else {
            fail(l, "malformed");
        }
        return;
    case GEN_fconv: EMIT(fconv, X_FLOAT_BASE + o[1].number, source(&o[0])); return;
    case GEN_fadd: EMIT(fadd, X_FLOAT_BASE + o[3].number, X_FLOAT_BASE + o[1].number, X_FLOAT_BASE + o[2].number); return;
    case GEN_fsub: EMIT(fsub, X_FLOAT_BASE + o[3].number, X_FLOAT_BASE + o[1].number, X_FLOAT_BASE + o[2].number); return;
    case GEN_fmul: EMIT(fmul, X_FLOAT_BASE + o[3].number, X_FLOAT_BASE + o[1].number, X_FLOAT_BASE + o[2].number); return;
    case GEN_fdiv: EMIT(fdiv, X_FLOAT_BASE + o[3].number, X_FLOAT_BASE + o[1].number, X_FLOAT_BASE + o[2].number); return;
    case GEN_fnegate: EMIT(fnegate, X_FLOAT_BASE + o[2].number, X_FLOAT_BASE + o[1].number); return;
    /* exceptions */
    case GEN_try: case GEN_catch: EMIT(try, o[0].number, o[1].number); return;
    case GEN_try_end: EMIT(try_end, o[0].number); return;
    case GEN_try_case: EMIT(try_case, o[0].number, (Word)facts->frame); return;
    case GEN_catch_end: EMIT(catch_end, o[0].number, (Word)facts->frame); return;
    case GEN_badmatch: EMIT(badmatch, source(&o[0])); return;
    case GEN_case_end: EMIT(case_end, source(&o[0])); return;
    case GEN_try_case_end: EMIT(try_case_end, source(&o[0])); return;
    case GEN_badrecord: EMIT(badrecord, source(&o[0])); return;
    case GEN_if_end: EMIT0(if_end); return;
    case GEN_raise: EMIT(raise, source(&o[0]), source(&o[1])); return;
    case GEN_raw_raise: EMIT0(raw_raise); return;
    case GEN_build_stacktrace: EMIT0(build_stacktrace); return;
    /* messages */
    case GEN_loop_rec: EMIT(loop_rec, reg(&o[1]), o[0].number); return;
    case GEN_loop_rec_end: EMIT(loop_rec_end, o[0].number); return;
    case GEN_wait: EMIT(wait, o[0].number); return;
    case GEN_wait_timeout: EMIT(wait_timeout, o[0].number, source(&o[1])); return;
    case GEN_remove_message: EMIT0(remove_message); return;
    case GEN_timeout: EMIT0(timeout); return;
    case GEN_recv_marker_reserve: EMIT(marker_reserve, reg(&o[0])); return;
    case GEN_recv_marker_bind: EMIT(marker_bind, source(&o[0]), source(&o[1])); return;
    case GEN_recv_marker_clear: EMIT(marker_clear, source(&o[0])); return;
    case GEN_recv_marker_use: EMIT(marker_use, source(&o[0])); return;
    /* bitstrings */
    case GEN_bs_start_match3: EMIT(bs_start_match, reg(&o[3]), o[2].number, o[0].number, source(&o[1])); return;
    case GEN_bs_start_match4:
        EMIT(bs_start_match, reg(&o[3]), o[1].number, o[0].kind == OPERAND_LABEL ? o[0].number : 0, source(&o[2]));
        return;
    case GEN_bs_get_tail: EMIT(bs_get_tail, reg(&o[1]), o[2].number, source(&o[0])); return;
    case GEN_bs_get_position: EMIT(bs_get_position, reg(&o[1]), source(&o[0])); return;
    case GEN_bs_set_position: EMIT(bs_set_position, source(&o[0]), source(&o[1])); return;
    case GEN_bs_get_integer2: case GEN_bs_get_float2: case GEN_bs_get_binary2: lower_bs_get(l, op, o); return;
    case GEN_bs_get_utf8: EMIT(bs_get_utf8, reg(&o[4]), in_register(l, &o[1]), o[0].number); return;
    case GEN_bs_get_utf16: EMIT(bs_get_utf16, reg(&o[4]), in_register(l, &o[1]), bit_flags(o[3].number), o[0].number); return;
    case GEN_bs_get_utf32: EMIT(bs_get_utf32, reg(&o[4]), in_register(l, &o[1]), bit_flags(o[3].number), o[0].number); return;
    case GEN_bs_skip_utf8: EMIT(bs_get_utf8, X_SCRATCH_LAST, in_register(l, &o[1]), o[0].number); return;
    case GEN_bs_skip_utf16: EMIT(bs_get_utf16, X_SCRATCH_LAST, in_register(l, &o[1]), bit_flags(o[3].number), o[0].number); return;
    case GEN_bs_skip_utf32: EMIT(bs_get_utf32, X_SCRATCH_LAST, in_register(l, &o[1]), bit_flags(o[3].number), o[0].number); return;
    case GEN_bs_skip_bits2: {
        Word bits;
        if (is_constant(&o[2]) && o[2].term == AM(all)) EMIT(bs_test_unit, in_register(l, &o[1]), o[3].number, o[0].number);
        else if (constant_bits(&o[2], o[3].number, &bits)) EMIT(bs_skip_const, in_register(l, &o[1]), bits, o[0].number);
        else EMIT(bs_skip, o[3].number, o[0].number, source(&o[1]), source(&o[2]));
        return;
    }
    case GEN_bs_test_tail2: EMIT(bs_test_tail, in_register(l, &o[1]), o[2].number, o[0].number); return;
    case GEN_bs_test_unit: EMIT(bs_test_unit, in_register(l, &o[1]), o[2].number, o[0].number); return;
    case GEN_bs_match_string: EMIT(bs_match_string, in_register(l, &o[1]), o[2].number, (Word)(l->out->strings + o[3].number), o[0].number); return;
    case GEN_bs_match: lower_bs_match(l, o); return;
    case GEN_bs_create_bin: lower_create_bin(l, o); return;
    case GEN_bs_init2: case GEN_bs_init_bits: case GEN_bs_append: case GEN_bs_private_append: case GEN_bs_put_integer: case GEN_bs_put_float:
    case GEN_bs_put_binary: case GEN_bs_put_string: case GEN_bs_put_utf8: case GEN_bs_put_utf16: case GEN_bs_put_utf32: case GEN_bs_add:
    case GEN_bs_utf8_size: case GEN_bs_utf16_size: case GEN_bs_init_writable:
        lower_bs_build(l, op, o);
        return;
    default: fail(l, "cannot be lowered"); return;
    }
}

/* --- literals: all constants that are no immediates move into the module's area --- */

static int compare_literals(const void *a, const void *b)
{
    Word x = ((const LiteralCopy *)a)->from, y = ((const LiteralCopy *)b)->from;
    return x < y ? -1 : x > y;
}

static void move_literals(Lowering *l)
{
    VEC(LiteralCopy) copies = {0};
    for (uint32_t i = 0; i < l->file->operand_count; i++) {
        const Operand *o = &l->file->operands[i];
        if (is_constant(o) && !term_is_immediate(o->term)) vec_push(&copies, ((LiteralCopy){term_bits(o->term), NIL}));
    }
    if (copies.count) {
        qsort(copies.items, copies.count, sizeof *copies.items, compare_literals);
        size_t unique = 0;
        Word words = 0;
        for (size_t i = 0; i < copies.count; i++) {
            if (unique && copies.items[unique - 1].from == copies.items[i].from) continue;
            words += term_flat_size_words(term_from_bits(copies.items[i].from));
            copies.items[unique++] = copies.items[i];
        }
        copies.count = unique;
        l->out->literal_area = literal_area_new(words);
        for (size_t i = 0; i < unique; i++)
            copies.items[i].to = literal_area_add(l->out->literal_area, term_from_bits(copies.items[i].from));
        for (uint32_t i = 0; i < l->file->operand_count; i++) {
            Operand *o = &l->file->operands[i];
            if (!is_constant(o) || term_is_immediate(o->term)) continue;
            LiteralCopy key = {term_bits(o->term), NIL};
            const LiteralCopy *found = bsearch(&key, copies.items, unique, sizeof key, compare_literals);
            o->term = found->to;
        }
    }
    vec_free(&copies);
}

/* --- the whole --- */

static void lower_all(Lowering *l)
{
    const BeamFile *file = l->file;
    uint32_t function = 0, skip = 0;
    for (uint32_t i = 0; i < file->instruction_count && !l->failed; i += 1 + skip) {
        const GenericInstruction *g = &file->instructions[i];
        Operand *o = file->operands + g->first;
        l->at = i;
        skip = 0;
        if (g->op == GEN_label) {
            if (l->facts->instructions[i].trap) EMIT0(if_end);
            l->labels[o[0].number] = (uint32_t)l->code.count;
            l->barrier = (uint32_t)l->code.count;
            continue;
        }
        if (g->op == GEN_func_info) {
            FunctionInfo *info = &l->out->functions[function++];
            *info = (FunctionInfo){.start = (const Word *)(l->code.count * sizeof(Word)), .name = o[1].term, .arity = (uint32_t)o[2].number};
        }
        if (g->op == GEN_int_code_end) break;
        if (!l->facts->instructions[i].reachable && g->op != GEN_line) continue;
        lower_instruction(l, (GenericOp)g->op, o, &skip);
    }
}

static void finish(Lowering *l)
{
    ModuleCode *out = l->out;
    emit_word(l, 0); /* so that the address after the last instruction is the module's, too */
    out->code_words = (uint32_t)l->code.count;
    out->code = mem_alloc(l->code.count * sizeof(Word));
    memcpy(out->code, l->code.items, l->code.count * sizeof(Word));
    for (size_t i = 0; i < l->fixups.count; i++) {
        uint32_t offset = l->labels[l->fixups.items[i].label];
        assert(offset != UINT32_MAX);
        out->code[l->fixups.items[i].word] = (Word)(out->code + offset);
    }
    for (uint32_t i = 0; i < out->function_count; i++) {
        out->functions[i].start = out->code + (Word)out->functions[i].start / sizeof(Word);
        if (i) out->functions[i - 1].end = out->functions[i].start;
    }
    if (out->function_count) out->functions[out->function_count - 1].end = out->code + out->code_words;
    out->line_count = (uint32_t)l->lines.count;
    out->lines = mem_alloc((l->lines.count + 1) * sizeof *out->lines);
    if (l->lines.count) memcpy(out->lines, l->lines.items, l->lines.count * sizeof *out->lines);
}

bool lower(BeamFile *file, const Facts *facts, FunEntry **funs, ModuleCode *out, uint32_t **labels)
{
    Lowering lowering = {.file = file, .facts = facts, .funs = funs, .out = out}, *l = &lowering;
    recent = (Recent){0, OP_COUNT};
    l->labels = mem_alloc((file->label_count + 1) * sizeof *l->labels);
    for (uint32_t i = 0; i <= file->label_count; i++) l->labels[i] = UINT32_MAX;
    out->function_count = facts->function_count;
    out->functions = mem_alloc_zero(facts->function_count, sizeof *out->functions);
    out->string_bytes = (uint32_t)file->strings.size;
    out->strings = mem_alloc(file->strings.size + 8); /* 8: reading bits may look a word ahead */
    if (file->strings.size) memcpy(out->strings, file->strings.bytes, file->strings.size);
    memset(out->strings + file->strings.size, 0, 8);
    out->file_count = file->file_count;
    out->file_names = mem_alloc_zero(file->file_count, sizeof *out->file_names);
    for (uint32_t i = 1; i < file->file_count; i++) {
        out->file_names[i].size = file->file_names[i].size;
        out->file_names[i].text = mem_alloc(file->file_names[i].size);
        memcpy(out->file_names[i].text, file->file_names[i].bytes, file->file_names[i].size);
    }
    move_literals(l);
    lower_all(l);
    if (!l->failed) finish(l);
    vec_free(&l->code);
    vec_free(&l->fixups);
    vec_free(&l->lines);
    *labels = l->labels;
    return !l->failed;
}
