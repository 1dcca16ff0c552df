/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_base.c - :elver_base: bytes as text of 16, 32 or 64 letters and back (RFC 4648), for the Base module. */
#include "base/buf.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/binary.h"

/* Letters in an alphabet of 2^bits; 2^bits letters make `group` characters that stand for whole bytes. */
typedef struct Code {
    const uint8_t *letters;
    unsigned bits, group;
    Buf scratch;
} Code;

static bool code_begin(Term alphabet, Code *code)
{
    size_t size;
    *code = (Code){0};
    if (!term_is_binary(alphabet)) return false;
    code->letters = binary_bytes_aligned(alphabet, &size, &code->scratch);
    switch (size) {
    case 16: code->bits = 4, code->group = 2; return true;
    case 32: code->bits = 5, code->group = 8; return true;
    case 64: code->bits = 6, code->group = 4; return true;
    default: return false;
    }
}

/* encode(Binary, Alphabet, Pad) */
Term bif_base_encode(Process *p, Term *args)
{
    Code code;
    Buf scratch = {0};
    if (!term_is_binary(args[0]) || !code_begin(args[1], &code)) return raise_badarg(p);
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    size_t count = (size * 8 + code.bits - 1) / code.bits, total = count;
    if (args[2] == AM(true)) total = (count + code.group - 1) / code.group * code.group;
    uint8_t *to;
    Term t = binary_new_empty(&p->heap, total, &to);
    uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (size_t i = 0; i < size; i++) {
        pending = pending << 8 | bytes[i];
        for (pending_bits += 8; pending_bits >= code.bits;) {
            pending_bits -= code.bits;
            *to++ = code.letters[pending >> pending_bits & ((1u << code.bits) - 1)];
        }
    }
    if (pending_bits) *to++ = code.letters[pending << (code.bits - pending_bits) & ((1u << code.bits) - 1)];
    memset(to, '=', total - count);
    bif_charge(p, (int64_t)(size / 256));
    buf_free(&scratch);
    buf_free(&code.scratch);
    return t;
}

static void fill_values(const Code *code, bool mixed_case, int8_t values[256])
{
    memset(values, -1, 256);
    for (unsigned i = 0; i < 1u << code->bits; i++) {
        uint8_t letter = code->letters[i];
        values[letter] = (int8_t)i;
        bool is_letter = (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z';
        if (mixed_case && is_letter) values[letter ^ 0x20] = (int8_t)i;
    }
}

/* decode(Binary, Alphabet, MixedCase, MustPad): the bytes, {bad, Byte} for no letter, or padding if characters lack. */
Term bif_base_decode(Process *p, Term *args)
{
    Code code;
    Buf scratch = {0};
    int8_t values[256];
    if (!term_is_binary(args[0]) || !code_begin(args[1], &code)) return raise_badarg(p);
    fill_values(&code, args[2] == AM(true), values);
    size_t size, count;
    const uint8_t *text = binary_bytes_aligned(args[0], &size, &scratch);
    for (count = size; count > 0 && text[count - 1] == '=' && size - count < code.group;) count--;
    /* What is left over of the last letter must be less than a letter, and the group whole, with its padding. */
    bool complete = count * code.bits % 8 < code.bits &&
                    (size % code.group == 0 || (count == size && args[3] != AM(true)));
    uint8_t *to;
    Term t = binary_new_empty(&p->heap, count * code.bits / 8, &to);
    uint32_t pending = 0;
    unsigned pending_bits = 0;
    if (args[3] == AM(true) && size % code.group) count = 0; /* lacking characters are reported before wrong ones */
    for (size_t i = 0; i < count; i++) {
        if (values[text[i]] < 0) {
            t = tuple_new_2(&p->heap, AM(bad), term_from_small(text[i]));
            goto done;
        }
        pending = pending << code.bits | (uint32_t)values[text[i]];
        pending_bits += code.bits;
        if (pending_bits < 8) continue;
        pending_bits -= 8;
        *to++ = (uint8_t)(pending >> pending_bits);
    }
    if (!complete) t = AM(padding);
done:
    bif_charge(p, (int64_t)(size / 256));
    buf_free(&scratch);
    buf_free(&code.scratch);
    return t;
}
