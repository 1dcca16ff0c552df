/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower.c - expressions to IR: blocks, calls, data, case and cond. See lower.h. */
#include "compiler/lower.h"

#include <stdio.h>

#include "term/compare.h"
#include "term/map.h"
#include "term/print.h"

void lower_fail(Lower *L, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    L->u->host->error(L->u->host->data, L->u->file, L->line, text);
    panic("the error callback returned");
}

/* --- blocks and instructions --- */

Block *lower_block(Lower *L)
{
    Block *block = ir_block_new(L->f);
    block->handler = L->handler;
    block->is_fragile = L->fragile;
    return block;
}

void lower_enter(Lower *L, Block *block) { L->cur = block; }

Instr *lower_emit(Lower *L, IrOp op, unsigned arg_count, unsigned dst_count)
{
    if (!L->cur) L->cur = lower_block(L); /* unreachable code */
    Instr *i = ir_instr_new(L->f, op, arg_count, dst_count);
    i->line = L->line;
    for (unsigned d = 0; d < dst_count; d++) {
        i->dsts[d] = ir_value_new(L->f, VALUE_RESULT);
        i->dsts[d]->is_fragile = L->cur->is_fragile == L->fragile ? L->fragile : 0;
    }
    ir_append(L->cur, i);
    if (ir_op_flags[op] & IR_END) L->cur = NULL;
    return i;
}

Value *lower_emit_value(Lower *L, IrOp op, unsigned arg_count, Value **args)
{
    Instr *i = lower_emit(L, op, arg_count, 1);
    if (arg_count > 0) memcpy(i->args, args, arg_count * sizeof *args);
    return i->dsts[0];
}

/* The terminator must be in a block already; whether that block is reachable decides whether the edge counts. */
static void add_edge(Block *from, Instr *terminator, Block *to)
{
    if (!from || !to || !from->is_reachable) return;
    if (to->pred_count++ == 0) {
        to->is_reachable = true;
        to->jumps = terminator;
    }
}

void lower_jump(Lower *L, Block *to)
{
    if (!L->cur) return;
    Block *from = L->cur;
    Instr *i = lower_emit(L, IR_jump, 0, 0);
    i->next = to;
    add_edge(from, i, to);
}

void lower_jump_with(Lower *L, Block *to, Value *value)
{
    if (!L->cur) return;
    Block *from = L->cur;
    Instr *i = lower_emit(L, IR_jump, 1, 0);
    i->args[0] = value;
    i->next = to;
    add_edge(from, i, to);
}

Block *lower_join(Lower *L)
{
    Block *block = lower_block(L);
    ir_add_parameter(L->f, block);
    return block;
}

Value *lower_enter_join(Lower *L, Block *join)
{
    if (join->pred_count == 0) {
        L->cur = NULL;
        return lower_constant(L, AM(nil));
    }
    L->cur = join;
    if (join->pred_count > 1) return join->params[0];
    Value *value = join->jumps->args[0];
    join->jumps->arg_count = 0;
    join->param_count = 0;
    return value;
}

Value *lower_constant(Lower *L, Term t) { return ir_constant(L->f, t); }

Value *lower_in_register(Lower *L, Value *v)
{
    if (v->kind != VALUE_CONSTANT) return v;
    return lower_emit_value(L, IR_move, 1, &v);
}

/* --- variables --- */

static Value **variable_slot(Lower *L, uint32_t version)
{
    bool own = version >= OWN_VERSION;
    uint32_t index = own ? version - OWN_VERSION : version;
    if (index >= MAX_VERSION) lower_fail(L, "too many variables");
    Value ***array = own ? &L->own_vars : &L->vars;
    uint32_t *capacity = own ? &L->own_capacity : &L->var_capacity;
    if (index >= *capacity) {
        uint32_t wanted = index + 16 + index / 2;
        Value **grown = arena_alloc_zero(L->u->arena, wanted * sizeof *grown);
        if (*capacity) memcpy(grown, *array, *capacity * sizeof *grown);
        *array = grown;
        *capacity = wanted;
    }
    return *array + index;
}

uint32_t lower_fresh_version(Lower *L)
{
    while (L->parent) L = L->parent;
    return OWN_VERSION + L->next_own++;
}

void lower_bind(Lower *L, uint32_t version, Value *value) { *variable_slot(L, version) = value; }

Value *lower_capture(Lower *child, Value *of_parent)
{
    if (of_parent->kind == VALUE_CONSTANT) return of_parent;
    for (uint32_t i = 0; i < child->captured_count; i++)
        if (child->captured[i] == of_parent) return child->f->arguments[child->f->arity - child->captured_count + i];
    arena_push(child->u->arena, child->captured, child->captured_count, child->captured_capacity, of_parent);
    child->f->free_count++;
    Value *v = ir_add_argument(child->f);
    v->is_boolean = of_parent->is_boolean;
    return v;
}

Value *lower_variable(Lower *L, uint32_t version)
{
    Value **slot = variable_slot(L, version);
    if (*slot || !L->parent) return *slot;
    Value *outer = lower_variable(L->parent, version);
    if (!outer) return NULL;
    Value *mine = lower_capture(L, outer);
    *variable_slot(L, version) = mine;
    return mine;
}

/* __CALLER__ in a macro: its first argument. */
static Value *lower_caller(Lower *L)
{
    return L->parent ? lower_capture(L, lower_caller(L->parent)) : L->f->arguments[0];
}

static Value *lower_variable_node(Lower *L, Term ast)
{
    if (ast_head(ast) == AM(caller_form) && L->def->arity > 0) return lower_caller(L);
    Term version = keyword_get(ast_meta(ast), AM(version));
    Value *value = NULL;
    if (!term_is_none(version) && term_is_small(version)) value = lower_variable(L, (uint32_t)term_to_small(version));
    if (!value) {
        uint32_t line = ast_line(ast_meta(ast));
        if (line) L->line = line;
        lower_fail(L, "undefined variable \"%s\"", atom_text(ast_head(ast)));
    }
    return value;
}

/* --- data --- */

static bool all_constant(unsigned count, Value **items)
{
    for (unsigned i = 0; i < count; i++)
        if (items[i]->kind != VALUE_CONSTANT) return false;
    return true;
}

Value *lower_tuple(Lower *L, unsigned count, Value **items)
{
    if (!all_constant(count, items)) return lower_emit_value(L, IR_tuple, count, items);
    Term t = tuple_new(L->u->heap, count);
    for (unsigned i = 0; i < count; i++) tuple_elements(t)[i] = items[i]->constant;
    return lower_constant(L, t);
}

Value *lower_cons(Lower *L, Value *head, Value *tail)
{
    Value *items[2] = {head, tail};
    if (!all_constant(2, items)) return lower_emit_value(L, IR_cons, 2, items);
    return lower_constant(L, cons_new(L->u->heap, head->constant, tail->constant));
}

/* Values of a list of expressions, in order. */
static Value **lower_list_items(Lower *L, Term list, unsigned *count)
{
    *count = list_count(list);
    Value **items = arena_alloc(L->u->arena, (*count + 3) * sizeof *items);
    for (unsigned i = 0; term_is_cons(list); i++, list = term_tail(list)) items[i] = lower_expr(L, term_head(list));
    return items;
}

/* True for data that is its own AST: numbers, atoms, binaries, and lists and pairs of them. */
static bool is_literal(Term t, unsigned depth)
{
    if (depth > 1000) return false;
    for (; term_is_cons(t); t = term_tail(t))
        if (!is_literal(term_head(t), depth + 1)) return false;
    if (term_is_tuple_of(t, 2)) return is_literal(tuple_get(t, 0), depth + 1) && is_literal(tuple_get(t, 1), depth + 1);
    return !term_is_tuple(t);
}

static Value *lower_list(Lower *L, Term list)
{
    if (is_literal(list, 0)) return lower_constant(L, list);
    unsigned count;
    Value **items = lower_list_items(L, list, &count);
    Value *tail = lower_constant(L, NIL);
    while (count > 0) tail = lower_cons(L, items[--count], tail);
    return tail;
}

static Value *lower_list_node(Lower *L, Term list)
{
    unsigned count = list_count(list);
    if (!count || !ast_is(list_nth(list, count - 1), AM(bar))) return lower_list(L, list);
    Value **items = arena_alloc(L->u->arena, (count + 1) * sizeof *items);
    Value *tail = NULL;
    for (unsigned i = 0; i < count; i++, list = term_tail(list)) {
        Term item = term_head(list);
        if (i + 1 < count) items[i] = lower_expr(L, item);
        else {
            items[i] = lower_expr(L, list_nth(ast_args(item), 0));
            tail = lower_expr(L, list_nth(ast_args(item), 1));
        }
    }
    while (count > 0) tail = lower_cons(L, items[--count], tail);
    return tail;
}

/* --- maps --- */

static bool same_constant(const Value *a, const Value *b)
{
    return a->kind == VALUE_CONSTANT && b->kind == VALUE_CONSTANT && term_equal_exactly(a->constant, b->constant);
}

/* Puts pairs (keys and values alternating) into map. One instruction takes several constant keys, each once; a key
 * that is not constant goes alone, since it may be equal to another. */
static Value *lower_put_pairs(Lower *L, IrOp op, Value *map, Value **pairs, unsigned count)
{
    unsigned from = 0;
    while (from < count) {
        Value **args = arena_alloc(L->u->arena, (1 + 2 * (count - from)) * sizeof *args);
        unsigned used = 0, to = from;
        for (; to < count; to++) {
            Value *key = pairs[2 * to];
            if (key->kind != VALUE_CONSTANT) {
                if (used == 0) {
                    args[1] = key;
                    args[2] = pairs[2 * to + 1];
                    used = 1;
                    to++;
                }
                break;
            }
            unsigned k = 0;
            if (count - from <= 64)
                for (; k < used; k++)
                    if (same_constant(args[1 + 2 * k], key)) break;
            if (count - from > 64) k = used;
            args[1 + 2 * k] = key;
            args[2 + 2 * k] = pairs[2 * to + 1];
            if (k == used) used++;
        }
        args[0] = map;
        map = lower_emit_value(L, op, 1 + 2 * used, args);
        from = to;
    }
    return map;
}

static Value *lower_new_map(Lower *L, Value **pairs, unsigned count)
{
    if (all_constant(2 * count, pairs)) {
        Term *terms = arena_alloc(L->u->arena, (2 * count + 1) * sizeof *terms);
        for (unsigned i = 0; i < 2 * count; i++) terms[i] = pairs[i]->constant;
        return lower_constant(L, map_from_pairs(L->u->heap, terms, count));
    }
    return lower_put_pairs(L, IR_map_assoc, lower_constant(L, map_empty(L->u->heap)), pairs, count);
}

static Value **lower_pairs(Lower *L, Term list, unsigned *count, Term struct_name)
{
    unsigned extra = term_is_none(struct_name) ? 0 : 1;
    *count = list_count(list) + extra;
    Value **pairs = arena_alloc(L->u->arena, (2 * *count + 1) * sizeof *pairs);
    unsigned i = 0;
    if (extra) {
        pairs[i++] = lower_constant(L, AM(struct));
        pairs[i++] = lower_constant(L, struct_name);
    }
    for (; term_is_cons(list); list = term_tail(list)) {
        Term pair = term_head(list);
        if (!term_is_tuple_of(pair, 2)) lower_fail(L, "expected key-value pairs in a map");
        pairs[i++] = lower_expr(L, tuple_get(pair, 0));
        pairs[i++] = lower_expr(L, tuple_get(pair, 1));
    }
    return pairs;
}

static void lower_map_update_check(Lower *L, Value *map, Term struct_name)
{
    Block *ok = lower_block(L), *bad = lower_block(L);
    lower_test(L, TEST_map, map, NULL, ok, bad);
    lower_enter(L, bad);
    if (bad->pred_count) {
        Value *reason[3] = {lower_constant(L, term_is_none(struct_name) ? AM(badmap) : AM(badstruct)), map, map};
        if (!term_is_none(struct_name)) reason[1] = lower_constant(L, struct_name);
        lower_error(L, lower_tuple(L, term_is_none(struct_name) ? 2 : 3, reason));
    }
    lower_enter(L, ok);
}

static Value *lower_map(Lower *L, Term args, Term struct_name)
{
    unsigned count;
    Term first = list_nth(args, 0);
    if (term_is_none(first) || !ast_is(first, AM(bar))) {
        Value **pairs = lower_pairs(L, args, &count, struct_name);
        return lower_new_map(L, pairs, count);
    }
    Value *map = lower_expr(L, list_nth(ast_args(first), 0));
    Value **pairs = lower_pairs(L, list_nth(ast_args(first), 1), &count, TERM_NONE);
    map = lower_in_register(L, map);
    lower_map_update_check(L, map, struct_name);
    if (!term_is_none(struct_name)) {
        Block *has = lower_block(L), *same = lower_block(L), *bad = lower_block(L), *from = L->cur;
        Instr *get = lower_emit(L, IR_get_map, 2, 1);
        get->args[0] = map;
        get->args[1] = lower_constant(L, AM(struct));
        lower_edges(L, from, get, has, bad);
        lower_enter(L, has);
        lower_test(L, TEST_eq_exact, get->dsts[0], lower_constant(L, struct_name), same, bad);
        lower_enter(L, bad);
        Value *reason[3] = {lower_constant(L, AM(badstruct)), lower_constant(L, struct_name), map};
        lower_error(L, lower_tuple(L, 3, reason));
        lower_enter(L, same);
    }
    return count ? lower_put_pairs(L, IR_map_exact, map, pairs, count) : map;
}

/* map.field, or a call of an atom's function. `map.field()` gets the field too, and else is a call. */
static Value *lower_field(Lower *L, Value *map, Term field, bool parens)
{
    map = lower_in_register(L, map);
    Block *is_map = lower_block(L), *no_map = lower_block(L), *atom = lower_block(L), *call = lower_block(L);
    Block *bad = lower_block(L), *join = lower_join(L);
    lower_test(L, TEST_map, map, NULL, is_map, no_map);
    lower_enter(L, is_map);
    Instr *get = lower_emit(L, IR_get_map, 2, 1);
    get->args[0] = map;
    get->args[1] = lower_constant(L, field);
    Block *found = lower_block(L);
    lower_edges(L, is_map, get, found, bad);
    lower_enter(L, found);
    lower_jump_with(L, join, get->dsts[0]);
    lower_enter(L, no_map);
    if (parens) {
        lower_jump(L, bad);
        lower_enter(L, bad);
        Instr *apply = lower_emit(L, IR_apply, 2, 1);
        apply->args[0] = map;
        apply->args[1] = lower_constant(L, field);
        lower_jump_with(L, join, apply->dsts[0]);
        return lower_enter_join(L, join);
    }
    lower_test(L, TEST_atom, map, NULL, atom, bad);
    lower_enter(L, atom);
    Instr *choose = lower_emit(L, IR_switch, 1, 0);
    static const unsigned none = 3;
    choose->args[0] = map;
    choose->aux = none;
    choose->cases = arena_alloc(L->u->arena, none * sizeof(SwitchCase));
    choose->cases[0] = (SwitchCase){AM(nil), bad};
    choose->cases[1] = (SwitchCase){AM(true), bad};
    choose->cases[2] = (SwitchCase){AM(false), bad};
    choose->fail = call;
    lower_switch_edges(L, atom, choose);
    lower_enter(L, call);
    Instr *apply = lower_emit(L, IR_apply, 2, 1);
    apply->args[0] = map;
    apply->args[1] = lower_constant(L, field);
    lower_jump_with(L, join, apply->dsts[0]);
    lower_enter(L, bad);
    Value *reason[3] = {lower_constant(L, AM(badkey)), lower_constant(L, field), map};
    lower_error(L, lower_tuple(L, 3, reason));
    return lower_enter_join(L, join);
}

/* --- ends --- */

void lower_end(Lower *L, IrOp op, Value *value)
{
    if (!L->cur) return;
    Instr *i = lower_emit(L, op, 1, 0);
    i->args[0] = value;
}

void lower_error(Lower *L, Value *reason)
{
    if (!L->cur) return;
    lower_call_ext(L, AM(erlang), AM(error), 1, &reason);
}

void lower_deliver(Lower *L, const Dest *dest, Value *value)
{
    if (!L->cur) return;
    switch (dest->kind) {
    case DEST_RETURN: lower_end(L, IR_return, value); break;
    case DEST_JOIN: lower_jump_with(L, dest->block, value); break;
    case DEST_EFFECT: lower_jump(L, dest->block); break;
    case DEST_CASE: lower_case_deliver(L, dest->c, value); break;
    }
}

/* --- calls --- */

static bool never_returns(Term module, Term function, unsigned arity)
{
    if (module != AM(erlang)) return false;
    if (function == AM(error)) return arity >= 1 && arity <= 3;
    return (function == AM(exit) || function == AM(throw)) && arity == 1;
}

Value *lower_call_ext(Lower *L, Term module, Term function, unsigned arg_count, Value **args)
{
    bool ends = never_returns(module, function, arg_count);
    Instr *i = lower_emit(L, ends ? IR_no_return : IR_call_ext, arg_count, ends ? 0 : 1);
    if (arg_count > 0) memcpy(i->args, args, arg_count * sizeof *args);
    i->term = module;
    i->term2 = function;
    i->aux = arg_count;
    return ends ? lower_constant(L, AM(nil)) : i->dsts[0];
}

Value *lower_call_function(Lower *L, IrFunction *callee, unsigned arg_count, Value **args)
{
    Instr *i = lower_emit(L, IR_call, arg_count, 1);
    if (arg_count > 0) memcpy(i->args, args, arg_count * sizeof *args);
    i->callee = callee;
    callee->is_used = true;
    return i->dsts[0];
}

Value *lower_call_fun(Lower *L, Value *fun, unsigned arg_count, Value **args)
{
    Instr *i = lower_emit(L, IR_call_fun, arg_count + 1, 1);
    if (arg_count > 0) memcpy(i->args, args, arg_count * sizeof *args);
    i->args[arg_count] = fun;
    return i->dsts[0];
}

Value *lower_bif(Lower *L, Term name, unsigned arg_count, Value **args)
{
    Term folded = bif_fold(L, name, arg_count, args);
    if (!term_is_none(folded)) return lower_constant(L, folded);
    Instr *i = lower_emit(L, IR_bif, arg_count, 1);
    if (arg_count > 0) memcpy(i->args, args, arg_count * sizeof *args);
    i->term = name;
    i->dsts[0]->is_boolean = bif_yields_boolean(name, arg_count);
    return i->dsts[0];
}

/* The last call of a function replaces its frame. Only outside of try. */
static bool make_tail(Lower *L, const Dest *dest)
{
    if (!dest || dest->kind != DEST_RETURN || L->handler || !L->cur) return false;
    Instr *call = L->cur->last;
    IrOp op = call->op == IR_call ? IR_tail_call : call->op == IR_call_ext ? IR_tail_call_ext : IR_tail_apply;
    if (call->op != IR_call && call->op != IR_call_ext && call->op != IR_apply) return false;
    call->op = (uint8_t)op;
    call->dst_count = 0;
    L->cur = NULL;
    return true;
}

static void finish_call(Lower *L, const Dest *dest, Value *value)
{
    if (L->cur && L->cur->last && L->cur->last->dst_count == 1 && L->cur->last->dsts[0] == value && make_tail(L, dest))
        return;
    lower_deliver(L, dest, value);
}

static const char *module_text(Term module)
{
    const char *text = atom_text(module);
    return strncmp(text, "Elixir.", 7) == 0 ? text + 7 : text;
}

static Value *lower_local_call(Lower *L, Term name, Term args)
{
    unsigned count;
    uint32_t line = L->line;
    Value **values = lower_list_items(L, args, &count);
    L->line = line;
    IrFunction *callee = lower_find(L->u, name, count);
    if (!callee) {
        if (name == AM(module_info) && count < 2) {
            return lower_call_ext(L, L->u->module, name, count, values);
        }
        lower_fail(L, "undefined function %s/%u (expected %s to define such a function or for it to be imported, but "
                   "none are available)", atom_text(name), count, module_text(L->u->module));
    }
    return lower_call_function(L, callee, count, values);
}

/* Items of a proper constant-free list AST for apply/2,3. */
static bool is_list_ast(Term t)
{
    for (; term_is_cons(t); t = term_tail(t))
        if (ast_is(term_head(t), AM(bar))) return false;
    return term_is_nil(t);
}

static Value *lower_apply(Lower *L, Value *module, Value *function, unsigned count, Value **args)
{
    bool known = module->kind == VALUE_CONSTANT && function->kind == VALUE_CONSTANT && term_is_atom(module->constant) &&
                 term_is_atom(function->constant);
    if (known) return lower_call_ext(L, module->constant, function->constant, count, args);
    Instr *i = lower_emit(L, IR_apply, count + 2, 1);
    if (count > 0) memcpy(i->args, args, count * sizeof *args);
    i->args[count] = module;
    i->args[count + 1] = function;
    return i->dsts[0];
}

static Value *lower_erlang_call(Lower *L, Term function, Term args)
{
    unsigned count = list_count(args);
    uint32_t line = L->line;
    if (function == AM(apply) && (count == 2 || count == 3) && is_list_ast(list_nth(args, count - 1))) {
        Value *module = lower_expr(L, list_nth(args, 0));
        Value *fun = count == 3 ? lower_expr(L, list_nth(args, 1)) : NULL;
        unsigned arg_count;
        Value **values = lower_list_items(L, list_nth(args, count - 1), &arg_count);
        L->line = line;
        if (arg_count < 250)
            return fun ? lower_apply(L, module, fun, arg_count, values) : lower_call_fun(L, module, arg_count, values);
    }
    Value **values = lower_list_items(L, args, &count);
    L->line = line;
    if (bif_kind(function, count, NULL, NULL) != BIFKIND_NONE) return lower_bif(L, function, count, values);
    return lower_call_ext(L, AM(erlang), function, count, values);
}

static bool is_no_parens(Term ast)
{
    return term_is_nil(ast_args(ast)) && keyword_get(ast_meta(ast), AM(no_parens)) == AM(true);
}

static Value *lower_remote(Lower *L, Term ast, Term module_ast, Term function)
{
    uint32_t line = L->line;
    if (module_ast == AM(erlang)) return lower_erlang_call(L, function, ast_args(ast));
    Value *module = lower_expr(L, module_ast);
    L->line = line;
    bool known = module->kind == VALUE_CONSTANT && term_is_atom(module->constant);
    if (term_is_nil(ast_args(ast)) && !known) return lower_field(L, module, function, !is_no_parens(ast));
    unsigned count;
    Value **values = lower_list_items(L, ast_args(ast), &count);
    L->line = line;
    return lower_apply(L, module, lower_constant(L, function), count, values);
}

static Value *lower_anonymous_call(Lower *L, Term ast)
{
    uint32_t line = L->line;
    Value *fun = lower_expr(L, term_head(ast_args(ast_head(ast))));
    unsigned count;
    Value **values = lower_list_items(L, ast_args(ast), &count);
    L->line = line;
    return lower_call_fun(L, fun, count, values);
}

/* --- anonymous functions --- */

void lower_add_function(Unit *u, IrFunction *f)
{
    f->label_info = ++u->label_count;
    f->label_entry = ++u->label_count;
    f->next = NULL;
    *u->last = f;
    u->last = &f->next;
    u->function_count++;
}

IrFunction *lower_new_lambda(Lower *L, unsigned arity)
{
    IrFunction *f = ir_function_new(L->u->arena, NIL, arity);
    f->is_lambda = true;
    f->line = L->line;
    f->file = L->def->file;
    f->outer = L->def;
    return f;
}

/* -name/arity-fun-N-: numbered when finished, so inner ones come first, as in the reference. */
void lower_name_lambda(Lower *L, IrFunction *lambda, const char *what)
{
    char text[1100];
    IrFunction *def = L->def;
    int size = snprintf(text, sizeof text, "-%s/%u-%s-%u-", atom_text(def->name), def->arity - def->free_count, what,
                        def->lambda_count++);
    lambda->name = atom_intern(text, (size_t)size);
    if (term_is_none(lambda->name) || size > 255) {
        size = snprintf(text, sizeof text, "-%s-%u-", what, def->lambda_count);
        lambda->name = atom_intern(text, (size_t)size);
    }
    lower_add_function(L->u, lambda);
}

void lower_child(Lower *L, Lower *child, IrFunction *f)
{
    *child = (Lower){.u = L->u, .f = f, .line = L->line, .parent = L, .def = L->def, .stacktrace = L->stacktrace};
    f->entry = lower_block(child);
    f->entry->is_reachable = true;
    child->cur = f->entry;
}

Value *lower_make_fun(Lower *L, Lower *child)
{
    IrFunction *f = child->f;
    if (!f->lambda_index) {
        arena_push(L->u->arena, L->u->lambdas, L->u->lambdas_count, L->u->lambdas_capacity, f);
        f->lambda_index = L->u->lambdas_count;
    }
    Instr *i = lower_emit(L, IR_make_fun, child->captured_count, 1);
    if (child->captured_count > 0) memcpy(i->args, child->captured, child->captured_count * sizeof(Value *));
    i->callee = f;
    return i->dsts[0];
}

/* Calls a lifted function directly, its captured values after the arguments. */
void lower_captured_call(Lower *L, Lower *callee, unsigned arg_count, Value **args, const Dest *dest)
{
    unsigned count = arg_count + callee->captured_count;
    Value **all = arena_alloc(L->u->arena, (count + 1) * sizeof *all);
    if (arg_count > 0) memcpy(all, args, arg_count * sizeof *args);
    for (uint32_t i = 0; i < callee->captured_count; i++) {
        Value *v = callee->captured[i];
        all[arg_count + i] = callee->parent == L ? v : lower_capture(L, v);
    }
    finish_call(L, dest, lower_call_function(L, callee->f, count, all));
}

static void lower_function_clause(Lower *L)
{
    Instr *i = lower_emit(L, IR_function_clause, L->f->arity, 0);
    if (L->f->arity > 0) memcpy(i->args, L->f->arguments, L->f->arity * sizeof(Value *));
}

static Value *lower_fn(Lower *L, Term ast)
{
    Term stabs = ast_args(ast);
    unsigned count = list_count(stabs);
    Clause *clauses = arena_alloc_zero(L->u->arena, (count + 1) * sizeof *clauses);
    Term first_arguments = list_nth(ast_args(term_head(stabs)), 0);
    unsigned arity = list_count(first_arguments);
    if (arity == 1 && ast_is(term_head(first_arguments), AM(when))) arity = list_count(ast_args(term_head(first_arguments))) - 1;
    IrFunction *f = lower_new_lambda(L, arity);
    Lower *child = arena_alloc(L->u->arena, sizeof *child);
    lower_child(L, child, f);
    for (unsigned c = 0; c < count; c++, stabs = term_tail(stabs)) pattern_stab(child, &clauses[c], term_head(stabs));
    Value **arguments = arena_alloc(L->u->arena, (arity + 1) * sizeof *arguments);
    if (arity > 0) memcpy(arguments, f->arguments, arity * sizeof *arguments);
    Block *fail = lower_block(child);
    Dest dest = {DEST_RETURN, NULL, NULL};
    lower_clauses(child, clauses, count, arguments, fail, &dest);
    if (fail->pred_count) {
        lower_enter(child, fail);
        child->line = f->line;
        lower_function_clause(child);
    }
    lower_name_lambda(L, f, "fun");
    return lower_make_fun(L, child);
}

/* &name/arity of this module: a function -fun.name/arity- that calls it. */
static Value *lower_local_capture(Lower *L, Term name, unsigned arity)
{
    IrFunction *callee = lower_find(L->u, name, arity);
    if (!callee)
        lower_fail(L, "undefined function %s/%u (expected %s to define such a function or for it to be imported, but "
                   "none are available)", atom_text(name), arity, module_text(L->u->module));
    char text[1100];
    int size = snprintf(text, sizeof text, "-fun.%s/%u-", atom_text(name), arity);
    Term wrapper_name = size <= 255 ? atom_intern(text, (size_t)size) : AM(empty);
    Lower *child = arena_alloc(L->u->arena, sizeof *child);
    for (uint32_t i = 0; i < L->u->lambdas_count; i++) {
        IrFunction *f = L->u->lambdas[i];
        if (f->name == wrapper_name && f->arity == arity && f->free_count == 0) {
            *child = (Lower){.u = L->u, .f = f, .parent = L, .def = L->def};
            return lower_make_fun(L, child);
        }
    }
    IrFunction *f = lower_new_lambda(L, arity);
    lower_child(L, child, f);
    f->name = wrapper_name;
    Dest dest = {DEST_RETURN, NULL, NULL};
    finish_call(child, &dest, lower_call_function(child, callee, arity, f->arguments));
    lower_add_function(L->u, f);
    return lower_make_fun(L, child);
}

static Value *lower_capture_node(Lower *L, Term ast)
{
    Term slash = list_nth(ast_args(ast), 0);
    if (!ast_is(slash, AM(slash))) lower_fail(L, "invalid capture reached the back end");
    Term what = list_nth(ast_args(slash), 0), arity = list_nth(ast_args(slash), 1), module, function;
    if (!term_is_small(arity)) lower_fail(L, "invalid arity in capture");
    if (!ast_is_remote(what, &module, &function))
        return lower_local_capture(L, ast_head(what), (unsigned)term_to_small(arity));
    Value *m = lower_expr(L, module);
    if (m->kind == VALUE_CONSTANT && term_is_atom(m->constant)) {
        Instr *i = lower_emit(L, IR_move, 0, 1); /* no argument: an export fun, its parts in term, term2, aux */
        i->term = m->constant;
        i->term2 = function;
        i->aux = (uint32_t)term_to_small(arity);
        return i->dsts[0];
    }
    Value *args[3] = {m, lower_constant(L, function), lower_constant(L, arity)};
    return lower_call_ext(L, AM(erlang), AM(make_fun), 3, args);
}

/* --- matching and choosing --- */

static Value *lower_match(Lower *L, Term ast)
{
    uint32_t line = L->line;
    Term pattern = list_nth(ast_args(ast), 0);
    Value *value = lower_expr(L, list_nth(ast_args(ast), 1));
    L->line = line;
    if (!L->cur) return value;
    Block *fail = lower_block(L);
    match_one(L, pattern, value, fail);
    if (fail->pred_count) {
        Block *after = L->cur;
        lower_enter(L, fail);
        lower_end(L, IR_badmatch, value);
        lower_enter(L, after);
    }
    return value;
}

struct CaseContext {
    Clause *clauses;
    uint32_t count;
    Term stabs;
    Block *join;     /* for subjects known at run time only */
    uint32_t line;
    IrOp no_clause;  /* what ends it */
};

static void case_patterns(Lower *L, CaseContext *c)
{
    if (c->clauses) return;
    c->count = list_count(c->stabs);
    c->clauses = arena_alloc_zero(L->u->arena, (c->count + 1) * sizeof *c->clauses);
    Term stabs = c->stabs;
    for (uint32_t i = 0; i < c->count; i++, stabs = term_tail(stabs)) pattern_stab(L, &c->clauses[i], term_head(stabs));
}

static void case_match(Lower *L, CaseContext *c, Value *subject)
{
    case_patterns(L, c);
    Block *fail = lower_block(L);
    match_clauses(L, c->clauses, c->count, &subject, fail);
    if (fail->pred_count) {
        lower_enter(L, fail);
        L->line = c->line;
        lower_end(L, c->no_clause, subject);
    }
    L->cur = NULL;
}

void lower_case_deliver(Lower *L, CaseContext *c, Value *subject)
{
    if (subject->kind == VALUE_CONSTANT) case_match(L, c, subject);
    else lower_jump_with(L, c->join, subject);
}

static void case_bodies(Lower *L, CaseContext *c, const Dest *dest)
{
    for (uint32_t i = 0; i < c->count; i++) {
        if (!c->clauses[i].block || !match_enter(L, &c->clauses[i])) continue;
        L->line = c->clauses[i].line;
        lower_body(L, c->clauses[i].body, dest);
    }
}

static void lower_case(Lower *L, Term ast, const Dest *dest)
{
    Term args = ast_args(ast);
    CaseContext c = {.stabs = keyword_get(list_nth(args, 1), AM(do)), .line = L->line, .no_clause = IR_case_end};
    c.join = lower_join(L);
    Dest subject = {DEST_CASE, NULL, &c};
    lower_to(L, list_nth(args, 0), &subject);
    if (c.join->pred_count) {
        Value *value = lower_enter_join(L, c.join);
        case_match(L, &c, value);
    }
    L->cur = NULL;
    case_bodies(L, &c, dest);
}

/* Stops at the first clause whose condition is a constant that holds. */
static void lower_cond(Lower *L, Term ast, const Dest *dest)
{
    Term stabs = keyword_get(list_nth(ast_args(ast), 0), AM(do));
    uint32_t line = L->line;
    for (; term_is_cons(stabs) && L->cur; stabs = term_tail(stabs)) {
        Term stab = term_head(stabs);
        Term condition = list_nth(list_nth(ast_args(stab), 0), 0), body = list_nth(ast_args(stab), 1);
        uint32_t stab_line = ast_line(ast_meta(stab));
        if (stab_line) L->line = stab_line;
        Block *yes = lower_block(L), *no = lower_block(L);
        lower_truth(L, condition, yes, no);
        if (yes->pred_count) {
            lower_enter(L, yes);
            lower_body(L, body, dest);
        }
        L->cur = no->pred_count ? no : NULL;
    }
    L->line = line;
    if (L->cur) lower_error(L, lower_constant(L, AM(cond_clause)));
}

/* Branches on whether an expression is neither false nor nil. */
void lower_truth(Lower *L, Term ast, Block *yes, Block *no)
{
    CaseContext c = {.line = L->line};
    Pattern any = {.kind = PAT_ANY};
    Pattern false_pattern = {.kind = PAT_LITERAL, .literal = AM(false)}, nil_pattern = {.kind = PAT_LITERAL, .literal = AM(nil)};
    Pattern *patterns[3] = {&false_pattern, &nil_pattern, &any};
    c.count = 3;
    c.clauses = arena_alloc_zero(L->u->arena, 3 * sizeof *c.clauses);
    for (unsigned i = 0; i < 3; i++) {
        c.clauses[i].patterns = &patterns[i];
        c.clauses[i].pattern_count = 1;
        c.clauses[i].guards = NIL;
        c.clauses[i].block = i < 2 ? no : yes;
    }
    c.join = lower_join(L);
    Dest subject = {DEST_CASE, NULL, &c};
    lower_to(L, ast, &subject);
    if (c.join->pred_count) {
        Value *value = lower_enter_join(L, c.join);
        case_match(L, &c, value);
    }
    L->cur = NULL;
}

void lower_clauses(Lower *L, Clause *clauses, uint32_t count, Value **values, Block *fail, const Dest *dest)
{
    match_clauses(L, clauses, count, values, fail);
    L->cur = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (!match_enter(L, &clauses[i])) continue;
        L->line = clauses[i].line;
        lower_body(L, clauses[i].body, dest);
    }
    L->cur = NULL;
}

void lower_body(Lower *L, Term body, const Dest *dest)
{
    lower_to(L, body, dest);
    L->cur = NULL;
}

/* erlang:andalso/orelse outside of guards: the left side must be a boolean. */
static void lower_short_circuit(Lower *L, Term function, Term args, const Dest *dest)
{
    Block *yes = lower_block(L), *no = lower_block(L), *bad = lower_block(L);
    Term left = list_nth(args, 0), right = list_nth(args, 1), module, name;
    IrTest test;
    bool swap;
    if (ast_is_remote(left, &module, &name) && module == AM(erlang) &&
        bif_kind(name, list_count(ast_args(left)), &test, &swap) == BIFKIND_TEST) {
        lower_condition(L, left, yes, no);
    } else {
        Value *v = lower_expr(L, left);
        Block *other = lower_block(L);
        lower_test(L, TEST_eq_exact, v, lower_constant(L, AM(true)), yes, other);
        lower_enter(L, other);
        lower_test(L, TEST_eq_exact, v, lower_constant(L, AM(false)), no, bad);
        if (bad->pred_count) {
            lower_enter(L, bad);
            Value *reason[2] = {lower_constant(L, AM(badarg)), v};
            lower_error(L, lower_tuple(L, 2, reason));
        }
    }
    Block *stop = function == AM(andalso) ? no : yes, *go = function == AM(andalso) ? yes : no;
    if (stop->pred_count) {
        lower_enter(L, stop);
        lower_deliver(L, dest, lower_constant(L, function == AM(andalso) ? AM(false) : AM(true)));
    }
    L->cur = NULL;
    if (go->pred_count) {
        lower_enter(L, go);
        lower_to(L, right, dest);
    }
}

/* --- the walk --- */

/* Lowers a comparison or type test to a branch. The AST must be one (bif_kind). */
void lower_condition(Lower *L, Term ast, Block *yes, Block *no)
{
    Term args = ast_args(ast), module, function = NIL;
    ast_is_remote(ast, &module, &function);
    unsigned count;
    Value **values = lower_list_items(L, args, &count);
    IrTest test;
    bool swap;
    bif_kind(function, count, &test, &swap);
    if (!L->cur) return;
    Value *a = values[0], *b = count == 2 ? values[1] : NULL;
    if (swap) lower_test(L, test, b, a, yes, no);
    else lower_test(L, test, a, b, yes, no);
}

static void set_line(Lower *L, Term ast)
{
    uint32_t line = ast_line(ast_meta(ast));
    if (line) L->line = line;
}

void lower_effect(Lower *L, Term ast)
{
    Block *after = lower_block(L);
    Dest dest = {DEST_EFFECT, after, NULL};
    lower_to(L, ast, &dest);
    L->cur = after->pred_count ? after : NULL;
}

/* Forms that branch, or that want to know where their result goes. */
static bool lower_control(Lower *L, Term ast, const Dest *dest)
{
    Term head = ast_head(ast), args = ast_args(ast), module, function;
    if (term_is_atom(head)) {
        switch (term_to_atom_index(head)) {
        case ATOM_INDEX_block:
            if (term_is_nil(args)) return false;
            for (; term_is_cons(term_tail(args)); args = term_tail(args)) lower_effect(L, term_head(args));
            lower_to(L, term_head(args), dest);
            return true;
        case ATOM_INDEX_case: lower_case(L, ast, dest); return true;
        case ATOM_INDEX_cond: lower_cond(L, ast, dest); return true;
        case ATOM_INDEX_try: lower_try(L, ast, dest); return true;
        case ATOM_INDEX_receive: lower_receive(L, ast, dest); return true;
        case ATOM_INDEX_with: lower_with(L, ast, dest); return true;
        case ATOM_INDEX_for: lower_for(L, ast, dest); return true;
        default: return false;
        }
    }
    if (!ast_is_remote(ast, &module, &function) || module != AM(erlang)) return false;
    unsigned count = list_count(args);
    if ((function == AM(andalso) || function == AM(orelse)) && count == 2) {
        lower_short_circuit(L, function, args, dest);
        return true;
    }
    IrTest test;
    bool swap;
    if (dest->kind == DEST_CASE && bif_kind(function, count, &test, &swap) == BIFKIND_TEST) {
        Block *yes = lower_block(L), *no = lower_block(L);
        lower_condition(L, ast, yes, no);
        L->cur = yes->pred_count ? yes : NULL;
        lower_deliver(L, dest, lower_constant(L, AM(true)));
        L->cur = no->pred_count ? no : NULL;
        lower_deliver(L, dest, lower_constant(L, AM(false)));
        return true;
    }
    return false;
}

static bool is_control(Term ast)
{
    Term head = ast_head(ast), module, function;
    if (term_is_atom(head)) {
        switch (term_to_atom_index(head)) {
        case ATOM_INDEX_case: case ATOM_INDEX_cond: case ATOM_INDEX_try: case ATOM_INDEX_receive: case ATOM_INDEX_with:
        case ATOM_INDEX_for: case ATOM_INDEX_block: return !term_is_nil(ast_args(ast));
        default: return false;
        }
    }
    return ast_is_remote(ast, &module, &function) && module == AM(erlang) &&
           (function == AM(andalso) || function == AM(orelse)) && list_count(ast_args(ast)) == 2;
}

void lower_to(Lower *L, Term ast, const Dest *dest)
{
    if (ast_is_node(ast) && term_is_list(ast_args(ast))) {
        set_line(L, ast);
        if (lower_control(L, ast, dest)) return;
    }
    finish_call(L, dest, lower_expr(L, ast));
}

static Value *lower_stacktrace(Lower *L)
{
    Value *v = L->stacktrace ? lower_variable(L, L->stacktrace) : NULL;
    return v ? v : lower_constant(L, NIL);
}

static Value *lower_struct(Lower *L, Term args)
{
    Term name = list_nth(args, 0), map = list_nth(args, 1);
    if (!term_is_atom(name)) lower_fail(L, "expected struct name to be a compile time atom");
    return lower_map(L, ast_args(map), name);
}

/* The function that default arguments were left out of; a macro's is MACRO-name and takes the caller first. */
static Value *lower_super(Lower *L, Term kind, Term name, Term args)
{
    if (kind != AM(defmacro) && kind != AM(defmacrop)) return lower_local_call(L, name, args);
    char text[1100];
    int size = snprintf(text, sizeof text, "MACRO-%s", atom_text(name));
    Term macro = atom_intern(text, (size_t)size), caller = tuple_new_3(L->u->heap, AM(caller_form), NIL, AM(nil));
    return lower_local_call(L, macro, cons_new(L->u->heap, caller, args));
}

static Value *lower_node(Lower *L, Term ast)
{
    Term head = ast_head(ast), args = ast_args(ast), module, function;
    if (!term_is_atom(head)) {
        if (ast_is_remote(ast, &module, &function)) return lower_remote(L, ast, module, function);
        if (ast_is(head, AM(dot))) return lower_anonymous_call(L, ast);
        lower_fail(L, "invalid call reached the back end");
    }
    switch (term_to_atom_index(head)) {
    case ATOM_INDEX_block: return lower_constant(L, AM(nil)); /* the empty block */
    case ATOM_INDEX_assign: return lower_match(L, ast);
    case ATOM_INDEX_tuple_node: {
        unsigned count;
        Value **items = lower_list_items(L, args, &count);
        return lower_tuple(L, count, items);
    }
    case ATOM_INDEX_map_node: return lower_map(L, args, TERM_NONE);
    case ATOM_INDEX_percent: return lower_struct(L, args);
    case ATOM_INDEX_bits_node: return lower_binary(L, ast);
    case ATOM_INDEX_fn: return lower_fn(L, ast);
    case ATOM_INDEX_capture: return lower_capture_node(L, ast);
    case ATOM_INDEX_pin: return lower_expr(L, list_nth(args, 0));
    case ATOM_INDEX_super: {
        Term super = keyword_get(ast_meta(ast), AM(super));
        if (term_is_tuple_of(super, 2)) return lower_super(L, tuple_get(super, 0), tuple_get(super, 1), args);
        lower_fail(L, "no super defined");
    }
    default: return lower_local_call(L, head, args);
    }
}

Value *lower_expr(Lower *L, Term ast)
{
    if (term_is_cons(ast)) return lower_list_node(L, ast);
    if (!term_is_tuple(ast)) return lower_constant(L, ast);
    if (term_is_tuple_of(ast, 2)) {
        Value *items[2];
        items[0] = lower_expr(L, tuple_get(ast, 0));
        items[1] = lower_expr(L, tuple_get(ast, 1));
        return lower_tuple(L, 2, items);
    }
    if (!ast_is_node(ast)) lower_fail(L, "invalid quoted expression reached the back end");
    if (ast_is_variable(ast)) {
        if (ast_head(ast) == AM(stacktrace_form)) return lower_stacktrace(L);
        return lower_variable_node(L, ast);
    }
    set_line(L, ast);
    if (!is_control(ast)) return lower_node(L, ast);
    Block *join = lower_join(L);
    Dest dest = {DEST_JOIN, join, NULL};
    lower_to(L, ast, &dest);
    return lower_enter_join(L, join);
}

/* --- tests --- */

static int known_test(IrTest test, const Value *a, const Value *b)
{
    if (a->kind != VALUE_CONSTANT || (b && b->kind != VALUE_CONSTANT)) return -1;
    Term t = a->constant;
    switch (test) {
    case TEST_lt: return term_compare(t, b->constant) < 0;
    case TEST_ge: return term_compare(t, b->constant) >= 0;
    case TEST_eq: return term_equal(t, b->constant);
    case TEST_ne: return !term_equal(t, b->constant);
    case TEST_eq_exact: return term_equal_exactly(t, b->constant);
    case TEST_ne_exact: return !term_equal_exactly(t, b->constant);
    case TEST_integer: return term_is_integer(t);
    case TEST_float: return term_is_float(t);
    case TEST_number: return term_is_number(t);
    case TEST_atom: return term_is_atom(t);
    case TEST_pid: case TEST_reference: case TEST_port: case TEST_function: return 0;
    case TEST_nil: return term_is_nil(t);
    case TEST_binary: return term_is_binary(t);
    case TEST_list: return term_is_list(t);
    case TEST_nonempty_list: return term_is_cons(t);
    case TEST_tuple: return term_is_tuple(t);
    case TEST_boolean: return t == AM(true) || t == AM(false);
    case TEST_bitstr: return term_is_bitstring(t);
    case TEST_map: return term_is_map(t);
    default: return -1;
    }
}

void lower_test(Lower *L, IrTest test, Value *a, Value *b, Block *yes, Block *no)
{
    if (!L->cur) return;
    int known = known_test(test, a, b);
    if (a == b && test == TEST_eq_exact) known = 1;
    if (known >= 0) {
        lower_jump(L, known ? yes : no);
        return;
    }
    if (a->kind == VALUE_CONSTANT && b && (test == TEST_eq || test == TEST_ne || test == TEST_eq_exact || test == TEST_ne_exact)) {
        Value *swapped = a;
        a = b;
        b = swapped;
    }
    if (!b || test == TEST_function2) a = lower_in_register(L, a);
    if (test == TEST_eq_exact && b->kind == VALUE_CONSTANT && term_is_nil(b->constant)) {
        test = TEST_nil;
        b = NULL;
    }
    Block *from = L->cur;
    Instr *i = lower_emit(L, IR_test, b ? 2 : 1, 0);
    i->aux = test;
    i->args[0] = a;
    if (b) i->args[1] = b;
    lower_edges(L, from, i, yes, no);
}

void lower_edges(Lower *L, Block *from, Instr *i, Block *next, Block *fail)
{
    (void)L;
    i->next = next;
    i->fail = fail;
    add_edge(from, i, next);
    add_edge(from, i, fail);
}

void lower_switch_edges(Lower *L, Block *from, Instr *i)
{
    (void)L;
    for (uint32_t c = 0; c < i->aux; c++) add_edge(from, i, i->cases[c].target);
    add_edge(from, i, i->fail);
}
