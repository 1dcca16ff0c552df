/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_etf.c - the external term format; checksums and digests. */
#include <zlib.h>

#include "base/md5.h"
#include "bif/bif_long.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/binary.h"
#include "term/bignum.h"
#include "term/etf.h"

enum { DEFAULT_COMPRESSION = 6 };

static void charge_bytes(Process *p, size_t bytes)
{
    bif_charge(p, (int64_t)(bytes / 256));
}

/* Options of term_to_binary: compressed, {compressed, Level}, {minor_version, N}; deterministic changes nothing. */
static bool encode_options(Term list, EtfOptions *options)
{
    *options = (EtfOptions){.minor_version = 1};
    for (; term_is_cons(list); list = term_tail(list)) {
        Term option = term_head(list);
        if (option == AM(compressed)) {
            options->compress = DEFAULT_COMPRESSION;
        } else if (term_is_tuple_of(option, 2) && term_is_small(tuple_get(option, 1))) {
            int64_t n = term_to_small(tuple_get(option, 1));
            if (tuple_get(option, 0) == AM(compressed) && n >= 0 && n <= 9) options->compress = (int)n;
            else if (tuple_get(option, 0) == AM(minor_version) && n >= 0 && n <= 2) options->minor_version = (int)n;
            else return false;
        } else if (option != AM(deterministic) && option != AM(local)) {
            return false;
        }
    }
    return term_is_nil(list);
}

static Term encode(Process *p, Term t, Term option_list)
{
    EtfOptions options;
    if (!encode_options(option_list, &options)) return raise_badarg(p);
    Buf out = {0};
    etf_encode(&out, t, &options);
    Term binary = binary_new(&p->heap, out.bytes, out.size);
    charge_bytes(p, out.size);
    buf_free(&out);
    return binary;
}

static Term term_to_binary_1_now(Process *p, Term *args)
{
    return encode(p, args[0], NIL);
}
BIF_LONG(bif_term_to_binary_1, 1, term_to_binary_1_now, is_large_term(args[0]))

static Term term_to_binary_2_now(Process *p, Term *args)
{
    return encode(p, args[0], args[1]);
}
BIF_LONG(bif_term_to_binary_2, 2, term_to_binary_2_now, is_large_term(args[0]))

Term bif_term_to_iovec_1(Process *p, Term *args)
{
    return cons_new(&p->heap, encode(p, args[0], NIL), NIL);
}

Term bif_term_to_iovec_2(Process *p, Term *args)
{
    Term binary = encode(p, args[0], args[1]);
    return term_is_none(binary) ? binary : cons_new(&p->heap, binary, NIL);
}

static Term external_size(Process *p, Term t, Term option_list)
{
    EtfOptions options;
    if (!encode_options(option_list, &options)) return raise_badarg(p);
    options.compress = 0;
    size_t size = etf_size(t, &options);
    charge_bytes(p, size);
    return integer_from_uint64(&p->heap, size);
}

static Term external_size_1_now(Process *p, Term *args)
{
    return external_size(p, args[0], NIL);
}
BIF_LONG(bif_external_size_1, 1, external_size_1_now, is_large_term(args[0]))

static Term external_size_2_now(Process *p, Term *args)
{
    return external_size(p, args[0], args[1]);
}
BIF_LONG(bif_external_size_2, 2, external_size_2_now, is_large_term(args[0]))

static Term decode(Process *p, Term binary, Term option_list)
{
    EtfOptions options = {0};
    bool want_used = false;
    for (; term_is_cons(option_list); option_list = term_tail(option_list)) {
        if (term_head(option_list) == AM(safe)) options.safe = true;
        else if (term_head(option_list) == AM(used)) want_used = true;
        else return raise_badarg(p);
    }
    if (!term_is_nil(option_list) || !term_is_binary(binary)) return raise_badarg(p);
    Buf scratch = {0};
    size_t size, used = 0;
    const uint8_t *bytes = binary_bytes_aligned(binary, &size, &scratch);
    Term t = etf_decode(&p->heap, bytes, size, &options, &used);
    charge_bytes(p, size);
    buf_free(&scratch);
    if (term_is_none(t)) return raise_badarg(p);
    return want_used ? tuple_new_2(&p->heap, t, integer_from_uint64(&p->heap, used)) : t;
}

static Term binary_to_term_1_now(Process *p, Term *args)
{
    return decode(p, args[0], NIL);
}
BIF_LONG(bif_binary_to_term_1, 1, binary_to_term_1_now, is_large_binary(args[0]))

static Term binary_to_term_2_now(Process *p, Term *args)
{
    return decode(p, args[0], args[1]);
}
BIF_LONG(bif_binary_to_term_2, 2, binary_to_term_2_now, is_large_binary(args[0]))

/* --- checksums over iolists --- */

typedef uLong (*Checksum)(uLong start, const Bytef *bytes, uInt size);

static Term checksum(Process *p, Term start, Term data, Checksum function)
{
    uint64_t value;
    Buf bytes = {0};
    if (!term_is_integer(start) || !integer_fits_uint64(start, &value) || value > UINT32_MAX) return raise_badarg(p);
    if (!iolist_to_buf(data, &bytes)) {
        buf_free(&bytes);
        return raise_badarg(p);
    }
    for (size_t at = 0, part; at < bytes.size; at += part) {
        part = bytes.size - at < 1u << 30 ? bytes.size - at : 1u << 30;
        value = function(value, bytes.bytes + at, (uInt)part);
    }
    bif_charge(p, (int64_t)(bytes.size / 1024));
    buf_free(&bytes);
    return term_from_small((int64_t)value);
}

static Term crc32_1_now(Process *p, Term *args)
{
    return checksum(p, term_from_small(0), args[0], crc32);
}
BIF_LONG(bif_crc32_1, 1, crc32_1_now, is_large_term(args[0]))

Term bif_crc32_2(Process *p, Term *args)
{
    return checksum(p, args[0], args[1], crc32);
}

Term bif_adler32_1(Process *p, Term *args)
{
    return checksum(p, term_from_small(1), args[0], adler32);
}

Term bif_adler32_2(Process *p, Term *args)
{
    return checksum(p, args[0], args[1], adler32);
}

static Term combine(Process *p, Term *args, uLong (*function)(uLong, uLong, z_off_t))
{
    uint64_t n[3];
    for (int i = 0; i < 3; i++)
        if (!term_is_integer(args[i]) || !integer_fits_uint64(args[i], &n[i]) || n[i] > UINT32_MAX)
            return raise_badarg(p);
    return term_from_small((int64_t)function(n[0], n[1], (z_off_t)n[2]));
}

Term bif_crc32_combine(Process *p, Term *args)
{
    return combine(p, args, crc32_combine);
}

Term bif_adler32_combine(Process *p, Term *args)
{
    return combine(p, args, adler32_combine);
}

/* --- MD5; a context is a binary holding the struct --- */

static Term md5_now(Process *p, Term *args)
{
    Buf bytes = {0};
    uint8_t digest[MD5_SIZE];
    bool good = iolist_to_buf(args[0], &bytes);
    if (good) md5_digest(bytes.bytes, bytes.size, digest);
    bif_charge(p, (int64_t)(bytes.size / 512));
    buf_free(&bytes);
    return good ? binary_new(&p->heap, digest, sizeof digest) : raise_badarg(p);
}
BIF_LONG(bif_md5, 1, md5_now, is_large_term(args[0]))

Term bif_md5_init(Process *p, Term *args)
{
    Md5 md5;
    md5_init(&md5);
    return binary_new(&p->heap, &md5, sizeof md5);
}

static bool get_context(Term t, Md5 *md5)
{
    Buf scratch = {0};
    size_t size = 0;
    const uint8_t *bytes = term_is_binary(t) ? binary_bytes_aligned(t, &size, &scratch) : NULL;
    if (size == sizeof *md5) memcpy(md5, bytes, sizeof *md5);
    buf_free(&scratch);
    return size == sizeof *md5;
}

Term bif_md5_update(Process *p, Term *args)
{
    Md5 md5;
    Buf bytes = {0};
    bool good = get_context(args[0], &md5) && iolist_to_buf(args[1], &bytes);
    if (good) md5_update(&md5, bytes.bytes, bytes.size);
    bif_charge(p, (int64_t)(bytes.size / 512));
    buf_free(&bytes);
    return good ? binary_new(&p->heap, &md5, sizeof md5) : raise_badarg(p);
}

Term bif_md5_final(Process *p, Term *args)
{
    Md5 md5;
    uint8_t digest[MD5_SIZE];
    if (!get_context(args[0], &md5)) return raise_badarg(p);
    md5_final(&md5, digest);
    return binary_new(&p->heap, digest, sizeof digest);
}
