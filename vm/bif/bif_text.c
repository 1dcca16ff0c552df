/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_text.c - atoms, integers and floats as text, in binaries or lists of characters, and back. */
#include "base/dtoa.h"
#include "base/utf8.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/bignum.h"
#include "term/binary.h"

static Term list_from_bytes(Process *p, const uint8_t *bytes, size_t size)
{
    Term list = NIL;
    for (size_t i = size; i-- > 0;) list = cons_new(&p->heap, term_from_small(bytes[i]), list);
    bif_charge(p, (int64_t)(size / 32));
    return list;
}

/* The text of a list of characters below `limit`, encoded as UTF-8 if `utf8`. */
static bool text_from_list(Term list, Buf *text, uint32_t limit, bool utf8)
{
    for (; term_is_cons(list); list = term_tail(list)) {
        Term head = term_head(list);
        if (!term_is_small(head) || (Word)term_to_small(head) >= limit) return false;
        uint32_t c = (uint32_t)term_to_small(head);
        if (!utf8) buf_put(text, (uint8_t)c);
        else if (utf8_is_code_point(c)) buf_add_utf8(text, c);
        else return false;
    }
    return term_is_nil(list);
}

/* --- atoms --- */

Term bif_atom_to_list(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    const uint8_t *text = (const uint8_t *)atom_text(args[0]);
    size_t size = atom_size_bytes(args[0]), count = 0;
    uint32_t characters[ATOM_MAX_CHARACTERS];
    for (size_t i = 0; i < size; count++) i += (size_t)utf8_decode(text + i, size - i, &characters[count]);
    Term list = NIL;
    while (count-- > 0) list = cons_new(&p->heap, term_from_small(characters[count]), list);
    return list;
}

Term bif_atom_to_binary_1(Process *p, Term *args)
{
    if (!term_is_atom(args[0])) return raise_badarg(p);
    return binary_new(&p->heap, atom_text(args[0]), atom_size_bytes(args[0]));
}

Term bif_atom_to_binary_2(Process *p, Term *args)
{
    if (args[1] == AM(utf8) || args[1] == AM(unicode)) return bif_atom_to_binary_1(p, args);
    if (args[1] != AM(latin1) || !term_is_atom(args[0])) return raise_badarg(p);
    const uint8_t *text = (const uint8_t *)atom_text(args[0]);
    size_t size = atom_size_bytes(args[0]), count = 0;
    uint8_t latin1[ATOM_MAX_CHARACTERS];
    uint32_t c;
    for (size_t i = 0; i < size; latin1[count++] = (uint8_t)c) {
        i += (size_t)utf8_decode(text + i, size - i, &c);
        if (c > 255) return raise_badarg(p);
    }
    return binary_new(&p->heap, latin1, count);
}

static Term make_atom(Process *p, const uint8_t *text, size_t size, bool must_exist)
{
    if (!utf8_is_valid(text, size)) return raise_badarg(p);
    if (size > ATOM_MAX_CHARACTERS && utf8_count(text, size) > ATOM_MAX_CHARACTERS)
        return must_exist ? raise_badarg(p) : raise_system_limit(p);
    Term atom = must_exist ? atom_find((const char *)text, size) : atom_intern((const char *)text, size);
    if (!term_is_none(atom)) return atom;
    return must_exist ? raise_badarg(p) : raise_system_limit(p);
}

static Term binary_to_atom(Process *p, Term binary, Term encoding, bool must_exist)
{
    if (!term_is_binary(binary)) return raise_badarg(p);
    Buf scratch = {0}, converted = {0};
    size_t size;
    const uint8_t *text = binary_bytes_aligned(binary, &size, &scratch);
    Term atom;
    if (encoding == AM(utf8) || encoding == AM(unicode)) {
        atom = make_atom(p, text, size, must_exist);
    } else if (encoding == AM(latin1)) {
        for (size_t i = 0; i < size; i++) buf_add_utf8(&converted, text[i]);
        atom = make_atom(p, converted.bytes, converted.size, must_exist);
    } else {
        atom = raise_badarg(p);
    }
    buf_free(&scratch);
    buf_free(&converted);
    return atom;
}

Term bif_binary_to_atom_1(Process *p, Term *args)
{
    return binary_to_atom(p, args[0], AM(utf8), false);
}

Term bif_binary_to_atom_2(Process *p, Term *args)
{
    return binary_to_atom(p, args[0], args[1], false);
}

Term bif_binary_to_existing_atom_1(Process *p, Term *args)
{
    return binary_to_atom(p, args[0], AM(utf8), true);
}

Term bif_binary_to_existing_atom_2(Process *p, Term *args)
{
    return binary_to_atom(p, args[0], args[1], true);
}

static Term list_to_atom(Process *p, Term list, bool must_exist)
{
    Buf text = {0};
    Term atom = text_from_list(list, &text, 0x110000, true) ? make_atom(p, text.bytes, text.size, must_exist)
                                                            : raise_badarg(p);
    buf_free(&text);
    return atom;
}

Term bif_list_to_atom(Process *p, Term *args)
{
    return list_to_atom(p, args[0], false);
}

Term bif_list_to_existing_atom(Process *p, Term *args)
{
    return list_to_atom(p, args[0], true);
}

/* --- integers --- */

static bool get_base(Term t, int *base)
{
    if (!term_is_small(t) || term_to_small(t) < 2 || term_to_small(t) > 36) return false;
    *base = (int)term_to_small(t);
    return true;
}

enum { SMALL_TEXT_SIZE = 72 };

static Term integer_as_text(Process *p, Term t, Term base_term, bool as_list)
{
    int base;
    if (!term_is_integer(t) || !get_base(base_term, &base)) return raise_badarg(p);
    if (term_is_small(t)) {
        uint8_t digits[SMALL_TEXT_SIZE];
        Buf fixed = {.bytes = digits, .capacity = sizeof digits}; /* large enough: it never grows */
        integer_to_text(&fixed, t, base);
        return as_list ? list_from_bytes(p, digits, fixed.size) : binary_new(&p->heap, digits, fixed.size);
    }
    Buf text = {0};
    integer_to_text(&text, t, base);
    Term result = as_list ? list_from_bytes(p, text.bytes, text.size) : binary_new(&p->heap, text.bytes, text.size);
    bif_charge(p, (int64_t)(text.size / 32));
    buf_free(&text);
    return result;
}

Term bif_integer_to_list_1(Process *p, Term *args)
{
    return integer_as_text(p, args[0], term_from_small(10), true);
}

Term bif_integer_to_list_2(Process *p, Term *args)
{
    return integer_as_text(p, args[0], args[1], true);
}

Term bif_integer_to_binary_1(Process *p, Term *args)
{
    return integer_as_text(p, args[0], term_from_small(10), false);
}

Term bif_integer_to_binary_2(Process *p, Term *args)
{
    return integer_as_text(p, args[0], args[1], false);
}

static Term text_to_integer(Process *p, Term t, Term base_term, bool from_list)
{
    int base;
    if (!get_base(base_term, &base)) return raise_badarg(p);
    Buf text = {0};
    const uint8_t *bytes = NULL;
    size_t size = 0;
    bool good;
    if (from_list) {
        good = text_from_list(t, &text, 128, false);
        bytes = text.bytes, size = text.size;
    } else {
        good = term_is_binary(t);
        if (good) bytes = binary_bytes_aligned(t, &size, &text);
    }
    Term result = good ? integer_parse(&p->heap, (const char *)bytes, size, base) : TERM_NONE;
    bif_charge(p, (int64_t)(size / 32));
    buf_free(&text);
    return term_is_none(result) ? raise_badarg(p) : result;
}

Term bif_list_to_integer_1(Process *p, Term *args)
{
    return text_to_integer(p, args[0], term_from_small(10), true);
}

Term bif_list_to_integer_2(Process *p, Term *args)
{
    return text_to_integer(p, args[0], args[1], true);
}

Term bif_binary_to_integer_1(Process *p, Term *args)
{
    return text_to_integer(p, args[0], term_from_small(10), false);
}

Term bif_binary_to_integer_2(Process *p, Term *args)
{
    return text_to_integer(p, args[0], args[1], false);
}

/* string:list_to_integer/1 of the reference: the number at the start of a list, and the rest. */
Term bif_list_to_leading_integer(Process *p, Term *args)
{
    Term list = args[0];
    if (!term_is_list(list)) return tuple_new_2(&p->heap, AM(error), AM(not_a_list));
    Buf text = {0};
    for (; term_is_cons(list); list = term_tail(list)) {
        Term head = term_head(list);
        if (!term_is_small(head)) break;
        int64_t c = term_to_small(head);
        bool sign = text.size == 0 && (c == '-' || c == '+');
        if (!sign && (c < '0' || c > '9')) break;
        buf_put(&text, (uint8_t)c);
    }
    Term n = integer_parse(&p->heap, (const char *)text.bytes, text.size, 10);
    buf_free(&text);
    if (term_is_none(n)) return tuple_new_2(&p->heap, AM(error), AM(no_integer));
    return tuple_new_2(&p->heap, n, list);
}

/* --- floats --- */

typedef enum FloatForm { FLOAT_SCIENTIFIC, FLOAT_DECIMALS, FLOAT_SHORT } FloatForm;

/* Options: short, {decimals, 0..253}, {scientific, 0..249}, compact; the last of the first three wins. */
static bool float_options(Term list, FloatForm *form, int *digits, bool *compact)
{
    *form = FLOAT_SCIENTIFIC, *digits = 20, *compact = false;
    for (; term_is_cons(list); list = term_tail(list)) {
        Term option = term_head(list);
        if (option == AM(compact)) {
            *compact = true;
        } else if (option == AM(short)) {
            *form = FLOAT_SHORT;
        } else if (term_is_tuple_of(option, 2) && term_is_small(tuple_get(option, 1))) {
            int64_t n = term_to_small(tuple_get(option, 1));
            if (tuple_get(option, 0) == AM(decimals) && n >= 0 && n <= 253) *form = FLOAT_DECIMALS;
            else if (tuple_get(option, 0) == AM(scientific) && n >= 0 && n <= 249) *form = FLOAT_SCIENTIFIC;
            else return false;
            *digits = (int)n;
        } else {
            return false;
        }
    }
    return term_is_nil(list);
}

static Term float_as_text(Process *p, Term t, Term options, bool as_list)
{
    FloatForm form;
    int digits, size = 0;
    bool compact;
    char text[DTOA_BUFFER];
    if (!term_is_float(t) || !float_options(options, &form, &digits, &compact)) return raise_badarg(p);
    double d = term_to_double(t);
    switch (form) {
    case FLOAT_SHORT: size = dtoa_shortest(d, text); break;
    case FLOAT_DECIMALS: size = dtoa_decimals(d, digits, compact, text); break;
    case FLOAT_SCIENTIFIC: size = dtoa_scientific(d, digits, text); break;
    }
    if (size < 0) return raise_badarg(p);
    if (as_list) return list_from_bytes(p, (const uint8_t *)text, (size_t)size);
    return binary_new(&p->heap, text, (size_t)size);
}

Term bif_float_to_list_1(Process *p, Term *args)
{
    return float_as_text(p, args[0], NIL, true);
}

Term bif_float_to_list_2(Process *p, Term *args)
{
    return float_as_text(p, args[0], args[1], true);
}

Term bif_float_to_binary_1(Process *p, Term *args)
{
    return float_as_text(p, args[0], NIL, false);
}

Term bif_float_to_binary_2(Process *p, Term *args)
{
    return float_as_text(p, args[0], args[1], false);
}

Term bif_list_to_float(Process *p, Term *args)
{
    Buf text = {0};
    double d = 0;
    bool good = text_from_list(args[0], &text, 128, false) && dtoa_parse((const char *)text.bytes, text.size, &d);
    buf_free(&text);
    return good ? float_new(&p->heap, d) : raise_badarg(p);
}

Term bif_binary_to_float(Process *p, Term *args)
{
    Buf scratch = {0};
    double d = 0;
    size_t size;
    if (!term_is_binary(args[0])) return raise_badarg(p);
    const uint8_t *bytes = binary_bytes_aligned(args[0], &size, &scratch);
    bool good = dtoa_parse((const char *)bytes, size, &d);
    buf_free(&scratch);
    return good ? float_new(&p->heap, d) : raise_badarg(p);
}
