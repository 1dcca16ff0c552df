/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnostics.h - what went wrong while reading, as terms and as text.
 *
 * The reference has two forms: {:error, {[line:, column:], message, token}} of Code.string_to_quoted, and the exceptions
 * SyntaxError and TokenMissingError, which also hold the line of source for the caret:
 *
 *     foo.exs:2:7: syntax error before: '='
 *         |
 *       2 |   x = = y
 *         |       ^
 */
#ifndef COMPILER_DIAGNOSTICS_H
#define COMPILER_DIAGNOSTICS_H

#include "base/buf.h"
#include "compiler/reader.h"

/* {meta, message, token}; the message is {prefix, suffix} where the reference has that. */
Term diagnostics_error_tuple(Heap *heap, const ReaderError *error);
/* %SyntaxError{} or %TokenMissingError{}. `source` starts at line `first_line`. */
Term diagnostics_exception(Heap *heap, const ReaderError *error, const char *file, const char *source, size_t size,
                           uint32_t first_line);
/* The description: what the exception says after the position. */
void diagnostics_description(Buf *out, const ReaderError *error);
/* The whole message as above, without a newline at the end; what SyntaxError.message/1 returns. */
void diagnostics_message(Buf *out, const ReaderError *error, const char *file, const char *source, size_t size,
                         uint32_t first_line);

#endif
