/* SPDX-License-Identifier: GPL-3.0-or-later */
/* disasm.h - a version's specific instructions as text, one a line, as the machine runs them. */
#ifndef CODE_DISASM_H
#define CODE_DISASM_H

#include "base/buf.h"
#include "code/module.h"

void disasm_function(Buf *out, const ModuleCode *code, const FunctionInfo *function);
void disasm_module(Buf *out, const ModuleCode *code);

#endif
