/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pattern.c - patterns made explicit: from AST to Pattern trees, and what the segments of <<>> say. */
#include "term/binary.h"
#include "term/bits.h"
#include "term/compare.h"
#include "term/map.h"
#include "base/utf8.h"
#include "compiler/lower.h"

static Pattern *pattern_new(Lower *L, PatternKind kind)
{
    Pattern *p = arena_alloc_zero(L->u->arena, sizeof *p);
    p->kind = (uint8_t)kind;
    return p;
}

static Pattern *pattern_literal(Lower *L, Term t)
{
    Pattern *p = pattern_new(L, PAT_LITERAL);
    p->literal = t;
    return p;
}

static Pattern *pattern_from(Lower *L, Clause *c, Term ast);

/* A variable seen twice gets a new name at its second place and an equality to the first. */
static void add_variable(Lower *L, Clause *c, Pattern *p, Term ast)
{
    Term version_term = keyword_get(ast_meta(ast), AM(version));
    if (ast_head(ast) == AM(underscore) || term_is_none(version_term)) {
        if (ast_head(ast) == AM(underscore)) return;
        lower_fail(L, "variable \"%s\" has no version", atom_text(ast_head(ast)));
    }
    uint32_t version = (uint32_t)term_to_small(version_term);
    for (uint32_t i = 0; i < c->version_count; i++) {
        if (c->versions[i] != version) continue;
        Equality *e = arena_alloc(L->u->arena, sizeof *e);
        *e = (Equality){version, lower_fresh_version(L), c->equalities};
        c->equalities = e;
        version = e->b;
        break;
    }
    arena_push(L->u->arena, c->versions, c->version_count, c->version_capacity, version);
    Variables *v = arena_alloc(L->u->arena, sizeof *v);
    *v = (Variables){version, p->variables};
    p->variables = v;
}

/* Both must match the same value. */
static Pattern *pattern_both(Pattern *a, Pattern *b)
{
    if (a->kind == PAT_ANY && !a->also) {
        Pattern *swap = a;
        a = b;
        b = swap;
    }
    if (b->kind == PAT_ANY && !b->also) {
        Variables **end = &a->variables;
        while (*end) end = &(*end)->next;
        *end = b->variables;
        return a;
    }
    Pattern *last = a;
    while (last->also) last = last->also;
    last->also = b;
    return a;
}

static Pattern *with_children(Lower *L, PatternKind kind, unsigned count)
{
    Pattern *p = pattern_new(L, kind);
    p->count = count;
    p->children = arena_alloc(L->u->arena, (count + 1) * sizeof *p->children);
    return p;
}

static Pattern *pattern_list(Lower *L, Clause *c, Term list)
{
    Pattern *first = NULL, **link = &first;
    for (; term_is_cons(list); list = term_tail(list)) {
        Term item = term_head(list);
        Pattern *cell = with_children(L, PAT_CONS, 2);
        *link = cell;
        if (ast_is(item, AM(bar))) {
            cell->children[0] = pattern_from(L, c, list_nth(ast_args(item), 0));
            cell->children[1] = pattern_from(L, c, list_nth(ast_args(item), 1));
            return first;
        }
        cell->children[0] = pattern_from(L, c, item);
        link = &cell->children[1];
    }
    *link = pattern_literal(L, NIL);
    return first;
}

static Pattern *pattern_tuple(Lower *L, Clause *c, Term items)
{
    Pattern *p = with_children(L, PAT_TUPLE, list_count(items));
    for (unsigned i = 0; i < p->count; i++, items = term_tail(items)) p->children[i] = pattern_from(L, c, term_head(items));
    return p;
}

static Pattern *pattern_map(Lower *L, Clause *c, Term pairs, Term struct_name)
{
    bool is_struct = !term_is_none(struct_name);
    Pattern *p = with_children(L, PAT_MAP, list_count(pairs) + is_struct);
    p->keys = arena_alloc(L->u->arena, (p->count + 1) * sizeof *p->keys);
    unsigned i = 0;
    if (is_struct) {
        p->keys[0] = lower_constant(L, AM(struct));
        p->children[0] = pattern_from(L, c, struct_name);
        if (p->children[0]->kind == PAT_ANY) p->children[0]->kind = PAT_ATOM;
        else if (p->children[0]->kind == PAT_VALUE) p->children[0]->also = pattern_new(L, PAT_ATOM);
        i = 1;
    }
    for (; term_is_cons(pairs); pairs = term_tail(pairs), i++) {
        Term pair = term_head(pairs);
        if (!term_is_tuple_of(pair, 2)) lower_fail(L, "expected key-value pairs in a map");
        p->keys[i] = lower_expr(L, tuple_get(pair, 0));
        p->children[i] = pattern_from(L, c, tuple_get(pair, 1));
        if (i > 0 && p->keys[i]->kind == VALUE_CONSTANT && p->keys[i]->constant == AM(struct)) { /* tested first */
            Value *key = p->keys[0];
            Pattern *child = p->children[0];
            p->keys[0] = p->keys[i], p->children[0] = p->children[i];
            p->keys[i] = key, p->children[i] = child;
        }
    }
    return p;
}

/* --- segments --- */

static void spec_option(Lower *L, SegmentSpec *s, Term option, bool *has_type, bool *has_unit)
{
    if (!ast_is_node(option)) { /* a size on its own */
        s->has_size = true;
        s->size = option;
        return;
    }
    Term name = ast_head(option), args = ast_args(option);
    if (!term_is_atom(name)) lower_fail(L, "unknown bitstring specifier");
    *has_type = *has_type || name == AM(integer) || name == AM(float) || name == AM(binary) || name == AM(bytes) ||
                name == AM(bitstring) || name == AM(bits) || name == AM(utf8) || name == AM(utf16) || name == AM(utf32);
    switch (term_to_atom_index(name)) {
    case ATOM_INDEX_minus:
        spec_option(L, s, list_nth(args, 0), has_type, has_unit);
        spec_option(L, s, list_nth(args, 1), has_type, has_unit);
        break;
    case ATOM_INDEX_integer: s->type = SEG_INTEGER; break;
    case ATOM_INDEX_float: s->type = SEG_FLOAT; break;
    case ATOM_INDEX_binary: case ATOM_INDEX_bytes: s->type = SEG_BINARY; break;
    case ATOM_INDEX_bitstring: case ATOM_INDEX_bits: s->type = SEG_BITS; break;
    case ATOM_INDEX_utf8: s->type = SEG_UTF8; break;
    case ATOM_INDEX_utf16: s->type = SEG_UTF16; break;
    case ATOM_INDEX_utf32: s->type = SEG_UTF32; break;
    case ATOM_INDEX_signed: s->flags |= SEGMENT_SIGNED; break;
    case ATOM_INDEX_unsigned: case ATOM_INDEX_big: break;
    case ATOM_INDEX_little: case ATOM_INDEX_native: s->flags |= SEGMENT_LITTLE; break;
    case ATOM_INDEX_size:
        s->has_size = true;
        s->size = list_nth(args, 0);
        break;
    case ATOM_INDEX_unit:
        *has_unit = true;
        s->unit = (uint16_t)term_to_small(list_nth(args, 0));
        break;
    default: lower_fail(L, "unknown bitstring specifier: %s", atom_text(name));
    }
}

void segment_spec(Lower *L, Term segment, SegmentSpec *s)
{
    bool has_type = false, has_unit = false;
    *s = (SegmentSpec){.type = SEG_INTEGER, .value = segment, .line = L->line};
    if (ast_is(segment, AM(double_colon))) {
        uint32_t line = ast_line(ast_meta(segment));
        if (line) s->line = line;
        s->value = list_nth(ast_args(segment), 0);
        spec_option(L, s, list_nth(ast_args(segment), 1), &has_type, &has_unit);
    }
    if (!has_type) {
        if (!term_is_tuple(s->value) && term_is_bitstring(s->value)) s->type = SEG_BINARY;
        else if (ast_is(s->value, AM(bits_node))) s->type = SEG_BITS;
        else if (!term_is_tuple(s->value) && term_is_float(s->value)) s->type = SEG_FLOAT;
    }
    if (!has_unit) s->unit = s->type == SEG_BINARY ? 8 : 1;
    if (!s->has_size && s->type == SEG_INTEGER) s->size = term_from_small(8);
    if (!s->has_size && s->type == SEG_FLOAT) s->size = term_from_small(64);
    if (!s->has_size && (s->type == SEG_INTEGER || s->type == SEG_FLOAT)) s->has_size = true;
}

/* Bytes of a segment that is a literal text. */
bool segment_literal_bytes(Lower *L, const SegmentSpec *s, const uint8_t **bytes, uint32_t *size)
{
    if (term_is_tuple(s->value) || !term_is_bitstring(s->value) || (s->type != SEG_BINARY && s->has_size && s->type < SEG_UTF8))
        return false;
    if (!term_is_binary(s->value) || (s->type == SEG_BINARY && s->has_size)) return false;
    Buf scratch = {0};
    size_t text_size;
    const uint8_t *text = binary_bytes_aligned(s->value, &text_size, &scratch);
    uint8_t *out = arena_alloc(L->u->arena, text_size * 4 + 4);
    Word offset = 0;
    if (s->type != SEG_UTF16 && s->type != SEG_UTF32) {
        memcpy(out, text, text_size);
        offset = text_size * 8;
    } else {
        memset(out, 0, text_size * 4 + 4);
        for (size_t i = 0; i < text_size;) {
            uint32_t code;
            unsigned used = bits_get_utf8(text, i * 8, (text_size - i) * 8, &code);
            if (!used) lower_fail(L, "invalid UTF-8 in a bitstring literal");
            i += used / 8;
            BitFlags flags = s->flags & SEGMENT_LITTLE ? BITS_LITTLE : 0;
            if (s->type == SEG_UTF16) {
                bits_put_utf16(out, offset, flags, code);
                offset += bits_utf16_size(code);
            } else {
                bits_put_utf32(out, offset, flags, code);
                offset += 32;
            }
        }
    }
    buf_free(&scratch);
    *bytes = out;
    *size = (uint32_t)(offset / 8);
    return true;
}

static void add_segment_string(Lower *L, Pattern *p, const uint8_t *bytes, uint32_t size, uint32_t line)
{
    if (size == 0) return;
    PatternSegment *last = p->count ? &p->segments[p->count - 1] : NULL;
    if (last && last->type == SEG_STRING) {
        uint8_t *both = arena_alloc(L->u->arena, last->string_size + size);
        memcpy(both, last->string, last->string_size);
        memcpy(both + last->string_size, bytes, size);
        last->string = both;
        last->string_size += size;
        return;
    }
    p->segments[p->count++] = (PatternSegment){.type = SEG_STRING, .string = bytes, .string_size = size, .line = line};
}

static void add_segment(Lower *L, Clause *c, Pattern *p, Term ast, bool is_last)
{
    SegmentSpec s;
    segment_spec(L, ast, &s);
    const uint8_t *bytes;
    uint32_t size;
    if (segment_literal_bytes(L, &s, &bytes, &size)) {
        add_segment_string(L, p, bytes, size, s.line);
        return;
    }
    if (s.type == SEG_INTEGER && s.size == term_from_small(8) && s.unit == 1 && term_is_small(s.value)) {
        int64_t n = term_to_small(s.value);
        int64_t low = s.flags & SEGMENT_SIGNED ? -128 : 0, high = s.flags & SEGMENT_SIGNED ? 127 : 255;
        if (n >= low && n <= high) {
            uint8_t *byte = arena_alloc(L->u->arena, 1);
            *byte = (uint8_t)n;
            add_segment_string(L, p, byte, 1, s.line);
            return;
        }
    }
    PatternSegment *segment = &p->segments[p->count++];
    *segment = (PatternSegment){.type = s.type, .flags = s.flags, .unit = s.unit, .has_size = s.has_size, .size = s.size, .line = s.line};
    bool sized = s.type == SEG_INTEGER || s.type == SEG_FLOAT || s.type >= SEG_UTF8 || s.has_size;
    if (!sized && !is_last) lower_fail(L, "a binary field without size is only allowed at the end of a binary pattern");
    segment->is_tail = !sized;
    segment->pattern = pattern_from(L, c, s.value);
}

static Pattern *pattern_binary(Lower *L, Clause *c, Term segments)
{
    Pattern *p = pattern_new(L, PAT_BINARY);
    /* A nested <<>> is matched in place. */
    p->segments = arena_alloc(L->u->arena, (list_count(segments) + 1) * sizeof *p->segments);
    for (; term_is_cons(segments); segments = term_tail(segments))
        add_segment(L, c, p, term_head(segments), !term_is_cons(term_tail(segments)));
    if (p->count == 0) return pattern_literal(L, binary_new(L->u->heap, "", 0));
    if (p->count == 1 && p->segments[0].type == SEG_STRING)
        return pattern_literal(L, binary_new(L->u->heap, p->segments[0].string, p->segments[0].string_size));
    return p;
}

/* "abc" <> rest may reach us as a call of <>; expand turns it into <<>>. */
static Pattern *pattern_node(Lower *L, Clause *c, Term ast)
{
    Term head = ast_head(ast), args = ast_args(ast);
    if (!term_is_atom(head)) {
        Value *v = lower_expr(L, ast); /* constant arithmetic such as -1 */
        if (v->kind == VALUE_CONSTANT) return pattern_literal(L, v->constant);
        lower_fail(L, "cannot invoke remote function inside a match");
    }
    switch (term_to_atom_index(head)) {
    case ATOM_INDEX_assign:
        return pattern_both(pattern_from(L, c, list_nth(args, 0)), pattern_from(L, c, list_nth(args, 1)));
    case ATOM_INDEX_pin: {
        Value *v = lower_expr(L, list_nth(args, 0));
        if (v->kind == VALUE_CONSTANT) return pattern_literal(L, v->constant);
        Pattern *p = pattern_new(L, PAT_VALUE);
        p->value = v;
        return p;
    }
    case ATOM_INDEX_tuple_node: return pattern_tuple(L, c, args);
    case ATOM_INDEX_map_node: return pattern_map(L, c, args, TERM_NONE);
    case ATOM_INDEX_percent: return pattern_map(L, c, ast_args(list_nth(args, 1)), list_nth(args, 0));
    case ATOM_INDEX_bits_node: return pattern_binary(L, c, args);
    case ATOM_INDEX_block:
        if (list_count(args) == 1) return pattern_from(L, c, term_head(args));
        break;
    default: break;
    }
    lower_fail(L, "cannot use %s inside a match", atom_text(head));
}

static Pattern *pattern_from(Lower *L, Clause *c, Term ast)
{
    if (term_is_cons(ast)) return pattern_list(L, c, ast);
    if (term_is_tuple_of(ast, 2)) {
        Pattern *p = with_children(L, PAT_TUPLE, 2);
        p->children[0] = pattern_from(L, c, tuple_get(ast, 0));
        p->children[1] = pattern_from(L, c, tuple_get(ast, 1));
        return p;
    }
    if (!ast_is_node(ast)) return pattern_literal(L, ast);
    uint32_t line = L->line;
    if (ast_is_variable(ast)) {
        Pattern *p = pattern_new(L, PAT_ANY);
        add_variable(L, c, p, ast);
        return p;
    }
    Pattern *p = pattern_node(L, c, ast);
    L->line = line;
    return p;
}

void pattern_clause(Lower *L, Clause *c, Term arguments, Term guards, Term body, uint32_t line)
{
    *c = (Clause){.guards = guards, .body = body, .line = line ? line : L->line};
    uint32_t outer = L->line;
    L->line = c->line;
    c->pattern_count = list_count(arguments);
    c->patterns = arena_alloc(L->u->arena, (c->pattern_count + 1) * sizeof *c->patterns);
    for (uint32_t i = 0; i < c->pattern_count; i++, arguments = term_tail(arguments))
        c->patterns[i] = pattern_from(L, c, term_head(arguments));
    c->block = lower_block(L);
    for (uint32_t i = 0; i < c->version_count; i++) ir_add_parameter(L->f, c->block);
    L->line = outer;
}

/* a when b when c -> [a, b, c] */
static Term guard_alternatives(Lower *L, Term guard)
{
    if (!ast_is(guard, AM(when))) return cons_new(L->u->heap, guard, NIL);
    Term rest = guard_alternatives(L, list_nth(ast_args(guard), 1));
    return cons_new(L->u->heap, list_nth(ast_args(guard), 0), rest);
}

void pattern_stab(Lower *L, Clause *c, Term stab)
{
    Term arguments = list_nth(ast_args(stab), 0), body = list_nth(ast_args(stab), 1), guards = NIL;
    if (list_count(arguments) == 1 && ast_is(term_head(arguments), AM(when))) {
        Term all = ast_args(term_head(arguments));
        unsigned count = list_count(all) - 1;
        guards = guard_alternatives(L, list_nth(all, count));
        Term list = NIL;
        for (unsigned i = count; i > 0; i--) list = cons_new(L->u->heap, list_nth(all, i - 1), list);
        arguments = list;
    }
    pattern_clause(L, c, arguments, guards, body, ast_line(ast_meta(stab)));
}
