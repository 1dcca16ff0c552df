/* SPDX-License-Identifier: GPL-3.0-or-later */
/* site.h - places in code under compilation that running code comes back to: a defmodule with its body and scope.
 *
 * The code of a file runs while the session that compiled it still waits; it names the place by the session's number and
 * an index, so that the body need not be carried along as data. */
#ifndef COMPILER_SITE_H
#define COMPILER_SITE_H

#include "compiler/env.h"
#include "compiler/session.h"

typedef struct ModuleSite {
    Env env;
    Term body;
    int line;
} ModuleSite;

int64_t site_session_id(Session *s);                 /* registers the session if it is not yet */
int site_add(Session *s, const Env *env, Term body, int line);
/* The place, valid while its session lives (it waits for the caller); NULL if there is none such. */
const ModuleSite *site_find(int64_t session_id, int64_t index);
void site_forget_session(Session *s);

#endif
