/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_protocol.c - the name of the module that implements a protocol for a struct, found without building text. */
#include <stdatomic.h>

#include "base/buf.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/atom.h"

/* A direct-mapped cache that threads share without a lock: each entry is one word that holds three atom numbers of 20
 * bits: protocol, struct, implementation. Zero (false, false, false) is an empty entry. */
enum { CACHE_SIZE = 4096, ATOM_BITS = 20 };
_Static_assert(ATOM_MAX_COUNT <= 1 << ATOM_BITS, "three atoms fit into one word");
static _Atomic(uint64_t) cache[CACHE_SIZE];

static Term concatenate(Term protocol, Term name)
{
    static const char prefix[] = "Elixir.";
    const char *text = atom_text(name);
    if (strncmp(text, prefix, sizeof prefix - 1) == 0) text += sizeof prefix - 1;
    Buf buf = {0};
    buf_add(&buf, atom_text(protocol), atom_size_bytes(protocol));
    buf_put(&buf, '.');
    buf_add_string(&buf, text);
    Term atom = atom_intern((const char *)buf.bytes, buf.size);
    buf_free(&buf);
    return atom;
}

/* protocol_impl(protocol, struct): the atom Module.concat(protocol, struct). */
Term bif_protocol_impl(Process *p, Term *args)
{
    if (!term_is_atom(args[0]) || !term_is_atom(args[1])) return raise_badarg(p);
    uint64_t key = (uint64_t)term_to_atom_index(args[0]) << ATOM_BITS | term_to_atom_index(args[1]);
    /* relaxed: an entry is one word, and atoms are published before any process can hold them */
    _Atomic(uint64_t) *entry = &cache[(key * 0x9e3779b97f4a7c15u) >> 52];
    uint64_t word = atomic_load_explicit(entry, memory_order_relaxed);
    if (word >> ATOM_BITS == key && word) return term_from_atom_index((uint32_t)(word & ((1u << ATOM_BITS) - 1)));
    if (atom_size_bytes(args[0]) + atom_size_bytes(args[1]) > ATOM_MAX_CHARACTERS) return raise_system_limit(p);
    Term impl = concatenate(args[0], args[1]);
    if (term_is_none(impl)) return raise_system_limit(p);
    atomic_store_explicit(entry, key << ATOM_BITS | term_to_atom_index(impl), memory_order_relaxed);
    return impl;
}
