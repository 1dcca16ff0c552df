/* SPDX-License-Identifier: GPL-3.0-or-later */
/* beam_file.h - a .beam file taken apart: its chunks as tables, its code as decoded generic instructions.
 *
 * Nothing is believed: every count and index is checked against the bytes there are. What comes out is well formed in
 * itself (operand kinds fit the instruction, indices are inside their tables); whether the code makes sense is verify.h's.
 * All memory is in one arena that goes with the BeamFile; terms (big literals) are on its arena heap. */
#ifndef CODE_BEAM_FILE_H
#define CODE_BEAM_FILE_H

#include "base/mem.h"
#include "term/atom.h"
#include "term/heap.h"

typedef enum GenericOp {
#define GENOP(number, name, kinds) GEN_##name = number,
#include "code/genops.def"
#undef GENOP
    GEN_COUNT = 184
} GenericOp;

typedef enum OperandKind {
    OPERAND_NUMBER,  /* number */
    OPERAND_LABEL,   /* number: label, 0 for none */
    OPERAND_X, OPERAND_Y, OPERAND_FLOAT, /* number: register */
    OPERAND_TERM,    /* term: atom, integer, literal, [] */
    OPERAND_LIST,    /* number: how many operands follow in the pool from `first` */
    OPERAND_WORDS    /* number: heap words that an allocation list asks for, in our layout */
} OperandKind;

typedef struct Operand {
    uint8_t kind;
    uint32_t first;    /* of a list: index in operands */
    union { Word number; Term term; };
} Operand;

enum { GENERIC_MAX_OPERANDS = 8 };
typedef struct GenericInstruction {
    uint16_t op;
    uint8_t count;
    uint32_t first;    /* index in operands */
} GenericInstruction;

typedef struct BeamImport { Term module, function; uint32_t arity; } BeamImport;
typedef struct BeamExport { Term function; uint32_t arity, label; } BeamExport;
typedef struct BeamFun { Term name; uint32_t arity, label, index, free_count, old_uniq; } BeamFun;
typedef struct BeamLine { uint32_t file, line; } BeamLine;
typedef struct BytesView { const uint8_t *bytes; size_t size; } BytesView;

typedef struct BeamFile {
    Arena *arena;      /* owned */
    Heap heap;         /* owned: arena heap of the literals */
    Term module;
    Term *atoms;       uint32_t atom_count;      /* [0] unused */
    BeamImport *imports; uint32_t import_count;
    BeamExport *exports; uint32_t export_count;
    BeamFun *funs;     uint32_t fun_count;
    Term *literals;    uint32_t literal_count;
    BeamLine *lines;   uint32_t line_count;      /* [0]: unknown */
    BytesView *file_names; uint32_t file_count;  /* [0]: the module's own name */
    BytesView strings, attributes, compile_info, docs;
    uint32_t label_count;                        /* labels are 1 .. label_count - 1 */
    uint32_t function_count;
    GenericInstruction *instructions; uint32_t instruction_count;
    Operand *operands; uint32_t operand_count;
    uint8_t md5[16];
    char reason[320];  /* what was wrong */
} BeamFile;

typedef struct GenericInfo { const char *name, *kinds; } GenericInfo;
extern const GenericInfo generic_info[GEN_COUNT]; /* name NULL: not an instruction */

/* False, with file->reason, if the bytes are no acceptable module. beam_file_destroy is needed in either case. */
bool beam_file_read(BeamFile *file, const uint8_t *bytes, size_t size);
void beam_file_destroy(BeamFile *file);
/* One chunk of a .beam image, for those who want just that; false if there is none. */
bool beam_find_chunk(const uint8_t *bytes, size_t size, const char name[4], BytesView *chunk);

#endif
