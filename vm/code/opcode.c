/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opcode.c - the table of specific instructions, made from ops.def and formats.def. */
#include "code/op.h"


#define FORMAT(name, narrow, wide) static const char narrow_##name[] = narrow, wide_##name[] = wide;
#include "code/formats.def"
#undef FORMAT

const OpInfo op_info[OP_COUNT] = {
#define OP(name, format, meaning) \
    {#name, #format, narrow_##format, wide_##format, meaning, OP_SIZE_##name, OP_WIDE_##name, op_##name},
#include "code/ops.def"
#undef OP
};

Op op_at(const Word *instruction)
{
    for (int i = 0; i < OP_COUNT; i++)
        if (op_is(instruction, op_info[i].function)) return (Op)i;
    return OP_COUNT;
}

unsigned op_size_words(const Word *instruction)
{
    Op op = op_at(instruction);
    if (op == OP_COUNT) return 1;
    const OpInfo *info = &op_info[op];
    size_t wide_count = strlen(info->wide);
    unsigned size = info->size_words;
    if (wide_count && info->wide[wide_count - 1] == 'V') size += (unsigned)instruction[size - 1];
    return size;
}
