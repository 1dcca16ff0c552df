/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module_table.h - what only the code server does with module.h's tables. */
#ifndef CODE_MODULE_TABLE_H
#define CODE_MODULE_TABLE_H

#include "code/module.h"

void module_table_init(void);
void module_range_add(ModuleCode *code);    /* its instructions can be found by pc from now on */
void module_range_remove(ModuleCode *code);
void module_code_free(ModuleCode *code);    /* nothing may run it or hold its literals any more */

#endif
