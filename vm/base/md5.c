/* SPDX-License-Identifier: GPL-3.0-or-later */
/* md5.c - the MD5 digest, from RFC 1321. */
#include "base/md5.h"

#include <math.h>
#include <string.h>

static uint32_t sines[64]; /* floor(2^32 * |sin(i + 1)|), as the RFC defines them */

static void __attribute__((constructor)) make_sines(void)
{
    for (int i = 0; i < 64; i++) sines[i] = (uint32_t)floor(fabs(sin(i + 1)) * 4294967296.0);
}

static inline uint32_t rotate(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static void mix_block(uint32_t state[4], const uint8_t *block)
{
    static const uint8_t shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t words[16], a = state[0], b = state[1], c = state[2], d = state[3];
    memcpy(words, block, sizeof words); /* little-endian, as the machine */
    for (int i = 0; i < 64; i++) {
        uint32_t f;
        int k;
        switch (i / 16) {
        case 0: f = (b & c) | (~b & d), k = i; break;
        case 1: f = (d & b) | (~d & c), k = (5 * i + 1) % 16; break;
        case 2: f = b ^ c ^ d, k = (3 * i + 5) % 16; break;
        default: f = c ^ (b | ~d), k = 7 * i % 16; break;
        }
        uint32_t sum = a + f + words[k] + sines[i];
        a = d, d = c, c = b;
        b += rotate(sum, shifts[i / 16][i % 4]);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

void md5_init(Md5 *md5)
{
    *md5 = (Md5){.state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}};
}

void md5_update(Md5 *md5, const void *input, size_t size)
{
    const uint8_t *bytes = input;
    size_t filled = md5->size % 64;
    md5->size += size;
    if (filled) {
        size_t room = 64 - filled, part = size < room ? size : room;
        memcpy(md5->block + filled, bytes, part);
        bytes += part, size -= part;
        if (part < room) return;
        mix_block(md5->state, md5->block);
    }
    for (; size >= 64; bytes += 64, size -= 64) mix_block(md5->state, bytes);
    if (size) memcpy(md5->block, bytes, size);
}

void md5_final(Md5 *md5, uint8_t digest[MD5_SIZE])
{
    static const uint8_t padding[64] = {0x80};
    uint64_t bits = md5->size * 8;
    size_t filled = md5->size % 64;
    md5_update(md5, padding, filled < 56 ? 56 - filled : 120 - filled);
    md5_update(md5, &bits, sizeof bits);
    memcpy(digest, md5->state, MD5_SIZE);
}

void md5_digest(const void *bytes, size_t size, uint8_t digest[MD5_SIZE])
{
    Md5 md5;
    md5_init(&md5);
    md5_update(&md5, bytes, size);
    md5_final(&md5, digest);
}
