/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print.c - terms as text in Erlang syntax. What is still to be printed stands on a stack of its own, so deep terms
 * cost no C stack. */
#include "term/print.h"

#include <ctype.h>
#include <stdio.h>

#include "base/dtoa.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "term/atom.h"
#include "term/bignum.h"
#include "term/binary.h"
#include "term/bits.h"
#include "term/fun.h"
#include "term/map.h"
#include "term/ref.h"

enum { PID_ID_BITS = 28 };

/* --- atoms --- */

static bool is_reserved(const char *text)
{
    static const char *const words[] = {"after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor",
        "case", "catch", "cond", "div", "end", "fun", "if", "let", "not", "of", "or", "orelse", "receive", "rem", "try",
        "when", "xor"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (strcmp(text, words[i]) == 0) return true;
    return false;
}

static bool is_lower(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7); }
static bool is_upper(uint32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7); }

static bool needs_quotes(const char *text, size_t size)
{
    uint32_t c;
    for (size_t i = 0; i < size;) {
        i += (size_t)utf8_decode((const uint8_t *)text + i, size - i, &c);
        if (is_lower(c)) continue;
        if (text == NULL || i <= (size_t)utf8_size(c)) return true; /* the first must be a small letter */
        if (!is_upper(c) && !(c >= '0' && c <= '9') && c != '_' && c != '@') return true;
    }
    return size == 0 || is_reserved(text);
}

static void print_escaped(Buf *out, uint32_t c, char quote)
{
    static const char escapes[] = "\bb\tt\nn\vv\ff\rr\x1b" "e\x7f" "d";
    for (const char *e = escapes; *e; e += 2) {
        if (c != (uint8_t)e[0]) continue;
        buf_put(out, '\\');
        return buf_put(out, (uint8_t)e[1]);
    }
    if (c == (uint8_t)quote || c == '\\') buf_put(out, '\\');
    if (c < ' ' || (c >= 0x80 && c < 0xa0)) buf_printf(out, "\\x{%X}", c);
    else buf_add_utf8(out, c);
}

void print_atom(Buf *out, Term atom)
{
    const char *text = atom_text(atom);
    size_t size = atom_size_bytes(atom);
    if (!needs_quotes(text, size)) return buf_add(out, text, size);
    uint32_t c;
    buf_put(out, '\'');
    for (size_t i = 0; i < size;) {
        i += (size_t)utf8_decode((const uint8_t *)text + i, size - i, &c);
        print_escaped(out, c, '\'');
    }
    buf_put(out, '\'');
}

/* --- identities: the first number tells the node, 0 for this one --- */

static unsigned node_number(const ExternalBox *box)
{
    return term_to_atom_index(box->node->name) + box->node->creation;
}

void print_pid(Buf *out, Term pid)
{
    if (term_is_local_pid(pid)) {
        Word n = term_to_pid_number(pid);
        buf_printf(out, "<0.%lu.%lu>", n & (((Word)1 << PID_ID_BITS) - 1), n >> PID_ID_BITS);
    } else {
        const ExternalBox *box = external_box(pid);
        buf_printf(out, "<%u.%lu.%lu>", node_number(box), box->numbers[0], box->numbers[1]);
    }
}

void print_port(Buf *out, Term port)
{
    if (term_is_local_port(port)) buf_printf(out, "#Port<0.%lu>", term_to_port_number(port));
    else buf_printf(out, "#Port<%u.%lu>", node_number(external_box(port)), external_box(port)->numbers[0]);
}

void print_ref(Buf *out, Term ref)
{
    if (term_is_local_ref(ref)) {
        Word n = local_ref_number(ref);
        buf_printf(out, "#Ref<0.%lu.%lu.%lu>", n >> 50, n >> 18 & 0xffffffff, n & 0x3ffff);
        return;
    }
    const ExternalBox *box = external_box(ref);
    buf_printf(out, "#Ref<%u", node_number(box));
    for (Word i = boxed_size_words(ref) - 1; i-- > 0;) buf_printf(out, ".%lu", box->numbers[i]);
    buf_put(out, '>');
}

void print_fun(Buf *out, Term fun)
{
    FunInfo info;
    fun_describe(fun, &info);
    buf_add_string(out, term_is_export_fun(fun) ? "fun " : "#Fun<");
    print_atom(out, info.module);
    if (term_is_export_fun(fun)) {
        buf_put(out, ':');
        print_atom(out, info.function);
        buf_printf(out, "/%u", info.arity);
    } else {
        buf_printf(out, ".%u.%u>", info.index, info.old_uniq);
    }
}

static const char *parse_numbers(const char *text, size_t size, const char *prefix, Word *numbers, int count)
{
    const char *end = text + size;
    size_t length = strlen(prefix);
    if (size < length || memcmp(text, prefix, length) != 0) return NULL;
    text += length;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (text == end || *text++ != '.')) return NULL;
        if (text == end || !isdigit((unsigned char)*text)) return NULL;
        for (numbers[i] = 0; text < end && isdigit((unsigned char)*text); text++) {
            if (numbers[i] > (Word)1 << 56) return NULL;
            numbers[i] = numbers[i] * 10 + (Word)(*text - '0');
        }
    }
    return text + 1 == end && *text == '>' ? text : NULL;
}

Term pid_parse(Heap *heap, const char *text, size_t size)
{
    Word n[3];
    if (!parse_numbers(text, size, "<", n, 3) || n[0] != 0) return TERM_NONE;
    if (n[1] >> PID_ID_BITS || n[2] >> (58 - PID_ID_BITS)) return TERM_NONE;
    return term_from_pid_number(n[2] << PID_ID_BITS | n[1]);
}

Term port_parse(Heap *heap, const char *text, size_t size)
{
    Word n[2];
    if (!parse_numbers(text, size, "#Port<", n, 2) || n[0] != 0 || n[1] >> 58) return TERM_NONE;
    return term_from_port_number(n[1]);
}

Term ref_parse(Heap *heap, const char *text, size_t size)
{
    Word n[4];
    if (!parse_numbers(text, size, "#Ref<", n, 4) || n[0] != 0) return TERM_NONE;
    if (n[1] >> 14 || n[2] >> 32 || n[3] >> 18) return TERM_NONE;
    return ref_from_number(heap, n[1] << 50 | n[2] << 18 | n[3]);
}

/* --- any term --- */

typedef enum JobKind { JOB_TERM, JOB_LIST_REST, JOB_ELEMENTS, JOB_TEXT, JOB_MAP } JobKind;
typedef struct Job {
    JobKind kind;
    Term term;         /* JOB_TERM, JOB_LIST_REST */
    const Term *at;    /* JOB_ELEMENTS */
    Word left;
    const char *text;  /* JOB_TEXT; closes JOB_ELEMENTS */
    MapIterator *map;  /* JOB_MAP: owned */
    bool first;
} Job;

typedef struct Printer {
    Buf *out;
    bool raw;
    VEC(Job) jobs;
} Printer;

static bool is_printable(uint32_t c)
{
    return (c >= ' ' && c < 0x7f) || (c >= 0xa0 && c <= 0xff) || (c >= 8 && c <= 13) || c == 27;
}

/* A proper list of printable characters, not empty. */
static bool is_text(Term list)
{
    if (!term_is_cons(list)) return false;
    for (; term_is_cons(list); list = term_tail(list)) {
        Term head = term_head(list);
        if (!term_is_small(head) || term_to_small(head) < 0 || term_to_small(head) > 255) return false;
        if (!is_printable((uint32_t)term_to_small(head))) return false;
    }
    return term_is_nil(list);
}

static void print_bitstring(Printer *printer, Term t)
{
    Buf *out = printer->out;
    Word offset, bits = bitstring_size_bits(t), size = bits / 8;
    const uint8_t *bytes = binary_bytes(t, &offset);
    bool text = !printer->raw && bits % 8 == 0 && size > 0;
    for (Word i = 0; text && i < size; i++) text = is_printable((uint32_t)bits_get_64(bytes, offset + 8 * i, 8));
    buf_add_string(out, text ? "<<\"" : "<<");
    for (Word i = 0; i < size; i++) {
        uint32_t byte = (uint32_t)bits_get_64(bytes, offset + 8 * i, 8);
        if (text) print_escaped(out, byte, '"');
        else buf_printf(out, "%s%u", i ? "," : "", byte);
    }
    unsigned rest = bits % 8;
    if (rest) buf_printf(out, "%s%u:%u", size ? "," : "", (unsigned)bits_get_64(bytes, offset + 8 * size, rest), rest);
    buf_add_string(out, text ? "\">>" : ">>");
}

static void print_cons(Printer *printer, Term t)
{
    Buf *out = printer->out;
    if (!printer->raw && is_text(t)) {
        buf_put(out, '"');
        for (; term_is_cons(t); t = term_tail(t)) print_escaped(out, (uint32_t)term_to_small(term_head(t)), '"');
        return buf_put(out, '"');
    }
    buf_put(out, '[');
    vec_push(&printer->jobs, ((Job){.kind = JOB_LIST_REST, .term = term_tail(t)}));
    vec_push(&printer->jobs, ((Job){.kind = JOB_TERM, .term = term_head(t)}));
}

static void print_boxed(Printer *printer, Term t)
{
    Buf *out = printer->out;
    switch (boxed_type(t)) {
    case BOX_TUPLE:
        buf_put(out, '{');
        vec_push(&printer->jobs, ((Job){.kind = JOB_ELEMENTS, .at = tuple_elements(t), .left = tuple_arity(t),
                                        .text = "}", .first = true}));
        return;
    case BOX_FLAT_MAP: case BOX_HASH_MAP: {
        MapIterator *it = mem_alloc(sizeof *it);
        map_iterate(it, t);
        buf_add_string(out, "#{");
        vec_push(&printer->jobs, ((Job){.kind = JOB_MAP, .map = it, .first = true}));
        return;
    }
    case BOX_BIGNUM_POSITIVE: case BOX_BIGNUM_NEGATIVE: return integer_to_text(out, t, 10);
    case BOX_FUN: case BOX_EXPORT_FUN: return print_fun(out, t);
    case BOX_REF: case BOX_MAGIC_REF: case BOX_EXTERNAL_REF: return print_ref(out, t);
    case BOX_EXTERNAL_PID: return print_pid(out, t);
    case BOX_EXTERNAL_PORT: return print_port(out, t);
    case BOX_HEAP_BINARY: case BOX_REFC_BINARY: case BOX_SUB_BINARY: return print_bitstring(printer, t);
    default: return buf_printf(out, "#Box<%d>", (int)boxed_type(t));
    }
}

static void print_one(Printer *printer, Term t)
{
    Buf *out = printer->out;
    if (term_is_float(t)) {
        char text[DTOA_BUFFER];
        dtoa_shortest(term_to_double(t), text);
        buf_add_string(out, text);
    } else if (term_is_small(t)) integer_to_text(out, t, 10);
    else if (term_is_atom(t)) print_atom(out, t);
    else if (term_is_nil(t)) buf_add_string(out, "[]");
    else if (term_is_local_pid(t)) print_pid(out, t);
    else if (term_is_local_port(t)) print_port(out, t);
    else if (term_is_cons(t)) print_cons(printer, t);
    else if (term_is_boxed(t)) print_boxed(printer, t);
    else buf_printf(out, "#Special<%lx>", term_bits(t));
}

/* Does a part of the newest job; pushes what that leads to. */
static void run_job(Printer *printer)
{
    Buf *out = printer->out;
    Job *job = &vec_last(&printer->jobs);
    Term key, value;
    switch (job->kind) {
    case JOB_TERM:
        value = job->term;
        printer->jobs.count--;
        return print_one(printer, value);
    case JOB_TEXT:
        buf_add_string(out, job->text);
        printer->jobs.count--;
        return;
    case JOB_LIST_REST:
        if (term_is_nil(job->term)) {
            buf_put(out, ']');
            printer->jobs.count--;
        } else if (term_is_cons(job->term)) {
            buf_put(out, ',');
            value = term_head(job->term);
            job->term = term_tail(job->term);
            print_one(printer, value);
        } else {
            buf_put(out, '|');
            value = job->term;
            *job = (Job){.kind = JOB_TEXT, .text = "]"};
            print_one(printer, value);
        }
        return;
    case JOB_ELEMENTS:
        if (job->left == 0) {
            buf_add_string(out, job->text);
            printer->jobs.count--;
            return;
        }
        if (!job->first) buf_put(out, ',');
        job->first = false;
        job->left--;
        return print_one(printer, *job->at++);
    case JOB_MAP:
        if (!map_next(job->map, &key, &value)) {
            buf_put(out, '}');
            mem_free(job->map);
            printer->jobs.count--;
            return;
        }
        if (!job->first) buf_put(out, ',');
        job->first = false;
        vec_push(&printer->jobs, ((Job){.kind = JOB_TERM, .term = value}));
        vec_push(&printer->jobs, ((Job){.kind = JOB_TEXT, .text = " => "}));
        return print_one(printer, key);
    }
}

static void print(Buf *out, Term t, bool raw)
{
    Printer printer = {.out = out, .raw = raw};
    print_one(&printer, t);
    while (printer.jobs.count) run_job(&printer);
    vec_free(&printer.jobs);
}

void term_print(Buf *out, Term t)
{
    print(out, t, false);
}

void term_print_raw(Buf *out, Term t)
{
    print(out, t, true);
}

char *term_to_text(Term t)
{
    Buf out = {0};
    term_print(&out, t);
    return buf_text(&out);
}

void term_dump(Term t)
{
    char *text = term_to_text(t);
    fprintf(stderr, "%s\n", text);
    mem_free(text);
}
