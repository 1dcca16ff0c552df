/* SPDX-License-Identifier: GPL-3.0-or-later */
/* optimise.c - what lowering left to do: dead code, dead parameters, work moved to the branch that needs it.
 *
 * Lowering itself folds constants and picks branches that are known. Here one walk from the last block to the first
 * counts uses: a value's uses all come later in the order than its definition. */
#include "compiler/ir.h"

static void use_args(Instr *i)
{
    for (unsigned a = 0; a < i->arg_count; a++) {
        bool counts = i->op != IR_jump || i->next->params[a]->use_count > 0;
        if (counts) i->args[a]->use_count++;
    }
}

static bool is_dead(const Instr *i)
{
    if (!(ir_op_flags[i->op] & IR_PURE)) return false;
    for (unsigned d = 0; d < i->dst_count; d++)
        if (i->dsts[d]->use_count) return false;
    return true;
}

static void remove_dead(IrFunction *f)
{
    for (uint32_t b = f->order_count; b > 0; b--) {
        Block *block = f->order[b - 1];
        for (Instr *i = block->last, *before; i; i = before) {
            before = i->before;
            if (is_dead(i)) ir_remove(block, i);
            else use_args(i);
        }
    }
    for (uint32_t b = 0; b < f->order_count; b++) {
        Instr *i = f->order[b]->last;
        if (i->op != IR_jump) continue;
        unsigned kept = 0;
        for (unsigned a = 0; a < i->arg_count; a++)
            if (i->next->params[a]->use_count > 0) i->args[kept++] = i->args[a];
        i->arg_count = (uint16_t)kept;
    }
    for (uint32_t b = 0; b < f->order_count; b++) {
        Block *block = f->order[b];
        uint32_t kept = 0;
        for (uint32_t p = 0; p < block->param_count; p++)
            if (block->params[p]->use_count > 0) block->params[kept++] = block->params[p];
        block->param_count = kept;
    }
}

/* --- sinking: an extraction that only one successor needs goes there --- */

static bool can_sink(const Instr *i)
{
    return i->op == IR_element || i->op == IR_hd || i->op == IR_tl || i->op == IR_tuple || i->op == IR_cons;
}



/* Only the simple case, which is the frequent one: a block that ends in a test, whose extractions are not used by it and
 * are all used in one successor that has no other way in. Uses are known by the block they are in: `home_use`. */
static void sink(IrFunction *f)
{
    /* use_block[v]: the only block that uses v, or NULL if several do. */
    Block **use_block = arena_alloc_zero(f->arena, (f->value_count + 1) * sizeof *use_block);
    bool *several = arena_alloc_zero(f->arena, f->value_count + 1);
    for (uint32_t b = f->order_count; b > 0; b--) {
        Block *block = f->order[b - 1];
        for (Instr *i = block->first; i; i = i->after)
            for (unsigned a = 0; a < i->arg_count; a++) {
                uint32_t id = i->args[a]->id;
                if (use_block[id] && use_block[id] != block) several[id] = true;
                use_block[id] = block;
            }
    }
    for (uint32_t b = 0; b < f->order_count; b++) {
        Block *block = f->order[b];
        if (block->last->op == IR_jump || !block->last->fail) continue;
        for (Instr *i = block->last->before, *before; i; i = before) {
            before = i->before;
            if (!can_sink(i)) continue;
            uint32_t id = i->dsts[0]->id;
            Block *to = use_block[id];
            if (several[id] || !to || to == block || to->pred_count != 1 || to->handler != block->handler) continue;
            if (to->is_fragile != block->is_fragile) continue;
            bool is_successor = false;
            Block *s;
            for (unsigned n = 0; (s = ir_successor(block->last, n)); n++) is_successor = is_successor || s == to;
            if (!is_successor) continue;
            ir_remove(block, i);
            ir_insert_first(to, i);
            for (unsigned a = 0; a < i->arg_count; a++) { /* its arguments are now used there */
                uint32_t arg = i->args[a]->id;
                several[arg] = several[arg] || i->args[a]->use_count > 1;
                use_block[arg] = to;
            }
        }
    }
}

/* --- jumps to jumps --- */

static Block *final_target(Block *block)
{
    for (int hops = 0; hops < 16; hops++) {
        Instr *i = block->first;
        if (i != block->last || i->op != IR_jump || i->arg_count || block->param_count) break;
        if (i->next == block) break;
        block = i->next;
    }
    return block;
}

static void shorten(Block **target)
{
    if (*target && (*target)->first) *target = final_target(*target);
}

static void thread_jumps(IrFunction *f)
{
    for (uint32_t b = 0; b < f->order_count; b++) {
        Instr *i = f->order[b]->last;
        if (i->op == IR_try) continue;
        shorten(&i->next);
        shorten(&i->fail);
        if (i->op == IR_switch || i->op == IR_switch_arity)
            for (uint32_t c = 0; c < i->aux; c++) shorten(&i->cases[c].target);
    }
}

static void count_preds(IrFunction *f)
{
    for (uint32_t b = 0; b < f->order_count; b++) f->order[b]->pred_count = 0;
    f->entry->pred_count = 1;
    for (uint32_t b = 0; b < f->order_count; b++) {
        Block *s;
        for (unsigned n = 0; (s = ir_successor(f->order[b]->last, n)); n++) s->pred_count++;
    }
}

/* Joins a block to the one before it when there is no other way. */
static void merge(IrFunction *f)
{
    for (uint32_t b = 0; b < f->order_count; b++) {
        Block *block = f->order[b];
        while (block->last && block->last->op == IR_jump) {
            Block *next = block->last->next;
            if (next->pred_count != 1 || next->param_count || next == block || next == f->entry) break;
            if (next->handler != block->handler || next->is_fragile != block->is_fragile) break;
            ir_remove(block, block->last);
            for (Instr *i = next->first, *after; i; i = after) {
                after = i->after;
                ir_append(block, i);
            }
            next->first = next->last = NULL;
            next->order = 0;
        }
    }
}

/* --- receives that wait for a reference ---
 *
 * When every clause wants a value that the receive did not take out of the message itself, messages that came before that
 * value was made cannot match, if it is a fresh reference: marker_use has the machine start after those. */

/* Can the message be taken without having been found to hold `wanted`? */
static bool is_taken_without(const Block *block, const Value *wanted, uint32_t receive, uint8_t *seen)
{
    if (block->is_fragile != receive || seen[block->id]) return false;
    seen[block->id] = 1;
    for (const Instr *i = block->first; i; i = i->after)
        if (i->op == IR_remove_message) return true;
    const Instr *last = block->last;
    bool tests = last->op == IR_test && last->aux == TEST_eq_exact && (last->args[0] == wanted || last->args[1] == wanted);
    Block *s;
    for (unsigned n = 0; (s = ir_successor(last, n)); n++) {
        if (tests && s == last->next && s != last->fail) continue;
        if (is_taken_without(s, wanted, receive, seen)) return true;
    }
    return false;
}

static bool is_wanted_by_all(IrFunction *f, const Instr *rec, const Value *wanted)
{
    uint8_t *seen = arena_alloc_zero(f->arena, f->block_count + 1);
    return !is_taken_without(rec->next, wanted, rec->dsts[0]->is_fragile, seen);
}

/* The value that all clauses compare a part of the message with, or NULL. */
static Value *wanted_value(IrFunction *f, const Instr *rec)
{
    uint32_t receive = rec->dsts[0]->is_fragile;
    Value *last_tried = NULL;
    for (uint32_t b = 0; b < f->order_count; b++) {
        const Instr *test = f->order[b]->last;
        if (f->order[b]->is_fragile != receive || test->op != IR_test || test->aux != TEST_eq_exact) continue;
        for (int a = 0; a < 2; a++) {
            Value *v = test->args[a];
            if (v->kind == VALUE_CONSTANT || v->is_fragile == receive || v == last_tried) continue;
            if (is_wanted_by_all(f, rec, v)) return v;
            last_tried = v;
        }
    }
    return NULL;
}

static void use_markers(IrFunction *f)
{
    for (uint32_t b = 0; b < f->order_count; b++) {
        Block *block = f->order[b];
        Instr *receive = block->last->before;
        if (!receive || receive->op != IR_receive || block->last->op != IR_jump) continue;
        const Instr *rec = block->last->next->last;
        if (rec->op != IR_loop_rec) continue;
        Value *wanted = wanted_value(f, rec);
        if (!wanted) continue;
        Instr *use = ir_instr_new(f, IR_marker_use, 1, 0);
        use->args[0] = wanted;
        use->line = receive->line;
        wanted->use_count++;
        use->before = receive->before;
        use->after = receive;
        if (receive->before) receive->before->after = use;
        else block->first = use;
        receive->before = use;
    }
}

void ir_optimise(IrFunction *f)
{
    ir_order(f);
    thread_jumps(f);
    ir_order(f);
    remove_dead(f);
    count_preds(f);
    sink(f);
    if (f->has_receive) use_markers(f);
    merge(f);
    ir_order(f);
    count_preds(f);
}
