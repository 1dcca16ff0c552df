/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term_hash.h - hashing terms. Terms that are =:= hash alike. */
#ifndef TERM_TERM_HASH_H
#define TERM_TERM_HASH_H

#include "term/boxed.h"

/* For hash maps and ETS; differs from run to run and for atoms from VM to VM. */
uint64_t term_hash_slow(Term t);
static inline uint64_t term_hash_immediate(Term t)
{
    uint64_t x = term_bits(t) * 0x9e3779b97f4a7c15u;
    return (x ^ x >> 32) * 0xd6e8feb86659fd93u ^ x >> 29;
}
static inline uint64_t term_hash(Term t)
{
    if (LIKELY(term_is_small(t) || term_is_atom(t))) return term_hash_immediate(t);
    return term_hash_slow(t);
}
/* The same for the same term in every run (atoms by text): erlang:phash2. 27 bits are used by callers. */
uint32_t term_hash_portable(Term t);

#endif
