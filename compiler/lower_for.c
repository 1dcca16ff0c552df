/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower_for.c - comprehensions: each generator becomes a local function that loops over a list (or a bitstring):
 *
 *     loop([], acc) -> acc
 *     loop([pattern | rest], acc) -> loop(rest, what follows the generator makes of acc)
 *     loop([_ | rest], acc) -> loop(rest, acc)
 *     loop(other, acc) -> Enum.reduce(other, acc, fn x, acc -> loop([x], acc) end)
 *
 * The accumulator is a reversed list, or what reduce, into or a bitstring gather; with `uniq` a pair of the values seen
 * (a map) and that. */
#include "compiler/lower.h"
#include "term/binary.h"
#include "term/map.h"

typedef enum ForKind { FOR_LIST, FOR_MAP, FOR_BITS, FOR_INTO, FOR_REDUCE, FOR_EFFECT } ForKind;
typedef struct For {
    ForKind kind;
    bool uniq;
    Term body;           /* AST; stab clauses for reduce */
    uint32_t collector;  /* FOR_INTO: the variable that holds the collecting function */
    uint32_t line;
} For;

static void qualifiers(Lower *L, For *f, Term list, Value *acc, const Dest *dest);

/* --- what one turn does with the accumulator --- */

static Value *collect(Lower *L, For *f, Value *item, Value *acc)
{
    switch (f->kind) {
    case FOR_LIST: case FOR_MAP: return lower_cons(L, item, acc);
    case FOR_BITS: {
        Block *ok = lower_block(L), *bad = lower_block(L);
        lower_test(L, TEST_bitstr, item, NULL, ok, bad);
        if (bad->pred_count) {
            lower_enter(L, bad);
            Value *reason[2] = {lower_constant(L, AM(badarg)), item};
            lower_error(L, lower_tuple(L, 2, reason));
        }
        lower_enter(L, ok);
        Instr *i = lower_emit(L, IR_binary, 2, 1);
        i->args[0] = acc;
        i->args[1] = item;
        i->aux = 2;
        i->segments = arena_alloc(L->u->arena, 2 * sizeof *i->segments);
        i->segments[0] = (Segment){.type = SEG_BITS, .unit = 1, .value_arg = 0, .size_arg = -1};
        i->segments[1] = (Segment){.type = SEG_BITS, .unit = 1, .value_arg = 1, .size_arg = -1};
        return i->dsts[0];
    }
    case FOR_INTO: {
        Value *pair[2] = {lower_constant(L, AM(cont)), item};
        Value *args[2] = {acc, lower_tuple(L, 2, pair)};
        return lower_call_fun(L, lower_variable(L, f->collector), 2, args);
    }
    default: return acc;
    }
}

static void turn_uniq(Lower *L, For *f, Value *item, Value *acc, const Dest *dest)
{
    Value *parts[2];
    for (unsigned i = 0; i < 2; i++) {
        Instr *get = lower_emit(L, IR_element, 1, 1);
        get->args[0] = acc;
        get->aux = i;
        parts[i] = get->dsts[0];
    }
    Block *seen = lower_block(L), *fresh = lower_block(L), *from = L->cur;
    Instr *has = lower_emit(L, IR_has_keys, 2, 0);
    has->args[0] = parts[0];
    has->args[1] = item;
    lower_edges(L, from, has, seen, fresh);
    lower_enter(L, seen);
    lower_deliver(L, dest, acc);
    lower_enter(L, fresh);
    Value *put[3] = {parts[0], item, lower_constant(L, AM(true))};
    Value *next[2];
    next[0] = lower_emit_value(L, IR_map_assoc, 3, put);
    next[1] = collect(L, f, item, parts[1]);
    lower_deliver(L, dest, lower_tuple(L, 2, next));
    L->cur = NULL;
}

static void turn(Lower *L, For *f, Value *acc, const Dest *dest)
{
    if (f->kind == FOR_EFFECT) {
        lower_effect(L, f->body);
        lower_deliver(L, dest, acc);
        return;
    }
    if (f->kind == FOR_REDUCE) {
        Term stabs = f->body;
        uint32_t count = list_count(stabs), line = L->line;
        Clause *clauses = arena_alloc_zero(L->u->arena, (count + 1) * sizeof *clauses);
        for (uint32_t i = 0; i < count; i++, stabs = term_tail(stabs)) pattern_stab(L, &clauses[i], term_head(stabs));
        Block *fail = lower_block(L);
        lower_clauses(L, clauses, count, &acc, fail, dest);
        if (!fail->pred_count) return;
        lower_enter(L, fail);
        L->line = line;
        lower_end(L, IR_case_end, acc);
        return;
    }
    Value *item = lower_expr(L, f->body);
    if (!L->cur) return;
    if (f->uniq) turn_uniq(L, f, item, acc, dest);
    else {
        Value *next = collect(L, f, item, acc);
        lower_deliver(L, dest, next);
    }
}

/* --- loops --- */

/* The loop calls itself with its captured variables as they are: known once its body is lowered. */
static void patch_self_calls(Lower *loop)
{
    IrFunction *f = loop->f;
    for (uint32_t b = 0; b < f->block_count; b++) {
        Instr *i = f->blocks[b]->last;
        if (!i || i->op != IR_tail_call || i->callee != f) continue;
        Value **args = arena_alloc(f->arena, (f->arity + 1) * sizeof *args);
        if (f->arity > 0) memcpy(args, f->arguments, f->arity * sizeof *args);
        args[0] = i->args[0];
        args[1] = i->args[1];
        i->args = args;
        i->arg_count = (uint16_t)f->arity;
    }
}

static void call_self(Lower *L, Value *rest, Value *acc)
{
    if (!L->cur) return;
    Instr *i = lower_emit(L, IR_tail_call, 2, 0);
    i->args[0] = rest;
    i->args[1] = acc;
    i->callee = L->f;
}

/* What follows the generator, then the next turn. */
static void loop_body(Lower *L, For *f, Term list, Value *rest, Value *acc)
{
    Block *join = lower_join(L);
    Dest dest = {DEST_JOIN, join, NULL};
    qualifiers(L, f, list, acc, &dest);
    Value *next = lower_enter_join(L, join);
    if (join->pred_count) call_self(L, rest, next);
    L->cur = NULL;
}

static void reduce_other(Lower *L, For *f, Value *other, Value *acc)
{
    Lower *step = arena_alloc(L->u->arena, sizeof *step);
    IrFunction *function = lower_new_lambda(L, 2);
    lower_child(L, step, function);
    Value *item = function->arguments[0], *inner_acc = function->arguments[1];
    Value **args = arena_alloc(L->u->arena, (L->f->arity + 1) * sizeof *args);
    args[0] = lower_cons(step, item, lower_constant(step, NIL));
    args[1] = inner_acc;
    for (uint32_t i = 2; i < L->f->arity; i++) args[i] = lower_capture(step, L->f->arguments[i]);
    Instr *call = lower_emit(step, IR_tail_call, L->f->arity, 0);
    if (L->f->arity > 0) memcpy(call->args, args, L->f->arity * sizeof *args);
    call->callee = L->f;
    lower_name_lambda(L, function, "fun");
    Value *reduce[3] = {other, acc, lower_make_fun(L, step)};
    Value *result = lower_call_ext(L, AM(Elixir_Enum), AM(reduce), 3, reduce);
    lower_end(L, IR_return, result);
    (void)f;
}

static void clause_of_generator(Lower *L, Clause *clause, Term left, Term meta)
{
    Term parts = cons_new(L->u->heap, cons_new(L->u->heap, left, NIL), cons_new(L->u->heap, AM(nil), NIL));
    pattern_stab(L, clause, tuple_new_3(L->u->heap, AM(arrow), meta, parts));
}

static void generate_list(Lower *L, For *f, Term generator, Term rest_list, Value *acc, const Dest *dest)
{
    uint32_t line = L->line;
    Value *source = lower_expr(L, list_nth(ast_args(generator), 1));
    L->line = line;
    if (!L->cur) return;
    IrFunction *function = lower_new_lambda(L, 2);
    Lower *loop = arena_alloc(L->u->arena, sizeof *loop);
    lower_child(L, loop, function);
    Value *list = function->arguments[0], *loop_acc = function->arguments[1];
    Block *cell = lower_block(loop), *no_cell = lower_block(loop), *end = lower_block(loop), *other = lower_block(loop);
    lower_test(loop, TEST_nonempty_list, list, NULL, cell, no_cell);
    lower_enter(loop, cell);
    Value *head = lower_emit_value(loop, IR_hd, 1, &list), *tail = lower_emit_value(loop, IR_tl, 1, &list);
    Clause clause;
    clause_of_generator(loop, &clause, list_nth(ast_args(generator), 0), ast_meta(generator));
    Block *skip = lower_block(loop);
    match_clauses(loop, &clause, 1, &head, skip);
    if (match_enter(loop, &clause)) loop_body(loop, f, rest_list, tail, loop_acc);
    if (skip->pred_count) {
        lower_enter(loop, skip);
        call_self(loop, tail, loop_acc);
    }
    lower_enter(loop, no_cell);
    lower_test(loop, TEST_nil, list, NULL, end, other);
    lower_enter(loop, end);
    lower_end(loop, IR_return, loop_acc);
    loop->line = line;
    lower_enter(loop, other);
    reduce_other(loop, f, list, loop_acc);
    patch_self_calls(loop);
    lower_name_lambda(L, function, "for");
    Value *args[2] = {source, acc};
    lower_captured_call(L, loop, 2, args, dest);
}

/* --- bitstring generators --- */

static Term segment_node(Lower *L, Term meta, Term value, Term spec)
{
    Heap *heap = L->u->heap;
    return tuple_new_3(heap, AM(double_colon), meta, cons_new(heap, value, cons_new(heap, spec, NIL)));
}

static Term append_item(Lower *L, Term list, Term item)
{
    if (!term_is_cons(list)) return cons_new(L->u->heap, item, NIL);
    return cons_new(L->u->heap, term_head(list), append_item(L, term_tail(list), item));
}

/* The segments with whatever can fail to match replaced by `_`: what is skipped when the pattern does not fit. */
static Term skipped_segments(Lower *L, Term segments, bool *differs)
{
    if (!term_is_cons(segments)) return NIL;
    Heap *heap = L->u->heap;
    Term segment = term_head(segments), any = tuple_new_3(heap, AM(underscore), NIL, AM(nil));
    SegmentSpec s;
    segment_spec(L, segment, &s);
    const uint8_t *bytes;
    uint32_t size;
    if (segment_literal_bytes(L, &s, &bytes, &size)) {
        *differs = true;
        Term binary = tuple_new_3(heap, AM(binary), NIL, NIL);
        Term bytes_size = tuple_new_3(heap, AM(size), NIL, cons_new(heap, term_from_small(size), NIL));
        Term spec = tuple_new_3(heap, AM(minus), NIL, cons_new(heap, binary, cons_new(heap, bytes_size, NIL)));
        segment = segment_node(L, NIL, any, spec);
    } else if (!ast_is_variable(s.value)) {
        *differs = true;
        segment = ast_is(segment, AM(double_colon)) ? segment_node(L, ast_meta(segment), any, list_nth(ast_args(segment), 1)) : any;
    }
    Term rest = skipped_segments(L, term_tail(segments), differs);
    return cons_new(heap, segment, rest);
}

static Term bits_node_of(Lower *L, Term meta, Term segments, uint32_t rest_version)
{
    Heap *heap = L->u->heap;
    Term version = cons_new(heap, tuple_new_2(heap, AM(version), term_from_small(rest_version)), NIL);
    Term rest = tuple_new_3(heap, AM(underscore_rest), version, AM(nil));
    Term spec = tuple_new_3(heap, AM(bitstring), NIL, NIL);
    return tuple_new_3(heap, AM(bits_node), meta, append_item(L, segments, segment_node(L, meta, rest, spec)));
}

static void generate_bits(Lower *L, For *f, Term node, Term rest_list, Value *acc, const Dest *dest)
{
    Term items = ast_args(node), segments = NIL, arrow = TERM_NONE;
    for (; term_is_cons(items); items = term_tail(items)) {
        if (ast_is(term_head(items), AM(left_arrow))) {
            arrow = term_head(items);
            Term left = list_nth(ast_args(arrow), 0);
            if (ast_is(left, AM(bits_node)))
                for (Term s = ast_args(left); term_is_cons(s); s = term_tail(s)) segments = append_item(L, segments, term_head(s));
            else segments = append_item(L, segments, left);
        } else segments = append_item(L, segments, term_head(items));
    }
    uint32_t line = L->line;
    Value *source = lower_expr(L, list_nth(ast_args(arrow), 1));
    L->line = line;
    if (!L->cur) return;
    IrFunction *function = lower_new_lambda(L, 2);
    Lower *loop = arena_alloc(L->u->arena, sizeof *loop);
    lower_child(L, loop, function);
    Value *bits = function->arguments[0], *loop_acc = function->arguments[1];
    uint32_t rest_version = lower_fresh_version(L);
    Clause clauses[2];
    bool differs = false;
    clause_of_generator(loop, &clauses[0], bits_node_of(loop, ast_meta(node), segments, rest_version), ast_meta(node));
    Term skipped = skipped_segments(loop, segments, &differs);
    if (differs) clause_of_generator(loop, &clauses[1], bits_node_of(loop, ast_meta(node), skipped, rest_version), ast_meta(node));
    Block *fail = lower_block(loop);
    match_clauses(loop, clauses, differs ? 2 : 1, &bits, fail);
    if (match_enter(loop, &clauses[0])) loop_body(loop, f, rest_list, lower_variable(loop, rest_version), loop_acc);
    if (differs && match_enter(loop, &clauses[1])) call_self(loop, lower_variable(loop, rest_version), loop_acc);
    if (fail->pred_count) {
        Block *end = lower_block(loop), *bad = lower_block(loop);
        lower_enter(loop, fail);
        lower_test(loop, TEST_bitstr, bits, NULL, end, bad);
        lower_enter(loop, end);
        lower_end(loop, IR_return, loop_acc);
        lower_enter(loop, bad);
        Value *reason[2] = {lower_constant(loop, AM(bad_generator)), bits};
        lower_error(loop, lower_tuple(loop, 2, reason));
    }
    patch_self_calls(loop);
    lower_name_lambda(L, function, "for");
    Value *args[2] = {source, acc};
    lower_captured_call(L, loop, 2, args, dest);
}

/* --- the whole --- */

static bool is_bits_generator(Term node)
{
    if (!ast_is(node, AM(bits_node))) return false;
    for (Term items = ast_args(node); term_is_cons(items); items = term_tail(items))
        if (ast_is(term_head(items), AM(left_arrow))) return true;
    return false;
}

/* Ends the block: the accumulator after the rest of the comprehension goes to dest. */
static void qualifiers(Lower *L, For *f, Term list, Value *acc, const Dest *dest)
{
    if (!L->cur) return;
    if (!term_is_cons(list)) {
        turn(L, f, acc, dest);
        L->cur = NULL;
        return;
    }
    Term first = term_head(list), rest = term_tail(list);
    uint32_t line = ast_is_node(first) ? ast_line(ast_meta(first)) : 0;
    if (line) L->line = line;
    if (ast_is(first, AM(left_arrow))) generate_list(L, f, first, rest, acc, dest);
    else if (is_bits_generator(first)) generate_bits(L, f, first, rest, acc, dest);
    else {
        Block *yes = lower_block(L), *no = lower_block(L);
        lower_truth(L, first, yes, no);
        if (yes->pred_count) {
            lower_enter(L, yes);
            qualifiers(L, f, rest, acc, dest);
        }
        if (no->pred_count) {
            lower_enter(L, no);
            lower_deliver(L, dest, acc);
        }
    }
    L->cur = NULL;
}

static Value *run(Lower *L, For *f, Term list, Value *acc)
{
    if (f->uniq) {
        Value *pair[2] = {lower_constant(L, map_empty(L->u->heap)), acc};
        acc = lower_tuple(L, 2, pair);
    }
    Block *join = lower_join(L);
    Dest dest = {DEST_JOIN, join, NULL};
    qualifiers(L, f, list, acc, &dest);
    Value *result = lower_enter_join(L, join);
    if (!f->uniq || !L->cur) return result;
    Instr *get = lower_emit(L, IR_element, 1, 1);
    get->args[0] = result;
    get->aux = 1;
    return get->dsts[0];
}

/* {acc, fun} = Collectable.into(c); the fun hears {:cont, item}, then :done, or :halt when something was raised. */
static void collect_into(Lower *L, For *f, Term list, Value *target, const Dest *dest)
{
    Value *pair = lower_call_ext(L, AM(Elixir_Collectable), AM(into), 1, &target);
    Value *parts[2];
    Block *fail = lower_block(L), *ok = lower_block(L), *from = L->cur;
    Instr *test = lower_emit(L, IR_test, 2, 0);
    test->aux = TEST_tuple_arity;
    test->args[0] = pair;
    test->args[1] = lower_constant(L, term_from_small(2));
    lower_edges(L, from, test, ok, fail);
    lower_enter(L, fail);
    lower_end(L, IR_badmatch, pair);
    lower_enter(L, ok);
    for (unsigned i = 0; i < 2; i++) {
        Instr *get = lower_emit(L, IR_element, 1, 1);
        get->args[0] = pair;
        get->aux = i;
        parts[i] = get->dsts[0];
    }
    f->collector = lower_fresh_version(L);
    lower_bind(L, f->collector, parts[1]);
    TryFrame t;
    try_begin(L, &t);
    Value *result = run(L, f, list, parts[0]);
    try_leave(L, &t);
    if (L->cur) {
        Value *args[2] = {result, lower_constant(L, AM(done))};
        Value *done = lower_call_fun(L, parts[1], 2, args);
        lower_deliver(L, dest, done);
    }
    try_handle(L, &t);
    Value *args[2] = {parts[0], lower_constant(L, AM(halt))};
    lower_call_fun(L, parts[1], 2, args);
    try_raise(L, &t);
    L->cur = NULL;
}

static bool is_empty_map(Term ast) { return ast_is(ast, AM(map_node)) && term_is_nil(ast_args(ast)); }

static bool is_empty_bits(Term ast)
{
    if (ast_is(ast, AM(bits_node))) return term_is_nil(ast_args(ast));
    return !term_is_tuple(ast) && term_is_bitstring(ast) && bitstring_size_bits(ast) == 0;
}

static void call_and_deliver(Lower *L, Term module, Term function, Value *arg, const Dest *dest)
{
    if (!L->cur) return;
    if (arg->kind == VALUE_CONSTANT && term_is_nil(arg->constant) && function == AM(reverse)) {
        lower_deliver(L, dest, arg);
        return;
    }
    lower_deliver(L, dest, lower_call_ext(L, module, function, 1, &arg));
}

void lower_for(Lower *L, Term ast, const Dest *dest)
{
    Term args = ast_args(ast), options = NIL, list = NIL;
    for (Term a = args; term_is_cons(a); a = term_tail(a)) {
        options = term_head(a);
        if (term_is_cons(term_tail(a))) list = append_item(L, list, options);
    }
    For f = {.kind = FOR_LIST, .line = L->line, .body = keyword_get(options, AM(do))};
    f.uniq = keyword_get(options, AM(uniq)) == AM(true);
    Term into = keyword_get(options, AM(into)), reduce = keyword_get(options, AM(reduce));
    if (!term_is_none(reduce)) {
        f.kind = FOR_REDUCE;
        f.uniq = false;
        Value *acc = lower_expr(L, reduce);
        Value *result = run(L, &f, list, acc);
        lower_deliver(L, dest, result);
        L->cur = NULL;
        return;
    }
    if (!term_is_none(into) && !term_is_nil(into) && !is_empty_map(into) && !is_empty_bits(into)) {
        f.kind = FOR_INTO;
        Value *target = lower_expr(L, into);
        if (L->cur) collect_into(L, &f, list, target, dest);
        return;
    }
    if (!term_is_none(into) && is_empty_map(into)) f.kind = FOR_MAP;
    if (!term_is_none(into) && is_empty_bits(into)) f.kind = FOR_BITS;
    if (dest->kind == DEST_EFFECT && f.kind == FOR_LIST && !f.uniq) f.kind = FOR_EFFECT;
    Value *start = lower_constant(L, f.kind == FOR_BITS ? binary_new(L->u->heap, "", 0) : f.kind == FOR_EFFECT ? AM(nil) : NIL);
    Value *result = run(L, &f, list, start);
    if (!L->cur) return;
    if (f.kind == FOR_BITS || f.kind == FOR_EFFECT) lower_deliver(L, dest, result);
    else {
        if (f.kind == FOR_MAP) {
            result = lower_call_ext(L, AM(lists), AM(reverse), 1, &result);
            call_and_deliver(L, AM(maps), AM(from_list), result, dest);
        } else call_and_deliver(L, AM(lists), AM(reverse), result, dest);
    }
    L->cur = NULL;
}
