/* SPDX-License-Identifier: GPL-3.0-or-later */
/* binary.c - making and reading binaries and bitstrings; iolists. */
#include "term/binary.h"

#include "base/vec.h"
#include "term/bits.h"

enum { SUB_COPY_MAX_BYTES = 16, APPEND_MIN_CAPACITY = 256 };

static inline Word bytes_for(Word size_bits) { return (size_bits + 7) / 8; }

BinaryData *binary_data_new(Word capacity)
{
    BinaryData *data = mem_alloc(sizeof *data + capacity);
    atomic_init(&data->reference_count, 1);
    atomic_init(&data->used_bits, 0);
    data->capacity = capacity;
    return data;
}

void binary_data_release(BinaryData *data)
{
    if (atomic_fetch_sub_explicit(&data->reference_count, 1, memory_order_acq_rel) == 1) mem_free(data);
}

static Term heap_binary_new(Heap *heap, Word size_bytes, uint8_t **bytes)
{
    Word words = (size_bytes + 7) / 8;
    HeapBinaryBox *box = (HeapBinaryBox *)heap_alloc(heap, 2 + words);
    box->header = header_make(BOX_HEAP_BINARY, 1 + words);
    box->size_bytes = size_bytes;
    *bytes = box->bytes;
    return term_from_boxed(box);
}

Term binary_from_data_take(Heap *heap, BinaryData *data, Word size_bytes)
{
    RefcBinaryBox *box = (RefcBinaryBox *)heap_alloc(heap, sizeof *box / sizeof(Word));
    box->header = header_make(BOX_REFC_BINARY, sizeof *box / sizeof(Word) - 1);
    box->size_bytes = size_bytes;
    box->data = data;
    heap_link_off_heap(heap, &box->header);
    heap->off_heap_bytes += data->capacity;
    return term_from_boxed(box);
}

Term binary_new_empty(Heap *heap, size_t size_bytes, uint8_t **bytes)
{
    if (size_bytes <= HEAP_BINARY_MAX_BYTES) return heap_binary_new(heap, size_bytes, bytes);
    BinaryData *data = binary_data_new(size_bytes);
    atomic_init(&data->used_bits, size_bytes * 8);
    *bytes = data->bytes;
    return binary_from_data_take(heap, data, size_bytes);
}

Term binary_new(Heap *heap, const void *content, size_t size_bytes)
{
    uint8_t *bytes;
    Term t = binary_new_empty(heap, size_bytes, &bytes);
    if (size_bytes) memcpy(bytes, content, size_bytes);
    return t;
}

Term binary_new_string(Heap *heap, const char *text)
{
    return binary_new(heap, text, strlen(text));
}

static Term sub_new(Heap *heap, Term base, Word offset_bits, Word size_bits)
{
    SubBinaryBox *box = (SubBinaryBox *)heap_alloc(heap, sizeof *box / sizeof(Word));
    box->header = header_make(BOX_SUB_BINARY, sizeof *box / sizeof(Word) - 1);
    box->size_bits = size_bits;
    box->offset_bits = offset_bits;
    box->base = base;
    return term_from_boxed(box);
}

Term bitstring_new_empty(Heap *heap, Word size_bits, uint8_t **bytes)
{
    Term base = binary_new_empty(heap, bytes_for(size_bits), bytes);
    if (size_bits % 8 == 0) return base;
    return sub_new(heap, base, 0, size_bits);
}

static inline const uint8_t *base_bytes(const Word *box)
{
    return header_type(box[0]) == BOX_HEAP_BINARY ? ((const HeapBinaryBox *)box)->bytes
                                                  : ((const RefcBinaryBox *)box)->data->bytes;
}

const uint8_t *binary_bytes(Term t, Word *bit_offset)
{
    const Word *box = boxed_words(t);
    *bit_offset = 0;
    if (header_type(box[0]) != BOX_SUB_BINARY) return base_bytes(box);
    const SubBinaryBox *sub = (const SubBinaryBox *)box;
    *bit_offset = sub->offset_bits % 8;
    return base_bytes(boxed_words(sub->base)) + sub->offset_bits / 8;
}

const uint8_t *binary_bytes_aligned(Term t, size_t *size_bytes, Buf *scratch)
{
    Word offset, bits = bitstring_size_bits(t);
    const uint8_t *bytes = binary_bytes(t, &offset);
    *size_bytes = bits / 8;
    if (offset == 0) return bytes;
    uint8_t *copy = buf_reserve(scratch, bits / 8 + 1);
    bits_copy(copy, 0, bytes, offset, bits / 8 * 8);
    scratch->size += bits / 8;
    return copy;
}

Term binary_base(Term t, Word *offset_bits)
{
    *offset_bits = 0;
    if (boxed_type(t) != BOX_SUB_BINARY) return t;
    const SubBinaryBox *sub = (const SubBinaryBox *)boxed_words(t);
    *offset_bits = sub->offset_bits;
    return sub->base;
}

Term binary_sub(Heap *heap, Term t, Word offset_bits, Word size_bits)
{
    Word total = bitstring_size_bits(t), base_offset;
    assert(offset_bits + size_bits <= total);
    if (size_bits == total) return t;
    Term base = binary_base(t, &base_offset);
    return binary_view(heap, base, base_offset + offset_bits, size_bits);
}

Term binary_view(Heap *heap, Term base, Word offset_bits, Word size_bits)
{
    if (size_bits % 8 == 0 && size_bits <= SUB_COPY_MAX_BYTES * 8) {
        uint8_t *copy;
        Word skip;
        const uint8_t *bytes = binary_bytes(base, &skip);
        Term small = heap_binary_new(heap, size_bits / 8, &copy);
        bits_copy(copy, 0, bytes, offset_bits, size_bits);
        return small;
    }
    return sub_new(heap, base, offset_bits, size_bits);
}

Term binary_append(Heap *heap, Term t, Word extra_bits, uint8_t **bytes, Word *offset_bits)
{
    Word old_bits = bitstring_size_bits(t), new_bits = old_bits + extra_bits, start;
    Term base = binary_base(t, &start);
    if (boxed_type(base) == BOX_REFC_BINARY) {
        BinaryData *data = ((RefcBinaryBox *)boxed_words(base))->data;
        Word end = start + old_bits;
        /* acquire/release: the claim hands the bits from `end` on to one appender, on whichever thread it runs. */
        if (end + extra_bits <= data->capacity * 8 &&
            atomic_compare_exchange_strong_explicit(&data->used_bits, &end, end + extra_bits, memory_order_acq_rel,
                                                    memory_order_relaxed)) {
            *bytes = data->bytes;
            *offset_bits = end;
            return sub_new(heap, base, start, new_bits);
        }
    }
    Word skip;
    const uint8_t *old = binary_bytes(t, &skip);
    Word size = bytes_for(new_bits);
    *offset_bits = old_bits;
    if (size <= HEAP_BINARY_MAX_BYTES) {
        Term copy = bitstring_new_empty(heap, new_bits, bytes);
        bits_copy(*bytes, 0, old, skip, old_bits);
        return copy;
    }
    Word capacity = size * 2 < APPEND_MIN_CAPACITY ? APPEND_MIN_CAPACITY : size * 2;
    BinaryData *data = binary_data_new(capacity);
    atomic_init(&data->used_bits, new_bits);
    bits_copy(data->bytes, 0, old, skip, old_bits);
    *bytes = data->bytes;
    Term copy = binary_from_data_take(heap, data, size);
    return new_bits % 8 ? sub_new(heap, copy, 0, new_bits) : copy;
}

/* --- iolists: the walk keeps the tails to come on a stack of its own --- */

typedef struct Walk {
    VEC(Term) tails;
    Term at;
} Walk;

typedef enum Piece { PIECE_END, PIECE_BYTE, PIECE_BITS, PIECE_BAD } Piece;

static Piece walk_next(Walk *walk, Term *piece)
{
    for (;;) {
        Term t = walk->at;
        if (term_is_cons(t)) {
            Term head = term_head(t);
            walk->at = term_tail(t);
            if (term_is_small(head)) {
                *piece = head;
                return (Word)term_to_small(head) < 256 ? PIECE_BYTE : PIECE_BAD;
            }
            if (term_is_bitstring(head)) {
                *piece = head;
                return PIECE_BITS;
            }
            if (term_is_cons(head)) {
                if (!term_is_nil(walk->at)) vec_push(&walk->tails, walk->at);
                walk->at = head;
            } else if (!term_is_nil(head)) {
                return PIECE_BAD;
            }
            continue;
        }
        if (term_is_nil(t)) {
            if (walk->tails.count == 0) return PIECE_END;
            walk->at = vec_pop(&walk->tails);
            continue;
        }
        if (!term_is_bitstring(t)) return PIECE_BAD;
        *piece = t;
        walk->at = NIL;
        return PIECE_BITS;
    }
}

static bool list_size_bits(Term t, bool whole_bytes, Word *size_bits)
{
    Walk walk = {.at = t};
    Term piece;
    Word bits = 0;
    Piece kind;
    while ((kind = walk_next(&walk, &piece)) != PIECE_END) {
        if (kind == PIECE_BYTE) {
            bits += 8;
        } else if (kind == PIECE_BITS && !(whole_bytes && bitstring_size_bits(piece) % 8)) {
            bits += bitstring_size_bits(piece);
        } else {
            kind = PIECE_BAD;
            break;
        }
    }
    vec_free(&walk.tails);
    *size_bits = bits;
    return kind == PIECE_END;
}

static void list_copy_bits(Term t, uint8_t *bytes)
{
    Walk walk = {.at = t};
    Term piece;
    Word at = 0;
    Piece kind;
    while ((kind = walk_next(&walk, &piece)) != PIECE_END) {
        if (kind == PIECE_BYTE) {
            if (LIKELY(at % 8 == 0)) bytes[at / 8] = (uint8_t)term_to_small(piece);
            else bits_put_64(bytes, at, 8, (uint64_t)term_to_small(piece));
            at += 8;
            continue;
        }
        Word offset, size = bitstring_size_bits(piece);
        const uint8_t *from = binary_bytes(piece, &offset);
        bits_copy(bytes, at, from, offset, size);
        at += size;
    }
    vec_free(&walk.tails);
}

bool iolist_size(Term t, size_t *size_bytes)
{
    Word bits;
    bool good = list_size_bits(t, true, &bits);
    *size_bytes = bits / 8;
    return good;
}

bool iolist_to_buf(Term t, Buf *out)
{
    size_t size;
    if (!iolist_size(t, &size)) return false;
    list_copy_bits(t, buf_reserve(out, size));
    out->size += size;
    return true;
}

Term iolist_to_binary(Heap *heap, Term t)
{
    size_t size;
    uint8_t *bytes;
    if (term_is_binary(t)) return t;
    if (!iolist_size(t, &size)) return TERM_NONE;
    Term binary = binary_new_empty(heap, size, &bytes);
    list_copy_bits(t, bytes);
    return binary;
}

Term bitstring_list_to_bitstring(Heap *heap, Term t)
{
    Word bits;
    uint8_t *bytes;
    if (term_is_bitstring(t)) return t;
    if (!list_size_bits(t, false, &bits)) return TERM_NONE;
    Term result = bitstring_new_empty(heap, bits, &bytes);
    if (bits % 8) bytes[bits / 8] = 0;
    list_copy_bits(t, bytes);
    return result;
}
