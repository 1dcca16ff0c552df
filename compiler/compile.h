/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile.h - the steps after expansion: the back end, loading, running; and what whole files do. */
#ifndef COMPILER_COMPILE_H
#define COMPILER_COMPILE_H

#include "compiler/backend.h"
#include "compiler/expand.h"

/* MACRO-name */
Term macro_name(Term name);
/* A module name that nobody uses: prefix_1, prefix_2... */
Term temporary_module_name(const char *prefix);
/* Path as stack traces show it: relative to the working directory if it is below that. */
const char *shown_path(const char *path);
/* The .beam of a module, a binary on the session's heap. */
Term compile_to_binary(Session *s, const BackendModule *module);
/* Loads bytes as `name`, replacing what there was. */
void load_binary(Session *s, Term name, Term binary);
void compile_and_load(Session *s, const BackendModule *module);

/* Session bodies: what the natives of :elver_compiler start (bif_compiler.c). Arguments are in s->arguments. */
Term compile_text_session(Session *s);   /* [text, file, line]: [{module, binary}] of a whole file, run as it is compiled */
Term eval_session(Session *s);           /* [quoted, bindings, env]: {value, bindings, env} */
Term define_site_session(Session *s);    /* [module, site] */
Term define_quoted_session(Session *s);  /* [module, kind, env, call, body, has_body, line] */
Term define_module_session(Session *s);  /* [name, place, variables] */
Term expand_session(Session *s);         /* [quoted, env, :once | :all] */
Term expand_guard_session(Session *s);   /* [quoted, env] */
Term overridable_session(Session *s);    /* [module, [{name, arity}], env] */

#endif
