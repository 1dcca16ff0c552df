/* SPDX-License-Identifier: GPL-3.0-or-later */
/* code_server.h - bringing code in and out: load, delete, purge, find on first use.
 *
 * All changes happen under the code_server lock. Code is published with release stores into export cells. It is freed
 * only by a purge, which asks every process (erlang:check_process_code) and kills or refuses; see docs/code-loading.md. */
#ifndef CODE_CODE_SERVER_H
#define CODE_CODE_SERVER_H

#include "code/module.h"

typedef enum LoadError {
    LOAD_OK, LOAD_BADFILE, LOAD_NOT_PURGED, LOAD_ON_LOAD_FAILURE, LOAD_WRONG_MODULE, LOAD_IS_LOADED
} LoadError;

void code_server_init(void);
/* Loads a .beam image. *name is in: the expected module or TERM_NONE; out: the module. On LOAD_BADFILE `reason` gets text.
 * The version that was current becomes old; if there is an old one already the answer is LOAD_NOT_PURGED. */
LoadError code_load(const uint8_t *bytes, size_t size_bytes, Term *name, char *reason, size_t reason_size);
bool code_delete(Term name); /* current becomes old; false if there is an old version still */
bool code_has_old(Term name);
/* Frees the old version. The caller made sure that no process runs it (check_process_code, kill). */
void code_drop_old(Term name);

/* After loading a module with an on_load function (module->on_load_pending): it was run, and said ok or not. */
void code_on_load_done(Term name, bool ok);

/* --- finding a module that is not loaded --- */
/* A source answers with the bytes of a module's .beam, to be freed with mem_free, or NULL. Later ones are asked first. */
typedef uint8_t *(*CodeSource)(const char *module_text, size_t *size_bytes, char *path, size_t path_size);
/* And tells the names of all that it has, not NUL-terminated; may be NULL. */
typedef void (*CodeNameVisitor)(const char *name, size_t size_bytes, void *data);
typedef void (*CodeSourceNames)(CodeNameVisitor visit, void *data);
void code_source_add(CodeSource source, CodeSourceNames names);
/* Names of all modules that could be loaded: of the sources and the path's directories; some maybe twice. */
void code_each_available(CodeNameVisitor visit, void *data);
void code_path_add_first(const char *directory);
void code_path_add_last(const char *directory);
bool code_path_delete(const char *directory);
size_t code_path_count(void);
char *code_path_at(size_t index); /* a copy, to be freed with mem_free; NULL past the end */
/* A module's .beam from the path's directories, then from the sources, and where it was found. NULL: nowhere. */
uint8_t *code_find_bytes(Term name, size_t *size_bytes, char *path, size_t path_size);
/* Loads the module if it is not; false if it cannot be found or is bad. Any thread. */
bool code_ensure_loaded(Term name);
/* The same, but only from the sources (the image): those modules count as loaded from the start. */
bool code_load_builtin(Term name);
/* Hears of files that were found but refused, in code_ensure_loaded; set at boot, may be NULL. */
extern void (*code_bad_file_hook)(const char *path, const char *reason);

#endif
