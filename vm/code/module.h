/* SPDX-License-Identifier: GPL-3.0-or-later */
/* module.h - loaded modules: at most two versions of each, and their functions, funs, literals and lines.
 *
 * A Module (one for every name that was ever loaded) is never freed. A version (ModuleCode) is reached by the current
 * export cells, by return addresses on stacks and by fun entries. The module table is guarded by the code_server lock;
 * `current` and `old` are read without it. */
#ifndef CODE_MODULE_H
#define CODE_MODULE_H

#include <stdatomic.h>

#include "term/atom.h"
#include "code/export.h"

typedef struct Module Module;
typedef struct ModuleCode ModuleCode;
typedef struct LiteralArea LiteralArea; /* gc/literal.h */

/* What a local fun points to. Found by module, index and the hash of the code it was compiled from, so that loading the
 * same code again binds existing funs to it. Never freed. */
struct FunEntry {
    _Atomic(const Word *) code;  /* entry, or NULL: the version that it is of is gone */
    Term module;
    Term name;                   /* of the function that the fun's body became: '-f/1-fun-0-' */
    uint32_t arity;              /* of a call: without the free variables */
    uint32_t free_count;
    uint32_t index, old_index, old_uniq;
    uint8_t uniq[16];
    ModuleCode *owner;           /* version it is bound to, or NULL */
    FunEntry *next;              /* hash chain */
};

typedef struct FunctionInfo {
    const Word *start;           /* its func_info instruction; the entry is right after it */
    const Word *end;
    Term name;
    uint32_t arity;
    bool is_exported;
} FunctionInfo;

typedef struct LineInfo {
    uint32_t code_offset;        /* words from the code's start: the instructions from here on */
    uint32_t file;               /* index of file_names; 0: module's own */
    uint32_t line;               /* 0: unknown */
} LineInfo;

typedef struct ModuleFile {
    uint8_t *text;               /* owned; UTF-8 */
    size_t size;
} ModuleFile;

struct ModuleCode {
    Module *module;
    Word *code;                  /* owned */
    uint32_t code_words;
    FunctionInfo *functions;     /* owned; ascending by address */
    uint32_t function_count;
    LineInfo *lines;             /* owned; ascending by offset */
    uint32_t line_count;
    ModuleFile *file_names;      /* owned; [0] unused */
    uint32_t file_count;
    LiteralArea *literal_area;   /* owned; NULL if there are no literals */
    uint8_t *strings;            /* owned: the StrT chunk */
    uint32_t string_bytes;
    FunEntry **funs;             /* owned array */
    uint32_t fun_count;
    const Word *on_load;         /* entry of the on_load function, or NULL */
    uint8_t md5[16];
    int64_t loaded_at;           /* seconds since 1970 */
    uint8_t *attributes, *compile_info; /* owned: external term format */
    uint32_t attribute_bytes, compile_info_bytes;
    ModuleCode *next_code;       /* list of all versions, for pc -> version */
};

struct Module {
    Term name;
    _Atomic(ModuleCode *) current;
    _Atomic(ModuleCode *) old;
    bool has_natives;            /* natives of bif_table belong to it */
    bool on_load_pending;
    Module *next;                /* hash chain */
};

Module *module_find(Term name);  /* NULL if never loaded and without natives */
Module *module_get(Term name);   /* made if there is none */
bool module_is_loaded(Term name);
/* The version, function, or line that an instruction belongs to; NULL / 0 if none does. */
ModuleCode *module_of_pc(const Word *pc);
const FunctionInfo *function_of_pc(const ModuleCode *code, const Word *pc);
const LineInfo *line_of_pc(const ModuleCode *code, const Word *pc);
static inline bool module_code_has(const ModuleCode *code, const Word *pc)
{
    return pc >= code->code && pc < code->code + code->code_words;
}
void module_each(void (*visit)(Module *module, void *data), void *data);

#endif
