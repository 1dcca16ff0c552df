/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op.h - the specific instructions: numbers, layouts, and the C functions that are their bodies.
 *
 * The machine's state travels in the arguments of an instruction's function (DESIGN 4):
 *     I  the instruction        X  x registers      E  top of the stack: y(i) is E[i]
 *     H  next free heap word    p  the process      F  reductions left
 * Every body ends in a tail call through the next instruction's first word, or stops by returning (exec/machine.h). */
#ifndef CODE_OP_H
#define CODE_OP_H

#include "term/term.h"

typedef struct Process Process;

#define STATE const Word *I, Term *X, Term *E, Word *H, Process *p, int64_t F
typedef bool (*OpFunction)(STATE);

typedef enum Op {
#define OP(name, format, meaning) OP_##name,
#include "code/ops.def"
#undef OP
    OP_COUNT
} Op;

/* Words of an instruction without a V's items; index of its first wide operand. */
enum {
#define FORMAT(name, narrow, wide) \
    FORMAT_SIZE_##name = 1 + (sizeof(narrow) - 1 + 3) / 4 + sizeof(wide) - 1, \
    FORMAT_WIDE_##name = 1 + (sizeof(narrow) - 1 + 3) / 4,
#include "code/formats.def"
#undef FORMAT
};
enum {
#define OP(name, format, meaning) OP_SIZE_##name = FORMAT_SIZE_##format, OP_WIDE_##name = FORMAT_WIDE_##format,
#include "code/ops.def"
#undef OP
};

typedef struct OpInfo {
    const char *name, *format, *narrow, *wide, *meaning;
    uint8_t size_words, wide_at;
    OpFunction function;
} OpInfo;
extern const OpInfo op_info[OP_COUNT];

#define OP(name, format, meaning) bool op_##name(STATE);
#include "code/ops.def"
#undef OP

/* Registers as operands. */
enum { REGISTER_Y = 0x8000, X_FLOAT_BASE = 992, X_SCRATCH = 1008, X_SCRATCH_LAST = 1023 };
static inline Word source_from_register(unsigned r) { return (Word)r << 3 | TAG_HEADER; }

/* Which instruction stands there? OP_COUNT if none (by its function; slow, for disassembly and checks). */
Op op_at(const Word *instruction);
static inline bool op_is(const Word *instruction, OpFunction function) { return instruction[0] == (Word)function; }
/* All words, a V's items included. */
unsigned op_size_words(const Word *instruction);

#endif
