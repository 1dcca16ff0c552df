/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ast.c - building and taking apart quoted forms. */
#include "compiler/ast.h"

#include <ctype.h>
#include <stdarg.h>

#include "base/buf.h"
#include "term/arith.h"
#include "term/print.h"

Term compiler_names[NAME_COUNT];

void names_init(void)
{
    static const char *const texts[] = {
#define NAME(name, text) text,
#include "compiler/names.def"
#undef NAME
    };
    for (int i = 0; i < NAME_COUNT; i++) compiler_names[i] = atom_intern_string(texts[i]);
}

Term ast_node(Heap *h, Term name, Term meta, Term args)
{
    return tuple_new_3(h, name, meta, args);
}

static Term list_from_va(Heap *h, int count, va_list arguments)
{
    ListBuilder b;
    list_begin(&b, h);
    for (int i = 0; i < count; i++) list_add(&b, va_arg(arguments, Term));
    return b.list;
}

Term list_of(Heap *h, int count, ...)
{
    va_list arguments;
    va_start(arguments, count);
    Term list = list_from_va(h, count, arguments);
    va_end(arguments);
    return list;
}

Term ast_call(Heap *h, Term name, Term meta, int count, ...)
{
    va_list arguments;
    va_start(arguments, count);
    Term list = list_from_va(h, count, arguments);
    va_end(arguments);
    return ast_node(h, name, meta, list);
}

Term ast_remote(Heap *h, Term meta, Term module, Term function, Term args)
{
    return ast_node(h, ast_call(h, CA(dot), meta, 2, module, function), meta, args);
}

Term ast_remote_call(Heap *h, Term meta, Term module, Term function, int count, ...)
{
    va_list arguments;
    va_start(arguments, count);
    Term list = list_from_va(h, count, arguments);
    va_end(arguments);
    return ast_remote(h, meta, module, function, list);
}

Term ast_var(Heap *h, Term name, Term meta, Term context)
{
    return ast_node(h, name, meta, context);
}

Term pair(Heap *h, Term a, Term b)
{
    return tuple_new_2(h, a, b);
}

Term keyword1(Heap *h, Term key, Term value)
{
    return cons_new(h, pair(h, key, value), NIL);
}

Term keyword_get(Term list, Term key)
{
    for (; term_is_cons(list); list = list_rest(list)) {
        Term entry = list_first(list);
        if (term_is_tuple_of(entry, 2) && tuple_get(entry, 0) == key) return tuple_get(entry, 1);
    }
    return TERM_NONE;
}

Term keyword_delete(Heap *h, Term list, Term key)
{
    if (term_is_none(keyword_get(list, key))) return list;
    ListBuilder b;
    list_begin(&b, h);
    for (; term_is_cons(list); list = list_rest(list)) {
        Term entry = list_first(list);
        if (term_is_tuple_of(entry, 2) && tuple_get(entry, 0) == key) continue;
        list_add(&b, entry);
    }
    return b.list;
}

Term keyword_put(Heap *h, Term list, Term key, Term value)
{
    return cons_new(h, pair(h, key, value), keyword_delete(h, list, key));
}

int meta_line(Term meta)
{
    Term line = keyword_get(meta, CA(line));
    return term_is_small(line) ? (int)term_to_small(line) : 0;
}

Term meta_only_line(Heap *h, Term meta)
{
    Term line = keyword_get(meta, CA(line));
    return term_is_none(line) ? NIL : keyword1(h, CA(line), line);
}

int list_length(Term list)
{
    int n = 0;
    for (; term_is_cons(list); list = list_rest(list)) n++;
    return term_is_nil(list) ? n : -1;
}

Term list_from_array(Heap *h, const Term *terms, int count, Term tail)
{
    for (int i = count; i-- > 0;) tail = cons_new(h, terms[i], tail);
    return tail;
}

Term list_append(Heap *h, Term front, Term tail)
{
    ListBuilder b;
    list_begin(&b, h);
    for (; term_is_cons(front); front = list_rest(front)) list_add(&b, list_first(front));
    *b.end = tail;
    return b.list;
}

Term list_reverse(Heap *h, Term list)
{
    Term result = NIL;
    for (; term_is_cons(list); list = list_rest(list)) result = cons_new(h, list_first(list), result);
    return result;
}

bool list_has(Term list, Term atom)
{
    for (; term_is_cons(list); list = list_rest(list))
        if (list_first(list) == atom) return true;
    return false;
}

Term list_nth(Term list, int index)
{
    for (; index > 0 && term_is_cons(list); index--) list = list_rest(list);
    return list_first(list);
}

bool atom_is_alias(Term atom)
{
    return strncmp(atom_text(atom), "Elixir.", 7) == 0;
}

static bool is_plain_name(const char *text, size_t size)
{
    if (size == 0 || !(islower((unsigned char)text[0]) || text[0] == '_' || (unsigned char)text[0] >= 0x80)) return false;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (isalnum(c) || c == '_' || c == '@' || c >= 0x80) continue;
        if ((c == '?' || c == '!') && i == size - 1) continue;
        return false;
    }
    return true;
}

static bool is_operator_name(const char *text)
{
    static const char *const operators[] = {
        "+", "-", "*", "/", "**", "++", "--", "+++", "---", "<>", "..", "|>", "<<<", ">>>", "<<~", "~>>", "<~", "~>", "<~>",
        "<|>", "^^^", "~~~", "&&&", "|||", "&&", "||", "!", "==", "!=", "===", "!==", "=~", "<", ">", "<=", ">=", "=", "^",
        "&", "|", "::", "<-", "\\\\", "->", "@", ".", "{}", "%{}", "%", "<<>>", "..//", "//", "=>", "...", NULL};
    for (int i = 0; operators[i]; i++)
        if (strcmp(operators[i], text) == 0) return true;
    return false;
}

void atom_inspect(Buf *out, Term atom)
{
    const char *text = atom_text(atom);
    if (atom == AM(nil) || atom == AM(true) || atom == AM(false)) {
        buf_add_string(out, text);
    } else if (atom_is_alias(atom) && isupper((unsigned char)text[7])) {
        buf_add_string(out, text + 7);
    } else if (is_plain_name(text, atom_size_bytes(atom)) || is_operator_name(text)) {
        buf_printf(out, ":%s", text);
    } else if (strcmp(text, "Elixir") == 0) {
        buf_add_string(out, text);
    } else {
        buf_printf(out, ":\"%s\"", text);
    }
}

static void inspect_sequence(Buf *out, const Term *elements, Word count)
{
    for (Word i = 0; i < count; i++) {
        if (i > 0) buf_add_string(out, ", ");
        ast_inspect(out, elements[i]);
    }
}

static bool is_keyword_list(Term list)
{
    for (; term_is_cons(list); list = list_rest(list)) {
        Term entry = list_first(list);
        if (!term_is_tuple_of(entry, 2) || !term_is_atom(tuple_get(entry, 0))) return false;
        if (!is_plain_name(atom_text(tuple_get(entry, 0)), atom_size_bytes(tuple_get(entry, 0)))) return false;
    }
    return term_is_nil(list);
}

static void inspect_list(Buf *out, Term list)
{
    bool keyword = term_is_cons(list) && is_keyword_list(list);
    buf_put(out, '[');
    for (bool first = true; term_is_cons(list); list = list_rest(list), first = false) {
        if (!first) buf_add_string(out, ", ");
        if (keyword) {
            buf_printf(out, "%s: ", atom_text(tuple_get(list_first(list), 0)));
            ast_inspect(out, tuple_get(list_first(list), 1));
        } else {
            ast_inspect(out, list_first(list));
        }
    }
    if (!term_is_nil(list)) {
        buf_add_string(out, " | ");
        ast_inspect(out, list);
    }
    buf_put(out, ']');
}

void ast_inspect(Buf *out, Term t)
{
    if (term_is_atom(t)) {
        atom_inspect(out, t);
    } else if (term_is_tuple(t)) {
        buf_put(out, '{');
        inspect_sequence(out, tuple_elements(t), tuple_arity(t));
        buf_put(out, '}');
    } else if (term_is_list(t)) {
        inspect_list(out, t);
    } else if (term_is_binary(t)) {
        Buf scratch = {0};
        size_t size;
        const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
        buf_put(out, '"');
        for (size_t i = 0; i < size; i++) {
            if (bytes[i] == '"' || bytes[i] == '\\') buf_put(out, '\\');
            if (bytes[i] == '\n') buf_add_string(out, "\\n");
            else buf_put(out, bytes[i]);
        }
        buf_put(out, '"');
        buf_free(&scratch);
    } else {
        term_print_raw(out, t);
    }
}

static void text_sequence(Buf *out, Term list)
{
    for (bool first = true; term_is_cons(list); list = list_rest(list), first = false) {
        if (!first) buf_add_string(out, ", ");
        ast_text(out, list_first(list));
    }
}

static void text_keywords(Buf *out, Term list)
{
    for (bool first = true; term_is_cons(list); list = list_rest(list), first = false) {
        if (!first) buf_add_string(out, ", ");
        buf_printf(out, "%s: ", atom_text(tuple_get(list_first(list), 0)));
        ast_text(out, tuple_get(list_first(list), 1));
    }
}

static void text_call(Buf *out, Term name, Term args)
{
    const char *text = atom_text(name);
    int count = list_length(args);
    bool operator = is_operator_name(text) || strcmp(text, "and") == 0 || strcmp(text, "or") == 0 || strcmp(text, "in") == 0;
    if (name == CA(tuple) || name == CA(map)) {
        buf_add_string(out, name == CA(map) ? "%{" : "{");
        if (name == CA(map) && is_keyword_list(args)) text_keywords(out, args);
        else text_sequence(out, args);
        buf_put(out, '}');
    } else if (name == CA(struct_) && count == 2) {
        buf_put(out, '%');
        ast_text(out, list_first(args));
        buf_put(out, '{');
        text_keywords(out, ast_args(list_nth(args, 1)));
        buf_put(out, '}');
    } else if (name == CA(aliases)) {
        for (bool first = true; term_is_cons(args); args = list_rest(args), first = false) {
            if (!first) buf_put(out, '.');
            if (term_is_atom(list_first(args))) buf_add_string(out, atom_text(list_first(args)));
            else ast_text(out, list_first(args));
        }
    } else if (operator && count == 2) {
        ast_text(out, list_first(args));
        buf_printf(out, name == CA(slash) || name == CA(range) ? "%s" : " %s ", text);
        ast_text(out, list_nth(args, 1));
    } else if (operator && count == 1) {
        buf_add_string(out, text);
        ast_text(out, list_first(args));
    } else {
        buf_printf(out, "%s(", text);
        text_sequence(out, args);
        buf_put(out, ')');
    }
}

void ast_text(Buf *out, Term t)
{
    if (ast_is_var(t)) {
        buf_add_string(out, atom_text(ast_name(t)));
    } else if (ast_is_node(t) && term_is_atom(ast_name(t)) && term_is_list(ast_args(t))) {
        text_call(out, ast_name(t), ast_args(t));
    } else if (ast_is_node(t) && ast_is_call(ast_name(t), CA(dot)) && term_is_list(ast_args(t))) {
        Term dot = ast_args(ast_name(t));
        ast_text(out, list_first(dot));
        buf_put(out, '.');
        if (list_length(dot) == 2 && term_is_atom(list_nth(dot, 1))) buf_add_string(out, atom_text(list_nth(dot, 1)));
        if (term_is_none(keyword_get(ast_meta(t), CA(no_parens)))) {
            buf_put(out, '(');
            text_sequence(out, ast_args(t));
            buf_put(out, ')');
        }
    } else if (term_is_cons(t) && list_length(t) > 0) {
        buf_put(out, '[');
        if (is_keyword_list(t)) text_keywords(out, t);
        else text_sequence(out, t);
        buf_put(out, ']');
    } else if (term_is_tuple_of(t, 2)) {
        buf_put(out, '{');
        ast_text(out, tuple_get(t, 0));
        buf_add_string(out, ", ");
        ast_text(out, tuple_get(t, 1));
        buf_put(out, '}');
    } else {
        ast_inspect(out, t);
    }
}

Term alias_concat(Term base, Term segments)
{
    Buf text = {0};
    buf_add_string(&text, term_is_none(base) || base == AM(nil) ? "Elixir" : atom_text(base));
    for (; term_is_cons(segments); segments = list_rest(segments)) {
        Term segment = list_first(segments);
        if (!term_is_atom(segment) || segment == AM(nil) || segment == CA(Elixir)) continue;
        const char *name = atom_text(segment);
        if (strncmp(name, "Elixir.", 7) == 0) name += 7;
        buf_put(&text, '.');
        buf_add_string(&text, name);
    }
    Term result = atom_intern((const char *)text.bytes, text.size);
    buf_free(&text);
    return term_is_none(result) ? AM(nil) : result; /* too long for an atom */
}
