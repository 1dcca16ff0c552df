/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ir.c - making and printing the core form. */
#include "compiler/ir.h"

#include "term/print.h"

const uint8_t ir_op_flags[] = {
#define IR(name, flags) flags,
    IR_OPS(IR)
#undef IR
};
static const char *const op_names[] = {
#define IR(name, flags) #name,
    IR_OPS(IR)
#undef IR
};
static const char *const test_names[] = {
#define T(name) #name,
    IR_TESTS(T)
#undef T
};

IrFunction *ir_function_new(Arena *arena, Term name, unsigned arity)
{
    IrFunction *f = arena_alloc_zero(arena, sizeof *f);
    f->arena = arena;
    f->name = name;
    for (unsigned i = 0; i < arity; i++) ir_add_argument(f);
    return f;
}

Value *ir_value_new(IrFunction *f, ValueKind kind)
{
    Value *v = arena_alloc_zero(f->arena, sizeof *v);
    v->id = f->value_count++;
    v->kind = (uint8_t)kind;
    v->x = v->y = v->hint = NO_REGISTER;
    v->constant = TERM_NONE;
    return v;
}

Value *ir_constant(IrFunction *f, Term constant)
{
    Value *v = ir_value_new(f, VALUE_CONSTANT);
    v->constant = constant;
    v->is_boolean = constant == AM(true) || constant == AM(false);
    return v;
}

Value *ir_add_argument(IrFunction *f)
{
    Value *v = ir_value_new(f, VALUE_ARGUMENT);
    v->argument = f->arity;
    uint32_t count = f->arity;
    arena_push(f->arena, f->arguments, count, f->argument_capacity, v);
    f->arity = count;
    return v;
}

Block *ir_block_new(IrFunction *f)
{
    Block *block = arena_alloc_zero(f->arena, sizeof *block);
    block->id = f->block_count;
    arena_push(f->arena, f->blocks, f->block_count, f->block_capacity, block);
    return block;
}

Value *ir_add_parameter(IrFunction *f, Block *block)
{
    Value *v = ir_value_new(f, VALUE_PARAMETER);
    v->home = block;
    v->is_fragile = block->is_fragile;
    arena_push(f->arena, block->params, block->param_count, block->param_capacity, v);
    return v;
}

Instr *ir_instr_new(IrFunction *f, IrOp op, unsigned arg_count, unsigned dst_count)
{
    Instr *i = arena_alloc_zero(f->arena, sizeof *i + (arg_count + dst_count) * sizeof(Value *));
    i->op = (uint8_t)op;
    i->arg_count = (uint16_t)arg_count;
    i->dst_count = (uint16_t)dst_count;
    i->args = (Value **)(i + 1);
    i->dsts = i->args + arg_count;
    i->term = i->term2 = TERM_NONE;
    return i;
}

void ir_append(Block *block, Instr *i)
{
    i->before = block->last;
    i->after = NULL;
    if (block->last) block->last->after = i;
    else block->first = i;
    block->last = i;
    for (unsigned d = 0; d < i->dst_count; d++) i->dsts[d]->home = block;
}

void ir_insert_first(Block *block, Instr *i)
{
    i->before = NULL;
    i->after = block->first;
    if (block->first) block->first->before = i;
    else block->last = i;
    block->first = i;
    for (unsigned d = 0; d < i->dst_count; d++) i->dsts[d]->home = block;
}

void ir_remove(Block *block, Instr *i)
{
    if (i->before) i->before->after = i->after;
    else block->first = i->after;
    if (i->after) i->after->before = i->before;
    else block->last = i->before;
}

Block *ir_successor(const Instr *i, unsigned index)
{
    if (i->op == IR_switch || i->op == IR_switch_arity) {
        if (index < i->aux) return i->cases[index].target;
        return index == i->aux ? i->fail : NULL;
    }
    if (index == 0) return i->next ? i->next : i->fail;
    return index == 1 && i->next ? i->fail : NULL;
}

typedef struct Visit {
    Block *block;
    unsigned next;
} Visit;

/* Depth first with a stack of our own. Successors are visited last first, so that `next` ends up right after. */
void ir_order(IrFunction *f)
{
    Visit *stack = arena_alloc(f->arena, (f->block_count + 1) * sizeof *stack);
    Block **order = arena_alloc(f->arena, (f->block_count + 1) * sizeof *order);
    uint32_t depth = 0, place = f->block_count;
    for (uint32_t b = 0; b < f->block_count; b++) f->blocks[b]->order = 0;
    stack[depth++] = (Visit){f->entry, IR_MAX_SUCCESSORS(f->entry->last)};
    f->entry->order = 1;
    while (depth > 0) {
        Visit *top = &stack[depth - 1];
        if (top->next == 0) {
            order[--place] = top->block;
            depth--;
            continue;
        }
        Block *successor = ir_successor(top->block->last, --top->next);
        if (!successor || successor->order) continue;
        successor->order = 1;
        stack[depth++] = (Visit){successor, IR_MAX_SUCCESSORS(successor->last)};
    }
    f->order = order + place;
    f->order_count = f->block_count - place;
    for (uint32_t i = 0; i < f->order_count; i++) f->order[i]->order = i + 1;
}

static void print_value(Buf *out, const Value *v)
{
    if (v->kind == VALUE_CONSTANT) term_print(out, v->constant);
    else {
        buf_printf(out, "v%u", v->id);
        if (v->x >= 0) buf_printf(out, "/x%d", v->x);
        if (v->y >= 0) buf_printf(out, "/y%d", v->y);
    }
}

static void print_instr(Buf *out, const Instr *i)
{
    buf_add_string(out, "    ");
    for (unsigned d = 0; d < i->dst_count; d++) {
        if (d) buf_add_string(out, ", ");
        print_value(out, i->dsts[d]);
    }
    buf_printf(out, "%s%s", i->dst_count ? " = " : "", op_names[i->op]);
    if (i->op == IR_test) buf_printf(out, " %s", test_names[i->aux]);
    else if (i->op == IR_element || i->op == IR_test) buf_printf(out, " #%u", i->aux);
    if (!term_is_none(i->term)) buf_put(out, ' '), term_print(out, i->term);
    if (!term_is_none(i->term2)) buf_put(out, ':'), term_print(out, i->term2);
    if ((i->op == IR_call || i->op == IR_tail_call || i->op == IR_make_fun) && i->callee) {
        buf_put(out, ' ');
        term_print(out, ((IrFunction *)i->callee)->name);
    }
    for (unsigned a = 0; a < i->arg_count; a++) {
        buf_add_string(out, a ? ", " : " ");
        print_value(out, i->args[a]);
    }
    if (i->op == IR_switch || i->op == IR_switch_arity) {
        for (unsigned c = 0; c < i->aux; c++) {
            buf_add_string(out, ", ");
            term_print(out, i->cases[c].value);
            buf_printf(out, " -> %u", i->cases[c].target->id);
        }
    }
    if (i->next) buf_printf(out, " -> %u", i->next->id);
    if (i->fail) buf_printf(out, " else %u", i->fail->id);
    buf_put(out, '\n');
}

void ir_print(const IrFunction *f, Buf *out)
{
    term_print(out, f->name);
    buf_printf(out, "/%u:\n", f->arity);
    uint32_t count = f->order ? f->order_count : f->block_count;
    for (uint32_t b = 0; b < count; b++) {
        const Block *block = f->order ? f->order[b] : f->blocks[b];
        buf_printf(out, "  block %u(", block->id);
        for (uint32_t p = 0; p < block->param_count; p++) {
            if (p) buf_add_string(out, ", ");
            print_value(out, block->params[p]);
        }
        buf_add_string(out, ")");
        if (block->handler) buf_printf(out, " handler %u", block->handler->id);
        if (block->framed_in) buf_add_string(out, " framed");
        if (block->is_fragile) buf_add_string(out, " fragile");
        buf_add_string(out, ":\n");
        for (const Instr *i = block->first; i; i = i->after) print_instr(out, i);
    }
}
