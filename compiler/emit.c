/* SPDX-License-Identifier: GPL-3.0-or-later */
/* emit.c - IR with registers to instructions.
 *
 * Follows the allocator through the blocks: which values are in x registers is needed for the `live` operands. A
 * collector looks at all x registers below that number, so each must hold a term: `valid` says which surely do; others
 * are set before the instruction. */
#include "compiler/assemble.h"

typedef struct Operand {
    enum { IN_X, IN_Y, CONSTANT } kind;
    int index;
    Term term;
} Operand;

typedef struct Emit {
    Unit *u;
    IrFunction *f;
    Assembler *a;
    const char *file;
    bool framed;
    uint32_t fragile; /* of which receive */
    uint32_t frame;       /* slots of the frame of this region */
    Value **x;            /* who is in each x register */
    uint32_t x_size, x_top; /* x_top: one past the highest in use, or more */
    uint64_t valid;
    uint32_t line;        /* of the last line instruction */
    uint32_t heap_left;   /* words that a test_heap made sure of */
    Block *following;
} Emit;

/* --- operands --- */

static Operand where(const Emit *e, const Value *v)
{
    if (v->kind == VALUE_CONSTANT) return (Operand){CONSTANT, 0, v->constant};
    if (value_in_y(v, e->framed, e->fragile)) return (Operand){IN_Y, v->y, TERM_NONE};
    return (Operand){IN_X, v->x, TERM_NONE};
}

static void put(Emit *e, Operand o)
{
    if (o.kind == CONSTANT) asm_term(e->a, o.term);
    else asm_number(e->a, o.kind == IN_X ? OPERAND_X : OPERAND_Y, (uint64_t)o.index);
}

static void put_value(Emit *e, const Value *v) { put(e, where(e, v)); }
static void put_u(Emit *e, uint64_t n) { asm_number(e->a, OPERAND_U, n); }
static void put_x(Emit *e, unsigned n) { asm_number(e->a, OPERAND_X, n); }
static void put_label(Emit *e, uint32_t label) { asm_number(e->a, OPERAND_F, label); }

static bool same_place(Operand a, Operand b) { return a.kind == b.kind && a.kind != CONSTANT && a.index == b.index; }

/* A block that only raises function_clause, with the arguments where they came: jumps to it go to func_info. */
static bool is_function_clause(const Block *block)
{
    const Instr *i = block->first;
    if (i != block->last || i->op != IR_function_clause || block->framed_in) return false;
    for (unsigned n = 0; n < i->arg_count; n++)
        if (i->args[n]->x != (int)n) return false;
    return true;
}

static uint32_t label_of(Emit *e, Block *block)
{
    if (is_function_clause(block)) return e->f->label_info;
    if (!block->label) block->label = ++e->u->label_count;
    return block->label;
}

static void put_target(Emit *e, Block *block) { put_label(e, label_of(e, block)); }

/* --- x registers in use --- */

static void mark_valid(Emit *e, int x)
{
    if (x < 64) e->valid |= UINT64_C(1) << x;
}

static bool is_valid(const Emit *e, uint32_t x) { return x < 64 && (e->valid >> x & 1); }

static void occupy(Emit *e, Value *v)
{
    if ((uint32_t)v->x >= e->x_size) {
        uint32_t size = (uint32_t)v->x * 2 + 32;
        Value **grown = arena_alloc_zero(e->u->arena, size * sizeof *grown);
        if (e->x_size) memcpy(grown, e->x, e->x_size * sizeof *grown);
        e->x = grown;
        e->x_size = size;
    }
    e->x[v->x] = v;
    if ((uint32_t)v->x + 1 > e->x_top) e->x_top = (uint32_t)v->x + 1;
    mark_valid(e, v->x);
}

static void vacate(Emit *e, const Value *v)
{
    if (v->x >= 0 && (uint32_t)v->x < e->x_size && e->x[v->x] == v) e->x[v->x] = NULL;
}

/* The number of x registers that the collector must look at, all of which then hold terms. */
static uint32_t live(Emit *e)
{
    while (e->x_top > 0 && !e->x[e->x_top - 1]) e->x_top--;
    for (uint32_t n = 0; n < e->x_top; n++) {
        if (e->x[n] || is_valid(e, n)) continue;
        asm_op(e->a, BEAM_move);
        asm_term(e->a, NIL);
        put_x(e, n);
        mark_valid(e, (int)n);
    }
    e->valid &= e->x_top >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << e->x_top) - 1;
    return e->x_top;
}

static void defined(Emit *e, Value *v)
{
    if (!value_in_y(v, e->framed, e->fragile)) occupy(e, v);
}

/* --- moves --- */

static void move(Emit *e, Operand from, Operand to)
{
    if (same_place(from, to)) return;
    asm_op(e->a, BEAM_move);
    put(e, from);
    put(e, to);
    if (to.kind == IN_X) mark_valid(e, to.index);
}

/* All at once: a target may be the source of another. A ring goes through an x register above all in use. */
static void move_all(Emit *e, Operand *from, Operand *to, unsigned count)
{
    unsigned left = 0;
    int spare = (int)e->x_top;
    for (unsigned i = 0; i < count; i++) {
        if (from[i].kind == IN_X && from[i].index >= spare) spare = from[i].index + 1;
        if (to[i].kind == IN_X && to[i].index >= spare) spare = to[i].index + 1;
        if (same_place(from[i], to[i])) continue;
        from[left] = from[i];
        to[left++] = to[i];
    }
    while (left > 0) {
        bool moved = false;
        for (unsigned i = 0; i < left; i++) {
            bool blocked = false;
            for (unsigned j = 0; j < left && !blocked; j++) blocked = j != i && same_place(to[i], from[j]);
            if (blocked) continue;
            move(e, from[i], to[i]);
            from[i] = from[--left];
            to[i] = to[left];
            moved = true;
            break;
        }
        if (moved) continue;
        Operand temporary = {IN_X, spare++, TERM_NONE}, source = from[0];
        move(e, source, temporary);
        for (unsigned j = 0; j < left; j++)
            if (same_place(from[j], source)) from[j] = temporary;
    }
}

/* Constants last: they may overwrite what is moved before. (move_all keeps that order by itself: a constant blocks no one.) */
static void move_to_x(Emit *e, Value **values, unsigned count)
{
    Operand from_buffer[32], to_buffer[32], *from = from_buffer, *to = to_buffer;
    if (count > 32) {
        from = arena_alloc(e->u->arena, count * sizeof *from);
        to = arena_alloc(e->u->arena, count * sizeof *to);
    }
    for (unsigned i = 0; i < count; i++) {
        from[i] = where(e, values[i]);
        to[i] = (Operand){IN_X, (int)i, TERM_NONE};
    }
    move_all(e, from, to, count);
}

static void move_to_params(Emit *e, const Instr *jump)
{
    unsigned count = jump->arg_count;
    if (!count) return;
    Block *to_block = jump->next;
    Operand *from = arena_alloc(e->u->arena, 2 * count * sizeof *from), *to = from + count;
    for (unsigned i = 0; i < count; i++) {
        Value *param = to_block->params[i];
        from[i] = where(e, jump->args[i]);
        bool in_y = value_in_y(param, to_block->framed_in, to_block->is_fragile);
        to[i] = (Operand){in_y ? IN_Y : IN_X, in_y ? param->y : param->x, TERM_NONE};
    }
    move_all(e, from, to, count);
}

/* --- frames --- */

static void make_frame(Emit *e, Block *block)
{
    uint32_t count = live(e);
    Block *region = block;
    while (region->region != region) region = region->region;
    e->frame = region->frame_size;
    asm_op(e->a, BEAM_allocate);
    put_u(e, e->frame);
    put_u(e, count);
    e->heap_left = 0;
    e->framed = true;
    bool *set = arena_alloc_zero(e->u->arena, e->frame + 1);
    uint32_t clear = e->frame;
    for (uint32_t n = 0; n < e->x_top; n++) {
        Value *v = e->x[n];
        if (!v || !value_in_y(v, true, e->fragile)) continue;
        move(e, (Operand){IN_X, (int)n, TERM_NONE}, (Operand){IN_Y, v->y, TERM_NONE});
        set[v->y] = true;
        clear--;
        e->x[n] = NULL;
    }
    if (!clear) return;
    asm_op(e->a, BEAM_init_yregs);
    asm_list(e->a, clear);
    for (uint32_t y = 0; y < e->frame; y++)
        if (!set[y]) asm_number(e->a, OPERAND_Y, y);
}

static void drop_frame(Emit *e)
{
    if (!e->framed) return;
    asm_op(e->a, BEAM_deallocate);
    put_u(e, e->frame);
}

/* --- instructions --- */

static void line(Emit *e, const Instr *i)
{
    if (!i->line || i->line == e->line) return;
    e->line = i->line;
    asm_op(e->a, BEAM_line);
    put_u(e, asm_line(e->a, e->file, i->line));
}

/* A call is done: its result is in x0. */
static void after_call(Emit *e, Instr *i)
{
    e->x_top = 0;
    e->valid = 0;
    e->heap_left = 0;
    if (e->x_size) memset(e->x, 0, e->x_size * sizeof *e->x);
    if (!i->dst_count) return;
    e->valid = 1;
    Value *v = i->dsts[0];
    if (value_in_y(v, e->framed, e->fragile)) move(e, (Operand){IN_X, 0, TERM_NONE}, where(e, v));
}

static void call_module(Emit *e, Instr *i, BeamOp op, bool dealloc)
{
    line(e, i);
    asm_op(e->a, op);
    put_u(e, i->arg_count);
    if (op == BEAM_call || op == BEAM_call_last || op == BEAM_call_only) put_label(e, ((IrFunction *)i->callee)->label_entry);
    else put_u(e, asm_import(e->a, i->term, i->term2, i->arg_count));
    if (dealloc) put_u(e, e->frame);
}

static void emit_call(Emit *e, Instr *i)
{
    switch (i->op) {
    case IR_call:
        move_to_x(e, i->args, i->arg_count);
        call_module(e, i, BEAM_call, false);
        break;
    case IR_call_ext:
        move_to_x(e, i->args, i->arg_count);
        call_module(e, i, BEAM_call_ext, false);
        break;
    case IR_call_fun: case IR_apply:
        move_to_x(e, i->args, i->arg_count);
        line(e, i);
        asm_op(e->a, i->op == IR_call_fun ? BEAM_call_fun : BEAM_apply);
        put_u(e, i->arg_count - (i->op == IR_call_fun ? 1u : 2u));
        break;
    default: /* IR_stacktrace */
        move_to_x(e, i->args, 1);
        asm_op(e->a, BEAM_build_stacktrace);
        break;
    }
    after_call(e, i);
}

static void emit_tail(Emit *e, Instr *i)
{
    move_to_x(e, i->args, i->arg_count);
    switch (i->op) {
    case IR_tail_call: call_module(e, i, e->framed ? BEAM_call_last : BEAM_call_only, e->framed); break;
    case IR_tail_call_ext: call_module(e, i, e->framed ? BEAM_call_ext_last : BEAM_call_ext_only, e->framed); break;
    case IR_no_return: call_module(e, i, e->framed ? BEAM_call_ext : BEAM_call_ext_only, false); break;
    case IR_tail_apply:
        line(e, i);
        asm_op(e->a, BEAM_apply_last);
        put_u(e, i->arg_count - 2u);
        put_u(e, e->frame);
        break;
    case IR_return:
        drop_frame(e);
        asm_op(e->a, BEAM_return);
        break;
    default: /* IR_function_clause */
        drop_frame(e);
        asm_op(e->a, BEAM_jump);
        put_label(e, e->f->label_info);
        break;
    }
}

static uint32_t heap_words(const Instr *i)
{
    switch (i->op) {
    case IR_cons: return 2;
    case IR_tuple: return 1u + i->arg_count;
    default: return 0;
    }
}

/* Before the first of several constructors: room for all that follow without a collection between. */
static void need_heap(Emit *e, Instr *i)
{
    uint32_t mine = i->op == IR_make_fun ? i->arg_count : heap_words(i);
    if (e->heap_left >= mine + 1) {
        e->heap_left -= mine;
        return;
    }
    uint32_t words = 0, funs = 0;
    for (Instr *n = i; n; n = n->after) {
        if (n->op == IR_make_fun) funs++, words += n->arg_count;
        else if (n->op == IR_cons || n->op == IR_tuple) words += heap_words(n);
        else if (n->op != IR_hd && n->op != IR_tl && n->op != IR_element && n->op != IR_move) break;
    }
    uint32_t count = live(e);
    asm_op(e->a, BEAM_test_heap);
    asm_alloc(e->a, words, funs);
    put_u(e, count);
    e->heap_left = words - mine + 1; /* one more than left, so that 0 means: nothing was asked for */
}

static void put_dst(Emit *e, const Value *v) { put(e, where(e, v)); }

static void emit_bif(Emit *e, Instr *i, Block *fail)
{
    bool gc = bif_kind(i->term, i->arg_count, NULL, NULL) == BIFKIND_GC;
    uint32_t count = 0;
    if (gc) {
        count = live(e);
        e->heap_left = 0;
    }
    if (!fail && i->arg_count) line(e, i);
    static const BeamOp plain[] = {BEAM_bif0, BEAM_bif1, BEAM_bif2}, collecting[] = {0, BEAM_gc_bif1, BEAM_gc_bif2, BEAM_gc_bif3};
    asm_op(e->a, gc ? collecting[i->arg_count] : plain[i->arg_count]);
    if (i->arg_count) {
        if (fail) put_target(e, fail);
        else put_label(e, 0);
    }
    if (gc) put_u(e, count);
    put_u(e, asm_import(e->a, AM(erlang), i->term, i->arg_count));
    for (unsigned n = 0; n < i->arg_count; n++) put_value(e, i->args[n]);
    put_dst(e, i->dsts[0]);
}

static void emit_map(Emit *e, Instr *i)
{
    uint32_t count = live(e);
    e->heap_left = 0;
    line(e, i);
    asm_op(e->a, i->op == IR_map_assoc ? BEAM_put_map_assoc : BEAM_put_map_exact);
    put_label(e, 0);
    put_value(e, i->args[0]);
    put_dst(e, i->dsts[0]);
    put_u(e, count);
    asm_list(e->a, i->arg_count - 1u);
    for (unsigned n = 1; n < i->arg_count; n++) put_value(e, i->args[n]);
}

static void put_segment(Emit *e, Instr *i, unsigned index)
{
    const Segment *s = &i->segments[index];
    Term type;
    switch (s->type) {
    case SEG_INTEGER: type = AM(integer); break;
    case SEG_FLOAT: type = AM(float); break;
    case SEG_UTF8: type = AM(utf8); break;
    case SEG_UTF16: type = AM(utf16); break;
    case SEG_UTF32: type = AM(utf32); break;
    case SEG_STRING: type = AM(string); break;
    default: type = index == 0 && s->size_arg < 0 ? AM(append) : AM(binary); break;
    }
    asm_term(e->a, type);
    put_u(e, s->type == SEG_STRING ? 0 : index + 1);
    put_u(e, s->type >= SEG_UTF8 && s->type <= SEG_UTF32 ? 0 : s->unit);
    Term flags = NIL;
    if (s->flags & SEGMENT_SIGNED) flags = cons_new(e->u->heap, AM(signed), flags);
    if (s->flags & SEGMENT_LITTLE) flags = cons_new(e->u->heap, AM(little), flags);
    asm_term(e->a, flags);
    if (s->type == SEG_STRING) {
        put_u(e, asm_string(e->a, s->string, s->string_size));
        asm_term(e->a, term_from_small(s->string_size));
        return;
    }
    put_value(e, i->args[s->value_arg]);
    if (s->size_arg >= 0) put_value(e, i->args[s->size_arg]);
    else asm_term(e->a, s->type == SEG_BINARY || s->type == SEG_BITS ? AM(all) : AM(undefined));
}

static void emit_binary(Emit *e, Instr *i)
{
    uint32_t count = live(e);
    e->heap_left = 0;
    line(e, i);
    asm_op(e->a, BEAM_bs_create_bin);
    put_label(e, 0);
    put_u(e, 0);
    put_u(e, count);
    bool append = i->segments[0].size_arg < 0 && (i->segments[0].type == SEG_BINARY || i->segments[0].type == SEG_BITS);
    put_u(e, append ? i->segments[0].unit : 1);
    put_dst(e, i->dsts[0]);
    asm_list(e->a, i->aux * 6);
    for (uint32_t s = 0; s < i->aux; s++) put_segment(e, i, s);
}

static void emit_move(Emit *e, Instr *i)
{
    asm_op(e->a, BEAM_move);
    if (i->arg_count) put_value(e, i->args[0]);
    else asm_export_fun(e->a, tuple_new_3(e->u->heap, i->term, i->term2, term_from_small(i->aux)));
    put_dst(e, i->dsts[0]);
}

/* hd and tl of the same list, side by side, are one instruction. */
static bool emit_list_parts(Emit *e, Instr *hd)
{
    Instr *tl = hd->after;
    if (!tl || tl->op != IR_tl || tl->args[0] != hd->args[0]) return false;
    Operand from = where(e, hd->args[0]), head = where(e, hd->dsts[0]), tail = where(e, tl->dsts[0]);
    if (same_place(head, tail) || same_place(from, head)) return false;
    asm_op(e->a, BEAM_get_list);
    put(e, from);
    put(e, head);
    put(e, tail);
    return true;
}

static const BeamOp test_ops[] = {
    [TEST_lt] = BEAM_is_lt, [TEST_ge] = BEAM_is_ge, [TEST_eq] = BEAM_is_eq, [TEST_ne] = BEAM_is_ne,
    [TEST_eq_exact] = BEAM_is_eq_exact, [TEST_ne_exact] = BEAM_is_ne_exact, [TEST_integer] = BEAM_is_integer,
    [TEST_float] = BEAM_is_float, [TEST_number] = BEAM_is_number, [TEST_atom] = BEAM_is_atom, [TEST_pid] = BEAM_is_pid,
    [TEST_reference] = BEAM_is_reference, [TEST_port] = BEAM_is_port, [TEST_nil] = BEAM_is_nil,
    [TEST_binary] = BEAM_is_binary, [TEST_list] = BEAM_is_list, [TEST_nonempty_list] = BEAM_is_nonempty_list,
    [TEST_tuple] = BEAM_is_tuple, [TEST_tuple_arity] = BEAM_is_tuple, [TEST_function] = BEAM_is_function,
    [TEST_function2] = BEAM_is_function2, [TEST_boolean] = BEAM_is_boolean, [TEST_bitstr] = BEAM_is_bitstr,
    [TEST_map] = BEAM_is_map, [TEST_tagged_tuple] = BEAM_is_tagged_tuple,
};

static void emit_test(Emit *e, Instr *i)
{
    asm_op(e->a, test_ops[i->aux]);
    put_target(e, i->fail);
    if (i->aux == TEST_tuple_arity) {
        put_value(e, i->args[0]);
        asm_op(e->a, BEAM_test_arity);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_u(e, (uint64_t)term_to_small(i->args[1]->constant));
    } else if (i->aux == TEST_tagged_tuple) {
        put_value(e, i->args[0]);
        put_u(e, (uint64_t)term_to_small(i->args[1]->constant));
        put_value(e, i->args[2]);
    } else {
        for (unsigned n = 0; n < i->arg_count; n++) put_value(e, i->args[n]);
    }
}

static void emit_switch(Emit *e, Instr *i)
{
    asm_op(e->a, i->op == IR_switch ? BEAM_select_val : BEAM_select_tuple_arity);
    put_value(e, i->args[0]);
    put_target(e, i->fail);
    asm_list(e->a, i->aux * 2);
    for (uint32_t c = 0; c < i->aux; c++) {
        if (i->op == IR_switch) asm_term(e->a, i->cases[c].value);
        else put_u(e, (uint64_t)term_to_small(i->cases[c].value));
        put_target(e, i->cases[c].target);
    }
}

static void emit_keys(Emit *e, Instr *i)
{
    bool get = i->op == IR_get_map;
    asm_op(e->a, get ? BEAM_get_map_elements : BEAM_has_map_fields);
    put_target(e, i->fail);
    put_value(e, i->args[0]);
    asm_list(e->a, (i->arg_count - 1u) * (get ? 2 : 1));
    for (unsigned n = 1; n < i->arg_count; n++) {
        put_value(e, i->args[n]);
        if (get) put_dst(e, i->dsts[n - 1]);
    }
}

static void emit_bits(Emit *e, Instr *i)
{
    uint32_t count = 0;
    bool collects = i->op == IR_bs_start || i->op == IR_bs_integer || i->op == IR_bs_float || i->op == IR_bs_binary ||
                    i->op == IR_bs_utf || i->op == IR_bs_skip_utf;
    if (collects) {
        count = live(e);
        e->heap_left = 0;
    }
    switch (i->op) {
    case IR_bs_start:
        asm_op(e->a, BEAM_bs_start_match3);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_u(e, count);
        put_dst(e, i->dsts[0]);
        break;
    case IR_bs_integer: case IR_bs_float: case IR_bs_binary:
        asm_op(e->a, i->op == IR_bs_integer ? BEAM_bs_get_integer2 : i->op == IR_bs_float ? BEAM_bs_get_float2 : BEAM_bs_get_binary2);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_u(e, count);
        put_value(e, i->args[1]);
        put_u(e, i->aux);
        put_u(e, i->flags);
        put_dst(e, i->dsts[0]);
        break;
    case IR_bs_skip:
        asm_op(e->a, BEAM_bs_skip_bits2);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_value(e, i->args[1]);
        put_u(e, i->aux);
        put_u(e, i->flags);
        break;
    case IR_bs_utf: case IR_bs_skip_utf: {
        bool get = i->op == IR_bs_utf;
        asm_op(e->a, (BeamOp)((get ? BEAM_bs_get_utf8 : BEAM_bs_skip_utf8) + (i->aux == 8 ? 0 : i->aux == 16 ? 2 : 4)));
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_u(e, count);
        put_u(e, i->flags);
        if (get) put_dst(e, i->dsts[0]);
        break;
    }
    case IR_bs_test_tail:
        asm_op(e->a, BEAM_bs_test_tail2);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_u(e, 0);
        break;
    case IR_bs_test_unit:
        asm_op(e->a, BEAM_bs_test_unit);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_u(e, i->aux);
        break;
    default: /* IR_bs_string */
        asm_op(e->a, BEAM_bs_match_string);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        put_u(e, i->aux * 8u);
        put_u(e, asm_string(e->a, i->string, i->aux));
        break;
    }
}

static void emit_simple(Emit *e, Instr *i, BeamOp op)
{
    asm_op(e->a, op);
    for (unsigned n = 0; n < i->arg_count; n++) put_value(e, i->args[n]);
    for (unsigned n = 0; n < i->dst_count; n++) put_dst(e, i->dsts[n]);
}

static void emit_bs_out(Emit *e, Instr *i, BeamOp op)
{
    uint32_t count = live(e);
    e->heap_left = 0;
    asm_op(e->a, op);
    put_value(e, i->args[0]);
    put_dst(e, i->dsts[0]);
    put_u(e, count);
}

/* Out of the message: what must survive calls goes to the stack now. */
static void leave_message(Emit *e)
{
    asm_op(e->a, BEAM_remove_message);
    e->fragile = false;
    for (uint32_t n = 0; n < e->x_top; n++) {
        Value *v = e->x[n];
        if (!v || !value_in_y(v, e->framed, false)) continue;
        move(e, (Operand){IN_X, (int)n, TERM_NONE}, (Operand){IN_Y, v->y, TERM_NONE});
        e->x[n] = NULL;
    }
}

static void emit_try_case(Emit *e, Instr *i)
{
    asm_op(e->a, BEAM_try_case);
    put_value(e, i->args[0]);
    e->valid = 7;
    e->heap_left = 0;
    for (unsigned n = 0; n < 3; n++)
        if (i->dsts[n]->use_count) move(e, (Operand){IN_X, (int)n, TERM_NONE}, where(e, i->dsts[n]));
}

static void emit_instr(Emit *e, Instr *i)
{
    switch (i->op) {
    case IR_move: emit_move(e, i); break;
    case IR_bif: emit_bif(e, i, NULL); break;
    case IR_bif_test: emit_bif(e, i, i->fail); break;
    case IR_call: case IR_call_ext: case IR_call_fun: case IR_apply: case IR_stacktrace: emit_call(e, i); break;
    case IR_make_fun:
        need_heap(e, i);
        asm_op(e->a, BEAM_make_fun3);
        put_u(e, ((IrFunction *)i->callee)->lambda_index - 1);
        put_dst(e, i->dsts[0]);
        asm_list(e->a, i->arg_count);
        for (unsigned n = 0; n < i->arg_count; n++) put_value(e, i->args[n]);
        break;
    case IR_cons:
        need_heap(e, i);
        emit_simple(e, i, BEAM_put_list);
        break;
    case IR_tuple:
        need_heap(e, i);
        asm_op(e->a, BEAM_put_tuple2);
        put_dst(e, i->dsts[0]);
        asm_list(e->a, i->arg_count);
        for (unsigned n = 0; n < i->arg_count; n++) put_value(e, i->args[n]);
        break;
    case IR_map_assoc: case IR_map_exact: emit_map(e, i); break;
    case IR_binary: emit_binary(e, i); break;
    case IR_element:
        asm_op(e->a, BEAM_get_tuple_element);
        put_value(e, i->args[0]);
        put_u(e, i->aux);
        put_dst(e, i->dsts[0]);
        break;
    case IR_hd: emit_simple(e, i, BEAM_get_hd); break;
    case IR_tl: emit_simple(e, i, BEAM_get_tl); break;
    case IR_bs_position: emit_bs_out(e, i, BEAM_bs_get_position); break;
    case IR_bs_tail: emit_bs_out(e, i, BEAM_bs_get_tail); break;
    case IR_bs_set_position: emit_simple(e, i, BEAM_bs_set_position); break;
    case IR_try_end: emit_simple(e, i, BEAM_try_end); break;
    case IR_try_case: emit_try_case(e, i); break;
    case IR_remove_message: leave_message(e); break;
    case IR_timeout: asm_op(e->a, BEAM_timeout); break;
    case IR_receive: after_call(e, i); break;
    case IR_marker_use:
        asm_op(e->a, BEAM_recv_marker_use);
        put_value(e, i->args[0]);
        break;
    case IR_jump: move_to_params(e, i); break;
    case IR_test: emit_test(e, i); break;
    case IR_switch: case IR_switch_arity: emit_switch(e, i); break;
    case IR_get_map: case IR_has_keys: emit_keys(e, i); break;
    case IR_bs_start: case IR_bs_integer: case IR_bs_float: case IR_bs_binary: case IR_bs_utf: case IR_bs_skip:
    case IR_bs_skip_utf: case IR_bs_test_tail: case IR_bs_test_unit: case IR_bs_string: emit_bits(e, i); break;
    case IR_try:
        asm_op(e->a, BEAM_try);
        put_dst(e, i->dsts[0]);
        put_target(e, i->fail);
        break;
    case IR_loop_rec:
        e->fragile = i->dsts[0]->is_fragile;
        asm_op(e->a, BEAM_loop_rec);
        put_target(e, i->fail);
        put_dst(e, i->dsts[0]);
        break;
    case IR_loop_rec_end:
        asm_op(e->a, BEAM_loop_rec_end);
        put_target(e, i->next);
        break;
    case IR_wait:
        asm_op(e->a, BEAM_wait);
        put_target(e, i->next);
        break;
    case IR_wait_timeout:
        asm_op(e->a, BEAM_wait_timeout);
        put_target(e, i->fail);
        put_value(e, i->args[0]);
        after_call(e, i);
        break;
    case IR_return: case IR_tail_call: case IR_tail_call_ext: case IR_tail_apply: case IR_no_return:
    case IR_function_clause: emit_tail(e, i); break;
    case IR_badmatch: line(e, i); emit_simple(e, i, BEAM_badmatch); break;
    case IR_case_end: line(e, i); emit_simple(e, i, BEAM_case_end); break;
    case IR_try_case_end: line(e, i); emit_simple(e, i, BEAM_try_case_end); break;
    case IR_raise: emit_simple(e, i, BEAM_raise); break;
    default: panic("no instruction for IR operation %d", i->op);
    }
}

/* Registers after an instruction. Its dead arguments go first unless several results must not overlap them. */
static void settle(Emit *e, Instr *i)
{
    for (uint32_t d = 0; d < i->dead_count; d++) {
        bool is_result = false;
        for (unsigned n = 0; n < i->dst_count; n++) is_result = is_result || i->dsts[n] == i->dead[d];
        if (!is_result) vacate(e, i->dead[d]);
    }
    for (unsigned n = 0; n < i->dst_count; n++) defined(e, i->dsts[n]);
    for (uint32_t d = 0; d < i->dead_count; d++) vacate(e, i->dead[d]);
}

static void begin_block(Emit *e, Block *block)
{
    e->framed = block->framed_in;
    e->fragile = block->is_fragile;
    e->heap_left = 0;
    e->x_top = 0;
    Block *region = block;
    while (region->region != region) region = region->region;
    e->frame = region->frame_size;
    if (e->x_size) memset(e->x, 0, e->x_size * sizeof *e->x);
    e->valid = block->first->op == IR_loop_rec || block->first->op == IR_wait || block->first->op == IR_wait_timeout ? 0 : block->valid_in;
    for (uint32_t n = 0; n < block->live_in_count; n++) defined(e, block->live_in[n]);
    for (uint32_t n = 0; n < block->param_count; n++) defined(e, block->params[n]);
}

static bool falls_through(const Instr *last)
{
    return last->next && last->op != IR_loop_rec_end && last->op != IR_wait;
}

static void emit_block(Emit *e, Block *block)
{
    if (block->order > 1 && is_function_clause(block)) {
        Instr *before = e->f->order[block->order - 2]->last;
        if (!falls_through(before) || before->next != block) return;
    }
    begin_block(e, block);
    if (e->f->has_receive && !block->label && block->first->op != IR_function_clause) block->label = ++e->u->label_count;
    /* Nothing may stand between the label that loop_rec jumps to, a lock held, and the wait that lets go of it. */
    if (block->first->op == IR_wait_timeout) line(e, block->first);
    if (block->label) {
        asm_op(e->a, BEAM_label);
        put_u(e, block->label);
    }
    for (Instr *i = block->first; i; i = i->after) {
        if (i == block->frame_at && !e->framed) make_frame(e, block);
        if (i->op == IR_hd && emit_list_parts(e, i)) {
            settle(e, i);
            i = i->after;
        } else emit_instr(e, i);
        settle(e, i);
    }
    Instr *last = block->last;
    Block *s;
    for (unsigned n = 0; (s = ir_successor(last, n)); n++) s->valid_in &= last->op == IR_try && n == 1 ? 7 : e->valid;
    if (falls_through(last) && last->next != e->following) {
        asm_op(e->a, BEAM_jump);
        put_target(e, last->next);
    }
}

void emit_function(Unit *u, IrFunction *f, Assembler *a)
{
    Emit e = {.u = u, .f = f, .a = a, .file = f->file ? f->file : u->file};
    asm_op(a, BEAM_label);
    put_u(&e, f->label_info);
    asm_op(a, BEAM_line);
    put_u(&e, f->line ? asm_line(a, e.file, f->line) : 0);
    if (!f->line) a->line_instrs++;
    asm_op(a, BEAM_func_info);
    asm_term(a, u->module);
    asm_term(a, f->name);
    put_u(&e, f->arity);
    asm_op(a, BEAM_label);
    put_u(&e, f->label_entry);
    for (uint32_t o = 0; o < f->order_count; o++) f->order[o]->valid_in = ~UINT64_C(0);
    f->entry->valid_in = f->arity >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << f->arity) - 1;
    for (uint32_t o = 0; o < f->order_count; o++) {
        e.following = o + 1 < f->order_count ? f->order[o + 1] : NULL;
        emit_block(&e, f->order[o]);
    }
}
