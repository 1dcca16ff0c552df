/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reader.h - from source text to Elixir's quoted form: the entry of lexer and parser.
 *
 *     Reader reader;
 *     reader_init(&reader, &heap);                  (an arena heap: nothing may collect it while reading)
 *     Term ast = reader_read(&reader, text, size, &options);
 *     if (term_is_none(ast)) ... reader.error ...
 *     reader_destroy(&reader);
 *
 * The whole text is turned into tokens first, so that a lexical error anywhere is reported before a syntax error, as in
 * the reference. Hostile input cannot overflow the C stack: nesting is limited by `stack_bytes`. */
#ifndef COMPILER_READER_H
#define COMPILER_READER_H

#include "base/mem.h"
#include "term/heap.h"

typedef struct ReaderOptions {
    const char *file;           /* for messages only */
    uint32_t line, column;      /* position of the first character; 0 stands for 1 */
    bool columns;               /* put column: into metadata */
    bool token_metadata;        /* closing:, do:, end:, end_of_expression:, newlines:, delimiter: ... */
    bool raw_text;              /* unescape: false */
    bool existing_atoms_only;
    bool wrap_literals;         /* literal_encoder: literals become {:"$literal", meta, [value]} */
    size_t stack_bytes;         /* how much C stack the reader may use; 0: READER_STACK_BYTES */
} ReaderOptions;

enum { READER_STACK_BYTES = 2 * 1024 * 1024 };

typedef enum ReaderErrorKind {
    READER_NO_ERROR,
    READER_SYNTAX_ERROR,   /* SyntaxError */
    READER_TOKEN_MISSING   /* TokenMissingError: more input may complete it */
} ReaderErrorKind;

/* As {:error, {[line:, column:], message, token}}; the message is {prefix, suffix} if suffix is not NULL. */
typedef struct ReaderError {
    ReaderErrorKind kind;
    uint32_t line, column;
    const char *prefix, *suffix; /* in the reader's arena */
    const char *token;
} ReaderError;

typedef struct ReaderWarning {
    struct ReaderWarning *next; /* in order of the text */
    uint32_t line, column;
    const char *message;        /* in the reader's arena */
} ReaderWarning;

typedef struct Reader {
    Heap *heap;              /* borrowed: where the AST is built */
    Arena *arena;            /* owned: texts of messages */
    ReaderError error;
    ReaderWarning *warnings; /* in the arena */
    ReaderWarning **last_warning;
    uint32_t error_line_first, error_line_last; /* of the construct that is incomplete */
} Reader;

void reader_init(Reader *reader, Heap *heap);
void reader_destroy(Reader *reader);
/* The quoted form, or TERM_NONE and reader->error. Invalid UTF-8 is an error as well. */
Term reader_read(Reader *reader, const char *text, size_t size, const ReaderOptions *options);

#endif
