/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.c - the standard order of terms, and the two equalities.
 *
 * Both walks keep what is still to be compared as frames (two arrays of terms of one length) on a stack of their own,
 * which starts in the C frame and moves to malloc when a term is deep. */
#include "term/compare.h"

#include <stdlib.h>

#include "base/mem.h"
#include "term/atom.h"
#include "term/bignum.h"
#include "term/binary.h"
#include "term/bits.h"
#include "term/fun.h"
#include "term/map.h"
#include "term/ref.h"

typedef enum FrameMode {
    MODE_EXACT = 1, /* integers and floats are never equal */
    MODE_TRIE = 2   /* children of hash nodes; EXACT tells how to compare the values */
} FrameMode;

typedef struct Frame {
    const Term *a, *b;
    Word left;
    unsigned mode;
    void *owned; /* freed with the frame */
} Frame;

enum { INLINE_FRAMES = 24 };
typedef struct Stack {
    Frame *frames;
    size_t count, capacity;
    Frame first[INLINE_FRAMES];
} Stack;

static inline void stack_init(Stack *stack)
{
    stack->frames = stack->first;
    stack->count = 0;
    stack->capacity = INLINE_FRAMES;
}

static COLD void stack_grow(Stack *stack)
{
    size_t bytes = stack->capacity * sizeof(Frame);
    if (stack->frames == stack->first) stack->frames = memcpy(mem_alloc(bytes * 2), stack->first, bytes);
    else stack->frames = mem_resize(stack->frames, bytes * 2);
    stack->capacity *= 2;
}

static inline void push(Stack *stack, const Term *a, const Term *b, Word left, unsigned mode, void *owned)
{
    if (left == 0) return mem_free(owned);
    if (UNLIKELY(stack->count == stack->capacity)) stack_grow(stack);
    stack->frames[stack->count++] = (Frame){a, b, left, mode, owned};
}

static void stack_destroy(Stack *stack)
{
    for (size_t i = 0; i < stack->count; i++) mem_free(stack->frames[i].owned);
    if (stack->frames != stack->first) mem_free(stack->frames);
}

/* Takes the next pair of the top frame; false when all is done. A frame goes when its last pair is taken, so that the
 * last element of a term costs no depth; what it owns holds no more than the terms just taken. */
static inline bool next_pair(Stack *stack, Term *a, Term *b, unsigned *mode)
{
    if (stack->count == 0) return false;
    Frame *frame = &stack->frames[stack->count - 1];
    *a = *frame->a++;
    *b = *frame->b++;
    *mode = frame->mode;
    if (--frame->left == 0) {
        mem_free(frame->owned);
        stack->count--;
    }
    return true;
}

/* --- leaves --- */

static int order_of(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}
static int order_of_words(Word a, Word b)
{
    return a < b ? -1 : a > b;
}

static int compare_numbers(Term a, Term b, bool exact)
{
    bool a_is_float = term_is_float(a), b_is_float = term_is_float(b);
    if (a_is_float && b_is_float) {
        double x = term_to_double(a), y = term_to_double(b);
        return x < y ? -1 : x > y;
    }
    if (exact && a_is_float != b_is_float) return a_is_float ? 1 : -1;
    if (a_is_float) return -integer_compare_double(b, term_to_double(a));
    if (b_is_float) return integer_compare_double(a, term_to_double(b));
    return integer_compare(a, b);
}

typedef struct ExternalView {
    Term node;
    uint32_t creation;
    const Word *numbers;
    Word count;
    Word local;
} ExternalView;

static void view_identity(Term t, ExternalView *view)
{
    view->node = node_name;
    view->creation = node_creation;
    view->count = 1;
    view->numbers = &view->local;
    if (term_is_local_pid(t)) view->local = term_to_pid_number(t);
    else if (term_is_local_port(t)) view->local = term_to_port_number(t);
    else if (term_is_local_ref(t)) view->local = local_ref_number(t);
    else {
        ExternalBox *box = external_box(t);
        view->node = box->node->name;
        view->creation = box->node->creation;
        view->numbers = box->numbers;
        view->count = boxed_size_words(t) - 1;
    }
}

/* Pids, ports, references. */
static int compare_identities(Term a, Term b)
{
    ExternalView x, y;
    view_identity(a, &x);
    view_identity(b, &y);
    int order = atom_compare(x.node, y.node);
    if (order == 0) order = order_of_words(x.creation, y.creation);
    if (order == 0) order = order_of_words(x.count, y.count);
    for (Word i = x.count; order == 0 && i-- > 0;) order = order_of_words(x.numbers[i], y.numbers[i]);
    return order;
}

static int compare_bitstrings(Term a, Term b)
{
    Word a_offset, b_offset;
    const uint8_t *a_bytes = binary_bytes(a, &a_offset), *b_bytes = binary_bytes(b, &b_offset);
    return bits_compare(a_bytes, a_offset, bitstring_size_bits(a), b_bytes, b_offset, bitstring_size_bits(b));
}

/* What of two funs is no term: free variables are compared by the caller, when both are local. */
static int compare_fun_entries(Term a, Term b)
{
    if (term_is_local_fun(a) != term_is_local_fun(b)) return term_is_local_fun(a) ? -1 : 1;
    if (term_is_local_fun(a) && fun_box(a)->entry == fun_box(b)->entry) return 0;
    if (term_is_export_fun(a) && export_fun_export(a) == export_fun_export(b)) return 0;
    FunInfo x, y;
    fun_describe(a, &x);
    fun_describe(b, &y);
    int order = atom_compare(x.module, y.module);
    if (order) return order;
    if (term_is_export_fun(a)) {
        order = atom_compare(x.function, y.function);
        return order ? order : order_of(x.arity, y.arity);
    }
    order = order_of(x.index, y.index);
    if (order == 0) order = memcmp(x.uniq, y.uniq, sizeof x.uniq);
    if (order == 0) order = order_of_words(fun_free_count(a), fun_free_count(b));
    return order;
}

/* --- order --- */

enum Rank { RANK_NUMBER, RANK_ATOM, RANK_REF, RANK_FUN, RANK_PORT, RANK_PID, RANK_TUPLE, RANK_MAP, RANK_NIL, RANK_CONS,
            RANK_BITSTRING };

static int rank_of(Term t)
{
    if (term_is_small(t) || term_is_float_immediate(t)) return RANK_NUMBER;
    if (term_is_atom(t)) return RANK_ATOM;
    if (term_is_cons(t)) return RANK_CONS;
    if (term_is_nil(t)) return RANK_NIL;
    if (term_is_local_pid(t)) return RANK_PID;
    if (term_is_local_port(t)) return RANK_PORT;
    assert(term_is_boxed(t));
    switch (boxed_type(t)) {
    case BOX_TUPLE: return RANK_TUPLE;
    case BOX_BIGNUM_POSITIVE: case BOX_BIGNUM_NEGATIVE: case BOX_FLOAT: return RANK_NUMBER;
    case BOX_FUN: case BOX_EXPORT_FUN: return RANK_FUN;
    case BOX_REF: case BOX_MAGIC_REF: case BOX_EXTERNAL_REF: return RANK_REF;
    case BOX_EXTERNAL_PID: return RANK_PID;
    case BOX_EXTERNAL_PORT: return RANK_PORT;
    case BOX_FLAT_MAP: case BOX_HASH_MAP: return RANK_MAP;
    default: return RANK_BITSTRING;
    }
}

typedef struct KeyValue { Term key, value; } KeyValue;

static int compare_keys(const void *a, const void *b)
{
    return term_compare_exactly(((const KeyValue *)a)->key, ((const KeyValue *)b)->key);
}

/* Keys and then values of a map, ascending by key. */
static void sort_map(Term map, Term *keys, Term *values)
{
    Word count = map_size(map);
    KeyValue *pairs = mem_alloc(count * sizeof *pairs);
    MapIterator it;
    map_iterate(&it, map);
    for (Word i = 0; map_next(&it, &pairs[i].key, &pairs[i].value);) i++;
    qsort(pairs, count, sizeof *pairs, compare_keys);
    for (Word i = 0; i < count; i++) keys[i] = pairs[i].key, values[i] = pairs[i].value;
    mem_free(pairs);
}

static void push_maps(Stack *stack, Term a, Term b, unsigned mode)
{
    Word count = map_size(a);
    if (boxed_type(a) == BOX_FLAT_MAP) {
        const FlatMapBox *x = (FlatMapBox *)boxed_words(a), *y = (FlatMapBox *)boxed_words(b);
        push(stack, x->values, y->values, count, mode, NULL);
        if (x->keys != y->keys)
            push(stack, tuple_elements(x->keys), tuple_elements(y->keys), count, MODE_EXACT, NULL);
        return;
    }
    if (boxed_words(a)[2] == boxed_words(b)[2]) return;
    Term *sorted = mem_alloc(4 * count * sizeof *sorted);
    sort_map(a, sorted, sorted + count);
    sort_map(b, sorted + 2 * count, sorted + 3 * count);
    push(stack, sorted + count, sorted + 3 * count, count, mode, sorted);
    push(stack, sorted, sorted + 2 * count, count, MODE_EXACT, NULL);
}

static int compare(Term a, Term b, unsigned mode)
{
    Stack stack;
    int order = 0;
    stack_init(&stack);
    do {
    again:
        if (a == b) continue;
        int rank = rank_of(a), b_rank = rank_of(b);
        if (rank != b_rank) {
            order = rank < b_rank ? -1 : 1;
            break;
        }
        switch (rank) {
        case RANK_CONS: {
            const Term *x = cons_words(a), *y = cons_words(b);
            if (x[0] == y[0]) {
                a = x[1], b = y[1];
                goto again;
            }
            if (x[1] != y[1]) push(&stack, x + 1, y + 1, 1, mode, NULL);
            a = x[0], b = y[0];
            goto again;
        }
        case RANK_TUPLE:
            order = order_of_words(tuple_arity(a), tuple_arity(b));
            if (order == 0) push(&stack, tuple_elements(a), tuple_elements(b), tuple_arity(a), mode, NULL);
            break;
        case RANK_MAP:
            order = order_of_words(map_size(a), map_size(b));
            if (order == 0) push_maps(&stack, a, b, mode);
            break;
        case RANK_NUMBER: order = compare_numbers(a, b, mode & MODE_EXACT); break;
        case RANK_ATOM: order = atom_compare(a, b); break;
        case RANK_BITSTRING: order = compare_bitstrings(a, b); break;
        case RANK_FUN:
            order = compare_fun_entries(a, b);
            if (order == 0 && term_is_local_fun(a))
                push(&stack, fun_box(a)->free, fun_box(b)->free, fun_free_count(a), mode, NULL);
            break;
        case RANK_NIL: break;
        default: order = compare_identities(a, b);
        }
    } while (order == 0 && next_pair(&stack, &a, &b, &mode));
    stack_destroy(&stack);
    return order;
}

int term_compare_slow(Term a, Term b)
{
    return compare(a, b, 0);
}

int term_compare_exactly(Term a, Term b)
{
    if (a == b) return 0;
    if (term_both_small(a, b)) return (int64_t)term_bits(a) < (int64_t)term_bits(b) ? -1 : 1;
    if (term_is_atom(a) && term_is_atom(b)) return atom_compare(a, b);
    return compare(a, b, MODE_EXACT);
}

/* --- equality --- */

static bool push_equal_nodes(Stack *stack, Term a, Term b, unsigned mode)
{
    const Word *x = boxed_words(a), *y = boxed_words(b);
    if (x[0] != y[0] || x[1] != y[1]) return false;
    push(stack, (const Term *)(x + 2), (const Term *)(y + 2), header_size_words(x[0]) - 1, mode | MODE_TRIE, NULL);
    return true;
}

/* Two boxes, not identical: compares what is no term in them, pushes the rest. */
static bool equal_boxes(Stack *stack, Term a, Term b, unsigned mode)
{
    const Word *x = boxed_words(a), *y = boxed_words(b);
    BoxType type = header_type(x[0]);
    switch (type) {
    case BOX_TUPLE:
        if (x[0] != y[0]) return false;
        push(stack, (const Term *)(x + 1), (const Term *)(y + 1), header_size_words(x[0]), mode, NULL);
        return true;
    case BOX_FLAT_MAP:
        if (x[0] != y[0]) return false;
        push(stack, (const Term *)(x + 2), (const Term *)(y + 2), header_size_words(x[0]) - 1, mode, NULL);
        if (x[1] != y[1]) push(stack, (const Term *)(x + 1), (const Term *)(y + 1), 1, MODE_EXACT, NULL);
        return true;
    case BOX_HASH_MAP:
        if (header_type(y[0]) != BOX_HASH_MAP || x[1] != y[1]) return false;
        if (x[2] == y[2]) return true;
        return push_equal_nodes(stack, term_from_bits(x[2]), term_from_bits(y[2]), mode);
    case BOX_BIGNUM_POSITIVE: case BOX_BIGNUM_NEGATIVE:
        if (x[0] == y[0]) return memcmp(x + 1, y + 1, header_size_words(x[0]) * sizeof(Word)) == 0;
        return !(mode & MODE_EXACT) && header_type(y[0]) == BOX_FLOAT && compare_numbers(a, b, false) == 0;
    case BOX_FLOAT:
        if (x[0] == y[0]) return x[1] == y[1]; /* zeros are never boxed */
        return !(mode & MODE_EXACT) && term_is_bignum(b) && compare_numbers(a, b, false) == 0;
    case BOX_HEAP_BINARY: case BOX_REFC_BINARY: case BOX_SUB_BINARY: {
        if (!term_is_bitstring(b) || bitstring_size_bits(a) != bitstring_size_bits(b)) return false;
        Word a_offset, b_offset;
        const uint8_t *a_bytes = binary_bytes(a, &a_offset), *b_bytes = binary_bytes(b, &b_offset);
        return bits_equal(a_bytes, a_offset, b_bytes, b_offset, bitstring_size_bits(a));
    }
    case BOX_FUN:
        if (!term_is_local_fun(b) || compare_fun_entries(a, b) != 0) return false;
        push(stack, fun_box(a)->free, fun_box(b)->free, fun_free_count(a), mode, NULL);
        return true;
    case BOX_EXPORT_FUN: return term_is_export_fun(b) && compare_fun_entries(a, b) == 0;
    case BOX_REF: case BOX_MAGIC_REF: return term_is_local_ref(b) && x[1] == y[1];
    case BOX_EXTERNAL_PID: case BOX_EXTERNAL_PORT: case BOX_EXTERNAL_REF:
        return x[0] == y[0] && memcmp(x + 1, y + 1, header_size_words(x[0]) * sizeof(Word)) == 0;
    case BOX_HASH_NODE: return push_equal_nodes(stack, a, b, mode);
    default: panic("comparing a box of type %d", type);
    }
}

static bool equal(Term a, Term b, unsigned mode)
{
    Stack stack;
    bool same = true;
    stack_init(&stack);
    do {
    again:
        if (a == b) continue;
        if (term_is_cons(a)) {
            if (!term_is_cons(b)) {
                same = false;
                break;
            }
            const Term *x = cons_words(a), *y = cons_words(b);
            if (x[0] == y[0]) {
                a = x[1], b = y[1];
                mode &= ~(unsigned)MODE_TRIE;
                goto again;
            }
            if (x[1] != y[1]) push(&stack, x + 1, y + 1, 1, mode & ~(unsigned)MODE_TRIE, NULL);
            if (mode & MODE_TRIE) mode = MODE_EXACT; /* a leaf: [key | value] */
            a = x[0], b = y[0];
            goto again;
        }
        if (term_is_boxed(a) && term_is_boxed(b)) {
            same = equal_boxes(&stack, a, b, mode & ~(unsigned)MODE_TRIE);
        } else if (mode & MODE_EXACT) { /* 0.0 and -0.0 */
            same = term_is_float_immediate(a) && term_is_float_immediate(b) &&
                   term_to_double_immediate(a) == term_to_double_immediate(b);
        } else {
            same = term_is_number(a) && term_is_number(b) && compare_numbers(a, b, false) == 0;
        }
    } while (same && next_pair(&stack, &a, &b, &mode));
    stack_destroy(&stack);
    return same;
}

bool term_equal_slow(Term a, Term b)
{
    return equal(a, b, 0);
}

bool term_equal_exactly_slow(Term a, Term b)
{
    return equal(a, b, MODE_EXACT);
}
