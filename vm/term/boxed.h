/* SPDX-License-Identifier: GPL-3.0-or-later */
/* boxed.h - layouts of the boxes on a heap, and accessors.
 *
 * A box is a header word and `size_words` words after it:
 *
 *     header = size_words << 8 | type << 3 | 111
 *
 * so any heap can be walked box by box. During a collection a header is replaced by the boxed term that tells
 * where the box went (its low bits, 011, are no header's); a moved cons has TERM_NONE as head and the new cons as tail.
 *
 *     tuple          elements...                                     (the empty tuple has size 0)
 *     bignum         limbs, least significant first, no leading zero; sign in the type
 *     float          the double's bits
 *     fun            FunEntry *, creator pid (a term), free variables...
 *     export fun     Export *                                        (&Mod.fun/arity)
 *     reference      number (unique in this VM), alias flag word     see ref.c
 *     magic ref      number, Resource *, next off-heap box           an object of C, counted
 *     external pid/port/ref  ExternalNode *, next off-heap box, numbers...
 *     heap binary    size in bytes, bytes (at most 64)...
 *     refc binary    size in bytes, BinaryData *, next off-heap box  size = number of bytes this box shows, from byte 0
 *     sub-binary     size in bits, offset in bits, base (a term: heap or refc binary)
 *     match context  base, position in bits, end in bits, then saved positions   (never seen by a program)
 *     flat map       keys (a tuple term, sorted), values...          at most FLAT_MAP_MAX pairs
 *     hash map       count of pairs, root node                       see hamt.c
 *     hash node      bitmap, children...                             never seen by a program
 */
#ifndef TERM_BOXED_H
#define TERM_BOXED_H

#include <stdatomic.h>

#include "term/term.h"

typedef enum BoxType {
    BOX_TUPLE, BOX_BIGNUM_POSITIVE, BOX_BIGNUM_NEGATIVE, BOX_FLOAT, BOX_FUN, BOX_EXPORT_FUN,
    BOX_REF, BOX_MAGIC_REF, BOX_EXTERNAL_PID, BOX_EXTERNAL_PORT, BOX_EXTERNAL_REF,
    BOX_HEAP_BINARY, BOX_REFC_BINARY, BOX_SUB_BINARY, BOX_MATCH_CONTEXT,
    BOX_FLAT_MAP, BOX_HASH_MAP, BOX_HASH_NODE,
    BOX_TYPE_COUNT
} BoxType;

enum { HEADER_TYPE_SHIFT = 3, HEADER_TYPE_MASK = 31, HEADER_SIZE_SHIFT = 8, FLAT_MAP_MAX = 32, HEAP_BINARY_MAX_BYTES = 64 };

static inline Word header_make(BoxType type, Word size_words)
{
    return size_words << HEADER_SIZE_SHIFT | (Word)type << HEADER_TYPE_SHIFT | TAG_HEADER;
}
static inline bool word_is_header(Word w) { return (w & TAG_MASK) == TAG_HEADER; }
static inline BoxType header_type(Word header) { return (BoxType)(header >> HEADER_TYPE_SHIFT & HEADER_TYPE_MASK); }
static inline Word header_size_words(Word header) { return header >> HEADER_SIZE_SHIFT; }

static inline BoxType boxed_type(Term t) { return header_type(boxed_words(t)[0]); }
static inline Word boxed_size_words(Term t) { return header_size_words(boxed_words(t)[0]); }
static inline bool term_is_box_of(Term t, BoxType type)
{
    return term_is_boxed(t) && (boxed_words(t)[0] & 0xff) == ((Word)type << HEADER_TYPE_SHIFT | TAG_HEADER);
}

/* --- tuples --- */
static inline bool term_is_tuple(Term t) { return term_is_box_of(t, BOX_TUPLE); }
static inline Word tuple_arity(Term t) { return boxed_size_words(t); }
static inline Term *tuple_elements(Term t) { return (Term *)(boxed_words(t) + 1); }
static inline Term tuple_get(Term t, Word index_from_0)
{
    assert(index_from_0 < tuple_arity(t));
    return tuple_elements(t)[index_from_0];
}
static inline bool term_is_tuple_of(Term t, Word arity)
{
    return term_is_boxed(t) && boxed_words(t)[0] == header_make(BOX_TUPLE, arity);
}

/* --- numbers --- */
static inline bool term_is_bignum(Term t)
{
    return term_is_box_of(t, BOX_BIGNUM_POSITIVE) || term_is_box_of(t, BOX_BIGNUM_NEGATIVE);
}
static inline bool term_is_integer(Term t) { return term_is_small(t) || term_is_bignum(t); }
static inline bool term_is_float(Term t) { return term_is_float_immediate(t) || term_is_box_of(t, BOX_FLOAT); }
static inline bool term_is_number(Term t) { return term_is_integer(t) || term_is_float(t); }
static inline double term_to_double(Term t)
{
    if (LIKELY(term_is_float_immediate(t))) return term_to_double_immediate(t);
    assert(term_is_box_of(t, BOX_FLOAT));
    double d;
    memcpy(&d, boxed_words(t) + 1, sizeof d);
    return d;
}

/* --- funs --- */
typedef struct FunEntry FunEntry; /* code/module.h */
typedef struct Export Export;     /* code/export.h */
typedef struct FunBox {
    Word header;
    FunEntry *entry;
    Term creator; /* pid */
    Term free[];  /* size_words - 2 of them */
} FunBox;
typedef struct ExportFunBox {
    Word header;
    Export *export;
} ExportFunBox;
static inline bool term_is_local_fun(Term t) { return term_is_box_of(t, BOX_FUN); }
static inline bool term_is_export_fun(Term t) { return term_is_box_of(t, BOX_EXPORT_FUN); }
static inline bool term_is_fun(Term t) { return term_is_local_fun(t) || term_is_export_fun(t); }
static inline FunBox *fun_box(Term t) { return (FunBox *)boxed_words(t); }
static inline Word fun_free_count(Term t) { return boxed_size_words(t) - 2; }
static inline Export *export_fun_export(Term t) { return ((ExportFunBox *)boxed_words(t))->export; }

/* --- boxes that own something outside of the heap --- */

/* The bytes of a large binary, shared by every box that points to it. Bits below `used_bits` never change. Whoever
 * holds a view that ends exactly there may append in place by moving `used_bits` up with compare-exchange. A sub-binary
 * may so reach past the end of the refc binary that is its base, never past `used_bits`. */
typedef struct BinaryData {
    _Atomic(Word) reference_count;
    _Atomic(Word) used_bits;
    Word capacity;      /* bytes */
    uint8_t bytes[];
} BinaryData;

/* A C object that a magic reference owns a share of. `destroy` runs on whatever thread drops the last one. */
typedef struct Resource {
    _Atomic(Word) reference_count;
    void (*destroy)(struct Resource *resource);
} Resource;

/* Every off-heap box is linked into its heap's `off_heap` list through its `next` word. */
typedef struct RefcBinaryBox {
    Word header;
    Word size_bytes;
    BinaryData *data;
    Word *next; /* header of the next off-heap box, or NULL */
} RefcBinaryBox;
typedef struct MagicRefBox {
    Word header;
    Word number;
    Resource *resource;
    Word *next;
} MagicRefBox;
typedef struct ExternalNode ExternalNode; /* ref.h: node name and creation, interned, never freed */
typedef struct ExternalBox {
    Word header;
    ExternalNode *node;
    Word numbers[];
} ExternalBox;

static inline bool box_type_is_off_heap(BoxType type) { return type == BOX_REFC_BINARY || type == BOX_MAGIC_REF; }
static inline Word **off_heap_next(Word *header)
{
    assert(box_type_is_off_heap(header_type(*header)));
    return (Word **)(header + 3);
}
_Static_assert(offsetof(RefcBinaryBox, next) == 24 && offsetof(MagicRefBox, next) == 24, "off_heap_next");

/* --- references --- */
typedef struct RefBox {
    Word header;
    Word number;
} RefBox;
static inline bool term_is_local_ref(Term t) { return term_is_box_of(t, BOX_REF) || term_is_box_of(t, BOX_MAGIC_REF); }
static inline bool term_is_ref(Term t) { return term_is_local_ref(t) || term_is_box_of(t, BOX_EXTERNAL_REF); }
static inline Word local_ref_number(Term t)
{
    assert(term_is_local_ref(t));
    return boxed_words(t)[1];
}
static inline bool term_is_pid(Term t) { return term_is_local_pid(t) || term_is_box_of(t, BOX_EXTERNAL_PID); }
static inline bool term_is_port(Term t) { return term_is_local_port(t) || term_is_box_of(t, BOX_EXTERNAL_PORT); }

/* --- binaries and bitstrings: constructors and byte access are in binary.h --- */
typedef struct HeapBinaryBox {
    Word header;
    Word size_bytes;
    uint8_t bytes[];
} HeapBinaryBox;
typedef struct SubBinaryBox {
    Word header;
    Word size_bits;
    Word offset_bits;
    Term base; /* heap or refc binary */
} SubBinaryBox;
static inline bool term_is_bitstring(Term t)
{
    if (!term_is_boxed(t)) return false;
    BoxType type = boxed_type(t);
    return type >= BOX_HEAP_BINARY && type <= BOX_SUB_BINARY;
}
static inline Word bitstring_size_bits(Term t)
{
    assert(term_is_bitstring(t));
    Word second = boxed_words(t)[1];
    return boxed_type(t) == BOX_SUB_BINARY ? second : second * 8;
}
static inline bool term_is_binary(Term t) { return term_is_bitstring(t) && bitstring_size_bits(t) % 8 == 0; }

/* --- maps: operations are in map.h --- */
typedef struct FlatMapBox {
    Word header;
    Term keys;     /* tuple, ascending in term order (integers before floats that equal them) */
    Term values[]; /* as many as keys */
} FlatMapBox;
typedef struct HashMapBox {
    Word header;
    Word count;
    Term root; /* hash node */
} HashMapBox;
static inline bool term_is_map(Term t) { return term_is_box_of(t, BOX_FLAT_MAP) || term_is_box_of(t, BOX_HASH_MAP); }
static inline Word map_size(Term t)
{
    assert(term_is_map(t));
    return boxed_type(t) == BOX_FLAT_MAP ? boxed_size_words(t) - 1 : boxed_words(t)[1];
}

/* --- which words of a box hold terms: what the collector, copying, and comparison ask ---
 * Sets *first to the index (from the header, so at least 1) of the first term word; returns how many follow. */
static inline Word box_term_words(Word header, Word *first)
{
    Word size = header_size_words(header);
    switch (header_type(header)) {
    case BOX_TUPLE: case BOX_FLAT_MAP: *first = 1; return size;
    case BOX_FUN: *first = 2; return size - 1;
    case BOX_SUB_BINARY: *first = 3; return 1;
    case BOX_MATCH_CONTEXT: *first = 1; return 1;
    case BOX_HASH_MAP: *first = 2; return 1;
    case BOX_HASH_NODE: *first = 2; return size - 1;
    default: *first = 1; return 0;
    }
}

#endif
