/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower_guard.c - guards, and what is known of the natives of :erlang that may stand in them.
 *
 * An error in a guard makes it fail as a whole: `fail` goes along beside `yes` and `no`. */
#include "compiler/lower.h"
#include "term/arith.h"
#include "term/binary.h"
#include "term/compare.h"
#include "term/map.h"

typedef struct GuardBif {
    uint32_t atom;
    uint8_t arity, kind, test;
    bool swap, is_boolean;
} GuardBif;

static const GuardBif guard_bifs[] = {
#define COMPARE(name, test, swap) {ATOM_INDEX_##name, 2, BIFKIND_TEST, TEST_##test, swap, true},
#define TYPE(name, test) {ATOM_INDEX_##name, 1, BIFKIND_TEST, TEST_##test, false, true},
#define GC(name, arity) {ATOM_INDEX_##name, arity, BIFKIND_GC, 0, false, false},
#define PLAIN(name, arity) {ATOM_INDEX_##name, arity, BIFKIND_BIF, 0, false, false},
#define BOOLEAN(name, arity) {ATOM_INDEX_##name, arity, BIFKIND_BIF, 0, false, true},
    COMPARE(less, lt, false) COMPARE(greater, lt, true) COMPARE(greater_equal, ge, false) COMPARE(equal_less, ge, true)
    COMPARE(double_equal, eq, false) COMPARE(slash_equal, ne, false)
    COMPARE(equal_exactly, eq_exact, false) COMPARE(not_equal_exactly, ne_exact, false)
    TYPE(is_atom, atom) TYPE(is_binary, binary) TYPE(is_bitstring, bitstr) TYPE(is_boolean, boolean)
    TYPE(is_float, float) TYPE(is_function, function) TYPE(is_integer, integer) TYPE(is_list, list) TYPE(is_map, map)
    TYPE(is_number, number) TYPE(is_pid, pid) TYPE(is_port, port) TYPE(is_reference, reference) TYPE(is_tuple, tuple)
    {ATOM_INDEX_is_function, 2, BIFKIND_TEST, TEST_function2, false, true},
    GC(plus, 1) GC(plus, 2) GC(minus, 1) GC(minus, 2) GC(star, 2) GC(slash, 2) GC(div, 2) GC(rem, 2) GC(band, 2)
    GC(bor, 2) GC(bxor, 2) GC(bsl, 2) GC(bsr, 2) GC(bnot, 1) GC(abs, 1) GC(ceil, 1) GC(floor, 1) GC(float, 1)
    GC(length, 1) GC(round, 1) GC(trunc, 1) GC(size, 1) GC(bit_size, 1) GC(byte_size, 1) GC(map_size, 1)
    GC(binary_part, 2) GC(binary_part, 3)
    PLAIN(element, 2) PLAIN(hd, 1) PLAIN(tl, 1) PLAIN(self, 0) PLAIN(node, 0) PLAIN(node, 1) PLAIN(tuple_size, 1)
    PLAIN(map_get, 2) BOOLEAN(is_map_key, 2) BOOLEAN(not, 1) BOOLEAN(and, 2) BOOLEAN(or, 2) BOOLEAN(xor, 2)
};

static const GuardBif *find_bif(Term name, unsigned arity)
{
    uint32_t index = term_to_atom_index(name);
    if (index >= PREDEFINED_ATOM_COUNT) return NULL;
    for (size_t i = 0; i < ARRAY_COUNT(guard_bifs); i++)
        if (guard_bifs[i].atom == index && guard_bifs[i].arity == arity) return &guard_bifs[i];
    return NULL;
}

BifKind bif_kind(Term name, unsigned arity, IrTest *test, bool *swap)
{
    const GuardBif *bif = term_is_atom(name) ? find_bif(name, arity) : NULL;
    if (!bif) return BIFKIND_NONE;
    if (test) *test = (IrTest)bif->test;
    if (swap) *swap = bif->swap;
    return (BifKind)bif->kind;
}

bool bif_yields_boolean(Term name, unsigned arity)
{
    const GuardBif *bif = find_bif(name, arity);
    return bif && bif->is_boolean;
}

/* --- folding --- */

static Term boolean(bool b) { return b ? AM(true) : AM(false); }

static Term fold_1(Lower *L, Term name, Term a)
{
    Heap *heap = L->u->heap;
    switch (term_to_atom_index(name)) {
    case ATOM_INDEX_minus: return term_is_number(a) ? arith_negate(heap, a) : TERM_NONE;
    case ATOM_INDEX_plus: return term_is_number(a) ? a : TERM_NONE;
    case ATOM_INDEX_not: return a == AM(true) ? AM(false) : a == AM(false) ? AM(true) : TERM_NONE;
    case ATOM_INDEX_hd: return term_is_cons(a) ? term_head(a) : TERM_NONE;
    case ATOM_INDEX_tl: return term_is_cons(a) ? term_tail(a) : TERM_NONE;
    case ATOM_INDEX_tuple_size: return term_is_tuple(a) ? term_from_small((int64_t)tuple_arity(a)) : TERM_NONE;
    case ATOM_INDEX_byte_size:
        return term_is_binary(a) ? term_from_small((int64_t)bitstring_size_bits(a) / 8) : TERM_NONE;
    case ATOM_INDEX_bit_size: return term_is_bitstring(a) ? term_from_small((int64_t)bitstring_size_bits(a)) : TERM_NONE;
    case ATOM_INDEX_map_size: return term_is_map(a) ? term_from_small((int64_t)map_size(a)) : TERM_NONE;
    case ATOM_INDEX_bnot: return term_is_small(a) ? arith_not(heap, a) : TERM_NONE;
    case ATOM_INDEX_is_atom: return boolean(term_is_atom(a));
    case ATOM_INDEX_is_binary: return boolean(term_is_binary(a));
    case ATOM_INDEX_is_bitstring: return boolean(term_is_bitstring(a));
    case ATOM_INDEX_is_boolean: return boolean(a == AM(true) || a == AM(false));
    case ATOM_INDEX_is_float: return boolean(term_is_float(a));
    case ATOM_INDEX_is_integer: return boolean(term_is_integer(a));
    case ATOM_INDEX_is_list: return boolean(term_is_list(a));
    case ATOM_INDEX_is_map: return boolean(term_is_map(a));
    case ATOM_INDEX_is_number: return boolean(term_is_number(a));
    case ATOM_INDEX_is_tuple: return boolean(term_is_tuple(a));
    case ATOM_INDEX_is_function: case ATOM_INDEX_is_pid: case ATOM_INDEX_is_port: case ATOM_INDEX_is_reference: return AM(false);
    default: return TERM_NONE;
    }
}

static Term fold_2(Lower *L, Term name, Term a, Term b)
{
    Heap *heap = L->u->heap;
    switch (term_to_atom_index(name)) {
    case ATOM_INDEX_less: return boolean(term_compare(a, b) < 0);
    case ATOM_INDEX_greater: return boolean(term_compare(a, b) > 0);
    case ATOM_INDEX_greater_equal: return boolean(term_compare(a, b) >= 0);
    case ATOM_INDEX_equal_less: return boolean(term_compare(a, b) <= 0);
    case ATOM_INDEX_double_equal: return boolean(term_equal(a, b));
    case ATOM_INDEX_slash_equal: return boolean(!term_equal(a, b));
    case ATOM_INDEX_equal_exactly: return boolean(term_equal_exactly(a, b));
    case ATOM_INDEX_not_equal_exactly: return boolean(!term_equal_exactly(a, b));
    case ATOM_INDEX_element:
        if (!term_is_small(a) || !term_is_tuple(b)) return TERM_NONE;
        if (term_to_small(a) < 1 || (Word)term_to_small(a) > tuple_arity(b)) return TERM_NONE;
        return tuple_get(b, (Word)term_to_small(a) - 1);
    case ATOM_INDEX_map_get: return term_is_map(b) ? map_get(b, a) : TERM_NONE;
    case ATOM_INDEX_is_map_key: return term_is_map(b) ? boolean(map_has(b, a)) : TERM_NONE;
    default: break;
    }
    if (!term_is_number(a) || !term_is_number(b)) return TERM_NONE;
    switch (term_to_atom_index(name)) {
    case ATOM_INDEX_plus: return arith_add(heap, a, b);
    case ATOM_INDEX_minus: return arith_subtract(heap, a, b);
    case ATOM_INDEX_star: return arith_multiply(heap, a, b);
    case ATOM_INDEX_slash: return arith_divide(heap, a, b);
    default: break;
    }
    if (!term_both_small(a, b)) return TERM_NONE;
    switch (term_to_atom_index(name)) {
    case ATOM_INDEX_div: return b == term_from_small(0) ? TERM_NONE : arith_int_divide(heap, a, b);
    case ATOM_INDEX_rem: return b == term_from_small(0) ? TERM_NONE : arith_remainder(heap, a, b);
    case ATOM_INDEX_band: return arith_and(heap, a, b);
    case ATOM_INDEX_bor: return arith_or(heap, a, b);
    case ATOM_INDEX_bxor: return arith_xor(heap, a, b);
    case ATOM_INDEX_bsl: return term_to_small(b) > 2000 ? TERM_NONE : arith_shift_left(heap, a, b);
    case ATOM_INDEX_bsr: return term_to_small(b) < -2000 ? TERM_NONE : arith_shift_right(heap, a, b);
    default: return TERM_NONE;
    }
}

Term bif_fold(Lower *L, Term name, unsigned arg_count, Value **args)
{
    for (unsigned i = 0; i < arg_count; i++)
        if (args[i]->kind != VALUE_CONSTANT) return TERM_NONE;
    if (arg_count == 1) return fold_1(L, name, args[0]->constant);
    if (arg_count == 2) return fold_2(L, name, args[0]->constant, args[1]->constant);
    return TERM_NONE;
}

/* --- guards --- */

static void condition(Lower *L, Term ast, Block *yes, Block *no, Block *fail);

static bool erlang_call(Term ast, Term *function, unsigned *count)
{
    Term module;
    if (!ast_is_remote(ast, &module, function) || module != AM(erlang)) return false;
    *count = list_count(ast_args(ast));
    return true;
}

/* Does the AST yield true or false, if anything? */
static bool is_boolean_ast(Term ast)
{
    Term function;
    unsigned count;
    if (ast == AM(true) || ast == AM(false)) return true;
    if (!erlang_call(ast, &function, &count)) return false;
    if (function == AM(andalso) || function == AM(orelse)) return count == 2 && is_boolean_ast(list_nth(ast_args(ast), 1));
    return bif_yields_boolean(function, count);
}

static Value *guard_bif(Lower *L, Term name, unsigned count, Value **args, Block *fail)
{
    if (bif_kind(name, count, NULL, NULL) == BIFKIND_TEST || count == 0) return lower_bif(L, name, count, args);
    Term folded = bif_fold(L, name, count, args);
    if (!term_is_none(folded)) return lower_constant(L, folded);
    Block *from = L->cur, *next = lower_block(L);
    Instr *i = lower_emit(L, IR_bif_test, count, 1);
    if (count > 0) memcpy(i->args, args, count * sizeof *args);
    i->term = name;
    i->dsts[0]->is_boolean = bif_yields_boolean(name, count);
    if (from) lower_edges(L, from, i, next, fail);
    lower_enter(L, next);
    return i->dsts[0];
}

static Value *guard_short_circuit(Lower *L, Term ast, Block *fail)
{
    Block *yes = lower_block(L), *no = lower_block(L), *join = lower_join(L);
    bool is_and = false;
    Term function, left = list_nth(ast_args(ast), 0), right = list_nth(ast_args(ast), 1);
    unsigned count;
    erlang_call(ast, &function, &count);
    is_and = function == AM(andalso);
    condition(L, left, yes, no, fail);
    L->cur = is_and ? no : yes;
    if (L->cur->pred_count) lower_jump_with(L, join, lower_constant(L, is_and ? AM(false) : AM(true)));
    L->cur = is_and ? yes : no;
    if (L->cur->pred_count) lower_jump_with(L, join, lower_guard_value(L, right, fail));
    return lower_enter_join(L, join);
}

Value *lower_guard_value(Lower *L, Term ast, Block *fail)
{
    Term module, function;
    unsigned count;
    if (!ast_is_node(ast) || ast_is_variable(ast)) return lower_expr(L, ast);
    if (erlang_call(ast, &function, &count)) {
        if ((function == AM(andalso) || function == AM(orelse)) && count == 2) return guard_short_circuit(L, ast, fail);
        if (bif_kind(function, count, NULL, NULL) == BIFKIND_NONE)
            lower_fail(L, "cannot invoke :erlang.%s/%u inside a guard", atom_text(function), count);
        Value *args[3];
        Term list = ast_args(ast);
        for (unsigned i = 0; i < count; i++, list = term_tail(list)) args[i] = lower_guard_value(L, term_head(list), fail);
        return guard_bif(L, function, count, args, fail);
    }
    if (ast_is_remote(ast, &module, &function) && term_is_nil(ast_args(ast))) { /* map.field */
        Value *args[2] = {lower_constant(L, function), lower_guard_value(L, module, fail)};
        return guard_bif(L, AM(map_get), 2, args, fail);
    }
    if (ast_head(ast) == AM(tuple_node)) {
        unsigned n = list_count(ast_args(ast));
        Value **items = arena_alloc(L->u->arena, (n + 1) * sizeof *items);
        Term list = ast_args(ast);
        for (unsigned i = 0; i < n; i++, list = term_tail(list)) items[i] = lower_guard_value(L, term_head(list), fail);
        return lower_tuple(L, n, items);
    }
    return lower_expr(L, ast);
}

/* To yes if v is true, no if false, fail otherwise. */
static void branch_on(Lower *L, Value *v, Block *yes, Block *no, Block *fail)
{
    if (v->is_boolean || no == fail) {
        lower_test(L, TEST_eq_exact, v, lower_constant(L, AM(true)), yes, no);
        return;
    }
    Block *other = lower_block(L);
    lower_test(L, TEST_eq_exact, v, lower_constant(L, AM(true)), yes, other);
    if (!other->pred_count) return;
    lower_enter(L, other);
    lower_test(L, TEST_eq_exact, v, lower_constant(L, AM(false)), no, fail);
}

static void condition(Lower *L, Term ast, Block *yes, Block *no, Block *fail)
{
    Term function, args = ast_is_node(ast) ? ast_args(ast) : NIL;
    unsigned count;
    if (erlang_call(ast, &function, &count)) {
        IrTest test;
        bool swap;
        if ((function == AM(andalso) || function == AM(orelse)) && count == 2) {
            Block *more = lower_block(L);
            if (function == AM(andalso)) condition(L, list_nth(args, 0), more, no, fail);
            else condition(L, list_nth(args, 0), yes, more, fail);
            L->cur = more->pred_count ? more : NULL;
            if (L->cur) condition(L, list_nth(args, 1), yes, no, fail);
            return;
        }
        if (function == AM(not) && count == 1 && is_boolean_ast(list_nth(args, 0))) {
            condition(L, list_nth(args, 0), no, yes, fail);
            return;
        }
        if (bif_kind(function, count, &test, &swap) == BIFKIND_TEST) {
            Value *a = lower_guard_value(L, list_nth(args, 0), fail);
            Value *b = count == 2 ? lower_guard_value(L, list_nth(args, 1), fail) : NULL;
            if (!L->cur) return;
            if (swap) lower_test(L, test, b, a, yes, no);
            else lower_test(L, test, a, b, yes, no);
            return;
        }
    }
    Value *v = lower_guard_value(L, ast, fail);
    if (L->cur) branch_on(L, v, yes, no, fail);
}

void lower_guards(Lower *L, Term alternatives, Block *yes, Block *no)
{
    uint32_t line = L->line;
    for (; term_is_cons(alternatives) && L->cur; alternatives = term_tail(alternatives)) {
        bool is_last = !term_is_cons(term_tail(alternatives));
        Block *fail = is_last ? no : lower_block(L);
        condition(L, term_head(alternatives), yes, fail, fail);
        if (!is_last) L->cur = fail->pred_count ? fail : NULL;
    }
    L->cur = NULL;
    L->line = line;
}
