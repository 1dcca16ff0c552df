/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bif_re.c - :re over PCRE2: compile, run, inspect.
 *
 * A compiled pattern is the term {re_pattern, Captures, Unicode, UseCrlf, Binary}, where the binary holds our options
 * and the source: so it can be a literal, be sent, be written to a file. The PCRE2 code belonging to such a binary is
 * found in a table of counted entries, made when it is first needed.
 *
 * A match that needs more than SHORT_MATCH_LIMIT steps starts anew on the dirty pool: re:elver_run/3. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/lock.h"
#include "base/utf8.h"
#include "code/bif.h"
#include "code/export.h"
#include "process/exception.h"
#include "term/binary.h"

enum {
    SHORT_MATCH_LIMIT = 20000, LONG_MATCH_LIMIT = 10000000, SHORT_SUBJECT = 1 << 18,
    CACHE_SIZE = 1024, JIT_STACK_MAX = 1 << 20
};
static const uint8_t pattern_magic[4] = {'E', 'l', 'R', '1'};

/* --- the table of compiled patterns --- */

typedef struct Compiled {
    uint64_t hash;
    uint8_t *key;          /* owned: the binary of the pattern term */
    size_t key_size;
    pcre2_code *code;      /* owned */
    uint32_t use_count;    /* guarded by the table's lock; an entry in use is not replaced */
    bool in_table;
} Compiled;

static Lock cache_lock = {.mutex = PTHREAD_MUTEX_INITIALIZER, .rank = RANK_leaf};
static Compiled *cache[CACHE_SIZE]; /* guarded by cache_lock; by hash, the newest wins its place */

static void compiled_free(Compiled *c)
{
    pcre2_code_free(c->code);
    mem_free(c->key);
    mem_free(c);
}
static void compiled_release(Compiled *c)
{
    lock_acquire(&cache_lock);
    bool last = --c->use_count == 0 && !c->in_table;
    lock_release(&cache_lock);
    if (last) compiled_free(c);
}
static Compiled *compiled_find(const uint8_t *key, size_t size, uint64_t hash)
{
    lock_acquire(&cache_lock);
    Compiled *c = cache[hash % CACHE_SIZE];
    if (c && c->hash == hash && c->key_size == size && memcmp(c->key, key, size) == 0) c->use_count++;
    else c = NULL;
    lock_release(&cache_lock);
    return c;
}
/* Puts a pattern into the table; the caller has a use of it. */
static Compiled *compiled_add(const uint8_t *key, size_t size, uint64_t hash, pcre2_code *code)
{
    Compiled *c = mem_alloc_zero(1, sizeof *c);
    c->hash = hash;
    c->key = mem_alloc(size);
    memcpy(c->key, key, size);
    c->key_size = size;
    c->code = code;
    c->use_count = 1;
    c->in_table = true;
    lock_acquire(&cache_lock);
    Compiled *old = cache[hash % CACHE_SIZE];
    cache[hash % CACHE_SIZE] = c;
    if (old) old->in_table = false;
    bool unused = old && old->use_count == 0;
    lock_release(&cache_lock);
    if (unused) compiled_free(old);
    return c;
}

/* --- options --- */

typedef enum Newline { NEWLINE_DEFAULT, NEWLINE_CR, NEWLINE_LF, NEWLINE_CRLF, NEWLINE_ANYCRLF, NEWLINE_ANY } Newline;
typedef enum Capture { CAPTURE_ALL, CAPTURE_ALL_BUT_FIRST, CAPTURE_FIRST, CAPTURE_NONE, CAPTURE_ALL_NAMES, CAPTURE_LIST } Capture;
typedef enum CaptureAs { AS_INDEX, AS_LIST, AS_BINARY } CaptureAs;

typedef struct Options {
    uint32_t compile;      /* PCRE2_... of compiling */
    uint8_t newline, bsr;  /* bsr: 0 default, 1 anycrlf, 2 unicode */
    bool has_compile_only; /* an option that a compiled pattern does not take */
    uint32_t match;        /* PCRE2_... of matching */
    bool global, report_errors;
    size_t offset;
    int64_t match_limit;   /* -1: default */
    Capture capture;
    CaptureAs as;
    Term values;           /* the list, for CAPTURE_LIST */
} Options;

typedef struct OptionName {
    const char *name;
    uint32_t compile, match;
} OptionName;

static const OptionName option_names[] = {
    {"unicode", PCRE2_UTF, 0}, {"anchored", PCRE2_ANCHORED, PCRE2_ANCHORED}, {"caseless", PCRE2_CASELESS, 0},
    {"dollar_endonly", PCRE2_DOLLAR_ENDONLY, 0}, {"dotall", PCRE2_DOTALL, 0}, {"extended", PCRE2_EXTENDED, 0},
    {"firstline", PCRE2_FIRSTLINE, 0}, {"multiline", PCRE2_MULTILINE, 0}, {"no_auto_capture", PCRE2_NO_AUTO_CAPTURE, 0},
    {"dupnames", PCRE2_DUPNAMES, 0}, {"ungreedy", PCRE2_UNGREEDY, 0}, {"ucp", PCRE2_UCP, 0},
    {"never_utf", PCRE2_NEVER_UTF, 0}, {"no_start_optimize", PCRE2_NO_START_OPTIMIZE, 0},
    {"notbol", 0, PCRE2_NOTBOL}, {"noteol", 0, PCRE2_NOTEOL}, {"notempty", 0, PCRE2_NOTEMPTY},
    {"notempty_atstart", 0, PCRE2_NOTEMPTY_ATSTART},
};

static bool atom_is(Term t, const char *text) { return term_is_atom(t) && strcmp(atom_text(t), text) == 0; }

static bool read_newline(Term t, uint8_t *newline)
{
    static const char *const names[] = {"", "cr", "lf", "crlf", "anycrlf", "any"};
    for (unsigned i = 1; i < sizeof names / sizeof *names; i++) {
        if (!atom_is(t, names[i])) continue;
        *newline = (uint8_t)i;
        return true;
    }
    return false;
}

static bool read_capture_values(Term t, Options *o)
{
    static const struct { const char *name; Capture capture; } names[] = {
        {"all", CAPTURE_ALL}, {"all_but_first", CAPTURE_ALL_BUT_FIRST}, {"first", CAPTURE_FIRST},
        {"none", CAPTURE_NONE}, {"all_names", CAPTURE_ALL_NAMES},
    };
    if (term_is_list(t)) {
        o->capture = CAPTURE_LIST;
        o->values = t;
        return true;
    }
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (!atom_is(t, names[i].name)) continue;
        o->capture = names[i].capture;
        return true;
    }
    return false;
}
static bool read_capture_type(Term t, Options *o)
{
    if (atom_is(t, "index")) o->as = AS_INDEX;
    else if (atom_is(t, "list")) o->as = AS_LIST;
    else if (atom_is(t, "binary")) o->as = AS_BINARY;
    else return false;
    return true;
}

static bool read_tuple_option(Term t, Options *o, bool running)
{
    if (!term_is_tuple_of(t, 2) && !term_is_tuple_of(t, 3)) return false;
    Term name = tuple_get(t, 0), value = tuple_get(t, 1);
    if (atom_is(name, "newline") && tuple_arity(t) == 2) return read_newline(value, &o->newline);
    if (!running) return false;
    if (atom_is(name, "capture")) {
        return read_capture_values(value, o) && (tuple_arity(t) == 2 || read_capture_type(tuple_get(t, 2), o));
    }
    if (tuple_arity(t) != 2 || !term_is_small(value) || term_to_small(value) < 0) return false;
    if (atom_is(name, "offset")) o->offset = (size_t)term_to_small(value);
    else if (atom_is(name, "match_limit")) o->match_limit = term_to_small(value);
    else if (!atom_is(name, "match_limit_recursion")) return false;
    return true;
}

static bool read_option(Term t, Options *o, bool running)
{
    if (!term_is_atom(t)) return read_tuple_option(t, o, running);
    for (unsigned i = 0; i < sizeof option_names / sizeof *option_names; i++) {
        const OptionName *known = &option_names[i];
        if (!atom_is(t, known->name)) continue;
        if (!running && !known->compile) return false;
        o->compile |= known->compile;
        o->match |= running ? known->match : 0;
        o->has_compile_only |= !known->match;
        return true;
    }
    if (atom_is(t, "bsr_anycrlf")) o->bsr = 1;
    else if (atom_is(t, "bsr_unicode")) o->bsr = 2;
    else if (running && atom_is(t, "global")) o->global = true;
    else if (running && atom_is(t, "report_errors")) o->report_errors = true;
    else return false;
    return true;
}

static bool read_options(Term list, Options *o, bool running)
{
    *o = (Options){.match_limit = -1, .values = NIL};
    for (; term_is_cons(list); list = term_tail(list))
        if (!read_option(term_head(list), o, running)) return false;
    return term_is_nil(list);
}

/* --- compiling --- */

/* The messages of PCRE 8, which programs know, for common errors. */
static const char *error_message(int code, char *scratch, size_t size)
{
    static const struct { int code; const char *text; } known[] = {
        {101, "\\ at end of pattern"}, {102, "\\c at end of pattern"}, {103, "unrecognized character follows \\"},
        {104, "numbers out of order in {} quantifier"}, {105, "number too big in {} quantifier"},
        {106, "missing terminating ] for character class"}, {107, "invalid escape sequence in character class"},
        {108, "range out of order in character class"}, {109, "nothing to repeat"},
        {111, "unrecognized character after (? or (?-"}, {112, "POSIX named classes are supported only within a class"},
        {114, "missing )"}, {115, "reference to non-existent subpattern"}, {118, "missing ) after comment"},
        {122, "unmatched parentheses"}, {124, "unrecognized character after (?<"},
        {125, "lookbehind assertion is not fixed length"}, {126, "malformed number or name after (?("},
        {127, "conditional group contains more than two branches"}, {128, "assertion expected after (?("},
        {130, "unknown POSIX class name"}, {142, "syntax error in subpattern name (missing terminator)"},
        {143, "two named subpatterns have the same name"}, {146, "malformed \\P or \\p sequence"},
        {147, "unknown property name after \\P or \\p"}, {148, "subpattern name is too long (maximum 32 characters)"},
        {162, "subpattern name expected"},
    };
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == code) return known[i].text;
    pcre2_get_error_message(code, (PCRE2_UCHAR *)scratch, size);
    return scratch;
}

static void add_key(Buf *key, const Options *o, const uint8_t *source, size_t size)
{
    buf_add(key, pattern_magic, sizeof pattern_magic);
    buf_add_32(key, o->compile);
    buf_put(key, o->newline);
    buf_put(key, o->bsr);
    buf_add(key, source, size);
}

enum { KEY_SOURCE = 10 }; /* where the source begins in a key */

/* The code for a key, with a use for the caller; NULL and *error, *error_at if the source is bad. */
static Compiled *compile_key(const uint8_t *key, size_t size, int *error, size_t *error_at)
{
    static const uint32_t newlines[] = {0, PCRE2_NEWLINE_CR, PCRE2_NEWLINE_LF, PCRE2_NEWLINE_CRLF,
                                        PCRE2_NEWLINE_ANYCRLF, PCRE2_NEWLINE_ANY};
    uint64_t hash = hash_bytes(key, size, 0);
    Compiled *c = compiled_find(key, size, hash);
    if (c) return c;
    uint32_t options = (uint32_t)key[4] << 24 | (uint32_t)key[5] << 16 | (uint32_t)key[6] << 8 | key[7];
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (key[8] && key[8] < sizeof newlines / sizeof *newlines) pcre2_set_newline(context, newlines[key[8]]);
    if (key[9]) pcre2_set_bsr(context, key[9] == 1 ? PCRE2_BSR_ANYCRLF : PCRE2_BSR_UNICODE);
    pcre2_code *code = pcre2_compile(key + KEY_SOURCE, size - KEY_SOURCE, options, error, error_at, context);
    pcre2_compile_context_free(context);
    if (!code) return NULL;
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return compiled_add(key, size, hash, code);
}

/* The source of a pattern as the bytes PCRE2 takes: UTF-8 for unicode, else bytes. */
static bool pattern_source(Term t, bool unicode, Buf *out)
{
    (void)unicode;
    if (term_is_binary(t) || !unicode) return iolist_to_buf(t, out);
    for (; term_is_cons(t); t = term_tail(t)) {
        Term head = term_head(t);
        if (term_is_small(head) && utf8_is_code_point((uint64_t)term_to_small(head))) buf_add_utf8(out, (uint32_t)term_to_small(head));
        else if (!pattern_source(head, unicode, out)) return false;
    }
    return term_is_nil(t) || (term_is_binary(t) && iolist_to_buf(t, out));
}

static Term pattern_term(Process *p, const Options *o, const Compiled *c)
{
    uint32_t captures = 0;
    pcre2_pattern_info(c->code, PCRE2_INFO_CAPTURECOUNT, &captures);
    Term t = tuple_new(&p->heap, 5);
    Term binary = binary_new(&p->heap, c->key, c->key_size);
    tuple_elements(t)[0] = atom_intern_string("re_pattern");
    tuple_elements(t)[1] = term_from_small(captures);
    tuple_elements(t)[2] = term_from_small(o->compile & PCRE2_UTF ? 1 : 0);
    tuple_elements(t)[3] = term_from_small(0);
    tuple_elements(t)[4] = binary;
    return t;
}

static Term compile(Process *p, Term source, Term options)
{
    Options o;
    Buf text = {0}, key = {0};
    if (!read_options(options, &o, false) || !pattern_source(source, o.compile & PCRE2_UTF, &text)) {
        buf_free(&text);
        return raise_badarg(p);
    }
    if ((o.compile & PCRE2_UTF) && !utf8_is_valid(text.bytes, text.size)) {
        buf_free(&text);
        return raise_badarg(p);
    }
    add_key(&key, &o, text.bytes, text.size);
    buf_free(&text);
    int error = 0;
    size_t at = 0;
    Compiled *c = compile_key(key.bytes, key.size, &error, &at);
    buf_free(&key);
    bif_charge(p, 100);
    if (!c) {
        char scratch[128];
        const char *message = error_message(error, scratch, sizeof scratch);
        Term list = NIL;
        for (size_t i = strlen(message); i-- > 0;) list = cons_new(&p->heap, term_from_small((uint8_t)message[i]), list);
        return tuple_new_2(&p->heap, AM(error), tuple_new_2(&p->heap, list, term_from_small((int64_t)at)));
    }
    Term pattern = pattern_term(p, &o, c);
    compiled_release(c);
    return tuple_new_2(&p->heap, AM(ok), pattern);
}

Term bif_re_compile_1(Process *p, Term *args) { return compile(p, args[0], NIL); }
Term bif_re_compile_2(Process *p, Term *args) { return compile(p, args[0], args[1]); }

/* --- running --- */

typedef struct Run {
    Process *p;
    Options o;
    Compiled *compiled;
    pcre2_code *code;
    const uint8_t *subject;
    size_t size;
    Buf subject_buf;
    Term subject_term; /* a binary with just these bytes, to share parts of; TERM_NONE if there is none */
    bool unicode;
    pcre2_match_data *data;
    pcre2_match_context *context;
} Run;

static bool is_pattern_term(Term t)
{
    return term_is_tuple_of(t, 5) && atom_is(tuple_get(t, 0), "re_pattern") && term_is_binary(tuple_get(t, 4));
}

/* Finds or compiles the pattern. False after an exception. */
static bool open_pattern(Run *r, Term pattern)
{
    Buf key = {0};
    int error = 0;
    size_t at = 0;
    if (is_pattern_term(pattern)) {
        bool ok = !r->o.has_compile_only && iolist_to_buf(tuple_get(pattern, 4), &key) && key.size >= KEY_SOURCE &&
                  memcmp(key.bytes, pattern_magic, sizeof pattern_magic) == 0;
        r->unicode = ok && (key.bytes[7] | (uint32_t)key.bytes[6] << 8 | (uint32_t)key.bytes[5] << 16 |
                            (uint32_t)key.bytes[4] << 24) & PCRE2_UTF;
        if (ok) r->compiled = compile_key(key.bytes, key.size, &error, &at);
    } else {
        Buf text = {0};
        r->unicode = r->o.compile & PCRE2_UTF;
        if (pattern_source(pattern, r->unicode, &text)) {
            add_key(&key, &r->o, text.bytes, text.size);
            r->compiled = compile_key(key.bytes, key.size, &error, &at);
        }
        buf_free(&text);
    }
    buf_free(&key);
    if (!r->compiled) {
        raise_badarg(r->p);
        return false;
    }
    r->code = r->compiled->code;
    return true;
}

static bool open_subject(Run *r, Term subject)
{
    Word bit_offset;
    if (term_is_binary(subject)) {
        const uint8_t *bytes = binary_bytes(subject, &bit_offset);
        r->size = bitstring_size_bits(subject) / 8;
        if (bit_offset == 0) {
            r->subject = bytes;
            r->subject_term = subject;
        }
    }
    if (!r->subject) {
        if (!pattern_source(subject, r->unicode, &r->subject_buf)) return false;
        buf_reserve(&r->subject_buf, 1);
        r->subject = r->subject_buf.bytes;
        r->size = r->subject_buf.size;
    }
    return r->o.offset <= r->size && (!r->unicode || utf8_is_valid(r->subject, r->size));
}

static void close_run(Run *r)
{
    if (r->data) pcre2_match_data_free(r->data);
    if (r->context) pcre2_match_context_free(r->context);
    if (r->compiled) compiled_release(r->compiled);
    buf_free(&r->subject_buf);
}

static Term part(Run *r, size_t from, size_t to)
{
    Heap *heap = &r->p->heap;
    if (r->o.as == AS_INDEX) {
        return tuple_new_2(heap, term_from_small(from == PCRE2_UNSET ? -1 : (int64_t)from),
                           term_from_small(from == PCRE2_UNSET ? 0 : (int64_t)(to - from)));
    }
    if (from == PCRE2_UNSET) from = to = 0;
    if (to < from) to = from; /* \K in a look-ahead */
    if (r->o.as == AS_BINARY) {
        if (!term_is_none(r->subject_term)) return binary_sub(heap, r->subject_term, from * 8, (to - from) * 8);
        return binary_new(heap, r->subject + from, to - from);
    }
    Term list = NIL, *tail = &list;
    for (size_t at = from; at < to;) {
        uint32_t c = r->subject[at];
        int n = r->unicode ? utf8_decode(r->subject + at, to - at, &c) : 1;
        at += n > 0 ? (size_t)n : 1;
        Term cell = cons_new(heap, term_from_small(c), NIL);
        *tail = cell;
        tail = &cons_words(cell)[1];
    }
    return list;
}

static Term group(Run *r, unsigned number, unsigned count)
{
    const size_t *ovector = pcre2_get_ovector_pointer(r->data);
    if (number >= count) return part(r, PCRE2_UNSET, PCRE2_UNSET);
    return part(r, ovector[2 * number], ovector[2 * number + 1]);
}

/* The group that took part in the match of those with this name, else the first; 0 and false if there is none. */
static bool group_of_name(Run *r, const char *name, unsigned count, unsigned *number)
{
    PCRE2_SPTR first, last;
    int entry_size = pcre2_substring_nametable_scan(r->code, (PCRE2_SPTR)name, &first, &last);
    if (entry_size < 0) return false;
    const size_t *ovector = pcre2_get_ovector_pointer(r->data);
    *number = (unsigned)(first[0] << 8 | first[1]);
    for (PCRE2_SPTR entry = first; entry <= last; entry += entry_size) {
        unsigned n = (unsigned)(entry[0] << 8 | entry[1]);
        if (n < count && ovector[2 * n] != PCRE2_UNSET) {
            *number = n;
            return true;
        }
    }
    return true;
}

static Term named_value(Run *r, const char *name, unsigned count)
{
    unsigned number;
    return group_of_name(r, name, count, &number) ? group(r, number, count) : part(r, PCRE2_UNSET, PCRE2_UNSET);
}

/* One of the values asked for: a number or a name. TERM_NONE if it is neither. */
static Term asked_value(Run *r, Term id, unsigned count)
{
    if (term_is_small(id)) return term_to_small(id) < 0 ? TERM_NONE : group(r, (unsigned)term_to_small(id), count);
    if (term_is_atom(id)) return named_value(r, atom_text(id), count);
    Buf name = {0};
    Term value = iolist_to_buf(id, &name) ? named_value(r, buf_text(&name), count) : TERM_NONE;
    buf_free(&name);
    return value;
}

static Term list_reverse(Heap *heap, Term list)
{
    Term reversed = NIL;
    for (; term_is_cons(list); list = term_tail(list)) reversed = cons_new(heap, term_head(list), reversed);
    return reversed;
}

/* The names of the groups, each once, in order; a list of binaries. */
static Term group_names(Process *p, const pcre2_code *code)
{
    uint32_t count = 0, size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
    Term list = NIL;
    for (uint32_t i = count; i-- > 0;) {
        const char *name = (const char *)table + i * size + 2;
        if (i + 1 < count && strcmp(name, name + size) == 0) continue;
        list = cons_new(&p->heap, binary_new_string(&p->heap, name), list);
    }
    return list;
}

/* The list of captured values of one match; TERM_NONE if a value asked for is no group. */
static Term captured(Run *r, unsigned count)
{
    Heap *heap = &r->p->heap;
    Term list = NIL;
    switch (r->o.capture) {
    case CAPTURE_FIRST: return cons_new(heap, group(r, 0, count), NIL);
    case CAPTURE_ALL: case CAPTURE_ALL_BUT_FIRST:
        for (unsigned i = count; i-- > (r->o.capture == CAPTURE_ALL ? 0u : 1u);) list = cons_new(heap, group(r, i, count), list);
        return list;
    case CAPTURE_ALL_NAMES:
        for (Term names = group_names(r->p, r->code); term_is_cons(names); names = term_tail(names))
            list = cons_new(heap, asked_value(r, term_head(names), count), list);
        return list_reverse(heap, list);
    default:
        for (Term ids = r->o.values; term_is_cons(ids); ids = term_tail(ids)) {
            Term value = asked_value(r, term_head(ids), count);
            if (term_is_none(value)) return TERM_NONE;
            list = cons_new(heap, value, list);
        }
        return list_reverse(heap, list);
    }
}

static int match_at(Run *r, size_t at, uint32_t more_options)
{
    uint32_t options = (r->o.match & ~(uint32_t)PCRE2_ANCHORED) | (r->o.match & PCRE2_ANCHORED) | more_options | PCRE2_NO_UTF_CHECK;
    int count = pcre2_match(r->code, r->subject, r->size, at, options, r->data, r->context);
    if (count == PCRE2_ERROR_JIT_STACKLIMIT)
        count = pcre2_match(r->code, r->subject, r->size, at, options | PCRE2_NO_JIT, r->data, r->context);
    return count;
}

/* Where to go on when nothing matches at an offset: the next character. */
static size_t next_character(const Run *r, size_t at)
{
    uint32_t c;
    int n = r->unicode ? utf8_decode(r->subject + at, r->size - at, &c) : 1;
    return at + (n > 0 ? (size_t)n : 1);
}

static Term error_result(Run *r, int code)
{
    if (!r->o.report_errors) return AM(nomatch);
    const char *name = code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_HEAPLIMIT ? "match_limit"
                     : code == PCRE2_ERROR_DEPTHLIMIT ? "match_limit_recursion" : "internal_error";
    return tuple_new_2(&r->p->heap, AM(error), atom_intern_string(name));
}

static bool is_limit(int code) { return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_HEAPLIMIT || code == PCRE2_ERROR_DEPTHLIMIT; }

/* All matches; after an empty one it is tried whether there is one that is not at the same place. *limit is set if the
 * match limit was met. */
static Term run_global(Run *r, int *limit)
{
    Heap *heap = &r->p->heap;
    Term list = NIL;
    size_t at = r->o.offset;
    uint32_t retry = 0;
    while (at <= r->size) {
        int count = match_at(r, at, retry);
        if (count == PCRE2_ERROR_NOMATCH && retry) {
            if (at >= r->size) break;
            at = next_character(r, at);
            retry = 0;
            continue;
        }
        if (count == PCRE2_ERROR_NOMATCH) break;
        if (count < 0) {
            *limit = count;
            return error_result(r, count);
        }
        const size_t *ovector = pcre2_get_ovector_pointer(r->data);
        size_t start = ovector[0], end = ovector[1];
        Term values = r->o.capture == CAPTURE_NONE ? NIL : captured(r, (unsigned)count);
        if (term_is_none(values)) return raise_badarg(r->p);
        list = cons_new(heap, values, list);
        retry = start == end ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0;
        at = end > at || retry ? end : next_character(r, at);
    }
    if (term_is_nil(list)) return AM(nomatch);
    if (r->o.capture == CAPTURE_NONE) return atom_intern_string("match");
    return tuple_new_2(heap, atom_intern_string("match"), list_reverse(heap, list));
}

static Term run_once(Run *r, int *limit)
{
    int count = match_at(r, r->o.offset, 0);
    if (count == PCRE2_ERROR_NOMATCH) return AM(nomatch);
    if (count < 0) {
        *limit = count;
        return error_result(r, count);
    }
    if (r->o.capture == CAPTURE_NONE) return atom_intern_string("match");
    Term values = captured(r, (unsigned)count);
    if (term_is_none(values)) return raise_badarg(r->p);
    return tuple_new_2(&r->p->heap, atom_intern_string("match"), values);
}

static _Thread_local pcre2_jit_stack *jit_stack; /* made when a thread first matches; lives as long as the program */

static Term run(Process *p, Term subject, Term pattern, Term options, bool blocking)
{
    Run r = {.p = p, .subject_term = TERM_NONE};
    if (!read_options(options, &r.o, true)) return raise_badarg(p);
    if (!open_pattern(&r, pattern)) return TERM_NONE;
    Term result;
    int limit = 0;
    if (!open_subject(&r, subject)) result = raise_badarg(p);
    else if (!blocking && r.size > SHORT_SUBJECT) limit = PCRE2_ERROR_MATCHLIMIT, result = TERM_NONE;
    else {
        int64_t steps = r.o.match_limit >= 0 ? r.o.match_limit : LONG_MATCH_LIMIT;
        if (!blocking && steps > SHORT_MATCH_LIMIT) steps = SHORT_MATCH_LIMIT;
        r.data = pcre2_match_data_create_from_pattern(r.code, NULL);
        r.context = pcre2_match_context_create(NULL);
        pcre2_set_match_limit(r.context, (uint32_t)(steps > UINT32_MAX ? UINT32_MAX : steps));
        if (!jit_stack) jit_stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK_MAX, NULL);
        pcre2_jit_stack_assign(r.context, NULL, jit_stack);
        result = r.o.global ? run_global(&r, &limit) : run_once(&r, &limit);
    }
    bif_charge(p, (int64_t)(20 + r.size / 256));
    bool again = !blocking && is_limit(limit) && !(r.o.match_limit >= 0 && r.o.match_limit <= SHORT_MATCH_LIMIT);
    close_run(&r);
    if (again) {
        Export *slow = export_get(atom_intern_string("re"), atom_intern_string("elver_run"), 3);
        return bif_trap(p, slow, 3, subject, pattern, options);
    }
    return result;
}

Term bif_re_run_2(Process *p, Term *args) { return run(p, args[0], args[1], NIL, false); }
Term bif_re_run_3(Process *p, Term *args) { return run(p, args[0], args[1], args[2], false); }
Term bif_re_run_slow(Process *p, Term *args) { return run(p, args[0], args[1], args[2], true); }

Term bif_re_inspect(Process *p, Term *args)
{
    if (!is_pattern_term(args[0]) || !atom_is(args[1], "namelist")) return raise_badarg(p);
    Run r = {.p = p};
    read_options(NIL, &r.o, true);
    if (!open_pattern(&r, args[0])) return TERM_NONE;
    Term names = group_names(p, r.code);
    close_run(&r);
    return tuple_new_2(&p->heap, args[1], names);
}

Term bif_re_version(Process *p, Term *args)
{
    char version[64] = "";
    (void)args;
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    return binary_new_string(&p->heap, version);
}
