/* SPDX-License-Identifier: GPL-3.0-or-later */
/* regalloc.c - registers and stack frames.
 *
 * A call clears the x registers, so a value that lives across one (needs_y) has a y register, a slot of the stack frame.
 * The frame is made as late as possible: a path without calls has none. So such a value may have an x register too, in
 * which it lives before the frame is made (and, when it comes out of a message, until remove_message).
 *
 *     1. liveness, backwards: live_in of each block, dead values of each instruction, needs_y, hints
 *     2. frames: the first instruction of a path that needs one; where paths meet, all have one or none
 *     3. registers, forwards: at its definition a value takes the register it is wanted in, or the lowest free one.
 *        Values are defined once and blocks come after what dominates them, so what is in use at a definition is
 *        exactly what is live there: no search, no spilling.
 *
 * Catch tags take the lowest slots, an inner try below an outer one: the machine looks for the first tag from the top
 * of the stack. */
#include "compiler/ir.h"

typedef struct LiveSet {
    Value **items;
    uint32_t count, capacity;
} LiveSet;

typedef struct Allocator {
    IrFunction *f;
    Arena *arena;
    LiveSet live;
    Value **x, **y;      /* who is in each register */
    uint32_t x_size, y_size;
} Allocator;

/* --- 1. liveness --- */

static bool is_live(const LiveSet *set, const Value *v)
{
    return v->live_index < set->count && set->items[v->live_index] == v;
}

static void live_add(Allocator *a, Value *v)
{
    if (v->kind == VALUE_CONSTANT || is_live(&a->live, v)) return;
    v->live_index = a->live.count;
    arena_push(a->arena, a->live.items, a->live.count, a->live.capacity, v);
}

static void live_remove(Allocator *a, Value *v)
{
    if (!is_live(&a->live, v)) return;
    Value *last = a->live.items[--a->live.count];
    a->live.items[v->live_index] = last;
    last->live_index = v->live_index;
}

static void needs_y_all(Allocator *a)
{
    for (uint32_t i = 0; i < a->live.count; i++) a->live.items[i]->needs_y = true;
}

static void set_hints(Instr *i)
{
    switch (i->op) {
    case IR_call: case IR_call_ext: case IR_call_fun: case IR_apply: case IR_tail_call: case IR_tail_call_ext:
    case IR_tail_apply: case IR_no_return: case IR_function_clause:
        for (unsigned n = i->arg_count; n > 0; n--) i->args[n - 1]->hint = (int16_t)(n - 1);
        break;
    case IR_return: case IR_stacktrace: i->args[0]->hint = 0; break;
    case IR_jump:
        for (unsigned n = 0; n < i->arg_count; n++)
            if (i->next->params[n]->hint >= 0) i->args[n]->hint = i->next->params[n]->hint;
        break;
    default: break;
    }
}

static void live_instr(Allocator *a, Block *block, Instr *i)
{
    Value *dead_buffer[16], **dead = dead_buffer;
    uint32_t count = 0, limit = i->arg_count + i->dst_count;
    if (limit > ARRAY_COUNT(dead_buffer)) dead = arena_alloc(a->arena, limit * sizeof *dead);
    for (unsigned d = 0; d < i->dst_count; d++) {
        if (!is_live(&a->live, i->dsts[d])) dead[count++] = i->dsts[d];
        live_remove(a, i->dsts[d]);
    }
    if (ir_op_flags[i->op] & IR_KILL) {
        needs_y_all(a);
        bool waits = i->op == IR_receive || i->op == IR_wait || i->op == IR_wait_timeout;
        if (!waits || a->live.count) {
            block->needs_frame = true;
            block->frame_at = i;
        }
    }
    if (i->op == IR_try || i->op == IR_tail_apply) {
        block->needs_frame = true;
        block->frame_at = i;
    }
    if (i->op == IR_try_case) needs_y_all(a);
    set_hints(i);
    for (unsigned n = 0; n < i->arg_count; n++) {
        Value *v = i->args[n];
        if (v->kind == VALUE_CONSTANT || is_live(&a->live, v)) continue;
        live_add(a, v);
        dead[count++] = v;
    }
    i->dead = NULL;
    i->dead_count = count;
    if (!count) return;
    i->dead = arena_alloc(a->arena, count * sizeof *dead);
    if (count > 0) memcpy(i->dead, dead, count * sizeof *dead);
}

static bool live_block(Allocator *a, Block *block)
{
    a->live.count = 0;
    Block *s;
    for (unsigned n = 0; (s = ir_successor(block->last, n)); n++)
        for (uint32_t i = 0; i < s->live_in_count; i++) live_add(a, s->live_in[i]);
    if (block->handler)
        for (uint32_t i = 0; i < block->handler->live_in_count; i++) live_add(a, block->handler->live_in[i]);
    for (Instr *i = block->last; i; i = i->before) live_instr(a, block, i);
    for (uint32_t p = 0; p < block->param_count; p++) live_remove(a, block->params[p]);
    bool changed = block->live_in_count != a->live.count;
    block->live_in_count = a->live.count;
    block->live_in = arena_alloc(a->arena, (a->live.count + 1) * sizeof(Value *));
    if (a->live.count) memcpy(block->live_in, a->live.items, a->live.count * sizeof(Value *));
    return changed;
}

static void find_live(Allocator *a)
{
    IrFunction *f = a->f;
    bool changed;
    do {
        changed = false;
        for (uint32_t b = f->order_count; b > 0; b--) changed = live_block(a, f->order[b - 1]) || changed;
    } while (changed && f->has_receive);
}

/* --- 2. frames --- */

static Block *region_of(Block *b)
{
    while (b->region != b) b = b->region = b->region->region;
    return b;
}

static void place_frames(IrFunction *f)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t o = 0; o < f->order_count; o++) {
            Block *block = f->order[o], *s;
            bool out = block->framed_in || block->needs_frame;
            for (unsigned n = 0; !out && (s = ir_successor(block->last, n)); n++) {
                if (!s->framed_in) continue;
                block->needs_frame = out = true;
                block->frame_at = block->last;
            }
            if (out != block->framed_out) block->framed_out = changed = true;
            for (unsigned n = 0; out && (s = ir_successor(block->last, n)); n++)
                if (!s->framed_in) s->framed_in = changed = true;
        }
    }
    for (uint32_t o = 0; o < f->order_count; o++) f->order[o]->region = f->order[o];
    for (uint32_t o = 0; o < f->order_count; o++) {
        Block *block = f->order[o], *s;
        for (unsigned n = 0; block->framed_out && (s = ir_successor(block->last, n)); n++)
            region_of(s)->region = region_of(block);
    }
}

/* --- 3. registers --- */

static Value **grow(Allocator *a, Value **registers, uint32_t *size, uint32_t wanted)
{
    Value **grown = arena_alloc_zero(a->arena, wanted * 2 * sizeof *grown);
    if (*size) memcpy(grown, registers, *size * sizeof *grown);
    *size = wanted * 2;
    return grown;
}

static void set_x(Allocator *a, Value *v, int x)
{
    if ((uint32_t)x >= a->x_size) a->x = grow(a, a->x, &a->x_size, (uint32_t)x + 16);
    v->x = (int16_t)x;
    a->x[x] = v;
}

static void pick_x(Allocator *a, Value *v, int fixed)
{
    int x = fixed >= 0 ? fixed : v->hint;
    if (fixed < 0 && (x < 0 || ((uint32_t)x < a->x_size && a->x[x])))
        for (x = 0; (uint32_t)x < a->x_size && a->x[x]; x++) {}
    set_x(a, v, x);
}

static void pick_y(Allocator *a, Value *v)
{
    uint32_t y = v->is_tag ? a->f->tag_depth - 1 - v->tag_depth : a->f->tag_depth;
    if (!v->is_tag)
        while (y < a->y_size && a->y[y]) y++;
    if (y >= a->y_size) a->y = grow(a, a->y, &a->y_size, y + 16);
    v->y = (int16_t)y;
    a->y[y] = v;
}

static void define(Allocator *a, Value *v, bool framed, uint32_t fragile, int fixed_x)
{
    if (v->needs_y) pick_y(a, v);
    if (!value_in_y(v, framed, fragile)) pick_x(a, v, fixed_x);
}

static void release(Allocator *a, Value *v)
{
    if (v->x >= 0 && (uint32_t)v->x < a->x_size && a->x[v->x] == v) a->x[v->x] = NULL;
    if (v->y >= 0 && a->y[v->y] == v) a->y[v->y] = NULL;
}

/* Values that have gone to the stack leave their x registers. */
static void leave_x(Allocator *a, bool framed, uint32_t fragile)
{
    for (uint32_t i = 0; i < a->x_size; i++)
        if (a->x[i] && value_in_y(a->x[i], framed, fragile)) a->x[i] = NULL;
}

static void allocate_instr(Allocator *a, Instr *i, bool framed, uint32_t *fragile)
{
    bool early = i->dst_count <= 1;
    if (early)
        for (uint32_t d = 0; d < i->dead_count; d++) release(a, i->dead[d]);
    if (i->op == IR_loop_rec) *fragile = i->dsts[0]->is_fragile; /* what comes out of the message is looked at in x registers */
    if (i->op == IR_remove_message) {
        *fragile = 0;
        leave_x(a, framed, 0);
    }
    bool kills = ir_op_flags[i->op] & IR_KILL;
    bool fixed = (kills && i->dst_count) || i->op == IR_try_case || i->op == IR_loop_rec;
    for (unsigned d = 0; d < i->dst_count; d++) {
        define(a, i->dsts[d], framed, *fragile, fixed ? (int)d : -1);
        if (fixed && i->dsts[d]->x < 0 && !i->dsts[d]->needs_y) panic("result without a register");
    }
    for (uint32_t d = 0; d < i->dead_count; d++) release(a, i->dead[d]);
}

static void allocate_block(Allocator *a, Block *block)
{
    if (a->x_size) memset(a->x, 0, a->x_size * sizeof *a->x);
    if (a->y_size) memset(a->y, 0, a->y_size * sizeof *a->y);
    bool framed = block->framed_in;
    uint32_t fragile = block->is_fragile;
    for (uint32_t i = 0; i < block->live_in_count; i++) {
        Value *v = block->live_in[i];
        if (v->needs_y) {
            if ((uint32_t)v->y >= a->y_size) a->y = grow(a, a->y, &a->y_size, (uint32_t)v->y + 16);
            a->y[v->y] = v;
        }
        if (!value_in_y(v, framed, fragile)) set_x(a, v, v->x);
    }
    for (uint32_t p = 0; p < block->param_count; p++) define(a, block->params[p], framed, fragile, -1);
    for (Instr *i = block->first; i; i = i->after) {
        if (i == block->frame_at && !framed) {
            framed = true;
            leave_x(a, true, fragile);
        }
        allocate_instr(a, i, framed, &fragile);
    }
}

/* A frame is as large as the highest slot that a block of its region touches. */
static void size_frame(Block *block, const Value *v)
{
    Block *region = region_of(block);
    if (v->needs_y && (uint32_t)v->y + 1 > region->frame_size) region->frame_size = (uint32_t)v->y + 1;
}

static void size_frames(IrFunction *f)
{
    for (uint32_t o = 0; o < f->order_count; o++) {
        Block *block = f->order[o];
        bool framed = block->framed_in;
        for (uint32_t i = 0; framed && i < block->live_in_count; i++) size_frame(block, block->live_in[i]);
        for (uint32_t p = 0; framed && p < block->param_count; p++) size_frame(block, block->params[p]);
        /* In a block that makes its frame, what lives at that point was defined before: all of it counts. */
        if (!framed && !block->framed_out) continue;
        for (uint32_t i = 0; !framed && i < block->live_in_count; i++) size_frame(block, block->live_in[i]);
        for (uint32_t p = 0; !framed && p < block->param_count; p++) size_frame(block, block->params[p]);
        for (Instr *i = block->first; i; i = i->after) {
            for (unsigned d = 0; d < i->dst_count; d++) size_frame(block, i->dsts[d]);
            for (unsigned n = 0; n < i->arg_count; n++)
                if (i->args[n]->kind != VALUE_CONSTANT) size_frame(block, i->args[n]);
        }
        /* Arguments of jumps go into parameters. */
        if (block->last->op == IR_jump)
            for (uint32_t p = 0; p < block->last->next->param_count; p++) size_frame(block, block->last->next->params[p]);
    }
}

void ir_allocate(IrFunction *f)
{
    Allocator a = {.f = f, .arena = f->arena};
    find_live(&a);
    place_frames(f);
    for (unsigned i = 0; i < f->arity; i++) f->arguments[i]->home = f->entry;
    /* Arguments come in x registers, each in its own. */
    for (uint32_t o = 0; o < f->order_count; o++) {
        if (o == 0) {
            for (uint32_t i = 0; i < f->entry->live_in_count; i++) {
                Value *v = f->entry->live_in[i];
                v->x = (int16_t)v->argument;
                if (v->needs_y) pick_y(&a, v);
            }
        }
        allocate_block(&a, f->order[o]);
    }
    size_frames(f);
}
