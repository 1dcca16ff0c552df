/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op_arith.c - instructions: comparisons, arithmetic, floats, natives in guards and expressions. */
#include "exec/machine.h"

#include <math.h>

#include "exec/call.h"
#include "term/arith.h"
#include "term/compare.h"
#include "term/map.h"

/* --- comparisons --- */

#define COMPARE_BODY(op, f, small, slow) \
    bool ok = LIKELY(term_both_small(a, b)) ? (small) : (slow); \
    if (ok) NEXT(op); \
    I = LABEL(op, f); \
    DISPATCH();

#define COMPARE(name, small, slow) \
    COLD static bool name##_slow_xx(STATE) \
    { \
        Term a = X[N(0)], b = X[N(1)]; \
        if (slow) NEXT(name##_xx); \
        I = LABEL(name##_xx, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_xx(STATE) \
    { \
        Term a = X[N(0)], b = X[N(1)]; \
        if (UNLIKELY(!term_both_small(a, b))) GO(name##_slow_xx); \
        if (small) NEXT(name##_xx); \
        I = LABEL(name##_xx, 0); \
        DISPATCH(); \
    } \
    COLD static bool name##_slow_xi(STATE) \
    { \
        Term a = X[N(0)], b = term_from_bits(W(name##_xi, 1)); \
        if (slow) NEXT(name##_xi); \
        I = LABEL(name##_xi, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_xi(STATE) /* i is a small */ \
    { \
        Term a = X[N(0)], b = term_from_bits(W(name##_xi, 1)); \
        if (UNLIKELY(!term_is_small(a))) GO(name##_slow_xi); \
        if (small) NEXT(name##_xi); \
        I = LABEL(name##_xi, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_ss(STATE) \
    { \
        Term a = SOURCE(name##_ss, 1), b = SOURCE(name##_ss, 2); \
        COMPARE_BODY(name##_ss, 0, small, slow) \
    }

#define SMALLS_IN_ORDER(relation) ((int64_t)term_bits(a) relation (int64_t)term_bits(b))
COMPARE(is_lt, SMALLS_IN_ORDER(<), term_compare(a, b) < 0)
COMPARE(is_ge, SMALLS_IN_ORDER(>=), term_compare(a, b) >= 0)
COMPARE(is_eq, a == b, term_equal(a, b))
COMPARE(is_ne, a != b, !term_equal(a, b))

#define COMPARE_IX(name, small, slow) \
    COLD static bool name##_slow_ix(STATE) \
    { \
        Term a = term_from_bits(W(name##_ix, 1)), b = X[N(0)]; \
        if (slow) NEXT(name##_ix); \
        I = LABEL(name##_ix, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_ix(STATE) \
    { \
        Term a = term_from_bits(W(name##_ix, 1)), b = X[N(0)]; \
        if (UNLIKELY(!term_is_small(b))) GO(name##_slow_ix); \
        if (small) NEXT(name##_ix); \
        I = LABEL(name##_ix, 0); \
        DISPATCH(); \
    }
COMPARE_IX(is_lt, SMALLS_IN_ORDER(<), term_compare(a, b) < 0)
COMPARE_IX(is_ge, SMALLS_IN_ORDER(>=), term_compare(a, b) >= 0)

/* Exact equality: the xi variants have an immediate that is no float, so the word decides. */
#define COMPARE_EXACT(name, sign, word) \
    COLD static bool name##_slow_xx(STATE) \
    { \
        if (sign term_equal_exactly(X[N(0)], X[N(1)])) NEXT(name##_xx); \
        I = LABEL(name##_xx, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_xx(STATE) \
    { \
        Term a = X[N(0)], b = X[N(1)]; \
        if (UNLIKELY(a != b && !term_is_small(a) && !term_is_atom(a))) GO(name##_slow_xx); \
        if (a word b) NEXT(name##_xx); \
        I = LABEL(name##_xx, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_xi(STATE) \
    { \
        if (term_bits(X[N(0)]) word W(name##_xi, 1)) NEXT(name##_xi); \
        I = LABEL(name##_xi, 0); \
        DISPATCH(); \
    } \
    bool op_##name##_ss(STATE) \
    { \
        if (sign term_equal_exactly(SOURCE(name##_ss, 1), SOURCE(name##_ss, 2))) NEXT(name##_ss); \
        I = LABEL(name##_ss, 0); \
        DISPATCH(); \
    }
COMPARE_EXACT(is_eq_exact, , ==)
COMPARE_EXACT(is_ne_exact, !, !=)

bool op_is_eq_exact_yi(STATE)
{
    if (term_bits(E[N(0)]) == W(is_eq_exact_yi, 1)) NEXT(is_eq_exact_yi);
    I = LABEL(is_eq_exact_yi, 0);
    DISPATCH();
}

/* --- arithmetic on any numbers --- */

typedef Term (*ArithFunction)(Heap *heap, Term a, Term b);

/* The reference's compiler turns + and - with a small constant that is not negative into an increment, whose failure
 * does not show the operator in the trace. So do we. `word` is the operand in the code. */
static bool is_increment(ArithFunction function, Word word)
{
    bool constant = (word & TAG_MASK) != TAG_HEADER && term_is_small(term_from_bits(word)) && term_to_small(term_from_bits(word)) >= 0;
    return constant && (function == arith_add || function == arith_subtract);
}

/* The general case for every operand kind: computes, sets d, collects if the heap wants it. False: p->exception_* are
 * set, with the trace, unless there is a label to go to. */
static bool arith_general(Process *p, const Word *I, Term *X, ArithFunction function, Term name, Term a, Term b,
                          unsigned d, unsigned live, bool has_label, bool increment)
{
    Term value = function(&p->heap, a, b);
    if (term_is_none(value)) {
        if (has_label) {
            arith_was_limit();
            return false;
        }
        raise_arith(p);
        if (increment) {
            stacktrace_note(p, I, NIL, NIL, NIL, NIL);
        } else {
            Term arguments = cons_new(&p->heap, a, cons_new(&p->heap, b, NIL));
            stacktrace_note(p, I, AM(erlang), name, arguments, AM(erl_erts_errors));
        }
        return false;
    }
    if (d & REGISTER_Y) ((Term *)p->heap.limit)[d & (REGISTER_Y - 1)] = value;
    else X[d] = value;
    if (p->heap.top + STACK_RESERVE > p->heap.limit || p->heap.fragment_words || machine_stress()) machine_after_op(p, X, live, d);
    return true;
}

#define ARITH_SLOW(op, function, name, a, b, d, live, increment) \
    COLD static bool op##_slow(STATE) \
    { \
        SYNC(); \
        bool ok = arith_general(p, I, X, function, name, a, b, d, live, W(op, 0) != 0, increment); \
        RELOAD(); \
        if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed); \
        if (ok) NEXT(op); \
        if (!W(op, 0)) GO(machine_unwind); \
        I = LABEL(op, 0); \
        DISPATCH(); \
    }

/* `fast` computes `result` from smalls a and b, and says whether that worked. */
#define ARITH(name, function, atom, fast) \
    ARITH_SLOW(name##_xx, function, atom, X[N(1)], X[N(2)], N(0), N(3), false) \
    bool op_##name##_xx(STATE) \
    { \
        Term a = X[N(1)], b = X[N(2)]; \
        int64_t result; \
        if (UNLIKELY(!term_both_small(a, b) || !(fast))) GO(name##_xx_slow); \
        X[N(0)] = term_from_bits((Word)result); \
        NEXT(name##_xx); \
    } \
    ARITH_SLOW(name##_xi, function, atom, X[N(1)], term_from_bits(W(name##_xi, 1)), N(0), N(2), is_increment(function, W(name##_xi, 1))) \
    bool op_##name##_xi(STATE) \
    { \
        Term a = X[N(1)], b = term_from_bits(W(name##_xi, 1)); \
        int64_t result; \
        if (UNLIKELY(!term_is_small(a) || !(fast))) GO(name##_xi_slow); \
        X[N(0)] = term_from_bits((Word)result); \
        NEXT(name##_xi); \
    } \
    ARITH_SLOW(name##_ss, function, atom, SOURCE(name##_ss, 1), SOURCE(name##_ss, 2), N(0), N(1), \
               is_increment(function, W(name##_ss, 2)) || (function == arith_add && is_increment(function, W(name##_ss, 1)))) \
    bool op_##name##_ss(STATE) \
    { \
        Term a = SOURCE(name##_ss, 1), b = SOURCE(name##_ss, 2); \
        int64_t result; \
        if (UNLIKELY(!term_both_small(a, b) || !(fast))) GO(name##_ss_slow); \
        SET(N(0), term_from_bits((Word)result)); \
        NEXT(name##_ss); \
    }

#define A ((int64_t)term_bits(a))
#define B ((int64_t)term_bits(b))
/* Smalls are shifted left by two: sums and differences of the words are right as they are. */
static inline bool word_multiply(int64_t a, int64_t b, int64_t *result) { return !__builtin_mul_overflow(a, b >> 2, result); }
static inline bool word_shift_left(int64_t a, int64_t count, int64_t *result)
{
    count >>= 2;
    if (count < 0 || count > 61) return false;
    *result = (int64_t)((Word)a << count);
    return *result >> count == a;
}
static inline bool word_shift_right(int64_t a, int64_t count, int64_t *result)
{
    count >>= 2;
    if (count < 0) return false;
    *result = count > 61 ? (a < 0 ? -4 : 0) : (a >> count & ~(int64_t)3);
    return true;
}
static inline bool word_divide(int64_t a, int64_t b, int64_t *result)
{
    if (b == 0 || b == -4) return false; /* -4 is -1: the one overflow */
    *result = (int64_t)((Word)(a / b) << 2);
    return true;
}
static inline bool word_remainder(int64_t a, int64_t b, int64_t *result)
{
    if (b == 0 || b == -4) return false;
    *result = a % b;
    return true;
}

/* Variants with y registers: fib's. */
#define ARITH_Y(op, function, atom, a_, b_, d_, live_, increment, fast) \
    ARITH_SLOW(op, function, atom, a_, b_, d_, live_, increment) \
    bool op_##op(STATE) \
    { \
        Term a = a_, b = b_; \
        int64_t result; \
        if (UNLIKELY(!term_both_small(a, b) || !(fast))) GO(op##_slow); \
        X[N(0)] = term_from_bits((Word)result); \
        NEXT(op); \
    }

ARITH(add, arith_add, AM(plus), !__builtin_add_overflow(A, B, &result))
ARITH(sub, arith_subtract, AM(minus), !__builtin_sub_overflow(A, B, &result))
ARITH(mul, arith_multiply, AM(star), word_multiply(A, B, &result))
ARITH(int_div, arith_int_divide, AM(div), word_divide(A, B, &result))
ARITH(rem, arith_remainder, AM(rem), word_remainder(A, B, &result))
ARITH(band, arith_and, AM(band), (result = A & B, true))
ARITH(bor, arith_or, AM(bor), (result = A | B, true))
ARITH(bxor, arith_xor, AM(bxor), (result = A ^ B, true))
ARITH(bsl, arith_shift_left, AM(bsl), word_shift_left(A, B, &result))
ARITH(bsr, arith_shift_right, AM(bsr), word_shift_right(A, B, &result))
ARITH_Y(add_yx, arith_add, AM(plus), E[N(1)], X[N(2)], N(0), N(3), false, !__builtin_add_overflow(A, B, &result))
ARITH_Y(sub_yx, arith_subtract, AM(minus), E[N(1)], X[N(2)], N(0), N(3), false, !__builtin_sub_overflow(A, B, &result))
ARITH_Y(add_xy, arith_add, AM(plus), X[N(1)], E[N(2)], N(0), N(3), false, !__builtin_add_overflow(A, B, &result))
ARITH_Y(sub_xy, arith_subtract, AM(minus), X[N(1)], E[N(2)], N(0), N(3), false, !__builtin_sub_overflow(A, B, &result))
ARITH_Y(add_yi, arith_add, AM(plus), E[N(1)], term_from_bits(W(add_yi, 1)), N(0), N(2), is_increment(arith_add, W(add_yi, 1)), !__builtin_add_overflow(A, B, &result))
ARITH_Y(sub_yi, arith_subtract, AM(minus), E[N(1)], term_from_bits(W(sub_yi, 1)), N(0), N(2), is_increment(arith_subtract, W(sub_yi, 1)), !__builtin_sub_overflow(A, B, &result))
#undef A
#undef B

/* --- float registers: raw doubles in x registers that programs cannot name --- */

static inline double float_of(Term word)
{
    double d;
    memcpy(&d, &word, sizeof d);
    return d;
}
static inline Term float_word(double d)
{
    Term word;
    memcpy(&word, &d, sizeof d);
    return word;
}
COLD static Term raise_float_error(Process *p) { return raise_badarith(p); }

bool op_fmove_to(STATE)
{
    Term t = SOURCE(fmove_to, 0);
    if (UNLIKELY(!term_is_float(t))) RAISE(raise_float_error(p));
    X[N(0)] = float_word(term_to_double(t));
    NEXT(fmove_to);
}

COLD static bool fmove_from_slow(STATE)
{
    SYNC();
    Term t = float_new(&p->heap, float_of(X[N(1)]));
    RELOAD();
    SET(N(0), t);
    NEXT(fmove_from);
}

bool op_fmove_from(STATE)
{
    Term t = term_from_double(float_of(X[N(1)]));
    if (UNLIKELY(term_is_none(t))) GO(fmove_from_slow);
    SET(N(0), t);
    NEXT(fmove_from);
}

static bool convert_to_float(Term t, Term *to) /* the address of a local stays in here */
{
    double d;
    if (!arith_to_double(t, &d)) return false;
    *to = float_word(d);
    return true;
}

bool op_fconv(STATE)
{
    Term t = SOURCE(fconv, 0);
    if (LIKELY(term_is_small(t))) X[N(0)] = float_word((double)term_to_small(t));
    else if (UNLIKELY(!convert_to_float(t, &X[N(0)]))) RAISE(raise_float_error(p));
    NEXT(fconv);
}

#define FLOAT_OP(name, expression) \
    bool op_##name(STATE) \
    { \
        double a = float_of(X[N(1)]), b = float_of(X[N(2)]), result = expression; \
        if (UNLIKELY(!isfinite(result))) RAISE(raise_float_error(p)); \
        X[N(0)] = float_word(result); \
        NEXT(name); \
    }
FLOAT_OP(fadd, a + b)
FLOAT_OP(fsub, a - b)
FLOAT_OP(fmul, a * b)
FLOAT_OP(fdiv, a / b)
bool op_fnegate(STATE)
{
    X[N(0)] = float_word(-float_of(X[N(1)]));
    NEXT(fnegate);
}

/* --- natives --- */

/* Calls a guard native; it must leave H as it is, since room tested for is not tested again: so the heap looks full. */
static Term call_guard_native(Process *p, BifFunction native, Term a, Term b)
{
    Term arguments[2] = {a, b};
    Word *limit = p->heap.limit;
    p->heap.limit = p->heap.top;
    Term value = native(p, arguments);
    p->heap.limit = limit;
    return value;
}

static void note_guard_native(Process *p, const Word *I, const Export *export, Term a, Term b, Term c)
{
    Term arguments[3] = {a, b, c};
    machine_note_native(p, I, export, arguments);
}

#define EXPORT(op) ((const Export *)W(op, 1))

bool op_bif0(STATE)
{
    const Export *export = (const Export *)W(bif0, 0);
    SYNC();
    Term value = call_guard_native(p, export->bif->function, NIL, NIL);
    if (UNLIKELY(term_is_none(value))) GO(machine_raise);
    SET(N(0), value);
    NEXT(bif0);
}

COLD static bool bif1_failed(STATE)
{
    if (W(bif1, 0)) {
        I = LABEL(bif1, 0);
        DISPATCH();
    }
    SYNC();
    note_guard_native(p, I, EXPORT(bif1), SOURCE(bif1, 2), NIL, NIL);
    GO(machine_unwind);
}

bool op_bif1(STATE)
{
    SYNC();
    Term value = call_guard_native(p, EXPORT(bif1)->bif->function, SOURCE(bif1, 2), NIL);
    if (UNLIKELY(term_is_none(value))) GO(bif1_failed);
    SET(N(0), value);
    NEXT(bif1);
}

COLD static bool bif2_failed(STATE)
{
    if (W(bif2, 0)) {
        I = LABEL(bif2, 0);
        DISPATCH();
    }
    SYNC();
    note_guard_native(p, I, EXPORT(bif2), SOURCE(bif2, 2), SOURCE(bif2, 3), NIL);
    GO(machine_unwind);
}

bool op_bif2(STATE)
{
    SYNC();
    Term value = call_guard_native(p, EXPORT(bif2)->bif->function, SOURCE(bif2, 2), SOURCE(bif2, 3));
    if (UNLIKELY(term_is_none(value))) GO(bif2_failed);
    SET(N(0), value);
    NEXT(bif2);
}

static Term call_gc_native(Process *p, BifFunction native, Term a, Term b, Term c)
{
    Term arguments[3] = {a, b, c};
    return native(p, arguments);
}

#define GC_BIF(op, s2, s3) \
    COLD static bool op##_failed(STATE) \
    { \
        if (W(op, 0)) { \
            I = LABEL(op, 0); \
            DISPATCH(); \
        } \
        SYNC(); \
        note_guard_native(p, I, EXPORT(op), SOURCE(op, 2), s2, s3); \
        GO(machine_unwind); \
    } \
    bool op_##op(STATE) \
    { \
        SYNC(); \
        Term value = call_gc_native(p, EXPORT(op)->bif->function, SOURCE(op, 2), s2, s3); \
        RELOAD(); \
        if (UNLIKELY(term_is_none(value))) GO(op##_failed); \
        SET(N(0), value); \
        if (AFTER_NATIVE_IS_DUE()) { \
            machine_after_op(p, X, N(1), N(0)); \
            RELOAD(); \
            if (UNLIKELY(p->flags & PROCESS_FLAG_KILLED)) GO(machine_killed); \
        } \
        NEXT(op); \
    }
GC_BIF(gc_bif1, NIL, NIL)
GC_BIF(gc_bif2, SOURCE(gc_bif2, 3), NIL)
GC_BIF(gc_bif3, SOURCE(gc_bif3, 3), SOURCE(gc_bif3, 4))

/* The commonest guard natives, inlined; anything unusual is the native's business. */
bool op_self(STATE)
{
    SET(N(0), p->pid);
    NEXT(self);
}

bool op_bif_hd(STATE)
{
    Term t = SOURCE(bif_hd, 2);
    if (UNLIKELY(!term_is_cons(t))) GO(op_bif1);
    SET(N(0), term_head(t));
    NEXT(bif_hd);
}

bool op_bif_tl(STATE)
{
    Term t = SOURCE(bif_tl, 2);
    if (UNLIKELY(!term_is_cons(t))) GO(op_bif1);
    SET(N(0), term_tail(t));
    NEXT(bif_tl);
}

bool op_bif_tuple_size(STATE)
{
    Term t = SOURCE(bif_tuple_size, 2);
    if (UNLIKELY(!term_is_tuple(t))) GO(op_bif1);
    SET(N(0), term_from_small((int64_t)tuple_arity(t)));
    NEXT(bif_tuple_size);
}

bool op_bif_element(STATE)
{
    Term index = SOURCE(bif_element, 2), t = SOURCE(bif_element, 3);
    if (UNLIKELY(!term_is_small(index) || !term_is_tuple(t))) GO(op_bif2);
    Word i = (Word)term_to_small(index) - 1;
    if (UNLIKELY(i >= tuple_arity(t))) GO(op_bif2);
    SET(N(0), tuple_elements(t)[i]);
    NEXT(bif_element);
}

bool op_bif_map_get(STATE)
{
    Term key = SOURCE(bif_map_get, 2), map = SOURCE(bif_map_get, 3);
    if (UNLIKELY(!term_is_map(map))) GO(op_bif2);
    Term value = map_get(map, key);
    if (UNLIKELY(term_is_none(value))) GO(op_bif2);
    SET(N(0), value);
    NEXT(bif_map_get);
}
