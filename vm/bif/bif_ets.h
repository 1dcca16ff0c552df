/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_ets.h - what the two files of ETS natives share. */
#ifndef BIF_BIF_ETS_H
#define BIF_BIF_ETS_H

#include "ets/table.h"

/* badarg with the cause that erl_stdlib_errors would show: `id` if the table is not to be had, `access` if p may not. */
COLD Term ets_raise_badarg(Process *p, Term id);

#endif
