/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_number.c - arithmetic, comparison and boolean operators as functions; :math. */
#include <math.h>

#include "code/bif.h"
#include "process/exception.h"
#include "term/arith.h"
#include "term/bignum.h"
#include "term/compare.h"

/* Multiplying and dividing long integers takes a while: a reduction for every 64 pairs of limbs. */
static void charge_limbs(Process *p, Term a, Term b)
{
    if (!term_is_bignum(a) || !term_is_bignum(b)) return;
    bif_charge(p, (int64_t)(boxed_size_words(a) * boxed_size_words(b) / 64));
}

static inline Term arith_result(Process *p, Term t)
{
    return UNLIKELY(term_is_none(t)) ? raise_arith(p) : t;
}

#define ARITH_2(name, function) \
    Term bif_##name(Process *p, Term *args) { return arith_result(p, function(&p->heap, args[0], args[1])); }
ARITH_2(add, arith_add)
ARITH_2(subtract, arith_subtract)
ARITH_2(divide, arith_divide)
ARITH_2(band, arith_and)
ARITH_2(bor, arith_or)
ARITH_2(bxor, arith_xor)
ARITH_2(bsl, arith_shift_left)
ARITH_2(bsr, arith_shift_right)

Term bif_multiply(Process *p, Term *args)
{
    charge_limbs(p, args[0], args[1]);
    return arith_result(p, arith_multiply(&p->heap, args[0], args[1]));
}

Term bif_int_divide(Process *p, Term *args)
{
    charge_limbs(p, args[0], args[1]);
    return arith_result(p, arith_int_divide(&p->heap, args[0], args[1]));
}

Term bif_remainder(Process *p, Term *args)
{
    charge_limbs(p, args[0], args[1]);
    return arith_result(p, arith_remainder(&p->heap, args[0], args[1]));
}

Term bif_plus(Process *p, Term *args)
{
    return term_is_number(args[0]) ? args[0] : raise_badarith(p);
}

Term bif_negate(Process *p, Term *args)
{
    return arith_result(p, arith_negate(&p->heap, args[0]));
}

Term bif_bnot(Process *p, Term *args)
{
    return arith_result(p, arith_not(&p->heap, args[0]));
}

/* Here a wrong argument is badarg, not badarith. */
static inline Term number_result(Process *p, Term t)
{
    return UNLIKELY(term_is_none(t)) ? raise_badarg(p) : t;
}
#define NUMBER_1(name, function) \
    Term bif_##name(Process *p, Term *args) { return number_result(p, function(&p->heap, args[0])); }
NUMBER_1(abs, arith_absolute)
NUMBER_1(trunc, arith_truncate)
NUMBER_1(round, arith_round)
NUMBER_1(floor, arith_floor)
NUMBER_1(ceil, arith_ceil)
NUMBER_1(float, arith_float)

static inline Term boolean(bool b)
{
    return b ? AM(true) : AM(false);
}
#define COMPARISON(name, condition) \
    Term bif_##name(Process *p, Term *args) { Term a = args[0], b = args[1]; return boolean(condition); }
COMPARISON(equal, term_equal(a, b))
COMPARISON(not_equal, !term_equal(a, b))
COMPARISON(equal_exactly, term_equal_exactly(a, b))
COMPARISON(not_equal_exactly, !term_equal_exactly(a, b))
COMPARISON(less, term_compare(a, b) < 0)
COMPARISON(less_or_equal, term_compare(a, b) <= 0)
COMPARISON(greater, term_compare(a, b) > 0)
COMPARISON(greater_or_equal, term_compare(a, b) >= 0)

Term bif_min(Process *p, Term *args)
{
    return term_compare(args[0], args[1]) <= 0 ? args[0] : args[1];
}

Term bif_max(Process *p, Term *args)
{
    return term_compare(args[0], args[1]) >= 0 ? args[0] : args[1];
}

static inline bool is_boolean(Term t)
{
    return t == AM(true) || t == AM(false);
}
#define BOOLEAN_2(name, condition) \
    Term bif_##name(Process *p, Term *args) \
    { \
        if (!is_boolean(args[0]) || !is_boolean(args[1])) return raise_badarg(p); \
        bool a = args[0] == AM(true), b = args[1] == AM(true); \
        return boolean(condition); \
    }
BOOLEAN_2(and, a && b)
BOOLEAN_2(or, a || b)
BOOLEAN_2(xor, a != b)

Term bif_not(Process *p, Term *args)
{
    return is_boolean(args[0]) ? boolean(args[0] == AM(false)) : raise_badarg(p);
}

/* --- :math: what is no finite number is badarith --- */

/* No number is badarg; an integer too large for a double badarith. */
static Term raise_no_double(Process *p, Term a, Term b)
{
    return term_is_number(a) && term_is_number(b) ? raise_badarith(p) : raise_badarg(p);
}

static Term math_1(Process *p, Term *args, double (*function)(double))
{
    double x;
    if (!arith_to_double(args[0], &x)) return raise_no_double(p, args[0], args[0]);
    return arith_result(p, arith_from_double(&p->heap, function(x)));
}

static Term math_2(Process *p, Term *args, double (*function)(double, double))
{
    double x, y;
    if (!arith_to_double(args[0], &x) || !arith_to_double(args[1], &y)) return raise_no_double(p, args[0], args[1]);
    return arith_result(p, arith_from_double(&p->heap, function(x, y)));
}

#define MATH_1(name) Term bif_math_##name(Process *p, Term *args) { return math_1(p, args, name); }
#define MATH_2(name) Term bif_math_##name(Process *p, Term *args) { return math_2(p, args, name); }
MATH_1(sin)
MATH_1(cos)
MATH_1(tan)
MATH_1(asin)
MATH_1(acos)
MATH_1(atan)
MATH_1(sinh)
MATH_1(cosh)
MATH_1(tanh)
MATH_1(asinh)
MATH_1(acosh)
MATH_1(atanh)
MATH_1(exp)
MATH_1(log)
MATH_1(log2)
MATH_1(log10)
MATH_1(sqrt)
MATH_1(erf)
MATH_1(erfc)
MATH_1(ceil)
MATH_1(floor)
MATH_2(atan2)
MATH_2(pow)
MATH_2(fmod)

Term bif_math_pi(Process *p, Term *args)
{
    return float_new(&p->heap, M_PI);
}
