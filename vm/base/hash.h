/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hash.h - hashing bytes and words (not for cryptography, not the same across versions). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/base.h"

uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed);

static inline uint64_t hash_word(uint64_t x) /* a bijection with good avalanche */
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    return x;
}
static inline uint64_t hash_combine(uint64_t seed, uint64_t x) /* order matters */
{
    return hash_word(seed * 0x9e3779b97f4a7c15u + x + 0x632be59bd9b4e019u);
}

#endif
