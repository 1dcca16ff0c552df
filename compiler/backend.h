/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backend.h - from expanded functions to the bytes of a .beam module: the entry of the compiler's back half.
 *
 *     BackendModule (expanded AST as terms) -> IR (ir.h, lower*.c, match.c) -> registers (regalloc.c)
 *         -> instructions (emit.c) -> chunks (assemble.c) -> bytes
 *
 * The AST is Elixir's fully expanded quoted form: only special forms, remote calls and local calls are left. Every
 * variable has a `version: n` in its meta, unique in its clause (def) or expression (eval) and the same for all uses
 * of one binding; `_` has none and never refers. A variable's name and context are used in messages only.
 *
 * All memory comes from `arena`, so that the host's error callback may longjmp away; only the result is malloc'ed.
 * Constant terms are built on `heap` (the arena heap that the AST lives on). Nothing is kept between calls: several
 * compilations may run at once. */
#ifndef COMPILER_BACKEND_H
#define COMPILER_BACKEND_H

#include "base/mem.h"
#include "term/heap.h"

/* What the back end needs from whoever drives it. */
typedef struct BackendHost {
    void *data;
    /* Does not return (compile_error): `message` has no position in front. */
    void (*error)(void *data, const char *file, uint32_t line, const char *message);
    void (*warning)(void *data, const char *file, uint32_t line, const char *message);
} BackendHost;

typedef struct BackendFunction {
    Term name;          /* macros come as MACRO-name with the caller as first argument */
    unsigned arity;
    bool is_exported;
    bool is_generated;  /* no warnings about it */
    uint32_t line;
    const char *file;   /* of this function in stack traces; NULL: the module's */
    Term clauses;       /* list of {meta, arguments, guards, body} as Module.get_definition has them: guards is the list
                           of alternatives (when a when b -> [a, b]), [] for none */
} BackendFunction;

typedef struct BackendModule {
    Term name;
    const char *file;   /* as stack traces show it, relative to the working directory as in the reference */
    const BackendFunction *functions;
    size_t function_count; /* with __info__/1; module_info/0,1 are added here */
    Term attributes;    /* keyword list for the Attr chunk, e.g. [vsn: [n], behaviour: [GenServer]]; NIL for none */
    Term compile_info;  /* keyword list for the CInf chunk; NIL for none */
    Term docs;          /* term of the Docs chunk, or TERM_NONE */
    Term debug_info;    /* term of the Dbgi chunk, or TERM_NONE */
} BackendModule;

typedef struct BackendOutput {
    uint8_t *bytes;     /* malloc'ed: the caller frees (mem_free) */
    size_t size_bytes;
} BackendOutput;

/* Compiles a module. Errors (a call to an undefined local function, ...) go to host->error. */
BackendOutput backend_compile(const BackendModule *module, const BackendHost *host, Arena *arena, Heap *heap);

/* One expression with bindings: what Code.eval_string, the shell, a script's top level and module bodies run.
 * Compiles to a module `module` with one exported function `function/1`. It takes a tuple with the values of the
 * variables `inputs` (versions) and returns {value, {values of the variables `outputs`...}}. Outputs must be bound
 * by the expression's top level or be inputs. In stack traces the reference shows a function named __FILE__/1 as
 * (file) and __MODULE__/1 as (module). */
typedef struct BackendExpression {
    Term module, function;
    const char *file;
    uint32_t line;
    Term body;          /* expanded AST */
    const uint32_t *inputs;
    size_t input_count;
    const uint32_t *outputs;
    size_t output_count;
} BackendExpression;

BackendOutput backend_compile_expression(const BackendExpression *expression, const BackendHost *host, Arena *arena,
                                         Heap *heap);

#endif
