/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.h - does a module's generic code make sense? What it accepts can run without touching memory that is not its own.
 *
 * A data-flow analysis over each function. What is known at an instruction: the stack frame's size, which x registers
 * hold terms, how many heap words are known to be free, whether a bitstring is being built, and which registers hold a
 * list cell or a tuple of so many elements. Where paths meet, what all of them agree on. Instructions check the types of
 * their operands themselves, except where the analysis proved them: that is its second use (InstructionFacts.proven). */
#ifndef CODE_VERIFY_H
#define CODE_VERIFY_H

#include "code/beam_file.h"

typedef struct InstructionFacts {
    int16_t frame;    /* y registers before it; -1: no frame */
    bool reachable;
    bool proven;      /* the source of get_list, get_hd, get_tl, get_tuple_element is what it must be */
    bool backward;    /* a jump back */
    bool trap;        /* a label that must not be fallen into, a jump not taken: it starts a handler */
    uint64_t x_set;   /* of a backward jump: the x registers that are set (below 64) */
} InstructionFacts;

typedef struct FunctionFacts {
    Term name;
    uint32_t arity;
    uint32_t first, func_info; /* instructions: its first label or line; func_info */
    uint32_t entry_label;
} FunctionFacts;

typedef struct Facts {
    InstructionFacts *instructions; /* one each; in the file's arena, like the rest */
    FunctionFacts *functions;
    uint32_t function_count;
    uint32_t *label_instruction;    /* of each label: UINT32_MAX if it is not defined */
    uint32_t *label_function;       /* whose entry a label is: index + 1, or 0 */
    uint32_t on_load_function;      /* index + 1, or 0 */
} Facts;

/* False, with file->reason, unless all is well. */
bool verify(BeamFile *file, Facts *facts);

#endif
