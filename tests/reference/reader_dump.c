/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reader_dump.c - prints what the reader makes of source files, one line each, as reader_dump.exs does on the reference.
 *
 *     reader-dump [-c] [-t] [-s] [-q] [-h] FILE...    -c columns, -t token metadata, -s cases separated by lines of ---,
 *                                                    -h a hash of each line instead, -q nothing */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "compiler/reader.h"
#include "term/atom.h"
#include "term/bignum.h"
#include "term/binary.h"

static void dump_bytes(Buf *out, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        uint8_t c = bytes[i];
        if (c >= 32 && c < 127 && c != '"' && c != '\\') buf_put(out, c);
        else buf_printf(out, "\\x%02x", c);
    }
}

static void dump(Buf *out, Term t)
{
    if (term_is_atom(t)) {
        buf_put(out, ':');
        dump_bytes(out, (const uint8_t *)atom_text(t), atom_size_bytes(t));
    } else if (term_is_list(t)) {
        buf_put(out, '[');
        for (; term_is_cons(t); t = term_tail(t)) {
            dump(out, term_head(t));
            if (term_is_cons(term_tail(t))) buf_add_string(out, ", ");
        }
        buf_put(out, ']');
    } else if (term_is_tuple(t)) {
        buf_put(out, '{');
        for (Word i = 0; i < tuple_arity(t); i++) {
            if (i) buf_add_string(out, ", ");
            dump(out, tuple_get(t, i));
        }
        buf_put(out, '}');
    } else if (term_is_integer(t)) {
        integer_to_text(out, t, 10);
    } else if (term_is_float(t)) {
        double d = term_to_double(t);
        uint64_t bits;
        memcpy(&bits, &d, sizeof bits);
        buf_printf(out, "float:%016llx", (unsigned long long)bits);
    } else {
        size_t size;
        Buf scratch = {0};
        const uint8_t *bytes = binary_bytes_aligned(t, &size, &scratch);
        buf_put(out, '"');
        dump_bytes(out, bytes, size);
        buf_put(out, '"');
        buf_free(&scratch);
    }
}

static bool quiet, hashed;

static void one(const char *text, size_t size, const ReaderOptions *options)
{
    Heap heap;
    Reader reader;
    Buf out = {0};
    heap_init_arena(&heap);
    reader_init(&reader, &heap);
    Term ast = reader_read(&reader, text, size, options);
    if (!quiet) {
        if (term_is_none(ast)) {
            ReaderError *e = &reader.error;
            buf_printf(&out, "ERR %u:%u ", e->line, e->column);
            dump_bytes(&out, (const uint8_t *)e->prefix, strlen(e->prefix));
            if (e->suffix) {
                buf_add_string(&out, " | ");
                dump_bytes(&out, (const uint8_t *)e->suffix, strlen(e->suffix));
            }
            buf_add_string(&out, " | ");
            dump_bytes(&out, (const uint8_t *)e->token, strlen(e->token));
        } else {
            dump(&out, ast);
        }
        if (hashed) {
            uint64_t hash = 14695981039346656037u; /* FNV-1a */
            for (size_t i = 0; i < out.size; i++) hash = (hash ^ out.bytes[i]) * 1099511628211u;
            printf("%016llx\n", (unsigned long long)hash);
        } else {
            puts(buf_text(&out));
        }
    }
    buf_free(&out);
    reader_destroy(&reader);
    heap_destroy(&heap);
}

int main(int argc, char **argv)
{
    ReaderOptions options = {0};
    bool split = false;
    atom_table_init();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-c") == 0) options.columns = true;
        else if (strcmp(argv[i], "-t") == 0) options.token_metadata = true;
        else if (strcmp(argv[i], "-s") == 0) split = true;
        else if (strcmp(argv[i], "-q") == 0) quiet = true;
        else if (strcmp(argv[i], "-h") == 0) hashed = true;
        else {
            FILE *file = fopen(argv[i], "rb");
            if (!file) {
                perror(argv[i]);
                return 1;
            }
            Buf text = {0};
            size_t got;
            do {
                got = fread(buf_reserve(&text, 65536), 1, 65536, file);
                text.size += got;
            } while (got > 0);
            fclose(file);
            char *p = buf_text(&text), *end = p + text.size;
            clock_t start = clock();
            if (!split) {
                one(p, text.size, &options);
            } else {
                while (p < end) {
                    char *next = strstr(p, "\n---\n");
                    if (!next) next = end;
                    char *copy = malloc((size_t)(next - p) + 1); /* its own block, so that asan sees overruns */
                    memcpy(copy, p, (size_t)(next - p));
                    one(copy, (size_t)(next - p), &options);
                    free(copy);
                    p = next + 5;
                }
            }
            if (quiet) fprintf(stderr, "%s: %.1f ms\n", argv[i], (double)(clock() - start) * 1e3 / CLOCKS_PER_SEC);
            buf_free(&text);
        }
    }
    return 0;
}
