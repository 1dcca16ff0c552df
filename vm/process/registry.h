/* SPDX-License-Identifier: GPL-3.0-or-later */
/* registry.h - names of processes (and ports). One table under one lock (rank registry). */
#ifndef PROCESS_REGISTRY_H
#define PROCESS_REGISTRY_H

#include "process/process.h"

void registry_init(void);
Term registry_find(Term name);                      /* pid or port; TERM_NONE */
/* False: the name is taken, or the pid is not alive or has a name. */
bool registry_register(Term name, Term pid_or_port);
bool registry_unregister(Term name);
Term registry_name_of(Term pid_or_port);            /* or NIL */
void registry_forget(Process *p);                   /* at its end */
Term registry_names(Heap *heap);                    /* list of atoms */

#endif
