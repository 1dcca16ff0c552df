/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module_define.h - from a module's quoted body to its loaded code. */
#ifndef COMPILER_MODULE_DEFINE_H
#define COMPILER_MODULE_DEFINE_H

#include "compiler/expand.h"
#include "compiler/site.h"

/* Runs expanded code statement by statement: in C what can be, the rest on the VM. Its value. */
Term run_statements(Session *s, X *x, Term code, const char *function, Term input_values, const uint32_t *inputs, int input_count);
/* `@name value`, with what is special about @doc and its like. */
void module_write_attribute(ModuleData *m, Term name, Term value, int line);
/* name and arity of `name(args) :: result`; false if it is not of that shape. */
bool typespec_head(Term quoted, Term *name, int *arity);
Term read_source(Session *s, Term text, Term file, int line);
Term compile_quoted_session(Session *s);
extern _Atomic(int) ignore_module_conflict; /* Code.put_compiler_option; relaxed */

#endif
