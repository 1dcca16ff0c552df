/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term_hash.c - hashing terms: one walk for both hashes, without recursion. */
#include "term/term_hash.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "term/atom.h"
#include "term/binary.h"
#include "term/bits.h"
#include "term/fun.h"
#include "term/map.h"
#include "term/ref.h"

typedef struct HashFrame {
    const Term *at;
    Word left;
} HashFrame;
typedef VEC(HashFrame) HashStack;

static uint64_t hash_bitstring(Term t)
{
    Word offset, bits = bitstring_size_bits(t);
    const uint8_t *bytes = binary_bytes(t, &offset);
    if (offset == 0 && bits % 8 == 0) return hash_bytes(bytes, bits / 8, 0x62);
    uint64_t hash = 0x62;
    uint8_t chunk[256]; /* a multiple of 8 long: the same as hashing it in one go is not needed, only stable */
    if (bits % 8 == 0) {
        uint8_t *copy = mem_alloc(bits / 8);
        bits_copy(copy, 0, bytes, offset, bits);
        hash = hash_bytes(copy, bits / 8, hash);
        mem_free(copy);
        return hash;
    }
    for (Word at = 0; at < bits; at += sizeof chunk * 8) {
        Word n = bits - at < sizeof chunk * 8 ? bits - at : sizeof chunk * 8;
        chunk[(n - 1) / 8] = 0;
        bits_copy(chunk, 0, bytes, offset + at, n);
        hash = hash_bytes(chunk, (n + 7) / 8, hash);
    }
    return hash ^ bits;
}

static uint64_t hash_float(double d)
{
    uint64_t bits;
    d += 0.0; /* -0.0 becomes 0.0, which it equals */
    memcpy(&bits, &d, sizeof bits);
    return hash_word(bits ^ 0xf10a7);
}

static uint64_t hash_fun(Term t)
{
    FunInfo info;
    fun_describe(t, &info);
    uint64_t hash = hash_combine(atom_hash(info.module), info.arity);
    if (term_is_export_fun(t)) return hash_combine(hash, atom_hash(info.function));
    return hash_combine(hash, info.index);
}

/* The part of a box that is no term; *at and *count get the terms that go on. */
static uint64_t hash_box(Term t, const Term **at, Word *count)
{
    const Word *words = boxed_words(t);
    Word size = header_size_words(words[0]);
    BoxType type = header_type(words[0]);
    *count = 0;
    switch (type) {
    case BOX_TUPLE:
        *at = tuple_elements(t), *count = size;
        return hash_word(size + 0x7001);
    case BOX_FLAT_MAP:
        *at = (const Term *)(words + 1), *count = size;
        return hash_word(size + 0x7002);
    case BOX_HASH_MAP:
        *at = (const Term *)(words + 2), *count = 1;
        return hash_word(words[1] + 0x7003);
    case BOX_HASH_NODE:
        *at = (const Term *)(words + 2), *count = size - 1;
        return words[1];
    case BOX_BIGNUM_POSITIVE: case BOX_BIGNUM_NEGATIVE: return hash_bytes(words + 1, size * sizeof(Word), type);
    case BOX_FLOAT: return hash_float(term_to_double(t));
    case BOX_FUN:
        *at = fun_box(t)->free, *count = fun_free_count(t);
        return hash_fun(t);
    case BOX_EXPORT_FUN: return hash_fun(t);
    case BOX_REF: case BOX_MAGIC_REF: return hash_word(words[1] + 0x5ef);
    case BOX_EXTERNAL_PID: case BOX_EXTERNAL_PORT: case BOX_EXTERNAL_REF: {
        const ExternalBox *box = external_box(t);
        return hash_bytes(box->numbers, (size - 1) * sizeof(Word), atom_hash(box->node->name) ^ box->node->creation);
    }
    default: return hash_bitstring(t);
    }
}

static inline uint64_t hash_immediate(Term t, bool portable)
{
    if (term_is_float_immediate(t)) return hash_float(term_to_double_immediate(t));
    if (portable && term_is_atom(t)) return hash_word(atom_hash(t) + 0xa703u);
    return term_hash_immediate(t);
}

static uint64_t hash_term(Term t, bool portable);

/* The order of pairs in a hash map depends on atom numbers, so the portable hash adds up those of the keys (not of the
 * values: that would recurse along nested maps). */
static uint64_t hash_map_portably(Term map)
{
    uint64_t sum = map_size(map);
    Term key, value;
    MapIterator it;
    map_iterate(&it, map);
    while (map_next(&it, &key, &value)) sum += hash_term(key, true);
    return hash_word(sum + 0x7003);
}

static uint64_t hash_term(Term t, bool portable)
{
    HashStack stack = {0};
    uint64_t hash = 0;
    for (;;) {
        if (term_is_cons(t)) {
            const Term *words = cons_words(t);
            hash = hash_combine(hash, 0xc0);
            if (term_is_immediate(words[0])) {
                hash = hash_combine(hash, hash_immediate(words[0], portable));
                t = words[1];
            } else {
                vec_push(&stack, ((HashFrame){words + 1, 1}));
                t = words[0];
            }
            continue;
        }
        if (term_is_immediate(t)) {
            hash = hash_combine(hash, hash_immediate(t, portable));
        } else if (portable && boxed_type(t) == BOX_HASH_MAP) {
            hash = hash_combine(hash, hash_map_portably(t));
        } else {
            const Term *at = NULL;
            Word count;
            hash = hash_combine(hash, hash_box(t, &at, &count));
            if (count) vec_push(&stack, ((HashFrame){at, count}));
        }
        if (stack.count == 0) break;
        HashFrame *frame = &vec_last(&stack);
        t = *frame->at++;
        if (--frame->left == 0) stack.count--;
    }
    vec_free(&stack);
    return hash;
}

uint64_t term_hash_slow(Term t)
{
    if (term_is_boxed(t)) {
        BoxType type = boxed_type(t);
        if (type >= BOX_HEAP_BINARY && type <= BOX_SUB_BINARY) return hash_bitstring(t);
    } else if (!term_is_cons(t)) {
        return hash_immediate(t, false);
    }
    return hash_term(t, false);
}

uint32_t term_hash_portable(Term t)
{
    uint64_t hash = hash_term(t, true);
    return (uint32_t)(hash ^ hash >> 32);
}
