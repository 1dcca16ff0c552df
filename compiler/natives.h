/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natives.h - the compiler's natives, registered at boot by whoever links it (export_register_natives). */
#ifndef COMPILER_NATIVES_H
#define COMPILER_NATIVES_H

#include "code/bif.h"

extern const Bif reader_natives[]; /* :elver_reader; ended by a NULL module */
extern const Bif compiler_natives[]; /* :elver_compiler */

Term bif_reader_read(Process *p, Term *args);

#endif
