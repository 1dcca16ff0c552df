/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower_try.c - try, receive and with. */
#include "compiler/lower.h"

/* --- the frame of a try --- */

void try_begin(Lower *L, TryFrame *t)
{
    t->outer_handler = L->handler;
    t->handler = lower_block(L);
    Block *from = L->cur;
    if (!from) from = L->cur = lower_block(L);
    Instr *i = lower_emit(L, IR_try, 0, 1);
    t->tag = i->dsts[0];
    t->tag->is_tag = t->tag->needs_y = true;
    t->tag->tag_depth = (uint8_t)L->tag_depth++;
    if (L->tag_depth > 200) lower_fail(L, "try is nested too deeply");
    if (L->f->tag_depth < L->tag_depth) L->f->tag_depth = L->tag_depth;
    L->handler = t->handler;
    Block *body = lower_block(L);
    lower_edges(L, from, i, body, t->handler);
    lower_enter(L, body);
}

/* After the body, in a block that the handler does not guard. */
void try_leave(Lower *L, TryFrame *t)
{
    L->tag_depth--;
    if (L->cur) {
        Instr *end = lower_emit(L, IR_try_end, 1, 0);
        end->args[0] = t->tag;
    }
    L->handler = t->outer_handler;
    Block *after = lower_block(L);
    lower_jump(L, after);
    L->cur = after->pred_count ? after : NULL;
}

/* In the handler: class, reason and raw trace. */
void try_handle(Lower *L, TryFrame *t)
{
    lower_enter(L, t->handler);
    Instr *i = lower_emit(L, IR_try_case, 1, 3);
    i->args[0] = t->tag;
    t->class = i->dsts[0];
    t->reason = i->dsts[1];
    t->trace = i->dsts[2];
}

void try_raise(Lower *L, TryFrame *t)
{
    if (!L->cur) return;
    Instr *i = lower_emit(L, IR_raise, 2, 0);
    i->args[0] = t->trace;
    i->args[1] = t->reason;
}

/* --- rescue --- */

static bool mentions(Term t, Term name)
{
    for (; term_is_cons(t); t = term_tail(t))
        if (mentions(term_head(t), name)) return true;
    if (!term_is_tuple(t)) return false;
    if (ast_is_variable(t)) return ast_head(t) == name;
    for (Word i = 0; i < tuple_arity(t); i++)
        if (mentions(tuple_get(t, i), name)) return true;
    return false;
}

typedef struct Rescue {
    TryFrame *frame;
    Value *trace;      /* as a term; made when first needed */
    Value *exception;  /* normalised */
    Value *module;     /* its __struct__ */
} Rescue;

static Value *rescue_trace(Lower *L, Rescue *r)
{
    if (!r->trace) r->trace = lower_emit_value(L, IR_stacktrace, 1, &r->frame->trace);
    return r->trace;
}

static void rescue_normalize(Lower *L, Rescue *r)
{
    if (r->exception) return;
    Value *args[3] = {lower_constant(L, AM(error)), r->frame->reason, rescue_trace(L, r)};
    r->exception = lower_call_ext(L, AM(Elixir_Exception), AM(normalize), 3, args);
}

static void rescue_module(Lower *L, Rescue *r, Block *no)
{
    rescue_normalize(L, r);
    if (r->module) return;
    Block *is_map = lower_block(L), *got = lower_block(L);
    lower_test(L, TEST_map, r->exception, NULL, is_map, no);
    lower_enter(L, is_map);
    Instr *get = lower_emit(L, IR_get_map, 2, 1);
    get->args[0] = r->exception;
    get->args[1] = lower_constant(L, AM(struct));
    lower_edges(L, is_map, get, got, no);
    lower_enter(L, got);
    r->module = get->dsts[0];
}

/* `rescue ErlangError` takes whatever was not raised as an exception. */
static void rescue_erlang(Lower *L, Rescue *r, Block *yes, Block *no)
{
    Block *is_map = lower_block(L), *got = lower_block(L);
    lower_test(L, TEST_map, r->frame->reason, NULL, is_map, yes);
    lower_enter(L, is_map);
    Instr *get = lower_emit(L, IR_get_map, 3, 2);
    get->args[0] = r->frame->reason;
    get->args[1] = lower_constant(L, AM(struct));
    get->args[2] = lower_constant(L, AM(exception_field));
    lower_edges(L, is_map, get, got, yes);
    lower_enter(L, got);
    lower_test(L, TEST_eq_exact, get->dsts[1], lower_constant(L, AM(true)), no, yes);
}

static void rescue_body(Lower *L, Rescue *r, Term variable, Term body, const Dest *dest)
{
    Block *never = lower_block(L);
    if (ast_is_variable(variable) && ast_head(variable) != AM(underscore)) {
        rescue_normalize(L, r);
        match_one(L, variable, r->exception, never);
    }
    uint32_t outer = L->stacktrace;
    if (mentions(body, AM(stacktrace_form))) {
        Value *trace = rescue_trace(L, r);
        L->stacktrace = lower_fresh_version(L);
        lower_bind(L, L->stacktrace, trace);
    }
    lower_body(L, body, dest);
    L->stacktrace = outer;
}

/* Each clause tests in turn. What is computed on the way (the normalised exception) serves the later ones. */
static void rescue_clauses(Lower *L, TryFrame *t, Term stabs, const Dest *dest)
{
    Block *is_error = lower_block(L), *other = lower_block(L);
    lower_test(L, TEST_eq_exact, t->class, lower_constant(L, AM(error)), is_error, other);
    lower_enter(L, is_error);
    Rescue r = {.frame = t};
    for (; term_is_cons(stabs) && L->cur; stabs = term_tail(stabs)) {
        Term stab = term_head(stabs), argument = list_nth(list_nth(ast_args(stab), 0), 0), body = list_nth(ast_args(stab), 1);
        uint32_t line = ast_line(ast_meta(stab));
        if (line) L->line = line;
        if (!ast_is(argument, AM(in))) {
            rescue_body(L, &r, argument, body, dest);
            L->cur = NULL;
            break;
        }
        Term modules = list_nth(ast_args(argument), 1);
        Block *yes = lower_block(L), *no = lower_block(L);
        if (!term_is_list(modules)) modules = cons_new(L->u->heap, modules, NIL);
        rescue_module(L, &r, other);
        for (; term_is_cons(modules) && L->cur; modules = term_tail(modules)) {
            if (!term_is_atom(term_head(modules))) lower_fail(L, "invalid \"rescue\" clause");
            Block *next = lower_block(L);
            lower_test(L, TEST_eq_exact, r.module, lower_constant(L, term_head(modules)), yes, next);
            lower_enter(L, next);
            if (term_head(modules) != AM(Elixir_ErlangError)) continue;
            next = lower_block(L);
            rescue_erlang(L, &r, yes, next);
            lower_enter(L, next);
        }
        lower_jump(L, no);
        Rescue state = r;
        lower_enter(L, yes);
        rescue_body(L, &r, list_nth(ast_args(argument), 0), body, dest);
        r = state;
        lower_enter(L, no);
    }
    lower_jump(L, other);
    L->cur = other->pred_count ? other : NULL;
}

/* --- catch --- */

static void catch_clauses(Lower *L, TryFrame *t, Term stabs, const Dest *dest)
{
    uint32_t count = list_count(stabs), line = L->line;
    Clause *clauses = arena_alloc_zero(L->u->arena, (count + 1) * sizeof *clauses);
    for (uint32_t i = 0; i < count; i++, stabs = term_tail(stabs)) {
        pattern_stab(L, &clauses[i], term_head(stabs));
        if (clauses[i].pattern_count == 2) continue;
        Pattern **both = arena_alloc(L->u->arena, 2 * sizeof *both);
        both[0] = arena_alloc_zero(L->u->arena, sizeof **both);
        both[0]->kind = PAT_LITERAL;
        both[0]->literal = AM(throw);
        both[1] = clauses[i].patterns[0];
        clauses[i].patterns = both;
        clauses[i].pattern_count = 2;
    }
    Block *fail = lower_block(L);
    Value *values[2] = {t->class, t->reason};
    match_clauses(L, clauses, count, values, fail);
    for (uint32_t i = 0; i < count; i++) {
        if (!match_enter(L, &clauses[i])) continue;
        L->line = clauses[i].line;
        uint32_t outer = L->stacktrace;
        if (mentions(clauses[i].body, AM(stacktrace_form))) {
            Value *trace = lower_emit_value(L, IR_stacktrace, 1, &t->trace);
            L->stacktrace = lower_fresh_version(L);
            lower_bind(L, L->stacktrace, trace);
        }
        lower_body(L, clauses[i].body, dest);
        L->stacktrace = outer;
    }
    L->line = line;
    L->cur = fail->pred_count ? fail : NULL;
}

/* --- try --- */

static void deliver_else(Lower *L, Term stabs, Value *value, const Dest *dest)
{
    if (!L->cur) return;
    if (!term_is_cons(stabs)) {
        lower_deliver(L, dest, value);
        return;
    }
    uint32_t count = list_count(stabs), line = L->line;
    Clause *clauses = arena_alloc_zero(L->u->arena, count * sizeof *clauses);
    for (uint32_t i = 0; i < count; i++, stabs = term_tail(stabs)) pattern_stab(L, &clauses[i], term_head(stabs));
    Block *fail = lower_block(L);
    lower_clauses(L, clauses, count, &value, fail, dest);
    if (!fail->pred_count) return;
    lower_enter(L, fail);
    L->line = line;
    lower_end(L, IR_try_case_end, value);
}

static void lower_try_clauses(Lower *L, Term parts, const Dest *dest)
{
    Term body = keyword_get(parts, AM(do)), else_clauses = keyword_get(parts, AM(else));
    uint32_t line = L->line;
    if (term_is_none(keyword_get(parts, AM(rescue))) && term_is_none(keyword_get(parts, AM(catch)))) {
        if (term_is_none(else_clauses)) lower_to(L, body, dest);
        else {
            Value *value = lower_expr(L, body);
            deliver_else(L, else_clauses, value, dest);
        }
        return;
    }
    TryFrame t;
    try_begin(L, &t);
    Value *value = lower_expr(L, body);
    try_leave(L, &t);
    L->line = line;
    deliver_else(L, else_clauses, value, dest);
    try_handle(L, &t);
    for (; term_is_cons(parts) && L->cur; parts = term_tail(parts)) {
        Term key = tuple_get(term_head(parts), 0), stabs = tuple_get(term_head(parts), 1);
        if (key == AM(rescue)) rescue_clauses(L, &t, stabs, dest);
        if (key == AM(catch)) catch_clauses(L, &t, stabs, dest);
    }
    try_raise(L, &t);
    L->line = line;
}

void lower_try(Lower *L, Term ast, const Dest *dest)
{
    Term parts = list_nth(ast_args(ast), 0), after = keyword_get(parts, AM(after));
    if (term_is_none(after)) {
        lower_try_clauses(L, parts, dest);
        L->cur = NULL;
        return;
    }
    TryFrame t;
    try_begin(L, &t);
    Block *join = lower_join(L);
    Dest inner = {DEST_JOIN, join, NULL};
    lower_try_clauses(L, parts, &inner);
    Value *value = lower_enter_join(L, join);
    try_leave(L, &t);
    if (L->cur) {
        lower_effect(L, after);
        lower_deliver(L, dest, value);
    }
    try_handle(L, &t);
    lower_effect(L, after);
    try_raise(L, &t);
    L->cur = NULL;
}

/* --- receive --- */

static void receive_bodies(Lower *L, uint32_t receive, Clause *clauses, uint32_t count, const Dest *dest)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!match_enter(L, &clauses[i])) continue;
        L->line = clauses[i].line;
        lower_emit(L, IR_remove_message, 0, 0);
        L->fragile = 0;
        lower_body(L, clauses[i].body, dest);
        L->fragile = receive;
    }
    L->fragile = 0;
    L->cur = NULL;
}

static void receive_timeout(Lower *L, Term stab, const Dest *dest)
{
    if (!L->cur) return;
    lower_emit(L, IR_timeout, 0, 0);
    uint32_t line = ast_line(ast_meta(stab));
    if (line) L->line = line;
    lower_body(L, list_nth(ast_args(stab), 1), dest);
}

void lower_receive(Lower *L, Term ast, const Dest *dest)
{
    Term parts = list_nth(ast_args(ast), 0), stabs = keyword_get(parts, AM(do)), after = keyword_get(parts, AM(after));
    uint32_t count = term_is_cons(stabs) ? list_count(stabs) : 0, line = L->line;
    Term after_stab = term_is_none(after) ? TERM_NONE : term_head(after);
    Value *timeout = NULL;
    if (!term_is_none(after_stab)) timeout = lower_expr(L, list_nth(list_nth(ast_args(after_stab), 0), 0));
    if (timeout && timeout->kind == VALUE_CONSTANT && timeout->constant == AM(infinity)) timeout = NULL;
    L->f->has_receive = true;
    uint32_t receive = ++L->receive_count;
    Clause *clauses = arena_alloc_zero(L->u->arena, (count + 1) * sizeof *clauses);
    L->fragile = receive;
    for (uint32_t i = 0; i < count; i++, stabs = term_tail(stabs)) pattern_stab(L, &clauses[i], term_head(stabs));
    L->fragile = 0;
    lower_emit(L, IR_receive, 0, 0);
    Block *loop = lower_block(L), *wait = loop;
    lower_jump(L, loop);
    lower_enter(L, loop);
    if (count) {
        wait = lower_block(L);
        L->fragile = receive;
        Block *looking = lower_block(L), *next = lower_block(L);
        Instr *rec = lower_emit(L, IR_loop_rec, 0, 1);
        Value *message = rec->dsts[0];
        message->is_fragile = receive;
        lower_edges(L, loop, rec, looking, wait);
        lower_enter(L, looking);
        match_clauses(L, clauses, count, &message, next);
        if (next->pred_count) {
            lower_enter(L, next);
            Instr *end = lower_emit(L, IR_loop_rec_end, 0, 0);
            lower_edges(L, next, end, loop, NULL);
        }
        receive_bodies(L, receive, clauses, count, dest);
    }
    lower_enter(L, wait);
    L->line = line;
    if (timeout && timeout->kind == VALUE_CONSTANT && timeout->constant == term_from_small(0)) {
        receive_timeout(L, after_stab, dest);
    } else if (timeout) {
        Block *timed_out = lower_block(L);
        Instr *i = lower_emit(L, IR_wait_timeout, 1, 0);
        i->args[0] = timeout;
        lower_edges(L, wait, i, timed_out, loop);
        lower_enter(L, timed_out);
        receive_timeout(L, after_stab, dest);
    } else {
        Instr *i = lower_emit(L, IR_wait, 0, 0);
        lower_edges(L, wait, i, loop, NULL);
    }
    L->cur = NULL;
}

/* --- with --- */

static void with_arrow(Lower *L, Term ast, Block *otherwise, const Dest *dest)
{
    uint32_t line = L->line;
    Term left = list_nth(ast_args(ast), 0);
    Value *value = lower_expr(L, list_nth(ast_args(ast), 1));
    L->line = line;
    /* The left side as the head of a stab: [pattern when guard] -> nil */
    Term parts = cons_new(L->u->heap, cons_new(L->u->heap, left, NIL), cons_new(L->u->heap, AM(nil), NIL));
    Clause *clause = arena_alloc(L->u->arena, sizeof *clause);
    pattern_stab(L, clause, tuple_new_3(L->u->heap, AM(arrow), ast_meta(ast), parts));
    Block *fail = lower_block(L);
    match_clauses(L, clause, 1, &value, fail);
    if (fail->pred_count) {
        lower_enter(L, fail);
        if (otherwise) lower_jump_with(L, otherwise, value);
        else lower_deliver(L, dest, value);
    }
    L->cur = NULL;
    match_enter(L, clause);
}

void lower_with(Lower *L, Term ast, const Dest *dest)
{
    Term args = ast_args(ast), options = NIL;
    uint32_t line = L->line;
    for (Term a = args; term_is_cons(a); a = term_tail(a)) options = term_head(a);
    Term else_clauses = keyword_get(options, AM(else));
    Block *otherwise = term_is_none(else_clauses) ? NULL : lower_join(L);
    for (; term_is_cons(term_tail(args)) && L->cur; args = term_tail(args)) {
        Term clause = term_head(args);
        uint32_t clause_line = ast_is_node(clause) ? ast_line(ast_meta(clause)) : 0;
        if (clause_line) L->line = clause_line;
        if (ast_is(clause, AM(left_arrow))) with_arrow(L, clause, otherwise, dest);
        else lower_effect(L, clause);
    }
    if (L->cur) lower_to(L, keyword_get(options, AM(do)), dest);
    L->cur = NULL;
    L->line = line;
    if (!otherwise || !otherwise->pred_count) return;
    Value *value = lower_enter_join(L, otherwise);
    uint32_t count = list_count(else_clauses);
    Clause *clauses = arena_alloc_zero(L->u->arena, (count + 1) * sizeof *clauses);
    for (uint32_t i = 0; i < count; i++, else_clauses = term_tail(else_clauses))
        pattern_stab(L, &clauses[i], term_head(else_clauses));
    Block *fail = lower_block(L);
    lower_clauses(L, clauses, count, &value, fail, dest);
    if (!fail->pred_count) return;
    lower_enter(L, fail);
    L->line = line;
    Value *reason[2] = {lower_constant(L, AM(with_clause)), value};
    lower_error(L, lower_tuple(L, 2, reason));
    L->cur = NULL;
}
