/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_binary_search.c - :binary.match, matches, split, replace, compile_pattern.
 *
 * A pattern set is searched by memmem when it is one pattern, else by looking up the first byte at each position: the
 * leftmost match wins, of those the longest. */
#define _GNU_SOURCE
#include <string.h>

#include "base/vec.h"
#include "bif/bif_long.h"
#include "code/bif.h"
#include "process/exception.h"
#include "term/binary.h"
#include "term/ref.h"

typedef struct Pattern {
    uint8_t *bytes; /* owned */
    size_t size;
} Pattern;

typedef struct PatternSet {
    Resource resource;
    Pattern *patterns; /* owned; longest first */
    size_t count;
    bool starts[256];  /* first bytes that occur */
} PatternSet;

static void pattern_set_destroy(Resource *resource)
{
    PatternSet *set = (PatternSet *)resource;
    for (size_t i = 0; i < set->count; i++) mem_free(set->patterns[i].bytes);
    mem_free(set->patterns);
    mem_free(set);
}

static bool add_pattern(PatternSet *set, Term t)
{
    Buf scratch = {0};
    size_t size;
    if (!term_is_binary(t) || bitstring_size_bits(t) == 0) return false;
    const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
    Pattern pattern = {.bytes = mem_alloc(size), .size = size};
    memcpy(pattern.bytes, bytes, size);
    buf_free(&scratch);
    set->patterns = mem_resize(set->patterns, (set->count + 1) * sizeof *set->patterns);
    size_t at = set->count++;
    for (; at > 0 && set->patterns[at - 1].size < size; at--) set->patterns[at] = set->patterns[at - 1];
    set->patterns[at] = pattern;
    set->starts[pattern.bytes[0]] = true;
    return true;
}

/* A share of the set for a pattern argument (a binary, a list of binaries, or compiled); NULL if it is none. */
static PatternSet *pattern_set_get(Term t)
{
    if (term_is_tuple_of(t, 2) && (tuple_get(t, 0) == AM(bm) || tuple_get(t, 0) == AM(ac))) {
        Resource *resource = magic_ref_resource(tuple_get(t, 1), pattern_set_destroy);
        if (resource) resource_retain(resource);
        return (PatternSet *)resource;
    }
    PatternSet *set = mem_alloc_zero(1, sizeof *set);
    resource_init(&set->resource, pattern_set_destroy);
    bool good = true;
    if (term_is_cons(t)) {
        for (; good && term_is_cons(t); t = term_tail(t)) good = add_pattern(set, term_head(t));
        good = good && term_is_nil(t);
    } else {
        good = add_pattern(set, t);
    }
    if (good) return set;
    resource_release(&set->resource);
    return NULL;
}

/* The first match in bytes[from .. to). */
static bool find_match(const PatternSet *set, const uint8_t *bytes, size_t from, size_t to, size_t *at, size_t *size)
{
    if (set->count == 1) {
        const Pattern *pattern = &set->patterns[0];
        const uint8_t *found = memmem(bytes + from, to - from, pattern->bytes, pattern->size);
        if (!found) return false;
        *at = (size_t)(found - bytes);
        *size = pattern->size;
        return true;
    }
    for (size_t i = from; i < to; i++) {
        if (!set->starts[bytes[i]]) continue;
        for (size_t k = 0; k < set->count; k++) {
            const Pattern *pattern = &set->patterns[k];
            if (pattern->size > to - i || memcmp(bytes + i, pattern->bytes, pattern->size) != 0) continue;
            *at = i;
            *size = pattern->size;
            return true;
        }
    }
    return false;
}

/* What all these natives start with. */
typedef struct Search {
    PatternSet *set;
    const uint8_t *bytes;
    size_t size;
    size_t from, to;     /* {scope, {Start, Length}} */
    bool global, trim, trim_all;
    Term insert_replaced; /* TERM_NONE, or its value */
    Buf scratch;
} Search;

static void search_end(Search *search)
{
    if (search->set) resource_release(&search->set->resource);
    buf_free(&search->scratch);
}

static bool get_scope(Search *search, Term part)
{
    if (!term_is_tuple_of(part, 2) || !term_is_small(tuple_get(part, 0)) || !term_is_small(tuple_get(part, 1)))
        return false;
    int64_t size = (int64_t)search->size, start = term_to_small(tuple_get(part, 0)),
            length = term_to_small(tuple_get(part, 1));
    if (start < 0 || start > size) return false;
    if (length < 0) {
        if (-length > start) return false;
        start += length;
        length = -length;
    }
    if (length > size - start) return false;
    search->from = (size_t)start;
    search->to = (size_t)(start + length);
    return true;
}

static bool search_begin(Search *search, Term subject, Term pattern, Term options)
{
    *search = (Search){.insert_replaced = TERM_NONE};
    if (!term_is_binary(subject)) return false;
    search->bytes = binary_bytes_aligned(subject, &search->size, &search->scratch);
    search->to = search->size;
    for (; term_is_cons(options); options = term_tail(options)) {
        Term option = term_head(options);
        if (option == AM(global)) search->global = true;
        else if (option == AM(trim)) search->trim = true;
        else if (option == AM(trim_all)) search->trim_all = true;
        else if (term_is_tuple_of(option, 2) && tuple_get(option, 0) == AM(scope)) {
            if (!get_scope(search, tuple_get(option, 1))) break;
        } else if (term_is_tuple_of(option, 2) && tuple_get(option, 0) == AM(insert_replaced)) {
            search->insert_replaced = tuple_get(option, 1);
        } else {
            break;
        }
    }
    if (!term_is_nil(options)) {
        buf_free(&search->scratch);
        return false;
    }
    search->set = pattern_set_get(pattern);
    if (!search->set) buf_free(&search->scratch);
    return search->set != NULL;
}

static Term match_tuple(Process *p, size_t at, size_t size)
{
    return tuple_new_2(&p->heap, term_from_small((int64_t)at), term_from_small((int64_t)size));
}

static Term match(Process *p, Term subject, Term pattern, Term options)
{
    Search search;
    size_t at, size;
    if (!search_begin(&search, subject, pattern, options)) return raise_badarg(p);
    bool found = find_match(search.set, search.bytes, search.from, search.to, &at, &size);
    bif_charge(p, (int64_t)(((found ? at : search.to) - search.from) / 1024));
    search_end(&search);
    return found ? match_tuple(p, at, size) : AM(nomatch);
}

Term bif_binary_match_2(Process *p, Term *args)
{
    return match(p, args[0], args[1], NIL);
}

Term bif_binary_match_3(Process *p, Term *args)
{
    return match(p, args[0], args[1], args[2]);
}

typedef struct Span {
    size_t at, size;
} Span;
typedef VEC(Span) Spans;

/* All matches, not overlapping; or just the first. */
static Spans find_all(Process *p, Search *search, bool all)
{
    Spans spans = {0};
    Span span;
    size_t from = search->from;
    while (find_match(search->set, search->bytes, from, search->to, &span.at, &span.size)) {
        vec_push(&spans, span);
        from = span.at + span.size;
        if (!all) break;
    }
    bif_charge(p, (int64_t)((search->to - search->from) / 1024 + spans.count / 16));
    return spans;
}

static Term matches(Process *p, Term subject, Term pattern, Term options)
{
    Search search;
    if (!search_begin(&search, subject, pattern, options)) return raise_badarg(p);
    Spans spans = find_all(p, &search, true);
    Term list = NIL;
    for (size_t i = spans.count; i-- > 0;)
        list = cons_new(&p->heap, match_tuple(p, spans.items[i].at, spans.items[i].size), list);
    vec_free(&spans);
    search_end(&search);
    return list;
}

static Term binary_matches_2_now(Process *p, Term *args)
{
    return matches(p, args[0], args[1], NIL);
}
BIF_LONG(bif_binary_matches_2, 2, binary_matches_2_now, is_large_binary(args[0]))

static Term binary_matches_3_now(Process *p, Term *args)
{
    return matches(p, args[0], args[1], args[2]);
}
BIF_LONG(bif_binary_matches_3, 3, binary_matches_3_now, is_large_binary(args[0]))

static Term split(Process *p, Term subject, Term pattern, Term options)
{
    Search search;
    if (!search_begin(&search, subject, pattern, options)) return raise_badarg(p);
    Spans spans = find_all(p, &search, search.global);
    Term list = NIL;
    bool trim_end = search.trim || search.trim_all;
    size_t end = search.size;
    for (size_t i = spans.count + 1; i-- > 0;) {
        size_t start = i == 0 ? 0 : spans.items[i - 1].at + spans.items[i - 1].size;
        bool empty = start == end;
        if (!empty) trim_end = search.trim_all;
        if (!(empty && (trim_end || search.trim_all)))
            list = cons_new(&p->heap, binary_sub(&p->heap, subject, start * 8, (end - start) * 8), list);
        if (i > 0) end = spans.items[i - 1].at;
    }
    vec_free(&spans);
    search_end(&search);
    return list;
}

static Term binary_split_2_now(Process *p, Term *args)
{
    return split(p, args[0], args[1], NIL);
}
BIF_LONG(bif_binary_split_2, 2, binary_split_2_now, is_large_binary(args[0]))

static Term binary_split_3_now(Process *p, Term *args)
{
    return split(p, args[0], args[1], args[2]);
}
BIF_LONG(bif_binary_split_3, 3, binary_split_3_now, is_large_binary(args[0]))

/* Where in the replacement the matched part goes: one position or a list of them, ascending here. */
static bool get_positions(Term t, size_t replacement_size, Spans *positions)
{
    Term single[2] = {t, NIL};
    if (term_is_none(t)) return true;
    if (term_is_small(t)) t = term_from_cons(single);
    for (; term_is_cons(t); t = term_tail(t)) {
        Term n = term_head(t);
        if (!term_is_small(n) || term_to_small(n) < 0 || (size_t)term_to_small(n) > replacement_size) return false;
        Span span = {.at = (size_t)term_to_small(n)};
        vec_push(positions, span);
        for (size_t i = positions->count - 1; i > 0 && positions->items[i - 1].at > span.at; i--) {
            positions->items[i] = positions->items[i - 1];
            positions->items[i - 1] = span;
        }
    }
    return term_is_nil(t);
}

static Term replace(Process *p, Term subject, Term pattern, Term replacement, Term options)
{
    Search search;
    Buf scratch = {0}, out = {0};
    Spans positions = {0};
    if (!term_is_binary(replacement)) return raise_badarg(p);
    if (!search_begin(&search, subject, pattern, options)) return raise_badarg(p);
    size_t replacement_size, from = 0;
    const uint8_t *with = binary_bytes_aligned(replacement, &replacement_size, &scratch);
    Term result = TERM_NONE;
    Spans spans = {0};
    if (!get_positions(search.insert_replaced, replacement_size, &positions)) goto done;
    spans = find_all(p, &search, search.global);
    for (size_t i = 0; i < spans.count; i++) {
        Span span = spans.items[i];
        buf_add(&out, search.bytes + from, span.at - from);
        size_t done_to = 0;
        for (size_t k = 0; k < positions.count; k++) {
            buf_add(&out, with + done_to, positions.items[k].at - done_to);
            buf_add(&out, search.bytes + span.at, span.size);
            done_to = positions.items[k].at;
        }
        buf_add(&out, with + done_to, replacement_size - done_to);
        from = span.at + span.size;
    }
    buf_add(&out, search.bytes + from, search.size - from);
    result = spans.count ? binary_new(&p->heap, out.bytes, out.size) : subject;
done:
    vec_free(&spans);
    vec_free(&positions);
    buf_free(&scratch);
    buf_free(&out);
    search_end(&search);
    return term_is_none(result) ? raise_badarg(p) : result;
}

static Term binary_replace_3_now(Process *p, Term *args)
{
    return replace(p, args[0], args[1], args[2], NIL);
}
BIF_LONG(bif_binary_replace_3, 3, binary_replace_3_now, is_large_binary(args[0]))

static Term binary_replace_4_now(Process *p, Term *args)
{
    return replace(p, args[0], args[1], args[2], args[3]);
}
BIF_LONG(bif_binary_replace_4, 4, binary_replace_4_now, is_large_binary(args[0]))

Term bif_compile_pattern(Process *p, Term *args)
{
    PatternSet *set = pattern_set_get(args[0]);
    if (!set) return raise_badarg(p);
    Term kind = set->count == 1 ? AM(bm) : AM(ac);
    return tuple_new_2(&p->heap, kind, magic_ref_new_take(&p->heap, &set->resource));
}
