/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexer.h - source text to an array of tokens. Private to the reader.
 *
 * Text with interpolation is laid out flat in the same array:
 *
 *     "a#{b + c}d"   STRING(match -> TEXT_END) CHUNK "a" INTERPOLATION b + c EOF INTERPOLATION_END CHUNK "d" TEXT_END
 *
 * Text without one is its first token alone, which then holds the value. Brackets know their partner: `match`. */
#ifndef COMPILER_LEXER_H
#define COMPILER_LEXER_H

#include <setjmp.h>

#include "base/buf.h"
#include "base/vec.h"
#include "compiler/reader.h"

typedef enum TokenKind {
#define TOKEN(name, text) TOK_##name,
#include "compiler/tokens.def"
#undef TOKEN
    TOK_COUNT
} TokenKind;

typedef enum Operator {
#define OPERATOR(name, text, kind, precedence, associativity) OP_##name,
#include "compiler/operators.def"
#undef OPERATOR
    OP_COUNT
} Operator;

typedef enum OperatorKind { OPERATOR_BINARY, OPERATOR_UNARY, OPERATOR_DUAL, OPERATOR_RANGE } OperatorKind;
typedef enum Associativity { ASSOC_LEFT, ASSOC_RIGHT, ASSOC_NONASSOC } Associativity;
enum { UNARY_PRECEDENCE = 300 };

typedef struct OperatorInfo {
    const char *text;
    uint8_t kind, associativity;
    uint16_t precedence;
} OperatorInfo;
extern const OperatorInfo operator_table[OP_COUNT];
extern const char *const token_texts[TOK_COUNT];
extern Term operator_atoms[OP_COUNT];

enum TokenFlags {
    TOKEN_AFTER_EOL = 1, /* the newline before was swallowed: an operator or `do` that starts a line */
    TOKEN_QUOTED = 2,    /* written with quotes */
    TOKEN_HEREDOC = 4,
    TOKEN_INVALID_CHARLIST = 8
};

typedef struct Token {
    uint8_t kind, flags;
    uint16_t detail;       /* Operator; delimiter byte of text; sigil's letter is in `letter` */
    uint32_t line, column;
    uint32_t newlines;     /* EOL, COMMA, SEMICOLON: how many; operators: newlines before it */
    uint32_t match;        /* partner bracket, TEXT_END, or 0 */
    uint32_t offset;       /* of the first byte in the source */
    Term value;
} Token;

typedef struct Terminator {
    uint32_t token;        /* index */
    uint32_t line, column, indentation;
    uint8_t kind;          /* TokenKind */
} Terminator;

typedef struct NameEntry { /* recently seen names, so that the atom table is seldom asked */
    const uint8_t *start;
    uint32_t size, hash;
    Term atom;
} NameEntry;
enum { NAME_CACHE_SIZE = 1024 };

typedef struct Lexer {
    Reader *reader;
    const ReaderOptions *options;
    const uint8_t *start, *at, *end;
    const uint8_t *line_start;
    uint32_t line;
    uint32_t wide_bytes;      /* continuation bytes on this line before `at`: columns count characters */
    uint32_t first_column;    /* column of line_start minus 1 */
    uint32_t comment_column;  /* of a comment on this line, or 0 */
    uint32_t line_indentation;
    VEC(Token) tokens;
    VEC(Terminator) terminators;
    Buf scratch;
    const char *stack_limit;  /* nothing may recurse below this address */
    jmp_buf *on_error;
    NameEntry names[NAME_CACHE_SIZE];
    /* parser */
    uint32_t head_paren;      /* index of a parenthesis at the start of a clause that no arrow follows; 0: none */
    uint32_t next;            /* index of the token that the parser looks at */
    uint8_t expression_kind;  /* of the expression parsed last */
    Term last_pipe;           /* `|` built last without parentheses around */
    Term line_meta;           /* [line: n] built last, shared */
    uint32_t line_meta_line;
    bool is_base;             /* the expression parsed last may stand alone in a map */
} Lexer;

void lexer_run(Lexer *lexer);
/* Lexes until the closing brace of an interpolation (which is left unread) or the end of the text. */
void lexer_run_block(Lexer *lexer, bool is_interpolation);
/* --- lexer_text.c --- */
void lexer_quoted(Lexer *lexer, uint8_t quote);             /* " or ' at `at`, heredocs too */
void lexer_quoted_atom(Lexer *lexer);                       /* : before a quote, `at` on the colon */
void lexer_quoted_call(Lexer *lexer);                       /* after a dot */
bool lexer_sigil(Lexer *lexer);                             /* false: not one */
void lexer_char(Lexer *lexer);

extern const char lexer_do_hint[]; /* what to do about a stray `do` */
/* --- shared --- */
Token *lexer_push(Lexer *lexer, TokenKind kind, uint32_t line, uint32_t column, const uint8_t *at);
Term lexer_name(Lexer *lexer, const uint8_t *text, size_t size, uint32_t line, uint32_t column);
uint32_t lexer_column(const Lexer *lexer, const uint8_t *at);
void lexer_newline(Lexer *lexer); /* `at` just passed one */
/* How a token that names a call is followed decides its kind. */
TokenKind lexer_call_kind(const Lexer *lexer);
void lexer_check_stack(Lexer *lexer);

NORETURN void reader_fail(Lexer *lexer, ReaderErrorKind kind, uint32_t line, uint32_t column, const char *token,
                          const char *suffix, const char *format, ...) __attribute__((format(printf, 7, 8)));
void reader_warn(Lexer *lexer, uint32_t line, uint32_t column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* --- parser.c --- */
Term parser_run(Lexer *lexer);

#endif
