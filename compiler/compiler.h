/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compiler.h - the compiler's only entry for those who link it. Everything else goes through the natives of
 * :elver_compiler and the Elixir modules Code, Module and :elver_session. */
#ifndef COMPILER_COMPILER_H
#define COMPILER_COMPILER_H

#include "base/base.h"

/* Interns names, makes tables, registers natives. After the atom and export tables, before vm_start spawns anything. */
void compiler_init(void);
/* Compiles and loads a file that needs no running code (stdlib/kernel/elver_session.ex): the first step of the bootstrap.
 * False after printing what is wrong. *bytes, if not NULL: the .beam, mem_free'd by the caller. */
bool compiler_bootstrap_file(const char *path, uint8_t **bytes, size_t *size);

#endif
