/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op_data.c - instructions: moves, type tests, lists, tuples, funs, maps. */
#include "exec/machine.h"

#include "base/mem.h"
#include "exec/call.h"
#include "term/map.h"

/* --- moves --- */
bool op_move_xx(STATE) { X[N(0)] = X[N(1)]; NEXT(move_xx); }
bool op_move_xy(STATE) { X[N(0)] = E[N(1)]; NEXT(move_xy); }
bool op_move_yx(STATE) { E[N(0)] = X[N(1)]; NEXT(move_yx); }
bool op_move_yy(STATE) { E[N(0)] = E[N(1)]; NEXT(move_yy); }
bool op_move_xi(STATE) { X[N(0)] = term_from_bits(W(move_xi, 0)); NEXT(move_xi); }
bool op_move_yi(STATE) { E[N(0)] = term_from_bits(W(move_yi, 0)); NEXT(move_yi); }
bool op_move2_xx(STATE)
{
    X[N(0)] = X[N(1)];
    X[N(2)] = X[N(3)];
    NEXT(move2_xx);
}
bool op_move2_xy(STATE)
{
    X[N(0)] = E[N(1)];
    X[N(2)] = E[N(3)];
    NEXT(move2_xy);
}
bool op_move2_yx(STATE)
{
    E[N(0)] = X[N(1)];
    E[N(2)] = X[N(3)];
    NEXT(move2_yx);
}
bool op_move_xx_return(STATE)
{
    X[N(0)] = X[N(1)];
    I = (const Word *)(term_bits(*E++) - TAG_HEADER);
    DISPATCH();
}
bool op_move_xi_return(STATE)
{
    X[N(0)] = term_from_bits(W(move_xi_return, 0));
    I = (const Word *)(term_bits(*E++) - TAG_HEADER);
    DISPATCH();
}
bool op_swap(STATE)
{
    Term t = REGISTER(N(0));
    SET(N(0), REGISTER(N(1)));
    SET(N(1), t);
    NEXT(swap);
}

/* --- type tests --- */
#define TEST(name, condition) \
    bool op_##name##_x(STATE) \
    { \
        Term t = X[N(0)]; \
        if (condition) NEXT(name##_x); \
        I = LABEL(name##_x, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_s(STATE) \
    { \
        Term t = SOURCE(name##_s, 1); \
        if (condition) NEXT(name##_s); \
        I = LABEL(name##_s, 0); \
        DISPATCH(); \
    }
TEST(is_integer, term_is_integer(t))
TEST(is_float, term_is_float(t))
TEST(is_number, term_is_number(t))
TEST(is_atom, term_is_atom(t))
TEST(is_boolean, t == AM(true) || t == AM(false))
TEST(is_pid, term_is_pid(t))
TEST(is_reference, term_is_ref(t))
TEST(is_port, term_is_port(t))
TEST(is_nil, t == NIL)
TEST(is_binary, term_is_binary(t))
TEST(is_bitstr, term_is_bitstring(t))
TEST(is_list, term_is_list(t))
TEST(is_nonempty_list, term_is_cons(t))
TEST(is_tuple, term_is_tuple(t))
TEST(is_map, term_is_map(t))
TEST(is_function, term_is_fun(t))
#undef TEST

bool op_is_function2(STATE)
{
    if (fun_has_arity(SOURCE(is_function2, 1), SOURCE(is_function2, 2))) NEXT(is_function2);
    I = LABEL(is_function2, 0);
    DISPATCH();
}

bool op_test_arity_x(STATE)
{
    if (LIKELY(term_is_tuple_of(X[N(0)], N(1)))) NEXT(test_arity_x);
    I = LABEL(test_arity_x, 0);
    DISPATCH();
}

bool op_test_arity(STATE)
{
    if (LIKELY(term_is_tuple_of(REGISTER(N(0)), N(1)))) NEXT(test_arity);
    I = LABEL(test_arity, 0);
    DISPATCH();
}

bool op_is_tagged_tuple_x(STATE)
{
    Term t = X[N(0)];
    if (LIKELY(term_is_tuple_of(t, N(1)) && term_bits(tuple_elements(t)[0]) == W(is_tagged_tuple_x, 1)))
        NEXT(is_tagged_tuple_x);
    I = LABEL(is_tagged_tuple_x, 0);
    DISPATCH();
}

bool op_is_tagged_tuple(STATE)
{
    Term t = REGISTER(N(0));
    if (LIKELY(term_is_tuple_of(t, N(1)) && term_bits(tuple_elements(t)[0]) == W(is_tagged_tuple, 1)))
        NEXT(is_tagged_tuple);
    I = LABEL(is_tagged_tuple, 0);
    DISPATCH();
}

/* --- lists --- */
bool op_get_list_xxx(STATE)
{
    const Term *cell = cons_words(X[N(2)]);
    Term head = cell[0], tail = cell[1];
    X[N(0)] = head;
    X[N(1)] = tail;
    NEXT(get_list_xxx);
}

bool op_get_list(STATE)
{
    const Term *cell = cons_words(REGISTER(N(2)));
    Term head = cell[0], tail = cell[1];
    SET(N(0), head);
    SET(N(1), tail);
    NEXT(get_list);
}

bool op_get_hd(STATE) { SET(N(0), term_head(REGISTER(N(1)))); NEXT(get_hd); }
bool op_get_tl(STATE) { SET(N(0), term_tail(REGISTER(N(1)))); NEXT(get_tl); }

bool op_get_list_checked(STATE)
{
    Term t = REGISTER(N(2));
    if (UNLIKELY(!term_is_cons(t))) GO(machine_badarg);
    SET(N(0), term_head(t));
    SET(N(1), term_tail(t));
    NEXT(get_list_checked);
}

bool op_get_hd_checked(STATE)
{
    Term t = REGISTER(N(1));
    if (UNLIKELY(!term_is_cons(t))) GO(machine_badarg);
    SET(N(0), term_head(t));
    NEXT(get_hd_checked);
}

bool op_get_tl_checked(STATE)
{
    Term t = REGISTER(N(1));
    if (UNLIKELY(!term_is_cons(t))) GO(machine_badarg);
    SET(N(0), term_tail(t));
    NEXT(get_tl_checked);
}

bool op_nonempty_get_list(STATE)
{
    Term t = X[N(2)];
    if (UNLIKELY(!term_is_cons(t))) {
        I = LABEL(nonempty_get_list, 0);
        DISPATCH();
    }
    X[N(0)] = term_head(t);
    X[N(1)] = term_tail(t);
    NEXT(nonempty_get_list);
}

static inline Term cons_at(Word *H, Term head, Term tail)
{
    H[0] = term_bits(head);
    H[1] = term_bits(tail);
    return term_from_cons((const Term *)H);
}

bool op_put_list_xxx(STATE)
{
    X[N(0)] = cons_at(H, X[N(1)], X[N(2)]);
    H += 2;
    NEXT(put_list_xxx);
}

bool op_put_list(STATE)
{
    Term cell = cons_at(H, REGISTER(N(1)), REGISTER(N(2)));
    SET(N(0), cell);
    H += 2;
    NEXT(put_list);
}

bool op_put_list_ss(STATE)
{
    Term cell = cons_at(H, SOURCE(put_list_ss, 0), SOURCE(put_list_ss, 1));
    SET(N(0), cell);
    H += 2;
    NEXT(put_list_ss);
}

/* --- tuples --- */
#define ELEMENT(t, n) (((const Term *)(term_bits(t) - TAG_BOXED))[1 + (n)])
bool op_get_element_xx(STATE) { X[N(0)] = ELEMENT(X[N(1)], N(2)); NEXT(get_element_xx); }
bool op_get_element_yx(STATE) { E[N(0)] = ELEMENT(X[N(1)], N(2)); NEXT(get_element_yx); }
bool op_get_element_xy(STATE) { X[N(0)] = ELEMENT(E[N(1)], N(2)); NEXT(get_element_xy); }
bool op_get_element(STATE) { SET(N(0), ELEMENT(REGISTER(N(1)), N(2))); NEXT(get_element); }

bool op_get_element_checked(STATE)
{
    Term t = REGISTER(N(1));
    if (UNLIKELY(!term_is_tuple(t) || tuple_arity(t) <= N(2))) GO(machine_badarg);
    SET(N(0), ELEMENT(t, N(2)));
    NEXT(get_element_checked);
}

/* Only ever applied to a tuple that setelement/3 made just before; a literal or a shared one is refused. */
bool op_set_element(STATE)
{
    Term value = SOURCE(set_element, 0), t = SOURCE(set_element, 1);
    if (UNLIKELY(!term_is_tuple(t) || tuple_arity(t) <= N(0) || !is_fresh_tuple(p, H, t))) GO(machine_badarg);
    tuple_elements(t)[N(0)] = value;
    NEXT(set_element);
}

bool op_put_tuple(STATE)
{
    Word count = W(put_tuple, 0);
    const Word *items = I + OP_SIZE_put_tuple;
    H[0] = header_make(BOX_TUPLE, count);
    for (Word i = 0; i < count; i++) H[1 + i] = term_bits(fetch(items[i], X, E));
    SET(N(0), term_from_boxed(H));
    H += 1 + count;
    I += OP_SIZE_put_tuple + count;
    DISPATCH();
}

bool op_put_tuple_2(STATE)
{
    H[0] = header_make(BOX_TUPLE, 2);
    H[1] = term_bits(SOURCE(put_tuple_2, 0));
    H[2] = term_bits(SOURCE(put_tuple_2, 1));
    SET(N(0), term_from_boxed(H));
    H += 3;
    NEXT(put_tuple_2);
}

bool op_update_record(STATE)
{
    Term t = SOURCE(update_record, 0);
    Word count = W(update_record, 1);
    const Word *items = I + OP_SIZE_update_record + 1; /* the first item: the size in elements */
    Word size = I[OP_SIZE_update_record];
    if (UNLIKELY(!term_is_tuple_of(t, size))) GO(machine_badarg);
    memcpy(H, boxed_words(t), (1 + size) * sizeof *H);
    for (Word i = 0; i + 1 < count; i += 2) H[items[i]] = term_bits(fetch(items[i + 1], X, E));
    SET(N(0), term_from_boxed(H));
    H += 1 + size;
    I += OP_SIZE_update_record + count;
    DISPATCH();
}

/* --- funs --- */
bool op_make_fun(STATE)
{
    Word count = W(make_fun, 1);
    const Word *items = I + OP_SIZE_make_fun;
    SYNC();
    FunBox *box = (FunBox *)heap_alloc(&p->heap, 3 + count);
    H = p->heap.top;
    box->header = header_make(BOX_FUN, 2 + count);
    box->entry = (FunEntry *)W(make_fun, 0);
    box->creator = p->pid;
    for (Word i = 0; i < count; i++) box->free[i] = fetch(items[i], X, E);
    SET(N(0), term_from_boxed(box));
    I += OP_SIZE_make_fun + count;
    DISPATCH();
}

/* --- maps --- */
COLD static bool put_map_failed(STATE)
{
    if (W(put_map_assoc, 0)) {
        I = LABEL(put_map_assoc, 0);
        DISPATCH();
    }
    GO(machine_raise);
}

/* TERM_NONE: p->exception_* are set. The pairs are fetched into a local array: so a helper, not a body. */
static Term put_map(Process *p, const Word *I, Term *X, Term *E, bool must_exist)
{
    Term map = fetch(I[OP_WIDE_put_map_assoc + 1], X, E);
    Word count = I[OP_WIDE_put_map_assoc + 2];
    const Word *items = I + OP_SIZE_put_map_assoc;
    if (!term_is_map(map)) return raise_error_with(p, AM(badmap), map);
    Term few[64] = {NIL};
    Term *pairs = count <= 64 ? few : mem_alloc(count * sizeof *pairs);
    for (Word i = 0; i < count; i++) pairs[i] = fetch(items[i], X, E);
    Term result = map_put_pairs(&p->heap, map, pairs, count / 2, must_exist);
    if (term_is_none(result)) {
        Term missing = NIL;
        for (Word i = 0; i < count; i += 2) {
            if (map_has(map, fetch(items[i], X, E))) continue;
            missing = fetch(items[i], X, E);
            break;
        }
        raise_error_with(p, AM(badkey), missing);
    }
    if (pairs != few) mem_free(pairs);
    return result;
}

#define PUT_MAP(name, must_exist) \
    bool op_##name(STATE) \
    { \
        unsigned live = N(1); \
        SYNC(); \
        Term map = put_map(p, I, X, E, must_exist); \
        RELOAD(); \
        if (UNLIKELY(term_is_none(map))) GO(put_map_failed); \
        SET(N(0), map); \
        if (AFTER_NATIVE_IS_DUE()) { \
            machine_after_op(p, X, live, N(0)); \
            RELOAD(); \
            if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed); \
        } \
        I += OP_SIZE_##name + W(name, 2); \
        DISPATCH(); \
    }
PUT_MAP(put_map_assoc, false)
PUT_MAP(put_map_exact, true)

bool op_has_map_fields(STATE)
{
    Term map = SOURCE(has_map_fields, 1);
    Word count = W(has_map_fields, 2);
    const Word *items = I + OP_SIZE_has_map_fields;
    if (UNLIKELY(!term_is_map(map))) goto no;
    for (Word i = 0; i < count; i++)
        if (!map_has(map, fetch(items[i], X, E))) goto no;
    I += OP_SIZE_has_map_fields + count;
    DISPATCH();
no:
    I = LABEL(has_map_fields, 0);
    DISPATCH();
}

bool op_get_map_elements(STATE)
{
    Term map = SOURCE(get_map_elements, 1);
    Word count = W(get_map_elements, 2);
    const Word *items = I + OP_SIZE_get_map_elements;
    if (UNLIKELY(!term_is_map(map))) goto no;
    for (Word i = 0; i < count; i += 2) {
        Term value = map_get(map, fetch(items[i], X, E));
        if (term_is_none(value)) goto no;
        SET((unsigned)items[i + 1], value);
    }
    I += OP_SIZE_get_map_elements + count;
    DISPATCH();
no:
    I = LABEL(get_map_elements, 0);
    DISPATCH();
}

bool op_get_map_element(STATE)
{
    Term map = REGISTER(N(1));
    if (LIKELY(term_is_map(map))) {
        Term value = map_get(map, term_from_bits(W(get_map_element, 1)));
        if (LIKELY(!term_is_none(value))) {
            SET(N(0), value);
            NEXT(get_map_element);
        }
    }
    I = LABEL(get_map_element, 0);
    DISPATCH();
}
