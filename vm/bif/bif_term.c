/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_term.c - type tests, tuples, references, hashes of terms, terms as text. */
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "code/bif.h"
#include "process/exception.h"
#include "process/mailbox.h"
#include "term/bignum.h"
#include "term/binary.h"
#include "term/fun.h"
#include "term/print.h"
#include "term/ref.h"
#include "term/term_hash.h"

/* --- type tests --- */

#define TYPE_TEST(name, condition) \
    Term bif_is_##name(Process *p, Term *args) { Term t = args[0]; return (condition) ? AM(true) : AM(false); }
TYPE_TEST(atom, term_is_atom(t))
TYPE_TEST(binary, term_is_binary(t))
TYPE_TEST(bitstring, term_is_bitstring(t))
TYPE_TEST(boolean, t == AM(true) || t == AM(false))
TYPE_TEST(float, term_is_float(t))
TYPE_TEST(function, term_is_fun(t))
TYPE_TEST(integer, term_is_integer(t))
TYPE_TEST(list, term_is_list(t))
TYPE_TEST(map, term_is_map(t))
TYPE_TEST(number, term_is_number(t))
TYPE_TEST(pid, term_is_pid(t))
TYPE_TEST(port, term_is_port(t))
TYPE_TEST(reference, term_is_ref(t))
TYPE_TEST(tuple, term_is_tuple(t))

Term bif_is_function_2(Process *p, Term *args)
{
    if (!term_is_integer(args[1]) || integer_is_negative(args[1])) return raise_badarg(p);
    if (!term_is_fun(args[0])) return AM(false);
    FunInfo info;
    fun_describe(args[0], &info);
    return args[1] == term_from_small(info.arity) ? AM(true) : AM(false);
}

Term bif_is_record_2(Process *p, Term *args)
{
    if (!term_is_atom(args[1])) return raise_badarg(p);
    bool is = term_is_tuple(args[0]) && tuple_arity(args[0]) > 0 && tuple_get(args[0], 0) == args[1];
    return is ? AM(true) : AM(false);
}

Term bif_is_record_3(Process *p, Term *args)
{
    if (!term_is_atom(args[1]) || !term_is_small(args[2]) || term_to_small(args[2]) < 0) return raise_badarg(p);
    bool is = term_is_tuple_of(args[0], (Word)term_to_small(args[2])) && tuple_arity(args[0]) > 0 &&
              tuple_get(args[0], 0) == args[1];
    return is ? AM(true) : AM(false);
}

/* --- tuples --- */

enum { TUPLE_MAX_ARITY = (1 << 24) - 1 };

/* An index from 1 to `last`, made to start at 0. */
static bool get_index(Term t, Word last, Word *index)
{
    if (!term_is_small(t) || term_to_small(t) < 1 || (Word)term_to_small(t) > last) return false;
    *index = (Word)term_to_small(t) - 1;
    return true;
}

Term bif_tuple_size(Process *p, Term *args)
{
    return term_is_tuple(args[0]) ? term_from_small((int64_t)tuple_arity(args[0])) : raise_badarg(p);
}

Term bif_element(Process *p, Term *args)
{
    Word index;
    if (!term_is_tuple(args[1]) || !get_index(args[0], tuple_arity(args[1]), &index)) return raise_badarg(p);
    return tuple_get(args[1], index);
}

Term bif_setelement(Process *p, Term *args)
{
    Word index;
    if (!term_is_tuple(args[1]) || !get_index(args[0], tuple_arity(args[1]), &index)) return raise_badarg(p);
    Word arity = tuple_arity(args[1]);
    Term copy = tuple_new(&p->heap, arity);
    memcpy(tuple_elements(copy), tuple_elements(args[1]), arity * sizeof(Term));
    tuple_elements(copy)[index] = args[2];
    bif_charge(p, (int64_t)(arity / 64));
    return copy;
}

static Term make_tuple(Process *p, Term size, Term fill)
{
    if (!term_is_small(size) || term_to_small(size) < 0 || term_to_small(size) > TUPLE_MAX_ARITY)
        return raise_badarg(p);
    Word arity = (Word)term_to_small(size);
    Term t = tuple_new(&p->heap, arity);
    for (Word i = 0; i < arity; i++) tuple_elements(t)[i] = fill;
    bif_charge(p, (int64_t)(arity / 64));
    return t;
}

Term bif_make_tuple_2(Process *p, Term *args)
{
    return make_tuple(p, args[0], args[1]);
}

Term bif_make_tuple_3(Process *p, Term *args)
{
    Term t = make_tuple(p, args[0], args[1]), list = args[2];
    if (term_is_none(t)) return t;
    for (; term_is_cons(list); list = term_tail(list)) {
        Term pair = term_head(list);
        Word index;
        if (!term_is_tuple_of(pair, 2) || !get_index(tuple_get(pair, 0), tuple_arity(t), &index))
            return raise_badarg(p);
        tuple_elements(t)[index] = tuple_get(pair, 1);
    }
    return term_is_nil(list) ? t : raise_badarg(p);
}

static Term insert_element(Process *p, Term tuple, Word index, Term element)
{
    Word arity = tuple_arity(tuple);
    if (arity >= TUPLE_MAX_ARITY) return raise_badarg(p);
    Term copy = tuple_new(&p->heap, arity + 1);
    memcpy(tuple_elements(copy), tuple_elements(tuple), index * sizeof(Term));
    tuple_elements(copy)[index] = element;
    memcpy(tuple_elements(copy) + index + 1, tuple_elements(tuple) + index, (arity - index) * sizeof(Term));
    bif_charge(p, (int64_t)(arity / 64));
    return copy;
}

Term bif_append_element(Process *p, Term *args)
{
    if (!term_is_tuple(args[0])) return raise_badarg(p);
    return insert_element(p, args[0], tuple_arity(args[0]), args[1]);
}

Term bif_insert_element(Process *p, Term *args)
{
    Word index;
    if (!term_is_tuple(args[1]) || !get_index(args[0], tuple_arity(args[1]) + 1, &index)) return raise_badarg(p);
    return insert_element(p, args[1], index, args[2]);
}

Term bif_delete_element(Process *p, Term *args)
{
    Word index;
    if (!term_is_tuple(args[1]) || !get_index(args[0], tuple_arity(args[1]), &index)) return raise_badarg(p);
    Word arity = tuple_arity(args[1]);
    const Term *from = tuple_elements(args[1]);
    Term copy = tuple_new(&p->heap, arity - 1);
    memcpy(tuple_elements(copy), from, index * sizeof(Term));
    memcpy(tuple_elements(copy) + index, from + index + 1, (arity - index - 1) * sizeof(Term));
    bif_charge(p, (int64_t)(arity / 64));
    return copy;
}

Term bif_tuple_to_list(Process *p, Term *args)
{
    if (!term_is_tuple(args[0])) return raise_badarg(p);
    Term list = NIL;
    for (Word i = tuple_arity(args[0]); i-- > 0;) list = cons_new(&p->heap, tuple_get(args[0], i), list);
    bif_charge(p, (int64_t)(tuple_arity(args[0]) / 16));
    return list;
}

Term bif_list_to_tuple(Process *p, Term *args)
{
    Word arity = 0;
    Term list = args[0];
    for (; term_is_cons(list); list = term_tail(list)) arity++;
    if (!term_is_nil(list) || arity > TUPLE_MAX_ARITY) return raise_badarg(p);
    Term t = tuple_new(&p->heap, arity);
    list = args[0];
    for (Word i = 0; i < arity; i++, list = term_tail(list)) tuple_elements(t)[i] = term_head(list);
    bif_charge(p, (int64_t)(arity / 16));
    return t;
}

/* --- references, unique integers --- */

Term bif_make_ref(Process *p, Term *args)
{
    Term reference = ref_new(&p->heap);
    mailbox_mark(p, local_ref_number(reference));
    return reference;
}

Term bif_unique_integer_0(Process *p, Term *args)
{
    return integer_from_int64(&p->heap, unique_integer());
}

Term bif_unique_integer_1(Process *p, Term *args)
{
    bool monotonic = false;
    Term list = args[0];
    for (; term_is_cons(list); list = term_tail(list)) {
        if (term_head(list) == AM(monotonic)) monotonic = true;
        else if (term_head(list) != AM(positive)) return raise_badarg(p); /* all of ours are positive */
    }
    if (!term_is_nil(list)) return raise_badarg(p);
    return integer_from_int64(&p->heap, monotonic ? unique_integer_monotonic() : unique_integer());
}

/* --- terms as text, lists of characters --- */

static Term list_from_buf(Process *p, Buf *text)
{
    Term list = NIL;
    for (size_t i = text->size; i-- > 0;) list = cons_new(&p->heap, term_from_small(text->bytes[i]), list);
    buf_free(text);
    return list;
}

#define TO_LIST(name, condition, print) \
    Term bif_##name##_to_list(Process *p, Term *args) \
    { \
        Buf text = {0}; \
        if (!condition(args[0])) return raise_badarg(p); \
        print(&text, args[0]); \
        return list_from_buf(p, &text); \
    }
TO_LIST(pid, term_is_pid, print_pid)
TO_LIST(port, term_is_port, print_port)
TO_LIST(ref, term_is_ref, print_ref)
TO_LIST(fun, term_is_fun, print_fun)

static Term parse_list(Process *p, Term list, Term (*parse)(Heap *, const char *, size_t))
{
    char text[128];
    size_t size = 0;
    for (; term_is_cons(list) && size < sizeof text; list = term_tail(list)) {
        Term c = term_head(list);
        if (!term_is_small(c) || (Word)term_to_small(c) > 127) return raise_badarg(p);
        text[size++] = (char)term_to_small(c);
    }
    if (!term_is_nil(list)) return raise_badarg(p);
    Term t = parse(&p->heap, text, size);
    return term_is_none(t) ? raise_badarg(p) : t;
}

Term bif_list_to_pid(Process *p, Term *args)
{
    return parse_list(p, args[0], pid_parse);
}

Term bif_list_to_port(Process *p, Term *args)
{
    return parse_list(p, args[0], port_parse);
}

Term bif_list_to_ref(Process *p, Term *args)
{
    return parse_list(p, args[0], ref_parse);
}

/* A term in Erlang syntax as a binary: ~w (false) or ~p. */
Term bif_term_to_text(Process *p, Term *args)
{
    Buf text = {0};
    if (args[1] == AM(true)) term_print(&text, args[0]);
    else term_print_raw(&text, args[0]);
    Term t = binary_new(&p->heap, text.bytes, text.size);
    bif_charge(p, (int64_t)(text.size / 64));
    buf_free(&text);
    return t;
}

static void write_all(const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, size);
        if (written <= 0) return;
        bytes += written;
        size -= (size_t)written;
    }
}

Term bif_display(Process *p, Term *args)
{
    Buf text = {0};
    term_print(&text, args[0]);
    buf_put(&text, '\n');
    write_all(text.bytes, text.size);
    buf_free(&text);
    return AM(true);
}

Term bif_display_string(Process *p, Term *args)
{
    Buf text = {0};
    if (!iolist_to_buf(args[0], &text)) {
        buf_free(&text);
        return raise_badarg(p);
    }
    write_all(text.bytes, text.size);
    buf_free(&text);
    return AM(true);
}

/* --- hashes of terms --- */

enum { HASH_BITS = 27 };

Term bif_phash2_1(Process *p, Term *args)
{
    return term_from_small(term_hash_portable(args[0]) & ((1u << HASH_BITS) - 1));
}

static Term hash_in_range(Process *p, Term t, Term range, int64_t first)
{
    if (!term_is_small(range) || term_to_small(range) < 1 || term_to_small(range) > (int64_t)1 << 32)
        return raise_badarg(p);
    return term_from_small(first + (int64_t)term_hash_portable(t) % term_to_small(range));
}

Term bif_phash2_2(Process *p, Term *args)
{
    return hash_in_range(p, args[0], args[1], 0);
}

Term bif_phash(Process *p, Term *args)
{
    return hash_in_range(p, args[0], args[1], 1);
}
