/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_binary.c - binaries and bitstrings: the functions of :erlang, and those of :binary that do not search. */
#include "bif/bif_long.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/bignum.h"
#include "term/binary.h"
#include "term/bits.h"

static void charge_bytes(Process *p, size_t bytes)
{
    bif_charge(p, (int64_t)(bytes / 1024));
}

static Term from_size(Process *p, size_t size)
{
    return integer_from_uint64(&p->heap, size);
}

Term bif_byte_size(Process *p, Term *args)
{
    return term_is_bitstring(args[0]) ? from_size(p, (bitstring_size_bits(args[0]) + 7) / 8) : raise_badarg(p);
}

Term bif_bit_size(Process *p, Term *args)
{
    return term_is_bitstring(args[0]) ? from_size(p, bitstring_size_bits(args[0])) : raise_badarg(p);
}

Term bif_size(Process *p, Term *args)
{
    if (term_is_tuple(args[0])) return term_from_small((int64_t)tuple_arity(args[0]));
    return bif_byte_size(p, args);
}

Term bif_iolist_size(Process *p, Term *args)
{
    size_t size;
    if (!iolist_size(args[0], &size)) return raise_badarg(p);
    charge_bytes(p, size);
    return from_size(p, size);
}

/* A binary is its own result, whatever its size. */
static bool is_large_list(Term t)
{
    return term_is_cons(t) && is_large_term(t);
}

static Term iolist_to_binary_now(Process *p, Term *args)
{
    Term t = iolist_to_binary(&p->heap, args[0]);
    if (term_is_none(t)) return raise_badarg(p);
    charge_bytes(p, bitstring_size_bits(t) / 8);
    return t;
}
BIF_LONG(bif_iolist_to_binary, 1, iolist_to_binary_now, is_large_list(args[0]))

Term bif_list_to_binary(Process *p, Term *args)
{
    return term_is_list(args[0]) ? bif_iolist_to_binary(p, args) : raise_badarg(p);
}

Term bif_iolist_to_iovec(Process *p, Term *args)
{
    Term t = iolist_to_binary_now(p, args);
    if (term_is_none(t)) return t;
    return bitstring_size_bits(t) ? cons_new(&p->heap, t, NIL) : NIL;
}

Term bif_list_to_bitstring(Process *p, Term *args)
{
    if (!term_is_list(args[0])) return raise_badarg(p);
    Term t = bitstring_list_to_bitstring(&p->heap, args[0]);
    if (term_is_none(t)) return raise_badarg(p);
    charge_bytes(p, bitstring_size_bits(t) / 8);
    return t;
}

/* The bytes `from` .. `from + count` of a bitstring as a list, going on with `tail`. */
static Term bytes_to_list(Process *p, Term t, size_t from, size_t count, Term tail)
{
    Word offset;
    const uint8_t *bytes = binary_bytes(t, &offset);
    Term list = tail;
    for (size_t i = from + count; i-- > from;) {
        uint64_t byte = offset == 0 ? bytes[i] : bits_get_64(bytes, offset + 8 * i, 8);
        list = cons_new(&p->heap, term_from_small((int64_t)byte), list);
    }
    bif_charge(p, (int64_t)(count / 32));
    return list;
}

Term bif_binary_to_list_1(Process *p, Term *args)
{
    if (!term_is_binary(args[0])) return raise_badarg(p);
    return bytes_to_list(p, args[0], 0, bitstring_size_bits(args[0]) / 8, NIL);
}

Term bif_binary_to_list_3(Process *p, Term *args)
{
    if (!term_is_binary(args[0]) || !term_is_small(args[1]) || !term_is_small(args[2])) return raise_badarg(p);
    int64_t start = term_to_small(args[1]), stop = term_to_small(args[2]);
    if (start < 1 || stop > (int64_t)(bitstring_size_bits(args[0]) / 8) || start > stop) return raise_badarg(p);
    return bytes_to_list(p, args[0], (size_t)start - 1, (size_t)(stop - start) + 1, NIL);
}

Term bif_bitstring_to_list(Process *p, Term *args)
{
    if (!term_is_bitstring(args[0])) return raise_badarg(p);
    Word bits = bitstring_size_bits(args[0]), rest = bits % 8;
    Term tail = NIL;
    if (rest) tail = cons_new(&p->heap, binary_sub(&p->heap, args[0], bits - rest, rest), NIL);
    return bytes_to_list(p, args[0], 0, bits / 8, tail);
}

Term bif_split_binary(Process *p, Term *args)
{
    if (!term_is_bitstring(args[0]) || !term_is_small(args[1])) return raise_badarg(p);
    int64_t at = term_to_small(args[1]);
    Word bits = bitstring_size_bits(args[0]);
    if (at < 0 || (Word)at > bits / 8) return raise_badarg(p);
    Term first = binary_sub(&p->heap, args[0], 0, (Word)at * 8);
    Term second = binary_sub(&p->heap, args[0], (Word)at * 8, bits - (Word)at * 8);
    return tuple_new_2(&p->heap, first, second);
}

/* The range of {start, length}, where a negative length goes back from start; whole bytes. */
static bool get_part(Term binary, Term start_term, Term length_term, Word *start, Word *length)
{
    if (!term_is_binary(binary) || !term_is_small(start_term) || !term_is_small(length_term)) return false;
    int64_t size = (int64_t)(bitstring_size_bits(binary) / 8);
    int64_t from = term_to_small(start_term), count = term_to_small(length_term);
    if (from < 0 || from > size) return false;
    if (count < 0) {
        if (-count > from) return false;
        from += count;
        count = -count;
    }
    if (count > size - from) return false;
    *start = (Word)from;
    *length = (Word)count;
    return true;
}

static Term binary_part(Process *p, Term binary, Term start_term, Term length_term)
{
    Word start, length;
    if (!get_part(binary, start_term, length_term, &start, &length)) return raise_badarg(p);
    return binary_sub(&p->heap, binary, start * 8, length * 8);
}

Term bif_binary_part_3(Process *p, Term *args)
{
    return binary_part(p, args[0], args[1], args[2]);
}

Term bif_binary_part_2(Process *p, Term *args)
{
    if (!term_is_tuple_of(args[1], 2)) return raise_badarg(p);
    return binary_part(p, args[0], tuple_get(args[1], 0), tuple_get(args[1], 1));
}

/* --- :binary --- */

static Term byte_at(Process *p, Term binary, Word index)
{
    Word offset;
    const uint8_t *bytes = binary_bytes(binary, &offset);
    return term_from_small((int64_t)bits_get_64(bytes, offset + 8 * index, 8));
}

Term bif_binary_at(Process *p, Term *args)
{
    if (!term_is_binary(args[0]) || !term_is_small(args[1])) return raise_badarg(p);
    int64_t at = term_to_small(args[1]);
    if (at < 0 || (Word)at >= bitstring_size_bits(args[0]) / 8) return raise_badarg(p);
    return byte_at(p, args[0], (Word)at);
}

Term bif_binary_first(Process *p, Term *args)
{
    if (!term_is_binary(args[0]) || bitstring_size_bits(args[0]) == 0) return raise_badarg(p);
    return byte_at(p, args[0], 0);
}

Term bif_binary_last(Process *p, Term *args)
{
    if (!term_is_binary(args[0]) || bitstring_size_bits(args[0]) == 0) return raise_badarg(p);
    return byte_at(p, args[0], bitstring_size_bits(args[0]) / 8 - 1);
}

Term bif_bin_to_list_3(Process *p, Term *args)
{
    Word start, length;
    if (!get_part(args[0], args[1], args[2], &start, &length)) return raise_badarg(p);
    return bytes_to_list(p, args[0], start, length, NIL);
}

Term bif_bin_to_list_2(Process *p, Term *args)
{
    if (!term_is_tuple_of(args[1], 2)) return raise_badarg(p);
    Term part[3] = {args[0], tuple_get(args[1], 0), tuple_get(args[1], 1)};
    return bif_bin_to_list_3(p, part);
}

static Term copy_binary(Process *p, Term t, Word count)
{
    Word offset, size = bitstring_size_bits(t) / 8;
    const uint8_t *bytes = binary_bytes(t, &offset);
    uint8_t *to;
    if (size && count > ((Word)1 << 40) / size) return raise_system_limit(p);
    Term copy = binary_new_empty(&p->heap, size * count, &to);
    for (Word i = 0; i < count; i++) bits_copy(to, 8 * size * i, bytes, offset, 8 * size);
    charge_bytes(p, size * count);
    return copy;
}

Term bif_binary_copy_1(Process *p, Term *args)
{
    return term_is_binary(args[0]) ? copy_binary(p, args[0], 1) : raise_badarg(p);
}

Term bif_binary_copy_2(Process *p, Term *args)
{
    if (!term_is_binary(args[0]) || !term_is_small(args[1]) || term_to_small(args[1]) < 0) return raise_badarg(p);
    return copy_binary(p, args[0], (Word)term_to_small(args[1]));
}

Term bif_referenced_byte_size(Process *p, Term *args)
{
    if (!term_is_bitstring(args[0])) return raise_badarg(p);
    Word offset;
    Term base = binary_base(args[0], &offset);
    if (boxed_type(base) != BOX_REFC_BINARY) return from_size(p, bitstring_size_bits(base) / 8);
    BinaryData *data = ((RefcBinaryBox *)boxed_words(base))->data;
    return from_size(p, (atomic_load_explicit(&data->used_bits, memory_order_relaxed) + 7) / 8);
}

/* How many bytes at the start (or end) all binaries of a list have in common. */
static Term longest_common(Process *p, Term list, bool at_end)
{
    if (!term_is_cons(list)) return raise_badarg(p);
    Term first = term_head(list);
    if (!term_is_binary(first)) return raise_badarg(p);
    Word common = bitstring_size_bits(first) / 8, first_size = common, first_offset, offset;
    const uint8_t *first_bytes = binary_bytes(first, &first_offset);
    for (list = term_tail(list); term_is_cons(list); list = term_tail(list)) {
        Term t = term_head(list);
        if (!term_is_binary(t)) return raise_badarg(p);
        const uint8_t *bytes = binary_bytes(t, &offset);
        Word size = bitstring_size_bits(t) / 8, same = 0, limit = size < common ? size : common;
        for (; same < limit; same++) {
            Word i = at_end ? first_size - 1 - same : same, k = at_end ? size - 1 - same : same;
            if (bits_get_64(first_bytes, first_offset + 8 * i, 8) != bits_get_64(bytes, offset + 8 * k, 8)) break;
        }
        common = same;
        charge_bytes(p, common);
    }
    return term_is_nil(list) ? from_size(p, common) : raise_badarg(p);
}

Term bif_longest_common_prefix(Process *p, Term *args)
{
    return longest_common(p, args[0], false);
}

Term bif_longest_common_suffix(Process *p, Term *args)
{
    return longest_common(p, args[0], true);
}

static Term encode_unsigned(Process *p, Term t, Term endianness)
{
    if (!term_is_integer(t) || integer_is_negative(t)) return raise_badarg(p);
    if (endianness != AM(big) && endianness != AM(little)) return raise_badarg(p);
    size_t size = integer_byte_count(t);
    uint8_t *bytes;
    Term binary = binary_new_empty(&p->heap, size ? size : 1, &bytes);
    integer_to_bytes(t, bytes, size ? size : 1, endianness == AM(big));
    charge_bytes(p, size);
    return binary;
}

Term bif_encode_unsigned_1(Process *p, Term *args)
{
    return encode_unsigned(p, args[0], AM(big));
}

Term bif_encode_unsigned_2(Process *p, Term *args)
{
    return encode_unsigned(p, args[0], args[1]);
}

static Term decode_unsigned(Process *p, Term t, Term endianness)
{
    if (!term_is_binary(t) || (endianness != AM(big) && endianness != AM(little))) return raise_badarg(p);
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
    Term integer = size ? integer_from_bytes(&p->heap, bytes, size, endianness == AM(big), false) : term_from_small(0);
    buf_free(&scratch);
    charge_bytes(p, size);
    return term_is_none(integer) ? raise_system_limit(p) : integer;
}

Term bif_decode_unsigned_1(Process *p, Term *args)
{
    return decode_unsigned(p, args[0], AM(big));
}

Term bif_decode_unsigned_2(Process *p, Term *args)
{
    return decode_unsigned(p, args[0], args[1]);
}

/* --- hexadecimal --- */

Term bif_encode_hex(Process *p, Term *args)
{
    static const char digits[] = "0123456789ABCDEF";
    Buf scratch = {0};
    size_t size;
    uint8_t *to;
    if (!term_is_binary(args[0])) return raise_badarg(p);
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    Term t = binary_new_empty(&p->heap, 2 * size, &to);
    for (size_t i = 0; i < size; i++) {
        to[2 * i] = (uint8_t)digits[bytes[i] >> 4];
        to[2 * i + 1] = (uint8_t)digits[bytes[i] & 15];
    }
    buf_free(&scratch);
    charge_bytes(p, size);
    return t;
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Term bif_decode_hex(Process *p, Term *args)
{
    Buf scratch = {0};
    size_t size, i = 0;
    uint8_t *to;
    if (!term_is_binary(args[0])) return raise_badarg(p);
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    Term t = binary_new_empty(&p->heap, size / 2, &to);
    for (; i + 1 < size; i += 2) {
        int high = hex_digit(bytes[i]), low = hex_digit(bytes[i + 1]);
        if (high < 0 || low < 0) break;
        to[i / 2] = (uint8_t)(high << 4 | low);
    }
    buf_free(&scratch);
    charge_bytes(p, size);
    return i == size ? t : raise_badarg(p);
}
