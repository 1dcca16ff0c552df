/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assemble.h - bytes of a .beam file: operands in their compact encoding, the tables that they index, the chunks. */
#ifndef COMPILER_ASSEMBLE_H
#define COMPILER_ASSEMBLE_H

#include "base/buf.h"
#include "compiler/lower.h"

/* Generic instructions that we emit, with their numbers in the .beam format (OTP 25). */
typedef enum BeamOp {
    BEAM_label = 1, BEAM_func_info = 2, BEAM_int_code_end = 3, BEAM_call = 4, BEAM_call_last = 5, BEAM_call_only = 6,
    BEAM_call_ext = 7, BEAM_call_ext_last = 8, BEAM_bif0 = 9, BEAM_bif1 = 10, BEAM_bif2 = 11, BEAM_allocate = 12,
    BEAM_test_heap = 16, BEAM_deallocate = 18, BEAM_return = 19, BEAM_remove_message = 21, BEAM_timeout = 22,
    BEAM_loop_rec = 23, BEAM_loop_rec_end = 24, BEAM_wait = 25, BEAM_wait_timeout = 26, BEAM_is_lt = 39, BEAM_is_ge = 40,
    BEAM_is_eq = 41, BEAM_is_ne = 42, BEAM_is_eq_exact = 43, BEAM_is_ne_exact = 44, BEAM_is_integer = 45,
    BEAM_is_float = 46, BEAM_is_number = 47, BEAM_is_atom = 48, BEAM_is_pid = 49, BEAM_is_reference = 50,
    BEAM_is_port = 51, BEAM_is_nil = 52, BEAM_is_binary = 53, BEAM_is_list = 55, BEAM_is_nonempty_list = 56,
    BEAM_is_tuple = 57, BEAM_test_arity = 58, BEAM_select_val = 59, BEAM_select_tuple_arity = 60, BEAM_jump = 61,
    BEAM_move = 64, BEAM_get_list = 65, BEAM_get_tuple_element = 66, BEAM_put_list = 69, BEAM_badmatch = 72,
    BEAM_case_end = 74, BEAM_call_fun = 75, BEAM_is_function = 77, BEAM_call_ext_only = 78, BEAM_try = 104,
    BEAM_try_end = 105, BEAM_try_case = 106, BEAM_try_case_end = 107, BEAM_raise = 108, BEAM_apply = 112,
    BEAM_apply_last = 113, BEAM_is_boolean = 114, BEAM_is_function2 = 115, BEAM_bs_get_integer2 = 117,
    BEAM_bs_get_float2 = 118, BEAM_bs_get_binary2 = 119, BEAM_bs_skip_bits2 = 120, BEAM_bs_test_tail2 = 121,
    BEAM_gc_bif1 = 124, BEAM_gc_bif2 = 125, BEAM_is_bitstr = 129, BEAM_bs_test_unit = 131, BEAM_bs_match_string = 132,
    BEAM_bs_get_utf8 = 138, BEAM_bs_skip_utf8 = 139, BEAM_bs_get_utf16 = 140, BEAM_bs_skip_utf16 = 141,
    BEAM_bs_get_utf32 = 142, BEAM_bs_skip_utf32 = 143, BEAM_gc_bif3 = 152, BEAM_line = 153, BEAM_put_map_assoc = 154,
    BEAM_put_map_exact = 155, BEAM_is_map = 156, BEAM_has_map_fields = 157, BEAM_get_map_elements = 158,
    BEAM_is_tagged_tuple = 159, BEAM_build_stacktrace = 160, BEAM_get_hd = 162, BEAM_get_tl = 163, BEAM_put_tuple2 = 164,
    BEAM_bs_get_tail = 165, BEAM_bs_start_match3 = 166, BEAM_bs_get_position = 167, BEAM_bs_set_position = 168,
    BEAM_make_fun3 = 171, BEAM_init_yregs = 172, BEAM_recv_marker_bind = 173, BEAM_recv_marker_clear = 174,
    BEAM_recv_marker_reserve = 175, BEAM_recv_marker_use = 176, BEAM_bs_create_bin = 177
} BeamOp;

typedef enum AsmTag { OPERAND_U, OPERAND_I, OPERAND_A, OPERAND_X, OPERAND_Y, OPERAND_F, OPERAND_H, OPERAND_Z } AsmTag;

typedef struct AsmEntry { /* import, export, local */
    uint32_t module, function, arity, label;
} AsmEntry;

typedef struct AsmLiteral {
    Term term;
    bool is_export_fun; /* term is {module, function, arity} */
    uint32_t hash;
} AsmLiteral;

typedef struct AsmTable { /* open hashing: index + 1 of an item, 0 for none */
    uint32_t *slots;
    uint32_t size;
} AsmTable;

typedef struct Assembler {
    Arena *arena;
    Buf code;
    Buf strings;
    Term *atoms;
    uint32_t atom_count, atom_capacity;
    AsmTable atom_table;
    AsmEntry *imports;
    uint32_t import_count, import_capacity;
    AsmTable import_table;
    AsmLiteral *literals;
    uint32_t literal_count, literal_capacity;
    AsmTable literal_table;
    struct AsmLine { uint32_t file, line; } *lines;
    uint32_t line_count, line_capacity, line_instrs;
    AsmTable line_table;
    const char **files;
    uint32_t file_count, file_capacity;
    uint32_t max_op;
} Assembler;

void asm_init(Assembler *a, Arena *arena, Term module);
void asm_destroy(Assembler *a);
void asm_op(Assembler *a, BeamOp op);
void asm_number(Assembler *a, AsmTag tag, uint64_t n);
void asm_integer(Assembler *a, int64_t n);
void asm_list(Assembler *a, uint32_t count);        /* header of an extended list */
void asm_term(Assembler *a, Term t);                /* atom, [], integer or literal */
void asm_export_fun(Assembler *a, Term mfa);
void asm_alloc(Assembler *a, uint32_t words, uint32_t funs);
uint32_t asm_atom(Assembler *a, Term atom);
uint32_t asm_import(Assembler *a, Term module, Term function, uint32_t arity);
uint32_t asm_string(Assembler *a, const uint8_t *bytes, uint32_t size);
uint32_t asm_line(Assembler *a, const char *file, uint32_t line);

void emit_function(Unit *u, IrFunction *f, Assembler *a); /* emit.c */
BackendOutput asm_finish(Assembler *a, Unit *u, const BackendModule *module);

#endif
