/* SPDX-License-Identifier: GPL-3.0-or-later */
/* special_bits.c - <<>>: each segment's type, size and unit made explicit.
 *
 * `x::16-little` becomes {:"::", meta, [x, integer - little - size(16)]}: the type first, then unit, endianness, sign,
 * size, chained with `-` as the reference does. */
#include "base/buf.h"
#include "compiler/expand.h"

typedef struct SegmentSpec {
    Term type, endianness, sign, size, unit; /* TERM_NONE: not said; size: expanded code */
} SegmentSpec;

static const char *type_of_name(Term name)
{
    static const char *const names[] = {
        "integer", "integer", "float", "float", "bits", "bitstring", "bitstring", "bitstring", "binary", "binary", "bytes", "binary",
        "utf8", "utf8", "utf16", "utf16", "utf32", "utf32", NULL};
    for (int i = 0; names[i]; i += 2)
        if (strcmp(names[i], atom_text(name)) == 0) return names[i + 1];
    return NULL;
}

static void set_part(X *x, Term meta, const char *what, Term *part, Term value)
{
    if (!term_is_none(*part) && *part != value)
        expand_error(x, meta, "conflicting %s specification for bit field: \"%s\" and \"%s\"", what, code_text(x, *part), code_text(x, value));
    *part = value;
}

/* Sizes see the variables bound so far in this very <<>> and those before the pattern, in normal context. */
static Term expand_size(X *x, Term meta, Term size)
{
    EnvContext context = x->env.context;
    if (context == CONTEXT_MATCH) x->env.context = CONTEXT_GUARD;
    Term result = expand(x, size);
    x->env.context = context;
    if (term_is_small(result) && term_to_small(result) < 0)
        expand_error(x, meta, "size in bitstring expects an integer or a variable as argument, got: %s", code_text(x, size));
    if (!term_is_small(result) && (term_is_atom(result) || term_is_binary(result) || term_is_float(result)))
        expand_error(x, meta, "size in bitstring expects an integer or a variable as argument, got: %s", code_text(x, size));
    return result;
}

static void read_spec(X *x, Term meta, Term spec, SegmentSpec *out);

static void read_named(X *x, Term meta, Term spec, SegmentSpec *out)
{
    Term name = ast_name(spec), args = ast_args(spec);
    int arity = term_is_list(args) ? list_length(args) : 0;
    if (arity == 1 && name == CA(size)) {
        if (!term_is_none(out->size)) expand_error(x, meta, "conflicting size specification for bit field");
        out->size = expand_size(x, meta, list_first(args));
        return;
    }
    if (arity == 1 && name == CA(unit)) {
        Term unit = list_first(args);
        if (!term_is_small(unit)) unit = expand(x, unit);
        if (!term_is_small(unit) || term_to_small(unit) < 1 || term_to_small(unit) > 256)
            expand_error(x, meta, "unit in bitstring expects an integer as argument, got: %s", code_text(x, list_first(args)));
        set_part(x, meta, "unit", &out->unit, unit);
        return;
    }
    if (arity == 0) {
        const char *type = type_of_name(name);
        if (type) {
            set_part(x, meta, "type", &out->type, atom_intern_string(type));
            return;
        }
        if (name == CA(big) || name == CA(little) || name == CA(native)) {
            set_part(x, meta, "endianness", &out->endianness, name);
            return;
        }
        if (name == CA(signed_) || name == CA(unsigned_)) {
            set_part(x, meta, "sign", &out->sign, name);
            return;
        }
    }
    Term call = term_is_list(args) ? spec : ast_node(x->h, name, ast_meta(spec), NIL);
    Term module;
    if (find_import(x, ast_meta(spec), name, arity, &module) == MEANS_MACRO
        || (x->module && module_definition(x->module, name, arity))) {
        Term once = expand_once(x, call); /* a macro as a specifier */
        if (!term_is_none(once)) {
            read_spec(x, meta, once, out);
            return;
        }
    }
    if (term_is_list(args)) expand_error(x, meta, "unknown bitstring specifier: %s", code_text(x, call));
    expand_error(x, meta, "unknown bitstring specifier: %s()", atom_text(name));
}

static void read_spec(X *x, Term meta, Term spec, SegmentSpec *out)
{
    if (ast_is_call(spec, CA(minus)) && list_length(ast_args(spec)) == 2) {
        read_spec(x, meta, list_first(ast_args(spec)), out);
        read_spec(x, meta, list_nth(ast_args(spec), 1), out);
        return;
    }
    if (ast_is_call(spec, CA(times)) && list_length(ast_args(spec)) == 2) { /* size * unit, _ * unit */
        Term size = list_first(ast_args(spec)), unit = list_nth(ast_args(spec), 1);
        if (!(ast_is_var(size) && ast_name(size) == CA(underscore))) out->size = expand_size(x, meta, size);
        unit = expand(x, unit);
        if (!term_is_small(unit) || term_to_small(unit) < 1 || term_to_small(unit) > 256)
            expand_error(x, meta, "unit in bitstring expects an integer as argument, got: %s", code_text(x, unit));
        set_part(x, meta, "unit", &out->unit, unit);
        return;
    }
    if (term_is_small(spec)) {
        out->size = expand_size(x, meta, spec);
        return;
    }
    if (ast_is_node(spec) && term_is_atom(ast_name(spec))) {
        read_named(x, meta, spec, out);
        return;
    }
    if (ast_is_node(spec)) {
        Term once = expand_once(x, spec);
        if (!term_is_none(once)) {
            read_spec(x, meta, once, out);
            return;
        }
    }
    expand_error(x, meta, "unknown bitstring specifier: %s", code_text(x, spec));
}

static Term bare(X *x, Term name) /* {:integer, [], []} */
{
    return ast_node(x->h, name, NIL, NIL);
}

static Term chain(X *x, Term meta, Term left, Term right)
{
    return ast_call(x->h, CA(minus), meta, 2, left, right);
}

static Term spec_to_ast(X *x, Term meta, const SegmentSpec *spec)
{
    Term t = bare(x, spec->type);
    if (!term_is_none(spec->unit)) t = chain(x, meta, t, ast_call(x->h, CA(unit), NIL, 1, spec->unit));
    if (!term_is_none(spec->endianness) && spec->endianness != CA(big)) t = chain(x, meta, t, bare(x, spec->endianness));
    if (spec->sign == CA(signed_)) t = chain(x, meta, t, bare(x, spec->sign));
    if (!term_is_none(spec->size)) t = chain(x, meta, t, ast_call(x->h, CA(size), NIL, 1, spec->size));
    return t;
}

/* What an unmarked segment is, from its expanded value. */
static Term infer_type(Term value)
{
    if (term_is_binary(value)) return CA(binary);
    if (term_is_bitstring(value)) return CA(bitstring);
    if (ast_is_call(value, CA(bits))) {
        return CA(bitstring);
    }
    if (term_is_float(value)) return CA(float_);
    return CA(integer);
}

static void check_spec(X *x, Term meta, SegmentSpec *spec, Term value)
{
    if (term_is_binary(value) && (spec->type == CA(integer) || spec->type == CA(float_)))
        expand_error(x, meta, "conflicting type specification for bit field: \"%s\" and \"binary\"", atom_text(spec->type));
    bool sized_type = spec->type == CA(integer) || spec->type == CA(float_);
    bool utf = spec->type == CA(utf8) || spec->type == CA(utf16) || spec->type == CA(utf32);
    if (utf && (!term_is_none(spec->size) || !term_is_none(spec->unit)))
        expand_error(x, meta, "size and unit are not supported on utf types");
    if (!term_is_none(spec->unit) && sized_type && term_is_none(spec->size))
        expand_error(x, meta, "integer and float types require a size specifier if the unit specifier is given");
}

static void add_segment(X *x, ListBuilder *b, Term part)
{
    SegmentSpec spec = {TERM_NONE, TERM_NONE, TERM_NONE, TERM_NONE, TERM_NONE};
    if (ast_is_call(part, CA(colons)) && list_length(ast_args(part)) == 2) {
        Term meta = ast_meta(part), value = expand(x, list_first(ast_args(part)));
        read_spec(x, meta, list_nth(ast_args(part), 1), &spec);
        if (term_is_none(spec.type)) spec.type = infer_type(value);
        check_spec(x, meta, &spec, value);
        list_add(b, ast_call(x->h, CA(colons), meta, 2, value, spec_to_ast(x, meta, &spec)));
        return;
    }
    Term meta = ast_is_node(part) ? meta_only_line(x->h, ast_meta(part)) : NIL;
    Term value = expand(x, part);
    if (ast_is_call(value, CA(bits))) {
        for (Term l = ast_args(value); term_is_cons(l); l = list_rest(l)) list_add(b, list_first(l));
        return;
    }
    if (term_is_list(value) || term_is_atom(value) || (term_is_tuple(value) && !ast_is_node(value)))
        expand_error(x, NIL, "invalid literal %s in <<>>", code_text(x, part));
    spec.type = infer_type(value);
    Term inferred = cons_new(x->h, pair(x->h, CA(inferred), AM(true)), meta);
    list_add(b, ast_call(x->h, CA(colons), inferred, 2, value, bare(x, spec.type)));
}

/* The size in bits of the whole modulo 8, or -1 if it depends on values. */
static int alignment_of(Term parts)
{
    int bits = 0;
    for (; term_is_cons(parts); parts = list_rest(parts)) {
        Term spec = list_nth(ast_args(list_first(parts)), 1), size = TERM_NONE, unit = TERM_NONE;
        while (ast_is_call(spec, CA(minus))) {
            Term right = list_nth(ast_args(spec), 1);
            if (ast_name(right) == CA(size)) size = list_first(ast_args(right));
            if (ast_name(right) == CA(unit)) unit = list_first(ast_args(right));
            spec = list_first(ast_args(spec));
        }
        Term type = ast_name(spec);
        bool whole = type == CA(binary) || type == CA(utf8) || type == CA(utf16) || type == CA(utf32);
        int default_unit = type == CA(binary) ? 8 : 1;
        int u = term_is_small(unit) ? (int)term_to_small(unit) : default_unit;
        if (u % 8 == 0 && (type == CA(binary) || !term_is_none(size))) continue;
        if (term_is_none(size)) {
            if (whole && term_is_none(unit)) continue;
            if (type == CA(integer) || type == CA(float_)) continue;
            return -1;
        }
        if (!term_is_small(size)) return -1;
        bits += (int)(term_to_small(size) * u % 8);
    }
    return bits % 8;
}

Term form_bits(X *x, Term t)
{
    Term meta = ast_meta(t);
    ListBuilder b;
    list_begin(&b, x->h);
    for (Term l = ast_args(t); term_is_cons(l); l = list_rest(l)) add_segment(x, &b, list_first(l));
    int alignment = alignment_of(b.list);
    Term value = alignment < 0 ? atom_intern_string("unknown") : term_from_small(alignment);
    return ast_node(x->h, CA(bits), keyword_put(x->h, meta, CA(alignment), value), b.list);
}
