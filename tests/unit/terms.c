/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terms.c - terms from text and back, for tests. */
#include <ctype.h>
#include <stdlib.h>

#include "suites.h"

#include "base/dtoa.h"
#include "base/vec.h"
#include "term/bignum.h"
#include "term/binary.h"
#include "term/bits.h"
#include "term/map.h"
#include "term/print.h"

Heap test_heap;

static void set_up(void)
{
    atom_table_init();
    heap_init_arena(&test_heap);
}

static void tear_down(void)
{
    heap_destroy(&test_heap);
}

Suite *suite_of(const char *name, TCase **tests)
{
    Suite *suite = suite_create(name);
    *tests = tcase_create(name);
    tcase_add_checked_fixture(*tests, set_up, tear_down);
    tcase_set_timeout(*tests, 60);
    suite_add_tcase(suite, *tests);
    return suite;
}

typedef VEC(Term) Items;
static const char *at;

static Term parse(void);

static void skip_space(void)
{
    while (isspace((unsigned char)*at)) at++;
}
static bool take(const char *token)
{
    skip_space();
    size_t size = strlen(token);
    if (strncmp(at, token, size) != 0) return false;
    at += size;
    return true;
}
static void expect(const char *token)
{
    if (!take(token)) panic("T: expected %s at %s", token, at);
}

static Term parse_number(void)
{
    const char *start = at;
    if (*at == '-') at++;
    while (isdigit((unsigned char)*at)) at++;
    if (*at == '#') {
        int base = atoi(start);
        start = ++at;
        while (isalnum((unsigned char)*at)) at++;
        return integer_parse(&test_heap, start, (size_t)(at - start), base);
    }
    if (*at != '.' || !isdigit((unsigned char)at[1])) return integer_parse(&test_heap, start, (size_t)(at - start), 10);
    at++;
    while (isdigit((unsigned char)*at)) at++;
    if (*at == 'e') {
        at++;
        if (*at == '-' || *at == '+') at++;
        while (isdigit((unsigned char)*at)) at++;
    }
    double d;
    if (!dtoa_parse(start, (size_t)(at - start), &d)) panic("T: no float at %s", start);
    return float_new(&test_heap, d);
}

static Term parse_atom(void)
{
    const char *start = at;
    if (*at == '\'') {
        start = ++at;
        while (*at != '\'') at++;
        return atom_intern(start, (size_t)(at++ - start));
    }
    while (isalnum((unsigned char)*at) || *at == '_' || *at == '@') at++;
    if (at == start) panic("T: no term at %s", at);
    return atom_intern(start, (size_t)(at - start));
}

static Items parse_items(const char *end)
{
    Items items = {0};
    if (take(end)) return items;
    do vec_push(&items, parse());
    while (take(","));
    return items;
}

static Term parse_list(void)
{
    Items items = parse_items("]");
    Term list = NIL;
    if (items.count) {
        if (take("|")) list = parse();
        expect("]");
    }
    while (items.count) {
        Term item = vec_pop(&items);
        list = cons_new(&test_heap, item, list);
    }
    vec_free(&items);
    return list;
}

static Term parse_tuple(void)
{
    Items items = parse_items("}");
    if (items.count) expect("}");
    Term t = tuple_new(&test_heap, items.count);
    for (size_t i = 0; i < items.count; i++) tuple_elements(t)[i] = items.items[i];
    vec_free(&items);
    return t;
}

static Term parse_map(void)
{
    Items pairs = {0};
    if (!take("}")) {
        do {
            vec_push(&pairs, parse());
            expect("=>");
            vec_push(&pairs, parse());
        } while (take(","));
        expect("}");
    }
    Term map = map_from_pairs(&test_heap, pairs.items, pairs.count / 2);
    vec_free(&pairs);
    return map;
}

static Term parse_bits(void)
{
    uint8_t bytes[1024] = {0}, *to;
    Word bits = 0;
    if (!take(">>")) {
        do {
            skip_space();
            if (*at == '"') {
                for (at++; *at != '"'; at++, bits += 8) bits_put_64(bytes, bits, 8, (uint8_t)*at);
                at++;
                continue;
            }
            Term n = parse_number();
            unsigned size = take(":") ? (unsigned)term_to_small(parse_number()) : 8;
            bits_put_64(bytes, bits, size, (uint64_t)term_to_small(n));
            bits += size;
        } while (take(","));
        expect(">>");
    }
    Term t = bitstring_new_empty(&test_heap, bits, &to);
    memcpy(to, bytes, (bits + 7) / 8);
    return t;
}

static Term parse_text(void)
{
    const char *start = at;
    while (*at != '"') at++;
    Term list = NIL;
    for (const char *c = at; c > start; c--) list = cons_new(&test_heap, term_from_small((uint8_t)c[-1]), list);
    at++;
    return list;
}

static Term parse(void)
{
    skip_space();
    if (take("[")) return parse_list();
    if (take("{")) return parse_tuple();
    if (take("#{")) return parse_map();
    if (take("<<")) return parse_bits();
    if (take("\"")) return parse_text();
    if (isdigit((unsigned char)*at) || *at == '-') return parse_number();
    return parse_atom();
}

Term T(const char *text)
{
    at = text;
    Term t = parse();
    skip_space();
    if (*at) panic("T: trailing text: %s", at);
    return t;
}

const char *S(Term t)
{
    if (term_is_none(t)) return "TERM_NONE";
    Buf text = {0};
    term_print_raw(&text, t);
    return buf_text(&text);
}
