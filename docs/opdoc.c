/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opdoc.c - prints docs/instructions.md from the tables: make docs. */
#include <stdio.h>

static const struct {
    const char *name, *narrow, *wide;
} formats[] = {
#define FORMAT(name, narrow, wide) {#name, narrow, wide},
#include "code/formats.def"
#undef FORMAT
};

enum {
#define FORMAT(name, narrow, wide) FMT_##name,
#include "code/formats.def"
#undef FORMAT
};

static const struct {
    const char *name, *meaning;
    int format;
} ops[] = {
#define OP(name, format, meaning) {#name, meaning, FMT_##format},
#include "code/ops.def"
#undef OP
};

static const struct {
    int number;
    const char *name, *kinds;
} generic[] = {
#define GENOP(number, name, kinds) {number, #name, kinds},
#include "code/genops.def"
#undef GENOP
};

int main(void)
{
    printf("# Instructions\n\nGenerated from vm/code/ops.def, formats.def and genops.def by docs/opdoc.c.\n\n"
           "## Specific instructions: what the machine runs\n\n"
           "Operands: first the narrow ones (16 bits), then the wide ones (a word). x y registers, r source register, d destination,\n"
           "n number; F address, I constant, S any source, K number or pointer, B native, P export cell, V items.\n\n"
           "| instruction | narrow | wide | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        printf("| %s | %s | %s | %s |\n", ops[i].name, formats[ops[i].format].narrow, formats[ops[i].format].wide, ops[i].meaning);
    printf("\n## Generic instructions: what .beam files hold\n\n| number | instruction | operand kinds |\n|---|---|---|\n");
    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
        printf("| %d | %s | %s |\n", generic[i].number, generic[i].name, generic[i].kinds);
    return 0;
}
