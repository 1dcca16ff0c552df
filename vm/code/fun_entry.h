/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fun_entry.h - making funs and finding the entries that they point to. */
#ifndef CODE_FUN_ENTRY_H
#define CODE_FUN_ENTRY_H

#include "code/module.h"
#include "term/heap.h"

/* The entry for a fun of a module's version, made (unbound: code NULL) if there is none. */
FunEntry *fun_entry_get(Term module, uint32_t index, uint32_t old_uniq, const uint8_t uniq[16], uint32_t arity, uint32_t free_count);
/* Says what an entry's code is called, once: two threads may be loading the same module. */
void fun_entry_name(FunEntry *entry, Term name, uint32_t old_index);
/* &module.function/arity */
Term export_fun_new(Heap *heap, Export *export);

#endif
