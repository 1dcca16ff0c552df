/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intrinsics.h - prototypes of the native Kernel macros listed in intrinsics.def. */
#ifndef COMPILER_INTRINSICS_H
#define COMPILER_INTRINSICS_H

#include "compiler/expand.h"

#define INTRINSIC(text, arity, function) Term function(X *x, Term meta, Term *args, int count);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
#include "compiler/intrinsics.def"
#pragma GCC diagnostic pop
#undef INTRINSIC

#endif
