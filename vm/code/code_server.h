/* SPDX-License-Identifier: GPL-3.0-or-later */
/* code_server.h - bringing code in and out: load, delete, purge, find on first use.
 *
 * All changes happen under the code_server lock. Code is published with release stores into export cells. It is freed
 * only by a purge, which asks every process (process_uses_code) and kills or refuses; see docs/code-loading.md. */
#ifndef CODE_CODE_SERVER_H
#define CODE_CODE_SERVER_H

#include "code/module.h"

typedef enum LoadError {
    LOAD_OK, LOAD_BADFILE, LOAD_NOT_PURGED, LOAD_ON_LOAD_FAILURE, LOAD_WRONG_MODULE, LOAD_NOFILE
} LoadError;

void code_server_init(void);
/* Loads a .beam image. *name is in: the expected module or TERM_NONE; out: the module. On LOAD_BADFILE `reason` gets text.
 * The version that was current becomes old; if there is an old one already the answer is LOAD_NOT_PURGED. */
LoadError code_load(const uint8_t *bytes, size_t size_bytes, Term *name, char *reason, size_t reason_size);
bool code_delete(Term name); /* current becomes old; false if there is an old version still */
bool code_has_old(Term name);
/* Frees the old version. The caller made sure that no process runs it (check_process_code, kill). */
void code_drop_old(Term name);

/* Does the process run, or hold funs of, the old version of the module? To be asked on the process's own thread. */
bool process_uses_code(Process *p, const ModuleCode *code);

/* --- finding a module that is not loaded --- */
/* A source answers with the bytes of a module's .beam, to be freed with mem_free, or NULL. Later ones are asked first. */
typedef uint8_t *(*CodeSource)(const char *module_text, size_t *size_bytes, char *path, size_t path_size);
void code_source_add(CodeSource source);
void code_path_add_first(const char *directory);
void code_path_add_last(const char *directory);
/* Loads the module if it is not; false if it cannot be found or is bad. Any thread. */
bool code_ensure_loaded(Term name);

#endif
