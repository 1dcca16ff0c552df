/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hash.c - hashing bytes: eight at a time, folded by a 64 x 64 -> 128 bit multiplication. */
#include "base/hash.h"

#include <string.h>

static inline uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed)
{
    const uint8_t *p = bytes;
    uint64_t hash = seed ^ 0x9e3779b97f4a7c15u, word;
    for (size_t left = size; left >= 8; left -= 8, p += 8) {
        memcpy(&word, p, 8);
        hash = fold(hash ^ word, 0xa0761d6478bd642fu) + 0xe7037ed1a0b428dbu;
    }
    word = 0;
    if (size % 8) memcpy(&word, p, size % 8);
    return hash_word(fold(hash ^ word, 0x8ebc6af09c88c6e3u) ^ size);
}
