/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexer.c - source text to tokens: names, numbers, operators, brackets, newlines. Quoted text is in lexer_text.c. */
#include "compiler/lexer.h"

#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/dtoa.h"
#include "base/utf8.h"
#include "term/atom.h"
#include "term/bignum.h"

const OperatorInfo operator_table[OP_COUNT] = {
#define OPERATOR(name, text, kind, precedence, associativity) \
    {text, OPERATOR_##kind, ASSOC_##associativity, precedence},
#include "compiler/operators.def"
#undef OPERATOR
};

const char *const token_texts[TOK_COUNT] = {
#define TOKEN(name, text) text,
#include "compiler/tokens.def"
#undef TOKEN
};

enum CharClass {
    CC_DIGIT = 1, CC_LOWER = 2 /* and _ */, CC_UPPER = 4, CC_BLANK = 8, CC_WIDE = 16, CC_HEX = 32,
    CC_NAME = CC_DIGIT | CC_LOWER | CC_UPPER
};

static uint8_t char_class(uint8_t c)
{
    if (c >= '0' && c <= '9') return CC_DIGIT | CC_HEX;
    if ((c >= 'a' && c <= 'z') || c == '_') return CC_LOWER | (c <= 'f' && c >= 'a' ? CC_HEX : 0);
    if (c >= 'A' && c <= 'Z') return CC_UPPER | (c <= 'F' ? CC_HEX : 0);
    if (c == ' ' || c == '\t') return CC_BLANK;
    return c >= 0x80 ? CC_WIDE : 0;
}

static bool is_name_byte(uint8_t c) { return (char_class(c) & CC_NAME) != 0; }
/* The byte `n` places on; 0 past the end. */
static uint8_t peek(const Lexer *lexer, size_t n)
{
    return (size_t)(lexer->end - lexer->at) > n ? lexer->at[n] : 0;
}
static uint8_t byte_at(const Lexer *lexer, const uint8_t *p) { return p < lexer->end ? *p : 0; }
static bool is_space(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

uint32_t lexer_column(const Lexer *lexer, const uint8_t *at)
{
    return (uint32_t)(at - lexer->line_start) - lexer->wide_bytes + 1 + lexer->first_column;
}

static uint32_t column_now(const Lexer *lexer) { return lexer_column(lexer, lexer->at); }

void lexer_newline(Lexer *lexer)
{
    lexer->line++;
    lexer->line_start = lexer->at;
    lexer->wide_bytes = 0;
    lexer->first_column = 0;
    lexer->comment_column = 0;
}

void lexer_check_stack(Lexer *lexer)
{
    char here;
    if (UNLIKELY(&here < lexer->stack_limit))
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), "", NULL, "code is nested too deeply");
}

Token *lexer_push(Lexer *lexer, TokenKind kind, uint32_t line, uint32_t column, const uint8_t *at)
{
    vec_reserve(&lexer->tokens, lexer->tokens.count + 1);
    Token *token = &lexer->tokens.items[lexer->tokens.count++];
    *token = (Token){.kind = (uint8_t)kind, .line = line, .column = column, .value = NIL,
                     .offset = (uint32_t)(at - lexer->start)};
    return token;
}

static Token *push_here(Lexer *lexer, TokenKind kind, size_t size)
{
    Token *token = lexer_push(lexer, kind, lexer->line, column_now(lexer), lexer->at);
    lexer->at += size;
    return token;
}

static Token *last_token(Lexer *lexer)
{
    return lexer->tokens.count ? &vec_last(&lexer->tokens) : NULL;
}

const char lexer_do_hint[] =
    ". In case you wanted to write a \"do\" expression, you must either use do-blocks or separate the keyword argument with "
    "comma. For example, you should either write:\n\n    if some_condition? do\n      :this\n    else\n      :that\n    end\n\n"
    "or the equivalent construct:\n\n    if(some_condition?, do: :this, else: :that)\n\nwhere \"some_condition?\" is the first "
    "argument and the second argument is a keyword list.\n\nYou may see this error if you forget a trailing comma before the "
    "\"do\" in a \"do\" block";

static NORETURN void fail_character(Lexer *lexer, const uint8_t *at)
{
    uint32_t c;
    int size = utf8_decode(at, (size_t)(lexer->end - at), &c);
    if (size <= 0)
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, lexer_column(lexer, at), "", NULL,
                    "invalid encoding starting at <<%u>>", *at);
    uint32_t column = lexer_column(lexer, at);
    char text[80], code[16];
    if (c > 0xffff) snprintf(code, sizeof code, "%X", c); /* the reference prints ****: a slip not worth copying */
    else snprintf(code, sizeof code, "%04X", c);
    snprintf(text, sizeof text, "\"%s%.*s\" (column %u, code point U+%s)", c == '"' ? "\\" : "", size,
             (const char *)at, column, code);
    reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column, text, NULL, "unexpected token: ");
}

/* --- names --- */

Term lexer_name(Lexer *lexer, const uint8_t *text, size_t size, uint32_t line, uint32_t column)
{
    if (UNLIKELY(size > ATOM_MAX_CHARACTERS) && utf8_count(text, size) > ATOM_MAX_CHARACTERS)
        reader_fail(lexer, READER_SYNTAX_ERROR, line, column, arena_copy(lexer->reader->arena, (const char *)text, size), NULL,
                    "atom length must be less than system limit: ");
    if (lexer->options->existing_atoms_only) {
        Term found = atom_find((const char *)text, size);
        if (term_is_none(found))
            reader_fail(lexer, READER_SYNTAX_ERROR, line, column,
                        arena_copy(lexer->reader->arena, (const char *)text, size), NULL, "unsafe atom does not exist: ");
        return found;
    }
    Term atom = atom_intern((const char *)text, size);
    if (term_is_none(atom))
        reader_fail(lexer, READER_SYNTAX_ERROR, line, column, "", NULL, "no more index entries in atom_tab");
    return atom;
}

static Term cached_name(Lexer *lexer, const uint8_t *text, size_t size, uint32_t line, uint32_t column)
{
    uint32_t hash = (uint32_t)size;
    for (size_t i = 0; i < size; i++) hash = hash * 31 + text[i];
    hash ^= hash >> 15;
    NameEntry *entry = &lexer->names[hash % NAME_CACHE_SIZE];
    if (LIKELY(entry->hash == hash && entry->size == size && memcmp(entry->start, text, size) == 0)) return entry->atom;
    Term atom = lexer_name(lexer, text, size, line, column);
    *entry = (NameEntry){text, (uint32_t)size, hash, atom};
    return atom;
}

/* Bytes of one character that may start (or go on) a name beyond ASCII; 0 if none. */
static int wide_name_size(const Lexer *lexer, const uint8_t *at, bool is_start, bool allow_upper)
{
    uint32_t c;
    int size = utf8_decode(at, (size_t)(lexer->end - at), &c);
    if (size <= 0) return 0;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LT:
        return allow_upper ? size : 0;
    case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_NL:
        if (c == 0xaa || c == 0xba) return 0;
        return size;
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ND:
        return is_start ? 0 : size;
    default:
        return !is_start && (c == 0xb7 || c == 0x387) ? size : 0;
    }
}

typedef struct Name {
    const uint8_t *end;      /* past ? or ! */
    uint32_t characters;
    bool is_wide;
    bool has_at;             /* @ inside: only keywords and atoms may */
} Name;

/* Scans a name that starts at p (already known to start one). */
static Name scan_name(const Lexer *lexer, const uint8_t *p, bool allow_at)
{
    Name name = {0};
    for (;;) {
        uint8_t c = byte_at(lexer, p);
        if (LIKELY(is_name_byte(c))) {
            p++;
            name.characters++;
        } else if (c == '@' && allow_at) {
            name.has_at = true;
            p++;
            name.characters++;
        } else if (c >= 0x80) {
            int size = wide_name_size(lexer, p, false, true);
            if (size == 0) break;
            p += size;
            name.characters++;
            name.is_wide = true;
        } else {
            break;
        }
    }
    uint8_t c = byte_at(lexer, p);
    if (c == '?' || c == '!') {
        p++;
        name.characters++;
    }
    name.end = p;
    return name;
}

static void check_normal_form(Lexer *lexer, const uint8_t *text, size_t size)
{
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t length = utf8proc_map(text, (utf8proc_ssize_t)size, &normal, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    bool same = length == (utf8proc_ssize_t)size && memcmp(normal, text, size) == 0;
    char *copy = NULL;
    if (!same && length > 0) copy = arena_copy(lexer->reader->arena, (const char *)normal, (size_t)length);
    free(normal);
    if (same) return;
    reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer),
                arena_copy(lexer->reader->arena, (const char *)text, size), NULL,
                "Elixir expects unquoted Unicode atoms, variables, and calls to be in NFC form (\"%s\"). Got: ",
                copy ? copy : "");
}

/* Is a colon at p that makes what stands before it a keyword? Raises if the space after it is missing. */
static bool is_keyword_colon(Lexer *lexer, const uint8_t *p, bool must_have_space)
{
    if (byte_at(lexer, p) != ':' || p + 1 >= lexer->end || p[1] == ':') return false;
    if (is_space(p[1])) return true;
    if (!must_have_space) return false;
    size_t size = (size_t)(p + 1 - lexer->at);
    reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer),
                arena_copy(lexer->reader->arena, (const char *)lexer->at, size), NULL,
                "keyword argument must be followed by space after: ");
}

TokenKind lexer_call_kind(const Lexer *lexer)
{
    const uint8_t *p = lexer->at;
    uint8_t c = byte_at(lexer, p);
    if (c == '(') return TOK_PAREN_IDENT;
    if (c == '[') return TOK_BRACKET_IDENT;
    if (c != ' ' && c != '\t') return TOK_IDENT;
    while (byte_at(lexer, p) == ' ' || byte_at(lexer, p) == '\t') p++;
    c = byte_at(lexer, p);
    if (c != '+' && c != '-') return TOK_IDENT;
    switch (byte_at(lexer, p + 1)) {
    case 0: case ' ': case '\t': case '\r': case '\n': case '(': case '[': case '{': case '<': case '%': case '+':
    case '-': case '/': case '>': case ':':
        return TOK_IDENT;
    default:
        return TOK_OP_IDENT;
    }
}

/* Binary operators take the newline before them: a line may start with one. */
static uint32_t swallow_newline(Lexer *lexer, uint8_t *flags)
{
    Token *last = last_token(lexer);
    if (!last || last->kind != TOK_EOL) return 0;
    uint32_t newlines = last->newlines;
    lexer->tokens.count--;
    *flags |= TOKEN_AFTER_EOL;
    return newlines;
}

static Token *push_operator(Lexer *lexer, Operator op, size_t size)
{
    uint8_t flags = 0;
    uint32_t newlines = 0;
    uint8_t kind = operator_table[op].kind;
    if (kind == OPERATOR_BINARY || kind == OPERATOR_RANGE) newlines = swallow_newline(lexer, &flags);
    Token *token = push_here(lexer, TOK_OPERATOR, size);
    token->detail = (uint16_t)op;
    token->flags = flags;
    token->newlines = newlines;
    token->value = operator_atoms[op];
    return token;
}

static bool slash_follows(const Lexer *lexer, const uint8_t *p)
{
    while (byte_at(lexer, p) == ' ' || byte_at(lexer, p) == '\t') p++;
    return byte_at(lexer, p) == '/';
}

static void open_terminator(Lexer *lexer, TokenKind kind, size_t size)
{
    Terminator terminator = {.token = (uint32_t)lexer->tokens.count, .line = lexer->line, .column = column_now(lexer),
                             .kind = (uint8_t)kind};
    push_here(lexer, kind, size);
    vec_push(&lexer->terminators, terminator);
}

static const char *opening_text(uint8_t kind)
{
    switch (kind) {
    case TOK_LPAREN: return "(";
    case TOK_LBRACKET: return "[";
    case TOK_LBRACE: return "{";
    case TOK_LBITS: return "<<";
    case TOK_FN: return "fn";
    default: return "do";
    }
}

static const char *closing_text(uint8_t kind)
{
    switch (kind) {
    case TOK_LPAREN: return ")";
    case TOK_LBRACKET: return "]";
    case TOK_LBRACE: return "}";
    case TOK_LBITS: return ">>";
    default: return "end";
    }
}

static void close_terminator(Lexer *lexer, TokenKind kind, size_t size, size_t base)
{
    const char *text = kind == TOK_END ? "end" : kind == TOK_RBITS ? ">>" : kind == TOK_RPAREN ? ")"
                       : kind == TOK_RBRACKET ? "]" : "}";
    const char *what = kind == TOK_END ? "unexpected reserved word: " : "unexpected token: ";
    uint32_t column = column_now(lexer);
    if (lexer->terminators.count == base)
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column, text, kind == TOK_END ? "" : NULL, "%s", what);
    Terminator open = vec_last(&lexer->terminators);
    if (strcmp(closing_text(open.kind), text) != 0) {
        char suffix[100];
        snprintf(suffix, sizeof suffix, ". The \"%s\" at line %u is missing terminator \"%s\"", opening_text(open.kind),
                 open.line, closing_text(open.kind));
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column, text, suffix, "%s", what);
    }
    lexer->terminators.count--;
    lexer->tokens.items[open.token].match = (uint32_t)lexer->tokens.count;
    push_here(lexer, kind, size)->match = open.token;
}

enum Keyword { KEYWORD_NONE, KEYWORD_LITERAL, KEYWORD_OPERATOR, KEYWORD_FN, KEYWORD_DO, KEYWORD_END, KEYWORD_BLOCK };

static enum Keyword keyword_of(const uint8_t *text, size_t size, Operator *op)
{
#define IS(word) (size == sizeof word - 1 && memcmp(text, word, sizeof word - 1) == 0)
    switch (text[0]) {
    case 'd': return IS("do") ? KEYWORD_DO : KEYWORD_NONE;
    case 'e': return IS("end") ? KEYWORD_END : IS("else") ? KEYWORD_BLOCK : KEYWORD_NONE;
    case 'f': return IS("fn") ? KEYWORD_FN : IS("false") ? KEYWORD_LITERAL : KEYWORD_NONE;
    case 't': return IS("true") ? KEYWORD_LITERAL : KEYWORD_NONE;
    case 'c': return IS("catch") ? KEYWORD_BLOCK : KEYWORD_NONE;
    case 'r': return IS("rescue") ? KEYWORD_BLOCK : KEYWORD_NONE;
    case 'n':
        if (IS("nil")) return KEYWORD_LITERAL;
        *op = OP_not;
        return IS("not") ? KEYWORD_OPERATOR : KEYWORD_NONE;
    case 'a':
        *op = OP_and;
        return IS("after") ? KEYWORD_BLOCK : IS("and") ? KEYWORD_OPERATOR : KEYWORD_NONE;
    case 'o': *op = OP_or; return IS("or") ? KEYWORD_OPERATOR : KEYWORD_NONE;
    case 'i': *op = OP_in; return IS("in") ? KEYWORD_OPERATOR : KEYWORD_NONE;
    case 'w': *op = OP_when; return IS("when") ? KEYWORD_OPERATOR : KEYWORD_NONE;
    default: return KEYWORD_NONE;
    }
#undef IS
}

/* `not` at `at`: is it `not in`? Then *size covers both words. */
static bool is_not_in(const Lexer *lexer, size_t *size)
{
    const uint8_t *p = lexer->at + 3;
    while (byte_at(lexer, p) == ' ' || byte_at(lexer, p) == '\t') p++;
    if (p == lexer->at + 3 || byte_at(lexer, p) != 'i' || byte_at(lexer, p + 1) != 'n') return false;
    uint8_t after = byte_at(lexer, p + 2);
    if (is_name_byte(after) || after == '?' || after == '!' || after >= 0x80) return false;
    if (after == ':' && p + 3 < lexer->end && is_space(p[3])) return false;
    *size = (size_t)(p + 2 - lexer->at);
    return !slash_follows(lexer, p + 2);
}

static void keyword(Lexer *lexer, enum Keyword word, Operator op, size_t size, Term atom)
{
    switch (word) {
    case KEYWORD_LITERAL: push_here(lexer, TOK_LITERAL, size)->value = atom; break;
    case KEYWORD_FN: open_terminator(lexer, TOK_FN, size); break;
    case KEYWORD_DO: {
        uint8_t flags = 0;
        Token *last = last_token(lexer);
        if (last && last->kind == TOK_FN)
            reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), "do",
                        ". Anonymous functions are written as:\n\n    fn pattern -> expression end",
                        "unexpected reserved word: ");
        if (last && (last->kind == TOK_COMMA || last->kind == TOK_SEMICOLON))
            reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), "do", lexer_do_hint,
                        "unexpected reserved word: ");
        swallow_newline(lexer, &flags);
        open_terminator(lexer, TOK_DO, size);
        last_token(lexer)->flags = flags;
        break;
    }
    case KEYWORD_BLOCK: push_here(lexer, TOK_BLOCK, size)->value = atom; break;
    default: {
        if (slash_follows(lexer, lexer->at + size)) {
            push_here(lexer, TOK_IDENT, size)->value = atom;
            break;
        }
        size_t both;
        if (op == OP_not && is_not_in(lexer, &both)) push_operator(lexer, OP_not_in, both);
        else push_operator(lexer, op, size);
    }
    }
}

static NORETURN void fail_in_name(Lexer *lexer, const uint8_t *bad, const uint8_t *end, const char *what)
{
    uint32_t c;
    int size = utf8_decode(bad, (size_t)(lexer->end - bad), &c);
    reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer),
                arena_copy(lexer->reader->arena, (const char *)lexer->at, (size_t)(end - lexer->at)), NULL,
                "invalid character \"%.*s\" (code point U+%04X) in %s: ", size, (const char *)bad, c, what);
}

static bool is_after_dot(Lexer *lexer)
{
    Token *last = last_token(lexer);
    return last && last->kind == TOK_DOT;
}

static void alias(Lexer *lexer, Name name)
{
    const uint8_t *text = lexer->at;
    size_t size = (size_t)(name.end - text);
    for (const uint8_t *p = text; p < name.end; p++)
        if (!is_name_byte(*p)) fail_in_name(lexer, p, name.end, "alias (only ASCII characters, without punctuation, are allowed)");
    Term atom = cached_name(lexer, text, size, lexer->line, column_now(lexer));
    const uint8_t *after = name.end;
    while (byte_at(lexer, after) == ' ' || byte_at(lexer, after) == '\t') after++;
    if (byte_at(lexer, after) == '(') {
        uint32_t column = lexer_column(lexer, after) + 1; /* as the reference counts */
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column, "(", NULL,
                    "unexpected ( after alias %.*s. Function names and identifiers in Elixir start with lowercase "
                    "characters or underscore. For example:\n\n    hello_world()\n    _starting_with_underscore()\n"
                    "    numb3rs_are_allowed()\n    may_finish_with_question_mark?()\n"
                    "    may_finish_with_exclamation_mark!()\n\nUnexpected token: ",
                    (int)size, (const char *)text);
    }
    push_here(lexer, TOK_ALIAS, size)->value = atom;
}

static bool is_reserved_name(const uint8_t *text, size_t size)
{
    return (size == 11 && memcmp(text, "__aliases__", 11) == 0) || (size == 9 && memcmp(text, "__block__", 9) == 0);
}

/* A name at `at`: identifier, alias, keyword key or reserved word. */
static void name_token(Lexer *lexer)
{
    const uint8_t *text = lexer->at;
    Name name = scan_name(lexer, text, false);
    if (UNLIKELY(byte_at(lexer, name.end) == '@')) name = scan_name(lexer, text, true);
    size_t size = (size_t)(name.end - text);
    uint32_t wide = (uint32_t)(size - name.characters);
    if (UNLIKELY(name.is_wide)) check_normal_form(lexer, text, size);
    if (byte_at(lexer, name.end) == ':' && is_keyword_colon(lexer, name.end, true)) {
        Term atom = cached_name(lexer, text, size, lexer->line, column_now(lexer));
        push_here(lexer, TOK_KW, size + 1)->value = atom;
        lexer->wide_bytes += wide;
        return;
    }
    if (UNLIKELY(name.has_at))
        fail_in_name(lexer, memchr(text, '@', size), name.end, char_class(text[0]) & CC_UPPER ? "alias" : "identifier");
    if (char_class(text[0]) & CC_UPPER) {
        alias(lexer, name);
        lexer->wide_bytes += wide;
        return;
    }
    Operator op = OP_not;
    bool after_dot = is_after_dot(lexer);
    enum Keyword word = after_dot ? KEYWORD_NONE : keyword_of(text, size, &op);
    if (word == KEYWORD_END) return; /* the caller knows the base of its terminators */
    uint32_t column = column_now(lexer);
    Term atom = cached_name(lexer, text, size, lexer->line, column);
    if (word != KEYWORD_NONE) {
        keyword(lexer, word, op, size, atom);
        return;
    }
    if (UNLIKELY(text[0] == '_' && is_reserved_name(text, size)) && !after_dot)
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column,
                    arena_copy(lexer->reader->arena, (const char *)text, size), NULL, "reserved token: ");
    Token *token = push_here(lexer, TOK_IDENT, size);
    token->value = atom;
    token->kind = (uint8_t)lexer_call_kind(lexer);
    lexer->wide_bytes += wide;
    uint8_t last = text[size - 1];
    if (UNLIKELY((last == '!' || last == '?') && byte_at(lexer, name.end) == '='))
        reader_warn(lexer, token->line, token->column,
                    "found identifier \"%.*s\", ending with \"%c\", followed by =. It is unclear if you mean \"%.*s %c=\" "
                    "or \"%.*s =\". Please add a space before or after %c to remove the ambiguity",
                    (int)size, (const char *)text, last, (int)size - 1, (const char *)text, last, (int)size,
                    (const char *)text, last);
}

/* --- numbers --- */

static NORETURN void fail_number(Lexer *lexer, const uint8_t *end)
{
    uint32_t c;
    int size = utf8_decode(end, (size_t)(lexer->end - end), &c);
    if (size <= 0) size = 1;
    reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer),
                arena_copy(lexer->reader->arena, (const char *)end, (size_t)size), NULL,
                "invalid character \"%.*s\" after number %.*s. If you intended to write a number, make sure to separate "
                "the number from the character (using comma, space, etc). If you meant to write a function name or a "
                "variable, note that identifiers in Elixir cannot start with numbers. Unexpected token: ",
                size, (const char *)end, (int)(end - lexer->at), (const char *)lexer->at);
}

static bool is_digit_of(uint8_t c, int base)
{
    if (base == 16) return (char_class(c) & CC_HEX) != 0;
    return c >= '0' && c < '0' + base;
}

/* Digits with single underscores between them. */
static const uint8_t *scan_digits(const Lexer *lexer, const uint8_t *p, int base)
{
    for (;;) {
        while (is_digit_of(byte_at(lexer, p), base)) p++;
        if (byte_at(lexer, p) != '_' || !is_digit_of(byte_at(lexer, p + 1), base)) return p;
        p++;
    }
}

static void add_digits(Buf *out, const uint8_t *from, const uint8_t *to)
{
    for (; from < to; from++)
        if (*from != '_') buf_put(out, *from);
}

static void number(Lexer *lexer)
{
    const uint8_t *text = lexer->at, *digits = text, *p;
    int base = 10;
    if (text[0] == '0') {
        uint8_t mark = peek(lexer, 1);
        int marked = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
        if (marked && is_digit_of(peek(lexer, 2), marked)) {
            base = marked;
            digits = text + 2;
        }
    }
    p = scan_digits(lexer, digits, base);
    bool is_float = base == 10 && byte_at(lexer, p) == '.' && is_digit_of(byte_at(lexer, p + 1), 10);
    if (is_float) {
        p = scan_digits(lexer, p + 1, 10);
        if (byte_at(lexer, p) == 'e' || byte_at(lexer, p) == 'E') {
            const uint8_t *exponent = p + 1;
            if (byte_at(lexer, exponent) == '+' || byte_at(lexer, exponent) == '-') exponent++;
            if (is_digit_of(byte_at(lexer, exponent), 10)) p = scan_digits(lexer, exponent, 10);
        }
    }
    uint8_t after = byte_at(lexer, p);
    if (is_name_byte(after) || (after >= 0x80 && wide_name_size(lexer, p, true, true))) fail_number(lexer, p);
    Term value;
    if (!is_float && p - digits < 16 && base == 10) { /* the usual case */
        int64_t n = 0;
        for (const uint8_t *d = digits; d < p; d++)
            if (*d != '_') n = n * 10 + (*d - '0');
        value = term_from_small(n);
    } else {
        Buf *scratch = &lexer->scratch;
        scratch->size = 0;
        add_digits(scratch, digits, p);
        if (is_float) {
            double d;
            if (!dtoa_parse((const char *)scratch->bytes, scratch->size, &d))
                reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer),
                            arena_copy(lexer->reader->arena, (const char *)text, (size_t)(p - text)), NULL,
                            "invalid float number ");
            value = float_new(lexer->reader->heap, d);
        } else {
            value = integer_parse(lexer->reader->heap, (const char *)scratch->bytes, scratch->size, base);
            if (term_is_none(value))
                reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), "", NULL, "number is too large");
        }
    }
    Token *token = push_here(lexer, is_float ? TOK_FLOAT : TOK_INT, (size_t)(p - text));
    token->value = value;
    token->match = (uint32_t)(p - text); /* its size, for error messages */
}

/* --- operators --- */

/* The longest operator at p; its size, or 0. */
static size_t scan_operator(const Lexer *lexer, const uint8_t *p, Operator *op)
{
    uint8_t a = byte_at(lexer, p), b = byte_at(lexer, p + 1), c = b ? byte_at(lexer, p + 2) : 0;
#define THREE(y, z, name) if (b == y && c == z) return *op = OP_##name, 3
#define TWO(y, name) if (b == y) return *op = OP_##name, 2
#define ONE(name) return *op = OP_##name, 1
    switch (a) {
    case '@': ONE(at);
    case '!': THREE('=', '=', not_same); TWO('=', not_equal); ONE(bang);
    case '^': THREE('^', '^', bit_xor); ONE(pin);
    case '~': THREE('~', '~', bit_not); THREE('>', '>', arrow_right_2); TWO('>', arrow_right); return 0;
    case '*': TWO('*', power); ONE(times);
    case '/': TWO('/', step); ONE(divide);
    case '+': THREE('+', '+', append_3); TWO('+', append); ONE(plus);
    case '-': THREE('-', '-', subtract_3); TWO('-', subtract); ONE(minus);
    case '<':
        THREE('<', '<', shift_left); THREE('<', '~', arrow_left_2); THREE('~', '>', arrow_both); THREE('|', '>', pipe_both);
        TWO('>', concat); TWO('~', arrow_left); TWO('=', less_equal); TWO('-', arrow_in); ONE(less);
    case '>': THREE('>', '>', shift_right); TWO('=', greater_equal); ONE(greater);
    case '.': TWO('.', range); return 0;
    case '=': THREE('=', '=', same); TWO('=', equal); TWO('~', match_regex); ONE(match);
    case '&': THREE('&', '&', and_3); TWO('&', and_2); ONE(capture);
    case '|': THREE('|', '|', or_3); TWO('|', or_2); TWO('>', pipe_into); ONE(pipe);
    case ':': TWO(':', type); return 0;
    case '\\': TWO('\\', default); return 0;
    default: return 0;
    }
#undef THREE
#undef TWO
#undef ONE
}

/* An operator, or another sign, used as the name of a keyword or atom: `+:`, :<<>>. Its size at p, or 0. */
static size_t scan_sign_name(const Lexer *lexer, const uint8_t *p, bool is_atom)
{
    uint8_t a = byte_at(lexer, p), b = byte_at(lexer, p + 1), c = b ? byte_at(lexer, p + 2) : 0;
    uint8_t d = c ? byte_at(lexer, p + 3) : 0;
    Operator op;
    switch (a) {
    case '<':
        if (b == '<' && c == '>' && d == '>') return 4;
        break;
    case '%': return b == '{' && c == '}' ? 3 : 1;
    case '{': return b == '}' ? 2 : 0;
    case '.': return b != '.' ? 1 : c == '.' ? 3 : c == '/' && d == '/' ? 4 : 2;
    case '-': if (b == '>') return 2; break;
    case '=': if (b == '>') return is_atom ? 1 : 0; break;
    case ':': return b == ':' && is_atom ? 2 : 0;
    case '/': if (b == '/') return is_atom ? 2 : 0; break;
    default: break;
    }
    return scan_operator(lexer, p, &op);
}

static bool sign_keyword(Lexer *lexer)
{
    size_t size = scan_sign_name(lexer, lexer->at, false);
    if (size == 0 || byte_at(lexer, lexer->at + size) != ':' || !is_space(byte_at(lexer, lexer->at + size + 1))) return false;
    Term atom = lexer_name(lexer, lexer->at, size, lexer->line, column_now(lexer));
    push_here(lexer, TOK_KW, size + 1)->value = atom;
    return true;
}

/* After a dot an operator is the name of a call. */
static bool operator_call(Lexer *lexer)
{
    Operator op;
    size_t size = scan_operator(lexer, lexer->at, &op);
    if (size == 0 || op == OP_range) return false;
    if (op == OP_step) {
        op = OP_divide;
        size = 1;
    }
    Token *token = push_here(lexer, TOK_IDENT, size);
    token->value = operator_atoms[op];
    token->kind = (uint8_t)lexer_call_kind(lexer);
    return true;
}

/* Where no operand can stand before it, // is the operator / as a name, divided: &//2 */
static bool is_step_name(Lexer *lexer)
{
    Token *last = last_token(lexer);
    return !last || last->kind == TOK_SEMICOLON || last->kind == TOK_ASSOC ||
           (last->kind == TOK_OPERATOR && last->detail == OP_capture);
}

static void operator_token(Lexer *lexer, Operator op, size_t size)
{
    if (op == OP_step && is_step_name(lexer)) {
        op = OP_divide;
        size = 1;
    }
    bool divides_slash = op == OP_capture && peek(lexer, 1) == '/' && peek(lexer, 2) == '/'; /* &//2 */
    if (slash_follows(lexer, lexer->at + size) && !divides_slash) {
        push_here(lexer, TOK_IDENT, size)->value = operator_atoms[op];
        return;
    }
    if (op == OP_bit_xor)
        reader_warn(lexer, lexer->line, column_now(lexer),
                    "^^^ is deprecated. It is typically used as xor but it has the wrong precedence, use Bitwise.bxor/2 instead");
    push_operator(lexer, op, size);
}

static void atom_token(Lexer *lexer)
{
    const uint8_t *text = lexer->at + 1;
    uint8_t c = byte_at(lexer, text);
    uint32_t column = column_now(lexer);
    size_t size, wide = 0;
    if (c == '"' || c == '\'') {
        lexer_quoted_atom(lexer);
        return;
    }
    if ((char_class(c) & (CC_LOWER | CC_UPPER)) || (c >= 0x80 && wide_name_size(lexer, text, true, true))) {
        Name name = scan_name(lexer, text, true);
        size = (size_t)(name.end - text);
        wide = size - name.characters;
        if (name.is_wide) check_normal_form(lexer, text, size);
        uint8_t last = text[size - 1];
        if ((last == '!' || last == '?') && byte_at(lexer, name.end) == '=')
            reader_warn(lexer, lexer->line, column,
                        "found atom \":%.*s\", ending with \"%c\", followed by =. It is unclear if you mean \":%.*s %c=\" or "
                        "\":%.*s =\". Please add a space before or after %c to remove the ambiguity",
                        (int)size, (const char *)text, last, (int)size - 1, (const char *)text, last, (int)size,
                        (const char *)text, last);
    } else {
        size = scan_sign_name(lexer, text, true);
        if (size == 0) fail_character(lexer, lexer->at);
        if (c == ':')
            reader_warn(lexer, lexer->line, column, "atom ::: must be written between quotes, as in :\"::\", to avoid ambiguity");
    }
    Term atom = cached_name(lexer, text, size, lexer->line, column);
    push_here(lexer, TOK_ATOM, size + 1)->value = atom;
    lexer->wide_bytes += (uint32_t)wide;
}

/* --- the loop --- */

static void newline(Lexer *lexer, size_t size)
{
    Token *last = last_token(lexer);
    if (last && (last->kind == TOK_EOL || last->kind == TOK_COMMA || last->kind == TOK_SEMICOLON)) {
        last->newlines++;
    } else {
        uint32_t column = lexer->comment_column ? lexer->comment_column : column_now(lexer);
        lexer_push(lexer, TOK_EOL, lexer->line, column, lexer->at)->newlines = 1;
    }
    lexer->at += size;
    lexer_newline(lexer);
}

static void comment(Lexer *lexer)
{
    lexer->comment_column = column_now(lexer);
    Token *last = last_token(lexer);
    if (last && last->kind == TOK_EOL) last->newlines = 0;
    const uint8_t *end = memchr(lexer->at, '\n', (size_t)(lexer->end - lexer->at));
    if (!end) end = lexer->end;
    else if (end[-1] == '\r') end--; /* at least the # stands before */
    lexer->at = end;
}

static void backslash(Lexer *lexer)
{
    if (peek(lexer, 1) == '\\') {
        if (!sign_keyword(lexer)) operator_token(lexer, OP_default, 2);
        return;
    }
    size_t size = peek(lexer, 1) == '\n' ? 2 : peek(lexer, 1) == '\r' && peek(lexer, 2) == '\n' ? 3 : 0;
    if (size == 0 && lexer->at + 1 < lexer->end) fail_character(lexer, lexer->at);
    if (size == 0 || lexer->at + size == lexer->end)
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), "", NULL, "invalid escape \\ at end of file");
    lexer->at += size;
    lexer_newline(lexer);
}

static void dot(Lexer *lexer)
{
    if (peek(lexer, 1) == '.') {
        if (sign_keyword(lexer)) return;
        if (peek(lexer, 2) == '.') {
            Token *token = push_here(lexer, TOK_IDENT, 3);
            token->value = lexer_name(lexer, (const uint8_t *)"...", 3, token->line, token->column);
            token->kind = (uint8_t)lexer_call_kind(lexer);
            return;
        }
        if (peek(lexer, 2) == '/' && peek(lexer, 3) == '/') fail_character(lexer, lexer->at);
        operator_token(lexer, OP_range, 2);
        return;
    }
    if (sign_keyword(lexer)) return;
    uint8_t flags = 0;
    swallow_newline(lexer, &flags);
    push_here(lexer, TOK_DOT, 1)->flags = flags;
    /* Space, newlines and comments may follow; the name is then read with the dot as last token. */
    for (;; lexer->at++) {
        uint8_t space = peek(lexer, 0);
        if (space == '#') {
            comment(lexer);
            space = peek(lexer, 0);
        }
        if (!is_space(space)) break;
        if (space == '\n') {
            lexer->at++;
            lexer_newline(lexer);
            lexer->at--;
        }
    }
    uint8_t c = peek(lexer, 0);
    if (c == '"' || c == '\'') {
        if (!(peek(lexer, 1) == c && peek(lexer, 2) == c)) lexer_quoted_call(lexer);
    } else if (c != '(' && c != '{' && !(c == '\\' && peek(lexer, 1) != '\\')) {
        operator_call(lexer);
    }
}

static void semicolon(Lexer *lexer)
{
    Token *last = last_token(lexer);
    if (last && last->kind == TOK_SEMICOLON) fail_character(lexer, lexer->at);
    push_here(lexer, TOK_SEMICOLON, 1);
}

/* Seven of <, =, > or | at the start of a line: a merge went wrong. */
static void check_conflict_marker(Lexer *lexer)
{
    static const char *const markers[] = {"<<<<<<<", "=======", ">>>>>>>", "|||||||"};
    if (lexer->at != lexer->line_start || lexer->end - lexer->at < 7) return;
    for (size_t i = 0; i < ARRAY_COUNT(markers); i++)
        if (memcmp(lexer->at, markers[i], 7) == 0)
            reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), markers[i], NULL,
                        "found an unexpected version control marker, please resolve the conflicts: ");
}

/* `<<` is a bracket unless a longer operator starts with it. */
static void less(Lexer *lexer)
{
    check_conflict_marker(lexer);
    if (sign_keyword(lexer)) return;
    Operator op;
    size_t size = scan_operator(lexer, lexer->at, &op);
    if (size == 3) operator_token(lexer, op, 3);
    else if (peek(lexer, 1) == '<') open_terminator(lexer, TOK_LBITS, 2);
    else operator_token(lexer, op, size);
}

static void sign(Lexer *lexer)
{
    Operator op;
    check_conflict_marker(lexer);
    if (sign_keyword(lexer)) return;
    if (peek(lexer, 0) == '-' && peek(lexer, 1) == '>') {
        if (slash_follows(lexer, lexer->at + 2)) {
            push_here(lexer, TOK_IDENT, 2)->value = lexer_name(lexer, (const uint8_t *)"->", 2, lexer->line, column_now(lexer));
            return;
        }
        uint8_t flags = 0;
        uint32_t newlines = swallow_newline(lexer, &flags);
        Token *token = push_here(lexer, TOK_STAB, 2);
        token->newlines = newlines;
        token->flags = flags;
        return;
    }
    if (peek(lexer, 0) == '=' && peek(lexer, 1) == '>') {
        uint8_t flags = 0;
        swallow_newline(lexer, &flags);
        push_here(lexer, TOK_ASSOC, 2)->flags = flags;
        return;
    }
    size_t size = scan_operator(lexer, lexer->at, &op);
    if (size == 0) fail_character(lexer, lexer->at);
    operator_token(lexer, op, size);
}

static void wide_character(Lexer *lexer)
{
    if (wide_name_size(lexer, lexer->at, true, false)) {
        name_token(lexer);
        return;
    }
    /* An uppercase letter beyond ASCII starts a keyword's name only. */
    if (wide_name_size(lexer, lexer->at, true, true)) {
        Name name = scan_name(lexer, lexer->at, true);
        if (is_keyword_colon(lexer, name.end, false)) {
            name_token(lexer);
            return;
        }
    }
    uint32_t c;
    if (utf8_decode(lexer->at, (size_t)(lexer->end - lexer->at), &c) > 0 && c >= 0x202a && c <= 0x2069 &&
        (c <= 0x202e || c >= 0x2066))
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), "", NULL,
                    "invalid bidirectional formatting character: \\u%04X", c);
    fail_character(lexer, lexer->at);
}

void lexer_run_block(Lexer *lexer, bool is_interpolation)
{
    size_t base = lexer->terminators.count;
    lexer_check_stack(lexer);
    while (lexer->at < lexer->end) {
        uint8_t c = *lexer->at;
        switch (c) {
        case ' ': case '\t': lexer->at++; break;
        case '\n': newline(lexer, 1); break;
        case '\r':
            if (peek(lexer, 1) == '\n') newline(lexer, 2);
            else if (lexer->at + 1 == lexer->end) lexer->at++;
            else fail_character(lexer, lexer->at);
            break;
        case '#': comment(lexer); break;
        case '_':
        case 'a' ... 'z':
        case 'A' ... 'Z': {
            const uint8_t *before = lexer->at;
            name_token(lexer);
            if (lexer->at == before) close_terminator(lexer, TOK_END, 3, base);
            break;
        }
        case '0' ... '9': number(lexer); break;
        case '(': open_terminator(lexer, TOK_LPAREN, 1); break;
        case '[': open_terminator(lexer, TOK_LBRACKET, 1); break;
        case '{':
            if (!sign_keyword(lexer)) open_terminator(lexer, TOK_LBRACE, 1);
            break;
        case ')': close_terminator(lexer, TOK_RPAREN, 1, base); break;
        case ']': close_terminator(lexer, TOK_RBRACKET, 1, base); break;
        case '}':
            if (is_interpolation && lexer->terminators.count == base) return;
            close_terminator(lexer, TOK_RBRACE, 1, base);
            break;
        case ',': push_here(lexer, TOK_COMMA, 1); break;
        case ';': semicolon(lexer); break;
        case '"': case '\'': lexer_quoted(lexer, c); break;
        case '?': lexer_char(lexer); break;
        case '%':
            if (sign_keyword(lexer)) break;
            if (peek(lexer, 1) == '(' || peek(lexer, 1) == '[')
                reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column_now(lexer), peek(lexer, 1) == '(' ? "%(" : "%[",
                            NULL, "expected %%{ to define a map, got: ");
            push_here(lexer, peek(lexer, 1) == '{' ? TOK_MAP : TOK_PERCENT, 1);
            break;
        case '.': dot(lexer); break;
        case ':':
            if (peek(lexer, 1) == ':' && peek(lexer, 2) != ':') operator_token(lexer, OP_type, 2);
            else atom_token(lexer);
            break;
        case '~':
            if (!lexer_sigil(lexer)) sign(lexer);
            break;
        case '<': less(lexer); break;
        case '>':
            if (peek(lexer, 1) == '>' && peek(lexer, 2) != '>') close_terminator(lexer, TOK_RBITS, 2, base);
            else sign(lexer);
            break;
        case '\\': backslash(lexer); break;
        default:
            if (c >= 0x80) wide_character(lexer);
            else sign(lexer);
        }
    }
    if (lexer->terminators.count > base) {
        Terminator open = vec_last(&lexer->terminators);
        lexer->reader->error_line_first = open.line;
        uint32_t column = lexer->comment_column ? lexer->comment_column : column_now(lexer);
        reader_fail(lexer, READER_TOKEN_MISSING, lexer->line, column, "", NULL,
                    "missing terminator: %s (for \"%s\" starting at line %u)", closing_text(open.kind),
                    opening_text(open.kind), open.line);
    }
}

void lexer_run(Lexer *lexer)
{
    /* A byte order mark at the start is skipped. */
    if (lexer->end - lexer->at >= 3 && memcmp(lexer->at, "\xef\xbb\xbf", 3) == 0) {
        lexer->at += 3;
        lexer->line_start += 3;
    }
    vec_reserve(&lexer->tokens, (size_t)(lexer->end - lexer->start) / 6 + 16);
    lexer_run_block(lexer, false);
    lexer_push(lexer, TOK_EOF, lexer->line, column_now(lexer), lexer->at);
}
