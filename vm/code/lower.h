/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lower.h - verified generic code becomes specific code: operand kinds resolved, common pairs fused (ops.def). */
#ifndef CODE_LOWER_H
#define CODE_LOWER_H

#include "code/module.h"
#include "code/verify.h"

/* Fills code, functions, lines, file_names, strings, literal_area of `out` (zeroed, with out->module set). funs[] are
 * the entries that make_fun refers to. *labels (mem_alloc'd) tells where each label ended up, as an offset in words,
 * UINT32_MAX if nowhere. False, with file->reason, if a guard calls what is no native. */
bool lower(BeamFile *file, const Facts *facts, FunEntry **funs, ModuleCode *out, uint32_t **labels);

#endif
