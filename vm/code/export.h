/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.h - M:F/A -> where a fully qualified call goes now.
 *
 * One cell for every M:F/A that is exported, imported or made a fun of; cells are never freed, so code holds plain
 * pointers. `code` always points to something that can run: the current version's function, the cell's own stub for a
 * native, or the stub that calls the error handler (which loads the module and tries again). */
#ifndef CODE_EXPORT_H
#define CODE_EXPORT_H

#include <stdatomic.h>

#include "term/atom.h"
#include "code/bif.h"

enum { EXPORT_STUB_WORDS = 4 };

struct Export {
    _Atomic(const Word *) code;  /* release: by the loader; acquire: by calls */
    Term module, function;
    uint32_t arity;
    const Bif *bif;              /* native, or NULL; never changes after boot's registration */
    Word stub[EXPORT_STUB_WORDS]; /* arity (as before every entry), then an instruction: what runs if there is no code */
};

void export_table_init(void); /* makes the cells of all of bif_table */
/* The cell, made if there is none. Never fails; arity <= 255. */
Export *export_get(Term module, Term function, unsigned arity);
Export *export_get_text(const char *module, const char *function, unsigned arity);
/* The cell if there is one, else NULL; takes no lock. */
Export *export_find(Term module, Term function, unsigned arity);
/* Does a call reach code (loaded or native)? */
bool export_is_callable(const Export *export);
/* Registers natives at boot beyond bif_table (the compiler's). Ended by a NULL module. */
void export_register_natives(const Bif *natives);
/* Whose stub holds this instruction? NULL if it is none. */
Export *export_of_stub(const Word *pc);
/* Calls visit for every cell; takes no lock. */
void export_each(void (*visit)(Export *export, void *data), void *data);

#endif
