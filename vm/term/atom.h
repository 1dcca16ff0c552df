/* SPDX-License-Identifier: GPL-3.0-or-later */
/* atom.h - the atom table: interned names, numbered, never freed.
 *
 * Reading an entry takes no lock (entries never change once published); interning takes the table's lock. The atoms
 * of atoms.def have fixed numbers, so that C names them as constants: AM(badarg). */
#ifndef TERM_ATOM_H
#define TERM_ATOM_H

#include "term/term.h"

enum PredefinedAtom {
#define ATOM(name, text) ATOM_INDEX_##name,
#include "term/atoms.def"
#undef ATOM
    PREDEFINED_ATOM_COUNT
};
#define AM(name) (term_from_bits((Word)ATOM_INDEX_##name << IMM_SHIFT | IMM_ATOM))

enum { ATOM_MAX_CHARACTERS = 255, ATOM_MAX_COUNT = 1048576 };

void atom_table_init(void);
/* Interns UTF-8 text (valid, at most 255 characters: the caller checks). TERM_NONE when the table is full. */
Term atom_intern(const char *text, size_t size_bytes);
Term atom_intern_string(const char *text); /* NUL-terminated */
/* Finds without making; TERM_NONE if there is none. */
Term atom_find(const char *text, size_t size_bytes);
/* The UTF-8 text, NUL-terminated, valid for ever; its length in bytes. */
const char *atom_text(Term atom);
size_t atom_size_bytes(Term atom);
uint32_t atom_hash(Term atom);   /* of the text: the same in every run */
int atom_compare(Term a, Term b); /* by code points */
uint32_t atom_count(void);

#endif
