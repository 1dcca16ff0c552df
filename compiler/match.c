/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match.c - the pattern-match compiler: rows of patterns to a decision tree.
 *
 * A row is a clause with what is still to be tested: pairs of a value and a pattern that can fail (irrefutable ones
 * became bindings already). The first row says what to test next; the test splits all rows: those that it decides for
 * go down the yes side with the parts of their patterns as new pairs, those it decides against go down the no side,
 * rows that do not look at the value go down both. So on each path a thing is tested once. (The method is Pettersson's.)
 * Several literals of one kind become one switch.
 *
 * Copying rows to both sides can grow code without bound; a budget stops it: after that, the rows from the first that
 * does not look at the value are compiled once, in a block of their own where all failures above go to.
 *
 * Binaries: a row's pair is then a state (match context and the position it stands at) and the index of a segment.
 * Consecutive rows whose next segment is cut out alike share the cut; others start again from a saved position. */
#include "compiler/lower.h"
#include "term/compare.h"
#include "term/map.h"

typedef struct BinState {
    Value *ctx;
    Value *saved; /* its position, or NULL */
} BinState;

typedef struct Pending {
    Value *value;      /* NULL for a state */
    Pattern *pattern;
    BinState *state;
    uint32_t segment;
    uint32_t offset;   /* within a string segment */
} Pending;

typedef struct Bound {
    uint32_t version;
    Value *value;
    struct Bound *next;
} Bound;

typedef struct Row {
    Pending *pending;
    uint32_t count, capacity;
    Bound *bound;
    Clause *clause;
} Row;

typedef struct Match {
    Lower *L;
    int64_t budget;
} Match;

typedef struct Rows {
    Row *items;
    uint32_t count;
} Rows;

static void match(Match *m, Rows rows, Block *fail);

/* --- rows --- */

static void bind(Match *m, Row *row, uint32_t version, Value *value)
{
    Bound *b = arena_alloc(m->L->u->arena, sizeof *b);
    *b = (Bound){version, value, row->bound};
    row->bound = b;
}

static void push(Match *m, Row *row, Pending pending)
{
    arena_push(m->L->u->arena, row->pending, row->count, row->capacity, pending);
}

static bool add(Match *m, Row *row, Value *value, Pattern *p);

static bool add_constant_map(Match *m, Row *row, Value *value, Pattern *p)
{
    if (!term_is_map(value->constant)) return false;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->keys[i]->kind != VALUE_CONSTANT) {
            push(m, row, (Pending){.value = value, .pattern = p});
            return true;
        }
    for (uint32_t i = 0; i < p->count; i++) {
        Term found = map_get(value->constant, p->keys[i]->constant);
        if (term_is_none(found) || !add(m, row, lower_constant(m->L, found), p->children[i])) return false;
    }
    return true;
}

/* False if it is known that the pattern, without variables and `also`, does not match. */
static bool add_one(Match *m, Row *row, Value *value, Pattern *p)
{
    if (p->kind == PAT_ANY || (p->kind == PAT_VALUE && p->value == value)) return true;
    if (value->kind == VALUE_CONSTANT) {
        Term t = value->constant;
        switch (p->kind) {
        case PAT_LITERAL: return term_equal_exactly(t, p->literal);
        case PAT_ATOM: return term_is_atom(t);
        case PAT_CONS:
            return term_is_cons(t) && add(m, row, lower_constant(m->L, term_head(t)), p->children[0]) &&
                   add(m, row, lower_constant(m->L, term_tail(t)), p->children[1]);
        case PAT_TUPLE:
            if (!term_is_tuple_of(t, p->count)) return false;
            for (uint32_t i = 0; i < p->count; i++)
                if (!add(m, row, lower_constant(m->L, tuple_get(t, i)), p->children[i])) return false;
            return true;
        case PAT_MAP: case PAT_KEYS: return add_constant_map(m, row, value, p);
        case PAT_BINARY:
            if (!term_is_bitstring(t)) return false;
            break;
        default: break;
        }
    }
    push(m, row, (Pending){.value = value, .pattern = p});
    return true;
}

static bool add(Match *m, Row *row, Value *value, Pattern *p)
{
    for (; p; p = p->also) {
        for (Variables *v = p->variables; v; v = v->next) bind(m, row, v->version, value);
        if (!add_one(m, row, value, p)) return false;
    }
    return true;
}

/* The pending test of a row on a value (or state); NULL if there is none. */
static Pending *pending_on(const Row *row, const Value *value, const BinState *state)
{
    for (uint32_t i = 0; i < row->count; i++) {
        Pending *p = &row->pending[i];
        if (state ? p->state == state : !p->state && p->value == value) return p;
    }
    return NULL;
}

/* A copy of the row up to (not with) a pending; the rest is added by finish_copy. */
static Row copy_until(Match *m, const Row *row, const Pending *until)
{
    Row copy = {.bound = row->bound, .clause = row->clause};
    for (const Pending *p = row->pending; p < until; p++) push(m, &copy, *p);
    return copy;
}

static void copy_after(Match *m, Row *copy, const Row *row, const Pending *after)
{
    for (const Pending *p = after + 1; p < row->pending + row->count; p++) push(m, copy, *p);
}

/* --- what a test says about patterns --- */

typedef enum CtorKind { CTOR_LITERAL, CTOR_ATOM, CTOR_CONS, CTOR_TUPLE, CTOR_MAP, CTOR_BINARY } CtorKind;
typedef struct Ctor {
    CtorKind kind;
    Term literal;
    uint32_t arity;
} Ctor;
typedef enum Verdict { DROP, KEEP, CONSUME } Verdict;

static bool literal_has_ctor(Term t, const Ctor *c)
{
    switch (c->kind) {
    case CTOR_LITERAL: return term_equal_exactly(t, c->literal);
    case CTOR_ATOM: return term_is_atom(t);
    case CTOR_CONS: return term_is_cons(t);
    case CTOR_TUPLE: return term_is_tuple_of(t, c->arity);
    case CTOR_MAP: return term_is_map(t);
    case CTOR_BINARY: return term_is_bitstring(t);
    }
    return false;
}

static bool pattern_has_ctor(const Pattern *p, const Ctor *c)
{
    switch (p->kind) {
    case PAT_ATOM: return c->kind == CTOR_ATOM;
    case PAT_CONS: return c->kind == CTOR_CONS;
    case PAT_TUPLE: return c->kind == CTOR_TUPLE && c->arity == p->count;
    case PAT_MAP: case PAT_KEYS: return c->kind == CTOR_MAP;
    case PAT_BINARY: return c->kind == CTOR_BINARY;
    default: return false;
    }
}

static bool literal_may_match(Term t, const Pattern *p)
{
    switch (p->kind) {
    case PAT_CONS: return term_is_cons(t);
    case PAT_TUPLE: return term_is_tuple_of(t, p->count);
    case PAT_MAP: case PAT_KEYS: return term_is_map(t);
    case PAT_BINARY: return term_is_bitstring(t);
    default: return true;
    }
}

/* When the value is known to have the constructor. */
static Verdict judge_yes(const Pattern *p, const Ctor *c)
{
    if (p->kind == PAT_VALUE) return KEEP;
    if (p->kind == PAT_LITERAL) {
        if (!literal_has_ctor(p->literal, c)) return DROP;
        return c->kind == CTOR_LITERAL ? CONSUME : KEEP;
    }
    if (c->kind == CTOR_LITERAL) {
        if (p->kind == PAT_ATOM) return term_is_atom(c->literal) ? CONSUME : DROP;
        return literal_may_match(c->literal, p) ? KEEP : DROP;
    }
    return pattern_has_ctor(p, c) ? CONSUME : DROP;
}

/* When it is known not to have it. */
static Verdict judge_no(const Pattern *p, const Ctor *c)
{
    if (p->kind == PAT_VALUE) return KEEP;
    if (p->kind == PAT_LITERAL) return literal_has_ctor(p->literal, c) ? DROP : KEEP;
    return pattern_has_ctor(p, c) ? DROP : KEEP;
}

static Rows rows_new(Match *m, uint32_t capacity)
{
    return (Rows){arena_alloc(m->L->u->arena, (capacity + 1) * sizeof(Row)), 0};
}

static Rows rows_without(Match *m, Rows rows, const Value *value, const Ctor *ctors, uint32_t ctor_count)
{
    Rows out = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Pending *p = pending_on(&rows.items[r], value, NULL);
        bool keep = true;
        for (uint32_t c = 0; p && c < ctor_count; c++) keep = keep && judge_no(p->pattern, &ctors[c]) == KEEP;
        if (keep) out.items[out.count++] = rows.items[r];
    }
    return out;
}

/* Rows for a value that has the constructor; `parts` are its extracted parts. */
static Rows rows_with(Match *m, Rows rows, const Value *value, const Ctor *c, Value **parts)
{
    Rows out = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Row *row = &rows.items[r];
        Pending *p = pending_on(row, value, NULL);
        Verdict verdict = p ? judge_yes(p->pattern, c) : KEEP;
        if (verdict == KEEP) out.items[out.count++] = *row;
        if (verdict != CONSUME) continue;
        Row copy = copy_until(m, row, p);
        bool possible = true;
        for (uint32_t i = 0; parts && i < p->pattern->count && possible; i++)
            if (parts[i]) possible = add(m, &copy, parts[i], p->pattern->children[i]);
        if (!possible) continue;
        copy_after(m, &copy, row, p);
        out.items[out.count++] = copy;
    }
    return out;
}

/* --- splitting rows in two, the second starting where the first fails --- */

static void save_positions(Match *m, Rows rows, uint32_t from)
{
    for (uint32_t r = from; r < rows.count; r++) {
        for (uint32_t i = 0; i < rows.items[r].count; i++) {
            BinState *state = rows.items[r].pending[i].state;
            if (!state || state->saved) continue;
            BinState *saved = arena_alloc(m->L->u->arena, sizeof *saved);
            *saved = (BinState){state->ctx, lower_emit_value(m->L, IR_bs_position, 1, &state->ctx)};
            for (uint32_t s = 0; s < rows.count; s++) { /* rows are copies of this matrix; pendings may be shared */
                Row *row = &rows.items[s];
                Pending *p = pending_on(row, NULL, state);
                if (!p) continue;
                Row copy = copy_until(m, row, p);
                Pending moved = *p;
                moved.state = saved;
                push(m, &copy, moved);
                copy_after(m, &copy, row, p);
                *row = copy;
            }
        }
    }
}

static Rows rows_copy(Match *m, Rows rows)
{
    Rows copy = rows_new(m, rows.count);
    if (rows.count > 0) memcpy(copy.items, rows.items, rows.count * sizeof(Row));
    copy.count = rows.count;
    return copy;
}

static void restore_positions(Match *m, Rows rows)
{
    BinState *done[8];
    uint32_t done_count = 0;
    for (uint32_t r = 0; r < rows.count; r++) {
        for (uint32_t i = 0; i < rows.items[r].count; i++) {
            BinState *state = rows.items[r].pending[i].state;
            if (!state) continue;
            bool seen = false;
            for (uint32_t d = 0; d < done_count; d++) seen = seen || done[d] == state;
            if (seen) continue;
            if (done_count < ARRAY_COUNT(done)) done[done_count++] = state;
            Instr *set = lower_emit(m->L, IR_bs_set_position, 2, 0);
            set->args[0] = state->ctx;
            set->args[1] = state->saved;
        }
    }
}

/* Tests rows[0..first_count) and, where they fail, the others. `step` does the first part. */
static void match_rest(Match *m, Rows rest, Block *from, Block *fail)
{
    if (!from->pred_count) return;
    lower_enter(m->L, from);
    restore_positions(m, rest);
    match(m, rest, fail);
}

/* --- leaves --- */

static void jump_to_body(Match *m, Row *row)
{
    Clause *clause = row->clause;
    Lower *L = m->L;
    clause->is_reached = true;
    Block *from = L->cur;
    if (!from) return;
    Instr *jump = lower_emit(L, IR_jump, clause->version_count, 0);
    for (uint32_t i = 0; i < clause->version_count; i++)
        for (Bound *b = row->bound; b; b = b->next)
            if (b->version == clause->versions[i]) {
                jump->args[i] = b->value;
                break;
            }
    lower_edges(L, from, jump, clause->block, NULL);
}

static void match_leaf(Match *m, Rows rows, Block *fail)
{
    Lower *L = m->L;
    Row *row = &rows.items[0];
    Clause *clause = row->clause;
    if (term_is_nil(clause->guards) && !clause->equalities) {
        jump_to_body(m, row);
        return;
    }
    for (Bound *b = row->bound; b; b = b->next) lower_bind(L, b->version, b->value);
    Block *no = lower_block(L);
    for (Equality *e = clause->equalities; e && L->cur; e = e->next) {
        Block *same = lower_block(L);
        lower_test(L, TEST_eq_exact, lower_variable(L, e->a), lower_variable(L, e->b), same, no);
        L->cur = same->pred_count ? same : NULL;
    }
    if (L->cur && !term_is_nil(clause->guards)) {
        uint32_t line = L->line;
        L->line = clause->line;
        if (clause->is_reached) m->budget -= 4;
        clause->is_reached = true;
        Block *yes = lower_block(L);
        lower_guards(L, clause->guards, yes, no);
        L->line = line;
        L->cur = yes->pred_count ? yes : NULL;
    }
    if (L->cur) jump_to_body(m, row);
    if (!no->pred_count) return;
    lower_enter(L, no);
    match(m, (Rows){rows.items + 1, rows.count - 1}, fail);
}

/* --- literals --- */

static bool is_switchable(Term t)
{
    if (term_is_atom(t)) return true;
    return term_is_small(t) && term_to_small(t) < (INT64_C(1) << 58) && term_to_small(t) > -(INT64_C(1) << 58);
}

/* The literals of the rows on a value, in order, and where each is found (open hashing: index + 1). */
typedef struct Literals {
    Ctor *ctors;
    uint32_t count;
    uint32_t *slots, slot_count;
} Literals;

static uint32_t *literal_slot(const Literals *l, Term t)
{
    uint32_t slot = (uint32_t)(term_bits(t) * 0x9e3779b97f4a7c15u >> 32) & (l->slot_count - 1);
    while (l->slots[slot] && l->ctors[l->slots[slot] - 1].literal != t) slot = (slot + 1) & (l->slot_count - 1);
    return &l->slots[slot];
}

static Literals collect_literals(Match *m, Rows rows, const Value *value, Term like)
{
    Literals l = {.slot_count = 8};
    while (l.slot_count < 2 * rows.count) l.slot_count *= 2;
    l.ctors = arena_alloc(m->L->u->arena, (rows.count + 1) * sizeof *l.ctors);
    l.slots = arena_alloc_zero(m->L->u->arena, l.slot_count * sizeof *l.slots);
    for (uint32_t r = 0; r < rows.count; r++) {
        Pending *p = pending_on(&rows.items[r], value, NULL);
        if (!p || p->pattern->kind != PAT_LITERAL || !is_switchable(p->pattern->literal)) continue;
        if (term_is_atom(p->pattern->literal) != term_is_atom(like)) continue;
        uint32_t *slot = literal_slot(&l, p->pattern->literal);
        if (*slot) continue;
        l.ctors[l.count++] = (Ctor){CTOR_LITERAL, p->pattern->literal, 0};
        *slot = l.count;
    }
    return l;
}

/* The rows that each literal may concern: its own, and those that any value may (they have number 0). The result is the
 * number of each row's literal plus one; UINT32_MAX for rows that no literal of the switch can match. */
static uint32_t *rows_by_literal(Match *m, Rows rows, const Value *value, const Literals *l)
{
    uint32_t *numbers = arena_alloc_zero(m->L->u->arena, (rows.count + 1) * sizeof *numbers);
    for (uint32_t r = 0; r < rows.count; r++) {
        Pending *p = pending_on(&rows.items[r], value, NULL);
        if (!p || p->pattern->kind != PAT_LITERAL) continue;
        numbers[r] = is_switchable(p->pattern->literal) ? *literal_slot(l, p->pattern->literal) : 0;
        if (!numbers[r]) numbers[r] = UINT32_MAX;
    }
    return numbers;
}

static Rows rows_without_literals(Match *m, Rows rows, const Value *value, const uint32_t *numbers)
{
    Rows out = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Pending *p = pending_on(&rows.items[r], value, NULL);
        bool is_own = p && p->pattern->kind == PAT_LITERAL && numbers[r] != UINT32_MAX;
        if (!is_own) out.items[out.count++] = rows.items[r];
    }
    return out;
}

static void match_switch(Match *m, Rows rows, Value *value, const Literals *l, Block *fail)
{
    Lower *L = m->L;
    Block *from = L->cur;
    uint32_t count = l->count;
    Instr *i = lower_emit(L, IR_switch, 1, 0);
    i->args[0] = value;
    i->aux = count;
    i->cases = arena_alloc(L->u->arena, count * sizeof *i->cases);
    for (uint32_t c = 0; c < count; c++) i->cases[c] = (SwitchCase){l->ctors[c].literal, lower_block(L)};
    uint32_t *numbers = rows_by_literal(m, rows, value, l);
    Rows others = rows_without_literals(m, rows, value, numbers);
    i->fail = others.count ? lower_block(L) : fail;
    lower_switch_edges(L, from, i);
    /* Chains of row numbers, one for each literal, and one (0) for the rows that go everywhere. */
    uint32_t *first = arena_alloc_zero(L->u->arena, (count + 1) * sizeof *first);
    uint32_t *next = arena_alloc_zero(L->u->arena, (rows.count + 1) * sizeof *next);
    for (uint32_t r = rows.count; r > 0; r--) {
        if (numbers[r - 1] == UINT32_MAX) continue;
        next[r - 1] = first[numbers[r - 1]];
        first[numbers[r - 1]] = r;
    }
    Rows some = rows_new(m, rows.count);
    for (uint32_t c = 0; c < count; c++) {
        some.count = 0;
        for (uint32_t own = first[c + 1], all = first[0]; own || all;) {
            bool take_own = own && (!all || own < all);
            uint32_t *taken = take_own ? &own : &all;
            some.items[some.count++] = rows.items[*taken - 1];
            *taken = next[*taken - 1];
        }
        lower_enter(L, i->cases[c].target);
        match(m, rows_with(m, some, value, &l->ctors[c], NULL), fail);
    }
    if (others.count) {
        lower_enter(L, i->fail);
        match(m, others, fail);
    }
}

static void match_test(Match *m, Rows rows, Value *value, IrTest test, Value *operand, const Ctor *ctor, Block *fail)
{
    Lower *L = m->L;
    Rows others = rows_without(m, rows, value, ctor, 1);
    Block *yes = lower_block(L), *no = others.count ? lower_block(L) : fail;
    lower_test(L, test, value, operand, yes, no);
    lower_enter(L, yes);
    match(m, rows_with(m, rows, value, ctor, NULL), fail);
    if (others.count) {
        lower_enter(L, no);
        match(m, others, fail);
    }
}

static void match_literal(Match *m, Rows rows, Value *value, Term literal, Block *fail)
{
    Ctor single = {CTOR_LITERAL, literal, 0};
    if (is_switchable(literal)) {
        Literals literals = collect_literals(m, rows, value, literal);
        if (value->is_boolean && (literal == AM(true) || literal == AM(false))) {
            Ctor yes = {CTOR_LITERAL, AM(true), 0}, no = {CTOR_LITERAL, AM(false), 0};
            Block *yes_block = lower_block(m->L), *no_block = lower_block(m->L);
            lower_test(m->L, TEST_eq_exact, value, lower_constant(m->L, AM(true)), yes_block, no_block);
            lower_enter(m->L, yes_block);
            match(m, rows_with(m, rows, value, &yes, NULL), fail);
            lower_enter(m->L, no_block);
            match(m, rows_with(m, rows, value, &no, NULL), fail);
            return;
        }
        if (literals.count > 1) {
            match_switch(m, rows, value, &literals, fail);
            return;
        }
    }
    match_test(m, rows, value, TEST_eq_exact, lower_constant(m->L, literal), &single, fail);
}

/* --- tuples and lists --- */

static bool is_wanted(const Pattern *p) { return p->kind != PAT_ANY || p->variables || p->also; }

static Value **extract_parts(Match *m, Rows rows, Value *value, const Ctor *c, uint32_t count)
{
    Value **parts = arena_alloc_zero(m->L->u->arena, (count + 1) * sizeof *parts);
    for (uint32_t r = 0; r < rows.count; r++) {
        Pending *p = pending_on(&rows.items[r], value, NULL);
        if (!p || !pattern_has_ctor(p->pattern, c)) continue;
        for (uint32_t i = 0; i < count; i++) {
            if (parts[i] || !is_wanted(p->pattern->children[i])) continue;
            IrOp op = c->kind == CTOR_TUPLE ? IR_element : i == 0 ? IR_hd : IR_tl;
            Instr *get = lower_emit(m->L, op, 1, 1);
            get->args[0] = value;
            get->aux = i;
            parts[i] = get->dsts[0];
        }
    }
    return parts;
}

static void match_parts(Match *m, Rows rows, Value *value, const Ctor *c, uint32_t count, Block *fail)
{
    Value **parts = extract_parts(m, rows, value, c, count);
    match(m, rows_with(m, rows, value, c, parts), fail);
}

static void match_cons(Match *m, Rows rows, Value *value, Block *fail)
{
    Lower *L = m->L;
    Ctor ctor = {CTOR_CONS, TERM_NONE, 0};
    Rows others = rows_without(m, rows, value, &ctor, 1);
    Block *yes = lower_block(L), *no = others.count ? lower_block(L) : fail;
    lower_test(L, TEST_nonempty_list, value, NULL, yes, no);
    lower_enter(L, yes);
    match_parts(m, rows, value, &ctor, 2, fail);
    if (others.count) {
        lower_enter(L, no);
        match(m, others, fail);
    }
}

static void match_tuple(Match *m, Rows rows, Value *value, Block *fail)
{
    Lower *L = m->L;
    Ctor *ctors = arena_alloc(L->u->arena, (rows.count + 1) * sizeof *ctors);
    uint32_t count = 0;
    for (uint32_t r = 0; r < rows.count; r++) {
        Pending *p = pending_on(&rows.items[r], value, NULL);
        if (!p || p->pattern->kind != PAT_TUPLE) continue;
        bool seen = false;
        for (uint32_t c = 0; c < count && !seen; c++) seen = ctors[c].arity == p->pattern->count;
        if (!seen) ctors[count++] = (Ctor){CTOR_TUPLE, TERM_NONE, p->pattern->count};
    }
    Rows others = rows_without(m, rows, value, ctors, count);
    Block *no = others.count ? lower_block(L) : fail;
    if (count == 1) {
        Block *yes = lower_block(L), *from = L->cur;
        Instr *i = lower_emit(L, IR_test, 2, 0);
        i->aux = TEST_tuple_arity;
        i->args[0] = value;
        i->args[1] = lower_constant(L, term_from_small(ctors[0].arity));
        lower_edges(L, from, i, yes, no);
        lower_enter(L, yes);
        match_parts(m, rows, value, &ctors[0], ctors[0].arity, fail);
    } else {
        Block *is_tuple = lower_block(L);
        lower_test(L, TEST_tuple, value, NULL, is_tuple, no);
        lower_enter(L, is_tuple);
        Instr *i = lower_emit(L, IR_switch_arity, 1, 0);
        i->args[0] = value;
        i->aux = count;
        i->fail = no;
        i->cases = arena_alloc(L->u->arena, count * sizeof *i->cases);
        for (uint32_t c = 0; c < count; c++)
            i->cases[c] = (SwitchCase){term_from_small(ctors[c].arity), lower_block(L)};
        lower_switch_edges(L, is_tuple, i);
        for (uint32_t c = 0; c < count; c++) {
            lower_enter(L, i->cases[c].target);
            match_parts(m, rows, value, &ctors[c], ctors[c].arity, fail);
        }
    }
    if (others.count) {
        lower_enter(L, no);
        match(m, others, fail);
    }
}

/* --- maps --- */

static void match_map(Match *m, Rows rows, Value *value, Block *fail)
{
    Ctor ctor = {CTOR_MAP, TERM_NONE, 0};
    Lower *L = m->L;
    Rows others = rows_without(m, rows, value, &ctor, 1);
    Block *yes = lower_block(L), *no = others.count ? lower_block(L) : fail;
    lower_test(L, TEST_map, value, NULL, yes, no);
    lower_enter(L, yes);
    Rows maps = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Row *row = &rows.items[r];
        Pending *p = pending_on(row, value, NULL);
        Verdict verdict = p ? judge_yes(p->pattern, &ctor) : KEEP;
        if (verdict == DROP) continue;
        if (verdict == KEEP) {
            maps.items[maps.count++] = *row;
            continue;
        }
        Row copy = copy_until(m, row, p);
        if (p->pattern->count) {
            Pattern *keys = arena_alloc(L->u->arena, sizeof *keys);
            *keys = *p->pattern;
            keys->kind = PAT_KEYS;
            keys->also = NULL;
            push(m, &copy, (Pending){.value = value, .pattern = keys});
        }
        copy_after(m, &copy, row, p);
        maps.items[maps.count++] = copy;
    }
    match(m, maps, fail);
    if (others.count) {
        lower_enter(L, no);
        match(m, others, fail);
    }
}

static bool same_key(const Value *a, const Value *b)
{
    if (a == b) return true;
    return a->kind == VALUE_CONSTANT && b->kind == VALUE_CONSTANT && term_equal_exactly(a->constant, b->constant);
}

static int find_key(const Pattern *p, const Value *key)
{
    for (uint32_t i = 0; i < p->count; i++)
        if (same_key(p->keys[i], key)) return (int)i;
    return -1;
}

static Pattern *keys_of(const Row *row, const Value *value)
{
    Pending *p = pending_on(row, value, NULL);
    return p && p->pattern->kind == PAT_KEYS ? p->pattern : NULL;
}

/* Fetches the first row's keys that all rows with its first key have. */
static void match_keys(Match *m, Rows rows, Value *value, Block *fail)
{
    Lower *L = m->L;
    Pattern *first = keys_of(&rows.items[0], value);
    Value **keys = arena_alloc(L->u->arena, (first->count + 1) * sizeof *keys);
    bool *wanted = arena_alloc_zero(L->u->arena, first->count + 1);
    uint32_t key_count = 0;
    for (uint32_t k = 0; k < first->count; k++) {
        bool in_all = true, want = false, twice = false;
        for (uint32_t r = 0; r < rows.count; r++) {
            Pattern *p = keys_of(&rows.items[r], value);
            if (!p || find_key(p, first->keys[0]) < 0) continue;
            int at = find_key(p, first->keys[k]);
            in_all = in_all && at >= 0;
            want = want || (at >= 0 && is_wanted(p->children[at]));
        }
        for (uint32_t j = 0; j < key_count; j++) twice = twice || same_key(keys[j], first->keys[k]);
        if (!in_all || twice || key_count >= 60) continue;
        wanted[key_count] = want;
        keys[key_count++] = first->keys[k];
    }
    /* Keys whose value no one wants are tested apart. */
    uint32_t wanted_count = 0;
    for (uint32_t k = 0; k < key_count; k++) wanted_count += wanted[k];
    Value **values = arena_alloc_zero(L->u->arena, (key_count + 1) * sizeof *values);
    Rows others = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Pattern *p = keys_of(&rows.items[r], value);
        if (!p || find_key(p, first->keys[0]) < 0) others.items[others.count++] = rows.items[r];
    }
    Block *no = others.count ? lower_block(L) : fail;
    Value *map = lower_in_register(L, value);
    for (int pass = 0; pass < 2; pass++) {
        uint32_t count = pass ? key_count - wanted_count : wanted_count;
        if (!count) continue;
        Block *yes = lower_block(L), *from = L->cur;
        Instr *i = lower_emit(L, pass ? IR_has_keys : IR_get_map, 1 + count, pass ? 0 : count);
        i->args[0] = map;
        for (uint32_t k = 0, n = 0; k < key_count; k++) {
            if (wanted[k] == (bool)pass) continue;
            i->args[1 + n] = keys[k];
            if (!pass) values[k] = i->dsts[n];
            n++;
        }
        lower_edges(L, from, i, yes, no);
        lower_enter(L, yes);
    }
    Rows with = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Row *row = &rows.items[r];
        Pattern *p = keys_of(row, value);
        if (!p || find_key(p, first->keys[0]) < 0) {
            with.items[with.count++] = *row;
            continue;
        }
        Pending *pending = pending_on(row, value, NULL);
        Row copy = copy_until(m, row, pending);
        bool possible = true;
        Pattern *rest = arena_alloc_zero(L->u->arena, sizeof *rest);
        rest->kind = PAT_KEYS;
        rest->keys = arena_alloc(L->u->arena, (p->count + 1) * sizeof *rest->keys);
        rest->children = arena_alloc(L->u->arena, (p->count + 1) * sizeof *rest->children);
        for (uint32_t i = 0; i < p->count && possible; i++) {
            uint32_t k = 0;
            while (k < key_count && !same_key(keys[k], p->keys[i])) k++;
            if (k == key_count) {
                rest->keys[rest->count] = p->keys[i];
                rest->children[rest->count++] = p->children[i];
            } else if (values[k]) possible = add(m, &copy, values[k], p->children[i]);
        }
        if (!possible) continue;
        if (rest->count) push(m, &copy, (Pending){.value = value, .pattern = rest});
        copy_after(m, &copy, row, pending);
        with.items[with.count++] = copy;
    }
    match(m, with, fail);
    if (others.count) {
        lower_enter(L, no);
        match(m, others, fail);
    }
}

/* --- binaries --- */

static void match_binary_start(Match *m, Rows rows, Value *value, Block *fail)
{
    Lower *L = m->L;
    Ctor ctor = {CTOR_BINARY, TERM_NONE, 0};
    Rows others = rows_without(m, rows, value, &ctor, 1);
    Block *yes = lower_block(L), *no = others.count ? lower_block(L) : fail;
    Value *source = lower_in_register(L, value);
    Block *from = L->cur;
    Instr *start = lower_emit(L, IR_bs_start, 1, 1);
    start->args[0] = source;
    lower_edges(L, from, start, yes, no);
    BinState *state = arena_alloc(L->u->arena, sizeof *state);
    *state = (BinState){start->dsts[0], NULL};
    Rows with = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Row *row = &rows.items[r];
        Pending *p = pending_on(row, value, NULL);
        Verdict verdict = p ? judge_yes(p->pattern, &ctor) : KEEP;
        if (verdict == DROP) continue;
        with.items[with.count++] = *row;
        if (verdict == KEEP) continue;
        Row copy = copy_until(m, row, p);
        push(m, &copy, (Pending){.pattern = p->pattern, .state = state});
        copy_after(m, &copy, row, p);
        with.items[with.count - 1] = copy;
    }
    lower_enter(L, yes);
    match(m, with, fail);
    if (others.count) {
        lower_enter(L, no);
        match(m, others, fail);
    }
}

static const PatternSegment *segment_of(const Pending *p)
{
    return p->segment < p->pattern->count ? &p->pattern->segments[p->segment] : NULL;
}

static bool is_byte(const PatternSegment *s)
{
    if (!s) return false;
    if (s->type == SEG_STRING) return true;
    return s->type == SEG_INTEGER && s->size == term_from_small(8) && s->unit == 1 && !(s->flags & SEGMENT_SIGNED);
}

/* Are the two cut out by the same instruction? */
static bool same_cut(const PatternSegment *a, const PatternSegment *b)
{
    if (!a || !b) return !a && !b;
    if (is_byte(a) && is_byte(b)) return true;
    if (a->type != b->type || a->flags != b->flags || a->unit != b->unit || a->is_tail != b->is_tail) return false;
    if (a->type == SEG_STRING) return false;
    if (a->is_tail || a->type >= SEG_UTF8) return true;
    return a->size == b->size && term_is_small(a->size);
}

typedef struct Cut {
    Value *value;         /* what was cut out, or NULL */
    uint32_t string_size; /* bytes of strings passed over */
} Cut;

/* Length of the text that all of the rows' string segments begin with; 0 if one is no string. */
static uint32_t common_prefix(Rows rows, const BinState *state)
{
    Pending *first = pending_on(&rows.items[0], NULL, state);
    const PatternSegment *a = segment_of(first);
    if (!a || a->type != SEG_STRING) return 0;
    uint32_t length = a->string_size - first->offset;
    for (uint32_t r = 1; r < rows.count; r++) {
        Pending *p = pending_on(&rows.items[r], NULL, state);
        const PatternSegment *b = segment_of(p);
        if (b->type != SEG_STRING) return 0;
        uint32_t n = 0;
        while (n < length && n < b->string_size - p->offset && a->string[first->offset + n] == b->string[p->offset + n]) n++;
        length = n;
    }
    return length;
}

/* Emits the cut for the rows; goes on where it succeeds. */
static Cut emit_cut(Match *m, Rows rows, BinState *state, Block *fail)
{
    Lower *L = m->L;
    Pending *pending = pending_on(&rows.items[0], NULL, state);
    const PatternSegment *s = segment_of(pending);
    Block *next = lower_block(L);
    Cut cut = {0};
    Instr *i;
    Block *from = L->cur;
    uint32_t line = L->line;
    bool wanted = false;
    for (uint32_t r = 0; s && r < rows.count; r++) {
        const PatternSegment *other = segment_of(pending_on(&rows.items[r], NULL, state));
        wanted = wanted || other->type == SEG_STRING || is_wanted(other->pattern);
    }
    if (s && s->line) L->line = s->line;
    uint32_t prefix = s ? common_prefix(rows, state) : 0;
    if (!s) {
        i = lower_emit(L, IR_bs_test_tail, 1, 0);
        i->args[0] = state->ctx;
    } else if (prefix >= 2 || (prefix == 1 && rows.count == 1)) {
        i = lower_emit(L, IR_bs_string, 1, 0);
        i->args[0] = state->ctx;
        i->aux = prefix;
        i->string = s->string + pending->offset;
        cut.string_size = prefix;
    } else if (s->type == SEG_STRING) {
        i = lower_emit(L, IR_bs_integer, 2, 1);
        i->args[0] = state->ctx;
        i->args[1] = lower_constant(L, term_from_small(8));
        i->aux = 1;
    } else if (s->is_tail) {
        unsigned unit = s->type == SEG_BITS && s->unit == 1 ? 1 : s->unit;
        if (unit == 1) {
            if (wanted) cut.value = lower_emit_value(L, IR_bs_tail, 1, &state->ctx);
            return cut;
        }
        i = lower_emit(L, wanted ? IR_bs_binary : IR_bs_test_unit, wanted ? 2 : 1, wanted ? 1 : 0);
        i->args[0] = state->ctx;
        if (wanted) i->args[1] = lower_constant(L, AM(all));
        i->aux = unit;
    } else if (s->type >= SEG_UTF8) {
        i = lower_emit(L, wanted ? IR_bs_utf : IR_bs_skip_utf, 1, wanted ? 1 : 0);
        i->args[0] = state->ctx;
        i->aux = s->type == SEG_UTF8 ? 8 : s->type == SEG_UTF16 ? 16 : 32;
        i->flags = s->flags;
    } else {
        for (Bound *b = rows.items[0].bound; b; b = b->next)
            if (!term_is_small(s->size)) lower_bind(L, b->version, b->value);
        Value *size = lower_guard_value(L, s->size, fail);
        from = L->cur;
        static const uint8_t ops[] = {[SEG_INTEGER] = IR_bs_integer, [SEG_FLOAT] = IR_bs_float, [SEG_BINARY] = IR_bs_binary, [SEG_BITS] = IR_bs_binary};
        bool skip = !wanted && s->type != SEG_FLOAT;
        i = lower_emit(L, skip ? IR_bs_skip : (IrOp)ops[s->type], 2, skip ? 0 : 1);
        i->args[0] = state->ctx;
        i->args[1] = size;
        i->aux = s->unit;
        i->flags = s->flags;
    }
    L->line = line;
    if (i->dst_count) cut.value = i->dsts[0];
    if (from) lower_edges(L, from, i, next, fail);
    lower_enter(L, next);
    return cut;
}

static Rows rows_after_cut(Match *m, Rows rows, BinState *state, const Cut *cut)
{
    Lower *L = m->L;
    BinState *after = arena_alloc(L->u->arena, sizeof *after);
    *after = (BinState){state->ctx, NULL};
    Rows out = rows_new(m, rows.count);
    for (uint32_t r = 0; r < rows.count; r++) {
        Row *row = &rows.items[r];
        Pending *p = pending_on(row, NULL, state);
        const PatternSegment *s = segment_of(p);
        Row copy = copy_until(m, row, p);
        bool possible = true;
        Pending rest = *p;
        rest.state = after;
        if (s && s->type == SEG_STRING) {
            uint32_t used = cut->string_size ? cut->string_size : 1;
            if (!cut->string_size) {
                Pattern *byte = arena_alloc_zero(L->u->arena, sizeof *byte);
                byte->kind = PAT_LITERAL;
                byte->literal = term_from_small(s->string[p->offset]);
                possible = add(m, &copy, cut->value, byte);
            }
            rest.offset += used;
            if (rest.offset == s->string_size) rest.segment++, rest.offset = 0;
        } else if (s) {
            if (cut->value) possible = add(m, &copy, cut->value, s->pattern);
            rest.segment++;
        }
        if (!possible) continue;
        if (s && !s->is_tail) push(m, &copy, rest);
        copy_after(m, &copy, row, p);
        out.items[out.count++] = copy;
    }
    return out;
}

static void match_segment(Match *m, Rows rows, BinState *state, Block *fail)
{
    const PatternSegment *s = segment_of(pending_on(&rows.items[0], NULL, state));
    uint32_t group = 1;
    while (group < rows.count) {
        Pending *p = pending_on(&rows.items[group], NULL, state);
        if (!p || !same_cut(s, segment_of(p))) break;
        group++;
    }
    Block *rest_block = fail;
    Rows rest = {rows.items + group, rows.count - group};
    if (rest.count) {
        rows = rows_copy(m, rows);
        rest.items = rows.items + group;
        rest_block = lower_block(m->L);
        BinState *old = state;
        save_positions(m, rows, group);
        Pending *p = &rows.items[0].pending[0];
        for (uint32_t i = 0; i < rows.items[0].count; i++)
            if (rows.items[0].pending[i].state && rows.items[0].pending[i].state->ctx == old->ctx) p = &rows.items[0].pending[i];
        state = p->state;
    }
    Rows mine = {rows.items, group};
    Cut cut = emit_cut(m, mine, state, rest_block);
    match(m, rows_after_cut(m, mine, state, &cut), rest_block);
    if (rest.count) match_rest(m, rest, rest_block, fail);
}

/* --- the choice --- */

/* A pinned value: only equality is learnt, so the other rows come after. */
static void match_pinned(Match *m, Rows rows, Pending *p, Block *fail)
{
    Lower *L = m->L;
    Value *value = p->value, *pinned = p->pattern->value;
    Rows rest = {rows.items + 1, rows.count - 1};
    Block *rest_block = fail;
    uint32_t index = (uint32_t)(p - rows.items[0].pending);
    if (rest.count) {
        rows = rows_copy(m, rows);
        rest.items = rows.items + 1;
        save_positions(m, rows, 1);
        rest_block = lower_block(L);
    }
    p = &rows.items[0].pending[index];
    Block *same = lower_block(L);
    lower_test(L, TEST_eq_exact, value, pinned, same, rest_block);
    Row copy = copy_until(m, &rows.items[0], p);
    copy_after(m, &copy, &rows.items[0], p);
    lower_enter(L, same);
    Rows first = {&copy, 1};
    match(m, first, rest_block);
    if (rest.count) match_rest(m, rest, rest_block, fail);
}

static Pending *choose(Row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        Pending *p = &row->pending[i];
        if (!p->state && p->pattern->kind != PAT_VALUE && p->pattern->kind != PAT_BINARY) return p;
    }
    return &row->pending[0];
}

static bool is_informative(const Row *row, const Value *value)
{
    Pending *p = pending_on(row, value, NULL);
    return p && p->pattern->kind != PAT_VALUE;
}

static void match(Match *m, Rows rows, Block *fail)
{
    Lower *L = m->L;
    if (!L->cur) return;
    if (rows.count == 0) {
        lower_jump(L, fail);
        return;
    }
    if (rows.items[0].count == 0) {
        match_leaf(m, rows, fail);
        return;
    }
    m->budget--;
    Pending *p = choose(&rows.items[0]);
    if (p->state) {
        match_segment(m, rows, p->state, fail);
        return;
    }
    if (p->pattern->kind == PAT_VALUE) {
        match_pinned(m, rows, p, fail);
        return;
    }
    uint32_t group = 1;
    while (group < rows.count && is_informative(&rows.items[group], p->value)) group++;
    if (m->budget < 0 && group < rows.count) {
        rows = rows_copy(m, rows);
        save_positions(m, rows, group);
        Block *rest_block = lower_block(L);
        match(m, (Rows){rows.items, group}, rest_block);
        match_rest(m, (Rows){rows.items + group, rows.count - group}, rest_block, fail);
        return;
    }
    switch (p->pattern->kind) {
    case PAT_LITERAL: match_literal(m, rows, p->value, p->pattern->literal, fail); break;
    case PAT_ATOM: {
        Ctor atom = {CTOR_ATOM, TERM_NONE, 0};
        match_test(m, rows, p->value, TEST_atom, NULL, &atom, fail);
        break;
    }
    case PAT_CONS: match_cons(m, rows, p->value, fail); break;
    case PAT_TUPLE: match_tuple(m, rows, p->value, fail); break;
    case PAT_MAP: match_map(m, rows, p->value, fail); break;
    case PAT_KEYS: match_keys(m, rows, p->value, fail); break;
    case PAT_BINARY: match_binary_start(m, rows, p->value, fail); break;
    default: panic("pattern kind %d", p->pattern->kind);
    }
}

void match_clauses(Lower *L, Clause *clauses, uint32_t count, Value **values, Block *fail)
{
    if (!L->cur) return;
    Match m = {L, 24 + 8 * (int64_t)count};
    Rows rows = rows_new(&m, count);
    for (uint32_t c = 0; c < count; c++) {
        Row row = {.clause = &clauses[c]};
        bool possible = true;
        for (uint32_t i = 0; i < clauses[c].pattern_count && possible; i++)
            possible = add(&m, &row, values[i], clauses[c].patterns[i]);
        if (possible) rows.items[rows.count++] = row;
    }
    uint32_t line = L->line;
    match(&m, rows, fail);
    L->line = line;
    L->cur = NULL;
}

bool match_enter(Lower *L, Clause *clause)
{
    Block *block = clause->block;
    if (!block->pred_count) return false;
    L->cur = block;
    if (block->pred_count == 1) {
        Instr *jump = block->jumps;
        for (uint32_t i = 0; i < clause->version_count; i++) lower_bind(L, clause->versions[i], jump->args[i]);
        jump->arg_count = 0;
        block->param_count = 0;
    } else {
        for (uint32_t i = 0; i < clause->version_count; i++) lower_bind(L, clause->versions[i], block->params[i]);
    }
    return true;
}

void match_one(Lower *L, Term pattern, Value *value, Block *fail)
{
    Clause *clause = arena_alloc(L->u->arena, sizeof *clause);
    pattern_clause(L, clause, cons_new(L->u->heap, pattern, NIL), NIL, NIL, L->line);
    match_clauses(L, clause, 1, &value, fail);
    if (match_enter(L, clause)) return;
    for (uint32_t i = 0; i < clause->version_count; i++) /* unreachable code names them still */
        lower_bind(L, clause->versions[i], lower_constant(L, AM(nil)));
    L->cur = NULL;
}
