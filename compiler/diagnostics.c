/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnostics.c - reader errors as terms and as text with a caret. */
#include "compiler/diagnostics.h"

#include <string.h>

#include "base/utf8.h"
#include "term/atom.h"
#include "term/binary.h"
#include "term/map.h"

static const char syntax_error_before[] = "syntax error before: ";

void diagnostics_description(Buf *out, const ReaderError *error)
{
    if (!error->suffix && *error->token == '\0' && strcmp(error->prefix, syntax_error_before) == 0) {
        buf_add_string(out, "syntax error: expression is incomplete");
        return;
    }
    buf_add_string(out, error->prefix);
    buf_add_string(out, error->token);
    if (error->suffix) buf_add_string(out, error->suffix);
}

/* The line of the error in the source; false if it is blank or not there. */
static bool source_line(const ReaderError *error, const char *source, size_t size, uint32_t first_line, const char **start,
                        size_t *length)
{
    const char *p = source, *end = source + size;
    for (uint32_t line = first_line; line < error->line; line++) {
        const char *newline = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        if (!newline) return false;
        p = newline + 1;
    }
    const char *newline = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
    *start = p;
    *length = (size_t)((newline ? newline : end) - p);
    if (*length > 0 && p[*length - 1] == '\r') --*length;
    for (size_t i = 0; i < *length; i++)
        if (p[i] != ' ' && p[i] != '\t') return utf8_is_valid((const uint8_t *)p, *length);
    return false;
}

void diagnostics_message(Buf *out, const ReaderError *error, const char *file, const char *source, size_t size,
                         uint32_t first_line)
{
    const char *line;
    size_t length;
    buf_printf(out, "%s:%u:%u: ", file, error->line, error->column);
    diagnostics_description(out, error);
    if (!source_line(error, source, size, first_line, &line, &length)) return;
    buf_printf(out, "\n    |\n%3u | %.*s\n    | %*s^", error->line, (int)length, line, (int)error->column - 1, "");
}

static Term keyword_2(Heap *heap, Term key1, Term value1, Term key2, Term value2)
{
    Term tail = cons_new(heap, tuple_new_2(heap, key2, value2), NIL);
    return cons_new(heap, tuple_new_2(heap, key1, value1), tail);
}

Term diagnostics_error_tuple(Heap *heap, const ReaderError *error)
{
    Term meta = keyword_2(heap, AM(line), term_from_small(error->line), AM(column), term_from_small(error->column));
    Term message = binary_new_string(heap, error->prefix);
    if (error->suffix) message = tuple_new_2(heap, message, binary_new_string(heap, error->suffix));
    return tuple_new_3(heap, meta, message, binary_new_string(heap, error->token));
}

Term diagnostics_exception(Heap *heap, const ReaderError *error, const char *file, const char *source, size_t size,
                           uint32_t first_line)
{
    const char *line;
    size_t length;
    Buf text = {0};
    Term snippet = AM(nil);
    if (source_line(error, source, size, first_line, &line, &length)) {
        Term pairs[] = {atom_intern_string("content"), binary_new(heap, line, length), atom_intern_string("offset"),
                        term_from_small((int64_t)error->column - 1)};
        snippet = map_from_pairs(heap, pairs, 2);
    }
    diagnostics_description(&text, error);
    bool is_missing = error->kind == READER_TOKEN_MISSING;
    Term name = atom_intern_string(is_missing ? "Elixir.TokenMissingError" : "Elixir.SyntaxError");
    Term pairs[] = {atom_intern_string("__struct__"), name,
                    atom_intern_string("__exception__"), AM(true),
                    AM(file), binary_new_string(heap, file),
                    AM(line), term_from_small(error->line),
                    AM(column), term_from_small(error->column),
                    atom_intern_string("snippet"), snippet,
                    atom_intern_string("description"), binary_new(heap, text.bytes, text.size)};
    buf_free(&text);
    return map_from_pairs(heap, pairs, ARRAY_COUNT(pairs) / 2);
}
