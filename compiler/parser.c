/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parser.c - tokens to quoted form, by precedence climbing.
 *
 * Three kinds of expressions matter for what may follow (`expression_kind`): a matched one; an unmatched one, which ends
 * with a do-block; and a call without parentheses with several arguments, after which no comma may come unless it is
 * alone in its place. A do-block belongs to the outermost call without parentheses since the last bracket: such a call
 * parses its arguments with IN_ARGUMENTS set, and nothing inside takes a `do`.
 *
 * Nodes are built in place in an arena; metadata lists are shared, so a node's metadata is replaced, never changed. */
#include <string.h>

#include "base/utf8.h"
#include "compiler/lexer.h"
#include "term/atom.h"
#include "term/binary.h"

enum { KIND_MATCHED, KIND_UNMATCHED, KIND_NO_PARENS };

enum Flags {
    IN_ARGUMENTS = 1, /* of a call without parentheses: leave `do` alone */
    IN_MAP = 2,       /* first expression in %{}: stop before `| key:` */
    NAME_ONLY = 4,    /* a struct's name: { starts no argument */
    AT_OPERAND = 8    /* after @: leave . and [ alone */
};

typedef struct ListBuilder {
    Term first;
    Term *slot; /* where the next cell goes */
    size_t count;
} ListBuilder;

static Term expression(Lexer *lx, unsigned min_precedence, unsigned flags);
static Term primary(Lexer *lx, unsigned flags);
static Term block(Lexer *lx, bool *has_clauses);
static Term expressions(Lexer *lx);
static Term postfix(Lexer *lx, Term t, unsigned flags);

/* --- tokens --- */

static Token *now(Lexer *lx) { return &lx->tokens.items[lx->next]; }
static TokenKind kind_now(Lexer *lx) { return (TokenKind)now(lx)->kind; }
static Token *ahead(Lexer *lx, uint32_t n) { return &lx->tokens.items[lx->next + n]; }
static bool accept(Lexer *lx, TokenKind kind)
{
    if (kind_now(lx) != kind) return false;
    lx->next++;
    return true;
}
/* Skips a newline; returns how many there were. */
static uint32_t skip_newline(Lexer *lx)
{
    if (kind_now(lx) != TOK_EOL) return 0;
    return lx->tokens.items[lx->next++].newlines;
}
static bool is_operator(const Token *token, Operator op) { return token->kind == TOK_OPERATOR && token->detail == op; }

/* --- lists, nodes, metadata --- */

static void add(Lexer *lx, ListBuilder *list, Term item)
{
    Term cell = cons_new(lx->reader->heap, item, NIL);
    if (list->count++ == 0) list->first = cell;
    else *list->slot = cell;
    list->slot = cons_words(cell) + 1;
}
static Term list_of(const ListBuilder *list) { return list->count ? list->first : NIL; }
static Term list_1(Lexer *lx, Term a) { return cons_new(lx->reader->heap, a, NIL); }
static Term list_2(Lexer *lx, Term a, Term b) { return cons_new(lx->reader->heap, a, list_1(lx, b)); }

static Term node(Lexer *lx, Term form, Term meta, Term arguments)
{
    return tuple_new_3(lx->reader->heap, form, meta, arguments);
}
static Term pair(Lexer *lx, Term key, Term value) { return tuple_new_2(lx->reader->heap, key, value); }
static Term with_meta(Lexer *lx, Term key, Term value, Term meta)
{
    return cons_new(lx->reader->heap, pair(lx, key, value), meta);
}
static Term meta_at(Lexer *lx, uint32_t line, uint32_t column)
{
    if (lx->options->columns) {
        Term tail = list_1(lx, pair(lx, AM(column), term_from_small(column)));
        return with_meta(lx, AM(line), term_from_small(line), tail);
    }
    if (lx->line_meta_line != line) {
        lx->line_meta_line = line;
        lx->line_meta = with_meta(lx, AM(line), term_from_small(line), NIL);
    }
    return lx->line_meta;
}
static Term meta_of(Lexer *lx, const Token *token) { return meta_at(lx, token->line, token->column); }
static Term with_newlines(Lexer *lx, uint32_t newlines, Term meta)
{
    if (newlines == 0 || !lx->options->token_metadata) return meta;
    return with_meta(lx, AM(newlines), term_from_small(newlines), meta);
}
static Term with_closing(Lexer *lx, const Token *closing, Term meta)
{
    if (!lx->options->token_metadata) return meta;
    return with_meta(lx, AM(closing), meta_of(lx, closing), meta);
}
static Term meta_of_bracket(Lexer *lx, uint32_t open, uint32_t newlines, uint32_t close)
{
    Term meta = meta_of(lx, &lx->tokens.items[open]);
    return with_newlines(lx, newlines, with_closing(lx, &lx->tokens.items[close], meta));
}
static bool is_node(Term t) { return term_is_tuple_of(t, 3) && term_is_list(tuple_get(t, 1)); }
static bool is_node_of(Term t, Term form) { return term_is_tuple_of(t, 3) && tuple_get(t, 0) == form; }
static Term empty_block(Lexer *lx) { return node(lx, AM(block), NIL, NIL); }

/* A literal; with wrap_literals it becomes a node that says where it stands. */
static Term literal(Lexer *lx, Term value, Term meta)
{
    if (LIKELY(!lx->options->wrap_literals)) return value;
    return node(lx, AM(literal_marker), meta, list_1(lx, value));
}
static Term source_meta(Lexer *lx, const Token *token)
{
    Term meta = meta_of(lx, token);
    if (!lx->options->wrap_literals || !lx->options->token_metadata) return meta;
    return with_meta(lx, AM(token), binary_new(lx->reader->heap, lx->start + token->offset, token->match), meta);
}

/* --- errors --- */

static NORETURN void fail_at(Lexer *lx, uint32_t line, uint32_t column, const char *token, const char *message)
{
    reader_fail(lx, READER_SYNTAX_ERROR, line, column, token, NULL, "%s", message);
}

/* Text of an atom as the reference's messages show it: quoted unless it is plain lower case. */
static void atom_to_text(Buf *out, Term atom)
{
    const char *text = atom_text(atom);
    static const char *const reserved[] = {"and", "or", "not", "when", "end", "after", "catch", "case", "if", "of", "fun",
                                           "receive", "try", "begin", "div", "rem", "xor", "band", "bor", "bnot", "bsl",
                                           "bsr", "cond", "andalso", "orelse", "bxor"}; /* of Erlang */
    const uint8_t *first = (const uint8_t *)text;
    bool plain = (first[0] >= 'a' && first[0] <= 'z') || (first[0] == 0xc3 && first[1] >= 0x9f && first[1] != 0xb7);
    for (const char *p = text; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '_' || *p == '@' ||
              (uint8_t)*p >= 0x80))
            plain = false;
    for (size_t i = 0; i < ARRAY_COUNT(reserved); i++) plain &= strcmp(text, reserved[i]) != 0;
    if (!plain) buf_put(out, '\'');
    for (; *text; text++) {
        if (*text == '\\' || *text == '\'') buf_put(out, '\\');
        buf_put(out, (uint8_t)*text);
    }
    if (!plain) buf_put(out, '\'');
}

static const char *token_text(Lexer *lx, const Token *token)
{
    if (token_texts[token->kind]) return token_texts[token->kind];
    Buf out = {0};
    const char *source = (const char *)lx->start + token->offset;
    switch (token->kind) {
    case TOK_INT: case TOK_FLOAT: buf_printf(&out, "\"%.*s\"", (int)token->match, source); break;
    case TOK_CHAR: buf_printf(&out, "$%.*s", (int)token->match - 1, source + 1); break;
    case TOK_STRING: case TOK_CHARLIST:
        if (token->match == 0) {
            Buf bytes = {0};
            if (token->kind == TOK_STRING) iolist_to_buf(token->value, &bytes);
            for (Term t = token->value; term_is_cons(t); t = term_tail(t)) buf_add_utf8(&bytes, (uint32_t)term_to_small(term_head(t)));
            const char *format = bytes.size == 0 ? "[<<>>]" : utf8_count(bytes.bytes, bytes.size) == bytes.size
                                 ? "[<<\"%.*s\">>]" : "[<<\"%.*s\"/utf8>>]";
            buf_printf(&out, format, (int)bytes.size, (const char *)bytes.bytes);
            buf_free(&bytes);
        } else {
            buf_add_string(&out, "'\"'");
        }
        break;
    case TOK_SIGIL: buf_printf(&out, "~%c", token->detail & 0xff); break;
    case TOK_IDENT: case TOK_PAREN_IDENT: case TOK_BRACKET_IDENT: case TOK_OP_IDENT: case TOK_ALIAS: case TOK_KW:
    case TOK_ATOM: case TOK_LITERAL: case TOK_BLOCK: case TOK_OPERATOR:
        atom_to_text(&out, token->value);
        break;
    default: buf_add_string(&out, "'\"'");
    }
    const char *text = arena_copy(lx->reader->arena, (const char *)out.bytes, out.size);
    buf_free(&out);
    return text;
}

static NORETURN void unexpected(Lexer *lx)
{
    Token *token = now(lx);
    if (token->kind == TOK_EOF || token->kind == TOK_INTERPOLATION_END) {
        /* The reference says where the last token stands. */
        Token *last = lx->next > 0 ? token - 1 : token;
        lx->reader->error_line_first = last->line;
        reader_fail(lx, token->kind == TOK_EOF ? READER_TOKEN_MISSING : READER_SYNTAX_ERROR, last->line, last->column, "", NULL,
                    "syntax error before: ");
    }
    if (token->kind == TOK_EOL && lx->next + 1 < lx->tokens.count) token++; /* what follows the newline is at fault */
    if (token->kind == TOK_EOF) {
        lx->next++;
        unexpected(lx);
    }
    fail_at(lx, token->line, token->column, token_text(lx, token), "syntax error before: ");
}

/* After a whole expression. */
static NORETURN void unexpected_after(Lexer *lx)
{
    Token *token = now(lx);
    if (token->kind == TOK_KW && token->value == AM(do))
        reader_fail(lx, READER_SYNTAX_ERROR, token->line, token->column, "do:", lexer_do_hint, "unexpected keyword: ");
    if (token->kind == TOK_KW) {
        Buf out = {0};
        buf_printf(&out, "'%s:'", atom_text(token->value));
        const char *text = arena_copy(lx->reader->arena, (const char *)out.bytes, out.size);
        buf_free(&out);
        fail_at(lx, token->line, token->column, text, "syntax error before: ");
    }
    unexpected(lx);
}

static uint32_t expect(Lexer *lx, TokenKind kind)
{
    if (kind_now(lx) != kind) unexpected_after(lx);
    return lx->next++;
}

static void position_of(Term t, uint32_t *line, uint32_t *column)
{
    if (!is_node(t)) return;
    for (Term meta = tuple_get(t, 1); term_is_cons(meta); meta = term_tail(meta)) {
        Term key = tuple_get(term_head(meta), 0), value = tuple_get(term_head(meta), 1);
        if (key == AM(line)) *line = (uint32_t)term_to_small(value);
        if (key == AM(column)) *column = (uint32_t)term_to_small(value);
    }
}

static NORETURN void fail_container(Lexer *lx, Term t, const Token *start)
{
    uint32_t line = start->line, column = start->column;
    position_of(t, &line, &column);
    fail_at(lx, line, column, "','",
            "unexpected comma. Parentheses are required to solve ambiguity inside containers.\n\nThis error may happen when "
            "you forget a comma in a list or other container:\n\n    [a, b c, d]\n\nOr when you have ambiguous calls:\n\n"
            "    [one, two three, four, five]\n\nIn the example above, we don't know if the parameters \"four\" and \"five\" "
            "belongs to the list or the function \"two\". You can solve this by explicitly adding parentheses:\n\n"
            "    [one, two(three, four), five]\n\nElixir cannot compile otherwise. Syntax error before: ");
}

static NORETURN void fail_nested_call(Lexer *lx, Term t, const Token *start)
{
    uint32_t line = start->line, column = start->column;
    position_of(t, &line, &column);
    fail_at(lx, line, column, "','",
            "unexpected comma. Parentheses are required to solve ambiguity in nested calls.\n\nThis error happens when you "
            "have nested function calls without parentheses. For example:\n\n    one a, two b, c, d\n\nIn the example above, "
            "we don't know if the parameters \"c\" and \"d\" apply to the function \"one\" or \"two\". You can solve this by "
            "explicitly adding parentheses:\n\n    one a, two(b, c, d)\n\nOr by adding commas (in case a nested call is not "
            "intended):\n\n    one, a, two, b, c, d\n\nElixir cannot compile otherwise. Syntax error before: ");
}

static NORETURN void fail_after_keywords(Lexer *lx, const Token *comma, bool is_call)
{
    fail_at(lx, comma->line, comma->column, "','",
            is_call ? "unexpected expression after keyword list. Keyword lists must always come as the last argument. "
                      "Therefore, this is not allowed:\n\n    function_call(1, some: :option, 2)\n\nInstead, wrap the keyword "
                      "in brackets:\n\n    function_call(1, [some: :option], 2)\n\nSyntax error after: "
                    : "unexpected expression after keyword list. Keyword lists must always come last in lists and maps. "
                      "Therefore, this is not allowed:\n\n    [some: :value, :another]\n    %{some: :value, another => value}"
                      "\n\nInstead, reorder it to be the last entry:\n\n    [:another, some: :value]\n    %{another => value, "
                      "some: :value}\n\nSyntax error after: ");
}

static NORETURN void fail_step(Lexer *lx, const Token *token)
{
    fail_at(lx, token->line, token->column, "'//'",
            "the range step operator (//) must immediately follow the range definition operator (..), for example: 1..9//2. "
            "If you wanted to define a default argument, use (\\\\) instead. Syntax error before: ");
}

/* --- text with interpolation --- */

static Term interpolated(Lexer *lx, bool as_binary)
{
    Token open = *now(lx);
    lx->next++;
    Term body = expressions(lx);
    if (kind_now(lx) != TOK_INTERPOLATION_END) unexpected_after(lx);
    Token close = *now(lx);
    lx->next++;
    Term meta = meta_of(lx, &open);
    Term function = node(lx, AM(dot), meta, list_2(lx, AM(Elixir_Kernel), AM(to_string)));
    Term call = node(lx, function, with_closing(lx, &close, meta), list_1(lx, body));
    if (!as_binary) return call;
    return node(lx, AM(double_colon), meta, list_2(lx, call, node(lx, AM(binary), meta, AM(nil))));
}

/* The pieces after the token at `next` - 1, up to its TEXT_END. */
static Term pieces(Lexer *lx, bool as_binary)
{
    ListBuilder list = {0};
    while (kind_now(lx) != TOK_TEXT_END) {
        if (kind_now(lx) == TOK_CHUNK) {
            add(lx, &list, now(lx)->value);
            lx->next++;
        } else {
            add(lx, &list, interpolated(lx, as_binary));
        }
    }
    lx->next++;
    return list_of(&list);
}

static Term delimiter_text(Lexer *lx, const Token *token, uint8_t delimiter)
{
    char text[3] = {(char)delimiter, (char)delimiter, (char)delimiter};
    return binary_new(lx->reader->heap, text, token->flags & TOKEN_HEREDOC ? 3 : 1);
}

static Term text_meta(Lexer *lx, const Token *token)
{
    Term meta = meta_of(lx, token);
    if (!lx->options->token_metadata) return meta;
    if (token->flags & TOKEN_HEREDOC) meta = with_meta(lx, AM(indentation), term_from_small(token->newlines), meta);
    return with_meta(lx, AM(delimiter), delimiter_text(lx, token, (uint8_t)token->detail), meta);
}

static Term atom_from_pieces(Lexer *lx, const Token *token, Term outer_meta)
{
    Term meta = meta_of(lx, token);
    Term name = lx->options->existing_atoms_only ? AM(binary_to_existing_atom) : AM(binary_to_atom);
    Term function = node(lx, AM(dot), meta, list_2(lx, AM(erlang), name));
    Term text = node(lx, AM(bits_node), meta, pieces(lx, true));
    return node(lx, function, outer_meta, list_2(lx, text, AM(utf8)));
}

static Term string(Lexer *lx)
{
    Token token = *now(lx);
    lx->next++;
    if (token.match == 0) return literal(lx, token.value, lx->options->wrap_literals ? text_meta(lx, &token) : NIL);
    Term meta = text_meta(lx, &token);
    if (token.kind == TOK_STRING) return node(lx, AM(bits_node), meta, pieces(lx, true));
    Term function = node(lx, AM(dot), meta_of(lx, &token), list_2(lx, AM(Elixir_List), AM(to_charlist)));
    return node(lx, function, meta, list_1(lx, pieces(lx, false)));
}

static Term sigil(Lexer *lx)
{
    Token token = *now(lx);
    char name[8] = "sigil_";
    name[6] = (char)(token.detail & 0xff);
    Term modifiers = lx->tokens.items[token.match].value;
    Term meta = meta_of(lx, &token), inner = meta;
    if (token.flags & TOKEN_HEREDOC) inner = with_meta(lx, AM(indentation), term_from_small(token.newlines), inner);
    meta = with_meta(lx, AM(delimiter), delimiter_text(lx, &token, (uint8_t)(token.detail >> 8)), meta);
    lx->next++;
    Term text = node(lx, AM(bits_node), inner, pieces(lx, true));
    Term form = lexer_name(lx, (const uint8_t *)name, 7, token.line, token.column);
    return node(lx, form, meta, list_2(lx, text, modifiers));
}

/* --- keyword lists --- */

static bool is_keyword(const Token *token) { return token->kind == TOK_KW || token->kind == TOK_KW_TEXT; }

static Term keyword_key(Lexer *lx)
{
    Token token = *now(lx);
    lx->next++;
    Term meta = NIL;
    if (token.kind == TOK_KW_TEXT || lx->options->wrap_literals) {
        meta = meta_of(lx, &token);
        if (lx->options->token_metadata) meta = with_meta(lx, AM(format), AM(keyword), meta);
    }
    if (token.kind == TOK_KW_TEXT) return atom_from_pieces(lx, &token, meta);
    return literal(lx, token.value, meta);
}

/* `a: 1, b: 2`: adds the pairs. In brackets a comma may end it. */
static void keywords(Lexer *lx, ListBuilder *list, unsigned flags, bool in_brackets, bool is_call)
{
    for (;;) {
        Term key = keyword_key(lx);
        skip_newline(lx);
        const Token start = *now(lx);
        Term value = expression(lx, 0, flags);
        if (in_brackets && lx->expression_kind == KIND_NO_PARENS) fail_container(lx, value, &start);
        add(lx, list, pair(lx, key, value));
        if (kind_now(lx) != TOK_COMMA) break;
        if (is_keyword(ahead(lx, 1))) {
            lx->next++;
            continue;
        }
        Token comma = *now(lx);
        TokenKind after = (TokenKind)ahead(lx, 1)->kind;
        if (in_brackets && (after == TOK_RPAREN || after == TOK_RBRACKET || after == TOK_RBRACE || after == TOK_RBITS)) {
            lx->next++;
            break;
        }
        lx->next++;
        expression(lx, 0, flags); /* its own errors come first */
        fail_after_keywords(lx, &comma, is_call);
    }
}

/* --- arguments and containers --- */

/* `a, b, c: d` without parentheses; sets expression_kind to what the call will be. */
static void bare_arguments(Lexer *lx, ListBuilder *list, unsigned flags)
{
    uint8_t kind = KIND_MATCHED;
    if (!is_keyword(now(lx))) {
        add(lx, list, expression(lx, 0, flags));
        if (lx->expression_kind == KIND_NO_PARENS) kind = KIND_NO_PARENS;
        while (kind_now(lx) == TOK_COMMA && lx->expression_kind != KIND_UNMATCHED) {
            kind = KIND_NO_PARENS;
            lx->next++;
            if (is_keyword(now(lx))) break;
            const Token start = *now(lx);
            Term t = expression(lx, 0, flags);
            if (lx->expression_kind == KIND_NO_PARENS) fail_nested_call(lx, t, &start);
            add(lx, list, t);
        }
    }
    if (is_keyword(now(lx)) && (list->count == 0 || (now(lx) - 1)->kind == TOK_COMMA)) {
        ListBuilder pairs = {0};
        keywords(lx, &pairs, flags, false, true);
        add(lx, list, list_of(&pairs));
    }
    lx->expression_kind = kind;
}

/* `(a, b, c: d)`: next stands on the parenthesis. Returns the metadata made from it, in front of `meta`. */
static Term parenthesised_arguments(Lexer *lx, ListBuilder *list, Term meta)
{
    lexer_check_stack(lx);
    lx->next++;
    uint32_t newlines = skip_newline(lx);
    while (kind_now(lx) != TOK_RPAREN) {
        if (is_keyword(now(lx))) {
            ListBuilder pairs = {0};
            keywords(lx, &pairs, 0, true, true);
            add(lx, list, list_of(&pairs));
            skip_newline(lx);
            if (kind_now(lx) != TOK_RPAREN) unexpected_after(lx);
            break;
        }
        const Token start = *now(lx);
        Term t = expression(lx, 0, 0);
        bool bare = lx->expression_kind == KIND_NO_PARENS;
        if (bare && list->count > 0) fail_nested_call(lx, t, &start);
        add(lx, list, t);
        bool has_newline = kind_now(lx) == TOK_EOL && ahead(lx, 1)->kind == TOK_RPAREN;
        if (has_newline) skip_newline(lx);
        if (kind_now(lx) == TOK_RPAREN) break;
        if (kind_now(lx) != TOK_COMMA) unexpected_after(lx);
        if (bare) fail_nested_call(lx, t, &start);
        lx->next++;
        if (kind_now(lx) == TOK_RPAREN) unexpected(lx);
    }
    Token *close = now(lx);
    lx->next++;
    return with_newlines(lx, newlines, with_closing(lx, close, meta));
}

/* Elements up to the closing bracket, which is taken. Keywords: only after another element unless `keywords_first`;
 * they are one list as last element, or spliced into the list. */
static uint32_t container(Lexer *lx, ListBuilder *list, TokenKind close, bool keywords_first, bool splice)
{
    lexer_check_stack(lx);
    while (kind_now(lx) != close) {
        if (kind_now(lx) == TOK_EOL && ahead(lx, 1)->kind == close) break;
        if (is_keyword(now(lx))) {
            if (list->count == 0 && !keywords_first) unexpected(lx);
            ListBuilder pairs = {0};
            keywords(lx, splice ? list : &pairs, 0, true, false);
            if (!splice) add(lx, list, list_of(&pairs));
            break;
        }
        const Token start = *now(lx);
        Term t = expression(lx, 0, 0);
        if (lx->expression_kind == KIND_NO_PARENS) fail_container(lx, t, &start);
        add(lx, list, t);
        if (!accept(lx, TOK_COMMA)) break;
    }
    skip_newline(lx);
    return expect(lx, close);
}

static Term list_literal(Lexer *lx)
{
    uint32_t open = lx->next++, newlines = skip_newline(lx);
    ListBuilder list = {0};
    uint32_t close = container(lx, &list, TOK_RBRACKET, true, true);
    if (!lx->options->wrap_literals) return list_of(&list);
    return literal(lx, list_of(&list), meta_of_bracket(lx, open, newlines, close));
}

static Term tuple_literal(Lexer *lx)
{
    uint32_t open = lx->next++, newlines = skip_newline(lx);
    ListBuilder list = {0};
    uint32_t close = container(lx, &list, TOK_RBRACE, false, false);
    if (list.count == 2) {
        Term two = pair(lx, term_head(list.first), term_head(term_tail(list.first)));
        return lx->options->wrap_literals ? literal(lx, two, meta_of_bracket(lx, open, newlines, close)) : two;
    }
    return node(lx, AM(tuple_node), meta_of_bracket(lx, open, newlines, close), list_of(&list));
}

static Term bits_literal(Lexer *lx)
{
    uint32_t open = lx->next++, newlines = skip_newline(lx);
    ListBuilder list = {0};
    uint32_t close = container(lx, &list, TOK_RBITS, false, false);
    return node(lx, AM(bits_node), meta_of_bracket(lx, open, newlines, close), list_of(&list));
}

/* One entry of a map: `key => value`, or an expression that stands for pairs (unquote_splicing and the like). */
static Term map_entry(Lexer *lx, Term t)
{
    if (kind_now(lx) != TOK_ASSOC) {
        if (lx->expression_kind != KIND_MATCHED || !lx->is_base) unexpected_after(lx);
        return t;
    }
    if (lx->expression_kind == KIND_NO_PARENS) unexpected_after(lx);
    lx->next++;
    skip_newline(lx);
    bool starts_with_prefix = kind_now(lx) == TOK_OPERATOR; /* the reference lets these take commas */
    Term value = expression(lx, 0, 0);
    if (lx->expression_kind == KIND_NO_PARENS && !starts_with_prefix) unexpected_after(lx);
    return pair(lx, t, value);
}

/* The entries after the first up to the brace. */
static uint32_t map_rest(Lexer *lx, ListBuilder *list)
{
    while (kind_now(lx) != TOK_RBRACE) {
        if (kind_now(lx) == TOK_EOL && ahead(lx, 1)->kind == TOK_RBRACE) break;
        if (is_keyword(now(lx))) {
            keywords(lx, list, 0, true, false);
            break;
        }
        Term t = expression(lx, 0, 0);
        add(lx, list, map_entry(lx, t));
        if (!accept(lx, TOK_COMMA)) break;
    }
    skip_newline(lx);
    return expect(lx, TOK_RBRACE);
}

/* `{...}` of a map or struct; next stands on the brace. */
static Term map_body(Lexer *lx)
{
    lexer_check_stack(lx);
    uint32_t open = lx->next++, newlines = skip_newline(lx), close;
    ListBuilder list = {0};
    if (kind_now(lx) == TOK_RBRACE || is_keyword(now(lx)) || (kind_now(lx) == TOK_EOL && ahead(lx, 1)->kind == TOK_RBRACE)) {
        close = map_rest(lx, &list);
        return node(lx, AM(map_node), meta_of_bracket(lx, open, newlines, close), list_of(&list));
    }
    lx->last_pipe = TERM_NONE;
    Term t = expression(lx, 0, IN_MAP);
    Term update = TERM_NONE, pipe_meta = NIL;
    if (is_operator(now(lx), OP_pipe)) { /* base | key: value */
        const Token *pipe = now(lx);
        lx->next++;
        uint32_t after = skip_newline(lx);
        pipe_meta = with_newlines(lx, after ? after : pipe->newlines, meta_of(lx, pipe));
        update = t;
        close = map_rest(lx, &list);
    } else {
        if (t == lx->last_pipe) { /* base | key => value */
            Term operands = tuple_get(t, 2);
            pipe_meta = tuple_get(t, 1);
            update = term_head(operands);
            t = term_head(term_tail(operands));
            lx->is_base = true;
        }
        add(lx, &list, map_entry(lx, t));
        if (accept(lx, TOK_COMMA)) {
            close = map_rest(lx, &list);
        } else {
            skip_newline(lx);
            close = expect(lx, TOK_RBRACE);
        }
    }
    Term meta = meta_of_bracket(lx, open, newlines, close);
    if (term_is_none(update)) return node(lx, AM(map_node), meta, list_of(&list));
    Term pipe = node(lx, AM(bar), pipe_meta, list_2(lx, update, list_of(&list)));
    return node(lx, AM(map_node), meta, list_1(lx, pipe));
}

static Term struct_name(Lexer *lx)
{
    Token token = *now(lx);
    if (token.kind == TOK_OPERATOR && (operator_table[token.detail].kind == OPERATOR_UNARY ||
                                       operator_table[token.detail].kind == OPERATOR_DUAL)) {
        lx->next++;
        lexer_check_stack(lx);
        return node(lx, operator_atoms[token.detail], meta_of(lx, &token), list_1(lx, struct_name(lx)));
    }
    return primary(lx, NAME_ONLY | IN_ARGUMENTS);
}

static Term struct_literal(Lexer *lx)
{
    Term meta = meta_of(lx, now(lx));
    lx->next++;
    Token *first = now(lx);
    if (first->kind == TOK_STRING || first->kind == TOK_INT || first->kind == TOK_FLOAT) {
        lx->next++;
        unexpected(lx);
    }
    Term name = struct_name(lx);
    if (kind_now(lx) != TOK_LBRACE) unexpected(lx);
    Term map = map_body(lx);
    return node(lx, AM(percent), meta, list_2(lx, name, map));
}

/* --- blocks and clauses --- */

static bool ends_block(const Token *token)
{
    switch (token->kind) {
    case TOK_RPAREN: case TOK_END: case TOK_BLOCK: case TOK_EOF: case TOK_INTERPOLATION_END: return true;
    default: return false;
    }
}

static bool is_separator(const Token *token) { return token->kind == TOK_EOL || token->kind == TOK_SEMICOLON; }

/* Skips `eol`, `;` or `eol ;`; returns the token that counts, or NULL. */
static const Token *skip_separator(Lexer *lx)
{
    if (!is_separator(now(lx))) return NULL;
    const Token *token = now(lx);
    lx->next++;
    if (token->kind == TOK_EOL && kind_now(lx) == TOK_SEMICOLON) lx->next++;
    return token;
}

static Term end_of_expression(Lexer *lx, const Token *separator, Term meta)
{
    Term place = with_meta(lx, AM(newlines), term_from_small(separator->newlines), meta_of(lx, separator));
    return with_meta(lx, AM(end_of_expression), place, meta);
}

static Term block_of(Lexer *lx, const ListBuilder *list)
{
    if (list->count == 0) return empty_block(lx);
    if (list->count > 1) return node(lx, AM(block), NIL, list->first);
    Term only = term_head(list->first);
    if (is_node(only) && term_is_cons(tuple_get(only, 2)) && term_is_nil(term_tail(tuple_get(only, 2)))) {
        Term form = tuple_get(only, 0);
        if (form == AM(not) || form == operator_atoms[OP_bang] || form == AM(unquote_splicing))
            return node(lx, AM(block), NIL, list->first);
    }
    return only;
}

/* `a, b when c` as arguments of a clause: [{:when, meta, [a, b, c]}]. */
static Term guarded(Lexer *lx, ListBuilder *arguments)
{
    Term all = list_of(arguments), last = NIL;
    for (Term t = all; term_is_cons(t); t = term_tail(t)) last = term_head(t);
    if (!is_node_of(last, AM(when))) return all;
    Term operands = tuple_get(last, 2);
    if (!term_is_cons(operands) || !term_is_cons(term_tail(operands)) || !term_is_nil(term_tail(term_tail(operands)))) return all;
    ListBuilder list = {0};
    for (Term t = all; term_is_cons(term_tail(t)); t = term_tail(t)) add(lx, &list, term_head(t));
    add(lx, &list, term_head(operands));
    add(lx, &list, term_head(term_tail(operands)));
    return list_1(lx, node(lx, AM(when), tuple_get(last, 1), list_of(&list)));
}

/* Is there a comma between two partner brackets, not inside others? */
static bool has_comma(Lexer *lx, uint32_t open, uint32_t close)
{
    for (uint32_t i = open + 1; i < close; i++) {
        const Token *token = &lx->tokens.items[i];
        if (token->kind == TOK_COMMA) return true;
        if (token->match > i && token->kind != TOK_INT && token->kind != TOK_FLOAT && token->kind != TOK_CHAR &&
            token->kind != TOK_CHUNK)
            i = token->match;
    }
    return false;
}

/* `(a, b) ->`, `(a, b) when c ->`, `() ->` at the start of a clause: next stands on the parenthesis. */
static bool parenthesised_head(Lexer *lx, Term *head)
{
    uint32_t open = lx->next, close = now(lx)->match;
    const Token *after = &lx->tokens.items[close + 1];
    bool has_guard = is_operator(after, OP_when), is_head = after->kind == TOK_STAB || has_guard;
    uint32_t first = open + 1;
    if (lx->tokens.items[first].kind == TOK_EOL) first++;
    bool is_empty = first == close;
    if (!is_empty && !is_keyword(&lx->tokens.items[first]) && !has_comma(lx, open, close)) return false;
    if (!is_head) { /* an expression: what is wrong in it is found when it is parsed (once: trying would cost 2^depth) */
        if (!is_empty) lx->head_paren = open;
        return false;
    }
    ListBuilder list = {0};
    lx->next = first;
    if (!is_empty) {
        bare_arguments(lx, &list, 0);
        skip_newline(lx);
    }
    if (kind_now(lx) != TOK_RPAREN) unexpected(lx);
    lx->next++;
    if (!has_guard) {
        *head = guarded(lx, &list);
        return true;
    }
    Token when = *now(lx);
    lx->next++;
    uint32_t newlines = skip_newline(lx);
    Term meta = with_newlines(lx, newlines ? newlines : when.newlines, meta_of(lx, &when));
    add(lx, &list, expression(lx, 0, 0));
    *head = list_1(lx, node(lx, AM(when), meta, list_of(&list)));
    if (kind_now(lx) != TOK_STAB) unexpected_after(lx);
    return true;
}

/* What stands before a separator: an expression, or the head of a clause (then next stands on its arrow). */
static bool clause_head(Lexer *lx, Term *result, uint32_t paren)
{
    if (kind_now(lx) == TOK_STAB) {
        *result = NIL;
        return true;
    }
    if (kind_now(lx) == TOK_LPAREN && parenthesised_head(lx, result)) return true;
    ListBuilder list = {0};
    bool keywords_only = is_keyword(now(lx));
    if (keywords_only) {
        bare_arguments(lx, &list, 0);
        if (kind_now(lx) != TOK_STAB) unexpected(lx);
    } else {
        Term t = expression(lx, 0, 0);
        if (kind_now(lx) != TOK_COMMA && kind_now(lx) != TOK_STAB) {
            *result = t;
            return false;
        }
        if (lx->expression_kind == KIND_UNMATCHED) unexpected(lx);
        add(lx, &list, t);
        while (accept(lx, TOK_COMMA)) {
            if (is_keyword(now(lx))) {
                ListBuilder pairs = {0};
                keywords(lx, &pairs, 0, false, true);
                add(lx, &list, list_of(&pairs));
                break;
            }
            const Token start = *now(lx);
            t = expression(lx, 0, IN_ARGUMENTS);
            if (lx->expression_kind == KIND_NO_PARENS) fail_nested_call(lx, t, &start);
            add(lx, &list, t);
        }
    }
    if (kind_now(lx) != TOK_STAB) {
        if (kind_now(lx) == TOK_RPAREN && paren) {
            const Token *open = &lx->tokens.items[paren];
            fail_at(lx, open->line, open->column, "'('",
                    "unexpected parentheses. If you are making a function call, do not insert spaces between the function "
                    "name and the opening parentheses. Syntax error before: ");
        }
        if (kind_now(lx) == TOK_RPAREN && lx->head_paren && now(lx)->match == lx->head_paren) lx->next++; /* (a, b) that no -> follows */
        unexpected(lx);
    }
    *result = guarded(lx, &list);
    return true;
}

typedef struct Clauses {
    ListBuilder clauses;
    ListBuilder body;     /* of the clause that is open, or of the block */
    Term head, meta;      /* of the clause that is open */
    bool is_open;
    bool body_is_one;     /* what was added last is the first expression of the open clause */
} Clauses;

static void finish_clause(Lexer *lx, Clauses *c)
{
    if (!c->is_open) return;
    Term body = block_of(lx, &c->body);
    add(lx, &c->clauses, node(lx, AM(arrow), c->meta, list_2(lx, c->head, body)));
    c->body = (ListBuilder){0};
}

static void open_clause(Lexer *lx, Clauses *c, Term head)
{
    Token arrow = *now(lx);
    if (!c->is_open && c->body.count > 0)
        fail_at(lx, arrow.line, arrow.column, "'->'",
                "unexpected operator ->. If you want to define multiple clauses, the first expression must use ->. Syntax "
                "error before: ");
    finish_clause(lx, c);
    lx->next++;
    uint32_t newlines = 0;
    if (kind_now(lx) == TOK_EOL && !(ahead(lx, 1)->kind == TOK_SEMICOLON)) newlines = skip_newline(lx);
    c->meta = with_newlines(lx, newlines ? newlines : arrow.newlines, meta_of(lx, &arrow));
    c->head = head;
    c->is_open = true;
    c->body_is_one = true;
    if (ends_block(now(lx)) || is_separator(now(lx))) {
        reader_warn(lx, arrow.line, arrow.column,
                    "an expression is always required on the right side of ->. Please provide a value after ->");
        add(lx, &c->body, literal(lx, AM(nil), meta_of(lx, &arrow)));
    } else {
        add(lx, &c->body, expression(lx, 0, 0));
        if (kind_now(lx) == TOK_STAB) unexpected(lx);
    }
}

static void annotate(Lexer *lx, Clauses *c, const Token *separator)
{
    if (!lx->options->token_metadata || c->body.count == 0) return;
    Term last = term_head(term_from_cons(c->body.slot - 1));
    if (is_node(last)) tuple_elements(last)[1] = end_of_expression(lx, separator, tuple_get(last, 1));
    else if (c->body_is_one) c->meta = end_of_expression(lx, separator, c->meta);
}

/* Expressions or clauses up to what ends a block, which is left. `paren`: index of a parenthesis that follows a name and
 * a space, for the error message; 0: none. */
static Term block_or_clauses(Lexer *lx, bool *has_clauses, uint32_t paren)
{
    lexer_check_stack(lx);
    Clauses c = {0};
    skip_separator(lx);
    while (!ends_block(now(lx))) {
        Term t;
        if (clause_head(lx, &t, paren)) {
            open_clause(lx, &c, t);
        } else {
            add(lx, &c.body, t);
            c.body_is_one = false;
        }
        const Token *separator = skip_separator(lx);
        if (ends_block(now(lx))) break;
        if (!separator) unexpected_after(lx);
        annotate(lx, &c, separator);
    }
    *has_clauses = c.is_open;
    if (!c.is_open) return block_of(lx, &c.body);
    finish_clause(lx, &c);
    return list_of(&c.clauses);
}

static Term block(Lexer *lx, bool *has_clauses) { return block_or_clauses(lx, has_clauses, 0); }

/* Expressions only, as at the top and in an interpolation. */
static Term expressions(Lexer *lx)
{
    Clauses c = {0};
    const Token *first = skip_separator(lx);
    if (first && ends_block(now(lx))) return node(lx, AM(block), meta_of(lx, first), NIL);
    while (!ends_block(now(lx))) {
        add(lx, &c.body, expression(lx, 0, 0));
        const Token *separator = skip_separator(lx);
        if (ends_block(now(lx))) break;
        if (!separator) unexpected_after(lx);
        annotate(lx, &c, separator);
    }
    return block_of(lx, &c.body);
}

/* `do ... end` with its sections; adds the keyword list to the arguments, returns the metadata in front of `meta`. */
static Term do_block(Lexer *lx, ListBuilder *arguments, Term meta)
{
    ListBuilder sections = {0};
    Token open = *now(lx);
    Term key = literal(lx, AM(do), meta_of(lx, &open));
    lx->next++;
    for (;;) {
        bool has_clauses;
        Term body = block(lx, &has_clauses);
        add(lx, &sections, pair(lx, key, body));
        if (kind_now(lx) != TOK_BLOCK) break;
        key = literal(lx, now(lx)->value, meta_of(lx, now(lx)));
        lx->next++;
    }
    if (kind_now(lx) != TOK_END) unexpected_after(lx);
    Token close = *now(lx);
    lx->next++;
    add(lx, arguments, list_of(&sections));
    lx->expression_kind = KIND_UNMATCHED;
    if (!lx->options->token_metadata) return meta;
    meta = with_meta(lx, AM(end), meta_of(lx, &close), meta);
    return with_meta(lx, AM(do), meta_of(lx, &open), meta);
}

static Term parentheses(Lexer *lx, uint32_t spaced)
{
    uint32_t open = lx->next++;
    bool has_clauses;
    bool is_empty = kind_now(lx) == TOK_RPAREN || (kind_now(lx) == TOK_EOL && ahead(lx, 1)->kind == TOK_RPAREN);
    Term t = block_or_clauses(lx, &has_clauses, spaced);
    if (kind_now(lx) != TOK_RPAREN) unexpected_after(lx);
    uint32_t close = lx->next++;
    lx->last_pipe = TERM_NONE;
    lx->expression_kind = KIND_MATCHED;
    if (has_clauses) return t;
    if (is_empty) {
        const Token *token = &lx->tokens.items[open];
        reader_warn(lx, token->line, token->column,
                    "invalid expression (). If you want to invoke or define a function, make sure there are no spaces between "
                    "the function name and its arguments. If you wanted to pass an empty block or code, pass a value instead, "
                    "such as a nil or an atom");
        return t;
    }
    if (!is_node_of(t, AM(block))) return t;
    /* A block in parentheses says where they stand, after what it said before. Only here a block gets metadata, of cells of
     * its own: so the list can be added to in place. */
    ListBuilder meta = {0};
    for (Term m = meta_of_bracket(lx, open, 0, close); term_is_cons(m); m = term_tail(m)) add(lx, &meta, term_head(m));
    Term before = tuple_get(t, 1);
    if (term_is_nil(before)) {
        tuple_elements(t)[1] = list_of(&meta);
        return t;
    }
    while (term_is_cons(term_tail(before))) before = term_tail(before);
    cons_words(before)[1] = list_of(&meta);
    return t;
}

static Term function(Lexer *lx)
{
    uint32_t open = lx->next++;
    uint32_t newlines = kind_now(lx) == TOK_EOL ? now(lx)->newlines : 0;
    bool has_clauses;
    Term clauses = block(lx, &has_clauses);
    if (kind_now(lx) != TOK_END) unexpected_after(lx);
    uint32_t close = lx->next++;
    const Token *token = &lx->tokens.items[open];
    if (!has_clauses)
        fail_at(lx, token->line, token->column, "'fn'", "expected anonymous functions to be defined with -> inside: ");
    return node(lx, AM(fn), meta_of_bracket(lx, open, newlines, close), clauses);
}

/* --- names and calls --- */

static bool starts_argument(Lexer *lx)
{
    const Token *token = now(lx);
    switch (token->kind) {
    case TOK_IDENT: case TOK_PAREN_IDENT: case TOK_BRACKET_IDENT: case TOK_OP_IDENT: case TOK_ALIAS: case TOK_KW:
    case TOK_KW_TEXT: case TOK_ATOM: case TOK_ATOM_TEXT: case TOK_LITERAL: case TOK_INT: case TOK_FLOAT: case TOK_CHAR:
    case TOK_STRING: case TOK_CHARLIST: case TOK_SIGIL: case TOK_LPAREN: case TOK_LBRACKET: case TOK_LBRACE:
    case TOK_LBITS: case TOK_PERCENT: case TOK_MAP: case TOK_FN:
        return true;
    case TOK_OPERATOR: return operator_table[token->detail].kind == OPERATOR_UNARY;
    default: return false;
    }
}

static bool may_take_do(Lexer *lx, unsigned flags) { return kind_now(lx) == TOK_DO && !(flags & IN_ARGUMENTS); }

/* A call with parentheses, from the first of them: `f(a)`, then perhaps `(b)` and a do-block. */
static Term parenthesised_call(Lexer *lx, Term form, Term meta, unsigned flags)
{
    ListBuilder list = {0};
    meta = parenthesised_arguments(lx, &list, meta);
    if (kind_now(lx) == TOK_LPAREN) {
        form = node(lx, form, meta, list_of(&list));
        list = (ListBuilder){0};
        meta = parenthesised_arguments(lx, &list, meta);
    }
    lx->expression_kind = KIND_MATCHED;
    if (may_take_do(lx, flags)) meta = do_block(lx, &list, meta);
    return node(lx, form, meta, list_of(&list));
}

static Term bare_call(Lexer *lx, Term form, Term meta, unsigned flags, bool is_ambiguous)
{
    ListBuilder list = {0};
    lexer_check_stack(lx);
    if (kind_now(lx) == TOK_LPAREN) now(lx)->flags |= TOKEN_QUOTED; /* marks a parenthesis after a space */
    bare_arguments(lx, &list, IN_ARGUMENTS);
    if (may_take_do(lx, flags)) meta = do_block(lx, &list, meta);
    else if (is_ambiguous && list.count == 1)
        meta = with_meta(lx, AM(ambiguous_op), AM(nil), meta);
    return node(lx, form, meta, list_of(&list));
}

/* The rest of an expression that starts with a name, or continues one after a dot (then form is the dot's node). */
static Term named(Lexer *lx, Token name, Term form, bool is_dot, unsigned flags)
{
    Term meta = meta_of(lx, &name);
    lx->expression_kind = KIND_MATCHED;
    lx->is_base = true;
    if (name.kind == TOK_PAREN_IDENT) return parenthesised_call(lx, form, meta, flags);
    if (name.kind != TOK_BRACKET_IDENT && !(flags & NAME_ONLY) && (name.kind == TOK_OP_IDENT || starts_argument(lx)))
        return bare_call(lx, form, meta, flags, name.kind == TOK_OP_IDENT && !is_dot);
    if (may_take_do(lx, flags) && !(now(lx)->flags & TOKEN_AFTER_EOL)) {
        ListBuilder list = {0};
        meta = do_block(lx, &list, meta);
        return node(lx, form, meta, list_of(&list));
    }
    if (!is_dot) return node(lx, form, meta, AM(nil));
    return node(lx, form, with_meta(lx, AM(no_parens), AM(true), meta), NIL);
}

static Term alias_meta(Lexer *lx, const Token *last, Term meta)
{
    if (!lx->options->token_metadata) return meta;
    return with_meta(lx, AM(last), meta_of(lx, last), meta);
}

/* The name of an alias after the dot at `next`, or NULL. */
static const Token *next_alias(Lexer *lx)
{
    if (kind_now(lx) != TOK_DOT) return NULL;
    const Token *name = ahead(lx, ahead(lx, 1)->kind == TOK_EOL ? 2 : 1);
    return name->kind == TOK_ALIAS ? name : NULL;
}

static Term dot_alias(Lexer *lx, Term left, const Token *dot, const Token *name)
{
    if (is_node_of(left, AM(aliases))) {
        ListBuilder list = {0};
        for (Term t = tuple_get(left, 2); term_is_cons(t); t = term_tail(t)) add(lx, &list, term_head(t));
        add(lx, &list, name->value);
        for (const Token *more; (more = next_alias(lx)); name = more) { /* a long chain is built once */
            add(lx, &list, more->value);
            lx->next = (uint32_t)(more - lx->tokens.items) + 1;
        }
        Term meta = tuple_get(left, 1);
        if (lx->options->token_metadata) meta = alias_meta(lx, name, term_tail(meta));
        return node(lx, AM(aliases), meta, list_of(&list));
    }
    if (term_is_atom(left))
        fail_at(lx, name->line, name->column, "'.'",
                "atom cannot be followed by an alias. If the '.' was meant to be part of the atom's name, the atom name must be "
                "quoted. Syntax error before: ");
    return node(lx, AM(aliases), alias_meta(lx, name, meta_of(lx, dot)), list_2(lx, left, name->value));
}

/* next stands on the dot. */
static Term dot(Lexer *lx, Term left, unsigned flags)
{
    Token dot_token = *now(lx);
    lx->next++;
    skip_newline(lx);
    Term meta = meta_of(lx, &dot_token);
    Token name = *now(lx);
    lx->expression_kind = KIND_MATCHED;
    switch (name.kind) {
    case TOK_IDENT: case TOK_PAREN_IDENT: case TOK_BRACKET_IDENT: case TOK_OP_IDENT:
        lx->next++;
        return named(lx, name, node(lx, AM(dot), meta, list_2(lx, left, name.value)), true, flags);
    case TOK_ALIAS:
        lx->next++;
        return dot_alias(lx, left, &dot_token, &name);
    case TOK_LPAREN:
        return parenthesised_call(lx, node(lx, AM(dot), meta, list_1(lx, left)), meta, flags);
    case TOK_LBRACE: {
        lx->next++;
        uint32_t newlines = skip_newline(lx);
        ListBuilder list = {0};
        Term form = node(lx, AM(dot), meta, list_2(lx, left, AM(tuple_node)));
        uint32_t close = container(lx, &list, TOK_RBRACE, false, false);
        lx->expression_kind = KIND_MATCHED;
        if (list.count == 0) return node(lx, form, meta, NIL);
        meta = with_newlines(lx, newlines, with_closing(lx, &lx->tokens.items[close], meta));
        return node(lx, form, meta, list_of(&list));
    }
    default: unexpected(lx);
    }
}

/* next stands on the bracket. */
static Term access(Lexer *lx, Term left)
{
    uint32_t open = lx->next++;
    uint32_t newlines = skip_newline(lx);
    Term key;
    if (is_keyword(now(lx))) {
        ListBuilder pairs = {0};
        keywords(lx, &pairs, 0, true, false);
        key = list_of(&pairs);
    } else {
        const Token start = *now(lx);
        lexer_check_stack(lx);
        key = expression(lx, 0, 0);
        if (lx->expression_kind == KIND_NO_PARENS) fail_container(lx, key, &start);
        accept(lx, TOK_COMMA);
    }
    skip_newline(lx);
    if (kind_now(lx) != TOK_RBRACKET) unexpected(lx);
    uint32_t close = lx->next++;
    Term meta = meta_of_bracket(lx, open, newlines, close);
    Term function_node = node(lx, AM(dot), meta, list_2(lx, AM(Elixir_Access), AM(get)));
    lx->expression_kind = KIND_MATCHED;
    return node(lx, function_node, meta, list_2(lx, left, key));
}

static Term postfix(Lexer *lx, Term t, unsigned flags)
{
    if (flags & AT_OPERAND) return t;
    for (;;) {
        if (lx->expression_kind != KIND_MATCHED) return t;
        if (kind_now(lx) == TOK_LBRACKET) t = access(lx, t);
        else if (kind_now(lx) == TOK_DOT) t = dot(lx, t, flags);
        else return t;
    }
}

/* --- operands and operators --- */

static Term primary(Lexer *lx, unsigned flags)
{
    lexer_check_stack(lx);
    Token token = *now(lx);
    Term t;
    bool is_base = true;
    lx->expression_kind = KIND_MATCHED;
    switch (token.kind) {
    case TOK_IDENT: case TOK_PAREN_IDENT: case TOK_BRACKET_IDENT: case TOK_OP_IDENT:
        lx->next++;
        t = named(lx, token, token.value, false, flags);
        break;
    case TOK_ALIAS:
        lx->next++;
        t = node(lx, AM(aliases), alias_meta(lx, &token, meta_of(lx, &token)), list_1(lx, token.value));
        break;
    case TOK_INT: case TOK_FLOAT: case TOK_CHAR:
        lx->next++;
        t = literal(lx, token.value, source_meta(lx, &token));
        is_base = false;
        break;
    case TOK_ATOM: {
        lx->next++;
        Term meta = meta_of(lx, &token);
        if (lx->options->wrap_literals && lx->options->token_metadata && (token.flags & TOKEN_QUOTED)) meta = text_meta(lx, &token);
        t = literal(lx, token.value, meta);
        break;
    }
    case TOK_LITERAL:
        lx->next++;
        t = literal(lx, token.value, meta_of(lx, &token));
        is_base = false;
        break;
    case TOK_ATOM_TEXT:
        lx->next++;
        t = atom_from_pieces(lx, &token, text_meta(lx, &token));
        break;
    case TOK_STRING: case TOK_CHARLIST:
        t = string(lx);
        is_base = false;
        break;
    case TOK_SIGIL: t = sigil(lx); is_base = false; break;
    case TOK_LPAREN:
        t = parentheses(lx, token.flags & TOKEN_QUOTED ? lx->next : 0);
        is_base = false;
        break;
    case TOK_LBRACKET: t = list_literal(lx); is_base = false; break;
    case TOK_LBRACE: t = tuple_literal(lx); is_base = false; break;
    case TOK_LBITS: t = bits_literal(lx); is_base = false; break;
    case TOK_MAP:
        lx->next++;
        t = map_body(lx);
        is_base = false;
        break;
    case TOK_PERCENT: t = struct_literal(lx); is_base = false; break;
    case TOK_FN: t = function(lx); is_base = false; break;
    default: unexpected(lx);
    }
    switch (token.kind) { /* names set the kind themselves */
    case TOK_IDENT: case TOK_PAREN_IDENT: case TOK_BRACKET_IDENT: case TOK_OP_IDENT: break;
    default: lx->expression_kind = KIND_MATCHED;
    }
    t = postfix(lx, t, flags);
    lx->is_base = is_base;
    return t;
}

static Term prefix_operator(Lexer *lx, unsigned flags)
{
    Token token = *now(lx);
    const OperatorInfo *info = &operator_table[token.detail];
    Term form = operator_atoms[token.detail], meta = meta_of(lx, &token), t;
    switch (info->kind) {
    case OPERATOR_RANGE:
        lx->next++;
        lx->expression_kind = KIND_MATCHED;
        return postfix(lx, node(lx, form, meta, NIL), flags);
    case OPERATOR_BINARY:
        if (token.detail == OP_step) fail_step(lx, &token);
        unexpected(lx);
    default: break;
    }
    lx->next++;
    if (token.detail == OP_capture && kind_now(lx) == TOK_INT) {
        Token number = *now(lx);
        lx->next++;
        lx->expression_kind = KIND_MATCHED;
        return postfix(lx, node(lx, form, meta, list_1(lx, literal(lx, number.value, source_meta(lx, &number)))), flags);
    }
    skip_newline(lx);
    lexer_check_stack(lx);
    if (token.detail == OP_at) {
        t = is_operator(now(lx), OP_at)    ? prefix_operator(lx, (flags & IN_ARGUMENTS) | AT_OPERAND)
            : kind_now(lx) == TOK_OPERATOR ? expression(lx, info->precedence, flags & IN_ARGUMENTS)
                                         : primary(lx, (flags & IN_ARGUMENTS) | AT_OPERAND);
        uint8_t kind = lx->expression_kind;
        t = node(lx, form, meta, list_1(lx, t));
        lx->expression_kind = kind;
        lx->is_base = true;
        return postfix(lx, t, flags);
    }
    unsigned precedence = info->kind == OPERATOR_DUAL ? UNARY_PRECEDENCE : info->precedence;
    t = expression(lx, precedence, flags & IN_ARGUMENTS);
    lx->last_pipe = TERM_NONE;
    return node(lx, form, meta, list_1(lx, t));
}

static Term binary(Lexer *lx, const Token *token, Term meta, Term left, Term right)
{
    Operator op = (Operator)token->detail;
    switch (op) {
    case OP_not_in:
        return node(lx, AM(not), meta_of(lx, token),
                    list_1(lx, node(lx, operator_atoms[OP_in], meta_of(lx, token), list_2(lx, left, right))));
    case OP_in:
        if ((is_node_of(left, AM(not)) || is_node_of(left, operator_atoms[OP_bang])) && term_is_cons(tuple_get(left, 2)) &&
            term_is_nil(term_tail(tuple_get(left, 2)))) {
            reader_warn(lx, token->line, token->column,
                        "\"not expr1 in expr2\" is deprecated, use \"expr1 not in expr2\" instead");
            Term inner = node(lx, operator_atoms[OP_in], meta, list_2(lx, term_head(tuple_get(left, 2)), right));
            return node(lx, tuple_get(left, 0), meta, list_1(lx, inner));
        }
        break;
    case OP_step:
        if (is_node_of(left, operator_atoms[OP_range]) && term_is_cons(tuple_get(left, 2))) {
            Term operands = tuple_get(left, 2);
            return node(lx, AM(range_step), tuple_get(left, 1),
                        cons_new(lx->reader->heap, term_head(operands), list_2(lx, term_head(term_tail(operands)), right)));
        }
        fail_step(lx, token);
    default: break;
    }
    Term t = node(lx, operator_atoms[op], meta, list_2(lx, left, right));
    if (op == OP_pipe) lx->last_pipe = t;
    return t;
}

static Term expression(Lexer *lx, unsigned min_precedence, unsigned flags)
{
    lexer_check_stack(lx);
    Term left = kind_now(lx) == TOK_OPERATOR ? prefix_operator(lx, flags) : primary(lx, flags & ~(unsigned)IN_MAP);
    while (kind_now(lx) == TOK_OPERATOR) {
        Token token = *now(lx);
        const OperatorInfo *info = &operator_table[token.detail];
        if (info->kind == OPERATOR_UNARY || info->precedence < min_precedence) break;
        if (lx->expression_kind == KIND_NO_PARENS) break;
        uint8_t left_kind = lx->expression_kind;
        uint32_t after = ahead(lx, 1)->kind == TOK_EOL ? ahead(lx, 1)->newlines : 0;
        const Token *operand = ahead(lx, ahead(lx, 1)->kind == TOK_EOL ? 2 : 1);
        if (UNLIKELY(is_keyword(operand))) {
            if (token.detail == OP_pipe && (flags & IN_MAP) && min_precedence == 0) break;
            if (token.detail == OP_when) {
                ListBuilder pairs = {0};
                lx->next = (uint32_t)(operand - lx->tokens.items);
                keywords(lx, &pairs, flags & IN_ARGUMENTS, false, true);
                Term meta = with_newlines(lx, after ? after : token.newlines, meta_of(lx, &token));
                left = node(lx, AM(when), meta, list_2(lx, left, list_of(&pairs)));
                lx->expression_kind = KIND_NO_PARENS;
                lx->is_base = false;
                break;
            }
        }
        lx->next = (uint32_t)(operand - lx->tokens.items);
        if (token.detail == OP_match) after = 0; /* the reference does not count these */
        Term meta = with_newlines(lx, after ? after : token.newlines, meta_of(lx, &token));
        unsigned next_min = info->associativity == ASSOC_RIGHT ? info->precedence : info->precedence + 1u;
        Term right = expression(lx, next_min, flags & IN_ARGUMENTS);
        uint8_t kind = lx->expression_kind;
        left = binary(lx, &token, meta, left, right);
        lx->expression_kind = left_kind == KIND_UNMATCHED ? KIND_UNMATCHED : kind;
        lx->is_base = false;
    }
    return left;
}

Term parser_run(Lexer *lx)
{
    Term t = expressions(lx);
    if (kind_now(lx) != TOK_EOF) unexpected_after(lx);
    return t;
}
