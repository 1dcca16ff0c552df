/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexer_text.c - quoted text: strings, charlists, heredocs, atoms and calls in quotes, sigils, character literals.
 *
 * Text is first scanned to its end (interpolations become tokens on the way); only then is the value of each piece made,
 * since what a heredoc drops from the start of its lines depends on how far its last line is indented. */
#include "compiler/lexer.h"

#include <stdio.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "term/atom.h"
#include "term/binary.h"

typedef enum Escapes { ESCAPES_ALL, ESCAPES_TERMINATOR_ONLY } Escapes;

typedef struct Text {
    uint32_t start;            /* index of its first token */
    uint8_t terminator;
    bool is_heredoc, interpolates;
    Escapes escapes;
    uint32_t indentation;
    uint32_t line, column;     /* where it starts */
    const uint8_t *content;    /* first byte after the opening delimiter */
    const uint8_t *content_end;
    const char *what;          /* for messages: string, heredoc, atom... */
} Text;

static uint8_t byte_at(const Lexer *lexer, const uint8_t *p) { return p < lexer->end ? *p : 0; }

static Token *token_at(Lexer *lexer, uint32_t index) { return &lexer->tokens.items[index]; }

static const char *closing_delimiter(const Text *text)
{
    if (text->is_heredoc) return text->terminator == '"' ? "\"\"\"" : "'''";
    switch (text->terminator) {
    case '"': return "\"";
    case '\'': return "'";
    case ')': return ")";
    case ']': return "]";
    case '}': return "}";
    case '>': return ">";
    case '|': return "|";
    default: return "/";
    }
}

/* --- escapes --- */

static NORETURN void bad_escape(Lexer *lexer, const Text *text, const char *token, const char *message)
{
    reader_fail(lexer, READER_SYNTAX_ERROR, text->line, text->column + 1, token, NULL, "%s. Syntax error after: ", message);
}

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* `{H*}` at p: the code point; *next is set past the brace. -1 if it is not that. */
static int64_t braced_hex(const uint8_t *p, const uint8_t *end, const uint8_t **next)
{
    int64_t n = 0;
    int digits = 0;
    for (p++; p < end && hex_value(*p) >= 0 && digits < 6; p++, digits++) n = n * 16 + hex_value(*p);
    if (digits == 0 || p >= end || *p != '}') return -1;
    *next = p + 1;
    return n;
}

static void add_code_point(Lexer *lexer, const Text *text, Buf *out, int64_t c)
{
    if (!utf8_is_code_point((uint64_t)c)) {
        char message[80];
        snprintf(message, sizeof message, "invalid or reserved Unicode code point \\u{%llX}", (unsigned long long)c);
        bad_escape(lexer, text, "\\u", message);
    }
    buf_add_utf8(out, (uint32_t)c);
}

static const uint8_t *hex_escape(Lexer *lexer, const Text *text, Buf *out, const uint8_t *p, const uint8_t *end)
{
    static const char message[] = "invalid hex escape character, expected \\xHH where H is a hexadecimal digit";
    if (p < end && *p == '{') {
        const uint8_t *next;
        int64_t c = braced_hex(p, end, &next);
        if (c < 0) bad_escape(lexer, text, "\\x", message);
        add_code_point(lexer, text, out, c);
        return next;
    }
    if (p + 1 >= end || hex_value(p[0]) < 0 || hex_value(p[1]) < 0) bad_escape(lexer, text, "\\x", message);
    buf_put(out, (uint8_t)(hex_value(p[0]) * 16 + hex_value(p[1])));
    return p + 2;
}

static const uint8_t *unicode_escape(Lexer *lexer, const Text *text, Buf *out, const uint8_t *p, const uint8_t *end)
{
    static const char message[] =
        "invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit";
    const uint8_t *next = p + 4;
    int64_t c = 0;
    if (p < end && *p == '{') {
        c = braced_hex(p, end, &next);
        if (c < 0) bad_escape(lexer, text, "\\u", message);
    } else {
        for (int i = 0; i < 4; i++) {
            if (p + i >= end || hex_value(p[i]) < 0) bad_escape(lexer, text, "\\u", message);
            c = c * 16 + hex_value(p[i]);
        }
    }
    add_code_point(lexer, text, out, c);
    return next;
}

static uint8_t simple_escape(uint8_t c)
{
    switch (c) {
    case '0': return 0;
    case 'a': return 7;
    case 'b': return 8;
    case 'd': return 127;
    case 'e': return 27;
    case 'f': return 12;
    case 'n': return 10;
    case 'r': return 13;
    case 's': return 32;
    case 't': return 9;
    case 'v': return 11;
    default: return c;
    }
}

/* The escape after the backslash at p - 1; returns what follows it. */
static const uint8_t *escape(Lexer *lexer, const Text *text, Buf *out, const uint8_t *p, const uint8_t *end)
{
    bool raw = lexer->options->raw_text;
    if (text->escapes == ESCAPES_TERMINATOR_ONLY || raw) {
        size_t count = text->is_heredoc ? 3 : 1;
        bool is_terminator = (size_t)(end - p) >= count;
        for (size_t i = 0; is_terminator && i < count; i++) is_terminator = p[i] == text->terminator;
        if (is_terminator) {
            for (size_t i = 0; i < count; i++) buf_put(out, text->terminator);
            return p + count;
        }
        buf_put(out, '\\');
        if (p == end) return p;
        if (*p != '\n') buf_put(out, *p++);
        return p;
    }
    if (p == end) return p;
    switch (*p) {
    case '\n': return p + 1;
    case '\r':
        if (p + 1 < end && p[1] == '\n') return p + 2;
        buf_put(out, '\r');
        return p + 1;
    case 'x': return hex_escape(lexer, text, out, p + 1, end);
    case 'u': return unicode_escape(lexer, text, out, p + 1, end);
    default:
        buf_put(out, simple_escape(*p));
        return p + 1;
    }
}

/* Drops up to `indentation` blanks. */
static const uint8_t *trim_line(Lexer *lexer, const Text *text, const uint8_t *p, const uint8_t *end)
{
    uint32_t n = 0;
    while (n < text->indentation && p < end && (*p == ' ' || *p == '\t')) {
        p++;
        n++;
    }
    if (UNLIKELY(n < text->indentation && p < end && *p != '\n' && *p != '\r')) {
        uint32_t line = text->line + 1;
        for (const uint8_t *q = text->content; q < p; q++) line += *q == '\n';
        reader_warn(lexer, line, n + 1,
                    "outdented heredoc line. The contents inside the heredoc should be indented at the same level as the "
                    "closing %s. The following is forbidden:\n\n    def text do\n      \"\"\"\n    contents\n      \"\"\"\n"
                    "    end\n\nInstead make sure the contents are indented as much as the heredoc closing:\n\n"
                    "    def text do\n      \"\"\"\n      contents\n      \"\"\"\n    end\n\n"
                    "The current heredoc line is indented too little",
                    closing_delimiter(text));
    }
    return p;
}

/* The bytes of one piece into the scratch buffer. */
static Buf *piece_bytes(Lexer *lexer, const Text *text, const uint8_t *p, const uint8_t *end, bool starts_line)
{
    Buf *out = &lexer->scratch;
    out->size = 0;
    if (starts_line && text->is_heredoc) p = trim_line(lexer, text, p, end);
    while (p < end) {
        const uint8_t *plain = p;
        while (p < end && *p != '\\' && !(*p == '\n' && text->is_heredoc)) p++;
        buf_add(out, plain, (size_t)(p - plain));
        if (p == end) break;
        if (*p == '\n') {
            buf_put(out, '\n');
            p = trim_line(lexer, text, p + 1, end);
            continue;
        }
        p++;
        const uint8_t *after = escape(lexer, text, out, p, end);
        if (text->is_heredoc && after > p && after[-1] == '\n') after = trim_line(lexer, text, after, end);
        p = after;
    }
    return out;
}

static Term charlist(Lexer *lexer, const Text *text, const Buf *bytes)
{
    size_t count = utf8_count(bytes->bytes, bytes->size), i = 0;
    if (!utf8_is_valid(bytes->bytes, bytes->size))
        reader_fail(lexer, READER_SYNTAX_ERROR, text->line, text->column, "", NULL,
                    "invalid encoding in charlist (only valid UTF-8 can be written as a charlist)");
    if (count == 0) return NIL;
    Term *cells = (Term *)heap_alloc(lexer->reader->heap, count * 2);
    for (size_t at = 0; at < bytes->size; i++) {
        uint32_t c;
        at += (size_t)utf8_decode(bytes->bytes + at, bytes->size - at, &c);
        cells[2 * i] = term_from_small(c);
        cells[2 * i + 1] = i + 1 < count ? term_from_cons(cells + 2 * (i + 1)) : NIL;
    }
    return term_from_cons(cells);
}

static Term binary_of(Lexer *lexer, const Buf *bytes)
{
    return binary_new(lexer->reader->heap, bytes->bytes, bytes->size);
}

static Term atom_of(Lexer *lexer, const Text *text, const Buf *bytes)
{
    if (!utf8_is_valid(bytes->bytes, bytes->size))
        reader_fail(lexer, READER_SYNTAX_ERROR, text->line, text->column, "", NULL, "invalid encoding in atom");
    return lexer_name(lexer, bytes->bytes ? bytes->bytes : (const uint8_t *)"", bytes->size, text->line, text->column);
}

/* --- scanning --- */

static void push_chunk(Lexer *lexer, const Text *text, const uint8_t *from, const uint8_t *to, bool always)
{
    if (from == to && !always) return;
    Token *chunk = lexer_push(lexer, TOK_CHUNK, lexer->line, 0, from);
    chunk->match = (uint32_t)(to - from);
    if (from == text->content) chunk->flags = TOKEN_AFTER_EOL; /* at the start of a heredoc's line */
}

static void interpolation(Lexer *lexer, const Text *text)
{
    uint32_t line = lexer->line, column = lexer_column(lexer, lexer->at);
    uint32_t open = (uint32_t)lexer->tokens.count;
    size_t terminators = lexer->terminators.count;
    lexer_push(lexer, TOK_INTERPOLATION, line, column, lexer->at);
    lexer->at += 2;
    lexer_run_block(lexer, true);
    if (lexer->at >= lexer->end) {
        lexer->terminators.count = terminators;
        lexer->reader->error_line_first = text->line;
        reader_fail(lexer, READER_TOKEN_MISSING, line, column, "", NULL,
                    "missing interpolation terminator: \"}\" (for %s starting at line %u)", text->what, text->line);
    }
    token_at(lexer, open)->match = (uint32_t)lexer->tokens.count;
    lexer_push(lexer, TOK_INTERPOLATION_END, lexer->line, lexer_column(lexer, lexer->at), lexer->at)->match = open;
    lexer->at++;
}

static bool heredoc_ends(Lexer *lexer, Text *text)
{
    const uint8_t *p = lexer->at;
    while (byte_at(lexer, p) == ' ' || byte_at(lexer, p) == '\t') p++;
    if (lexer->end - p < 3 || p[0] != text->terminator || p[1] != text->terminator || p[2] != text->terminator) return false;
    text->indentation = (uint32_t)(p - lexer->at);
    text->content_end = lexer->at;
    return true;
}

/* From `content` to past the closing delimiter. Afterwards either the first token is the last one (nothing
 * interpolated), or pieces follow it and TEXT_END. */
static void scan(Lexer *lexer, Text *text, bool always_pieces)
{
    const uint8_t *piece = lexer->at;
    text->content = lexer->at;
    bool at_line_start = text->is_heredoc;
    uint32_t previous = 0; /* character: inside of text columns count grapheme clusters */
    int32_t cluster = 0;
    for (;;) {
        if (at_line_start && heredoc_ends(lexer, text)) break;
        at_line_start = false;
        if (lexer->at >= lexer->end) {
            lexer->reader->error_line_first = text->line;
            reader_fail(lexer, READER_TOKEN_MISSING, lexer->line, lexer_column(lexer, lexer->at), "", NULL,
                        "missing terminator: %s (for %s starting at line %u)", closing_delimiter(text),
                        text->is_heredoc ? "heredoc" : text->what, text->line);
        }
        uint8_t c = *lexer->at;
        if (c == text->terminator && !text->is_heredoc) {
            text->content_end = lexer->at;
            break;
        }
        if (c == '\\' && lexer->at + 1 < lexer->end) {
            lexer->at++;
            c = *lexer->at;
            /* The reference counts an escaped `#{` as one column. */
            if (c == '#' && text->interpolates && byte_at(lexer, lexer->at + 1) == '{') lexer->wide_bytes += 2;
        } else if (c == '#' && text->interpolates && byte_at(lexer, lexer->at + 1) == '{') {
            push_chunk(lexer, text, piece, lexer->at, false);
            interpolation(lexer, text);
            piece = lexer->at;
            continue;
        }
        if (LIKELY(c < 0x80)) {
            lexer->at++;
            previous = c;
            cluster = 0;
            if (c == '\n') {
                lexer_newline(lexer);
                at_line_start = text->is_heredoc;
            }
            continue;
        }
        uint32_t character;
        int size = utf8_decode(lexer->at, (size_t)(lexer->end - lexer->at), &character);
        assert(size > 0); /* the whole source was checked */
        lexer->at += size;
        bool starts_cluster = previous == 0 || unicode_grapheme_break(previous, character, &cluster);
        lexer->wide_bytes += (uint32_t)(starts_cluster ? size - 1 : size);
        previous = character;
    }
    bool has_pieces = lexer->tokens.count > text->start + 1;
    if (has_pieces || always_pieces) {
        push_chunk(lexer, text, piece, text->content_end, !has_pieces);
        token_at(lexer, text->start)->match = (uint32_t)lexer->tokens.count;
        lexer_push(lexer, TOK_TEXT_END, lexer->line, lexer_column(lexer, lexer->at), lexer->at);
    }
    lexer->at = text->content_end + (text->is_heredoc ? text->indentation + 3 : 1);
    Token *start = token_at(lexer, text->start);
    start->newlines = text->indentation;
    if (text->is_heredoc) start->flags |= TOKEN_HEREDOC;
    uint32_t end = start->match;
    for (uint32_t i = text->start + 1; i < end; i++) {
        Token *token = token_at(lexer, i);
        if (token->kind == TOK_INTERPOLATION) {
            i = token->match;
            continue;
        }
        if (token->kind != TOK_CHUNK) continue;
        const uint8_t *from = lexer->start + token->offset;
        Buf *bytes = piece_bytes(lexer, text, from, from + token->match, (token->flags & TOKEN_AFTER_EOL) != 0);
        /* Invalid bytes can only come from \x, which binaries may hold. */
        token_at(lexer, i)->value = binary_of(lexer, bytes);
    }
}

static Buf *whole(Lexer *lexer, const Text *text)
{
    return piece_bytes(lexer, text, text->content, text->content_end, true);
}

static bool starts_heredoc(Lexer *lexer, uint8_t quote)
{
    return byte_at(lexer, lexer->at) == quote && byte_at(lexer, lexer->at + 1) == quote &&
           byte_at(lexer, lexer->at + 2) == quote;
}

/* `at` stands on the three quotes: goes to the line after them. */
static void enter_heredoc(Lexer *lexer, Text *text)
{
    const uint8_t *p = lexer->at + 3;
    while (byte_at(lexer, p) == ' ' || byte_at(lexer, p) == '\t') p++;
    if (byte_at(lexer, p) == '\r' && byte_at(lexer, p + 1) == '\n') p++;
    if (byte_at(lexer, p) != '\n')
        reader_fail(lexer, READER_SYNTAX_ERROR, text->line, lexer_column(lexer, lexer->at),
                    text->terminator == '"' ? "\"\"\"" : "'''", NULL,
                    "heredoc allows only zero or more whitespace characters followed by a new line after ");
    lexer->at = p + 1;
    lexer_newline(lexer);
    text->is_heredoc = true;
}

static bool quotes_needed(const Buf *bytes, bool unicode)
{
    if (bytes->size == 0) return true;
    for (size_t i = 0; i < bytes->size; i++) {
        uint8_t c = bytes->bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool last = i + 1 == bytes->size && i > 0 && (c == '?' || c == '!');
        if (!letter && !last && !(i > 0 && c >= '0' && c <= '9') && !(i > 0 && c == '@' && !unicode)) return true;
    }
    return false;
}

void lexer_quoted(Lexer *lexer, uint8_t quote)
{
    Text text = {.start = (uint32_t)lexer->tokens.count, .terminator = quote, .interpolates = true,
                 .line = lexer->line, .column = lexer_column(lexer, lexer->at), .what = "string"};
    Token *token = lexer_push(lexer, quote == '"' ? TOK_STRING : TOK_CHARLIST, text.line, text.column, lexer->at);
    token->detail = quote;
    if (starts_heredoc(lexer, quote)) enter_heredoc(lexer, &text);
    else lexer->at++;
    scan(lexer, &text, false);
    token = token_at(lexer, text.start);
    bool is_keyword = !text.is_heredoc && byte_at(lexer, lexer->at) == ':' &&
                      (byte_at(lexer, lexer->at + 1) == ' ' || byte_at(lexer, lexer->at + 1) == '\n' ||
                       byte_at(lexer, lexer->at + 1) == '\t' || byte_at(lexer, lexer->at + 1) == '\r');
    if (is_keyword) lexer->at++;
    if (token->match) {
        if (is_keyword) token->kind = TOK_KW_TEXT;
        return;
    }
    Buf *bytes = whole(lexer, &text);
    Term value = is_keyword ? atom_of(lexer, &text, bytes)
                 : quote == '"' ? binary_of(lexer, bytes) : charlist(lexer, &text, bytes);
    if (is_keyword) {
        token->kind = TOK_KW;
        token->flags |= TOKEN_QUOTED;
        if (!quotes_needed(bytes, false))
            reader_warn(lexer, text.line, text.column + 1,
                        "found quoted keyword \"%.*s\" but the quotes are not required. Note that keywords are always atoms, "
                        "even when quoted. Similar to atoms, keywords made exclusively of ASCII letters, numbers, and "
                        "underscores and not beginning with a number do not require quotes",
                        (int)bytes->size, (const char *)bytes->bytes);
    }
    token->value = value;
}

void lexer_quoted_atom(Lexer *lexer)
{
    uint8_t quote = lexer->at[1];
    Text text = {.start = (uint32_t)lexer->tokens.count, .terminator = quote, .interpolates = true,
                 .line = lexer->line, .column = lexer_column(lexer, lexer->at), .what = "atom"};
    Token *token = lexer_push(lexer, TOK_ATOM, text.line, text.column, lexer->at);
    token->detail = '"'; /* whatever it was, as the reference says */
    token->flags = TOKEN_QUOTED;
    lexer->at += 2;
    scan(lexer, &text, false);
    token = token_at(lexer, text.start);
    if (token->match) {
        token->kind = TOK_ATOM_TEXT;
        return;
    }
    Buf *bytes = whole(lexer, &text);
    if (!quotes_needed(bytes, false))
        reader_warn(lexer, text.line, text.column,
                    "found quoted atom \"%.*s\" but the quotes are not required. Atoms made exclusively of ASCII letters, "
                    "numbers, underscores, beginning with a letter or underscore, and optionally ending with ! or ? do not "
                    "require quotes", (int)bytes->size, (const char *)bytes->bytes);
    token->value = atom_of(lexer, &text, bytes);
}

void lexer_quoted_call(Lexer *lexer)
{
    uint8_t quote = *lexer->at;
    Text text = {.start = (uint32_t)lexer->tokens.count, .terminator = quote, .interpolates = true,
                 .line = lexer->line, .column = lexer_column(lexer, lexer->at), .what = "function name"};
    Token *token = lexer_push(lexer, TOK_IDENT, text.line, text.column, lexer->at);
    token->flags = TOKEN_QUOTED;
    lexer->at++;
    scan(lexer, &text, false);
    token = token_at(lexer, text.start);
    if (token->match)
        reader_fail(lexer, READER_SYNTAX_ERROR, text.line, text.column, quote == '"' ? "\"" : "'", NULL,
                    "interpolation is not allowed when calling function/macro. Found interpolation in a call starting with: ");
    Buf *bytes = whole(lexer, &text);
    if (!quotes_needed(bytes, true))
        reader_warn(lexer, text.line, text.column,
                    "found quoted call \"%.*s\" but the quotes are not required. Calls made exclusively of Unicode letters, "
                    "numbers, and underscores and not beginning with a number do not require quotes",
                    (int)bytes->size, (const char *)bytes->bytes);
    token->value = atom_of(lexer, &text, bytes);
    token->kind = (uint8_t)lexer_call_kind(lexer);
}

static uint8_t closing_of(uint8_t open)
{
    switch (open) {
    case '(': return ')';
    case '[': return ']';
    case '{': return '}';
    case '<': return '>';
    case '/': case '|': case '"': case '\'': return open;
    default: return 0;
    }
}

bool lexer_sigil(Lexer *lexer)
{
    uint8_t letter = byte_at(lexer, lexer->at + 1), delimiter = byte_at(lexer, lexer->at + 2);
    bool lower = letter >= 'a' && letter <= 'z', upper = letter >= 'A' && letter <= 'Z';
    if ((!lower && !upper) || lexer->at + 2 >= lexer->end) return false;
    uint32_t column = lexer_column(lexer, lexer->at);
    if (!closing_of(delimiter)) {
        uint32_t c;
        int size = utf8_decode(lexer->at + 2, (size_t)(lexer->end - lexer->at - 2), &c);
        if (size <= 0) size = 1, c = delimiter;
        char token[120];
        snprintf(token, sizeof token,
                 "\"%.*s\" (column %u, code point U+%04X). The available delimiters are: //, ||, \"\", '', (), [], {}, <>",
                 size, (const char *)lexer->at + 2, column + 2, c);
        reader_fail(lexer, READER_SYNTAX_ERROR, lexer->line, column, token, NULL, "invalid sigil delimiter: ");
    }
    char *what = arena_alloc(lexer->reader->arena, 16);
    snprintf(what, 16, "sigil ~%c%c", letter, delimiter);
    Text text = {.start = (uint32_t)lexer->tokens.count, .terminator = closing_of(delimiter), .interpolates = lower,
                 .escapes = ESCAPES_TERMINATOR_ONLY, .line = lexer->line, .column = column, .what = what};
    Token *token = lexer_push(lexer, TOK_SIGIL, text.line, text.column, lexer->at);
    token->detail = (uint16_t)(letter | delimiter << 8);
    lexer->at += 2;
    if ((delimiter == '"' || delimiter == '\'') && starts_heredoc(lexer, delimiter)) enter_heredoc(lexer, &text);
    else lexer->at++;
    scan(lexer, &text, true);
    const uint8_t *modifiers = lexer->at;
    while ((byte_at(lexer, lexer->at) >= 'a' && byte_at(lexer, lexer->at) <= 'z') ||
           (byte_at(lexer, lexer->at) >= 'A' && byte_at(lexer, lexer->at) <= 'Z'))
        lexer->at++;
    Term list = NIL;
    for (const uint8_t *p = lexer->at; p > modifiers; p--) list = cons_new(lexer->reader->heap, term_from_small(p[-1]), list);
    token_at(lexer, token_at(lexer, text.start)->match)->value = list;
    return true;
}

void lexer_char(Lexer *lexer)
{
    const uint8_t *p = lexer->at + 1;
    uint32_t line = lexer->line, column = lexer_column(lexer, lexer->at), c;
    if (p >= lexer->end) {
        char text[60];
        snprintf(text, sizeof text, "\"?\" (column %u, code point U+003F)", column);
        reader_fail(lexer, READER_SYNTAX_ERROR, line, column, text, NULL, "unexpected token: ");
    }
    bool is_escape = *p == '\\' && p + 1 < lexer->end;
    if (is_escape) p++;
    int size = utf8_decode(p, (size_t)(lexer->end - p), &c);
    if (size <= 0) reader_fail(lexer, READER_SYNTAX_ERROR, line, column, "", NULL, "invalid encoding after ?");
    if (is_escape && c < 0x80) {
        c = simple_escape((uint8_t)c);
    } else if (!is_escape) {
        static const struct { uint8_t c; const char *escape, *name; } odd[] = {
            {' ', "s", "space"}, {'\n', "n", "newline"}, {'\r', "r", "carriage return"}, {'\t', "t", "tab"},
            {'\v', "v", "vertical tab"}, {'\f', "f", "form feed"}, {0, "0", "null"}, {7, "a", "alert"}, {8, "b", "backspace"},
            {27, "e", "escape"}, {127, "d", "delete"}};
        for (size_t i = 0; i < ARRAY_COUNT(odd); i++)
            if (odd[i].c == c)
                reader_warn(lexer, line, column, "found ? followed by code point 0x%02X (%s), please use ?\\%s instead", c,
                            odd[i].name, odd[i].escape);
    }
    Token *token = lexer_push(lexer, TOK_CHAR, line, column, lexer->at);
    token->value = term_from_small(c);
    token->match = (uint32_t)(p + size - lexer->at);
    lexer->at = p + size;
    lexer->wide_bytes += (uint32_t)(size - 1);
}
