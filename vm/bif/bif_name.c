/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_name.c - natives on names: of modules, of a protocol's implementation, of what may be an identifier. */
#include <stdatomic.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/atom.h"
#include "term/binary.h"

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

/* The text of one part of a module name, without a leading "Elixir." or dot, appended after a dot. False: no atom, binary
 * or list of characters. */
static bool add_part(Buf *name, Term part)
{
    static const char prefix[] = "Elixir.";
    Buf text = {0};
    if (part == AM(nil) || (term_is_atom(part) && strcmp(atom_text(part), "Elixir") == 0)) return true;
    if (term_is_atom(part)) buf_add(&text, atom_text(part), atom_size_bytes(part));
    else if (!term_is_list(part) && !term_is_binary(part)) return false;
    else if (!iolist_to_buf(part, &text)) {
        buf_free(&text);
        return false;
    }
    const char *from = buf_text(&text);
    size_t size = text.size;
    if (size >= sizeof prefix - 1 && strncmp(from, prefix, sizeof prefix - 1) == 0) {
        from += sizeof prefix - 1;
        size -= sizeof prefix - 1;
    } else if (size && *from == '.') {
        from++;
        size--;
    }
    if (size) {
        buf_put(name, '.');
        buf_add(name, from, size);
    }
    buf_free(&text);
    return true;
}

/* module_concat([atom | binary]): Module.concat/1. */
Term bif_module_concat(Process *p, Term *args)
{
    Buf name = {0};
    buf_add_string(&name, "Elixir");
    Term list = args[0];
    bool good = true;
    for (; good && term_is_cons(list); list = term_tail(list)) good = add_part(&name, term_head(list));
    good = good && term_is_nil(list) && utf8_is_valid(name.bytes, name.size);
    bool fits = good && utf8_count(name.bytes, name.size) <= ATOM_MAX_CHARACTERS;
    Term atom = fits ? atom_intern((const char *)name.bytes, name.size) : TERM_NONE;
    buf_free(&name);
    if (!good) return raise_badarg(p);
    return term_is_none(atom) ? raise_system_limit(p) : atom;
}

static bool may_start(int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return c == '_' || (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO && category != UTF8PROC_CATEGORY_LU &&
                        category != UTF8PROC_CATEGORY_LT) || category == UTF8PROC_CATEGORY_NL;
}

static bool may_follow(int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_MC) || category == UTF8PROC_CATEGORY_ND ||
           category == UTF8PROC_CATEGORY_NL || category == UTF8PROC_CATEGORY_PC;
}

/* is_identifier(binary): may the text stand as a variable or function name? Unicode Standard Annex 31, with a ? or ! at the end. */
Term bif_is_identifier(Process *p, Term *args)
{
    if (!term_is_binary(args[0])) return raise_badarg(p);
    Buf scratch = {0};
    size_t size;
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch), *end = bytes + size;
    bool good = size > 0;
    for (const uint8_t *at = bytes; good && at < end;) {
        int32_t c;
        utf8proc_ssize_t used = utf8proc_iterate(at, end - at, &c);
        if (used <= 0) good = false;
        else if (at + used == end && at > bytes && (c == '?' || c == '!')) good = true;
        else good = at == bytes ? may_start(c) : may_follow(c);
        at += used > 0 ? used : 1;
    }
    buf_free(&scratch);
    return good ? AM(true) : AM(false);
}
