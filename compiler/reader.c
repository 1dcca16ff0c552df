/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reader.c - runs lexer and parser over a text; keeps errors and warnings. */
#include "compiler/reader.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "compiler/lexer.h"
#include "term/atom.h"

Term operator_atoms[OP_COUNT];

static void intern_operators(void)
{
    for (int i = 0; i < OP_COUNT; i++) operator_atoms[i] = atom_intern_string(operator_table[i].text);
}

void reader_init(Reader *reader, Heap *heap)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, intern_operators);
    *reader = (Reader){.heap = heap, .arena = arena_new()};
    reader->last_warning = &reader->warnings;
}

void reader_destroy(Reader *reader)
{
    arena_free(reader->arena);
    reader->arena = NULL;
}

void reader_fail(Lexer *lexer, ReaderErrorKind kind, uint32_t line, uint32_t column, const char *token, const char *suffix,
                 const char *format, ...)
{
    ReaderError *error = &lexer->reader->error;
    Buf message = {0};
    va_list args;
    va_start(args, format);
    buf_vprintf(&message, format, args);
    va_end(args);
    Arena *arena = lexer->reader->arena;
    *error = (ReaderError){.kind = kind, .line = line, .column = column};
    error->prefix = arena_copy(arena, (const char *)message.bytes, message.size);
    error->suffix = suffix ? arena_copy(arena, suffix, strlen(suffix)) : NULL;
    error->token = arena_copy(arena, token, strlen(token));
    buf_free(&message);
    longjmp(*lexer->on_error, 1);
}

void reader_warn(Lexer *lexer, uint32_t line, uint32_t column, const char *format, ...)
{
    Reader *reader = lexer->reader;
    Buf message = {0};
    va_list args;
    va_start(args, format);
    buf_vprintf(&message, format, args);
    va_end(args);
    ReaderWarning *warning = arena_alloc(reader->arena, sizeof *warning);
    *warning = (ReaderWarning){NULL, line, column, arena_copy(reader->arena, (const char *)message.bytes, message.size)};
    buf_free(&message);
    *reader->last_warning = warning;
    reader->last_warning = &warning->next;
}

static void check_encoding(Lexer *lexer)
{
    size_t size = (size_t)(lexer->end - lexer->start), valid = utf8_valid_prefix(lexer->start, size);
    if (LIKELY(valid == size)) return;
    for (const uint8_t *p = lexer->start; p < lexer->start + valid; p++) {
        if (*p == '\n') {
            lexer->line++;
            lexer->line_start = p + 1;
            lexer->wide_bytes = 0;
        } else if ((*p & 0xc0) == 0x80) {
            lexer->wide_bytes++;
        }
    }
    reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, lexer_column(lexer, lexer->start + valid), "", NULL,
                "invalid encoding starting at <<%u>>", lexer->start[valid]);
}

Term reader_read(Reader *reader, const char *text, size_t size, const ReaderOptions *options)
{
    static const ReaderOptions defaults;
    if (!options) options = &defaults;
    char here;
    jmp_buf on_error;
    Lexer *lexer = mem_alloc(sizeof *lexer);
    memset(lexer, 0, sizeof *lexer);
    lexer->reader = reader;
    lexer->options = options;
    lexer->start = lexer->at = lexer->line_start = (const uint8_t *)text;
    lexer->end = lexer->start + size;
    lexer->line = options->line ? options->line : 1;
    lexer->first_column = options->column ? options->column - 1 : 0;
    lexer->stack_limit = &here - (options->stack_bytes ? options->stack_bytes : READER_STACK_BYTES);
    lexer->on_error = &on_error;
    lexer->last_pipe = TERM_NONE;
    lexer->line_meta_line = UINT32_MAX;
    reader->error = (ReaderError){0};
    Term volatile result = TERM_NONE;
    if (size > UINT32_MAX / 2) {
        reader->error = (ReaderError){READER_SYNTAX_ERROR, 1, 1, "source is too large", NULL, ""};
    } else if (setjmp(on_error) == 0) {
        check_encoding(lexer);
        lexer_run(lexer);
        result = parser_run(lexer);
    }
    reader->error_line_last = lexer->line;
    vec_free(&lexer->tokens);
    vec_free(&lexer->terminators);
    buf_free(&lexer->scratch);
    mem_free(lexer);
    return result;
}
