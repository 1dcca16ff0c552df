/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mutate_source.c - hostile input for the reader: reads files, mutates them, and has the reader read each result.
 *
 *     mutate_source SEED COUNT FILE...    prints the seed; a crash or a hang is the failure (run under timeout, with asan)
 *
 * Mutations: bytes flipped, cut, doubled, replaced by tokens that open and close things; pieces of other files spliced in;
 * now and then deep nesting. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/diagnostics.h"
#include "compiler/reader.h"
#include "term/atom.h"

static uint64_t state;
static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}
static size_t below(size_t n) { return n ? (size_t)(next_random() % n) : 0; }

static const char *const pieces[] = {
    "(", ")", "[", "]", "{", "}", "<<", ">>", "%{", "fn ", " end", " do ", "->", "\"", "'", "\"\"\"\n", "\n\"\"\"", "~s(", "~S|",
    "#{", "}", "\\", "\n", ";", ",", ":", "::", ".", "..", "...", "//", "?", "&", "&1", "@", "!", "not ", " in ", " when ", "| ",
    "a: ", "\"a\": ", ":\"", "0x", "1_", "1.0e", "é", "\xff", "\xe2\x80", "\xf0\x9f\x98\x80", "\r", "\r\n", "\t", "\\u{", "\\x",
    "else ", "#", "<<<", "---", "%", "^", "=>", "<-", "\\\\", "0", "A.", "a.b ", "f -1 ", "nil", "\0"};

static void mutate(Buf *out, char **texts, size_t *sizes, size_t count)
{
    size_t which = below(count), size = sizes[which];
    size_t from = size > 3000 ? below(size - 2000) : 0, length = size - from < 3000 ? size - from : 200 + below(2800);
    if (below(2) && size < 40000) from = 0, length = size; /* a whole file, so that the parser sees its share */
    out->size = 0;
    buf_add(out, texts[which] + from, length);
    if (below(60) == 0) { /* depth */
        const char *piece = pieces[below(ARRAY_COUNT(pieces))];
        for (size_t n = below(60000); n > 0; n--) buf_add_string(out, piece);
    }
    for (size_t n = 1 + below(below(3) ? 2 : 12); n > 0; n--) {
        size_t at = below(out->size), cut = below(4) ? below(6) : below(out->size - at + 1);
        if (cut > out->size - at) cut = out->size - at;
        Buf tail = {0};
        buf_add(&tail, out->bytes + at + cut, out->size - at - cut);
        Buf removed = {0};
        buf_add(&removed, out->bytes + at, cut);
        out->size = at;
        switch (below(5)) {
        case 0: break;
        case 1: buf_put(out, (uint8_t)below(256)); break;
        case 2:
            buf_add(out, removed.bytes, removed.size);
            buf_add(out, removed.bytes, removed.size);
            break;
        default: {
            size_t piece = below(ARRAY_COUNT(pieces));
            if (*pieces[piece]) buf_add_string(out, pieces[piece]);
            else buf_put(out, 0);
        }
        }
        buf_add(out, tail.bytes, tail.size);
        buf_free(&tail);
        buf_free(&removed);
        if (out->size == 0) buf_put(out, 'a');
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) return fprintf(stderr, "usage: mutate_source SEED COUNT FILE...\n"), 2;
    state = strtoull(argv[1], NULL, 10) * 2654435761u + 88172645463325252u;
    size_t rounds = strtoull(argv[2], NULL, 10), count = (size_t)argc - 3, read_well = 0;
    char **texts = calloc(count, sizeof *texts);
    size_t *sizes = calloc(count, sizeof *sizes);
    for (size_t i = 0; i < count; i++) {
        FILE *file = fopen(argv[3 + i], "rb");
        if (!file) return perror(argv[3 + i]), 2;
        Buf text = {0};
        size_t got;
        do {
            got = fread(buf_reserve(&text, 65536), 1, 65536, file);
            text.size += got;
        } while (got > 0);
        fclose(file);
        texts[i] = buf_text(&text);
        sizes[i] = text.size;
    }
    atom_table_init();
    printf("seed %s, %zu mutated sources\n", argv[1], rounds);
    fflush(stdout); /* the seed must be known even if this hangs */
    Buf text = {0};
    for (size_t round = 0; round < rounds; round++) {
        mutate(&text, texts, sizes, count);
        char *copy = malloc(text.size ? text.size : 1); /* its own block: overruns are seen */
        memcpy(copy, text.bytes, text.size);
        Heap heap;
        Reader reader;
        heap_init_arena(&heap);
        reader_init(&reader, &heap);
        ReaderOptions options = {.columns = below(2), .token_metadata = below(2), .wrap_literals = below(4) == 0,
                                 .raw_text = below(4) == 0, .stack_bytes = below(2) ? 200000 : 0};
        Term quoted = reader_read(&reader, copy, text.size, &options);
        if (term_is_none(quoted)) {
            Buf message = {0};
            diagnostics_exception(&heap, &reader.error, "fuzz", copy, text.size, 1);
            diagnostics_message(&message, &reader.error, "fuzz", copy, text.size, 1);
            buf_free(&message);
        } else {
            read_well++;
        }
        reader_destroy(&reader);
        heap_destroy(&heap);
        free(copy);
    }
    printf("%zu read, %zu refused\n", read_well, rounds - read_well);
    buf_free(&text);
    for (size_t i = 0; i < count; i++) free(texts[i]);
    free(texts);
    free(sizes);
    return 0;
}
